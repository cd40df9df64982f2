"""The benchmark's policy over columns, written by hand with binary floats: NumPy and Polars.

As an analyst writes it: figures are floats, rounding is ``floor(x * 100 + 0.5) / 100``. Both give the scores of leaves
and groups, the total and the grade. They are fast, and wrong wherever a float falls on the other side of a half.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

FULL = {"A1.1": 2, "A1.2": 2, "A2.1": 3, "A2.2": 3, "A3.1": 3, "A3.2": 2}
BANDS = ((0.95, 5), (0.9, 4), (0.8, 3), (0.7, 2), (0.6, 1))
GRADES = ("excellent", "fair", "good", "poor")  # in alphabetical order, as a table of words has them
Columns = Mapping[str, Any]
Scores = dict[str, Any]


def half_up(x: Any) -> Any:  # noqa: ANN401 - arrays
    """Return floats rounded to two places."""
    return np.floor(x * 100 + 0.5) / 100


def less(points: float, each: float, count: Any) -> Any:  # noqa: ANN401 - arrays
    """Return points less an amount for each of a count."""
    return np.maximum(0, points - each * count)


def below(points: float, each: float, rate: Any) -> Any:  # noqa: ANN401 - arrays
    """Return points less an amount for each percent below ninety."""
    return half_up(np.clip(points - each * np.maximum(0.9 - rate, 0) / 0.01, 0, points))


def decision(c: Columns) -> Scores:
    """Return the leaf scores of the decision."""
    return {
        "A1.1": 0.5 * (c["lawful_plan"] * 1.0 + c["sector_fit"] + c["within_remit"] + c["public_use"]),
        "A1.2": half_up(c["procedure_mark"] + c["papers_mark"] + c["study_mark"]),
        "A2.1": c["has_target"] * 1.0 + c["target_related"] + 0.5 * c["target_complete"] + 0.5 * c["target_fits"],
        "A2.2": half_up(c["split_mark"] + c["measurable_mark"] + c["tasks_mark"] + c["reviewed_mark"]),
        "A3.1": half_up(c["reasoned_mark"] + c["items_mark"] + c["grounds_mark"] + c["workload_mark"]),
        "A3.2": half_up(
            less(0.5, 0.1, c["method_faults"]) + less(0.5, 0.1, c["standard_faults"]) + less(1, 0.1, c["unfair_shares"])
        ),
    }


def process(c: Columns) -> Scores:
    """Return the leaf scores of the process."""
    compliance = (
        np.where(c["breaches"] > 0, 0, 1)
        + less(1, 0.3, c["approval_gaps"])
        + less(1, 0.5, c["undecided"])
        + less(1, 0.5, c["off_budget"])
        + 2
    )
    return {
        "B1.1": below(1, 0.2, c["received"] / c["budget"]),
        "B1.2": below(2, 0.1, c["spent"] / c["received"]),
        "B1.3": half_up(np.where(c["diversions"] > 0, 0, compliance)),
        "B1.4": less(1, 0.5, c["undisclosed"]),
        "B2.1": half_up(c["procurement_mark"] + c["acceptance_mark"] + c["statutes_mark"]),
        "B2.2": half_up(c["observed_mark"] + c["changes_mark"] + c["filing_mark"] + c["support_mark"]),
        "B2.3": 0.5 * (c["self_evaluated"] * 1.0 + c["on_time_report"] + c["rated_report"] + c["full_report"]),
        "B2.4": less(2, 1, c["uncorrected"]),
        "B2.5": np.array([4.0, 0.0, 2.0])[c["rectified"]],  # all, none, some
    }


def output(c: Columns) -> Scores:
    """Return the leaf scores of the output."""
    return {
        "C1.1": half_up(10 * np.minimum(c["completed"] / c["planned"], 1)),
        "C2.1": half_up(10 * np.minimum(c["qualified"] / c["produced"], 1)),
        "C3.1": less(10, 1, c["late"]),
        "C4.1": c["cost_mark"],
    }


def benefit(c: Columns) -> Scores:
    """Return the leaf scores of the benefit."""
    satisfied: Any = 0
    for bound, points in reversed(BANDS):
        satisfied = np.where(c["satisfaction"] >= bound, points, satisfied)
    return {
        "D1.1": less(5, 0.5, c["poor_places"]),
        "D2.1": less(5, 0.5, c["dry_places"]),
        "D3.1": np.where(c["kind"] == 0, less(5, 0.5, c["unused_places"]), 2.0 * c["usable"] + 3.0 * c["maintained"]),
        "D4.1": np.where(c["petition"], 0, satisfied),
    }


def with_numpy(c: Columns) -> tuple[Any, Any, Scores]:
    """Return totals, places of grades in `GRADES`, scores of leaves and groups."""
    groups = [decision(c), process(c), output(c), benefit(c)]
    sums = [half_up(sum(each.values())) for each in groups]
    total = half_up(sum(sums))
    grade = np.where(total >= 90, 0, np.where(total >= 80, 2, np.where(total >= 60, 1, 3)))
    grade = np.where(c["severe"], 3, grade)
    return total, grade, {name: score for each in groups for name, score in each.items()}


def with_polars() -> Any:  # noqa: ANN401 - a function over frames
    """Return the policy as a function from a Polars frame to one with totals, grades and scores of leaves.

    Raises:
        ImportError: Polars is not installed.
    """
    import polars as pl  # noqa: PLC0415 - a peer, not everywhere installed

    col = pl.col

    def up(x: Any) -> Any:  # noqa: ANN401 - expressions
        return (x * 100 + 0.5).floor() / 100

    def fewer(points: float, each: float, count: str) -> Any:  # noqa: ANN401 - expressions
        return pl.max_horizontal(pl.lit(0.0), points - each * col(count))

    def under(points: float, each: float, rate: Any) -> Any:  # noqa: ANN401 - expressions
        gap = pl.max_horizontal(0.9 - rate, pl.lit(0.0))
        return up((points - each * gap / 0.01).clip(0, points))

    def flags(*weights: tuple[str, float]) -> Any:  # noqa: ANN401 - expressions
        return pl.sum_horizontal([col(name) * weight for name, weight in weights])

    def marks(*names: str) -> Any:  # noqa: ANN401 - expressions
        return up(pl.sum_horizontal(names))

    def halves(*names: str) -> Any:  # noqa: ANN401 - expressions
        return flags(*((name, 0.5) for name in names))

    compliance = (
        pl.when(col("breaches") > 0).then(0.0).otherwise(1.0)
        + fewer(1, 0.3, "approval_gaps") + fewer(1, 0.5, "undecided") + fewer(1, 0.5, "off_budget") + 2.0
    )  # fmt: skip
    satisfied: Any = pl.lit(0.0)
    for bound, points in reversed(BANDS):
        satisfied = pl.when(col("satisfaction") >= bound).then(float(points)).otherwise(satisfied)
    rectified = pl.when(col("rectified") == 0).then(4.0).when(col("rectified") == 2).then(2.0).otherwise(0.0)
    leaves = {
        "A1.1": halves("lawful_plan", "sector_fit", "within_remit", "public_use"),
        "A1.2": marks("procedure_mark", "papers_mark", "study_mark"),
        "A2.1": flags(("has_target", 1.0), ("target_related", 1.0), ("target_complete", 0.5), ("target_fits", 0.5)),
        "A2.2": marks("split_mark", "measurable_mark", "tasks_mark", "reviewed_mark"),
        "A3.1": marks("reasoned_mark", "items_mark", "grounds_mark", "workload_mark"),
        "A3.2": up(
            fewer(0.5, 0.1, "method_faults") + fewer(0.5, 0.1, "standard_faults") + fewer(1, 0.1, "unfair_shares")
        ),
        "B1.1": under(1, 0.2, col("received") / col("budget")),
        "B1.2": under(2, 0.1, col("spent") / col("received")),
        "B1.3": up(pl.when(col("diversions") > 0).then(0.0).otherwise(compliance)),
        "B1.4": fewer(1, 0.5, "undisclosed"),
        "B2.1": marks("procurement_mark", "acceptance_mark", "statutes_mark"),
        "B2.2": marks("observed_mark", "changes_mark", "filing_mark", "support_mark"),
        "B2.3": halves("self_evaluated", "on_time_report", "rated_report", "full_report"),
        "B2.4": fewer(2, 1, "uncorrected"),
        "B2.5": rectified,
        "C1.1": up(10 * pl.min_horizontal(col("completed") / col("planned"), pl.lit(1.0))),
        "C2.1": up(10 * pl.min_horizontal(col("qualified") / col("produced"), pl.lit(1.0))),
        "C3.1": fewer(10, 1, "late"),
        "C4.1": col("cost_mark"),
        "D1.1": fewer(5, 0.5, "poor_places"),
        "D2.1": fewer(5, 0.5, "dry_places"),
        "D3.1": pl.when(col("kind") == 0)
        .then(fewer(5, 0.5, "unused_places"))
        .otherwise(flags(("usable", 2.0), ("maintained", 3.0))),
        "D4.1": pl.when(col("petition")).then(0.0).otherwise(satisfied),
    }
    first = [expression.alias(name) for name, expression in leaves.items()]
    second = [up(pl.sum_horizontal([name for name in leaves if name[0] == each])).alias(each) for each in "ABCD"]
    third = up(pl.sum_horizontal(list("ABCD"))).alias("total")
    total = col("total")
    grade = (
        pl.when(col("severe")).then(3).when(total >= 90).then(0).when(total >= 80).then(2).when(total >= 60).then(1)
        .otherwise(3).cast(pl.Int8).alias("grade")
    )  # fmt: skip
    names = [*leaves, "total", "grade"]

    def run(frame: Any) -> Any:  # noqa: ANN401 - frames
        lazy = frame.lazy().with_columns(first).with_columns(second).with_columns(third).with_columns(grade)
        return lazy.select(names).collect()

    return run
