"""The benchmark's policy over columns, written by hand in NumPy with binary floats.

As an analyst writes it: figures are floats, rounding is ``floor(x * 100 + 0.5) / 100``. It gives the scores of leaves
and groups, the total and the grade. It is fast, and wrong wherever a float falls on the other side of a half.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

BANDS = ((0.95, 5), (0.9, 4), (0.8, 3), (0.7, 2), (0.6, 1))
GRADES = ("excellent", "fair", "good", "poor")  # in alphabetical order, as a table of words has them
Array = Any
Columns = Mapping[str, Array]
Scores = dict[str, Array]
Round = Callable[[Array], Array]


def half_up(x: Array) -> Array:
    """Return floats rounded to two places."""
    return np.floor(x * 100 + 0.5) / 100


def as_it_is(x: Array) -> Array:
    """Return floats not rounded at all."""
    return x


def less(points: float, each: float, count: Array) -> Array:
    """Return points less an amount for each of a count."""
    return np.maximum(0, points - each * count)


def below(points: float, each: float, rate: Array) -> Array:
    """Return points less an amount for each percent below ninety."""
    return np.clip(points - each * np.maximum(0.9 - rate, 0) / 0.01, 0, points)


def decision(c: Columns, up: Round) -> Scores:
    """Return the leaf scores of the decision."""
    return {
        "A1.1": 0.5 * (c["lawful_plan"] * 1.0 + c["sector_fit"] + c["within_remit"] + c["public_use"]),
        "A1.2": up(c["procedure_mark"] + c["papers_mark"] + c["study_mark"]),
        "A2.1": c["has_target"] * 1.0 + c["target_related"] + 0.5 * c["target_complete"] + 0.5 * c["target_fits"],
        "A2.2": up(c["split_mark"] + c["measurable_mark"] + c["tasks_mark"] + c["reviewed_mark"]),
        "A3.1": up(c["reasoned_mark"] + c["items_mark"] + c["grounds_mark"] + c["workload_mark"]),
        "A3.2": up(
            less(0.5, 0.1, c["method_faults"]) + less(0.5, 0.1, c["standard_faults"]) + less(1, 0.1, c["unfair_shares"])
        ),
    }


def process(c: Columns, up: Round) -> Scores:
    """Return the leaf scores of the process."""
    compliance = (
        np.where(c["breaches"] > 0, 0, 1)
        + less(1, 0.3, c["approval_gaps"])
        + less(1, 0.5, c["undecided"])
        + less(1, 0.5, c["off_budget"])
        + 2
    )
    return {
        "B1.1": up(below(1, 0.2, c["received"] / c["budget"])),
        "B1.2": up(below(2, 0.1, c["spent"] / c["received"])),
        "B1.3": up(np.where(c["diversions"] > 0, 0, compliance)),
        "B1.4": less(1, 0.5, c["undisclosed"]),
        "B2.1": up(c["procurement_mark"] + c["acceptance_mark"] + c["statutes_mark"]),
        "B2.2": up(c["observed_mark"] + c["changes_mark"] + c["filing_mark"] + c["support_mark"]),
        "B2.3": 0.5 * (c["self_evaluated"] * 1.0 + c["on_time_report"] + c["rated_report"] + c["full_report"]),
        "B2.4": less(2, 1, c["uncorrected"]),
        "B2.5": np.array([4.0, 0.0, 2.0])[c["rectified"]],  # all, none, some
    }


def output(c: Columns, up: Round) -> Scores:
    """Return the leaf scores of the output."""
    return {
        "C1.1": up(10 * np.minimum(c["completed"] / c["planned"], 1)),
        "C2.1": up(10 * np.minimum(c["qualified"] / c["produced"], 1)),
        "C3.1": less(10, 1, c["late"]),
        "C4.1": c["cost_mark"],
    }


def benefit(c: Columns) -> Scores:
    """Return the leaf scores of the benefit."""
    satisfied: Array = 0
    for bound, points in reversed(BANDS):
        satisfied = np.where(c["satisfaction"] >= bound, points, satisfied)
    return {
        "D1.1": less(5, 0.5, c["poor_places"]),
        "D2.1": less(5, 0.5, c["dry_places"]),
        "D3.1": np.where(c["kind"] == 0, less(5, 0.5, c["unused_places"]), 2.0 * c["usable"] + 3.0 * c["maintained"]),
        "D4.1": np.where(c["petition"], 0, satisfied),
    }


def with_numpy(c: Columns, *, rounded: bool = True) -> tuple[Array, Array, Scores]:
    """Return totals, places of grades in `GRADES`, scores of leaves; ``rounded``: leaves and groups too."""
    up = half_up if rounded else as_it_is
    groups = [decision(c, up), process(c, up), output(c, up), benefit(c)]
    total = half_up(sum(up(sum(each.values())) for each in groups))
    grade = np.where(total >= 90, 0, np.where(total >= 80, 2, np.where(total >= 60, 1, 3)))
    grade = np.where(c["severe"], 3, grade)
    return total, grade, {name: score for each in groups for name, score in each.items()}
