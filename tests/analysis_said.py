"""What a finding says, read back: examples as values, stretches as tests of a case."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis_conditions import Case

    Value = Fraction | bool | str | None

_NAME = r"[A-Za-z_][\w.]*"
_RISING = re.compile(rf"(?:(\S+) ([≤<]) )?({_NAME}) ?(?:([≤<]) (\S+))?")
_FROM = re.compile(rf"({_NAME}) ([≥>]) (\S+)")
_IS = re.compile(rf"({_NAME}) = (.+)")


class Stretch(NamedTuple):
    """Values of one input."""

    name: str
    holds: Callable[[Case], bool]


def value(text: str) -> Value:
    """Return a value as a finding writes it, a long one cut short."""
    if text in ("true", "false"):
        return text == "true"
    if text == "null":
        return None
    if re.fullmatch(r"-?[\d.]+(/\d+)?…?%?", text):
        return Fraction(text.removesuffix("%").removesuffix("…")) / (100 if text.endswith("%") else 1)
    return text


def alike(text: str, number: object) -> bool:
    """Whether a text says a number: all of it, or its first digits."""
    told = value(text)
    if "…" not in text or not isinstance(told, Fraction) or not isinstance(number, Fraction):
        return told == number
    return abs(told - number) < Fraction(1, 1000)


def input_of(name: str) -> str:
    """Return the input that a finding calls by a name."""
    node, dot, own = name.rpartition(".")
    return f"{node}/{own}" if dot else name


def example(text: str) -> dict[str, Value]:
    """Return the values of an example such as ``x = 95%, k = a``; None of a figure that is not given."""
    if text == "–":
        return {}
    found: dict[str, Value] = {}
    for part in text.split(", "):
        name, _, written = part.partition(" = ")
        found[input_of(name)] = value(written)
    return found


def stretches(text: str) -> list[Stretch]:
    """Return the stretches of a text such as ``0 ≤ x < 90%, k = a / b``."""
    return [] if text == "–" else [_stretch(part) for part in text.split(", ")]


def _stretch(text: str) -> Stretch:
    is_ = _IS.fullmatch(text)
    if is_ is not None:
        name, options = input_of(is_[1]), [value(each) for each in is_[2].split(" / ")]
        if options == [None]:
            return Stretch(name, lambda case: case.get(f"given:{name}") is False)
        return Stretch(name, lambda case: case[name] in options)
    above = _FROM.fullmatch(text)
    if above is not None:
        return _between(above[1], value(above[3]), above[2] == "≥", None, with_high=False)
    rising = _RISING.fullmatch(text)
    assert rising is not None, text
    low, high = rising[1] and value(rising[1]), rising[5] and value(rising[5])
    return _between(rising[3], low, rising[2] == "≤", high, with_high=rising[4] == "≤")


def _between(name: str, low: Value, with_low: bool, high: Value, *, with_high: bool) -> Stretch:  # noqa: FBT001 - beside its end
    own = input_of(name)

    def holds(case: Case) -> bool:
        x = case[own]
        if not isinstance(x, Fraction):
            return False
        over = low is None or (low <= x if with_low else low < x)  # type: ignore[operator]  # numbers
        return over and (high is None or (x <= high if with_high else x < high))  # type: ignore[operator]  # numbers

    return Stretch(own, holds)
