"""Mutation: what is said of each small change is so, tried in the slow way: the ruleset lowered anew, the tests run."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

import scoring
from changed_rulesets import Changed, NoRuleset
from scoring.diagnostic import CaseError
from scoring.testing import edges
from scoring.testing.model import Status
from scoring.testing.mutation import Fate, Mutation, mutate
from scoring.testing.mutation_text import noticing
from scoring.testing.running import Suite, Verdict, open_suite, run, verdict_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.case import Case
    from scoring.ruleset import Ruleset

RULESETS = Path(scoring.__file__).parents[1] / "rulesets"
FOLDERS = sorted({path.parent.name for path in RULESETS.glob("*/*.test.yaml")})
TODAY = dt.date(2026, 6, 1)


@cache
def verdicts_of(folder: str) -> list[tuple[Suite, list[Verdict]]]:
    """Return the tests of a folder, those of one ruleset together."""
    known: dict[str, Ruleset] = {}
    found: dict[int, tuple[Suite, list[Verdict]]] = {}
    for path in sorted((RULESETS / folder).glob("*.test.yaml")):
        suite = open_suite(str(path), known)
        found.setdefault(id(suite.ruleset), (suite, []))[1].extend(run(suite, today=TODAY))
    return list(found.values())


@cache
def mutation_of(folder: str, number: int) -> Mutation:
    """Return what is said of the mutants of one ruleset of a folder."""
    return mutate(verdicts_of(folder)[number][1])


def chosen(mutation: Mutation, most: int) -> list[Fate]:
    """Return so many mutants that no test is said to notice, and three times as many others."""
    fates = Random(1).sample(mutation.fates, len(mutation.fates))  # noqa: S311  # the same ones each time
    left = [each for each in fates if each.killer is None]
    return left[:most] + [each for each in fates if each.killer is not None][: 3 * most]


def is_noticed(fate: Fate, base: Ruleset, tests: Sequence[Verdict]) -> bool:
    """Whether a test fails on a changed ruleset; of one that is said to be noticed, the test that is said to do so."""
    changed = Changed(base, fate.mutant.key)
    named = [each for each in tests if each.test is fate.killer] or tests
    return any(verdict_of(each.test, changed, TODAY).status is not Status.PASSED for each in named)


def compare(folder: str, most: int) -> None:
    for number, (suite, verdicts) in enumerate(verdicts_of(folder)):
        mutation = mutation_of(folder, number)
        tests = [each for each in verdicts if each.status is Status.PASSED and each.test.changes is None]
        for fate in chosen(mutation, most):
            assert is_noticed(fate, suite.ruleset, tests) is (fate.killer is not None), (fate.mutant.key, fate)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_mutant_is_noticed_if_a_test_fails_on_it(folder: str) -> None:
    compare(folder, 6)


@pytest.mark.long
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mutant_is_noticed_if_a_test_fails_on_it(folder: str) -> None:
    compare(folder, 10_000)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_test_that_is_suggested_passes_and_notices(folder: str, tmp_path: Path) -> None:
    for place, (suite, _) in enumerate(verdicts_of(folder)):
        there = Path(suite.file.ruleset)
        link = tmp_path / there.parent.name
        if not link.exists():
            link.symlink_to(there.parent)
        for number, fate in enumerate(mutation_of(folder, place).survivors[:6]):
            text = noticing(fate)
            if not text:
                continue
            path = tmp_path / f"{place}-{number}.test.yaml"
            path.write_text(f"ruleset: {there.parent.name}/{there.name}\ntests:\n{text}\n", "utf-8")
            own = open_suite(str(path))
            (verdict,) = run(own, today=TODAY)
            assert verdict.status is Status.PASSED, (text, verdict.differences, verdict.problems)
            try:
                again = verdict_of(verdict.test, Changed(suite.ruleset, fate.mutant.key), TODAY)
            except NoRuleset:
                pytest.fail(text)
            assert again.status is Status.FAILED, (fate.mutant.key, text)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_said_to_change_nothing_changes_no_case_at_an_edge(folder: str) -> None:
    for number, (suite, verdicts) in enumerate(verdicts_of(folder)):
        same = [each for each in mutation_of(folder, number).fates if each.equivalent]
        if not same or suite.ruleset.program().cohorts:
            continue
        cases = [*edges(suite.ruleset)[:150], *(each.test.case for each in verdicts if not each.test.is_run)]
        before = [told(suite.ruleset, each) for each in cases]
        for fate in same[:6]:
            changed = Changed(suite.ruleset, fate.mutant.key)
            assert [told(changed, each) for each in cases] == before, fate.mutant.key


def told(ruleset: Ruleset, case: Case) -> object:
    """Return all scores of a case, or what is wrong with it."""
    try:
        result = ruleset.score(case)
    except CaseError as error:
        return sorted(each.code for each in error.diagnostics)
    return result.total, result.grade, [(each.path, each.score) for each in result.nodes], list(result.outputs.values())


def test_the_percent_is_never_rounded_up() -> None:
    mutation = mutation_of("un-hdi", 0)
    assert mutation.percent == 100
    left = Fate(mutation.fates[0].mutant, None)
    assert replace(mutation, fates=(*mutation.fates * 20, left)).percent == 99
    assert replace(mutation, fates=()).percent == 100
