"""`Definition` → `Program`: every part is lowered once, when it is first needed.

Parts need one another in any order (a figure another figure, a rule the score of a node), so each is a task.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.addresses import Addresses, Entry
from scoring.definedness import computable
from scoring.document import Item, Scalar, Table
from scoring.expression import Term
from scoring.graph import Node, Type
from scoring.lower_grades import Grades, grade_nodes
from scoring.lower_node import lower_node
from scoring.lower_points import Points
from scoring.program import Check, Counted, Plan, Program
from scoring.program import Entry as EntryLine
from scoring.reading import Domain, Refusal, read_value
from scoring.rounding import rounded_by
from scoring.scope import Failed, Scope
from scoring.tasks import Task, Tasks
from scoring.typed import check_keys, misread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.diagnostic import Problems
    from scoring.model import Definition, Figure, Indicator, Label
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
        self.nodes: dict[str, Indicator] = {}
        self.parent: dict[str, str] = {}
        self.keys: dict[int, str] = {}
        self.holders: dict[str, list[str]] = {}
        self.locals: dict[str, dict[str, Figure]] = {}
        self._index(definition.root, "", None)
        self.figures = {figure.name: figure for figure in self._all_figures()}
        self.addresses = Addresses(self._entries())
        self.domains: dict[str, Domain] = {}
        self.policies: dict[str, list[tuple[Node, str]]] = {}
        self.figure_reads: dict[str, tuple[str, ...]] = {}
        self.checks: dict[tuple[str, str], Check] = {}
        self.counts: dict[str, Counted] = {}
        self.judged: set[str] = set()
        self.reading_findings: set[str] = set()
        self.declarable: set[str] = set()
        self.vetoes: dict[str, dict[str, tuple[Node, EntryLine]]] = {}
        self.points = Points(self)

    def _index(self, node: Indicator, key: str, parent: str | None) -> None:
        self.nodes[key] = node
        self.keys[id(node)] = key
        if parent is not None:
            self.parent[key] = parent
        if "#" not in key.rpartition(".")[2]:
            self.holders.setdefault(node.path, []).append(key)
        self.locals.setdefault(node.path, {}).update(node.figures)
        for child in node.children:
            id_ = child.path.rpartition(".")[2]
            self._index(child, f"{key}.{id_}" if key else id_, key)
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
        for figure in self.figures.values():
            yield Entry("figure", figure.name, "", tuple(figure.label.texts.values()))

    # Tasks

    def _lower(self, task: Task) -> object:
        kind, name = task
        if kind == "figure":
            return self._lower_figure(self.figures[name])
        if kind == "plan":
            return lower_node(self, name, self.nodes[name])
        if kind == "grades":
            return grade_nodes(self)
        if kind == "weight":
            return self._weight()
        return self.points.lower(kind, name)

    def _names(self, task: Task) -> tuple[str, Span]:
        kind, name = task
        if kind == "figure":
            return name, self.figures[name].at
        node = self.nodes[name]
        return node.path or "total", node.at

    # Figures

    def find_figure(self, name: str, home: str) -> Figure | None:
        """Return the figure a bare name means: the nearest node's own first, then the ruleset's."""
        path = home
        while path:
            figure = self.locals.get(path, {}).get(name)
            if figure is not None:
                return figure
            path = path.rpartition(".")[0]
        return self.definition.figures.get(name)

    def figure_names(self, home: str) -> list[str]:
        """Return the bare names that are figures, seen from a node."""
        names = list(self.definition.figures)
        path = home
        while path:
            names.extend(self.locals.get(path, {}))
            path = path.rpartition(".")[0]
        return names

    def figure(self, figure: Figure, at: Span | None) -> Term:
        """Return what a figure computes."""
        term = self.done(("figure", figure.name), at)
        assert isinstance(term, Term)  # noqa: S101  # the task's own result
        return term

    def reads_of(self, figure: Figure) -> tuple[str, ...]:
        """Return the names of a figure and of all it is made from."""
        return self.figure_reads.get(figure.name, (figure.name,))

    def _lower_figure(self, figure: Figure) -> Term:
        if figure.flawed:
            raise Failed
        term = self._input(figure) if figure.form is None else self._derived(figure)
        rounding = figure.keys.fields.get("round")
        if rounding is not None and term.node.type is Type.NUMBER:
            scope = Scope(self, self.nodes.get(figure.home))
            return replace(term, node=rounded_by(scope, rounding.value, term.node))
        return term

    def _derived(self, figure: Figure) -> Term:
        scope = Scope(self, self.nodes[figure.home] if figure.home else None)
        form = figure.form
        assert isinstance(form, Table)  # noqa: S101  # a derived figure is a table with a form
        kept = {key: field for key, field in form.fields.items() if key not in ("round", "name", "unit")}
        if "is" in kept:
            term = scope.term(kept["is"].value, figure.words)
        else:
            term = scope.term(Table(kept, form.at), figure.words, checked=True)
        if figure.unit and term.unit and figure.unit != term.unit and not term.node.is_const:
            scope.fail("units-differ", figure.at, left=figure.unit, right=term.unit)
        self.figure_reads[figure.name] = (figure.name, *scope.reads)
        inherited = [each for name in scope.reads for each in self.policies.get(name, ())]
        node = term.node
        if "if_undefined" in form.fields:
            item = form.fields["if_undefined"].value
            if isinstance(item, Scalar) and item.text in _POLICIES:
                inherited.append((g.negated(computable(node)), item.text))
            else:
                node = g.if_(computable(node), node, scope.term(item, figure.words).node)
        if inherited:
            self.policies[figure.name] = list(dict.fromkeys(inherited))
        return Term(node, figure.unit or term.unit, figure.words)

    def _input(self, figure: Figure) -> Term:
        kind = _TYPES[figure.type]
        domain = Domain(
            figure.name, kind, figure.low, figure.high, figure.places, figure.type == "count", figure.unit == "%",
            figure.words, None, figure.blanks, figure.unit,
        )  # fmt: skip
        node = g.input_(figure.name, kind)
        if "if_missing" in figure.keys.fields:
            domain, node = self._if_missing(figure, domain, node, figure.keys.fields["if_missing"].value)
        self.domains[figure.name] = domain
        return Term(node, figure.unit, figure.words)

    def _if_missing(self, figure: Figure, domain: Domain, node: Node, item: Item) -> tuple[Domain, Node]:
        if not isinstance(item, Scalar):
            self.problems.error("if-missing-shape", item.at)
            raise Failed
        if item.text == "stop":
            return domain, node
        if item.text in _POLICIES:
            self.policies[figure.name] = [(g.negated(g.given(figure.name)), item.text)]
            return domain, node
        if item.value is None and not item.quoted:
            return domain, g.if_(g.given(figure.name), node, g.nothing("none", "null", node.type))
        value = read_value(item.value if isinstance(item.value, bool) else item.text, domain, written=True)
        if value is None or isinstance(value, Refusal):
            self._refuse_default(figure, item, value)
            raise Failed
        # Written into the graph, so that `known` sees the value where the case is silent.
        return domain, g.if_(g.given(figure.name), node, g.const(value))

    def _refuse_default(self, figure: Figure, item: Scalar, refusal: Refusal | None) -> None:
        """Record that what stands for a missing value is no value of the figure."""
        if refusal is not None and refusal.code == "percent-sign":
            self.problems.error("percent-missing", item.at, text=item.text)
        else:
            near = self.problems.near(item.text, (*figure.words, *_POLICIES, "stop"))
            self.problems.error("if-missing-value", item.at, text=item.text, name=figure.id, near=near)

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
            return self.own_input(attribute, path, at)
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
        if not variants:
            if not self.nodes[key].children:
                self.problems.error("lowest-of-leaf", at or self.nodes[key].at, name=self.nodes[key].path)
                raise Failed
            return self.points.lowest(key, at)
        return self.points.chosen(key, [self.points.lowest(each, at) for each in variants])

    def children_of(self, key: str) -> list[str]:
        """Return the keys of a node's children."""
        return [self.keys[id(child)] for child in self.nodes[key].children]

    def node_inputs(self, path: str, at: Span | None) -> Node:
        """Return the count of a node's findings, without asking what no finding means."""
        del at
        name = f"{path}/findings"
        self.reading_findings.add(path)
        self.domains[name] = Domain(name, low=g.number_of(g.ZERO), places=0, whole=True, default=g.number_of(g.ZERO))
        return g.input_(name)

    def own_input(self, kind: str, path: str, at: Span | None) -> Node:
        """Return the node's findings, their amount, or its mark."""
        if kind == "mark":
            self.needs_mark(path)
            return g.input_(f"{path}/mark")
        if self.definition.keeps_findings is not True:
            code = "without-findings" if self.definition.keeps_findings is None else "findings-left-out"
            self.problems.error(code, at or self.definition.keys.at)
            raise Failed
        count = self.node_inputs(path, at)
        if kind == "findings":
            return count
        name = f"{path}/amount"
        self.domains[name] = Domain(name, default=g.number_of(g.ZERO))
        return g.input_(name)

    def counted(self, path: str, number: int, condition: Node, at: Span) -> Node:
        """Return the count of a node's findings that satisfy a condition."""
        self.own_input("findings", path, at)
        name = f"{path}/findings?{number}"
        self.domains[name] = Domain(name, low=g.number_of(g.ZERO), places=0, whole=True, default=g.number_of(g.ZERO))
        self.counts[name] = Counted(name, path, condition)
        return g.input_(name)

    def needs_mark(self, path: str) -> None:
        """Note that a node takes a mark."""
        self.judged.add(path)
        for name in (f"{path}/mark", f"{path}/mark.deduct"):
            self.domains[name] = Domain(name)

    def reasoned(self, path: str) -> Node:
        """Return the truth node "the node's mark has a reason"."""
        name = f"{path}/mark.because"
        self.domains[name] = Domain(name, Type.TRUTH, default=False)
        return g.input_(name, Type.TRUTH)

    def declare(self, path: str) -> None:
        """Note that a case may declare a node not applicable."""
        self.declarable.add(path)
        name = f"{path}/not_applicable"
        self.domains[name] = Domain(name, Type.TRUTH, default=False)

    def settable(self, path: str) -> tuple[Node, Node]:
        """Return whether a person has set a node's score, and the score set."""
        name = f"{path}/set"
        self.domains[name] = Domain(name)
        return g.given(name), g.input_(name)

    def keeps(self, path: str) -> Node:
        """Return the truth node "without a mark this node keeps its best"."""
        if self.definition.keeps_findings is not True:
            return g.FALSE
        own = g.equal(self.node_inputs(path, None), g.ZERO)
        leaf = path.rpartition(".")[0]
        siblings = self.judged_criteria(path)
        if not siblings:
            return own
        marks = [g.given(f"{each}/mark{end}") for each in siblings for end in ("", ".deduct")]
        return g.both(own, g.either(g.equal(self.node_inputs(leaf, None), g.ZERO), *marks))

    def all_judged(self, node: Indicator) -> bool:
        """Whether a leaf has criteria and a person judges every one of them."""
        return all_judged(node)

    def judged_criteria(self, path: str) -> list[str]:
        """Return the criteria of a criterion's leaf if a person judges all of them, else nothing."""
        node = self.nodes[self.holders[path][0]]
        if node.kind != "criterion":
            return []
        parent = self.nodes[self.parent[self.holders[path][0]]]
        return [each.path for each in parent.children] if all_judged(parent) else []

    # The whole

    def check_keys(self, table: Table, allowed: Iterable[str], where: str) -> None:
        """Record every key that may not stand here."""
        check_keys(self.problems, table, allowed, where)

    def misread(self, table: Table) -> bool:
        """Whether a key of a table was refused, so that what seems to be missing may stand there."""
        return misread(self.problems, table)

    def program(self) -> Program | None:
        """Return the program, None if something is wrong."""
        for name in self.figures:
            self.run(("figure", name))
        for key in self._bottom_up(""):
            self.run(("plan", key))
            self.run(("taken", key))
        self.run(("grades", ""))
        self.run(("weight", ""))
        if self.problems.errors:
            return None
        root = self.plan("", None)
        grades, weight = self._done["grades", ""], self._done["weight", ""]
        assert isinstance(grades, Grades)  # noqa: S101  # the task's own result
        assert isinstance(weight, Node | None)  # noqa: S101  # likewise
        figures = {name: (figure, self.figure(figure, None).node) for name, figure in self.figures.items()}
        return Program(
            self.definition, root, grades.grade, grades.names, grades.rules, grades.total, grades.of_total,
            MappingProxyType(figures), weight, MappingProxyType(self.domains), tuple(self.checks.values()),
            tuple(self.counts.values()), frozenset(self.judged), frozenset(self.reading_findings),
            frozenset(self.declarable), self._taken(), self._plans(), self.addresses,
        )  # fmt: skip

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

    def _weight(self) -> Node | None:
        table = self.definition.keys.fields.get("portfolio")
        if table is None or not isinstance(table.value, Table):
            return None
        scope = Scope(self)
        return scope.number(scope.need(table.value, "weight"))


def all_judged(node: Indicator) -> bool:
    """Whether a leaf has criteria and a person judges every one of them."""
    rules = [each.rules for each in node.children]
    return bool(rules) and all(
        child.kind == "criterion" and len(child.rules) == 1 and child.rules[0].kind.name == "judge"
        for child in node.children
    )
