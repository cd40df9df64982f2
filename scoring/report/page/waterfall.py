"""From full points to the total: each indicator takes or gives its part, and the last one leads to it exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.report.page import bars
from scoring.report.page.markup import joined, tag
from scoring.report.page.words import named, said
from scoring.report.words import amount, number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.number import Number
    from scoring.program import Plan
    from scoring.report.page.markup import Html
    from scoring.result import Result

_MOST = 40
"""Steps that are drawn one by one."""


class Step(NamedTuple):
    """One step.

    Attributes:
        plan: the leaf or group that it comes from, None for several together.
        together: how many it stands for.
        effect: points of the total that it gives; below 0: takes.
        after: what is left then.
    """

    plan: Plan | None
    together: int
    effect: Fraction
    after: Fraction


class Waterfall(NamedTuple):
    """The way of a case from its full points (of an open scale from 0) to its total."""

    start: Fraction
    steps: tuple[Step, ...]
    total: Number


def waterfall_of(result: Result) -> Waterfall | None:
    """Return the waterfall of a case, None where there is no total, or a formula makes it."""
    total, root = result.total, result["total"]
    if total is None or root.points is None:
        return None
    effects: dict[str, Fraction] = {}
    for sign, reasons in ((-1, result.deductions), (1, result.awards)):
        for each in reasons:
            if each.effect is None:
                return None
            path = _leaf(result, each.indicator)
            effects[path] = effects.get(path, Fraction(0)) + sign * Fraction(each.effect)
    start = Fraction(root.points)
    if start + sum(effects.values()) != total:  # a share of what is not scored, say: then single parts do not add up
        return None
    order = {node.path: place for place, node in enumerate(result.nodes)}
    found = sorted(effects.items(), key=lambda each: order.get(each[0], len(order)))
    return Waterfall(start, tuple(_steps(result, start, [each for each in found if each[1]])), total)


def _leaf(result: Result, path: str) -> str:
    """Return the path of a node, of a criterion that of its leaf."""
    return path.rpartition(".")[0] if path and result[path].plan.kind == "criterion" else path


def _steps(result: Result, start: Fraction, effects: Sequence[tuple[str, Fraction]]) -> Iterator[Step]:
    kept = {path for path, _ in sorted(effects, key=lambda each: -abs(each[1]))[:_MOST]}
    after = start
    for path, effect in effects:
        if path in kept:
            after += effect
            yield Step(result[path].plan, 1, effect, after)
    rest = [effect for path, effect in effects if path not in kept]
    if rest:
        yield Step(None, len(rest), sum(rest, Fraction(0)), after + sum(rest, Fraction(0)))


def shown(result: Result, id_: str) -> Html:
    """Return the waterfall of a case as a picture with its table, or why there is none."""
    found = waterfall_of(result)
    if found is None:
        return tag("p", said("waterfall-none" if result.total is not None else "waterfall-unscored"), class_="quiet")
    low, high = _scale(found)
    first = said("waterfall-zero" if result.program.root.open else "waterfall-full")
    rows = [_row(first, bars.level(found.start, low, high), amount(found.start), "end")]
    before = found.start
    for each in found.steps:
        rows.append(_row(_name(each), bars.step(before, each.after, low, high), amount(each.effect, signed=True),
                         "less" if each.effect < 0 else "more"))  # fmt: skip
        before = each.after
    rows.append(_row(said("waterfall-total"), bars.level(found.total, low, high), number_text(found.total), "end"))
    title = said("waterfall", full=amount(found.start), total=number_text(found.total))
    note = [tag("p", said("waterfall-axis", low=amount(low)), class_="quiet")] if low > 0 else []
    return tag("figure", tag("figcaption", tag("h3", title, id=f"{id_}-way")),
               tag("ol", *rows, class_="way", aria_labelledby=f"{id_}-way"), *note, _table(found, first),
               class_="waterfall")  # fmt: skip


def _name(each: Step) -> Html:
    plan = each.plan
    if plan is None:
        return said("waterfall-rest", count=each.together)
    return named(plan) if plan.path else said("whole-own")


def _row(name: Html, picture: Html, text: str, class_: str) -> Html:
    return tag("li", tag("span", name, class_="name"), picture, tag("span", text, class_="number"), class_=class_)


def _scale(found: Waterfall) -> tuple[Fraction, Fraction]:
    """Return the ends of the scale: from 0, but where nothing comes near to it from a round number below all."""
    values = [found.start, *(each.after for each in found.steps), Fraction(found.total)]
    low, high = min(values), max(values)
    if low <= 0 or low < high / 2:
        return min(low, Fraction(0)), max(high, Fraction(0))
    unit = Fraction(10) ** (len(str(int(high))) - 2)
    begin = Fraction((low - (high - low) / 4) // unit) * unit
    return (begin if begin > high / 4 else Fraction(0)), high


def _table(found: Waterfall, first: Html) -> Html:
    head = tag(
        "tr",
        tag("th", said("item"), scope="col"),
        *(tag("th", said(key), scope="col", class_="number") for key in ("change", "running")),
    )
    rows = [_line(first, "", amount(found.start))]
    rows += [_line(_name(each), amount(each.effect, signed=True), amount(each.after)) for each in found.steps]
    rows.append(_line(said("waterfall-total"), "", number_text(found.total)))
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag("details", tag("summary", said("table")), tag("div", table, class_="scroll"), class_="behind")


def _line(name: Html, change: str, after: str) -> Html:
    cells = (tag("td", each, class_="number") for each in (change, after))
    return tag("tr", tag("th", name, scope="row"), joined(cells))
