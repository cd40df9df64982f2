"""One look at a ruleset: its programs as they are analysed, and where findings go.

A finding is accepted by ``allow: {CODE: reason}`` on the node or figure it is about, on a node above it, or for the
whole ruleset; which of these were of use is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.analysis.reach import Reaches
from scoring.analysis.subject import Subject
from scoring.diagnostic import Diagnostic, Problems
from scoring.document import Listing, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scoring.analysis.search import Search
    from scoring.checks.settings import Settings
    from scoring.document import Item
    from scoring.graph import Node
    from scoring.model import Figure, Indicator
    from scoring.program import Plan, Program
    from scoring.reading import Read
    from scoring.ruleset import Ruleset
    from scoring.source import Span


_FEW = 50
"""Boxes of which is tried whether a case can lie in them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case that shows something.

    Attributes:
        values: of the variables, None if no such case was found.
        view: what makes a node one over these variables.
        proved: whether it is certain that there is none, where none was found.
    """

    values: dict[str, Read] | None
    view: Callable[[Node], Node]
    proved: bool


@dataclass(frozen=True, slots=True)
class _Variant:
    """The keys of a variant and of the nodes above it, and all places of what it says."""

    tables: tuple[Table, ...]
    places: frozenset[Span]


@dataclass(frozen=True, slots=True)
class Seen:
    """A program as it is analysed.

    Attributes:
        method: name of the method, None for the ruleset as it stands.
        tables: path → keys of the nodes from there up to the top.
        variants: path → what each of its variants says, and the keys from there up to the top.
    """

    method: str | None
    program: Program
    subject: Subject
    reaches: Reaches
    search: Search
    tables: Mapping[str, tuple[Table, ...]]
    variants: Mapping[str, tuple[_Variant, ...]]

    def shown(self, condition: Node) -> Shown:
        """Return a case in which a condition holds, if there is one, or that there is none."""
        subject = self.subject
        cut = subject.score(condition)
        try:
            boxes = Boxes(subject, [cut])
        except NotProved:
            boxes = None
        if boxes is not None:
            yes = boxes.where(cut).yes
            if not yes:
                return Shown(None, subject.score, proved=True)
            compared = any(name.startswith("#") for name in boxes.axes)
            if compared and (found := self.search.holds(subject.uncut(condition))).case is not None:
                return Shown(found.case, subject.uncut, proved=True)  # with plain values, which a solution seldom has
            for values in sorted(map(boxes.values, islice(boxes.each(yes), _FEW)), key=_length):
                exact = subject.free(values)
                case = None if exact else self.search.realised(values)
                if case is not None and compared:
                    return Shown(case, subject.uncut, proved=True)
                if exact or case is not None:
                    return Shown(values, subject.score, proved=True)
        found = self.search.holds(subject.uncut(condition))
        return Shown(found.case, subject.uncut, proved=False)

    def plans(self) -> Iterator[Plan]:
        """Yield the account of every node and variant, those that have variants left out."""
        return (plan for plan in self.program.root.walk() if not plan.variants)


class Look:
    """A look at a ruleset.

    Attributes:
        ruleset: what is looked at.
        settings: of the project.
        seen: every program of it, the one without a method first.
    """

    def __init__(self, ruleset: Ruleset, settings: Settings, methods: Sequence[str | None] | None = None) -> None:
        """Prepare the programs, of all methods unless some are named; nothing is found yet."""
        self.ruleset, self.settings = ruleset, settings
        self.seen: list[Seen] = []
        for method in (None, *ruleset.methods) if methods is None else methods:
            self.seen.append(_seen(ruleset.program_of_two(method), method, self.seen))
        self._own = {id(table) for tables in self.seen[0].tables.values() for table in tables}
        self._own |= {id(each.tables[0]) for variants in self.seen[0].variants.values() for each in variants}
        self._own |= {id(figure.keys) for figure, _ in self.seen[0].program.figures.values()}
        self._said: set[tuple[str, tuple[Span, ...]]] = set()
        self._open: dict[Span, dict[str, int]] = {}
        self._problems = Problems()
        self._used: set[Span] = set()
        self._asked: set[tuple[str, Span, tuple[Node, ...]]] = set()
        self.definition = self.seen[0].program.definition

    @property
    def first(self) -> Seen:
        """The ruleset as it stands."""
        return self.seen[0]

    def is_new(self, what: str, at: Span, nodes: tuple[Node, ...]) -> bool:
        """Whether a question is asked for the first time: most methods change little."""
        key = (what, at, nodes)
        if key in self._asked:
            return False
        self._asked.add(key)
        return True

    def plans(self, what: str) -> Iterator[tuple[Seen, Plan]]:
        """Yield every node and variant of every program, each but once, those that have variants left out."""
        for seen in self.seen:
            for plan in seen.plans():
                if self.is_new(what, plan.at, (plan.score, plan.exact, plan.printed)):
                    yield seen, plan

    def note(self, code: str, at: Span, owners: Iterable[Table], /, **facts: object) -> None:
        """Record something worth knowing that is no problem."""
        if self._is_due(code, owners):
            self._problems.note(code, at, **facts)

    def warn(self, code: str, at: Span, owners: Iterable[Table], /, **facts: object) -> None:
        """Record something doubtful."""
        if self._is_due(code, owners):
            self._problems.warning(code, at, **facts)

    def _is_due(self, code: str, owners: Iterable[Table]) -> bool:
        """Whether a finding is to be said: it is not allowed, and no method says again what the ruleset itself says."""
        owners = tuple(owners)
        if self.allowed(code, owners):
            return False
        if not owners:
            return True
        key = (code, tuple(table.at for table in owners))
        if all(id(table) in self._own for table in owners):
            self._said.add(key)
            return True
        return key not in self._said

    def not_proved(self, what: str, tries: int, at: Span, owners: Iterable[Table]) -> None:
        """Record that a question is open; all that are open at one place are told together."""
        if self._is_due("not-proved", owners):
            questions = self._open.setdefault(at, {})
            questions[what] = questions.get(what, 0) + tries

    def allowed(self, code: str, owners: Iterable[Table]) -> bool:
        """Whether the author accepts a finding, in one of some tables or for the whole ruleset."""
        for table in (*owners, self.definition.keys):
            allow = table.fields.get("allow")
            if allow is not None and isinstance(allow.value, Table) and code in allow.value.fields:
                self._used.add(allow.value.fields[code].key.at)
                return True
        return False

    def was_used(self, allow: Table, code: str) -> bool:
        """Whether an accepted finding was found."""
        return allow.fields[code].key.at in self._used

    def near(self, name: str, known: Iterable[str]) -> str | None:
        """Return the known name that is most like a mistyped one."""
        return self._problems.near(name, known)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was found."""
        for at, questions in self._open.items():
            facts = {"what": ", ".join(questions), "count": sum(questions.values())}
            self._problems.note("not-proved", at, **facts)
        return self._problems.diagnostics


def _length(values: Mapping[str, Read]) -> int:
    """Return how long values are as they are written: the plainest example is the best."""
    return sum(len(str(value)) for value in values.values())


def owners_of(seen: Seen, home: str, figure: Figure | None = None, at: Span | None = None) -> tuple[Table, ...]:
    """Return the tables whose ``allow`` may accept a finding about a node or a figure.

    Args:
        seen: the program.
        home: path of the node.
        figure: the figure, if it is about one.
        at: a place in the variant of the node that it is about, if it is about one.
    """
    own = () if figure is None else (figure.keys,)
    variant = next((each for each in seen.variants.get(home, ()) if at in each.places), None)
    return (*own, *(seen.tables.get(home, ()) if variant is None else variant.tables))


def _seen(program: Program, method: str | None, before: list[Seen]) -> Seen:
    subject = next((seen.subject for seen in before if _alike(seen.program, program)), None)
    like = None if subject is None else next(seen for seen in before if seen.subject is subject)
    if like is not None:
        return Seen(method, program, like.subject, like.reaches, like.search, *_all_tables(program))
    subject = Subject(program)
    reaches = Reaches(subject)
    return Seen(method, program, subject, reaches, reaches.search, *_all_tables(program))


def _alike(one: Program, other: Program) -> bool:
    """Whether two programs have the same figures, inputs and marks, so that what is known of a node holds for both."""
    figures = [[(name, node) for name, (_, node) in each.figures.items()] for each in (one, other)]
    parts = [{path: bool(plan.children) for path, plan in each.plans.items()} for each in (one, other)]
    same_inputs = one.domains == other.domains and one.cohorts == other.cohorts and one.reductions == other.reductions
    return figures[0] == figures[1] and parts[0] == parts[1] and same_inputs and one.checks == other.checks


def _all_tables(program: Program) -> tuple[dict[str, tuple[Table, ...]], dict[str, tuple[_Variant, ...]]]:
    """Return the keys of every node, and of its variants, with those of the nodes above."""
    tables: dict[str, tuple[Table, ...]] = {}
    variants: dict[str, list[_Variant]] = {}
    waiting: list[tuple[Indicator, tuple[Table, ...], bool]] = [(program.definition.root, (), False)]
    while waiting:
        node, above, varies = waiting.pop()
        own = (node.keys, *above)
        tables.setdefault(node.path, own)
        if varies:  # nodes of two variants may have the same path
            variants.setdefault(node.path, []).append(_Variant(own, frozenset(_places(node.keys))))
        waiting += [(child, own, varies) for child in node.children]
        waiting += [(variant, own, True) for _, variant in node.variants]
    return tables, {path: tuple(found) for path, found in variants.items()}


def _places(table: Table) -> Iterator[Span]:
    """Yield the places of all that a table says."""
    stack: list[Item] = [table]
    while stack:
        item = stack.pop()
        yield item.at
        if isinstance(item, Table):
            for key, value in item.fields.values():
                yield key.at
                stack.append(value)
        elif isinstance(item, Listing):
            stack += item.items


def at_key(table: Table, key: str) -> Span:
    """Return where a key stands, or the table if it does not."""
    field = table.fields.get(key)
    return table.at if field is None else field.key.at
