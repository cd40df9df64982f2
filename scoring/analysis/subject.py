"""A program as it is analysed: the ordinary case, over variables of its own.

In the ordinary case nobody sets a score by hand or declares a node not applicable, and every mark is given. A derived
figure that depends on several numbers is cut: it becomes a variable itself, with the range that its formula has, so
that a leaf depends on one variable and not on three. What is proved of all values of the variables is proved of all
cases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, cast

from scoring import graph as g
from scoring.analysis.grid import grids
from scoring.analysis.marks import Marks
from scoring.analysis.smooth import takes_all
from scoring.document import Scalar
from scoring.graph import Node, Op, Type, walk
from scoring.interpret import GIVEN
from scoring.intervals import Between, OneOf, exactly, hull, ranges
from scoring.lower_cohort import RUN
from scoring.lower_figures import POLICIES, domain_of
from scoring.lower_lists import ENTRY
from scoring.reading import Domain
from scoring.rewrite import replaced, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.intervals import Range
    from scoring.model import Figure
    from scoring.notes import Many
    from scoring.program import Entry, Program

_NONE = Fraction(0)
_MOST_WORDS = 8
"""Combinations of words and truth values that a figure may depend on without being cut."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What a question depends on: an input, or a derived figure that was cut.

    Attributes:
        node: the input that stands for it.
        base: the inputs of the case that it depends on.
        low: least value of a number; None: no limit.
        high: greatest value.
        whole: whether it is a whole number.
        options: values of a truth value or a choice.
        formula: of a figure that was cut, as the program has it; else None.
        label: what it is called, where it is no figure, finding or mark.
        exact: whether all that the limits allow can occur.
        figure: the figure it is, None for findings, marks and the like.
        open: whether it stays below ``high``.
        undefined: whether what it stands for may also have no value.
    """

    name: str
    node: Node
    base: frozenset[str]
    low: Fraction | None = None
    high: Fraction | None = None
    whole: bool = False
    options: tuple[bool | str, ...] = ()
    formula: Node | None = None
    exact: bool = True
    figure: Figure | None = None
    open: bool = False
    undefined: bool = False
    label: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a number, not a truth value or a word."""
        return self.node.type is Type.NUMBER


class Subject:
    """A program, and what its nodes become.

    Attributes:
        program: as lowered.
        variables: name → variable, as they are met.
        marks: what marks may be.
    """

    def __init__(self, program: Program) -> None:
        """Nothing is looked at yet."""
        self.program = program
        self.variables: dict[str, Variable] = {}
        asked = _asked(program)
        self._optional = asked.union(name for name, (figure, _) in program.figures.items() if _may_lack(figure))
        self._needed = frozenset(name for name in asked if "if_missing" not in program.figures[name][0].keys.fields)
        self._figures = {node: figure for figure, node in program.figures.values()}
        self._scores: dict[Node, Node] = {}
        self._conditions: dict[Node, Node] = {}
        self._uncut: dict[Node, Node] = {}
        self._whole: dict[Node, Node] = {}
        self._uses: dict[Node, frozenset[str]] = {}
        self._named: dict[Node, Node] = {}
        self._limits: dict[Node, Range] = {}
        self.marks = Marks(self)
        self._cut()

    # Views

    def score(self, node: Node) -> Node:
        """Return a node of the account of a case that gives all its figures."""
        return rewritten(node, self._scores, self._ordinary)

    def condition(self, node: Node) -> Node:
        """Return a node in which a figure may be missing and a node not applicable."""
        return rewritten(node, self._conditions, self._possible)

    def uncut(self, node: Node) -> Node:
        """Return a node of the ordinary case over the inputs alone."""
        return rewritten(node, self._uncut, self._ordinary)

    def whole(self, node: Node) -> Node:
        """Return a node over the inputs alone, in which a figure may be missing and a node not applicable."""
        return rewritten(node, self._whole, self._possible)

    def _ordinary(self, node: Node) -> Node:
        name = str(node.payload)
        if node.op is Op.INPUT and name.startswith(GIVEN):
            path, _, own = name.removeprefix(GIVEN).rpartition("/")
            if not path and own in self._optional:
                return node
            return g.const(own not in ("set", "mark.deduct") and not (own == "mark" and self._has_parts(path)))
        if node.op is Op.INPUT and name.endswith("/not_applicable"):
            return g.FALSE
        return self._possible(node)

    def _possible(self, node: Node) -> Node:
        name = str(node.payload)
        if node.op is Op.INPUT and name.startswith(GIVEN) and name.endswith(("/set", "/mark.deduct")):
            return g.FALSE
        if node.op is Op.INPUT and name in self._needed:
            return g.if_(g.given(name), node, g.undefined("missing", node.type))
        if node.op is Op.INPUT and name.endswith("/mark.because"):
            return g.TRUE
        return node

    def _has_parts(self, path: str) -> bool:
        """Whether a mark on a node would stand for those of its criteria."""
        return path in self.program.plans and bool(self.program.plans[path].children)

    # Variables

    def _cut(self) -> None:
        """Make variables of what records make, and of figures and looked-up values that depend on several numbers."""
        for each in self.program.notes.many:
            self._cut_many(each)
        for name, (figure, node) in self.program.figures.items():
            if figure.form is not None:
                self._cut_at(f"={name}", node, figure, "")
        for plan in self.program.root.walk():
            for number, entry in enumerate(plan.entries):
                for key in ("value", "ratio"):
                    quantity = entry.quantities.get(key)
                    score = entry.quantities.get("score")
                    if quantity is not None and (score is None or quantity.node is not score.node):
                        self._cut_at(f"~{plan.path}:{number}:{key}", quantity.node, None, _called(entry, key))

    def _cut_at(self, own: str, origin: Node, figure: Figure | None, label: str) -> None:
        if origin.op in {Op.INPUT, Op.CONST} or origin in self._scores:
            return
        formula = self.score(origin)
        used = [self.variable(each) for each in self.used(formula)]
        numbers = sum(each.is_number for each in used)
        words = prod(len(each.options) or 1 for each in used)
        if formula.op is Op.INPUT or not (numbers > 1 or (figure is not None and words > _MOST_WORDS)):
            return
        variable = self._derived(own, formula, origin)
        self.variables[own] = replace(variable, figure=figure, label=label)
        self._scores[origin] = self._conditions[origin] = variable.node
        self._scores[formula] = variable.node

    def _cut_many(self, many: Many) -> None:
        """Make a variable of what records make together: the program holds one, a case may have any number."""
        formula = self.score(many.made)
        if formula in self._scores or formula.op is Op.CONST:
            return
        empty = self.score(many.empty)
        made, none = (cast("Between", self.possible(each)[each]) for each in (formula, empty))
        made = _growing(made) if many.grows else _shrinking(made) if many.shrinks else made
        found = cast("Between", hull([made, none]))
        own = f"+{many.home}"
        base = frozenset().union(*(self.variable(each).base for each in self.used(formula)))
        self.variables[own] = variable = Variable(
            own, g.input_(own), base or frozenset((own,)), found.low, found.high, formula=many.made, exact=False,
            undefined=found.undefined, label=many.home,
        )  # fmt: skip
        for node in (many.made, formula):
            self._scores[node] = self._conditions[node] = variable.node

    def _derived(self, own: str, formula: Node, origin: Node) -> Variable:
        node = g.input_(own, formula.type)
        base = frozenset().union(*(self.variable(each).base for each in self.used(formula)))
        found = self.possible(formula)[formula]
        undefined = found.undefined or any(self.variable(each).undefined for each in self.used(formula))
        if isinstance(found, OneOf):
            options = tuple(sorted(found.values, key=str))
            return Variable(own, node, base, options=options, formula=origin, exact=False, undefined=undefined)
        exact, grid = takes_all(self, formula), grids([formula], self.is_whole)[formula]
        whole = grid is not None and grid.denominator == 1
        return Variable(own, node, base, found.low, found.high, whole, formula=origin, exact=exact, undefined=undefined)

    def variable(self, name: str) -> Variable:
        """Return the variable of an input."""
        found = self.variables.get(name)
        if found is None:
            found = self.variables[name] = self._input(name)
        return found

    def _input(self, name: str) -> Variable:
        domain = self.program.domains.get(name) or self._of_entry(name)
        figure = self.program.figures.get(name.removesuffix(RUN), (None, None))[0]
        base = frozenset((name,))
        if name.startswith(GIVEN):
            return Variable(name, g.given(name.removeprefix(GIVEN)), base, options=(True, False))
        taken = self._taken(name)
        if domain is None or taken is not None:
            low, high, whole = taken or (None, None, False)
            return Variable(name, g.input_(name), base, low, high, whole, exact=False, figure=figure)
        node = g.input_(name, domain.type)
        if domain.type is not Type.NUMBER:
            options = domain.words if domain.type is Type.CHOICE else (True, False)
            return Variable(name, node, base, options=options, figure=figure)
        if name.endswith("/mark"):
            return self._mark(name, node)
        return Variable(name, node, base, domain.low, domain.high, domain.whole, figure=figure)

    def _of_entry(self, name: str) -> Domain | None:
        """Return what a value of one entry of a list may be."""
        source, inside, field = name.partition(ENTRY)
        figure = self.program.lists.get(source) if inside else None
        item = None if figure is None else figure.items.get(field.removeprefix(".") or "each")
        return None if item is None or item.is_list else domain_of(item)

    def _taken(self, name: str) -> tuple[Fraction | None, Fraction | None, bool] | None:
        """Return what can come of a list, or of all cases: least, greatest, whether it is whole; None of others."""
        for each in self.program.cohorts:
            if each.name == name:
                return self._of_many(each.take, each.of)
        for reduction in self.program.reductions:
            if reduction.name == name:
                return self._of_many(reduction.how, reduction.element)
        return None

    def _of_many(self, how: str, of: Node | None) -> tuple[Fraction | None, Fraction | None, bool]:
        if how == "percentile":
            return _NONE, Fraction(1), False
        if how in ("count", "rank"):
            return Fraction(how == "rank"), None, True
        if of is None or of.type is not Type.NUMBER:
            return None, None, False
        of = self.score(of)
        found = cast("Between", self.possible(of)[of])
        if how == "sum":
            found = _growing(found)
        return found.low, found.high, False

    def _mark(self, name: str, node: Node) -> Variable:
        """Return a mark: within the ranges that can be reached, and decided by what decides which of them is."""
        low, high = self.marks.range(name, {})
        base = frozenset((name,)).union(*(self.variable(each).base for each in self.marks.decided_by(name)))
        return Variable(name, node, base, low, high, open=high is not None and self.marks.is_open(name, node))

    def named(self, node: Node) -> Node:
        """Return a variable that stands for a number which depends on several, the node itself if it does not."""
        if node.type is not Type.NUMBER or len(self.numbers(node)) <= 1:
            return node
        if node not in self._named:
            own = f"#{len(self._named)}"
            names = self.used(node)
            found = cast("Between", ranges([node], {}, self.domains(names))[node])
            if found.empty:
                return g.undefined("never")
            self._named[node] = g.input_(own)
            base = frozenset().union(*(self.variable(each).base for each in names))
            low, high = found.low, found.high
            self.variables[own] = Variable(own, self._named[node], base, low, high, formula=node, exact=False,
                                           undefined=found.undefined)  # fmt: skip
        return self._named[node]

    def original(self, node: Node) -> Node:
        """Return a node of the subject over the inputs alone: what was cut is put back."""
        cut = {each.node: self.uncut(each.formula) for each in self.variables.values()
               if each.formula is not None and not each.name.startswith("#")}  # fmt: skip
        return replaced([node], cut)[0]

    def is_named(self, node: Node) -> bool:
        """Whether a variable stands for a node already."""
        return node in self._named

    def domains(self, names: Iterable[str]) -> dict[str, Domain]:
        """Return what variables may be, as `scoring.intervals` reads it."""
        found: dict[str, Domain] = {}
        for name in names:
            each = self.variable(name)
            words = tuple(str(option) for option in each.options) if each.node.type is Type.CHOICE else ()
            found[name] = Domain(name, each.node.type, each.low, each.high, whole=each.whole, words=words)
        return found

    def possible(self, node: Node) -> Mapping[Node, Range]:
        """Return what a node and all below it can be at most."""
        if node not in self._limits:
            self._limits.update(ranges([node], {}, self.domains(self.used(node))))
        return self._limits

    def used(self, *nodes: Node) -> frozenset[str]:
        """Return the names of the inputs that nodes read."""
        if len(nodes) != 1:
            return frozenset().union(*map(self.used, nodes))
        uses, stack = self._uses, list(nodes)
        while stack:
            node = stack[-1]
            if node in uses:
                stack.pop()
                continue
            waiting = [each for each in node.args if each not in uses]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if node.op is Op.INPUT:
                uses[node] = frozenset((str(node.payload),))
            else:
                found = [uses[each] for each in node.args if uses[each]]
                first = found[0] if found else frozenset[str]()
                uses[node] = first if all(each <= first for each in found) else frozenset().union(*found)
        return uses[nodes[0]]

    def is_whole(self, name: str) -> bool:
        """Whether an input is a whole number."""
        return self.variable(name).whole

    def numbers(self, *nodes: Node) -> list[Variable]:
        """Return the number variables that nodes read, in the order of their names."""
        return [each for each in map(self.variable, sorted(self.used(*nodes))) if each.is_number]

    def others(self, *nodes: Node) -> list[Variable]:
        """Return the truth values and words that nodes read, in the order of their names."""
        return [each for each in map(self.variable, sorted(self.used(*nodes))) if not each.is_number]

    def free(self, names: Iterable[str]) -> bool:
        """Whether some variables can have any values within their limits, and any together."""
        names = list(names)
        return self.independent(names) and all(self.variable(name).exact for name in names)

    def base(self, names: Iterable[str]) -> frozenset[str]:
        """Return the inputs that some variables depend on."""
        return frozenset().union(*(self.variable(name).base for name in names))

    def independent(self, names: Iterable[str]) -> bool:
        """Whether no input stands behind two of some variables, so that any values can occur together."""
        bases = [self.variable(each).base for each in names]
        return len(frozenset().union(*bases)) == sum(map(len, bases))


def _growing(found: Between) -> Between:
    """Return what a sum of any number of values can be."""
    low = _NONE if found.low is not None and found.low >= 0 else None
    return Between(low, _NONE if found.high is not None and found.high <= 0 else None, found.undefined)


def _shrinking(found: Between) -> Between:
    """Return what a product of any number of shares can be."""
    return cast("Between", hull([found, exactly(_NONE)]))


def _asked(program: Program) -> frozenset[str]:
    """Return the figures of which the rules ask whether they are given, other than for a value that stands in."""
    figures = {g.given(name): name for name, (figure, _) in program.figures.items() if figure.form is None}
    standing_in = {node: name for name, (_, node) in program.figures.items() if node.op is Op.IF}
    plans = list(program.root.walk())
    roots = [*program.scores, *(node for plan in plans for node in (plan.score, plan.applies))]
    found = {figures[node] for node in roots if node in figures}
    for node in walk(roots):
        found.update(figures[each] for each in node.args if each in figures and standing_in.get(node) != figures[each])
    return frozenset(found)


def _may_lack(figure: Figure) -> bool:
    """Whether a score may be had without a figure, and be another one than with any value of it."""
    field = figure.keys.fields.get("if_missing")
    if field is None or not isinstance(field.value, Scalar):
        return False
    return field.value.text in POLICIES or (field.value.value is None and not field.value.quoted)


def _called(entry: Entry, key: str) -> str:
    """Return what a quantity of a rule is called: by the words of the rule."""
    of, to = (entry.words[each].text().strip() if each in entry.words else "" for each in ("of", "to"))
    return of if key == "value" else f"{of} / {to}" if of and to else key
