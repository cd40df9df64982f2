"""Numbers of many rows, put together exactly: their sum and ends, or how often each of them comes.

What was put together in one place can be merged with what was in another, and nothing depends on the order. Numbers
come as arrays of whole multiples of a unit, some divided by others.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.columns.code import OBJECT
from scoring.scaled import common_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.columns.names import Array

_ROOM = 1 << 62
EXACT = 1 << 53
"""Below it whole numbers are binary floats too, and the float of a quotient of two never turns two quotients round."""

_PARTS = 16
"""Parts that are kept apart before they are put together."""


class Numbers(NamedTuple):
    """Some numbers: whole multiples of a unit, divided by others; ``under`` None: by 1."""

    over: Array
    under: Array | None
    unit: Fraction

    def lowest(self) -> Numbers:
        """Return ratios in lowest terms, in the unit 1."""
        over, under = times(self.over, self.unit.numerator), self.under
        below = np.ones(len(over), "i1") if under is None else under
        below = times(below, self.unit.denominator)
        if OBJECT in (over.dtype, below.dtype):
            over, below = over.astype(OBJECT), below.astype(OBJECT)
        shared = np.gcd(over, below)
        return Numbers(over // shared, below // shared, Fraction(1))

    def fractions(self) -> list[Fraction]:
        """Return each of them."""
        unders = [1] * len(self.over) if self.under is None else self.under.tolist()
        return [Fraction(over, under) * self.unit for over, under in zip(self.over.tolist(), unders, strict=True)]


def times(values: Array, factor: int) -> Array:
    """Return whole numbers times a constant, in a lane that holds them."""
    if values.dtype == OBJECT:
        return values * factor
    most = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0)))) * abs(factor)
    return values.astype("i8" if most < _ROOM else OBJECT) * factor


def total(values: Array) -> int:
    """Return the sum of whole numbers, however great it is."""
    if values.dtype == OBJECT:
        return sum(values.tolist())
    most = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
    if most * max(len(values), 1) < _ROOM:
        return int(values.sum(dtype="i8"))
    return sum(map(int, values.tolist()))


class Sums:
    """How many numbers there are, their sum, the least and the greatest."""

    def __init__(self) -> None:
        """Start without any."""
        self.many = 0
        self.sum = Fraction(0)
        self.ends: tuple[Fraction, Fraction] | None = None

    def add(self, numbers: Numbers) -> None:
        """Take some numbers in."""
        over, under, unit = numbers
        if not len(over):
            return
        if under is None:
            ends = int(over.min()) * unit, int(over.max()) * unit
            self._take(len(over), total(over) * unit, ends)
            return
        order = np.argsort(under, kind="stable")
        over, under = over[order], under[order]
        starts = np.flatnonzero(
            np.r_[True, under[1:] != under[:-1]]
        )  # numbers divided by the same are added as they are
        parts, least, most = [], None, None
        for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(over)], strict=True):
            part, by = over[start:end], int(under[start])
            parts.append(Fraction(total(part), by))
            low, high = Fraction(int(part.min()), by), Fraction(int(part.max()), by)
            least = low if least is None or low < least else least
            most = high if most is None or high > most else most
        assert least is not None  # noqa: S101  # there are some
        assert most is not None  # noqa: S101  # likewise
        self._take(len(over), _added(parts) * unit, (least * unit, most * unit))

    def _take(self, many: int, added: Fraction, ends: tuple[Fraction, Fraction] | None) -> None:
        self.many += many
        self.sum += added
        if ends is not None:
            own = self.ends or ends
            self.ends = min(own[0], ends[0]), max(own[1], ends[1])

    def merge(self, other: Sums) -> None:
        """Take in what was put together elsewhere."""
        self._take(other.many, other.sum, other.ends)

    def taken(self, take: str) -> Fraction | None:
        """Return what `scoring.statistic.reduced` does of all numbers; there must be no need of their order."""
        if take == "count":
            return Fraction(self.many)
        if self.ends is None:
            return None
        low, high = self.ends
        if take == "trimmed_mean":
            kept = self.many - 2
            return (self.sum - low - high) / kept if kept > 0 else None
        return {"min": low, "max": high, "mean": self.sum / self.many}[take]


def _added(parts: list[Fraction]) -> Fraction:
    """Return a sum of fractions, pairs first: so the long ones are few."""
    while len(parts) > 1:
        parts = [sum(parts[place : place + 2], Fraction(0)) for place in range(0, len(parts), 2)]
    return parts[0] if parts else Fraction(0)


class Spread:
    """How often each number comes."""

    def __init__(self) -> None:
        """Start without any."""
        self.parts: list[tuple[Numbers, Array]] = []

    def add(self, numbers: Numbers) -> None:
        """Take some numbers in."""
        if len(numbers.over):
            self._append(*_counted(numbers, np.ones(len(numbers.over), "i8")))

    def merge(self, other: Spread) -> None:
        """Take in what was put together elsewhere."""
        for part in other.parts:
            self._append(*part)

    def _append(self, numbers: Numbers, counts: Array) -> None:
        self.parts.append((numbers, counts))
        if len(self.parts) > _PARTS:
            self.parts = [self._together()]

    def _together(self) -> tuple[Numbers, Array]:
        counts = np.concatenate([np.zeros(0, "i8"), *(each for _, each in self.parts)])
        return _counted(joined([each for each, _ in self.parts]), counts)

    def ordered(self) -> tuple[Numbers, Array]:
        """Return every number once, the least first, and how often it comes."""
        numbers, counts = self._together()
        if numbers.under is not None:
            order = _order(numbers)
            numbers = Numbers(numbers.over[order], numbers.under[order], numbers.unit)
            counts = counts[order]
        return numbers, counts

    def median(self) -> Fraction | None:
        """Return what `scoring.statistic.reduced` does for a median."""
        numbers, counts = self.ordered()
        many = int(counts.sum())
        if not many:
            return None
        places = np.searchsorted(np.cumsum(counts), [(many - 1) // 2, many // 2], side="right")
        below, above = Numbers(
            numbers.over[places], None if numbers.under is None else numbers.under[places], numbers.unit
        ).fractions()
        return (below + above) / 2


def joined(parts: Sequence[Numbers]) -> Numbers:
    """Return numbers of several units as those of one."""
    if not parts:
        return Numbers(np.zeros(0, "i8"), None, Fraction(1))
    if any(each.under is not None for each in parts):
        ratios = [each.lowest() for each in parts]
        unders = [each.under for each in ratios if each.under is not None]
        return Numbers(np.concatenate([each.over for each in ratios]), np.concatenate(unders), Fraction(1))
    unit = common_unit(each.unit for each in parts)
    return Numbers(np.concatenate([times(each.over, (each.unit / unit).numerator) for each in parts]), None, unit)


def _counted(numbers: Numbers, counts: Array) -> tuple[Numbers, Array]:
    """Return every number once, and how often it comes; plain ones in order."""
    if numbers.under is None:
        over, where = np.unique(numbers.over, return_inverse=True)
        return Numbers(over, None, numbers.unit), _summed(where, counts, len(over))
    numbers = numbers.lowest()
    over, under = numbers.over, numbers.under
    if under is None or OBJECT in (over.dtype, under.dtype):
        found: Counter[tuple[int, int]] = Counter()
        for pair, count in zip(zip(over.tolist(), under.tolist(), strict=True), counts.tolist(), strict=True):  # type: ignore[union-attr]  # ratios
            found[pair] += count
        own = np.empty((len(found), 2), OBJECT)
        own[:] = list(found)
        return Numbers(own[:, 0], own[:, 1], Fraction(1)), np.fromiter(found.values(), "i8", len(found))
    order = np.lexsort((under, over))
    over, under, counts = over[order], under[order], counts[order]
    first = np.r_[True, (over[1:] != over[:-1]) | (under[1:] != under[:-1])][: len(over)]
    return Numbers(over[first], under[first], Fraction(1)), _summed(np.cumsum(first) - 1, counts, int(first.sum()))


def _summed(places: Array, counts: Array, many: int) -> Array:
    found = np.zeros(many, "i8")
    np.add.at(found, places, counts)
    return found


def _order(numbers: Numbers) -> Array:
    """Return the order of ratios: by their nearest floats, which never turn two round, then exactly."""
    over, under = numbers.over, numbers.under
    assert under is not None  # noqa: S101  # they are ratios
    exact = numbers.fractions
    if OBJECT in (over.dtype, under.dtype) or max(abs(over).max(initial=0), under.max(initial=0)) >= EXACT:
        own = exact()
        return np.asarray(sorted(range(len(own)), key=own.__getitem__), "i8")
    near = over / under
    order = np.argsort(near, kind="stable")
    same = np.flatnonzero(near[order][1:] == near[order][:-1])
    for start in same.tolist():  # next to none: bubbles, one place at a time
        place = start
        while place >= 0 and near[order[place]] == near[order[place + 1]]:
            one, other = (Fraction(int(over[each]), int(under[each])) for each in order[place : place + 2])
            if one <= other:
                break
            order[[place, place + 1]] = order[[place + 1, place]]
            place -= 1
    return order
