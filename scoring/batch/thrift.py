"""Structures of Thrift's compact protocol, as far as the footers of Parquet use it: read, changed, written.

A structure is a dict of field → (type, value), in the order of its fields; what a field means, only the caller knows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
_LONG_LIST = 15  # so many entries and more are counted outside of the first byte
_FAR = 15  # a field may be so many behind the one before to be told in the same byte

Struct = dict[int, tuple[int, Any]]


class Listed(NamedTuple):
    """The entries of a list, all of one type."""

    kind: int
    entries: list[Any]


class Reader:
    """Reads structures from bytes."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self.data, self.at = data, 0

    def struct(self) -> Struct:
        """Read a structure."""
        found: Struct = {}
        field = 0
        while True:
            head = self.byte()
            kind = head & 15
            if not kind:
                return found
            field = field + (head >> 4) if head >> 4 else self.signed()
            found[field] = kind, self.value(kind)

    def value(self, kind: int) -> Any:  # noqa: ANN401, PLR0911  # whatever the type says
        """Read a value of a type.

        Raises:
            ValueError: footers of Parquet have no such type.
        """
        if kind in {TRUE, FALSE}:
            return kind == TRUE
        if kind in {I16, I32, I64}:
            return self.signed()
        if kind == BYTE:
            return self.byte()
        if kind == DOUBLE:
            return self.take(8)
        if kind == BINARY:
            return self.take(self.plain())
        if kind == STRUCT:
            return self.struct()
        if kind in {LIST, SET}:
            head = self.byte()
            many = head >> 4 if head >> 4 != _LONG_LIST else self.plain()
            own = head & 15
            each = (lambda: self.byte() == TRUE) if own in {TRUE, FALSE} else (lambda: self.value(own))
            return Listed(own, [each() for _ in range(many)])
        raise ValueError(f"no value of type {kind}")

    def byte(self) -> int:
        """Read a byte."""
        self.at += 1
        return self.data[self.at - 1]

    def take(self, many: int) -> bytes:
        """Read some bytes."""
        self.at += many
        return self.data[self.at - many : self.at]

    def plain(self) -> int:
        """Read a number that is not negative, seven bits a byte."""
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004  # the bit that says that more follows
                return found
            shift += 7

    def signed(self) -> int:
        """Read a number of either sign."""
        found = self.plain()
        return found >> 1 ^ -(found & 1)


def written(struct: Struct) -> bytes:
    """Return a structure as bytes."""
    out = bytearray()
    _struct(out, struct)
    return bytes(out)


def _struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for field, (kind, value) in struct.items():
        own = (TRUE if value else FALSE) if kind in {TRUE, FALSE} else kind
        if 0 < field - before <= _FAR:
            out.append(field - before << 4 | own)
        else:
            out.append(own)
            _signed(out, field)
        before = field
        if kind not in {TRUE, FALSE}:
            _value(out, kind, value)
    out.append(0)


def _value(out: bytearray, kind: int, value: Any) -> None:  # noqa: ANN401  # as it was read
    if kind in {I16, I32, I64}:
        _signed(out, value)
    elif kind == BYTE:
        out.append(value)
    elif kind == DOUBLE:
        out += value
    elif kind == BINARY:
        _plain(out, len(value))
        out += value
    elif kind == STRUCT:
        _struct(out, value)
    else:
        out += list_head(value.kind, len(value.entries))
        for each in value.entries:
            if value.kind in {TRUE, FALSE}:
                out.append(TRUE if each else FALSE)
            else:
                _value(out, value.kind, each)


def list_head(kind: int, many: int) -> bytes:
    """Return how a list of so many entries begins."""
    if many < _LONG_LIST:
        return bytes([many << 4 | kind])
    out = bytearray([_LONG_LIST << 4 | kind])
    _plain(out, many)
    return bytes(out)


def _plain(out: bytearray, number: int) -> None:
    while number >= 128:  # noqa: PLR2004  # seven bits a byte
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _signed(out: bytearray, number: int) -> None:
    _plain(out, number << 1 if number >= 0 else (-number << 1) - 1)
