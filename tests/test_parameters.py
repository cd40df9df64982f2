"""The numbers written in a ruleset: their names, what may be drawn for them, and how that is told."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

import scoring
from drawn_numbers import edited
from scoring.graph import Numeral, input_, number_of
from scoring.lifted import Lifting
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping

ROADS = """\
ruleset: roads
points: 20
figures:
  rate: {unit: "%", min: 0%, max: 100%}
  satisfied: {name: {en: People satisfied, zh: 满意度}, unit: "%", min: 0%, max: 100%}
  limit: {name: {en: Limit, zh: 限值}, unit: "%", is: 90%}
  bonus: {of: rate, edge: at_least, bands: {95%: 1, else: 0}}
functions:
  twice: {needs: [x], of: x, interpolate: {0%: 0, 100%: 2}, beyond: hold}
indicators:
  execution: {name: 预算执行率, code: A1, points: 10,
              rules: {deduct: 0.5, per: 1%, below: limit, of: rate, part: exact}}
  people: {code: A2.1, points: 10, rules: {of: satisfied, edge: at_least, bands: {95%: 10, 80%: 6, else: 0}}}
  more:
    points: 0
    cap: 5
    rules: [{award: 1, when: rate > 97%}, {award: 2, when: rate > 99%}, {award: twice(rate), when: rate > 99.5%}]
grades: {good: 16, fair: 12, poor: else}
rounding: {mode: half_up, leaf: 2, total: 2}
"""
MEANS = """\
ruleset: means
points: 100
combine: {how}
figures: {{a: {{min: 0, max: 10}}, b: {{min: 0, max: 10}}, c: {{min: 0, max: 10}}}}
indicators:
  one: {{points: 10, weight: {one}, rules: {{points: a}}}}
  two: {{points: 10, weight: {two}, rules: {{points: b}}}}
  three: {{points: 10, weight: {three}, rules: {{points: c}}}}
{more}
"""
FIGURES = {"rate": [0.83, 0.9, 0.98], "satisfied": [0.8, 0.97, 0.5]}


def ruleset(text: str = ROADS) -> Ruleset:
    return Ruleset((("roads.yaml", text),))


def scored(given: Ruleset, columns: Mapping[str, Any]) -> list[Any]:
    """Return the totals of a table."""
    found = given.score_table(pa.table({**FIGURES, **columns}))
    return [None if each is None else Fraction(each) for each in found.column("total").to_pylist()]


def totals(given: Ruleset, rows: list[dict[str, object]]) -> list[Fraction | None]:
    return [None if (total := given.score(each).total) is None else Fraction(total) for each in rows]


ROWS: list[dict[str, object]] = [
    {"rate": rate, "satisfied": people} for rate, people in zip(FIGURES["rate"], FIGURES["satisfied"], strict=True)
]


def test_every_number_has_a_name_that_says_where_it_stands() -> None:
    found = {each.name: each for each in ruleset().parameters()}
    assert [*found] == [
        "total.points", "limit", "bonus.bands.95%.bound", "bonus.bands.95%", "bonus.bands.else",
        "functions.twice.interpolate.0%.bound", "functions.twice.interpolate.0%",
        "functions.twice.interpolate.100%.bound",
        "functions.twice.interpolate.100%", "execution.points", "execution.deduct", "execution.per",
        "people.points", "people.bands.95%.bound", "people.bands.95%", "people.bands.80%.bound", "people.bands.80%",
        "people.bands.else", "more.points", "more.cap", "more.rules.1.award", "more.rules.2.award",
        "grades.good", "grades.fair",
    ]  # fmt: skip
    per = found["execution.per"]
    assert (per.value, per.unit, per.text, str(per.place)) == (Fraction(1, 100), "%", "1%", "roads.yaml:12:41")
    assert per.meaning == {"en": "the step, in the unit of the figure", "zh": "每档的大小"}
    assert str(per) == "execution.per = 1% (roads.yaml:12:41)"
    assert all(each.meaning["en"] and each.meaning["zh"] for each in found.values())


def test_rounding_words_limits_of_figures_and_numbers_in_formulas_are_none() -> None:
    names = " ".join(each.name for each in ruleset().parameters())
    assert not any(each in names for each in ("round", "min", "max", "97", "when", "leaf"))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("execution.deduct", "execution.deduct"), ("A1.deduct", "execution.deduct"),
        ("预算执行率.deduct", "execution.deduct"),
        ("A2.1.bands.95%.bound", "people.bands.95%.bound"), ("A2.1.bands.95%", "people.bands.95%"), ("limit", "limit"),
        ("Limit", "limit"), ("限值", "limit"), ("grades.fair", "grades.fair"),
        ("more.rules.2.award", "more.rules.2.award"), ("total.points", "total.points"),
    ],
)  # fmt: skip
def test_names_begin_with_any_address(name: str, meant: str) -> None:
    own = {each.name: each for each in ruleset().parameters()}[meant]
    for factor in (Fraction(9, 10), Fraction(1), Fraction(11, 10)):
        value = Fraction(round(own.value * factor * 1000), 1000)
        expected = totals(edited(ruleset(), {own: value}), ROWS) if meant != "total.points" else None
        found = scored(ruleset(), {name: [float(value)] * 3})
        assert expected is None or found == expected, (name, value)


def test_a_gap_is_the_written_number_and_texts_and_decimals_are_read() -> None:
    plain = totals(ruleset(), ROWS)
    assert scored(ruleset(), {"limit": [None, None, None]}) == plain
    other = totals(edited(ruleset(), {ruleset().parameters()[1]: Fraction(95, 100)}), ROWS)
    assert other != plain
    assert scored(ruleset(), {"limit": ["95%"] * 3}) == other
    assert scored(ruleset(), {"limit": pa.array([0.95] * 3)}) == other
    assert scored(ruleset(), {"limit": pa.array(["0.95"] * 3).cast(pa.decimal128(5, 3))}) == other


def test_drawn_columns_are_not_given_back_and_others_are() -> None:
    found = ruleset().score_table(pa.table({**FIGURES, "draw": [0, 0, 1], "A1.deduct": [0.5, 0.4, 0.3]}))
    assert found.column_names[0] == "draw"
    assert "A1.deduct" not in found.column_names


@pytest.mark.parametrize(
    ("columns", "code", "told"),
    [
        ({"A1.dedcut": [1, 1, 1]}, "table-drawn-unknown", "did you mean 'A1.deduct'?"),
        ({"A1.deduct": [1, 1, 1], "execution.deduct": [1, 1, 1]}, "table-twice", "execution.deduct"),
        ({"A1.deduct": [1 / 3, 1 / 3, 1 / 3]}, "table-drawn-digits", "numpy.round(draws, 4)"),
        ({"A2.1.bands.95%.bound": [95, 95, 95]}, "table-drawn-percent", "0.9 for 90%"),
        ({"A2.1.bands.95%.bound": [95.5, 95, 95]}, "table-drawn-percent", "9550%"),
    ],
)
def test_what_no_column_may_be_is_told(columns: dict[str, Any], code: str, told: str) -> None:
    with pytest.raises(scoring.CaseError) as caught:
        scored(ruleset(), columns)
    (own,) = caught.value.diagnostics
    assert own.code == code
    assert told in own.render("en")
    assert next(iter(columns)).partition(".")[0] in own.render("zh") or "execution" in own.render("zh")


def test_a_name_that_is_a_figure_too_is_told() -> None:
    text = ROADS.replace("rules: {deduct: 0.5", "figures: {deduct: {min: 0}}, rules: {deduct: 0.5")
    with pytest.raises(scoring.CaseError, match=r"column 'execution.deduct' is both a figure and a number"):
        scored(ruleset(text), {"execution.deduct": [1, 1, 1]})


def test_a_draw_that_makes_no_ruleset_is_refused_in_the_words_of_the_ruleset() -> None:
    frame = {**FIGURES, "A2.1.bands.80%.bound": [0.96, 0.7, 0.95], "A1.per": [0.01, 0, 0.01]}
    found = ruleset().score_table(pa.table(frame))
    refused = found.column("refused").to_pylist()
    assert refused[0].split("\n") == [
        "with people.bands.80%.bound = 96% this is no ruleset",
        "the bound '96%' is out of order: with 'edge: at_least' bounds must fall",
    ]
    assert refused[1].split("\n")[0] == "with people.bands.80%.bound = 70%, execution.per = 0% this is no ruleset"
    assert "more than 0" in refused[1] or "0%" in refused[1].split("\n")[1]
    assert refused[2].startswith("with people.bands.80%.bound = 95% this is no ruleset")
    assert found.column("total").to_pylist() == [None] * 3


def test_of_many_drawn_numbers_the_first_ones_are_told() -> None:
    names = [each.name for each in ruleset().parameters()][:7]
    frame = {"rate": [0.9], "satisfied": [0.9], **{name: [-1] for name in names}}
    told = ruleset().score_table(pa.table(frame)).column("refused").to_pylist()[0].split("\n")[0]
    some = told.count(" = -")
    assert 1 < some < len(names)
    assert told.endswith(f" and {len(names) - some} more this is no ruleset")


def test_many_refused_draws_are_told_by_the_first_ones() -> None:
    rows = 200
    frame = {"rate": [0.9] * rows, "satisfied": [0.9] * rows, "A1.per": -np.arange(1, rows + 1) / 1000}
    refused = ruleset().score_table(pa.table(frame)).column("refused").to_pylist()
    assert refused[0].startswith("with execution.per = -0.1% this is no ruleset\n")
    assert refused[-1] == "with execution.per = -20% this is no ruleset, as in row 0"


def test_a_draw_that_is_no_number_is_refused() -> None:
    found = ruleset().score_table(pa.table({**FIGURES, "A1.deduct": ["0.5", "half", "0.4"]}))
    assert [each is None for each in found.column("refused").to_pylist()] == [True, False, True]


# --- weights and points share what there is ----------------------------------------------------------------------


@pytest.mark.parametrize("how", ["weighted_mean", "geometric_mean"])
def test_drawn_weights_are_relative_to_their_sum(how: str) -> None:
    text = MEANS.format(how=how, one="0.5", two="0.3", three="0.2", more="")
    rows = [{"a": 9, "b": 4, "c": 1}, {"a": 2, "b": 10, "c": 7}]
    drawn = [(Fraction("0.61"), Fraction("0.2")), (Fraction("1.5"), Fraction("0.35"))]
    frame: dict[str, Any] = {name: [row[name] for row in rows] for name in "abc"}
    frame |= {"one.weight": [float(one) for one, _ in drawn], "three.weight": [float(three) for _, three in drawn]}
    found = ruleset(text).score_table(pa.table(frame)).column("total").to_pylist()
    for row, (one, three), total in zip(rows, drawn, found, strict=True):
        written = MEANS.format(how=how, one=float(one), two="0.3", three=float(three), more="weights: relative")
        expected = ruleset(written).score(row).total
        assert expected is not None
        got = Fraction(total) if isinstance(total, str) else Fraction(*map(int, total.values()))
        if how == "geometric_mean":  # powers in place of the root of a product: both to 50 digits
            assert abs(got - expected) < Fraction(1, 10**45)
        else:
            assert got == expected
            sums = one * row["a"] + Fraction("0.3") * row["b"] + three * row["c"]
            assert expected == 10 * sums / (one + Fraction("0.3") + three)


def test_weights_that_are_no_weights_are_refused() -> None:
    text = MEANS.format(how="weighted_mean", one="0.5", two="0.3", three="0.2", more="")
    frame: dict[str, Any] = {"a": [1, 1], "b": [1, 1], "c": [1, 1], "one.weight": [-0.1, 0.0]}
    refused = ruleset(text).score_table(pa.table(frame)).column("refused").to_pylist()
    assert refused[0].startswith("with one.weight = -0.1 this is no ruleset")
    assert refused[1] is None


def test_drawn_points_share_the_points_of_their_group() -> None:
    text = ROADS.replace(", leaf: 2, total: 2}", "}").replace("{mode: half_up}", "{mode: half_up, total: 6}")
    found = scored(ruleset(text), {"A1.points": [12, 15, 10]})
    parts = ruleset(text).score_table(pa.table({**FIGURES, "A1.points": [12, 15, 10]}))
    for place, points in enumerate((12, 15, 10)):
        own, people = (Fraction(str(parts.column(name)[place].as_py())) for name in ("execution", "people"))
        more = Fraction(str(parts.column("more")[place].as_py()))
        total = (own + people + more) * 20 / (points + 10)
        assert found[place] == Fraction(round(total * 10**6), 10**6)


def test_drawn_points_that_add_up_are_as_if_they_were_written() -> None:
    own = {each.name: each for each in ruleset().parameters()}
    values = {own["execution.points"]: Fraction(12), own["people.points"]: Fraction(8)}
    other = edited(ruleset(), values)
    found = scored(ruleset(), {each.name: [float(value)] * 3 for each, value in values.items()})
    assert found == totals(other, ROWS)


# --- one row ------------------------------------------------------------------------------------------------------


def test_one_row_is_explained_by_the_drawn_numbers() -> None:
    frame = pa.table({**FIGURES, "limit": [0.9, 0.95, 0.9], "A2.1.bands.80%.bound": [0.8, 0.8, 0.4123]})
    result = ruleset().explain_row(frame, 1)
    assert result.total == Fraction("17.5")
    assert [each.sentence("en") for each in result.deductions if each.indicator == "execution"] == [
        (
            "rate is 90%, 5 percentage points below 95%; 0.5 points lost for every 1 percentage point"
            " (parts in proportion): 5 × 0.5 = 2.5 points."
        )
    ]
    sentences = [each.sentence("en") for each in ruleset().explain_row(frame, 2).deductions]
    assert "People satisfied is 50% (at least 41.23% and below 95%): 6 of 10 points." in sentences
    again = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own
    assert (again.total, [str(each.points) for each in again.deductions]) == (
        result.total, [str(each.points) for each in result.deductions],
    )  # fmt: skip


def test_reasons_come_with_drawn_numbers() -> None:
    frame = pa.table({**FIGURES, "limit": [0.8, 0.95, 0.99]})
    found = ruleset().score_table(frame, reasons=True)
    assert found.column("execution.reasons").to_pylist() == [None, "step-below", "step-below"]


# --- numbers that stand for inputs ---------------------------------------------------------------------------------


def test_a_lifted_number_computes_as_itself_and_notes_what_is_asked() -> None:
    lifting = Lifting({"x": Fraction(5, 2), "y": Fraction(2)})
    x, y = lifting.number("x"), lifting.number("y")
    with lifting.during():
        assert (x + y, x - 1, 2 * x, x / y, -x, abs(-x)) == tuple(
            Fraction(each) for each in ("4.5", "1.5", "5", "1.25", "-2.5", "2.5")
        )
        lifting.conditions.clear()
        assert x > y
        assert not x == 3  # noqa: SIM201 - what is asked is whether it is equal
        assert lifting.holds({"x": Fraction(21, 10), "y": Fraction(2)})
        assert not lifting.holds({"x": Fraction(3), "y": Fraction(2)})
        assert not lifting.holds({"x": Fraction(1), "y": Fraction(2)})
        assert x.denominator == 2  # then it is this number alone
        assert not lifting.holds({"x": Fraction(21, 10), "y": Fraction(2)})
        found = number_of(input_("x") * input_("y"))
        assert isinstance(found, Numeral)
        assert found.node is input_("x") * input_("y")
        assert number_of(input_("other")) is None
    assert number_of(input_("x")) is None
    lifting.conditions.clear()
    assert x > y
    assert not lifting.conditions
    assert str(x) == "2.5"
    assert pickle.loads(pickle.dumps(x)) == Fraction(5, 2)  # noqa: S301 - our own
