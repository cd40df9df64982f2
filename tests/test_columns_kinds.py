"""Tables of unusual types, of names given twice and of values that nothing reads: scored as by `score`, or refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

import scoring
from scoring.columns.arrays import read_array
from scoring.columns.column import column
from scoring.columns.figures import Reader
from scoring.columns.runner import Columns
from scoring.reading import Domain
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """\
ruleset: kinds
points: 30
without_findings: keep
figures:
  size: {min: none, max: none}
  open: {type: flag}
  kind: {words: [a, b]}
  built: {type: date}
  marks: {list_of: {min: 0, max: 10}}
  middle: {is: mean(marks)}
indicators:
  large: {points: 10, rules: {points: "clip(size, 0, 10)"}}
  care: {points: 10, if_not_applicable: full, rules: {deduct: 1, per: finding}}
  rest:
    points: 10
    start: zero
    rules: [{award: 5, when: open}, {award: 5, when: "kind == 'a' and built > '2020-01-01'"}]
outputs: [size, middle]
rounding: {mode: half_up, leaf: 2, total: 2}
"""
RULES = Ruleset((("kinds.yaml", TEXT),))
ROW: dict[str, Any] = {"size": 3, "open": True, "kind": "a", "built": dt.date(2024, 1, 1)}


def table(rows: int = 2, **columns: Any) -> Any:  # noqa: ANN401  # Arrow arrays, an Arrow table
    """Return a table of rows that are all alike, with some columns of another kind."""
    return pa.table({**{name: [value] * rows for name, value in ROW.items()}, **columns})


@pytest.mark.parametrize("name", ["open", "kind", "built"])
@pytest.mark.parametrize("rows", [2, 40])  # one by one, and as a table of their own
def test_a_decimal_is_a_number_and_nothing_else(name: str, rows: int) -> None:
    found = RULES.score_table(table(rows, **{name: [Decimal(738_000)] * rows})).to_pylist()
    for value in (738_000, Decimal(738_000)):
        with pytest.raises(scoring.CaseError) as error:
            RULES.score({**ROW, name: value})
        assert {row["refused"] for row in found} == {error.value.diagnostics[0].message()}
    assert {row["outcome"] for row in found} == {None}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (pa.decimal128(4, -2), Decimal("5E+2")),
        (pa.decimal256(60, -3), Decimal("-5E+3")),
        (pa.decimal256(76, 40), Decimal("7.25")),
        (pa.decimal256(76, 0), Decimal(10**40)),
    ],
)
def test_decimals_of_any_scale_and_width(kind: Any, value: Decimal) -> None:  # noqa: ANN401  # an Arrow type
    read = read_array(pa.array([None, value, value], kind).slice(1))
    assert read is not None
    assert [read.raw(row) for row in range(2)] == [value, value]
    try:
        expected: object = RULES.score({**ROW, "size": value}).total
    except scoring.CaseError as error:
        expected = error.diagnostics[0].message()
    for row in RULES.score_table(table(size=pa.array([value, value], kind))).to_pylist():
        assert expected == (row["refused"] or row["total"])


@pytest.mark.parametrize("size", [3, Fraction(1, 3)])  # the second one is scored by itself
def test_what_is_said_of_a_node_means_the_same_on_every_way(size: object) -> None:
    row: dict[str, object] = {**ROW, "size": size}
    given = {name: column([value] * 4) for name, value in row.items()}
    given["care/not_applicable"] = column(["false", "", "true", "perhaps"])
    given["care/findings"] = column(["0", 2, "0", "0"])
    found = Columns(RULES).score(given)
    assert [found.columns["outcome care"][place] for place in range(4)] == ["scored", "scored", "not_applicable", None]
    assert [found.columns["score care"][place] for place in range(2)] == [10, 8]
    assert [each.code for each in found.refused[3]] == ["not-a-truth-value"]


def test_lists_of_a_fixed_length() -> None:
    marks = pa.array([[1, 2], None, [3, None], [9, 10]], pa.list_(pa.int64(), 2))
    for part in (marks.slice(1), pa.chunked_array([marks.slice(1, 1), marks.slice(2)])):
        found = RULES.score_table(table(3, marks=part)).to_pylist()
        expected = [RULES.score({**ROW, "marks": each}) for each in part.to_pylist()]
        ratios = [row["outputs.middle"] and Fraction(*map(int, row["outputs.middle"].values())) for row in found]
        assert ratios == [each.outputs["middle"] for each in expected]


def test_a_unit_is_that_of_the_values_read_with_it_whatever_other_threads_found() -> None:
    class Shared(Reader):
        places = property(lambda _: 0, lambda _, __: None)  # written by others at once

    piece = Shared(Domain("x"), {}).read(column(np.asarray([0.25, 1.5])))
    assert [Fraction(int(each)) * piece.shape.unit for each in piece.values] == [Fraction(1, 4), Fraction(3, 2)]


def twice() -> Any:  # noqa: ANN401  # an Arrow table
    return pa.Table.from_arrays([*table().columns, pa.array([1, 2])], [*table().column_names, "size"])


def pandas(values: list[object]) -> Any:  # noqa: ANN401  # a table of pandas
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415  # one of several libraries

    frame = pd.DataFrame({name: [value] * len(values) for name, value in ROW.items()})
    frame["other"] = values
    return frame


@pytest.mark.parametrize(
    ("make", "code", "told"),
    [
        (twice, "table-names", "called size"),
        (lambda: pandas([1, 2]).rename(columns={"other": "size"}), "table-names", "called size"),
        (lambda: pandas([1, "x"]), "table-unread", "column other"),
        (lambda: pandas([10**30, 1]), "table-unread", "too large"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(make: Callable[[], Any], code: str, told: str) -> None:
    with pytest.raises(scoring.CaseError) as error:
        RULES.score_table(make())
    assert [each.code for each in error.value.diagnostics] == [code]
    assert told in error.value.diagnostics[0].message()


def words(texts: list[str | None], *codes: int) -> Any:  # noqa: ANN401  # an Arrow array
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(texts, pa.string()))


def test_pieces_whose_dictionaries_cannot_be_put_together() -> None:
    gaps = [words(["a", "b"], 0, 1), words(["b", None], 0, 1)]
    many = [words(["a", *(f"{letter}{each}" for each in range(99))], 0, 99) for letter in "xy"]
    for pieces in (gaps, many):
        column_ = pa.chunked_array(pieces)
        found = RULES.score_table(table(4, kind=column_)).to_pylist()
        for row, raw in zip(found, column_.to_pylist(), strict=True):
            told = None if raw in ("a", "b", None) else f"'kind' is {raw}, which is none of its words"
            assert (row["refused"], row["rest"]) == (told, None if told or raw is None else 10 if raw == "a" else 5)


@pytest.mark.parametrize(("unit", "moment"), [("s", 1 << 62), ("ms", 1 << 62), ("ns", 1), ("us", 1), ("s", 1 << 40)])
def test_a_moment_is_no_day_however_near_or_far(unit: str, moment: int) -> None:
    found = RULES.score_table(table(built=pa.array([0, moment], pa.timestamp(unit)))).to_pylist()
    assert [row["outcome"] for row in found] == ["scored", None]
    assert found[1]["refused"].startswith("'built' is")


def test_a_column_that_cannot_be_read_is_named() -> None:
    with pytest.raises(scoring.CaseError) as error:
        RULES.score_table(table(built=pa.array([0, 1], pa.timestamp("s", "Nowhere/City"))))
    assert [each.code for each in error.value.diagnostics] == ["table-unread"]
    assert "built: " in error.value.diagnostics[0].message()
