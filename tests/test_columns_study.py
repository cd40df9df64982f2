"""Cases under drawn numbers: every total, grade and rank against the ruleset in whose text the numbers stand."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

import scoring
from drawn_numbers import edited
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from scoring.columns.study import Study

ROOT = Path(__file__).parents[1]
YONGZHOU = ROOT / "rulesets" / "yongzhou-2023"
TENDERS = ROOT / "rulesets" / "procurement-comprehensive"
NAMES = ("B1.2.below", "B1.2.deduct", "D1.1.deduct", "grades.良", "approval.deduct")


def studied(names: tuple[str, ...] = NAMES, many: int = 12) -> tuple[Study, list[list[scoring.Result]]]:
    """Return a study of the five units, and the results one by one."""
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    cases = scoring.load_cases(str(YONGZHOU / "cases.yaml"))
    dice = random.Random(5)  # noqa: S311 - not secrets
    every = {name: each for each in ruleset.parameters() for name in each.names}
    found = ruleset.program().addresses
    own = {}
    for name in names:
        node, _, key = name.rpartition(".")
        full = found.find(node)
        own[name] = every[name if full is None else f"{full.path}.{key}"]  # type: ignore[union-attr]  # one node
    draws = {
        name: [Fraction(round(each.value * dice.randint(850, 1100), 1), 1000) for _ in range(many)]
        for name, each in own.items()
    }
    draws = {name: [Fraction(round(value * 10**4), 10**4) for value in values] for name, values in draws.items()}
    study = ruleset.sensitivity(cases, {name: np.asarray(values, "O") for name, values in draws.items()})
    results = []
    for place in range(many):
        other = edited(ruleset, {own[name]: values[place] for name, values in draws.items()})
        results.append([other.score(case) for case in cases])
    return study, results


def test_every_total_and_grade_is_that_of_the_changed_text() -> None:
    study, results = studied()
    assert study.totals == [[each.total for each in row] for row in results]
    assert study.grades == [[each.grade for each in row] for row in results]
    assert (study.draws, study.refused) == (12, 0)


def test_what_is_told_of_a_case_follows_from_them() -> None:
    study, results = studied()
    written = [scoring.load(str(YONGZHOU / "ruleset.yaml")).score(case)
               for case in scoring.load_cases(str(YONGZHOU / "cases.yaml"))]  # fmt: skip

    def ranks(row: list[scoring.Result]) -> list[int]:
        totals = [Fraction(each.total or 0) for each in row]
        return [1 + sum(other > own for other in totals) for own in totals]

    every = [ranks(row) for row in results]
    for place, case in enumerate(study.cases):
        totals = sorted(Fraction(row[place].total or 0) for row in results)
        assert (case.total, case.grade) == (written[place].total, written[place].grade)
        assert case.totals == (totals[0], totals[0], totals[5], totals[11], totals[11])
        assert dict(case.grades) == {grade: sum(row[place].grade == grade for row in results) for grade in case.grades}
        assert case.grade_changes == sum(row[place].grade != case.grade for row in results)
        assert case.ranks == (min(row[place] for row in every), max(row[place] for row in every))
        assert case.rank == ranks(written)[place]
        assert case.rank_changes == sum(row[place] != case.rank for row in every)
    assert study.grade_changes == sum(
        any(own.grade != each.grade for own, each in zip(row, written, strict=True)) for row in results
    )
    assert study.rank_changes == sum(row != ranks(written) for row in every)
    assert str(study).splitlines()[0] == "共抽取12次，其中0次不成立"
    assert study.text("en").splitlines()[0] == "12 draws, 0 of them refused"


def test_every_draw_is_a_run_of_its_own_where_cases_are_compared() -> None:
    ruleset = scoring.load(str(TENDERS / "ruleset.yaml"))
    cases = scoring.load_cases(str(TENDERS / "cases.yaml"))
    own = {each.name: each for each in ruleset.parameters()}
    values = [Fraction(1, 10), Fraction(1, 10), Fraction(7, 100)]
    study = ruleset.sensitivity(cases, {"reduction": np.asarray([float(each) for each in values])})
    for place, value in enumerate(values):
        other = edited(ruleset, {own["reduction"]: value})
        assert study.totals[place] == [each.total for each in other.score_all(cases)]
    with pytest.raises(scoring.CaseError, match="figures over all cases"):
        ruleset.score_table(pa.table({"reduction": [0.1]}))


def test_a_figure_may_be_drawn_too_for_all_cases() -> None:
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    cases = scoring.load_cases(str(YONGZHOU / "cases.yaml"))
    study = ruleset.sensitivity(cases, {"spent": [10, 30], "B1.2.below": [0.9, 0.8]})
    own = next(each for each in ruleset.parameters() if each.name == "process.funds.execution.below")
    for place, (spent, below) in enumerate(((10, Fraction(9, 10)), (30, Fraction(8, 10)))):
        other = edited(ruleset, {own: below})
        results = [other.score(replace(case, figures={**case.figures, "spent": spent})) for case in cases]
        assert study.totals[place] == [each.total for each in results]


def test_draws_that_make_no_ruleset_are_counted() -> None:
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    cases = scoring.load_cases(str(YONGZHOU / "cases.yaml"))
    study = ruleset.sensitivity(cases, {"grades.良": [80, 95, 59, 85]})
    assert (study.draws, study.refused) == (4, 2)
    assert [each.scored for each in study.cases] == [2] * 5
    assert study.totals[1] == [None] * 5
    assert study.refusals[0].startswith("取grades.良 = 95时，这份规则集不成立; ")
    assert str(study).splitlines()[0] == "共抽取4次，其中2次不成立"


def test_draws_that_are_no_numbers_are_counted() -> None:
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    cases = scoring.load_cases(str(YONGZHOU / "cases.yaml"))
    for kind in ("f8", "O"):
        study = ruleset.sensitivity(cases, {"B1.2.below": np.asarray([np.inf, np.nan, 0.9], kind)})
        assert [row[0] is None for row in study.totals] == [True, True, False]


def test_marks_beyond_drawn_points_are_refused_draw_by_draw() -> None:
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    cases = scoring.load_cases(str(YONGZHOU / "cases.yaml"))
    points = np.tile(np.asarray([9.5, 10, 9.75]), 12)  # the mark is 10
    study = ruleset.sensitivity(cases, {"C2.1.points": points})
    assert [row[0] is None for row in study.totals] == [each < 10 for each in points]
    assert study.refused == 24
    assert [each.scored for each in study.cases] == [12] * 5
    assert study.refusals == ("“C2.1”的评分10超出了规则给定的范围0～9.5",)


@pytest.mark.parametrize(
    ("draws", "code"),
    [
        ({"B1.2.belov": [1]}, "table-drawn-unknown"),
        ({"grades.良": [80, 81], "grades.中": [60]}, "draws-length"),
        ({}, "draws-length"),
        ({"B1.2.deduct": "0.1"}, "draws-length"),
        ({"B1.2.deduct": np.full((3, 2), 0.1)}, "draws-length"),
        ({"B1.2.below": np.asarray([0.123456789012])}, "table-drawn-digits"),
        ({"B1.2.below": np.asarray([0.9], "f4")}, "table-drawn-digits"),
        ({"B1.2.below": [0.9, 0.123456789012]}, "table-drawn-digits"),
        ({"B1.2.below": [0.9, 90]}, "table-drawn-percent"),
        ({"B1.2.below": [Decimal(90), None]}, "table-drawn-percent"),
    ],
)
def test_what_cannot_be_studied_is_told(draws: dict[str, object], code: str) -> None:
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    cases = scoring.load_cases(str(YONGZHOU / "cases.yaml"))
    with pytest.raises(scoring.CaseError) as caught:
        ruleset.sensitivity(cases, draws)
    assert [each.code for each in caught.value.diagnostics] == [code]
    assert all(each.render("zh") for each in caught.value.diagnostics)


def test_a_ruleset_without_a_total_has_grades_alone() -> None:
    path = ROOT / "rulesets" / "dmn-lending"
    ruleset = scoring.load(str(path / "ruleset.yaml"))
    cases = scoring.load_cases(str(path / "cases.yaml"))
    name = "application_risk_score.rows.1.is"
    study = ruleset.sensitivity(cases, {name: [20, 200]})
    own = next(each for each in ruleset.parameters() if each.name == name)
    for place, value in enumerate((20, 200)):
        other = edited(ruleset, {own: Fraction(value)})
        assert study.grades[place] == [other.score(case).grade for case in cases]
        assert study.totals[place] == [None] * len(cases)
    assert str(study)


def test_the_least_total_that_a_byte_holds_is_ranked_as_any_other() -> None:
    text = """
ruleset: low
points: none
better: lower
figures: {x: {min: -128, max: 0, places: 0}, k: {is: 0}}
indicators: {a: {points: none, rules: {points: x + k}}}
rounding: {mode: half_up, total: 0}
"""
    ruleset = Ruleset((("low.yaml", text),))
    study = ruleset.sensitivity([{"x": -100}, {"x": -128}, {"x": -5}], {"k": [0, 0]})
    assert [(each.rank, each.ranks) for each in study.cases] == [(2, (2, 2)), (1, (1, 1)), (3, (3, 3))]


def test_one_case_may_stand_alone() -> None:
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    case = scoring.load_cases(str(YONGZHOU / "cases.yaml"))[2]
    name = next(each.name for each in ruleset.parameters())
    draws = {name: [Fraction(1), Fraction(1, 2)]}
    alone, listed = ruleset.sensitivity(case, draws), ruleset.sensitivity([case], draws)
    assert alone.totals == listed.totals
    assert len(alone.cases) == 1
