"""A scored case → what it gives, as texts that a person may change and a script reads."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.dates import day_text
from scoring.graph import Type
from scoring.lower_figures import domain_of
from scoring.number import decimal_text
from scoring.reading import Domain, read_value
from scoring.result import parts_of
from scoring.script.rows import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.binding import Bound
    from scoring.binding_lists import Entry, ListValue
    from scoring.case import Finding
    from scoring.model import Figure
    from scoring.reading import Read
    from scoring.result import Result

Given = dict[str, object]

_ANY = Domain("")


def given_of(result: Result, table: int) -> Given:
    """Return what a case gives, by canonical names and paths, as `score` of the script takes it.

    Args:
        result: of the case.
        table: number of its program's table.
    """
    program, bound = result.program, result.bound
    made = {each.name for each in program.reductions} | {each.name for each in program.cohorts}
    inputs = parts_of(result)[1].given if bound is None else bound.inputs
    figures = {
        name: text_of(value, program.domains[name])
        for name, value in inputs.items()
        if "/" not in name and "[" not in name and name in program.domains and name not in made
        if isinstance(value, Fraction | bool | str)
    }
    empty: Given = {"lists": {}, "marks": {}, "sets": {}, "not_applicable": {}, "findings": []}
    return {"table": table, "figures": figures, **(empty if bound is None else _said(result, bound))}


def _said(result: Result, bound: Bound) -> Given:
    lists = result.program.lists
    return {
        "lists": {name: _list(lists[name], value) for name, value in bound.lists.items() if "[" not in name},
        "marks": {
            path: {
                "score": _points(mark.score, bound.inputs, f"{path}/mark"),
                "deduct": _points(mark.deduct, bound.inputs, f"{path}/mark.deduct"),
                "because": mark.because,
                "by": mark.by,
            }
            for path, mark in bound.marks.items()
        },
        "sets": {
            path: {"score": _points(each.score, bound.inputs, f"{path}/set"), "because": each.because, "by": each.by}
            for path, each in bound.sets.items()
        },
        "not_applicable": dict(bound.reasons),
        "findings": _findings(bound),
    }


def text_of(value: Read, domain: Domain) -> object:
    """Return what a person would type for a value; a number that nobody can type as ``{"exact": "1/3"}``."""
    if not isinstance(value, Fraction) or domain.type is not Type.NUMBER:
        return value
    if domain.date:
        return day_text(value)
    text = f"{decimal_text(value * 100)}%" if domain.percent else decimal_text(value)
    return text if read_value(text, domain, written=True) == value else {"exact": number_text(value)}


def _points(raw: object, inputs: Mapping[str, object], name: str) -> object:
    """Return points as they were written, a share with its ``%``."""
    value = inputs.get(name)
    if raw is None or not isinstance(value, Fraction):
        return None
    return raw if isinstance(raw, str) else text_of(value, _ANY)


def _list(figure: Figure, found: ListValue) -> list[object]:
    return [_record(figure, each) if figure.records else _field(figure, "each", each) for each in found.entries]


def _field(figure: Figure, field: str, entry: Entry) -> object:
    value = entry.values.get(field)
    return None if value is None else text_of(value, domain_of(figure.items[field]))


def _record(figure: Figure, entry: Entry) -> Given:
    inner = {field: _list(figure.items[field], value) for field, value in entry.lists.items()}
    name = {"name": entry.name} if entry.name else {}
    return {**name, **{field: _field(figure, field, entry) for field in entry.values}, **inner}


def _findings(bound: Bound) -> list[object]:
    """Return the findings, each once, with the paths of the nodes that it is held against."""
    against: dict[int, list[str]] = {}
    kept: dict[int, Finding] = {}
    for path, findings in bound.findings.items():
        for each in findings:
            kept[id(each)] = each
            against.setdefault(id(each), []).append(path)
    return [
        {
            "against": against[number],
            "count": _number(each.count),
            "amount": _number(each.amount),
            "note": each.note,
            "source": each.source,
        }
        for number, each in kept.items()
    ]


def _number(value: object) -> object:
    return text_of(Fraction(value), _ANY) if isinstance(value, Fraction | int) else None
