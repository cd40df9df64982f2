"""Columns of raw values → whole multiples of a unit, block by block; rows that need a closer look are marked.

A column is a NumPy array: whole numbers, binary floats (which stand for their shortest decimal), texts, or objects such
as `decimal.Decimal`. Nothing is guessed: what is not plainly a value that the figure allows makes its row *odd*, and
odd rows are read by the careful way of `scoring.reading`, which takes or refuses them in its own words.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from scoring.columns.column import EPOCH, Coded, Column, Made, Scaled, column
from scoring.columns.kernel import FAILS, LACKS, THERE, UNDER, Shape
from scoring.columns.names import word_lane
from scoring.graph import Type
from scoring.lean import promised
from scoring.number import places_of
from scoring.reading import WHOLE_LIMIT, Refusal, read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.columns.kernel import Kernel
    from scoring.columns.names import Array
    from scoring.graph import Cause
    from scoring.reading import Domain

__all__ = ("EPOCH", "LEVELS", "Coded", "Column", "Made", "Piece", "Reader", "Scaled", "column", "made_piece")

LEVELS = (0, 2, 4, 6, 8, 11, 15)
"""Decimals that are tried for the floats of a block, from those that are promised on."""

_FEW = 256
"""Of so many floats one with more decimals is odd; where there are more of them, the block gets a finer unit."""

_DIGITS = 15
_LONGEST = 10**_DIGITS
_MOST_PLACES = 30
_NARROWEST = 1 << 7
_PLAIN = 1 << 53
"""Up to here whole numbers as binary floats have the order of their bits, read as whole numbers."""


class Piece(NamedTuple):
    """A column of a block, read.

    Attributes:
        values: whole numbers (also as floats), truth values or places of words; anything where there is none.
        there: where there is a value; None: everywhere.
        odd: rows that need a closer look; None: none.
        shape: what it is.
        made: of a column that was worked out, the column.
    """

    values: Array
    there: Array | None
    odd: Array | None
    shape: Shape
    made: Made | None = None


class Reader:
    """Reads the columns of one figure, block by block.

    It remembers how many decimals there were; that only saves time.
    """

    def __init__(self, domain: Domain, words: Mapping[str, int], *, by_value: bool = False) -> None:
        """Read for one input.

        Args:
            domain: what it may be.
            words: the place of every word of the program.
            by_value: whether numbers are read one by one, which takes long and leaves fewer of them odd.
        """
        self.domain, self.words, self.by_value = domain, words, by_value
        self.lane = word_lane(words)
        self.places = promised(domain)
        self._ends: dict[int, tuple[int, int]] = {}
        self._known: tuple[tuple[object, ...], list[object]] | None = None

    def read(self, given: Column) -> Piece:  # noqa: C901, PLR0911  # one for each kind of column
        """Return a block of the column, read."""
        there = given.there
        if there is not None and there.all():
            there = None
        values = given.values
        if isinstance(values, Made):
            return made_piece(values, there)
        if isinstance(values, Coded):
            return self._coded(values, there)
        is_number = self.domain.type is Type.NUMBER and not self.domain.date
        if isinstance(values, Scaled):
            if is_number:
                return self._numbers(values.values, there, unit_of(values.places), None)
            return self._objects(map(given.raw, range(len(given))), there)
        kind = values.dtype.kind
        if kind == "b" and self.domain.type is Type.TRUTH:
            return Piece(values, there, None, Shape(there is not None))
        if kind == "M" and self.domain.date:
            days = values.astype("M8[D]")
            whole = (days == values) & ~np.isnat(values)
            return self._numbers(days.astype("i8") + EPOCH, there, unit_of(0), None if whole.all() else ~whole)
        if is_number:
            if kind == "i":
                return self._numbers(values, there, unit_of(0), None)
            if kind == "u":
                return self._numbers(values.astype("i8"), there, unit_of(0), values > np.iinfo("i4").max)
            if kind == "f" and not self.by_value:
                return self._floats(values.astype("f8", copy=False), there)
        return self._objects(values.tolist() if kind != "M" else list(values), there)

    # --- numbers ------------------------------------------------------------------------------------------------

    def _floats(self, values: Array, there: Array | None) -> Piece:
        """Read binary floats, with as many decimals as leave next to none of them odd."""
        best: tuple[int, int, Array, Array | None] | None = None
        before = self.places
        for places in (before, *(each for each in LEVELS if each > before)):
            scaled, odd = _as_whole(values, 10**places, there)
            many = 0 if odd is None else int(np.count_nonzero(odd))
            if best is None or many < best[0]:
                best = many, places, scaled, odd
            if many * _FEW <= len(values) or self.domain.whole:
                break
        assert best is not None  # noqa: S101  # there is one number of decimals at least
        _, places, scaled, odd = best
        self.places = places  # other threads may write it at any time: it is not read again here
        return self._numbers(scaled, there, unit_of(places), odd)

    def _numbers(self, values: Array, there: Array | None, unit: Fraction, odd: Array | None) -> Piece:
        """Return whole multiples of a unit; what the figure does not allow is odd."""
        least, most = self._limits(unit)
        odd = _hidden(odd, there)
        if there is not None or odd is not None:
            values = self._filled(values, there, odd, least, most)
        low, high = _ends(values)
        if low is None or high is None or low < least or high > most:
            outside = ~((values >= least) & (values <= most))
            odd = outside if odd is None else odd | outside
            values = self._filled(values, None, outside, least, most)
            low, high = _ends(values)
        if self.domain.whole and unit != 1:
            broken = values % unit.denominator != 0
            if broken.any():
                odd = broken if odd is None else odd | broken
        shape = Shape(there is not None, unit, low or 0, high or 0)
        return Piece(values, there, odd, shape)

    def _filled(self, values: Array, there: Array | None, odd: Array | None, least: int, most: int) -> Array:
        """Return the values with one that is allowed wherever there is none to read."""
        gone = ~there if odd is None else odd if there is None else odd | ~there  # type: ignore[operator]  # not both None
        filler = min(max(0, least), most)
        if values.dtype.kind == "i" and not -_NARROWEST <= filler < _NARROWEST:
            values = values.astype("i8")
        return np.where(gone, np.asarray(filler, values.dtype), values)

    def limits(self, shape: Shape) -> tuple[int, int]:
        """Return the least and the greatest multiple of its unit that fits a shape and is allowed."""
        least, most = self._limits(shape.unit)
        return max(least, shape.low), min(most, shape.high)

    def plainly(self, shape: Shape, kind: str, places: int = 0) -> tuple[int, int] | None:
        """Return between which multiples of its unit every number of a shape is plainly what it looks like.

        Args:
            shape: of a block.
            kind: of the array, ``i`` or ``f``.
            places: decimals of its whole numbers.

        Returns:
            The least and the greatest of them; None where each number takes a closer look.
        """
        low, high = self.limits(shape)
        unit = shape.unit
        if self.domain.date or low > high or max(-low, high) >= _PLAIN or (self.domain.whole and unit != 1):
            return None
        if kind == "i":
            return (low, high) if unit == unit_of(places) else None
        fits = kind == "f" and unit.numerator == 1 and not self.by_value
        return (low, high) if fits else None

    def table(self, values: Coded) -> Array | None:
        """Return what each word of a column is in the program; None where one of them is no word of the figure."""
        meanings = self._meanings(values.words)
        if self.domain.type is not Type.CHOICE or not all(isinstance(each, int) for each in meanings):
            return None
        return np.asarray(meanings, self.lane)

    def _limits(self, unit: Fraction) -> tuple[int, int]:
        """Return the least and the greatest multiple of a unit that a figure may be, at most 15 digits long."""
        key = unit.denominator
        if key not in self._ends:
            self._ends[key] = self._limits_in(unit)
        return self._ends[key]

    def _limits_in(self, unit: Fraction) -> tuple[int, int]:
        end = int((WHOLE_LIMIT - unit) / unit)
        if not self.by_value:  # a float of more digits is not sure to be what it looks like
            end = min(end, _LONGEST - 1)
        low, high = self.domain.low, self.domain.high
        least = -end if low is None else max(-end, (low / unit).__ceil__())
        return least, end if high is None else min(end, (high / unit).__floor__())

    # --- words and objects --------------------------------------------------------------------------------------

    def _coded(self, values: Coded, there: Array | None) -> Piece:
        return self._table(self._meanings(values.words), values.codes, there)

    def _meanings(self, words: tuple[object, ...]) -> list[object]:
        """Return what words mean; the blocks of a column have the same."""
        known = self._known
        if known is None or known[0] is not words:
            known = self._known = words, [self._meaning(each) for each in words]
        return known[1]

    def _objects(self, values: Iterable[object], there: Array | None) -> Piece:
        """Read value by value; what is read once is remembered."""
        places: dict[tuple[type, object], int] = {}
        codes = []
        for each in values:
            key = each.__class__, each
            try:
                code = places.setdefault(key, len(places))
            except TypeError:  # a list or the like is no value
                code = places.setdefault((_Odd, None), len(places))
            codes.append(code)
        meanings = [_ODD if kind is _Odd else self._meaning(each) for kind, each in places]
        return self._table(meanings, np.asarray(codes, "i4"), there)

    def _meaning(self, raw: object) -> object:
        """Return what one raw value means: a Fraction, a truth value, the place of a word, None for no value."""
        try:
            value = read_value(raw, self.domain, written=False)
        except (TypeError, ValueError, ArithmeticError):
            return _ODD
        if isinstance(value, Refusal):
            return _ODD
        return self.words[value] if isinstance(value, str) else value

    def _table(self, meanings: list[object], codes: Array, there: Array | None) -> Piece:
        """Return the column of which every value is one of a table."""
        size = max(len(meanings), 1)
        known = np.asarray([each is not None for each in meanings] or [True])
        odd_ones = np.asarray([each is _ODD for each in meanings] or [False])
        odd = odd_ones[codes] if odd_ones.any() else None
        here = known[codes] if not known.all() else None
        if here is not None:
            there = here if there is None else there & here
        odd = _hidden(odd, there)
        if self.domain.type is Type.TRUTH:
            table = np.asarray([each is True for each in meanings] or [False])
            return Piece(table[codes], there, odd, Shape(there is not None))
        if self.domain.type is Type.CHOICE:
            first = self.words[self.domain.words[0]]
            plain = [each if isinstance(each, int) else first for each in meanings] or [first]
            return Piece(np.asarray(plain, self.lane)[codes], there, odd, Shape(there is not None))
        return self._fractions(meanings, codes, there, odd, size)

    def _places(self, meanings: list[object], codes: Array) -> int:
        """Return how many decimals the numbers of a table get; a few rows may need more."""
        own = self.places if not self.domain.date else 0
        most = _MOST_PLACES if self.by_value else LEVELS[-1]
        needed = [(places_of(each) or 0, place) for place, each in enumerate(meanings) if isinstance(each, Fraction)]
        often = np.bincount(codes, minlength=len(meanings)) if len(codes) else np.ones(len(meanings), int)
        left = 0 if self.by_value else len(codes) // _FEW
        for places, place in sorted(needed, reverse=True):
            if places <= own:
                break
            left -= int(often[place]) if places <= most else 0
            if places <= most and left < 0:
                return places
        return own

    def _fractions(
        self, meanings: list[object], codes: Array, there: Array | None, odd: Array | None, size: int
    ) -> Piece:
        places = self._places(meanings, codes)
        table = np.zeros(size, "O")
        bad = np.zeros(size, bool)
        for place, each in enumerate(meanings):
            if isinstance(each, Fraction):
                scaled = each * 10**places
                if scaled.denominator != 1:
                    bad[place] = True
                else:
                    table[place] = int(scaled)
        if bad.any():
            odd = bad[codes] if odd is None else odd | bad[codes]
        if max(abs(each) for each in table) < _LONGEST * 1000:
            table = table.astype("i8")
        return self._numbers(table[codes], there, unit_of(places), odd)


def made_piece(given: Made, there: Array | None) -> Piece:
    """Return a block of a column that was worked out."""
    low, high = _ends(given.over)
    under = 1 if given.under is None else int(given.under.max(initial=1))
    causes = there is not None and given.why is not None
    return Piece(
        given.over, there, None, Shape(there is not None, given.unit, low or 0, high or 0, under, causes), given
    )


def arrays_of(pieces: Mapping[str, Piece], own: Kernel, rows: int) -> list[Array]:
    """Return the inputs of a kernel, in its order."""
    found: dict[str, Array] = {}
    for name, piece in pieces.items():
        take(own, name, piece, found)
    return [found[each] if each in found else np.ones(rows, bool) for each in own.names]


def take(own: Kernel, name: str, piece: Piece, found: dict[str, Array]) -> None:
    """Put what was read of a column among what a kernel takes, in its lanes; left out is what holds for all."""
    if name in own.lanes:
        found[name] = piece.values.astype(own.lanes[name], copy=False)
    if piece.there is not None and THERE + name in own.lanes:
        found[THERE + name] = piece.there
    if piece.made is None:
        return
    if UNDER + name in own.lanes:
        under = np.ones(len(piece.values), "i1") if piece.made.under is None else piece.made.under
        found[UNDER + name] = under.astype(own.lanes[UNDER + name], copy=False)
    why = piece.made.why
    for prefix, missing in ((LACKS, True), (FAILS, False)):
        if prefix + name in own.lanes:
            some = causes_of(why, missing=missing)
            found[prefix + name] = np.full(len(piece.values), missing) if some is None else some


def causes_of(why: Coded | None, *, missing: bool) -> Array | None:
    """Return where some causes are missing inputs, or others are; None: all are missing inputs."""
    if why is None or not why.words:
        return None
    sets = cast("tuple[frozenset[Cause], ...]", why.words)
    kinds = [any((cause.kind == "missing") is missing for cause in each) for each in sets]
    found: Array = np.asarray(kinds, bool)[why.codes]
    return found


@cache
def unit_of(places: int) -> Fraction:
    """Return the unit of so many decimals; one object each, since shapes with them are compared all the time."""
    return Fraction(1, 10**places)


def _as_whole(values: Array, power: int, there: Array | None) -> tuple[Array, Array | None]:
    """Return floats as whole multiples of 1 / power, and which of them are none (or are too long to be sure)."""
    with np.errstate(all="ignore"):
        scaled = values * power
        np.rint(scaled, scaled)
        same = scaled / power == values
        if there is not None:
            same |= ~there
        if same.all():
            return scaled, None
        same &= np.abs(scaled) < _LONGEST
        if there is not None:
            same |= ~there
    return scaled, None if same.all() else ~same


def _hidden(odd: Array | None, there: Array | None) -> Array | None:
    """Return the odd rows among those that have a value, None where there are none."""
    if odd is not None and there is not None:
        odd = odd & there
    return odd if odd is not None and odd.any() else None


def _ends(values: Array) -> tuple[int | None, int | None]:
    """Return the least and the greatest of whole numbers; None for what is no number."""
    if not len(values):
        return 0, 0
    low, high = values.min(), values.max()
    if values.dtype.kind == "f" and not (np.isfinite(low) and np.isfinite(high)):
        return None, None
    return int(low), int(high)


class _Odd:
    """What a value means that needs a closer look."""


_ODD = _Odd()
