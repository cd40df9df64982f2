"""JSON Schema (draft 7) of files of tests, so that editors complete and check them: ``scoring schema --tests``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.schema import CASE, DRAFT, case_definitions, case_properties, choice, properties, ref, said, table
from scoring.testing.keys import (
    ASPECTS,
    BASE,
    EXPECT,
    FILE,
    GROUP,
    KNOWN,
    PORTFOLIO,
    REASON,
    ROW,
    SNAPSHOT,
    TEST,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.keys import Keys
    from scoring.schema import Schema

_PLAIN = ("number", "string", "boolean", "null")
_ANY: dict[str, Schema] = {name: {} for name in _PLAIN}
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NONE: Schema = {"const": "none"}


def schema_of_tests() -> Schema:
    """Return the schema of a file of tests."""
    enough = [{"required": ["expect"]}, {"required": ["expect_portfolio"]}, {"required": ["vary", "expect_of", "rows"]}]
    of_run = {"expect": _by_case(), "known_issue": _known(_by_case())}
    of_one = {"expect": ref("expect"), "known_issue": _known(ref("expect"))}
    return {
        "$schema": DRAFT,
        "title": "scoring tests / 评分规则测试",
        **table(_of(FILE, _TOP), required=["ruleset"]),
        "anyOf": [{"required": ["tests"]}, {"required": ["snapshots"]}],
        "definitions": {
            **case_definitions(),
            "base": choice({"object": table(_of(BASE, {})), "string": _NONE}),
            "case": choice({"object": table(_of(CASE, {})), "null": {}}),
            "test": {
                **table(_of(TEST, _test())),
                "anyOf": enough,
                "if": {"required": ["cases"]},
                "then": {"properties": of_run},
                "else": {"properties": of_one},
            },
            "expect": {**table(_of(EXPECT, _WHOLE)), "minProperties": 1, "additionalProperties": ref("value")},
            "value": choice({**_ANY, "object": {**table(_of(ASPECTS, _ASPECT)), "minProperties": 1}}),
            "row": choice({"array": {}, "object": table(_of(ROW, {"known_issue": _known(ref("expect"))}), ["row"])}),
            "reason": {**table(_of(REASON, {"points": {"type": ["number", "string"]}})), "minProperties": 1},
            "snapshot": table(_of(SNAPSHOT, {}), required=["cases", "expect"]),
        },
    }


def _of(keys: Keys, own: Mapping[str, Schema]) -> Schema:
    """Return the schemas of some keys; ``own`` are those of which more is known than their form says."""
    case = {key: value for key, value in keys.items() if CASE.get(key) is value}
    rest = {key: value for key, value in keys.items() if key not in case}
    found = {**properties({key: value for key, value in rest.items() if key not in own}), **_said_of_case(case)}
    found |= {key: {**said(keys[key]), **_whole(value)} for key, value in own.items()}
    return {key: found[key] for key in keys}


def _said_of_case(keys: Keys) -> Schema:
    """Return the schemas of keys of a case, of which ``none`` takes away what stood there before."""
    found = case_properties(keys)
    for key in ("marks", "set", "not_applicable"):
        if key in found:
            value = dict(found[key])
            found[key] = {"description": value.pop("description"), **choice({"object": value, "string": _NONE})}
    if "findings" in found:
        items = choice({"object": ref("finding"), "string": _NONE})
        found["findings"] = {
            **said(keys["findings"]),
            **choice({"array": {"items": items}, "null": {}, "string": _NONE}),
        }
    return found


def _whole(schema: Schema) -> Schema:
    """Return a schema beside which a description may stand: draft 7 ignores what stands beside a ``$ref``."""
    return {"allOf": [schema]} if "$ref" in schema else schema


def _several(name: str) -> Schema:
    return choice({"array": {"items": ref(name)}, "object": ref(name)})


def _by_case() -> Schema:
    return {"type": "object", "additionalProperties": ref("expect")}


def _known(gives: Schema) -> Schema:
    own = {"until": {"type": "string", "pattern": _DAY}, "gives": gives}
    return table(_of(KNOWN, own), required=["because", "until"])


_NAMES = choice({"array": {"items": ref("text")}, **_ANY})
_BETWEEN: Schema = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": ["number", "string", "null"]}}
_LIMITS = {**table({"between": _BETWEEN}), "required": ["between"]}
_NUMBER = choice({**_ANY, "object": _LIMITS})
_TOP: dict[str, Schema] = {"base": ref("base"), "tests": _several("test"), "snapshots": _several("snapshot")}
_REASONS: dict[str, Schema] = {"array": {"items": ref("reason")}, "object": ref("reason"), "string": _NONE}
_WHOLE: dict[str, Schema] = {
    "grade": ref("text"),
    "range": _BETWEEN,
    "rank": _NUMBER,
    "reasons": choice(_REASONS),
    **dict.fromkeys(("missing", "perhaps_missing", "grades", "error"), _NAMES),
}
_ASPECT: dict[str, Schema] = {
    "missing": _NAMES,
    "between": _BETWEEN,
    **dict.fromkeys(("score", "lost", "points", "value"), _NUMBER),
}
_PARTS: Schema = {"type": "object", "minProperties": 1, "additionalProperties": _NUMBER}


def _test() -> dict[str, Schema]:
    """Return the schemas of the keys of a test."""
    aspects = {key: value for key, value in _ASPECT.items() if key in GROUP}
    group = choice({**_ANY, "object": {**table(_of(GROUP, aspects)), "minProperties": 1}})
    portfolio = {
        "total": _NUMBER, "grade": ref("text"), "left_out": _NAMES, "weights": _PARTS, "contributions": _PARTS,
        "groups": {"type": "object", "minProperties": 1, "additionalProperties": group},
    }  # fmt: skip
    rows: dict[str, Schema] = {"array": {"minItems": 1, "items": ref("row")}, "object": {"minProperties": 1}}
    cases: dict[str, Schema] = {"string": {}, "object": {"minProperties": 1, "additionalProperties": ref("case")}}
    return {
        "expect": {}, "known_issue": {}, "base": ref("base"), "vary": _NAMES, "expect_of": _NAMES,
        "rows": choice(rows), "cases": choice(cases),
        "expect_portfolio": {**table(_of(PORTFOLIO, portfolio)), "minProperties": 1},
    }  # fmt: skip
