"""A file of tests → `TestFile`. All that is wrong with it is told at once; the ruleset is not looked at here."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from scoring.case import Case, Given, Origin
from scoring.case_rows import read_day
from scoring.cases import CASE_KEYS, CaseReader, extended, load_cases
from scoring.diagnostic import CaseError, Problems, ScoringError
from scoring.document import load_source, read_yaml
from scoring.testing.expects import Expects
from scoring.testing.model import Expectation, Known, Snapshot, Test, TestFile
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SUFFIX = ".test.yaml"

_FILE = ("ruleset", "method", "base", "tests", "snapshots")
_SAYS = tuple(key for key in CASE_KEYS if key != "name")
_ONE = (*_SAYS, "case", "from", "base")
_ABOUT = ("name", "cite", "known_issue", "reviewed_by", "unconfirmed", "method", "with")
_VARY = ("vary", "expect_of", "rows")
_TEST = (*_ABOUT, *_ONE, *_VARY, "cases", "expect", "expect_portfolio")
_BASE = ("case", "from", *_SAYS)
_KNOWN = ("because", "until")
_SNAPSHOT = ("cases", "expect", "method")
_LAYER = 99
"""The layer of what a test says: above that of any file of cases."""

_EMPTY = Case()


class TestFileError(ScoringError):
    """A file of tests has problems; every one of them is listed."""

    __test__ = False


def load_tests(path: str) -> TestFile:
    """Return the tests of a file.

    Raises:
        TestFileError: with every problem of the file, and of the files of cases that it names.
    """
    problems = Problems()
    source = load_source(path, problems)
    table = None if source is None else read_yaml(source, problems)
    problems.raise_as(TestFileError)
    assert table is not None  # noqa: S101  # without a problem there is a table
    found = _Reader(path, table, problems).file()
    problems.raise_as(TestFileError)
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


class _Reader:
    def __init__(self, path: str, table: Table, problems: Problems) -> None:
        self.path, self.table, self.problems = path, table, problems
        self.files: dict[str, dict[str, Case]] = {}
        self.expects = Expects(problems)
        self.cases = CaseReader(problems, _LAYER)

    def file(self) -> TestFile:
        fields = self.keys(self.table, _FILE)
        ruleset = self.text(fields, "ruleset")
        if not ruleset:
            self.problems.error("test-no-ruleset", self.table.at)
        elif not self.is_inside(ruleset):
            self.problems.error("test-path", fields["ruleset"].value.at, path=ruleset)
        if "tests" not in fields and "snapshots" not in fields:
            self.problems.error("test-none", self.table.at)
        tests = tuple(each for item in self.list(fields, "tests") for each in self.tests(item))
        snapshots = tuple(found for item in self.list(fields, "snapshots") if (found := self.snapshot(item)))
        base = self.base if "base" in fields else None
        return TestFile(self.path, str(Path(self.path).parent / ruleset), tests, snapshots, self.table.at, base)

    # Tests

    def tests(self, item: Item) -> Iterator[Test]:
        """Yield the tests that one item of ``tests`` makes: one, or one for each row of its table."""
        if not isinstance(item, Table):
            self.problems.error("test-table", item.at)
            return
        fields = self.keys(item, _TEST)
        test = Test(
            self.text(fields, "name") or self.text(fields, "cite") or f"line {item.at.line}",
            item.at, (), {}, cite=self.text(fields, "cite"), method=self.text(fields, "method") or self.method,
            changes=self.changes(fields), known=self.known(fields), reviewed_by=self.text(fields, "reviewed_by"),
            confirmed=not self.flag(fields, "unconfirmed"),
        )  # fmt: skip
        if not test.confirmed and test.reviewed_by:
            self.problems.error("test-confirmed-twice", fields["unconfirmed"].key.at)
        if "cases" in fields:
            yield self.run(test, fields)
        elif any(key in fields for key in _VARY):
            yield from self.rows(test, fields)
        else:
            expects = self.expects.of(fields["expect"].value) if "expect" in fields else ()
            if not expects and "expect" not in fields:
                self.problems.error("test-expects-nothing", item.at, name=test.name)
            self.idle(fields, ("expect_portfolio",), "cases")
            yield replace(test, cases=(self.case(fields, item),), expects={"": expects})

    def run(self, test: Test, fields: Mapping[str, Field]) -> Test:
        """Return a test of all cases of a file."""
        self.idle(fields, (*_ONE, *_VARY), "case")
        cases = tuple(self.cases_of(fields["cases"].value).values())
        by_case: dict[str, tuple[Expectation, ...]] = {}
        known = {each.id for each in cases}
        for key, each in self.table_of(fields, "expect").items():
            if key not in known:
                self.problems.error("test-no-case", each.key.at, name=key, near=self.problems.near(key, known))
            by_case[key] = self.expects.of(each.value)
        portfolio = self.expects.of_portfolio(fields["expect_portfolio"]) if "expect_portfolio" in fields else ()
        if "expect" not in fields and "expect_portfolio" not in fields:
            self.problems.error("test-expects-nothing", test.at, name=test.name)
        return replace(test, cases=cases, is_run=True, expects=by_case, portfolio=portfolio)

    def rows(self, test: Test, fields: Mapping[str, Field]) -> Iterator[Test]:
        """Yield a test for each row of a table: what varies, and what is expected of one address."""
        self.idle(fields, ("expect", "expect_portfolio"), "expect_of")
        missing = [key for key in _VARY if key not in fields]
        if missing:
            self.problems.error("test-vary-needs", test.at, keys=", ".join(missing))
            return
        names = [each.text for each in _scalars(fields["vary"].value)]
        aims = _scalars(fields["expect_of"].value)
        base = self.case(fields, fields["rows"].value)
        for values, wanted, at in self.rows_of(fields["rows"].value, len(names), len(aims)):
            figures = {
                name: Given(_raw(value), Origin(value.at, value.at, layer=_LAYER), written=True)
                for name, value in zip(names, values, strict=True)
            }
            expects = tuple(
                each for aim, item in zip(aims, wanted, strict=True) for each in self.expects.one(aim.text, item)
            )
            shown = ", ".join(each.text for each in values)
            case = replace(base, figures={**base.figures, **figures})
            yield replace(test, name=f"{test.name} [{shown}]", at=at.at, cases=(case,), expects={"": expects})

    def rows_of(self, rows: Item, names: int, aims: int) -> Iterator[tuple[list[Scalar], list[Item], Scalar]]:
        """Yield the values and the expectations of each row, and where it begins."""
        if isinstance(rows, Table) and names == aims == 1:
            for key, value in rows.fields.values():
                yield [key], [value], key
            return
        if not isinstance(rows, Listing):
            self.problems.error("test-rows", rows.at, count=names + aims)
            return
        for row in rows.items:
            cells = row.items if isinstance(row, Listing) else ()
            values = [each for each in cells[:names] if isinstance(each, Scalar)]
            if len(cells) != names + aims or len(values) < names:
                self.problems.error("test-rows", row.at, count=names + aims)
            else:
                yield values, list(cells[names:]), values[0]

    # Cases

    @cached_property
    def base(self) -> Case:
        """What every test of the file starts from."""
        field = self.table.fields.get("base")
        return _EMPTY if field is None else self.starting(field)

    @cached_property
    def method(self) -> str | None:
        """The method by which tests score that name none."""
        return self.text(self.table.fields, "method") or None

    def starting(self, field: Field) -> Case:
        """Return the case of a ``base``: one of a file, or what it says itself, or both."""
        if isinstance(field.value, Scalar) and field.value.text == "none":
            return _EMPTY
        fields = self.keys(field.value, _BASE) if isinstance(field.value, Table) else {}
        if not fields:
            self.problems.error("test-base", field.value.at)
        return self.said(fields, field.value, self.named(fields, _EMPTY))

    def case(self, fields: Mapping[str, Field], item: Item) -> Case:
        """Return the case of a test: the base, with what the test says."""
        base = self.starting(fields["base"]) if "base" in fields else self.base
        return self.said(fields, item, self.named(fields, base))

    def named(self, fields: Mapping[str, Field], base: Case) -> Case:
        """Return the case of a file that is named."""
        if "case" not in fields and "from" not in fields:
            return base
        if "case" not in fields or "from" not in fields:
            there = fields.get("case") or fields["from"]
            self.problems.error("test-case-from", there.key.at)
            return base
        cases, name = self.cases_of(fields["from"].value), self.text(fields, "case")
        if name not in cases and cases:
            near = self.problems.near(name, cases)
            self.problems.error("test-no-case", fields["case"].value.at, name=name, near=near)
        return cases.get(name, base)

    def said(self, fields: Mapping[str, Field], item: Item, base: Case) -> Case:
        """Return a case with what a table says besides."""
        own = {key: fields[key] for key in _SAYS if key in fields}
        if not own:
            return base
        found = self.cases.case(Field(Scalar(base.id, base.id, item.at), Table(own, item.at)))
        return extended(base, found)

    def cases_of(self, item: Item) -> dict[str, Case]:
        """Return the cases of a file by id, read once; what is wrong with them is noted."""
        name = item.text if isinstance(item, Scalar) else ""
        if not self.is_inside(name):
            self.problems.error("test-path", item.at, path=name)
            return {}
        if name not in self.files:
            try:
                self.files[name] = {each.id: each for each in load_cases(str(Path(self.path).parent / name))}
            except CaseError as error:
                self.files[name] = {}
                self.problems.take(error.diagnostics)
        return self.files[name]

    def is_inside(self, name: str) -> bool:
        """Whether a name is one of a file from the folder of the tests: relative, with slashes."""
        rooted = PureWindowsPath(name).anchor or PurePosixPath(name).anchor
        return bool(name) and not rooted and "\\" not in name and "\0" not in name

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
        own = self.keys(item, _KNOWN) if isinstance(item, Table) else {}
        because, until = self.text(own, "because"), read_day(self.text(own, "until"))
        if not because or until is None:
            self.problems.error("test-known-issue", item.at)
            return None
        return Known(because, until, item.at)

    def snapshot(self, item: Item) -> Snapshot | None:
        """Return where results of many cases are kept."""
        fields = self.keys(item, _SNAPSHOT) if isinstance(item, Table) else {}
        cases, expect = self.text(fields, "cases"), self.text(fields, "expect")
        if not (cases and expect) or not (self.is_inside(cases) and self.is_inside(expect)):
            self.problems.error("test-snapshot", item.at)
            return None
        return Snapshot(cases, expect, self.text(fields, "method") or self.method, item.at)

    def idle(self, fields: Mapping[str, Field], keys: Sequence[str], beside: str) -> None:
        """Note keys that do nothing in this kind of test."""
        for key in keys:
            if key in fields:
                self.problems.error("test-key-idle", fields[key].key.at, key=key, other=beside)

    def keys(self, table: Item, known: Sequence[str]) -> dict[str, Field]:
        """Return the fields that may stand in a table; the others are noted."""
        fields = table.fields if isinstance(table, Table) else {}
        for key, field in fields.items():
            if key not in known:
                near = self.problems.near(key, known)
                self.problems.error("test-unknown-key", field.key.at, key=key, known=", ".join(known), near=near)
        return {key: field for key, field in fields.items() if key in known}

    def list(self, fields: Mapping[str, Field], key: str) -> tuple[Item, ...]:
        """Return the items of a list, one item being a list of one."""
        if key not in fields:
            return ()
        value = fields[key].value
        if isinstance(value, Scalar):
            self.problems.error("test-list", value.at, key=key)
            return ()
        return value.items if isinstance(value, Listing) else (value,)

    def table_of(self, fields: Mapping[str, Field], key: str) -> Mapping[str, Field]:
        """Return the fields of a table, none if it is not there."""
        if key not in fields:
            return {}
        value = fields[key].value
        if not isinstance(value, Table):
            self.problems.error("table-expected", value.at, key=key)
            return {}
        return value.fields

    def text(self, fields: Mapping[str, Field], key: str) -> str:
        """Return a text, "" if there is none."""
        value = fields[key].value if key in fields else None
        if value is None or (isinstance(value, Scalar) and value.value is None):
            return ""
        if not isinstance(value, Scalar):
            self.problems.error("case-text", value.at, key=key)
            return ""
        return value.text.strip()

    def flag(self, fields: Mapping[str, Field], key: str) -> bool:
        """Return a truth value, false if there is none."""
        value = fields[key].value if key in fields else None
        if value is not None and not (isinstance(value, Scalar) and isinstance(value.value, bool)):
            self.problems.error("test-flag", value.at, key=key)
        return isinstance(value, Scalar) and value.value is True


def _scalars(item: Item) -> list[Scalar]:
    items = item.items if isinstance(item, Listing) else (item,)
    return [each for each in items if isinstance(each, Scalar)]


def _raw(value: Scalar) -> object:
    return value.value if value.value is None or isinstance(value.value, bool) else value.text
