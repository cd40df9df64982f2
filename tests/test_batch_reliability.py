"""What can happen to a run: it is killed, the disk is full, workers die, files change. Never half a result."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from batch_runs import batch, command, environment, files_of, killed_after, rows_of, ruleset
from scoring.batch import finish
from scoring.batch import run as batch_run
from scoring.batch.journal import Journal
from scoring.batch.run import Stopped
from scoring.command_tools import Wrong
from test_batch import drawn, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 600
CHUNK = 30


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a ruleset, rows, and what an undisturbed run makes of them."""
    folder = tmp_path_factory.mktemp("work")
    ruleset(folder)
    (folder / "in.csv").write_text(text_of(drawn(ROWS, 11)), "utf-8")
    whole = folder / "whole"
    whole.mkdir()
    for name in ("out.csv", "out.parquet"):
        batch(folder / "ruleset.yaml", folder / "in.csv", whole / name, chunk=CHUNK, lang="zh")
    return folder


def arguments(work: Path, output: Path, *more: str) -> list[str]:
    return [
        str(work / "ruleset.yaml"),
        str(work / "in.csv"),
        "-o",
        str(output),
        "--chunk",
        str(CHUNK),
        "--lang",
        "zh",
        *more,
    ]


def whole(work: Path, name: str) -> dict[str, bytes]:
    return files_of(work / "whole" / name)


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_killed_run_leaves_the_old_output_and_goes_on_to_the_same_bytes(
    work: Path, tmp_path: Path, name: str
) -> None:
    kill_and_resume(work, tmp_path, name, 3)


@pytest.mark.long
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_fifty_kills(work: Path, tmp_path: Path, name: str) -> None:
    kill_and_resume(work, tmp_path, name, 50)


def kill_and_resume(work: Path, folder: Path, name: str, kills: int) -> None:
    """Kill runs at random moments of the time that a whole one takes; each is gone on with to its end."""
    dice = random.Random(kills)  # noqa: S311 - moments, not secrets
    output = folder / name
    start = time.monotonic()
    subprocess.run(command(*arguments(work, output)), check=False, capture_output=True, env=environment())  # noqa: S603 - ourselves
    takes = time.monotonic() - start
    assert files_of(output) == whole(work, name)
    killed = resumed = 0
    for number in range(kills):
        for each in files_of(output):
            (folder / each).unlink()
        output.write_bytes(b"old")
        workers = "2" if number % 2 else "1"
        stopped = killed_after(takes * dice.uniform(0.2, 1.05), arguments(work, output, "--workers", workers))
        killed += stopped
        if stopped and output.read_bytes() == b"old":
            resumed += Path(f"{output}.journal").exists()
        else:
            assert output.read_bytes() == whole(work, name)[name]
        batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, resume=True, lang="zh")
        assert files_of(output) == whole(work, name)
        assert not Path(f"{output}.parts").exists()
    assert killed
    assert resumed or kills < 10


# --- a full disk ------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, of 4 MiB; skip where none may be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or os.geteuid()
        or subprocess.run(  # noqa: S603 - mount itself
            [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 - likewise


def full_at(work: Path, folder: Path, name: str, free: int) -> bool:
    """Run on a disk with so many free bytes; return whether it got full."""
    output = folder / name
    for each in files_of(output):
        (folder / each).unlink()
    shutil.rmtree(f"{output}.parts", ignore_errors=True)
    output.write_bytes(b"old")
    about = os.statvfs(folder)
    filler = folder / "filler"
    filler.write_bytes(b"\0" * max(0, about.f_bavail * about.f_frsize - free))
    found = subprocess.run(  # noqa: S603 - ourselves
        command(*arguments(work, output)), check=False, capture_output=True, env=environment(), text=True
    )
    filler.unlink()
    if found.returncode != 2:
        assert files_of(output) == whole(work, name)
        return False
    assert output.read_bytes() == b"old"
    assert "No space left" in found.stderr
    assert len([line for line in found.stderr.splitlines() if "错误[" in line]) == 1
    assert "Traceback" not in found.stderr
    assert not Path(f"{output}.manifest.json").exists()
    again = subprocess.run(  # noqa: S603 - ourselves
        command(*arguments(work, output, "--resume")), check=False, capture_output=True, env=environment(), text=True
    )
    assert again.returncode == 1, again.stderr
    assert files_of(output) == whole(work, name)
    return True


def test_a_full_disk_leaves_the_old_output_and_the_run_goes_on_when_there_is_room(work: Path, small_disk: Path) -> None:
    assert full_at(work, small_disk, "out.csv", 100_000)
    assert full_at(work, small_disk, "out.parquet", 150_000)


@pytest.mark.long
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_disk_full_at_twenty_places(work: Path, small_disk: Path, name: str) -> None:
    most = 3 * sum(map(len, whole(work, name).values())) + 400_000
    full = [full_at(work, small_disk, name, most * step // 20) for step in range(20)]
    assert sum(full) >= 8


def test_no_file_may_grow_further(work: Path, tmp_path: Path) -> None:
    """Where no disk can be mounted, a limit to the size of files does as much: EFBIG instead of ENOSPC."""
    output = tmp_path / "out.csv"
    output.write_bytes(b"old")

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    found = subprocess.run(  # noqa: S603 - ourselves
        command(*arguments(work, output)), check=False, capture_output=True, env=environment(), text=True,
        preexec_fn=limited,
    )  # fmt: skip
    assert found.returncode == 2
    assert "错误[batch-disk]" in found.stderr
    assert output.read_bytes() == b"old"
    again = batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, resume=True, lang="zh")
    assert again.resumed > 0
    assert output.read_bytes() == whole(work, "out.csv")["out.csv"]


@pytest.mark.parametrize("failing", ["write_output", "write_quarantine", "write_manifest", "put_in_place"])
def test_the_disk_gets_full_at_the_very_end(
    work: Path, tmp_path: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.csv"
    output.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(batch_run, failing, full)
        with pytest.raises(Wrong) as caught:
            batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, lang="zh")
    assert [each.code for each in caught.value.diagnostics] == ["batch-disk"]
    assert output.read_bytes() == b"old"
    batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, resume=True, lang="zh")
    assert files_of(output) == whole(work, "out.csv")


# --- the journal ------------------------------------------------------------------------------------------------


def half(work: Path, output: Path, monkeypatch: pytest.MonkeyPatch, chunks: int = 10) -> None:
    """Leave a run unfinished, after some chunks."""
    add = Journal.add

    def stops(self: Journal, done: object) -> None:
        add(self, done)  # type: ignore[arg-type]  # as it is given
        if len(self.done) == chunks:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", stops)
        with pytest.raises(Stopped) as caught:
            batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, lang="zh")
    assert caught.value.done == chunks


def test_a_torn_last_line_is_dropped(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.csv"
    half(work, output, monkeypatch)
    journal = Path(f"{output}.journal")
    text = journal.read_bytes()
    for torn in (text[:-20], text + b'{"chunk":', text + b"\0\0\0\0", text + b"{}\n", text[: text.index(b"\n") // 2]):
        journal.write_bytes(torn)
        report = batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, resume=True, lang="zh")
        assert report.resumed == (9 if torn == text[:-20] else 0 if len(torn) < len(text) else 10)
        assert files_of(output) == whole(work, "out.csv")
        half(work, output, monkeypatch)


def test_another_run_is_not_gone_on_with(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.csv"
    half(work, output, monkeypatch)
    other = tmp_path / "other.yaml"
    other.write_text((work / "ruleset.yaml").read_text("utf-8").replace("deduct: 0.5", "deduct: 0.4"), "utf-8")
    for source, options, what in (
        (other, {}, "RULESET"),
        (work / "ruleset.yaml", {"nodes": False}, "--columns"),
        (work / "ruleset.yaml", {"chunk": CHUNK + 1}, "--chunk"),
    ):
        with pytest.raises(Wrong) as caught:
            batch(source, work / "in.csv", output, **{"chunk": CHUNK, "lang": "zh", **options}, resume=True)
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.facts["what"]) == ("batch-other-run", what)
    given = tmp_path / "in.csv"
    given.write_bytes((work / "in.csv").read_bytes())
    with pytest.raises(Wrong):
        batch(work / "ruleset.yaml", given, output, chunk=CHUNK, resume=True, lang="zh")
    report = batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, resume=True, lang="zh")
    assert report.resumed == 10
    assert files_of(output) == whole(work, "out.csv")


def test_a_damaged_part_is_done_again(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.csv"
    half(work, output, monkeypatch)
    parts = sorted(each for each in Path(f"{output}.parts").iterdir() if not each.suffix)
    parts[2].write_bytes(parts[2].read_bytes()[:-1] + b"x")
    parts[5].unlink()
    (parts[0].parent / "part-00000003.99").write_bytes(b"half")
    report = batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, resume=True, lang="zh")
    assert (report.resumed, report.dropped) == (8, 2)
    assert files_of(output) == whole(work, "out.csv")


def test_without_resume_all_is_done_anew(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.csv"
    half(work, output, monkeypatch)
    report = batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, lang="zh")
    assert (report.resumed, report.dropped) == (0, 0)
    assert files_of(output) == whole(work, "out.csv")


def test_only_one_run_writes(work: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    with Journal(f"{output}.journal"):
        with pytest.raises(Wrong) as caught:
            batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, lang="zh")
        assert [each.code for each in caught.value.diagnostics] == ["batch-running"]


def test_only_one_run_writes_also_where_another_has_just_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "out.csv.journal")
    flock, before = fcntl.flock, [Journal(path)]

    def late(file: object, how: int) -> None:
        for each in before:
            each.remove()
            each.file.close()
        before.clear()
        flock(file, how)  # type: ignore[arg-type]  # as it is given

    monkeypatch.setattr(fcntl, "flock", late)
    with Journal(path), pytest.raises(Wrong):
        Journal(path)


def test_an_input_that_changes_meanwhile_is_no_input(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, output = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes((work / "in.csv").read_bytes())
    add = Journal.add

    def changes(self: Journal, done: object) -> None:
        add(self, done)  # type: ignore[arg-type]  # as it is given
        os.utime(given, ns=(1, len(self.done)))

    monkeypatch.setattr(Journal, "add", changes)
    with pytest.raises(Wrong) as caught:
        batch(work / "ruleset.yaml", given, output, chunk=CHUNK, lang="zh")
    assert [each.code for each in caught.value.diagnostics] == ["batch-changed"]
    assert not output.exists()


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("left", [b"id\n", None])
def test_an_input_that_is_another_or_none_meanwhile_is_told_as_changed(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int, left: bytes | None
) -> None:
    given, output = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes((work / "in.csv").read_bytes())
    add = Journal.add

    def changes(self: Journal, done: object) -> None:
        add(self, done)  # type: ignore[arg-type]  # as it is given
        if left is None:
            given.unlink(missing_ok=True)
        else:
            given.write_bytes(left)

    monkeypatch.setattr(Journal, "add", changes)
    with pytest.raises(Wrong) as caught:
        batch(work / "ruleset.yaml", given, output, chunk=CHUNK, lang="zh", workers=workers)
    assert [each.code for each in caught.value.diagnostics] == ["batch-changed"]
    assert not output.exists()


# --- signals and pipes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", ["1", "2"])
def test_who_stops_a_run_is_told_how_to_go_on(work: Path, tmp_path: Path, workers: str) -> None:
    output = tmp_path / "out.csv"
    given = tmp_path / "in.csv"
    given.write_text(text_of(drawn(20_000, 3)), "utf-8")
    line = [
        str(work / "ruleset.yaml"),
        str(given),
        "-o",
        str(output),
        "--chunk",
        "20",
        "--workers",
        workers,
        "--lang",
        "en",
    ]
    with subprocess.Popen(  # noqa: S603 - ourselves
        command(*line), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    ) as process:
        journal = Path(f"{output}.journal")
        while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 5):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        told, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == ""
    assert "run again with --resume to go on" in said
    assert "Traceback" not in said
    assert not output.exists()


def test_a_reader_that_goes_away_hinders_nothing(work: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    with subprocess.Popen(  # noqa: S603 - ourselves
        command(*arguments(work, output)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.wait()
    assert process.returncode == 1
    assert "错误" not in said
    assert "Traceback" not in said
    assert files_of(output) == whole(work, "out.csv")


def test_the_permissions_of_the_old_output_stay(work: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_bytes(b"old")
    output.chmod(0o640)
    batch(work / "ruleset.yaml", work / "in.csv", output, chunk=CHUNK, lang="zh")
    assert output.stat().st_mode & 0o777 == 0o640
    told = json.loads(Path(f"{output}.manifest.json").read_text("utf-8"))
    assert told["output"]["bytes"] == output.stat().st_size
    assert told["quarantine"]["rows"] == len({each["row"] for each in rows_of(Path(f"{output}.bad.csv"))})
    assert finish.Places(output, output).beside[0].name == "out.csv.unfinished"
