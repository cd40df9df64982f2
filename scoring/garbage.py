"""Garbage is looked for after a ruleset is made, not while: nearly all that is made stays.

Python looks through all objects again whenever their number has grown by a quarter. While a ruleset grows that takes a
third of the time and finds nothing.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Pause:
    """How many wait for the collector to be on again, in all threads, and whether it was on before the first."""

    def __init__(self) -> None:
        self.lock, self.waiting, self.was_on = Lock(), 0, False

    def begin(self) -> None:
        with self.lock:
            if not self.waiting:
                self.was_on = gc.isenabled()
                gc.disable()
            self.waiting += 1

    def end(self) -> None:
        with self.lock:
            self.waiting -= 1
            if not self.waiting and self.was_on:
                gc.enable()


_PAUSE = _Pause()


@contextmanager
def collected_later() -> Iterator[None]:
    """Put off looking for garbage until the last of those who ask for that has done; nothing else changes."""
    _PAUSE.begin()
    try:
        yield
    finally:
        _PAUSE.end()
