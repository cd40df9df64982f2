"""Between which numbers the results of `scoring.approx` lie, when the operands lie between others.

Every function rises with its operand, or a power falls with it, so the ends of an operand give the ends of the
result. A root or a power that is a fraction is not rounded, though, and its neighbours are: the ends of these are moved
outward by more than a rounding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from scoring.approx import DIGITS, MAX_DEGREE, MAX_EXP, value


class Limits(NamedTuple):
    """The numbers from low to high; None: no limit. ``undefined``: there may also be no number."""

    low: Fraction | None
    high: Fraction | None
    undefined: bool = False

    @property
    def fixed(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high


_ANY = Limits(None, None, undefined=True)
_ZERO = Fraction(0)
_ULP = Fraction(1, 10 ** (DIGITS - 1))


def bounds(function: str, x: Limits, y: Limits | None = None) -> Limits | None:
    """Return what a function can be, None where it has no value anywhere.

    Args:
        function: of `scoring.approx`.
        x: what its operand can be; not empty.
        y: likewise of the second one.
    """
    if y is None:
        return _single(function, x)
    return _root(x, y) if function == "root" else _power(x, y)


def _single(function: str, x: Limits) -> Limits | None:
    if function == "normal":
        low = _ZERO if x.low is None else value("normal", x.low)
        return Limits(low, Fraction(1) if x.high is None else value("normal", x.high))
    if function == "exp":
        most = Fraction(MAX_EXP)
        inside = _cut(x, -most, most)
        return None if inside is None else _ends("exp", inside)
    if x.high is not None and x.high <= 0:
        return None
    above = x.low is not None and x.low > 0
    return _ends(function, x if above else Limits(None, x.high, undefined=True))


def _cut(x: Limits, least: Fraction, most: Fraction | None) -> Limits | None:
    """Return the part of an operand that lies in a domain, and whether it leaves that; None where no part does."""
    low = least if x.low is None else max(x.low, least)
    high = x.high if most is None else most if x.high is None else min(x.high, most)
    if high is not None and low > high:
        return None
    leaves = x.low is None or x.low < least or (most is not None and (x.high is None or x.high > most))
    return Limits(low, high, leaves)


def _ends(function: str, x: Limits) -> Limits:
    low, high = (None if end is None else value(function, end) for end in (x.low, x.high))
    return Limits(low, high, x.undefined)


def _root(x: Limits, y: Limits) -> Limits | None:
    degree = y.low
    if degree is None or not y.fixed:
        return _ANY
    if degree.denominator != 1 or not 1 <= degree <= MAX_DEGREE:
        return None
    inside = x if degree % 2 else _cut(x, _ZERO, None)
    if inside is None:
        return None
    low, high = (None if end is None else value("root", end, degree) for end in (inside.low, inside.high))
    return Limits(low, high, inside.undefined) if x.fixed else _outward(low, high, undefined=inside.undefined)


def _power(x: Limits, y: Limits) -> Limits | None:
    """Return what x to the power of y can be: at the corners, as y · ln x is; known only for a base of 0 and more."""
    ends = (x.low, x.high, y.low, y.high)
    if x.low is None or x.low < 0 or y.low is None or y.high is None:
        return Limits(_ZERO if x.low is not None and x.low >= 0 else None, None, undefined=True)
    if x.fixed and y.fixed:
        found = value("power", x.low, y.low)
        return None if found is None else Limits(found, found)
    corners = [None if end is None else value("power", end, exponent) for end in ends[:2] for exponent in ends[2:]]
    found_all = [each for each in corners if each is not None]
    if x.low > 0 and len(found_all) == len(corners):
        return _outward(min(found_all), max(found_all))
    if y.low > 0:  # from 0 on it rises with its base
        highest = [each for each in corners[2:] if each is not None]
        return _outward(_ZERO, max(highest) if len(highest) == len(corners[2:]) else None, undefined=True)
    return Limits(_ZERO, None, undefined=True)


def _outward(low: Fraction | None, high: Fraction | None, *, undefined: bool = False) -> Limits:
    return Limits(
        None if low is None else low - abs(low) * _ULP, None if high is None else high + abs(high) * _ULP, undefined
    )
