"""A document of a few kinds of parts, written as a page or as Markdown; whatever a text says, it stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scoring.diagnostic import clean
from scoring.inert import html
from scoring.inert import markdown as plain
from scoring.testing.targets import REPORT_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST = 100_000
_SHORT = 40
"""Characters of a text that may stand in a column for short ones, or for numbers."""


class Heading(NamedTuple):
    """A heading; level 1 is the title."""

    level: int
    text: str


class Line(NamedTuple):
    """A paragraph; its mood is ``good``, ``bad``, ``dim`` or plain."""

    text: str
    mood: str = ""


class Facts(NamedTuple):
    """What is so: name and value."""

    rows: Sequence[tuple[str, str]]


class Grid(NamedTuple):
    """A table. A column is of text (``t``), numbers (``n``), code (``c``), hashes (``h``) or short texts (``s``)."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    columns: str


class Verbatim(NamedTuple):
    """Lines as a terminal shows them."""

    text: str


class Signature(NamedTuple):
    """Places to write by hand, by what belongs there."""

    fields: Sequence[str]


Part = Heading | Line | Facts | Grid | Verbatim | Signature

_STYLE = """
:root { --ink: #1c2024; --dim: #5b636c; --line: #cfd4da; --good: #17692f; --bad: #a8201a; --paper: #fff;
  --head: #f2f4f6 }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --dim: #9aa2ab; --line: #3a4048;
  --good: #6fcf8a; --bad: #ff9d94; --paper: #15181c; --head: #22272d } }
@page { size: A4; margin: 16mm 15mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem; max-width: 60rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 0 .6rem } h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem }
h3 { font-size: 1.02rem; margin: 1.5rem 0 .4rem } h1, h2, h3 { line-height: 1.3; break-after: avoid }
p { margin: .4rem 0 } .dim { color: var(--dim) }
.good, .bad { border-left: .3rem solid; padding: .3rem .7rem; font-weight: 600; margin: .8rem 0 }
.good { color: var(--good) } .bad { color: var(--bad) }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .92em }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border: 1px solid var(--line) }
thead th { background: var(--head); overflow-wrap: normal }
thead { display: table-header-group } tr { break-inside: avoid }
.facts th { width: 11rem; font-weight: 600; background: var(--head) }
.n { text-align: right } .s, td.n { white-space: nowrap }
td.c, td.h, pre { font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace; font-size: .86em }
pre { white-space: pre-wrap; border: 1px solid var(--line); padding: .5rem .7rem; margin: .5rem 0; break-inside: avoid }
.sign { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1.2rem; margin: 2.4rem 0 1rem;
  break-inside: avoid }
.sign span { border-top: 1px solid var(--ink); padding-top: .2rem; color: var(--dim); font-size: .9em }
@media (max-width: 42rem) { body { padding: .9rem } thead { display: none } .facts th { width: auto }
  tr, td, th { display: block; border: 0; padding: .1rem 0 }
  tr { border-bottom: 1px solid var(--line); padding: .4rem 0 }
  .facts th { background: none } .n { text-align: left } td:empty { display: none }
  td[data-head]::before { content: attr(data-head) ": "; color: var(--dim); font: .92em sans-serif }
  .sign { gap: 2.6rem } }
@media print { body { max-width: none; padding: 0; font-size: 10pt } }
"""


def page(parts: Sequence[Part], lang: str) -> str:
    """Return a document as a page: whole in itself, it asks for nothing and runs nothing."""
    title = next((each.text for each in parts if isinstance(each, Heading)), "")
    lines = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if lang == "zh" else "en"}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        REPORT_PAGE,
        f"<title>{html(title)}</title>",
        f"<style>{_STYLE}</style></head><body><main>",
        *(line for each in parts for line in _element(each)),
        "</main></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _element(part: Part) -> Iterator[str]:
    match part:
        case Heading(level, text):
            yield f"<h{level}>{html(text)}</h{level}>"
        case Line(text, mood):
            yield f'<p class="{mood}">{html(text)}</p>' if mood else f"<p>{html(text)}</p>"
        case Verbatim(text):
            yield f"<pre>{html(text)}</pre>"
        case Signature(names):
            yield f'<div class="sign">{"".join(f"<span>{html(name)}</span>" for name in names)}</div>'
        case Facts(rows):
            yield '<table class="facts"><tbody>'
            yield from (f'<tr><th scope="row">{html(name)}</th><td>{html(value)}</td></tr>' for name, value in rows)
            yield "</tbody></table>"
        case Grid(head, rows, columns):
            named = zip(head, columns, strict=True)
            cells = (f'<th scope="col" class="{kind}">{html(name)}</th>' for name, kind in named)
            yield f"<table><thead><tr>{''.join(cells)}</tr></thead><tbody>"
            for row in rows:
                filled = zip(row, head, columns, strict=True)
                yield f"<tr>{''.join(_cell(*each) for each in filled)}</tr>"
            yield "</tbody></table>"


def _cell(value: str, head: str, kind: str) -> str:
    kind = "t" if kind in "sn" and len(value) > _SHORT else kind
    return f'<td class="{kind}" data-head="{html(head)}">{html(value)}</td>' if value else f'<td class="{kind}"></td>'


# Markdown

_FENCE = re.compile("`+")


def markdown(parts: Sequence[Part]) -> str:
    """Return a document as Markdown, in which no text makes HTML, a link, or a cell of its own."""
    return "\n".join(line for each in parts for line in (*_block(each), ""))


def _block(part: Part) -> Iterator[str]:
    match part:
        case Heading(level, text):
            yield f"{'#' * level} {plain(text)}"
        case Line(text, mood):
            yield f"**{plain(text)}**" if mood in ("good", "bad") else plain(text)
        case Verbatim(text):
            lines = [clean(line, _LONGEST) for line in text.split("\n")]
            fence = "`" * max(3, *(len(each) + 1 for each in _FENCE.findall("\n".join(lines))), 3)
            yield from (f"{fence}text", *lines, fence)
        case Signature(names):
            yield from _rows(names, [["…………………………" for _ in names]], "t" * len(names))
        case Facts(rows):
            yield from _rows(["", ""], rows, "tt")
        case Grid(head, rows, columns):
            yield from _rows(head, rows, columns)


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]], columns: str) -> Iterator[str]:
    yield f"| {' | '.join(map(plain, head))} |"
    yield f"|{'|'.join('--:' if kind == 'n' else '---' for kind in columns)}|"
    yield from (f"| {' | '.join(map(plain, row))} |" for row in rows)
