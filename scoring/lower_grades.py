"""Grades and what overrides them → nodes; the portfolio's grade reads its own total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Item, Listing, Scalar, Table
from scoring.graph import Node, Type
from scoring.keys import GRADE, OVERRIDE
from scoring.names import Failed
from scoring.program import GradeRule
from scoring.scope import Scope
from scoring.typed import read_label

if TYPE_CHECKING:
    from fractions import Fraction

    from scoring.lower import Lowering

TOTAL = "portfolio/total"


@dataclass(frozen=True, slots=True)
class Grades:
    """The grade of a case, the names best first, what overrides it, and how any total is read."""

    grade: Node | None
    names: tuple[str, ...]
    rules: tuple[GradeRule, ...]
    exact: bool
    of_total: Node | None


@dataclass(frozen=True, slots=True)
class _Step:
    """One grade: its name, its bound (least total, or greatest where less is better), and what it requires."""

    name: str
    bound: Fraction | None
    require: Node


def grade_nodes(context: Lowering) -> Grades:
    """Return the nodes of the grade."""
    keys = context.definition.keys.fields
    if "grade" in keys:
        return _word(context, keys["grade"].value)
    other = g.input_(TOTAL)
    steps, exact = _steps(context, keys["grades"].value) if "grades" in keys else ([], False)
    names = tuple(step.name for step in steps)
    rules = _overrides(context, keys["overrides"].value, names) if "overrides" in keys else ()
    if not steps:
        return Grades(None, (), (), exact=False, of_total=None)
    root, lower = context.plan("", None), context.definition.lower_is_better
    total = root.exact if exact else root.score
    rows = [(g.both(_reached(step, total, lower=lower), step.require), g.const(step.name)) for step in steps]
    of_total = [(_reached(step, other, lower=lower), g.const(step.name)) for step in steps]
    plain = _chain(rows, Type.CHOICE)
    if rules:
        plain = _overridden(plain, names, rules)
    return Grades(plain, names, rules, exact, _chain(of_total, Type.CHOICE))


def _word(context: Lowering, item: Item) -> Grades:
    """Return the grade that a figure's word, a formula of words or a form of words gives; no total is read for it."""
    keys, form = context.definition.keys.fields, context.definition.grade
    if form is None:
        term = Scope(context).term(item)
    else:
        if not form.flawed and form.form is None:
            Scope(context).fail("value-shape", item.at)
        if not (form.flawed or form.words):
            Scope(context).fail("grade-words", item.at)
        term = context.figures.lower(form)
    if term.node.type is not Type.CHOICE or not term.words:
        Scope(context).fail("grade-words", item.at)
    rules = _overrides(context, keys["overrides"].value, term.words) if "overrides" in keys else ()
    node = _overridden(term.node, term.words, rules) if rules else term.node
    return Grades(node, term.words, rules, exact=False, of_total=None)


def _reached(step: _Step, total: Node, *, lower: bool) -> Node:
    if step.bound is None:
        return g.TRUE
    bound = g.const(step.bound)
    return g.at_most(total, bound) if lower else g.at_most(bound, total)


def _chain(rows: list[tuple[Node, Node]], kind: Type) -> Node:
    node = g.undefined("no-grade", kind)
    for condition, result in reversed(rows):
        node = g.if_(condition, result, node)
    return node


def _overridden(plain: Node, names: tuple[str, ...], rules: tuple[GradeRule, ...]) -> Node:
    """Return the grade after ``grade:`` (the worst of several sets it) and ``grade_at_most:``."""
    number = {name: g.const(index) for index, name in enumerate(names)}
    index = g.pick(plain, number, g.undefined("no-grade"))
    sets = [rule for rule in rules if not rule.caps]
    if sets:
        worst = g.maximum(*(g.if_(rule.condition, number[rule.grade], g.const(-1)) for rule in sets))
        index = g.if_(g.less(worst, g.ZERO), index, worst)
    caps = [g.if_(rule.condition, number[rule.grade], g.ZERO) for rule in rules if rule.caps]
    index = g.maximum(index, *caps)
    return _chain([(g.equal(index, number[name]), g.const(name)) for name in names], Type.CHOICE)


def _steps(context: Lowering, item: Item) -> tuple[list[_Step], bool]:
    scope = Scope(context)
    if isinstance(item, Listing):
        return _long(scope, item), False
    if not isinstance(item, Table) or not item.fields:
        scope.fail("grades-shape", item.at)
    exact = False
    steps: list[_Step] = []
    for key, value in item.fields.values():
        if key.text == "read":
            exact = scope.word(item, "read", ("exact", "rounded")) == "exact"
            continue
        other = isinstance(value, Scalar) and value.text == "else"
        steps.append(_Step(key.text, None if other else scope.constant(value), g.TRUE))
        _check_order(scope, steps, value)
    return steps, exact


def _long(scope: Scope, item: Listing) -> list[_Step]:
    steps: list[_Step] = []
    if not item.items:
        scope.fail("grades-shape", item.at)
    for each in item.items:
        if not isinstance(each, Table):
            scope.fail("grades-shape", each.at)
        scope.check_keys(each, GRADE, "grade")
        if scope.context.misread(each):
            raise Failed
        name = scope.need(each, "grade")
        edge = _edge(scope, each)
        bound = scope.constant(each.fields[edge].value) if edge in each.fields else None
        require = scope.condition(each.fields["require"].value) if "require" in each.fields else g.TRUE
        steps.append(_Step(name.text if isinstance(name, Scalar) else "", bound, require))
        _check_order(scope, steps, each)
    return steps


def _edge(scope: Scope, table: Table) -> str:
    """Return the key that holds a grade's bound, by which totals are better."""
    lower = scope.context.definition.lower_is_better
    edge, other = ("at_most", "at_least") if lower else ("at_least", "at_most")
    if other in table.fields:
        way, reverse = ("lower", "higher") if lower else ("higher", "lower")
        scope.fail("grade-edge", table.fields[other].key.at, key=other, better=way, edge=edge, other=reverse)
    return edge


def _check_order(scope: Scope, steps: list[_Step], item: Item) -> None:
    if len(steps) < 2:  # noqa: PLR2004  # two to compare
        return
    before, here = steps[-2], steps[-1]
    if before.bound is None and before.require is g.TRUE:
        scope.fail("else-last", item.at)
    if before.bound is not None and here.bound is not None:
        lower = scope.context.definition.lower_is_better
        wrong = here.bound < before.bound if lower else here.bound > before.bound
        if wrong or (here.bound == before.bound and before.require is g.TRUE):
            scope.fail("grades-rise" if lower else "grades-order", item.at, grade=here.name)
    if here.name in [step.name for step in steps[:-1]] and here.require is g.TRUE and before.require is g.TRUE:
        scope.fail("grade-twice", item.at, grade=here.name)


def _overrides(context: Lowering, item: Item, names: tuple[str, ...]) -> tuple[GradeRule, ...]:
    scope = Scope(context)
    found: list[GradeRule] = []
    for each in item.items if isinstance(item, Listing) else (item,):
        if not isinstance(each, Table):
            scope.fail("override-shape", each.at)
        scope.check_keys(each, OVERRIDE, "override")
        condition = scope.condition(scope.need(each, "when"))
        sets = [key for key in ("grade", "grade_at_most") if key in each.fields]
        if not names:
            scope.fail("override-without-grades", each.at)
        if context.misread(each):
            raise Failed
        if len(sets) != 1:
            scope.fail("override-shape", each.at)
        grade = scope.word(each, sets[0], names)
        because = each.fields["because"].value if "because" in each.fields else None
        source = each.fields["source"].value if "source" in each.fields else None
        clause = source.text if isinstance(source, Scalar) else context.definition.source
        label = None if because is None else read_label(context.problems, because, "because")
        found.append(
            GradeRule(
                condition,
                grade,
                sets[0] == "grade_at_most",
                label,
                each.at,
                clause,
                scope.spoken(each.fields["when"].value),
            )
        )
    return tuple(found)
