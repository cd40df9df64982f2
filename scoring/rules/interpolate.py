"""``interpolate``: linear between printed points.

Example:
    {of: altitude, interpolate: {0: 1, 1000: 1.1, 3000: 1.4}, beyond: hold}
    Outside the printed points ``hold`` keeps the last result, ``extend`` prolongs the last line, ``null`` is no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Table
from scoring.keys import Key
from scoring.rules import Effect, Result, Role, RuleKind, Said, Sentence, graded

if TYPE_CHECKING:
    from scoring.graph import Node
    from scoring.rule_scope import RuleScope
    from scoring.scope import Scope
    from scoring.wording import Wording

_TWO = 2


def form(table: Table, scope: Scope, result: Result) -> Node:
    """Return the value on the line through the two neighbouring points."""
    value = scope.measure(scope.need(table, "of"))
    anchors = scope.need(table, "interpolate")
    if not isinstance(anchors, Table) or len(anchors.fields) < _TWO:
        scope.fail("interpolate-shape", anchors.at)
    beyond = scope.word(table, "beyond", ("hold", "extend", "null"))
    x, places = value.node, [scope.bound(key, value) for key, _ in anchors.fields.values()]
    for (key, _), before, here in zip(list(anchors.fields.values())[1:], places, places[1:], strict=False):
        if here <= before:
            scope.fail("interpolate-order", key.at, bound=key.text)
    results = [result(each) for _, each in anchors.fields.values()]
    if results[0].type is g.Type.TRUTH:  # what is asked is whether a range is reached; a line has none
        if any(each is not g.FALSE for each in results):
            scope.fail("interpolate-range", anchors.at)
        return g.FALSE

    def line(i: int) -> Node:
        run = g.const(places[i + 1] - places[i])
        return results[i] + (x - g.const(places[i])) * (results[i + 1] - results[i]) / run

    last = len(places) - 1
    below = {"hold": results[0], "extend": line(0), "null": g.nothing("none", "null")}[beyond]
    node = {"hold": results[last], "extend": line(last - 1), "null": g.nothing("none", "null")}[beyond]
    for i in reversed(range(last)):
        node = g.if_(g.at_most(x, g.const(places[i + 1])), line(i), node)
    return g.if_(g.less(x, g.const(places[0])), below, node)


def lower(rule: RuleScope) -> Effect:
    """Return the opening score on the line."""
    judged = rule.judged_form()
    value = rule.term(rule.need(rule.table, "of"))
    return Effect(
        "interpolated",
        judged.node,
        {"value": rule.quantity(value.node, value.unit), "score": rule.quantity(judged.node)},
        graded(rule.points, judged.node),
        {"of": rule.written("of")},
        *judged[1:],
    )


_BEYOND = {
    "hold": ("beyond the ends the result of the nearer end holds", "超出两端的，按两端的数值计"),
    "extend": ("beyond the ends the first and the last line are prolonged", "超出两端的，按首末两段直线延伸"),
    "null": ("beyond the ends there is no result", "超出两端的，不给出结果"),
}


def says(words: Wording) -> Said:
    """Return the printed points of the line."""
    anchors, unit = words.item("interpolate"), words.unit_of("of")
    of = words.value("of")
    lead = words.say(
        "{lead}, on straight lines between these points", "{lead}，各点之间线性插值", lead=words.leads_to(of)
    )
    fields = anchors.fields.values() if isinstance(anchors, Table) else ()
    rows = [words.row(words.value_of(key, unit), value, rest=True) for key, value in fields]
    return Said(lead, tuple(rows), words.say(*_BEYOND[words.text("beyond")]))


KIND = RuleKind(
    name="interpolate",
    role=Role.BASE,
    leads=("interpolate",),
    keys={
        "of": Key("value", "the figure that is looked up", "所依据的数据"),
        "interpolate": Key("any", "value of the figure → result, rising", "各点及其得分"),
        "beyond": Key("hold|extend|null", "what holds outside the points; no default", "超出两端时的处理（须写明）"),
    },
    lower=lower,
    sentences={
        "interpolated": Sentence(
            "{of} is {value}: {score} of {points} point{points:s} on the line between the printed ones",
            "{of}为{value}，在相邻两点间插值，得{score}分（满分{points}分）",
        )
    },
    needs=("of", "interpolate", "beyond"),
    form=form,
    blends=lambda _: True,
    titles={"interpolated": ("on a line between points", "按插值")},
    doc=__doc__ or "",
    says=says,
)
