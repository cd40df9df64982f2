"""A number's range cut at the numbers it is compared with, and what conditions are on each stretch: for long tables.

All comparisons with a number, and what is built of them, are answered for all stretches at once: the stretches on
which a condition surely holds, and on which it surely fails, are each one large whole number, a bit a stretch.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import Node, Op, number_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from scoring.analysis.piece import Part


class Side(NamedTuple):
    """The stretches on which a condition surely holds, and on which it surely fails; on the others either is open."""

    yes: int
    no: int


_OPEN = Side(0, 0)


def _all_of(sides: list[Side]) -> Side:
    return Side(reduce(and_, (each.yes for each in sides)), reduce(or_, (each.no for each in sides)))


def _any_of(sides: list[Side]) -> Side:
    return Side(reduce(or_, (each.yes for each in sides)), reduce(and_, (each.no for each in sides)))


_JOINED: dict[Op, Callable[[list[Side]], Side]] = {
    Op.NOT: lambda sides: Side(sides[0].no, sides[0].yes),
    Op.AND: _all_of,
    Op.OR: _any_of,
}


class Sides:
    """The stretches of one input's range and what conditions are there.

    Attributes:
        stretches: points (low = high) and the open intervals between them, in order; None: without end.
    """

    def __init__(
        self,
        outputs: Sequence[Node],
        variable: Node,
        ends: tuple[Fraction | None, Fraction | None],
        known: Mapping[Node, Part],
    ) -> None:
        """Cut the range at the numbers that the input is compared with.

        Args:
            outputs: the nodes that are asked about.
            variable: the input.
            ends: its least and greatest value; None: no limit.
            known: values of the nodes that do not depend on it.
        """
        low, high = ends
        nodes = list(walk(outputs))
        inside = (each for each in _compared(nodes, variable) if _within(low, each, high))
        points = list(dict.fromkeys(each for each in (low, *sorted(inside), high) if each is not None))
        self.stretches: list[tuple[Fraction | None, Fraction | None]] = []
        for before, point in zip([None, *points], points, strict=False):
            if before is not None or low is None:
                self.stretches.append((before, point))
            self.stretches.append((point, point))
        if high is None:
            self.stretches.append((points[-1] if points else None, None))
        self._all = (1 << len(self.stretches)) - 1
        self._at = {start: place for place, (start, end) in enumerate(self.stretches) if start == end}
        self._low = low
        self._sides: dict[Node, Side] = {}
        self._targets: dict[Node, dict[int, Node]] = {}
        for node in nodes:
            side = self._side(node, variable, known)
            if side is not None:
                self._sides[node] = side

    def _side(self, node: Node, variable: Node, known: Mapping[Node, Part]) -> Side | None:
        if node in known:
            value = known[node]
            return Side(self._all if value else 0, 0 if value else self._all) if isinstance(value, bool) else None
        if variable in node.args:
            yes = self._comparison(node, variable)
            return None if yes is None else Side(yes, self._all ^ yes)
        sides = [self._sides.get(each, _OPEN) for each in node.args]
        return _JOINED[node.op](sides) if node.op in _JOINED and sides != [_OPEN] * len(sides) else None

    def _comparison(self, node: Node, variable: Node) -> int | None:
        """Return where a comparison of the input with a number holds, None for anything else."""
        if node.op not in {Op.LT, Op.LE, Op.EQ}:
            return None
        left, right = node.args
        bound = number_of(right if left is variable else left)
        if bound is None:
            return None
        below, through = self._below(bound), self._below(bound, through=True)
        if node.op is Op.EQ:
            return through ^ below
        if left is variable:
            return below if node.op is Op.LT else through
        return self._all ^ (through if node.op is Op.LT else below)

    def _below(self, bound: Fraction, *, through: bool = False) -> int:
        """Return the stretches below a number, or up to and with it."""
        place = self._at.get(bound)
        if place is not None:
            return (1 << (place + through)) - 1
        return 0 if self._low is not None and bound < self._low else self._all

    def found(self, node: Node, place: int) -> Node | bool | None:
        """Return what a node is on a stretch: a truth value, the branch that an ``if`` comes to, None: not settled."""
        side = self._sides.get(node)
        if side is not None:
            return True if side.yes >> place & 1 else False if side.no >> place & 1 else None
        if node.op is not Op.IF:
            return None
        targets = self._targets.get(node)
        if targets is None:
            targets = self._targets[node] = self._spread(node)
        chosen = targets[place]
        return None if chosen is node else chosen

    def _spread(self, root: Node) -> dict[int, Node]:
        """Return for each stretch the branch that a chain of ``if`` comes to there."""
        found: dict[int, Node] = {}
        waiting = [(root, self._all)]
        while waiting:
            node, where = waiting.pop()
            side = self._sides.get(node.args[0]) if node.op is Op.IF else None
            if side is not None and where:
                waiting.append((node.args[2], where & side.no))
                waiting.append((node.args[1], where & side.yes))
                where &= ~(side.yes | side.no)
            while where:
                lowest = where & -where
                found[lowest.bit_length() - 1] = node
                where ^= lowest
        return found


def _compared(nodes: Sequence[Node], variable: Node) -> set[Fraction]:
    """Return the numbers that the input itself is compared with: it saves looking at a piece only to cut it."""
    found: set[Fraction] = set()
    for node in nodes:
        if variable in node.args and node.op in {Op.LT, Op.LE, Op.EQ, Op.MIN, Op.MAX}:
            found.update(number for each in node.args if (number := number_of(each)) is not None)
    return found


def _within(low: Fraction | None, number: Fraction, high: Fraction | None) -> bool:
    return (low is None or low < number) and (high is None or number < high)
