"""Tables whose rows depend on each other or have lists, against the scalar function over the same run."""

from __future__ import annotations

import json
import pickle
import random
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import scoring
from conformance_files import suites
from run_rulesets import Made
from scoring.columns.cohort import Cohort, taken_over
from scoring.columns.column import Column
from scoring.columns.inputs import Inputs
from scoring.columns.results import Outcomes
from scoring.columns.runner import Columns
from scoring.ruleset import Ruleset
from test_columns_generated import fits, table
from test_columns_rulesets import compare_row, scored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance_files import Run
    from scoring.columns.table import Table
    from scoring.columns.taken import Known

ROOT = Path(__file__).parents[1]
PROCUREMENT = ROOT / "rulesets/procurement-comprehensive/ruleset.yaml"
RUNS = [(suite, run) for suite in suites() for run in suite.runs
        if not run.errors and run.text is None and not run.texts.files and not run.sheets]  # fmt: skip


def columns_of(cases: Sequence[Mapping[str, object]]) -> dict[str, Column]:
    """Return cases as columns of objects."""
    found: dict[str, Column] = {}
    for name in dict.fromkeys(name for case in cases for name in case):
        values = np.empty(len(cases), "O")
        for row, case in enumerate(cases):
            values[row] = case.get(name)
        found[name] = Column(values, np.asarray([name in case for case in cases]))
    return found


def in_pieces(columns: Columns, given: Mapping[str, Column], size: int) -> tuple[list[Table], Known]:
    """Return the results of a table that comes in pieces, each added elsewhere, and what was taken over all of it."""
    rows = len(next(iter(given.values())))
    pieces = [{name: each.part(slice(start, min(start + size, rows))) for name, each in given.items()}
              for start in range(0, rows, size)]  # fmt: skip
    known: Known = {}
    while (whole := Cohort.start(columns, known)) is not None:
        for piece in pieces:
            part = Cohort.start(columns, known)
            assert part is not None
            part.add(piece)
            whole.merge(pickle.loads(pickle.dumps(part)))  # noqa: S301 - our own
        known = pickle.loads(pickle.dumps(whole.finish()))  # noqa: S301 - our own
    return [columns.score(piece, cohort=known) for piece in pieces], known


def compare_run(ruleset: Ruleset, method: str | None, given: Mapping[str, Column], size: int) -> Table:
    """Compare a table, as a whole and in pieces, with the run of its cases that are not refused; return its results."""
    columns = Columns(ruleset, method, reasons=True)
    found = columns.score(given)
    cases = {row: columns.case(given, row) for row in range(found.rows)}
    for row, case in tuple(cases.items()):
        told = scored(columns, case)
        if isinstance(told, scoring.CaseError):
            assert [*map(str, found.refused[row])] == [*map(str, told.diagnostics)], row
            del cases[row]
    assert set(found.refused).isdisjoint(cases)
    results = ruleset.score_all(cases.values(), method=method)
    pieces, _ = in_pieces(columns, given, size)
    for row, result in zip(cases, results, strict=True):
        compare_row(result, found, row)
        compare_row(result, pieces[row // size], row % size)
    return found


def check_made(seed: int, cases: int) -> tuple[int, int]:
    """Compare runs of one made ruleset; return how many rows were scored one by one, of how many."""
    made = Made(seed)
    try:
        ruleset = Ruleset(((f"made-{seed}.yaml", made.text),))
    except scoring.RulesetError as error:
        raise AssertionError(made.text) from error
    rows = [made.case() for _ in range(cases)]
    found = compare_run(ruleset, None, columns_of(rows), 7)
    made.dice.shuffle(rows)
    compare_run(ruleset, None, columns_of(rows), cases)
    return found.careful, cases


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_made_rulesets(first: int) -> None:
    careful = [check_made(seed, 25) for seed in range(first, first + 10)]
    assert sum(one for one, _ in careful) < sum(many for _, many in careful) / 4


@pytest.mark.long
@pytest.mark.parametrize("first", range(60, 2060, 20))
def test_made_rulesets_at_length(first: int) -> None:
    for seed in range(first, first + 20):
        check_made(seed, 40)


@pytest.mark.parametrize(("suite", "run"), RUNS, ids=[f"{suite}: {run.name}" for suite, run in RUNS])
def test_the_runs_of_the_conformance_suite(suite: object, run: Run, tmp_path: Path) -> None:
    del suite
    path = tmp_path / "cases.yaml"
    path.write_text(json.dumps({"cases": run.cases}), "utf-8")
    ruleset = Ruleset((("ruleset.yaml", run.texts.ruleset),))
    results = ruleset.score_all(scoring.load_cases(path), method=run.method)
    columns = Columns(ruleset, run.method, reasons=True)
    if not all(fits(columns, each) for each in results) or not (given := table(columns, results)):
        return
    tables = [columns.score(given)]
    if columns.alike:
        tables += in_pieces(columns, given, len(results))[0]
    for found in tables:
        for row, result in enumerate(results):
            compare_row(result, found, row)


@pytest.mark.parametrize("method", [None, *scoring.load(str(PROCUREMENT)).methods])
def test_procurement(method: str | None) -> None:
    dice = random.Random(method)  # noqa: S311 - figures, not secrets
    ruleset = scoring.load(str(PROCUREMENT))
    program = ruleset.program(method)
    cases: list[dict[str, object]] = [
        {
            "qualified": dice.random() < 0.9, "offer": dice.choice((0, 100, 100, dice.randint(5000, 20000) / 100)),
            "small": dice.random() < 0.4,
            **{name: [dice.randint(0, 16) / 2 for _ in range(dice.choice((0, 1, 3, 6, 7)))] for name in program.lists},
        }
        for _ in range(40)
    ]  # fmt: skip
    for case in cases:
        if dice.random() < 0.3:
            del case[dice.choice(list(case))]
    cases[3]["offer"], cases[5]["qualified"] = -1, "maybe"
    found = compare_run(ruleset, method, columns_of(cases), 9)
    assert found.careful <= 2
    assert len(found.refused) == 2
    outcomes = found.columns["outcome"]
    assert isinstance(outcomes, Outcomes)
    assert len(set(outcomes.codes().tolist())) > 3


def test_rows_that_were_not_among_all_rows_have_no_rank() -> None:
    text = """\
ruleset: t
points: none
figures:
  a: {}
  r: {over: cases, take: rank, of: a, best: high, ties: share}
  q: {over: cases, take: rank, of: a / 7, best: low, ties: dense}
indicators: {i: {points: none, rules: {points: r + q}}}
"""
    columns = Columns(Ruleset((("t.yaml", text),)))
    given = {"a": np.asarray([3, 1, 3, 2])}
    known = taken_over(columns, Inputs(columns, given))
    assert [columns.score(given, cohort=known).columns["total"][row] for row in range(4)] == [4, 5, 4, 5]
    with pytest.raises(ValueError, match="not taken over these"):
        columns.score({"a": np.asarray([4])}, cohort=known)


def test_what_is_wrong_with_pieces_is_said() -> None:
    text = """\
ruleset: t
points: 10
figures: {sites: {list_of: {area: {min: 0}}}, least: {over: cases, take: min, of: sum(sites.area)}}
indicators: {i: {points: 10, for_each: sites, combine: mean, rules: {points: area - least}, if_empty: full}}
"""
    columns = Columns(Ruleset((("t.yaml", text),)))
    given = columns_of([{"sites": [{"area": 3}, {"area": 4}]}, {"sites": [{"area": 2}]}])
    cohort = Cohort.start(columns, {})
    assert cohort is not None
    with pytest.raises(ValueError, match="in one table"):
        cohort.add(given)
    with pytest.raises(ValueError, match="in one table"):
        columns.score(given, cohort={})
    assert [columns.score(given).columns["total"][row] for row in range(2)] == [Fraction(3, 2), 0]
    with pytest.raises(ValueError, match="to be merged"):
        pickle.loads(pickle.dumps(cohort)).add(given)  # noqa: S301 - our own


def test_sums_are_exact_however_great_they_are() -> None:
    text = """\
ruleset: t
points: none
figures: {a: {}, m: {over: cases, take: mean, of: a}, h: {over: cases, take: median, of: a * a * a}}
indicators: {i: {points: none, rules: {points: m + h}}}
"""
    columns = Columns(Ruleset((("t.yaml", text),)))
    values = [10**15 - 1 - row for row in range(50)]
    found = columns.score({"a": np.asarray(values)})
    cubes = sorted(value**3 for value in values)
    assert found.columns["total"][7] == Fraction(sum(values), 50) + Fraction(cubes[24] + cubes[25], 2)
    assert found.careful == 0


def test_ratios_with_the_same_float_are_told_apart() -> None:
    text = """\
ruleset: t
points: none
figures:
  a: {}
  b: {}
  rate: {is: a / b}
  r: {over: cases, take: rank, of: rate, best: high, ties: share}
  h: {over: cases, take: median, of: rate}
indicators: {i: {points: none, rules: {points: r}}, j: {points: none, rules: {points: h}}}
"""
    ruleset = Ruleset((("t.yaml", text),))
    size = 200_000_000  # of neighbours n / (n + 1) of this size, some four have one float
    cases = [{"a": size + row % 40, "b": size + row % 40 + 1} for row in range(60)]
    assert len({case["a"] / case["b"] for case in cases}) < 40
    compare_run(ruleset, None, columns_of(cases), 17)
