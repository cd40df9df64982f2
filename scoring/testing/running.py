"""Runs tests: each against its ruleset, with what it changes in that."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scoring.diagnostic import CaseError, Problems, RulesetError
from scoring.garbage import collected_later
from scoring.ruleset import Ruleset, load
from scoring.testing.expects import WHOLE
from scoring.testing.judge import Difference, Lost, aim_of, differences, portfolio_differences
from scoring.testing.model import Reason, Status, Test, TestFile, Texts
from scoring.testing.reading import TestFileError, load_tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from scoring.diagnostic import Diagnostic
    from scoring.portfolio import Portfolio
    from scoring.program import Program
    from scoring.result import Result
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
def open_suite(path: str, known: dict[str, Ruleset] | None = None) -> Suite:
    """Return the tests of a file with their ruleset, all that they name looked up.

    Args:
        path: of the file.
        known: rulesets that are read already, by path; it is added to.

    Raises:
        TestFileError: something in the file is wrong, or names what the ruleset does not have.
        RulesetError: the ruleset has problems.
    """
    file = load_tests(path)
    known = {} if known is None else known
    where = os.path.realpath(file.ruleset)
    if where not in known:
        known[where] = load(file.ruleset)
    suite = Suite(file, known[where])
    problems = Problems()
    looked_up: set[tuple[int, str]] = set()
    for test in file.tests:
        try:
            program = suite.ruleset_of(test).program(test.method)
        except RulesetError as error:
            problems.take(error.diagnostics)
            continue
        for each in _all(test):
            for address in _addresses(each):
                if (id(program), address) not in looked_up:
                    _look_up(program, address, each, problems)
                    looked_up.add((id(program), address))
    problems.raise_as(TestFileError)
    return suite


def _all(test: Test) -> Iterator[Expectation]:
    for expects in test.expects.values():
        yield from expects
    yield from (each for each in test.portfolio if each.aspect == "group")


def _addresses(expectation: Expectation) -> Iterator[str]:
    if expectation.address:
        yield expectation.address
    if isinstance(expectation.wanted, Reason) and expectation.wanted.at:
        yield expectation.wanted.at


def _look_up(program: Program, address: str, expectation: Expectation, problems: Problems) -> None:
    try:
        aim_of(program, address)
    except Lost as lost:
        if lost.candidates:
            candidates = ", ".join(lost.candidates)
            problems.error("test-ambiguous", expectation.at, address=address, candidates=candidates)
        else:
            whole = ", ".join(("total", *WHOLE))
            problems.error("test-address", expectation.at, address=address, whole=whole, near=lost.near)


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
    results: tuple[Result, ...] = ()
    portfolio: Portfolio | None = None
    try:
        if not test.is_run:
            results = (ruleset.score(test.case, method=test.method),)
        elif test.portfolio:
            portfolio = ruleset.score_portfolio(test.cases, method=test.method)
            results = portfolio.results
        else:
            results = tuple(ruleset.score_all(test.cases, method=test.method))
    except CaseError as error:
        found = _of_error(test, error)
        problems = error.diagnostics if found is None or found else ()
        return Verdict(test, _status(test, bool(found or problems), today), tuple(found or ()), (), problems, ruleset)
    differs = [each for result in results for each in differences(result, _expected(test, result))]
    if portfolio is not None:
        differs += portfolio_differences(portfolio, ruleset.program(test.method), test.portfolio)
    weights = {} if portfolio is None else portfolio.weights
    return Verdict(test, _status(test, bool(differs), today), tuple(differs), results, (), ruleset, weights)


def _expected(test: Test, result: Result) -> tuple[Expectation, ...]:
    if not test.is_run:
        return test.expects[""]
    return test.expects.get("" if result.case is None else result.case.id, ())


def _of_error(test: Test, error: CaseError) -> list[Difference] | None:
    """Return what differs where the cases cannot be scored; None where that was not expected."""
    due = [each for expects in test.expects.values() for each in expects if each.aspect == "error"]
    if not due:
        return None
    codes = tuple(dict.fromkeys(each.code for each in error.diagnostics))
    return [
        Difference(each, codes, None, None, None)
        for each in due
        if isinstance(each.wanted, Texts) and not set(each.wanted.names) <= set(codes)
    ]


def _status(test: Test, fails: bool, today: dt.date) -> Status:  # noqa: FBT001  # one of two
    if test.known is None:
        return Status.FAILED if fails else Status.PASSED
    if not fails:
        return Status.FIXED
    return Status.KNOWN if today <= test.known.until else Status.EXPIRED
