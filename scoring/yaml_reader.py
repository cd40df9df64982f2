"""The events of a YAML parser → a tree, with the traps of YAML that an author cannot see.

A comma in an unquoted formula, a ``#3`` in a clause, an empty value: YAML takes them without a word, and the
ruleset would say something else than its author wrote.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from scoring.diagnostic import clean
from scoring.number import parse_number
from scoring.source import Source, Span
from scoring.tree import Grower, Scalar, Stop, Table
from scoring.yaml_faults import Fault, note_escape, note_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from scoring.diagnostic import Problems

    class _Mark(Protocol):
        index: int
        line: int
        column: int

    class _Event(Protocol):
        start_mark: _Mark
        end_mark: _Mark

    class _Start(_Event, Protocol):
        anchor: str | None
        tag: str | None
        flow_style: bool

    class _Text(_Event, Protocol):
        anchor: str | None
        tag: str | None
        style: str | None
        value: str


PARSER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Which parser makes the events; both give the same verdicts."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]",
)
"""Characters that cannot be seen and yet change what is read: controls, foreign line breaks, zero-width, direction."""

_LOST = re.compile(r"#(?<=[ \t]#)[^\s#][^\r\n]*")  # a comment that may have been meant as part of the value
_KEY_WIDE = re.compile(r"[a-z_]+：")  # a key of ours, which are all ASCII, and a full-width colon
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?!,?[0-9])(?:\.[0-9]+)?")  # a number with thousands separators
_COLON = re.compile(r"[ \t\r\n]*:")
_COLON_AT_ONCE = re.compile(r":[,?\[\]{}]")
_HEADER = re.compile(r"[|>][-+0-9]*#")  # only libyaml takes a comment without a blank there
_NO_VALUE = frozenset("{}[],:\"'\r\n")  # what stands before a comment that follows no unquoted value
_COMMA = re.compile(r"[ \t]*,")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = frozenset('tnr "/\\_\r\n')  # after a backslash: what stands for a character that may be there
_ESCAPED_INVISIBLE = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "e": 27, "N": 0x85, "L": 0x2028, "P": 0x2029}
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMERIC = frozenset("-0123456789")
_NOT_FINITE = frozenset(
    sign + word for sign in ("", "-", "+") for word in (".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")
)
_number = lru_cache(maxsize=1024)(parse_number)  # the same few numbers stand everywhere in a table
_LAST_CHARACTER = sys.maxunicode
_span = tuple.__new__  # what the maker of a named tuple does, without a call of its own: there is one for each value
_OPENING = re.compile(r"[(（]")
_CLOSING = re.compile(r"[)）]")


def plain_value(text: str) -> Fraction | bool | str | None:
    """Return what an unquoted text says: null, a truth value, an exact number, or itself."""
    if text[:1] not in _NUMERIC:
        return _WORDS.get(text, text)
    number = _number(text)
    return text if number is None else number


class _Flow:
    """What to remember of an open table or list in brackets, for the traps of commas in values."""

    __slots__ = ("before", "cut", "key_end", "value")

    def __init__(self) -> None:
        self.key_end = 0  # offset after the last key
        self.value: Scalar | None = None  # the value of the last key, if it has no quotes
        self.before: Scalar | None = None  # likewise of the key before
        self.cut = False  # whether a value that ends too early was noted


class YamlReader:
    """Reads the events of one document into a tree.

    Attributes:
        broken: whether a part of the document was refused, so that the rest would be misread.
    """

    def __init__(self, source: Source, problems: Problems) -> None:
        """Begin with a text that is `sound` and holds no tabs."""
        self.source = source
        self.problems = problems
        self.grow = Grower(source, problems)
        self.broken = False
        self._flows: list[_Flow | None] = []
        self._last: Any = None
        self._lost = dict(_lost_comments(source.text))
        self._trapped = "?" in source.text or _COLON_AT_ONCE.search(source.text) is not None
        self._handlers: dict[type[Any], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def read(self) -> Table | None:
        """Return the table, None if the document holds none or is broken."""
        parser = PARSER(self.source.text)
        try:
            self._events(parser)
        except Stop:
            return None
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return None
        except (ValueError, OverflowError):  # the pure parser, at an escape beyond the last character
            note_escape(self.source, parser.get_mark().index, self.problems)  # type: ignore[union-attr]  # not libyaml
            return None
        return None if self.broken else self._root()

    def _events(self, parser: yaml.SafeLoader | yaml.CSafeLoader) -> None:
        next_event, handlers = parser.get_event, self._handlers
        event: Any = None
        while type(event) is not yaml.StreamEndEvent:
            self._last = event
            event = next_event()
            handle = handlers.get(type(event))
            if handle is not None:
                handle(event)

    def _root(self) -> Table | None:
        root = self.grow.root
        if isinstance(root, Table):
            return root
        if root is None or (isinstance(root, Scalar) and not root.text and not root.quoted):
            self.problems.error("document-empty", Span(self.source, 1, 1, 2))
        elif isinstance(root, Scalar) and not root.quoted and "：" in root.text:
            self.problems.error("colon-wide", root.at)
        elif isinstance(root, Scalar) and not root.quoted and ":" in root.text:
            self.problems.error("colon-blank", root.at)
        else:
            self.problems.error("document-not-table", root.at)
        return None

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Note a syntax error, or the trap that led to it."""
        if self.broken:
            return
        top = self.grow.top
        if top is not None and self._flows[-1] is not None:
            text = self.source.text
            mark = error.problem_mark
            start = self.source.offset(top.at)
            end = len(text) if mark is None else mark.index
            lost = next((at for at in self._lost if start <= at <= end and text[at - 1] not in _NO_VALUE), None)
            if lost is not None:
                self._comment_at(lost)
                return
        note_fault(Fault(self.source, error, self._last, top), self.problems)

    def _document(self, event: _Event) -> None:
        if self.grow.root is not None:
            self.problems.error("several-documents", self._at(event))
            raise Stop

    def _at(self, event: _Event) -> Span:
        start, end = event.start_mark, event.end_mark
        line, column = start.line + 1, start.column + 1
        if line == end.line + 1:
            return _span(Span, (self.source, line, column, max(column, end.column) + 1))
        return Span(self.source, line, column, len(self.source.line(line)) + 1)

    def _refuse(self, event: _Text | _Start) -> None:
        """Note an anchor or a tag at a value."""
        mark = event.start_mark
        at = Span(self.source, mark.line + 1, mark.column + 1, mark.column + 2)
        self.problems.error("tag", at) if event.anchor is None else self.problems.error("anchor", at)
        self.broken = True

    def _alias(self, event: _Event) -> None:
        self.problems.error("alias", self._at(event))
        raise Stop

    def _start(self, event: _Start) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        mark = event.start_mark
        at = Span(self.source, mark.line + 1, mark.column + 1, mark.column + 2)
        self.grow.open(at, table=isinstance(event, yaml.MappingStartEvent))
        self._flows.append(_Flow() if event.flow_style else None)

    def _end(self, _event: _Event) -> None:
        self._flows.pop()
        self.grow.close()

    def _scalar(self, event: _Text) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        text = event.value
        flow = self._flows[-1] if self._flows else None
        if event.style:
            self._check_quoted(event)
            scalar = Scalar(text, text, self._at(event), quoted=True)
        else:
            scalar = Scalar(text, plain_value(text), self._at(event))
            if self._lost and event.end_mark.index in self._lost:
                self._comment_at(event.end_mark.index, scalar)
            if text in _NOT_FINITE:
                self.problems.error("not-finite", scalar.at, text=text)
        if flow is not None:
            self._in_flow(flow, event, scalar)
        elif text and text != "<<":
            self.grow.add(scalar)
        else:
            self._odd(scalar)

    def _odd(self, scalar: Scalar) -> None:
        """Add an empty value, or what other readers take for a merge key."""
        top = self.grow.top
        if not scalar.quoted and top is not None and top.fields is not None:
            if top.key is not None and not scalar.text:
                scalar = Scalar("", None, top.key.at)  # an empty value is best shown at its key
            elif top.key is None and scalar.text:
                self.problems.error("merge-key", scalar.at)
                self.broken = True
        self.grow.add(scalar)

    def _in_flow(self, flow: _Flow, event: _Text, scalar: Scalar) -> None:
        """Add a key, value or item that stands in brackets."""
        top = self.grow.top
        plain = not scalar.quoted
        if plain and self._trapped:
            self._colon_or_question(event.end_mark.index, event)
        if top is not None and top.fields is not None and top.key is None:
            flow.key_end, flow.before, flow.value = event.end_mark.index, flow.value, None
        elif plain and scalar.text:
            flow.value = scalar
            if _cut_short(scalar.text) and _COMMA.match(self.source.text, event.end_mark.index):
                self._comma(flow, scalar, scalar.at.end)
        elif plain and top is not None and top.key is not None and not _COLON.match(self.source.text, flow.key_end):
            self._no_value(flow, top.key)
        if scalar.text and scalar.text != "<<":
            self.grow.add(scalar)
        else:
            self._odd(scalar)

    def _no_value(self, flow: _Flow, key: Scalar) -> None:
        """Note a key that ends without a colon: mostly the rest of a value with a comma."""
        if not key.quoted and _KEY_WIDE.match(key.text) and not flow.cut:
            self.problems.error("colon-wide", key.at)
        elif flow.before is not None:
            self._comma(flow, flow.before, key.at.end if key.at.line == flow.before.at.line else flow.before.at.end)
        elif flow.cut:
            return
        elif not key.quoted and "：" in key.text:
            self.problems.error("colon-wide", key.at)
        elif not key.quoted and ":" in key.text:
            self.problems.error("colon-blank", key.at)
        else:
            self.problems.error("key-without-value", key.at, key=key.text)
        flow.cut = self.broken = True

    def _comma(self, flow: _Flow, value: Scalar, end: int) -> None:
        grouped = _GROUPED.match(self.source.text, self.source.offset(value.at))
        if grouped and not flow.cut:
            at = self.source.span(grouped.start(), grouped.end())
            self.problems.error("comma-in-number", at, text=grouped[0], number=grouped[0].replace(",", ""))
        elif not flow.cut:
            self.problems.error("comma-in-value", value.at._replace(end=end), kept=value.text)
        flow.cut = self.broken = True

    def _colon_or_question(self, end: int, event: _Text) -> None:
        """Stop at what only one parser takes: a question mark, or a colon right before a comma or a bracket."""
        text = self.source.text
        question = text.find("?", event.start_mark.index, end + 1)
        if question >= 0:
            self.problems.error("question-in-value", self.source.span(question, question + 1))
            raise Stop
        if _COLON_AT_ONCE.match(text, end):
            self.problems.error("colon-blank", self.source.span(end, end + 1))
            raise Stop

    def _comment_at(self, offset: int, scalar: Scalar | None = None) -> None:
        """Note that a comment begins right after a value."""
        lost = self._lost[offset]
        start = self.source.text.index("#", offset)
        kept = scalar.text if scalar is not None else self.source.text[:offset].splitlines()[-1].split(": ")[-1]
        at = self.source.span(start, start + len(lost))
        self.problems.error("comment-in-value", at, kept=clean(kept, 40), lost=clean(lost, 40))

    def _check_quoted(self, event: _Text) -> None:
        """Note escapes that give no character, or one that cannot be seen, and a comment stuck to ``|``."""
        text, start, end = self.source.text, event.start_mark.index, event.end_mark.index
        if event.style == '"':
            if text.find("\\", start, end) >= 0:
                for match in _ESCAPE.finditer(text, start, end):
                    self._check_escape(match)
        elif event.style != "'" and _HEADER.match(text, start):
            self.problems.error("block-text", self._at(event))
            self.broken = True

    def _check_escape(self, match: re.Match[str]) -> None:
        code = next((int(digits, 16) for digits in match.group(1, 2, 3) if digits), -1)
        if code < 0:
            code = _ESCAPED_INVISIBLE.get(match[4], -1 if match[4] in _ESCAPED else _LAST_CHARACTER + 1)
        if code > _LAST_CHARACTER or 0xD800 <= code < 0xE000:  # noqa: PLR2004  # surrogates
            note_escape(self.source, match.start(), self.problems)
            self.broken = True
        elif code >= 0 and INVISIBLE.match(chr(code)):
            at = self.source.span(*match.span())
            self.problems.error("invisible-character", at, character=f"U+{code:04X}")
            self.broken = True


def _lost_comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield where the blanks begin before each comment that may belong to a value, and the comment."""
    for match in _LOST.finditer(text):
        end = match.start()
        while text[end - 1 : end] in (" ", "\t"):
            end -= 1
        yield end, match[0]


def _cut_short(text: str) -> bool:
    """Return whether a text opens more round brackets than it closes."""
    return ("(" in text or "（" in text) and len(_OPENING.findall(text)) > len(_CLOSING.findall(text))
