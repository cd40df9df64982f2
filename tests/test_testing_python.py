"""`scoring.testing` from Python: asserted scores, generated cases, edges, and properties that planted faults break."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.errors import NoSuchExample

import scoring
import scoring.testing
from scoring.case import Case, Finding, Mark
from scoring.ruleset import Ruleset
from scoring.testing import (
    assert_score,
    books_balance,
    bounded,
    check_properties,
    edges,
    inputs,
    monotone,
    with_edges,
)
from scoring.testing.drafts import scored

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

ROOT = Path(__file__).parents[1]
RULESETS = sorted(
    path
    for path in (ROOT / "rulesets").glob("*/*.yaml")
    if not path.name.startswith("cases") and not path.name.endswith(".test.yaml")
)
QUIET = settings(
    max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

ROADS = """ruleset: roads
source: Table 3
points: 30
without_findings: keep
figures:
  done: {min: 0, unit: km}
  planned: {min: 0, unit: km}
  rate: {unit: "%", min: 0%, max: 100%, places: 2, better: higher}
  kind: {words: [town, village]}
  opened: {type: date}
  noise: {min: 0, if_missing: null}
  finish: {is: done / planned, unit: "%"}
indicators:
  work:
    points: 20
    indicators:
      finished: {code: A1, points: 10, rules: {of: finish, edge: at_least, bands: {95%: 10, else: 4}}}
      damage: {code: A2, points: 10, rules: {deduct: 1.5, per: finding}}
  people:
    points: 10
    indicators:
      pleased: {points: 6, rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: drop}}
      files: {points: 4, rules: {judge: 0..4}}
grades: {good: 25, fair: 20, poor: else}
outputs: [rate]
"""
CASE = Case(
    "hekou",
    figures={"done": 19, "planned": 20, "rate": "84.5%", "kind": "town", "opened": dt.date(2024, 5, 1)},
    findings=(Finding(("A2",), 2),),
    marks={"files": Mark(3, because="no index")},
)


def ruleset(text: str) -> Ruleset:
    return Ruleset((("r.yaml", text),))


def failure(do: Callable[[], object]) -> str:
    with pytest.raises(AssertionError) as caught:
        do()
    return str(caught.value)


# assert_score


def test_all_that_can_be_expected_is_compared_exactly() -> None:
    expected: dict[str, object] = {
        "A1": 10,
        "work.damage": {"score": Decimal(7), "lost": "3", "points": 10, "outcome": "scored"},
        "pleased": Fraction(7, 2),
        "people": {"between": [6, None]},
        "files": {"lost": {"between": [0.5, 1.5]}},
        "total": "23.5",
        "grade": "fair",
        "outcome": "scored",
        "missing": [],
        "rate": "84.5%",
        "kind": "town",
        "opened": dt.date(2024, 5, 1),
        "noise": None,
    }
    assert_score(ruleset(ROADS), CASE, expected)
    assert_score(ruleset(ROADS), ruleset(ROADS).score(CASE), expected)


def test_all_differences_are_told_at_once_and_what_follows_from_them_in_one_line() -> None:
    lost = "0.5 points lost for every 1 percentage point (whole steps only)"
    expected = {"A1": 4, "pleased": {"lost": 0}, "files": 3, "total": 20, "grade": "poor", "rate": "85%"}
    assert failure(lambda: assert_score(ruleset(ROADS), CASE, expected)).splitlines() == [
        "roads / hekou: 5 of 6 not as expected",
        "  A1 finished: expected 4, got 10, 6 more",
        "    rule r.yaml:17: of: finish, edge: at_least, bands: {95%: 10, else: 4}",
        "    finish is 95% (at least 95%): 10 of 10 points.",
        "  pleased (lost): expected 0, got 2.5, 2.5 more",
        "    rule r.yaml:22: deduct: 0.5, per: 1%, below: 90%, of: rate, part: drop",
        f"    rate is 84.5%, 5.5 percentage points below 90%; {lost}: 5 × 0.5 = 2.5 points.",
        "  grade: expected poor, got fair",  # a total of 20 would be fair too
        "  rate: expected 85%, got 84.5%, 0.5 percentage points less",
        "  total: only because of the above",
    ]


def test_a_failure_speaks_chinese_and_takes_at_most_eight_lines_a_difference() -> None:
    text = failure(lambda: assert_score(ruleset(ROADS), CASE, {"A1": 4, "pleased": 6}, lang="zh"))
    assert text.startswith(
        "roads / hekou：2项中有2项与预期不符\n  A1 finished：预期4，实际10，多6\n    规则 r.yaml:17："
    )
    assert len(text.splitlines()) <= 1 + 2 * 8


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("finishd", "'finishd' is no node, figure or output of the ruleset; did you mean 'finished'?"),
        ("zzz", "'zzz' is no node, figure or output of the ruleset"),
    ],
)
def test_an_unknown_address_is_told_with_what_was_meant_and_beside_other_differences(address: str, told: str) -> None:
    text = failure(lambda: assert_score(ruleset(ROADS), CASE, {address: 1, "files": 4}))
    assert text.splitlines()[:3] == [
        "roads / hekou: 2 of 2 not as expected",
        f"  {told}",
        "  files: expected 4, got 3, 1 less",
    ]


def test_an_address_of_several_nodes_asks_for_the_whole_one() -> None:
    parts = "points: 5, indicators: {x: {points: 5, rules: judge}}"
    text = f"ruleset: r\npoints: 10\nindicators:\n  a: {{{parts}}}\n  b: {{{parts}}}\n"
    told = failure(lambda: assert_score(ruleset(text), {}, {"x": 1}))
    assert told.splitlines()[1].endswith("; it may be a.x, b.x: write the whole address")


@pytest.mark.parametrize(
    "expected",
    [{"A1": {}}, {"A1": {"scor": 1}}, {"A1": object()}, {"A1": {"between": 3}}, {"A1": Decimal("NaN")}, {"missing": 3}],
)
def test_what_cannot_be_expected_is_a_mistake_of_the_test(expected: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        assert_score(ruleset(ROADS), CASE, expected)


def test_what_is_still_possible_can_be_expected() -> None:
    early = {"done": 19, "planned": 20, "rate": "90%", "kind": "town"}
    rules = ruleset(ROADS.replace("{judge: 0..4}", "{judge: 0..<4}"))
    assert_score(rules, early, {"missing": "people.files.mark", "outcome": "missing", "total": None, "range": [26, 30]})
    assert_score(rules, early, {"grades": ["good"], "files": "missing", "A1": 10})


def test_pytest_shows_the_line_of_the_caller() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_score(ruleset(ROADS), CASE, {"total": 0})
    assert caught.traceback[-1].frame.f_locals["__tracebackhide__"] is True


# Edges


def ids(text: str) -> set[str]:
    return {each.id for each in edges(ruleset(text))}


def test_edges_are_thresholds_one_unit_to_either_side_ends_words_counts_and_steps() -> None:
    found = ids(ROADS)
    assert {"plain", "rate = 0%", "rate = 100%", "rate = 90%", "rate = 89.99%", "rate = 90.01%"} <= found
    assert {"rate = 89%", "rate = 88.99%", "rate = 89.01%"} <= found, "the first whole step"
    assert {"rate = 78%", "rate = 77.99%"} <= found, "where nothing is left"
    assert {"kind = village", "work.damage.findings = 1"} <= found
    ratios = {
        Fraction(str(each.figures["done"])) / Fraction(str(each.figures["planned"]))
        for each in edges(ruleset(ROADS))
        if each.figures["planned"] != "0"
    }
    assert {Fraction(95, 100), Fraction(9499, 10000), Fraction(9501, 10000)} <= ratios


LISTS = """ruleset: lists
points: 20
figures:
  sites: {list_of: {area: {min: 0, better: higher}, kind: {words: [a, b]}}}
  marks: {list_of: {min: 0, max: 10}}
indicators:
  a: {points: 10, rules: {deduct: 3, per: 1, below: 5, of: sum(sites.area), part: drop}}
  b: {points: 10, rules: {of: mean(marks), edge: at_least, bands: {6: 10, else: 0}}}
"""


def test_edges_of_what_lists_come_to_are_lists_that_do() -> None:
    found = {each.id: each.figures for each in edges(ruleset(LISTS))}
    assert str(found["sites.area.sum = 4.99"]["sites"]) == "(Record({'area': '4.99', 'kind': 'a'}),)"
    assert found["marks.mean = 5.99"]["marks"] == ("5.99",)
    assert {"sites[1].kind = b", "marks[1] = 10"} <= found.keys()


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_rulesets_have_edges_that_score_and_cases_whose_books_balance(path: Path) -> None:
    rules = scoring.load(path)
    found = edges(rules)
    assert len({each.id for each in found}) == len(found) >= 10
    assert any(scored(rules, each).outcome == "scored" for each in found)
    balance, outcomes = books_balance(rules), set()

    @QUIET
    @given(inputs(rules))
    def test(case: Case) -> None:
        balance(case)
        outcomes.add(scored(rules, case).outcome)

    test()
    assert "scored" in outcomes
    assert "missing" not in outcomes


@pytest.mark.long
@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_rulesets_have_all_properties_by_every_method(path: Path) -> None:
    rules = scoring.load(path)
    for method in (None, *rules.methods):
        check_properties(rules, 200, method)


def test_explicit_examples_are_at_most_a_hundred_and_run_first() -> None:
    rules = scoring.load(ROOT / "rulesets/nutri-score/ruleset.yaml")
    assert len(edges(rules)) > 100
    seen: list[str] = []

    @with_edges(rules)
    @settings(max_examples=1, database=None)
    @given(inputs(rules))
    def test(case: Case) -> None:
        seen.append(case.id)

    test()
    assert len([each for each in seen if each]) == 100
    assert seen[0] == "plain"


# Generated cases


def first(cases: SearchStrategy[Case], holds: Callable[[Case], bool], examples: int = 500) -> Case:
    quiet = settings(QUIET, max_examples=examples, phases=[Phase.generate])  # the simplest such case is not asked for
    return find(cases, holds, settings=quiet)


def test_generated_cases_come_to_edges_soon() -> None:
    rules = ruleset(ROADS)
    rates = {str(each.figures["rate"]) for each in edges(rules)}
    met: set[str] = set()

    @settings(QUIET, max_examples=300)
    @given(inputs(rules))
    def test(case: Case) -> None:
        met.add(str(case.figures["rate"]))

    test()
    assert len(rates) > 20
    assert len(met & rates) > len(rates) / 2
    assert first(inputs(rules), lambda case: rules.score(case).figures["finish"] == Fraction(9499, 10000))


def test_a_case_that_breaks_a_test_is_made_simple() -> None:
    rules = ruleset(ROADS)
    simple = find(inputs(rules), lambda case: (rules.score(case)["A1"].lost or 0) > 0, settings=QUIET)
    assert simple.figures["rate"] == "100%"
    assert not simple.findings
    assert not simple.marks


def test_generated_cases_have_findings_marks_and_lack_only_what_they_may() -> None:
    cases = inputs(ruleset(ROADS))
    assert first(cases, lambda case: len(case.findings) > 1)
    assert first(cases, lambda case: case.marks.get("people.files", Mark(4)).score == "0")
    assert "noise" not in first(cases, lambda case: "noise" not in case.figures).figures
    with pytest.raises(NoSuchExample):
        first(cases, lambda case: "rate" not in case.figures, 100)
    assert first(inputs(ruleset(ROADS), missing=True), lambda case: "rate" not in case.figures)


def test_generated_values_lie_within_what_is_declared() -> None:
    text = """ruleset: r
points: none
figures:
  n: {type: count, max: 3}
  day: {type: date, min: 2024-01-01, max: 2024-01-31}
  share: {unit: "%", min: 10%, max: 20%, places: 1}
  far: {max: -5}
  gone: {missing: ["-1", "0"]}
indicators: {a: {points: none, rules: {points: n + share * 100 + far + gone + (1 if day >= "2024-01-15" else 0)}}}
"""
    rules = ruleset(text)

    @settings(QUIET, max_examples=100)
    @given(inputs(rules))
    def test(case: Case) -> None:
        result = rules.score(case)
        assert result.outcome == "scored"
        share = result.figures["share"]
        assert isinstance(share, Fraction)
        assert (share * 1000).denominator == 1

    test()


def test_marks_lie_in_the_range_that_the_case_has_and_only_on_nodes_that_it_has() -> None:
    text = """ruleset: r
points: 20
without_findings: keep
figures: {level: {words: [all, some]}, big: {type: flag}}
indicators:
  a: {points: 10, rules: {of: level, by: {all: 10, some: 3..6}}}
  b:
    points: 10
    variants:
      - {when: big, rules: {judge: 0..<10}}
      - {rules: {deduct: 1..2, per: finding}}
"""
    rules = ruleset(text)
    some = first(inputs(rules), lambda case: case.figures["level"] == "some")
    assert rules.score(some).outcome == "scored"
    taken = first(inputs(rules), lambda case: bool(case.findings) and case.figures["big"] is False)
    assert rules.score(taken)["b"].score is not None


# Properties

BANDS = """ruleset: bands
points: 10
figures: {rate: {unit: "%", min: 0%, max: 100%, places: 2, better: higher}}
indicators:
  a: {points: 10, rules: {of: rate, edge: at_least, bands: {95%: 8, 90%: 10, else: 0}}}
"""


def test_a_better_figure_that_costs_points_is_shown_by_the_nearest_two_values() -> None:
    assert failure(lambda: monotone(ruleset(BANDS))(Case(figures={"rate": "91%"}))).splitlines() == [
        "bands: a better rate gives a worse total",
        "  rate from 94.99% to 95%: total from 10 to 8",
        "  a from 10 to 8 (r.yaml:5)",
        "    rate is 95% (at least 95%): 8 of 10 points.",
        "  case: rate = 94.99%",
    ]
    monotone(ruleset(BANDS))(Case(figures={"rate": "95%"}))


def test_a_better_figure_may_be_a_lower_one_and_a_better_total_too() -> None:
    lower = BANDS.replace("better: higher", "better: lower")
    assert "rate from 90% to 89.99%" in failure(lambda: monotone(ruleset(lower))(Case(figures={"rate": "92%"})))
    both = "ruleset: r\nbetter: lower\nfigures: {x: {min: 0, better: lower}}\npoints: none\n"
    both += "indicators: {a: {points: none, rules: {points: 2 - x}}}\n"
    assert "x from 1 to 0.99: total from 1 to 1.01" in failure(lambda: monotone(ruleset(both))(Case(figures={"x": 1})))


def test_a_better_field_of_one_record_is_found() -> None:
    wrong = LISTS.replace("below: 5", "above: 5")
    case = Case(figures={"sites": [{"area": 2, "kind": "a"}, {"area": 2, "kind": "b"}], "marks": [7]})
    text = failure(lambda: monotone(ruleset(wrong))(case))
    assert text.startswith("lists: a better sites[1].area gives a worse total\n  sites[1].area from ")


def test_a_score_beyond_its_points_is_told() -> None:
    text = BANDS.replace("points: 10, rules", "points: 10, round: 4, rules") + "rounding: {mode: half_up}\n"
    assert failure(lambda: bounded(ruleset(text))(Case(figures={"rate": "91%"}))).splitlines() == [
        "bands: a score is out of bounds",
        "  a scores 12, outside 0 … 10",
        "    rounding (half up) gives 2 points.",
        "  case: rate = 91%",
    ]
    bounded(ruleset(text))(Case(figures={"rate": "95%"}))


def test_a_bonus_lets_a_score_pass_its_points() -> None:
    text = """ruleset: r
points: 10
figures: {x: {min: 0}}
indicators:
  a: {points: 10, rules: {points: x}}
  b: {points: 2, bonus: true, rules: {award: 1, per: 1, of: x, part: exact}}
"""
    assert ruleset(text).score({"x": 10}).total == 12
    bounded(ruleset(text))(Case(figures={"x": 10}))


def test_books_that_do_not_balance_are_told() -> None:
    case = Case(figures={"rate": "91%"})
    books_balance(ruleset(BANDS))(case)
    with mock.patch("scoring.testing.properties._from_child", return_value=Fraction(-1)):
        told = failure(lambda: books_balance(ruleset(BANDS))(case))
    assert told.splitlines()[1:] == ["  total scores 10, but its account comes to 9", "  case: rate = 91%"]


def test_one_call_tries_all_properties_and_tells_each_that_is_broken() -> None:
    check_properties(ruleset(ROADS), 20)
    both = BANDS.replace("points: 10, rules", "points: 10, round: 4, rules") + "rounding: {mode: half_up}\n"
    text = failure(lambda: check_properties(ruleset(both), 20))
    assert "out of bounds" in text
    assert "a better rate gives a worse total" in text
    assert "do not balance" not in text


def test_figures_over_all_cases_are_taken_of_the_one_case() -> None:
    rules = scoring.load(ROOT / "rulesets/procurement-comprehensive/ruleset.yaml")
    assert any(scored(rules, each).total is not None for each in edges(rules))


# Loading


def test_the_package_loads_neither_hypothesis_nor_the_analysis() -> None:
    code = "import sys, scoring.testing; sys.exit('hypothesis' in sys.modules or 'scoring.analysis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0  # noqa: S603  # ourselves


def test_public_names_stay_what_they_are_when_every_module_is_loaded() -> None:
    for each in pkgutil.iter_modules(scoring.testing.__path__):
        importlib.import_module(f"scoring.testing.{each.name}")
    assert all(callable(getattr(scoring.testing, name)) for name in scoring.testing.__all__)
    assert set(scoring.testing.__all__) <= set(dir(scoring.testing))
    with pytest.raises(AttributeError, match="no attribute 'edge'"):
        scoring.testing.edge  # type: ignore[attr-defined]  # noqa: B018  # there is none


@pytest.mark.parametrize("call", [inputs, with_edges, check_properties])
def test_without_hypothesis_one_line_says_what_to_install(call: Callable[[Ruleset], object]) -> None:
    with (
        mock.patch.dict(sys.modules, {"hypothesis": None}),
        pytest.raises(ImportError, match=r"^Hypothesis is not installed: pip install 'declarative-scoring\[test\]'$"),
    ):
        call(ruleset(BANDS))
    assert edges(ruleset(BANDS))
