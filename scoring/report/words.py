"""Words of the reports in both languages, and how nodes, figures and numbers are called in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.approx import DIGITS
from scoring.number import decimal_text, places_of
from scoring.rules import titles
from scoring.sentences import digits
from scoring.sizes import inexact

if TYPE_CHECKING:
    from fractions import Fraction

    from scoring.graph import Node
    from scoring.number import Number
    from scoring.program import Plan, Program
    from scoring.result import Result

_MOST = 6
_WORDS = {
    "ruleset": ("ruleset", "规则集"),
    "version": ("version", "版本"),
    "method": ("method", "方法"),
    "case": ("case", "单位"),
    "id": ("id", "编号"),
    "total": ("total", "总分"),
    "grade": ("grade", "等级"),
    "outcome": ("outcome", "结果"),
    "overridden": ("Grade by special rule", "等级的特别规定"),
    "grade-set": ("{grade}: {why}", "定为{grade}：{why}"),
    "grade-capped": ("{grade} at most: {why}", "最高为{grade}：{why}"),
    "rank": ("rank", "名次"),
    "points": ("points", "满分"),
    "lost-most": ("Where points were lost", "主要扣分"),
    "without-total": ("Without a total", "没有总分"),
    "portfolio": ("Portfolio", "汇总"),
    "weight": ("weight", "权重"),
    "whole": ("whole", "合计"),
    "left-out": ("left out: {names}", "未计入：{names}"),
    "more": ("{count} more: scoring explain … --case {case}", "另有{count}处，见 scoring explain … --case {case}"),
    "unmarked": ("Not marked, full marks kept: {names}", "未打分、按满分计：{names}"),
    "more-cases": (" and {count} more", "等{count}个单位"),
    "full": ("nothing lost", "没有扣分"),
    "missing": ("missing: {name}", "缺少：{name}"),
    "needed-by": (" (needed by {names})", "（{names}要用）"),
    "perhaps": ("perhaps also needed: {names}", "可能还需要：{names}"),
    "range": ("total from {low} to {high}", "总分在{low}到{high}之间"),
    "grades": ("possible grades: {names}", "可能的等级：{names}"),
    "undefined": ("{name}: {why}", "{name}：{why}"),
    "zero-divisor": ("division by zero, since {names} is 0", "除数为零：{names}为0"),
    "mean-of": ("mean over all cases of {name}", "全部单位{name}的平均得分"),
    "mark-of": ("mark of {name}", "{name}的评分"),
    "and-more": (" and {count} more", "等{count}项"),
    "none": ("–", "–"),
    "scored": ("scored", "已评分"),
    "missing-outcome": ("missing", "缺数据"),
    "undefined-outcome": ("undefined", "算不出"),
    "not_applicable": ("not applicable", "不适用"),
    "excluded": ("excluded", "不参评"),
    "of": ("{score} of {points}", "满分{points}，得{score}"),
    "of-open": ("{score} point{s}", "得{score}"),
    "no-total": ("no total", "不设总分"),
    "total-open": ("total {total}", "总分{total}"),
    "output": ("{name}: {value}", "{name}：{value}"),
    "came-from": ("Where points came from", "主要得分"),
    "nothing-counted": ("nothing counted", "没有得分和扣分"),
    "opens": ("opens at", "起评"),
    "counts": ("{name} counts", "{name}计入"),
    "total-of": ("total {total} of {points}", "总分{total}（满分{points}）"),
    "then": (", {text}", "，{text}"),
    "bonus": ("{score}, at most {most} on top of the points", "加分项，最多加{most}，得{score}"),
    "penalty": ("{score}, at most {most} off", "扣分项，最多扣{most}，得{score}"),
    "lost": (", {points} lost", "，扣{points}"),
    "won": (", {points} more", "，多{points}"),
    "deduction": ("lost {points}", "扣{points}分"),
    "award": ("gained {points}", "加{points}分"),
    "nominal": (" (by the rule alone {nominal}{exact})", "（按规则为{nominal}分{exact}）"),
    "to-digits": ("to {count} digits", "取{count}位有效数字"),
    "exact": (", exactly {value}", "，即{value}"),
    "effect": (" ({effect} of the total)", "（影响总分{effect}分）"),
    "covered": (" (covered by the loss above)", "（已含在上级扣分中，不重复计）"),
    "beyond": ("{already} of these points are already lost above; this row takes the other {rest}.",
               "其中{already}分已在以上各项扣除，本行再扣{rest}分。"),
    "beyond-back": ("It stands for the {already} lost above; this row gives {rest} back.",
                    "代替以上各项所扣的{already}分，本行加回{rest}分。"),
    "beyond-gained": ("The {already} gained above do not count either; this row takes {rest} in all.",
                      "以上各项多得的{already}分也不计，本行共扣{rest}分。"),
    "beyond-unknown": ("What is lost above is contained in this, and not counted again.",
                       "以上各项的扣分已含在内，不重复计。"),
    "clause": ("source: {text}", "依据：{text}"),
    "rule-at": ("rule: {place}", "规则：{place}"),
    "figures": ("figures", "数据"),
    "findings": ("findings", "问题"),
    "not-alone": ("not scored one by one: {names}", "不单独计分的要点：{names}"),
    "kept-whole": ("full marks: {names}", "得满分的要点：{names}"),
    "marked": ("mark", "评分"),
    "set-by": ("set score", "核定"),
    "reason": ("reason", "理由"),
    "account": ("account", "计分过程"),
    "default": ("not given; the ruleset says {value}", "未填，按规则取{value}"),
    "unknown": ("not given", "未填"),
    "empty-list": ("none", "无"),
    "records": ("{count} records", "{count}条记录"),
    "values-lack": ("{name} in {rows}", "{name}，{rows}"),
    "records-lack": ("{field} of {name} in {rows}", "{name}的{field}，{rows}"),
    "note-count": ("{count} times", "{count}例"),
    "note-amount": ("amount {amount}", "金额{amount}"),
    "no-cost": (" (evidence; costs nothing by itself)", "（仅作证据，本身不扣分）"),
    "not-here": (" (the item does not apply: costs nothing)", "（该项不适用，不扣分）"),
    "points-more": ("{points} point{s}: {printed} printed, {more} more", "分值{points}（原定{printed}，调增{more}）"),
    "points-less": ("{points} point{s}: {printed} printed, {less} less", "分值{points}（原定{printed}，调减{less}）"),
    "mark-score": ("{value} point{s}", "{value}分"),
    "mark-deduct": ("{value} point{s} off", "扣{value}分"),
    "by": ("by {name}", "{name}"),
    "not-admitted": ("not admitted", "不参评"),
    "held-in-vain": ("Findings against items that do not apply, which cost nothing: {names}",
                     "不适用的指标上记有问题，不扣分：{names}"),
    "rounded-whole": ("rounded to a whole number: {mode}", "取整：{mode}"),
    "rounded-places": ("rounded to {places} place{s}: {mode}", "取{places}位小数：{mode}"),
    "rounded-step": ("rounded to multiples of {step}: {mode}", "取{step}的整数倍：{mode}"),
    "rank-of": ("rank {rank} of {count}: {by}", "名次：{count}个单位中第{rank}名（{by}）"),
    "rescaled": ("scaled up: {score} of the {most} points that apply count as {scaled} of {points}",
                 "按比例折算：适用部分共{most}分，得{score}分，折合{scaled}分（满分{points}分）"),
    "unmet": ("{what}: it is not true that {words}{values}", "{what}：不符合条件“{words}”{values}"),
    "no-score": ("no score: {outcome}", "没有得分：{outcome}"),
    "kept": ("no findings, no mark: the best is kept", "没有问题和评分，按规定保留满分"),
    "score": ("score", "得分"),
    "children": ("lost in {name}", "{name}失分"),
    "won-in": ("gained in {name}", "{name}多得"),
    "start": ("opening score against the points", "起评分与满分之差"),
    "base": ("score by the rule against the points", "按规则计分与满分之差"),
    "score-by-rule": ("score by the rule", "按规则计分"),
    "deduct": ("deduction", "扣分"),
    "give": ("award", "加分"),
    "limit": ("limits", "上下限"),
    "round": ("rounding", "小数取舍"),
    "veto": ("all is lost", "全部扣除"),
    "set": ("set by a person", "人工核定"),
    "mark": ("mark of a person", "人工评分"),
    "combine": ("combination", "汇总方式"),
    "policy": ("does not apply", "不适用"),
    "gap": ("a figure is missing", "缺数据"),
    "table-by": ("by table from {of}", "按{of}查表"),
    "over-min": ("least {of} of all cases", "全部单位中{of}的最小值"),
    "over-max": ("greatest {of} of all cases", "全部单位中{of}的最大值"),
    "over-mean": ("mean of {of} over all cases", "全部单位{of}的平均值"),
    "over-median": ("median of {of} over all cases", "全部单位{of}的中位数"),
    "over-trimmed_mean": (
        "mean of {of} over all cases but the highest and the lowest", "去掉最高和最低后各单位{of}的平均值"
    ),
    "over-count": ("number of cases", "单位个数"),
    "over-rank": ("rank by {of} among all cases", "按{of}在全部单位中的名次"),
    "over-percentile": ("percentile by {of} among all cases", "按{of}在全部单位中的百分位"),
    "over-where": ("only those with {where}", "仅计{where}的单位"),
    "over-value": ("value", "数值"),
}  # fmt: skip
_WHY = {
    "division-by-zero": ("division by zero", "除数为零"),
    "no-band": ("the figure lies in no band", "数据不在任何一档内"),
    "no-row": ("no row of the table fits", "没有符合的行"),
    "no-entry": ("the word has no entry", "该词没有对应的得分"),
    "beyond-calendar": ("the date is before 0001-01-01 or after 9999-12-31", "日期早于0001-01-01或晚于9999-12-31"),
    "no-variant": ("no variant holds", "没有适用的情形"),
    "no-grade": ("no grade holds", "没有适用的等级"),
    "two-rows": ("two rows of the table fit", "有两行同时符合"),
    "two-bases": ("two base rules hold", "有两条计分规则同时成立"),
    "negative-share": ("a score below 0 has no geometric mean", "得分低于0，无法计算几何平均"),
    "outside-domain": ("a function has no value for this number", "函数在该数值处没有意义"),
    "none-left": ("nothing is left after the lowest and highest are left out", "去掉最低和最高的之后没有剩余"),
    "not-step": ("a step is not above 0", "每档的大小不大于0"),
    "not-applicable": ("it reads an item that does not apply", "引用了不适用的指标"),
    "weights": ("the weights add up to 0, or one is below 0", "权重合计为0，或有权重低于0"),
    "empty-list": ("a list is empty", "列表为空"),
    "no-cases": ("there are no cases to take it from", "没有可供统计的单位"),
    "not-among-cases": ("the case is not among those that are compared", "该单位不在参与比较之列"),
    "null": ("the ruleset gives no value", "规则规定无值"),
}


_CODES = {
    "judged-whole": ("", ""),
    "uneven": ("geometric mean of uneven shares", "得分率不均衡，按几何平均"),
    "not-earned": ("not earned", "未取得"),
    "full-marks": ("full marks below", "下级满分"),
    "total": ("by formula", "按算式"),
    "missing-zero": ("nothing is scored", "按规定不得分"),
    "missing-full": ("the points are kept", "按规定得满分"),
    "not-applicable-drop": ("points dropped", "分值不计"),
    "not-applicable-give": ("points given to another item", "分值并入其他要点"),
    "not-applicable-zero": ("scores nothing", "按规定不得分"),
    "not-applicable-full": ("the points are kept", "按规定得满分"),
}


def code_title(lang: str, code: str) -> str:
    """Return what a code is called in an account; the ruleset's own codes are called as they are written."""
    return (_CODES.get(code) or titles().get(code) or (code, code))[lang == "zh"]


def say(lang: str, key: str, **facts: object) -> str:
    """Return a phrase in ``zh`` or ``en`` with its facts filled in."""
    return _WORDS[key][lang == "zh"].format_map(facts)


def why(lang: str, code: str) -> str:
    """Return why a value is undefined."""
    return _WHY.get(code, (code, code))[lang == "zh"]


def outcome(lang: str, word: str) -> str:
    """Return an outcome in words."""
    return say(lang, {"missing": "missing-outcome", "undefined": "undefined-outcome"}.get(word, word))


def listed(lang: str, names: list[str]) -> str:
    """Return names one after the other."""
    return ("、" if lang == "zh" else ", ").join(names)


def in_brackets(lang: str, text: str) -> str:
    """Return a text in the brackets of the language, "" for none."""
    return "" if not text else f"（{text}）" if lang == "zh" else f" ({text})"


def node_name(plan: Plan, lang: str) -> str:
    """Return code and printed name of a node; of the root "total"."""
    if not plan.path:
        return say(lang, "total")
    name = plan.label.text(lang)
    return f"{plan.code} {name}" if plan.code and plan.code != name else name


def input_name(program: Program, name: str, lang: str) -> str:
    """Return what an input is called, with the address it is given under.

    Args:
        program: of the ruleset.
        name: as `Result.missing` says it.
        lang: ``zh`` or ``en``.
    """
    figure, _ = program.figures.get(name, (None, None))
    if figure is not None:
        label = figure.label.text(lang)
        home = program.plans.get(figure.home) if figure.home else None
        if home is not None:
            label = f"{node_name(home, lang)}{' ' if lang == 'en' else '的'}{label}"
        return label if label == name else f"{label}{in_brackets(lang, name)}"
    if name in program.lists:
        label = program.lists[name].label.text(lang)
        return label if label == name else f"{label}{in_brackets(lang, name)}"
    path = name.removesuffix(".deduct").removesuffix(".mark")
    plan = program.plans.get(path)
    if plan is not None and path == name:
        return f"{say(lang, 'mean-of', name=node_name(plan, lang))}{in_brackets(lang, path)}"
    return name if plan is None else f"{say(lang, 'mark-of', name=node_name(plan, lang))}{in_brackets(lang, path)}"


def colon(lang: str) -> str:
    """Return the colon of the language."""
    return "：" if lang == "zh" else ": "


def amount(value: Fraction, *, signed: bool = False) -> str:
    """Return points as people read them: long decimals cut with "…", with "+" where they were gained."""
    text = digits(value)
    return f"+{text}" if signed and value > 0 else text


def number_text(value: Number) -> str:
    """Return a score as it was rounded; one that nothing rounded is cut like any long decimal."""
    own = places_of(value)
    return digits(value) if own is None or own > _MOST else str(value)


def exactly(value: Fraction) -> str:
    """Return the exact fraction of a number without a short decimal, "" for any other."""
    return "" if places_of(value) is not None or value.denominator > 10**12 else decimal_text(value)


def to_digits(value: Fraction, node: Node, lang: str) -> str:
    """Return "to 50 digits" for a long decimal that rests on a function which is defined to so many, else ""."""
    long = (places := places_of(value)) is None or places > _MOST
    return say(lang, "to-digits", count=DIGITS) if long and inexact(node) else ""


def needed_by(result: Result, name: str, lang: str) -> str:
    """Return the lowest nodes that cannot be scored without a figure, in words; "" if there is none."""
    plans = [each.plan for each in result.nodes if not each.children and name in each.missing]
    names = [plan.code or plan.label.text(lang) for plan in plans]
    shown = names[:4]
    if not shown:
        return ""
    text = listed(lang, shown)
    if len(names) > len(shown):
        count = len(names) if lang == "zh" else len(names) - len(shown)
        text += say(lang, "and-more", count=count)
    return say(lang, "needed-by", names=text)
