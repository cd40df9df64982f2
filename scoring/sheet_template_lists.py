"""The lists of a template: a sheet a list, one entry a row, which names its case and, of a list in records, its record.

A list that no row of a case is about is not given, unless the case is said to have no entries: nothing written is not
the same as nothing there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import folded
from scoring.csv_lists import list_rows, with_list_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.case import Case
    from scoring.case_rows import Cell
    from scoring.diagnostic import Problems
    from scoring.source import Sheet, Span


class ListSheet(NamedTuple):
    """The sheet of one list.

    Attributes:
        name: of the sheet.
        address: of the list.
        source: where it stands.
        rows: numbered, the first being the headings.
        columns: heading, folded → field of the list; ``id`` for the case.
    """

    name: str
    address: str
    source: Sheet
    rows: list[tuple[int, list[Cell]]]
    columns: Mapping[str, str]


def with_list_sheets(
    cases: list[Case],
    sheets: Sequence[ListSheet],
    ids: Mapping[str, str],
    without: Mapping[str, tuple[Sequence[str], Span]],
    problems: Problems,
) -> list[Case]:
    """Return the cases with their lists.

    Args:
        cases: of the template.
        sheets: of its lists, outer lists first.
        ids: what a case may be called, folded → its id.
        without: id → addresses of the lists that a case is said to have no entries of, and where that is said.
        problems: where to note what is wrong.
    """
    _note_unknown(sheets, without, problems)
    addresses = [sheet.address for sheet in sheets]
    only = cases[0].id if len(cases) == 1 else None
    lists = [
        list_rows(sheet.address, addresses, sheet.source, _plain(sheet, ids, only, problems), problems)
        for sheet in sheets
    ]
    there = {(row.case.text, each.address): row.at for each in reversed(lists) for row in reversed(each.rows)}
    names = {sheet.address: sheet.name for sheet in sheets}
    made: list[Case] = []
    for case in with_list_rows(cases, lists, problems):
        said, at = without.get(case.id, ((), case.at))
        for address in said:
            if (case.id, address) in there:
                entry = there[case.id, address]
                problems.error("template-list-entries", at, name=names[address], entry=entry)
        top = [address for address in addresses if not any(address.startswith(f"{each}.") for each in addresses)]
        absent = {address for address in top if address not in said and (case.id, address) not in there}
        figures = {address: value for address, value in case.figures.items() if address not in absent}
        made.append(replace(case, figures=figures))
    return made


def _note_unknown(
    sheets: Sequence[ListSheet], without: Mapping[str, tuple[Sequence[str], Span]], problems: Problems
) -> None:
    known = {sheet.address for sheet in sheets}
    for said, at in without.values():
        for address in said:
            if address not in known:
                problems.error("template-list", at, name=address, names=", ".join(sheet.name for sheet in sheets))


def _plain(
    sheet: ListSheet, ids: Mapping[str, str], only: str | None, problems: Problems
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows as a file of a list has them: fields for headings, ids for cases, no columns of one's own."""
    if not sheet.rows:
        return
    number, header = sheet.rows[0]
    named = [sheet.columns.get(folded(cell.text), "") for cell in header]
    kept = [column for column, field in enumerate(named) if field]
    for field in sorted({*sheet.columns.values()} - {*named}):
        heading = next(text for text, held in sheet.columns.items() if held == field)
        problems.error("template-heading", sheet.source.span(header[0].start, 0), heading=heading)
    yield number, [header[column]._replace(text=named[column]) for column in kept]
    for number, cells in sheet.rows[1:]:
        row = [cells[column] for column in kept]
        case = [named[column] for column in kept].index("id") if "id" in named else -1
        said = any(cell.text for column, cell in enumerate(row) if column != case)
        if not said or case < 0:
            continue
        text = row[case].text
        id_ = ids.get(folded(text)) if text else only
        if id_ is None and not text:
            at = sheet.source.span(row[case].start, 0)
            problems.error("template-which-case", at, names=", ".join(dict.fromkeys(ids.values())))
            continue
        row[case] = row[case]._replace(text=text if id_ is None else id_)
        yield number, row
