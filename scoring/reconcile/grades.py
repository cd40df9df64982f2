"""Printed grades: each against the one that the rules give, and against the printed total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.interpret import interpret
from scoring.lower_grades import TOTAL
from scoring.reconcile.printed import SCORE, Key
from scoring.reconcile.verdict import ADDS_UP, DIFFERS, EQUAL, UNSCORED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.graph import Node, Value
    from scoring.reconcile.basis import Basis
    from scoring.reconcile.printed import Cell, Grade, Published
    from scoring.reconcile.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Graded:
    """What becomes of a printed grade.

    Attributes:
        case: id of the case, "" for all cases together.
        printed: the grade.
        status: ``equal``; ``adds_up``: the printed scores give it, and the rules another; ``differs``; ``unscored``.
        rule: what the rules give.
        own: what the printed total gives; where none is printed, what the printed scores give.
        total: the printed total.
    """

    case: str
    printed: Grade
    status: str
    rule: str | None
    own: str | None
    total: Cell | None

    @property
    def is_finding(self) -> bool:
        """Whether what is printed does not give it."""
        return self.status not in (EQUAL, ADDS_UP)


def graded(bases: Mapping[str, Basis], published: Published, weighing: Weighing | None) -> list[Graded]:
    """Return what becomes of every printed grade."""
    found = []
    for case, printed in published.grades.items():
        total = published.cells.get(Key(SCORE, case, ""))
        if case:
            rule, own = bases[case].result.grade, _of_case(bases[case])
        else:
            rule, own = (None, None) if weighing is None else _of_all(weighing, total)
        if own is None:
            status = UNSCORED
        elif own != printed.name:
            status = DIFFERS
        else:
            status = EQUAL if rule == own else ADDS_UP
        found.append(Graded(case, printed, status, rule, own, total))
    return found


def _of_case(basis: Basis) -> str | None:
    """Return the grade that the printed total of a case gives."""
    program = basis.result.program
    if program.grade is None:
        return None
    inputs = basis.set({each.path: basis.put(each.path) for each in basis.printed_below("")})
    known: dict[Node, Value] = {}
    if "" in basis.printed and not basis.agrees("", basis.own("")):  # else it is that total, before it was rounded
        known = dict.fromkeys((program.root.score, program.root.exact), basis.printed[""].value)
    return _word(interpret([program.grade], inputs, known)[program.grade])


def _of_all(weighing: Weighing, total: Cell | None) -> tuple[str | None, str | None]:
    """Return the grade of all cases together by the rules, and the one that the printed total gives."""
    rule, node = weighing.portfolio.grade, weighing.program.portfolio_grade
    if rule is None or node is None or total is None or weighing.is_by_rule(total):
        return rule, rule
    return rule, _word(interpret([node], {TOTAL: total.value})[node])


def _word(value: Value) -> str | None:
    return value if isinstance(value, str) else None
