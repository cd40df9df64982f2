"""Columns of lists: the entries of all rows one after another, and where those of each row begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.binding_lists import BETWEEN, LONGEST
from scoring.columns.code import OBJECT
from scoring.columns.column import Column, column
from scoring.columns.figures import Reader
from scoring.columns.spread import EXACT
from scoring.lower_figures import domain_of
from scoring.lower_lists import ENTRY

if TYPE_CHECKING:
    from scoring.columns.names import Array
    from scoring.model import Figure
    from scoring.reading import Domain

EACH = "each"
"""What the value of an entry is called that is no record."""


class Listed(NamedTuple):
    """Lists of every row.

    Attributes:
        offsets: one more than there are rows: where the entries of a row begin, and so where those before it end.
        fields: field → values of all entries; of entries that are no records, ``each``.
    """

    offsets: Array
    fields: dict[str, Column]

    def entries(self, row: int) -> list[object]:
        """Return the list of a row as a Python caller would give it."""
        places = range(int(self.offsets[row]), int(self.offsets[row + 1]))
        if EACH in self.fields:
            return [self.fields[EACH].raw(place) for place in places]
        raw = ({name: each.raw(place) for name, each in self.fields.items()} for place in places)
        return [{name: value for name, value in each.items() if value is not None} for each in raw]

    def part(self, rows: slice | Array) -> Listed:
        """Return some rows."""
        if isinstance(rows, slice):
            return Listed(self.offsets[rows.start : rows.stop + 1], self.fields)
        starts, lengths = self.offsets[rows], np.diff(self.offsets)[rows]
        offsets = np.r_[0, np.cumsum(lengths)]
        places = np.repeat(starts - offsets[:-1], lengths) + np.arange(int(offsets[-1]))
        return Listed(offsets, {name: each.part(places) for name, each in self.fields.items()})

    def whole(self) -> Listed:
        """Return the same lists, with no entries around them."""
        first, last = int(self.offsets[0]), int(self.offsets[-1])
        return Listed(self.offsets - first, {name: each.part(slice(first, last)) for name, each in self.fields.items()})


def listed(given: Column, figure: Figure) -> tuple[Column, Array]:
    """Return a column as lists, and the rows that the scalar function must read: they hold something else, or too much.

    Args:
        given: lists already, or any values: lists of Python, or texts with ``;`` between the entries.
        figure: the list.
    """
    if isinstance(given.values, Listed):
        own = given.values
        odd = np.diff(own.offsets) > LONGEST
        if set(own.fields) - (_taken(figure) if figure.records else {EACH}):
            odd = np.ones(len(given), bool)
        found = Column(own.whole(), given.there)
    else:
        found, odd = _from_python(given, figure)
    return found, np.flatnonzero(odd | _refused(found.values, figure))


def domains_of(figure: Figure) -> dict[str, Domain]:
    """Return what the inputs of an entry may be, by field; what an entry does not give has no value."""
    name = f"{figure.name}{ENTRY}"
    own = {field: name if field == EACH else f"{name}.{field}" for field in _taken(figure) - {"name"}}
    return {field: replace(domain_of(figure.items[field]), name=input_, default=None) for field, input_ in own.items()}


def _refused(lists: Listed, figure: Figure) -> Array:
    """Return which rows have an entry whose value is refused, or takes a closer look."""
    of_rows = np.repeat(np.arange(len(lists.offsets) - 1), np.diff(lists.offsets))
    found = np.zeros(len(lists.offsets) - 1, bool)
    for field, domain in domains_of(figure).items():
        if field in lists.fields:
            words = {word: place for place, word in enumerate(domain.words)}
            odd = Reader(domain, words).read(lists.fields[field]).odd
            places = np.flatnonzero(odd) if odd is not None else np.zeros(0, "i8")
            if len(places):
                again = Reader(domain, words, by_value=True).read(lists.fields[field].part(places)).odd
                found[of_rows[places[:0] if again is None else places[again]]] = True
    return found


def _from_python(given: Column, figure: Figure) -> tuple[Column, Array]:
    """Return values of Python as lists."""
    lengths, there, odd = np.zeros(len(given), "i8"), np.ones(len(given), bool), np.zeros(len(given), bool)
    entries: list[object] = []
    plain = isinstance(given.values, np.ndarray) and given.values.dtype == OBJECT and given.there is None
    for row, raw in enumerate(given.values.tolist() if plain else map(given.raw, range(len(given)))):
        if isinstance(raw, str) and raw and not figure.records:
            raw = [each.strip() or None for each in raw.split(BETWEEN)]  # noqa: PLW2901  # what the text stands for
        if raw is None or (isinstance(raw, str) and not raw):
            there[row] = False
        elif not isinstance(raw, list | tuple | np.ndarray) or len(raw) > LONGEST or not _fits(raw, figure):
            odd[row] = True
        else:
            lengths[row] = len(raw)
            entries.extend(raw)
    own = {EACH: entries}
    if figure.records:
        records = [each for each in entries if isinstance(each, Mapping)]
        own = {name: [each.get(name) for each in records] for name in _taken(figure)}
    offsets = np.r_[0, np.cumsum(lengths)]
    found = Listed(offsets, {name: _column(each) for name, each in own.items() if name != "name"})
    return Column(found, None if there.all() else there), odd


def _column(entries: list[object]) -> Column:
    """Return values of Python as a column: as an array of numbers, if that is what they are."""
    types = set(map(type, entries))
    if types - {int, float, type(None)} or not types & {int, float}:
        return column(entries)
    there = None if type(None) not in types else np.asarray([each is not None for each in entries])
    numbers = entries if there is None else [0 if each is None else each for each in entries]
    try:
        values = np.asarray(numbers)
    except OverflowError:  # a float beside a whole number that is far too long for one
        return column(entries)
    if values.dtype.kind not in "if" or (types >= {int, float} and np.abs(values).max() >= EXACT):
        return column(entries)
    return Column(values, there)


def _taken(figure: Figure) -> set[str]:
    """Return the fields of a record that may be given and are no lists; its name is no figure."""
    return {name for name, each in figure.items.items() if each.role != "list" and each.form is None} | {"name"}


def _fits(raw: object, figure: Figure) -> bool:
    """Return whether the entries are such as can be read here."""
    if not figure.records:
        return True
    known = _taken(figure)
    own = raw if isinstance(raw, list | tuple) else ()
    return all(isinstance(each, Mapping) and known.issuperset(each) and not _holds(each.get("name")) for each in own)


def _holds(name: object) -> bool:
    return isinstance(name, list | tuple | Mapping)
