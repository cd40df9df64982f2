"""Runs tests: each against its ruleset, with what it changes in that."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scoring.diagnostic import CaseError, RulesetError
from scoring.garbage import collected_later
from scoring.language import language_of
from scoring.portfolio import portfolio_of
from scoring.ruleset import Ruleset, load
from scoring.source import brief
from scoring.testing.folding import folded
from scoring.testing.judge import (
    Difference,
    aim_of,
    compared,
    differences,
    is_open,
    portfolio_differences,
    ranks_of,
)
from scoring.testing.lookup import LookUp
from scoring.testing.model import Status, Test, TestFile
from scoring.testing.reading import Limited, TestFileError, load_tests
from scoring.tree import Stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from scoring.case import Case
    from scoring.diagnostic import Diagnostic, Problems
    from scoring.portfolio import Portfolio
    from scoring.result import Result
    from scoring.source import Source
    from scoring.testing.model import Expectation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a test.

    Attributes:
        test: the test.
        status: passed, failed and so on.
        differences: what is not as expected.
        results: one a case, none where they could not be scored.
        problems: of the cases, where others or none were expected.
        ruleset: by which it was scored.
        weights: of the cases in what they make together, by id.
    """

    test: Test
    status: Status
    differences: tuple[Difference, ...] = ()
    results: tuple[Result, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    ruleset: Ruleset | None = None
    weights: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def fails(self) -> bool:
        """Whether something is not as expected, known or not."""
        return bool(self.differences or self.problems)


@dataclass(frozen=True)
class Suite:
    """A file of tests and its ruleset.

    Attributes:
        file: the tests.
        ruleset: what they test, as it stands.
    """

    file: TestFile
    ruleset: Ruleset
    _changed: dict[object, Ruleset] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def lang(self) -> str:
        """The language of the ruleset, in which it is told what became of its tests."""
        return language_of(self.ruleset.program().definition)

    def ruleset_of(self, test: Test) -> Ruleset:
        """Return the ruleset with what a test changes in it.

        Raises:
            RulesetError: it cannot be changed so.
        """
        if test.changes is None:
            return self.ruleset
        key = repr(test.changes)
        if key not in self._changed:
            name = f"{test.changes.at} with"
            self._changed[key] = Ruleset((*self.ruleset.texts, (name, key)), tables={name: test.changes})
        return self._changed[key]


@collected_later()
def open_suite(path: str, known: dict[str, Ruleset] | None = None, source: Source | None = None) -> Suite:
    """Return the tests of a file with their ruleset, all that they name looked up.

    Args:
        path: of the file.
        known: rulesets that are read already, by path; it is added to.
        source: what the file says, or is to say; read from the file unless given.

    Raises:
        TestFileError: something in the file is wrong, or names what the ruleset does not have.
        RulesetError: the ruleset has problems.
    """
    file = load_tests(path, source)
    known = {} if known is None else known
    where = os.path.realpath(file.ruleset)
    if where not in known:
        known[where] = load(file.ruleset)
    suite = Suite(file, known[where])
    problems = Limited()
    with suppress(Stop):
        _look_up(suite, problems)
    problems.raise_as(TestFileError)
    return suite


def _look_up(suite: Suite, problems: Problems) -> None:
    """Note what tests name and the ruleset does not have."""
    looked_up = LookUp(suite.ruleset, problems)
    for test in suite.file.tests:
        try:
            ruleset = suite.ruleset_of(test)
        except RulesetError as error:
            problems.take(error.diagnostics)
            for each in error.diagnostics:
                if each.severity == "error" and test.changes is not None and each.at.source.name != suite.file.path:
                    problems.error("test-with", test.at, name=test.name, where=brief(each.at))
            continue
        looked_up.test(test, ruleset)


def run(suite: Suite, tests: Iterable[Test] | None = None, *, today: dt.date | None = None) -> Iterator[Verdict]:
    """Yield what becomes of each test.

    Args:
        suite: the file of tests.
        tests: those of its tests that are wanted; all unless said.
        today: the day by which faults that are known expire.
    """
    day = today or dt.date.today()  # noqa: DTZ011  # the day where the person is who reads it
    for test in suite.file.tests if tests is None else tests:
        yield verdict_of(test, suite.ruleset_of(test), day)


def verdict_of(test: Test, ruleset: Ruleset, today: dt.date) -> Verdict:
    """Return what becomes of one test under a ruleset."""
    differs, problems, results, rest = _refused(test, ruleset)
    portfolio: Portfolio | None = None
    strayed: list[Difference] = []
    try:
        own = _scored(test, ruleset, rest) if rest else []
        results += own
        if test.portfolio:
            portfolio = portfolio_of(ruleset.program(test.method), own)
    except CaseError as error:
        found = (*problems, *error.diagnostics)
        return Verdict(test, Status.FAILED, tuple(differs), (), found, ruleset)
    ranks = ranks_of(results, [each for own in (test.expects, _gives(test)) for part in own.values() for each in part])
    for result, rank in zip(results, ranks, strict=True):
        differs += differences(result, test.expected(result.case), rank)
        strayed += differences(result, _gives(test).get(test.key_of(result.case), ()), rank)
    if portfolio is not None:
        differs += portfolio_differences(portfolio, ruleset.program(test.method), test.portfolio)
    if _gives(test) and differs:
        strayed += [each for each in folded(differs)[0] if not _is_given(each, test)]
    status = _status(test, bool(differs or problems), today)
    if strayed and status is Status.KNOWN:
        status, differs = Status.FAILED, strayed
    weights = {} if portfolio is None else portfolio.weights
    return Verdict(test, status, tuple(differs), tuple(results), tuple(problems), ruleset, weights)


def _refused(test: Test, ruleset: Ruleset) -> tuple[list[Difference], list[Diagnostic], list[Result], list[Case]]:
    """Score the cases that are expected to be refused, each by itself.

    Returns:
        what is not as expected, the problems where others were expected, results of those that are not refused after
        all, and the cases that are left.
    """
    differs: list[Difference] = []
    problems: list[Diagnostic] = []
    results: list[Result] = []
    rest: list[Case] = []
    for case in test.cases:
        due = [each for each in test.expected(case) if each.aspect == "error"]
        if not due:
            rest.append(case)
            continue
        try:
            results += _scored(test, ruleset, [case])
        except CaseError as error:
            codes = tuple(dict.fromkeys(each.code for each in error.diagnostics))
            wrong = [difference for each in due if (difference := compared(each, codes, None, None))]
            differs += wrong
            problems += error.diagnostics if wrong else ()
    return differs, problems, results, rest


def _scored(test: Test, ruleset: Ruleset, cases: list[Case]) -> list[Result]:
    """Return the results of some cases of a test.

    Raises:
        CaseError: a case is refused.
    """
    allow = any(is_open(part) for own in (test.expects, _gives(test)) for part in own.values())
    if test.is_run or test.run_of_one:
        return ruleset.score_all(cases, allow_missing=allow, method=test.method)
    return [ruleset.score(each, allow_missing=allow, method=test.method) for each in cases]


def _gives(test: Test) -> Mapping[str, tuple[Expectation, ...]]:
    return {} if test.known is None else test.known.gives


def _is_given(difference: Difference, test: Test) -> bool:
    """Whether a value that differs is one of those whose wrong value is known."""
    result = difference.result
    if result is None:  # of all cases together: it follows from theirs
        return True
    for each in _gives(test).get(test.key_of(result.case), ()):
        aim = aim_of(result.program, each.address) if each.address else None
        if aim == difference.aim and _same(each.aspect) == _same(difference.expectation.aspect):
            return True
    return False


def _same(aspect: str) -> str:
    return "score" if aspect == "lost" else aspect


def _status(test: Test, fails: bool, today: dt.date) -> Status:  # noqa: FBT001  # one of two
    if test.known is None:
        return Status.FAILED if fails else Status.PASSED
    if not fails:
        return Status.FIXED
    return Status.KNOWN if today <= test.known.until else Status.EXPIRED
