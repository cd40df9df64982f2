"""A failed test in at most eight lines: what was expected, what came out, by which rule, and what follows from it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.diagnostic import columns_of
from scoring.number import decimal_text
from scoring.outcome import Outcome
from scoring.run import called
from scoring.testing.amounts import told_number, ways_to_write
from scoring.testing.failure_rule import of_figure, of_node, of_units, place
from scoring.testing.failure_words import WORDS
from scoring.testing.folding import folded
from scoring.testing.judge import Aim, Difference, node_of, shown, told, wanted_text
from scoring.testing.model import Between, Reason, Status, Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scoring.diagnostic import Diagnostic
    from scoring.reasons import NodeResult
    from scoring.result import Result
    from scoring.testing.model import Expectation
    from scoring.testing.running import Verdict

LINES = 8
"""Lines of one failure, at most."""

_LONGEST = 160
_END = 60
"""Columns of the end of a line that is too long: there stands what the sum comes to."""


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
    facts = {"at": place(test.at), "name": test.name}
    if test.known is not None:
        facts |= {"until": test.known.until.isoformat(), "because": test.known.because}
    lines = [words[str(verdict.status)].format_map(facts)]
    if verdict.status is Status.FIXED:
        return _cut(lines[0])
    own, follows = folded(verdict.differences)
    more = [list(_difference(each, verdict, lang, readings)) for each in own]
    for number, each in enumerate(own):
        if any(_same_node(each, other) for other in own[:number]):  # its rule and reasons are told already
            del more[number][1:]
    more += [[words["problem"].format(text=_problem(each, verdict, lang))] for each in verdict.problems]
    if test.is_run and (units := list(_units(verdict, lang))):
        more[0] += units
    last = [words["follows"].format(names=words["and"].join(_what(each, lang) for each in follows))] if follows else []
    return "\n".join(_cut(line) for line in _fitted(lines, more, last, words["rest"]))


def _fitted(lines: list[str], told: list[list[str]], last: list[str], rest: str) -> list[str]:
    """Return as many lines as there is room for: of every difference its first line before the details of any."""
    room = LINES - len(lines) - len(last)
    kept = told[:room] if len(told) <= room else told[: room - 1]
    spare = room - len(kept) - (len(kept) < len(told))
    shares = [1] * len(kept)
    while spare and any(share < len(each) for share, each in zip(shares, kept, strict=True)):
        for number, each in enumerate(kept):
            if spare and shares[number] < len(each):
                shares[number] += 1
                spare -= 1
    for share, each in zip(shares, kept, strict=True):
        lines += each[:share]
    if len(kept) < len(told):
        left = len(told) - len(kept)
        lines.append(rest.format(count=left, s="" if left == 1 else "s"))
    return [*lines, *last]


def _difference(
    each: Difference, verdict: Verdict, lang: str, readings: Callable[[Difference], Sequence[str]] | None
) -> Iterator[str]:
    words = WORDS[lang]
    unit = _unit(each)
    line = words["gives" if _is_known_value(each, verdict) else "differs"].format(
        what=_what(each, lang), wanted=_wanted(each.expectation, lang, unit), got=_got(each, unit, lang)
    )
    if each.delta is not None:
        size = abs(each.delta)
        text = words["percent"].format(delta=told_number(size * 100)) if unit == "%" else told_number(size)
        line += words["less" if each.delta < 0 else "more"].format(delta=text)
    if verdict.test.is_run and each.result is not None and each.result.case is not None:
        line = words["case"].format(case=each.result.case.id) + line.lstrip()
    yield line
    node, aim = _node(each), each.aim
    if node is not None and each.result is not None and (node.path or each.delta is not None):
        yield from of_node(node, each.result, lang)
    elif aim is not None and aim.kind == "figure" and each.result is not None:
        yield from of_figure(aim.path, each.result, lang)
    yield from _advice(each, verdict, unit, lang)
    if readings is not None:
        yield from (f"    {text}" for text in readings(each))


def _advice(each: Difference, verdict: Verdict, unit: str, lang: str) -> Iterator[str]:
    """Yield how to expect a number without a finite decimal, and what to do about a figure over all cases."""
    words = WORDS[lang]
    ways = ways_to_write(each.got, unit) if isinstance(each.got, Fraction) and each.result is not None else None
    if ways is not None:
        yield words["why"].format(text=words["write"].format(ways=words["or"].join(filter(None, ways))))
    if verdict.test.is_run or verdict.test.run_of_one or each.result is None:
        return
    lacking = _missing(each, each.result)
    names = [name for one in each.result.program.cohorts if (name := called(one.name)) in lacking]
    if names:
        yield words["why"].format(text=words["over cases"].format(names=words["and"].join(names)))


def _missing(each: Difference, result: Result) -> tuple[str, ...]:
    """Return the names of what is missing for what a difference is about."""
    node, aim, program = _node(each), each.aim, result.program
    if aim is None or (node is not None and not node.path):
        return result.missing
    if aim.kind == "figure":
        return result.missing_in(result.value(program.figures[aim.path][1]))
    if aim.kind == "output":
        return result.missing_in(*(result.value(one.node) for one in program.outputs if one.name == aim.path))
    return () if node is None else node.missing


def _same_node(one: Difference, other: Difference) -> bool:
    return one.result is other.result and one.aim is not None and one.aim.kind == "node" and one.aim == other.aim


def _is_known_value(each: Difference, verdict: Verdict) -> bool:
    """Whether it is a wrong value that the test says is known."""
    known = verdict.test.known
    return known is not None and any(each.expectation is one for own in known.gives.values() for one in own)


def _units(verdict: Verdict, lang: str) -> Iterator[str]:
    """Yield what each case came to, where something of all of them together differs."""
    own = [each for each in verdict.differences if each.result is None and each.expectation.aspect != "error"]
    if own and verdict.results:
        yield from of_units(verdict.results, verdict.weights, lang)


def _problem(each: Diagnostic, verdict: Verdict, lang: str) -> str:
    """Return what is wrong with a case, where it does not stand in the test, and what to write instead."""
    text, hint = f"{each.message(lang)} [{each.code}]", each.hint(lang)
    if hint:
        text = WORDS[lang]["hint"].format(text=text, hint=hint)
    here = verdict.test.at
    return text if not each.at.line or each.at.source == here.source else f"{place(each.at)}: {text}"


def _wanted(expectation: Expectation, lang: str, unit: str = "") -> str:
    """Return what was expected, as it is written, of a reason in words."""
    words, wanted = WORDS[lang], expectation.wanted
    if not isinstance(wanted, Reason):
        text = wanted_text(expectation)
        if isinstance(wanted, Between) and unit == "%":
            return "{}..{}".format(*("…" if end is None else shown(end, unit=unit) for end in wanted))
        if isinstance(wanted, Texts):
            return words["and"].join(wanted.names) or words["nothing"]
        return _outcome(text, lang) if expectation.aspect == "outcome" else text
    if wanted.none:
        return words["no reason"]
    parts = []
    for name in ("at", "code", "contains"):
        said = getattr(wanted, name)
        if said:
            parts.append(words[f"reason {name}"].format_map({name: said}))
    if wanted.points is not None:
        parts.append(words["reason points"].format(points=decimal_text(wanted.points)))
    return words["and"].join(parts)


def _got(each: Difference, unit: str, lang: str) -> str:
    """Return what came out, with what is missing where something is."""
    words, got = WORDS[lang], each.got
    if isinstance(got, tuple) and isinstance(each.expectation.wanted, Between):
        return "..".join("…" if one is None else str(one) for one in got)
    if isinstance(got, tuple):
        nothing = "no error" if each.expectation.aspect == "error" else "nothing"
        return words["and"].join("null" if one is None else str(one) for one in got) or words[nothing]
    text = told(got, unit)
    if each.expectation.aspect == "outcome":
        text = _outcome(text, lang)
    node = _node(each)
    if each.result is None or (got is not None and got != Outcome.MISSING):
        return text
    missing = each.result.missing if node is None or not node.path else node.missing
    if missing:
        lacks = words["lacks"].format(names=words["and"].join(missing))
        return words["said"].format(text=str(got) if got is not None else text, more=lacks)
    if got is None and node is not None and node.outcome is not Outcome.SCORED:
        return words["said"].format(text=text, more=words[f"is {node.outcome}"])
    return text


def _outcome(text: str, lang: str) -> str:
    """Return an outcome as it is written in a test, in Chinese also in words."""
    words = WORDS[lang]
    said = words.get(f"is {text}")
    return words["said"].format(text=text, more=said) if said and lang == "zh" else text


def _node(difference: Difference) -> NodeResult | None:
    aim, result = difference.aim, difference.result
    return node_of(result, aim.path) if aim is not None and aim.kind == "node" and result is not None else None


def _what(difference: Difference, lang: str) -> str:
    """Return what a difference is about: the address as written, its printed name, and the aspect."""
    words, expectation = WORDS[lang], difference.expectation
    aspect = words.get(expectation.aspect, "")
    if expectation.aspect in ("weight", "contribution"):
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


def _cut(line: str) -> str:
    """Return a line that fits: of a longer one the beginning and the end, where the sum stands."""
    if columns_of(line) <= _LONGEST:
        return line
    end = len(line)
    while columns_of(line[end - 1 :]) < _END:
        end -= 1
    begin = 0
    while columns_of(line[:begin] + line[end:]) < _LONGEST - 1:
        begin += 1
    return f"{line[: begin - 1]}…{line[end:]}"
