"""What a worker does: chunks of rows → scored parts of the output, parts of the quarantine, counts."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # it ships no types

from scoring.batch.bad import BadRow, bad_row
from scoring.batch.csv_table import read_cells
from scoring.batch.encode import csv_bytes, csv_line, parquet_bytes
from scoring.batch.fields import fields_of
from scoring.batch.job import Done
from scoring.batch.parquet_rows import Groups, open_parquet, read_chunks, types_of
from scoring.batch.results import chosen, fields_out, results_of, written_in
from scoring.batch.tally import needs_lost, tally_of
from scoring.batch.texts import number_column, said, text_column
from scoring.columns.arrays import read_array
from scoring.columns.cohort import Cohort
from scoring.columns.runner import Columns
from scoring.command_tools import Wrong, problem
from scoring.diagnostic import Diagnostic, clean
from scoring.reading import Domain, shown_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.batch.fields import Fields
    from scoring.batch.job import Job, Task
    from scoring.batch.results import Field
    from scoring.batch.tally import Tally
    from scoring.columns.figures import Column
    from scoring.columns.names import Array
    from scoring.columns.places import Written
    from scoring.columns.taken import Known
    from scoring.program import Program

CUT = 80
"""Characters of a refused value that are kept."""

LEFT_OUT = ("file", "row", "id", "column", "value", "code", "message")
"""Headings of the quarantine."""


class _Rows(NamedTuple):
    """Rows of a chunk as Arrow columns, with their numbers in the file, and those that could not be read."""

    columns: Mapping[str, Any]
    numbers: Array
    bad: list[BadRow]
    blank: int


class Chunks:
    """Scores chunks by one ruleset; it keeps its kernels."""

    def __init__(self, job: Job) -> None:
        """Prepare.

        Raises:
            Wrong: a column that is asked for does not exist, or one of the input cannot be used.
        """
        self.job = job
        # Files take most of the time: to make machine code would take longer than it saves.
        self.columns = Columns(job.ruleset, job.method, reasons=job.reasons, fast=False)
        if not job.reasons and needs_lost(self.columns):
            self.columns = Columns(job.ruleset, job.method, reasons=True, fast=False)
        self.open: tuple[int, Any] = (-1, None)
        self.kept: dict[int, Fields] = {}

    def fields(self, file: int) -> Fields:
        """Return what the columns of a file are."""
        if file not in self.kept:
            own = self.job.files[file]
            self.kept[file] = fields_of(self.columns, [each for each in own.headings if each], own.path)
        return self.kept[file]

    @cached_property
    def written(self) -> dict[str, Written]:
        """How the numbers of the results are written; the types of all files have a say in it."""
        files = []
        for place, file in enumerate(self.job.files):
            inputs = self.fields(place).inputs
            types = dict.fromkeys(inputs.values(), pa.string()) if self.job.csv else types_of(file.path)
            files.append({own: types[heading] for own, heading in inputs.items()})
        return written_in(self.columns, files)

    @cached_property
    def out(self) -> tuple[Field, ...]:
        """The columns of results that are written."""
        job = self.job
        every = fields_out(self.columns, self.written, nodes=job.nodes or job.columns is not None, reasons=job.reasons)
        return every if job.columns is None else chosen(self.columns, every, job.columns, "--columns")

    # --- a task -------------------------------------------------------------------------------------------------

    def run(self, task: Task) -> Iterator[Done]:
        """Yield the chunks of a task, finished."""
        for chunk, rows in enumerate(self.read(task), task.first):
            if chunk in task.wanted:
                yield self.finish(chunk, task, rows)
        pa.default_memory_pool().release_unused()  # what is not given back piles up over many tasks

    def gather(self, task: Task, known: Known) -> Iterator[Cohort]:
        """Yield what rows of a task add to what is taken over all rows; ``known``: what was taken before."""
        cohort = Cohort.start(self.columns, known)
        if cohort is None:
            return
        fields = self.fields(task.file)
        for rows in self.read(task):
            cohort.add(self.given(fields, self.consistent(fields, rows).columns))
        yield cohort

    def probe(self, task: Task, low: int, high: int) -> None:
        """Score some rows of a task, and write nothing."""
        first, end = task.numbers
        others = (*range(first, low), *range(high, end))
        for rows in self.read(task._replace(without=(*task.without, *others))):
            self.score(task, rows)

    def read(self, task: Task) -> Iterator[_Rows]:
        """Yield the rows of each chunk of a task."""
        file = self.job.files[task.file]
        if not isinstance(task.rows, Groups):
            with Path(file.path).open("rb") as stream:
                stream.seek(task.rows.offset)
                data = stream.read(task.rows.length)
            yield self.without(task, _Rows(*read_cells(data, task.rows, file.headings, self.job.encoding)))
            return
        if self.open[0] != task.file:
            self.open = task.file, open_parquet(file.path)
        fields = self.fields(task.file)
        wanted = dict.fromkeys((*fields.inputs.values(), *self.job.keep, *filter(None, [self.job.id])))
        first = task.rows.first
        end = first + task.rows.rows
        for table in read_chunks(self.open[1], task.rows, [each for each in wanted if each in file.headings]):
            numbers = np.arange(first + 1, first + table.num_rows + 1)
            yield self.without(task, _Rows(dict(zip(table.column_names, table.columns, strict=True)), numbers, [], 0))
            first += table.num_rows
        if first != end:
            raise RuntimeError("a file of Parquet has other rows than it says")

    def without(self, task: Task, rows: _Rows) -> _Rows:
        """Leave out the rows that no worker has survived."""
        fatal = np.isin(rows.numbers, task.without)
        if not fatal.any():
            return rows
        bad = [bad_row(int(each), "row-fatal", {}) for each in rows.numbers[fatal]]
        return _only(rows, ~fatal, bad)

    # --- a chunk ------------------------------------------------------------------------------------------------

    def score(self, task: Task, rows: _Rows) -> tuple[dict[str, Any], list[BadRow], Tally]:
        """Return the output of a chunk as Arrow columns, what is wrong with its rows, and what was counted."""
        fields = self.fields(task.file)
        rows = self.consistent(fields, rows)
        if not self.job.csv or (self.columns.program.cohorts and self.job.known is None):
            found, own, tally = self.scored(fields, rows, self.given(fields, rows.columns))
        else:
            found, own, tally = self.from_text(fields, rows)
        bad = sorted([*rows.bad, *own], key=lambda each: each.row)
        tally.refused = len({each.row for each in bad})
        tally.rows += tally.refused
        tally.blank = rows.blank
        tally.codes.update(each.problem.code for each in bad)
        return found, bad, tally

    def from_text(self, fields: Fields, rows: _Rows) -> tuple[dict[str, Any], list[BadRow], Tally]:
        """Score rows of text: plain numbers all at once, then the rows with other texts and the refused ones."""
        odd = np.zeros(len(rows.numbers), bool)
        given: dict[str, Column] = {}
        for own, heading in fields.inputs.items():
            if _is_said(own):
                given[own] = said(rows.columns[heading])
                continue
            read = number_column(rows.columns[heading], _domain(self.columns.program, own))
            given[own] = read.column
            odd |= False if read.odd is None else read.odd
        plain = given if not odd.any() else {name: each.part(np.flatnonzero(~odd)) for name, each in given.items()}
        found, bad, tally = self.scored(fields, _only(rows, ~odd), plain)
        odd |= np.isin(rows.numbers, [each.row for each in bad])
        if not odd.any():
            return found, [], tally
        rest = _only(rows, odd)
        more, bad, other = self.scored(fields, rest, self.given(fields, rest.columns))
        tally.add(other)
        wrong = [each.row for each in bad]
        order = np.concatenate([rows.numbers[~odd], rest.numbers[~np.isin(rest.numbers, wrong)]]).argsort()
        joined = {name: pa.chunked_array([found[name], more[name]]).unify_dictionaries() for name in found}
        return {name: each.combine_chunks().take(pa.array(order)) for name, each in joined.items()}, bad, tally

    def scored(
        self, fields: Fields, rows: _Rows, given: Mapping[str, Column]
    ) -> tuple[dict[str, Any], list[BadRow], Tally]:
        """Score rows: the output of those that are taken, what is wrong with the others, and what was counted."""
        table = self.columns.score(given, decimals=True, cohort=self.job.known)
        told = results_of(self.columns, table, self.written, self.out)
        kept = np.ones(len(rows.numbers), bool)
        bad: list[BadRow] = []
        for row, diagnostics in table.refused.items():
            kept[row] = False
            bad += [self.refused(fields, given, row, int(rows.numbers[row]), each) for each in diagnostics]
        found = {name: _handed_on(rows.columns[name], from_text=self.job.csv) for name in self.job.keep}
        found |= told
        if not kept.all():
            mask = pa.array(kept)
            found = {name: each.filter(mask) for name, each in found.items()}
        return found, bad, tally_of(self.columns, table, kept)

    def consistent(self, fields: Fields, rows: _Rows) -> _Rows:
        """Leave out rows that contradict themselves."""
        said_of = {name: heading for name, heading in fields.inputs.items() if "/" in name}
        there = {name: _there(rows.columns[heading], text=self.job.csv) for name, heading in said_of.items()}
        wrong = _contradictions(there, len(rows.numbers), csv=self.job.csv)
        if not wrong:
            return rows
        bad = [bad_row(int(rows.numbers[row]), code, {"address": path}) for code, path, row in wrong]
        return _only(rows, ~np.isin(np.arange(len(rows.numbers)), [each[2] for each in wrong]), bad)

    def given(self, fields: Fields, columns: Mapping[str, Any]) -> dict[str, Column]:
        """Return the inputs of rows, texts as texts.

        Raises:
            Wrong: a column is of a type that holds no figure.
        """
        program = self.columns.program
        found: dict[str, Column] = {}
        for own, heading in fields.inputs.items():
            array = columns[heading]
            if self.job.csv:
                found[own] = said(array) if _is_said(own) else text_column(array, _domain(program, own))
                continue
            column = read_array(array, lists=own in program.lists)
            if column is None:
                raise Wrong([problem("table-column", heading, name=heading, found=str(array.type))])
            found[own] = column
        return found

    def refused(
        self, fields: Fields, given: Mapping[str, Column], row: int, number: int, diagnostic: Diagnostic
    ) -> BadRow:
        """Return what is wrong with a row, in the words of its file."""
        name = diagnostic.facts.get("name", "")
        heading = "" if diagnostic.code == "table-digits" else fields.heading(self.columns, name)  # that names a result
        own = next((each for each, title in fields.inputs.items() if title == heading), "")
        value = given[own].raw(row) if own else None
        if heading and name in fields.inputs:
            diagnostic = Diagnostic(diagnostic.code, diagnostic.at, {**diagnostic.facts, "name": clean(heading)})
        return BadRow(number, diagnostic, heading, "" if value is None else shown_value(value))

    def finish(self, chunk: int, task: Task, rows: _Rows) -> Done:
        """Score a chunk and write its parts."""
        found, bad, tally = self.score(task, rows)
        part = csv_bytes(found) if self.job.to_csv else parquet_bytes(found, {each.name for each in self.out})
        lines = b"".join(self.lines(task, rows, bad))
        path = part_path(self.job.parts, chunk)
        _put(path, part)
        if lines:
            _put(f"{path}.bad", lines)
        return Done(chunk, len(part), _hash(part), len(lines), _hash(lines) if lines else "", tally.data())

    def lines(self, task: Task, rows: _Rows, bad: list[BadRow]) -> Iterator[bytes]:
        """Yield the lines of the quarantine."""
        file, names = self.job.files[task.file].name, rows.columns.get(self.job.id)
        for each in bad:
            place = int(np.searchsorted(rows.numbers, each.row))
            there = names is not None and place < len(rows.numbers) and rows.numbers[place] == each.row
            value = names[place].as_py() if there and names is not None else None
            name = "" if value is None else str(value)
            told = each.problem.message(self.job.lang)
            cells = (name[:CUT], each.column, clean(each.value, CUT), each.problem.code, told)
            yield csv_line((file, str(each.row), *cells))


def _only(rows: _Rows, kept: Array, bad: Sequence[BadRow] = ()) -> _Rows:
    """Return some of the rows; what is wrong with the others is told."""
    if kept.all():
        return rows
    mask = pa.array(kept)
    columns = {name: each.filter(mask) for name, each in rows.columns.items()}
    return _Rows(columns, rows.numbers[kept], [*rows.bad, *bad], rows.blank)


def _domain(program: Program, name: str) -> Domain:
    """Return what an input may be; of amounts that are only compared, any number."""
    return program.domains.get(name) or Domain(name)


def _is_said(name: str) -> bool:
    """Whether of an input it only counts that something is said: a reason."""
    return name.endswith(("/mark.because", "/not_applicable"))


def _contradictions(given: Mapping[str, Array], rows: int, *, csv: bool) -> list[tuple[str, str, int]]:
    """Return code, path and row where a node has both a mark and a deduction, or (in CSV) a reason for nothing."""
    found = []
    for path in {name.rpartition("/")[0]: None for name in given if "/mark" in name}:
        nowhere = np.zeros(rows, bool)
        keys = ("mark", "mark.deduct", "set", "mark.because")
        mark, deduct, score, because = (given.get(f"{path}/{key}", nowhere) for key in keys)
        found += [("case-mark-both", path, row) for row in np.flatnonzero(mark & deduct).tolist()]
        alone = because & ~(mark | deduct | score) if csv else nowhere
        found += [("csv-because-alone", path, row) for row in np.flatnonzero(alone).tolist()]
    return found


def _there(array: Any, *, text: bool) -> Array:  # noqa: ANN401  # an Arrow array
    """Return where a column has a value."""
    found: Array = np.asarray(pc.not_equal(array, "") if text else array.is_valid())
    return found


def _handed_on(array: Any, *, from_text: bool) -> Any:  # noqa: ANN401  # Arrow arrays
    """Return a column as it came; an empty cell of CSV is no value."""
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    if from_text:
        return pc.if_else(pc.equal(array, ""), pa.scalar(None, array.type), array)
    return array


def part_path(folder: str, chunk: int) -> str:
    """Return where the part of a chunk stands."""
    return str(Path(folder) / f"part-{chunk:08d}")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _put(path: str, data: bytes) -> None:
    """Write a file whole, and see to it that it is on the disk.

    Raises:
        OSError: it cannot be written; then there is none.
    """
    beside = Path(f"{path}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
