"""The sheet of a list: one entry a row, which names its case and, of a list in records, its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.sheet_form import ENTRY_NAME, HEADINGS
from scoring.template.cells import TEXT, Cells
from scoring.template.figures import choices
from scoring.template.known import Entry
from scoring.template.words import range_of, say
from scoring.workbook import cell_text

if TYPE_CHECKING:
    from scoring.template.content import Listed
    from scoring.template.plan import Making

_ENTRIES = 60
"""Empty rows that are prepared."""

_NOTE = 500  # characters of a note
_NOTHING = Entry("", "", {})


def list_sheet(made: Making, name: str, listed: Listed) -> None:
    """Write the sheet of a list."""
    columns = _columns(made, listed)
    plain = len(columns) - len(listed.fields)
    cells = Cells(made.book, name, made.lang)
    taken: set[str] = set()
    headings: list[str] = []
    for text, field in columns:
        heading = text if text not in taken else field
        taken.add(heading)
        headings.append(heading)
        made.say("column", name, heading, field)
    cells.headings(headings, [14] + [24] * (plain - 1) + [20] * len(listed.fields), plain)
    for column, asked in enumerate(listed.fields, plain):
        cells.sheet.write_comment(0, column, cell_text(range_of(asked.figure, made.lang), _NOTE))
    _entries(made, cells, listed, [field for _, field in columns[:plain]])
    rows = range(1, cells.row)
    if made.case_choices:
        rule = {"validate": "list", "source": made.case_choices}
        cells.rule(rule, 0, rows, say(made.lang, "bad-value"), strict=False)
    for column, asked in enumerate(listed.fields, plain):
        cells.takes(asked.figure, column, rows, choices(made, asked))


def _entries(made: Making, cells: Cells, listed: Listed, about: list[str]) -> None:
    """Write the entries that are known, and empty rows; ``about``: what stands before the fields of an entry."""
    entries = [(known.words, entry) for known in made.known for entry in known.lists.get(listed.address, ())]
    for words, entry in (*entries, *[("", _NOTHING)] * _ENTRIES):
        texts = {"id": words, "name": entry.name, listed.above: entry.holder}
        for column, field in enumerate(about):
            cells.text(column, texts[field], **TEXT)
        for column, asked in enumerate(listed.fields, len(about)):
            cells.value(column, asked.figure, entry.values.get(asked.address))
        cells.next()


def _columns(made: Making, listed: Listed) -> list[tuple[str, str]]:
    """Return headings and what they hold: the case, the record above, the name, the fields."""
    found = [(HEADINGS["set"]["case"].text(made.lang), "id")]
    holder = listed.address.rpartition(".")[0]
    found += [(each.words, listed.above) for each in made.content.lists if listed.above and each.address == holder]
    named = any(each.address == "name" for each in listed.fields)
    found += [(ENTRY_NAME.text(made.lang), "name")] if listed.records and not named else []
    return found + [(each.words, each.address) for each in listed.fields]
