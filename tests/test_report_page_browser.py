"""The page of a scoring in Chromium: languages, search, keyboard, screen readers, contrast, print, the calculator."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from page_files import ROOT, RULESETS, browser, made, opened, shipped
from scoring.cli import main
from test_report_page import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pages of shipped rulesets, plain and with a calculator."""
    folder = tmp_path_factory.mktemp("pages")
    for name in RULESETS:
        (folder / f"{name}.html").write_text(shipped(name), "utf-8")
        (folder / f"{name}-calculator.html").write_text(shipped(name, "--calculator"), "utf-8")
    return folder


def choose(page: Page, lang: str) -> None:
    page.locator(f"label[for=to-{lang}]").click()
    page.locator(f"#to-{lang}:checked").wait_for(state="attached")


def comes(there: Locator, text: str) -> None:
    """Wait until an element reads a text: a click returns before its page has done all that follows from it."""
    from playwright.sync_api import expect  # noqa: PLC0415  # only tests that have Chromium need it

    expect(there).to_have_text(text, use_inner_text=True)


CONTRAST = r"""() => {
  const parse = (text) => [...text.match(/[\d.]+/g).map(Number), 1].slice(0, 4);
  const linear = (v) => (v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => .2126 * linear(r / 255) + .7152 * linear(g / 255) + .0722 * linear(b / 255);
  const behind = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const own = parse(getComputedStyle(at).backgroundColor);
      if (own[3] > .5) return own;
    }
    return [255, 255, 255, 1];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), each = walker.currentNode.parentElement;
    if (!text || !each.checkVisibility() || each.closest("script, style, .unseen, button:disabled")) continue;
    const style = getComputedStyle(each), svg = each instanceof SVGElement;
    const ink = light(parse(svg ? style.fill : style.color));
    const paper = light(behind(svg ? each.closest("div, li, figure") : each));
    const ratio = (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
    seen += 1;
    if (ratio < 4.5) low.push([text, ratio]);
  }
  return [seen, low];
}"""
OPEN = "document.querySelectorAll('.case:not([hidden]) details').forEach((each) => { each.open = true; })"
WHERE = """() => {
  const at = document.activeElement;
  return at.id || at.textContent.trim().slice(0, 4) || at.tagName;
}"""
RING = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at.matches(".switch input") ? at.nextElementSibling : at);
  return [style.outlineStyle, parseFloat(style.outlineWidth)];
}"""
UNNAMED = """() => [...document.querySelectorAll("input, select, button")].filter((each) =>
  each.checkVisibility() && !(each.labels && each.labels.length) && !each.textContent.trim()).length"""
LISTEN = """() => {
  window.broken = [];
  addEventListener("securitypolicyviolation", (each) => broken.push(each.violatedDirective));
}"""
CELLS = "all => all.map((row) => [...row.children].map((each) => each.textContent))"


@pytest.mark.parametrize("name", RULESETS)
def test_pages_open_without_complaint_at_any_width(chromium: Browser, pages: Path, name: str) -> None:
    with opened(chromium, pages / f"{name}-calculator.html") as page:
        page.evaluate(OPEN)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for lang in ("zh", "en"):
                choose(page, lang)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
        seen, low = page.evaluate(CONTRAST)
        assert seen > 40
        assert low == []


def test_both_languages(chromium: Browser, pages: Path) -> None:
    for scripts in (True, False):
        with opened(chromium, pages / "un-hdi.html", scripts=scripts) as page:
            choose(page, "en")
            assert page.locator("h1").inner_text() == "Human Development Index"
            text = page.locator("body").inner_text()
            assert "Where" not in text
            assert "expected years of schooling" in text
            assert not re.search(r"预期|总分|等级", text)
            choose(page, "zh")
            text = page.locator("body").inner_text()
            assert "总分" in text
            assert "Indicators" not in text


def test_without_scripts_everything_can_be_read(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "yongzhou-2023-calculator.html", scripts=False) as page:
        assert page.locator(".case:visible").count() == 5
        assert page.locator(".tools").is_hidden()
        assert page.locator("#calculator-script").is_visible()
        summary = page.locator("#case-1 .tree .leaf summary").first
        proof = page.locator("#case-1 .tree .leaf .proof").first
        assert proof.is_hidden()
        summary.click()
        assert proof.is_visible()


def test_cases_are_chosen(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "yongzhou-2023.html") as page:
        assert page.locator(".case:visible").evaluate_all("all => all.map(each => each.id)") == ["case-1"]
        page.locator(".choice a", has_text="零陵").click()
        comes(page.locator(".choice a[aria-current=true]"), "零陵")
        assert page.locator(".case:visible h2").inner_text().startswith("零陵")
        page.locator(".cases a", has_text="金洞").click()
        comes(page.locator(".case:visible .total strong"), "88.75")


def test_search(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "yongzhou-2023.html") as page:
        choose(page, "zh")
        everything = page.locator("#case-1 .node:visible").count()
        page.locator("#find").fill("预算执行率")
        left = page.locator("#case-1 .node:visible").all_inner_texts()
        assert 0 < len(left) < everything
        assert all("预算执行率" in each for each in left)
        number = re.fullmatch(r"找到(\d+)处", page.locator("#found").inner_text())
        assert number is not None
        assert int(number[1]) >= 5  # in each case, and its curve
        assert page.locator(".choice .hits").all_inner_texts() == ["1"] * 5
        page.locator("#find").fill("percentage points below")  # the other language is searched too
        assert page.locator("#case-1 .node:visible").count() > 0
        page.locator("#find").fill("no such thing")
        assert page.locator("#case-1 .node:visible").count() == 0
        assert page.locator("#found").inner_text() == "找到0处"
        page.locator("#find").fill("")
        assert page.locator("#case-1 .node:visible").count() == everything


def test_keyboard(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "yongzhou-2023.html") as page:
        visited: list[str] = []
        for _ in range(30):
            page.keyboard.press("Tab")
            visited.append(page.evaluate(WHERE))
            ring = page.evaluate(RING)
            assert ring[0] == "solid", visited
            assert ring[1] >= 2
        order = [visited.index(each) for each in ("to-zh", "find", "open-all", "close-all", "市本级")]
        assert len(set(order)) == 5
        assert order[1:] == sorted(order[1:])
        summary = page.locator("#case-1 .leaf > details > summary").first
        summary.focus()
        for key, is_open in (("Enter", True), ("Space", False), ("ArrowRight", True), ("ArrowLeft", False)):
            page.keyboard.press(key)
            assert summary.evaluate("each => each.parentElement.open") is is_open
        page.keyboard.press("ArrowLeft")  # to the group that holds it
        assert page.evaluate("document.activeElement.textContent").strip().startswith("项目立项")
        page.keyboard.press("Home")
        assert page.evaluate("document.activeElement.textContent").strip().startswith("A")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent").strip().startswith("项目立项")
        page.locator("#close-all").press("Enter")
        assert page.locator("#case-1 .tree details[open]").count() == 0


def test_screen_readers_hear_names_and_roles(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "yongzhou-2023-calculator.html") as page:
        choose(page, "en")
        heard = page.locator("body").aria_snapshot()
        for each in (
            'group "Language"',
            'radio "English" [checked]',
            "search:",
            'searchbox "Find an indicator, a figure or a reason"',
            'heading "Overview" [level=2]',
            'navigation "Cases"',
            'region "市本级 city"',
            'columnheader "Total"',
            "contentinfo:",
            'list "From 100 to 96.00"',
            'combobox "Case"',
            'button "Undo all changes"',
            'link "To the scores"',
            "main:",
            "banner:",
        ):
            assert each in heard, each
        page.locator("#case-1 .leaf summary", has_text="资金到位率").click()
        plot = page.locator("#case-1 .plot:visible").first
        assert re.match(r'- img "Points by 资金到位率', plot.aria_snapshot())
        assert "扣" not in page.locator("#case-1 .way").aria_snapshot()
        assert page.evaluate(UNNAMED) == 0


def test_print_holds_every_case(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "yongzhou-2023-calculator.html") as page:
        page.emulate_media(media="print")
        assert page.locator(".case:visible").count() == 5
        for hidden in (".controls", ".choice", ".calculator"):
            assert page.locator(hidden).is_hidden()
        pdf = page.pdf(format="A4")
        assert pdf.startswith(b"%PDF")
        assert 5 < len(re.findall(rb"/Type\s*/Page\b", pdf)) < 40


@pytest.mark.parametrize("options", [(), ("--calculator",)])
def test_hostile_names_do_nothing(chromium: Browser, tmp_path: Path, options: tuple[str, ...]) -> None:
    path = made(tmp_path, *hostile(tmp_path), *options)
    with opened(chromium, path) as page:
        page.evaluate(LISTEN)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        choose(page, "en")
        page.locator("#find").fill("onerror")
        if options:
            field = page.locator("#fields input[type=text]").first
            field.fill("<img src=x onerror=alert(2)>")
            assert "onerror=alert(2)" in page.locator("#live-changed").inner_text()
            assert page.locator(".wrong:not(:empty)").count() == 1
        assert page.locator("img").count() == 0
        assert page.evaluate("document.scripts.length") == (4 if options else 1)
        assert page.evaluate("broken") == []


# The calculator


def expected(name: str, capsys: pytest.CaptureFixture[str], cases: Path) -> dict[str, object]:
    """Return what ``score`` says."""
    capsys.readouterr()
    ruleset = str(ROOT / "rulesets" / name / "ruleset.yaml")
    assert main(["score", ruleset, str(cases), "--format", "json", "--allow-missing"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("name", RULESETS)
def test_the_calculator_begins_with_the_report(chromium: Browser, pages: Path, name: str) -> None:
    with opened(chromium, pages / f"{name}-calculator.html") as page:
        for place in range(page.locator("#start option").count()):
            page.locator("#start").select_option(str(place))
            report = page.locator(f"#case-{place + 1}")
            for live, own in (("#live-total", ".facts .total strong"), ("#live-grade", ".facts .grade")):
                there = report.locator(own).all_text_contents()
                assert page.locator(live).all_text_contents() in (there, ["–"])
            assert page.locator(".wrong:not(:empty)").count() == 0
            assert page.locator("#live-changed li").count() == 1


def test_the_calculator_scores_what_is_changed(
    chromium: Browser, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(chromium, pages / "yongzhou-2023-calculator.html") as page:
        choose(page, "en")
        fields = page.locator("#fields")
        fields.get_by_label("支出资金").fill("47.6")
        assert page.locator("#live-total").inner_text() == "97.50"
        text = (ROOT / "rulesets/yongzhou-2023/cases.yaml").read_text("utf-8")
        changed = text.replace("spent: 10", "spent: 47.6", 1)
        assert changed != text
        (tmp_path / "cases.yaml").write_text(changed, "utf-8")
        whole = expected("yongzhou-2023", capsys, tmp_path / "cases.yaml")
        wanted = whole["cases"][0]  # type: ignore[index]  # as JSON has it
        assert page.locator("#live-total").inner_text() == wanted["total"]
        assert page.locator("#live-grade").inner_text() == wanted["grade"]
        nodes = {each["path"]: each for each in wanted["nodes"]}
        execution = page.locator(".live-node", has_text="B1.2").locator(".number").first.inner_text()
        assert execution == f"{nodes['process.funds.execution']['score']} / 2"
        assert page.locator(".live-node", has_text="B1.2").locator(".why").inner_text().startswith("-0.50 ")
        told = {each["path"]: each["sentence"] for each in wanted["deductions"]}
        reason = page.locator(".live-node", has_text="B1.2").locator(".why .zh").text_content()
        assert reason == told["process.funds.execution"]
        assert page.locator("#live-portfolio").inner_text() == whole["portfolio"]["total"] != "82.96"  # type: ignore[index]  # likewise
        assert "was 10" in page.locator("#fields .changed").inner_text()

        fields.get_by_label("移民满意度调查结果").fill("95")
        assert "write the sign: 95%" in page.locator(".wrong:not(:empty)").inner_text()
        assert page.locator("#live-total").inner_text() == "–"
        assert fields.get_by_label("移民满意度调查结果").get_attribute("aria-invalid") == "true"
        page.locator("#live-changed button").nth(1).click()
        comes(page.locator("#live-total"), wanted["total"])

        mark = page.locator(".live-node", has_text="A1.1").locator("input").first
        mark.fill("1")
        assert page.locator(".live-node", has_text="A1.1").locator(".number").first.inner_text() == "1.00 / 2"
        findings = page.locator(".live-node", has_text="B1.4").get_by_label("further findings")
        findings.fill("2")
        assert page.locator(".live-node", has_text="B1.4").locator(".number").first.inner_text() == "0.00 / 1"
        assert page.locator("#live-changed .label").inner_text() == "3 changed"
        page.locator("#reset").click()
        comes(page.locator("#live-changed .label"), "nothing changed")
        assert page.locator("#live-total").inner_text() == "96.00"
        assert page.locator("#case-1 .facts .total strong").inner_text() == "96.00"


def test_a_change_moves_other_cases_where_all_are_compared(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "procurement-comprehensive-calculator.html") as page:
        choose(page, "en")
        page.locator("#fields").get_by_label("投标报价").fill("50")
        rows = page.locator("#live-cases tbody tr").evaluate_all(CELLS)
        assert [row[0] for row in rows] == ["A", "B", "C", "D"]
        assert rows[0][1] == rows[0][2] == "86.00"
        assert rows[3][1] == "86.00"
        assert rows[3][2] == "71.00"  # half the lowest offer of before: 15 of 30 points


def test_flags_have_three_states_and_lists_are_texts(chromium: Browser, pages: Path) -> None:
    with opened(chromium, pages / "procurement-comprehensive-calculator.html") as page:
        choose(page, "en")
        flag = page.locator("#fields select").nth(1)
        assert flag.locator("option").all_inner_texts() == ["not known", "yes", "no"]
        choose(page, "zh")
        assert flag.locator("option").all_inner_texts() == ["未知", "是", "否"]
        marks = page.get_by_label("技术方案 · 打分")
        assert marks.input_value() == "20; 21; 19; 22; 20; 18; 24"
        marks.fill("25; 25; 25; 25; 25; 25; 25")
        assert page.locator(".live-node", has_text="技术方案").locator(".number").inner_text() == "25.00 / 25"
