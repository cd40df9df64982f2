"""Why a case has no total: in words what is missing, undefined or excluded, and what it can still get."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scoring.graph import Op, Unknown
from scoring.interpret import DIVISION
from scoring.outcome import Outcome
from scoring.report.evidence import unmet
from scoring.report.words import input_name, listed, needed_by, node_name, number_text, say, why
from scoring.row_ranges import rows_text
from scoring.table_rows import missing_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.graph import Node
    from scoring.reasons import NodeResult
    from scoring.result import Result


def unscored(result: Result, lang: str) -> Iterator[str]:
    """Yield in words why a case has no total, and what it can still get."""
    if result.exclusion is not None:
        yield from [because] if (because := excluded(result, lang)) else []
        yield unmet(result, result.exclusion.told, "not-admitted", lang)
        return
    for name in _missing(result, lang):
        yield say(lang, "missing", name=name)
    yield from _undefined(result, lang)
    perhaps = list(_names(result, result.perhaps_missing, lang))
    if perhaps:
        yield say(lang, "perhaps", names=listed(lang, perhaps))
    if result.range is not None:
        low, high = ((say(lang, "none") if end is None else number_text(end)) for end in result.range)
        yield say(lang, "range", low=low, high=high)
        if result.grades:
            yield say(lang, "grades", names=listed(lang, list(result.grades)))


def _missing(result: Result, lang: str) -> Iterator[str]:
    """Yield in words what is missing, and what needs it."""
    names = [name for name in result.missing if not name.endswith(".mark.deduct")]
    for told, first in _names(result, names, lang).items():
        yield told + needed_by(result, first, lang)


def _names(result: Result, names: Iterable[str], lang: str) -> dict[str, str]:
    """Return what missing inputs are called → the first of them; blanks of one column are told at once."""
    found: dict[str, str] = {}
    blanks: dict[tuple[str, str, str], list[int]] = {}
    first: dict[tuple[str, str, str], str] = {}
    for name in names:
        entry = missing_entry(result, name)
        if entry is None:
            found[input_name(result.program, name, lang)] = name
        else:
            blanks.setdefault(entry[:3], []).append(entry.row)
            first.setdefault(entry[:3], name)
    for key, rows in blanks.items():
        found[_blanks(result, *key, rows, lang)] = first[key]
    return found


def _blanks(result: Result, name: str, field: str, table: str, rows: list[int], lang: str) -> str:  # noqa: PLR0913, PLR0917  # what is lacking, and where
    figure = result.program.lists[name]
    if not field:
        return say(lang, "values-lack", name=figure.label.text(lang), rows=rows_text(table, rows, lang))
    own = figure.items.get(field.removeprefix("."))
    words = field.removeprefix(".") if own is None else own.label.text(lang)
    return say(lang, "records-lack", field=words, name=figure.label.text(lang), rows=rows_text(table, rows, lang))


def node_outcome(result: Result, node: NodeResult) -> Outcome:
    """Return what became of a node; of a case that is excluded nothing is compared with other cases."""
    value = result.value(node.plan.score)
    names = {cause.name for cause in value.causes} if isinstance(value, Unknown) else set()
    left_out = bool(names) and names <= {each.name for each in result.program.cohorts}
    excluded = result.outcome is Outcome.EXCLUDED and (left_out or not node.path)
    return Outcome.EXCLUDED if excluded else node.outcome


def excluded(result: Result, lang: str) -> str:
    """Return why a case is excluded, as the ruleset says it."""
    admission = result.exclusion
    return "" if admission is None or admission.because is None else admission.because.text(lang)


def _undefined(result: Result, lang: str) -> Iterator[str]:
    """Yield each lowest node with a value that nothing defines."""
    lowest = [each for each in result.nodes if not each.children]
    for node in lowest:
        codes = _codes(node)
        if codes:
            told = listed(lang, _in_words(result, node.plan.score, codes, lang))
            yield say(lang, "undefined", name=node_name(node.plan, lang), why=told)
    if result.outcome is Outcome.UNDEFINED and not any(_codes(each) for each in lowest):
        for target in result.program.deciding:
            value = result.value(target)
            if isinstance(value, Unknown):
                codes = sorted({cause.name for cause in value.causes if cause.kind != "missing"})
                told = listed(lang, _in_words(result, target, codes, lang))
                yield say(lang, "undefined", name=say(lang, "total"), why=told)


def _in_words(result: Result, node: Node, codes: Sequence[str], lang: str) -> list[str]:
    """Return causes in words, of a division by zero with the figures that are 0."""
    zeros = listed(lang, _divisors(result, node, lang)) if "division-by-zero" in codes else ""
    told = {"division-by-zero": say(lang, "zero-divisor", names=zeros)} if zeros else {}
    return [told.get(code) or why(lang, code) for code in codes]


def _divisors(result: Result, top: Node, lang: str) -> list[str]:
    """Return what the figures are called that are 0 and divide, in all that leaves a node without a value."""
    program = result.program
    derived = {node: input_name(program, name, lang) for name, (_, node) in program.figures.items()}
    found: dict[str, None] = {}
    waiting = [top]
    seen: set[Node] = set()
    while waiting:
        node = waiting.pop()
        value = result.value(node)
        if node in seen or not isinstance(value, Unknown) or not value.causes & DIVISION.causes:
            continue
        seen.add(node)
        if node.op is Op.DIV and result.value(node.args[1]) == 0:
            by = node.args[1]
            name = input_name(program, str(by.payload), lang) if by.op is Op.INPUT else derived.get(by)
            found |= {} if name is None else {name: None}
        waiting += reversed(_taken(result, node))
    return list(found)


def _taken(result: Result, node: Node) -> Sequence[Node]:
    """Return the operands that a value is made of: of a choice the one that was made."""
    choice = result.value(node.args[0]) if node.op in {Op.IF, Op.PICK} else None
    if isinstance(choice, bool):
        return [node.args[1 if choice else 2]]
    if isinstance(choice, str):
        words = cast("tuple[str, ...]", node.payload)
        return [node.args[1 + words.index(choice)] if choice in words else node.args[-1]]
    return node.args


def _codes(node: NodeResult) -> list[str]:
    value = node._result.value(node.plan.score)  # noqa: SLF001  # causes are no part of a node's result
    return sorted({each.name for each in value.causes if each.kind != "missing"}) if isinstance(value, Unknown) else []
