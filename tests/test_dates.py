"""Dates: read, calculated with, looked up by, told; and the day of a case."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from typing import TYPE_CHECKING

import pytest

import scoring
from scoring import Case, CaseError, RulesetError
from scoring.dates import FIRST, LAST, Day, day_text, parse_day
from scoring.report.data import score_csv
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from scoring.result import Result

FIGURES = """ruleset: dated
points: 10
figures:
  start: {type: date}
  finished: {type: date, max: 2030-12-31}
  spent: {min: 0}
  days: {type: count}
"""
DAYS = [
    dt.date.min,
    dt.date(1900, 2, 28),
    dt.date(2000, 2, 29),
    dt.date(2023, 12, 31),
    dt.date(2024, 2, 29),
    dt.date.max,
]


def ruleset(rest: str) -> Ruleset:
    return Ruleset((("dated.yaml", FIGURES + rest),))


def of(formula: str) -> Ruleset:
    """Return a ruleset with one derived date, ``x``."""
    return ruleset(
        f'  x: {{type: date, is: "{formula}"}}\nindicators: {{a: {{points: 10, rules: {{lose_all: x > start}}}}}}\n'
    )


def number_of(formula: str, figures: dict[str, object]) -> object:
    rules = ruleset(f'  x: {{is: "{formula}"}}\nindicators: {{a: {{points: 10, rules: {{lose_all: x > 3}}}}}}\n')
    return rules.score(figures).figures["x"]


def veto(figure: str, condition: str) -> Ruleset:
    """Return a ruleset with one more figure, and a leaf that a condition empties."""
    return ruleset(f"  {figure}\nindicators: {{a: {{points: 10, rules: {{lose_all: {condition}}}}}}}\n")


def leaf(rule: str) -> Ruleset:
    return ruleset(f"indicators: {{a: {{points: 10, rules: {rule}}}}}\n")


def refused(rules: Ruleset, case: Case | dict[str, object]) -> str:
    with pytest.raises(CaseError) as caught:
        rules.score(case)
    (problem,) = caught.value.diagnostics
    return problem.code


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_its_number_and_its_text(day: dt.date) -> None:
    assert parse_day(day.isoformat()) == day.toordinal()
    assert day_text(Day(day.toordinal())) == day.isoformat()
    assert FIRST <= day.toordinal() <= LAST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-13-45", "no-such-day"), ("2023-02-29", "no-such-day"), ("1900-02-29", "no-such-day"),
        ("0000-01-01", "no-such-day"), ("2024-2-3", "not-a-date"), ("２０２４-01-01", "not-a-date"),
        ("2024-01-01\n", "not-a-date"), ("+024-01-01", "not-a-date"), ("20240101", "not-a-date"),
        ("10000-01-01", "not-a-date"), (20240101, "not-a-date"), (2.5, "not-a-date"), (True, "not-a-date"),
        (b"2024-01-01", "not-a-date"), (dt.time(0), "not-a-date"),
        (dt.datetime(2024, 1, 1, 3), "date-with-time"),  # noqa: DTZ001  # a cell of a spreadsheet has no zone
        (dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "date-with-time"),
        ("2031-01-01", "out-of-range"), (dt.date(2031, 1, 1), "out-of-range"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: object, code: str) -> None:
    rules = leaf("{lose_all: finished > '2024-01-01'}")
    assert refused(rules, {"finished": text}) == code
    for _ in range(12):  # by the generated reader too
        rules.score({"finished": "2024-01-01"})
    assert refused(rules, {"finished": text}) == code


@pytest.mark.parametrize("value", ["2024-01-01", dt.date(2024, 1, 1), "2024年1月1日", "２０２４-01-01"])
def test_a_date_is_no_number(value: object) -> None:
    assert refused(leaf("{lose_all: spent > 3}"), {"spent": value}) == "date-for-number"


@pytest.mark.parametrize(
    "value",
    ["2024-02-29", dt.date(2024, 2, 29), dt.datetime(2024, 2, 29)],  # noqa: DTZ001  # a cell of a spreadsheet has no zone
)
def test_a_date_may_come_as_text_or_from_python(value: object) -> None:
    rules = leaf("{lose_all: finished == '2024-02-29'}")
    for _ in range(12):
        assert rules.score({"finished": value}).total == 0
    assert rules.score({"finished": "2024-03-01"}).total == 10


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("start + 30", dt.date(2024, 3, 1)), ("30 + start", dt.date(2024, 3, 1)), ("start - 31", dt.date(2023, 12, 31)),
        ("start + days", dt.date(2024, 2, 2)), ("start + (finished - start)", dt.date(2024, 3, 1)),
        ("min(start, finished)", dt.date(2024, 1, 31)), ("max('2023-01-01', finished, start)", dt.date(2024, 3, 1)),
        ("clip(finished, '2024-02-01', '2024-02-29')", dt.date(2024, 2, 29)),
        ("first_known(finished, start)", dt.date(2024, 3, 1)),
        ("start if finished > '2024-02-29' else '2020-02-29'", dt.date(2024, 1, 31)),
        ("'2020-02-29' if finished <= '2024-02-29' else '2020-03-01'", dt.date(2020, 3, 1)),
        ("'2020-02-29'", dt.date(2020, 2, 29)), ("start + floor(days / 4)", dt.date(2024, 1, 31)),
    ],
)  # fmt: skip
def test_formulas_of_dates(formula: str, expected: dt.date) -> None:
    result = of(formula).score({"start": "2024-01-31", "finished": "2024-03-01", "days": 2})
    assert result.figures["x"] == expected


def test_days_between_dates_are_a_number() -> None:
    figures: dict[str, object] = {"start": "2024-01-31", "finished": "2024-03-01"}
    assert number_of("finished - start", figures) == 30
    assert number_of("(start - finished) / 4", figures) == scoring.Number("-7.5")
    assert number_of("finished - '0001-01-01'", figures) == dt.date(2024, 3, 1).toordinal() - 1


@pytest.mark.parametrize(("start", "formula"), [("9999-12-15", "start + 30"), ("0001-01-02", "start - 2")])
def test_a_date_outside_the_calendar_is_undefined(start: str, formula: str) -> None:
    result = of(formula).score({"start": start})
    assert (result.outcome, result.figures["x"]) == ("undefined", None)
    rules = of(f"first_known({formula}, '2000-01-01')")
    assert rules.score({"start": start}).figures["x"] == dt.date(2000, 1, 1)


@pytest.mark.parametrize(
    ("finished", "points"), [("2023-06-30", 10), ("2023-07-01", 6), ("2023-12-31", 6), ("2024-01-01", 0)]
)
def test_bands_of_dates(finished: str, points: int) -> None:
    rules = leaf("{of: finished, edge: at_most, bands: {2023-06-30: 10, 2023-12-31: 6, else: 0}}")
    assert rules.score({"finished": finished}).total == points


@pytest.mark.parametrize(
    ("finished", "points"),
    [("2023-12-31", 10), ("2024-01-01", 9), ("2024-01-30", 9), ("2024-01-31", 8), ("2024-02-29", 8)],
)
def test_steps_of_a_date_are_days(finished: str, points: int) -> None:
    rules = leaf("{deduct: 1, per: 30, above: '2023-12-31', of: finished, part: count}")
    assert rules.score({"finished": finished}).total == points


def test_a_step_of_one_day_needs_no_part() -> None:
    rules = leaf("{deduct: 0.5, per: 1, above: start, of: finished}")
    (lost,) = rules.score({"start": "2024-02-28", "finished": "2024-03-01"}).deductions
    assert lost.points == 1
    assert lost.facts["value"] == dt.date(2024, 3, 1)
    assert lost.facts["gap"] == 2
    assert "is 2024-03-01, 2 days after 2024-02-28" in lost.sentence("en")
    assert "比2024-02-28晚2天" in lost.sentence("zh")


def test_a_line_between_dates() -> None:
    rules = leaf("{of: finished, interpolate: {2024-01-01: 10, 2024-01-11: 0}, beyond: hold}")
    assert [rules.score({"finished": each}).total for each in ("2023-01-01", "2024-01-04", "2025-01-01")] == [10, 7, 0]


@pytest.mark.parametrize(("day", "total"), [("2021-01-01", 1), ("2022-12-31", 1), ("2023-01-01", 2), ("9999-12-31", 2)])
def test_a_key_of_by_counts_from_its_day_on(day: str, total: int) -> None:
    rules = leaf("{of: date, by: {2021-01-01: 1, 2023-01-01: 2, else: null}}")
    assert rules.score(Case(date=dt.date.fromisoformat(day))).total == total
    assert rules.score({"date": day}).total == total
    assert rules.score({"date": "2020-12-31"}).outcome == "undefined"


def by_date(case: Case) -> Result:
    return leaf("[{deduct: 3, when: date >= '2024-01-01'}, {deduct: 1, when: given(date)}]").score(case)


def test_the_day_of_a_case_is_a_figure() -> None:
    day = dt.date(2024, 5, 6)
    assert by_date(Case(date=day)).total == 6
    assert by_date(Case(figures={"date": "2023-05-06"})).total == 9
    assert by_date(Case(date=day, figures={"date": day})).total == 6
    missing = by_date(Case())
    assert (missing.outcome, missing.missing) == ("missing", ("date",))
    rules = leaf("{deduct: 3, when: date >= '2024-01-01'}")
    assert refused(rules, Case(date=day, figures={"date": "2024-05-07"})) == "case-date-twice"


def test_a_declared_date_is_the_day_of_the_case() -> None:
    rest = (
        "  date: {type: date, max: 2024-12-31}\nindicators: {a: {points: 10, rules: {deduct: 3, when: date > start}}}\n"
    )
    rules = ruleset(rest)
    assert rules.score(Case(date=dt.date(2024, 2, 1), figures={"start": "2024-01-31"})).total == 7
    assert refused(rules, Case(date=dt.date(2025, 1, 1), figures={"start": "2024-01-31"})) == "out-of-range"


def test_a_day_that_no_rule_reads_is_no_figure() -> None:
    rules = leaf("{deduct: 3, when: spent > 1}")
    assert "date" not in rules.score(Case(date=dt.date(2024, 1, 1), figures={"spent": 2})).figures
    assert refused(rules, {"spent": 2, "date": "2024-01-01"}) == "unknown-case-figure"


def test_files_of_cases(tmp_path: Path) -> None:
    rules = leaf("[{deduct: 1, when: finished > start + 30}, {deduct: 2, when: date > finished}]")
    texts = {
        "c.yaml": "cases:\n  a: {date: 2024-10-18, figures: {start: 2024-02-29, finished: 2024-03-31}}\n",
        "c.json": json.dumps(
            {"cases": {"a": {"date": "2024-10-18", "figures": {"start": "2024-02-29", "finished": "2024-03-31"}}}}
        ),
        "c.csv": "id,date,start,finished\na,2024-10-18,2024-02-29,2024-03-31\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
        (case,) = scoring.load_cases(tmp_path / name)
        assert rules.score(case).total == 7, name


@pytest.mark.parametrize("mapping", [True, False])
def test_results_with_dates_pickle(mapping: bool) -> None:  # noqa: FBT001  # two ways to the same result
    rules = leaf("{deduct: 1, per: 30, above: start, of: finished, part: count}")
    figures: dict[str, object] = {"start": dt.date(2024, 1, 1), "finished": "2024-02-29"}
    for _ in range(12):
        result = rules.score(dict(figures) if mapping else Case(figures=figures))
    again = pickle.loads(pickle.dumps(result))  # noqa: S301  # our own
    assert (again.total, dict(again.figures)) == (8, dict(result.figures))


def test_what_a_case_with_a_missing_date_can_still_get() -> None:
    rules = leaf("{deduct: 1, per: 366, above: 2029-12-31, of: finished, part: exact}")
    found = rules.score({}, allow_missing=True).range
    assert list(map(str, found or ())) == ["3295/366", "10"]


def test_a_default_date() -> None:
    rules = veto("opened: {type: date, if_missing: 2024-02-29}", "opened > start")
    result = rules.score({"start": "2024-02-28"})
    assert result.total == 0
    assert result.figures["opened"] == dt.date(2024, 2, 29)


def test_quoted_days_stay_words_beside_words() -> None:
    rules = veto("term: {words: ['2023-12-31', later]}", "term == '2023-12-31'")
    assert [rules.score({"term": each}).total for each in ("2023-12-31", "later")] == [0, 10]


def test_a_number_of_days_with_a_unit_of_days_moves_a_date() -> None:
    case: dict[str, object] = {"start": "2024-02-28", "finished": "2024-03-01", "wait": 2}
    for unit in ("天", "days"):
        assert veto(f"wait: {{type: count, unit: {unit}}}", "finished > start + wait").score(case).total == 10
    with pytest.raises(RulesetError) as caught:
        veto("wait: {type: count, unit: 月}", "finished > start + wait")
    assert [each.code for each in caught.value.diagnostics] == ["date-days"]


def test_lists_of_dates() -> None:
    form = "visits: {list_of: {type: date}}\n  last: {type: date, is: max(visits)}"
    rules = veto(form, "last > start + 30 and max(visits) - min(visits) > 1")
    for _ in range(12):
        result = rules.score({"start": "2024-01-01", "visits": ["2024-02-29", dt.date(2024, 1, 2)]})
        assert (str(result.total), result.figures["last"]) == ("0", dt.date(2024, 2, 29))
    assert refused(rules, {"visits": ["2024-02-30"]}) == "no-such-day"
    for wrong, code in (("sum(visits) > 3", "date-arithmetic"), ("max(visits) > 3", "date-beside-number")):
        with pytest.raises(RulesetError) as caught:
            veto("visits: {list_of: {type: date}}", wrong)
        assert [each.code for each in caught.value.diagnostics] == [code]


def test_a_further_result_may_be_a_date(tmp_path: Path) -> None:
    figures = "  due: {type: date, is: start + 1}\noutputs: [due]\n"
    rules = ruleset(f"{figures}indicators: {{a: {{points: 10, rules: {{lose_all: due > start + 2}}}}}}\n")
    assert dict(rules.score({"start": "2024-02-28"}).outputs) == {"due": dt.date(2024, 2, 29)}
    (tmp_path / "c.yaml").write_text("cases: {a: {figures: {start: 2024-02-28}}}\n", "utf-8")
    results = [rules.score(case) for case in scoring.load_cases(tmp_path / "c.yaml")]
    assert "2024-02-29" in score_csv(results)
