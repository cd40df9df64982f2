"""Cases made of others: with other values of some inputs, as a file of tests would say them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.case import Case, Finding, Given, Mark, Origin
from scoring.dates import FIRST, LAST, day_text
from scoring.diagnostic import CaseError
from scoring.interpret import GIVEN
from scoring.number import decimal_text
from scoring.testing.values import inputs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.reading import Domain, Read
    from scoring.result import Result
    from scoring.ruleset import Ruleset
    from scoring.testing.values import Inputs

_LAYER = Origin(layer=99)

Change = dict[str, "Read | None"]
"""Inputs that are changed; None: not given."""


class Unwritable(Exception):  # noqa: N818  # no error: an answer
    """A change that a test cannot say."""


@dataclass(frozen=True, slots=True)
class Start:
    """A case to start from.

    Attributes:
        case: the case.
        spec: what a test says to start from it, "" for the base of the file.
        inputs: what it gives.
    """

    case: Case
    spec: str
    inputs: Inputs


class Cases:
    """Makes and scores cases of a ruleset."""

    def __init__(self, ruleset: Ruleset, method: str | None, because: str) -> None:
        """Make cases whose marks have a reason."""
        self.ruleset, self.method, self.because = ruleset, method, because
        self.program = ruleset.program(method)

    def scored(self, case: Case) -> Result | None:
        """Return the result of a case, None where it cannot be scored."""
        try:
            return self.ruleset.score(case, method=self.method)
        except CaseError:
            return None

    def start(self, case: Case, spec: str) -> Start | None:
        """Return a case to start from."""
        result = self.scored(case)
        return None if result is None else Start(case, spec, inputs_of(result))

    def made(self, start: Start, changes: Change) -> Case | None:
        """Return a case with changes, None where they cannot be written down."""
        made = _Making(self, start)
        try:
            for name, value in changes.items():
                made.change(name, value)
        except Unwritable:
            return None
        return made.case()


class _Making:
    """One case being made."""

    def __init__(self, cases: Cases, start: Start) -> None:
        self.program, self.because, self.start = cases.program, cases.because, start
        case = start.case
        self.date = case.date
        self.figures, self.marks, self.absent = dict(case.figures), dict(case.marks), dict(case.not_applicable)
        self.findings = list(case.findings)

    def case(self) -> Case:
        return replace(
            self.start.case, date=self.date, figures=self.figures, marks=self.marks, not_applicable=self.absent,
            findings=tuple(self.findings),
        )  # fmt: skip

    def change(self, name: str, value: Read | None) -> None:
        """Change one input.

        Raises:
            Unwritable: a test cannot say so.
        """
        path, _, own = name.rpartition("/")
        if name == "date" and self.date is not None and self.program.domains["date"].date:
            if not isinstance(value, Fraction) or not FIRST <= value <= LAST:
                raise Unwritable
            self.date = dt.date.fromordinal(int(value))
        elif own == "findings" and path:
            self.found(path, name, value)
        elif own == "mark" and path:
            score = None if value is None else decimal_text(_number(value))
            self.marks[self.as_written(path, self.marks)] = Mark(score, because=self.because, origin=_LAYER)
        elif own == "not_applicable" and path:
            why = self.because if value else None
            self.absent[self.as_written(path, self.absent)] = Given(why, _LAYER, written=True)
        elif own == "count" and path in self.program.lists:
            self.listed(path, value)
        elif name in self.program.figures and name in self.program.domains:
            if self.program.domains[name].date and isinstance(value, Fraction) and not FIRST <= value <= LAST:
                raise Unwritable
            told = text_of(value, self.program.domains[name])
            self.figures[self.as_written(name, self.figures)] = Given(told, _LAYER, written=True)
        else:
            raise Unwritable

    def found(self, path: str, name: str, value: Read | None) -> None:
        """Add findings to those there are: none can be taken away."""
        before = self.start.inputs.get(name)
        count = _number(value) - (before if isinstance(before, Fraction) else 0)
        if count <= 0 or count.denominator != 1:
            raise Unwritable
        self.findings.append(Finding((path,), int(count), None, origin=_LAYER))

    def listed(self, path: str, value: Read | None) -> None:
        """Make a list with so many entries, those there are repeated."""
        address = self.as_written(path, self.figures)
        entries, count = getattr(self.figures.get(address), "value", None), _number(value)
        if not isinstance(entries, tuple) or not entries or count < 0:
            raise Unwritable
        repeated = tuple(entries[place % len(entries)] for place in range(int(count)))
        self.figures[address] = Given(repeated, _LAYER, written=True)

    def as_written(self, path: str, said: Mapping[str, object]) -> str:
        """Return the address by which a case speaks of something already, else its full one."""
        if path in said:
            return path
        addresses = self.program.addresses
        for address in said:
            found = addresses.find(address, first="figure")
            owner, _, own = address.rpartition(".")
            node = addresses.find(owner) if owner else None
            if getattr(found, "path", None) == path or (node and f"{getattr(node, 'path', '')}.{own}" == path):
                return address
        return path


def changed(inputs: Inputs, changes: Change) -> Inputs:
    """Return inputs with changes, and what goes with them."""
    found = dict(inputs)
    for name, value in changes.items():
        if name.endswith("/mark"):
            found.pop(f"{name}.deduct", None)
            found.pop(f"{GIVEN}{name}.deduct", None)
        if value is None:
            found.pop(name, None)
            found.pop(GIVEN + name, None)
            continue
        found[name] = value
        found[GIVEN + name] = True
        if name.endswith("/mark"):
            found[f"{name}.because"] = True
    return found


def _number(value: Read | None) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(0)


def text_of(value: Read | None, domain: Domain) -> str | bool | None:
    """Return a value as a file writes it."""
    if not isinstance(value, Fraction):
        return value
    if domain.date:
        return day_text(value)
    return f"{decimal_text(value * 100)}%" if domain.percent else decimal_text(value)
