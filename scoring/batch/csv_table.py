"""One stretch of a CSV file → its cells as columns of text; rows that cannot be taken are named and left out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # it ships no types
import pyarrow.csv as pa_csv  # type: ignore[import-untyped]  # it ships no types

from scoring.batch.bad import BadRow, bad_row
from scoring.case_rows import CELL
from scoring.yaml_reader import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.batch.csv_lines import Stretch
    from scoring.columns.names import Array

_LOST = "\uffff"  # what stands for bytes that are no character: none that a cell may hold
_SHOWN = "\ufffd"
_VISIBLE = bytes({*range(0x20, 0x7F), *b"\t\n\r"})


codecs.register_error("scoring-lost", lambda error: (_LOST, error.end))  # type: ignore[attr-defined]  # of decoding


class Cells(NamedTuple):
    """Rows of text.

    Attributes:
        columns: heading → Arrow array of texts without outer blanks, "" for an empty cell.
        rows: number of each row in its file.
        bad: rows that were left out.
        blank: how many rows have no cell with text; they are none.
    """

    columns: dict[str, Any]
    rows: Array
    bad: list[BadRow]
    blank: int


def read_cells(data: bytes, stretch: Stretch, headings: Sequence[str], encoding: str) -> Cells:
    """Read a stretch of a file.

    Args:
        data: its bytes.
        stretch: where its rows are, and which are faulty.
        headings: of the columns, "" for one without.
        encoding: of the bytes.
    """
    numbers = np.arange(stretch.first + 1, stretch.first + stretch.rows + 1)
    bad = [_faulty(data, numbers, fault, encoding) for fault in stretch.faults]
    if stretch.faults:
        numbers = np.delete(numbers, [fault.row for fault in stretch.faults])
        pieces, start = [], 0
        for fault in stretch.faults:
            piece = data[start : fault.start]
            kept = piece.rstrip(b"\r")  # line feeds that may follow are no part of these breaks
            pieces.append(kept + b"\n" * (len(piece) - len(kept)))
            start = fault.end
        data = b"".join([*pieces, data[start:]])
    text, odd = _decoded(data, encoding)
    arrays, short = _parsed(text, len(headings))
    said = [each for each in short if each[2]]
    bad += [_uneven(int(numbers[place]), found, len(headings), line) for place, found, line in said]
    blank = len(short) - len(said)
    numbers = np.delete(numbers, [place for place, _, _ in short])
    if len(numbers) != len(arrays[0]):
        raise RuntimeError("two readers of CSV see different rows")
    return _checked([_stripped(each) for each in arrays], numbers, headings, (bad, blank), odd=odd)


def _faulty(data: bytes, numbers: Array, fault: Any, encoding: str) -> BadRow:  # noqa: ANN401  # a Fault
    facts = {"limit": str(CELL)} if fault.code == "csv-cell-long" else {}
    line = data[fault.start : min(fault.end, fault.start + 4 * CELL)].decode(encoding, "replace")
    return bad_row(int(numbers[fault.row]), fault.code, facts, value=line.rstrip("\r\n"))


def _uneven(row: int, found: int, expected: int, line: str) -> BadRow:
    facts = {"found": str(found), "expected": str(expected)}
    return bad_row(row, "row-short" if found < expected else "row-long", facts, value=line.replace(_LOST, _SHOWN))


def _says(line: str) -> bool:
    """Whether a row has a cell with text."""
    if len(line) > CELL:  # too long for the reader: it has, unless it is nothing but blanks and empty cells
        return bool(re.sub(r'[\s,"]+', "", line))
    return any(cell.strip() for row in csv.reader(io.StringIO(line, newline="")) for cell in row)


def _decoded(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return the text as UTF-8, and whether it may hold what has no place in a cell."""
    if data.isascii():
        return data, bool(data.translate(None, _VISIBLE))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode(encoding, "scoring-lost").encode(), True
    return data if encoding == "utf-8" else text.encode(), INVISIBLE.search(text) is not None


def _parsed(text: bytes, columns: int) -> tuple[list[Any], list[tuple[int, int, str]]]:
    """Return text as one array a column, and the rows of another number of cells: place, cells, text, "" for none."""
    short: list[tuple[int, int, str]] = []

    def note(row: Any) -> str:  # noqa: ANN401  # pyarrow's
        short.append((row.number - 1, row.actual_columns, row.text[:CELL] if _says(row.text) else ""))
        return "skip"

    names = [str(each) for each in range(columns)]
    if not text:
        return [pa.array([], pa.string()) for _ in names], short
    quoted = b'"' in text
    table = pa_csv.read_csv(
        pa.BufferReader(text),
        read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(text) + 1),
        parse_options=pa_csv.ParseOptions(
            quote_char='"' if quoted else False, double_quote=True, newlines_in_values=quoted,
            ignore_empty_lines=False, invalid_row_handler=note,
        ),
        convert_options=pa_csv.ConvertOptions(
            check_utf8=False, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )  # fmt: skip
    return [each.combine_chunks() if each.num_chunks != 1 else each.chunk(0) for each in table.columns], short


def _stripped(array: Any) -> Any:  # noqa: ANN401  # an Arrow array
    """Return texts without outer blanks, as Python strips them."""
    outer = pc.match_substring_regex(array, r"^[\s\x1c-\x1f\x85\pZ]|[\s\x1c-\x1f\x85\pZ]$")
    if not pc.any(outer).as_py():
        return array
    return pa.array([each.strip() for each in array.to_pylist()], pa.string())


def _checked(
    arrays: list[Any], numbers: Array, headings: Sequence[str], noted: tuple[list[BadRow], int], *, odd: bool
) -> Cells:
    """Leave out blank rows, and those with a cell that may not be."""
    bad, blank = noted
    keep = np.ones(len(numbers), bool)
    empty = np.ones(len(numbers), bool)
    for array in arrays:
        if not empty.any():
            break
        empty &= np.asarray(pc.equal(pc.binary_length(array), 0))
    keep &= ~empty
    for heading, array in zip(headings, arrays, strict=True):
        wrong = _wrong(heading, array, odd=odd) if len(array) else {}
        for place, (code, facts) in wrong.items():
            if keep[place]:
                keep[place] = False
                value = array[place].as_py().replace(_LOST, _SHOWN)
                bad.append(bad_row(int(numbers[place]), code, facts, heading, value))
    if not keep.all():
        mask = pa.array(keep)
        arrays = [each.filter(mask) for each in arrays]
    columns = {heading: each for heading, each in zip(headings, arrays, strict=True) if heading}
    return Cells(columns, numbers[keep], sorted(bad, key=lambda each: each.row), blank + int(empty.sum()))


def _wrong(heading: str, array: Any, *, odd: bool) -> dict[int, tuple[str, dict[str, str]]]:  # noqa: ANN401  # an Arrow array
    """Return the cells of a column that may not be: place → code and facts of what is wrong."""
    found: dict[int, tuple[str, dict[str, str]]] = {}
    if not heading:
        for place in np.flatnonzero(np.asarray(pc.greater(pc.binary_length(array), 0))).tolist():
            found[place] = "csv-no-heading", {}
    if pc.max(pc.binary_length(array)).as_py() > CELL:
        for place in np.flatnonzero(np.asarray(pc.greater(pc.utf8_length(array), CELL))).tolist():
            found[place] = "csv-cell-long", {"limit": str(CELL)}
    if odd:
        for place, text in enumerate(array.to_pylist()):
            if _LOST in text:
                found[place] = "row-encoding", {}
            elif match := INVISIBLE.search(text):
                found[place] = "invisible-character", {"character": f"U+{ord(match[0]):04X}"}
    return found
