"""One sheet of an .xlsx workbook → `Grid`: the parts in the order in which they are needed, no more than these.

A formula counts as the result that was stored with it. Where the writer has left the results to be computed when the
workbook is opened, there are none, whatever number stands in their place.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from scoring.sheet_grid import BUILT_IN, FORMULA, TRUTHS, Content, Grid, Problem, kind_of, number
from scoring.sheet_package import damaged
from scoring.tree import NODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.sheet_package import Package

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?Z?$")
_TRUE = ("1", "true")


class Named(NamedTuple):
    """A sheet of a workbook: its name, where it is kept, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An .xlsx workbook.

    Attributes:
        sheets: those with cells, in their order.
    """

    def __init__(self, package: Package) -> None:
        """Read what sheets there are.

        Raises:
            Refused: it is no workbook.
        """
        self.package = package
        top = self._related("")
        main = top.of_type("officeDocument") or "xl/workbook.xml"
        own = self._related(main)
        self._shared, self._styles = own.of_type("sharedStrings"), own.of_type("styles")
        self._book = book = _Book()
        package.parse(main, book)
        self._shown: tuple[list[str], list[str]] | None = None
        found = ((name, own.targets.get(key, ("", "")), hidden) for name, key, hidden in book.sheets)
        self.sheets = [Named(name, part, hidden) for name, (kind, part), hidden in found if kind == "worksheet"]

    def _related(self, part: str) -> _Relations:
        """Return what a part refers to."""
        folder, name = posixpath.split(part)
        found = _Relations(folder)
        self.package.parse(posixpath.join(folder, "_rels", f"{name}.rels"), found)
        return found

    def grid(self, sheet: Named, limit: int = NODES) -> Grid:
        """Return what a sheet holds: ``limit`` cells at most.

        Raises:
            Refused: it is not as a sheet is, or too large.
        """
        if sheet.part not in self.package.names:
            damaged(f"'{sheet.part}' is not there")
        if self._shown is None:
            self._shown = self._texts_and_kinds()
        cells = _Cells(Grid(sheet.name, limit=limit), self._book, *self._shown)
        self.package.parse(sheet.part, cells)
        return cells.grid

    def _texts_and_kinds(self) -> tuple[list[str], list[str]]:
        """Return what all sheets share: texts, and how cells of each style show numbers."""
        texts, styles = _Texts(), _Styles()
        if self._shared:
            self.package.parse(self._shared, texts)
        if self._styles:
            self.package.parse(self._styles, styles)
        return texts.found, styles.kinds()


@dataclass
class _Relations:
    """Parts that a part refers to: id → kind and name."""

    folder: str
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            part = target[1:] if target.startswith("/") else posixpath.join(self.folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = kind, posixpath.normpath(part)

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...

    def of_type(self, kind: str) -> str:
        return next((part for own, part in self.targets.values() if own == kind), "")


@dataclass
class _Book:
    """The sheets of a workbook by name and id, and how its numbers are meant."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    from_1904: bool = False
    uncomputed: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in _TRUE
        elif name == "calcPr":
            self.uncomputed = attributes.get("fullCalcOnLoad") in _TRUE
        elif name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), hidden))

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


@dataclass
class _Texts:
    """The texts that cells share."""

    found: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _inside: bool = False
    _aside: bool = False  # how a text is read aloud is no part of it

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        del attributes
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._aside = True
        self._inside = name == "t" and not self._aside

    def end(self, name: str) -> None:
        self._inside = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            self.found.append(_unescaped("".join(self._parts)))

    def text(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)


@dataclass
class _Styles:
    """How cells of each style show numbers."""

    _codes: dict[str, str] = field(default_factory=dict)
    _numbers: list[str] = field(default_factory=list)
    _of_cells: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._of_cells = True
        elif name == "xf" and self._of_cells:
            self._numbers.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._of_cells = False

    def text(self, text: str) -> None: ...

    def kinds(self) -> list[str]:
        known = {str(id_): kind for id_, kind in BUILT_IN.items()} | {
            id_: kind_of(code) for id_, code in self._codes.items()
        }
        return [known.get(id_, "") for id_ in self._numbers]


class _Cells:
    """The cells of one sheet."""

    def __init__(self, grid: Grid, book: _Book, texts: list[str], kinds: list[str]) -> None:
        self.grid = grid
        self._book, self._texts, self._kinds = book, texts, kinds
        self._row = self._column = 0
        self._cell: Mapping[str, str] = {}
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._inside = self._aside = self._within = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._cell, self._value, self._formula = attributes, [], None
            self._place(attributes.get("r"))
        elif name == "row":
            self._row, self._column = _index(attributes.get("r", str(self._row + 1))), 0
        elif name == "f":
            self._formula = []
        elif name == "rPh":
            self._aside = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        self._inside = name == "v" or (name == "t" and not self._aside)
        self._within = name == "f"

    def end(self, name: str) -> None:
        self._inside = self._within = False
        if name == "rPh":
            self._aside = False
        elif name == "c":
            self.grid.put(self._row, self._column, self._content())

    def text(self, text: str) -> None:
        if self._inside:
            self._value.append(text)
        elif self._within and self._formula is not None:
            self._formula.append(text)

    def _place(self, name: str | None) -> None:
        """Take over where a cell says it stands; one that does not say it stands beside the one before."""
        if name is None:
            self._column += 1
            return
        match = _CELL.fullmatch(name)
        if match is None or int(match[2]) != self._row:
            damaged(f"a cell '{name[:20]}' in row {self._row}")
        self._column = column_of(match[1])

    def _merge(self, reference: str) -> None:
        left, _, right = reference.partition(":")
        first, last = _CELL.fullmatch(left), _CELL.fullmatch(right)
        if first is None or last is None:
            damaged(f"merged cells '{reference[:20]}'")
        place = int(first[2]), column_of(first[1]), int(last[2]), column_of(last[1])
        if place[:2] != place[2:]:
            self.grid.merged.append(place)

    def _content(self) -> Content:
        """Return what the cell holds."""
        kind, text = self._cell.get("t", "n"), "".join(self._value)
        if self._formula is not None and (self._book.uncomputed or (not text and kind != "str")):
            return FORMULA
        if not text:
            return ""
        if kind == "n" and self._formula and "".join(self._formula) in TRUTHS:
            return TRUTHS["".join(self._formula)]
        if kind == "n":
            style = _index(self._cell.get("s", "0"))
            shown = self._kinds[style] if style < len(self._kinds) else ""
            return number(text.strip(), shown, from_1904=self._book.from_1904)
        return Problem("sheet-error", {"value": text}) if kind == "e" else self._text(kind, text)

    def _text(self, kind: str, text: str) -> str:
        """Return the text of a cell that holds no number."""
        if kind == "s":
            place = _index(text.strip())
            if place >= len(self._texts):
                damaged(f"text {place} is not there")
            return self._texts[place]
        if kind == "b":
            return "true" if text.strip() in _TRUE else "false"
        return _MIDNIGHT.sub("", text.strip()).replace("T", " ") if kind == "d" else _unescaped(text)


def column_of(letters: str) -> int:
    """Return the number of a column, 1 for A."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _index(text: str) -> int:
    """Return a whole number that a file has in it.

    Raises:
        Refused: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004  # more than anything has
        damaged(f"'{text[:20]}' for a whole number")
    return int(text)


def _unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
