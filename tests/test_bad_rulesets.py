"""Every mistake of an author: one message, at the right place, that says what to write.

Each file of ``bad/`` is a ruleset with one mistake; the ``.txt`` beside it is all that the author sees, in English
and in Chinese. After ``pytest --update-golden`` the new texts are to be read and justified.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scoring
from scoring.keys import FIGURE, FUNCTION, NODE, NOTES, ROOT, SHAPE
from scoring.messages_formula import FORMULA
from scoring.messages_reuse import REUSE
from scoring.messages_ruleset import RULESET
from scoring.messages_types import TYPES

if TYPE_CHECKING:
    from scoring.diagnostic import Diagnostic

BAD = Path(__file__).parent / "bad"
SLUGS = [each.stem for each in sorted(BAD.glob("*.yaml"))]
HEAD = """
ruleset: several
points: 10
figures:
  kind: {words: [city, district]}
  spent: {unit: 万元, min: 0}
  late: {unit: 次, type: count}
"""


def problems_of(path: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(scoring.RulesetError) as caught:
        scoring.load(path)
    return caught.value.diagnostics


@pytest.fixture
def in_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load files by their bare names, which is what messages show."""
    monkeypatch.chdir(BAD)


@pytest.mark.usefixtures("in_bad")
@pytest.mark.parametrize("slug", SLUGS)
def test_one_mistake_one_message(slug: str, update_golden: bool) -> None:  # noqa: FBT001  # a fixture
    (problem,) = problems_of(f"{slug}.yaml")
    assert problem.at.line, "a message names its line"
    assert problem.hint("en"), "a message says what to write"
    assert problem.hint("zh"), "a message says what to write"
    text = f"{problem.render('en')}\n\n{problem.render('zh')}\n"
    golden = BAD / f"{slug}.txt"
    if update_golden:
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_no_text_without_its_ruleset() -> None:
    assert [each.stem for each in sorted(BAD.glob("*.txt"))] == SLUGS


def codes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "ruleset.yaml"
    path.write_text(HEAD.lstrip() + text, "utf-8")
    return [(each.at.line, each.code) for each in problems_of(str(path))]


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    text = """tittle: 试点
rounding: {mode: half-up, leaf: 2}
indicators:
  first: {points: 4, sorce: 附表1, rules: {lose_all: spend > 3}}
  second:
    points: 6
    rules:
    - {deduct: 0.5, per: 1, of: lates}
    - {deduct: 1, when: kind == city}
    - {dedcut: 1, when: late > 3}
grades: {优: 9, 中: 9, 差: else}
overrides: [{when: lately, grade_at_most: 中}]
portfolio: {weight: spendt}
"""
    assert codes(tmp_path, text) == [
        (7, "unknown-key"),
        (8, "unknown-option"),
        (10, "unknown-key"),
        (10, "unknown-figure"),
        (14, "unknown-figure"),
        (15, "word-unquoted"),
        (16, "unknown-rule"),
        (17, "grades-order"),
        (19, "unknown-figure"),
    ]


def test_a_mistake_in_each_is_shown_once_however_many_nodes_take_it_over(tmp_path: Path) -> None:
    text = """indicators:
  group:
    points: 10
    spread: children
    each: {deduct: 0.5, per: 1, of: lates}
    indicators: {a: {}, b: {}, c: {}, d: {}}
"""
    assert codes(tmp_path, text) == [(11, "unknown-figure")]


def test_a_flawed_figure_is_reported_once_and_not_where_it_is_read(tmp_path: Path) -> None:
    text = """  size: {words: large}
  twice: {is: 2 * size}
indicators:
  first: {points: 5, rules: {lose_all: size == 'large'}}
  second: {points: 5, rules: {lose_all: twice > 3 or first.score == 0}}
"""
    assert codes(tmp_path, text) == [(7, "words-shape")]


def test_a_flawed_node_is_reported_once_and_not_where_it_is_read(tmp_path: Path) -> None:
    text = """indicators:
  first: {pionts: 4, rules: {lose_all: late > 3}}
  second: {points: 6, rules: {lose_all: first.score == 0}}
cap: 5
rules: {lose_all: second.lost == 6}
"""
    assert codes(tmp_path, text) == [(8, "unknown-key")]


@pytest.mark.parametrize(("written", "kept"), [("1.10", "1.10"), ("010", "010"), ("'1.1'", "1.1"), ("true", "true")])
def test_a_code_keeps_its_text(tmp_path: Path, written: str, kept: str) -> None:
    path = tmp_path / "ruleset.yaml"
    node = f"indicators:\n  first: {{points: 10, code: {written}, rules: {{lose_all: late > 3}}}}\n"
    path.write_text(HEAD.lstrip() + node, "utf-8")
    result = scoring.load(path).score({"late": 0})
    assert result[kept].path == "first"


def test_every_key_is_known_where_it_may_stand(tmp_path: Path) -> None:
    """A key of the tables that document the language is never refused as unknown."""
    places = (
        (set(ROOT) - {"ruleset", "points", "figures", "extends", "use"}, "{key}: 1"),
        (NODE, "indicators: {{n: {{{key}: 1}}}}"),
        (FIGURE, "  x: {{{key}: 1}}"),
        (FUNCTION, "functions: {{f: {{{key}: 1}}}}"),
        (SHAPE, "shapes: {{s: {{{key}: 1}}}}"),
        (NOTES, "rules: {{lose_all: late > 3, {key}: x}}"),
    )
    for keys, place in places:
        for key in sorted(keys):
            found = codes(tmp_path, place.format(key=key) + "\nwith: 1\n")
            assert [code for _, code in found].count("unknown-key") == 1, key


def test_a_file_shows_every_message_of_the_loader() -> None:
    text = "".join(each.read_text("utf-8") for each in BAD.glob("*.txt"))
    assert {code for code in {**FORMULA, **REUSE, **RULESET, **TYPES} if f"[{code}]" not in text} == set()
