"""Templates filled in as a person does it: cells are found by what can be read in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import openpyxl

from scoring.case import Case
from scoring.dates import Day, date_of
from scoring.number import decimal_text, parse_number
from scoring.sheet_form import CASES, HEADINGS, KEY, SHEETS
from scoring.template.known import known_of
from scoring.template.write import template_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from scoring.model import Figure
    from scoring.reading import Read
    from scoring.ruleset import Ruleset
    from scoring.template.known import Known


class Person:
    """Somebody who fills in a template."""

    def __init__(self, path: Path, lang: str = "zh") -> None:
        """Open it."""
        self.path, self.lang = path, lang
        self.book = openpyxl.load_workbook(path)
        self.words: dict[tuple[str, str], str] = {}  # what a person knows: which printed words stand for what
        for kind, one, two, three in self.book[KEY].iter_rows(max_col=4, values_only=True):
            if kind == "column":
                self.words[str(one), str(three)] = str(two)
            elif kind in ("figure", "node"):
                self.words[str(kind), str(two)] = str(one)
            elif kind == "sheet" and two == "list":
                self.words["list", str(three)] = str(one)

    def sheet(self, role: str) -> Worksheet:
        """Return the sheet of a role."""
        return cast("Worksheet", self.book[SHEETS[role].text(self.lang)])

    def column(self, sheet: Worksheet, heading: str) -> int:
        """Return the number of the column with a heading."""
        return next(cell.column for cell in sheet[1] if cell.value == heading)

    def find(self, role: str, wanted: Mapping[str, str]) -> int:
        """Return the row in which some fields stand so."""
        sheet, words = self.sheet(role), HEADINGS[role]
        columns = {self.column(sheet, words[field].text(self.lang)): text for field, text in wanted.items()}
        for row in range(2, sheet.max_row + 1):
            if all((sheet.cell(row, column).value or "") == text for column, text in columns.items()):
                return row
        raise AssertionError(wanted)

    def write(self, role: str, row: int, said: Mapping[str, object]) -> None:
        """Write fields of a row."""
        sheet, words = self.sheet(role), CASES if role == "cases" else HEADINGS[role]
        for field, value in said.items():
            if value is not None and value != "":
                sheet.cell(row, self.column(sheet, words[field].text(self.lang))).value = typed(value)

    def empty_row(self, sheet: Worksheet) -> int:
        """Return the first row in which nothing stands."""
        rows = range(2, sheet.max_row + 2)
        return next(row for row in rows if not any(cell.value is not None for cell in sheet[row]))

    def add(self, role: str, said: Mapping[str, object]) -> None:
        """Write a row below the others."""
        self.write(role, self.empty_row(self.sheet(role)), said)

    def save(self) -> Path:
        """Save it, and return where."""
        self.book.save(self.path)
        return self.path

    def open(self, role: str) -> bool:
        """Whether the template has a sheet of a role."""
        return SHEETS[role].text(self.lang) in self.book.sheetnames


def typed(value: object) -> str | int | float | dt.date:
    """Return what a cell holds once a person has typed a value: a number where it looks like one."""
    text = str(value)
    number = parse_number(text)
    if number is None or len(text.strip("-0.")) > 15:  # a spreadsheet keeps no more digits
        return text
    return int(number) if number.denominator == 1 else float(text)


def put(sheet: Worksheet, row: int, column: int, figure: Figure, value: Read) -> None:
    """Type a value of a figure into a cell."""
    cell = sheet.cell(row, column)
    if isinstance(value, bool):
        cell.value = "true" if value else "false"
    elif isinstance(value, str):
        cell.value = value
    elif isinstance(value, Day):
        cell.value = date_of(value)
    elif figure.unit == "%":
        cell.value = float(value)
        assert "%" in cell.number_format
    else:
        cell.value = typed(decimal_text(value))


def names_only(cases: Iterable[Case]) -> list[Case]:
    """Return cases with nothing but what they are called."""
    return [Case(id=case.id, name=case.name, date=case.date, by=case.by) for case in cases]


def filled(  # noqa: PLR0913  # what a template is made of
    ruleset: Ruleset, cases: Sequence[Case], path: Path, *, wide: bool = False, lang: str = "zh", evidence: str = ""
) -> Path:
    """Return a template in which a person has filled in all that is known of some cases, by hand."""
    path.write_bytes(template_of(ruleset, names_only(cases), None, lang, wide=wide))
    person = Person(path, lang)
    for known in known_of(ruleset, cases, None):
        _figures(person, ruleset, known, wide=wide, evidence=evidence)
        for mark_path, mark in known.marks.items():
            row = person.find("marks", {"case": known.words, "node": person.words["node", mark_path]})
            said = {"score": mark.score, "deduct": mark.deduct, "because": mark.because, "by": mark.by}
            person.write("marks", row, said)
        for finding, paths in known.findings:
            nodes = "；".join(person.words["node", each] for each in paths)
            said = {"count": finding.count, "amount": finding.amount, "note": finding.note, "source": finding.source}
            person.add("findings", {"case": known.words, "node": nodes, **said})
        for set_path, score in known.sets.items():
            node = person.words["node", set_path]
            said = {"score": score.score, "because": score.because, "by": score.by}
            person.add("set", {"case": known.words, "node": node, **said})
        for declared, because in known.reasons.items():
            node = person.words["node", declared]
            person.add("not_applicable", {"case": known.words, "node": node, "because": because})
        _lists(person, ruleset, known, wide=wide)
    return person.save()


def _figures(person: Person, ruleset: Ruleset, known: Known, *, wide: bool, evidence: str) -> None:
    figures = ruleset.program().figures
    for address, value in known.values.items():
        figure, _ = figures[address]
        if isinstance(value, Day) and address == "date":
            first = person.sheet("wide" if wide else "cases")
            row = next(row for row in range(2, first.max_row + 1) if first.cell(row, 1).value == known.case.id)
            first.cell(row, 3).value = date_of(value)
        elif wide:
            sheet = person.sheet("wide")
            row = next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value == known.case.id)
            column = person.column(sheet, person.words[sheet.title, f"figure:{address}"])
            put(sheet, row, column, figure, value)
            beside = person.column(sheet, person.words[sheet.title, f"evidence:{address}"])
            sheet.cell(row, beside).value = f"{evidence}{address}" if evidence else None
        else:
            sheet = person.sheet("figures")
            row = person.find("figures", {"case": known.words, "figure": person.words["figure", address]})
            put(sheet, row, person.column(sheet, HEADINGS["figures"]["value"].text(person.lang)), figure, value)
            person.write("figures", row, {"evidence": f"{evidence}{address}" if evidence else ""})


def _lists(person: Person, ruleset: Ruleset, known: Known, *, wide: bool) -> None:
    for address, entries in known.lists.items():
        top, *inner = address.split(".") if address not in ruleset.program().lists else [address]
        figure = ruleset.program().lists[top]
        for name in inner:
            figure = figure.items[name]
        sheet = cast("Worksheet", person.book[person.words["list", address]])
        above = address.split(".")[-2] if inner else ""
        for entry in entries:
            row = person.empty_row(sheet)
            sheet.cell(row, 1).value = known.words
            about = {"name": entry.name, above: entry.holder}
            for field, text in about.items():
                if text and (sheet.title, field) in person.words:
                    sheet.cell(row, person.column(sheet, person.words[sheet.title, field])).value = text
            for field, value in entry.values.items():
                column = person.column(sheet, person.words[sheet.title, field])
                put(sheet, row, column, figure.items[field], value)
        if not entries and not inner:
            first = person.sheet("wide" if wide else "cases")
            rows = range(2, first.max_row + 1)
            row = next(row for row in rows if first.cell(row, 1).value == known.case.id)
            column = person.column(first, CASES["empty"].text(person.lang))
            before = first.cell(row, column).value
            first.cell(row, column).value = "；".join(filter(None, [str(before or ""), sheet.title]))
