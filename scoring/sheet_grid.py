"""What a sheet holds: cells by row and column, as texts and numbers, and what is wrong with some of them.

A spreadsheet keeps numbers as binary doubles and shows 15 digits of them, so 15 digits are what is read:
``83.060000000000002`` is 83.06. A cell that is shown as a percentage is a text with its sign, a date its day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

from scoring.reading import CellNumber
from scoring.sheet_package import damaged
from scoring.tree import NODES

if TYPE_CHECKING:
    from collections.abc import Mapping

DIGITS = 15
"""Digits of a number that a spreadsheet shows."""

_ROUND = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=-9999, Emax=9999, traps=[])
_EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN, Emin=-9999, Emax=9999, traps=[])
_NUMBER = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)  # of a format: what is only shown
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_TRUTHS = re.compile(r'("?)(TRUE|是|真)\1;\1\2\1;\1(?:FALSE|否|假)\1', re.IGNORECASE)  # a format for 0 and 1
_LAST_DAY = 2_958_465  # 9999-12-31
_DAYS_1904 = 1462
_LEAP = 60  # 1900-02-29, which only spreadsheets have
_SECONDS = 86_400
_COLUMNS = 16_384


class Problem(NamedTuple):
    """Why a cell has no value: code and facts of the message."""

    code: str
    facts: Mapping[str, object]


Content = CellNumber | str | Problem
"""What a cell holds."""

FORMULA = Problem("sheet-formula", {})

TRUTHS = {"TRUE()": "true", "FALSE()": "false"}
"""The formula that LibreOffice writes for a truth value in a cell of texts or numbers → what the cell holds."""


@dataclass(slots=True)
class Grid:
    """A sheet.

    Attributes:
        name: of the sheet.
        rows: number of a row → number of a column → what the cell holds; both count from 1.
        merged: first row, first column, last row and last column of cells that are one.
        twice: cells that stand there twice.
        count: cells so far, and …
        limit: … how many there may be.
    """

    name: str
    rows: dict[int, dict[int, Content]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    twice: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0
    limit: int = NODES

    def put(self, row: int, column: int, content: Content) -> None:
        """Keep what a cell holds; an empty one is not kept.

        Raises:
            Refused: there are too many cells, or too many columns.
        """
        if content == "":
            return
        self.count += 1
        if self.count > self.limit:
            damaged(f"more than {self.limit} cells")
        if not 1 <= column <= _COLUMNS or row < 1:
            damaged(f"row {row}, column {column}")
        cells = self.rows.setdefault(row, {})
        if column in cells:
            self.twice.append((row, column))
        cells[column] = content


# Numbers


def number(text: str, kind: str = "", *, from_1904: bool = False) -> Content:
    """Return what a cell with a number holds.

    Args:
        text: the number as the file has it.
        kind: how it is shown: ``percent``, ``sign``, ``date``, ``time``, ``moment``, ``truth``, else as a number.
        from_1904: whether days are counted from 1904.
    """
    if _NUMBER.fullmatch(text) is None:
        return Problem("sheet-value", {"value": text})
    value = _ROUND.create_decimal(text)
    if kind == "percent":
        shown = _plain(_EXACT.multiply(value, Decimal(100)))
        return f"{shown}%" if len(shown.partition(".")[2]) <= DIGITS else CellNumber(_plain(value))
    if kind == "sign":
        return f"{_plain(value)}%"
    if kind == "time":
        return _clock(_EXACT.multiply(value, Decimal(_SECONDS)))
    if kind in ("date", "moment"):
        return _day(value, from_1904=from_1904) or Problem("sheet-value", {"value": _plain(value)})
    shown = _plain(value)
    return ("false", "true")[shown == "1"] if kind == "truth" and shown in ("0", "1") else CellNumber(shown)


def _plain(value: Decimal) -> str:
    """Return a number as its shortest decimal."""
    text = format(_EXACT.normalize(value), "f")
    return "0" if text == "-0" else text


def _day(value: Decimal, *, from_1904: bool) -> str:
    """Return the day, and the time where it is not midnight, that a spreadsheet counts so; "" for none."""
    seconds = int(_EXACT.multiply(value, Decimal(_SECONDS)).to_integral_value(ROUND_HALF_EVEN, _EXACT))
    days, seconds = divmod(seconds + (_DAYS_1904 * _SECONDS if from_1904 else 0), _SECONDS)
    if not 1 <= days <= _LAST_DAY:
        return ""
    if days == _LEAP:
        return "1900-02-29"
    day = dt.date(1899, 12, 31 if days < _LEAP else 30) + dt.timedelta(days)
    return day.isoformat() + (f" {_clock(Decimal(seconds))}" if seconds else "")


def _clock(seconds: Decimal) -> str:
    total = int(seconds.to_integral_value(ROUND_HALF_EVEN, _EXACT))
    hours, rest = divmod(abs(total), 3600)
    return f"{'-' * (total < 0)}{hours:02}:{rest // 60:02}:{rest % 60:02}"


# Formats

_SIGN = "\0"


def _sign(literal: re.Match[str]) -> str:
    """Return what is kept of what a format only shows: that it is the sign of a percentage."""
    return _SIGN if literal[0].strip('"\\ ') in ("%", "％") else ""


_KNOWN = {
    "percent": (9, 10),
    "date": (14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58),
    "time": (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56),
    "moment": (22,),
}
BUILT_IN: Mapping[int, str] = {number: kind for kind, numbers in _KNOWN.items() for number in numbers}
"""Number of a format that every spreadsheet program has → how it shows numbers."""


def kind_of(code: str) -> str:
    """Return how a format shows numbers: as `number` takes it, "" for as numbers.

    A sign that is only shown does not make a share of the number, and yet is what a person sees: with ``0"%"`` the
    number 83.06 is seen as 83.06 %, and so the format is a ``sign``.
    """
    if _TRUTHS.fullmatch(code[:255]):
        return "truth"
    first = _LITERAL.sub(_sign, code[:255]).partition(";")[0].lower()
    if _SIGN in first:
        return "sign"
    if "general" in first:
        return ""
    if "%" in first:
        return "percent"
    if _ELAPSED.search(first):
        return "time"
    clock = "h" in first or "s" in first
    days = "y" in first or "d" in first or ("m" in first and not clock)
    return "moment" if days and clock else "date" if days else "time" if clock else ""
