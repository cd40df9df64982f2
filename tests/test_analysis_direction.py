"""Directions, grids and cases that are tried, of several variables, against the interpreter."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import analysis_graphs as ag
from scoring.analysis.direction import against, certain
from scoring.analysis.grid import grids, idle
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.analysis.search import Search
from scoring.graph import Op, Type, walk
from scoring.interpret import interpret

if TYPE_CHECKING:
    from scoring.reading import Domain, Read

F = Fraction


def direction_compared(seed: int) -> str:
    """A number that is said to only rise (or fall, or stay) does so."""
    dice = ag.dice_of(seed)
    made = ag.several(dice, 10)
    subject = made.subject()
    nodes = [subject.score(each) for each in made.outputs]
    node, used = max(((each, subject.numbers(each)) for each in nodes), key=lambda pair: len(pair[1]))
    if not used:
        return "not read"
    variable = dice.choice(used)
    way = certain(subject, node, variable)
    if way is None:
        return "not said"
    limits = made.domains[variable.name]
    for _ in range(12):
        case = made.case(dice)
        places = sorted({ag.some_number(dice, limits) for _ in range(8)})
        found = [ag.value_of(node, {**case, variable.name: place}) for place in places]
        known = [each for each in found if isinstance(each, Fraction | bool)]
        for one, other in pairwise(known):
            assert (other - one) * way >= 0, (seed, way, case, places)
            assert way or one == other, (seed, case, places)
    return "rises or falls" if way else "stays"


def test_what_is_certain_to_rise_or_fall_does() -> None:
    met = Counter(direction_compared(seed) for seed in range(400))
    assert met["rises or falls"] > 30, met


def against_compared(seed: int) -> str:
    """Two values that go against a direction really do; where there are none, no two places show any."""
    dice = ag.dice_of(seed)
    asked = ag.question(dice)
    number = next((each for each in asked.outputs if each.type is Type.NUMBER), None)
    if number is None or (asked.low is not None and asked.high is not None and asked.low > asked.high):
        return "no number"
    asked = ag.Question((number,), asked.low, asked.high, asked.fixed)
    try:
        run = pieces(asked.outputs, ag.X, asked.fixed, asked.low, asked.high)
    except NotProved:
        return "not proved"
    whole, way = dice.random() < 0.3, dice.choice((1, -1))
    step = against(run, way, whole=whole)
    if step is not None:
        assert step.low < step.high
        assert (step.at_high - step.at_low) * way < 0, (seed, step)
        assert (asked.at(step.low), asked.at(step.high)) == ((step.at_low,), (step.at_high,)), (seed, step)
        assert asked.holds(step.low)
        assert asked.holds(step.high)
        assert not whole or step.low.denominator == step.high.denominator == 1
        return "against"
    low, high = asked.low or F(-30), F(30) if asked.high is None else asked.high
    places = {low + (high - low) * F(n, 53) for n in range(54)}
    for piece in run:
        places |= {piece.inside, *([] if piece.low is None else [piece.low])}
        if not piece.is_point:
            places |= {[*ag.nearer(piece.low, piece.high, upper=upper)][2] for upper in (False, True)}
    if whole:
        places = {F(n) for each in places for n in (each.__floor__(), each.__ceil__())}
    best: Fraction | None = None
    for place in sorted(each for each in places if asked.holds(each)):
        (value,) = asked.at(place)
        if isinstance(value, Fraction):
            assert best is None or (value - best) * way >= 0, (seed, way, whole, place)
            best = value if best is None or (value - best) * way > 0 else best
    return "never"


def test_what_goes_against_a_direction_is_found_and_real() -> None:
    met = Counter(against_compared(seed) for seed in range(400))
    assert met["against"] > 40, met
    assert met["never"] > 40, met


# Grids


def grid_compared(seed: int) -> int:
    """Every value is a multiple of its grid, and a rounding that is said to be idle changes nothing."""
    dice = ag.dice_of(seed)
    made = ag.several(dice, 25)
    found = grids(made.outputs, lambda name: made.domains[name].whole)
    rounds = [node for node in walk(made.outputs) if node.op is Op.ROUND and idle(node, found)]
    for _ in range(12):
        values = interpret(made.outputs, made.case(dice))
        for node, grid in found.items():
            value = values[node]
            if grid is not None and isinstance(value, Fraction):
                assert value == 0 if grid == 0 else (value / grid).denominator == 1, (seed, node, grid, value)
        for node in rounds:
            assert values[node] == values[node.args[0]], (seed, node)
    return len(rounds)


def test_grids_hold_every_value() -> None:
    assert sum(grid_compared(seed) for seed in range(200)) > 10


# Cases that are tried


def search_compared(seed: int) -> str:
    """A case that is found shows what was asked for; what no value reaches is never said to be reached."""
    dice = ag.dice_of(seed)
    made = ag.several(dice, 10)
    subject = made.subject()
    search = Search(subject)
    node = subject.score(made.outputs[0])
    if node.type is Type.TRUTH:
        tried = search.holds(node)
        if tried.case is None:
            return "not found"
        assert ag.value_of(node, tried.case) is True
        assert all(fits(tried.case[name], made.domains[name]) for name in subject.used(node)), (seed, tried)
        return "found"
    if node.type is not Type.NUMBER:
        return "a word"
    seen = [value for value in (ag.value_of(node, made.case(dice)) for _ in range(60)) if isinstance(value, Fraction)]
    highest = max(seen, default=F(0))
    tops: list[Fraction] = []

    def enough(value: Fraction) -> bool:
        tops.append(value)
        return value >= highest

    done, _ = search.climbs(node, 1, enough)
    assert done is any(value >= highest for value in tops)
    return "climbed" if done else "not climbed"


def fits(value: Read, limits: Domain) -> bool:
    """Whether a value is one that an input can have."""
    if not isinstance(value, Fraction):
        return value in (limits.words or (True, False))
    if limits.whole and value.denominator != 1:
        return False
    return (limits.low is None or limits.low <= value) and (limits.high is None or value <= limits.high)


def test_a_case_that_is_found_shows_what_was_asked_for() -> None:
    met = Counter(search_compared(seed) for seed in range(200))
    assert met["found"] > 30, met
    assert met["climbed"] > 20, met


@pytest.mark.long
def test_directions_grids_and_cases_at_length() -> None:
    met = Counter(direction_compared(seed) for seed in range(10_000, 40_000))
    met += Counter(against_compared(seed) for seed in range(10_000, 40_000))
    met += Counter(search_compared(seed) for seed in range(10_000, 25_000))
    assert met["rises or falls"] > 15_000, met
    assert met["against"] > 4_000, met
    assert sum(grid_compared(seed) for seed in range(10_000, 25_000)) > 600
