"""The language of a ruleset: that of its title and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.model import Definition

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return _CHINESE.search(text) is not None


def language_of(definition: Definition) -> str:
    """Return ``zh`` for a ruleset whose title or names hold Chinese characters, else ``en``."""
    texts = [*definition.title.texts.values()]
    texts += [text for node in definition.root.walk() for text in node.label.texts.values()]
    texts += [text for figure in definition.figures.values() for text in figure.label.texts.values()]
    return "zh" if is_chinese("".join(texts)) else "en"
