"""Garbage is looked for after a ruleset is made, not while: nearly all that is made stays.

Python looks through all objects again whenever their number has grown by a quarter. While a ruleset grows that takes a
third of the time and finds nothing.
"""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from threading import RLock, get_ident
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Pause:
    """Which threads are making something, and whether the collector is off for one of them.

    It is off for one thread alone: where several make rulesets at once, nobody can say when the last will have done.
    """

    def __init__(self) -> None:
        self.lock, self.makers, self.off = RLock(), dict[int, int](), False

    def begin(self) -> None:
        with self.lock:
            own = get_ident()
            self.makers[own] = self.makers.get(own, 0) + 1
            if len(self.makers) > 1:
                self.go_on()
            elif gc.isenabled():
                gc.disable()
                self.off = True

    def end(self) -> None:
        with self.lock:
            own = get_ident()
            left = self.makers.pop(own, 0) - 1
            if left > 0:
                self.makers[own] = left
            elif not self.makers:
                self.go_on()

    def go_on(self) -> None:
        if self.off:
            gc.enable()
            self.off = False

    def in_child(self) -> None:
        """Begin anew in a process that was forked off while another thread was making something."""
        self.lock, self.makers = RLock(), {}
        self.go_on()


_PAUSE = _Pause()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_PAUSE.in_child)


@contextmanager
def collected_later() -> Iterator[None]:
    """Put off looking for garbage, unless several threads ask for that; nothing else changes."""
    _PAUSE.begin()
    try:
        yield
    finally:
        _PAUSE.end()
