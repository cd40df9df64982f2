"""Roundings that follow one another, that grades depend on, or that leave out a leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.analysis.grid import grids, idle
from scoring.checks.look import at_key, owners_of
from scoring.document import Table
from scoring.number import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from scoring.checks.look import Look, Seen
    from scoring.graph import Node
    from scoring.program import Plan
    from scoring.source import Span

_LEVELS = {"root": "total", "group": "group", "leaf": "leaf", "criterion": "criterion"}


def leaves_not_rounded(look: Look) -> None:
    """Look for leaves whose points have more decimals than their rounding would leave."""
    seen = look.first
    places = look.definition.places.get("leaf")
    if places is None:
        return
    for node in look.definition.root.walk():
        plan = seen.program.plans.get(node.path)
        points = None if plan is None else g.number_of(plan.printed)
        if node.kind != "leaf" or node.variants or points is None or "round" in node.keys.fields:
            continue
        own = places_of(points)
        if own is None or own > places:
            facts = {"name": node.called, "points": points, "places": places}
            look.note("leaf-not-rounded", node.at, owners_of(seen, node.path), **facts)


def twice(look: Look) -> None:
    """Look for roundings of what is rounded already, where the second changes something again."""
    for seen in look.seen:
        plans = [each for each in seen.plans() if each.score is not each.exact]
        plans = [each for each in plans if look.is_new("twice", each.at, (each.score,))]
        scores = {id(each): seen.subject.uncut(each.score) for each in plans}
        found = grids(scores.values(), seen.subject.is_whole)
        inner: dict[Node, bool] = {}
        for plan in plans:
            for outer in own_roundings(seen, plan):
                if not idle(outer, found) and any(_rounds(each, found, inner) for each in outer.args):
                    at, owners = _place(seen, plan)
                    look.note("rounded-twice", at, owners, name=plan.called)


def figures_twice(look: Look) -> None:
    """Look for figures that round what another figure has rounded."""
    seen = look.first
    for figure, node in seen.program.figures.values():
        if figure.form is None or "round" not in figure.keys.fields:
            continue
        rounded = seen.subject.uncut(node)
        found = grids([rounded], seen.subject.is_whole)
        outer = [each for each in g.walk([rounded]) if each.op is g.Op.ROUND and not idle(each, found)]
        inner: dict[Node, bool] = {}
        if any(_rounds(each.args[0], found, inner) for each in outer):
            at = at_key(figure.keys, "round")
            look.note("rounded-twice", at, owners_of(seen, figure.home, figure), name=figure.label)


def own_roundings(seen: Seen, plan: Plan) -> Iterator[Node]:
    """Yield the roundings that a node does itself, the last first."""
    unrounded = seen.subject.uncut(plan.exact)
    stack = [seen.subject.uncut(plan.score)]
    while stack:
        node = stack.pop()
        if node is unrounded:
            continue
        if node.op is g.Op.ROUND:
            yield node
        stack.extend(node.args if node.op in {g.Op.IF, g.Op.ROUND} else ())


def _rounds(node: Node, found: dict[Node, Fraction | None], known: dict[Node, bool]) -> bool:
    """Whether a rounding that changes something lies below a node."""
    for each in g.walk([node]):
        if each not in known:
            own = each.op is g.Op.ROUND and not idle(each, found)
            known[each] = own or any(known[arg] for arg in each.args if arg.type is g.Type.NUMBER)
    return known[node]


def _place(seen: Seen, plan: Plan) -> tuple[Span, tuple[Table, ...]]:
    """Return where the rounding of a node is written, and who may allow it: for all of a level if it is of a level."""
    owners = owners_of(seen, plan.path, at=plan.at)
    if owners and "round" in owners[0].fields:
        return at_key(owners[0], "round"), owners
    keys = seen.program.definition.keys.fields
    table = keys["rounding"].value if "rounding" in keys else None
    level = _LEVELS[plan.kind]
    if isinstance(table, Table) and level in table.fields:
        return table.fields[level].key.at, owners
    return plan.at, owners
