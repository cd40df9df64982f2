"""A chunk of the output as bytes: a Parquet file of one row group, or lines of CSV."""

from __future__ import annotations

from base64 import b64encode
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

from scoring.columns.decimals import PAIR
from scoring.columns.places import FREE_PLACES
from scoring.number import decimal_text, parse_number
from scoring.report.data import safe

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

_FEW_PLACES = 6  # Arrow writes smaller numbers with an exponent
_SCHEMA = b"ARROW:schema"  # under this name Arrow finds in a file which types the columns had
_SPECIAL = ('"', ",", "\n", "\r")
_BYTES = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)


def parquet_bytes(columns: Mapping[str, Any], texts: Container[str] = ()) -> bytes:
    """Return columns as a Parquet file of one row group (none where there are no rows).

    Args:
        columns: by heading.
        texts: headings of those whose codes are only how they come here: whoever reads the file finds texts.
    """
    table = pa.table(dict(columns))
    told = pa.schema([_text(each) if each.name in texts else each for each in table.schema])
    table = table.replace_schema_metadata({_SCHEMA: b64encode(told.serialize().to_pybytes())})
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, row_group_size=max(table.num_rows, 1), compression="zstd", compression_level=1, store_schema=False
    )
    return bytes(sink.getvalue().to_pybytes())


def _text(field: Any) -> Any:  # noqa: ANN401  # Arrow fields
    """Return a column of coded words as one of words."""
    return field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field


def csv_bytes(columns: Mapping[str, Any]) -> bytes:
    """Return columns as lines of CSV, without headings."""
    if not columns or not len(next(iter(columns.values()))):
        return b""
    cells = [_cells(each) for each in columns.values()]
    comma, end, nothing = (pa.scalar(text, pa.large_string()) for text in (",", "\n", ""))
    lines = pc.binary_join_element_wise(*[each.cast(pa.large_string()) for each in cells], comma)
    lines = pc.binary_join_element_wise(lines, nothing, end)
    if isinstance(lines, pa.ChunkedArray):
        lines = lines.combine_chunks()
    _, ends, text = lines.buffers()
    last = int.from_bytes(ends[8 * (lines.offset + len(lines)) : 8 * (lines.offset + len(lines) + 1)], "little")
    first = int.from_bytes(ends[8 * lines.offset : 8 * lines.offset + 8], "little")
    return bytes(text[first:last])


def csv_line(cells: Sequence[str]) -> bytes:
    """Return one line of CSV, of texts that no spreadsheet takes for formulas."""
    return (",".join(map(cell, cells)) + "\n").encode("utf-8", "backslashreplace")


def cell(text: str) -> str:
    """Return a text as a cell: no formula, in quotes where it has to be; a number stays as it is."""
    if parse_number(text.removesuffix("%")) is None:
        text = safe(text)
    return '"' + text.replace('"', '""') + '"' if any(each in text for each in _SPECIAL) else text


def in_csv(kind: Any) -> bool:  # noqa: ANN401  # an Arrow type
    """Whether values of a type can stand in cells."""
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    value = value.storage_type if isinstance(value, pa.BaseExtensionType) else value
    return not pa.types.is_nested(value) and not any(each(value) for each in _BYTES)


def _cells(given: Any) -> Any:  # noqa: ANN401  # Arrow arrays
    """Return a column as cells."""
    array = given.combine_chunks() if isinstance(given, pa.ChunkedArray) else given
    if isinstance(array, pa.ChunkedArray):  # without any chunk
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if isinstance(array.type, pa.BaseExtensionType):  # such as JSON, which is text
        array = array.storage
    if array.type == PAIR:
        return pa.array([_ratio(each) for each in array.to_pylist()], pa.string())
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    words = array.dictionary
    kind = words.type
    if pa.types.is_decimal(kind) and kind.scale == FREE_PLACES:  # it has no more places than it takes
        texts = [None if each is None else decimal_text(Fraction(each)) for each in words.to_pylist()]
    elif pa.types.is_decimal(kind) and kind.scale > _FEW_PLACES:
        texts = [None if each is None else f"{each:f}" for each in words.to_pylist()]
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        texts = [None if each is None else cell(each) for each in words.to_pylist()]
    else:
        texts = words.cast(pa.string()).to_pylist()
    return pc.fill_null(pa.array([each or "" for each in texts], pa.string()).take(array.indices), "")


def _ratio(value: Mapping[str, Any] | None) -> str:
    if value is None:
        return ""
    return decimal_text(Fraction(int(value["numerator"]), int(value["denominator"])))
