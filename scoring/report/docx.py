"""A document to hand in: results, table of all cases, a score table for each, reasons as sentences."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.extra import needed
from scoring.number import Number
from scoring.report.docx_variables import variables
from scoring.report.overview import Overview, value_text
from scoring.report.paper import ScoreTable
from scoring.report.printed import Printed
from scoring.report.tables import width
from scoring.report.words import number_text

if TYPE_CHECKING:
    import argparse

    from scoring.report.paper import Scoring

_MARGINS, _WIDEST, _SHORT = 3, 27, 8
"""Of a column, in halves of a Chinese character: what its cells keep free, how wide it becomes at most, and how wide a
heading is that is not broken."""


def written(scoring: Scoring, options: argparse.Namespace) -> bytes:
    """Return a report as a document of Word (.docx).

    Raises:
        ScoringError: docxtpl is not installed, or the template cannot be used.
    """
    needed("docxtpl", options.output)
    own = getattr(options, "template", None)
    guard = import_module("scoring.report.docx_guard")  # only here, since it imports what docxtpl brings
    tables = tables_of(scoring)
    content = guard.read_template(Path(own)) if own else template_for(scoring, tables)
    filled: bytes = import_module("scoring.report.docx_fill").filled(content, variables(scoring, tables), own or "")
    return filled


def tables_of(scoring: Scoring) -> list[Printed]:
    """Return the tables of all cases, with as many columns of names each."""
    levels = max((ScoreTable(each).levels for each in scoring.results), default=1)
    return [Printed(each, scoring.lang, levels) for each in scoring.results]


def template_for(scoring: Scoring, tables: list[Printed]) -> bytes:
    """Return the template that is used where there is no other."""
    made: Any = import_module("scoring.report.docx_template")
    names, heads = (tables[0].names, tables[0].heads) if tables else ([], [])
    overview = Overview(scoring)
    rows = [[value_text(value) for value in row] for row in (*overview.rows, overview.whole or [])]
    widths = [
        _wide([_longest(column.name), *(row[at] for row in rows if row)]) for at, column in enumerate(overview.columns)
    ]
    numbers = [number_text(each) for table in tables for line in table.lines
               for each in (line.points, line.score, line.lost) if isinstance(each, Number)]  # fmt: skip
    template: bytes = made.default_template(made.Shape(scoring.lang, names, heads, widths, _wide(["0" * 6, *numbers])))
    return template


def saved_template(scoring: Scoring, path: str) -> bytes:
    """Return the template that is used where there is no other, to be changed into one's own.

    Raises:
        ScoringError: docxtpl is not installed.
    """
    needed("docxtpl", path)
    return template_for(scoring, tables_of(scoring))


def _wide(texts: list[str]) -> int:
    """Return how wide a column is so that none of its texts is broken, as far as there is room for them."""
    wide = (width(each) + sum(char.isupper() for char in each) // 2 for each in texts)  # capitals are wider
    return min(_WIDEST, max(wide) + _MARGINS)


def _longest(heading: str) -> str:
    """Return what of a heading is best not broken: its longest word, of Chinese four characters."""
    if width(heading) <= _SHORT:
        return heading
    words = heading.split()
    return max((each if each.isascii() else each[:4] for each in words), key=width, default="")
