"""Rows of cells → cases: one case a row, headings that are addresses, every cell with its row and column.

Where the cells come from, a CSV file or a sheet, only their source knows. An empty cell is a value that is not given.
What a cell says is kept as text; whether it is a number, the figure decides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import folded
from scoring.case import Case, Finding, Given, Mark, Origin, SetScore
from scoring.dates import parse_day
from scoring.reading import of_cell
from scoring.source import Source, Span
from scoring.tree import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.diagnostic import Problems

CELL = 32_767
"""Characters of a cell, at most: as many as a spreadsheet holds."""

_ABOUT_CASE = ("id", "name", "date", "by")
_ABOUT_NODE = ("findings", "amount", "mark", "deduct", "because", "set", "not_applicable")
_RESULTS = ("score", "points", "lost")  # what comes out, and may be mistaken for what goes in
_OTHER_SEPARATORS = ";\t|，；"


class Cell(NamedTuple):
    """The text of a cell without outer blanks, and its offsets in the source."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Column:
    """What a heading says: ``figure``, or a word of `_ABOUT_CASE` or `_ABOUT_NODE`; and for which address."""

    role: str
    address: str
    heading: str
    at: Span


class _Heard(NamedTuple):
    """A cell that says something, with where it came from."""

    text: str
    origin: Origin


def read_day(text: str) -> dt.date | None:
    """Return the day that ``YYYY-MM-DD`` writes, None for any other text."""
    day = parse_day(text)
    return None if day is None else dt.date.fromordinal(day)


def cases_of(
    source: Source,
    rows: Iterator[tuple[int, list[Cell]]],
    problems: Problems,
    figures: Mapping[str, str] = MappingProxyType({}),
) -> list[Case]:
    """Return the cases of numbered rows, the first one being the headings.

    What is wrong is noted, and the rows that are right are still read.

    Args:
        source: where they stand.
        rows: with their numbers.
        problems: where to note.
        figures: headings, folded, that stand for the address of a figure whatever they look like.
    """
    before = problems.errors
    _, header = next(rows, (0, []))
    columns = _columns(header, source, problems, figures) if problems.errors == before else []
    if problems.errors > before:
        return []
    table = _Table(source, columns, problems)
    cases = []
    for number, row in rows:
        if problems.errors >= before + FAULTS:
            break
        if any(cell.text for cell in row) and (case := table.case(number, row)):
            cases.append(case)
    return cases


def _columns(
    header: list[Cell], source: Source, problems: Problems, figures: Mapping[str, str]
) -> list[_Column | None]:
    """Return what the headings say; None for a column without a heading."""
    before = problems.errors
    first: dict[str, Span] = {}
    columns: list[_Column | None] = []
    for cell in header:
        if problems.errors >= before + FAULTS:
            break
        at = source.span(cell.start, cell.end)
        name = folded(cell.text)
        if name in first:
            problems.error("csv-heading-twice", at, heading=cell.text, first=first[name])
        elif name:
            first[name] = at
        known = figures.get(name)
        if known is not None:
            columns.append(_Column("figure", known, cell.text, at))
        else:
            columns.append(_column(cell.text, at, problems) if name else None)
    if "id" not in first and problems.errors == before:
        _note_no_id(header, first, source, problems)
    return columns


def _note_no_id(header: list[Cell], names: dict[str, Span], source: Source, problems: Problems) -> None:
    """Say why no heading is ``id``: an empty file, another separator than the comma, or no such heading."""
    if not names:
        problems.error("csv-empty", Span(source, 0, 0, 0))
        return
    place = next(iter(names.values()))
    other = next((char for char in _OTHER_SEPARATORS if char in header[0].text), None)
    if len(header) == 1 and other:
        problems.error("csv-separator", place, found="tab" if other == "\t" else other)
    else:
        problems.error("csv-no-id", place)


def role_of(heading: str) -> tuple[str, str]:
    """Return the address that a heading is about, and what of it: ``figure``, ``findings``, ``date`` and so on.

    ``result`` is what comes out, and so cannot be given.
    """
    address, _, last = heading.rpartition(".")
    if heading in _ABOUT_CASE:
        return "", heading
    if address and last in _RESULTS:
        return address, "result"
    return (address, last) if address and last in _ABOUT_NODE else (heading, "figure")


def _column(heading: str, at: Span, problems: Problems) -> _Column:
    address, role = role_of(heading)
    if role == "result":
        problems.error("csv-heading-result", at, heading=heading, write=f"{address}.mark")
        return _Column("figure", heading, heading, at)
    return _Column(role, address, heading, at)


class _Table:
    """The rows below the headings of one file."""

    def __init__(self, source: Source, columns: list[_Column | None], problems: Problems) -> None:
        self.source = source
        self.columns = columns
        self.problems = problems
        self.ids: dict[str, Span] = {}

    def case(self, number: int, row: list[Cell]) -> Case | None:
        """Return the case of a row, None if it has no id or not one cell a heading."""
        at = self.source.span(row[0].start, row[-1].end)
        found, expected = len(row), len(self.columns)
        if found < expected:
            self.problems.error("csv-row-short", at, row=number, found=found, expected=expected)
        if found > expected:
            self.problems.error("csv-row-long", at, row=number, found=found, expected=expected)
        if found != expected:
            return None
        about: dict[str, _Heard] = {}
        figures: dict[str, Given] = {}
        nodes: dict[str, dict[str, _Heard]] = {}
        for column, cell in zip(self.columns, row, strict=True):
            if not cell.text:
                continue
            place = self.source.span(cell.start, cell.end)
            if column is None:
                self.problems.error("csv-no-heading", place)
                continue
            heard = _Heard(cell.text, Origin(place, column.at, number, column.heading))
            if column.role == "figure":
                figures[column.address] = Given(of_cell(heard.text), heard.origin, written=True)
            elif column.address:
                nodes.setdefault(column.address, {})[column.role] = heard
            else:
                about[column.role] = heard
        return self._made(at, about, figures, nodes) if self._named(number, row, about.get("id")) else None

    def _named(self, number: int, row: list[Cell], heard: _Heard | None) -> bool:
        """Note an id that is missing or stands in an earlier row."""
        if heard is None:
            cell = next(cell for column, cell in zip(self.columns, row, strict=True) if column and column.role == "id")
            self.problems.error("csv-id-empty", self.source.span(cell.start, cell.end), row=number)
            return False
        name = folded(heard.text)
        first = self.ids.setdefault(name, heard.origin.at)
        if first is not heard.origin.at:
            self.problems.error("case-id-twice", heard.origin.at, id=heard.text, first=first)
        return first is heard.origin.at

    def _made(
        self, at: Span, about: dict[str, _Heard], figures: dict[str, Given], nodes: dict[str, dict[str, _Heard]]
    ) -> Case:
        texts = {role: heard.text for role, heard in about.items()}
        by = texts.get("by", "")
        day = read_day(texts["date"]) if "date" in texts else None
        if "date" in texts and day is None:
            self.problems.error("case-date", about["date"].origin.at, text=texts["date"])
        for address, said in nodes.items():
            self._check(address, said)
        marks = {address: _mark(said, by) for address, said in nodes.items() if "mark" in said or "deduct" in said}
        return Case(
            id=texts["id"],
            name=texts.get("name", ""),
            date=day,
            by=by,
            figures=figures,
            findings=tuple(finding for address, said in nodes.items() for finding in _findings(address, said)),
            marks=marks,
            set={
                address: SetScore(said["set"].text, _because(said), by, said["set"].origin)
                for address, said in nodes.items()
                if "set" in said
            },
            not_applicable={
                address: Given(said["not_applicable"].text, said["not_applicable"].origin, written=True)
                for address, said in nodes.items()
                if "not_applicable" in said
            },
            at=at,
        )

    def _check(self, address: str, said: dict[str, _Heard]) -> None:
        """Note a node that is marked in two ways, or a reason for nothing."""
        if "mark" in said and "deduct" in said:
            self.problems.error("case-mark-both", said["deduct"].origin.at, address=address)
        if "because" in said and not said.keys() & {"mark", "deduct", "set"}:
            self.problems.error("csv-because-alone", said["because"].origin.at, address=address)


def _because(said: dict[str, _Heard]) -> str:
    return said["because"].text if "because" in said else ""


def _mark(said: dict[str, _Heard], by: str) -> Mark:
    score, deduct = said.get("mark"), said.get("deduct")
    origin = (score or said["deduct"]).origin
    return Mark(score and score.text, deduct and deduct.text, _because(said), by, origin)


def _findings(address: str, said: dict[str, _Heard]) -> Iterator[Finding]:
    """Yield the finding that the cells for its count and its amount say; a count of 0 alone says that there is none."""
    count, amount = said.get("findings"), said.get("amount")
    if (count and (count.text != "0" or amount)) or (amount and not count):
        origin = (count or said["amount"]).origin
        counted = count.text if count else 1
        yield Finding((address,), counted, amount and amount.text, origin=origin, places=(origin.key,))
