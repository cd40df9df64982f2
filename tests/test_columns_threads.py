"""Blocks that are computed at the same time: what one thread writes, no other one takes back."""

from __future__ import annotations

from fractions import Fraction
from threading import Event, Thread, current_thread
from typing import Any

import numpy as np

from scoring.columns.kernel import Kernel, Out
from scoring.columns.results import Numbers
from scoring.columns.table import Table

TOTAL = Out("total", "number", values=0, without=1)


def kernel() -> Kernel:
    """Return a kernel that gives totals."""
    return Kernel({}, (), {}, lambda: (), (TOTAL,), 0, 0, "", (), ())


class Slow(Table):
    """A table whose columns one thread makes wider while another one looks whether they are still the same."""

    def __init__(self) -> None:
        """Start with ten rows."""
        self.copied, self.looked_at, self.replaced = Event(), Event(), Event()
        self.looks = self.counted = 0
        super().__init__(10, {}, {}, {})

    @property
    def _version(self) -> int:
        found = self.counted
        if current_thread().name == "narrow":
            self.looks += 1
            if self.looks > 1:
                self.looked_at.set()
                self.replaced.wait(1)
        return found

    @_version.setter
    def _version(self, value: int) -> None:
        if current_thread().name == "wide":  # the columns are copied and not yet counted as others
            self.copied.set()
            self.looked_at.wait(1)
        self.counted = value


class Waiting(tuple[Any, ...]):
    """What a kernel found, handed over after another thread has copied the columns."""

    __slots__ = ()
    before: Thread
    copied: Event

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401  # a part of it
        """Return a part of it."""
        if place == 0 and self.before.ident is None:
            self.before.start()
            self.copied.wait(1)
        return super().__getitem__(place)


def test_what_is_written_while_columns_get_wider_is_written_again() -> None:
    table, narrow, wide = Slow(), kernel(), kernel()
    for start in (0, 5):
        table.put(slice(start, start + 5), narrow, (np.full(5, 1, "i1"), False))

    def widen() -> None:
        table.put(slice(0, 5), wide, (np.full(5, 100_000, "i4"), False))
        table.replaced.set()

    other = Thread(target=widen, name="wide")

    class Found(Waiting):
        before, copied = other, table.copied

    found = Found((np.full(5, 7, "i1"), False))
    writing = Thread(target=lambda: table.put(slice(5, 10), narrow, found), name="narrow")
    writing.start()
    writing.join(10)
    other.join(10)
    total = table.columns["total"]
    assert isinstance(total, Numbers)
    assert [total[row] for row in range(10)] == [Fraction(100_000)] * 5 + [Fraction(7)] * 5
