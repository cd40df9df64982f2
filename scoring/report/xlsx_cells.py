"""Cells of a workbook: texts that stay texts, numbers that stay exact, and rows high enough for what they hold.

xlsxwriter is handed texts by `write_string` alone, so that no text becomes a formula or a link; a text that a
spreadsheet might take for one when somebody edits it is marked as text besides.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scoring.diagnostic import clean
from scoring.inert import cell as as_cell
from scoring.inert import seems_formula
from scoring.number import Number, decimal_text, places_of, round_to
from scoring.report.paper_words import paper
from scoring.report.tables import width, wrapped
from scoring.workbook import DIGITS, cell_number

if TYPE_CHECKING:
    from collections.abc import Sequence

TALLEST = 400
"""Points of a row, at most; what needs more takes several rows, merged."""

INDENT = 2
"""Columns of half a Chinese character that a text keeps away from the line on its left, and the air on its right."""

_LINE = 15
_PADDING = 5
_SHOWN = 4
_MOST = 6
_NAME = 31
_BRACKETS = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def stays_number(value: Number | str | None) -> bool:
    """Whether a number is written as one, so that formulas may add it up."""
    return isinstance(value, Number) and (places_of(value) is None or cell_number(value) is not None)


def stored(value: Fraction) -> Decimal:
    """Return a number as a cell stores it: itself, or of one without a finite decimal its first 15 digits."""
    if (found := cell_number(value)) is not None:
        return found
    size, scale = abs(value), 0
    while size * Fraction(10) ** scale < 10 ** (DIGITS - 1):
        scale += 1
    while size * Fraction(10) ** scale >= 10**DIGITS:
        scale -= 1
    return Decimal(int(round_to(value * Fraction(10) ** scale, "half_even", Fraction(1)))).scaleb(-scale)


def number_format(value: Number, *, percent: bool = False) -> str:
    """Return the format of a number: as many places as it is printed with, "≈" where four do not tell it whole."""
    if is_cut(value):
        return f'"≈"0.{"0" * _SHOWN}' + ("%" if percent else "")
    places = max(places_of(value) or 0, value.places or 0)
    places = max(0, places - 2) if percent else places
    return "0" + (f".{'0' * places}" if places else "") + ("%" if percent else "")


def is_cut(value: Number) -> bool:
    """Whether a number is shown with fewer places than it has; a comment says it whole."""
    own = places_of(value)
    return own is None or own > _MOST


def columns_of(value: Number | str | None) -> int:
    """Return how wide a column must be for a number to be shown; texts are wrapped."""
    if not isinstance(value, Number) or not stays_number(value):
        return 0
    whole = len(str(abs(value).__floor__()))
    places = _SHOWN + 1 if is_cut(value) else max(places_of(value) or 0, value.places or 0)
    return whole + places + 5  # sign, point, "%", and some air


@lru_cache(512)  # names and reasons stand on several sheets
def lines_in(text: str, room: int) -> int:
    """Return how many lines a text takes in a cell.

    Args:
        text: with its own line feeds.
        room: columns of half a Chinese character in a line.
    """
    count = 0
    for line in text.split("\n"):
        # `wrapped` keeps two columns free for closing brackets; a long word is broken by spreadsheets.
        count += sum(max(1, -(-width(each) // room)) for each in wrapped(line, room + 2))
    return count


def height_of(lines: int) -> int:
    """Return how many points high a row is for some lines."""
    return lines * _LINE + _PADDING


def sheet_names(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Return names of sheets like some others: allowed, no two alike, none of those that are taken."""
    used = {each.casefold() for each in (*taken, "history")}
    found: list[str] = []
    for name in names:
        plain = clean(name.translate(_BRACKETS), 10 * _NAME).replace("\\", "-").strip("' ") or "-"
        base, number = _cut(plain, _NAME), 1
        while base.casefold() in used:
            number += 1
            base = f"{_cut(plain, _NAME - len(f' ({number})'))} ({number})"
        used.add(base.casefold())
        found.append(base)
    return found


def _cut(text: str, units: int) -> str:
    """Return as much of a text as takes some units of UTF-16, by which sheet names are measured."""
    while len(text.encode("utf-16-le")) > 2 * units:
        text = text[:-1]
    return text.strip("' ")


class Book:
    """A workbook that is being written: its formats, each made once."""

    def __init__(self, workbook: Any, lang: str) -> None:  # noqa: ANN401  # xlsxwriter is loaded late
        """Bind a workbook of xlsxwriter."""
        self.workbook, self.lang = workbook, lang
        self.font, self.head = ("宋体", "黑体") if lang == "zh" else ("Arial", "Arial")
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def format(self, **asked: object) -> Any:  # noqa: ANN401  # a format of xlsxwriter
        """Return a format of a table's cell, changed as asked."""
        plain: dict[str, object] = {
            "font_name": self.font, "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1,
        }  # fmt: skip
        wanted = {key: value for key, value in {**plain, **asked}.items() if value is not None}
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(wanted)
        return self._formats[key]

    def text(self, sheet: Any, at: tuple[int, int], text: str, **asked: object) -> None:  # noqa: ANN401  # of xlsxwriter
        """Write a text, whatever it says, as a text."""
        said = as_cell(text)
        asked = {**asked, "quote_prefix": True} if seems_formula(said) else asked
        if said:
            sheet.write_string(*at, said, self.format(**asked))
        else:
            sheet.write_blank(*at, None, self.format(**asked))

    def number(
        self, sheet: Any, at: tuple[int, int], value: Number | str | None, formula: str = "", *,  # noqa: ANN401  # of xlsxwriter
        percent: bool = False, **asked: object,
    ) -> None:  # fmt: skip
        """Write a number as exactly as a cell can hold it, or what stands in the place of one.

        Args:
            sheet: of xlsxwriter.
            at: row and column, from 0.
            value: the number; a text is written as it is.
            formula: what computes it, "" where it is written as it is.
            percent: whether it is a share that is shown in percent.
            asked: changes of the cell's format.
        """
        asked = {"align": "center", **asked}
        if not isinstance(value, Number):
            self.text(sheet, at, value or "", **asked)
            return
        if not stays_number(value):
            self.text(sheet, at, f"{decimal_text(value * 100)}%" if percent else str(value), **asked)
            return
        look = self.format(num_format=number_format(value, percent=percent), **asked)
        if formula:
            sheet.write_formula(*at, formula, look, stored(value))
        else:
            sheet.write_number(*at, stored(value), look)
        if is_cut(value):
            exact = as_cell(paper(self.lang, "exact-is", value=str(value)))
            sheet.write_comment(*at, exact, {"x_scale": 2, "font_size": 9})

    def merged(self, sheet: Any, area: tuple[int, int, int, int], **asked: object) -> None:  # noqa: ANN401  # of xlsxwriter
        """Merge an area of empty cells, if it is more than one; what it says is written into its first cell then."""
        if area[:2] != area[2:]:
            sheet.merge_range(*area, "", self.format(**asked))
