"""Plain data as YAML text in block style; scalars stay plain wherever YAML allows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oracle.plain import Spec, Table

_PLAIN = re.compile(r"(?:[\w.(]|-(?=\d))(?:[^:#\n]|:(?=\S))*(?<![\s:])")


def yaml_text(data: Table) -> str:
    """Write a mapping as YAML."""
    return "\n".join(_lines(data, 0)) + "\n"


def scalar(text: str) -> str:
    """Write a scalar, quoted only where it must be."""
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def _lines(data: Spec, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _entry(f"{indent}{scalar(key)}:", value, depth)
    elif isinstance(data, list):
        for item in data:
            if isinstance(item, str) or not item:
                yield from _entry(f"{indent}-", item, depth)
            else:
                first, *rest = _lines(item, depth + 1)
                yield f"{indent}- {first.lstrip()}"
                yield from rest
    else:
        yield indent + scalar(data)


def _entry(head: str, value: Spec, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{head} {scalar(value)}"
    elif not value:
        yield head + (" {}" if isinstance(value, dict) else " []")
    else:
        yield head
        yield from _lines(value, depth + 1)
