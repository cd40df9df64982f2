"""Faults planted one at a time in small rulesets: `check` finds each at its place, and nothing in their clean twins."""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

import planted_cases
from planted import TWINS, items, table, write
from scoring.check import check
from scoring.diagnostic import RulesetError
from scoring.messages_check import CHECK
from scoring.number import decimal_text
from scoring.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planted_parts import Planted, Twin
    from scoring.diagnostic import Diagnostic
    from scoring.result import Result

ITEMS = items()
OPEN = "not-proved"
CUT = "…"
"""Ends a number that is shown in short."""
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
    return [
        one for one in here if one.code == OPEN and _asks(each.fault.code) in map(_asks, one.facts["what"].split(", "))
    ]


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


def test_no_finding_shows_a_number_in_full_that_has_no_end() -> None:
    facts = [(each.id, text) for each in ITEMS for one in found_in(each.faulty) for text in one.facts.values()]
    assert not [(name, text) for name, text in facts if _LONG.search(text)]


_LONG = re.compile(r"\d{12}")


# What a finding says of values is so


def pairs(code: str) -> list[tuple[Planted, Diagnostic]]:
    """Return the planted faults of a code with what was found of each."""
    return [(each, one) for each in ITEMS if each.fault.code == code for one in due(each) if one.code == code]


def scored(text: str, given: dict[str, str]) -> Result | None:
    """Return what a ruleset makes of some values, None where they are no figures of a case."""
    rules = planted_cases.ruleset(text)
    case = planted_cases.case(rules, given)
    return None if case is None else rules.score(case)


def test_the_example_of_a_gap_has_no_score_and_that_of_the_clean_twin_has() -> None:
    tried = 0
    for each, finding in pairs("gap"):
        given = planted_cases.values(finding.facts["example"])
        faulty = scored(each.faulty, given)
        if faulty is not None:
            assert Outcome.UNDEFINED in {faulty.outcome, *(node.outcome for node in faulty.nodes)}, each.id
            tried += 1
        if faulty is not None and each.id not in _NO_CASE_OF_THE_TWIN:
            clean = scored(each.clean, given)
            assert clean is not None, each.id
            assert clean.outcome is Outcome.SCORED, each.id
    assert tried > 30


_NO_CASE_OF_THE_TWIN = ("trainings/gap-no-count",)  # 8.5 is no count


def test_the_example_of_two_rows_that_claim_the_same_has_no_score() -> None:
    tried = 0
    for each, finding in pairs("overlap"):
        found = scored(each.faulty, planted_cases.values(finding.facts["example"]))
        if found is not None and finding.facts["kind"] != "bands":
            assert found.outcome is Outcome.UNDEFINED, each.id
            tried += 1
    assert tried > 5


def test_the_example_of_a_score_outside_its_points_gives_that_score() -> None:
    tried = 0
    for each, finding in pairs("score-outside"):
        found = scored(each.faulty, planted_cases.values(finding.facts["example"]))
        if found is not None and CUT not in finding.facts["score"]:
            node = found[finding.facts["name"]]
            assert node.points is not None
            (opening,) = [amount for entry, amount in node.entries if entry.kind == "base"]
            assert node.points + opening == Fraction(finding.facts["score"]), each.id
            assert not 0 <= node.points + opening <= node.points, each.id
            tried += 1
    assert tried > 15


def test_a_direction_is_shown_by_two_cases_that_score_as_said() -> None:
    tried = 0
    for each, finding in pairs("wrong-direction"):
        facts = finding.facts
        others = planted_cases.values(facts["others"])
        low = scored(each.faulty, {**others, facts["name"]: facts["low"]})
        high = scored(each.faulty, {**others, facts["name"]: facts["high"]})
        if low is not None and high is not None:
            assert [low[facts["node"]].score, high[facts["node"]].score] == [
                Fraction(facts[end]) for end in ("at_low", "at_high")
            ], each.id
            tried += 1
    assert tried > 15


def test_a_cliff_lies_where_it_is_said_to() -> None:
    tried = 0
    for each, finding in pairs("cliff"):
        given = planted_cases.values(finding.facts["where"])
        scores = {_score(each.faulty, finding, _moved(given, by)) for by in (-_NEAR, 0, _NEAR)}
        if None not in scores:
            assert {Fraction(finding.facts[side]) for side in ("before", "after")} <= scores, each.id
            tried += 1
    assert tried > 4


_NEAR = Fraction(1, 10**6)


def _score(text: str, finding: Diagnostic, given: dict[str, str]) -> Fraction | None:
    found = scored(text, given)
    return None if found is None else found[finding.facts["name"]].score


def _moved(given: dict[str, str], by: Fraction | int) -> dict[str, str]:
    """Return values of which the first number is moved a little."""
    name = next(name for name, value in given.items() if _NUMBER.fullmatch(value))
    text = given[name]
    moved = Fraction(text.removesuffix("%")) + by
    return {**given, name: decimal_text(moved) + "%" * text.endswith("%")}


_NUMBER = re.compile(r"-?[\d.]+%?")


# What is said of all cases, tried with many


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.id)
def test_no_case_of_a_clean_twin_is_without_a_score_but_for_marks(twin: Twin) -> None:
    rules = planted_cases.ruleset(twin.text)
    for case in planted_cases.samples(rules, twin.text, 80):
        assert rules.score(case).outcome is not Outcome.UNDEFINED, case


def test_no_case_gets_more_or_less_than_is_said_to_be_reached() -> None:
    tried = 0
    for code, end in (("full-unreachable", "high"), ("zero-unreachable", "low"), ("cannot-exhaust", "low")):
        for each, finding in pairs(code):
            if CUT in finding.facts[end] or each.id in _OF_A_METHOD:
                continue
            bound = Fraction(finding.facts[end])
            for score in _scores_of(each, finding.facts["name"]):
                assert score <= bound if end == "high" else score >= bound, each.id
                tried += 1
    assert tried > 1000


_OF_A_METHOD = ("library/method-costs",)


def _scores_of(each: Planted, node: str) -> Iterator[Fraction]:
    rules = planted_cases.ruleset(each.faulty)
    for case in planted_cases.samples(rules, each.faulty, 40):
        score = rules.score(case)[node].score
        if score is not None:
            yield score


def test_no_case_gets_a_grade_that_is_said_not_to_be_reached() -> None:
    for each, finding in pairs("grade-unreachable"):
        rules = planted_cases.ruleset(each.faulty)
        for case in planted_cases.samples(rules, each.faulty, 60):
            assert rules.score(case).grade != finding.facts["name"], each.id


# The corpus


def test_there_are_enough_faults_of_every_kind() -> None:
    kinds = Counter(each.fault.kind for each in ITEMS)
    assert kinds["one"] + kinds["boxes"] >= 400
    assert kinds["boxes"] >= 80
    assert kinds["open"] >= 35
    assert len(TWINS) >= 40


def test_every_finding_is_planted_somewhere() -> None:
    assert CHECK.keys() - {each.fault.code for each in ITEMS} == {OPEN}


def test_the_corpus_is_always_the_same_and_no_fault_stands_twice() -> None:
    assert items() == ITEMS
    assert len({each.id for each in ITEMS}) == len(ITEMS)
    assert len({each.faulty for each in ITEMS}) == len(ITEMS)
    assert not [each.id for each in ITEMS if each.faulty == each.clean]


def test_the_table_counts_every_fault() -> None:
    rows = [line.split() for line in table().splitlines()]
    assert rows[0] == ["code", "one", "boxes", "open"]
    assert {row[0] for row in rows[1:-1]} == {each.fault.code for each in ITEMS}
    assert sum(map(int, rows[-1][1:])) == len(ITEMS)
    assert sum(int(count) for row in rows[1:-1] for count in row[1:]) == len(ITEMS)


def test_the_corpus_is_written_as_files(tmp_path: Path) -> None:
    write(tmp_path)
    index = json.loads((tmp_path / "index.json").read_text("utf-8"))
    assert [each["file"] for each in index] == [f"{each.id}.yaml" for each in ITEMS]
    assert all((tmp_path / each["file"]).is_file() for each in index)
