"""The account of a case as nodes: settled amounts of every entry, and whether the books balance.

Entries say what the rules say (nominal): a deduction of 7.2 on 2 points, and a limit that gives 5.2 back.
Settled amounts are what was lost in the end: limit and rounding of a node are taken back from its own
entries, last first and never past zero, so that the settled amounts still add up to score − points. A node
that opens at zero and earns shows one amount, what it did not earn.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scoring.graph import Node
    from scoring.program import Entry, Plan

_ADJUSTS = frozenset(("limit", "round"))
_RULES = frozenset(("base", "start", "change"))
_ORDINARY = _ADJUSTS | _RULES


class Line(NamedTuple):
    """What stands at one place of the ledger.

    Attributes:
        plan: the node whose account it is of.
        entry: the entry whose settled amount it is; None: whether the node's account is superseded.
    """

    plan: Plan
    entry: Entry | None


class Made(NamedTuple):
    """A ledger laid out.

    Attributes:
        lines: what each of the nodes but the last is.
        nodes: settled amounts and "superseded" of every node of the tree, and last "all accounts balance".
    """

    lines: tuple[Line, ...]
    nodes: tuple[Node, ...]


class Layout:
    """Which nodes a ledger needs; it is laid out when it is first asked for, since scores alone need none of it."""

    def __init__(self, make: Callable[[], Made]) -> None:
        """Take what lays it out: whoever does so twice gets the same."""
        self._make = make

    @cached_property
    def _made(self) -> Made:
        return self._make()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What each of the nodes but the last is."""
        return self._made.lines

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Its nodes, in their order."""
        return self._made.nodes

    def __iter__(self) -> Iterator[Node]:
        """Go through the nodes."""
        return iter(self.nodes)


def layout(root: Plan) -> Layout:
    """Return the ledger of a whole tree."""
    return Layout(partial(_laid_out, root))


def _laid_out(root: Plan) -> Made:
    lines: list[Line] = []
    nodes: list[Node] = []
    balances: list[Node] = []
    for plan, taken in _taken(root, g.TRUE):
        for entry, amount in zip(plan.entries, settled(plan), strict=True):
            if amount is not g.ZERO:
                lines.append(Line(plan, entry))
                nodes.append(g.if_(taken, amount, g.ZERO))
        if plan.children:
            lines.append(Line(plan, None))
            nodes.append(g.both(taken, plan.superseded))
        if not plan.variants:
            balances.append(g.either(g.negated(taken), _balance(plan)))
    return Made(tuple(lines), (*nodes, g.both(*balances)))


def _taken(plan: Plan, taken: Node) -> Iterator[tuple[Plan, Node]]:
    """Yield every plan with the condition that its variant is taken, in document order."""
    yield plan, taken
    for child in plan.children:
        yield from _taken(child, taken)
    for when, variant in plan.variants:
        yield from _taken(variant, g.both(taken, when))


def _balance(plan: Plan) -> Node:
    """Return the truth node "score = points + own amounts + Σ factor · (child's score − child's points)"."""
    terms = [plan.points, *(entry.amount for entry in plan.entries)]
    terms.extend(
        g.if_(g.equal(factor, g.ZERO), g.ZERO, factor * (child.score - child.points))
        for child, factor in zip(plan.children, plan.factors, strict=True)
    )
    return g.equal(plan.score, g.add(*terms))


def settled(plan: Plan) -> list[Node]:
    """Return the settled amount of each entry of a node, signed."""
    entries = plan.entries
    if plan.opens_at_zero and entries and entries[0].kind == "start":
        return _unearned(plan)
    own = [place for place, entry in enumerate(entries) if entry.kind in _RULES]
    if plan.plain and len(own) == 1:
        return [_whole(plan, entry, first=place == own[0]) for place, entry in enumerate(entries)]
    amounts = [entry.amount for entry in entries]
    rules = [place for place, entry in enumerate(entries) if entry.kind not in _ADJUSTS]
    for place, entry in enumerate(entries):
        if entry.kind in _ADJUSTS:
            amounts[place] = _taken_back(amounts, rules, amounts[place], whole=entry.kind == "round")
    return amounts


def _unearned(plan: Plan) -> list[Node]:
    """One amount for the account of a node that opens at zero; what supersedes that account stands for itself."""
    return [_whole(plan, entry, first=place == 0) for place, entry in enumerate(plan.entries)]


def _whole(plan: Plan, entry: Entry, *, first: bool) -> Node:
    """Give all that a node lost by its ordinary account to one entry, nothing to the others of that account."""
    if entry.kind not in _ORDINARY:
        return entry.amount
    return g.if_(plan.superseded, g.ZERO, plan.score - plan.points) if first else g.ZERO


def _taken_back(amounts: list[Node], rules: Sequence[int], rest: Node, *, whole: bool) -> Node:
    """Take an adjustment back from the rules' amounts, last first; return what cannot be placed.

    Args:
        amounts: changed in place.
        rules: places of the rules' amounts.
        rest: the adjustment.
        whole: whether the last rule that has an amount takes all of one that goes its own way.
    """
    earlier = g.TRUE  # no later rule has an amount
    for place in reversed(rules):
        own = amounts[place]
        part = g.clamp(rest, g.minimum(g.ZERO, -own), g.maximum(g.ZERO, -own))
        if whole:
            alike = g.either(g.both(g.less(own, g.ZERO), g.less(rest, g.ZERO)),
                             g.both(g.less(g.ZERO, own), g.less(g.ZERO, rest)))  # fmt: skip
            part = g.if_(g.both(earlier, alike), rest, part)
            earlier = g.both(earlier, g.equal(own, g.ZERO))
        amounts[place], rest = own + part, rest - part
    return rest
