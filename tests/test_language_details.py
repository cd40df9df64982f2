"""Details of the language and of the Python interface that a user would notice if they were otherwise."""

from __future__ import annotations

import pickle
from textwrap import dedent

import pytest

from scoring import Case, CaseError, Finding, RulesetError
from scoring.ruleset import Ruleset

HEAD = """ruleset: details
points: 10
figures: {x: {min: 0}, kind: {words: [city, district], if_missing: city}}
portfolio: {weight: x}
"""


def ruleset(rest: str) -> Ruleset:
    return Ruleset((("details.yaml", HEAD + rest),))


def leaf(keys: str) -> Ruleset:
    return ruleset(f"indicators:\n  a: {{points: 10, {keys}}}\n")


def codes(rest: str) -> list[str]:
    with pytest.raises(RulesetError) as caught:
        ruleset(rest)
    return [each.code for each in caught.value.diagnostics]


BASES = """start: 1, rules: [
    {points: 5, when: x > 3 and x < 5, because: first}, {points: 2, when: x >= 5, because: second}]"""


@pytest.mark.parametrize(
    ("x", "code", "reason"), [(4, "points", "first"), (6, "points", "second"), (1, "start", "opens at 1 of 10")]
)
def test_the_base_that_is_reached_is_the_reason(x: int, code: str, reason: str) -> None:
    (lost,) = leaf(BASES).score({"x": x}).deductions
    assert lost.code == code
    assert reason in lost.sentence("en")


def test_a_floor_says_how_much_can_be_lost() -> None:
    (lost,) = leaf("floor: 2, rules: {deduct: 9, when: x > 0}").score({"x": 1}).deductions
    assert lost.points == 8
    assert "no more than 8 points can be lost" in lost.sentence("en")
    assert "最多扣8分" in lost.sentence("zh")


def test_a_penalty_says_how_much_can_be_lost() -> None:
    rules = ruleset("""indicators:
  a: {points: 10, rules: {deduct: 1, when: x > 99}}
  harm: {points: 3, penalty: true, rules: {deduct: 1, per: 1, of: x, part: drop}}
""")
    (lost,) = rules.score({"x": 9}).deductions
    assert lost.points == 3
    assert "no more than 3 points can be lost" in lost.sentence("en")


def test_a_case_that_does_not_apply_has_lost_nothing() -> None:
    rules = leaf("if_not_applicable: drop, rules: {deduct: 1, when: x > 0}")
    result = rules.score(Case(figures={"x": 1}, not_applicable={"a": "none here"}))
    assert (result.outcome, result.total, result.deductions) == ("not_applicable", None, ())


def test_a_node_is_shown_where_none_of_its_variants_holds() -> None:
    rules = ruleset("""indicators:
  a: {points: 10, variants: [{when: x > 5, rules: {deduct: 1, when: x > 7}}]}
""")
    assert rules.score({"x": 1})["a"].outcome == "undefined"
    assert rules.score({"x": 6})["a"].score == 10


def test_first_known_is_of_one_type_and_of_the_words_of_all() -> None:
    text = HEAD.replace("}}\n", "}, size: {words: [city, none], is: \"first_known(kind, 'none')\"}}\n", 1)
    with pytest.raises(RulesetError) as caught:
        Ruleset((("words.yaml", text + "indicators: {a: {points: 10, rules: {deduct: 1, when: size == 'city'}}}\n"),))
    assert [each.code for each in caught.value.diagnostics] == ["unknown-word"]


@pytest.mark.parametrize("name", ["a/set", "a/mark", "a/findings", "a/not_applicable", "given:x"])
@pytest.mark.parametrize("value", [3, True, "3"])
def test_a_mapping_of_figures_gives_figures_alone(name: str, value: object) -> None:
    rules = Ruleset((("own.yaml", "without_findings: keep\n" + HEAD + """indicators:
  a: {points: 10, if_not_applicable: drop, rules: [{judge: 0..10}, {deduct: 1, per: finding}]}
"""),))  # fmt: skip
    for _ in range(30):  # the fast path too
        rules.score(Case(figures={"x": 1}, set={"a": 3}, findings=[Finding("a")]))  # type: ignore[dict-item,arg-type]
        with pytest.raises(CaseError) as caught:
            rules.score({"x": 1, name: value})
        assert [each.code for each in caught.value.diagnostics] == ["unknown-case-figure"]


@pytest.mark.parametrize("case", [None, [], "x", 5, [("x", 1)]])
def test_what_is_no_case_is_refused(case: object) -> None:
    with pytest.raises(CaseError) as caught:
        leaf("rules: {deduct: 1, when: x > 0}").score(case)  # type: ignore[arg-type]
    assert [each.code for each in caught.value.diagnostics] == ["case-mapping"]


@pytest.mark.parametrize("keys", [{"figures": None}, {"marks": [1]}, {"set": 3}, {"not_applicable": ["a"]}])
def test_a_case_is_made_of_mappings(keys: dict[str, object]) -> None:
    with pytest.raises(CaseError):
        Case(**keys)  # type: ignore[arg-type]


def test_findings_are_findings() -> None:
    assert Case(findings=Finding("a")).findings == (Finding("a"),)  # type: ignore[arg-type]
    with pytest.raises(CaseError):
        Case(findings=["a"])  # type: ignore[arg-type]


def test_no_case_weighs_for_another() -> None:
    rules = leaf("rules: {deduct: 1, when: x > 0}")
    with pytest.raises(CaseError) as caught:
        rules.score_portfolio([Case(id="one", figures={"x": 1}), Case(id="one", figures={"x": 3})])
    assert [each.code for each in caught.value.diagnostics] == ["case-id-twice"]


@pytest.mark.parametrize("keys", ["combine: min", "weights: relative, combine: weighted_mean", "on_drop: shrink"])
def test_bonus_items_are_not_combined(keys: str) -> None:
    assert "key-idle" in codes(f"""indicators:
  a: {{points: 10, rules: {{deduct: 1, when: x > 0}}}}
  more: {{points: 3, bonus: true, {keys}, indicators: {{p: {{points: 2, rules: {{award: 1, when: x > 0}}}}}}}}
""")


def test_results_and_their_parts_pickle_and_cannot_be_changed() -> None:
    rules = leaf("rules: {deduct: 1, when: x > 0}")
    result = rules.score({"x": 1})
    again = pickle.loads(pickle.dumps((result["a"], result.deductions)))  # noqa: S301  # our own
    assert (again[0].score, [each.sentence("zh") for each in again[1]]) == (9, [result.deductions[0].sentence("zh")])
    for thing, name in ((rules, "id"), (result, "case"), (result["a"], "score"), (result.deductions[0], "points")):
        with pytest.raises(AttributeError):
            setattr(thing, name, None)
        with pytest.raises(AttributeError):
            delattr(thing, name)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ("indicators: [1]", "table-expected"),
        ("indicators: {a: {indicators: [1]}}", "table-expected"),
        ("methods: {}", "key-idle"),
        ("extends: other.yaml", "key-idle"),
        ("ruleset: other", "key-idle"),
    ],
)
def test_a_method_says_nothing_in_vain(changes: str, code: str) -> None:
    node = "indicators: {a: {points: 10, rules: {deduct: 1, when: x > 0}}}"
    assert codes(f"{node}\nmethods: {{m: {{{changes}}}}}\n") == [code]


@pytest.mark.parametrize(("kind", "score"), [("city", 9), ("district", 6)])
def test_variants_of_a_node_count_their_own_findings(kind: str, score: int) -> None:
    rules = ruleset("""without_findings: keep
indicators:
  a:
    points: 10
    variants:
    - {when: kind == 'city', rules: {deduct: 1, per: finding, when: amount <= 10}}
    - {rules: {deduct: 2, per: finding, when: amount > 10}}
""")
    findings = tuple(Finding(("a",), amount=amount) for amount in (5, 50, 60))
    assert rules.score(Case(figures={"x": 1, "kind": kind}, findings=findings))["a"].score == score


def test_the_portfolio_reads_its_grade_as_grades_are_read() -> None:
    rules = ruleset("""grades: {read: exact, good: 9, poor: else}
rounding: {mode: half_up, total: 0}
indicators: {a: {points: 10, rules: {deduct: 1, per: 1, of: x, part: exact}}}
""")
    # 9, 9 and 8 points, weighted by x: 8.636…, which rounds to 9
    portfolio = rules.score_portfolio([Case(x, figures={"x": x.strip("a")}) for x in ("1.4", "1.4a", "1.6")])
    assert (str(portfolio.total), portfolio.grade) == ("9", "poor")


WHOLE = """ruleset: whole
figures:
  late: {type: count}
  lost: {type: count, if_missing: 0}
  x: {min: 0}
  closed: {type: flag}
  jury: {list_of: {min: 0}}
  place: {over: cases, take: rank, of: x, best: high, ties: share}
  judges: {is: count(jury)}
"""


@pytest.mark.parametrize("of", ["late", "late + 2 * lost", "place", "judges", "late if closed else lost", "floor(x)"])
def test_a_step_of_1_on_what_is_surely_whole_needs_no_part(of: str) -> None:
    text = WHOLE + f"indicators: {{a: {{points: 10, rules: {{deduct: 1, per: 1, above: 1, of: {of}}}}}}}\n"
    case = {"late": 3, "lost": 4, "x": 3, "closed": True, "jury": [1, 2, 3]}
    (result,) = Ruleset((("r.yaml", text),)).score_all([Case("a", figures=case)])
    assert result.total == {"late + 2 * lost": 0, "place": 10}.get(of, 8)


@pytest.mark.parametrize("of", ["late / 2", "late if closed else x", "x"])
def test_a_step_of_1_on_what_may_be_broken_needs_its_part(of: str) -> None:
    text = WHOLE + f"indicators: {{a: {{points: 10, rules: {{deduct: 1, per: 1, of: {of}}}}}}}\n"
    with pytest.raises(RulesetError) as caught:
        Ruleset((("r.yaml", text),))
    assert [each.code for each in caught.value.diagnostics] == ["option-needed"]


@pytest.mark.parametrize("name", ["amount_spent", "findings_old", "not_applicable_days", "spent"])
def test_known_asks_for_a_figure_whatever_it_is_called(name: str) -> None:
    text = f"""
        ruleset: t
        points: 10
        figures: {{{name}: {{min: 0}}}}
        indicators: {{a: {{points: 10, rules: {{points: 5 if known({name}) else 2}}}}}}
    """
    rules = Ruleset((("t.yaml", dedent(text)),))
    assert [rules.score(figures).total for figures in ({}, {name: 1})] == [2, 5]
