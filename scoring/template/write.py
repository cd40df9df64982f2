"""A template as a workbook: its sheets in order, and the hidden one by which it is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.addresses import folded
from scoring.diagnostic import CaseError, Diagnostic
from scoring.sheet_form import CASES, CHOICES, HEADINGS, KEY, MARK, SHEETS
from scoring.source import NOWHERE
from scoring.template.cells import lines_of
from scoring.template.content import content_of
from scoring.template.figures import cases_sheet, figures_sheet, wide_sheet
from scoring.template.guide import guide
from scoring.template.known import known_of
from scoring.template.lists import list_sheet
from scoring.template.more import declared_sheet, findings_sheet, marks_sheet, set_sheet
from scoring.template.plan import Making
from scoring.tree import NODES
from scoring.workbook import Book, cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.case import Case
    from scoring.ruleset import Ruleset

_GUIDE, _LINE = 90, 20  # width of the guide in characters, height of its lines in points
_LONGEST = 31  # of the name of a sheet, in units of UTF-16
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def template_of(ruleset: Ruleset, cases: Sequence[Case], method: str | None, lang: str, *, wide: bool) -> bytes:
    """Return a template to fill in, as a workbook.

    Args:
        ruleset: whose figures are asked for.
        cases: what is known of them is filled in; none for a template with empty rows.
        method: of the ruleset.
        lang: ``zh`` or ``en``.
        wide: one row a case instead of one row a figure.

    Raises:
        CaseError: a value of a case is wrong, or there are too many of them.
        ScoringError: the package that writes workbooks is not installed.
    """
    program = ruleset.program(method)
    made = Making(Book("template"), program, content_of(program, lang), known_of(ruleset, cases, method), lang)
    made.say("template", MARK)
    made.say("language", lang)
    made.say("ruleset", ruleset.id, ruleset.version, ruleset.sha256)
    made.say("method", method or "")
    content = made.content
    _refuse_large(made, wide=wide)
    if not wide:
        _guide(made, ruleset, method, wide=wide)
        cases_sheet(made, _named(made, "cases"))
    if wide:
        wide_sheet(made, _named(made, "wide"))
    elif content.figures:
        figures_sheet(made, _named(made, "figures"))
    for listed in content.lists:
        name = sheet_name(listed.words, [*made.sheets, *(each.text(lang) for each in SHEETS.values())])
        made.sheet(name, "list", listed.address)
        list_sheet(made, name, listed)
    if _marks(made):
        marks_sheet(made, _named(made, "marks"))
    if _findings(made):
        findings_sheet(made, _named(made, "findings"))
    if _declared(made):
        declared_sheet(made, _named(made, "not_applicable"))
    set_sheet(made, _named(made, "set"))
    if wide:
        _guide(made, ruleset, method, wide=wide)
    _hidden(made)
    return made.book.finished()


def _marks(made: Making) -> bool:
    """Whether there is a sheet of marks."""
    return bool(made.content.judged)


def _findings(made: Making) -> bool:
    """Whether there is a sheet of findings."""
    return made.content.findings or any(known.findings for known in made.known)


def _declared(made: Making) -> bool:
    """Whether there is a sheet of what does not apply."""
    return bool(made.content.declarable) or any(known.reasons for known in made.known)


def _refuse_large(made: Making, *, wide: bool) -> None:
    """Refuse a template that could be filled in, but not read back."""
    figures, cases = len(made.content.figures), max(1, len(made.known))
    row = 2 * figures + len(CASES) if wide else figures * len(HEADINGS["figures"])
    sizes = {
        "wide" if wide else "figures": cases * row,
        "marks": cases * len(made.content.judged) * len(HEADINGS["marks"]),
    }
    at = made.known[0].case.at if made.known else NOWHERE
    for role, count in sizes.items():
        if count > NODES:
            facts = {"name": SHEETS[role].text(made.lang), "count": str(count), "limit": str(NODES)}
            raise CaseError([Diagnostic("template-cells", at, facts)])


def _named(made: Making, role: str) -> str:
    """Return the name of the sheet of a role, which is noted."""
    name = SHEETS[role].text(made.lang)
    made.sheet(name, role)
    return name


def sheet_name(words: str, taken: Sequence[str]) -> str:
    """Return a name that a sheet may have: short, without what names may not hold, none of those that are taken."""
    plain = cell_text(words).translate(_FORBIDDEN).strip() or "_"
    plain = plain.lstrip("_") or "list"
    number = 1
    while True:
        end = f" {number}" if number > 1 else ""
        name = plain
        while len((name + end).encode("utf-16-le")) > 2 * _LONGEST:
            name = name[:-1]
        name = name.strip() + end
        if folded(name).lower() not in {folded(each).lower() for each in (*taken, "history", KEY, CHOICES)}:
            return name
        number += 1


def _guide(made: Making, ruleset: Ruleset, method: str | None, *, wide: bool) -> None:
    """Write the sheet that says how to fill in."""
    name = _named(made, "guide")
    sheet = made.book.sheet(name)
    sheet.set_column(0, 0, _GUIDE)
    sheet.hide_gridlines(2)
    looks: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 14, "text_wrap": True},
        "fact": {"font_color": "#606060", "font_size": 9, "text_wrap": True},
        "step": {"text_wrap": True, "font_size": 11, "valign": "top"},
    }
    roles = {"wide" if wide else "long": True, "marks": _marks(made), "findings": _findings(made),
             "declared": _declared(made), "lists": bool(made.content.lists)}  # fmt: skip
    lines = guide(ruleset, method, made.lang, [role for role, there in roles.items() if there])
    for row, (kind, text) in enumerate(lines):
        made.book.text(sheet, row, 0, text, **looks[kind])
        sheet.set_row(row, _LINE * lines_of(text, _GUIDE * 4 // 5 if kind == "title" else _GUIDE))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _hidden(made: Making) -> None:
    """Write the sheets that no person sees: what drop-downs offer, and what the template is."""
    sheet = made.book.sheet(KEY)
    for row, texts in enumerate(made.key):
        for column, text in enumerate(texts):
            made.book.text(sheet, row, column, text)
    sheet.very_hidden()
    made.choices_sheet.very_hidden()
