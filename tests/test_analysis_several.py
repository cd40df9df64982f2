"""Boxes, ranges, directions and grids over several variables against the interpreter."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import analysis_graphs as ag
from scoring.analysis.boxes import Boxes
from scoring.analysis.direction import against, certain
from scoring.analysis.grid import grids, idle
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.analysis.reach import Reaches, Sure
from scoring.analysis.search import Search
from scoring.graph import Node, Op, Type, Unknown, walk
from scoring.interpret import interpret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.analysis.boxes import Part
    from scoring.analysis.subject import Variable
    from scoring.graph import Value
    from scoring.reading import Domain, Read

F = Fraction


def dice_of(seed: int) -> random.Random:
    """Return the dice of a seed."""
    return random.Random(seed)  # noqa: S311 - figures, not secrets


def value_of(node: Node, case: Mapping[str, Read]) -> Value:
    """Return what the interpreter makes of a node."""
    return interpret([node], case)[node]


def known(value: Value) -> Fraction | None:
    """Return a number, None where there is none."""
    return value if isinstance(value, Fraction) else None


# Boxes


def of_part(part: Part, limits: Domain) -> list[Read]:
    """Return values of a part of an axis: the end points' neighbours, the middle, and the one it names."""
    if part.is_point or not isinstance(part.value, Fraction):
        return [part.value]
    found = [part.value]
    for upper in (False, True):
        found += [*ag.nearer(part.low, part.high, upper=upper)][0:9:3]
    if limits.whole:
        found = [part.value, *(F(n) for x in found for n in (x.__floor__(), x.__ceil__()))]
    return [each for each in found if (part.low is None or part.low < each) and (part.high is None or each < part.high)]


def axis_covers(axis: list[Part], limits: Variable) -> None:
    """The parts of an axis hold every value once."""
    if not limits.is_number:
        assert [each.value for each in axis] == [*limits.options]
        return
    if limits.whole:
        low = F(-40) if limits.low is None else F(limits.low.__ceil__())
        high = low + 60 if limits.high is None else limits.high
        for n in range(int(low), int(high) + 1):
            assert sum(holds(part, F(n)) for part in axis) == 1, n
        return
    assert (axis[0].low, axis[-1].high) == (limits.low, limits.high)
    for one, other in zip(axis, axis[1:], strict=False):
        assert one.high is not None
        assert one.high == other.low
        assert one.is_point is not other.is_point


def boxes_compared(seed: int) -> str:
    """Every box of some conditions is what the interpreter gives anywhere in it."""
    dice = dice_of(seed)
    made = ag.several(dice, 12)
    conditions = [each for each in made.outputs if each.type is Type.TRUTH]
    if not conditions:
        return "no condition"
    subject = made.subject()
    conditions = [subject.score(each) for each in conditions]
    try:
        boxes = Boxes(subject, conditions)
    except NotProved:
        return "not proved"
    for name, axis in boxes.axes.items():
        axis_covers(axis, subject.variable(name))
    found = [boxes.where(each) for each in conditions]
    every = [*boxes.each(boxes.all)]
    assert len(every) == boxes.all.bit_length()
    for number, box in enumerate(every):
        assert boxes.number(box) == number
        assert boxes.values(box) == {name: boxes.axes[name][part].value for name, part in box.items()}
    for case in cases(boxes, made, dice):
        box = located(boxes, case)
        if box is None:
            continue
        bit = 1 << boxes.number(box)
        for condition, where in zip(conditions, found, strict=True):
            value = value_of(condition, case)
            expected = (value is True, value is False)
            assert (bool(where.yes & bit), bool(where.no & bit)) == expected, (seed, case)
    for where in found:
        block_holds(boxes, where.yes, dice)
        runs_hold(boxes, where.yes)
    return "compared" if len(every) > 3 else "few"


def cases(boxes: Boxes, made: ag.Several, dice: random.Random) -> Iterator[dict[str, Read]]:
    """Yield cases: of every box, where boxes are of inputs alone, and random ones."""
    for _ in range(100):
        yield made.case(dice)
    if all(name in made.domains for name in boxes.axes):
        every = [*boxes.each(boxes.all)]
        for box in dice.sample(every, min(len(every), 80)):
            for _ in range(3):
                own = {name: dice.choice(of_part(boxes.axes[name][n], made.domains[name])) for name, n in box.items()}
                yield {**made.case(dice), **own}


def located(boxes: Boxes, case: Mapping[str, Read]) -> dict[str, int] | None:
    """Return the box that a case lies in, None where a number that stands for others has no value."""
    box: dict[str, int] = {}
    for name, axis in boxes.axes.items():
        formula = boxes.subject.variable(name).formula
        value = case[name] if formula is None else value_of(formula, case)
        if isinstance(value, Unknown):
            return None
        (box[name],) = (number for number, part in enumerate(axis) if holds(part, value))
    return box


def holds(part: Part, value: Read) -> bool:
    """Whether a value lies in a part of an axis."""
    if not isinstance(value, Fraction) or part.is_point:
        return part.value == value
    return (part.low is None or part.low < value) and (part.high is None or value < part.high)


def block_holds(boxes: Boxes, where: int, dice: random.Random) -> None:
    """The block around the first box of a set lies in the set and cannot grow by one part."""
    if not where:
        return
    first = boxes.first(where)
    block = boxes.around(where)
    assert all(block[name][0] <= first[name] <= block[name][1] for name in block)
    for _ in range(20):
        box = {name: dice.randint(*block.get(name, (0, len(axis) - 1))) for name, axis in boxes.axes.items()}
        assert where >> boxes.number(box) & 1


def runs_hold(boxes: Boxes, where: int) -> None:
    """The runs of a variable hold its parts in the set, and are apart."""
    for name, axis in boxes.axes.items():
        runs = boxes.runs(where, name)
        parts = {box[name] for box in boxes.each(where)}
        assert [n for low, high in runs for n in range(low, high + 1)] == sorted(parts)
        if isinstance(axis[0].value, Fraction):
            assert all(one[1] + 1 < other[0] for one, other in zip(runs, runs[1:], strict=False))


def test_boxes_are_what_the_interpreter_gives() -> None:
    met = Counter(boxes_compared(seed) for seed in range(300))
    assert met["compared"] > 100, met


# Ranges


def climbed(node: Node, made: ag.Several, way: int, dice: random.Random, wanted: Fraction | None) -> Fraction | None:
    """Return the greatest value (way 1; the least for -1) that changing one input at a time comes to."""
    best: Fraction | None = None
    for start in range(40):
        case = made.case(dice, far=start % 2 == 1)
        here = known(value_of(node, case))
        for _ in range(3):
            before = here
            for each in dice.sample([*made.domains.values()], len(made.domains)):
                for value in trials(node, made, each, case):
                    found = known(value_of(node, {**case, each.name: value}))
                    if found is not None and (here is None or (found - here) * way > 0):
                        case, here = {**case, each.name: value}, found
            if here == before:
                break
        if here is not None and (best is None or (here - best) * way > 0):
            best = here
        if best == wanted:
            break
    return best


def trials(node: Node, made: ag.Several, each: Domain, case: Mapping[str, Read]) -> Iterator[Read]:
    """Yield values of an input at which a node may be at its end, everything else staying."""
    if each.type is not Type.NUMBER:
        yield from each.words or (True, False)
        return
    fixed = {name: value for name, value in case.items() if name != each.name}
    try:
        found = pieces([node], ag.g.input_(each.name), fixed, each.low, each.high)
    except NotProved:
        yield from (ag.some_number(random.Random(n), each) for n in range(12))  # noqa: S311 - no secrets
        return
    for piece in found:
        near = [piece.inside]
        if not piece.is_point:
            for upper in (False, True):
                near += [*ag.nearer(piece.low, piece.high, upper=upper)][0:20:6]
        if each.whole:
            near = [F(n) for x in near for n in (x.__floor__(), x.__ceil__())]
        yield from (x for x in near if (each.low is None or each.low <= x) and (each.high is None or x <= each.high))


def reach_compared(seed: int, *, strict: bool = True) -> str:
    """No value lies outside a range, and its ends are as sure as they are said to be."""
    dice = dice_of(seed)
    made = ag.several(dice, 10)
    numbers = [each for each in made.outputs if each.type is Type.NUMBER]
    if not numbers:
        return "no number"
    subject = made.subject()
    node = subject.score(numbers[0])
    reach = Reaches(subject).number(node)
    for _ in range(40):
        case = made.case(dice)
        value = value_of(node, case)
        if isinstance(value, Unknown):
            assert reach.undefined, (seed, case)
            continue
        assert isinstance(value, Fraction)
        assert reach.low is None or reach.low <= value, (seed, case, value, reach)
        assert reach.high is None or value <= reach.high, (seed, case, value, reach)
    if reach.empty:
        return "empty"
    for end, sure, way in ((reach.low, reach.at_low, -1), (reach.high, reach.at_high, 1)):
        if sure is Sure.BOUND:
            continue
        found = climbed(node, made, way, dice, end)
        assert found is not None, (seed, reach)
        assert end is None or (found - end) * way <= 0, (seed, reach, found)
        if not strict:
            continue
        if sure is Sure.HIT:
            assert found == end, (seed, way, reach, found)
        elif end is None:
            assert found * way > 10**6, (seed, way, reach, found)
        else:
            assert abs(found - end) < F(1, 1000), (seed, way, reach, found)
    return "sure" if Sure.BOUND not in (reach.at_low, reach.at_high) else "bound"


def test_no_value_leaves_a_range_and_its_ends_are_as_sure_as_they_are_said_to_be() -> None:
    met = Counter(reach_compared(seed) for seed in range(200))
    assert met["sure"] > 50, met


# Directions


def direction_compared(seed: int) -> str:
    """A number that is said to only rise (or fall, or stay) does so."""
    dice = dice_of(seed)
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
        found = [value_of(node, {**case, variable.name: place}) for place in places]
        known = [each for each in found if isinstance(each, Fraction | bool)]
        for one, other in zip(known, known[1:], strict=False):
            assert (other - one) * way >= 0, (seed, way, case, places)
            assert way or one == other, (seed, case, places)
    return "rises or falls" if way else "stays"


def test_what_is_certain_to_rise_or_fall_does() -> None:
    met = Counter(direction_compared(seed) for seed in range(400))
    assert met["rises or falls"] > 30, met


def against_compared(seed: int) -> str:
    """Two values that go against a direction really do; where there are none, no two places show any."""
    dice = dice_of(seed)
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
    dice = dice_of(seed)
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
    assert sum(grid_compared(seed) for seed in range(200)) > 20


# Cases that are tried


def search_compared(seed: int) -> str:
    """A case that is found shows what was asked for; what no value reaches is never said to be reached."""
    dice = dice_of(seed)
    made = ag.several(dice, 10)
    subject = made.subject()
    search = Search(subject)
    node = subject.score(made.outputs[0])
    if node.type is Type.TRUTH:
        tried = search.holds(node)
        if tried.case is None:
            return "not found"
        assert value_of(node, tried.case) is True
        assert all(fits(tried.case[name], made.domains[name]) for name in subject.used(node)), (seed, tried)
        return "found"
    if node.type is not Type.NUMBER:
        return "a word"
    seen = [value for value in (value_of(node, made.case(dice)) for _ in range(60)) if isinstance(value, Fraction)]
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
