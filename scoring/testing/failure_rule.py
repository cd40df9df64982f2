"""Where a value of a failed test comes from: the rule in one line, and the sum with its values."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from scoring.graph import Op, walk
from scoring.interpret import GIVEN
from scoring.number import Number
from scoring.outcome import Outcome
from scoring.sentences import sentence_of
from scoring.testing.amounts import told_number
from scoring.testing.failure_words import WORDS
from scoring.testing.judge import told
from scoring.tree import Listing, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.model import Rule
    from scoring.program import Entry, Plan, Program
    from scoring.reasons import NodeResult
    from scoring.result import Result
    from scoring.source import Span
    from scoring.tree import Item

_REASONS = 2
"""Sentences of one node that are shown."""
_MOST = 8
"""Values that a figure is made of, and parts of a sum, that are shown."""


def place(at: Span) -> str:
    """Return a place as file:line, the file by the end of its path."""
    return f"{'/'.join(PurePath(at.source.name).parts[-2:])}:{at.line}"


def of_node(node: NodeResult, result: Result, lang: str) -> Iterator[str]:
    """Yield the rule of a node and what it comes to for the case; of a group the sum of its parts."""
    words, plan = WORDS[lang], node.plan
    reasons = [each for each in (*node.deductions, *node.awards) if each.indicator == node.path]
    own = [each for each in reasons if each.entry.kind in ("base", "change", "veto")]
    at = next((each.place for each in own if each.place is not None), None)
    if at is None and not plan.children:
        at = _first(plan)
    if at is not None:
        yield _ruled(result.program, at, lang)
    if plan.children:
        yield from _sum(node, result, lang)
    sentences = [each.sentence(lang) for each in reasons[:_REASONS]]
    if not sentences and not plan.children and node.outcome is Outcome.SCORED:
        sentences = list(_opening(node, result, lang)) or [words["nothing lost"]]
    yield from (words["why"].format(text=each) for each in sentences)


def _first(plan: Plan) -> Span | None:
    """Return where the first rule of a node stands, None where it has none."""
    rules = (each for each in plan.entries if each.kind in ("base", "change", "veto"))
    return next((each.at for each in rules if each.at is not None and each.at != plan.at), None)


def _opening(node: NodeResult, result: Result, lang: str) -> Iterator[str]:
    """Yield what gave a node its opening score."""
    for entry in node.plan.entries:
        if entry.kind == "base" and entry.sentence is not None and _is_reached(entry, result):
            yield sentence_of(result, node.plan, entry, lang)


def _is_reached(entry: Entry, result: Result) -> bool:
    reached = entry.events.get("reached")
    return reached is None or result.value(reached) is True


def _ruled(program: Program, at: Span, lang: str) -> str:
    """Return the line of a rule: the whole rule in one line, at the line of the key that makes it what it is."""
    rule = next((each for node in program.definition.root.walk() for each in node.rules if each.at == at), None)
    if rule is None:
        return WORDS[lang]["rule"].format(at=place(at), text=at.source.line(at.line).strip())
    return WORDS[lang]["rule"].format(at=place(_lead(rule)), text=_inner(rule.keys))


def _lead(rule: Rule) -> Span:
    fields = rule.keys.fields
    lead = next((field.key.at for name, field in fields.items() if name in rule.kind.leads), rule.at)
    return lead if lead.source == rule.at.source else rule.at  # an amount may stand in a file that is extended


def _inner(table: Table) -> str:
    return ", ".join(f"{name}: {_flow(field.value)}" for name, field in table.fields.items())


def _flow(item: Item) -> str:
    if isinstance(item, Table):
        return f"{{{_inner(item)}}}"
    if isinstance(item, Listing):
        return f"[{', '.join(map(_flow, item.items))}]"
    return f'"{item.text}"' if ", " in item.text else item.text


def _sum(node: NodeResult, result: Result, lang: str) -> Iterator[str]:
    """Yield what the parts of a node come to together."""
    words, plan = WORDS[lang], node.plan
    if plan.by_formula:
        field = result.program.definition.keys.fields["total"]
        yield words["rule"].format(at=place(field.key.at), text=f"total: {_flow(field.value)}")
        return
    parts, total = [], Fraction(0)
    for child, factor in zip(plan.children, plan.factors, strict=True):
        taken = result.taken(child)
        score, times = result.value(taken.score), result.value(factor)
        if not isinstance(score, Fraction) or not isinstance(times, Fraction):
            return
        if times:
            part = words["part"].format(name=child.called.text(lang), score=_number(score, taken))
            parts.append(part if times == 1 else words["times"].format(part=part, factor=told_number(times)))
            total += score * times
    if parts and len(parts) <= _MOST:
        text = words["sum"].format(parts=words["plus"].join(parts), total=told_number(total))
        yield words["why"].format(text=text)


def _number(score: Fraction, plan: Plan) -> str:
    return told(Number(score, plan.places))


def of_figure(name: str, result: Result, lang: str) -> Iterator[str]:
    """Yield how a figure is made, and from which values."""
    words, program = WORDS[lang], result.program
    figure, node = program.figures[name]
    if figure.form is None:
        return
    if isinstance(figure.form, Table):
        fields = figure.form.fields
        at = next((field.key.at for key, field in fields.items() if key not in ("name", "unit")), figure.at)
        yield words["rule"].format(at=place(at), text=f"{figure.id}: {_flow(figure.form)}")
    values = []
    for each in walk([node]):
        read = str(each.payload)
        if each.op is Op.INPUT and read in program.figures and not read.startswith(GIVEN) and each is not node:
            unit = program.figures[read][0].unit
            value = result.figures[read]
            values.append(words["values"].format(name=program.figures[read][0].id, value=told(value, unit)))
    if 0 < len(values) <= _MOST:
        yield words["why"].format(text=words["and"].join(values))


def of_units(results: Sequence[Result], weights: Mapping[str, Fraction], lang: str) -> Iterator[str]:
    """Yield the totals of several cases, with what they weigh."""
    words = WORDS[lang]
    units = []
    for result in results:
        name = "" if result.case is None else result.case.id
        total = told(result.total) if result.total is not None else str(result.outcome)
        weight = weights.get(name)
        form = words["unit"] if weight is None or result.total is None else words["weighs"]
        units.append(form.format(name=f"{name} " if lang == "zh" else name, total=total,
                                 weight=None if weight is None else told_number(weight)))  # fmt: skip
    if units and len(units) <= _MOST:
        yield words["why"].format(text=words["units"].format(units=words["and"].join(units)))
