"""A case that shows a certain outcome or edge: one that is there already, with as little changed as will do.

Conditions are made to hold one after the other, each by another value of one input that it reads; of several ways the
one is taken that leaves fewest conditions open.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.graph import Op, Type, walk
from scoring.interpret import GIVEN
from scoring.reading import Domain
from scoring.testing.suggest_make import changed
from scoring.testing.suggest_total import Total
from scoring.testing.suggest_values import bounds_in, fits, worth_trying
from scoring.testing.values import Values, inputs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.case import Case
    from scoring.graph import Node
    from scoring.reading import Read
    from scoring.result import Result
    from scoring.testing.due import Due
    from scoring.testing.suggest_make import Cases, Change, Start
    from scoring.testing.values import Inputs

_DEPTH = 4
"""Inputs that are changed for one case, at most."""

_BEAM = 4
"""Ways that are followed up at each step."""

_MANY = 12
"""Marks, findings and the like that a number reads, beyond which it is a total."""

_COMBINED = 5_000
"""Combinations of values that are tried for one number."""

_FEW = 4
"""Figures of a number of which two are changed together, at most."""

_BY_HAND = ("/set", "/mark.because", "/mark.deduct")


class Shown(NamedTuple):
    """A case that shows what was looked for.

    Attributes:
        changes: what differs from where it starts.
    """

    start: Start
    case: Case
    changes: Change
    result: Result


class Finder:
    """Looks for a case in which something occurs."""

    def __init__(self, cases: Cases, starts: list[Start]) -> None:
        """Start from some cases, the first ones first."""
        self.cases, self.starts = cases, starts
        self._totals: dict[Node, Total] = {}

    def find(self, due: Due) -> Iterator[Shown]:
        """Yield cases in which something occurs, by the starts in their order."""
        conditions = _parts(due)
        for start in self.starts:
            for changes in self._search(due, conditions, start):
                for own in (changes, self._marked(start, changes)):
                    case = None if own is None else self.cases.made(start, own)
                    result = None if case is None else self.cases.scored(case)
                    if own is not None and case is not None and result is not None and occurs(due, result):
                        yield Shown(start, case, own, result)
                        break
                else:
                    continue
                break

    def _marked(self, start: Start, changes: Change) -> Change | None:
        """Return changes with marks that lie in the ranges that are reached then; None where they do already."""
        program = self.cases.program
        checks = [each for each in program.checks if each.code == "mark-range" and {"low", "high"} <= each.facts.keys()]
        nodes = [node for each in checks for node in (each.node, each.facts["low"].node)]
        values = Values(nodes).of(changed(start.inputs, changes))
        found = {each.subject: values[each.facts["low"].node] for each in checks if values[each.node] is True}
        marks: Change = {name: low for name, low in found.items() if isinstance(low, Fraction)}
        return {**changes, **marks} if marks else None

    def _search(self, due: Due, conditions: list[Node], start: Start) -> Iterator[Change]:
        """Yield changes after which something occurs, as far as its conditions tell."""
        values = Values([*conditions, due.node])
        if _holds(due, conditions, values.of(start.inputs)):
            yield {}
        wide = self._wide(due, conditions)
        if wide:
            for number, value, unit in wide:
                total = self._totals.get(number)
                if total is None:
                    total = self._totals[number] = Total(self.cases.program, number)
                yield from total.reached(start.inputs, value, unit)
            return
        yield from self._by_steps(due, conditions, start, values)
        if due.window is not None:
            number = due.window.number
            guards = [each for each in conditions if number not in set(walk([each]))]
            before: Change = {}
            if any(values.of(start.inputs)[each] is not True for each in guards):
                free = replace(due, holds=g.both(*guards), window=None)
                before = next(self._by_steps(free, guards, start, Values(guards)), {})
            yield from self._combined(due, conditions, changed(start.inputs, before), before, values)

    def _by_steps(self, due: Due, conditions: list[Node], start: Start, values: Values) -> Iterator[Change]:
        """Yield changes that make the conditions hold one after the other."""
        beam: list[Change] = [{}]
        seen: set[frozenset[tuple[str, object]]] = set()
        for _ in range(_DEPTH):
            ranked: list[tuple[int, int, Change]] = []
            for changes in beam:
                for more in self._moves(due, conditions, changed(start.inputs, changes), values):
                    together = {**changes, **more}
                    key = frozenset(together.items())
                    if key in seen:
                        continue
                    seen.add(key)
                    found = values.of(changed(start.inputs, together))
                    if _holds(due, conditions, found):
                        yield together
                    ranked.append((sum(found[each] is not True for each in conditions), len(ranked), together))
            beam = [changes for _, _, changes in sorted(ranked, key=lambda each: each[:2])[:_BEAM]]

    def _combined(  # what is looked for, and where
        self, due: Due, conditions: list[Node], inputs: Inputs, before: Change, values: Values
    ) -> Iterator[Change]:
        """Yield combinations of words, and of numbers at the bounds, that give a number its value."""
        assert due.window is not None  # noqa: S101  # of an edge
        number, value, unit, _ = due.window
        bounds = bounds_in([number])
        options: dict[str, list[Read]] = {}
        for name in read_by(number):
            domain = self._domain(name)
            if domain is not None and not name.endswith(_BY_HAND):
                options[name] = list(worth_trying(name, domain, bounds, inputs))
        if options and prod(map(len, options.values())) <= _COMBINED:
            for combined in product(*options.values()):
                changes: Change = dict(zip(options, combined, strict=True))
                changes = {name: each for name, each in changes.items() if inputs.get(name) != each}
                if _holds(due, conditions, values.of(changed(inputs, changes))):
                    yield {**before, **changes}
        total = self._totals.get(number)
        if total is None:
            total = self._totals[number] = Total(self.cases.program, number)
        yield from ({**before, **changes} for changes in total.reached(inputs, value, unit))

    def _wide(self, due: Due, conditions: list[Node]) -> list[tuple[Node, Fraction, Fraction]]:
        """Return numbers that so many inputs make that no single one is asked for, and what is wanted of them."""
        if due.lost is not None:
            return []
        wanted = [(number, value, Fraction(0)) for number, value in bounds_in(conditions)]
        if due.window is not None:
            wanted = [due.window[:3]]
        return [each for each in wanted if sum("/" in name for name in read_by(each[0])) > _MANY]

    def _moves(self, due: Due, conditions: list[Node], inputs: Inputs, values: Values) -> Iterator[Change]:
        """Yield values of single inputs that may make one more condition hold."""
        found = values.of(inputs)
        target = next((each for each in conditions if found[each] is not True), due.node)
        names = [name for name in read_by(target) if not name.endswith(_BY_HAND)]
        if due.lost is not None:
            names = [name for name in read_by(due.node) if not name.endswith(_BY_HAND)]
            lacking: list[Change] = [{name: None} for name in names]
            lacking += [{name: Fraction(1)} for name in names if name.endswith("/findings")]
            yield from lacking
            return
        wanted = bounds_in([target])
        if due.window is not None:
            wanted = [(due.window.number, due.window.value), *wanted]
        yield from self._single(names, wanted, inputs)
        if due.window is not None and target in conditions[-2:]:
            yield from self._pairs(due, inputs)

    def _single(self, names: list[str], wanted: list[tuple[Node, Fraction]], inputs: Inputs) -> Iterator[Change]:
        """Yield values of each of some inputs that are worth trying."""
        for name in names:
            domain = self._domain(name)
            if domain is None:
                continue
            for value in worth_trying(name, domain, wanted, inputs):
                yield {name: value}
            if name.endswith(("/mark", "/not_applicable")) or name in self.cases.program.figures:
                yield {name: None}

    def _pairs(self, due: Due, inputs: Inputs) -> Iterator[Change]:
        """Yield values of two inputs of a number that make it what is wanted: a round one, and what goes with it."""
        assert due.window is not None  # noqa: S101  # of an edge
        number, value, *_ = due.window
        names = read_by(number)
        own = {name: domain for name in names if (domain := self._domain(name)) is not None
               and domain.type is Type.NUMBER and "/" not in name}  # fmt: skip
        if not 1 < len(own) <= _FEW:
            return
        for fixed, domain in own.items():
            for plain in (Fraction(value.denominator), Fraction(100), Fraction(1000), Fraction(1)):
                if not fits(plain, domain):
                    continue
                for name, other in own.items():
                    if name != fixed:
                        there = changed(inputs, {fixed: plain})
                        for found in worth_trying(name, other, [(number, value)], there):
                            yield {fixed: plain, name: found}

    def _domain(self, name: str) -> Domain | None:
        domain = self.cases.program.domains.get(name)
        if name.endswith("/findings") and domain is None:
            return Domain(name, Type.NUMBER, low=Fraction(0), whole=True)
        return domain


def read_by(node: Node) -> list[str]:
    """Return the names of the inputs that a node reads, whether they are given left out."""
    names = (str(each.payload) for each in walk([node]) if each.op is Op.INPUT)
    return [name for name in names if not name.startswith(GIVEN)]


def _parts(due: Due) -> list[Node]:
    """Return the conditions that must hold together, those of the edge itself last."""
    stack, found = [due.holds], []
    while stack:
        node = stack.pop()
        if node.op is Op.AND:
            stack.extend(reversed(node.args))
        else:
            found.append(node)
    return found


def _holds(due: Due, conditions: list[Node], found: Mapping[Node, object]) -> bool:
    if due.lost is not None:
        return due.is_shown(found[due.node])  # type: ignore[arg-type]  # a value
    return all(found[each] is True for each in conditions)


def occurs(due: Due, result: Result) -> bool:
    """Whether something occurs in a case."""
    value = Values([due.node]).of(inputs_of(result))[due.node]
    return due.is_shown(value)
