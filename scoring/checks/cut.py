"""Deleting one item of a list, or one entry of a table, from the text of a YAML file; all else stays as written.

What is deleted takes its own comma with it, and the comment on its own line. Comments of others stay where they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from scoring.yaml_reader import PARSER

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*(,)")
_NOTHING = re.compile(r"[ \t\r]*(?:(?<=\s)#[^\n]*)?\n?\Z")
"""What may stand behind something on its line: blanks, and a comment."""

_CLOSED = re.compile(r"[ \t]*([\]}][\]} \t]*?)[ \t\r]*(?:(?<=\s)#[^\n]*)?\n?\Z")
"""The ends of what something stands in, and a comment."""


class Cut(NamedTuple):
    """A text without something.

    Attributes:
        text: what is left.
        gone: numbers (from 0) of the lines that are no longer there, in the text as it was.
    """

    text: str
    gone: tuple[int, ...]


class _Edit(NamedTuple):
    """What a part of a text becomes."""

    start: int
    end: int
    text: str = ""


class _Place(NamedTuple):
    """One item of a list, or one entry of a table."""

    parent: yaml.CollectionNode
    number: int

    @property
    def nodes(self) -> tuple[yaml.Node, ...]:
        """The item; key and value of an entry."""
        entry = self.parent.value[self.number]
        return entry if isinstance(self.parent, yaml.MappingNode) else (entry,)

    @property
    def start(self) -> int:
        """Where it begins."""
        return int(self.nodes[0].start_mark.index)

    def beside(self, step: int) -> _Place:
        """Return the item or entry before or behind it."""
        return self._replace(number=self.number + step)

    def end(self, text: str) -> int:
        """Return where it ends: behind its last character."""
        return max(_end(text, each) for each in self.nodes)


def without(text: str, offset: int, *, with_table: bool = False) -> Cut | None:
    """Return a text without the item or entry that begins at a place; None where it cannot be taken out by itself.

    Args:
        text: one YAML document.
        offset: where it begins; of several, the outermost is meant.
        with_table: whether a table that would be empty without it is taken out too.
    """
    root = yaml.compose(text, Loader=PARSER)
    places = list(_places(root))
    place = next((each for each in places if each.start == offset), None)
    if place is not None and with_table and len(place.parent.value) == 1:
        inner = place.parent
        place = next((each for each in places if each.nodes[-1] is inner), None)
    if root is None or place is None or len(place.parent.value) == 1:
        return None
    edits = _in_flow(text, place) if place.parent.flow_style else _in_block(text, place)
    if edits is None:
        return None
    changed, gone = text, set[int]()
    for start, end, new in sorted(edits, reverse=True):
        first = text.count("\n", 0, start)
        own = first if not start or text[start - 1] == "\n" else first + 1
        gone.update(range(own, own + text.count("\n", start, end)))
        changed = changed[:start] + new + changed[end:]
    try:
        reread = yaml.compose(changed, Loader=PARSER)
    except yaml.YAMLError:
        return None
    one_less = reread is not None and _form(reread) == _form(root, place)
    return Cut(changed, tuple(sorted(gone))) if one_less else None


def _places(root: yaml.Node | None) -> Iterator[_Place]:
    """Yield every item and entry of a document, those outside first."""
    waiting = [root]
    for node in waiting:
        if isinstance(node, yaml.CollectionNode):
            inside = [_Place(node, number) for number in range(len(node.value))]
            yield from inside
            waiting.extend(each.nodes[-1] for each in inside)


def _form(node: yaml.Node, but: _Place | None = None) -> object:
    """Return what a node holds, one item or entry left out."""
    if not isinstance(node, yaml.CollectionNode):
        return node.tag, node.value, getattr(node, "style", None)
    parts = [_Place(node, number) for number in range(len(node.value))]
    kept = [each for each in parts if but is None or each.parent is not but.parent or each.number != but.number]
    return node.tag, node.flow_style, [tuple(_form(one, but) for one in each.nodes) for each in kept]


def _end(text: str, node: yaml.Node) -> int:
    """Return where a node ends; the end that the parser gives to what stands in block style lies further on."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = _Place(node, len(node.value) - 1).nodes[-1]
    end = int(node.end_mark.index)
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return len(text[:end].rstrip()) if block else end


def _line(text: str, at: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def _next_line(text: str, at: int) -> int:
    """Return where the line behind that of a place begins."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _is_nothing(text: str, at: int) -> bool:
    """Whether nothing but a comment stands behind a place on its line."""
    return _NOTHING.match(text, at, _next_line(text, at)) is not None


# Block style


def _in_block(text: str, place: _Place) -> list[_Edit] | None:
    start, end = place.start, place.end(text)
    if not _is_nothing(text, end):
        return None
    line = _line(text, start)
    if isinstance(place.parent, yaml.SequenceNode):
        column = place.parent.start_mark.column
        while text[line + column : line + column + 1] != "-" or text[line : line + column].strip():
            if not line:
                return None
            line = _line(text, line - 1)
        return [_Edit(line, _next_line(text, end))]
    if not text[line:start].strip():
        return [_Edit(line, _next_line(text, end))]
    if place.number + 1 == len(place.parent.value):
        return None
    following = place.beside(1).start  # what comes first behind a dash: the next entry takes its place
    return None if "#" in text[_next_line(text, end) : following] else [_Edit(start, following)]


# Flow style


def _in_flow(text: str, place: _Place) -> list[_Edit] | None:
    start, end = place.start, place.end(text)
    line = _line(text, start)
    alone = not text[line:start].strip()
    comma = _COMMA.match(text, end)
    if comma is None:
        return _last(text, place, alone=alone)
    stop = comma.end()
    if not _is_nothing(text, stop):
        return [_Edit(start, len(text) - len(text[stop:].lstrip(" \t")))]
    if alone:
        return [_Edit(line, _next_line(text, stop))]
    if place.number + 1 < len(place.parent.value) and (not place.number or place.beside(-1).end(text) < line):
        following = place.beside(1).start  # the first one, behind the bracket: the next one takes its place
        between = text[_next_line(text, stop) : following]
        return [_Edit(start, following if not between.strip() else _next_line(text, stop) - 1)]
    return [_Edit(len(text[:start].rstrip(" \t")), stop)]


def _last(text: str, place: _Place, *, alone: bool) -> list[_Edit] | None:
    """Return what to change so that the last one is gone, and with it the comma before it."""
    start, end = place.start, place.end(text)
    comma = _COMMA.match(text, place.beside(-1).end(text))
    if comma is None:
        return None
    before = comma.start(1)
    if not alone:
        return [_Edit(before, end)]
    line = _line(text, start)
    if _is_nothing(text, end):
        return [_Edit(before, before + 1), _Edit(line, _next_line(text, end))]
    closed = _CLOSED.match(text, end, _next_line(text, end))
    if closed is None:
        return [_Edit(before, before + 1), _Edit(start, end)]
    return [_Edit(before, before + 1, closed[1]), _Edit(line, _next_line(text, end))]
