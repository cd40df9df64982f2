"""``deduct … when``: lose (or gain) a fixed amount where a condition holds.

Example:
    {deduct: 2, when: late > 0}
    {deduct: 0.2..1, when: late > 0}
    The second is a range: where the condition holds, a person's mark within it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.keys import Key
from scoring.rules import CAPPED, UP_TO, Effect, Role, RuleKind, Said, Sentence

if TYPE_CHECKING:
    from scoring.rule_scope import RuleScope
    from scoring.wording import Wording


def lower(rule: RuleScope) -> Effect:
    """Return the amount; the rule's ``when`` guards it as it guards every rule."""
    asked, judged = rule.amount(rule.lead, g.ONE)
    amount = rule.capped(asked)
    return Effect(
        "fixed",
        amount,
        {"asked": rule.quantity(asked), "most": rule.quantity(amount), **rule.own_findings("when")},
        {"fired": g.less(g.ZERO, asked), "capped": g.less(amount, asked)},
        {"condition": rule.written("when")},
        *judged[1:],
        sentence=f"{'found' if rule.own_findings('when') else 'fixed'}-{rule.lead}",
    )


def says(words: Wording) -> Said:
    """Return what is lost or gained where the condition holds."""
    lead = "deduct" if words.has("deduct") else "award"
    facts = {"move": words.moves(lead), "when": words.condition(words.item("when"))}
    return Said(words.say("{move} if {when}", "{when}的，{move}", **facts) + words.capped())


KIND = RuleKind(
    name="fixed",
    role=Role.CHANGE,
    leads=("deduct", "award"),
    keys={
        "deduct": Key("points", "what it takes", "扣分"),
        "award": Key("points", "what it gives", "加分"),
        "up_to": UP_TO,
    },
    lower=lower,
    sentences={
        "fixed-deduct": Sentence("{condition}: {asked} point{asked:s} lost", "{condition}，扣{asked}分", (CAPPED,)),
        "fixed-award": Sentence("{condition}: {asked} point{asked:s} gained", "{condition}，加{asked}分", (CAPPED,)),
        "found-deduct": Sentence(
            "{findings} finding{findings:s}: {asked} point{asked:s} lost",
            "发现{findings}例问题，扣{asked}分",
            (CAPPED,),
        ),
        "found-award": Sentence(
            "{findings} finding{findings:s}: {asked} point{asked:s} gained", "共{findings}例，加{asked}分", (CAPPED,)
        ),
    },
    takes=lambda table: "per" not in table.fields,
    needs=("when",),
    titles={"fixed": ("on a condition", "按条件")},
    doc=__doc__ or "",
    says=says,
)
