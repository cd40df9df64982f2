"""How many rows a second `scoring batch` scores, and how much memory it takes: the same at any number of rows.

    python tests/benchmarks/batch.py [--rows N …] [--workers N] [--csv]

Writes generated rows of the benchmark's policy to a temporary folder, scores them as a user would, and prints rows a
second with the highest memory of the whole run: of the process that leads, and of the largest worker.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.csv as pa_csv  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import policy_figures

POLICY = Path(__file__).with_name("policy.yaml")
DIFFERENT = 20_000
GROUP = 1 << 20
_EVERY = 0.02


def rows_of(many: int, seed: int, *, as_text: bool) -> pa.Table:
    """Return generated rows, each with an id."""
    cases = policy_figures.cases(DIFFERENT)
    order = np.random.default_rng(seed).integers(0, len(cases), many)
    columns: dict[str, object] = {"id": np.arange(many) + seed * GROUP}
    for name in cases[0].floats:
        if as_text:
            values = np.asarray([_text(name, each.mixed[name]) for each in cases])
        else:
            values = np.asarray([each.floats[name] for each in cases])
            whole = values.dtype.kind == "f" and name not in (*policy_figures.MONEY, *policy_figures.MARKS)
            values = values.astype("i8") if whole and name != "satisfaction" else values
        columns[name] = values[order]
    return pa.table(columns)


def _text(name: str, value: object) -> str:
    """Return a figure as a cell of CSV holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"{value * 100:f}%" if name == "satisfaction" and not text.endswith("%") else text  # type: ignore[operator]  # a Decimal


def make(path: Path, many: int) -> None:
    """Write generated rows to a file."""
    csv = path.suffix == ".csv"
    schema = rows_of(1, 0, as_text=csv).schema
    with (pa_csv.CSVWriter if csv else pq.ParquetWriter)(path, schema) as writer:
        for start in range(0, many, GROUP):
            writer.write_table(rows_of(min(GROUP, many - start), start // GROUP, as_text=csv))


class Memory(Thread):
    """Watches a process and those that it starts."""

    def __init__(self, pid: int) -> None:
        """Watch."""
        super().__init__(daemon=True)
        self.pid, self.over = pid, Event()
        self.leader = self.worker = 0

    def run(self) -> None:
        """Look again and again."""
        while not self.over.wait(_EVERY):
            self.leader = max(self.leader, resident(self.pid))
            self.worker = max([self.worker, *map(resident, children(self.pid))])


def resident(pid: int) -> int:
    """Return the highest memory of a process so far, in MiB, 0 where it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    line = next((each for each in text.splitlines() if each.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) // 1024


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def measure(folder: Path, many: int, workers: int, *, csv: bool) -> None:
    """Score so many rows, and print what it took."""
    path = folder / f"rows-{many}{'.csv' if csv else '.parquet'}"
    make(path, many)
    command = [sys.executable, "-m", "scoring.cli", "batch", str(POLICY), str(path), "-o", str(folder / "out.parquet"),
               "--workers", str(workers), "--format", "json", "--no-progress"]  # fmt: skip
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603  # ourselves
        memory = Memory(process.pid)
        memory.start()
        text = process.stdout.read() if process.stdout is not None else b""
        process.wait()
    memory.over.set()
    seconds = perf_counter() - start
    told = json.loads(text)
    if told["rows"] != many or told["refused"]:
        raise SystemExit(f"{told['rows']} rows of {many} were read, {told['refused']} refused")
    size = path.stat().st_size / 1e6
    print(  # noqa: T201  # a script prints
        f"{many:>12,} rows ({size:,.0f} MB): {seconds:7.1f} s, {many / seconds:>9,.0f} rows/s, "
        f"memory {memory.leader} MiB, a worker {memory.worker} MiB, output {told['output']['bytes'] / 1e6:,.0f} MB"
    )
    path.unlink()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--csv", action="store_true", help="from CSV instead of Parquet")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for many in options.rows:
            measure(Path(folder), many, options.workers, csv=options.csv)


if __name__ == "__main__":
    main()
