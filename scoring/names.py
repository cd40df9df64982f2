"""What names mean at one place of a ruleset: figures, attributes of nodes, lists, functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from scoring import graph as g
from scoring.addresses import Ambiguous, Found
from scoring.document import Scalar
from scoring.formula import FormulaError
from scoring.functions import FUNCTIONS
from scoring.source import Span, brief
from scoring.term import ListTerm, Term
from scoring.wholeness import is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator

ATTRIBUTES = ("score", "lost", "points", "findings", "mark", "applies", "lowest")


class Failed(Exception):  # noqa: N818  # not an error of its own: its diagnostic is recorded already
    """A part cannot be lowered; what is wrong has been recorded."""


class Needs(Exception):  # noqa: N818  # asks for another part, no error
    """Another part must be lowered first."""

    def __init__(self, task: tuple[str, str], at: Span | None) -> None:
        """Take the part that is needed and the place that asks."""
        super().__init__(task)
        self.task, self.at = task, at


class Names:
    """What names mean at one place: the resolver of its formulas.

    Attributes:
        context: the lowering under way.
        home: the node whose names come first, None outside the tree.
        inside: path of that node, or the list (``sites[]``) whose fields come first.
        reads: names of the figures read so far.
        told: figures and attributes of nodes as they were written so far, with what they are.
        parameters: names that stand for what a function is given, where its body is put into words.
    """

    def __init__(
        self, context: Lowering, home: Indicator | None = None, *, own: bool = False, inside: str = ""
    ) -> None:
        """Nothing is read yet; ``own``: findings, mark and amount are the home's."""
        self.context, self.home, self.own = context, home, own
        self.inside = home.path if home is not None else inside
        self.reads: dict[str, None] = {}
        self.told: dict[str, Term] = {}
        self.parameters: tuple[str, ...] = ()
        self.item: Scalar | None = None
        self.at: Span | None = None

    def fail(self, code: str, at: Span, **facts: object) -> NoReturn:
        """Record a problem and leave this part; what a shape was given is to blame where it does not fit."""
        passed = self.context.arguments.to_blame(self, code, facts)
        if passed is None:
            self.context.problems.error(code, at, **facts)
        else:
            if "text" in facts and isinstance(passed.item, Scalar):
                facts = {**facts, "text": passed.item.text}
            self.context.problems.error(code, passed.item.at, **{**within(passed.shape, at), **facts})
        raise Failed

    def name(self, name: str, offset: int) -> Term:
        """Return a figure, ``total``, or the node's own findings, mark or amount."""
        if self.home is not None and self.own and name in ("findings", "amount", "mark"):
            return Term(self.context.inputs.own(name, self.home.path, self._place(offset, name)))
        passed = self.context.arguments.find(self, name)
        if passed is not None:
            term = self.told[name] = self.context.arguments.term(self, passed)
            return term
        figure = self.context.figures.find(name, self.inside)
        if figure is not None and figure.is_list:
            raise FormulaError("list-alone", offset, len(name), name=name)
        if figure is not None:
            term = self.context.figures.term(figure, self._place(offset, name))
            self.reads.update(dict.fromkeys(self.context.figures.reads(figure)))
            self.told[name] = term
            return term
        if name == "total":
            if not self.context.definition.has_total:
                raise FormulaError("no-total", offset, len(name))
            return Term(self.context.plan("", self._place(offset, name)).score)
        found = self.context.addresses.find(name, self.inside, ids_only=True)
        if isinstance(found, Found) and found.kind == "figure":
            raise FormulaError("figure-elsewhere", offset, len(name), name=name, address=found.path)
        if found is not None:
            attributes = ", ".join(f"{name}.{each}" for each in ATTRIBUTES[:3])
            raise FormulaError("node-without-attribute", offset, len(name), name=name, attributes=attributes)
        raise self._unknown(name, offset)

    def _unknown(self, name: str, offset: int) -> FormulaError:
        """Return the error of a name that is nothing which can be read here."""
        if name in self.context.functions.all:
            return FormulaError("function-without-call", offset, len(name), name=name)
        if name == "each":
            return FormulaError("each-record", offset, len(name))
        owner = next((each for each in self.context.figures.all.values() if each.records and name in each.items), None)
        if owner is not None:
            return FormulaError("field-elsewhere", offset, len(name), name=name, list=owner.id)
        known = [*self.context.figures.names(self.inside), *FUNCTIONS]
        return FormulaError("unknown-figure", offset, len(name), name=name, **self.near(name, known))

    def attribute(self, address: str, attribute: str, offset: int) -> Term:
        """Return an attribute of a node."""
        self._refuse_field(address, attribute, offset)
        if attribute not in ATTRIBUTES:
            near = self.near(attribute, ATTRIBUTES)
            options, place = ", ".join(ATTRIBUTES), offset + len(address) + 1
            raise FormulaError("unknown-attribute", place, len(attribute), name=attribute, options=options, **near)
        found = self.context.addresses.find(address, self.inside, ids_only=True)
        if isinstance(found, Ambiguous):
            raise FormulaError(
                "ambiguous-address", offset, len(address), address=address, candidates=", ".join(found.candidates)
            )
        if found is None or found.kind != "node":
            near = self.near(address, self.context.node_names())
            raise FormulaError("unknown-node", offset, len(address), address=address, **near)
        at = self._place(offset, f"{address}.{attribute}")
        term = self.told[f"{address}.{attribute}"] = Term(self.context.attribute(found.path, attribute, at))
        return term

    def given(self, name: str, offset: int) -> Term:
        """Return the truth value "the case states this figure"."""
        passed = self.context.arguments.find(self, name)
        if passed is not None:
            return self.context.arguments.given(passed, name, offset)
        figure = self.context.figures.find(name, self.inside)
        if figure is None:
            known = self.context.figures.names(self.inside)
            raise FormulaError("unknown-figure", offset, len(name), name=name, **self.near(name, known))
        if figure.role == "list":
            count = self.reduced(self.context.lists.term(figure, self.at), "count", (1, 1))
            return Term(g.given(str(count.node.payload)))
        if figure.form is not None or figure.is_list:
            raise FormulaError("given-derived", offset, len(name), name=name)
        self.context.figures.term(figure, self.at)
        return Term(g.given(figure.name))

    def _refuse_field(self, address: str, field: str, offset: int) -> None:
        """Refuse a field of a list where one value is expected, and one that its records do not have."""
        figure = self.context.figures.find(address, self.inside) if "." not in address else None
        if figure is None or not figure.is_list:
            return
        name = f"{address}.{field}"
        node = self.context.addresses.find(address, self.inside, ids_only=True)
        if field in ATTRIBUTES and field not in figure.items and isinstance(node, Found) and node.kind == "node":
            return  # the node of a list often has its name
        if field in figure.items or not figure.records:
            raise FormulaError("list-alone", offset, len(name), name=name if figure.records else address)
        fields, near = ", ".join(figure.items), self.near(field, figure.items)
        raise FormulaError("field-unknown", offset + len(address) + 1, len(field), name=address, field=field,
                           fields=fields, **near)  # fmt: skip

    def list_of(self, name: str, offset: int) -> ListTerm | None:
        """Return the list that a name means, None if it is none."""
        passed = self.context.arguments.find(self, name)
        if passed is not None:
            outside = self.context.arguments.outside(passed)
            text = passed.item.text if isinstance(passed.item, Scalar) else ""
            found = outside.list_of(text, offset) if text else None
        else:
            found = self.context.lists.find(name, self.inside, self._place(offset, name))
        if found is not None:
            self.reads[found.source] = None
        return found

    def reduced(self, of: ListTerm, how: str, trims: tuple[int, int]) -> Term:
        """Return what a list is reduced to."""
        return self.context.lists.reduced(of, how, trims)

    def whole(self, node: Node) -> bool:
        """Return whether a number is whole whatever the case says."""
        domains = self.context.inputs.domains

        def whole(name: str) -> bool:
            domain = domains.get(name)
            return domain is not None and domain.whole and not domain.percent

        return is_whole(node, whole)

    def functions(self) -> Mapping[str, tuple[str, ...] | None]:
        """Return the author's own functions: name → names of its parameters, None where they are not known."""
        return self.context.functions.needs

    def call(self, name: str, arguments: Sequence[Term | ListTerm], offset: int, length: int) -> Term:
        """Return what one of the author's own functions makes of these values."""
        assert self.item is not None  # noqa: S101  # a call stands in a formula
        return self.context.functions.call(self, name, arguments, part_of(self.item, offset, length))

    def asked(self, condition: Node, offset: int, length: int) -> None:
        """Note a condition inside a formula."""
        if self.item is not None:
            self.context.noted.condition(condition, part_of(self.item, offset, length), self.home)

    def doubt(self, code: str, offset: int, length: int, **facts: str) -> None:
        """Note something doubtful about a part of the formula."""
        assert self.item is not None  # noqa: S101  # a formula is being read
        self.context.noted.doubt(code, part_of(self.item, offset, length), self.home, **facts)

    def near(self, name: str, known: Iterable[str]) -> dict[str, str]:
        """Return the known name that may have been meant, as a fact, nothing if there is none."""
        near = self.context.problems.near(name, known)
        return {"near": near} if near else {}

    def _place(self, offset: int, written: str) -> Span | None:
        """Return the place of a name in the formula that is being read."""
        return None if self.item is None else part_of(self.item, offset, len(written))

    def _is_name(self, name: str) -> bool:
        """Whether a bare name means something here."""
        home = self.inside
        own = name in ("total", "findings", "amount", "mark", *FUNCTIONS)
        passed = self.context.arguments.find(self, name) is not None
        return own or passed or self.context.figures.find(name, home) is not None or name in ("null", "none")


def part_of(item: Scalar, offset: int, length: int) -> Span:
    """Return the place of a part of a formula, behind the quote if there is one; in '…' a quote is doubled."""
    start, end = offset, offset + max(1, length)
    if item.quoted:
        single = item.at.source.line(item.at.line)[item.at.column - 1 : item.at.column] == "'"
        start, end = (1 + each + (item.text.count("'", 0, each) if single else 0) for each in (start, end))
    return Span(item.at.source, item.at.line, item.at.column + start, item.at.column + end)


def within(name: str, at: Span) -> dict[str, object]:
    """Return the facts of a problem that shows inside a function or a shape, but comes from what it was given."""
    return {"inside": name, "where": brief(at)}
