"""Random graphs for the analysis: of one number, so that it is made of pieces, and of several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.analysis.subject import Subject
from scoring.graph import Node, Type, Value
from scoring.interpret import interpret
from scoring.number import MODES
from scoring.reading import Domain, Read
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

F = Fraction
WORDS = ("all", "some", "none")
STEPS = (F(1), F(1, 2), F(1, 100), F(3, 7), F(10))
X, WORD, FLAG = g.input_("x"), g.input_("k", Type.CHOICE), g.input_("f", Type.TRUTH)
_PLAIN = Ruleset((("plain.yaml", "{ruleset: plain, indicators: {a: {points: 1, rules: {points: 1}}}}"),)).program()
"""A program that reads nothing."""

FAR = 30
"""Powers of ten by which an end is approached."""


@dataclass(frozen=True, slots=True)
class Question:
    """Some nodes as one number runs from low to high, everything else being fixed."""

    outputs: tuple[Node, ...]
    low: Fraction | None
    high: Fraction | None
    fixed: Mapping[str, Read]

    def at(self, x: Fraction) -> tuple[Value, ...]:
        """Return what the reference interpreter makes of the outputs at a place."""
        values = interpret(self.outputs, {**self.fixed, "x": x})
        return tuple(values[each] for each in self.outputs)

    def holds(self, x: Fraction) -> bool:
        """Whether a number lies within the limits."""
        return (self.low is None or self.low <= x) and (self.high is None or x <= self.high)


def dice_of(seed: int) -> Random:
    """Return the dice of a seed."""
    return Random(seed)  # noqa: S311 - figures, not secrets


def value_of(node: Node, case: Mapping[str, Read]) -> Value:
    """Return what the interpreter makes of a node."""
    return interpret([node], case)[node]


def known(value: Value) -> Fraction | None:
    """Return a number, None where there is none."""
    return value if isinstance(value, Fraction) else None


def question(dice: Random) -> Question:
    """Draw some nodes that one number decides, with a word and a truth value that are fixed or missing."""
    low = dice.choice((None, F(0), F(0), F(-3), F(1, 2), F(-17, 3)))
    high = dice.choice((None, F(1), F(5), F(20), F(100, 3)))
    if low is not None and dice.random() < 0.05:
        high = low
    fixed: dict[str, Read] = {"given:x": True}
    if dice.random() < 0.9:
        fixed |= {"k": dice.choice(WORDS), "given:k": True}
    if dice.random() < 0.9:
        fixed |= {"f": dice.random() < 0.5, "given:f": True}
    pools: dict[Type, list[Node]] = {
        Type.NUMBER: [g.const(number(dice)), X, X],
        Type.TRUTH: [FLAG, g.given("x"), g.less(X, g.const(number(dice)))],
        Type.CHOICE: [WORD],
    }
    if dice.random() < 0.2:
        pools[Type.NUMBER].append(g.undefined("no-band"))
    for _ in range(dice.randint(4, 24)):
        new = operation(dice, pools)
        pools[new.type].append(new)
    last = [node for pool in pools.values() for node in pool[-3:]]
    return Question(tuple(dice.sample(last, dice.randint(1, 2))), low, high, fixed)


def number(dice: Random) -> Fraction:
    """Draw a constant."""
    return F(dice.randint(-6, 12), dice.choice((1, 1, 1, 2, 3, 10, 100)))


def operation(dice: Random, pools: Mapping[Type, Sequence[Node]], inputs: Sequence[Node] = (X,)) -> Node:
    """Draw one operation over nodes there are and inputs; what leads out of chains of plain steps is drawn seldom."""

    def some(kind: Type = Type.NUMBER) -> Node:
        pool = pools[kind]
        return pool[-1 - int(len(pool) * dice.random() ** 1.5)]

    def constant() -> Node:
        return g.const(number(dice))

    kind = dice.choice((Type.NUMBER, Type.NUMBER, Type.TRUTH, Type.CHOICE))
    x = dice.choice(inputs)
    truth = Type.TRUTH
    shift = g.const(number(dice) or F(1))
    return dice.choice(
        (
            lambda: some() + constant(),
            lambda: constant() - some(),
            lambda: some() * constant(),
            lambda: some() / shift,
            lambda: constant() / some(),
            lambda: (x + constant()) / (x * shift + constant()),
            lambda: g.add(*(some() for _ in range(dice.randint(2, 3)))),
            lambda: some() - some(),
            lambda: some() * some() if dice.random() < 0.3 else some() + x,
            lambda: some() / some() if dice.random() < 0.3 else x - some(),
            lambda: g.minimum(*(some() for _ in range(dice.randint(2, 4)))),
            lambda: g.maximum(*(some() for _ in range(dice.randint(2, 4)))),
            lambda: g.clamp(some(), g.ZERO, constant()),
            lambda: g.floor(some() * g.const(dice.choice((1, 2, F(1, 3))))),
            lambda: g.ceil(some()),
            lambda: g.nearest(some()),
            lambda: g.rounded(some(), dice.choice(MODES), dice.choice(STEPS)),
            lambda: g.rounded(some(), dice.choice(MODES), dice.choice(STEPS)),
            lambda: g.less(some(), some()),
            lambda: g.at_most(some(), constant()),
            lambda: g.less(constant(), some()),
            lambda: g.equal(some(), constant()),
            lambda: g.equal(some(), some()),
            lambda: g.equal(some(Type.CHOICE), g.const(dice.choice(WORDS))),
            lambda: g.both(*(some(truth) for _ in range(dice.randint(2, 3)))),
            lambda: g.either(*(some(truth) for _ in range(dice.randint(2, 3)))),
            lambda: g.negated(some(truth)),
            lambda: g.if_(some(truth), some(kind), some(kind)),
            lambda: g.if_(g.less(some(), constant()), some(kind), some(kind)),
            lambda: g.if_(g.equal(some(), g.ZERO), some(), constant() / some()),
            lambda: g.pick(some(Type.CHOICE), {word: some(kind) for word in WORDS[: dice.randint(1, 3)]}, some(kind)),
        )
    )()


def nearer(low: Fraction | None, high: Fraction | None, *, upper: bool) -> Iterator[Fraction]:
    """Yield numbers of an open interval that come ever nearer to one end, or go ever farther out."""
    end, other = (high, low) if upper else (low, high)
    way = -1 if upper else 1
    for power in range(1, FAR + 1):
        if end is None:
            start = other if other is not None else F(0)
            yield start - way * F(10) ** power
        else:
            width = F(1) if other is None else abs(other - end)
            yield end + way * width / F(10) ** power


def is_end(values: Sequence[Value], limit: Fraction | None, side: int) -> bool:
    """Whether values, of places ever nearer to an end, come to a limit from one side (0: they are it at last)."""
    numbers = [each for each in values if isinstance(each, Fraction)]
    if len(numbers) < len(values):
        return False
    last = numbers[-4:]
    if limit is None:
        rising = all((after - before) * side > 0 for before, after in pairwise(last))
        return rising and last[-1] * side > 10**6
    gaps = [each - limit for each in last]
    if side == 0:
        return not any(gaps)
    falling = all(abs(after) < abs(before) for before, after in pairwise(gaps))
    return falling and all(each * side > 0 for each in gaps) and abs(gaps[-1]) < F(1, 10**9)


# Several variables


@dataclass(frozen=True, slots=True)
class Several:
    """Some nodes over several inputs."""

    outputs: tuple[Node, ...]
    domains: Mapping[str, Domain]

    @property
    def numbers(self) -> list[Domain]:
        """The inputs that are numbers."""
        return [each for each in self.domains.values() if each.type is Type.NUMBER]

    def subject(self) -> Subject:
        """Return the subject of a program that has these inputs and nothing else."""
        return Subject(replace(_PLAIN, domains=self.domains))

    def case(self, dice: Random, *, far: bool = False) -> dict[str, Read]:
        """Draw a value of every input; ``far``: numbers are often very large, or very near to another."""
        found: dict[str, Read] = {}
        for name, each in self.domains.items():
            found[f"given:{name}"] = True
            if each.type is Type.NUMBER:
                found[name] = some_number(dice, each, far=far and dice.random() < 0.5)
            else:
                found[name] = dice.choice(each.words or (True, False))
        return found


def several(dice: Random, size: int = 18) -> Several:
    """Draw nodes over two to four numbers, a word and a truth value."""
    domains = {"k": Domain("k", Type.CHOICE, words=WORDS), "f": Domain("f", Type.TRUTH)}
    numbers = [f"x{place}" for place in range(dice.randint(2, 4))]
    for name in numbers:
        low = dice.choice((None, F(0), F(0), F(0), F(-3), F(1, 2)))
        high = dice.choice((None, F(1), F(5), F(20)))
        domains[name] = Domain(name, low=low, high=high, whole=dice.random() < 0.25)
    inputs = [g.input_(name) for name in numbers]
    pools: dict[Type, list[Node]] = {
        Type.NUMBER: [g.const(number(dice)), *inputs],
        Type.TRUTH: [FLAG, *(g.less(each, g.const(number(dice))) for each in inputs)],
        Type.CHOICE: [WORD],
    }
    if dice.random() < 0.2:
        pools[Type.NUMBER].append(g.undefined("no-band"))
    for _ in range(dice.randint(3, size)):
        new = operation(dice, pools, inputs)
        pools[new.type].append(new)
    last = [node for pool in pools.values() for node in pool[-3:]]
    return Several(tuple(dice.sample(last, dice.randint(1, 3))), domains)


def some_number(dice: Random, limits: Domain, *, far: bool = False) -> Fraction:
    """Draw a number within limits: often an end, or one that constants are made of, or (``far``) close to that."""
    ends = [each for each in (limits.low, limits.high) if each is not None]
    shape = dice.random()
    if ends and shape < 0.25:
        value = dice.choice(ends)
    elif shape < 0.7:
        value = number(dice) * dice.choice((1, 1, 1, 3))
    else:
        value = F(dice.randint(-3000, 9000), dice.choice((1, 97, 1000)))
    if far:
        value += dice.choice((1, -1)) * F(10) ** dice.choice((9, 9, -9))
    if limits.low is not None and limits.high is not None and not limits.low <= value <= limits.high:
        value = limits.low + (limits.high - limits.low) * F(dice.randint(0, 997), 997)
    value = F(value.__floor__()) if limits.whole else value
    if limits.low is not None and value < limits.low:
        value = F(limits.low.__ceil__()) if limits.whole else limits.low
    if limits.high is not None and value > limits.high:
        value = F(limits.high.__floor__()) if limits.whole else limits.high
    return value
