"""A ruleset with one thing changed, lowered anew only where that makes a difference.

Every part remembers which parts asked for it; what asked for a changed part, directly or through others, is lowered
again, and all else is taken over. So a change in one leaf costs that leaf and the nodes above it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scoring.diagnostic import Problems, RulesetError
from scoring.lower import Lowering
from scoring.lower_grades import Grades
from scoring.lower_notes import Noted
from scoring.names import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.model import Definition, Figure, Indicator
    from scoring.program import Program
    from scoring.source import Span
    from scoring.tasks import Task

_OF_NODE = ("plan", "printed", "gross", "applies", "taken", "lowest")
"""What is lowered for a node."""

_WHOLE = ("grades", "weight", "admit", "order", "outputs")
"""What is lowered once for the whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is different.

    Attributes:
        nodes: key of the lowering → the node as it is then.
        figures: canonical name → the figure as it is then.
        definition: the whole as it is then, None where only nodes or figures change.
        whole: parts of the whole that it changes, such as ``grades``; ``plan`` for the score of every node.
    """

    nodes: Mapping[str, Indicator] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    definition: Definition | None = None
    whole: tuple[str, ...] = ()


class Relowering(Lowering):
    """A lowering that can be asked what changes would come to. Not for several threads at once.

    Attributes:
        base: the program as it stands.
    """

    def __init__(self, definition: Definition) -> None:
        """Lower a definition.

        Raises:
            RulesetError: something in it is wrong.
        """
        super().__init__(definition, Problems())
        self._asking: list[Task] = []
        self._askers: dict[Task, set[Task]] = {}
        base = self.program()
        if base is None:
            raise RulesetError(self.problems.diagnostics)
        self.base = base

    def _lower(self, task: Task) -> object:
        self._asking.append(task)
        try:
            return super()._lower(task)
        finally:
            self._asking.pop()

    def done(self, task: Task, at: Span | None) -> object:
        """Return a part that is worked out already, and remember who asked for it."""
        if self._asking:
            self._askers.setdefault(task, set()).add(self._asking[-1])
        return super().done(task, at)

    def changed(self, change: Change) -> Program | None:
        """Return the program with a change, None where that would not be a ruleset."""
        with self._apart(change):
            try:
                for task in self._asked_last():
                    self.run(task)
                if self.problems.errors:
                    return None
                grades = self._done["grades", ""]
                assert isinstance(grades, Grades)  # noqa: S101  # the task's own result
                figures = {
                    name: (change.figures.get(name, figure), self.figures.term(figure, None).node)
                    for name, (figure, _) in self.base.figures.items()
                }
                parts = {name: self._done[name, ""] for name in ("weight", "admit", "order", "outputs")}
                return replace(
                    self.base, definition=self.definition, root=self.plan("", None), grade=grades.grade,
                    grades=grades.names, grade_rules=grades.rules, grades_exact=grades.exact,
                    portfolio_grade=grades.of_total, figures=figures, checks=tuple(self.checks.values()),
                    plans=self._plans(), taken=self._taken(), **parts,  # type: ignore[arg-type]  # the tasks' own results
                )  # fmt: skip
            except Failed:
                return None

    def _asked_last(self) -> Iterator[Task]:
        for name, figure in list(self.figures.all.items()):
            yield "list" if figure.is_list else "figure", name
        for key in self._bottom_up(""):
            yield "plan", key
            if "#" in key:
                yield "taken", key
        yield from ((name, "") for name in _WHOLE)

    @contextmanager
    def _apart(self, change: Change) -> Iterator[None]:
        """Let a change hold for a while; what it leaves behind is put away again."""
        kept = (self._done, self.vetoes, self.checks, self.noted, self.problems, self.definition)
        sharing, conditions = self.points.sharing, self.points.conditions
        nodes = {key: self.nodes[key] for key in change.nodes}
        figures = {name: self.figures.all[name] for name in change.figures}
        dirty = self._dirty(change)
        self._done = {task: part for task, part in kept[0].items() if task not in dirty}
        self.vetoes = {
            path: {key: each for key, each in found.items() if ("plan", key.rpartition("/")[0]) not in dirty}
            for path, found in kept[1].items()
        }
        self.checks, self.noted, self.problems = dict(kept[2]), Noted(self), Problems()
        self.points.sharing, self.points.conditions = {}, dict(conditions)
        self.definition = change.definition or kept[5]
        self.nodes.update(change.nodes)
        self.keys.update({id(node): key for key, node in change.nodes.items()})
        self.figures.all.update(change.figures)
        try:
            yield
        finally:
            self._done, self.vetoes, self.checks, self.noted, self.problems, self.definition = kept
            self.points.sharing, self.points.conditions = sharing, conditions
            self.nodes.update(nodes)
            self.figures.all.update(figures)
            for node in change.nodes.values():
                self.keys.pop(id(node), None)

    def _dirty(self, change: Change) -> set[Task]:
        """Return the parts that a change makes different, directly or through what they ask for."""
        waiting: list[Task] = [
            task
            for key, node in change.nodes.items()
            for task in ((kind, key) for kind in _OF_NODE)
            if task in self._done and (task[0] == "plan" or node.keys is not self.nodes[key].keys)
        ]  # of other rules only the score depends
        waiting += [("figure", name) for name in change.figures]
        waiting += [task for task in self._done if task[0] in change.whole]
        found: set[Task] = set()
        while waiting:
            task = waiting.pop()
            if task not in found:
                found.add(task)
                waiting += self._askers.get(task, ())
        return found
