"""What a page asks a person for: every figure with its limits and words, every node with what may be said of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.dates import day_text
from scoring.number import decimal_text
from scoring.script.table import given_figures

if TYPE_CHECKING:
    from scoring.model import Figure
    from scoring.program import Plan, Program

Shown = dict[str, object]


def inputs_of(program: Program) -> Shown:
    """Return what a case may give, as JSON holds it; a label is a text by language, ``""`` where it has none."""
    top = [each for each in program.lists.values() if each.role == "list" and "[" not in each.name]
    return {
        "figures": [_figure(each, each.name) for each in given_figures(program)],
        "lists": [_list(program, each, each.name) for each in top],
        "nodes": [_node(program, path, plan) for path, plan in program.plans.items() if path],
        "cohorts": bool(program.cohorts),
    }


def _figure(figure: Figure, name: str) -> Shown:
    percent = figure.unit == "%"
    least = 0 if figure.type == "count" and figure.low is None else figure.low
    missing = figure.keys.fields.get("if_missing")
    return {
        "name": name,
        "label": dict(figure.label.texts),
        "type": figure.type,
        "unit": "" if figure.type == "date" else figure.unit,
        "words": list(figure.words),
        "blanks": list(figure.blanks),
        "min": _limit(least, figure.type, percent=percent),
        "max": _limit(figure.high, figure.type, percent=percent),
        "places": figure.places,
        "required": missing is None or getattr(missing.value, "text", "") == "stop",
        "node": figure.home,
    }


def _limit(limit: Fraction | int | None, kind: str, *, percent: bool) -> str | None:
    """Return a limit as a person would type it."""
    if limit is None:
        return None
    number = Fraction(limit)
    if kind == "date":
        return day_text(number)
    return f"{decimal_text(number * 100)}%" if percent else decimal_text(number)


def _list(program: Program, figure: Figure, name: str) -> Shown:
    items = figure.items.items()
    return {
        "name": name,
        "label": dict(figure.label.texts),
        "list": True,
        "records": figure.records,
        "fixed": any(each.split("[")[0] == figure.name for each in program.record_lists),
        "fields": [
            _list(program, each, field) if each.role == "list" else _figure(each, field)
            for field, each in items
            if each.form is None
        ],
        "node": figure.home,
    }


def _node(program: Program, path: str, plan: Plan) -> Shown:
    return {
        "path": path,
        "code": plan.code,
        "label": dict(plan.called.texts),
        "mark": path in program.judged,
        "findings": path in program.reads_findings,
        "not_applicable": path in program.declarable,
        "set": f"{path}/set" in program.domains,
        "places": plan.places,
    }
