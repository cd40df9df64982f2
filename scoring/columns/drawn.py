"""Columns that replace numbers written in the ruleset: which do, and whether what they hold can be such numbers."""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scoring.addresses import Found
from scoring.columns.column import Coded, Scaled
from scoring.diagnostic import CaseError, Diagnostic
from scoring.lifting import candidates, parameters
from scoring.number import decimal_text
from scoring.parameters import meant_by, named
from scoring.reading import Domain, read_value
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.columns.column import Column
    from scoring.columns.names import Array
    from scoring.columns.runner import Columns
    from scoring.parameters import Parameter

PLACES = 8
"""Decimals of a drawn binary float, at most: what has more was not rounded."""

_SURELY_PERCENT = 10
"""From so many times the number (or 100 %) on, a drawn ratio is taken for a percentage written without its sign."""

_ALIKE = 7 / 10
"""How alike a name must be to a parameter to be taken for a mistyped one."""

_ANY = Domain("drawn")
"""Any number."""

_RESULTS = ("outcome", "lost", "reasons", "score", "mark", "findings", "set", "not_applicable", "deduct", "because")


def chosen_columns(plain: Columns, given: Mapping[str, str | None]) -> dict[str, Parameter]:
    """Return the columns that replace numbers of the ruleset, each with its parameter.

    Args:
        plain: what scores tables by the ruleset as it is written.
        given: name of each column → the input that it means, if any.

    Raises:
        CaseError: a column is called as both a figure and a parameter, or nearly as a parameter.
    """
    maybe = [name for name, own in given.items() if own is None or "." in name]
    if not maybe:
        return {}
    program = plain.program
    known = named(candidates(plain.ruleset, plain.method))
    wrong: list[Diagnostic] = []
    found: dict[str, Parameter] = {}
    for name in maybe:
        figure = given[name]
        if figure is not None:
            if name in known:
                facts = {"name": name, "figure": figure, "parameter": ", ".join(known[name].names)}
                wrong.append(Diagnostic("table-drawn-both", NOWHERE, facts))
        elif (parameter := meant_by(name, known, program.addresses)) is not None:
            found[name] = parameter
        elif near := _near(plain, name, known):
            wrong.append(_unknown(name, near))
    if found:
        if program.cohorts:
            wrong.append(Diagnostic("table-drawn-run", NOWHERE))
        read = named(parameters(plain.ruleset, plain.method))
        wrong += [_unknown(name, None) for name, each in found.items() if each.name not in read]
    wrong += _twice(found)
    if wrong:
        raise CaseError(wrong)
    return found


def _unknown(name: str, near: str | None) -> Diagnostic:
    return Diagnostic("table-drawn-unknown", NOWHERE, {"name": name, **({} if near is None else {"near": near})})


def _near(plain: Columns, name: str, known: Mapping[str, Parameter]) -> str | None:
    """Return the parameter that a name nearly means: one of the node that it begins with."""
    head, _, trail = name.rpartition(".")
    addresses = plain.program.addresses
    node = addresses.find(head) if head else None
    if not isinstance(node, Found) or isinstance(addresses.find(name), Found) or trail in _RESULTS:
        return None
    own = [each.removeprefix(f"{node.path}.") for each in known if each.startswith(f"{node.path}.")]
    close = get_close_matches(trail, own, n=1, cutoff=_ALIKE)
    return f"{head}.{close[0]}" if close else None


def parameter_columns(plain: Columns, names: Iterable[str]) -> tuple[dict[str, Parameter], dict[str, str]]:
    """Return the parameters that names mean, and the figures that the others mean.

    Raises:
        CaseError: a name means neither.
    """
    known = named(parameters(plain.ruleset, plain.method))
    program = plain.program
    found: dict[str, Parameter] = {}
    figures: dict[str, str] = {}
    wrong: list[Diagnostic] = []
    for name in names:
        figure = program.addresses.find(name, first="figure")
        if (parameter := meant_by(name, known, program.addresses)) is not None:
            found[name] = parameter
        elif isinstance(figure, Found) and figure.path in program.domains:
            figures[name] = figure.path
        else:
            close = get_close_matches(name, known, n=1)
            wrong.append(_unknown(name, close[0] if close else None))
    wrong += _twice(found)
    if wrong:
        raise CaseError(wrong)
    return found, figures


def _twice(found: Mapping[str, Parameter]) -> list[Diagnostic]:
    """Return what is wrong where two columns mean one number."""
    first: dict[str, str] = {}
    wrong = []
    for name, each in found.items():
        other = first.setdefault(each.name, name)
        if other != name:
            wrong.append(Diagnostic("table-twice", NOWHERE, {"first": other, "second": name, "name": each.name}))
    return wrong


def wrong_draws(parameter: Parameter, given: Column) -> list[tuple[str, str, dict[str, str]]]:
    """Return what is wrong with a column of drawn numbers as a whole: code, parameter, facts."""
    floats, others = _numbers(given)
    floats = floats[np.isfinite(floats)]
    with np.errstate(over="ignore"):
        long = np.rint(floats * 10**PLACES) / 10**PLACES != floats
    if long.any():
        facts = {"number": repr(floats[long][0].item()), "places": str(PLACES)}
        return [("table-drawn-digits", parameter.name, facts)]
    limit = _SURELY_PERCENT * max(1, parameter.value.__ceil__())
    far = [Fraction(str(each)) for each in floats[np.abs(floats) >= limit][:1].tolist()]
    far += [each for each in others if abs(each) >= limit]
    if parameter.unit == "%" and far:
        facts = {"number": decimal_text(far[0]), "percent": decimal_text(far[0] * 100)}
        return [("table-drawn-percent", parameter.name, facts)]
    return []


def _numbers(given: Column) -> tuple[Array, list[Fraction]]:
    """Return the binary floats of a column, and its other numbers, of many whole ones the ends; texts are none."""
    values = given.values
    seen = np.arange(len(given)) if given.there is None else np.flatnonzero(given.there)
    if isinstance(values, np.ndarray) and values.dtype.kind == "f":
        return values[seen].astype("f8"), []  # as which shorter ones are read
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu":
        told = [each(values[seen]).item() for each in (np.min, np.max) if len(seen)]
    elif isinstance(values, Scaled):
        ends = [int(each(values.values[seen])) for each in (np.min, np.max) if len(seen)]
        told = [Fraction(each, 10**values.places) for each in ends]
    elif isinstance(values, Coded):
        told = [values.words[code] for code in np.unique(values.codes[seen]).tolist()]
    else:
        told = [given.raw(row) for row in seen.tolist()]
    floats = np.asarray([each for each in told if isinstance(each, float)], "f8")
    others = (read_value(each, _ANY, written=False) for each in told if not isinstance(each, float | str))
    return floats, [each for each in others if isinstance(each, Fraction)]
