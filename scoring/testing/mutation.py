"""How many small changes to a policy its tests notice."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING

from scoring.graph import number_of
from scoring.relower import Relowering
from scoring.testing.bench import Other, Tried, nodes_of, tried
from scoring.testing.bench_more import Refused, admits, kills_run, refused
from scoring.testing.equivalence import Equivalence, Shown
from scoring.testing.model import Status
from scoring.testing.mutants import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scoring.program import Program
    from scoring.testing.model import Test
    from scoring.testing.running import Verdict


@dataclass(frozen=True)
class Fate:
    """What became of a mutant.

    Attributes:
        mutant: the change.
        killer: a test that notices it, None if none does.
        equivalent: whether it surely changes no score at all.
        effect: by how much it changes a total of the cases of the tests, at most.
        look: finds a case that would show it.
    """

    mutant: Mutant
    killer: Test | None
    equivalent: bool = False
    effect: Fraction = Fraction(0)
    look: Callable[[], Shown | None] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def shown(self) -> Shown | None:
        """A case that would show it, None where none is found; looked for when it is asked for: that takes long."""
        return None if self.look is None else self.look()


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of all mutants of a ruleset.

    Attributes:
        fates: of each, in the order of the text.
        tests: how many tests were tried on them.
        left_out: how many were not, as they fail, or test a changed ruleset.
    """

    fates: tuple[Fate, ...]
    tests: int
    left_out: int

    @property
    def killed(self) -> tuple[Fate, ...]:
        """Those that a test notices."""
        return tuple(each for each in self.fates if each.killer is not None)

    @property
    def survivors(self) -> tuple[Fate, ...]:
        """Those that none does and that may change a score, those of the largest effect first."""
        left = [each for each in self.fates if each.killer is None and not each.equivalent]
        return tuple(sorted(left, key=lambda each: (-each.effect, each.mutant.key)))

    @property
    def equivalent(self) -> tuple[Fate, ...]:
        """Those that surely change no score; they are not counted."""
        return tuple(each for each in self.fates if each.equivalent)

    @property
    def percent(self) -> int:
        """How many in a hundred of those that count are noticed, never rounded up."""
        counted = len(self.fates) - len(self.equivalent)
        return 100 * len(self.killed) // counted if counted else 100


@dataclass
class _Group:
    """Tests of one program: of one method, and of as many records of each list."""

    lowering: Relowering
    cases: list[Tried] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = nodes_of(self.lowering.base)
        self.mutants = {each.key: each for each in mutants(self.lowering)}
        self.equivalence = Equivalence(self.lowering.base)

    def other(self, key: Key) -> Other | None:
        """Return the program of a mutant, None where it has none here."""
        mutant = self.mutants.get(key)
        program = None if mutant is None else self.lowering.changed(mutant.change)
        return None if program is None else Other(self.lowering.base, self.known, program)

    def killer(self, other: Other) -> Test | None:
        """Return a test that notices another program, None if none does; first those of which a number tells it.

        What noticed a change often notices the next one in the text, and is tried first.
        """
        for kills in (other.kills_plainly, other.kills):
            for number, case in enumerate(self.cases):
                if kills(case):
                    self.cases.insert(0, self.cases.pop(number))
                    return case.test
        return next((each.test for each in self.refused if admits(other, each)), None)


Key = tuple[str, int, int, str, str]


def mutate(verdicts: Sequence[Verdict], progress: Callable[[int, int], None] | None = None) -> Mutation:
    """Try the tests of one ruleset on small changes to it.

    Args:
        verdicts: of the tests; those that do not pass, or test a changed ruleset, are left out.
        progress: told how many mutants of how many are done.
    """
    bench = _Bench()
    tests = sum(map(bench.take, verdicts))
    every: dict[Key, Mutant] = {}
    for group in bench.groups:
        for key, mutant in group.mutants.items():
            every.setdefault(key, mutant)
    fates: list[Fate] = []
    for number, mutant in enumerate(every.values(), 1):
        fate = _fate(mutant, bench)
        if fate is not None:
            fates.append(fate)
        if progress is not None:
            progress(number, len(every))
    return Mutation(tuple(fates), tests, len(verdicts) - tests)


class _Bench:
    """All tests of a ruleset, sorted by the program that they need, and those that are of several cases at once."""

    def __init__(self) -> None:
        self._groups: dict[int, _Group] = {}
        self.runs: list[list[tuple[_Group, Tried]]] = []

    @property
    def groups(self) -> list[_Group]:
        """The programs, that of most tests first."""
        return sorted(self._groups.values(), key=lambda each: -len(each.cases))

    def take(self, verdict: Verdict) -> bool:
        """Take a test, unless it does not pass or tests a changed ruleset."""
        test = verdict.test
        if verdict.status is not Status.PASSED or test.changes is not None:
            return False
        if not verdict.results:
            return self.take_refused(verdict)
        members = [(self.group(each.program), tried(test, each, test.expected(each.case))) for each in verdict.results]
        if (test.is_run or test.run_of_one) and (test.portfolio or _ranks(test) or verdict.results[0].program.cohorts):
            self.runs.append(members)
        else:
            for group, case in members:
                group.cases.append(case)
        return True

    def take_refused(self, verdict: Verdict) -> bool:
        """Take a test that expects an error."""
        case = None if verdict.ruleset is None else refused(verdict.test, verdict.ruleset)
        if case is None:
            return False
        self.group(case.program).refused.append(case)
        return True

    def group(self, program: Program) -> _Group:
        """Return the tests of one program."""
        definition = program.definition
        if id(definition) not in self._groups:
            self._groups[id(definition)] = _Group(Relowering(definition))
        return self._groups[id(definition)]


def _ranks(test: Test) -> bool:
    return any(each.aspect == "rank" for expects in test.expects.values() for each in expects)


def _fate(mutant: Mutant, bench: _Bench) -> Fate | None:
    """Return what becomes of a mutant, None where it is no ruleset."""
    others: dict[int, Other] = {}
    groups, runs = bench.groups, bench.runs
    for group in groups:
        other = group.other(mutant.key)
        if other is None and mutant.key in group.mutants:
            return None
        if other is not None:
            others[id(group)] = other
            killer = group.killer(other)
            if killer is not None:
                return Fate(mutant, killer)
    for members in runs:
        changed = [others[id(group)] for group, _ in members if id(group) in others]
        cases = [case for _, case in members]
        if len(changed) == len(cases) and _may_differ(changed, cases) and kills_run(changed, cases):
            return Fate(mutant, cases[0].test)
    found = [(group, others[id(group)]) for group in groups if id(group) in others]
    return _survivor(mutant, found, runs) if found else None


def _may_differ(others: Sequence[Other], cases: Sequence[Tried]) -> bool:
    """Whether anything that a run looks at may come out otherwise: always where cases are taken together."""
    if any(other.program.cohorts or other.binds_otherwise or other.asks_otherwise for other in others):
        return True
    if cases[0].test.portfolio and any(map(_rounds_portfolio, others)):
        return True
    return any(other.touches(case) for other, case in zip(others, cases, strict=True))


def _rounds_portfolio(other: Other) -> bool:
    """Whether what rounds a total may round that of all cases together, too."""
    return other.base.weight is not None and other.program.definition is not other.base.definition


def _survivor(mutant: Mutant, others: list[tuple[_Group, Other]], runs: list[list[tuple[_Group, Tried]]]) -> Fate:
    effect = Fraction(0)
    in_runs = [(group, case) for members in runs for group, case in members]
    for group, other in others:
        cases = [*group.cases, *(case for own, case in in_runs if own is group)]
        effect = max([effect, *(_effect(other, case) for case in cases)])
    for group, other in others:
        if other.binds_otherwise or (other.differs_unseen and not other.first):
            return Fate(mutant, None, effect=effect)
        compared = group.equivalence.compared(other, rounds=mutant.kind == "rounding")
        if not compared.equivalent or effect or other.differs_unseen:
            look = partial(group.equivalence.looked_for, other, compared, group.cases)
            return Fate(mutant, None, effect=effect, look=look)
    return Fate(mutant, None, equivalent=True)


def _effect(other: Other, case: Tried) -> Fraction:
    """Return by how much the total of a case is another one."""
    old, new = other.base.root.score, other.program.root.score
    if old is new or not other.touches(case):
        return Fraction(0)
    before, after = case.values[old], other.values(case, (new,)).get(new, number_of(new))
    return abs(after - before) if isinstance(before, Fraction) and isinstance(after, Fraction) else Fraction(0)
