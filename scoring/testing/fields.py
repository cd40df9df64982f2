"""The keys of a file of tests, each read as what it must be; what is wrong is noted."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.diagnostic import Problems

_SHEETS = (".xlsx", ".ods")


class Fields:
    """Reads keys."""

    def __init__(self, path: str, problems: Problems) -> None:
        """Note problems there; ``path``: of the file of tests, by which others are found."""
        self.path, self.problems = path, problems

    def keys(self, table: Item, known: Sequence[str]) -> dict[str, Field]:
        """Return the fields that may stand in a table; the others are noted."""
        fields = table.fields if isinstance(table, Table) else {}
        for key, field in fields.items():
            if key not in known:
                near = self.problems.near(key, known)
                self.problems.error("test-unknown-key", field.key.at, key=key, known=", ".join(known), near=near)
        return {key: field for key, field in fields.items() if key in known}

    def idle(self, fields: Mapping[str, Field], keys: Sequence[str], beside: str) -> None:
        """Note keys that do nothing in this kind of test."""
        for key in keys:
            if key in fields:
                self.problems.error("test-key-idle", fields[key].key.at, key=key, other=beside)

    def list(self, fields: Mapping[str, Field], key: str) -> tuple[Item, ...]:
        """Return the items of a list, one item being a list of one."""
        if key not in fields:
            return ()
        value = fields[key].value
        if isinstance(value, Scalar):
            self.problems.error("test-list", value.at, key=key)
            return ()
        return value.items if isinstance(value, Listing) else (value,)

    def table_of(self, fields: Mapping[str, Field], key: str) -> Mapping[str, Field]:
        """Return the fields of a table, none if it is not there."""
        if key not in fields:
            return {}
        value = fields[key].value
        if not isinstance(value, Table):
            self.problems.error("table-expected", value.at, key=key)
            return {}
        return value.fields

    def text(self, fields: Mapping[str, Field], key: str) -> str:
        """Return a text, "" if there is none."""
        value = fields[key].value if key in fields else None
        if value is None or (isinstance(value, Scalar) and value.value is None):
            return ""
        if not isinstance(value, Scalar):
            self.problems.error("case-text", value.at, key=key)
            return ""
        return value.text.strip()

    def flag(self, fields: Mapping[str, Field], key: str, *, otherwise: bool = False) -> bool:
        """Return a truth value, another one if there is none."""
        value = fields[key].value if key in fields else None
        if value is None:
            return otherwise
        if not (isinstance(value, Scalar) and isinstance(value.value, bool)):
            self.problems.error("test-flag", value.at, key=key)
        return isinstance(value, Scalar) and value.value is True

    # Files

    def is_inside(self, name: str) -> bool:
        """Whether a name is one of a file from the folder of the tests: relative, with slashes."""
        rooted = PureWindowsPath(name).anchor or PurePosixPath(name).anchor
        return bool(name) and not rooted and "\\" not in name and "\0" not in name

    def file_there(self, item: Item) -> str | None:
        """Return the path of a file that is named; None where there is none, which is noted."""
        name = item.text.strip() if isinstance(item, Scalar) else ""
        if not self.is_inside(name):
            self.problems.error("test-path", item.at, path=name)
            return None
        path = Path(self.path).parent / _without_sheet(name)
        try:
            there = path.exists()
        except OSError:
            there = False
        if not there:
            self.problems.error("test-file-missing", item.at, path=name, near=self.near_file(_without_sheet(name)))
            return None
        return str(Path(self.path).parent / name)

    def near_file(self, name: str) -> str | None:
        """Return the file in the same folder whose name is most like another one."""
        head, _, last = name.rpartition("/")
        try:
            names = [each.name for each in (Path(self.path).parent / head).iterdir() if not each.name.startswith(".")]
        except OSError:
            return None
        near = self.problems.near(last, sorted(names)[:1000])
        return None if near is None else f"{head}/{near}" if head else near


def _without_sheet(name: str) -> str:
    """Return a name without the sheet of a workbook."""
    path, mark, _ = name.rpartition("#")
    return path if mark and path.lower().endswith(_SHEETS) else name
