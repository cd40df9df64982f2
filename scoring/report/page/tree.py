"""The tree of one case: every indicator with its bar, its score, the reasons, and behind them the proof."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.outcome import Outcome
from scoring.report.covered import contained, is_replaced, own_reasons
from scoring.report.evidence import evidence, figures, unapplied
from scoring.report.explain import Account
from scoring.report.page import bars
from scoring.report.page.curve_picture import caption, picture, standing
from scoring.report.page.markup import EMPTY, both, joined, paired, tag
from scoring.report.page.words import said
from scoring.report.text import Page
from scoring.report.unscored import node_outcome
from scoring.report.words import amount, colon, exactly, node_name, number_text, outcome, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scoring.reasons import Deduction, NodeResult
    from scoring.report.page.curve_lines import Frame
    from scoring.report.page.curves import Curve, Point
    from scoring.report.page.markup import Html
    from scoring.result import Result

    Drawn = Callable[[str], Sequence[tuple[Curve, Point, Frame]]]
    """Path of a leaf → its curves with the point of this case."""


class Tree:
    """The tree of a case as markup."""

    def __init__(self, result: Result, drawn: Drawn, id_: str) -> None:
        """Take what is needed of a case.

        Args:
            result: of the case.
            drawn: the curves of its leaves.
            id_: what ids of the case begin with.
        """
        self.result, self.drawn, self.id = result, drawn, id_
        self.accounts = {lang: Account(result, Page(lang)) for lang in ("zh", "en")}
        self.reasons: dict[str, list[tuple[Deduction, bool]]] = {}
        self.counted = {*result.deductions, *result.awards}
        if result.outcome is not Outcome.NOT_APPLICABLE:
            for node in (result["total"], *result.nodes):
                for found, gained in zip(own_reasons(result, node), (False, True), strict=True):
                    self.reasons.setdefault(node.path, []).extend((each, gained) for each in found)
        values = [Fraction(each.score) for each in result.nodes if each.score is not None]
        self.low, self.high = min([Fraction(0), *values]), max([Fraction(0), *values])
        self.count = 0

    def shown(self) -> Html:
        """Return the whole tree; the account of the total stands at its end."""
        total = self.result["total"]
        nodes = [self._node(each) for each in total.children]
        own = list(self._body(total))
        if own or self.reasons.get(""):
            nodes.append(self._whole(total, own))
        return tag("ul", *nodes, class_="tree") if nodes else EMPTY

    def _whole(self, total: NodeResult, body: list[Html]) -> Html:
        if not self.result.program.definition.has_total:
            head = (tag("span", said("whole"), class_="name"), *self._why(total))
            return tag("li", tag("details", tag("summary", *head), tag("div", *body, class_="proof"), open=True),
                       class_="node all") if body else EMPTY  # fmt: skip
        head = (*self._line(total, said("total")), *self._why(total))
        if not body:
            return tag("li", tag("div", *head, class_="row"), class_="node all")
        return tag("li", tag("details", tag("summary", *head), tag("div", *body, class_="proof")), class_="node all")

    def _node(self, node: NodeResult) -> Html:
        group = bool(node.children) and node.plan.kind != "leaf"
        below = [self._node(each) for each in self._rows(node)]
        inner = [tag("ul", *below)] if below else []
        body = list(self._body(node))
        proof = [tag("div", *body, class_="proof")] if body else []
        parts = [*inner, *proof] if group else [*proof, *inner]
        class_ = f"node {'group' if group else node.plan.kind}"
        head = (*self._line(node), *self._why(node))
        if not parts:
            return tag("li", tag("div", *head, class_="row"), class_=class_)
        return tag("li", tag("details", tag("summary", *head), *parts, open=group), class_=class_)

    def _rows(self, node: NodeResult) -> Iterator[NodeResult]:
        """Yield what has a row below a node: criteria of which there is nothing to say are told of together."""
        emptied = is_replaced(self.result, node)
        for child in node.children:
            if child.plan.kind != "criterion" or not self.accounts["en"].is_plain(child, emptied=emptied):
                yield child

    def _line(self, node: NodeResult, called: Html | None = None) -> Iterator[Html]:
        """Yield name, bar and numbers of a node."""
        plan, score, points = node.plan, node.score, node.points
        code = [tag("span", plan.code, class_="code"), " "] if plan.code and plan.code != plan.label.text("zh") else []
        yield tag("span", *code, called or both(plan.called.text), class_="name")
        if score is None or points is None:
            word = both(lambda lang: outcome(lang, node_outcome(self.result, node)))
            yield tag("span", word, class_="state")
            return
        yield bars.from_zero(score, self.low, self.high) if plan.open or plan.item else bars.share(score, points)
        whole = EMPTY if plan.open or plan.item else tag("span", " / ", number_text(points), class_="of")
        yield tag("span", tag("strong", number_text(score)), whole, class_="number")
        change = Fraction(0) if plan.open or plan.item else score - points
        text = number_text(node.lost) if node.lost else ""
        yield tag("span", f"-{text}" if change < 0 else f"+{text.removeprefix('-')}" if change else "",
                  class_="less" if change < 0 else "more")  # fmt: skip

    def _why(self, node: NodeResult) -> Iterator[Html]:
        """Yield the reasons of a node's own points, each a sentence."""
        own = self.reasons.get(node.path, [])
        yield from (self._reason(each, gained=gained) for each, gained in own)
        for _, child, lost in contained(self.result, node) if node.plan.kind == "leaf" else ():
            yield from (self._reason(each, child, gained=False) for each in lost)
        for child in node.children if node.plan.kind == "leaf" and not is_replaced(self.result, node) else ():
            yield from (self._reason(each, child, gained=gained) for each, gained in self.reasons.get(child.path, ()))
        if node.outcome is Outcome.NOT_APPLICABLE:
            english, chinese = (unapplied(self.result, node.path, lang) for lang in ("en", "zh"))
            yield from (tag("span", paired(*each), class_="why") for each in zip(english, chinese, strict=True))

    def _reason(self, each: Deduction, criterion: NodeResult | None = None, *, gained: bool) -> Html:
        """Return a reason; that of a criterion with its name, for as long as the row of the criterion is closed."""
        sign = "+" if gained else "-"
        covered = EMPTY if each in self.counted else both(lambda lang: say(lang, "covered"))
        name = EMPTY if criterion is None else both(lambda lang: node_name(criterion.plan, lang) + colon(lang))
        number = tag("span", f"{sign}{number_text(each.points)}", class_="more" if gained else "less")
        return tag("span", number, " ", name, both(each.sentence), covered,
                   class_="why" if criterion is None else "why part")  # fmt: skip

    # What stands behind a row

    def _body(self, node: NodeResult) -> Iterator[Html]:
        rules = list(self._rules(node))
        if rules:
            yield tag("ul", *rules, class_="plain")
        yield from self._section("figures", lambda lang: figures(self.result, node, lang))
        yield from self._evidence(node)
        yield from self._curves(node)
        yield from self._account(node)
        clause, whole = node.plan.clause, self.result.program.definition.source
        if clause and (node.plan.kind == "leaf" or not clause.startswith(whole)):
            yield tag("p", tag("span", said("clause"), class_="label"), " ", node.plan.clause, class_="clause")

    def _rules(self, node: NodeResult) -> Iterator[Html]:
        """Yield what there is to say of each reason beside its sentence, and of rules that took nothing."""
        for each, _ in self.reasons.get(node.path, ()):
            parts: list[Html] = []
            if each.nominal != each.points:
                exact = exactly(each.nominal)
                parts.append(said("by-rule", points=amount(each.nominal) + (f" = {exact}" if exact else "")))
            if each.place is not None and each.place.line:
                name = each.place.source.name.replace("\\", "/").rpartition("/")[2]
                parts.append(joined((said("rule"), f" {name}:{each.place.line}")))
            if each.source and each.source != node.plan.clause:
                parts.append(joined((said("clause"), " ", each.source)))
            if parts:
                between = (part for each_part in parts for part in (" · ", each_part))
                yield tag("li", *list(between)[1:], class_="quiet")
        for lines in (
            self._lines("moved", node),
            self._lines("full", node),
            self._lines("rescaled", node),
            self._lines("plain", node),
        ):
            yield from (tag("li", each) for each in lines)

    def _lines(self, what: str, node: NodeResult) -> Iterator[Html]:
        english, chinese = ([text for text, _ in getattr(self.accounts[lang], what)(node)] for lang in ("en", "zh"))
        yield from (paired(*each) for each in zip(english, chinese, strict=True))

    def _section(self, key: str, lines: Callable[[str], Iterable[str]]) -> Iterator[Html]:
        english, chinese = (list(lines(lang)) for lang in ("en", "zh"))
        if not english:
            return
        rows = [tag("li", paired(*each)) for each in zip(english, chinese, strict=True)]
        yield tag("div", tag("p", said(key), class_="label"), tag("ul", *rows, class_="plain"))

    def _evidence(self, node: NodeResult) -> Iterator[Html]:
        english, chinese = (list(evidence(self.result, node, lang)) for lang in ("en", "zh"))
        rows = [tag("li", paired(one, other), class_="inner" if indent > 1 else None)
                for (one, indent), (other, _) in zip(english, chinese, strict=True)]  # fmt: skip
        if rows:
            yield tag("div", tag("p", said("evidence"), class_="label"), tag("ul", *rows, class_="plain"))

    def _curves(self, node: NodeResult) -> Iterator[Html]:
        for curve, point, frame in self.drawn(node.path):
            self.count += 1
            id_ = f"{self.id}-curve-{self.count}"
            title = tag("span", caption(curve, self.result), id=id_)
            here = tag("span", standing(point, curve), class_="stand")
            link = tag("a", said("curve-table"), href=f"#rule-{curve.number}")
            text = tag("figcaption", title, " ", here, " ", link)
            yield tag("figure", picture(curve, frame, [point], id_), text, class_="plotted")

    def _account(self, node: NodeResult) -> Iterator[Html]:
        english, chinese = (list(self.accounts[lang].account(node)) for lang in ("en", "zh"))
        if not english or (not node.entries and node.plan.kind == "group" and not self.reasons.get(node.path)):
            return
        last = len(english) - 1
        rows: list[Html] = []
        for place, (one, other) in enumerate(zip(english, chinese, strict=True)):
            name = paired(one.name, other.name)
            exact = exactly(one.value)
            note = tag("span", f" = {exact}", class_="quiet") if exact else EMPTY
            number = amount(one.value, signed=0 < place < last)
            rows.append(tag("tr", tag("th", name, scope="row"), tag("td", number, note, class_="number")))
        title = tag("caption", said("account"))
        yield tag("table", title, tag("tbody", *rows), class_="account")
