"""Rows of a table as cases, for the scalar function: it scores what the kernels leave, and words what is refused."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from scoring.case import Case, Finding, Mark, SetScore
from scoring.columns.missing import Causes
from scoring.columns.results import BITS, Numbers, Outcomes, Reasons
from scoring.diagnostic import CaseError, Diagnostic
from scoring.outcome import Outcome
from scoring.reading import Refusal, read_value
from scoring.run import Member, complete
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scoring.columns.column import Column
    from scoring.columns.layout import Account, Layout
    from scoring.columns.table import Table
    from scoring.evaluator import Evaluation
    from scoring.graph import Unknown
    from scoring.program import Program
    from scoring.reading import Read
    from scoring.result import Result
    from scoring.ruleset import Ruleset


class RowByRow:
    """Scores rows by the scalar function.

    Attributes:
        ruleset: what scores.
        method: of the ruleset.
        program: of the method.
        asked: what is asked of every row.
    """

    ruleset: Ruleset
    method: str | None
    program: Program
    asked: Layout

    def case(self, given: Mapping[str, Column], row: int) -> Case | dict[str, object]:
        """Return a row as a case; a plain dict of figures where it says nothing of nodes.

        Counts and amounts of findings are one finding of the node. What counts only some of them is no part of a case.

        Raises:
            CaseError: whether a node does not apply is said by no truth value.
        """
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
            elif key == "findings" and self._says(name, value, refuse=False):
                findings.append(Finding((path,), value, raw.get(f"{path}/amount")))
            elif key == "amount" and value and not raw.get(f"{path}/findings"):
                findings.append(Finding((path,), 0, value))  # an amount of nothing found, which is refused
            elif key == "not_applicable" and self._says(name, value, refuse=True):
                left_out[path] = "stated"
        return Case(figures=figures, marks=marks, set=sets, findings=tuple(findings), not_applicable=left_out)

    def _says(self, name: str, raw: object, *, refuse: bool) -> bool:
        """Whether a value, as a caller gives it, says anything but none or false; ``refuse``: or is refused."""
        value = read_value(raw, self.program.domains[name], written=False)
        if refuse and isinstance(value, Refusal):
            raise CaseError([Diagnostic(value.code, NOWHERE, value.facts)])
        return isinstance(value, Refusal) or bool(value)

    def scored(self, given: Mapping[str, Column], row: int, known: Mapping[str, Read | Unknown]) -> Result:
        """Return the result of a row.

        Args:
            given: the columns.
            row: its number.
            known: inputs that are no part of its case: what was taken over all cases, and the like.

        Raises:
            CaseError: its values are refused.
        """
        return scored_by(self.ruleset, self.case(given, row), known, self.method)

    def evaluated(self, given: Mapping[str, Column], row: int, known: Mapping[str, Read | Unknown]) -> Evaluation:
        """Return a row read and evaluated, whatever it may not say; ``known``: as in `scored`.

        Raises:
            CaseError: a value is refused.
        """
        found = self.ruleset._bound(self.case(given, row), self.method)  # noqa: SLF001  # as `Columns`
        found.bound.inputs.update(known)
        complete([Member(found.compiled.program, found.bound)], alone=True)
        return found.compiled.evaluator.evaluate(found.bound.inputs)

    def score_run(
        self, ruleset: Ruleset, case: Callable[[int], Case | dict[str, object]], rows: Iterable[int], table: Table
    ) -> None:
        """Score some rows as one run by the scalar function, where each may have nodes of its own.

        Args:
            ruleset: this one, or one that differs from it in numbers.
            case: returns a row as a case, or refuses it.
            rows: their numbers.
            table: of the results.
        """
        cases: dict[int, Case | dict[str, object]] = {}
        for row in rows:
            table.careful += 1
            try:
                cases[row] = case(row)
            except CaseError as error:
                table.refuse(row, error.diagnostics)
        try:
            results = ruleset.score_all(cases.values(), method=self.method)
        except CaseError:
            for row, one in tuple(cases.items()):
                try:
                    ruleset.score(one, method=self.method)
                except CaseError as error:
                    table.refuse(row, error.diagnostics)
                    del cases[row]
            results = ruleset.score_all(cases.values(), method=self.method)
        for row, result in zip(cases, results, strict=True):
            self.take(table, row, result)

    def _careful(
        self, given: Mapping[str, Column], rows: Iterable[int], table: Table,
        known: Callable[[int], Mapping[str, Read | Unknown]],
    ) -> None:  # fmt: skip
        """Score some rows one by one; ``known``: what is known of a row besides its case."""
        for row in rows:
            try:
                result = self.scored(given, row, known(row))
            except CaseError as error:
                table.refuse(row, error.diagnostics)
            else:
                self.take(table, row, result)
            table.careful += 1

    def take(self, table: Table, row: int, result: Result) -> None:
        """Write what the scalar function says of a row."""
        told: dict[str, Callable[[], object]] = {"total": lambda: result.total, "grade": lambda: result.grade}
        outputs = result.outputs
        nodes = {each.path: each for each in result.nodes}
        accounts = {f"reasons {account.path}": account for account in self.asked.accounts}
        for key, own in table.columns.items():
            what, _, path = key.partition(" ")
            if isinstance(own, Causes):
                own.set(row, result.missing)
                continue
            if isinstance(own, Reasons):
                own.bits[row] = self._lost(accounts[key], own, result)
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

    def _lost(self, account: Account, own: Reasons, result: Result) -> int:
        """Return the reasons of a node as bits."""
        deductions = result.deductions
        if result.program is self.program:
            lost = {(id(each.plan), id(each.entry)) for each in deductions}
            lines = [line for line, _ in account.lines]
            return sum(1 << place for place, line in enumerate(lines) if (id(line.plan), id(line.entry)) in lost)
        # of a program for as many records as the row has, or with other numbers: by their codes
        return own.bits_of(each.code for each in deductions if each.indicator == account.path)


def scored_by(
    ruleset: Ruleset, case: Case | dict[str, object], known: Mapping[str, Read | Unknown], method: str | None
) -> Result:
    """Return the result of a case; ``known``: inputs that are no part of it.

    Raises:
        CaseError: its values are refused.
    """
    if not known:
        return ruleset.score(case, method=method)
    return ruleset._score_again(case, known, method=method, allow_missing=False)  # noqa: SLF001  # as `Columns`
