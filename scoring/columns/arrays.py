"""Arrow arrays → columns of NumPy, and results → Arrow arrays, without a binary float on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # likewise
import pyarrow.types as kinds  # type: ignore[import-untyped]  # likewise

from scoring.columns.column import EPOCH, Coded, Column, Scaled
from scoring.columns.decimals import DIGITS
from scoring.columns.lists import EACH, Listed
from scoring.columns.results import OUTCOMES

if TYPE_CHECKING:
    from scoring.columns.missing import Causes
    from scoring.columns.names import Array
    from scoring.columns.results import Numbers, Outcomes, Reasons, Values

_WORDS = pa.array([each.value for each in OUTCOMES])


def read_array(given: Any, *, lists: bool = False) -> Column | None:  # noqa: ANN401, PLR0911  # an Arrow array; one for each kind
    """Return an Arrow column as one of ours, None where its type holds no figure; ``lists``: or no list of figures."""
    array = _in_one(given) if isinstance(given, pa.ChunkedArray) else given
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
        return Column(_moments(array, there), there)
    if lists and (kinds.is_list(kind) or kinds.is_large_list(kind) or kinds.is_fixed_size_list(kind)):
        return _listed(array, there)
    return None


def _in_one(given: Any) -> Any:  # noqa: ANN401  # chunked Arrow arrays, an array
    """Return the chunks of a column as one array."""
    if given.num_chunks == 1:  # to combine it would copy it
        return given.chunk(0)
    try:
        return given.combine_chunks()
    except pa.ArrowInvalid:  # each has words of its own, with gaps among them, or too many together
        if not kinds.is_dictionary(given.type):
            raise
        return pa.chunked_array([each.dictionary_decode() for each in given.chunks]).combine_chunks()


def _listed(array: Any, there: Array | None) -> Column:  # noqa: ANN401  # an Arrow array of lists
    """Return lists by their entries; those whose entries are no plain values as lists of Python."""
    if kinds.is_fixed_size_list(array.type):
        array = array.cast(pa.large_list(array.type.value_type))
    lengths = np.asarray(array.value_lengths().fill_null(0))
    entries = array.flatten()  # without those of rows that have no list
    names: list[str] = []
    columns = [read_array(entries)]
    if kinds.is_struct(entries.type) and not entries.null_count:
        names = [entries.type.field(place).name for place in range(entries.type.num_fields)]
        columns = [read_array(entries.field(place)) for place in range(len(names))]
    fields = {name: each for name, each in zip(names or [EACH], columns, strict=True) if each is not None}
    if len(fields) < len(columns) or len(set(names)) < len(names):
        return _one_by_one(array, there)
    return Column(Listed(np.r_[0, np.cumsum(lengths, dtype="i8")], fields), there)


def _moments(array: Any, there: Array | None) -> Array:  # noqa: ANN401  # an Arrow array
    """Return days or moments; midnight is that of the place where it was written, not of Greenwich."""
    if kinds.is_date(array.type):
        return _plain(array, there).astype("M8[D]")
    local = array if array.type.tz is None else pc.local_timestamp(array)
    return _plain(local, there)  # in its own unit: a far moment in a finer one would be another


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
    if array.type.bit_width != 128 or array.type.scale < 0:  # noqa: PLR2004  # the commonest width
        try:
            array = array.cast(pa.decimal128(DIGITS, max(array.type.scale, 0)), safe=True)
        except pa.ArrowInvalid:  # more digits than that, at least in one row
            return _one_by_one(array, there)
    scale = array.type.scale
    if not len(array):
        return Column(Scaled(np.zeros(0, "i8"), scale), there)
    halves = np.frombuffer(array.buffers()[1], "i8", 2 * len(array), 16 * array.offset).reshape(-1, 2)
    low, high = halves[:, 0], halves[:, 1]
    if there is not None:
        low = np.where(there, low, 0)
        high = np.where(there, high, 0)
    if (high == low >> 63).all():
        return Column(Scaled(low, scale), there)
    return _one_by_one(array, there)


def _one_by_one(array: Any, there: Array | None) -> Column:  # noqa: ANN401  # an Arrow array
    """Return values as those of Python."""
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
        pa.array(codes.astype("i4"), mask=codes == 0), pa.array([",".join(each) for each in given.told], pa.string())
    )


def values_array(given: Values) -> Any:  # noqa: ANN401  # an Arrow array
    """Return words as a dictionary, truth values as they are."""
    if not given.words:
        return pa.array(given.values, mask=given.without)
    return pa.DictionaryArray.from_arrays(pa.array(given.values, mask=given.without), pa.array(list(given.words)))


def dates_array(given: Numbers) -> Any:  # noqa: ANN401  # an Arrow array
    """Return days as dates."""
    values = given.values if len(given.values) else np.zeros(given.rows, "i8")
    days = values.astype("i8") * int(given.unit or 1) - EPOCH
    return pa.array(days.astype("i4"), pa.date32(), mask=given.without)
