"""Exact numbers: one grammar for written numbers, one way to write them, five ways to round.

Everything is a `fractions.Fraction`; no binary float and no decimal context takes part. `Number` is what
results show: a fraction that knows how it is printed.

Example:
    >>> str(Number(Fraction(843, 10), places=2)), str(Number(Fraction(547, 420)))
    ('84.30', '547/420')
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Self

MODES = ("half_up", "half_even", "up", "down", "truncate")
"""Ways to round: 四舍五入 (halves away from zero), halves to the even neighbour, to +∞, to −∞, towards zero."""

NUMBER_TEXT = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?"
"""Grammar of a written number: plain ASCII decimals, at most 15 digits on each side of the point."""

_matches = re.compile(NUMBER_TEXT).fullmatch
_HALF = Fraction(1, 2)
_LONG = 1 << 1000  # beyond some 300 digits; Python refuses to write integers of more than 4,300 digits by str()
_FORMAT = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<zero>0)?(?P<width>[0-9]+)?(?P<group>[,_])?"
    r"(?:\.(?P<places>[0-9]+))?(?P<kind>[fF%])",
    re.DOTALL,
)


def parse_number(text: str) -> Fraction | None:
    """Return the number that a text writes, None where it is none by `NUMBER_TEXT`."""
    if _matches(text) is None:
        return None
    whole, _, part = text.partition(".")
    return Fraction(int(whole + part), 10 ** len(part)) if part else Fraction(int(whole))


@lru_cache(1024)  # a table writes the same few numbers over and over
def parse_written(text: str) -> Fraction | None:
    """Return the number that a text writes, with or without a ``%``, None where it is none."""
    number = parse_number(text.removesuffix("%"))
    return number if number is None or not text.endswith("%") else number / 100


def places_of(value: Fraction) -> int | None:
    """Return how many decimals it takes to write a number, None if it has no finite decimal."""
    rest = value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def is_multiple(value: Fraction, step: Fraction) -> bool:
    """Return whether a number is a whole multiple of a step."""
    steps = value / step
    return steps == steps.__floor__()


def decimal_text(value: Fraction) -> str:
    """Return the shortest decimal that writes a number, ``n/d`` if none does. Zero has no sign."""
    places = places_of(value)
    if places is None:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    return _fixed(value, places)


def round_to(value: Fraction, mode: str, step: Fraction) -> Fraction:
    """Return the multiple of a step that a number is rounded to.

    Args:
        value: the number.
        mode: one of `MODES`.
        step: more than zero, in the unit of the value: 1/100 for two places, 1/2, 100.
    """
    steps = value / step
    below = steps.__floor__()
    over = steps - below
    if mode == "half_up":
        raised = over > _HALF or (over == _HALF and steps > 0)
    elif mode == "half_even":
        raised = over > _HALF or (over == _HALF and below % 2 == 1)
    elif mode == "up":
        raised = over > 0
    elif mode == "truncate":
        raised = over > 0 > steps
    else:
        raised = False
    return (below + raised) * step


class Number(Fraction):
    """A number of a result: equal to its fraction, written as people write it.

    ``str`` gives "84.30" where the number was rounded at two places, else the shortest decimal, else "547/420".
    Arithmetic gives a plain `Fraction`: what a sum of rounded numbers is rounded at, only its user can say.
    """

    __slots__ = ("_places",)
    _numerator: int  # of Fraction, whose stub leaves them out
    _denominator: int
    _places: int | None

    def __new__(cls, value: Fraction | int | Decimal | str = 0, places: int | None = None) -> Self:
        """Make a number.

        Args:
            value: exact; a text is a written number, which keeps its places, or ``n/d``.
            places: decimals to print, where the number was rounded to so many.

        Raises:
            TypeError: for a float (its decimal is not exact) or a truth value.
            ValueError: for a text that writes no number.
        """
        if isinstance(value, str):
            value, written = _from_text(value)
            places = written if places is None else places
        elif isinstance(value, bool | float):
            raise TypeError(f"a number is made of an int, a Fraction, a Decimal or a text, not of {value!r}")
        self = super().__new__(cls, value)
        self._places = places
        return self

    @property
    def places(self) -> int | None:
        """Decimals it is printed with; None = as few as it takes."""
        return self._places

    def decimal(self) -> Decimal:
        """Return the same number as a `Decimal`, exactly.

        Raises:
            ValueError: if it has no finite decimal (1/3).
        """
        if places_of(self) is None:
            raise ValueError(f"{self} has no finite decimal")
        return Decimal(str(self))

    def __str__(self) -> str:
        """Return the number as printed."""
        if self._places is None or (needed := places_of(self)) is None or needed > self._places:
            return decimal_text(self)
        return _fixed(self, self._places)

    def __repr__(self) -> str:
        """Return what makes the number again."""
        return f"Number({str(self)!r})"

    def __format__(self, spec: str) -> str:
        """Return the number by a format such as ``.2f``, ``+,.1f`` or ``.1%`` (half up), else its text."""
        match = _FORMAT.fullmatch(spec)
        if match is None:
            return format(str(self), spec)
        percent = match["kind"] == "%"
        places = 6 if match["places"] is None else int(match["places"])
        shown = round_to(Fraction(self) * (100 if percent else 1), "half_up", Fraction(1, 10**places))
        whole, dot, part = _fixed(abs(shown), places).partition(".")
        if match["group"]:
            whole = format(int(whole), match["group"])
        sign = "-" if shown < 0 else (match["sign"] or "").replace("-", "")
        return _padded(sign, whole + dot + part + "%" * percent, match)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the fraction and the places."""
        return Number, (Fraction(self), self._places)

    def __copy__(self) -> Self:
        """Return the number itself: it cannot change."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Return the number itself: it cannot change."""
        return self


@lru_cache(8192)
def made(numerator: int, denominator: int, places: int | None) -> Number:
    """Return the number numerator ÷ denominator, without the checks of the constructor.

    Results make the same few numbers over and over; one that cannot change may be had twice.
    """
    shared = gcd(numerator, denominator)
    number = object.__new__(Number)
    number._numerator, number._denominator = numerator // shared, denominator // shared  # its maker
    number._places = places  # likewise
    return number


def _from_text(text: str) -> tuple[Fraction, int | None]:
    value = parse_number(text)
    if value is not None:
        return value, len(text.partition(".")[2])
    over, _, under = text.partition("/")
    top, bottom = parse_number(over), parse_number(under)
    if top is None or not bottom:
        raise ValueError(f"{text[:80]!r} is not a number")
    return top / bottom, None


def _digits(whole: int) -> str:
    return str(whole) if -_LONG < whole < _LONG else format(Decimal(whole), "f")


def _fixed(value: Fraction, places: int) -> str:
    """Write a number that is a multiple of 10**-places with exactly so many decimals."""
    scaled = value.numerator * 10**places // value.denominator
    text = _digits(abs(scaled)).rjust(places + 1, "0")
    cut = len(text) - places
    return ("-" if scaled < 0 else "") + text[:cut] + ("." + text[cut:] if places else "")


def _padded(sign: str, digits: str, spec: re.Match[str]) -> str:
    width = int(spec["width"] or 0)
    align = spec["align"] or ("=" if spec["zero"] else ">")
    fill = spec["fill"] or ("0" if spec["zero"] else " ")
    if align == "=":
        return sign + digits.rjust(width - len(sign), fill)
    return format(sign + digits, f"{fill}{align}{width}")
