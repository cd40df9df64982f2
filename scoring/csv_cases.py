"""Cases from CSV: one case a row, headings that are addresses, every cell with its row and column.

Quoting is strict: a cell with a comma, a quote or a line break stands in quotes, a quote in it is doubled.

Example:
    id,name,received,trained.actual,approval.findings,quality.mark,quality.because
    lengshuitan,冷水滩,428,1506,2,8,no signatures
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.case_rows import CELL, Cell, cases_of
from scoring.source import Source, Span
from scoring.tree import NODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.case import Case
    from scoring.diagnostic import Problems

_CELL = re.compile(r'"(?P<quoted>(?:[^"]++|"")*+)"|[^",\r\n]*+')  # possessive: an open quote is found in one pass
_BREAK = re.compile(r"\r\n|\r|\n")


def read_csv(source: Source, problems: Problems) -> list[Case]:
    """Return the cases of a CSV text; what is wrong is noted, and the rows that are right are still read."""
    text = source.text
    if text.count(",") + text.count("\n") + text.count("\r") > NODES:
        problems.error("too-many-nodes", Span(source, 0, 0, 0), limit=NODES)
        return []
    return cases_of(source, enumerate(rows_of(source, problems), 1), problems)


def rows_of(source: Source, problems: Problems) -> Iterator[list[Cell]]:
    """Yield the cells of each row; a row that breaks the rules of quoting is noted and comes without cells."""
    text, end = source.text, len(source.text)
    position = 0
    row: list[Cell] = []
    while position < end or row:
        match = _CELL.match(text, position)
        assert match is not None  # noqa: S101  # the second alternative matches everywhere
        quoted, stop = match["quoted"], match.end()
        after = text[stop : stop + 1]
        if after not in ",\r\n":
            if quoted is not None:
                problems.error("csv-text-after-quote", source.span(stop, stop + 1))
            elif stop > position:
                problems.error("csv-quote-inside", source.span(stop, stop + 1))
            else:
                problems.error("csv-quote-open", source.span(position, end))
                return
            row = []
            broken = _BREAK.search(text, stop)
            position = broken.end() if broken else end
            yield row
            continue
        content = match[0] if quoted is None else quoted.replace('""', '"')
        if len(content) > CELL:
            problems.error("csv-cell-long", source.span(position, stop), limit=CELL)
            content = ""
        row.append(Cell(content.strip(), position, stop))
        position = stop + 1
        if after != ",":
            yield row
            row = []
            position += text.startswith("\r\n", stop)
