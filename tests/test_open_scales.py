"""Open scales (``points: none``): what they add up to, how their books balance, and how they are told."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from scoring import Case, CaseError, Finding, Mark, Result
from scoring.case import SetScore
from scoring.evaluator import Evaluator
from scoring.report.explain import explain_text
from scoring.report.text import Page, score_text
from scoring.rules import kinds
from scoring.ruleset import Ruleset
from scoring.sentences import OWN, without_full

HEAD = """\
ruleset: open
points: none
without_findings: keep
figures:
  x: {unit: km, if_missing: 0}
  n: {type: count, if_missing: 0}
  word: {words: [good, bad], if_missing: good}
"""


def ruleset(rest: str) -> Ruleset:
    return Ruleset((("open.yaml", HEAD + rest),))


def leaf(keys: str) -> Ruleset:
    return ruleset(f"indicators:\n  a: {{points: none, {keys}}}\n")


def balanced(result: Result) -> Fraction:
    """Return what all effects add up to; reading a reason asserts that every account balances."""
    won, lost = (sum((each.effect or 0 for each in of), Fraction(0)) for of in (result.awards, result.deductions))
    return Fraction(won - lost)


@pytest.mark.parametrize(
    ("keys", "figures", "score"),
    [
        ("rules: {award: 2, per: 1, of: n}", {"n": 7}, 14),
        ("rules: {deduct: 2, per: 1, of: n}", {"n": 7}, -14),
        ("rules: [{deduct: 2, per: 1, of: n}, {award: 1, when: word == 'good'}]", {"n": 7}, -13),
        ("start: 5, rules: {deduct: 2, per: 1, of: n}", {"n": 7}, -9),
        ("start: zero, rules: {points: 3 * x, when: n > 0}", {"n": 0, "x": 4}, 0),
        ("rules: {points: 3 * x}", {"x": "-4.5"}, Fraction("-13.5")),
        ("rules: {of: x, edge: at_most, bands: {1: -2, 5: 0, else: 12}}", {"x": 9}, 12),
        ("rules: {of: word, by: {good: 3, bad: -3}}", {"word": "bad"}, -3),
        ("floor: -3, rules: {deduct: 2, per: 1, of: n}", {"n": 7}, -3),
        ("floor: 0, cap: 5, rules: {award: 2, per: 1, of: n}", {"n": 7}, 5),
        ("floor: none, cap: none, rules: {award: 2, per: 1, of: n}", {"n": 7}, 14),
        ("round: {to: 1, mode: half_up}, rules: {points: x}", {"x": "-2.5"}, -3),
        ("rules: [{award: 2, per: 1, of: n}, {lose_all: word == 'bad'}]", {"n": 7, "word": "bad"}, 0),
        ("rules: {points: 6 / n, if_undefined: -1}", {"n": 0}, -1),
    ],
)
def test_an_open_leaf(keys: str, figures: dict[str, object], score: object) -> None:
    result = leaf(keys).score(figures)
    assert result["a"].score == result.total == score
    assert result["a"].points == result["total"].points == 0
    assert balanced(result) == score
    assert "not-earned" not in [each.code for each in (*result.deductions, *result.awards)]


CHILDREN = """
  good: {points: none, WG rules: {award: 2, per: 1, of: n}}
  harm: {points: none, WH rules: {points: x}}
  part: {points: 10, WP rules: {deduct: 1, per: 1, of: n}}
"""


@pytest.mark.parametrize(
    ("combine", "weights", "total"),
    [
        ("sum", ("", "", ""), 8 + 3 + 6),
        ("sum", ("weight: 0.5,", "weight: -1,", ""), 4 - 3 + 6),
        ("sum", ("", "weight: -n / 8,", "weight: -2,"), Fraction(8) - Fraction(3, 2) - 12),
        ("mean", ("", "", ""), Fraction(17, 3)),
        ("weighted_mean", ("weight: 0.5,", "weight: 0.3,", "weight: 0.2,"), Fraction("6.1")),
        ("min", ("", "", ""), 3),
        ("max", ("", "", ""), 8),
    ],
)
def test_an_open_group(combine: str, weights: tuple[str, ...], total: object) -> None:
    text = CHILDREN
    for mark, weight in zip(("WG", "WH", "WP"), weights, strict=True):
        text = text.replace(mark, weight)
    result = ruleset(f"combine: {combine}\nindicators:{text}").score({"n": 4, "x": 3})
    assert result.total == total
    assert balanced(result) == total


def test_the_full_marks_of_the_children_are_an_entry_of_their_own() -> None:
    rules = ruleset("indicators:" + CHILDREN.replace("WP", "weight: -2,").replace("WG", "").replace("WH", ""))
    result = rules.score({"n": 4, "x": 3})
    assert [(entry.kind, entry.code, str(amount)) for entry, amount in result["total"].entries] == [
        ("combine", "full-marks", "-20")
    ]
    (own,) = (each for each in result.deductions if not each.indicator)
    assert own.sentence("en") == "the full marks of what is below come to -20 points."
    assert own.sentence("zh") == "下级的满分合计为-20分。"
    lost = {each.indicator: each.effect for each in result.deductions}
    assert lost["part"] == -8, "with a weight below 0 a loss raises the total"


def test_weights_of_relative_means_are_scaled() -> None:
    text = CHILDREN.replace("WG", "weight: 5,").replace("WH", "weight: 3,").replace("WP", "weight: 2,")
    result = ruleset("combine: weighted_mean\nweights: relative\nindicators:" + text).score({"n": 4, "x": 3})
    assert result.total == Fraction("6.1")
    assert balanced(result) == Fraction("6.1")


@pytest.mark.parametrize(("combine", "total"), [("sum", 3), ("mean", 3), ("min", 3), ("max", 3)])
def test_what_does_not_apply_is_left_out(combine: str, total: int) -> None:
    rules = ruleset(f"""combine: {combine}
indicators:
  a: {{points: none, if_not_applicable: drop, rules: {{award: 1, per: 1, of: n}}}}
  b: {{points: 10, if_not_applicable: drop, rules: {{deduct: 1, per: 1, of: n}}}}
  c: {{points: none, rules: {{points: x}}}}
""")
    result = rules.score(Case(figures={"n": 1, "x": 3}, not_applicable={"a": "none", "b": "none"}))
    assert result.total == total
    assert balanced(result) == total
    assert result["a"].outcome == "not_applicable"


def test_an_open_scale_among_points_is_added_outside_them() -> None:
    rules = Ruleset(((
        "o.yaml",
        """ruleset: o
points: 10
figures: {n: {type: count}}
indicators:
  a: {points: 4, if_not_applicable: drop, rules: {deduct: 1, per: 1, of: n}}
  b: {points: 6, rules: {deduct: 1, per: 1, of: n}}
  c: {points: none, rules: {deduct: 0.5, per: 1, of: n}}
""",
    ),))  # fmt: skip
    assert rules.score({"n": 1}).total == 3 + 5 - Fraction(1, 2)
    alone = rules.score(Case(figures={"n": 1}, not_applicable={"a": "none"}))
    assert alone.total == Fraction(50, 6) - Fraction(1, 2), "it is not stretched with the others"
    assert balanced(alone) == alone.total - 10
    assert rules.score({"n": 9}).total == 0, "the limits of the group hold"


def test_where_only_an_open_scale_is_left_the_group_does_not_apply() -> None:
    rules = Ruleset(((
        "o.yaml",
        """ruleset: o
points: 10
figures: {n: {type: count}}
indicators:
  a: {points: 10, if_not_applicable: drop, rules: {deduct: 1, per: 1, of: n}}
  c: {points: none, rules: {deduct: 0.5, per: 1, of: n}}
""",
    ),))  # fmt: skip
    result = rules.score(Case(figures={"n": 1}, not_applicable={"a": "none"}))
    assert result.outcome == "not_applicable"


def test_persons_mark_and_set_open_scales() -> None:
    rules = leaf("rules: {judge: -2..3}")
    assert rules.score({}).total == 3, "nothing was found: the best is kept"
    assert rules.score(Case(marks={"a": Mark(score=-1, because="late")})).total == -1
    assert rules.score(Case(marks={"a": Mark(deduct=1, because="late")})).total == 2
    set_ = rules.score(Case(set={"a": SetScore(score=-7, because="C-12")}))
    assert set_.total == -7
    assert set_.deductions[0].sentence("en") == "set to -7 points by a person: C-12."
    with pytest.raises(CaseError) as caught:
        rules.score(Case(marks={"a": Mark(score="50%", because="late")}))
    assert [each.code for each in caught.value.diagnostics] == ["share-of-open"]


@pytest.mark.parametrize("range_", ["1..<4", "20%..<80%"])
def test_a_range_without_its_upper_end_needs_a_mark(range_: str) -> None:
    points = "none" if "%" not in range_ else "10"
    text = f"points: {points}\nindicators: {{a: {{points: {points}, rules: {{judge: {range_}}}}}}}\n"
    rules = Ruleset((("o.yaml", f"ruleset: o\nwithout_findings: keep\n{text}"),))
    assert rules.score({}).missing == ("a.mark",)


def test_a_limit_says_that_there_is_one() -> None:
    (lost,) = leaf("floor: -2, rules: {deduct: 1, per: 1, of: n}").score({"n": 5}).deductions
    assert lost.points == 2
    assert lost.sentence("en").endswith("the score goes no lower than its least.")
    assert lost.sentence("zh").endswith("得分不低于下限。")


def test_variants_may_all_be_open() -> None:
    rules = ruleset("""indicators:
  a:
    points: none
    variants:
    - {when: word == 'good', rules: {award: 1, per: 1, of: n}}
    - {rules: {deduct: 1, per: 1, of: n}}
""")
    assert [rules.score({"n": 3, "word": word}).total for word in ("good", "bad")] == [3, -3]
    assert rules.score({"n": 3})["a"].plan.open


# How they are told


def test_no_sentence_of_any_kind_speaks_of_a_full_mark() -> None:
    told = [(name, each) for kind in kinds().values() for name, each in kind.sentences.items()]
    never = {"not-earned"}  # an open scale begins at 0 without having lost anything
    for name, sentence in [*told, *((name, each) for name, each in OWN.items() if name not in never)]:
        for text in (sentence.en, sentence.zh):
            assert "{points" not in without_full(text), name
            assert "满分{" not in without_full(text), name


REPORTED = """indicators:
  gain: {points: none, rules: [{award: 2, per: 1, of: n}, {lose_all: word == 'bad'}]}
  loss: {points: none, weight: -1, rules: {of: x, edge: at_least, bands: {5: 4, else: 0}}}
"""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_reports_never_speak_of_a_full_mark(lang: str) -> None:
    rules = ruleset(REPORTED)
    for case in ({"n": 3, "x": 6}, {"n": 3, "x": 1, "word": "bad"}):
        result = rules.score(case)
        page = Page(lang)
        text = "\n".join(
            [*score_text(rules, [result], None, page), *explain_text(rules, result, result["total"], page)]
        )
        assert "of 0" not in text
        assert "(0)" not in text
        assert "满分" not in text
        assert "（0）" not in text


def test_reports_tell_what_moved_the_total_and_what_emptied_a_scale() -> None:
    rules = ruleset(REPORTED)
    lines = score_text(rules, [rules.score({"n": 3, "x": 6})], None, Page("en"))
    assert lines[lines.index("Where points came from") + 2 :] == [
        "    +6  gain  n is 3; 2 points gained for every 1: 3 × 2 = 6 points.",
        "    -4  loss  x is 6 km (at least 5): 4 points.",
    ]
    emptied = rules.score({"n": 3, "x": 6, "word": "bad"})
    assert emptied["gain"].score == 0
    english, chinese = (explain_text(rules, emptied, emptied["gain"], Page(lang)) for lang in ("en", "zh"))
    assert "  word = 'bad': nothing is scored." in english
    assert "  word = 'bad'，得0分。" in chinese


# Random trees


def grown(random: Random, depth: int = 0) -> list[str]:
    """Return the lines of a random open group below which open ones and ones with points stand."""
    combine = random.choice(["sum", "sum", "mean", "min", "max", "weighted_mean"])
    lines = [f"combine: {combine}", *(["weights: relative"] if combine == "weighted_mean" else []), "indicators:"]
    for number in range(random.randint(1, 4)):
        weight = ""
        if combine == "weighted_mean":
            weight = f"weight: {random.choice(['1', '2', '0.3'])}, "
        elif combine == "sum" and random.random() < 0.5:
            weight = f"weight: {random.choice(['-1', '2', '-0.5', 'x'])}, "
        rules = random.choice(
            [
                "[{award: 2, per: 1, of: n}, {lose_all: n > 6}]",
                "{points: 3 * x - n}",
                "[{deduct: 0.3, per: finding}, {award: 1, when: x > 2}]",
                "{of: x, edge: at_least, bands: {4: 5, 2: -1, else: 1/3}}",
            ]
        )
        way = random.choice(["open", "points", "group"] if depth < 2 else ["open", "points"])
        if way == "group":
            lines.append(f"  g{depth}{number}:")
            lines += [f"    {weight.removesuffix(', ')}"] if weight else []
            lines += ["    points: none", *(f"    {line}" for line in grown(random, depth + 1))]
        elif way == "open":
            drop = random.choice(["", "if_not_applicable: drop, applies_when: n < 5, "])
            lines.append(f"  l{depth}{number}: {{points: none, {weight}{drop}rules: {rules}}}")
        else:
            lines.append(f"  p{depth}{number}: {{points: 7, {weight}rules: {{deduct: 1, per: 2, of: n, part: exact}}}}")
    return lines


@pytest.mark.parametrize("seed", range(40))
def test_the_books_of_random_open_trees_balance_and_generated_code_agrees(seed: int) -> None:
    random = Random(seed)  # noqa: S311  # reproducible, not secret
    rules = ruleset("\n".join(grown(random)) + "\nrounding: {mode: half_up, leaf: 1, total: 1}\n")
    own = rules.evaluator()
    fast = Evaluator(own.scores, own.ledger, own.checks, own.domains, patience=0)
    paths = [plan.path for plan in rules.program().root.walk() if plan.kind == "leaf"]
    for _ in range(6):
        figures = {"n": random.randint(0, 9), "x": f"{random.randint(-50, 90)}.{random.randint(0, 9)}"}
        counted = [path for path in paths if path in rules.program().reads_findings]
        findings = [Finding(against=(path,), count=random.randint(1, 3)) for path in counted if random.random() < 0.5]
        result = rules.score(Case(figures=figures, findings=tuple(findings)))
        assert result.bound is not None
        evaluation = fast.evaluate(result.bound.inputs)
        assert evaluation.scores() == tuple(map(result.value, own.scores))
        assert evaluation.ledger() == tuple(map(result.value, own.ledger))
        assert (result.total is None) == (result.outcome != "scored")
        if result.total is not None:
            assert balanced(result) == result.total


def test_records_on_an_open_scale_add_what_they_score() -> None:
    rules = ruleset("""  sites: {list_of: {faults: {type: count}}}
indicators:
  sites: {points: none, for_each: sites, combine: sum, rules: {award: 2, per: 1, of: faults}, if_empty: zero}
  most: {points: none, for_each: sites, combine: max, weight: -1, rules: {award: 2, per: 1, of: faults}, if_empty: zero}
""")
    result = rules.score({"sites": [{"faults": 3}, {"faults": 1}]})
    assert [result[name].score for name in ("sites", "sites.2", "most", "total")] == [8, 2, 6, 2]
    assert balanced(result) == 2
    assert rules.score({"sites": []}).total == 0
