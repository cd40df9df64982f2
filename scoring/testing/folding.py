"""Which differences only follow from others: a wrong total from a wrong leaf."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.interpret import operated
from scoring.testing.judge import Aim, Difference
from scoring.testing.model import Exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.graph import Node, Value
    from scoring.result import Result

_GRADED = ("grade", "grades", "range")
WHOLE = Aim("node", "")
"""The total."""


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
    aspect, path = difference.expectation.aspect, _path(difference)
    if difference.got is None and not path and aspect in ("score", "grade"):
        return any(each.expectation.aspect == "outcome" and not _path(each) for each in same)
    if aspect in _GRADED and not difference.expectation.address:
        return _grade_follows(difference, same)
    if path is None or difference.result is None:
        return False
    if aspect == "lost":
        return any(_path(each) == path and each.expectation.aspect == "score" for each in same)
    below = [each for each in same if (own := _path(each)) is not None and _is_below(own, path)]
    return bool(below) and aspect in ("score", "outcome") and _explains(below, difference)


def _explains(below: Sequence[Difference], difference: Difference) -> bool:
    """Whether differences further down make all of one, up to what rounding may add."""
    if difference.delta is None:
        return difference.expectation.aspect == "outcome" or any(each.delta is None for each in below)
    lowest = _lowest(below)
    return abs(difference.delta - _explained(lowest, difference)) <= _slack(difference, len(lowest))


def _grade_follows(difference: Difference, same: Sequence[Difference]) -> bool:
    """Whether a grade is another one since scores are: the one that was expected is that of the total expected."""
    scores = [each for each in same if _path(each) is not None and each.delta is not None]
    result, wanted = difference.result, difference.expectation.wanted
    if not scores or result is None:
        return False
    program = result.program
    root, got = program.root, result.value(program.root.score)
    if difference.expectation.aspect != "grade" or not isinstance(wanted, Exact) or not isinstance(got, Fraction):
        return True
    whole = next((each for each in scores if not _path(each) and each.expectation.aspect == "score"), None)
    if whole is not None and whole.delta is not None:
        total = got - whole.delta
    elif root.by_formula:
        return True
    else:
        total = got - _explained(_lowest(scores), Difference(difference.expectation, got, WHOLE, None, result))
    return _graded(result, total) == wanted.text


def _graded(result: Result, total: Fraction) -> Value:
    """Return the grade of another total, all else being as it is."""
    program = result.program
    assert program.grade is not None  # noqa: S101  # a grade was expected of it
    values: dict[Node, Value] = dict.fromkeys((program.root.score, program.root.exact), total)
    stack = [program.grade]
    while stack:
        node = stack[-1]
        waiting = [each for each in node.args if each not in values]
        if node in values or not waiting:
            stack.pop()
            if node not in values:
                values[node] = operated(node, [values[each] for each in node.args]) if node.args else result.value(node)
        else:
            stack += waiting
    return values[program.grade]


def _lowest(below: Sequence[Difference]) -> list[Difference]:
    """Return the differences of nodes below which there are none, one of each node."""
    lowest = {
        _path(each): each
        for each in below
        if not any(_is_below(_path(other) or "", _path(each) or "") for other in below)
    }
    return list(lowest.values())


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
