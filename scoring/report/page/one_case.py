"""One case in a part of its own: total and grade, the way from full points to the total, the tree, the score table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.outcome import Outcome
from scoring.report.covered import beyond_text, contained
from scoring.report.evidence import kept_unmarked
from scoring.report.page import waterfall
from scoring.report.page.markup import EMPTY, both, joined, paired, tag
from scoring.report.page.overview import names_of
from scoring.report.page.tree import Tree
from scoring.report.page.words import became, named, said, told
from scoring.report.paper import ScoreTable, lost_itself
from scoring.report.text import overrides
from scoring.report.unscored import unscored
from scoring.report.words import listed, node_name, number_text
from scoring.report.words import say as phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.report.page.markup import Html
    from scoring.report.page.tree import Drawn
    from scoring.report.paper import Row, Scoring
    from scoring.result import Result


def case_section(scoring: Scoring, number: int, drawn: Drawn) -> Html:
    """Return the part of a case.

    Args:
        scoring: what is told of.
        number: of the case, from 0.
        drawn: the curves of its leaves.
    """
    result = scoring.results[number]
    id_, name = names_of(result, number)
    own = f"case-{number + 1}"
    short = [" ", tag("span", id_, class_="quiet")] if id_ != name else []
    way = waterfall.shown(result, own) if result.program.definition.has_total else EMPTY
    parts = [
        tag("h2", name, *short, id=f"{own}-name"),
        _head(scoring, number),
        way,
        tag("h3", said("tree"), id=f"{own}-tree") if result.nodes else EMPTY,
        Tree(result, drawn, own).shown(),
        _score_table(ScoreTable(result)) if result.nodes else EMPTY,
    ]
    return tag("section", *parts, class_="case", id=own, aria_labelledby=f"{own}-name", tabindex="-1")


def _head(scoring: Scoring, number: int) -> Html:
    """Return total, grade, rank and further results, or why there is no total."""
    result = scoring.results[number]
    program = result.program
    cells: list[Html] = []
    if result.total is not None:
        points = result["total"].points
        whole = EMPTY if program.root.open or points is None else said("out-of", points=number_text(points))
        cells.append(_fact(said("total"), tag("strong", number_text(result.total)), " ", whole, class_="total"))
    if result.grade is not None:
        cells.append(_fact(said("grade"), tag("span", result.grade, class_="grade")))
    if scoring.ranks is not None:
        rank = scoring.ranks.get(names_of(result, number)[0])
        count = sum(each is not None for each in scoring.ranks.values())
        cells.append(_fact(said("rank"), "–" if rank is None else said("rank-of", rank=rank, count=count)))
    cells += [_fact(both(each.label.text), told(each, result.outputs[each.name])) for each in program.outputs]
    if result.outcome is not Outcome.SCORED:
        cells.append(_fact(said("outcome"), became(result.outcome)))
    notes = list(_notes(scoring, number))
    return joined((tag("dl", *cells, class_="facts"), *notes))


def _fact(name: Html, *value: str, class_: str | None = None) -> Html:
    return tag("div", tag("dt", name), tag("dd", *value), class_=class_)


def _notes(scoring: Scoring, number: int) -> Iterator[Html]:
    result = scoring.results[number]
    if result.outcome is not Outcome.SCORED:
        yield from _listed("without-total", *(list(unscored(result, lang)) for lang in ("en", "zh")))
    yield from _listed("special", *(overrides(result, lang) for lang in ("en", "zh")))
    kept = [each.plan for each in kept_unmarked(result)]
    if kept:
        names = both(lambda lang: listed(lang, [node_name(each, lang) for each in kept]))
        yield tag("p", tag("span", said("unmarked"), class_="label"), " ", names, class_="note")


def _listed(key: str, english: list[str], chinese: list[str]) -> Iterator[Html]:
    if english:
        rows = [tag("li", paired(*each)) for each in zip(english, chinese, strict=True)]
        yield tag("div", tag("p", said(key), class_="label"), tag("ul", *rows), class_="note")


# The score table


def _score_table(table: ScoreTable) -> Html:
    """Return the table as it is printed: levels beside one another, their cells merged."""
    heads = [said("level", level=level) for level in range(1, table.levels + 1)]
    is_open = table.total.plan.open
    heads = [tag("th", each, scope="col") for each in heads]
    keys = ("score",) if is_open else ("points", "score", "lost")
    heads += [tag("th", said(key), scope="col", class_="number") for key in keys]
    heads.append(tag("th", said("reasons"), scope="col"))
    spans = {(each.level, each.first): each for each in table.blocks()}
    rows: list[Html] = []
    for number, row in enumerate(table.rows):
        cells: list[Html] = []
        for level in range(1, len(row.above) + 1):
            block = spans.get((level, number))
            if block is not None:
                cells.append(tag("th", named(block.node.plan), scope="rowgroup", rowspan=block.last - block.first + 1))
        room = table.levels - len(row.above)
        if room:
            name = said("whole-own") if row.own else named(row.node.plan)
            cells.append(tag("th", name, scope="row", colspan=room))
        numbers = _numbers(table.result, row, is_open=is_open)
        rows.append(tag("tr", *cells, *numbers, tag("td", *_reasons(table.result, row))))
    rows.append(tag("tr", tag("th", said("total"), scope="row", colspan=table.levels),
                    *_sum(table, is_open=is_open), tag("td"), class_="sum"))  # fmt: skip
    whole = tag("table", tag("thead", tag("tr", *heads)),
                tag("tbody", *rows), class_="printed")  # fmt: skip
    return tag("details", tag("summary", said("score-table")), tag("div", whole, class_="scroll"), class_="behind")


def _numbers(result: Result, row: Row, *, is_open: bool) -> Iterator[Html]:
    node = row.node
    if row.own:
        yield tag("td")
        if not is_open:
            yield joined((tag("td"), tag("td", number_text(lost_itself(result, row)), class_="number")))
        return
    for value in (node.score,) if is_open else (node.points, node.score, node.lost):
        yield tag("td", "–" if value is None else number_text(value), class_="number")


def _sum(table: ScoreTable, *, is_open: bool) -> Iterator[Html]:
    node = table.total
    if not table.result.program.definition.has_total:
        yield from (tag("td") for _ in range(1 if is_open else 3))
        return
    lost = None if table.result.total is None else node.lost
    for value in (table.result.total,) if is_open else (node.points, table.result.total, lost):
        yield tag("td", "–" if value is None else number_text(value), class_="number")


def _reasons(result: Result, row: Row) -> Iterator[Html]:
    for sign, found in (("-", row.lost), ("+", row.won)):
        for each in found:
            text = tag("span", f"{sign}{number_text(each.points)}", class_="less" if sign == "-" else "more")
            yield tag("p", text, " ", both(each.sentence))
    for _, _, lost in () if row.own else contained(result, row.node):
        for each in lost:
            text = tag("span", f"-{number_text(each.points)}", class_="less")
            yield tag("p", text, " ", both(each.sentence), both(lambda lang: phrase(lang, "covered")))
    if row.own and beyond_text(result, row.node, "en"):
        yield tag("p", both(lambda lang: beyond_text(result, row.node, lang)))
