"""Review: a person confirms, one after the other, the tests whose expectations a program has computed.

Each is shown with its clause, what differs from the case that all tests start from, what is expected and why. A yes
puts the name and the day in place of ``unconfirmed: true``; a no asks for what is right and puts that there as well,
so that the test fails, as it should. The file is written after every answer; nothing else in it changes. Who stops amid
the corrections of a test keeps those that were given; the test stays unconfirmed.

The rows of a table (``vary``) are one question; where not all of them are right, each is asked for.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.diagnostic import Problems, ScoringError
from scoring.document import load_source, read_yaml
from scoring.number import parse_written
from scoring.outcome import Outcome
from scoring.source import Source
from scoring.testing.judge import number_of
from scoring.testing.model import Exact
from scoring.testing.reading import TestFileError
from scoring.testing.review_show import WORDS, question, row_of, shown_test
from scoring.testing.running import open_suite, run
from scoring.testing.suggest import language_of
from scoring.testing.suggest_write import scalar
from scoring.testing.text import Edit, edited
from scoring.tree import Listing, Scalar, Table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from scoring.testing.model import Expectation, Test
    from scoring.testing.running import Suite, Verdict

BOM = b"\xef\xbb\xbf"


class Answer(StrEnum):
    """What became of a question."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    SKIPPED = "skipped"
    STOPPED = "stopped"


@dataclass
class Reviewed:
    """What a review came to.

    Attributes:
        counts: how often each answer was given.
        left: tests that nobody has confirmed still.
        name: of the person.
    """

    counts: Counter[Answer] = field(default_factory=Counter)
    left: int = 0
    name: str = ""


class _Open(NamedTuple):
    """A test, or a table of tests, that nobody has confirmed: its number in the file, its place, what became of it."""

    number: int
    table: Table
    verdicts: tuple[Verdict, ...]


class _Stop(Exception):  # noqa: N818  # no error: a wish
    """The person wants to stop."""


def review(  # noqa: PLR0913  # who, what, and how to speak with them
    path: str,
    ask: Callable[[str], str],
    name: str,
    out: Callable[[str], object],
    today: dt.date,
    *,
    write: Callable[[str, str, bool], object],
    lang: str | None = None,
) -> Reviewed:
    """Ask a person to confirm every unconfirmed test of a file.

    Args:
        path: of the file of tests.
        ask: shows a question and returns what was answered; ``EOFError`` and ``KeyboardInterrupt`` end the review.
        name: of the person; "": they are asked.
        out: shows a text.
        today: the day that is noted.
        write: writes a file: its name, its text, whether it begins with a byte order mark.
        lang: ``en`` or ``zh``; the language of the ruleset unless said.

    Returns:
        What the answers were. Whenever it ends, every answer that was given is in the file.

    Raises:
        TestFileError: the file has problems.
        RulesetError: the ruleset has.
    """
    suite = open_suite(path)
    return _Review(suite, ask, name, out, today, write, lang or language_of(suite.ruleset.program())).all()


class _Review:
    def __init__(  # noqa: PLR0913, PLR0917  # as for `review`
        self,
        suite: Suite,
        ask: Callable[[str], str],
        name: str,
        out: Callable[[str], object],
        today: dt.date,
        write: Callable[[str, str, bool], object],
        lang: str,
    ) -> None:
        self.suite, self.path = suite, suite.file.path
        self.ask, self.out, self.write, self.lang = ask, out, write, lang
        self.today, self.words = today, WORDS[lang]
        self.done = Reviewed(name=name.strip())

    def all(self) -> Reviewed:
        """Ask for all of them."""
        waiting = list(self.open())
        self.done.left = len(waiting)
        if not waiting:
            self.out(self.words["nothing"])
            return self.done
        try:
            while not self.done.name:
                self.done.name = self.ask(self.words["who"]).strip()
            for count, each in enumerate(waiting, 1):
                self.out(self.words["count"].format(count=count, all=len(waiting)))
                answer = self.one(each)
                self.done.counts[answer] += 1
                self.done.left -= answer in {Answer.CONFIRMED, Answer.CORRECTED}
        except (_Stop, EOFError, KeyboardInterrupt):
            self.done.counts[Answer.STOPPED] += 1
            self.out(self.words["stopped"])
        counts = {str(answer): self.done.counts[answer] for answer in Answer}
        self.out(self.words["summary"].format(**counts, left=self.done.left))
        return self.done

    def open(self) -> Iterator[_Open]:
        """Yield what nobody has confirmed, with what the ruleset makes of it."""
        verdicts = list(run(self.suite, today=self.today))
        tables = items(_table(self.path))
        starts = [_offset(each) for each in tables]
        for number, table in enumerate(tables):
            end = starts[number + 1] if number + 1 < len(starts) else None
            places = [(each, each.test.at.source.offset(each.test.at)) for each in verdicts]
            own = tuple(each for each, place in places if starts[number] <= place and (end is None or place < end))
            if own and not own[0].test.confirmed:
                yield _Open(number, table, own)

    def one(self, each: _Open) -> Answer:
        """Ask for one test or table."""
        for line in shown_test(each.verdicts, self.suite.file.base, self.lang):
            self.out(line)
        while True:
            answer = self.ask(question(self.lang)).strip().casefold()
            if answer in self.words["yes"].split():
                return self.noted(each, {}, Answer.CONFIRMED)
            if answer in self.words["no"].split():
                return self.corrected(each)
            if answer in self.words["skip"].split():
                return Answer.SKIPPED
            if answer in self.words["quit"].split():
                raise _Stop

    def corrected(self, each: _Open) -> Answer:
        """Ask what is right, and write that; who stops amid it keeps what was said so far."""
        said: dict[tuple[int, int], str] = {}
        try:
            self.right(each, said)
        except (_Stop, EOFError, KeyboardInterrupt):
            if said and self.noted(each, said, Answer.STOPPED) is Answer.STOPPED:
                self.out(self.words["part"].format(n=len(said)))
            raise
        return self.noted(each, said, Answer.CORRECTED) if said else Answer.SKIPPED

    def right(self, each: _Open, said: dict[tuple[int, int], str]) -> None:
        """Ask what is right, for each thing that is expected; note what is said, by test and expectation."""
        for number, verdict in enumerate(each.verdicts):
            for place, expected in enumerate(expectations(verdict.test)):
                if not isinstance(expected.wanted, Exact):
                    continue
                row = row_of(verdict.test) if len(each.verdicts) > 1 else ""
                facts = {"what": expected.address or expected.aspect, "now": expected.wanted.text, "test": row}
                text = self.value(self.words["row" if row else "right"].format(**facts))
                while text and (again := self.against(each, {**said, (number, place): text}, expected.wanted)):
                    text = self.value(again)
                if text and text != expected.wanted.text:
                    said[number, place] = text
        if not said:
            self.out(self.words["unchanged"])

    def against(self, each: _Open, said: dict[tuple[int, int], str], wanted: Exact) -> str:
        """Return what to ask again where the last of some answers cannot stand, "" where it can; tell why."""
        *_, text = said.values()
        if text == wanted.text:
            return ""
        if not _is_like(text, wanted):
            return self.words["number"]
        found = self.text_with(each, said, Answer.STOPPED)
        if found is None:
            return ""  # it has changed meanwhile, as will be told
        try:
            known = {os.path.realpath(self.suite.file.ruleset): self.suite.ruleset}
            open_suite(self.path, known, Source(self.path, found[0]))
        except ScoringError as error:
            self.out(self.words["refused"].format(why=error.diagnostics[0].message(self.lang)))
            return self.words["again"]
        return ""

    def value(self, question: str) -> str:
        """Return what is said to be right, "" for nothing."""
        text = self.ask(question).strip()
        if text.casefold() in self.words["quit"].split():
            raise _Stop
        return text

    def noted(self, each: _Open, right: dict[tuple[int, int], str], answer: Answer) -> Answer:
        """Write an answer into the file as it is now; where it has changed meanwhile, leave it.

        Who has stopped confirms nothing: then only what is right is written.
        """
        found = self.text_with(each, right, answer)
        if found is None:
            self.out(self.words["changed"])
            return Answer.SKIPPED
        text, mark = found
        if not self.fits(text, each.number, "unconfirmed" if answer is Answer.STOPPED else "reviewed_by"):
            self.out(self.words["unreadable"])
            return Answer.SKIPPED
        self.write(self.path, text, mark)
        return answer

    def text_with(self, each: _Open, right: dict[tuple[int, int], str], answer: Answer) -> tuple[str, bool] | None:
        """Return the file as it is now with an answer, and whether it has a mark; None where the test has changed."""
        source, mark = _read(self.path)
        table = next(iter(items(_parsed(source))[each.number : each.number + 1]), None)
        if table is None or not _is_same(table, each.table):
            return None
        confirm = table.fields["unconfirmed"]
        start, end = source.offset(confirm.key.at), source.offset(confirm.value.at) + _length(confirm.value)
        done = Edit(start, end, f"reviewed_by: {scalar_text(f'{self.done.name}, {self.today.isoformat()}')}")
        edits = [] if answer is Answer.STOPPED else [done]
        places = {expected.at: (number, place) for number, verdict in enumerate(each.verdicts)
                  for place, expected in enumerate(expectations(verdict.test))}  # fmt: skip
        shift = source.offset(table.at) - each.table.at.source.offset(each.table.at)
        for at, key in places.items():
            if key in right:
                there = at.source.offset(at) + shift
                text = right[key] if right[key] == "null" else scalar(right[key])
                edits.append(Edit(there, there + at.end - at.column, text))
        return edited(source.text, edits), mark

    def fits(self, text: str, number: int, mark: str) -> bool:
        """Whether a text is still a file of tests in which the test is confirmed, or is not, as it should be."""
        problems = Problems()
        table = read_yaml(Source(self.path, text), problems)
        if table is None or problems.errors:
            return False
        found = items(table)[number : number + 1]
        return bool(found) and found[0].fields.keys() & {"reviewed_by", "unconfirmed"} == {mark}


def review_files(  # noqa: PLR0913  # who, what, and how to speak with them
    paths: Sequence[str],
    name: str,
    lang: str | None,
    *,
    ask: Callable[[str], str],
    out: Callable[[str], object],
    today: dt.date,
    write: Callable[[str, str, bool], object],
) -> Reviewed:
    """Review several files, one after the other, until the person wants to stop."""
    total = Reviewed(name=name)
    for path in paths:
        done = review(path, ask, total.name, out, today, write=write, lang=lang)
        total.counts.update(done.counts)
        total.left += done.left
        total.name = done.name
        if done.counts[Answer.STOPPED]:
            break
    return total


def expectations(test: Test) -> list[Expectation]:
    """Return all that a test expects, in the order of the file."""
    return [*(each for expects in test.expects.values() for each in expects), *test.portfolio]


def items(table: Table) -> list[Table]:
    """Return the tests of a file as they are written; a table of rows is one."""
    found = table.fields["tests"].value if "tests" in table.fields else None
    listed = found.items if isinstance(found, Listing) else () if found is None else (found,)
    return [each for each in listed if isinstance(each, Table)]


def scalar_text(text: str) -> str:
    """Return a text in double quotes."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _is_like(text: str, wanted: Exact) -> bool:
    """Whether what a person says may stand for what is expected: a number for a number, or an outcome."""
    return number_of(wanted) is None or parse_written(text) is not None or text in list(Outcome) or text == "null"


def _read(path: str) -> tuple[Source, bool]:
    problems = Problems()
    source = load_source(path, problems)
    problems.raise_as(TestFileError)
    assert source is not None  # noqa: S101  # there is one where there is no problem
    with Path(path).open("rb") as file:
        return source, file.read(len(BOM)) == BOM


def _parsed(source: Source) -> Table:
    problems = Problems()
    table = read_yaml(source, problems)
    problems.raise_as(TestFileError)
    assert table is not None  # noqa: S101  # likewise
    return table


def _table(path: str) -> Table:
    return _parsed(_read(path)[0])


def _offset(table: Table) -> int:
    """Return where a table begins; it does so with its first key."""
    places = [table.at, *(field.key.at for field in table.fields.values())]
    return min(at.source.offset(at) for at in places)


def _length(item: object) -> int:
    return item.at.end - item.at.column if isinstance(item, Scalar) else 0


def _is_same(table: Table, before: Table) -> bool:
    """Whether a test is still the one that was shown: nothing in it has changed."""
    return "unconfirmed" in table.fields and repr(table.fields) == repr(before.fields)
