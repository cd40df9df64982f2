"""What computes a case: the reader of its inputs, the scores, and the ledger when it is asked for.

Cases that give the same inputs share a *variant*: functions generated for exactly these inputs with so many decimals
each. A variant is compiled only once its like has come several times, since that takes as long as interpreting some
ten cases; until then, and wherever a generated function does not decide, the interpreter does. Both say the same.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from scoring.generate import Odd, TooDeep, generate
from scoring.graph import Node, Type, Unknown, either
from scoring.interpret import GIVEN, interpret
from scoring.intervals import ranges
from scoring.lean import needed, promised, reader
from scoring.reading import Refusal, read_value
from scoring.specialise import specialise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.generate import Cell, Compiled
    from scoring.graph import Value
    from scoring.intervals import Range
    from scoring.reading import Domain, Read

PATIENCE = 8
"""How often cases of one kind come before functions are generated for them."""

_VARIANTS = 64
"""Kinds of cases that have their own functions; more are interpreted again, oldest first."""

_RECENT = 3
_SEEN = 1024


class _Variant:
    """Functions for the cases that give exactly some inputs, each with at most so many decimals."""

    def __init__(self, evaluator: Evaluator, places: Mapping[str, int]) -> None:
        self.evaluator = evaluator
        self.places = places
        self.read = reader(evaluator.domains, places)
        checks = specialise(evaluator.checks, places, evaluator.domains)
        failed = either(*(each for each in checks if not isinstance(each.payload, Unknown)))
        self.scores = self.generated(evaluator.scores, failed)

    @cached_property
    def ledger(self) -> Compiled | None:
        """The function of the ledger, compiled when the first one is read; None where it nests too deep."""
        try:
            return self.generated(self.evaluator.ledger)
        except TooDeep:
            return None

    def generated(self, outputs: tuple[Node, ...], *more: Node) -> Compiled:
        """Compile outputs of the program, and nodes that are specialised already."""
        own = specialise(outputs, self.places, self.evaluator.domains)
        units = {name: Fraction(1, 10**places) for name, places in self.places.items()}
        return generate((*own, *more), units, self.evaluator.domains)

    def given(self, values: tuple[object, ...]) -> dict[str, Read]:
        """Return what a case gives, from what `read` returned."""
        domains = self.evaluator.domains
        return {
            name: Fraction(cast("int", value), 10**places)
            if domains[name].type is Type.NUMBER
            else cast("bool | str", value)
            for (name, places), value in zip(self.places.items(), values, strict=True)
        }


class Evaluation:
    """One evaluated case; it never changes, whatever becomes of what the caller gave."""

    __slots__ = ("_cells", "_evaluator", "_given", "_interpreted", "_values", "_variant")

    def __init__(
        self,
        evaluator: Evaluator,
        given: Mapping[str, Read] | None,
        variant: _Variant | None = None,
        values: tuple[object, ...] = (),
    ) -> None:
        """Compute the scores by the variant's function, from the values it read; `Evaluator` makes evaluations."""
        self._evaluator = evaluator
        self._given = given
        self._variant = variant
        self._values = values
        self._interpreted: dict[Node, Value] | None = None
        self._cells: tuple[Cell, ...] | None = None
        if variant is not None:
            try:
                self._cells = variant.scores.run(values)
            except Odd:
                self._variant = None
                self._given = variant.given(values)

    @property
    def given(self) -> Mapping[str, Read]:
        """The inputs that the case gives, by name."""
        if self._given is None:
            self._given = cast("_Variant", self._variant).given(self._values)
        return MappingProxyType(self._given) if isinstance(self._given, dict) else self._given

    @property
    def inputs(self) -> Mapping[str, Read]:
        """What the scores were computed from: values by input name, defaults in place."""
        return MappingProxyType({**self._evaluator.defaults, **self.given})

    @property
    def check_failed(self) -> bool:
        """Whether any of the checks is true."""
        if self._cells is not None and self._variant is not None:
            return self._variant.scores.value(len(self._cells) - 1, self._cells[-1]) is True
        return any(self.value(each) is True for each in self._evaluator.checks)

    def score(self, index: int) -> Value:
        """Return the value of one score node, by its place among them."""
        if self._cells is not None and self._variant is not None:
            return self._variant.scores.value(index, self._cells[index])
        return self.value(self._evaluator.scores[index])

    def scores(self) -> tuple[Value, ...]:
        """Return the values of the score nodes, in their order."""
        if self._cells is not None and self._variant is not None:
            return self._variant.scores.values(self._cells)[:-1]
        return tuple(map(self.value, self._evaluator.scores))

    def ledger(self) -> tuple[Value, ...]:
        """Return the values of the ledger nodes, in their order."""
        compiled = None if self._variant is None else self._variant.ledger
        try:
            cells = None if compiled is None else compiled.run(self._values)
        except Odd:
            cells = None
        if compiled is None or cells is None:
            return tuple(map(self.value, self._evaluator.ledger))
        return compiled.values(cells)

    def value(self, node: Node) -> Value:
        """Return the value of any node below the outputs, by the reference interpreter."""
        if self._interpreted is None:
            self._interpreted = self._interpret(self._evaluator.outputs)
        if node not in self._interpreted:
            self._interpreted = self._interpreted | self._interpret((node,))
        return self._interpreted[node]

    def ranges(self, nodes: tuple[Node, ...]) -> dict[Node, Range]:
        """Return what nodes can still be once the missing inputs come."""
        return ranges(nodes, self._known(), self._evaluator.domains)

    def _interpret(self, outputs: tuple[Node, ...]) -> dict[Node, Value]:
        return interpret(outputs, self._known())

    def _known(self) -> dict[str, Read]:
        """Return inputs, with what was given and what stands for something that was not."""
        known: dict[str, Read] = dict(self.inputs)
        known.update({GIVEN + name: name in self.given for name in self.inputs})
        return known


class Evaluator:
    """Computes cases of one program; it keeps nothing of a case and is safe in threads.

    Attributes:
        scores: nodes that every case needs: total, grade, node scores.
        ledger: nodes that only explanations need.
        checks: truth nodes that say that something is wrong with the case.
        outputs: all of these.
        domains: what each input may be, by name.
        defaults: values of the inputs that need not be given.
    """

    def __init__(
        self,
        scores: tuple[Node, ...],
        ledger: tuple[Node, ...],
        checks: tuple[Node, ...],
        domains: Mapping[str, Domain],
        *,
        patience: int = PATIENCE,
    ) -> None:
        """Prepare; nothing is compiled before ``patience`` cases of a kind have come."""
        self.scores, self.ledger, self.checks = tuple(scores), tuple(ledger), tuple(checks)
        self.outputs = self.scores + self.ledger + self.checks
        self.domains = MappingProxyType(dict(domains))
        self.defaults: Mapping[str, Read] = MappingProxyType(
            {name: each.default for name, each in domains.items() if each.default is not None}
        )
        self._patience = patience
        self._recent: tuple[_Variant, ...] = ()
        self._variants: dict[frozenset[str], tuple[_Variant | None, ...]] = {}
        self._seen: dict[frozenset[str], int] = {}

    def run(self, figures: Mapping[str, object]) -> Evaluation | None:
        """Evaluate a caller's figures by their canonical names; None where any is odd (unknown, refused)."""
        for variant in self._recent:
            values = variant.read(figures)
            if values is not None:
                return Evaluation(self, None, variant, values)
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
        kind = frozenset(inputs)
        for variant in self._variants.get(kind, ()):
            values = None if variant is None else variant.read(inputs)
            if variant is not None and values is not None:
                self._use(variant)
                return Evaluation(self, None, variant, values)
        seen = self._seen.get(kind, 0) + 1
        if len(self._seen) >= _SEEN:
            self._seen = {}
        self._seen[kind] = seen
        if seen > self._patience:
            variant = self._compiled(kind, inputs)
            values = None if variant is None else variant.read(inputs)
            if variant is not None and values is not None:
                return Evaluation(self, None, variant, values)
        return Evaluation(self, dict(inputs))

    def _use(self, variant: _Variant) -> None:
        if not self._recent or self._recent[0] is not variant:
            others = [each for each in self._recent if each is not variant]
            self._recent = (variant, *others)[:_RECENT]

    def _compiled(self, kind: frozenset[str], inputs: Mapping[str, Read]) -> _Variant | None:
        """Return a new variant that takes these inputs; None if there cannot be one."""
        known = self._variants.get(kind, ())
        if None in known or not kind <= self.domains.keys():
            return None
        widest = known[-1].places if known and known[-1] is not None else {}
        places: dict[str, int] = {}
        for name, domain in self.domains.items():
            if name in kind:
                enough = needed(inputs[name], widest.get(name, promised(domain)))
                if enough is None:
                    return None
                places[name] = enough
        if places == widest:
            return None
        variant: _Variant | None
        try:
            variant = _Variant(self, MappingProxyType(places))
        except TooDeep:
            variant = None
        kept = dict(list(self._variants.items())[-_VARIANTS + 1 :])
        kept[kind] = (*known[:1], variant)
        self._variants = kept
        if variant is not None:
            self._use(variant)
        return variant
