"""Cells of text → columns of figures: plain numbers are read all at once, whatever else one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]  # it ships no types

from scoring.columns.figures import Coded, Column, Scaled
from scoring.graph import Type
from scoring.reading import of_cell, read_value

if TYPE_CHECKING:
    from scoring.columns.names import Array
    from scoring.reading import Domain

_FEW = 64
"""So many different texts are read one by one in no time."""

_RARE = 256
"""One text of so many may have more decimals than the others; they are not read in its unit."""

_PLAIN = r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?%?$"
_LANE = 18  # digits that 64 bits surely hold


class Read(NamedTuple):
    """A column of texts, read.

    Attributes:
        column: numbers where nearly all texts are plain ones, else the texts.
        odd: rows whose text must be read by itself; None: none. What the column has there means nothing.
    """

    column: Column
    odd: Array | None = None


def text_column(array: Any, domain: Domain) -> Column:  # noqa: ANN401  # an Arrow array
    """Return an Arrow array of texts, "" for none, as a column of texts."""
    coded = array.dictionary_encode()
    return _texts(coded.dictionary, np.asarray(coded.indices), domain)


def number_column(array: Any, domain: Domain) -> Read:  # noqa: ANN401  # an Arrow array
    """Return an Arrow array of texts, "" for none, as numbers where they are many and plain."""
    coded = array.dictionary_encode()
    words, codes = coded.dictionary, np.asarray(coded.indices)
    if domain.type is Type.NUMBER and not domain.date and len(words) > _FEW:
        return _numbers(words, codes, domain)
    return Read(_texts(words, codes, domain))


def _texts(words: Any, codes: Array, domain: Domain) -> Column:  # noqa: ANN401  # an Arrow array
    texts = tuple(map(of_cell, words.to_pylist()))
    nothing = ("", "0") if domain.name.endswith("/findings") else ("",)  # no finding is as good as none said
    there = np.asarray([text not in nothing for text in texts] or [False])
    return Column(Coded(codes, texts or (None,)), None if there.all() else there[codes])


def said(array: Any) -> Column:  # noqa: ANN401  # an Arrow array
    """Return where a text says something, such as a reason: true there, nothing elsewhere."""
    there = np.asarray(pc.greater(pc.binary_length(array), 0))
    return Column(there, there)


def _numbers(words: Any, codes: Array, domain: Domain) -> Read:  # noqa: ANN401  # an Arrow array
    """Return texts as numbers; what is none has a closer look to come."""
    percent = np.asarray(pc.ends_with(words, "%"))
    plain = np.asarray(pc.match_substring_regex(words, _PLAIN)) & (percent == domain.percent)
    if domain.blanks:
        plain &= ~np.asarray(pc.is_in(words, pa.array(domain.blanks)))
    bare = pc.utf8_rtrim(words, "%")
    length = np.asarray(pc.binary_length(bare)).astype("i8")
    point = np.asarray(pc.find_substring(bare, ".")).astype("i8")
    after = np.where(point < 0, 0, length - point - 1)
    before = np.where(point < 0, length, point)  # a sign may be one of them, and does no harm
    places = _places(after[plain], len(words))
    plain &= (after <= places) & (before + places <= _LANE)
    digits = pc.replace_substring(pc.if_else(pa.array(plain), bare, "0"), ".", "")
    table = np.asarray(digits.cast(pa.int64())) * 10 ** (places - np.where(plain, after, places))
    odd = ~plain
    there = np.ones(len(words), bool)
    for place in np.flatnonzero(odd).tolist():
        if read_value(words[place].as_py(), domain, written=True) is None:
            odd[place] = there[place] = False
    column = Column(Scaled(table[codes], places + 2 * domain.percent), None if there.all() else there[codes])
    return Read(column, odd[codes] if odd.any() else None)


def _places(after: Array, many: int) -> int:
    """Return how many decimals nearly all have."""
    often = np.bincount(after, minlength=1)
    more = len(after) - np.cumsum(often)
    return int(np.argmax(more * _RARE <= many))
