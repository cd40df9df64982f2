"""Drawn numbers where rows have lists, findings with amounts or lack figures, against the text with these numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

import scoring
from drawn_numbers import edited
from scoring.columns.column import Column
from scoring.columns.draws import DrawnColumns
from scoring.columns.missing import Causes
from scoring.columns.runner import Columns
from scoring.ruleset import Ruleset
from test_columns_rulesets import compare_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.columns.table import Table
    from scoring.parameters import Parameter

LISTED = """\
ruleset: listed
points: 30
figures:
  marks: {list_of: {min: 0, max: 100}}
  sites: {list_of: {area: {min: 0}}}
  a: {min: 0}
  limit: {is: 60}
  shares: {for_each: marks, is: '3 if each >= limit else each / 100'}
  wide: {for_each: sites, is: 'min(area, a)'}
indicators:
  steps: {points: 10, rules: {deduct: 0.5, per: 1, below: 3, of: mean(shares), part: exact}}
  least: {points: 10, rules: {ratio: sum(wide), to: 20}}
  plain: {points: 10, rules: {of: a, edge: at_least, bands: {5: 10, 2: 6, else: 0}}}
"""
NODES = """\
ruleset: nodes
points: 20
figures:
  sites: {list_of: {area: {min: 0}}}
  a: {min: 0}
indicators:
  each: {points: 10, for_each: sites, combine: mean, rules: {deduct: 1.5, per: 1, above: 3, of: area, part: exact},
         if_empty: full}
  plain: {points: 10, rules: {deduct: 0.5, per: 1, above: 1, of: a, part: exact}}
"""
FOUND = """\
ruleset: found
without_findings: keep
points: 20
figures: {a: {min: 0}}
indicators:
  works: {points: 10, rules: [{deduct: 1, per: finding, when: amount > 10}, {deduct: 0.5, per: finding}]}
  plain: {points: 10, rules: {of: a, edge: at_least, bands: {5: 10, 2: 6, else: 0}}}
"""
CASES: list[dict[str, object]] = [
    {"marks": [90, 70, 50], "sites": [{"area": 7}, {"area": 2}], "a": 4},
    {"marks": [], "sites": [], "a": 6},
    {"marks": [Fraction(159, 2)], "a": 1},
    {"marks": [10, 20, 30, 99], "sites": [{"area": 1}, {}], "a": 5},
    {"marks": [60, 101], "sites": [{"area": 1}], "a": 5},
    {"sites": [{"area": 30}, {"area": 2}, {"area": 3}], "a": 3},
    {"marks": [100, 80], "sites": [{"area": 30}]},
]


def columns_of(cases: Sequence[Mapping[str, object]]) -> dict[str, Column]:
    found = {}
    for name in dict.fromkeys(name for case in cases for name in case):
        values = np.empty(len(cases), "O")
        for row, case in enumerate(cases):
            values[row] = case.get(name)
        found[name] = Column(values, np.asarray([name in case for case in cases]))
    return found


def scored(
    text: str, cases: Sequence[Mapping[str, object]], draws: Mapping[str, Sequence[object]],
    given: Mapping[str, Column] | None = None, whole: Sequence[object] | None = None,
) -> tuple[Table, int]:  # fmt: skip
    """Score every case under every draw, and compare; return the table, and how many rows were refused."""
    ruleset = Ruleset((("made.yaml", text),))
    own = {each.name: each for each in ruleset.parameters()}
    many = len(next(iter(draws.values())))
    frame = dict(columns_of([case for case in cases for _ in range(many)]) if given is None else given)
    for name, values in draws.items():
        drawn: np.ndarray[tuple[int], np.dtype[np.object_]] = np.empty(many * len(cases), "O")
        drawn[:] = [*values] * len(cases)
        frame[name] = Column(drawn)
    columns = DrawnColumns(Columns(ruleset, reasons=True), {name: own[name] for name in draws})
    table = columns.score(frame)
    for row in range(table.rows):
        case = (cases if whole is None else whole)[row // many]
        result = outcome(ruleset, {own[name]: Fraction(str(each[row % many])) for name, each in draws.items()}, case)
        if isinstance(result, scoring.Result):
            assert row not in table.refused, (row, table.refused[row])
            compare_row(result, table, row)
            assert columns.result(frame, row).total == result.total
            continue
        told = [each.message() for each in table.refused[row]]
        wanted = [each.message() for each in result.diagnostics]
        assert told[isinstance(result, scoring.RulesetError) :] == wanted
    return table, len(table.refused)


def test_numbers_in_and_beside_the_entries_of_lists() -> None:
    draws: dict[str, Sequence[object]] = {
        "limit": [60, 75, 10],
        "steps.deduct": [Fraction(1, 2), 2, Fraction(1, 4)],
        "least.to": [20, 9, 21],
    }
    table, refused = scored(LISTED, CASES * 10, draws)
    assert refused == 3 * 10  # a mark above 100
    assert table.careful < table.rows // 2
    assert isinstance(table.columns["missing"], Causes)
    assert table.columns["missing"][3 * 3] == ("sites[2].area",)


def test_rows_of_other_answers_tell_what_is_missing_too() -> None:
    table, refused = scored(LISTED, CASES * 10, {"plain.bands.5.bound": [5, 1, 4, 3], "least.to": [20, 20, 0, 7]})
    assert refused == 10 * (2 * 7 + 2)  # bounds that do not fall; a mark above 100
    missing = table.columns["missing"]
    assert isinstance(missing, Causes)
    assert {missing[row] for row in range(table.rows)} == {
        (), ("sites",), ("sites[2].area",), ("marks",), ("a",),
    }  # fmt: skip


def test_records_that_make_nodes_are_scored_draw_by_draw() -> None:
    cases = [{name: value for name, value in case.items() if name != "marks"} for case in CASES]
    table, refused = scored(NODES, cases, {"each.1.deduct": [Fraction(3, 2), 4, -1], "plain.deduct": [1, 2, 3]})
    assert refused == len(cases)  # a negative amount
    assert table.columns["total"][0] is not None


def test_findings_with_amounts() -> None:
    rows = [(2, 11, 5), (1, 10, 4), (0, None, 1), (3, 12, None), (1, None, 7)]
    cases = [
        scoring.Case(
            figures={} if a is None else {"a": a},
            findings=(scoring.Finding(("works",), count, amount),) if count else (),
        )
        for count, amount, a in rows
    ]
    draws = {"works.rules.1.deduct": [1, 2, -3], "plain.bands.5.bound": [5, 4, 1]}
    names = ("works/findings", "works/amount", "a")
    plain = [{name: each for name, each in zip(names, row, strict=True) if each is not None}
             for row in rows]  # fmt: skip
    given = columns_of([row for row in plain for _ in range(3)])
    _, refused = scored(FOUND, plain, draws, given, cases)
    assert refused == len(rows) + 2  # a negative amount; a finding without the amount that a rule asks for


def test_lists_come_in_arrow_tables() -> None:
    ruleset = Ruleset((("made.yaml", LISTED),))
    frame = pa.table({
        "marks": [[90.0, 70.0], [85.0], None], "sites": [[{"area": 7.0}], [{"area": 30.0}], []], "a": [4, 5, 6],
        "limit": [60, 88, 60], "id": ["x", "y", "z"],
    })  # fmt: skip
    found = ruleset.score_table(frame)
    own = next(each for each in ruleset.parameters() if each.name == "limit")
    for row, case in enumerate(frame.select(["marks", "sites", "a"]).to_pylist()):
        given = {name: each for name, each in case.items() if each is not None}
        result = edited(ruleset, {own: Fraction(frame["limit"][row].as_py())}).score(given)
        total = found["total"][row].as_py()
        assert (total and Fraction(total["numerator"]) / Fraction(total["denominator"])) == result.total
        assert (found["missing"][row].as_py() or "") == ",".join(result.missing)
        assert ruleset.explain_row(frame, row).total == result.total
    assert found["id"].to_pylist() == ["x", "y", "z"]
    assert "limit" not in found.column_names


def test_every_draw_of_a_study_has_its_lists_read_anew() -> None:
    ruleset = Ruleset((("made.yaml", LISTED),))
    cases = [case for case in CASES if case.get("marks") != [60, 101]]
    study = ruleset.sensitivity(cases, {"limit": [60, 75, 10]})
    own = next(each for each in ruleset.parameters() if each.name == "limit")
    for place, value in enumerate((60, 75, 10)):
        other = edited(ruleset, {own: Fraction(value)})
        assert study.totals[place] == [other.score(case).total for case in cases]


def outcome(
    ruleset: Ruleset, values: Mapping[Parameter, Fraction], case: object
) -> scoring.Result | scoring.RulesetError | scoring.CaseError:
    """Return what the ruleset in whose text other numbers stand says of a case, also where it refuses it."""
    try:
        return edited(ruleset, values).score(case)  # type: ignore[arg-type]  # a case of either sort
    except (scoring.RulesetError, scoring.CaseError) as error:
        return error
