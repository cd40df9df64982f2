"""Which differences only follow from others: a wrong total from a wrong leaf."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.interpret import operated
from scoring.testing.judge import Difference, compared, node_of, number_of
from scoring.testing.model import Exact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.graph import Node, Value
    from scoring.result import Result


def folded(differences: Sequence[Difference]) -> tuple[list[Difference], list[Difference]]:
    """Return the differences that are to be told, and those that only follow from them.

    A score or a grade follows from scores of nodes below it if what was expected of these makes exactly what was
    expected of it, with its rounding; an outcome from outcomes for which the same is missing.
    """
    told: list[Difference] = []
    follows: list[Difference] = []
    for each in differences:
        (follows if _follows(each, differences) else told).append(each)
    return told, follows


def _follows(difference: Difference, all_: Sequence[Difference]) -> bool:
    same = [each for each in all_ if each.result is difference.result]
    aspect, path, result = difference.expectation.aspect, _path(difference), difference.result
    nothing = difference.got is None and not path and aspect in ("score", "grade")
    if nothing and any(each.expectation.aspect == "outcome" and not _path(each) for each in same):
        return True
    if result is None or path is None:
        of_whole = aspect == "grade" and not difference.expectation.address
        return result is not None and of_whole and _grade_follows(difference, result, same)
    if aspect == "lost":
        return _lost_follows(difference, result, [each for each in same if _path(each) == path])
    below = [each for each in same if (own := _path(each)) is not None and _is_below(own, path)]
    absent = aspect == "outcome" or (aspect == "score" and difference.got is None)
    return (absent and _is_missing_below(path, result, below)) or (
        aspect == "score" and _makes(difference, result, below)
    )


def _is_missing_below(path: str, result: Result, below: Sequence[Difference]) -> bool:
    """Whether all that is missing for a node is missing for nodes below it, whose outcomes differ too."""
    names = {name for each in below if each.expectation.aspect == "outcome" for name in _missing(result, _path(each))}
    return bool(names) and names == set(_missing(result, path))


def _missing(result: Result, path: str | None) -> tuple[str, ...]:
    if not path:
        return result.missing
    node = node_of(result, path)
    return () if node is None else node.missing


def _lost_follows(difference: Difference, result: Result, own: Sequence[Difference]) -> bool:
    """Whether what is lost differs only as the score of the same node does."""
    lost, node = _wanted(difference), node_of(result, _path(difference) or "")
    points = None if node is None else node.points
    if lost is None or points is None:
        return False
    return any(each.expectation.aspect == "score" and _wanted(each) == points - lost for each in own)


def _makes(difference: Difference, result: Result, below: Sequence[Difference]) -> bool:
    """Whether what was expected of nodes below a node makes what was expected of it."""
    plan, given = result.program.plans.get(_path(difference) or ""), _given(result, below)
    if plan is None or not given:
        return False
    value = _recomputed(result, plan.score, given)
    return isinstance(value, Fraction) and compared(difference.expectation, value, difference.aim, result) is None


def _grade_follows(difference: Difference, result: Result, same: Sequence[Difference]) -> bool:
    """Whether a grade is another one since scores are: the one that was expected is that of the scores expected."""
    given, grade, wanted = _given(result, same), result.program.grade, difference.expectation.wanted
    if not given or grade is None or not isinstance(wanted, Exact):
        return False
    return _recomputed(result, grade, given) == wanted.text


def _given(result: Result, differences: Sequence[Difference]) -> dict[Node, Value]:
    """Return what was expected of the scores of nodes; nothing where one of them is something else's value too."""
    program = result.program
    others = {node for _, node in program.figures.values()}
    own = {_path(each) for each in differences}
    found: dict[Node, Value] = {}
    for each in differences:
        path = _path(each)
        plan, score = None if path is None else program.plans.get(path), _score(each, result)
        if plan is None or path is None or score is None:
            continue
        alike = (one.path for one in program.plans.values() if one.score is plan.score and one.path not in own)
        if plan.score.is_const or plan.score in others or found.get(plan.score, score) != score:
            return {}
        if not all(_is_below(one, path) or _is_below(path, one) for one in alike):
            return {}
        found[plan.score] = score
        if not path:
            found[plan.exact] = score
    return found


def _score(difference: Difference, result: Result) -> Fraction | None:
    """Return the score that was expected, also by what was to be lost."""
    wanted, aspect = _wanted(difference), difference.expectation.aspect
    if wanted is None or aspect not in ("score", "lost"):
        return None
    if aspect == "score":
        return wanted
    node = node_of(result, _path(difference) or "")
    return None if node is None or node.points is None else node.points - wanted


def _wanted(difference: Difference) -> Fraction | None:
    """Return the number that was expected, None where none was."""
    wanted = difference.expectation.wanted
    return number_of(wanted) if isinstance(wanted, Exact) else None


def _recomputed(result: Result, wanted: Node, given: Mapping[Node, Value]) -> Value:
    """Return what a node would be if others were as given, all else being as it is."""
    values: dict[Node, Value] = dict(given)
    stack = [wanted]
    while stack:
        node = stack[-1]
        waiting = [each for each in node.args if each not in values]
        if node in values or not waiting:
            stack.pop()
            if node not in values:
                values[node] = operated(node, [values[each] for each in node.args]) if node.args else result.value(node)
        else:
            stack += waiting
    return values[wanted]


def _path(difference: Difference) -> str | None:
    aim = difference.aim
    return aim.path if aim is not None and aim.kind == "node" else None


def _is_below(path: str, above: str) -> bool:
    return path != above and (not above or path.startswith(f"{above}."))
