"""What a column of a table may hold before it is read: arrays, words by code, decimals, numbers worked out, lists."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

if TYPE_CHECKING:
    from scoring.columns.names import Array

EPOCH = 719_163
"""The first day of 1970, in days of `datetime.date.toordinal`."""


class Coded(NamedTuple):
    """A column of words, each by its place among some."""

    codes: Array
    words: tuple[object, ...]


class Scaled(NamedTuple):
    """A column of decimals: whole multiples of 10**-places."""

    values: Array
    places: int


class Made(NamedTuple):
    """A column of numbers that were worked out: whole multiples of a unit, divided by others.

    Attributes:
        over: the whole numbers.
        under: what they are divided by, from 1 on; None: 1 everywhere.
        unit: more than zero.
        why: where there is no number, its causes, a frozenset among some; None: the input itself is missing there.
    """

    over: Array
    under: Array | None
    unit: Fraction
    why: Coded | None = None

    def part(self, rows: slice | Array) -> Made:
        """Return some rows."""
        under = None if self.under is None else self.under[rows]
        why = None if self.why is None else self.why._replace(codes=self.why.codes[rows])
        return Made(self.over[rows], under, self.unit, why)

    def number(self, row: int) -> Fraction:
        """Return the number of a row."""
        return Fraction(int(self.over[row]), 1 if self.under is None else int(self.under[row])) * self.unit


def _moment(found: Any) -> object:  # noqa: ANN401  # a moment of NumPy
    """Return a day as a date; any other moment, which is no day and is refused, as one of Python."""
    day = found.astype("M8[D]")
    if day == found or found.dtype != "M8[ns]":
        return (day if day == found else found).item()
    rough = found.astype("M8[us]")  # Python has no finer ones; it must not become a midnight
    return (rough + np.timedelta64(int(rough == day), "us")).item()


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        values: an array, words by code, decimals as whole numbers, numbers that were worked out, or lists (see
            `scoring.columns.listed`).
        there: where there is a value; None: everywhere.
    """

    values: Any
    there: Array | None = None

    def raw(self, row: int) -> object:  # noqa: PLR0911  # one for each kind of column
        """Return the value of a row as a Python caller would give it, None for none."""
        if self.there is not None and not self.there[row]:
            return None
        if isinstance(self.values, Coded):
            return self.values.words[int(self.values.codes[row])]
        if isinstance(self.values, Scaled):
            return Fraction(int(self.values.values[row]), 10**self.values.places)
        if isinstance(self.values, Made):
            return self.values.number(row)
        if hasattr(self.values, "entries"):
            return self.values.entries(row)
        found = self.values[row]
        if isinstance(found, np.datetime64):
            return _moment(found)
        return found.item() if isinstance(found, np.generic) else found

    def part(self, rows: slice | Array) -> Column:
        """Return some rows."""
        there = None if self.there is None else self.there[rows]
        if isinstance(self.values, Coded):
            return Column(self.values._replace(codes=self.values.codes[rows]), there)
        if isinstance(self.values, Scaled):
            return Column(self.values._replace(values=self.values.values[rows]), there)
        if hasattr(self.values, "part"):
            return Column(self.values.part(rows), there)
        return Column(self.values[rows], there)

    def __len__(self) -> int:
        """Return how many rows it has."""
        values = self.values
        if isinstance(values, Made):
            return len(values.over)
        if hasattr(values, "offsets"):
            return len(values.offsets) - 1
        return len(
            values.codes if isinstance(values, Coded) else values.values if isinstance(values, Scaled) else values
        )


def column(given: object) -> Column:
    """Return what a caller gives as a column: a `Column`, an array (masked ones have gaps), or any sequence."""
    if isinstance(given, Column):
        return given
    if isinstance(given, Coded | Scaled):
        return Column(given)
    if isinstance(given, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(given)
        return Column(np.asarray(given.data), ~mask if mask.any() else None)
    if isinstance(given, np.ndarray):
        return Column(given)
    values: Array = np.empty(len(cast("Any", given)), "O")
    values[:] = cast("Any", given)
    return Column(values)
