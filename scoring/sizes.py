"""How large the numbers of a node can get, told when a ruleset is loaded: scoring a case checks nothing.

Powers of powers and sums of many unrounded ratios grow beyond any memory; a rounding makes numbers small again.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.approx import DIGITS, EXACT_POWER, MAX_EXPONENT
from scoring.graph import Op, Rounding, Type, set_bounds
from scoring.number import places_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.graph import Node

MAX_BITS = 100_000
"""Bits that numerator and denominator of any value may have."""


class Size(NamedTuple):
    """Bounds of a number.

    Attributes:
        whole: bits of its whole part.
        places: its denominator divides 10**places …
        rest: … times a number of so many bits.
    """

    whole: int
    places: int = 0
    rest: int = 0

    @property
    def part(self) -> int:
        """Bits of its denominator."""
        return self.places * 10 // 3 + self.places // 50 + self.rest + 1

    @property
    def bits(self) -> int:
        """Bits of the larger of numerator and denominator."""
        return self.whole + self.part


Sizes = Sequence[Size]
_INPUT = Size(50, 15)  # 15 digits on each side of the point
_NONE = Size(0)


def size(node: Node) -> Size:
    """Return how large a node's value can get."""
    stack = [node]
    while stack:
        top = stack[-1]
        if top.bounds is not None:
            stack.pop()
            continue
        parts = [bounds for each in top.args if (bounds := each.bounds) is not None]
        if len(parts) < len(top.args):
            stack.extend(each for each in top.args if each.bounds is None)
        else:
            set_bounds(top, _SIZES.get(top.op, _widest)(top, parts))
    found = node.bounds
    assert found is not None  # noqa: S101  # the last that was worked out
    return found


def too_large(node: Node) -> bool:
    """Whether a node's value can get too large to compute with."""
    return size(node).bits > MAX_BITS


def inexact(node: Node) -> bool:
    """Whether a value rests on a function to 50 digits, and no rounding has made it exact since."""
    stack, seen = [node], {node}
    while stack:
        top = stack.pop()
        if top.op is Op.APPROX:
            return True
        if top.op not in {Op.ROUND, Op.FLOOR} and top.type is Type.NUMBER:
            new = [each for each in top.args if each not in seen]
            seen.update(new)
            stack.extend(new)
    return False


def _constant(node: Node, _: Sizes) -> Size:
    return _of(node.payload) if isinstance(node.payload, Fraction) else _NONE


def _sum(_: Node, parts: Sizes) -> Size:
    widest = _widest(_, parts)
    return Size(widest.whole + len(parts).bit_length(), widest.places, sum(each.rest for each in parts))


def _product(_: Node, parts: Sizes) -> Size:
    return Size(*map(sum, zip(*parts, strict=True)))


def _quotient(_: Node, parts: Sizes) -> Size:
    over, under = parts
    return Size(over.whole + under.part, over.places, over.rest + under.bits)


def _floor(_: Node, parts: Sizes) -> Size:
    return Size(parts[0].whole + 1)


def _rounded(node: Node, parts: Sizes) -> Size:
    assert isinstance(node.payload, Rounding)  # noqa: S101  # what a rounding holds
    step = _of(node.payload.step)
    return step._replace(whole=max(parts[0].whole, step.whole) + 1)


def _approximate(node: Node, parts: Sizes) -> Size:
    """Return how large the result of a function gets: its whole part, and 50 digits from its first one on."""
    first = parts[0]
    if node.payload in {"ln", "log10"}:  # nearest to 0 beside 1, by a unit of its operand
        return Size(first.bits.bit_length() + 1, DIGITS + 1 + first.bits * 302 // 1000)
    if node.payload == "root":
        return Size(first.whole + 1, DIGITS + 1 + first.part * 302 // 1000, first.part)
    exact = _exponent(node) * first.bits if node.payload == "power" else 0
    return Size(1 + MAX_EXPONENT * 10 // 3, MAX_EXPONENT + DIGITS, exact)


def _exponent(node: Node) -> int:
    """Return the greatest exponent by which a power may stay a fraction."""
    written = node.args[1].payload
    exponent = abs(written.numerator) if isinstance(written, Fraction) else EXACT_POWER
    return exponent if exponent <= EXACT_POWER else 0


def _widest(_: Node, parts: Sizes) -> Size:
    """Return a size that holds each of some."""
    first = parts[0]
    return first if all(each == first for each in parts) else Size(*map(max, zip(*parts, strict=True)))


def _of(value: Fraction) -> Size:
    places = places_of(value)
    whole = max(0, value.numerator.bit_length() - value.denominator.bit_length() + 1)
    return Size(whole, 0, value.denominator.bit_length()) if places is None else Size(whole, places)


_SIZES: dict[Op, Callable[[Node, Sizes], Size]] = {
    Op.CONST: _constant,
    Op.INPUT: lambda *_: _INPUT,
    Op.ADD: _sum,
    Op.SUB: _sum,
    Op.MUL: _product,
    Op.DIV: _quotient,
    Op.FLOOR: _floor,
    Op.ROUND: _rounded,
    Op.APPROX: _approximate,
}
"""The operations whose results are larger or smaller than the largest of their operands."""
