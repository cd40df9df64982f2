"""Coverage: which outcomes of the rules, and which edges of their bounds, the tests of a file show.

An outcome or edge is covered by a test in whose case it occurs and that expects something of its node or of what
follows from it; whether the test passes does not matter. Tests that change the ruleset (``with:``) do not count, and
what cannot occur at all, as the analysis proves, is not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scoring.testing.aims import Aims
from scoring.testing.due import EDGE, Due
from scoring.testing.due_edges import Edges
from scoring.testing.outcomes import outcomes
from scoring.testing.possible import Possible
from scoring.testing.values import Values, inputs_of
from scoring.testing.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scoring.program import Program
    from scoring.result import Result
    from scoring.testing.due import Key
    from scoring.testing.model import Expectation, Test
    from scoring.testing.running import Suite, Verdict


@dataclass(frozen=True, slots=True)
class Item:
    """One outcome or edge, and the tests that show it.

    Attributes:
        due: what it is.
        tests: the tests that show it, in the order of the file.
    """

    due: Due
    tests: tuple[Test, ...] = ()

    @property
    def is_covered(self) -> bool:
        """Whether any test shows it."""
        return bool(self.tests)

    @property
    def is_confirmed(self) -> bool:
        """Whether a test shows it whose expectation a person has written or confirmed."""
        return any(each.confirmed for each in self.tests)

    @property
    def is_edge(self) -> bool:
        """Whether it is an edge, not an outcome."""
        return self.due.kind == EDGE


@dataclass(frozen=True)
class Coverage:
    """What the tests of a file show of its ruleset.

    Attributes:
        items: all outcomes and edges that can occur, in the order of the ruleset.
        impossible: those that cannot.
        program: the ruleset as the tests score it.
        file: name of the file of tests.
    """

    items: tuple[Item, ...]
    impossible: tuple[Due, ...]
    program: Program
    file: str

    @cached_property
    def missing(self) -> tuple[Item, ...]:
        """What no test shows."""
        return tuple(each for each in self.items if not each.is_covered)

    @cached_property
    def unconfirmed(self) -> tuple[Item, ...]:
        """What only tests show whose expectations nobody has confirmed."""
        return tuple(each for each in self.items if each.is_covered and not each.is_confirmed)

    @property
    def percent(self) -> int:
        """Covered outcomes and edges in a hundred, rounded down."""
        return share(len(self.items) - len(self.missing), len(self.items))

    @property
    def percent_confirmed(self) -> int:
        """The same without tests that nobody has confirmed."""
        return share(len(self.items) - len(self.missing) - len(self.unconfirmed), len(self.items))


def share(covered: int, all_: int) -> int:
    """Return a share in a hundred, rounded down; of nothing all is covered."""
    return 100 * covered // all_ if all_ else 100


def coverage_of(suite: Suite, verdicts: Sequence[Verdict]) -> Coverage:
    """Return what tests show of their ruleset.

    Args:
        suite: the file of tests.
        verdicts: what became of them; of those that are not there nothing is known.
    """
    counted = [each for each in verdicts if each.test.changes is None and each.results]
    methods = {each.method for each in suite.file.tests}
    method = methods.pop() if len(methods) == 1 else None
    program = suite.ruleset.program(method)
    dues = due_of(program)
    found: dict[Key, list[Test]] = {key: [] for key in dues}
    for test, key in showing(program, dues, counted):
        if not found[key] or found[key][-1] is not test:
            found[key].append(test)
    possible = Possible(program, (due for key, due in dues.items() if not found[key]))
    items = [Item(due, tuple(found[key])) for key, due in dues.items()]
    impossible = {each.due.key for each in items if not each.tests and not possible(each.due)}
    return Coverage(
        tuple(each for each in items if each.due.key not in impossible),
        tuple(each.due for each in items if each.due.key in impossible), program, suite.file.path,
    )  # fmt: skip


def showing(program: Program, dues: Mapping[Key, Due], verdicts: Iterable[Verdict]) -> Iterator[tuple[Test, Key]]:
    """Yield what tests show of some outcomes and edges of a program, in the order of the tests."""
    looks: dict[int, _Look] = {}
    for verdict in verdicts:
        for result, expects in _expected(verdict):
            look = looks.get(id(result.program))
            if look is None:
                look = looks[id(result.program)] = _Look(result.program, dues, first=program)
            for key in look.shown(result, expects):
                yield verdict.test, key


def due_of(program: Program) -> dict[Key, Due]:
    """Return all outcomes and edges of a program, each once, in the order in which they are written."""
    written = Written(program)
    found: dict[Key, Due] = {}
    for each in (*outcomes(program, written), *Edges(program, written).all()):
        found.setdefault(each.key, each)
    files = {name: number for number, name in enumerate(dict.fromkeys(key.at.source.name for key in found))}
    return dict(
        sorted(found.items(), key=lambda each: (files[each[0].at.source.name], each[0].at.line, each[0].at.column))
    )


def _expected(verdict: Verdict) -> Iterable[tuple[Result, list[Expectation]]]:
    """Yield each result with what is expected of it, of the run that it is part of as well."""
    test = verdict.test
    for result in verdict.results:
        own = "" if not test.is_run or result.case is None else result.case.id
        expects = [*test.expects.get(own, ()), *test.portfolio]
        if expects:
            yield result, expects


class _Look:
    """One program, and which nodes show what."""

    def __init__(self, program: Program, dues: Mapping[Key, Due], first: Program) -> None:
        self.program = program
        self.aims = Aims(program)
        own = dues.items() if program is first else self._own(dues)
        self.dues = [(key, due) for key, due in own if key in dues]
        self.values = Values(due.node for _, due in self.dues)

    def _own(self, dues: Mapping[Key, Due]) -> list[tuple[Key, Due]]:
        """Return the dues of this program that mean the same in the first: those of records, and unchanged ones."""
        written = Written(self.program)
        found = [*outcomes(self.program, written), *Edges(self.program, written).all()]
        return [(due.key, due) for due in found
                if due.home != due.path or (due.key in dues and dues[due.key].node is due.node)]  # fmt: skip

    def shown(self, result: Result, expects: Iterable[Expectation]) -> Iterable[Key]:
        """Return what a case shows of which something is expected."""
        looked = self.aims.of(expects)
        values = self.values.of(inputs_of(result))
        return [key for key, due in self.dues if due.is_shown(values[due.node]) and self.aims.follows(due, looked)]
