"""``scoring score`` for other programs: JSON and CSV. Numbers are texts, so that nobody reads them as floats."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from scoring.inert import seems_formula
from scoring.number import Number
from scoring.outcome import Outcome
from scoring.row_ranges import all_rows
from scoring.ruleset import LIBRARY
from scoring.table_rows import rows_behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.portfolio import Portfolio
    from scoring.program import GradeRule
    from scoring.reasons import Deduction, NodeResult
    from scoring.result import Result
    from scoring.ruleset import Ruleset
    from scoring.sentences import Fact

Ranks = Mapping[str, int | None]
"""Case id → rank; None for a case without one."""


def score_json(  # noqa: PLR0913, PLR0917  # what a scoring consists of
    ruleset: Ruleset, results: Sequence[Result], portfolio: Portfolio | None, lang: str, method: str | None = None,
    ranks: Ranks | None = None,
) -> str:  # fmt: skip
    """Return a scoring as JSON text.

    Args:
        ruleset: that scored.
        results: one a case.
        portfolio: of the results, None where the ruleset has none.
        lang: of names and sentences.
        method: the chosen method.
        ranks: case id → rank, None where the ruleset does not rank.
    """
    about = {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256, "method": method}
    cases = [_case(result, number, lang, ranks) for number, result in enumerate(results, 1)]
    whole = {
        "library": LIBRARY,
        "ruleset": about,
        "cases": cases,
        "portfolio": None if portfolio is None else _portfolio(portfolio),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _case(result: Result, number: int, lang: str, ranks: Ranks | None) -> dict[str, object]:
    found: dict[str, object] = {
        "case": result.case.id if result.case is not None and result.case.id else str(number),
        "name": result.case.name if result.case is not None else "",
        "outcome": str(result.outcome),
        "total": _text(result.total),
        "grade": result.grade,
        "missing": list(result.missing),
        "outputs": _facts(result.outputs),
    }
    rows = {name: rows_behind(result, name) for name in (*result.program.figures, *result.program.lists)}
    if any(rows.values()):
        found["rows"] = {name: {PurePath(each.table).name: all_rows(each.rows) for each in told}
                         for name, told in rows.items() if told}  # fmt: skip
    if ranks is not None:
        found["rank"] = ranks.get(str(found["case"]))
    if result.overrides:
        found["overrides"] = [_override(each, lang) for each in result.overrides]
    if result.range is not None:
        found["range"] = [_text(end) for end in result.range]
        found["grades"] = list(result.grades)
    found["nodes"] = [_node(each, lang) for each in result.nodes]
    told = result.outcome is Outcome.SCORED or result.total is not None
    found["deductions"] = [_deduction(each, lang) for each in result.deductions] if told else []
    found["awards"] = [_deduction(each, lang) for each in result.awards] if told else []
    return found


def _override(rule: GradeRule, lang: str) -> dict[str, object]:
    """Return what set or capped the grade."""
    return {
        "grade": rule.grade,
        "at_most": rule.caps,
        "because": (rule.because or rule.words).text(lang),
        "source": rule.clause,
    }


def _node(node: NodeResult, lang: str) -> dict[str, object]:
    return {
        "path": node.path,
        "code": node.plan.code,
        "name": node.plan.label.text(lang),
        "level": node.plan.level,
        "points": None if node.plan.open else _text(node.points),
        "score": _text(node.score),
        "outcome": str(node.outcome),
    }


def _deduction(each: Deduction, lang: str) -> dict[str, object]:
    return {
        "path": each.indicator,
        "points": _text(each.points),
        "nominal": _text(each.nominal),
        "effect": _text(each.effect),
        "code": each.code,
        "facts": _facts(each.facts),
        "sentence": each.sentence(lang),
        "source": each.source,
    }


def _portfolio(portfolio: Portfolio) -> dict[str, object]:
    return {
        "outcome": str(portfolio.outcome),
        "total": _text(portfolio.total),
        "grade": portfolio.grade,
        "groups": {path: _text(score) for path, score in portfolio.groups.items()},
        "weights": {case: _text(weight) for case, weight in portfolio.weights.items()},
        "left_out": list(portfolio.left_out),
    }


def _facts(facts: Mapping[str, Fact]) -> dict[str, object]:
    return {name: _fact(fact) for name, fact in facts.items()}


def _fact(fact: Fact) -> object:
    return _text(fact) if isinstance(fact, Fraction) else str(fact) if isinstance(fact, dt.date) else fact


def _text(number: Fraction | None) -> str | None:
    return None if number is None else str(number if isinstance(number, Number) else Number(number))


# CSV


def score_csv(results: Sequence[Result], ranks: Ranks | None = None) -> str:
    """Return one row a case: id, name, outcome, total, grade, rank if there is one, further results, nodes' scores."""
    there = {each.path for result in results for each in result.nodes}
    columns = list(dict.fromkeys(path for result in results for path in result.program.plans if path in there))
    headings = _headings(results, columns)
    outputs = [f"outputs.{each.name}" for result in results[:1] for each in result.program.outputs]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = ["id", "name", "outcome", "total", "grade", *([] if ranks is None else ["rank"]), *outputs, *headings]
    writer.writerow(map(safe, head))
    for number, result in enumerate(results, 1):
        writer.writerow(_row(result, number, columns, ranks))
    return text.getvalue()


def _headings(results: Sequence[Result], paths: Sequence[str]) -> Iterator[str]:
    """Yield the heading of each node: its code, or its path where it has none of its own."""
    codes = {each.path: each.plan.code for result in results for each in result.nodes}
    taken = list(codes.values())
    for path in paths:
        code = codes[path]
        yield code if code and taken.count(code) == 1 else path


def _row(result: Result, number: int, paths: Sequence[str], ranks: Ranks | None) -> list[str]:
    case = result.case
    id_ = case.id if case is not None and case.id else str(number)
    scores = {each.path: each.score for each in result.nodes}
    texts = [safe(id_), safe(case.name if case is not None else ""), str(result.outcome)]
    numbers = [result.total, *(scores.get(path) for path in paths)]
    total, *others = ("" if each is None else str(each) for each in numbers)
    rank = [] if ranks is None else [str(ranks.get(id_) or "")]
    told = map(_cell, result.outputs.values())
    return [*texts, total, safe(result.grade or ""), *rank, *told, *others]


def _cell(fact: Fact) -> str:
    """Return a further result as a cell, as a case would write it."""
    if fact is None or isinstance(fact, bool):
        return {None: "", True: "true", False: "false"}[fact]
    return _text(fact) or "" if isinstance(fact, Fraction) else safe(str(fact))


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if seems_formula(text) else text
