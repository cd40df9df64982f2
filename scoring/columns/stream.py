"""Batches of any size → batches of results: for whoever cuts a table into parts and scores each where it lies.

What is sent there is a `Task`, packed as bytes. Every process keeps the last few that it unpacked, so that a ruleset is
read, and its kernels are made, once a process and not once a part.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from scoring.columns.cohort import Cohort
from scoring.columns.extra import tables_of
from scoring.columns.names import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.columns.tables import TableScorer
    from scoring.columns.taken import Known
    from scoring.ruleset import Ruleset


PART = "part"
"""The column of what is taken over parts of a table."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with every part of a table.

    Attributes:
        ruleset: what scores; it is packed as its texts.
        method: of the ruleset.
        nodes: whether the score of every node is wanted.
        reasons: whether what every node lost, and why, is wanted too.
        names: of the columns, which may have others on the way.
        known: what was taken over all rows so far.
    """

    ruleset: Ruleset
    method: str | None
    nodes: bool
    reasons: bool
    names: tuple[str, ...]
    known: Known

    def packed(self) -> bytes:
        """Return the task as bytes."""
        return pickle.dumps(self)

    @property
    def scorer(self) -> TableScorer:
        """What scores the parts; the ruleset keeps it."""
        return tables_of(self.ruleset, self.method, nodes=self.nodes, reasons=self.reasons)

    def scored(self, table: Any) -> Any:  # noqa: ANN401  # an Arrow table
        """Return the results of a part, of types that its rows do not change, after its other columns."""
        return self.scorer.score(table.rename_columns(list(self.names)), 1, fixed=True, cohort=self.known or None)

    def cohort(self) -> Cohort | None:
        """Return what is to be taken over all rows next, None where all is known."""
        return Cohort.start(self.scorer.columns, self.known)


@lru_cache(4)
def unpacked(task: bytes) -> Task:
    """Return a task that was packed by `Task.packed`, the same one again for the same bytes."""
    found = pickle.loads(task)  # noqa: S301  # it comes from the caller's own process
    assert isinstance(found, Task)  # noqa: S101  # likewise
    return found


def blocks(batches: Iterable[Any], rows: int = BLOCK) -> Iterator[Any]:
    """Yield tables of so many rows each, the last one of fewer, from Arrow batches of any sizes."""
    waiting: list[Any] = []
    many = 0
    for batch in batches:
        waiting.append(batch)
        many += batch.num_rows
        if many < rows:
            continue
        table = pa.Table.from_batches(waiting)
        full = many - many % rows
        for start in range(0, full, rows):
            yield table.slice(start, rows).combine_chunks()
        rest = table.slice(full)
        waiting, many = rest.to_batches(), rest.num_rows
    if many:
        yield pa.Table.from_batches(waiting).combine_chunks()


def taken(task: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield one batch of one cell: what is taken over the rows of Arrow batches, packed, to be merged with others."""
    own = unpacked(task)
    cohort = own.cohort()
    assert cohort is not None  # noqa: S101  # nobody asks where all is known
    for table in blocks(batches):
        own.scorer.add(table.rename_columns(list(own.names)), cohort)
    yield pa.record_batch({PART: [pickle.dumps(cohort)]})


def scored(task: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the results of Arrow batches as batches; of none where there is no row."""
    own = unpacked(task)
    for table in blocks(batches):
        yield from own.scored(table).combine_chunks().to_batches()
