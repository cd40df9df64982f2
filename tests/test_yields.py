"""What a ruleset yields besides the sum of its indicators: formulas, words, further results, totals to keep low."""

from __future__ import annotations

import csv
import io
import json
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring import Case, Number
from scoring.check import check
from scoring.cli import main
from scoring.report.data import score_csv, score_json
from scoring.report.explain import explain_text
from scoring.report.text import Page, score_text
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
ruleset: yields
source: the law
figures:
  x: {name: 里程, unit: km, min: 0}
  n: {type: count, min: 0}
  urgent: {type: flag, is: n > 3}
  rate: {unit: "%", is: x / n}
  action: {words: [accept, visit, return], of: n, edge: at_most, bands: {1: accept, 3: visit, else: return}}
"""
TREE = """\
indicators:
  a: {code: A1, name: 甲, points: 10, rules: {deduct: 1, per: 1, of: n}}
  b: {points: none, rules: {award: 2, per: 1, of: x, part: exact}}
"""


def ruleset(rest: str) -> Ruleset:
    return Ruleset((("yields.yaml", HEAD + rest),))


def reported(rules: Ruleset, cases: list[dict[str, object]]) -> Any:  # noqa: ANN401  # JSON
    results = rules.score_all(cases)
    return json.loads(score_json(rules, results, None, "en"))["cases"]


# total


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("a.score - b.score", 8 - 9),
        ("x / 2", Fraction(9, 4)),
        ("rate", Fraction(9, 4)),
        ("100 if urgent else a.score", 8),
        ("{of: x, edge: at_least, bands: {4: 7, else: 0}}", 7),
        ("{of: action, by: {accept: 3, visit: 1.5, return: 0}}", Fraction(3, 2)),
        ("0", 0),
    ],
)
def test_a_total_by_formula(total: str, expected: object) -> None:
    result = ruleset(f"total: {total}\n{TREE}").score({"n": 2, "x": "4.5"})
    assert (result.outcome, result.total) == ("scored", expected)
    whole = result["total"]
    assert [(entry.kind, entry.code, amount) for entry, amount in whole.entries] == (
        [("base", "total", expected)] if expected else []
    )
    assert whole.points == 0
    assert {each.indicator: each.effect for each in result.deductions if each.indicator} == {"a": None}
    own = [each for each in (*result.awards, *result.deductions) if not each.indicator]
    assert sum(each.effect or 0 for each in own) == abs(Fraction(expected))  # type: ignore[call-overload]  # a number


def test_a_total_needs_no_indicators() -> None:
    rules = ruleset("total: x * 2\nrounding: {mode: half_up, total: 0}\n")
    result = rules.score({"x": "1.25", "n": 0})
    assert result.total == 3
    assert str(result.total) == "3"
    assert [(each.kind, str(amount)) for each, amount in result["total"].entries] == [("base", "2.5"), ("round", "0.5")]
    (award,) = result.awards
    assert [str(each) for each in (award.points, award.nominal, award.effect)] == ["3", "2.5", "3"]
    assert award.sentence("zh") == "里程 × 2，得2.5分。"
    assert rules.score({"n": 0}).missing == ("x",)


def test_a_total_that_is_not_defined_says_so() -> None:
    result = ruleset(f"total: rate\n{TREE}").score({"n": 0, "x": 3})
    assert (result.outcome, result.total) == ("undefined", None)


def test_indicators_beside_a_formula_are_scored_and_do_not_decide() -> None:
    rules = ruleset(f"total: x\n{TREE}")
    result = rules.score({"x": 3})
    assert (str(result.outcome), result.total) == ("scored", Fraction(3))
    assert result["a"].outcome == "missing"
    assert result["b"].score == 6


def test_a_formula_of_the_whole_may_be_replaced_by_a_method() -> None:
    rules = ruleset(f"total: x\nmethods: {{twice: {{total: 2 * x}}}}\n{TREE}")
    assert rules.score({"x": 3, "n": 0}, method="twice").total == 6
    assert [each.code for each in check(rules) if each.code == "unused-method"] == []


def test_no_total_at_all() -> None:
    rules = ruleset(f"total: none\ngrade: action\n{TREE}")
    result = rules.score({"n": 2})
    assert (result.outcome, result.total, result.grade) == ("scored", None, "visit")
    assert result["total"].score is None
    assert result["total"].lost is None
    assert result.missing == ()
    assert rules.score({"x": 3}).missing == ("n",)
    assert rules.score({"x": 3}).grade is None
    allowed = rules.score({"x": 3}, allow_missing=True)
    assert allowed.range is None
    assert allowed.grades == ("accept", "visit", "return")


def test_without_total_and_grade_the_outputs_decide() -> None:
    rules = ruleset("total: none\noutputs: [x, rate]\n")
    assert rules.score({"x": 3, "n": 2}).outcome == "scored"
    assert rules.score({"x": 3, "n": 0}).outcome == "undefined"
    result = rules.score({"n": 0})
    assert (result.outcome, result.missing) == ("missing", ("x",))
    assert dict(result.outputs) == {"x": None, "rate": None}


# grade


def test_a_word_as_the_grade() -> None:
    rules = ruleset(f"points: 10\ngrade: action\noverrides: [{{when: x > 5, grade_at_most: visit}}]\n{TREE}")
    grades = [rules.score({"x": x, "n": n}).grade for n, x in ((0, 1), (0, 6), (9, 6), (2, 1))]
    assert grades == ["accept", "visit", "return", "visit"]
    assert rules.program().grades == ("accept", "visit", "return")
    missing = rules.score({"n": 1})
    assert (missing.outcome, missing.missing) == ("missing", ("x",))


@pytest.mark.parametrize(
    "grade",
    [
        "{words: [good, poor], of: total, edge: at_least, bands: {5: good, else: poor}}",
        "{words: [good, poor], is: \"'good' if total >= 5 else 'poor'\"}",
        "{words: [good, poor], hit: first, rows: [{when: total >= 5, is: good}, {is: poor}]}",
        "{words: [good, poor], of: urgent, by: {true: poor, false: good}}",
    ],
)
def test_a_form_as_the_grade(grade: str) -> None:
    rules = ruleset(f"points: 10\ngrade: {grade}\n{TREE}")
    assert [rules.score({"x": 0, "n": n}).grade for n in (0, 3, 8)] == ["good", "good", "poor"]


def test_a_grade_that_is_no_value_makes_the_outcome_undefined() -> None:
    rules = ruleset(
        f"points: 10\ngrade: {{words: [good], of: n, edge: at_most, bands: {{2: good, else: null}}}}\n{TREE}"
    )
    result = rules.score({"x": 0, "n": 3})
    assert (str(result.outcome), result.total, result.grade) == ("undefined", Fraction(7), None)


# better


LOWER = """\
better: lower
grades: {A: -1, B: 2, C: 10, D: 18, E: else}
points: none
indicators: {a: {points: none, rules: {points: x - 5}}}
"""


@pytest.mark.parametrize(
    ("total", "grade"),
    [("-3", "A"), ("-1", "A"), ("-0.99", "B"), ("2", "B"), ("2.01", "C"), ("10", "C"), ("18", "D"), ("18.5", "E")],
)
def test_bounds_of_low_totals_are_the_most(total: str, grade: str) -> None:
    assert ruleset(LOWER).score({"x": str(Number(Fraction(total) + 5)), "n": 0}).grade == grade


def test_the_long_form_takes_at_most() -> None:
    rules = ruleset(
        "better: lower\ngrades: [{grade: A, at_most: 2, require: n < 5}, {grade: B, at_most: 2}, {grade: C}]\n"
        "points: none\nindicators: {a: {points: none, rules: {points: x}}}\n"
    )
    assert [rules.score({"x": x, "n": n}).grade for x, n in ((2, 1), (2, 9), (3, 1))] == ["A", "B", "C"]


def test_a_portfolio_of_low_totals_and_open_scales() -> None:
    rules = ruleset(LOWER + "portfolio: {weight: n}\nrounding: {mode: half_up, total: 1}\n")
    cases = [Case(id="a", figures={"x": 4, "n": 1}), Case(id="b", figures={"x": 9, "n": 3})]
    portfolio = rules.score_portfolio(cases)
    assert portfolio.total == Fraction("2.8")
    assert portfolio.grade == "C"
    assert dict(portfolio.groups) == {"a": Fraction(11, 4)}


def test_grades_out_of_reach_of_low_totals() -> None:
    whole = "points: 10\nindicators: {a: {points: 10, rules: {deduct: 1, per: 1, of: n}}}\n"
    used = "outputs: [x, urgent, rate, action]\n"

    def codes(rest: str) -> list[tuple[str, str]]:
        found = check(ruleset(rest + used))
        return [(each.code, each.facts["name"]) for each in found if each.code == "grade-unreachable"]

    assert codes("better: lower\ngrades: {A: -1, B: 2, C: else}\n" + whole) == [("grade-unreachable", "A")]
    assert codes("better: lower\ngrades: {A: 0, B: 8, C: else}\n" + whole) == []
    assert codes("better: lower\ngrades: {A: 0, B: 12, C: else}\n" + whole) == [("grade-unreachable", "C")]
    assert codes("grades: {A: 12, B: -2, C: else}\n" + whole) == [
        ("grade-unreachable", "A"),
        ("grade-unreachable", "C"),
    ]
    assert codes(LOWER) == [], "an open scale has no ends"
    assert codes("better: lower\nfloor: -5\ngrades: {A: -1, B: else}\n" + whole) == [("grade-unreachable", "A")]


# outputs


OUTPUTS = f"points: 10\noutputs: [urgent, x, 甲, action, b, rate]\nrounding: {{mode: half_up, leaf: 1}}\n{TREE}"


def test_outputs_are_figures_and_scores_in_their_order() -> None:
    rules = ruleset(OUTPUTS)
    result = rules.score({"x": "0.25", "n": 3})
    assert list(result.outputs.items()) == [
        ("urgent", False), ("x", Fraction(1, 4)), ("甲", 7), ("action", "visit"), ("b", Fraction(1, 2)),
        ("rate", Fraction(1, 12)),
    ]  # fmt: skip
    assert str(result.outputs["甲"]) == "7.0", "a score has the decimals it was rounded to"
    assert pickle.loads(pickle.dumps(result)).outputs == result.outputs  # noqa: S301  # our own
    with pytest.raises(TypeError):
        result.outputs["x"] = None  # type: ignore[index]
    assert dict(ruleset(f"points: 10\n{TREE}").score({}).outputs) == {}


def test_an_output_without_a_value_decides_nothing_beside_a_total() -> None:
    rules = ruleset(OUTPUTS)
    result = rules.score({"x": 1, "n": 0})
    assert result.outcome == "scored"
    assert result.outputs["rate"] is None


def test_outputs_are_the_same_from_generated_code() -> None:
    rules = ruleset(OUTPUTS)
    cases: list[dict[str, object]] = [{"x": f"{number}.5", "n": number % 5} for number in range(30)]
    slow = [dict(rules.score(Case(figures=case)).outputs) for case in cases]
    assert [dict(rules.score(case).outputs) for case in cases] == slow
    assert rules.evaluator()._variants, "functions were generated"  # noqa: SLF001  # that is what is asked


def test_an_output_in_a_variant_is_that_of_the_case() -> None:
    rules = ruleset("""points: 10
outputs: [part]
indicators:
  v:
    points: 10
    variants:
    - {when: n > 3, criteria: {part: 4, rest: 6}, each: {deduct: 1, per: 1, of: n}}
    - {rules: {deduct: 1, per: 1, of: n}}
""")
    assert dict(rules.score({"n": 4}).outputs) == {"part": 0}
    assert dict(rules.score({"n": 1}).outputs) == {"part": None}


def test_json_tells_outputs_awards_and_open_points() -> None:
    (case,) = reported(ruleset(OUTPUTS), [{"x": "0.25", "n": 3}])
    assert case["outputs"] == {
        "urgent": False, "x": "0.25", "甲": "7.0", "action": "visit", "b": "0.5", "rate": "1/12",
    }  # fmt: skip
    assert [(each["path"], each["points"]) for each in case["nodes"]] == [("a", "10"), ("b", None)]
    assert [(each["path"], each["points"]) for each in case["awards"]] == [("b", "0.5")]
    (formula,) = reported(ruleset(f"total: x\n{TREE}"), [{"x": 1, "n": 3}])
    assert [(each["path"], each["effect"]) for each in formula["deductions"]] == [("a", None)]
    (none,) = reported(ruleset(f"total: none\ngrade: action\n{TREE}"), [{"x": 1, "n": 3}])
    assert (none["outcome"], none["total"], none["grade"]) == ("scored", None, "visit")
    assert [each["path"] for each in none["deductions"]] == ["a"]


def test_csv_has_a_column_for_each_output() -> None:
    rules = ruleset(OUTPUTS + "grades: {good: 5, poor: else}\n")
    rows = list(csv.reader(io.StringIO(score_csv(rules.score_all([{"x": "0.25", "n": 4}, {"n": 1}])))))
    assert rows[0] == [
        "id", "name", "outcome", "total", "grade", "outputs.urgent", "outputs.x", "outputs.甲", "outputs.action",
        "outputs.b", "outputs.rate", "A1", "b",
    ]  # fmt: skip
    assert rows[1][5:11] == ["true", "0.25", "6.0", "return", "0.5", "0.0625"]
    assert rows[2][5:11] == ["false", "", "9.0", "accept", "", ""]


def test_negative_outputs_stay_numbers_and_words_are_no_formulas() -> None:
    text = HEAD + "  low: {is: 0 - x}\n  risky: {words: ['=1+1', no], of: n, by: {0: '=1+1', else: no}}\n"
    made = Ruleset((("r.yaml", text + "total: low\noutputs: [low, risky]\n"),))
    rows = list(csv.reader(io.StringIO(score_csv(made.score_all([{"x": 2, "n": 0}])))))
    assert rows[1][3:] == ["-2", "", "-2", "'=1+1"]


@pytest.mark.parametrize(
    ("lang", "rows"),
    [
        ("en", ["case total grade urgent 里程 action A1 甲 (10) b outcome", "1 14 accept no 2 km accept 10 4 scored"]),
        ("zh", ["单位 总分 等级 urgent 里程 action A1 甲（10） b 结果", "1 14 accept 否 2km accept 10 4 已评分"]),
    ],
)
def test_text_has_a_column_for_each_output(lang: str, rows: list[str]) -> None:
    rules = ruleset(f"points: none\noutputs: [urgent, x, 甲, action]\ngrade: action\n{TREE}")
    result = rules.score({"x": 2, "n": 0})
    lines = score_text(rules, [result], None, Page(lang))
    assert [" ".join(line.split()) for line in lines[2:4]] == rows, "a top indicator has its column already"
    told = explain_text(rules, result, result["total"], Page(lang))
    assert {"en": "  里程: 2 km", "zh": "  里程：2km"}[lang] in told


def test_text_without_a_total_has_no_column_for_it() -> None:
    rules = ruleset("total: none\ngrade: action\n")
    lines = score_text(rules, rules.score_all([{"n": 0}, {"n": 9}]), None, Page("en"))
    assert lines[-3:] == ["case  grade   outcome", "1     accept  scored", "2     return  scored"]


def test_the_commands_print_what_a_ruleset_yields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.yaml").write_text(HEAD + f"total: none\ngrade: action\noutputs: [x, 甲]\n{TREE}", "utf-8")
    (tmp_path / "c.yaml").write_text("cases: {one: {figures: {x: 3, n: 2}}}\n", "utf-8")
    names = [str(tmp_path / name) for name in ("r.yaml", "c.yaml")]
    assert main(["score", *names, "--format", "json"]) == 0
    (case,) = json.loads(capsys.readouterr().out)["cases"]
    assert (case["total"], case["grade"], case["outputs"]) == (None, "visit", {"x": "3", "甲": "8"})
    assert main(["explain", *names, "--case", "one", "--lang", "zh"]) == 0
    assert "one：visit\n  里程：3km\n  甲：8\n" in capsys.readouterr().out
    assert main(["check", names[0]]) in (0, 1)


def test_extended_rulesets_merge_what_they_yield(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(HEAD + f"total: a.score\noutputs: [x]\n{TREE}", "utf-8")
    (tmp_path / "new.yaml").write_text("extends: base.yaml\ntotal: b.score\noutputs: [n]\nbetter: lower\n", "utf-8")
    result = scoring.load(tmp_path / "new.yaml").score({"x": 2, "n": 1})
    assert result.total == 4
    assert dict(result.outputs) == {"n": 1}


# Units


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("{unit: m, is: 1000 * x}", 3000),
        ("{unit: m, is: x * 1000}", 3000),
        ("{unit: m, is: (x + x) * 1000}", 6000),
        ("{unit: m, is: x / 0.001}", 3000),
        ("{is: 1000 * x}", 3000),
    ],
)
def test_a_written_factor_leads_to_another_unit(figure: str, value: int) -> None:
    rules = HEAD + f"  metres: {figure}\ntotal: metres\n"
    assert Ruleset((("yields.yaml", rules),)).score({"x": 3, "n": 0}).total == value


@pytest.mark.parametrize("formula", ["x", "x + 1000", "100% * x", "min(x, 1000 * x)"])
def test_without_a_written_factor_units_differ(formula: str) -> None:
    with pytest.raises(scoring.RulesetError) as error:
        Ruleset((("yields.yaml", HEAD + f'  metres: {{unit: m, is: "{formula}"}}\ntotal: metres\n'),))
    assert [each.code for each in error.value.diagnostics] == ["units-differ"]
