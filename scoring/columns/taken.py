"""What was taken over all rows of a run, as plain values, and what a program takes so."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from scoring import graph as g
from scoring.columns.code import OBJECT
from scoring.columns.spread import EXACT, Numbers, joined, times
from scoring.graph import Op, Type, walk
from scoring.interpret import GIVEN
from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.columns.names import Array
    from scoring.columns.results import Numbers as Found
    from scoring.columns.runner import Columns
    from scoring.graph import Node
    from scoring.program import Cohort as Planned
    from scoring.program import Program


class Taken(NamedTuple):
    """What was taken over all cases for one input.

    Attributes:
        cases: how many take part.
        value: the number; None where there is none, and for ranks and percentiles.
        order: for these every number once, the least first, and the place that each has: multiples of a unit.
    """

    cases: int
    value: Fraction | None = None
    order: tuple[Numbers, Array, Fraction] | None = None


Known = Mapping[str, Taken]


def levels(program: Program) -> list[tuple[str, ...]]:
    """Return the inputs over all cases that can be taken at a time, those that the others need first."""
    depth: dict[str, int] = {}
    for each in program.cohorts:
        depth[each.name] = 1 + max((depth[name] for name in cohort_needs(program, nodes_of(each))), default=-1)
    every = range(1 + max(depth.values(), default=-1))
    return [tuple(name for name, own in depth.items() if own == level) for level in every]


def nodes_of(plan: Planned) -> tuple[Node, Node]:
    """Return what each case gives, and whether it counts."""
    return g.ONE if plan.of is None else plan.of, plan.where


def cohort_needs(program: Program, nodes: Iterable[Node]) -> frozenset[str]:
    """Return the inputs over all cases that nodes rest on."""
    own = {each.name for each in program.cohorts}
    after = {each.name: each.after for each in program.reductions}
    names = {str(node.payload) for node in walk(tuple(nodes)) if node.op is Op.INPUT}
    return frozenset(names & own).union(*(after.get(name, frozenset()) for name in names))


def steady_of(program: Program) -> frozenset[str]:
    """Return the inputs over all cases that are the same in all of them."""
    return frozenset(each.name for each in program.cohorts if each.take not in ("rank", "percentile"))


def wrong_alone(columns: Columns, given: Iterable[str]) -> Node:
    """Return whether a row is wrong by itself: a check says so, or it speaks of a node of a variant not taken.

    Args:
        columns: what scores.
        given: the inputs that have columns.
    """
    program = columns.program
    found = [check.node for check in program.checks]
    for name in given:
        taken = columns.asked.taken(name)
        if taken is None:
            continue
        own = columns.domain(name).type
        said = g.given(name)
        if name.endswith("/findings"):
            said = g.both(said, g.negated(g.equal(g.input_(name), g.ZERO)))
        elif own is Type.TRUTH and name.endswith("/not_applicable"):
            said = g.both(said, g.input_(name, own))
        found.append(g.both(said, g.negated(taken)))
    later = [each.name for each in program.cohorts] + [each.name for each in program.reductions if each.after]
    unknown: dict[Node, Node] = {}
    for node in walk(found):
        name = str(node.payload)
        if node.op is Op.INPUT and name.removeprefix(GIVEN) in later:
            unknown[node] = g.FALSE if name.startswith(GIVEN) else g.nothing("missing", name, node.type)
    return g.either(*replaced(found, unknown))


def numbers(found: object, rows: Array) -> Numbers:
    """Return the numbers of some rows that have one."""
    own = cast("Found", found)
    there = rows if own.without is None else rows & ~own.without
    under = None if own.under is None else own.under[there]
    return Numbers(own.values[there], under, own.unit or Fraction(1))


def places_of_rows(taken: Taken, own: Numbers) -> Array:
    """Return the place among all numbers of each row's own.

    Raises:
        ValueError: one of them is not among them.
    """
    assert taken.order is not None  # noqa: S101  # it is of ranks
    every = taken.order[0]
    if every.under is None and own.under is None:
        unit = joined((Numbers(every.over[:0], None, every.unit), Numbers(own.over[:0], None, own.unit))).unit
        some, mine = (times(each.over, (each.unit / unit).numerator) for each in (every, own))
        found = np.searchsorted(some, mine)
        if not len(mine) or (len(some) and (some[np.minimum(found, len(some) - 1)] == mine).all()):
            return found
    else:
        found = _among(every.lowest(), own.lowest())
        if not len(found) or found.min() >= 0:
            return found
    raise ValueError("what was taken over all cases was not taken over these: a value of theirs is not among them")


def _among(every: Numbers, own: Numbers) -> Array:
    """Return the place of ratios in lowest terms among others that are in order, -1 where one is none of them."""
    overs, unders = (np.concatenate([one, other]) for one, other in zip(every[:2], own[:2], strict=True))
    many = len(every.over)
    if OBJECT in (overs.dtype, unders.dtype) or max(abs(overs).max(initial=0), unders.max(initial=0)) >= EXACT:
        pairs = [*zip(overs.tolist(), unders.tolist(), strict=True)]
        where = {pair: place for place, pair in enumerate(pairs[:many])}
        return np.fromiter((where.get(pair, -1) for pair in pairs[many:]), "i8", len(own.over))
    near = overs / unders  # never turns two round
    found, left = np.full(len(own.over), -1), np.arange(len(own.over))
    places = np.searchsorted(near[:many], near[many:])
    while len(left):  # several ratios may have the same float
        here = places < many
        left, places = left[here], places[here]
        here = near[places] == near[many + left]
        left, places = left[here], places[here]
        same = (overs[places] == overs[many + left]) & (unders[places] == unders[many + left])
        found[left[same]] = places[same]
        left, places = left[~same], places[~same] + 1
    return found
