"""The JSON Schema says what the loader says: the shipped files pass, mistyped keys and options do not."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing

from scoring import cases, keys, list_source, schema
from scoring.diagnostic import Problems, RulesetError
from scoring.document import Item, Listing, Scalar, load_source, read_yaml
from scoring.rules import kinds
from scoring.ruleset import load
from scoring.testing import expects, reading, starting, tables
from scoring.testing import keys as test_keys
from scoring.testing.reading import SUFFIX
from scoring.testing.schema import schema_of_tests

ROOT = Path(__file__).parents[1]
SHIPPED = sorted(path for path in (ROOT / "rulesets").glob("*/*.yaml") if ".test." not in path.name)
RULESETS = [
    *(path for path in SHIPPED if "cases" not in path.name and not path.name.endswith(SUFFIX)),
    ROOT / "tests" / "benchmarks" / "policy.yaml",
]
CASES = [path for path in SHIPPED if "cases" in path.name]
TESTS = [path for path in SHIPPED if path.name.endswith(SUFFIX)]
BAD = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
SEEN_BY_KEYS = ("unknown-key", "missing-key", "unknown-option", "rule-needs", "flag-expected", "unknown-rule")


def validator(of: dict[str, Any]) -> jsonschema.Draft7Validator:
    """Return a validator that opens no connection."""
    return jsonschema.Draft7Validator(of, registry=referencing.Registry())


RULESET_SCHEMA = validator(schema.ruleset_schema())
CASES_SCHEMA = validator(schema.cases_schema())
TESTS_SCHEMA = validator(schema_of_tests())


def plain(item: Item) -> object:
    """Return a document as an editor sees it: numbers as numbers, keys as texts."""
    if isinstance(item, Scalar):
        value = item.value
        if isinstance(value, Fraction):
            return json.loads(item.text)
        return value
    if isinstance(item, Listing):
        return [plain(each) for each in item.items]
    return {key: plain(field.value) for key, field in item.fields.items()}


def read(path: Path) -> object:
    """Return a file as an editor sees it, None if it cannot be read at all."""
    problems = Problems()
    source = load_source(path, problems)
    table = None if source is None else read_yaml(source, problems)
    return None if table is None else plain(table)


def faults(of: jsonschema.Draft7Validator, document: object) -> list[str]:
    """Return where a document does not fit, and why."""
    return [f"{'.'.join(map(str, each.absolute_path))}: {each.message}" for each in of.iter_errors(document)]


def test_the_schemas_are_schemas() -> None:
    for each in (RULESET_SCHEMA, CASES_SCHEMA, TESTS_SCHEMA):
        jsonschema.Draft7Validator.check_schema(each.schema)
        assert "oneOf" not in json.dumps(each.schema)


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_rulesets_fit(path: Path) -> None:
    assert faults(RULESET_SCHEMA, read(path)) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_cases_fit(path: Path) -> None:
    assert faults(CASES_SCHEMA, read(path)) == []


@pytest.mark.parametrize(
    ("figure", "fault"),
    [
        ({"over": "cases", "take": "min", "of": "x", "where": "x > 0"}, ""),
        ({"over": "cases", "take": "rank", "of": "x", "best": "high", "ties": "dense"}, ""),
        ({"list_of": {"min": 0, "max": 10}}, ""),
        ({"for_each": "marks", "of": "each", "edge": "at_least", "bands": {"5": 1, "else": 0}}, ""),
        ({"over": "cases", "take": "mini", "of": "x"}, "'mini' is not one of"),
        ({"over": "case", "take": "min", "of": "x"}, "'case' is not one of"),
    ],
)
def test_figures_over_all_cases_and_lists(figure: dict[str, object], fault: str) -> None:
    found = faults(RULESET_SCHEMA, {"ruleset": "r", "indicators": {}, "figures": {"f": figure}})
    assert fault in "".join(found) if fault else found == []


def test_what_keys_and_options_can_tell_is_told() -> None:
    unseen = []
    for path in BAD:
        document = read(path)
        if document is None:
            continue
        with pytest.raises(RulesetError) as error:
            load(path)
        codes = {each.code for each in error.value.diagnostics}
        places = {each.facts.get("where") for each in error.value.diagnostics}
        if codes & set(SEEN_BY_KEYS) and not places & {"band", "row"} and not faults(RULESET_SCHEMA, document):
            unseen.append((path.name, sorted(codes)))
    # Words that depend on what stands elsewhere (a grade, a name of a node) are beyond a schema.
    assert len(unseen) <= len(BAD) // 20, unseen


RULE = {"deduct": 0.1, "per": "1%", "below": "90%", "of": "rate", "part": "exact"}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (RULE, ""),
        ({"deduct": "0.3", "per": "finding"}, ""),
        ({"deduct": "0.3", "when": "late > 0"}, ""),
        ("judge", ""),
        (["judge", {"lose_all": "late > 0"}], ""),
        ({"of": ["a", "b"], "by": {"x": [1, 2]}}, ""),
        ({"points": {"of": ["a", "b"], "by": {"x": [1, 2]}}}, ""),
        ({"of": {"of": "a", "by": {"x": 1}}, "edge": "at_least", "bands": {"90%": 5, "else": 0}}, ""),
        ({**RULE, "prat": "drop"}, "'prat' was unexpected"),
        ({**RULE, "part": "extact"}, "'extact' is not one of"),
        ({"deduct": 1, "per": "1%"}, "'of' is a required property"),
        ({"deduct": 1}, "'when' is a required property"),
        ({"deduct": 1, "per": "finding", "of": "x"}, "'of' was unexpected"),
        ({"of": "x", "bands": {"1": 2}, "egde": "at_least"}, "'egde' was unexpected"),
        ("juge", "'judge' was expected"),
        ({"of": {"wrong": 1}, "bands": {}}, "is not valid under any of the given schemas"),
    ],
)
def test_a_rule_is_told_by_its_keys(rule: object, words: str) -> None:
    document = {"ruleset": "r", "indicators": {"a": {"points": 10, "rules": rule}}}
    found = faults(RULESET_SCHEMA, document)
    assert len(found) == bool(words), found
    assert not words or words in found[0]


def test_every_key_is_described_in_both_languages() -> None:
    whole = json.dumps(schema.ruleset_schema(), ensure_ascii=False)
    tables = [keys.ROOT, keys.NODE, keys.FIGURE, keys.ROUNDING, *(kind.keys for kind in kinds().values())]
    for table in tables:
        for name, key in table.items():
            assert json.dumps(f"{key.en} / {key.zh}", ensure_ascii=False) in whole, name


def test_the_case_schema_knows_the_keys_of_the_reader() -> None:
    assert tuple(schema.CASE_FILE) == cases._FILE  # noqa: SLF001 - the two must agree
    assert tuple(schema.LIST_TABLE) == list_source.KEYS
    assert tuple(schema.CASE) == cases.CASE_KEYS
    assert tuple(schema.FINDING) == cases._FINDING  # noqa: SLF001
    assert tuple(schema.MARK) == cases._MARK  # noqa: SLF001
    assert tuple(schema.SET) == cases._SET  # noqa: SLF001


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (
            {"figures": {"x": 1.5, "trained": {"actual": 1}}, "marks": {"A1": 2, "A2": {"deduct": 1, "because": "b"}}},
            "",
        ),
        ({"figrues": {}}, "'figrues' was unexpected"),
        ({"findings": [{"note": "n"}]}, "'against' is a required property"),
        ({"marks": {"A1": {"points": 2}}}, "'points' was unexpected"),
        ({"set": {"A1": "two"}}, "does not match"),
    ],
)
def test_cases_are_checked_by_their_keys(case: object, words: str) -> None:
    found = faults(CASES_SCHEMA, {"cases": {"a": case}})
    assert len(found) == bool(words), found
    assert not words or words in found[0]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_tests_fit(path: Path) -> None:
    assert faults(TESTS_SCHEMA, read(path)) == []


def test_the_schema_of_tests_knows_the_keys_of_the_reader() -> None:
    read_here = {
        "FILE": reading.FILE, "TEST": reading.TEST, "BASE": starting.BASE, "KNOWN": reading.KNOWN,
        "SNAPSHOT": reading.SNAPSHOT, "EXPECT": expects.WHOLE, "ASPECTS": expects.ASPECTS,
        "PORTFOLIO": expects.PORTFOLIO, "REASON": expects.REASON, "GROUP": expects.GROUP, "ROW": tables.ROW,
    }  # fmt: skip
    for name, known in read_here.items():
        told = getattr(test_keys, name)
        assert set(told) == set(known), name
        for key, value in told.items():
            assert json.dumps(f"{value.en} / {value.zh}", ensure_ascii=False) in json.dumps(
                schema_of_tests(), ensure_ascii=False
            ), key


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (
            {"figures": {"x": "90%", "y": None}, "expect": {"A1": 2, "total": {"between": [1, None]}, "grade": "good"}},
            "",
        ),
        ({"cases": "c.yaml", "expect": {"east": {"A1": {"lost": 1}}}, "expect_portfolio": {"groups": {"A": 1}}}, ""),
        ({"vary": "x", "expect_of": "A1", "rows": {"90%": 5, "80%": {"outcome": "missing"}}}, ""),
        ({"vary": ["x", "y"], "expect_of": "A1", "rows": [[1, 2, 3]]}, ""),
        ({"base": "none", "expect": {"missing": ["x"], "reasons": "none", "range": [1, 2]}}, ""),
        ({"expect": {"reasons": [{"at": "A1", "contains": "below"}], "error": "range"}}, ""),
        ({"name": "idle"}, "is not valid under any of the given schemas"),
        ({"expekt": {"A1": 2}, "expect": {"A1": 2}}, "'expekt' was unexpected"),
        ({"expect": {"A1": {"scoer": 2}}}, "'scoer' was unexpected"),
        ({"expect": {"outcome": "scord"}}, "'scord' is not one of"),
        ({"expect": {"range": [1]}}, "[1] is too short"),
        ({"expect": {"reasons": [{"where": "A1"}]}}, "'where' was unexpected"),
        ({"expect": {"A1": 2}, "known_issue": {"because": "later"}}, "'until' is a required property"),
        ({"expect": {"A1": 2}, "unconfirmed": "yes"}, "'yes' is not of type 'boolean'"),
        ({"cases": "c.yaml", "expect": {"east": 90}}, "90 is not of type 'object'"),
    ],
)
def test_tests_are_checked_by_their_keys(test: object, words: str) -> None:
    for document in ({"ruleset": "r.yaml", "tests": [test]}, {"ruleset": "r.yaml", "tests": test}):
        found = faults(TESTS_SCHEMA, document)
        assert len(found) == bool(words), found
        assert not words or words in found[0]


def test_an_extending_ruleset_may_hold_parts() -> None:
    document = {"ruleset": "r", "extends": "base.yaml", "indicators": {"B1.2": {"rules": {"part": "drop"}}}}
    assert faults(RULESET_SCHEMA, document) == []
    assert faults(RULESET_SCHEMA, {**document, "indicator": {}}) != []
