"""What a conformance case expects against what there is: one line for each difference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance_files import Table
    from oracle import OracleResult
    from scoring import Deduction, NodeResult, Portfolio, Result

_NUMBER = re.compile(r"-?\d+(?:\.\d+|/\d+)?%?")
_LISTS = ("deductions", "awards")
_ATTRIBUTES = ("score", "points", "lost", "outcome", "missing")
_WHOLE = {"total", "grade", "outcome", "missing", "outputs", "figures", "range", "grades", "texts", *_LISTS}


def number(text: str) -> Fraction:
    """Return an expected number: a decimal, n/d, or either with %."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is no number")
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def value(expected: Any) -> Any:  # noqa: ANN401  # text, truth value or None
    """Return an expected value of a figure: a number where it can be one, else the word."""
    return number(expected) if isinstance(expected, str) and _NUMBER.fullmatch(expected) else expected


def differences(expect: Table, result: Result) -> Iterator[str]:
    """Compare a result of the package."""
    nodes = {key: each for key, each in expect.items() if key not in _WHOLE}
    outcome = expect.get("outcome", None if _lacks(expect) else "scored")
    if outcome is not None:
        yield from _differs("outcome", str(outcome), str(result.outcome))
    if outcome not in (None, "scored") or "total" in expect:
        total = expect.get("total")
        yield from _differs("total", None if total is None else number(total), result.total)
    if "grade" in expect:
        yield from _differs("grade", expect["grade"], result.grade)
    if "missing" in expect or outcome == "scored":
        yield from _differs("missing", sorted(expect.get("missing") or ()), sorted(result.missing))
    yield from _values(expect, result)
    yield from _possible(expect, result)
    for name in _LISTS:
        if name in expect:
            yield from _reasons(name, expect[name], getattr(result, name))
    for address, each in nodes.items():
        yield from _node(address, each, result)


def _values(expect: Table, result: Result) -> Iterator[str]:
    for name, facts in (("outputs", result.outputs), ("figures", result.figures)):
        for key, each in expect.get(name, {}).items():
            found = facts[key]
            yield from _differs(key, value(each), str(found) if isinstance(found, date) else found)
    for address, text in expect.get("texts", {}).items():
        score = result.total if address == "total" else result[address].score
        yield from _differs(f"text of {address}", text, str(score))


def _lacks(expect: Table) -> bool:
    return any(each is None for each in expect.values())


def _differs(name: str, expected: object, found: object) -> Iterator[str]:
    if expected != found:
        yield f"{name}: expected {expected}, was {found}"


def _possible(expect: Table, result: Result) -> Iterator[str]:
    if "range" in expect:
        ends = expect["range"]
        wanted = None if ends is None else tuple(None if end is None else number(end) for end in ends)
        yield from _differs("range", wanted, result.range)
    if "grades" in expect:
        yield from _differs("grades", tuple(expect["grades"]), result.grades)


def _node(address: str, expected: Any, result: Result) -> Iterator[str]:  # noqa: ANN401  # text, table or None
    path, _, attribute = address.partition(" ")
    node = result[path]
    if attribute:
        expected = {attribute: expected}
    if not isinstance(expected, Mapping):
        expected = {"score": expected}
    for name, each in expected.items():
        if name in _LISTS:
            yield from _reasons(f"{path} {name}", each, getattr(node, name))
        elif name in _ATTRIBUTES:
            yield from _differs(f"{path} {name}", _attribute(name, each), _found(name, node))
        else:
            raise ValueError(f"{name!r} is nothing to expect of a node")


def _attribute(name: str, expected: Any) -> object:  # noqa: ANN401  # text, list or None
    if name == "outcome":
        return expected
    if name == "missing":
        return sorted(expected or ())
    return None if expected is None else number(expected)


def _found(name: str, node: NodeResult) -> object:
    found = getattr(node, name)
    return str(found) if name == "outcome" else sorted(found) if name == "missing" else found


def _reasons(name: str, expected: Sequence[Table] | None, found: Sequence[Deduction]) -> Iterator[str]:
    """Compare a list of reasons: as many, in this order, each with what is said of it."""
    wanted = expected or ()
    if len(wanted) != len(found):
        listed = [(each.indicator, each.code, str(each.points)) for each in found]
        yield f"{name}: expected {len(wanted)}, were {listed}"
        return
    for place, (each, reason) in enumerate(zip(wanted, found, strict=True), 1):
        facts = {
            "at": reason.indicator or "total",
            "points": reason.points,
            "nominal": reason.nominal,
            "effect": reason.effect,
            "code": reason.code,
        }
        for key, said in each.items():
            yield from _differs(f"{name} {place} {key}", said if key in ("at", "code") else number(said), facts[key])


def portfolio_differences(expect: Table, found: Portfolio) -> Iterator[str]:
    """Compare a portfolio."""
    yield from _differs("portfolio outcome", expect.get("outcome", "scored"), str(found.outcome))
    for key, each in expect.items():
        if key == "total":
            yield from _differs("portfolio total", None if each is None else number(each), found.total)
        elif key == "grade":
            yield from _differs("portfolio grade", each, found.grade)
        elif key == "left_out":
            yield from _differs("portfolio left out", tuple(each or ()), found.left_out)
        elif key in ("groups", "weights"):
            own = getattr(found, key)
            for name, said in each.items():
                yield from _differs(f"portfolio {key} {name}", number(said), own[name])
        elif key != "outcome":
            raise ValueError(f"{key!r} is nothing to expect of a portfolio")


def referee_differences(result: Result, plain: OracleResult) -> Iterator[str]:
    """Compare the package with the plain referee: total, grade, outcome, and every node."""
    yield from _differs("referee's outcome", plain.outcome, str(result.outcome))
    yield from _differs("referee's total", plain.total, result.total)
    if plain.total is not None:
        yield from _differs("referee's grade", plain.grade, result.grade)
    nodes = {node.path or "total": node for node in (result["total"], *result.nodes)}
    yield from _differs("referee's nodes", sorted(plain.nodes), sorted(nodes))
    for name in nodes.keys() & plain.nodes.keys():
        own, other = nodes[name], plain.nodes[name]
        yield from _differs(f"referee's {name}", (other.score, other.outcome), (own.score, str(own.outcome)))
        if not own.plan.item:  # of an item the referee tells the most it can add or take
            yield from _differs(f"referee's points of {name}", other.points, own.points)
