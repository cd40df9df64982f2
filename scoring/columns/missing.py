"""What is missing in every row of a table: a code of each, and the names that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.columns.names import Array


class Causes:
    """The names that are missing for the result of every row."""

    def __init__(self, rows: int) -> None:
        """Start with nothing missing."""
        self.rows = rows
        self.codes: Array = np.zeros(0, "i1")
        self.told: list[tuple[str, ...]] = [()]
        self._places: dict[tuple[str, ...], int] = {(): 0}

    def put(self, rows: slice | Array, codes: Array, told: Sequence[tuple[str, ...]]) -> None:
        """Take what is missing in some rows: of each a place among the names told."""
        places = np.asarray([self._place(each) for each in told], "i4")
        self.codes[rows] = places[codes]

    def set(self, row: int, names: tuple[str, ...]) -> None:
        """Take what is missing in one row."""
        if names or len(self.codes):
            place = self._place(names)
            self.codes[row] = place

    def _place(self, names: tuple[str, ...]) -> int:
        place = self._places.setdefault(names, len(self.told))
        if place == len(self.told):
            self.told.append(names)
        lane = "i1" if place < 1 << 7 else "i2" if place < 1 << 15 else "i4"
        if len(self.codes) != self.rows:
            self.codes = np.zeros(self.rows, lane)
        elif np.dtype(lane).itemsize > self.codes.dtype.itemsize:
            self.codes = self.codes.astype(lane)
        return place

    def __getitem__(self, row: int) -> tuple[str, ...]:
        """Return what is missing in a row."""
        return self.told[int(self.codes[row])] if len(self.codes) else ()
