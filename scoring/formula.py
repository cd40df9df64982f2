"""The text of a formula → a tree that our allow-list has checked; nothing is computed here.

What the language does not have is refused before the parser sees it where that can be told from the text, and
from the tree, without recursion, where it cannot.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from functools import lru_cache
from keyword import iskeyword
from typing import TYPE_CHECKING, NamedTuple

from scoring.dates import meant_day, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LENGTH, MAX_DEPTH, MAX_NODES = 500, 25, 200
_PERCENT = re.compile(r"(?<![\w.])(?:0|[1-9][0-9]*)(?:\.[0-9]+)?%(?![\w.(])")
_DAY = re.compile(r"(?<![\w.])\d{4}-\d{2}-\d{2}(?![\w.])", re.ASCII)
_WORD = re.compile(r"'[^']*'|\"[^\"]*\"")
_DIGITS = re.compile(r"(?<![\w.])\.?[0-9][\w.:]*")
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
_WIDE = re.compile(r"(?<!\w)[0-9.０-９．]*[０-９．％][0-9.%０-９．％]*(?!\w)")  # full-width
_FOREIGN = re.compile(r"[^\w .,()+\-*/<>=%!'\"]|!(?!=)")  # only in words
_NEVER = frozenset("#\\;")  # not even in a word: what a comment or an escape would hide
_LONE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_ALLOWED = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant,
    ast.Attribute, ast.Tuple, ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Not, ast.And, ast.Or,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq, ast.In, ast.NotIn,
)  # fmt: skip
_INSTEAD: dict[type[ast.AST], tuple[str, str]] = {
    ast.Pow: ("**", "power(x, n)"),
    ast.FloorDiv: ("//", "quotient(x, y)"),
    ast.LShift: ("<<", "<"),
    ast.RShift: (">>", ">"),
    ast.Is: ("is", "=="),
    ast.IsNot: ("is", "!="),
}


class FormulaError(Exception):
    """A formula cannot be read; ``code`` and ``facts`` are those of the catalogue."""

    def __init__(self, code: str, offset: int, length: int = 1, **facts: str) -> None:
        """Keep the code, the place in the formula's text (in characters), and the facts."""
        super().__init__(code)
        self.code, self.offset, self.length, self.facts = code, offset, length, facts


class Formula(NamedTuple):
    """A checked formula.

    Attributes:
        text: as written.
        body: its tree.
        percents: offsets of the percent literals.
    """

    text: str
    body: ast.expr
    percents: frozenset[int]

    def span(self, node: ast.expr) -> tuple[int, int]:
        """Return offset and length of a part, in characters of the text."""
        return _span(node, self.text)

    def part(self, node: ast.expr) -> str:
        """Return a part as written."""
        start, length = self.span(node)
        return self.text[start : start + length]


def check_name(name: str, offset: int = 0) -> None:
    """Refuse a name that begins with _ or that Unicode would fold into another name."""
    if name.startswith("_"):
        raise FormulaError("name-underscore", offset, len(name), name=name)
    if unicodedata.normalize("NFKC", name) != name:
        folded = unicodedata.normalize("NFKC", name)
        raise FormulaError("name-folds", offset, len(name), name=name, folded=folded)


def is_name(text: str) -> bool:
    """Return whether a formula is nothing but a name, so that there is nothing to parse."""
    return (
        text.isidentifier()
        and len(text) <= MAX_LENGTH
        and not iskeyword(text)
        and (text.isascii() or (_FOREIGN.search(text) is None and unicodedata.is_normalized("NFKC", text)))
    )


@lru_cache(maxsize=512)  # a table asks the same of many figures, and a form is gone through more than once
def parsed(text: str) -> Formula:
    """Return a formula whose tree holds nothing but what the language has.

    Raises:
        FormulaError: the text is not a formula of the language.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula-too-long", 0, 1, limit=str(MAX_LENGTH))
    plain, percents = _checked_text(text)
    try:
        tree = ast.parse(plain.lstrip(), mode="eval")  # leading blanks would be an indentation
    except SyntaxError as error:
        blanks = len(plain) - len(plain.lstrip())
        offset = max(0, min(len(text) - 1, blanks + (error.offset or 1) - 1))
        raise FormulaError("formula-syntax", offset, 1, text=text) from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError("formula-syntax", 0, len(text), text=text) from None
    _check_tree(tree, text)
    return Formula(text, tree.body, percents)


def _checked_text(text: str) -> tuple[str, frozenset[int]]:
    """Refuse what can be seen in the text; return it with percent signs as blanks, and their numbers' offsets."""
    words = [match.span() for match in _WORD.finditer(text)]

    def outside(match: re.Match[str]) -> bool:
        return not any(start <= match.start() < end for start, end in words)

    for match in filter(outside, _DAY.finditer(text)):
        none, start, length = parse_day(match[0]) is None, match.start(), len(match[0])
        raise FormulaError("date-no-such-day" if none else "date-unquoted", start, length, text=match[0])
    _check_numbers(filter(outside, _WIDE.finditer(text)), filter(outside, _DIGITS.finditer(text)))
    for match in _FOREIGN.finditer(text):
        char = match[0]
        if char in _NEVER or not char.isprintable() or outside(match):
            shown = char if char.isprintable() else f"U+{ord(char):04X}"
            raise FormulaError("formula-character", match.start(), 1, char=shown)
    _check_depth(text)
    for match in filter(outside, _LONE_EQUALS.finditer(text)):
        raise FormulaError("formula-operator", match.start(), 1, operator="=", instead="==")
    if "%" not in text:
        return text, frozenset()
    percents = {match.end() - 1: match.start() for match in filter(outside, _PERCENT.finditer(text))}
    for match in filter(outside, re.finditer("%", text)):
        if match.start() not in percents:
            raise FormulaError("percent-sign-place", match.start(), 1)
    plain = "".join(" " if offset in percents else char for offset, char in enumerate(text))
    return plain, frozenset(percents.values())


def _check_numbers(wide: Iterable[re.Match[str]], numbers: Iterable[re.Match[str]]) -> None:
    """Refuse numbers in full-width characters, and what looks like a number and is none."""
    for match in wide:
        half = unicodedata.normalize("NFKC", match[0])
        if _NUMBER.fullmatch(half.removesuffix("%")):
            raise FormulaError("number-wide", match.start(), len(match[0]), text=match[0], half=half)
    for match in numbers:
        if not _NUMBER.fullmatch(match[0]):
            day = meant_day(match[0])
            if day:
                raise FormulaError("date-other-form", match.start(), len(match[0]), text=match[0], day=day)
            raise FormulaError("number-written", match.start(), len(match[0]), text=match[0])


def _check_depth(text: str) -> None:
    if text.count("(") <= MAX_DEPTH:
        return
    depth = 0
    for offset, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth > MAX_DEPTH:
            raise FormulaError("formula-too-deep", offset, 1, limit=str(MAX_DEPTH))


def _check_tree(tree: ast.Expression, text: str) -> None:
    stack: list[tuple[ast.AST, int]] = [(tree.body, 0)]
    count = 0
    while stack:
        node, depth = stack.pop()
        count += not isinstance(node, ast.Load)
        if count > MAX_NODES or depth > 2 * MAX_DEPTH:
            raise FormulaError("formula-too-deep", 0, 1, limit=str(MAX_DEPTH))
        if isinstance(node, ast.expr):
            _check_operators(node, text)
            _check_part(node, text)
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))


def _check_operators(node: ast.expr, text: str) -> None:
    """Refuse an operator that the language does not have, at its own place."""
    if isinstance(node, ast.BinOp):
        pairs: list[tuple[ast.AST, ast.expr, ast.expr]] = [(node.op, node.left, node.right)]
    elif isinstance(node, ast.Compare):
        lefts = [node.left, *node.comparators]
        pairs = list(zip(node.ops, lefts, node.comparators, strict=False))
    else:
        pairs = []
    for operator, left, right in pairs:
        if type(operator) in _INSTEAD:
            written, instead = _INSTEAD[type(operator)]
            start, length = _span(left, text)
            offset = text.find(written, start + length, _span(right, text)[0])
            raise FormulaError("formula-operator", offset, len(written), operator=written, instead=instead)


def _check_part(node: ast.expr, text: str) -> None:
    """Refuse a part that the language does not have."""
    start, length = _span(node, text)
    refused = not isinstance(node, _ALLOWED) or (isinstance(node, ast.UnaryOp) and not isinstance(node.op, _ALLOWED))
    if isinstance(node, ast.Call):
        refused = not isinstance(node.func, ast.Name)
    if isinstance(node, ast.Constant):
        refused = isinstance(node.value, bytes) or node.value in (None, ...)
        # Two words side by side, or one with a letter before it, the parser takes for one word.
        refused = refused or (isinstance(node.value, str) and not _WORD.fullmatch(text[start : start + length]))
    if refused:
        raise FormulaError("formula-not-allowed", start, length, what=text[start : start + length])


def _span(node: ast.expr, text: str) -> tuple[int, int]:
    """Return offset and length of a part in characters; the parser counts bytes, without leading blanks."""
    body = text.lstrip()
    start, end = node.col_offset, node.end_col_offset or 0
    if not body.isascii():
        encoded = body.encode()
        start, end = len(encoded[:start].decode()), len(encoded[:end].decode())
    blanks = len(text) - len(body)
    return blanks + start, max(1, end - start)
