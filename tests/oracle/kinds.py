"""Dates and words with an order: a calendar counted out by years and months, and words that know their list."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WRITTEN = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LAST = 9999


class Day(Fraction):
    """A date, as the number of days since the day before 0001-01-01."""

    __slots__ = ()


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _length(year: int, month: int) -> int:
    return _MONTHS[month - 1] + (month == 2 and _leap(year))


def before(year: int) -> int:
    """Days of all years before one."""
    past = year - 1
    return 365 * past + past // 4 - past // 100 + past // 400


def read_day(text: str) -> Day | None:
    """Read `2024-10-18`; None if it is no date."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    if year < 1 or not 1 <= month <= len(_MONTHS) or not 1 <= day <= _length(year, month):
        return None
    return Day(before(year) + sum(_length(year, each) for each in range(1, month)) + day)


def in_calendar(days: Fraction) -> bool:
    """Whether a number of days is a date with a year of four digits."""
    return 1 <= days <= before(LAST + 1)


class Ranked(str):
    """A word of a list in which the best stands first."""

    __slots__ = ("listed",)
    listed: tuple[str, ...]


def ranked(word: str, listed: Iterable[str]) -> Ranked:
    """Return a word that knows its list."""
    made = Ranked(word)
    made.listed = tuple(listed)
    return made


def merits(values: Iterable[object]) -> list[Fraction]:
    """What is compared of several values: numbers as they are, words by how far from the end of the list they stand."""
    values = list(values)
    listed = next((each.listed for each in values if isinstance(each, Ranked)), ())
    found = []
    for each in values:
        if isinstance(each, Fraction):
            found.append(each)
        elif isinstance(each, str) and each in listed:
            found.append(Fraction(len(listed) - listed.index(each)))
        else:
            raise TypeError(f"{each!r} has no order")
    return found
