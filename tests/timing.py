"""How long a refusal takes: the thread's own time, the best of three, since garbage may be collected in one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Error = TypeVar("Error", bound=Exception)
TRIES = 3


def refused_within(seconds: float, kind: type[Error], action: Callable[[], object]) -> Error:
    """Return the error that an action raises; assert that it takes no longer."""
    taken: list[float] = []
    while True:
        start = time.thread_time()
        with pytest.raises(kind) as caught:
            action()
        taken.append(time.thread_time() - start)
        if taken[-1] < seconds:
            return caught.value
        assert len(taken) < TRIES, f"takes {min(taken):.3f} s, more than {seconds} s"
