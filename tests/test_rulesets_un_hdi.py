"""The Human Development Index: what the report prints for 2021, and what its technical note says besides."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import scoring
from scoring.check import check

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "rulesets" / "un-hdi"
OFFICIAL = ROOT.parent / "shared" / "policies" / "un-hdi-2021.csv"

# UNDP, HDR21-22 Composite indices complete time series, year 2021.
PRINTED = {
    "CHE": ("0.962", "Very High"),
    "LUX": ("0.930", "Very High"),
    "THA": ("0.800", "Very High"),
    "CHN": ("0.768", "High"),
    "SSD": ("0.385", "Low"),
}
COLUMNS = {
    "life_expectancy": "life_expectancy",
    "expected_schooling": "expected_years_schooling",
    "mean_schooling": "mean_years_schooling",
    "income_per_head": "gni_per_capita_ppp",
}
GREATEST: Mapping[str, object] = {
    "life_expectancy": 85,
    "expected_schooling": 18,
    "mean_schooling": 15,
    "income_per_head": 75000,
}


@cache
def ruleset() -> scoring.Ruleset:
    """Load the ruleset once."""
    return scoring.load(FOLDER / "ruleset.yaml")


@pytest.fixture(scope="module")
def cases() -> dict[str, scoring.Case]:
    return {str(case.id): case for case in scoring.load_cases(FOLDER / "cases.yaml")}


def test_check_finds_nothing() -> None:
    assert check(ruleset()) == []


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"the official figures of all countries are not here: {OFFICIAL}")
def test_every_country_of_the_report() -> None:
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        countries = list(csv.DictReader(file))
    assert len(countries) == 191
    wrong = []
    for country in countries:
        result = ruleset().score({figure: country[column] for figure, column in COLUMNS.items()})
        printed = f"{Decimal(country['hdi']):.3f}"
        if (str(result.total), result.grade) != (printed, country["group"]):
            wrong.append(f"{country['iso3']}: {result.total} {result.grade}, not {printed} {country['group']}")
    assert wrong == []


def test_the_cases_as_printed(cases: dict[str, scoring.Case]) -> None:
    results = {name: ruleset().score(case) for name, case in cases.items()}
    assert {name: (str(result.total), result.grade) for name, result in results.items()} == PRINTED


@pytest.mark.parametrize(
    ("life_expectancy", "total", "grade"),
    [
        ("53.217638991874", "0.799", "High"),
        ("53.217638991875", "0.800", "Very High"),
        ("53.2799", "0.800", "Very High"),
    ],
)
def test_the_group_is_read_from_the_rounded_value(life_expectancy: str, total: str, grade: str) -> None:
    result = ruleset().score({**GREATEST, "life_expectancy": life_expectancy})
    assert (str(result.total), result.grade) == (total, grade)
    health = result["health"].score
    assert health is not None
    assert health < Fraction(8, 10) ** 3


def test_at_the_greatest_values_everything_is_one() -> None:
    result = ruleset().score(GREATEST)
    assert (str(result.total), result.grade) == ("1.000", "Very High")
    assert [result[each].score for each in ("health", "expected", "attained", "income")] == [1] * 4


@pytest.mark.parametrize(
    ("figure", "value", "indicator"),
    [
        ("life_expectancy", "85.4734", "health"),
        ("expected_schooling", "21.05459023", "expected"),
        ("mean_schooling", "15.1", "attained"),
        ("income_per_head", "84649.47467", "income"),
    ],
)
def test_no_index_is_above_one(figure: str, value: str, indicator: str) -> None:
    result = ruleset().score({**GREATEST, figure: value})
    assert result[indicator].score == 1
    assert result.total == 1


@pytest.mark.parametrize(
    ("figure", "least", "indicator"),
    [("life_expectancy", 20, "health"), ("income_per_head", 100, "income")],
)
def test_at_and_below_the_least_value_nothing_is_left(figure: str, least: int, indicator: str) -> None:
    for value in (least, least - 1):
        result = ruleset().score({**GREATEST, figure: value})
        assert result[indicator].score == 0
        assert (str(result.total), result.grade) == ("0.000", "Low")


def test_education_is_the_mean_of_both_kinds_of_schooling() -> None:
    result = ruleset().score({**GREATEST, "expected_schooling": 9, "mean_schooling": 12})
    assert result["education"].score == Fraction(65, 100)


@pytest.mark.parametrize("figure", list(GREATEST))
def test_without_a_figure_there_is_no_index(figure: str) -> None:
    result = ruleset().score({name: value for name, value in GREATEST.items() if name != figure})
    assert (result.outcome, result.total, result.grade) == ("missing", None, None)
    assert result.missing == (figure,)


def test_an_income_of_nothing_has_no_logarithm() -> None:
    assert ruleset().score({**GREATEST, "income_per_head": 0}).outcome == "undefined"
