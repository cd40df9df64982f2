"""The random rulesets of the referee: reproducible, readable, valid where that is easily seen."""

from __future__ import annotations

import re
from pathlib import Path

import oracle
from oracle.compare import differences, flat
from oracle.generator import cases_text, generate
from oracle.run import Run


def test_generated_rulesets_are_the_same_each_time_and_read_back() -> None:
    outcomes: set[str] = set()
    for seed in range(60):
        made = generate(seed)
        assert oracle.read_yaml(made.text) == made.ruleset
        assert generate(seed).text == made.text
        cases = made.cases(2)
        assert cases_text(cases) == cases_text(made.cases(2))
        assert oracle.read_yaml(cases_text(cases))["cases"] == cases
        results = [oracle.score(made.ruleset, case) for case in cases.values()]
        outcomes.update(result.outcome for result in results)
        assert not [problem for result in results for problem in result.problems]
    assert outcomes == {"scored", "missing", "undefined", "not_applicable"}


def test_printed_points_of_generated_rulesets_add_up() -> None:
    for seed in range(40):
        ruleset = generate(seed).ruleset
        root = Run(ruleset, {}).root
        for node in root.below():
            # a group that combines otherwise, or has no points, has children with scales of their own
            if node.main and not node.open and node.spec.get("combine", "sum") == "sum":
                assert sum(child.points for child in node.main) == node.points


def test_the_referee_shares_no_code_with_the_package() -> None:
    files = list((Path(__file__).parent / "oracle").glob("*.py"))
    assert len(files) > 10
    assert not [
        file.name for file in files if re.search(r"^\s*(?:from|import) scoring", file.read_text("utf-8"), re.MULTILINE)
    ]


def test_differences_are_named() -> None:
    text = "{points: 10, without_findings: keep, indicators: {a: {points: 10, rules: {judge: 0..10}}}}"
    best, marked = (oracle.score(oracle.read_yaml(text), {"marks": marks}) for marks in ({}, {"a": "4"}))
    assert list(differences(flat(best), flat(marked))) == [
        "total: expected 10, was 4",
        "total score: expected 10, was 4",
        "a score: expected 10, was 4",
    ]
