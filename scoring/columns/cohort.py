"""What is taken over all rows of a run: means, medians, ranks and the like, also of rows that come in pieces.

A figure over all cases may rest on another one, so the rows are gone through once for each *level*; what was taken
then is known to the next one, and to the scores::

    known = {}
    while (cohort := Cohort.start(columns, known)) is not None:
        for piece in pieces:             # of one file, or each by another process that starts the same
            cohort.add(piece)
        known = cohort.finish()          # after cohort.merge(other) of the others
    for piece in pieces:
        table = columns.score(piece, cohort=known)

A `Cohort` pickles without what scores, as what it has put together; what is known are plain values. A row whose
values are refused, or of which a check says by itself that it is wrong, takes no part, nor does one that is not
admitted. A check that rests on what was taken over all rows refuses a row that has taken part.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Self

import numpy as np

from scoring.columns.inputs import Inputs
from scoring.columns.probe import truths
from scoring.columns.spread import Numbers, Spread, Sums
from scoring.columns.taken import Taken, levels, nodes_of, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.columns.names import Array
    from scoring.columns.runner import Columns
    from scoring.columns.taken import Known


APART = "records make nodes in this ruleset, so rows that depend on each other must come in one table"


class Cohort:
    """What is taken over all rows at one level.

    Attributes:
        names: the inputs that it is of.
        known: what was taken before.
        cases: how many rows take part so far.
        parts: of each input, what is put together of it.
    """

    def __init__(self, columns: Columns | None, names: tuple[str, ...], known: Known) -> None:
        """Start without any row."""
        self.columns, self.names, self.known = columns, names, known
        self.cases = 0
        plans = {} if columns is None else {each.name: each for each in columns.program.cohorts}
        self.takes = {name: plans[name].take for name in names}
        self.parts: dict[str, Sums | Spread] = {
            name: Spread() if take in ("rank", "percentile", "median") else Sums() for name, take in self.takes.items()
        }
        self.places = {name: (plans[name].best, plans[name].ties) for name in names}

    @classmethod
    def start(cls, columns: Columns, known: Known) -> Self | None:
        """Return the level that comes next, None where all is known; ``known``: what was taken at those before."""
        for level in levels(columns.program):
            if any(name not in known for name in level):
                return cls(columns, level, known)
        return None

    def __getstate__(self) -> dict[str, object]:
        """Pickle without what scores."""
        return {**self.__dict__, "columns": None}

    def add(self, frame: Mapping[str, object] | Inputs) -> None:
        """Take some rows in; ``frame``: as `Columns.score` takes it."""
        columns = self.columns
        if columns is None:
            raise ValueError("a cohort that was pickled is there to be merged: start another one to add rows")
        inputs = frame if isinstance(frame, Inputs) else Inputs(columns, frame)
        if not columns.alike:
            raise ValueError(APART)
        inputs.place(self.known)
        plans = [each for each in columns.program.cohorts if each.name in self.names]
        nodes = [inputs.wrong, columns.asked.admitted, *(node for each in plans for node in nodes_of(each))]
        found = columns.probe(tuple(nodes)).table(inputs)
        takes = ~truths(found, 0) & truths(found, 1)
        if found.refused:
            takes[np.fromiter(found.refused, "i8", len(found.refused))] = False
        self.cases += int(np.count_nonzero(takes))
        for place, plan in enumerate(plans, 1):
            there = takes & truths(found, 2 * place + 1)
            self.parts[plan.name].add(numbers(found.columns[str(2 * place)], there))

    def merge(self, other: Cohort) -> None:
        """Take in what was put together elsewhere, of the same ruleset and at the same level."""
        if self.names != other.names:
            raise ValueError("these are not of the same level")
        self.cases += other.cases
        for name, part in self.parts.items():
            part.merge(other.parts[name])  # type: ignore[arg-type]  # of the same sort

    def finish(self) -> dict[str, Taken]:
        """Return what is known after this level: plain values, which pickle."""
        found = dict(self.known)
        for name, part in self.parts.items():
            take = self.takes[name]
            if isinstance(part, Sums):
                found[name] = Taken(self.cases, part.taken(take))
            elif take == "median":
                found[name] = Taken(self.cases, part.median())
            else:
                found[name] = Taken(self.cases, None, _placed(part, take, *self.places[name]))
        return found


def taken_over(columns: Columns, inputs: Inputs) -> Known:
    """Return what is taken over the rows of one table."""
    known: dict[str, Taken] = {}
    while (cohort := Cohort.start(columns, known)) is not None:
        cohort.add(inputs)
        known = cohort.finish()
    return known


def _placed(part: Spread, take: str, best: str, ties: str) -> tuple[Numbers, Array, Fraction]:
    """Return the ranks or percentiles of numbers, as `scoring.statistic` gives them."""
    found, counts = part.ordered()
    below = np.cumsum(counts) - counts
    many = int(counts.sum())
    above = many - below - counts
    better, worse = (above, below) if best == "high" else (below, above)
    if take == "percentile" and many == 1:  # it has none to be compared with
        return found, np.full(1, -1), Fraction(1)
    if take == "percentile":
        return found, 2 * worse + counts - 1, Fraction(1, 2 * max(many - 1, 1))
    if ties == "dense":
        places = np.arange(1, len(counts) + 1)
        return found, places if best == "low" else places[::-1].copy(), Fraction(1)
    return found, better + (counts if ties == "lowest" else 1), Fraction(1)
