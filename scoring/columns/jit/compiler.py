"""When a kernel becomes machine code: where that is asked for, or once it has been used for so long that it pays."""

from __future__ import annotations

from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING

from scoring.columns.jit.machine import Machine, key_of, machine
from scoring.columns.jit.text import Unsupported

if TYPE_CHECKING:
    from scoring.columns.jit.module import Target
    from scoring.columns.jit.sources import Sources
    from scoring.columns.kernel import Kernel

LIBRARY = "llvmlite"

PAYS = 1 << 23
"""After so many rows a kernel becomes machine code: about as long as that takes, NumPy took for them."""

_MOST = 16
"""Functions that are kept."""

_EACH = 4
"""Functions of one kernel, for columns and tables of different kinds; others are left to NumPy."""


def is_installed() -> bool:
    """Return whether LLVM is there."""
    return find_spec(LIBRARY) is not None


def require() -> None:
    """Look for LLVM.

    Raises:
        ImportError: it is not installed.
    """
    if not is_installed():
        what = f"scoring tables as machine code needs {LIBRARY}: pip install 'declarative-scoring[fast]'"
        raise ImportError(what, name=LIBRARY)


class Compiler:
    """Makes kernels machine code; it keeps what it made, and is safe in threads."""

    def __init__(self, *, fast: bool | None) -> None:
        """Start without any; ``fast``: whether kernels become machine code at once, None: those used for long."""
        self.fast = fast
        self._lock = Lock()
        self._seen: dict[int, tuple[Kernel, int]] = {}
        self._made: dict[tuple[int, object], tuple[Kernel, Machine | None]] = {}

    def note(self, own: Kernel, rows: int) -> None:
        """Count rows that NumPy did."""
        if len(self._seen) > _MOST and id(own) not in self._seen:
            self._seen.clear()
        before = self._seen.get(id(own), (own, 0))[1]  # threads may miss each other's: it is no more than a hint
        self._seen[id(own)] = own, before + rows

    def wants(self, own: Kernel | None = None) -> bool:
        """Return whether a kernel (None: any of them) is to be machine code."""
        if self.fast is not None:
            return self.fast
        some = [*self._seen.values()] if own is None else [self._seen.get(id(own), (own, 0))]
        return any(rows >= PAYS for _, rows in some) and is_installed()

    def machine(self, own: Kernel, sources: Sources, targets: tuple[Target, ...]) -> Machine | None:
        """Return a kernel as machine code; None where another thread is busy making some.

        Raises:
            Unsupported: it cannot be machine code.
            ImportError, OSError, RuntimeError: LLVM does not work here, and machine code is asked for.
        """
        key = id(own), key_of(sources, targets)
        if key not in self._made:
            if not self._lock.acquire(blocking=False):
                return None
            try:
                self._make(key, own, sources, targets)
            finally:
                self._lock.release()
        found = self._made.get(key, (own, None))[1]
        if found is None:
            raise Unsupported(own)
        return found

    def _make(self, key: tuple[int, object], own: Kernel, sources: Sources, targets: tuple[Target, ...]) -> None:
        if sum(place == key[0] and made is not None for (place, _), (_, made) in self._made.items()) >= _EACH:
            return
        found = None
        try:
            found = machine(own, sources, targets)
        except Unsupported:
            pass
        except (ImportError, OSError, RuntimeError):  # it is installed, but does not work here
            if self.fast:
                raise
        self._made = dict([*self._made.items()][-_MOST + 1 :])
        self._made[key] = own, found
