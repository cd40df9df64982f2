"""What is asked of every row of a table: outcomes, total, grade, the score of every node, further results."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring.graph import TRUE, ZERO, Node, Op, Type, less, sub, walk
from scoring.reasons import is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.ledger import Layout as Ledger
    from scoring.ledger import Line
    from scoring.program import Plan, Program

Choices = tuple[tuple[Node, bool], ...]
"""Conditions that are true, or are not, where a row has a plan."""


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the tree.

    Attributes:
        path: of the node.
        plans: each with the conditions of the variants under which a row has it.
        broken: see `broken_inputs`.
    """

    path: str
    plans: tuple[tuple[Choices, Plan], ...]
    broken: Mapping[str, int] = field(default_factory=dict)

    @property
    def places(self) -> int | None:
        """Decimals of its score in every variant, None where one is not rounded."""
        places = [plan.places for _, plan in self.plans]
        return None if None in places else max(each for each in places if each is not None)

    @property
    def denominators(self) -> int:
        """How many figures its score may be divided by at once; rounding leaves none."""
        return 0 if self.places is not None else max(denominators(plan.score, self.broken) for _, plan in self.plans)

    @property
    def is_ratio(self) -> bool:
        """Whether its score need not have a finite decimal."""
        broken = dict.fromkeys(self.broken, 1)
        return self.places is None and any(denominators(plan.score, broken) for _, plan in self.plans)


@dataclass(frozen=True, slots=True)
class Account:
    """What a node of the tree lost, by reason.

    Attributes:
        path: of the node.
        lines: its lines, in the order of the ledger, each with its settled amount.
        above: where one of these is true, something above stands for the account.
    """

    path: str
    lines: tuple[tuple[Line, Node], ...]
    above: tuple[Node, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each line."""
        return tuple(line.entry.code for line, _ in self.lines if line.entry is not None)


def accounts_of(ledger: Ledger) -> tuple[Account, ...]:
    """Return the accounts that lie in a ledger."""
    lines: dict[str, list[tuple[Line, Node]]] = {}
    superseded: list[tuple[str, Node]] = []
    for line, node in zip(ledger.lines, ledger.nodes[:-1], strict=True):
        if line.entry is None:
            superseded.append((line.plan.path, node))
        else:
            lines.setdefault(line.plan.path, []).append((line, node))
    return tuple(
        Account(path, tuple(own), tuple(node for above, node in superseded if above != path and is_below(path, above)))
        for path, own in lines.items()
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """What is asked of every row.

    Attributes:
        program: what it is asked of.
        always_applies: whether no row can be excluded or not applicable as a whole.
        numbered: whether there is a total.
        parts: every node of the tree but the root, in document order.
        accounts: of every node the lines of its ledger, where reasons are asked for.
        broken: see `broken_inputs`.
        exact_parts: whether scores that add several unrounded ratios are wanted too, which takes Python's own numbers.
    """

    program: Program
    always_applies: bool
    numbered: bool
    parts: tuple[Part, ...]
    accounts: tuple[Account, ...] = ()
    broken: Mapping[str, int] = field(default_factory=dict)
    exact_parts: bool = False

    def is_ratio(self, node: Node) -> bool:
        """Whether a number need not have a finite decimal."""
        return denominators(node, dict.fromkeys(self.broken, 1)) > 0

    def has_column(self, part: Part) -> bool:
        """Whether the score of a node gets a column."""
        return self.exact_parts or part.denominators <= 1

    @property
    def admitted(self) -> Node:
        """Whether a row is scored at all."""
        admit = self.program.admit
        return TRUE if admit is None else admit.condition

    def taken(self, name: str) -> Node | None:
        """Return whether the variant is taken in which the node stands that an input such as ``PATH/mark`` is of."""
        path, _, _ = name.rpartition("/")
        return self.program.taken.get(path) if path else None

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node that must be computed, each once."""
        program = self.program
        found = dict.fromkeys((*program.scores, program.root.applies, self.admitted))
        found.update(dict.fromkeys(check.node for check in program.checks))
        found.update(dict.fromkeys(program.taken.values()))
        for part in self.parts:
            for choices, plan in part.plans:
                nodes = (*(node for node, _ in choices), plan.score, plan.applies, plan.present)
                found.update(dict.fromkeys(nodes))
                if self.accounts:
                    found[sub(plan.points, plan.score)] = None
        for account in self.accounts:
            found.update(dict.fromkeys((*(less(amount, ZERO) for _, amount in account.lines), *account.above)))
        return tuple(found)


def layout(  # noqa: PLR0913  # what may be asked
    program: Program,
    *,
    always_applies: bool,
    numbered: bool,
    parts: bool = True,
    ledger: Ledger | None = None,
    exact_parts: bool = False,
) -> Layout:
    """Return what is asked of every row; ``parts``: of every node too; ``ledger``: with what was lost, and why."""
    plans: dict[str, list[tuple[Choices, Plan]]] = {}
    for choices, plan in _plans(program.root, ()) if parts else ():
        if plan.path:
            plans.setdefault(plan.path, []).append((choices, plan))
    broken = broken_inputs(program)
    nodes = tuple(Part(path, tuple(own), broken) for path, own in plans.items())
    accounts = () if ledger is None else accounts_of(ledger)
    return Layout(program, always_applies, numbered, nodes, accounts, broken, exact_parts)


def _plans(plan: Plan, choices: Choices) -> Iterator[tuple[Choices, Plan]]:
    """Yield every plan with the conditions under which a row has it: the first variant whose condition is true."""
    before = choices
    for when, variant in plan.variants:
        yield from _plans(variant, (*before, (when, True)))
        before = (*before, (when, False))
    yield before, plan
    for child in plan.children:
        yield from _plans(child, before)


def broken_inputs(program: Program) -> dict[str, int]:
    """Return the inputs, of those worked out, that need not have a finite decimal.

    Each with how many numbers it may be divided by that are not the same in all rows.
    """
    found: dict[str, int] = {}
    for _ in range(len(program.cohorts) + len(program.reductions) + 1):  # they may rest on each other
        before = len(found)
        for reduction in program.reductions:
            ratio = reduction.element is not None and denominators(reduction.element, dict.fromkeys(found, 1))
            if reduction.how in ("mean", "trimmed_mean") or ratio:
                found[reduction.name] = 1
        for cohort in program.cohorts:
            ratio = cohort.of is not None and denominators(cohort.of, dict.fromkeys(found, 1))
            if cohort.take in ("mean", "trimmed_mean", "percentile") or (
                ratio and cohort.take not in ("count", "rank")
            ):
                found[cohort.name] = 0
        if len(found) == before:
            break
    return found


def denominators(node: Node, broken: Mapping[str, int] = MappingProxyType({})) -> int:
    """Return how many numbers that are no constants a number may be divided by at once; ``broken``: and inputs are."""
    found: dict[Node, int] = {}
    for each in walk((node,)):
        below = [found[arg] for arg in each.args if arg.type is Type.NUMBER]
        if each.op is Op.INPUT:
            found[each] = broken.get(str(each.payload), 0)
        elif each.op in {Op.FLOOR, Op.ROUND} or each.type is not Type.NUMBER:
            found[each] = 0
        elif each.op in {Op.IF, Op.PICK, Op.MIN, Op.MAX}:
            found[each] = max(below, default=0)
        else:
            own = each.op is Op.APPROX or (each.op is Op.DIV and not each.args[1].is_const)
            found[each] = sum(below) + own
    return found[node]


def words_of(program: Program, nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return every word that an input or a node can be."""
    found = {word for domain in program.domains.values() for word in domain.words}
    for node in nodes:
        if node.type is Type.CHOICE and isinstance(node.payload, str) and node.is_const:
            found.add(node.payload)
        elif isinstance(node.payload, tuple):
            found.update(each for each in node.payload if isinstance(each, str))
    return tuple(sorted(found))
