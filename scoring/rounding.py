"""Rounding as an author writes it: places of a level, a step, a step with its mode, or a list of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Item, Listing, Table
from scoring.keys import MODES
from scoring.number import places_of

if TYPE_CHECKING:
    from scoring.graph import Node
    from scoring.scope import Scope


def rounded_by(scope: Scope, item: Item, node: Node) -> Node:
    """Return a node rounded as a ``round:`` says."""
    for step, mode in steps(scope, item):
        node = g.rounded(node, mode, step)
    return node


def steps(scope: Scope, item: Item) -> list[tuple[Fraction, str]]:
    """Return the steps and modes of a ``round:``, in the order they are done."""
    found: list[tuple[Fraction, str]] = []
    for each in item.items if isinstance(item, Listing) else (item,):
        mode = scope.context.definition.mode
        to = each
        if isinstance(each, Table):
            scope.check_keys(each, ("to", "mode"), "round")
            to = scope.need(each, "to")
            mode = scope.word(each, "mode", MODES) if "mode" in each.fields else mode
        step = scope.constant(to)
        if step <= 0:
            scope.fail("step-sign", to.at, text=getattr(to, "text", ""))
        if not mode:
            scope.fail("rounding-mode", each.at, modes=", ".join(MODES))
        found.append((step, mode))
    return found


def places_after(step: Fraction) -> int | None:
    """Return the decimals a rounding to multiples of a step leaves, None if it leaves more than decimals."""
    places = places_of(step)
    return places if places is not None and step == Fraction(1, 10**places) else None
