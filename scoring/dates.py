"""Dates as whole numbers of days: 0001-01-01 is day 1, in the Gregorian calendar carried back to that year.

A date in the graph is an ordinary number, so no evaluator knows of dates. That it is one is told by its unit, the
word `DATE`, which no author can give a figure: whatever reads units refuses a date beside a number.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from unicodedata import normalize

DATE = "date"
"""The unit of a date."""

DAYS = "day"
"""The unit of a distance between two dates where it is told."""

DAY_UNITS = frozenset(("", "天", "日", "day", "days", DAYS))
"""Units of a number that may be added to a date."""

FIRST, LAST = dt.date.min.toordinal(), dt.date.max.toordinal()
"""Days of 0001-01-01 and of 9999-12-31."""

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
"""What a written date looks like; whether there is such a day is another question."""

MEANT = re.compile(r"\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*")
"""What was surely meant as a date, also in full-width digits or as people write dates by hand."""


MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?", re.ASCII)
"""A date with a time, as cells of spreadsheets show it."""


class Day(Fraction):
    """A date that was read from a case: a number that is known to be a day, so that it can be read again."""

    __slots__ = ()


def parse_day(text: str) -> int | None:
    """Return the day that ``YYYY-MM-DD`` writes, None for any other text and for a day that no calendar has."""
    if WRITTEN.fullmatch(text) is None:
        return None
    try:
        return dt.date(int(text[:4]), int(text[5:7]), int(text[8:])).toordinal()
    except ValueError:
        return None


def meant_day(text: str) -> str:
    """Return how the day is written that a text surely means, such as 2024年10月8日; "" where it means none."""
    half = normalize("NFKC", text)
    parts = re.findall(r"[0-9]+", half) if MEANT.fullmatch(half) else []
    written = "-".join(part.rjust(2, "0") for part in parts)
    return written if parse_day(written) is not None else ""


def day_of(raw: object) -> int | None:
    """Return the day of a Python date, of a moment at midnight without a time zone, or of a `Day`; None for others."""
    if isinstance(raw, dt.datetime):
        midnight = raw.tzinfo is None and raw.time() == dt.time.min
        return raw.toordinal() if midnight else None
    if isinstance(raw, dt.date):
        return raw.toordinal()
    return raw.numerator if isinstance(raw, Day) else None


def date_of(day: Fraction) -> dt.date:
    """Return a day as a Python date."""
    return dt.date.fromordinal(int(day))


def day_text(day: Fraction) -> str:
    """Return a day as it is written, ``2024-10-18``."""
    return date_of(day).isoformat()
