"""Files of cases: YAML and JSON by key, CSV and sheets by row, one file extending another.

A file that extends another adds findings and new cases; everything else it says replaces what the other file says
under the same address. All problems of all files are reported at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from scoring.case import PYTHON, Case, Finding, Given, Mark, Origin, Record, SetScore
from scoring.case_rows import cases_of, read_day
from scoring.csv_cases import read_csv
from scoring.csv_lists import with_lists
from scoring.diagnostic import CaseError, Problems
from scoring.document import load_source, read_yaml, sound
from scoring.json_document import read_json
from scoring.list_records import with_rows
from scoring.list_source import ListSource, inside, list_sources, sheets_beside
from scoring.source import Source, Span, whole
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    import datetime as dt

    from scoring.sheet_cases import Filled, Rows

__all__ = ["PYTHON", "Case", "Finding", "Given", "Mark", "Origin", "SetScore", "load_cases"]

SUFFIXES = (".yaml", ".yml", ".json", ".csv")
_SHEET = re.compile(r"\.(?:xlsx|ods)(?:#.*)?$", re.IGNORECASE | re.DOTALL)

_FILE = ("by", "extends", "lists", "cases")
CASE_KEYS = ("name", "date", "by", "figures", "findings", "marks", "set", "not_applicable")
_FINDING = ("against", "count", "amount", "note", "source")
_MARK = ("score", "deduct", "because", "by")
_SET = ("score", "because", "by")


def load_cases(path: str | PathLike[str], *, encoding: str | None = None) -> list[Case]:
    """Return the cases of a file, in its order; those of a file it extends come first.

    Args:
        path: a .yaml, .yml, .json, .csv, .xlsx or .ods file; ``cases.xlsx#2024`` names a sheet, else it is the first.
        encoding: ``gb18030`` for a text that is not UTF-8; it is never guessed.

    Raises:
        CaseError: with every problem of every file read.
    """
    problems = Problems()
    files = _files(fspath(path), encoding or "utf-8", problems)
    cases: dict[str, Case] = {}
    said: list[Case] = []
    lists: list[ListSource] = []
    for layer, file in enumerate(reversed(files)):
        said += (own := file.cases(problems, layer))
        for case in own:
            cases[case.id] = extended(cases[case.id], case) if case.id in cases else case
        lists += file.lists(problems, layer)
    if files and not cases and not problems.errors:
        problems.error("case-none", whole(files[0].source.name))
    if lists and not problems.errors:
        cases = with_rows(cases, said, lists, problems)
    problems.raise_as(CaseError)
    return list(cases.values())


def extended(case: Case, by: Case) -> Case:
    """Return a case with what a later file says about it: findings added, all else replaced by address."""
    return replace(
        by,
        name=by.name or case.name,
        date=by.date or case.date,
        by=by.by or case.by,
        figures={**case.figures, **by.figures},
        findings=case.findings + by.findings,
        marks={**case.marks, **by.marks},
        set={**case.set, **by.set},
        not_applicable={**case.not_applicable, **by.not_applicable},
    )


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read: its table, for CSV its text, of a workbook the rows of a sheet, or a whole template."""

    source: Source
    table: Table | None
    encoding: str
    sheet: Rows | None = None
    filled: Filled | None = None

    def cases(self, problems: Problems, layer: int) -> list[Case]:
        """Return the cases of this file alone."""
        if self.filled is not None:
            from scoring.sheet_template import cases_of_template  # noqa: PLC0415  # likewise

            return cases_of_template(self.filled, problems)
        if self.sheet is not None:
            return cases_of(self.source, iter(self.sheet.rows), problems)
        if self.table is None:
            return with_lists(read_csv(self.source, problems), self.source.name, self.encoding, problems)
        return CaseReader(problems, layer).file(self.table)

    def lists(self, problems: Problems, layer: int) -> list[ListSource]:
        """Return where this file says that lists of all cases stand."""
        if self.sheet is not None:
            return sheets_beside(self.sheet.source, self.sheet.sheets, layer)
        field = None if self.table is None else self.table.fields.get("lists")
        folder = Path(self.source.name).parent
        return [] if field is None else list_sources(field.value, folder, self.encoding, layer, problems)


def _files(path: str, encoding: str, problems: Problems) -> list[_File]:
    """Return the file and those it extends, the outermost first."""
    files: list[_File] = []
    seen: set[Path] = set()
    at = whole(path)
    while True:
        file = _file(path, encoding, problems, at)
        if file is None:
            return files
        real = Path(path).resolve()
        if real in seen:
            problems.error("case-extends-cycle", at, path=PurePosixPath(path).name)
            return files
        seen.add(real)
        files.append(file)
        field = file.table.fields.get("extends") if file.table else None
        if field is None:
            return files
        at = field.value.at
        below = _below(path, field.value, problems)
        if below is None:
            return files
        path = below


def _file(path: str, encoding: str, problems: Problems, at: Span) -> _File | None:
    """Read one file, by its suffix; ``at`` is where it was asked for."""
    suffix = Path(path).suffix.lower()
    if _SHEET.search(path):
        from scoring.sheet_cases import Filled, read_sheet  # noqa: PLC0415  # who has no workbook needs none of it

        found = read_sheet(path, problems)
        if isinstance(found, Filled):
            return _File(Source(path, ""), None, encoding, filled=found)
        return None if found is None else _File(found.source, None, encoding, found)
    if suffix not in SUFFIXES:
        problems.error("case-suffix", at, suffix=suffix)
        return None
    source = load_source(path, problems, encoding)
    if source is None:
        return None
    if suffix == ".csv":
        return _File(source, None, encoding) if sound(source, problems) else None
    table = read_json(source, problems) if suffix == ".json" else read_yaml(source, problems)
    return None if table is None else _File(source, table, encoding)


def _below(path: str, value: Item, problems: Problems) -> str | None:
    """Return the path of the file that ``extends`` names: one in the same folder or below it, and no other."""
    name = value.text if isinstance(value, Scalar) else ""
    folder = Path(path).parent
    if not inside(folder, name):
        problems.error("case-extends-path", value.at, path=name)
        return None
    if not (folder / name).exists():
        problems.error("file-missing", value.at)
        return None
    return str(folder / name)


class CaseReader:
    """Reads the tables of one file."""

    def __init__(self, problems: Problems, layer: int) -> None:
        self.problems = problems
        self.layer = layer
        self.by = ""

    def file(self, table: Table) -> list[Case]:
        """Return the cases of a whole file."""
        if "cases" not in table.fields and {"ruleset", "indicators"} & table.fields.keys():
            self.problems.error("case-is-ruleset", table.at)
            return []
        fields = self.keys(table, _FILE)
        self.by = self.text(fields, "by")
        if "cases" not in fields:
            if "extends" not in fields and len(fields) == len(table.fields):  # else one of the keys is mistyped
                self.problems.error("case-none", table.at)
            return []
        return [self.case(each) for each in self.within(fields, "cases")]

    def case(self, field: Field) -> Case:
        """Return one case."""
        fields = self.keys(field, CASE_KEYS)
        own = self.text(fields, "by")
        by = own or self.by
        return Case(
            id=field.key.text,
            name=self.text(fields, "name"),
            date=self.day(fields),
            by=own,
            figures=self.figures(fields["figures"]) if "figures" in fields else {},
            findings=self.findings(fields["findings"]) if "findings" in fields else (),
            marks={each.key.text: self.mark(each, by) for each in self.within(fields, "marks")},
            set={each.key.text: self.set(each, by) for each in self.within(fields, "set")},
            not_applicable={each.key.text: self.reason(each) for each in self.within(fields, "not_applicable")},
            at=field.key.at,
        )

    def figures(self, field: Field) -> dict[str, Given]:
        """Return the figures with the addresses of local ones joined by dots."""
        found: dict[str, Given] = {}
        waiting = [("", self.table(field))]
        while waiting:
            above, fields = waiting.pop()
            for name, each in fields.items():
                address = f"{above}{name}"
                if isinstance(each.value, Table):
                    waiting.append((f"{address}.", each.value.fields))
                elif address in found:
                    self.problems.error("case-twice", each.key.at, address=address)
                elif isinstance(each.value, Listing):
                    found[address] = Given(self.entries(each.value, address), self.origin(each), written=True)
                else:
                    found[address] = Given(_raw(each.value), self.origin(each), written=True)
        return found

    def entries(self, listing: Listing, address: str) -> tuple[Given | Record, ...]:
        """Return the entries of a list: values, or records with their fields."""
        found: list[Given | Record] = []
        for item in listing.items:
            origin = Origin(item.at, item.at, layer=self.layer)
            if isinstance(item, Scalar):
                found.append(Given(_raw(item), origin, written=True))
            elif isinstance(item, Table):
                found.append(Record({key: self.entry(each, address) for key, each in item.fields.items()}))
            else:
                self.problems.error("case-value", item.at, address=address)
        return tuple(found)

    def entry(self, field: Field, address: str) -> Given:
        """Return one field of a record."""
        if isinstance(field.value, Listing):
            return Given(self.entries(field.value, f"{address}.{field.key.text}"), self.origin(field), written=True)
        if isinstance(field.value, Table):
            self.problems.error("case-value", field.value.at, address=f"{address}.{field.key.text}")
            return Given(None, self.origin(field), written=True)
        return Given(_raw(field.value), self.origin(field), written=True)

    def findings(self, field: Field) -> tuple[Finding, ...]:
        """Return the findings of a case."""
        if isinstance(field.value, Listing):
            return tuple(found for each in field.value.items if (found := self.finding(field.key, each)))
        if not _empty(field.value):
            self.problems.error("case-findings", field.value.at)
        return ()

    def finding(self, key: Scalar, item: Item) -> Finding | None:
        """Return one finding, None if it is held against nothing."""
        if not isinstance(item, Table):
            self.problems.error("case-findings", item.at)
            return None
        fields = self.keys(Field(key, item), _FINDING)
        against = self.against(fields["against"].value) if "against" in fields else ()
        if not against:
            self.problems.error("case-against", fields["against"].value.at if "against" in fields else item.at)
            return None
        origin = self.origin(Field(against[0], item))
        return Finding(
            against=tuple(each.text for each in against),
            count=1 if (count := self.number(fields, "count")) is None else count,
            amount=self.number(fields, "amount"),
            note=self.text(fields, "note"),
            source=self.text(fields, "source"),
            origin=origin,
            places=tuple(each.at for each in against),
        )

    def against(self, value: Item) -> tuple[Scalar, ...]:
        """Return the addresses that a finding is held against."""
        items = value.items if isinstance(value, Listing) else (value,)
        first: dict[str, Scalar] = {}
        for each in items:
            if not isinstance(each, Scalar) or _empty(each):
                return ()
            if each.text in first:
                self.problems.error("case-twice", each.at, address=each.text)
            first.setdefault(each.text, each)
        return tuple(first.values())

    def mark(self, field: Field, by: str) -> Mark:
        """Return a mark; null takes one away."""
        if isinstance(field.value, Scalar):
            return Mark(_raw(field.value), by=by, origin=self.origin(field))
        fields = self.keys(field, _MARK)
        score, deduct = self.number(fields, "score"), self.number(fields, "deduct")
        if score is not None and deduct is not None:
            self.problems.error("case-mark-both", field.key.at, address=field.key.text)
        elif score is None and deduct is None and "points" not in self.said(field):
            self.problems.error("case-mark", field.key.at, address=field.key.text)
        by = self.text(fields, "by") or by
        return Mark(score, deduct, self.text(fields, "because"), by, self.origin(field))

    def set(self, field: Field, by: str) -> SetScore:
        """Return the score that a person puts in place of the computed one; null takes one away."""
        if isinstance(field.value, Scalar):
            return SetScore(_raw(field.value), by=by, origin=self.origin(field))
        fields = self.keys(field, _SET)
        score = self.number(fields, "score")
        if score is None and "points" not in self.said(field):
            self.problems.error("case-set", field.key.at, address=field.key.text)
        by = self.text(fields, "by") or by
        return SetScore(score, self.text(fields, "because"), by, self.origin(field))

    def reason(self, field: Field) -> Given:
        """Return why a node does not apply; null, in a file that extends another, takes the declaration away."""
        value = field.value
        taken_back = self.layer and isinstance(value, Scalar) and value.value is None
        if not isinstance(value, Scalar):
            self.problems.error("case-text", value.at, key=field.key.text)
        elif not taken_back and (isinstance(value.value, bool) or _empty(value)):
            self.problems.error("case-reason", value.at, address=field.key.text)
        return Given(_raw(value) if isinstance(value, Scalar) else None, self.origin(field), written=True)

    def origin(self, field: Field) -> Origin:
        """Return where a value came from."""
        return Origin(field.value.at, field.key.at, layer=self.layer)

    def said(self, field: Field) -> dict[str, Field]:
        """Return the fields of a table, none for anything else."""
        return field.value.fields if isinstance(field.value, Table) else {}

    def table(self, field: Field) -> dict[str, Field]:
        """Return the fields of what must be a table; a key with nothing after it has none."""
        if not isinstance(field.value, Table) and not _empty(field.value):
            self.problems.error("case-table", field.value.at, key=field.key.text)
        return self.said(field)

    def within(self, fields: dict[str, Field], key: str) -> list[Field]:
        """Return the fields below a key, none if it is not there."""
        return list(self.table(fields[key]).values()) if key in fields else []

    def keys(self, table: Field | Table, known: tuple[str, ...]) -> dict[str, Field]:
        """Return the fields of a table whose keys may stand there; note the others."""
        fields = table.fields if isinstance(table, Table) else self.table(table)
        for key, field in fields.items():
            if key == "points":
                self.problems.error("case-points", field.key.at)
            elif key not in known:
                near = self.problems.near(key, known)
                code = (
                    "case-figure-outside"
                    if known == CASE_KEYS and not near and key.isidentifier()
                    else "case-unknown-key"
                )
                self.problems.error(code, field.key.at, key=key, known=", ".join(known), near=near)
        return {key: field for key, field in fields.items() if key in known}

    def text(self, fields: dict[str, Field], key: str) -> str:
        """Return a text, "" if there is none."""
        value = fields[key].value if key in fields else None
        if value is not None and not isinstance(value, Scalar):
            self.problems.error("case-text", value.at, key=key)
        return value.text.strip() if isinstance(value, Scalar) and not _empty(value) else ""

    def number(self, fields: dict[str, Field], key: str) -> object:
        """Return a number as it is written, None if there is none; what it is worth shows when it is used."""
        value = fields[key].value if key in fields else None
        if value is not None and not isinstance(value, Scalar):
            self.problems.error("case-text", value.at, key=key)
        return _raw(value) if isinstance(value, Scalar) else None

    def day(self, fields: dict[str, Field]) -> dt.date | None:
        """Return the day of a case."""
        text = self.text(fields, "date")
        day = read_day(text)
        if text and day is None:
            self.problems.error("case-date", fields["date"].value.at, text=text)
        return day


def _raw(value: Scalar) -> object:
    """Return a value as written, so that 1.10 stays "1.10"; null, true and false as themselves."""
    return value.value if value.value is None or isinstance(value.value, bool) else value.text


def _empty(value: Item) -> bool:
    return isinstance(value, Scalar) and (value.value is None or not value.text.strip())
