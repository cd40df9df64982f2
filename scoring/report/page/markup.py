"""HTML from texts: the one place where a text becomes markup, so that no name of an author can be more than a text."""

from __future__ import annotations

import html
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction

    Say = Callable[[str], str]
    """Language, ``zh`` or ``en`` → what is said in it."""

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Categories of characters that show nothing, or move what stands around them (bidi marks)."""

_VOID = frozenset(("col", "input", "link", "meta"))
_SVG = frozenset(("svg", "path", "rect", "circle", "line", "symbol", "use", "text", "g"))
TAGS = frozenset((
    *_VOID, *_SVG, "a", "body", "button", "caption", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "head", "header", "html", "label", "legend", "li", "main",
    "nav", "ol", "optgroup", "option", "output", "p", "script", "section", "select", "span", "strong", "style",
    "summary", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
))  # fmt: skip
"""Every tag a page may have."""


class Html(str):
    """Markup: text that has been escaped, with tags of ours around it."""

    __slots__ = ()


EMPTY = Html()


def visible(text: str) -> str:
    r"""Return a text with every character that shows nothing, or turns others around, as ``\u202e`` or the like."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char in "\n\t\r":
        return " "
    if unicodedata.category(char) not in _UNSEEN:
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # limit of the short form


def escaped(text: str) -> Html:
    """Return a text as markup that shows just this text, between tags and within quotes."""
    return text if isinstance(text, Html) else Html(html.escape(visible(text), quote=True))


def joined(parts: Iterable[str]) -> Html:
    """Return markup and texts one after the other."""
    return Html("".join(map(escaped, parts)))


def tag(name: str, /, *children: str, **attributes: str | int | bool | None) -> Html:
    """Return an element.

    Args:
        name: one of `TAGS`.
        children: markup, or texts, which are escaped.
        attributes: ``class_`` stands for ``class``, ``aria_label`` for ``aria-label``; True stands without a value, and
            one that is None or False is left out.
    """
    if name not in TAGS:
        raise ValueError(name)
    written = "".join(_attribute(each, value) for each, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def _attribute(name: str, value: str | int | bool | None) -> str:  # noqa: FBT001  # how HTML writes a switch
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'


def both(say: Say) -> Html:
    """Return what is said in Chinese and in English, of which the page shows one."""
    return paired(say("en"), say("zh"))


def paired(english: str, chinese: str) -> Html:
    """Return an English and a Chinese text (or markup), of which the page shows one."""
    if english == chinese:
        return escaped(english)
    return joined((tag("span", chinese, class_="zh", lang="zh-CN"), tag("span", english, class_="en", lang="en")))


def place(value: Fraction) -> str:
    """Return a number of a picture with one decimal."""
    tenths = round(value * 10)
    sign = "-" if tenths < 0 else ""
    whole, part = divmod(abs(tenths), 10)
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"
