"""Tables for Spark: many rows of a ruleset, with gaps and rows that are refused; and a hash of results."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # likewise

from column_rows import Rows
from scoring.graph import Type
from scoring.number import Number, places_of

if TYPE_CHECKING:
    from scoring.reading import Domain
    from scoring.ruleset import Ruleset

_EACH = {"edges": 80, "plain": 80, "gaps": 76, "wild": 4}
"""Different rows of each kind; a larger table has them several times, in another order."""

_PLACES = 6


def table(ruleset: Ruleset, rows: int, method: str | None = None) -> Any:  # noqa: ANN401 - an Arrow table
    """Return many rows: decimals, dates, truth values, and texts where some are no number."""
    draw = Rows(ruleset, method, 7)
    drawn = [draw.row(kind) for kind, many in _EACH.items() for _ in range(many)]
    columns: dict[str, Any] = {}
    for name, domain in {**draw.figures, **draw.nodes}.items():
        values = [row.get(name) for row in drawn]
        if any(each is not None for each in values):
            columns[name.replace("/", ".")] = _array(values, domain)
    order = np.random.default_rng(7).integers(0, len(drawn), rows)
    found = pa.table(columns).take(pa.array(order))
    return found.append_column("id", pa.array(np.arange(rows)))


def _array(values: list[object], domain: Domain) -> Any:  # noqa: ANN401 - an Arrow array
    if domain.date:
        return pa.array(values, pa.date32())
    if domain.type is Type.TRUTH:
        return pa.array([each if isinstance(each, bool) else None for each in values], pa.bool_())
    if domain.type is Type.CHOICE:
        return pa.array([None if each is None else str(each) for each in values], pa.string())
    if all(_decimal(each) is not None for each in values if each is not None):
        return pa.array([_decimal(each) for each in values], pa.decimal128(30, _PLACES))
    return pa.array([None if each is None else _text(each, domain) for each in values], pa.string())


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, Fraction | int):
        return None
    places = places_of(Fraction(value))
    return (
        None if places is None or places > _PLACES else Decimal(Fraction(value).numerator) / Fraction(value).denominator
    )


def _text(value: object, domain: Domain) -> str:
    """Return a value as one writes it, a share with its sign."""
    if not isinstance(value, Fraction):
        return str(value)
    return f"{Number(value * 100)}%" if domain.percent else str(Number(value))


def digest(found: Any, key: str = "id") -> str:  # noqa: ANN401 - an Arrow table
    """Return a hash of all cells, row by row in the order of a key, whatever the columns are coded as."""
    made = hashlib.sha256()
    order = pc.sort_indices(found.column(key))
    for name in found.column_names:
        for text in _told(found.column(name).take(order)):
            filled = pc.fill_null(text, "\0")
            ends = np.frombuffer(filled.buffers()[1], "i4")[filled.offset :][: len(filled) + 1]
            made.update(name.encode() + b"\0")
            made.update(np.diff(ends).tobytes())
            made.update(filled.buffers()[2].to_pybytes()[int(ends[0]) : int(ends[-1])])
    return made.hexdigest()


def _told(array: Any) -> list[Any]:  # noqa: ANN401 - an Arrow array
    """Return an array as texts; of a pair both parts."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks() if array.num_chunks else pa.array([], array.type)
    if pa.types.is_struct(array.type):
        return [each.cast(pa.string()) for each in array.flatten()]
    return [array.cast(pa.string())]
