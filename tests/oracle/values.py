"""The values of the referee: exact numbers, truths, words, and the unknown with its causes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Cause: TypeAlias = tuple[str, str]

NULLS = ("null", "~", "", "Null", "NULL")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(%?)", re.ASCII)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Unknown:
    """No value, and why: pairs of a kind (missing, undefined, none) and a name."""

    causes: frozenset[Cause]


Value: TypeAlias = Fraction | bool | str | Unknown
Numeric: TypeAlias = Fraction | Unknown

ZERO = Fraction(0)
ONE = Fraction(1)
NULL = Unknown(frozenset({("none", "null")}))


def missing(name: str) -> Unknown:
    """Return the unknown of an input that the case does not give."""
    return Unknown(frozenset({("missing", name)}))


def undefined(code: str) -> Unknown:
    """Return the unknown of an operation without a result."""
    return Unknown(frozenset({("undefined", code)}))


def joined(values: Iterable[Value]) -> Unknown | None:
    """Return one unknown with the causes of all unknown values; None if all are known."""
    causes = [value.causes for value in values if isinstance(value, Unknown)]
    return Unknown(frozenset().union(*causes)) if causes else None


def number(value: Value) -> Fraction:
    """Return a known number as such."""
    if isinstance(value, Fraction):
        return value
    raise TypeError(f"a number was expected, not {value!r}")


def numeric(value: Value) -> Numeric:
    """Return a number or an unknown as such."""
    return value if isinstance(value, Unknown) else number(value)


def lift(function: Callable[..., Fraction], *operands: Value) -> Numeric:
    """Apply a function of numbers; unknown if any operand is, with all their causes."""
    return joined(operands) or function(*(number(each) for each in operands))


def all_of(values: Iterable[Value]) -> bool | Unknown:
    """Kleene's `and`: false if any is false, else unknown if any is unknown."""
    listed = list(values)
    return False if any(each is False for each in listed) else joined(listed) or True


def any_of(values: Iterable[Value]) -> bool | Unknown:
    """Kleene's `or`."""
    listed = list(values)
    return True if any(each is True for each in listed) else joined(listed) or False


def negation(value: Value) -> bool | Unknown:
    """Kleene's `not`."""
    return value if isinstance(value, Unknown) else not value


def two_of(values: Sequence[Value]) -> bool | Unknown:
    """Whether at least two truths hold: `or` over the pairs."""
    pairs = ((left, right) for at, left in enumerate(values) for right in values[at + 1 :])
    return any_of(all_of(pair) for pair in pairs)


def read_number(text: str) -> Fraction | None:
    """Read `12.5` or `12.5%` exactly; None if it is neither."""
    found = _NUMBER.fullmatch(text)
    return Fraction(found[1]) / (100 if found[2] else 1) if found else None


def is_percent(text: str) -> bool:
    """Whether the text is a bare percent such as `80%`."""
    return text.endswith("%") and read_number(text) is not None


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


WHOLE: dict[str, Callable[[Fraction], int]] = {
    "half_up": half_up,
    "half_even": round,
    "down": floor,
    "up": lambda value: -floor(-value),
    "truncate": int,
}


def round_to(value: Fraction, mode: str, step: Fraction) -> Fraction:
    """Round to a multiple of the step."""
    return WHOLE[mode](value / step) * step


def has_more_places(value: Fraction, places: int) -> bool:
    """Whether the number needs more decimals than so many."""
    return (value * Fraction(10**places)).denominator != 1


class Watch:
    """Notes every divisor that an evaluation reaches, for `if_undefined`."""

    def __init__(self) -> None:
        """Start with nobody watching."""
        self._notes: list[Value] | None = None

    def note(self, *divisors: Value) -> None:
        """Note divisors, or the unknown condition on which it hangs whether one is reached."""
        if self._notes is not None:
            self._notes.extend(divisors)

    def during(self, work: Callable[[], _T]) -> tuple[_T, list[Value]]:
        """Do some work; return its result and the divisors it reached (not noted further out)."""
        outer, self._notes = self._notes, []
        try:
            return work(), self._notes
        finally:
            self._notes = outer

    def choose(self, condition: Value, then: Callable[[], Value], other: Callable[[], Value]) -> Value:
        """The lazy `if`; an unknown condition gives its own causes only."""
        if isinstance(condition, Unknown):
            if self._notes is not None:
                _, divisors = self.during(lambda: (then(), other()))
                self.note(*[condition][: len(divisors)])
            return condition
        return then() if condition else other()


def guard_of(divisors: Iterable[Value]) -> bool | Unknown:
    """Whether every divisor that was reached is not 0; one that is 0 wins over unknown ones."""
    return all_of(each if isinstance(each, Unknown) else each != 0 for each in divisors)


def first_true(watch: Watch, rows: Iterator[tuple[Value, Callable[[], Value]]], default: Unknown) -> Value:
    """A chain of `if`: the first row whose condition holds."""
    row = next(rows, None)
    if row is None:
        return default
    return watch.choose(row[0], row[1], lambda: first_true(watch, rows, default))
