"""Where a kernel as machine code reads its inputs: straight from the columns of the caller, as far as it can.

Each of a kernel's arrays comes *direct* from an array that is in its lane, or through a *reading*: a loop that takes
values into the lane and says whether every one of them is plainly what the kernel was made for. These are the same
questions as in `scoring.columns.again`. What only `Reader` can read is read by it, block by block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scoring.columns.code import BOOL, FLOAT, WIDTHS
from scoring.columns.column import Coded, Column, Made, Scaled
from scoring.columns.figures import causes_of
from scoring.columns.jit.text import SIZES, Unsupported
from scoring.columns.kernel import FAILS, LACKS, THERE, UNDER
from scoring.graph import Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.columns.figures import Reader
    from scoring.columns.kernel import Kernel, Shape
    from scoring.columns.names import Array

_WHOLE = frozenset(lane for lane, _ in WIDTHS)
_MANY = 1 << 10
"""Words of a column that `Reader` looks up block by block: with more of them small blocks would take longer."""

_PREFIXES = (THERE, UNDER, LACKS, FAILS)


class Way(NamedTuple):
    """How one array of a kernel is read.

    Attributes:
        kind: ``direct``, ``float``, ``whole``, ``word``, ``fixed`` (a constant) or ``handed`` (read by `Reader`).
        lane: of the memory that is read.
        stride: bytes from one element to the next.
        into: the lane of the kernel; None where it only has to be looked at.
        gaps: whether there is none in some rows.
    """

    kind: str
    lane: str = BOOL
    stride: int = 1
    into: str | None = None
    gaps: bool = False


class Source(NamedTuple):
    """One array of a kernel, or a column that it does not read but that has to be right.

    Attributes:
        way: how it is read.
        array: the memory that is read; None where there is none yet.
        there: where there is a value.
        low: the least number that fits, or the constant.
        high: the greatest one; of words, the last place.
        power: of a float, what it is multiplied by.
        table: what each word means.
    """

    way: Way
    array: Array | None = None
    there: Array | None = None
    low: int = 0
    high: int = 0
    power: int = 1
    table: Array | None = None


class Sources(NamedTuple):
    """All that a kernel reads.

    Attributes:
        arrays: in the order of the kernel's names.
        checked: of the columns that it does not read.
        handed: the columns that are read by `Reader`.
    """

    arrays: tuple[Source, ...]
    checked: tuple[Source, ...]
    handed: tuple[str, ...]


def sources_of(own: Kernel, given: Mapping[str, Column], readers: Mapping[str, Reader], rows: int) -> Sources:
    """Return where a kernel reads its inputs.

    Args:
        own: the kernel.
        given: the columns.
        readers: of the columns.
        rows: how many there are.

    Raises:
        Unsupported: the columns are none that it takes.
    """
    if own.shapes.keys() != given.keys() or not SIZES.keys() >= {*own.lanes.values()}:
        raise Unsupported(own)
    everywhere = np.ones(rows, bool)
    found: dict[str, Source] = {}
    checked: list[Source] = []
    handed: list[str] = []
    for name, each in given.items():
        read = _plain(own, name, each, readers[name], everywhere)
        if read is None:
            if isinstance(each.values, Coded) and len(each.values.words) > _MANY:
                raise Unsupported(name)
            handed.append(name)
            read = {key: Source(Way("handed", lane, SIZES[lane], lane)) for prefix in ("", *_PREFIXES)
                    if (lane := own.lanes.get(key := prefix + name)) is not None}  # fmt: skip
        for key, source in read.items():
            if key in own.lanes:
                found[key] = source
            elif source.way.kind not in ("direct", "fixed"):
                checked.append(source._replace(way=source.way._replace(into=None)))
    found.update((name, fixed(1)) for name in own.lanes.keys() - found.keys() if name.startswith(_PREFIXES))
    if own.lanes.keys() - found.keys():
        raise Unsupported(own)
    return Sources(tuple(found[name] for name in own.lanes), tuple(checked), tuple(handed))


def _plain(own: Kernel, name: str, given: Column, reader: Reader, everywhere: Array) -> dict[str, Source] | None:
    """Return the arrays that one column gives a kernel; None where only `Reader` can read it."""
    there = given.there
    if there is not None and there.shape == everywhere.shape and there.all():
        there = None
    if there is None and own.shapes[name].gaps:
        there = everywhere  # as if there were gaps: one function for tables with and without
    try:
        found = dict(_of_column(own, name, Column(given.values, there), reader))
    except Unsupported:
        return None
    arrays = [array for source in found.values() for array in (source.array, source.there) if array is not None]
    return found if all(each.shape == everywhere.shape for each in arrays) else None


def fixed(value: int) -> Source:
    """Return what is the same in all rows."""
    return Source(Way("fixed"), low=value)


def direct(array: Array, lane: str) -> Source:
    """Return an array that is in the lane of a kernel."""
    way = _memory(array)
    if way != (lane, SIZES[lane]):
        raise Unsupported(lane)
    return Source(Way("direct", *way, lane), array)


def _memory(array: Array) -> tuple[str, int]:
    """Return the lane of an array and how many bytes lie from one element to the next."""
    lane = array.dtype.str[1:]
    if lane not in _WHOLE | {BOOL, FLOAT} or not array.dtype.isnative or not array.flags.aligned or array.ndim != 1:
        raise Unsupported(lane)
    return lane, array.strides[0]


def _of_column(own: Kernel, name: str, given: Column, reader: Reader) -> Iterator[tuple[str, Source]]:
    """Return each of the arrays that one column gives a kernel."""
    shape, there, values = own.shapes[name], given.there, given.values
    if there is not None and not shape.gaps:
        raise Unsupported(name)
    yield THERE + name, fixed(1) if there is None else direct(there, BOOL)
    if isinstance(values, Made):
        yield from _worked_out(own, name, values, there)
    elif isinstance(values, Coded):
        table = reader.table(values)
        lane, stride = _memory(values.codes)
        if table is None or lane not in _WHOLE:
            raise Unsupported(name)
        way = Way("word", lane, stride, own.lanes.get(name), there is not None)
        last = min(len(table) - 1, int(np.iinfo(values.codes.dtype).max))
        yield name, Source(way, values.codes, there, high=last, table=table)
    elif reader.domain.type is Type.TRUTH and isinstance(values, np.ndarray):
        yield name, direct(values, BOOL)
    elif reader.domain.type is Type.NUMBER and not reader.domain.date:
        yield name, _number(own, name, values, there, reader)
    else:
        raise Unsupported(name)


def _number(own: Kernel, name: str, values: Any, there: Array | None, reader: Reader) -> Source:  # noqa: ANN401  # an array, or decimals
    shape = own.shapes[name]
    array, places = (values.values, values.places) if isinstance(values, Scaled) else (values, 0)
    lane, stride = _memory(array)
    ends = reader.plainly(shape, array.dtype.kind, places)
    if ends is None:
        raise Unsupported(name)
    if lane != FLOAT:
        return _whole(own, name, array, there, ends)
    way = Way("float", lane, stride, own.lanes.get(name), there is not None)
    return Source(way, array, there, *ends, shape.unit.denominator)


def _whole(own: Kernel, name: str, array: Array, there: Array | None, limits: tuple[int, int]) -> Source:
    lane, stride = _memory(array)
    if lane not in _WHOLE:
        raise Unsupported(name)
    ends = np.iinfo(array.dtype)
    low, high = max(limits[0], int(ends.min)), min(limits[1], int(ends.max))
    if low > high:
        raise Unsupported(name)
    return Source(Way("whole", lane, stride, own.lanes.get(name), there is not None), array, there, low, high)


def _worked_out(own: Kernel, name: str, given: Made, there: Array | None) -> Iterator[tuple[str, Source]]:
    """Return the arrays of a column that was worked out; `Reader` does not ask what the figure may be either."""
    shape: Shape = own.shapes[name]
    why = None if there is None else given.why
    if why is not None and not shape.causes:
        raise Unsupported(name)
    for prefix, missing in ((LACKS, True), (FAILS, False)):
        some = causes_of(why, missing=missing)
        yield prefix + name, fixed(int(missing)) if some is None else direct(some, BOOL)
    if given.unit != shape.unit:
        raise Unsupported(name)
    yield name, _whole(own, name, given.over, there, (shape.low, shape.high))
    if given.under is None:
        yield UNDER + name, fixed(1)
    else:
        yield UNDER + name, _whole(own, UNDER + name, given.under, None, (1, shape.under))
