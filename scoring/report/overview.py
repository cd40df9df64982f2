"""All cases of a run in one table: totals, grades, groups of level 1, and what each weighs in the portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.number import Number
from scoring.outcome import Outcome
from scoring.report.paper_words import paper
from scoring.report.text import case_name, output_text
from scoring.report.words import node_name, number_text, outcome, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.report.paper import Scoring
    from scoring.result import Result

Value = Number | str | None


@dataclass(frozen=True)
class Column:
    """A column of the overview.

    Attributes:
        key: ``case``, ``id``, ``weight``, ``total``, ``contribution``, ``grade``, ``rank``, ``output``, ``node`` or
            ``outcome``.
        name: its heading.
        path: of the node whose scores it holds.
    """

    key: str
    name: str
    path: str = ""


class Overview:
    """The table of all cases.

    Attributes:
        columns: of the table; only those in which some case has anything.
        rows: a row a case.
        whole: the row of the portfolio, None without one.
    """

    def __init__(self, scoring: Scoring) -> None:
        """Lay the results of a run out in rows."""
        self.scoring, self.lang = scoring, scoring.lang
        self.columns = list(self._columns())
        self.rows: list[list[Value]] = [
            [self._value(each, result, number) for each in self.columns]
            for number, result in enumerate(scoring.results, 1)
        ]
        self.whole = None if scoring.portfolio is None else [self._whole(each) for each in self.columns]

    def _columns(self) -> Iterator[Column]:
        scoring, lang, results = self.scoring, self.lang, self.scoring.results
        weighed = scoring.portfolio is not None and scoring.portfolio.total is not None
        yield Column("case", say(lang, "case"))
        if any(name and name != id_ for id_, name in (case_name(each, at) for at, each in enumerate(results, 1))):
            yield Column("id", say(lang, "id"))
        if weighed:
            yield Column("weight", say(lang, "weight"))
        if any(each.program.definition.has_total for each in results):
            yield Column("total", say(lang, "total"))
        if weighed:
            yield Column("contribution", paper(lang, "contribution"))
        if any(each.program.grades for each in results):
            yield Column("grade", say(lang, "grade"))
        if scoring.ranks is not None:
            yield Column("rank", say(lang, "rank"))
        nodes = {node.path: node for result in results for node in result["total"].children}
        for each in results[0].program.outputs if results else ():
            if each.path not in nodes:
                yield Column("output", each.label.text(lang), each.name)
        yield from (Column("node", node_name(each.plan, lang), path) for path, each in nodes.items())
        if any(each.outcome is not Outcome.SCORED for each in results):
            yield Column("outcome", say(lang, "outcome"))

    def _value(self, column: Column, result: Result, number: int) -> Value:
        """Return what a row holds in a column; what a case has not is a dash."""
        id_, name = case_name(result, number)
        portfolio, ranks = self.scoring.portfolio, self.scoring.ranks or {}
        value: Value = None
        match column.key:
            case "case" | "id":
                value = (name or id_) if column.key == "case" else id_
            case "weight" | "contribution":
                shares = portfolio and (portfolio.weights if column.key == "weight" else portfolio.contributions)
                value = (shares or {}).get(id_)
            case "total" | "grade":
                value = result.total if column.key == "total" else result.grade
            case "rank":
                rank = ranks.get(id_)
                value = None if rank is None else Number(rank)
            case "output":
                output = next(each for each in result.program.outputs if each.name == column.path)
                value = output_text(output, result.outputs[output.name], self.lang)
            case "node":
                value = {each.path: each.score for each in result["total"].children}.get(column.path)
            case _:
                value = outcome(self.lang, result.outcome)
        return say(self.lang, "none") if value is None else value

    def _whole(self, column: Column) -> Value:
        portfolio = self.scoring.portfolio
        if portfolio is None or column.key in ("id", "rank", "output"):
            return None
        values: dict[str, Value] = {
            "case": say(self.lang, "whole"), "total": portfolio.total, "grade": portfolio.grade,
            "outcome": outcome(self.lang, portfolio.outcome), "node": portfolio.groups.get(column.path),
            "weight": _sum(portfolio.weights.values()),
            "contribution": _sum(portfolio.contributions.values()),
        }  # fmt: skip
        return values[column.key]

    def left_out(self) -> list[str]:
        """Return the names of the cases that do not count in the portfolio."""
        results = self.scoring.results
        names = {id_: name or id_ for id_, name in (case_name(each, at) for at, each in enumerate(results, 1))}
        portfolio = self.scoring.portfolio
        return [] if portfolio is None else [names[each] for each in portfolio.left_out]


def _sum(numbers: Iterable[Number]) -> Number:
    """Return a sum with as many places as its numbers have."""
    found = list(numbers)
    places = max((each.places for each in found if each.places is not None), default=None)
    return Number(sum(found, Fraction(0)), places)


def value_text(value: Value) -> str:
    """Return a value of the overview as people read it."""
    return number_text(value) if isinstance(value, Number) else value or ""
