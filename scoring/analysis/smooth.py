"""Whether a formula takes every value within its range, so that its range is all there is to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.graph import Node, Op, number_of
from scoring.intervals import Between, Range

if TYPE_CHECKING:
    from scoring.analysis.subject import Subject

_CONTINUOUS = frozenset(("ln", "log10", "exp", "normal", "root"))
"""Functions without a jump where they are defined; a power has one where its exponent is below 0."""

_SMOOTH = frozenset((Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.MIN, Op.MAX, Op.INPUT, Op.CONST))
"""Operations whose result takes every value between two that it takes."""


def takes_all(subject: Subject, formula: Node) -> bool:
    """Whether a formula takes every value within its range: smooth, and each input read once."""
    seen: set[Node] = set()
    base: set[str] = set()
    found = subject.possible(formula)
    stack = [formula]
    while stack:
        node = stack.pop()
        if node.op not in _SMOOTH or (node in seen and node.op is not Op.CONST):
            return False
        if node.op is Op.DIV and not _smooth(*(found[each] for each in node.args)):
            return False
        seen.add(node)
        stack.extend(node.args)
        if node.op is Op.INPUT:
            variable = subject.variable(str(node.payload))
            if not variable.exact or variable.whole or base & variable.base:
                return False
            base |= variable.base
    return True


def cannot_jump(subject: Subject, formula: Node) -> bool:
    """Whether a formula surely has no jump, as its operations have none and no quotient passes 0."""
    found = subject.possible(formula)
    stack, seen = [formula], {formula}
    while stack:
        node = stack.pop()
        if node.op is Op.APPROX:
            exponent = number_of(node.args[-1])
            if node.payload not in _CONTINUOUS and (exponent is None or exponent < 0):
                return False
        elif node.op not in _SMOOTH or (node.op is Op.DIV and not _keeps_its_sign(found[node.args[1]])):
            return False
        new = [each for each in node.args if each not in seen]
        seen.update(new)
        stack += new
    return True


def _keeps_its_sign(under: Range) -> bool:
    """Whether a number is never on both sides of 0; at 0 itself a quotient has no value."""
    assert isinstance(under, Between)  # noqa: S101  # a number
    return (under.low is not None and under.low >= 0) or (under.high is not None and under.high <= 0)


def _smooth(over: Range, under: Range) -> bool:
    """Whether a quotient takes every value in its range: its divisor keeps its sign, and its ends are reached."""
    assert isinstance(over, Between)  # noqa: S101  # numbers
    assert isinstance(under, Between)  # noqa: S101  # numbers
    limited = under.low is not None and under.high is not None
    nothing = (over.low is None or over.low <= 0) and (over.high is None or over.high >= 0)
    return _keeps_its_sign(under) and (limited or nothing)
