"""A run: cases bound to their programs, and the inputs worked out of their lists and of all cases together.

These inputs come in strata: what the lists of a case are reduced to, then one input over all cases after the other,
each followed by the reductions that rest on it. An input without a value is kept as the unknown with its causes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, cast

from scoring.graph import Cause, Op, Unknown
from scoring.interpret import GIVEN, interpret
from scoring.lower_cohort import RUN
from scoring.lower_lists import ENTRY
from scoring.statistic import percentiles, ranks, reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.binding import Bound
    from scoring.binding_lists import Entry, ListValue
    from scoring.graph import Node, Value
    from scoring.program import Cohort, Program, Reduction
    from scoring.reading import Read

NOBODY = Unknown(frozenset((Cause("undefined", "no-cases"),)))
LEFT_OUT = Unknown(frozenset((Cause("undefined", "not-among-cases"),)))
NONE_LEFT = Unknown(frozenset((Cause("undefined", "none-left"),)))
EMPTY = Unknown(frozenset((Cause("undefined", "empty-list"),)))


@dataclass(frozen=True, slots=True)
class Member:
    """A case that takes part in a run: its program, and its inputs, which the run completes."""

    program: Program
    bound: Bound


def complete(cases: Sequence[Member], *, alone: bool) -> None:
    """Work out the inputs of some cases that come from lists and from all cases.

    Args:
        cases: of one ruleset; their inputs are added to.
        alone: whether they are no run, so that what is taken over all cases stays missing.
    """
    parts = [_Part(each.program, each.bound) for each in cases]
    names = {name: None for each in parts for name in each.cohorts}
    for part in parts:
        part.reduce(() if alone else names)
    if alone or not names:
        return
    admitted = [part for part in parts if part.admission is True]
    waiting = dict(names)
    for name in names:
        _take(name, admitted)
        del waiting[name]
        for part in admitted:
            part.reduce(waiting)
    for part in parts:
        if isinstance(part.admission, Unknown):  # then it is not known either what is taken with this case
            part.bound.inputs.update(dict.fromkeys(names, part.admission))
        part.reduce(())  # of a case that takes no part, too: what is missing there has causes


class _Part:
    """One case of a run."""

    def __init__(self, program: Program, bound: Bound) -> None:
        self.bound = bound
        self.cohorts = {each.name: each for each in program.cohorts}
        self.waiting = list(program.reductions)
        self.defaults = {name: each.default for name, each in program.domains.items() if each.default is not None}
        self.program = program

    @cached_property
    def admission(self) -> Value:
        """Whether the case takes part in what is taken over all cases."""
        admit = self.program.admit
        return True if admit is None else self.value(admit.condition)

    def value(self, node: Node) -> Value:
        """Return a node's value over the inputs so far."""
        return interpret([node], self.inputs())[node]

    def inputs(self) -> dict[str, Read | Unknown]:
        """Return the inputs so far, defaults in place, and which of them were given."""
        return inputs_so_far(self.defaults, self.bound)

    def reduce(self, waiting: Iterable[str]) -> None:
        """Reduce the lists that rest on none of the inputs that are still to come."""
        later = frozenset(waiting)
        rest: list[Reduction] = []
        for reduction in self.waiting:
            if reduction.after & later:
                rest.append(reduction)
            else:
                self.bound.inputs[reduction.name] = _reduced(reduction, self.bound.lists, self.inputs())
        self.waiting = rest


def inputs_so_far(defaults: Mapping[str, Read], bound: Bound) -> dict[str, Read | Unknown]:
    """Return the inputs of a case so far, defaults in place, and which of them were given."""
    marks = {GIVEN + name: True for name, value in bound.inputs.items() if not isinstance(value, Unknown)}
    return {**defaults, **bound.inputs, **marks}


def _reduced(
    reduction: Reduction, lists: Mapping[str, ListValue], inputs: Mapping[str, Read | Unknown]
) -> Read | Unknown:
    found = lists.get(reduction.source)
    if found is None:
        return Unknown(frozenset((Cause("missing", reduction.source),)))
    if reduction.how == "count" or reduction.element is None:
        return Fraction(len(found.entries))
    values: list[Fraction] = []
    causes: set[Cause] = set()
    for number, entry in enumerate(found.entries, 1):
        value = entry_value(reduction, entry, lists, inputs)
        if isinstance(value, Unknown):
            causes.update(entry_cause(each, reduction.source, number) for each in value.causes)
        else:
            values.append(cast("Fraction", value))
    if causes:
        return Unknown(frozenset(causes))
    result = reduced(reduction.how, values, *reduction.trims)
    if result is None:
        return NONE_LEFT if values else EMPTY
    return result


def entry_value(
    reduction: Reduction, entry: Entry, lists: Mapping[str, ListValue], inputs: Mapping[str, Read | Unknown]
) -> Value:
    """Return what one entry of a list counts as."""
    element, name = cast("Node", reduction.element), f"{reduction.source}{ENTRY}"
    plain = _field(element, name)
    if plain is not None:
        value = entry.values.get(plain)
        return Unknown(frozenset((Cause("missing", str(element.payload)),))) if value is None else value
    own: dict[str, Read | Unknown] = dict(inputs)
    for field, read in entry.values.items():
        key = name if field == "each" else f"{name}.{field}"
        own[key], own[GIVEN + key] = read, True
    inner = {**lists, **{f"{name}.{field}": each for field, each in entry.lists.items()}} if reduction.inner else lists
    for each in reduction.inner:
        own[each.name] = made = _reduced(each, inner, own)
        own[GIVEN + each.name] = not isinstance(made, Unknown)
    return interpret([element], own)[element]


def _field(element: Node, name: str) -> str | None:
    """Return the field of an entry that a node is, ``each`` for a plain entry; None for anything else."""
    own = str(element.payload) if element.op is Op.INPUT else ""
    if own == name:
        return "each"
    field = own.removeprefix(f"{name}.")
    return field if field != own and "/" not in field and "[" not in field else None


def entry_cause(cause: Cause, source: str, number: int) -> Cause:
    """Return a cause that names the entry it lies in."""
    head = f"{source}{ENTRY}"
    if not cause.name.startswith(head):
        return cause
    return cause._replace(name=f"{source}[{number}]{cause.name.removeprefix(head)}")


def _take(name: str, parts: Sequence[_Part]) -> None:
    """Work out one input over all cases that take part."""
    cohorts = [part.cohorts[name] for part in parts]
    values = [part.value(each.of) if each.of is not None else Fraction(1)
              for part, each in zip(parts, cohorts, strict=True)]  # fmt: skip
    counted = [part.value(each.where) for part, each in zip(parts, cohorts, strict=True)]
    there = [
        number for number, value in enumerate(values) if counted[number] is True and not isinstance(value, Unknown)
    ]
    numbers = [cast("Fraction", values[number]) for number in there]
    if not cohorts:
        return
    if cohorts[0].take in ("rank", "percentile"):
        found = _places(cohorts[0], numbers)
        own = dict(zip(there, found, strict=True))
        for number, (part, value) in enumerate(zip(parts, values, strict=True)):
            part.bound.inputs[name] = own[number] if number in own else _no_place(value, counted[number])
        return
    taken = reduced(cohorts[0].take, numbers)
    for part in parts:
        part.bound.inputs[name] = NOBODY if taken is None else taken


def _no_place(value: Value, counts: Value) -> Unknown:
    """Return why a case has no rank: it does not count, or what decides that or its own value is not known."""
    causes = [each.causes for each in (value, counts) if isinstance(each, Unknown)]
    return Unknown(frozenset().union(*causes)) if causes and counts is not False else LEFT_OUT


def _places(cohort: Cohort, numbers: Sequence[Fraction]) -> list[Read | Unknown]:
    """Return rank or percentile of each case that counts."""
    if cohort.take == "rank":
        return list(ranks(numbers, cohort.best, cohort.ties))
    return [NOBODY if each is None else each for each in percentiles(numbers, cohort.best)]


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts ``marks[2]`` before ``marks[10]``."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", name))


def named(program: Program, names: Iterable[str]) -> tuple[str, ...]:
    """Return what inputs are called, in the order of the ruleset."""
    order = {name: number for number, name in enumerate(program.domains)}
    ordered = sorted(names, key=lambda name: (order.get(name, len(order)), natural(name)))
    return tuple(dict.fromkeys(called(name) for name in ordered))


def called(name: str) -> str:
    """Return what an input is called: a figure over all cases by the figure, a mark by its node."""
    return name.removesuffix(RUN).removesuffix("/count").removesuffix("/score").replace("/", ".")
