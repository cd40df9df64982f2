"""What the reports say of conditions that fail: cases that are not admitted, items that do not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring.case import Case, Finding
from scoring.cli import main
from scoring.report.explain import explain_text
from scoring.report.text import Page, score_text
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

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


RESCALED = """\
ruleset: r
points: 100
without_findings: keep
on_drop: rescale
figures: {laser: {type: flag}, fine: {type: count}}
indicators:
  a: {points: 60, rules: {deduct: 6, when: fine > 0}}
  b: {points: 40, applies_when: laser, if_not_applicable: drop, rules: {deduct: 1, when: fine > 1}}
order: [{by: total, best: high}, {by: fine, best: low}]
"""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "scaled up: 54 of the 60 points that apply count as 90 of 100"),
        ("zh", "按比例折算：适用部分共60分，得54分，折合90分（满分100分）"),
    ],
)
def test_points_that_were_scaled_up_are_told(lang: str, said: str) -> None:
    assert said in told(RESCALED, Case(figures={"laser": False, "fine": 1}), lang=lang)[0]
    whole = told(RESCALED, Case(figures={"laser": True, "fine": 1}), lang=lang)[0]
    group = "indicators: {g: {points: 100, on_drop: shrink, indicators: {"
    shrunk = RESCALED.replace("indicators:\n", f"{group}\n").replace("0}}\n", "0}},\n").replace("1}}\n", "1}}}}}\n")
    lines = told(shrunk, Case(figures={"laser": False, "fine": 1}), lang=lang)[0]
    assert not any(line.startswith(said[:4]) for line in (*whole, *lines))


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "rank 2 of 3: total = 90, fine = 1"), ("zh", "名次：3个单位中第2名（总分 = 90、fine = 1）")],
)
def test_the_rank_of_a_case_is_told_with_what_it_was_ranked_by(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.yaml").write_text(RESCALED, "utf-8")
    figures = "a: {figures: {laser: true, fine: 0}}, b: {figures: {laser: false, fine: 1}}"
    text = f"cases: {{{figures}, c: {{figures: {{laser: false, fine: 2}}}}, d: {{figures: {{}}}}}}\n"
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    for case_, ranked in (("b", True), ("d", False)):
        assert (
            main(["explain", str(tmp_path / "r.yaml"), str(tmp_path / "c.yaml"), "--case", case_, "--lang", lang]) == 0
        )
        lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
        assert (said in lines) is ranked
        assert any(line.startswith(said[:3]) for line in lines) is ranked


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["chosen = price if kind = 'price' and fine < 2 else 0 = 4 if price = 'price' and 1 < 2 else 0 = 4",
                "share = price÷fine = 4÷1 = 4", "price = 4 (rounded to a whole number: half up)", "again = price = 4"]),
        ("zh", ["选用 = 价格 if 类别 = 'price' 且 罚款 < 2 else 0 = 4 if price = 'price' 且 1 < 2 else 0 = 4",
                "比 = 价格÷罚款 = 4÷1 = 4", "价格 = 4（取整：四舍五入）", "再次 = 价格 = 4"]),
    ],
)  # fmt: skip
def test_formulas_keep_their_words_and_say_no_value_twice(lang: str, lines: list[str]) -> None:
    ruleset = """\
ruleset: r
points: 30
rounding: {mode: half_up}
figures:
  kind: {name: {en: kind, zh: 类别}, words: [price, other]}
  price: {name: {en: price, zh: 价格}, min: 0}
  fine: {name: {en: fine, zh: 罚款}, min: 0}
  chosen: {name: {en: chosen, zh: 选用}, is: price if kind == 'price' and fine < 2 else 0}
  share: {name: {en: share, zh: 比}, is: price/fine}
  whole: {name: {en: price, zh: 价格}, is: price, round: 1}
  again: {name: {en: again, zh: 再次}, is: price}
indicators:
  a: {points: 30, rules: {points: chosen + share + whole + again}}
"""
    one = Case(id="x", figures={"kind": "price", "price": 4, "fine": 1})
    account, _ = told(ruleset, one, lang=lang)
    assert [line for line in lines if line not in account] == []


@pytest.mark.parametrize(("lang", "words"), [("en", "kind = 'price' and"), ("zh", "类别 = 'price' 且")])
def test_conditions_keep_words_that_are_called_like_a_figure(lang: str, words: str) -> None:
    ruleset = BIDS.replace("  licence: {", "  kind: {name: {en: kind, zh: 类别}, words: [price, other]}\n  licence: {")
    ruleset = ruleset.replace("when: licence and", "when: kind == 'price' and licence and")
    _, scored = told(ruleset, case(licence=False, kind="price"), lang=lang)
    assert any(words in line for line in scored)


@pytest.mark.parametrize(
    ("lang", "formula", "condition"),
    [
        ("en", "unit cost = sum(sites cost) ÷ sum(marks) = 3", "count(sites) > 0 and sum(sites cost) > 1"),
        ("zh", "单位费用 = sum(工地费用) ÷ sum(各项) = 3", "count(工地) > 0 且 sum(工地费用) > 1"),
    ],
)
def test_lists_and_fields_of_records_are_called_by_their_names(lang: str, formula: str, condition: str) -> None:
    ruleset = """\
ruleset: r
points: 10
figures:
  marks: {list_of: {min: 0}, name: {en: marks, zh: 各项}}
  sites: {list_of: {cost: {name: {en: cost, zh: 费用}}}, name: {en: sites, zh: 工地}}
  each_one: {name: {en: unit cost, zh: 单位费用}, is: sum(sites.cost) / sum(marks)}
indicators:
  a:
    points: 10
    applies_when: count(sites) > 0 and sum(sites.cost) > 1
    if_not_applicable: zero
    rules: {points: each_one}
"""
    account, _ = told(ruleset, Case(id="x", figures={"marks": [4, 2], "sites": [{"cost": 12}, {"cost": 6}]}), lang=lang)
    assert formula in account
    account, _ = told(ruleset, Case(id="x", figures={"marks": [4, 2], "sites": []}), lang=lang)
    assert any(condition in line for line in account)
