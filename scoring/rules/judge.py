"""``judge``: a person's mark within a range, with a reason.

Example:
    rules: judge
    rules: {judge: 0..3}
    Without a mark and without a finding the best of the range is kept, if the ruleset says ``without_findings: keep``;
    a range without its upper end, ``0..<3``, has no best and always asks for the mark.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.keys import Key
from scoring.rules import Effect, Role, RuleKind, Said, Sentence, graded

if TYPE_CHECKING:
    from scoring.rule_scope import RuleScope
    from scoring.wording import Wording


def lower(rule: RuleScope) -> Effect:
    """Return the mark as the opening score."""
    span = rule.judged_range("judge")
    mark = rule.mark(span)
    rule.marked_range = (span.low, span.high or rule.points, mark)
    kept = g.FALSE if span.open or span.high is None else rule.keeps()  # an open top is nothing to keep
    score = mark if kept is g.FALSE else g.if_(g.both(g.negated(rule.marked()), kept), span.high or rule.points, mark)
    return Effect(
        "judged",
        score,
        {"score": rule.quantity(score)},
        graded(rule.points, score),
        {},
        g.TRUE,
        rule.outside(span),
        rule.below_top(span),
    )


def says(words: Wording) -> Said:
    """Return the range that a person marks within."""
    item = words.item("judge")
    if words.is_judged(item):
        return Said(words.result(item))
    whole = words.whole()
    if whole is None:
        return Said(words.say("as a person judges, from 0 to the full points", "由评价人评定，0分至本项分值"))
    return Said(words.say("{n}, as a person judges", "由评价人在{n}之间评定", n=words.between(Fraction(0), whole)))


KIND = RuleKind(
    name="judge",
    role=Role.BASE,
    leads=("judge",),
    keys={"judge": Key("any", "the range of the mark, 0 to the points unless said", "评分范围，默认0至满分")},
    lower=lower,
    sentences={
        "judged": Sentence("a person judged {score} of {points} point{points:s}", "评定{score}分（满分{points}分）")
    },
    titles={"judged": ("", "")},
    doc=__doc__ or "",
    says=says,
)
