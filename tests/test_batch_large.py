"""`scoring batch` on many rows: memory does not grow with them, and one bad row among a million costs itself alone."""

from __future__ import annotations

import gc
import json
import tracemalloc
from io import BytesIO
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from batch_runs import batch, rows_of, ruleset
from benchmarks.batch import POLICY, make
from scoring.batch.encode import parquet_bytes
from scoring.batch.job import Done
from scoring.batch.journal import Journal
from scoring.batch.parquet_join import Join
from test_batch import drawn, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A_CHUNK = 1_500
"""Bytes that may be kept of each chunk: its number and two hashes."""

MANY = 1_000_000
PLACE = 777_777


def kept(work: Callable[[int], object], chunks: int) -> float:
    """Return how many bytes are kept, or taken for a moment, for each chunk."""
    work(0)
    gc.collect()
    tracemalloc.start()
    work(1)
    one = tracemalloc.get_traced_memory()[1]
    for number in range(2, chunks):
        work(number)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return (peak - one) / (chunks - 2)


def test_what_was_counted_in_a_chunk_stays_on_the_disk(tmp_path: Path) -> None:
    counted = {"lost": {f"indicator {number}": "1234567/100" for number in range(200)}}
    with Journal(str(tmp_path / "journal")) as journal:
        journal.start({})

        def add(number: int) -> None:
            own = json.loads(json.dumps(counted)) | {"rows": number}
            journal.add(Done(number, 1, "0" * 64, 0, "", own))

        assert kept(add, 100) < A_CHUNK
    with Journal(str(tmp_path / "journal")) as journal:
        assert [each["rows"] for each in journal.tallies()] == list(range(100))
        assert not any(each.tally for each in journal.done.values())


def test_what_is_told_of_a_row_group_stays_on_the_disk() -> None:
    part = parquet_bytes({f"column {number}": pa.array([1, 2, 3]) for number in range(50)})
    made = BytesIO()
    with TemporaryFile() as aside, TemporaryFile() as file:
        join = Join(file.write, aside)
        assert kept(lambda _: join.add(part), 100) < A_CHUNK
        join.finish()
        file.seek(0)
        made.write(file.read())
    assert pq.read_metadata(made).num_row_groups == 100
    assert pq.read_table(made).column("column 49").to_pylist() == [1, 2, 3] * 100


def test_row_groups_of_many_chunks_are_one_file(tmp_path: Path) -> None:
    source, given = ruleset(tmp_path), tmp_path / "in.csv"
    given.write_text(text_of(drawn(300, 6)), "utf-8")
    for name, chunk in (("many.parquet", 10), ("one.parquet", 2000)):
        batch(source, given, tmp_path / name, chunk=chunk)
    assert pq.read_metadata(tmp_path / "many.parquet").num_row_groups > 20
    assert pq.read_table(tmp_path / "many.parquet").equals(pq.read_table(tmp_path / "one.parquet"))


# --- one among a million ----------------------------------------------------------------------------------------


@pytest.mark.long
def test_one_bad_row_of_a_million_of_csv_changes_no_byte(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    make(given, MANY)
    lines = given.read_bytes().splitlines(keepends=True)
    assert len(lines) == MANY + 1
    place = lines[0].decode().replace('"', "").strip().split(",").index("satisfaction")
    cells = lines[1].rstrip().split(b",")
    cells[0], cells[place] = b"-1", b"9O%"
    batch(POLICY, given, tmp_path / "without.csv", workers=2)
    given.write_bytes(b"".join([*lines[: PLACE + 1], b",".join(cells) + b"\n", *lines[PLACE + 1 :]]))
    report = batch(POLICY, given, tmp_path / "with.csv", workers=2)
    assert (report.tally.rows, report.tally.refused) == (MANY + 1, 1)
    assert (tmp_path / "with.csv").read_bytes() == (tmp_path / "without.csv").read_bytes()
    (line,) = rows_of(tmp_path / "with.csv.bad.csv")
    told = [line[key] for key in ("row", "id", "column", "value")]
    assert told == [str(PLACE + 1), "-1", "satisfaction", "9O%"]
    assert rows_of(tmp_path / "without.csv.bad.csv") == []


@pytest.mark.long
def test_one_bad_row_of_a_million_of_parquet_changes_no_other(tmp_path: Path) -> None:
    given = tmp_path / "in.parquet"
    make(given, MANY)
    batch(POLICY, given, tmp_path / "without.parquet", workers=2)
    table = pq.read_table(given)
    bad = table.slice(0, 1).set_column(
        table.column_names.index("satisfaction"), "satisfaction", pa.array([1.5], table.field("satisfaction").type)
    )
    pq.write_table(pa.concat_tables([table.slice(0, PLACE), bad, table.slice(PLACE)]), given)
    report = batch(POLICY, given, tmp_path / "with.parquet", workers=2)
    assert (report.tally.rows, report.tally.refused) == (MANY + 1, 1)
    assert pq.read_table(tmp_path / "with.parquet").equals(pq.read_table(tmp_path / "without.parquet"))
    (line,) = rows_of(tmp_path / "with.parquet.bad.csv")
    assert (line["row"], line["column"]) == (str(PLACE + 1), "satisfaction")
