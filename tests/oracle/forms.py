"""Value forms: what may stand wherever a value may stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from oracle.formula import Scope, evaluate_form, formula
from oracle.kinds import read_day
from oracle.plain import Spec, Table, listing, table, text_of
from oracle.values import (
    NULL,
    NULLS,
    ZERO,
    Numeric,
    Unknown,
    Value,
    all_of,
    any_of,
    first_true,
    is_percent,
    joined,
    lift,
    negation,
    number,
    read_number,
    two_of,
    undefined,
)

KINDS = ("is", "rows", "bands", "by", "interpolate")
_RANGE = re.compile(r"(-?[\d.]+%?)?\.\.(<?)(-?[\d.]+%?)")


@dataclass(frozen=True)
class Range:
    """A range that a person marks within; shares are already turned into points."""

    low: Fraction
    high: Fraction
    open: bool


Judge: TypeAlias = Callable[[Range], Value]


@dataclass(frozen=True)
class Want:
    """What is expected of a value: words, or points of which a bare percent is a share, or marks."""

    words: tuple[str, ...] = ()
    share: Numeric | None = None
    judge: Judge | None = None


PLAIN = Want()


def value_of(spec: Spec, scope: Scope, want: Want = PLAIN) -> Value:
    """Return the value of an expression or a form."""
    if isinstance(spec, dict):
        return _form(spec, scope, want)
    text = text_of(spec)
    if want.share is not None:
        text = scope.written(text)
    if text in want.words:
        return text
    if text in NULLS:
        return NULL
    if want.judge is not None and _RANGE.fullmatch(text):
        return in_range(text, want.share, want.judge)
    if want.share is not None and is_percent(text):
        return points_of(text, want.share)
    return read_day(text) or formula(text).run(scope)


evaluate_form.append(value_of)


def points_of(text: str, share: Numeric) -> Numeric:
    """Return points written as a number or as a share of the node's points."""
    value = read_number(text)
    if value is None:
        raise ValueError(f"{text!r} is no number of points")
    return lift(lambda whole: value * whole, share) if is_percent(text) else value


def in_range(text: str, share: Numeric | None, judge: Judge) -> Value:
    """Ask for the mark within a range such as `0..4` or `60%..<80%`."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no range")
    bounds = [points_of(bound, ZERO if share is None else share) for bound in (found[1] or "0", found[3])]
    unknown = joined(bounds)
    return unknown or judge(Range(number(bounds[0]), number(bounds[1]), found[2] == "<"))


def is_form(spec: Spec) -> bool:
    """Whether the mapping is a value form."""
    return isinstance(spec, dict) and any(kind in spec for kind in KINDS)


def _form(spec: Table, scope: Scope, want: Want) -> Value:
    if "words" in spec:
        want = replace(want, words=tuple(map(text_of, listing(spec["words"]))))
    if "is" in spec:
        return value_of(spec["is"], scope, want)
    if "rows" in spec:
        return _rows(spec, scope, want)
    if "by" in spec:
        names = [text_of(name) for name in listing(spec["of"])]
        return _by(spec["by"], names, scope, want)
    measured = value_of(spec["of"], scope)
    if "bands" in spec:
        return first_true(scope.watch, _bands(spec, measured, scope, want), undefined("no-band"))
    return _interpolate(spec, measured, scope, want)


_SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": lambda x, edge: x >= edge,
    "above": lambda x, edge: x > edge,
    "at_most": lambda x, edge: x <= edge,
    "below": lambda x, edge: x < edge,
}


def _beyond(sign: str, measured: Value, edge: Value) -> Value:
    return joined((measured, edge)) or _SIGNS[sign](number(measured), number(edge))


def _bands(spec: Table, measured: Value, scope: Scope, want: Want) -> Iterator[tuple[Value, Callable[[], Value]]]:
    bands = spec["bands"]
    if isinstance(bands, dict):
        for edge, result in bands.items():
            held = True if edge == "else" else _beyond(text_of(spec["edge"]), measured, value_of(edge, scope))
            yield held, partial(value_of, result, scope, want)
        return
    for band in map(table, listing(bands)):
        held_all = all_of([_beyond(sign, measured, value_of(band[sign], scope)) for sign in _SIGNS if sign in band])
        yield held_all, partial(value_of, band["is"], scope, want)


def _by(branch: Spec, names: list[str], scope: Scope, want: Want) -> Value:
    if not names or isinstance(branch, str) or is_form(branch):
        return value_of(branch, scope, want)
    key = formula(names[0]).run(scope)
    if isinstance(key, Unknown):
        return key
    if isinstance(branch, list):
        return _by(branch[scope.words(names[0]).index(str(key))], names[1:], scope, want)
    days = {at: result for written, result in branch.items() if (at := read_day(written)) is not None}
    past = [at for at in days if at <= number(key)]
    if past:
        return _by(days[max(past)], names[1:], scope, want)
    for written, result in branch.items():
        if written != "else" and _is_key(written, key):
            return _by(result, names[1:], scope, want)
    return _by(branch["else"], names[1:], scope, want) if "else" in branch else undefined("no-entry")


def _is_key(written: str, key: Value) -> bool:
    if isinstance(key, bool):
        return written == str(key).lower()
    return read_number(written) == key if isinstance(key, Fraction) else written == key


def _interpolate(spec: Table, measured: Value, scope: Scope, want: Want) -> Value:
    if isinstance(measured, Unknown):
        return measured
    x = number(measured)
    knots = [(number(value_of(at, scope)), result) for at, result in table(spec["interpolate"]).items()]
    beyond = text_of(spec["beyond"])
    inside = knots[0][0] <= x <= knots[-1][0]
    if not inside and beyond in NULLS:
        return NULL
    if not inside and beyond == "hold":
        return value_of(knots[0 if x < knots[0][0] else -1][1], scope, want)
    last = next((at for at, (knot, _) in enumerate(knots) if at > 0 and x <= knot), len(knots) - 1)
    (low, left), (high, right) = knots[last - 1], knots[last]
    part = (x - low) / (high - low)
    return lift(lambda y, z: y + part * (z - y), value_of(left, scope, want), value_of(right, scope, want))


def _rows(spec: Table, scope: Scope, want: Want) -> Value:
    rows = [table(row) for row in listing(spec["rows"])]
    hit = text_of(spec["hit"])

    def pairs() -> Iterator[tuple[Value, Callable[[], Value]]]:
        for row in rows:
            held = value_of(row["when"], scope) if "when" in row else True
            yield held, partial(value_of, row["is"], scope, want)

    none = undefined("no-row")
    if hit == "first":
        return first_true(scope.watch, pairs(), none)
    held = [condition for condition, _ in pairs()]
    if hit == "unique":
        chain = partial(first_true, scope.watch, pairs(), none)
        return scope.watch.choose(two_of(held), lambda: undefined("two-rows"), chain)
    return scope.watch.choose(negation(any_of(held)), lambda: none, lambda: _gathered(hit, list(pairs()), scope))


def _gathered(hit: str, rows: list[tuple[Value, Callable[[], Value]]], scope: Scope) -> Value:
    """Join the results of all rows that hold: their sum, the greatest or the smallest."""
    nothing = "-"
    values = [scope.watch.choose(held, result, lambda: nothing) for held, result in rows]
    unknown = joined(values)
    if unknown is not None:
        return unknown
    found = [number(value) for value in values if value != nothing]
    return {"sum": lambda: sum(found, ZERO), "max": lambda: max(found), "min": lambda: min(found)}[hit]()
