"""The yearly self-evaluation: the blank form, every method on its edges, and a unit's own file."""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import scoring
from scoring.check import check

ROOT = Path(__file__).parent.parent
RULESETS = ROOT / "rulesets"
FOLDER = RULESETS / "project-self-evaluation"
TARGETS = ROOT.parent / "shared" / "seed-data" / "yueyang" / "targets.csv"
LEVELS = ("timeliness_1", "social_1", "ecological_1", "lasting_1")
METHODS = ("below_60", "over_2", "over_marked", "wide_levels", "capped")
FULL: dict[str, object] = {
    "opening": 100,
    "spent": 100,
    "quantity_1": {"actual": 10, "target": 10},
    "quality_1": {"actual": "90%", "target": "90%"},
    "cost_1": {"actual": 6, "target": 6},
    "economic_1": {"actual": 8, "target": 8},
    "satisfaction_1": {"actual": "90%", "target": "90%"},
    **{f"{each}.level": "reached" for each in LEVELS},
}
"""Every target met; each indicator of output has 12.5 points, of benefit 7.5, satisfaction and execution 10."""


@cache
def ruleset(name: str = "ruleset.yaml") -> scoring.Ruleset:
    """Load a ruleset of the folder once."""
    return scoring.load(FOLDER / name)


def scored(
    method: str | None = None, marks: dict[str, scoring.Mark] | None = None, **figures: object
) -> scoring.Result:
    """Score the blank form with every target met, unless figures say otherwise; levels are marked full."""
    given = dict.fromkeys(LEVELS, scoring.Mark(score="100%")) | (marks or {})
    return ruleset().score(scoring.Case(figures=FULL | figures, marks=given), method=method)


@pytest.mark.parametrize("method", [None, *METHODS])
def test_who_meets_every_target_has_every_point(method: str | None) -> None:
    result = scored(method)
    assert (str(result.total), result.grade) == ("100.00", "优")
    names = ("execution", "output", "benefit", "satisfaction")
    assert [result[name].score for name in names] == [10, 50, 30, 10]


def test_the_shipped_case() -> None:
    """By hand: execution 266 of 280, output 11.25 + 12.24 + 8.75 + 11.72, benefit 7.5 + 7.5 + 6.75 + 3.38, 9.26."""
    (case,) = scoring.load_cases(FOLDER / "cases.yaml")
    result = ruleset().score(case)
    assert [result[name].score for name in ("execution", "output", "benefit", "satisfaction")] == [
        Decimal(each) for each in ("9.50", "43.96", "25.13", "9.26")
    ]
    assert (str(result.total), result.grade) == ("87.85", "良")
    assert str(ruleset().score(case, method="over_2").total) == "85.85"  # 140 where 100 was the target


@pytest.mark.parametrize(
    ("opening", "changes", "spent", "expected"),
    [(100, 0, 95, "9.50"), (100, -5, 95, "10.00"), (100, 25, 95, "7.60"), (100, 0, 101, "10.00"), (100, 0, 0, "0.00")],
)
def test_execution_is_of_the_budget_after_its_changes(opening: int, changes: int, spent: int, expected: str) -> None:
    result = scored(opening=opening, changes=changes, spent=spent)
    assert f"{result['execution'].score:.2f}" == expected


@pytest.mark.parametrize(
    ("actual", "target", "plain", "below_60"),
    [
        ("6", 10, "7.5", "7.5"),
        ("5.99", 10, "7.49", "0"),  # 12.5 × 59.9 %
        ("9", 10, "11.25", "11.25"),
        ("10.01", 10, "12.5", "12.5"),
        ("0", 10, "0", "0"),
    ],
)
def test_more_is_better(actual: str, target: int, plain: str, below_60: str) -> None:
    scores = [scored(each, quantity_1={"actual": actual, "target": target})["quantity_1"].score
              for each in (None, "below_60")]  # fmt: skip
    assert scores == [Decimal(plain), Decimal(below_60)]


@pytest.mark.parametrize(
    ("actual", "plain", "below_60"),
    [("6", "12.5", "12.5"), ("5", "12.5", "12.5"), ("8", "9.38", "9.38"), ("10", "7.5", "7.5"), ("10.01", "7.49", "0")],
)
def test_less_is_better(actual: str, plain: str, below_60: str) -> None:
    """The target is 6: at 8 three quarters, 9.375, at 10 exactly 60 %."""
    scores = [scored(each, cost_1={"actual": actual, "target": 6})["cost_1"].score for each in (None, "below_60")]
    assert scores == [Decimal(plain), Decimal(below_60)]


@pytest.mark.parametrize(("actual", "lost"), [("12.99", 0), ("13", 2), ("13.01", 2), ("40", 2)])
def test_a_target_set_too_low_takes_two_points_from_130_percent_on(actual: str, lost: int) -> None:
    result = scored("over_2", quantity_1={"actual": actual, "target": 10})
    assert result["quantity_1"].lost == lost
    assert [each.sentence("zh") for each in result.deductions] == (
        ["实际完成值 ≥ 130% × 年度指标值，扣2分：指标值定得偏低。"] if lost else []
    )


def test_a_target_set_too_low_may_be_marked() -> None:
    over = {"actual": 13, "target": 10}
    mark = scoring.Mark(deduct="1.5", because="指标值低于上年实际")
    assert scored("over_marked", quantity_1=over).outcome == "missing"
    assert scored("over_marked", {"quantity_1": mark}, quantity_1=over)["quantity_1"].score == 11
    assert (
        scored("over_marked", {"quantity_1": scoring.Mark(deduct="20%", because="偏低")}, quantity_1=over)[
            "quantity_1"
        ].score
        == 10
    )
    with pytest.raises(scoring.CaseError):  # more than the points
        scored("over_marked", {"quantity_1": scoring.Mark(deduct="12.51", because="偏低")}, quantity_1=over)
    with pytest.raises(scoring.CaseError):  # no reason
        scored("over_marked", {"quantity_1": scoring.Mark(deduct="1.5")}, quantity_1=over)


@pytest.mark.parametrize(
    ("method", "level", "allowed", "refused"),
    [
        (None, "reached", ("80%", "100%"), ("79.99%",)),
        (None, "partly", ("60%", "79.99%"), ("59.99%", "80%")),
        (None, "missed", ("0%", "59.99%"), ("60%",)),
        ("wide_levels", "reached", ("80%", "100%"), ("79.99%",)),
        ("wide_levels", "partly", ("50%", "79.99%"), ("49.99%", "80%")),
        ("wide_levels", "missed", ("0%", "49.99%"), ("50%",)),
    ],
)
def test_the_share_inside_a_level(
    method: str | None, level: str, allowed: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    def marked(share: str) -> scoring.Result:
        mark = scoring.Mark(score=share, because="现场核查")
        return scored(method, {"social_1": mark}, **{"social_1.level": level})

    for share in allowed:
        exact = Decimal(share.rstrip("%")) * Decimal("0.075")
        assert marked(share)["social_1"].score == round(exact + Decimal("1e-9"), 2)
    for share in refused:
        with pytest.raises(scoring.CaseError) as raised:
            marked(share)
        assert [each.code for each in raised.value.diagnostics] == ["mark-range"]


def test_a_level_without_a_mark_has_no_score() -> None:
    result = ruleset().score(scoring.Case(figures=FULL, marks=dict.fromkeys(LEVELS[1:], scoring.Mark(score="100%"))))
    assert (result.outcome, result.total) == ("missing", None)
    assert [str(each) for each in result.missing] == ["output.timeliness.timeliness_1.mark"]


@pytest.mark.parametrize(
    ("rate", "most", "grade"),
    [
        ("80", "98.00", "优"),
        ("79.99", "89.00", "良"),
        ("70", "89.00", "良"),
        ("69.99", "79.00", "中"),
        ("60", "79.00", "中"),
        ("59.99", "69.00", "中"),
        ("50", "69.00", "中"),
        ("49.99", "59.00", "差"),
        ("0", "59.00", "差"),
    ],
)
def test_the_cap_by_execution(rate: str, most: str, grade: str) -> None:
    result = scored("capped", spent=rate)
    assert (str(result.total), result.grade) == (most, grade)
    assert scored(spent=rate).total == 90 + Decimal(f"{Decimal(rate) / 10:.2f}")


def test_the_cap_takes_nothing_from_a_total_below_it() -> None:
    low = scored("capped", spent=70, quantity_1={"actual": 0, "target": 1}, cost_1={"actual": 0, "target": 6})
    assert low.outcome == "undefined"  # 6 ÷ 0
    low = scored("capped", spent=70, quantity_1={"actual": 0, "target": 1})
    assert str(low.total) == "84.50"


@pytest.mark.parametrize(
    ("missing", "grade"),
    [("10", "优"), ("10.01", "良"), ("20", "良"), ("20.01", "中"), ("40", "中"), ("40.01", "差")],
)
def test_grades(missing: str, grade: str) -> None:
    lost = Decimal(missing)
    marks = dict.fromkeys(LEVELS, scoring.Mark(score="100%"))
    output = scoring.SetScore(50 - lost, because="核定")
    result = ruleset().score(scoring.Case(figures=FULL, marks=marks, set={"output": output}))
    assert result.total == 100 - lost
    assert result.grade == grade


# A unit's own file


@pytest.mark.parametrize(("method", "total"), [(None, "98.84"), ("by_leaves", "98.72")])
def test_yueyang_agrees_with_its_own_ruleset_wherever_the_rules_coincide(method: str | None, total: str) -> None:
    (case,) = scoring.load_cases(FOLDER / "cases-yueyang.yaml")
    (other_case,) = scoring.load_cases(RULESETS / "yueyang-2023" / "cases.yaml")
    result = ruleset("yueyang.yaml").score(case, method=method)
    other = scoring.load(RULESETS / "yueyang-2023" / "ruleset.yaml").score(other_case, method=method)
    assert (str(result.total), result.grade) == (total, "优")
    assert result.total == other.total
    leaves = [node for node in result.nodes if not node.children]
    assert len(leaves) == 19
    for node in leaves:
        name = {"satisfaction_1": "satisfied"}.get(node.path.rpartition(".")[2], node.path.rpartition(".")[2])
        assert (node.score, node.points) == (other[name].score, other[name].points)


def test_yueyang_under_the_other_methods() -> None:
    """One target of eighteen was exceeded by 30 % or more (people trained, 159 %); none missed by more than 6 %."""
    (case,) = scoring.load_cases(FOLDER / "cases-yueyang.yaml")
    totals = {each: str(ruleset("yueyang.yaml").score(case, method=each).total) for each in METHODS[:2] + METHODS[3:]}
    assert totals == {"below_60": "98.84", "over_2": "96.84", "wide_levels": "98.84", "capped": "98.84"}
    assert ruleset("yueyang.yaml").score(case, method="over_marked").outcome == "missing"


@pytest.mark.skipif(not TARGETS.exists(), reason="the seed data are not part of the project")
def test_the_yueyang_case_has_the_figures_of_the_seed_data() -> None:
    (case,) = scoring.load_cases(FOLDER / "cases-yueyang.yaml")
    result = ruleset("yueyang.yaml").score(case)
    with TARGETS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    for row in rows:
        scale = 100 if row["unit"] == "%" else 1
        path = result[row["indicator"]].path
        expected = [Decimal(row[key]) / scale for key in ("actual", "target")]
        assert [result.figures[f"{path}.{key}"] for key in ("actual", "target")] == expected


@pytest.mark.parametrize("name", ["ruleset.yaml", "yueyang.yaml"])
def test_check_finds_nothing(name: str) -> None:
    assert [each.code for each in check(ruleset(name))] == []
