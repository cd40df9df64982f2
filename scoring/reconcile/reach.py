"""Which scores a rule can give at all, and what the case would have to say for the printed one."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.analysis.subject import Subject
from scoring.graph import FALSE, TRUE, Op, Type, at_most, both, const, equal, negated, walk
from scoring.interpret import GIVEN, interpret
from scoring.intervals import OneOf, ranges
from scoring.rewrite import replaced
from scoring.testing.due import never

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.graph import Node, Value
    from scoring.program import Plan, Program
    from scoring.reading import Domain
    from scoring.reconcile.basis import Basis
    from scoring.reconcile.printed import Cell

_MOST_NODES = 3_000
_MOST_VALUES = 12
"""Values of a score that are listed."""
_MOST_WORDS = 32
"""Combinations of words and truth values that are looked at, each for itself."""
_MOST_CONDITIONS = 8
"""Conditions of one score that are tried in every combination."""
_TRIES = 2_000
"""Combinations of inputs that are tried to find the values of a score."""
_COUNTS = 200
"""Counts that are tried for one input."""


class Reached(NamedTuple):
    """What a score can be.

    Attributes:
        possible: whether some case gives the score asked for, as far as is known.
        values: all values that it can have, from the least on; empty where they are many, or not known.
    """

    possible: bool
    values: tuple[Fraction, ...]


_PERHAPS = Reached(possible=True, values=())


class Need(NamedTuple):
    """What a case would have to say for a printed score: an input, what it says now, what it would say."""

    name: str
    now: Fraction
    then: Fraction


class Reach:
    """What scores of one program can be."""

    def __init__(self, program: Program) -> None:
        """Nothing is looked at yet."""
        self.program = program
        self._subject: Subject | None = None

    @property
    def subject(self) -> Subject:
        """The program as it is analysed."""
        if self._subject is None:
            self._subject = Subject(self.program)
        return self._subject

    def __call__(self, basis: Basis, path: str, cell: Cell) -> Reached:
        """Return whether any case can have a score that is printed so, and which scores there can be.

        The variant of the case stays. Nobody sets a score by hand, or declares that an item does not apply of which the
        case does not say so. The score of a rule that is judged is not asked for.
        """
        nodes = self._ordinary(basis, basis.plans[path])
        if nodes is None:
            return _PERHAPS
        found: set[Fraction] | None = set()
        for node in nodes:
            values = self._by_conditions(node)
            if values is None:
                never = self._never(_printed(node, basis, path, cell))
                seen = self._values(node) if never or basis.plans[path].places is None else set()
                values = seen if seen and self._never(_other(node, seen)) else None
                if values is None and not never:
                    return _PERHAPS
            if values is not None and any(basis.agrees(path, each, cell) for each in values):
                return _PERHAPS
            found = None if found is None or values is None else found | values
        return Reached(possible=False, values=_listed(found or set()))

    def _by_conditions(self, node: Node) -> set[Fraction] | None:
        """Return all values of a score that only conditions decide, None of another one."""
        conditions = list(dict.fromkeys(each.args[0] for each in walk([node]) if each.op is Op.IF))
        if len(conditions) > _MOST_CONDITIONS:
            return None
        found: set[Fraction] = set()
        for truths in product((TRUE, FALSE), repeat=len(conditions)):
            (made,) = replaced([node], dict(zip(conditions, truths, strict=True)))
            value = None if _inputs(made) else interpret([made], {})[made]
            if not isinstance(value, Fraction):
                return None
            pairs = zip(conditions, truths, strict=True)
            held = both(*(each if truth is TRUE else negated(each) for each, truth in pairs))
            if value not in found and not self._never(held):
                found.add(value)
        return found

    def _ordinary(self, basis: Basis, plan: Plan) -> list[Node] | None:
        """Return the score of the case's own variant with all words and truth values; None: too many, or judged."""
        if sum(1 for _ in walk([plan.score])) > _MOST_NODES:
            return None
        choices: dict[Node, Sequence[Node]] = {}
        for node in walk([plan.score]):
            if node.op is Op.INPUT and (node.type is not Type.NUMBER or str(node.payload).startswith(GIVEN)):
                choices[node] = self._choices(basis, node)
        if math.prod(map(len, choices.values())) > _MOST_WORDS:
            return None
        found = dict.fromkeys(
            replaced([plan.score], dict(zip(choices, each, strict=True)))[0] for each in product(*choices.values())
        )
        return None if any(name.endswith("/mark") for node in found for name in _inputs(node)) else list(found)

    def _choices(self, basis: Basis, node: Node) -> Sequence[Node]:
        """Return what a word or truth value may be."""
        name = str(node.payload)
        said = name.endswith(("/not_applicable", "/mark")) and basis.inputs.get(name) is True
        if name.endswith(("/set", "/mark.deduct", "/not_applicable", "/mark")) and not said:
            return (FALSE,)
        if node.type is Type.TRUTH:
            return (TRUE, FALSE)
        return [const(word) for word in self.program.domains[name].words]

    def _never(self, condition: Node) -> bool:
        """Whether it is proved that no case meets a condition."""
        node = self.subject.condition(condition)
        if never(node):
            return True
        used = self.subject.used(node)
        found = ranges([node], {}, self.subject.domains(used))[node]
        if isinstance(found, OneOf) and True not in found.values:
            return True
        try:
            return not Boxes(self.subject, [node]).where(node).yes
        except NotProved:
            return False

    def _values(self, node: Node) -> set[Fraction]:
        """Return the values that a score is seen to have; nothing where they are too many."""
        names = sorted(_inputs(node))
        choices = [_some(self.program.domains.get(name)) for name in names]
        size = 1
        for each in choices:
            size *= len(each)
        if size > _TRIES:
            return set()
        found: set[Fraction] = set()
        for numbers in product(*choices):
            value = interpret([node], dict(zip(names, numbers, strict=True)))[node]
            if isinstance(value, Fraction):
                found.add(value)
            if len(found) > _MOST_VALUES:
                return set()
        return found


def needs(basis: Basis, path: str, cell: Cell) -> list[Need]:
    """Return the counts, of findings or others, each of which alone would give a score that is printed so."""
    plan, found = basis.plans[path], []
    for name in sorted(_inputs(plan.score)):
        domain, now = basis.result.program.domains.get(name), basis.inputs.get(name)
        if domain is None or not domain.whole or not isinstance(now, Fraction):
            continue
        near = (each for each in _counts(domain, now) if basis.agrees(path, _with(basis, plan, name, each), cell))
        then = next(near, None)
        if then is not None:
            found.append(Need(name, now, then))
    return found


def _with(basis: Basis, plan: Plan, name: str, value: Fraction) -> Value:
    return interpret([plan.score], {**basis.inputs, name: value})[plan.score]


def _counts(domain: Domain, now: Fraction) -> Iterator[Fraction]:
    """Yield other counts, the nearest first."""
    for step in range(1, _COUNTS + 1):
        for each in (now - step, now + step):
            if (domain.low is None or each >= domain.low) and (domain.high is None or each <= domain.high):
                yield each


def _listed(values: set[Fraction]) -> tuple[Fraction, ...]:
    return tuple(sorted(values)) if len(values) <= _MOST_VALUES else ()


def _inputs(node: Node) -> set[str]:
    names = (str(each.payload) for each in walk([node]) if each.op is Op.INPUT)
    return {name for name in names if not name.startswith(GIVEN)}


def _some(domain: Domain | None) -> list[Fraction]:
    """Return some values of an input, for a first look."""
    low = Fraction(0) if domain is None or domain.low is None else domain.low
    high = None if domain is None else domain.high
    if domain is not None and domain.whole:
        values = [low + each for each in range(12)]
    elif high is not None:
        values = [low + (high - low) * each / 20 for each in range(21)]
    else:
        values = [low + Fraction(each, 2) for each in range(40)]
    return [each for each in values if high is None or each <= high]


def _printed(node: Node, basis: Basis, path: str, cell: Cell) -> Node:
    """Return the truth node "the score may be printed so": where it is not rounded, what lies near enough."""
    if basis.plans[path].places is not None:
        return equal(node, const(cell.value))
    off = Fraction(1, 10 ** basis.places.get(path, cell.places))
    return both(at_most(const(cell.value - off), node), at_most(node, const(cell.value + off)))


def _other(node: Node, values: set[Fraction]) -> Node:
    """Return the truth node "the score is none of these"."""
    return both(*(negated(equal(node, const(each))) for each in values))
