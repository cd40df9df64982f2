"""``scoring check --curve``: how a leaf's points go with each figure it reads, as a table and as a small picture."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.analysis.chain import Chain
from scoring.analysis.piece import NotProved, Piece
from scoring.analysis.pieces import pieces
from scoring.checks.words import called, number, shown
from scoring.graph import Unknown
from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.analysis.subject import Variable
    from scoring.checks.look import Seen
    from scoring.graph import Node
    from scoring.program import Plan
    from scoring.reading import Read

_MOST = 8
"""Combinations of words for which a curve is drawn."""

_TRIED = 25
"""Values of the other figures of which the first that tells something is taken."""

_WORDS = {
    "en": {
        "head": "from|to|points|to points",
        "none": "no score",
        "steps": "in steps",
        "with": "with {others}",
        "of": "{name}: points by {figure}",
        "not": "{name}: points by {figure}: no curve, since it is no chain of straight lines and steps in it",
        "constant": "{name}: {points} points whatever the figures are",
        "more": "further combinations of words: {n}, not shown",
    },
    "zh": {
        "head": "从|到|得分|至得分",
        "none": "无得分",
        "steps": "分档",
        "with": "其中{others}",
        "of": "{name}：得分随{figure}的变化",
        "not": "{name}：得分随{figure}的变化不是由直线和台阶组成的，不画曲线",
        "constant": "{name}：与数据无关，总是{points}分",
        "more": "还有{n}种其他取值组合未列出",
    },
}


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
        stepped: whether points go in steps.
        scored: whether there are points at all.
    """

    low: Fraction | None
    high: Fraction | None
    from_low: bool
    to_high: bool
    at_low: Fraction | None
    at_high: Fraction | None
    stepped: bool
    scored: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of a node by one figure, the others being fixed."""

    variable: Variable
    fixed: dict[str, Read]
    rows: tuple[Row, ...]
    run: tuple[Piece, ...]


def curve_text(seen: Seen, plan: Plan, lang: str, width: int = 72) -> str:
    """Return tables and pictures of a node's points by each number it reads."""
    words = _WORDS[lang]
    subject = seen.subject
    node = subject.score(plan.score)
    name = " ".join(filter(None, (plan.code, plan.label.text(lang) or plan.path or "total")))
    numbers = subject.numbers(node)
    lines: list[str] = []
    if not numbers and not subject.others(node):
        value = g.number_of(node)
        return words["constant"].format(name=name, points="–" if value is None else number(value)) + "\n"
    for variable in numbers:
        figure = called(variable)
        try:
            found = list(curves(seen, node, variable))
        except NotProved:
            lines += [words["not"].format(name=name, figure=figure), ""]
            continue
        for curve in found[:_MOST]:
            lines.append(words["of"].format(name=name, figure=figure))
            if curve.fixed:
                others = ", ".join(
                    f"{called(subject.variable(each))} = {shown(subject.variable(each), value)}"
                    for each, value in curve.fixed.items()
                )
                lines.append("  " + words["with"].format(others=others))
            lines += [*table(curve, lang), *picture(curve, width), ""]
        if len(found) > _MOST:
            lines += [words["more"].format(n=len(found) - _MOST), ""]
    if not numbers:
        lines += _by_words(seen, node, name, lang)
    return "\n".join(lines).rstrip("\n") + "\n"


def _by_words(seen: Seen, node: Node, name: str, lang: str) -> list[str]:
    """Return the points of a node that reads no number, for each combination of words."""
    lines = [name]
    for fixed, run in islice(seen.reaches.runs(node), _MOST * _MOST):
        others = ", ".join(f"{called(seen.subject.variable(each))} = {shown(seen.subject.variable(each), value)}"
                           for each, value in fixed.items())  # fmt: skip
        part = run[0].parts[0]
        lines.append(f"  {others}  {number(part) if isinstance(part, Fraction) else _WORDS[lang]['none']}")
    return [*lines, ""]


def curves(seen: Seen, node: Node, variable: Variable) -> Iterator[Curve]:
    """Yield the curves of a node by one number: one for each combination of words, other numbers at their usual value.

    Raises:
        NotProved: the node is no chain of straight lines and steps in the number.
    """
    subject = seen.subject
    others = [each for each in subject.numbers(node) if each.name != variable.name]
    words = subject.others(node)
    for options in product(*(each.options for each in words)):
        named: dict[str, Read] = dict(zip((each.name for each in words), options, strict=True))
        best: Curve | None = None
        for values in islice(product(*map(_usual, others)), _TRIED):
            fixed = {**named, **dict(zip((each.name for each in others), values, strict=True))}
            (here,) = replaced([node], {subject.variable(name).node: g.const(value) for name, value in fixed.items()})
            run = pieces([here], variable.node, {}, variable.low, variable.high)
            curve = Curve(variable, fixed, tuple(rows(run, whole=variable.whole)), tuple(run))
            if best is None or _telling(curve) > _telling(best):
                best = curve
        if best is not None:
            yield best


def _telling(curve: Curve) -> int:
    """Return how much a curve shows: 0 no score, 1 one score, 2 a score that changes."""
    values = {each for row in curve.rows if row.scored for each in (row.at_low, row.at_high)}
    return min(len(values), 2)


def _usual(variable: Variable) -> list[Fraction]:
    """Return values another figure may have while one is looked at, the usual ones first: nothing found, full marks."""
    low, high = variable.low, variable.high
    wanted = [Fraction(0), low, high, Fraction(100), Fraction(1)]
    if variable.name.endswith("/mark"):
        wanted.insert(0, high)
    fitting = [
        each for each in wanted if each is not None and (low is None or low <= each) and (high is None or each <= high)
    ]
    return list(dict.fromkeys(fitting)) or [Fraction(0)]


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
        return Row(piece.low, piece.high, point, point, None, None, stepped=False, scored=False)
    low, high = piece.ends(part)
    stepped = isinstance(part, Chain) and part.stepped
    return Row(piece.low, piece.high, point, point, low.value, high.value, stepped=stepped, scored=True)


def _whole_row(piece: Piece) -> Row | None:
    """Return the row of the whole numbers of a piece, None if it holds none."""
    ends, part = piece.whole(), piece.parts[0]
    if ends is None:
        return None
    if isinstance(part, Unknown | str | bool):
        return Row(*ends, True, True, None, None, stepped=False, scored=False)  # noqa: FBT003  # both ends belong to it
    low, high = piece.whole_ends(part)
    stepped = isinstance(part, Chain) and part.stepped
    return Row(*ends, True, True, low.value, high.value, stepped=stepped, scored=True)  # noqa: FBT003  # likewise


def _beside(one: Row, other: Row) -> Row | None:
    """Return two rows of whole numbers as one where points stay the same, None where they change."""
    values = {one.at_low, one.at_high, other.at_low, other.at_high}
    if one.scored is not other.scored or (one.scored and len(values) > 1) or one.stepped or other.stepped:
        return None
    return Row(one.low, other.high, True, True, one.at_low, other.at_high, stepped=False, scored=one.scored)  # noqa: FBT003  # likewise


def _joined(one: Row, other: Row) -> Row | None:
    """Return two neighbouring rows as one, None where points jump or turn between them."""
    if one.scored is not other.scored or (one.scored and one.at_high != other.at_low):
        return None
    point = other.low == other.high
    if not point and not _same_line(one, other):
        return None
    return Row(one.low, other.high, one.from_low, other.to_high, one.at_low, other.at_high,
               stepped=one.stepped or other.stepped, scored=one.scored)  # fmt: skip


def _same_line(one: Row, other: Row) -> bool:
    if one.low == one.high or not one.scored:
        return True
    if one.at_low == one.at_high or other.at_low == other.at_high:
        return one.at_low == one.at_high and other.at_low == other.at_high
    ends = (one.low, one.high, other.high, one.at_low, one.at_high, other.at_high)
    if one.stepped or other.stepped or None in ends:
        return False
    low, middle, high, at_low, at_middle, at_high = ends
    return (at_middle - at_low) * (high - middle) == (at_high - at_middle) * (middle - low)  # type: ignore[operator]  # numbers


def table(curve: Curve, lang: str) -> list[str]:
    """Return the rows of a curve as a table."""
    words = _WORDS[lang]
    variable = curve.variable
    cells = [words["head"].split("|")]
    for row in curve.rows:
        low = "−∞" if row.low is None else f"{'' if row.from_low else '>'}{shown(variable, row.low)}"
        high = "∞" if row.high is None else f"{'' if row.to_high else '<'}{shown(variable, row.high)}"
        if not row.scored:
            cells.append([low, high, words["none"], ""])
            continue
        at_low, at_high = ("∞" if each is None else number(each) for each in (row.at_low, row.at_high))
        cells.append([low, high, at_low, at_high + (f" ({words['steps']})" if row.stepped else "")])
    widths = [max(_columns(row[place]) for row in cells) for place in range(4)]
    return [
        "  " + "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _columns(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)  # noqa: PLR2004  # where wide characters begin


def _padded(text: str, width: int) -> str:
    return " " * (width - _columns(text)) + text


# The picture

_HEIGHT = 10
_LEFT = 9


def picture(curve: Curve, width: int) -> list[str]:
    """Return a curve drawn with characters, nothing where it has no points or no ends."""
    values = [each for row in curve.rows for each in (row.at_low, row.at_high) if each is not None]
    if not values or min(values) == max(values):
        return []
    low, high = _window(curve)
    least, most = min(Fraction(0), *values), max(values)
    count = max(20, width - _LEFT - 2)
    columns = [_at(curve, low + (high - low) * place / (count - 1)) for place in range(count)]
    levels = [None if each is None else round((each - least) * (_HEIGHT - 1) / (most - least)) for each in columns]
    lines = []
    for level in range(_HEIGHT - 1, -1, -1):
        label = number(most) if level == _HEIGHT - 1 else number(least) if not level else ""
        body = "".join(_mark(levels, place, level) for place in range(count))
        lines.append(f"{label[:_LEFT]:>{_LEFT}} ┤{body}".rstrip())
    left, right = shown(curve.variable, low), shown(curve.variable, high)
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


def _window(curve: Curve) -> tuple[Fraction, Fraction]:
    """Return the range that is drawn: all of it, or so much of an endless one that every turn is seen."""
    ends = [each for row in curve.rows for each in (row.low, row.high) if each is not None]
    low, high = curve.rows[0].low, curve.rows[-1].high
    first, last = (min(ends), max(ends)) if ends else (Fraction(0), Fraction(1))
    margin = (last - first) / 5 or max(abs(first) / 5, Fraction(1))
    return (first - margin if low is None else low), (last + margin if high is None else high)


def _at(curve: Curve, place: Fraction) -> Fraction | None:
    if curve.variable.whole:
        place = Fraction(round(place))
    for piece in curve.run:
        inside = (piece.low is None or piece.low < place) and (piece.high is None or place < piece.high)
        if inside or (piece.is_point and piece.low == place):
            part = piece.parts[0]
            return part.at(place) if isinstance(part, Chain) else part if isinstance(part, Fraction) else None
    return None
