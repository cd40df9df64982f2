"""What a ruleset computes: nodes of the graph for every indicator, and the plan of its ledger.

Places, names and sentences are not in the graph, since equal nodes are shared; they stand here, beside the
nodes. A `Program` is all that evaluators, explanations and analyses read; none of them knows rule kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scoring.graph import Op, Unknown, walk
from scoring.model import name_of
from scoring.notes import Notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scoring.addresses import Addresses
    from scoring.graph import Node, Value
    from scoring.model import Definition, Figure, Label
    from scoring.reading import Domain
    from scoring.rules import Quantity, Sentence
    from scoring.source import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account of a node's score.

    Attributes:
        kind: base, start, change, limit, round, veto, set, mark, combine, not_applicable or missing.
        code: of its reason.
        amount: signed points (minus: lost); 0 where a veto, a set value or the like supersedes it.
        asked: what it would be if nothing superseded it.
        quantities: name → node, for facts and sentences.
        events: name → truth node, for coverage.
        words: fixed text of the sentence.
        sentence: the explanation, None where the reason needs no words of a rule.
        at: where the rule was written.
        clause: of the official text.
        reads: names of the figures the rule reads.
        home: path of the node the rule stands on, which a veto from below keeps.
    """

    kind: str
    code: str
    amount: Node
    asked: Node
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    events: Mapping[str, Node] = field(default_factory=dict)
    words: Mapping[str, Label] = field(default_factory=dict)
    sentence: Sentence | None = None
    because: Label | None = None
    at: Span | None = None
    clause: str = ""
    reads: tuple[str, ...] = ()
    home: str = ""

    def superseded(self, amount: Node, asked: Node, quantities: Mapping[str, Quantity]) -> Entry:
        """Return the line with what it comes to where something may stand for it, and with what it asked for."""
        return Entry(
            self.kind, self.code, amount, asked, quantities, self.events, self.words, self.sentence, self.because,
            self.at, self.clause, self.reads, self.home,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """One node of the tree, lowered.

    Attributes:
        points: effective points; what ``score`` is measured against.
        printed: points before any moved to it.
        score: its score after everything, also where it does not apply (by its policy).
        applies: whether it applies.
        present: whether its points count in its group (false where they are dropped or given away).
        entries: its own ledger lines, in the order of the ledger.
        factors: the factor of each child, in the order of ``children``.
        opens_at_zero: it starts at zero and earns, so its loss is one deduction "not earned".
        superseded: a veto, a mark, a set value or a policy stands for its ordinary account.
        plain: its limits are 0 and its points, and its points are as round as its score, so that what one rule
            costs is points − score.
        exact: its score before its own rounding, for grades that read it.
        places: decimals of its rounding, None if it is not rounded to decimals.
        variants: conditions and the plan each makes of this node; empty for an ordinary node.
        open: an open scale: points 0, no full mark.
        by_formula: the formula of the whole makes its score, so what a point below is worth in it is not known.
    """

    path: str
    code: str
    label: Label
    level: int
    kind: str
    item: str
    beside: bool
    points: Node
    printed: Node
    score: Node
    applies: Node
    present: Node
    entries: tuple[Entry, ...]
    children: tuple[Plan, ...]
    factors: tuple[Node, ...]
    superseded: Node
    opens_at_zero: bool
    plain: bool
    exact: Node
    places: int | None
    at: Span
    clause: str
    variants: tuple[tuple[Node, Plan], ...] = ()
    open: bool = False
    by_formula: bool = False

    @property
    def called(self) -> Label:
        """What it is called where its name is empty too."""
        return name_of(self.label, self.path)

    @property
    def outside(self) -> bool:
        """Whether it stands outside the points of its group."""
        return bool(self.item) or self.beside

    def walk(self) -> Iterator[Plan]:
        """Yield this plan, its variants and everything below, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()
        for _, variant in self.variants:
            yield from variant.walk()


@dataclass(frozen=True, slots=True)
class Check:
    """A truth node that must not hold for a case, such as a mark outside its range.

    Attributes:
        node: true where the case is wrong.
        code: of the diagnostic.
        subject: the input that is to blame.
        facts: name → node, shown in the message.
    """

    node: Node
    code: str
    subject: str
    path: str
    facts: Mapping[str, Quantity]


@dataclass(frozen=True, slots=True)
class Counted:
    """An input that counts the findings of a node which satisfy a condition on their own amount."""

    name: str
    path: str
    condition: Node


@dataclass(frozen=True, slots=True)
class Reduction:
    """An input that is worked out of a list of the case, where its figures are read.

    Attributes:
        name: of the input.
        source: canonical name of the list, such as ``sites`` or, of a list in each record, ``sites[].faults``.
        element: what each entry counts as, over inputs such as ``sites[].area``; None where entries are counted.
        how: a name of `scoring.statistic.REDUCTIONS`.
        trims: how many of the lowest and highest a trimmed mean leaves out.
        inner: reductions of lists in an entry that the element needs, each after those that it needs itself.
        after: inputs over all cases that it needs.
    """

    name: str
    source: str
    element: Node | None
    how: str
    trims: tuple[int, int] = (1, 1)
    inner: tuple[Reduction, ...] = ()
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cohort:
    """An input that is worked out over all cases of a run.

    Attributes:
        name: of the input.
        take: what is taken of the values.
        of: the value of each case; None where cases are counted.
        where: which cases count.
        best: ``high`` or ``low``, of a rank or percentile.
        ties: how equal values rank.
    """

    name: str
    take: str
    of: Node | None
    where: Node
    best: str = ""
    ties: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that an author wrote, as it can be told.

    Attributes:
        holds: its truth node.
        words: the condition in words.
        values: what it reads by its own name, as it is called and as it is worth.
    """

    holds: Node
    words: Label
    values: tuple[tuple[Label, Quantity], ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is scored at all: the condition, and why a case that fails it is excluded."""

    told: Condition
    because: Label | None
    at: Span
    clause: str

    @property
    def condition(self) -> Node:
        """The truth node of the condition."""
        return self.told.holds


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that cases are ranked by, and which end is best; with its words and unit, for reports."""

    by: Node
    best: str
    words: Label
    unit: str = ""


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What set or capped the grade: condition (also in words), grade, whether it only caps, and why."""

    condition: Node
    grade: str
    caps: bool
    because: Label | None
    at: Span
    clause: str
    words: Label


@dataclass(frozen=True, slots=True)
class Output:
    """A further result.

    Attributes:
        name: the address as written.
        node: its value.
        path: of the node whose score it is, empty for a figure.
        label: what it is called.
        unit: of the figure.
    """

    name: str
    node: Node
    path: str
    label: Label
    unit: str


@dataclass(frozen=True, slots=True)
class Program:
    """A ruleset, lowered.

    Attributes:
        root: the plan of the whole; its score is the total.
        grade: choice node, None without grades.
        grades: names, best first.
        grades_exact: grades read totals before they are rounded.
        portfolio_grade: node → grade of any total, for the portfolio: bounds as written.
        figures: name → node of every figure, in document order.
        weight: node of the portfolio weight, None without a portfolio.
        domains: name → what each input may be.
        checks: what must not hold for a case.
        counted: inputs that count some of a node's findings.
        judged: paths of nodes that take a mark.
        reads_findings: paths of nodes whose rules read findings.
        declarable: paths of nodes that may be declared not applicable.
        taken: path → "the variant this node stands in is taken", for nodes inside variants.
        plans: path → plan of every node (of a node inside several variants, the first).
        addresses: what an address means.
        lists: name → list that a case may give.
        reductions: inputs worked out of lists, each after those that it needs.
        cohorts: inputs worked out over all cases, each after those that it needs.
        admit: who is scored at all, None = every case.
        order: what cases are ranked by, first to last.
        outputs: the further results, in their order.
        conditions: path → what must hold for the node to apply; several of a node inside variants.
        notes: what authors wrote, for ``check``.
    """

    definition: Definition
    root: Plan
    grade: Node | None
    grades: tuple[str, ...]
    grade_rules: tuple[GradeRule, ...]
    grades_exact: bool
    portfolio_grade: Node | None
    figures: Mapping[str, tuple[Figure, Node]]
    weight: Node | None
    domains: Mapping[str, Domain]
    checks: tuple[Check, ...]
    counted: tuple[Counted, ...]
    judged: frozenset[str]
    reads_findings: frozenset[str]
    declarable: frozenset[str]
    taken: Mapping[str, Node]
    plans: Mapping[str, Plan]
    addresses: Addresses
    lists: Mapping[str, Figure] = field(default_factory=dict)
    reductions: tuple[Reduction, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    admit: Admission | None = None
    order: tuple[Order, ...] = ()

    record_lists: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Note the lists that nodes are made from, which every case asks for."""
        walked = self.definition.root.walk()
        found = frozenset(node.records.figure for node in walked if node.records is not None)
        object.__setattr__(self, "record_lists", found)

    outputs: tuple[Output, ...] = ()
    conditions: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def loose(self, value: Callable[[Node], Value]) -> frozenset[str]:
        """Return the inputs over all cases, and what rests on them, that change once missing figures of a case come.

        Args:
            value: what a node is for the case.
        """
        found: set[str] = set()
        for each in self.cohorts:
            nodes = [node for node in (each.of, each.where) if node is not None]
            unknown = [known for node in nodes if isinstance(known := value(node), Unknown)]
            waits = any(cause.kind == "missing" for known in unknown for cause in known.causes)
            if waits or any(str(node.payload) in found for node in walk(nodes) if node.op is Op.INPUT):
                found.add(each.name)
                found.update(reduction.name for reduction in self.reductions if reduction.after & found)
        return frozenset(found)

    @property
    def scores(self) -> tuple[Node, ...]:
        """What every case is asked for: total, grade if there is one, further results."""
        grade = () if self.grade is None else (self.grade,)
        return (self.root.score, *grade, *(each.node for each in self.outputs))

    @property
    def deciding(self) -> tuple[Node, ...]:
        """Those of the scores that decide the outcome: total and grade; further results where there is neither."""
        if self.grade is None and not self.definition.has_total:
            return self.scores
        return self.scores[: 1 if self.grade is None else 2]
