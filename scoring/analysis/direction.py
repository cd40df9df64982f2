"""Whether a number only rises, or only falls, as one of its variables does."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.analysis.chain import Chain
from scoring.analysis.piece import NotProved, Piece, between
from scoring.graph import Node, Op, Type, Unknown, number_of, walk
from scoring.intervals import Between

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.analysis.subject import Subject, Variable
    from scoring.intervals import Range

_KEEPS = frozenset((Op.ADD, Op.MIN, Op.MAX, Op.FLOOR, Op.ROUND))


class Step(NamedTuple):
    """Two values of a variable, the less first, and what they give."""

    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction


def certain(subject: Subject, node: Node, variable: Variable) -> int | None:
    """Return the direction that the operations alone show: 1 rises, -1 falls, 0 neither; None: they do not tell.

    A result counts as rising that never falls; a condition that is true from some value on counts as rising.
    """
    possible = subject.possible(node)
    ways: dict[Node, int | None] = {}
    for each in walk([node]):
        ways[each] = 1 if each is variable.node else _way(each, ways, possible)
    return ways[node]


def _way(node: Node, ways: Mapping[Node, int | None], possible: Mapping[Node, Range]) -> int | None:
    parts = [ways[each] for each in node.args]
    found: int | None = None
    if all(part == 0 for part in parts) or _settled(possible[node]):
        found = 0
    elif node.op in _KEEPS or node.op in {Op.AND, Op.OR}:
        found = _together(parts)
    elif node.op is Op.SUB:
        found = _together([parts[0], _flip(parts[1])])
    elif node.op in {Op.LT, Op.LE}:
        found = _together([_flip(parts[0]), parts[1]])
    elif node.op is Op.NOT:
        found = _flip(parts[0])
    elif node.op in {Op.MUL, Op.DIV}:
        found = _scaled(node, parts, possible)
    elif node.op is Op.IF and node.type is Type.NUMBER:
        found = _chosen(node, parts, possible)
    elif node.op is Op.APPROX:
        found = _function(node, parts, possible)
    return found


def _settled(possible: Range) -> bool:
    """Whether a value is the same in all cases that have one."""
    if isinstance(possible, Between):
        return possible.low is not None and possible.low == possible.high
    return len(possible.values) <= 1


def _function(node: Node, parts: list[int | None], possible: Mapping[Node, Range]) -> int | None:
    """Return the direction of a function to 50 digits: all of them rise, but for powers below 0."""
    if len(parts) == 1:
        return parts[0]
    other, base = number_of(node.args[1]), possible[node.args[0]]
    if other is None or not isinstance(base, Between) or base.empty or base.low is None or base.low < 0:
        return None
    return parts[0] if node.payload == "root" or other > 0 else _flip(parts[0])


def _flip(way: int | None) -> int | None:
    return None if way is None else -way


def _together(parts: list[int | None]) -> int | None:
    if None in parts:
        return None
    found = {part for part in parts if part}
    return found.pop() if len(found) == 1 else 0 if not found else None


def _sign(node: Node, possible: Mapping[Node, Range]) -> int | None:
    known = number_of(node)
    if known is not None:
        return (known > 0) - (known < 0)
    found = possible[node]
    if not isinstance(found, Between) or found.empty:
        return None
    if found.low is not None and found.low >= 0:
        return 1
    return -1 if found.high is not None and found.high <= 0 else None


def _scaled(node: Node, parts: list[int | None], possible: Mapping[Node, Range]) -> int | None:
    left, right = parts
    over, under = (_sign(each, possible) for each in node.args)
    if None in (left, right) or (left and under is None) or (right and over is None):
        return None
    assert left is not None  # noqa: S101  # just asked
    assert right is not None  # noqa: S101  # just asked
    if node.op is Op.MUL:
        return _together([left * (under or 0), right * (over or 0)])
    return _together([left * (under or 0), -right * (over or 0)]) if under is not None else None


def _chosen(node: Node, parts: list[int | None], possible: Mapping[Node, Range]) -> int | None:
    """Return the direction of ``if``: both branches go one way, and so does the jump between them."""
    choice, then, other = parts
    one, two = possible[node.args[1]], possible[node.args[2]]
    if choice is None or not isinstance(one, Between) or not isinstance(two, Between):
        return None
    if one.empty or two.empty:  # where there is no value there is nothing to compare
        return then if two.empty else other
    jump: int | None = None
    if not choice:
        jump = 0
    elif one.low is not None and two.high is not None and one.low >= two.high:
        jump = choice
    elif one.high is not None and two.low is not None and one.high <= two.low:
        jump = -choice
    return _together([jump, then, other])


class _End(NamedTuple):
    """What a number comes to at one end of a piece, and where: the value may only be approached there."""

    value: Fraction
    piece: Piece
    upper: bool

    def place(self, near: int) -> Fraction:
        """Return a place that is nearer to the end the greater ``near`` is."""
        low, high = self.piece.low, self.piece.high
        if self.piece.is_point:
            return self.piece.inside
        far = Fraction(10) ** near
        if low is None or high is None:
            open_end = high is None if self.upper else low is None
            middle = self.piece.inside
            if open_end:
                return middle + far if self.upper else middle - far
            other = low if high is None else high
            assert other is not None  # noqa: S101  # one end is open, this is the other
            return between(*sorted((other, other + (middle - other) / far)))
        width = (high - low) / far
        return between(high - width, high) if self.upper else between(low, low + width)


_NEAR = 3
_NEAREST = 60


def against(run: list[Piece], way: int, *, whole: bool) -> Step | None:
    """Return two values of which the greater gives less (way 1) or more (-1), None if there are none.

    Args:
        run: the pieces of a node, in order.
        way: how it should go.
        whole: whether only whole numbers can occur.

    Raises:
        NotProved: they lie too near together to be told.
    """
    best: _End | None = None
    for piece in run:
        if isinstance(piece.parts[0], Unknown | str | bool):
            continue
        for end in _whole_ends(piece) if whole else _ends(piece):
            if best is not None and (end.value - best.value) * way < 0:
                return _step(best, end, way, whole=whole)
            if best is None or (end.value - best.value) * way > 0:
                best = end
    return None


def _ends(piece: Piece) -> list[_End]:
    part = piece.parts[0]
    assert isinstance(part, Fraction | Chain)  # noqa: S101  # asked of numbers only
    if piece.is_point:
        return [_End(_at(part, piece.inside), piece, upper=False)]
    found = []
    for near, upper in zip(piece.ends(part), (False, True), strict=True):
        value = near.value
        if value is None:  # without limit: far out is far enough, since it only rises or only falls
            value = _at(part, _End(Fraction(0), piece, upper).place(2 * _NEAR))
        found.append(_End(value, piece, upper))
    return found


def _whole_ends(piece: Piece) -> list[_End]:
    found = piece.whole()
    if found is None:
        return []
    first, last = found
    part = piece.parts[0]
    assert isinstance(part, Fraction | Chain)  # noqa: S101  # asked of numbers only
    far = Fraction(10) ** (2 * _NEAR)
    if first is None:
        first = (Fraction(0) if last is None else last) - far
    if last is None:
        last = first + 2 * far
    return [_End(_at(part, each), Piece(each, each, (_at(part, each),)), upper=False) for each in (first, last)]


def _at(part: Fraction | Chain, place: Fraction) -> Fraction:
    return part.at(place) if isinstance(part, Chain) else part


def _step(one: _End, other: _End, way: int, *, whole: bool) -> Step:
    """Return two values near two ends that show the difference between them.

    Raises:
        NotProved: the ends are too steep for that.
    """
    for near in (0,) if whole else range(_NEAR, _NEAREST):
        low, high = one.place(near), other.place(near)
        parts = [end.piece.parts[0] for end in (one, other)]
        at_low, at_high = (_at(part, place) for part, place in zip(parts, (low, high), strict=True))  # type: ignore[arg-type]  # numbers
        if (at_high - at_low) * way < 0 and low < high:
            return Step(low, high, at_low, at_high)
    raise NotProved
