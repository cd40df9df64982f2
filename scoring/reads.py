"""Which names a value may read and which functions it may call, found without reading its formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.document import Listing, Scalar
from scoring.keys import NOTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.document import Item

_PROSE = frozenset(("name", "title", "unit", *NOTES))
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"[^\W\d]\w*")
_CALL = re.compile(r"([^\W\d]\w*)\s*\(")


def names_in(item: Item) -> Iterator[str]:
    """Yield every name that may stand in a formula somewhere in a value."""
    yield from _found(item, _NAME)


def calls_in(item: Item) -> Iterator[str]:
    """Yield the name of every function that may be called somewhere in a value."""
    yield from _found(item, _CALL)


def _found(item: Item, wanted: re.Pattern[str]) -> Iterator[str]:
    if isinstance(item, Scalar):
        yield from wanted.findall(_QUOTED.sub("", item.text))
    elif isinstance(item, Listing):
        for each in item.items:
            yield from _found(each, wanted)
    else:
        for key, field in item.fields.items():
            yield from () if key in _PROSE else _found(field.value, wanted)
