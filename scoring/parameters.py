"""The numbers that are written in a ruleset, each with a name of its own, and the tree with others in their places.

A parameter is called by what it belongs to and the keys that lead to it, as one would say where it stands:
``B1.2.below``, ``A.weight``, ``D4.1.bands.95%``, ``grades.good``. Which numbers of a rule count is told by the keys
that its kind declares; no kind is named here. A number under ``each`` or in a shape is written once and is one
parameter; it goes by every name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Found
from scoring.document import Field, Listing, Scalar, Table
from scoring.graph import Numeral
from scoring.keys import NODE, NOTES, ROOT, Key
from scoring.number import Number, decimal_text, parse_written
from scoring.rules import COMMON, form_leads, form_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from scoring.addresses import Addresses
    from scoring.document import Item
    from scoring.model import Definition, Figure, Indicator
    from scoring.source import Span

WHOLE = "total"
"""What the names of the numbers begin with that stand at the top of a ruleset."""

_NODE_KEYS = ("points", "weight", "cap", "floor", "start", "total")
_NO_NUMBERS = frozenset((*NOTES, "round", "if_missing", "name", "allow"))
"""Keys whose numbers are read otherwise: places, words, values for what is missing."""

_WRITTEN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?%?", re.ASCII)
_BOUNDS = frozenset(("bands", "interpolate"))

Place = tuple[str, int, int]
"""File, line and column of a written number."""

Numbers = Mapping[Place, tuple[str, Numeral]]
"""Place of a written number → what is put there: its text, and the number."""


def place_of(at: Span) -> Place:
    """Return the file, line and column of a place."""
    return at.source.name, at.line, at.column


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that is written in a ruleset and that a column of a table may replace.

    Attributes:
        name: what it is called.
        value: as written; of a percentage the ratio.
        unit: ``%`` of a percentage, else "".
        place: where it is written.
        meaning: what it is, in English and in Chinese.
        names: all that it is called: written once, it may stand in several places of the tree.
    """

    name: str
    value: Number
    unit: str
    place: Span
    meaning: Mapping[str, str] = field(compare=False)
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return name, value and place in one line."""
        return f"{self.name} = {self.text} ({self.place})"

    @property
    def text(self) -> str:
        """The number as one would write it."""
        return written(self.value, self.unit)


def written(value: Fraction, unit: str) -> str:
    """Return a number as an author would write it."""
    return f"{decimal_text(value * 100)}%" if unit == "%" else decimal_text(value)


class _Spot(NamedTuple):
    """A written number: its name, the same behind the variant it stands in, and what it is."""

    name: str
    inside: str
    scalar: Scalar
    key: Key


def written_in(definition: Definition) -> tuple[Parameter, ...]:
    """Return the written numbers of a ruleset that may be parameters, in the order of its text as far as it can be."""
    spots = [each for each in _all(definition) if each.scalar.at.line]
    homes: dict[str, set[Place]] = {}
    for each in spots:
        homes.setdefault(each.name, set()).add(place_of(each.scalar.at))
    by_place: dict[Place, list[tuple[str, _Spot]]] = {}
    for each in spots:
        name = each.name if len(homes[each.name]) == 1 else each.inside
        by_place.setdefault(place_of(each.scalar.at), []).append((name, each))
    return tuple(_parameter(tuple(dict.fromkeys(name for name, _ in own)), own[0][1]) for own in by_place.values())


def _parameter(names: tuple[str, ...], spot: _Spot) -> Parameter:
    value = parse_written(spot.scalar.text)
    assert value is not None  # noqa: S101  # so it was chosen
    meaning = {"en": spot.key.en, "zh": spot.key.zh}
    unit = "%" if spot.scalar.text.endswith("%") else ""
    return Parameter(names[0], Number(value), unit, spot.scalar.at, meaning, names)


def _all(definition: Definition) -> Iterator[_Spot]:
    yield from _node(definition.root, WHOLE, WHOLE)
    for figure in definition.figures.values():
        yield from _figure(figure)
    for name, function in definition.functions.items():
        yield from _form(f"functions.{name}", f"functions.{name}", function.form)
    grades = definition.keys.fields.get("grades")
    if grades is not None:
        yield from _below("grades", "grades", grades.value, _GRADE)


def _node(node: Indicator, name: str, inside: str) -> Iterator[_Spot]:
    """Yield the numbers of a node and of all below it; ``inside``: its name behind the variants it stands in."""
    for key in _NODE_KEYS:
        if key in node.keys.fields:
            yield from _below(f"{name}.{key}", f"{inside}.{key}", node.keys.fields[key].value, {**ROOT, **NODE}[key])
    leads = [key for rule in node.rules for key in rule.keys.fields]
    for number, rule in enumerate(node.rules, 1):
        keys = {**rule.kind.keys, **COMMON}
        for key, (_, value) in rule.keys.fields.items():
            trail = key if leads.count(key) == 1 and key not in _NODE_KEYS else f"rules.{number}.{key}"
            if key not in _NO_NUMBERS:
                yield from _below(
                    f"{name}.{trail}", f"{inside}.{trail}", value, keys.get(key, _CONSTANT), bounds=key in _BOUNDS
                )
    for key, value in node.arguments.items():
        yield from _below(f"{name}.with.{key}", f"{inside}.with.{key}", value, NODE["with"])
    for figure in node.figures.values():
        yield from _figure(figure)
    for child in node.children:
        id_ = child.path.rpartition(".")[2]
        yield from _node(child, child.path, f"{inside}.{id_}" if inside != WHOLE else child.path)
    for number, (_, variant) in enumerate(node.variants, 1):
        yield from _node(variant, name, f"{inside}.variants.{number}")


def _figure(figure: Figure) -> Iterator[_Spot]:
    """Yield the numbers of a derived figure; a constant goes by the name of the figure."""
    if isinstance(figure.form, Table) and figure.role == "derived":
        yield from _form(figure.name, figure.name, figure.form)


def _form(name: str, inside: str, form: Item) -> Iterator[_Spot]:
    if isinstance(form, Table) and "is" in form.fields:
        yield from _below(name, inside, form.fields["is"].value, _CONSTANT)
        return
    kind = form_of(form) if isinstance(form, Table) else None
    for key, (_, value) in form.fields.items() if isinstance(form, Table) and kind is not None else ():
        if kind is not None and key in kind.keys and key not in _NO_NUMBERS:
            yield from _below(f"{name}.{key}", f"{inside}.{key}", value, kind.keys[key], bounds=key in _BOUNDS)


_CONSTANT = Key("value", "a number that is given a name", "有名称的常数")
_BOUND = Key("number", "where a band begins, or a point of a line lies", "分档的界限或插值点的位置")
_RESULT = Key("value", "what the band, or the point of the line, gives", "该档或该插值点的结果")
_GRADE = Key("number", "where the grade begins", "等级的界限")


def _below(name: str, inside: str, item: Item, key: Key, *, bounds: bool = False) -> Iterator[_Spot]:
    """Yield the numbers in a value, in whatever form; ``bounds``: its own keys are numbers too."""
    if isinstance(item, Scalar):
        if not item.quoted and _WRITTEN.fullmatch(item.text) and parse_written(item.text) is not None:
            yield _Spot(name, inside, item, key)
    elif isinstance(item, Listing):
        for number, each in enumerate(item.items, 1):
            yield from _below(f"{name}.{number}", f"{inside}.{number}", each, key)
    elif "is" in item.fields and not bounds and form_leads() & item.fields.keys() == {"is"} and len(item.fields) == 1:
        yield from _below(name, inside, item.fields["is"].value, key)
    else:
        for text, (written_key, value) in item.fields.items():
            if text in _NO_NUMBERS:
                continue
            if bounds and _WRITTEN.fullmatch(text):
                yield _Spot(f"{name}.{text}.bound", f"{inside}.{text}.bound", written_key, _BOUND)
            own = _RESULT if bounds else key
            yield from _below(f"{name}.{text}", f"{inside}.{text}", value, own, bounds=text in _BOUNDS)


def meant_by(name: str, known: Mapping[str, Parameter], addresses: Addresses) -> Parameter | None:
    """Return the parameter that a name means, whose beginning may be any address; None where it means none."""
    if name in known:
        return known[name]
    figure = addresses.find(name, first="figure")
    if isinstance(figure, Found) and figure.kind == "figure" and figure.path in known:
        return known[figure.path]
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        head, trail = ".".join(parts[:cut]), ".".join(parts[cut:])
        for first in ("node", "figure"):
            found = addresses.find(head, first=first)
            if isinstance(found, Found) and f"{found.path}.{trail}" in known:
                return known[f"{found.path}.{trail}"]
    return None


def named(parameters: Sequence[Parameter]) -> dict[str, Parameter]:
    """Return parameters by all their names."""
    return {name: each for each in parameters for name in each.names}


def with_numbers(table: Table, numbers: Numbers) -> Table:
    """Return a tree in which other numbers stand in some places, each with its text."""
    found = _with(table, numbers)
    assert isinstance(found, Table)  # noqa: S101  # as it was before
    return found


def _with(item: Item, numbers: Numbers) -> Item:
    if isinstance(item, Scalar):
        found = numbers.get(place_of(item.at))
        return item if found is None else Scalar(found[0], found[1], item.at)
    if isinstance(item, Listing):
        items = tuple(_with(each, numbers) for each in item.items)
        return item if all(map(_same, items, item.items)) else Listing(items, item.at)
    fields: dict[str, Field] = {}
    for text, (key, value) in item.fields.items():
        own = _with(key, numbers) if key.text == text else key
        assert isinstance(own, Scalar)  # noqa: S101  # what a key is
        fields[text if own is key or own.text in fields or own.text in item.fields else own.text] = Field(
            own, _with(value, numbers)
        )
    pairs = zip(fields.values(), item.fields.values(), strict=True)
    return (
        item
        if all(one.key is other.key and one.value is other.value for one, other in pairs)
        else Table(fields, item.at)
    )


def _same(one: object, other: object) -> bool:
    return one is other
