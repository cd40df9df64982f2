"""Cases from a workbook: one sheet of an .xlsx or .ods file, one case a row, the headings of CSV.

``cases.xlsx`` means its first sheet, ``cases.xlsx#2024`` the one of that name. The first row that is not empty holds
the headings. What a person would see otherwise than it is read is refused, with its cell: merged cells, errors,
formulas without a result, a first sheet that is hidden. Hidden rows and columns are read like any others.

A workbook with the hidden sheet of a template is read whole, unless a sheet is named (see `scoring.sheet_template`).
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from scoring.case_rows import CELL, Cell
from scoring.reading import CellNumber
from scoring.sheet_form import KEY
from scoring.sheet_grid import Problem
from scoring.sheet_ods import OdsWorkbook
from scoring.sheet_package import Package, Refused
from scoring.sheet_xlsx import Workbook
from scoring.source import Sheet, Span, cell_name, cell_offset, whole
from scoring.tree import FAULTS, NODES
from scoring.yaml_reader import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.diagnostic import Problems
    from scoring.sheet_grid import Content, Grid
    from scoring.sheet_xlsx import Named

_TITLE = 8
"""Rows, less one, that a merged title may be high."""
_NAMED = re.compile(r"(?P<file>.*\.(?:xlsx|ods))#(?P<sheet>.+)", re.IGNORECASE | re.DOTALL)


class Rows(NamedTuple):
    """The rows of a sheet, with their numbers, the first one being the headings; and the names of all sheets."""

    source: Sheet
    rows: list[tuple[int, list[Cell]]]
    sheets: tuple[str, ...] = ()


class Filled(NamedTuple):
    """A template that was filled in.

    Attributes:
        path: of the file.
        key: what its hidden sheet says.
        sheets: name → rows of each sheet that is to be read.
        there: names of all sheets that are there.
    """

    path: str
    key: Rows
    sheets: dict[str, Rows]
    there: list[str]


def parted(path: str) -> tuple[str, str | None]:
    """Return the file and the sheet that a path names; None for no sheet."""
    match = _NAMED.fullmatch(path)
    return (path, None) if match is None else (match["file"], match["sheet"])


def read_sheet(path: str, problems: Problems, *, titles: bool = False) -> Rows | Filled | None:
    """Return the rows of a sheet, or a template as a whole; None if they cannot be had. What is wrong is noted.

    Args:
        path: of the file, and the sheet in it.
        problems: where what is wrong is noted.
        titles: whether cells may be merged in rows that hold nothing else.
    """
    name, sheet = parted(path)
    try:
        file = Path(name)
        if not file.is_file():
            problems.error("file-unreadable" if file.exists() else "file-missing", whole(name))
            return None
        with file.open("rb") as stream:
            package = Package(stream)
            book = OdsWorkbook(package) if name.lower().endswith(".ods") else Workbook(package)
            if sheet is None and any(each.name == KEY for each in book.sheets):
                return _filled(name, book, problems)
            chosen = _chosen(name, book.sheets, sheet, problems)
            grid = None if chosen is None else book.grid(chosen)
    except Refused as refused:
        problems.error(refused.code, whole(name), **refused.facts)
        return None
    except (OSError, ValueError):  # ValueError: a path with a NUL in it
        problems.error("file-unreadable", whole(name))
        return None
    found = None if grid is None else _rows(name, grid, problems, titles=titles)
    return None if found is None else found._replace(sheets=tuple(each.name for each in book.sheets))


def _rows(path: str, grid: Grid, problems: Problems, *, titles: bool = False) -> Rows | None:
    return _Reader(Sheet(f"{path}#{grid.name}", "", grid.name), grid, problems, titles=titles).rows()


def _filled(path: str, book: OdsWorkbook | Workbook, problems: Problems) -> Filled | None:
    """Return the sheets that the hidden sheet of a template tells of; what it does not tell of is not looked at."""
    named = {each.name: each for each in book.sheets}
    before = problems.errors
    key = _rows(path, book.grid(named[KEY]), problems)
    if key is None:
        return None
    sheets: dict[str, Rows] = {}
    for _, cells in key.rows:
        kind, name, role = [*(str(cell.text) for cell in cells), "", "", ""][:3]
        if kind == "sheet" and role != "guide" and name in named and name not in sheets:
            found = _rows(path, book.grid(named[name]), problems)
            if found is not None:
                sheets[name] = found
    if problems.errors > before:
        return None  # all of it is told; what would be told of the other rows would follow from that
    return Filled(path, key, sheets, list(named))


def _chosen(path: str, sheets: list[Named], name: str | None, problems: Problems) -> Named | None:
    """Return the sheet of a name, or the first one; what is wrong with that choice is noted."""
    names = [each.name for each in sheets]
    if not sheets:
        problems.error("sheet-damaged", whole(path), why="no sheet")
    elif name is not None and name not in names:
        near = problems.near(name, names)
        problems.error("sheet-unknown", whole(path), name=name, names=", ".join(names), near=near)
    elif name is None and sheets[0].hidden:
        seen = next((each.name for each in sheets if not each.hidden), names[0])
        problems.error("sheet-hidden", whole(path), name=names[0], example=f"{PurePath(path).name}#{seen}")
    else:
        return sheets[0 if name is None else names.index(name)]
    return None


class _Reader:
    """Makes rows of a grid."""

    def __init__(self, source: Sheet, grid: Grid, problems: Problems, *, titles: bool = False) -> None:
        self.source, self.grid, self.problems, self.titles = source, grid, problems, titles

    def rows(self) -> Rows | None:
        """Return the rows that are not empty, as wide as the headings or wider; None where a cell cannot be read."""
        before = self.problems.errors
        numbers = sorted(self.grid.rows)
        width = max((max(self.grid.rows[number]) for number in numbers), default=0)
        if width * len(numbers) > NODES:
            self.problems.error("too-many-nodes", whole(self.source.name), limit=NODES)
            return None
        for row, column in islice(self.grid.twice, FAULTS):
            self.problems.error("sheet-cell-twice", self.at(row, column))
        self.merged(numbers, width)
        found = [(number, list(self.row(number, self.grid.rows[number], width))) for number in numbers]
        return None if self.problems.errors > before else Rows(self.source, found)

    def merged(self, numbers: list[int], width: int) -> None:
        """Note cells that are merged, where there are any cells at all."""
        last = numbers[-1] if numbers else 0
        found = (each for each in self.grid.merged if each[0] <= last and each[1] <= width)
        for top, left, bottom, right in islice((each for each in found if not self.is_title(*each[:3])), FAULTS):
            cells = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
            self.problems.error("sheet-merged", self.at(top, left), range=cells)

    def is_title(self, top: int, left: int, bottom: int) -> bool:
        """Whether merged cells are all that their rows hold, where that is no matter."""
        if not self.titles or bottom - top > _TITLE:
            return False
        held = sum(len(self.grid.rows.get(row, ())) for row in range(top, bottom + 1))
        return held == (left in self.grid.rows.get(top, ()))

    def row(self, number: int, cells: Mapping[int, Content], width: int) -> Iterator[Cell]:
        """Yield the cells of a row, also the empty ones."""
        for column in range(1, width + 1):
            offset = cell_offset(number, column)
            yield Cell(self.text(number, column, cells.get(column, "")), offset, offset)

    def text(self, row: int, column: int, content: Content) -> str:
        """Return the text of a cell, "" where it has none that can be used, which is noted."""
        if isinstance(content, CellNumber):
            return content
        if isinstance(content, Problem):
            self.problems.error(content.code, self.at(row, column), **content.facts)
            return ""
        if len(content) > CELL:
            self.problems.error("csv-cell-long", self.at(row, column), limit=CELL)
            return ""
        invisible = INVISIBLE.search(content)
        if invisible is not None:
            self.problems.error("invisible-character", self.at(row, column), character=f"U+{ord(invisible[0]):04X}")
        return content.strip()

    def at(self, row: int, column: int) -> Span:
        """Return the place of a cell."""
        return self.source.span(cell_offset(row, column), 0)
