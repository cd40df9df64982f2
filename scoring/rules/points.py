"""``points: EXPRESSION``: the opening score is the value of a formula.

Example:
    {points: 10 * other_score / other_full}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.keys import Key
from scoring.rules import Effect, Role, RuleKind, Said, Sentence, graded

if TYPE_CHECKING:
    from scoring.rule_scope import RuleScope
    from scoring.wording import Wording


def lower(rule: RuleScope) -> Effect:
    """Return the opening score as written."""
    judged = rule.judged("points")
    return Effect(
        "points",
        judged.node,
        {"score": rule.quantity(judged.node)},
        events=graded(rule.points, judged.node),
        words={"formula": rule.written("points")},
        reached=judged.reached,
        violated=judged.violated,
        below=judged.below,
    )


def says(words: Wording) -> Said:
    """Return the formula, or the table that gives the points."""
    said = words.form(words.item("points"), "score")
    return said if said.rows else Said(words.result(words.item("points")))


KIND = RuleKind(
    name="points",
    role=Role.BASE,
    leads=("points",),
    keys={"points": Key("points", "the opening score", "得分")},
    lower=lower,
    sentences={
        "points": Sentence(
            "{formula} gives {score} of {points} point{points:s}", "按{formula}计算，得{score}分（满分{points}分）"
        )
    },
    titles={"points": ("by formula", "按公式")},
    doc=__doc__ or "",
    says=says,
)
