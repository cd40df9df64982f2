"""Formulas in words: figures and indicators by their printed names, signs as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.addresses import Found
from scoring.dates import WRITTEN
from scoring.document import Item, Scalar
from scoring.model import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.model import Figure
    from scoring.names import Names

_SPOKEN = {
    "findings": ("findings", "问题例数"), "amount": ("amount", "问题金额"), "mark": ("mark", "评分"),
    "total": ("total", "总分"), "and": ("and", "且"), "or": ("or", "或"), "not": ("not", "非"),
    "score": ("score", "得分"), "lost": ("lost", "扣分"), "points": ("points", "分值"),
}  # fmt: skip
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "=", "*": "×", "/": "÷"}
_PART = re.compile(
    r"""(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<sign>[><!=]=|[*/])|[^\W\d]\w*(?:\.[^\W\d]\w*)*"""
)


def spoken(scope: Names, item: Item) -> Label:
    """Return a formula in words, as it is read in a scope."""
    text = item.text if isinstance(item, Scalar) else "…"
    return Label({lang: _in_words(scope, text, number) for number, lang in enumerate(("en", "zh"))})


def _in_words(scope: Names, text: str, number: int) -> str:
    lang, context = ("en", "zh")[number], scope.context

    def called(name: str) -> str | None:
        passed = context.arguments.find(scope, name)
        if passed is not None:
            return context.arguments.spoken(passed, whole=name == text).text(lang)
        figure = context.figures.find(name, scope.inside)
        if figure is not None:
            return figure.label.text(lang)
        address, _, attribute = name.rpartition(".")
        owner = context.figures.find(address, scope.inside) if address else None
        if owner is not None and owner.is_list and attribute in owner.items:
            return field_words(owner, attribute, lang)
        found = context.addresses.find(address, scope.inside, ids_only=True) if address else None
        if isinstance(found, Found) and found.kind == "node":
            said = _SPOKEN.get(attribute, (attribute, attribute))[number]
            return context.node_label(found.path).text(lang) + (" " if number == 0 else "") + said
        return None

    return printed(text, lang, called)


def field_words(owner: Figure, field: str, lang: str) -> str:
    """Return what a field of the records of a list is called."""
    return owner.label.text(lang) + (" " if lang == "en" else "") + owner.items[field].label.text(lang)


def printed(text: str, lang: str, called: Callable[[str], str | None]) -> str:
    """Return a formula as people write it: words in quotes stay, written dates lose theirs, signs are printed ones.

    Args:
        text: the formula.
        lang: language of the words that a formula may hold.
        called: what a name is called, None where it is none of the names that are known there.
    """

    def part(match: re.Match[str]) -> str:
        found = match[0]
        if match["quoted"]:
            return found[1:-1] if WRITTEN.fullmatch(found[1:-1]) else found
        if match["sign"]:
            return _SIGNS[found]
        name = called(found)
        return _SPOKEN.get(found, (found, found))[lang == "zh"] if name is None else name

    return _PART.sub(part, text)
