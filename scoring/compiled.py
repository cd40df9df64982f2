"""What a generated function gives back, and how its cells become values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from scoring import approx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scoring.graph import Value

Cell = int | bool | str | tuple[int, int] | None
"""An output as computed: a number's whole multiple of its unit, or its (over, under), a truth value or a word."""

Amount = tuple[int, Any, int]
"""Place of an output with its value: numerator and denominator of a number, else the value itself and 0."""

_REMEMBERED = 8192
_ZERO = Fraction(0)


class Odd(Exception):  # noqa: N818  # not an error: it says "ask the interpreter"
    """The generated code does not decide this case."""


def _call(function: str) -> Callable[..., tuple[int, int]]:
    """Return a function of `scoring.approx` on integers: over and under of every operand, likewise of the result."""

    @lru_cache(_REMEMBERED)
    def call(over: int, under: int, *more: int) -> tuple[int, int]:
        others = (Fraction(*pair) for pair in zip(more[::2], more[1::2], strict=True))
        found = approx.value(function, Fraction(over, under), *others)
        if found is None:
            raise Odd
        return found.numerator, found.denominator

    return call


CALLS: Mapping[str, Callable[..., tuple[int, int]]] = {name: _call(name) for name in approx.FUNCTIONS}
"""The functions that generated code calls."""


@dataclass(frozen=True)
class Compiled:
    """A generated function.

    Attributes:
        run: from the values of the inputs to the cells of the outputs; raises `Odd`.
        source: its text.
        scales: what turns each cell into a value: 0 = nothing, −1 = over and under, else its denominator.
        settled: the value of outputs that are the same in all cases; their cells are None.
    """

    run: Callable[[tuple[object, ...]], tuple[Cell, ...]]
    source: str
    scales: tuple[int, ...]
    settled: Mapping[int, Value]

    def value(self, index: int, cell: Cell) -> Value:
        """Return the value of an output."""
        scale = self.scales[index]
        if scale > 0:
            return _fraction(cast("int", cell), scale)
        if scale < 0:
            return Fraction(*cast("tuple[int, int]", cell))
        return self.settled[index] if cell is None else cast("bool | str", cell)

    @cached_property
    def _template(self) -> tuple[list[Value], list[tuple[int, int]], list[int]]:
        """The settled values in their places (else zero), places and scales of the numbers, places of the rest."""
        settled = [self.settled.get(place, _ZERO) for place in range(len(self.scales))]
        numbers = [(place, scale) for place, scale in enumerate(self.scales) if scale > 0]
        others = [place for place, scale in enumerate(self.scales) if scale <= 0 and place not in self.settled]
        return settled, numbers, others

    def values(self, cells: tuple[Cell, ...]) -> tuple[Value, ...]:
        """Return the values of all outputs."""
        settled, numbers, others = self._template
        found = settled.copy()
        for place, scale in numbers:
            if cells[place]:
                found[place] = _fraction(cast("int", cells[place]), scale)
        for place in others:
            cell = cells[place]
            if not isinstance(cell, tuple) or cell[0]:
                found[place] = self.value(place, cell)
        return tuple(found)

    def entries(self, cells: tuple[Cell, ...]) -> list[Amount]:
        """Return the outputs that are not 0 or false, and always the last one, each with its place."""
        numbers, others = self._watched
        found: list[Amount] = [(place, cell, scale) for place, scale in numbers if (cell := cells[place])]
        if others:
            before = len(found)
            found.extend(
                amount(place, self.value(place, cells[place])) for place in others if cells[place] is not False
            )
            if len(found) > before:
                found.sort(key=_place)
        last = len(cells) - 1
        found.append(amount(last, self.value(last, cells[last])))
        return found

    @cached_property
    def _watched(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Places and scales of the numbers that vary, and places of all else that is not 0 or false in every case."""
        places = range(len(self.scales) - 1)
        numbers = [(place, self.scales[place]) for place in places if self.scales[place] > 0]
        others = [place for place in places if self.scales[place] <= 0 and self.settled.get(place) != 0]
        return numbers, others


_place = itemgetter(0)


def amount(place: int, value: Value) -> Amount:
    """Return the value of an output with its place."""
    if isinstance(value, Fraction):
        return place, value.numerator, value.denominator
    return place, value, 0


_fraction = lru_cache(_REMEMBERED)(Fraction)
"""Numbers already made, since the same scores and amounts come all the time."""
