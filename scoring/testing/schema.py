"""JSON Schema (draft 7) of files of tests, so that editors complete and check them: ``scoring schema --tests``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.schema import DRAFT, case_definitions, case_properties, choice, properties, ref, said, table
from scoring.testing.keys import ASPECTS, BASE, EXPECT, FILE, KNOWN, PORTFOLIO, REASON, SAYS, SNAPSHOT, TEST

if TYPE_CHECKING:
    from scoring.keys import Keys
    from scoring.schema import Schema

_PLAIN = ("number", "string", "boolean", "null")
_ANY: dict[str, Schema] = {name: {} for name in _PLAIN}
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def schema_of_tests() -> Schema:
    """Return the schema of a file of tests."""
    by_case = {"type": "object", "additionalProperties": ref("expect")}
    enough = [{"required": ["expect"]}, {"required": ["expect_portfolio"]}, {"required": ["vary", "expect_of", "rows"]}]
    test = table(_of(TEST) | {"expect": said(TEST["expect"])})
    return {
        "$schema": DRAFT,
        "title": "scoring tests / 评分规则测试",
        **table(_of(FILE), required=["ruleset"]),
        "anyOf": [{"required": ["tests"]}, {"required": ["snapshots"]}],
        "definitions": {
            **case_definitions(),
            "base": choice({"object": table(_of(BASE)), "string": {"const": "none"}}),
            "test": {
                **test,
                "anyOf": enough,
                "if": {"required": ["cases"]},
                "then": {"properties": {"expect": by_case}},
                "else": {"properties": {"expect": ref("expect")}},
            },
            "expect": {
                "type": "object",
                "minProperties": 1,
                "properties": _of(EXPECT),
                "additionalProperties": ref("value"),
            },
            "value": choice({**_ANY, "object": {**table(_of(ASPECTS)), "minProperties": 1}}),
            "reason": {**table(_of(REASON)), "minProperties": 1},
            "snapshot": table(_of(SNAPSHOT), required=["cases", "expect"]),
        },
    }


def _of(keys: Keys) -> Schema:
    """Return the schemas of some keys."""
    case = case_properties({key: value for key, value in keys.items() if SAYS.get(key) is value})
    rest = {key: value for key, value in keys.items() if key not in case}
    return {**{key: _own(key, keys) or value for key, value in properties(rest).items()}, **case}


def _own(name: str, keys: Keys) -> Schema | None:
    """Return the schema of a key whose form says less than is known, None for the others."""
    found = _values(keys).get(name)
    return None if found is None else {**said(keys[name]), **({"allOf": [found]} if "$ref" in found else found)}


def _values(keys: Keys) -> dict[str, Schema]:
    """Return the schemas of the values of such keys, by where they stand."""
    names = choice({"array": {"items": ref("text")}, **_ANY})
    if keys is FILE or keys is TEST:
        return {
            "base": ref("base"),
            "tests": _several("test"),
            "snapshots": _several("snapshot"),
            "known_issue": table(_of(KNOWN), required=["because", "until"]),
            "expect_portfolio": {**table(_of(PORTFOLIO)), "minProperties": 1},
            "vary": names,
            "expect_of": names,
            "rows": {"type": ["object", "array"], "minItems": 1, "minProperties": 1, "items": {"type": "array"}},
        }
    if keys is KNOWN:
        return {"until": {"type": "string", "pattern": _DAY}}
    if keys is REASON:
        return {"points": {"type": ["number", "string"]}}
    between = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": ["number", "string", "null"]}}
    several = ("missing", "perhaps_missing", "grades", "error", "left_out")
    limits = {**table({"between": between}), "required": ["between"]}
    one = choice({**_ANY, "object": limits})
    ways: dict[str, Schema] = dict.fromkeys(several, names)
    ways |= {"range": between, "between": between, "grade": ref("text")}
    ways |= dict.fromkeys(("score", "lost", "points", "value", "total"), one)
    parts = {"type": "object", "additionalProperties": {"type": list(_PLAIN)}}
    ways |= {"groups": parts, "weights": parts}
    reasons = {"array": {"items": ref("reason")}, "object": ref("reason"), "string": {"const": "none"}}
    return {**ways, "reasons": choice(reasons)}


def _several(name: str) -> Schema:
    return choice({"array": {"items": ref(name)}, "object": ref(name)})
