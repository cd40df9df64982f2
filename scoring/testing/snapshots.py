"""Snapshots: the results of many cases, exact, against those that a file keeps; and what is told of them.

Results are compared by case and column, so the order of neither matters, and numbers by what they are worth. A case
that cannot be scored is a row too: its outcome is ``error``, and it says by which codes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.cases import load_cases
from scoring.command_tools import write_file
from scoring.diagnostic import CaseError, Diagnostic, ScoringError
from scoring.evaluator import Evaluator
from scoring.graph import Type
from scoring.number import Number, made
from scoring.testing.kept import About, Kept, is_kept, kept_text, read_kept
from scoring.testing.model import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from scoring.case import Case
    from scoring.program import Program
    from scoring.result import Result
    from scoring.ruleset import Ruleset
    from scoring.sentences import Fact
    from scoring.testing.model import Snapshot
    from scoring.testing.running import Suite

WHOLE = ("outcome", "total", "grade", "missing", "errors")
"""Columns that speak of the whole case; the others are nodes by path, and ``outputs.`` with a further result."""

_NAMES = ("missing", "errors")
_WORDS = ("outcome", "grade", *_NAMES)
_TAKEN = frozenset((*WHOLE, "id"))
_OURS = ("nodes.", "outputs.")
_ERROR = "error"
_JOIN = ";"


class CellDifference(NamedTuple):
    """A cell that is not as it was kept; "" where there is nothing."""

    case: str
    column: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class SnapshotVerdict:
    """What became of a snapshot.

    Attributes:
        snapshot: where cases and kept results are.
        status: passed or failed.
        cases: how many there are now.
        differences: cells that differ, in the order of the cases.
        added: ids of cases that are not kept.
        removed: ids that are kept, and no cases any more.
        columns_added: nodes and further results that are not kept.
        columns_removed: those that are kept, and not there any more.
        problems: why there is nothing to compare.
    """

    snapshot: Snapshot
    status: Status
    cases: int = 0
    differences: tuple[CellDifference, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class Accepted(NamedTuple):
    """What changed when results were accepted: cells, rows, columns; and whether the file was written."""

    cells: int
    added: int
    removed: int
    columns_added: int
    columns_removed: int
    written: bool


def expected_text(suite: Suite, snapshot: Snapshot) -> str:
    """Return the results of now as the text of the file that keeps them.

    Raises:
        ScoringError: the cases cannot be read, or not scored together.
    """
    return kept_text(_results(suite, snapshot))


def snapshot_verdict(suite: Suite, snapshot: Snapshot) -> SnapshotVerdict:
    """Return what became of a snapshot."""
    try:
        kept = read_kept(_kept_in(suite, snapshot))
        found = _results(suite, snapshot)
    except ScoringError as error:
        return SnapshotVerdict(snapshot, Status.FAILED, problems=error.diagnostics)
    except FileNotFoundError:
        problem = Diagnostic("snapshot-missing", snapshot.at, {"path": snapshot.expect})
        return SnapshotVerdict(snapshot, Status.FAILED, problems=(problem,))
    except OSError:  # a folder, perhaps
        return SnapshotVerdict(snapshot, Status.FAILED, problems=(Diagnostic("file-unreadable", snapshot.at),))
    if kept.about.ruleset != found.about.ruleset:
        facts = {"path": snapshot.expect, "found": kept.about.ruleset, "ruleset": found.about.ruleset}
        problem = Diagnostic("snapshot-other", snapshot.at, facts)
        return SnapshotVerdict(snapshot, Status.FAILED, len(found.rows), problems=(problem,))
    return _compared(snapshot, kept, found, _texts(suite, snapshot))


def accept(suite: Suite, snapshot: Snapshot) -> Accepted:
    """Write the results of now into the file that keeps them, and return what changes by that.

    Raises:
        ScoringError: there are none, the file is one of something else or elsewhere, or it cannot be written.
    """
    path = _kept_in(suite, snapshot)
    found = _results(suite, snapshot)
    text, before = kept_text(found), Kept(found.about, found.columns, {})
    same = False
    if path.is_file():
        if not is_kept(path):
            raise ScoringError([Diagnostic("snapshot-file", snapshot.at)])
        try:
            before = read_kept(path)
            same = kept_text(before) == text
        except ScoringError:
            pass  # damaged: all of it is new
    if not same:
        write_file(str(path), text, mark=True)
    told = _compared(snapshot, before, found, _texts(suite, snapshot))
    return Accepted(
        len(told.differences), len(told.added), len(told.removed),
        len(told.columns_added), len(told.columns_removed), written=not same,
    )  # fmt: skip


def _place(suite: Suite, name: str) -> Path:
    return Path(suite.file.path).parent / name


def _kept_in(suite: Suite, snapshot: Snapshot) -> Path:
    """Return the file that keeps results: in the folder of the tests or below it, or beside the ruleset.

    Raises:
        ScoringError: it is elsewhere, also where a link leads there.
    """
    path = _place(suite, snapshot.expect)
    real, tests, ruleset = (
        Path(os.path.realpath(each)) for each in (path, Path(suite.file.path).parent, suite.file.ruleset)
    )
    if not real.is_relative_to(tests) and real.parent != ruleset.parent:
        raise ScoringError([Diagnostic("snapshot-outside", snapshot.at, {"path": snapshot.expect})])
    return path


def _texts(suite: Suite, snapshot: Snapshot) -> frozenset[str]:
    """Return the columns that hold no numbers, whatever their texts look like."""
    outputs = suite.ruleset.program(snapshot.method).outputs
    return frozenset(f"outputs.{each.name}" for each in outputs if each.node.type is not Type.NUMBER)


# Comparing


def _compared(snapshot: Snapshot, kept: Kept, found: Kept, texts: Collection[str]) -> SnapshotVerdict:
    both = [
        (column, kept.columns.index(column), place)
        for place, column in enumerate(found.columns)
        if column in set(kept.columns)
    ]
    differences = tuple(
        CellDifference(id_, column, before[old], cells[new])
        for id_, cells in found.rows.items()
        if (before := kept.rows.get(id_)) is not None
        for column, old, new in both
        if before[old] != cells[new] and (column in texts or not _same(column, before[old], cells[new]))
    )
    added, removed = _changed(kept.rows, found.rows)
    columns_added, columns_removed = _changed(kept.columns, found.columns)
    differs = differences or added or removed or columns_added or columns_removed
    return SnapshotVerdict(
        snapshot, Status.FAILED if differs else Status.PASSED, len(found.rows), differences,
        added, removed, columns_added, columns_removed,
    )  # fmt: skip


def _changed(before: Iterable[str], now: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that are new, and those that are gone."""
    old, new = dict.fromkeys(before), dict.fromkeys(now)
    return tuple(each for each in new if each not in old), tuple(each for each in old if each not in new)


def _same(column: str, before: str, now: str) -> bool:
    """Whether two cells say the same: 84.3 and 84.30, or names in another order."""
    if column in _NAMES:
        return sorted(before.split(_JOIN)) == sorted(now.split(_JOIN))
    try:
        return column not in _WORDS and Number(before) == Number(now)
    except ValueError:
        return False


# The results of now


def _results(suite: Suite, snapshot: Snapshot) -> Kept:
    """Return the results of the cases.

    Raises:
        ScoringError: the cases cannot be read, or not scored together.
    """
    ruleset, method = suite.ruleset, snapshot.method
    program = ruleset.program(method)
    cases = load_cases(_place(suite, snapshot.cases))
    plain = _Sheet(program, of_all=True)
    sheets: dict[tuple[str, ...], _Sheet] = {tuple(program.plans): plain}
    told: dict[str, str] = {}  # a text that comes often is kept once
    rows: dict[str, tuple[_Sheet, list[str]]] = {}
    for case, result in _scored(ruleset, cases, method):
        if isinstance(result, CaseError):
            codes = _JOIN.join(dict.fromkeys(each.code for each in result.diagnostics))
            sheet, row = plain, [_ERROR, "", "", "", codes, *([""] * len(plain.headings))]
        else:
            sheet, paths = plain, tuple(result.program.plans)
            if result.program is not program:  # it is made for as many records as the case has
                sheet = sheets.get(paths) or sheets.setdefault(paths, _Sheet(result.program))
            row = sheet.row(result)
        rows[case.id] = sheet, [told.setdefault(each, each) for each in row]
    headings = list(dict.fromkeys(heading for sheet in sheets.values() for heading in sheet.headings))
    about = About(ruleset.id, ruleset.version, method or "")
    return Kept(about, (*WHOLE, *headings), {id_: _aligned(*row, headings) for id_, row in rows.items()})


def _aligned(sheet: _Sheet, row: Sequence[str], headings: Sequence[str]) -> tuple[str, ...]:
    """Return a row with the columns of all; other cases may have more records, and nodes for these."""
    if sheet.headings == headings:
        return tuple(row)
    own = dict(zip(sheet.headings, row[len(WHOLE) :], strict=True))
    return (*row[: len(WHOLE)], *(own.get(heading, "") for heading in headings))


def _scored(ruleset: Ruleset, cases: Sequence[Case], method: str | None) -> Iterator[tuple[Case, Result | CaseError]]:
    """Yield each case with its result, or with what is wrong with it.

    Raises:
        CaseError: cases that are scored together are wrong only together.
    """
    if not ruleset.program(method).cohorts:
        yield from ((case, _alone(ruleset, case, method)) for case in cases)
        return
    try:
        yield from zip(cases, ruleset.score_all(cases, method=method), strict=True)
    except CaseError:
        alone = [_alone(ruleset, case, method) for case in cases]
        sound = [case for case, result in zip(cases, alone, strict=True) if not isinstance(result, CaseError)]
        results = iter(ruleset.score_all(sound, method=method))
        for case, result in zip(cases, alone, strict=True):
            yield case, result if isinstance(result, CaseError) else next(results)


def _alone(ruleset: Ruleset, case: Case, method: str | None) -> Result | CaseError:
    try:
        return ruleset.score(case, method=method)
    except CaseError as error:
        return error


class _Sheet:
    """The columns of one program.

    Attributes:
        headings: those of nodes and further results.
    """

    def __init__(self, program: Program, *, of_all: bool = False) -> None:
        """Look them up; ``of_all``: many cases have this very program, so that a function for its nodes is worth it."""
        self.paths = [path for path in program.plans if path]
        self.headings = [f"nodes.{path}" if path in _TAKEN or path.startswith(_OURS) else path for path in self.paths]
        self.headings += [f"outputs.{each.name}" for each in program.outputs]
        self.evaluator: Evaluator | None = None
        plans = [program.plans[path] for path in self.paths]
        self.places = [plan.places for plan in plans]
        if of_all and not any(plan.variants for plan in program.root.walk()):
            nodes = tuple(node for plan in plans for node in (plan.present, plan.score))
            self.evaluator = Evaluator(nodes, (), (), program.domains)

    def row(self, result: Result) -> list[str]:
        """Return the cells of a case: those of the whole, of every node, of every further result."""
        total, grade = result.total, result.grade
        whole = [str(result.outcome), "" if total is None else str(total), grade or "", _JOIN.join(result.missing), ""]
        return [*whole, *self._nodes(result), *map(_cell, result.outputs.values())]

    def _nodes(self, result: Result) -> Iterator[str]:
        if self.evaluator is None or result.bound is None:
            own = {each.path: each.score for each in result.nodes}
            yield from ("" if (number := own.get(path)) is None else str(number) for path in self.paths)
            return
        values = self.evaluator.evaluate(result.bound.inputs).scores()
        for present, score, places in zip(values[::2], values[1::2], self.places, strict=True):
            if isinstance(score, Fraction) and present is not False:
                yield str(made(score.numerator, score.denominator, places))
            else:
                yield ""


def _cell(fact: Fact) -> str:
    """Return a further result as its cell."""
    if isinstance(fact, bool):
        return "true" if fact else "false"
    return "" if fact is None else str(fact)
