"""Tests that are more than one scored case: runs, portfolios, and cases that are to be refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.binding import bound
from scoring.diagnostic import Problems
from scoring.interpret import interpret
from scoring.portfolio import portfolio_of
from scoring.run import complete
from scoring.testing.bench import again
from scoring.testing.judge import differences, portfolio_differences, ranks_of
from scoring.testing.model import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.graph import Unknown
    from scoring.program import Program
    from scoring.reading import Read
    from scoring.ruleset import Ruleset
    from scoring.testing.bench import Other, Tried
    from scoring.testing.model import Expectation, Test


@dataclass(frozen=True, slots=True)
class Refused:
    """One case of a test that expects it to be refused, and it is, by what a ruleset asks of marks and set scores.

    Attributes:
        test: the test.
        codes: of the problems that are expected.
        program: by which it is refused.
        inputs: what the case gives.
    """

    test: Test
    codes: frozenset[str]
    program: Program
    inputs: Mapping[str, Read | Unknown]


def refused(test: Test, ruleset: Ruleset) -> Refused | None:
    """Return the case of a test that expects an error, None where it is refused otherwise, or for lists or runs."""
    program = ruleset.program(test.method)
    codes = frozenset(name for each in test.expects.get("", ()) for name in _codes(each))
    if test.is_run or program.lists or program.cohorts or not codes:
        return None
    problems = Problems()
    found = bound(program, test.case, {}, problems)
    if problems.errors:
        return None
    inputs = ruleset.evaluator(test.method).evaluate(found.inputs).known()
    return Refused(test, codes, program, inputs) if codes <= _refuses(program, inputs) else None


def admits(other: Other, case: Refused) -> bool:
    """Whether a case is no longer refused as a test expects."""
    return other.asks_otherwise and not case.codes <= _refuses(other.program, case.inputs)


def _refuses(program: Program, inputs: Mapping[str, Read | Unknown]) -> set[str]:
    """Return the codes of what a case may not say."""
    values = interpret([each.node for each in program.checks], inputs)
    return {each.code for each in program.checks if values[each.node] is True}


def _codes(expectation: Expectation) -> tuple[str, ...]:
    wanted = expectation.wanted
    return wanted.names if expectation.aspect == "error" and isinstance(wanted, Texts) else ()


def kills_run(others: Sequence[Other], cases: Sequence[Tried]) -> bool:
    """Whether a test of several cases, or of all of them together, notices that the policy is another one.

    Args:
        others: the other program, for each case (for as many records as it has).
        cases: of one test.
    """
    test = cases[0].test
    if any(other.program.cohorts or other.binds_otherwise for other in others):
        members = [other.member(case) for other, case in zip(others, cases, strict=True)]
        there = [each for each in members if each is not None]
        if len(there) < len(members):
            return True
        complete(there, alone=False)
        results = [again(*each) for each in zip(others, cases, there, strict=True)]
        if any(other.refuses_bound(result) for other, result in zip(others, results, strict=True)):
            return True
    else:
        if any(other.refuses(case) for other, case in zip(others, cases, strict=True)):
            return True
        results = [other.result(case) for other, case in zip(others, cases, strict=True)]
    ranks = ranks_of(results, [each for case in cases for each in case.expects])
    if any(differences(*each) for each in zip(results, (case.expects for case in cases), ranks, strict=True)):
        return True
    if not test.portfolio:
        return False
    program = others[0].program
    return bool(portfolio_differences(portfolio_of(program, results), program, test.portfolio))
