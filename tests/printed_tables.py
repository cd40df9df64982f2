"""Published tables made from results: what a careful printer would print, with slips where they are asked for."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import Number
from scoring.number import places_of, round_to
from scoring.portfolio import portfolio_of
from scoring.reconcile.reading import read_published
from scoring.reconcile.whole import Reconciliation, reconcile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scoring import Result, Ruleset
    from scoring.reconcile.printed import Key

PLACES = 6


def shown(value: Number | None, mode: str = "half_up") -> str:
    """Return a number as a table prints it: with the ruleset's decimals, else with some."""
    if value is None:
        return ""
    needed = places_of(value)
    if value.places is not None or (needed is not None and needed <= PLACES):
        return str(value)
    return str(Number(round_to(value, mode, Fraction(1, 10**PLACES)), PLACES))


def rows_of(results: Sequence[Result], *, portfolio: bool = True) -> list[list[str]]:
    """Return a table with one row an indicator and one column a case."""
    program = results[0].program
    mode = program.definition.mode
    paths = list(dict.fromkeys(node.path for each in results for node in each.nodes if node.plan.kind != "criterion"))
    names = [each.case.id for each in results if each.case is not None]
    whole = portfolio_of(program, results) if portfolio and program.weight is not None else None
    rows = [["indicator", *names, *(["portfolio"] if whole else [])]]
    for path in paths:
        scores = [{node.path: node.score for node in each.nodes}.get(path) for each in results]
        row = [path, *(shown(each, mode) for each in scores)]
        rows.append([*row, shown(whole.groups.get(path), mode)] if whole else row)
    total = ["total", *(shown(each.total, mode) for each in results)]
    rows.append([*total, shown(whole.total, mode)] if whole else total)
    if whole and whole.weights:
        for name, numbers in (("weight", whole.weights), ("contribution", whole.contributions)):
            rows.append([name, *(shown(numbers.get(each), mode) for each in names), ""])
    return rows


def written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a table as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
    return path


def compared(ruleset: Ruleset, results: Sequence[Result], path: Path, method: str | None = None) -> Reconciliation:
    """Return what becomes of a table."""
    cases = [each.case for each in results if each.case is not None]
    published = read_published(str(path), ruleset.program(method), cases)
    return reconcile(ruleset, results, published, method=method)


def statuses(found: Reconciliation) -> Mapping[Key, str]:
    """Return what became of every printed number that is not equal: what, case, path → status."""
    return {each.cell.key: each.status for each in found.verdicts if each.status != "equal"}
