"""``scoring score`` as text: a table of the cases, where their points were lost, and the portfolio."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import Type
from scoring.number import Number, places_of
from scoring.outcome import Outcome
from scoring.report.evidence import kept_unmarked
from scoring.report.tables import by_point, fits, padded, table, width, wrapped
from scoring.report.unscored import unscored
from scoring.report.words import (
    amount,
    colon,
    in_brackets,
    listed,
    node_name,
    number_text,
    outcome,
    say,
)
from scoring.sentences import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.portfolio import Portfolio
    from scoring.program import Output
    from scoring.reasons import Deduction, NodeResult
    from scoring.report.data import Ranks
    from scoring.result import Result
    from scoring.ruleset import Ruleset
    from scoring.sentences import Fact

_TOP = 5
_FEW = 4
_HASH = 12


class Page(NamedTuple):
    """How a text is to be written.

    Attributes:
        lang: ``zh`` or ``en``.
        room: columns of the terminal, None where there is none: then nothing is wrapped or cut.
    """

    lang: str
    room: int | None = None


def heading(ruleset: Ruleset, method: str | None, page: Page) -> list[str]:
    """Return the title of a ruleset and what identifies it."""
    lang = page.lang
    parts = [f"{say(lang, 'ruleset')} {ruleset.id}"]
    parts += [f"{say(lang, 'version')} {ruleset.version}"] if ruleset.version else []
    parts += [f"{say(lang, 'method')} {method}"] if method else []
    parts.append(f"sha256 {ruleset.sha256[:_HASH]}")
    title = ruleset.title.text(lang)
    return [*([title] if title and title != ruleset.id else []), ("，" if lang == "zh" else ", ").join(parts)]


def case_name(result: Result, number: int = 0) -> tuple[str, str]:
    """Return id and name of what was scored."""
    case = result.case
    id_ = case.id if case is not None and case.id else str(number)
    return id_, case.name if case is not None else ""


def score_text(  # noqa: PLR0913, PLR0917  # what a scoring consists of
    ruleset: Ruleset, results: Sequence[Result], portfolio: Portfolio | None, page: Page,
    method: str | None = None, ranks: Ranks | None = None,
) -> list[str]:  # fmt: skip
    """Return the lines of a scoring."""
    lines = [*heading(ruleset, method, page), "", *_cases(results, page, ranks)]
    for block in (
        _unmarked(results, page),
        _held_in_vain(results, page),
        _without_total(results, page),
        _overridden(results, page),
        _lost(results, page),
        _portfolio(portfolio, page),
    ):
        if block:
            lines += ["", *block]
    return lines


def _cases(results: Sequence[Result], page: Page, ranks: Ranks | None) -> list[str]:
    lang = page.lang
    tops = _tops(results)
    named = any(case_name(each)[1] for each in results)
    graded = any(each.program.grades for each in results)
    numbered = any(each.program.definition.has_total for each in results)
    outputs = _outputs(results, {top.path for top in tops})
    head = [say(lang, "case"), *([say(lang, "id")] if named else []), *([say(lang, "total")] if numbered else [])]
    head += [say(lang, "grade")] if graded else []
    head += [say(lang, "rank")] if ranks is not None else []
    head += [each.label.text(lang) for each in outputs]
    before = len(head)
    head += [f"{node_name(top.plan, lang)}{in_brackets(lang, _points(results, top))}" for top in tops]
    head.append(say(lang, "outcome"))
    rows = [head]
    for number, result in enumerate(results, 1):
        id_, name = case_name(result, number)
        row = [name or id_, id_] if named else [id_]
        row += [_shown(result.total, lang)] if numbered else []
        row += [result.grade or say(lang, "none")] if graded else []
        row += [str(ranks.get(id_) or say(lang, "none"))] if ranks is not None else []
        told = result.outputs
        row += [output_text(each, told[each.name], lang) for each in outputs]
        scores = {each.path: each.score for each in result["total"].children}
        row += [_shown(scores.get(top.path), lang) for top in tops]
        row.append(outcome(lang, result.outcome))
        rows.append(row)
    right = [False, *([False] if named else []), *([True] if numbered else []), *([False] if graded else [])]
    right += [*([True] if ranks is not None else []), *(each.node.type is Type.NUMBER for each in outputs)]
    right += [*([True] * len(tops)), False]
    return _fitting(rows, right, page, before, tops)


def _outputs(results: Sequence[Result], shown: set[str]) -> Sequence[Output]:
    """Return the further results but those that have a column already, as scores of top indicators."""
    return [each for each in results[0].program.outputs if each.path not in shown] if results else []


def output_text(output: Output, value: Fact, lang: str) -> str:
    """Return a further result as people read it."""
    if value is None:
        return say(lang, "none")
    return number_text(value) if isinstance(value, Number) and output.path else shown(value, output.unit, lang)


def _fitting(
    rows: list[list[str]], right: Sequence[bool], page: Page, first: int, tops: Sequence[NodeResult]
) -> list[str]:
    """Return a table whose columns from ``first`` on are headed by nodes, by their codes alone where it is too wide."""
    rows = by_point(rows, right)
    if not fits(rows, page.room):
        rows[0][first : first + len(tops)] = [top.plan.code or top.plan.label.text(page.lang) for top in tops]
    return table(rows, right, page.room)


def _tops(results: Sequence[Result]) -> list[NodeResult]:
    found: dict[str, NodeResult] = {}
    for result in results:
        for top in result["total"].children:
            found.setdefault(top.path, top)
    return list(found.values())


def _points(results: Sequence[Result], top: NodeResult) -> str:
    """Return the points of a column, the printed ones where cases differ; of an item what it gives or takes at most."""
    if top.plan.open:
        return ""
    if not top.plan.item:
        nodes = [each for result in results for each in result["total"].children if each.path == top.path]
        points = {each.points for each in nodes}
        if len(points) == 1:
            return "" if top.points is None else number_text(top.points)
        printed = {each._result.value(each.plan.printed) for each in nodes}  # noqa: SLF001  # see below
        only = printed.pop() if len(printed) == 1 else None
        return amount(only) if isinstance(only, Fraction) else ""
    most = top._result.value(top.plan.printed)  # noqa: SLF001  # printed points are no part of a result
    sign = {"bonus": "+", "penalty": "-"}[top.plan.item]
    return f"{sign}{amount(most)}" if isinstance(most, Fraction) else ""


def _shown(value: Number | None, lang: str) -> str:
    return say(lang, "none") if value is None else number_text(value)


# What sets or caps the grade


def overrides(result: Result, lang: str) -> list[str]:
    """Return in words what set or capped the grade of a case."""
    found: list[str] = []
    for each in result.overrides:
        words = (each.because or each.words).text(lang)
        said = say(lang, "grade-capped" if each.caps else "grade-set", grade=each.grade, why=words)
        found.append(said + in_brackets(lang, each.clause))
    return found


def _overridden(results: Sequence[Result], page: Page) -> list[str]:
    lines: list[str] = []
    for number, result in enumerate(results, 1):
        id_, name = case_name(result, number)
        title = f"{name or id_}{in_brackets(page.lang, id_ if name else '')}{colon(page.lang)}"
        for text in overrides(result, page.lang):
            lines += wrapped(f"{title}{text}", page.room, "  ", "    ")
    return [say(page.lang, "overridden"), *lines] if lines else []


# What is missing


def _without_total(results: Sequence[Result], page: Page) -> list[str]:
    lines: list[str] = []
    for number, result in enumerate(results, 1):
        if result.outcome is Outcome.SCORED:
            continue
        id_, name = case_name(result, number)
        title = f"{name or id_}{in_brackets(page.lang, id_ if name else '')}"
        lines.append(f"{title}{colon(page.lang)}{outcome(page.lang, result.outcome)}")
        for text in unscored(result, page.lang):
            lines += wrapped(text, page.room, "  ", "    ")
    return [say(page.lang, "without-total"), *(f"  {line}" for line in lines)] if lines else []


# What nobody marked


def _unmarked(results: Sequence[Result], page: Page) -> list[str]:
    """Return which judged items kept their points because nobody marked them, and in which cases."""
    cases: dict[str, list[str]] = {}
    for number, result in enumerate(results, 1):
        id_, name = case_name(result, number)
        names = node_names(result, page.lang)
        for node in kept_unmarked(result):
            cases.setdefault(node.plan.code or names[node.path], []).append(name or id_)
    alike: dict[tuple[str, ...], list[str]] = {}
    for node_, having in cases.items():
        alike.setdefault(tuple(having), []).append(node_)
    if not alike:
        return []
    texts = [f"{listed(page.lang, nodes)}{_of_cases(having, results, page.lang)}" for having, nodes in alike.items()]
    text = say(page.lang, "unmarked", names=("；" if page.lang == "zh" else "; ").join(texts))
    return list(wrapped(text, page.room, "", "  "))


def _held_in_vain(results: Sequence[Result], page: Page) -> list[str]:
    """Return which findings cost nothing since the item they are held against does not apply, and in which cases."""
    cases: dict[str, list[str]] = {}
    for number, result in enumerate(results, 1):
        id_, name = case_name(result, number)
        held = {} if result.bound is None else result.bound.findings
        for node in result.nodes if held else ():
            if node.path in held and node.outcome is Outcome.NOT_APPLICABLE:
                cases.setdefault(node_names(result, page.lang)[node.path], []).append(name or id_)
    if not cases:
        return []
    texts = [f"{node}{_of_cases(having, results, page.lang)}" for node, having in cases.items()]
    text = say(page.lang, "held-in-vain", names=("；" if page.lang == "zh" else "; ").join(texts))
    return list(wrapped(text, page.room, "", "  "))


def _of_cases(names: Sequence[str], results: Sequence[Result], lang: str) -> str:
    """Return a few names of cases in brackets; "" where there is only one case to speak of."""
    if len(results) == 1:
        return ""
    more = len(names) - _FEW
    shown = listed(lang, list(names[:_FEW]))
    if more > 0:
        shown += say(lang, "more-cases", count=len(names) if lang == "zh" else more)
    return in_brackets(lang, shown)


# Where points were lost


def _lost(results: Sequence[Result], page: Page) -> list[str]:
    lines: list[str] = []
    for number, result in enumerate(results, 1):
        if result.total is None:
            continue
        id_, name = case_name(result, number)
        lines.append(f"{name or id_}{in_brackets(page.lang, id_ if name else '')}")
        lines += [f"  {line}" for line in _reasons(result, id_, page)]
    title = "came-from" if any(each.program.root.open for each in results) else "lost-most"
    return [say(page.lang, title), *(f"  {line}" for line in lines)] if lines else []


def _reasons(result: Result, id_: str, page: Page) -> list[str]:
    is_open = result.program.root.open
    signs = dict.fromkeys(result.deductions, -1) | (dict.fromkeys(result.awards, 1) if is_open else {})
    counted = {each: Number(sign * _effect(each)) for each, sign in signs.items() if _effect(each)}
    # Of a total by formula first what it gives; the rest counts in points of its own.
    found = sorted(counted, key=lambda each: (each.effect is None, -abs(counted[each]) if is_open else counted[each]))
    if not found:
        return [say(page.lang, "nothing-counted" if is_open else "full")]
    names = node_names(result, page.lang)
    most = found[:_TOP]
    amounts = [_signed(counted[each], result.program.root.places) for each in most]
    places = max(width(each) for each in amounts)
    known = max(width(names[each.indicator]) for each in most)
    room = None if page.room is None else page.room - 4
    lines: list[str] = []
    for each, lost in zip(most, amounts, strict=True):
        first = f"{padded(lost, places, right=True)}  {padded(names[each.indicator], known)}  "
        if room is not None and width(first) > room // 2:
            lines.append(first.rstrip())
            first = " " * (places + 2)
        lines += wrapped(each.sentence(page.lang), room, first)
    if len(found) > _TOP:
        lines.append(say(page.lang, "more", count=len(found) - _TOP, case=id_))
    return lines


def node_names(result: Result, lang: str) -> dict[str, str]:
    """Return what each node is called in a list; a criterion with the leaf it belongs to."""
    names: dict[str, str] = {}
    for node in (result["total"], *result.nodes):
        name = node_name(node.plan, lang)
        leaf = names.get(node.path.rpartition(".")[0], "")
        names[node.path] = f"{leaf} › {name}" if node.plan.kind == "criterion" and not node.plan.code else name
    return names


def _signed(effect: Number, places: int | None) -> str:
    """Return what a reason did to the total, with the decimals of a total where it has no more of them."""
    own = places_of(effect)
    text = amount(effect) if own is None or places is None or own > places else str(Number(effect, places))
    return f"+{text}" if effect > 0 else text


def _effect(each: Deduction) -> Number:
    return each.points if each.effect is None else each.effect


# The portfolio


def _portfolio(portfolio: Portfolio | None, page: Page) -> list[str]:
    if portfolio is None:
        return []
    lang = page.lang
    if portfolio.total is None:
        return [f"{say(lang, 'portfolio')}{colon(lang)}{outcome(lang, portfolio.outcome)}"]
    names = {id_: name or id_ for id_, name in (case_name(each, at) for at, each in enumerate(portfolio.results, 1))}
    scored = {case_name(each, at)[0]: each for at, each in enumerate(portfolio.results, 1)}
    tops = {top.path: top for top in _tops(portfolio.results)}
    head = [say(lang, "case"), say(lang, "weight"), say(lang, "total")]
    head += [node_name(top.plan, lang) for top in tops.values()]
    rows = [head]
    for id_, weight in portfolio.weights.items():
        scores = {each.path: each.score for each in scored[id_]["total"].children}
        rows.append(
            [names[id_], amount(weight), _shown(scored[id_].total, lang), *(_shown(scores.get(p), lang) for p in tops)]
        )
    groups = [_shown(portfolio.groups.get(path), lang) for path in tops]
    grade = say(lang, "then", text=portfolio.grade) if portfolio.grade else ""
    rows.append([say(lang, "whole"), "", str(portfolio.total), *groups])
    lines = [
        f"{say(lang, 'portfolio')}{colon(lang)}{portfolio.total}{grade}",
        *_fitting(rows, [False, *([True] * (len(head) - 1))], page, 3, list(tops.values())),
    ]
    if portfolio.left_out:
        lines.append(say(lang, "left-out", names=listed(lang, [names[each] for each in portfolio.left_out])))
    return lines
