"""What lists are reduced to, of all rows at once: mean, trimmed mean, median, sum, least, greatest, count.

An entry may count as a formula; it is worked out over the entries of all rows, with what is read of the row beside
them. A row in which an entry has no value has none either, with the causes of all such entries.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, cast

import numpy as np

from scoring.columns.blocks import Blocks
from scoring.columns.causes import Why
from scoring.columns.code import OBJECT
from scoring.columns.column import Coded, Column, Made
from scoring.columns.kernel import plain_kernel
from scoring.columns.layout import words_of
from scoring.columns.lists import domains_of
from scoring.columns.spread import Numbers, times
from scoring.columns.table import Table
from scoring.columns.taken import numbers
from scoring.graph import Cause, Op, walk
from scoring.run import EMPTY, NONE_LEFT, entry_cause

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.columns.inputs import Inputs
    from scoring.columns.kernel import Kernel, Shape
    from scoring.columns.lists import Listed
    from scoring.columns.names import Array
    from scoring.columns.results import Outcomes
    from scoring.columns.runner import Columns
    from scoring.graph import Node
    from scoring.program import Reduction
    from scoring.reading import Domain

_ROOM = 1 << 62
_SMALL = (4, 6, 10, 16)
"""Up to so many entries all means of a table get one unit, which such tables have in common."""

Set = frozenset[Cause]


def reduce_list(columns: Columns, inputs: Inputs, reduction: Reduction, source: Column) -> tuple[Column, Array]:
    """Return what a list is reduced to in every row, and the rows that the scalar function must read.

    Args:
        columns: what scores.
        inputs: of the table, as far as they are worked out.
        reduction: what to make of the list.
        source: the lists.
    """
    lists = cast("Listed", source.values)
    rows, lengths = len(source), np.diff(lists.offsets)
    here = np.ones(rows, bool) if source.there is None else source.there
    sets: list[Set] = [frozenset((Cause("missing", reduction.source),))]
    codes = np.zeros(rows, "i8")
    if reduction.how == "count" or reduction.element is None:
        return _column(Numbers(lengths, None, Fraction(1)), here, codes, sets), np.zeros(0, "i8")
    if reduction.inner:  # lists in records
        return _column(Numbers(lengths, None, Fraction(1)), here & False, codes, sets), np.flatnonzero(here)
    entries = _Entries(columns, inputs, reduction, lists)
    found, unknown, odd = entries.values()
    of_rows = np.repeat(np.arange(rows), lengths)
    closer = np.unique(of_rows[odd])
    lacks = np.zeros(rows, bool)
    lacks[of_rows[unknown]] = True
    if unknown.any():
        codes = entries.causes(unknown & ~np.isin(of_rows, closer), of_rows, codes, sets)
    own, none = _reduced(reduction.how, reduction.trims, found, lists.offsets[:-1], lengths)
    codes = np.where(here & none & ~lacks, np.where(lengths > 0, len(sets), len(sets) + 1), codes)
    sets += [NONE_LEFT.causes, EMPTY.causes]
    return _column(own, here & ~lacks & ~none, codes, sets), closer


def _column(own: Numbers, there: Array, codes: Array, sets: list[Set]) -> Column:
    if there.all():
        return Column(Made(*own))
    return Column(Made(*own, Coded(codes, tuple(sets))), there)


class _Entries(Blocks):
    """What the entries of all rows count as."""

    def __init__(self, columns: Columns, inputs: Inputs, reduction: Reduction, lists: Listed) -> None:
        self.element = cast("Node", reduction.element)
        self.source = reduction.source
        figure = columns.program.lists[reduction.source]
        of_rows = np.repeat(np.arange(inputs.rows), np.diff(lists.offsets))
        read = {str(node.payload) for node in walk((self.element,)) if node.op is Op.INPUT}
        self.given = {name: each.part(of_rows) for name, each in inputs.columns.items() if name in read}
        domains: dict[str, Domain] = dict(columns.domains)
        for field, domain in domains_of(figure).items():
            domains[domain.name] = domain
            if field in lists.fields and domain.name in read:
                self.given[domain.name] = lists.fields[field]
        words = words_of(columns.program, walk((self.element,)))
        own = {word for domain in domains.values() for word in domain.words}
        places = {word: place for place, word in enumerate(sorted(own.union(words)))}
        super().__init__(domains, places, columns.steady, fast=False)  # made for one table
        self.many, self.starts = len(of_rows), lists.offsets[:-1]

    def make(self, shapes: Mapping[str, Shape], *, floats: bool) -> Kernel:
        """Return a new kernel for columns of such shapes."""
        return plain_kernel((self.element,), self.domains, shapes, self.words, floats=floats)

    def values(self) -> tuple[Numbers, Array, Array]:
        """Return the number of every entry, where there is none, and where it takes a closer look."""
        table = Table(self.many, self.words, {}, {})
        rest = self.run(self.given, table)
        if len(rest):
            rest = self.run_again(self.given, table, rest)
        odd = np.zeros(self.many, bool)
        odd[rest] = True
        unknown = cast("Outcomes", table.columns["state 0"]).bits != 0
        own = table.columns["0"]
        own.without = None  # type: ignore[union-attr]  # what stands there does not count
        return numbers(own, np.ones(self.many, bool)), unknown & ~odd, odd

    def causes(self, unknown: Array, of_rows: Array, codes: Array, sets: list[Set]) -> Array:
        """Return the code of each row that has unknown entries; what it stands for is put to the sets."""
        places = np.flatnonzero(unknown)
        given = {name: each.part(places) for name, each in self.given.items()}
        own, told, _ = Why((self.element,), self.domains, self.words, self.steady).tell(given, len(places))
        rows: dict[int, set[Cause]] = {}
        for place, code in zip(places.tolist(), own.tolist(), strict=True):
            row = int(of_rows[place])
            number = place - int(self.starts[row]) + 1
            rows.setdefault(row, set()).update(entry_cause(cause, self.source, number) for cause in told[code])
        codes = codes.copy()
        where: dict[Set, int] = {}
        for row, causes in rows.items():
            codes[row] = where.setdefault(frozenset(causes), len(sets) + len(where))
        sets += where
        return codes


def _reduced(how: str, trims: tuple[int, int], found: Numbers, starts: Array, lengths: Array) -> tuple[Numbers, Array]:
    """Return what the numbers of each row are reduced to, and which rows have none left to reduce."""
    if found.under is not None:  # ratios, as Python's
        over: Array = np.empty(len(found.over), OBJECT)
        over[:] = found.fractions()
        found = Numbers(over, None, Fraction(1))
        own, none = _reduced(how, trims, found, starts, lengths)
        return _split(own), none
    values, unit = found.over, found.unit
    if values.dtype != OBJECT:
        most = max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
        values = values.astype("i8" if most * max(int(lengths.max(initial=0)), 2) < _ROOM else OBJECT)
    lowest, highest = trims if how == "trimmed_mean" else (0, 0)
    kept = np.maximum(lengths - lowest - highest, 0)
    made = np.zeros(len(lengths), values.dtype)
    for length in np.unique(lengths[kept > 0]).tolist():  # lists of one length as a square
        rows = np.flatnonzero(lengths == length)
        square = values[starts[rows][:, None] + np.arange(length)]
        made[rows] = _ACROSS[how](square, lowest, length - highest)
    none = np.zeros(len(kept), bool) if how == "sum" else kept == 0
    if how in ("mean", "trimmed_mean"):
        return _divided(made, kept, unit), none
    return Numbers(made, None, unit / 2 if how == "median" else unit), none


def _middle(square: Array, first: int, last: int) -> Array:
    """Return twice the median of each row."""
    ordered = np.sort(square, 1)
    found: Array = ordered[:, (last - first - 1) // 2] + ordered[:, (last - first) // 2]
    return found


def _trimmed(square: Array, first: int, last: int) -> Array:
    """Return the sum of what is left of each row."""
    found: Array = np.sort(square, 1)[:, first:last].sum(1)
    return found


_ACROSS: Mapping[str, Callable[[Array, int, int], Array]] = {
    "sum": lambda square, *_: square.sum(1),
    "mean": lambda square, *_: square.sum(1),
    "min": lambda square, *_: square.min(1),
    "max": lambda square, *_: square.max(1),
    "median": _middle,
    "trimmed_mean": _trimmed,
}


def _divided(sums: Array, counts: Array, unit: Fraction) -> Numbers:
    """Return sums divided by how many there are: in one unit where these are few, else as ratios."""
    most = int(counts.max(initial=1))
    counts = np.maximum(counts, 1)
    step = next((each for each in _SMALL if most <= each), None)
    if step is None:
        return Numbers(sums, counts, unit)
    shared = lcm(*range(1, step + 1))
    wide = times(sums, shared)  # proves that there is room
    factors = shared // counts
    return Numbers(sums.astype(wide.dtype) * factors, None, unit / shared)


def _split(own: Numbers) -> Numbers:
    """Return Python's fractions, which may be divided by others, as whole numbers divided by others."""
    unders = [1] * len(own.over) if own.under is None else own.under.tolist()
    made = [Fraction(each) / under * own.unit for each, under in zip(own.over.tolist(), unders, strict=True)]
    parts = []
    for ends in ([each.numerator for each in made], [each.denominator for each in made]):
        part: Array = np.empty(len(made), OBJECT)
        part[:] = ends
        parts.append(part.astype("i8") if max(map(abs, ends), default=0) < _ROOM else part)
    return Numbers(parts[0], parts[1], Fraction(1))
