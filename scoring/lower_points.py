"""Points of every node before anything is scored: written, shared out, moved, dropped; and whether it applies."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

from scoring import graph as g
from scoring.aggregate import Part, lowest_ratio
from scoring.document import Item, Scalar, Table
from scoring.graph import Node
from scoring.names import Failed
from scoring.notes import Option
from scoring.rule_scope import PointsScope
from scoring.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.lower import Lowering
    from scoring.model import Indicator
    from scoring.program import Condition
    from scoring.source import Span

WAYS = ("drop", "full", "zero", "mean_of_cases")


class _Sharing:
    """What members without points of their own share, worked out once for all of them."""

    def __init__(self, written: list[str], count: int) -> None:
        """Take the keys of the whole and of the members that have points, and the number of the others."""
        self.waiting, self.count = written[::-1], count
        self.rest: Node | None = None

    def share(self, printed: Callable[[str], Node]) -> Node:
        """Return the share of one; it is asked for again where ``printed`` needs something else first."""
        while self.waiting:
            points = printed(self.waiting[-1])
            self.waiting.pop()
            self.rest = points if self.rest is None else self.rest - points
        assert self.rest is not None  # noqa: S101  # there is always a whole
        return self.rest / g.const(self.count)


class Points:
    """Points, policies and variants, each a task of the lowering."""

    def __init__(self, context: Lowering) -> None:
        """Nothing is lowered yet."""
        self.context = context
        self.conditions: dict[str, Condition] = {}
        self.sharing: dict[tuple[str, bool], _Sharing] = {}
        self._with_policy: dict[str, tuple[str, ...]] = {}

    def lower(self, kind: str, key: str) -> object:
        """Lower one task."""
        node = self.context.nodes[key]
        return {
            "printed": self._printed, "gross": self._gross, "applies": self._applies, "taken": self._taken,
            "lowest": self._lowest,
        }[kind](key, node)  # fmt: skip

    def _ask(self, kind: str, key: str, at: Span | None) -> Node:
        node = self.context.done((kind, key), at)
        assert isinstance(node, Node)  # noqa: S101  # the task's own result
        return node

    def printed(self, key: str, at: Span | None = None) -> Node:
        """Return the points as printed, or the share of a ``spread``."""
        return self._ask("printed", key, at)

    def gross(self, key: str, at: Span | None = None) -> Node:
        """Return the points a node has where it applies: printed, and moved to it."""
        return self._ask("gross", key, at)

    def applies(self, key: str, at: Span | None = None) -> Node:
        """Return the truth node "this node applies"."""
        return self._ask("applies", key, at)

    def taken(self, key: str, at: Span | None = None) -> Node:
        """Return the truth node "this node stands in the variants that are taken"."""
        return self._ask("taken", key, at) if "#" in key else g.TRUE

    def present(self, key: str, at: Span | None = None) -> Node:
        """Return the truth node "this node's points count in its group"."""
        way, _ = self.policy(key)
        if way == "mean_of_cases":  # without any case to take the mean of, its points are dropped
            applies = self.applies(key, at)
            counted = self.context.cohort.counted(self.context.nodes[key].path)
            return g.either(applies, g.less(g.ZERO, counted))
        return g.TRUE if way in ("full", "zero") else self.applies(key, at)

    def effective(self, key: str, at: Span | None = None) -> Node:
        """Return the points that count."""
        gross = self.gross(key, at)
        return gross if key == "" else g.if_(self.present(key, at), gross, g.ZERO)

    def policy(self, key: str) -> tuple[str, Table | None]:
        """Return what happens where the node does not apply: ``drop``, ``full``, ``zero`` or ``give``."""
        node = self.context.nodes[key]
        field = node.keys.fields.get("if_not_applicable")
        if field is None:
            return "drop", None
        item = field.value
        if isinstance(item, Table) and "give_to" in item.fields:
            return "give", item
        text = item.text if isinstance(item, Scalar) else ""
        if text == "full" and node.open:
            self.context.problems.error("open-policy", item.at, text=text)
            raise Failed
        if text not in WAYS:
            options = ", ".join((*WAYS, "{give_to: ID, as: scaled | points}"))
            self.context.problems.error("unknown-option", item.at, key="if_not_applicable", found=text, options=options)
            raise Failed
        if text == "mean_of_cases" and self._in_record(key):
            self.context.problems.error("mean-in-record", item.at, name=node.path)
            raise Failed
        return text, None

    def _in_record(self, key: str | None) -> bool:
        """Return whether a node is one of a record, which other cases have in other numbers."""
        while key is not None:
            if self.context.nodes[key].is_record:
                return True
            key = self.context.parent.get(key)
        return False

    def parts(self, key: str, at: Span | None = None) -> list[Part]:
        """Return the children that apply, as a combination sees them, weights left out."""
        plans = [self.context.plan(child, at) for child in self.context.children_of(key) if not self._is_item(child)]
        return [Part(plan.points, g.if_(plan.applies, plan.score, g.ZERO), plan.applies, g.ONE) for plan in plans]

    def lowest(self, key: str, at: Span | None = None) -> Node:
        """Return the lowest share of points that a child scored."""
        return self._ask("lowest", key, at)

    def _lowest(self, key: str, node: Indicator) -> Node:
        parts = self.parts(key, node.at)
        if not parts:
            self.context.problems.error("lowest-of-leaf", node.at, name=node.path)
            raise Failed
        return lowest_ratio(parts)

    # Printed points

    def _printed(self, key: str, node: Indicator) -> Node:
        if node.variants:
            self._check_alike(node)
            return self._same_or_chosen(key, [self.printed(each) for each in self.variants(key)])
        if node.open:
            return g.ZERO
        field = node.keys.fields.get("points")
        if node.is_record and field is None:
            return self.printed(self.context.parent[key], node.at)
        if field is not None:
            parent = self.context.parent.get(key)
            text = field.value.text if isinstance(field.value, Scalar) else ""
            self._check_none(node, text, field.value)
            share = text.endswith("%")
            if share and parent is None:
                self.context.problems.error("percent-unexpected", field.value.at, key="points", text=text)
                raise Failed
            if share and self.context.nodes[parent or ""].open:
                self.context.problems.error("open-share", field.value.at, text=text)
                raise Failed
            whole = self.printed(parent, field.value.at) if share and parent is not None else g.ONE
            points = PointsScope(self.context, node, whole, own=False).points_value(field.value)
            self._check_sign(points, field.value, text)
            return points
        spread = self._spread_above(key)
        if spread is not None and not node.outside:
            return self._share(key, node, *spread)
        ordinary = [self.context.keys[id(child)] for child in node.children if not (child.outside or child.open)]
        if not ordinary or node.records is not None:
            if not node.flawed:
                self.context.problems.error("missing-points", node.at, name=node.called)
            raise Failed
        return g.add(*(self.printed(each, node.at) for each in ordinary))

    def _check_none(self, node: Indicator, text: str, item: Item) -> None:
        """Refuse a mistyped ``none``, which would read as a figure that does not exist."""
        if text.isidentifier() and self.context.figures.find(text, node.path) is None:
            near = self.context.problems.near(text, ("none",))
            if near is not None:
                found = {"key": "points", "found": text, "options": "none, 10", "near": near}
                self.context.problems.error("unknown-option", item.at, **found)
                raise Failed

    def _check_alike(self, node: Indicator) -> None:
        """Refuse a node that is an open scale in some of its variants only."""
        odd = next((variant for _, variant in node.variants if variant.open is not node.variants[0][1].open), None)
        if odd is not None:
            self.context.problems.error("variants-open", odd.keys.at, name=node.called)
            raise Failed

    def _check_sign(self, points: Node, item: Item, text: str) -> None:
        number = g.number_of(points)
        if number is not None and number < 0:
            self.context.problems.error("points-sign", item.at, text=text)
            raise Failed

    def _spread_above(self, key: str) -> tuple[str, str] | None:
        """Return the nearest ancestor with ``spread``, and how it spreads."""
        above = self.context.parent.get(key)
        while above is not None:
            field = self.context.nodes[above].keys.fields.get("spread")
            if field is not None:
                how = field.value.text if isinstance(field.value, Scalar) else ""
                if how not in ("leaves", "children"):
                    found = {"key": "spread", "found": how, "options": "leaves, children"}
                    self.context.problems.error("unknown-option", field.value.at, **found)
                    raise Failed
                if self.context.nodes[above].open:
                    self.context.problems.error("spread-open", field.value.at)
                    raise Failed
                return above, how
            if self.context.nodes[above].open:
                return None  # what stands below an open scale has no part in the points above it
            above = self.context.parent.get(above)
        return None

    def _share(self, key: str, node: Indicator, above: str, how: str) -> Node:
        context = self.context
        if how == "leaves" and node.kind == "group" and node.records is None:
            return g.add(*(self.printed(context.keys[id(child)]) for child in node.children if not child.outside))
        leaves = how == "leaves" and node.kind != "criterion"
        above = above if leaves else context.parent[key]
        sharing = self.sharing.get((above, leaves))
        if sharing is None:
            members = self._leaves(above) if leaves else context.children_of(above)
            ordinary = [each for each in members if not context.nodes[each].outside]
            written = [each for each in ordinary if "points" in context.nodes[each].keys.fields]
            sharing = self.sharing[above, leaves] = _Sharing([above, *written], len(ordinary) - len(written))
        share = sharing.share(lambda each: self.printed(each, node.at))
        number = g.number_of(share)
        if number is not None and number < 0:
            self._overspent(above, number * sharing.count)
        return share

    def _overspent(self, key: str, left: Fraction) -> NoReturn:
        """Refuse points that leave less than nothing for those without."""
        context, node = self.context, self.context.nodes[key]
        whole = g.number_of(self.printed(key, node.at)) or Fraction(0)
        field = node.keys.fields.get("points")
        facts = {"name": node.called, "points": whole, "sum": whole - left}
        context.problems.error("points-mismatch", node.at if field is None else field.value.at, **facts)
        raise Failed

    def _leaves(self, key: str) -> list[str]:
        node = self.context.nodes[key]
        if node.kind not in {"group", "root"} or node.records is not None:
            return [key]
        inside = [child for child in self.context.children_of(key) if not self.context.nodes[child].open]
        return [leaf for child in inside for leaf in self._leaves(child)]

    # Moved and dropped points

    def _gross(self, key: str, node: Indicator) -> Node:
        own = self.printed(key)
        if node.open:
            return own
        field = node.keys.fields.get("on_drop")
        shrinks = field is not None and isinstance(field.value, Scalar) and field.value.text == "shrink"
        if shrinks and node.children:
            left = g.add(*(self.effective(each) for each in self.context.children_of(key) if not self._is_item(each)))
            own = g.if_(self.applies(key), left, own)  # a policy for the whole group acts on its printed points
        moved = [g.if_(self.applies(giver), g.ZERO, self.gross(giver)) for giver, _ in self.givers(key)]
        return g.add(own, *moved) if moved else own

    def _is_item(self, key: str) -> bool:
        """Whether a node takes no part in the points of its group: an item, or an open scale among points."""
        node = self.context.nodes[key]
        return node.outside or (node.open and not self.context.nodes[self.context.parent[key]].open)

    def givers(self, key: str) -> list[tuple[str, str]]:
        """Return the siblings that give their points to this node, and how (``scaled`` or ``points``)."""
        parent = self.context.parent.get(key)
        if parent is None:
            return []
        id_ = self.context.nodes[key].path.rpartition(".")[2]
        found: list[tuple[str, str]] = []
        for sibling in self._may_give(parent):
            way, table = self.policy(sibling)
            if way == "give" and table is not None and sibling != key:
                to, how = self._gift(sibling, table, parent)
                if to == id_:
                    found.append((sibling, how))
        if len({how for _, how in found}) > 1:
            self.context.problems.error("give-mixed", self.context.nodes[key].at, name=id_)
            raise Failed
        return found

    def _may_give(self, parent: str) -> tuple[str, ...]:
        """Return the children of a node that say what happens where they do not apply."""
        found = self._with_policy.get(parent)
        if found is None:
            nodes = self.context.nodes
            children = self.context.children_of(parent)
            found = tuple(each for each in children if "if_not_applicable" in nodes[each].keys.fields)
            self._with_policy[parent] = found
        return found

    def _gift(self, key: str, table: Table, parent: str) -> tuple[str, str]:
        scope = Scope(self.context, self.context.nodes[key])
        scope.check_keys(table, ("give_to", "as"), "if_not_applicable")
        to = scope.need(table, "give_to")
        siblings = {self.context.nodes[each].path.rpartition(".")[2] for each in self.context.children_of(parent)}
        own = self.context.nodes[key].path.rpartition(".")[2]
        name = to.text if isinstance(to, Scalar) else ""
        if name not in siblings - {own}:
            near = self.context.problems.near(name, siblings - {own})
            scope.fail("give-to", to.at, name=name, siblings=", ".join(sorted(siblings - {own})) or "–", near=near)
        nodes = [self.context.nodes[each] for each in self.context.children_of(parent)]
        if any(each.open for each in nodes if each.path.rpartition(".")[2] in (own, name)):
            scope.fail("open-policy", to.at, text="give_to")
        return name, scope.word(table, "as", ("scaled", "points"))

    # Whether a node applies

    def _applies(self, key: str, node: Indicator) -> Node:
        context = self.context
        fields = node.keys.fields
        parts: list[Node] = []
        if "applies_when" in fields:
            if "if_not_applicable" not in fields:
                context.problems.error("applies-without-policy", fields["applies_when"].key.at)
                raise Failed
            condition = self.conditions[key] = Scope(context, node).told_condition(fields["applies_when"].value)
            parts.append(condition.holds)
        if "if_not_applicable" in fields:
            parts.append(g.negated(g.input_(f"{node.path}/not_applicable", g.Type.TRUTH)))
            context.inputs.declare(node.path)
            way, table = self.policy(key)
            parent = context.parent.get(key)
            if way == "give" and table is not None and parent is not None and key in context.children_of(parent):
                self._gift(key, table, parent)  # a gift to nobody is wrong also where nobody could ask for it
        parts.extend(g.negated(condition) for condition in self._unread(node))
        if node.records is not None and node.records.if_empty == "not_applicable" and not node.records.count:
            known = node.records.count is not None
            parts.append(g.FALSE if known else g.input_(node.records.figure, g.Type.TRUTH))
        if node.children:
            ordinary = [each for each in context.children_of(key) if not self._is_item(each)]
            if ordinary:
                parts.append(g.either(*(self.present(each) for each in ordinary)))
        if node.variants:
            parts.append(self._same_or_chosen(key, [self.applies(each) for each in self.variants(key)]))
        return g.both(*parts)

    def _unread(self, node: Indicator) -> list[Node]:
        """Return the conditions under which a figure that the node reads makes it not applicable."""
        policies = self.context.figures.policies
        if not any(way == "not_applicable" for each in policies.values() for _, way in each):
            return []
        reads = self.context.figures.read_by(node)
        return [condition for name in reads for condition, way in policies.get(name, ()) if way == "not_applicable"]

    # Variants

    def whens(self, key: str) -> list[Node]:
        """Return the conditions of a node's variants; `g.TRUE` for "otherwise"."""
        node = self.context.nodes[key]
        scope = Scope(self.context, node)
        found = [g.TRUE if when is None else scope.condition(when) for when, _ in node.variants]
        wholes = [variant.keys.at for _, variant in node.variants]
        places = [whole if when is None else when.at for (when, _), whole in zip(node.variants, wholes, strict=True)]
        field = node.keys.fields.get("variants")
        at = node.at if field is None else field.value.at
        scope.alternatives("variants", "first", at, map(Option, found, places, wholes))
        return found

    def _chosen(self, key: str, values: list[Node]) -> Node:
        chosen = g.undefined("no-variant", values[0].type)
        for when, value in reversed(list(zip(self.whens(key), values, strict=True))):
            chosen = g.if_(when, value, chosen)
        return chosen

    def variants(self, key: str) -> list[str]:
        """Return the keys of a node's variants."""
        return [f"{key}#{number}" for number in range(1, len(self.context.nodes[key].variants) + 1)]

    def _same_or_chosen(self, key: str, values: list[Node]) -> Node:
        """Return what all variants share, which is known whichever is taken, else that of the one taken."""
        return values[0] if all(each is values[0] for each in values) else self._chosen(key, values)

    def chosen(self, key: str, values: list[Node]) -> Node:
        """Return the value of the variant that is taken."""
        return self._chosen(key, values)

    def _taken(self, key: str, node: Indicator) -> Node:
        """Return "its variant is taken, and all that this one stands in"; the key of no other node has a ``#``."""
        del node
        base, _, number = key.rpartition("#")
        if base and number.isdigit():
            whens = self.whens(base)
            index = int(number) - 1
            here = g.both(whens[index], *(g.negated(each) for each in whens[:index]))
            return g.both(here, self.taken(base))
        return self.taken(self.context.parent[key])
