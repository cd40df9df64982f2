"""The lending decision of the DMN standard: what its compatibility kit expects, and every edge of its tables."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scoring
from scoring.check import check

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "rulesets" / "dmn-lending"
OFFICIAL = ROOT.parent / "shared" / "policies" / "dmn-lending.json"
HERE = pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"the official results are not here: {OFFICIAL}")

# DMN Technology Compatibility Kit, case 0004-lending 001.
APPLICANT: Mapping[str, object] = {
    "age": 35,
    "marital_status": "M",
    "employment": "EMPLOYED",
    "existing_customer": True,
    "income": 6000,
    "expenses": 2000,
    "repayments": 0,
    "product": "STANDARD LOAN",
    "loan": 350000,
    "rate": Decimal("0.0395"),
    "term": 360,
    "credit_score": 649,
    "bankrupt": False,
}
INPUTS = {
    "employment": "employment_status",
    "income": "monthly_income",
    "expenses": "monthly_expenses",
    "repayments": "monthly_repayments",
    "product": "product_type",
    "loan": "amount",
}
RESULTS = {
    "application_risk_score": "application_risk_score",
    "pre_bureau_category": "pre_bureau_risk_category",
    "bureau_call": "bureau_call_type",
    "post_bureau_category": "post_bureau_risk_category",
    "pre_bureau_affordable": "pre_bureau_affordability",
    "eligibility": "eligibility",
    "post_bureau_affordable": "post_bureau_affordability",
    "routing": "routing",
}


@cache
def ruleset(name: str = "ruleset.yaml") -> scoring.Ruleset:
    """Load a ruleset once."""
    return scoring.load(FOLDER / name)


def decided(**changes: object) -> scoring.Result:
    """Decide about the applicant with some figures changed; None is not given."""
    figures = {**APPLICANT, **changes}
    return ruleset().score({name: value for name, value in figures.items() if value is not None})


def official() -> Any:  # noqa: ANN401  # whatever the file holds
    """Read the official results, their numbers exactly as written."""
    return json.loads(OFFICIAL.read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.mark.parametrize("name", ["ruleset.yaml", "collect-sum.yaml"])
def test_check_finds_nothing(name: str) -> None:
    assert check(ruleset(name)) == []


@HERE
def test_every_official_result_of_the_lending_decision() -> None:
    cases = official()["lending"]
    assert [len(case["expected"]) for case in cases] == [10]
    for case in cases:
        result = ruleset().score({name: case["inputs"][INPUTS.get(name, name)] for name in APPLICANT})
        expected = case["expected"]
        assert {name: result.outputs[name] for name in RESULTS} == {
            name: expected[printed] for name, printed in RESULTS.items()
        }
        assert result.grade == expected["strategy"]
        instalment = result.outputs["instalment"]
        assert isinstance(instalment, scoring.Number)
        assert f"{instalment:.8f}" == f"{expected['required_monthly_installment']:.8f}"  # 4 + 8 digits


@HERE
def test_every_official_collected_sum() -> None:
    cases = official()["collect_sum"]
    found = [ruleset("collect-sum.yaml").score({"years": case["inputs"]["num_of_years"]}).total for case in cases]
    assert found == [case["expected"] for case in cases]
    assert len(found) == 3


def test_the_applicant_of_the_kit() -> None:
    (case,) = (each for each in scoring.load_cases(FOLDER / "cases.yaml") if each.id == "applicant")
    result = ruleset().score(case)
    assert (result.outcome, result.total, result.grade) == ("scored", None, "BUREAU")
    assert result.outputs["routing"] == "ACCEPT"
    assert f"{result.outputs['instalment']:.8f}" == "1680.88032561"  # 0004-lending 001: 1680.880325608555


def test_the_collected_sums_of_the_kit() -> None:
    cases = scoring.load_cases(FOLDER / "cases-collect-sum.yaml")
    assert [ruleset("collect-sum.yaml").score(case).total for case in cases] == [1100, 300, 100]


@pytest.mark.parametrize(("years", "total"), [("1.01", 100), (2, 100), ("2.01", 300), ("3.01", 600), (5, 600)])
def test_a_row_counts_above_its_bound(years: object, total: int) -> None:
    assert ruleset("collect-sum.yaml").score({"years": years}).total == total


def test_without_a_matching_row_there_is_no_sum() -> None:
    assert ruleset("collect-sum.yaml").score({"years": 1}).outcome == "undefined"


@pytest.mark.parametrize(
    ("age", "points"), [(17, 0), (18, 32), (21, 32), (22, 35), (25, 35), (26, 40), (36, 43), (49, 43), (50, 48)]
)
def test_points_for_age(age: int, points: int) -> None:
    assert decided(age=age).outputs["application_risk_score"] == points + 45 + 45


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({"marital_status": "S"}, 110),
        ({"employment": "UNEMPLOYED"}, 100),
        ({"employment": "STUDENT"}, 103),
        ({"employment": "SELF-EMPLOYED"}, 121),
    ],
)
def test_points_for_status_and_employment(changes: dict[str, object], score: int) -> None:
    assert decided(**changes).outputs["application_risk_score"] == score


# Scores that applicants can have: age, marital status, employment → score.
APPLICANTS: Mapping[int, tuple[int, str, str]] = {
    72: (18, "S", "UNEMPLOYED"),
    80: (26, "S", "UNEMPLOYED"),
    88: (50, "S", "UNEMPLOYED"),
    90: (17, "M", "EMPLOYED"),
    98: (22, "M", "STUDENT"),
    100: (26, "M", "UNEMPLOYED"),
    103: (26, "M", "STUDENT"),
    110: (26, "S", "EMPLOYED"),
    111: (50, "M", "STUDENT"),
    118: (50, "S", "EMPLOYED"),
    121: (26, "M", "SELF-EMPLOYED"),
    129: (50, "M", "SELF-EMPLOYED"),
    130: (26, "M", "EMPLOYED"),
    133: (36, "M", "EMPLOYED"),
}


def scoring_at(score: int, **changes: object) -> scoring.Result:
    """Decide about an applicant with this application risk score."""
    age, marital_status, employment = APPLICANTS[score]
    result = decided(age=age, marital_status=marital_status, employment=employment, **changes)
    assert result.outputs["application_risk_score"] == score
    return result


@pytest.mark.parametrize(
    ("existing", "score", "category", "call"),
    [
        (False, 98, "HIGH", "FULL"),
        (False, 100, "MEDIUM", "FULL"),
        (False, 118, "MEDIUM", "FULL"),
        (False, 121, "LOW", "MINI"),
        (False, 129, "LOW", "MINI"),
        (False, 130, None, None),
        (False, 133, "VERY LOW", "NONE"),
        (True, 72, "DECLINE", "NONE"),
        (True, 80, "HIGH", "FULL"),
        (True, 88, "HIGH", "FULL"),
        (True, 90, "MEDIUM", "FULL"),
        (True, 110, "MEDIUM", "FULL"),
        (True, 111, "LOW", "MINI"),
    ],
)
def test_pre_bureau_categories(*, existing: bool, score: int, category: str | None, call: str | None) -> None:
    outputs = scoring_at(score, existing_customer=existing).outputs
    assert (outputs["pre_bureau_category"], outputs["bureau_call"]) == (category, call)


@pytest.mark.parametrize(
    ("existing", "score", "bounds"),
    [
        (False, 118, (590, 610)),
        (False, 121, (600, 625)),
        (False, 130, (600, 625)),
        (True, 100, (580, 600)),
        (True, 103, (590, 615)),
    ],
)
def test_post_bureau_categories(*, existing: bool, score: int, bounds: tuple[int, int]) -> None:
    low, high = bounds
    expected = [(low - 1, "HIGH"), (low, "MEDIUM"), (high, "MEDIUM"), (high + 1, "LOW")]
    found = [
        (credit, scoring_at(score, existing_customer=existing, credit_score=credit).outputs["post_bureau_category"])
        for credit, _ in expected
    ]
    assert found == expected


def test_a_new_customer_above_130_is_a_very_low_risk_whatever_the_bureau_says() -> None:
    result = scoring_at(133, existing_customer=False, credit_score=300)
    assert result.outputs["post_bureau_category"] == "VERY LOW"


def test_the_gap_of_the_printed_table_is_kept() -> None:
    result = scoring_at(130, existing_customer=False)
    assert (result.outcome, result.grade) == ("undefined", None)
    assert result.outputs["eligibility"] is None


@pytest.mark.parametrize(
    ("changes", "eligibility", "strategy"),
    [
        ({}, "ELIGIBLE", "BUREAU"),
        ({"age": 17}, "INELIGIBLE", "DECLINE"),
        ({"income": 4101}, "INELIGIBLE", "DECLINE"),  # 2101 · 0.8 = 1680.8
        ({"income": Decimal("4101.11")}, "ELIGIBLE", "BUREAU"),  # 2101.11 · 0.8 = 1680.888
        ({"age": 18, "marital_status": "S", "employment": "UNEMPLOYED"}, "INELIGIBLE", "DECLINE"),
        ({"age": 36, "existing_customer": False}, "ELIGIBLE", "THROUGH"),
    ],
)
def test_eligibility_and_strategy(changes: dict[str, object], eligibility: str, strategy: str) -> None:
    result = decided(**changes)
    assert (result.outputs["eligibility"], result.grade) == (eligibility, strategy)


@pytest.mark.parametrize(
    ("changes", "routing"),
    [
        ({}, "ACCEPT"),
        ({"bankrupt": True}, "DECLINE"),
        ({"income": 4101}, "DECLINE"),
        ({"credit_score": 589}, "REFER"),
        ({"credit_score": 590}, "ACCEPT"),
        ({"age": 36, "existing_customer": False, "credit_score": 580}, "ACCEPT"),
        ({"age": 36, "existing_customer": False, "credit_score": 579}, "REFER"),
        ({"credit_score": 579, "bankrupt": True}, "DECLINE"),
    ],
)
def test_routing(changes: dict[str, object], routing: str) -> None:
    assert decided(**changes).outputs["routing"] == routing


def test_a_special_loan_has_another_fee() -> None:
    instalments = [decided(product=each).outputs["instalment"] for each in ("STANDARD LOAN", "SPECIAL LOAN")]
    assert isinstance(instalments[0], scoring.Number)
    assert isinstance(instalments[1], scoring.Number)
    assert instalments[1] - instalments[0] == 5


def test_before_the_bureau_answers_only_the_routing_is_open() -> None:
    result = decided(credit_score=None, bankrupt=None)
    assert (result.outcome, result.grade) == ("scored", "BUREAU")
    assert result.outputs["routing"] is None


def test_a_loan_without_interest_has_no_instalment_by_the_printed_formula() -> None:
    assert decided(rate=0).outcome == "undefined"
