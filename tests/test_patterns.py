"""The page of patterns is whole: each of the 49 once, with YAML that loads and that `check` has nothing against."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
import yaml

import doc_examples
from scoring.check import check_file

if TYPE_CHECKING:
    from pathlib import Path

PAGE = doc_examples.ROOT / "docs/patterns.md"
TITLE = re.compile(r"#{1,3} (?!file: )(?P<text>.+)")
HEADING = re.compile(r"### P(\d\d) \S")
COUNT = 49


def sections() -> dict[str, list[str]]:
    """Return the lines below each heading of a pattern; a heading that comes twice is an error."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in PAGE.read_text("utf-8").splitlines():
        if TITLE.match(line):
            lines = []
        if heading := HEADING.match(line):
            assert heading[1] not in found, f"P{heading[1]} has two headings"
            found[heading[1]] = lines
        lines.append(line)
    return found


def files(language: str, lines: list[str]) -> dict[str, list[str]]:
    """Return the named files of one language among some lines of the page."""
    blocks = [lines[start:stop] for name, start, stop in doc_examples.blocks(lines) if name == language]
    return {named["name"]: block for block in blocks if (named := doc_examples.NAMED.fullmatch(block[0]))}


def is_ruleset(block: list[str]) -> bool:
    return not {"ruleset", "extends"}.isdisjoint(yaml.safe_load("\n".join(block)))


def test_every_pattern_has_one_heading() -> None:
    assert sorted(sections()) == [f"{number:02}" for number in range(1, COUNT + 1)]


@pytest.mark.parametrize("number", [f"{number:02}" for number in range(1, COUNT + 1)])
def test_a_pattern_has_words_a_ruleset_results_and_what_is_to_decide(number: str, tmp_path: Path) -> None:
    lines = sections()[number]
    rulesets = {name: block for name, block in files("yaml", lines).items() if is_ruleset(block)}
    assert rulesets
    text = "\n".join(lines)
    assert "Printed: " in text
    assert "To decide: " in text or "To decide, " in text
    with contextlib.chdir(tmp_path):
        for name, block in rulesets.items():
            (tmp_path / name).write_text("\n".join(block) + "\n", "utf-8")
            checked = check_file(name)
            assert [str(each) for each in checked.diagnostics if each.severity != "note"] == []
            assert checked.ruleset is not None
            assert f"$ scoring score {name} " in text


def test_links_within_the_page_lead_to_headings() -> None:
    text = PAGE.read_text("utf-8")
    titles = [title["text"].lower() for line in text.splitlines() if (title := TITLE.match(line))]
    anchors = {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
