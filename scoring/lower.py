"""`Definition` → `Program`: every part is lowered once, when it is first needed.

Parts need one another in any order (a figure another figure, a rule the score of a node), so each is a task.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.addresses import Addresses, Entry
from scoring.document import Table
from scoring.graph import Node, Type
from scoring.lower_cohort import RUN, CohortFigures, admission, ranking
from scoring.lower_figures import Figures
from scoring.lower_functions import Functions
from scoring.lower_grades import Grades, grade_nodes
from scoring.lower_lists import ENTRY, Lists
from scoring.lower_node import lower_node
from scoring.lower_notes import Noted
from scoring.lower_points import Points
from scoring.lower_shapes import Arguments
from scoring.lower_variants import lower_variants
from scoring.lower_whole import check_groups, further_results, lower_total
from scoring.names import Failed
from scoring.node_inputs import NodeInputs
from scoring.program import Admission, Check, Condition, Plan, Program
from scoring.program import Entry as EntryLine
from scoring.scope import Scope
from scoring.sizes import too_large
from scoring.tasks import Task, Tasks
from scoring.typed import check_keys, misread

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from scoring.diagnostic import Problems
    from scoring.model import Definition, Figure, Indicator, Label
    from scoring.reading import Domain
    from scoring.source import Span

_TYPES = {"number": Type.NUMBER, "count": Type.NUMBER, "flag": Type.TRUTH, "words": Type.CHOICE}
_POLICIES = ("zero", "full", "not_applicable")


class Lowering(Tasks):
    """A ruleset being lowered.

    Attributes:
        nodes: key → node; a variant's key is its path and number, ``lasting#1``.
        policies: figure name → conditions under which nodes that read it score zero or full, or do not apply.
    """

    def __init__(self, definition: Definition, problems: Problems) -> None:
        """Prepare the names; nothing is lowered yet."""
        super().__init__(problems)
        self.definition = definition
        self.noted = Noted(self)
        self.nodes: dict[str, Indicator] = {}
        self.parent: dict[str, str] = {}
        self.keys: dict[int, str] = {}
        self._children: dict[str, tuple[str, ...]] = {}
        self.holders: dict[str, list[str]] = {}
        self.locals: dict[str, dict[str, Figure]] = {}
        self._index(definition.root, "", None)
        self.functions = Functions(self)
        self.arguments = Arguments(self)
        self.lists = Lists(self)
        self.cohort = CohortFigures(self)
        for home, own in self.lists.entries(list(self._all_figures())).items():
            self.locals[home] = own
        self.figures = Figures(self, self._all_figures())
        self.addresses = Addresses(self._entries())
        self.checks: dict[tuple[str, str], Check] = {}
        self.vetoes: dict[str, dict[str, tuple[Node, EntryLine]]] = {}
        self.inputs = NodeInputs(self)
        self.points = Points(self)

    def _index(self, node: Indicator, key: str, parent: str | None) -> None:
        self.nodes[key] = node
        self.keys[id(node)] = key
        if parent is not None:
            self.parent[key] = parent
        if "#" not in key.rpartition(".")[2]:
            self.holders.setdefault(node.path, []).append(key)
        self.locals.setdefault(node.path, {}).update(node.figures)
        below = key and f"{key}."
        children = tuple(below + child.path.rpartition(".")[2] for child in node.children)
        self._children[key] = children
        for child, name in zip(node.children, children, strict=True):
            self._index(child, name, key)
        for number, (_, variant) in enumerate(node.variants, 1):
            self._index(variant, f"{key}#{number}", parent if parent is not None else "")

    def _all_figures(self) -> Iterator[Figure]:
        yield from self.definition.figures.values()
        for figures in self.locals.values():
            yield from figures.values()

    def _entries(self) -> Iterator[Entry]:
        for path, keys in self.holders.items():
            for key in keys if path else ():
                node = self.nodes[key]
                yield Entry("node", path, node.code, tuple(node.label.texts.values()))
        for figure in self.figures.all.values():
            if "[" not in figure.name:  # a field of a record has no address of its own
                yield Entry("figure", figure.name, "", tuple(figure.label.texts.values()))

    # Tasks

    def _lower(self, task: Task) -> object:
        kind, name = task
        if kind == "figure":
            term = self.figures.lower(self.figures.all[name])
            self._check_size(task, term.node)
            return term
        if kind in ("list", "call"):
            return self.functions.lower(name) if kind == "call" else self.lists.lower(self.figures.all[name])
        if kind == "plan":
            node = self.nodes[name]
            lower = lower_total if node.by_formula else lower_variants if node.variants else lower_node
            plan = lower(self, name, node)
            self._check_size(task, plan.score)
            return plan
        if kind in _LAST:
            return _LAST[kind](self)
        return self.points.lower(kind, name)

    def _check_size(self, task: Task, node: Node) -> None:
        """Refuse a value that can get too large to compute with."""
        if too_large(node):
            name, at = self._names(task)
            self.problems.error("number-too-large", at, part=name)
            raise Failed

    def _names(self, task: Task) -> tuple[str, Span]:
        kind, name = task
        if kind in ("figure", "list"):
            return name, self.figures.all[name].at
        node = self.nodes[name]
        return node.path or "total", node.at

    # Figures

    # Nodes

    def plan(self, key: str, at: Span | None) -> Plan:
        """Return a node's plan."""
        plan = self.done(("plan", key), at)
        assert isinstance(plan, Plan)  # noqa: S101  # the task's own result
        return plan

    def node_names(self) -> list[str]:
        """Return every id and path of a node."""
        return [name for path in self.holders if path for name in {path, path.rpartition(".")[2]}]

    def node_label(self, path: str) -> Label:
        """Return a node's printed name."""
        return self.nodes[self.holders[path][0]].label

    def attribute(self, path: str, attribute: str, at: Span | None) -> Node:
        """Return an attribute of a node, undefined where its variant is not the one taken."""
        if attribute in ("findings", "mark"):
            return self.inputs.own(attribute, path, at)
        keys = self.holders[path]
        node = g.undefined("not-applicable", Type.TRUTH if attribute == "applies" else Type.NUMBER)
        for key in reversed(keys):
            value = self._attribute(key, attribute, at)
            taken = self.points.taken(key, at)
            node = value if taken is g.TRUE else g.if_(taken, value, node)
        return node

    def _attribute(self, key: str, attribute: str, at: Span | None) -> Node:
        if attribute == "applies":
            return self.points.applies(key, at)
        if attribute == "points":
            return self.points.effective(key, at)
        if attribute == "lowest":
            return self._lowest_of(key, at)
        plan = self.plan(key, at)
        value = plan.score if attribute == "score" else plan.points - plan.score
        return g.if_(plan.applies, value, g.undefined("not-applicable"))

    def _lowest_of(self, key: str, at: Span | None) -> Node:
        """Return the lowest ratio of a node's children, of the variant that is taken."""
        variants = self.points.variants(key)
        if self.nodes[key].open:
            self.problems.error("open-full", at or self.nodes[key].at, text="lowest")
            raise Failed
        if not variants:
            if not self.nodes[key].children:
                self.problems.error("lowest-of-leaf", at or self.nodes[key].at, name=self.nodes[key].path)
                raise Failed
            return self.points.lowest(key, at)
        return self.points.chosen(key, [self.points.lowest(each, at) for each in variants])

    def children_of(self, key: str) -> tuple[str, ...]:
        """Return the keys of a node's children."""
        return self._children[key]

    # The whole

    def check_keys(self, table: Table, allowed: Collection[str], where: str) -> None:
        """Record every key that may not stand here."""
        check_keys(self.problems, table, allowed, where)

    def misread(self, table: Table) -> bool:
        """Whether a key of a table was refused, so that what seems to be missing may stand there."""
        return misread(self.problems, table)

    def program(self) -> Program | None:
        """Return the program, None if something is wrong."""
        for name, figure in list(self.figures.all.items()):
            self.run(("list" if figure.is_list else "figure", name))
        for key in self._bottom_up(""):
            self.run(("plan", key))
            if "#" in key:  # what stands in no variant is always taken
                self.run(("taken", key))
        for task in _LAST:
            self.run((task, ""))
        cohorts = self.cohort.ordered()
        if self.problems.errors:
            return None
        root = self.plan("", None)
        grades, weight = self._done["grades", ""], self._done["weight", ""]
        assert isinstance(grades, Grades)  # noqa: S101  # the task's own result
        assert isinstance(weight, Node | None)  # noqa: S101  # likewise
        admit, order = self._done["admit", ""], self._done["order", ""]
        assert isinstance(admit, Admission | None)  # noqa: S101  # likewise
        assert isinstance(order, tuple)  # noqa: S101  # likewise
        outputs = self._done["outputs", ""]
        assert isinstance(outputs, tuple)  # noqa: S101  # likewise
        own = {name: figure for name, figure in self.figures.all.items() if ENTRY not in name}
        figures = {
            name: (figure, self.figures.term(figure, None).node) for name, figure in own.items() if not figure.is_list
        }
        reductions = tuple(each for each in self.lists.reductions.values() if ENTRY not in each.name)
        return Program(
            self.definition, root, grades.grade, grades.names, grades.rules, grades.exact, grades.of_total,
            MappingProxyType(figures), weight, self._domains(), tuple(self.checks.values()),
            tuple(self.inputs.counts.values()), frozenset(self.inputs.judged), frozenset(self.inputs.reads_findings),
            frozenset(self.inputs.declarable), self._taken(), self._plans(), Addresses(self._entries()),
            MappingProxyType({name: figure for name, figure in own.items() if figure.is_list}), reductions,
            cohorts, admit, order, outputs, self._conditions(), self.noted.notes(),
        )  # fmt: skip

    def _conditions(self) -> Mapping[str, tuple[Condition, ...]]:
        """Return what must hold for nodes to apply, by path."""
        found: dict[str, list[Condition]] = {}
        for key, condition in self.points.conditions.items():
            found.setdefault(self.nodes[key].path, []).append(condition)
        return MappingProxyType({path: tuple(each) for path, each in found.items()})

    def _domains(self) -> Mapping[str, Domain]:
        """Return what the inputs of a case may be, those of a single entry of a list left out."""
        return MappingProxyType({name: each for name, each in self.inputs.domains.items() if ENTRY not in name})

    def over_cases(self, node: Node) -> frozenset[str]:
        """Return the inputs over all cases that a node rests on."""
        names = {str(each.payload) for each in g.walk([node]) if each.op is g.Op.INPUT}
        behind = (each.after for name, each in self.lists.reductions.items() if name in names)
        return frozenset(name for name in names if name.endswith(RUN)).union(*behind)

    def _plans(self) -> dict[str, Plan]:
        return {path: self.plan(keys[0], None) for path, keys in self.holders.items()}

    def _taken(self) -> dict[str, Node]:
        """Return for each path inside variants whether one of them is taken."""
        found: dict[str, Node] = {}
        for path, keys in self.holders.items():
            nodes = [self.points.taken(key) for key in keys]
            if g.TRUE not in nodes:
                found[path] = g.either(*nodes)
        return found

    def _bottom_up(self, key: str) -> Iterator[str]:
        node = self.nodes[key]
        for child in self.children_of(key):
            yield from self._bottom_up(child)
        for number in range(1, len(node.variants) + 1):
            yield from self._bottom_up(f"{key}#{number}")
        yield key


def _weight(context: Lowering) -> Node | None:
    """Return what a case weighs in the portfolio, None without one."""
    table = context.definition.keys.fields.get("portfolio")
    if table is None or not isinstance(table.value, Table):
        return None
    check_groups(context, table.value)
    scope = Scope(context)
    return scope.number(scope.need(table.value, "weight"))


_LAST: dict[str, Callable[[Lowering], object]] = {
    "grades": grade_nodes,
    "weight": _weight,
    "admit": admission,
    "order": ranking,
    "outputs": further_results,
}
"""What is lowered after the tree."""
