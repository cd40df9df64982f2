"""What a template of Word may name: all of a scoring as texts, lists and tables of texts, and nothing else.

No object of the library is among them, so nothing a template does can reach beyond them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.diagnostic import clean
from scoring.number import Number
from scoring.report.made_by import made_by
from scoring.report.overview import Overview, value_text
from scoring.report.paper_words import SHORT_HASH, paper, stamp, title_of
from scoring.report.text import case_name, output_text
from scoring.report.words import in_brackets, listed, number_text, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.report.paper import Scoring
    from scoring.report.printed import Line, Printed

ABOVE, LEFT = "\ue000", "\ue001"
"""Texts of cells that belong to the cell above, and to the one on the left; no name may hold them."""

Variable = str | bool | None | list["Variable"] | dict[str, "Variable"]
_LONGEST = 40_000


def variables(scoring: Scoring, tables: Sequence[Printed]) -> dict[str, Variable]:
    """Return the variables of a template.

    Args:
        scoring: what is told of.
        tables: one a case, all with as many columns of names.
    """
    lang, ruleset, overview = scoring.lang, scoring.ruleset, Overview(scoring)
    portfolio = scoring.portfolio
    told: dict[str, Variable] = {
        "title": title_of(ruleset, lang), "ruleset": str(ruleset.id), "version": ruleset.version or "",
        "sha256": ruleset.sha256, "hash": ruleset.sha256[:SHORT_HASH], "stamp": stamp(ruleset, lang),
        "method": scoring.method or "", "library": str(scoring.results[0].library) if scoring.results else "",
        "cases": [_case(scoring, table, number) for number, table in enumerate(tables, 1)],
        "portfolio": None if portfolio is None or portfolio.total is None else {
            "total": str(portfolio.total), "grade": portfolio.grade or "",
            "summary": paper(lang, "portfolio-is", total=portfolio.total, grade=_grade(portfolio.grade, lang)),
        },
        "left_out": listed(lang, overview.left_out()),
        "overview": {
            "columns": [each.name for each in overview.columns],
            "rows": [[value_text(value) for value in row] for row in overview.rows],
            "whole": None if overview.whole is None else [value_text(value) for value in overview.whole],
        },
    }  # fmt: skip
    told["made_by"] = [{"name": name, "value": value} for name, value in made_by(scoring)]
    found = _cleaned(told)
    assert isinstance(found, dict)  # noqa: S101  # as it was
    return found


def _case(scoring: Scoring, table: Printed, number: int) -> Variable:
    lang, result = scoring.lang, table.result
    id_, name = case_name(result, number)
    rank = (scoring.ranks or {}).get(id_)
    return {
        "id": id_, "name": name or id_,
        "label": f"{name or id_}{in_brackets(lang, id_ if name and name != id_ else '')}",
        "total": "" if result.total is None else number_text(result.total),
        "points": "" if table.open or (full := result["total"].points) is None else number_text(full),
        "grade": result.grade or "", "rank": "" if rank is None else str(rank),
        "outcome": outcome(lang, result.outcome), "scored": result.total is not None or bool(result.grade),
        "summary": _summary(table, name or id_, rank),
        "facts": [{"name": key, "value": value} for key, value in table.subtitle(rank)],
        "notes": list(table.notes()),
        "outputs": [
            {"name": each.label.text(lang), "value": output_text(each, result.outputs[each.name], lang)}
            for each in result.program.outputs
        ],
        "names": list(table.names), "heads": list(table.heads),
        "rows": [_row(table, line, names) for line, names in zip(table.lines, _names(table), strict=True)],
        "reasons": [_reasons(table, line) for line in table.lines if line.reasons and line.kind in ("leaf", "own")],
    }  # fmt: skip


def _summary(table: Printed, name: str, rank: int | None) -> str:
    """Return the result of a case in a sentence."""
    lang, result = table.lang, table.result
    if result.total is not None:
        place = "" if rank is None else paper(lang, "then-rank", rank=rank)
        facts = {"total": number_text(result.total), "grade": _grade(result.grade, lang), "rank": place}
        return paper(lang, "case-is", case=name, **facts)
    if result.grade:
        return paper(lang, "case-graded", case=name, grade=result.grade)
    return paper(lang, "case-without", case=name, outcome=outcome(lang, result.outcome))


def _grade(grade: str | None, lang: str) -> str:
    return paper(lang, "then-grade", grade=grade) if grade else ""


def _names(table: Printed) -> list[list[Variable]]:
    """Return the texts of the cells that name nodes, line by line; those that belong to another cell say so."""
    found: list[list[Variable]] = []
    left = [0] * table.levels
    for line in table.lines:
        texts: list[Variable] = []
        for column, cell in enumerate(line.cells):
            if cell is not None:
                left[column] = cell.down
                texts.append(cell.text)
            else:
                texts.append(ABOVE if left[column] else LEFT)
        left = [max(0, each - 1) for each in left]
        found.append(texts)
    return found


def _row(table: Printed, line: Line, names: list[Variable]) -> Variable:
    values = {"points": line.points, "score": line.score, "lost": line.lost}
    texts = {key: number_text(value) if isinstance(value, Number) else value or "" for key, value in values.items()}
    numbers: list[Variable] = [texts["score"]] if table.open else [*texts.values()]
    told: Mapping[str, Variable] = {
        "kind": line.kind, "strong": line.kind in ("subtotal", "total"), "names": names, "numbers": numbers,
        "reasons": "\n".join(line.reasons),
    }  # fmt: skip
    return {**told, **texts}


def _reasons(table: Printed, line: Line) -> Variable:
    """Return an indicator with its reasons."""
    lang = table.lang
    name = table.called(line)
    if isinstance(line.lost, Number) and isinstance(line.points, Number) and line.lost > 0:
        title = paper(lang, "lost-at", name=name, lost=number_text(line.lost), points=number_text(line.points))
    elif line.score is not None:
        score = number_text(line.score) if isinstance(line.score, Number) else line.score
        title = paper(lang, "scored-at", name=name, score=score)
    else:
        title = name
    return {"name": name, "title": title, "sentences": list(line.reasons)}


def _cleaned(value: Variable) -> Variable:
    """Return a value whose texts hold nothing that steers; line feeds between lines stay."""
    if isinstance(value, str):
        if value in (ABOVE, LEFT):
            return value
        text = "\n".join(clean(line, _LONGEST) for line in value.split("\n"))
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list) else value
