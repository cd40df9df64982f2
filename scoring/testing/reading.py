"""A file of tests → `TestFile`. All that is wrong with it is told at once; the ruleset is not looked at here."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.case_rows import read_day
from scoring.diagnostic import Problems, ScoringError
from scoring.document import load_source, read_yaml
from scoring.testing.expects import Expects
from scoring.testing.fields import Fields
from scoring.testing.model import Known, Snapshot, Test, TestFile, Texts
from scoring.testing.starting import SAYS, Starting
from scoring.testing.tables import VARY, Tables
from scoring.tree import FAULTS, Field, Item, Stop, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.case import Case
    from scoring.diagnostic import Diagnostic, Severity
    from scoring.source import Source, Span
    from scoring.testing.model import Expectation

SUFFIX = ".test.yaml"

FILE = ("ruleset", "method", "base", "run_of_one", "tests", "snapshots")
"""Keys of a file of tests."""

ABOUT = ("name", "cite", "known_issue", "reviewed_by", "unconfirmed", "method", "with")
"""Keys of every test."""

_START = ("case", "from", "base")
_ALONE = "run_of_one"
TEST = (*ABOUT, *SAYS, *_START, _ALONE, *VARY, "cases", "expect", "expect_portfolio")
"""Keys of a test."""

KNOWN = ("because", "until", "gives")
"""Keys of a fault that is known."""

SNAPSHOT = ("cases", "expect", "method")
"""Keys of a snapshot."""

_RULESET = ("indicators", "figures", "points", "extends", "total", "title")


class TestFileError(ScoringError):
    """A file of tests has problems; every one of them is listed."""

    __test__ = False


class Limited(Problems):
    """Collects problems up to `FAULTS` errors; nobody reads more of them."""

    def _note(self, code: str, at: Span, severity: Severity, facts: dict[str, object]) -> None:
        super()._note(code, at, severity, facts)
        self._stop()

    def take(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Note problems that others have found."""
        super().take(diagnostics)
        self._stop()

    def _stop(self) -> None:
        """End the reading where there are enough.

        Raises:
            Stop: there are.
        """
        if self.errors >= FAULTS:
            raise Stop


def load_tests(path: str, source: Source | None = None) -> TestFile:
    """Return the tests of a file.

    Args:
        path: of the file.
        source: what it says, or is to say; read from the file unless given.

    Raises:
        TestFileError: with every problem of the file, and of the files of cases that it names.
    """
    problems = Problems()
    source = source or load_source(path, problems)
    table = None if source is None else read_yaml(source, problems)
    problems.raise_as(TestFileError)
    assert table is not None  # noqa: S101  # without a problem there is a table
    limited = Limited()
    found = TestFile(path, "", ())
    with suppress(Stop):
        found = _Reader(path, table, limited).file()
    limited.raise_as(TestFileError)
    return found


def is_test_file(path: Path) -> bool:
    """Whether a file is one of tests: by its name, and a ``ruleset:`` at the start of a line."""
    if not path.name.endswith(SUFFIX):
        return False
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            return any(line.startswith("ruleset:") for line in file)
    except OSError:
        return True  # to be told that it cannot be read


class _Reader(Fields):
    def __init__(self, path: str, table: Table, problems: Problems) -> None:
        super().__init__(path, problems)
        self.table = table
        self.expects = Expects(problems)
        self.starting = Starting(path, problems, table.fields.get("base"))
        self.tables = Tables(path, problems)

    def file(self) -> TestFile:
        own = self.table.fields
        if not own.keys() & {"tests", "snapshots"} and any(key in own for key in _RULESET):
            self.problems.error("test-is-ruleset", self.table.at)
            return TestFile(self.path, "", ())
        fields = self.keys(self.table, FILE)
        ruleset = self.text(fields, "ruleset")
        if not ruleset:
            self.problems.error("test-no-ruleset", self.table.at)
        else:
            self.file_there(fields["ruleset"].value)
        if "tests" not in fields and "snapshots" not in fields:
            self.problems.error("test-none", self.table.at)
        tests = tuple(each for item in self.list(fields, "tests") for each in self.tests(item))
        snapshots = tuple(found for item in self.list(fields, "snapshots") if (found := self.snapshot(item)))
        base = self.starting.base if "base" in fields else None
        return TestFile(self.path, str(Path(self.path).parent / ruleset), tests, snapshots, self.table.at, base)

    def method(self, fields: Mapping[str, Field]) -> tuple[str | None, Span | None]:
        """Return the method by which something is scored, and where it is named."""
        there = fields if "method" in fields else self.table.fields
        name = self.text(there, "method") or None
        return name, None if name is None else there["method"].value.at

    # Tests

    def tests(self, item: Item) -> Iterator[Test]:
        """Yield the tests that one item of ``tests`` makes: one, or one for each row of its table."""
        if not isinstance(item, Table):
            self.problems.error("test-table", item.at)
            return
        fields = self.keys(item, TEST)
        method, method_at = self.method(fields)
        test = Test(
            self.text(fields, "name") or self.text(fields, "cite") or f"line {item.at.line}",
            item.at, (), {}, cite=self.text(fields, "cite"), method=method,
            changes=self.changes(fields), known=self.known(fields), reviewed_by=self.text(fields, "reviewed_by"),
            confirmed=not self.flag(fields, "unconfirmed"), method_at=method_at,
        )  # fmt: skip
        if not test.confirmed and test.reviewed_by:
            self.problems.error("test-confirmed-twice", fields["unconfirmed"].key.at)
        if "cases" in fields:
            yield self.run(test, fields)
            return
        alone = self.flag(self.table.fields, _ALONE)
        test = replace(test, run_of_one=self.flag(fields, _ALONE, otherwise=alone))
        if any(key in fields for key in VARY):
            yield from self.rows(test, fields)
        else:
            expects = self.expects.of(fields["expect"].value) if "expect" in fields else ()
            if not expects and "expect" not in fields:
                self.problems.error("test-expects-nothing", item.at, name=test.name)
            self.idle(fields, ("expect_portfolio",), "case")
            yield replace(test, cases=(self.starting.case(fields, item),), expects={"": expects})

    def run(self, test: Test, fields: Mapping[str, Field]) -> Test:
        """Return a test of several cases together."""
        self.idle(fields, (*SAYS, _ALONE, *VARY), "cases")
        cases = self.starting.run(fields)
        by_case = self.by_case(self.table_of(fields, "expect"), cases)
        portfolio = self.expects.of_portfolio(fields["expect_portfolio"]) if "expect_portfolio" in fields else ()
        if "expect" not in fields and "expect_portfolio" not in fields:
            self.problems.error("test-expects-nothing", test.at, name=test.name)
        for name in test.known.gives if test.known else ():
            self.no_case(name, test.known.at if test.known else test.at, cases)
        for each in portfolio:
            if each.aspect in ("weight", "contribution"):
                self.no_case(each.address, each.key_at, cases)
            elif each.aspect == "left_out" and isinstance(each.wanted, Texts):
                for name, at in zip(*each.wanted, strict=True):
                    self.no_case(name, at, cases)
        return replace(test, cases=tuple(cases.values()), is_run=True, expects=by_case, portfolio=portfolio)

    def by_case(self, table: Mapping[str, Field], cases: Mapping[str, Case]) -> dict[str, tuple[Expectation, ...]]:
        """Return what is expected of each case."""
        found: dict[str, tuple[Expectation, ...]] = {}
        for key, each in table.items():
            self.no_case(key, each.key.at, cases)
            found[key] = self.expects.of(each.value)
        return found

    def no_case(self, name: str, at: Span, cases: Mapping[str, Case]) -> None:
        """Note a case that is not there; where no case is, that is noted already."""
        if cases and name not in cases:
            self.problems.error("test-no-case", at, name=name, near=self.problems.near(name, cases))

    def rows(self, test: Test, fields: Mapping[str, Field]) -> Iterator[Test]:
        """Yield a test for each row of a table: what varies, and what is expected of some addresses."""
        self.idle(fields, ("expect", "expect_portfolio"), "expect_of")
        missing = [key for key in VARY if key not in fields]
        if missing:
            self.problems.error("test-vary-needs", test.at, keys=", ".join(missing))
            return
        names = self.tables.varied(fields["vary"].value)
        aims = self.tables.columns(fields["expect_of"].value)
        if not names or not aims:
            return
        base = self.starting.case(fields, fields["rows"].value)
        for row in self.tables.rows(fields["rows"].value, len(names), len(aims)):
            expects = tuple(
                each for aim, item in zip(aims, row.wanted, strict=True) for each in self.expects.one(aim, item)
            )
            name = f"{test.name} [{self.text(row.fields, 'name') or row.shown}]"
            yield replace(
                test, name=name, at=row.at.at, cases=(self.tables.case(base, names, row, name),),
                expects={"": expects}, cite=self.text(row.fields, "cite") or test.cite,
                known=self.known(row.fields) or test.known,
            )  # fmt: skip

    # Smaller parts

    def changes(self, fields: Mapping[str, Field]) -> Table | None:
        """Return what a test changes in the ruleset."""
        if "with" not in fields:
            return None
        value = fields["with"].value
        if isinstance(value, Table):
            return value
        self.problems.error("table-expected", value.at, key="with")
        return None

    def known(self, fields: Mapping[str, Field]) -> Known | None:
        """Return the fault that is known."""
        if "known_issue" not in fields:
            return None
        item = fields["known_issue"].value
        own = self.keys(item, KNOWN) if isinstance(item, Table) else {}
        because, until = self.text(own, "because"), self.text(own, "until")
        day = read_day(until)
        if until and day is None:
            self.problems.error("case-date", own["until"].value.at, text=until)
        elif not because or day is None:
            self.problems.error("test-known-issue", item.at)
        if not because or day is None:
            return None
        gives: dict[str, tuple[Expectation, ...]] = {}
        if "gives" in own and "cases" in fields:
            gives = {key: self.expects.of(each.value) for key, each in self.table_of(own, "gives").items()}
        elif "gives" in own:
            gives = {"": self.expects.of(own["gives"].value)}
        return Known(because, day, item.at, gives)

    def snapshot(self, item: Item) -> Snapshot | None:
        """Return where results of many cases are kept."""
        fields = self.keys(item, SNAPSHOT) if isinstance(item, Table) else {}
        cases, expect = self.text(fields, "cases"), self.text(fields, "expect")
        if not (cases and expect) or not (self.is_inside(cases) and self.is_inside(expect)):
            self.problems.error("test-snapshot", item.at)
            return None
        self.file_there(fields["cases"].value)
        return Snapshot(cases, expect, self.method(fields)[0], item.at)
