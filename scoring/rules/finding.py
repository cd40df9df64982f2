"""``deduct … per: finding``: lose (or gain) an amount for each finding held against the node.

Example:
    {deduct: 0.3, per: finding}
    {deduct: 3, per: finding, when: amount > 500}
    With ``when`` only the findings whose own ``amount`` satisfies it count. ``up_to`` caps the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.keys import Key
from scoring.rules import CAPPED, UP_TO, Effect, Role, RuleKind, Said, Sentence

if TYPE_CHECKING:
    from scoring.document import Table
    from scoring.rule_scope import RuleScope
    from scoring.wording import Wording


def lower(rule: RuleScope) -> Effect:
    """Return amount × findings."""
    count = rule.findings_counted()
    asked, judged = rule.amount(rule.lead, count)
    amount = rule.capped(asked)
    quantities = {
        "findings": rule.quantity(count),
        "each": rule.quantity(judged.node),
        "asked": rule.quantity(asked),
        "most": rule.quantity(amount),
    }
    kind = "judged" if judged.reached is not g.FALSE else "per-finding"
    events = {"zero": g.equal(count, g.ZERO), "fired": g.less(g.ZERO, count), "capped": g.less(amount, asked)}
    return Effect("per-finding", amount, quantities, events, {}, *judged[1:], sentence=f"{kind}-{rule.lead}")


def _takes(table: Table) -> bool:
    per = table.fields.get("per")
    return per is not None and getattr(per.value, "text", "") == "finding"


def says(words: Wording) -> Said:
    """Return what is lost or gained for each finding."""
    lead = "deduct" if words.has("deduct") else "award"
    move = words.moves(lead)
    en, zh = "{move} for each finding", "每发现1例问题{move}" if lead == "deduct" else "每有1例{move}"
    facts = {"move": move}
    if words.has("when"):
        facts["when"] = words.condition(words.item("when"))
        en, zh = "{move} for each finding of which {when}", "{when}的，每例{move}"
    return Said(words.say(en, zh, **facts) + words.capped(), repeats=True)


KIND = RuleKind(
    name="finding",
    role=Role.CHANGE,
    leads=("deduct", "award"),
    keys={
        "deduct": Key("points", "what each finding takes", "每例扣分"),
        "award": Key("points", "what each finding gives", "每例加分"),
        "per": Key("finding", "per finding", "按问题例数"),
        "up_to": UP_TO,
    },
    lower=lower,
    sentences={
        "per-finding-deduct": Sentence(
            "{findings} finding{findings:s}, {each} point{each:s} lost for each: "
            "{findings} × {each} = {asked} point{asked:s}",
            "发现{findings}例问题，每例扣{each}分，{findings}×{each}＝{asked}分",
            (CAPPED,),
        ),
        "judged-deduct": Sentence(
            "{findings} finding{findings:s}, {asked} point{asked:s} lost as judged",
            "发现{findings}例问题，评定扣{asked}分",
            (CAPPED,),
        ),
        "judged-award": Sentence(
            "{findings} finding{findings:s}, {asked} point{asked:s} gained as judged",
            "共{findings}例，评定加{asked}分",
            (CAPPED,),
        ),
        "per-finding-award": Sentence(
            "{findings} finding{findings:s}, {each} point{each:s} gained for each: "
            "{findings} × {each} = {asked} point{asked:s}",
            "共{findings}例，每例加{each}分，{findings}×{each}＝{asked}分",
            (CAPPED,),
        ),
    },
    takes=_takes,
    needs=("per",),
    own_when=True,
    titles={"per-finding": ("for each finding", "按例")},
    doc=__doc__ or "",
    says=says,
)
