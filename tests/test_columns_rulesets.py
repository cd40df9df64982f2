"""Tables against the scalar function on every shipped ruleset: every outcome, figure by figure."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scoring
from column_rows import Rows, table
from scoring.columns.results import Outcomes
from scoring.columns.runner import Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.columns.column import Column
    from scoring.columns.table import Table

ROOT = Path(__file__).parents[1]
POLICY = Path(__file__).parent / "benchmarks" / "policy.yaml"
RULESETS = sorted(
    path for path in (ROOT / "rulesets").glob("*/*.yaml") if "cases" not in path.name and ".test." not in path.name
)
KINDS = ("edges", "plain", "gaps", "wild")


def scored(columns: Columns, case: scoring.Case | dict[str, object]) -> scoring.Result | scoring.CaseError:
    """Return what the scalar function says of a case, also where it refuses it."""
    try:
        return columns.ruleset.score(case, method=columns.method)
    except scoring.CaseError as error:
        return error


def compare_row(result: scoring.Result, found: Table, row: int, *, reasons: bool = True) -> None:
    """Compare a row with the result of the scalar function; ``reasons``: what was lost, and why, too."""
    nodes = {each.path: each for each in result.nodes}
    outcomes = {path: each.outcome for path, each in nodes.items()}
    told: dict[str, tuple[str, ...]] = {}
    for each in result.deductions if reasons else ():
        told[each.indicator] = (*told.get(each.indicator, ()), each.code)
    for key, own in found.columns.items():
        got = own[row]
        if isinstance(own, Outcomes):
            expected: object = result.outcome if key == "outcome" else outcomes.get(key.removeprefix("outcome "))
        elif key == "missing":
            expected = result.missing
        elif key == "total":
            expected = result.total
        elif key == "grade":
            expected = result.grade
        elif key.startswith("output "):
            expected = result.outputs[key.removeprefix("output ")]
            expected = Fraction(expected.toordinal()) if isinstance(expected, dt.date) else expected
        elif key.startswith("reasons "):
            expected = told.get(key.removeprefix("reasons "), ()) if reasons else got
        else:
            what, _, path = key.partition(" ")
            expected = getattr(nodes[path], what) if path in nodes else None
        assert got == (Fraction(expected) if isinstance(expected, scoring.Number) else expected), (row, key)


def compare(columns: Columns, given: Mapping[str, Column], found: Table, *, reasons: int = 1) -> int:
    """Compare every row with the scalar function, every ``reasons``-th with reasons; return how many were refused."""
    for row in range(found.rows):
        case = columns.case(given, row)
        result = scored(columns, case)
        if not isinstance(result, scoring.Result):
            assert tuple(map(str, found.refused[row])) == tuple(map(str, result.diagnostics)), row
            continue
        assert row not in found.refused, (row, case, found.refused[row])
        compare_row(result, found, row, reasons=row % reasons == 0)
    return len(found.refused)


def check(path: Path, method: str | None, rows: int, seed: int, *, kinds: tuple[str, ...] = KINDS) -> None:
    ruleset = scoring.load(str(path))
    draw = Rows(ruleset, method, seed)
    columns = Columns(ruleset, method, reasons=True)
    if not columns.direct:
        pytest.skip("its rows depend on each other and have lists: see test_columns_runs")
    for kind in kinds:
        given = table([draw.row(kind) for _ in range(rows)], dict(draw.program.domains), random.Random(seed))  # noqa: S311 - not secrets
        found = columns.score(given)
        refused = compare(columns, given, found)
        if kind == "edges" and method is None:
            assert refused < rows // 2
            assert found.careful < rows // 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", [*RULESETS, POLICY], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_tables_agree_with_the_scalar_function(path: Path, kind: str) -> None:
    check(path, None, 40, 1, kinds=(kind,))


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_method_agrees(path: Path) -> None:
    for method in scoring.load(str(path)).methods:
        check(path, method, 10, 2, kinds=("gaps",))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 13))
@pytest.mark.parametrize("path", [*RULESETS, POLICY], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_tables_agree_at_length(path: Path, seed: int) -> None:
    check(path, None, 2000, seed)
