"""``scoring check --fix``: mends what has one safe answer, which is to delete what is never used.

A band, row, entry or variant that is never taken, an ``else`` for which nothing is left, an ``allow`` of what is not
found: each is taken out of the text, and nothing else changes. A change is kept only if the ruleset still loads, the
findings are gone, no other has come, and it still scores the same. All are tried together first, and in halves where
that does not do.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.check import check
from scoring.checks.catalogue import PAGES
from scoring.checks.cut import without
from scoring.checks.same import difference
from scoring.diagnostic import RulesetError
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.checks.settings import Settings
    from scoring.diagnostic import Diagnostic
    from scoring.graph import Node
    from scoring.notes import Choice
    from scoring.program import Program
    from scoring.source import Span

_MOST = 60
"""Changes that are tried in one run, kept or not."""

_Key = tuple[str, int, int]
"""Code, line as it was before the first change, and column."""


class Mended(NamedTuple):
    """Something that was mended: the code of its finding, and its line in the file as it was."""

    line: int
    code: str


class Left(NamedTuple):
    """A finding that could not be mended, and why: a key of the reasons that the command knows."""

    found: Diagnostic
    why: str


class Fixed(NamedTuple):
    """What became of a file.

    Attributes:
        text: its new text.
        done: what was mended, in the order of lines.
        left: what else is deleted elsewhere, and was not.
    """

    text: str
    done: tuple[Mended, ...]
    left: tuple[Left, ...]


class _Wanted(NamedTuple):
    """Something to take out: its finding, where all of it begins, and the nodes it stands in."""

    found: Diagnostic
    whole: Span
    homes: frozenset[str]


def fixed(ruleset: Ruleset, settings: Settings) -> Fixed:
    """Mend the last file of a ruleset: the one that uses or extends the others."""
    return _Mending(ruleset, settings).all_of_it()


class _Mending:
    """The mending of one file.

    Attributes:
        ruleset: as mended so far.
        lines: the numbers that the lines of its text had before.
        why: what is left, and the reason.
    """

    def __init__(self, ruleset: Ruleset, settings: Settings) -> None:
        self.ruleset, self.settings = ruleset, settings
        self.name = ruleset.texts[-1][0]
        self.found = check(ruleset, settings)
        self.lines = list(range(1, ruleset.texts[-1][1].count("\n") + 2))
        self.done: list[Mended] = []
        self.why: dict[_Key, str] = {}
        self.tried = 0

    def all_of_it(self) -> Fixed:
        """Mend whatever can be: what is taken out may be all that something else was there for."""
        before = -1
        while before < len(self.done):
            before = len(self.done)
            wanted = list(self.wanted())
            if wanted:
                self.mend(sorted(wanted, key=lambda each: each.whole[1:3]))
        fixable = [each for each in self.found if _is_fixable(each)]
        left = tuple(Left(each, self.why.get(self.key(each), "tries")) for each in fixable)
        return Fixed(self.ruleset.texts[-1][1], tuple(sorted(self.done)), left)

    def key(self, found: Diagnostic) -> _Key:
        """Return what a finding is known by while lines move."""
        inside = found.at.source.name == self.name and 0 < found.at.line <= len(self.lines)
        return found.code, self.lines[found.at.line - 1] if inside else -found.at.line, found.at.column

    def wanted(self) -> Iterator[_Wanted]:
        """Yield what is to be taken out; why something is not is noted."""
        programs = [self.ruleset.program(method) for method in (None, *self.ruleset.methods)]
        choices: dict[Span, list[tuple[Program, Choice]]] = {}
        for program in programs:
            for choice in program.notes.choices:
                for option in choice.options:
                    choices.setdefault(option.at, []).append((program, choice))
        for each in self.found:
            key = self.key(each)
            if not _is_fixable(each) or key in self.why:
                continue
            within = choices.get(each.at, [])
            if each.at.source.name != self.name:
                self.why[key] = "file"
            elif any(_reads_scores(program, choice) for program, choice in within):
                self.why[key] = "score"
            elif each.code == "allow-unused":
                yield _Wanted(each, each.at, frozenset())
            elif within:
                whole = next(option.whole for option in within[0][1].options if option.at == each.at)
                yield _Wanted(each, whole, frozenset(choice.home for _, choice in within))
            else:
                self.why[key] = "place"

    def mend(self, wanted: Sequence[_Wanted]) -> None:
        """Take out as much as can be: all together, or the later half and then the earlier one, whose places stay."""
        self.tried += 1
        if self.tried > _MOST:
            return
        why = self.attempt(wanted)
        if why and len(wanted) == 1:
            self.why[self.key(wanted[0].found)] = why
        elif why:
            middle = len(wanted) // 2
            self.mend(wanted[middle:])
            self.mend(wanted[:middle])

    def attempt(self, wanted: Sequence[_Wanted]) -> str:
        """Take something out, all or nothing; return why not."""
        text, lines = self.ruleset.texts[-1][1], list(self.lines)
        for found, whole, _ in reversed(wanted):
            cut = without(text, whole.source.offset(whole), with_table=found.code == "allow-unused")
            if cut is None:
                return "place"
            text, gone = cut
            lines = [line for number, line in enumerate(lines) if number not in gone]
        try:
            other = Ruleset((*self.ruleset.texts[:-1], (self.name, text)))
        except RulesetError:
            return "loads"
        left = check(other, self.settings)
        expected = Counter(each.code for each in self.found)
        expected.subtract(each.found.code for each in wanted)
        if Counter(each.code for each in left) - expected:
            return "other"
        why = difference(self.ruleset, other, frozenset().union(*(each.homes for each in wanted)))
        if not why:
            self.done += [Mended(self.lines[each.found.at.line - 1], each.found.code) for each in wanted]
            self.ruleset, self.found, self.lines = other, left, lines
        return why


def _is_fixable(found: Diagnostic) -> bool:
    page = PAGES.get(found.code)
    return page is not None and page.fixed and found.at.line > 0


def _reads_scores(program: Program, choice: Choice) -> bool:
    """Whether alternatives hang on the score of a node.

    A person may set any score there is, and with several records there are scores that one alone does not show; so
    what is never taken as long as nobody does so may well be taken some day.
    """
    taken = {each.name: each.element for each in program.reductions} | {each.name: each.of for each in program.cohorts}
    waiting: list[Node] = [choice.guard, *(option.holds for option in choice.options)]
    seen: set[Node] = set()
    while waiting:
        for node in g.walk([waiting.pop()]):
            name = str(node.payload)
            if node.op is not g.Op.INPUT or node in seen:
                continue
            seen.add(node)
            if name.endswith("/set"):
                return True
            inner = taken.get(name)
            waiting += [] if inner is None else [inner]
    return False
