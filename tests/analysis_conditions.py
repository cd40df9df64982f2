"""What rulesets are written of: figures, and conditions that stand as text and as a function at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

F = Fraction
Case = Mapping[str, "Fraction | bool | str | None"]
Holds = Callable[[Case], "bool | None"]
"""Whether a condition holds in a case; None where it reads what has no value."""


@dataclass(frozen=True)
class Figure:
    """A figure that a case gives.

    Attributes:
        kind: ``number``, ``count``, ``percent``, ``word`` or ``flag``.
        options: of a word or a truth value.
        better: 1 or -1 where the ruleset says which is better, else 0.
        missing: what a case has that does not give it: a number as written, ``null``, or nothing said.
    """

    name: str
    kind: str
    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str | bool, ...] = ()
    better: int = 0
    missing: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return not self.options

    @property
    def whole(self) -> bool:
        """Whether it is a whole number."""
        return self.kind == "count"

    def written(self, value: Fraction) -> str:
        """Return a value as it stands in a ruleset."""
        return decimal(value * 100) + "%" if self.kind == "percent" else decimal(value)

    def line(self) -> str:
        """Return its declaration."""
        keys = {"number": [], "count": ["type: count"], "percent": ['unit: "%"'], "flag": ["type: flag"]}.get(
            self.kind, [f"words: [{', '.join(map(str, self.options))}]"]
        )
        keys = list(keys)
        keys += [f"min: {self.written(self.low)}"] if self.low is not None else []
        keys += [f"max: {self.written(self.high)}"] if self.high is not None else []
        keys += ["max: none"] if self.kind == "percent" and self.high is None else []
        keys += [f"if_missing: {self.missing}"] if self.missing else []
        keys += [f"better: {'higher' if self.better > 0 else 'lower'}"] if self.better else []
        return f"  {self.name}: {{{', '.join(keys)}}}"


class Condition(NamedTuple):
    """A condition as text and as a function, and the figures it reads.

    Attributes:
        joint: whether one comparison in it reads two numbers.
    """

    text: str
    holds: Holds
    reads: frozenset[str]
    joint: bool = False


_SIDES: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": lambda x, edge: x > edge,
    ">=": lambda x, edge: x >= edge,
    "<": lambda x, edge: x < edge,
    "<=": lambda x, edge: x <= edge,
    "==": lambda x, edge: x == edge,
}
EDGES = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def side(name: str, sign: str, edge: Fraction) -> Holds:
    """Return the function of a comparison."""

    def holds(case: Case) -> bool | None:
        value = case.get(name)
        return None if value is None else _SIDES[sign](value, edge)  # type: ignore[arg-type]  # a number

    return holds


def all_of(parts: Sequence[Holds]) -> Holds:
    """Return the function of "and": false if any is false, else without a value if any is."""

    def holds(case: Case) -> bool | None:
        found = [each(case) for each in parts]
        return False if False in found else None if None in found else True

    return holds


def any_of(parts: Sequence[Holds]) -> Holds:
    """Return the function of "or"."""

    def holds(case: Case) -> bool | None:
        found = [each(case) for each in parts]
        return True if True in found else None if None in found else False

    return holds


def both(one: Condition | None, other: Condition | None) -> Condition | None:
    """Return the condition that two hold, where there are any."""
    if one is None or other is None:
        return one or other
    holds = all_of((one.holds, other.holds))
    return Condition("", holds, one.reads | other.reads, one.joint or other.joint)


def opposite(part: Holds) -> Holds:
    """Return the function of "not"."""

    def holds(case: Case) -> bool | None:
        found = part(case)
        return None if found is None else not found

    return holds


def decimal(value: Fraction) -> str:
    """Return a decimal of at most three places."""
    thousandths = round(value * 1000)
    assert F(thousandths, 1000) == value
    sign, left = "-" if thousandths < 0 else "", abs(thousandths)
    return (f"{sign}{left // 1000}.{left % 1000:03d}").rstrip("0").rstrip(".")
