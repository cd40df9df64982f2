"""The types of results: the same whatever rows hold, wide enough, and told before any row is seen."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

import scoring
from column_rows import Rows
from scoring.columns.decimals import PAIR, numbers_array
from scoring.columns.extra import tables_of
from scoring.columns.places import FREE_PLACES, Kind, Written
from scoring.columns.results import Numbers
from scoring.graph import Type

if TYPE_CHECKING:
    from scoring.reading import Domain

ROOT = Path(__file__).parents[1]
RULESETS = sorted(
    path for path in (ROOT / "rulesets").glob("*/*.yaml") if "cases" not in path.name and ".test." not in path.name
)
FREE = """\
ruleset: free
version: "1"
points: none
figures:
  done: {min: 0}
  of: {type: count}
  day: {type: date, if_missing: '2024-01-01'}
  large: {type: flag, is: done > 1}
indicators:
  rounded: {points: 4, rules: {ratio: done, to: of}, round: 0.1}
  free: {points: none, rules: {points: 0.5 * done}}
  share: {points: none, rules: {points: done / of}}
  curve: {points: none, rules: {points: ln(done + 1)}}
grades: {good: 2, poor: else}
outputs: [done, day, large]
rounding: {mode: half_up, total: 2}
"""
KINDS = ("edges", "plain", "gaps", "wild")


def exact(value: object) -> object:
    """Return what stands in a cell as the number or word that it means."""
    if isinstance(value, dict):
        return Fraction(int(value["numerator"]), int(value["denominator"]))
    return Fraction(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_types_and_values_of_every_shipped_ruleset(path: Path) -> None:
    ruleset = scoring.load(str(path))
    draw = Rows(ruleset, None, 1)
    if tables_of(ruleset, None).columns.program.cohorts:
        pytest.skip("rows are not scored apart from each other")
    schemas = set()
    for kind in KINDS:
        rows = [draw.row(kind) for _ in range(30)]
        table = pa.table(
            {name: as_array([row.get(name) for row in rows], domain) for name, domain in draw.figures.items()}
        )
        plain = ruleset.score_table(table, reasons=True)
        fixed = ruleset.score_table(table, reasons=True, fixed=True)
        assert fixed.schema == ruleset.score_table(table.slice(0, 0), reasons=True, fixed=True).schema
        assert fixed.column_names == plain.column_names
        assert not any(pa.types.is_dictionary(field.type) for field in fixed.schema)
        for name in plain.column_names:
            got, other = fixed.column(name).to_pylist(), plain.column(name).to_pylist()
            assert [*map(exact, got)] == [*map(exact, other)], name
        schemas.add(str(fixed.schema))
    assert len(schemas) == 1


def as_array(values: list[object], domain: Domain) -> Any:  # noqa: ANN401 - an Arrow array
    """Return values of a figure as truth values, dates or texts."""
    kind = pa.date32() if domain.date else pa.bool_() if domain.type is Type.TRUTH else pa.string()
    if kind != pa.string():
        fits = bool if kind == pa.bool_() else dt.date
        return pa.array([each if isinstance(each, fits) else None for each in values], kind)
    return pa.array([None if each is None else str(each) for each in map(written, values)], kind)


def written(value: object) -> object:
    """Return a number as one writes it."""
    return scoring.Number(Fraction(value)) if isinstance(value, Fraction) else value


def test_places_follow_from_the_ruleset_and_the_columns() -> None:
    ruleset = scoring.Ruleset((("free.yaml", FREE),))
    given = {"done": [Decimal("1.25"), None], "of": [3, 4], "case": ["a", "b"], "free.set": [None, Decimal(2)]}
    schema = ruleset.score_table(pa.table(given), reasons=True, fixed=True).schema
    assert schema.field("rounded").type == pa.decimal128(38, 1)
    assert schema.field("rounded.lost").type == pa.decimal128(38, 1)
    assert schema.field("free").type == pa.decimal128(38, 3)  # 0.5 of hundredths
    assert schema.field("share").type == PAIR
    assert schema.field("curve").type == pa.string()
    assert schema.field("outputs.done").type == pa.decimal128(38, 2)
    assert schema.field("outputs.day").type == pa.date32()
    assert schema.field("outputs.large").type == pa.bool_()
    assert {schema.field(name).type for name in ("outcome", "grade", "free.outcome", "free.reasons", "refused")} == {
        pa.string()
    }
    floats = ruleset.score_table(pa.table({**given, "done": [1.25, None]}), fixed=True).schema
    assert floats.field("free").type == floats.field("outputs.done").type == pa.decimal128(38, FREE_PLACES)
    assert floats.field("rounded").type == pa.decimal128(38, 1)


def test_a_refused_row_changes_no_type() -> None:
    ruleset = scoring.Ruleset((("free.yaml", FREE),))
    given = {"done": [1, 1], "of": [3, 4], "rounded.set": [None, Decimal("0.123")]}
    scored = ruleset.score_table(pa.table(given))
    assert scored.column("refused").to_pylist()[0] is None
    assert "more decimals" in scored.column("refused").to_pylist()[1]
    assert (
        scored.schema
        == ruleset.score_table(pa.table({**given, "rounded.set": pa.array([None, None], pa.decimal128(5, 3))})).schema
    )


def test_a_number_of_too_many_digits_is_told_and_changes_no_other_row() -> None:
    ruleset = scoring.Ruleset((("free.yaml", FREE),))
    given = {"done": ["1.5", "0.000000000000001", "2"], "of": [3, 3, 3]}
    fixed = ruleset.score_table(pa.table(given), fixed=True)
    assert fixed.column("outcome").to_pylist() == ["scored", None, "scored"]
    assert fixed.column("refused").to_pylist()[1].startswith("'free' has more digits")
    assert fixed.column("outputs.done").to_pylist() == [Decimal("1.5"), None, Decimal(2)]
    assert ruleset.score_table(pa.table(given)).column("outcome").to_pylist() == ["scored"] * 3
    large = Numbers(2, Fraction(1))
    large.put(slice(0, 2), np.asarray([10**38, 10**38 - 1], "O"), None, Fraction(1), without=False)
    fitted = numbers_array(large, Written(Kind.DECIMAL), as_needed=False)
    assert fitted.misfits is not None
    assert fitted.misfits.tolist() == [True, False]
    assert fitted.array[1].as_py() == Decimal(10**38 - 1)


@pytest.mark.parametrize("places", [0, 3, 9, 15])
def test_decimals_of_two_halves(places: int) -> None:
    dice = random.Random(places)  # noqa: S311 - figures, not secrets
    numbers = [dice.randint(-(2**bits), 2**bits) for bits in range(63) for _ in range(4)]
    given = Numbers(len(numbers), Fraction(1, 2))
    given.put(slice(0, len(numbers)), np.asarray(numbers), None, Fraction(1, 2), without=False)
    fitted = numbers_array(given, Written(Kind.DECIMAL, places + 1), as_needed=False)
    assert fitted.misfits is None
    assert [Fraction(each) for each in fitted.array.to_pylist()] == [Fraction(each, 2) for each in numbers]
