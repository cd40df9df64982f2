"""Columns of numbers that are long or are fractions: nothing is cut, nothing crashes."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

from scoring.ruleset import Ruleset

POWERS = """\
ruleset: powers
points: none
figures: {{x: {{min: 0}}, y: {{min: 1}}}}
indicators: {{far: {{points: none, rules: {{points: {formula}}}}}}}
"""
RATIOS = """\
ruleset: ratios
points: 20
figures: {a: {min: 0}, b: {min: 1}, c: {min: 1}}
indicators:
  both:
    points: 20
    indicators:
      one: {points: 10, rules: {ratio: a, to: b}}
      two: {points: 10, rules: {ratio: a, to: c}}
rounding: {mode: half_up, total: 2}
"""


def exact(value: Any) -> Fraction | None:  # noqa: ANN401 - a decimal, a text, or numerator and denominator
    if isinstance(value, dict):
        over, under = exact(value["numerator"]), exact(value["denominator"])
        assert over is not None
        assert under
        return over / under
    return None if value is None else Fraction(str(value))


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("x", pa.decimal128(38, 4)),
        ("x * x", pa.decimal128(38, 8)),
        ("x * x * x * x", pa.decimal256(76, 16)),
        ("x * x * x * x * x * x * x", pa.struct([("numerator", pa.string()), ("denominator", pa.decimal128(38, 0))])),
    ],
)
def test_long_numbers_get_the_type_that_holds_them(formula: str, kind: Any) -> None:  # noqa: ANN401 - a type of Arrow
    ruleset = Ruleset((("powers.yaml", POWERS.format(formula=formula)),))
    values = [Decimal(123456789012345), Decimal(0), None, Decimal("99999999999.9999")]
    found = ruleset.score_table(pa.table({"x": pa.array(values, pa.decimal128(20, 4))}))
    assert found.schema.field("total").type == kind
    with localcontext() as context:
        context.prec = 200
        got = [exact(each) for each in found.column("total").to_pylist()]
    expected = [ruleset.score({} if each is None else {"x": each}).total for each in values]
    assert got == expected
    assert [exact(each) for each in found.column("far").to_pylist()] == expected


def test_long_numerators_and_denominators() -> None:
    ruleset = Ruleset((("powers.yaml", POWERS.format(formula="x * x * x * x / (y * y * y * y + 1)")),))
    rows: list[dict[str, Any]] = [
        {"x": 10**14 + 1, "y": 3},
        {"x": Decimal("12345678.1234"), "y": 10**14 + 7},
        {"x": 2, "y": 10**3},
    ]
    found = ruleset.score_table(pa.table({name: [Decimal(row[name]) for row in rows] for name in "xy"}))
    assert [exact(each) for each in found.column("total").to_pylist()] == [ruleset.score(row).total for row in rows]


def test_a_sum_of_unrounded_ratios_has_a_column_where_it_is_asked_for() -> None:
    ruleset = Ruleset((("ratios.yaml", RATIOS),))
    rows = [{"a": 1, "b": 3, "c": 7}, {"a": 5, "b": 9, "c": 11}, {"a": 1, "b": 3}, {"a": 9, "b": 4, "c": 4}]
    frame = pa.table({name: [row.get(name) for row in rows] for name in "abc"})
    plain, whole = ruleset.score_table(frame), ruleset.score_table(frame, exact_parts=True)
    assert set(whole.column_names) - set(plain.column_names) == {"both"}
    assert plain.column("total") == whole.column("total")
    expected = [ruleset.score(row)["both"].score for row in rows]
    assert expected[0] == Fraction(10, 3) + Fraction(10, 7)
    assert [exact(each) for each in whole.column("both").to_pylist()] == expected
    lost = ruleset.score_table(frame, exact_parts=True, reasons=True).column("both.lost").to_pylist()
    assert [exact(each) for each in lost] == [None if each is None else 20 - each for each in expected]
