"""The lists of a case, read: every entry against what the list is of, with the place of whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Ambiguous, folded
from scoring.case import Given, Record
from scoring.lower_figures import domain_of
from scoring.reading import CellNumber, CellTruth, Refusal, of_cell, read_value, shown_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.case import Case, Origin
    from scoring.diagnostic import Problems
    from scoring.model import Figure
    from scoring.program import Program
    from scoring.reading import Domain, Read

LONGEST = 10_000
"""Entries that a list may have, …"""

MOST_RECORDS = 500
"""… and records that nodes are made of, one each; lists inside records count together."""

_NUMBER = re.compile(r"\[[0-9]+\]")

BETWEEN = ";"
"""What stands between the entries of a list in one cell."""

_OTHER = re.compile(r"\s*[,，、；]\s*")  # what else people write between them
_NUMBERS = re.compile(r"-?[0-9.]+%?(?:\s*[,，、；]\s*-?[0-9.]+%?)+")


class Entry(NamedTuple):
    """One entry of a list.

    Attributes:
        values: field → value; a plain entry's value is under ``each``. What is absent is not given.
        lists: field → list, for lists inside records.
        origins: field → where its value came from.
        name: of a record, "" where it has none.
        row: of the table that the list came from, 0 where it came from none.
    """

    values: dict[str, Read]
    lists: dict[str, ListValue]
    origins: dict[str, Origin]
    name: str
    row: int = 0


class ListValue(NamedTuple):
    """A list as a case gives it, and where it came from."""

    entries: tuple[Entry, ...]
    origin: Origin


def read_lists(program: Program, case: Case, problems: Problems) -> dict[str, ListValue]:
    """Return the lists of a case by their canonical names; what is wrong is recorded."""
    return _Reader(program, problems).run(case) if program.lists else {}


def flat(name: str, found: ListValue) -> Iterator[tuple[str, ListValue]]:
    """Yield a list and the lists inside its records, by names such as ``sites[2].faults``."""
    yield name, found
    for number, entry in enumerate(found.entries, 1):
        for field, inner in entry.lists.items():
            yield from flat(f"{name}[{number}].{field}", inner)


class _Reader:
    """Reads the lists of one case."""

    def __init__(self, program: Program, problems: Problems) -> None:
        self.program, self.problems = program, problems
        self.domains: dict[int, Domain] = {}
        self.named: dict[int, dict[str, str]] = {}

    def run(self, case: Case) -> dict[str, ListValue]:
        found: dict[str, ListValue] = {}
        for address, raw in case.figures.items():
            given = raw if isinstance(raw, Given) else Given(raw)
            figure = self.figure(address)
            if figure is None:
                continue
            before = found.get(figure.name)
            if before is not None and before.origin.layer == given.origin.layer:
                self.problems.error("case-twice", given.origin.key, address=address)
            elif before is None or before.origin.layer < given.origin.layer:
                value = None if given.value is None or given.value == "" else self.list_of(figure, address, given)
                if value is not None:
                    found[figure.name] = value
                else:
                    found.pop(figure.name, None)
        self.check_records(found)
        return found

    def figure(self, address: str) -> Figure | None:
        """Return the list that an address names, None where it names something else."""
        found = self.program.addresses.find(address, first="figure")
        if found is None and "." in address:
            owner, _, id_ = address.rpartition(".")
            node = self.program.addresses.find(owner)
            if node is not None and not isinstance(node, Ambiguous) and node.kind == "node":
                found = self.program.addresses.find(f"{node.path}.{id_}", first="figure")
        if found is None or isinstance(found, Ambiguous):
            return None
        figure = self.program.lists.get(found.path)
        return figure if figure is not None and figure.role == "list" else None

    def check_records(self, found: Mapping[str, ListValue]) -> None:
        """Record a list that would make more nodes than can be."""
        records: dict[str, int] = {}
        made_of = self.program.record_lists if found else ()
        for name, value in found.items():
            for inner, each in flat(name, value):
                alike = _NUMBER.sub("[1]", inner)
                if alike in made_of:
                    before = records.get(alike, 0)
                    records[alike] = before + len(each.entries)
                    if before <= MOST_RECORDS < records[alike]:
                        self.problems.error("list-long", each.origin.key, address=_NUMBER.sub("", inner),
                                            limit=MOST_RECORDS)  # fmt: skip

    def list_of(self, figure: Figure, address: str, given: Given) -> ListValue | None:
        """Return one list, None where it is none."""
        value = given.value
        if isinstance(value, str) and not figure.records:
            texts = [value] if isinstance(value, CellNumber) else [each.strip() for each in value.split(BETWEEN)]
            if isinstance(value, CellTruth):
                texts = [of_cell(each) for each in texts]
            value = tuple(Given(each or None, given.origin, given.written) for each in texts)
        if not isinstance(value, tuple):
            code = "list-records" if figure.records else "list-expected-value"
            fields = ", ".join(figure.items)
            self.problems.error(code, given.origin.at if given.origin.at.line else given.origin.key,
                                address=address, fields=fields)  # fmt: skip
            return None
        if len(value) > LONGEST:
            self.problems.error("list-long", given.origin.key, address=address, limit=LONGEST)
            return None
        entries = (self.entry(figure, f"{address}[{number}]", each, given) for number, each in enumerate(value, 1))
        return ListValue(tuple(entries), given.origin)

    def entry(self, figure: Figure, address: str, raw: object, outer: Given) -> Entry:
        """Return one entry."""
        found = Entry({}, {}, {}, _name(raw), raw.origin.row if isinstance(raw, Record | Given) else 0)
        if figure.records is not isinstance(raw, Record):
            given = raw if isinstance(raw, Given) else outer
            code, fields = "list-record" if figure.records else "list-value", ", ".join(figure.items)
            self.problems.error(code, given.origin.at, address=address, fields=fields)
            return found
        if not isinstance(raw, Record):
            self.value(figure.items["each"], "each", address, _given(raw, outer), found)
            return found
        for field, given in self.fields(figure, address, raw, outer):
            if field == "name":
                if isinstance(given.value, tuple | Mapping):
                    self.problems.error("list-value", given.origin.at, address=f"{address}.name")
                continue
            if field not in figure.items:
                near = self.problems.near(field, (*figure.items, "name"))
                fields = ", ".join(("name", *figure.items))
                self.problems.error("record-field", given.origin.key, address=address, name=field, fields=fields,
                                    near=near)  # fmt: skip
                continue
            own = figure.items[field]
            if own.role == "list":
                absent = given.value is None or given.value == ""
                inner = None if absent else self.list_of(own, f"{address}.{field}", given)
                if inner is not None:
                    found.lists[field] = inner
            elif own.form is not None:
                self.problems.error("derived-figure", given.origin.key, address=f"{address}.{field}")
            else:
                self.value(own, field, f"{address}.{field}", given, found)
        return found

    def fields(self, figure: Figure, address: str, raw: Record, outer: Given) -> Iterator[tuple[str, Given]]:
        """Yield what a record says, each field once, with its id where it is one that the ruleset knows."""
        seen: set[str] = set()
        for written, value in raw.items():
            given, field = _given(value, outer), self.field(figure, written)
            if field in seen:
                self.problems.error("case-twice", given.origin.key, address=f"{address}.{field}")
            else:
                seen.add(field)
                yield field, given

    def field(self, figure: Figure, written: str) -> str:
        """Return the field that a key means, by its id or by a name of it that no other has; else the key."""
        if written in figure.items or written == "name":
            return written
        known = self.named.get(id(figure))
        if known is None:
            names = [(folded(text), id_) for id_, own in figure.items.items() for text in own.label.texts.values()]
            twice = {name for name, id_ in names if any(name == other and id_ != own for other, own in names)}
            known = self.named[id(figure)] = {name: id_ for name, id_ in names if name not in twice}
        return known.get(folded(written), written)

    def value(self, figure: Figure, field: str, address: str, given: Given, entry: Entry) -> None:
        """Read one value of an entry."""
        domain = self.domains.get(id(figure))
        if domain is None:
            domain = self.domains[id(figure)] = domain_of(figure)
        value = read_value(given.value, domain, written=given.written)
        if isinstance(value, Refusal) and value.code == "not-a-number" and _NUMBERS.fullmatch(str(given.value)):
            text = _OTHER.sub("; ", str(given.value))
            self.problems.error("list-commas", given.origin.at, name=address, value=value.facts["value"], text=text)
        elif isinstance(value, Refusal):
            self.problems.error(value.code, given.origin.at, **{**value.facts, "name": address})
        elif value is not None:
            entry.values[field] = value
            entry.origins[field] = given.origin


def _given(value: object, outer: Given) -> Given:
    """Return a value with where it came from, which is that of the list where it has none of its own."""
    if isinstance(value, Given):
        return value
    return Given(value, outer.origin, outer.written)


def _name(raw: object) -> str:
    """Return what a record is called."""
    name = raw.get("name") if isinstance(raw, Record) else None
    name = name.value if isinstance(name, Given) else name
    return name if isinstance(name, str) else "" if name is None else shown_value(name)
