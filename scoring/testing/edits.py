"""Small changes to a ruleset's text: another number, another word, a key renamed or taken away."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from scoring.dates import FIRST, LAST, day_text, parse_day
from scoring.number import decimal_text, parse_number
from scoring.tree import Field, Item, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.source import Span

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?%?(?![\w.%])")
_COMPARED = re.compile(r"<=|>=|<|>|==|!=")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_OTHER_SIDE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
OTHER_EDGE = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}


def scalar(text: str, like: Scalar) -> Scalar:
    """Return a value with another text, in the place of one."""
    number = None if like.quoted else parse_number(text)
    return Scalar(text, text if number is None else number, like.at, like.quoted)


def put(table: Table, key: str, value: Item | None) -> Table:
    """Return a table with another value of a key; None: without the key."""
    if value is None:
        return Table({name: field for name, field in table.fields.items() if name != key}, table.at)
    return Table({**table.fields, key: Field(table.fields[key].key, value)}, table.at)


def renamed(table: Table, key: str, name: str) -> Table:
    """Return a table in which a key has another name, in the same place."""
    fields: dict[str, Field] = {}
    for own, field in table.fields.items():
        if own == key:
            fields[name] = Field(
                Scalar(name, scalar(name, field.key).value, field.key.at, field.key.quoted), field.value
            )
        else:
            fields[own] = field
    return Table(fields, table.at)


def placed(listing: Listing, number: int, value: Item | None) -> Listing:
    """Return a list with another item; None: without it."""
    items = list(listing.items)
    items[number : number + 1] = [] if value is None else [value]
    return Listing(tuple(items), listing.at)


def neighbours(text: str) -> list[str]:
    """Return a number as written (or a day), one unit of its last decimal more, and less."""
    day = parse_day(text)
    if day is not None:
        return [day_text(Fraction(each)) for each in (day + 1, day - 1) if FIRST <= each <= LAST]
    percent = "%" if text.endswith("%") else ""
    plain = text.removesuffix("%")
    value = parse_number(plain)
    if value is None:
        return []
    unit = Fraction(1, 10 ** len(plain.partition(".")[2]))
    return [f"{decimal_text(value + way * unit)}{percent}" for way in (1, -1)]


def in_scalar(item: Scalar) -> Iterator[tuple[str, str, str, Scalar]]:
    """Yield each change of one value: its kind, the part it changes, what stands there then, and the value then."""
    if item.value is None or isinstance(item.value, bool):
        return
    near = neighbours(item.text)
    for text in near:
        yield "number", item.text, text, scalar(text, item)
    if near:
        return
    hidden = [match.span() for match in _QUOTED.finditer(item.text)]
    for match in _NUMBER.finditer(item.text):
        if not _is_within(match.start(), hidden):
            for text in neighbours(match[0]):
                yield "number", match[0], text, _spliced(item, match, text)
    for match in _COMPARED.finditer(item.text):
        if not _is_within(match.start(), hidden):
            other = _OTHER_SIDE[match[0]]
            yield "side", match[0], other, _spliced(item, match, other)


def _spliced(item: Scalar, match: re.Match[str], text: str) -> Scalar:
    return scalar(f"{item.text[: match.start()]}{text}{item.text[match.end() :]}", item)


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(low <= place < high for low, high in spans)


def in_item(item: Item) -> Iterator[tuple[str, Span, str, str, Item | None]]:
    """Yield each change somewhere in a value: its kind, place, what stands there, what would, and the whole then."""
    if isinstance(item, Scalar):
        for kind, before, after, value in in_scalar(item):
            yield kind, item.at, before, after, value
    elif isinstance(item, Listing):
        for number, each in enumerate(item.items):
            for kind, at, before, after, inner in in_item(each):
                yield kind, at, before, after, placed(item, number, inner)
    else:
        yield from in_table(item)


def in_table(
    table: Table, words: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[tuple[str, Span, str, str, Table]]:
    """Yield each change in a table: of its values, of keys that are numbers, of edges; entries dropped and swapped.

    Args:
        table: what is changed.
        words: key → the words it may be, of which another one is put.
    """
    names = list(table.fields)
    for name, (key, value) in table.fields.items():
        if name in SILENT:  # of what rounds, other changes are made
            continue
        for text in neighbours(name):
            if text not in table.fields:
                yield "threshold", key.at, name, text, renamed(table, name, text)
        other = OTHER_EDGE.get(name)
        if other is not None and other not in table.fields:
            yield "side", key.at, name, other, renamed(table, name, other)
        options = (words or {}).get(name, ())
        if options and isinstance(value, Scalar):
            for option in (each for each in options if each != value.text):
                told = f"{name}: {value.text}", f"{name}: {option}"
                yield "word", value.at, *told, put(table, name, scalar(option, value))
            continue
        yield from _in_value(table, name, value)
    yield from _entries(table, names)


def _in_value(table: Table, name: str, value: Item) -> Iterator[tuple[str, Span, str, str, Table]]:
    """Yield each change in what stands under one key."""
    for kind, at, before, after, item in in_item(value):
        named = _kind(kind, name, listed=isinstance(value, Listing))
        if not _is_nonsense(named, before, after):
            yield named, at, _told(name, before), _told(name, after), put(table, name, item)


def _is_nonsense(kind: str, before: str, after: str) -> bool:
    """Whether a change is no reading of anything: points that become less than none."""
    return kind == "amount" and after.startswith("-") and not before.startswith("-")


def _kind(kind: str, key: str, *, listed: bool) -> str:
    if kind != "number":
        return kind
    if key == "per" and listed:
        return "threshold"
    return KINDS.get(key, "amount" if neighbours(key) or key == "else" else "number")


def _told(key: str, text: str) -> str:
    return text if key in ("rules", "bands", "by", "rows") or ":" in text else f"{key}: {text}"


def _entries(table: Table, names: list[str]) -> Iterator[tuple[str, Span, str, str, Table]]:
    """Yield what dropping and swapping make of the entries of bands and tables: keys that are numbers or words."""
    for owner in ("bands", "by", "interpolate"):
        inner = table.fields[owner].value if owner in names else None
        if isinstance(inner, Table):
            own = list(inner.fields)
            for name in own:
                field = inner.fields[name]
                yield "band", field.key.at, _entry(inner, name), "", put(table, owner, put(inner, name, None))
            for one, other in pairwise(own):
                if inner.fields[one].value != inner.fields[other].value:
                    swapped = put(put(inner, one, inner.fields[other].value), other, inner.fields[one].value)
                    before = f"{_entry(inner, one)}, {_entry(inner, other)}"
                    after = f"{_entry(swapped, one)}, {_entry(swapped, other)}"
                    yield "band", inner.fields[one].key.at, before, after, put(table, owner, swapped)
    for owner in ("rows", "bands"):
        listed = table.fields[owner].value if owner in names else None
        if isinstance(listed, Listing):
            for number, item in enumerate(listed.items):
                yield "band", item.at, _row(item), "", put(table, owner, placed(listed, number, None))


def _entry(table: Table, name: str) -> str:
    value = table.fields[name].value
    return f"{name}: {value.text if isinstance(value, Scalar) else '…'}"


def _row(item: Item) -> str:
    fields = item.fields if isinstance(item, Table) else {}
    said = (f"{name}: {field.value.text}" for name, field in fields.items() if isinstance(field.value, Scalar))
    return f"{{{', '.join(said)}}}"


KINDS = {
    "deduct": "amount", "award": "amount", "points": "amount", "is": "amount", "judge": "amount", "start": "amount",
    "per": "step", "below": "threshold", "above": "threshold", "at_least": "threshold", "at_most": "threshold",
    "to": "threshold", "zero_below": "threshold", "up_to": "limit", "cap": "limit", "floor": "limit",
    "when": "threshold", "lose_all": "threshold", "weight": "weight", "applies_when": "threshold",
    "require": "threshold", "of": "threshold", "ratio": "threshold",
}  # fmt: skip
"""Key → what a number there is."""

SILENT = frozenset(("round", "because", "source", "text", "code", "name", "allow", "scope", "unit", "title", "version"))
"""Keys that score nothing."""
