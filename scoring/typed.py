"""The keys of one table of a ruleset, each read as what it must be; what is wrong is noted."""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring.document import Item, Listing, Scalar, Table
from scoring.messages_check import CHECK
from scoring.model import Label
from scoring.number import parse_written
from scoring.rules import COMMON, kinds, leads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scoring.diagnostic import Problems

MAX_PLACES = 15
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


class Typed:
    """Reads keys.

    Attributes:
        problems: where to note what is wrong.
    """

    def __init__(self, problems: Problems) -> None:
        """Read nothing yet."""
        self.problems = problems

    def check_keys(self, table: Table, allowed: Collection[str], where: str) -> None:
        """Record every key that may not stand here."""
        check_keys(self.problems, table, allowed, where)

    def misread(self, *tables: Table) -> bool:
        """Whether a key of these tables was refused, so that what seems to be missing may stand there."""
        return any(misread(self.problems, each) for each in tables)

    def text(self, table: Table, key: str) -> str:
        """Return a text, empty where the key does not stand."""
        item = table.fields[key].value if key in table.fields else None
        if item is None:
            return ""
        if not isinstance(item, Scalar):
            self.problems.error("text-expected", item.at, key=key)
            return ""
        return item.text

    def label(self, table: Table, key: str, otherwise: str = "") -> Label:
        """Return a text that may differ by language."""
        return read_label(self.problems, table.fields[key].value if key in table.fields else None, key, otherwise)

    def option(self, table: Table, key: str, options: Sequence[str]) -> str:
        """Return one of some words, empty where the key does not stand."""
        text = self.text(table, key)
        if key in table.fields and isinstance(table.fields[key].value, Scalar) and text not in options:
            at = table.fields[key].value.at
            near = self.problems.near(text, options)
            self.problems.error("unknown-option", at, key=key, found=text, options=", ".join(options), near=near)
            return ""
        return text

    def number(self, item: Item, key: str, *, percent: bool = False) -> Fraction | None:
        """Return a constant number; with ``percent`` it must carry its sign unless it is 0."""
        text = item.text if isinstance(item, Scalar) else ""
        value = parse_written(text)
        if value is None:
            self.problems.error("number-expected", item.at, key=key, text=text)
            return None
        if text.endswith("%") and not percent:
            self.problems.error("percent-unexpected", item.at, key=key, text=text)
            return None
        if percent and value and not text.endswith("%"):
            self.problems.error("percent-missing", item.at, text=text)
            return None
        return value

    def flag(self, table: Table, key: str) -> bool:
        """Return a truth value, false where the key does not stand."""
        if key not in table.fields:
            return False
        item = table.fields[key].value
        if not isinstance(item, Scalar) or not isinstance(item.value, bool):
            self.problems.error("flag-expected", item.at, key=key, text=getattr(item, "text", ""))
            return False
        return item.value

    def whole_number(self, table: Table, key: str) -> int | None:
        """Return a small whole number such as a number of decimals."""
        if key not in table.fields:
            return None
        item = table.fields[key].value
        value = item.value if isinstance(item, Scalar) else None
        if not isinstance(value, Fraction) or value.denominator != 1 or not 0 <= value <= MAX_PLACES:
            self.problems.error("places-expected", item.at, key=key, limit=MAX_PLACES)
            return None
        return int(value)

    def table(self, table: Table, key: str) -> Table | None:
        """Return a table, None where the key does not stand."""
        if key not in table.fields:
            return None
        item = table.fields[key].value
        if isinstance(item, Table):
            return item
        self.problems.error("table-expected", item.at, key=key)
        return None

    def accepted(self, table: Table) -> None:
        """Check that findings of check are accepted as a table; what stands in it is looked at by check."""
        item = table.fields["allow"].value if "allow" in table.fields else None
        if item is not None and not isinstance(item, Table):
            listed = item.items if isinstance(item, Listing) else [item]
            words = [word for each in listed for word in _CODE.findall(getattr(each, "text", ""))]
            self.problems.error("allow-shape", item.at, found=next((each for each in words if each in CHECK), "CODE"))

    def exclusive(self, table: Table, keys: Iterable[str], beside: str) -> None:
        """Record keys that cannot stand beside another one."""
        for key in keys if beside else ():
            self.problems.error("keys-exclusive", table.fields[key].key.at, key=key, other=beside)

    def idle(self, table: Table, keys: Iterable[str]) -> None:
        """Record keys that would be taken without a word and do nothing."""
        for key in keys:
            if key in table.fields:
                self.problems.error("key-idle", table.fields[key].key.at, key=key)


def is_none(table: Table, key: str) -> bool:
    """Whether a key says ``none``."""
    return key in table.fields and getattr(table.fields[key].value, "text", "") == "none"


def check_keys(problems: Problems, table: Table, allowed: Collection[str], where: str) -> None:
    """Record every key of a table that may not stand there."""
    if all(map(allowed.__contains__, table.fields)):
        return
    stray = [key for key in table.fields if where == "node" and key not in allowed and key in leads()]
    of_rule = {key for kind in kinds().values() for key in (*kind.keys, *COMMON)} if stray else set()
    if stray:
        problems.error("rule-outside", table.fields[stray[0]].key.at, key=stray[0])
    for key, field in table.fields.items():
        if key not in allowed and key not in of_rule:
            known, near = ", ".join(allowed), problems.near(key, allowed)
            problems.error("unknown-key", field.key.at, key=key, where=where, known=known, near=near)


def misread(problems: Problems, table: Table) -> bool:
    """Whether a key of a table was refused, so that what seems to be missing may stand there."""
    if not problems.errors:
        return False
    fields = table.fields.values()
    return any(problems.noted(code, each.key.at) for code in ("unknown-key", "rule-outside") for each in fields)


def read_label(problems: Problems, item: Item | None, key: str, otherwise: str = "") -> Label:
    """Return a text that may differ by language."""
    if isinstance(item, Scalar):
        return Label({"": item.text})
    if isinstance(item, Table):
        texts: Mapping[str, str] = {lang: getattr(field.value, "text", "") for lang, field in item.fields.items()}
        for lang, field in item.fields.items():
            if lang not in ("zh", "en") or not isinstance(field.value, Scalar):
                problems.error("label-shape", field.key.at, key=key)
        return Label(MappingProxyType(texts))
    if item is not None:
        problems.error("label-shape", item.at, key=key)
    return Label({"": otherwise})
