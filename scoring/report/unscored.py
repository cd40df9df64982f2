"""Why a case has no total: in words what is missing, undefined or excluded, and what it can still get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.graph import Unknown
from scoring.outcome import Outcome
from scoring.report.evidence import unmet
from scoring.report.words import input_name, listed, needed_by, node_name, number_text, say, why

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.reasons import NodeResult
    from scoring.result import Result


def unscored(result: Result, lang: str) -> Iterator[str]:
    """Yield in words why a case has no total, and what it can still get."""
    if result.exclusion is not None:
        yield from [because] if (because := excluded(result, lang)) else []
        yield unmet(result, result.exclusion.told, "not-admitted", lang)
        return
    for name in result.missing:
        if not name.endswith(".mark.deduct"):
            yield say(lang, "missing", name=input_name(result.program, name, lang) + needed_by(result, name, lang))
    yield from _undefined(result, lang)
    perhaps = [input_name(result.program, name, lang) for name in result.perhaps_missing]
    if perhaps:
        yield say(lang, "perhaps", names=listed(lang, perhaps))
    if result.range is not None:
        low, high = ((say(lang, "none") if end is None else number_text(end)) for end in result.range)
        yield say(lang, "range", low=low, high=high)
        if result.grades:
            yield say(lang, "grades", names=listed(lang, list(result.grades)))


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
            yield say(lang, "undefined", name=node_name(node.plan, lang), why=listed(lang, _in_words(codes, lang)))
    if result.outcome is Outcome.UNDEFINED and not any(_codes(each) for each in lowest):
        for target in result.program.deciding:
            value = result.value(target)
            if isinstance(value, Unknown):
                codes = sorted({cause.name for cause in value.causes if cause.kind != "missing"})
                yield say(lang, "undefined", name=say(lang, "total"), why=listed(lang, _in_words(codes, lang)))


def _in_words(codes: Sequence[str], lang: str) -> list[str]:
    """Return causes in words."""
    return [why(lang, code) for code in codes]


def _codes(node: NodeResult) -> list[str]:
    value = node._result.value(node.plan.score)  # noqa: SLF001  # causes are no part of a node's result
    return sorted({each.name for each in value.causes if each.kind != "missing"}) if isinstance(value, Unknown) else []
