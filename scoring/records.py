"""The records of a case and the nodes that are made from them: how many, and what each is called."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from scoring.binding_lists import flat
from scoring.ledger import Layout, Made
from scoring.model import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.binding_lists import ListValue
    from scoring.program import Plan, Program
    from scoring.result import Compiled

Counts = tuple[tuple[str, int | None], ...]
"""Canonical name of each list that nodes are made from, and how many records it has; None: it is not given."""

_ONE = "[1]"  # what stands in the names of a program that is made for one record


def record_counts(program: Program, lists: Mapping[str, ListValue]) -> Counts:
    """Return how many records a case has of each list that nodes are made from.

    Args:
        program: made for one record of each list.
        lists: of the case.
    """
    if not program.record_lists:
        return ()
    given = {inner: len(each.entries) for name, value in lists.items() for inner, each in flat(name, value)}
    return _counts(program, given.get)


def equal_counts(program: Program, number: int) -> Counts:
    """Return the same number of records for each list that nodes are made from."""
    return _counts(program, lambda _: number)


def _counts(program: Program, given: Callable[[str], int | None]) -> Counts:
    found: dict[str, int | None] = {}
    for name in sorted(program.record_lists, key=lambda name: (name.count("["), name)):
        first, *rest = name.split(_ONE)
        here = [first]
        for part in rest:
            here = [f"{outer}[{number}]{part}" for outer in here for number in range(1, (given(outer) or 0) + 1)]
        found.update((each, given(each)) for each in here)
    return tuple(found.items())


def record_names(program: Program, lists: Mapping[str, ListValue]) -> dict[str, str]:
    """Return what the records of a case are called, by canonical name such as ``sites[2]``."""
    if not program.record_lists:
        return {}
    return {
        f"{inner}[{number}]": entry.name
        for name, value in lists.items()
        for inner, each in flat(name, value)
        for number, entry in enumerate(each.entries, 1)
        if entry.name
    }


def relabelled(compiled: Compiled, names: Mapping[str, str]) -> Compiled:
    """Return a program whose nodes are called by the names of the records that they are made from."""
    labels = {
        child.path: name
        for node in compiled.program.definition.root.walk()
        if node.records is not None
        for number, child in enumerate(node.children, 1)
        if (name := names.get(f"{node.records.figure}[{number}]"))
    }
    made: dict[int, Plan] = {}
    root = _renamed(compiled.program.root, labels, made)
    program = replace(
        compiled.program,
        root=root,
        plans={path: made.get(id(plan), plan) for path, plan in compiled.program.plans.items()},
    )
    return replace(compiled, program=program, layout=Layout(partial(_relined, compiled.layout, made)))


def _relined(layout: Layout, made: Mapping[int, Plan]) -> Made:
    lines = tuple(line._replace(plan=made.get(id(line.plan), line.plan)) for line in layout.lines)
    return Made(lines, layout.nodes)


def _renamed(plan: Plan, labels: Mapping[str, str], made: dict[int, Plan]) -> Plan:
    children = tuple(_renamed(child, labels, made) for child in plan.children)
    variants = tuple((when, _renamed(variant, labels, made)) for when, variant in plan.variants)
    name = labels.get(plan.path)
    label = plan.label if name is None else Label({"": name})
    new = made[id(plan)] = replace(plan, label=label, children=children, variants=variants)
    return new
