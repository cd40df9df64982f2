"""A case: the figures, findings and marks of one evaluated unit, with the place each of them came from.

Addresses stand here as they were written; what they mean, only a ruleset can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring.diagnostic import CaseError, Diagnostic
from scoring.reading import shown_value
from scoring.source import NOWHERE, CellSpan, Span, cell_name

if TYPE_CHECKING:
    import datetime as dt

_SHOWN = 200  # characters of what a person says that are told beside a place
_DEEPEST = 32  # levels of local figures; a mapping that holds itself has no end


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from.

    Attributes:
        at: place of the value itself.
        key: place of the address it was given under; of a CSV file, the heading.
        row: number of the row in a CSV file or a sheet, the headings of CSV being row 1; 0 elsewhere.
        column: heading of the column in a CSV file or a sheet; "" elsewhere.
        layer: how many files with ``extends`` stood below this one; the value of a higher layer replaces that
            of a lower one, even where they write the address in different ways.
        evidence: what a person says it rests on, such as a voucher; "" where nothing is said.
    """

    at: Span = NOWHERE
    key: Span = NOWHERE
    row: int = 0
    column: str = ""
    layer: int = 0
    evidence: str = ""

    def text(self, lang: str = "en") -> str:
        """Return how a person is told: "cases.yaml:14", "cases.xlsx#2024!B7; ledger p. 3"; "" for Python."""
        place, evidence = self._place(lang), " ".join(self.evidence.split())
        if not place or not evidence:
            return place
        evidence = evidence if len(evidence) <= _SHOWN else f"{evidence[: _SHOWN - 1]}…"
        return f"{place}{'；' if lang == 'zh' else '; '}{evidence}"

    def _place(self, lang: str) -> str:
        """Return where it stood."""
        if not self.at.line:
            return ""
        name = PurePath(self.at.source.name).name
        if isinstance(self.at, CellSpan):
            return f"{name}!{cell_name(self.at.line, self.at.column)}"
        if self.row:
            return (
                f"{name} 第{self.row}行{self.column}列"
                if lang == "zh"
                else f"{name} row {self.row}, column {self.column}"
            )
        return f"{name}:{self.at.line}"

    def __str__(self) -> str:
        """Return how a person is told, in English."""
        return self.text()


PYTHON = Origin()
"""Origin of what was handed over in Python."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a figure and where it came from.

    Attributes:
        value: int, Decimal, Fraction, text, truth value, or None for a figure that is not given; of a list a tuple of
            `Given` or `Record`. What stood in a file is its text as written, except plain true, false and null.
        origin: where it came from; takes no part in equality.
        written: whether it stood in a file, where a percentage carries its ``%``.
    """

    value: object
    origin: Origin = field(default=PYTHON, compare=False, repr=False)
    written: bool = False


class Record(Mapping[str, object]):
    """One record of a list: field → value, plain or `Given`; ``name`` names it. It cannot be changed.

    Attributes:
        origin: the row of the table that it is, where it is one.
    """

    __slots__ = ("_fields", "origin")

    def __init__(self, fields: Mapping[str, object], depth: int = 1, origin: Origin = PYTHON) -> None:
        """Take an own copy, in which lists cannot be changed either; ``depth``: levels from the top of the case."""
        self._fields = {_key(key): kept(value, depth) for key, value in fields.items()}
        self.origin = origin

    def __getitem__(self, key: str) -> object:
        """Return the value of a field."""
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the fields."""
        return iter(self._fields)

    def __len__(self) -> int:
        """Return how many fields it has."""
        return len(self._fields)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the fields."""
        return Record, (self._fields, 1, self.origin)

    def __repr__(self) -> str:
        """Return the fields."""
        return f"Record({self._fields!r})"


def kept(value: object, depth: int = 1) -> object:
    """Return a value that cannot be changed: a list as a tuple, the records in it as `Record`."""
    if depth > _DEEPEST:
        raise CaseError([Diagnostic("case-deep", NOWHERE, {"address": "[…]"})])
    if isinstance(value, list | tuple):
        return tuple(
            Record(each, depth + 1)
            if isinstance(each, Mapping) and not isinstance(each, Record)
            else kept(each, depth + 1)
            for each in value
        )
    return value


def _key(key: object) -> str:
    """Return what a caller's key is called; Python refuses to write some of them."""
    return str(key) if isinstance(key, str) else shown_value(key)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact found on site, held against one or more nodes.

    Attributes:
        against: addresses; one text is one address.
        count: how often it was found, a whole number from 1 on (or its text).
        amount: the amount in question, in the unit that the rules speak of; None if there is none.
        note: what was found.
        source: where the finding is recorded.
        origin: where the finding was written; takes no part in equality.
        places: place of each address, empty for a finding made in Python.
    """

    against: tuple[str, ...]
    count: object = 1
    amount: object = None
    note: str = ""
    source: str = ""
    origin: Origin = field(default=PYTHON, compare=False, repr=False)
    places: tuple[Span, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the addresses as a tuple."""
        against = (self.against,) if isinstance(self.against, str) else tuple(map(str, self.against))
        object.__setattr__(self, "against", against)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person sets inside a judged range: ``score`` or ``deduct``. With neither there is no mark.

    Attributes:
        score: points the node keeps; a text with ``%`` is a share of its points.
        deduct: points taken off, or a share likewise.
        because: the reason.
        by: who marked.
        origin: where the mark was written; takes no part in equality.
    """

    score: object = None
    deduct: object = None
    because: str = ""
    by: str = ""
    origin: Origin = field(default=PYTHON, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetScore:
    """A score that a person puts in place of the computed one; None leaves the computed one.

    Attributes:
        score: points of the node; a text with ``%`` is a share of its points.
        because: the reason.
        by: who set it.
        origin: where it was written; takes no part in equality.
    """

    score: object = None
    because: str = ""
    by: str = ""
    origin: Origin = field(default=PYTHON, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MadeFor:
    """The ruleset that a template was made for, in which a case was filled in.

    Attributes:
        ruleset: its id.
        version: its version.
        sha256: of its texts.
        at: the template.
    """

    ruleset: str
    version: str
    sha256: str
    at: Span = NOWHERE


@dataclass(frozen=True)
class Case:
    """One evaluated unit. It cannot be changed; ``dataclasses.replace`` makes another one.

    Attributes:
        id: what it is called in files and on the command line.
        name: what it is called in reports; "" = as its id.
        date: the day that figures by date are read for.
        by: who evaluated.
        figures: address → value, plain or `Given`. Local figures may be nested on the way in
            (``{"trained": {"actual": 1506}}``) and are kept under their joined address (``trained.actual``); a list
            is a list of values, or of mappings for records.
        findings: what was found.
        marks: address → `Mark`; a bare number is its score.
        set: address → `SetScore`; a bare number is its score.
        not_applicable: address → the reason, as text or `Given`.
        at: where the case was written; takes no part in equality.
        made_for: of a case filled in on a template, the ruleset that this was made for; takes no part in equality.
    """

    id: str = ""
    name: str = ""
    date: dt.date | None = None
    by: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    set: Mapping[str, SetScore] = field(default_factory=dict)
    not_applicable: Mapping[str, object] = field(default_factory=dict)
    at: Span = field(default=NOWHERE, compare=False, repr=False)
    made_for: MadeFor | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Take own copies, so that what the caller changes later changes no case."""
        for given in (self.figures, self.marks, self.set, self.not_applicable):
            if not isinstance(given, Mapping):
                raise CaseError([Diagnostic("case-mapping", NOWHERE, {"found": type(given).__name__})])
        findings = (self.findings,) if isinstance(self.findings, Finding) else tuple(self.findings)
        for each in findings:
            if not isinstance(each, Finding):
                raise CaseError([Diagnostic("case-findings", NOWHERE, {"found": type(each).__name__})])
        marks = {_key(key): each if isinstance(each, Mark) else Mark(each) for key, each in self.marks.items()}
        scores = {_key(key): each if isinstance(each, SetScore) else SetScore(each) for key, each in self.set.items()}
        not_applicable = {_key(key): each for key, each in self.not_applicable.items()}
        for name, value in (("figures", _flat(self.figures)), ("marks", marks), ("set", scores)):
            object.__setattr__(self, name, MappingProxyType(value))
        object.__setattr__(self, "not_applicable", MappingProxyType(not_applicable))
        object.__setattr__(self, "findings", findings)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with plain dicts: a read-only view of one cannot be pickled."""
        values = (getattr(self, each.name) for each in fields(self))
        return Case, tuple(dict(value) if isinstance(value, MappingProxyType) else value for value in values)


def _flat(figures: Mapping[str, object]) -> dict[str, object]:
    """Return the figures with the addresses of local ones joined by dots."""
    flat: dict[str, object] = {}
    waiting: list[Iterable[tuple[str, object, int]]] = [((_key(key), value, 1) for key, value in figures.items())]
    while waiting:
        for address, value, depth in waiting.pop():
            if not isinstance(value, Mapping):
                if address in flat:
                    raise CaseError([Diagnostic("case-twice", NOWHERE, {"address": address})])
                flat[address] = kept(value)
            elif depth > _DEEPEST:
                raise CaseError([Diagnostic("case-deep", NOWHERE, {"address": address[:80]})])
            else:
                waiting.append(_below(address, value, depth + 1))
    return flat


def _below(address: str, figures: Mapping[str, object], depth: int) -> list[tuple[str, object, int]]:
    return [(f"{address}.{_key(key)}", value, depth) for key, value in figures.items()]
