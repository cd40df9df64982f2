"""A block like the one before: its columns go straight into the lanes of a kernel that is known.

What a figure may be is asked of every block anew, in as few passes as that takes. A column that is not as it was
is read by its `Reader`, and a block that the kernel was not made for is left to whoever finds another kernel.
"""

from __future__ import annotations

from functools import partial
from threading import local
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scoring.columns.code import OBJECT
from scoring.columns.column import Coded, Made, Scaled
from scoring.columns.figures import take
from scoring.columns.names import BLOCK
from scoring.graph import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.columns.column import Column
    from scoring.columns.figures import Reader
    from scoring.columns.kernel import Kernel, Shape
    from scoring.columns.names import Array

    Quick = Callable[[slice], Array | None]

_room = local()


class Ready(NamedTuple):
    """A block that is read.

    Attributes:
        own: the kernel that takes it.
        arrays: what the kernel takes, in its order.
        odd: rows that need a closer look; None: none.
    """

    own: Kernel
    arrays: list[Array]
    odd: Array | None


class Reading:
    """Reads the blocks of some columns, each for a kernel that takes it."""

    def __init__(
        self,
        given: Mapping[str, Column],
        readers: Mapping[str, Reader],
        found: Callable[[Mapping[str, Shape]], Kernel],
    ) -> None:
        """Start.

        Args:
            given: the columns.
            readers: of the columns.
            found: returns a kernel that takes columns of some shapes.
        """
        self.given, self.readers, self.found = given, readers, found
        self._again: _Again | None = None

    def read(self, rows: slice | Array) -> Ready:
        """Read some rows."""
        again = self._again
        if again is not None and isinstance(rows, slice) and (ready := again.read(rows)) is not None:
            return ready
        pieces = {name: self.readers[name].read(each.part(rows)) for name, each in self.given.items()}
        own = self.found({name: each.shape for name, each in pieces.items()})
        if again is None or again.own is not own:
            self._again = _Again(own, self.given, self.readers)
        odd: Array | None = None
        arrays: dict[str, Array] = {}
        for name, piece in pieces.items():
            odd = _either(odd, piece.odd)
            take(own, name, piece, arrays)
        many = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        return _ready(own, arrays, odd, many)


class _Again:
    """Reads blocks for the kernel of the one before."""

    def __init__(self, own: Kernel, given: Mapping[str, Column], readers: Mapping[str, Reader]) -> None:
        self.own, self.given, self.readers = own, given, readers
        self.columns = [(name, _quick(each, own.shapes[name], own.lanes.get(name), readers[name]))
                        for name, each in given.items()]  # fmt: skip

    def read(self, run: slice) -> Ready | None:
        """Read some rows that follow each other; None where the kernel was not made for them."""
        found: dict[str, Array] = {}
        odd: Array | None = None
        for name, quick in self.columns:
            array = None if quick is None else quick(run)
            if array is None:
                piece = self.readers[name].read(self.given[name].part(run))
                if not self.own.shapes[name].takes(piece.shape):
                    return None
                odd = _either(odd, piece.odd)
                take(self.own, name, piece, found)
            else:
                found[name] = array
        return _ready(self.own, found, odd, run.stop - run.start)


def _ready(own: Kernel, found: Mapping[str, Array], odd: Array | None, rows: int) -> Ready:
    """Return what a kernel takes; a column of which nothing is missing has values everywhere."""
    return Ready(own, [found[each] if each in found else np.ones(rows, bool) for each in own.names], odd)


def _either(one: Array | None, other: Array | None) -> Array | None:
    return other if one is None else one if other is None else one | other


def _quick(given: Column, shape: Shape, lane: str | None, reader: Reader) -> Quick | None:
    """Return what reads a column of few surprises; None where each block must be looked at anew."""
    values, kind = given.values, reader.domain.type
    if given.there is not None or lane is None or lane == OBJECT or isinstance(values, Made):
        return None
    if isinstance(values, Coded):
        table = reader.table(values)
        return None if table is None else partial(_looked_up, values.codes, table)
    if kind is Type.TRUTH:
        return values.__getitem__ if not isinstance(values, Scaled) and values.dtype == bool else None
    return _quick_number(values, shape, lane, reader) if kind is Type.NUMBER else None


def _quick_number(values: Any, shape: Shape, lane: str, reader: Reader) -> Quick | None:  # noqa: ANN401  # an array, or decimals
    array, places = (values.values, values.places) if isinstance(values, Scaled) else (values, 0)
    kind = array.dtype.kind
    ends = reader.plainly(shape, kind, places) if kind == "i" or array.dtype == "f8" else None
    if ends is None:
        return None
    into = _Into(array, *ends, np.dtype(lane))
    return into.whole if kind == "i" else partial(into.floats, shape.unit.denominator)


def _looked_up(codes: Array, table: Array, run: slice) -> Array:
    found: Array = table[codes[run]]
    return found


class _Into(NamedTuple):
    """Numbers that go into a lane, if they lie within some limits."""

    values: Array
    low: int
    high: int
    lane: np.dtype[Any]

    def whole(self, run: slice) -> Array | None:
        """Return whole numbers; None where one lies outside of the limits."""
        part = self.values[run]
        if self.low == 0:  # read without a sign, a number below zero is a great one
            fits = part.view(f"u{part.itemsize}").max() <= self.high
        else:
            fits = part.min() >= self.low and part.max() <= self.high
        return part.astype(self.lane, copy=False) if fits else None

    def floats(self, power: int, run: slice) -> Array | None:
        """Return binary floats as multiples of 1 / power; None where one is none, or lies outside of the limits."""
        part = self.values[run]
        scaled, back, same = (each[: len(part)] for each in _scratch())
        np.multiply(part, power, out=scaled)
        np.rint(scaled, out=scaled)
        np.divide(scaled, power, out=back)
        if not np.equal(back, part, out=same).all():
            return None
        if self.low == 0:  # likewise; so is what is no number, and zero with a sign
            fits = scaled.view("u8").max() <= np.float64(self.high).view("u8")
        else:
            fits = scaled.min() >= self.low and scaled.max() <= self.high
        return scaled.astype(self.lane) if fits else None


def _scratch() -> tuple[Array, Array, Array]:
    """Return room for what lies between two passes, the same for every column that a thread reads."""
    if not hasattr(_room, "arrays"):
        _room.arrays = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK, bool)
    found: tuple[Array, Array, Array] = _room.arrays
    return found
