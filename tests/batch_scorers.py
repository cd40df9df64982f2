"""Workers that die, for tests: at once at some rows, or the first time only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.batch.chunks import Chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.batch.chunks import _Rows
    from scoring.batch.job import Done, Task

FATAL = "kills"


class Fragile(Chunks):
    """Dies where a row has the id `FATAL`."""

    def score(self, task: Task, rows: _Rows):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as above
        """Score a chunk, or die."""
        if FATAL in rows.columns["id"].to_pylist():
            os._exit(9)
        return super().score(task, rows)


class Once(Chunks):
    """Dies once in all, as a worker that is killed from outside."""

    def run(self, task: Task) -> Iterator[Done]:
        """Do a task, or die."""
        mark = Path(f"{self.job.parts}.killed")
        if task.first == 3 and not mark.exists():
            mark.touch()
            os._exit(9)
        return super().run(task)


class Always(Chunks):
    """Dies whatever it is to do, but not when it is to show with which rows."""

    def run(self, task: Task) -> Iterator[Done]:  # noqa: ARG002 - likewise
        """Die."""
        os._exit(9)

    def probe(self, task: Task, low: int, high: int) -> None:
        """Do nothing."""
