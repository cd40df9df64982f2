"""A printed table and a ruleset with its cases → what becomes of every printed number."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from scoring.reconcile.basis import bases_of
from scoring.reconcile.compare import Comparison
from scoring.reconcile.grades import Graded, graded
from scoring.reconcile.points import lost_rows, point_rows
from scoring.reconcile.readings import Readings
from scoring.reconcile.verdict import STATUSES, Row, Verdict
from scoring.reconcile.weighing import Weighing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.case import Case
    from scoring.reconcile.basis import Basis
    from scoring.reconcile.printed import Key, Published
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
        grades: what becomes of every printed grade.
    """

    ruleset: Ruleset
    method: str | None
    published: Published
    bases: Mapping[str, Basis]
    scores: Sequence[Row]
    together: Sequence[Row]
    marks: Sequence[Row]
    weighing: Weighing | None
    grades: Sequence[Graded] = ()

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
        """Whether the ruleset as it stands gives every printed number and grade."""
        statuses = [*(each.status for each in self.verdicts), *(each.status for each in self.grades)]
        return not self.implied and all(each == "equal" for each in statuses)

    @property
    def absent_cases(self) -> list[str]:
        """The cases of which the table has no place for anything."""
        there = {each.case for each in self._there} | set(self.published.grades)
        return [name for name in self.bases if name not in there]

    @property
    def absent_nodes(self) -> list[str]:
        """The indicators of which, and of all below them, the table has no place for anything; the highest only."""
        parts = [each.path.split(".") for each in self._there]
        there = {".".join(each[:count]) for each in parts for count in range(1, len(each) + 1)}
        absent = dict[str, None]()
        for basis in self.bases.values():
            waiting = [basis.plans[""]]
            while waiting:
                plan = waiting.pop()
                if plan.path and plan.path not in there:
                    absent[plan.path] = None
                    continue
                children = [basis.result.taken(child) for child in plan.children if child.kind != "criterion"]
                waiting += reversed(children)
        return list(absent)

    @property
    def _there(self) -> Iterator[Key]:
        return chain(self.published.cells, self.published.blanks)


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
    grades = graded(bases, published, weighing)
    return Reconciliation(ruleset, method, published, bases, scores, together, marks, weighing, grades)
