"""Workbooks that are written: texts stay texts whatever they say, and numbers stay exact."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scoring.extra import needed
from scoring.inert import seems_formula
from scoring.number import places_of
from scoring.yaml_reader import INVISIBLE

if TYPE_CHECKING:
    from fractions import Fraction

CELL = 32_767
"""Characters of a cell, at most."""

DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""

_CUT = "…"
_MARKUP = "<r>"  # xlsxwriter takes a text that begins so for markup of its own, and writes it as it is
_NOT_SHOWN = "\ufffd"
_BREAKS = re.compile(r"\r\n?|\v|\f")


def cell_text(text: str, limit: int = CELL) -> str:
    """Return a text as a cell may hold it.

    What cannot be seen (controls, surrogates, signs of direction) becomes ``�``; what is too long is cut with ``…``.
    """
    clean = INVISIBLE.sub(_NOT_SHOWN, _BREAKS.sub("\n", text)).strip()
    if clean.startswith(_MARKUP):
        clean = f" {clean}"  # readers pass over outer blanks
    return clean if len(clean) <= limit else clean[: limit - 1] + _CUT


def cell_number(value: Fraction) -> Decimal | None:
    """Return a number as a cell can hold it exactly, None where it has more digits than a cell keeps."""
    places = places_of(value)
    if places is None or places > 2 * DIGITS:
        return None
    whole_number = value * 10**places
    digits = str(abs(whole_number.numerator)).rstrip("0")
    return Decimal(whole_number.numerator).scaleb(-places) if len(digits) <= DIGITS else None


class Book:
    """A workbook being written, in memory."""

    def __init__(self, name: str) -> None:
        """Begin.

        Args:
            name: of the file that it is to be.

        Raises:
            ScoringError: the package that writes it is not installed.
        """
        self._bytes = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = needed("xlsxwriter", name).Workbook(self._bytes, options)
        self._book.calc_on_load = False  # there are no formulas, and readers would wait for results
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def sheet(self, name: str) -> Any:  # noqa: ANN401  # of a package without types
        """Return a new sheet."""
        return self._book.add_worksheet(name)

    def style(self, **how: object) -> Any:  # noqa: ANN401  # likewise
        """Return a format, one for all cells that look alike."""
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(how)
        return self._formats[key]

    def text(self, sheet: Any, row: int, column: int, text: str, **how: object) -> None:  # noqa: ANN401  # of a package without types
        """Write a text, "" for an empty cell; one that looks like a formula is marked as a text."""
        clean = cell_text(text)
        if seems_formula(clean):
            how["quote_prefix"] = True
        if clean:
            sheet.write_string(row, column, clean, self.style(**how))
        else:
            sheet.write_blank(row, column, None, self.style(**how))

    def finished(self) -> bytes:
        """Return the file."""
        self._book.close()
        return self._bytes.getvalue()
