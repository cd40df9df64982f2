"""What a published table prints: one number after the other, each with what it is of and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from scoring.number import parse_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from scoring.source import Span

SCORE, POINTS, LOST, WEIGHT, CONTRIBUTION = "score", "points", "lost", "weight", "contribution"
GRADE = "grade"

_BLANK = frozenset(("", "-", "–", "—", "――", "——", "/", "…", "n/a"))
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
"""Full-width signs, and the minus sign; no others: ``5²`` is a 5 with a note, not 52."""
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


class Key(NamedTuple):
    """What a printed number is of.

    Attributes:
        what: ``score``, ``points``, ``lost``, ``weight`` or ``contribution``.
        case: id of the case, "" for all cases together; of points "" also where they are printed once for all.
        path: of the indicator, "" for the whole.
    """

    what: str
    case: str
    path: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed number.

    Attributes:
        value: the number; of a percentage the ratio.
        places: decimals it is printed with, of a percentage those of the ratio.
        text: as printed.
        at: where it stands.
    """

    key: Key
    value: Fraction
    places: int
    text: str
    at: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Grade:
    """A printed grade.

    Attributes:
        name: of the grade, as the ruleset writes it.
        at: where it stands.
    """

    name: str
    at: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Published:
    """A published table.

    Attributes:
        cells: its numbers.
        blanks: what has a cell in it that is empty.
        unread: headings of columns that are not read.
        skipped: rows that are not read: titles, notes; the number of each, and its text.
        grades: its grades by the id of the case, "" for all cases together.
    """

    cells: Mapping[Key, Cell]
    blanks: tuple[Key, ...]
    unread: tuple[str, ...]
    skipped: tuple[tuple[int, str], ...] = ()
    grades: Mapping[str, Grade] = field(default_factory=dict)


class Written(NamedTuple):
    """A number as a table writes it; None for nothing, or a text that is no number."""

    value: Fraction | None
    places: int
    percent: bool
    blank: bool


def written(text: str) -> Written:
    """Return the number that a cell prints: full-width digits, ``1,922.00`` and ``22%`` are read too."""
    plain = text.translate(_HALF_WIDTH).strip()
    if plain.lower() in _BLANK or not plain.strip("-–—―"):
        return Written(None, 0, percent=False, blank=True)
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").rstrip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    value = parse_number(plain.removeprefix("+"))
    if value is None:
        return Written(None, 0, percent=percent, blank=False)
    places = len(plain.partition(".")[2])
    return (
        Written(value / 100, places + 2, percent, blank=False)
        if percent
        else Written(value, places, percent, blank=False)
    )
