"""A workbook to hand in: overview, a score table for each case, and lists of scores, deductions and figures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from scoring.diagnostic import clean
from scoring.extra import needed
from scoring.report.paper_words import paper, title_of
from scoring.report.printed import Printed
from scoring.report.text import case_name
from scoring.report.xlsx_case import CaseSheet
from scoring.report.xlsx_cells import Book, sheet_names
from scoring.report.xlsx_lists import write_deductions, write_figures, write_made_by, write_overview, write_scores

if TYPE_CHECKING:
    import argparse

    from scoring.report.paper import Scoring

_LISTS = {
    "scores": write_scores, "deductions": write_deductions, "figures": write_figures, "made-by": write_made_by,
}  # fmt: skip
_LONGEST = 200


def written(scoring: Scoring, options: argparse.Namespace) -> bytes:
    """Return a report as a workbook (.xlsx).

    Raises:
        ScoringError: xlsxwriter is not installed.
    """
    library = needed("xlsxwriter", options.output)
    lang = scoring.lang
    content = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with library.Workbook(content, plain) as workbook:
        workbook.set_properties({"title": clean(title_of(scoring.ruleset, lang), _LONGEST)})
        book = Book(workbook, lang)
        write_overview(book, workbook.add_worksheet(paper(lang, "overview")), scoring)
        lists = [paper(lang, key) for key in _LISTS]
        cases = [case_name(result, number) for number, result in enumerate(scoring.results, 1)]
        names = sheet_names([name or id_ for id_, name in cases], [paper(lang, "overview"), *lists])
        for name, (id_, _), result in zip(names, cases, scoring.results, strict=True):
            rank = (scoring.ranks or {}).get(id_)
            CaseSheet(book, workbook.add_worksheet(name), scoring, Printed(result, lang), rank).write()
        for name, write in zip(lists, _LISTS.values(), strict=True):
            write(book, workbook.add_worksheet(name), scoring)
    return content.getvalue()
