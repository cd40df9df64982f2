"""The sheets of a template besides figures: marks, findings, set scores, what does not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.number import decimal_text
from scoring.sheet_form import BETWEEN, HEADINGS
from scoring.template.cells import OPEN, TEXT, TOLD, Cells
from scoring.template.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.template.content import Judged
    from scoring.template.plan import Making

_FINDINGS, _FEW = 40, 15
"""Empty rows that are prepared."""

_ANY = 10**15 - 1


def _sheet(made: Making, name: str, role: str, widths: Sequence[int]) -> Cells:
    cells = Cells(made.book, name, made.lang)
    cells.headings([each.text(made.lang) for each in HEADINGS[role].values()], widths, 2)
    if not any(row[0] == "node" for row in made.key):
        for path, words in made.content.nodes.items():
            made.say("node", words, path)
    return cells


def marks_sheet(made: Making, name: str) -> None:
    """Write the sheet of marks: every indicator that takes one, case by case."""
    cells = _sheet(made, name, "marks", (14, 44, 14, 12, 12, 50, 16))
    rows: dict[str, list[int]] = {}
    for words, known in made.blocks:
        for judged in made.content.judged:
            mark = None if known is None else known.marks.get(judged.path)
            rows.setdefault(judged.path, []).append(cells.row)
            cells.text(0, words, **(TEXT if known is None else TOLD))
            cells.text(1, judged.words, **TOLD)
            cells.text(2, _range(judged, made.lang), **TOLD)
            cells.number(3, mark and mark.score)
            cells.number(4, mark and mark.deduct)
            cells.text(5, mark.because if mark else "", **TEXT)
            cells.text(6, mark.by if mark else "", **TEXT)
            cells.next()
    for judged in made.content.judged:
        for column in (3, 4):
            low, high = (judged.low, judged.high) if column == 3 else (None, None)  # noqa: PLR2004
            cells.points(low, high, column, rows[judged.path], _range(judged, made.lang))
    cells.sheet.autofilter(0, 0, max(1, cells.row - 1), 6)


def _range(judged: Judged, lang: str) -> str:
    if judged.low is None or judged.high is None:
        return say(lang, "mark-open")
    return say(lang, "mark-range", low=decimal_text(judged.low), high=decimal_text(judged.high))


def findings_sheet(made: Making, name: str) -> None:
    """Write the sheet of findings."""
    cells = _sheet(made, name, "findings", (14, 44, 10, 14, 60, 24))
    for known in made.known:
        for finding, paths in known.findings:
            words = [made.words(path) for path in paths]
            unclear = any(between in each for each in words for between in BETWEEN)
            against = paths if unclear and len(paths) > 1 else words
            cells.text(0, known.words, **TEXT)
            cells.text(1, BETWEEN[0].join(against), **TEXT)
            cells.number(2, finding.count)
            cells.number(3, finding.amount)
            cells.text(4, finding.note, **TEXT)
            cells.text(5, finding.source, **TEXT)
            cells.next()
    _prepare(made, cells, _FINDINGS, list(made.content.nodes.values()), several=True)
    headings = HEADINGS["findings"]
    for column, field, least, kind in ((2, "count", 1, "integer"), (3, "amount", -_ANY, "decimal")):
        rule = {"validate": kind, "criteria": "between", "minimum": least, "maximum": _ANY}
        cells.rule(rule, column, range(1, cells.row), headings[field].text(made.lang), strict=True)


def declared_sheet(made: Making, name: str) -> None:
    """Write the sheet of what does not apply."""
    cells = _sheet(made, name, "not_applicable", (14, 44, 60))
    for known in made.known:
        for path, because in known.reasons.items():
            cells.text(0, known.words, **TEXT)
            cells.text(1, made.words(path), **TEXT)
            cells.text(2, because, **TEXT)
            cells.next()
    _prepare(made, cells, _FEW, list(made.content.declarable))


def set_sheet(made: Making, name: str) -> None:
    """Write the sheet of scores that a person puts in place of computed ones."""
    cells = _sheet(made, name, "set", (14, 44, 12, 60, 16))
    for known in made.known:
        for path, score in known.sets.items():
            cells.text(0, known.words, **TEXT)
            cells.text(1, made.words(path), **TEXT)
            cells.number(2, score.score)
            cells.text(3, score.because, **TEXT)
            cells.text(4, score.by, **TEXT)
            cells.next()
    _prepare(made, cells, _FEW, list(made.content.nodes.values()))


def _prepare(made: Making, cells: Cells, count: int, nodes: list[str], *, several: bool = False) -> None:
    """Write empty rows, and give the cases and the indicators of all rows their drop-downs."""
    for _ in range(count):
        for column in range(len(cells.widths)):
            cells.text(column, "", **(TEXT if column < 2 else OPEN))  # noqa: PLR2004  # case and indicator
        cells.next()
    rows = range(1, cells.row)
    for column, source, strict in ((0, made.case_choices, True), (1, made.choices(nodes), not several)):
        if source:
            rule = {"validate": "list", "source": source, "show_error": strict}
            cells.rule(rule, column, rows, say(made.lang, "bad-value"), strict=False)
