"""What tests look at: whether an outcome of a rule shows in what a test expects something of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.definedness import known
from scoring.graph import walk
from scoring.testing.judge import Aim, Lost, aim_of
from scoring.testing.model import Between, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.graph import Node
    from scoring.program import Program
    from scoring.testing.due import Due
    from scoring.testing.model import Expectation

_GRADE = Aim("grade", "")
_WHOLE = Aim("node", "")
_OUTCOME = Aim("outcome", "")
_WITHOUT_SCORE = ("outcome", "missing", "perhaps_missing", "points")
_GRADES = ("grade", "grades")


class Aims:
    """What the expectations of tests are about, in one program."""

    def __init__(self, program: Program) -> None:
        """Nothing is looked at yet."""
        self.program = program
        self._below: dict[Aim, frozenset[Node]] = {}
        self._follows: dict[tuple[Aim, int], bool] = {}

    def of(self, expects: Iterable[Expectation]) -> frozenset[Aim]:
        """Return what some expectations are about; those about nothing that this program has are left out."""
        found: set[Aim] = set()
        for each in expects:
            if each.aspect == "error":
                continue
            if each.aspect in _GRADES:
                found.add(_GRADE)
                continue
            address = each.wanted.at if isinstance(each.wanted, Reason) else each.address
            if each.aspect == "weight":
                found.add(Aim("weight", ""))
                continue
            if each.wanted == Between(None, None):
                continue  # any number will do
            try:
                found.add(self._about(each.aspect, aim_of(self.program, address)))
            except Lost:
                continue
        return frozenset(found)

    def _about(self, aspect: str, aim: Aim) -> Aim:
        """Return what an expectation is about of a node: its score, its points, or only whether it has a score."""
        if aim.kind != "node" or aspect not in _WITHOUT_SCORE:
            return aim
        plan = self.program.plans.get(aim.path)
        if aspect == "points" and (plan is None or not plan.points.is_const):
            return aim
        return Aim("outcome", aim.path)

    def follows(self, due: Due, aims: Iterable[Aim]) -> bool:
        """Whether any of some aims is what an outcome is about, or follows from it."""
        for aim in aims:
            key = (aim, id(due))
            if key not in self._follows:
                self._follows[key] = self._one(due, aim)
            if self._follows[key]:
                return True
        return False

    def _one(self, due: Due, aim: Aim) -> bool:
        if due.whole == "grade":
            grade = self.program.grade
            return aim == _GRADE or (aim.kind != "node" and grade in self.below(aim))
        if due.whole == "outcome":
            return aim in {_WHOLE, _GRADE, _OUTCOME}
        if aim.kind == "outcome" and due.lost is not None:
            aim = Aim("node", aim.path)
        node = _WHOLE if aim == _GRADE and self.program.root.score in self.below(aim) else aim
        if node.kind == "node" and due.home and not due.figure and self._within(due.home, node.path):
            return True
        return not self.below(aim).isdisjoint(due.about)

    def _within(self, home: str, path: str) -> bool:
        """Whether what happens at a node shows in another one: in itself and all that it is counted in."""
        plans = self.program.plans
        if plans[""].by_formula and not path:
            return False  # then only what the formula reads
        while home != path:
            if not home or (home in plans and plans[home].beside):
                return False
            home = home.rpartition(".")[0]
        return True

    def below(self, aim: Aim) -> frozenset[Node]:
        """Return all nodes of the graph that something depends on."""
        if aim not in self._below:
            self._below[aim] = frozenset(walk(self._nodes(aim)))
        return self._below[aim]

    def _nodes(self, aim: Aim) -> list[Node]:
        program = self.program
        found: list[Node | None] = []
        if aim.kind == "grade":
            found = [program.grade]
        elif aim.kind == "weight":
            found = [program.weight]
        elif aim.kind == "figure":
            found = [program.figures[aim.path][1]]
        elif aim.kind == "output":
            found = [each.node for each in program.outputs if each.name == aim.path]
        elif aim.kind == "outcome":
            found = [each for plan in program.root.walk() if plan.path == aim.path
                     for each in (plan.applies, known(plan.score))]  # fmt: skip
            if not aim.path and program.admit is not None:
                found.append(program.admit.condition)
        else:
            found = [
                each for plan in program.root.walk() if plan.path == aim.path for each in (plan.score, plan.applies)
            ]
        return [each for each in found if each is not None]
