"""The benchmark's policy over columns, written by hand in Polars with binary floats, as one lazy query.

As an analyst writes it, in points. It gives the scores of leaves, the total and the grade; like every float it is
wrong wherever it falls on the other side of a half.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from benchmarks.columns_by_hand import BANDS

Expr = pl.Expr
Query = Callable[[pl.DataFrame], pl.DataFrame]
col = pl.col


def half_up(x: Expr) -> Expr:
    """Return floats rounded to two places."""
    return (x * 100 + 0.5).floor() / 100


def less(points: float, each: float, count: str) -> Expr:
    """Return points less an amount for each of a count."""
    return pl.max_horizontal(pl.lit(0.0), points - each * col(count))


def below(points: float, each: float, rate: Expr) -> Expr:
    """Return points less an amount for each percent below ninety."""
    gap = pl.max_horizontal(0.9 - rate, pl.lit(0.0))
    return (points - each * gap / 0.01).clip(0, points)


def share(part: str, whole: str) -> Expr:
    """Return ten points in proportion to what was reached."""
    return 10 * pl.min_horizontal(col(part) / col(whole), pl.lit(1.0))


def flags(*weights: tuple[str, float]) -> Expr:
    """Return the points of the flags that are true."""
    return pl.sum_horizontal([col(name) * weight for name, weight in weights])


def halves(*names: str) -> Expr:
    """Return half a point for each flag that is true."""
    return flags(*((name, 0.5) for name in names))


def satisfied() -> Expr:
    """Return the points of the satisfaction."""
    found: Expr = pl.lit(0.0)
    for bound, points in reversed(BANDS):
        found = pl.when(col("satisfaction") >= bound).then(float(points)).otherwise(found)
    return found


def leaves(up: Callable[[Expr], Expr]) -> dict[str, Expr]:
    """Return the scores of the leaves; those that may have more than two places are rounded by ``up``."""

    def marks(*names: str) -> Expr:
        return up(pl.sum_horizontal(names))

    compliance = (
        pl.when(col("breaches") > 0).then(0.0).otherwise(1.0)
        + less(1, 0.3, "approval_gaps") + less(1, 0.5, "undecided") + less(1, 0.5, "off_budget") + 2.0
    )  # fmt: skip
    return {
        "A1.1": halves("lawful_plan", "sector_fit", "within_remit", "public_use"),
        "A1.2": marks("procedure_mark", "papers_mark", "study_mark"),
        "A2.1": flags(("has_target", 1.0), ("target_related", 1.0), ("target_complete", 0.5), ("target_fits", 0.5)),
        "A2.2": marks("split_mark", "measurable_mark", "tasks_mark", "reviewed_mark"),
        "A3.1": marks("reasoned_mark", "items_mark", "grounds_mark", "workload_mark"),
        "A3.2": up(less(0.5, 0.1, "method_faults") + less(0.5, 0.1, "standard_faults") + less(1, 0.1, "unfair_shares")),
        "B1.1": up(below(1, 0.2, col("received") / col("budget"))),
        "B1.2": up(below(2, 0.1, col("spent") / col("received"))),
        "B1.3": up(pl.when(col("diversions") > 0).then(0.0).otherwise(compliance)),
        "B1.4": less(1, 0.5, "undisclosed"),
        "B2.1": marks("procurement_mark", "acceptance_mark", "statutes_mark"),
        "B2.2": marks("observed_mark", "changes_mark", "filing_mark", "support_mark"),
        "B2.3": halves("self_evaluated", "on_time_report", "rated_report", "full_report"),
        "B2.4": less(2, 1, "uncorrected"),
        "B2.5": pl.when(col("rectified") == 0).then(4.0).when(col("rectified") == 2).then(2.0).otherwise(0.0),
        "C1.1": up(share("completed", "planned")),
        "C2.1": up(share("qualified", "produced")),
        "C3.1": less(10, 1, "late"),
        "C4.1": col("cost_mark"),
        "D1.1": less(5, 0.5, "poor_places"),
        "D2.1": less(5, 0.5, "dry_places"),
        "D3.1": pl.when(col("kind") == 0)
        .then(less(5, 0.5, "unused_places"))
        .otherwise(flags(("usable", 2.0), ("maintained", 3.0))),
        "D4.1": pl.when(col("petition")).then(0.0).otherwise(satisfied()),
    }


def with_polars(*, rounded: bool = True) -> Query:
    """Return the policy as a function from a frame to scores, total, grade; ``rounded``: leaves and groups too."""
    up: Callable[[Expr], Expr] = half_up if rounded else lambda x: x
    return query(leaves(up), up, half_up)


def query(scores: dict[str, Expr], up: Callable[[Expr], Expr], last: Callable[[Expr], Expr], scale: int = 1) -> Query:
    """Return a lazy query that sums leaves to groups and a total, and grades it.

    Args:
        scores: of the leaves by code.
        up: how a group is rounded.
        last: how the total is.
        scale: what a point is counted as.
    """
    first = [expression.alias(name) for name, expression in scores.items()]
    second = [up(pl.sum_horizontal([name for name in scores if name[0] == each])).alias(each) for each in "ABCD"]
    third = last(pl.sum_horizontal(list("ABCD"))).alias("total")
    total = col("total")
    grade = (
        pl.when(col("severe")).then(3).when(total >= 90 * scale).then(0).when(total >= 80 * scale).then(2)
        .when(total >= 60 * scale).then(1).otherwise(3).cast(pl.Int8).alias("grade")
    )  # fmt: skip
    names = [*scores, "total", "grade"]

    def run(frame: pl.DataFrame) -> pl.DataFrame:
        lazy = frame.lazy().with_columns(first).with_columns(second).with_columns(third).with_columns(grade)
        return lazy.select(names).collect()

    return run
