"""Findings in columns: how many there are of a node, of what amount, and how many of them count for a rule.

A row holds one finding of a node, found as often as ``PATH/findings`` says, of the amount ``PATH/amount``. How many
findings satisfy a rule's own condition on their amount follows from that; where a row stands for several findings,
the caller gives that count too, under its own name (``PATH/findings?amount > 10``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scoring.columns.column import Column, Made
from scoring.graph import Unknown
from scoring.interpret import interpret
from scoring.reading import Domain, Refusal, read_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.columns.names import Array
    from scoring.columns.runner import Columns
    from scoring.graph import Value
    from scoring.program import Counted
    from scoring.reading import Read

_AMOUNT = Domain("amount")
_COUNT = Domain("findings", low=Fraction(0), places=0, whole=True)


def count_findings(columns: Columns, given: Mapping[str, Column], made: dict[str, Column], rows: int) -> Array:
    """Work out what counts some of the findings; return the rows in which a finding lacks what that takes.

    Args:
        columns: what scores.
        given: the columns.
        made: where to put what is worked out.
        rows: how many rows there are.
    """
    odd: set[int] = set()
    for name, each in given.items():
        path, _, key = name.rpartition("/")
        if key == "amount" and not _is_told(columns, given, path):  # an amount of nothing found
            counts = given.get(f"{path}/findings")
            odd.update(row for row in _said(each) if counts is None or not counts.raw(row))
    for counted in columns.program.counted:
        counts = given.get(f"{counted.path}/findings")
        if counts is None or counted.name in given:
            continue
        own = _Counting(counted, given.get(f"{counted.path}/amount"))
        over = np.zeros(rows, "i8")
        for row in _said(counts):
            many = own.counted(row, counts.raw(row))
            if many is None:
                odd.add(row)
            else:
                over[row] = many
        made[counted.name] = Column(Made(over, None, Fraction(1)))
    return np.asarray(sorted(odd), "i8")


def _is_told(columns: Columns, given: Mapping[str, Column], path: str) -> bool:
    """Return whether the caller says himself how many findings of a node count."""
    return any(each.path == path and each.name in given for each in columns.program.counted)


def told_paths(columns: Columns, given: Mapping[str, Column]) -> set[str]:
    """Return the nodes of which the caller says himself how many findings count."""
    return {each.path for each in columns.program.counted if each.name in given}


def _said(given: Column) -> list[int]:
    """Return the rows that have a value which is not 0."""
    values = given.values
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        said = values != 0
    elif isinstance(values, np.ndarray) and values.dtype.kind == "O":
        said = np.asarray([bool(each) for each in values.tolist()], bool)
    else:
        said = np.ones(len(given), bool)
    return [*np.flatnonzero(said if given.there is None else said & given.there).tolist()]


class _Counting:
    """Counts the findings of one node for one rule."""

    def __init__(self, counted: Counted, amounts: Column | None) -> None:
        self.condition, self.amounts = counted.condition, amounts
        self.known: dict[object, Value] = {}

    def counted(self, row: int, count: object) -> int | None:
        """Return how many findings of a row count; None where that is not known."""
        many = read_value(count, _COUNT, written=True)
        if isinstance(many, Refusal):
            return None
        if not many:
            return 0
        raw = None if self.amounts is None else self.amounts.raw(row)
        amount = read_value(raw, _AMOUNT, written=True)
        if isinstance(amount, Refusal):
            return None
        if amount not in self.known:
            given: dict[str, Read | Unknown] = {} if amount is None else {"amount": amount}
            self.known[amount] = interpret([self.condition], given)[self.condition]
        holds = self.known[amount]
        return None if isinstance(holds, Unknown) else int(Fraction(many)) if holds is True else 0
