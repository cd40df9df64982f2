"""What is said of a mark that a rule does not allow."""

from __future__ import annotations

import pytest

import scoring
from scoring.case import Case, Finding, Mark
from scoring.ruleset import Ruleset

TOP = "ruleset: r\nsource: the law\npoints: 10\nwithout_findings: keep\n"


@pytest.mark.parametrize(
    ("rules", "mark", "facts"),
    [
        ("judge", "12", {"mark": "12", "low": "0", "high": "10"}),
        ("{judge: 2..4}", "1.5", {"mark": "1.5", "low": "2", "high": "4"}),
        ("{judge: 20%..<80%}", "8", {"mark": "8", "low": "2", "high": "8"}),
        ("{of: x, edge: at_least, bands: {5: 6..9, else: 0}}", "5", {"mark": "5", "low": "6", "high": "9"}),
        ("{deduct: 1..2, per: finding}", "7", {"mark": "7", "low": "2", "high": "4"}),
    ],
)
def test_a_mark_outside_its_range_is_named_with_the_range(rules: str, mark: str, facts: dict[str, str]) -> None:
    text = TOP + f"figures: {{x: {{min: 0}}}}\nindicators: {{a: {{code: C1, points: 10, rules: {rules}}}}}\n"
    taken = "deduct" in rules
    given = Mark(deduct=mark, because="seen") if taken else Mark(score=mark, because="seen")
    case = Case(figures={"x": 7}, marks={"a": given}, findings=(Finding(("a",), 2),) if taken else ())
    with pytest.raises(scoring.CaseError) as caught:
        Ruleset((("r.yaml", text),)).score(case)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.facts) == ("mark-range", {"name": "C1", **facts})
    assert f"the mark of 'C1' is {mark}, outside {facts['low']} … {facts['high']}" in problem.message("en")
    assert f"“C1”的评分{mark}超出" in problem.message("zh")


def test_one_mark_for_a_leaf_of_judged_criteria_has_the_range_of_the_leaf() -> None:
    parts = "criteria: {b: {points: 4, rules: judge}, c: {points: 6, rules: judge}}"
    text = TOP + f"indicators: {{a: {{code: C1, points: 10, {parts}}}}}\n"
    with pytest.raises(scoring.CaseError) as caught:
        Ruleset((("r.yaml", text),)).score(Case(marks={"a": Mark(deduct="11", because="seen")}))
    (problem,) = caught.value.diagnostics
    assert problem.facts == {"name": "C1", "mark": "-1", "low": "0", "high": "10"}
