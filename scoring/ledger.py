"""The account of a case: which nodes to evaluate for it, and the settled amounts that people read.

Entries say what the rules say (nominal): a deduction of 7.2 on 2 points, and a limit that gives 5.2 back.
Settled amounts are what was lost in the end: limit and rounding of a node are taken back from its own
entries, last first and never past zero, so that the settled amounts still add up to score − points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g

if TYPE_CHECKING:
    from scoring.graph import Node
    from scoring.program import Entry, Plan

_ADJUSTS = frozenset(("limit", "round"))
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Row:
    """A node's place in the ledger.

    Attributes:
        plan: of the node.
        start: index of its first amount.
        end: index after its last amount, where a node with children says whether its account is superseded.
    """

    plan: Plan
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Which nodes a ledger needs: each node's amounts, whether it is superseded, and last whether the books balance.

    Attributes:
        rows: of every node of the tree, variants included, in document order.
        nodes: amounts of all entries, and last the truth node "all nodes balance".
        varies: whether some nodes are only there for some cases.
    """

    rows: tuple[Row, ...]
    nodes: tuple[Node, ...]
    varies: bool


def layout(root: Plan) -> Layout:
    """Return the ledger's layout."""
    rows: list[Row] = []
    nodes: list[Node] = []
    balances: list[Node] = []
    for plan in root.walk():
        if plan.variants:
            continue
        start = len(nodes)
        nodes.extend(entry.amount for entry in plan.entries)
        rows.append(Row(plan, start, len(nodes)))
        if plan.children:
            nodes.append(plan.superseded)
        balances.append(_balance(plan))
    nodes.append(_all(balances))
    return Layout(tuple(rows), tuple(nodes), any(plan.variants for plan in root.walk()))


def _balance(plan: Plan) -> Node:
    """Return the truth node "score = points + own amounts + Σ factor · (child's score − child's points)"."""
    terms = [plan.points, *(entry.amount for entry in plan.entries)]
    terms.extend(
        g.if_(g.equal(factor, g.ZERO), g.ZERO, factor * (child.score - child.points))
        for child, factor in zip(plan.children, plan.factors, strict=True)
    )
    return g.equal(plan.score, g.add(*terms))


def _all(balances: Sequence[Node]) -> Node:
    return g.both(*balances)


def settled(entries: Sequence[Entry], amounts: Sequence[Fraction]) -> list[Fraction]:
    """Return the settled amount of each entry.

    Args:
        entries: own entries of one node, in the order of the ledger.
        amounts: their nominal amounts, signed.
    """
    result = list(amounts)
    rules = [index for index, entry in enumerate(entries) if entry.kind not in _ADJUSTS]
    for index, entry in enumerate(entries):
        if entry.kind not in _ADJUSTS or not result[index]:
            continue
        rest = result[index]
        if entry.kind == "round":
            rest = _remainder(result, rules, rest)
        for rule in reversed(rules):
            if not rest:
                break
            own = result[rule]
            if own and (own < 0) != (rest < 0):
                taken = min(abs(own), abs(rest)) * (1 if rest > 0 else -1)
                result[rule], rest = own + taken, rest - taken
        result[index] = rest
    return result


def _remainder(result: list[Fraction], rules: Sequence[int], rest: Fraction) -> Fraction:
    """Give a rounding that goes the same way as the last rule's amount to that rule."""
    last = next((rule for rule in reversed(rules) if result[rule]), None)
    if last is None or (result[last] < 0) != (rest < 0):
        return rest
    result[last] += rest
    return _ZERO
