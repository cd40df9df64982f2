"""Lists of a case, lowered: what an entry is worth, lists made from lists, and what a list is reduced to.

There are no lists in the graph. What a formula makes of one (``mean(marks)``) is an input, worked out where the
figures of a case are read; what an entry counts as is a node over the inputs of one entry (``marks[]``,
``sites[].area``).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Scalar, Table
from scoring.graph import Node, Op, Type
from scoring.names import Failed
from scoring.program import Reduction
from scoring.reading import Domain
from scoring.scope import Scope
from scoring.term import ListTerm, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.lower import Lowering
    from scoring.model import Figure
    from scoring.source import Span

ENTRY = "[]"
"""What follows the name of a list in the names of the inputs that one of its entries has."""


class Lists:
    """The lists of a ruleset being lowered.

    Attributes:
        reductions: input → how it is worked out, each after those that it needs.
        above: list of entries (``sites[]``) → where names are looked up that its entries do not have.
    """

    def __init__(self, context: Lowering) -> None:
        """No list is read yet."""
        self.context = context
        self.reductions: dict[str, Reduction] = {}
        self.above: dict[str, str] = {}

    def entries(self, figures: Iterable[Figure]) -> dict[str, dict[str, Figure]]:
        """Return the figures of one entry of each list, by the entry's name and their ids."""
        found: dict[str, dict[str, Figure]] = {}
        waiting = [each for each in figures if each.role == "list"]
        while waiting:
            figure = waiting.pop()
            entry = f"{figure.name}{ENTRY}"
            self.above[entry] = figure.home
            found[entry] = {
                id_: replace(each, name=f"{entry}.{id_}" if figure.records else entry, home=entry)
                for id_, each in figure.items.items()
            }
            waiting.extend(each for each in found[entry].values() if each.role == "list")
        return found

    def lower(self, figure: Figure) -> ListTerm:
        """Return a list: what its entries are, and where they come from."""
        if figure.flawed:
            raise Failed
        if figure.role == "list":
            entry = f"{figure.name}{ENTRY}"
            own = None if figure.records else self.context.figures.term(self.context.locals[entry]["each"], figure.at)
            return ListTerm(figure.name, figure.name, own)
        return self._mapped(figure)

    def _mapped(self, figure: Figure) -> ListTerm:
        form, context = figure.keys, self.context
        outer = context.figures.scope(figure)
        item = form.fields["for_each"].value
        name = item.text if isinstance(item, Scalar) else ""
        base = self.find(name, figure.home, item.at)
        if base is None:
            near = context.problems.near(name, [each.id for each in context.figures.all.values() if each.is_list])
            outer.fail("for-each-list", item.at, name=name, lists=self._names(), near=near)
        scope = EntryScope(context, f"{base.source}{ENTRY}", base.element)
        kept = {key: each for key, each in form.fields.items() if key not in _NOT_FORM}
        if "is" in kept:
            term = scope.term(kept["is"].value, figure.words)
        else:
            term = scope.term(Table(kept, form.at), figure.words, checked=True)
        context.figures.check_kind(figure, term, scope)
        node = context.figures.rounded(figure, term.node)
        return ListTerm(figure.name, base.source, Term(node, figure.unit or term.unit, figure.words))

    def _names(self) -> str:
        return ", ".join(each.id for each in self.context.figures.all.values() if each.is_list) or "–"

    def find(self, written: str, home: str, at: Span | None) -> ListTerm | None:
        """Return the list that a name means, or the field of its records that follows a dot; None if there is none."""
        name, _, field = written.partition(".")
        figure = self.context.figures.find(name, home)
        if figure is None or not figure.is_list or "." in field:
            return None
        if not field:
            return self.term(figure, at)
        entry = f"{figure.name}{ENTRY}"
        own = self.context.locals.get(entry, {}).get(field) if figure.records else None
        if own is None or own.is_list:
            return None
        return ListTerm(f"{figure.name}.{field}", figure.name, self.context.figures.term(own, at))

    def term(self, figure: Figure, at: Span | None) -> ListTerm:
        """Return a list."""
        term = self.context.done(("list", figure.name), at)
        assert isinstance(term, ListTerm)  # noqa: S101  # the task's own result
        return term

    def reduced(self, of: ListTerm, how: str, trims: tuple[int, int] = (1, 1)) -> Term:
        """Return what a list is reduced to, an input of its own."""
        shown = f"{how}({trims[0]},{trims[1]})" if how == "trimmed_mean" else how
        name = f"{of.name}/{shown}"
        element = None if how == "count" or of.element is None else _as_number(of.element.node)
        while (known := self.reductions.get(name)) and (known.source, known.element) != (of.source, element):
            name += "'"  # a node's own list and a field may have one name
        if name not in self.reductions:
            self.reductions[name] = self._reduction(name, of.source, element, how, trims)
            self.context.inputs.domains[name] = self._domain(name, how, element)
        unit = "" if how == "count" or of.element is None else of.element.unit
        return Term(g.input_(name), unit)

    def _reduction(self, name: str, source: str, element: Node | None, how: str, trims: tuple[int, int]) -> Reduction:
        needed = _inputs(element)
        own = [each for each in self.reductions.values() if each.name in needed]
        entry = f"{source}{ENTRY}."
        inner = [each for each in own if each.source.startswith(entry)]
        after = (
            frozenset().union(*(each.after for each in own)) if element is None else self.context.over_cases(element)
        )
        return Reduction(name, source, element, how, trims, tuple(inner), after)

    def _domain(self, name: str, how: str, element: Node | None) -> Domain:
        """Return what a reduction may be: within the limits of the entries, where these are plain inputs."""
        if how == "count":
            return Domain(name, low=_ZERO, places=0, whole=True)
        own = self.context.inputs.domains.get(str(element.payload)) if element and element.op is Op.INPUT else None
        low, high = (None, None) if own is None else (own.low, own.high)
        if how == "sum":
            return Domain(name, low=_ZERO if low is not None and low >= 0 else None)
        date = own is not None and own.date
        return Domain(name, low=low, high=high, places=0 if date else None, whole=date)


class EntryScope(Scope):
    """A scope in which the fields of one entry of a list come first, and ``each`` is a plain entry's value."""

    def __init__(self, context: Lowering, entry: str, each: Term | None) -> None:
        """Take the entry's name, such as ``sites[]``, and its value where it is no record."""
        super().__init__(context, inside=entry)
        self.each = each

    def name(self, name: str, offset: int) -> Term:
        """Return a field, ``each``, or what the name means outside the list."""
        return self.each if name == "each" and self.each is not None else super().name(name, offset)


def _as_number(node: Node) -> Node:
    """Return a node whose entries are added or compared; of truth values those that hold count 1."""
    return g.if_(node, g.ONE, g.ZERO) if node.type is Type.TRUTH else node


def _inputs(node: Node | None) -> frozenset[str]:
    """Return the inputs below a node."""
    return (
        frozenset() if node is None else frozenset(str(each.payload) for each in g.walk([node]) if each.op is Op.INPUT)
    )


_NOT_FORM = ("for_each", "round", "name", "unit")
_ZERO = Fraction(0)
