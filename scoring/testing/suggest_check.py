"""Suggested tests are tried before they are written: those that do not load, fail or show nothing are left out."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from scoring.diagnostic import ScoringError
from scoring.source import Source
from scoring.testing.coverage import showing
from scoring.testing.running import open_suite, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.diagnostic import Diagnostic
    from scoring.testing.coverage import Coverage
    from scoring.testing.due import Due, Key
    from scoring.testing.running import Suite
    from scoring.testing.suggest_write import Suggestion, Writer


class Trial:
    """Tries tests as they would stand in a file.

    Attributes:
        place: the file.
        head: its lines above the tests.
    """

    def __init__(self, suite: Suite, coverage: Coverage, place: str, head: Sequence[str]) -> None:
        """Nothing is tried yet."""
        self.ruleset, self.coverage, self.place = suite.ruleset, coverage, place
        self.known = {os.path.realpath(suite.file.ruleset): suite.ruleset}
        self.head = [*head, "tests:"]

    def opened(self, lines: Iterable[str]) -> Suite:
        """Return a file of these tests.

        Raises:
            ScoringError: it cannot be read.
        """
        return open_suite(self.place, dict(self.known), Source(self.place, "\n".join((*self.head, *lines)) + "\n"))

    def kept(self, found: Iterable[Suggestion], writer: Writer) -> list[Suggestion]:
        """Return the tests that load and pass, each with what it shows; those that show nothing are left out."""
        kept, suite = self._loading(list(merged(found)), writer)
        if suite is None:
            return []
        verdicts = list(run(suite))
        dues = {each.due.key: each.due for each in self.coverage.missing}
        shown: dict[int, set[Key]] = {}
        for test, key in showing(self.coverage.program, dues, verdicts):
            shown.setdefault(id(test), set()).add(key)
        tried: list[Suggestion] = []
        for each, verdict in zip(kept, verdicts, strict=True):
            own = tuple(due for due in each.dues if due.key in shown.get(id(verdict.test), ()))
            if own and not verdict.fails:
                tried.append(replace(each, dues=own))
        return tried

    def _loading(self, found: list[Suggestion], writer: Writer) -> tuple[list[Suggestion], Suite | None]:
        """Return the tests that can be read, and a file of them, each on its own; None where there is none."""
        while found:
            texts = [list(writer.single(each)) for each in found]
            try:
                return found, self.opened(line for text in texts for line in text)
            except ScoringError as error:
                wrong = self._wrong(texts, error.diagnostics)
            found = [each for number, each in enumerate(found) if number not in wrong]
        return [], None

    def _wrong(self, texts: list[list[str]], diagnostics: Iterable[Diagnostic]) -> set[int]:
        """Return the numbers of the tests in which something is wrong; of all, where it lies elsewhere."""
        lines = {each.at.line for each in diagnostics if each.severity == "error" and each.at.source.name == self.place}
        wrong: set[int] = set()
        start = len(self.head) + 1
        for number, text in enumerate(texts):
            if any(start <= line < start + len(text) for line in lines):
                wrong.add(number)
            start += len(text)
        return wrong or set(range(len(texts)))

    def lines(self, found: list[Suggestion], writer: Writer) -> list[str]:
        """Return the lines of tests, in tables where these can be read, else each on its own."""
        lines = list(writer.tests(found))
        try:
            self.opened(lines)
        except ScoringError:
            return [line for each in found for line in writer.single(each)]
        return lines


def merged(found: Iterable[Suggestion]) -> Iterable[Suggestion]:
    """Return tests of which those that say the same are one."""
    same: dict[object, Suggestion] = {}
    for each in found:
        key = each.spec, each.says, each.figures, each.expects, each.due.clause
        before = same.get(key)
        dues: dict[Key, Due] = {due.key: due for one in (before, each) if one is not None for due in one.dues}
        same[key] = replace(before or each, dues=tuple(dues.values()))
    return same.values()
