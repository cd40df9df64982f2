"""The columns of a table, and beside them the inputs that are worked out: of lists, and over all rows."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from scoring.columns.causes import causes_in
from scoring.columns.column import Coded, Column, Made, column
from scoring.columns.findings import count_findings, told_paths
from scoring.columns.lists import listed
from scoring.columns.probe import truths
from scoring.columns.reductions import reduce_list
from scoring.columns.taken import numbers, places_of_rows, wrong_alone
from scoring.diagnostic import CaseError, Diagnostic
from scoring.graph import Cause, Unknown
from scoring.reading import Refusal, read_value
from scoring.run import LEFT_OUT, NOBODY
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.columns.names import Array
    from scoring.columns.results import Outcomes
    from scoring.columns.runner import Columns
    from scoring.columns.table import Table
    from scoring.columns.taken import Known, Taken
    from scoring.graph import Node
    from scoring.program import Cohort as Planned
    from scoring.reading import Read

Set = frozenset[Cause]


class Inputs:
    """The inputs of every row of a table.

    Attributes:
        given: the columns of the caller, by input; of lists too.
        cased: those of them that are told by a case.
        made: those that were worked out so far.
        rows: how many rows there are.
        odd: rows whose lists the scalar function must read.
        refused: rows whose values are known to be refused, and why.
    """

    def __init__(self, columns: Columns, frame: Mapping[str, object]) -> None:
        """Take the columns; nothing is worked out yet.

        Raises:
            ValueError: one has more or fewer rows than the first.
        """
        self._columns = columns
        program = columns.program
        self.given = {name: column(each) for name, each in frame.items()}
        self.rows = len(next(iter(self.given.values()))) if self.given else 0
        for name, each in self.given.items():
            for many in (len(each), self.rows if each.there is None else len(each.there)):
                if many != self.rows:  # what reads memory relies on it
                    raise ValueError(f"{name!r} has {many} rows, the first column has {self.rows}")
        self.odd: Array = np.zeros(0, "i8")
        self.refused: dict[int, tuple[Diagnostic, ...]] = {}
        self.made: dict[str, Column] = {}
        self._lists: dict[str, Column] = {}
        self._waiting = list(program.reductions)
        self._admission: tuple[Array, Array, list[Set]] | None = None
        for name, figure in program.lists.items():
            if columns.alike and figure.role == "list" and name in self.given:
                read, odd = listed(self.given[name], figure)
                self._lists[name] = read
                self.note(odd)
        counted = {f"{each.path}/amount" for each in program.counted}
        for name in self.given:
            if name not in program.lists and name not in counted:
                columns.domain(name)
        self._reasons()
        if columns.alike:
            self.note(count_findings(columns, self.given, self.made, self.rows))
        told = told_paths(columns, self.given)
        self._told = [name for name in self.given if name in columns.domains and _about_findings(name, told)]
        self.cased = {name: each for name, each in self.given.items() if name not in self._told}

    @cached_property
    def wrong(self) -> Node:
        """Whether a row is wrong by itself, whatever is taken over all rows."""
        return wrong_alone(self._columns, self.given)

    @property
    def columns(self) -> Mapping[str, Column]:
        """What the kernels read: columns without lists, and what was worked out."""
        own = {name: each for name, each in self.given.items() if name in self._columns.domains}
        return {**own, **self.made}

    def note(self, odd: Array) -> None:
        """Note rows that the scalar function must read."""
        if len(odd):
            self.odd = np.union1d(self.odd, odd).astype("i8")

    def known(self, row: int) -> dict[str, Read | Unknown]:
        """Return what the case of a row does not say of its inputs: what was taken over all rows, counts of findings.

        Raises:
            CaseError: such a count is refused.
        """
        program = self._columns.program
        found: dict[str, Read | Unknown] = {}
        for each in program.cohorts:
            own = self.made.get(each.name)
            if own is None:
                continue
            made = cast("Made", own.values)
            if own.there is None or own.there[row]:
                found[each.name] = made.number(row)
            elif made.why is not None:
                found[each.name] = Unknown(cast("Set", made.why.words[int(made.why.codes[row])]))
        for name in self._told:
            value = read_value(self.given[name].raw(row), self._columns.domains[name], written=False)
            if isinstance(value, Refusal):
                raise CaseError([Diagnostic(value.code, NOWHERE, value.facts)])
            if value is not None:
                found[name] = value
        return found

    def _reasons(self) -> None:
        """Say wherever a mark is given whether a reason is given with it."""
        given = self.given
        for name, each in tuple(given.items()):
            path, _, key = name.rpartition("/")
            because = f"{path}/mark.because"
            if key in ("mark", "mark.deduct") and because in self._columns.domains:
                there = np.ones(len(each), bool) if each.there is None else each.there
                other = given.get(f"{path}/{'mark' if key == 'mark.deduct' else 'mark.deduct'}")
                if other is not None:
                    there = there | (True if other.there is None else other.there)
                given[because] = Column(_stated(given.get(because), len(each)), there)

    # --- lists --------------------------------------------------------------------------------------------------

    def reduce(self, waiting: Iterable[str]) -> None:
        """Work out what lists are reduced to, unless it rests on inputs that are still to come."""
        later = frozenset(waiting)
        rest = []
        for reduction in self._waiting:
            if reduction.after & later:
                rest.append(reduction)
                continue
            source = self._lists.get(reduction.source)
            if source is None:
                continue  # it is missing in every row, or a list of each record, worked out with what stands around it
            own, odd = reduce_list(self._columns, self, reduction, source)
            self.made[reduction.name] = own
            self.note(odd)
        self._waiting = rest

    # --- over all rows ------------------------------------------------------------------------------------------

    def place(self, known: Known) -> None:
        """Work out the inputs over all rows that are known, each followed by what rests on it."""
        program = self._columns.program
        names = [each.name for each in program.cohorts]
        self.reduce(names)
        for place, plan in enumerate(program.cohorts):
            if plan.name not in known:
                break
            if plan.name not in self.made:
                own = self._taken(plan, known[plan.name])
                if own is not None:
                    self.made[plan.name] = own
            self.reduce(names[place + 1 :])

    def _admitted(self) -> tuple[Array, Array, list[Set]]:
        """Return which rows are admitted, and of those of which nobody knows the causes by code (0: it is known)."""
        if self._admission is None:
            columns = self._columns
            node = columns.asked.admitted
            if columns.program.admit is None:
                self._admission = np.ones(self.rows, bool), np.zeros(self.rows, "i8"), [frozenset()]
            else:
                found = columns.probe((node,)).table(self)
                codes, sets = self._causes(found, [node], np.ones(self.rows, bool))
                self._admission = truths(found, 0), codes, sets
        return self._admission

    def _causes(self, found: Table, nodes: Sequence[Node], rows: Array) -> tuple[Array, list[Set]]:
        """Return why some nodes are unknown, in those of some rows in which one is: a code, and what it stands for.

        Args:
            found: what a probe says of the nodes.
            nodes: in the order of the probe.
            rows: where to look.
        """
        unknown = np.zeros(self.rows, bool)
        for place in range(len(nodes)):
            unknown |= _state(found, place) != 0
        unknown &= rows
        unknown[list(self.refused)] = False
        codes = np.zeros(self.rows, "i8")
        sets: list[Set] = [frozenset()]
        where = np.flatnonzero(unknown)
        if len(where):
            own, told = causes_in(self._columns, self, nodes, where)
            codes[where] = own + 1
            sets += told
        return codes, sets

    def _taken(self, plan: Planned, taken: Taken) -> Column | None:
        """Return an input over all rows; None where it stays missing in every row."""
        admitted, codes, sets = self._admitted()
        sets = list(sets)
        if not taken.cases:
            if not codes.any():
                return None
            admitted = np.zeros(self.rows, bool)
        missing = frozenset((Cause("missing", plan.name),))
        sets[0] = missing  # of a row that is not admitted
        there = admitted
        if taken.order is None:
            value = Fraction(0) if taken.value is None else taken.value
            over = np.full(self.rows, (value > 0) - (value < 0), "i1")
            if taken.value is None:
                there = np.zeros(self.rows, bool)
                codes = np.where(admitted, len(sets), codes)
                sets.append(NOBODY.causes)
            unit = abs(value) or Fraction(1)
        else:
            over, there, unit, codes = self._places(plan, taken, admitted, codes, sets)
        why = None if there.all() else Coded(codes, tuple(sets))
        return Column(Made(over, None, unit, why), None if why is None else there)

    def _places(
        self, plan: Planned, taken: Taken, admitted: Array, codes: Array, sets: list[Set]
    ) -> tuple[Array, Array, Fraction, Array]:
        """Return the rank or percentile of every row, where it has one, in which unit, and else why not."""
        assert plan.of is not None  # noqa: S101  # of what the rows are ranked
        assert taken.order is not None  # noqa: S101  # likewise
        nodes = plan.of, plan.where
        found = self._columns.probe((*nodes, self.wrong)).table(self)
        counts = truths(found, 1) & ~truths(found, 2)
        there = admitted & counts & (_state(found, 0) == 0)
        there[list(self.refused)] = False
        over = np.zeros(self.rows, "i8")
        _, values, unit = taken.order
        over[there] = values[places_of_rows(taken, numbers(found.columns["0"], there))]
        fails = (_state(found, 1) == 0) & ~counts
        own, told = self._causes(found, nodes, admitted & ~fails)
        codes = np.where(admitted & ~there, np.where(own > 0, own + len(sets), len(sets)), codes)
        sets += [LEFT_OUT.causes, *told[1:]]
        alone = there & (over < 0)
        if alone.any():
            codes = np.where(alone, len(sets), codes)
            sets.append(NOBODY.causes)
            there &= ~alone
        return over, there, unit, codes


def _about_findings(name: str, paths: set[str]) -> bool:
    """Whether an input says something of the findings of one of some nodes."""
    path, _, key = name.partition("/")
    return path in paths and key.startswith(("findings", "amount"))


def _state(found: Table, place: int) -> Array:
    return cast("Outcomes", found.columns[f"state {place}"]).bits


def _stated(given: Column | None, rows: int) -> Array:
    """Return where a reason is given: a text that is not empty, or true."""
    if given is None:
        return np.zeros(rows, bool)
    if isinstance(given.values, Coded):  # one text for many rows
        stated: Array = np.asarray([bool(each) for each in given.values.words], bool)[given.values.codes]
        return stated if given.there is None else stated & given.there
    return np.asarray([bool(given.raw(row)) for row in range(rows)], bool)
