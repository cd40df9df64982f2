"""The benchmark's policy over columns of scaled whole numbers, written by hand in Polars and for DuckDB.

This is how an expert gets it exact: money and marks come as whole hundredths, the satisfaction in ten-thousandths, and
every quotient is rounded by a division of whole numbers. Scores are in hundredths of a point. It works because every
leaf is rounded; without that the scores of a row have no common unit.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

SATISFIED = ((9500, 500), (9000, 400), (8000, 300), (7000, 200), (6000, 100))
Table = Any


def with_polars() -> Callable[[Table], Table]:
    """Return the policy as a function from a Polars frame of whole numbers to one of scores, total and grade.

    Raises:
        ImportError: Polars is not installed.
    """
    import polars as pl  # noqa: PLC0415 - a peer, not everywhere installed

    from benchmarks import columns_polars  # noqa: PLC0415 - likewise

    col, none = pl.col, pl.lit(0, pl.Int64)

    def whole(value: int) -> pl.Expr:
        return pl.lit(value, pl.Int64)

    def less(points: int, each: int, count: str) -> pl.Expr:
        return pl.max_horizontal(none, points - each * col(count))

    def divided(part: pl.Expr, by: pl.Expr) -> pl.Expr:
        return (2 * part + by) // (2 * by)

    def below(points: int, each: int, part: str, by: str) -> pl.Expr:
        lost = each * (90 * col(by) - 100 * col(part))
        left = pl.max_horizontal(none, divided(points * col(by) - lost, col(by)))
        return pl.when(10 * col(part) >= 9 * col(by)).then(whole(points)).otherwise(left)

    def share(part: str, by: str) -> pl.Expr:
        return pl.min_horizontal(whole(1000), divided(1000 * col(part), col(by)))

    def flags(points: int, *names: str) -> pl.Expr:
        return points * pl.sum_horizontal([col(name).cast(pl.Int64) for name in names])

    compliance = (
        pl.when(col("breaches") > 0).then(whole(200)).otherwise(whole(300))
        + less(100, 30, "approval_gaps") + less(100, 50, "undecided") + less(100, 50, "off_budget")
    )  # fmt: skip
    satisfied: pl.Expr = none
    for bound, points in reversed(SATISFIED):
        satisfied = pl.when(col("satisfaction") >= bound).then(whole(points)).otherwise(satisfied)
    rectified = pl.when(col("rectified") == 0).then(whole(400)).when(col("rectified") == 2).then(whole(200))
    leaves = {
        "A1.1": flags(50, "lawful_plan", "sector_fit", "within_remit", "public_use"),
        "A1.2": pl.sum_horizontal("procedure_mark", "papers_mark", "study_mark"),
        "A2.1": flags(100, "has_target", "target_related") + flags(50, "target_complete", "target_fits"),
        "A2.2": pl.sum_horizontal("split_mark", "measurable_mark", "tasks_mark", "reviewed_mark"),
        "A3.1": pl.sum_horizontal("reasoned_mark", "items_mark", "grounds_mark", "workload_mark"),
        "A3.2": less(50, 10, "method_faults") + less(50, 10, "standard_faults") + less(100, 10, "unfair_shares"),
        "B1.1": below(100, 20, "received", "budget"),
        "B1.2": below(200, 10, "spent", "received"),
        "B1.3": pl.when(col("diversions") > 0).then(none).otherwise(compliance),
        "B1.4": less(100, 50, "undisclosed"),
        "B2.1": pl.sum_horizontal("procurement_mark", "acceptance_mark", "statutes_mark"),
        "B2.2": pl.sum_horizontal("observed_mark", "changes_mark", "filing_mark", "support_mark"),
        "B2.3": flags(50, "self_evaluated", "on_time_report", "rated_report", "full_report"),
        "B2.4": less(200, 100, "uncorrected"),
        "B2.5": rectified.otherwise(none),
        "C1.1": share("completed", "planned"),
        "C2.1": share("qualified", "produced"),
        "C3.1": less(1000, 100, "late"),
        "C4.1": col("cost_mark"),
        "D1.1": less(500, 50, "poor_places"),
        "D2.1": less(500, 50, "dry_places"),
        "D3.1": pl.when(col("kind") == 0)
        .then(less(500, 50, "unused_places"))
        .otherwise(flags(200, "usable") + flags(300, "maintained")),
        "D4.1": pl.when(col("petition")).then(none).otherwise(satisfied),
    }
    return columns_polars.query(leaves, lambda x: x, lambda x: x, 100)


# --- DuckDB -----------------------------------------------------------------------------------------------------


def _less(points: int, each: int, count: str) -> str:
    return f"greatest(0, {points} - {each} * {count})"


def _divided(part: str, by: str) -> str:
    return f"(2 * ({part}) + {by}) // (2 * {by})"


def _below(points: int, each: int, part: str, by: str) -> str:
    left = _divided(f"{points} * {by} - {each} * (90 * {by} - 100 * {part})", by)
    return f"CASE WHEN 10 * {part} >= 9 * {by} THEN {points} ELSE greatest(0, {left}) END"


def _flags(points: int, *names: str) -> str:
    return f"{points} * (" + " + ".join(f"{name}::BIGINT" for name in names) + ")"


def _leaves() -> dict[str, str]:
    compliance = (
        f"CASE WHEN breaches > 0 THEN 200 ELSE 300 END + {_less(100, 30, 'approval_gaps')}"
        f" + {_less(100, 50, 'undecided')} + {_less(100, 50, 'off_budget')}"
    )
    satisfied = " ".join(f"WHEN satisfaction >= {bound} THEN {points}" for bound, points in SATISFIED)
    return {
        "A1_1": _flags(50, "lawful_plan", "sector_fit", "within_remit", "public_use"),
        "A1_2": "procedure_mark + papers_mark + study_mark",
        "A2_1": _flags(100, "has_target", "target_related") + " + " + _flags(50, "target_complete", "target_fits"),
        "A2_2": "split_mark + measurable_mark + tasks_mark + reviewed_mark",
        "A3_1": "reasoned_mark + items_mark + grounds_mark + workload_mark",
        "A3_2": f"{_less(50, 10, 'method_faults')} + {_less(50, 10, 'standard_faults')}"
        f" + {_less(100, 10, 'unfair_shares')}",
        "B1_1": _below(100, 20, "received", "budget"),
        "B1_2": _below(200, 10, "spent", "received"),
        "B1_3": f"CASE WHEN diversions > 0 THEN 0 ELSE {compliance} END",
        "B1_4": _less(100, 50, "undisclosed"),
        "B2_1": "procurement_mark + acceptance_mark + statutes_mark",
        "B2_2": "observed_mark + changes_mark + filing_mark + support_mark",
        "B2_3": _flags(50, "self_evaluated", "on_time_report", "rated_report", "full_report"),
        "B2_4": _less(200, 100, "uncorrected"),
        "B2_5": "CASE rectified WHEN 0 THEN 400 WHEN 2 THEN 200 ELSE 0 END",
        "C1_1": f"least(1000, {_divided('1000 * completed', 'planned')})",
        "C2_1": f"least(1000, {_divided('1000 * qualified', 'produced')})",
        "C3_1": _less(1000, 100, "late"),
        "C4_1": "cost_mark",
        "D1_1": _less(500, 50, "poor_places"),
        "D2_1": _less(500, 50, "dry_places"),
        "D3_1": f"CASE WHEN kind = 0 THEN {_less(500, 50, 'unused_places')} "
        f"ELSE {_flags(200, 'usable')} + {_flags(300, 'maintained')} END",
        "D4_1": f"CASE WHEN petition THEN 0 {satisfied} ELSE 0 END",
    }


def with_duckdb(threads: int) -> Callable[[Table], Table]:
    """Return the policy as a function from an Arrow table of whole numbers to one of scores, total and grade.

    Raises:
        ImportError: DuckDB is not installed.
    """
    own = import_module("duckdb").connect(config={"threads": threads})
    leaves = _leaves()
    first = ", ".join(f"({text})::BIGINT AS {name}" for name, text in leaves.items())
    grade = (
        "CASE WHEN severe THEN 3 WHEN total >= 9000 THEN 0 WHEN total >= 8000 THEN 2 WHEN total >= 6000 THEN 1 ELSE 3"
    )
    text = (
        f"SELECT * EXCLUDE severe, ({grade} END)::TINYINT AS grade FROM "  # noqa: S608 - our own text
        f"(SELECT *, {' + '.join(leaves)} AS total FROM (SELECT severe, {first} FROM figures))"
    )

    def run(table: Table) -> Table:
        own.register("figures", table)
        return own.sql(text).to_arrow_table()

    return run
