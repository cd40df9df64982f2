"""When a kernel becomes machine code, and blocks of rows through it."""

from __future__ import annotations

from importlib.util import find_spec
from threading import Lock, local
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.columns.figures import take
from scoring.columns.jit.machine import Machine, key_of, machine
from scoring.columns.jit.module import SLOTS, Target
from scoring.columns.jit.sources import Sources, sources_of
from scoring.columns.jit.text import Unsupported
from scoring.columns.names import BLOCK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.columns.column import Column
    from scoring.columns.figures import Reader
    from scoring.columns.kernel import Kernel
    from scoring.columns.names import Array
    from scoring.columns.table import Table

LIBRARY = "llvmlite"

PAYS = 1 << 23
"""After so many rows a kernel becomes machine code: about as long as that takes, NumPy took for them."""

FEW = 1 << 13
"""A run of fewer rows is not worth looking at its columns once more."""

SIZE = 1 << 14
"""Rows of a block where there is machine code: what has to be done again with NumPy is not much."""

_MOST = 16
"""Functions that are kept."""

_EACH = 4
"""Functions of one kernel, for columns and tables of different kinds."""

_TRIES = 8

_room = local()


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
    """Makes kernels machine code, those that are worth it; it keeps what it made, and is safe in threads."""

    def __init__(self) -> None:
        """Start without any."""
        self._lock = Lock()
        self._seen: dict[int, tuple[Kernel, int]] = {}
        self._made: dict[tuple[int, object], tuple[Kernel, Machine | None]] = {}

    def note(self, own: Kernel, rows: int) -> None:
        """Count rows that NumPy did."""
        if len(self._seen) > _MOST and id(own) not in self._seen:
            self._seen.clear()
        before = self._seen.get(id(own), (own, 0))[1]  # threads may miss each other's: it is no more than a hint
        self._seen[id(own)] = own, before + rows

    def pays(self, own: Kernel) -> bool:
        """Return whether a kernel did so many rows that it has become machine code, or should."""
        return self._seen.get(id(own), (own, 0))[1] >= PAYS and is_installed()

    def machine(self, own: Kernel, sources: Sources, targets: tuple[Target, ...], *, strict: bool) -> Machine | None:
        """Return a kernel as machine code; None where it cannot become that, or another thread is busy with it.

        Args:
            own: the kernel.
            sources: what it reads.
            targets: where its results go.
            strict: whether it is an error if LLVM does not work here; else NumPy goes on.
        """
        key = id(own), key_of(sources, targets)
        if key not in self._made:
            if not self._lock.acquire(blocking=False):
                return None
            try:
                self._make(key, own, sources, targets, strict=strict)
            finally:
                self._lock.release()
        return self._made.get(key, (own, None))[1]

    def _make(
        self, key: tuple[int, object], own: Kernel, sources: Sources, targets: tuple[Target, ...], *, strict: bool
    ) -> None:
        if sum(place == key[0] for place, _ in self._made) >= _EACH:
            return
        found = None
        try:
            found = machine(own, sources, targets)
        except Unsupported:
            pass
        except (ImportError, OSError, RuntimeError):  # it is installed, but does not work here
            if strict:
                raise
        self._made = dict([*self._made.items()][-_MOST + 1 :])
        self._made[key] = own, found


class Bound(NamedTuple):
    """Machine code with what it reads and writes.

    Attributes:
        own: the kernel.
        code: what became of it.
        sources: what is read.
        version: of the table, while its arrays are those that are written to.
        pointers: to all that.
    """

    own: Kernel
    code: Machine
    sources: Sources
    version: int
    pointers: Array


class Fast:
    """Blocks of one run through machine code, where there is some."""

    def __init__(
        self, compiler: Compiler, given: Mapping[str, Column], readers: Mapping[str, Reader], table: Table,
        *, fast: bool | None,
    ) -> None:  # fmt: skip
        """Start.

        Args:
            compiler: makes machine code.
            given: the columns.
            readers: of the columns.
            table: where the results go.
            fast: whether there shall be machine code at once; None: where it pays.
        """
        self.compiler, self.given, self.readers, self.table, self.fast = compiler, given, readers, table, fast
        self.bound: Bound | None = None
        self._tried = self._failed = 0

    def note(self, own: Kernel, rows: int) -> None:
        """Take note of a block that NumPy did; from then on its kernel may be machine code."""
        if self.fast is False or self._failed > _TRIES:
            return
        self.compiler.note(own, rows)
        if self.bound is None or self.bound.own is not own:
            self.use(own)

    def use(self, own: Kernel) -> None:
        """Use a kernel as machine code, if that pays."""
        if self.fast is False or not (self.fast or (self.table.rows >= FEW and self.compiler.pays(own))):
            return
        known = self.table.path(own)
        if known is None:
            return
        try:
            sources = sources_of(own, self.given, self.readers)
            targets = tuple(Target(each.dtype.str[1:], each.strides[0], place) for each, place in known[1])
        except Unsupported:
            return
        code = self.compiler.machine(own, sources, targets, strict=bool(self.fast))
        if code is not None:
            self.bound = Bound(own, code, sources, known[0], pointers_of(sources, [each for each, _ in known[1]]))

    def run(self, rows: slice) -> Array | None:
        """Score some rows; return marks of rows (see `scoring.columns.jit.module`), None where nothing was done."""
        bound = self.bound
        if bound is None:
            return None
        marks = self._run(bound, rows)
        self._tried += 1
        if marks is None:
            self._failed += 1
            if self._failed > _TRIES and 2 * self._failed > self._tried:
                self.bound = None
            elif self._failed > _TRIES:
                self._tried = self._failed = 0
        return marks

    def _run(self, bound: Bound, rows: slice) -> Array | None:
        table = self.table
        if not table.is_at(bound.version):
            self.bound = None
            return None
        pointers = bound.pointers
        kept: list[Array] = []
        if bound.sources.handed:
            pointers = pointers.copy()
            if not self._hand(bound, rows, pointers, kept):
                return None
        many = rows.stop - rows.start
        room, marks = _rooms(bound.code.room, many)
        end = bound.code.run(rows.start, rows.stop, pointers.ctypes.data, room.ctypes.data, marks.ctypes.data)
        if end != rows.stop or not table.is_at(bound.version):
            return None
        table.count_fast(many)
        return marks if bound.code.marks else marks[:0]

    def _hand(self, bound: Bound, rows: slice, pointers: Array, kept: list[Array]) -> bool:
        """Read what machine code cannot read; return whether the kernel takes it."""
        own = bound.own
        found: dict[str, Array] = {}
        for name in bound.sources.handed:
            piece = self.readers[name].read(self.given[name].part(rows))
            if piece.odd is not None or not own.shapes[name].takes(piece.shape):
                return False
            take(own, name, piece, found)
        for place, (name, source) in enumerate(zip(own.names, bound.sources.arrays, strict=True)):
            if source.way.kind == "handed":
                array = np.ascontiguousarray(found[name] if name in found else np.ones(rows.stop - rows.start, bool))
                kept.append(array)
                pointers[place * SLOTS] = array.ctypes.data - rows.start * source.way.stride
        return True


def pointers_of(sources: Sources, targets: list[Array]) -> Array:
    """Return where everything is."""
    read = [*sources.arrays, *sources.checked]
    found = np.zeros(len(read) * SLOTS + len(targets), "i8")
    for place, each in enumerate(read):
        for slot, array in enumerate((each.array, each.there, each.table)):
            if array is not None:
                found[place * SLOTS + slot] = array.ctypes.data
    for place, array in enumerate(targets):
        found[len(read) * SLOTS + place] = array.ctypes.data
    return found


def _rooms(size: int, rows: int) -> tuple[Array, Array]:
    """Return room for a tile and for marks, the same for every block that a thread does."""
    if not hasattr(_room, "tile") or len(_room.tile) < size:
        _room.tile = np.empty(size, "u1")
    if not hasattr(_room, "marks") or len(_room.marks) < rows:
        _room.marks = np.empty(max(rows, BLOCK), "i1")
    return _room.tile, _room.marks[:rows]
