"""Tables of tests: what varies from row to row, at any address that a column of cases may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.case_rows import role_of
from scoring.cases import CaseReader, extended
from scoring.testing.fields import Fields
from scoring.testing.starting import ROW_LAYER
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.case import Case
    from scoring.diagnostic import Problems

VARY = ("vary", "expect_of", "rows")
"""Keys of a table of tests."""

ROW = ("name", "cite", "row", "known_issue")
"""Keys of a row that says more than its values."""

_ABOUT_CASE = ("name", "date", "by")
_LISTS = ("findings", "amount")
_FINDING = {"findings": "count", "amount": "amount"}
_MARK = {"mark": "score", "deduct": "deduct", "because": "because"}
_SET = {"set": "score", "because": "because"}


class Row(NamedTuple):
    """One row: what its columns say, what is expected, and what it says of itself."""

    at: Item
    values: Sequence[Item]
    wanted: Sequence[Item]
    fields: Mapping[str, Field]

    @property
    def shown(self) -> str:
        """Its values in a line."""
        return ", ".join(map(_shown, self.values))


class Tables(Fields):
    """Reads tables of tests."""

    def __init__(self, path: str, problems: Problems) -> None:
        """Note problems there."""
        super().__init__(path, problems)
        self.reader = CaseReader(problems, ROW_LAYER)

    def columns(self, item: Item) -> list[Scalar]:
        """Return the addresses of some columns, each once."""
        found: dict[str, Scalar] = {}
        for each in item.items if isinstance(item, Listing) else (item,):
            if not isinstance(each, Scalar) or not each.text:
                self.problems.error("test-names", each.at)
            elif each.text in found:
                self.problems.error("case-twice", each.at, address=each.text)
            else:
                found[each.text] = each
        return list(found.values())

    def varied(self, item: Item) -> list[Scalar]:
        """Return the addresses that vary."""
        columns = self.columns(item)
        for each in columns:
            owner, role = role_of(each.text)
            if role == "result":
                self.problems.error("csv-heading-result", each.at, heading=each.text, write=f"{owner}.mark")
            elif role == "id":
                self.problems.error("test-vary-id", each.at)
        return columns

    def rows(self, item: Item, names: int, aims: int) -> Iterator[Row]:
        """Yield the rows of a table."""
        if isinstance(item, Table) and names == aims == 1:
            for key, value in item.fields.values():
                yield Row(key, [key], [value], {})
            return
        if not isinstance(item, Listing) or not item.items:
            self.problems.error("test-rows", item.at, count=names + aims)
            return
        for row in item.items:
            fields = self.keys(row, ROW) if isinstance(row, Table) else {}
            cells = fields["row"].value if "row" in fields else row
            items = cells.items if isinstance(cells, Listing) else ()
            if len(items) != names + aims or any(isinstance(each, Table) for each in items[:names]):
                self.problems.error("test-rows", cells.at, count=names + aims)
            else:
                yield Row(items[0] if cells is row else row, items[:names], items[names:], fields)

    def case(self, base: Case, columns: Sequence[Scalar], row: Row, reason: str) -> Case:
        """Return the case of a row: a base with what its columns say.

        Args:
            base: the case that the table is about.
            columns: the addresses.
            row: the values.
            reason: for marks and set scores, where neither a column nor the base gives one.
        """
        said = _Said(base, row.at, reason)
        for column, value in zip(columns, row.values, strict=True):
            said.take(column, value)
        key = Scalar(base.id, base.id, row.at.at)
        return extended(base, self.reader.case(Field(key, Table(said.fields(), row.at.at))))


class _Said:
    """What the columns of a row say, put into the keys of a case."""

    def __init__(self, base: Case, at: Item, reason: str) -> None:
        self.base, self.at, self.reason = base, at.at, reason
        self.about: dict[str, Field] = {}
        self.figures: dict[str, Field] = {}
        self.nodes: dict[str, tuple[Scalar, dict[str, Field]]] = {}

    def take(self, column: Scalar, value: Item) -> None:
        """Take a value."""
        owner, role = role_of(column.text)
        if role in _ABOUT_CASE:
            self.about[role] = Field(column, value)
        elif role == "figure":
            self.figures[column.text] = Field(column, value)
        else:
            _, roles = self.nodes.setdefault(owner, (Scalar(owner, owner, column.at), {}))
            roles[role] = Field(column, value)

    def fields(self) -> dict[str, Field]:
        """Return the keys of the case."""
        found = dict(self.about)
        parts: dict[str, dict[str, Field]] = {"figures": self.figures, "marks": {}, "set": {}, "not_applicable": {}}
        findings: list[Item] = []
        for owner, (key, roles) in self.nodes.items():
            findings += self.finding(key, roles)
            if "mark" in roles or "deduct" in roles:
                parts["marks"][owner] = Field(key, self.points(owner, roles, _MARK))
            elif "set" in roles:
                parts["set"][owner] = Field(key, self.points(owner, roles, _SET))
            if "not_applicable" in roles:
                parts["not_applicable"][owner] = Field(key, roles["not_applicable"].value)
        for name, table in parts.items():
            if table:
                found[name] = Field(Scalar(name, name, self.at), Table(table, self.at))
        if findings:
            found["findings"] = Field(Scalar("findings", "findings", self.at), Listing(tuple(findings), self.at))
        return found

    def finding(self, owner: Scalar, roles: Mapping[str, Field]) -> list[Item]:
        """Return the finding that columns for count and amount say; a count of 0 alone says that there is none."""
        own = {_FINDING[role]: roles[role] for role in _LISTS if role in roles and not _is_null(roles[role].value)}
        counted = own["count"].value if "count" in own else None
        if not own or (isinstance(counted, Scalar) and counted.text == "0" and "amount" not in own):
            return []
        key = Scalar("against", "against", owner.at)
        at = next(iter(own.values())).value.at
        return [Table({"against": Field(key, Scalar(owner.text, owner.text, owner.at)), **own}, at)]

    def points(self, owner: str, roles: Mapping[str, Field], names: Mapping[str, str]) -> Item:
        """Return a mark or set score: a table, or null, which takes one away."""
        own = {name: roles[role] for role, name in names.items() if role in roles and not _is_null(roles[role].value)}
        if "score" not in own and "deduct" not in own:
            return next(field.value for role, field in roles.items() if role in names)
        before = (self.base.marks if names is _MARK else self.base.set).get(owner)
        because = (before.because if before is not None else "") or self.reason
        at = next(iter(own.values())).value.at
        own.setdefault("because", Field(Scalar("because", "because", at), Scalar(because, because, at, quoted=True)))
        return Table(own, at)


def _is_null(item: Item) -> bool:
    return isinstance(item, Scalar) and item.value is None


def _shown(item: Item) -> str:
    if isinstance(item, Listing):
        return f"[{', '.join(map(_shown, item.items))}]"
    return item.text if isinstance(item, Scalar) else "…"
