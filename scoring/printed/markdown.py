"""An indicator table as Markdown: tables as GitHub reads them, lines of a cell with ``<br>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.inert import markdown
from scoring.printed.rows import figure_head, figure_rows, head, rows, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.printed.model import Paragraph, PrintedTable


def document(table: PrintedTable) -> str:
    """Return the whole table as a document."""
    lang = table.lang
    colon = "：" if lang == "zh" else ": "
    lines = [f"# {markdown(table.title)}", ""]
    lines += [f"- {markdown(name)}{colon}{markdown(value)}" for name, value in table.facts]
    if table.lines:
        lines += ["", *_tree(table)]
    if table.whole:
        lines += ["", f"## {word(lang, 'whole')}", "", *_paragraphs(table.whole)]
    if table.figures:
        told = ([f"`{_code(first)}`", *map(markdown, rest)] for first, *rest in figure_rows(table))
        lines += ["", f"## {word(lang, 'figures')}", "", *_grid(figure_head(lang), told)]
    if table.functions:
        lines += ["", f"## {word(lang, 'functions')}", "", *_paragraphs(table.functions)]
    lines += ["", f"## {word(lang, 'reading')}", "", *(f"- {markdown(each)}" for each in table.reading)]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """Return an id, which is a word of letters and dots, for a span of code."""
    return markdown(text).replace("\\", "").replace("`", "")


def _tree(table: PrintedTable) -> Iterator[str]:
    """Yield the table of indicators; a name stands in the first of the rows that belong to it."""
    found = []
    for row in rows(table):
        levels = [""] * table.depth
        for each in row.cells:
            levels[each.column] = markdown(each.text)
        weight = [markdown(row.weight)] if table.weighted else []
        found.append([*levels, *weight, markdown(row.points), "<br>".join(_cell(row.said))])
    yield from _grid(head(table), found, numbers=1 + table.weighted)


def _cell(said: Iterable[Paragraph]) -> Iterator[str]:
    for each in said:
        head = f"**{markdown(each.head)}** " if each.head else ""
        text = f"{head}{markdown(each.text)}".strip()
        if text:
            yield text
        yield from (f"• {markdown(row)}" for row in each.rows)
        if each.after:
            yield markdown(each.after)


def _grid(titles: Sequence[str], found: Iterable[Sequence[str]], numbers: int = 0) -> Iterator[str]:
    """Yield a table; ``numbers`` columns before the last one hold numbers."""
    count = len(titles)
    yield f"| {' | '.join(map(markdown, titles))} |"
    yield f"|{'|'.join('--:' if count - 1 - numbers <= at < count - 1 and numbers else '---' for at in range(count))}|"
    yield from (f"| {' | '.join(row)} |" for row in found)


def _paragraphs(said: Iterable[Paragraph]) -> Iterator[str]:
    for each in said:
        head = f"**{markdown(each.head)}** " if each.head else ""
        yield f"- {head}{markdown(each.text)}"
        yield from (f"  - {markdown(row)}" for row in each.rows)
        if each.after:
            yield f"  - {markdown(each.after)}"
