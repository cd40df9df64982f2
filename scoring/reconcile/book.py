"""A reconciliation as a workbook: summary, findings, every number, readings. Texts are texts: no cell is a formula."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scoring.extra import needed
from scoring.inert import cell as as_cell
from scoring.inert import seems_formula
from scoring.number import places_of
from scoring.reconcile.text import summary, weightings
from scoring.reconcile.told import Telling
from scoring.report.tables import width
from scoring.report.text import Page, heading
from scoring.workbook import cell_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.reconcile.grades import Graded
    from scoring.reconcile.verdict import Verdict
    from scoring.reconcile.whole import Reconciliation

_HIGHEST = 409
"""Points of the highest row that there may be."""

_MARKED = {
    "differs": "#F8CBAD",
    "conflict": "#F8CBAD",
    "unscored": "#F8CBAD",
    "reading": "#FFE699",
    "adds_up": "#DDEBF7",
}
"""Status → colour of its row."""


def workbook(found: Reconciliation, name: str, lang: str) -> bytes:
    """Return the workbook.

    Raises:
        ScoringError: xlsxwriter is missing.
    """
    stream = BytesIO()
    book = needed("xlsxwriter", name).Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    _Book(book, Telling(found, lang), name).write()
    book.close()
    return stream.getvalue()


class _Book:
    def __init__(self, book: Any, telling: Telling, name: str) -> None:  # noqa: ANN401  # of a library without types
        self.book, self.telling, self.name = book, telling, name
        font = {"font_name": "宋体" if telling.lang == "zh" else "Calibri", "font_size": 10, "valign": "top"}
        self.base = {**font, "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
        self.plain = book.add_format({**font, "text_wrap": True})
        self.bold = book.add_format({**font, "bold": True, "font_size": 12})
        self.head = book.add_format({**self.base, "bold": True, "bg_color": "#D9D9D9", "align": "center"})
        self._formats: dict[tuple[str, int | None, bool], Any] = {}

    def format(self, status: str, places: int | None, *, quoted: bool = False) -> Any:  # noqa: ANN401  # likewise
        """Return the format of a cell in a row of a status; of numbers with their decimals; ``quoted``: of a text."""
        if (status, places, quoted) not in self._formats:
            own = {**self.base, "quote_prefix": quoted}
            if status in _MARKED:
                own["bg_color"] = _MARKED[status]
            if places is not None:
                own["num_format"] = f"0.{'0' * places}" if places else "0"
            self._formats[status, places, quoted] = self.book.add_format(own)
        return self._formats[status, places, quoted]

    def write(self) -> None:
        """Write all sheets."""
        self._summary()
        self._findings()
        self._numbers()
        self._readings()

    def _sheet(self, key: str, headings: Sequence[str], widths: Sequence[int]) -> Any:  # noqa: ANN401  # likewise
        sheet = self.book.add_worksheet(self.telling.say(key))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        for number, columns in enumerate(widths):
            sheet.set_column(number, number, columns)
        for number, each in enumerate(headings):
            sheet.write_string(0, number, each, self.head)
        if headings:
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
        return sheet

    def _summary(self) -> None:
        telling, found = self.telling, self.telling.found
        sheet = self._sheet("sheet-summary", (), (100,))
        lines = heading(found.ruleset, found.method, Page(telling.lang))
        lines.append(telling.say("published", name=PurePath(self.name).name))
        texts = [*lines, "", *summary(telling), ""]
        for each in found.together:
            texts += [telling.row_name(each), *weightings(telling, each)] if each.tallies else []
        for row, line in enumerate(texts):
            sheet.write_string(row, 0, as_cell(line), self.plain if row else self.bold)
            sheet.set_row(row, _height(line, 100))

    def _findings(self) -> None:
        telling = self.telling
        keys = ("number", "case", "printed", "by-rule", "explanation")
        sheet = self._sheet("sheet-findings", ["#", *map(telling.say, keys)], (5, 24, 14, 9, 9, 90))
        row = 1
        for number, told in enumerate(telling.findings(), 1):
            text = as_cell("\n".join([told.title, *told.lines]))
            for place, each in enumerate(told.verdicts):
                self._put(sheet, row, 0, Fraction(number), "")
                self._about(sheet, row, 1, each, "")
                self._put(sheet, row, 5, text if not place else "", "")
                if not place:
                    sheet.set_row(row, _height(text, 90))
                row += 1
            if told.grade is not None:
                self._put(sheet, row, 0, Fraction(number), "")
                self._about_grade(sheet, row, 1, told.grade, "")
                self._put(sheet, row, 5, text, "")
                sheet.set_row(row, _height(text, 90))
                row += 1
        sheet.autofilter(0, 0, max(row - 1, 1), 5)

    def _numbers(self) -> None:
        telling = self.telling
        keys = ("number", "case", "printed", "by-rule", "from-parts", "status", "readings", "place")
        sheet = self._sheet("sheet-numbers", list(map(telling.say, keys)), (26, 14, 9, 11, 14, 22, 50, 26))
        for row, each in enumerate([*telling.found.verdicts, *telling.found.implied], 1):
            self._about(sheet, row, 0, each, each.status)
            self._put(sheet, row, 4, each.own, each.status, each.places)
            self._put(sheet, row, 5, telling.say(f"s-{each.status}"), each.status)
            readings = telling.listed([one.text(telling.lang) for one in each.readings])
            self._put(sheet, row, 6, as_cell(readings), each.status)
            self._put(sheet, row, 7, as_cell(PurePath(str(each.cell.at)).name), each.status)
            if readings:
                sheet.set_row(row, _height(readings, 50))
        above = len(telling.found.verdicts) + len(telling.found.implied)
        for row, grade in enumerate(telling.found.grades, above + 1):
            self._about_grade(sheet, row, 0, grade, grade.status)
            texts = (grade.own or "–", telling.say(f"s-{grade.status}"), "", PurePath(str(grade.printed.at)).name)
            for column, text in enumerate(texts, 4):
                self._put(sheet, row, column, as_cell(text), grade.status)
        sheet.autofilter(0, 0, above + len(telling.found.grades), 7)

    def _about(self, sheet: Any, row: int, column: int, verdict: Verdict, status: str) -> None:  # noqa: ANN401  # likewise
        """Write what a number is of, the number, and what the rules give."""
        telling = self.telling
        self._put(sheet, row, column, as_cell(telling.name(verdict)), status)
        self._put(sheet, row, column + 1, as_cell(telling.case(verdict.cell.key.case)), status)
        printed = "–" if verdict.implied else verdict.cell.value
        self._put(sheet, row, column + 2, printed, status, verdict.cell.places)
        self._put(sheet, row, column + 3, verdict.rule, status, verdict.places)

    def _about_grade(self, sheet: Any, row: int, column: int, grade: Graded, status: str) -> None:  # noqa: ANN401  # likewise
        """Write whose a grade is, the grade, and what the rules give."""
        texts = (self.telling.say("grade"), self.telling.case(grade.case), grade.printed.name, grade.rule or "–")
        for place, text in enumerate(texts, column):
            self._put(sheet, row, place, as_cell(text), status)

    def _put(self, sheet: Any, row: int, column: int, value: object, status: str, places: int | None = None) -> None:  # noqa: ANN401, PLR0913, PLR0917  # a cell and how it looks
        """Write a number as a number and a text as a text."""
        if not isinstance(value, Fraction):
            text = value if isinstance(value, str) else "–"
            sheet.write_string(row, column, text, self.format(status, None, quoted=seems_formula(text)))
        elif (number := cell_number(value)) is None:
            sheet.write_string(row, column, self.telling.number(value), self.format(status, None))
        else:
            sheet.write_number(row, column, number, self.format(status, places or places_of(value)))

    def _readings(self) -> None:
        telling = self.telling
        keys = ("number", "reading", "gives-of", "case", "elsewhere")
        sheet = self._sheet("sheet-readings", list(map(telling.say, keys)), (28, 46, 60, 40, 16))
        row = 1
        for each in (one for one in telling.found.rows if len(one.tallies) > 1):
            for tally in each.tallies:
                reading = telling.say("as-it-stands") if tally.words is None else tally.words.text(telling.lang)
                gives = [f"{self._called(name)} {telling.number(value)}" for name, value in tally.gives.items()]
                fits = [self._called(name) for name in tally.fits]
                texts = (telling.row_name(each), reading, telling.listed(gives), telling.listed(fits))
                for column, text in enumerate(texts):
                    self._put(sheet, row, column, as_cell(text), "")
                self._put(sheet, row, 4, Fraction(tally.elsewhere), "")
                row += 1

    def _called(self, name: str) -> str:
        return self.telling.case(name) if name in self.telling.found.bases else self.telling.node(name)


def _height(text: str, columns: int) -> int:
    """Return the height in points of a row with a text: programs do not fit it by themselves when they open a file."""
    lines = sum(1 + (width(line) * 11 // 10) // columns for line in text.split("\n"))
    return min(15 * lines + 2, _HIGHEST)
