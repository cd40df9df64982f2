"""Formulas: text → a tree our allow-list has checked → nodes of the graph, by simpleeval over symbols.

A formula is read once, when a ruleset is loaded. simpleeval walks the checked tree with handlers that
return `Term` objects (a node with its unit and words), so no value of a case and no foreign object is
ever a name. Names are resolved by the caller's `Resolver`; every refusal is a `FormulaError` that knows
its offset in the text.
"""

from __future__ import annotations

import ast
import re

from simpleeval import SimpleEval  # type: ignore[import-untyped]  # it ships no types

from scoring import graph as g
from scoring.alike import DATED, Sides, extreme_word, moved, ranked, same_unit, written_day
from scoring.dates import DATE
from scoring.definedness import known
from scoring.formula import MAX_NODES, Formula, FormulaError, check_name, is_name, parsed
from scoring.functions import FUNCTIONS, UNITLESS, WrongOperand
from scoring.graph import Node, Op, Type
from scoring.number import parse_written
from scoring.sizes import too_large
from scoring.statistic import REDUCTIONS
from scoring.term import ListTerm, Resolver, Term

_Part = tuple[ast.expr, Term]
_ANY = frozenset((*DATED, "position"))  # functions that look at the types of their operands themselves
MAX_TRIM = 99
_NUMBER = re.compile(r"\s*(-?(?:0|[1-9]\d*)(?:\.\d+)?)(%?)\s*", re.ASCII)


def evaluate(text: str, resolver: Resolver) -> Term:
    """Return the meaning of a formula.

    Raises:
        FormulaError: the text is not a formula of the language, or mixes types or units.
    """
    if is_name(text):
        term = _named(text, 0, resolver)
        if too_large(term.node):
            raise FormulaError("number-too-large", 0, len(text), part=text)
        return term
    literal = _NUMBER.fullmatch(text)
    if literal:
        return _literal(literal[1], literal[2], 0)
    day = written_day(Term(g.ZERO), text.strip())
    if day.written:
        return day
    formula = parsed(text)
    return _Reader(formula, resolver).term(formula.body)


def _named(name: str, start: int, resolver: Resolver) -> Term:
    """Return the meaning of a name."""
    check_name(name, start)
    if name in ("true", "false"):
        return Term(g.const(name == "true"))
    if name in ("null", "none"):
        raise FormulaError("formula-null", start, len(name), name=name)
    if name in FUNCTIONS:
        raise FormulaError("function-without-call", start, len(name), name=name)
    return resolver.name(name, start)


def _literal(number: str, percent: str, offset: int) -> Term:
    value = parse_written(number + percent)
    if value is None:
        raise FormulaError("number-too-long", offset, len(number), text=number)
    if percent:
        return Term(g.const(value), "%", (), "percent")
    return Term(g.const(value), "", (), "number")


class _Reader(SimpleEval):  # type: ignore[misc]  # it ships no types
    """simpleeval with our handlers for every node of the allow-list, and no others."""

    def __init__(self, formula: Formula, resolver: Resolver) -> None:
        """Take a checked formula, and what gives its names their meaning."""
        super().__init__(operators={}, functions={}, names={}, allowed_attrs={})
        self.formula, self.resolver = formula, resolver
        self.sides = Sides(formula, resolver.near)
        self.nodes = {
            ast.BinOp: self._binary, ast.UnaryOp: self._unary, ast.BoolOp: self._boolean, ast.Compare: self._compare,
            ast.IfExp: self._choose, ast.Call: self._call, ast.Name: self._plain, ast.Attribute: self._dotted,
            ast.Constant: self._constant, ast.Tuple: self._listed,
        }  # fmt: skip

    def term(self, node: ast.expr) -> Term:
        """Return the meaning of a part of the formula."""
        term: Term = self._eval(node)
        if too_large(term.node):
            raise FormulaError("number-too-large", *self.formula.span(node), part=self.formula.part(node))
        return term

    def number(self, node: ast.expr) -> Term:
        """Return a part that must be a number, and no date."""
        term = self._typed(node, Type.NUMBER)
        if term.unit == DATE:
            raise FormulaError("date-arithmetic", *self.formula.span(node), part=self.formula.part(node))
        return term

    def truth(self, node: ast.expr) -> Node:
        """Return a part that must be true or false."""
        return self._typed(node, Type.TRUTH).node

    def _typed(self, node: ast.expr, wanted: Type) -> Term:
        term = self.term(node)
        if term.node.type is not wanted:
            raise self.sides.mixed(node, wanted.value, term)
        return term

    def _listed(self, node: ast.Tuple) -> Term:
        raise FormulaError("formula-not-allowed", *self.formula.span(node), what=self.formula.part(node))

    def _constant(self, node: ast.Constant) -> Term:
        start, length = self.formula.span(node)
        if node.value is True or node.value is False:
            word = "true" if node.value else "false"
            raise FormulaError("formula-name-truth", start, length, word=word)
        if isinstance(node.value, str):
            return written_day(Term(g.const(node.value), "", (), "word"), node.value)
        return _literal(self.formula.part(node), "%" if start in self.formula.percents else "", start)

    def _plain(self, node: ast.Name) -> Term:
        return _named(self.formula.part(node), self.formula.span(node)[0], self.resolver)

    def _dotted(self, node: ast.Attribute) -> Term:
        start, _ = self.formula.span(node)
        address, _, attribute = "".join(self.formula.part(node).split()).rpartition(".")
        check_name(address.replace(".", ""), start)
        return self.resolver.attribute(address, attribute, start)

    def _binary(self, node: ast.BinOp) -> Term:
        if isinstance(node.op, ast.Add | ast.Sub):
            left, right = self._typed(node.left, Type.NUMBER), self._typed(node.right, Type.NUMBER)
            if DATE in (left.unit, right.unit):
                return moved(self.formula, node, left, right, self.resolver.whole)
            unit = same_unit(self.formula, node, left, right)
            self._counted(node, left, right)
            return Term(g.add(left.node, right.node) if isinstance(node.op, ast.Add) else left.node - right.node, unit)
        left, right = self.number(node.left), self.number(node.right)
        if isinstance(node.op, ast.Mult):
            factors = [each for each in (left, right) if not each.written and each.unit != "%"]
            scaled = "number" in (left.written, right.written)
            return Term(left.node * right.node, factors[0].unit if len(factors) == 1 else "", scaled=scaled)
        if g.number_of(right.node) == 0:
            raise FormulaError("division-by-zero", *self.formula.span(node))
        scaled = right.written == "number"
        return Term(left.node / right.node, left.unit if scaled else "", scaled=scaled)

    def _counted(self, node: ast.expr, left: Term, right: Term) -> None:
        """Doubt a count without a unit beside something that has one: 12 projects are no money."""
        for one, other in ((left, right), (right, left)):
            bare = not other.unit and other.node.op is Op.INPUT and self.resolver.whole(other.node)
            if bare and one.unit not in ("", "%", DATE):
                self.resolver.doubt("unit-count", *self.formula.span(node), part=self.formula.part(node), unit=one.unit)

    def _unary(self, node: ast.UnaryOp) -> Term:
        if isinstance(node.op, ast.Not):
            return Term(g.negated(self.truth(node.operand)))
        term = self.number(node.operand)
        return Term(-term.node, term.unit, (), term.written)

    def _boolean(self, node: ast.BoolOp) -> Term:
        parts = [self.truth(each) for each in node.values]
        return Term(g.both(*parts) if isinstance(node.op, ast.And) else g.either(*parts))

    def _compare(self, node: ast.Compare) -> Term:
        parts: list[Node] = []
        operands = [node.left, *node.comparators]
        for operator, left, right in zip(node.ops, operands, operands[1:], strict=False):
            if isinstance(operator, ast.In | ast.NotIn):
                found = self._member(left, right)
                parts.append(g.negated(found) if isinstance(operator, ast.NotIn) else found)
            else:
                term = self.term(left)
                parts.append(self._pair(node, operator, (left, term), (right, self._beside(term, right))))
        return Term(g.both(*parts))

    def _beside(self, left: Term, node: ast.expr) -> Term:
        """Return what stands beside a value; a word of its own without quotes is no name."""
        try:
            return self.term(node)
        except FormulaError as error:
            word = self.formula.part(node)
            if error.code == "unknown-figure" and word in left.words:
                raise FormulaError("word-unquoted", error.offset, len(word), word=word) from None
            raise

    def _member(self, left: ast.expr, right: ast.expr) -> Node:
        if not isinstance(right, ast.Tuple):
            raise FormulaError("formula-in", *self.formula.span(right))
        choice, same = self.term(left), ast.Eq()
        pairs = ((each, self._beside(choice, each)) for each in right.elts)
        return g.either(*(self._pair(other[0], same, (left, choice), other) for other in pairs))

    def _pair(self, node: ast.expr, operator: ast.cmpop, one: _Part, other: _Part) -> Node:
        left, right = self.sides.matched(node, one[1], other[1])
        self.sides.check_words(node, left, right)
        if isinstance(operator, ast.Eq | ast.NotEq):
            if left.node.type is Type.NUMBER:
                same_unit(self.formula, node, left, right)
            same = g.equal(left.node, right.node)
            return same if isinstance(operator, ast.Eq) else g.negated(same)
        low, high = left.node, right.node
        if left.node.type is Type.NUMBER:
            same_unit(self.formula, node, left, right)
            self._counted(node, left, right)
        else:  # the first word is the best: what stands further back is less
            high, low = ranked(self.formula, node, [one[0], other[0]], [left, right])
        if isinstance(operator, ast.Gt | ast.GtE):
            low, high = high, low
        return (g.less if isinstance(operator, ast.Lt | ast.Gt) else g.at_most)(low, high)

    def _choose(self, node: ast.IfExp) -> Term:
        condition = self.truth(node.test)
        self.resolver.asked(condition, *self.formula.span(node.test))
        then, otherwise = self.sides.matched(node, self.term(node.body), self.term(node.orelse))
        return self.sides.either(node, then, otherwise, g.if_(condition, then.node, otherwise.node))

    def _call(self, node: ast.Call) -> Term:
        start, length = self.formula.span(node)
        name = self.formula.part(node.func)
        check_name(name, start)
        if (found := self._of_its_own(node, name)) is not None:
            return found
        if name not in FUNCTIONS:
            raise self._no_function(name, start)
        low, high, build = FUNCTIONS[name]
        if not low <= len(node.args) <= high:
            count = str(low) if low == high else f"{low}…{high}" if high < MAX_NODES else f"≥ {low}"
            raise FormulaError("function-arguments", start, length, name=name, count=count)
        if name in _ANY:
            return self._of_any(node, name)
        terms = [self.number(each) for each in node.args]
        if name in ("quotient", "remainder") and g.number_of(terms[1].node) == 0:
            raise FormulaError("division-by-zero", start, length)
        unit = "" if name in UNITLESS else terms[0].unit
        try:
            return Term(build(*(each.node for each in terms)), unit)
        except WrongOperand as error:
            at = node if error.place is None else node.args[error.place]
            start, length = self.formula.span(at)
            part = self.formula.part(at) + "%" * (start in self.formula.percents)
            raise FormulaError(error.code, start, length, part=part, **error.facts) from None

    def _of_its_own(self, node: ast.Call, name: str) -> Term | None:
        """Return the meaning of a call whose argument is no ordinary value, None for any other call."""
        own = self.resolver.functions()
        if name in own:
            return self._own_function(node, name, own[name])
        if name == "given":
            return self._given(node)
        return self._reduced(node, name) if name in REDUCTIONS else None

    def _reduced(self, node: ast.Call, name: str) -> Term | None:
        """Return a list's sum, mean, and so on; None where it is a function of several numbers."""
        if not node.args:
            return None
        first, start = node.args[0], self.formula.span(node)[0]
        place, written = self.formula.span(first), self.formula.part(first)
        found = None
        if isinstance(first, ast.Name | ast.Attribute):
            found = self.resolver.list_of("".join(written.split()), place[0])
        if found is None:
            if name in FUNCTIONS:
                return None
            self.term(first)  # what is wrong with it by itself is said first
            raise FormulaError("list-expected", *place, part=written, name=name)
        trims = tuple(self._trim(each) for each in node.args[1:])
        if trims and (name != "trimmed_mean" or len(trims) != 2):  # noqa: PLR2004  # lowest and highest
            count = "1, 3" if name == "trimmed_mean" else "1"
            raise FormulaError("function-arguments", start, self.formula.span(node)[1], name=name, count=count)
        if found.element is not None and found.element.unit == DATE and name not in ("count", "min", "max"):
            raise FormulaError("date-arithmetic", start, self.formula.span(node)[1], part=self.formula.part(node))
        if name != "count" and (found.element is None or found.element.node.type is Type.CHOICE):
            raise FormulaError("list-not-numbers", *place, name=found.name, function=name)
        return self.resolver.reduced(found, name, trims or (1, 1))  # type: ignore[arg-type]  # two, or none

    def _trim(self, node: ast.expr) -> int:
        number = g.number_of(self.number(node).node)
        if number is None or number.denominator != 1 or not 0 <= number <= MAX_TRIM:
            raise FormulaError(
                "trim-count", *self.formula.span(node), part=self.formula.part(node), limit=str(MAX_TRIM)
            )
        return int(number)

    def _of_any(self, node: ast.Call, name: str) -> Term:
        """Return what a function gives that takes more than numbers."""
        terms = [self.term(each) for each in node.args]
        if name == "known":
            return Term(known(terms[0].node))
        if name == "position":
            return Term(self.sides.place_of(node.args[0], terms[0]))
        if name == "first_known":
            return self._first_known(node, terms)
        terms = self.sides.comparable(node, terms, numbers=name == "clip")
        if terms[0].node.type is Type.CHOICE:
            return extreme_word(terms, ranked(self.formula, node, node.args, terms), best=name == "max")
        return Term(FUNCTIONS[name][2](*(each.node for each in terms)), self.sides.unit_of(node, terms))

    def _no_function(self, name: str, start: int) -> FormulaError:
        """Return the error of a name that is no function."""
        if name == "round":
            return FormulaError("function-round", start, len(name))
        own = tuple(self.resolver.functions())
        near = self.resolver.near(name, (*FUNCTIONS, *REDUCTIONS, *own))
        listed = "".join(f", {each}" for each in own)
        return FormulaError("unknown-function", start, len(name), name=name, own=listed, **near)

    def _own_function(self, node: ast.Call, name: str, needs: tuple[str, ...] | None) -> Term:
        """Return what one of the author's own functions makes of its arguments."""
        start, length = self.formula.span(node)
        if needs is not None and len(node.args) != len(needs):
            listed, found = ", ".join(needs), str(len(node.args))
            raise FormulaError(
                "function-needs", start, length, name=name, count=str(len(needs)), needs=listed, found=found
            )
        return self.resolver.call(name, [self._argument(each) for each in node.args], start, length)

    def _argument(self, node: ast.expr) -> Term | ListTerm:
        """Return what a function is given: a list, where the name of one stands alone, else a value."""
        found = None
        if isinstance(node, ast.Name | ast.Attribute):
            found = self.resolver.list_of("".join(self.formula.part(node).split()), self.formula.span(node)[0])
        return self.term(node) if found is None else found

    def _first_known(self, node: ast.Call, terms: list[Term]) -> Term:
        """Return the first of several values of one type that is known."""
        result = terms[-1]
        for part, term in zip(reversed(node.args[:-1]), reversed(terms[:-1]), strict=True):
            term, result = self.sides.matched(part, term, result)  # noqa: PLW2901  # the same value, beside the other
            result = self.sides.either(part, term, result, g.if_(known(term.node), term.node, result.node))
        return result

    def _given(self, node: ast.Call) -> Term:
        if len(node.args) != 1 or not isinstance(node.args[0], ast.Name | ast.Attribute):
            raise FormulaError("function-arguments", *self.formula.span(node), name="given", count="1")
        start, _ = self.formula.span(node.args[0])
        return self.resolver.given(self.formula.part(node.args[0]), start)
