"""Printed full marks and printed losses of single cases."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.reconcile.printed import LOST, POINTS, Cell, Key
from scoring.reconcile.verdict import ADDS_UP, DIFFERS, EQUAL, UNSCORED, Row, Verdict, agrees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.program import Plan
    from scoring.reconcile.basis import Basis


def point_rows(bases: Sequence[Basis], cells: Mapping[Key, Cell]) -> list[Row]:
    """Return the rows of full marks; those that do not add up by themselves are told too."""
    marks = [cell for key, cell in cells.items() if key.what == POINTS]
    rows: dict[str, Row] = {}
    for cell in marks:
        rows.setdefault(cell.key.path, Row(POINTS, cell.key.path, [])).verdicts.append(_of_points(bases, cell, cells))
    return list(rows.values())


def _of_points(bases: Sequence[Basis], cell: Cell, cells: Mapping[Key, Cell]) -> Verdict:
    """Return what becomes of printed points: those of the ruleset, and the sum of what is printed below them."""
    asked = [each for each in bases if not cell.key.case or each.id == cell.key.case]
    here = [each for each in asked if cell.key.path in each.plans]
    if not here:
        return Verdict(cell, UNSCORED)
    basis = here[0]
    values = {each.result.value(each.plans[cell.key.path].points) for each in here}
    plan = basis.plans[cell.key.path]
    # Points may have moved in single cases; what is printed once for all is what the ruleset prints.
    rule = values.pop() if len(values) == 1 else basis.result.value(plan.printed)
    own = _summed(basis, plan, cell.key.case, cells)
    fits = agrees(rule, cell, None, cell.places, basis.result.program.definition.mode)
    adds_up = own is None or own == cell.value
    status = EQUAL if fits and adds_up else ADDS_UP if adds_up and own is not None else DIFFERS
    return Verdict(cell, status, rule, rule if own is None else own)


def _summed(basis: Basis, plan: Plan, case: str, cells: Mapping[Key, Cell]) -> Fraction | None:
    """Return the sum of the points printed below a node; None where it is not their sum, or some are not printed."""
    printed, rule = Fraction(0), Fraction(0)
    waiting = [basis.result.taken(each) for each in plan.children if not each.outside]
    if not waiting or all(each.kind == "criterion" for each in waiting):
        return None
    for each in waiting:
        cell = cells.get(Key(POINTS, case, each.path)) or cells.get(Key(POINTS, "", each.path))
        value = basis.result.value(each.points)
        if not isinstance(value, Fraction):
            return None
        if cell is not None:
            printed += cell.value
            rule += value
        else:
            below = [basis.result.taken(child) for child in each.children if not child.outside]
            if not below or all(child.kind == "criterion" for child in below):
                return None
            waiting += below
    return printed if rule == basis.result.value(plan.points) else None


def lost_rows(bases: Mapping[str, Basis], cells: Mapping[Key, Cell]) -> list[Row]:
    """Return the rows of printed losses of single cases."""
    by_path: dict[str, list[Cell]] = {}
    for key, cell in cells.items():
        if key.what == LOST and key.case:
            by_path.setdefault(key.path, []).append(cell)
    return [Row(LOST, path, [_of_lost(bases[cell.key.case], cell) for cell in row]) for path, row in by_path.items()]


def _of_lost(basis: Basis, cell: Cell) -> Verdict:
    """Return what becomes of a printed loss: the points less the printed score, or less the computed one."""
    path = cell.key.path
    if path not in basis.plans:
        return Verdict(cell, UNSCORED)
    plan = basis.plans[path]
    points, score = basis.result.value(plan.points), basis.by_rule(path)
    kept = basis.put(path) if path in basis.printed else basis.own(path)
    if not isinstance(points, Fraction) or not isinstance(score, Fraction) or not isinstance(kept, Fraction):
        return Verdict(cell, UNSCORED)
    rule, own = points - score, points - kept
    status = DIFFERS
    if basis.agrees(path, own, cell):
        status = EQUAL if basis.agrees(path, rule, cell) else ADDS_UP
    return Verdict(cell, status, rule, own, plan.places, by_hand=basis.by_hand(path))
