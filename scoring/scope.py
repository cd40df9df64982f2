"""What a place in a ruleset can say: names, value forms, conditions, and the diagnostics of a wrong one."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.dates import DATE, parse_day
from scoring.definedness import is_fixed
from scoring.document import Item, Listing, Scalar, Table
from scoring.expression import evaluate
from scoring.formula import FormulaError
from scoring.graph import Node, Type
from scoring.keys import NOTES
from scoring.names import Failed, Names, part_of
from scoring.number import parse_written
from scoring.program import Condition
from scoring.rules import Quantity, Result, form_of
from scoring.spoken import spoken
from scoring.term import Term, possible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scoring.lower import Lowering
    from scoring.model import Indicator, Label
    from scoring.notes import Option
    from scoring.source import Span


class Scope(Names):
    """The meaning of values at one place; see `Names` for its attributes."""

    def __init__(
        self, context: Lowering, home: Indicator | None = None, *, own: bool = False, inside: str = ""
    ) -> None:
        """Nothing is read yet; ``own``: findings, mark and amount are the home's."""
        super().__init__(context, home, own=own, inside=inside)
        self._blending = 0
        self._formulas: dict[int, tuple[Scalar, Term]] = {}

    # Diagnostics

    def need(self, table: Table, key: str) -> Item:
        """Return the value of a key that must stand."""
        field = table.fields.get(key)
        if field is None:
            if self.context.misread(table):
                raise Failed
            self.fail("missing-key", table.at, key=key)
        return field.value

    def check_keys(self, table: Table, allowed: Collection[str], what: str) -> None:
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
        units = {each.unit for each in found if each.unit or not is_fixed(each.node)}
        if DATE in units and any(each.unit != DATE and not g.is_nothing(each.node) for each in found):
            self.fail("date-mixed", item.at)
        if len(found) == 1:
            return replace(found[0], node=node, written="")
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
            # A percentage has a number as its value where another one was put in its place.
            said = "" if isinstance(item.value, bool) else "percent" if item.text.endswith("%") else "number"
            self.item, self.at = (item, item.at) if said == "percent" else (self.item, self.at)
            return Term(g.const(item.value), "%" if said == "percent" else "", (), said)
        self.item, self.at = item, item.at
        try:
            term = self._formula(item)
        except FormulaError as error:
            if words and error.code in ("unknown-figure", "node-without-attribute", "function-reads"):
                near = self.context.problems.near(item.text, words)
                self.fail("unknown-word", item.at, word=item.text, words=", ".join(words), near=near)
            self.fail(error.code, part_of(item, error.offset, error.length), **error.facts)
        if words and term.node.type is not Type.CHOICE:
            self.fail("unknown-word", item.at, word=item.text, words=", ".join(words))
        for word in term.words if words else ():
            if word not in words:
                near = self.context.problems.near(word, words)
                self.fail("unknown-word", item.at, word=word, words=", ".join(words), near=near)
        return term

    def _formula(self, item: Scalar) -> Term:
        """Return the meaning of a formula, read once: a form is gone through for each of the things it says."""
        found = self._formulas.get(id(item))
        if found is None:  # the item is kept, so that no other can have its place in memory
            found = self._formulas[id(item)] = item, evaluate(item.text, self)
        return found[1]

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
        self.context.noted.condition(term.node, item.at, self.home)
        return term.node

    def alternatives(self, kind: str, hit: str, at: Span, options: Iterable[Option]) -> None:
        """Note alternatives as they were written, for ``check``."""
        self.context.noted.choice(kind, hit, options, at, self.home)

    def told_condition(self, item: Item) -> Condition:
        """Return a condition with its words and what it reads, for reports."""
        holds = self.condition(item)
        values = ((spoken(self, Scalar(name, name, item.at)), term) for name, term in self.told.items())
        return Condition(
            holds, self.spoken(item), tuple((label, Quantity(term.node, term.unit)) for label, term in values)
        )

    def constant(self, item: Item) -> Fraction:
        """Return a number that no figure changes."""
        number = g.number_of(self.number(item))
        if number is None:
            self.fail("not-constant", item.at, text=getattr(item, "text", ""))
        return number

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
        number = key.value if isinstance(key.value, g.Numeral) else parse_written(key.text)
        if number is None:
            self.fail("bound-number", key.at, text=key.text)
        term = Term(g.const(number), "%" if key.text.endswith("%") else "", (), "number")
        self.check_units(value, term, key.at, key.text)
        return number

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
        for one, count in ((value, other), (other, value)):
            read = count.node.op is g.Op.INPUT and not is_fixed(count.node)
            bare = not count.unit and read and self.whole(count.node)
            if bare and one.unit not in ("", "%", DATE):
                self.context.noted.doubt("unit-count", at, self.home, part=text or "…", unit=one.unit)

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

    # Words

    def spoken(self, item: Item) -> Label:
        """Return a formula in words: figures by their names, signs as people write them."""
        return spoken(self, item)
