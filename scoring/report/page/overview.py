"""All cases at a glance: a table of totals and level-1 scores, these side by side as bars, and the portfolio."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from scoring.report.page import bars
from scoring.report.page.markup import EMPTY, both, tag
from scoring.report.page.words import became, named, said, told
from scoring.report.text import case_name
from scoring.report.words import amount, number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scoring.number import Number
    from scoring.portfolio import Portfolio
    from scoring.program import Output, Plan
    from scoring.reasons import NodeResult
    from scoring.report.page.markup import Html
    from scoring.report.paper import Scoring
    from scoring.result import Result

ROWS = 1_000
"""Cases of the table, at most."""


def names_of(result: Result, number: int) -> tuple[str, str]:
    """Return id and name of a case; the name is the id where it has none."""
    id_, name = case_name(result, number + 1)
    return id_, name or id_


def tops_of(results: Sequence[Result]) -> list[Plan]:
    """Return the level-1 nodes that any of the cases has."""
    found: dict[str, Plan] = {}
    for result in results:
        for each in result["total"].children:
            found.setdefault(each.path, each.plan)
    return list(found.values())


class _Column(NamedTuple):
    """A column of the table of cases: its heading, and its cell of a case with its number."""

    heading: Html
    cell: Callable[[int, Result], str]
    numbers: bool = False


def cases_table(scoring: Scoring, detailed: int) -> Html:
    """Return the table of the cases.

    Args:
        scoring: what is told of.
        detailed: how many cases have a part of their own in the page, to which their names lead.
    """
    columns = list(_columns(scoring))
    rows: list[Html] = []
    for number, result in enumerate(scoring.results[:ROWS]):
        _, name = names_of(result, number)
        link = tag("a", name, href=f"#case-{number + 1}") if number < detailed else name
        cells = (tag("td", each.cell(number, result), class_="number" if each.numbers else None) for each in columns)
        rows.append(tag("tr", tag("th", link, scope="row"), *cells))
    head = [_head(said("case")), *(_head(each.heading, "number" if each.numbers else None) for each in columns)]
    table = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows))
    note = EMPTY
    if len(scoring.results) > ROWS:
        note = tag("p", said("too-many-rows", shown=ROWS, count=len(scoring.results)), class_="quiet")
    scroll = tag("div", table, class_="scroll cases", tabindex=0, role="region", aria_labelledby="overview")
    return tag("div", scroll, note)


def _columns(scoring: Scoring) -> Iterator[_Column]:
    """Yield the columns that any of the cases needs, beside the one of their names."""
    results, ranks = scoring.results, scoring.ranks
    program = results[0].program
    tops = tops_of(results)
    if any(case_name(each, 1)[1] for each in results):
        yield _Column(said("id"), lambda number, result: names_of(result, number)[0])
    if program.definition.has_total:
        yield _Column(said("total"), lambda _, result: tag("strong", _number(result.total)), numbers=True)
    if program.grades:
        yield _Column(said("grade"), lambda _, result: result.grade or "–")
    if ranks is not None:
        yield _Column(
            said("rank"), lambda number, result: str(ranks.get(names_of(result, number)[0]) or "–"), numbers=True
        )
    for each in program.outputs:
        if each.path not in {top.path for top in tops}:
            yield _Column(both(each.label.text), partial(_output, each))
    for top in tops:
        yield _Column(named(top), partial(_score, top.path), numbers=True)
    yield _Column(said("outcome"), lambda _, result: became(result.outcome))


def _output(output: Output, _: int, result: Result) -> Html:
    return told(output, result.outputs[output.name])


def _score(path: str, _: int, result: Result) -> str:
    return next((_number(each.score) for each in result["total"].children if each.path == path), "–")


def _head(name: Html, class_: str | None = None) -> Html:
    return tag("th", name, scope="col", class_=class_)


def _number(value: Number | None) -> str:
    return "–" if value is None else number_text(value)


def compared(results: Sequence[Result], detailed: int) -> Html:
    """Return the level-1 scores of the cases side by side."""
    shown = results[:detailed]
    tops = tops_of(shown)
    if not tops:
        return EMPTY
    if len(shown) == 1:
        total = shown[0]["total"]
        low, high = _ends([each.score for each in total.children])
        rows = [_row(named(each.plan), each, low, high) for each in total.children]
        pictures = [tag("ul", *rows, class_="compare", aria_labelledby="compared")]
        title = "compared-one"
    else:
        pictures, title = [_one(shown, top, place) for place, top in enumerate(tops)], "compared"
    note = said("compared-open" if any(top.open for top in tops) else "compared-note")
    return tag("section", tag("h3", said(title), id="compared"), tag("div", *pictures, class_="many"),
               tag("p", note, class_="quiet"), class_="comparison")  # fmt: skip


def _one(results: Sequence[Result], top: Plan, place: int) -> Html:
    """Return one level-1 node in all cases."""
    found: list[tuple[str, NodeResult | None]] = []
    for number, result in enumerate(results):
        node = next((each for each in result["total"].children if each.path == top.path), None)
        found.append((names_of(result, number)[1], node))
    low, high = _ends([None if node is None else node.score for _, node in found])
    rows = [_row(tag("span", name), node, low, high) for name, node in found]
    points = {node.points for _, node in found if node is not None and node.points is not None}
    note = EMPTY
    if len(points) == 1 and not top.open and not top.item:
        note = tag(
            "span",
            said("of-points", points=number_text(most := points.pop()), s="" if most == 1 else "s"),
            class_="quiet",
        )
    title = tag("h4", named(top), " ", note, id=f"compared-{place + 1}")
    return tag("div", title, tag("ul", *rows, class_="compare", aria_labelledby=f"compared-{place + 1}"))


def _ends(scores: Sequence[Number | None]) -> tuple[Fraction, Fraction]:
    values = [Fraction(each) for each in scores if each is not None]
    return min([Fraction(0), *values]), max([Fraction(0), *values])


def _row(name: Html, node: NodeResult | None, low: Fraction, high: Fraction) -> Html:
    if node is None or node.score is None or node.points is None:
        return tag("li", tag("span", name, class_="name"), tag("span", class_="bar"), tag("span", "–", class_="number"))
    own = node.plan.open or node.plan.item
    bar = bars.from_zero(node.score, low, high) if own else bars.share(node.score, node.points)
    return tag("li", tag("span", name, class_="name"), bar, tag("span", number_text(node.score), class_="number"))


def portfolio_section(portfolio: Portfolio | None) -> Html:
    """Return the portfolio: its total and grade, and the weight of every case."""
    if portfolio is None:
        return EMPTY
    title = tag("h3", said("portfolio"), id="portfolio")
    if portfolio.total is None:
        return tag("section", title, tag("p", became(portfolio.outcome)))
    grade = [" ", tag("span", portfolio.grade, class_="grade")] if portfolio.grade else []
    total = tag("p", tag("strong", str(portfolio.total)), *grade, class_="sum")
    names = {names_of(each, at)[0]: names_of(each, at)[1] for at, each in enumerate(portfolio.results)}
    totals = {names_of(each, at)[0]: each.total for at, each in enumerate(portfolio.results)}
    head = [
        _head(said(key), None if key == "case" else "number") for key in ("case", "weight", "total", "contribution")
    ]
    rows = list(_weights(portfolio, names, totals))
    table = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows))
    return tag("section", title, total, tag("div", table, class_="scroll"), class_="portfolio")


def _weights(portfolio: Portfolio, names: dict[str, str], totals: dict[str, Number | None]) -> Iterator[Html]:
    for id_, weight in portfolio.weights.items():
        given = portfolio.contributions.get(id_)
        numbers = (amount(weight), _number(totals.get(id_)), "–" if given is None else amount(given))
        yield tag("tr", tag("th", names[id_], scope="row"), *(tag("td", each, class_="number") for each in numbers))
