"""Figures, lowered: inputs with what their absence means, and what is derived from them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.dates import DATE, FIRST, LAST
from scoring.definedness import computable, is_fixed
from scoring.document import Item, Scalar, Table
from scoring.graph import Node, Type, Unknown
from scoring.model import Figure, Label
from scoring.names import Failed
from scoring.reading import Domain, Refusal, read_value
from scoring.rounding import rounded_by
from scoring.scope import Scope
from scoring.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.lower import Lowering
    from scoring.model import Indicator
    from scoring.source import Span

_TYPES = {"number": Type.NUMBER, "count": Type.NUMBER, "date": Type.NUMBER, "flag": Type.TRUTH, "words": Type.CHOICE}
_CASE_DATE = "date"
"""The figure that a case's ``date`` gives without being declared."""
_NONE = Fraction(0)
POLICIES = ("zero", "full", "not_applicable")


class Figures:
    """The figures of a ruleset being lowered.

    Attributes:
        all: name → figure, local ones behind the path of their node.
        policies: figure name → conditions under which nodes that read it score zero or full, or do not apply.
    """

    def __init__(self, context: Lowering, figures: Iterable[Figure]) -> None:
        """Nothing is lowered yet."""
        self.context = context
        self.all = {figure.name: figure for figure in figures}
        self.policies: dict[str, list[tuple[Node, str]]] = {}
        self._reads: dict[str, tuple[str, ...]] = {}
        at = context.definition.keys.at
        self._case_date = Figure(
            _CASE_DATE, _CASE_DATE, Label({"en": "date", "zh": "日期"}), DATE, "date", None, None, None, (), (), None,
            Table({}, at), at,
        )  # fmt: skip

    def find(self, name: str, home: str) -> Figure | None:
        """Return the figure a bare name means: the nearest node's own first, then the ruleset's."""
        path = home
        while path:
            figure = self.context.locals.get(path, {}).get(name)
            if figure is not None:
                return figure
            path = self._around(path)
        return self.context.definition.figures.get(name) or (self._case_date if name == _CASE_DATE else None)

    def _around(self, path: str) -> str:
        """Return where a name is looked up next: above a node, or around the entries of a list."""
        above = self.context.lists.above.get(path)
        return path.rpartition(".")[0] if above is None else above

    def names(self, home: str) -> list[str]:
        """Return the bare names that are figures, seen from a node."""
        names = list(self.context.definition.figures)
        path = home
        while path:
            names.extend(self.context.locals.get(path, {}))
            path = self._around(path)
        return names

    def term(self, figure: Figure, at: Span | None) -> Term:
        """Return what a figure computes."""
        self.all.setdefault(figure.name, figure)  # the day of the case is a figure only where it is read
        term = self.context.done(("figure", figure.name), at)
        assert isinstance(term, Term)  # noqa: S101  # the task's own result
        return term

    def reads(self, figure: Figure) -> tuple[str, ...]:
        """Return the names of a figure and of all it is made from."""
        return self._reads.get(figure.name, (figure.name,))

    def read_by(self, node: Indicator) -> dict[str, None]:
        """Return the names of the figures that a node's rules, limits and start may read, derived or not."""
        found: dict[str, None] = {}
        for key in ("rules", "floor", "cap", "start"):
            field = node.keys.fields.get(key)
            for home, name in () if field is None else self.context.arguments.names_read(field.value, node):
                figure = self.find(name, home)
                if figure is not None and not figure.is_list:
                    self.term(figure, node.at)
                    found.update(dict.fromkeys(self.reads(figure)))
        return found

    def lower(self, figure: Figure) -> Term:
        """Return what a figure computes."""
        if figure.flawed:
            raise Failed
        if figure.role == "cohort":
            return self.context.cohort.figure(figure)
        return self._input(figure) if figure.form is None else self._derived(figure)

    def rounded(self, figure: Figure, node: Node) -> Node:
        """Return a figure's own value rounded; what stands in for it is not."""
        rounding = figure.keys.fields.get("round")
        if rounding is None or node.type is not Type.NUMBER:
            return node
        return rounded_by(self.scope(figure), rounding.value, node)

    def scope(self, figure: Figure) -> Scope:
        """Return the scope that a figure's own values are read in."""
        return Scope(self.context, self.context.nodes.get(figure.home) if figure.home else None, inside=figure.home)

    def _derived(self, figure: Figure) -> Term:
        scope = self.scope(figure)
        form = figure.form
        assert isinstance(form, Table)  # noqa: S101  # a derived figure is a table with a form
        kept = {key: field for key, field in form.fields.items() if key not in ("round", "name", "unit")}
        if "is" in kept:
            term = scope.term(kept["is"].value, figure.words)
        else:
            term = scope.term(Table(kept, form.at), figure.words, checked=True)
        self.check_kind(figure, term, scope)
        if "better" in form.fields and term.node.type is not Type.NUMBER:
            scope.fail("better-of-words", form.fields["better"].key.at, name=figure.id)
        converted = term.scaled and "%" not in (figure.unit, term.unit)
        if figure.unit and term.unit and figure.unit != term.unit and not (converted or is_fixed(term.node)):
            scope.fail("units-differ", figure.at, left=figure.unit, right=term.unit)
        self._reads[figure.name] = (figure.name, *scope.reads)
        inherited = [each for name in scope.reads for each in self.policies.get(name, ())]
        node = self.rounded(figure, term.node)
        if "if_undefined" in form.fields:
            item = form.fields["if_undefined"].value
            if isinstance(item, Scalar) and item.text in POLICIES:
                inherited.append((g.negated(computable(node)), item.text))
            else:
                other = scope.term(item, figure.words)
                scope.check_units(term, other, item.at, getattr(item, "text", ""))
                node = g.if_(computable(node), node, other.node)
        if inherited:
            self.policies[figure.name] = list(dict.fromkeys(inherited))
        words, listed = figure.words or term.words, figure.words or term.listed
        return Term(node, figure.unit or term.unit, words, "", listed, figure.ordered if figure.words else term.ordered)

    def check_kind(self, figure: Figure, term: Term, scope: Scope) -> None:
        """Refuse a value that is a date of a figure that is not said to be one, and the other way round."""
        if (figure.type == "date") == (term.unit == DATE):
            return
        if term.unit == DATE:
            scope.fail("date-undeclared", figure.at, name=figure.id)
        if not isinstance(g.value_of(term.node), Unknown):
            scope.fail("date-wanted", figure.at, name=figure.id, found=term.node.type.value)

    def _input(self, figure: Figure) -> Term:
        domain = domain_of(figure)
        node = self.rounded(figure, g.input_(figure.name, domain.type))
        if "if_missing" in figure.keys.fields:
            domain, node = self._if_missing(figure, domain, node, figure.keys.fields["if_missing"].value)
        self.context.inputs.domains[figure.name] = domain
        return Term(node, figure.unit, figure.words, "", figure.words, figure.ordered)

    def _if_missing(self, figure: Figure, domain: Domain, node: Node, item: Item) -> tuple[Domain, Node]:
        if not isinstance(item, Scalar):
            self.context.problems.error("if-missing-shape", item.at)
            raise Failed
        if item.text == "stop":
            return domain, node
        if item.text in POLICIES:
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
            self.context.problems.error("percent-missing", item.at, text=item.text)
        else:
            near = self.context.problems.near(item.text, (*figure.words, *POLICIES, "stop"))
            self.context.problems.error("if-missing-value", item.at, text=item.text, name=figure.id, near=near)


def domain_of(figure: Figure) -> Domain:
    """Return what a figure that a case gives may be."""
    low, high, count, date = figure.low, figure.high, figure.type == "count", figure.type == "date"
    if low is None and (count or date):
        low = Fraction(FIRST) if date else _NONE
    if high is None and date:
        high = Fraction(LAST)
    return Domain(
        figure.name, _TYPES[figure.type], low, high, figure.places, count or date, figure.unit == "%", figure.words,
        None, figure.blanks, figure.unit, date,
    )  # fmt: skip
