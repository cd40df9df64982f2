"""The operations of a kernel in segments, each a loop of its own, and where a tile keeps what one hands to another.

One loop over thousands of operations would be slow: the processor has a few dozen registers, and does as many rows at a
time as of the widest numbers fit into one. So narrow and wide operations are done apart, some dozens at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.columns.code import FLOAT
from scoring.columns.jit.text import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.columns.code import Step

    Segment = tuple[Step, ...]

MOST = 96
"""Operations of a segment."""

_WIDE = frozenset(("i4", "i8", FLOAT))
_GRAIN = 64
"""Bytes of a line of the cache."""


def segments(steps: Sequence[Step], inputs: Mapping[str, str]) -> list[Segment]:
    """Return operations in segments, in an order in which operands come first.

    Args:
        steps: the operations, operands first.
        inputs: the lanes of what they start from.
    """
    lanes = {**inputs, **{each.name: each.lane for each in steps}}
    wide = {name: lane in _WIDE for name, lane in lanes.items()}
    levels: dict[str, int] = {}
    for step in steps:
        operands = [each for each in step.operands if each in lanes]
        wide[step.name] = own = any(lanes[each] in _WIDE for each in (step.name, *operands))
        before = [levels[each] + (wide[each] != own) for each in operands if each in levels]
        levels[step.name] = max([int(own), *before])
    found: list[Segment] = []
    for level in sorted({*levels.values()}):
        some = [each for each in steps if levels[each.name] == level]
        found += [tuple(some[start : start + MOST]) for start in range(0, len(some), MOST)]
    return found


class Rooms:
    """Room for arrays of a tile; what is no longer needed is given to others."""

    def __init__(self, rows: int) -> None:
        """Start without any; ``rows``: of a tile."""
        self.rows = rows
        self.size = 0
        self._free: dict[int, list[int]] = {}

    def take(self, lane: str) -> int:
        """Return the place of an array."""
        size = self._size(lane)
        free = self._free.get(size)
        if free:
            return free.pop()
        self.size += size
        return self.size - size

    def _size(self, lane: str) -> int:
        return (self.rows * SIZES[lane] + _GRAIN - 1) // _GRAIN * _GRAIN

    def give(self, arrays: Iterable[tuple[int, str]]) -> None:
        """Give back places, with their lanes."""
        for place, lane in arrays:
            self._free.setdefault(self._size(lane), []).append(place)
