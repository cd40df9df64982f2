"""What is counted while rows are scored: outcomes, grades, totals, lost points, refused rows. Chunks add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from scoring.columns.results import BITS, OUTCOMES, Numbers, Outcomes, Values
from scoring.graph import number_of
from scoring.outcome import Outcome

if TYPE_CHECKING:
    from scoring.columns.names import Array
    from scoring.columns.runner import Columns
    from scoring.columns.table import Table
    from scoring.program import Plan

CUT = 10**18
"""Numbers without a finite decimal are cut to so many parts before they are added up; there is no other inexactness."""


@dataclass(slots=True)
class Tally:
    """What was counted.

    Attributes:
        rows: that were read, refused ones too, blank ones not.
        refused: rows that were refused.
        blank: rows without any text.
        codes: what is wrong with refused rows: code → how often.
        outcomes: word → rows.
        grades: grade → rows; "" for those without one.
        totals: how many rows have a total.
        total: the sum of totals.
        least: the least total.
        most: the greatest.
        lost: path of a leaf → points lost over the scored rows, in points of the leaf.
        applied: path of a leaf → scored rows in which it has a score.
    """

    rows: int = 0
    refused: int = 0
    blank: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)
    totals: int = 0
    total: Fraction = Fraction(0)
    least: Fraction | None = None
    most: Fraction | None = None
    lost: dict[str, Fraction] = field(default_factory=dict)
    applied: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take what was counted elsewhere."""
        self.rows += other.rows
        self.refused += other.refused
        self.blank += other.blank
        self.totals += other.totals
        self.total += other.total
        for own, more in ((self.codes, other.codes), (self.outcomes, other.outcomes), (self.grades, other.grades),
                          (self.applied, other.applied)):  # fmt: skip
            own.update(more)
        ends = [each for each in (self.least, other.least) if each is not None]
        self.least = min(ends, default=None)
        self.most = max((each for each in (self.most, other.most) if each is not None), default=None)
        for path, points in other.lost.items():
            self.lost[path] = self.lost.get(path, Fraction(0)) + points

    def data(self) -> dict[str, Any]:
        """Return all of it as JSON may hold it."""
        return {
            "rows": self.rows, "refused": self.refused, "blank": self.blank, "codes": dict(self.codes),
            "outcomes": dict(self.outcomes), "grades": dict(self.grades), "totals": self.totals,
            "total": str(self.total), "least": _text(self.least), "most": _text(self.most),
            "lost": {path: str(points) for path, points in self.lost.items()}, "applied": dict(self.applied),
        }  # fmt: skip

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """Return what `data` told."""

        def number(name: str) -> Fraction | None:
            return None if data[name] is None else Fraction(data[name])

        return cls(
            rows=data["rows"], refused=data["refused"], blank=data["blank"], codes=Counter(data["codes"]),
            outcomes=Counter(data["outcomes"]), grades=Counter(data["grades"]), totals=data["totals"],
            total=Fraction(data["total"]), least=number("least"), most=number("most"),
            lost={path: Fraction(points) for path, points in data["lost"].items()}, applied=Counter(data["applied"]),
        )  # fmt: skip


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def leaves(columns: Columns) -> list[tuple[str, Plan]]:
    """Return every leaf of the ruleset with its plan, in document order."""
    return [(part.path, part.plans[0][1]) for part in columns.asked.parts
            if not any(plan.children for _, plan in part.plans)]  # fmt: skip


def needs_lost(columns: Columns) -> bool:
    """Whether a leaf's points depend on the row, so that what it lost is no simple difference."""
    return any(_points(columns, path) is None for path, _ in leaves(columns))


def _points(columns: Columns, path: str) -> Fraction | None:
    """Return the points that a leaf has in every row, None where they differ."""
    plans = next(part.plans for part in columns.asked.parts if part.path == path)
    found = {number_of(plan.points) for _, plan in plans}
    return found.pop() if len(found) == 1 else None


def tally_of(columns: Columns, table: Table, kept: Array) -> Tally:
    """Count scored rows; what was refused, the caller knows.

    Args:
        columns: what scored them.
        table: the results.
        kept: rows of the table that were not refused.
    """
    tally = Tally(rows=int(kept.sum()))
    outcomes = table.columns["outcome"]
    assert isinstance(outcomes, Outcomes)  # noqa: S101  # by its name
    codes = outcomes.codes()[kept]
    tally.outcomes.update({OUTCOMES[code].value: int(many) for code, many in _often(codes) if code < len(OUTCOMES)})
    scored = kept & (outcomes.bits == BITS[Outcome.SCORED])
    if isinstance(grades := table.columns.get("grade"), Values):
        there = kept if grades.without is None else kept & ~grades.without
        tally.grades.update({grades.words[code]: int(many) for code, many in _often(grades.values[there])})
        without = int(kept.sum() - there.sum())
        tally.grades.update({"": without} if without else {})
    if isinstance(total := table.columns.get("total"), Numbers):
        there = kept if total.without is None else kept & ~total.without
        tally.totals = int(there.sum())
        tally.total = _sum(total, there)
        tally.least, tally.most = _ends(total, there)
    for path, _ in leaves(columns):
        _count_leaf(columns, table, path, scored, tally)
    return tally


def _count_leaf(columns: Columns, table: Table, path: str, scored: Array, tally: Tally) -> None:
    state, points = table.columns[f"outcome {path}"], _points(columns, path)
    own = table.columns.get(f"lost {path}" if points is None else f"score {path}")
    if not isinstance(state, Outcomes) or not isinstance(own, Numbers):
        return
    there = scored & (state.bits == BITS[Outcome.SCORED])
    if own.without is not None:
        there &= ~own.without
    many = int(there.sum())
    found = _sum(own, there)
    tally.applied[path] = many
    tally.lost[path] = found if points is None else points * many - found


def _often(values: Array) -> list[tuple[int, int]]:
    found, many = np.unique(values, return_counts=True)
    return [(int(each), int(often)) for each, often in zip(found, many, strict=True)]


def _sum(own: Numbers, there: Array) -> Fraction:
    """Return the sum of some numbers."""
    if not there.any() or not len(own.values):
        return Fraction(0)
    values, unit = own.values[there], own.unit or Fraction(1)
    if own.under is not None:
        parts = zip(values.tolist(), own.under[there].tolist(), strict=True)
        return Fraction(sum(int(over) * CUT // int(under) for over, under in parts), CUT) * unit
    if values.dtype.kind == "O":
        return Fraction(sum(values.tolist())) * unit
    wide = values.astype("i8")
    return ((int((wide >> 32).sum()) << 32) + int((wide & 0xFFFFFFFF).sum())) * unit


def _ends(own: Numbers, there: Array) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest of some numbers."""
    if not there.any():
        return None, None
    if own.under is None and len(own.values):
        values, unit = own.values[there], own.unit or Fraction(1)
        return int(values.min()) * unit, int(values.max()) * unit
    numbers = [own[row] for row in np.flatnonzero(there).tolist()]
    some = [each for each in numbers if each is not None]
    return min(some, default=None), max(some, default=None)


def lost_points(columns: Columns, tally: Tally) -> list[tuple[str, Plan, Fraction]]:
    """Return what every leaf lost, in document order."""
    return [(path, plan, tally.lost[path]) for path, plan in leaves(columns) if tally.applied[path]]
