"""Problems of a ruleset, a case or a test file: collected, worded in two languages, shown with their place.

The words stand in the catalogue (``messages_*.py``); who finds a problem passes its code, its place and its facts,
never a sentence.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from scoring.message import Spoken, Words
from scoring.messages_batch import BATCH
from scoring.messages_case import CASE
from scoring.messages_check import CHECK
from scoring.messages_command import COMMAND
from scoring.messages_document import DOCUMENT
from scoring.messages_formula import FORMULA
from scoring.messages_lists import LISTS
from scoring.messages_printed import PRINTED
from scoring.messages_reconcile import RECONCILE
from scoring.messages_report import REPORT
from scoring.messages_reuse import REUSE
from scoring.messages_rows import ROWS
from scoring.messages_ruleset import RULESET
from scoring.messages_script import SCRIPT
from scoring.messages_sheet import SHEET
from scoring.messages_spark import SPARK
from scoring.messages_table import TABLE
from scoring.messages_template import TEMPLATE
from scoring.messages_test import TEST
from scoring.messages_types import TYPES
from scoring.messages_value import VALUE
from scoring.number import Number, decimal_text
from scoring.source import CellSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.message import Message
    from scoring.source import Span

Severity = Literal["error", "warning", "note"]
MESSAGES: dict[str, Message] = {
    **DOCUMENT,
    **RULESET,
    **FORMULA,
    **TYPES,
    **LISTS,
    **REUSE,
    **CASE,
    **SHEET,
    **ROWS,
    **TEMPLATE,
    **TABLE,
    **REPORT,
    **SPARK,
    **VALUE,
    **SCRIPT,
    **CHECK,
    **COMMAND,
    **PRINTED,
    **TEST,
    **BATCH,
    **RECONCILE,
}
"""Every message by its code."""

_FACT = 80  # characters of a fact that are shown
_TEXT = 500  # characters of one shown problem
_LINES = (200, 120, 60, 30)  # characters of a source line that are shown: the first with which all fits
_TAB = "    "
_NEAR_CALLS = 50  # names beyond are not compared: nobody reads fifty hints, and a hostile file has thousands
_NEAR_LENGTH = 60

_WORDS = {
    "en": {
        "error": "error",
        "warning": "warning",
        "note": "note",
        "colon": ": ",
        "hint": "hint: ",
        "near": "did you mean '{near}'?",
        "inside": "'{inside}' ({where}) cannot take this: ",
    },
    "zh": {
        "error": "错误",
        "warning": "警告",
        "note": "说明",
        "colon": "：",
        "hint": "提示：",
        "near": "是否想写“{near}”？",
        "inside": "此处的值不能用于“{inside}”（{where}）：",
    },
}


def clean(text: str, limit: int = _FACT) -> str:
    """Return a text that is safe to print: control, format and surrogate characters escaped, cut to a limit."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # limits of the three forms


@runtime_checkable
class Named(Protocol):
    """A name that may differ by language, as labels are."""

    texts: Mapping[str, str]

    def text(self, lang: str = "") -> str:
        """Return the name in a language, or as it was written first."""


def _fact(value: object) -> str:
    if isinstance(value, Named):
        return Spoken(*(clean(value.text(lang)) for lang in ("", "en", "zh")))
    if isinstance(value, Spoken):
        return Spoken(*(clean(text) for text in (str(value), value.en, value.zh)))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        value = str(value) if isinstance(value, Number) else decimal_text(value)
    return clean("null" if value is None else str(value))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem that the author can fix.

    Attributes:
        code: stable name of the kind of problem, a key of `MESSAGES`.
        at: where.
        facts: what the words of the message speak of; a fact ``near`` is a name that may have been meant, ``inside``
            and ``where`` are name and place of the function or shape in which the problem shows. A name with a text
            for each language is a `Spoken`.
        severity: ``error`` (nothing is scored), ``warning``, or ``note`` (worth knowing, no problem).
    """

    code: str
    at: Span
    facts: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    def message(self, lang: str = "en") -> str:
        """Return what is wrong, in ``en`` or ``zh``."""
        words = MESSAGES[self.code]
        template = words.zh if lang == "zh" else words.en
        if "inside" in self.facts:
            template = _WORDS[lang]["inside"] + template
        return _cut(Words(lang).vformat(template, (), self.facts), _TEXT // 2)

    def hint(self, lang: str = "en") -> str:
        """Return what to write instead, in ``en`` or ``zh``; "" if the message says it."""
        words = MESSAGES[self.code]
        template = words.hint_zh if lang == "zh" else words.hint_en
        if isinstance(self.at, CellSpan):
            template = (words.cell_zh if lang == "zh" else words.cell_en) or template
        if "near" in self.facts:
            asked, rest = _WORDS[lang]["near"], words.near_zh if lang == "zh" else words.near_en
            template = f"{asked}{' ' if rest and lang == 'en' else ''}{rest}"
        return _cut(Words(lang).vformat(template, (), self.facts), _TEXT // 2)

    def render(self, lang: str = "en") -> str:
        """Return the problem as it is shown: place, message, source line with a caret, hint."""
        words = _WORDS[lang]
        head = f"{clean(str(self.at), _TEXT)}: {words[self.severity]}[{self.code}]{words['colon']}{self.message(lang)}"
        hint = _cut(self.hint(lang), max(_FACT, _TEXT - 3 * _LINES[-1] - len(head)))
        end = f"\n  {words['hint']}{hint}" if hint else ""
        for room in _LINES:
            text = "\n".join([head, *_snippet(self.at, room)]) + end
            if len(text) <= _TEXT:
                break
        return text

    def __str__(self) -> str:
        """Return the problem as it is shown in English."""
        return self.render()


class ScoringError(Exception):
    """Something that was read is unusable; ``diagnostics`` say what and where, all at once."""

    def __init__(self, diagnostics: Iterable[Diagnostic] = ()) -> None:
        """Keep the problems; their English text is the text of the error."""
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def text(self, lang: str = "en") -> str:
        """Return all problems as they are shown, in ``en`` or ``zh``."""
        return "\n".join(each.render(lang) for each in self.diagnostics)

    def __str__(self) -> str:
        """Return all problems as they are shown in English."""
        return self.text()


class RulesetError(ScoringError):
    """A ruleset has problems; every one of them is listed."""


class CaseError(ScoringError):
    """Cases have problems; every one of them is listed."""


class Problems:
    """Collects the problems of one reading, each once for its code and place."""

    def __init__(self) -> None:
        """Start without problems."""
        self._found: dict[tuple[str, str, int, int], Diagnostic] = {}
        self._compared = 0
        self.errors = 0

    def error(self, code: str, at: Span, **facts: object) -> None:
        """Note a problem that forbids scoring."""
        self._note(code, at, "error", facts)

    def warning(self, code: str, at: Span, **facts: object) -> None:
        """Note a problem that does not forbid scoring."""
        self._note(code, at, "warning", facts)

    def note(self, code: str, at: Span, **facts: object) -> None:
        """Note something worth knowing that is no problem."""
        self._note(code, at, "note", facts)

    def _note(self, code: str, at: Span, severity: Severity, facts: dict[str, object]) -> None:
        MESSAGES[code]  # a code without words is a mistake of ours and shows at once
        place = (code, at.source.name, at.line, at.column)
        if place in self._found:
            return
        if facts.get("near", "") is None:
            del facts["near"]
        self._found[place] = Diagnostic(code, at, {name: _fact(value) for name, value in facts.items()}, severity)
        self.errors += severity == "error"

    def take(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Note problems that others have found."""
        for each in diagnostics:
            self._found.setdefault((each.code, each.at.source.name, each.at.line, each.at.column), each)
            self.errors += each.severity == "error"

    def noted(self, code: str, at: Span) -> bool:
        """Whether a problem of this kind was found at a place already."""
        return (code, at.source.name, at.line, at.column) in self._found

    def near(self, name: str, known: Iterable[str]) -> str | None:
        """Return the known name that is most like a mistyped one, None if none is like it."""
        self._compared += 1
        if self._compared > _NEAR_CALLS or len(name) > _NEAR_LENGTH:
            return None
        close = get_close_matches(name, known, n=1)
        return close[0] if close else None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All problems so far by place; those of one place and those of different files as they came."""
        files = {name: order for order, name in reversed([*enumerate(at[1] for at in self._found)])}
        return tuple(sorted(self._found.values(), key=lambda each: (files[each.at.source.name], each.at[1:3])))

    def raise_as(self, kind: type[ScoringError]) -> None:
        """Raise all problems (warnings too) as an error of a kind, if any of them is an error."""
        if self.errors:
            raise kind(self.diagnostics)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _snippet(at: Span, room: int) -> list[str]:
    """Return the source line, cut to ``room`` characters around the place, and the line with the caret."""
    line = at.source.line(at.line)
    if not at.line or not line.strip():
        return []
    first = max(0, min(at.column - 1 - room // 2, len(line) - room))
    last = min(len(line), first + room)
    before = "…" * (first > 0) + _shown(line[first : at.column - 1])
    marked = _shown(line[at.column - 1 : min(at.end - 1, last)])
    after = _shown(line[max(at.column - 1, at.end - 1) : last]) + "…" * (last < len(line))
    return [f" | {before}{marked}{after}".rstrip(), f" | {' ' * columns_of(before)}{'^' * max(1, columns_of(marked))}"]


def _shown(text: str) -> str:
    return "".join(_TAB if char == "\t" else _visible(char) for char in text)
