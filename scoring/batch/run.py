"""One run over many rows: tasks to workers, finished chunks into the journal, and in the end the files."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from scoring.batch.chunks import Chunks, part_path
from scoring.batch.csv_lines import EndlessRowError, stretches
from scoring.batch.encode import csv_bytes, parquet_bytes
from scoring.batch.finish import (
    Lost,
    clear,
    is_there,
    own_parts,
    put_in_place,
    write_manifest,
    write_output,
    write_quarantine,
)
from scoring.batch.job import Done, Task
from scoring.batch.journal import Journal, in_use
from scoring.batch.manifest import manifest
from scoring.batch.parquet_rows import Groups, groups_of, types_of
from scoring.batch.progress import Progress
from scoring.batch.tally import Tally
from scoring.batch.workers import Workers
from scoring.columns.cohort import Cohort
from scoring.command_tools import Wrong, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.batch.finish import Places
    from scoring.batch.plan import Plan
    from scoring.columns.taken import Known

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FEW = 2
"""So many chunks are scored in this process: it takes longer to start others."""

_PIECE = 1 << 22


class Stopped(Exception):  # noqa: N818  # said to the user as it is
    """The user has stopped the run; ``done`` chunks are finished and kept."""

    def __init__(self, done: int) -> None:
        """Say how many chunks are finished."""
        super().__init__(done)
        self.done = done


class Report(NamedTuple):
    """What a run has done.

    Attributes:
        tally: what was counted.
        resumed: how many chunks an earlier run had finished.
        dropped: how many finished chunks of an earlier run were thrown away.
        about: the manifest.
    """

    tally: Tally
    resumed: int
    dropped: int
    about: dict[str, Any]


class TooManyBad(Exception):  # noqa: N818  # said to the user as it is
    """More rows were refused than may be; the quarantine is written, the output is not."""

    def __init__(self, tally: Tally) -> None:
        """Keep what was counted."""
        super().__init__()
        self.tally = tally


def run(plan: Plan) -> Report:
    """Do what is planned.

    Raises:
        Wrong: it cannot be done.
        Stopped: by the user.
        TooManyBad: see there.
    """
    try:
        with Journal(plan.places.journal) as journal:
            try:
                return _Run(plan, journal).run()
            except Wrong:
                if not journal.done and not plan.request.resume:  # nothing is left to go on with
                    clear(plan.places)
                    journal.remove()
                raise
    except OSError as error:
        raise Wrong([_disk(plan.places, error)]) from None
    except pa.ArrowInvalid as error:
        if plan.job.csv:
            raise
        reason = str(error).partition("\n")[0]
        raise Wrong([problem("batch-parquet", plan.request.input, reason=reason)]) from None


def _disk(places: Places, error: OSError) -> Any:  # noqa: ANN401  # a Diagnostic
    """Return what is to be said of a disk that is full, or of a file that cannot be read or written."""
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return problem("batch-disk", str(places.output), reason=reason, parts=Path(places.parts).name)
    return problem("cannot-write", str(error.filename or places.output), name=str(error.filename or places.output),
                   reason=reason)  # fmt: skip


class _Run:
    def __init__(self, plan: Plan, journal: Journal) -> None:
        self.plan, self.journal, self.places = plan, journal, plan.places
        self.tally = Tally()
        self.units: dict[int, int] = {}
        self.many = 0
        self.stopped = Event()

    def run(self) -> Report:
        """Do all of it."""
        resumed, dropped = self._begin()
        for each in self.journal.tallies():
            self.tally.add(Tally.of(each))
        with ThreadPoolExecutor(1) as beside:
            hashes = beside.submit(self._hashes)
            try:
                self._score()
                found = hashes.result()
            except KeyboardInterrupt:
                self.stopped.set()
                raise Stopped(len(self.journal.done)) from None
            except Exception:
                self.stopped.set()
                self._unchanged()  # what is read of another file than was planned may break anywhere
                raise
            except BaseException:
                self.stopped.set()
                raise
        self._unchanged()
        about = self._finish(found)
        return Report(self.tally, resumed, dropped, about)

    def _begin(self) -> tuple[int, int]:
        """Take over what an earlier run has finished, or begin anew; return how many chunks were taken and dropped."""
        head, known = _as_json(self.plan.head()), self.journal.head
        before = len(self.journal.done)
        if self.plan.request.resume and known is not None:
            others = _others(head, known)
            if others:
                raise Wrong([problem("batch-other-run", self.places.journal, what=", ".join(others))])
            self.journal.done = {number: each for number, each in self.journal.done.items()
                                 if is_there(self.places, each)}  # fmt: skip
        else:
            before = 0
            clear(self.places)
            self.journal.start(head)
        Path(self.places.parts).mkdir(exist_ok=True)
        for each in own_parts(self.places, unfinished=True):
            with suppress(OSError):
                each.unlink()
        resumed = len(self.journal.done)
        return resumed, before - resumed

    # --- scoring ------------------------------------------------------------------------------------------------

    def _score(self) -> None:
        plan = self.plan
        total = sum(each.size - each.data if plan.job.csv else sum(each.groups) for each in plan.job.files)
        progress = Progress(total, plan.request.lang, wanted=plan.request.progress)
        tasks = self._wanted(self._tasks(), progress)
        first = list(islice(tasks, _FEW + 1))
        alone = sum(len(each.wanted) for each in first) <= _FEW or plan.request.workers < 2  # noqa: PLR2004  # one is this process
        many = 1 if alone else plan.request.workers
        job = replace(plan.job, known=self._known(many))
        plan.chunks.job = job
        workers = Workers((lambda: plan.chunks) if alone else partial(Chunks, job), many)
        try:
            with closing(workers.run(chain(first, tasks))) as found:
                for done in found:
                    tally = Tally.of(done.tally)
                    self.journal.add(done)
                    self.tally.add(tally)
                    progress.add(self.units.pop(done.chunk), tally.rows)
                    if not plan.share and plan.too_many(self.tally.refused, self.tally.rows):
                        break
        finally:
            progress.end()

    def _known(self, many: int) -> Known | None:
        """Return what is taken over all rows, level by level; None where no figure is, or only in one chunk."""
        plan = self.plan
        columns = plan.chunks.columns
        if not columns.program.cohorts or not columns.alike:
            return None
        known: Known = {}
        while (cohort := Cohort.start(columns, known)) is not None:
            make = (lambda: plan.chunks) if many == 1 else partial(Chunks, plan.job)
            with closing(Workers(make, many).gather(self._tasks(), known)) as found:
                for each in found:
                    cohort.merge(each)
            known = cohort.finish()
        return known

    def _tasks(self) -> Iterator[Task]:
        """Yield the tasks for all chunks, in the order of the input."""
        job = self.plan.job
        chunk = 0
        for place, file in enumerate(job.files):
            if job.csv:
                with Path(file.path).open("rb") as stream:
                    try:
                        for each in stretches(stream, file.data, job.size):
                            yield Task(place, each, chunk, (chunk,))
                            chunk += 1
                    except EndlessRowError:
                        raise Wrong([problem("batch-endless", file.path)]) from None
                continue
            for span in groups_of(file.groups, job.size):
                yield Task(place, span, chunk, tuple(range(chunk, chunk + span.chunks)))
                chunk += span.chunks

    def _wanted(self, tasks: Iterator[Task], progress: Progress) -> Iterator[Task]:
        """Yield the tasks of which a chunk is not there yet; note how much each chunk is of the whole."""
        columns = self.plan.chunks.columns
        alone = bool(columns.program.cohorts) and not columns.alike
        for task in tasks:
            self.many = max(self.many, task.wanted[-1] + 1)
            if alone and self.many > 1:
                raise Wrong([problem("batch-cohort", self.plan.request.input, rows=str(self.plan.job.size))])
            for place, chunk in enumerate(task.wanted):
                rows = task.rows
                if isinstance(rows, Groups):
                    self.units[chunk] = min(rows.size, rows.rows - place * rows.size)
                else:
                    self.units[chunk] = rows.length
            there = [chunk for chunk in task.wanted if chunk in self.journal.done]
            progress.skip(sum(self.units.pop(chunk) for chunk in there))
            if len(there) < len(task.wanted):
                yield task._replace(wanted=tuple(chunk for chunk in task.wanted if chunk not in there))

    def _hashes(self) -> list[str]:
        """Return the SHA-256 of the files of the input."""
        found = []
        for each in self.plan.job.files:
            digest = hashlib.sha256()
            with Path(each.path).open("rb") as file:
                while not self.stopped.is_set() and (data := file.read(_PIECE)):
                    digest.update(data)
            found.append(digest.hexdigest())
        return found

    def _unchanged(self) -> None:
        """See to it that the input is still what it was.

        Raises:
            Wrong: it is not.
        """
        for each in self.plan.job.files:
            try:
                about = Path(each.path).stat()
                now = about.st_size, about.st_mtime_ns
            except FileNotFoundError:
                now = None
            if now != (each.size, each.changed):
                clear(self.places)
                self.journal.remove()
                raise Wrong([problem("batch-changed", each.path)])

    # --- the end ------------------------------------------------------------------------------------------------

    def _finish(self, hashes: list[str]) -> dict[str, Any]:
        """Write the files."""
        plan, tally = self.plan, self.tally
        done = [self.journal.done[number] for number in sorted(self.journal.done)]
        bad = plan.too_many(tally.refused, tally.rows) or (tally.rows > 0 and tally.refused == tally.rows)
        try:
            quarantine = write_quarantine(self.places, done)
            if bad:
                put_in_place(self.places.quarantine)
                raise TooManyBad(tally)
            parts = done or [self._nothing()]
            output = write_output(self.places, parts, plan.names, csv=plan.job.to_csv)
        except (Lost, ValueError):
            raise Wrong([problem("batch-part", self.places.parts)]) from None
        about = manifest(plan, tally, hashes, (output, quarantine))
        write_manifest(self.places, about)
        put_in_place(self.places.output, self.places.quarantine, self.places.manifest)
        clear(self.places)
        self.journal.remove()
        return about

    def _nothing(self) -> Done:
        """Write a part without rows, for an input that has none."""
        chunks = self.plan.chunks
        columns = {name: pa.array([], self._type(name)) for name in self.plan.job.keep}
        columns |= {each.name: pa.array([], each.type) for each in chunks.out}
        texts = {each.name for each in chunks.out}
        data = csv_bytes(columns) if self.plan.job.to_csv else parquet_bytes(columns, texts)
        Path(part_path(self.places.parts, 0)).write_bytes(data)
        return Done(0, len(data), hashlib.sha256(data).hexdigest(), 0, "", {})

    def _type(self, name: str) -> Any:  # noqa: ANN401  # an Arrow type
        job = self.plan.job
        if job.csv:
            return pa.string()
        return types_of(job.files[0].path)[name]


def unfinished(places: Places) -> int | None:
    """Return how many chunks an unfinished run has done, None where there is none, or where it is running."""
    path = Path(places.journal)
    try:
        lines = path.read_bytes().count(b"\n") if path.exists() and not in_use(path) else 0
    except OSError:
        return None
    return lines - 1 if lines else None


def _as_json(head: dict[str, Any]) -> dict[str, Any]:
    """Return it as it comes back from a journal: with lists, not tuples."""
    found: dict[str, Any] = json.loads(json.dumps(head))
    return found


def _others(head: dict[str, Any], known: dict[str, Any]) -> list[str]:
    """Return what differs between two runs, as the command line calls it."""
    found = [each.upper() for each in head if each != "options" and head[each] != known.get(each)]
    options, before = head["options"], known.get("options", {})
    return found + [f"--{each}" for each in options if options[each] != before.get(each)]


def workers_here() -> int:
    """Return how many processes this machine runs at a time."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
