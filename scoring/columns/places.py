"""How the numbers of results can be written, whatever the rows hold: told from the ruleset and the given columns."""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import Op, Rounding, Type, sub, walk
from scoring.number import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.columns.layout import Layout
    from scoring.graph import Node
    from scoring.program import Program
    from scoring.reading import Domain

FREE_PLACES = 15
"""Decimals of a number whose figures may have any number of them: as many as a written figure has at most."""

_MOST = 18
"""A number of more decimals is a ratio: 38 digits would leave too few before the point."""


class Kind(IntEnum):
    """How a number is written; of what is made of several, the last kind counts."""

    DECIMAL = 0
    """As a decimal of places that are known."""
    FREE = 1
    """As a decimal; how many places it takes depends on the figures."""
    RATIO = 2
    """As numerator and denominator."""
    TEXT = 3
    """As text: it has 50 digits."""


class Written(NamedTuple):
    """How a number is written, and with how many decimals at most."""

    kind: Kind
    places: int = 0

    @property
    def scale(self) -> int:
        """Decimals of its column."""
        return self.places if self.kind is Kind.DECIMAL else FREE_PLACES


RATIO = Written(Kind.RATIO)
_NUMBER = Written(Kind.DECIMAL)
_KEEPS = frozenset((Op.ADD, Op.SUB, Op.MIN, Op.MAX, Op.IF, Op.PICK))


def numbers_of(asked: Layout, given: Mapping[str, int | None]) -> dict[str, Written]:
    """Return how every column of numbers is written.

    Args:
        asked: what is asked of every row.
        given: the inputs that have a column → decimals of its values, None where they may have any number.
    """
    program = asked.program
    plans = [plan for part in asked.parts for _, plan in part.plans]
    wanted = {f"output {each.name}": [each.node] for each in program.outputs if each.node.type is Type.NUMBER}
    if asked.numbered:
        wanted["total"] = [program.root.score]
    for part in asked.parts:
        wanted[f"score {part.path}"] = [plan.score for _, plan in part.plans]
        if asked.accounts:
            wanted[f"lost {part.path}"] = [sub(plan.points, plan.score) for _, plan in part.plans]
    rounded = {plan.score: plan.places for plan in (program.root, *plans) if plan.places is not None}
    found = _written([node for nodes in wanted.values() for node in nodes], _inputs(program, given), rounded)
    return {key: widest(found[node] for node in nodes) for key, nodes in wanted.items()}


def _inputs(program: Program, given: Mapping[str, int | None]) -> dict[str, Written]:
    """Return how every input is written that is a number."""
    made = {each.name for each in program.reductions} | {each.name for each in program.cohorts}
    return {
        name: _input(domain, given.get(name, 0), taken=name in made, there=name in given)
        for name, domain in program.domains.items()
        if domain.type is Type.NUMBER
    }


def _input(domain: Domain, places: int | None, *, taken: bool, there: bool) -> Written:
    """Return how an input is written; ``taken``: of a list or of all cases; ``there``: it has a column."""
    if domain.whole or domain.date:
        return _NUMBER
    if taken:
        return RATIO
    if there and places is None:
        return Written(Kind.FREE)
    default = _constant(domain.default) if isinstance(domain.default, Fraction) else _NUMBER
    return widest((default, Written(Kind.DECIMAL, places or 0)))


def _written(nodes: Iterable[Node], inputs: Mapping[str, Written], rounded: Mapping[Node, int]) -> dict[Node, Written]:
    """Return how nodes are written, and what they are made of."""
    found: dict[Node, Written] = {}
    for node in walk(nodes):
        if node.type is not Type.NUMBER:
            continue
        if node in rounded:  # also where a person sets it: a score of more decimals is refused
            found[node] = Written(Kind.DECIMAL, rounded[node])
            continue
        found[node] = _limited(_made(node, [found[arg] for arg in node.args if arg.type is Type.NUMBER], inputs))
    return found


def _made(node: Node, parts: list[Written], inputs: Mapping[str, Written]) -> Written:
    """Return how a node is written, by its operands."""
    payload = node.payload
    if isinstance(payload, Rounding):
        return _constant(payload.step)
    if node.op is Op.FLOOR or not (parts or node.op is Op.INPUT):
        return _constant(payload)
    if node.op is Op.INPUT:
        return inputs[str(payload)]
    if node.op in _KEEPS:
        return widest(parts)
    if node.op is Op.APPROX:
        return Written(Kind.TEXT)
    if node.op is Op.DIV:
        divisor = node.args[1].payload
        parts[1] = _constant(1 / divisor) if isinstance(divisor, Fraction) and divisor else RATIO
    return Written(max(each.kind for each in parts), sum(each.places for each in parts))


def _constant(value: object) -> Written:
    """Return how a constant is written; what is no number has no value."""
    places = places_of(value) if isinstance(value, Fraction) else 0
    return RATIO if places is None else _limited(Written(Kind.DECIMAL, places))


def widest(parts: Iterable[Written]) -> Written:
    """Return how numbers are written that are any of several."""
    kinds, places = zip(*parts, strict=True)
    return Written(max(kinds), max(places))


def _limited(found: Written) -> Written:
    most = FREE_PLACES if found.kind is Kind.FREE else _MOST
    return RATIO if found.kind < Kind.RATIO and found.places > most else found
