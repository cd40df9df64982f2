"""What is promised of everything returned: immutable, pickles, the same in threads and under any decimal context."""

from __future__ import annotations

import decimal
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import scoring

FOLDER = Path(__file__).parents[1] / "rulesets" / "yongzhou-2023"


@pytest.fixture(scope="module")
def ruleset() -> scoring.Ruleset:
    return scoring.load(FOLDER / "ruleset.yaml")


@pytest.fixture(scope="module")
def cases() -> list[scoring.Case]:
    return scoring.load_cases(FOLDER / "cases.yaml")


def told(result: scoring.Result) -> list[object]:
    """Return all that a result says, as plain data."""
    reasons = [(str(d.points), str(d.nominal), str(d.effect), d.indicator, d.code) for d in result.deductions]
    sentences = [d.sentence(lang) for d in result.deductions for lang in ("zh", "en")]
    return [str(result.total), result.grade, result.outcome, result.missing, reasons, sentences, result.sha256]


def test_a_ruleset_and_its_results_pickle(ruleset: scoring.Ruleset, cases: list[scoring.Case]) -> None:
    again = pickle.loads(pickle.dumps(ruleset))  # noqa: S301  # our own
    for case in cases:
        result = ruleset.score(case)
        assert told(pickle.loads(pickle.dumps(result))) == told(result) == told(again.score(case))  # noqa: S301


def test_a_result_of_plain_figures_pickles(ruleset: scoring.Ruleset) -> None:
    result = ruleset.score({"spent": "355.49", "received": 428}, allow_missing=True)
    again = pickle.loads(pickle.dumps(result))  # noqa: S301  # our own
    assert (again.missing, again.range) == (result.missing, result.range)


def test_a_portfolio_pickles(ruleset: scoring.Ruleset, cases: list[scoring.Case]) -> None:
    portfolio = ruleset.score_portfolio(cases, method="by_totals")
    again = pickle.loads(pickle.dumps(portfolio))  # noqa: S301  # our own
    assert (again.total, again.grade, dict(again.groups)) == (portfolio.total, portfolio.grade, dict(portfolio.groups))
    assert again.results[0].method == "by_totals"


def test_nothing_returned_can_be_changed(ruleset: scoring.Ruleset, cases: list[scoring.Case]) -> None:
    result, portfolio = ruleset.score(cases[2]), ruleset.score_portfolio(cases)
    for thing, name in (
        (ruleset, "id"), (result, "total"), (result, "case"), (result["B1.2"], "score"), (result["B1.2"], "path"),
        (result.deductions[0], "points"), (portfolio, "total"), (cases[0], "name"), (result.program, "root"),
    ):  # fmt: skip
        with pytest.raises(AttributeError):
            setattr(thing, name, None)
    for mapping in (result.figures, result.deductions[0].facts, portfolio.groups, cases[0].figures):
        with pytest.raises(TypeError):
            mapping["spent"] = None  # type: ignore[index]  # that is what is shown


def test_figures_changed_afterwards_change_no_reason(ruleset: scoring.Ruleset) -> None:
    figures: dict[str, object] = {"spent": "355.49", "received": 428}
    result = ruleset.score(figures)
    figures["spent"] = 0
    assert str(result["B1.2"].score) == "1.31"


def test_threads_and_decimal_contexts_give_one_answer(ruleset: scoring.Ruleset, cases: list[scoring.Case]) -> None:
    expected = [told(ruleset.score(case)) for case in cases]

    def work(precision: int) -> list[list[object]]:
        with decimal.localcontext(prec=precision, rounding=decimal.ROUND_UP):
            return [told(ruleset.score(case)) for case in cases]

    with ThreadPoolExecutor(8) as pool:
        assert all(found == expected for found in pool.map(work, range(1, 41)))


def test_the_range_holds_every_score_the_case_can_still_get(
    ruleset: scoring.Ruleset, cases: list[scoring.Case]
) -> None:
    figures = dict(cases[2].figures)
    del figures["spent"]
    open_case = scoring.Case(figures=figures, findings=cases[2].findings, marks=cases[2].marks, set=cases[2].set)
    unknown = ruleset.score(open_case, allow_missing=True)
    assert (unknown.outcome, unknown.total, unknown.missing) == ("missing", None, ("spent",))
    assert unknown.range is not None
    low, high = unknown.range
    for spent in (0, 300, "385.2", 428):
        total = ruleset.score(scoring.Case(
            figures={**figures, "spent": spent}, findings=cases[2].findings, marks=cases[2].marks, set=cases[2].set
        )).total  # fmt: skip
        assert total is not None
        assert low is not None and high is not None  # noqa: PT018  # one thing to know
        assert low <= total <= high
    assert set(unknown.grades) <= {"优", "良", "中", "差"}
