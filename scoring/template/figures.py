"""The sheets of cases and figures: one row a figure, or one row a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.addresses import folded
from scoring.dates import Day, day_text
from scoring.sheet_form import BETWEEN, CASES, EVIDENCE, FIGURE, HEADINGS, WIDE_NOTE
from scoring.template.cells import OPEN, TEXT, TOLD, Cells
from scoring.template.words import meaning_of, range_of, say, truths

if TYPE_CHECKING:
    from scoring.template.content import Asked
    from scoring.template.known import Known
    from scoring.template.plan import Making

_EMPTY_CASES = 30
_WIDTHS = {"id": 16, "name": 24, "date": 14, "by": 16, "empty": 24}


def cases_sheet(made: Making, name: str) -> None:
    """Write the sheet that lists the cases."""
    fields = [field for field in CASES if field != "empty" or made.content.lists]
    cells = Cells(made.book, name, made.lang)
    cells.headings([CASES[each].text(made.lang) for each in fields], [_WIDTHS[each] for each in fields], 1)
    for known in made.known or (None,) * _EMPTY_CASES:
        _about(made, cells, fields, known)
        cells.next()


def _about(made: Making, cells: Cells, fields: list[str], known: Known | None) -> None:
    """Write what is said of a case itself, from the first column on."""
    case = None if known is None else known.case
    top = [each for each in made.content.lists if not each.above]
    empty = [] if known is None else [each.words for each in top if known.lists.get(each.address) == []]
    texts = {
        "id": "" if case is None else case.id,
        "name": "" if case is None else case.name,
        "date": _day(known),
        "by": "" if case is None else case.by,
        "empty": BETWEEN[0].join(empty),
    }
    for column, field in enumerate(fields):
        cells.text(column, texts[field], **TEXT)


def _day(known: Known | None) -> str:
    """Return the day of a case, which a case may also give as the figure ``date``."""
    if known is None:
        return ""
    day = known.values.get("date")
    return day_text(day) if isinstance(day, Day) else known.case.date.isoformat() if known.case.date else ""


def figures_sheet(made: Making, name: str) -> None:
    """Write the sheet with one row a figure, case by case."""
    headings = HEADINGS["figures"]
    cells = Cells(made.book, name, made.lang)
    cells.headings([each.text(made.lang) for each in headings.values()], (14, 30, 9, 18, 36, 30, 48), 2)
    rows: dict[str, list[int]] = {}
    for words, known in made.blocks:
        for asked in made.content.figures:
            figure = asked.figure
            rows.setdefault(asked.address, []).append(cells.row)
            cells.text(0, words, **(TEXT if known is None else TOLD))
            cells.text(1, asked.words, **TOLD, bold=True)
            cells.text(2, figure.unit if figure.type != "date" else "", **TOLD)
            cells.value(3, figure, None if known is None else known.values.get(asked.address))
            cells.text(4, "" if known is None else known.evidence.get(asked.address, ""), **TEXT)
            cells.text(5, range_of(figure, made.lang), **TOLD)
            cells.text(6, meaning_of(asked.figure, asked.uses, made.lang), **TOLD)
            cells.next()
    for asked in made.content.figures:
        made.say("figure", asked.words, asked.address)
        cells.takes(asked.figure, 3, rows[asked.address], choices(made, asked))
    cells.sheet.autofilter(0, 0, max(1, cells.row - 1), len(headings) - 1)


def choices(made: Making, asked: Asked) -> str:
    """Return where the words of a figure stand, "" for one without."""
    figure = asked.figure
    words = truths(made.lang) if figure.type == "flag" else figure.words if figure.type == "words" else ()
    return made.choices(words) if words else ""


def wide_sheet(made: Making, name: str) -> None:
    """Write the sheet with one row a case: each figure, and beside it what it rests on."""
    about = [field for field in CASES if field != "empty" or made.content.lists]
    texts, widths = [CASES[each].text(made.lang) for each in about], [_WIDTHS[each] for each in about]
    holds = list(about)
    taken = {folded(text) for field, words in CASES.items() for text in (field, *words)}
    for asked in made.content.figures:
        evidence = say(made.lang, "evidence-of", words=asked.words)
        for text, held, width in (
            (asked.words, f"{FIGURE}{asked.address}", 16),
            (evidence, f"{EVIDENCE}{asked.address}", 20),
        ):
            heading = text if folded(text) not in taken else held
            taken.add(folded(heading))
            texts.append(heading)
            holds.append(held)
            widths.append(width)
    cells = Cells(made.book, name, made.lang)
    cells.headings(texts, widths, 2)
    for heading, held in zip(texts, holds, strict=True):
        made.say("column", name, " ".join(heading.split()), held)
    cells.text(0, WIDE_NOTE.text(made.lang), **TOLD)
    for column in range(1, len(about)):
        cells.text(column, "", **TOLD)
    for number, asked in enumerate(made.content.figures):
        first = len(about) + 2 * number
        unit = asked.figure.unit if asked.figure.type != "date" else ""
        told = [unit, range_of(asked.figure, made.lang), meaning_of(asked.figure, asked.uses, made.lang)]
        cells.text(first, "\n".join(filter(None, told)), **{**TOLD, "font_size": 8})
        cells.text(first + 1, "", **TOLD)
    cells.sheet.freeze_panes(2, 2)
    cells.sheet.repeat_rows(0, 1)
    cells.sheet.repeat_columns(0, 1)
    cells.sheet.set_print_scale(70)  # more columns than a page is wide
    cells.next()
    for known in made.known or (None,) * _EMPTY_CASES:
        _about(made, cells, about, known)
        for number, asked in enumerate(made.content.figures):
            first = len(about) + 2 * number
            cells.value(first, asked.figure, None if known is None else known.values.get(asked.address))
            cells.text(first + 1, "" if known is None else known.evidence.get(asked.address, ""), **OPEN)
        cells.next()
    for number, asked in enumerate(made.content.figures):
        cells.takes(asked.figure, len(about) + 2 * number, range(2, cells.row), choices(made, asked))
