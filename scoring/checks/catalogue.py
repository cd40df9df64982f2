"""Every finding that checks report, and what looks for them, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks import conditions, doubts, grades, reach, rounding, shape, tables, unused
from scoring.checks.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scoring.checks.look import Look

CHECKS: Sequence[Callable[[Look], None]] = (
    unused.figures,
    unused.lists,
    unused.functions,
    unused.shapes,
    unused.methods,
    doubts.codes,
    doubts.sources,
    doubts.while_lowering,
    doubts.twice,
    doubts.worse_words_that_pay_more,
    tables.tables,
    conditions.conditions,
    conditions.overrides,
    reach.scores,
    grades.reachable,
    shape.cliffs,
    shape.directions,
    rounding.leaves_not_rounded,
    rounding.twice,
    rounding.figures_twice,
    grades.before_rounding,
    unused.allowances,
)
"""What looks for them; the accepted findings are looked at last."""

__all__ = ["CHECKS", "PAGES"]
