"""What a ruleset yields besides the sum of its indicators: a total by formula, and further results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.addresses import Ambiguous
from scoring.document import Listing, Scalar
from scoring.lower_node import own_entry, rounded_score
from scoring.model import Label
from scoring.names import Failed
from scoring.program import Entry, Output, Plan
from scoring.rules import Quantity, Sentence
from scoring.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.document import Item, Table
    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator

_GIVES = Sentence("{formula} gives {score} point{score:s}", "{formula}，得{score}分")
_TABLE = Label({"en": "the rule of the total", "zh": "按总分的取值规则"})


def lower_total(context: Lowering, key: str, node: Indicator) -> Plan:
    """Return the plan of a whole whose score is a formula: an open scale with one entry, its value."""
    if node.flawed:
        raise Failed
    item = node.keys.fields["total"].value
    scope = Scope(context)
    numbered = context.definition.has_total
    exact = scope.number(item) if numbered else g.ZERO
    children = [context.plan(child, node.at) for child in context.children_of(key)]
    for child in children:
        keys = context.nodes[context.holders[child.path][0]].keys.fields
        if "weight" in keys:
            context.problems.error("key-idle", keys["weight"].key.at, key="weight")
            raise Failed
    score, places = rounded_score(context, node, g.ZERO, exact) if numbered else (exact, None)
    return Plan(
        path=node.path, code=node.code, label=node.label, level=node.level, kind=node.kind, item="", beside=False,
        points=g.ZERO, printed=g.ZERO, score=score, applies=g.TRUE, present=g.TRUE if numbered else g.FALSE,
        entries=tuple(_account(scope, node, item, exact, score)), children=tuple(children),
        factors=tuple(g.ZERO for _ in children), superseded=g.FALSE, opens_at_zero=False, plain=True, exact=exact,
        places=places, at=node.at, clause=node.clause, open=True, by_formula=True,
    )  # fmt: skip


def _account(scope: Scope, node: Indicator, item: Item, exact: Node, score: Node) -> Iterator[Entry]:
    if exact is not g.ZERO:
        words = {"formula": scope.spoken(item) if isinstance(item, Scalar) else _TABLE}
        yield Entry(
            "base", "total", exact, exact, {"score": Quantity(exact)}, words=words, sentence=_GIVES, at=item.at,
            clause=node.clause, reads=tuple(scope.reads),
        )  # fmt: skip
    if score is not exact:
        yield own_entry(node, "round", "round", score - exact, g.ZERO)


def further_results(context: Lowering) -> tuple[Output, ...]:
    """Return the further results that the ruleset names."""
    field = context.definition.keys.fields.get("outputs")
    if field is None:
        return ()
    items = field.value.items if isinstance(field.value, Listing) else (field.value,)
    names = [each for each in items if isinstance(each, Scalar)]
    if not names or len(names) < len(items):
        context.problems.error("outputs-shape", field.value.at)
        raise Failed
    found = [_output(context, each) for each in names]
    meant: dict[tuple[str, str], Scalar] = {}
    for name, (what, _) in zip(names, found, strict=True):
        if meant.setdefault(what, name) is not name:
            context.problems.error("output-twice", name.at, name=name.text, line=meant[what].at.line)
    return tuple(output for _, output in found)


def _output(context: Lowering, item: Scalar) -> tuple[tuple[str, str], Output]:
    """Return what a name means, and the result it is."""
    name = item.text
    found = context.addresses.find(name)
    if isinstance(found, Ambiguous):
        context.problems.error("ambiguous-address", item.at, address=name, candidates=", ".join(found.candidates))
        raise Failed
    if found is None:
        context.problems.error("unknown-output", item.at, name=name, near=context.addresses.near(name))
        raise Failed
    if found.kind == "node":
        node = context.attribute(found.path, "score", item.at)
        return ("node", found.path), Output(name, node, found.path, context.node_label(found.path), "")
    figure = context.figures.all[found.path]
    term = context.figures.term(figure, item.at)
    return ("figure", found.path), Output(name, term.node, "", figure.label, term.unit)


def check_groups(context: Lowering, portfolio: Table) -> None:
    """Refuse a portfolio that adds up groups where the total is not their sum."""
    root, way = context.definition.root, portfolio.fields.get("total")
    if way is None or getattr(way.value, "text", "") != "of_groups" or not root.open:
        return
    combine = root.keys.fields.get("combine")
    other = combine is not None and getattr(combine.value, "text", "") != "sum"
    if root.by_formula or other or any("weight" in child.keys.fields for child in root.children):
        context.problems.error("portfolio-groups", way.value.at)
        raise Failed
