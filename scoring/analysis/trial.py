"""One node for many cases that differ in one input: only what depends on that input is worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.graph import Node, Op, walk
from scoring.interpret import interpret, operated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.graph import Value
    from scoring.reading import Read


class Trial:
    """A node under trial.

    Attributes:
        value: what it is for the case that was taken last.
        size: how many operations it has.
    """

    def __init__(self, node: Node, case: Mapping[str, Read]) -> None:
        """Work the node out for a first case."""
        self.node = node
        self._order = list(walk([node]))
        self._values: dict[Node, Value] = interpret([node], case)
        self._changed: dict[Node, Value] = {}
        self._inputs = {str(each.payload): each for each in self._order if each.op is Op.INPUT}
        self._above: dict[str, list[Node]] = {}
        self.value = self._values[node]
        self.size = len(self._order)

    def __call__(self, name: str, value: Read) -> Value:
        """Return what the node is with one input changed."""
        self._changed = {self._inputs[name]: value}
        for each in self._dependents(name):
            operands = [self._changed.get(arg, self._values[arg]) for arg in each.args]
            self._changed[each] = operated(each, operands)
        return self._changed.get(self.node, self.value)

    def cost(self, name: str) -> int:
        """Return how many operations are worked out again as one input changes."""
        return len(self._dependents(name))

    def take(self) -> None:
        """Go on from the change that was made last."""
        self._values.update(self._changed)
        self.value = self._values[self.node]

    def _dependents(self, name: str) -> list[Node]:
        """Return what depends on an input, in order."""
        if name not in self._above:
            found: dict[Node, None] = {self._inputs[name]: None}
            for each in self._order:
                if any(arg in found for arg in each.args):
                    found[each] = None
            self._above[name] = list(found)[1:]
        return self._above[name]
