"""How sheets are printed: one page wide, headings on every page, page numbers, and what made them below."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scoring.diagnostic import clean
from scoring.report.paper_words import paper, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.report.paper import Scoring
    from scoring.report.xlsx_cells import Book

TITLE = {"font_size": 16, "bold": True, "align": "center", "border": None}
HEAD = {"bold": True, "align": "center", "bg_color": "#D9E2EC"}
PORTRAIT = 95
"""Columns of half a Chinese character up to which a sheet stands upright."""

_A4 = 9
_SIDE, _TOP, _BOTTOM = Decimal("0.5"), Decimal("0.6"), Decimal("0.7")
"""Margins in inches."""
_LONGEST = 120


def column_name(column: int) -> str:
    """Return the letters of a column, from 0: A, B, …, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def room_of(width: int) -> int:
    """Return how many half Chinese characters surely stand in a line of a column of some width."""
    return max(2, width * 9 // 10)  # fonts that stand in for others are a little wider


def page(book: Book, sheet: Any, scoring: Scoring, widths: Sequence[int], *, landscape: bool) -> None:  # noqa: ANN401  # of xlsxwriter
    """Set up a sheet: widths of its columns, paper, margins, footer."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_paper(_A4)
    (sheet.set_landscape if landscape else sheet.set_portrait)()
    sheet.set_margins(_SIDE, _SIDE, _TOP, _BOTTOM)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    pages = paper(book.lang, "page", page="&P", pages="&N")
    sheet.set_footer(f"&L&9{escaped(stamp(scoring.ruleset, book.lang))}&R&9{pages}")


def escaped(text: str) -> str:
    """Return a text for a header or footer, in which "&" begins a code; a digit behind a size would be part of it."""
    said = clean(text, _LONGEST).replace("&", "&&")
    return f" {said}" if said[:1].isdigit() else said
