"""A curve as lines and dots of a picture: what part of it is seen, and where its pens go."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from scoring.analysis.chain import Chain, Inverse
from scoring.checks.curve_rows import steps_of
from scoring.report.page.curves import at, is_date, on_piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.analysis.piece import Piece
    from scoring.checks.curve_rows import Row
    from scoring.report.page.curves import Curve

WIDE, HIGH = 320, 190
LEFT, RIGHT, TOP, BOTTOM = 38, 306, 14, 158
_SAMPLES = 134
_DOTS = 40
_LAST_DAY = Fraction(date.max.toordinal())
_FAR = 4
"""How many times as wide as all turns the range may be and still be drawn whole."""


class Dot(NamedTuple):
    """An end of a line: filled where it belongs to it, else open."""

    x: Fraction
    y: Fraction
    filled: bool


class Frame(NamedTuple):
    """The part of a curve that is seen, and how it comes to lie on the picture."""

    low: Fraction
    high: Fraction
    least: Fraction
    most: Fraction

    def x(self, value: Fraction) -> Fraction:
        """Return where a value of the figure lies."""
        return LEFT + (value - self.low) / (self.high - self.low) * (RIGHT - LEFT)

    def y(self, points: Fraction) -> Fraction:
        """Return where points lie."""
        return BOTTOM - (points - self.least) / (self.most - self.least) * (BOTTOM - TOP)


def frame_of(curve: Curve) -> Frame:
    """Return what is seen of a curve: every turn of it, and every case."""
    low, high = _window(curve)
    ends = [each for row in curve.rows for each in (row.at_low, row.at_high)]
    places = [low + (high - low) * place / 8 for place in range(9)]
    if curve.variable.whole:
        places = [Fraction(round(each)) for each in places]
    known = [at(curve.run, each) for each in places]
    values = [each for each in (*ends, *known, *(point.score for point in curve.points)) if each is not None]
    least, most = min(Fraction(0), *values), max(values)
    return Frame(low, high, least, most if most > least else least + 1)


def _window(curve: Curve) -> tuple[Fraction, Fraction]:
    variable, table = curve.variable, curve.rows
    own = (variable.low, variable.high)
    turns = [each for row in table for each in (row.low, row.high) if each is not None and each not in own]
    turns += [point.x for point in curve.points if point.x is not None]
    turns = turns or [each for each in own if each is not None] or [Fraction(0), Fraction(1)]
    first, last = min(turns), max(turns)
    span = last - first or abs(first) / 2 or Fraction(1)
    margin = Fraction(ceil(span / 5)) if variable.whole else span / 5
    size = -len(str(int(1 / margin))) if margin < 1 else len(str(int(margin))) - 1
    unit = Fraction(10) ** size  # ends of the picture are short numbers
    low, high = floor((first - margin) / unit) * unit, ceil((last + margin) / unit) * unit
    low = Fraction(0) if low < 0 <= first else low  # nobody looks for a rate below 0
    if is_date(variable):
        low, high = max(low, Fraction(1)), min(high, _LAST_DAY)
    if variable.low is not None:
        near = first - variable.low <= span * _FAR or _is_sloped(table[0])
        low = variable.low if near else max(low, variable.low)
    if variable.high is not None:
        near = variable.high - last <= span * _FAR or _is_sloped(table[-1])
        high = variable.high if near else min(high, variable.high)
    return (low, high) if low < high else (low, low + 1)


def _is_sloped(row: Row) -> bool:
    """Whether points go on changing to the end of the range, so that all of it is worth seeing."""
    return row.scored and row.level is None


def strokes(curve: Curve, frame: Frame) -> tuple[list[list[tuple[Fraction, Fraction]]], list[Dot]]:
    """Return the lines of a curve, each as places on the picture, and the ends that are told apart."""
    if curve.variable.whole and frame.high - frame.low <= _DOTS:
        return [], list(_whole_dots(curve, frame))
    lines: list[list[tuple[Fraction, Fraction]]] = []
    ends: list[tuple[Fraction, Fraction, bool]] = []
    for piece in curve.run:
        low = frame.low if piece.low is None else max(piece.low, frame.low)
        high = frame.high if piece.high is None else min(piece.high, frame.high)
        if low > high or on_piece(piece, piece.inside) is None or (low == high and not piece.is_point):
            continue
        if piece.is_point:
            points = on_piece(piece, low)
            if points is not None:
                ends.append((frame.x(low), frame.y(points), True))
            continue
        line = list(_line(piece, low, high, frame))
        if not line:
            continue
        ends += [(*line[0], False), (*line[-1], False)]
        if lines and lines[-1][-1] == line[0]:
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines, _told(ends, frame)


def _whole_dots(curve: Curve, frame: Frame) -> Iterator[Dot]:
    for place in range(ceil(frame.low), floor(frame.high) + 1):
        points = at(curve.run, Fraction(place))
        if points is not None:
            yield Dot(frame.x(Fraction(place)), frame.y(points), filled=True)


def _line(piece: Piece, low: Fraction, high: Fraction, frame: Frame) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield the places of a piece: its ends where it is straight, many where it is bent, corners where it has steps."""
    part = piece.parts[0]
    begin, end = piece.ends(part)
    first = begin.value if low == piece.low else on_piece(piece, low)
    last = end.value if high == piece.high else on_piece(piece, high)
    inner: list[Fraction] = []
    stair = False
    if isinstance(part, Chain):
        steps = steps_of(part)
        stair = steps is not None and (steps.points is None or _is_seen(steps.points, frame))
        if stair or any(isinstance(each, Inverse) for each in part.steps):
            count = max(2, int(_SAMPLES * (2 if stair else 1) * (high - low) / (frame.high - frame.low)))
            inner = [low + (high - low) * place / count for place in range(1, count)]
    places = [(low, first), *((each, on_piece(piece, each)) for each in inner), (high, last)]
    before: Fraction | None = None
    for place, points in places:
        if points is None:
            continue
        inside = min(max(points, frame.least), frame.most)
        if stair and before == points and place != high:
            continue
        if stair and before is not None and before != points:
            yield frame.x(place), frame.y(min(max(before, frame.least), frame.most))
        yield frame.x(place), frame.y(inside)
        before = points


def _is_seen(height: Fraction, frame: Frame) -> bool:
    """Whether a step is high enough to be seen as one."""
    return height / (frame.most - frame.least) * (BOTTOM - TOP) > 3  # noqa: PLR2004  # pixels


def _told(ends: Sequence[tuple[Fraction, Fraction, bool]], frame: Frame) -> list[Dot]:
    """Return the ends at which points jump: where nothing jumps, none is told."""
    by_place: dict[Fraction, list[tuple[Fraction, bool]]] = {}
    for x, y, filled in ends:
        by_place.setdefault(x, []).append((y, filled))
    found: list[Dot] = []
    for x, there in by_place.items():
        heights = {y for y, _ in there}
        own = {y for y, filled in there if filled}
        if len(heights) < 2 or x in (frame.x(frame.low), frame.x(frame.high)):  # noqa: PLR2004  # it jumps
            continue
        found += [Dot(x, y, y in own) for y in sorted(heights)]
    return found if len(found) <= _DOTS else []
