"""Rows of a Parquet file, in chunks that its row groups and the size of a chunk decide, whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOGETHER = 8
"""Chunks of one row group that are read one after the other by the same worker."""

_USUAL = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
"""Types of columns of which Arrow leaves out no row → the types as which they are read."""


class Groups(NamedTuple):
    """Rows that are read together: small row groups whole, or a part of a large one.

    Attributes:
        groups: numbers of the row groups.
        skipped: rows of the first one that come before.
        rows: how many there are.
        first: number of rows of the file before it.
        size: rows of a chunk.
    """

    groups: tuple[int, ...]
    skipped: int
    rows: int
    first: int
    size: int

    @property
    def chunks(self) -> int:
        """How many chunks it makes."""
        return -(-self.rows // self.size)


def groups_of(rows: Sequence[int], size: int) -> Iterator[Groups]:
    """Yield what is read together of a file.

    Args:
        rows: of each row group.
        size: rows of a chunk, at most.
    """
    first = together = 0
    pending: list[int] = []
    for number, many in enumerate(rows):
        if pending and together + many > size:
            yield Groups(tuple(pending), 0, together, first, size)
            first, together, pending = first + together, 0, []
        if many > size:
            for start in range(0, many, _TOGETHER * size):
                yield Groups((number,), start, min(_TOGETHER * size, many - start), first + start, size)
            first += many
        elif many:
            pending.append(number)
            together += many
    if pending:
        yield Groups(tuple(pending), 0, together, first, size)


def read_chunks(file: Any, span: Groups, columns: Sequence[str]) -> Iterator[Any]:  # noqa: ANN401  # a ParquetFile, Arrow tables
    """Yield the chunks of some row groups as Arrow tables; views are no views any more."""
    for table in _chunks(file, span, columns):
        for place, kind in enumerate(table.schema.types):
            if kind in _USUAL:
                name = table.column_names[place]
                table = table.set_column(place, name, table.column(place).cast(_USUAL[kind]))  # noqa: PLW2901  # the same
        yield table


def _chunks(file: Any, span: Groups, columns: Sequence[str]) -> Iterator[Any]:  # noqa: ANN401  # likewise
    if span.rows <= span.size and not span.skipped:
        yield file.read_row_groups(list(span.groups), columns=list(columns), use_threads=False)
        return
    pending: list[Any] = []
    known, skip, left = 0, span.skipped, span.rows
    for batch in file.iter_batches(span.size, row_groups=list(span.groups), columns=list(columns), use_threads=False):
        more = batch.slice(min(skip, batch.num_rows))
        skip -= batch.num_rows - more.num_rows
        more = more.slice(0, left)
        left -= more.num_rows
        while more.num_rows:
            taken = more.slice(0, span.size - known)
            pending.append(taken)
            known += taken.num_rows
            more = more.slice(taken.num_rows)
            if known == span.size:
                yield pa.Table.from_batches(pending)
                pending, known = [], 0
        if not left:
            break
    if pending:
        yield pa.Table.from_batches(pending)


def open_parquet(path: str) -> Any:  # noqa: ANN401  # a ParquetFile
    """Open a Parquet file, so that reading it takes no more memory than what is read.

    Raises:
        OSError: it cannot be read.
        pyarrow.ArrowInvalid: it is none.
    """
    return pq.ParquetFile(path, pre_buffer=False, memory_map=False)


def types_of(path: str) -> dict[str, Any]:
    """Return the Arrow type of every column of a Parquet file, as `read_chunks` gives it.

    Raises:
        OSError: it cannot be read.
        pyarrow.ArrowInvalid: it is none.
    """
    with open_parquet(path) as file:
        return {each.name: _USUAL.get(each.type, each.type) for each in file.schema_arrow}
