"""The plugin of pytest: each test of a ``*.test.yaml`` that has ``ruleset:`` is one of pytest's.

Every run of pytest imports this module, so all else is loaded only once there is a file of tests.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from _pytest._code.code import TerminalRepr, TracebackStyle

    from scoring.source import Span
    from scoring.testing.model import Snapshot, Test
    from scoring.testing.readings import Readings
    from scoring.testing.running import Suite

_SUFFIX = ".test.yaml"  # a test compares it with `reading`
_CHINESE = r"(?m)^[^#\n]*[\u3400-\u4dbf\u4e00-\u9fff]"
_UNCONFIRMED = ("scoring", "unconfirmed")
_LONGEST = 200


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PolicyFile | None:
    """Take a file of tests."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    from scoring.testing.reading import is_test_file  # noqa: PLC0415  # only where there is such a file

    return PolicyFile.from_parent(parent, path=file_path) if is_test_file(file_path) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many tests passed whose expectation nobody has confirmed."""
    passed = terminalreporter.stats.get("passed", ())
    count = sum(_UNCONFIRMED in getattr(each, "user_properties", ()) for each in passed)
    if count:
        terminalreporter.write_line(f"scoring: {count} unconfirmed test{'s' if count > 1 else ''}")


class PolicyFile(pytest.File):
    """A file of tests."""

    suite: Suite

    def collect(self) -> Iterator[PolicyItem]:
        """Yield its tests.

        Raises:
            CollectError: with all that is wrong with the file, or with the ruleset.
        """
        from scoring.diagnostic import ScoringError, clean  # noqa: PLC0415  # only where there is such a file
        from scoring.testing.running import open_suite  # noqa: PLC0415  # likewise

        try:
            self.suite = open_suite(_shown(self.path))
        except ScoringError as error:
            raise self.CollectError(error.text(self.lang)) from None
        names = _Names()
        for test in self.suite.file.tests:
            yield PolicyTest.from_parent(self, name=names.of(clean(test.name, _LONGEST)), test=test)
        for each in self.suite.file.snapshots:
            name = names.of(clean(f"snapshot {each.expect}", _LONGEST))
            yield PolicySnapshot.from_parent(self, name=name, snapshot=each)

    @cached_property
    def lang(self) -> str:
        """The language of its ruleset; where that cannot be had, the one in which it is written, comments left out."""
        if hasattr(self, "suite"):
            return self.suite.lang
        try:
            return "zh" if re.search(_CHINESE, self.path.read_text("utf-8", "ignore")) else "en"
        except OSError:
            return "en"

    @cached_property
    def readings(self) -> Readings:
        """What tells of other readings of a rule; at a first failure all tests of the file are run for it."""
        from scoring.testing.readings import readings_of  # noqa: PLC0415  # only for failures
        from scoring.testing.running import run  # noqa: PLC0415  # likewise

        return readings_of(list(run(self.suite, today=self.today)), self.lang)

    @cached_property
    def today(self) -> dt.date:
        """The day by which faults that are known expire: the one where the person is who reads it."""
        return dt.date.today()  # noqa: DTZ011


class PolicyItem(pytest.Item):
    """Something that is tested of a policy; ``at`` is where it is written."""

    at: Span
    file: PolicyFile

    def __init__(self, name: str, parent: PolicyFile) -> None:
        """Take its name; as text, so that pytest 9.2 reads ``NAME[…]`` as it reads it again for ``--lf``."""
        super().__init__(name, parent, nodeid=f"{parent.nodeid}::{name}")
        self.file = parent

    def reportinfo(self) -> tuple[os.PathLike[str], int, str]:
        """Return where it is written: file, line counted from zero, name."""
        return self.path, self.at.line - 1, self.name

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """Return what is shown of a failure: our words in place of a traceback."""
        if isinstance(excinfo.value, pytest.xfail.Exception):
            return str(excinfo.value)
        if not isinstance(excinfo.value, Failure):
            return super().repr_failure(excinfo, style)
        # What pytest-xdist hands over whole; all else it makes a plain text, without a line for the summary.
        from _pytest._code.code import ReprExceptionInfo, ReprFileLocation, ReprTracebackNative  # noqa: PLC0415

        text, message = excinfo.value.args
        return ReprExceptionInfo(
            ReprTracebackNative([f"{text}\n"]), ReprFileLocation(str(self.path), self.at.line, message)
        )


class PolicyTest(PolicyItem):
    """One test of a policy."""

    def __init__(self, name: str, parent: PolicyFile, *, test: Test) -> None:
        """Take what it is a test of."""
        super().__init__(name, parent)
        self.policy_test, self.at = test, test.at
        if not test.confirmed:
            self.user_properties.append(_UNCONFIRMED)

    def runtest(self) -> None:
        """Run the test.

        Raises:
            Failure: it is not as expected, or is said to fail and does not.
        """
        from scoring.testing.model import Status  # noqa: PLC0415  # loaded with the file
        from scoring.testing.running import verdict_of  # noqa: PLC0415  # likewise

        test, suite = self.policy_test, self.file.suite
        verdict = verdict_of(test, suite.ruleset_of(test), self.file.today)
        if verdict.status is Status.PASSED:
            return
        if verdict.status is Status.KNOWN and test.known is not None:
            pytest.xfail(f"{test.known.because} (until {test.known.until})")  # does nothing with --runxfail
        from scoring.testing.failure import failure_text  # noqa: PLC0415  # only for failures

        text = failure_text(verdict, self.file.lang, self.file.readings)
        first, *rest = text.split("\n")
        raise Failure(text, rest[0].strip() if rest and verdict.status is Status.FAILED else first)


class PolicySnapshot(PolicyItem):
    """Results of many cases, against those that are kept."""

    def __init__(self, name: str, parent: PolicyFile, *, snapshot: Snapshot) -> None:
        """Take where cases and results are."""
        super().__init__(name, parent)
        self.snapshot, self.at = snapshot, snapshot.at

    def runtest(self) -> None:
        """Compare the results of now with those that are kept.

        Raises:
            Failure: they differ.
        """
        from scoring.testing.snapshot_text import snapshot_text  # noqa: PLC0415  # only where there are snapshots
        from scoring.testing.snapshots import snapshot_verdict  # noqa: PLC0415  # likewise

        suite = self.file.suite
        there = replace(suite, file=replace(suite.file, path=str(self.path)))  # wherever a test has gone meanwhile
        verdict = snapshot_verdict(there, self.snapshot)
        if not verdict.status.is_fine:
            text = snapshot_text(verdict, self.file.lang)
            raise Failure(text, text.partition("\n")[0])


class Failure(Exception):  # noqa: N818  # it is what pytest calls so
    """Something is not as it should be: what is told of it, and the same in a line."""


class _Names:
    """Makes names unique, and such as can be asked for (``pytest PATH::NAME``)."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.counts: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return a name of its own; ``PATH::NAME`` also means all of ``NAME[…]``, the rows of a table."""
        name = own = name.replace("::", ":").replace(" [", "[", 1)
        while own in self.taken:
            count = self.counts[name] = self.counts.get(name, 1) + 1
            own = f"{name} ({count})"
        self.taken.add(own)
        return own


def _shown(path: Path) -> str:
    """Return a path as a person would write it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
