"""Tests of a policy as they are written: what a case is, and what is to come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from fractions import Fraction

    from scoring.case import Case
    from scoring.source import Span
    from scoring.tree import Table


class Exact(NamedTuple):
    """A value as it is written: ``text``, and what it is worth as a plain number, truth value or null."""

    text: str
    value: Fraction | bool | str | None


class Between(NamedTuple):
    """Any number from low to high, both included; None: no limit."""

    low: Fraction | None
    high: Fraction | None


class Texts(NamedTuple):
    """Some names, in any order; in a file of tests with the place of each."""

    names: tuple[str, ...]
    places: tuple[Span, ...] = ()


class Reason(NamedTuple):
    """A reason that must be given: at which node, by which code, in which words, costing how much; "" or None: any.

    ``none``: no reason at all may be given.
    """

    at: str
    code: str
    contains: str
    points: Fraction | None
    none: bool = False


Wanted = Exact | Between | Texts | Reason


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that a test expects.

    Attributes:
        address: of a node, figure or further result; ``total``; "" for what is said of the whole case.
        aspect: ``score`` (of a figure its value), ``lost``, ``points``, ``outcome``, ``grade``, ``missing``,
            ``perhaps_missing``, ``range``, ``grades``, ``rank``, ``reason`` or ``error``; of a portfolio also
            ``weight``, ``contribution``, ``left_out``, ``group``, ``group_lost`` or ``group_points``.
        wanted: what is expected.
        at: where it is written.
        key: where its address is, None where it has no place.
    """

    address: str
    aspect: str
    wanted: Wanted
    at: Span
    key: Span | None = field(default=None, compare=False, repr=False)

    @property
    def key_at(self) -> Span:
        """Where its address is written."""
        return self.key or self.at


@dataclass(frozen=True, slots=True)
class Known:
    """A fault that is known: why the test fails, and until which day that is put up with.

    Attributes:
        because: why it fails.
        until: the last day on which it may.
        at: where it is written.
        gives: the wrong values that are known, by id of the case (of a single case under ""); any other one fails.
    """

    because: str
    until: dt.date
    at: Span
    gives: Mapping[str, tuple[Expectation, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Test:
    """One test.

    Attributes:
        name: as written; of a row of a table with the values of the row.
        at: where it is written.
        cite: the clause it is about.
        cases: what is scored; one case, or a run.
        is_run: whether the cases are a run, expected of by their ids.
        method: of the ruleset.
        changes: what it changes in the ruleset, None for nothing.
        expects: what is expected, by id of the case; of a single case under "".
        portfolio: what is expected of all cases together.
        known: a fault that is known.
        reviewed_by: who has confirmed it.
        confirmed: false for a computed expectation that nobody has confirmed.
        run_of_one: whether its one case is a run, so that figures over all cases have a value.
        method_at: where it names its method.
    """

    __test__: ClassVar[bool] = False  # for pytest, which takes its name for a class of tests

    name: str
    at: Span
    cases: tuple[Case, ...]
    expects: Mapping[str, tuple[Expectation, ...]]
    is_run: bool = False
    portfolio: tuple[Expectation, ...] = ()
    cite: str = ""
    method: str | None = None
    changes: Table | None = None
    known: Known | None = None
    reviewed_by: str = ""
    confirmed: bool = True
    run_of_one: bool = False
    method_at: Span | None = field(default=None, compare=False, repr=False)

    @property
    def case(self) -> Case:
        """The one case."""
        return self.cases[0]

    def expected(self, case: Case | None) -> tuple[Expectation, ...]:
        """Return what is expected of one of its cases."""
        return self.expects.get(self.key_of(case), ())

    def key_of(self, case: Case | None) -> str:
        """Return under what its expectations of a case stand."""
        return case.id if self.is_run and case is not None else ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Results of many cases, kept in a file: exact, a row a case."""

    cases: str
    expect: str
    method: str | None
    at: Span


@dataclass(frozen=True, slots=True)
class TestFile:
    """A file of tests.

    Attributes:
        path: of the file.
        ruleset: path of the ruleset.
        tests: in their order; the rows of a table are tests of their own.
        snapshots: results kept in files.
        base: the case that its tests start from, None where it names none.
    """

    __test__: ClassVar[bool] = False

    path: str
    ruleset: str
    tests: tuple[Test, ...]
    snapshots: tuple[Snapshot, ...] = ()
    at: Span | None = field(default=None, compare=False)
    base: Case | None = field(default=None, compare=False, repr=False)


class Status(StrEnum):
    """What became of a test.

    ``known``: it fails, as is known. ``fixed``: it is said to fail and does not. ``expired``: it fails, and the day
    until which that was put up with is past.
    """

    PASSED = "passed"
    FAILED = "failed"
    KNOWN = "known"
    FIXED = "fixed"
    EXPIRED = "expired"

    @property
    def is_fine(self) -> bool:
        """Whether nobody need do anything."""
        return self in {Status.PASSED, Status.KNOWN}
