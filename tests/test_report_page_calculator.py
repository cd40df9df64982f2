"""The calculator of a page in Chromium: names that are odd, and what a person clears or mistypes."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import scoring
from page_files import ROOT, browser, made, opened
from scoring.report.html import written
from scoring.report.paper import Scoring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


def test_a_name_may_be_one_that_every_object_has(chromium: Browser, tmp_path: Path) -> None:
    ruleset = """\
ruleset: r
points: 30
without_findings: keep
figures:
  constructor: {min: 0, max: 10, if_missing: zero}
  toString: {type: flag, if_missing: false}
  rate: {unit: "%", is: constructor / 7}
  word: {is: "'1/3' if constructor > 0 else 'none'"}
indicators:
  label: {points: 10, rules: {judge: 0..10}}
  valueOf: {points: 10, if_not_applicable: full, rules: {deduct: 1, per: finding}}
  c: {points: 10, rules: {points: constructor if toString else 1}}
outputs: [rate, word]
"""
    cases = """\
cases:
  valueOf:
    findings: [{against: valueOf, count: 2}]
    marks: {label: {score: 3, because: x}}
"""
    (tmp_path / "r.yaml").write_text(ruleset, "utf-8")
    (tmp_path / "c.yaml").write_text(cases, "utf-8")
    path = made(tmp_path, tmp_path / "r.yaml", tmp_path / "c.yaml", "--calculator", "--lang", "en")
    with opened(chromium, path) as page:
        assert page.locator("#live-total").inner_text() == "11"
        assert page.locator("#live-changed").inner_text() == "nothing changed"
        values = page.locator("#fields input").evaluate_all("(all) => all.map((each) => each.value)")
        assert values == ["", "2", "3", "", ""]
        assert page.locator("#fields select").evaluate_all("(all) => all.map((each) => each.value)") == ["", ""]
        page.get_by_label("constructor").fill("3")
        assert page.locator("#live-facts dd").all_inner_texts() == ["12 of 30", "42.8571…%", "1/3"]

        times = page.get_by_label("#1 · count")
        times.fill("")  # no finding then, and not one
        assert page.locator("#live-total").inner_text() == "14"
        times.fill("0")
        assert page.locator("#live-total").inner_text() == "14"
        times.fill("2")
        assert page.locator("#live-total").inner_text() == "12"


def test_what_people_said_is_spelt_in_the_calculator(chromium: Browser, tmp_path: Path) -> None:
    ruleset = scoring.load(str(ROOT / "rulesets/yongzhou-2023/ruleset.yaml"))
    (case, *_) = scoring.load_cases(str(ROOT / "rulesets/yongzhou-2023/cases.yaml"))
    finding = scoring.Finding(("B1.4",), 1, note="a\u202eb")
    results = ruleset.score_all([replace(case, name="c\u202ed", findings=(finding,))])
    (tmp_path / "p.html").write_text(
        written(Scoring(ruleset, results, None, "en"), Namespace(calculator=True)), "utf-8"
    )
    with opened(chromium, tmp_path / "p.html") as page:
        text = page.locator("#calculator").inner_text()
        assert "\u202e" not in text
        assert r"a\u202eb" in text
        assert r"c\u202ed" in text


def test_what_is_wrong_is_told_at_its_field(chromium: Browser, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("ruleset: r\npoints: 5\nindicators: {a: {points: 5, rules: judge}}\n", "utf-8")
    cases = "cases: {x: {marks: {a: {score: 3, because: b}}, set: {a: {score: 4, because: c}}}}\n"
    (tmp_path / "c.yaml").write_text(cases, "utf-8")
    path = made(tmp_path, tmp_path / "r.yaml", tmp_path / "c.yaml", "--calculator", "--lang", "en")
    with opened(chromium, path) as page:
        own = page.get_by_label("set score")
        own.fill("x4")
        assert own.get_attribute("aria-invalid") == "true"
        assert page.locator(".live-node input[aria-invalid]").count() == 1


def test_where_a_sign_may_be_typed_there_are_keys_for_it(chromium: Browser, tmp_path: Path) -> None:
    figures = '{a: {min: 0, max: 9}, b: {min: -5, max: 9}, c: {unit: "%", min: 0%, max: 100%}, d: {type: count}}'
    rule = "{points: 5, rules: {points: a + b * 0 + c * 0 + d * 0}}"
    text = f"ruleset: r\npoints: 5\nfigures: {figures}\nindicators: {{i: {rule}}}\n"
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    (tmp_path / "c.yaml").write_text("cases: {x: {figures: {a: 1, b: 2, c: 3%, d: 4}}}\n", "utf-8")
    with opened(chromium, made(tmp_path, tmp_path / "r.yaml", tmp_path / "c.yaml", "--calculator")) as page:
        modes = page.locator("#fields input").evaluate_all("(all) => all.map((each) => each.inputMode)")
        assert modes == ["decimal", "", "", "decimal"]
