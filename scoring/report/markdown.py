"""A report as Markdown: tables as GitHub shows them, every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.inert import markdown as plain
from scoring.number import Number
from scoring.report.made_by import made_by
from scoring.report.overview import Overview, value_text
from scoring.report.paper_words import paper, title_of
from scoring.report.printed import Printed
from scoring.report.text import case_name, output_text
from scoring.report.words import colon, listed, number_text, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from scoring.report.paper import Scoring

_NUMBERS = ("weight", "total", "contribution", "rank", "node")


def written(scoring: Scoring, options: argparse.Namespace) -> str:  # noqa: ARG001  # as of every format
    """Return a report as Markdown (.md)."""
    lang = scoring.lang
    lines = [f"# {plain(title_of(scoring.ruleset, lang))} {paper(lang, 'report')}", ""]
    lines += [f"## {paper(lang, 'results')}", "", *_overview(scoring), ""]
    for number, result in enumerate(scoring.results, 1):
        lines += [*_case(scoring, Printed(result, lang), number), ""]
    lines += [f"## {paper(lang, 'made-by')}", ""]
    lines += _table([paper(lang, "name"), paper(lang, "value")], made_by(scoring), "ll")
    return "\n".join(lines) + "\n"


def _overview(scoring: Scoring) -> Iterator[str]:
    overview, lang = Overview(scoring), scoring.lang
    rows = [[value_text(value) for value in row] for row in overview.rows]
    whole = [] if overview.whole is None else [[value_text(value) for value in overview.whole]]
    sides = "".join("r" if each.key in _NUMBERS else "l" for each in overview.columns)
    yield from _table([each.name for each in overview.columns], rows + whole, sides)
    left = overview.left_out()
    if left:
        yield ""
        yield plain(say(lang, "left-out", names=listed(lang, left)))


def _case(scoring: Scoring, printed: Printed, number: int) -> Iterator[str]:
    lang, result = scoring.lang, printed.result
    id_, name = case_name(result, number)
    yield f"## {plain(paper(lang, 'table-of', case=name or id_))}"
    yield ""
    facts = (f"{key}{colon(lang)}{value}" for key, value in printed.subtitle((scoring.ranks or {}).get(id_)))
    yield plain(("　" if lang == "zh" else "; ").join(facts))
    if printed.lines:
        yield ""
        numbers = len(printed.heads) - 1
        rows = [[*names, *row] for names, row in zip(_names(printed), _rows(printed), strict=True)]
        yield from _table([*printed.names, *printed.heads], rows, "l" * printed.levels + "r" * numbers + "l")
    if result.program.outputs:
        yield ""
        told = ((each.label.text(lang), output_text(each, result.outputs[each.name], lang))
                for each in result.program.outputs)  # fmt: skip
        yield from _table([paper(lang, "further"), paper(lang, "value")], list(told), "ll")
    notes = list(printed.notes())
    if notes:
        yield ""
        yield from (f"- {plain(note)}" for note in notes)


def _names(printed: Printed) -> Iterator[list[str]]:
    """Yield the names of each line; Markdown merges no cells, so a group is named once, in its first line."""
    for line in printed.lines:
        yield ["" if each is None else each.text for each in line.cells]


def _rows(printed: Printed) -> Iterator[list[str]]:
    for line in printed.lines:
        values = [line.score] if printed.open else [line.points, line.score, line.lost]
        texts = [number_text(each) if isinstance(each, Number) else each or "" for each in values]
        yield [*texts, "\n".join(line.reasons)]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> Iterator[str]:
    yield f"| {' | '.join(map(_cell, head))} |"
    yield f"|{'|'.join('--:' if side == 'r' else '---' for side in sides)}|"
    yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows)


def _cell(text: str) -> str:
    """Return a text as a cell of a table; its lines stay lines."""
    return "<br>".join(plain(line) for line in text.split("\n"))
