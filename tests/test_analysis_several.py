"""Boxes and ranges of several variables against the interpreter."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import analysis_graphs as ag
from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.analysis.reach import Reaches
from scoring.analysis.sure import Sure
from scoring.graph import Node, Type, Unknown, input_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from scoring.analysis.boxes import Part
    from scoring.analysis.subject import Variable
    from scoring.reading import Domain, Read

F = Fraction


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
    for one, other in pairwise(axis):
        assert one.high is not None
        assert one.high == other.low
        assert one.is_point is not other.is_point


def boxes_compared(seed: int) -> str:
    """Every box of some conditions is what the interpreter gives anywhere in it."""
    dice = ag.dice_of(seed)
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
        here = located(boxes, case)
        if here is None:
            continue
        bit = 1 << boxes.number(here)
        for condition, where in zip(conditions, found, strict=True):
            value = ag.value_of(condition, case)
            expected = (value is True, value is False)
            assert (bool(where.yes & bit), bool(where.no & bit)) == expected, (seed, case)
    for where in found:
        block_holds(boxes, where.yes, dice)
        runs_hold(boxes, where.yes)
    return "compared" if len(every) > 3 else "few"


def cases(boxes: Boxes, made: ag.Several, dice: Random) -> Iterator[dict[str, Read]]:
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
        value = case[name] if formula is None else ag.value_of(formula, case)
        if isinstance(value, Unknown):
            return None
        (box[name],) = (number for number, part in enumerate(axis) if holds(part, value))
    return box


def holds(part: Part, value: Read) -> bool:
    """Whether a value lies in a part of an axis."""
    if not isinstance(value, Fraction) or part.is_point:
        return part.value == value
    return (part.low is None or part.low < value) and (part.high is None or value < part.high)


def block_holds(boxes: Boxes, where: int, dice: Random) -> None:
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
            assert all(one[1] + 1 < other[0] for one, other in pairwise(runs))


def test_boxes_are_what_the_interpreter_gives() -> None:
    met = Counter(boxes_compared(seed) for seed in range(300))
    assert met["compared"] > 100, met


# Ranges


def climbed(node: Node, made: ag.Several, way: int, dice: Random, wanted: Fraction | None) -> Fraction | None:
    """Return the greatest value (way 1; the least for -1) that changing one input at a time comes to."""
    best: Fraction | None = None
    for start in range(40):
        case = made.case(dice, far=start % 2 == 1)
        here = ag.known(ag.value_of(node, case))
        for _ in range(3):
            before = here
            for each in dice.sample([*made.domains.values()], len(made.domains)):
                for value in trials(node, each, case):
                    found = ag.known(ag.value_of(node, {**case, each.name: value}))
                    if found is not None and (here is None or (found - here) * way > 0):
                        case, here = {**case, each.name: value}, found
            if here == before:
                break
        if here is not None and (best is None or (here - best) * way > 0):
            best = here
        if best == wanted:
            break
    return best


def trials(node: Node, each: Domain, case: Mapping[str, Read]) -> Iterator[Read]:
    """Yield values of an input at which a node may be at its end, everything else staying."""
    if each.type is not Type.NUMBER:
        yield from each.words or (True, False)
        return
    fixed = {name: value for name, value in case.items() if name != each.name}
    try:
        found = pieces([node], input_(each.name), fixed, each.low, each.high)
    except NotProved:
        yield from (x for x in (F(0), F(1)) if holds_limits(each, x))
        yield from (ag.some_number(ag.dice_of(n), each) for n in range(12))
        return
    for piece in found:
        near = [piece.inside]
        if not piece.is_point:
            for upper in (False, True):
                near += [*ag.nearer(piece.low, piece.high, upper=upper)][0:20:6]
        if each.whole:
            near = [F(n) for x in near for n in (x.__floor__(), x.__ceil__())]
        yield from (x for x in near if holds_limits(each, x))


def holds_limits(limits: Domain, x: Fraction) -> bool:
    """Whether a number lies within limits."""
    return (limits.low is None or limits.low <= x) and (limits.high is None or x <= limits.high)


def reach_compared(seed: int, *, strict: bool = True) -> str:
    """No value lies outside a range, and its ends are as sure as they are said to be."""
    dice = ag.dice_of(seed)
    made = ag.several(dice, 10)
    numbers = [each for each in made.outputs if each.type is Type.NUMBER]
    if not numbers:
        return "no number"
    subject = made.subject()
    node = subject.score(numbers[0])
    reach = Reaches(subject).number(node)
    for _ in range(40):
        case = made.case(dice)
        value = ag.value_of(node, case)
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


@pytest.mark.long
def test_boxes_are_what_the_interpreter_gives_at_length() -> None:
    met = Counter(boxes_compared(seed) for seed in range(10_000, 25_000))
    assert met["compared"] > 4_000, met


@pytest.mark.long
def test_no_value_leaves_a_range_at_length() -> None:
    met = Counter(reach_compared(seed) for seed in range(10_000, 14_000))
    assert met["sure"] > 1_500, met
