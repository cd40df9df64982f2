"""A node with variants → one plan that is the plan of the variant the case has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.definedness import known
from scoring.lower_node import own_entry
from scoring.program import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator
    from scoring.program import Entry


def lower_variants(context: Lowering, key: str, node: Indicator) -> Plan:
    """Return the plan of a node that is one of its variants."""
    points = context.points
    plans = [context.plan(each, node.at) for each in points.variants(key)]
    taken = [points.taken(each, node.at) for each in points.variants(key)]
    applies = points.applies(key, node.at)
    given, value = context.inputs.settable(node.path)
    way, _ = points.policy(key)
    instead = points.gross(key, node.at) if way == "full" else g.ZERO
    own = g.ZERO if node.item else points.effective(key, node.at)

    def chosen(values: Sequence[Node]) -> Node:
        # A person's score, and a node that does not apply, hold whichever variant is taken.
        return g.if_(given, value, g.if_(applies, points.chosen(key, list(values)), instead))

    outer = _outer_entries(node, taken, (given, value), (applies, instead, f"not-applicable-{way}"), own)
    return Plan(
        path=node.path, code=node.code, label=node.label, level=node.level, kind=plans[0].kind, item=node.item,
        beside=node.beside, points=own, printed=points.printed(key, node.at),
        score=chosen([plan.score for plan in plans]), applies=applies, present=points.present(key, node.at),
        entries=outer, children=(), factors=(), superseded=points.chosen(key, [plan.superseded for plan in plans]),
        opens_at_zero=False, plain=False, exact=chosen([plan.exact for plan in plans]), places=plans[0].places,
        at=node.at, clause=node.clause, variants=tuple(zip(taken, plans, strict=True)),
        open=node.open,
    )  # fmt: skip


def _outer_entries(
    node: Indicator, taken: Sequence[Node], set_: tuple[Node, Node], absent: tuple[Node, Node, str], own: Node
) -> tuple[Entry, ...]:
    """Return the account of a node whose score is known although it is not known which variant it is."""
    (given, value), (applies, instead, code) = set_, absent
    decided = g.either(*(g.both(known(each), each) for each in taken))
    by_person = g.if_(decided, g.ZERO, g.if_(given, value - own, g.ZERO))
    by_policy = g.if_(decided, g.ZERO, g.if_(given, g.ZERO, g.if_(applies, g.ZERO, instead - own)))
    entries = (("set", "set", by_person), ("not_applicable", code, by_policy))
    return tuple(own_entry(node, kind, name, amount, own) for kind, name, amount in entries if amount is not g.ZERO)
