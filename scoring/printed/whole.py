"""What holds for the whole: who takes part, how the total is made and rounded, grades, ranking, many cases as one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Listing, Scalar, Table
from scoring.number import decimal_text, is_multiple
from scoring.scope import Scope
from scoring.sentences import MODES
from scoring.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.document import Item
    from scoring.model import Indicator
    from scoring.printed.model import Paragraph
    from scoring.printed.nodes import Nodes

_LEVELS = {
    "criterion": ("criteria", "评分要点"),
    "leaf": ("lowest indicators", "末级指标"),
    "group": ("groups of indicators", "上级指标"),
    "total": ("the total", "总分"),
}


class Whole:
    """The whole being said."""

    def __init__(self, nodes: Nodes) -> None:
        """Take what says the nodes."""
        self.nodes, self.context, self.lang = nodes, nodes.context, nodes.lang
        self.definition = nodes.context.definition
        self.words = Wording(Scope(self.context), self.definition.keys, self.lang)

    def say(self, en: str, zh: str, **facts: str) -> str:
        """Return a text of the language."""
        return self.words.say(en, zh, **facts)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield all that is said of the whole."""
        words = self.words
        if words.has("admit"):
            yield self.admission(words.item("admit"))
        yield from self.total()
        yield from self.rounding()
        yield from self.grades()
        yield from self.overrides()
        yield from self.outputs()
        yield from self.order()
        yield from self.portfolio()
        yield from self.missing()

    def sentence(self, text: str, rows: tuple[str, ...] = (), after: str = "", head: str = "") -> Paragraph:
        """Return a finished sentence."""
        return self.nodes.sentence(text, rows, after, head)

    def admission(self, item: Item) -> Paragraph:
        """Return who is scored at all."""
        table = item if isinstance(item, Table) else Table({}, item.at)
        when = self.words.condition(table.fields["when"].value) if "when" in table.fields else ""
        text = self.say(
            "Only cases where {when} are scored; others are excluded", "{when}的单位参评，其余不参评", when=when
        )
        return self.sentence(text + self.words.notes(table))

    def total(self) -> Iterator[Paragraph]:
        """Yield how the total is made."""
        root, words = self.definition.root, self.words
        if not self.definition.has_total:
            yield self.sentence(self.say("There is no total", "不设总分"))
        elif root.by_formula:
            said = words.form(words.item("total"), "value")
            if said.rows:
                yield self.sentence(
                    self.say("The total: {text}", "总分：{text}", text=said.text), said.rows, said.after
                )
            else:
                yield self.sentence(self.say("Total = {text}", "总分＝{text}", text=said.text))
        elif root.open:
            yield self.sentence(
                self.say("The total has no full mark: scores are added up from 0", "总分不设满分，从0分起累计")
            )
        else:
            points = g.number_of(self.context.points.printed(""))
            if points is not None:
                yield self.sentence(self.say("Full marks: {n} point{n:s}", "满分{n}分", n=decimal_text(points)))
        if not root.by_formula:
            yield from self.nodes.content(root, self.nodes.words(root))
        if self.definition.lower_is_better:
            yield self.sentence(self.say("A smaller total is a better one", "总分越低越好"))

    def rounding(self) -> Iterator[Paragraph]:
        """Yield what is rounded, to how many places."""
        places, mode = self.definition.places, self.definition.mode
        if not mode and not self.definition.has_total:
            return
        if not mode:
            yield self.sentence(self.say("Scores are not rounded", "得分不取舍，保留全部小数"))
            return
        name = MODES[mode][self.lang == "zh"]
        told = []
        for count in dict.fromkeys(places.values()):
            what = self.words.listed([self.say(*_LEVELS[level]) for level, each in places.items() if each == count])
            told.append(
                self.say("{what} to {n} decimal place{n:s}", "{what}保留{n}位小数", what=what, n=str(count))
                if count else self.say("{what} to whole numbers", "{what}取整数", what=what)
            )  # fmt: skip
        if not told:
            text = self.say(
                "Where anything is rounded and nothing else is said: {mode}",
                "需要取舍而未另行说明的：{mode}",
                mode=name,
            )
            yield self.sentence(text)
            return
        listed = self.say(", ", "，").join(told)
        yield self.sentence(self.say("Rounding ({mode}): {told}", "小数取舍（{mode}）：{told}", mode=name, told=listed))
        of_leaves = places.get("leaf")
        if of_leaves is not None and any(self._finer(node, of_leaves) for node in self.definition.root.walk()):
            yield self.sentence(self.say("A lowest indicator whose points have more decimals than that is not rounded",
                                         "分值的小数位数多于此的末级指标，得分不取舍"))  # fmt: skip

    def _finer(self, node: Indicator, places: int) -> bool:
        """Whether the points of a leaf have more decimals than scores are rounded to, so that it keeps all of them."""
        if node.kind != "leaf" or node.open or "round" in node.keys.fields:
            return False
        points = g.number_of(self.context.points.printed(self.context.keys[id(node)]))
        return points is not None and not is_multiple(points, Fraction(1, 10**places))

    def grades(self) -> Iterator[Paragraph]:
        """Yield grades and where they begin."""
        words = self.words
        if words.has("grade"):
            grade = self.definition.grade
            item = words.item("grade")
            choices = grade.words if grade is not None else ()
            said = Wording(Scope(self.context), self.definition.keys, self.lang, choices=choices).form(
                item if grade is None or grade.form is None else _form(grade.form), "value"
            )
            yield self.sentence(self.say("The grade: {text}", "等级：{text}", text=said.text), said.rows, said.after)
        if not words.has("grades"):
            return
        item = words.item("grades")
        reads = (
            self.say("the unrounded total", "未取舍的总分")
            if _text(item, "read") == "exact"
            else self.say("the total", "总分")
        )
        rows = tuple(self._short(item) if isinstance(item, Table) else self._long(item))
        yield self.sentence(self.say("Grades by {reads}", "按{reads}评定等级", reads=reads), rows)

    def _short(self, item: Table) -> Iterator[str]:
        before = ""
        for key, value in item.fields.values():
            if key.text != "read":
                bound = "" if getattr(value, "text", "") == "else" else self.words.value_of(value)
                yield self._grade(key.text, bound, before, "")
                before = bound or before

    def _long(self, item: Item) -> Iterator[str]:
        for each in item.items if isinstance(item, Listing) else ():
            fields = each.fields if isinstance(each, Table) else {}
            edge = next((fields[key].value for key in ("at_least", "at_most") if key in fields), None)
            bound = "" if edge is None else self.words.value_of(edge)
            require = self.words.condition(fields["require"].value) if "require" in fields else ""
            yield self._grade(getattr(fields["grade"].value, "text", ""), bound, "", require)

    def _grade(self, name: str, bound: str, before: str, require: str) -> str:
        """Return a grade, the totals it is for, and what it requires besides."""
        lower = self.definition.lower_is_better
        parts = []
        if bound:
            parts.append(
                self.say("at most {n}", "不高于{n}分", n=bound)
                if lower
                else self.say("at least {n}", "不低于{n}分", n=bound)
            )
        if before:
            parts.append(
                self.say("above {n}", "高于{n}分", n=before) if lower else self.say("below {n}", "低于{n}分", n=before)
            )
        text = self.say(" and ", "、").join(parts) or self.say("otherwise", "其他")
        if require:
            text += self.say(
                ", and only if {require}; else the next grade is tried",
                "，且{require}；不满足的看下一等级",
                require=require,
            )
        return self.say("{name}: {text}", "{name}：{text}", name=name, text=text)

    def overrides(self) -> Iterator[Paragraph]:
        """Yield what sets or caps the grade."""
        if not self.words.has("overrides"):
            return
        item = self.words.item("overrides")
        for each in item.items if isinstance(item, Listing) else (item,):
            fields = each.fields if isinstance(each, Table) else {}
            when = self.words.condition(fields["when"].value)
            caps = "grade_at_most" in fields
            grade = _text(each, "grade_at_most" if caps else "grade")
            text = (
                self.say(
                    "If {when}, the grade is {grade} at most", "{when}的，等级最高为{grade}", when=when, grade=grade
                )
                if caps
                else self.say("If {when}, the grade is {grade}", "{when}的，等级定为{grade}", when=when, grade=grade)
            )
            yield self.sentence(text + self.words.notes(each))

    def outputs(self) -> Iterator[Paragraph]:
        """Yield what further results are told."""
        if not self.words.has("outputs"):
            return
        item = self.words.item("outputs")
        names = []
        for each in item.items if isinstance(item, Listing) else (item,):
            text = getattr(each, "text", "")
            figure = self.context.figures.find(text, "")
            names.append(figure.label.text(self.lang) if figure is not None else self.words.node(text))
        yield self.sentence(self.say("Further results: {names}", "另列结果：{names}", names=self.words.listed(names)))

    def order(self) -> Iterator[Paragraph]:
        """Yield what cases are ranked by."""
        if not self.words.has("order"):
            return
        item = self.words.item("order")
        told = []
        for each in item.items if isinstance(item, Listing) else (item,):
            fields = each.fields if isinstance(each, Table) else {}
            best = (
                self.say("the highest first", "高者在前")
                if _text(each, "best") == "high"
                else self.say("the lowest first", "低者在前")
            )
            told.append(f"{self.words.value_of(fields['by'].value)}{self.say(' ({best})', '（{best}）', best=best)}")
        names = self.say(", then by ", "；相同的，再按").join(told)
        yield self.sentence(self.say("Cases are ranked by {names}; those equal in all share a rank",
                                     "排名按{names}；全部相同的并列", names=names))  # fmt: skip

    def portfolio(self) -> Iterator[Paragraph]:
        """Yield how several cases are weighted into one result."""
        if not self.words.has("portfolio"):
            return
        table = self.words.item("portfolio")
        fields = table.fields if isinstance(table, Table) else {}
        weight = self.words.value_of(fields["weight"].value) if "weight" in fields else ""
        parts = [
            self.say(
                "Several cases are weighted by {weight}", "多个单位汇总时，以{weight}占合计的比例为权重", weight=weight
            )
        ]
        if "round_weights" in fields:
            parts.append(
                self.say(
                    "weights are rounded to {n} decimal place{n:s}",
                    "权重保留{n}位小数",
                    n=_text(table, "round_weights"),
                )
            )
        parts.append(
            self.say(
                "the total is the sum of the weighted top indicators, each rounded first",
                "各一级指标分别加权汇总、取舍后相加为总分",
            )
            if _text(table, "total") == "of_groups"
            else self.say("the total is the weighted sum of the totals", "总分由各单位总分加权汇总")
        )
        if "missing_cases" in fields:
            parts.append(self.say("cases without a score are left out", "没有得分的单位不计入"))
        if _text(table, "grade") == "false":
            parts.append(self.say("the result has no grade", "汇总结果不评等级"))
        yield self.sentence(self.say("; ", "；").join(parts))

    def missing(self) -> Iterator[Paragraph]:
        """Yield what it means that nothing was found."""
        keeps = self.definition.keeps_findings
        if keeps:
            yield self.sentence(self.say(
                "Where nothing was found, nothing is lost; what a person judges and nobody marked keeps its best",
                "没有问题记录的不扣分；由评价人评定而未打分、也没有问题记录的，按最高分计",
            ))  # fmt: skip
        elif keeps is False:
            yield self.sentence(self.say("Whatever a person judges must be marked", "由评价人评定的，均须打分"))


def _form(form: Item) -> Item:
    """Return a form without what only a figure has."""
    if not isinstance(form, Table):
        return form
    return Table({key: each for key, each in form.fields.items() if key not in ("name", "words", "ordered")}, form.at)


def _text(item: Item, key: str) -> str:
    """Return the text under a key of a table, "" where there is none."""
    field = item.fields.get(key) if isinstance(item, Table) else None
    return field.value.text if field is not None and isinstance(field.value, Scalar) else ""
