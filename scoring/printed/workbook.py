"""An indicator table as a workbook: merged levels, headings on every page, one page wide; every text a plain string."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from scoring.extra import needed
from scoring.inert import cell
from scoring.number import parse_number
from scoring.printed.rows import figure_head, figure_rows, head, rows, word
from scoring.workbook import cell_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.printed.model import Paragraph, PrintedTable

_A4 = 9
_LEVEL_WIDTH, _WEIGHT_WIDTH, _POINTS_WIDTH, _TEXT_WIDTH = 18, 9, 9, 74
_FIGURE_WIDTHS = (18, 26, 9, 22, 18, 60)
_LINE_HEIGHT = 16
_OLD = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # a workbook says no zone; one day for all, so that equal tables make equal files


def workbook(table: PrintedTable) -> bytes:
    """Return the table as an .xlsx file.

    Raises:
        ScoringError: XlsxWriter is not installed.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = needed("xlsxwriter", table.title).Workbook(stream, options)
    book.set_properties({"title": cell(table.title)[:200], "created": _OLD})
    sheets = _Sheets(book, table)
    if table.lines:
        sheets.tree()
    sheets.whole()
    if table.figures:
        sheets.figures()
    book.close()
    return stream.getvalue()


class _Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, table: PrintedTable) -> None:  # noqa: ANN401  # it ships no types
        self.book, self.table, self.lang = book, table, table.lang
        font = {"font_name": "宋体" if table.lang == "zh" else "Calibri", "font_size": 10}
        base = {**font, "border": 1, "text_wrap": True, "valign": "vcenter"}
        self.title = book.add_format({**font, "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"})
        self.heading = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#EEF1F4"})
        self.level = book.add_format({**base, "align": "center"})
        self.text = book.add_format({**base, "valign": "top"})
        self.number = book.add_format({**base, "align": "center"})
        self.plain = book.add_format({**font, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({**font, "bold": True, "valign": "top", "text_wrap": True})

    def sheet(self, key: str, title: str, columns: Sequence[int]) -> Any:  # noqa: ANN401  # it ships no types
        """Return a sheet of A4 across, one page wide, whose first two rows stand on every page."""
        sheet = self.book.add_worksheet(word(self.lang, key))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_footer("&C&P / &N")
        sheet.freeze_panes(2, 0)
        for column, width in enumerate(columns):
            sheet.set_column(column, column, width)
        self.merged(sheet, (0, 0, 0, len(columns) - 1), title, self.title)
        sheet.set_row(0, 30)
        return sheet

    def merged(self, sheet: Any, where: tuple[int, int, int, int], text: str, look: Any) -> None:  # noqa: ANN401  # of xlsxwriter, which has no types
        """Write a text over several cells, or into one; always as a string."""
        top, left, bottom, right = where
        if (top, left) != (bottom, right):
            sheet.merge_range(top, left, bottom, right, "", look)
        sheet.write_string(top, left, cell(text), look)

    def put(self, sheet: Any, row: int, column: int, text: str, look: Any) -> None:  # noqa: ANN401  # of xlsxwriter, which has no types
        """Write a cell: a written number as the number it is, if a cell can hold it, all else as a string."""
        value = parse_number(text)
        number = None if value is None else cell_number(value)
        if number is None:
            sheet.write_string(row, column, cell(text), look)
        else:
            sheet.write_number(row, column, number, look)

    def tree(self) -> None:
        """Write the sheet of indicators."""
        table, titles = self.table, head(self.table)
        widths = [_LEVEL_WIDTH] * table.depth + [_WEIGHT_WIDTH] * table.weighted + [_POINTS_WIDTH, _TEXT_WIDTH]
        sheet = self.sheet("ruleset", table.title, widths)
        for column, title in enumerate(titles):
            sheet.write_string(1, column, title, self.heading)
        for number, row in enumerate(rows(table), 2):
            for each in row.cells:
                where = (number, each.column, number + each.rows - 1, each.column + each.columns - 1)
                self.merged(sheet, where, each.text, self.level)
            column = table.depth
            if table.weighted:
                self.put(sheet, number, column, row.weight, self.number)
                column += 1
            self.put(sheet, number, column, row.points, self.number)
            text = "\n".join(_lines(row.said))
            sheet.write_string(number, column + 1, cell(text), self.text)
            sheet.set_row(number, _height(text, _TEXT_WIDTH))

    def whole(self) -> None:
        """Write the sheet of what holds for the whole."""
        table = self.table
        sheet = self.sheet("whole", word(self.lang, "whole"), [20, 110])
        number = 1
        for name, value in table.facts:
            sheet.write_string(number, 0, cell(name), self.bold)
            sheet.write_string(number, 1, cell(value), self.plain)
            number += 1
        for key, said in (("whole", table.whole), ("functions", table.functions)):
            for at, each in enumerate(_blocks(said)):
                sheet.write_string(number, 0, word(self.lang, key) if at == 0 else "", self.bold)
                sheet.write_string(number, 1, cell(each), self.plain)
                sheet.set_row(number, _height(each, 110))
                number += 1
        for at, each in enumerate(table.reading):
            sheet.write_string(number, 0, word(self.lang, "reading") if at == 0 else "", self.bold)
            sheet.write_string(number, 1, cell(each), self.plain)
            sheet.set_row(number, _height(each, 110))
            number += 1

    def figures(self) -> None:
        """Write the sheet of figures."""
        sheet = self.sheet("figures", word(self.lang, "figures"), _FIGURE_WIDTHS)
        for column, each in enumerate(figure_head(self.lang)):
            sheet.write_string(1, column, each, self.heading)
        for number, row in enumerate(figure_rows(self.table), 2):
            for column, text in enumerate(row):
                sheet.write_string(number, column, cell(text), self.text)
            sheet.set_row(number, max(_height(text, width) for text, width in zip(row, _FIGURE_WIDTHS, strict=True)))


def _lines(said: Iterable[Paragraph]) -> Iterator[str]:
    for each in said:
        text = f"{each.head} {each.text}".strip()
        if text:
            yield text
        yield from (f"· {row}" for row in each.rows)
        if each.after:
            yield each.after


def _blocks(said: Iterable[Paragraph]) -> Iterator[str]:
    for each in said:
        yield "\n".join(_lines([each]))


def _height(text: str, width: int) -> int:
    """Return the height of a row that shows a text whole; a Chinese character takes two of the width."""
    lines = 0
    for line in text.split("\n"):
        taken = sum(2 if ord(char) > 0x2E7F else 1 for char in line)  # noqa: PLR2004  # where wide characters begin
        lines += max(1, -(-taken // max(1, width - 2)))
    return min(409, _LINE_HEIGHT * max(1, lines) + 4)  # 409: the greatest height that a row may have
