"""Tables of pyarrow, Polars, pandas and DuckDB: the same kind out, columns by any address, messages."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

import scoring
from benchmarks import policy_figures
from scoring.columns.arrays import read_array
from scoring.columns.column import Column, column
from scoring.columns.figures import LEVELS, Reader
from scoring.columns.runner import Columns
from scoring.reading import Domain

ROOT = Path(__file__).parents[1]
POLICY = Path(__file__).parent / "benchmarks" / "policy.yaml"
CASES = policy_figures.cases(60)
SMALL = """\
ruleset: small
version: "1"
title: {en: Small}
points: 10
without_findings: keep
figures:
  done: {name: {en: Works done, zh: 完成数}, min: 0, places: 2}
  planned: {min: 0}
  rate: {unit: "%", min: 0%, max: 100%, if_missing: 90%}
  built: {type: date}
indicators:
  works: {code: A1, points: 6, rules: {ratio: done, to: planned}}
  care:
    code: A2
    points: 4
    if_not_applicable: drop
    rules: [{judge: 0..4}, {deduct: 1, per: finding}, {lose_all: built < '2020-01-01'}]
  more: {code: A3, points: 0, rules: {award: 1, when: rate > 95%}, cap: none}
rounding: {mode: half_up, leaf: 2, total: 2}
grades: {good: 6, poor: else}
"""


def frame(form: str) -> dict[str, list[object]]:
    return {name: [getattr(case, form)[name] for case in CASES] for name in CASES[0].exact}


def written(name: str, value: object) -> object:
    """Return a decimal as text, with its sign where it is a percentage."""
    if not isinstance(value, Decimal):
        return value
    return f"{value * 100:f}%" if name == "satisfaction" else f"{value:f}"


def expected() -> list[tuple[object, object]]:
    ruleset = scoring.load(str(POLICY))
    return [(result.total, result.grade) for result in map(ruleset.score, (case.exact for case in CASES))]


def found(table: Any) -> list[tuple[object, object]]:  # noqa: ANN401 - an Arrow table
    grades = table.column("grade").to_pylist()
    return [(Fraction(total), grade) for total, grade in zip(table.column("total").to_pylist(), grades, strict=True)]


def test_tables_of_pyarrow_whatever_they_hold() -> None:
    ruleset = scoring.load(str(POLICY))
    floats = pa.table(frame("floats"))
    assert found(ruleset.score_table(floats)) == expected()
    assert found(ruleset.score_table(floats, threads=2)) == expected()
    exact = {name: [Decimal(each.numerator) / each.denominator if isinstance(each, Fraction) else each for each in own]
             for name, own in frame("exact").items()}  # fmt: skip
    decimals = pa.table(exact)
    assert pa.types.is_decimal(decimals.schema.field("budget").type)
    assert found(ruleset.score_table(decimals)) == expected()
    texts = pa.table({name: [written(name, each) for each in own] for name, own in exact.items()})
    assert pa.types.is_string(texts.schema.field("budget").type)
    assert found(ruleset.score_table(texts)) == expected()
    batch = ruleset.score_table(floats.to_batches()[0])
    assert isinstance(batch, pa.RecordBatch)
    assert found(batch) == expected()


@pytest.mark.parametrize("library", ["polars", "pandas", "duckdb"])
def test_the_same_kind_comes_back(library: str) -> None:
    module = import_module(library)
    ruleset = scoring.load(str(POLICY))
    table = pa.table(frame("floats"))
    given = {"polars": lambda: module.from_arrow(table), "pandas": table.to_pandas,
             "duckdb": lambda: module.from_arrow(table)}[library]()  # fmt: skip
    scored = ruleset.score_table(given)
    assert type(scored) is type(given)
    back = {"polars": lambda: pa.table(scored), "pandas": lambda: pa.Table.from_pandas(scored),
            "duckdb": lambda: pa.table(scored)}[library]()  # fmt: skip
    assert found(back) == expected()


def small() -> scoring.Ruleset:
    return scoring.Ruleset((("small.yaml", SMALL),))


def columns() -> dict[str, list[object]]:
    return {
        "case": ["a", "b", "c", "d"],
        "完成数": [Decimal("7.25"), Decimal(5), Decimal(9), None],
        "planned": [10, 10, 0, 10],
        "built": [np.datetime64(day, "D").item() for day in ("2021-05-01", "2019-12-31", "2022-01-01", "2023-01-01")],
        "A2.mark": [4, 3.5, None, 2],
        "A2.findings": [1, 0, 0, None],
        "care.mark.because": ["", "late", "", "untidy"],
    }


def test_columns_are_found_by_name_code_and_path_and_others_come_back() -> None:
    scored = small().score_table(pa.table(columns()))
    assert scored.column_names[:4] == ["case", "outcome", "total", "grade"]
    assert scored.column("outcome").to_pylist() == ["scored", "scored", "undefined", "missing"]
    assert scored.column("total").to_pylist() == [Decimal("7.35"), Decimal("3.00"), None, None]
    assert scored.column("works").to_pylist() == [Decimal("4.35"), Decimal("3.00"), None, None]
    assert scored.column("care").to_pylist() == [Decimal("3.00"), Decimal("0.00"), Decimal("4.00"), Decimal("2.00")]
    assert scored.column("care.outcome").to_pylist() == ["scored"] * 4
    assert pa.types.is_dictionary(scored.schema.field("outcome").type)


def test_a_row_that_is_refused_changes_no_other() -> None:
    plain = small().score_table(pa.table(columns()))
    wrong = columns()
    wrong["planned"] = [10, -1, 0, 10]
    scored = small().score_table(pa.table(wrong))
    assert scored.column("refused").to_pylist()[1].startswith("'planned' is -1")
    assert scored.column("outcome").to_pylist()[1] is None
    others = [0, 2, 3]
    assert scored.take(others).equals(plain.take(others))


def test_one_message_for_everything_that_is_wrong_with_a_table() -> None:
    wrong = columns()
    del wrong["planned"], wrong["built"]
    wrong["done"] = [1, 2, 3, 4]
    wrong["A2.set"] = [[1], [], [], []]
    with pytest.raises(scoring.CaseError) as error:
        small().score_table(pa.table(wrong))
    assert [each.code for each in error.value.diagnostics] == ["table-twice", "table-columns", "table-column"]
    assert "planned, built" in str(error.value)
    with pytest.raises(scoring.CaseError, match="no table but a dict"):
        small().score_table({"planned": [1]})


def test_midnight_is_a_day_where_it_was_written_and_a_moment_is_none() -> None:
    given = columns()
    zone = dt.timezone(dt.timedelta(hours=8))
    moments = [dt.datetime(2020, 1, 1, hour, tzinfo=zone) for hour in (0, 8, 0, 0)]
    given["built"] = pa.array(moments, pa.timestamp("us", tz="Asia/Shanghai"))  # the first is 2019 in Greenwich
    scored = small().score_table(pa.table(given))
    assert scored.column("care").to_pylist()[0] == Decimal("3.00")
    assert scored.column("refused").to_pylist()[0] is None
    assert "a moment and not a day" in scored.column("refused").to_pylist()[1]


def test_one_row_is_explained() -> None:
    table = pa.table(columns())
    result = small().explain_row(table, "a")
    assert str(result.total) == "7.35"
    assert [each.code for each in result.deductions] == [each.code for each in small().explain_row(table, 0).deductions]
    with pytest.raises(KeyError, match="no row has 'e' in column 'case'"):
        small().explain_row(table, "e")
    with pytest.raises(KeyError, match="numbered from 0 on"):
        small().explain_row(table, table.num_rows)


def test_a_whole_number_of_numpy_is_the_number_of_a_row() -> None:
    table = pa.table({**columns(), "case": [3, 2, 1, 0]})
    assert small().explain_row(table, np.int64(0)).total == small().explain_row(table, 0).total
    assert small().explain_row(table, np.int64(3), column="case").total == small().explain_row(table, 0).total


def test_one_row_is_found_by_any_column() -> None:
    table = pa.table(columns())
    numbers = table.append_column("number", pa.array(range(1001, 1001 + table.num_rows)))
    assert small().explain_row(numbers, 1001, column="number").total == small().explain_row(table, 0).total
    twice = table.append_column("county", pa.array(["here"] * table.num_rows))
    with pytest.raises(KeyError, match="rows 0 and 1 both have 'here' in column 'county'"):
        small().explain_row(twice, "here", column="county")
    with pytest.raises(KeyError, match="has no column 'town'"):
        small().explain_row(table, "here", column="town")


def test_reasons_are_told_when_asked_for() -> None:
    scored = small().score_table(pa.table(columns()), reasons=True)
    for row, reasons in enumerate(scored.column("care.reasons").to_pylist()):
        told = small().explain_row(pa.table(columns()), row)["care"]
        assert (reasons or "") == ",".join(each.code for each in told.deductions)
        assert str(scored.column("care.lost").to_pylist()[row]) == str(told.lost)
    assert pa.types.is_dictionary(scored.schema.field("care.reasons").type)
    assert "care.reasons" not in small().score_table(pa.table(columns())).column_names


@pytest.mark.parametrize("method", [None, "mean_half"])
def test_rows_that_depend_on_each_other_and_have_lists(method: str | None) -> None:
    folder = ROOT / "rulesets/procurement-comprehensive"
    ruleset = scoring.load(str(folder / "ruleset.yaml"))
    cases = scoring.load_cases(str(folder / "cases.yaml"))
    lists = {address for case in cases for address in case.figures if address.endswith(".marks")}
    given: dict[str, list[object]] = {"bidder": [case.id for case in cases]}
    for address in ("qualified", "offer", "small", *sorted(lists)):
        values = [case.figures.get(address) for case in cases]
        plain = [each.value if isinstance(each, scoring.Given) else each for each in values]
        given[address] = [[int(str(mark.value)) for mark in own] if isinstance(own, tuple)
                          else int(own) if isinstance(own, str) else own for own in plain]  # fmt: skip
    table = pa.table(given)
    scored = ruleset.score_table(table, method=method)
    results = ruleset.score_all(cases, method=method)
    totals = [None if each is None else Fraction(each) for each in scored.column("total").to_pylist()]
    assert totals == [result.total for result in results]
    assert scored.column("outcome").to_pylist() == [result.outcome.value for result in results]
    assert ruleset.explain_row(table, "B", method=method).total == results[1].total


def test_an_empty_table_has_all_columns() -> None:
    table = pa.table(columns())
    scored = small().score_table(table.slice(0, 0))
    assert scored.num_rows == 0
    assert scored.column_names == small().score_table(table).column_names


def test_without_the_extra_one_line_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None; import scoring\n"
        f"try: scoring.load({str(POLICY)!r}).score_table(None)\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own code
    assert done.stdout.strip() == "scoring tables needs pyarrow: pip install 'declarative-scoring[data]'"


@pytest.mark.parametrize("places", range(8))
def test_a_float_is_its_shortest_decimal_or_odd(places: int) -> None:
    dice = random.Random(places)  # noqa: S311 - figures, not secrets
    numbers = [dice.randint(-(10**9), 10**9) / 10**places for _ in range(500)]
    numbers += [0.1 + 0.2, 1 / 3, 1e-20, -0.0, 5e14, float("nan"), float("inf"), 1e15, np.nextafter(1.1, 2)]
    piece = Reader(Domain("x"), {}).read(column(np.asarray(numbers)))
    for row, value in enumerate(numbers):
        if piece.odd is not None and piece.odd[row]:
            continue
        assert Fraction(repr(float(value))) == Fraction(int(piece.values[row])) * piece.shape.unit, value
    assert piece.odd is not None
    assert np.count_nonzero(piece.odd) <= 9
    assert piece.shape.unit.denominator in {10**each for each in LEVELS}


@pytest.mark.parametrize("kind", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4"])
def test_numbers_of_any_width_and_any_limits(kind: str) -> None:
    values = np.asarray([1, 2, 3, 100], kind)
    there = np.asarray([True, False, True, True])
    for low, high in ((None, None), (Fraction(3), None), (Fraction(500), Fraction(900)), (Fraction(-9), Fraction(-5))):
        piece = Reader(Domain("x", low=low, high=high), {}).read(Column(values, there))
        odd = np.zeros(4, bool) if piece.odd is None else piece.odd
        for row in (0, 2, 3):
            number = int(values[row])
            allowed = (low is None or low <= number) and (high is None or number <= high)
            assert odd[row] != allowed
            assert odd[row] or int(piece.values[row]) * piece.shape.unit == number
        assert piece.shape.low <= int(min(piece.values)) <= int(max(piece.values)) <= piece.shape.high


def test_a_block_with_an_outlier_is_as_good_as_one_without() -> None:
    ruleset = scoring.load(str(POLICY))
    given = {name: column(own) for name, own in frame("floats").items()}
    far = np.asarray(given["budget"].values).copy()
    far[7] = Decimal("99999999999999.123456789")
    scored = Columns(ruleset).score({**given, "budget": Column(far)})
    exact = {**CASES[7].exact, "budget": Fraction("99999999999999.123456789")}
    assert scored.columns["total"][7] == ruleset.score(exact).total
    assert [scored.columns["total"][row] for row in (6, 8)] == [expected()[row][0] for row in (6, 8)]


def test_a_column_in_one_piece_is_read_without_a_copy() -> None:
    piece = pa.array([0.5, 1.5, 2.5])
    read = read_array(pa.chunked_array([piece]))
    assert read is not None
    assert np.shares_memory(read.values, np.asarray(piece))
