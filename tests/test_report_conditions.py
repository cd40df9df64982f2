"""What the reports say of conditions that fail: cases that are not admitted, items that do not apply."""

from __future__ import annotations

import pytest

from scoring.case import Case, Finding
from scoring.report.explain import explain_text
from scoring.report.text import Page, score_text
from scoring.ruleset import Ruleset

BIDS = """\
ruleset: r
source: the law
points: 10
without_findings: keep
on_drop: rescale
figures:
  licence: {name: {en: licence, zh: 许可证}, type: flag}
  turnover: {name: {en: turnover, zh: 营业额}, unit: kEUR, min: 0}
  price: {name: {en: price, zh: 报价}, min: 0}
  lowest: {name: {en: lowest price, zh: 最低价}, over: cases, take: min, of: price}
admit: {when: licence and turnover >= 500 and a.score >= 3, because: fails the gate, source: clause 7}
indicators:
  a: {name: {en: works, zh: 工程}, points: 6, rules: {deduct: 1, per: finding}}
  b: {name: cost, points: 2, rules: {ratio: price, to: lowest, better: lower, form: ratio}}
  c:
    points: 2
    applies_when: licence
    if_not_applicable: drop
    rules: {deduct: 1, per: finding}
  d:
    points: 0
    applies_when: turnover > 600 and not licence
    if_not_applicable: drop
    rules: {deduct: 0, per: finding}
"""


def case(licence: bool, id_: str = "x", **figures: object) -> Case:  # noqa: FBT001  # the figure itself
    return Case(
        id=id_, figures={"licence": licence, "turnover": 600, "price": 4, **figures}, findings=(Finding(("c",)),)
    )


def told(ruleset: str, *cases: Case, lang: str = "en") -> tuple[list[str], list[str]]:
    """Return the lines of the account of the first case and those of the scoring of all."""
    rules = Ruleset((("r.yaml", ruleset),))
    results = rules.score_all(list(cases))
    lines = explain_text(rules, results[0], results[0]["total"], Page(lang))
    scored = score_text(rules, results, None, Page(lang))
    return [line.strip() for line in lines], [line.strip() for line in scored]


def test_an_excluded_case_is_told_by_which_condition_and_clause() -> None:
    account, scored = told(BIDS, case(licence=False), case(licence=True, id_="y"))
    failed = "not admitted: it is not true that licence and turnover ≥ 500 and works score ≥ 3"
    failed += " (licence = no, turnover = 600 kEUR, works score = 6)"
    assert account[1:5] == ["x: excluded", "fails the gate", failed, "source: clause 7"]
    assert "total: no score: excluded" in account
    assert "cost: no score: excluded" in account
    assert "works: 6 of 6" in account
    assert failed in scored


def test_an_excluded_case_is_told_in_chinese() -> None:
    account, _ = told(BIDS, case(licence=False), lang="zh")
    failed = "不参评：不符合条件“许可证 且 营业额 ≥ 500 且 工程得分 ≥ 3”（许可证 = 否、营业额 = 600kEUR、工程得分 = 6）"
    assert account[1:5] == ["x：不参评", "fails the gate", failed, "依据：clause 7"]
    assert "总分：没有得分：不参评" in account


def test_a_missing_figure_of_an_excluded_case_stays_missing() -> None:
    account, _ = told(BIDS, case(licence=False, price=None))
    assert "cost: no score: missing" in account


@pytest.mark.parametrize(
    ("lang", "flag", "sum_"),
    [
        ("en", "not applicable: licence = no", "not applicable: it is not true that turnover > 600 and not licence"),
        ("zh", "不适用：许可证 = 否", "不适用：不符合条件“营业额 > 600 且 非 许可证”"),
    ],
)
def test_an_item_that_does_not_apply_is_told_by_which_condition(lang: str, flag: str, sum_: str) -> None:
    ruleset = BIDS.replace("licence and turnover >= 500 and a.score >= 3", "turnover >= 500")
    account, _ = told(ruleset, case(licence=False), lang=lang)
    assert flag in account
    assert any(line.startswith(sum_) and "600" in line.removeprefix(sum_) for line in account)
    account, _ = told(ruleset, case(licence=True), lang=lang)
    assert flag not in account
    assert any(line.startswith(sum_) for line in account)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Findings against items that do not apply, which cost nothing: c"),
        ("zh", "不适用的指标上记有问题，不扣分：c"),
    ],
)
def test_findings_against_an_item_that_does_not_apply_are_told_with_the_scores(lang: str, said: str) -> None:
    ruleset = BIDS.replace("licence and turnover >= 500 and a.score >= 3", "turnover >= 500")
    assert said in told(ruleset, case(licence=False), lang=lang)[1]
    of_two = told(ruleset, case(licence=False), case(licence=True, id_="y"), lang=lang)[1]
    assert f"{said}{' (x)' if lang == 'en' else '（x）'}" in of_two
    assert not any(line.startswith(said) for line in told(ruleset, case(licence=True), lang=lang)[1])
