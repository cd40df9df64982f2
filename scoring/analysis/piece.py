"""One piece of a number's range, and what nodes are on it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from scoring.analysis.chain import Chain, Near
from scoring.graph import Unknown

Constant = Fraction | bool | str | Unknown
Part = Constant | Chain
"""What a node is on a piece."""


class NotProved(Exception):  # noqa: N818  # no error: an answer
    """A question that this kind of analysis cannot answer."""


class Piece(NamedTuple):
    """A point (low = high) or the open interval between two points, None: without end; and what the outputs are."""

    low: Fraction | None
    high: Fraction | None
    parts: tuple[Part, ...]

    @property
    def is_point(self) -> bool:
        """Whether it is one point."""
        return self.low is not None and self.low == self.high

    @property
    def inside(self) -> Fraction:
        """A number of the piece."""
        return between(self.low, self.high)

    def ends(self, part: Part) -> tuple[Near, Near]:
        """Return what a number comes to at the lower and the upper end of the piece."""
        return part_ends(part, self.low, self.high)

    def whole(self) -> tuple[Fraction | None, Fraction | None] | None:
        """Return the first and the last whole number of the piece, None: without end; None if it holds none."""
        if self.is_point:
            return (self.low, self.low) if self.low is not None and self.low.denominator == 1 else None
        first = None if self.low is None else Fraction(self.low.__floor__() + 1)
        last = None if self.high is None else Fraction(self.high.__ceil__() - 1)
        return None if first is not None and last is not None and first > last else (first, last)

    def whole_ends(self, part: Part) -> tuple[Near, Near]:
        """Return what a number comes to at the first and the last whole number of the piece, which holds one."""
        first, last = self.whole() or (self.low, self.high)
        low, high = self.ends(part)
        if not isinstance(part, Chain):
            return low, high
        return (
            low if first is None else Near(part.at(first), 0),
            high if last is None else Near(part.at(last), 0),
        )


def between(low: Fraction | None, high: Fraction | None) -> Fraction:
    """Return a number of an open interval (or the point): a short one where there is one."""
    if low is None:
        return Fraction(0) if high is None or high > 0 else high - 1
    if high is None:
        return low + 1
    if low == high:
        return low
    middle = (low + high) / 2
    width = high - low
    step = Fraction(1)
    while step >= width:
        step /= 10
    short = Fraction((middle / step).__floor__()) * step
    return short if low < short < high else middle


def middle(low: Fraction | None, high: Fraction | None) -> Fraction:
    """Return some number of an open interval (or the point), whatever it looks like."""
    if low is None or high is None:
        return between(low, high)
    return low if low == high else (low + high) / 2


def part_ends(part: Part, low: Fraction | None, high: Fraction | None) -> tuple[Near, Near]:
    """Return what a number comes to at the ends of a piece."""
    if isinstance(part, Chain):
        if low is not None and low == high:
            return (Near(part.at(low), 0),) * 2
        return part.end(low, -1 if low is None else 1), part.end(high, 1 if high is None else -1)
    assert isinstance(part, Fraction)  # noqa: S101  # asked of numbers only
    return (Near(part, 0),) * 2
