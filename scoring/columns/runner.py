"""A ruleset over columns: blocks through kernels, odd rows through the scalar function."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, cast

import numpy as np

from scoring.case import Case, Finding, Mark, SetScore
from scoring.columns.again import Reading
from scoring.columns.figures import Coded, Column, Reader, column
from scoring.columns.kernel import Kernel, Shape, kernel
from scoring.columns.layout import denominators, layout, words_of
from scoring.columns.names import BLOCK
from scoring.columns.results import BITS, Numbers, Outcomes, Reasons, Table
from scoring.dates import DATE
from scoring.diagnostic import CaseError
from scoring.graph import Type, walk
from scoring.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scoring.columns.names import Array
    from scoring.reading import Domain
    from scoring.result import Result
    from scoring.ruleset import Ruleset

_WIDTHS = (0, 1, 2, 4, 7, 10, 13, 15, 18, 22, 26, 31, 36, 40, 46, 52, 63)
"""Bits that the limits of a column are widened to, so that one kernel serves many blocks."""

_SMALL = 1 << 15
"""A figure of no more possible values than these is always taken to have all of them."""

_FEW = 16
"""So many odd rows are scored one by one; more of them are tried as a table first."""

_KERNELS = 12
"""Kernels that are kept; after a third of them the gaps of all blocks are put together."""


class Columns:
    """Scores tables by one ruleset; it keeps the kernels that it makes, and is safe in threads.

    Attributes:
        ruleset: what scores.
        method: of the ruleset.
        kernels: those made so far, the latest last.
    """

    def __init__(
        self, ruleset: Ruleset, method: str | None = None, *, parts: bool = True, reasons: bool = False
    ) -> None:
        """Prepare.

        Args:
            ruleset: what scores.
            method: of the ruleset.
            parts: whether the score of every node is wanted too.
            reasons: whether what every node lost, and why, is wanted as well.

        Raises:
            RulesetError: there is no such method.
        """
        self.ruleset, self.method = ruleset, method
        compiled = ruleset._for(method)  # noqa: SLF001  # a further reader of what it is made of
        self.program = compiled.program
        self.direct = compiled.direct
        self.asked = layout(
            self.program,
            always_applies=compiled.always_applies,
            numbered=compiled.numbered,
            parts=parts,
            ledger=compiled.layout if reasons and parts else None,
        )
        self.vocabulary = words_of(self.program, walk(self.asked.nodes))
        self.words = {word: place for place, word in enumerate(self.vocabulary)}
        self.kernels: list[Kernel] = []
        self._exact: dict[int, tuple[Kernel, Kernel]] = {}
        self._lock = Lock()

    @property
    def units(self) -> dict[str, Fraction | None]:
        """The unit of every column of numbers whose places the ruleset says."""
        found = {f"{what} {part.path}": part.places for part in self.asked.parts for what in ("score", "lost")}
        found["total"] = self.program.root.places
        return {key: None if places is None else Fraction(1, 10**places) for key, places in found.items()}

    @property
    def ratios(self) -> frozenset[str]:
        """The columns of numbers that need not have a finite decimal."""
        found = {f"{what} {part.path}": part.denominators for part in self.asked.parts for what in ("score", "lost")}
        root = self.program.root
        found["total"] = 0 if root.places is not None else denominators(root.score)
        found.update((f"output {each.name}", denominators(each.node)) for each in self.program.outputs)
        return frozenset(key for key, many in found.items() if many)

    @property
    def dates(self) -> frozenset[str]:
        """The columns of numbers that are dates, as days of `datetime.date.toordinal`."""
        return frozenset(f"output {each.name}" for each in self.program.outputs if each.unit == DATE)

    def score(self, frame: Mapping[str, object], *, threads: int = 1, decimals: bool = False) -> Table:
        """Score every row of some columns.

        Args:
            frame: input name → column (see `scoring.columns.figures.column`). A figure by its canonical name; of a
                node ``PATH/mark``, ``PATH/findings``, ``PATH/set``, ``PATH/not_applicable``.
            threads: how many blocks are computed at a time.
            decimals: whether numbers that have places are kept as decimals are in Arrow.
        """
        given = self._given(frame)
        rows = len(next(iter(given.values()))) if given else 0
        codes = {f"reasons {account.path}": account.codes for account in self.asked.accounts}
        wide = self.units.keys() - self.ratios - self.dates if decimals else ()
        table = Table(rows, self.words, self.units, codes, frozenset(wide))
        if not self.direct:
            self._one_by_one(given, table)
            return table
        readers = {name: Reader(self._domain(name), self.words) for name in given}
        if not rows:
            table.start(self._kernel({name: Shape(each.there is not None) for name, each in given.items()}).outs)
        parts = [slice(start, min(start + BLOCK, rows)) for start in range(0, rows, BLOCK)]
        block = partial(self._block, Reading(given, readers, self._kernel), table)
        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                odd = [*pool.map(block, parts)]
        else:
            odd = [block(each) for each in parts]
        rest = np.concatenate([np.zeros(0, "i8"), *odd])
        if len(rest) > _FEW:  # as a table of their own, value by value
            readers = {name: Reader(self._domain(name), self.words, by_value=True) for name in given}
            again = (rest[start : start + BLOCK] for start in range(0, len(rest), BLOCK))
            reading = Reading(given, readers, self._kernel)
            rest = np.concatenate([self._block(reading, table, each) for each in again])
        self._careful(given, rest.tolist(), table)
        return table

    def _given(self, frame: Mapping[str, object]) -> dict[str, Column]:
        """Return the columns; wherever a mark is given, it is said whether a reason is given with it."""
        given = {name: column(each) for name, each in frame.items()}
        for name, each in tuple(given.items()):
            path, _, key = name.rpartition("/")
            because = f"{path}/mark.because"
            if key in ("mark", "mark.deduct") and because in self.program.domains:
                there = np.ones(len(each), bool) if each.there is None else each.there
                other = given.get(f"{path}/{'mark' if key == 'mark.deduct' else 'mark.deduct'}")
                if other is not None:
                    there = there | (True if other.there is None else other.there)
                given[because] = Column(_stated(given.get(because), len(each)), there)
        return given

    def _domain(self, name: str) -> Domain:
        try:
            return self.program.domains[name]
        except KeyError:
            raise KeyError(f"no input is called {name!r}") from None

    def _block(self, reading: Reading, table: Table, rows: slice | Array) -> Array:
        """Score a block of rows; return those that need a closer look."""
        own, arrays, odd = reading.read(rows)
        many = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        with np.errstate(all="ignore"):
            found = own.run(many, *arrays)
        table.put(rows, own, found)
        bad, doubtful = found[own.bad], found[own.doubtful]
        if odd is None and bad is False and doubtful is False:
            return np.zeros(0, "i8")
        every = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
        undecided = np.zeros(many, bool) | bad
        again = np.flatnonzero(np.broadcast_to(doubtful, many))
        if len(again):
            undecided[again] = self._again(own, arrays, again, every[again], table)
        closer: Array = every[undecided if odd is None else undecided | odd]
        return closer

    def _again(self, own: Kernel, arrays: list[Array], doubtful: Array, rows: Array, table: Table) -> Array:
        """Compute the doubtful rows of a block with whole numbers alone; return which of them are odd."""
        with self._lock:
            if id(own) not in self._exact:
                if len(self._exact) > _KERNELS:
                    self._exact.clear()
                self._exact[id(own)] = own, kernel(self.asked, own.shapes, self.words, floats=False)
            exact = self._exact[id(own)][1]
            table.doubtful += len(rows)
        by_name = dict(zip(own.names, arrays, strict=True))
        with np.errstate(all="ignore"):
            found = exact.run(len(rows), *(by_name[name][doubtful] for name in exact.names))
        table.put(rows, exact, found)
        return np.broadcast_to(found[exact.bad], len(rows))

    # --- kernels ------------------------------------------------------------------------------------------------

    def _kernel(self, shapes: Mapping[str, Shape]) -> Kernel:
        for each in reversed(self.kernels):
            if each.takes(shapes):
                return each
        with self._lock:
            for each in self.kernels:  # another thread may have made it
                if each.takes(shapes):
                    return each
            wider = {name: self._wider(name, shape) for name, shape in shapes.items()}
            for before in self.kernels[-1:]:
                wider = {name: _joined(shape, before.shapes.get(name)) for name, shape in wider.items()}
            if len(self.kernels) > _KERNELS // 3:
                gaps = {name for each in self.kernels for name, shape in each.shapes.items() if shape.gaps}
                wider = {name: shape._replace(gaps=shape.gaps or name in gaps) for name, shape in wider.items()}
            made = kernel(self.asked, wider, self.words)
            self.kernels = [*self.kernels[-_KERNELS + 1 :], made]
        return made

    def _wider(self, name: str, shape: Shape) -> Shape:
        """Return a shape with limits that many blocks have, within what the figure may be."""
        domain = self.program.domains[name]
        if domain.type is not Type.NUMBER:
            return shape
        least = None if domain.low is None else (domain.low / shape.unit).__ceil__()
        most = None if domain.high is None else (domain.high / shape.unit).__floor__()
        if least is not None and most is not None and most - least <= _SMALL and (least > 0 or shape.low <= 0):
            return shape._replace(low=least, high=most)
        low = 1 if shape.low > 0 else 0 if not shape.low else -_end(-shape.low)
        high = -1 if shape.high < 0 else _end(shape.high)
        low = low if least is None else max(low, least)
        return shape._replace(low=low, high=high if most is None else min(high, most))

    # --- row by row ---------------------------------------------------------------------------------------------

    def case(self, given: Mapping[str, Column], row: int) -> Case | dict[str, object]:
        """Return a row as a case; a plain dict of figures where it says nothing of nodes."""
        raw = {name: value for name, each in given.items() if (value := each.raw(row)) is not None}
        figures = {name: value for name, value in raw.items() if "/" not in name}
        if len(figures) == len(raw):
            return figures
        marks: dict[str, Mark] = {}
        sets: dict[str, SetScore] = {}
        findings: list[Finding] = []
        left_out: dict[str, object] = {}
        for name, value in raw.items():
            path, _, key = name.rpartition("/")
            if key in ("mark", "mark.deduct"):
                because = "stated" if raw.get(f"{path}/mark.because") else ""
                marks[path] = Mark(**{"score" if key == "mark" else "deduct": value}, because=because)  # type: ignore[arg-type]  # one of the two
            elif key == "set":
                sets[path] = SetScore(value)
            elif key == "findings" and value:
                findings.append(Finding((path,), value))
            elif key == "not_applicable" and value:
                left_out[path] = "stated"
        return Case(figures=figures, marks=marks, set=sets, findings=tuple(findings), not_applicable=left_out)

    def result(self, frame: Mapping[str, object], row: int) -> Result:
        """Return the whole result of one row, with its reasons.

        Raises:
            CaseError: its values are refused.
        """
        return self.ruleset.score(
            self.case({name: column(each) for name, each in frame.items()}, row), method=self.method
        )

    def together(self, given: Mapping[str, Column]) -> list[Result]:
        """Return the whole results of all rows, as one run.

        Raises:
            CaseError: values of a row are refused.
        """
        rows = range(len(next(iter(given.values()))))
        return self.ruleset.score_all([self.case(given, row) for row in rows], method=self.method)

    def _careful(self, given: Mapping[str, Column], rows: Iterable[int], table: Table) -> None:
        """Score some rows one by one."""
        for row in rows:
            try:
                result = self.ruleset.score(self.case(given, row), method=self.method)
            except CaseError as error:
                table.refuse(row, error.diagnostics)
            else:
                self._take(table, row, result)
            table.careful += 1

    def _one_by_one(self, given: Mapping[str, Column], table: Table) -> None:
        """Score all rows together by the scalar function, where they depend on each other."""
        rows = range(table.rows)
        shapes = {name: Shape(gaps=True) for name in given if name in self.program.domains}
        table.start(kernel(self.asked, shapes, self.words).outs)
        cases = {row: self.case(given, row) for row in rows}
        try:
            results = self.ruleset.score_all(cases.values(), method=self.method)
        except CaseError:
            for row, case in tuple(cases.items()):
                try:
                    self.ruleset.score(case, method=self.method)
                except CaseError as error:
                    table.refuse(row, error.diagnostics)
                    del cases[row]
            results = self.ruleset.score_all(cases.values(), method=self.method)
        for row, result in zip(cases, results, strict=True):
            self._take(table, row, result)
        table.careful = table.rows

    def _take(self, table: Table, row: int, result: Result) -> None:
        """Write what the scalar function says of a row."""
        told: dict[str, Callable[[], object]] = {"total": lambda: result.total, "grade": lambda: result.grade}
        outputs = result.outputs
        nodes = {each.path: each for each in result.nodes}
        accounts = {f"reasons {account.path}": account for account in self.asked.accounts}
        for key, own in table.columns.items():
            what, _, path = key.partition(" ")
            if isinstance(own, Reasons):
                lost = {(id(each.plan), id(each.entry)) for each in result.deductions}
                lines = [line for line, _ in accounts[key].lines]
                own.bits[row] = sum(
                    1 << place for place, line in enumerate(lines) if (id(line.plan), id(line.entry)) in lost
                )
                continue
            if isinstance(own, Outcomes):
                outcome = result.outcome if not path else nodes[path].outcome if path in nodes else None
                own.bits[row] = 16 if outcome is None else BITS[Outcome(outcome)]
                continue
            if key in told:
                value = told[key]()
            elif key.startswith("output "):
                value = outputs[key.removeprefix("output ")]
            else:
                node = nodes.get(path)
                value = None if node is None else node.lost if what == "lost" else node.score
            if isinstance(own, Numbers):
                day = value.toordinal() if isinstance(value, dt.date) else value
                own.set(row, None if day is None else Fraction(cast("Fraction", day)))
            else:
                own.set(row, value)


def _stated(given: Column | None, rows: int) -> Array:
    """Return where a reason is given: a text that is not empty, or true."""
    if given is None:
        return np.zeros(rows, bool)
    values = given.values
    if isinstance(values, Coded):
        said = np.asarray([bool(word) for word in values.words], bool)[values.codes]
    elif isinstance(values, np.ndarray) and values.dtype == bool:
        said = values
    else:
        return np.asarray([bool(given.raw(row)) for row in range(rows)], bool)
    return said if given.there is None else said & given.there


def _joined(shape: Shape, before: Shape | None) -> Shape:
    """Return a shape with the limits of an earlier one too, unless that takes a wider lane."""
    if before is None or before.unit != shape.unit:
        return shape
    wider = shape._replace(low=min(shape.low, before.low), high=max(shape.high, before.high))
    return wider if wider.lane == shape.lane else shape


def _end(value: int) -> int:
    bits = value.bit_length()
    return (1 << next((each for each in _WIDTHS if each >= bits), bits)) - 1
