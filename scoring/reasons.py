"""One node of a result, and one reason for points lost or won; both read a result when they are asked."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring.number import Number, made
from scoring.outcome import Outcome, outcome_of
from scoring.sentences import Fact, fact_of, sentence_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.graph import Node
    from scoring.program import Entry, Plan
    from scoring.result import Result
    from scoring.source import Span


class Deduction:
    """Points taken off (or, among ``awards``, given) for one reason.

    What is not read is not computed.
    """

    __slots__ = ("_entry", "_over", "_plan", "_result", "_under")

    def __init__(self, result: Result, plan: Plan, entry: Entry, over: int, under: int) -> None:
        """Bind an entry of the ledger to its settled amount, over ÷ under."""
        self._result, self._plan, self._entry, self._over, self._under = result, plan, entry, over, under

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the result and which of its node's reasons this is."""
        numbers = (number for number, each in enumerate(_reasons(self._result, self.indicator)) if each is self)
        return _reason, (self._result, self.indicator, next(numbers))

    def __repr__(self) -> str:
        """Return amount, node and reason."""
        return f"Deduction({self.points}, {self.indicator!r}, {self.code!r})"

    @property
    def points(self) -> Number:
        """Settled amount in points of its node, more than 0: what a report prints."""
        return made(abs(self._over), self._under, self._plan.places)

    @property
    def _amount(self) -> Fraction:
        return Fraction(self._over, self._under)

    @property
    def indicator(self) -> str:
        """Path of its node."""
        return self._plan.path

    @property
    def code(self) -> str:
        """Code of the reason."""
        return self._entry.code

    @property
    def nominal(self) -> Number:
        """What the rule alone says, in points of its node."""
        nominal = self._result.value(self._entry.amount)
        own = self._plan.opens_at_zero or not isinstance(nominal, Fraction)
        return Number(abs(self._amount if own else nominal))  # type: ignore[arg-type]  # a number, or the settled one

    @property
    def effect(self) -> Number | None:
        """Its part of the total, in points of the total; None under a ``total`` formula.

        Below 0 where a weight or a product of scores below 0 turns a loss into a gain.
        """
        factor = self._result.factor(self._plan)
        return None if factor is None else Number(abs(self._amount) * factor)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The figures of the reason by name."""
        return MappingProxyType(
            {name: fact_of(self._result.value(each.node), each.unit) for name, each in self._entry.quantities.items()}
        )

    @property
    def place(self) -> Span | None:
        """Where the rule was written."""
        return self._entry.at

    @property
    def source(self) -> str:
        """The clause of the official text."""
        return self._entry.clause

    @property
    def plan(self) -> Plan:
        """What the ruleset says of its node."""
        return self._plan

    @property
    def entry(self) -> Entry:
        """The line of the ledger."""
        return self._entry

    def sentence(self, lang: str = "en") -> str:
        """Return the reason as a finished sentence, ``zh`` or ``en``."""
        return sentence_of(self._result, self._plan, self._entry, lang)


class NodeResult:
    """What became of one node.

    What is not read is not computed.
    """

    __slots__ = ("_plan", "_result")

    def __init__(self, result: Result, plan: Plan) -> None:
        """Bind a node to the values of a case."""
        self._result, self._plan = result, plan

    @property
    def path(self) -> str:
        """Its address."""
        return self._plan.path

    @property
    def plan(self) -> Plan:
        """What the ruleset says of it."""
        return self._plan

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the result and the address."""
        return _node, (self._result, self.path)

    def __repr__(self) -> str:
        """Return address and score."""
        return f"NodeResult({self.path or 'total'!r}, {self.score})"

    def _number(self, node: Node, places: int | None = None) -> Number | None:
        value = self._result.value(node)
        return Number(value, places) if isinstance(value, Fraction) else None

    @property
    def points(self) -> Number | None:
        """Effective points: printed ones with what was moved here, 0 where it is dropped and on an open scale."""
        return self._number(self.plan.points)

    @property
    def score(self) -> Number | None:
        """Points kept, rounded as the ruleset says; None without a score."""
        if self._result.value(self.plan.present) is False:
            return None
        return self._number(self.plan.score, self.plan.places)

    @property
    def lost(self) -> Number | None:
        """Points − score."""
        points, score = self.points, self.score
        return None if points is None or score is None else Number(points - score, self.plan.places)

    @property
    def outcome(self) -> Outcome:
        """What became of its score."""
        value = self._result.value
        return outcome_of(value(self.plan.applies), value(self.plan.score))

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what is missing for its score."""
        return self._result.missing_in(self._result.value(self.plan.score), self._result.value(self.plan.applies))

    @property
    def entries(self) -> tuple[tuple[Entry, Number], ...]:
        """The lines of its own account with their nominal amounts, in the order of the ledger."""
        found: list[tuple[Entry, Number]] = []
        for entry in self.plan.entries:
            amount = self._result.value(entry.amount)
            if isinstance(amount, Fraction) and amount:
                found.append((entry, Number(amount)))
        return tuple(found)

    @property
    def children(self) -> tuple[NodeResult, ...]:
        """The nodes below it that this case has."""
        return tuple(NodeResult(self._result, self._result.taken(child)) for child in self.plan.children)

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """The deductions of this node and all below it, in document order."""
        return self._result.reasons_below(self.path)[0]

    @property
    def awards(self) -> tuple[Deduction, ...]:
        """The awards of this node and all below it, in document order."""
        return self._result.reasons_below(self.path)[1]


def _node(result: Result, path: str) -> NodeResult:
    return result[path]


def _reason(result: Result, path: str, number: int) -> Deduction:
    return _reasons(result, path)[number]


def _reasons(result: Result, path: str) -> tuple[Deduction, ...]:
    lost, won = result.reasons_below(path)
    return lost + won


def own_sentences(result: Result, lang: str) -> dict[str, list[str]]:
    """Return path → why points were lost or won at the node itself, also where a veto above contains it."""
    found: dict[str, list[str]] = {}
    for path in ("", *(node.path for node in result.nodes)):
        lost, won = result.reasons_below(path)
        told = [each.sentence(lang) for each in (*lost, *won) if each.indicator == path]
        found.update({path: told} if told else {})
    return found


def is_below(path: str, above: str) -> bool:
    """Whether a node is another or stands below it."""
    return not above or path == above or path.startswith(f"{above}.")
