"""The figures of a ruleset in words: name, unit, what they may be, how they are made, what stands in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.dates import DATE
from scoring.document import Listing, Scalar, Table
from scoring.printed.model import FigureLine, Paragraph
from scoring.scope import Scope
from scoring.sentences import shown
from scoring.wording import Wording
from scoring.wording_rule import rounding_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.document import Item
    from scoring.lower import Lowering
    from scoring.model import Figure, Function

_KINDS = {
    "number": ("number", "数值"),
    "count": ("whole number", "整数"),
    "flag": ("yes or no", "是或否"),
    "date": ("date", "日期"),
}
_TAKES = {
    "min": ("the least {of} of all cases", "全部单位中{of}的最小值"),
    "max": ("the greatest {of} of all cases", "全部单位中{of}的最大值"),
    "mean": ("the mean of {of} over all cases", "全部单位{of}的平均值"),
    "median": ("the median of {of} over all cases", "全部单位{of}的中位数"),
    "trimmed_mean": (
        "the mean of {of} over all cases but the highest and the lowest",
        "去掉一个最高、一个最低后全部单位{of}的平均值",
    ),
    "count": ("the number of cases", "单位个数"),
    "rank": ("the rank by {of} among all cases, {best} first", "按{of}在全部单位中的名次（{best}者在前）"),
    "percentile": (
        "the share of the other cases that are worse by {of} ({best} is better; equal ones count half)",
        "按{of}劣于本单位的其他单位所占比例（{best}为好，相同的按一半计）",
    ),
}  # fmt: skip
_TIES = {
    "share": ("equal ones share a rank: 1, 2, 2, 4", "并列的名次相同，其后名次空缺：1、2、2、4"),
    "dense": ("equal ones share a rank and none is left out: 1, 2, 2, 3", "并列的名次相同，其后名次不空缺：1、2、2、3"),
    "lowest": ("equal ones all have the last of their ranks: 1, 3, 3, 4", "并列的取其中最后的名次：1、3、3、4"),
}
_POLICIES = {
    "stop": ("nothing that needs it can be scored", "用到它的指标无法评分"),
    "zero": ("what reads it scores nothing", "用到它的指标不得分"),
    "full": ("what reads it has its full points", "用到它的指标得满分"),
    "not_applicable": ("what reads it does not apply", "用到它的指标不适用"),
}


class Figures:
    """The figures of a ruleset being said."""

    def __init__(self, context: Lowering, lang: str) -> None:
        """Nothing is said yet."""
        self.context, self.lang = context, lang

    def lines(self) -> Iterator[FigureLine]:
        """Yield the figures, those that a case gives first; what belongs to a node says so."""
        figures = [each for each in self.context.figures.all.values() if "[" not in each.name]
        figures = [each for each in figures if not (each.home and self.context.nodes[self.home(each)].is_record)]
        for wanted in (True, False):
            for figure in figures:
                if (figure.role in ("input", "list")) is wanted:
                    yield self.line(figure)
                    for item in figure.items.values() if figure.records else ():
                        yield self.line(item, inside=figure)

    def home(self, figure: Figure) -> str:
        """Return the key of the node that a figure belongs to."""
        return self.context.holders[figure.home][0]

    def line(self, figure: Figure, inside: Figure | None = None) -> FigureLine:
        """Return one figure; ``inside``: it is a field of the records of a list."""
        scope = self.context.figures.scope(figure) if inside is None else Scope(self.context)
        words = Wording(scope, figure.keys, self.lang, unit=figure.unit, choices=figure.words)
        value = figure.items.get("each") if figure.role == "list" else figure
        unit = "" if value is None else value.unit
        if figure.form is not None and not figure.is_list:
            unit = unit or self.context.figures.term(figure, None).unit
        words.unit = unit if figure.form is not None else figure.unit
        home = self.context.nodes[self.home(figure)].called.text(self.lang) if figure.home else ""
        if inside is not None:
            home = inside.label.text(self.lang)
        return FigureLine(
            figure.id if inside is None else f"{inside.id}.{figure.id}", figure.label.text(self.lang),
            "" if unit == DATE else unit,
            self.kind(figure, words), self.range(value or figure, words), self.how(figure, words), home,
        )  # fmt: skip

    def kind(self, figure: Figure, words: Wording) -> str:
        """Return what sort of value a figure is."""
        if figure.role == "list":
            each = figure.items.get("each")
            if figure.records or each is None:
                return words.say("list of entries", "列表，每条记录一行")
            return words.say("list: {kind}", "列表，每项为{kind}", kind=self.kind(each, words))
        if figure.role == "mapped":
            return words.say("list", "列表")
        if figure.words:
            told = words.listed(figure.words)
            return words.say("{told} (the best first)", "{told}（由好到差）", told=told) if figure.ordered else told
        return words.say(*_KINDS[figure.type if figure.type in _KINDS else "number"])

    def range(self, figure: Figure, words: Wording) -> str:
        """Return the least and the greatest value; a count without a least one begins at 0."""
        if figure.form is not None or figure.words or figure.type == "flag":
            return ""
        unit = figure.unit if figure.unit in ("%", DATE) else ""
        low = (
            ""
            if figure.low is None
            else shown(figure.low, unit, self.lang).replace("-", "−" if unit != "date" else "-", 1)
        )
        high = "" if figure.high is None else shown(figure.high, unit, self.lang)
        if figure.type == "count" and not low:
            low = "0"
        if low and high:
            return words.say("{low} to {high}", "{low}至{high}", low=low, high=high)
        if low:
            return words.say("{low} or more", "不小于{low}", low=low)
        return words.say("{high} or less", "不大于{high}", high=high) if high else ""

    def how(self, figure: Figure, words: Wording) -> str:
        """Return how a figure is made, and what stands in for it."""
        fields = figure.keys.fields
        parts = []
        if figure.role == "cohort":
            parts.append(self.over_cases(words))
        elif figure.role == "mapped":
            parts.append(words.say("for each entry of {list}: {form}", "对“{list}”逐项取：{form}",
                                   list=words.value("for_each"), form=self.formula(figure, words)))  # fmt: skip
        elif figure.form is not None:
            parts.append(self.formula(figure, words))
        if "round" in fields:
            parts.append(rounding_said(words, fields["round"].value, words.unit))
        for key, head in (
            ("if_missing", ("if missing: ", "缺数据时")),
            ("if_undefined", ("if it cannot be computed: ", "无法计算时")),
        ):
            if key in fields:
                parts.append(words.say(*head) + self.policy(fields[key].value, words))
        if "missing" in fields:
            item = fields["missing"].value
            texts = [getattr(each, "text", "") for each in (item.items if isinstance(item, Listing) else (item,))]
            parts.append(
                words.say("no value where it says {texts}", "填{texts}的视为无数据", texts=words.listed(texts))
            )
        if figure.places is not None:
            parts.append(words.say("given to {n} decimal place{n:s}", "填报{n}位小数", n=str(figure.places)))
        text = words.say("; ", "；").join(parts)
        return text + words.notes(
            Table({key: fields[key] for key in ("source", "text") if key in fields}, figure.keys.at)
        )

    def policy(self, item: Item, words: Wording) -> str:
        """Return what stands in for a value that is missing or cannot be computed."""
        text = getattr(item, "text", "")
        if text in _POLICIES:
            return words.say("{text}", "，{text}", text=words.say(*_POLICIES[text]))
        if isinstance(item, Scalar) and item.value is None and not item.quoted:
            return words.say("no value", "按无值处理")
        return words.say("{value}", "取{value}", value=truth(words, item) or words.value_of(item, words.unit))

    def formula(self, figure: Figure, words: Wording) -> str:
        """Return the formula or the table that makes a figure."""
        form = figure.form or figure.keys
        assert isinstance(form, Table)  # noqa: S101  # a derived figure is a table with a form
        table = Table(
            {key: field for key, field in form.fields.items() if key not in ("round", "name", "unit")}, form.at
        )
        said = words.form(table, "value", figure.unit)
        lead = words.say(": ", "：").join(each for each in (said.text, words.say("; ", "；").join(said.rows)) if each)
        equals = "" if said.rows else words.say("= ", "＝")
        return f"{equals}{lead}" + (words.say("; ", "；") + said.after if said.after else "")

    def over_cases(self, words: Wording) -> str:
        """Return what is taken over all cases of a run, and over which."""
        best = words.say("the highest", "高") if words.text("best") == "high" else words.say("the lowest", "低")
        of = words.value("of") if words.has("of") else ""
        parts = [words.say(*_TAKES[words.text("take")], of=of, best=best)]
        if words.has("where"):
            parts.append(
                words.say("only cases where {where}", "仅计{where}的单位", where=words.condition(words.item("where")))
            )
        if words.has("ties"):
            parts.append(words.say(*_TIES[words.text("ties")]))
        return words.say("; ", "；").join(parts)

    def functions(self, functions: Iterator[Function]) -> Iterator[Paragraph]:
        """Yield the author's own functions."""
        for function in functions:
            scope = Scope(self.context)
            scope.parameters = function.needs
            words = Wording(scope, function.form, self.lang, choices=function.words)
            table = Table({key: field for key, field in function.form.fields.items() if key not in
                           ("needs", "words", "source", "text", "allow")}, function.form.at)  # fmt: skip
            said = words.form(table, "value")
            head = f"{function.name}({('，' if self.lang == 'zh' else ', ').join(function.needs)})"
            if said.rows:
                yield Paragraph(f"{said.text}{words.say(':', '：')}", said.rows, said.after, head)
            else:
                yield Paragraph(words.say("= {text}.", "＝{text}。", text=said.text), head=head)


def truth(words: Wording, item: Item) -> str:
    """Return a written truth value in words, "" for anything else."""
    value = item.value if isinstance(item, Scalar) else None
    return "" if not isinstance(value, bool) else words.say("yes", "是") if value else words.say("no", "否")
