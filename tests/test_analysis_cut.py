"""Figures that are cut: their ranges hold what the formula gives, and values asked of them are really given."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from scoring.analysis.search import Search
from scoring.analysis.subject import Subject, Variable
from scoring.graph import Type, Unknown
from scoring.interpret import GIVEN, interpret
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from scoring.program import Program
    from scoring.reading import Read

F = Fraction
FORMULAS = (
    "x / y", "x + y", "x - y", "x * y", "2 * x - n", "x / (y + n)", "x / (y - 3)", "(x - y) / x", "min(x, y)",
    "max(x, 2) - y", "x if f else y", "x / y if k == 'a' else y / x", "floor(x) + y", "abs(x - y)", "clip(x / y, 0, 2)",
    "x * x + y", "x / 4 + n / 3", "first_known(x, y)",
)  # fmt: skip
LIMITS = ("min: 0, max: 20", "min: 0", "min: 1, max: 5", "min: -5, max: 10", "max: 7", "", "min: 0.5, max: 8")


def made(dice: random.Random) -> Program:
    """Return a program with two figures that depend on several numbers."""
    x, y = (dice.choice(LIMITS) for _ in range(2))
    count = dice.choice(("min: 0", "min: 0, max: 6", "min: 2"))
    first, second = (dice.choice(FORMULAS) for _ in range(2))
    if dice.random() < 0.3:
        second = dice.choice(("d + x", "d / y", "d * 2 - n", "min(d, y)"))
    text = f"""ruleset: cut
points: 1
figures:
  x: {{{x}}}
  y: {{{y}}}
  n: {{type: count, {count}}}
  f: {{type: flag}}
  k: {{words: [a, b]}}
  d: {{is: "{first}"}}
  e: {{is: "{second}"}}
indicators:
  a: {{points: 1, rules: {{lose_all: "d > 1 or e > 2 or x > 1 or y > 1 or n > 1 or f or k == 'a'"}}}}
"""
    return Ruleset((("cut.yaml", text),)).program()


def some_case(dice: random.Random, subject: Subject) -> dict[str, Read]:
    """Draw a value of every figure that is given."""
    found: dict[str, Read] = {}
    for name in ("x", "y", "n", "f", "k"):
        each = subject.variable(name)
        found |= {name: dice.choice(each.options) if each.options else number(dice, each), GIVEN + name: True}
    return found


def number(dice: random.Random, limits: Variable) -> Fraction:
    """Draw a number within limits."""
    low = F(-30) if limits.low is None else limits.low
    high = low + 60 if limits.high is None else limits.high
    shape = dice.random()
    value = dice.choice((low, high)) if shape < 0.2 else low + (high - low) * F(dice.randint(0, 40), 40)
    return F(value.__floor__()) if limits.whole or (shape > 0.7 and value.__floor__() >= low) else value


def fits(value: Read, limits: Variable) -> bool:
    """Whether a value is one that a variable can have."""
    if not isinstance(value, Fraction):
        return value in limits.options
    low, high = limits.low, limits.high
    whole = not limits.whole or value.denominator == 1
    return whole and (low is None or low <= value) and (high is None or value <= high)


def formula_of(subject: Subject, name: str) -> object:
    """Return the formula of a figure over what is given."""
    return subject.uncut(subject.program.figures[name][1])


def compared(seed: int) -> str:
    """Compare ranges with values, and ask for values that there are."""
    dice = random.Random(seed)  # noqa: S311 - figures, not secrets
    program = made(dice)
    subject = Subject(program)
    search = Search(subject)
    cut = [name for name in ("d", "e") if f"={name}" in subject.variables]
    if not cut:
        return "nothing cut"
    formulas = {name: subject.uncut(program.figures[name][1]) for name in cut}
    met = Counter[str]()
    for _ in range(12):
        case = some_case(dice, subject)
        values = interpret(formulas.values(), case)
        wanted: dict[str, Read] = {}
        for name, node in formulas.items():
            value, variable = values[node], subject.variable(f"={name}")
            if isinstance(value, Unknown):
                assert variable.undefined, (seed, name, case)
            else:
                assert fits(value, variable), (seed, name, case, value)
                wanted[f"={name}"] = value
        if wanted and dice.random() < 0.5:
            wanted = dict([dice.choice([*wanted.items()])])
        wanted |= {name: case[name] for name in ("x", "k", "f") if dice.random() < 0.2}
        met[asked(subject, search, wanted)] += 1
    for name in cut:
        variable = subject.variable(f"={name}")
        if variable.exact and variable.node.type is Type.NUMBER:
            for _ in range(6):
                value = number(dice, variable)
                assert asked(subject, search, {f"={name}": value}) == "given", (seed, name, value)
    return "given" if met["given"] >= met["not found"] else "not found"


def asked(subject: Subject, search: Search, wanted: dict[str, Read]) -> str:
    """Ask for values; what is found must give them, within the limits of every figure."""
    found = search.realised(wanted)
    if found is None:
        return "not found"
    for name, value in found.items():
        assert fits(value, subject.variable(name)), (wanted, found)
    inputs = {**found, **{GIVEN + name: True for name in found}}
    for name, value in wanted.items():
        variable = subject.variable(name)
        node = variable.node if variable.formula is None else subject.uncut(variable.formula)
        assert interpret([node], inputs)[node] == value, (wanted, found)
    return "given"


def test_values_that_are_asked_for_are_given() -> None:
    met = Counter(compared(seed) for seed in range(60))
    assert met["given"] > 35, met


@pytest.mark.long
def test_values_that_are_asked_for_are_given_at_length() -> None:
    met = Counter(compared(seed) for seed in range(10_000, 13_000))
    assert met["given"] > 1_800, met
