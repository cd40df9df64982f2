"""What a table tells of rows without a score, of refused ones and of findings, against the scalar function."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

import scoring
from benchmarks import policy_figures
from column_rows import table
from scoring.columns.causes import WORD
from scoring.columns.column import Column, column
from scoring.columns.runner import Columns
from scoring.ruleset import Ruleset
from test_columns_rulesets import compare, scored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pytest

POLICY = Path(__file__).parent / "benchmarks" / "policy.yaml"
MANY = 2 * WORD + 30
"""Figures of a ruleset whose causes take three kernels."""

FINDINGS = """\
ruleset: found
points: 30
without_findings: keep
figures: {x: {min: 0, max: 10}}
indicators:
  some: {points: 10, rules: [{deduct: 1, per: finding, when: amount > 10}, {deduct: 0.1, per: finding}]}
  sums: {points: 10, rules: {deduct: amount / 100, when: amount > 0}}
  rest: {points: 10, rules: {points: x}}
"""


def many() -> Ruleset:
    """Return a ruleset of many figures, of which some are read in some cases alone."""
    names = [f"x{place}" for place in range(MANY)]
    figures = ", ".join(f"{name}: {{min: 0}}" for name in names)
    pairs = [f"({one} / {other})" for one, other in zip(names[::3], names[1::3], strict=False)]
    either = [f"({one} if {two} > 3 else 1)" for one, two in zip(names[2::3], names[1::3], strict=False)]
    leaves = "".join(f"  a{place}: {{points: none, rules: {{points: '{each}'}}}}\n"
                     for place, each in enumerate(pairs + either))  # fmt: skip
    text = f"ruleset: many\npoints: none\nfigures: {{{figures}}}\nindicators:\n{leaves}"
    return Ruleset((("many.yaml", text),))


def rows_of(names: Sequence[str], dice: random.Random, rows: int) -> dict[str, Column]:
    """Return columns with gaps and zeros."""
    found = {}
    for name in names:
        there = np.asarray([dice.random() < 0.97 for _ in range(rows)])
        found[name] = Column(np.asarray([dice.choice((0, 1, 1, 1, 2, 5)) for _ in range(rows)]), there)
    return found


def test_causes_of_more_figures_than_a_word_has_bits() -> None:
    ruleset = many()
    dice = random.Random(5)  # noqa: S311 - figures, not secrets
    given = rows_of([f"x{place}" for place in range(MANY)], dice, 60)
    del given["x7"], given["x140"]
    columns = Columns(ruleset)
    found = columns.score(given)
    compare(columns, given, found)
    told = {names for row in range(60) for names in found.columns["missing"][row]}  # type: ignore[attr-defined]  # names
    assert {"x7", "x140"} <= told
    assert len(told) > WORD


def test_what_is_missing_is_a_column_of_names() -> None:
    cases = policy_figures.cases(4)
    frame: dict[str, list[object]] = {name: [case.floats[name] for case in cases] for name in cases[0].floats}
    frame["budget"][1] = frame["spent"][1] = frame["budget"][2] = None
    told = scoring.load(str(POLICY)).score_table(pa.table(frame)).column("missing")
    results = [scoring.load(str(POLICY)).score({name: own[row] for name, own in frame.items() if own[row] is not None})
               for row in range(4)]  # fmt: skip
    assert told.to_pylist() == [",".join(each.missing) or None for each in results]
    assert any(told.to_pylist())
    assert pa.types.is_dictionary(told.type)


def test_many_refused_rows_are_told_without_scoring_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ruleset = scoring.load(str(POLICY))
    cases = policy_figures.cases(400)
    rows: list[dict[str, object]] = [dict(case.exact) for case in cases]
    dice = random.Random(1)  # noqa: S311 - figures, not secrets
    names = sorted(rows[0])
    for place in range(0, 400, 4):
        for name in dice.sample(names, dice.choice((1, 1, 2))):
            rows[place][name] = dice.choice((-1, "x", Decimal("NaN"), 10**16, True, "1,000", "8%"))
    given = table(rows, dict(ruleset.program().domains), dice)
    columns = Columns(ruleset)
    calls: list[int] = []
    plain = Columns.scored

    def counted(self: Columns, given: Mapping[str, Column], row: int, known: Mapping[str, object]) -> scoring.Result:
        calls.append(row)
        return plain(self, given, row, known)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(Columns, "scored", counted)
    found = columns.score(given)
    monkeypatch.undo()
    assert len(found.refused) > 60
    assert len(calls) < 20
    compare(columns, given, found)


def test_a_row_that_says_odd_things_of_nodes_and_of_lists_is_told_as_by_the_scalar_function() -> None:
    text = FINDINGS.replace("x: {min: 0, max: 10}", "x: {min: 0, max: 10}, l: {list_of: {min: 0}}, y: {is: mean(l)}")
    ruleset = Ruleset((("found.yaml", text),))
    dice = random.Random(3)  # noqa: S311 - figures, not secrets
    rows = [{"x": dice.choice((1, 11, "x", [3], 2)), "l": dice.choice(([1], [-1, 2], 3, "1; 2", "1, 2", None)),
             "some/findings": dice.choice((0, 1, 1.5, -1, "two", None))} for _ in range(120)]  # fmt: skip
    given = {name: column([row[name] for row in rows]) for name in rows[0]}
    columns = Columns(ruleset)
    found = columns.score(given)
    assert 60 < compare(columns, given, found) < 120


def test_findings_with_amounts_count_as_one_finding_each() -> None:
    ruleset = Ruleset((("found.yaml", FINDINGS),))
    dice = random.Random(4)  # noqa: S311 - figures, not secrets
    rows = [{"x": dice.choice((1, 2, None)), "some/findings": dice.choice((0, 1, 3, None)),
             "some/amount": dice.choice((None, 5, 10, Fraction(1001, 100), 50)),
             "sums/findings": dice.choice((1, 2)), "sums/amount": dice.choice((None, 1, 30))}
            for _ in range(80)]  # fmt: skip
    given = {name: column([row[name] for row in rows]) for name in rows[0]}
    columns = Columns(ruleset, reasons=True)
    found = columns.score(given)
    refused = compare(columns, given, found)
    assert {each.code for told in found.refused.values() for each in told} == {"finding-amount", "out-of-range"}
    assert 0 < refused < 70


def test_a_count_of_findings_may_be_given_by_itself() -> None:
    ruleset = Ruleset((("found.yaml", FINDINGS),))
    (counted,) = ruleset.program().counted
    case = scoring.Case(
        figures={"x": 3},
        findings=(
            scoring.Finding(("some",), 2, 50),
            scoring.Finding(("some",), 1, 4),
            scoring.Finding(("sums",), 1, 7),
        ),
    )
    result = ruleset.score(case)
    assert result.bound is not None
    given = {name: column([value, value]) for name, value in result.bound.inputs.items()}
    assert counted.name in given
    given["x"] = column([Fraction(3), Fraction(10, 3)])  # the second row is scored by the scalar function
    found = Columns(ruleset).score(given)
    assert found.careful == 1
    assert found.columns["total"][0] == result.total == Fraction("20.63")
    assert found.columns["total"][1] == Fraction("20.63") + Fraction(1, 3)


def test_findings_come_in_tables_of_arrow_under_their_node() -> None:
    ruleset = Ruleset((("found.yaml", FINDINGS),))
    frame = pa.table({"x": [3, 3, 3], "some.findings": [2, 1, None], "some.amount": [50, 3, None],
                      "sums.findings": [0, 1, 1], "sums.amount": [None, 7, 100]})  # fmt: skip
    cases = [
        scoring.Case(figures={"x": 3}, findings=(scoring.Finding(("some",), 2, 50),)),
        scoring.Case(figures={"x": 3}, findings=(scoring.Finding(("some",), 1, 3), scoring.Finding(("sums",), 1, 7))),
        scoring.Case(figures={"x": 3}, findings=(scoring.Finding(("sums",), 1, 100),)),
    ]
    totals = [Fraction(*pair.values()) if isinstance(pair, dict) else Fraction(pair)
              for pair in ruleset.score_table(frame).column("total").to_pylist()]  # fmt: skip
    assert totals == [ruleset.score(case).total for case in cases]


def test_lists_of_records_come_in_tables_of_arrow() -> None:
    text = """\
ruleset: sites
points: none
figures:
  sites: {list_of: {area: {min: 0}, good: {type: flag}}}
  areas: {for_each: sites, is: "area if good else 0"}
  lowest: {over: cases, take: min, of: sum(areas)}
indicators: {a: {points: none, rules: {points: sum(areas) - lowest}}}
"""
    ruleset = Ruleset((("sites.yaml", text),))
    lists = [[{"area": 3, "good": True}, {"area": 4, "good": False}], None, [], [{"area": None, "good": True}],
             [{"area": 8, "good": True}], [{"area": -1, "good": True}]]  # fmt: skip
    frame = pa.table({"sites": pa.array(lists)})
    found = ruleset.score_table(frame)
    results = ruleset.score_all([{} if each is None else {"sites": each} for each in lists[:-1]])
    assert found.column("outcome").to_pylist() == [*(each.outcome.value for each in results), None]
    assert found.column("missing").to_pylist() == [*(",".join(each.missing) or None for each in results), None]
    assert [*map(str, found.column("refused").to_pylist())][:5] == ["None"] * 5
    assert isinstance(scored(Columns(ruleset), {"sites": lists[-1]}), scoring.CaseError)
    assert found.slice(1, 4).column("outcome").equals(ruleset.score_table(frame.slice(1, 4)).column("outcome"))
