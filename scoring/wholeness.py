"""Whether a number is whole whatever the case says, told when a ruleset is loaded: a date moves by whole days."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.graph import Op, Rounding, Unknown, number_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.graph import Node

_KEEPS = frozenset((Op.ADD, Op.SUB, Op.MUL, Op.MIN, Op.MAX))
_CHOOSES = frozenset((Op.IF, Op.PICK))


def is_whole(node: Node, inputs: Callable[[str], bool]) -> bool:
    """Return whether a number is proved to be whole wherever it has a value; ``inputs`` says which are whole."""
    found: dict[Node, bool] = {}
    for each in walk([node]):
        parts = [found[part] for part in each.args]
        if each.op is Op.INPUT:
            number = number_of(each)
            found[each] = inputs(str(each.payload)) if number is None else number == number.__floor__()
        elif each.op in _CHOOSES:
            found[each] = all(parts[1:])
        else:
            found[each] = each.op is Op.FLOOR or _constant(each.payload) or (each.op in _KEEPS and all(parts))
    return found[node]


def _constant(payload: object) -> bool:
    """Return whether a constant, or the step of a rounding, is whole; what is never a number is as good."""
    if isinstance(payload, Rounding):
        payload = payload.step
    return isinstance(payload, Unknown) or (isinstance(payload, Fraction) and payload.denominator == 1)
