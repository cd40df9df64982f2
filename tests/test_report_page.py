"""The page of a scoring: its numbers, its texts in both languages, that hostile names stay names, and its size."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from argparse import Namespace
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

import scoring
from conformance_files import Case, Run, suites
from page_files import ROOT, RULESETS, Element, made, read, shipped
from scoring.cli import main
from scoring.number import Number, places_of
from scoring.report.html import written
from scoring.report.page.curves import Curves, at
from scoring.report.page.markup import TAGS, escaped, tag, visible
from scoring.report.page.waterfall import waterfall_of
from scoring.report.paper import Scoring
from scoring.report.words import number_text
from scoring.ruleset import Ruleset
from scoring.sentences import digits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ATTRIBUTES = frozenset((
    "aria-describedby", "aria-hidden", "aria-labelledby", "aria-live", "autocomplete", "charset", "checked", "class",
    "colspan", "content", "cx", "cy", "d", "data-en", "data-zh", "focusable", "for", "height", "hidden", "href",
    "http-equiv", "id", "lang", "name", "open", "preserveaspectratio", "r", "role", "rowspan", "scope", "spellcheck",
    "tabindex", "text-anchor", "type", "value", "viewbox", "width", "x", "y",
))  # fmt: skip


def scored(name: str, lang: str, capsys: pytest.CaptureFixture[str]) -> dict[str, list[dict[str, object]]]:
    home = ROOT / "rulesets" / name
    options = ["--format", "json", "--lang", lang, "--allow-missing"]
    assert main(["score", str(home / "ruleset.yaml"), str(home / "cases.yaml"), *options]) == 0
    found: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return found


def shown(text: object) -> str:
    """Return a number of the JSON as reports write it: without an end, or with a very long one, it is cut."""
    if text is None:
        return "–"
    value = Fraction(str(text))
    places = places_of(value)
    return digits(value) if places is None or places > 6 else str(text)


@pytest.mark.parametrize("name", RULESETS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_is_that_of_score(name: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = read(shipped(name))
    whole = scored(name, lang, capsys)
    sections = page.all("section", "case")
    assert len(sections) == len(whole["cases"])
    for section, case in zip(sections, whole["cases"], strict=True):
        if case["total"] is not None:
            assert section.one(class_="total").one("strong").text() == shown(case["total"])
        if case["grade"] is not None:
            assert section.one("span", "grade").text() == case["grade"]
        _check_tree(section, case, lang)
    _check_table(page, whole["cases"], lang)


def _check_tree(section: Element, case: dict[str, object], lang: str) -> None:
    nodes: list[dict[str, object]] = case["nodes"]  # type: ignore[assignment]  # as JSON has it
    rows = [(row.one("span", "name").text(lang), row) for row in section.all("li", "node") if "all" not in row.classes]
    wanted = iter(nodes)
    for name, row in rows:
        node = next(each for each in wanted if name in (each["name"], f"{each['code']} {each['name']}", each["path"]))
        number = row.all(class_="number")[:1]
        text = number[0].text() if number and node["score"] is not None else ""
        if node["score"] is None:
            assert row.one(class_="state").text(lang)
        elif " / " in text:
            assert text == f"{shown(node['score'])} / {shown(node['points'])}"
        else:
            assert text == shown(node["score"])
    paths = {row for row, _ in rows}
    for node in nodes:  # only criteria of which there is nothing to say have no row
        if not any(str(other["path"]).startswith(f"{node['path']}.") for other in nodes):
            continue
        assert {str(node["name"]), f"{node['code']} {node['name']}", str(node["path"])} & paths
    told = [each.text(lang) for each in section.all("span", "why")]
    for sign, key in (("-", "deductions"), ("+", "awards")):
        for each in case[key]:  # type: ignore[attr-defined]  # as JSON has it
            assert f"{sign}{shown(each['points'])} {each['sentence']}" in told


def _check_table(page: Element, cases: list[dict[str, object]], lang: str) -> None:
    table = page.one("div", "cases").one("table")
    heads = [each.text(lang) for each in table.one("thead").all("th")]
    for row, case in zip(table.one("tbody").all("tr"), cases, strict=True):
        cells = dict(zip(heads, [each.text(lang) for each in row.parts if isinstance(each, Element)], strict=True))
        for key, name in {"zh": [("total", "总分"), ("grade", "等级")], "en": [("total", "Total"), ("grade", "Grade")]}[
            lang
        ]:
            if name in cells:
                assert cells[name] == (shown(case[key]) if key == "total" else case[key] or "–")
        for node in case["nodes"]:  # type: ignore[attr-defined]  # as JSON has it
            if node["level"] == 1:
                name = node["name"] if node["code"] in ("", None, node["name"]) else f"{node['code']} {node['name']}"
                assert cells[name] == shown(node["score"])


def test_a_waterfall_leads_to_the_total() -> None:
    ruleset = scoring.load(str(ROOT / "rulesets/yongzhou-2023/ruleset.yaml"))
    for result in ruleset.score_all(scoring.load_cases(str(ROOT / "rulesets/yongzhou-2023/cases.yaml"))):
        found = waterfall_of(result)
        assert found is not None
        assert found.start + sum(each.effect for each in found.steps) == found.total == result.total
        assert found.steps[-1].after == result.total
    steps = read(shipped("yongzhou-2023")).by_id("case-1").one("ol", "way").all("li")
    assert [each.one(class_="number").text() for each in steps] == ["100", "-1", "-1", "-2", "96.00"]


def test_every_case_stands_on_its_curves() -> None:
    for name in RULESETS:
        ruleset = scoring.load(str(ROOT / f"rulesets/{name}/ruleset.yaml"))
        cases = scoring.load_cases(str(ROOT / f"rulesets/{name}/cases.yaml"))
        curves = Curves()
        for number, result in enumerate(ruleset.score_all(cases, allow_missing=True)):
            for node in result.nodes:
                for curve, point in () if node.children else curves.of(result, number, node):
                    if point.x is not None and point.on:
                        assert at(curve.run, point.x) == node.score
        assert all(each.points for each in curves.all)
        off = [
            (each.plan.path, point)
            for each in curves.all
            for point in each.points
            if not point.on and point.x is not None
        ]
        assert [path for path, _ in off] == []


def test_what_decides_beside_the_rule_is_told(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(
        "ruleset: r\npoints: 10\nfigures: {x: {min: 0, max: 100}}\n"
        "indicators: {a: {points: 10, rules: {of: x, edge: at_least, bands: {50: 10, else: 0}}}}\n", "utf-8",
    )  # fmt: skip
    cases = (
        "cases: {one: {figures: {x: 10}, set: {a: {score: 7, because: fire}}}, two: {figures: {x: 50}}, three: {}}\n"
    )
    (tmp_path / "c.yaml").write_text(cases, "utf-8")
    page = read(made(tmp_path, tmp_path / "r.yaml", tmp_path / "c.yaml", "--lang", "en").read_text("utf-8"))
    told = [page.by_id(f"case-{number}").one(class_="stand").text("en") for number in (1, 2, 3)]
    beside = "This case has 7: something besides this rule decided its score."
    assert told == [beside, "This case: 50 → 10", "The figure is not given."]
    rows = [[cell.text("en") for cell in row.all("td")] for row in page.by_id("rule-1").one("tbody").all("tr")]
    assert rows == [["0", "<50", "0", "0", ""], ["50", "100", "10", "10", ""]]


# One file, and nothing in it but what is ours


HOSTILE = "</script><img src=x onerror=alert(1)>'\"&<b>&lt; {total} `${1}` <!--"
UNSEEN = "\u202egnp\u2066\u0007\u200b\ud800"  # which no ruleset may hold, but cases of a program may


def hostile(folder: Path) -> tuple[Path, Path]:
    """Return a ruleset and cases in which every name, note and word is hostile."""
    name = json.dumps(HOSTILE)
    ruleset = f"""\
ruleset: hostile
title: {name}
source: {name}
version: {name}
points: 10
without_findings: keep
figures:
  x: {{name: {name}, unit: {json.dumps(HOSTILE[:30])}, min: 0, max: 100}}
  w: {{name: {{zh: {name}, en: {name}}}, words: [{json.dumps(HOSTILE[:40])}, plain]}}
  n: {{name: {name}, list_of: {{size: {{name: {name}, min: 0}}}}}}
  s: {{is: "sum(n.size)", name: {name}}}
indicators:
  g:
    name: {name}
    code: {json.dumps(HOSTILE[:20])}
    source: {name}
    indicators:
      a:
        name: {name}
        points: 4
        source: {name}
        rules: {{deduct: 1, per: 10, below: 50, of: x, part: exact, because: {name}}}
      b: {{name: {name}, points: 3, source: {name}, rules: [{{deduct: 1, per: finding}}]}}
      c: {{name: {name}, points: 2, rules: judge}}
  d: {{name: {name}, points: 1, rules: {{of: w, by: {{{json.dumps(HOSTILE[:40])}: 1, plain: 0}}}}}}
outputs: [s]
grades: {{{json.dumps(HOSTILE[:35])}: 5, bad: else}}
"""
    cases = json.dumps({"cases": {f"c{number} {HOSTILE}": {
        "name": HOSTILE, "figures": {"x": 10 * number, "w": HOSTILE[:40], "n": [{"name": HOSTILE, "size": 2}]},
        "findings": [{"against": "b", "note": HOSTILE, "source": HOSTILE}],
        "marks": {"c": {"score": 1, "by": HOSTILE, "because": HOSTILE}},
    } for number in (1, 2)}})  # fmt: skip
    (folder / "hostile.yaml").write_text(ruleset, "utf-8")
    (folder / "hostile.json").write_text(cases, "utf-8")
    return folder / "hostile.yaml", folder / "hostile.json"


@pytest.mark.parametrize("options", [(), ("--calculator",)])
def test_hostile_names_stay_names(tmp_path: Path, options: tuple[str, ...]) -> None:
    text = made(tmp_path, *hostile(tmp_path), *options).read_text("utf-8")
    page = read(text)
    for each in page.walk():
        assert each.tag in TAGS or not each.tag
        assert set(each.attributes) <= ATTRIBUTES, each.attributes
        for name in ("href", "class", "id", "for", "name"):
            assert re.fullmatch(r"[#\w .-]*|Content-.*", each.attributes.get(name) or ""), each.attributes
        assert (each.attributes.get("href") or "#").startswith("#")
    assert page.all("img") == []
    assert page.one("h1").text("en") == HOSTILE
    assert page.by_id("case-1").one("h2").text("en").startswith(HOSTILE)
    assert any(HOSTILE in each.text("zh") for each in page.all(class_="why"))
    assert len(page.all("script")) == (4 if options else 1)


@pytest.mark.parametrize("calculator", [False, True])
def test_what_is_not_seen_is_spelt(calculator: bool) -> None:  # noqa: FBT001  # a parameter of the test
    ruleset = scoring.load(str(ROOT / "rulesets/un-hdi/ruleset.yaml"))
    (first, *_) = scoring.load_cases(str(ROOT / "rulesets/un-hdi/cases.yaml"))
    case = replace(first, id=f"a{UNSEEN}", name=f"b{UNSEEN}")
    text = written(Scoring(ruleset, ruleset.score_all([case]), None, "en"), Namespace(calculator=calculator))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u0007\ud800]", text)
    assert read(text).by_id("case-1").one("h2").text() == f"b{visible(UNSEEN)} a{visible(UNSEEN)}"


@pytest.mark.parametrize("name", RULESETS)
def test_scripts_are_only_those_of_the_policy(name: str) -> None:
    for options in ((), ("--calculator",)):
        text = shipped(name, *options)
        page = read(text)
        policy = next(each.attributes["content"] or "" for each in page.all("meta") if "http-equiv" in each.attributes)
        parts = dict(each.split(" ", 1) for each in policy.split("; "))
        assert (parts["default-src"], parts["style-src"]) == ("'none'", "'unsafe-inline'")
        scripts = [each.text() for each in page.all("script") if each.attributes.get("type") != "application/json"]
        hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
        assert parts["script-src"] == " ".join(f"'sha256-{each}'" for each in hashes)
        assert not any(
            word in each for each in scripts for word in ("eval(", "innerHTML", "outerHTML", "Function(", "</")
        )
        assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", text)
        ids = [each.attributes["id"] for each in page.walk() if "id" in each.attributes]
        assert len(ids) == len(set(ids))
        assert {(each.attributes["href"] or "")[1:] for each in page.walk() if "href" in each.attributes} <= set(ids)
        named = {id_ for each in page.walk() for id_ in (each.attributes.get("aria-labelledby") or "").split()}
        assert named <= set(ids)


def test_the_same_scoring_is_the_same_page() -> None:
    shipped.cache_clear()
    first = shipped("un-hdi")
    shipped.cache_clear()
    assert shipped("un-hdi") == first


def test_only_known_tags_are_made() -> None:
    with pytest.raises(ValueError, match="marquee"):
        tag("marquee")
    assert tag("p", "a<b", tag("span", '"'), class_='"x"') == '<p class="&quot;x&quot;">a&lt;b<span>&quot;</span></p>'
    assert escaped("a\u202eb\ud800") == "a\\u202eb\\ud800"


# Size


def test_five_units_take_less_than_a_megabyte() -> None:
    assert len(shipped("yongzhou-2023").encode()) < 1_000_000
    assert len(shipped("yongzhou-2023", "--calculator").encode()) < 1_000_000


def test_of_many_cases_the_first_are_told_in_detail(tmp_path: Path) -> None:
    home = ROOT / "rulesets/un-hdi"
    (first, *_) = scoring.load_cases(str(home / "cases.yaml"))
    figures = {"life_expectancy": "80.1", "expected_schooling": 15, "mean_schooling": 12, "income_per_head": 30_000}
    assert figures.keys() == set(first.figures)
    cases = {"cases": {f"unit{number}": {"figures": figures} for number in range(200)}}
    (tmp_path / "many.json").write_text(json.dumps(cases), "utf-8")
    text = made(tmp_path, home / "ruleset.yaml", tmp_path / "many.json").read_text("utf-8")
    page = read(text)
    assert len(page.one("div", "cases").one("tbody").all("tr")) == 200
    assert len(page.all("section", "case")) == 40
    assert "只列出前40个的明细" in page.text("zh")
    assert "the first 40 of 200 cases" in page.text("en")
    assert [each.text() for each in page.all("text", "many-here")] == ["×40"] * len(page.all("figure", "rule-curve"))
    assert len(text.encode()) < 2_000_000


def test_a_number_without_an_end_is_cut() -> None:
    assert shown("2971/856") == number_text(Number(Fraction(2971, 856))) == "3.4707…"


# Every kind of ruleset


@cache
def _shown_things() -> tuple[Case | Run, ...]:
    return tuple(each for suite in suites() for each in suite.scored if not each.errors and not each.texts.files)


def _page_of(each: Case | Run, folder: Path, *, calculator: bool) -> str:
    ruleset = Ruleset((("ruleset.yaml", each.texts.ruleset),))
    given = each.cases if isinstance(each, Run) else {"case": each.given}
    suffix, content = each.text or ("yaml", json.dumps({"cases": given}, ensure_ascii=False))
    path = folder / f"cases.{suffix}"
    path.write_text(content, "utf-8", newline="")
    for name, sheet in each.sheets.items():
        (folder / f"cases.{name}.csv").write_text(sheet, "utf-8", newline="")
    results = ruleset.score_all(scoring.load_cases(path), method=each.method, allow_missing=True)
    return written(Scoring(ruleset, results, None, "en", each.method), Namespace(calculator=calculator))


def _check_pages(chosen: Sequence[Case | Run], folder: Path) -> None:
    for number, each in enumerate(chosen):
        page = read(_page_of(each, folder, calculator=number % 2 == 0))
        assert page.by_id("overview")
        assert page.all("section", "case"), each.name


def test_any_kind_of_ruleset_has_a_page(tmp_path: Path) -> None:
    chosen = _shown_things()[::50]
    assert len(chosen) > 25
    _check_pages(chosen, tmp_path)


@pytest.mark.long
def test_every_case_of_the_suite_has_a_page(tmp_path: Path) -> None:
    _check_pages(_shown_things(), tmp_path)
