"""Coverage as a page: the ruleset's own text, each line coloured by what tests show of it, what is missing beside it.

The page is whole in itself: it asks for nothing, runs nothing, and whatever the files say is shown as text.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

from scoring.testing.coverage_text import shares, summary, together
from scoring.testing.targets import COVERAGE_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.source import Source
    from scoring.testing.coverage import Coverage, Item

_WORDS = {
    "en": {
        "title": "Test coverage: {name}",
        "tests": "tests",
        "confirmed": "without tests that nobody has confirmed: {percent}%",
        "impossible": "{n} outcomes and edges cannot occur and are not counted",
        "full": "all covered",
        "part": "partly covered",
        "none": "not covered",
        "open": "covered only by unconfirmed tests",
        "missing": "missing",
        "unconfirmed": "unconfirmed",
        "of": "{covered} of {all}",
    },
    "zh": {
        "title": "测试覆盖率：{name}",
        "tests": "测试",
        "confirmed": "不计未确认的测试：{percent}%",
        "impossible": "另有{n}项结果或界限不可能出现，不计",
        "full": "全部覆盖",
        "part": "部分覆盖",
        "none": "未覆盖",
        "open": "只有未确认的测试覆盖",
        "missing": "未覆盖",
        "unconfirmed": "未确认",
        "of": "{all}项中{covered}项",
    },
}
_STYLE = """
:root { --ink: #1c2024; --dim: #626a73; --paper: #fff; --line: #e3e6ea;
  --full: #dcf3e0; --part: #fff1c2; --none: #fbdcd9; --open: #dfe6fb; --edge: #b42318; --mark: #3148a8 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --dim: #9aa2ab; --paper: #15181c; --line: #2c3138;
  --full: #163a22; --part: #453a10; --none: #4a1f1c; --open: #22305e; --edge: #ff9d94; --mark: #aebcff } }
body { margin: 0 auto; padding: 1.5rem; max-width: 110rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif }
h1 { font-size: 1.4rem; margin: 0 0 .3rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
.big { font-size: 2.2rem; font-weight: 650; margin: .2rem 0 }
.bar { height: .6rem; background: var(--none); border-radius: .3rem; overflow: hidden; display: flex; max-width: 40rem }
.bar i { display: block; background: #2f9e4f } .bar i.open { background: #5b78d8 }
.dim { color: var(--dim) }
.key span { display: inline-block; padding: 0 .5rem; margin: .4rem .5rem 0 0; border-radius: .2rem }
.full { background: var(--full) } .part { background: var(--part) }
.none { background: var(--none) } .open { background: var(--open) }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
td { vertical-align: top; padding: 0 .5rem; border-top: 1px solid transparent }
tr.at td { border-top-color: var(--line); border-bottom: 1px solid var(--line) }
td.n { width: 3rem; text-align: right; color: var(--dim); font: 12px/1.7 ui-monospace, monospace; user-select: none }
td.c { width: 3.6rem; text-align: right; color: var(--dim); font-size: 12px; line-height: 1.7; white-space: nowrap }
td.s { width: 58%; font: 13px/1.6 ui-monospace, "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap;
  overflow-wrap: anywhere }
td.m { font-size: 13px; line-height: 1.6; overflow-wrap: anywhere }
td.m b { font-weight: 600 } td.m .gap { color: var(--edge) } td.m .half { color: var(--mark) }
@media (max-width: 50rem) { td.s, td.m { display: block; width: auto } td.c { display: none } }
"""


def coverage_html(coverage: Coverage, lang: str) -> str:
    """Return coverage as a page."""
    words, definition = _WORDS[lang], coverage.program.definition
    title = words["title"].format(name=definition.title.text(lang) or definition.id)
    covered, _, _ = shares(coverage.items)
    count = max(len(coverage.items), 1)
    confirmed = covered - len(coverage.unconfirmed)
    lines = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if lang == "zh" else "en"}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        COVERAGE_PAGE,
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f'<div class="dim">{escape(words["tests"])} {escape(coverage.file)}</div>',
        f'<div class="big">{coverage.percent}%</div>',
        f'<div class="bar">{_bar("", confirmed, count)}{_bar("open", covered - confirmed, count)}</div>',
        f"<p>{escape(summary(coverage, lang))}",
    ]
    if coverage.unconfirmed:
        lines.append(f"<br>{escape(words['confirmed'].format(percent=coverage.percent_confirmed))}")
    if coverage.impossible:
        lines.append(f'<br><span class="dim">{escape(words["impossible"].format(n=len(coverage.impossible)))}</span>')
    keys = (f'<span class="{name}">{escape(words[name])}</span>' for name in ("full", "part", "open", "none"))
    lines += ["</p>", f'<div class="key">{"".join(keys)}</div>']
    lines += _files(coverage, lang)
    lines.append("</body></html>")
    return "\n".join(lines) + "\n"


def _bar(kind: str, part: int, whole: int) -> str:
    """Return a part of the bar, as wide as its share, rounded down to a tenth of a hundredth."""
    tenths = 1000 * part // whole
    return f'<i class="{kind}" style="width:{tenths // 10}.{tenths % 10}%"></i>'


def _files(coverage: Coverage, lang: str) -> Iterator[str]:
    """Yield the text of every file that outcomes are written in."""
    by_source: dict[Source, dict[int, list[Item]]] = {}
    for each in coverage.items:
        at = each.due.at
        by_source.setdefault(at.source, defaultdict(list))[at.line].append(each)
    for source, found in by_source.items():
        items = [each for line in found.values() for each in line]
        covered, all_, percent = shares(items)
        of = _WORDS[lang]["of"].format(covered=covered, all=all_)
        yield f"<h2>{escape(PurePath(source.name).name)} <span class=dim>{percent}% ({escape(of)})</span></h2><table>"
        for number, text in enumerate(source.text.split("\n"), 1):
            yield _line(number, text.rstrip("\r"), found.get(number, ()), lang)
        yield "</table>"


def _line(number: int, text: str, items: Sequence[Item], lang: str) -> str:
    """Return one line of a file as a row."""
    if not items:
        return f"<tr><td class=n>{number}</td><td class=s>{escape(text)}</td><td class=c></td><td class=m></td></tr>"
    covered, all_, _ = shares(items)
    state = "none" if not covered else "part" if covered < all_ else "full"
    if state == "full" and not all(each.is_confirmed for each in items):
        state = "open"
    tests = {test.name: None for each in items for test in each.tests}
    told = escape("\n".join(list(tests)[:_NAMED]), quote=True)
    return (
        f'<tr class=at><td class=n>{number}</td><td class="s {state}" title="{told}">{escape(text)}</td>'
        f"<td class=c>{covered}/{all_}</td><td class=m>{''.join(_gaps(items, lang))}</td></tr>"
    )


_NAMED = 20
"""Tests that are named where the pointer rests on a line."""


def _gaps(items: Iterable[Item], lang: str) -> Iterator[str]:
    """Yield what is missing of a line, and what nobody has confirmed, by node."""
    items = list(items)
    gaps = [each for each in items if not each.is_covered]
    half = [each for each in items if each.is_covered and not each.is_confirmed]
    for kind, word, found in (("gap", "missing", gaps), ("half", "unconfirmed", half)):
        for who, labels in together(found, lang):
            told = f"{_WORDS[lang][word]}: {labels}"
            yield f"<div><b>{escape(who)}</b> <span class={kind}>{escape(told)}</span></div>"
