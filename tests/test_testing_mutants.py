"""Which small changes are made: all that a policy may be misread in, each once, made wherever its text stands."""

from __future__ import annotations

from scoring.relower import Relowering
from scoring.ruleset import Ruleset
from scoring.testing.mutants import mutants

RULESET = """
ruleset: everything
version: "1"
source: x
points: 100
without_findings: keep
figures:
  rate: {unit: "%", min: 0%, max: 200%}
  kind: {words: [city, county]}
  days: {type: count}
  grave: {type: flag, if_missing: false}
  half: {is: days / 2, round: 0.1}
indicators:
  steps: {points: 20, floor: 2, cap: 18, rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}}
  bands: {points: 20, rules: {of: rate, edge: at_least, bands: {95%: 20, 80%: 10, else: 0}}}
  words: {points: 20, rules: {of: kind, by: {city: 20, county: 15}}}
  some:
    points: 20
    applies_when: days > 3
    if_not_applicable: drop
    rules: [{deduct: 2, per: finding, up_to: 10}, {lose_all: grave}]
  other:
    points: 20
    on_drop: rescale
    each: {round: 0.1, rules: {deduct: 1, per: 1, of: half, part: drop}}
    indicators: {one: {points: 12}, two: {points: 8}}
overrides: [{when: grave, grade_at_most: bad, because: x}]
grades: {good: 80, fair: 60, bad: else}
rounding: {mode: half_up, leaf: 2, total: 1}
"""

WANTED = {
    ("threshold", "below: 90%", "below: 91%"), ("threshold", "below: 90%", "below: 89%"),
    ("step", "per: 1%", "per: 2%"), ("amount", "deduct: 0.5", "deduct: 0.6"), ("side", "edge: at_least", "edge: above"),
    ("part", "part: exact", "part: drop"), ("part", "part: exact", "part: count"),
    ("rounding", "rounding mode: half_up", "rounding mode: down"), ("rounding", "rounding leaf: 2", "rounding leaf: 1"),
    ("rounding", "rounding leaf: 2", ""), ("rounding", "round: 0.1", "round: 1"), ("rounding", "round: 0.1", ""),
    ("limit", "cap: 18", ""), ("limit", "floor: 2", ""), ("limit", "up_to: 10", ""),
    ("band", "80%: 10", ""), ("band", "95%: 20, 80%: 10", "95%: 10, 80%: 20"), ("threshold", "95%", "96%"),
    ("override", "when: grave", ""), ("weight", "points: 12, points: 8", "points: 13, points: 7"),
    ("grade", "good: 80", "good: 81"), ("grade", "fair: 60", "fair: 59"),
    ("policy", "if_not_applicable: drop", "if_not_applicable: full"),
    ("policy", "if_not_applicable: drop", "if_not_applicable: zero"), ("policy", "on_drop: rescale", "on_drop: shrink"),
    ("condition", "applies_when: days > 3", ""), ("side", "applies_when: >", "applies_when: >="),
    ("rule", "lose_all: grave", ""),
}  # fmt: skip


def test_every_kind_of_change_is_made() -> None:
    lowering = Relowering(Ruleset((("everything.yaml", RULESET),)).program().definition)
    found = {(each.kind, each.before, each.after) for each in mutants(lowering)}
    assert not WANTED - found, sorted(found)


def test_no_change_is_made_twice_and_none_makes_points_less_than_none() -> None:
    lowering = Relowering(Ruleset((("everything.yaml", RULESET),)).program().definition)
    every = list(mutants(lowering))
    assert len({each.key for each in every}) == len(every)
    assert not [each.key for each in every if each.kind == "amount" and ": -" in each.after]


def test_what_stands_once_for_several_indicators_changes_for_all_of_them() -> None:
    lowering = Relowering(Ruleset((("everything.yaml", RULESET),)).program().definition)
    by_text = {(each.before, each.after, each.at.line): each for each in mutants(lowering)}
    line = RULESET[: RULESET.index("each:")].count("\n") + 1
    for said in (("round: 0.1", "round: 1"), ("deduct: 1", "deduct: 2")):
        change = by_text[*said, line].change
        assert set(change.nodes) == {"other.one", "other.two"}
        assert lowering.changed(change) is not None
