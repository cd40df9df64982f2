"""What stands below a node → its opening score, and by which factor each child's loss or gain reaches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.aggregate import COMBINES, OPEN, Part
from scoring.document import Scalar
from scoring.keys import WEIGHTED
from scoring.names import Failed
from scoring.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.document import Table
    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator
    from scoring.program import Plan
    from scoring.tree import Field


@dataclass(frozen=True, slots=True)
class Grouped:
    """What the children make.

    Attributes:
        score: their combination, with what stands outside the points.
        factors: one a child, in their order.
        full: what the full marks of the children come to on an open scale, whose own points are 0.
        uneven: what the combination takes beyond the losses of the children times their factors.
    """

    score: Node
    factors: tuple[Node, ...]
    full: Node = g.ZERO
    uneven: Node = g.ZERO


def grouped(context: Lowering, node: Indicator, children: Sequence[Plan], points: Node, printed: Node) -> Grouped:
    """Return what the children of a node make on its points.

    Args:
        context: the lowering under way.
        node: the group.
        children: their plans.
        points: what the group is judged on.
        printed: its points as printed, to be compared with those of the children.
    """
    return _Group(context, node, children, printed).combined(points)


def option(context: Lowering, node: Indicator, key: str, options: tuple[str, ...], otherwise: str) -> str:
    """Return a key of a node that is one of some words."""
    if key not in node.keys.fields:
        return otherwise
    return Scope(context, node).word(node.keys, key, options)


class _Group:
    def __init__(self, context: Lowering, node: Indicator, children: Sequence[Plan], printed: Node) -> None:
        self.context, self.node, self.children, self.printed = context, node, children, printed
        self.problems = context.problems
        self.fields = node.keys.fields

    def combined(self, points: Node) -> Grouped:
        """Return what the children make."""
        node = self.node
        self.check_options()
        if node.item:
            total = g.add(*(g.if_(child.present, child.score, g.ZERO) for child in self.children))
            return Grouped(total, tuple(g.ONE for _ in self.children))
        how = option(self.context, node, "combine", tuple(COMBINES), "sum")
        ways = OPEN if node.open else COMBINES
        if how not in ways:
            options = ", ".join(OPEN)
            self.problems.error("combine-open", self.fields["combine"].value.at, combine=how, options=options)
            raise Failed
        inside = [child for child in self.children if not self.is_outside(child)]
        self.check_members(how, inside)
        weighted = any("weight" in self.keys_of(child).fields for child in inside)
        parts = [self.part(child, how, weighted=weighted) for child in inside]
        self.check_points(how, inside)
        if weighted and how in WEIGHTED:
            self.check_weights(parts, inside)
        result = ways[how](parts, points)
        outside = [child.score for child in self.children if self.is_outside(child) and not child.beside]
        factors = iter(result.factors)
        every = tuple(
            (g.ZERO if child.beside else g.ONE) if self.is_outside(child) else next(factors) for child in self.children
        )
        full = g.add(*(factor * child.points for factor, child in zip(every, self.children, strict=True)))
        return Grouped(g.add(result.score, *outside), every, full if node.open else g.ZERO, result.own)

    def is_outside(self, child: Plan) -> bool:
        """Whether a child is added to the combination as it is: an item, or an open scale among points."""
        return child.outside or (child.open and not self.node.open)

    def keys_of(self, child: Plan) -> Table:
        """Return the keys of a child as written."""
        return self.context.nodes[self.context.holders[child.path][0]].keys

    def part(self, child: Plan, how: str, *, weighted: bool) -> Part:
        """Return a child as the combination sees it."""
        fields = self.keys_of(child).fields
        factors = self.node.open and how == "sum"
        weight = g.ONE
        if "weight" in fields:
            if how not in WEIGHTED and not factors:
                self.problems.error("weight-unused", fields["weight"].key.at, combine=how)
                raise Failed
            weight = Scope(self.context, self.node).number(fields["weight"].value)
            number = g.number_of(weight)
            if number is not None and number < 0 and not factors:
                self.problems.error("weight-sign", fields["weight"].value.at)
                raise Failed
        elif weighted and how in WEIGHTED:
            self.problems.error("weight-missing", child.at, name=child.called)
            raise Failed
        score = g.if_(child.present, child.score, g.ZERO)
        # On an open scale scores count as they are, not as shares of points.
        return Part(
            g.ONE if self.node.open else child.points, score, child.present, weight, self.is_drawn(fields, "weight")
        )

    def is_drawn(self, fields: Mapping[str, Field], key: str) -> bool:
        """Whether another number was put in the place of a written one."""
        item = fields[key].value if key in fields else None
        return isinstance(item, Scalar) and isinstance(item.value, g.Numeral)

    # What must fit

    def check_options(self) -> None:
        """Refuse keys that an open scale has no use for, and words that are no options."""
        node = self.node
        if node.open and "spread" in self.fields:
            self.problems.error("spread-open", self.fields["spread"].value.at)
            raise Failed
        if "on_drop" in self.fields:
            if node.open:
                self.problems.error("key-idle", self.fields["on_drop"].key.at, key="on_drop")
                raise Failed
            ways = ("rescale",) if node.kind == "root" else ("rescale", "shrink")
            option(self.context, node, "on_drop", ways, "rescale")
        if "weights" in self.fields:
            option(self.context, node, "weights", ("relative",), "relative")

    def check_members(self, how: str, inside: Sequence[Plan]) -> None:
        """Refuse what cannot stand in this group, and a group of which nothing is left to combine."""
        node = self.node
        for child in self.children:
            keys = self.keys_of(child).fields
            if node.open and child.item:
                at = keys[child.item].key.at if child.item in keys else child.at
                self.problems.error("item-in-open", at, name=child.called, group=node.called, item=child.item)
                raise Failed
            if child.open and not node.open and how != "sum":
                self.problems.error("open-child", child.at, name=child.called, combine=how)
                raise Failed
            if self.is_outside(child) and "weight" in keys:
                self.problems.error("key-idle", keys["weight"].key.at, key="weight")
        if inside:
            return
        at = node.at
        if any(child.open for child in self.children) and "points" in self.fields:
            at = self.fields["points"].value.at
        code = "only-open" if at is not node.at else "only-items"
        self.problems.error(code, at, name=node.called)
        raise Failed

    def check_points(self, how: str, inside: Sequence[Plan]) -> None:
        """Points of a sum add up; no child of a ratio has 0 points; an open scale has none to compare."""
        if self.node.open:
            return
        if how == "sum":
            if any(self.is_drawn(each, "points") for each in (self.fields, *(self.keys_of(c).fields for c in inside))):
                return  # drawn ones hardly ever add up: they share the points of the group
            total = g.number_of(g.add(*(child.printed for child in inside)))
            own = g.number_of(self.printed)
            if total is not None and own is not None and total != own:
                written = self.fields.get("points")
                at = self.node.at if written is None else written.value.at
                self.problems.error("points-mismatch", at, name=self.node.called, points=own, sum=total)
            return
        for child in inside:
            if g.number_of(child.printed) == 0:
                self.problems.error("points-zero", child.at, name=child.called, combine=how)

    def check_weights(self, parts: Sequence[Part], inside: Sequence[Plan]) -> None:
        """Weights add up to 1 unless they are said to be relative."""
        if "weights" in self.fields or any(part.drawn for part in parts):  # drawn ones hardly ever add up
            return
        total = g.number_of(g.add(*(part.weight for part in parts)))
        if total is not None and total != 1:
            at = self.keys_of(inside[0]).fields["weight"].value.at
            self.problems.error("weights-sum", at, name=self.node.called, sum=total)
