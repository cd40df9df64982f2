"""Pieces of one variable against the interpreter: the same value everywhere, no gap, no overlap, and true ends."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import analysis_graphs as ag
from scoring.analysis.chain import Chain
from scoring.analysis.piece import NotProved, Piece
from scoring.analysis.pieces import pieces

if TYPE_CHECKING:
    from scoring.analysis.piece import Part
    from scoring.graph import Value

F = Fraction
EDGE = 20
"""How far an open range is looked at point by point."""


def value_at(part: Part, x: Fraction) -> Value:
    """Return what a part of a piece says of a place."""
    return part.at(x) if isinstance(part, Chain) else part


def covered(found: list[Piece], asked: ag.Question) -> None:
    """The pieces follow one another, point and interval in turn, from the least number to the greatest."""
    assert (found[0].low, found[-1].high) == (asked.low, asked.high)
    for one, other in pairwise(found):
        assert one.high is not None
        assert one.high == other.low
        assert one.is_point is not other.is_point
    assert found[0].is_point is (asked.low is not None)
    assert found[-1].is_point is (asked.high is not None)


def places(piece: Piece, dice: random.Random) -> list[Fraction]:
    """Return numbers of a piece: just beside its ends, in the middle, anywhere, and what it calls its own."""
    if piece.is_point:
        assert piece.low is not None
        assert piece.inside == piece.low
        return [piece.low]
    ends = [next(ag.nearer(piece.low, piece.high, upper=upper)) for upper in (False, True)]
    width = None if piece.low is None or piece.high is None else piece.high - piece.low
    assert lies(piece, piece.inside)
    found = [*ends, piece.inside]
    if width is not None and piece.low is not None and piece.high is not None:
        found += [piece.low + width / 1000, piece.high - width / 1000, piece.low + width / 2]
        found += [piece.low + width * F(dice.randint(1, 9998), 9999) for _ in range(3)]
    else:
        start = piece.low if piece.low is not None else piece.high if piece.high is not None else F(0)
        way = 1 if piece.low is not None else -1
        found += [start + way * F(1, 1000), start + way * F(dice.randint(1, 10**6), 997)]
    return [each for each in found if lies(piece, each)]


def lies(piece: Piece, x: Fraction) -> bool:
    """Whether a place is of a piece."""
    if piece.is_point:
        return x == piece.low
    return (piece.low is None or piece.low < x) and (piece.high is None or x < piece.high)


def ends_hold(piece: Piece, asked: ag.Question) -> None:
    """What a number comes to at the ends of a piece is what its values come to."""
    for number, part in enumerate(piece.parts):
        if not isinstance(part, Fraction | Chain):
            continue
        for upper, near in zip((False, True), piece.ends(part), strict=True):
            if piece.is_point:
                assert piece.low is not None
                assert (near.value, near.side) == (asked.at(piece.low)[number], 0)
                continue
            values = [asked.at(x)[number] for x in ag.nearer(piece.low, piece.high, upper=upper)]
            assert ag.is_end(values, near.value, near.side), (near, values[-1])


def whole_numbers_found(piece: Piece, asked: ag.Question) -> None:
    """A piece names the first and the last whole number that it holds, and what its values come to there."""
    found = piece.whole()
    if found is None:
        assert piece.low is not None
        assert piece.high is not None
        assert not any(lies(piece, F(n)) for n in range(piece.low.__floor__(), piece.high.__ceil__() + 1))
        return
    for end, limit, way in zip(found, (piece.low, piece.high), (-1, 1), strict=True):
        assert (end is None) is (limit is None)
        if end is not None:
            assert end.denominator == 1
            assert lies(piece, end)
            assert not lies(piece, end + way)
    for number, part in enumerate(piece.parts):
        if isinstance(part, Fraction | Chain):
            for end, near, way in zip(found, piece.whole_ends(part), (-1, 1), strict=True):
                if end is not None:
                    assert (near.value, near.side) == (asked.at(end)[number], 0)
                    continue
                start = next(each for each in (*found, F(0)) if each is not None)
                values = [asked.at(start + way * F(10) ** power)[number] for power in range(1, ag.FAR)]
                assert ag.is_end(values, near.value, near.side), (near, values[-1])


def compared(seed: int) -> str:
    """Compare one random graph with its pieces; return what came of it."""
    dice = random.Random(seed)  # noqa: S311 - figures, not secrets
    asked = ag.question(dice)
    try:
        found = pieces(asked.outputs, ag.X, asked.fixed, asked.low, asked.high)
    except NotProved:
        return "not proved"
    if asked.low is not None and asked.high is not None and asked.low > asked.high:
        assert found == []
        return "empty"
    covered(found, asked)
    for piece in dice.sample(found, min(len(found), 40)):
        for x in places(piece, dice):
            assert tuple(value_at(part, x) for part in piece.parts) == asked.at(x), (seed, piece, x)
        ends_hold(piece, asked)
        whole_numbers_found(piece, asked)
    low = F(-EDGE) if asked.low is None else asked.low
    high = F(EDGE) if asked.high is None else asked.high
    for x in [low + (high - low) * F(n, 61) for n in range(62)]:
        if asked.holds(x):
            (piece,) = (each for each in found if lies(each, x))
            assert tuple(value_at(part, x) for part in piece.parts) == asked.at(x), (seed, piece, x)
    return "many" if len(found) > 3 else "few"


def test_pieces_are_what_the_interpreter_gives() -> None:
    met = Counter(compared(seed) for seed in range(500))
    assert met["many"] > 120, met


@pytest.mark.long
def test_pieces_are_what_the_interpreter_gives_at_length() -> None:
    met = Counter(compared(seed) for seed in range(10_000, 60_000))
    assert met["many"] > 12_000, met
