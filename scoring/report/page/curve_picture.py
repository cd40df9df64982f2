"""A curve as a picture: its lines once in the page, and at each case its own point on them; and as a table."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from scoring.checks.curve_rows import in_stairs
from scoring.checks.curve_show import cells, headings
from scoring.lower_cohort import RUN
from scoring.report.page.curve_lines import BOTTOM, HIGH, LEFT, RIGHT, TOP, WIDE, frame_of, strokes
from scoring.report.page.markup import EMPTY, both, joined, paired, place, tag
from scoring.report.page.words import say
from scoring.report.words import amount, in_brackets, node_name
from scoring.sentences import shown

if TYPE_CHECKING:
    from scoring.analysis.subject import Variable
    from scoring.report.page.curve_lines import Frame
    from scoring.report.page.curves import Curve, Point
    from scoring.report.page.markup import Html
    from scoring.result import Result

_CHAR = 7
"""About the width of a digit."""

_ROOM = 40
"""Room that the number of cases at one place may need."""

_LONGEST = 60
"""Rows of a curve's table."""

_TAKEN = ("count", "sum", "mean", "median", "min", "max", "trimmed_mean")
"""What a list may be reduced to."""

_FIXED = 6
"""Other figures that are told of."""


def figure_name(variable: Variable, result: Result, lang: str) -> str:
    """Return what a figure is called on an axis, with its unit."""
    name = variable.name
    path, _, own = name.removesuffix(RUN).rpartition("/")
    figure = variable.figure
    if figure is not None:
        unit = "" if figure.type == "date" else figure.unit
        text = figure.label.text(lang) + in_brackets(lang, unit)
        return say(lang, "over-cases", name=text) if name.endswith(RUN) else text
    if own in ("findings", "amount"):
        return say(lang, own)
    plan = result.program.plans.get(path)
    if plan is not None and own == "mark":
        return say(lang, "mark")
    listed = result.program.lists.get(path)
    if listed is not None:
        how = own.partition("(")[0]
        return say(lang, "list-of", name=listed.label.text(lang), how=say(lang, how) if how in _TAKEN else own)
    return _quantity(variable, result, lang) if name.startswith("~") else variable.label or say(lang, "value")


def _quantity(variable: Variable, result: Result, lang: str) -> str:
    """Return what a number inside a rule is called, by the words of the rule: ``~path:line of the ledger:what``."""
    path, line, own = variable.name.removeprefix("~").rsplit(":", 2)
    for plan in result.plans():
        if plan.path == path and int(line) < len(plan.entries):
            words = plan.entries[int(line)].words
            told = [words[each].text(lang) for each in ("of", "to") if each in words]
            if told:
                return " ÷ ".join(told) if own == "ratio" else told[0]
    return variable.label or say(lang, own)


def lines_of(curve: Curve) -> tuple[Frame, Html]:
    """Return the frame of a curve, and its axes and lines as a symbol that pictures of the page use."""
    frame = frame_of(curve)
    drawn, dots = strokes(curve, frame)
    parts = [tag("path", d=f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}", class_="axis")]
    least, most = (amount(each) for each in (frame.least, frame.most))
    parts += [_text(LEFT - 5, TOP + 4, most, "end"), _text(LEFT - 5, BOTTOM, least, "end")]
    parts += list(_ticks(curve, frame))
    for one, other in pairwise(drawn):
        if one[-1][0] == other[0][0]:
            parts.append(tag("path", d=f"M{_at(one[-1])}L{_at(other[0])}", class_="jump"))
    if drawn:
        parts.append(tag("path", d="".join(f"M{'L'.join(map(_at, line))}" for line in drawn), class_="curve"))
    radius = 2 if len(dots) > 20 else 3  # noqa: PLR2004  # many dots stand close together
    parts += [tag("circle", cx=place(x), cy=place(y), r=radius, class_="end" if filled else "end open")
              for x, y, filled in dots]  # fmt: skip
    symbol = tag("symbol", *parts, id=f"curve-{curve.number}", viewBox=f"0 0 {WIDE} {HIGH}")
    return frame, symbol


def _at(there: tuple[Fraction, Fraction]) -> str:
    return f"{place(there[0])} {place(there[1])}"


def _text(x: Fraction | int, y: Fraction | int, text: str, anchor: str, class_: str = "tick") -> Html:
    return tag("text", text, x=place(Fraction(x)), y=place(Fraction(y)), text_anchor=anchor, class_=class_)


def _ticks(curve: Curve, frame: Frame) -> list[Html]:
    """Return marks on the axis of the figure: its ends, and the turns that leave room for their numbers."""
    unit = _unit(curve.variable)
    turns = {each for row in curve.rows for each in (row.low, row.high) if each is not None}
    inner = sorted(each for each in turns if frame.low < each < frame.high)
    found: list[Html] = []
    taken: list[tuple[Fraction, Fraction]] = []
    for value in (frame.low, frame.high, *inner):
        text = shown(value, unit, "en") if unit != "date" else shown(Fraction(round(value)), unit, "en")
        half = Fraction(len(text) * _CHAR, 2)
        x = frame.x(value)
        middle = min(max(x, LEFT - 20 + half), WIDE - half)
        if any(middle - half < end + 6 and start - 6 < middle + half for start, end in taken):
            continue
        taken.append((middle - half, middle + half))
        found.append(tag("path", d=f"M{place(x)} {BOTTOM}v4", class_="axis"))
        found.append(_text(middle, BOTTOM + 16, text, "middle"))
    return found


def _unit(variable: Variable) -> str:
    figure = variable.figure
    if figure is None:
        return ""
    return "date" if figure.type == "date" else "%" if figure.unit == "%" else ""


def picture(curve: Curve, frame: Frame, points: list[Point], title: str) -> Html:
    """Return a picture of a curve with the points of some cases.

    Args:
        curve: whose lines stand in the page already.
        frame: what is seen of it.
        points: of the cases; one alone has lines to the axes.
        title: id of the element that says what it shows.
    """
    parts = [tag("use", href=f"#curve-{curve.number}")]
    seen = [each for each in points if each.x is not None and each.score is not None]
    together = Counter((each.x, each.score) for each in seen)
    for each in dict.fromkeys(seen):
        x, y = (place(found) for found in (frame.x(each.x or Fraction(0)), frame.y(each.score or Fraction(0))))
        if len(points) == 1:
            parts.append(tag("path", d=f"M{LEFT} {y}H{x}V{BOTTOM}", class_="guide"))
        parts.append(tag("circle", cx=x, cy=y, r="4.5", class_="here" if each.on else "here off"))
    for (x_, y_), count in together.items():
        if count > 1:
            left = frame.x(x_ or Fraction(0)) > RIGHT - _ROOM
            beside = frame.x(x_ or Fraction(0)) + (-8 if left else 8)
            above = frame.y(y_ or Fraction(0)) + (12 if frame.y(y_ or Fraction(0)) < TOP + 12 else -6)
            parts.append(_text(beside, above, f"×{count}", "end" if left else "start", "many-here"))
    return tag("svg", *parts, viewBox=f"0 0 {WIDE} {HIGH}", role="img", aria_labelledby=title, class_="plot",
               focusable="false")  # fmt: skip


def caption(curve: Curve, result: Result) -> Html:
    """Return what a curve shows, and what stands still meanwhile."""
    by = both(lambda lang: say(lang, "curve-by", figure=figure_name(curve.variable, result, lang)))
    if not curve.fixed:
        return by

    def others(lang: str) -> str:
        told = [f"{figure_name(each, result, lang)} = {shown(value, _unit_of(each), lang)}"
                for each, value in curve.fixed[:_FIXED]]  # fmt: skip
        told += ["…"] if len(curve.fixed) > _FIXED else []
        return in_brackets(lang, say(lang, "curve-with", others=("、" if lang == "zh" else ", ").join(told)))

    return joined((by, both(others)))


def _unit_of(variable: Variable) -> str:
    return "" if variable.figure is None else _unit(variable)


def standing(point: Point, curve: Curve) -> Html:
    """Return in words where a case stands."""
    return both(lambda lang: _standing(point, curve, lang))


def _standing(point: Point, curve: Curve, lang: str) -> str:
    score = "–" if point.score is None else amount(point.score)
    if point.x is None:
        return say(lang, "curve-unknown")
    if not point.on:
        return say(lang, "curve-off", y=score)
    return say(lang, "curve-here", x=shown(point.x, _unit(curve.variable), lang), y=score)


def table(curve: Curve) -> Html:
    """Return a curve as a table."""
    found = list(curve.rows)
    if len(found) > _LONGEST:
        found = in_stairs(found)
    english, chinese = ([cells(curve.variable, row, lang) for row in found[:_LONGEST]] for lang in ("en", "zh"))
    names = zip(headings("en"), headings("zh"), strict=True)
    head = tag("tr", *(tag("th", paired(*each), scope="col") for each in names))
    lines: list[Html] = []
    for one, other in zip(english, chinese, strict=True):
        *numbers, steps = (paired(*each) for each in zip(one, other, strict=True))
        lines.append(tag("tr", *(tag("td", each, class_="number") for each in numbers), tag("td", steps)))
    return tag("table", tag("thead", head), tag("tbody", *lines)) if lines else EMPTY


def name_of(curve: Curve, result: Result) -> Html:
    """Return the name of the leaf of a curve, of a criterion that of its leaf before it."""
    plan = curve.plan
    leaf = result.program.plans.get(plan.path.rpartition(".")[0]) if plan.kind == "criterion" else None
    if leaf is None:
        return both(lambda lang: node_name(plan, lang))
    return both(lambda lang: f"{node_name(leaf, lang)} › {node_name(plan, lang)}")
