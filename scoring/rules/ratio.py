"""``ratio``: points in proportion to the share of a target that is reached.

Example:
    {ratio: completed, to: planned}
    60 of 63 gives 60/63 of the points; more than the target gives no more than the points (``cap: 100%`` unless said).

Less is better with ``better: lower`` and ``form: ratio`` (target ÷ actual) or ``two_minus`` (2 − actual ÷ target);
there is no default. ``zero_below: 60%`` gives nothing below that ratio, before the cap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.keys import Key
from scoring.model import Label
from scoring.rules import Also, Effect, Role, RuleKind, Said, Sentence, graded

if TYPE_CHECKING:
    from scoring.rule_scope import RuleScope
    from scoring.rules import Quantity
    from scoring.term import Term
    from scoring.wording import Wording

#: Several parts, as a formula in words joins them.
_JOINED = re.compile(r" (?:[-+×÷]|if) ")


def lower(rule: RuleScope) -> Effect:
    """Return points × ratio, within its cap and above its cut-off."""
    actual, target = rule.term_of("ratio"), rule.term_of("to")
    rule.check_same(actual, target, "to")
    falling = rule.has("better") and rule.word(rule.table, "better", ("higher", "lower")) == "lower"
    if g.number_of(target.node) == 0:
        rule.fail("division-by-zero", rule.need(rule.table, "to").at)
    ratio, shape = actual.node / target.node, "higher"
    if falling:
        shape = rule.word(rule.table, "form", ("ratio", "two_minus"))
        ratio = target.node / actual.node if shape == "ratio" else g.const(2) - ratio
    elif rule.has("form"):
        rule.fail("ratio-form", rule.table.fields["form"].key.at)
    cap = rule.number_of("cap") if rule.has("cap") else g.ONE
    capped = ratio if rule.is_none("cap") else g.minimum(cap, ratio)
    below = g.FALSE
    if rule.has("zero_below"):
        below = g.less(ratio, rule.number_of("zero_below"))
        capped = g.if_(below, g.ZERO, capped)
    score = rule.full(rule.table.fields["ratio"].key.at, "ratio") * capped
    quantities: dict[str, Quantity] = {
        "value": rule.quantity(actual.node, actual.unit),
        "target": rule.quantity(target.node, target.unit),
        "ratio": rule.quantity(ratio, "%"),
        "score": rule.quantity(score),
    }
    events = {**graded(rule.points, score), "cut-off": below, "capped": g.less(cap, ratio)}
    words = {"of": _before(rule, "ratio", actual), "to": _before(rule, "to", target)}
    for key in ("cap", "zero_below"):
        words[key] = rule.written(key) if rule.has(key) else Label({"": "100%"})
    return Effect("ratio", score, quantities, events, words, sentence=shape)


def _before(rule: RuleScope, key: str, term: Term) -> Label:
    """Return what a value is called, to stand before it: a formula in brackets, nothing for a written number."""
    name = rule.written(key)
    en, zh = name.text("en"), name.text("zh")
    joined = _JOINED.search(en) is not None
    if term.written or (joined and term.node.is_const):
        return Label({"en": "", "zh": ""})
    return Label({"en": f"({en}) ", "zh": f"（{zh}）"} if joined else {"en": f"{en} ", "zh": zh})


def _sentence(en: str, zh: str) -> Sentence:
    return Sentence(
        f"{en} = {{ratio}}: {{score}} of {{points}} point{{points:s}}",
        f"{zh}＝{{ratio}}，按比例得{{score}}分（满分{{points}}分）",
        (
            Also("capped", ", since no more than {cap} counts", "，比例最多按{cap}计"),
            Also("cut-off", ", since nothing is given below {zero_below}", "，低于{zero_below}不得分"),
        ),
    )


_SHAPES = {
    "higher": ("{of} ÷ {to}", "{of}÷{to}"),
    "ratio": ("{to} ÷ {of}", "{to}÷{of}"),
    "two_minus": ("(2 − {of} ÷ {to})", "（2−{of}÷{to}）"),
}


def says(words: Wording) -> Said:
    """Return the proportion, with its cap and its cut-off."""
    shape = words.text("form", "higher") if words.text("better") == "lower" else "higher"
    facts = {"of": words.factor("ratio"), "to": words.factor("to"), "full": words.full()}
    pattern = _SHAPES[shape]
    if shape == "higher" and g.number_of(words.term(words.item("to")).node) == 1:
        pattern = ("{of}", "{of}")
    share = words.say(*pattern, **facts)
    times = "" if facts["full"] == "1" else words.say("{full} × ", "{full}×", full=facts["full"])
    text = words.say("score = {times}{share}", "得分＝{times}{share}", times=times, share=share)
    ratio = share if pattern == ("{of}", "{of}") else words.say("the ratio", "比例")
    if words.text("cap") == "none":
        text += words.say(", without an upper limit of {ratio}", "，{ratio}不设上限", ratio=ratio)
    else:
        cap = words.value("cap", "%") if words.has("cap") else "100%"
        text += words.say(", {ratio} counting as {cap} at most", "，{ratio}最多按{cap}计", ratio=ratio, cap=cap)
    if words.has("zero_below"):
        below = words.value("zero_below", "%")
        text += words.say(
            "; nothing if {ratio} is below {below}", "；{ratio}低于{below}的不得分", ratio=ratio, below=below
        )
    return Said(text)


KIND = RuleKind(
    name="ratio",
    role=Role.BASE,
    leads=("ratio",),
    keys={
        "ratio": Key("value", "the actual figure", "实际值"),
        "to": Key("value", "the target", "目标值"),
        "better": Key("higher|lower", "which direction is good; higher unless said", "越高越好或越低越好"),
        "form": Key(
            "ratio|two_minus", "target ÷ actual or 2 − actual ÷ target; no default", "越低越好时的算法（须写明）"
        ),
        "zero_below": Key("value", "below this ratio nothing is given", "低于此比例不得分"),
        "cap": Key("value", "greatest ratio that counts, 100% unless said; none lifts it", "比例上限，默认100%"),
    },
    lower=lower,
    sentences={
        "higher": _sentence("{of}{value} ÷ {to}{target}", "{of}{value}÷{to}{target}"),
        "ratio": _sentence("{to}{target} ÷ {of}{value}", "{to}{target}÷{of}{value}"),
        "two_minus": _sentence("2 − {of}{value} ÷ {to}{target}", "2－{of}{value}÷{to}{target}"),
    },
    needs=("to",),
    titles={"ratio": ("in proportion", "按比例")},
    doc=__doc__ or "",
    says=says,
)
