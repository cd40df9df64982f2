"""Tables in which columns replace numbers that are written in the ruleset: drawn weights, thresholds, points.

Rows are scored by the program in which these numbers are inputs, at the speed of any table. Where a drawn number would
make the ruleset ask otherwise (see `scoring.lifted`), its rows are a table of their own, scored by the program of their
own answers, and refused in the words of the ruleset where no ruleset has such numbers.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from scoring.columns.causes import missing_in
from scoring.columns.drawn import chosen_columns, wrong_draws
from scoring.columns.inputs import Inputs
from scoring.columns.lifts import Lifts
from scoring.columns.rows import scored_by
from scoring.columns.taking import taken
from scoring.diagnostic import CaseError, Diagnostic, RulesetError
from scoring.reading import Refusal, read_value
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scoring.case import Case
    from scoring.columns.column import Column
    from scoring.columns.layout import Layout
    from scoring.columns.lifts import Draw
    from scoring.columns.names import Array
    from scoring.columns.results import Outcomes
    from scoring.columns.runner import Columns
    from scoring.columns.table import Table
    from scoring.graph import Unknown
    from scoring.parameters import Parameter
    from scoring.reading import Read
    from scoring.result import Result

_TOLD = 8
"""So many refused draws with the same answers are told in full."""

_FEW = 16
"""So many rows that are odd for themselves are scored one by one; more of them are tried as a table first."""


_TABLES = 64
"""Tables of so many kinds are known by the names of their columns."""


class Draws:
    """Keeps what scores tables with drawn numbers, by their columns."""

    def __init__(self, plain: Columns) -> None:
        """Take what scores tables by the ruleset as it is written."""
        self.plain = plain
        self._kept: dict[tuple[tuple[str, str], ...], DrawnColumns] = {}
        self._known: dict[tuple[str, ...], Columns | DrawnColumns] = {}

    def columns(self, given: Mapping[str, str | None]) -> Columns | DrawnColumns:
        """Return what scores a table; ``given``: name of each column → the input that it means, if any.

        Raises:
            CaseError: a column is called as both a figure and a parameter, or nearly as a parameter.
        """
        names = tuple(given)
        columns = self._known.get(names)
        if columns is None:
            columns = self._found(given)
            if len(self._known) >= _TABLES:
                self._known = {}
            self._known[names] = columns
        return columns

    def _found(self, given: Mapping[str, str | None]) -> Columns | DrawnColumns:
        found = chosen_columns(self.plain, given)
        if not found:
            return self.plain
        key = tuple(sorted((name, each.name) for name, each in found.items()))
        if key not in self._kept:
            self._kept[key] = DrawnColumns(self.plain, found)
        return self._kept[key]


class Job(NamedTuple):
    """A table under way.

    Attributes:
        inputs: of its rows, as the program of the written numbers takes them.
        cased: the columns that are told by a case; drawn numbers are not.
        table: of the results.
        told: path → rows of which it was told why their draw makes no ruleset.
    """

    inputs: Inputs
    cased: Mapping[str, Column]
    table: Table
    told: dict[int | None, list[int]]


class DrawnColumns:
    """Scores tables with drawn numbers.

    Attributes:
        lifts: the rulesets of the draws.
        columns: scores rows whose drawn numbers are answered as the written ones are.
        program: of these: every parameter is an input of its name.
        drawn: column → the parameter that it replaces, by name.
    """

    def __init__(self, plain: Columns, found: Mapping[str, Parameter]) -> None:
        """Prepare; ``plain``: what scores tables by the ruleset as it is written; ``found``: column → parameter."""
        self.lifts = Lifts(plain, tuple({each.name: each for each in found.values()}.values()))
        self.chosen = self.lifts.chosen
        self.columns = self.lifts.columns
        self.program, self.method = self.columns.program, plain.method
        self.drawn = {column: each.name for column, each in found.items()}

    @property
    def asked(self) -> Layout:
        """What is asked of every row."""
        return self.columns.asked

    @property
    def ratios(self) -> frozenset[str]:
        """The columns of numbers that need not have a finite decimal, whatever is drawn."""
        return frozenset().union(*(each.ratios for each in self.lifts.scorers))

    @property
    def dates(self) -> frozenset[str]:
        """The columns of numbers that are dates, as `Columns.dates`."""
        return self.columns.dates

    @property
    def by_runs(self) -> bool:
        """Whether each draw is scored by the scalar function, as a run of its own."""
        return not self.columns.alike or bool(self.program.cohorts)

    def score(self, frame: Mapping[str, object], *, threads: int = 1, decimals: bool = False) -> Table:
        """Score every row of some columns, those of parameters among them (see `Columns.score`).

        Raises:
            CaseError: drawn numbers have too many decimals, or percentages are no ratios.
        """
        job = self.job(frame, decimals=decimals)
        if self.by_runs:
            self.columns.start(job.inputs, job.table)
            self._run(job)
            return job.table
        job.inputs.reduce(())
        rest = self.columns.fill(job.inputs, self.columns, job.table, threads=threads)
        self._closer(job, rest.tolist())
        missing_in(self.columns, job.inputs, job.table)
        return job.table

    def job(self, frame: Mapping[str, object], *, decimals: bool = False) -> Job:
        """Take some columns; nothing is scored yet.

        Raises:
            CaseError: drawn numbers are wrong as a whole.
        """
        inputs = Inputs(self.columns, frame)
        names = {own: name for name, own in self.drawn.items()}
        wrong = [
            Diagnostic(code, NOWHERE, {"name": names.get(own, own), **facts})
            for each in self.chosen if each.name in inputs.given
            for code, own, facts in wrong_draws(each, inputs.given[each.name])
        ]  # fmt: skip
        if wrong:
            raise CaseError(wrong)
        return Job(inputs, self._cased(inputs), self.columns.table(inputs.rows, decimals=decimals), {})

    def _cased(self, inputs: Inputs) -> dict[str, Column]:
        own = {each.name for each in self.chosen}
        return {name: each for name, each in inputs.cased.items() if name not in own}

    def case(self, cased: Mapping[str, Column], row: int) -> Case | dict[str, object]:
        """Return a row as a case; ``cased``: columns without drawn numbers."""
        return self.columns.case(cased, row)

    # --- what is drawn ------------------------------------------------------------------------------------------

    def _draw(self, given: Mapping[str, Column], row: int) -> Draw | list[Diagnostic]:
        """Return the drawn numbers of a row, or what is wrong with them; a gap stands for the written number."""
        found: list[Fraction] = []
        wrong: list[Diagnostic] = []
        for each in self.chosen:
            raw = given[each.name].raw(row) if each.name in given else None
            value = read_value(raw, self.program.domains[each.name], written=False)
            if isinstance(value, Refusal):
                wrong.append(Diagnostic(value.code, NOWHERE, {**value.facts, "name": each.name}))
            else:
                found.append(Fraction(each.value) if value is None else cast("Fraction", value))
        return wrong or tuple(found)

    def by_draw(self, job: Job, rows: Iterable[int]) -> dict[Draw, list[int]]:
        """Return the rows of each draw; those whose numbers are none are refused."""
        found: dict[Draw, list[int]] = {}
        wrong: dict[int, Sequence[Diagnostic]] = {}
        for row in rows:
            draw = self._draw(job.inputs.given, row)
            if isinstance(draw, list):
                wrong[row] = draw
            else:
                found.setdefault(draw, []).append(row)
        if wrong:
            job.table.refuse_all(wrong)
        return found

    # --- rows ---------------------------------------------------------------------------------------------------

    def _closer(self, job: Job, rows: Iterable[int]) -> None:
        """Score the rows that the program of the written numbers leaves: of other answers, or odd for themselves."""
        paths: dict[int | None, dict[Draw, list[int]]] = {}
        for draw, own in self.by_draw(job, rows).items():
            paths.setdefault(self.lifts.path_of(draw), {})[draw] = own
        for number, draws in paths.items():
            path = self.lifts.path(number)
            every = np.asarray(sorted(row for own in draws.values() for row in own), "i8")
            left = set(every.tolist())
            if path is not None and path.columns is not None and (number or len(every) > _FEW):
                left = set(_scored_apart(path.columns, job, every))
            for draw, own in draws.items():
                rest = [row for row in own if row in left]
                if rest:
                    self.singly(job, draw, rest, number)

    def singly(self, job: Job, draw: Draw, rows: Sequence[int], number: int | None) -> None:
        """Score rows of one draw by the ruleset in which it stands; ``number``: of its path."""
        path, table = self.lifts.path(number), job.table
        table.careful += len(rows)
        told = job.told.setdefault(number, [])
        if path is not None and path.columns is None and len(told) >= _TOLD:
            facts = {"numbers": self.lifts.said(draw), "row": str(told[0])}
            why = (Diagnostic("table-drawn-alike", NOWHERE, facts),)
            table.refuse_all(dict.fromkeys(rows, why))
            return
        for row in rows:
            try:
                result = self._scored(self.case(job.cased, row), draw, number, job.inputs.known(row))
            except CaseError as error:
                table.refuse(row, error.diagnostics)
            except RulesetError as error:
                told.append(row)
                table.refuse(row, self._no_ruleset(draw, error))
            else:
                self.columns.take(table, row, result)

    def _scored(
        self, case: Case | dict[str, object], draw: Draw, number: int | None, known: Mapping[str, Read | Unknown]
    ) -> Result:
        """Score a case by the program of a draw's answers, or by a ruleset in which the draw stands.

        Raises:
            CaseError: the case is refused.
            RulesetError: there is no such ruleset.
        """
        path = self.lifts.path(number)
        if path is not None and path.columns is not None:
            try:
                return scored_by(path.columns.ruleset, case, {**self.lifts.values(draw), **known}, self.method)
            except CaseError as error:
                if all(each.code != "share-of-changing-points" for each in error.diagnostics):
                    raise
        return scored_by(self.lifts.ruleset(draw), case, known, self.method)

    def _no_ruleset(self, draw: Draw, error: RulesetError) -> list[Diagnostic]:
        """Return why rows of a draw are refused for the numbers drawn."""
        return [Diagnostic("table-drawn", NOWHERE, {"numbers": self.lifts.said(draw)}), *error.diagnostics]

    # --- runs ---------------------------------------------------------------------------------------------------

    def _run(self, job: Job) -> None:
        """Score the rows of each draw together, by the ruleset in which it stands."""
        for draw, rows in self.runs(job):
            try:
                ruleset = self.lifts.ruleset(draw)
            except RulesetError as error:
                job.table.refuse_all(dict.fromkeys(rows, self._no_ruleset(draw, error)))
                continue
            self.columns.score_run(ruleset, partial(self.case, job.cased), rows, job.table)

    def runs(self, job: Job) -> Iterator[tuple[Draw, list[int]]]:
        """Yield the rows that are scored together, with what is drawn for them."""
        yield from self.by_draw(job, range(job.table.rows)).items()

    def result(self, frame: Mapping[str, object], row: int) -> Result:
        """Return the whole result of one row, by the ruleset in which its drawn numbers stand.

        Raises:
            CaseError: its values are refused.
            RulesetError: its drawn numbers make no ruleset.
        """
        inputs = Inputs(self.columns, frame)
        draw = self._draw(inputs.given, row)
        if isinstance(draw, list):
            raise CaseError(draw)
        case = self.case(self._cased(inputs), row)
        return scored_by(self.lifts.ruleset(draw), case, inputs.known(row), self.method)


def _scored_apart(columns: Columns, job: Job, rows: Array) -> list[int]:
    """Score some rows of a table as one of their own; return those that are odd for themselves."""
    inputs = Inputs(columns, {name: each.part(rows) for name, each in job.inputs.given.items()})
    found = columns.table(len(rows))
    inputs.reduce(())
    left = columns.left(inputs, columns, found)
    if job.table.columns.keys() - found.columns.keys():  # a score that is no plain ratio with these answers
        return rows.tolist()  # type: ignore[no-any-return]  # whole numbers
    cast("Outcomes", found.columns["outcome"]).bits[left] = 0  # these are scored yet: nothing is missing so far
    missing_in(columns, inputs, found)
    taken(job.table, rows, found)
    return rows[left].tolist()  # type: ignore[no-any-return]  # whole numbers
