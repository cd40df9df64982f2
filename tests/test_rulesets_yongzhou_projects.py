"""Yongzhou's 75 projects: what is made of them is what the report prints of the five units, to the last digit."""

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scoring
from scoring.result import Result
from scoring.table_rows import rows_behind

FOLDER = Path(__file__).parent.parent / "rulesets" / "yongzhou-2023"

PRINTED = {
    "city": ("56", "10", "17.86", 1),
    "lingling": ("1207", "471.42", "39.06", 63),
    "lengshuitan": ("428", "355.49", "83.06", 2),
    "jindong": ("191", "108.95", "57.04", 8),
    "huilongwei": ("40", "32.95", "82.38", 1),
}
"""Allotted and paid in 万元, the rate of execution in %, the projects."""


@cache
def results() -> dict[str, Result]:
    cases = scoring.load_cases(FOLDER / "cases-from-projects.yaml")
    found = scoring.load(FOLDER / "from-projects.yaml").score_all(cases)
    return {each.case.id: each for each in found if each.case is not None}


def half_up(value: Fraction) -> Decimal:
    """Return a ratio in percent as it is printed: two places, half up."""
    return (Decimal(value.numerator) * 100 / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def number(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return Fraction(value)


@pytest.mark.parametrize("unit", PRINTED)
def test_sums_and_rates_of_a_unit_are_as_printed(unit: str) -> None:
    allotted, paid, rate, projects = PRINTED[unit]
    figures = results()[unit].figures
    assert figures["budget"] == Fraction(allotted)
    assert figures["spent"] == Fraction(paid)
    assert half_up(number(figures["execution_rate"])) == Decimal(rate)
    assert number(figures["printed_rate"]) == Fraction(rate) / 100
    assert len(rows_behind(results()[unit], "projects")[0].rows) == projects


def test_the_totals_are_as_printed() -> None:
    whole = [sum(number(each.figures[name]) for each in results().values()) for name in ("budget", "spent", "received")]
    assert whole[:2] == [1922, Fraction("978.81")]
    assert half_up(Fraction(whole[1]) / Fraction(whole[2])) == Decimal("50.93")


def test_payments_by_category_are_as_printed() -> None:
    found = {
        unit: [each.figures[name] for name in ("spent_industry", "spent_home")] for unit, each in results().items()
    }
    assert found["lingling"] == [Fraction("286.44"), Fraction("184.98")]
    assert found["jindong"] == [105, Fraction("3.95")]


def test_scores_are_those_of_the_figures_typed_in() -> None:
    typed = scoring.load(FOLDER / "ruleset.yaml").score_all(scoring.load_cases(FOLDER / "cases.yaml"))
    assert [each.total for each in typed] == [each.total for each in results().values()]
    assert [each.grade for each in typed] == [each.grade for each in results().values()]


def test_a_sum_tells_its_rows() -> None:
    (paid,) = rows_behind(results()["jindong"], "spent")
    assert paid.text() == "projects.csv rows 67, 73"
    (home,) = rows_behind(results()["lingling"], "spent_home")
    with (FOLDER / "projects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert home.rows == tuple(
        place
        for place, row in enumerate(rows, 2)
        if row["单位"] == "零陵" and row["类别"] == "美好家园" and row["已支付"]
    )


def test_the_projects_are_those_that_are_printed() -> None:
    with (FOLDER / "projects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["序号"] for row in rows] == [str(place) for place in range(1, 76)]
    assert sum(Decimal(rows[place - 1]["已支付"]) for place in (5, 9, 66)) == Decimal("279.04")
    by_document = Counter[str]()
    for row in rows:
        if row["单位"] == "零陵":
            by_document[row["资金文件"]] += int(Decimal(row["指标金额"]))
    assert by_document == {"永财预〔2022〕187号": 610, "永财农指〔2024〕1号": 597}


def test_a_table_with_a_column_of_projects_gives_the_same() -> None:
    pa = pytest.importorskip("pyarrow")
    cases = scoring.load_cases(FOLDER / "cases-from-projects.yaml")
    rows: list[dict[str, Any]] = []
    for case in cases:
        row: dict[str, Any] = {
            name: each.value for name, each in case.figures.items() if isinstance(each, scoring.Given) and each.value
        }
        fields = ("allotted", "paid", "category")
        projects = [{name: each[name].value if name in each else None for name in fields} for each in row["projects"]]
        rows.append({**row, "projects": projects, "satisfaction": "95%"})
    table = scoring.load(FOLDER / "from-projects.yaml").score_table(pa.Table.from_pylist(rows))
    for unit, scored in zip(PRINTED, table.to_pylist(), strict=True):
        spent = scored["outputs.spent"]
        assert Fraction(int(spent["numerator"]), int(spent["denominator"])) == Fraction(PRINTED[unit][1])
        assert scored["process.funds.execution"] == results()[unit]["B1.2"].score
