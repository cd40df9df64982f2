"""Results kept in a file: CSV, a row a case, found again by its id.

The first row says whose results they are, the second has the headings. A text that a spreadsheet might take for a
formula stands behind a ``'``, and so does one that begins with ``'`` itself: what is read is what was written.

Example:
    #ruleset,village-libraries,version,2025.1
    id,outcome,total,grade,missing,errors,use,use.visitors
    upper,scored,22.8,fair,,,16.8,10.8
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from scoring.diagnostic import Diagnostic, ScoringError
from scoring.report.data import safe
from scoring.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MARK = "#ruleset"
"""What a file of kept results begins with; no other file is ever written over."""

_BYTES = 1 << 28
_QUOTE = "'"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+|/[0-9]+)?")


class About(NamedTuple):
    """Whose results they are; ``method`` is empty for the ruleset as it stands."""

    ruleset: str
    version: str
    method: str = ""


class Kept(NamedTuple):
    """A table of results: the columns besides the id, and a row for each id."""

    about: About
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]


def kept_text(table: Kept) -> str:
    """Return a table as the text of its file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    method = ("method", _inert(table.about.method)) if table.about.method else ()
    writer.writerow((MARK, _inert(table.about.ruleset), "version", _inert(table.about.version), *method))
    writer.writerow(("id", *map(_inert, table.columns)))
    writer.writerows(map(_inert, (id_, *cells)) for id_, cells in table.rows.items())
    return text.getvalue()


def _inert(text: str) -> str:
    """Return a text as its cell; numbers are not touched."""
    if _NUMBER.fullmatch(text):
        return text
    return _QUOTE + text if text.startswith(_QUOTE) else safe(text)


def _as_was(cell: str) -> str:
    """Return the text that a cell was made of."""
    return cell.removeprefix(_QUOTE)


def is_kept(path: Path) -> bool:
    """Whether a file holds kept results, sound or not, so that it may be written over; an empty one may be too."""
    with path.open("rb") as file:
        begin = file.read(len(MARK) + 4).decode("utf-8-sig", "replace").lstrip('"')
    return not begin or begin.startswith(MARK)


def read_kept(path: Path) -> Kept:
    """Return the results that a file keeps.

    Raises:
        ScoringError: it is none of ours, or not as one of ours is.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_BYTES + 1)
    source = Source(str(path), "")
    try:
        rows = _rows(data.decode("utf-8-sig"))
        _, about = next(rows)
        _, headings = next(rows)
    except (csv.Error, ValueError, StopIteration):
        raise _unusable(source, 1) from None
    if about[:1] != [MARK] or headings[:1] != ["id"] or len(set(headings)) != len(headings) or len(data) > _BYTES:
        raise _unusable(source, 1)
    facts = dict(zip(about[::2], about[1::2], strict=False))
    found: dict[str, tuple[str, ...]] = {}
    try:
        for line, (id_, *cells) in rows:
            if len(cells) != len(headings) - 1 or id_ in found:
                raise _unusable(source, line)
            found[id_] = tuple(cells)
    except csv.Error:
        raise _unusable(source, 1) from None
    about_ = About(facts.get(MARK, ""), facts.get("version", ""), facts.get("method", ""))
    return Kept(about_, tuple(headings[1:]), found)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with the lines they end on; a spreadsheet fills the short ones up."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for row in reader:
        if any(row):
            yield reader.line_num, [_as_was(cell) for cell in row]


def _unusable(source: Source, line: int) -> ScoringError:
    return ScoringError([Diagnostic("snapshot-file", Span(source, line, 1, 2))])
