"""What a case file says about a list that stands in a table of its own: which file, and what its columns are.

One row is one record, and a column says whose it is; the table is shared by all cases.

Example:
    lists:
      projects:
        from: ledger.xlsx#附表3
        case: 单位
        columns: {name: 项目名称, paid: 已支付}
        leave_out: {项目名称: [合计]}
        no_rows: empty
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from scoring.list_cells import is_table
from scoring.source import cell_offset
from scoring.tree import Field, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.diagnostic import Problems
    from scoring.source import Sheet, Span
    from scoring.tree import Item

KEYS = ("from", "case", "columns", "headings", "key", "fill_down", "leave_out", "names", "no_rows", "encoding")
NO_ROWS = ("empty", "missing")

_LONGEST = 6  # digits of the number of a row


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where a list of all cases stands.

    Attributes:
        address: of the list in the ruleset.
        at: where it was asked for.
        path: of the file, its sheet behind ``#``.
        path_at: where that is written.
        case: heading of the column that names the case; None: ``id``.
        columns: field → heading, where only some columns are read; None: all of them, by their headings.
        headings: number of the row with the headings; 0: the first row that is not empty.
        key: heading of a column that says nothing twice.
        fill_down: headings of columns in which a blank stands for the value above it.
        leave_out: heading → texts; a row that has one of them there is no record. None: it is not said.
        names: what the table calls a case → id or name of the case.
        no_rows: ``empty`` or ``missing``: the list of a case without a row; "": it is not said.
        encoding: of a CSV file.
        layer: how many files stood below the one that says this.
    """

    address: str
    at: Span
    path: str
    path_at: Span
    case: Scalar | None
    columns: dict[str, Scalar] | None
    headings: int
    key: Scalar | None
    fill_down: tuple[Scalar, ...]
    leave_out: dict[str, tuple[Scalar, frozenset[str]]] | None
    names: dict[str, Scalar]
    no_rows: str
    encoding: str
    layer: int


def inside(folder: Path, name: str) -> bool:
    """Return whether a name means a file in a folder or below it, on every system alike."""
    if not name or "\\" in name or "://" in name or PureWindowsPath(name).anchor or PurePosixPath(name).anchor:
        return False
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a NUL in the name, links in a circle
        return False


def list_sources(item: Item, folder: Path, encoding: str, layer: int, problems: Problems) -> list[ListSource]:
    """Return what stands under ``lists`` of a case file; what is wrong is noted, and the rest still read.

    Args:
        item: the value of ``lists``.
        folder: of the case file.
        encoding: of CSV files that do not say theirs.
        layer: how many files stand below the case file.
        problems: where to note what is wrong.
    """
    if not isinstance(item, Table):
        problems.error("rows-lists", item.at)
        return []
    reader = _Reader(folder, encoding, layer, problems)
    return [found for each in item.fields.values() if (found := reader.source(each))]


def sheets_beside(source: Sheet, sheets: Iterable[str], layer: int) -> list[ListSource]:
    """Return the lists that stand in sheets beside the one with the cases: ``units.projects`` beside ``units``.

    They are read as the files of lists beside a CSV file of cases: ``id`` says which case a row belongs to.
    """
    head = f"{source.sheet}."
    file = source.name.removesuffix(f"#{source.sheet}")
    at = source.span(cell_offset(1, 1), 0)
    return [
        ListSource(name.removeprefix(head), at, f"{file}#{name}", at, None, None, 0, None, (), None, {}, "empty", "",
                   layer)
        for name in sheets if name.startswith(head) and name != head
    ]  # fmt: skip


class _Reader:
    def __init__(self, folder: Path, encoding: str, layer: int, problems: Problems) -> None:
        self.folder, self.encoding, self.layer, self.problems = folder, encoding, layer, problems

    def source(self, field: Field) -> ListSource | None:
        before = self.problems.errors
        address = field.key.text
        if not isinstance(field.value, Table):
            self.problems.error("rows-from", field.value.at, list=address)
            return None
        fields = field.value.fields
        for key, each in fields.items():
            if key not in KEYS:
                near = self.problems.near(key, KEYS)
                self.problems.error("case-unknown-key", each.key.at, key=key, known=", ".join(KEYS), near=near)
        path = self.path(fields.get("from"), field)
        no_rows = self.text(fields, "no_rows")
        if no_rows is not None and no_rows.text not in NO_ROWS:
            self.problems.error("rows-no-rows", no_rows.at, value=no_rows.text)
        encoding = self.text(fields, "encoding")
        found = ListSource(
            address, field.key.at, path, fields["from"].value.at if "from" in fields else field.key.at,
            self.text(fields, "case"), self.columns(fields.get("columns")), self.headings(fields),
            self.text(fields, "key"), self.fill_down(fields), self.leave_out(fields.get("leave_out")),
            self.table(fields.get("names")) or {}, "" if no_rows is None else no_rows.text,
            self.encoding if encoding is None else encoding.text, self.layer,
        )  # fmt: skip
        return found if self.problems.errors == before else None

    def path(self, field: Field | None, owner: Field) -> str:
        """Return the path of the table, "" where there is none."""
        text = self.scalar(field)
        if field is None or text is None:
            self.problems.error("rows-from", (owner.key if field is None else field.value).at, list=owner.key.text)
            return ""
        name = text.text.strip()
        if not inside(self.folder, name.partition("#")[0]):
            self.problems.error("rows-path", text.at, path=name)
            return ""
        path = self.folder / name
        if "#" not in name and path.is_dir():
            path /= f"{owner.key.text}.csv"
        if not is_table(str(path)):
            self.problems.error("rows-suffix", text.at, path=name)
            return ""
        return str(path)

    def columns(self, field: Field | None) -> dict[str, Scalar] | None:
        found = self.table(field)
        if field is not None and found == {}:
            self.problems.error("rows-columns", field.value.at)
        return found

    def headings(self, fields: dict[str, Field]) -> int:
        text = self.text(fields, "headings")
        if text is None:
            return 0
        number = text.text
        if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST and int(number)):
            self.problems.error("rows-headings", text.at, value=number)
            return 0
        return int(number)

    def fill_down(self, fields: dict[str, Field]) -> tuple[Scalar, ...]:
        """Return the headings below ``fill_down``: one, or a list; ``true`` means the column of the case."""
        if "fill_down" not in fields:
            return ()
        value = fields["fill_down"].value
        if isinstance(value, Scalar) and value.value is True:
            case = self.scalar(fields.get("case"))
            return (case or Scalar("id", "id", value.at),)
        items = value.items if isinstance(value, Listing) else (value,)
        found = tuple(each for each in items if isinstance(each, Scalar) and _said(each))
        if len(found) < len(items):
            self.problems.error("rows-texts", value.at, key="fill_down")
        return found

    def leave_out(self, field: Field | None) -> dict[str, tuple[Scalar, frozenset[str]]] | None:
        """Return heading → texts that make a row no record."""
        if field is None:
            return None
        if not isinstance(field.value, Table):
            self.problems.error("rows-leave-out", field.value.at)
            return None
        found: dict[str, tuple[Scalar, frozenset[str]]] = {}
        for heading, each in field.value.fields.items():
            items = each.value.items if isinstance(each.value, Listing) else (each.value,)
            texts = [item.text for item in items if isinstance(item, Scalar) and _said(item)]
            if len(texts) < len(items):
                self.problems.error("rows-leave-out", each.value.at)
            found[heading] = each.key, frozenset(map(compact, texts))
        return found

    def table(self, field: Field | None) -> dict[str, Scalar] | None:
        """Return a table of texts, None for none."""
        if field is None:
            return None
        if not isinstance(field.value, Table):
            self.problems.error("rows-texts", field.value.at, key=field.key.text)
            return None
        found: dict[str, Scalar] = {}
        for key, each in field.value.fields.items():
            if isinstance(each.value, Scalar) and _said(each.value):
                found[key] = each.value
            else:
                self.problems.error("rows-texts", each.value.at, key=f"{field.key.text}.{key}")
        return found

    def text(self, fields: dict[str, Field], key: str) -> Scalar | None:
        """Return the text of a key, None for none."""
        field = fields.get(key)
        found = self.scalar(field)
        if field is not None and found is None:
            self.problems.error("rows-texts", field.value.at, key=key)
        return found

    def scalar(self, field: Field | None) -> Scalar | None:
        value = None if field is None else field.value
        return value if isinstance(value, Scalar) and _said(value) else None


def _said(value: Scalar) -> bool:
    return value.value is not None and bool(value.text.strip())


def compact(text: str) -> str:
    """Return a text without any blanks: people write 合 计 as well as 合计."""
    return "".join(text.split())
