"""Parts that need one another in any order, each worked out once, when it is first needed.

A part that needs one not yet worked out says so by `Needs`, and is taken up again after it. A part that needs itself
is a cycle, and named.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from scoring.names import Failed, Needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.diagnostic import Problems
    from scoring.source import Span

Task = tuple[str, str]
"""Kind and name of a part."""


class Tasks(ABC):
    """Works out parts; a part that fails has said why, and what needs it fails silently.

    Attributes:
        problems: where a cycle is noted.
    """

    def __init__(self, problems: Problems) -> None:
        """Nothing is worked out yet."""
        self.problems = problems
        self._done: dict[Task, object] = {}

    @abstractmethod
    def _lower(self, task: Task) -> object:
        """Return a part; raise `Needs` for what it needs first, `Failed` if something is wrong."""

    @abstractmethod
    def _names(self, task: Task) -> tuple[str, Span]:
        """Return a part's name for a message, and where it stands."""

    def run(self, task: Task) -> None:
        """Work out a part and all that it needs."""
        stack: list[tuple[Task, Span | None]] = [(task, None)]
        while stack:
            top = stack[-1][0]
            if top in self._done:
                stack.pop()
                continue
            try:
                self._done[top] = self._lower(top)
            except Needs as need:
                waiting = [each for each, _ in stack]
                if need.task in waiting:
                    start = waiting.index(need.task)
                    self._cycle(waiting[start:], [*(at for _, at in stack[start + 1 :]), need.at])
                    self._done[top] = None
                else:
                    stack.append((need.task, need.at))
            except Failed:
                self._done[top] = None

    def done(self, task: Task, at: Span | None) -> object:
        """Return a part that is worked out already; ask for it where it is not; fail where it failed."""
        if task not in self._done:
            raise Needs(task, at)
        found = self._done[task]
        if found is None:
            raise Failed
        return found

    def _cycle(self, tasks: Sequence[Task], places: Sequence[Span | None]) -> None:
        """Record a cycle, best at a name that an author wrote: a part's own place is only where it begins."""
        named = [self._names(each) for each in tasks]
        names = [name for name, _ in named]
        steps = [*(name for number, name in enumerate(names) if name != names[number - 1] or number == 0), names[0]]
        own = [at for _, at in named]
        written = [at for at in places if at is not None and at not in own]
        self.problems.error("cycle", written[-1] if written else own[0], steps=" → ".join(steps))
