"""Which scores a rule can give at all, and what the case would have to say for the printed one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.analysis.subject import Subject
from scoring.graph import FALSE, TRUE, Op, Type, both, const, equal, negated, walk
from scoring.interpret import GIVEN, interpret
from scoring.intervals import OneOf, ranges
from scoring.rewrite import replaced
from scoring.testing.due import never

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.graph import Node, Value
    from scoring.program import Plan, Program
    from scoring.reading import Domain
    from scoring.reconcile.basis import Basis

_MOST_NODES = 3_000
_MOST_VALUES = 12
"""Values of a score that are listed."""
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

    def __call__(self, basis: Basis, path: str, score: Fraction) -> Reached:
        """Return whether a case with the words of this one can have a score, and which ones it can have.

        What is no number in the case stays: the variant that it has, its words, its truth values. Nobody sets a score
        by hand. The score of a rule that is judged is not asked for.
        """
        node = self._ordinary(basis, basis.plans[path])
        if node is None or any(name.endswith("/mark") for name in _inputs(node)):
            return Reached(possible=True, values=())
        by_words = self._by_conditions(node)
        if by_words is not None:
            return Reached(score in by_words, _listed(by_words))
        if not self._never(equal(node, const(score))):
            return Reached(possible=True, values=())
        values = self._values(node)
        if values and self._never(_other(node, values)):
            return Reached(possible=False, values=_listed(values))
        return Reached(possible=False, values=())

    def _by_conditions(self, node: Node) -> set[Fraction] | None:
        """Return all values of a score that only conditions decide, None of another one."""
        conditions = list(dict.fromkeys(each.args[0] for each in walk([node]) if each.op is Op.IF))
        if not conditions or len(conditions) > _MOST_CONDITIONS:
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

    def _ordinary(self, basis: Basis, plan: Plan) -> Node | None:
        """Return the score of the case's own variant, its words and truth values put in."""
        fixed: dict[Node, Node] = {}
        for node in walk([plan.score]):
            name = str(node.payload)
            if node.op is not Op.INPUT:
                continue
            if name.startswith(GIVEN):
                set_by_hand = name.endswith(("/set", "/mark.deduct"))
                fixed[node] = FALSE if set_by_hand else const(basis.inputs.get(name) is True)
            elif node.type is not Type.NUMBER:
                value = basis.inputs.get(name)
                if not isinstance(value, bool | str):
                    return None
                fixed[node] = const(value)
        (found,) = replaced([plan.score], fixed)
        return found if sum(1 for _ in walk([found])) <= _MOST_NODES else None

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


def needs(basis: Basis, path: str, score: Fraction) -> list[Need]:
    """Return the counts, each alone, with which the case would have a score: findings or other whole numbers."""
    plan, found = basis.plans[path], []
    for name in sorted(_inputs(plan.score)):
        domain, now = basis.result.program.domains.get(name), basis.inputs.get(name)
        if domain is None or not domain.whole or not isinstance(now, Fraction):
            continue
        near = (each for each in _counts(domain, now) if _with(basis, plan, name, each) == score)
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


def _other(node: Node, values: set[Fraction]) -> Node:
    """Return the truth node "the score is none of these"."""
    return both(*(negated(equal(node, const(each))) for each in values))
