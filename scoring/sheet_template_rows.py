"""The rows of one sheet of a template that say something, by the fields of their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import folded
from scoring.case import Origin
from scoring.sheet_form import HEADINGS, ONLY_TOLD
from scoring.source import cell_offset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.case_rows import Cell
    from scoring.diagnostic import Problems
    from scoring.sheet_cases import Rows
    from scoring.source import Sheet, Span


class Row(NamedTuple):
    """A row that says something.

    Attributes:
        sheet: where it stands.
        number: of the row.
        cells: field → cell, those that are not empty.
    """

    sheet: Sheet
    number: int
    cells: Mapping[str, Cell]

    def text(self, field: str) -> str:
        """Return what a field says, "" where it is empty."""
        return self.cells[field].text if field in self.cells else ""

    def at(self, field: str) -> Span:
        """Return the place of a field; where it is empty, that of the row."""
        cell = self.cells.get(field)
        start = cell_offset(self.number, 1) if cell is None else cell.start
        return self.sheet.span(start, start)

    def origin(self, field: str, key: str) -> Origin:
        """Return where a field came from, and where its address stands."""
        evidence = self.text("evidence") if field == "value" else ""
        return Origin(self.at(field), self.at(key), self.number, field, evidence=str(evidence))


def rows_of(rows: Rows, role: str, lang: str, problems: Problems) -> list[Row]:
    """Return the rows that say something; what is wrong with the headings is noted, and there are none then.

    Args:
        rows: of the sheet, the first being the headings.
        role: of the sheet.
        lang: of the template.
        problems: where to note.
    """
    header = rows.rows[0][1] if rows.rows else []
    fields = _fields(rows.source, header, role, lang, problems)
    found: list[Row] = []
    for number, cells in rows.rows[1:] if fields else ():
        said = {field: cells[column] for field, column in fields.items() if cells[column].text}
        printed = {"case", "figure"} if role == "figures" else {"case", "node"} if role == "marks" else {"case"}
        if said.keys() - ONLY_TOLD - printed:
            found.append(Row(rows.source, number, said))
    return found


def _fields(sheet: Sheet, header: list[Cell], role: str, lang: str, problems: Problems) -> dict[str, int]:
    """Return which column holds which field; none where a heading is wrong. Other columns are a person's own."""
    words = HEADINGS[role]
    named = {folded(text): field for field, texts in words.items() for text in texts}
    found: dict[str, int] = {}
    before = problems.errors
    for column, cell in enumerate(header):
        field = named.get(folded(cell.text))
        if field in found:
            first = header[found[field]]
            problems.error(
                "csv-heading-twice", sheet.span(cell.start, 0), heading=cell.text, first=sheet.span(first.start, 0)
            )
        elif field is not None:
            found[field] = column
    at = sheet.span(header[0].start if header else cell_offset(1, 1), 0)
    for field, texts in words.items():
        if field not in found and field not in ONLY_TOLD | {"empty"} and problems.errors == before:
            problems.error("template-heading", at, heading=texts.text(lang))
    return found if problems.errors == before else {}
