"""An indicator table as HTML: a page whole in itself, or a part of a notebook with its styles in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.inert import html
from scoring.notebook import INLINE
from scoring.printed.rows import figure_head, figure_rows, head, rows, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.printed.model import Paragraph, PrintedTable
    from scoring.printed.rows import Row

_STYLE = """
:root { --ink: #1c2024; --dim: #5b636c; --line: #b9c0c8; --paper: #fff; --head: #eef1f4; --group: #f7f8fa }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --dim: #9aa2ab; --line: #454c55;
  --paper: #15181c; --head: #252a31; --group: #1b1f24 } }
@page { size: A4 landscape; margin: 12mm 10mm 14mm; @bottom-right { content: counter(page) " / " counter(pages);
  font: 9pt sans-serif } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem; max-width: 84rem; color: var(--ink); background: var(--paper);
  font: 15px/1.55 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere }
h1 { font-size: 1.45rem; margin: 0 0 .6rem; text-align: center } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }
h1, h2 { line-height: 1.35; break-after: avoid }
.facts { color: var(--dim); font-size: .88em; margin: 0 0 1.2rem; text-align: center }
.facts span { margin: 0 .8em; display: inline-block }
table { border-collapse: collapse; width: 100%; font-size: .93em }
th, td { text-align: left; vertical-align: top; padding: .35rem .55rem; border: 1px solid var(--line) }
thead th { background: var(--head); text-align: center; vertical-align: middle; white-space: nowrap }
tbody th { font-weight: 600; background: var(--group) }
.tree tbody th { min-width: 6.5rem; max-width: 13rem } .tree td.s { width: 58% }
.n { text-align: center; white-space: nowrap } td.n.long { white-space: normal; min-width: 5rem }
.s p, .s ul { margin: 0 0 .25rem } .s p:last-child, .s ul:last-child { margin-bottom: 0 }
ul { padding-left: 1.3em; margin: .2rem 0 } .head { font-weight: 600 }
code { font: .9em ui-monospace, "Noto Sans Mono CJK SC", monospace }
thead { display: table-header-group } tr { break-inside: avoid }
@media (max-width: 46rem) { body { padding: .8rem } thead { display: none }
  table, tbody { display: block }
  tr, th, td { display: block; border: 0; max-width: none; width: auto; padding: .1rem 0 }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0 } tbody th { background: none }
  tbody th.group { font-size: 1.05em; background: var(--group); padding: .3rem .4rem; margin: .3rem 0 }
  .tree td.s { width: auto } .tree tbody th { max-width: none } .n { text-align: left } td:empty { display: none }
  td[data-head]::before { content: attr(data-head) ": "; color: var(--dim); font-size: .9em }
  :lang(zh) td[data-head]::before { content: attr(data-head) "：" } }
@media print { body { max-width: none; padding: 0; font-size: 9.5pt } h2 { margin-top: 1.2rem } }
"""
_SHORT = 8
_HASH = 12
"""Characters of a hash that a notebook shows."""


def page(table: PrintedTable) -> str:
    """Return a page: it asks for nothing and runs nothing."""
    lang, text = table.lang, _Text(inline=False)
    facts = "".join(f"<span>{html(name)}{_colon(lang)}{html(value)}</span>" for name, value in table.facts)
    parts = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if lang == "zh" else "en"}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{html(table.title)}</title>",
        f"<style>{_STYLE}</style></head><body><main>",
        f"<h1>{html(table.title)}</h1>",
        f'<p class="facts">{facts}</p>',
        *text.tree(table),
    ]
    if table.whole:
        parts += [f"<h2>{html(word(lang, 'whole'))}</h2>", *text.paragraphs(table.whole)]
    if table.figures:
        parts += [f"<h2>{html(word(lang, 'figures'))}</h2>", *text.grid(figure_head(lang), figure_rows(table))]
    if table.functions:
        parts += [f"<h2>{html(word(lang, 'functions'))}</h2>", *text.paragraphs(table.functions)]
    parts += [f"<h2>{html(word(lang, 'reading'))}</h2>", *text.listed(table.reading)]
    return "\n".join([*parts, "</main></body></html>"]) + "\n"


def fragment(table: PrintedTable) -> str:
    """Return the tree and what holds for the whole, for a notebook: no script, no sheet of styles."""
    text = _Text(inline=True)
    facts = " · ".join(
        f"{html(name)}{_colon(table.lang)}{html(value[:_HASH] if value.isalnum() else value)}"
        for name, value in table.facts
    )
    return "\n".join([
        f"<div><p {text.style('p')}><strong>{html(table.title)}</strong></p><p {text.style('p')}>{facts}</p>",
        *text.tree(table), *text.paragraphs(table.whole), "</div>",
    ])  # fmt: skip


def _colon(lang: str) -> str:
    return "：" if lang == "zh" else ": "


class _Text:
    """Elements with their styles: in place, or by their class."""

    def __init__(self, *, inline: bool) -> None:
        self.inline = inline

    def style(self, kind: str, name: str = "") -> str:
        """Return the attribute that gives an element its look."""
        if self.inline:
            return f'style="{INLINE[kind]}"'
        return f'class="{name}"' if name else ""

    def tree(self, table: PrintedTable) -> Iterator[str]:
        """Yield the table of indicators."""
        titles = head(table)
        if not table.lines:
            return
        cells = "".join(f'<th scope="col" {self.style("th")}>{html(each)}</th>' for each in titles)
        yield f"<table {self.style('table', 'tree')}><thead><tr>{cells}</tr></thead><tbody>"
        for row in rows(table):
            yield f"<tr>{''.join(self.cells(row, titles, weighted=table.weighted))}</tr>"
        yield "</tbody></table>"

    def cells(self, row: Row, titles: Sequence[str], *, weighted: bool) -> Iterator[str]:
        """Yield the cells of a row."""
        for each in row.cells:
            spans = (f' rowspan="{each.rows}"' if each.rows > 1 else "") + (
                f' colspan="{each.columns}"' if each.columns > 1 else ""
            )
            scope = "rowgroup" if each.group else "row"
            yield f'<th scope="{scope}"{spans} {self.style("th", "group" if each.group else "")}>{html(each.text)}</th>'
        if weighted:
            yield self.number(row.weight, titles[-3])
        yield self.number(row.points, titles[-2])
        yield f"<td {self.style('td', 's')}>{''.join(self.paragraphs(row.said))}</td>"

    def number(self, text: str, title: str) -> str:
        """Return a cell with a number or a few words."""
        long = " long" if len(text) > _SHORT else ""
        named = "" if self.inline or not text else f' data-head="{html(title)}"'
        return f"<td {self.style('n', f'n{long}')}{named}>{html(text)}</td>"

    def paragraphs(self, said: Iterable[Paragraph]) -> Iterator[str]:
        """Yield sentences and their lists."""
        for each in said:
            about = f"<strong>{html(each.head)}</strong> " if each.head else ""
            if about or each.text:
                yield f"<p {self.style('p')}>{about}{html(each.text)}</p>"
            yield from self.listed(each.rows)
            if each.after:
                yield f"<p {self.style('p')}>{html(each.after)}</p>"

    def listed(self, texts: Sequence[str]) -> Iterator[str]:
        """Yield a list, nothing for an empty one."""
        if texts:
            yield f"<ul {self.style('ul')}>{''.join(f'<li>{html(each)}</li>' for each in texts)}</ul>"

    def grid(self, titles: Sequence[str], found: Iterable[Sequence[str]]) -> Iterator[str]:
        """Yield a plain table, the first column of ids."""
        cells = "".join(f'<th scope="col">{html(each)}</th>' for each in titles)
        yield f"<table><thead><tr>{cells}</tr></thead><tbody>"
        for first, *rest in found:
            told = "".join(
                f'<td data-head="{html(title)}">{html(text)}</td>' if text else "<td></td>"
                for title, text in zip(titles[1:], rest, strict=True)
            )
            yield f'<tr><th scope="row"><code>{html(first)}</code></th>{told}</tr>'
        yield "</tbody></table>"
