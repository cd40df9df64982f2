"""Words of the page, in English and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.report.page.markup import both
from scoring.report.text import output_text
from scoring.report.words import node_name, outcome

if TYPE_CHECKING:
    from scoring.outcome import Outcome
    from scoring.program import Output, Plan
    from scoring.report.page.markup import Html
    from scoring.sentences import Fact

_WORDS = {
    "language": ("Language", "语言"),
    "search": ("Find an indicator, a figure or a reason", "查找指标、数据、扣分原因"),
    "found": ("{count} found", "找到{count}处"),
    "open-all": ("Open all", "全部展开"),
    "close-all": ("Close all", "全部收起"),
    "skip": ("To the scores", "跳到得分"),
    "overview": ("Overview", "总览"),
    "cases": ("Cases", "单位"),
    "compared": ("Level 1 by case", "一级指标比较"),
    "compared-one": ("Level 1", "一级指标得分"),
    "compared-note": ("A full bar is full marks. The numbers stand in the table above.",
                      "整条为满分。数值见上表。"),
    "compared-open": ("Bars begin at 0, the thin line. The numbers stand in the table above.",
                      "条形自0（细线）起。数值见上表。"),
    "of-points": ("{points} point{s}", "满分{points}"),
    "portfolio": ("Portfolio", "汇总"),
    "weight": ("weight", "权重"),
    "contribution": ("weight × total", "权重×总分"),
    "total": ("Total", "总分"),
    "out-of": ("of {points}", "满分{points}"),
    "grade": ("Grade", "等级"),
    "rank": ("Rank", "名次"),
    "rank-of": ("{rank} of {count}", "第{rank}名，共{count}个"),
    "outcome": ("Outcome", "结果"),
    "waterfall": ("From {full} to {total}", "从{full}分到{total}分"),
    "waterfall-full": ("Full points", "满分"),
    "waterfall-zero": ("Start", "起点"),
    "waterfall-total": ("Total", "总分"),
    "waterfall-rest": ("{count} smaller ones together", "其余{count}项合计"),
    "waterfall-axis": ("The bars begin at {low}, not at 0.", "条形自{low}分起，不是从0起。"),
    "waterfall-none": (("There is no way from full points to the total to draw: the total is made by a formula, in "
                       "which single points have no fixed worth."),
                       "总分由算式得出，单项得失分没有固定分值，不画由满分到总分的分解图。"),
    "waterfall-unscored": ("Without a total there is nothing to draw.", "没有总分，不画分解图。"),
    "running": ("then", "累计"),
    "change": ("change", "增减"),
    "item": ("item", "项目"),
    "tree": ("Indicators", "指标得分"),
    "score-table": ("Score table", "评分表"),
    "table": ("Numbers of the picture as a table", "图中数值（表）"),
    "level": ("level {level}", "{level}级指标"),
    "points": ("points", "分值"),
    "score": ("score", "得分"),
    "lost": ("lost", "扣分"),
    "reasons": ("reasons", "扣分原因"),
    "figures": ("Figures", "数据"),
    "evidence": ("Findings and marks", "问题与评分"),
    "account": ("Account", "计分过程"),
    "clause": ("Source", "依据"),
    "rule": ("Rule", "规则"),
    "by-rule": ("by the rule alone {points}", "按规则为{points}分"),
    "none": ("–", "–"),
    "nothing": ("full marks", "满分"),
    "curve": ("{name}: points by {figure}", "{name}：得分随{figure}的变化"),
    "curve-by": ("Points by {figure}", "得分随{figure}的变化"),
    "curve-here": ("This case: {x} → {y}", "本单位：{x} → {y}"),
    "curve-off": ("This case has {y}: something besides this rule decided its score.",
                  "本单位得{y}：得分不只由该规则决定。"),
    "curve-unknown": ("The figure is not given.", "该数据未填。"),
    "curve-with": ("with {others}", "其中{others}"),
    "curve-table": ("The rule as a table", "规则曲线（表）"),
    "rules": ("Rules as curves", "规则曲线"),
    "rules-note": ("Each curve shows what a rule gives for every value of a figure; the points are the cases.",
                   "曲线为规则对该数据每个取值给出的得分，点为各单位。"),
    "rules-none": (
        "Indicators without a curve are judged, depend on words alone, or are not made of straight lines and steps.",
        "没有曲线的指标由人评分、只取决于选项，或不是由直线和台阶组成。",
    ),
    "findings": ("number of findings", "问题例数"),
    "amount": ("amount of the findings", "问题金额"),
    "mark": ("mark", "评分"),
    "count": ("number", "个数"),
    "sum": ("sum", "合计"),
    "mean": ("mean", "平均值"),
    "median": ("median", "中位数"),
    "min": ("least", "最小值"),
    "max": ("greatest", "最大值"),
    "trimmed_mean": ("mean without the highest and lowest", "去掉最高最低后的平均值"),
    "over-cases": ("{name} over all cases", "全部单位的{name}"),
    "ratio": ("ratio", "比率"),
    "value": ("value", "数值"),
    "list-of": ("{name}: {how}", "{name}：{how}"),
    "too-many": (
        "Details are shown of the first {shown} of {count} cases. For one of the others: scoring report … --case ID",
        "共{count}个单位，只列出前{shown}个的明细。其他单位请用 scoring report … --case 编号 另行生成。",
    ),
    "too-many-rows": (
        "The table shows the first {shown} of {count} cases.", "共{count}个单位，表中只列出前{shown}个。"
    ),
    "without-total": ("Why there is no total", "没有总分的原因"),
    "special": ("Grade by special rule", "等级的特别规定"),
    "unmarked": ("Not marked, full marks kept", "未打分、按满分计"),
    "outputs": ("Further results", "其他结果"),
    "whole": ("The whole", "整体"),
    "whole-own": ("on the whole", "对总体"),
    "made-by": ("made by scoring {version}", "由 scoring {version} 生成"),
    "ruleset": ("ruleset", "规则集"),
    "version": ("version", "版本"),
    "method": ("method", "方法"),
    "case-count": ("{count} case{s}", "{count}个单位"),
    "not-applicable": ("does not apply", "不适用"),
    "calculator": ("Calculator", "计算器"),
    "calculator-about": (
        "Change what a case gave: it is scored anew, exactly, and nothing leaves this page. The report stays as it is.",
        "改动单位的数据、评分和问题，即按规则集在本页精确重算，不向外发送任何内容。报告不变。",
    ),
    "calculator-script": ("The calculator needs scripts, which are switched off here.",
                          "计算器需要脚本，此处脚本未启用。"),
    "calculator-case": ("Case", "单位"),
    "calculator-reset": ("Undo all changes", "撤销全部改动"),
    "calculator-together": ("Some figures are taken over all cases: what is changed in one moves the scores of others.",
                            "有数据取自全部单位：改动一个单位，其他单位的得分也会变化。"),
    "calculator-portfolio": ("The portfolio is not worked out anew.", "汇总不重算。"),
    "calculator-ranks": ("Ranks are not worked out anew.", "名次不重算。"),
    "calculator-records": ("Entries of lists can be changed here, but none added or taken away.",
                           "列表中的各条可以改动，不能增减。"),
    "calculator-left": ("{count} further cases cannot be chosen here.", "另有{count}个单位不能在此选择。"),
    "case": ("case", "单位"),
    "id": ("id", "编号"),
}  # fmt: skip


def say(lang: str, key: str, **facts: object) -> str:
    """Return a phrase in ``zh`` or ``en`` with its facts filled in."""
    return _WORDS[key][lang == "zh"].format_map(facts)


def said(key: str, **facts: object) -> Html:
    """Return a phrase in both languages, as markup."""
    return both(lambda lang: say(lang, key, **facts))


def named(plan: Plan) -> Html:
    """Return code and name of a node."""
    return both(lambda lang: node_name(plan, lang))


def became(what: Outcome) -> Html:
    """Return an outcome in words."""
    return both(lambda lang: outcome(lang, what))


def told(output: Output, fact: Fact) -> Html:
    """Return a further result as people read it."""
    return both(lambda lang: output_text(output, fact, lang))
