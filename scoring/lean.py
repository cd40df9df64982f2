"""The lean way in: one generated function that takes a caller's figures, checks them and returns them as integers.

It knows which inputs come and how many decimals each may have. Whatever else comes (another key, a blank, a value
that is refused or has more digits) it answers with None, and the careful way of `scoring.reading` decides.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, cast

from scoring.generate import Odd, compiled
from scoring.graph import Type
from scoring.number import NUMBER_TEXT, places_of
from scoring.reading import WHOLE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.reading import Domain, Read

    Reader = Callable[[Mapping[str, object]], tuple[object, ...] | None]

LEVELS = (4, 8, 17)
"""Decimals of the further variants, for values with more than are promised; 17: 15 written ones of a percentage."""

_written = re.compile(NUMBER_TEXT).fullmatch
_REMEMBERED = 4096
_SHORT = 6
_POWERS: tuple[int, ...] = tuple(10**place for place in range(LEVELS[-1] + 1))


def promised(domain: Domain) -> int:
    """Return how many decimals an input's value has, as far as the ruleset says, or usually."""
    if domain.type is not Type.NUMBER or (domain.whole and not domain.percent):
        return 0
    places = 2 if domain.places is None else domain.places
    return min(places + 2 if domain.percent else places, LEVELS[-1])


def needed(value: Read, places: int) -> int | None:
    """Return a number of decimals, at least those given, that a value fits in; None if there is none."""
    if not isinstance(value, Fraction) or _POWERS[places] % value.denominator == 0:
        return places
    exact = places_of(value)
    return None if exact is None else next((level for level in LEVELS if level >= exact), None)


def reader(domains: Mapping[str, Domain], places: Mapping[str, int]) -> Reader:
    """Return the function that reads exactly the inputs named in ``places``.

    Args:
        domains: what the inputs may be.
        places: the inputs' names in the order of their values, each with its decimals (0 for truth values, words).
    """
    names: dict[str, object] = {
        "failures": (KeyError, TypeError, Odd),
        "len": len,
        "int": int,
    }
    body = [f" if len(figures) != {len(places)}: return None", " try:"]
    for index, (name, most) in enumerate(places.items()):
        body += [f"  {line}" for line in _lines(index, domains[name], most, names)]
    everything = "".join(f"v{index}, " for index in range(len(places)))
    body += ["  pass", " except failures: return None", f" return ({everything})"]
    return cast("Reader", compiled("\n".join(["def read(figures):", *body, ""]), "read", names))


def _lines(index: int, domain: Domain, places: int, names: dict[str, object]) -> list[str]:
    value = f"v{index}"
    fetch = f"{value} = figures[{domain.name!r}]"
    if domain.type is Type.TRUTH:
        return [fetch, f"if {value} is not True and {value} is not False: return None"]
    if domain.type is Type.CHOICE:
        names[f"words{index}"] = frozenset(domain.words)
        return [fetch, f"if {value} not in words{index}: return None"]
    convert = f"number{places}{'p' if domain.percent else ''}"
    names[convert] = _converter(places, percent=domain.percent)
    unit = _POWERS[places]
    own = [] if unit == 1 else [f"else: {value} *= {unit}"]
    low = -WHOLE_LIMIT * unit + 1 if domain.low is None else (domain.low * unit).__ceil__()
    high = WHOLE_LIMIT * unit - 1 if domain.high is None else (domain.high * unit).__floor__()
    return [
        fetch,
        f"if {value}.__class__ is not int: {value} = {convert}({value})",
        *own,
        f"if not {low} <= {value} <= {high}: return None",
        *([f"if {value} % {unit}: return None"] if domain.whole and unit > 1 else []),
    ]


@cache
def _converter(places: int, *, percent: bool) -> Callable[[object], int]:
    """Return the function from a number that is no int to its whole multiple of 10**-places; it raises `Odd`."""
    if percent:
        return _percent_converter(_converter(places, percent=False), _converter(places - 2, percent=False))
    remembered: dict[str, int] = {}  # short texts, since the same few come all the time; what they mean never changes
    remember = remembered.get

    def convert(value: object) -> int:
        kind = value.__class__
        if kind is Decimal or kind is float:
            text = repr(value) if kind is float else str(value)
        elif kind is str:
            text = cast("str", value)
        else:
            return _whole(value, places)
        found = remember(text)
        if found is None:
            found = _parsed(text, places)
            if len(text) <= _SHORT and len(remembered) < _REMEMBERED:
                remembered[text] = found
        return found

    return convert


def _percent_converter(ratio: Callable[[object], int], signed: Callable[[object], int]) -> Callable[[object], int]:
    """Return the function for a ``%`` figure: a text carries its ``%``, a number is the ratio itself."""

    def convert(value: object) -> int:
        if not isinstance(value, str):
            return ratio(value)
        if value[-1:] != "%":
            raise Odd
        return signed(value[:-1])

    return convert


def _parsed(text: str, places: int) -> int:
    if _written(text) is None:
        raise Odd
    whole, _, part = text.partition(".")
    if len(part) > places:
        part = part.rstrip("0")
        if len(part) > places:
            raise Odd
    return int(whole + part) * _POWERS[places - len(part)]


def _whole(value: object, places: int) -> int:
    if not isinstance(value, Fraction):
        raise Odd
    whole, rest = divmod(value.numerator * _POWERS[places], value.denominator)
    if rest:
        raise Odd
    return whole
