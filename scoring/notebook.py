"""How a result and a portfolio show themselves in a notebook: compact tables, no script, styles in their places."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.inert import html
from scoring.language import language_of
from scoring.model import WHOLE
from scoring.number import places_of
from scoring.reasons import own_sentences
from scoring.sentences import digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.number import Number
    from scoring.portfolio import Portfolio
    from scoring.reasons import NodeResult
    from scoring.result import Result

_LINE = "1px solid rgba(128,128,128,.45)"
#: In a notebook there is no sheet of styles: each element says its own, in colours that do on dark and on light.
INLINE = {
    "table": f"border-collapse:collapse;border:{_LINE};text-align:left;font-size:.92em;margin:.4em 0;color:inherit",
    "th": f"border:{_LINE};padding:.2em .5em;text-align:left;vertical-align:top;font-weight:600;min-width:4em",
    "item": f"border:{_LINE};padding:.2em .5em;text-align:left;vertical-align:top;font-weight:400;min-width:4em",
    "td": f"border:{_LINE};padding:.2em .5em;text-align:left;vertical-align:top",
    "n": f"border:{_LINE};padding:.2em .5em;text-align:right;vertical-align:top;white-space:nowrap",
    "p": "margin:0 0 .2em",
    "ul": "margin:0 0 .2em;padding-left:1.2em",
}
_MOST = 6
_MANY = 200
"""Rows that a table of many cases shows."""
_WORDS = {
    "indicator": ("Indicator", "指标"), "points": ("Points", "分值"), "score": ("Score", "得分"),
    "lost": ("Lost", "扣分"), "reasons": ("Reasons", "扣分、加分原因"), "case": ("Case", "单位"),
    "total": ("Total", "总分"), "grade": ("Grade", "等级"), "outcome": ("Outcome", "结果"),
    "weight": ("Weight", "权重"), "missing": ("Missing: {names}", "缺少：{names}"), "whole": ("Whole", "合计"),
    "scored": ("scored", "已评分"), "undefined": ("undefined", "算不出"), "excluded": ("excluded", "不参评"),
    "not_applicable": ("not applicable", "不适用"), "missing-outcome": ("missing", "缺数据"),
    "more": ("… and {names} more", "……另有{names}个"),
}  # fmt: skip


def result_html(result: Result) -> str:
    """Return a result as a table of its tree: points, score, what was lost, and why."""
    lang = language_of(result.program.definition)
    reasons = own_sentences(result, lang)
    nodes = (result["total"], *result.nodes) if result.program.definition.has_total else result.nodes
    rows = [_node(node, reasons.get(node.path, []), lang) for node in nodes]
    heads = [_say(lang, each) for each in ("indicator", "points", "score", "lost", "reasons")]
    name = "" if result.case is None else result.case.name or result.case.id
    told = [name, *_summary(result, lang)]
    missing = ("、" if lang == "zh" else ", ").join(result.missing)
    if missing:
        told.append(_say(lang, "missing", names=missing))
    return f"<div>{_line(told)}{_table(heads, rows)}</div>"


def portfolio_html(portfolio: Portfolio) -> str:
    """Return a portfolio as a table of its cases with what each weighs, and the whole."""
    results = portfolio.results
    lang = language_of(results[0].program.definition) if results else "en"
    heads = [_say(lang, each) for each in ("case", "weight", "total", "grade", "outcome")]
    rows = []
    for number, result in enumerate(results[:_MANY], 1):
        id_ = result.case.id if result.case is not None and result.case.id else str(number)
        name = id_ if result.case is None else result.case.name or id_
        weight = _number(portfolio.weights.get(id_))
        rows.append([("th", name, 0), ("n", weight, 0), ("n", _number(result.total), 0), ("td", result.grade or "", 0),
                     ("td", _outcome(lang, str(result.outcome)), 0)])  # fmt: skip
    if len(results) > _MANY:
        more = _say(lang, "more", names=str(len(results) - _MANY))
        rows.append([("th", more, 0), *(("td", "", 0) for _ in heads[1:])])
    rows.append([("th", _say(lang, "whole"), 0), ("n", "", 0), ("n", _number(portfolio.total), 0),
                 ("td", portfolio.grade or "", 0), ("td", _outcome(lang, str(portfolio.outcome)), 0)])  # fmt: skip
    return f"<div>{_table(heads, rows)}</div>"


def _summary(result: Result, lang: str) -> Iterator[str]:
    """Yield total, grade and outcome."""
    colon = "：" if lang == "zh" else ": "
    if result.total is not None:
        yield f"{_say(lang, 'total')}{colon}{_number(result.total)}"
    if result.grade:
        yield f"{_say(lang, 'grade')}{colon}{result.grade}"
    if str(result.outcome) != "scored":
        yield _outcome(lang, str(result.outcome))
    for name, fact in result.outputs.items():
        yield f"{name}{colon}{_number(fact) if isinstance(fact, Fraction) else fact}"


def _node(node: NodeResult, reasons: Sequence[str], lang: str) -> list[tuple[str, str, int]]:
    """Return the cells of a node: kind, text, and how far the text is moved in."""
    plan = node.plan
    name = (plan.called if plan.path else WHOLE).text(lang)
    called = f"{plan.code} {name}" if plan.code and plan.code != name else name
    score = _number(node.score) if node.score is not None else _outcome(lang, str(node.outcome))
    points = "" if plan.open else _number(node.points)
    lost = "" if plan.open or not node.lost else _number(node.lost)
    kind = "th" if plan.kind in ("root", "group") else "item"
    numbers = [("n", text, 0) for text in (points, score, lost)]
    return [(kind, called, plan.level), *numbers, ("td", "\n".join(reasons), 0)]


def _table(heads: Sequence[str], rows: Iterable[Sequence[tuple[str, str, int]]]) -> str:
    head = "".join(f'<th scope="col" style="{INLINE["th"]}">{html(each)}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(_cell(*cell) for cell in row)}</tr>" for row in rows)
    return f'<table style="{INLINE["table"]}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(kind: str, text: str, inset: int) -> str:
    style = INLINE[kind] + (f";padding-left:{inset}.5em" if inset else "")
    shown = html(text).replace("\n", "<br>")
    return (
        f'<th scope="row" style="{style}">{shown}</th>'
        if kind in ("th", "item")
        else f'<td style="{style}">{shown}</td>'
    )


def _line(texts: Iterable[str]) -> str:
    first, *rest = [html(each) for each in texts]
    strong = f"<strong>{first}</strong>" if first else ""
    told = " · ".join(each for each in (strong, *rest) if each)
    return f'<p style="{INLINE["p"]}">{told}</p>' if told else ""


def _say(lang: str, key: str, **facts: str) -> str:
    return _WORDS[key][lang == "zh"].format(**facts)


def _outcome(lang: str, word: str) -> str:
    return _say(lang, "missing-outcome" if word == "missing" else word)


def _number(value: Number | Fraction | None) -> str:
    """Return a number as it was rounded, a long one cut with "…", "–" for none."""
    if value is None:
        return "–"
    own = places_of(value)
    return digits(value) if own is None or own > _MOST else str(value)
