"""Rows of totals in a table of records: each would count what stands above it a second time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BREAK = "\0"  # between the cells of a row; no cell has it, and it is no blank
_SUM = r"[合小总共累]\s*计(?:\s*(?:数|额|金\s*额))?"
_TOTAL = re.compile(
    rf"(?:^|(?<={_BREAK}))\s*(?:[^{_BREAK}]{{0,12}}{_SUM}\s*[:：]?|{_SUM}\s*[(（:：][^{_BREAK}]{{0,40}}"
    rf"|总\s*额|(?:(?:(?:grand|sub)[ -]?)?totals?(?:[ -]amount)?|sum)\s*(?::|\([^{_BREAK}]{{0,40}}\))?)"
    rf"\s*(?={_BREAK}|$)",
    re.IGNORECASE,
)
"""A cell by which people mark a row of totals."""

_PERHAPS = re.compile("计|额|total|sum", re.IGNORECASE)


def total_among(texts: Iterable[str]) -> int | None:
    """Return which of the cells of a row, from 0, says that it is a row of totals; None for no such cell."""
    joined = _BREAK.join(texts)
    match = None if _PERHAPS.search(joined) is None else _TOTAL.search(joined)
    return None if match is None else joined[: match.start()].count(_BREAK)
