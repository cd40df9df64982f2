"""The columns of results: one array each, filled block by block."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.columns.code import OBJECT, lane_of
from scoring.columns.kernel import ABSENT, EXCLUDED, NOT_APPLICABLE
from scoring.columns.writer import MISSING, UNDEFINED
from scoring.outcome import Outcome
from scoring.scaled import common_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.columns.names import Array

    Rows = slice | Array

OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
BITS: Mapping[Outcome, int] = {
    Outcome.SCORED: 0, Outcome.MISSING: MISSING, Outcome.UNDEFINED: UNDEFINED,
    Outcome.NOT_APPLICABLE: NOT_APPLICABLE, Outcome.EXCLUDED: EXCLUDED,
}  # fmt: skip
REFUSED = 32
"""The bit of a row whose values were refused."""

_PLACE = np.full(64, len(OUTCOMES), "i1")
for _bits in range(32):
    for _place, _outcome in enumerate(OUTCOMES):
        if _bits < ABSENT and (_bits.bit_length() == BITS[_outcome].bit_length()):
            _PLACE[_bits] = _place


@lru_cache(1)
def _scored(rows: int) -> Array:
    """Return the outcomes of a node that every row has a score of: the same array for each of them."""
    found = np.zeros(rows, _PLACE.dtype)
    found.flags.writeable = False
    return found


class Outcomes:
    """The outcome of every row, as bits."""

    def __init__(self, rows: int) -> None:
        """Start with every row scored."""
        self.bits = np.zeros(rows, "u1")
        self.rows = rows

    def put(self, rows: Rows, bits: Any) -> None:  # noqa: ANN401  # an array or a number for all
        """Take the bits of some rows."""
        if not isinstance(bits, int) or bits or not isinstance(rows, slice):
            self.bits[rows] = bits

    def codes(self) -> Array:
        """Return the place of each row's outcome in `OUTCOMES`; one more than all where there is none."""
        if not self.bits.any():
            return _scored(self.rows)
        return _PLACE[self.bits]

    def __getitem__(self, row: int) -> Outcome | None:
        """Return the outcome of a row; None where it was refused, or has no such node."""
        place = int(_PLACE[self.bits[row]])
        return OUTCOMES[place] if place < len(OUTCOMES) else None


class Values:
    """Words or truth values of every row."""

    def __init__(self, rows: int, lane: str, words: Sequence[str]) -> None:
        """Start; ``words``: what the places mean, empty for truth values."""
        self.words = words
        self.values = np.zeros(rows, lane)
        self.without: Array | None = None

    def put(self, rows: Rows, values: Any, without: Any) -> None:  # noqa: ANN401  # arrays or constants
        """Take some rows."""
        self.values[rows] = values
        self.without = without_in(self.without, len(self.values), rows, without)

    def set(self, row: int, value: object) -> None:
        """Take the value of one row, None for none."""
        self.without = without_in(self.without, len(self.values), slice(row, row + 1), value is None)
        if value is not None:
            self.values[row] = self.words.index(str(value)) if self.words else value

    def __getitem__(self, row: int) -> object:
        """Return the value of a row."""
        if self.without is not None and self.without[row]:
            return None
        return self.words[int(self.values[row])] if self.words else bool(self.values[row])


class Reasons:
    """The reasons for which a node lost points, of every row: a bit for each line of its account."""

    def __init__(self, rows: int, codes: Sequence[str]) -> None:
        """Start without any; ``codes``: of the lines."""
        self.codes = tuple(codes)
        self.bits = np.zeros(rows, lane_of(0, (1 << len(codes)) - 1))

    def put(self, rows: Rows, bits: Any) -> None:  # noqa: ANN401  # an array or a number for all
        """Take the bits of some rows."""
        if not isinstance(bits, int) or bits or not isinstance(rows, slice):
            self.bits[rows] = bits

    def more(self, code: str) -> None:
        """Take one more code, after the others."""
        self.codes = *self.codes, code
        lane = np.promote_types(self.bits.dtype, lane_of(0, (1 << len(self.codes)) - 1))
        self.bits = self.bits.astype(lane, copy=False)

    def bits_of(self, codes: Iterable[str]) -> int:
        """Return codes in the order of their lines as bits; lines that are none yet are put after the others."""
        bits, first = 0, 0
        for code in codes:
            if code not in self.codes[first:]:
                self.more(code)
            first = self.codes.index(code, first) + 1
            bits |= 1 << first - 1
        return bits

    def told(self, bits: int) -> tuple[str, ...]:
        """Return the codes of some bits."""
        return tuple(code for place, code in enumerate(self.codes) if bits >> place & 1)

    def __getitem__(self, row: int) -> tuple[str, ...]:
        """Return the codes of a row."""
        return self.told(int(self.bits[row]))


class Numbers:
    """Numbers of every row: whole multiples of a unit, or ratios.

    Attributes:
        values: whole numbers.
        unit: what they are multiples of.
        under: what they are divided by; None: 1.
        without: where there is none; None: nowhere.
        negative: whether one may be below zero.
        halves: values and room beside each of them, if they are kept so.
    """

    def __init__(self, rows: int, unit: Fraction | None = None, *, wide: bool = False) -> None:
        """Start.

        Args:
            rows: how many there are.
            unit: the one wanted, None: whatever comes first.
            wide: whether every number gets the 16 bytes of a decimal, as which it will be given away.
        """
        self.rows, self.unit, self.wide = rows, unit, wide
        self.values: Array = np.zeros(0, "i1")
        self.under: Array | None = None
        self.without: Array | None = None
        self.negative = False
        self.halves: Array | None = None

    def _start(self, lane: str) -> None:
        """Make room for values of a lane."""
        wider = np.promote_types(self.values.dtype, lane) if len(self.values) else np.dtype(lane)
        if len(self.values) == self.rows and wider == self.values.dtype:
            return
        if self.wide and wider != OBJECT:
            if self.halves is None:
                self.halves = np.zeros((self.rows, 2), "i8")
                self.values = self.halves[:, 0]
        elif len(self.values) != self.rows:
            self.values = np.zeros(self.rows, wider)
        else:
            self.values, self.halves = self.values.astype(wider), None

    def put(self, rows: Rows, values: Any, under: Any, unit: Fraction, without: Any) -> None:  # noqa: ANN401  # arrays or constants
        """Take some rows of whole multiples of a unit, divided by others."""
        factor = self._factor(unit)
        if isinstance(values, int):
            values = np.asarray(values * factor, lane_of(values * factor, values * factor))
        elif factor != 1:
            values = _times(values, factor)
        self._start(values.dtype.str)
        self.values[rows] = values
        if under is not None or self.under is not None:
            self._divide(rows, 1 if under is None else under)
        self.without = without_in(self.without, self.rows, rows, without)

    def _factor(self, unit: Fraction) -> int:
        """Return how many of the own units a unit is; the own one gets finer where it has to."""
        if self.unit is None:
            self.unit = unit
        if unit == self.unit:
            return 1
        if (unit / self.unit).denominator != 1:
            finer = common_unit((self.unit, unit))
            if len(self.values):
                self.values, self.halves = _times(self.values, (self.unit / finer).numerator), None
            self.unit = finer
        return (unit / self.unit).numerator

    def _divide(self, rows: Rows, under: Any) -> None:  # noqa: ANN401  # an array or a number
        lane = under.dtype.str if isinstance(under, np.ndarray) else lane_of(under, under)
        if self.under is None:
            self.under = np.ones(self.rows, lane)
        wider = np.promote_types(self.under.dtype, lane)
        self.under = self.under.astype(wider, copy=False)
        self.under[rows] = under

    def set(self, row: int, value: Fraction | None) -> None:
        """Take the number of one row, None for none."""
        self.without = without_in(self.without, self.rows, slice(row, row + 1), value is None)
        if value is None:
            return
        self.negative |= value < 0
        if self.under is None and self.unit is not None and (value / self.unit).denominator == 1:
            self.put(slice(row, row + 1), (value / self.unit).numerator, None, self.unit, without=False)
            return
        unit = self.unit or Fraction(1)
        own = value / unit
        self.put(slice(row, row + 1), own.numerator, own.denominator, unit, without=False)

    def __getitem__(self, row: int) -> Fraction | None:
        """Return the number of a row."""
        if self.without is not None and self.without[row]:
            return None
        over = int(self.values[row]) if len(self.values) else 0
        return Fraction(over, 1 if self.under is None else int(self.under[row])) * (self.unit or 1)


def without_in(known: Array | None, many: int, rows: Rows, without: Any) -> Array | None:  # noqa: ANN401  # an array or one for all
    """Return where a column has no value: what was known of it, and some rows more."""
    if known is None:
        if without is False:
            return None
        known = np.zeros(many, bool)
    known[rows] = without
    return known


def _times(values: Array, factor: int) -> Array:
    """Return whole numbers times a constant, in a lane that holds them."""
    if values.dtype == OBJECT:
        return values * factor
    most = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0)))) * factor
    return values.astype("i8" if most < 1 << 62 else OBJECT) * factor
