"""The curves of a scoring: what the rule of a leaf gives for every value of a figure, and where the cases stand on it.

All else that the rule reads stands still at what the case gives. Cases that give the same share one curve.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.analysis.subject import Subject
from scoring.checks.curve_rows import rows
from scoring.graph import Unknown, walk
from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.analysis.piece import Piece
    from scoring.analysis.subject import Variable
    from scoring.checks.curve_rows import Row
    from scoring.graph import Node, Value
    from scoring.program import Plan, Program
    from scoring.reasons import NodeResult
    from scoring.result import Result

_CURVES = 2
"""Curves of one leaf, at most."""

_TRIED = 4
"""Figures of which a curve is tried."""

_LARGEST = 2_000
"""Nodes of the graph that a leaf may rest on; of a larger one no curve is drawn."""

_LONGEST = 200
"""Rows of a curve; one that turns more often says nothing to the eye."""


@dataclass(eq=False)
class Curve:
    """What the rule of a leaf gives as one figure runs through all it may be.

    Attributes:
        number: counted over the page, from 1.
        plan: of the leaf.
        variable: what runs.
        fixed: the other numbers and words that the rule reads, as variables with their values.
        rows: its table.
        run: its pieces.
        points: the cases that stand on it.
    """

    number: int
    plan: Plan
    variable: Variable
    fixed: tuple[tuple[Variable, Value], ...]
    rows: tuple[Row, ...]
    run: tuple[Piece, ...]
    points: list[Point] = field(default_factory=list)


class Point(NamedTuple):
    """A case at a curve.

    Attributes:
        case: its place among the cases, from 0.
        x: its value of the figure, None where it gives none.
        score: its score of the leaf, None without one.
        on: whether the curve gives just this score there.
    """

    case: int
    x: Fraction | None
    score: Fraction | None
    on: bool


class Curves:
    """The curves of all cases that are shown in detail.

    Attributes:
        all: in the order in which they were first met.
    """

    def __init__(self) -> None:
        """No curve is known yet."""
        self.all: list[Curve] = []
        self._subjects: dict[int, tuple[Program, Subject]] = {}
        self._known: dict[tuple[str, Node, Node], Curve | None] = {}

    def of(self, result: Result, number: int, node: NodeResult) -> list[tuple[Curve, Point]]:
        """Return the curves of a leaf that a case stands on, with its points.

        Args:
            result: of the case.
            number: of the case, from 0.
            node: the leaf.
        """
        subject = self._subject(result.program)
        score = subject.score(node.plan.score)
        if sum(1 for _ in walk([score])) > _LARGEST:
            return []
        values = {each.name: _value(result, each) for each in (*subject.numbers(score), *subject.others(score))}
        words = {each.node: value for each in subject.others(score)
                 if not isinstance(value := values[each.name], Unknown)}  # fmt: skip
        if len(words) < len(subject.others(score)):
            return []
        (bare,) = replaced([score], {each: g.const(value) for each, value in words.items()})
        numbers = subject.numbers(bare)
        found: list[tuple[Curve, Point]] = []
        for variable in sorted(numbers, key=_rank)[:_TRIED]:
            if len(found) == _CURVES or (found and is_date(variable)):
                break
            if any(_list_of(curve.variable) == _list_of(variable) != "" for curve, _ in found):
                continue  # mean and number of one list do not change one by one
            curve = self._curve(node.plan, subject, bare, variable, values)
            if curve is None:
                continue
            point = _point(curve, number, values[variable.name], result.value(node.plan.score))
            curve.points.append(point)
            found.append((curve, point))
        return found

    def _subject(self, program: Program) -> Subject:
        """Return the analysed form of a program; cases with other records have programs of their own."""
        known = self._subjects.get(id(program))
        if known is None:
            known = self._subjects[id(program)] = (program, Subject(program))
        return known[1]

    def _curve(
        self, plan: Plan, subject: Subject, bare: Node, variable: Variable, values: Mapping[str, Value]
    ) -> Curve | None:
        if variable.name.endswith("/mark"):
            return None  # the score is the mark
        others = [each for each in subject.numbers(bare) if each.name != variable.name]
        if any(isinstance(values[each.name], Unknown) for each in others):
            return None
        (here,) = replaced([bare], {each.node: g.const(values[each.name]) for each in others})
        key = (plan.path, here, variable.node)
        if key not in self._known:
            drawn = _drawn(here, variable)
            own = [each for each in (*others, *subject.others(subject.score(plan.score)))
                   if _is_told(each) and not _list_of(variable) == _list_of(each) != ""]  # fmt: skip
            fixed = tuple((each, values[each.name]) for each in own)
            made = None if drawn is None else Curve(len(self.all) + 1, plan, variable, fixed, *drawn)
            self._known[key] = made
            self.all += [] if made is None else [made]
        return self._known[key]


def _is_told(variable: Variable) -> bool:
    return not variable.name.startswith(("given:", "#"))


def _rank(variable: Variable) -> tuple[bool, bool, str]:
    """Return what makes a figure worth a curve: dates and lengths of lists come last, they seldom decide alone."""
    return is_date(variable), variable.name.endswith("/count"), variable.name


def _list_of(variable: Variable) -> str:
    """Return the list that a variable is worked out of, "" for none."""
    name, _, how = variable.name.rpartition("/")
    return "" if variable.figure is not None or how in ("", "mark", "findings", "amount") else name


def is_date(variable: Variable) -> bool:
    """Whether a variable is a day of the calendar."""
    return variable.figure is not None and variable.figure.type == "date"


def _value(result: Result, variable: Variable) -> Value:
    return result.value(variable.node if variable.formula is None else variable.formula)


def _drawn(node: Node, variable: Variable) -> tuple[tuple[Row, ...], tuple[Piece, ...]] | None:
    """Return table and pieces of a curve, None where it cannot be drawn or never changes."""
    try:
        run = pieces([node], variable.node, {}, variable.low, variable.high)
    except NotProved:
        return None
    if variable.open and run and run[-1].is_point and run[-1].low == variable.high:
        run.pop()
    table = tuple(rows(run, whole=variable.whole))
    values = {each for row in table if row.scored for each in (row.at_low, row.at_high)}
    return None if len(values) < 2 or len(table) > _LONGEST else (table, tuple(run))  # noqa: PLR2004  # it changes


def _point(curve: Curve, case: int, x: Value, score: Value) -> Point:
    place = x if isinstance(x, Fraction) else None
    there = None if place is None else at(curve.run, place)
    got = Fraction(score) if isinstance(score, Fraction) else None
    return Point(case, place, got, there is not None and there == got)


def at(run: Sequence[Piece], place: Fraction) -> Fraction | None:
    """Return the points of a curve at a value of its figure, None where there are none."""
    for piece in run:
        inside = (piece.low is None or piece.low < place) and (piece.high is None or place < piece.high)
        if inside or (piece.is_point and piece.low == place):
            return on_piece(piece, place)
    return None


def on_piece(piece: Piece, place: Fraction) -> Fraction | None:
    """Return the points of a piece at a place within it, None where it has none."""
    part = piece.parts[0]
    if isinstance(part, g.Unknown | bool | str):
        return None
    return part if isinstance(part, Fraction) else part.at(place)
