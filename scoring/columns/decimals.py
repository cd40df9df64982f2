"""Numbers of results → Arrow: decimals, pairs of numerator and denominator, texts; and which rows do not fit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from scoring.columns.code import OBJECT
from scoring.columns.places import Kind
from scoring.number import decimal_text, places_of

if TYPE_CHECKING:
    from scoring.columns.names import Array
    from scoring.columns.places import Written
    from scoring.columns.results import Numbers

DIGITS = 38
"""Digits of a decimal in Arrow."""

MORE_DIGITS = 76
"""Digits of its longest decimal; longer numbers are texts."""

_PARTS = ("numerator", "denominator")

PAIR = pa.struct([(each, pa.decimal128(DIGITS, 0)) for each in _PARTS])
"""A number that need not have a finite decimal, in lowest terms."""

_LANES = 18
"""Digits that 64 bits surely hold."""

_HALF = np.uint64(32)
_LOW = np.uint64((1 << 32) - 1)


class Fitted(NamedTuple):
    """An Arrow array, and where a number has too many digits for it; None: nowhere."""

    array: Any
    misfits: Array | None = None


def numbers_array(given: Numbers, written: Written, *, as_needed: bool) -> Fitted:
    """Return numbers as they are written.

    Args:
        given: the numbers.
        written: how.
        as_needed: whether decimals of which the places are not known have as many as these take.
    """
    unit = given.unit or Fraction(1)
    values = given.values if len(given.values) else np.zeros(given.rows, "i8")
    if written.kind is Kind.TEXT:
        return Fitted(_texts(given))
    places = _needed(given, unit) if as_needed and written.kind is Kind.FREE else written.scale
    if written.kind is Kind.RATIO or places is None:
        return _ratios(values, given.under, unit, given.without)
    if given.halves is not None and given.under is None and unit == Fraction(1, 10**places):
        if given.negative:
            np.right_shift(given.values, 63, out=given.halves[:, 1])
        return Fitted(_of_halves(given.halves, places, given.without))
    return _in_places(values, given.under, unit, places, given.without)


def long_array(given: Numbers, written: Written) -> Any:  # noqa: ANN401  # an Arrow array
    """Return numbers of which one is too long for the usual decimals in the narrowest type that holds them all."""
    numbers = [given[row] for row in range(given.rows)]
    places = [places_of(each) for each in numbers if each is not None]
    known = [each for each in places if each is not None]
    if written.kind is Kind.RATIO or len(known) < len(places):
        parts = [
            _wide([None if each is None else each.numerator for each in numbers], 0),
            _wide([None if each is None else each.denominator for each in numbers], 0),
        ]
        mask = pa.array([each is None for each in numbers])
        return pa.StructArray.from_arrays(parts, _PARTS, mask=mask)
    scale = max(known, default=0) if written.kind is Kind.FREE else max(written.scale, *known, 0)
    return _wide([None if each is None else int(each * 10**scale) for each in numbers], scale)


def _wide(scaled: list[int | None], places: int) -> Any:  # noqa: ANN401  # an Arrow array
    """Return whole multiples of 10**-places in the narrowest type that holds them all: decimals, else texts."""
    most = max((abs(each) for each in scaled if each is not None), default=0)
    for digits, make in ((DIGITS, pa.decimal128), (MORE_DIGITS, pa.decimal256)):
        if most < 10**digits and places <= digits:
            whole = pa.array(scaled, make(digits, 0))
            return pa.Array.from_buffers(make(digits, places), len(whole), whole.buffers())
    unit = Fraction(1, 10**places)
    return pa.array([None if each is None else decimal_text(each * unit) for each in scaled], pa.string())


def _needed(given: Numbers, unit: Fraction) -> int | None:
    """Return the places that decimals take, None where a number has none."""
    if given.under is None:
        return places_of(unit)
    rows = np.flatnonzero(given.under != 1).tolist()
    found = [places_of(value) for row in rows if (value := given[row]) is not None]
    known = [each for each in (places_of(unit), *found) if each is not None]
    return max(known) if len(known) > len(found) else None


def _texts(given: Numbers) -> Any:  # noqa: ANN401  # an Arrow array
    values = (given[row] for row in range(given.rows))
    return pa.array([None if value is None else decimal_text(value) for value in values], pa.string())


def _in_places(values: Array, under: Array | None, unit: Fraction, places: int, without: Array | None) -> Fitted:
    """Return whole multiples of a unit, or ratios of them, as decimals with some places."""
    factor = unit * 10**places
    if under is None and factor.denominator == 1:
        return _decimals(values, factor.numerator, places, without)
    most = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0)))) * factor.numerator
    lane = "i8" if under is None and max(most, factor.denominator) < 10**_LANES else OBJECT
    over = values.astype(lane) * factor.numerator
    below = (np.ones(len(values), lane) if under is None else under.astype(OBJECT)) * factor.denominator
    if without is not None:
        over, below = np.where(without, 0, over), np.where(without, 1, below)
    odd = np.asarray(over % below != 0, bool)
    whole = _decimals(np.where(odd, 0, over // below), 1, places, without)
    misfits = odd if whole.misfits is None else odd | whole.misfits
    return Fitted(whole.array, misfits if misfits.any() else None)


def _decimals(values: Array, factor: int, places: int, without: Array | None) -> Fitted:
    """Return whole numbers times a factor as decimals with some places."""
    most = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
    if values.dtype == OBJECT or most >= 1 << 63 or factor >= 1 << 63:
        return _one_by_one(values, factor, places, without)
    halves = np.empty((len(values), 2), "i8")
    if most * factor < 10**_LANES:
        np.multiply(values.astype("i8"), factor, out=halves[:, 0])
        np.right_shift(halves[:, 0], 63, out=halves[:, 1])
    else:
        _multiplied(values.astype("i8"), factor, halves.view("u8"))
    return Fitted(_of_halves(halves, places, without))


def _of_halves(halves: Array, places: int, without: Array | None) -> Any:  # noqa: ANN401  # an Arrow array
    mask = None if without is None else pa.array(~without).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(DIGITS, places), len(halves), [mask, pa.py_buffer(halves)])


def _multiplied(values: Array, factor: int, halves: Array) -> None:
    """Write products of 128 bits: the lower half of each and the upper one, in two's complement."""
    size = np.abs(values).view("u8")
    high, low = size >> _HALF, size & _LOW
    above, below = np.uint64(factor >> 32), np.uint64(factor & 0xFFFF_FFFF)
    bottom, left, right = low * below, high * below, low * above
    middle = (bottom >> _HALF) + (left & _LOW) + (right & _LOW)
    halves[:, 0] = (bottom & _LOW) | (middle << _HALF)
    halves[:, 1] = high * above + (left >> _HALF) + (right >> _HALF) + (middle >> _HALF)
    negative = values < 0
    halves[negative] = ~halves[negative]
    halves[negative, 0] += np.uint64(1)
    halves[negative, 1] += (halves[negative, 0] == 0).astype("u8")


def _one_by_one(values: Array, factor: int, places: int, without: Array | None) -> Fitted:
    """Return numbers of any size; those of more than 38 digits do not fit."""
    known = np.ones(len(values), bool) if without is None else ~without
    scaled = [each * factor if there else None for each, there in zip(values.tolist(), known.tolist(), strict=True)]
    misfits = np.asarray([each is not None and abs(each) >= 10**DIGITS for each in scaled], bool)
    for row in np.flatnonzero(misfits).tolist():
        scaled[row] = 0
    whole = pa.array(scaled, pa.decimal128(DIGITS, 0))
    array = pa.Array.from_buffers(pa.decimal128(DIGITS, places), len(whole), whole.buffers())
    return Fitted(array, misfits if misfits.any() else None)


def _ratios(values: Array, under: Array | None, unit: Fraction, without: Array | None) -> Fitted:
    """Return ratios in lowest terms."""
    below = np.ones(len(values), "i8") if under is None else under
    wide = max(abs(int(each)) for pair in (values, below) for each in (pair.max(initial=0), pair.min(initial=0)))
    lane = "i8" if wide * max(unit.numerator, unit.denominator) < 10**_LANES else OBJECT
    over, below = values.astype(lane) * unit.numerator, below.astype(lane) * unit.denominator
    if without is not None:
        below = np.where(without, 1, below)
    shared = np.gcd(over, below)
    parts = [_decimals(each // shared, 1, 0, without) for each in (over, below)]
    mask = None if without is None else pa.array(without)
    array = pa.StructArray.from_arrays([each.array for each in parts], _PARTS, mask=mask)
    odd = [each.misfits for each in parts if each.misfits is not None]
    return Fitted(array, np.logical_or.reduce(odd) if odd else None)
