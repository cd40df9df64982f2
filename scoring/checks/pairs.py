"""Which alternatives of a table claim the same values, looked at from the first to the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.analysis.boxes import Boxes, Where


class Pairs:
    """Alternatives of which two may claim the same boxes."""

    def __init__(self, boxes: Boxes, inside: int, found: Sequence[Where], *, printed: bool) -> None:
        """Look at none yet.

        Args:
            boxes: where they are looked at.
            inside: the boxes that count.
            found: where each of them holds.
            printed: whether they are bands, of which a later one may go on where an earlier one ends.
        """
        self.boxes, self.inside, self.found, self.printed = boxes, inside, found, printed
        self._claimed = 0
        self._nested: set[int] = set()  # those within which all before them lie by design
        self._extents: dict[int, dict[str, tuple[int, int]]] = {}

    def of(self, later: int) -> tuple[int, list[int]]:
        """Return the boxes that an alternative shares with earlier ones against the design, and which those are.

        Asked of every alternative that is no rest, in order.
        """
        other = self.found[later].yes
        claimed, self._claimed = self._claimed & self.inside, self._claimed | other
        both = 0
        partners: list[int] = []
        for earlier in range(later - 1, -1, -1) if claimed & other else ():
            one = self.found[earlier].yes
            shared = one & other & self.inside
            if not shared or (self.printed and not other & self.inside & ~one):
                continue  # a band of which nothing is left is told by itself
            if self.printed and self._by_design(one, other):
                if earlier in self._nested:
                    break  # those before it lie within this one as well
                continue
            both |= shared
            partners.append(earlier)
        if not both and not claimed & ~other:
            self._nested.add(later)
        return both, partners[::-1]

    def _by_design(self, one: int, other: int) -> bool:
        """Whether a later band goes on where an earlier one ends: it holds all of it and reaches beyond its ends."""
        if one & ~other:
            return False
        ends = self._extent(other)
        for name, (low, high) in self._extent(one).items():
            first, last = ends[name]
            if (low and low == first) or (high < len(self.boxes.axes[name]) - 1 and high == last):
                return False
        return True

    def _extent(self, band: int) -> dict[str, tuple[int, int]]:
        if band not in self._extents:
            numbers = (name for name in self.boxes.axes if self.boxes.subject.variable(name).is_number)
            self._extents[band] = {name: self.boxes.extent(band, name) for name in numbers}
        return self._extents[band]
