"""How large the numbers of a node can get, told when a ruleset is loaded: scoring a case checks nothing.

Powers of powers and sums of many unrounded ratios grow beyond any memory; a rounding makes numbers small again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from scoring.approx import DIGITS, EXACT_POWER, MAX_EXPONENT
from scoring.graph import Op, Rounding, Type
from scoring.number import places_of

if TYPE_CHECKING:
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


_INPUT = Size(50, 15)  # 15 digits on each side of the point
_NONE = Size(0)
_sizes: WeakKeyDictionary[Node, Size] = WeakKeyDictionary()


def size(node: Node) -> Size:
    """Return how large a node's value can get."""
    stack = [node]
    while stack:
        top = stack[-1]
        waiting = [each for each in top.args if each not in _sizes]
        if waiting:
            stack.extend(waiting)
        else:
            _sizes[top] = _size(top, [_sizes[each] for each in top.args])
            stack.pop()
    return _sizes[node]


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


def _size(node: Node, parts: list[Size]) -> Size:
    payload = node.payload
    match node.op:
        case Op.CONST | Op.INPUT:
            found = _INPUT if node.op is Op.INPUT else _NONE
            found = _constant(payload) if isinstance(payload, Fraction) else found
        case Op.ADD | Op.SUB:
            widest = _widest(parts)
            found = Size(widest.whole + len(parts).bit_length(), widest.places, sum(each.rest for each in parts))
        case Op.MUL:
            found = Size(*map(sum, zip(*parts, strict=True)))
        case Op.DIV:
            over, under = parts
            found = Size(over.whole + under.part, over.places, over.rest + under.bits)
        case Op.FLOOR:
            found = Size(parts[0].whole + 1)
        case Op.ROUND if isinstance(payload, Rounding):
            step = _constant(payload.step)
            found = step._replace(whole=max(parts[0].whole, step.whole) + 1)
        case Op.APPROX:
            found = _approximate(node, parts)
        case _:
            found = _widest(parts)
    return found


def _approximate(node: Node, parts: list[Size]) -> Size:
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


def _widest(parts: list[Size]) -> Size:
    """Return a size that holds each of some."""
    return Size(*map(max, zip(*parts, strict=True))) if parts else _NONE


def _constant(value: Fraction) -> Size:
    places = places_of(value)
    whole = max(0, value.numerator.bit_length() - value.denominator.bit_length() + 1)
    return Size(whole, 0, value.denominator.bit_length()) if places is None else Size(whole, places)
