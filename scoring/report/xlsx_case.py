"""The sheet of one case: the score table as it is printed, with sums that a spreadsheet works out too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring.inert import cell as as_cell
from scoring.number import Number
from scoring.report.paper_words import paper, title_of
from scoring.report.text import output_text
from scoring.report.words import colon
from scoring.report.xlsx_cells import INDENT, TALLEST, Book, columns_of, height_of, lines_in, stays_number
from scoring.report.xlsx_page import HEAD, TITLE, column_name, page, room_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.report.paper import Scoring
    from scoring.report.printed import Cell, Line, Printed

_UPPER, _LEAF, _NUMBER, _REASON = 13, 32, 9, 56
_MOST_TERMS = 200
_HIGH = 12
"""Rows of a cell from which its text stands at the top, so that no end of a page runs through it."""


@dataclass(frozen=True)
class _Place:
    """Where a line stands: its first row and its last; a line too high for one row has several."""

    first: int
    last: int


class CaseSheet:
    """Writes the sheet of one case."""

    def __init__(self, book: Book, sheet: Any, scoring: Scoring, printed: Printed, rank: int | None) -> None:  # noqa: ANN401  # of xlsxwriter
        """Bind the table of a case to an empty sheet."""
        self.book, self.sheet, self.scoring, self.printed, self.rank = book, sheet, scoring, printed, rank
        self.levels = len(printed.names)
        numbers = len(printed.heads) - 1
        values = [each for line in printed.lines for each in (line.points, line.score, line.lost)]
        self.number_width = max((_NUMBER, *map(columns_of, values)))
        widths = [*[_UPPER] * (self.levels - 1), _LEAF, *[self.number_width] * numbers, _REASON]
        widths[-1] += max(0, 120 - sum(widths))  # few levels leave room
        self.widths = widths
        self.row = 0

    def write(self) -> None:
        """Write the sheet."""
        title = f"{title_of(self.scoring.ruleset, self.book.lang)} {paper(self.book.lang, 'score-table')}"
        page(self.book, self.sheet, self.scoring, self.widths, landscape=True)
        self.across(title, **TITLE)
        told = (f"{name}{colon(self.book.lang)}{value}" for name, value in self.printed.subtitle(self.rank))
        self.across(("　" if self.book.lang == "zh" else "    ").join(told), border=None)
        self.row += 1
        if self.printed.lines:
            self.table()
        self.outputs()
        notes = list(self.printed.notes())
        if notes:
            self.row += 1
            self.across(paper(self.book.lang, "note"), bold=True, border=None)
            for text in notes:
                self.across(text, border=None)

    def across(self, text: str, **asked: object) -> None:
        """Write a text over the whole width, and go to the next row."""
        height = height_of(lines_in(as_cell(text), room_of(sum(self.widths))))
        last = self.row + (height - 1) // TALLEST
        self.book.merged(self.sheet, (self.row, 0, last, len(self.widths) - 1), **asked)
        self.book.text(self.sheet, (self.row, 0), text, **asked)
        for row in range(self.row, last + 1):
            self.sheet.set_row(row, max(height // (last - self.row + 1), 30 if asked == TITLE else 0))
        self.row = last + 1

    # The table

    def table(self) -> None:
        """Write headings and lines."""
        for column, name in enumerate([*self.printed.names, *self.printed.heads]):
            self.book.text(self.sheet, (self.row, column), name, **HEAD)
        self.sheet.set_row(self.row, 24)
        self.sheet.repeat_rows(self.row)
        self.sheet.freeze_panes(self.row + 1, 0)
        self.row += 1
        lines = self.printed.lines
        places = self.places(self.heights(lines))
        for number, line in enumerate(lines):
            self.names(number, line, places)
            self.amounts(number, places)
        self.row = places[-1].last + 1

    def heights(self, lines: Sequence[Line]) -> list[int]:
        """Return how high each line is, so that nothing in its cells is cut, those over several lines included."""
        heights = [self.height(line) for line in lines]
        for number, line in enumerate(lines):
            for column, cell in enumerate(line.cells):
                if cell is not None and cell.down > 1:
                    over = self.name_height(column, cell) - sum(heights[number : number + cell.down])
                    heights[number + cell.down - 1] += max(0, over)
        return heights

    def height(self, line: Line) -> int:
        """Return how high a line is by the cells that are its own."""
        names = [
            self.name_height(at, cell) for at, cell in enumerate(line.cells) if cell is not None and cell.down == 1
        ]
        numbers = (line.points, line.score, line.lost)
        texts = [
            str(each) for each in numbers if each is not None and not (isinstance(each, Number) and stays_number(each))
        ]
        told = [height_of(lines_in(as_cell(text), room_of(self.number_width))) for text in texts]
        return max(
            *names,
            *told,
            height_of(lines_in(as_cell("\n".join(line.reasons)), room_of(self.widths[-1] - INDENT))),
            22,
        )

    def name_height(self, column: int, cell: Cell) -> int:
        """Return how high the text of a cell is."""
        return height_of(
            lines_in(as_cell(cell.text), room_of(sum(self.widths[column : column + cell.across]) - INDENT))
        )

    def places(self, heights: Sequence[int]) -> list[_Place]:
        """Return where lines of some heights stand, and make rows so high."""
        found: list[_Place] = []
        for height in heights:
            count = -(-height // TALLEST)
            for row in range(self.row, self.row + count):
                self.sheet.set_row(row, -(-height // count))
            found.append(_Place(self.row, self.row + count - 1))
            self.row += count
        return found

    def names(self, number: int, line: Line, places: Sequence[_Place]) -> None:
        """Write the cells of a line that name nodes."""
        strong = line.kind in ("subtotal", "total")
        last_column = max(at for at, cell in enumerate(line.cells) if cell is not None)
        for column, cell in enumerate(line.cells):
            if cell is None:
                continue
            first, last = places[number].first, places[number + cell.down - 1].last
            leaf = line.kind in ("leaf", "own") and column == last_column
            group = not leaf and cell.down > 1
            look: dict[str, object] = {
                "align": "left" if leaf else "center", "indent": 1 if leaf else None,
                "bold": (strong and not group) or None,
                "bg_color": None if group and line.kind != "total" else _shade(line),
                "valign": "top" if last - first >= _HIGH else "vcenter",
            }  # fmt: skip
            self.book.merged(self.sheet, (first, column, last, column + cell.across - 1), **look)
            self.book.text(self.sheet, (first, column), cell.text, **look)

    def amounts(self, number: int, places: Sequence[_Place]) -> None:
        """Write points, score, loss and reasons of a line."""
        line, place = self.printed.lines[number], places[number]
        look: dict[str, Any] = {"bold": True if line.kind in ("subtotal", "total") else None, "bg_color": _shade(line)}
        values = [line.score] if self.printed.open else [line.points, line.score, line.lost]
        for at, value in enumerate(values):
            column = self.levels + at
            formula = self.formula(line, at, place, places)
            self.book.merged(self.sheet, (place.first, column, place.last, column), align="center", **look)
            self.book.number(self.sheet, (place.first, column), value, formula, **look)
        column = self.levels + len(values)
        look |= {"align": "left", "indent": 1}
        self.book.merged(self.sheet, (place.first, column, place.last, column), **look)
        self.book.text(self.sheet, (place.first, column), "\n".join(line.reasons), **look)

    def formula(self, line: Line, at: int, place: _Place, places: Sequence[_Place]) -> str:
        """Return what computes a number from others of the table, "" where nothing does."""
        column = self.levels + at
        if line.adds:
            return self.sum_of(line.adds, at, column, places)
        summed = line.kind in ("subtotal", "total")
        if self.printed.open or at != (2 if summed else 1) or line.kind == "own":
            return ""  # of a leaf the loss is what its reasons say, and the score follows; of a whole, the loss does
        if not all(isinstance(each, Number) and stays_number(each) for each in (line.points, line.score, line.lost)):
            return ""
        row = place.first + 1
        points, score, lost = (f"{column_name(each)}{row}" for each in range(self.levels, self.levels + 3))
        return f"={points}-{score}" if summed else f"={points}-{lost}"

    def sum_of(self, adds: Sequence[int], at: int, column: int, places: Sequence[_Place]) -> str:
        """Return a sum of some lines, "" where one of them is no number of the sheet."""
        for each in adds:
            line = self.printed.lines[each]
            value = line.score if self.printed.open else (line.points, line.score, line.lost)[at]
            item = at == 0 and isinstance(value, str)  # "+5": an item has no points of its own
            if not (item or stays_number(value)):
                return ""
        name = column_name(column)
        if list(adds) == list(range(adds[0], adds[-1] + 1)):
            return f"=SUM({name}{places[adds[0]].first + 1}:{name}{places[adds[-1]].first + 1})"
        if len(adds) > _MOST_TERMS:
            return ""
        return f"=SUM({','.join(f'{name}{places[each].first + 1}' for each in adds)})"

    # What stands below it

    def outputs(self) -> None:
        """Write the further results of a case."""
        result, lang = self.printed.result, self.book.lang
        outputs = result.program.outputs
        if not outputs:
            return
        self.row += 1 if self.printed.lines else 0
        self.across(paper(lang, "further"), bold=True, border=None)
        last = len(self.widths) - 1
        for each in outputs:
            name, value = each.label.text(lang), output_text(each, result.outputs[each.name], lang)
            rooms = room_of(sum(self.widths[: self.levels])), room_of(sum(self.widths[self.levels :]))
            lines = max(lines_in(as_cell(text), room) for text, room in zip((name, value), rooms, strict=True))
            self.book.merged(self.sheet, (self.row, 0, self.row, self.levels - 1), align="left", indent=1)
            self.book.text(self.sheet, (self.row, 0), name, align="left", indent=1)
            self.book.merged(self.sheet, (self.row, self.levels, self.row, last), align="left", indent=1)
            self.book.text(self.sheet, (self.row, self.levels), value, align="left", indent=1)
            self.sheet.set_row(self.row, min(TALLEST, height_of(lines)))
            self.row += 1


def _shade(line: Line) -> str | None:
    return {"subtotal": "#F2F2F2", "total": "#E2E8F0"}.get(line.kind)
