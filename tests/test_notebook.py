"""What rulesets, results and portfolios show of themselves in a notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import scoring

FOLDER = Path(__file__).parents[1] / "rulesets" / "yongzhou-2023"


@pytest.fixture(scope="module")
def portfolio() -> scoring.Portfolio:
    return scoring.load(FOLDER / "ruleset.yaml").score_portfolio(scoring.load_cases(FOLDER / "cases.yaml"))


def cells(html: str) -> list[list[str]]:
    """Return the texts of the cells of each row."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    return [[re.sub("<[^>]*>", "", each) for each in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)] for row in rows]


def assert_harmless(html: str) -> None:
    assert not re.search(r"<(script|style|link|img|a)\b", html)
    assert not [tag for tag in re.findall(r"<[^>]*>", html) if re.search(r"\bon\w+=", tag)]
    for colour in re.findall(r"(?:color|background)\s*:\s*([^;\"]+)", html):
        assert colour == "inherit"  # it must do on dark and on light


def test_a_result_shows_its_tree_with_the_reasons(portfolio: scoring.Portfolio) -> None:
    html = portfolio.results[2]._repr_html_()
    assert_harmless(html)
    rows = {row[0]: row[1:] for row in cells(html)}
    assert rows["总分"] == ["100", "84.31", "15.69", ""]
    assert rows["B1.2 预算执行率"][:3] == ["2", "1.31", "0.69"]
    assert rows["B1.2 预算执行率"][3].startswith("预算执行率为83.0584…%，低于90%")
    assert "冷水滩" in html
    assert len(rows) == 2 + len(portfolio.results[2].nodes)


def test_a_result_without_a_total_says_what_is_missing(portfolio: scoring.Portfolio) -> None:
    result = scoring.load(FOLDER / "ruleset.yaml").score({"spent": 1})
    html = result._repr_html_()
    assert "缺少：" in html
    assert "received" in html
    assert {row[0]: row[2] for row in cells(html)}["总分"] == "缺数据"
    assert portfolio.outcome == "scored"


def test_a_portfolio_shows_its_cases_and_weights(portfolio: scoring.Portfolio) -> None:
    html = portfolio._repr_html_()
    assert_harmless(html)
    rows = {row[0]: row[1:] for row in cells(html)}
    assert rows["冷水滩"] == ["0.22", "84.31", "良", "已评分"]
    assert rows["合计"][1:3] == [str(portfolio.total), portfolio.grade]


def test_a_ruleset_shows_its_indicator_table() -> None:
    html = scoring.load(FOLDER / "ruleset.yaml")._repr_html_()
    assert_harmless(html)
    assert "每低1个百分点扣0.1分，不足1个百分点的按比例扣，扣完为止。" in html


def test_hostile_names_and_reasons_are_text() -> None:
    bad = "<img src=x onerror=alert(1)>"
    text = f"""
ruleset: t
source: x
title: '{bad}'
figures: {{f: {{name: '{bad}', type: flag}}}}
indicators: {{a: {{name: '{bad}', points: 1, rules: {{deduct: 1, when: f, because: '{bad}'}}}}}}
portfolio: {{weight: 1 + 0}}
"""
    ruleset = scoring.Ruleset((("t.yaml", text),))
    case = scoring.Case(id=bad, name=bad, figures={"f": True})
    for thing in (ruleset, ruleset.score(case), ruleset.score_portfolio([case])):
        assert_harmless(thing._repr_html_())
        assert "&lt;img" in thing._repr_html_()


def test_an_open_scale_has_no_points_to_lose() -> None:
    text = """
ruleset: t
source: x
points: none
figures: {n: {type: count}}
indicators: {a: {points: none, rules: {award: 1, per: 1, of: n}}}
"""
    result = scoring.Ruleset((("t.yaml", text),)).score({"n": 3})
    assert [row[:4] for row in cells(result._repr_html_())[1:]] == [["total", "", "3", ""], ["a", "", "3", ""]]
