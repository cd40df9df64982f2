"""The headings of a table of records: which column is what, as the case file says it or by the names of the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.addresses import folded
from scoring.source import Sheet, cell_name, cell_offset
from scoring.tree import FAULTS, Scalar

if TYPE_CHECKING:
    from scoring.case_rows import Cell
    from scoring.diagnostic import Problems
    from scoring.list_cells import Cells
    from scoring.list_source import ListSource
    from scoring.source import Source, Span

_OTHER_SEPARATORS = {";": ";", "\t": "tab", "|": "|", "，": "，", "；": "；"}


def headings_of(said: ListSource, cells: Cells, problems: Problems) -> Headings | None:
    """Return the headings of a table, whose rows go on behind them; None where something is wrong, which is noted."""
    before, top = problems.errors, cells.source.span(cell_offset(1, 1) if isinstance(cells.source, Sheet) else 0, 1)

    def heads(number: int, row: list[Cell]) -> bool:
        return number == said.headings if said.headings else any(cell.text for cell in row)

    number, heading = next((each for each in cells.rows if heads(*each)), (0, []))
    if not heading:
        problems.error("rows-empty", top, row=said.headings or 1)
        return None
    found = Headings(said, cells, heading, problems)
    if problems.errors == before:
        found.note_merged(number)
    return found if problems.errors == before else None


class Headings:
    """The columns of a table, counted from 0; one that is not there is -1 and noted.

    Attributes:
        texts: the headings.
        top: place of the first of them.
        case: column that names the case.
        key: column that says nothing twice, None for none.
        fill: columns in which a blank stands for the value above it.
        left: column → texts that make a row no record.
        fields: field → its column.
        used: columns that are read.
        saying: columns of the fields that say more than what a record is called.
        keys: field → place of its heading.
        told: field → its heading.
    """

    def __init__(self, said: ListSource, cells: Cells, heading: list[Cell], problems: Problems) -> None:
        """Find out what each column is; what is wrong is noted."""
        self.said, self.cells, self.problems = said, cells, problems
        self.source: Source = cells.source
        self.texts, self.top = [cell.text for cell in heading], self._place(heading[0])
        self._names = [folded(text) for text in self.texts]
        self._heading = heading
        self.case, self.key = -1, None if said.key is None else -1
        self.fill: tuple[int, ...] = ()
        self.left: dict[int, frozenset[str]] = {}
        self.fields: dict[str, int] = {}
        other = next((word for char, word in _OTHER_SEPARATORS.items() if char in self.texts[0]), None)
        if len(heading) == 1 and other:
            problems.error("csv-separator", self.top, found=other)
        else:
            self._find()
        used = {self.case, *self.fill, *self.left, *self.fields.values(), self.case if self.key is None else self.key}
        self.used = tuple(sorted(used - {-1}))
        self.saying = [number for field, number in self.fields.items() if field != "name"] or [*self.fields.values()]
        there = {field: heading[number] for field, number in self.fields.items() if number >= 0}
        self.keys = {field: self._place(cell) for field, cell in there.items()}
        self.told = {field: cell.text for field, cell in there.items()}
        for number in self.used:
            at = self._place(heading[number])
            flaw = cells.flaws.get((at.line, at.column))
            if flaw is not None:
                problems.error(flaw.code, at, **flaw.facts)

    def _place(self, cell: Cell) -> Span:
        return self.source.span(cell.start, cell.end)

    def _find(self) -> None:
        """Find the columns that are asked for."""
        said = self.said
        self.case = self._column(said.case or Scalar("id", "id", said.path_at))
        self.key = None if said.key is None else self._column(said.key)
        self.fill = tuple(map(self._column, said.fill_down))
        self.left = {self._column(at): texts for at, texts in (said.leave_out or {}).values()}
        if said.columns is not None:
            self.fields = {field: self._column(each) for field, each in said.columns.items()}
        else:
            asked = {self.case, self.key}
            own = [Scalar(cell.text, cell.text, self._place(cell)) for number, cell in enumerate(self._heading)
                   if cell.text and number not in asked]  # fmt: skip
            self.fields = {each.text: self._column(each) for each in own}

    def _column(self, wanted: Scalar) -> int:
        """Return the number of the column with a heading, from 0; one that is not there, or twice, is noted."""
        name, names, heading = folded(wanted.text.strip()), self._names, self._heading
        if name not in names:
            known = [cell.text for cell in heading if cell.text]
            near = self.problems.near(wanted.text, known)
            self.problems.error("rows-heading", wanted.at, heading=wanted.text, table=self.source.name,
                                known=", ".join(known), near=near)  # fmt: skip
            return -1
        number = names.index(name)
        if name in names[number + 1 :]:
            again = heading[names.index(name, number + 1)]
            self.problems.error("csv-heading-twice", self._place(again), heading=again.text,
                                first=self._place(heading[number]))  # fmt: skip
        return number

    def note_merged(self, heading: int) -> None:
        """Note merged cells in columns that are read, unless they run down one whose blanks are filled."""
        before = self.problems.errors
        for top, left, bottom, right in self.cells.merged:
            if self.problems.errors >= before + FAULTS:
                break
            read = [column for column in self.used if left <= column + 1 <= right]
            if bottom < heading or not read or (left == right and top > heading and left - 1 in self.fill):
                continue
            cells = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
            at = self.source.span(cell_offset(top, left), 0)
            self.problems.error("rows-merged", at, range=cells, heading=self.texts[read[0]])
