"""A printed table and a ruleset with its cases → what becomes of every printed number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.reconcile.basis import bases_of
from scoring.reconcile.compare import Comparison
from scoring.reconcile.points import lost_rows, point_rows
from scoring.reconcile.readings import Readings
from scoring.reconcile.verdict import STATUSES, Row, Verdict
from scoring.reconcile.weighing import Weighing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.case import Case
    from scoring.reconcile.basis import Basis
    from scoring.reconcile.printed import Published
    from scoring.result import Result
    from scoring.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What becomes of a printed table.

    Attributes:
        ruleset: as it is read.
        method: by which it is read, None for as it stands.
        published: what is printed.
        bases: the cases by id.
        scores: the rows of scores.
        together: the rows of all cases together.
        marks: the rows of full marks and losses.
        weighing: how cases are weighted, None without a portfolio, or where nothing of it is printed.
    """

    ruleset: Ruleset
    method: str | None
    published: Published
    bases: Mapping[str, Basis]
    scores: Sequence[Row]
    together: Sequence[Row]
    marks: Sequence[Row]
    weighing: Weighing | None

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [*self.scores, *self.together, *self.marks]

    @property
    def verdicts(self) -> list[Verdict]:
        """What becomes of every printed number."""
        return [each for row in self.rows for each in row.verdicts if not each.implied]

    @property
    def implied(self) -> list[Verdict]:
        """What blanks must be for printed sums to add up, where the rules give something else."""
        return [each for row in self.rows for each in row.verdicts if each.implied]

    @property
    def counts(self) -> dict[str, int]:
        """How many printed numbers have each status."""
        found = dict.fromkeys(STATUSES, 0)
        for each in self.verdicts:
            found[each.status] += 1
        return found

    @property
    def is_clean(self) -> bool:
        """Whether the ruleset as it stands gives every printed number."""
        return not self.implied and all(each.status == "equal" for each in self.verdicts)


def reconcile(
    ruleset: Ruleset, results: Sequence[Result], published: Published, *,
    method: str | None = None, tell: Callable[[int, int], None] | None = None,
) -> Reconciliation:  # fmt: skip
    """Return what becomes of every number of a printed table.

    Args:
        ruleset: by which the cases were scored.
        results: of all cases, each with a case that has an id.
        published: what is printed.
        method: by which they were scored.
        tell: is told how far it has come: done, of how many.
    """
    say = tell or (lambda _done, _of: None)
    cases: list[Case] = [each.case for each in results if each.case is not None]
    bases = bases_of(results, published.cells)
    readings = Readings(ruleset, method, cases, say)
    scores = Comparison(bases, published, readings, say).rows()
    program = ruleset.program(method)
    weighing = None if program.weight is None else Weighing(program, list(bases.values()), published.cells)
    together = [] if weighing is None else weighing.rows()
    marks = [*point_rows(list(bases.values()), published.cells), *lost_rows(bases, published.cells)]
    return Reconciliation(ruleset, method, published, bases, scores, together, marks, weighing)
