"""Random programs and cases for the evaluators: every node kind, shared nodes, guards, awkward figures."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring import graph as g
from scoring.graph import Node, Type
from scoring.number import MODES
from scoring.reading import Domain, Read

WORDS = ("all", "some", "it's none", "其他")
STEPS = (Fraction(1), Fraction(1, 2), Fraction(1, 100), Fraction(3, 7), Fraction(100))


@dataclass(frozen=True, slots=True)
class Program:
    """Outputs over inputs."""

    outputs: tuple[Node, ...]
    domains: Mapping[str, Domain]


def domain(name: str, dice: random.Random) -> Domain:
    """Draw what an input may be."""
    shape = dice.randrange(10)
    default = dice.random() < 0.2
    if shape == 0:
        return Domain(name, Type.TRUTH, default=(dice.random() < 0.5) if default else None)
    if shape == 1:
        return Domain(name, Type.CHOICE, words=WORDS[: dice.randint(1, 4)], default=WORDS[0] if default else None)
    percent = dice.random() < 0.2
    low = dice.choice((None, Fraction(0), Fraction(0), Fraction(-3), Fraction(1, 2)))
    high = dice.choice((None, None, Fraction(1), Fraction(5)))
    if dice.random() < 0.1:
        low, high = Fraction(-4), Fraction(0)
    places = dice.choice((None, None, 0, 1, 2, 3))
    whole = dice.random() < 0.2 and not percent
    return Domain(
        name, low=low, high=high, places=places, percent=percent, whole=whole, default=Fraction(1) if default else None
    )


def program(dice: random.Random, size: int = 25) -> Program:
    """Draw a program; later nodes use earlier ones, so that many are shared."""
    domains = {name: domain(name, dice) for name in (f"x{place}" for place in range(dice.randint(2, 6)))}
    pools: dict[Type, list[Node]] = {
        Type.NUMBER: [g.const(Fraction(dice.randint(-4, 9), dice.choice((1, 1, 2, 3, 10)))) for _ in range(2)],
        Type.TRUTH: [g.given(name) for name in domains if dice.random() < 0.5] or [g.TRUE],
        Type.CHOICE: [g.const(WORDS[0])],
    }
    for name, each in domains.items():
        pools[each.type].append(g.input_(name, each.type))
    if dice.random() < 0.3:
        pools[Type.NUMBER].append(g.undefined("no-band"))
    for _ in range(size):
        new = operation(dice, pools)
        pools[new.type].append(new)
    last = [node for pool in pools.values() for node in pool[-3:]]
    return Program(tuple(dice.sample(last, min(len(last), dice.randint(1, 4)))), domains)


def operation(dice: random.Random, pools: Mapping[Type, list[Node]]) -> Node:
    """Draw one operation over nodes there are, newer ones more often."""

    def some(kind: Type = Type.NUMBER) -> Node:
        pool = pools[kind]
        return pool[-1 - int(len(pool) * dice.random() ** 2)]

    truth = Type.TRUTH
    kind = dice.choice((Type.NUMBER, Type.NUMBER, Type.NUMBER, Type.TRUTH, Type.CHOICE))
    divisor = some()
    guard = g.equal(divisor, g.ZERO)
    return dice.choice(
        (
            lambda: g.add(*(some() for _ in range(dice.randint(2, 4)))),
            lambda: some() - some(),
            lambda: some() * some(),
            lambda: some() / some(),
            lambda: g.if_(guard, some(), some() / divisor),
            lambda: g.minimum(*(some() for _ in range(dice.randint(2, 4)))),
            lambda: g.maximum(*(some() for _ in range(dice.randint(2, 4)))),
            lambda: g.floor(some()),
            lambda: g.rounded(some(), dice.choice(MODES), dice.choice(STEPS)),
            lambda: g.rounded(some(), dice.choice(MODES), dice.choice(STEPS)),
            lambda: g.less(some(), some()),
            lambda: g.at_most(some(), some()),
            lambda: g.equal(some(), some()),
            lambda: g.equal(some(Type.CHOICE), g.const(dice.choice(WORDS))),
            lambda: g.both(*(some(truth) for _ in range(dice.randint(2, 3)))),
            lambda: g.either(*(some(truth) for _ in range(dice.randint(2, 3)))),
            lambda: g.negated(some(truth)),
            lambda: g.if_(some(truth), some(kind), some(kind)),
            lambda: g.if_(some(truth), some(kind), some(kind)),
            lambda: chain(dice, some(), [some() for _ in range(dice.randint(2, 9))]),
            lambda: g.pick(some(Type.CHOICE), {word: some(kind) for word in WORDS[: dice.randint(1, 4)]}, some(kind)),
            lambda: approximate(dice, some(), some()) if dice.random() < 0.4 else g.absolute(some()),
        )
    )()


def approximate(dice: random.Random, x: Node, y: Node) -> Node:
    """Draw a function to 50 digits; often one of a number that its domain holds."""
    function = dice.choice(("ln", "log10", "exp", "normal", "root", "root", "power", "power"))
    inside = g.absolute(x) + g.const(dice.choice((0, 0, 1))) if dice.random() < 0.7 else x
    if function == "root":
        return g.approx(function, inside, g.const(dice.choice((1, 2, 2, 3, 7))))
    if function == "power":
        exponents = (y, g.const(Fraction(dice.randint(-30, 30), dice.choice((1, 1, 2, 3, 10)))))
        return g.approx(function, inside, dice.choice(exponents))
    return g.approx(function, x if function in ("exp", "normal") else inside)


def chain(dice: random.Random, x: Node, results: list[Node]) -> Node:
    """Return bands over a number, undefined or the last result below them."""
    found = g.undefined("no-band") if dice.random() < 0.5 else results[-1]
    for place, result in enumerate(results):
        found = g.if_(g.less(g.const(place), x), result, found)
    return found


def case(dice: random.Random, domains: Mapping[str, Domain], *, absent: float = 0.05) -> dict[str, Read]:
    """Draw values that the domains allow."""
    found: dict[str, Read] = {}
    for name, each in domains.items():
        if dice.random() < absent:
            continue
        if each.type is Type.TRUTH:
            found[name] = dice.random() < 0.5
        elif each.type is Type.CHOICE:
            found[name] = dice.choice(each.words)
        else:
            found[name] = number(dice, each)
    return found


def number(dice: random.Random, limits: Domain) -> Fraction:
    """Draw a number: zeros and limits often, sometimes one with many digits or without a decimal."""
    if dice.random() < 0.25:
        special = [each for each in (limits.low, limits.high, Fraction(0)) if each is not None]
        value = dice.choice(special)
    else:
        digits = dice.choices((1, 10, 100, 1000, 10**6, 10**15, 3), (30, 20, 20, 4, 2, 1, 1))[0]
        value = Fraction(dice.randint(-3 * digits, 8 * digits), digits)
    value = Fraction(value.__floor__()) if limits.whole else value
    value = value if limits.low is None else max(value, limits.low)
    value = value if limits.high is None else min(value, limits.high)
    return Fraction(value.__ceil__()) if limits.whole else value


def raw(dice: random.Random, value: Read, limits: Domain) -> object:
    """Write a value as a Python caller may give it."""
    if not isinstance(value, Fraction):
        return value
    text = str(Decimal(value.numerator) / value.denominator) if value.denominator in {1, 2, 10, 100, 1000} else ""
    forms: list[object] = [value]
    if text and "E" not in text:
        forms += [Decimal(text), float(text)]
        forms.append(f"{Decimal(text) * 100:f}%" if limits.percent else text)
    if value.denominator == 1:
        forms.append(int(value))
    return dice.choice(forms)
