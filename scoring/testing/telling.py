"""What is told of a case that breaks a property: the case as one could write it, nodes, their reasons and places."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.case import Given
from scoring.number import Number

if TYPE_CHECKING:
    from scoring.case import Case
    from scoring.reasons import NodeResult

NODES = 6
"""Nodes that are told of one case."""

_LINES = 12
"""Figures and the like of a case that are shown before the rest is only counted."""


def called(node: NodeResult) -> str:
    """Return what a node is called: its path."""
    return node.path or "total"


def end_text(value: Fraction | None, none: str) -> str:
    """Return one end of a range."""
    return none if value is None else str(Number(value))


def place_of(node: NodeResult) -> str:
    """Return where the rule of a node, or the node itself, was written, in brackets."""
    at = next((each.at for each in node.plan.entries if each.at is not None), node.plan.at)
    return f" ({at.source.name}:{at.line})" if at.line else ""


def reasons(node: NodeResult) -> list[str]:
    """Return the sentences of a node's own reasons, of those that there are room for."""
    own = [each for each in (*node.deductions, *node.awards) if each.indicator == node.path]
    return [f"    {each.sentence()}" for each in own[:2]]


def told(case: Case) -> list[str]:
    """Return a case in a few lines, as one could write it."""
    parts = [f"{name} = {_raw(value)}" for name, value in case.figures.items()]
    parts += [f"{path} marked {_raw(mark.score if mark.deduct is None else mark.deduct)}"
              for path, mark in case.marks.items()]  # fmt: skip
    parts += [f"{_raw(each.count)} found against {', '.join(each.against)}" for each in case.findings]
    parts += [f"{path} does not apply" for path in case.not_applicable]
    more = [f"and {len(parts) - _LINES} more"] if len(parts) > _LINES else []
    return [f"  case{case.id and ' '}{case.id}: {', '.join([*parts[:_LINES], *more]) or 'no figures'}"]


def _raw(value: object) -> str:
    inside = value.value if isinstance(value, Given) else value
    if isinstance(inside, Mapping):
        return "{" + ", ".join(f"{key}: {_raw(each)}" for key, each in inside.items()) + "}"
    if isinstance(inside, list | tuple):
        return "[" + ", ".join(map(_raw, inside)) + "]"
    return str(Number(inside)) if isinstance(inside, Fraction) else str(inside)
