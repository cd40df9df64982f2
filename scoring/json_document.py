"""JSON → values with places, the same tree as from YAML.

A scanner of its own, since places are wanted and numbers must be exact from their text: it is iterative, so depth is
counted and never costs stack.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scoring.document import sound
from scoring.number import parse_number
from scoring.tree import Grower, Scalar, Stop, Table
from scoring.yaml_reader import INVISIBLE

if TYPE_CHECKING:
    from fractions import Fraction

    from scoring.diagnostic import Problems
    from scoring.source import Source, Span

_PART = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<mark>[{}\[\],:])
    | (?P<text>"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*+)*+")
    | (?P<word>[^\s{}\[\],:"]+)
    | (?P<other>[^ \t\r\n])
    )""",
    re.VERBOSE,
)
_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}
_NOT_FINITE = frozenset(["NaN", "Infinity", "-Infinity", "nan", "inf", "-inf"])
_LONG = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_BAD_ESCAPE = re.compile(r'"[^"\\\r\n]*+(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\r\n]*+)*+(\\.)')
_EXPONENT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?[eE][-+]?[0-9]+")
_SURROGATE = re.compile("[\ud800-\udfff]")

# What may come next. A state belongs to the innermost open table or list.
_VALUE, _FIRST_ITEM, _FIRST_KEY, _KEY, _COLON, _COMMA, _END = range(7)


def read_json(source: Source, problems: Problems) -> Table | None:
    """Return the one table that a JSON text holds, None if it holds none; what is wrong is noted."""
    if not sound(source, problems):
        return None
    reader = _Reader(source, problems)
    try:
        reader.run()
    except Stop:
        return None
    root = reader.grow.root
    if isinstance(root, Table):
        return None if reader.broken else root
    if root is None:
        problems.error("document-empty", source.span(0, 1))
    else:
        problems.error("document-not-table", root.at)
    return None


class _Reader:
    """Reads the parts of one JSON text into a tree."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.grow = Grower(source, problems)
        self.broken = False
        self.state = _VALUE

    def run(self) -> None:
        """Read the whole text.

        Raises:
            Stop: after a problem that leaves nothing to go on with.
        """
        text = self.source.text
        for match in _PART.finditer(text, 0, len(text.rstrip(" \t\r\n"))):
            kind = match.lastgroup or ""
            part = match[kind]
            if part == "," and self.state == _COMMA:
                self.state = _VALUE if self.grow.top is not None and self.grow.top.fields is None else _KEY
            elif part == ":" and self.state == _COLON:
                self.state = _VALUE
            elif part in ("]", "}") and self._closes(part):
                self.grow.close()
                self._after_value()
            else:
                self._part(kind, part, self.source.span(*match.span(kind)))
        if self.grow.top is not None:
            bracket = "[" if self.grow.top.fields is None else "{"
            self.problems.error("bracket-open", self.grow.top.at, bracket=bracket)
            raise Stop

    def _part(self, kind: str, part: str, at: Span) -> None:
        """Take an opening bracket, a key or a value."""
        if kind in ("text", "word"):
            self._scalar(kind, part, at)
        elif part in "{[" and self.state in (_VALUE, _FIRST_ITEM):
            self.grow.open(at, table=part == "{")
            self.state = _FIRST_KEY if part == "{" else _FIRST_ITEM
        else:
            self._unexpected(at, part)

    def _closes(self, mark: str) -> bool:
        top = self.grow.top
        if top is None or (mark == "}") is not (top.fields is not None):
            return False
        return self.state in (_COMMA, _FIRST_ITEM, _FIRST_KEY)

    def _after_value(self) -> None:
        self.state = _END if self.grow.top is None else _COMMA

    def _scalar(self, kind: str, part: str, at: Span) -> None:
        """Take a key or a value."""
        if self.state in (_FIRST_KEY, _KEY) and kind == "text":
            self.grow.add(self._text(part, at))
            self.state = _COLON
        elif self.state in (_VALUE, _FIRST_ITEM):
            self.grow.add(self._text(part, at) if kind == "text" else self._word(part, at))
            self._after_value()
        else:
            self._unexpected(at, part)

    def _text(self, part: str, at: Span) -> Scalar:
        text = part[1:-1]
        if "\\" in part:
            text = _unescaped(part)
            if _SURROGATE.search(text):
                self.problems.error("bad-escape", at)
                self.broken = True
            elif (hidden := INVISIBLE.search(text)) is not None:
                self.problems.error("invisible-character", at, character=f"U+{ord(hidden[0]):04X}")
                self.broken = True
        return Scalar(text, text, at, quoted=True)

    def _word(self, part: str, at: Span) -> Scalar:
        return Scalar(part, self._value(part, at), at)

    def _value(self, part: str, at: Span) -> Fraction | bool | None:
        """Return what a part without quotes says; note why it says nothing."""
        if part in _WORDS:
            return _WORDS[part]
        number = parse_number(part)
        if number is not None:
            return number
        if part in _NOT_FINITE:
            self.problems.error("not-finite", at, text=part)
        elif _EXPONENT.fullmatch(part):
            self.problems.error("number-exponent", at, text=part)
        elif _LONG.fullmatch(part):
            self.problems.error("number-long", at, text=part)
        elif part[0] in "-+.0123456789":
            self.problems.error("number-form", at, text=part)
        else:
            self.problems.error("json-word", at, text=part)
        self.broken = True
        return None

    def _unexpected(self, at: Span, part: str) -> None:
        """Stop at a part that cannot stand where it is."""
        escape = _BAD_ESCAPE.match(self.source.text, self.source.offset(at)) if part == '"' else None
        if escape is not None:
            self.problems.error("bad-escape", self.source.span(*escape.span(1)))
        elif part == '"':
            self.problems.error("json-quote-open", at)
        elif self.state == _END:
            self.problems.error("several-documents", at)
        elif self.state == _COLON:
            self.problems.error("colon-missing", at)
        elif self.state == _COMMA and part[0] not in "}]:":
            self.problems.error("json-comma", at, found=part)
        elif self.state in (_FIRST_KEY, _KEY) and part[0] not in "{}[],:":
            self.problems.error("json-key", at, found=part)
        else:
            self.problems.error("json-syntax", at, found=part)
        raise Stop


def _unescaped(part: str) -> str:
    """Return what a quoted text says; half a character for an escape that the decoder does not take."""
    try:
        text: str = json.loads(part)
    except ValueError:  # decoders differ in what may follow the first half of a surrogate pair
        return "\ud800"
    return text
