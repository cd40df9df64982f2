"""Which names a value may read: its formulas' words, found without reading the formulas."""

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


def names_in(item: Item) -> Iterator[str]:
    """Yield every name that may stand in a formula somewhere in a value."""
    if isinstance(item, Scalar):
        yield from _NAME.findall(_QUOTED.sub("", item.text))
    elif isinstance(item, Listing):
        for each in item.items:
            yield from names_in(each)
    else:
        for key, field in item.fields.items():
            yield from () if key in _PROSE else names_in(field.value)
