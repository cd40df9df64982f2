"""``lose_all``: a condition that empties the node.

Example:
    {lose_all: findings > 0, scope: compliance}
    ``scope`` names an ancestor (or ``total``) that is emptied too. The other deductions are kept as facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.keys import Key
from scoring.rules import Effect, Role, RuleKind, Sentence

if TYPE_CHECKING:
    from scoring.rule_scope import RuleScope


def lower(rule: RuleScope) -> Effect:
    """Return the condition."""
    fired = rule.condition(rule.need(rule.table, "lose_all"))
    found = rule.own_findings("lose_all")
    words = {"condition": rule.written("lose_all")}
    return Effect("veto", fired, found, {"fired": fired}, words, sentence="found" if found else "veto")


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
)
