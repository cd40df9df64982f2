"""``deduct … per … below``: lose (or gain) an amount for every step beyond a threshold.

Example:
    {deduct: 0.1, per: 1%, below: 90%, of: execution_rate, part: exact}
    At 86.5 % the gap is 3.5 steps, 0.35 lost; with ``part: drop`` three whole steps, 0.3; with ``count`` four, 0.4.

``above`` counts the other way; without either, steps count from 0 up. ``part`` says what a part of a step does and
has no default, since printed rules rarely say; it is not needed for a step of 1 on a count. ``1%`` of a ``%`` figure is
one percentage point. ``award`` gives instead of taking. ``up_to`` caps the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.keys import PARTS, Key
from scoring.rules import UP_TO, Effect, Role, RuleKind, Sentence

if TYPE_CHECKING:
    from scoring.document import Table
    from scoring.graph import Node
    from scoring.rule_scope import RuleScope

_COUNT = {"exact": lambda x: x, "drop": g.floor, "count": g.ceil, "nearest": g.nearest}


def lower(rule: RuleScope) -> Effect:
    """Return amount × steps of the gap between figure and threshold."""
    value = rule.term_of("of")
    side = "below" if rule.has("below") else "above"
    if rule.has("below") and rule.has("above"):
        rule.fail("below-and-above", rule.table.fields["above"].key.at)
    threshold = rule.like("below" if side == "below" else "above", value) if rule.has(side) else g.ZERO
    step = rule.step("per", value)
    far = threshold - value.node if side == "below" else value.node - threshold
    gap = g.maximum(g.ZERO, far)
    raw = gap / step
    steps = raw if _whole(rule, step) else _COUNT[rule.word(rule.table, "part", PARTS)](raw)
    asked, judged = rule.amount(rule.lead, steps)
    amount = rule.capped(asked)
    quantities = {
        "value": rule.quantity(value.node, value.unit),
        "threshold": rule.quantity(threshold, value.unit),
        "gap": rule.quantity(gap, value.unit),
        "step": rule.quantity(step, value.unit),
        "steps": rule.quantity(steps),
        "each": rule.quantity(judged.node),
        "asked": rule.quantity(asked),
    }
    events = {"zero": g.equal(gap, g.ZERO), "fired": g.less(g.ZERO, asked), "capped": g.less(amount, asked)}
    return Effect(f"step-{side}", amount, quantities, events, {"of": rule.written("of")}, *judged[1:])


def _whole(rule: RuleScope, step: Node) -> bool:
    """Whether steps are whole by themselves: a step of 1 on a count that the threshold keeps whole."""
    return not rule.has("part") and step is g.ONE and rule.is_count("of") and rule.is_whole("below", "above")


def _takes(table: Table) -> bool:
    per = table.fields.get("per")
    return per is not None and getattr(per.value, "text", "") != "finding"


_SIDE_EN = "{of} is {value}, {gap} {side} {threshold}: {gap} ÷ {step} = {steps} steps × {each} = {asked} points"

KIND = RuleKind(
    name="step",
    role=Role.CHANGE,
    leads=("deduct", "award"),
    keys={
        "deduct": Key("points", "what each step takes", "每档扣分"),
        "award": Key("points", "what each step gives", "每档加分"),
        "per": Key("value", "the step, in the unit of the figure", "每档的大小"),
        "below": Key("value", "steps count below this", "低于此值起算"),
        "above": Key("value", "steps count above this; 0 unless said", "高于此值起算，默认0"),
        "of": Key("value", "the figure", "所依据的数据"),
        "part": Key("|".join(PARTS), "what a part of a step does; no default", "不足一档如何计（须写明）"),
        "up_to": UP_TO,
    },
    lower=lower,
    sentences={
        "step-below": Sentence(
            _SIDE_EN.replace("{side}", "below"),
            "{of}为{value}，低于{threshold}共{gap}：{gap}÷{step}＝{steps}档，每档{each}分，计{asked}分",
        ),
        "step-above": Sentence(
            _SIDE_EN.replace("{side}", "above"),
            "{of}为{value}，高于{threshold}共{gap}：{gap}÷{step}＝{steps}档，每档{each}分，计{asked}分",
        ),
    },
    takes=_takes,
    needs=("per", "of"),
    doc=__doc__ or "",
)
