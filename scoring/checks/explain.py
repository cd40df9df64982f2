"""``scoring check --explain``: the page of a code for a terminal, and the list of all codes."""

from __future__ import annotations

import re
import unicodedata
from string import Formatter
from typing import TYPE_CHECKING

from scoring.checks.pages import PAGES
from scoring.diagnostic import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.checks.page import Page

WIDTH = 78
"""Columns of a line."""

_WORDS = {
    "en": {
        "warning": "warning",
        "note": "note",
        "head": "{code} ({severity})",
        "avoid": "Avoid:",
        "prefer": "Prefer:",
        "why": "Why: ",
        "options": "What to do: ",
        "fixed": "'scoring check --fix' deletes it.",
        "hint": "hint: ",
        "error": "{code} (of reading files)",
        "where": "All of them stand in docs/errors.md, with examples.",
        "errors": "Errors of reading files have codes too: docs/errors.md.",
    },
    "zh": {
        "warning": "警告",
        "note": "说明",
        "head": "{code}（{severity}）",
        "avoid": "不宜：",
        "prefer": "宜写：",
        "why": "后果：",
        "options": "处理：",
        "fixed": "“scoring check --fix”可自动删去。",
        "hint": "提示：",
        "error": "{code}（读取文件时）",
        "where": "全部代码和例子见docs/errors.md。",
        "errors": "读取文件时的错误也有代码，见docs/errors.md。",
    },
}
_SENTENCE = re.compile(r".*?(?:\. |。|$)")
_PIECE = re.compile(r"[（《“‘]*(?:[!-~]+ ?|[^!-~])[，。；：！？、）》”’]*")
"""What stays on one line: a word with the blank behind it, or a Chinese character, with the marks around them."""


def plain(code: str) -> str:
    """Return a code as it is written here: small letters, ``-`` between words."""
    return unicodedata.normalize("NFKC", code).strip().lower().replace("_", "-")


def page_text(code: str, lang: str) -> str:
    """Return what there is to say about a code, for a terminal.

    Args:
        code: of any message; one that no check reports has no page, and its message and hint are shown.
        lang: ``en`` or ``zh``.
    """
    page = PAGES.get(code)
    lines = _message(code, lang) if page is None else _page(code, page, lang)
    return "\n".join(lines) + "\n"


def codes_text(lang: str) -> str:
    """Return all codes that checks report, each with its severity and the first sentence of its page."""
    words = _WORDS[lang]
    longest = max(map(len, PAGES))
    widest = max(_width(words[page.severity]) for page in PAGES.values())
    lines: list[str] = []
    for code, page in PAGES.items():
        severity = words[page.severity]
        head = f"{code:<{longest}}  {severity}{' ' * (widest - _width(severity))}  "
        lines += _filled(first_sentence(page.what.text(lang)), head, " " * _width(head))
    lines += ["", words["errors"]]
    return "\n".join(lines) + "\n"


def first_sentence(text: str) -> str:
    """Return the first sentence of a text in English or Chinese."""
    found = _SENTENCE.match(text)
    return text if found is None else found[0].strip()


def bare(template: str) -> str:
    """Return a template of a message with its facts in braces and nothing else of its own marking."""
    parts: list[str] = []
    for text, name, form, _ in Formatter().parse(template):
        parts += [text, "" if name is None else "(s)" if form == "s" else f"{{{name}}}"]
    return "".join(parts)


def _page(code: str, page: Page, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    yield words["head"].format(code=code, severity=words[page.severity])
    yield ""
    yield from _filled(page.what.text(lang))
    for name, example in (("avoid", page.avoid), ("prefer", page.prefer)):
        yield from ("", words[name], "")
        yield from (f"  {line}" for line in example.splitlines())
    yield ""
    yield from _filled(page.why.text(lang), words["why"])
    yield from _filled(page.options.text(lang), words["options"])
    if page.fixed:
        yield from _filled(words["fixed"])


def _message(code: str, lang: str) -> Iterator[str]:
    message, words = MESSAGES[code], _WORDS[lang]
    said, hint = (message.zh, message.hint_zh) if lang == "zh" else (message.en, message.hint_en)
    yield words["error"].format(code=code)
    yield ""
    yield from _filled(bare(said))
    if hint:
        yield from _filled(bare(hint), words["hint"], "  ")
    yield words["where"]


def _filled(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield a text in lines that fit, the first and the others after what is given."""
    line = first
    for piece in _PIECE.findall(text):
        if _width(line) + _width(piece.rstrip()) > WIDTH and line not in (first, rest):
            yield line.rstrip()
            line = rest
        line += piece
    yield line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
