"""``deduct … per: [thresholds]``: lose (or gain) an amount for every threshold that a figure passes.

Example:
    {award: 1, per: [0.9, 1.9, 2.8, 3.7, 4.7], above: each, of: fibre}
    At 2.8 two thresholds are exceeded and 2 points gained; with ``at_least: each`` it is three.

The side says whether a threshold counts when it is reached (``at_least``, ``at_most``) or only beyond it
(``above``, ``below``), and has no default. Written thresholds rise for ``above`` and ``at_least`` and fall for
``below`` and ``at_most``; any of them may be computed. Of a date they are dates. There are no parts of a step.
``up_to`` caps the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.dates import DATE
from scoring.document import Listing
from scoring.keys import EDGES, Key
from scoring.rules import CAPPED, UP_TO, Effect, Role, RuleKind, Said, Sentence
from scoring.rules.bands import chain, reaches

if TYPE_CHECKING:
    from scoring.document import Table
    from scoring.graph import Node
    from scoring.rule_scope import RuleScope
    from scoring.term import Term
    from scoring.wording import Wording


def lower(rule: RuleScope) -> Effect:
    """Return amount × thresholds passed."""
    value = rule.measure_of("of")
    side = _side(rule)
    bounds = _bounds(rule, value, side)
    passed = [reaches(side, value.node, each) for each in bounds]
    count = g.add(*(g.if_(each, g.ONE, g.ZERO) for each in passed))
    last = chain(list(zip(reversed(passed), reversed(bounds), strict=True)), g.ZERO)
    asked, judged = rule.amount(rule.lead, count)
    amount = rule.capped(asked)
    quantities = {
        "value": rule.quantity(value.node, value.unit),
        "count": rule.quantity(count),
        "thresholds": rule.quantity(g.const(len(bounds))),
        "last": rule.quantity(last, value.unit),
        "each": rule.quantity(judged.node),
        "asked": rule.quantity(asked),
        "most": rule.quantity(amount),
    }
    events = {f"step:{number}": each for number, each in enumerate(passed, 1)}
    events |= {"zero": g.equal(count, g.ZERO), "fired": g.less(g.ZERO, asked), "capped": g.less(amount, asked)}
    kind = "" if judged.reached is g.FALSE else "-judged"
    return Effect(
        "thresholds",
        amount,
        quantities,
        events,
        {"of": rule.written("of")},
        *judged[1:],
        sentence=f"{'dates' if value.unit == DATE else 'thresholds'}-{side}-{rule.lead}{kind}",
    )


def _side(rule: RuleScope) -> str:
    sides = [edge for edge in EDGES if rule.has(edge)]
    if not sides:
        rule.fail("thresholds-side", rule.table.fields["per"].key.at)
    if len(sides) > 1:
        rule.fail("thresholds-sides", rule.table.fields[sides[1]].key.at, one=sides[0], other=sides[1])
    return sides[0] if rule.word(rule.table, sides[0], ("each",)) else ""


def _bounds(rule: RuleScope, value: Term, side: str) -> list[Node]:
    """Return the thresholds in the unit of the figure; the written ones in their order, none twice."""
    listed = rule.need(rule.table, "per")
    if not isinstance(listed, Listing) or not listed.items:
        rule.fail("thresholds-list", listed.at)
    rises = side in ("above", "at_least")
    found: list[Node] = []
    before = None
    for each in listed.items:
        found.append(rule.same_unit(each, value))
        number = g.number_of(found[-1])
        if number is None:
            continue
        if before is not None and (number <= before if rises else number >= before):
            text = getattr(each, "text", "")
            rule.fail("thresholds-order", each.at, text=text, side=side, order="rise" if rises else "fall")
        before = number
    return found


def _takes(table: Table) -> bool:
    return isinstance(table.fields["per"].value, Listing) if "per" in table.fields else False


_FACTS = {
    "thresholds-above": ("above", "高于"),
    "thresholds-at_least": ("at least", "达到"),
    "thresholds-at_most": ("at most", "不高于"),
    "thresholds-below": ("below", "低于"),
    "dates-above": ("after", "晚于"),
    "dates-at_least": ("on or after", "不早于"),
    "dates-at_most": ("on or before", "不晚于"),
    "dates-below": ("before", "早于"),
}
_VERBS = {"deduct": ("lost", "扣"), "award": ("gained", "加")}


def _sentences(facts: str, lead: str) -> dict[str, Sentence]:
    (fact_en, fact_zh), (verb_en, verb_zh) = _FACTS[facts], _VERBS[lead]
    what_en, what_zh = ("date", "日期") if facts.startswith("dates") else ("threshold", "界限值")
    en = f"{{of}} is {{value}}, {fact_en} {{count}} of {{thresholds}} {what_en}{{thresholds:s}} (the last {{last}}): "
    zh = f"{{of}}为{{value}}，{fact_zh}{{thresholds}}个{what_zh}中的{{count}}个（最后一个为{{last}}），"
    plain = Sentence(
        f"{en}{{count}} × {{each}} = {{asked}} point{{asked:s}} {verb_en}",
        f"{zh}每个{verb_zh}{{each}}分，{{count}}×{{each}}＝{{asked}}分",
        (CAPPED,),
    )
    judged = Sentence(f"{en}{{asked}} point{{asked:s}} {verb_en} as judged", f"{zh}评定{verb_zh}{{asked}}分", (CAPPED,))
    return {f"{facts}-{lead}": plain, f"{facts}-{lead}-judged": judged}


_SIDES = {
    "above": ("is above", "每超过其中一个"),
    "at_least": ("reaches", "每达到其中一个"),
    "at_most": ("is not above", "每降到其中一个"),
    "below": ("is below", "每低于其中一个"),
}
_SIDES_OF_DATES = {
    "above": ("is after", "每晚于其中一个"),
    "at_least": ("is not before", "每不早于其中一个"),
    "at_most": ("is not after", "每不晚于其中一个"),
    "below": ("is before", "每早于其中一个"),
}


def says(words: Wording) -> Said:
    """Return what is lost or gained for each threshold."""
    unit = words.unit_of("of")
    sides = _SIDES_OF_DATES if unit == DATE else _SIDES
    side = next(each for each in EDGES if words.has(each))
    lead = "deduct" if words.has("deduct") else "award"
    text = words.say(
        "{move} for each of these values that {of} {passes}: {bounds}", "{of}对照界限值{bounds}，{passes}{move}",
        move=words.moves(lead), of=words.value("of"), bounds=words.value("per", unit), passes=words.say(*sides[side]),
    )  # fmt: skip
    return Said(text + words.capped(), repeats=True)


KIND = RuleKind(
    name="thresholds",
    role=Role.CHANGE,
    leads=("deduct", "award"),
    keys={
        "deduct": Key("points", "what each threshold passed takes", "每个界限值扣分"),
        "award": Key("points", "what each threshold passed gives", "每个界限值加分"),
        "per": Key("list", "the thresholds, in the unit of the figure", "各界限值"),
        "above": Key("each", "a threshold counts when exceeded", "高于界限值才计"),
        "at_least": Key("each", "a threshold counts when reached", "达到界限值即计"),
        "at_most": Key("each", "a threshold counts when reached from above", "不高于界限值即计"),
        "below": Key("each", "a threshold counts when the figure is below it", "低于界限值才计"),
        "of": Key("value", "the figure", "所依据的数据"),
        "up_to": UP_TO,
    },
    lower=lower,
    sentences={code: each for facts in _FACTS for lead in _VERBS for code, each in _sentences(facts, lead).items()},
    takes=_takes,
    needs=("per", "of"),
    titles={"thresholds": ("by thresholds", "按界限值")},
    doc=__doc__ or "",
    says=says,
)
