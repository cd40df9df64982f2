"""Faults planted one at a time in small rulesets: `check` finds each at its place, and nothing in their clean twins."""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import planted_cases
import pytest
from planted import TWINS, Planted, items, table, write

from scoring.check import check
from scoring.diagnostic import RulesetError
from scoring.messages_check import CHECK
from scoring.outcome import Outcome
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from planted_parts import Twin

    from scoring.diagnostic import Diagnostic

ITEMS = items()
OPEN = "not-proved"
_LINE = re.compile(r"r\.yaml:(\d+)")
_SAME_QUESTION = {"cannot-exhaust": "zero-unreachable", "masked": "never-taken", "else-unused": "never-taken"}
"""Two codes that answer one question: where it is open, either may be named."""


@cache
def found_in(text: str) -> tuple[Diagnostic, ...]:
    """Return what is found in a ruleset, errors of the loader too."""
    try:
        return tuple(check(planted_cases.ruleset(text)))
    except RulesetError as error:
        return error.diagnostics


def due(each: Planted) -> list[Diagnostic]:
    """Return the findings that are due, empty if they are missing."""
    found = found_in(each.faulty)
    here = [one for one in found if (one.at.line, one.at.column) == (each.line, each.column)]
    exact = [one for one in here if one.code == each.fault.code]
    if exact or each.fault.kind != "open":
        return exact
    return [one for one in here if one.code == OPEN and _asks(one.facts["what"]) == _asks(each.fault.code)]


def _asks(code: str) -> str:
    return _SAME_QUESTION.get(code, code)


def shown(text: str) -> str:
    """Return what is found in a ruleset, as its author sees it."""
    return "\n".join(each.render() for each in found_in(text)) or "nothing found"


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.id)
def test_nothing_is_found_in_a_clean_twin(twin: Twin) -> None:
    assert found_in(twin.text) == (), shown(twin.text)


@pytest.mark.parametrize("each", ITEMS, ids=lambda each: each.id)
def test_a_planted_fault_is_found_at_its_place_and_says_what_it_must(each: Planted) -> None:
    findings = due(each)
    assert findings, f"{each.fault.code} is due at {each.line}:{each.column}\n{shown(each.faulty)}"
    for one in findings:
        if one.code != OPEN:
            assert {name: _told(name, one.facts[name]) for name in each.fault.facts} == {
                name: _told(name, text) for name, text in each.fault.facts.items()
            }


def _told(name: str, text: str) -> list[str]:
    """Return a fact such that the order of figures, and columns of places, make no difference."""
    if name == "first":
        return _LINE.findall(text) or text.split()
    return sorted(text.split(", "))


@pytest.mark.parametrize("each", ITEMS, ids=lambda each: each.id)
def test_beside_a_planted_fault_only_what_follows_from_it_is_found(each: Planted) -> None:
    others = [one for one in found_in(each.faulty) if one not in due(each) and one.code not in each.fault.also]
    assert not others, shown(each.faulty)


# What a finding says of values is so


def _examples(code: str) -> list[Planted]:
    return [each for each in ITEMS if each.fault.code == code]


def _scored(text: str, given: dict[str, str]) -> Ruleset | None:
    rules = planted_cases.ruleset(text)
    figures = planted_cases.inputs(rules)
    return None if figures is None or planted_cases.case(figures, given) is None else rules


def _case(rules: Ruleset, given: dict[str, str]) -> dict[str, object]:
    figures = planted_cases.inputs(rules)
    assert figures is not None
    found = planted_cases.case(figures, given)
    assert found is not None
    return found


@pytest.mark.parametrize("each", _examples("gap"), ids=lambda each: each.id)
def test_the_example_of_a_gap_has_no_score_and_has_one_in_the_clean_twin(each: Planted) -> None:
    for finding in due(each):
        given = planted_cases.values(finding.facts["example"])
        faulty, clean = _scored(each.faulty, given), _scored(each.clean, given)
        if faulty is not None and clean is not None:
            assert faulty.score(_case(faulty, given)).outcome is Outcome.UNDEFINED
            assert clean.score(_case(clean, given)).outcome is Outcome.SCORED
