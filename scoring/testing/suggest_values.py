"""Values of one input that are worth trying, so that conditions come to hold: found by solving, not by guessing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.analysis.chain import Chain
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.graph import Op, Type, Unknown, walk
from scoring.number import places_of, round_to
from scoring.testing.bounds import EXTREMES, compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.graph import Node
    from scoring.reading import Domain, Read
    from scoring.testing.values import Inputs

_PLACES = (0, 1, 2, 4, 6)
_LONGEST = 9
"""Decimals that a case may be written with, at most."""

_MOST_NODES = 6_000
_PLAIN = tuple(map(Fraction, (0, 1, 2, 10, 100)))
_COMPARED = frozenset((Op.LT, Op.LE, Op.EQ))


def bounds_in(nodes: Iterable[Node]) -> list[tuple[Node, Fraction]]:
    """Return the numbers and constants that conditions compare, each once."""
    found: dict[tuple[Node, Fraction], None] = {}
    for node in walk(nodes):
        if (node.op in _COMPARED and node.args[0].type is Type.NUMBER) or node.op in EXTREMES:
            for bound in compared(node):
                found[bound.number, bound.value] = None
    return list(found)


def worth_trying(name: str, domain: Domain, wanted: Iterable[tuple[Node, Fraction]], inputs: Inputs) -> Iterator[Read]:
    """Yield values of an input at which numbers reach what is wanted of them, then plain ones."""
    if domain.type is Type.TRUTH:
        yield from (True, False)
        return
    if domain.type is Type.CHOICE:
        yield from domain.words
        return
    seen: set[Fraction] = set()
    for value in (*_solved(name, domain, wanted, inputs), *_ends(domain), *_PLAIN):
        for each in written(value, domain):
            if each not in seen and fits(each, domain):
                seen.add(each)
                yield each


def _ends(domain: Domain) -> Iterator[Fraction]:
    yield from (each for each in (domain.low, domain.high) if each is not None)


def _solved(name: str, domain: Domain, wanted: Iterable[tuple[Node, Fraction]], inputs: Inputs) -> Iterator[Fraction]:
    """Yield values of an input for which numbers have certain values, the other inputs standing as they are."""
    fixed = {each: value for each, value in inputs.items() if each != name and not isinstance(value, Unknown)}
    for number, value in wanted:
        own = next((node for node in walk([number]) if node.op is Op.INPUT and node.payload == name), None)
        if own is number:
            unit = unit_of(domain, value)
            yield from (value, value - unit, value + unit, value / 2)
        elif own is not None:
            there = list(crossings(number, own, {**fixed, f"given:{name}": True}, domain, value))
            for found in there or [value]:
                yield found
                unit = unit_of(domain, found)
                yield from (found - unit, found + unit, found / 2)


def crossings(
    number: Node, own: Node, fixed: Mapping[str, Read], domain: Domain, value: Fraction
) -> Iterator[Fraction]:
    """Yield values of an input for which a number has a value."""
    if sum(1 for _ in walk([number])) > _MOST_NODES:
        return
    try:
        run = pieces([number], own, fixed, domain.low, domain.high)
    except NotProved:
        return
    for piece in run:
        part = piece.parts[0]
        if isinstance(part, Chain):
            for place in part.crossings(value):
                if (piece.low is None or piece.low <= place) and (piece.high is None or place <= piece.high):
                    yield place
        elif part == value:
            yield piece.inside


def unit_of(domain: Domain, value: Fraction) -> Fraction:
    """Return the least by which a value of an input differs as it is written."""
    if domain.whole or domain.date:
        return Fraction(1)
    scale = 100 if domain.percent else 1
    places = places_of(value * scale)
    return Fraction(1, scale * 10 ** max(domain.places or 0, min(places or 0, _LONGEST)))


def written(value: Fraction, domain: Domain) -> Iterator[Fraction]:
    """Yield a value as a case can be written: itself, or numbers with few decimals next to it."""
    scale = 100 if domain.percent else 1
    places = places_of(value * scale)
    most = domain.places if domain.places is not None else _LONGEST
    if places is not None and places <= most:
        yield value
        return
    for digits in _PLACES:
        if digits <= most:
            step = Fraction(1, scale * 10**digits)
            yield from (round_to(value, "down", step), round_to(value, "up", step))


def fits(value: Fraction, domain: Domain) -> bool:
    """Whether an input may have a value."""
    if (domain.whole or domain.date) and value.denominator != 1:
        return False
    return (domain.low is None or domain.low <= value) and (domain.high is None or value <= domain.high)
