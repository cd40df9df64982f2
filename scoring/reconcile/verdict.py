"""What becomes of a printed number, and what becomes of the numbers that stand in one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.number import round_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.graph import Value
    from scoring.reconcile.printed import Cell
    from scoring.reconcile.reach import Need, Reached
    from scoring.reconcile.readings import Words

EQUAL, ADDS_UP, READING, CONFLICT, DIFFERS, UNSCORED = "equal", "adds_up", "reading", "conflict", "differs", "unscored"
STATUSES = (EQUAL, ADDS_UP, READING, CONFLICT, DIFFERS, UNSCORED)


@dataclass(slots=True)
class Verdict:
    """What becomes of one printed number.

    Attributes:
        cell: the number. Of a blank that must hold a number for its sums to add up, that number.
        status: ``equal``; ``adds_up``: it follows from the printed numbers below it, of which some are not what the
            rules give; ``reading``: another reading gives it and all others of its row; ``conflict``: another reading
            gives it, and none gives the whole row; ``differs``; ``unscored``: nothing is computed that it could equal.
        rule: what the rules give.
        own: what the printed numbers give that it is made of; the same as ``rule`` where there are none.
        places: decimals that the computed number has, None if it is not rounded.
        readings: the readings that give it.
        needs: with which counts the rules would give it.
        reached: whether the rules can give it at all; None where that was not asked.
        by_hand: whether the case says the score itself, so that nothing is computed.
        implied: whether nothing is printed and only the sums above say what must stand there.
        blanks: what is blank below it, with the number that each must be for the sum, all others as by the rules.
    """

    cell: Cell
    status: str
    rule: Value | None = None
    own: Value | None = None
    places: int | None = None
    readings: tuple[Words, ...] = ()
    needs: tuple[Need, ...] = ()
    reached: Reached | None = None
    by_hand: bool = False
    implied: bool = False
    blanks: tuple[tuple[str, Fraction], ...] = ()

    @property
    def name(self) -> str:
        """What tells it from the others of its row: its case, or of all cases together its indicator."""
        return self.cell.key.case or self.cell.key.path

    @property
    def is_finding(self) -> bool:
        """Whether the ruleset as it stands does not give it, and no printed number that does not explains it."""
        return self.status not in (EQUAL, ADDS_UP)


@dataclass(slots=True)
class Tally:
    """What one reading gives of a row.

    Attributes:
        words: the reading; None for the ruleset as it stands.
        gives: name of the number in its row → what it gives.
        fits: names of the numbers that it gives as they are printed.
        elsewhere: printed numbers of other rows that the ruleset gives and this reading does not.
    """

    words: Words | None
    gives: dict[str, Value | None]
    fits: tuple[str, ...]
    elsewhere: int = 0


@dataclass(slots=True)
class Row:
    """The printed numbers of one indicator, or the weights, or the contributions.

    Attributes:
        what: what they are of, as in a key; ``group`` and ``total`` of all cases together.
        path: of the indicator.
        verdicts: one a printed number, in the order of the cases.
        tallies: the ruleset as it stands, then other readings, best first.
    """

    what: str
    path: str
    verdicts: list[Verdict]
    tallies: list[Tally] = field(default_factory=list)

    @property
    def findings(self) -> list[Verdict]:
        """Those that the ruleset as it stands does not give."""
        return [each for each in self.verdicts if each.is_finding]


def settle(row: Row, others: Sequence[Tally], most: int) -> list[Verdict]:
    """Say of each number that the ruleset does not give which readings give it; return those that none gives.

    Args:
        row: the row, of which the first tally is the ruleset as it stands.
        others: the other readings that give any of its numbers.
        most: readings that are kept.
    """
    found = sorted(others, key=lambda each: (-len(each.fits), each.words.order if each.words else 0))
    row.tallies += found[:most]
    explained = {name for each in found for name in each.fits}
    scored = [each for each in row.verdicts if each.status != UNSCORED]
    rest = {each.name for each in scored if not each.is_finding or each.name in explained}
    whole = any(rest <= set(each.fits) for each in found)
    unexplained = []
    for each in scored:
        if not each.is_finding:
            continue
        fitting = [one for one in found if each.name in one.fits and (not whole or rest <= set(one.fits))]
        each.readings = tuple(one.words for one in fitting if one.words is not None)
        if each.readings:
            each.status = READING if whole else CONFLICT
        else:
            unexplained.append(each)
    return unexplained


def agrees(value: object, cell: Cell, places: int | None, row_places: int, mode: str) -> bool:
    """Whether a computed number is the printed one.

    A number that the ruleset does not round is rounded to be printed: to as many decimals as others of its row, whose
    zeros at the end may have been dropped, or to more.

    Args:
        value: the computed number, or none.
        cell: the printed number.
        places: decimals of the computed number, None where the ruleset does not round it.
        row_places: decimals that numbers of the row are printed with.
        mode: how the ruleset rounds.
    """
    if not isinstance(value, Fraction):
        return False
    if value == cell.value:
        return True
    return places is None and any(
        round_to(value, mode, Fraction(1, 10**count)) == cell.value
        for count in {row_places, max(row_places, cell.places)}
    )


def row_places(cells: Iterable[tuple[Cell, object]]) -> int:
    """Return the decimals that numbers of a row are printed with: what most have, the more of two.

    Args:
        cells: each with what is computed; one that is exactly that says nothing of how numbers are rounded.
    """
    found: dict[int, int] = {}
    for cell, value in cells:
        if value != cell.value:
            found[cell.places] = found.get(cell.places, 0) + 1
    return max(found, key=lambda each: (found[each], each), default=0)
