"""What scoring a case gives: total, grade, every node's score, and the reason for every lost point.

A result computes what is asked of it: the total and grade at once, the ledger when a reason is read, the
named quantities of an explanation when it is worded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scoring.addresses import Ambiguous
from scoring.case import Case
from scoring.diagnostic import Diagnostic, ScoringError
from scoring.frames import frame_of
from scoring.graph import Unknown, walk
from scoring.interpret import perhaps_missing
from scoring.intervals import Between, OneOf
from scoring.notebook import result_html
from scoring.number import Number, made
from scoring.outcome import Outcome, outcome_of
from scoring.reasons import Deduction, NodeResult, is_below
from scoring.run import named
from scoring.sentences import Fact, fact_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scoring.binding import Bound
    from scoring.evaluator import Evaluation, Evaluator
    from scoring.graph import Node, Value
    from scoring.intervals import Range
    from scoring.ledger import Layout
    from scoring.program import Admission, GradeRule, Plan, Program
    from scoring.reading import Read
    from scoring.ruleset import Ruleset


def _again(
    ruleset: Callable[[], Ruleset],
    scored: Case | Mapping[str, object],
    options: Mapping[str, Any],
    taken: Mapping[str, Read | Unknown],
) -> Result:
    if taken and isinstance(scored, Case):
        return ruleset()._score_again(scored, taken, **options)  # noqa: SLF001  # for unpickling alone
    return ruleset().score(scored, **options)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A ruleset under one method, ready to score.

    Attributes:
        made_by: what a result says of what made it.
        always_applies: whether no case can make the whole not applicable, or be excluded.
        numbered: whether there is a total.
        again: makes the ruleset again, for a pickled result.
    """

    program: Program
    layout: Layout
    evaluator: Evaluator
    made_by: Mapping[str, str | None]
    always_applies: bool
    numbered: bool
    again: Callable[[], Ruleset]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def direct(self) -> bool:
        """Whether a case is scored from its own plain figures: there are no lists, and nothing over all cases."""
        return not self.program.lists and not self.program.cohorts


class LedgerError(ScoringError):
    """The score and its account disagree; this is a fault of the library."""


class Result:
    """The result of one case.

    Attributes:
        ruleset_id: id of the ruleset.
        version: its version.
        sha256: of what was read.
        method: the chosen method, None for the ruleset as it stands.
        library: version of this library.
        case: what was scored.
    """

    case: Case | None
    bound: Bound | None
    _compiled: Compiled
    _evaluation: Evaluation
    _allow_missing: bool

    def __init__(
        self, compiled: Compiled, case: Case | None, bound: Bound | None, evaluation: Evaluation, *, allow_missing: bool
    ) -> None:
        """Bind an evaluation to its program."""
        own = self.__dict__
        own["_compiled"], own["_evaluation"], own["case"], own["bound"] = compiled, evaluation, case, bound
        own["_allow_missing"] = allow_missing

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a result cannot be changed."""
        raise AttributeError(f"a result cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        """Refuse: a result cannot be changed."""
        raise AttributeError(f"a result cannot be changed: {name}")

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the ruleset and what was scored, and score it again."""
        scored = self.case if self.case is not None else dict(self._evaluation.given)
        options = {"allow_missing": self._allow_missing, "method": self._compiled.made_by["method"]}
        inputs = {} if self.bound is None else self.bound.inputs
        taken = {each.name: inputs[each.name] for each in self.program.cohorts if each.name in inputs}
        return _again, (self._compiled.again, scored, options, taken)

    def __repr__(self) -> str:
        """Return outcome, total and grade."""
        return f"Result({self.outcome}, {self.total}, {self.grade!r})"

    _repr_html_ = result_html
    to_frame = frame_of

    def __getattr__(self, name: str) -> str | None:
        """Return what made the result: ruleset_id, version, sha256, method or library."""
        if name.startswith("_") or name not in self._compiled.made_by:
            raise AttributeError(name)
        return self._compiled.made_by[name]

    @property
    def program(self) -> Program:
        """What the ruleset computes."""
        return self._compiled.program

    # Values

    def value(self, node: Node) -> Value:
        """Return the value of a node of the program."""
        return self._evaluation.value(node)

    @cached_property
    def _scores(self) -> tuple[Value, ...]:
        """The values that decide the outcome."""
        return self._evaluation.scores()[: len(self.program.deciding)]

    @property
    def outcome(self) -> Outcome:
        """What became of the case."""
        scores = self._scores
        if self._compiled.always_applies and not any(isinstance(each, Unknown) for each in scores):
            return Outcome.SCORED
        admitted = self._admitted
        if admitted is False:
            return Outcome.EXCLUDED
        return outcome_of(self.value(self.program.root.applies), admitted, *scores)

    @property
    def _admitted(self) -> Value:
        admit = self.program.admit
        return True if admit is None else self.value(admit.condition)

    @property
    def exclusion(self) -> Admission | None:
        """What excludes the case, None where it is admitted (or nobody knows)."""
        return self.program.admit if self._admitted is False else None

    @property
    def total(self) -> Number | None:
        """The total, rounded as the ruleset says; None without one."""
        total = self._evaluation.score(0)
        if total.__class__ is not Fraction or not (self._applies and self._compiled.numbered):
            return None
        return made(total.numerator, total.denominator, self._compiled.program.root.places)

    @property
    def grade(self) -> str | None:
        """The grade, None without one."""
        if self._compiled.program.grade is None or not self._applies:
            return None
        grade = self._evaluation.score(1)
        return grade if isinstance(grade, str) and self._evaluation.score(0).__class__ is Fraction else None

    @property
    def _applies(self) -> bool:
        if self._compiled.always_applies:
            return True
        return self._admitted is True and self.value(self._compiled.program.root.applies) is True

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the figures and marks that are missing for total and grade, in the order of the ruleset."""
        return () if self._admitted is False else self.missing_in(self._admitted, *self._scores)

    @property
    def perhaps_missing(self) -> tuple[str, ...]:
        """Names that may be needed too, once what is missing is known."""
        return tuple(name for name in self._named(self._perhaps) if name not in self.missing)

    @cached_property
    def _perhaps(self) -> frozenset[str]:
        nodes = list(self.program.deciding)
        return perhaps_missing(nodes, {node: self.value(node) for node in walk(nodes)})

    def missing_in(self, *values: Value) -> tuple[str, ...]:
        """Return the names of the missing inputs among the causes of some values."""
        return self._named(_missing(values))

    def _named(self, names: set[str] | frozenset[str]) -> tuple[str, ...]:
        return named(self.program, names)

    @property
    def overrides(self) -> tuple[GradeRule, ...]:
        """What set or capped the grade by a special rule of the ruleset: every one that holds."""
        rules = self.program.grade_rules
        return tuple(each for each in rules if self.value(each.condition) is True) if self._applies else ()

    @cached_property
    def range(self) -> tuple[Number | None, Number | None] | None:
        """Least and greatest total the case can still get (None: unbounded); None if none, or not ``allow_missing``."""
        if not (self._allow_missing and self._compiled.numbered):
            return None
        root = self.program.root
        if self.total is not None:
            return self.total, self.total
        found = self._still(root.score)
        if not isinstance(found, Between):
            return None, None
        if found.empty:
            return None
        return tuple(None if end is None else Number(end, root.places) for end in found[:2])  # type: ignore[return-value]  # two ends

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """The grades the case can still get, best first; all that are possible under ``allow_missing``."""
        grade = self.program.grade
        if grade is None or self.grade is not None or not self._allow_missing:
            return () if self.grade is None else (self.grade,)
        found = self._still(grade)
        return tuple(name for name in self.program.grades if isinstance(found, OneOf) and name in found[0])

    def _still(self, node: Node) -> Range:
        """Return what a node can still be once what is missing, or perhaps missing, comes."""
        loose = self.program.loose(self.value)
        return self._evaluation.ranges((node,), _missing(self._scores) | self._perhaps, loose)[node]

    @property
    def figures(self) -> Mapping[str, Fact]:
        """Every figure by name, derived ones too; None where it has no value."""
        figures = self.program.figures.items()
        return MappingProxyType({name: fact_of(self.value(node), figure.unit) for name, (figure, node) in figures})

    @property
    def outputs(self) -> Mapping[str, Fact]:
        """The further results that the ruleset names, in its order; None where one has no value."""
        outputs = self.program.outputs
        values = self._evaluation.scores()[-len(outputs) :] if outputs else ()
        told = {}
        for each, value in zip(outputs, values, strict=True):
            places = self.taken(self.program.plans[each.path]).places if each.path else None
            told[each.name] = Number(fact, places) if isinstance(fact := fact_of(value, each.unit), Number) else fact
        return MappingProxyType(told)

    # Nodes

    def __getitem__(self, address: str) -> NodeResult:
        """Return a node by any address: path, unique tail, code, name; ``total`` is the whole.

        Raises:
            KeyError: no node has this address, several have it, or it is in a variant not taken.
        """
        if address in ("", "total"):
            return NodeResult(self, self.program.root)
        found = self.program.addresses.find(address)
        if isinstance(found, Ambiguous):
            raise KeyError(f"'{address}' fits several nodes: {', '.join(found.candidates)}")
        if found is None or found.kind != "node":
            near = self.program.addresses.near(address)
            raise KeyError(f"no node has the address '{address}'" + (f"; did you mean '{near}'?" if near else ""))
        for plan in self.plans():
            if plan.path == found.path:
                return NodeResult(self, plan)
        raise KeyError(f"'{address}' is in a variant that this case does not have")

    def taken(self, plan: Plan) -> Plan:
        """Return the plan that this case has of a node: that of its variant, the node's own where none is known."""
        while plan.variants:
            taken = next((variant for when, variant in plan.variants if self.value(when) is True), None)
            if taken is None:
                return plan
            plan = taken
        return plan

    def plans(self, plan: Plan | None = None) -> Iterator[Plan]:
        """Yield every node that this case has, from the top down."""
        plan = self.taken(plan or self.program.root)
        yield plan
        for child in plan.children:
            yield from self.plans(child)

    @property
    def nodes(self) -> tuple[NodeResult, ...]:
        """Every node but the root, in document order."""
        return tuple(NodeResult(self, plan) for plan in self.plans() if plan.path)

    @cached_property
    def _factors(self) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {"": Fraction(1)}
        for plan in self.plans():
            if plan.by_formula:
                continue
            for child, factor in zip(plan.children, plan.factors, strict=True):
                value = self.value(factor)
                if isinstance(value, Fraction) and plan.path in found:
                    found[child.path] = found[plan.path] * value
        return found

    def factor(self, plan: Plan) -> Fraction | None:
        """Return what a point of a node is worth in the total, None where a formula makes the total."""
        return self._factors.get(plan.path)

    # Reasons

    @property
    def _reasons(self) -> tuple[tuple[Deduction, ...], tuple[Deduction, ...], frozenset[str]]:
        """What was lost and won at every node, and the nodes whose account is superseded; read once."""
        found: tuple[tuple[Deduction, ...], tuple[Deduction, ...], frozenset[str]] | None = self.__dict__.get("_told")
        if found is None:
            found = self.__dict__["_told"] = self._read_reasons()  # cached_property takes a lock each time
        return found

    def _read_reasons(self) -> tuple[tuple[Deduction, ...], tuple[Deduction, ...], frozenset[str]]:
        lost: list[Deduction] = []
        won: list[Deduction] = []
        superseded: list[str] = []
        unknown: set[int] = set()
        lines = self._compiled.layout.lines
        for place, over, under in self._evaluation.ledger_entries():
            if under:
                plan, entry = lines[place]
                assert entry is not None  # noqa: S101  # only amounts are numbers
                if over:
                    (lost if over < 0 else won).append(Deduction(self, plan, entry, over, under))
            elif place == len(lines):
                if over is False:
                    raise LedgerError
            elif lines[place].entry is not None:
                unknown.add(id(lines[place].plan))
            elif over is True:
                superseded.append(lines[place].plan.path)
        if unknown:  # an account that is not known whole tells nothing
            lost, won = ([each for each in found if id(each.plan) not in unknown] for found in (lost, won))
        return tuple(lost), tuple(won), frozenset(superseded)

    def reasons_below(self, path: str) -> tuple[tuple[Deduction, ...], tuple[Deduction, ...]]:
        """Return deductions and awards of a node and all below it, without those that something above supersedes."""
        if not path and not self._compiled.always_applies and self.outcome is Outcome.NOT_APPLICABLE:
            return (), ()
        lost, won, superseded = self._reasons
        if not path and not superseded:
            return lost, won

        def counts(each: Deduction) -> bool:
            return is_below(each.indicator, path) and not any(
                is_below(above, path) and above != each.indicator and is_below(each.indicator, above)
                for above in superseded
            )

        return tuple(filter(counts, lost)), tuple(filter(counts, won))

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """Every lost point's reason, settled, in document order."""
        return self.reasons_below("")[0]

    @property
    def awards(self) -> tuple[Deduction, ...]:
        """Every point given, settled, in document order."""
        return self.reasons_below("")[1]


def parts_of(result: Result) -> tuple[Compiled, Evaluation]:
    """Return what computed a result, and what it reads, for tools that ask what other programs would say."""
    return result._compiled, result._evaluation  # noqa: SLF001  # its own module


def _missing(values: Iterable[Value]) -> frozenset[str]:
    """Return the names of the missing inputs among the causes of some values."""
    causes = (cause for value in values if isinstance(value, Unknown) for cause in value.causes)
    return frozenset(cause.name for cause in causes if cause.kind == "missing")
