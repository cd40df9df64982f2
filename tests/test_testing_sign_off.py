"""The sign-off says what was tested, how it came out and who confirmed it; whatever names say, they stay text."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scoring.cli import main
from scoring.ruleset import LIBRARY
from scoring.testing.paper import Grid, Heading, Line, Part, Verbatim, markdown, page
from scoring.testing.sign_off import SUFFIXES

ROOT = Path(__file__).parents[1]
RULESET = """\
ruleset: roads
version: "2"
title: {en: Village roads, zh: 村道}
source: Order 7
points: 20
figures:
  rate: {unit: "%", min: 0%, max: 100%}
  satisfied: {unit: "%", min: 0%, max: 100%}
indicators:
  execution:
    code: A1
    points: 10
    source: Order 7 article 3
    rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}
  people: {code: A2, points: 10, rules: {of: satisfied, edge: at_least, bands: {95%: 10, 80%: 6, else: 0}}}
rounding: {mode: half_up, leaf: 2, total: 2}
"""
CASES = "cases:\n  hill: {figures: {rate: 95%, satisfied: 96%}}\n"
TESTS = """\
ruleset: roads.yaml
base: {case: hill, from: cases.yaml}
tests:
- {name: full marks, expect: {total: 20}, reviewed_by: Ada}
- {name: steps, cite: article 3, vary: rate, expect_of: A1, rows: {90%: 10, 89%: 9.5, 70%: 0}, reviewed_by: Bo}
- {name: computed, figures: {satisfied: 80%}, expect: {A2: 6}, unconfirmed: true}
- {name: printed wrongly, figures: {rate: 80%}, expect: {A1: 4}, known_issue: {because: misprint, until: 2099-01-01}}
"""
DAY = "1700000000"  # 2023-11-14


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that a small ruleset and its tests are in, the current one."""
    for name, text in (("roads.yaml", RULESET), ("cases.yaml", CASES), ("roads.test.yaml", TESTS)):
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    return tmp_path


def report(name: str, *options: str, status: int = 0) -> str:
    """Return the sign-off of the tests in the current folder."""
    assert main(["test", "roads.test.yaml", "--report", name, "--lang", "en", *options]) == status
    return Path(name).read_text("utf-8")


def table(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table of Markdown below a heading, its head first."""
    lines = text.split(f"# {heading}\n")[1].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return [rows[0], *rows[2:]]


def test_it_says_what_was_tested_with_hashes_that_anyone_can_check(folder: Path) -> None:
    text = report("s.md")
    assert table(text, "Sign-off of the tests: Village roads") == [
        ["", ""], ["date of the run", "2023-11-14"], ["scoring", LIBRARY],
    ]  # fmt: skip
    facts = dict(table(text, "What was tested"))
    assert (facts["ruleset"], facts["version"], facts["official text"]) == ("roads", "2", "Order 7")
    for name, kind in (("roads.yaml", "ruleset"), ("roads.test.yaml", "tests"), ("cases.yaml", "cases of the tests")):
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert f"| {name} | {kind} | {digest} |" in text


@pytest.mark.usefixtures("folder")
def test_it_says_how_tests_came_out_and_who_confirmed_them() -> None:
    text = report("s.md")
    assert "**Tests that fail as is known: 1; all others are as they should be.**" in text
    assert "**Tests whose expectation no person has confirmed: 1.**" in text
    assert table(text, "Results")[1:] == [["passed", "5"], ["known to fail", "1"], ["all", "6"]]
    assert table(text, "Who confirmed the tests")[1:] == [
        ["Ada", "1"], ["Bo", "3"],
        ["no name stands in the file: expected as its author wrote it", "1"],
        ["nobody: results of the program that no person has confirmed", "1"],
    ]  # fmt: skip
    assert re.search(
        r"known to fail until 2099-01-01: printed wrongly.*misprint.*\n  A1 execution: expected 4, got 5", text
    )
    assert table(text, "All tests")[1:] == [
        ["roads.test.yaml:4", "full marks", "", "passed", "Ada"],
        ["roads.test.yaml:5", "steps (3 rows)", "article 3", "passed", "Bo"],
        ["roads.test.yaml:6", "computed", "", "passed", "unconfirmed"],
        ["roads.test.yaml:7", "printed wrongly", "", "known to fail", ""],
    ]


@pytest.mark.usefixtures("folder")
def test_it_says_how_good_the_tests_are() -> None:
    text = report("s.md")
    rows = {name: rest for name, *rest in table(text, "Coverage")[1:]}
    covered, all_, percent, confirmed = map(int, rows["all"])
    assert covered < all_
    assert confirmed < percent == 100 * covered // all_
    parts = zip(rows["outcomes of rules"][:2], rows["edges of bounds"][:2], strict=True)
    assert [int(outcomes) + int(edges) for outcomes, edges in parts] == [covered, all_]
    assert any("satisfied" in what for _, _, what in table(text, "Not covered")[1:])
    assert table(text, "Covered only by unconfirmed tests")[1:]
    kinds = table(text, "Small changes to the policy that the tests notice")[1:]
    assert all(int(killed) <= int(every) for _, killed, every in kinds)
    survivors = table(text, "Changes that no test notices")[1:]
    assert any("expect: {A2:" in test for *_, test in survivors)


@pytest.mark.usefixtures("folder")
def test_it_says_which_clauses_are_cited_and_which_are_not() -> None:
    text = report("s.md")
    assert "All rules are from: Order 7." in text
    assert table(text, "Clauses that tests cite")[1:] == [["article 3", "3", ""]]
    ((clause, node, covered),) = table(text, "Clauses of rules that no test cites")[1:]
    assert (clause, node) == ("people", "A2 people")
    assert re.fullmatch(r"\d+ of \d+", covered)


@pytest.mark.parametrize("cite", ["A2", "Order 7 people", "ＰＥＯＰＬＥ", "article 3; A2", "article 3、people"])
def test_a_clause_is_cited_by_its_text_or_its_indicator(folder: Path, cite: str) -> None:
    (folder / "roads.test.yaml").write_text(f"{TESTS}- {{name: c, cite: '{cite}', expect: {{total: 20}}}}\n", "utf-8")
    text = report("s.md")
    assert "# Clauses of rules that no test cites\n\nNothing\\.\n" in text or "no test cites\n\nNothing." in text


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("folder")
def test_the_same_tests_give_the_same_bytes(suffix: str, lang: str) -> None:
    first, second = (report(f"{name}{suffix}", "--lang", lang) for name in "ab")
    assert first == second
    assert ("测试确认书：村道" in first) is (lang == "zh")


@pytest.mark.usefixtures("folder")
def test_the_day_is_that_of_today_unless_it_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("", "yesterday", "-1", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        assert "2023-11-14" not in report("s.md")


@pytest.mark.parametrize("name", ["s.pdf", "s", "html", ""])
@pytest.mark.usefixtures("folder")
def test_a_file_of_another_kind_is_refused_before_anything_is_run(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", "nothing.test.yaml", "--report", name]) == 2
    assert "error[report-suffix]" in capsys.readouterr().err


def test_no_sign_off_of_files_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.test.yaml").write_text("ruleset: roads.yaml\ntests: []\nother: 1\n", "utf-8")
    assert main(["test", ".", "--report", "s.md", "--lang", "en"]) == 2
    assert "error[report-unread]" in capsys.readouterr().err
    assert not Path("s.md").exists()


def test_failing_tests_and_tests_that_were_not_run_stand_at_the_top(folder: Path) -> None:
    failing = f"{TESTS}- {{name: wrong, expect: {{total: 19}}}}\n"
    (folder / "roads.test.yaml").write_text(failing, "utf-8")
    text = report("s.md", status=1)
    assert "**Tests that are not as they should be: 1. This should not be signed.**" in text
    assert "failed: wrong\n  total: expected 19, got 20.00, 1 more" in text
    text = report("s.md", "-k", "steps")
    assert "**Tests that were not run: 4. This is no report on all of them.**" in text


def test_snapshots_are_signed_too(folder: Path) -> None:
    kept = f"{TESTS}snapshots: {{cases: cases.yaml, expect: kept.csv}}\n"
    (folder / "roads.test.yaml").write_text(kept, "utf-8")
    assert "**Tests that are not as they should be: 1." in report("s.md", status=1)
    assert main(["test", "--accept"]) == 0
    text = report("s.md")
    assert "| roads.test.yaml:8 | as kept in kept.csv; cases: 1 |" in text
    digest = hashlib.sha256((folder / "kept.csv").read_bytes()).hexdigest()
    assert f"| kept.csv | kept results | {digest} |" in text


def test_several_rulesets_in_one_sign_off(folder: Path) -> None:
    (folder / "more").mkdir()
    for name in ("roads.yaml", "cases.yaml", "roads.test.yaml"):
        text = (folder / name).read_text("utf-8").replace("Village", "Town")
        (folder / "more" / name).write_text(text, "utf-8")
    assert main(["test", ".", "--report", "s.md", "--lang", "en"]) == 0
    text = Path("s.md").read_text("utf-8")
    assert "# Sign-off of the tests: Village roads, Town roads" in text
    assert "\n## Village roads\n" in text
    assert len(table(text, "Sign-off of the tests: Village roads, Town roads")) == 3
    assert text.count("### What was tested") == 2


# What names may say

HOSTILE = (
    "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", '" onmouseover="x', "a | b || c", "``` \n # x",
    "[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "https://evil.example", "<http://evil.example>",
    "*a* _b_ ~~c~~ $d$", "\x1b[31mred", "\u202egnp", "a\\", "=cmd|' /C calc'!A0", "&lt;b&gt;", "--- \n\n---", "1. x",
)  # fmt: skip


class Seen(HTMLParser):
    """Collects what a browser would see of a page."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.said.append(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name: str) -> None:
    paper: list[Part] = [Heading(1, name), Line(name), Line(name, "bad"), Grid([name], [[name]], "t"), Verbatim(name)]
    seen = Seen()
    seen.feed(page(paper, "en"))
    known = {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "table", "thead", "tbody", "tr", "th"}
    assert {tag for tag, _ in seen.tags} == {*known, "td", "pre"}
    assert {key for _, values in seen.tags for key in values} <= {
        "lang", "charset", "name", "content", "http-equiv", "class", "scope", "data-head",
    }  # fmt: skip
    assert "".join(seen.said).count(name.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e").split("\n")[0]) >= 5
    text = markdown(paper)
    outside = re.sub(r"^(`{3,})text\n.*?\n\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert "<" not in outside
    assert not re.search(r"(?<!\\)[\[\]`$~]", outside)
    assert not re.search(r"\w://", outside)
    cells = [re.split(r"(?<!\\)\|", line) for line in outside.splitlines() if line.startswith("| ")]
    assert [len(each) for each in cells] == [3, 3]
    assert not any(char in text for char in "\x1b\u202e")


def test_a_line_is_no_list_and_no_link() -> None:
    assert markdown([Line("12) a@b.org")]) == "12\\) a\\@b.org\n"


def test_a_hostile_ruleset_gives_a_harmless_page(folder: Path) -> None:
    bad = "<script>alert(1)</script> | `x` [a](http://b)"
    ruleset = RULESET.replace("Village roads", f"'{bad}'").replace("Order 7", f"'{bad}'", 1)
    (folder / "roads.yaml").write_text(ruleset.replace("Order 7 article 3", f"'{bad} 3'"), "utf-8")
    tests = TESTS.replace("full marks", f"'{bad}'").replace("Ada", f"'{bad}'").replace("misprint", f"'{bad}'")
    (folder / "roads.test.yaml").write_text(tests.replace("cite: article 3", f"cite: '{bad}'"), "utf-8")
    text = report("s.html")
    assert "<script" not in text
    assert text.count("&lt;script&gt;") > 6
    assert not re.search(r"(src|href|url)\s*[=(]|@import", text)
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    text = report("s.md")
    assert "<script" not in re.sub(r"^(`{3,})text\n.*?\n\1$", "", text, flags=re.DOTALL | re.MULTILINE)
