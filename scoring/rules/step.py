"""``deduct … per … below``: lose (or gain) an amount for every step beyond a threshold.

Example:
    {deduct: 0.1, per: 1%, below: 90%, of: execution_rate, part: exact}
    At 86.5 % the gap is 3.5 steps, 0.35 lost; with ``part: drop`` three whole steps, 0.3; with ``count`` four, 0.4.

``above`` counts the other way; without either, steps count from 0 up. ``part`` says what a part of a step does and
has no default, since printed rules rarely say; it is not needed for a step of 1 on what is surely whole: a count, a
rank, what these add up to. ``1%`` of a ``%`` figure is one percentage point. Steps of a date are days. ``award`` gives
instead of taking. ``up_to`` caps the rule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.dates import DATE, DAYS
from scoring.document import Listing, Scalar
from scoring.keys import PARTS, Key
from scoring.model import Label
from scoring.rules import CAPPED, POINTS_OF_PERCENT, UP_TO, Effect, Role, RuleKind, Said, Sentence

if TYPE_CHECKING:
    from scoring.document import Table
    from scoring.graph import Node
    from scoring.rule_scope import RuleScope
    from scoring.wording import Wording

_COUNT = {"exact": lambda x: x, "drop": g.floor, "count": g.ceil, "nearest": g.nearest}


def lower(rule: RuleScope) -> Effect:
    """Return amount × steps of the gap between figure and threshold."""
    value = rule.measure_of("of")
    side = "below" if rule.has("below") else "above"
    if rule.has("below") and rule.has("above"):
        rule.fail("below-and-above", rule.table.fields["above"].key.at)
    item = rule.table.fields[side].value if rule.has(side) else None
    if isinstance(item, Scalar) and item.text == "each":
        rule.fail("thresholds-list", rule.table.fields["per"].value.at)
    dated = value.unit == DATE
    if dated and not rule.has(side):
        rule.fail("date-threshold", rule.table.fields["of"].value.at)
    threshold = rule.like("below" if side == "below" else "above", value) if rule.has(side) else g.ZERO
    if dated:
        rule.number_of("per")  # a number of days, no date
    step = rule.step("per", replace(value, unit="") if dated else value)
    far = threshold - value.node if side == "below" else value.node - threshold
    gap = g.maximum(g.ZERO, far)
    raw = gap / step
    steps = raw if _whole(rule, step) else _COUNT[rule.word(rule.table, "part", PARTS)](raw)
    asked, judged = rule.amount(rule.lead, steps)
    amount = rule.capped(asked)
    distance = {"%": POINTS_OF_PERCENT, DATE: DAYS}.get(value.unit, value.unit)
    quantities = {
        "value": rule.quantity(value.node, value.unit),
        "threshold": rule.quantity(threshold, value.unit),
        "gap": rule.quantity(gap, distance),
        "step": rule.quantity(step, distance),
        "steps": rule.quantity(steps),
        "each": rule.quantity(judged.node),
        "asked": rule.quantity(asked),
        "most": rule.quantity(amount),
    }
    events = {"zero": g.equal(gap, g.ZERO), "fired": g.less(g.ZERO, asked), "capped": g.less(amount, asked)}
    words = {"of": rule.written("of"), "part": _REST[rule.word(rule.table, "part", PARTS) if rule.has("part") else ""]}
    plain = f"date-{side}" if dated else "step-from-0" if threshold is g.ZERO else f"step-{side}"
    sentence = f"{plain}-{rule.lead}" if judged.reached is g.FALSE else f"{plain}-{rule.lead}-judged"
    return Effect(f"step-{side}", amount, quantities, events, words, *judged[1:], sentence=sentence)


def _whole(rule: RuleScope, step: Node) -> bool:
    """Whether steps are whole by themselves: a step of 1 on a count that the threshold keeps whole."""
    return not rule.has("part") and g.number_of(step) == 1 and rule.is_count("of") and rule.is_whole("below", "above")


def _takes(table: Table) -> bool:
    per = table.fields.get("per")
    return per is not None and not isinstance(per.value, Listing) and getattr(per.value, "text", "") != "finding"


_REST = {
    "": Label({"en": "", "zh": ""}),
    "exact": Label({"en": " (parts in proportion)", "zh": "（不足的按比例）"}),
    "drop": Label({"en": " (whole steps only)", "zh": "（不足的不计）"}),
    "count": Label({"en": " (started steps count)", "zh": "（不足的按一档计）"}),
    "nearest": Label({"en": " (to the nearest step)", "zh": "（按最接近的整档计）"}),
}
_FACTS = {
    "step-below": ("{of} is {value}, {gap} below {threshold}", "{of}为{value}，低于{threshold}，相差{gap}"),
    "step-above": ("{of} is {value}, {gap} above {threshold}", "{of}为{value}，高于{threshold}，超出{gap}"),
    "date-below": ("{of} is {value}, {gap} before {threshold}", "{of}为{value}，比{threshold}早{gap}"),
    "date-above": ("{of} is {value}, {gap} after {threshold}", "{of}为{value}，比{threshold}晚{gap}"),
    "step-from-0": ("{of} is {value}", "{of}为{value}"),
}
_VERBS = {"deduct": ("lost", "扣"), "award": ("gained", "加")}


def _sentence(code: str, lead: str) -> Sentence:
    (fact_en, fact_zh), (verb_en, verb_zh) = _FACTS[code], _VERBS[lead]
    rate = f"{{each}} point{{each:s}} {verb_en} for every {{step}}{{part}}"
    return Sentence(
        f"{fact_en}; {rate}: {{steps}} × {{each}} = {{asked}} point{{asked:s}}",
        f"{fact_zh}；每{{step}}{verb_zh}{{each}}分{{part}}，{{steps}}×{{each}}＝{{asked}}分",
        (CAPPED,),
    )


def _judged_sentence(code: str, lead: str) -> Sentence:
    (fact_en, fact_zh), (verb_en, verb_zh) = _FACTS[code], _VERBS[lead]
    en = f"{fact_en}; {{asked}} point{{asked:s}} {verb_en} as judged"
    return Sentence(en, f"{fact_zh}，评定{verb_zh}{{asked}}分", (CAPPED,))


_BEYOND = {
    "date-below": (
        "{move} for every {step} that {of} is before {threshold}",
        "{of}早于{threshold}的，每早{step}{move}",
    ),
    "date-above": ("{move} for every {step} that {of} is after {threshold}", "{of}晚于{threshold}的，每晚{step}{move}"),
    "below": ("{move} for every {step} that {of} is below {threshold}", "{of}低于{threshold}的，每低{step}{move}"),
    "above": ("{move} for every {step} that {of} is above {threshold}", "{of}超过{threshold}的，每超过{step}{move}"),
    "one": ("{move} for each one counted in {of}", "按{of}计，每{step}{move}"),
    "": ("{move} for every {step} of {of}", "按{of}计，每{step}{move}"),
}
_PARTS = {
    "exact": ("a part of a step counting in proportion", "不足{step}的按比例{verb}"),
    "drop": ("a part of a step not counting", "不足{step}的不{verb}"),
    "count": ("a part of a step counting as a whole one", "不足{step}的按{step}计"),
    "nearest": ("steps being rounded to the nearest whole one, halves up", "按{step}的整数倍计，不足部分四舍五入"),
}


def says(words: Wording) -> Said:
    """Return what is lost or gained for each step."""
    unit = words.unit_of("of")
    side = next((each for each in ("below", "above") if words.has(each)), "")
    step, of = words.step("per", unit), words.value("of")
    lead = "deduct" if words.has("deduct") else "award"
    facts = {
        "move": words.moves(lead),
        "step": step,
        "of": of,
        "verb": "扣" if lead == "deduct" else "计" if words.earns else "加",
    }
    if side:
        facts["threshold"] = words.value(side, unit)
    one = not side and words.text("per") == "1" and not unit
    pattern = _BEYOND["one" if one else f"date-{side}" if unit == DATE else side]
    text = words.say(*pattern, **facts)
    if words.has("part"):
        part = words.say(*_PARTS[words.text("part")], **facts)
        text += words.say(", {part}", "，{part}", part=part)
    return Said(text + words.capped(), repeats=True)


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
        **{f"{code}-{lead}": _sentence(code, lead) for code in _FACTS for lead in _VERBS},
        **{f"{code}-{lead}-judged": _judged_sentence(code, lead) for code in _FACTS for lead in _VERBS},
    },
    takes=_takes,
    needs=("per", "of"),
    titles={f"step-{side}": ("by steps", "按档") for side in ("below", "above")},
    doc=__doc__ or "",
    says=says,
)
