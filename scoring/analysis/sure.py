"""A range, and whether its ends are really reached; what operations make of both."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import Node, Op, number_of
from scoring.intervals import Between

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction


class Sure(IntEnum):
    """What is known of an end of a range."""

    BOUND = 0
    """No value lies beyond it."""
    NEAR = 1
    """Values come as near to it as one likes."""
    HIT = 2
    """It is reached."""


class Reach(NamedTuple):
    """The numbers that a node can be.

    Attributes:
        low: least; None: no limit.
        high: greatest.
        at_low: whether the least is reached.
        at_high: whether the greatest is reached.
        undefined: whether it may also have no value.
    """

    low: Fraction | None
    high: Fraction | None
    at_low: Sure
    at_high: Sure
    undefined: bool = False

    @property
    def between(self) -> Between:
        """The range alone."""
        return Between(self.low, self.high, self.undefined)

    @property
    def empty(self) -> bool:
        """Whether it is never a number."""
        return self.between.empty


def ends(node: Node, parts: list[Reach], found: Between) -> tuple[Sure, Sure]:
    """Return how sure the ends of an operation are whose operands can be anything in their ranges together."""
    if node.op is Op.ADD:
        return min(each.at_low for each in parts), min(each.at_high for each in parts)
    if node.op is Op.SUB:
        left, right = parts
        return min(left.at_low, right.at_high), min(left.at_high, right.at_low)
    if node.op is Op.APPROX:
        return Sure.BOUND, Sure.BOUND
    if node.op in {Op.MIN, Op.MAX}:
        return _extremes(node, parts, found)
    if node.op in {Op.FLOOR, Op.ROUND}:
        hit = [sure if sure is Sure.HIT else Sure.BOUND for sure in (parts[0].at_low, parts[0].at_high)]
        return hit[0], hit[1]
    return _scaled(node, parts)


def _extremes(node: Node, parts: list[Reach], found: Between) -> tuple[Sure, Sure]:
    lows, highs = [(each.low, each.at_low) for each in parts], [(each.high, each.at_high) for each in parts]
    if node.op is Op.MIN:
        return _far(lows, found.low), _near(highs, found.high)
    return _near(lows, found.low), _far(highs, found.high)


def _scaled(node: Node, parts: list[Reach]) -> tuple[Sure, Sure]:
    """Return how sure the ends of a product or a quotient are."""
    factors = [number_of(each) for each in node.args]
    known = [(place, each) for place, each in enumerate(factors) if each is not None]
    if known and (node.op is Op.MUL or known[0][0] == 1):
        place, factor = known[0]
        other = parts[1 - place]
        return (other.at_low, other.at_high) if factor >= 0 else (other.at_high, other.at_low)
    if all(each.low is not None and each.low >= 0 for each in parts):
        return _product(node, *parts)
    if node.op is Op.DIV:  # a divisor that can be 0 is come near to or not
        return Sure.BOUND, Sure.BOUND
    every = min(sure for each in parts for sure in (each.at_low, each.at_high))
    return every, every


def _product(node: Node, left: Reach, right: Reach) -> tuple[Sure, Sure]:
    """Return how sure the ends are of a product or quotient of two numbers that are not below 0."""
    if node.op is Op.MUL:
        nothing = [each.at_low for each in (left, right) if each.low == 0]
        return best(nothing) if nothing else min(left.at_low, right.at_low), min(left.at_high, right.at_high)
    at_low = left.at_low if left.low == 0 else min(left.at_low, right.at_high)
    if right.low:
        return at_low, min(left.at_high, right.at_low)
    grows = left.high is None and left.at_high is not Sure.BOUND  # then whatever the divisor is
    return at_low, Sure.NEAR if grows else Sure.BOUND


def _far(ends: list[tuple[Fraction | None, Sure]], end: Fraction | None) -> Sure:
    """Return how sure the end of an extreme is that any operand reaches for all."""
    return best(sure for value, sure in ends if value == end)


def best(ends: Iterable[Sure]) -> Sure:
    """Return how sure an end is that several have, each by itself: it is not reached only where all come near."""
    found = set(ends)
    return Sure.HIT if Sure.HIT in found else Sure.NEAR if found == {Sure.NEAR} else Sure.BOUND


def _near(ends: list[tuple[Fraction | None, Sure]], end: Fraction | None) -> Sure:
    """Return how sure the end of an extreme is at which the others must stand back: as far as they need, they can."""
    deciding = min(sure for value, sure in ends if value == end)
    others = [sure for value, sure in ends if value != end]
    return deciding if all(sure is not Sure.BOUND for sure in others) else Sure.BOUND
