"""Which differences only follow from others: a wrong total from a wrong leaf."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.testing.judge import Difference

_GRADED = ("grade", "grades", "range")


def folded(differences: Sequence[Difference]) -> tuple[list[Difference], list[Difference]]:
    """Return the differences that are to be told, and those that only follow from them.

    The score of a node follows from those of nodes below it where they explain all of it (up to what rounding may
    add), and a grade follows from any score that differs.
    """
    told: list[Difference] = []
    follows: list[Difference] = []
    for each in differences:
        (follows if _follows(each, differences) else told).append(each)
    return told, follows


def _follows(difference: Difference, all_: Sequence[Difference]) -> bool:
    same = [each for each in all_ if each.result is difference.result]
    if difference.expectation.aspect in _GRADED and not difference.expectation.address:
        return any(each.aim is not None and each.delta is not None for each in same)
    path = _path(difference)
    if path is None or difference.result is None:
        return False
    if difference.expectation.aspect == "lost":
        return any(_path(each) == path and each.expectation.aspect == "score" for each in same)
    below = [each for each in same if (own := _path(each)) is not None and _is_below(own, path)]
    if not below or difference.expectation.aspect not in ("score", "outcome"):
        return False
    if difference.delta is None:
        return difference.expectation.aspect == "outcome" or any(each.delta is None for each in below)
    lowest = {
        _path(each): each
        for each in below
        if not any(_is_below(_path(other) or "", _path(each) or "") for other in below)
    }
    return abs(difference.delta - _explained(list(lowest.values()), difference)) <= _slack(difference, len(lowest))


def _explained(below: Sequence[Difference], difference: Difference) -> Fraction:
    """Return how much of a difference those below it make: each by what a point of it is worth up there."""
    assert difference.result is not None  # noqa: S101  # the caller has asked
    whole = difference.result.factor(difference.result.program.plans[_path(difference) or ""])
    found = Fraction(0)
    for each in below:
        plan = difference.result.program.plans[_path(each) or ""]
        factor = difference.result.factor(plan)
        if each.delta is not None and factor is not None and whole:
            delta = -each.delta if each.expectation.aspect == "lost" else each.delta
            found += delta * factor / whole
    return found


def _slack(difference: Difference, count: int) -> Fraction:
    """Return how much rounding may add on the way up."""
    assert difference.result is not None  # noqa: S101  # the caller has asked
    places = difference.result.program.plans[_path(difference) or ""].places
    return Fraction(count + 1, 10**places) if places is not None else Fraction(0)


def _path(difference: Difference) -> str | None:
    aim = difference.aim
    return aim.path if aim is not None and aim.kind == "node" else None


def _is_below(path: str, above: str) -> bool:
    return path != above and (not above or path.startswith(f"{above}."))
