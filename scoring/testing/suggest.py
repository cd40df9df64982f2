"""Suggested tests: a case for each outcome and edge that no test shows, with what the ruleset makes of it.

What a ruleset makes of a case is not what is right: each test is marked ``unconfirmed: true`` until a person has
looked at it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from scoring.case import Case
from scoring.number import decimal_text
from scoring.outcome import Outcome
from scoring.source import NOWHERE
from scoring.testing.aims import Aims
from scoring.testing.expects import WHOLE
from scoring.testing.judge import node_of, shown
from scoring.testing.model import Exact, Expectation
from scoring.testing.suggest_case import Finder
from scoring.testing.suggest_make import Cases, Start
from scoring.testing.suggest_write import Suggestion, differing, flow, from_folder, scalar, word
from scoring.testing.values import Values, inputs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from scoring.program import Program
    from scoring.result import Result
    from scoring.testing.coverage import Coverage
    from scoring.testing.due import Due
    from scoring.testing.running import Suite

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_BECAUSE = {"en": "made up for a test", "zh": "测试用"}
_MOST_STARTS = 12
_MOST_CASES = 20
"""Cases that are looked at for one outcome or edge."""


def language_of(program: Program) -> str:
    """Return the language a ruleset is written in."""
    definition = program.definition
    texts = [definition.title.printed, *(node.label.printed for node in definition.root.walk())]
    return "zh" if _CHINESE.search("".join(texts)) else "en"


class Suggestions:
    """Makes a test for each outcome and edge that is missing."""

    def __init__(self, suite: Suite, coverage: Coverage, lang: str, folder: Path) -> None:
        """Start from the base of the file, and from other cases that its tests name; ``folder``: of the new file."""
        self.suite, self.program, self.folder = suite, coverage.program, folder
        self.own = {suite.file.path, *(each.at.source.name for each in suite.file.tests)}
        methods = {each.method for each in suite.file.tests}
        self.cases = Cases(suite.ruleset, methods.pop() if len(methods) == 1 else None, _BECAUSE[lang])
        self.missing = [each.due for each in coverage.missing]
        self.aims = Aims(self.program)
        self.starts = list(self._starts())
        self.finder = Finder(self.cases, self.starts)
        self.scored: Start | None = None  # a case that has a score, to start from where others do not help
        self.values = Values(due.node for due in self.missing)

    def all(self, progress: Progress | None = None) -> tuple[list[Suggestion], list[Due]]:
        """Return the tests, in the order of the ruleset, and that for which none was found."""
        waiting = {due.key: due for due in self.missing}
        found: list[Suggestion] = []
        left: list[Due] = []
        order = sorted(self.missing, key=lambda each: each.window is None)  # what is more special first
        for number, due in enumerate(order):
            if progress is not None:
                progress(number, len(order))
            if due.key not in waiting:
                continue
            made = next(self._made(due, waiting.values()), None)
            if made is None and self.scored is not None:
                made = next(self._made(due, waiting.values(), Finder(self.cases, [self.scored])), None)
            if made is None:
                left.append(due)
                continue
            found.append(made)
            for each in made.dues:
                waiting.pop(each.key, None)
        if progress is not None and order:
            progress(len(order), len(order))
        places = {due.key: number for number, due in enumerate(self.missing)}
        gone = {each.key for test in found for each in test.dues}
        return (sorted(found, key=lambda each: min(places[due.key] for due in each.dues)),
                [due for due in left if due.key not in gone])  # fmt: skip

    def _made(self, due: Due, waiting: Iterable[Due], finder: Finder | None = None) -> Iterator[Suggestion]:
        for case in islice((finder or self.finder).find(due), _MOST_CASES):
            expects = list(self._expects(due, case.result))
            if not expects or not self._shown(case.result, expects, [due]):
                continue  # nothing that a test expects would tell of it
            dues = [each for each in self._shown(case.result, expects, waiting) if each.key != due.key]
            if self.scored is None and case.start.spec == _NONE and case.result.outcome is Outcome.SCORED:
                self.scored = Start(case.case, _NONE, inputs_of(case.result))
            says, figures = differing(case.case, Case() if case.start.spec == _NONE else case.start.case, self._address)
            yield Suggestion((due, *dues), case.start.spec, tuple(says), tuple(figures), tuple(expects))

    def _shown(self, result: Result, expects: list[tuple[str, str]], waiting: Iterable[Due]) -> list[Due]:
        """Return what a test shows."""
        values = self.values.of(inputs_of(result))
        aims = self.aims.of(
            Expectation("" if address in WHOLE else address.strip('"'),
                        address if address in WHOLE else "outcome" if text in list(Outcome) else "score",
                        Exact(text, text), NOWHERE) for address, text in expects
        )  # fmt: skip
        return [each for each in waiting if each.is_shown(values[each.node]) and self.aims.follows(each, aims)]

    # What to start from

    def _starts(self) -> Iterator[Start]:
        base = self.suite.file.base
        if base is not None:
            start = self.cases.start(base, "")
            if start is not None:
                yield start
        seen = {"" if base is None else base.id}
        count = 0
        for test in self.suite.file.tests:
            for case in test.cases:
                spec = self._spec(case)
                if spec and case.id not in seen and count < _MOST_STARTS:
                    seen.add(case.id)
                    count += 1
                    start = self.cases.start(case, spec)
                    if start is not None:
                        yield start
        bare = self._bare(base)
        if bare is not None:
            start = self.cases.start(bare, _NONE)
            if start is not None:
                yield start

    def _spec(self, case: Case) -> str:
        """Return how a test names a case of a file, "" for one that stands in no file of cases."""
        name = case.at.source.name
        if not case.at.line or name in self.own:
            return ""
        return flow([("case", word(case.id)), ("from", scalar(from_folder(name, self.folder)))])

    def _bare(self, base: Case | None) -> Case | None:
        """Return a case in which nothing was found and everything is written out, None where there is no base."""
        if base is None:
            for test in self.suite.file.tests:
                if not test.is_run and test.cases and test.case.figures:
                    return replace(test.case, findings=(), set={})
            return Case()
        return replace(base, findings=(), set={})

    # What to expect

    def _expects(self, due: Due, result: Result) -> Iterator[tuple[str, str]]:
        """Yield what a test expects, by address: of the node or figure that it is about, else of the whole."""
        if due.whole == "grade":
            yield from self._whole(result)
        elif due.whole == "outcome":
            yield "outcome", str(result.outcome)
        elif (due.figure and (told := self._of_figure(due, result)) is not None) or (
            due.home and not due.figure and (told := self._of_node(due, result)) is not None
        ):
            yield told
        else:
            yield from self._whole(result)

    def _whole(self, result: Result) -> Iterator[tuple[str, str]]:
        total = None if result.total is None else decimal_text(result.total)
        if total is not None and "/" not in total:
            yield "total", total
        elif result.total is None:
            yield "outcome", str(result.outcome)
        if result.grade is not None:
            yield "grade", word(result.grade)

    def _of_figure(self, due: Due, result: Result) -> tuple[str, str] | None:
        figure = self.program.figures[due.figure][0]
        got = result.figures[due.figure]
        found = self.program.addresses.find(due.figure)
        if found is None or getattr(found, "kind", "") != "figure" or due.figure in WHOLE:
            return None
        text = shown(got, unit=figure.unit)
        if "/" in text and not isinstance(got, str):
            return None
        return word(due.figure), word(text) if isinstance(got, str) else text

    def _of_node(self, due: Due, result: Result) -> tuple[str, str] | None:
        node = node_of(result, due.home)
        if node is None:
            return None
        if node.score is None:
            return word(self._address(due.home)), str(node.outcome)
        text = decimal_text(node.score)
        if "/" in text:
            return None
        if due.home in self.program.judged and node.lost is not None:
            # A mark is the score whatever the points are: what is lost tells of them.
            text = flow([("score", text), ("lost", decimal_text(node.lost))])
        return word(self._address(due.home)), text

    def _address(self, path: str) -> str:
        """Return the shortest address of a node: its code, else a tail of its path."""
        plan = self.program.plans.get(path)
        if plan is None:
            return path
        parts = path.split(".")
        for address in (plan.code, *(".".join(parts[-count:]) for count in range(1, len(parts) + 1))):
            found = self.program.addresses.find(address) if address and address not in (*WHOLE, "total") else None
            if found is not None and getattr(found, "path", None) == path and getattr(found, "kind", "") == "node":
                return address
        return path


_NONE = "none"

if TYPE_CHECKING:
    Progress = Callable[[int, int], None]
