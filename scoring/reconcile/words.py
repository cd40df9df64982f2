"""The words of a reconciliation, in English and in Chinese."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "published": ("printed: {name}", "所印的表：{name}"),
    "summary": (
        "{count} printed number{s}: {equal} equal{parts}{reading}{found}{unscored}",
        "所印的数{count}个：相同{equal}个{parts}{reading}{found}{unscored}",
    ),
    "sum-adds_up": (
        ", {count} not by the rules but as other printed numbers make them",
        "，与规则不同、但由其他所印的数可得{count}个",
    ),
    "sum-reading": (", {count} under another reading", "，换一种读法可得{count}个"),
    "sum-found": (", {count} not explained", "，无法解释{count}个"),
    "sum-unscored": (", {count} without a computed number", "，没有计算结果可比{count}个"),
    "blank": (
        "{count} score{s} not printed; {wrong} of them must be something else than the rules give.",
        "未印得分{count}个，其中{wrong}个按所印合计应与规则不同。",
    ),
    "blank-fine": ("{count} score{s} not printed.", "未印得分{count}个。"),
    "by-hand": (
        "{count} of the equal scores are marks or set scores of the cases: they were compared, not computed.",
        "相同的得分中有{count}个是案例里的评分或核定分：只作比较，没有计算。",
    ),
    "by-rules": (
        "Printed as the rules give it, and not as the printed numbers of the cases make it: {numbers}.",
        "所印正是按规则的数，而不合于所印的各单位的数：{numbers}。",
    ),
    "by-rules-one": (
        "{name}, {case} {printed} (they make {own})",
        "{name}（{case}）{printed}，由所印的数得{own}",
    ),
    "grades": (
        "{count} printed grade{s}: {equal} equal{parts}{found}{unscored}.",
        "所印的等级{count}个：相同{equal}个{parts}{found}{unscored}。",
    ),
    "sum-by-total": (
        ", {count} not by the rules but as the printed scores make them",
        "，与规则不同、但由所印的得分可得{count}个",
    ),
    "grade": ("grade", "等级"),
    "differs-grade": (
        "{name}, {case}: printed {printed}, and by the printed {by} it is {own}",
        "{name}，{case}：印{printed}，而按所印的{by}应为{own}",
    ),
    "scores": ("scores", "得分"),
    "total-of": ("total {total}", "总分{total}"),
    "grade-with-rule": ("the rules give the printed grade", "按规则正是所印的等级"),
    "skipped": ("Rows that were not read: {rows}.", "没有读的行：{rows}。"),
    "skipped-row": ("{number} ({text})", "第{number}行（{text}）"),
    "absent": ("Not in the table: {names}.", "表中没有：{names}。"),
    "absent-cases": ("{count} case{s} ({names})", "{count}个单位（{names}）"),
    "absent-nodes": ("{count} indicator{s} or groups ({names})", "{count}个指标或指标组（{names}）"),
    "unread": ("Columns that were not read: {names}.", "没有读的列：{names}。"),
    "clean": (
        "The ruleset as it stands gives every printed number.",
        "规则集给出的结果与所印的数全部相同。",
    ),
    "findings": ("What the ruleset as it stands does not give", "与规则集不符之处"),
    "follows": ("What follows from other printed numbers", "由其他所印的数可得的数"),
    "together": ("All cases together: which weighting gives what is printed", "汇总：哪种加权能得到所印的数"),
    "number": ("number", "项目"),
    "case": ("case", "单位"),
    "printed": ("printed", "所印"),
    "by-rule": ("by the rules", "按规则"),
    "place": ("place", "位置"),
    "status": ("status", "结论"),
    "readings": ("readings that give it", "可得的读法"),
    "from-parts": ("from printed parts", "由所印各项"),
    "explanation": ("explanation", "说明"),
    "gives-of": ("gives", "可得"),
    "elsewhere": ("no longer given elsewhere", "其他行不再相符"),
    "reading": ("reading", "读法"),
    "as-it-stands": ("the ruleset as it stands", "规则集现有的读法"),
    "all-cases": ("all cases", "全部单位"),
    "total": ("total", "总分"),
    "weight": ("weight", "权重"),
    "weights": ("weights", "权重"),
    "contribution": ("contribution", "加权得分"),
    "contributions": ("contributions", "加权得分"),
    "sum-of": ("sum of the {what}", "{what}合计"),
    "points-of": ("points of {name}", "{name}分值"),
    "lost-of": ("lost in {name}", "{name}扣分"),
    "group": ("groups", "各部分得分"),
    "lost": ("losses", "扣分"),
    "differs": (
        "{name}, {case}: printed {printed}, the rules give {rule}",
        "{name}，{case}：印{printed}，按规则{rule}",
    ),
    "differs-sum": (
        "{name}, {case}: printed {printed}, and the printed numbers below it make {own}",
        "{name}，{case}：印{printed}，而所印各项合为{own}",
    ),
    "differs-partly": (
        "{name}, {case}: printed {printed}; what is printed below it, and the rules for the rest, make {own}",
        "{name}，{case}：印{printed}，而所印各项与按规则补上的其余各项合为{own}",
    ),
    "differs-blank": (
        "{name}, {case}: not printed; {sums} only with {printed}, and the rules give {rule}",
        "{name}，{case}：未印；{sums}要求此处为{printed}，而按规则{rule}",
    ),
    "sums-up": ("{name} {printed} adds up", "{name}{printed}"),
    "with-rule": ("the rules give the printed number", "按规则正是所印的数"),
    "rule-sum": ("by the rules it is {rule}", "按规则为{rule}"),
    "conflict": (
        "{name}: no single reading gives all printed numbers",
        "{name}：没有一种读法能得到所印的全部数",
    ),
    "one-reading": ("{name}: printed by another reading", "{name}：按另一种读法印出"),
    "each": ("{case}: printed {printed}, the rules give {rule}", "{case}：印{printed}，按规则{rule}"),
    "each-own": (
        "{case}: printed {printed}, the ruleset makes {own} of the printed numbers",
        "{case}：印{printed}，规则集由所印的数得{own}",
    ),
    "would-give": ("would give {printed}: {readings}", "可得{printed}的读法：{readings}"),
    "gives": ("{reading}: {values}: {fits} of {count}", "{reading}：{values}，符合{count}个中的{fits}个"),
    "breaks": ("; {count} elsewhere would then differ", "；其他行有{count}个不再相符"),
    "value-of": ("{name} {value}", "{name}{value}"),
    "no-reading": ("no reading of the rule gives {printed}", "没有一种读法能得到{printed}"),
    "impossible": ("{printed} is a value that the rule cannot give", "按此规则得不出{printed}"),
    "possible": (
        "{printed} is a value that the rule cannot give; possible: {values}",
        "按此规则得不出{printed}，只可能是{values}",
    ),
    "need-findings": (
        "{printed} would need {then} finding{s} ({name}) instead of {now}",
        "要得{printed}，{name}的问题应为{then}例，现记{now}例",
    ),
    "need-figure": (
        "{printed} would need {name} {then} instead of {now}",
        "要得{printed}，{name}应为{then}，现为{now}",
    ),
    "one-of": ("the difference may lie in one of the blanks: {names}", "差额可能在下列未印的一项：{names}"),
    "blank-at": ("{name} {score}", "{name}{score}"),
    "total-then": ("with {rule} the total is {total}{whole}", "按{rule}计，总分为{total}{whole}"),
    "whole-then": (", of all cases together {total}", "，汇总为{total}"),
    "unscored-not-here": (
        "{name}, {case}: printed {printed}, and this case does not have the indicator",
        "{name}，{case}：印{printed}，而这个单位没有此指标",
    ),
    "unscored-missing": (
        "{name}, {case}: printed {printed}, and nothing can be computed without {names}",
        "{name}，{case}：印{printed}，缺少{names}，无法计算",
    ),
    "unscored": (
        "{name}, {case}: printed {printed}, and there is no computed number",
        "{name}，{case}：印{printed}，没有可比的计算结果",
    ),
    "and": (", ", "、"),
    "or": (" or ", "或"),
    "end": (".", "。"),
    "s-equal": ("equal", "相同"),
    "s-adds_up": ("follows from printed numbers", "由其他所印的数可得"),
    "s-reading": ("another reading", "另一种读法"),
    "s-conflict": ("no single reading", "没有统一的读法"),
    "s-differs": ("differs", "不同"),
    "s-unscored": ("nothing computed", "没有计算结果"),
    "sheet-summary": ("summary", "概要"),
    "sheet-findings": ("findings", "不符之处"),
    "sheet-numbers": ("numbers", "逐个比较"),
    "sheet-readings": ("readings", "各种读法"),
}


def say(lang: str, key: str, **facts: object) -> str:
    """Return a phrase in ``zh`` or ``en`` with its facts filled in."""
    return _WORDS[key][lang == "zh"].format_map(facts)
