"""Numbers of expectations: what may be written, also as a fraction, and how one without a finite decimal is told."""

from __future__ import annotations

import re
from fractions import Fraction

from scoring.number import decimal_text, parse_number, parse_written, places_of, round_to

_FRACTION = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)/([0-9]+(?:\.[0-9]+)?)(%?)", re.ASCII)
_PLACES = 4
_MOST_PLACES = 24
_LONGEST = 40
"""Characters of a fraction that somebody may still want to write."""


def parse_expected(text: str) -> Fraction | None:
    """Return the number that an expectation writes: ``84.31``, ``95%``, ``25/6``, ``35549/428%``; None for a word."""
    number = parse_written(text)
    if number is not None:
        return number
    found = _FRACTION.fullmatch(text)
    if found is None:
        return None
    over, under = parse_number(found[1]), parse_number(found[2])
    if over is None or not under:
        return None
    return over / under / (100 if found[3] else 1)


def told_number(value: Fraction, unit: str = "") -> str:
    """Return a number as people read it: one without a finite decimal as its first decimals and ``…``."""
    sign = "%" if unit == "%" else ""
    number = value * 100 if sign else Fraction(value)
    if places_of(number) is not None:
        return f"{decimal_text(number)}{sign}"
    places = _PLACES
    while abs(number) * 10**places < 100 and places < _MOST_PLACES:  # noqa: PLR2004  # three digits or more
        places += 1
    return f"{_cut(number, places, 'truncate')}…{sign}"


def ways_to_write(value: Fraction, unit: str = "") -> tuple[str, str] | None:
    """Return how a number without a finite decimal is expected: as a fraction ("" if too long), and by two ends.

    None for a number that can be written as it is.
    """
    sign = "%" if unit == "%" else ""
    number = value * 100 if sign else Fraction(value)
    if places_of(number) is not None:
        return None
    exact = f"{decimal_text(number)}{sign}"
    ends = (f"{_cut(number, _PLACES, mode)}{sign}" for mode in ("down", "up"))
    return exact if len(exact) <= _LONGEST else "", "{{between: [{}, {}]}}".format(*ends)


def _cut(number: Fraction, places: int, mode: str) -> str:
    step = Fraction(1, 10**places)
    if mode == "truncate":
        cut = round_to(abs(number), "down", step)
        return f"{'-' if number < 0 else ''}{decimal_text(cut) if cut else '0.0000'}"
    return decimal_text(round_to(number, mode, step))
