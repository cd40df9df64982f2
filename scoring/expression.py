"""Formulas: text → a tree our allow-list has checked → nodes of the graph, by simpleeval over symbols.

A formula is read once, when a ruleset is loaded. simpleeval walks the checked tree with handlers that
return `Term` objects (a node with its unit and words), so no value of a case and no foreign object is
ever a name. Names are resolved by the caller's `Resolver`; every refusal is a `FormulaError` that knows
its offset in the text.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from simpleeval import SimpleEval

from scoring import graph as g
from scoring.definedness import known
from scoring.graph import Node, Type
from scoring.number import parse_number

MAX_LENGTH, MAX_DEPTH, MAX_NODES, MAX_POWER = 500, 25, 200, 20
_PERCENT = re.compile(r"(?<![\w.])((?:0|[1-9]\d*)(?:\.\d+)?)%(?![\w.(])", re.ASCII)
_NUMBER = re.compile(r"\s*(-?(?:0|[1-9]\d*)(?:\.\d+)?)(%?)\s*", re.ASCII)
_WORD = re.compile(r"'[^']*'|\"[^\"]*\"")
_ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant,
    ast.Attribute, ast.Tuple, ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Not, ast.And, ast.Or,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq, ast.In, ast.NotIn,
)  # fmt: skip
_INSTEAD = {
    ast.Pow: "power(x, n)", ast.FloorDiv: "quotient(x, y)", ast.Mod: "remainder(x, y)", ast.BitXor: "power(x, n)",
    ast.BitAnd: "and", ast.BitOr: "or", ast.Is: "==", ast.IsNot: "!=",
}  # fmt: skip


class FormulaError(Exception):
    """A formula cannot be read; ``code`` and ``facts`` are those of the catalogue."""

    def __init__(self, code: str, offset: int, length: int = 1, **facts: str) -> None:
        super().__init__(code)
        self.code, self.offset, self.length, self.facts = code, offset, length, facts


@dataclass(frozen=True, slots=True)
class Term:
    """A node as an author sees it.

    Attributes:
        node: what it computes.
        unit: declared unit, ``%`` for a percent literal, empty if none is known.
        words: the words a choice may be; empty for a single written word.
        written: ``number``, ``percent`` or ``word`` for a literal, else empty.
    """

    node: Node
    unit: str = ""
    words: tuple[str, ...] = ()
    written: str = ""


class Resolver(Protocol):
    """Gives the names of a formula their meaning; raises `FormulaError` for what it does not know."""

    def name(self, name: str, offset: int) -> Term:
        """Return a plain name: a figure, ``total``, or the rule's own findings, mark or amount."""

    def attribute(self, address: str, attribute: str, offset: int) -> Term:
        """Return an attribute of an indicator: score, lost, points, findings, mark, applies, lowest."""

    def given(self, name: str, offset: int) -> Term:
        """Return the truth value "the case states this figure"."""


def evaluate(text: str, resolver: Resolver) -> Term:
    """Return the meaning of a formula.

    Raises:
        FormulaError: the text is not a formula of the language, or mixes types or units.
    """
    literal = _NUMBER.fullmatch(text)
    if literal:
        return _literal(literal[1], literal[2], 0)
    tree, percents = _checked_tree(text)
    reader = _Reader(text, percents, resolver)
    term = reader.eval(text, previously_parsed=tree.body)
    if not isinstance(term, Term):
        raise FormulaError("formula-not-allowed", 0, len(text), what=text)
    return term


def _literal(number: str, percent: str, offset: int) -> Term:
    value = parse_number(number)
    if value is None:
        raise FormulaError("number-too-long", offset, len(number), text=number)
    if percent:
        return Term(g.const(value / 100), "%", (), "percent")
    return Term(g.const(value), "", (), "number")


def _checked_tree(text: str) -> tuple[ast.Expression, dict[int, int]]:
    """Parse a formula and refuse, without recursion, everything the language does not have."""
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula-too-long", 0, 1, limit=str(MAX_LENGTH))
    for offset, char in enumerate(text):
        if char in "#\\;`@$?!{}[]&|^~" and not (char == "!" and text[offset + 1 : offset + 2] == "="):
            raise FormulaError("formula-character", offset, 1, char=char)
        if not char.isprintable():
            raise FormulaError("formula-character", offset, 1, char=f"U+{ord(char):04X}")
    plain, percents = _without_percents(text)
    depth = 0
    for offset, char in enumerate(plain):
        depth += (char == "(") - (char == ")")
        if depth > MAX_DEPTH:
            raise FormulaError("formula-too-deep", offset, 1, limit=str(MAX_DEPTH))
    try:
        tree = ast.parse(plain.lstrip(), mode="eval")  # leading blanks would be an indentation
    except SyntaxError as error:
        offset = max(0, min(len(text) - 1, (error.offset or 1) - 1))
        raise FormulaError("formula-syntax", offset, 1, text=text) from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError("formula-syntax", 0, len(text), text=text) from None
    _check_allowed(tree, text)
    return tree, percents


def _without_percents(text: str) -> tuple[str, dict[int, int]]:
    """Blank out the % of each percent literal; return the text and the literals' offsets and lengths."""
    words = [match.span() for match in _WORD.finditer(text)]
    percents: dict[int, int] = {}
    plain = list(text)
    for match in _PERCENT.finditer(text):
        if not any(start <= match.start() < end for start, end in words):
            percents[match.start()] = len(match[1])
            plain[match.end() - 1] = " "
    for offset, char in enumerate(plain):
        if char == "%" and not any(start <= offset < end for start, end in words):
            raise FormulaError("percent-sign-place", offset, 1)
    return "".join(plain), percents


def _check_allowed(tree: ast.Expression, text: str) -> None:
    stack: list[tuple[ast.AST, int]] = [(tree, 0)]
    count = 0
    while stack:
        node, depth = stack.pop()
        count += not isinstance(node, ast.Load)
        offset = getattr(node, "col_offset", 0)
        if count > MAX_NODES or depth > 2 * MAX_DEPTH:
            raise FormulaError("formula-too-deep", 0, 1, limit=str(MAX_DEPTH))
        if isinstance(node, ast.BinOp | ast.UnaryOp) and not isinstance(node.op, _ALLOWED):
            instead = _INSTEAD.get(type(node.op), "")
            raise FormulaError("formula-operator", offset, len(text) - offset, instead=instead)
        if not isinstance(node, _ALLOWED):
            instead = _INSTEAD.get(type(node), "")
            code = "formula-operator" if instead else "formula-not-allowed"
            raise FormulaError(code, offset, 1, **({"instead": instead} if instead else {"what": type(node).__name__}))
        if isinstance(node, ast.Call) and (node.keywords or not isinstance(node.func, ast.Name)):
            raise FormulaError("formula-not-allowed", offset, 1, what="keyword" if node.keywords else "call")
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))


class _Reader(SimpleEval):
    """simpleeval with our handlers for every node of the allow-list, and no others."""

    def __init__(self, text: str, percents: dict[int, int], resolver: Resolver) -> None:
        super().__init__(operators={}, functions={}, names={}, allowed_attrs={})
        self.text, self.percents, self.resolver = text, percents, resolver
        self.wide = not text.isascii()
        self.blanks = len(text) - len(text.lstrip())
        self.nodes = {
            ast.BinOp: self._binary, ast.UnaryOp: self._unary, ast.BoolOp: self._boolean, ast.Compare: self._compare,
            ast.IfExp: self._choose, ast.Call: self._call, ast.Name: self._plain, ast.Attribute: self._dotted,
            ast.Constant: self._constant,
        }  # fmt: skip

    def offset(self, node: ast.expr) -> int:
        """Return where a tree node begins, in characters (the parser counts bytes)."""
        column = node.col_offset
        body = self.text[self.blanks :]
        return self.blanks + (len(body.encode()[:column].decode(errors="ignore")) if self.wide else column)

    def span(self, node: ast.expr) -> tuple[int, int]:
        """Return offset and length of a tree node."""
        start = self.offset(node)
        column = node.end_col_offset or 0
        body = self.text[self.blanks :]
        end = self.blanks + (len(body.encode()[:column].decode(errors="ignore")) if self.wide else column)
        return start, max(1, end - start)

    def term(self, node: ast.expr) -> Term:
        """Return the meaning of a part of the formula."""
        if isinstance(node, ast.Tuple):
            raise FormulaError("formula-not-allowed", *self.span(node), what="( , )")
        term: Term = self._eval(node)
        return term

    def number(self, node: ast.expr) -> Term:
        """Return a part that must be a number."""
        return self._typed(node, Type.NUMBER)

    def truth(self, node: ast.expr) -> Node:
        """Return a part that must be true or false."""
        return self._typed(node, Type.TRUTH).node

    def _typed(self, node: ast.expr, wanted: Type) -> Term:
        term = self.term(node)
        if term.node.type is not wanted:
            start, length = self.span(node)
            part = self.text[start : start + length]
            raise FormulaError(
                "formula-type", start, length, part=part, wanted=wanted.value, found=term.node.type.value
            )
        return term

    def _constant(self, node: ast.Constant) -> Term:
        start, length = self.span(node)
        if node.value is True or node.value is False:
            word = "true" if node.value else "false"
            raise FormulaError("formula-name-truth", start, length, word=word)
        if isinstance(node.value, str):
            return Term(g.const(node.value), "", (), "word")
        text = self.text[start : start + length]
        if isinstance(node.value, complex | bytes) or node.value is None or node.value is ...:
            raise FormulaError("formula-not-allowed", start, length, what=text)
        if start in self.percents:
            return _literal(text.rstrip("%"), "%", start)
        return _literal(text, "", start)

    def _plain(self, node: ast.Name) -> Term:
        start, length = self.span(node)
        written = self.text[start : start + length]
        check_name(written, start)
        if written in ("true", "false"):
            return Term(g.const(written == "true"))
        if written in FUNCTIONS:
            raise FormulaError("function-without-call", start, length, name=written)
        return self.resolver.name(written, start)

    def _dotted(self, node: ast.Attribute) -> Term:
        start, length = self.span(node)
        address, _, attribute = "".join(self.text[start : start + length].split()).rpartition(".")
        check_name(address.replace(".", ""), start)
        return self.resolver.attribute(address, attribute, start)

    def _binary(self, node: ast.BinOp) -> Term:
        left, right = self.number(node.left), self.number(node.right)
        if isinstance(node.op, ast.Add | ast.Sub):
            unit = self._same_unit(node, left, right)
            return Term(g.add(left.node, right.node) if isinstance(node.op, ast.Add) else left.node - right.node, unit)
        if isinstance(node.op, ast.Mult):
            factors = [each for each in (left, right) if not each.written and each.unit != "%"]
            return Term(left.node * right.node, factors[0].unit if len(factors) == 1 else "")
        return Term(left.node / right.node, left.unit if right.written == "number" else "")

    def _same_unit(self, node: ast.expr, left: Term, right: Term) -> str:
        pair = (left, right)
        for one, other in (pair, pair[::-1]):
            if one.unit == "%" and other.written == "number" and g.number_of(other.node):
                text = str(g.number_of(other.node))
                raise FormulaError("percent-missing", *self.span(node), text=text)
        if left.unit and right.unit and left.unit != right.unit:
            raise FormulaError("units-differ", *self.span(node), left=left.unit, right=right.unit)
        return left.unit or right.unit

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
                parts.append(self._pair(node, operator, self.term(left), self.term(right)))
        return Term(g.both(*parts))

    def _member(self, left: ast.expr, right: ast.expr) -> Node:
        if not isinstance(right, ast.Tuple):
            raise FormulaError("formula-in", *self.span(right))
        choice = self.term(left)
        return g.either(*(self._pair(each, ast.Eq(), choice, self.term(each)) for each in right.elts))

    def _pair(self, node: ast.expr, operator: ast.cmpop, left: Term, right: Term) -> Node:
        if left.node.type is not right.node.type:
            start, length = self.span(node)
            part = self.text[start : start + length]
            raise FormulaError(
                "formula-type", start, length, part=part, wanted=left.node.type.value, found=right.node.type.value
            )
        if left.node.type is Type.CHOICE:
            self._check_words(node, left, right)
        if isinstance(operator, ast.Eq | ast.NotEq):
            if left.node.type is Type.NUMBER:
                self._same_unit(node, left, right)
            same = g.equal(left.node, right.node)
            return same if isinstance(operator, ast.Eq) else g.negated(same)
        if left.node.type is not Type.NUMBER:
            raise FormulaError("formula-order", *self.span(node))
        self._same_unit(node, left, right)
        if isinstance(operator, ast.Gt | ast.GtE):
            left, right = right, left
        return (g.less if isinstance(operator, ast.Lt | ast.Gt) else g.at_most)(left.node, right.node)

    def _check_words(self, node: ast.expr, left: Term, right: Term) -> None:
        for one, other in ((left, right), (right, left)):
            word = g.value_of(other.node)
            if one.words and other.written == "word" and word not in one.words:
                raise FormulaError("unknown-word", *self.span(node), word=str(word), words=", ".join(one.words))

    def _choose(self, node: ast.IfExp) -> Term:
        condition, then, otherwise = self.truth(node.test), self.term(node.body), self.term(node.orelse)
        if then.node.type is not otherwise.node.type:
            part = self.text[slice(self.offset(node.body), None)]
            wanted, found = then.node.type.value, otherwise.node.type.value
            raise FormulaError("formula-type", *self.span(node), part=part, wanted=wanted, found=found)
        unit = self._same_unit(node, then, otherwise) if then.node.type is Type.NUMBER else ""
        return Term(g.if_(condition, then.node, otherwise.node), unit, then.words or otherwise.words)

    def _call(self, node: ast.Call) -> Term:
        start, length = self.span(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "given":
            return self._given(node)
        if name not in FUNCTIONS:
            raise FormulaError("unknown-function", start, len(name), name=name, functions=", ".join(sorted(FUNCTIONS)))
        low, high, build = FUNCTIONS[name]
        if not low <= len(node.args) <= high:
            count = str(low) if low == high else f"{low}…{high}" if high < MAX_NODES else f"≥ {low}"
            raise FormulaError("function-arguments", start, length, name=name, count=count)
        terms = [self.term(each) if name in ("known", "first_known") else self.number(each) for each in node.args]
        unit = terms[0].unit if name not in ("known", "quotient", "power") else ""
        for other in terms[1:] if name in ("min", "max", "clip", "first_known") else ():
            unit = self._same_unit(node, Term(terms[0].node, unit, (), terms[0].written), other)
        try:
            return Term(build(*(each.node for each in terms)), unit, terms[0].words if name == "first_known" else ())
        except ValueError:
            raise FormulaError("power-exponent", start, length, limit=str(MAX_POWER)) from None

    def _given(self, node: ast.Call) -> Term:
        if len(node.args) != 1 or not isinstance(node.args[0], ast.Name | ast.Attribute):
            raise FormulaError("function-arguments", *self.span(node), name="given", count="1")
        start, length = self.span(node.args[0])
        return self.resolver.given(self.text[start : start + length], start)


def check_name(name: str, offset: int = 0) -> None:
    """Refuse a name that begins with _ or that Unicode would fold into another name."""
    if name.startswith("_"):
        raise FormulaError("name-underscore", offset, len(name), name=name)
    if unicodedata.normalize("NFKC", name) != name:
        folded = unicodedata.normalize("NFKC", name)
        raise FormulaError("name-folds", offset, len(name), name=name, folded=folded)


def _power(x: Node, exponent: Node) -> Node:
    n = g.number_of(exponent)
    if n is None or n.denominator != 1 or not 0 <= n <= MAX_POWER:
        raise ValueError(exponent)
    result = g.ONE
    for _ in range(int(n)):
        result = result * x
    return result


def _first_known(*nodes: Node) -> Node:
    result = nodes[-1]
    for node in reversed(nodes[:-1]):
        result = g.if_(known(node), node, result)
    return result


def _truncated(x: Node) -> Node:
    return g.if_(g.less(x, g.ZERO), g.ceil(x), g.floor(x))


FUNCTIONS: dict[str, tuple[int, int, Callable[..., Node]]] = {
    "abs": (1, 1, g.absolute),
    "min": (1, MAX_NODES, g.minimum),
    "max": (1, MAX_NODES, g.maximum),
    "clip": (3, 3, lambda x, low, high: g.clamp(x, low, high)),
    "floor": (1, 1, g.floor),
    "ceil": (1, 1, g.ceil),
    "truncate": (1, 1, _truncated),
    "quotient": (2, 2, lambda x, y: g.floor(x / y)),
    "remainder": (2, 2, lambda x, y: x - y * g.floor(x / y)),
    "power": (2, 2, _power),
    "known": (1, 1, known),
    "first_known": (2, MAX_NODES, _first_known),
    "given": (1, 1, known),
}


def names_in(text: str) -> Iterator[str]:
    """Yield the words of a formula that may be names, without parsing it."""
    yield from re.findall(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*", text)


def percent_share(term: Term) -> Fraction | None:
    """Return the ratio of a bare percent literal, None for anything else."""
    return g.number_of(term.node) if term.written == "percent" else None
