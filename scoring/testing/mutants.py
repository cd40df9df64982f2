"""Small changes to a policy, each of which a good set of tests notices: one at a time, as rules of another policy.

What can be changed in a rule follows from the forms that its kind declares for its keys, so no kind is named here.
A change that would be no ruleset is no mutant; that shows when it is lowered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from scoring.keys import MODES
from scoring.number import decimal_text, parse_written
from scoring.relower import Change
from scoring.rules import COMMON, Role
from scoring.testing.edits import OTHER_EDGE, in_item, in_table, neighbours, put, scalar
from scoring.tree import Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scoring.lower import Lowering
    from scoring.model import Definition, Figure, Indicator, Rule
    from scoring.source import Span

_READINGS = ("part", "side", "rounding")
"""Kinds of change that are another reading of the same sentence."""

_WORDS = {"part": "part", "edge": "side", "mode": "rounding"}
"""Key → what another of its words is."""

_POLICIES = ("drop", "full", "zero")
_SAYS = ("start", "cap", "floor", "total")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change.

    Attributes:
        kind: ``amount``, ``threshold``, ``step``, ``side``, ``part``, ``band``, ``limit``, ``rounding``, ``condition``,
            ``rule``, ``weight``, ``grade``, ``override``, ``policy``, ``word`` or ``number``.
        at: where it is written.
        before: what stands there.
        after: what stands there then; "" for nothing.
        path: of the node it is in, "" for the whole.
        change: what is different.
    """

    kind: str
    at: Span
    before: str
    after: str
    path: str
    change: Change

    @property
    def is_reading(self) -> bool:
        """Whether it is another reading of the same sentence."""
        return self.kind in _READINGS

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        """What tells it from others."""
        return self.at.source.name, self.at.line, self.at.column, self.before, self.after


def mutants(lowering: Lowering) -> Iterator[Mutant]:
    """Yield the changes of a ruleset, in the order of its text as far as it can be."""
    seen: set[tuple[str, int, int, str, str]] = set()
    for each in _all(lowering):
        if each.key not in seen:
            seen.add(each.key)
            yield each


def _all(lowering: Lowering) -> Iterator[Mutant]:
    places: dict[Span, list[tuple[str, int]]] = {}
    for key, node in lowering.nodes.items():
        for number, rule in enumerate(node.rules):
            places.setdefault(rule.at, []).append((key, number))
    done: set[Span] = set()
    own = {name: each for name, each in lowering.figures.all.items() if each.form is not None and "[" not in name}
    for figure in own.values():
        alike = [name for name, each in own.items() if each.id == figure.id and each.at == figure.at]
        yield from _of_figure(figure, {name: own[name] for name in alike})
    for node in lowering.nodes.values():
        for rule in node.rules:
            if rule.at not in done:
                done.add(rule.at)
                yield from _of_rule(lowering, rule, places[rule.at], node)
        yield from _of_node(lowering, node)
    yield from _weights(lowering)
    yield from _of_whole(lowering.definition)


def _of_figure(figure: Figure, alike: Mapping[str, Figure]) -> Iterator[Mutant]:
    """Yield the changes of a derived figure, of how it is made and of its rounding, for all that are written by it."""
    path = figure.home if len(alike) == 1 else ""

    def changed(**fields: object) -> Change:
        return Change(figures={name: replace(each, **fields) for name, each in alike.items()})  # type: ignore[arg-type]  # its own

    if isinstance(figure.form, Table | Scalar):
        for kind, at, before, after, item in in_item(figure.form):
            if item is not None:
                own_keys = {"keys": item} if figure.form is figure.keys else {}
                yield Mutant(kind, at, before, after, path, changed(form=item, **own_keys))
    field = figure.keys.fields.get("round")
    if field is None:
        return
    dropped = changed(keys=put(figure.keys, "round", None))
    yield Mutant("rounding", field.key.at, _said("round", field.value), "", path, dropped)
    for at, before, after, item in _rounding(field.value):
        yield Mutant("rounding", at, before, after, path, changed(keys=put(figure.keys, "round", item)))


# Rules


def _of_rule(lowering: Lowering, rule: Rule, places: list[tuple[str, int]], node: Indicator) -> Iterator[Mutant]:
    """Yield the changes of a rule, made wherever it stands: rules under ``each`` stand at many nodes."""

    def changed(keys: Table | None) -> Change:
        nodes: dict[str, Indicator] = {}
        for key, number in places:
            own = nodes.get(key, lowering.nodes[key])
            rules = list(own.rules)
            rules[number : number + 1] = [] if keys is None else [replace(rules[number], keys=keys)]
            nodes[key] = replace(own, rules=tuple(rules))
        return Change(nodes=nodes)

    path = node.path if len(places) == 1 else ""
    forms = {**rule.kind.keys, **COMMON}
    words = {name: tuple(each.form.split("|")) for name, each in forms.items() if "|" in each.form}
    edge = rule.keys.fields.get("edge")
    if edge is not None and isinstance(edge.value, Scalar):
        words["edge"] = (OTHER_EDGE.get(edge.value.text, ""),)
    for kind, at, before, after, table in in_table(rule.keys, words):
        named = _WORDS.get(before.partition(":")[0], kind)
        yield Mutant(named, at, before, after, path, changed(table))
    for name, kind in (("up_to", "limit"), ("scope", "rule"), ("when", "condition"), ("round", "rounding")):
        if name in rule.keys.fields and not (name == "when" and rule.kind.own_when):
            field = rule.keys.fields[name]
            yield Mutant(kind, field.key.at, _said(name, field.value), "", path, changed(put(rule.keys, name, None)))
    if rule.kind.role is not Role.BASE and len(node.rules) > 1:
        lead = next((name for name in rule.keys.fields if name in rule.kind.leads), rule.kind.name)
        yield Mutant("rule", rule.at, _said(lead, rule.keys.fields[lead].value), "", path, changed(None))


def _said(key: str, item: Item) -> str:
    return f"{key}: {item.text}" if isinstance(item, Scalar) else f"{key}: …"


# Nodes


def _of_node(lowering: Lowering, node: Indicator) -> Iterator[Mutant]:
    """Yield the changes of what a node says besides its rules."""

    def mutant(kind: str, at: Span, said: tuple[str, str], name: str, item: Item | None) -> Mutant:
        """Return a change of a key, made wherever it stands: keys under ``each`` stand at many nodes."""
        written = node.keys.fields[name].key.at
        alike = {
            key: each
            for key, each in lowering.nodes.items()
            if name in each.keys.fields and each.keys.fields[name].key.at == written
        }
        nodes = {key: replace(each, keys=put(each.keys, name, item)) for key, each in alike.items()}
        return Mutant(kind, at, *said, node.path if len(alike) == 1 else "", Change(nodes))

    for name in _SAYS:
        field = node.keys.fields.get(name)
        if field is None:
            continue
        if name in ("cap", "floor"):
            yield mutant("limit", field.key.at, (_said(name, field.value), ""), name, None)
        for kind, at, before, after, item in in_item(field.value):
            told = kind if kind != "number" else "amount" if name == "total" else "limit"
            yield mutant(told, at, (f"{name}: {before}", f"{name}: {after}"), name, item)
        if isinstance(field.value, Scalar) and field.value.text in ("full", "zero"):
            other = {"full": "zero", "zero": "full"}[field.value.text]
            said = (_said(name, field.value), f"{name}: {other}")
            yield mutant("policy", field.value.at, said, name, scalar(other, field.value))
    yield from _roundings(node, mutant)
    yield from _policies(node, mutant)
    for number, (when, _) in enumerate(node.variants):
        for kind, at, before, after, item in () if when is None else in_item(when):
            told = "threshold" if kind == "number" else kind
            variants = tuple(
                (item if place == number else own, each) for place, (own, each) in enumerate(node.variants)
            )
            change = Change({lowering.keys[id(node)]: replace(node, variants=variants)})
            yield Mutant(told, at, f"when: {before}", f"when: {after}", node.path, change)


def _roundings(node: Indicator, mutant: _Make) -> Iterator[Mutant]:
    field = node.keys.fields.get("round")
    if field is None:
        return
    yield mutant("rounding", field.key.at, (_said("round", field.value), ""), "round", None)
    for at, before, after, item in _rounding(field.value):
        yield mutant("rounding", at, (before, after), "round", item)


def _rounding(item: Item) -> Iterator[tuple[Span, str, str, Item]]:
    """Yield other steps and other modes of a ``round:``."""
    if isinstance(item, Scalar):
        for text in _steps(item.text):
            yield item.at, f"round: {item.text}", f"round: {text}", scalar(text, item)
    elif isinstance(item, Table):
        for name in ("to", "mode"):
            field = item.fields.get(name)
            if field is None or not isinstance(field.value, Scalar):
                continue
            others = _steps(field.value.text) if name == "to" else [mode for mode in MODES if mode != field.value.text]
            for text in others:
                value = scalar(text, field.value)
                yield field.value.at, _said(name, field.value), f"{name}: {text}", put(item, name, value)


def _steps(text: str) -> list[str]:
    """Return ten times and a tenth of a step as written."""
    step = parse_written(text)
    if step is None:
        return []
    percent = text.endswith("%")
    return [f"{decimal_text(each * 100)}%" if percent else decimal_text(each) for each in (step * 10, step / 10)]


def _policies(node: Indicator, mutant: _Make) -> Iterator[Mutant]:
    """Yield other policies for what does not apply, and other conditions of that."""
    when, policy = node.keys.fields.get("applies_when"), node.keys.fields.get("if_not_applicable")
    if when is not None:
        for kind, at, before, after, item in in_item(when.value):
            told = "threshold" if kind == "number" else kind
            yield mutant(told, at, (f"applies_when: {before}", f"applies_when: {after}"), "applies_when", item)
        yield mutant("condition", when.key.at, (_said("applies_when", when.value), ""), "applies_when", None)
    for name, ways in (("if_not_applicable", _POLICIES), ("on_drop", ("rescale", "shrink"))):
        field = node.keys.fields.get(name)
        if field is not None and isinstance(field.value, Scalar) and field.value.text in ways:
            for other in ways:
                if other != field.value.text:
                    said = (_said(name, field.value), f"{name}: {other}")
                    yield mutant("policy", field.value.at, said, name, scalar(other, field.value))
    if policy is not None and isinstance(policy.value, Table) and "as" in policy.value.fields:
        way = policy.value.fields["as"].value
        if isinstance(way, Scalar):
            how = "points" if way.text == "scaled" else "scaled"
            given = put(policy.value, "as", scalar(how, way))
            yield mutant("policy", way.at, (f"as: {way.text}", f"as: {how}"), "if_not_applicable", given)


def _weights(lowering: Lowering) -> Iterator[Mutant]:
    """Yield points and weights moved from one node to the next one beside it."""
    for key in lowering.nodes:
        for name in ("points", "weight"):
            members = [(each, lowering.nodes[each]) for each in lowering.children_of(key)]
            written = [(each, node) for each, node in members if _number(node, name) is not None and not node.outside]
            for (one, first), (other, second) in pairwise(written):
                mine, theirs = _number(first, name), _number(second, name)
                assert mine is not None  # noqa: S101  # so they were chosen
                assert theirs is not None  # noqa: S101  # likewise
                more, less = neighbours(mine.text)[0], neighbours(theirs.text)[1]
                nodes = {
                    one: replace(first, keys=put(first.keys, name, scalar(more, mine))),
                    other: replace(second, keys=put(second.keys, name, scalar(less, theirs))),
                }
                before = f"{name}: {mine.text}, {name}: {theirs.text}"
                yield Mutant("weight", mine.at, before, f"{name}: {more}, {name}: {less}", lowering.nodes[key].path,
                             Change(nodes))  # fmt: skip


def _number(node: Indicator, name: str) -> Scalar | None:
    field = node.keys.fields.get(name)
    value = None if field is None else field.value
    return value if isinstance(value, Scalar) and len(neighbours(value.text)) > 1 else None


# The whole


def _of_whole(definition: Definition) -> Iterator[Mutant]:
    yield from _levels(definition)
    fields = definition.keys.fields
    for name, kind in (("grades", "grade"), ("overrides", "override"), ("admit", "condition")):
        if name in fields:
            part = "admit" if name == "admit" else "grades"
            for at, before, after, item in _grading(fields[name].value):
                keys = put(definition.keys, name, item)
                change = Change(definition=replace(definition, keys=keys), whole=(part,))
                yield Mutant(kind, at, before, after, "", change)
    grade = definition.grade
    if grade is not None and grade.form is not None:
        for _, at, before, after, form in in_item(grade.form):
            whole = replace(definition, grade=replace(grade, form=form))
            yield Mutant("grade", at, before, after, "", Change(definition=whole, whole=("grades",)))


def _grading(item: Item) -> Iterator[tuple[Span, str, str, Item]]:
    """Yield other bounds, conditions and readings of grades, and overrides that are dropped."""
    if isinstance(item, Table):
        for name, (_, value) in item.fields.items():
            if name == "read" and isinstance(value, Scalar):
                other = {"exact": "rounded", "rounded": "exact"}.get(value.text, "exact")
                yield value.at, f"read: {value.text}", f"read: {other}", put(item, name, scalar(other, value))
            elif name not in ("because", "source", "text", "grade", "grade_at_most"):
                for _, at, before, after, changed in in_item(value):
                    told = [text if ":" in text else f"{name}: {text}" for text in (before, after)]
                    yield at, told[0], told[1], put(item, name, changed)
    elif isinstance(item, Listing):
        for number, each in enumerate(item.items):
            for at, before, after, changed in _grading(each):
                items = (*item.items[:number], changed, *item.items[number + 1 :])
                yield at, before, after, Listing(items, item.at)
            if isinstance(each, Table) and "when" in each.fields:
                items = (*item.items[:number], *item.items[number + 1 :])
                yield each.at, _said("when", each.fields["when"].value), "", Listing(items, item.at)


def _levels(definition: Definition) -> Iterator[Mutant]:
    """Yield other modes and places of rounding, of one level each."""
    table = definition.keys.fields.get("rounding")
    if table is None or not isinstance(table.value, Table):
        return
    for name, (_, value) in table.value.fields.items():
        if not isinstance(value, Scalar):
            continue
        if name == "mode":
            for mode in MODES:
                if mode != definition.mode:
                    yield _whole(definition, value, f"rounding mode: {value.text}", f"rounding mode: {mode}", mode=mode)
            continue
        for text in neighbours(value.text):
            places = {**definition.places, name: int(text)}
            if int(text) >= 0:
                yield _whole(
                    definition, value, f"rounding {name}: {value.text}", f"rounding {name}: {text}", places=places
                )
        rest = {level: each for level, each in definition.places.items() if level != name}
        yield _whole(definition, value, f"rounding {name}: {value.text}", "", places=rest)


def _whole(definition: Definition, value: Scalar, before: str, after: str, **fields: object) -> Mutant:
    change = Change(definition=replace(definition, **fields), whole=("plan", "grades", "outputs", "figure"))  # type: ignore[arg-type]  # its own
    return Mutant("rounding", value.at, before, after, "", change)


if TYPE_CHECKING:
    _Make = Callable[[str, Span, tuple[str, str], str, Item | None], Mutant]
