"""Blocks of rows through kernels: those that were made before and take the block, or a new one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from scoring.columns.again import Reading
from scoring.columns.column import Made
from scoring.columns.figures import Reader, made_piece
from scoring.columns.jit.compiler import Compiler, require
from scoring.columns.jit.module import CLOSER, DOUBTFUL
from scoring.columns.jit.runs import Fast
from scoring.columns.kernel import Shape
from scoring.columns.names import BLOCK
from scoring.graph import Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.columns.column import Column
    from scoring.columns.kernel import Kernel
    from scoring.columns.names import Array
    from scoring.columns.table import Table
    from scoring.reading import Domain

_WIDTHS = (0, 1, 2, 4, 7, 10, 13, 15, 18, 22, 26, 31, 36, 40, 46, 52, 63)
"""Bits that the limits of a column are widened to, so that one kernel serves many blocks."""

_SMALL = 1 << 15
"""A figure of no more possible values than these is always taken to have all of them."""

_KERNELS = 12
"""Kernels that are kept; after a third of them the gaps of all blocks are put together."""


FEW = 1 << 13
"""A run of fewer rows is not worth looking at its columns once more for machine code."""

FIRST = 1 << 12
"""So many rows NumPy does before, to see which kernel takes them."""

SIZE = 1 << 14
"""Rows of a block where there is machine code: what has to be done again with NumPy is not much."""

_NO_ROWS: Array = np.zeros(0, "i8")
"""None of them."""


class Blocks:
    """Runs kernels over columns; it keeps those that it makes, and is safe in threads.

    Attributes:
        domains: what every input may be.
        words: the place of every word.
        steady: inputs that are the same in all rows of a run, so that kernels are made for their value.
        kernels: those made so far, the latest last.
        fast: whether they become machine code; None: those that are used for long.
    """

    def __init__(
        self, domains: Mapping[str, Domain], words: Mapping[str, int], steady: frozenset[str], *,
        fast: bool | None = None,
    ) -> None:  # fmt: skip
        """Start without any kernel.

        Args:
            domains: what every input may be.
            words: the place of every word.
            steady: inputs that are the same in all rows of a run.
            fast: whether kernels become machine code; None: those that are used for long.

        Raises:
            ImportError: they shall, and LLVM is not installed.
        """
        if fast:
            require()
        self.domains, self.words, self.steady, self.fast = domains, words, steady, fast
        self._compiler = Compiler(fast=fast)
        self.kernels: list[Kernel] = []
        self._exact: dict[int, tuple[Kernel, Kernel]] = {}
        self._lock = Lock()

    def make(self, shapes: Mapping[str, Shape], *, floats: bool) -> Kernel:
        """Return a new kernel for columns of such shapes."""
        raise NotImplementedError

    def domain(self, name: str) -> Domain:
        """Return what an input may be.

        Raises:
            KeyError: there is no such input.
        """
        try:
            return self.domains[name]
        except KeyError:
            raise KeyError(f"no input is called {name!r}") from None

    def run(self, given: Mapping[str, Column], table: Table, *, threads: int = 1) -> Array:
        """Fill a table; return the rows that need a closer look, the others are done."""
        rows = table.rows
        readers = {name: Reader(self.domain(name), self.words) for name in given}
        if not rows:
            table.start(self.kernel({name: _empty(each) for name, each in given.items()}).outs)
        reading = Reading(given, readers, self.kernel)
        fast = Fast(self._compiler, given, readers, table, more=rows >= FEW)
        piece = partial(self._piece, fast, reading, table)
        first = FIRST if fast.more and self._compiler.wants() else 0
        found = [piece(slice(0, first))] if first else []  # which says whether there is machine code
        size = BLOCK if threads > 1 else BLOCK // 2  # fewer stay nearer; with more threads wait less
        size = size if fast.bound is None else SIZE
        parts = [slice(start, min(start + size, rows)) for start in range(first, rows, size)]
        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                found += pool.map(piece, parts)
        else:
            found += map(piece, parts)
        doubtful = _together(each for _, each in found)
        return _together((*(each for each, _ in found), self._all(reading, table, doubtful)))

    def run_again(self, given: Mapping[str, Column], table: Table, rows: Array) -> Array:
        """Fill some rows of a table, the figures read value by value; return those that are still left."""
        readers = {name: Reader(self.domain(name), self.words, by_value=True) for name in given}
        return self._all(Reading(given, readers, self.kernel), table, rows)

    def _all(self, reading: Reading, table: Table, rows: Array) -> Array:
        """Score some rows, block by block; return those that need a closer look."""
        blocks = (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))
        return _together(self._block(reading, table, each)[1] for each in blocks)

    def _piece(self, fast: Fast, reading: Reading, table: Table, rows: slice) -> tuple[Array, Array]:
        """Score a block of rows, as machine code if there is some; return those to look at closer, and in doubt."""
        marks = fast.run(rows)
        if marks is None:
            own, closer = self._block(reading, table, rows)
            fast.note(own, rows.stop - rows.start)
            return closer, _NO_ROWS
        if not marks.any():
            return _NO_ROWS, _NO_ROWS
        return tuple(rows.start + np.flatnonzero(each) for each in (marks == CLOSER, marks & DOUBTFUL))

    def _block(self, reading: Reading, table: Table, rows: slice | Array) -> tuple[Kernel, Array]:
        """Score a block of rows; return the kernel that did, and those that need a closer look."""
        own, arrays, odd = reading.read(rows)
        many = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        with np.errstate(all="ignore"):
            found = own.run(many, *arrays)
        table.put(rows, own, found)
        bad, doubtful = found[own.bad], found[own.doubtful]
        if odd is None and bad is False and doubtful is False:
            return own, _NO_ROWS
        every = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
        undecided = np.zeros(many, bool) | bad
        again = np.flatnonzero(np.broadcast_to(doubtful, many))
        if len(again):
            undecided[again] = self._again(own, arrays, again, every[again], table)
        closer: Array = every[undecided if odd is None else undecided | odd]
        return own, closer

    def _again(self, own: Kernel, arrays: list[Array], doubtful: Array, rows: Array, table: Table) -> Array:
        """Compute the doubtful rows of a block with whole numbers alone; return which of them are odd."""
        with self._lock:
            if id(own) not in self._exact:
                if len(self._exact) > _KERNELS:
                    self._exact.clear()
                self._exact[id(own)] = own, self.make(own.shapes, floats=False)
            exact = self._exact[id(own)][1]
            table.doubtful += len(rows)
        by_name = dict(zip(own.names, arrays, strict=True))
        with np.errstate(all="ignore"):
            found = exact.run(len(rows), *(by_name[name][doubtful] for name in exact.names))
        table.put(rows, exact, found)
        return np.broadcast_to(found[exact.bad], len(rows))

    def kernel(self, shapes: Mapping[str, Shape]) -> Kernel:
        """Return a kernel that takes columns of such shapes."""
        for each in reversed(self.kernels):
            if each.takes(shapes):
                return each
        with self._lock:
            for each in self.kernels:  # another thread may have made it
                if each.takes(shapes):
                    return each
            wider = {name: self._wider(name, shape) for name, shape in shapes.items()}
            for before in self.kernels[-1:]:
                wider = {name: shape if name in self.steady else _joined(shape, before.shapes.get(name))
                         for name, shape in wider.items()}  # fmt: skip
            if len(self.kernels) > _KERNELS // 3:
                gaps = {name for each in self.kernels for name, shape in each.shapes.items() if shape.gaps}
                wider = {name: shape._replace(gaps=shape.gaps or name in gaps) for name, shape in wider.items()}
            made = self.make(wider, floats=True)
            self.kernels = [*self.kernels[-_KERNELS + 1 :], made]
        return made

    def _wider(self, name: str, shape: Shape) -> Shape:
        """Return a shape with limits that many blocks have, within what the figure may be."""
        domain = self.domains[name]
        if domain.type is not Type.NUMBER or (name in self.steady and shape.low == shape.high):
            return shape
        if shape.under > 1:
            ends = -_end(-shape.low) if shape.low < 0 else 0, _end(shape.high) if shape.high > 0 else 0
            return shape._replace(low=ends[0], high=ends[1], under=_end(shape.under))
        least = None if domain.low is None else (domain.low / shape.unit).__ceil__()
        most = None if domain.high is None else (domain.high / shape.unit).__floor__()
        if least is not None and most is not None and most - least <= _SMALL and (least > 0 or shape.low <= 0):
            return shape._replace(low=least, high=most)
        low = 1 if shape.low > 0 else 0 if not shape.low else -_end(-shape.low)
        high = -1 if shape.high < 0 else _end(shape.high)
        low = low if least is None else max(low, least)
        return shape._replace(low=low, high=high if most is None else min(high, most))


def _together(rows: Iterable[Array]) -> Array:
    return np.concatenate([_NO_ROWS, *rows])


def _empty(given: Column) -> Shape:
    """Return the shape of a column without rows."""
    if isinstance(given.values, Made):
        return made_piece(given.values, given.there).shape
    return Shape(given.there is not None)


def _joined(shape: Shape, before: Shape | None) -> Shape:
    """Return a shape with the limits of an earlier one too, unless that takes a wider lane."""
    if before is None or before.unit != shape.unit:
        return shape
    under = max(shape.under, before.under)
    wider = shape._replace(low=min(shape.low, before.low), high=max(shape.high, before.high), under=under)
    return wider if wider.lane == shape.lane else shape


def _end(value: int) -> int:
    bits = value.bit_length()
    return (1 << next((each for each in _WIDTHS if each >= bits), bits)) - 1
