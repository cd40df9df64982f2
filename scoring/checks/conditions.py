"""Conditions that never or always hold, and overrides without effect."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.checks.look import owners_of

if TYPE_CHECKING:
    from scoring.checks.look import Look, Seen
    from scoring.document import Table
    from scoring.notes import Asked
    from scoring.source import Span


_FEW = 20
"""Boxes of which is tried whether a case can lie in them."""


def conditions(look: Look) -> None:
    """Look for conditions that are the same for every case, wherever they are used."""
    found: dict[Span, list[tuple[bool, bool]]] = {}
    owners: dict[Span, tuple[Table, ...]] = {}
    for seen in look.seen:
        elsewhere = _places(seen)
        for asked in seen.program.notes.asked:
            if asked.at in elsewhere or not look.is_new("asked", asked.at, (asked.guard, asked.holds)):
                continue
            owners.setdefault(asked.at, owners_of(seen, asked.home, at=asked.at))
            found.setdefault(asked.at, []).append(_possible(look, seen, asked))
    for at, answers in found.items():
        if not any(can for can, _ in answers) and any(not_ for _, not_ in answers):
            look.warn("never-holds", at, owners[at])
        elif any(can for can, _ in answers) and not any(not_ for _, not_ in answers):
            look.warn("always-holds", at, owners[at])


def _places(seen: Seen) -> set[Span]:
    """Return the places of conditions that belong to alternatives, of which more is known."""
    return {option.at for choice in seen.program.notes.choices for option in choice.options}


def _possible(look: Look, seen: Seen, asked: Asked) -> tuple[bool, bool]:
    """Return whether a condition can hold, and whether it can fail, where it is looked at."""
    subject = seen.subject
    guard, holds = subject.condition(asked.guard), subject.condition(asked.holds)
    try:
        boxes = Boxes(subject, [guard, holds])
    except NotProved:
        return _tried(look, seen, asked)
    inside, (yes, no) = boxes.where(guard).yes, boxes.where(holds)
    if not inside:
        return True, True  # nothing is asked here; that is said of the condition above it
    can, cannot = bool(yes & inside), bool(no & inside)
    unknown = bool(inside & ~(yes | no))
    doubtful = can and cannot and not subject.free(boxes.axes)
    if doubtful and not (_occurs(seen, boxes, yes & inside) and _occurs(seen, boxes, no & inside)):
        return _tried(look, seen, asked)
    return can, cannot or (unknown and not can)


def _occurs(seen: Seen, boxes: Boxes, where: int) -> bool:
    """Whether a case is found that lies in one of some boxes."""
    return any(seen.search.realised(boxes.values(box)) is not None for box in islice(boxes.each(where), _FEW))


def _tried(look: Look, seen: Seen, asked: Asked) -> tuple[bool, bool]:
    """Try cases where nothing can be proved, and say so where they show nothing."""
    subject, search = seen.subject, seen.search
    guard, holds = subject.whole(asked.guard), subject.whole(asked.holds)
    for wanted, what in ((holds, "never-holds"), (g.negated(holds), "always-holds")):
        tried = search.holds(g.both(guard, wanted))
        if tried.case is None:
            look.not_proved(what, tried.tries, asked.at, owners_of(seen, asked.home, at=asked.at))
    return True, True


def overrides(look: Look) -> None:
    """Look for overrides that change no grade: they leave the best one."""
    for seen in look.seen:
        names = seen.program.grades
        for rule in seen.program.grade_rules:
            if rule.caps and names and rule.grade == names[0]:
                look.warn("override-idle", rule.at, owners_of(seen, ""), name=rule.grade)
