"""What a rule kind is given: the typed values of one rule's keys, in its node, and the node's mark.

Where points are expected a bare percent is a share of the node's points, and a range ``0..4`` asks for a
person's mark wherever it is reached.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.dates import DATE
from scoring.document import Item, Listing, Scalar, Table
from scoring.formula import FormulaError
from scoring.rules import Quantity
from scoring.scope import Scope
from scoring.term import Term, percent_share
from scoring.typed import read_label
from scoring.wholeness import is_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator, Label, Rule
    from scoring.source import Span

_ANY_FINDING = re.compile(r"\s*findings\s*(>\s*0|>=\s*1)\s*")
_HYPHENED = re.compile(
    r"\s*(?P<low>[0-9]+(?:\.[0-9]+)?)%?\s*[-–—~～至]\s*(?P<high>[0-9]+(?:\.[0-9]+)?)(?P<percent>%?)\s*", re.ASCII
)
_RANGE = re.compile(r"(?P<low>.+?)\s*\.\.(?P<open><?)\s*(?P<high>.*)", re.ASCII)


class Range(NamedTuple):
    """A judged range: its ends, and whether the upper one is outside; no upper end: open."""

    low: Node
    high: Node | None
    open: bool


class Judged(NamedTuple):
    """A value that may hold ranges: the value, and of a range that is reached what `Effect` says."""

    node: Node
    reached: Node = g.FALSE
    violated: Node = g.FALSE
    below: Node = g.FALSE


def range_in(item: Item) -> bool:
    """Whether a value yields a range somewhere."""
    if isinstance(item, Scalar):
        return isinstance(item.value, str) and _RANGE.fullmatch(item.text) is not None
    if isinstance(item, Listing):
        return any(range_in(each) for each in item.items)
    return any(range_in(field.value) for field in item.fields.values())


class PointsScope(Scope):
    """A scope in which a bare percent is a share of a node's points.

    Attributes:
        points: what a share is a share of.
    """

    def __init__(self, context: Lowering, home: Indicator | None, points: Node, *, own: bool = True) -> None:
        """Nothing is read yet; see `Scope` for the rest."""
        super().__init__(context, home, own=own)
        self.points = points

    @property
    def is_open(self) -> bool:
        """Whether the node is an open scale, so that nothing is a share of its points."""
        return self.home is not None and self.home.open

    def full(self, at: Span, text: str) -> Node:
        """Return the full mark of the node, which what is written at a place asks for; an open scale has none."""
        if self.is_open:
            self.fail("open-full", at, text=text)
        return self.points

    def points_result(self, item: Item) -> Node:
        """Return one result in points."""
        text = item.text if isinstance(item, Scalar) and not item.quoted else ""
        span = _HYPHENED.fullmatch(text)
        if span is not None and (not text.isascii() or Fraction(span["low"]) < Fraction(span["high"])):
            self.fail("range-hyphen", item.at, text=text, written=f"{span['low']}..{span['high']}{span['percent']}")
        term = self.number_term(item)
        share = percent_share(term)
        if share is None and term.unit == "%" and text.isidentifier() and self.points is not g.ONE:
            self.fail("percent-points", item.at, text=getattr(item, "text", "…"))
        if share is not None and self.is_open:
            self.fail("open-share", item.at, text=getattr(item, "text", ""))
        return term.node if share is None else self.points * g.const(share)

    def points_value(self, item: Item) -> Node:
        """Return a value in points, in any form."""
        return self.build(item, self.points_result)


class RuleScope(PointsScope):
    """A rule in its node.

    Attributes:
        rule: as written.
        table: its keys.
        path: of its node.
        marked_range: low end, high end and the mark itself, where the rule leaves a range to judgement.
    """

    def __init__(self, context: Lowering, home: Indicator, rule: Rule, points: Node, counter: int) -> None:
        """Take a rule, the points it sees, and its number in the node."""
        super().__init__(context, home, points)
        self.rule, self.table, self.path, self.counter = rule, rule.keys, home.path, counter
        self.marked_range: tuple[Node, Node, Node] | None = None
        self._ranges: dict[int, tuple[Item, Range | None]] = {}

    @property
    def lead(self) -> str:
        """The key that shows the rule's kind, ``deduct`` or ``award``."""
        return next(lead for lead in self.rule.kind.leads if lead in self.table.fields)

    def has(self, key: str) -> bool:
        """Whether a key stands."""
        return key in self.table.fields

    def is_none(self, key: str) -> bool:
        """Whether a key says ``none``: no limit."""
        return self.has(key) and getattr(self.table.fields[key].value, "text", "") == "none"

    def term_of(self, key: str) -> Term:
        """Return a number with its unit."""
        return self.number_term(self.need(self.table, key))

    def measure_of(self, key: str) -> Term:
        """Return a number or a date with its unit."""
        return self.measure(self.need(self.table, key))

    def number_of(self, key: str) -> Node:
        """Return a number; ``none`` is read as 0 where the caller has asked `is_none`."""
        return g.ZERO if self.is_none(key) else self.number(self.need(self.table, key))

    def like(self, key: str, value: Term) -> Node:
        """Return a number in the unit of a figure."""
        return self.same_unit(self.need(self.table, key), value)

    def step(self, key: str, value: Term) -> Node:
        """Return a step, which is more than 0."""
        item = self.need(self.table, key)
        step = self.same_unit(item, value)
        number = g.number_of(step)
        if number is None:
            return g.if_(g.less(g.ZERO, step), step, g.undefined("not-step"))
        if number <= 0:
            self.fail("step-sign", item.at, text=getattr(item, "text", ""))
        return step

    def is_count(self, key: str) -> bool:
        """Whether a value is whole whatever the case says: a count, a rank, what these add up to; a date."""
        term = self.measure_of(key)
        return term.unit == DATE or self.whole(term.node)

    def is_whole(self, *keys: str) -> bool:
        """Whether each of these keys is whole whatever the case says, or absent."""
        terms = [self.measure_of(key) for key in keys if self.has(key)]
        return all(each.unit == DATE or is_whole(each.node, lambda _: False) for each in terms)

    # Points and ranges

    def judged(self, key: str) -> Judged:
        """Return what a key yields as an opening score, ranges included."""
        return self._judged(self.need(self.table, key), self.mark, self.points_result)

    def judged_form(self) -> Judged:
        """Return what the rule itself, as a value form, yields as an opening score."""
        return self._judged(self.table, self.mark, self.points_result)

    def amount(self, key: str, count: Node) -> tuple[Node, Judged]:
        """Return what a change asks for, ``count`` times its amount, and the amount of one."""
        item = self.need(self.table, key)
        judged = self._judged(item, self._taken, self.points_result)
        constant = g.number_of(judged.node)
        if constant is not None and constant < 0:
            self.fail("amount-sign", item.at, key=key)
        if not range_in(item):
            return judged.node * count, judged
        # A mark is the sum for all findings (or steps), so the range grows with their number.
        any_ = g.less(g.ZERO, count)
        asked = self._judged(item, self._taken, lambda each: self.points_result(each) * count, count)
        flags = (g.both(any_, each) for each in (asked.reached, asked.violated, asked.below))
        return g.if_(any_, asked.node, g.ZERO), Judged(judged.node, *flags)

    def capped(self, asked: Node) -> Node:
        """Return an amount within the rule's own cap."""
        if not self.has("up_to"):
            return asked
        item = self.need(self.table, "up_to")
        most = self.points_value(item)
        number = g.number_of(most)
        if number is not None and number < 0:
            self.fail("amount-sign", item.at, key="up_to")
        return g.minimum(asked, most)

    def _judged(
        self, item: Item, mark: Callable[[Range], Node], plain: Callable[[Item], Node], count: Node = g.ONE
    ) -> Judged:
        if not range_in(item):
            return Judged(self.build(item, plain, checked=item is self.table))

        def choose(ranged: Callable[[Range], Node], other: Callable[[Item], Node]) -> Node:
            def result(each: Item) -> Node:
                span = self.range_of(each, count)
                return other(each) if span is None else ranged(span)

            # A form only builds its rows' results as it meets them: a range is no number.
            return self.build(item, result, checked=item is self.table)

        reached = choose(lambda _: g.TRUE, lambda _: g.FALSE)
        violated = choose(self.outside, lambda _: g.FALSE)
        below = choose(self.below_top, lambda _: g.FALSE)
        low = choose(lambda span: span.low, lambda _: g.ZERO)
        high = choose(lambda span: span.high or self.points, lambda _: g.ZERO)
        self.marked_range = (low, high, choose(mark, lambda _: g.ZERO))
        return Judged(choose(mark, plain), reached, violated, below)

    def range_of(self, item: Item, count: Node = g.ONE) -> Range | None:
        """Return a written range, None for anything else."""
        if id(item) not in self._ranges:  # the item is kept, so that no other can have its place in memory
            self._ranges[id(item)] = item, self._range(item)
        found = self._ranges[id(item)][1]
        if found is None or count is g.ONE:
            return found
        return Range(found.low * count, None if found.high is None else found.high * count, found.open)

    def _range(self, item: Item) -> Range | None:
        match = _RANGE.fullmatch(item.text) if isinstance(item, Scalar) and isinstance(item.value, str) else None
        if match is None or not isinstance(item, Scalar):
            return None
        low = self._end(item, match, "low")
        high = self._end(item, match, "high") if match["high"] else None
        if high is None:
            self.full(item.at, item.text)
        a, b = g.number_of(low), g.number_of(high) if high is not None else None
        if a is not None and b is not None and (b < a or (b == a and match["open"])):
            self.fail("range-order", item.at, text=item.text)
        return Range(low, high, bool(match["open"]))

    def _end(self, item: Scalar, match: re.Match[str], end: str) -> Node:
        start = item.at.column + (1 if item.quoted else 0) + match.start(end)
        span = item.at._replace(column=start, end=start + len(match[end]))
        number = Scalar(match[end], match[end], span)
        return self.points_result(number)

    def judged_range(self, key: str) -> Range:
        """Return the range of a key, 0 to the points where it says nothing."""
        item = self.table.fields[key].value
        if isinstance(item, Scalar) and item.value is None and not item.quoted:
            self.context.noted.doubt("judge-without-range", self.rule.at, self.home)
            return Range(g.ZERO, self.full(self.table.fields[key].key.at, key), open=False)
        span = self.range_of(item)
        if span is None:
            self.fail("range-shape", item.at, text=getattr(item, "text", ""))
        return span

    # The node's mark

    def mark(self, span: Range) -> Node:
        """Return the mark as an opening score: the score, or the top of the range less the deduction."""
        score, taken = self._marks()
        top = span.high if span.high is not None else self.points
        return g.if_(g.given(f"{self.path}/mark.deduct"), top - taken, score)

    def _taken(self, span: Range) -> Node:
        """Return the mark as the amount of a change."""
        del span
        score, taken = self._marks()
        return g.if_(g.given(f"{self.path}/mark.deduct"), taken, score)

    def _marks(self) -> tuple[Node, Node]:
        self.context.inputs.needs_mark(self.path)
        return g.input_(f"{self.path}/mark"), g.input_(f"{self.path}/mark.deduct")

    def marked(self) -> Node:
        """Return the truth node "the node has a mark"."""
        return g.either(g.given(f"{self.path}/mark"), g.given(f"{self.path}/mark.deduct"))

    def outside(self, span: Range) -> Node:
        """Return the truth node "the mark lies outside the range"."""
        is_change = self.rule.kind.role == "change"
        mark = self._taken(span) if is_change else self.mark(span)
        over = g.FALSE if span.high is None else (g.at_most if span.open else g.less)(span.high, mark)
        return g.both(self.marked(), g.either(g.less(mark, span.low), over))

    def below_top(self, span: Range) -> Node:
        """Return the truth node "the mark takes something", which needs a reason."""
        if self.rule.kind.role == "change":
            return g.both(self.marked(), g.less(g.ZERO, self._taken(span)))
        return g.both(self.marked(), g.less(self.mark(span), self.points if span.high is None else span.high))

    def keeps(self) -> Node:
        """Return the truth node "without a mark the best is kept": nothing was found against it."""
        return self.context.inputs.keeps(self.path)

    def findings_counted(self) -> Node:
        """Return the number of findings the rule counts."""
        if not self.has("when"):
            return self.context.inputs.own("findings", self.path, self.rule.at)
        scope = FindingScope(self.context, self.home)
        condition = scope.condition(self.table.fields["when"].value)
        assert self.home is not None  # noqa: S101  # a rule stands in a node
        which = f"{self.context.keys[id(self.home)]}:{self.counter}"  # two variants of a node count apart
        return self.context.inputs.counted(self.path, which, condition, self.rule.at)

    def own_findings(self, key: str) -> dict[str, Quantity]:
        """Return the node's findings as a quantity where a condition asks whether there are any, else nothing."""
        item = self.need(self.table, key)
        if not isinstance(item, Scalar) or _ANY_FINDING.fullmatch(item.text) is None:
            return {}
        return {"findings": Quantity(self.context.inputs.own("findings", self.path, self.rule.at))}

    # Words

    def quantity(self, node: Node, unit: str = "") -> Quantity:
        """Return a named node of the entry."""
        return Quantity(node, unit)

    def written(self, key: str) -> Label:
        """Return what a key says, in words."""
        return self.spoken(self.table.fields[key].value)

    def written_item(self, item: Item) -> Label:
        """Return what a value says, in words."""
        return self.spoken(item)

    def reasons(self, rows: Item, name: str) -> dict[str, Label]:
        """Return what stands under ``because`` in each of some rows, by ``row:1:because`` and so on."""
        found: dict[str, Label] = {}
        for number, row in enumerate(rows.items if isinstance(rows, Listing) else (), 1):
            field = row.fields.get("because") if isinstance(row, Table) else None
            if field is not None:
                found[f"{name}:{number}:because"] = read_label(self.context.problems, field.value, "because")
        return found

    def check_same(self, value: Term, other: Term, key: str) -> None:
        """Refuse two figures in different units."""
        self.check_units(value, other, self.table.fields[key].value.at)


class FindingScope(Scope):
    """The scope of a ``when`` beside ``per: finding``: the finding's own amount, and constants."""

    def name(self, name: str, offset: int) -> Term:
        """Return the finding's amount, or a constant that a shape was given; nothing else can be read here."""
        if name == "amount":
            return Term(g.input_("amount"))
        passed = self.context.arguments.find(self, name)
        if passed is not None and (term := self.context.arguments.term(self, passed)).node.is_const:
            return term
        raise FormulaError("finding-when", offset, len(name), name=name)
