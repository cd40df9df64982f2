"""One sheet of an .ods workbook → `Grid`; its cells say themselves what they are, percentages and dates too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.case_rows import CELL
from scoring.sheet_grid import FORMULA, TRUTHS, Content, Grid, Problem, number
from scoring.sheet_package import Package, damaged
from scoring.sheet_xlsx import Named
from scoring.tree import NODES

if TYPE_CHECKING:
    from collections.abc import Mapping

_PART = "content.xml"
_KINDS = {"float": "", "currency": "", "percentage": "percent"}
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|(?:Err|错误)[:：][0-9]+")
_CLOCK = re.compile(r"P?T?([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S")
_SIGNED = re.compile(r"[-−0-9.,\s]+[%％]\s*")  # of a number that is no share: its format only shows the sign
_MIDNIGHT = re.compile(r"T00:00(?::00(?:[.,]0+)?)?$")
_ASIDE = frozenset(("annotation", "frame", "shapes", "custom-shape", "tracked-changes", "ruby-text"))
_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}
_CELLS = frozenset(("table-cell", "covered-table-cell"))


class OdsWorkbook:
    """An .ods workbook.

    Attributes:
        sheets: in their order.
    """

    def __init__(self, package: Package) -> None:
        """Read what sheets there are.

        Raises:
            Refused: it is no workbook.
        """
        if _PART not in package.names:
            damaged(f"'{_PART}' is not there")
        self.package = package
        found = _Tables()
        package.parse(_PART, found)
        self.sheets = found.sheets

    def grid(self, sheet: Named, limit: int = NODES) -> Grid:
        """Return what a sheet holds: ``limit`` cells at most.

        Raises:
            Refused: it is not as a sheet is, or too large.
        """
        cells = _Cells(sheet.name, limit)
        self.package.parse(_PART, cells)
        return cells.grid


class _Tables:
    """The names of the tables, and which are hidden."""

    def __init__(self) -> None:
        self.sheets: list[Named] = []
        self._hidden: set[str] = set()
        self._style = ""
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden.add(self._style)
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                self.sheets.append(Named(attributes.get("name", ""), "", attributes.get("style-name") in self._hidden))

    def end(self, name: str) -> None:
        self._depth -= name == "table"

    def text(self, text: str) -> None: ...


class _Cells:
    """The cells of one table."""

    def __init__(self, name: str, limit: int) -> None:
        self.grid = Grid(name, limit=limit)
        self._inside = False
        self._row = self._rows = self._column = self._aside = self._depth = 0
        self._cell: Mapping[str, str] = {}
        self._parts: list[str] = []
        self._room = 0
        self._filled: dict[int, Content] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._depth += 1
            self._inside = self._inside or (self._depth == 1 and attributes.get("name", "") == self.grid.name)
        if not self._inside or self._aside or name in _ASIDE:
            self._aside += self._inside
            return
        if name == "table-row":
            self._rows, self._column, self._filled = _count(attributes, "number-rows-repeated"), 1, {}
        elif name in _CELLS:
            self._cell, self._parts, self._room = attributes, [], CELL + 1  # one more, so that it is told
        elif name == "p":
            self._add("\n" if self._parts else "")
        elif name in _BLANKS and self._parts:
            self._add(_BLANKS[name] * min(_count(attributes, "c"), self._room))

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
            self._inside = self._inside and self._depth > 0
        if not self._inside or self._aside:
            self._aside -= self._aside > 0
            return
        if name in _CELLS:
            self._keep()
        elif name == "table-row":
            for number_ in range(self._rows if self._filled else 0):
                for column, content in self._filled.items():
                    self.grid.put(self._row + number_ + 1, column, content)
            self._row += self._rows

    def text(self, text: str) -> None:
        if self._inside and not self._aside and self._parts:
            self._add(text)

    def _add(self, text: str) -> None:
        """Add to the text of a cell, up to what a cell may hold."""
        if self._room or not self._parts:
            self._parts.append(text[: self._room])
            self._room -= len(self._parts[-1])

    def _keep(self) -> None:
        """Keep what a cell holds, as often as it is repeated, and which cells it is merged with."""
        content, repeated = self._content(), _count(self._cell, "number-columns-repeated")
        if content != "":
            if len(self._filled) + repeated > NODES:
                damaged(f"more than {NODES} cells")
            self._filled.update(dict.fromkeys(range(self._column, self._column + repeated), content))
        rows, columns = _count(self._cell, "number-rows-spanned"), _count(self._cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            row, column = self._row + 1, self._column
            self.grid.merged.append((row, column, row + rows - 1, column + columns - 1))
        self._column += repeated

    def _content(self) -> Content:
        kind, text = self._cell.get("value-type", ""), "".join(self._parts)
        computed = "formula" in self._cell
        if self._cell.get("ext:value-type") == "error" or (computed and _ERROR.fullmatch(text)):
            return Problem("sheet-error", {"value": text})
        if computed and not kind:
            return FORMULA
        if computed and self._cell["formula"].removeprefix("of:=") in TRUTHS:
            return TRUTHS[self._cell["formula"].removeprefix("of:=")]
        if kind in _KINDS:
            sign = kind == "float" and _SIGNED.fullmatch(text) is not None
            return number(self._cell.get("value", ""), "sign" if sign else _KINDS[kind])
        return self._text(kind, text)

    def _text(self, kind: str, shown: str) -> str:
        """Return the text of a cell that holds no number."""
        if kind == "date":
            return _MIDNIGHT.sub("", self._cell.get("date-value", "")).replace("T", " ")
        if kind == "time":
            clock = _CLOCK.search(self._cell.get("time-value", ""))
            return shown if clock is None else ":".join(part.rjust(2, "0") for part in clock.groups())
        if kind == "boolean":
            return self._cell.get("boolean-value", "")
        return self._cell.get("string-value", shown) if kind == "string" else shown


def _count(attributes: Mapping[str, str], key: str) -> int:
    """Return how often something stands there.

    Raises:
        Refused: that is no number.
    """
    text = attributes.get(key, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004  # more than anything has
        damaged(f"'{text[:20]}' for {key}")
    return int(text)
