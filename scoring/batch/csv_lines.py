"""Bytes of CSV → where its rows end, by strict rules of quoting; a row that breaks them is named, the next one is read.

All is decided on bytes: a quote, a comma and a line break are never part of another character, neither in UTF-8 nor in
GB18030. Text that passes holds no fault of quoting, so any reader of CSV takes it for the same cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import numpy as np

from scoring.case_rows import CELL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.columns.names import Array

BLOCK = 1 << 20
"""Bytes that are read and looked at together."""

LONGEST = 1 << 24
"""Bytes of a row, at most: what is longer is no table."""

_QUOTED = 8 * CELL  # bytes that the longest cell may take: four a character, and every character a doubled quote
_AFTER_FAULT = 1 << 12
_QUOTE, _COMMA, _LF, _CR = b'",\n\r'


class EndlessRowError(ValueError):
    """A row has no end within `LONGEST` bytes."""


class Fault(NamedTuple):
    """A row that breaks the rules of quoting.

    Attributes:
        row: its place among the rows of its stretch, from 0 on.
        code: of the message.
        start: first byte of the row, in the stretch.
        end: its end there: the line break after the line on which the faulty cell begins.
    """

    row: int
    code: str
    start: int
    end: int


class Stretch(NamedTuple):
    """Rows that are read together.

    Attributes:
        offset: first byte in the file.
        length: in bytes.
        first: number of rows before it.
        rows: how many it has, blank and faulty ones counted.
        faults: the faulty ones.
    """

    offset: int
    length: int
    first: int
    rows: int
    faults: tuple[Fault, ...]


class _Look(NamedTuple):
    """What a look at some bytes found: ends of the rows that are right, and the fault after them.

    Attributes:
        ends: of rows, each after its line break.
        code: of the fault, "" for none.
        cell: where the faulty cell begins.
    """

    ends: Array
    code: str = ""
    cell: int = 0


def stretches(file: BinaryIO, offset: int, rows: int) -> Iterator[Stretch]:
    """Yield the rows of a file from an offset on, as stretches of so many rows; the last has what is left.

    Raises:
        EndlessRowError: a row has no end.
    """
    start = last = offset
    first = known = 0
    faults: list[Fault] = []
    for found in _runs(file, offset):
        ends, place = found.ends, 0
        while place < len(ends):
            taken = min(rows - known, len(ends) - place)
            place, known = place + taken, known + taken
            last = int(ends[place - 1])
            if found.code and place == len(ends):
                begin = int(ends[place - 2]) if place > 1 else found.cell
                faults.append(Fault(known - 1, found.code, begin - start, last - start))
            if known == rows:
                yield Stretch(start, last - start, first, known, tuple(faults))
                start, first, known = last, first + known, 0
                faults = []
    if known:
        yield Stretch(start, last - start, first, known, tuple(faults))


def _runs(file: BinaryIO, offset: int) -> Iterator[_Look]:
    """Yield the ends of rows, run by run; where a run has a fault, its last row is faulty and begins at ``cell``."""
    file.seek(offset)
    data, final, size = b"", False, BLOCK
    while data or not final:
        look = _look(data[:size], final=final and size >= len(data))
        ends, begin = look.ends, int(look.ends[-1]) if len(look.ends) else 0
        broken = _break(data, look.cell, final=final) if look.code else None
        if broken is not None:
            yield _Look(np.append(ends, broken) + offset, look.code, offset + begin)
            begin, size = broken, _AFTER_FAULT
        elif begin:
            yield _Look(ends + offset)
            size = min(4 * size, BLOCK)
        if begin:
            data, offset = data[begin:], offset + begin
        elif size < len(data):
            size *= 4
        elif len(data) > LONGEST:
            raise EndlessRowError
        else:
            more = file.read(max(BLOCK, len(data)))
            final = not more
            data += more
            size = max(size, len(data))


def _break(data: bytes, start: int, *, final: bool) -> int | None:
    """Return where the line that holds a byte ends, after its line break; None where that is not read yet."""
    ends = [at for at in (data.find(b"\n", start), data.find(b"\r", start)) if at >= 0]
    if not ends:
        return len(data) if final else None
    end = min(ends)
    if data[end] == _CR:
        if end + 1 == len(data) and not final:
            return None
        end += data[end + 1 : end + 2] == b"\n"
    return end + 1


def _look(data: bytes, *, final: bool) -> _Look:
    """Look at bytes that begin with a row; ``final``: nothing comes after them."""
    text = np.frombuffer(data, "u1")
    ends = _ends(text, data, final=final)
    if b'"' not in data:
        return _Look(_with_last(ends, len(data), final=final))
    quotes = np.flatnonzero(text == _QUOTE)
    code, cell = _fault(text, quotes, final=final)
    inside = np.searchsorted(quotes, ends - 1) & 1
    if code:
        return _Look(ends[(inside == 0) & (ends <= cell)], code, cell)
    found = ends[inside == 0]
    return _Look(_with_last(found, len(data), final=final and len(quotes) % 2 == 0))


def _with_last(ends: Array, size: int, *, final: bool) -> Array:
    """Return the ends of rows with that of the last one, which need not have a line break."""
    if final and size and (not len(ends) or int(ends[-1]) != size):
        return np.append(ends, size)
    return ends


def _ends(text: Array, data: bytes, *, final: bool) -> Array:
    """Return the places after all line breaks."""
    if b"\r" not in data:
        return np.flatnonzero(text == _LF) + 1
    feeds, returns = text == _LF, text == _CR
    alone = returns.copy()
    alone[:-1] &= ~feeds[1:]
    alone[-1] &= final  # the line feed may be yet to come
    return np.flatnonzero(feeds | alone) + 1


def _fault(text: Array, quotes: Array, *, final: bool) -> tuple[str, int]:
    """Return the first fault of quoting and where its cell begins, "" for none."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = text[np.maximum(opening - 1, 0)]
    stray = ~_beside(before) & (opening > 0)
    after = text[np.minimum(closing + 1, len(text) - 1)]
    more = ~_beside(after) & (closing + 1 < len(text))
    first = int(opening[np.argmax(stray)]) if stray.any() else len(text)
    second = int(np.argmax(more)) if more.any() else None
    if second is not None and int(closing[second]) < first:
        return "csv-text-after-quote", _cell(opening, closing, second)
    if first < len(text):
        return "csv-quote-inside", first
    if len(quotes) % 2:
        cell = _cell(opening, closing, len(opening) - 1)
        if len(text) - cell > _QUOTED:
            return "csv-cell-long", cell
        if final:
            return "csv-quote-open", cell
    return "", 0


def _beside(text: Array) -> Array:
    """Return which characters may stand outside beside a quote: a comma, a line break, or the quote that it doubles."""
    found: Array = (text == _COMMA) | (text == _LF) | (text == _CR) | (text == _QUOTE)
    return found


def _cell(opening: Array, closing: Array, place: int) -> int:
    """Return where the cell begins in which the quote at a place opens, or opens again after a doubled one."""
    while place and int(closing[place - 1]) + 1 == int(opening[place]):
        place -= 1
    return int(opening[place])
