"""The cases of a run in the order that the ruleset ranks them by."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from scoring.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.result import Result

_Key = tuple[tuple[bool, Fraction], ...]


def ranked(results: Iterable[Result]) -> tuple[tuple[int | None, Result], ...]:
    """Return results with their ranks, best first; equal ones share a rank and the next ranks are left out.

    A result without a score, or without what is compared first, comes last, in the order given, and has no rank.
    """
    keys = [(_key(result), result) for result in results]
    placed = sorted((pair for pair in keys if pair[0] is not None), key=lambda pair: pair[0] or ())
    found: list[tuple[int | None, Result]] = []
    for _, equal in groupby(placed, key=lambda pair: pair[0]):
        rank = len(found) + 1
        found.extend((rank, result) for _, result in equal)
    return (*found, *((None, result) for key, result in keys if key is None))


def _key(result: Result) -> _Key | None:
    """Return what sorts a result: a thing that has no value comes after all that have one."""
    if result.outcome is not Outcome.SCORED:
        return None
    found: list[tuple[bool, Fraction]] = []
    for each in result.program.order:
        value = result.value(each.by)
        known = isinstance(value, Fraction)
        number = value if isinstance(value, Fraction) else Fraction(0)
        found.append((not known, -number if each.best == "high" else number))
    return None if not found or found[0][0] else tuple(found)
