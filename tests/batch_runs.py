"""Runs of ``scoring batch`` for tests: small rulesets, files, and what comes out."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

from scoring.batch.plan import Request, planned
from scoring.batch.run import run
from scoring.ruleset import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.batch.run import Report

ROADS = """\
ruleset: roads
points: 20
figures:
  received: {min: 0, name: {en: Received, zh: 到位资金}}
  spent: {min: 0, missing: ["-", "-999"]}
  rate: {unit: "%", is: spent / received}
  satisfied: {unit: "%", min: 0%, max: 100%, if_missing: 80%}
  built: {type: date, if_missing: 2020-01-01}
  kind: {words: [new, old], if_missing: new}
without_findings: keep
indicators:
  execution: {code: A1, points: 10, rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}}
  people: {code: A2, points: 6, rules: {of: satisfied, edge: at_least, bands: {95%: 6, 80%: 4, else: 0}}}
  care: {code: A3, points: 4, if_not_applicable: drop, rules: [{judge: 0..4}, {deduct: 0.5, per: finding}]}
grades: {good: 16, fair: 12, poor: else}
rounding: {mode: half_up, leaf: 2, total: 2}
"""


def ruleset(folder: Path, text: str = ROADS) -> Path:
    """Write a ruleset; return its path."""
    path = folder / "ruleset.yaml"
    path.write_text(text, "utf-8")
    return path


def batch(source: Path, given: Path, output: Path, **options: Any) -> Report:  # noqa: ANN401 - as `Request` has them
    """Run in this process."""
    return run(planned(Request(load(str(source)), str(source), str(given), str(output), **options)))


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file that was written."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def results(path: Path) -> list[dict[str, object]]:
    """Return the rows of a Parquet file."""
    found: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return found


def command(*arguments: object) -> list[str]:
    """Return the command line of a run."""
    return [sys.executable, "-m", "scoring.cli", "batch", *map(str, arguments)]


def cli(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run as a user does."""
    return subprocess.run(  # noqa: S603 - our own command
        command(*arguments), capture_output=True, check=False, encoding="utf-8", cwd=cwd, env=environment()
    )


def environment() -> dict[str, str]:
    """Return the environment of a process that finds the library and the tests."""
    here = Path(__file__).parent
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(here.parent), str(here)])}


def killed_after(seconds: float, arguments: Sequence[object]) -> bool:
    """Start a run and kill it without warning; return whether it was still running."""
    with subprocess.Popen(  # noqa: S603 - our own command
        command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return False
        process.send_signal(signal.SIGKILL)
        process.wait()
    return True


def files_of(output: Path) -> dict[str, bytes]:
    """Return the three files that a run leaves, by name."""
    return {each.name: each.read_bytes() for each in sorted(output.parent.glob(f"{output.name}*")) if each.is_file()}
