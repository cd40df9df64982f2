"""What a run is to do, as every worker is told it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from scoring.batch.csv_lines import Stretch
    from scoring.batch.parquet_rows import Groups
    from scoring.columns.taken import Known
    from scoring.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file of the input.

    Attributes:
        path: where it is.
        name: without its folder.
        size: in bytes.
        changed: when it was last changed, in nanoseconds.
        headings: of its columns, in their order.
        data: where its rows begin, in bytes (CSV).
        groups: rows of each row group (Parquet).
    """

    path: str
    name: str
    size: int
    changed: int
    headings: tuple[str, ...]
    data: int = 0
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is to do.

    Attributes:
        ruleset: what scores.
        method: of the ruleset.
        files: of the input; all are CSV, or all are Parquet.
        csv: whether they are CSV.
        encoding: of CSV.
        to_csv: whether the output is CSV.
        parts: folder of the finished chunks.
        keep: headings of the columns that are handed on.
        columns: headings of the results that are written, None: all.
        nodes: whether results of nodes are written where ``columns`` does not say.
        reasons: whether what was lost, and why, is written as well.
        id: heading of the column that names a row, "" for none.
        lang: of messages about bad rows.
        size: rows of a chunk.
        known: what was taken over all rows, None while that is not known.
    """

    ruleset: Ruleset
    method: str | None
    files: tuple[InputFile, ...]
    csv: bool
    encoding: str
    to_csv: bool
    parts: str
    keep: tuple[str, ...]
    columns: tuple[str, ...] | None
    nodes: bool
    reasons: bool
    id: str
    lang: str
    size: int
    known: Known | None = None


class Task(NamedTuple):
    """Rows of one file that one worker reads.

    Attributes:
        file: its place among the files.
        rows: where they are.
        first: number of the first chunk that they make.
        wanted: numbers of the chunks that are not there yet.
        without: numbers of rows that no worker has survived: they are refused unread.
    """

    file: int
    rows: Stretch | Groups
    first: int
    wanted: tuple[int, ...]
    without: tuple[int, ...] = ()

    @property
    def numbers(self) -> tuple[int, int]:
        """The numbers of the first row and of the one after the last."""
        return self.rows.first + 1, self.rows.first + self.rows.rows + 1


class Done(NamedTuple):
    """A finished chunk.

    Attributes:
        chunk: its number.
        size: of its part of the output, in bytes.
        sha256: of that.
        bad_size: of its part of the quarantine, 0 where there is none.
        bad_sha256: of that, "" where there is none.
        tally: what was counted, as `Tally.data` tells it.
    """

    chunk: int
    size: int
    sha256: str
    bad_size: int
    bad_sha256: str
    tally: dict[str, Any]
