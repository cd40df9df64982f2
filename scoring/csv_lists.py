"""Lists of CSV cases: one file a list beside the file of cases, one entry a row.

Beside ``cases.csv`` the file ``cases.sites.csv`` holds the list ``sites``: its column ``id`` says which case a row
belongs to, ``name`` what the record is called, the others are the fields. ``cases.sites.faults.csv`` holds the list
``faults`` in each of these records; its column ``sites`` names the record, or gives its number. A case without a row
has an empty list; a list without a file is not given. ``cases.expected.csv`` is no list, but expected scores.

Example:
    id,name,area,faults
    north,Upper bridge,3.5,2
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import folded
from scoring.case import Given, Origin, Record
from scoring.csv_cases import rows_of
from scoring.document import load_source, sound
from scoring.list_cells import BYTES
from scoring.list_origin import RowsOrigin
from scoring.reading import of_cell
from scoring.source import Source, Span
from scoring.tree import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.case import Case
    from scoring.case_rows import Cell
    from scoring.diagnostic import Problems

_EXPECTED = "expected"
_EACH = "each"  # heading of the values of a list that is not of records
_LONGEST = 9  # digits of the number of a record


class _Row(NamedTuple):
    """One entry of a list: its row, its case, the record that holds it ("" at the top), what it is, where it stands."""

    number: int
    case: Cell
    holder: Cell | None
    fields: dict[str, Given]
    at: Span


class ListRows(NamedTuple):
    """One list: its address, the address of the list whose records hold it ("" for none), its entries."""

    address: str
    above: str
    source: Source
    rows: list[_Row]


def with_lists(cases: list[Case], path: str, encoding: str, problems: Problems) -> list[Case]:
    """Return the cases of a CSV file with the lists that stand in the files beside it."""
    files = _files(Path(path))
    sheets: list[ListRows] = []
    for address, file in files.items():
        source = load_source(str(file), problems, encoding, BYTES)
        if source is not None and sound(source, problems, BYTES):
            rows = enumerate(rows_of(source, problems), 1)
            sheets.append(list_rows(address, files, source, rows, problems))
    return with_list_rows(cases, sheets, problems)


def with_list_rows(cases: list[Case], sheets: list[ListRows], problems: Problems) -> list[Case]:
    """Return the cases with the entries of lists, outer lists first."""
    by_id = {folded(case.id): case for case in cases}
    for sheet in sheets:
        for row in sheet.rows:
            if folded(row.case.text) not in by_id:
                near = problems.near(row.case.text, [case.id for case in cases])
                problems.error("csv-list-case", _span(sheet, row.case), id=row.case.text, near=near)
    if not sheets:
        return cases
    entries: dict[str, dict[str, list[_Row]]] = {sheet.address: {} for sheet in sheets}
    for sheet in sheets:
        for row in sheet.rows:
            entries[sheet.address].setdefault(folded(row.case.text), []).append(row)
    return [
        _filled(case, sheets, {address: own.get(folded(case.id), []) for address, own in entries.items()}, problems)
        for case in cases
    ]


def _files(path: Path) -> dict[str, Path]:
    """Return the files of lists beside a file of cases, by the address of the list, outer lists first."""
    head, tail = f"{path.stem}.", path.suffix
    try:
        beside = sorted(each for each in path.parent.iterdir() if each.name.startswith(head) and each.suffix == tail)
    except OSError:
        return {}
    found = {each.name[len(head) : -len(tail)]: each for each in beside if each.name != path.name}
    found = {name: each for name, each in found.items() if name.rpartition(".")[2] != _EXPECTED}
    return dict(sorted(found.items(), key=lambda pair: (pair[0].count("."), pair[0])))


def list_rows(
    address: str, lists: Iterable[str], source: Source, rows: Iterator[tuple[int, list[Cell]]], problems: Problems
) -> ListRows:
    """Return the entries of one list; what is wrong is noted.

    Args:
        address: of the list.
        lists: addresses of all lists.
        source: where it stands.
        rows: numbered, the first one being the headings.
        problems: where to note.
    """
    above = max((each for each in lists if address.startswith(f"{each}.")), key=len, default="")
    _, header = next(rows, (0, []))
    names = [cell.text for cell in header]
    holder = above.rpartition(".")[2]
    before = problems.errors
    for number, cell in enumerate(header):
        if cell.text and cell.text in names[:number]:
            first = header[names.index(cell.text)]
            at = source.span(cell.start, cell.end)
            problems.error("csv-heading-twice", at, heading=cell.text, first=source.span(first.start, first.end))
    for needed in ("id", *([holder] if holder else [])):
        if needed not in names and problems.errors == before:
            at = source.span(header[0].start, header[0].end) if header else Span(source, 0, 0, 0)
            problems.error("csv-list-heading", at, heading=needed, list=address)
    found: list[_Row] = []
    if problems.errors > before:
        return ListRows(address, above, source, found)
    for number, cells in rows:
        if problems.errors >= before + FAULTS:
            break
        if any(cell.text for cell in cells) and _fits(source, number, cells, len(names), problems):
            found.append(_row(source, number, dict(zip(names, cells, strict=True)), header, holder))
    return ListRows(address, above, source, found)


def _fits(source: Source, number: int, cells: list[Cell], expected: int, problems: Problems) -> bool:
    if len(cells) == expected:
        return True
    code = "csv-row-short" if len(cells) < expected else "csv-row-long"
    at = source.span(cells[0].start, cells[-1].end)
    problems.error(code, at, row=number, found=len(cells), expected=expected)
    return False


def _row(source: Source, number: int, cells: dict[str, Cell], header: Iterable[Cell], holder: str) -> _Row:
    keys = {cell.text: source.span(cell.start, cell.end) for cell in header}
    fields: dict[str, Given] = {}
    for name, cell in cells.items():
        if name and name not in ("id", holder) and cell.text:
            place = source.span(cell.start, cell.end)
            fields[name] = Given(of_cell(cell.text), Origin(place, keys[name], number, name), written=True)
    first, last = next(iter(cells.values())), list(cells.values())[-1]
    return _Row(number, cells["id"], cells.get(holder) if holder else None, fields, source.span(first.start, last.end))


def _filled(case: Case, sheets: list[ListRows], entries: dict[str, list[_Row]], problems: Problems) -> Case:
    """Return a case with its lists; the ones inside records go into these first, from the innermost out."""
    made: dict[str, dict[int, list[Given | Record]]] = {}
    for sheet in reversed(sheets):
        own = entries[sheet.address]
        below = [each for each in sheets if each.above == sheet.address]
        for number, row in enumerate(own, 1):
            inner = {each.address.rpartition(".")[2]: made[each.address].get(number, []) for each in below}
            origin = Origin(row.at, row.at, 0, "")
            more = {field: Given(tuple(found), origin, written=True) for field, found in inner.items()}
            holder = _holder(sheet, row, entries.get(sheet.above, []), problems)
            plain = row.fields.keys() == {_EACH} and not more
            where = Origin(row.at, row.at, row.number)
            entry = row.fields[_EACH] if plain else Record({**row.fields, **more}, origin=where)
            made.setdefault(sheet.address, {}).setdefault(holder, []).append(entry)
        made.setdefault(sheet.address, {})
    top = [sheet for sheet in sheets if not sheet.above]
    lists: dict[str, object] = {}
    for sheet in top:
        if sheet.address in case.figures:
            problems.error("case-twice", sheet.source.span(0, 1), address=sheet.address)
        at = Span(sheet.source, 1, 1, 2)
        origin = RowsOrigin(at, at, rows=tuple(row.number for row in entries[sheet.address]))
        lists[sheet.address] = Given(tuple(made[sheet.address].get(0, [])), origin, written=True)
    return replace(case, figures={**case.figures, **lists})


def _holder(sheet: ListRows, row: _Row, above: list[_Row], problems: Problems) -> int:
    """Return the number of the record that holds an entry, 0 at the top (or where it is not known)."""
    if row.holder is None:
        return 0
    text = row.holder.text
    names = [str(each.fields["name"].value) if "name" in each.fields else "" for each in above]
    if names.count(text) == 1:
        return names.index(text) + 1
    plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST
    if plain and text not in names and 1 <= int(text) <= len(above):  # what names several records is no number
        return int(text)
    named = ", ".join(name for name in names if name) or "–"
    problems.error("csv-list-record", _span(sheet, row.holder), name=text, list=sheet.above, names=named)
    return 0


def _span(sheet: ListRows, cell: Cell) -> Span:
    return sheet.source.span(cell.start, cell.end)
