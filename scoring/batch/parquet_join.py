"""Parquet files of equal columns → one file that has the row groups of all: bytes are copied, only the footer is new.

So the workers do the work of encoding, and the file is the same whoever did which part, and when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.batch.thrift import I16, I64, LIST, STRUCT, Listed, Reader, list_head, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from scoring.batch.thrift import Struct

MAGIC = b"PAR1"
_TAIL = 8
_PIECE = 1 << 20
_SCHEMA, _ROWS, _GROUPS, _NOTES = 2, 3, 4, 5  # fields of the footer
_COLUMNS, _OFFSET, _ORDINAL = 1, 5, 7  # fields of a row group
_DATA = 3  # field of a column: what is told of its pages
_COLUMN_OFFSETS = (2, 4, 6)
_DATA_OFFSETS = (9, 10, 11, 14)
_MOST_ORDINAL = (1 << 15) - 1


class Join:
    """Makes one file of several."""

    def __init__(self, put: Callable[[bytes], object], aside: BinaryIO) -> None:
        """Start.

        Args:
            put: takes the bytes of the file, one after the other.
            aside: an empty file, to be written and read: it keeps what is told of the row groups until all are there.
        """
        self.put, self.aside = put, aside
        self.at = 0
        self.rows = self.groups = 0
        self.footer: Struct | None = None

    def add(self, part: bytes) -> None:
        """Take a whole Parquet file.

        Raises:
            ValueError: it is none, or its columns are others than before.
        """
        size = int.from_bytes(part[-_TAIL:-4], "little")
        if part[:4] != MAGIC or part[-4:] != MAGIC or size + _TAIL + 4 > len(part):
            raise ValueError("a part of the output is no Parquet file")
        footer = Reader(part[-_TAIL - size : -_TAIL]).struct()
        if self.footer is None:
            self.footer = footer
            self._put(MAGIC)
        elif any(self.footer.get(each) != footer.get(each) for each in (_SCHEMA, _NOTES)):
            raise ValueError("parts of the output have other columns")
        shift = self.at - len(MAGIC)
        for group in footer[_GROUPS][1].entries:
            if group[3][1]:  # an empty row group is none
                self.aside.write(written(_moved(group, shift, self.groups)))
                self.groups += 1
        self.rows += footer[_ROWS][1]
        self._put(part[len(MAGIC) : -_TAIL - size])

    def finish(self) -> None:
        """Write the footer."""
        footer = self.footer
        assert footer is not None  # noqa: S101  # there is one part at least
        before = {field: each for field, each in footer.items() if field < _ROWS}
        after = {field: each for field, each in footer.items() if field > _GROUPS}
        head = written({**before, _ROWS: (I64, self.rows), _GROUPS: (LIST, Listed(STRUCT, []))})
        empty = list_head(STRUCT, 0)
        tail = written({_GROUPS: (LIST, Listed(STRUCT, [])), **after})
        skipped = written({_GROUPS: (LIST, Listed(STRUCT, []))})
        start = self.at
        self._put(head[: -len(empty) - 1] + list_head(STRUCT, self.groups))
        self.aside.seek(0)
        while data := self.aside.read(_PIECE):
            self._put(data)
        self._put(tail[len(skipped) - 1 :])
        self._put((self.at - start).to_bytes(4, "little") + MAGIC)

    def _put(self, data: bytes) -> None:
        self.put(data)
        self.at += len(data)


def _moved(group: Struct, shift: int, ordinal: int) -> Struct:
    """Return a row group that lies further behind by some bytes."""
    group = _shifted(group, (_OFFSET,), shift)
    if _ORDINAL in group:
        if ordinal > _MOST_ORDINAL:
            del group[_ORDINAL]
        else:
            group[_ORDINAL] = I16, ordinal
    columns = []
    for column in group[_COLUMNS][1].entries:
        moved = _shifted(column, _COLUMN_OFFSETS, shift)
        moved[_DATA] = STRUCT, _shifted(moved[_DATA][1], _DATA_OFFSETS, shift)
        columns.append(moved)
    group[_COLUMNS] = LIST, Listed(STRUCT, columns)
    return group


def _shifted(struct: Struct, fields: tuple[int, ...], shift: int) -> Struct:
    """Return a structure with some of its offsets moved; 0 says that there is none."""
    found = dict(struct)
    for field in fields:
        if field in found and found[field][1]:
            found[field] = found[field][0], found[field][1] + shift
    return found
