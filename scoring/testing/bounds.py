"""What a comparison of the graph compares: a number and constants, brought to the number itself.

``max(0, 90% − x)`` compares ``x`` with 90 %; a bound that words decide is each of the constants it may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.graph import Op
from scoring.number import places_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from fractions import Fraction

    from scoring.graph import Node

EXTREMES = frozenset((Op.MIN, Op.MAX))
_LONG = 10
"""Decimals of a bound as it is written, at most."""

_MOST_LEVELS = 12
"""Constants that a bound may be, by words."""


class Bound(NamedTuple):
    """A number and a constant that it is compared with.

    Attributes:
        acts: when the bound is this constant.
    """

    number: Node
    value: Fraction
    acts: Node


def compared(atom: Node, figures: Container[Node] = (), stop: Node | None = None) -> Iterator[Bound]:
    """Yield the numbers and constants that a comparison, or a ``min`` or ``max``, compares.

    Args:
        atom: the node.
        figures: nodes that have a name of their own: they are compared as they are.
        stop: another such node.
    """
    if atom.op in EXTREMES:
        values = [value for each in atom.args if (value := g.number_of(each)) is not None]
        for value in values:
            for each in atom.args:
                yield from _brought(each, value, figures, stop)
        return
    left, right = atom.args
    for number, bound in ((left, right), (right, left)):
        levels = _levels(bound)
        if levels:
            for value in levels:
                acts = g.TRUE if bound.is_const else g.equal(bound, g.const(value))
                for found in _brought(number, value, figures, stop):
                    yield found._replace(acts=g.both(found.acts, acts))
            return


def _brought(number: Node, value: Fraction, figures: Container[Node], stop: Node | None) -> Iterator[Bound]:
    """Yield the number itself that is compared, what is added to it or multiplies it taken off."""
    while number not in figures and number is not stop:
        if number.op is Op.SUB and value == 0 and not any(each.is_const for each in number.args):
            yield from compared(g.less(*number.args), figures, stop)
            return
        inner = _inner(number, value)
        if inner is None or (_is_long(inner[1]) and not _is_long(value)):
            break
        number, value = inner
    if not number.is_const and (number.op not in EXTREMES or number in figures):
        yield Bound(number, value, g.TRUE)


def _inner(number: Node, value: Fraction) -> tuple[Node, Fraction] | None:
    """Return the operand of a sum, difference, product or quotient with a constant, and what it is compared with."""
    constants = [(place, each) for place, arg in enumerate(number.args) if (each := g.number_of(arg)) is not None]
    if len(constants) != 1 or len(number.args) != 2:  # noqa: PLR2004  # two operands
        return None
    ((place, constant),) = constants
    inner = number.args[1 - place]
    match number.op:
        case Op.ADD:
            return inner, value - constant
        case Op.SUB:
            return inner, value + constant if place else constant - value
        case Op.MUL if constant:
            return inner, value / constant
        case Op.DIV if constant and place:
            return inner, value * constant
        case _:
            return None


def _is_long(value: Fraction) -> bool:
    """Whether a bound is no number that a person would write, such as a logarithm."""
    places = places_of(value)
    return places is None or places > _LONG


def _levels(node: Node) -> list[Fraction]:
    """Return the constants that a bound may be, by words or conditions; none if it is anything else."""
    found: dict[Fraction, None] = {}
    stack = [node]
    while stack:
        each = stack.pop()
        value = g.number_of(each)
        if value is not None:
            found[value] = None
        elif each.op in {Op.IF, Op.PICK}:
            stack.extend(each.args[1:])
        elif not g.is_nothing(each):
            return []
    return sorted(found) if len(found) <= _MOST_LEVELS else []
