"""What a curve's table lists: stretches of a figure over which points are a straight line, a staircase, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.analysis.chain import Chain, Inverse, Line
from scoring.graph import Rounding, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.analysis.piece import Piece

_REGULAR = 3
"""Equal steps that are told as a staircase, at least."""


class Steps(NamedTuple):
    """How large the steps of a staircase are.

    Attributes:
        points: height of a step; None: they differ.
        by: width of a step in the figure; None: they differ.
        rounded: whether they come of rounding to ``points`` alone.
    """

    points: Fraction | None = None
    by: Fraction | None = None
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of a figure over which points are a straight line, or a staircase along one, or there are none.

    Attributes:
        low: from; None: without end.
        high: to.
        from_low: whether ``low`` itself belongs to it.
        to_high: whether ``high`` does.
        at_low: points at the lower end (or as near to it as one likes); None: no score, or without limit.
        at_high: points at the upper end.
        steps: the steps in which points go, None where they go in none.
        scored: whether there are points at all.
        sides: where points have no limit at an end, 1 upwards and -1 downwards there.
    """

    low: Fraction | None
    high: Fraction | None
    from_low: bool
    to_high: bool
    at_low: Fraction | None
    at_high: Fraction | None
    steps: Steps | None
    scored: bool
    sides: tuple[int, int] = (0, 0)

    @property
    def level(self) -> Fraction | None:
        """The points all over it, None where they change or there are none."""
        return self.at_low if self.steps is None and self.at_low == self.at_high else None


def rows(run: Sequence[Piece], *, whole: bool = False) -> list[Row]:
    """Return pieces as rows: a point goes with the stretch beside it where nothing jumps.

    Args:
        run: the pieces.
        whole: whether only whole numbers count.
    """
    found: list[Row] = []
    for piece in run:
        row = _whole_row(piece) if whole else _row(piece)
        if row is None:
            continue
        last = found[-1] if found else None
        joined = None if last is None else _beside(last, row) if whole else _joined(last, row)
        if joined is None:
            found.append(row)
        else:
            found[-1] = joined
    return found


def _row(piece: Piece) -> Row:
    part, point = piece.parts[0], piece.is_point
    if isinstance(part, Unknown | str | bool):
        return Row(piece.low, piece.high, point, point, None, None, steps=None, scored=False)
    low, high = piece.ends(part)
    return Row(piece.low, piece.high, point, point, low.value, high.value, steps=steps_of(part), scored=True,
               sides=(low.side if low.value is None else 0, high.side if high.value is None else 0))  # fmt: skip


def _whole_row(piece: Piece) -> Row | None:
    """Return the row of the whole numbers of a piece, None if it holds none."""
    ends, part = piece.whole(), piece.parts[0]
    if ends is None:
        return None
    if isinstance(part, Unknown | str | bool):
        return Row(*ends, from_low=True, to_high=True, at_low=None, at_high=None, steps=None, scored=False)
    low, high = piece.whole_ends(part)
    sides = (low.side if low.value is None else 0, high.side if high.value is None else 0)
    at_low, at_high = low.value, high.value
    return Row(*ends, from_low=True, to_high=True, at_low=at_low, at_high=at_high, steps=steps_of(part), scored=True,
               sides=sides)  # fmt: skip


def _beside(one: Row, other: Row) -> Row | None:
    """Return two rows of whole numbers as one where points stay the same, None where they change."""
    values = {one.at_low, one.at_high, other.at_low, other.at_high}
    if one.scored is not other.scored or (one.scored and len(values) > 1) or one.steps or other.steps:
        return None
    return Row(one.low, other.high, True, True, one.at_low, other.at_high, steps=None, scored=one.scored)  # noqa: FBT003  # likewise


def _joined(one: Row, other: Row) -> Row | None:
    """Return two neighbouring rows as one, None where points jump or turn between them."""
    if one.scored is not other.scored or (one.scored and one.at_high != other.at_low):
        return None
    point = other.low == other.high
    if not point and not _same_line(one, other):
        return None
    return Row(one.low, other.high, one.from_low, other.to_high, one.at_low, other.at_high,
               steps=one.steps if other.steps is None else other.steps, scored=one.scored,
               sides=(one.sides[0], other.sides[1]))  # fmt: skip


def _same_line(one: Row, other: Row) -> bool:
    if one.low == one.high or not one.scored:
        return True
    if one.at_low == one.at_high or other.at_low == other.at_high:
        return one.at_low == one.at_high and other.at_low == other.at_high
    ends = (one.low, one.high, other.high, one.at_low, one.at_high, other.at_high)
    if one.steps or other.steps or None in ends:
        return False
    low, middle, high, at_low, at_middle, at_high = ends
    return (at_middle - at_low) * (high - middle) == (at_high - at_middle) * (middle - low)  # type: ignore[operator]  # numbers


def steps_of(part: object) -> Steps | None:
    """Return the steps in which what a node is goes, None if it goes in none."""
    if not isinstance(part, Chain) or not part.stepped:
        return None
    before: Fraction | None = Fraction(1)
    height: Fraction | None = None  # of a step, once there is one
    shift, first = Fraction(0), None
    for step in (*part.steps, Line(part.slope, part.shift)):
        if isinstance(step, Line):
            before, height = _times(before, step.slope, first is None), _times(height, step.slope, first is not None)
            shift = shift * step.slope + step.shift
        elif isinstance(step, Inverse):
            if first is not None:
                return Steps()
            before = None
        else:
            width = step.step if isinstance(step, Rounding) else Fraction(1)
            if first is None:
                first, height, shift = step, width, Fraction(0)
                by = None if before is None else width / abs(before)
            elif height is None or (height / width).denominator != 1 or (shift / width).denominator != 1:
                return Steps()
    if first is None or height is None:
        return Steps()
    rounded = isinstance(first, Rounding) and abs(height) == first.step and first.mode.startswith("half")
    return Steps(abs(height), by, rounded)


def _times(value: Fraction | None, slope: Fraction, due: bool) -> Fraction | None:  # noqa: FBT001  # whether it counts here
    return value * slope if due and value is not None else value


def in_stairs(found: Sequence[Row]) -> list[Row]:
    """Return rows with those that are equal steps, one after the other, as one row."""
    made: list[Row] = []
    place = 0
    while place < len(found):
        end = place
        step = _step(found, place)
        while step is not None and _step(found, end) == step:
            end += 1
        if end - place + 1 >= _REGULAR and step is not None:
            first, last = found[place], found[end]
            steps = Steps(abs(step[0]), step[1])
            made.append(replace(first, high=last.high, to_high=last.to_high, at_high=last.at_high, steps=steps))
        else:
            made += found[place : end + 1]
        place = end + 1
    return made


def _step(found: Sequence[Row], place: int) -> tuple[Fraction, Fraction] | None:
    """Return the height and the width of a step from one row to the next of the same width, None if it is none."""
    if place + 1 >= len(found):
        return None
    one, other = found[place], found[place + 1]
    before, after = one.level, other.level
    if before is None or after is None or None in (one.low, one.high, other.low, other.high):
        return None
    if (one.from_low, one.to_high) != (other.from_low, other.to_high):
        return None
    width = other.low - one.low  # type: ignore[operator]  # numbers
    return (after - before, width) if other.high - one.high == width else None  # type: ignore[operator]  # likewise
