"""The referee against sums worked out by hand, most of them from two printed evaluations."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import oracle

if TYPE_CHECKING:
    from pathlib import Path

FRAME = """
ruleset: t
points: 10
without_findings: keep
figures:
  received: {min: 0}
  spent: {min: 0}
  rate: {unit: "%", is: spent / received}
  petition: {type: flag, if_missing: false}
  kind: {words: [city, district], if_missing: district}
"""


def leaf(rest: str, case: str = "{}", frame: str = FRAME) -> oracle.OracleResult:
    """Score one ruleset, written as what follows the frame."""
    return oracle.score(oracle.read_yaml(frame + rest), oracle.read_yaml(case))


def total(rest: str, case: str = "{}") -> str:
    """The total as text, or the outcome and its causes."""
    result = leaf(rest, case)
    return str(result.total) if result.outcome == "scored" else f"{result.outcome} {sorted(result.causes)}"


EXECUTION = """
rounding: {mode: half_up, leaf: 2}
indicators:
  execution: {points: 2, rules: {deduct: 0.1, per: 1%, below: 90%, of: rate, part: PART}}
  rest: {points: 8, rules: {lose_all: petition}}
"""


@pytest.mark.parametrize(
    ("part", "spent", "received", "expected"),
    [
        ("exact", "355.49", "428", "1.31"),
        ("drop", "355.49", "428", "1.4"),
        ("count", "355.49", "428", "1.3"),
        ("exact", "32.95", "40", "1.24"),
        ("drop", "32.95", "40", "1.3"),
        ("count", "32.95", "40", "1.2"),
        ("nearest", "32.95", "40", "1.2"),
        ("exact", "10", "56", "0"),
    ],
)
def test_execution_rates_of_the_units(part: str, spent: str, received: str, expected: str) -> None:
    result = leaf(EXECUTION.replace("PART", part), f"figures: {{spent: {spent}, received: {received}}}")
    assert result.nodes["execution"].score == Fraction(expected)
    assert result.total == Fraction(expected) + 8


def test_missing_and_undefined_figures_are_named() -> None:
    text = EXECUTION.replace("PART", "exact")
    assert total(text) == "missing [('missing', 'received'), ('missing', 'spent')]"
    assert total(text, "figures: {spent: 1, received: 0}") == "undefined [('undefined', 'division-by-zero')]"
    assert total(text, "figures: {spent: 1, received: 0, petition: true}").startswith("undefined")


COMPLIANCE = """
indicators:
  use:
    points: 10
    criteria:
      law:       {points: 1, rules: {lose_all: findings > 0}}
      approval:  {points: 3, rules: {deduct: 0.3, per: finding}}
      diversion: {points: 6, rules: {lose_all: findings > 0, scope: use}}
"""


def test_a_veto_reaches_past_its_own_criterion() -> None:
    assert total(COMPLIANCE, "findings: [{against: [law, approval], count: 3}]") == str(10 - 1 - Fraction("0.9"))
    assert total(COMPLIANCE, "findings: [{against: diversion, amount: 334.05}]") == "0"
    assert total(COMPLIANCE, "{findings: [{against: diversion}], set: {use: {score: 4, because: x}}}") == "4"


def test_bands_on_and_below_an_edge() -> None:
    rest = """
indicators:
  a: {points: 10, rules: {of: rate, edge: at_least, bands: {95%: 10, 90%: 50%, else: 0}}}
"""
    for spent, expected in (("95", "10"), ("94.999", "5"), ("90", "5"), ("89.999", "0")):
        assert total(rest, f"figures: {{spent: {spent}, received: 100}}") == expected


def test_two_of_three_completed_in_a_ratio() -> None:
    rest = "rounding: {mode: half_up, leaf: 2}\nindicators: {a: {points: 10, rules: {ratio: spent, to: received}}}"
    assert total(rest, "figures: {spent: 60, received: 63}") == str(Fraction("9.52"))
    assert total(rest, "figures: {spent: 7, received: 8}") == str(Fraction("8.75"))
    assert total(rest, "figures: {spent: 70, received: 8}") == "10"


def test_judged_leaves() -> None:
    rest = "indicators: {a: {points: 10, rules: {judge: 0..10}}}"
    assert total(rest) == "10"
    assert total(rest, "marks: {a: {deduct: 1, because: x}}") == "9"
    assert total(rest, "marks: {a: {score: 70%, because: x}}") == "7"
    assert total(rest, "findings: [{against: a}]") == "missing [('missing', 'a/mark')]"


def test_a_mark_replaces_judged_criteria() -> None:
    rest = "indicators: {a: {points: 10, criteria: {x: 4, y: 6}, each: {judge: 0%..100%}}}"
    assert total(rest, "marks: {a: {deduct: 2, because: x}}") == "8"
    assert total(rest, "findings: [{against: a}]") == "missing [('missing', 'a/mark')]"
    assert total(rest, "{findings: [{against: a}], marks: {x: {score: 1, because: y}}}") == "7"


def test_limits_act_once_after_all_changes() -> None:
    rest = """
indicators:
  a: {points: 10, start: full, rules: [{deduct: 13, when: petition}, {award: 1, per: 1, of: spent, part: drop}]}
"""
    assert total(rest, "figures: {petition: true, spent: 1.9}") == "0"
    assert total(rest, "figures: {petition: true, spent: 4}") == "1"
    assert total(rest, "figures: {petition: false, spent: 4}") == "10"


NA = """
indicators:
  g:
    points: 10
    on_drop: DROP
    indicators:
      a: {points: 4, if_not_applicable: POLICY, rules: {deduct: 1, per: finding}}
      b: {points: 6, rules: {deduct: 1.5, per: finding}}
"""


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("drop", "15/2"),
        ("full", "17/2"),
        ("zero", "9/2"),
        ("{give_to: b, as: scaled}", "15/2"),
        ("{give_to: b, as: points}", "17/2"),
    ],
)
def test_policies_of_what_does_not_apply(policy: str, expected: str) -> None:
    rest = NA.replace("POLICY", policy).replace("DROP", "rescale")
    assert total(rest, "{not_applicable: {a: none}, findings: [{against: b}]}") == expected


def test_shrunk_groups_are_stretched_at_the_root() -> None:
    rest = NA.replace("POLICY", "drop").replace("DROP", "shrink")
    result = leaf(rest, "{not_applicable: {a: none}, findings: [{against: b}]}")
    assert result.nodes["g"].points == 6
    assert result.nodes["g"].score == Fraction("4.5")
    assert result.total == Fraction("7.5")


def test_spreads() -> None:
    rest = """
spread: leaves
indicators:
  g: {indicators: {a: {rules: {judge: 0%..100%}}, b: {rules: {judge: 0%..100%}}}}
  c: {rules: {judge: 0%..100%}}
"""
    assert leaf(rest).nodes["g"].points == Fraction(20, 3)
    assert leaf(rest.replace("leaves", "children")).nodes["g.a"].points == Fraction(5, 2)


def test_means_and_products() -> None:
    rest = """
combine: COMBINE
each: {judge: 0%..100%}
indicators: {a: {points: 100}, b: {points: 10}, c: {points: 5}}
"""
    case = "marks: {a: {score: 50, because: x}, b: {score: 8, because: x}}"
    expected = {"mean": "23/3", "min": "5", "max": "10", "product": "4", "trimmed_mean": "8"}
    assert {name: total(rest.replace("COMBINE", name), case) for name in expected} == expected


def test_a_bonus_raises_the_cap_and_a_penalty_goes_below() -> None:
    rest = """
indicators:
  a: {points: 10, rules: {judge: 0%..100%}}
  more: {points: 3, bonus: true, rules: {award: 2, per: finding}}
  less: {points: 4, penalty: true, rules: {deduct: 3, per: finding}}
"""
    assert total(rest) == "10"
    assert total(rest, "findings: [{against: more, count: 2}]") == "13"
    assert total(rest, "findings: [{against: less, count: 2}]") == "6"


def test_a_zero_divisor_caught_even_where_another_figure_is_missing() -> None:
    frame = "ruleset: t\npoints: 10\nfigures: {a: {}, b: {}, c: {}, d: {is: a / b + c, if_undefined: 2}}\n"
    rest = "indicators: {x: {points: 10, rules: {points: d}}}"
    assert leaf(rest, "figures: {b: 0}", frame).total == 2
    assert leaf(rest, "figures: {b: 1}", frame).causes == {("missing", "a"), ("missing", "c")}
    assert leaf(rest, "{}", frame).causes == {("missing", "b")}


def test_kleene_does_not_look_at_order() -> None:
    rest = "indicators: {x: {points: 10, rules: {lose_all: CONDITION}}}"
    assert total(rest.replace("CONDITION", "spent > 1 or petition"), "figures: {petition: true}") == "0"
    assert total(rest.replace("CONDITION", "spent > 1 and petition")) == "10"


def test_grades_overrides_and_exact_reading() -> None:
    rest = """
rounding: {mode: half_up, total: 0}
overrides: [{when: petition, grade_at_most: low}]
grades: {GRADES}
indicators: {x: {points: 10, rules: {points: spent}}}
"""
    grades = "top: 9, good: 5, low: 3, none: else"
    assert leaf(rest.replace("GRADES", grades), "figures: {spent: 8.5}").grade == "top"
    assert leaf(rest.replace("GRADES", f"read: exact, {grades}"), "figures: {spent: 8.5}").grade == "good"
    assert leaf(rest.replace("GRADES", grades), "figures: {spent: 8.5, petition: true}").grade == "low"
    assert leaf(rest.replace("GRADES", grades), "figures: {spent: 1, petition: true}").grade == "none"


def test_rounding_of_halves_below_zero() -> None:
    for mode, expected in (("half_up", "-1/100"), ("half_even", "0"), ("up", "0"), ("down", "-1/100")):
        rest = f"rounding: {{mode: {mode}, leaf: 2}}\nfloor: none\n"
        rest += "indicators: {x: {points: 10, floor: none, rules: {points: 0 - spent}}}"
        assert total(rest, "figures: {spent: 0.005}") == expected


def test_the_portfolio_of_the_city() -> None:
    rest = """
rounding: {mode: half_up, group: 2, total: 2}
portfolio: {weight: received, round_weights: 2, total: TOTAL}
points: 100
indicators:
  a: {points: 15, rules: {judge: 0..15}}
  b: {points: 25, rules: {judge: 0..25}}
  c: {points: 40, rules: {judge: 0..40}}
  d: {points: 20, rules: {judge: 0..20}}
"""
    rows = {
        "city": ("56", "13 23 40 20"),
        "lingling": ("1207", "14 20.7 32.52 17"),
        "lengshuitan": ("428", "14 16.3 40 14"),
        "jindong": ("191", "14 21 36.75 17"),
        "huilongwei": ("40", "15 24.3 30 20"),
    }
    cases = {
        name: {"figures": {"received": received}, "marks": dict(zip("abcd", scores.split(), strict=True))}
        for name, (received, scores) in rows.items()
    }
    text = (FRAME + rest).replace("points: 10\n", "", 1)
    result = oracle.portfolio(oracle.read_yaml(text.replace("TOTAL", "of_groups")), cases)
    assert list(result.weights.values()) == [Fraction(x) for x in ("0.03", "0.63", "0.22", "0.1", "0.02")]
    assert list(result.groups.values()) == [Fraction(x) for x in ("13.99", "19.9", "34.76", "16.49")]
    assert result.total == Fraction("85.14")
    text = text.replace("TOTAL", "of_totals")
    assert oracle.portfolio(oracle.read_yaml(text), cases).total == Fraction("85.15")
    text = text.replace(", round_weights: 2", "")
    assert oracle.portfolio(oracle.read_yaml(text), cases).total == Fraction("85.14")


def test_a_method_changes_a_part_of_a_rule() -> None:
    rest = EXECUTION.replace("PART", "exact") + "methods: {whole: {indicators: {execution: {rules: {part: drop}}}}}"
    ruleset = oracle.read_yaml(FRAME + rest)
    result = oracle.score(ruleset, {"figures": {"spent": "355.49", "received": "428"}}, method="whole")
    assert result.nodes["execution"].score == Fraction("1.4")


def test_extending_files(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(FRAME + COMPLIANCE, "utf-8")
    (tmp_path / "new.yaml").write_text(
        "extends: base.yaml\n"
        "indicators: {approval: {rules: {deduct: 1}}, use: {criteria: {remove: [law], diversion: {points: 7}}}}",
        "utf-8",
    )
    (tmp_path / "cases.yaml").write_text("cases: {x: {findings: [{against: approval}]}}", "utf-8")
    (tmp_path / "more.yaml").write_text(
        "extends: cases.yaml\ncases: {x: {findings: [{against: approval}], set: {diversion: 5}}}", "utf-8"
    )
    case = oracle.load_cases(tmp_path / "more.yaml")["x"]
    assert oracle.score(tmp_path / "new.yaml", case).total == 1 + 5


def test_variants_take_each_from_above() -> None:
    rest = """
each: {deduct: 1, per: finding}
indicators:
  x:
    points: 10
    variants:
    - {when: kind == 'city'}
    - {criteria: {y: 4, z: 6}, each: {lose_all: findings > 0}}
"""
    assert total(rest, "{figures: {kind: city}, findings: [{against: x}]}") == "9"
    assert total(rest, "findings: [{against: x.z}]") == "4"


def test_forms() -> None:
    frame = """
ruleset: t
points: 100
figures:
  road: {words: [trunk, county, village]}
  soil: {words: [rock, sand, clay]}
  norm: {of: [road, soil], by: {trunk: 90, county: {rock: 70, else: 55}, village: [40, 30, 35]}}
  height: {}
  factor: {of: height, interpolate: {0: 1, 1000: 1.1, 3000: 1.4}, beyond: extend}
indicators: {x: {points: 100, cap: none, rules: {points: norm * factor}}}
cap: none
"""

    def scored(road: str, soil: str, height: int) -> str:
        return str(leaf("", f"figures: {{road: {road}, soil: {soil}, height: {height}}}", frame).total)

    assert scored("trunk", "clay", 0) == "90"
    assert scored("county", "sand", 1000) == str(55 * Fraction("1.1"))
    assert scored("village", "clay", 4000) == str(35 * Fraction("1.55"))
    assert scored("village", "rock", -1000) == str(40 * Fraction("0.9"))


def test_a_stretched_receiver_is_rounded_after_it_is_stretched() -> None:
    rest = """
rounding: {mode: half_up, leaf: 1}
indicators:
  a: {points: 3, if_not_applicable: {give_to: b, as: scaled}, applies_when: not petition, rules: {judge: 0..3}}
  b: {points: 7, cap: 5, rules: [{points: 6}, {deduct: 0.1, per: finding}]}
"""
    result = leaf(rest, "{figures: {petition: true}, findings: [{against: b, count: 12}]}")
    assert result.nodes["b"].points == 10
    # 6 − 1.2 = 4.8, times 10/7 = 6.857…
    assert result.nodes["b"].score == Fraction("6.9")
    assert result.nodes["a"] == oracle.NodeResult(Fraction(0), None, "not_applicable", frozenset())


def test_not_applicable_scores_are_undefined_to_others() -> None:
    rest = """
indicators:
  a: {points: 4, if_not_applicable: full, applies_when: not petition, rules: {judge: 0..4}}
  b: {points: 6, rules: {lose_all: a.score < 2}}
"""
    assert total(rest, "figures: {petition: true}") == "undefined [('undefined', 'not-applicable')]"
    assert total(rest.replace("a.score", "a.applies and a.score"), "figures: {petition: true}") == "10"


def test_rows_count_as_they_say() -> None:
    rest = """
indicators:
  a:
    points: 10
    rules: {hit: HIT, rows: [{when: spent > 1, is: 2}, {when: spent > 2, is: 5}, {when: petition, is: 1}]}
"""
    expected = {"first": "2", "sum": "7", "max": "5", "min": "2", "unique": "undefined [('undefined', 'two-rows')]"}
    assert {hit: total(rest.replace("HIT", hit), "figures: {spent: 3}") for hit in expected} == expected
    assert total(rest.replace("HIT", "sum"), "figures: {spent: 0}") == "undefined [('undefined', 'no-row')]"
    assert total(rest.replace("HIT", "first")) == "missing [('missing', 'spent')]"


def test_missing_figures_that_say_what_the_node_gets() -> None:
    frame = "ruleset: t\npoints: 10\nfigures: {q: {if_missing: WAY}, twice: {is: q * 2}}\n"
    rest = """
indicators:
  a: {points: 4, if_not_applicable: drop, rules: {points: twice}}
  b: {points: 6, rules: {points: 3}}
"""
    ways = {"zero": "3", "full": "7", "not_applicable": "5", "1": "5", "stop": "None", "null": "None"}
    assert {way: str(leaf(rest, "{}", frame.replace("WAY", way)).total) for way in ways} == ways
