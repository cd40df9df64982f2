"""The reference interpreter with a memory: what few inputs decide is interpreted once for their values.

Scoring stays what it is, binding, checks, ledger and all; only nodes that were interpreted before, with the same
values of all inputs below them, are not interpreted again. That makes a million cases possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.evaluator import Evaluation
from scoring.graph import Op, walk
from scoring.interpret import GIVEN, interpret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.evaluator import Evaluator
    from scoring.graph import Node, Value
    from scoring.reading import Read
    from scoring.ruleset import Ruleset

FEW = 4
"""Inputs that a remembered node may depend on."""


class Memory:
    """What was interpreted, by the inputs that it depends on and their values."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Choose the nodes to remember: those below which there are few inputs, and above which there are more."""
        self.evaluator = evaluator
        nodes = (*evaluator.scores, *evaluator.checks, *evaluator.ledger)
        self.groups: dict[tuple[str, ...], list[Node]] = {}
        below: dict[Node, frozenset[str]] = {}
        cuts = set(nodes)
        for node in walk(nodes):
            own = frozenset().union(*(below[each] for each in node.args))
            if node.op is Op.INPUT:
                own = frozenset((str(node.payload).removeprefix(GIVEN),))
            below[node] = own
            if len(own) > FEW:
                cuts.update(node.args)
        for node in walk(nodes):
            if node in cuts and node.args and len(below[node]) <= FEW:
                self.groups.setdefault(tuple(sorted(below[node])), []).append(node)
        self.known: dict[tuple[str, ...], dict[tuple[object, ...], dict[Node, Value]]] = {
            names: {} for names in self.groups
        }

    def evaluate(self, given: Mapping[str, Read]) -> Evaluation:
        """Return the evaluation of a case, with what is remembered of it."""
        values: dict[Node, Value] = {}
        everything: Mapping[str, object] | None = None
        for names, nodes in self.groups.items():
            key = tuple([given.get(name) for name in names])
            found = self.known[names].get(key)
            if found is None:
                everything = everything or Evaluation(self.evaluator, dict(given)).known()
                made = interpret(nodes, everything)  # type: ignore[arg-type]  # as evaluations do
                found = self.known[names][key] = {node: made[node] for node in nodes}
            values.update(found)
        return Evaluation(self.evaluator, dict(given), values=values)


def remember(ruleset: Ruleset) -> None:
    """Let a ruleset remember what was interpreted before."""
    evaluator = ruleset.evaluator()
    memory = Memory(evaluator)
    evaluator.evaluate = memory.evaluate  # type: ignore[method-assign,assignment]  # for this one object
