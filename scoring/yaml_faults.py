"""Syntax errors of the YAML parsers → problems that say what to write.

Both parsers (libyaml and pure Python) go by the same states and word their errors alike in ``context``; what was
found is read from the text itself, since their wording of that differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring.tree import DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable

    import yaml

    from scoring.diagnostic import Problems
    from scoring.source import Source, Span
    from scoring.tree import Open

_KEY_LIMIT = 1024  # characters after which a parser no longer takes a text for a key
_ENDS = frozenset(["ScalarEvent", "MappingEndEvent", "SequenceEndEvent"])
_DASH = re.compile(r"-[^ \r\n]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A syntax error and where the reading stood.

    Attributes:
        source: the text.
        error: what the parser says.
        last: the event before the error.
        top: the innermost open table or list.
    """

    source: Source
    error: yaml.MarkedYAMLError
    last: Any
    top: Open | None

    @property
    def index(self) -> int:
        """Offset in the text of what the parser stopped at."""
        mark = self.error.problem_mark
        return len(self.source.text) if mark is None else mark.index

    @property
    def char(self) -> str:
        """What the parser stopped at, "" at the end of the text."""
        return self.source.text[self.index : self.index + 1]

    @property
    def at(self) -> Span:
        """Place of what the parser stopped at."""
        return self.source.span(self.index, self.index + 1)

    @property
    def context_at(self) -> Span:
        """Where the part began that the parser could not finish."""
        mark = self.error.context_mark
        return self.at if mark is None else self.source.span(mark.index, mark.index + 1)

    @property
    def after_value(self) -> bool:
        """Whether a value ended earlier on the line where the parser stopped."""
        return self._ended and self.last.end_mark.line + 1 == self.at.line

    @property
    def after_short_value(self) -> bool:
        """Whether a value began and ended earlier on the line where the parser stopped."""
        return self._ended and self.last.start_mark.line + 1 == self.at.line

    @property
    def _ended(self) -> bool:
        """Whether the last event was the end of something that stands in the text (a table by indentation has none)."""
        if type(self.last).__name__ not in _ENDS:
            return False
        start, end = self.last.start_mark.index, self.last.end_mark.index
        return bool(start < end <= self.index)


def note_escape(source: Source, index: int, problems: Problems) -> None:
    """Note the escape that begins at or just before an offset."""
    start = max(0, source.text.rfind("\\", 0, index + 1))
    problems.error("bad-escape", source.span(start, start + 2))


def note_fault(fault: Fault, problems: Problems) -> None:
    """Note a syntax error by what the parser was doing."""
    context = fault.error.context or ""
    if "nesting depth" in (fault.error.problem or ""):  # a limit of its own, far above ours, that newer parsers have
        problems.error("too-deep", fault.at, limit=DEPTH)
        return
    for doing, note in _BY_CONTEXT.items():
        if doing in context:
            note(fault, problems)
            return
    _elsewhere(fault, problems)


def _in_quotes(fault: Fault, problems: Problems) -> None:
    if "unexpected" in (fault.error.problem or ""):
        problems.error("quote-open", fault.context_at)
    else:
        note_escape(fault.source, fault.index, problems)


def _in_refused(fault: Fault, problems: Problems) -> None:
    """Note an alias, an anchor or a tag that is not even well written: a text, mostly."""
    context = fault.error.context or ""
    problems.error("alias" if "alias" in context else "anchor" if "anchor" in context else "tag", fault.context_at)


def _plain(fault: Fault, problems: Problems) -> None:
    problems.error("colon-blank", fault.at)


def _no_colon(fault: Fault, problems: Problems) -> None:
    _line_without_colon(fault, fault.context_at, problems)


def _first_character(fault: Fault, problems: Problems) -> None:
    if fault.char == "%":
        problems.error("percent-unquoted", fault.at)
    else:
        problems.error("reserved-character", fault.at, character=fault.char)


def _line_without_colon(fault: Fault, at: Span, problems: Problems) -> None:
    """Note a line that should be a key and its value but is a text."""
    line = fault.source.line(at.line)
    text = line[at.column - 1 :].rstrip()
    at = at._replace(end=at.column + max(1, len(text)))
    if text[:1] in ("{", "[") and _after_dash(fault, at):
        problems.error("dash-missing", at)
        return
    if "：" in text:
        wide = at.column + text.index("：")
        problems.error("colon-wide", at._replace(column=wide, end=wide + 1))
    elif _DASH.match(text):
        problems.error("dash-blank", at)
    elif ":" in text:
        narrow = at.column + text.index(":")
        problems.error("colon-blank", at._replace(column=narrow, end=narrow + 1))
    else:
        problems.error("colon-missing", at)


def _after_dash(fault: Fault, at: Span) -> bool:
    """Whether the nearest line above that is indented no further than a place begins with a dash right above it."""
    for number in range(at.line - 1, 0, -1):
        line = fault.source.line(number)
        if line.strip() and len(line) - len(line.lstrip()) < at.column:
            return line.startswith("- ", at.column - 1)
    return False


def _in_brackets(fault: Fault, problems: Problems) -> None:
    """Note what is wrong in a table or list in brackets."""
    char = fault.char
    if char == "?":
        problems.error("question-in-value", fault.at)
    elif char == "," and "node" in (fault.error.context or ""):
        problems.error("comma-extra", fault.at)
    elif char in ("[", "{") and fault.after_short_value:
        problems.error("bracket-in-value", fault.at)
    elif char == ":" and fault.after_short_value:
        _colon_in_brackets(fault, problems)
    elif char and char not in "]}" and fault.after_short_value:
        problems.error("text-after-value", fault.at)
    else:
        opened = fault.context_at if fault.top is None else fault.top.at
        problems.error("bracket-open", opened, bracket=fault.source.text[fault.source.offset(opened)])


def _colon_in_brackets(fault: Fault, problems: Problems) -> None:
    """Note a second colon, or the full-width comma that did not end the value before it."""
    start = fault.last.start_mark.index
    comma = fault.source.text.find("，", start, fault.index)
    if comma < 0 or fault.last.style:
        problems.error("colon-in-value", fault.at)
    else:
        problems.error("comma-wide", fault.source.span(comma, comma + 1))


def _in_block(fault: Fault, problems: Problems) -> None:
    """Note what is wrong in a table or list by indentation."""
    char = fault.char
    if "scalar" in (fault.error.context or ""):
        problems.error("block-text", fault.context_at)
    elif char and char in "]}":
        problems.error("bracket-extra", fault.at)
    elif char == ",":
        problems.error("reserved-character", fault.at, character=char)
    elif fault.after_value:
        problems.error("text-after-value", fault.at)
    elif char == ":":
        problems.error("key-empty", fault.at)
    elif "block collection" in (fault.error.context or "") and char != "-":
        problems.error("dash-missing", _rest_of_line(fault))
    else:
        problems.error("indentation", _rest_of_line(fault))


def _elsewhere(fault: Fault, problems: Problems) -> None:
    problem = fault.error.problem or ""
    if "mapping values" in problem:
        _second_colon(fault, problems)
    elif "sequence entries" in problem:
        problems.error("dash-in-value", fault.at)
    elif "document start" in problem:
        lines = (fault.source.line(number) for number in range(fault.at.line - 1, 0, -1))
        ended = next((line for line in lines if line.strip()), "").startswith("...")
        if ended:
            problems.error("several-documents", fault.at)
        else:
            problems.error("indentation", _rest_of_line(fault))
    else:
        problems.error("yaml-syntax", fault.at)


def _second_colon(fault: Fault, problems: Problems) -> None:
    """Note a colon where none may be: on the same line as another, or because a line above has none."""
    last, top = fault.last, fault.top
    text = last is not None and type(last).__name__ == "ScalarEvent"
    runs_on = text and last.start_mark.line < last.end_mark.line + 1 == fault.at.line and not last.style
    if runs_on and last.start_mark.line + 1 < fault.at.line:
        start = last.start_mark
        if top is None or "：" in fault.source.line(start.line + 1)[start.column :]:
            _line_without_colon(fault, fault.source.span(start.index, start.index + 1), problems)
        else:
            problems.error("indentation", _rest_of_line(fault))
    elif fault.at.column > _KEY_LIMIT:
        problems.error("key-long", fault.at, limit=_KEY_LIMIT)
    else:
        problems.error("colon-in-value", fault.at)


def _rest_of_line(fault: Fault) -> Span:
    """Return the place of the line that the parser stopped in, without its indentation."""
    at = fault.at
    line = fault.source.line(at.line)
    first = len(line) - len(line.lstrip())
    return at._replace(column=first + 1, end=max(first + 1, len(line.rstrip())) + 1)


_BY_CONTEXT: dict[str, Callable[[Fault, Problems], None]] = {
    "quoted scalar": _in_quotes,
    "plain scalar": _plain,
    "alias": _in_refused,
    "anchor": _in_refused,
    "tag": _in_refused,
    "simple key": _no_colon,
    "next token": _first_character,
    "flow": _in_brackets,
    "block": _in_block,
}
