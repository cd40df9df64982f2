"""One number from many: what a list is reduced to, and where a case stands among the cases of a run."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TIES = ("share", "dense", "lowest")
"""What equal values do to ranks: 1 2 2 4, 1 2 2 3, 1 3 3 4."""

_HALF = Fraction(1, 2)


def reduced(how: str, values: Sequence[Fraction], lowest: int = 1, highest: int = 1) -> Fraction | None:
    """Return what a list of numbers is reduced to, None where there is nothing to reduce.

    Args:
        how: a name of `REDUCTIONS`.
        values: the numbers, in any order.
        lowest: how many of the lowest a trimmed mean leaves out.
        highest: how many of the highest.
    """
    if how == "trimmed_mean":
        kept = sorted(values)[lowest : max(lowest, len(values) - highest)]
        return _mean(kept)
    return _REDUCE[how](values)


def ranks(values: Sequence[Fraction], best: str, ties: str) -> list[Fraction]:
    """Return the rank of each value, 1 being the best; ``best`` is ``high`` or ``low``, ``ties`` one of `TIES`."""
    places: dict[Fraction, int] = {}
    ordered = sorted(values, reverse=best == "high")
    for place, value in enumerate(ordered, 1):
        if ties == "lowest":
            places[value] = place
        elif value not in places:
            places[value] = len(places) + 1 if ties == "dense" else place
    return [Fraction(places[value]) for value in values]


def percentiles(values: Sequence[Fraction], best: str) -> list[Fraction | None]:
    """Return for each value (worse + half of the other equal ones) ÷ other values; None where it is the only one."""
    others = len(values) - 1
    if not others:
        return [None] * len(values)
    ordered = sorted(values, reverse=best == "low")
    first: dict[Fraction, int] = {}
    equal: dict[Fraction, int] = {}
    for worse, value in enumerate(ordered):
        first.setdefault(value, worse)
        equal[value] = equal.get(value, 0) + 1
    return [(first[value] + (equal[value] - 1) * _HALF) / others for value in values]


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _median(values: Sequence[Fraction]) -> Fraction | None:
    ordered = sorted(values)
    middle, odd = divmod(len(ordered), 2)
    if not ordered:
        return None
    return ordered[middle] if odd else (ordered[middle - 1] + ordered[middle]) / 2


_REDUCE: dict[str, Callable[[Sequence[Fraction]], Fraction | None]] = {
    "sum": lambda values: sum(values, Fraction(0)),
    "mean": _mean,
    "median": _median,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "count": lambda values: Fraction(len(values)),
}
REDUCTIONS = (*_REDUCE, "trimmed_mean")
"""Ways to reduce a list; ``count`` counts its entries whatever they are."""
