"""What an indicator says: its rules as sentences, and where taking and giving begin and end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Scalar, Table
from scoring.node_inputs import all_judged
from scoring.number import decimal_text
from scoring.printed.model import Line, Paragraph
from scoring.rule_scope import PointsScope, RuleScope
from scoring.rules import Role, Said
from scoring.wording import Wording
from scoring.wording_rule import rounding_said, rule_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator, Rule

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# fmt: off
_COMBINES = {
    "weighted_mean": ("the weighted mean of the {of}", "{of}的加权平均值"),
    "mean": ("the mean of the {of}", "{of}的平均值"),
    "trimmed_mean": (
        "the mean of the {of} without one lowest and one highest", "{of}去掉一个最低、一个最高后的平均值",
    ),
    "geometric_mean": ("the geometric mean of the {of}, by weight", "{of}（按权重）的几何平均值"),
    "product": ("the product of the {of}", "{of}的乘积"),
    "min": ("the lowest of the {of}", "{of}中最低的一个"),
    "max": ("the highest of the {of}", "{of}中最高的一个"),
}
# fmt: on
_POLICIES = {
    "drop": ("its points are left out", "分值不计"),
    "full": ("it has its full points", "得满分"),
    "zero": ("it scores nothing", "不得分"),
    "mean_of_cases": ("it has the mean score of the cases where it applies", "取其他适用单位该项得分的平均值"),
}
_SCALED = (", which is scored on its own points and then scaled up", "（后者先按原分值计分，再折算）")
_MOVED = (", whose amounts stay as they are", "（后者的扣分、得分标准不变）")
_RESCALED = (
    "Where something below does not apply, the score of the rest is scaled up to the whole points",
    "下级不适用的，按其余部分的得分折算到本级分值",
)
_ENDS = {
    "floor": ("until nothing is left", "扣完为止"),
    "cap": ("never above the full points", "最高不超过满分"),
    "earned": ("up to the full points", "得满为止"),
}
_ENDS_OF_SEVERAL = {
    "floor": "never below 0",
    "cap": "never above the full points",
    "earned": "never above the full points",
}
_EMPTY = {
    "not_applicable": ("without any entry the indicator does not apply", "没有记录的，本项不适用"),
    "full": ("without any entry it has its full points", "没有记录的，得满分"),
    "zero": ("without any entry it scores nothing", "没有记录的，不得分"),
}


@dataclass(slots=True)
class Reading:
    """What the indicators have made use of, so that the table says how it is read.

    Attributes:
        codes: such as ``judged``, ``deducts``.
    """

    codes: set[str] = field(default_factory=set)


class Nodes:
    """The tree of a ruleset in words.

    Attributes:
        context: the ruleset, lowered.
        lang: ``zh`` or ``en``.
        reading: what the table makes use of.
    """

    def __init__(self, context: Lowering, lang: str) -> None:
        """Nothing is said yet."""
        self.context, self.lang, self.reading = context, lang, Reading()

    def words(self, node: Indicator, table: Table | None = None, kind: str = "points") -> Wording:
        """Return what says the keys of a node."""
        scope = PointsScope(self.context, node, self.points_node(node))
        return Wording(scope, table or node.keys, self.lang, kind)

    def points_node(self, node: Indicator) -> Node:
        """Return the points that the rules of a node see."""
        return self.context.points.gross(self.context.keys[id(node)])

    # The tree

    def line(self, node: Indicator) -> Line:
        """Return a node with all below it."""
        children: list[Line] = []
        if node.variants and any(variant.kind == "group" for _, variant in node.variants):
            for number, (when, variant) in enumerate(node.variants, 1):
                below = tuple(self.line(child) for child in variant.children if child.kind != "criterion")
                head = self.variant_head(node, number, when)
                children.append(Line(variant.path, "", head, "", "", tuple(self.said(variant, own=True)), below))
        elif node.records is None:
            children = [self.line(child) for child in node.children if child.kind != "criterion"]
        name = node.called.text(self.lang)
        return Line(
            node.path, node.code, name, self.points(node), self.weight(node), tuple(self.said(node)), tuple(children)
        )

    def variant_head(self, node: Indicator, number: int, when: object) -> str:
        """Return for which cases a variant is."""
        words = self.words(node)
        if isinstance(when, Scalar):
            return words.say("where {when}", "{when}的单位", when=words.condition(when))
        return words.say("in all other cases", "其他单位") if number > 1 else words.say("in all cases", "所有单位")

    def points(self, node: Indicator) -> str:
        """Return the full marks of a node as printed."""
        words = self.words(node)
        if node.open:
            if not node.by_formula and not node.children and not node.variants:
                self.reading.codes.add("open")
            return words.say("open", "不设") if not node.item else ""
        printed = g.number_of(self.context.points.printed(self.context.keys[id(node)]))
        written = node.keys.fields.get("points")
        if printed is None:
            number = words.points_of(written.value) if written is not None else words.say("varies", "因情况而异")
            return number.removesuffix("分") if self.lang == "zh" else number
        number = decimal_text(printed)
        if node.item:
            self.reading.codes.add("items")
        if node.item == "bonus":
            return words.say("up to +{n}", "加分项，最多加{n}", n=number)
        if node.item == "penalty":
            return words.say("up to −{n}", "扣分项，最多扣{n}", n=number)
        return number

    def weight(self, node: Indicator) -> str:
        """Return what a node weighs within its group."""
        return self.words(node).value("weight") if "weight" in node.keys.fields else ""

    # What is said of a node

    def said(self, node: Indicator, *, own: bool = False) -> Iterator[Paragraph]:
        """Yield what holds for a node; ``own``: of a variant, whose head says already for whom it is."""
        words = self.words(node)
        if "text" in node.keys.fields and not own:
            yield self.sentence(words.say("As printed: {text}", "原文：{text}",
                                          text=words.note(node.keys.fields["text"].value)))  # fmt: skip
        yield from self.applies(node, words)
        if node.variants:
            yield from self.variants(node, words)
        elif node.records is not None:
            yield from self.records(node, words)
        else:
            yield from self.content(node, words)
        if node.beside and not own:
            yield self.sentence(words.say("Its score is not part of the total", "得分不计入总分"))
        if "source" in node.keys.fields and not own:
            source = getattr(node.keys.fields["source"].value, "text", "")
            yield self.sentence(words.say("Source: {source}", "依据：{source}", source=source))

    def content(self, node: Indicator, words: Wording) -> Iterator[Paragraph]:
        """Yield what makes the score of a node: rules, limits, rounding, what is below it."""
        yield from self.combined(node, words)
        yield from self.criteria(node)
        yield from self.ruled(node, words)
        yield from self.limits(node, words)
        if "round" in node.keys.fields:
            yield self.sentence(words.say("The score is {how}", "得分{how}",
                                          how=rounding_said(words, node.keys.fields["round"].value)))  # fmt: skip
        if node.kind == "leaf" and all_judged(node):
            self.reading.codes.add("judged-whole")

    def sentence(self, text: str, rows: tuple[str, ...] = (), after: str = "", head: str = "") -> Paragraph:
        """Return a finished sentence, or one that leads to a list."""
        stop = "。" if self.lang == "zh" else "."
        lead = "：" if self.lang == "zh" else ":"
        text = text[:1].upper() + text[1:] if self.lang == "en" else text
        after = after[:1].upper() + after[1:] if self.lang == "en" else after
        end = (lead if rows else stop) if text and not text.endswith(("。", ".")) else ""
        return Paragraph(f"{text}{end}", rows, after and f"{after}{stop}", head)

    def variants(self, node: Indicator, words: Wording) -> Iterator[Paragraph]:
        """Yield the variants of a lowest node, each under the condition that makes it hold."""
        if any(variant.kind == "group" for _, variant in node.variants):
            yield self.sentence(words.say("The first variant that holds counts", "自上而下，以先符合的情形为准"))
            return
        for number, (when, variant) in enumerate(node.variants, 1):
            head = self.variant_head(node, number, when)
            yield from headed(head + ("：" if self.lang == "zh" else ":"), list(self.said(variant, own=True)))

    def records(self, node: Indicator, words: Wording) -> Iterator[Paragraph]:
        """Yield that each record of a list is scored, by which rules, and what makes one score of them."""
        records = node.records
        assert records is not None  # noqa: S101  # asked of such a node alone
        figure = self.context.figures.all[records.figure]
        name = figure.label.text(self.lang)
        combine = words.text("combine", "sum")
        how = (
            self.combine_words(node, words)
            if combine != "sum"
            else words.say("the score is the sum of them", "各条得分相加")
        )
        yield self.sentence(words.say(
            "Each entry of {name} is scored by the rules that follow; {how}",
            "对“{name}”的每条记录按以下规则计分，{how}", name=name, how=how,
        ))  # fmt: skip
        for child in node.children:
            yield from self.content(child, self.words(child))
        yield self.sentence(words.say(*_EMPTY[records.if_empty]))
        yield from self.ruled(node, words)
        yield from self.limits(node, words)

    def criteria(self, node: Indicator) -> Iterator[Paragraph]:
        """Yield the criteria of a leaf, numbered as they are printed."""
        found = [child for child in node.children if child.kind == "criterion"] if node.records is None else []
        for number, child in enumerate(found):
            mark = _NUMBERS[number] if number < len(_NUMBERS) else f"({number + 1})"
            points = self.points(child)
            words = self.words(child)
            if points and not child.item:
                points = words.say("{n} point{n:s}", "{n}分", n=points)
            weight = self.weight(child)
            told = [each for each in (points, weight and words.say("weight {w}", "权重{w}", w=weight)) if each]
            name = child.called.text(self.lang)
            name = "" if name.startswith(mark) else f"{mark}{name}"
            head = (name or child.called.text(self.lang)) + (
                words.say(" ({told})", "（{told}）", told=words.listed(told)) if told else ""
            )
            yield from headed(head, list(self.said(child)))

    def ruled(self, node: Indicator, words: Wording) -> Iterator[Paragraph]:
        """Yield the rules of a node, from where it opens to where taking and giving end."""
        rules = node.rules
        changes = [each for each in rules if each.kind.role is Role.CHANGE]
        takes = [each for each in changes if not each.kind.adds(each.keys)]
        gives = [each for each in changes if each not in takes]
        bases = [each for each in rules if each.kind.role is Role.BASE]
        if "start" in node.keys.fields:
            text = {"full": words.say("the full points", "满分"), "zero": words.say("0 points", "0分")}.get(
                words.text("start")
            ) or words.points_of(words.item("start"))
            yield self.sentence(words.say("Scoring starts at {text}", "起评分为{text}", text=text))
        earns = bool(gives) and not (takes or bases or node.children or node.item or "start" in node.keys.fields)
        if takes and not (gives or bases or node.children or "start" in node.keys.fields or node.item or node.open):
            self.reading.codes.add("deducts")
        end = self.end(node, takes, gives, earns=earns)
        for number, rule in enumerate(rules):
            scope = RuleScope(self.context, node, rule, self.points_node(node), number)
            told = rule_said(Wording(scope, rule.keys, self.lang, "score", rule=rule, earns=earns))
            text = told.text
            if len(changes) == 1 and rule in changes:
                text += self.single_end(told, end, earns=earns)
            yield self.sentence(text, told.rows, told.after)
        if len(changes) > 1 and end:
            yield self.sentence(self.several_end(end))
        if bases and all("when" in each.keys.fields for each in bases):
            yield from self.unreached(node, len(bases))

    def unreached(self, node: Indicator, count: int) -> Iterator[Paragraph]:
        """Yield what holds where none of several base rules does, or more than one."""
        zh = self.lang == "zh"
        if "start" not in node.keys.fields and not node.open:
            text = ("where none of these holds, scoring starts at the full points", "以上情形都不符合的，从满分起评")
            yield self.sentence(text[zh])
        if count > 1:
            yield self.sentence(("where several hold, there is no result", "同时符合几种情形的，不给出结果")[zh])

    def end(self, node: Indicator, takes: list[Rule], gives: list[Rule], *, earns: bool) -> list[str]:
        """Return where taking and giving end, nothing where limits say it or there is no end."""
        parts = []
        if takes and "floor" not in node.keys.fields and not node.open and node.item != "penalty":
            parts.append("floor")
        if gives and "cap" not in node.keys.fields and not node.open and not node.item:
            parts.append("earned" if earns else "cap")
        return parts

    def several_end(self, end: list[str]) -> str:
        """Return where taking and giving by several rules ends, as a sentence of its own."""
        texts = [_ENDS[each][self.lang == "zh"] for each in end]
        if self.lang == "zh":
            return f"以上各条合计，{'，'.join(texts)}"
        return f"the score is {' and '.join(_ENDS_OF_SEVERAL[each] for each in end)}, all of these together"

    def single_end(self, told: Said, end: list[str], *, earns: bool) -> str:
        """Return what ends the sentence of the only change of a node."""
        comma = "，" if self.lang == "zh" else ", "
        if told.repeats:
            return "".join(comma + _ENDS[each][self.lang == "zh"] for each in end)
        return comma + ("否则不得分" if self.lang == "zh" else "else nothing") if earns else ""

    def limits(self, node: Indicator, words: Wording) -> Iterator[Paragraph]:
        """Yield floor and cap as they are written."""
        none = {
            "floor": words.say("The score may go below 0", "得分不设下限，可为负分"),
            "cap": words.say("The score has no upper limit", "得分不设上限"),
        }
        some = {
            "floor": ("The score is never less than {text}", "得分最低为{text}"),
            "cap": ("The score is never more than {text}", "得分最高为{text}"),
        }
        for key, text in some.items():
            field = node.keys.fields.get(key)
            if field is None:
                continue
            if getattr(field.value, "text", "") == "none":
                yield self.sentence(none[key])
                continue
            said = words.form(field.value, "points")
            if said.rows:
                lead = words.say("The score is at least, {text}" if key == "floor" else "The score is at most, {text}",
                                 "得分下限{text}" if key == "floor" else "得分上限{text}", text=said.text)  # fmt: skip
                yield self.sentence(lead, said.rows, said.after)
            else:
                yield self.sentence(words.say(*text, text=said.text))

    # Groups

    def combine_words(self, node: Indicator, words: Wording) -> str:
        """Return how the children of a node make its score."""
        whose = words.say("of the entries", "各条记录的") if node.records is not None else words.say("below", "下级")
        of = words.say("scores {whose}", "{whose}得分", whose=whose)
        if not node.open:
            of = words.say("shares of points {whose}", "{whose}得分率", whose=whose)
        what = words.say("the score is ", "得分为") if node.open else words.say("the share scored is ", "得分率为")
        return what + words.say(*_COMBINES[words.text("combine")], of=of)

    def combined(self, node: Indicator, words: Wording) -> Iterator[Paragraph]:
        """Yield how the children make the score, where it is not plainly their sum."""
        if words.text("combine", "sum") != "sum":
            yield self.sentence(self.combine_words(node, words))
        elif node.open and any("weight" in child.keys.fields for child in node.children):
            yield self.sentence(words.say("The score is the sum of what is below, each times its factor",
                                          "得分为下级得分乘以各自系数之和"))  # fmt: skip
        if words.text("weights") == "relative":
            yield self.sentence(words.say("Weights are relative to their sum", "权重按占合计的比例计"))
        dropped = any(self.may_drop(child) for child in node.children)
        if words.text("on_drop") == "shrink":
            yield self.sentence(words.say("Where something below does not apply, the points shrink by its points",
                                          "下级不适用的，本级分值相应减少"))  # fmt: skip
        elif dropped and node.open:
            yield self.sentence(words.say("What does not apply is left out", "下级不适用的，不计入"))
        elif dropped:
            yield self.sentence(words.say(*_RESCALED))

    def sibling(self, node: Indicator, name: str) -> str:
        """Return what a sibling is called."""
        parent = self.context.nodes[self.context.parent[self.context.keys[id(node)]]]
        return next(
            (each.called.text(self.lang) for each in parent.children if each.path.rpartition(".")[2] == name), name
        )

    def may_drop(self, node: Indicator) -> bool:
        """Whether the points of a node may be left out."""
        field = node.keys.fields.get("if_not_applicable")
        return getattr(field.value, "text", "") == "drop" if field else "applies_when" in node.keys.fields

    def applies(self, node: Indicator, words: Wording) -> Iterator[Paragraph]:
        """Yield where a node applies, and what becomes of it elsewhere."""
        fields = node.keys.fields
        when = words.condition(fields["applies_when"].value) if "applies_when" in fields else ""
        field = fields.get("if_not_applicable")
        if not when and field is None:
            return
        policy = getattr(field.value, "text", "drop") if field else "drop"
        how = words.say(*_POLICIES.get(policy, _POLICIES["drop"]))
        if field is not None and isinstance(field.value, Table):
            receiver = self.sibling(node, getattr(field.value.fields["give_to"].value, "text", ""))
            scaled = getattr(field.value.fields["as"].value, "text", "") == "scaled"
            how = words.say("its points go to {to}", "分值并入“{to}”", to=receiver)
            how += words.say(*(_SCALED if scaled else _MOVED))
        if when:
            text = words.say(
                "Applies where {when}; elsewhere {how}", "{when}的适用；不适用的，{how}", when=when, how=how
            )
        else:
            text = words.say("Where it does not apply, {how}", "不适用的，{how}", how=how)
        yield self.sentence(text)


def headed(head: str, said: list[Paragraph]) -> list[Paragraph]:
    """Return paragraphs, the first of them under a head."""
    if not said:
        return [Paragraph("", head=head)]
    first = said[0]
    if first.head:
        return [Paragraph("", head=head), *said]
    return [first._replace(head=head), *said[1:]]
