"""Tasks spread over processes: few at a time, so that memory stays flat. Who dies is replaced; what kills is found."""

from __future__ import annotations

import os
import signal
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread, current_thread, main_thread
from typing import TYPE_CHECKING, Any, Protocol

from scoring.command_tools import Wrong, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from scoring.batch.job import Done, Task
    from scoring.columns.cohort import Cohort
    from scoring.columns.taken import Known

_TRIES = 2
"""So often a task may lose its worker before its rows are looked at one by one."""

_PROBES = 200
"""So many tries to find the rows that kill a worker; each takes a new process."""


@contextmanager
def _deaf() -> Iterator[None]:
    """Let processes that start meanwhile not hear Ctrl-C from their first moment: this one ends them."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Scorer(Protocol):
    """What a worker does with tasks."""

    def run(self, task: Task) -> Iterator[Done]:
        """Yield the chunks of a task, finished."""

    def gather(self, task: Task, known: Known) -> Iterator[Cohort]:
        """Yield what rows of a task add to what is taken over all rows."""

    def probe(self, task: Task, low: int, high: int) -> None:
        """Do as much with some rows as `run` does, and write nothing."""


class Workers:
    """A number of processes, each with a scorer of its own."""

    def __init__(self, make: Callable[[], Scorer], many: int) -> None:
        """Prepare.

        Args:
            make: makes a scorer; it is pickled.
            many: processes; with one, all is done in this process.
        """
        self.make, self.many = make, many
        self.tries: dict[int, int] = {}
        self.probes = 0
        self.waiting: list[Task] = []
        self.running: dict[Future[list[Any]], Task] = {}
        self.pool: ProcessPoolExecutor

    def run(self, tasks: Iterator[Task]) -> Generator[Done]:
        """Yield the finished chunks of all tasks, in whatever order they come.

        Raises:
            Wrong: workers die, and no single row is to blame.
        """
        return self._each(tasks, _run, lambda scorer, task: scorer.run(task))

    def gather(self, tasks: Iterator[Task], known: Known) -> Generator[Cohort]:
        """Yield what the rows of each task add to what is taken over all rows, in whatever order.

        Raises:
            Wrong: workers die, and no single row is to blame.
        """
        return self._each(tasks, partial(_gather, known), lambda scorer, task: scorer.gather(task, known))

    def _each(
        self, tasks: Iterator[Task], there: Callable[[Task], list[Any]], here: Callable[[Scorer, Task], Iterator[Any]]
    ) -> Generator[Any]:
        """Yield what is made of each task, in a worker or (one is enough) in this process."""
        if self.many < 2:  # noqa: PLR2004  # one process is this one
            scorer = self.make()
            for task in tasks:
                yield from here(scorer, task)
            return
        self.pool = self._pool(self.many)
        try:
            while True:
                self._submit(tasks, there)
                if not self.running and not self.waiting:
                    return
                yield from self._finished()
        finally:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, tasks: Iterator[Task], there: Callable[[Task], list[Any]]) -> None:
        """Give the processes something to do, and a little more."""
        while len(self.running) <= self.many:
            task = self.waiting.pop() if self.waiting else next(tasks, None)
            if task is None:
                return
            try:
                with _deaf():
                    self.running[self.pool.submit(there, task)] = task
            except BrokenProcessPool:
                self.waiting.append(task)
                return

    def _finished(self) -> Iterator[Any]:
        """Wait for a task, and yield what was made of it; where a worker has died, all running ones are done again."""
        broken = not self.running
        for future in wait(self.running, return_when=FIRST_COMPLETED).done if self.running else ():
            task = self.running.pop(future)
            try:
                found = future.result()
            except BrokenProcessPool:
                broken = True
                self.waiting.append(self._again(task))
            else:
                yield from found
        if broken:
            self.waiting += [self._again(task) for task in self.running.values()]
            self.running.clear()
            self.pool.shutdown(wait=True)
            self.pool = self._pool(self.many)

    def _pool(self, many: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(many, get_context("spawn"), _begin, (self.make,))

    # --- who dies -----------------------------------------------------------------------------------------------

    def _again(self, task: Task) -> Task:
        """Return a task whose worker has died, to be done again: whole, later without the rows that kill."""
        tries = self.tries[task.first] = self.tries.get(task.first, 0) + 1
        if tries < _TRIES:
            return task
        fatal = self._fatal(task, *task.numbers)
        if not fatal and tries > _TRIES:
            raise Wrong([problem("batch-worker", "--workers")])
        return task._replace(without=(*task.without, *fatal))

    def _fatal(self, task: Task, low: int, high: int) -> list[int]:
        """Return the rows that no worker survives, by halving."""
        self.probes += 1
        if self.probes > _PROBES:
            raise Wrong([problem("batch-worker", "--workers")])
        pool = self._pool(1)
        try:
            pool.submit(_probe, task, low, high).result()
        except BrokenProcessPool:
            if high - low == 1:
                return [low]
            middle = (low + high) // 2
            return self._fatal(task, low, middle) + self._fatal(task, middle, high)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return []


# --- in a worker ------------------------------------------------------------------------------------------------

_own: list[Scorer] = []


def _begin(make: Callable[[], Scorer]) -> None:
    """Prepare a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides what becomes of it
    Thread(target=_watch, daemon=True).start()
    _own[:] = [make()]


def _watch() -> None:
    """End this process when the one that started it ends, however it does."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(task: Task) -> list[Done]:
    return list(_own[0].run(task))


def _gather(known: Known, task: Task) -> list[Cohort]:
    return list(_own[0].gather(task, known))


def _probe(task: Task, low: int, high: int) -> None:
    _own[0].probe(task, low, high)
