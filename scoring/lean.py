"""The lean way in: one generated function that takes a caller's figures, checks them and returns them as integers.

It knows which inputs come and how many decimals each may have. Whatever else comes (another key, a blank, a value
that is refused or has more digits) it answers with None, and the careful way of `scoring.reading` decides.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, cast

from scoring.compiled import Odd
from scoring.dates import Day, parse_day
from scoring.generate import compiled
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
_SHORT = 5
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
        "str": str,
        "decimal": Decimal,
    }
    body = [f" if len(figures) != {len(places)}: return None", " try:"]
    for index, (name, most) in enumerate(places.items()):
        body += [f"  {line}" for line in _lines(index, domains[name], most, names)]
    everything = "".join(f"v{index}, " for index in range(len(places)))
    body += ["  pass", " except failures: return None", f" return ({everything})"]
    return cast("Reader", compiled("\n".join(["def read(figures):", *body, ""]), "read", names))


def _lines(index: int, domain: Domain, places: int, names: dict[str, object]) -> list[str]:
    value = f"v{index}"
    fetch = [f"{value} = figures[{domain.name!r}]"]
    if domain.blanks:
        names[f"blanks{index}"] = frozenset(domain.blanks)
        fetch.append(f"if {value} in blanks{index}: return None")
    if domain.type is Type.TRUTH:
        return [*fetch, f"if {value} is not True and {value} is not False: return None"]
    if domain.type is Type.CHOICE:
        names[f"words{index}"] = frozenset(domain.words)
        return [*fetch, f"if {value} not in words{index}: return None"]
    if domain.date:
        names |= {"days": _days(), "date": dt.date, "day": Day}
        return [*fetch, *_date_lines(value, domain)]
    unit = _POWERS[places]
    names |= {f"texts{places}": _texts(places), f"whole{places}": _whole(places)}
    own = f"texts{places}"
    if domain.percent:
        own = f"signed{places}"
        names[own] = _texts(places, signed=True)
    low = -WHOLE_LIMIT * unit + 1 if domain.low is None else (domain.low * unit).__ceil__()
    high = WHOLE_LIMIT * unit - 1 if domain.high is None else (domain.high * unit).__floor__()
    return [
        *fetch,
        f"if {value}.__class__ is int: {value} *= {unit}" if unit > 1 else f"if {value}.__class__ is int: pass",
        f"elif {value}.__class__ is str: {value} = {own}[{value}]",
        f"elif {value}.__class__ is decimal: {value} = texts{places}[str({value})]",
        f"else: {value} = whole{places}({value})",
        f"if not {low} <= {value} <= {high}: return None",
        *([f"if {value} % {unit}: return None"] if domain.whole and unit > 1 else []),
    ]


def _date_lines(value: str, domain: Domain) -> list[str]:
    """Return the lines that read a date; its domain has both limits."""
    return [
        f"if {value}.__class__ is str: {value} = days[{value}]",
        f"elif {value}.__class__ is date: {value} = {value}.toordinal()",
        f"elif {value}.__class__ is day: {value} = {value}.numerator",
        "else: return None",
        f"if not {domain.low} <= {value} <= {domain.high}: return None",
    ]


class _Days(dict[str, int]):
    """Written dates → days; a new one is parsed, or raises `Odd`."""

    def __missing__(self, text: str) -> int:
        day = parse_day(text)
        if day is None:
            raise Odd
        if len(self) < _REMEMBERED:
            self[text] = day
        return day


@cache
def _days() -> _Days:
    return _Days()


class _Texts(dict[str, int]):
    """Written numbers → whole multiples of 10**-places; a new one is parsed, or raises `Odd`.

    Short ones are remembered, since the same few come all the time; what they mean never changes.
    """

    def __init__(self, places: int, *, signed: bool) -> None:
        super().__init__()
        self.places = places - 2 if signed else places
        self.signed = signed

    def __missing__(self, text: str) -> int:
        found = self.parsed(text)
        if len(text) <= _SHORT and len(self) < _REMEMBERED:
            self[text] = found
        return found

    def parsed(self, text: str) -> int:
        """Return the integer of a text, with its ``%`` where it has to carry one."""
        if self.signed:
            if text[-1:] != "%":
                raise Odd
            text = text[:-1]
        if _written(text) is None:
            raise Odd
        whole, _, part = text.partition(".")
        if len(part) > self.places:
            part = part.rstrip("0")
            if len(part) > self.places:
                raise Odd
        return int(whole + part) * _POWERS[self.places - len(part)]


@cache
def _texts(places: int, *, signed: bool = False) -> _Texts:
    return _Texts(places, signed=signed)


@cache
def _whole(places: int) -> Callable[[object], int]:
    """Return the function from a fraction or a float, which stands for its shortest decimal, to an integer."""
    texts, unit = _texts(places), _POWERS[places]

    def whole(value: object) -> int:
        if value.__class__ is float:
            return texts[repr(value)]
        if not isinstance(value, Fraction):
            raise Odd
        over, rest = divmod(value.numerator * unit, value.denominator)
        if rest:
            raise Odd
        return over

    return whole
