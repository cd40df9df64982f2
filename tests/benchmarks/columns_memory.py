"""How much memory a call takes at its peak, and how large its results are."""

from __future__ import annotations

import ctypes
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STATUS = Path("/proc/self/status")


class Taken(NamedTuple):
    """What a call returned, and how far the memory of the process rose above what it was before, in bytes.

    Attributes:
        found: what the call returned.
        grown: at its peak, the results included; None where the system does not tell.
    """

    found: Any
    grown: int | None


def peak(call: Callable[[], Any]) -> Taken:
    """Call something and return how far memory rose meanwhile."""
    _tidy()
    try:
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here
        before = _resident("VmRSS")
    except OSError:
        return Taken(call(), None)
    found = call()
    return Taken(found, _resident("VmHWM") - before)


def _tidy() -> None:
    """Give back what allocators keep, so that it does not hide what the next call takes."""
    gc.collect()
    if "pyarrow" in sys.modules:
        sys.modules["pyarrow"].default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _resident(key: str) -> int:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(key):
            return 1024 * int(line.split()[1])
    raise OSError(key)


def size(found: Any) -> int:  # noqa: ANN401 - each competitor has its own types
    """Return the bytes of results; what two columns share counts once."""
    if hasattr(found, "get_total_buffer_size"):  # Arrow
        return int(found.get_total_buffer_size())
    if hasattr(found, "estimated_size"):  # Polars
        return int(found.estimated_size())
    owners: dict[int, int] = {}
    for each in _arrays(found):
        owner = each
        while isinstance(owner.base, np.ndarray):
            owner = owner.base
        owners[id(owner)] = owner.nbytes
    return sum(owners.values())


def _arrays(found: Any) -> Iterator[np.ndarray[Any, Any]]:  # noqa: ANN401 - likewise
    if isinstance(found, np.ndarray):
        yield found
    elif isinstance(found, dict):
        for each in found.values():
            yield from _arrays(each)
    elif isinstance(found, list | tuple):
        for each in found:
            yield from _arrays(each)
    elif hasattr(found, "columns"):  # our own table
        for each in found.columns.values():
            yield from _arrays(list(vars(each).values()))
