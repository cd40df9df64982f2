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

from scoring.compiled import Odd, amount
from scoring.dates import Day
from scoring.generate import TooDeep, generate
from scoring.graph import Node, Type, Unknown, either
from scoring.interpret import GIVEN, interpret
from scoring.intervals import ranges
from scoring.lean import needed, promised, reader
from scoring.reading import Refusal, read_value
from scoring.specialise import specialise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scoring.compiled import Amount, Cell, Compiled
    from scoring.graph import Value
    from scoring.intervals import Range
    from scoring.reading import Domain, Read

PATIENCE = 8
"""How often cases of one kind come before functions are generated for them."""

_VARIANTS = 64
"""Kinds of cases that have their own functions; more are interpreted again, oldest first."""

_SEEN = 1024


_OWN = "/"
"""What marks the name of an input that is no figure: a mark, a count of findings, a set score."""


class _Variant:
    """Functions for the cases that give exactly some inputs, each with at most so many decimals."""

    def __init__(self, evaluator: Evaluator, places: Mapping[str, int]) -> None:
        self.evaluator = evaluator
        self.places = places
        self.read = reader(evaluator.domains, places)
        self.public = not any(_OWN in name for name in places)
        checks = specialise(evaluator.checks, places, evaluator.domains)
        failed = either(*(each for each in checks if not isinstance(each.payload, Unknown)))
        self.scores = self.generated(evaluator.scores, failed)
        self.compute = self.scores.run

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
            name: cast("bool | str", value)
            if domains[name].type is not Type.NUMBER
            else Day(cast("int", value))
            if domains[name].date
            else Fraction(cast("int", value), 10**places)
            for (name, places), value in zip(self.places.items(), values, strict=True)
        }


class Evaluation:
    """One evaluated case; it never changes, whatever becomes of what the caller gave."""

    __slots__ = ("_all", "_cells", "_evaluator", "_given", "_interpreted", "_unknown", "_values", "_variant")

    def __init__(
        self,
        evaluator: Evaluator,
        given: dict[str, Read],
        unknown: Mapping[str, Unknown] | None = None,
        values: dict[Node, Value] | None = None,
    ) -> None:
        """Keep what a case gives, for the interpreter, and values that are known; `Evaluator` makes evaluations."""
        self._evaluator = evaluator
        self._unknown: Mapping[str, Unknown] = unknown or {}
        self._given: dict[str, Read] | None = given
        self._variant: _Variant | None = None
        self._interpreted: dict[Node, Value] = dict(values or {})
        self._all: dict[str, Read | Unknown] | None = None
        self._values: tuple[object, ...] = ()
        self._cells: tuple[Cell, ...] = ()

    @classmethod
    def computed(cls, variant: _Variant, values: tuple[object, ...]) -> Evaluation:
        """Return the evaluation of a case by a variant's function, from the values it read."""
        try:
            cells = variant.compute(values)
        except Odd:
            return cls(variant.evaluator, variant.given(values))
        self = cls.__new__(cls)
        self._evaluator, self._given, self._interpreted, self._unknown = variant.evaluator, None, {}, {}
        self._all = None
        self._variant, self._values, self._cells = variant, values, cells
        return self

    @property
    def given(self) -> Mapping[str, Read]:
        """The inputs that the case gives, by name."""
        if self._given is None:
            self._given = cast("_Variant", self._variant).given(self._values)
        return MappingProxyType(self._given)

    @property
    def inputs(self) -> Mapping[str, Read]:
        """What the scores were computed from: values by input name, defaults in place."""
        return MappingProxyType({**self._evaluator.defaults, **self.given})

    @property
    def check_failed(self) -> bool:
        """Whether any of the checks is true."""
        if self._variant is not None:
            return self._variant.scores.value(len(self._cells) - 1, self._cells[-1]) is True
        return True in self._by_interpreter(self._evaluator.checks)

    def score(self, index: int) -> Value:
        """Return the value of one score node, by its place among them."""
        if self._variant is not None:
            return self._variant.scores.value(index, self._cells[index])
        return self.value(self._evaluator.scores[index])

    def scores(self) -> tuple[Value, ...]:
        """Return the values of the score nodes, in their order."""
        if self._variant is not None:
            return self._variant.scores.values(self._cells)[:-1]
        return self._by_interpreter(self._evaluator.scores)

    def ledger(self) -> tuple[Value, ...]:
        """Return the values of the ledger nodes, in their order."""
        compiled = None if self._variant is None else self._variant.ledger
        try:
            cells = None if compiled is None else compiled.run(self._values)
        except Odd:
            cells = None
        if compiled is None or cells is None:
            return self._by_interpreter(self._evaluator.ledger)
        return compiled.values(cells)

    def ledger_entries(self) -> list[Amount]:
        """Return the ledger nodes that are not 0 or false, and always the last one, in their order."""
        compiled = None if self._variant is None else self._variant.ledger
        if compiled is not None:
            try:
                return compiled.entries(compiled.run(self._values))
            except Odd:
                pass
        values = self.ledger()
        last = len(values) - 1
        return [amount(place, value) for place, value in enumerate(values) if value != 0 or place == last]

    def value(self, node: Node) -> Value:
        """Return the value of any node over the inputs, by the reference interpreter."""
        return self._by_interpreter((node,))[0]

    def values(self, nodes: Iterable[Node]) -> tuple[Value, ...]:
        """Return the values of some nodes, which takes much less time than one after the other."""
        return self._by_interpreter(tuple(nodes))

    def _by_interpreter(self, nodes: tuple[Node, ...]) -> tuple[Value, ...]:
        if any(each not in self._interpreted for each in nodes):
            if self._all is None:
                self._all = self.known()
            interpret(nodes, self._all, self._interpreted)
        return tuple(map(self._interpreted.__getitem__, nodes))

    def ranges(
        self, nodes: tuple[Node, ...], wanted: Collection[str] | None = None, loose: Collection[str] = ()
    ) -> dict[Node, Range]:
        """Return what nodes can still be.

        Args:
            nodes: the nodes asked about.
            wanted: inputs that are still to come, and no others; None: any may come.
            loose: inputs that have a value, or none, for now.
        """
        waits, never = self._still_to_come(wanted)
        names = () if wanted is None else self._evaluator.domains
        others = {GIVEN + name: False for name in names if wanted is not None and name not in waits}
        known = {**others, **self._known(), **never}
        passing = {*loose, *(GIVEN + name for name in loose)}
        kept = {name: value for name, value in known.items() if name not in passing}
        return ranges(nodes, kept, self._evaluator.domains)

    def _still_to_come(self, wanted: Collection[str] | None) -> tuple[frozenset[str], Mapping[str, Read | Unknown]]:
        """Return the inputs that come with the wanted ones, of lists too, and those that have no value whatever comes.

        A mean of a list that waits for one entry comes with it; the mean of an empty list is undefined and stays so.
        """
        missing = {name: {cause.name for cause in each.causes if cause.kind == "missing"}
                   for name, each in self._unknown.items()}  # fmt: skip
        never = {name: each for name, each in self._unknown.items() if not missing[name]}
        waits = frozenset(name for name, causes in missing.items() if wanted is not None and causes & set(wanted))
        return waits.union(wanted or ()), {**never, **{GIVEN + name: False for name in never}}

    def known(self) -> dict[str, Read | Unknown]:
        """Return the inputs, those without a value with the causes, and whether each was given or is a default."""
        return {**self._known(), **self._unknown}

    def _known(self) -> dict[str, Read]:
        """Return the inputs, and whether each was given or is a default."""
        given = self.given
        inputs = {**self._evaluator.defaults, **given}
        return {**inputs, **{GIVEN + name: name in given for name in inputs}}


class Evaluator:
    """Computes cases of one program; it keeps nothing of a case and is safe in threads.

    Attributes:
        scores: nodes that every case needs: total, grade, node scores.
        checks: truth nodes that say that something is wrong with the case.
        domains: what each input may be, by name.
        defaults: values of the inputs that need not be given.
    """

    def __init__(
        self,
        scores: tuple[Node, ...],
        ledger: Iterable[Node],
        checks: tuple[Node, ...],
        domains: Mapping[str, Domain],
        *,
        patience: int = PATIENCE,
    ) -> None:
        """Prepare; nothing is compiled before ``patience`` cases of a kind have come, no ledger before one is read."""
        self.scores, self._ledger, self.checks = tuple(scores), ledger, tuple(checks)
        self.domains = MappingProxyType(dict(domains))
        self.defaults: Mapping[str, Read] = MappingProxyType(
            {name: each.default for name, each in domains.items() if each.default is not None}
        )
        self._patience = patience
        self._recent: _Variant | None = None
        self._variants: dict[frozenset[str], tuple[_Variant | None, ...]] = {}
        self._seen: dict[frozenset[str], int] = {}

    @cached_property
    def ledger(self) -> tuple[Node, ...]:
        """Nodes that only explanations need."""
        return tuple(self._ledger)

    def run(self, figures: Mapping[str, object]) -> Evaluation | None:
        """Evaluate a caller's figures by their canonical names; None where any is odd (unknown, refused)."""
        recent = self._recent
        if recent is not None and recent.public and figures.__class__ is dict:
            values = recent.read(figures)
            if values is not None:
                return Evaluation.computed(recent, values)
        figures = dict(figures)
        if any(_OWN in str(name) for name in figures):
            return None
        found = self._by_kind(figures)
        if found is not None:
            return found
        given: dict[str, Read] = {}
        for name, raw in figures.items():
            domain = self.domains.get(name)
            value = Refusal("unknown", {}) if domain is None else read_value(raw, domain, written=False)
            if isinstance(value, Refusal):
                return None
            if value is not None:
                given[name] = value
        return self.evaluate(given)

    def evaluate(self, inputs: Mapping[str, Read | Unknown]) -> Evaluation:
        """Evaluate inputs that are read and checked; absent ones are not among them, of unknown ones the causes are."""
        given = {name: value for name, value in inputs.items() if not isinstance(value, Unknown)}
        if len(given) < len(inputs):
            return Evaluation(self, given, {name: each for name, each in inputs.items() if isinstance(each, Unknown)})
        inputs = given
        found = self._by_kind(inputs)
        if found is None and self._often(inputs):
            self._compile(inputs)
            found = self._by_kind(inputs)
        return found or Evaluation(self, inputs)

    def _by_kind(self, inputs: Mapping[str, object]) -> Evaluation | None:
        """Evaluate by a variant for exactly these inputs, if one takes their values."""
        for variant in self._variants.get(frozenset(inputs), ()):
            values = None if variant is None else variant.read(inputs)
            if variant is not None and values is not None:
                self._recent = variant
                return Evaluation.computed(variant, values)
        return None

    def _often(self, inputs: Mapping[str, Read]) -> bool:
        """Count that no variant took these inputs, and return whether that is so often enough to compile one."""
        if len(self._seen) >= _SEEN:
            self._seen = {}
        kind = frozenset(inputs)
        self._seen[kind] = seen = self._seen.get(kind, 0) + 1
        return seen > self._patience

    def _compile(self, inputs: Mapping[str, Read]) -> None:
        """Make a variant that takes these inputs, if there can be one and none has been made for them."""
        kind = frozenset(inputs)
        known = self._variants.get(kind, ())
        if None in known or not kind <= self.domains.keys():
            return
        widest: Mapping[str, int] = known[-1].places if known and known[-1] is not None else {}
        places: dict[str, int] = {}
        for name, domain in self.domains.items():
            if name in kind:
                enough = needed(inputs[name], widest.get(name, promised(domain)))
                if enough is None:
                    return
                places[name] = enough
        if places == widest:
            return
        variant: _Variant | None
        try:
            variant = _Variant(self, MappingProxyType(places))
        except TooDeep:
            variant = None
        kept = dict(list(self._variants.items())[-_VARIANTS + 1 :])
        kept[kind] = (*known[:1], variant)
        self._variants = kept
