"""A failed test in at most eight lines: what was expected, what came out, by which rule, and what follows from it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from scoring.number import decimal_text
from scoring.sentences import sentence_of
from scoring.testing.folding import folded
from scoring.testing.judge import Aim, Difference, node_of, shown, wanted_text
from scoring.testing.model import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scoring.reasons import NodeResult
    from scoring.result import Result
    from scoring.source import Span
    from scoring.testing.running import Verdict

LINES = 8
"""Lines of one failure, at most."""

_LONGEST = 160
_REASONS = 2
"""Sentences of one node that are shown."""

WORDS = {
    "en": {
        "failed": "{at}: failed: {name}",
        "known": "{at}: known to fail until {until}: {name}: {because}",
        "expired": "{at}: failed, and was put up with only until {until}: {name}: {because}",
        "fixed": "{at}: passes, though it is said to fail: {name}; delete its known_issue ({because})",
        "differs": "  {what}: expected {wanted}, got {got}",
        "less": ", {delta} less",
        "more": ", {delta} more",
        "case": "  {case}: ",
        "rule": "    rule {at}: {text}",
        "why": "    {text}",
        "follows": "  {names}: only because of the above",
        "rest": "  … {count} more differences",
        "problem": "  {text}",
        "lost": "lost",
        "points": "points",
        "outcome": "outcome",
        "missing": "missing",
        "reason": "reason",
        "grade": "grade",
        "range": "range",
        "grades": "grades",
        "perhaps_missing": "perhaps missing",
        "error": "error",
        "total": "total",
        "weight": "weight of {name}",
        "left_out": "left out",
        "and": ", ",
        "nothing lost": "nothing is lost there",
        "of": " ({aspect})",
    },
    "zh": {
        "failed": "{at}：未通过：{name}",
        "known": "{at}：已知不通过（至{until}）：{name}：{because}",
        "expired": "{at}：未通过，且容忍期限{until}已过：{name}：{because}",
        "fixed": "{at}：写明会不通过，却通过了：{name}；请删去known_issue（{because}）",
        "differs": "  {what}：预期{wanted}，实际{got}",
        "less": "，少{delta}",
        "more": "，多{delta}",
        "case": "  {case}：",
        "rule": "    规则 {at}：{text}",
        "why": "    {text}",
        "follows": "  {names}：仅因上述原因",
        "rest": "  ……另有{count}处不同",
        "problem": "  {text}",
        "lost": "扣分",
        "points": "分值",
        "outcome": "结果",
        "missing": "缺少",
        "reason": "理由",
        "grade": "等级",
        "range": "范围",
        "grades": "可能的等级",
        "perhaps_missing": "可能缺少",
        "error": "错误",
        "total": "总分",
        "weight": "{name}的权重",
        "left_out": "不计入",
        "and": "、",
        "nothing lost": "此处没有扣分",
        "of": "（{aspect}）",
    },
}

Readings = "Callable[[Difference], Sequence[str]]"
"""What else a rule might mean, of a difference: sentences."""


def failure_text(
    verdict: Verdict, lang: str = "en", readings: Callable[[Difference], Sequence[str]] | None = None
) -> str:
    """Return what is told of a test that is not as it should be, in at most `LINES` lines.

    Args:
        verdict: of the test.
        lang: ``en`` or ``zh``.
        readings: tells which other reading of a rule would give what was expected.
    """
    words, test = WORDS[lang], verdict.test
    known = test.known
    facts = {"at": _place(test.at), "name": test.name}
    if known is not None:
        facts |= {"until": known.until.isoformat(), "because": known.because}
    lines = [words[str(verdict.status)].format_map(facts)]
    if verdict.status is Status.FIXED:
        return lines[0]
    lines += [words["problem"].format(text=each.message(lang)) for each in verdict.problems]
    told, follows = folded(verdict.differences)
    more = [list(_difference(each, verdict, lang, readings)) for each in told]
    last = [words["follows"].format(names=words["and"].join(_what(each, lang) for each in follows))] if follows else []
    return "\n".join(_cut(line) for line in _fitted(lines, more, last, words["rest"]))


def _fitted(lines: list[str], told: list[list[str]], last: list[str], rest: str) -> list[str]:
    """Return as many lines as there is room for: of every difference its first line before the details of any."""
    room = LINES - len(lines) - len(last)
    kept = told[:room] if len(told) <= room else told[: room - 1]
    spare = room - len(kept) - (len(kept) < len(told))
    for each in kept:
        lines.append(each[0])
        details = each[1 : 1 + spare]
        lines += details
        spare -= len(details)
    if len(kept) < len(told):
        lines.append(rest.format(count=len(told) - len(kept)))
    return [*lines, *last][:LINES]


def _difference(
    each: Difference, verdict: Verdict, lang: str, readings: Callable[[Difference], Sequence[str]] | None
) -> Iterator[str]:
    words = WORDS[lang]
    unit = _unit(each)
    line = words["differs"].format(
        what=_what(each, lang), wanted=wanted_text(each.expectation), got=shown(each.got, unit=unit)
    )
    if each.delta is not None:
        size = abs(each.delta)
        text = f"{decimal_text(size * 100)}%" if unit == "%" else decimal_text(size)
        line += words["less" if each.delta < 0 else "more"].format(delta=text)
    if verdict.test.is_run and each.result is not None and each.result.case is not None:
        line = words["case"].format(case=each.result.case.id) + line.lstrip()
    yield line
    node = _node(each)
    if node is None:
        return
    assert each.result is not None  # noqa: S101  # it has the node
    yield from _rule(node, each.result, lang)
    if readings is not None:
        yield from (f"    {text}" for text in readings(each))


def _rule(node: NodeResult, result: Result, lang: str) -> Iterator[str]:
    """Yield the rule of a node and what it comes to for the case; nothing of a group, whose parts say it."""
    words = WORDS[lang]
    reasons = [each for each in (*node.deductions, *node.awards) if each.indicator == node.path]
    places = [each.at for each in node.plan.entries if each.kind in ("base", "change", "veto") and each.at is not None]
    at = next((each.place for each in reasons if each.place is not None), places[0] if places else None)
    if at is not None:
        yield words["rule"].format(at=_place(at), text=at.source.line(at.line).strip())
    sentences = [each.sentence(lang) for each in reasons[:_REASONS]] or list(_opening(node, result, lang))
    if sentences:
        yield from (words["why"].format(text=each) for each in sentences)
    elif not node.plan.children:
        yield words["why"].format(text=words["nothing lost"])


def _opening(node: NodeResult, result: Result, lang: str) -> Iterator[str]:
    """Yield what gave a node its opening score."""
    for entry in node.plan.entries:
        if entry.kind == "base" and entry.sentence is not None:
            yield sentence_of(result, node.plan, entry, lang)


def _node(difference: Difference) -> NodeResult | None:
    aim, result = difference.aim, difference.result
    return node_of(result, aim.path) if aim is not None and aim.kind == "node" and result is not None else None


def _what(difference: Difference, lang: str) -> str:
    """Return what a difference is about: the address as written, its printed name, and the aspect."""
    words, expectation = WORDS[lang], difference.expectation
    aspect = words.get(expectation.aspect, "")
    if expectation.aspect == "weight":
        return aspect.format(name=expectation.address)
    wanted = expectation.wanted
    if isinstance(wanted, Reason) or not expectation.address:
        return aspect
    if expectation.address == "total":
        name = words["total"]
    else:
        name = expectation.address
        label = _label(difference.result, difference.aim, lang)
        name = f"{name} {label}" if label and label != name else name
    return name + (words["of"].format(aspect=aspect) if aspect else "")


def _label(result: Result | None, aim: Aim | None, lang: str) -> str:
    if result is None or aim is None:
        return ""
    if aim.kind == "node":
        plan = result.program.plans.get(aim.path)
        return "" if plan is None else plan.called.text(lang)
    figure = result.program.figures.get(aim.path)
    return "" if figure is None else figure[0].label.text(lang)


def _unit(difference: Difference) -> str:
    """Return the unit in which a value is shown: % of a figure that is one."""
    result, aim = difference.result, difference.aim
    if result is None or aim is None or aim.kind == "node" or not isinstance(difference.got, Fraction):
        return ""
    if aim.kind == "figure":
        return result.program.figures[aim.path][0].unit
    return next((each.unit for each in result.program.outputs if each.name == aim.path), "")


def _place(at: Span) -> str:
    """Return a place as file:line, the file by the end of its path."""
    return f"{'/'.join(PurePath(at.source.name).parts[-2:])}:{at.line}"


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
