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
from scoring.lower_lists import ENTRY
from scoring.lower_notes import Noted
from scoring.names import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.model import Definition, Figure, Indicator
    from scoring.program import Program
    from scoring.source import Span
    from scoring.tasks import Task
    from scoring.term import Term

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


class _Afresh(dict[tuple[str, str], tuple["Term", dict[str, None]]]):
    """What never holds a value that is looked for, so that it is worked out again."""

    def __contains__(self, key: object) -> bool:
        """Say no."""
        return False


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
        self.arguments._known = _Afresh()  # noqa: SLF001  # who asks for what must show each time
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
                return self._made(change)
            except Failed:
                return None

    def _made(self, change: Change) -> Program | None:
        """Return the program of what is lowered now, None where figures over all cases need one another."""
        cohorts = self.cohort.ordered() if self.cohort.inputs else ()
        if self.problems.errors:
            return None
        grades = self._done["grades", ""]
        assert isinstance(grades, Grades)  # noqa: S101  # the task's own result
        figures = {
            name: (change.figures.get(name, figure), self.figures.term(figure, None).node)
            for name, (figure, _) in self.base.figures.items()
        }
        parts = {name: self._done[name, ""] for name in ("weight", "admit", "order", "outputs")}
        inputs = self.inputs
        return replace(
            self.base, definition=self.definition, root=self.plan("", None), grade=grades.grade, grades=grades.names,
            grade_rules=grades.rules, grades_exact=grades.exact, portfolio_grade=grades.of_total, figures=figures,
            domains=self._domains(), checks=tuple(self.checks.values()), counted=tuple(inputs.counts.values()),
            judged=frozenset(inputs.judged), reads_findings=frozenset(inputs.reads_findings),
            declarable=frozenset(inputs.declarable), plans=self._plans(), taken=self._taken(), cohorts=cohorts,
            reductions=tuple(each for each in self.lists.reductions.values() if ENTRY not in each.name), **parts,  # type: ignore[arg-type]  # the tasks' own results
        )  # fmt: skip

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
        dirty = self._dirty(change)
        kept = [(owner, name, getattr(owner, name)) for owner, names in self._tables() for name in names]
        for owner, name, table in kept:
            setattr(owner, name, table.copy())
        whole = self.noted, self.problems, self.definition
        self.noted, self.problems, self.definition = Noted(self), Problems(), change.definition or whole[2]
        self._forget(dirty)
        self.nodes.update(change.nodes)
        self.keys.update({id(node): key for key, node in change.nodes.items()})
        self.figures.all.update(change.figures)
        try:
            yield
        finally:
            self.noted, self.problems, self.definition = whole
            for owner, name, table in kept:
                setattr(owner, name, table)

    def _tables(self) -> tuple[tuple[object, tuple[str, ...]], ...]:
        """Return what lowering writes to besides the parts themselves: whose it is, and its names."""
        return (
            (self, ("_done", "vetoes", "checks", "nodes", "keys")),
            (self.points, ("sharing", "conditions")),
            (self.inputs, ("domains", "counts", "judged", "reads_findings", "declarable")),
            (self.figures, ("all", "policies", "_reads")),
            (self.cohort, ("inputs",)),
            (self.lists, ("reductions",)),
            (self.functions, ("all", "blamed")),
        )

    def _forget(self, dirty: set[Task]) -> None:
        """Drop some parts, and what they wrote elsewhere."""
        lists = tuple(name for kind, name in dirty if kind == "list")
        for task in dirty:
            self._done.pop(task, None)
            kind, name = task
            if kind == "figure":
                self.figures.policies.pop(name, None)
                self.figures._reads.pop(name, None)  # noqa: SLF001  # it is lowered anew like the rest
        if lists:
            own = tuple(f"{name}{mark}" for name in lists for mark in ("/", "."))
            for each in [name for name in self.lists.reductions if name.startswith(own)]:
                del self.lists.reductions[each]
        self.points.sharing.clear()
        self.vetoes = {
            path: {key: each for key, each in found.items() if ("plan", key.rpartition("/")[0]) not in dirty}
            for path, found in self.vetoes.items()
        }
        for key in [each for each in self.checks if ("plan", each[0]) in dirty]:
            del self.checks[key]

    def _dirty(self, change: Change) -> set[Task]:
        """Return the parts that a change makes different, directly or through what they ask for."""
        waiting: list[Task] = []
        for key, node in change.nodes.items():
            waiting += [(kind, key) for kind in (_OF_NODE if node.keys is not self.nodes[key].keys else ("plan",))]
            waiting += self._around(key, node)
        waiting += [(kind, name) for name in change.figures for kind in ("figure", "list")]
        waiting += [task for task in self._done if task[0] in change.whole]
        found: set[Task] = set()
        shares = False
        while waiting:
            task = waiting.pop()
            if task not in found and task in self._done:
                found.add(task)
                waiting += self._askers.get(task, ())
                if task[0] == "printed" and self.points.sharing and not shares:
                    shares = True  # who shares points asks for them once for all of them
                    waiting += [("printed", key) for key in self.nodes]
        return found

    def _around(self, key: str, node: Indicator) -> Iterator[Task]:
        """Yield what reads a node without asking for a part of it: its policy, and which variant is taken."""
        before = self.nodes[key]
        if before.variants is not node.variants:
            for number in range(1, len(node.variants) + 1):
                yield "taken", f"{key}#{number}"
            yield from ((kind, key) for kind in _OF_NODE)
        parent = self.parent.get(key)
        policies = [each.keys.fields.get("if_not_applicable") for each in (before, node)]
        if parent is not None and policies[0] is not policies[1]:
            yield from ((kind, each) for each in (parent, *self.children_of(parent)) for kind in _OF_NODE)
