"""Results as frames of pandas, Polars and Arrow: every number as the result says it."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]  # it ships no types
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

import scoring

FOLDER = Path(__file__).parents[1] / "rulesets" / "yongzhou-2023"
COLUMNS = ["path", "code", "name", "level", "points", "score", "lost", "outcome", "reasons"]
THIRDS = """
ruleset: thirds
source: x
figures: {done: {min: 0}, planned: {min: 0}}
indicators: {a: {points: 10, rules: {ratio: done, to: planned}}}
"""


@pytest.fixture(scope="module")
def portfolio() -> scoring.Portfolio:
    return scoring.load(FOLDER / "ruleset.yaml").score_portfolio(scoring.load_cases(FOLDER / "cases.yaml"))


def rows(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # of any library
    """Return a frame as rows."""
    if isinstance(frame, pd.DataFrame):
        return [dict(row) for row in frame.to_dict("records")]
    return list(frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_pylist())


@pytest.mark.parametrize(("kind", "cls"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("arrow", pa.Table)])
def test_a_result_is_a_frame_with_a_row_a_node(kind: str, cls: type, portfolio: scoring.Portfolio) -> None:
    result = portfolio.results[2]
    frame = result.to_frame(kind)
    assert isinstance(frame, cls)
    found = rows(frame)
    assert list(found[0]) == COLUMNS
    assert [row["path"] for row in found] == ["total", *(node.path for node in result.nodes)]
    for row, node in zip(found, (result["total"], *result.nodes), strict=True):
        assert (row["points"], row["score"], row["lost"]) == (node.points, node.score, node.lost)
        assert (row["level"], row["outcome"]) == (node.plan.level, node.outcome)
    told = {row["path"]: row["reasons"] for row in found}
    assert told["process.funds.execution"] == result["B1.2"].deductions[0].sentence("zh")


def test_the_default_is_pandas_with_decimals(portfolio: scoring.Portfolio) -> None:
    frame = portfolio.results[2].to_frame()
    assert isinstance(frame, pd.DataFrame)
    scores = frame.set_index("path")["score"]
    assert (scores["total"], str(scores["total"])) == (Decimal("84.31"), "84.31")
    assert frame[frame["level"] == 1]["score"].sum() == Decimal("84.31")
    assert portfolio.results[2].to_frame(lang="en")["reasons"].str.contains("points lost").any()


def test_decimals_have_types_of_their_own(portfolio: scoring.Portfolio) -> None:
    result = portfolio.results[2]
    assert result.to_frame("arrow").schema.field("score").type == pa.decimal128(38, 2)
    assert result.to_frame("polars").schema["score"] == pl.Decimal(38, 2)


def test_a_number_without_a_finite_decimal_stays_exact() -> None:
    result = scoring.Ruleset((("t.yaml", THIRDS),)).score({"done": 1, "planned": 3})
    frame = result.to_frame()
    assert list(frame["score"]) == [Fraction(10, 3), Fraction(10, 3)]
    assert frame["lost"].sum() == Fraction(40, 3)
    assert list(frame["points"]) == [Decimal(10), Decimal(10)]
    for kind in ("polars", "arrow"):
        assert [row["score"] for row in rows(result.to_frame(kind))] == ["10/3", "10/3"]


def test_what_has_no_score_is_empty() -> None:
    result = scoring.Ruleset((("t.yaml", THIRDS),)).score({"done": 1})
    for kind in ("pandas", "polars", "arrow"):
        assert [(row["score"], row["outcome"]) for row in rows(result.to_frame(kind))] == [(None, "missing")] * 2


def test_numbers_of_many_digits_are_not_cut() -> None:
    text = """
ruleset: t
source: x
points: none
indicators: {a: {points: none, rules: {points: 1234567890123.1234567 * 10000000000000 * 1234567890123.1234567}}}
"""
    result = scoring.Ruleset((("t.yaml", text),)).score({})
    assert rows(result.to_frame("arrow"))[0]["score"] == result.total
    assert result.to_frame("arrow").schema.field("score").type == pa.decimal256(76, 1)
    assert rows(result.to_frame("polars"))[0]["score"] == str(result.total)
    assert rows(result.to_frame())[0]["score"] == result.total


def test_several_results_have_their_case_and_a_portfolio_its_weights(portfolio: scoring.Portfolio) -> None:
    frame = scoring.to_frame(portfolio.results, "polars")
    assert frame.columns == ["case", *COLUMNS]
    totals = frame.filter(pl.col("path") == "total")
    assert dict(zip(totals["case"], totals["score"], strict=True)) == {
        result.case.id: result.total for result in portfolio.results if result.case is not None
    }
    weighed = portfolio.to_frame()
    assert list(weighed.columns) == ["case", "weight", *COLUMNS]
    tops = weighed[weighed["level"] == 1]
    assert (tops["weight"] * tops["score"]).sum() == sum(portfolio.contributions.values())
    assert scoring.to_frame([], "polars").columns == ["case", *COLUMNS]


def test_what_is_missing_or_unknown_is_said_in_one_line(
    portfolio: scoring.Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = portfolio.results[2]
    with pytest.raises(ValueError, match=r"to_frame makes a frame of pandas, polars, arrow; there is no 'excel'"):
        result.to_frame("excel")
    for name, install in (("pandas", "pandas"), ("polars", "polars"), ("pyarrow", "declarative-scoring\\[data\\]")):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(ImportError, match=rf"^this frame needs {name}: pip install '{install}'"):
            result.to_frame("arrow" if name == "pyarrow" else name)
