"""The catalogue of messages and the places in the package that use it agree."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import scoring
from scoring.diagnostic import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORTS = ("error", "warning", "note", "fail", "FormulaError")  # what takes a code of the catalogue first
FILES = [each for each in Path(scoring.__file__).parent.rglob("*.py") if not each.name.startswith("messages_")]


def facts_of(*templates: str) -> set[str]:
    return {name for template in templates for _, name, _, _ in Formatter().parse(template) if name is not None}


def name_of(function: ast.expr) -> str:
    """Return the last name of what is called."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def codes_of(node: ast.expr) -> list[str]:
    """Return the codes that a first argument may be: a literal, or one of two."""
    if isinstance(node, ast.IfExp):
        return codes_of(node.body) + codes_of(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield place, code and names of the facts (None where they are passed on) of every reported problem."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or name_of(node.func) not in REPORTS or not node.args:
                continue
            names = {each.arg for each in node.keywords}
            facts = None if None in names else {name for name in names if name is not None} - {"near"}
            for code in codes_of(node.args[0]):
                yield f"{file.name}:{node.lineno}", code, facts


def test_every_reported_problem_has_its_words() -> None:
    found = list(calls())
    assert [(place, code) for place, code, _ in found if code not in MESSAGES] == []
    assert [
        (place, code, sorted(facts ^ facts_of(*MESSAGES[code])))
        for place, code, facts in found
        if facts is not None and code in MESSAGES and facts != facts_of(*MESSAGES[code])
    ] == []


def test_both_languages_are_there_and_speak_of_the_same_facts() -> None:
    for code, words in MESSAGES.items():
        assert words.en, code
        assert words.zh, code
        assert bool(words.hint_en) == bool(words.hint_zh), code
        assert facts_of(words.en, words.hint_en) == facts_of(words.zh, words.hint_zh), code
        assert bool(words.cell_en) == bool(words.cell_zh), code
        assert facts_of(words.cell_en, words.cell_zh) <= facts_of(words.en, words.hint_en), code
        assert bool(words.near_en) == bool(words.near_zh), code
        assert facts_of(words.near_en) == facts_of(words.near_zh) <= facts_of(words.en, words.hint_en), code
        assert not words.zh.isascii(), code
        assert not any(text.endswith((".", "。")) and not text.endswith("…") for text in words), code


def test_a_code_stands_in_one_catalogue_only() -> None:
    files = sorted(Path(scoring.__file__).parent.glob("messages_*.py"))
    keys = [
        str(key.value)
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Call)
    ]
    assert sorted(keys) == sorted(MESSAGES)


def test_no_words_without_use() -> None:
    text = "".join(each.read_text("utf-8") for each in FILES)
    assert [code for code in MESSAGES if f'"{code}"' not in text] == []
