"""Equal things are one object: what is kept for as long as somebody needs it, by what it is made of."""

from __future__ import annotations

from threading import RLock
from typing import Generic, TypeVar
from weakref import ref

Thing = TypeVar("Thing")
Key = tuple[object, ...]
_FEW = 10_000


class Interned(Generic[Thing]):
    """Things by their keys; a reader asks `found` itself, since most of what he asks for is there.

    A key keeps no other thing: it has the `id` of what its own is made of, which is no other's while its own lives.
    What is gone leaves its key behind until there are many of them. A callback for each thing that goes would have to
    do two steps at once, whatever thread it comes in.

    Attributes:
        found: key → what gives the thing, or None where it is gone.
    """

    __slots__ = ("_lock", "_room", "found")

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.found: dict[Key, ref[Thing]] = {}
        self._lock, self._room = RLock(), _FEW

    def keep(self, key: Key, thing: Thing) -> Thing:
        """Return the one thing of a key: this one, where no other thread was quicker."""
        with self._lock:
            first = self.found.get(key)
            other = None if first is None else first()
            if other is not None:
                return other
            self.found[key] = ref(thing)
            if len(self.found) > self._room:
                self._clear()
        return thing

    def _clear(self) -> None:
        """Drop the keys of what is gone; there is room for as many again before the next time."""
        for key, each in list(self.found.items()):
            if each() is None:
                del self.found[key]
        self._room = max(_FEW, 2 * len(self.found))
