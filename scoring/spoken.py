"""Formulas in words: figures and indicators by their printed names, signs as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.addresses import Found
from scoring.dates import WRITTEN
from scoring.document import Item, Scalar
from scoring.model import Label

if TYPE_CHECKING:
    from scoring.names import Names

_SPOKEN = {
    "findings": ("findings", "问题例数"), "amount": ("amount", "问题金额"), "mark": ("mark", "评分"),
    "total": ("total", "总分"), "and": ("and", "且"), "or": ("or", "或"), "not": ("not", "非"),
    "score": ("score", "得分"), "lost": ("lost", "扣分"), "points": ("points", "分值"),
}  # fmt: skip
_SIGNS = ((">=", "≥"), ("<=", "≤"), ("!=", "≠"), ("==", "="), (" * ", " × "), (" / ", " ÷ "))
_QUOTED_DAY = re.compile(rf"['\"]({WRITTEN.pattern})['\"]", re.ASCII)
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def spoken(scope: Names, item: Item) -> Label:
    """Return a formula in words, as it is read in a scope."""
    text = item.text if isinstance(item, Scalar) else "…"
    text = _QUOTED_DAY.sub(r"\1", text)
    for sign, printed in _SIGNS:
        text = text.replace(sign, printed)
    return Label({lang: _in_words(scope, text, number) for number, lang in enumerate(("en", "zh"))})


def _in_words(scope: Names, text: str, number: int) -> str:
    lang, context = ("en", "zh")[number], scope.context

    def word(match: re.Match[str]) -> str:
        name = match[0]
        passed = context.arguments.find(scope, name)
        if passed is not None:
            return context.arguments.spoken(passed, whole=name == text).text(lang)
        figure = context.figures.find(name, scope.inside)
        if figure is not None:
            return figure.label.text(lang)
        address, _, attribute = name.rpartition(".")
        found = context.addresses.find(address, scope.inside, ids_only=True) if address else None
        if isinstance(found, Found) and found.kind == "node":
            said = _SPOKEN.get(attribute, (attribute, attribute))[number]
            return context.node_label(found.path).text(lang) + (" " if number == 0 else "") + said
        return _SPOKEN[name][number] if name in _SPOKEN else name

    return _NAME.sub(word, text)
