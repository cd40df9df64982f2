"""Where a value was written: a source text and a span of characters on one of its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|\r|\n")


@lru_cache(maxsize=4)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in _BREAK.finditer(text)))


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name it is shown under.

    Attributes:
        name: as the reader of a message knows it, usually the path he typed.
        text: the whole text, without a byte order mark.
    """

    name: str
    text: str = field(repr=False)

    def line(self, number: int) -> str:
        """Return the line with this number (from 1) without its line break, "" where there is none."""
        starts = _line_starts(self.text)
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def offset(self, at: Span) -> int:
        """Return where a place begins, as an offset in the text (from 0)."""
        return _line_starts(self.text)[at.line - 1] + at.column - 1

    def span(self, start: int, end: int) -> Span:
        """Return the place of the characters from ``start`` up to ``end`` (offsets in the text, from 0).

        What goes on in further lines is left out: a place lies on one line.
        """
        starts = _line_starts(self.text)
        line = bisect_right(starts, start)
        first = starts[line - 1]
        last = starts[line] - 1 if line < len(starts) else len(self.text)
        return Span(self, line, start - first + 1, max(min(end, last), start + 1) - first + 1)


class Span(NamedTuple):
    """A place: some characters of one line.

    Attributes:
        source: the text it lies in.
        line: number of the line, from 1; 0 for the source as a whole.
        column: first character, from 1, counted in characters whatever their width.
        end: column after the last character.
    """

    source: Source
    line: int
    column: int
    end: int

    def __str__(self) -> str:
        """Return ``file:line:column``, or just the file where the place is the whole of it."""
        return f"{self.source.name}:{self.line}:{self.column}" if self.line else self.source.name


@dataclass(frozen=True, slots=True)
class Sheet(Source):
    """A sheet of a workbook; where its cells stand is said by row and column. It has no lines to show.

    Attributes:
        sheet: its name.
    """

    sheet: str = ""

    def span(self, start: int, end: int) -> Span:
        """Return the place of a cell by `cell_offset`; of a row of cells that of the first."""
        del end
        row, column = divmod(start, _WIDTH)
        return CellSpan(self, row, column, column + 1)


_WIDTH = 1 << 20  # more than any sheet has columns


def cell_offset(row: int, column: int) -> int:
    """Return what stands for a cell where a text has an offset; rows and columns count from 1."""
    return row * _WIDTH + column


class CellSpan(Span):
    """The place of a cell: its line is the row."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return ``file#sheet!B7``."""
        return f"{self.source.name}!{cell_name(self.line, self.column)}"


def cell_name(row: int, column: int) -> str:
    """Return what a cell is called, such as B7."""
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return f"{letters}{row}"


def brief(at: Span, beside: Span | None = None) -> str:
    """Return a place in few words, for a sentence about another one: the end of the path of its file, and its line.

    Where the other one stands on the same line, the column tells them apart.
    """
    same = beside is not None and (beside.source.name, beside.line) == (at.source.name, at.line)
    return f"{'/'.join(PurePath(at.source.name).parts[-2:])}:{at.line}{f':{at.column}' if same else ''}"


def whole(name: str) -> Span:
    """Return the place of a source as a whole, as for a file that cannot be read."""
    return Span(Source(name, ""), 0, 0, 0)


NOWHERE = whole("<python>")
"""The place of values that were handed over in Python and stand in no file."""
