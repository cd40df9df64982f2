"""What the planted corpus is made of: clean twins, and the faults that are planted in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["one", "boxes", "open"]
CARET = "^"
"""Stands before the place where a fault is to be found; no ruleset of the corpus has one of its own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, planted by an edit of the text of a twin.

    Attributes:
        id: what is wrong, in few words.
        old: a piece of the twin's text that occurs once.
        new: what stands there instead; a ``^`` shows the place of the finding.
        code: the finding that is due.
        at: a piece of the faulty text that occurs once and shows the place, where ``new`` does not.
        kind: ``one`` variable, ``boxes`` of several, or ``open``: it cannot be proved.
        also: codes of findings that follow from the fault and may stand beside it.
        facts: what the finding must say, by name; others are not looked at.
    """

    id: str
    old: str
    new: str
    code: str
    at: str = ""
    kind: Kind = "one"
    also: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Twin:
    """A ruleset in which nothing is to be found, and the faults that are planted in it.

    Attributes:
        id: short name.
        text: the ruleset.
        faults: each planted alone.
    """

    id: str
    text: str
    faults: tuple[Fault, ...]


def fault(  # noqa: PLR0913  # one row of a table
    id_: str, old: str, new: str, code: str, at: str = "", *, kind: Kind = "one", also: str = "", **facts: str
) -> Fault:
    """Return a fault; ``also`` is a text of codes with blanks between."""
    return Fault(id_, old, new, code, at, kind, tuple(also.split()), facts)


@dataclass(frozen=True, slots=True)
class Planted:
    """One faulty ruleset beside its clean twin.

    Attributes:
        id: ``twin/fault``.
        clean: text of the twin.
        faulty: the same with the fault.
        line: line of the finding that is due, from 1.
        column: its first character, from 1.
        fault: what was planted.
    """

    id: str
    clean: str
    faulty: str
    line: int
    column: int
    fault: Fault


def planted(twin: Twin, each: Fault) -> Planted:
    """Return the faulty ruleset.

    Raises:
        ValueError: a piece of text does not occur exactly once.
    """
    name = f"{twin.id}/{each.id}"
    marked = twin.text.replace(_once(name, twin.text, each.old), each.new)
    if CARET in each.new:
        faulty, offset = marked.replace(CARET, ""), marked.index(CARET)
    else:
        piece = each.at.replace(CARET, "")
        faulty = marked
        offset = faulty.index(_once(name, faulty, piece)) + each.at.index(CARET)
    before = faulty[:offset]
    return Planted(name, twin.text, faulty, before.count("\n") + 1, offset - before.rfind("\n"), each)


def _once(name: str, text: str, piece: str) -> str:
    if text.count(piece) != 1:
        raise ValueError(f"{name}: {piece!r} occurs {text.count(piece)} times")
    return piece
