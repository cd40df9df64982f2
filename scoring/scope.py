"""What a place in a ruleset can say: names, value forms, conditions, and the diagnostics of a wrong one."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

from scoring import graph as g
from scoring.addresses import Ambiguous, Found
from scoring.dates import DATE, parse_day
from scoring.document import Item, Listing, Scalar, Table
from scoring.expression import evaluate
from scoring.formula import FormulaError
from scoring.functions import FUNCTIONS
from scoring.graph import Node, Type
from scoring.keys import NOTES
from scoring.number import parse_number
from scoring.rules import Result, form_of
from scoring.source import Span, brief
from scoring.spoken import spoken
from scoring.term import ListTerm, Term, possible
from scoring.wholeness import is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.lower import Lowering
    from scoring.model import Indicator, Label

ATTRIBUTES = ("score", "lost", "points", "findings", "mark", "applies", "lowest")


class Failed(Exception):  # noqa: N818  # not an error of its own: its diagnostic is recorded already
    """A part cannot be lowered; what is wrong has been recorded."""


class Needs(Exception):  # noqa: N818  # asks for another part, no error
    """Another part must be lowered first."""

    def __init__(self, task: tuple[str, str], at: Span | None) -> None:
        """Take the part that is needed and the place that asks."""
        super().__init__(task)
        self.task, self.at = task, at


class Scope:
    """The meaning of values at one place.

    Attributes:
        context: the lowering under way.
        home: the node whose names come first, None outside the tree.
        inside: path of that node, or the list (``sites[]``) whose fields come first.
        reads: names of the figures read so far.
    """

    def __init__(
        self, context: Lowering, home: Indicator | None = None, *, own: bool = False, inside: str = ""
    ) -> None:
        """Nothing is read yet; ``own``: findings, mark and amount are the home's."""
        self.context, self.home, self.own = context, home, own
        self.inside = home.path if home is not None else inside
        self.reads: dict[str, None] = {}
        self.item: Scalar | None = None
        self.at: Span | None = None
        self._blending = 0

    # Diagnostics

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

    def need(self, table: Table, key: str) -> Item:
        """Return the value of a key that must stand."""
        field = table.fields.get(key)
        if field is None:
            if self.context.misread(table):
                raise Failed
            self.fail("missing-key", table.at, key=key)
        return field.value

    def check_keys(self, table: Table, allowed: Iterable[str], what: str) -> None:
        """Record every key that may not stand here."""
        self.context.check_keys(table, allowed, what)

    def word(self, table: Table, key: str, options: tuple[str, ...]) -> str:
        """Return the value of a key that must be one of some words."""
        if key not in table.fields and not self.context.misread(table):
            self.fail("option-needed", table.at, key=key, options=", ".join(options))
        item = self.need(table, key)
        text = item.text if isinstance(item, Scalar) else ""
        if text not in options:
            near = self.context.problems.near(text, options)
            self.fail("unknown-option", item.at, key=key, found=text, options=", ".join(options), near=near)
        return text

    # Values

    def term(self, item: Item, words: tuple[str, ...] = (), *, checked: bool = False) -> Term:
        """Return a value in any form, with its unit; ``checked``: its keys are known to be right."""
        if isinstance(item, Scalar):
            return self._scalar(item, words)
        if isinstance(item, Listing):
            self.fail("value-shape", item.at)
        found: list[Term] = []

        def result(each: Item) -> Node:
            word = each.text if isinstance(each, Scalar) and isinstance(each.value, str) and not words else ""
            if word.isidentifier() and not self._is_name(word):
                self.fail("figure-words", each.at, word=word)
            term = self.term(each, words)
            if found and not (isinstance(each, Scalar) and each.value is None):
                self._alike(each, found, term)
            found.append(term)
            if self._blending and term.unit == DATE:
                self.fail("date-blend", each.at, text=getattr(each, "text", "…"))
            return term.node

        node = self.build(item, result, checked=checked)
        units = {each.unit for each in found if not each.node.is_const or each.unit}
        if DATE in units and any(each.unit != DATE and not _says_none(each) for each in found):
            self.fail("date-mixed", item.at)
        named = words or tuple(dict.fromkeys(word for each in found for word in possible(each)))
        return Term(node, units.pop() if len(units) == 1 else "", named)

    def _alike(self, item: Item, before: list[Term], term: Term) -> None:
        """Refuse results of one form that are of different types; a null is of any."""
        other = next((each.node for each in before if not isinstance(each.node.payload, g.Unknown)), term.node)
        if term.node.type is not other.type:
            self.context.problems.error("value-type", item.at, wanted=other.type.value, found=term.node.type.value)
            raise Failed

    def build(self, item: Item, result: Result, *, checked: bool = False) -> Node:
        """Return a value form, with ``result`` giving the meaning of what it yields."""
        if not isinstance(item, Table):
            return result(item)
        if "is" in item.fields:
            self.check_keys(item, ("is", *NOTES), "form")
            return self.build(item.fields["is"].value, result)
        kind = form_of(item)
        if kind is None or kind.form is None:
            self.fail("value-shape", item.at)
        if not checked:
            self.check_keys(item, (*kind.keys, *NOTES), "form")
        blends = kind.blends(item)
        self._blending += blends
        try:
            return kind.form(item, self, lambda each: self.build(each, result))
        finally:
            self._blending -= blends

    def _scalar(self, item: Scalar, words: tuple[str, ...]) -> Term:
        if item.value is None and not item.quoted:
            return Term(g.nothing("none", "null", Type.CHOICE if words else Type.NUMBER))
        if words and item.text in words:
            return Term(g.const(item.text), "", words, "word")
        if isinstance(item.value, bool | Fraction):
            if words:
                self.fail("unknown-word", item.at, word=item.text, words=", ".join(words))
            return Term(g.const(item.value), "", (), "" if isinstance(item.value, bool) else "number")
        self.item, self.at = item, item.at
        try:
            term = evaluate(item.text, self)
        except FormulaError as error:
            if words and error.code in ("unknown-figure", "node-without-attribute", "function-reads"):
                near = self.context.problems.near(item.text, words)
                self.fail("unknown-word", item.at, word=item.text, words=", ".join(words), near=near)
            self.fail(error.code, _within(item, error.offset, error.length), **error.facts)
        if words and term.node.type is not Type.CHOICE:
            self.fail("unknown-word", item.at, word=item.text, words=", ".join(words))
        for word in term.words if words else ():
            if word not in words:
                near = self.context.problems.near(word, words)
                self.fail("unknown-word", item.at, word=word, words=", ".join(words), near=near)
        return term

    def number(self, item: Item) -> Node:
        """Return a value that must be a number."""
        return self.number_term(item).node

    def number_term(self, item: Item) -> Term:
        """Return a value that must be a number, with its unit."""
        term = self.measure(item)
        if term.unit == DATE:
            self.fail("date-no-number", item.at, text=getattr(item, "text", "…"))
        return term

    def measure(self, item: Item) -> Term:
        """Return a value that must be a number or a date, with its unit."""
        term = self.term(item)
        if term.node.type is not Type.NUMBER:
            self.fail("value-type", item.at, wanted="number", found=term.node.type.value)
        return term

    def condition(self, item: Item) -> Node:
        """Return a value that must be true or false."""
        term = self.term(item)
        if term.node.type is not Type.TRUTH:
            self.fail("value-type", item.at, wanted="truth", found=term.node.type.value)
        return term.node

    def constant(self, item: Item) -> Fraction:
        """Return a number that no figure changes."""
        number = g.number_of(self.number(item))
        if number is None:
            self.fail("not-constant", item.at, text=getattr(item, "text", ""))
        return number

    def counts(self, item: Item) -> bool:
        """Whether a value is a count, whole by itself."""
        name = item.text if isinstance(item, Scalar) else ""
        passed = self.context.arguments.find(self, name)
        if passed is not None:
            return self.context.arguments.outside(passed).counts(passed.item)
        figure = self.context.figures.find(name, self.inside)
        own = name.rpartition(".")[2] == "findings"
        return own or (figure is not None and figure.type == "count" and figure.form is None)

    def bound(self, key: Scalar, value: Term) -> Fraction:
        """Return a printed bound, in the unit of the figure it bounds."""
        if value.node.type is not Type.NUMBER:
            self.fail("value-type", key.at, wanted="number", found=value.node.type.value)
        day = parse_day(key.text)
        if value.unit == DATE:
            if day is None:
                self.fail("bound-date", key.at, text=key.text)
            return Fraction(day)
        if day is not None:
            self.fail("bound-for-number", key.at, text=key.text)
        number = parse_number(key.text.removesuffix("%"))
        if number is None:
            self.fail("bound-number", key.at, text=key.text)
        percent = key.text.endswith("%")
        term = Term(g.const(number / 100 if percent else number), "%" if percent else "", (), "number")
        self.check_units(value, term, key.at, key.text)
        return number / 100 if percent else number

    def same_unit(self, item: Item, value: Term) -> Node:
        """Return a number in the unit of the figure it is compared with."""
        term = self.measure(item)
        self.check_units(value, term, item.at, getattr(item, "text", ""))
        return term.node

    def check_units(self, value: Term, other: Term, at: Span, text: str = "") -> None:
        """Refuse two declared units that differ, and a bare number beside a ``%`` figure or a date."""
        if (value.unit == DATE) != (other.unit == DATE):
            self.fail("date-for-figure" if value.unit == DATE else "bound-for-number", at, text=text)
        if value.unit == "%" and not other.unit and other.written == "number" and g.number_of(other.node):
            self.fail("percent-missing", at, text=text)
        if value.unit and other.unit and value.unit != other.unit:
            self.fail("units-differ", at, left=value.unit, right=other.unit)

    def check_entry(self, key: Scalar, term: Term) -> None:
        """Refuse a key of ``by`` that the figure can never be."""
        if key.text == "else":
            return
        kind = term.node.type
        if kind is Type.CHOICE and term.words and key.text not in term.words:
            near = self.context.problems.near(key.text, term.words)
            self.fail("unknown-word", key.at, word=key.text, words=", ".join(term.words), near=near)
        if kind is Type.TRUTH and key.text not in ("true", "false"):
            self.fail("unknown-word", key.at, word=key.text, words="true, false")
        if term.unit == DATE:
            self.bound(key, term)
        elif kind is Type.NUMBER and parse_day(key.text) is not None:
            self.fail("bound-for-number", key.at, text=key.text)
        elif kind is Type.NUMBER and not re.fullmatch(r"-?(0|[1-9]\d{0,14})", key.text, re.ASCII):
            self.fail("by-number", key.at, text=key.text)

    # Names (the resolver of formulas)

    def name(self, name: str, offset: int) -> Term:
        """Return a figure, ``total``, or the node's own findings, mark or amount."""
        if self.home is not None and self.own and name in ("findings", "amount", "mark"):
            return Term(self.context.inputs.own(name, self.home.path, self._place(offset, name)))
        passed = self.context.arguments.find(self, name)
        if passed is not None:
            return self.context.arguments.term(self, passed)
        figure = self.context.figures.find(name, self.inside)
        if figure is not None and figure.is_list:
            raise FormulaError("list-alone", offset, len(name), name=name)
        if figure is not None:
            term = self.context.figures.term(figure, self._place(offset, name))
            self.reads.update(dict.fromkeys(self.context.figures.reads(figure)))
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
        return Term(self.context.attribute(found.path, attribute, at))

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
        domains = self.context.inputs.domains.items()
        return is_whole(node, {name for name, each in domains if each.whole and not each.percent})

    def functions(self) -> Mapping[str, tuple[str, ...] | None]:
        """Return the author's own functions: name → names of its parameters, None where they are not known."""
        return self.context.functions.needs

    def call(self, name: str, arguments: Sequence[Term | ListTerm], offset: int, length: int) -> Term:
        """Return what one of the author's own functions makes of these values."""
        assert self.item is not None  # noqa: S101  # a call stands in a formula
        return self.context.functions.call(self, name, arguments, _within(self.item, offset, length))

    def near(self, name: str, known: Iterable[str]) -> dict[str, str]:
        """Return the known name that may have been meant, as a fact, nothing if there is none."""
        near = self.context.problems.near(name, known)
        return {"near": near} if near else {}

    def _place(self, offset: int, written: str) -> Span | None:
        """Return the place of a name in the formula that is being read."""
        return None if self.item is None else _within(self.item, offset, len(written))

    def _is_name(self, name: str) -> bool:
        """Whether a bare name means something here."""
        home = self.inside
        own = name in ("total", "findings", "amount", "mark", *FUNCTIONS)
        passed = self.context.arguments.find(self, name) is not None
        return own or passed or self.context.figures.find(name, home) is not None or name in ("null", "none")

    # Words

    def spoken(self, item: Item) -> Label:
        """Return a formula in words: figures by their names, signs as people write them."""
        return spoken(self, item)


def within(name: str, at: Span) -> dict[str, object]:
    """Return the facts of a problem that shows inside a function or a shape, but comes from what it was given."""
    return {"inside": name, "where": brief(at)}


def _says_none(term: Term) -> bool:
    """Whether a value is ``null``."""
    return isinstance(g.value_of(term.node), g.Unknown)


def _within(item: Scalar, offset: int, length: int) -> Span:
    """Return the place of a part of a formula, behind the quote if there is one; in '…' a quote is doubled."""
    start, end = offset, offset + max(1, length)
    if item.quoted:
        single = item.at.source.line(item.at.line)[item.at.column - 1 : item.at.column] == "'"
        start, end = (1 + each + (item.text.count("'", 0, each) if single else 0) for each in (start, end))
    return Span(item.at.source, item.at.line, item.at.column + start, item.at.column + end)
