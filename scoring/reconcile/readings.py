"""Other readings of a ruleset: of its words, its roundings, by its methods, and of how a number is printed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from scoring.diagnostic import ScoringError
from scoring.interpret import interpret
from scoring.number import round_to
from scoring.relower import Relowering
from scoring.result import parts_of
from scoring.testing.bench import Other, nodes_of
from scoring.testing.bench_pairs import paired
from scoring.testing.mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.case import Case
    from scoring.graph import Value
    from scoring.program import Plan, Program
    from scoring.reconcile.basis import Basis
    from scoring.result import Result
    from scoring.ruleset import Ruleset
    from scoring.testing.mutants import Mutant

_KINDS = ("part", "side", "method", "rounding", "printing")
"""Which kinds of reading are told first."""

_MODES = {
    "half_up": ("half up", "四舍五入"),
    "half_even": ("halves to even", "四舍六入五取双"),
    "truncate": ("cut off", "舍去尾数"),
    "up": ("up", "向上取整"),
    "down": ("down", "向下取整"),
}
"""Ways to round, the commonest in print first."""


def mode_text(mode: str, lang: str) -> str:
    """Return a way to round in words."""
    return _MODES[mode][lang == "zh"]


def rounded_text(mode: str, places: int, lang: str) -> str:
    """Return a rounding in words."""
    if lang == "zh":
        return f"{mode_text(mode, lang)}，取{places}位小数" if places else f"{mode_text(mode, lang)}到整数"
    digits = f"{places} place{'s' * (places != 1)}" if places else "a whole number"
    return (
        f"cut off after {digits}" if mode == "truncate" and places else f"rounded to {digits}, {mode_text(mode, lang)}"
    )


class Words(NamedTuple):
    """A reading in words.

    Attributes:
        kind: ``part``, ``side``, ``method``, ``rounding`` or ``printing``.
        key: what tells it from others.
        en: in English.
        zh: in Chinese.
    """

    kind: str
    key: str
    en: str
    zh: str

    def text(self, lang: str) -> str:
        """Return it in a language."""
        return self.zh if lang == "zh" else self.en

    @property
    def order(self) -> int:
        """Which is told first."""
        return _KINDS.index(self.kind)


class Reading(Protocol):
    """Another reading."""

    words: Words

    def touches(self, path: str) -> bool:
        """Whether it may make a difference for a node."""

    def value(self, basis: Basis, path: str, height: int) -> Value:
        """Return the score of a node under it, with the printed scores of a height put in."""


class Changed:
    """A rule or rounding that is read otherwise."""

    def __init__(self, mutant: Mutant, base: Program, other: Other) -> None:
        """Take the change and the program that it makes."""
        before, after = mutant.before, mutant.after
        en = f"'{after}'" if after else f"no '{before}'"
        zh = f"“{after}”" if after else f"没有“{before}”"
        self.words = Words(mutant.kind, f"{mutant.at.line}:{before}->{after}", en, zh)
        self.other = other
        self._again = {(one.path, one.score): two.score for one, two in paired(base.root, other.program.root)}

    def touches(self, path: str) -> bool:
        """Whether the node is another one."""
        return path in self.other.scores

    def value(self, basis: Basis, path: str, height: int) -> Value:
        """Return the score."""
        score = basis.plans[path].score
        return basis.value(self._again.get((path, score), score), height)


class Method:
    """A method that the ruleset offers."""

    def __init__(self, name: str, results: Mapping[str, Result]) -> None:
        """Take its name, and the results of the cases by it."""
        en, zh = (f"method {name}", f"方法{name}") if name else ("without a method", "不用方法")
        self.words = Words("method", f"method {name}", en, zh)
        self._results = results
        self._plans = {id_: {each.path: each for each in result.plans()} for id_, result in results.items()}
        self._known: dict[str, bool] = {}

    def touches(self, path: str) -> bool:
        """Whether the node is there."""
        return any(path in plans for plans in self._plans.values())

    def value(self, basis: Basis, path: str, height: int) -> Value:
        """Return the score."""
        plan = self._plans.get(basis.id, {}).get(path)
        if plan is None:
            return basis.value(basis.plans[path].score, height)
        inputs = parts_of(self._results[basis.id])[1].known()
        if basis.id not in self._known:
            self._known[basis.id] = all(basis.inputs.get(name, value) == value for name, value in inputs.items())
        if self._known[basis.id] and inputs.keys() <= basis.inputs.keys():
            return basis.value(plan.score, height)
        return interpret([plan.score], basis.set(basis.sets(height), inputs))[plan.score]


class Printing:
    """A number that is rounded otherwise when it is printed, from the score before its own rounding."""

    def __init__(self, mode: str, places: int) -> None:
        """Take how it is rounded."""
        self.mode, self.step = mode, Fraction(1, 10**places)
        self.words = Words(
            "printing", f"{mode}:{places}", rounded_text(mode, places, "en"), rounded_text(mode, places, "zh")
        )

    def touches(self, path: str) -> bool:
        """Whether it makes a difference: it may for any."""
        return bool(self.step) or bool(path)

    def value(self, basis: Basis, path: str, height: int) -> Value:
        """Return the rounded score."""
        exact = basis.value(basis.plans[path].exact, height)
        return round_to(exact, self.mode, self.step) if isinstance(exact, Fraction) else exact


class Readings:
    """All readings of a ruleset for some cases; nothing is made before the first question."""

    def __init__(
        self, ruleset: Ruleset, method: str | None, cases: Sequence[Case], tell: Callable[[int, int], None]
    ) -> None:
        """Take the ruleset as it is read, and what is told how far the readings have come: done, of how many."""
        self.ruleset, self.method, self.cases, self.tell = ruleset, method, cases, tell
        self._changed: dict[int, list[Changed]] = {}
        self._methods: list[Method] | None = None

    def of(self, basis: Basis) -> list[Reading]:
        """Return the readings of words, roundings and methods."""
        return [*self._of_program(basis.result.program), *self.methods]

    @property
    def methods(self) -> list[Method]:
        """The other methods of the ruleset that score these cases."""
        if self._methods is None:
            self._methods = list(self._tried())
        return self._methods

    def _tried(self) -> Iterator[Method]:
        for name in (None, *self.ruleset.methods):
            if name == self.method:
                continue
            try:
                results = self.ruleset.score_all(self.cases, method=name)
            except ScoringError:  # a method that other figures are needed for, or that is no ruleset, is no reading
                continue
            yield Method(name or "", {each.case.id: each for each in results if each.case is not None})

    def _of_program(self, program: Program) -> list[Changed]:
        key = id(program.definition)
        if key not in self._changed:
            lowering = Relowering(program.definition)
            known = nodes_of(lowering.base)
            chosen = [each for each in mutants(lowering) if each.is_reading]
            found: list[Changed] = []
            for number, mutant in enumerate(chosen):
                self.tell(number, len(chosen))
                program_of = lowering.changed(mutant.change)
                if program_of is None:
                    continue
                other = Other(lowering.base, known, program_of)
                if other.scores and not other.binds_otherwise:
                    found.append(Changed(mutant, lowering.base, other))
            self._changed[key] = found
        return self._changed[key]


def printings(plan: Plan, places: Sequence[int]) -> list[Printing]:
    """Return other roundings of a node's number, to the places that numbers are printed with."""
    own = {*places, *([] if plan.places is None else [plan.places])}
    return [Printing(mode, count) for count in sorted(own, reverse=True) for mode in _MODES]
