"""Blocks of rows through machine code."""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.columns.figures import take
from scoring.columns.jit.module import SLOTS, Target
from scoring.columns.jit.sources import Sources, sources_of
from scoring.columns.jit.text import Unsupported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.columns.column import Column
    from scoring.columns.figures import Reader
    from scoring.columns.jit.compiler import Compiler
    from scoring.columns.jit.machine import Machine
    from scoring.columns.kernel import Kernel
    from scoring.columns.names import Array
    from scoring.columns.table import Table

_TRIES = 8
"""So many blocks may fail before it is asked whether most of them do; then machine code is given up for the run."""

_room = local()


class Bound(NamedTuple):
    """Machine code with what it reads and writes.

    Attributes:
        own: the kernel.
        code: what became of it.
        sources: what is read.
        targets: what is written to.
        version: of the table, while its arrays are these.
        pointers: to all that.
    """

    own: Kernel
    code: Machine
    sources: Sources
    targets: tuple[Array, ...]
    version: int
    pointers: Array


class Fast:
    """Blocks of one run through machine code, where there is some."""

    def __init__(
        self, compiler: Compiler, given: Mapping[str, Column], readers: Mapping[str, Reader], table: Table,
        *, more: bool,
    ) -> None:  # fmt: skip
        """Start.

        Args:
            compiler: makes machine code.
            given: the columns.
            readers: of the columns.
            table: where the results go.
            more: whether there are so many rows that machine code is worth a look.
        """
        self.compiler, self.given, self.readers, self.table, self.more = compiler, given, readers, table, more
        self.bound: Bound | None = None
        self._unfit: list[Kernel] = []
        self._tried = self._failed = 0

    def note(self, own: Kernel, rows: int) -> None:
        """Take note of a block that NumPy did; from then on its kernel may be machine code."""
        if self.compiler.fast is False or self._failed > _TRIES:
            return
        self.compiler.note(own, rows)
        if not self.more:
            return
        bound = self.bound
        is_new = bound is None or bound.own is not own
        if is_new and self.compiler.wants(own) and not any(each is own for each in self._unfit):
            self._use(own)

    def _use(self, own: Kernel) -> None:
        """Use a kernel as machine code, if it can be that."""
        known = self.table.path(own)
        if known is None:  # another thread makes columns wider, or the results have to be changed before
            return
        arrays = tuple(each for each, _ in known[1])
        try:
            sources = sources_of(own, self.given, self.readers, self.table.rows)
            targets = tuple(Target(each.dtype.str[1:], each.strides[0], place) for each, place in known[1])
            code = self.compiler.machine(own, sources, targets)
        except Unsupported:
            self._unfit.append(own)
            return
        if code is not None:
            self.bound = Bound(own, code, sources, arrays, known[0], pointers_of(sources, arrays))

    def run(self, rows: slice) -> Array | None:
        """Score some rows; return their marks (see `scoring.columns.jit.module`), None where NumPy has to."""
        bound = self.bound
        if bound is None:
            return None
        marks = self._run(bound, rows)
        self._tried += 1
        if marks is None:
            self._failed += 1
            if self._failed > _TRIES:
                if 2 * self._failed > self._tried:
                    self.bound = None
                else:
                    self._tried = self._failed = 0
        return marks

    def _run(self, bound: Bound, rows: slice) -> Array | None:
        table = self.table
        if not table.is_at(bound.version):
            if table.version != bound.version:
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
            table.clear(rows)
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
                if array.shape != (rows.stop - rows.start,):
                    return False
                kept.append(array)
                pointers[place * SLOTS] = array.ctypes.data - rows.start * source.way.stride
        return True


def pointers_of(sources: Sources, targets: tuple[Array, ...]) -> Array:
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
        _room.marks = np.empty(rows, "i1")
    return _room.tile, _room.marks[:rows]
