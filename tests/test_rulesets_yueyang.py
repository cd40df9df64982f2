"""The Yueyang self-evaluation: two plain assumptions, neither of which gives the printed 97.16."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import scoring

FOLDER = Path(__file__).parent.parent / "rulesets" / "yueyang-2023"


@cache
def ruleset() -> scoring.Ruleset:
    """Load the ruleset once."""
    return scoring.load(FOLDER / "ruleset.yaml")


@pytest.fixture(scope="module")
def case() -> scoring.Case:
    cases = scoring.load_cases(FOLDER / "cases.yaml")
    assert len(cases) == 1
    return cases[0]


@pytest.mark.parametrize(
    ("method", "output", "total"),
    [(None, "49.4790", "98.84"), ("by_leaves", "49.3609", "98.72")],
)
def test_the_two_spreads(case: scoring.Case, method: str | None, output: str, total: str) -> None:
    result = ruleset().score(case, method=method)
    assert (str(result.total), result.grade) == (total, "优")
    assert f"{result['output'].score:.4f}" == output
    assert f"{result['execution'].score:.4f}" == "9.3563"
    assert [result[name].score for name in ("benefit", "satisfaction")] == [30, 10]


def test_the_default_spread_splits_each_level_evenly(case: scoring.Case) -> None:
    result = ruleset().score(case)
    assert [f"{result[name].score:.4f}" for name in ("quantity", "quality", "timeliness", "cost")] == [
        "12.3228",
        "12.5000",
        "12.1563",  # 12.15625, half up
        "12.5000",
    ]
    assert result["trained"].points == Decimal("2.5")


def test_more_than_the_target_earns_no_more_than_the_points(case: scoring.Case) -> None:
    result = ruleset().score(case)
    assert all(result[name].score == result[name].points for name in ("trained", "income_growth", "supported_villages"))


def test_the_readme_says_that_the_printed_score_cannot_be_reproduced() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "Why 97.16 cannot be reproduced" in text
