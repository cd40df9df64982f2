"""Results of some rows, found by another program, put into the table of all."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np

from scoring.columns.missing import Causes
from scoring.columns.results import Numbers, Outcomes, Reasons, Values

if TYPE_CHECKING:
    from scoring.columns.names import Array
    from scoring.columns.table import Table


def taken(table: Table, rows: Array, found: Table) -> None:
    """Put results into some rows of a table; the two may differ in words, units and lines of accounts.

    Args:
        table: of all rows.
        rows: those that are put.
        found: the results of these, in their order.
    """
    for key, own in table.columns.items():
        other = found.columns[key]
        if isinstance(own, Outcomes):
            own.put(rows, cast("Outcomes", other).bits)
        elif isinstance(own, Causes):
            more = cast("Causes", other)
            own.put(rows, more.codes if len(more.codes) else np.zeros(found.rows, "i1"), more.told)
        elif isinstance(own, Reasons):
            _take_reasons(own, rows, cast("Reasons", other))
        elif isinstance(own, Numbers):
            _take_numbers(own, rows, cast("Numbers", other))
        else:
            _take_values(own, rows, cast("Values", other))
    if found.refused:
        table.refuse_all({int(rows[row]): why for row, why in found.refused.items()})
    table.doubtful += found.doubtful


def _take_reasons(own: Reasons, rows: Array, other: Reasons) -> None:
    some, places = np.unique(other.bits, return_inverse=True)
    bits = [own.bits_of(other.told(int(each))) for each in some]
    own.put(rows, np.asarray(bits, own.bits.dtype)[places])


def _take_numbers(own: Numbers, rows: Array, other: Numbers) -> None:
    values = other.values if len(other.values) else np.zeros(other.rows, "i1")
    without = False if other.without is None else other.without
    own.put(rows, values, other.under, other.unit or own.unit or Fraction(1), without)
    own.negative |= other.negative


def _take_values(own: Values, rows: Array, other: Values) -> None:
    values = other.values
    if own.words != other.words:
        place = {word: number for number, word in enumerate(own.words)}
        values = np.asarray([place.get(word, 0) for word in other.words], own.values.dtype)[values]
    own.put(rows, values, False if other.without is None else other.without)
