"""Tables against the scalar function on generated rulesets and on the conformance suite, every figure and outcome."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

import scoring
from column_rows import fast_rows, narrow
from conformance_files import suites
from oracle.generator import cases_text, generate
from scoring.columns.column import Column
from scoring.columns.runner import Columns
from scoring.ruleset import Ruleset
from test_columns_rulesets import compare_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from scoring.binding_lists import ListValue

CHUNK = 10
CASES = 8
SUITES = suites()


def fits(columns: Columns, result: scoring.Result) -> bool:
    """Whether a case says nothing that a table has no column for: of nodes that are made from its own records."""
    names = [] if result.bound is None else result.bound.inputs
    return all("/" not in name or name in columns.domains for name in names)


def listed(value: ListValue, *, records: bool) -> list[object]:
    """Return a list as a caller of Python gives it."""
    if not records:
        return [entry.values.get("each") for entry in value.entries]
    inner = [{name: listed(each, records="each" not in each.entries[0].values if each.entries else False)
              for name, each in entry.lists.items()} for entry in value.entries]  # fmt: skip
    names = [{"name": entry.name} if entry.name else {} for entry in value.entries]
    return [{**entry.values, **more, **name} for entry, more, name in zip(value.entries, inner, names, strict=True)]


def row_of(columns: Columns, result: scoring.Result) -> dict[str, object]:
    """Return what a case gives, by input."""
    if result.bound is None:
        return {}
    program = columns.program
    made = {each.name for each in program.reductions} | {each.name for each in program.cohorts}
    row: dict[str, object] = {name: value for name, value in result.bound.inputs.items()
                              if name not in made and "[" not in name and name in program.domains}  # fmt: skip
    lists = {name: listed(value, records=program.lists[name].records)
             for name, value in result.bound.lists.items() if name in program.lists and "[" not in name}  # fmt: skip
    return {**row, **lists}


def table(columns: Columns, results: Sequence[scoring.Result]) -> dict[str, Column]:
    """Return the inputs of some results as columns of objects."""
    rows = [row_of(columns, each) for each in results]
    found: dict[str, Column] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = np.empty(len(rows), "O")
        for place, row in enumerate(rows):
            values[place] = row.get(name)
        found[name] = Column(values, np.asarray([name in row for row in rows]))
    return found


def check(
    ruleset: Ruleset, method: str | None, results: Iterable[scoring.Result], *, fast: bool | None = None
) -> tuple[int, int]:
    """Compare a table of some results with them; return how many rows it has, and how many machine code computed.

    ``fast``: as of `Columns`; if so, the columns are given as arrays of their kinds.
    """
    columns = Columns(ruleset, method, reasons=True, fast=fast)
    fitting = [each for each in results if fits(columns, each)]
    if not fitting or not (given := table(columns, fitting)):
        return 0, 0
    twice = bool(fast) and not columns.program.cohorts
    if fast:
        given = {name: narrow(each) for name, each in given.items()}
    found = fast_rows(columns, given) if twice else columns.score(given)
    if columns.program.cohorts:  # a table is a run
        fitting = ruleset.score_all([each.case for each in fitting if each.case is not None], method=method)
    for row, result in enumerate(fitting * 2 if twice else fitting):
        assert row not in found.refused, (result.case, found.refused[row])
        compare_row(result, found, row)
    return len(fitting), found.fast


def check_generated(seed: int, folder: Path, *, fast: bool | None = None) -> tuple[int, int]:
    """Compare the cases of one generated ruleset; see `check`."""
    made = generate(seed)
    try:
        ruleset = Ruleset(((f"made-{seed}.yaml", made.text),))
    except scoring.RulesetError:
        return 0, 0  # some seeds divide by what is always 0, and the like
    path = folder / f"{seed}.yaml"
    path.write_text(cases_text(made.cases(CASES)), "utf-8")
    methods = (None, made.method) if made.method else (None,)
    found = [
        check(ruleset, method, [ruleset.score(case, method=method) for case in scoring.load_cases(path)], fast=fast)
        for method in methods
    ]
    return sum(rows for rows, _ in found), sum(quick for _, quick in found)


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_generated_rulesets(first: int, tmp_path: Path) -> None:
    assert sum(check_generated(seed, tmp_path)[0] for seed in range(first, first + CHUNK))


@pytest.mark.long
@pytest.mark.parametrize("first", range(100, 2100, CHUNK))
def test_generated_rulesets_at_length(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        check_generated(seed, tmp_path)


def check_suite(suite: object, folder: Path, *, fast: bool | None = None) -> int:
    """Compare the cases of a suite; return how many of them machine code computed."""
    quick = 0
    groups: dict[tuple[str, str | None], list[object]] = {}
    for case in suite.cases:  # type: ignore[attr-defined]  # a suite
        if not case.errors and case.text is None and not case.texts.files:
            groups.setdefault((case.texts.ruleset, case.method), []).append(case.given)
    for (text, method), cases in groups.items():
        path = folder / "cases.yaml"
        path.write_text(json.dumps({"cases": {str(place): each for place, each in enumerate(cases)}}), "utf-8")
        ruleset = Ruleset((("ruleset.yaml", text),))
        results = [ruleset.score(case, method=method) for case in scoring.load_cases(path)]
        quick += check(ruleset, method, results, fast=fast)[1]
    return quick


@pytest.mark.parametrize("suite", SUITES, ids=str)
def test_the_conformance_suite(suite: object, tmp_path: Path) -> None:
    check_suite(suite, tmp_path)
