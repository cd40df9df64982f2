"""Where a kernel as machine code reads its inputs: straight from the columns of the caller, as far as it can.

Each of a kernel's arrays comes *direct* from an array that is in its lane, or through a *reading*: a loop that takes
values into the lane and says whether every one of them is plainly what the kernel was made for. These are the same
questions as in `scoring.columns.again`. What only `Reader` can read is read by it, block by block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from scoring.columns.code import BOOL, FLOAT, OBJECT, WIDTHS
from scoring.columns.column import Coded, Column, Made, Scaled
from scoring.columns.figures import unit_of
from scoring.columns.jit.text import SIZES, TYPES, Unsupported
from scoring.columns.kernel import FAILS, LACKS, THERE, UNDER
from scoring.graph import Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.columns.figures import Reader
    from scoring.columns.kernel import Kernel, Shape
    from scoring.columns.names import Array
    from scoring.graph import Cause

_MOST = 1 << 53
"""Below this a binary float is a whole number's own value."""

_WHOLE = frozenset(lane for lane, _ in WIDTHS)


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
        high: the greatest one; of words, how many there are.
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


def sources_of(own: Kernel, given: Mapping[str, Column], readers: Mapping[str, Reader]) -> Sources:
    """Return where a kernel reads its inputs.

    Raises:
        Unsupported: the columns are none that it takes.
    """
    if own.shapes.keys() != given.keys() or not SIZES.keys() >= {*own.lanes.values()}:
        raise Unsupported(own)
    found: dict[str, Source] = {}
    checked: list[Source] = []
    handed: list[str] = []
    for name, each in given.items():
        there = None if each.there is None or each.there.all() else each.there
        try:
            read = dict(_of_column(own, name, Column(each.values, there), readers[name]))
        except Unsupported:
            handed.append(name)
            read = {key: Source(Way("handed", lane, SIZES[lane], lane)) for prefix in ("", THERE, UNDER, LACKS, FAILS)
                    if (lane := own.lanes.get(key := prefix + name)) is not None}  # fmt: skip
        for key, source in read.items():
            if key in own.lanes:
                found[key] = source
            elif source.way.kind not in ("direct", "fixed"):
                checked.append(source._replace(way=source.way._replace(into=None)))
    return Sources(tuple(found.get(name, fixed(1)) for name in own.lanes), tuple(checked), tuple(handed))


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
    if lane not in TYPES or lane == "u1" or not array.dtype.isnative or not array.flags.aligned or array.ndim != 1:
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
        yield name, Source(way, values.codes, there, high=len(table), table=table)
    elif reader.domain.type is Type.TRUTH and isinstance(values, np.ndarray):
        yield name, direct(values, BOOL)
    elif reader.domain.type is Type.NUMBER and not reader.domain.date:
        yield name, _number(own, name, values, there, reader)
    else:
        raise Unsupported(name)


def _number(own: Kernel, name: str, values: Any, there: Array | None, reader: Reader) -> Source:  # noqa: ANN401  # an array, or decimals
    shape, domain = own.shapes[name], reader.domain
    array, places = (values.values, values.places) if isinstance(values, Scaled) else (values, 0)
    lane, _ = _memory(array)
    low, high = reader.limits(shape)
    if low > high or max(-low, high) >= _MOST or (domain.whole and shape.unit != 1) or reader.by_value:
        raise Unsupported(name)
    if lane == FLOAT:
        if shape.unit.numerator != 1:
            raise Unsupported(name)
        into = own.lanes.get(name)
        if into == OBJECT:
            raise Unsupported(name)
        way = Way("float", *_memory(array), into, there is not None)
        return Source(way, array, there, low, high, shape.unit.denominator)
    return _whole(own, name, array, there, (low, high), fits=shape.unit == unit_of(places))


def _whole(  # noqa: PLR0913  # what is read, and what fits
    own: Kernel, name: str, array: Array, there: Array | None, limits: tuple[int, int], *, fits: bool
) -> Source:
    lane, stride = _memory(array)
    into = own.lanes.get(name)
    if lane not in _WHOLE or not fits or into == OBJECT:
        raise Unsupported(name)
    ends = np.iinfo(array.dtype)
    low, high = max(limits[0], int(ends.min)), min(limits[1], int(ends.max))
    if low > high:
        raise Unsupported(name)
    return Source(Way("whole", lane, stride, into, there is not None), array, there, low, high)


def _worked_out(own: Kernel, name: str, given: Made, there: Array | None) -> Iterator[tuple[str, Source]]:
    """Return the arrays of a column that was worked out; `Reader` does not ask what the figure may be either."""
    shape: Shape = own.shapes[name]
    why = None if there is None else given.why
    if why is not None and not shape.causes:
        raise Unsupported(name)
    for prefix, missing in ((LACKS, True), (FAILS, False)):
        if why is None or not why.words:
            yield prefix + name, fixed(int(missing))
        else:
            sets = cast("tuple[frozenset[Cause], ...]", why.words)
            kinds = [any((cause.kind == "missing") is missing for cause in each) for each in sets]
            yield prefix + name, direct(np.asarray(kinds, bool)[why.codes], BOOL)
    yield name, _whole(own, name, given.over, there, (shape.low, shape.high), fits=given.unit == shape.unit)
    if given.under is None:
        yield UNDER + name, fixed(1)
    else:
        yield UNDER + name, _whole(own, UNDER + name, given.under, None, (1, shape.under), fits=True)
