"""What computes a case: the reader of its inputs, the scores, and the ledger when it is asked for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring.interpret import GIVEN, interpret
from scoring.reading import Refusal, read_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.graph import Node, Value
    from scoring.reading import Domain, Read


class Evaluation:
    """One evaluated case; values are computed when they are first read. It never changes."""

    def __init__(self, evaluator: Evaluator, given: Mapping[str, Read]) -> None:
        """Keep what was given; `Evaluator` makes evaluations."""
        self._evaluator = evaluator
        self._given = given
        self._values: dict[Node, Value] | None = None

    @property
    def inputs(self) -> Mapping[str, Read]:
        """What the scores were computed from: values by input name, defaults in place."""
        return MappingProxyType({**self._evaluator.defaults, **self._given})

    @property
    def check_failed(self) -> bool:
        """Whether any of the checks is true."""
        return any(self.value(each) is True for each in self._evaluator.checks)

    def scores(self) -> tuple[Value, ...]:
        """Return the values of the score nodes, in their order."""
        return tuple(self.value(each) for each in self._evaluator.scores)

    def score(self, index: int) -> Value:
        """Return the value of one score node, by its place among them."""
        return self.value(self._evaluator.scores[index])

    def ledger(self) -> tuple[Value, ...]:
        """Return the values of the ledger nodes, in their order."""
        return tuple(self.value(each) for each in self._evaluator.ledger)

    def value(self, node: Node) -> Value:
        """Return the value of any node below the outputs, by the reference interpreter."""
        if self._values is None:
            self._values = self._interpreted(self._evaluator.outputs)
        if node not in self._values:
            self._values |= self._interpreted((node,))
        return self._values[node]

    def _interpreted(self, outputs: tuple[Node, ...]) -> dict[Node, Value]:
        return interpret(outputs, {**self.inputs, **{GIVEN + name: True for name in self._given}})


class Evaluator:
    """Computes cases of one program. It holds no state of a case and is safe in threads.

    Attributes:
        scores: nodes that every case needs: total, grade, node scores.
        ledger: nodes that only explanations need.
        checks: truth nodes that say that something is wrong with the case.
        domains: what each input may be, by name.
        defaults: values of the inputs that need not be given.
    """

    def __init__(
        self,
        scores: tuple[Node, ...],
        ledger: tuple[Node, ...],
        checks: tuple[Node, ...],
        domains: Mapping[str, Domain],
    ) -> None:
        """Prepare; nothing is compiled before cases have come."""
        self.scores, self.ledger, self.checks = tuple(scores), tuple(ledger), tuple(checks)
        self.outputs = self.scores + self.ledger + self.checks
        self.domains = MappingProxyType(dict(domains))
        self.defaults: Mapping[str, Read] = MappingProxyType(
            {name: each.default for name, each in domains.items() if each.default is not None}
        )

    def run(self, figures: Mapping[str, object]) -> Evaluation | None:
        """Evaluate a caller's figures by their canonical names; None where any is odd (unknown, refused)."""
        given: dict[str, Read] = {}
        for name, raw in figures.items():
            domain = self.domains.get(name)
            value = Refusal("unknown", {}) if domain is None else read_value(raw, domain, written=False)
            if isinstance(value, Refusal):
                return None
            if value is not None:
                given[name] = value
        return self.evaluate(given)

    def evaluate(self, inputs: Mapping[str, Read]) -> Evaluation:
        """Evaluate inputs that are read and checked; absent ones are not among them."""
        return Evaluation(self, dict(inputs))
