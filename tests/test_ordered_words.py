"""Words with an order, the best first: compared, looked up, and checked."""

from __future__ import annotations

from itertools import product

import pytest

from scoring import RulesetError
from scoring.check import check
from scoring.ruleset import Ruleset

WORDS = ["good", "fair", "poor"]
HEAD = """ruleset: ordered
source: none
points: 10
figures:
  before: {words: [good, fair, poor], ordered: true}
  after: {words: [good, fair, poor], ordered: true}
  road: {words: [trunk, county]}
  wet: {type: flag}
"""


def ruleset(rest: str) -> Ruleset:
    return Ruleset((("ordered.yaml", HEAD + rest),))


def holds(condition: str, **figures: object) -> bool | None:
    rules = ruleset(f'indicators: {{a: {{points: 10, rules: {{lose_all: "{condition}"}}}}}}\n')
    total = rules.score(figures).total
    return None if total is None else total == 0


@pytest.mark.parametrize(("before", "after"), list(product(WORDS, WORDS)))
def test_a_worse_word_is_less(before: str, after: str) -> None:
    rank = {word: -place for place, word in enumerate(WORDS)}
    x, y = rank[before], rank[after]
    for sign, expected in (("<", x < y), ("<=", x <= y), (">", x > y), (">=", x >= y), ("==", x == y)):
        assert holds(f"before {sign} after", before=before, after=after) is expected
        assert holds(f"before {sign} '{after}'", before=before) is expected
        assert holds(f"'{before}' {sign} after", after=after) is expected
    worst, best = min(before, after, key=rank.__getitem__), max(before, after, key=rank.__getitem__)
    assert holds(f"min(before, after) == '{worst}' and max(after, before) == '{best}'", before=before, after=after)
    assert holds(
        f"max(before, 'fair', after) == '{max(best, 'fair', key=rank.__getitem__)}'", before=before, after=after
    )
    assert holds(
        f"position(before) == {1 - x} and position(max(before, after)) == {1 - max(x, y)}", before=before, after=after
    )


def test_chains_branches_and_unknown_words() -> None:
    assert holds("'poor' < after < 'good'", after="fair")
    assert holds("(before if wet else 'fair') > 'poor'", before="good", wet=False)
    assert holds("first_known(before, after) >= 'fair'", after="good") is True
    assert holds("min(before, after) == 'poor'", before="poor") is None  # as with numbers
    assert holds("position(road) == 2", road="county")


def test_a_derived_figure_may_be_ordered() -> None:
    form = "{words: [high, low], ordered: true, of: x, edge: at_least, bands: {5: high, else: low}}"
    rules = ruleset(
        f"  x: {{min: 0}}\n  level: {form}\nindicators: {{a: {{points: 10, rules: {{lose_all: level < 'high'}}}}}}\n"
    )
    assert [rules.score({"x": x}).total for x in (4, 5)] == [0, 10]


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("road < 'county'", "words-unordered"), ("min(road, 'county') == 'trunk'", "words-unordered"),
        ("(road if wet else 'trunk') < 'county'", "words-unordered"), ("before < road", "words-unordered"),
        ("before < 'awful'", "unknown-word"), ("before < 3", "formula-type"),
        ("clip(before, 'poor', 'fair') == 'good'", "formula-type"),
        ("'good' < 'poor'", "formula-order"), ("wet < wet", "formula-order"),
        ("position('good') == 1", "position-words"),
        ("position(wet) == 1", "position-words"), ("before + after > 1", "formula-type"),
    ],
)  # fmt: skip
def test_what_has_no_order(formula: str, code: str) -> None:
    with pytest.raises(RulesetError) as caught:
        holds(formula)
    assert [each.code for each in caught.value.diagnostics] == [code]


def warnings(rule: str) -> list[tuple[str, ...]]:
    other = "{deduct: 1, when: wet or before == 'poor' or after == 'poor' or road == 'trunk'}"  # reads every figure
    rest = f"indicators: {{a: {{points: 10, rules: [{rule}, {other}]}}}}\n"
    found = [each for each in check(ruleset(rest)) if each.code == "worse-pays-more"]
    return [tuple(str(each.facts[name]) for name in ("better", "worse", "less", "more")) for each in found]


def test_check_warns_where_a_worse_word_pays_more() -> None:
    assert warnings("{of: after, by: {good: 10, fair: 5, poor: 0}}") == []
    assert warnings("{of: after, by: {good: 10, fair: 5, poor: 5}}") == []
    assert warnings("{of: after, by: {good: 10, fair: 0, poor: 5}}") == [("fair", "poor", "0", "5")]
    assert warnings("{of: road, by: {trunk: 1, county: 5}}") == []
    nested = "{of: [road, after], by: {trunk: [10, 5, 0], county: [3, 5, 0]}}"
    assert warnings(nested) == [("good", "fair", "3", "5")]
    assert warnings("{of: after, by: {good: 30%, fair: 100% , poor: 0}}") == [("good", "fair", "3", "10")]
    rows = "{hit: first, rows: [{when: after == 'poor', is: 7}, {when: after == 'fair', is: 4}, {is: 9}]}"
    assert warnings(rows) == [("fair", "poor", "4", "7")]


def test_what_is_not_proved_is_not_said() -> None:
    rest = "  x: {min: 0}\nindicators: {a: {points: 10, rules: {of: after, by: {good: x, fair: x + 1, poor: 0}}}}\n"
    assert [each.code for each in check(ruleset(rest)) if each.code == "worse-pays-more"] == []


def test_the_warning_is_accepted_with_a_reason() -> None:
    rest = "indicators: {{a: {{points: 10, {} rules: {{of: after, by: [0, 5, 10]}}}}}}\n"
    codes = [
        [each.code for each in check(ruleset(rest.format(allow)))] for allow in ("", "allow: {worse-pays-more: need},")
    ]
    assert [each.count("worse-pays-more") for each in codes] == [1, 0]
