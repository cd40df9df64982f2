"""What an author writes under ``because`` at a band or a row is said of the cases that it decides."""

import pytest

from scoring.ruleset import Ruleset

TEXT = """ruleset: r
source: s
points: 10
figures: {x: {min: 0}}
indicators: {a: {points: 10, rules: %s}}
"""
BANDS = (
    "{of: x, bands: [{at_least: 5, is: 6, because: {en: high, zh: 较高}}, {at_least: 2, is: 3}, "
    "{is: 1, because: low}]%s}"
)
ROWS = (
    "{hit: %s, rows: [{when: x > 5, is: 1, because: five}, {when: x > 2, is: 2, because: two}, {when: x >= 0, is: 3}]}"
)


@pytest.mark.parametrize(
    ("rules", "x", "en"),
    [
        (BANDS % "", 5, "x is 5 (at least 5): 6 of 10 points; high."),
        (BANDS % "", 4, "x is 4 (at least 2): 3 of 10 points."),
        (BANDS % "", 1, "x is 1 (otherwise): 1 of 10 points; low."),
        (BANDS % ", because: clause 3", 5, "x is 5 (at least 5): 6 of 10 points; clause 3; high."),
        (ROWS % "first", 6, "x > 5: 1 of 10 points; five."),
        (ROWS % "first", 3, "x > 2: 2 of 10 points; two."),
        (ROWS % "first", 1, "x ≥ 0: 3 of 10 points."),
        (ROWS % "sum", 6, "the table gives 6 of 10 points: five; two."),
        (ROWS % "sum", 3, "the table gives 5 of 10 points: two."),
        (ROWS % "max", 1, "the table gives 3 of 10 points."),
    ],
)
def test_the_reason_of_what_holds_is_said(rules: str, x: int, en: str) -> None:
    (deduction,) = Ruleset((("r.yaml", TEXT % rules),)).score({"x": x}).deductions
    assert deduction.sentence("en") == en


def test_the_reason_is_said_in_the_language_of_the_sentence() -> None:
    (deduction,) = Ruleset((("r.yaml", TEXT % (BANDS % "")),)).score({"x": 5}).deductions
    assert deduction.sentence("zh") == "x为5（不低于5），得6分（满分10分）：较高。"
