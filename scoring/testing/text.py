"""Values as YAML in one line, as a person would write them; and texts of which some parts are changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from scoring.number import decimal_text

_PLAIN = re.compile(r"[^\W\d_][\w./%+-]*(?: [\w./%+-]+)*|-?\d+(?:\.\d+)?%?|\d{4}-\d\d-\d\d")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n", "none"))


class Edit(NamedTuple):
    """A part of a text and what stands there instead."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with some parts changed, all else as it was."""
    for each in sorted(edits, reverse=True):
        text = text[: each.start] + each.text + text[each.end :]
    return text


def flow(value: object) -> str:
    """Return a value in one line: tables in braces, lists in brackets, texts in quotes where they need them."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{quoted(str(key))}: {flow(each)}" for key, each in value.items()) + "}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction | int):
        return decimal_text(Fraction(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return quoted(str(value))


def quoted(text: str) -> str:
    """Return a text as YAML reads it back, in single quotes unless it is plain."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    escaped = text.encode("unicode_escape").decode("ascii").replace('"', '\\"')
    return f'"{escaped}"'
