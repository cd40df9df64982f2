"""A published table, CSV or sheet, → its numbers. Whatever shape it has, every cell knows its place.

Three shapes are known: one row an indicator and one column a case; one row a case and one column an indicator; one
row a number, with columns for case, indicator and score. A table of one case alone needs no case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Ambiguous
from scoring.case_rows import Cell as Text
from scoring.csv_cases import rows_of
from scoring.diagnostic import CaseError, Problems
from scoring.document import load_source
from scoring.reconcile.headings import CASE, INDICATOR, NOTE, PORTFOLIO, TOTAL, Names, Subject
from scoring.reconcile.printed import CONTRIBUTION, LOST, POINTS, SCORE, WEIGHT, Cell, Key, Published, written
from scoring.sheet_cases import Filled, read_sheet
from scoring.source import whole
from scoring.tree import FAULTS, NODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.case import Case
    from scoring.program import Program
    from scoring.source import Source, Span

_SHEET = re.compile(r"\.(?:xlsx|ods)(?:#.*)?$", re.IGNORECASE | re.DOTALL)
_VALUES = (SCORE, POINTS, LOST, WEIGHT, CONTRIBUTION)
_OTHER_SEPARATORS = ";\t|，；"
_EMPTY = Text("", 0, 0)
_SHOWN = 12
"""Cases that a message names."""


def read_published(path: str, program: Program, cases: Sequence[Case], *, encoding: str | None = None) -> Published:
    """Return what a file prints.

    Args:
        path: a .csv, .xlsx or .ods file; ``file.xlsx#2023`` names a sheet.
        program: whose indicators are printed.
        cases: which are printed.
        encoding: of a CSV file that is not UTF-8.

    Raises:
        CaseError: with every problem of the file.
    """
    problems = Problems()
    published = None
    if _SHEET.search(path):
        found = read_sheet(path, problems)
        if isinstance(found, Filled):
            problems.error("published-template", whole(path))
        elif found is not None:
            published = _Reader(found.source, program, cases, problems).read(iter(found.rows))
    elif path.lower().endswith(".csv"):
        source = load_source(path, problems, encoding or "utf-8")
        if source is not None and source.text.count(",") + source.text.count("\n") > NODES:
            problems.error("too-many-nodes", whole(path), limit=NODES)
        elif source is not None:
            rows = list(enumerate(rows_of(source, problems), 1))
            if not problems.errors:
                published = _Reader(source, program, cases, problems).read(iter(rows))
    else:
        problems.error("published-suffix", whole(path), name=path)
    if published is not None and not published.cells and not problems.errors:
        problems.error("published-empty", whole(path))
    problems.raise_as(CaseError)
    assert published is not None  # noqa: S101  # else there was a problem
    return published


class _Axis(NamedTuple):
    """What a row or column says: a case (or all of them), a subject, or both in a long table."""

    case: str | None = None
    subject: Subject | None = None
    what: str = ""


class _Reader:
    def __init__(self, source: Source, program: Program, cases: Sequence[Case], problems: Problems) -> None:
        self.source, self.program, self.problems = source, program, problems
        self.names = Names(program, cases)
        self.cells: dict[Key, Cell] = {}
        self.blanks: dict[Key, None] = {}
        self.unread: list[str] = []
        self.known = ", ".join(self.names.ids[:_SHOWN]) + (", …" if len(self.names.ids) > _SHOWN else "")

    def at(self, text: Text) -> Span:
        return self.source.span(text.start, text.end)

    def read(self, rows: Iterator[tuple[int, list[Text]]]) -> Published | None:
        """Return what the rows print; what is wrong is noted."""
        header: list[Text] = []
        for _, header in rows:
            if any(each.text for each in header):
                break
        if not any(each.text for each in header):
            self.problems.error("published-empty", whole(self.source.name))
            return None
        other = next((sign for sign in _OTHER_SEPARATORS if sign in header[0].text), None)
        if len(header) == 1 and other is not None:
            self.problems.error("csv-separator", self.at(header[0]), found="tab" if other == "\t" else other)
            return None
        words = [self.names.word(each.text) for each in header]
        if CASE in words and INDICATOR in words and any(token in _VALUES for token in words):
            self._long(header, words, rows)
        elif self._is_of_one(header, words):
            if len(self.names.ids) != 1:
                place = header[words.index(SCORE)]
                self.problems.error("published-one-case", self.at(place), cases=self.known)
                return None
            self._long(header, words, rows)
        else:
            self._wide(header, words, list(rows))
        blanks = tuple(each for each in self.blanks if each not in self.cells)
        return Published(self.cells, blanks, tuple(self.unread))

    def _is_of_one(self, header: list[Text], words: list[str]) -> bool:
        """Whether it is the table of one case: an indicator and a score, and no column of a case."""
        if SCORE not in words or CASE in words:
            return False
        return not any(self.names.case(each.text) for each in header[1:])

    # Long tables

    def _long(self, header: list[Text], words: list[str], rows: Iterator[tuple[int, list[Text]]]) -> None:
        case_column = words.index(CASE) if CASE in words else -1
        subject_column = words.index(INDICATOR) if INDICATOR in words else 0
        columns = {number: token for number, token in enumerate(words) if token in _VALUES}
        others = {case_column, subject_column, *columns}
        self.unread += [each.text for number, each in enumerate(header) if number not in others and each.text]
        for _, cells in rows:
            if not any(each.text for each in cells) or self._is_full():
                continue
            row = [*cells, *[_EMPTY] * (len(header) - len(cells))]  # a cell that is not there is an empty one
            case = self._case_of(row[case_column]) if case_column >= 0 else self._only()
            begin = row[subject_column]
            subject = self._subject(begin) if begin.text else Subject(TOTAL)
            if case is None or subject is None:
                continue
            for number, token in columns.items():
                own = Subject(token) if token in (WEIGHT, CONTRIBUTION) else subject
                what = "" if token in (SCORE, WEIGHT, CONTRIBUTION) else token
                self._put(row[number], case, own, what, begin.text, header[number].text)

    def _only(self) -> str:
        return self.names.ids[0]

    def _case_of(self, text: Text) -> str | None:
        """Return the case of a row of a long table, "" for all cases together."""
        found = self.names.case(text.text)
        if found is not None:
            return found
        if not text.text or self.names.word(text.text) in (PORTFOLIO, TOTAL):
            return ""
        self._no_case(text)
        return None

    # Wide tables

    def _wide(self, header: list[Text], words: list[str], rows: list[tuple[int, list[Text]]]) -> None:
        first = next((number for number, token in enumerate(words) if token in (CASE, INDICATOR)), 0)
        by_case = sum(self._is_case(each) for each in header)
        by_node = sum(isinstance(self.names.subject(each.text), Subject) for each in header)
        begins = [row[first] for _, row in rows if first < len(row) and row[first].text]
        cases = sum(self._is_case(each) for each in begins)
        nodes = sum(isinstance(self.names.subject(each.text), Subject) for each in begins)
        if not (by_case and nodes) and not (by_node and cases):
            self.problems.error("published-shape", self.at(header[0]), cases=self.known)
            return
        across = by_case + nodes >= by_node + cases  # cases stand in the headings
        columns = {
            number: self._column(each, words[number], across=across)
            for number, each in enumerate(header)
            if number != first and each.text
        }
        for _, row in rows:
            if any(each.text for each in row) and not self._is_full():
                self._wide_row(header, columns, row, first, across=across)

    def _is_case(self, text: Text) -> bool:
        """Whether a heading or the beginning of a row can only be a case, all cases, or what stands beside them."""
        beside = (POINTS, LOST, PORTFOLIO)
        return self.names.case(text.text) is not None or self.names.word(text.text) in beside

    def _wide_row(
        self, header: list[Text], columns: dict[int, _Axis | None], row: list[Text], first: int, *, across: bool
    ) -> None:
        begin = row[first] if first < len(row) else row[0]
        others = [each for number, each in enumerate(row) if number != first and each.text]
        if not begin.text:
            if any(written(each.text).value is not None for each in others):
                self.problems.error("published-row", self.at(others[0]))
            return
        start = self._row(begin, across=across)
        if start is None:
            return
        for number, text in enumerate(row):
            if number == first:
                continue
            axis = columns.get(number)
            if number not in columns and text.text:
                self.problems.error("published-heading", self.at(text))
            if axis is None:
                continue
            subject = start.subject or axis.subject
            case = axis.case if across else start.case
            if subject is not None and case is not None:
                heading = header[number].text
                self._put(text, case, subject, start.what or axis.what, begin.text, heading)

    def _column(self, text: Text, token: str, *, across: bool) -> _Axis | None:
        """Return what a column is about, None for one that is not read."""
        found = self._case_column(text, token) if across else self._subject_column(text)
        if found is not None:
            return found
        if token in (NOTE, INDICATOR, CASE):
            self.unread.append(text.text)
        elif across:
            self._no_case(text)
        else:
            self._subject(text)
        return None

    def _case_column(self, text: Text, token: str) -> _Axis | None:
        case = self.names.case(text.text)
        if case is not None:
            return _Axis(case)
        if token in (POINTS, LOST):
            return _Axis("", what=token)
        return _Axis("") if token in (PORTFOLIO, TOTAL) else None

    def _subject_column(self, text: Text) -> _Axis | None:
        subject = self.names.subject(text.text)
        return _Axis(subject=subject) if isinstance(subject, Subject) else None

    def _row(self, text: Text, *, across: bool) -> _Axis | None:
        if across:
            subject = self._subject(text)
            return None if subject is None else _Axis(subject=subject)
        found = self._case_column(text, self.names.word(text.text))
        if found is None:
            self._no_case(text)
        return found

    # Cells

    def _subject(self, text: Text) -> Subject | None:
        found = self.names.subject(text.text)
        if isinstance(found, Ambiguous):
            facts = {"name": text.text, "candidates": ", ".join(found.candidates)}
            self.problems.error("published-ambiguous", self.at(text), **facts)
            return None
        if found is None:
            near = self.names.addresses.near(text.text)
            self.problems.error("published-indicator", self.at(text), name=text.text, near=near)
        return found

    def _no_case(self, text: Text) -> None:
        near = self.problems.near(text.text, self.names.names)
        self.problems.error("published-case", self.at(text), name=text.text, cases=self.known, near=near)

    def _is_full(self) -> bool:
        return self.problems.errors >= FAULTS

    def _put(self, text: Text, case: str, subject: Subject, what: str, row: str, column: str) -> None:  # noqa: PLR0913, PLR0917  # a cell and all that it is of
        """Keep what a cell prints."""
        found = written(text.text)
        own = what or subject.what or (subject.token if subject.token in (WEIGHT, CONTRIBUTION) else SCORE)
        key = Key(own, case, subject.path)
        fits = subject.token not in (WEIGHT, CONTRIBUTION) or own == subject.token
        if found.blank:
            if fits:
                self.blanks[key] = None
            return
        if not fits:
            self.problems.error("published-nothing", self.at(text), row=row, column=column)
        elif found.value is None:
            self.problems.error("published-number", self.at(text), text=text.text)
        elif found.percent and own != WEIGHT:
            self.problems.error("published-percent", self.at(text), text=text.text)
        elif not case and own != POINTS and self.program.weight is None:
            self.problems.error("published-no-portfolio", self.at(text))
        elif key in self.cells:
            name = " ".join(each for each in (row, column) if each)
            self.problems.error("published-twice", self.at(text), name=name, first=str(self.cells[key].at))
        else:
            self.cells[key] = Cell(key, found.value, found.places, text.text, self.at(text))
