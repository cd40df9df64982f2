"""A template that was filled in → cases, each value with its sheet and cell.

A row of the long form is about the case and the figure (or the indicator) that it names in the words of the template;
other words are addresses, as in any file of cases. An only case needs not be named in every row. A row without a value
says nothing. In the wide form the figures stand one case a row, as in `scoring.case_rows`; all else stays as it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import folded
from scoring.case import Case, Given, MadeFor
from scoring.case_rows import cases_of, read_day
from scoring.sheet_form import CASES, EVIDENCE, FIGURE, KEY, MARK, WIDE_NOTE
from scoring.sheet_template_lists import ListSheet, with_list_sheets
from scoring.sheet_template_rows import rows_of
from scoring.sheet_template_said import Said, several
from scoring.source import cell_offset, whole
from scoring.tree import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.case_rows import Cell
    from scoring.diagnostic import Problems
    from scoring.sheet_cases import Filled, Rows
    from scoring.sheet_template_rows import Row
    from scoring.sheet_template_said import Labels
    from scoring.source import Span

_FIRST = ("cases", "wide")  # roles of the sheet that says which cases there are
_SAID = ("figures", "marks", "findings", "set", "not_applicable")


class _Key(NamedTuple):
    """What the hidden sheet says.

    Attributes:
        lang: language of the template.
        ruleset: id, version and SHA-256.
        sheets: name → role and address.
        labels: what printed words stand for.
        columns: name of a sheet → heading → what the column holds.
    """

    lang: str
    ruleset: tuple[str, str, str]
    sheets: dict[str, tuple[str, str]]
    labels: Labels
    columns: dict[str, dict[str, str]]


def cases_of_template(filled: Filled, problems: Problems) -> list[Case]:
    """Return the cases of a template that was filled in; what is wrong is noted."""
    before = problems.errors
    key = _key(filled, problems)
    if key is None or not _all_there(filled, key, problems):
        return []
    cases = _Template(filled, key, problems).run()
    made_for = MadeFor(*key.ruleset, whole(filled.path))
    return [replace(case, made_for=made_for) for case in cases] if problems.errors == before else []


def _key(filled: Filled, problems: Problems) -> _Key | None:
    lang, ruleset = "en", ("", "", "")
    sheets: dict[str, tuple[str, str]] = {}
    labels: Labels = {"figure": {}, "node": {}}
    columns: dict[str, dict[str, str]] = {}
    mark = ""
    for _, cells in filled.key.rows:
        kind, one, two, three = [*(str(cell.text) for cell in cells), "", "", "", ""][:4]
        if kind == "template":
            mark = one
        elif kind == "language":
            lang = one
        elif kind == "ruleset":
            ruleset = one, two, three
        elif kind == "sheet":
            sheets[one] = two, three
        elif kind in labels:
            labels[kind][folded(one)] = two
        elif kind == "column":
            columns.setdefault(one, {})[folded(two)] = three
    why = MARK if mark != MARK else "" if all((ruleset[0], ruleset[2])) else "ruleset"
    if not why and not any(role in _FIRST for role, _ in sheets.values()):
        why = "cases"
    if why:
        problems.error("template-key", whole(filled.path), why=f"{KEY}: {why}")
        return None
    return _Key(lang, ruleset, sheets, labels, columns)


def _all_there(filled: Filled, key: _Key, problems: Problems) -> bool:
    """Whether no sheet was renamed; one that is not needed may be deleted."""
    others = [name for name in filled.there if name not in key.sheets and not name.startswith("_")]
    fine = True
    for name, (role, _) in key.sheets.items():
        needed = role in ("cases", "wide", "figures")
        if name not in filled.there and role != "guide" and (others or needed):
            problems.error("template-sheet", whole(filled.path), name=name, names=", ".join(others) or "–")
            fine = False
    return fine


class _Template:
    """Reads one template."""

    def __init__(self, filled: Filled, key: _Key, problems: Problems) -> None:
        self.filled, self.key, self.problems = filled, key, problems
        self.cases: list[Case] = []
        self.ids: dict[str, str] = {}  # what a case is called, folded → its id
        self.without: dict[str, tuple[str, Span]] = {}  # id → what its cell for lists without entries says

    def run(self) -> list[Case]:
        before = self.problems.errors
        for name, rows, role, _ in self.sheets(*_FIRST):
            self.cases = self.wide(name, rows) if role == "wide" else self.listed(rows)
            if not self.cases and self.problems.errors == before:
                at = cell_offset(rows.rows[0][0] + 1 if rows.rows else 1, 1)
                self.problems.error("template-no-case", rows.source.span(at, at))
        if self.problems.errors > before:
            return []  # which cases there are is not known, and rows would be told for that
        names = Counter(folded(case.name) for case in self.cases)
        self.ids = {folded(case.name): case.id for case in self.cases if case.name and names[folded(case.name)] == 1}
        self.ids |= {folded(case.id): case.id for case in self.cases}
        said = {case.id: Said(case, self.key.labels, self.key.lang, self.problems) for case in self.cases}
        for _, rows, role, _ in self.sheets(*_SAID):
            for row in rows_of(rows, role, self.key.lang, self.problems):
                if self.problems.errors > before + FAULTS:
                    break
                id_ = self.case(row)
                if id_ is not None:
                    said[id_].take(role, row)
        self.cases = [_with(case, said[case.id]) for case in self.cases]
        return self.with_lists()

    def sheets(self, *roles: str) -> Iterator[tuple[str, Rows, str, str]]:
        """Yield name, rows, role and address of each sheet of some roles."""
        for name, (role, address) in self.key.sheets.items():
            if role in roles and name in self.filled.sheets:
                yield name, self.filled.sheets[name], role, address

    def listed(self, rows: Rows) -> list[Case]:
        """Return the cases of the sheet that lists them; without an id a case is called by its name."""
        found: list[Case] = []
        first: dict[str, Span] = {}
        for row in rows_of(rows, "cases", self.key.lang, self.problems):
            field = "id" if row.text("id") else "name"
            id_ = str(row.text(field))
            if not id_:
                self.problems.error("csv-id-empty", row.at("id"), row=row.number)
                continue
            if folded(id_) in first:
                self.problems.error("case-id-twice", row.at(field), id=id_, first=first[folded(id_)])
                continue
            first[folded(id_)] = row.at(field)
            day = read_day(row.text("date"))
            if row.text("date") and day is None:
                self.problems.error("case-date", row.at("date"), text=row.text("date"))
            if row.text("empty"):
                self.without[id_] = row.text("empty"), row.at("empty")
            found.append(Case(id_, str(row.text("name")), day, str(row.text("by")), at=row.at(field)))
        return found

    def wide(self, name: str, rows: Rows) -> list[Case]:
        """Return the cases of the wide form with their figures."""
        holds = self.key.columns.get(name, {})
        header = rows.rows[0][1] if rows.rows else []
        held = [holds.get(folded(cell.text), "") for cell in header]
        aside = {column for column, each in enumerate(held) if each.startswith(EVIDENCE) or each == "empty"}
        named = [cell._replace(text=each) if each in CASES else cell for each, cell in zip(held, header, strict=True)]
        kept = [(number, cells) for number, cells in rows.rows[1:] if not {cell.text for cell in cells} & {*WIDE_NOTE}]
        plain = (
            (number, [cell for column, cell in enumerate(cells) if column not in aside])
            for number, cells in ((1, named), *kept)
        )
        figures = {text: each.removeprefix(FIGURE) for text, each in holds.items() if each.startswith(FIGURE)}
        found = cases_of(rows.source, plain, self.problems, figures)
        beside = {
            number: {held[column]: cells[column] for column in aside if cells[column].text} for number, cells in kept
        }
        for case in found:
            cell = beside[case.at.line].get("empty")
            if cell is not None:
                self.without[case.id] = cell.text, rows.source.span(cell.start, cell.end)
        return [replace(case, figures=dict(_evident(case, beside[case.at.line]))) for case in found]

    def case(self, row: Row) -> str | None:
        """Return the id of the case that a row is about; the only one needs not be named."""
        name = row.text("case")
        if not name and len(self.cases) == 1:
            return self.cases[0].id
        names = [case.name or case.id for case in self.cases]
        if not name:
            self.problems.error("template-which-case", row.at("case"), names=", ".join(names))
        elif folded(name) not in self.ids:
            near = self.problems.near(name, [*names, *(case.id for case in self.cases)])
            self.problems.error("template-case", row.at("case"), name=name, names=", ".join(names), near=near)
        return self.ids.get(folded(name))

    def with_lists(self) -> list[Case]:
        """Return the cases with the entries of the sheets of lists."""
        sheets = [
            ListSheet(name, address, rows.source, rows.rows, self.key.columns.get(name, {}))
            for name, rows, _, address in self.sheets("list")
        ]
        labels = {folded(sheet.name): sheet.address for sheet in sheets}
        without = {id_: (several(text, labels), at) for id_, (text, at) in self.without.items()}
        return with_list_sheets(self.cases, sheets, self.ids, without, self.problems) if sheets else self.cases


def _with(case: Case, said: Said) -> Case:
    return replace(
        case,
        figures={**case.figures, **said.figures},
        findings=(*case.findings, *said.findings),
        marks={**case.marks, **said.marks},
        set={**case.set, **said.sets},
        not_applicable={**case.not_applicable, **said.not_applicable},
    )


def _evident(case: Case, beside: dict[str, Cell]) -> Iterator[tuple[str, object]]:
    """Yield the figures of a case with what they are said to rest on."""
    for address, given in case.figures.items():
        cell = beside.get(f"{EVIDENCE}{address}")
        if cell is None or not isinstance(given, Given):
            yield address, given
        else:
            yield address, replace(given, origin=replace(given.origin, evidence=str(cell.text)))
