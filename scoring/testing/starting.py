"""The cases that tests start from: those of files, those that a file of tests says itself, and what a test adds."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scoring.case import Case
from scoring.cases import CASE_KEYS, CaseReader, extended, load_cases
from scoring.diagnostic import CaseError
from scoring.testing.fields import Fields
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.diagnostic import Problems

SAYS = tuple(key for key in CASE_KEYS if key != "name")
"""What a test may say of its case itself."""

BASE = ("case", "from", *SAYS)
"""Keys of a ``base``."""

NONE = "none"
LAYER = 99
"""The layer of what a test says: above that of any file of cases."""

ROW_LAYER = 100
"""The layer of what a row of its table says."""

_CLEARED: dict[str, Any] = {"findings": (), "marks": {}, "set": {}, "not_applicable": {}}
"""What ``none`` leaves of each part of a case."""

_EMPTY = Case()


class Starting(Fields):
    """Makes cases; every file of cases is read once."""

    def __init__(self, path: str, problems: Problems, base: Field | None) -> None:
        """Take what every test of the file starts from."""
        super().__init__(path, problems)
        self._files: dict[str, dict[str, Case]] = {}
        self._base = base
        self.reader = CaseReader(problems, LAYER)

    @cached_property
    def base(self) -> Case:
        """What every test of the file starts from."""
        return _EMPTY if self._base is None else self.of_base(self._base)

    def of_base(self, field: Field) -> Case:
        """Return the case of a ``base``: one of a file, or what it says itself, or both."""
        if is_none(field.value):
            return _EMPTY
        fields = self.keys(field.value, BASE) if isinstance(field.value, Table) else {}
        if not fields:
            self.problems.error("test-base", field.value.at)
        return self.said(fields, field.value, self.named(fields, _EMPTY))

    def start(self, fields: Mapping[str, Field]) -> Case:
        """Return the case that a test starts from."""
        base = self.of_base(fields["base"]) if "base" in fields else self.base
        return self.named(fields, base)

    def case(self, fields: Mapping[str, Field], item: Item) -> Case:
        """Return the case of a test: where it starts from, with what the test says."""
        return self.said(fields, item, self.start(fields))

    def named(self, fields: Mapping[str, Field], base: Case) -> Case:
        """Return the case of a file that is named."""
        if "case" not in fields and "from" not in fields:
            return base
        if "case" not in fields or "from" not in fields:
            there = fields.get("case") or fields["from"]
            self.problems.error("test-case-from", there.key.at)
            return base
        cases, name = self.of_file(fields["from"].value), self.text(fields, "case")
        if name not in cases and cases:
            near = self.problems.near(name, cases)
            self.problems.error("test-no-case", fields["case"].value.at, name=name, near=near)
        return cases.get(name, base)

    def said(self, fields: Mapping[str, Field], item: Item, base: Case) -> Case:
        """Return a case with what a table says besides."""
        own = {key: fields[key] for key in SAYS if key in fields}
        if not own:
            return base
        base, own = self.cleared(base, own)
        return extended(base, self.reader.case(Field(Scalar(base.id, base.id, item.at), Table(own, item.at))))

    def cleared(self, base: Case, own: Mapping[str, Field]) -> tuple[Case, dict[str, Field]]:
        """Return a case without what ``none`` takes away, and what is said besides."""
        rest = dict(own)
        gone: dict[str, Any] = {}
        for key, empty in _CLEARED.items():
            value = own[key].value if key in own else None
            if value is not None and is_none(value):
                gone[key] = empty
                del rest[key]
            elif isinstance(value, Listing) and key == "findings" and value.items and is_none(value.items[0]):
                gone[key] = empty
                rest[key] = Field(own[key].key, Listing(value.items[1:], value.at))
        return (replace(base, **gone) if gone else base), rest

    def run(self, fields: Mapping[str, Field]) -> dict[str, Case]:
        """Return the cases of a run by their ids: those of a file, or those of a table, each from where tests start."""
        value = fields["cases"].value
        if isinstance(value, Scalar) and value.text:
            self.idle(fields, ("base", "case", "from"), "cases")
            return self.of_file(value)
        if not isinstance(value, Table) or not value.fields:
            self.problems.error("test-cases", value.at)
            return {}
        start = self.start(fields)
        found: dict[str, Case] = {}
        for key, field in value.fields.items():
            base, item = start, field.value
            if isinstance(item, Table):
                base, own = self.cleared(start, item.fields)
                item = Table(own, item.at)
            found[key] = extended(base, self.reader.case(Field(field.key, item)))
        return found

    def of_file(self, item: Item) -> dict[str, Case]:
        """Return the cases of a file by id; what is wrong with them is noted."""
        path = self.file_there(item)
        if path is None:
            return {}
        if path not in self._files:
            try:
                self._files[path] = {each.id: each for each in load_cases(path)}
            except CaseError as error:
                self._files[path] = {}
                self.problems.take(error.diagnostics)
        return self._files[path]


def is_none(item: Item) -> bool:
    """Whether something is the word ``none``."""
    return isinstance(item, Scalar) and item.text == NONE
