"""Values with places: what YAML and JSON are read into, and how such a tree grows from a stream of parts.

The grower counts depth and nodes as they come, so a hostile document is refused before anything large exists,
and it refuses every key that would silently take the place of another.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.number import parse_written

if TYPE_CHECKING:
    from scoring.diagnostic import Problems
    from scoring.source import Source, Span

DEPTH = 32
"""Tables and lists inside one another, at most."""
NODES = 200_000
"""Values and keys of one document, at most."""
FAULTS = 100
"""Problems after which a document is not read further: nobody mends more at a time."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value that is no list and no table. Equal to any that says the same, wherever it stands.

    Attributes:
        text: the content as written (``1.10``, ``95%``, ``null``).
        value: None, a truth value or an exact number where an unquoted text is one of them, else the text.
        at: where it stands.
        quoted: whether it was written as text, in quotes or as a block.
    """

    text: str
    value: Fraction | bool | str | None
    at: Span = field(compare=False, repr=False)
    quoted: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in an order."""

    items: tuple[Item, ...]
    at: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Values by key, in the order written; a key is the text as written (``95%``, ``90``, ``true``)."""

    fields: dict[str, Field]
    at: Span = field(compare=False, repr=False)


class Field(NamedTuple):
    """One key of a table and its value."""

    key: Scalar
    value: Item


Item = Scalar | Listing | Table


class Stop(Exception):  # noqa: N818  # no error of its own: the problem that stops the reading is noted already
    """Reading goes no further."""


class Open:
    """A table or list that is still growing.

    Attributes:
        at: where it begins.
        fields: the fields so far of a table, None in a list.
        items: the items so far of a list.
        key: the key that waits for its value, None where a key comes next.
        taken: what the keys so far stand for → the key.
        skip: whether the waiting value is dropped, because its key was refused.
    """

    __slots__ = ("at", "fields", "items", "key", "skip", "taken")

    def __init__(self, at: Span, *, table: bool) -> None:
        """Begin a table or a list."""
        self.at = at
        self.fields: dict[str, Field] | None = {} if table else None
        self.items: list[Item] = []
        self.key: Scalar | None = None
        self.taken: dict[str | Fraction, Scalar] = {}
        self.skip = False


class Grower:
    """Makes the tree of one document from its parts as they come.

    Attributes:
        root: the finished document, None before its end.
        top: the innermost table or list that is still open.
    """

    def __init__(self, source: Source, problems: Problems) -> None:
        """Begin an empty document."""
        self.source = source
        self.problems = problems
        self.root: Item | None = None
        self.top: Open | None = None
        self._outer: list[Open] = []
        self._nodes = 0
        self._faults = problems.errors + FAULTS

    def add(self, item: Item) -> None:
        """Take the next item: a key or a value of the open table, an item of the open list, or the root."""
        top = self.top
        if top is None:
            self.root = item
        elif top.fields is None:
            top.items.append(item)
        elif top.key is None:
            self._key(top, item)
        elif top.skip:
            top.key = None
        else:
            top.fields[top.key.text] = Field(top.key, item)
            top.key = None
        self._nodes += 1
        if self._nodes > NODES:
            self.problems.error("too-many-nodes", item.at, limit=NODES)
            raise Stop
        if self.problems.errors >= self._faults:
            raise Stop

    def open(self, at: Span, *, table: bool) -> Open:
        """Begin a table or a list inside what is open."""
        top = self.top
        if top is not None:
            if top.fields is not None and top.key is None:
                self.problems.error("key-not-text", at)
                raise Stop
            self._outer.append(top)
            if len(self._outer) >= DEPTH:
                self.problems.error("too-deep", at, limit=DEPTH)
                raise Stop
        self.top = Open(at, table=table)
        return self.top

    def close(self) -> None:
        """End the innermost table or list, which becomes an item of what it stands in."""
        top = self.top
        if top is None:  # pragma: no cover  # both parsers balance what they open
            return
        self.top = self._outer.pop() if self._outer else None
        self.add(Listing(tuple(top.items), top.at) if top.fields is None else Table(top.fields, top.at))

    def _key(self, top: Open, key: Item) -> None:
        """Take a key of the open table; the value of one that is refused is dropped."""
        if not isinstance(key, Scalar):  # pragma: no cover  # `open` refuses it earlier
            raise Stop
        top.key = key
        first = top.taken.setdefault(_stands_for(key), key)
        top.skip = first is not key or not key.text or key.text[0] == "_"
        if not top.skip:
            return
        if first is not key:
            self._taken(first, key)
        elif key.text:
            self.problems.error("key-underscore", key.at, key=key.text)
        else:
            self.problems.error("key-empty", key.at)

    def _taken(self, first: Scalar, key: Scalar) -> None:
        if first.text == key.text:
            self.problems.error("duplicate-key", key.at, key=key.text, line=first.at.line)
        elif isinstance(_stands_for(key), Fraction):
            self.problems.error("equal-keys", key.at, key=key.text, other=first.text, line=first.at.line)
        else:
            self.problems.error("alike-keys", key.at, key=key.text, other=first.text, line=first.at.line)


def _stands_for(key: Scalar) -> str | Fraction:
    """Return what makes two keys the same: their number if both are plain numbers, else their letters (NFKC)."""
    text = key.text
    if not key.quoted and text[:1] in "-0123456789":
        number = parse_written(text)
        if number is not None:
            return number
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
