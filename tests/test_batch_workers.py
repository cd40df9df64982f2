"""Worker processes that die: their chunks are done again, and rows that no worker survives are refused."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from batch_runs import batch, command, environment, files_of, rows_of, ruleset
from batch_scorers import FATAL, Always, Fragile, Once
from scoring.batch import run as batch_run
from scoring.command_tools import Wrong
from test_batch import drawn, text_of

if TYPE_CHECKING:
    from scoring.batch.chunks import Chunks


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Return 60 rows, of which one is fatal to some workers."""
    rows = drawn(60, 4)
    rows[41] = {**dict.fromkeys(rows[0], ""), "id": FATAL, "到位资金": "428", "A3.mark": "4"}
    path = tmp_path / "in.csv"
    path.write_text(text_of(rows), "utf-8")
    ruleset(tmp_path)
    return path


def run(given: Path, kind: type[Chunks], monkeypatch: pytest.MonkeyPatch) -> Path:
    output = given.parent / "out.csv"
    monkeypatch.setattr(batch_run, "Chunks", kind)
    batch(given.parent / "ruleset.yaml", given, output, chunk=8, workers=2)
    return output


def test_a_row_that_kills_its_worker_is_refused_and_the_others_are_scored(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = given.parent / "whole.csv"
    batch(given.parent / "ruleset.yaml", given, whole, chunk=8)
    output = run(given, Fragile, monkeypatch)
    bad = [(each["row"], each["code"]) for each in rows_of(Path(f"{output}.bad.csv"))]
    others = [(each["row"], each["code"]) for each in rows_of(Path(f"{whole}.bad.csv"))]
    assert ("42", "row-fatal") in bad
    assert sorted(bad) == sorted([*others, ("42", "row-fatal")])
    assert rows_of(output) == [each for each in rows_of(whole) if each["id"] != FATAL]


def test_a_worker_that_is_killed_once_changes_nothing(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = run(given, Once, monkeypatch)
    made = files_of(output)
    monkeypatch.undo()
    batch(given.parent / "ruleset.yaml", given, output, chunk=8)
    assert {name: made[name] for name in files_of(output)} == files_of(output)


def test_workers_that_die_again_and_again_end_the_run(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Wrong) as caught:
        run(given, Always, monkeypatch)
    assert [each.code for each in caught.value.diagnostics] == ["batch-worker"]


def test_workers_end_with_the_run_that_started_them(given: Path) -> None:
    output = given.parent / "out.csv"
    rows = drawn(20_000, 4)
    given.write_text(text_of(rows), "utf-8")
    line = command(given.parent / "ruleset.yaml", given, "-o", output, "--chunk", 20, "--workers", 2)
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as process:  # noqa: S603 - ourselves
        journal = Path(f"{output}.journal")
        while not (journal.exists() and journal.read_bytes().count(b"\n") > 3):
            time.sleep(0.01)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.kill()
            pytest.skip("this system does not say which processes a process has started")
        pids = [int(each) for each in children.read_text("ascii").split()]
        assert pids
        process.kill()
    for _ in range(200):
        if not any(_alive(pid) for pid in pids):
            break
        time.sleep(0.05)
    assert not any(_alive(pid) for pid in pids)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("ascii")
