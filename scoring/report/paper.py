"""The score table as it is printed: a row a leaf, its levels beside it, its reasons behind it; for every format."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.number import Number
from scoring.report.covered import beyond, emptied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.portfolio import Portfolio
    from scoring.reasons import Deduction, NodeResult
    from scoring.report.data import Ranks
    from scoring.result import Result
    from scoring.ruleset import Ruleset


class Scoring(NamedTuple):
    """What a report tells of: what every format's ``written(scoring, options)`` is given.

    Attributes:
        ruleset: that scored.
        results: one a case, in the order of the cases.
        portfolio: of the results, None where the ruleset has none, or single cases were asked for.
        lang: of names and sentences, ``zh`` or ``en``.
        method: the chosen method, None for the ruleset as it stands.
        ranks: case id → rank, None where the ruleset does not rank.
    """

    ruleset: Ruleset
    results: Sequence[Result]
    portfolio: Portfolio | None
    lang: str
    method: str | None = None
    ranks: Ranks | None = None


@dataclass(frozen=True)
class Row:
    """A row of the printed table.

    Attributes:
        above: the groups that hold its node, from level 1 down.
        node: a leaf; or, where ``own``, a group or the total with reasons of its own.
        own: whether the row tells only of what was taken from (or given to) a group itself: its score is not added.
        lost: the deductions of the row in document order, those of a leaf's criteria too.
        won: its awards.
    """

    above: tuple[NodeResult, ...]
    node: NodeResult
    own: bool
    lost: tuple[Deduction, ...]
    won: tuple[Deduction, ...]


class Block(NamedTuple):
    """Cells of one column that are merged, since they name one group.

    Attributes:
        level: of the group, 1 for the first column.
        first: its first row, from 0.
        last: its last row.
        node: the group.
    """

    level: int
    first: int
    last: int
    node: NodeResult


class ScoreTable:
    """The printed table of one case, as nodes.

    `scoring.report.printed` makes lines of it, with words, subtotals and what adds up, for formats that print a
    table; a page that draws it otherwise reads it itself.

    Attributes:
        result: of the case.
        total: the whole.
        rows: of the table, in document order; a group's own reasons stand after what is below it.
        levels: how many columns name nodes; a leaf stands in the last one that it needs.
    """

    def __init__(self, result: Result) -> None:
        """Lay the nodes of a result out in rows."""
        self.result, self.total = result, result["total"]
        self.rows = tuple(self._rows(self.total, ()))
        self.levels = max((len(row.above) + (not row.own or not row.above) for row in self.rows), default=1)

    def _rows(self, node: NodeResult, above: tuple[NodeResult, ...]) -> Iterator[Row]:
        """Yield the rows of a node and of what is below it."""
        children = [each for each in node.children if each.plan.kind != "criterion"]
        if not children:
            yield Row(above, node, own=False, lost=node.deductions, won=node.awards)
            return
        inside = (*above, node) if node.path else above
        for child in children:
            yield from self._rows(child, inside)
        lost, won = (tuple(each for each in found if each.indicator == node.path)
                     for found in (node.deductions, node.awards))  # fmt: skip
        if lost or won or beyond(self.result, node) or any(emptied(self.result, node, "en")):
            yield Row(inside, node, own=True, lost=lost, won=won)

    def blocks(self) -> Iterator[Block]:
        """Yield the cells that name groups, column by column from the left, each from the top."""
        for level in range(self.levels):
            first = 0
            for number, row in enumerate(self.rows):
                here = _at(row, level)
                if here is not None and (
                    number + 1 == len(self.rows) or _path(self.rows[number + 1], level) != here.path
                ):
                    yield Block(level + 1, first, number, here)
                if number + 1 < len(self.rows) and _path(self.rows[number + 1], level) != _path(row, level):
                    first = number + 1


def _at(row: Row, level: int) -> NodeResult | None:
    return row.above[level] if level < len(row.above) else None


def _path(row: Row, level: int) -> str | None:
    found = _at(row, level)
    return None if found is None else found.path


def lost_itself(result: Result, row: Row) -> Number:
    """Return what the row of a group itself takes; of a veto what it takes beyond the rows above, so it adds up."""
    rest = beyond(result, row.node)
    if rest is not None:
        return rest
    lost, won = (sum((Fraction(each.points) for each in found), Fraction(0)) for found in (row.lost, row.won))
    return Number(lost - won, None if row.node.plan.opens_at_zero else row.node.plan.places)


def is_sum(node: NodeResult) -> bool:
    """Whether points and score of a node are just the sums of its children's, so that a table may add them up.

    Of a child without points or score it says no: nobody can see from the table what such a one adds.
    """
    parts = node.children
    if not parts or node.points is None or node.score is None:
        return False
    points, scores = [each.points for each in parts], [each.score for each in parts]
    return _adds_up(node.points, points) and _adds_up(node.score, scores)


def _adds_up(whole: Fraction, parts: Sequence[Fraction | None]) -> bool:
    return whole == sum(each for each in parts if each is not None) and None not in parts
