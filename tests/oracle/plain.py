"""Rulesets and cases as plain data in which every scalar is a string; files, and the deep merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import yaml

from oracle.values import NULLS

Spec: TypeAlias = "str | list[Spec] | dict[str, Spec]"
Table: TypeAlias = "dict[str, Spec]"

_FORM_KINDS = ("is", "rows", "bands", "by", "interpolate", "ratio", "judge", "deduct", "award", "lose_all", "points")
_INNER = ("indicators", "criteria")


def plain(data: object) -> Spec:
    """Return Python data as plain data (None is `null`, truths are `true` and `false`)."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(item) for item in data]
    if data is None or isinstance(data, bool):
        return {None: "null", True: "true", False: "false"}[data]
    return str(data)


def table(spec: object) -> Table:
    """Return a mapping; an empty value is an empty one."""
    if isinstance(spec, dict):
        return spec
    if spec is None or spec in NULLS:
        return {}
    raise TypeError(f"a mapping was expected, not {spec!r}")


def listing(spec: Spec) -> list[Spec]:
    """Return a list; any other value is a list of one."""
    if isinstance(spec, list):
        return spec
    return [] if spec in NULLS else [spec]


def text_of(spec: Spec) -> str:
    """Return a scalar."""
    if isinstance(spec, str):
        return spec
    raise TypeError(f"a scalar was expected, not {spec!r}")


def read_yaml(text: str) -> Table:
    """Read YAML text."""
    return table(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 (strings only, made by the tests)


def load_ruleset(source: Path | Mapping[str, object], method: str | None = None) -> Table:
    """Read a ruleset from a file or from plain data, apply `extends` and the chosen method."""
    if isinstance(source, Path):
        ruleset = read_yaml(source.read_text("utf-8"))
        shared = _shared(source, ruleset)
        if "extends" in ruleset:
            base = load_ruleset(source.parent / text_of(ruleset.pop("extends")))
            ruleset = merged_ruleset(_with_shared(base, shared), ruleset)
        else:
            ruleset = _with_shared(ruleset, shared)
    else:
        ruleset = table(plain(source))
    if method is None:
        return ruleset
    change = table(table(ruleset["methods"])[method])
    return merged_ruleset({key: value for key, value in ruleset.items() if key != "methods"}, change)


def _shared(source: Path, ruleset: Table) -> list[Table]:
    """Return the files that a file uses, and those that they use."""
    found: list[Table] = []
    for name in listing(ruleset.pop("use", [])):
        path = source.parent / text_of(name)
        used = read_yaml(path.read_text("utf-8"))
        found.extend(_shared(path, used))
        found.append(used)
    return found


def _with_shared(ruleset: Table, shared: list[Table]) -> Table:
    """Return a ruleset with the functions, shapes and figures of the files that it uses."""
    result = dict(ruleset)
    for part in ("functions", "shapes", "figures"):
        found: Table = {}
        for each in (*shared, ruleset):
            found.update(table(each.get(part)))
        if found:
            result[part] = found
    return result


def load_cases(path: Path) -> dict[str, Table]:
    """Read a case file: cases by id, each on top of the case it extends."""
    document = read_yaml(path.read_text("utf-8"))
    cases: dict[str, Table] = load_cases(path.parent / text_of(document["extends"])) if "extends" in document else {}
    for name, case in table(document["cases"]).items():
        cases[name] = merged_case(cases.get(name, {}), table(case))
    return cases


def merged_case(base: Table, change: Table) -> Table:
    """Findings are added, all else is replaced by address."""
    result = {**base, **change}
    for key in ("figures", "marks", "set", "not_applicable"):
        result[key] = {**table(base.get(key)), **table(change.get(key))}
    for address, value in table(base.get("figures")).items():
        newer = table(change.get("figures")).get(address)
        if isinstance(value, dict) and isinstance(newer, dict):
            table(result["figures"])[address] = {**value, **newer}
    result["findings"] = [*listing(base.get("findings", "")), *listing(change.get("findings", ""))]
    return result


def merged_ruleset(base: Table, change: Table) -> Table:
    """Merge by key; under `indicators` a key may be the address of any node below."""
    return table(_merged(base, change))


def _merged(base: Spec, change: Spec) -> Spec:
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    if _other_kind(base, change):
        # a function that is made in another way still needs what it needed
        return {**({"needs": base["needs"]} if "needs" in base else {}), **change}
    gone = {text_of(name) for name in listing(change.get("remove", []))}
    result = {key: value for key, value in base.items() if key not in gone}
    for key, value in change.items():
        if key in _INNER and key in result:
            result[key] = _merged_nodes(table(result[key]), table(value))
        elif key != "remove":
            result[key] = _merged(result[key], value) if key in result else value
    return result


def _merged_nodes(base: Table, change: Table) -> Table:
    result = {key: value for key, value in base.items() if key not in listing(change.get("remove", []))}
    for address, value in change.items():
        if address == "remove":
            continue
        path = _address({"indicators": result}, address)
        result = _replaced(result, path, value) if path else {**result, address: value}
    return result


def _replaced(nodes: Table, path: tuple[str, ...], change: Spec) -> Table:
    name, *rest = path
    if not rest:
        # a criterion may be just its points
        old = nodes[name] if isinstance(nodes[name], dict) or not isinstance(change, dict) else {"points": nodes[name]}
        return {**nodes, name: _merged(old, change)}
    node = table(nodes[name])
    inner = next(key for key in _INNER if rest[0] in table(node.get(key)))
    return {**nodes, name: {**node, inner: _replaced(table(node[inner]), tuple(rest), change)}}


def _address(node: Table, address: str) -> tuple[str, ...]:
    """The path of the node below that an address means; () if none."""
    found = list(_nodes(node, ()))
    parts = tuple(address.split("."))
    for fits in (
        [path for path, _ in found if path == parts],
        [path for path, _ in found if path[-len(parts) :] == parts],
        [path for path, spec in found if address in (table(spec).get("code"), table(spec).get("name"))],
    ):
        if len(fits) == 1:
            return fits[0]
    return ()


def _nodes(node: Table, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Table]]:
    for inner in _INNER:
        for name, child in table(node.get(inner)).items():
            spec = child if isinstance(child, dict) else {}
            yield (*path, name), spec
            yield from _nodes(spec, (*path, name))


def _other_kind(base: Table, change: Table) -> bool:
    if ("points" in base and "rules" in base) or "indicators" in base or "figures" in base:
        return False
    kinds = [[kind for kind in _FORM_KINDS if kind in spec] for spec in (base, change)]
    return bool(kinds[0] and kinds[1] and kinds[0] != kinds[1])
