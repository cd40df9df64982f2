"""How a curve is shown: a table for the eye that looks up, and a small picture for the one that compares."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.analysis.chain import Chain
from scoring.checks.curve_rows import in_stairs
from scoring.checks.words import number, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.analysis.piece import Piece
    from scoring.analysis.subject import Variable
    from scoring.checks.curve_rows import Row, Steps

_LONGEST = 60
"""Rows of a table."""

_LAST = 10
"""Rows of them that are the last ones, where it is longer."""

_WORDS = {
    "en": {
        "head": "from|to|points|to points",
        "none": "no score",
        "rounded": " (rounded to {points})",
        "by": " (in steps of {points} per {by})",
        "each": " (in steps of {points})",
        "steps": " (in steps)",
        "days": "{n} day{s}",
        "more": "… {n} more",
    },
    "zh": {
        "head": "从|到|得分|至得分",
        "none": "无得分",
        "rounded": "（取舍到{points}）",
        "by": "（分档，每{by}一档，每档{points}分）",
        "each": "（分档，每档{points}分）",
        "steps": "（分档）",
        "days": "{n}天",
        "more": "… 另有{n}行",
    },
}


def table(variable: Variable, found: Sequence[Row], lang: str) -> list[str]:
    """Return rows as a table; of a long one regular steps are told in one row, and the middle is left out."""
    if len(found) > _LONGEST:
        found = in_stairs(found)
    lined = [headings(lang), *(cells(variable, row, lang) for row in found)]
    widths = [max(_columns(row[place]) for row in lined) for place in range(4)]
    lines = [
        ("  " + "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=False))).rstrip() + row[4]
        for row in lined
    ]
    if len(found) <= _LONGEST:
        return lines
    more = f"  {_WORDS[lang]['more'].format(n=len(found) - _LONGEST)}"
    return [*lines[: _LONGEST - _LAST + 1], more, *lines[-_LAST:]]


def headings(lang: str) -> list[str]:
    """Return what stands above the cells of a curve's table."""
    return [*_WORDS[lang]["head"].split("|"), ""]


def cells(variable: Variable, row: Row, lang: str) -> list[str]:
    """Return a row of a curve's table: from, to, points there and there, and in what steps they go."""
    words = _WORDS[lang]
    low = "−∞" if row.low is None else f"{'' if row.from_low else '>'}{shown(variable, row.low)}"
    high = "∞" if row.high is None else f"{'' if row.to_high else '<'}{shown(variable, row.high)}"
    if not row.scored:
        return [low, high, words["none"], "", ""]
    points = (_points(*end) for end in zip((row.at_low, row.at_high), row.sides, strict=True))
    return [low, high, *points, "" if row.steps is None else _steps(variable, row.steps, lang)]


def _points(value: Fraction | None, side: int) -> str:
    return number(value) if value is not None else "−∞" if side < 0 else "∞"


def _steps(variable: Variable, steps: Steps, lang: str) -> str:
    words = _WORDS[lang]
    if steps.points is None:
        return words["steps"]
    points = number(steps.points)
    if steps.rounded or steps.by is None:
        return words["rounded" if steps.rounded else "each"].format(points=points)
    figure = variable.figure
    if figure is not None and figure.type == "date":
        by = words["days"].format(n=number(steps.by), s="" if steps.by == 1 else "s")
    else:
        by = shown(variable, steps.by)
        if figure is not None and figure.unit not in ("", "%"):
            by = f"{by}{'' if lang == 'zh' else ' '}{figure.unit}"
    return words["by"].format(points=points, by=by)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return " " * (width - _columns(text)) + text


# The picture

_HEIGHT = 10
_LEFT = 9


def picture(variable: Variable, found: Sequence[Row], run: Sequence[Piece], width: int) -> list[str]:
    """Return points by a figure drawn with characters, nothing where there are none or they never change."""
    if not any(row.scored for row in found):
        return []
    low, high = _window(found)
    count = max(20, width - _LEFT - 2)
    columns = [_at(variable, run, low + (high - low) * place / (count - 1)) for place in range(count)]
    ends = [each for row in found for each in (row.at_low, row.at_high)]
    values = [each for each in (*ends, *columns) if each is not None]  # between the ends where there is no limit
    if not values or min(values) == max(values):
        return []
    least, most = min(Fraction(0), *values), max(values)
    levels = [None if each is None else round((each - least) * (_HEIGHT - 1) / (most - least)) for each in columns]
    lines = []
    for level in range(_HEIGHT - 1, -1, -1):
        label = number(most) if level == _HEIGHT - 1 else number(least) if not level else ""
        body = "".join(_mark(levels, place, level) for place in range(count))
        lines.append(f"{label[:_LEFT]:>{_LEFT}} ┤{body}".rstrip())
    left = shown(variable, low) if found[0].low is not None else f"… {shown(variable, low)}"
    right = shown(variable, high) if found[-1].high is not None else f"{shown(variable, high)} …"
    lines.append(f"{'':>{_LEFT}} └{'─' * count}")
    lines.append(f"{'':>{_LEFT + 2}}{left}{right:>{max(1, count - len(left))}}")
    return lines


def _mark(levels: list[int | None], place: int, level: int) -> str:
    here, before = levels[place], levels[place - 1] if place else None
    if here == level:
        return "•"
    if here is not None and before is not None and min(here, before) < level < max(here, before):
        return "│"
    return " "


def _window(found: Sequence[Row]) -> tuple[Fraction, Fraction]:
    """Return the range that is drawn: all of it, or so much of an endless one that every turn is seen."""
    ends = [each for row in found for each in (row.low, row.high) if each is not None]
    low, high = found[0].low, found[-1].high
    first, last = (min(ends), max(ends)) if ends else (Fraction(0), Fraction(1))
    margin = (last - first) / 5 or max(abs(first) / 5, Fraction(1))
    return (first - margin if low is None else low), (last + margin if high is None else high)


def _at(variable: Variable, run: Sequence[Piece], place: Fraction) -> Fraction | None:
    if variable.whole:
        place = Fraction(round(place))
    for piece in run:
        inside = (piece.low is None or piece.low < place) and (piece.high is None or place < piece.high)
        if inside or (piece.is_point and piece.low == place):
            part = piece.parts[0]
            return part.at(place) if isinstance(part, Chain) else part if isinstance(part, Fraction) else None
    return None
