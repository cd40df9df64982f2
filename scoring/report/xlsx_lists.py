"""The sheets beside the score tables: overview, all scores, deductions, figures, and what made them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scoring.inert import cell as as_cell
from scoring.number import Number
from scoring.outcome import Outcome
from scoring.report.covered import contained_reasons
from scoring.report.figure_rows import figure_rows
from scoring.report.made_by import made_by
from scoring.report.overview import Overview
from scoring.report.paper_words import paper, title_of
from scoring.report.text import case_name, node_names
from scoring.report.words import in_brackets, listed, outcome, say
from scoring.report.xlsx_cells import INDENT, TALLEST, columns_of, height_of, lines_in, stays_number
from scoring.report.xlsx_page import HEAD, PORTRAIT, TITLE, column_name, page, room_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.report.overview import Value
    from scoring.report.paper import Scoring
    from scoring.report.xlsx_cells import Book
    from scoring.source import Span

_NUMBERS = 18
_PERCENT = "%"
_FIRST = 2
"""Rows above those of a table: title and headings."""


class Table:
    """Writes a table with a title, row after row, and rows as high as they must be."""

    def __init__(
        self, book: Book, sheet: Any, scoring: Scoring, title: str, columns: Sequence[tuple[str, int]],  # noqa: ANN401  # of xlsxwriter
    ) -> None:  # fmt: skip
        """Begin a table.

        Args:
            book: that holds the sheet.
            sheet: an empty one.
            scoring: what is told of.
            title: of the table.
            columns: headings and widths.
        """
        self.book, self.sheet, self.widths = book, sheet, [width for _, width in columns]
        self.wide: dict[int, int] = {}
        page(book, sheet, scoring, self.widths, landscape=sum(self.widths) > PORTRAIT)
        book.merged(sheet, (0, 0, 0, len(columns) - 1), **TITLE)
        book.text(sheet, (0, 0), title, **TITLE)
        sheet.set_row(0, 30)
        for column, (name, _) in enumerate(columns):
            book.text(sheet, (1, column), name, **HEAD)
        heads = zip((name for name, _ in columns), self.widths, strict=True)
        sheet.set_row(1, max(24, *(height_of(lines_in(name, room_of(width))) for name, width in heads)))
        sheet.repeat_rows(1)
        sheet.freeze_panes(2, 1)
        self.row = _FIRST

    def add(
        self, values: Sequence[Value], formulas: Sequence[str] = (), *, percent: Sequence[int] = (), **asked: object
    ) -> None:
        """Write a row of numbers and texts.

        Args:
            values: one a column.
            formulas: what computes them, "" where nothing does.
            percent: numbers of the columns whose numbers are shares.
            asked: changes of the cells' format.
        """
        lines = 1
        for column, value in enumerate(values):
            if isinstance(value, Number):
                formula = formulas[column] if formulas else ""
                self.book.number(self.sheet, (self.row, column), value, formula, percent=column in percent, **asked)
                self.widen(column, columns_of(value))
            else:
                align = "center" if self.widths[column] <= _NUMBERS or value == say(self.book.lang, "none") else "left"
                self.book.text(
                    self.sheet,
                    (self.row, column),
                    value or "",
                    **{"align": align, **({"indent": 1} if align == "left" else {}), **asked},
                )
            text = "" if value is None or stays_number(value) else as_cell(str(value))
            lines = max(lines, lines_in(text, room_of(self.widths[column] - INDENT)))
        self.sheet.set_row(self.row, min(TALLEST, max(20, height_of(lines))))
        self.row += 1

    def widen(self, column: int, needed: int) -> None:
        """Make a column as wide as a number needs; texts in it then take fewer lines than counted, never more."""
        if needed > self.wide.get(column, self.widths[column]):
            self.wide[column] = needed
            self.sheet.set_column(column, column, needed)

    def filter(self) -> None:
        """Let people filter the rows."""
        if self.row > _FIRST:
            self.sheet.autofilter(1, 0, self.row - 1, len(self.widths) - 1)


def write_overview(book: Book, sheet: Any, scoring: Scoring) -> None:  # noqa: ANN401  # of xlsxwriter
    """Write all cases with totals and groups, and the portfolio with weights and contributions."""
    lang, overview = book.lang, Overview(scoring)
    sizes = {"case": 22, "id": 16, "outcome": 12, "output": 18, "node": 12}
    columns = [(each.name, sizes.get(each.key, 10)) for each in overview.columns]
    table = Table(book, sheet, scoring, f"{title_of(scoring.ruleset, lang)} {paper(lang, 'overview')}", columns)
    keys = [each.key for each in overview.columns]
    first = table.row
    for values in overview.rows:
        table.add(values, [_product(keys, values, at, table.row) for at in range(len(keys))])
    if overview.whole is not None:
        sums = [_sum(key, [row[at] for row in overview.rows], overview.whole[at], at, first)
                for at, key in enumerate(keys)]  # fmt: skip
        table.add(overview.whole, sums, bold=True, bg_color="#E2E8F0")
    left = overview.left_out()
    if left:
        book.merged(sheet, (table.row, 0, table.row, len(keys) - 1), border=None)
        book.text(sheet, (table.row, 0), say(lang, "left-out", names=listed(lang, left)), border=None)


def _product(keys: Sequence[str], values: Sequence[Value], at: int, row: int) -> str:
    """Return what computes a contribution: weight × total."""
    if keys[at] != "contribution" or "weight" not in keys or "total" not in keys:
        return ""
    weight, total = keys.index("weight"), keys.index("total")
    known = values[weight], values[total]
    if not all(isinstance(each, Number) and stays_number(each) for each in known):
        return ""
    return f"={column_name(weight)}{row + 1}*{column_name(total)}{row + 1}"


def _sum(key: str, values: Sequence[Value], whole: Value, at: int, first: int) -> str:
    """Return what computes the whole of weights or contributions, "" where it is more than their sum."""
    numbers = [each for each in values if isinstance(each, Number)]
    if key not in ("weight", "contribution") or not numbers or not all(map(stays_number, numbers)):
        return ""
    if whole != sum(numbers, Fraction(0)):
        return ""
    name = column_name(at)
    return f"=SUM({name}{first + 1}:{name}{first + len(values)})"


def case_labels(scoring: Scoring) -> list[str]:
    """Return what each case is called where a column names it: by its name, with its id where others have that name."""
    cases = [case_name(result, number) for number, result in enumerate(scoring.results, 1)]
    shared = Counter(name or id_ for id_, name in cases)
    return [
        name + in_brackets(scoring.lang, id_) if name and shared[name] > 1 and name != id_ else name or id_
        for id_, name in cases
    ]


def write_scores(book: Book, sheet: Any, scoring: Scoring) -> None:  # noqa: ANN401  # of xlsxwriter
    """Write every node of every case in a row of its own, to be filtered and looked up."""
    lang = book.lang
    keys = (("code", 9), ("name", 34), ("path", 44), ("level", 7), ("points", 10), ("score", 10), ("lost", 10))
    names = {"level": "级次" if lang == "zh" else "level"}
    columns = [(say(lang, "case"), 18), *((names.get(key) or paper(lang, key), width) for key, width in keys)]
    columns.append((say(lang, "outcome"), 12))
    table = Table(book, sheet, scoring, paper(lang, "scores"), columns)
    for called, result in zip(case_labels(scoring), scoring.results, strict=True):
        for node in result.nodes:
            points = None if node.plan.open else node.points
            lost = None if node.plan.open else node.lost
            level = Number(node.plan.level)
            name = node.plan.label.text(lang)
            table.add(
                [called, node.plan.code, name, node.path, level, points, node.score, lost, outcome(lang, node.outcome)]
            )
    table.filter()


def write_deductions(book: Book, sheet: Any, scoring: Scoring) -> None:  # noqa: ANN401  # of xlsxwriter
    """Write every reason: settled amount, amount by the rule alone, effect on the total, sentence, clause, place."""
    lang = book.lang
    columns = [
        (say(lang, "case"), 14), (paper(lang, "indicator"), 24), (paper(lang, "kind"), 8), (paper(lang, "settled"), 10),
        (paper(lang, "nominal"), 10), (paper(lang, "effect"), 10), (paper(lang, "reason"), 54),
        (paper(lang, "clause"), 30), (paper(lang, "place"), 20),
    ]  # fmt: skip
    table = Table(book, sheet, scoring, paper(lang, "deductions"), columns)
    for called, result in zip(case_labels(scoring), scoring.results, strict=True):
        if result.outcome is not Outcome.SCORED and result.total is None:
            continue
        names = node_names(result, lang)
        covered = contained_reasons(result)
        for kind, found in (("deducted", result.deductions), ("not-counted", covered), ("awarded", result.awards)):
            for each in found:
                told: list[Value] = [paper(lang, kind), each.points, each.nominal, each.effect]
                rest = [each.sentence(lang), each.source, place_text(each.place)]
                table.add([called, names[each.indicator], *told, *rest])
    table.filter()


def place_text(at: Span | None) -> str:
    """Return where a rule was written: file and line."""
    return "" if at is None or not at.line else f"{PurePath(at.source.name.replace(chr(92), '/')).name}:{at.line}"


def write_figures(book: Book, sheet: Any, scoring: Scoring) -> None:  # noqa: ANN401  # of xlsxwriter
    """Write the figures of every case, with where they were given or how they were made."""
    lang = book.lang
    columns = [
        (say(lang, "case"), 16), (paper(lang, "name"), 36), (paper(lang, "value"), 18), (paper(lang, "unit"), 10),
        (paper(lang, "kind"), 8), (paper(lang, "origin"), 56), (paper(lang, "id"), 32),
    ]  # fmt: skip
    table = Table(book, sheet, scoring, paper(lang, "figures"), columns)
    for called, result in zip(case_labels(scoring), scoring.results, strict=True):
        for row in figure_rows(result, lang):
            value = paper(lang, "not-given") if row.value is None else row.value
            kind = paper(lang, "derived" if row.derived else "given")
            share = (2,) if row.unit == _PERCENT else ()
            table.add([called, row.name, value, row.unit, kind, row.origin, row.id], percent=share)
    table.filter()


def write_made_by(book: Book, sheet: Any, scoring: Scoring) -> None:  # noqa: ANN401  # of xlsxwriter
    """Write what made the report: ruleset, version, hash, method, library."""
    lang = book.lang
    table = Table(book, sheet, scoring, paper(lang, "made-by"), [(paper(lang, "name"), 28), (paper(lang, "value"), 64)])
    for name, value in made_by(scoring):
        table.add([name, value])
