"""What is wrong with refused rows, in the words of the scalar function, without scoring them.

Of a figure that is refused, nothing but its raw value is told; it is told with all other refused figures of the row,
in the order of the columns, and nothing is scored then. A row that says something odd of a node, or whose value is of
a kind that a case takes apart, is left to the scalar function.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scoring.columns.column import Made
from scoring.columns.figures import Reader
from scoring.diagnostic import Problems
from scoring.reading import Refusal, read_value
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from scoring.columns.column import Column
    from scoring.columns.inputs import Inputs
    from scoring.columns.names import Array
    from scoring.columns.runner import Columns
    from scoring.diagnostic import Diagnostic
    from scoring.reading import Domain

_PLAIN = (str, int, float, Decimal, Fraction, dt.date)


def refused_in(columns: Columns, inputs: Inputs, rows: Array) -> dict[int, tuple[Diagnostic, ...]]:
    """Return of some rows those whose figures are plainly refused, each with what is wrong."""
    found: dict[int, Problems] = {}
    left = {int(row) for row in rows[np.isin(rows, inputs.odd)]} | set(inputs.refused)
    for name, each in inputs.columns.items():
        if isinstance(each.values, Made):
            continue
        domain, part = columns.domain(name), each.part(rows)
        odd = Reader(domain, columns.words).read(part).odd
        if odd is None:
            continue
        suspects = rows[odd].tolist()  # some of them are read value by value and found to be allowed
        if "/" in name:
            left.update(suspects)
        else:
            _tell(domain, each, suspects, found, left)
    return {row: tuple(each.diagnostics) for row, each in found.items() if row not in left}


def _tell(domain: Domain, given: Column, rows: list[int], found: dict[int, Problems], left: set[int]) -> None:
    """Note what is wrong with the values of one figure."""
    for row in rows:
        raw = given.raw(row)
        if not isinstance(raw, _PLAIN):
            left.add(row)
            continue
        value = read_value(raw, domain, written=False)
        if isinstance(value, Refusal):
            found.setdefault(row, Problems()).error(value.code, NOWHERE, **{**value.facts, "name": domain.name})
