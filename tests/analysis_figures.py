"""Random figures of a small ruleset, and random conditions over them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from analysis_conditions import Case, Condition, Figure, all_of, any_of, decimal, opposite, side

if TYPE_CHECKING:
    from random import Random

F = Fraction
Limits = tuple[tuple[Fraction | None, Fraction | None], ...]
_NUMBERS: Limits = ((F(0), F(20)), (F(0), None), (F(-5), F(10)), (None, None), (F(1, 2), F(8)), (None, F(10)))
"""Least and greatest value of a number."""


class Words:
    """Draws figures and conditions.

    Attributes:
        figures: those that a case gives.
        cuts: figure → numbers at which something changes.
        derived: whether there is ``r``, x ÷ y.
    """

    def __init__(self, dice: Random) -> None:
        """Nothing is drawn yet."""
        self.dice = dice
        self.figures: dict[str, Figure] = {}
        self.cuts: dict[str, set[Fraction]] = {}
        self.derived = dice.random() < 0.15

    # Figures

    def draw_figures(self) -> None:
        """Draw numbers, words and truth values; how many is a matter of chance."""
        dice = self.dice
        most = dice.choice((F(6), F(12), None))
        low, high = dice.choice(_NUMBERS)
        better, missing = dice.choice((0, 1, 1, -1)), dice.choice(("", "", "5", "null"))
        offered = [
            Figure("x", "number", low, high, better=better, missing=missing),
            Figure("n", "count", F(0), most, better=dice.choice((0, 1, -1))),
            Figure("p", "percent", F(0), dice.choice((F(1), F(1), None)), better=dice.choice((0, 1, -1))),
        ]
        chosen = dice.sample(offered, dice.choice((1, 1, 2, 3)))
        if self.derived:
            chosen = [Figure("x", "number", F(0), dice.choice((None, F(20)))), Figure("y", "number", F(0), None)]
        if dice.random() < 0.5:
            chosen.append(Figure("k", "word", options=("a", "b", "c")))
        if dice.random() < 0.35:
            chosen.append(Figure("f", "flag", options=(True, False)))
        self.figures = {each.name: each for each in chosen}
        self.cuts = {each.name: set() for each in chosen if each.is_number}
        if self.derived:
            self.cuts["r"] = set()

    def numbers(self) -> list[str]:
        """Names of the numbers that rules read."""
        return ["r", "r", "x"] if self.derived else [each.name for each in self.figures.values() if each.is_number]

    def figure(self, name: str) -> Figure:
        """Return a figure, also the derived one."""
        return Figure("r", "number") if name == "r" else self.figures[name]

    def edge(self, name: str, *, outside: bool = True) -> Fraction:
        """Draw a number that something can change at, mostly within what the figure can be, and note it."""
        figure, dice = self.figure(name), self.dice
        if figure.kind == "percent":
            value = F(dice.choice((0, 10, 25, 30, 50, 60, 80, 90, 95, 100, *((110, 150) if outside else ()))), 100)
        elif figure.whole:
            value = F(dice.randint(0, 14 if outside else 6))
        elif name == "r":
            value = F(dice.choice((0, 1, 2, 3, 4, 6, 8)), 4)
        else:
            value = F(dice.randint(-14 if outside and figure.low is None else -2, 44 if outside else 40), 2)
        self.cuts[name].add(value)
        return value

    def edges(self, name: str, count: int) -> list[Fraction]:
        """Draw several different ones, rising."""
        found: set[Fraction] = set()
        while len(found) < count:
            found.add(self.edge(name))
        return sorted(found)

    # Conditions

    def atom(self) -> Condition:
        """Draw a comparison, a question about a word, or a truth value."""
        dice = self.dice
        numbers = self.numbers()
        words = [each.name for each in self.figures.values() if not each.is_number]
        if {"x", "n"} <= set(numbers) and dice.random() < 0.06:
            return self.sum_of_two("x", "n")
        if words and dice.random() < 0.4:
            return self.word(dice.choice(words))
        name = dice.choice(numbers)
        figure = self.figure(name)
        shape = dice.random()
        if name == "x" and not self.derived and shape < (0.3 if figure.missing else 0.06):
            return Condition("given(x)", lambda case: case.get("given:x") is not False, frozenset((name,)))
        if shape < 0.15:
            low, high = self.edges(name, 2)
            text = f"{figure.written(low)} <= {name} < {figure.written(high)}"
            return Condition(text, all_of((side(name, ">=", low), side(name, "<", high))), frozenset((name,)))
        sign = dice.choice((">", ">=", "<", "<=", "==" if shape > 0.9 else ">"))
        edge = self.edge(name)
        return Condition(f"{name} {sign} {figure.written(edge)}", side(name, sign, edge), frozenset((name,)))

    def sum_of_two(self, one: str, other: str) -> Condition:
        """Return a comparison of two numbers at once."""
        edge = F(self.dice.randint(0, 12))

        def holds(case: Case) -> bool | None:
            values = (case[one], case[other])
            return None if None in values else sum(values) > edge  # type: ignore[arg-type]  # numbers

        return Condition(f"{one} + {other} > {decimal(edge)}", holds, frozenset((one, other)), joint=True)

    def word(self, name: str) -> Condition:
        """Return a question about a word, or a truth value."""
        reads = frozenset((name,))
        if name == "f":
            no = self.dice.random() < 0.3
            return Condition("not f" if no else "f", lambda case: bool(case["f"]) is not no, reads)
        some = self.dice.sample(("a", "b", "c"), self.dice.choice((1, 1, 2)))
        if len(some) == 1:
            return Condition(f"k == '{some[0]}'", lambda case: case["k"] == some[0], reads)
        return Condition(f"k in ('{some[0]}', '{some[1]}')", lambda case: case["k"] in some, reads)

    def condition(self) -> Condition:
        """Draw a condition of one or two parts."""
        one = self.atom()
        shape = self.dice.random()
        if shape < 0.6:
            return one
        if shape < 0.65:
            return Condition(f"not ({one.text})", opposite(one.holds), one.reads, one.joint)
        other = self.atom()
        join, holds = ("and", all_of) if shape < 0.85 else ("or", any_of)
        reads, joint = one.reads | other.reads, one.joint or other.joint
        return Condition(f"({one.text}) {join} ({other.text})", holds((one.holds, other.holds)), reads, joint)
