"""``scoring schema``: JSON Schema (draft 7) of ruleset and case files, so that editors complete and check them.

Made from the tables of keys and from the rule kinds, so that it says what the loader says. A table's kind is told
by its keys (``if`` … ``then``), never by trying alternatives, and patterns are linear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.keys import (
    COHORT,
    FIGURE,
    FORMS,
    FUNCTION,
    GRADE,
    LIST,
    MODES,
    NODE,
    NOTES,
    OVERRIDE,
    PORTFOLIO,
    ROOT,
    ROUNDING,
    SHAPE,
    Key,
    Keys,
)
from scoring.rules import COMMON, RuleKind, form_leads, kinds, leads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
_NUMBER = r"^(none|-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?%?)$"
_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_BOUND = f"{_NUMBER[:-2]}|{_DAY})$"
_IS = Key("value", "the value, or a formula", "取值，或公式")
_REMOVE = Key("names", "what of the extended ruleset is taken away", "从原规则集中去掉的内容")

#: What stands in a case file: file, case, finding, mark, set value.
CASE_FILE: Keys = {
    "by": Key("text", "who evaluates, for every mark that does not say", "评价人"),
    "extends": Key("text", "the case file this one changes", "所修改的单位数据文件"),
    "lists": Key("any", "list → the table in which it stands for all cases", "列表 → 存放各单位记录的表格"),
    "cases": Key("any", "the evaluated units by id", "各被评价单位"),
}
LIST_TABLE: Keys = {
    "from": Key("text", "a .csv, .xlsx or .ods file, a sheet behind `#`; a folder with a .csv file of the list's name",
                "表格：.csv、.xlsx或.ods文件，工作表写在#之后；或含同名.csv文件的文件夹"),
    "case": Key("text", "heading of the column that names the case, by id or name; `id` unless said",
                "案例（编号或名称）所在列的列名，默认id"),
    "columns": Key("table", "field → heading; only these are read. Without it each heading is a field, by id or name,"
                   " but for those of `case` and `key`",
                   "字段 → 列名，只读所列各列；不写时`case`、`key`以外的各列名即字段编号或名称"),
    "headings": Key("number", "number of the row with the headings; the first that is not empty unless said",
                    "列名所在的行号，默认首个非空行"),
    "key": Key("text", "heading of a column that says nothing twice", "不得重复的列"),
    "fill_down": Key("names", "columns in which a blank or merged cell stands for the value above; `true`: the case's",
                     "空白（或合并单元格的其余部分）沿用上方值的列；true指案例所在列"),
    "leave_out": Key("table", "heading → texts; a row with one of them there is no record. `{}`: every row is one",
                     "列名 → 文字；该列为这些文字的行不是记录；{}表示每行都是记录"),
    "names": Key("table", "what the table calls a case → its id or name", "表中的单位名称 → 案例编号或名称"),
    "no_rows": Key("empty|missing", "what the list of a case without a row is; no default",
                   "没有行的案例：列表为空或缺少；没有默认"),
    "encoding": Key("text", "of a CSV file, such as `gb18030`", "CSV文件的编码，如gb18030"),
}  # fmt: skip
CASE: Keys = {
    "name": Key("text", "its name", "名称"),
    "date": Key("text", "the day it is evaluated for", "评价日期"),
    "by": Key("text", "who evaluates", "评价人"),
    "figures": Key("any", "figure → value; local ones below their node", "各项数据"),
    "findings": Key("any", "what was found, and against what", "发现的问题"),
    "marks": Key("any", "address → mark of a person", "人工评分"),
    "set": Key("any", "address → score that a person puts in place of the computed one", "人工核定的得分"),
    "not_applicable": Key("any", "address → why it does not apply", "不适用的指标及理由"),
}
FINDING: Keys = {
    "against": Key("names", "one address or several", "所针对的指标"),
    "count": Key("number", "how often, 1 unless said", "例数，默认1"),
    "amount": Key("number", "the amount in question", "涉及金额"),
    "note": Key("text", "what was found", "说明"),
    "source": Key("text", "where it is recorded", "出处"),
}
MARK: Keys = {
    "score": Key("number", "points kept", "得分"),
    "deduct": Key("number", "points taken off", "扣分"),
    "because": Key("text", "the reason", "理由"),
    "by": Key("text", "who marked", "评分人"),
}
SET: Keys = {key: MARK[key] for key in ("score", "because", "by")}


def ruleset_schema() -> Schema:
    """Return the schema of a ruleset file."""
    strict = {"anyOf": [{"required": [key]} for key in ("indicators", "total")], "properties": properties(ROOT)}
    change = {"properties": {**_loose(ROOT), "remove": _of(_REMOVE)}, "additionalProperties": False}
    return {
        "$schema": DRAFT,
        "title": "scoring ruleset / 评分规则集",
        "type": "object",
        "required": ["ruleset"],
        "if": {"required": ["extends"]},
        "then": change,
        "else": {**strict, "additionalProperties": False},
        "definitions": {
            "text": {"type": ["string", "number", "boolean"]},
            "label": _label(),
            "number": {"type": ["number", "string"], "maxLength": 40, "pattern": _NUMBER},
            "value": _value("number"),
            "condition": _value("boolean"),
            "form": {"type": "object", "allOf": _forms()},
            "rule": _rule(),
            "rules": choice({"array": {"items": ref("part")}, "object": ref("rule"), "string": {"const": "judge"}}),
            "part": choice({"object": ref("rule"), "string": {"const": "judge"}}),
            "node": table(properties(NODE)),
            "child": choice({"object": ref("node"), "string": {"maxLength": 500}, "number": {}}),
            "each": choice({"object": _each(), "array": {"items": ref("part")}, "string": {"const": "judge"}}),
            "figure": table(properties({**COHORT, **LIST, **FIGURE, **_form_keys()})),
            "variant": table({**properties(NODE), "when": _of(Key("condition", "when it holds", "适用条件"))}),
            "argument": choice({**_plain("number"), "boolean": {}}),
            "function": _function(),
            "shape": table(properties(SHAPE)),
            "override": table(properties(OVERRIDE), required=["when"]),
            "grade": table(properties(GRADE), required=["grade"]),
            "method": table({**_loose(ROOT), "remove": _of(_REMOVE)}),
        },
    }


def cases_schema() -> Schema:
    """Return the schema of a case file."""
    case = table(case_properties(CASE))
    file = properties(CASE_FILE) | {
        "lists": {**said(CASE_FILE["lists"]), "type": "object", "additionalProperties": list_table()},
        "cases": {**said(CASE_FILE["cases"]), "type": "object", "additionalProperties": case},
    }
    return {
        "$schema": DRAFT,
        "title": "scoring cases / 被评价单位",
        **table(file),
        "anyOf": [{"required": ["cases"]}, {"required": ["extends"]}],
        "definitions": case_definitions(),
    }


def list_table() -> Schema:
    """Return the schema of where a list of all cases stands."""
    texts = choice({"array": {"items": ref("text")}, "string": {}, "number": {}})
    own: Schema = {
        "columns": {"type": "object", "additionalProperties": ref("text")},
        "headings": {"type": "integer", "minimum": 1},
        "fill_down": choice({"array": {"items": ref("text")}, "string": {}, "boolean": {"const": True}}),
        "leave_out": {"type": "object", "additionalProperties": texts},
        "names": {"type": "object", "additionalProperties": ref("text")},
    }
    told = {key: {**said(LIST_TABLE[key]), **each} for key, each in own.items()}
    return table({**properties(LIST_TABLE), **told}, required=["from"])


def case_properties(keys: Keys) -> Schema:
    """Return the schemas of some keys of a case; they need `case_definitions`."""
    address = {"type": "object"}
    value = {"type": ["number", "string", "boolean", "null", "object", "array"]}
    found = properties(CASE) | {
        "figures": {**said(CASE["figures"]), "type": ["object", "null"], "additionalProperties": value},
        "findings": {**said(CASE["findings"]), "type": ["array", "null"], "items": ref("finding")},
        "marks": {**said(CASE["marks"]), **address, "additionalProperties": ref("mark")},
        "set": {**said(CASE["set"]), **address, "additionalProperties": ref("set")},
        "not_applicable": {**said(CASE["not_applicable"]), **address, "additionalProperties": ref("text")},
    }
    return {key: found[key] for key in keys}


def case_definitions() -> Schema:
    """Return what the schemas of the keys of a case refer to."""
    plain: Schema = {"number": {}, "string": {"pattern": _NUMBER}, "null": {}}
    return {
        "text": {"type": ["string", "number", "boolean", "null"]},
        "number": {"type": ["number", "string", "null"], "maxLength": 40, "pattern": _NUMBER},
        "finding": table(properties(FINDING), required=["against"]),
        "mark": choice({**plain, "object": table(properties(MARK))}),
        "set": choice({**plain, "object": table(properties(SET))}),
    }


# Parts


def ref(name: str) -> Schema:
    """Return what points to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def table(properties: Schema, required: Iterable[str] = ()) -> Schema:
    """Return the schema of a table with these keys and no others."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": list(required)} if required else found


def choice(by_type: Mapping[str, Schema]) -> Schema:
    """Return what may be of several types, each with a schema of its own."""
    rules = [{"if": {"type": name}, "then": schema} for name, schema in by_type.items() if schema]
    return {"type": list(by_type), "allOf": rules} if rules else {"type": list(by_type)}


def _label() -> Schema:
    languages = {"zh": {"type": "string"}, "en": {"type": "string"}}
    return choice({"object": table(languages), "string": {}, "number": {}, "boolean": {}})


def _value(plain: str) -> Schema:
    """Return a constant, a formula, or a value form."""
    return choice(_plain(plain))


def _plain(plain: str) -> dict[str, Schema]:
    return {plain: {}, "string": {"maxLength": 500}, "null": {}, "object": ref("form")}


def said(key: Key) -> Schema:
    """Return what an editor tells of a key."""
    return {"description": f"{key.en} / {key.zh}"}


_OWN: Mapping[str, Schema] = {
    "each": ref("each"),
    "variants": {"type": "array", "items": ref("variant")},
    "overrides": choice({"array": {"items": ref("override")}, "object": ref("override")}),
    "grade": choice({"object": ref("figure"), "string": {"maxLength": 500}}),
    "grades": choice({"array": {"items": ref("grade")}, "object": {}}),
    "methods": {"type": "object", "additionalProperties": ref("method")},
    "if_not_applicable": choice(
        {
            "string": {"enum": ["drop", "full", "zero"]},
            "object": table({"give_to": {"type": "string"}, "as": {"enum": ["scaled", "points"]}}, ["give_to", "as"]),
        }
    ),
    "round": {"type": ["number", "string", "object", "array"]},
    "mode": {"enum": list(MODES)},
    "allow": {"type": "object", "additionalProperties": ref("text")},
}
"""Keys whose form says less than is known."""


def _of(key: Key, name: str = "") -> Schema:
    """Return the schema of a key's value."""
    form = key.form
    plain: dict[str, Schema] = {
        "any": {}, "flag": {"type": "boolean"}, "names": choice({"array": {"items": ref("text")}, "string": {}}),
        "table": {"type": "object"}, "nodes": {"type": "object", "additionalProperties": ref("child")},
        "figures": {"type": "object", "additionalProperties": choice({"object": ref("figure"), "null": {}})},
        "points": ref("value"), "values": choice({**_plain("number"), "array": {"items": ref("value")}}),
        "list": {"type": "array", "minItems": 1, "items": ref("value")},
        "arguments": {"type": "object", "additionalProperties": ref("argument")},
        "functions": {"type": "object", "additionalProperties": ref("function")},
        "shapes": {"type": "object", "additionalProperties": ref("shape")},
    }  # fmt: skip
    if name in _OWN:
        schema = _OWN[name]
    elif form in plain:
        schema = plain[form]
    elif form == "bound":
        schema = {"type": ["number", "string"], "maxLength": 40, "pattern": _BOUND}
    elif form in ("text", "label", "number", "value", "condition", "rules"):
        schema = ref(form)
    else:
        schema = {"enum": form.split("|")}
    # Draft 7 ignores what stands beside a $ref, so a description needs a place of its own.
    return {**said(key), **({"allOf": [schema]} if "$ref" in schema else schema)}


def properties(keys: Keys) -> Schema:
    """Return the schemas of some keys."""
    tables = {"rounding": ROUNDING, "portfolio": PORTFOLIO}
    return {
        name: {**said(key), **table(properties(tables[name]))} if name in tables else _of(key, name)
        for name, key in keys.items()
    }


def _loose(keys: Keys) -> Schema:
    """Return keys whose values are parts to be merged: any of them may be incomplete."""
    return {name: said(key) for name, key in keys.items()}


def _form_keys() -> dict[str, Key]:
    """Return the keys of all value forms; one that several share takes what any of them takes."""
    found: dict[str, Key] = {"is": _IS}
    for kind in kinds().values():
        for name, key in kind.keys.items() if kind.form else ():
            if name not in found or key.form == "values":
                found[name] = key
    return found


def _forms() -> list[Schema]:
    """Return what each value form may hold, by the key that shows which it is."""
    found: list[Schema] = [{"anyOf": [{"required": [lead]} for lead in sorted(form_leads())]}]
    found.append({"if": {"required": ["is"]}, "then": table(properties({"is": _IS, **NOTES}))})
    for kind in kinds().values():
        if kind.form:
            of = [{"required": [lead]} for lead in kind.leads]
            then = {**table(properties({**kind.keys, **NOTES})), "required": list(kind.needs)}
            found.append({"if": {"anyOf": of}, "then": then})
    return found


def _function() -> Schema:
    """Return what an author's function may hold: its own keys and those of a value form."""
    shows = [{"required": [lead]} for lead in sorted(form_leads())]
    return {**table(properties({**FUNCTION, **_form_keys()}), ["needs"]), "anyOf": shows}


def _each() -> Schema:
    """Return a rule, or keys of a node, by whether a key shows that it is a rule."""
    shows = [{"required": [lead]} for lead in sorted(leads() - {"points"})]
    return {"if": {"anyOf": shows}, "then": ref("rule"), "else": ref("node")}


def _rule() -> Schema:
    """Return what each kind of rule may hold, by the keys that show which kind it is."""
    found: list[Schema] = [{"anyOf": [{"required": [lead]} for lead in sorted(leads())]}]
    for kind in kinds().values():
        then = table(properties({**kind.keys, **COMMON}))
        found.append({"if": {"allOf": _shows(kind)}, "then": {**then, "required": list(kind.needs)}})
    return {"type": "object", "allOf": found}


def _shows(kind: RuleKind) -> list[Schema]:
    """Return what tells a kind from every other kind with the same lead."""
    rivals = [each for each in kinds().values() if each is not kind and set(each.leads) & set(kind.leads)]
    found: list[Schema] = [{"anyOf": [{"required": [lead]} for lead in kind.leads]}]
    needed = dict.fromkeys(key for each in (kind, *rivals) for key in each.needs if key not in COMMON)
    for key in needed:
        other = [each for each in rivals if _told_by(each, key) != _told_by(kind, key)]
        if not other:
            continue
        words = [word for each in other if (word := _word(each, key))]
        lists = any(_is_list(each, key) for each in other)
        if key not in kind.keys:
            found.append({"not": {"required": [key]}})
        elif _is_list(kind, key):
            found.append({"required": [key], "properties": {key: {"type": "array"}}})
        elif _word(kind, key):
            found.append({"required": [key], "properties": {key: {"const": _word(kind, key)}}})
        elif words or lists:
            not_ = [{"enum": words}] * bool(words) + [{"type": "array"}] * lists
            found.append({"required": [key], "properties": {key: {"not": {"anyOf": not_}}}})
        rivals = [each for each in rivals if each not in other]
    return found


def _told_by(kind: RuleKind, key: str) -> tuple[bool, str, bool]:
    """Return what a key tells of a rule's kind: that it must stand, a word that it must be, that it is a list."""
    return key in kind.needs, _word(kind, key), _is_list(kind, key)


def _is_list(kind: RuleKind, key: str) -> bool:
    return key in kind.keys and kind.keys[key].form == "list"


def _word(kind: RuleKind, key: str) -> str:
    """Return the one word that a key of a kind must be, "" for any other key."""
    form = kind.keys[key].form if key in kind.keys else ""
    return "" if form in FORMS or "|" in form else form
