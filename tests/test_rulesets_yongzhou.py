"""The Yongzhou evaluation: what its report prints, and what its own rules give from its facts."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import scoring

FOLDER = Path(__file__).parent.parent / "rulesets" / "yongzhou-2023"
UNITS = ("city", "lingling", "lengshuitan", "jindong", "huilongwei")

# One line an indicator; the units in the order of UNITS.
PRINTED = """
A1.1  2     2     2     2     2
A1.2  2     1     1     1     2
A2.1  2     3     3     3     3
A2.2  2     3     3     3     3
A3.1  3     3     3     3     3
A3.2  2     2     2     2     2
B1.1  1     1     1     1     1
B1.2  0     0     1.3   0     1.3
B1.3  6     5.7   2     6     6
B1.4  1     1     1     1     1
B2.1  3     3     1     3     3
B2.2  4     3     2     2     4
B2.3  2     2     2     2     2
B2.4  2     2     2     2     2
B2.5  4     3     4     4     4
C1.1  10    9.52  10    8.75  5
C2.1  10    10    10    10    10
C3.1  10    3     10    8     5
C4.1  10    10    10    10    10
D1.1  5     5     3     5     5
D2.1  5     5     5     5     5
D3.1  5     2     1     2     5
D4.1  5     5     5     5     5
A     13    14    14    14    15
B     23    20.7  16.3  21    24.3
C     40    32.52 40    36.75 30
D     20    17    14    17    20
"""
BY_RULE = """
B1.2  0     0     1.31  0     1.24
B1.3  6     5.1   0     6     6
C1.1  10    9.52  10    8.75  5
C3.1  10    0     10    8     9
D1.1  5     5     3     5     5
D3.1  5     2     3     2     5
D4.1  5     5     5     5     5
"""
FAULTLESS: Mapping[str, object] = {
    "kind": "city",
    "budget": 56,
    "received": 56,
    "spent": 56,
    "planned": 1,
    "completed": 1,
    "rectified": "all",
    "satisfaction": Decimal("0.95"),
}
PRINTED_TOTALS = (Decimal(96), Decimal("84.22"), Decimal("84.3"), Decimal("88.75"), Decimal("89.3"))
TOTALS_BY_RULE = (Decimal(96), Decimal("80.62"), Decimal("84.31"), Decimal("88.75"), Decimal("93.24"))


@cache
def ruleset() -> scoring.Ruleset:
    """Load the ruleset once."""
    return scoring.load(FOLDER / "ruleset.yaml")


def rows(table: str) -> list[tuple[str, list[Decimal]]]:
    """Read a table of codes and scores."""
    lines = [line.split() for line in table.strip().splitlines()]
    return [(code, [Decimal(each) for each in scores]) for code, *scores in lines]


def shown(score: scoring.Number | None) -> str:
    """Write a score with two digits, whatever made it."""
    return "no score" if score is None else f"{score:.2f}"


def differences(cases: list[scoring.Case], table: str, method: str | None = None) -> list[str]:
    """Score the cases and name every indicator whose score is not the one in the table."""
    results = [ruleset().score(case, method=method) for case in cases]
    return [
        f"{unit} {code}: {shown(result[code].score)} instead of {expected}"
        for code, scores in rows(table)
        for unit, result, expected in zip(UNITS, results, scores, strict=True)
        if result[code].score != expected
    ]


@pytest.fixture(scope="module")
def by_rule() -> list[scoring.Case]:
    return scoring.load_cases(FOLDER / "cases.yaml")


@pytest.fixture(scope="module")
def published() -> list[scoring.Case]:
    return scoring.load_cases(FOLDER / "cases-as-published.yaml")


def test_the_printed_table_lists_every_leaf() -> None:
    leaves = [code for code, _ in rows(PRINTED) if "." in code]
    assert len(leaves) == 23


def test_published_cases_give_every_printed_score(published: list[scoring.Case]) -> None:
    assert differences(published, PRINTED) == []


def test_published_cases_give_the_printed_totals(published: list[scoring.Case]) -> None:
    results = [ruleset().score(case) for case in published]
    assert [result.total for result in results] == list(PRINTED_TOTALS)
    assert [result.grade for result in results] == ["优", "良", "良", "良", "良"]
    assert [result.outcome for result in results] == ["scored"] * 5


def test_the_portfolio_as_printed(published: list[scoring.Case]) -> None:
    portfolio = ruleset().score_portfolio(published)
    assert portfolio.total == Decimal("85.14")
    assert portfolio.grade == "良"
    assert {name: str(score) for name, score in portfolio.groups.items()} == {
        "decision": "13.99",
        "process": "19.90",
        "output": "34.76",
        "benefit": "16.49",
    }
    assert list(portfolio.weights.values()) == [Decimal(each) for each in ("0.03", "0.63", "0.22", "0.1", "0.02")]


@pytest.mark.parametrize(
    ("method", "total"),
    [(None, "85.14"), ("by_totals_exact_weights", "85.14"), ("by_totals", "85.15")],
)
def test_three_ways_to_the_portfolio(published: list[scoring.Case], method: str | None, total: str) -> None:
    assert str(ruleset().score_portfolio(published, method=method).total) == total


def test_exact_weights_are_shares_of_the_received_funds(published: list[scoring.Case]) -> None:
    portfolio = ruleset().score_portfolio(published, method="by_totals_exact_weights")
    shares = [Fraction(amount, 1922) for amount in (56, 1207, 428, 191, 40)]
    assert list(portfolio.weights.values()) == shares
    exact = sum((share * Fraction(total) for share, total in zip(shares, PRINTED_TOTALS, strict=True)), Fraction(0))
    assert f"{scoring.Number(exact):.4f}" == "85.1369"


def test_case_ids_are_the_units_of_both_files(by_rule: list[scoring.Case], published: list[scoring.Case]) -> None:
    assert tuple(ruleset().score_portfolio(by_rule).weights) == UNITS
    assert tuple(ruleset().score_portfolio(published).weights) == UNITS


def test_the_rules_from_the_facts(by_rule: list[scoring.Case]) -> None:
    assert differences(by_rule, BY_RULE) == []
    assert [ruleset().score(case).total for case in by_rule] == list(TOTALS_BY_RULE)
    portfolio = ruleset().score_portfolio(by_rule)
    assert (str(portfolio.total), portfolio.grade) == ("82.96", "良")


def test_only_the_named_scores_differ_from_the_printed_ones(by_rule: list[scoring.Case]) -> None:
    leaves = "\n".join(line for line in PRINTED.strip().splitlines() if "." in line.split()[0])
    assert differences(by_rule, leaves) == [
        "lengshuitan B1.2: 1.31 instead of 1.3",
        "huilongwei B1.2: 1.24 instead of 1.3",
        "lingling B1.3: 5.10 instead of 5.7",
        "lengshuitan B1.3: 0.00 instead of 2",
        "lingling C3.1: 0.00 instead of 3",
        "huilongwei C3.1: 9.00 instead of 5",
        "lengshuitan D3.1: 3.00 instead of 1",
    ]


@pytest.mark.parametrize(
    ("method", "row"),
    [("whole_steps", "B1.2 0 0 1.4 0 1.3"), ("started_steps", "B1.2 0 0 1.3 0 1.2")],
)
def test_other_readings_of_a_part_of_a_percent(by_rule: list[scoring.Case], method: str, row: str) -> None:
    assert differences(by_rule, row, method) == []


def test_an_especially_serious_breach_sets_the_grade() -> None:
    assert ruleset().score(FAULTLESS).grade == "优"
    breach = ruleset().score({**FAULTLESS, "severe_breach": True})
    assert breach.total == 100
    assert breach.grade == "差"


def test_a_major_petition_empties_satisfaction() -> None:
    assert ruleset().score({**FAULTLESS, "major_petition": True})["D4.1"].score == 0


@pytest.mark.parametrize(
    ("absent", "points", "lost"),
    [(("procurement",), 2, "0.5"), (("procurement", "follow_up"), 3, "1.5")],
)
def test_points_of_what_does_not_apply_go_to_the_regulations(absent: tuple[str, ...], points: int, lost: str) -> None:
    case = scoring.Case(
        figures=FAULTLESS,
        not_applicable=dict.fromkeys(absent, "无此类事项"),
        marks={"regulations": scoring.Mark(deduct=lost, because="制度不完整")},
    )
    result = ruleset().score(case)
    assert result["regulations"].points == points
    assert result["B2.1"].score == 3 - Decimal(lost)
    assert [result[each].outcome for each in absent] == ["not_applicable"] * len(absent)


def test_every_finding_of_the_report_is_held_against_its_unit(by_rule: list[scoring.Case]) -> None:
    assert [(case.id, len(case.findings)) for case in by_rule] == list(zip(UNITS, (2, 9, 7, 5, 3), strict=True))


def test_findings_on_rules_that_read_figures_cost_nothing(by_rule: list[scoring.Case]) -> None:
    case = by_rule[UNITS.index("lingling")]
    kept = tuple(each for each in case.findings if {*each.against}.isdisjoint({"B1.2", "C1.1"}))
    assert len(case.findings) - len(kept) == 2
    assert ruleset().score(replace(case, findings=kept)).total == ruleset().score(case).total


@pytest.mark.parametrize(
    ("name", "lines"),
    [("ruleset.yaml", 150), ("cases.yaml", 90), ("cases-as-published.yaml", 12)],
)
def test_the_files_stay_as_short_as_the_table(name: str, lines: int) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    assert len(text) <= lines
    assert max(len(line) for line in text) <= 130
