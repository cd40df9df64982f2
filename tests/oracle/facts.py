"""What a case says, by canonical names, and the reading of written figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oracle.kinds import read_day
from oracle.plain import Spec, Table, listing, table, text_of
from oracle.tree import Node
from oracle.values import NULLS, ZERO, read_number

if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True)
class Finding:
    """A finding against one node."""

    count: Fraction
    amount: Fraction


@dataclass(frozen=True)
class Mark:
    """A mark as written: `score` or `deduct`, and a number or a share."""

    way: str
    points: str


@dataclass
class Facts:
    """One case; nodes are named by their paths.

    Attributes:
        figures: texts of figures by canonical name.
        findings: by node.
        marks: by node.
        overruled: scores that a person set, by node; a number or a share of its printed points, as written.
        declared: nodes declared not applicable.
    """

    figures: dict[str, str] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    overruled: dict[str, str] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)


Find = Callable[[str], Node]


def flat_figures(case: Table) -> list[tuple[str, str | None, str]]:
    """The figures of a case: address, local name or None, text."""
    flat: list[tuple[str, str | None, str]] = []
    for address, value in table(case.get("figures")).items():
        if isinstance(value, dict):
            flat.extend((address, name, text_of(text)) for name, text in value.items())
        else:
            flat.append((address, None, text_of(value)))
    return flat


def read_global(case: Table) -> Facts:
    """Read the figures that belong to no node; variants need them before there is a tree."""
    flat = flat_figures(case)
    said = {"date": text_of(case["date"])} if "date" in case else {}
    return Facts({**said, **{address: text for address, name, text in flat if name is None and text not in NULLS}})


def read_rest(case: Table, facts: Facts, find: Find) -> None:
    """Read all that is said about nodes."""
    for address, name, text in flat_figures(case):
        if name is None and "." in address:
            address, name = address.rsplit(".", 1)  # noqa: PLW2901 (the heading of a table is one text)
        if name is not None and text not in NULLS:
            facts.figures[f"{find(address).name}.{name}"] = text
    for written in map(table, listing(case.get("findings", ""))):
        finding = Finding(_number(written.get("count", "1")), _number(written.get("amount", "0")))
        for against in listing(written["against"]):
            facts.findings.setdefault(find(text_of(against)).name, []).append(finding)
    for address, mark in table(case.get("marks")).items():
        facts.marks[find(address).name] = _mark(mark)
    for address, value in table(case.get("set")).items():
        score = text_of(value["score"] if isinstance(value, dict) else value)
        if score not in NULLS:
            facts.overruled[find(address).name] = score
    facts.declared.update(find(address).name for address in table(case.get("not_applicable")))


def read_figure(text: str, spec: Table) -> Fraction | bool | str:
    """Read the text of a figure as its type says."""
    if "words" in spec:
        return text
    if spec.get("type") == "flag":
        return text == "true"
    if spec.get("type") == "date":
        return read_day(text) or ZERO
    value = read_number(text)
    if value is None:
        raise ValueError(f"{text!r} is no number")
    return value


def _mark(written: Spec) -> Mark:
    if not isinstance(written, dict):
        return Mark("score", text_of(written))
    way = "score" if "score" in written else "deduct"
    return Mark(way, text_of(written[way]))


def _number(written: Spec) -> Fraction:
    return read_number(text_of(written)) or ZERO
