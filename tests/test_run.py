"""Lists, records, figures over all cases, who is admitted, and ranks: as an author and a caller see them."""

from __future__ import annotations

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import scoring
from scoring import Case, CaseError, Outcome, Ruleset, RulesetError
from scoring.case import Given, Origin
from scoring.report.data import score_csv
from scoring.statistic import percentiles, ranks, reduced

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = "ruleset: t\npoints: 10\n"


def ruleset(text: str) -> Ruleset:
    return Ruleset((("t.yaml", dedent(text)),))


def totals(rules: Ruleset, *cases: Mapping[str, object]) -> list[str]:
    return [str(each.total) for each in rules.score_all(cases)]


# What many numbers are reduced to


@pytest.mark.parametrize(
    ("how", "values", "expected"),
    [
        ("sum", [], 0),
        ("sum", [1, 2, 4], 7),
        ("mean", [], None),
        ("mean", [1, 2, 4], Fraction(7, 3)),
        ("median", [], None),
        ("median", [5], 5),
        ("median", [5, 1], 3),
        ("median", [5, 1, 2], 2),
        ("min", [], None),
        ("max", [3, -1], 3),
        ("count", [3, 3], 2),
        ("trimmed_mean", [9, 1, 2, 3], Fraction(5, 2)),
        ("trimmed_mean", [9, 1], None),
        ("trimmed_mean", [9], None),
    ],
)
def test_reductions(how: str, values: list[int], expected: Fraction | None) -> None:
    assert reduced(how, [Fraction(each) for each in values]) == expected


def test_a_trimmed_mean_leaves_out_as_many_as_said() -> None:
    values = [Fraction(each) for each in (1, 2, 3, 4, 100)]
    assert reduced("trimmed_mean", values, 0, 1) == Fraction(10, 4)
    assert reduced("trimmed_mean", values, 2, 0) == Fraction(107, 3)
    assert reduced("trimmed_mean", values, 2, 2) == 3
    assert reduced("trimmed_mean", values, 3, 2) is None


@pytest.mark.parametrize(
    ("ties", "expected"), [("share", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]), ("lowest", [1, 3, 3, 4])]
)
def test_ranks_of_equal_values(ties: str, expected: list[int]) -> None:
    values = [Fraction(each) for each in (9, 7, 7, 3)]
    assert ranks(values, "high", ties) == expected
    assert ranks([-each for each in values], "low", ties) == expected
    assert ranks(values[::-1], "high", ties) == expected[::-1]


def test_percentiles_count_worse_and_half_of_the_other_equal_ones() -> None:
    values = [Fraction(each) for each in (9, 7, 7, 3, 1)]
    assert percentiles(values, "high") == [1, Fraction(5, 8), Fraction(5, 8), Fraction(1, 4), 0]
    assert percentiles(values, "low") == [0, Fraction(3, 8), Fraction(3, 8), Fraction(3, 4), 1]
    assert percentiles([Fraction(5)], "high") == [None]


# Lists of values


MARKS = (
    HEAD
    + """
figures:
  marks: {list_of: {min: 0, max: 10}}
indicators:
  a: {points: 10, rules: {points: FORMULA}}
"""
)


@pytest.mark.parametrize(
    ("formula", "given", "expected"),
    [
        ("mean(marks)", [9, 8, "8.5"], "8.5"),
        ("sum(marks) / 4", [9, 8], "4.25"),
        ("median(marks)", [9, 1, 8], "8"),
        ("min(marks)", [9, 1, 8], "1"),
        ("max(marks)", [9, 1, 8], "9"),
        ("'min(max(marks), 5)'", [9, 1, 8], "5"),
        ("count(marks)", [9, 1, 8], "3"),
        ("count(marks)", [], "0"),
        ("sum(marks)", [], "0"),
        ("'trimmed_mean(marks)'", [9, 1, 8], "8"),
        ("'trimmed_mean(marks, 0, 1)'", [9, 1, 8], "4.5"),
        ("'trimmed_mean(marks, 0, 0)'", [9, 1, 8], "6"),
        ("mean(marks) if count(marks) <= 5 else trimmed_mean(marks)", [1, 8, 8, 8, 8, 10], "8"),
    ],
)
def test_what_a_list_is_reduced_to(formula: str, given: list[object], expected: str) -> None:
    assert totals(ruleset(MARKS.replace("FORMULA", formula)), {"marks": given}) == [expected]


def test_a_mean_of_nothing_is_undefined_and_a_list_that_is_not_given_is_missing() -> None:
    rules = ruleset(MARKS.replace("FORMULA", "mean(marks)"))
    empty, absent = rules.score({"marks": []}), rules.score({})
    assert (empty.outcome, empty.total) == (Outcome.UNDEFINED, None)
    assert (absent.outcome, absent.missing) == (Outcome.MISSING, ("marks",))


def test_an_entry_without_a_value_is_named() -> None:
    rules = ruleset(MARKS.replace("FORMULA", "mean(marks)"))
    result = rules.score({"marks": [9, None, 8, ""]})
    assert (result.outcome, result.missing) == (Outcome.MISSING, ("marks[2]", "marks[4]"))
    assert rules.score({"marks": [9, None]})["a"].score is None


def test_an_entry_outside_its_limits_is_refused_with_its_number() -> None:
    rules = ruleset(MARKS.replace("FORMULA", "mean(marks)"))
    with pytest.raises(CaseError) as caught:
        rules.score({"marks": [9, 11, "x"]})
    assert [(each.code, each.facts["name"]) for each in caught.value.diagnostics] == [
        ("out-of-range", "marks[2]"),
        ("not-a-number", "marks[3]"),
    ]


@pytest.mark.parametrize(
    ("value", "code"), [("9", None), ("9;8.5", None), (9, "list-expected-value"), ({"x": 1}, "unknown-case-figure")]
)
def test_what_a_list_may_be_written_as(value: object, code: str | None) -> None:
    rules = ruleset(MARKS.replace("FORMULA", "mean(marks)"))
    if code is None:
        assert rules.score({"marks": value}).outcome is Outcome.SCORED
        return
    with pytest.raises(CaseError) as caught:
        rules.score({"marks": value})
    assert caught.value.diagnostics[0].code == code


def test_a_list_for_a_plain_figure_is_refused() -> None:
    rules = ruleset(HEAD + "figures: {x: {}}\nindicators: {a: {points: 10, rules: {points: x}}}\n")
    with pytest.raises(CaseError) as caught:
        rules.score({"x": [1, 2]})
    assert caught.value.diagnostics[0].code == "case-value"


def test_a_list_made_from_a_list() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          full: {min: 1}
          marks: {list_of: {min: 0}}
          shares: {for_each: marks, unit: "%", is: each / full}
          grades: {for_each: shares, of: each, edge: at_least, bands: {90%: 2, 60%: 1, else: 0}}
          spread: {for_each: marks, is: abs(each - mean(marks))}
          good: {for_each: shares, is: each >= 60%}
        indicators:
          a: {points: 10, rules: {points: sum(grades) + mean(spread) + sum(good) / 10}}
    """)
    assert totals(rules, {"full": 10, "marks": [9, 6, 3]}) == ["5.2"]
    result = rules.score({"marks": [9]})
    assert (result.outcome, result.missing) == (Outcome.MISSING, ("full",))


def test_a_value_outside_all_bands_of_a_made_list_is_undefined() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          marks: {list_of: {}}
          grades: {for_each: marks, of: each, edge: at_least, bands: {5: 1}}
        indicators: {a: {points: 10, rules: {points: sum(grades)}}}
    """)
    assert rules.score({"marks": [9, 6]}).total == 2
    assert rules.score({"marks": [9, 4]}).outcome is Outcome.UNDEFINED


def test_a_figure_of_the_case_is_not_taken_for_a_field_of_the_same_name() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          x: {min: 0}
          y: {is: x}
          sites: {list_of: {x: {min: 0}}}
          outer: {for_each: sites, is: y}
          inner: {for_each: sites, is: x}
        indicators: {a: {points: 10, rules: {points: mean(outer) + mean(inner) / 10}}}
    """)
    assert rules.score({"x": 3, "sites": [{"x": 7}, {"x": 9}]}).total == Fraction(38, 10)
    assert rules.score({"sites": [{"x": 7}]}).missing == ("x",)


def test_a_list_of_a_node_is_not_taken_for_the_field_of_a_list_of_the_same_name() -> None:
    rules = ruleset("""
        ruleset: t
        points: 20
        figures: {sites: {list_of: {area: {min: 0}}}}
        indicators:
          sites:
            points: 10
            figures: {area: {for_each: sites, is: 2 * area}}
            rules: {points: mean(area)}
          whole: {points: 10, rules: {points: mean(sites.area)}}
    """)
    result = rules.score({"sites": [{"area": 1}, {"area": 3}]})
    assert [result[each].score for each in ("sites", "whole")] == [4, 2]


# Records


SITES = """
    ruleset: t
    points: 20
    figures:
      sites:
        list_of:
          area: {unit: ha, min: 0}
          faults: {type: count}
          kind: {words: [new, old]}
          dense: {is: faults / area}
    indicators:
      sites: {points: 10, for_each: sites, combine: mean, rules: {deduct: 2, per: 1, of: faults}, if_empty: IF_EMPTY}
      whole: {points: 10, rules: {deduct: 1, per: 1, of: sum(sites.faults), part: exact}}
    rounding: {mode: half_up, leaf: 2, group: 2, total: 2}
"""


def site(area: object = 1, faults: object = 0, **more: object) -> dict[str, object]:
    return {"area": area, "faults": faults, **more}


def test_one_child_for_each_record() -> None:
    rules = ruleset(SITES.replace("IF_EMPTY", "full"))
    result = rules.score({"sites": [site(faults=2, name="North"), site(), site(faults=9)]})
    assert [str(each.score) for each in result["sites"].children] == ["6.00", "10.00", "0.00"]
    assert str(result["sites"].score) == "5.33"
    assert [each.plan.label.text() for each in result["sites"].children] == ["North", "sites 2", "sites 3"]
    assert result["sites.1"].points == 10
    assert str(result["whole"].score) == "0.00"
    lost = sum((each.effect for each in result.deductions if each.effect is not None), Fraction(0))
    assert lost + result.total == 20  # type: ignore[operator]  # it has a total


def test_rulesets_for_any_number_of_records_agree_with_one_another() -> None:
    rules = ruleset(SITES.replace("IF_EMPTY", "full"))
    for count in range(1, 7):
        result = rules.score({"sites": [site(faults=1)] * count})
        assert (str(result["sites"].score), len(result["sites"].children)) == ("8.00", count)


@pytest.mark.parametrize(
    ("if_empty", "score", "outcome", "total"),
    [("full", "10.00", "scored", "20.00"), ("zero", "0.00", "scored", "10.00"),
     ("not_applicable", "None", "not_applicable", "20.00")],
)  # fmt: skip
def test_an_empty_list(if_empty: str, score: str, outcome: str, total: str) -> None:
    result = ruleset(SITES.replace("IF_EMPTY", if_empty)).score({"sites": []})
    assert (str(result["sites"].score), str(result["sites"].outcome), str(result.total)) == (score, outcome, total)
    assert [each.code for each in result.deductions] == (["no-records-zero"] if if_empty == "zero" else [])


def test_a_list_of_records_that_is_not_given_is_missing() -> None:
    result = ruleset(SITES.replace("IF_EMPTY", "full")).score({})
    assert (result.outcome, result.missing) == (Outcome.MISSING, ("sites",))


def test_a_field_without_a_value_is_named() -> None:
    result = ruleset(SITES.replace("IF_EMPTY", "full")).score({"sites": [site(), {"area": 2}]})
    assert (result.outcome, result.missing) == (Outcome.MISSING, ("sites[2].faults",))


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (site(name="x", colour=1), "record-field"),
        (site(faults=1.5), "not-whole"),
        (site(kind="odd"), "not-a-word"),
        (site(dense=1), "derived-figure"),
        (7, "list-record"),
        ([site()], "list-record"),
    ],
)
def test_wrong_records(record: object, code: str) -> None:
    with pytest.raises(CaseError) as caught:
        ruleset(SITES.replace("IF_EMPTY", "full")).score({"sites": [site(), record]})
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_marks_findings_and_set_scores_of_a_record() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        without_findings: keep
        figures: {sites: {list_of: {area: {min: 0}}}}
        indicators:
          sites:
            points: 10
            for_each: sites
            combine: min
            criteria: {order: {points: 4, rules: judge}, safe: {points: 6, rules: {deduct: 1, per: finding}}}
            if_empty: zero
    """)
    case = Case(
        figures={"sites": [{"area": 1}, {"area": 2}]},
        findings=(scoring.Finding(("sites.2.safe",), count=2),),
        marks={"sites.1.order": scoring.Mark(1, because="rubble")},
        set={"sites.2.order": scoring.SetScore(3)},
    )
    result = rules.score(case)
    assert [str(each.score) for each in result["sites"].children] == ["7", "7"]
    assert result.total == 7


def test_lists_inside_records() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          roads:
            list_of:
              length: {min: 0}
              cracks: {list_of: {depth: {min: 0}, wide: {type: flag, if_missing: false}}}
              deepest: {is: "max(cracks.depth) if count(cracks) > 0 else 0"}
          worst: {is: max(roads.deepest)}
        indicators:
          roads:
            points: 10
            for_each: roads
            combine: mean
            rules:
            - {deduct: 1, per: 1, of: sum(cracks.depth), part: exact}
            - {deduct: 1, when: worst > 3}
            if_empty: full
    """)
    roads = [{"length": 1, "cracks": [{"depth": 1}, {"depth": "2.5"}]}, {"length": 2, "cracks": []}]
    assert rules.score({"roads": roads}).total == Fraction(13, 2) + Fraction(7, 4)
    roads[1]["cracks"] = [{"depth": 4}]
    assert rules.score({"roads": roads}).total == Fraction(21, 4)
    result = rules.score({"roads": [{"length": 1}]})
    assert result.missing == ("roads[1].cracks",)


ROADS = """
    ruleset: t
    points: 10
    figures: {roads: {list_of: {cracks: {list_of: {depth: {min: 0}}}}}}
    indicators:
      roads:
        points: 10
        for_each: roads
        combine: mean
        if_empty: full
        criteria:
          cracks:
            points: 10
            for_each: cracks
            combine: min
            rules: {deduct: 1, per: 1, of: depth, part: exact}
            if_empty: full
"""


def test_nodes_from_lists_inside_records() -> None:
    rules = ruleset(ROADS)
    result = rules.score({"roads": [{"cracks": [{"depth": 1}, {"depth": 4}]}, {"cracks": []}]})
    assert result["roads.1.cracks"].score == 6
    assert result["roads.2.cracks"].score == 10
    assert result.total == 8


def test_what_a_caller_changes_later_changes_no_result() -> None:
    rules = ruleset(SITES.replace("IF_EMPTY", "full"))
    records = [site(faults=1)]
    case = Case(figures={"sites": records})
    result = rules.score(case)
    records[0]["faults"] = 5
    records.append(site())
    assert result.deductions[0].facts["value"] == 1
    assert rules.score(case).total == result.total


def test_results_with_lists_pickle() -> None:
    result = ruleset(SITES.replace("IF_EMPTY", "full")).score(Case(figures={"sites": [site(faults=1, name="x")]}))
    again = pickle.loads(pickle.dumps(result))  # noqa: S301  # our own
    assert (again.total, again["sites.1"].score) == (result.total, result["sites.1"].score)
    assert [each.sentence("zh") for each in again.deductions] == [each.sentence("zh") for each in result.deductions]


# Figures over all cases


OFFERS = (
    HEAD
    + """
figures:
  offer: {min: 0}
  fits: {type: flag, if_missing: true}
  stands: {over: cases, TAKE}
admit: {when: fits, because: no licence}
indicators: {a: {points: 10, rules: {points: stands / 100}}}
"""
)


@pytest.mark.parametrize(
    ("take", "offers", "expected"),
    [
        ("take: min, of: offer", [300, 100, 200], "1 1 1"),
        ("take: max, of: offer", [300, 100, 200], "3 3 3"),
        ("take: mean, of: offer", [300, 100, 200], "2 2 2"),
        ("take: median, of: offer", [300, 100], "2 2"),
        ("take: trimmed_mean, of: offer", [900, 300, 100, 200], "2.5 2.5 2.5 2.5"),
        ("take: count", [300, 100], "0.02 0.02"),
        ("take: count, of: offer, where: offer > 100", [300, 100], "0.01 0.01"),
        ("take: mean, of: offer, where: offer < 300", [300, 100, 200], "1.5 1.5 1.5"),
        ("take: rank, of: offer, best: high, ties: share", [300, 100, 300], "0.01 0.03 0.01"),
        ("take: rank, of: offer, best: low, ties: dense", [300, 100, 300], "0.02 0.01 0.02"),
        ("take: percentile, of: offer, best: high", [300, 100, 200], "0.01 0 0.005"),
    ],
)
def test_figures_over_all_cases(take: str, offers: list[int], expected: str) -> None:
    rules = ruleset(OFFERS.replace("TAKE", take))
    assert totals(rules, *({"offer": each} for each in offers)) == expected.split()


def test_excluded_cases_enter_nothing() -> None:
    rules = ruleset(OFFERS.replace("TAKE", "take: min, of: offer"))
    results = rules.score_all([{"offer": 300}, {"offer": 100, "fits": False}, {"offer": 200}])
    assert [str(each.outcome) for each in results] == ["scored", "excluded", "scored"]
    assert [str(each.total) for each in results] == ["2", "None", "2"]
    assert results[1].grade is None
    assert results[1].missing == ()
    assert results[1].exclusion is not None
    assert results[1].exclusion.because is not None
    assert results[1].exclusion.because.text("en") == "no licence"


def test_a_case_that_nobody_can_admit_is_missing_and_enters_nothing() -> None:
    rules = ruleset(OFFERS.replace("TAKE", "take: min, of: offer").replace(", if_missing: true", ""))
    first, second = rules.score_all([{"offer": 300, "fits": True}, {"offer": 100}])
    assert first.total == 3
    assert (second.outcome, second.total, "fits" in second.missing) == (Outcome.MISSING, None, True)


def test_cases_without_a_value_are_left_out() -> None:
    rules = ruleset(OFFERS.replace("TAKE", "take: rank, of: offer, best: low, ties: share"))
    results = rules.score_all([{"offer": 300}, {}, {"offer": 200}])
    assert [str(each.total) for each in results] == ["0.02", "None", "0.01"]
    assert results[1].missing == ("offer",)


def test_a_case_that_does_not_count_has_no_rank() -> None:
    rules = ruleset(OFFERS.replace("TAKE", "take: rank, of: offer, best: low, ties: share, where: offer > 250"))
    results = rules.score_all([{"offer": 300}, {"offer": 200}])
    assert [str(each.outcome) for each in results] == ["scored", "undefined"]


def test_a_single_case_is_no_run() -> None:
    rules = ruleset(OFFERS.replace("TAKE", "take: min, of: offer"))
    result = rules.score({"offer": 300})
    assert (result.outcome, result.missing) == (Outcome.MISSING, ("stands",))
    assert rules.score_all([{"offer": 300}])[0].total == 3


def test_a_figure_over_all_cases_may_rest_on_another() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          offer: {min: 0}
          middle: {over: cases, take: mean, of: offer}
          near: {over: cases, take: mean, of: offer, where: offer <= 2 * middle}
          place: {over: cases, take: rank, of: abs(offer - near), best: low, ties: share}
        indicators: {a: {points: 10, rules: {points: 11 - place}}}
    """)
    # mean 340, so 1000 is left out; the others' mean is 120: 120, 100 and 140, 1000
    assert totals(rules, *({"offer": each} for each in (100, 1000, 120, 140))) == ["9", "7", "10", "9"]


def test_figures_over_all_cases_of_lists() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          marks: {list_of: {min: 0}}
          best: {over: cases, take: max, of: mean(marks)}
          shares: {for_each: marks, is: each / best}
        indicators: {a: {points: 10, rules: {points: 10 * mean(shares)}}}
    """)
    assert totals(rules, {"marks": [4, 6]}, {"marks": [10]}, {"marks": [2, 3]}) == ["5", "10", "2.5"]


def test_the_mean_of_the_cases_stands_for_what_does_not_apply() -> None:
    rules = ruleset("""
        ruleset: t
        points: 20
        figures: {x: {min: 0}, has: {type: flag}}
        indicators:
          a: {points: 10, applies_when: has, if_not_applicable: mean_of_cases, rules: {points: x}}
          b: {points: 10, rules: {points: 5}}
        rounding: {mode: half_up, leaf: 2, group: 2, total: 2}
    """)
    cases: list[Mapping[str, object]]
    cases = [{"x": 4, "has": True}, {"x": 5, "has": True}, {"x": "9.337", "has": True}, {"x": 0, "has": False}]
    results = rules.score_all(cases)
    assert [str(each["a"].score) for each in results] == ["4.00", "5.00", "9.34", "6.11"]
    assert str(results[3]["a"].outcome) == "not_applicable"
    assert str(results[3].total) == "11.11"
    (lost,) = results[3]["a"].deductions
    assert (str(lost.points), lost.code) == ("3.89", "not-applicable-mean_of_cases")
    (alone,) = rules.score_all(cases[3:])
    assert (alone["a"].score, str(alone.total)) == (None, "10.00")  # no case to take the mean of: dropped


def test_a_figure_and_a_node_over_all_cases_may_have_one_name() -> None:
    rules = ruleset("""
        ruleset: t
        points: 20
        figures:
          x: {min: 0}
          has: {type: flag}
          care: {over: cases, take: max, of: x}
        indicators:
          care: {points: 10, applies_when: has, if_not_applicable: mean_of_cases, rules: {points: x}}
          b: {points: 10, rules: {points: care}}
    """)
    cases: list[Mapping[str, object]] = [{"x": 4, "has": True}, {"x": 8, "has": True}, {"x": 1, "has": False}]
    results = rules.score_all(cases)
    assert [each["care"].score for each in results] == [4, 8, 6]
    assert [each["b"].score for each in results] == [8, 8, 8]


def test_figures_over_all_cases_that_need_one_another_are_a_circle() -> None:
    with pytest.raises(RulesetError) as caught:
        ruleset("""
            ruleset: t
            points: 10
            figures:
              offer: {min: 0}
              place: {over: cases, take: rank, of: total, best: high, ties: share}
            indicators: {a: {points: 10, rules: {points: place}}}
        """)
    assert [each.code for each in caught.value.diagnostics] == ["cycle"]


def test_results_of_a_run_pickle() -> None:
    rules = ruleset(OFFERS.replace("TAKE", "take: min, of: offer"))
    results = rules.score_all([Case(id="a", figures={"offer": 300}), Case(id="b", figures={"offer": 200})])
    again = pickle.loads(pickle.dumps(results))  # noqa: S301  # our own
    assert [each.total for each in again] == [each.total for each in results] == [2, 2]


def test_generated_code_and_the_interpreter_agree_over_a_run() -> None:
    rules = ruleset(OFFERS.replace("TAKE", "take: mean, of: offer"))
    cases = [{"offer": Decimal(each) / 4} for each in range(40)]
    assert set(totals(rules, *cases)) == {"0.04875"}


# Ranks


ORDER = (
    HEAD
    + """
figures: {x: {min: 0}, price: {min: 0, if_missing: null}}
order: [{by: total, best: high}, {by: price, best: low}]
indicators: {a: {points: 10, rules: {points: x}}}
"""
)


def test_ranks_by_several_things() -> None:
    rules = ruleset(ORDER)
    rows = [("a", 5, 3), ("b", 7, 9), ("c", 7, 4), ("d", 5, 3), ("e", 1, 1)]
    cases = [Case(id=id_, figures={"x": x, "price": price}) for id_, x, price in rows]
    cases += [Case(id="f", figures={}), Case(id="g", figures={"x": 7})]
    found = [(rank, each.case.id) for rank, each in rules.ranked(rules.score_all(cases)) if each.case is not None]
    assert found == [(1, "c"), (2, "b"), (3, "g"), (4, "a"), (4, "d"), (6, "e"), (None, "f")]


def test_ranks_by_dates() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          sent: {type: date}
          place: {over: cases, take: rank, of: sent, best: low, ties: share}
        order: [{by: sent, best: low}]
        indicators: {a: {points: 10, rules: {points: 10 - place}}}
    """)
    days = ("2024-03-01", "2024-02-29", "2024-03-01")
    results = rules.score_all([Case(id=str(number), figures={"sent": day}) for number, day in enumerate(days)])
    assert [str(each.total) for each in results] == ["8", "9", "8"]
    assert [rank for rank, _ in rules.ranked(results)] == [1, 2, 2]


def test_no_ranks_without_an_order() -> None:
    rules = ruleset(MARKS.replace("FORMULA", "mean(marks)"))
    with pytest.raises(RulesetError) as caught:
        rules.ranked([])
    assert caught.value.diagnostics[0].code == "no-order"


# Files


def test_lists_in_yaml_json_and_csv_say_the_same(tmp_path: Path) -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures:
          marks: {list_of: {min: 0}}
          roads: {list_of: {length: {min: 0}, cracks: {list_of: {depth: {min: 0}}}}}
        indicators:
          a: {points: 5, rules: {points: mean(marks)}}
          roads: {points: 5, for_each: roads, combine: mean, if_empty: full,
                  rules: {deduct: 1, per: 1, of: sum(cracks.depth), part: exact}}
    """)
    (tmp_path / "c.yaml").write_text(
        "cases:\n  x: {figures: {marks: [1, 2], roads: [{name: A, length: 1, cracks: [{depth: 1}, {depth: 2}]},"
        " {length: 3, cracks: []}]}}\n  y: {figures: {marks: [], roads: []}}\n"
    )
    (tmp_path / "c.json").write_text(
        '{"cases": {"x": {"figures": {"marks": [1, 2], "roads": [{"name": "A", "length": 1, "cracks": [{"depth": 1},'
        ' {"depth": 2}]}, {"length": 3, "cracks": []}]}}, "y": {"figures": {"marks": [], "roads": []}}}}'
    )
    (tmp_path / "c.csv").write_text("id,marks\nx,1;2\ny,\n")
    (tmp_path / "c.roads.csv").write_text("id,name,length\nx,A,1\nx,,3\n")
    (tmp_path / "c.roads.cracks.csv").write_text("id,roads,depth\nx,A,1\nx,1,2\n")
    (tmp_path / "c.expected.csv").write_text("id,total\nx,1\n")
    for name in ("c.yaml", "c.json", "c.csv"):
        first, second = rules.score_all(scoring.load_cases(tmp_path / name))
        assert first["a"].score == Fraction(3, 2)
        assert [each.score for each in first["roads"].children] == [2, 5]
        assert second["roads"].score == 5
        assert second["a"].outcome is (Outcome.MISSING if name == "c.csv" else Outcome.UNDEFINED)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("c.roads.csv", "name,length\nA,1\n", "csv-list-heading"),
        ("c.roads.csv", "id,length\nz,1\n", "csv-list-case"),
        ("c.roads.csv", "id,length,length\nx,1,2\n", "csv-heading-twice"),
        ("c.roads.csv", "id,length\nx\n", "csv-row-short"),
        ("c.roads.cracks.csv", "id,depth\nx,1\n", "csv-list-heading"),
        ("c.roads.cracks.csv", "id,roads,depth\nx,B,1\n", "csv-list-record"),
        ("c.roads.cracks.csv", "id,roads,depth\nx,2,1\n", "csv-list-record"),
        ("c.roads.cracks.csv", f"id,roads,depth\nx,{'9' * 5000},1\n", "csv-list-record"),
    ],
)
def test_wrong_files_of_lists(tmp_path: Path, name: str, text: str, code: str) -> None:
    (tmp_path / "c.csv").write_text("id,marks\nx,1;2\n")
    (tmp_path / "c.roads.csv").write_text("id,name,length\nx,A,1\n")
    (tmp_path / name).write_text(text)
    with pytest.raises(CaseError) as caught:
        scoring.load_cases(tmp_path / "c.csv")
    assert [each.code for each in caught.value.diagnostics] == [code]
    assert all(each.at.line and Path(each.at.source.name).name == name for each in caught.value.diagnostics)


def test_a_name_of_several_records_is_none_of_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id\nx\n")
    (tmp_path / "c.roads.csv").write_text("id,name,length\nx,2,1\nx,2,3\n")
    (tmp_path / "c.roads.cracks.csv").write_text("id,roads,depth\nx,2,1\n")
    with pytest.raises(CaseError) as caught:
        scoring.load_cases(tmp_path / "c.csv")
    assert [each.code for each in caught.value.diagnostics] == ["csv-list-record"]


# Many records, odd records


def test_a_text_without_anything_is_no_list() -> None:
    rules = ruleset(MARKS.replace("FORMULA", "sum(marks)"))
    result = rules.score({"marks": ""})
    assert (result.outcome, result.missing) == (Outcome.MISSING, ("marks",))


def test_lists_that_hold_themselves_have_no_end() -> None:
    rules = ruleset(ROADS)
    road: dict[str, object] = {}
    road["cracks"] = [road]
    for figures in ({"roads": [road]}, {"roads": road["cracks"]}):
        with pytest.raises(CaseError) as caught:
            rules.score(figures)
        assert [each.code for each in caught.value.diagnostics] == ["case-deep"]


@pytest.mark.parametrize(
    "key", [10**5000, 7, None, (1, 2), b"x", object()], ids=["long", "7", "none", "tuple", "bytes", "object"]
)
def test_keys_of_records_may_be_anything(key: object) -> None:
    with pytest.raises(CaseError) as caught:
        ruleset(SITES.replace("IF_EMPTY", "full")).score({"sites": [{**site(), key: 1}]})
    assert [each.code for each in caught.value.diagnostics] == ["record-field"]
    assert str(caught.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [(10**5000, "16610 bits"), (7, "7"), (True, "true"), ("", "sites 1")],
    ids=["long", "number", "truth", "none"],
)
def test_a_record_is_called_by_any_single_value(name: object, shown: str) -> None:
    result = ruleset(SITES.replace("IF_EMPTY", "full")).score({"sites": [site(name=name)]})
    assert result["sites.1"].plan.label.text() == shown


@pytest.mark.parametrize("name", [["x"], {"x": 1}])
def test_a_record_is_not_called_by_many_values(name: object) -> None:
    with pytest.raises(CaseError) as caught:
        ruleset(SITES.replace("IF_EMPTY", "full")).score({"sites": [site(name=name)]})
    assert [each.code for each in caught.value.diagnostics] == ["list-value"]


def test_records_inside_records_are_not_too_many_together() -> None:
    rules = ruleset(ROADS)
    crack = {"depth": 1}
    for roads in ([{"cracks": [crack]}, {"cracks": [crack] * 501}], [{"cracks": [crack] * 101}] * 5):
        with pytest.raises(CaseError) as caught:
            rules.score({"roads": roads})
        assert [(each.code, each.facts["address"]) for each in caught.value.diagnostics] == [
            ("list-long", "roads.cracks")
        ]


def test_a_list_in_a_lower_file_is_taken_back() -> None:
    rules = ruleset("""
        ruleset: t
        points: 10
        figures: {marks: {name: Marks, list_of: {min: 0}}}
        indicators: {a: {points: 10, rules: {points: mean(marks)}}}
    """)
    lower, higher = Given((9,), Origin(layer=0)), Given(None, Origin(layer=1))
    assert rules.score(Case(figures={"marks": lower})).total == 9
    assert rules.score(Case(figures={"marks": lower, "Marks": higher})).missing == ("marks",)


def test_programs_for_numbers_of_records_are_made_in_many_threads() -> None:
    rules = ruleset(SITES.replace("IF_EMPTY", "full"))
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            scored = list(pool.map(lambda count: rules.score({"sites": [site()] * count}).total, [*range(1, 13)] * 4))
    finally:
        sys.setswitchinterval(before)
    assert scored == [20] * 48


def test_a_method_has_a_name() -> None:
    with pytest.raises(RulesetError) as caught:
        ruleset(SITES.replace("IF_EMPTY", "full")).score({}, method=["x"])  # type: ignore[arg-type]  # on purpose
    assert [each.code for each in caught.value.diagnostics] == ["no-methods"]


# A portfolio of cases with records


def test_a_portfolio_weighs_every_record_of_every_case() -> None:
    text = SITES.replace("IF_EMPTY", "full") + "    portfolio: {weight: WEIGHT, total: of_groups}\n"
    cases = [{"sites": [site(faults=1), site(faults=2)]}, {"sites": [site()] * 3}]
    found = ruleset(text.replace("WEIGHT", "count(sites)")).score_portfolio(cases)
    assert [str(each["sites"].score) for each in found.results] == ["7.00", "10.00"]
    assert found.groups == {"sites": Fraction(44, 5), "whole": Fraction(44, 5)}
    assert found.total == Fraction(88, 5)
    assert pickle.loads(pickle.dumps(found)).groups == found.groups  # noqa: S301  # our own
    by_score = ruleset(text.replace("WEIGHT", "sites.score")).score_portfolio(cases)
    assert by_score.weights == {"1": Fraction(7, 17), "2": Fraction(10, 17)}


# What a case without all of its lists can still get


@pytest.mark.parametrize(
    ("formula", "figures", "expected"),
    [
        ("mean(marks)", {}, (0, 10)),
        ("mean(marks)", {"marks": [1, None]}, (0, 10)),
        ("mean(marks) / 2 + (5 if given(marks) else 0)", {}, (0, 10)),
        ("first_known(mean(marks), 1) / 2 + mean(marks) / 2", {}, (0, 10)),
        ("first_known(mean(marks), 1) / 2 + mean(marks) / 2", {"marks": [2, None]}, (0, 10)),
        ("mean(marks)", {"marks": []}, None),
    ],
)
def test_ranges_of_a_list(formula: str, figures: dict[str, object], expected: tuple[int, int] | None) -> None:
    result = ruleset(MARKS.replace("FORMULA", f'"{formula}"')).score(figures, allow_missing=True)
    assert (result.total, result.range) == (None, expected)


@pytest.mark.parametrize("if_empty", ["full", "zero", "not_applicable"])
def test_the_range_of_a_list_of_records_that_is_not_given_holds_whatever_it_can_be(if_empty: str) -> None:
    rules = ruleset(SITES.replace("IF_EMPTY", if_empty))
    found = rules.score({}, allow_missing=True)
    assert (found.outcome, found.missing) == (Outcome.MISSING, ("sites",))
    assert found.range is not None
    low, high = found.range
    assert low is not None
    assert high is not None
    assert low == 0
    assert high == 20
    for sites in ([], [site()], [site(faults=9)] * 4, [site(faults=3), site(faults=30)]):
        total = rules.score({"sites": sites}).total
        assert total is not None
        assert low <= total <= high


@pytest.mark.parametrize("take", ["take: mean", "take: max", "take: count", "take: rank, best: low, ties: share"])
def test_ranges_hold_what_a_missing_figure_changes_over_all_cases(take: str) -> None:
    rules = ruleset(f"""
        ruleset: t
        points: none
        figures:
          bid: {{min: 1, max: 10}}
          extra: {{min: 1, max: 5}}
          level: {{over: cases, {take}, of: bid}}
        indicators:
          a: {{points: none, rules: {{award: 1, per: 1, of: level + extra + bid, part: exact}}}}
    """)
    run = [{"bid": each, "extra": 1} for each in (2, 4)]
    missing = rules.score_all([*run, {}], allow_missing=True)[-1]
    assert missing.outcome is Outcome.MISSING
    assert missing.range is not None
    low, high = missing.range
    for bid in (1, 10):
        for extra in (1, 5):
            total = rules.score_all([*run, {"bid": bid, "extra": extra}])[-1].total
            assert total is not None
            assert low is None or low <= total
            assert high is None or total <= high
    again = pickle.loads(pickle.dumps(missing))  # noqa: S301  # our own
    assert again.range == missing.range


def test_figures_over_all_cases_stay_as_they_are_where_no_missing_figure_enters_them() -> None:
    rules = ruleset("""
        ruleset: t
        points: none
        figures: {bid: {min: 1}, extra: {min: 1, max: 5}, level: {over: cases, take: mean, of: bid}}
        indicators: {a: {points: none, rules: {award: 1, per: 1, of: level + extra, part: exact}}}
    """)
    found = rules.score_all([{"bid": 2, "extra": 1}, {"bid": 4}], allow_missing=True)[1]
    assert (found.missing, found.range) == (("extra",), (Fraction(4), Fraction(8)))


def test_a_table_has_a_column_for_every_record_of_any_case() -> None:
    rules = ruleset(SITES.replace("IF_EMPTY", "full"))
    cases = [Case(id="a", figures={"sites": []}), Case(id="b", figures={"sites": [site(), site(faults=1)]})]
    head, first, second = score_csv(rules.score_all(cases)).splitlines()
    assert head.split(",")[5:] == ["sites", "whole", "sites.1", "sites.2"]
    assert (first.split(",")[-2:], second.split(",")[-2:]) == (["", ""], ["10.00", "8.00"])
