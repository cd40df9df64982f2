"""Where a list came from that stands in a table: its rows."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.case import Origin
from scoring.row_ranges import rows_text


@dataclass(frozen=True, slots=True)
class RowsOrigin(Origin):
    """Where a list came from: rows of a table.

    Attributes:
        rows: their numbers.
    """

    rows: tuple[int, ...] = ()

    def text(self, lang: str = "en") -> str:
        """Return how a person is told: "projects.csv rows 2–64"."""
        return rows_text(self.at.source.name, self.rows, lang)
