"""A total that many inputs make, brought to a certain value: the inputs that lead nearest to it, and one that fits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.graph import Op, Type, walk
from scoring.interpret import GIVEN
from scoring.testing.suggest_make import changed
from scoring.testing.suggest_values import fits, unit_of
from scoring.testing.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.graph import Node
    from scoring.program import Program
    from scoring.reading import Domain, Read
    from scoring.testing.suggest_make import Change
    from scoring.testing.values import Inputs

_ROUNDS = 12
"""Inputs that are changed on the way, at most."""

_FINE = 20_000
"""Values of an input that are told apart, at least."""

_FAR = 40
"""Findings of a node that are tried, at most."""

_OWN_KINDS = ("/mark", "/findings")


class Total:
    """Changes inputs until a number has a value."""

    def __init__(self, program: Program, number: Node) -> None:
        """Take the number."""
        self.program, self.number = program, number
        self.checks = [
            each for each in program.checks if each.code == "mark-range" and {"low", "high"} <= each.facts.keys()
        ]
        facts = [each.facts[end].node for each in self.checks for end in ("low", "high")]
        self.values = Values([number, *(each.node for each in self.checks), *facts])
        names = [str(node.payload) for node in walk([number]) if node.op is Op.INPUT]
        self.names = sorted((name for name in names if self._domain(name) is not None), key=_first)

    def _domain(self, name: str) -> Domain | None:
        if name.startswith(GIVEN) or ("/" in name and not name.endswith(_OWN_KINDS)):
            return None
        return self.program.domains.get(name)

    def _at(self, inputs: Inputs, changes: Change) -> Fraction | None:
        values = self.values.of(changed(inputs, changes))
        found = values[self.number]
        wrong = any(values[each.node] is True for each in self.checks)
        return found if isinstance(found, Fraction) and not wrong else None

    def reached(self, inputs: Inputs, wanted: Fraction, unit: Fraction) -> Iterator[Change]:
        """Yield changes after which the number has a value, or lies within a unit of it."""
        changes: Change = {}
        for _ in range(_ROUNDS):
            here = self._at(inputs, changes)
            if here is None:
                return
            if here == wanted:
                yield dict(changes)
                return
            tried = list(self._tried(inputs, changes))
            for name, value, there in tried:
                if (here - wanted) * (there - wanted) <= 0:
                    yield from self._between(inputs, changes, name, value, (wanted, unit))
            nearer = [(abs(there - wanted), number) for number, (_, _, there) in enumerate(tried)]
            if not nearer or min(nearer)[0] >= abs(here - wanted):
                return
            name, value, _ = tried[min(nearer)[1]]
            changes = {**changes, name: value}

    def _tried(self, inputs: Inputs, changes: Change) -> Iterator[tuple[str, Read, Fraction]]:
        """Yield the farthest values of each input that is not changed yet, and what the number is then."""
        for name in self.names:
            for value in () if name in changes else self._ends(name, changed(inputs, changes)):
                there = self._at(inputs, {**changes, name: value})
                if there is not None:
                    yield name, value, there

    def _ends(self, name: str, inputs: Inputs) -> list[Read]:
        """Return the values of an input that lead farthest."""
        domain = self.program.domains[name]
        if domain.type is Type.TRUTH:
            return [True, False]
        if domain.type is Type.CHOICE:
            return [*domain.words]
        path, _, own = name.rpartition("/")
        if own == "mark" and path:
            values = self.values.of(inputs)
            facts = [each.facts[end].node for each in self.checks if each.subject == name for end in ("low", "high")]
            return [value for node in facts if isinstance(value := values[node], Fraction)]
        if own == "findings" and path:
            return [Fraction(1), Fraction(2), Fraction(5), Fraction(10), Fraction(_FAR)]
        low = Fraction(0) if domain.low is None else domain.low
        return [low, *([low + 1, low + 100, low + 10**6] if domain.high is None else [domain.high])]

    def _between(
        self, inputs: Inputs, changes: Change, name: str, end: Read, aim: tuple[Fraction, Fraction]
    ) -> Iterator[Change]:
        """Yield a value of an input between where it is and an end at which the number has the value, by halving."""
        domain, (wanted, unit) = self.program.domains[name], aim
        yield {**changes, name: end}
        if not isinstance(end, Fraction) or name.endswith("/findings"):
            return
        start = inputs.get(name)
        if not isinstance(start, Fraction):
            path = name.rpartition("/")[0]
            points = g.number_of(self.program.plans[path].printed) if path else None
            start = points if points is not None and end == 0 else Fraction(0)
        coarse = min(unit_of(domain, start), unit_of(domain, end))
        if not domain.whole and not domain.date:
            coarse = min(coarse, Fraction(1, 1000 if domain.percent else 100))
        fine = coarse
        while not domain.whole and not domain.date and domain.places is None and abs(end - start) / fine < _FINE:
            fine /= 10
        for step in dict.fromkeys((coarse, fine)):
            for value in self._halved(inputs, changes, name, (start, end, step), wanted, unit):
                if fits(value, domain):
                    yield {**changes, name: value}

    def _halved(  # noqa: PLR0913, PLR0917  # one search
        self,
        inputs: Inputs,
        changes: Change,
        name: str,
        run: tuple[Fraction, Fraction, Fraction],
        wanted: Fraction,
        unit: Fraction,
    ) -> Iterator[Fraction]:
        """Yield values of an input, in steps from a start to an end, at which the number is about as wanted."""
        start, end, step = run
        start = step * (start / step).__floor__()  # so that round values are among them
        low, high = 0, int(abs(end - start) / step)
        way = 1 if end > start else -1
        first = self._at(inputs, {**changes, name: start})
        if first is None:
            return
        rising = first < wanted
        while low <= high:
            middle = (low + high) // 2
            value = start + way * step * middle
            here = self._at(inputs, {**changes, name: value})
            if here is None:
                return
            if abs(here - wanted) <= unit:
                yield value
            if here == wanted:
                return
            low, high = (middle + 1, high) if (here < wanted) is rising else (low, middle - 1)


def _first(name: str) -> tuple[int, str]:
    """Order inputs: marks, figures, findings."""
    return (0 if name.endswith("/mark") else 2 if name.endswith("/findings") else 1, name)
