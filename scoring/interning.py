"""Equal things are one object: what is kept for as long as somebody needs it, by what it is made of."""

from __future__ import annotations

from typing import Generic, TypeVar
from weakref import ref

Thing = TypeVar("Thing")
Key = tuple[object, ...]


class _Kept(ref[Thing]):
    """A thing that goes when nobody needs it, and the key it is found by."""

    __slots__ = ("key",)

    key: Key


class Interned(Generic[Thing]):
    """Things by their keys; a reader asks `found` itself, since most of what he asks for is there.

    Attributes:
        found: key → what gives the thing, or None where it is just going.
    """

    __slots__ = ("_forget", "found")

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.found: dict[Key, ref[Thing]] = {}

        def forget(gone: ref[Thing], found: dict[Key, ref[Thing]] = self.found) -> None:
            assert isinstance(gone, _Kept)  # noqa: S101  # nothing else is kept
            if found.get(gone.key) is gone:  # another one may have taken its place
                del found[gone.key]

        self._forget = forget

    def keep(self, key: Key, thing: Thing) -> Thing:
        """Return the one thing of a key: this one, where no other thread was quicker."""
        made = _Kept(thing, self._forget)
        made.key = key
        first = self.found.setdefault(key, made)
        other = None if first is made else first()
        if other is None:
            self.found[key] = made  # one that is going may still stand there
        return thing if other is None else other
