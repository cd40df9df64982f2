"""The cells of a table that holds a list: a CSV file or a sheet, with limits wide enough for a ledger of all cases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.case_rows import CELL, Cell
from scoring.csv_cases import rows_of
from scoring.document import load_source, sound
from scoring.source import Sheet, cell_offset, whole
from scoring.yaml_reader import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.diagnostic import Problems
    from scoring.sheet_grid import Content, Grid, Problem
    from scoring.source import Source

BYTES = 1 << 25
"""Size of a CSV file with a list, at most."""

CELLS = 2_000_000
"""Cells of a table with a list, at most; a sheet counts those that are not empty."""

SPREAD = 8_000_000
"""Cells of a sheet with a list, at most, with the empty ones: each row is as wide as the widest."""

UNPACKED = 200 << 20
"""Bytes of a workbook with a list that are read, unpacked, at most; of an .ods file all is read twice."""

_SHEET = re.compile(r"\.(?:xlsx|ods)(?:#.*)?$", re.IGNORECASE | re.DOTALL)


class Cells(NamedTuple):
    """The cells of a table.

    Attributes:
        source: for places.
        rows: number and cells of each row; of a sheet only those that are not empty, all equally wide.
        merged: of a sheet, first row, first column, last row and last column of cells that are one.
        flaws: of a sheet, row and column → why the cell has no text; such a cell is empty among the rows.
    """

    source: Source
    rows: Iterator[tuple[int, list[Cell]]]
    merged: list[tuple[int, int, int, int]]
    flaws: dict[tuple[int, int], Problem]


def is_table(path: str) -> bool:
    """Return whether a path is that of a table by its suffix."""
    return _SHEET.search(path) is not None or path.lower().endswith(".csv")


def cells_of(path: str, name: str, encoding: str, problems: Problems) -> Cells | None:
    """Return the cells of a table, None if they cannot be had; what is wrong is noted.

    Args:
        path: of a .csv, .xlsx or .ods file; ``ledger.xlsx#附表3`` names a sheet.
        name: of the list: where no sheet is named, the sheet of this name is meant, or the only one that is seen.
        encoding: of a CSV file.
        problems: where to note what is wrong.
    """
    return _of_sheet(path, name, problems) if _SHEET.search(path) else _of_csv(path, encoding, problems)


def _of_csv(path: str, encoding: str, problems: Problems) -> Cells | None:
    source = load_source(path, problems, encoding, BYTES)
    if source is None or not sound(source, problems, BYTES):
        return None
    text = source.text
    if text.count(",") + text.count("\n") + text.count("\r") > CELLS:
        problems.error("rows-large", whole(path), limit=CELLS)
        return None
    return Cells(source, enumerate(rows_of(source, problems), 1), [], {})


def _of_sheet(path: str, name: str, problems: Problems) -> Cells | None:
    from scoring.sheet_cases import parted  # noqa: PLC0415  # who has no workbook needs none of it
    from scoring.sheet_ods import OdsWorkbook  # noqa: PLC0415  # likewise
    from scoring.sheet_package import Package, Refused  # noqa: PLC0415  # likewise
    from scoring.sheet_xlsx import Workbook  # noqa: PLC0415  # likewise

    file, sheet = parted(path)
    try:
        if not Path(file).is_file():
            problems.error("file-unreadable" if Path(file).exists() else "file-missing", whole(file))
            return None
        with Path(file).open("rb") as stream:
            package = Package(stream, UNPACKED)
            book = OdsWorkbook(package) if file.lower().endswith(".ods") else Workbook(package)
            seen = [each.name for each in book.sheets if not each.hidden]
            wanted = sheet or (name if name in (each.name for each in book.sheets) else "")
            if not wanted and len(seen) == 1:
                wanted = seen[0]
            chosen = next((each for each in book.sheets if each.name == wanted), None)
            if chosen is None:
                names = ", ".join(each.name for each in book.sheets)
                code = "sheet-unknown" if sheet else "rows-sheet"
                facts = {"near": problems.near(sheet, names.split(", "))} if sheet else {}
                problems.error(code, whole(file), name=sheet or name, names=names, **facts)
                return None
            grid = book.grid(chosen, CELLS)
    except Refused as refused:
        problems.error(refused.code, whole(file), **refused.facts)
        return None
    except (OSError, ValueError):  # ValueError: a path with a NUL in it
        problems.error("file-unreadable", whole(file))
        return None
    width = max((max(cells) for cells in grid.rows.values()), default=0)
    if width * len(grid.rows) > SPREAD:
        problems.error("rows-large", whole(file), limit=SPREAD)
        return None
    return _of_grid(Sheet(f"{file}#{grid.name}", "", grid.name), grid, width)


def _of_grid(source: Sheet, grid: Grid, width: int) -> Cells:
    from scoring.sheet_grid import Problem  # noqa: PLC0415  # who has no workbook needs none of it

    flaws = {place: Problem("sheet-cell-twice", {}) for place in grid.twice}

    def text(row: int, column: int, content: Content) -> str:
        """Return the text of a cell; one that has none that can be used is noted among the flaws."""
        if isinstance(content, str):
            if type(content) is not str:  # a number of the sheet, as it is
                return content
            found = INVISIBLE.search(content)
            if len(content) <= CELL and found is None:
                return content.strip()
            content = (
                Problem("csv-cell-long", {"limit": CELL})
                if found is None
                else Problem("invisible-character", {"character": f"U+{ord(found[0]):04X}"})
            )
        flaws[row, column] = content
        return ""

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        columns = range(1, width + 1)
        for number in sorted(grid.rows):
            cells, base = grid.rows[number], cell_offset(number, 0)
            yield (
                number,
                [
                    Cell(text(number, column, cells[column]) if column in cells else "", base + column, base + column)
                    for column in columns
                ],
            )

    return Cells(source, rows(), grid.merged, flaws)
