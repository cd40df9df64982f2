"""Every key of a ruleset outside the rule kinds: what may stand there, and what it means.

The loader refuses any other key, the JSON Schema and the language reference are made from these tables.
The forms: ``text``, ``label`` (text or one text a language), ``flag``, ``number`` (a constant), ``bound`` (a
constant or a date), ``value`` (a number in any value form), ``values`` (one or a list of them), ``list`` (a list of
them), ``points`` (likewise, a bare percent being a share of the node's points), ``condition``, ``names``, ``table``,
``rules``, ``nodes``, ``figures``, ``functions``, ``shapes``, ``arguments`` (a value for each name), ``any``, or words
joined by ``|``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Key(NamedTuple):
    """One key.

    Attributes:
        form: what may stand there.
        en: its meaning in English.
        zh: its meaning in Chinese.
    """

    form: str
    en: str
    zh: str


Keys = Mapping[str, Key]

#: Every form but the words joined by ``|``.
FORMS = frozenset(
    (
        *("text", "label", "flag", "number", "bound", "value", "values", "list", "points", "condition", "names"),
        *("arguments", "table", "rules", "nodes", "figures", "functions", "shapes", "any"),
    )
)
COMBINES = ("sum", "weighted_mean", "mean", "trimmed_mean", "geometric_mean", "product", "min", "max")
WEIGHTED = ("weighted_mean", "geometric_mean")
"""Ways to combine in which a child may have a weight."""
EDGES = ("at_least", "above", "at_most", "below")
PARTS = ("exact", "drop", "count", "nearest")
MODES = ("half_up", "half_even", "up", "down", "truncate")
IF_EMPTY = ("not_applicable", "full", "zero")
LEVELS = ("criterion", "leaf", "group", "total")

NOTES: Keys = {
    "because": Key("label", "the reason in words, shown with what it costs", "理由，随扣分显示"),
    "source": Key("text", "the clause of the official text", "依据的条款"),
    "text": Key("label", "the printed words", "印发文件中的原文"),
    "code": Key("text", "the code of its reason", "扣分原因代码"),
}

ROOT: Keys = {
    "ruleset": Key("text", "id of the ruleset", "规则集编号"),
    "version": Key("text", "its version", "版本"),
    "title": Key("label", "its title", "标题"),
    "source": Key("text", "the official text", "出处"),
    "extends": Key("text", "the ruleset file this one changes", "所修改的规则集文件"),
    "points": Key("value", "full marks of the whole; none = an open scale", "总分；none表示不设满分"),
    "without_findings": Key("keep|left out", "what no finding means", "没有问题记录时如何处理"),
    "admit": Key("table", "who is scored at all; other cases are excluded", "参评条件；不符合的单位不参评"),
    "figures": Key("figures", "the inputs, and what is derived from them", "指标数据"),
    "indicators": Key("nodes", "the indicator tree", "指标体系"),
    "each": Key("any", "what every lowest node below lacks", "下级末级指标共用的内容"),
    "spread": Key("leaves|children", "equal shares for nodes without points", "未写分值者平均分配"),
    "rules": Key("rules", "rules on the total", "对总分的规则"),
    "start": Key("any", "opening score: full, zero or a number", "起始分"),
    "floor": Key("points", "least score of the whole", "总分下限"),
    "cap": Key("points", "greatest score of the whole", "总分上限"),
    "combine": Key("|".join(COMBINES), "how the top indicators make the total", "汇总方式"),
    "weights": Key("relative", "weights need not add up to 1", "权重不要求合计为1"),
    "on_drop": Key("rescale", "the root always rescales", "总分总是按比例折算"),
    "total": Key("value", "the total by a formula; none = there is no number", "总分的算式；none表示没有总分"),
    "better": Key("higher|lower", "which totals are good; higher unless said", "总分越高越好或越低越好，默认越高越好"),
    "overrides": Key("any", "what sets or caps the grade", "等级的特别规定"),
    "grades": Key("any", "names for intervals of the total", "等级"),
    "grade": Key("any", "a word as the grade, in place of grades", "直接取某个词为等级，代替grades"),
    "outputs": Key("names", "further results: figures, or scores of indicators", "另外列出的结果：数据，或指标的得分"),
    "rounding": Key("table", "mode and places by level", "各级保留小数"),
    "order": Key("any", "what the cases are ranked by, first to last", "排名依据，依次比较"),
    "portfolio": Key("table", "how cases are weighted into one result", "多个单位的汇总"),
    "methods": Key("table", "named changes, chosen at the call", "可选的计算方法"),
    "functions": Key("functions", "formulas with a name, used in others", "自定义函数"),
    "shapes": Key("shapes", "unfinished indicators, used in several places", "指标模板"),
    "use": Key("names", "shared files of functions, shapes and figures", "所引用的公用文件（函数、模板、数据）"),
    "allow": Key("table", "accepted findings of check, with reasons", "检查中允许的情况及理由"),
}

NODE: Keys = {
    "name": Key("label", "name as printed; the id unless said", "印发的名称"),
    "code": Key("text", "number as printed; also its address", "编号，也可作地址"),
    "source": Key("text", "the clause of the official text", "依据的条款"),
    "text": Key("label", "the printed words", "印发文件中的原文"),
    "points": Key(
        "value", "full marks; 20%: of its parent's; none: an open scale", "分值；百分数为上级的份额；none不设满分"
    ),
    "rules": Key("rules", "one rule or a list", "规则"),
    "indicators": Key("nodes", "its children", "下级指标"),
    "criteria": Key("nodes", "children printed inside its cell", "同一格内的评分要点"),
    "each": Key("any", "what every lowest node below lacks", "下级末级指标共用的内容"),
    "for_each": Key("text", "a list of the case: one child for each of its records", "按列表逐条评分"),
    "if_empty": Key("not_applicable|full|zero", "what an empty list means; no default", "列表为空时的处理（须写明）"),
    "variants": Key("any", "other content for some cases", "对部分单位的不同内容"),
    "use": Key("text", "the shape that it is made from", "所用的模板"),
    "with": Key("arguments", "what the shape needs, by name", "模板参数的取值"),
    "spread": Key("leaves|children", "equal shares for nodes without points", "未写分值者平均分配"),
    "figures": Key("figures", "figures of this node alone", "本指标自有的数据"),
    "unit": Key("text", "unit of its own figures", "自有数据的单位"),
    "weight": Key("value", "share within its group; in an open sum a factor", "权重；在不设满分的合计中为系数"),
    "combine": Key("|".join(COMBINES), "how its children make its score", "汇总方式"),
    "weights": Key("relative", "weights need not add up to 1", "权重不要求合计为1"),
    "start": Key("any", "opening score: full, zero or a number", "起始分"),
    "floor": Key("points", "least score, 0 unless said; none lifts it", "下限"),
    "cap": Key("points", "greatest score, the points unless said; none lifts it", "上限"),
    "round": Key("any", "rounding of its score", "得分的取舍"),
    "applies_when": Key("condition", "when it applies", "适用条件"),
    "if_not_applicable": Key("any", "drop, full, zero, mean_of_cases or give_to", "不适用时的处理"),
    "on_drop": Key("rescale|shrink", "what dropped children do to its points", "下级不适用时分值的处理"),
    "bonus": Key("flag", "an award outside the points", "加分项"),
    "penalty": Key("flag", "a loss outside the points", "扣分项"),
    "beside": Key("flag", "not in the total", "不计入总分"),
    "allow": Key("table", "accepted findings of check, with reasons", "检查中允许的情况及理由"),
}

FIGURE: Keys = {
    "name": Key("label", "name as printed; the id unless said", "印发的名称"),
    "unit": Key("text", "its unit", "单位"),
    "min": Key("bound", "least value; less is an error of the case", "最小值"),
    "max": Key("bound", "greatest value; none = no limit", "最大值"),
    "places": Key("number", "usual number of decimals", "小数位数"),
    "type": Key("number|count|flag|date", "what it is", "类型"),
    "words": Key("names", "the words it may be", "可取的词"),
    "ordered": Key("flag", "its words have an order, the best first", "各词有高低之分，最好的在最前"),
    "round": Key("any", "rounding of the figure", "数据的取舍"),
    "missing": Key("any", "cell texts that mean no value", "表示无数据的写法"),
    "if_missing": Key("any", "stop, a value, zero, full, not_applicable", "缺数据时的处理"),
    "if_undefined": Key("any", "what a division by zero gives", "除数为零时的处理"),
    "source": Key("text", "where it comes from", "来源"),
    "text": Key("label", "the printed words", "原文"),
    "better": Key("higher|lower", "which direction is good, for check alone", "越高越好或越低越好（仅供检查）"),
    "allow": Key("table", "accepted findings of check, with reasons", "检查中允许的情况及理由"),
}

LIST: Keys = {
    "list_of": Key("any", "a list: what each value may be, or the fields of a record", "列表：各项取值或记录的字段"),
    "for_each": Key("text", "a list made from another one, item by item", "由另一列表逐项得到的列表"),
}

COHORT: Keys = {
    "over": Key("cases", "a figure over all cases of a run", "对本次全部单位统计的数据"),
    "take": Key("min|max|mean|median|trimmed_mean|count|rank|percentile", "what is taken of the values", "统计方式"),
    "of": Key("value", "the value of each case", "各单位的取值"),
    "where": Key("condition", "which cases count", "计入的条件"),
    "best": Key("high|low", "rank, percentile: which end is best; no default", "名次以高为先或以低为先（须写明）"),
    "ties": Key("share|dense|lowest", "rank: 1 2 2 4, 1 2 2 3 or 1 3 3 4; no default", "并列名次的排法（须写明）"),
}

ADMIT: Keys = {
    "when": Key("condition", "who is scored", "参评条件"),
    **{name: NOTES[name] for name in ("because", "source", "text")},
}

ORDER: Keys = {
    "by": Key("value", "what is compared", "比较的内容"),
    "best": Key("high|low", "which end is best; no default", "以高为先或以低为先（须写明）"),
}

FUNCTION: Keys = {
    "needs": Key("names", "the names it reads, in the order of a call", "参数，按调用时的顺序"),
    "words": Key("names", "the words it may yield", "可取的词"),
    **{name: NOTES[name] for name in ("source", "text")},
    "allow": Key("table", "accepted findings of check, with reasons", "检查中允许的情况及理由"),
}

SHAPE: Keys = {
    "needs": Key("names", "the names that 'with' gives a value", "由with给出取值的参数"),
    **{name: key for name, key in NODE.items() if name not in ("use", "with")},
}

SHARED: Keys = {name: ROOT[name] for name in ("use", "functions", "shapes", "figures")}
"""What a file may hold that rulesets use."""

OVERRIDE: Keys = {
    "when": Key("condition", "when it holds", "条件"),
    "grade": Key("text", "the grade it sets", "定为的等级"),
    "grade_at_most": Key("text", "the best grade it leaves", "最高等级"),
    **{name: NOTES[name] for name in ("because", "source", "text")},
}

GRADE: Keys = {
    "grade": Key("text", "its name", "等级"),
    "at_least": Key("number", "least total", "不低于"),
    "at_most": Key("number", "greatest total, with better: lower", "不高于（总分越低越好时）"),
    "require": Key("condition", "what must hold besides", "附加条件"),
}

ROUNDING: Keys = {
    "mode": Key("|".join(MODES), "how halves and rests are treated", "取舍方式"),
    **{level: Key("number", f"places of every {level}", "小数位数") for level in LEVELS},
}

PORTFOLIO: Keys = {
    "weight": Key("value", "what a case weighs", "权重依据"),
    "round_weights": Key("number", "places of the weights", "权重的小数位数"),
    "total": Key("of_groups|of_totals", "from groups or from totals", "按分项或按总分汇总"),
    "missing_cases": Key("leave_out", "leave out cases without a score", "缺数据的单位不计入"),
    "grade": Key("flag", "whether it has a grade", "是否评等级"),
}
