"""Tables of lists → the lists of cases: one row a record, every value with its row and column.

What a table says is never guessed at. A row that names no case, a row of totals, a case without a row, merged cells:
each is told with its place, and with what to write so that it is read as it is meant.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, cast

from scoring.addresses import folded
from scoring.case import Given, Origin, Record
from scoring.list_cells import cells_of
from scoring.list_headings import headings_of
from scoring.list_origin import RowsOrigin
from scoring.list_source import compact
from scoring.list_totals import total_among
from scoring.message import Spoken
from scoring.reading import of_cell
from scoring.row_ranges import rows_text
from scoring.source import Sheet, Span
from scoring.tree import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.case import Case
    from scoring.case_rows import Cell
    from scoring.diagnostic import Problems
    from scoring.list_cells import Cells
    from scoring.list_headings import Headings
    from scoring.list_source import ListSource
    from scoring.source import Source

EACH = "each"
"""The field of a list that is of plain values."""


class _Row(Record):
    """A record that is a row; what stands in its cells is made when it is asked for."""

    __slots__ = ("_table",)

    def __init__(self, table: _Table, cells: dict[str, object], origin: Origin) -> None:
        self._fields, self._table, self.origin = cells, table, origin

    def __getitem__(self, key: str) -> object:
        """Return the value of a field, with its cell."""
        table, cell = self._table, cast("Cell", self._fields[key])
        origin = Origin(table.place(cell), table.head.keys[key], self.origin.row, table.head.told[key])
        return Given(of_cell(cell.text), origin, written=True)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as a plain record."""
        return Record, (dict(self), 1, self.origin)


def with_rows(
    cases: dict[str, Case], said: Iterable[Case], sources: Iterable[ListSource], problems: Problems
) -> dict[str, Case]:
    """Return the cases with the lists that stand in tables; what is wrong is noted.

    Args:
        cases: by id.
        said: what each file says of them: a table may call a case as any of them does.
        sources: the tables; of two for one list that of the higher file is read.
        problems: where to note what is wrong.
    """
    chosen = {each.address: each for each in sorted(sources, key=lambda each: each.layer)}
    known = _names(said)
    for source in chosen.values():
        cells = cells_of(source.path, source.address, source.encoding, problems)
        if cells is None:
            continue
        head = headings_of(source, cells, problems)
        if head is None:
            continue
        table = _Table(source, cells, head, known, problems)
        for id_, given in table.lists(table.read(), cases).items():
            cases[id_] = replace(cases[id_], figures={**cases[id_].figures, source.address: given})
    return cases


def _names(cases: Iterable[Case]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the cases that a text may mean: an id goes before a printed name."""
    names: dict[str, dict[str, None]] = {}
    ids: dict[str, tuple[str, ...]] = {}
    for case in cases:
        ids[folded(case.id)] = (case.id,)
        if case.name:
            names.setdefault(folded(case.name), {})[case.id] = None
    return {**{name: tuple(own) for name, own in names.items()}, **ids}


class _Table:
    """One table being read."""

    def __init__(
        self, said: ListSource, cells: Cells, head: Headings, known: dict[str, tuple[str, ...]], problems: Problems
    ) -> None:
        self.said, self.cells, self.head, self.known, self.problems = said, cells, head, known, problems
        self.source: Source = cells.source
        self.is_sheet = isinstance(cells.source, Sheet)
        self.nobody: dict[str, list[tuple[int, Cell]]] = {}

    def place(self, cell: Cell) -> Span:
        """Return where a cell stands."""
        return self.source.span(cell.start, cell.end)

    def read(self) -> dict[str, list[_Row]]:
        """Return the records of each case by its id."""
        found: dict[str, list[_Row]] = {}
        for id_, row in self._records(self.cells.rows):
            found.setdefault(id_, []).append(row)
        self._note_nobody()
        return found

    # Rows

    def _records(self, rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[str, _Row]]:
        """Yield the case of each row with its record."""
        before = self.problems.errors
        above: dict[int, Cell] = {}
        ids: dict[str, str | None] = {}
        keys: dict[str, Cell] = {}
        for number, row in rows:
            if self.problems.errors >= before + FAULTS:
                return
            told = any(cell.text for cell in row)
            if told and (not self._fits(number, row) or self._left_out(number, row)):
                continue
            if (self.cells.flaws and self._flawed(row)) or not told:
                continue
            filled = self._filled(number, row, above) if self.head.fill else row
            cell = filled[self.head.case]
            id_ = ids[cell.text] if cell.text in ids else ids.setdefault(cell.text, self._case(cell))
            if id_ is None:
                self.nobody.setdefault(cell.text, []).append((number, cell))
                continue
            if self._sound(number, row, keys):
                fields: dict[str, object] = {
                    field: filled[column] for field, column in self.head.fields.items() if filled[column].text
                }
                yield id_, _Row(self, fields, Origin(self.place(row[0]), self.head.top, number))

    def _fits(self, number: int, row: list[Cell]) -> bool:
        """Note a row of a CSV file that has not one cell a heading."""
        found, expected = len(row), len(self.head.texts)
        if found == expected or self.is_sheet:
            return True
        code = "csv-row-short" if found < expected else "csv-row-long"
        self.problems.error(
            code, self.source.span(row[0].start, row[-1].end), row=number, found=found, expected=expected
        )
        return False

    def _left_out(self, place: int, row: list[Cell]) -> bool:
        """Whether a row is no record, as the case file says; one that looks like a row of totals is noted."""
        if any(compact(row[number].text) in texts for number, texts in self.head.left.items()):
            return True
        told = self.said.leave_out is not None and not self.head.left  # leave_out: {} says that there are none
        column = None if told else total_among([cell.text for cell in row])
        if column is None:
            return False
        text, heading = row[column].text, self.head.texts[column]
        self.problems.error("rows-total", self.place(row[column]), text=text, row=place, heading=heading)
        return True

    def _filled(self, number: int, row: list[Cell], above: dict[int, Cell]) -> list[Cell]:
        """Return a row with the values above in the blanks of the columns that are filled down."""
        filled = list(row)
        for column in self.head.fill:
            if row[column].text:
                above[column] = row[column]
            elif column in above:
                filled[column] = above[column]
            else:
                self.problems.error("rows-nothing-above", self.place(row[column]), row=number)
        return filled

    def _case(self, cell: Cell) -> str | None:
        """Return the id of the case that a cell names, None for none."""
        said = self.said.names.get(cell.text)
        text = cell.text if said is None else said.text
        found = self.known.get(folded(text), ())
        if len(found) > 1:
            self.problems.error("rows-case-several", self.place(cell), name=text, cases=", ".join(found))
        return found[0] if found else None

    def _sound(self, number: int, row: list[Cell], keys: dict[str, Cell]) -> bool:
        """Whether a row says something, nothing of which is wrong already, under a key of its own."""
        before = self.problems.errors
        if not any(cell.text for column, cell in enumerate(row) if column != self.head.case):
            self.problems.error("rows-bare", self.place(row[self.head.case]), row=number)
        elif not row[self.head.case].text and not any(row[column].text for column in self.head.saying):
            column = next(number for number, cell in enumerate(row) if cell.text)
            facts = {"text": row[column].text, "heading": self.head.texts[column]}
            self.problems.error("rows-aside", self.place(row[column]), row=number, **facts)
        if self.head.key is not None:
            cell = row[self.head.key]
            first = keys.setdefault(folded(cell.text), cell)
            if not cell.text:
                self.problems.error("rows-key-blank", self.place(cell), row=number)
            elif first is not cell:
                self.problems.error("rows-key-twice", self.place(cell), key=cell.text, first=self.place(first))
        return self.problems.errors == before

    def _flawed(self, row: list[Cell]) -> bool:
        """Note what is wrong with the cells of a row that are read."""
        before = self.problems.errors
        for column in self.head.used:
            self._flaw(row[column])
        return self.problems.errors > before

    def _flaw(self, cell: Cell) -> None:
        at = self.place(cell)
        flaw = self.cells.flaws.get((at.line, at.column))
        if flaw is not None:
            self.problems.error(flaw.code, at, **flaw.facts)

    def _note_nobody(self) -> None:
        """Note the rows whose case nobody knows, each name once."""
        for text, rows in islice(self.nobody.items(), FAULTS):
            numbers = [number for number, _ in rows]
            told = Spoken(rows_text(self.source.name, numbers), zh=rows_text(self.source.name, numbers, "zh"))
            at = self.place(rows[0][1])
            if text:
                near = self.problems.near(text, list(self.known))
                self.problems.error("rows-case", at, name=text, rows=told, near=near)
            else:
                self.problems.error("rows-case-blank", at, rows=told)

    # Lists

    def lists(self, found: dict[str, list[_Row]], cases: dict[str, Case]) -> dict[str, Given]:
        """Return the list of each case; a case without a row is noted where it is not said what that means."""
        said = self.said
        made: dict[str, Given] = {}
        without: list[str] = []
        for id_, case in cases.items():
            own = case.figures.get(said.address)
            layer = own.origin.layer if isinstance(own, Given) else -1
            if layer > said.layer:
                continue
            if layer == said.layer and isinstance(own, Given):
                self.problems.error("case-twice", own.origin.key, address=said.address)
            rows = found.get(id_, [])
            plain = self.head.fields.keys() == {EACH}  # a list of values, not of records
            if rows or said.no_rows == "empty":
                at = rows[0].origin.at if rows else self.head.top
                origin = RowsOrigin(at, said.at, layer=said.layer, rows=tuple(row.origin.row for row in rows))
                entries = tuple(row.get(EACH, Given(None, row.origin)) for row in rows) if plain else tuple(rows)
                made[id_] = Given(entries, origin, written=True)
            elif not said.no_rows:
                without.append(id_)
        if without and not self.nobody:  # a mistyped name leaves a case without a row: told once
            self.problems.error("rows-none", said.at, cases=", ".join(without), list=said.address)
        return made
