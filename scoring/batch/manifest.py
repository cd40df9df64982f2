"""The manifest of a run: what was made, of what, by what. It holds no time and no folder, so a rerun makes the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from scoring.batch.tally import leaves
from scoring.number import Number, decimal_text
from scoring.outcome import Outcome
from scoring.ruleset import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from scoring.batch.finish import Written
    from scoring.batch.plan import Plan
    from scoring.batch.tally import Tally


def manifest(plan: Plan, tally: Tally, hashes: Sequence[str], written: tuple[Written, Written]) -> dict[str, Any]:
    """Return the manifest.

    Args:
        plan: of the run.
        tally: what was counted.
        hashes: SHA-256 of each file of the input.
        written: the output and the quarantine.
    """
    job, ruleset = plan.job, plan.job.ruleset
    output, quarantine = written
    read = [{"name": each.name, "bytes": each.size, "sha256": sha256}
            for each, sha256 in zip(job.files, hashes, strict=True)]  # fmt: skip
    return {
        "manifest": 1,
        "library": LIBRARY,
        "pyarrow": pa.__version__,
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256, "method": job.method},
        "input": read,
        "output": {**output.data(), "rows": tally.rows - tally.refused, "columns": list(plan.names)},
        "quarantine": {**quarantine.data(), "rows": tally.refused},
        "chunk": job.size,
        **counted(plan, tally),
    }


def counted(plan: Plan, tally: Tally) -> dict[str, Any]:
    """Return what was counted, with numbers as texts, in an order that no chance decides."""
    mean = tally.total / tally.totals if tally.totals else None
    return {
        "rows": tally.rows,
        "refused": tally.refused,
        "blank": tally.blank,
        "outcomes": {each.value: tally.outcomes[each.value] for each in Outcome if tally.outcomes[each.value]},
        "grades": {name or "": tally.grades[name] for name in grade_names(plan, tally)},
        "total": {"rows": tally.totals, "mean": _two(mean), "min": _text(tally.least), "max": _text(tally.most)},
        "lost": {path: {"rows": tally.applied[path], "points": _text(tally.lost[path])}
                 for path, _ in leaves(plan.chunks.columns) if path in tally.lost},
        "codes": dict(sorted(tally.codes.items())),
    }  # fmt: skip


def grade_names(plan: Plan, tally: Tally) -> list[str]:
    """Return the grades that rows have, in the order of the ruleset; "" for none comes last."""
    order = plan.chunks.columns.program.grades
    rest = sorted(each for each in tally.grades if each and each not in order)
    return [each for each in (*order, *rest, "") if tally.grades[each]]


def _two(number: Fraction | None) -> str | None:
    return None if number is None else format(Number(number), ".2f")


def _text(number: Fraction | None) -> str | None:
    return None if number is None else decimal_text(number)
