"""Other readings of a rule that would give what a failed test expects, and what else they would break."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from scoring.relower import Relowering
from scoring.source import NOWHERE
from scoring.testing.bench import Other, Tried, nodes_of, tried
from scoring.testing.judge import Difference, aspect_of, number_of, wanted_text
from scoring.testing.model import Exact, Status, Test
from scoring.testing.mutants import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.program import Program
    from scoring.result import Result
    from scoring.testing.model import Expectation
    from scoring.testing.running import Verdict

_MOST = 4
"""Readings of one failure that are told."""

_ORDER = ("part", "side", "rounding")
"""Which kinds of reading are told first."""

_NO_TEST = Test("", NOWHERE, (), {})

_WORDS = {
    "en": {
        "gives": "would give {wanted}: {readings}",
        "first": "{text} ({count} other test{s} would then fail)",
        "alone": "{text} (no other test would then fail)",
        "next": "{text} ({count} would)",
        "changed": "'{after}'",
        "dropped": "no '{before}'",
        "and": ", ",
        "none": "no single reading gives both this and what line {line} expects",
    },
    "zh": {
        "gives": "可得{wanted}的读法：{readings}",
        "first": "{text}（另有{count}项测试将不通过）",
        "alone": "{text}（其他测试仍通过）",
        "next": "{text}（{count}项）",
        "changed": "“{after}”",
        "dropped": "没有“{before}”",
        "and": "、",
        "none": "没有一种读法能同时得到此处与第{line}行的预期",
    },
}


class _Reading(NamedTuple):
    """Another reading that gives what is expected."""

    mutant: Mutant
    other: Other


class Readings:
    """Looks for other readings; nothing is done before the first question."""

    def __init__(self, verdicts: Sequence[Verdict], lang: str) -> None:
        """Take all tests, those that pass too: another reading may break them."""
        self.verdicts, self.lang = verdicts, lang
        self._others: dict[int, list[_Reading]] = {}
        self._found: dict[int, list[_Reading]] = {}
        self._cases: dict[int, list[Tried]] = {}

    def __call__(self, difference: Difference) -> list[str]:
        """Return sentences about what else the rule may mean, and how many other tests would fail then."""
        words = _WORDS[self.lang]
        told: list[str] = []
        for each in self.of(difference)[:_MOST]:
            count = self._breaks(each, difference)
            text = words["changed" if each.mutant.after else "dropped"].format(
                before=each.mutant.before, after=each.mutant.after
            )
            told.append(words[_said(count, told)].format(text=text, count=count, s="" if count == 1 else "s"))
        lines = []
        if told:
            wanted = wanted_text(difference.expectation)
            lines.append(words["gives"].format(wanted=wanted, readings=words["and"].join(told)))
        return lines + list(self._together(difference))

    def of(self, difference: Difference) -> list[_Reading]:
        """Return the readings that give what is expected."""
        if id(difference) not in self._found:
            found = sorted(self._look(difference), key=lambda each: _ORDER.index(each.mutant.kind))
            self._found[id(difference)] = found
        return self._found[id(difference)]

    def _look(self, difference: Difference) -> Iterator[_Reading]:
        wanted, aim, result = difference.expectation.wanted, difference.aim, difference.result
        number = number_of(wanted) if isinstance(wanted, Exact) else None
        if number is None or aim is None or aim.kind != "node" or result is None or difference.delta is None:
            return
        case = tried(_NO_TEST, result, ())
        for each in self._readings(result.program):
            if aim.path in each.other.scores:
                got = aspect_of(each.other.result(case), aim, difference.expectation.aspect)
                if got == number:
                    yield each

    def _readings(self, program: Program) -> list[_Reading]:
        """Return all other readings of a ruleset."""
        key = id(program.definition)
        if key not in self._others:
            lowering = Relowering(program.definition)
            known = nodes_of(lowering.base)
            read = ((each, lowering.changed(each.change)) for each in mutants(lowering) if each.is_reading)
            self._others[key] = [
                _Reading(mutant, Other(lowering.base, known, changed))
                for mutant, changed in read
                if changed is not None
            ]
        return self._others[key]

    def _breaks(self, reading: _Reading, difference: Difference) -> int:
        """Return how many other tests a reading makes fail."""
        result = difference.result
        assert result is not None  # noqa: S101  # else no reading was found
        cases = self._passing(result.program)
        return len({id(each.test) for each in cases if reading.other.kills(each)})

    def _passing(self, program: Program) -> list[Tried]:
        """Return the cases of the tests of a program that pass."""
        key = id(program.definition)
        if key not in self._cases:
            self._cases[key] = [
                tried(verdict.test, result, expects)
                for verdict in self.verdicts
                if verdict.status is Status.PASSED
                for result in verdict.results
                if result.program.definition is program.definition
                for expects in (_expected(verdict, result),)
                if expects
            ]
        return self._cases[key]

    def _together(self, difference: Difference) -> Iterator[str]:
        """Yield that no reading gives both this and what another test expects of the same node."""
        own = {each.mutant.key for each in self.of(difference)}
        for other in self._failing:
            if other.expectation is difference.expectation or other.aim != difference.aim or not own:
                continue
            theirs = {each.mutant.key for each in self.of(other)}
            if theirs and not own & theirs:
                yield _WORDS[self.lang]["none"].format(line=other.expectation.at.line)
                return

    @cached_property
    def _failing(self) -> list[Difference]:
        return [each for verdict in self.verdicts for each in verdict.differences]


def _said(count: int, told: Sequence[str]) -> str:
    if told:
        return "next"
    return "first" if count else "alone"


def _expected(verdict: Verdict, result: Result) -> tuple[Expectation, ...]:
    name = result.case.id if verdict.test.is_run and result.case is not None else ""
    return verdict.test.expects.get(name, ())


def readings_of(verdicts: Sequence[Verdict], lang: str) -> Readings:
    """Return what tells of other readings for the failures among some tests."""
    return Readings(verdicts, lang)
