"""What nodes are, piece by piece, as one number runs through all it may be: exact, breakpoints and all.

The range is cut where a comparison, a ``min`` or ``max`` changes sides, and nowhere else; between two cuts every node
is a constant, a word, unknown for fixed causes, or a `Chain`. A branch that is not taken is never looked at. What does
not fit, such as a product of two values that both change, raises `NotProved`: nothing is said about it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from scoring.analysis.chain import Chain, Floor, Inverse, Value, X
from scoring.analysis.piece import Constant, NotProved, Part, Piece, middle, part_ends
from scoring.analysis.sides import Sides
from scoring.graph import Cause, Node, Op, Rounding, Unknown, walk
from scoring.interpret import interpret, operated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scoring.reading import Read

MOST_PIECES = 10_000
"""Pieces of one question; what needs more is not proved."""

_MOST_STEPS = 2_000
"""Steps at which a staircase is cut; one that has more is not."""

_DIVISION = Unknown(frozenset((Cause("undefined", "division-by-zero"),)))


def pieces(
    outputs: Sequence[Node], variable: Node, fixed: Mapping[str, Read], low: Fraction | None, high: Fraction | None
) -> list[Piece]:
    """Return what some nodes are as one input runs from low to high, both included, in order.

    Args:
        outputs: the nodes.
        variable: the input, a number.
        fixed: values of all other inputs; one that is not there is missing.
        low: least value, None: no limit.
        high: greatest value.

    Raises:
        NotProved: a node is no chain of plain steps in the variable, or there are too many pieces.
    """
    found: list[Piece] = []
    if low is not None and high is not None and low > high:
        return []
    known = _settled(outputs, variable, fixed)
    sides = Sides(outputs, variable, (low, high), known)
    waiting = [(place, start, end) for place, (start, end) in enumerate(sides.stretches)]
    while waiting:
        if len(found) + len(waiting) > MOST_PIECES:
            raise NotProved
        place, start, end = waiting.pop()
        looked = _Look(variable, known, sides, place, (start, end))
        parts = looked.all_of(outputs)
        if parts is not None:
            found.append(Piece(start, end, parts))
            continue
        cuts = sorted(looked.cuts)
        waiting.extend((place, each, each) for each in cuts)
        waiting.extend((place, *each) for each in zip([start, *cuts], [*cuts, end], strict=True))
    return sorted(found, key=_order)


def _settled(outputs: Sequence[Node], variable: Node, fixed: Mapping[str, Read]) -> dict[Node, Part]:
    """Return the values of all nodes that do not depend on the variable."""
    found: dict[Node, Part] = {}
    for node in walk(outputs):
        if node.op is Op.CONST:
            found[node] = cast("Part", node.payload)
        elif node.op is Op.INPUT:
            if node is not variable:
                found[node] = interpret([node], fixed)[node]
        elif all(each in found for each in node.args):
            found[node] = operated(node, [cast("Constant", found[each]) for each in node.args])
    return found


def _order(piece: Piece) -> tuple[bool, Fraction, bool]:
    if piece.low is None:
        return (False, Fraction(0), False)
    return (True, piece.low, not piece.is_point)


class _Cut(Exception):  # noqa: N818  # not an error: the piece is looked at again in parts
    """A node changes sides within the piece."""


class _Look:
    """One look at a piece.

    Attributes:
        cuts: where the piece must be cut first, if anywhere.
    """

    def __init__(
        self,
        variable: Node,
        known: Mapping[Node, Part],
        sides: Sides,
        place: int,
        ends: tuple[Fraction | None, Fraction | None],
    ) -> None:
        self.low, self.high = low, high = ends
        self.sides, self.place = sides, place
        self.values: dict[Node, Part] = {**known, variable: low if low is not None and low == high else X}
        self.cuts: set[Fraction] = set()

    def all_of(self, outputs: Iterable[Node]) -> tuple[Part, ...] | None:
        """Return what the outputs are, None where the piece must be cut first."""
        found: list[Part] = []
        for node in outputs:
            try:
                found.append(self.value(node))
            except _Cut:
                return None
        return tuple(found)

    def value(self, root: Node) -> Part:
        """Return what a node is; operands that do not matter are not looked at."""
        values = self.values
        stack = [root]
        while stack:
            node = stack[-1]
            if node in values:
                stack.pop()
                continue
            settled = self.sides.found(node, self.place)
            if isinstance(settled, bool):
                values[node] = settled
                continue
            if settled is not None:
                if settled in values:
                    values[node] = values[settled]
                else:
                    stack.append(settled)
                continue
            wanted = self._next(node)
            if wanted is not None:
                stack.append(wanted)
                continue
            values[node] = self._operated(node)
            stack.pop()
        return values[root]

    def _next(self, node: Node) -> Node | None:
        """Return an operand that is needed and not there yet."""
        values, args = self.values, node.args
        if node.op in {Op.IF, Op.PICK}:
            if args[0] not in values:
                return args[0]
            branch = self._branch(node)
            return branch if branch is not None and branch not in values else None
        if node.op in {Op.AND, Op.OR}:
            for each in args:
                if each not in values:
                    return each
                if values[each] is (node.op is Op.OR):
                    return None
            return None
        return next((each for each in args if each not in values), None)

    def _branch(self, node: Node) -> Node | None:
        choice = self.values[node.args[0]]
        if isinstance(choice, Unknown):
            return None
        if node.op is Op.IF:
            return node.args[1] if choice else node.args[2]
        members = cast("tuple[str, ...]", node.payload)
        return node.args[1 + members.index(str(choice))] if choice in members else node.args[-1]

    def _operated(self, node: Node) -> Part:
        if node.op in {Op.IF, Op.PICK}:
            branch = self._branch(node)
            return self.values[node.args[0] if branch is None else branch]
        parts = [self.values[each] for each in node.args if each in self.values]
        if any(isinstance(each, Chain) for each in parts):
            unknown = [each for each in parts if isinstance(each, Unknown)]
            if unknown and node.op not in {Op.AND, Op.OR}:
                found = unknown[0]
                for each in unknown[1:]:
                    found = found.joined(each)
                return found
            return _MOVING[node.op](self, node, cast("list[Value]", parts))
        return self._constant(node)

    def _constant(self, node: Node) -> Part:
        # What an ``and`` or ``or`` has not looked at does not matter to it.
        parts = [self.values.get(each, node.op is Op.AND) for each in node.args]
        return operated(node, cast("list[Constant]", parts))

    # Operations of which an operand changes

    def cut(self, places: Iterable[Fraction]) -> None:
        """Ask for the piece in parts, if any of the places lies inside it."""
        inside = {
            each for each in places if (self.low is None or self.low < each) and (self.high is None or each < self.high)
        }
        if inside:
            self.cuts |= inside
            raise _Cut

    def compared(self, left: Value, right: Value) -> tuple[Fraction, Fraction]:
        """Return a number for each of two values that are on the same sides of each other all over the piece."""
        self.cut(self._meetings(left, right))
        inside = middle(self.low, self.high)
        return _at(left, inside), _at(right, inside)

    def _meetings(self, left: Value, right: Value) -> Iterator[Fraction]:
        if isinstance(left, Chain) and isinstance(right, Chain):
            if left.steps == right.steps:
                if left.slope != right.slope:
                    level = (right.shift - left.shift) / (left.slope - right.slope)
                    yield from Chain(left.steps, Fraction(1), Fraction(0)).crossings(level)
                return
            difference = self.added(left, right.scaled(Fraction(-1), Fraction(0)))
            yield from self._meetings(difference, Fraction(0))
        elif isinstance(left, Chain):
            yield from left.crossings(cast("Fraction", right))
        elif isinstance(right, Chain):
            yield from right.crossings(left)

    def added(self, left: Value, right: Value) -> Value:
        """Return a sum."""
        if isinstance(left, Chain) and isinstance(right, Chain):
            found = left.plus(right)
            if found is not None:
                return found
            self._unstep(left if left.stepped else right)
            raise NotProved
        if isinstance(left, Chain):
            return left.scaled(Fraction(1), cast("Fraction", right))
        return right.scaled(Fraction(1), left) if isinstance(right, Chain) else left + right

    def _unstep(self, chain: Chain) -> None:
        """Cut the piece at every step of a staircase, so that it is constant on each part."""
        if not chain.stepped:
            raise NotProved
        last = max(place for place, step in enumerate(chain.steps) if isinstance(step, Floor | Rounding))
        stair = Chain(chain.steps[: last + 1], Fraction(1), Fraction(0))
        step = chain.steps[last]
        size = step.step if isinstance(step, Rounding) else Fraction(1)
        ends = [each.value for each in part_ends(stair, self.low, self.high) if each.value is not None]
        if len(ends) != 2:  # noqa: PLR2004  # an endless staircase
            raise NotProved
        low, high = sorted(ends)
        count = (high - low) / size
        if count > _MOST_STEPS:
            raise NotProved
        levels = (low + size * number for number in range(int(count) + 1))
        self.cut(place for level in levels for place in stair.crossings(level))

    def multiplied(self, left: Value, right: Value) -> Value:
        """Return a product, of which one factor must be constant."""
        if isinstance(left, Chain) and isinstance(right, Chain):
            for each in (left, right):
                if each.stepped:
                    self._unstep(each)
            raise NotProved
        chain, factor = (left, right) if isinstance(left, Chain) else (right, left)
        return cast("Chain", chain).scaled(cast("Fraction", factor), Fraction(0))

    def divided(self, left: Value, right: Value) -> Part:
        """Return a quotient: by a constant, of a constant, or of two straight lines in the same."""
        if not isinstance(right, Chain):
            if not right:
                return _DIVISION
            return self.multiplied(left, 1 / right)
        self.cut(right.crossings(Fraction(0)))
        if right.at(middle(self.low, self.high)) == 0:
            return _DIVISION
        if not isinstance(left, Chain):
            return right.then(Inverse()).scaled(left, Fraction(0))
        if left.steps != right.steps:
            for each in (left, right):
                if each.stepped:
                    self._unstep(each)
            raise NotProved
        ratio = left.slope / right.slope
        return right.then(Inverse()).scaled(left.shift - ratio * right.shift, ratio)

    def stepped(self, value: Chain, step: Floor | Rounding) -> Value:
        """Return a value with a ``floor`` or a rounding; a constant where it does not reach the next step."""
        found = value.then(step)
        low, high = part_ends(found, self.low, self.high)
        if low.value is not None and low.value == high.value and not low.side and not high.side:
            return low.value
        return found


def _at(value: Value, x: Fraction) -> Fraction:
    return value.at(x) if isinstance(value, Chain) else value


def _add(look: _Look, _: Node, parts: list[Value]) -> Part:
    found = parts[0]
    for each in sorted(parts[1:], key=lambda part: isinstance(part, Chain) and part.steps != ()):
        found = look.added(found, each)
    return found


def _sub(look: _Look, _: Node, parts: list[Value]) -> Part:
    left, right = parts
    return look.added(left, right.scaled(Fraction(-1), Fraction(0)) if isinstance(right, Chain) else -right)


def _extreme(look: _Look, node: Node, parts: list[Value]) -> Part:
    found = parts[0]
    for each in parts[1:]:
        here, other = look.compared(found, each)
        if (other < here) if node.op is Op.MIN else (other > here):
            found = each
    return found


def _step(look: _Look, node: Node, parts: list[Value]) -> Part:
    step = node.payload if isinstance(node.payload, Rounding) else Floor()
    return look.stepped(cast("Chain", parts[0]), step)


def _ordered(look: _Look, node: Node, parts: list[Value]) -> Part:
    left, right = look.compared(*parts)
    return left < right if node.op is Op.LT else left <= right


def _equal(look: _Look, _: Node, parts: list[Value]) -> Part:
    left, right = look.compared(*parts)
    return left == right


def _none(_: _Look, __: Node, ___: list[Value]) -> Part:
    raise NotProved


_MOVING: dict[Op, Callable[[_Look, Node, list[Value]], Part]] = {
    Op.ADD: _add,
    Op.SUB: _sub,
    Op.MUL: lambda look, _, parts: look.multiplied(*parts),
    Op.DIV: lambda look, _, parts: look.divided(*parts),
    Op.MIN: _extreme,
    Op.MAX: _extreme,
    Op.FLOOR: _step,
    Op.ROUND: _step,
    Op.APPROX: _none,
    Op.LT: _ordered,
    Op.LE: _ordered,
    Op.EQ: _equal,
}
