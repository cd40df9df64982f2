"""What a number is always a multiple of: whether a rounding changes anything at all."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from scoring.graph import Node, Op, Rounding, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ZERO = Fraction(0)


def grids(outputs: Iterable[Node], whole: Callable[[str], bool]) -> dict[Node, Fraction | None]:
    """Return for every number node what all its values are multiples of; None: of nothing that is known; 0: it is 0.

    Args:
        outputs: the nodes.
        whole: whether an input is a whole number.
    """
    found: dict[Node, Fraction | None] = {}
    for node in walk(outputs):
        parts = [found[each] for each in node.args]
        found[node] = _grid(node, parts, whole)
    return found


def idle(node: Node, found: dict[Node, Fraction | None]) -> bool:
    """Whether a rounding changes nothing: what it rounds is a multiple of its step anyway."""
    grid = found[node.args[0]]
    how = node.payload
    return grid is not None and isinstance(how, Rounding) and (grid / how.step).denominator == 1


def _grid(node: Node, parts: list[Fraction | None], whole: Callable[[str], bool]) -> Fraction | None:
    found: Fraction | None = None
    match node.op:
        case Op.CONST:
            found = abs(node.payload) if isinstance(node.payload, Fraction) else _ZERO
        case Op.INPUT:
            found = Fraction(1) if whole(str(node.payload)) else None
        case Op.ADD | Op.SUB | Op.MIN | Op.MAX:
            found = _common(parts)
        case Op.IF | Op.PICK:
            found = _common(parts[1:])
        case Op.FLOOR:
            found = Fraction(1)
        case Op.ROUND:
            found = node.payload.step if isinstance(node.payload, Rounding) else None
        case Op.MUL | Op.DIV:
            found = _scaled(node, parts)
        case _:
            pass
    return found


def _scaled(node: Node, parts: list[Fraction | None]) -> Fraction | None:
    left, right = parts
    if node.op is Op.MUL:
        return left * right if left is not None and right is not None else None
    under = node.args[1].payload
    return left / abs(under) if left is not None and isinstance(under, Fraction) and under else None


def _common(parts: list[Fraction | None]) -> Fraction | None:
    """Return the greatest number of which all of some are multiples."""
    found = _ZERO
    for each in parts:
        if each is None:
            return None
        bottom = lcm(found.denominator, each.denominator)
        found = Fraction(gcd(int(found * bottom), int(each * bottom)), bottom)
    return found
