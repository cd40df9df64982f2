"""Every score of a small ruleset, value by value: a grid of its figures, and what the interpreter makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, cast

import analysis_said as said
from scoring.analysis.reach import Reaches
from scoring.analysis.subject import Subject
from scoring.check import check
from scoring.graph import Value, walk
from scoring.interpret import GIVEN, interpret, operated
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from random import Random

    from analysis_conditions import Case
    from analysis_rules import Leaf
    from analysis_rulesets import Made
    from scoring.diagnostic import Diagnostic
    from scoring.graph import Node
    from scoring.program import Plan
    from scoring.reading import Read

F = Fraction
EPS = F(1, 10**6)
MOST = 5_000
"""Cases of one leaf."""

MISSING = object()
"""Stands for a figure that a case does not give."""

_FAR = (F(1), F(1000), F(10**7))


def grid(
    low: Fraction | None, high: Fraction | None, cuts: Iterable[Fraction], *, whole: bool, near: bool
) -> list[Fraction]:
    """Return the cuts of a figure, its ends, what lies between, and (``near``) what lies just beside them."""
    inside = {each for each in cuts if (low is None or low <= each) and (high is None or each <= high)}
    inside |= {each for each in (low, high) if each is not None} or {F(0)}
    points = sorted(inside)
    found = {*points, *((one + other) / 2 for one, other in pairwise(points))}
    if low is None:
        found |= {points[0] - each for each in _FAR}
    if high is None:
        found |= {points[-1] + each for each in _FAR}
    if near and not whole:
        found |= {each + shift for each in points for shift in (EPS, -EPS)}
    if whole:
        found = {F(n) for each in found for n in (each.__floor__(), each.__ceil__())}
        found |= {each + shift for each in tuple(found) for shift in (1, -1)}
    return sorted(each for each in found if (low is None or low <= each) and (high is None or each <= high))


@dataclass(frozen=True, slots=True)
class Scored:
    """A case and what some nodes are in it."""

    case: Case
    values: dict[Node, Value]


@dataclass
class Cases:
    """The cases of a leaf.

    Attributes:
        complete: whether every combination of the grid is among them.
    """

    leaf: Leaf
    plan: Plan
    complete: bool
    scored: list[Scored] = field(default_factory=list)

    def numbers(self, node: Node) -> list[Fraction]:
        """Return the values of a node, those it has."""
        return [value for each in self.scored if isinstance(value := each.values[node], Fraction)]


class Brute:
    """A ruleset, what is found in it, and its scores."""

    def __init__(self, made: Made, dice: Random) -> None:
        """Load and check it; nothing is scored yet."""
        self.made, self.dice = made, dice
        self.ruleset = Ruleset((("made.yaml", made.text),))
        self.program = self.ruleset.program()
        self.findings = check(self.ruleset)
        self.subject = Subject(self.program)
        self.reaches = Reaches(self.subject)

    def found(self, *codes: str) -> list[Diagnostic]:
        """Return the findings of some codes."""
        return [each for each in self.findings if each.code in codes]

    def open(self, what: str) -> list[Diagnostic]:
        """Return the questions of a kind that are said to be open."""
        return [each for each in self.findings if each.code == "not-proved" and each.facts["what"] == what]

    # Cases

    def values(self, name: str, *, near: bool, missing: bool = False) -> list[object]:
        """Return the values of an input that show all there is to see; ``missing``: also that it is not given."""
        figure, cuts = self.made.figures.get(name), self.made.cuts.get(name, set())
        if figure is None:
            if name == "r":
                return [None, *grid(F(0), None, cuts, whole=False, near=near)]
            return [*sorted(cuts)]
        if not figure.is_number:
            return [*figure.options]
        absent = [MISSING] if missing and (figure.missing or f"given({name})" in self.made.text) else []
        return [*absent, *grid(figure.low, figure.high, cuts, whole=figure.whole, near=near)]

    def combined(
        self, names: Iterable[str], *, near: bool, most: int = MOST, missing: bool = False
    ) -> tuple[list[Case], bool]:
        """Return all combinations of the values of some inputs, or a part of them where there are too many."""
        names = sorted(names)
        options = [self.values(name, near=near, missing=missing) for name in names]
        count = prod(map(len, options))
        if count <= most:
            picked: Iterable[Sequence[object]] = product(*options)
        elif near:
            return self.combined(names, near=False, most=most, missing=missing)[0], False
        else:
            picked = (tuple(map(self.dice.choice, options)) for _ in range(most))
        made = (self.whole(dict(zip(names, values, strict=True))) for values in picked)
        return [each for each in made if each is not None], count <= most

    def whole(self, values: Mapping[str, object]) -> Case | None:
        """Return a case with the figures behind the derived one, None where it cannot be that."""
        found = dict(values)
        for name, value in values.items():
            if value is MISSING:
                written = self.made.figures[name].missing
                found |= {name: F(written) if written not in {"", "null"} else None, f"given:{name}": False}
        fits = not self.made.derived or self._divided(found)
        return cast("Case", found) if fits else None

    def _divided(self, found: dict[str, object]) -> bool:
        """Add x and y to a case of which x ÷ y is known, or the other way round; return whether that can be."""
        ratio, x = found.get("r"), found.get("x")
        if "r" not in found:
            if isinstance(x, Fraction):
                y = found.setdefault("y", F(1))
                found["r"] = x / y if isinstance(y, Fraction) and y else None
            return True
        if not isinstance(ratio, Fraction):
            found |= {"x": F(0) if x is None else x, "y": F(0)}
            return True
        high = self.made.figures["x"].high
        if not isinstance(x, Fraction):
            x = ratio if high is None or ratio <= high else high
        found |= {"x": x, "y": x / ratio if x and ratio else F(1)}
        return bool(x and ratio) or x == ratio

    def shown(self, text: str) -> Case | None:
        """Return the case of an example that a finding tells."""
        told = said.example(text)
        return self.whole({name: MISSING if value is None else value for name, value in told.items()})

    def inputs(self, case: Case) -> dict[str, Read]:
        """Return what the interpreter is given for a case."""
        found: dict[str, Read] = {}
        found |= {f"{leaf.path}/not_applicable": False for leaf in self.made.leaves}
        for name, value in case.items():
            if value is not None and name != "r" and not name.startswith(GIVEN):
                found |= {name: value, GIVEN + name: case.get(GIVEN + name) is not False}
                if name.endswith("/mark"):
                    found[f"{name}.because"] = True
        return found

    # Scores

    @cached_property
    def cases(self) -> list[Cases]:
        """The cases of every leaf, with all that its account asks for."""
        return [self._cases(leaf) for leaf in self.made.leaves]

    def plan(self, leaf: Leaf) -> Plan:
        """Return the account of a leaf."""
        return self.program.plans[leaf.path]

    def _cases(self, leaf: Leaf) -> Cases:
        plan = self.plan(leaf)
        found, complete = self.combined(leaf.reads, near=True, missing=True)  # what is not given may score, too
        nodes = [plan.score, plan.exact, *(entry.asked for entry in plan.entries)]
        nodes += [quantity.node for entry in plan.entries for quantity in entry.quantities.values()]
        wrong = [each.node for each in self.program.checks if each.path == leaf.path]
        every = self.evaluated(found, [*nodes, *wrong])
        right = [each for each in every if not any(each.values[node] is True for node in wrong)]
        return Cases(leaf, plan, complete and not leaf.partial, right)

    def usual(self) -> Case:
        """Return a case that gives every figure."""
        return cast("Case", {name: self.values(name, near=False)[0] for name in self.made.figures})

    def evaluated(self, cases: Iterable[Case], nodes: Sequence[Node]) -> Iterator[Scored]:
        """Yield what nodes are in some cases."""
        order = [*walk(nodes)]
        for case in cases:
            inputs = self.inputs(case)
            values: dict[Node, Value] = {}
            for node in order:
                if node.args:
                    values[node] = operated(node, [values[each] for each in node.args])
                else:
                    values[node] = interpret([node], inputs)[node]
            yield Scored(case, {node: values[node] for node in nodes})

    def one(self, case: Case, node: Node) -> Value:
        """Return what a node is in a case; a figure that it does not name has any value."""
        (found,) = self.evaluated([{**self.usual(), **case}], [node])
        return found.values[node]
