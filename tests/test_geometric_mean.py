"""`combine: geometric_mean`: exact where it can be, with books that balance and the cost of unevenness in words."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent

import pytest

import scoring
from scoring import approx
from scoring.graph import Unknown
from scoring.ruleset import Ruleset

F = Fraction

PLAIN = """
    ruleset: geometric
    points: 100
    figures:
      a: {min: -1, max: 1}
      b: {min: 0, max: 1}
      c: {min: 0, max: 1}
      heavy: {if_missing: 2}
    combine: geometric_mean
    WEIGHTS
    indicators:
      one:   {points: 1, floor: none, ONE rules: {points: a}}
      two:   {points: 10, if_not_applicable: drop, TWO rules: {points: 10 * b}}
      three: {points: 100, THREE rules: {points: 100 * c}}
"""


def ruleset(one: str = "", two: str = "", three: str = "", *, relative: bool = False, more: str = "") -> Ruleset:
    """Return a ruleset of three children; weights are written before the rules."""
    text = dedent(PLAIN).replace("WEIGHTS", "weights: relative" if relative else "")
    for name, weight in (("ONE", one), ("TWO", two), ("THREE", three)):
        text = text.replace(f"{name} ", f"weight: {weight}, " if weight else "")
    if "heavy" not in one + two + three:
        text = text.replace("  heavy: {if_missing: 2}\n", "")
    return Ruleset((("geometric.yaml", text + dedent(more)),))


def result(rules: Ruleset, a: str, b: str, c: str, **more: object) -> scoring.Result:
    """Score a case; reading its reasons checks that the books balance."""
    figures = {name: F(value) for name, value in (("a", a), ("b", b), ("c", c)) if value}
    found = rules.score(scoring.Case(figures=figures | more.pop("figures", {}), **more))  # type: ignore[arg-type, operator]  # as said
    if found.total is not None:
        effects = sum(each.effect or 0 for each in found.awards) - sum(each.effect or 0 for each in found.deductions)
        points = found["total"].points
        assert points is not None
        assert effects == found.total - points
    return found


def uneven(found: scoring.Result) -> list[Fraction]:
    """Return what unevenness costs, by the reasons of the total."""
    return [Fraction(each.nominal) for each in found.deductions if each.code == "uneven"]


def test_a_mean_that_is_a_fraction_is_exact() -> None:
    rules = ruleset()
    assert result(rules, "1/2", "1/4", "1").total == 50
    assert uneven(result(rules, "1/2", "1/4", "1")) == [F(100) * F(7, 12) - 50]


def test_equal_shares_cost_nothing() -> None:
    for rules in (ruleset(), ruleset("0.5", "0.3", "0.2"), ruleset("heavy", "1", "0.123", relative=True)):
        found = result(rules, "1/3", "1/3", "1/3")
        assert found.total == F(100, 3)
        assert not uneven(found)


def test_a_mean_that_is_no_fraction_has_50_digits() -> None:
    found = result(ruleset(), "1/2", "1/2", "1")
    root = approx.value("root", F(1, 4), F(3))
    assert root is not None
    assert found.total == 100 * root
    assert uneven(found) == [F(100) * F(2, 3) - 100 * root]


def test_constant_weights_make_one_root() -> None:
    rules = ruleset("0.5", "0.25", "0.25")
    product = F(1, 2) ** 2 * F(1, 3) * F(1, 5)
    root = approx.value("root", product, F(4))
    assert root is not None
    assert result(rules, "1/2", "1/3", "1/5").total == 100 * root
    assert result(rules, "1/4", "1/4", "1").total is not None
    assert result(rules, "1/4", "1", "1").total == 50


def test_a_child_that_does_not_apply_leaves_the_others_their_weights() -> None:
    rules = ruleset("0.5", "0.25", "0.25")
    found = result(rules, "1/8", "", "1", not_applicable={"two": "no such thing"})
    assert found.total == 25  # (1/8)² · 1, to the power of 1/3


def test_weights_that_are_figures_or_make_high_roots_make_powers() -> None:
    for rules, share in (
        (ruleset("heavy", "1", "1", relative=True), F(1, 2)),
        (ruleset("0.501", "0.2495", "0.2495"), F(501, 1000)),
    ):
        powers = [
            approx.value("power", x, y)
            for x, y in ((F(1, 2), share), (F(1, 3), (1 - share) / 2), (F(1, 5), (1 - share) / 2))
        ]
        expected = F(100)
        for each in powers:
            assert each is not None
            expected *= each
        assert result(rules, "1/2", "1/3", "1/5").total == expected


@pytest.mark.parametrize(("heavy", "factor"), [("", F(1, 3)), ("heavy", F(1, 4))])
def test_nothing_in_one_child_is_nothing_in_all(heavy: str, factor: Fraction) -> None:
    """The child itself lost what it would have in a weighted mean; the rest of the loss is unevenness."""
    one = "1" if heavy else ""
    found = result(ruleset(heavy, one, one, relative=bool(heavy)), "1", "0", "1")
    assert found.total == 0
    assert found["two"].deductions[0].effect == 100 * factor
    assert uneven(found) == [100 * (1 - factor)]


def test_weights_that_add_up_to_nothing_and_a_weight_below_nothing_are_undefined() -> None:
    rules = ruleset("heavy", "heavy", "heavy", relative=True)
    for heavy in (F(0), F(-1)):
        found = result(rules, "1/2", "1/2", "1", figures={"heavy": heavy})
        assert found.outcome == "undefined"
        assert causes(found) == {("undefined", "weights")}


def test_a_score_below_nothing_has_no_mean() -> None:
    found = result(ruleset(), "-1/2", "1/2", "1")
    assert found.total is None
    assert causes(found) == {("undefined", "negative-share")}
    found = result(ruleset(), "-1/2", "", "1")
    assert causes(found) == {("undefined", "negative-share"), ("missing", "b")}


def causes(found: scoring.Result) -> set[tuple[str, str]]:
    """Return why there is no total."""
    value = found.value(found["total"].plan.score)
    assert isinstance(value, Unknown)
    return {(each.kind, each.name) for each in value.causes}


def test_a_weight_of_nothing_still_needs_its_child() -> None:
    rules = ruleset("0", "0.5", "0.5")
    assert causes(result(rules, "", "1/4", "1")) == {("missing", "a")}
    assert result(rules, "0", "1/4", "1").total == 50


def test_what_supersedes_the_group_supersedes_its_unevenness() -> None:
    rules = ruleset(more="rules: {lose_all: c == 0.5}\n")
    found = result(rules, "1/4", "1", "1/2")
    assert found.total == 0
    assert not uneven(found)


def test_limits_and_rounding_are_settled_against_it() -> None:
    rules = ruleset(more="rounding: {mode: half_up, total: 1}\nfloor: 60\n")
    found = result(rules, "1/2", "1/2", "1")
    assert str(found.total) == "63.0"
    (own,) = [each for each in found["total"].entries if each[0].kind == "combine"]
    assert own[1] < 0
    found = result(rules, "1/2", "0.1", "1")
    assert str(found.total) == "60.0"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "The shares earned are uneven: their geometric mean is 8.3333… points below the weighted mean."),
        ("zh", "各项得分率不均衡，几何平均比加权平均低8.3333…分。"),
    ],
)
def test_the_reason_in_words(lang: str, words: str) -> None:
    found = result(ruleset(), "1/2", "1/4", "1")
    (reason,) = [each for each in found.deductions if each.code == "uneven"]
    assert reason.sentence(lang).lower() == words.lower()
    assert reason.indicator == found["total"].path


def test_a_rounded_mean() -> None:
    """The cube root of 0.357 is 0.70940…."""
    found = result(ruleset(more="rounding: {mode: half_up, total: 1}\n"), "0.85", "0.7", "0.6")
    assert str(found.total) == "70.9"
