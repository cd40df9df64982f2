"""What may stand side by side in a formula: numbers with numbers, dates with dates, words of one list.

A date is a number with the unit `scoring.dates.DATE`; a quoted day is a date, except beside a word. Words have an
order where their figure says ``ordered: true``, the best first: a worse word is less.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.dates import DATE, DAY_UNITS, FIRST, LAST, day_text, parse_day
from scoring.formula import FormulaError
from scoring.graph import Node, Type
from scoring.term import possible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scoring.formula import Formula
    from scoring.term import Term

    Whole = Callable[[Node], bool]
    Near = Callable[[str, Iterable[str]], dict[str, str]]

DATED = frozenset(("min", "max", "clip", "known", "first_known"))
"""Functions that take dates."""


def kind_of(term: Term) -> str:
    """Return what a value is, as messages call it: its type, or a date."""
    return DATE if term.unit == DATE else term.node.type.value


def written_day(term: Term, text: str) -> Term:
    """Return a written text as a date where it is one."""
    day = parse_day(text)
    return term if day is None else replace(term, node=g.const(day), unit=DATE, written="date")


def alike(formula: Formula, node: ast.expr, left: Term, right: Term) -> tuple[Term, Term]:
    """Return two values that stand side by side: a quoted day beside a word is a word, else a date."""
    for one, other in ((left, right), (right, left)):
        if one.written == "date" and other.node.type is Type.CHOICE:
            number = g.number_of(one.node)
            assert number is not None  # noqa: S101  # a written day is a constant
            word = replace(one, node=g.const(day_text(number)), unit="", written="word")
            return (word, right) if one is left else (left, word)
        if one.unit == DATE and other.written == "word":
            text = str(g.value_of(other.node))
            start, length = formula.span(node)
            found = formula.text.find(text, start, start + length)
            raise FormulaError("date-written", start if found < 0 else found, len(text), text=text)
    return left, right


def same_unit(formula: Formula, node: ast.expr, left: Term, right: Term) -> str:
    """Return the unit of two numbers side by side; refuse two that do not fit."""
    for one, other in ((left, right), (right, left)):
        if one.unit == DATE and other.unit != DATE:
            raise FormulaError("date-beside-number", *formula.span(node), part=formula.part(node))
        if one.unit == "%" and other.written == "number" and g.number_of(other.node):
            text = str(g.number_of(other.node))
            raise FormulaError("percent-missing", *formula.span(node), text=text)
    if left.unit and right.unit and left.unit != right.unit:
        raise FormulaError("units-differ", *formula.span(node), left=left.unit, right=right.unit)
    return left.unit or right.unit


def moved(formula: Formula, node: ast.BinOp, left: Term, right: Term, whole: Whole) -> Term:
    """Return a sum or a difference in which there is a date.

    A date that would lie before the first or after the last day of the calendar is undefined.
    """
    place, back = formula.span(node), isinstance(node.op, ast.Sub)
    if left.unit == right.unit:
        if not back:
            raise FormulaError("dates-added", *place)
        return replace(left, node=left.node - right.node, unit="", written="")
    if back and right.unit == DATE:
        raise FormulaError("date-subtracted", *place)
    date, days, part = (left, right, node.right) if left.unit == DATE else (right, left, node.left)
    where, text = formula.span(part), formula.part(part)
    if days.unit not in DAY_UNITS:
        raise FormulaError("date-days", *where, part=text, unit=days.unit)
    if not whole(days.node):
        raise FormulaError("date-part-days", *where, part=text)
    day = date.node - days.node if back else date.node + days.node
    inside = g.both(g.at_most(g.const(FIRST), day), g.at_most(day, g.const(LAST)))
    return replace(date, node=g.if_(inside, day, g.undefined("beyond-calendar")), written="")


# Words with an order


def places(choice: Node, words: tuple[str, ...]) -> Node:
    """Return the place of a word in a list, 1 for the first."""
    return g.pick(choice, {word: g.const(place) for place, word in enumerate(words, 1)}, g.undefined("no-entry"))


def ranked(formula: Formula, node: ast.expr, parts: list[ast.expr], terms: list[Term]) -> list[Node]:
    """Return the places of words that are compared: all of one list with an order, or quoted words of that list."""
    listed = ""
    first = None
    for part, term in zip(parts, terms, strict=True):
        if term.written == "word":
            continue
        if not term.ordered:
            if term.node.type is Type.CHOICE:
                raise FormulaError("words-unordered", *formula.span(part), part=formula.part(part))
            raise FormulaError("formula-order", *formula.span(node))
        if first is not None and first.listed != term.listed:
            raise FormulaError("words-of-two-lists", *formula.span(node), left=listed, right=formula.part(part))
        first, listed = first or term, listed or formula.part(part)
    if first is None:
        raise FormulaError("formula-order", *formula.span(node))
    return [places(term.node, first.listed) for term in terms]


def extreme_word(terms: list[Term], ranks: list[Node], *, best: bool) -> Term:
    """Return the best or the worst of several words."""
    ordered = next(term for term in terms if term.ordered)
    node, rank = terms[0].node, ranks[0]
    for term, other in zip(terms[1:], ranks[1:], strict=True):
        keeps = g.at_most(rank, other) if best else g.at_most(other, rank)
        node, rank = g.if_(keeps, node, term.node), (g.minimum if best else g.maximum)(rank, other)
    return replace(ordered, node=node, words=ordered.listed, written="")


def one_of(one: Term, other: Term, unit: str, node: Node, words: tuple[str, ...]) -> Term:
    """Return what is one of two values; the order of words stays where both are of one list, or one is quoted."""
    lists = {term.listed for term in (one, other) if term.written != "word"}
    listed = lists.pop() if len(lists) == 1 and set(words) <= set(one.listed or other.listed) else ()
    ordered = bool(listed) and all(term.ordered for term in (one, other) if term.written != "word")
    return replace(one, node=node, unit=unit, words=words, written="", listed=listed, ordered=ordered)


class Sides:
    """Values side by side in one formula."""

    def __init__(self, formula: Formula, near: Near) -> None:
        """Take the formula, and what finds a word that may have been meant."""
        self.formula, self.near = formula, near

    def mixed(self, node: ast.expr, wanted: str, found: Term) -> FormulaError:
        """Return the error of a part that is of another type than it must be."""
        place, part = self.formula.span(node), self.formula.part(node)
        return FormulaError("formula-type", *place, part=part, wanted=wanted, found=kind_of(found))

    def place_of(self, node: ast.expr, term: Term) -> Node:
        """Return the place of a word in its figure's list, 1 for the first."""
        if not term.listed:
            raise FormulaError("position-words", *self.formula.span(node), part=self.formula.part(node))
        return places(term.node, term.listed)

    def unit_of(self, node: ast.expr, terms: list[Term]) -> str:
        """Return the unit that several numbers share."""
        unit = terms[0].unit
        for other in terms[1:]:
            unit = same_unit(self.formula, node, replace(terms[0], unit=unit), other)
        return unit

    def check_words(self, node: ast.expr, left: Term, right: Term) -> None:
        """Refuse a quoted word that the other side can never be."""
        for one, other in ((left, right), (right, left)):
            word = g.value_of(other.node)
            if one.words and other.written == "word" and word not in one.words:
                near = self.near(str(word), one.words)
                start = self.formula.span(node)[0] + max(0, self.formula.part(node).find(str(word)))
                length = max(1, len(str(word)))
                raise FormulaError("unknown-word", start, length, word=str(word), words=", ".join(one.words), **near)

    def matched(self, node: ast.expr, one: Term, other: Term) -> tuple[Term, Term]:
        """Return two values of one type, one of which is the result."""
        one, other = alike(self.formula, node, one, other)
        if one.node.type is not other.node.type:
            raise self.mixed(node, kind_of(one), other)
        return one, other

    def either(self, node: ast.expr, one: Term, other: Term, result: Node) -> Term:
        """Return what is one of two values, which must be of one type and unit."""
        if one.node.type is Type.CHOICE:
            self.check_words(node, one, other)
        unit = same_unit(self.formula, node, one, other) if one.node.type is Type.NUMBER else ""
        return one_of(one, other, unit, result, tuple(dict.fromkeys((*possible(one), *possible(other)))))

    def comparable(self, node: ast.Call, terms: list[Term], *, numbers: bool) -> list[Term]:
        """Return values of which one is the least: all numbers, all dates, or (not for ``numbers``) all words."""
        words = [term for term in terms if term.node.type is Type.CHOICE and term.written != "word"]
        pattern = next(iter(words), next((term for term in terms if term.unit == DATE), terms[0]))
        found: list[Term] = []
        for part, each in zip(node.args, terms, strict=True):
            first, term = alike(self.formula, part, pattern, each)
            wanted = Type.NUMBER if numbers or first.node.type is Type.TRUTH else first.node.type
            if term.node.type is not wanted:
                raise self.mixed(part, kind_of(first) if first.unit == DATE else wanted.value, term)
            self.check_words(part, first, term)
            found.append(term)
        return found
