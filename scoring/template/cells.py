"""Cells of a template: how they look, which values they take, and values that are known already."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from scoring.dates import Day, date_of, day_text
from scoring.lower_figures import domain_of
from scoring.number import decimal_text, places_of
from scoring.reading import shown_value
from scoring.report.tables import width as width_of
from scoring.source import cell_name
from scoring.template.words import range_of, say
from scoring.workbook import Book, cell_number, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from fractions import Fraction

    from scoring.model import Figure
    from scoring.reading import Read

PLAIN = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "text_wrap": True, "font_size": 10}
HEADING = {**PLAIN, "bold": True, "bg_color": "#D9E2EF", "align": "center"}
TOLD = {**PLAIN, "bg_color": "#F5F5F5", "font_color": "#404040"}
OPEN = {**PLAIN, "bg_color": "#FFF9E0"}
TEXT = {**OPEN, "num_format": "@"}

_LINE, _TALLEST = 14, 28  # points of a line, and lines of a row: spreadsheets show no more
_FIRST_DAY = dt.date(1900, 3, 1)  # before it spreadsheets disagree on what a number means
_MOST = 10**15 - 1
_MESSAGE = 255


class Cells:
    """The cells of one sheet."""

    def __init__(self, book: Book, name: str, lang: str) -> None:
        """Make the sheet."""
        self.book, self.name, self.lang = book, name, lang
        self.sheet = book.sheet(name)
        self.row = 0  # the one that is written
        self.widths: list[int] = []
        self.lines = 1  # of the fullest cell of the row

    def headings(self, texts: Iterable[str], widths: Iterable[int], frozen: int) -> None:
        """Write the first row; it stays in sight with some columns, and is printed on each page."""
        self.widths = list(widths)
        for column, (text, width) in enumerate(zip(texts, self.widths, strict=True)):
            self.sheet.set_column(column, column, width)
            self.text(column, text, **HEADING)
        self.next()
        self.sheet.freeze_panes(1, frozen)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P / &N")

    def text(self, column: int, text: str, **how: object) -> None:
        """Write a text into the row, "" for an empty cell."""
        self.book.text(self.sheet, self.row, column, text, **how)
        self.lines = max(self.lines, lines_of(text, self.widths[column]))

    def next(self) -> None:
        """Go to the next row.

        A row of several lines gets its height, since not every program works it out; the others grow as they are
        filled in.
        """
        if self.lines > 1:
            self.sheet.set_row(self.row, _LINE * min(self.lines, _TALLEST) + 2)
        self.row, self.lines = self.row + 1, 1

    def number(self, column: int, raw: object) -> None:
        """Write points, a count or an amount as it was given: a number, or a text such as 50%."""
        from scoring.number import parse_number  # noqa: PLC0415

        value = None if raw is None else parse_number(str(raw))
        found = None if value is None else cell_number(value)
        if found is None:
            self.text(column, "" if raw is None else str(raw), **OPEN)
        else:
            self.sheet.write_number(self.row, column, found, self.book.style(**OPEN))

    def value(self, column: int, figure: Figure, value: Read | None) -> None:
        """Write a value of a figure, an empty cell for None."""
        style = self.style(figure, value)
        if value is None:
            self.text(column, "", **style)
        elif isinstance(value, str):
            self.text(column, value, **style)
        elif isinstance(value, bool):
            self.text(column, say(self.lang, shown_value(value)), **style)
        elif isinstance(value, Day):
            day = date_of(value)
            if day < _FIRST_DAY:
                self.text(column, day_text(value), **TEXT)
            else:
                self.sheet.write_datetime(self.row, column, day, self.book.style(**style))
        else:
            found = cell_number(value)
            if found is None:
                percent = figure.unit == "%"
                self.text(column, f"{decimal_text(value * 100)}%" if percent else decimal_text(value), **TEXT)
            else:
                self.sheet.write_number(self.row, column, found, self.book.style(**style))

    @staticmethod
    def style(figure: Figure, value: Read | None) -> dict[str, object]:
        """Return how a value of a figure looks: words and flags as texts, percentages and dates as such."""
        if figure.type in ("words", "flag"):
            return TEXT
        if figure.type == "date":
            return {**OPEN, "num_format": "yyyy-mm-dd"}
        if figure.unit != "%":
            return OPEN
        places = places_of(value * 100) if value is not None and not isinstance(value, bool | str) else None
        return {**OPEN, "num_format": "0.00%" if places is None or places <= 2 else f"0.{'0' * places}%"}  # noqa: PLR2004

    # What cells take

    def takes(self, figure: Figure, column: int, rows: Iterable[int], choices: str) -> None:
        """Say what the cells of a figure take.

        Args:
            figure: what it may be.
            column: of the cells.
            rows: of the cells, from 0.
            choices: where the words of a drop-down stand, "" for none.
        """
        if choices:
            rule: dict[str, object] = {"validate": "list", "source": choices}
        else:
            domain = domain_of(figure)
            rule = {"validate": "date" if domain.date else "integer" if figure.type == "count" else "decimal",
                    **_between(domain.low, domain.high, figure)}  # fmt: skip
        self.rule(rule, column, rows, range_of(figure, self.lang), strict=not figure.blanks)

    def points(self, low: Fraction | None, high: Fraction | None, column: int, rows: Iterable[int], told: str) -> None:
        """Say what the cells of points take: a share such as 50% lies within the points too."""
        ends = [None if end is None else cell_number(end) for end in (low, high)]
        lowest, highest = (-_MOST if ends[0] is None else ends[0]), (_MOST if ends[1] is None else ends[1])
        rule = {"validate": "decimal", "criteria": "between", "minimum": lowest, "maximum": highest}
        self.rule(rule, column, rows, told, strict=True)

    def rule(self, rule: Mapping[str, object], column: int, rows: Iterable[int], told: str, *, strict: bool) -> None:
        """Set a rule for some cells, and say it beside them; ``strict``: nothing else can be typed."""
        at = sorted(rows)
        if not at:
            return
        message = cell_text(told, _MESSAGE)
        self.sheet.data_validation(
            at[0], column, at[0], column,
            {**rule, "error_title": say(self.lang, "bad-value"), "error_message": message,
             "error_type": "stop" if strict else "warning", "multi_range": _ranges(column, at)},
        )  # fmt: skip


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of a width in characters; a Chinese one takes two."""
    room = max(1, width - 1)
    return sum(max(1, -(-width_of(line) // room)) for line in text.split("\n"))


def _between(low: Fraction | None, high: Fraction | None, figure: Figure) -> dict[str, object]:
    """Return the limits of a rule; spreadsheets want two of them, and take only numbers that they can hold."""
    if figure.type == "date":
        first = _FIRST_DAY if low is None else max(_FIRST_DAY, date_of(low))
        return {
            "criteria": "between",
            "minimum": first,
            "maximum": dt.date(9999, 12, 31) if high is None else date_of(high),
        }
    ends: list[Decimal | None] = [None if end is None else cell_number(end) for end in (low, high)]
    return {
        "criteria": "between",
        "minimum": -_MOST if ends[0] is None else ends[0],
        "maximum": _MOST if ends[1] is None else ends[1],
    }


def _ranges(column: int, rows: list[int]) -> str:
    """Return cells of a column as a spreadsheet writes them: ``F2 F12:F14``."""
    found: list[list[int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return " ".join(
        cell_name(first + 1, column + 1) + (f":{cell_name(last + 1, column + 1)}" if last > first else "")
        for first, last in found
    )


def choices_of(sheet: Any, book: Book, column: int, texts: Iterable[str], name: str) -> str:  # noqa: ANN401  # of a package without types
    """Write what a drop-down offers into a column of a hidden sheet, and return where it stands, "" for nothing."""
    count = 0
    for row, text in enumerate(texts):
        book.text(sheet, row, column, text)
        count = row + 1
    letters = cell_name(1, column + 1)[:-1]
    return f"='{name}'!${letters}$1:${letters}${count}" if count else ""
