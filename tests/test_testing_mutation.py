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
from scoring.testing.noticing import noticing
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


def fates_of(ruleset: str, tests: str, folder: Path) -> dict[str, Fate]:
    """Return what is said of each mutant of a ruleset, by its change."""
    (folder / "r.yaml").write_text(ruleset, "utf-8")
    path = folder / "a.test.yaml"
    path.write_text(f"ruleset: r.yaml\ntests:\n{tests}\n", "utf-8")
    verdicts = list(run(open_suite(str(path)), today=TODAY))
    assert [each.status for each in verdicts] == [Status.PASSED] * len(verdicts)
    return {f"{each.mutant.before} → {each.mutant.after}": each for each in mutate(verdicts).fates}


POLICY = """
ruleset: t
points: 20
figures: {q: {min: 0, max: 10}, r: {min: 0, max: 10}}
indicators:
  a: {points: 10, if_not_applicable: drop, rules: {points: q}}
  b: {points: 10, rules: {points: r}}
"""


def test_what_acts_above_alone_is_a_change_too(tmp_path: Path) -> None:
    applies = "- {figures: {q: 5, r: 5}, expect: {total: 10}}"
    left = fates_of(POLICY, applies, tmp_path)
    names = [f"if_not_applicable: drop → if_not_applicable: {other}" for other in ("full", "zero")]
    assert not [each for each in names if left[each].equivalent or left[each].killer]
    assert all("not_applicable: {a: " in noticing(left[each]) for each in names)
    does_not = "- {figures: {r: 5}, not_applicable: {a: none}, expect: {total: 10}}"
    found = fates_of(POLICY, f"{applies}\n{does_not}", tmp_path)
    assert all(found[each].killer for each in names)


def test_rounding_that_acts_in_the_total_alone_is_noticed(tmp_path: Path) -> None:
    text = """
ruleset: t
points: 10
combine: weighted_mean
figures: {x: {type: count}, y: {type: count}}
rounding: {mode: half_up, leaf: 0, total: 1}
indicators:
  a: {points: 10, weight: 1/3, rules: {points: x}}
  b: {points: 10, weight: 2/3, rules: {points: y}}
"""
    found = fates_of(text, "- {figures: {x: 8, y: 9}, expect: {total: 8.7}}", tmp_path)
    assert found["rounding mode: half_up → rounding mode: down"].killer
    assert found["rounding leaf: 0 → rounding leaf: 1"].equivalent


def test_figures_made_from_lists_and_over_all_cases_are_changed(tmp_path: Path) -> None:
    text = """
ruleset: t
points: 10
figures:
  marks: {list_of: {min: 0, max: 100}}
  graded: {for_each: marks, of: each, edge: at_least, bands: {90: 5, 80: 3, else: 0}}
indicators: {a: {points: 10, rules: {points: sum(graded)}}}
"""
    found = fates_of(text, "- {figures: {marks: [90, 80, 10]}, expect: {a: 8}}", tmp_path)
    assert found["90: 5 → 90: 6"].killer
    assert not [each for each in found.values() if each.equivalent]
    text = """
ruleset: t
points: 10
figures: {offer: {min: 0}, best: {over: cases, take: min, of: offer, where: offer > 50}}
indicators: {price: {points: 10, rules: {ratio: best, to: offer, better: higher}}}
"""
    cases = "{a: {figures: {offer: 100}}, b: {figures: {offer: 50}}}"
    found = fates_of(text, f"- {{cases: {cases}, expect: {{a: {{price: 10}}}}}}", tmp_path)
    assert found["where: > → where: >="].killer
    assert not [each for each in found.values() if each.equivalent]


def test_a_test_is_offered_only_if_it_notices(tmp_path: Path) -> None:
    text = """
ruleset: t
points: 10
figures: {x: {min: 0}}
indicators: {a: {points: 10, rules: {deduct: 1, per: 1, of: x, part: exact}}}
"""
    found = fates_of(text, "- {figures: {x: 1}, expect: {a: 9}}", tmp_path)
    assert noticing(found["part: exact → part: count"]) == "- {figures: {x: 4.5}, expect: {a: 5.5}}"
    text = """
ruleset: t
points: 10
figures: {a: {min: 0}, b: {min: 1}, rate: {unit: "%", is: a / b, round: 1%}}
rounding: {mode: half_up}
outputs: [rate]
indicators: {execution: {points: 10, rules: {ratio: a, to: b}}}
"""
    found = fates_of(text, "- {figures: {a: 50, b: 100}, expect: {rate: 50%}}", tmp_path)
    assert "expect: {rate: " in noticing(found["rounding mode: half_up → rounding mode: down"])
    text = """
ruleset: t
points: 10
without_findings: keep
indicators: {a: {points: 10, rules: [{deduct: 1, per: finding, when: amount > 5}, {deduct: 3, when: findings > 4}]}}
"""
    found = fates_of(text, "- {findings: [{against: a, amount: 6}], expect: {a: 9}}", tmp_path)
    assert "amount: 0" in noticing(found["deduct: 3 → deduct: 2"])
    assert not noticing(found["when: 4 → when: 5"])
