"""What stands below a veto or a set score: reasons that are contained in it, and what it takes beyond them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.graph import Unknown
from scoring.number import Number
from scoring.report.words import amount, say
from scoring.sentences import sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.reasons import Deduction, NodeResult
    from scoring.result import Result
    from scoring.source import Span


def own_reasons(result: Result, node: NodeResult) -> tuple[tuple[Deduction, ...], tuple[Deduction, ...]]:
    """Return deductions and awards of a node itself, also where something above takes their place."""
    lost, won = (tuple(each for each in found if each.indicator == node.path)
                 for found in result.reasons_below(node.path))  # fmt: skip
    return lost, won


def is_replaced(result: Result, node: NodeResult) -> bool:
    """Whether a veto, a set score or the like stands for what a node would be by what is below it."""
    return bool(node.children) and result.value(node.plan.superseded) is True


# Groups: what adds up


def beyond(result: Result, node: NodeResult) -> Number | None:
    """Return what takes the place of a group's account takes beyond what the rows below it lost.

    None where the losses below do not add up with it: a child without a score, or points that are weighed.
    """
    lost, already = node.lost, _already(node)
    if lost is None or already is None or node.plan.open or not is_replaced(result, node):
        return None
    return Number(lost - already, node.plan.places)


def _already(node: NodeResult) -> Fraction | None:
    """Return what the rows below a group lost together; None where that is not in points of the group."""
    points = scores = Fraction(0)
    for each in node.children:
        if each.points is None or each.score is None:
            return None
        points, scores = points + each.points, scores + each.score
    return points - scores if points == node.points else None


def beyond_text(result: Result, node: NodeResult, lang: str) -> str:
    """Return in words how the losses below a group count in what takes the place of its account, "" if none do."""
    if not is_replaced(result, node) or node.lost is None or node.plan.open:
        return ""
    rest = beyond(result, node)
    if rest is None:
        told = any(each.score is None or each.lost for each in node.children)
        return say(lang, "beyond-unknown") if told else ""
    already = Fraction(node.lost) - rest
    if not already:
        return ""
    key = "beyond-gained" if already < 0 else "beyond" if rest >= 0 else "beyond-back"
    return say(lang, key, already=amount(Number(abs(already))), rest=amount(Number(abs(rest))))


def emptied(result: Result, node: NodeResult, lang: str) -> Iterator[str]:
    """Yield which veto emptied a scale without full marks: where there are none to lose, it is no deduction."""
    for entry in node.plan.entries if node.plan.open else ():
        if entry.kind == "veto" and result.value(entry.events["holds"]) is True:
            yield sentence_of(result, node.plan, entry, lang)


# Criteria of a leaf


def is_told(result: Result, criterion: NodeResult) -> bool:
    """Whether there is something to say of a criterion whose leaf is emptied: that it lost points, or lacks a figure.

    Where a person marked or set the whole leaf, nobody asks for what its criteria lack.
    """
    leaf, bound = criterion.path.rpartition(".")[0], result.bound
    if any(own_reasons(result, criterion)):
        return True
    return is_unknown(result, criterion) and (bound is None or not (leaf in bound.marks or leaf in bound.sets))


def is_unknown(result: Result, node: NodeResult) -> bool:
    """Whether a node has no score since something is missing, or not defined."""
    return isinstance(result.value(node.plan.score), Unknown)


def contained(result: Result, leaf: NodeResult) -> Iterator[tuple[int, NodeResult, tuple[Deduction, ...]]]:
    """Yield the criteria of a leaf that a veto emptied of which there is something to say: number, node, what it lost.

    Without the rule that emptied the leaf, which is told already. A score that a person set contains no other losses.
    """
    vetoes = [each for each in own_reasons(result, leaf)[0] if each.entry.kind == "veto"]
    if not (vetoes and is_replaced(result, leaf)):
        return
    told = set(map(_rule, vetoes))
    for number, each in enumerate(leaf.children, 1):
        lost = tuple(one for one in own_reasons(result, each)[0] if _rule(one) not in told)
        if lost or (is_unknown(result, each) and is_told(result, each)):
            yield number, each, lost


def contained_reasons(result: Result) -> Iterator[Deduction]:
    """Yield the deductions that are no part of the total, since something above takes their place.

    Without the rules of vetoes that act further up, which are told there.
    """
    counted = {*result.deductions}
    told = {_rule(each) for each in counted if each.entry.kind == "veto"}
    for node in result.nodes:
        found = (each for each in own_reasons(result, node)[0] if each not in counted)
        yield from (each for each in found if each.entry.kind != "veto" or _rule(each) not in told)


def _rule(each: Deduction) -> tuple[str, Span | None]:
    """Return which rule a reason is of: a veto with a scope acts at several nodes."""
    return each.entry.home, each.place
