"""The tree of nodes that one case meets: variants taken, `each` filled in, points shared out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from oracle.plain import Spec, Table, listing, table, text_of
from oracle.reuse import completed, filled
from oracle.values import NULLS, ZERO, Unknown, Value, is_percent, read_number

ROOT = "total"
INNER = ("indicators", "criteria")
_RULE_KINDS = ("deduct", "award", "lose_all", "of", "rows", "ratio", "judge")


@dataclass(eq=False)
class Node:
    """A node of the tree.

    Attributes:
        path: ids from the top; the root has none.
        spec: its keys, with those of the variant taken and of `each`.
        kind: root, group, leaf or criterion.
        parent: the node above; None for the root.
        points: printed points (of a bonus or penalty item its largest effect).
        item: "bonus", "penalty" or "" for an ordinary node.
        beside: whether it stays out of the total.
        open: whether it has no points and no limits.
        torn: why it is not known which variant holds.
        children: in document order.
        given: what it gives to its shape, by the names in the shape.
    """

    path: tuple[str, ...]
    spec: Table
    kind: str
    parent: Node | None = None
    points: Fraction = ZERO
    item: str = ""
    beside: bool = False
    open: bool = False
    torn: Unknown | None = None
    children: list[Node] = field(default_factory=list)
    given: Table = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The path as written in addresses; `total` for the root."""
        return ".".join(self.path) or ROOT

    @property
    def rules(self) -> list[Table]:
        """Its rules, each as a mapping."""
        rules = self.spec.get("rules", [])
        listed = [rules] if isinstance(rules, dict) else listing(rules)
        return [rule if isinstance(rule, dict) else {text_of(rule): ""} for rule in listed]

    @property
    def main(self) -> list[Node]:
        """The children that are combined: no items, nothing beside, no open scale among points."""
        return (
            [child for child in self.children if not child.beside and not self._apart(child)] if not self.item else []
        )

    @property
    def extras(self) -> list[Node]:
        """What is added after the combination: bonus and penalty items, open scales among points."""
        return [child for child in self.children if not child.beside and self._apart(child)]

    def _apart(self, child: Node) -> bool:
        return bool(child.item) or (child.open and not self.open)

    def outwards(self) -> Iterator[Node]:
        """This node, its parent, … the root."""
        yield self
        if self.parent is not None:
            yield from self.parent.outwards()

    def below(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.below()


Decide = Callable[[Node, Spec], Value]
Constant = Callable[[Spec], Fraction]


def build(ruleset: Table, decide: Decide, constant: Constant) -> Node:
    """Build the tree.

    Args:
        ruleset: the merged ruleset.
        decide: says whether the `when` of a variant of a node holds.
        constant: the value of a constant formula.
    """
    root = Node((), ruleset, "root")
    root.open = "total" in ruleset or ruleset["points"] == "none"
    root.points = ZERO if root.open else constant(ruleset["points"])
    _grow(root, _eaches(ruleset), decide, table(ruleset.get("shapes")))
    _share_out(root, "", constant)
    return root


def _eaches(spec: Table) -> list[Table]:
    each = spec.get("each", "")
    if isinstance(each, list) or (isinstance(each, dict) and any(kind in each for kind in _RULE_KINDS)):
        return [{"rules": each}]
    return [table(each)] if each else []


def _grow(parent: Node, eaches: list[Table], decide: Decide, shapes: Table) -> None:
    for inner in INNER:
        for name, written in table(parent.spec.get(inner)).items():
            bare = isinstance(written, str) and written not in NULLS
            spec: Table = {"points": written} if bare else table(written)
            node = Node((*parent.path, name), spec, "criterion" if inner == "criteria" else "leaf", parent)
            parent.children.append(node)
            _take_variant(node, decide)
            _fill(node, decide, shapes)
            node.kind = "group" if "indicators" in node.spec else node.kind
            node.item = next((item for item in ("bonus", "penalty") if node.spec.get(item) == "true"), parent.item)
            node.beside = node.spec.get("beside") == "true"
            node.open = node.spec.get("points") == "none"
            nearest = _eaches(node.spec) + eaches
            if "indicators" in node.spec or "criteria" in node.spec:
                _grow(node, nearest, decide, shapes)
                continue
            for each in nearest:
                node.spec = completed(node.spec, each)
            if "use" in node.spec:
                _fill(node, decide, shapes)
                node.kind = "group" if "indicators" in node.spec else node.kind
                # what a shape brings does not take the shape once more
                fewer = [{key: value for key, value in each.items() if key not in ("use", "with")} for each in nearest]
                _grow(node, _eaches(node.spec) + fewer, decide, shapes)


def _fill(node: Node, decide: Decide, shapes: Table) -> None:
    """Fill in the shape that a node uses; a shape may bring variants, taken where it is known which of its own is."""
    if "use" in node.spec:
        node.spec, node.given = filled(node.spec, shapes)
        if node.torn:  # which of its variants would have the children is not known
            node.spec = {key: value for key, value in node.spec.items() if key not in ("variants", *INNER)}
        else:
            _take_variant(node, decide)


def passed(own: Node, name: str, *, outside: bool) -> tuple[Node, Spec] | None:
    """The node whose shape has a parameter of this name, and what it gives; None if the name means something else.

    Args:
        own: the node that reads the name.
        name: the name.
        outside: whether it is read in what the node itself gives to its shape.
    """
    for home in own.outwards():
        if name in home.given and not (outside and home is own):
            return home, home.given[name]
        if home.path and name in table(home.spec.get("figures")):
            return None
    return None


def _take_variant(node: Node, decide: Decide) -> None:
    if "variants" not in node.spec:
        return
    own = {key: value for key, value in node.spec.items() if key != "variants"}
    for variant in map(table, listing(node.spec["variants"])):
        holds = decide(node, variant["when"]) if "when" in variant else True
        if isinstance(holds, Unknown):
            node.torn, node.spec = holds, own
            return
        if holds:
            node.spec = {**own, **{key: value for key, value in variant.items() if key != "when"}}
            if "with" in own and "with" in variant:
                node.spec["with"] = {**table(own["with"]), **table(variant["with"])}
            return
    node.torn, node.spec = Unknown(frozenset({("undefined", "no-variant")})), own


def _share_out(node: Node, spread: str, constant: Constant) -> None:
    """Give every child its printed points; `spread` is what holds from above."""
    spread = "" if node.open else text_of(node.spec.get("spread", spread))
    if spread == "leaves" and "spread" in node.spec:
        _share_leaves(node, constant)
    for child in node.children:
        if "points" in child.spec:
            child.points = _stated(child, node.points, constant)
    bare = [child for child in node.main if "points" not in child.spec]
    if spread == "children" and bare:
        rest = node.points - sum((child.points for child in node.main if child not in bare), ZERO)
        for child in bare:
            child.points = rest / len(bare)
    for child in node.children:
        _share_out(child, spread, constant)


def _share_leaves(node: Node, constant: Constant) -> None:
    """Equal shares for the leaves below that state none; a group has the sum of its leaves."""
    open_ones = [each for child in node.below() if child.open for each in child.below()]
    leaves = [
        each
        for each in node.below()
        if each.kind == "leaf" and each not in open_ones and not any(up.item or up.beside for up in each.outwards())
    ]
    stated = {id(leaf): _stated(leaf, node.points, constant) for leaf in leaves if "points" in leaf.spec}
    rest = node.points - sum(stated.values(), ZERO)
    for leaf in leaves:
        leaf.points = stated.get(id(leaf), rest / max(len(leaves) - len(stated), 1))
    for group in reversed(list(node.below())):
        if group.kind == "group" and group is not node and "points" not in group.spec:
            group.points = sum((child.points for child in group.main), ZERO)


def _stated(node: Node, whole: Fraction, constant: Constant) -> Fraction:
    written = node.spec["points"]
    if node.open:
        return ZERO
    if isinstance(written, str) and is_percent(written):
        return (read_number(written) or ZERO) * whole
    return constant(written)


def by_tail(own: Node, tail: str) -> Node:
    """The node that a name in a rule means: the nearest whose path ends so, from the rule's node outwards."""
    parts = tuple(tail.split("."))
    for scope in own.outwards():
        found = [node for node in scope.below() if node.path and node.path[-len(parts) :] == parts]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(f"{tail!r} fits {[node.name for node in found]}")
        if tail == ROOT and not scope.path:
            return scope
    raise KeyError(tail)


def by_address(root: Node, address: str) -> Node:
    """The node that an address in a case means: path, unique tail, code or name."""
    nodes = [node for node in root.below() if node.path]
    parts = tuple(address.split("."))
    for fits in (
        [node for node in nodes if node.path == parts],
        [node for node in nodes if node.path[-len(parts) :] == parts],
        [node for node in nodes if address in (node.spec.get("code"), node.spec.get("name"))],
    ):
        if len(fits) == 1:
            return fits[0]
    raise KeyError(address)
