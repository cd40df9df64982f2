"""A million rows of the Yongzhou evaluation: tables against the scalar function, every score, outcome and reason.

Some hundred rows that the ruleset accepts are drawn first: plain ones, rows at the edges of the rules alone, rows with
gaps. A row of the table then says what one of some of them says, with values that are drawn from all of them one by
one. So all sorts of values meet, and the scalar function makes no new code for every row.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import scoring
from column_rows import Row, Rows
from remembering import remember
from scoring.columns.figures import Column
from scoring.columns.runner import Columns
from scoring.graph import Type
from test_columns_rulesets import compare

if TYPE_CHECKING:
    from scoring.columns.names import Array

YONGZHOU = Path(__file__).parents[1] / "rulesets" / "yongzhou-2023" / "ruleset.yaml"
SHARES = {"plain": 0.9, "edges": 0.06, "gaps": 0.04}
OUTCOMES = {"plain": scoring.Outcome.SCORED, "gaps": scoring.Outcome.MISSING}
POOL, PATTERNS = 120, 8
REASONS = 10
"""Of so many rows one is compared with its reasons, which take the scalar function longest."""


def pool(columns: Columns, rows_of: Rows, kind: str) -> list[Row]:
    """Return rows of a kind: the plain ones have a score, those with gaps lack what it takes."""
    found: list[Row] = []
    while len(found) < POOL:
        row = rows_of.row(kind)
        given = {name: Column(np.asarray([value], "O")) for name, value in row.items()}
        if kind not in OUTCOMES or columns.result(given, 0).outcome is OUTCOMES[kind]:
            found.append(row)
    return found


def drawn(columns: Columns, rows: int, seed: int) -> dict[str, Column]:
    """Return columns of so many rows: each kind has its share, and its patterns and numbers are of that kind."""
    rows_of = Rows(columns.ruleset, None, seed)
    dice = np.random.default_rng(seed)
    kind = dice.choice(len(SHARES), rows, p=[*SHARES.values()])
    pattern = dice.integers(0, PATTERNS, rows)
    pools = [pool(columns, rows_of, each) for each in SHARES]
    found: dict[str, Column] = {}
    for name, domain in {**rows_of.figures, **rows_of.nodes}.items():
        values: Array = np.full(rows, None, "O")
        for place, one in enumerate(pools):
            own = np.full(POOL, None, "O")
            own[:] = [row.get(name) for row in one]
            chosen = own[pattern]
            given = own[_stated(own)]
            if domain.type is Type.NUMBER and len(given):
                chosen[_stated(chosen)] = given[dice.integers(0, len(given), rows)][_stated(chosen)]
            values[kind == place] = chosen[kind == place]
        there: Array | None = _stated(values)
        if name.endswith("/mark.because"):
            values, there = np.ones(rows, "O"), found[name.removesuffix(".because")].there
            values[:] = "stated"
        found[name] = Column(values, there)
    return found


def _stated(values: Array) -> Array:
    return np.asarray([each is not None for each in values])


def check(rows: int, seed: int) -> None:
    columns = Columns(scoring.load(str(YONGZHOU)), reasons=True)
    given = drawn(columns, rows, seed)
    found = columns.score(given, threads=2)
    remember(columns.ruleset)
    refused = compare(columns, given, found, reasons=REASONS)
    outcomes = [found.columns["outcome"][row] for row in range(rows)]
    assert refused < rows // 3
    assert outcomes.count(scoring.Outcome.SCORED) > rows // 3
    assert outcomes.count(scoring.Outcome.MISSING) > rows // 100


def test_yongzhou_in_short() -> None:
    check(400, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 200))
def test_yongzhou_a_million_rows(seed: int) -> None:
    check(10_000, seed)
