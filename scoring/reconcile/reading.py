"""A published table, CSV or sheet, → its numbers. Whatever shape it has, every cell knows its place.

Three shapes are known: one row an indicator and one column a case; one row a case and one column an indicator; one
row a number, with columns for case, indicator and score. A table of one case alone needs no case. Titles above the
headings, which name nothing, and notes below, which name nothing and hold no digits, are not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Ambiguous
from scoring.case_rows import Cell as Text
from scoring.csv_cases import rows_of
from scoring.diagnostic import CaseError, Problems
from scoring.document import load_source
from scoring.reconcile.headings import CASE, INDICATOR, NOTE, PLACE, PORTFOLIO, TOTAL, Names, Subject, first_column
from scoring.reconcile.printed import (
    CONTRIBUTION,
    GRADE,
    LOST,
    POINTS,
    SCORE,
    WEIGHT,
    Cell,
    Grade,
    Key,
    Published,
    written,
)
from scoring.sheet_cases import Filled, read_sheet
from scoring.source import whole
from scoring.tree import FAULTS, NODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.case import Case
    from scoring.program import Program
    from scoring.source import Source, Span

_SHEET = re.compile(r"\.(?:xlsx|ods)(?:#.*)?$", re.IGNORECASE | re.DOTALL)
_OWN = (WEIGHT, CONTRIBUTION, GRADE)
_VALUES = (SCORE, POINTS, LOST, WEIGHT, CONTRIBUTION)
_TITLES = 20
"""Rows that may stand above the headings."""
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
        found = read_sheet(path, problems, titles=True)
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
    if published is not None and not (published.cells or published.grades) and not problems.errors:
        problems.error("published-empty", whole(path))
    problems.raise_as(CaseError)
    assert published is not None  # noqa: S101  # else there was a problem
    return published


Numbered = tuple[int, list["Text"]]
"""A row and its number."""


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
        self.skipped: list[tuple[int, str]] = []
        self.grades: dict[str, Grade] = {}
        self.known = ", ".join(self.names.ids[:_SHOWN]) + (", …" if len(self.names.ids) > _SHOWN else "")

    def at(self, text: Text) -> Span:
        return self.source.span(text.start, text.end)

    def read(self, every: Iterator[Numbered]) -> Published | None:
        """Return what the rows print; what is wrong is noted."""
        rows = [(number, row) for number, row in every if any(each.text for each in row)]
        if not rows:
            self.problems.error("published-empty", whole(self.source.name))
            return None
        place = self._headings(rows)
        for title in rows[:place]:
            self._skip(*title)
        header, rows = rows[place][1], rows[place + 1 :]
        begin = header[0]
        other = next((sign for sign in _OTHER_SEPARATORS if sign in begin.text), None)
        if len(header) == 1 and other is not None:
            self.problems.error("csv-separator", self.at(begin), found="tab" if other == "\t" else other)
            return None
        words = [self.names.word(each.text) for each in header]
        if self._is_long(words):
            self._long(header, words, rows)
        elif self._is_of_one(header, words) and self._across(header, words, rows) is not False:
            if len(self.names.ids) != 1:
                self.problems.error("published-one-case", self.at(header[words.index(SCORE)]), cases=self.known)
                return None
            self._long(header, words, rows)
        else:
            self._wide(header, words, rows)
        blanks = tuple(each for each in self.blanks if each not in self.cells)
        return Published(self.cells, blanks, tuple(self.unread), tuple(self.skipped), self.grades)

    def _headings(self, rows: Sequence[Numbered]) -> int:
        """Return which row holds the headings: the first, or the first that can below rows that name nothing."""
        for place, (_, row) in enumerate(rows[:_TITLES]):
            words = [self.names.word(each.text) for each in row]
            numbers = any(written(each.text).value is not None for each in row)
            if (
                any(each.text for each in row[1:])
                and (not place or not numbers)
                and (
                    self._is_long(words)
                    or self._is_of_one(row, words)
                    or self._across(row, words, rows[place + 1 :]) is not None
                )
            ):
                return place
            filled = [each.text for each in row if each.text]
            if len(filled) > 1 and (numbers or any(map(self.names.is_anything, filled))):
                break  # a table after all, with something wrong
        return 0

    def _is_long(self, words: Sequence[str]) -> bool:
        return CASE in words and INDICATOR in words and any(token in _VALUES for token in words)

    def _skip(self, number: int, row: Sequence[Text]) -> None:
        self.skipped.append((number, " ".join(each.text for each in row if each.text)))

    def _is_of_one(self, header: list[Text], words: list[str]) -> bool:
        """Whether it is the table of one case: an indicator and a score, and no column of a case."""
        if SCORE not in words or CASE in words:
            return False
        return not any(self.names.case(each.text) for each in header[1:])

    # Long tables

    def _long(self, header: list[Text], words: list[str], rows: Sequence[Numbered]) -> None:
        case_column = words.index(CASE) if CASE in words else -1
        subject_column = words.index(INDICATOR) if INDICATOR in words else 0
        columns = {number: token for number, token in enumerate(words) if token in (*_VALUES, GRADE)}
        others = {case_column, subject_column, *columns}
        self.unread += [each.text for number, each in enumerate(header) if number not in others and each.text]
        for number, cells in rows:
            if self._is_full():
                return
            row = [*cells, *[_EMPTY] * (len(header) - len(cells))]  # a cell that is not there is an empty one
            whose = row[case_column] if case_column >= 0 else _EMPTY
            begin = self._begin(row, subject_column, case_column)
            is_named = self.names.is_whose(whose.text or TOTAL) and self.names.is_subject(begin.text or TOTAL)
            is_note = not _has_digits(row[each] for each in columns) or self.names.word(begin.text) in (NOTE, PLACE)
            if is_note and not (is_named and (whose.text or begin.text)):
                self._skip(number, row)
                continue
            case = self._case_of(whose) if case_column >= 0 else self._only()
            subject = self._subject(begin) if begin.text else Subject(TOTAL)
            if case is None or subject is None:
                continue
            for column, token in columns.items():
                own = Subject(token) if token in _OWN else subject
                what = "" if token in (SCORE, *_OWN) else token
                self._put(row[column], case, own, what, begin.text, header[column].text)

    def _begin(self, row: list[Text], column: int, case_column: int) -> Text:
        """Return the indicator of a row; where it has none, the group or word to its left, as of totals."""
        if row[column].text:
            return row[column]
        left = [each for number, each in enumerate(row[:column]) if number != case_column and each.text]
        return next((each for each in reversed(left) if self.names.is_subject(each.text)), row[column])

    def _only(self) -> str:
        return self.names.ids[0]

    def _case_of(self, text: Text) -> str | None:
        """Return the case of a row of a long table, "" for all cases together."""
        found = self.names.case(text.text)
        if found is not None:
            return found
        if not text.text or self.names.is_whose(text.text):
            return ""
        self._no_case(text)
        return None

    # Wide tables

    def _across(self, header: Sequence[Text], words: Sequence[str], rows: Sequence[Numbered]) -> bool | None:
        """Whether the headings name cases and the rows indicators; None where it is neither so nor the other way."""
        by_case = sum(self.names.is_case(each.text) for each in header)
        by_node = sum(isinstance(self.names.subject(each.text), Subject) for each in header)
        if not by_case and not by_node:
            return None
        first = first_column(words)
        begins = [row[first] for _, row in rows if first < len(row) and row[first].text]
        cases = sum(self.names.is_case(each.text) for each in begins)
        nodes = sum(isinstance(self.names.subject(each.text), Subject) for each in begins)
        if not (by_case and nodes) and not (by_node and cases):
            return None
        return by_case + nodes >= by_node + cases

    def _wide(self, header: list[Text], words: list[str], rows: Sequence[Numbered]) -> None:
        first, across = first_column(words), self._across(header, words, rows)
        if across is None:
            self.problems.error("published-shape", self.at(header[0]), cases=self.known)
            return
        columns = {
            number: self._column(each, words[number], across=across)
            for number, each in enumerate(header)
            if number != first and each.text
        }
        for number, row in rows:
            if self._is_full():
                return
            begin = row[first].text if first < len(row) else row[0].text
            is_named = self.names.is_subject(begin) if across else self._case_column(begin) is not None
            others = [each for place, each in enumerate(row) if place != first]
            holds = _has_digits(others) if begin else any(written(each.text).value is not None for each in others)
            if not is_named and (not holds or self.names.word(begin) in (NOTE, PLACE)):
                self._skip(number, row)
            else:
                self._wide_row(header, columns, row, first, across=across)

    def _wide_row(
        self, header: list[Text], columns: dict[int, _Axis | None], row: list[Text], first: int, *, across: bool
    ) -> None:
        begin = row[first] if first < len(row) else row[0]
        others = [each for number, each in enumerate(row) if number != first and each.text]
        if not begin.text:
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
        found = self._case_column(text.text) if across else self._subject_column(text)
        if found is not None:
            return found
        if token in (NOTE, PLACE, INDICATOR, CASE):
            self.unread.append(text.text)
        elif across:
            self._no_case(text)
        else:
            self._subject(text)
        return None

    def _case_column(self, text: str) -> _Axis | None:
        case, token = self.names.case(text), self.names.word(text)
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
        found = self._case_column(text.text)
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
        if subject.token == GRADE and what in ("", SCORE) and not found.blank:
            self._put_grade(text, case, row, column)
            return
        own = what or subject.what or (subject.token if subject.token in _OWN else SCORE)
        key = Key(own, case, subject.path)
        fits = subject.token not in _OWN or own == subject.token
        if found.blank:
            if fits and own != GRADE:
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
            self._twice(text, self.cells[key].at, row, column)
        else:
            self.cells[key] = Cell(key, found.value, found.places, text.text, self.at(text))

    def _twice(self, text: Text, first: Span, row: str, column: str) -> None:
        name = " ".join(each for each in (row, column) if each)
        self.problems.error("published-twice", self.at(text), name=name, first=str(first))

    def _put_grade(self, text: Text, case: str, row: str, column: str) -> None:
        """Keep a grade that a cell prints."""
        found = self.names.grade(text.text)
        if found is None:
            grades = ", ".join(self.program.grades)
            self.problems.error("published-grade", self.at(text), text=text.text, grades=grades)
        elif not case and self.program.weight is None:
            self.problems.error("published-no-portfolio", self.at(text))
        elif case in self.grades:
            self._twice(text, self.grades[case].at, row, column)
        else:
            self.grades[case] = Grade(found, self.at(text))


def _has_digits(cells: Iterable[Text]) -> bool:
    return any(character.isdigit() for each in cells for character in each.text)
