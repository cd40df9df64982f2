"""``lose_all``: a condition that empties the node.

Example:
    {lose_all: findings > 0, scope: compliance}
    ``scope`` names an ancestor (or ``total``) that is emptied too. The other deductions are kept as facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.keys import Key
from scoring.rules import Effect, Role, RuleKind, Said, Sentence

if TYPE_CHECKING:
    from scoring.rule_scope import RuleScope
    from scoring.wording import Wording


def lower(rule: RuleScope) -> Effect:
    """Return the condition."""
    fired = rule.condition(rule.need(rule.table, "lose_all"))
    found = rule.own_findings("lose_all")
    words = {"condition": rule.written("lose_all")}
    return Effect("veto", fired, found, {"fired": fired}, words, sentence="found" if found else "veto")


def says(words: Wording) -> Said:
    """Return what empties the node, and what else is emptied with it."""
    when = words.condition(words.item("lose_all"))
    if words.is_root():
        return Said(words.say("the total is 0 if {when}", "{when}的，总分计0分", when=when))
    text = words.say("no points at all if {when}", "{when}的，本项不得分", when=when)
    if words.text("scope") == "total":
        text += words.say(", and the total is 0 then", "，总分计0分")
    elif words.has("scope"):
        above = words.node(words.text("scope"))
        text += words.say(", and none in the whole of {above} then", "，{above}全部不得分", above=above)
    return Said(text)


KIND = RuleKind(
    name="veto",
    role=Role.VETO,
    leads=("lose_all",),
    keys={
        "lose_all": Key("condition", "what empties the node", "全部扣完的条件"),
        "scope": Key("text", "an ancestor, or total, that is emptied too", "一并扣完的上级指标，或total"),
    },
    lower=lower,
    sentences={
        "veto": Sentence("{condition}: all {points} point{points:s} lost", "{condition}，{points}分全部扣除"),
        "found": Sentence(
            "{findings} finding{findings:s}: all {points} point{points:s} lost",
            "发现{findings}例问题，{points}分全部扣除",
        ),
    },
    titles={"veto": ("", "")},
    doc=__doc__ or "",
    says=says,
)
