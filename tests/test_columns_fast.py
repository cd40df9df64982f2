"""Kernels as machine code against the same kernels in NumPy, which other tests compare with the scalar function."""

from __future__ import annotations

import random
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

import scoring
from column_rows import Rows, table
from scoring.columns.column import Coded, Column, Scaled
from scoring.columns.jit import runs
from scoring.columns.runner import Columns
from scoring.ruleset import Ruleset
from test_columns_generated import CHUNK, SUITES, check_generated, check_suite
from test_columns_rulesets import KINDS, POLICY, RULESETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scoring.columns.names import Array
    from scoring.columns.table import Table

UNROUNDED = POLICY.with_name("policy_unrounded.yaml")


def same(one: Table, other: Table) -> None:
    """Compare two tables of results, row by row."""
    assert one.columns.keys() == other.columns.keys()
    for key, own in one.columns.items():
        found = other.columns[key]
        assert [own[row] for row in range(one.rows)] == [found[row] for row in range(one.rows)], key
    assert {row: [*map(str, why)] for row, why in one.refused.items()} == {
        row: [*map(str, why)] for row, why in other.refused.items()
    }


def both(ruleset: Ruleset, given: Mapping[str, Any], method: str | None = None, *, threads: int = 1) -> Table:
    """Compare a table by NumPy with the same by machine code; return the latter, whose kernels were there before."""
    plain = Columns(ruleset, method, reasons=True, fast=False).score(given)
    columns = Columns(ruleset, method, reasons=True, fast=True)
    same(plain, columns.score(given))
    found = columns.score(given, threads=threads)
    same(plain, found)
    assert plain.fast == 0
    assert (plain.careful, plain.doubtful) == (found.careful, found.doubtful)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", [*RULESETS, POLICY, UNROUNDED], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_rulesets(path: Path, kind: str) -> None:
    ruleset = scoring.load(str(path))
    draw = Rows(ruleset, None, 5)
    rows = [draw.row(kind) for _ in range(60)]
    given = table(rows, dict(draw.program.domains), random.Random(5))  # noqa: S311 - figures to score
    if not Columns(ruleset).direct:
        pytest.skip("its rows depend on each other and have lists: see test_columns_runs")
    found = both(ruleset, given)
    if path == POLICY and kind != "wild":
        assert found.fast == found.rows


@pytest.mark.parametrize("first", range(0, 40, CHUNK))
def test_generated_rulesets(first: int, tmp_path: Path) -> None:
    found = [check_generated(seed, tmp_path, fast=True) for seed in range(first, first + CHUNK)]
    assert sum(quick for _, quick in found) > sum(rows for rows, _ in found) / 4


@pytest.mark.long
@pytest.mark.parametrize("first", range(40, 2040, CHUNK))
def test_generated_rulesets_at_length(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        check_generated(seed, tmp_path, fast=True)


def test_the_conformance_suite(tmp_path: Path) -> None:
    assert sum(check_suite(suite, tmp_path, fast=True) for suite in SUITES) > 100
