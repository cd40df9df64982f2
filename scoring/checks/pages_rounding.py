"""Pages about rounding: where it is left out, where it is done twice, and where a grade depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks.page import Page, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDING: Mapping[str, Page] = {
    "leaf-not-rounded": Page(
        "note",
        Text(
            "The score of a leaf is not rounded. Its points have more decimals than 'leaf' of the rounding.",
            "末级指标的得分不取舍。其分值的小数位数多于rounding中的leaf。",
        ),
        """points: 10
rounding: {mode: half_up, leaf: 1}
figures:
  built: {unit: km, min: 0}
  planned: {unit: km, min: 1}
  signs: {type: count, min: 0}
indicators:
  road: {points: 6.25, rules: {ratio: built, to: planned}}
  signs:
    points: 3.75
    rules: {deduct: 0.25, per: 1, below: 30, of: signs, part: drop}
""",
        """points: 10
rounding: {mode: half_up, leaf: 2}
figures:
  built: {unit: km, min: 0}
  planned: {unit: km, min: 1}
  signs: {type: count, min: 0}
indicators:
  road: {points: 6.25, rules: {ratio: built, to: planned}}
  signs:
    points: 3.75
    rules: {deduct: 0.25, per: 1, below: 30, of: signs, part: drop}
""",
        Text(
            "Rounding would change full marks: 6.25 would become 6.3. So such a score keeps all its decimals, while "
            "others in the same table are rounded, and sums by hand differ.",
            "如果取舍，满分也会变：6.25会成为6.3。因此这类得分保留全部小数，而表中其他得分已取舍，手工合计会对不上。",
        ),
        Text(
            "More places for 'leaf', or a 'round' of its own on the leaf, such as 'round: 0.01'. Allow it, also for "
            "the whole ruleset, where exact scores are meant.",
            "leaf写更多的小数位数，或在末级指标上单独写round，如 round: 0.01。有意保留精确得分的，可用allow写明理由，"
            "也可写在规则集顶层。",
        ),
    ),
    "rounded-twice": Page(
        "note",
        Text(
            "A score that was rounded is rounded again. The second rounding can change it once more.",
            "已取舍过的得分再次取舍。第二次可能又改变得分。",
        ),
        """points: 10
rounding: {mode: half_up, leaf: 2, total: 1}
figures: {built: {unit: km, min: 0}, planned: {unit: km, min: 1}}
indicators:
  road: {points: 10, rules: {ratio: built, to: planned}}
""",
        """points: 10
rounding: {mode: half_up, total: 1}
figures: {built: {unit: km, min: 0}, planned: {unit: km, min: 1}}
indicators:
  road: {points: 10, rules: {ratio: built, to: planned}}
""",
        Text(
            "7.945 becomes 7.95 and then 8.0, while 7.945 rounded once is 7.9: a unit crosses the bound of a grade by "
            "rounding alone.",
            "7.945先成为7.95，再成为8.0；一次取舍则是7.9：单位仅因取舍就跨过了等级界限。",
        ),
        Text(
            "Leave out a level of 'rounding', or give both the same places. Allow it where the policy rounds the "
            "leaves as they are printed and then the total.",
            "去掉rounding中的一级，或两级写相同的小数位数。办法规定各指标得分先取舍、总分再取舍的，可用allow写明理由。",
        ),
    ),
    "grade-rounding": Page(
        "note",
        Text(
            "A grade may hang on rounding. A total below its bound reaches it by being rounded, and 'grades' does not "
            "say if that is meant.",
            "等级可能取决于取舍。略低于界限的总分取舍后达到界限，而grades没有写明是否有意如此。",
        ),
        """points: 10
rounding: {mode: half_up, total: 0}
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  budget: {points: 10, rules: {ratio: rate, to: 90%}}
grades: {good: 8, fair: 6, poor: else}
""",
        """points: 10
rounding: {mode: half_up, total: 0}
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  budget: {points: 10, rules: {ratio: rate, to: 90%}}
grades: {read: exact, good: 8, fair: 6, poor: else}
""",
        Text(
            "7.5 counts as 8 and is good. Whoever reads '8 or more' in the policy may object, in either direction.",
            "7.5分按8分计，评为“good”。条文写的是“8分以上”，怎么处理都可能有人提出异议。",
        ),
        Text(
            "'read: rounded' or 'read: exact' in 'grades' says which is meant. Allow it, for the whole ruleset, where "
            "the policy leaves it open.",
            "在grades中写 read: rounded（按取舍后的总分）或 read: exact（按取舍前的总分）。条文没有规定的，可在规则集"
            "顶层用allow写明理由。",
        ),
    ),
}
