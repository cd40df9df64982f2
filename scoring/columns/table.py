"""The results of a table: a column for each thing that is told, which blocks are put into."""

from __future__ import annotations

from itertools import zip_longest
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.columns.missing import Causes
from scoring.columns.names import word_lane
from scoring.columns.results import REFUSED, Numbers, Outcomes, Reasons, Values, without_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from scoring.columns.kernel import Kernel, Out
    from scoring.columns.names import Array
    from scoring.columns.results import Rows
    from scoring.diagnostic import Diagnostic

    Path = tuple[tuple[Array, int], ...]


class Table:
    """The results of a table.

    Attributes:
        rows: how many there are.
        columns: by key: ``outcome``, ``missing``, ``total``, ``grade``, ``output NAME``, ``outcome PATH``,
            ``score PATH``, ``lost PATH``, ``reasons PATH``.
        refused: row → what is wrong with its values.
        careful: how many rows were scored one by one.
        doubtful: how many were computed again with whole numbers alone.
        fast: how many were computed by machine code.
    """

    def __init__(
        self, rows: int, words: Mapping[str, int], units: Mapping[str, Fraction | None],
        codes: Mapping[str, Sequence[str]], wide: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """Start.

        Args:
            rows: how many there are.
            words: the place of every word.
            units: of the columns of numbers, None where it depends on the figures.
            codes: of the columns of reasons.
            wide: the columns of numbers that are kept as decimals are.
        """
        self.rows, self.words, self.lane, self.units, self.codes = rows, tuple(words), word_lane(words), units, codes
        self.wide = wide
        self.columns: dict[str, Outcomes | Values | Numbers | Reasons | Causes] = {}
        self.refused: dict[int, tuple[Diagnostic, ...]] = {}
        self.careful = self.doubtful = self.fast = 0
        self._lock = Lock()
        self._paths: dict[int, tuple[Kernel, int, Path]] = {}
        self._busy, self._version = False, 0

    def start(self, outs: Sequence[Out]) -> None:
        """Make the columns."""
        for out in outs:
            if out.key in self.columns:
                continue
            if out.what == "flags":
                self.columns[out.key] = Outcomes(self.rows)
                if out.key == "outcome":
                    self.columns["missing"] = Causes(self.rows)
            elif out.what == "bits":
                self.columns[out.key] = Reasons(self.rows, self.codes[out.key])
            elif out.what == "number":
                self.columns[out.key] = Numbers(self.rows, self.units.get(out.key), wide=out.key in self.wide)
            else:
                words = self.words if out.what == "word" else ()
                self.columns[out.key] = Values(self.rows, self.lane if words else "b1", words)

    def path(self, kernel: Kernel) -> tuple[int, Path] | None:
        """Return where the results of a kernel went as they are, and of which version; None where they do not."""
        known = self._paths.get(id(kernel))
        return known[1:] if known is not None and self.is_at(known[1]) else None

    @property
    def version(self) -> int:
        """A number that changes when an array is replaced by another one."""
        return self._version

    def clear(self, rows: slice) -> None:
        """Take back outcomes and reasons of some rows: whoever writes them again leaves out those that are none."""
        with self._lock:
            for own in self.columns.values():
                if isinstance(own, Outcomes | Reasons):
                    own.bits[rows] = 0

    def count_fast(self, rows: int) -> None:
        """Count rows that were computed by machine code."""
        with self._lock:
            self.fast += rows

    def is_at(self, version: int) -> bool:
        """Return whether a version is the present one: what was written to its arrays is not lost."""
        return not self._busy and version == self._version  # in this order: who was busy has counted up by then

    def put(self, rows: Rows, kernel: Kernel, found: Sequence[Any]) -> None:
        """Take what a kernel found for some rows, which no other thread writes to.

        What a kernel found before is written straight to where it went then. Columns may be replaced by wider ones
        by another thread at that time: then it is written again.
        """
        known = self._paths.get(id(kernel)) if isinstance(rows, slice) else None
        if known is not None and self.is_at(known[1]):
            for target, place in known[2]:
                target[rows] = found[place]
            if self.is_at(known[1]):
                return
        with self._lock:
            self._busy = True
            before = self._arrays()
            self.start(kernel.outs)
            for out in kernel.outs:
                self._put(rows, out, found)
            if any(one is not other for one, other in zip_longest(before, self._arrays())):
                self._version += 1
            path = _path(kernel, self.columns, found)
            if path is not None:
                self._paths[id(kernel)] = kernel, self._version, path
            self._busy = False

    def _put(self, rows: Rows, out: Out, found: Sequence[Any]) -> None:
        own = self.columns[out.key]
        if isinstance(own, Outcomes | Reasons):
            own.put(rows, found[out.values])
        elif isinstance(own, Numbers):
            under = None if out.under is None else found[out.under]
            own.put(rows, found[out.values], under, out.unit, found[out.without])
            own.negative |= out.negative
        else:
            own.put(rows, found[out.values], found[out.without])

    def _arrays(self) -> list[Array | None]:
        """Return every array that results are written to."""
        found: list[Array | None] = []
        for own in self.columns.values():
            if isinstance(own, Numbers):
                found += [own.values, own.under, own.without]
            elif isinstance(own, Values):
                found += [own.values, own.without]
            elif not isinstance(own, Causes):  # they are looked for afterwards
                found.append(own.bits)
        return found

    def refuse(self, row: int, diagnostics: Sequence[Diagnostic]) -> None:
        """Take back the results of a row, and keep what is wrong with it."""
        self.refuse_all({row: diagnostics})

    def refuse_all(self, why: Mapping[int, Sequence[Diagnostic]]) -> None:
        """Take back the results of some rows, and keep what is wrong with each."""
        self.refused.update({row: tuple(each) for row, each in why.items()})
        rows = np.fromiter(why, "i8", len(why))
        for own in self.columns.values():
            if isinstance(own, Outcomes):
                own.bits[rows] = REFUSED
            elif isinstance(own, Reasons):
                own.bits[rows] = 0
            elif isinstance(own, Causes):
                own.put(rows, np.zeros(len(rows), "i8"), [()])
            else:
                own.without = without_in(own.without, self.rows, rows, without=True)


def _path(kernel: Kernel, columns: Mapping[str, Any], found: Sequence[Any]) -> Path | None:
    """Return where the results of a kernel go as they are; None where some have to be changed before."""
    path: list[tuple[Array, int]] = []
    for out in kernel.outs:
        own = columns[out.key]
        values = found[out.values]
        if isinstance(own, Outcomes | Reasons):
            if not (isinstance(values, int) and values == 0):
                path.append((own.bits, out.values))
            continue
        if isinstance(own, Numbers):
            if own.unit != out.unit or (own.under is None) != (out.under is None):
                return None
            if own.under is not None and out.under is not None:
                path.append((own.under, out.under))
        path.append((own.values, out.values))
        if own.without is not None:
            path.append((own.without, out.without))
    for target, place in path:
        each = found[place]
        if isinstance(each, np.ndarray) and not np.can_cast(each.dtype, target.dtype):
            return None
    return tuple(path)
