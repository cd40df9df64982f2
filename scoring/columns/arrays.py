"""Arrow arrays → columns of NumPy, and results → Arrow arrays, without a binary float on the way."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.types as kinds  # type: ignore[import-untyped]  # likewise

from scoring.columns.code import OBJECT
from scoring.columns.column import EPOCH, Coded, Column, Scaled
from scoring.columns.lists import EACH, Listed
from scoring.columns.results import OUTCOMES
from scoring.number import places_of

if TYPE_CHECKING:
    from scoring.columns.missing import Causes
    from scoring.columns.names import Array
    from scoring.columns.results import Numbers, Outcomes, Reasons, Values

DIGITS = 38
"""Digits of a decimal in Arrow."""

_WORDS = pa.array([each.value for each in OUTCOMES])

_LANES = 18
"""Digits that 64 bits surely hold."""


def read_array(given: Any, *, lists: bool = False) -> Column | None:  # noqa: ANN401, PLR0911  # an Arrow array; one for each kind
    """Return an Arrow column as one of ours, None where its type holds no figure; ``lists``: or no list of figures."""
    array = given
    if isinstance(given, pa.ChunkedArray):  # to combine a single chunk would copy it
        array = given.chunk(0) if given.num_chunks == 1 else given.combine_chunks()
    kind = array.type
    there = None if not array.null_count else np.asarray(array.is_valid())
    if kinds.is_null(kind):
        return Column(np.full(len(array), None, "O"), np.zeros(len(array), bool))
    if kinds.is_dictionary(kind):
        words = tuple(array.dictionary.to_pylist())
        return Column(Coded(_plain(array.indices, there), words or (None,)), there)
    if kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_string_view(kind):
        return read_array(array.cast(pa.string()).dictionary_encode())
    if kinds.is_boolean(kind):
        return Column(_truths(array), there)
    if kinds.is_integer(kind) or kinds.is_floating(kind):
        return Column(_plain(array, there), there)
    if kinds.is_decimal(kind):
        return _decimals(array, there)
    if kinds.is_date(kind) or kinds.is_timestamp(kind):
        return Column(_plain(array, there).astype("M8[us]" if kinds.is_timestamp(kind) else "M8[D]"), there)
    if lists and (kinds.is_list(kind) or kinds.is_large_list(kind)):
        return _listed(array, there)
    return None


def _listed(array: Any, there: Array | None) -> Column:  # noqa: ANN401  # an Arrow array of lists
    """Return lists by their entries; those whose entries are no plain values as lists of Python."""
    lengths = np.asarray(array.value_lengths().fill_null(0))
    entries = array.flatten()  # without those of rows that have no list
    names: list[str] = []
    columns = [read_array(entries)]
    if kinds.is_struct(entries.type) and not entries.null_count:
        names = [entries.type.field(place).name for place in range(entries.type.num_fields)]
        columns = [read_array(entries.field(place)) for place in range(len(names))]
    fields = {name: each for name, each in zip(names or [EACH], columns, strict=True) if each is not None}
    if len(fields) < len(columns) or len(set(names)) < len(names):
        values = np.empty(len(array), "O")
        values[:] = array.to_pylist()
        return Column(values, there)
    return Column(Listed(np.r_[0, np.cumsum(lengths, dtype="i8")], fields), there)


def _truths(array: Any) -> Array:  # noqa: ANN401  # an Arrow array
    """Return truth values, a byte each; where there is none, either."""
    if not len(array):
        return np.zeros(0, bool)
    first, end = array.offset, array.offset + len(array)
    bits = np.frombuffer(array.buffers()[1], "u1")[first // 8 : -(-end // 8)]
    found: Array = np.unpackbits(bits, bitorder="little")[first % 8 : first % 8 + len(array)].view(bool)
    return found


def _plain(array: Any, there: Array | None) -> Array:  # noqa: ANN401  # an Arrow array
    """Return an array without gaps; what stood there does not matter."""
    if there is None:
        return np.asarray(array)
    if kinds.is_temporal(array.type):
        return np.asarray(array)
    return np.asarray(array.fill_null(0))


def _decimals(array: Any, there: Array | None) -> Column:  # noqa: ANN401  # an Arrow array
    """Return decimals as whole numbers: the lower half of each, where the upper one only repeats its sign."""
    scale = array.type.scale
    if array.type.bit_width != 128 or scale < 0:  # noqa: PLR2004  # the commonest width
        array = array.cast(pa.decimal128(DIGITS, max(scale, 0)), safe=True)
    halves = np.frombuffer(array.buffers()[1], "i8")[2 * array.offset : 2 * (array.offset + len(array))].reshape(-1, 2)
    low, high = halves[:, 0], halves[:, 1]
    if there is not None:
        low = np.where(there, low, 0)
        high = np.where(there, high, 0)
    if (high == low >> 63).all():
        return Column(Scaled(low, scale), there)
    values = np.empty(len(array), "O")
    values[:] = array.to_pylist()
    return Column(values, there)


def outcomes_array(given: Outcomes) -> Any:  # noqa: ANN401  # an Arrow array
    """Return outcomes as a dictionary; null where a row was refused or has no such node."""
    codes = given.codes()
    gaps = codes == len(OUTCOMES)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=gaps if gaps.any() else None), _WORDS)


def reasons_array(given: Reasons) -> Any:  # noqa: ANN401  # an Arrow array
    """Return reasons as a dictionary of codes, joined by commas; null where nothing was lost."""
    some, places = np.unique(given.bits, return_inverse=True)
    words = [",".join(given.told(int(each))) for each in some]
    return pa.DictionaryArray.from_arrays(
        pa.array(places.astype("i4"), mask=given.bits == 0), pa.array(words, pa.string())
    )


def causes_array(given: Causes) -> Any:  # noqa: ANN401  # an Arrow array
    """Return what is missing as a dictionary of names, joined by commas; null where nothing is."""
    codes = given.codes if len(given.codes) else np.zeros(given.rows, "i1")
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=codes == 0), pa.array([",".join(each) for each in given.told], pa.string())
    )


def values_array(given: Values) -> Any:  # noqa: ANN401  # an Arrow array
    """Return words as a dictionary, truth values as they are."""
    if not given.words:
        return pa.array(given.values, mask=given.without)
    return pa.DictionaryArray.from_arrays(pa.array(given.values, mask=given.without), pa.array(list(given.words)))


def numbers_array(given: Numbers, *, ratio: bool) -> Any:  # noqa: ANN401  # an Arrow array
    """Return numbers as decimals; of those that have none (``ratio``), numerator and denominator."""
    unit = given.unit or Fraction(1)
    places = places_of(unit)
    if given.halves is not None and given.under is None and places is not None and unit == Fraction(1, 10**places):
        if given.negative:
            np.right_shift(given.values, 63, out=given.halves[:, 1])
        return _of_halves(given.halves, places, given.without)
    values = given.values if len(given.values) else np.zeros(given.rows, "i8")
    if ratio or places is None or given.under is not None:
        return _ratios(values, given.under, unit, given.without)
    return decimals(values, unit.numerator * (10**places // unit.denominator), places, given.without)


def dates_array(given: Numbers) -> Any:  # noqa: ANN401  # an Arrow array
    """Return days as dates."""
    values = given.values if len(given.values) else np.zeros(given.rows, "i8")
    days = values.astype("i8") * int(given.unit or 1) - EPOCH
    return pa.array(days.astype("i4"), pa.date32(), mask=given.without)


def decimals(values: Array, factor: int, places: int, without: Array | None) -> Any:  # noqa: ANN401  # an Arrow array
    """Return whole numbers times a factor as decimals with some places."""
    most = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0)))) * factor
    if most >= 10**_LANES:
        scaled = [None if without is not None and without[row] else int(each) * factor
                  for row, each in enumerate(values.tolist())]  # fmt: skip
        whole = pa.array(scaled, pa.decimal128(DIGITS, 0))
        return pa.Array.from_buffers(pa.decimal128(DIGITS, places), len(whole), whole.buffers())
    halves = np.empty((len(values), 2), "i8")
    np.multiply(values.astype("i8"), factor, out=halves[:, 0])
    np.right_shift(halves[:, 0], 63, out=halves[:, 1])
    return _of_halves(halves, places, without)


def _of_halves(halves: Array, places: int, without: Array | None) -> Any:  # noqa: ANN401  # an Arrow array
    mask = None if without is None else pa.array(~without).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(DIGITS, places), len(halves), [mask, pa.py_buffer(halves)])


def _ratios(values: Array, under: Array | None, unit: Fraction, without: Array | None) -> Any:  # noqa: ANN401  # an Arrow array
    """Return ratios in lowest terms."""
    below = np.ones(len(values), "i8") if under is None else under
    wide = max(abs(int(each)) for pair in (values, below) for each in (pair.max(initial=0), pair.min(initial=0)))
    lane = "i8" if wide * max(unit.numerator, unit.denominator) < 10**_LANES else OBJECT
    over, below = values.astype(lane) * unit.numerator, below.astype(lane) * unit.denominator
    if without is not None:
        below = np.where(without, 1, below)
    shared = np.gcd(over, below)
    parts = [decimals(each // shared, 1, 0, without) for each in (over, below)]
    found = pa.StructArray.from_arrays(parts, ["numerator", "denominator"])
    if without is None:
        return found
    return pa.StructArray.from_arrays(parts, ["numerator", "denominator"], mask=pa.array(without))
