"""A row that is refused: which one, which cell, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.diagnostic import Diagnostic
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping


class BadRow(NamedTuple):
    """One thing that is wrong with one row.

    Attributes:
        row: number of the row in its file; the first one below the headings is 1.
        problem: what is wrong.
        column: heading of the cell, "" where it is the row as a whole.
        value: what stands there.
    """

    row: int
    problem: Diagnostic
    column: str = ""
    value: str = ""


def bad_row(row: int, code: str, facts: Mapping[str, str], column: str = "", value: str = "") -> BadRow:
    """Return what is wrong with a row, by its code."""
    return BadRow(row, Diagnostic(code, NOWHERE, facts), column, value)
