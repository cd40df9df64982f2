"""The pages about findings: one for each code, true in both examples, in two languages, on a terminal and in docs."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import doc_examples
from scoring.check import check
from scoring.checks.explain import WIDTH, bare, codes_text, first_sentence, page_text
from scoring.checks.page import HEAD, Page, whole
from scoring.checks.pages import PAGES
from scoring.checks.settings import settings_for
from scoring.diagnostic import MESSAGES
from scoring.messages_check import CHECK
from scoring.report.tables import width
from scoring.ruleset import Ruleset

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DOCS = doc_examples.ROOT / "docs" / "checks.md"
BESIDE: Mapping[str, set[str]] = {}
"""Codes of other findings that an example cannot do without."""

each_page = pytest.mark.parametrize(("code", "page"), PAGES.items(), ids=PAGES)


def found(example: str) -> set[tuple[str, str]]:
    """Return codes and severities of what is found in an example."""
    return {(each.code, each.severity) for each in check(Ruleset((("example.yaml", whole(example)),)))}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(PAGES) == sorted(CHECK)


@each_page
def test_what_a_page_warns_of_is_found_and_nothing_else(code: str, page: Page) -> None:
    others = {each for each in found(page.avoid) if each[0] in BESIDE.get(code, set())}
    assert found(page.avoid) - others == {(code, page.severity)}


@each_page
def test_in_what_a_page_prefers_nothing_is_found(code: str, page: Page) -> None:
    assert found(page.prefer) == set(), code


@each_page
def test_a_page_is_in_two_languages(code: str, page: Page) -> None:
    for text in (page.what, page.why, page.options):
        assert text.en.strip(), code
        assert CHINESE.search(text.en) is None
        assert CHINESE.search(text.zh)
        assert (text.text("en"), text.text("zh")) == text
        assert first_sentence(text.en)[-1] in ".?"
        assert first_sentence(text.zh)[-1] == "。"


def test_only_what_has_one_safe_answer_is_mended() -> None:
    assert {code for code, page in PAGES.items() if page.fixed} == {
        "masked",
        "never-taken",
        "else-unused",
        "allow-unused",
    }


def test_an_example_is_put_below_a_head_unless_it_has_one() -> None:
    assert whole("points: 2\n") == f"{HEAD}points: 2\n"
    assert whole("ruleset: r\npoints: 2\n") == "ruleset: r\npoints: 2\n"


@each_page
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_fits_a_terminal(lang: str, code: str, page: Page) -> None:
    text = page_text(code, lang)
    lines = text.splitlines()
    assert max(map(width, lines)) <= WIDTH
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not any(line.lstrip().startswith(tuple("，。；：、）”")) for line in lines)
    joined = "".join(text.split())
    parts = [each.text(lang) for each in (page.what, page.why, page.options)]
    assert all("".join(part.split()) in joined for part in (*parts, page.avoid, page.prefer))


def test_a_page_on_a_terminal() -> None:
    english = page_text("else-unused", "en")
    assert english.startswith("else-unused (note)\n\nNothing is left for the last band or row. ")
    assert "\n\nAvoid:\n\n  points: 4\n  figures:\n" in english
    assert english.endswith("\n'scoring check --fix' deletes it.\n")
    chinese = page_text("else-unused", "zh")
    assert chinese.startswith("else-unused（说明）\n\n最后一档没有剩下的情形。")
    assert "\n后果：得分不会因此出错；" in chinese
    assert chinese.endswith("\n“scoring check --fix”可自动删去。\n")
    assert "--fix" not in page_text("cliff", "en")


def test_a_code_without_a_page_has_its_message() -> None:
    english, chinese = (page_text("settings-key", lang) for lang in ("en", "zh"))
    assert "\n\n[tool.scoring] has no key '{key}'\nhint: it may have: {keys}\n" in english
    assert "\n\n[tool.scoring]没有“{key}”这一项\n提示：可以写：{keys}\n" in chinese
    assert "docs/errors.md" in english.splitlines()[-1]
    assert "docs/errors.md" in chinese.splitlines()[-1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_code_there_is_can_be_explained(lang: str) -> None:
    for code in MESSAGES:
        text = page_text(code, lang)
        assert text.startswith(code)
        assert len(text.splitlines()) > 2
        assert lang == "en" or CHINESE.search(text), code


def test_a_template_is_shown_with_its_facts_in_braces() -> None:
    assert bare("no {kind!w} of '{name}', {{so}}: {n} time{n:s}") == "no {kind} of '{name}', {so}: {n} time(s)"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_codes_are_listed_with_a_sentence_each(lang: str) -> None:
    *lines, blank, errors = codes_text(lang).splitlines()
    assert not blank
    assert "docs/errors.md" in errors
    assert [line.split()[0] for line in lines] == list(PAGES)
    assert max(map(width, lines)) <= WIDTH
    severity = {"en": {"warning": "warning", "note": "note"}, "zh": {"warning": "警告", "note": "说明"}}[lang]
    for line, page in zip(lines, PAGES.values(), strict=True):
        assert line.split(maxsplit=2)[1:] == [severity[page.severity], first_sentence(page.what.text(lang))]


def test_the_documentation_has_a_section_for_every_code() -> None:
    text = DOCS.read_text("utf-8")
    assert re.findall(r"^### ([a-z-]+)$", text, re.MULTILINE) == list(PAGES)
    assert re.findall(r"^\| \[([a-z-]+)\]", text, re.MULTILINE) == list(PAGES)


def test_the_settings_in_the_documentation_can_be_read(tmp_path: Path) -> None:
    lines = DOCS.read_text("utf-8").splitlines()
    (settings,) = (lines[start:stop] for name, start, stop in doc_examples.blocks(lines) if name == "toml")
    (tmp_path / "pyproject.toml").write_text("\n".join(settings), "utf-8")
    read = settings_for(str(tmp_path / "ruleset.yaml"), MESSAGES)
    assert read.severity == {"cliff": "warning", "no-source": "error", "deducts-twice": "off"}
    assert read.cliff * 10 == 4
