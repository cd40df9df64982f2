"""Whether a formula takes every value within its range, so that its range is all there is to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.graph import Node, Op
from scoring.intervals import Between, Range

if TYPE_CHECKING:
    from scoring.analysis.subject import Subject

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


def _smooth(over: Range, under: Range) -> bool:
    """Whether a quotient takes every value in its range: its divisor keeps its sign, and its ends are reached."""
    assert isinstance(over, Between)  # noqa: S101  # numbers
    assert isinstance(under, Between)  # noqa: S101  # numbers
    signed = (under.low is not None and under.low >= 0) or (under.high is not None and under.high <= 0)
    limited = under.low is not None and under.high is not None
    nothing = (over.low is None or over.low <= 0) and (over.high is None or over.high >= 0)
    return signed and (limited or nothing)
