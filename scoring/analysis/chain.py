"""A value that depends on one variable and only rises or only falls: ``a · f(x) + b``, f a chain of plain steps.

A step is a line, 1/y, ``floor`` or a rounding. Each of them only rises or only falls where it is used, so where the
whole passes a number is found by undoing the steps, last first; no step of a staircase is ever listed for that.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import Rounding
from scoring.number import round_to

if TYPE_CHECKING:
    from collections.abc import Iterator


class Line(NamedTuple):
    """y → slope · y + shift, the slope not 0."""

    slope: Fraction
    shift: Fraction


class Inverse(NamedTuple):
    """y → 1/y, used where y has one sign; its name makes it differ from other steps."""

    name: str = "inverse"


class Floor(NamedTuple):
    """y → the greatest whole number ≤ y."""

    name: str = "floor"


Step = Line | Inverse | Floor | Rounding
_ONE, _ZERO, _HALF = Fraction(1), Fraction(0), Fraction(1, 2)


class Near(NamedTuple):
    """What a value comes to at the end of an interval.

    Attributes:
        value: the limit; None: without limit, upwards for ``side`` 1, downwards for -1.
        side: 0 where the limit is reached just inside, 1 where values lie above it, -1 where they lie below.
    """

    value: Fraction | None
    side: int


class Chain(NamedTuple):
    """A value of one variable that is not constant.

    Attributes:
        steps: what is done to the variable first; never ends with a `Line`.
        slope: not 0.
        shift: the value is ``slope · steps(x) + shift``.
    """

    steps: tuple[Step, ...]
    slope: Fraction
    shift: Fraction

    @property
    def stepped(self) -> bool:
        """Whether it goes in steps: constant but for jumps."""
        return any(isinstance(each, Floor | Rounding) for each in self.steps)

    def at(self, x: Fraction) -> Fraction:
        """Return the value at a place."""
        for step in self.steps:
            x = _done(step, x)
        return self.slope * x + self.shift

    def scaled(self, slope: Fraction, shift: Fraction) -> Value:
        """Return ``slope`` times this plus ``shift``."""
        if not slope:
            return shift
        return Chain(self.steps, self.slope * slope, self.shift * slope + shift)

    def plus(self, other: Chain) -> Value | None:
        """Return the sum of two, None where it is neither a number nor a chain."""
        if self.steps != other.steps:
            return None
        slope, shift = self.slope + other.slope, self.shift + other.shift
        return Chain(self.steps, slope, shift) if slope else shift

    def then(self, step: Inverse | Floor | Rounding) -> Chain:
        """Return this with a further step."""
        return Chain((*self._whole(), step), _ONE, _ZERO)

    def _whole(self) -> tuple[Step, ...]:
        plain = self.slope == 1 and not self.shift
        return self.steps if plain else (*self.steps, Line(self.slope, self.shift))

    def end(self, x: Fraction | None, side: int) -> Near:
        """Return what the value comes to where the variable comes to x from one side.

        Args:
            x: the end of an interval; None: no end.
            side: 1 where the interval lies above x (or the variable grows without limit), -1 below.
        """
        near = Near(x, side)
        for step in self._whole():
            near = _near(step, near)
        return near

    def crossings(self, level: Fraction) -> Iterator[Fraction]:
        """Yield places among which are all those where the value, as it rises or falls, passes a level."""
        levels = [level]
        for step in reversed(self._whole()):
            levels = list(dict.fromkeys(found for each in levels for found in _undone(step, each)))
        yield from levels


Value = Fraction | Chain
"""A number, or one that changes with the variable."""

X = Chain((), _ONE, _ZERO)
"""The variable itself."""


def _done(step: Step, y: Fraction) -> Fraction:
    if isinstance(step, Line):
        return step.slope * y + step.shift
    if isinstance(step, Inverse):
        return 1 / y
    return Fraction(floor(y)) if isinstance(step, Floor) else round_to(y, step.mode, step.step)


def _near(step: Step, y: Near) -> Near:
    if isinstance(step, Line):
        side = y.side if step.slope > 0 else -y.side
        return Near(None if y.value is None else step.slope * y.value + step.shift, side)
    if isinstance(step, Inverse):
        if y.value is None:
            return Near(_ZERO, y.side)
        return Near(1 / y.value, -y.side) if y.value else Near(None, y.side)
    if y.value is None:
        return y
    return Near(_done(step, _beside(step, y)), 0)


def _beside(step: Floor | Rounding, y: Near) -> Fraction:
    """Return a number just inside: so near that nothing but the limit itself lies between."""
    assert y.value is not None  # noqa: S101  # the caller has asked
    if not y.side:
        return y.value
    width = _ONE if isinstance(step, Floor) else step.step
    near = {floor(y.value / width), ceil(y.value / width)}
    places = [(number + shift) * width for number in near for shift in (-1, -_HALF, 0, _HALF, 1)]
    beyond = [abs(each - y.value) for each in places if (each > y.value if y.side > 0 else each < y.value)]
    return y.value + y.side * min(beyond) / 2


def _undone(step: Step, level: Fraction) -> Iterator[Fraction]:
    """Yield the places at which a step's result can begin or cease to reach a level."""
    if isinstance(step, Line):
        yield (level - step.shift) / step.slope
    elif isinstance(step, Inverse):
        if level:
            yield 1 / level
    elif isinstance(step, Floor):
        yield from {Fraction(ceil(level)), Fraction(floor(level) + 1)}
    else:
        yield from _edges(step, level)


def _edges(how: Rounding, level: Fraction) -> Iterator[Fraction]:
    """Yield the numbers at which a rounded value begins to reach a level, or to exceed it."""
    for number in {ceil(level / how.step), floor(level / how.step) + 1}:
        if how.mode.startswith("half"):
            yield (number - _HALF) * how.step
        elif how.mode == "down" or (how.mode == "truncate" and number > 0):
            yield number * how.step
        else:  # up, and truncate of what is not above 0
            yield (number - 1) * how.step
