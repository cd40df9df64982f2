"""Small pictures that stretch with the page: a bar in its track, a step between two values."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.report.page.markup import EMPTY, joined, place, tag

if TYPE_CHECKING:
    from scoring.report.page.markup import Html

_WIDE = 1000
_HIGH = 10


def _box(low: Fraction, high: Fraction, class_: str, *, least: int = 0) -> Html:
    """Return a rectangle between two places from 0 to 1; of a picture so small that it would not be seen a thin one."""
    width = max((high - low) * _WIDE, Fraction(least))
    start = min(low * _WIDE, _WIDE - width)
    return tag("rect", x=place(start), y=0, width=place(width), height=_HIGH, class_=class_)


def _picture(*parts: str, class_: str) -> Html:
    return tag("svg", *parts, class_=class_, viewBox=f"0 0 {_WIDE} {_HIGH}", preserveAspectRatio="none",
               aria_hidden="true", focusable="false")  # fmt: skip


def share(part: Fraction, whole: Fraction) -> Html:
    """Return a bar that is full where a score has all its points; what is lost is hatched by its lighter colour."""
    kept = min(max(part / whole, Fraction(0)), Fraction(1)) if whole else Fraction(0)
    lost = _box(kept, Fraction(1), "lost") if kept < 1 else EMPTY
    return _picture(_box(Fraction(0), kept, "kept") if kept else EMPTY, lost, class_="bar")


def from_zero(value: Fraction, low: Fraction, high: Fraction) -> Html:
    """Return a bar from 0 to a value, on a scale that holds 0; a thin line stands at 0."""
    span = high - low or Fraction(1)
    zero, end = (-low) / span, (value - low) / span
    colour = "kept" if value >= 0 else "below"
    bar = _box(min(zero, end), max(zero, end), colour) if value else EMPTY
    return _picture(bar, _box(zero, zero, "zero", least=3), class_="bar open")


def step(before: Fraction, after: Fraction, low: Fraction, high: Fraction) -> Html:
    """Return a step of a waterfall: from one value to the next, on a scale; thin lines lead on to it."""
    span = high - low or Fraction(1)
    start, end = (before - low) / span, (after - low) / span
    colour = "taken" if after < before else "given"
    lines = joined((_box(start, start, "lead", least=2), _box(end, end, "lead", least=2)))
    return _picture(lines, _box(min(start, end), max(start, end), colour, least=4), class_="bar step")


def level(value: Fraction, low: Fraction, high: Fraction) -> Html:
    """Return the first or the last bar of a waterfall: all from the left end of the scale (or from 0) to a value."""
    span = high - low or Fraction(1)
    zero = max(Fraction(0), -low / span)
    end = (value - low) / span
    return _picture(_box(min(zero, end), max(zero, end), "kept", least=2), class_="bar step")
