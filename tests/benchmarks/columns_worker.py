"""Processes of their own for the competitors, which run when they are told to.

Each holds its own form of the rows and nothing else, so that its memory can be told, and Polars has as many threads as
its process was started with. A parent lets them run in turn.
"""

import os
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, Self

import numpy as np

from benchmarks import columns_memory, columns_rows
from benchmarks.columns_runners import BY_NAME, Competitor

_WARM = 20_000
"""So many rows at most are scored before anything is measured."""
_SHORT = 0.02
"""What takes less than so many seconds is run several times in a round."""


class Checked(NamedTuple):
    """What the first run of a competitor showed: rows, wrong ones, bytes of results, growth of memory in bytes."""

    rows: int
    wrong: int
    results: int
    grown: int | None


class Gone(Exception):  # noqa: N818 - what became of a competitor, not a mistake of ours
    """A competitor's process ended by itself."""


class Worker:
    """A process with some competitors; use it as a context."""

    def __init__(self, names: Sequence[str], base: Path, rows: int, *, rounded: bool) -> None:
        """Start it; ``base``: where the different rows are."""
        context = get_context("spawn")
        self._own, other = context.Pipe()
        self.names = tuple(names)
        environment = {key: value for name in names for key, value in BY_NAME[name].environment.items()}
        before = {key: os.environ.get(key) for key in environment}
        os.environ.update(environment)
        self._process = context.Process(target=_serve, args=(other, self.names, base, rows, rounded), daemon=True)
        self._process.start()
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value
        other.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._own.close()
        self._process.join(10)
        if self._process.is_alive():
            self._process.terminate()

    def check(self, name: str) -> Checked | None:
        """Let a competitor run once and tell what it showed; None if it is not installed."""
        found: Checked | None = self._ask("check", name)
        return found

    def seconds(self, name: str) -> float:
        """Let a competitor run and return the seconds a row."""
        found: float = self._ask("seconds", name)
        return found

    def _ask(self, what: str, name: str) -> Any:  # noqa: ANN401 - what the other side answers
        try:
            self._own.send((what, name))
            return self._own.recv()
        except (EOFError, OSError):
            raise Gone(f"{name}: its process ended before it answered; was there too little memory?") from None


class _Lane:
    """A competitor in its process, with its rows."""

    def __init__(self, competitor: Competitor, base: Path, rows: int, *, rounded: bool) -> None:
        self.runner = competitor.make(rounded)
        self.rows = min(rows, competitor.most or rows)
        different = columns_rows.saved(base)
        warm = self.runner.form(different.many(min(self.rows, _WARM, len(different.totals))))
        self.runner.run(warm)
        own = different.many(self.rows)
        self.truth = own.totals, own.grades
        self.frame = self.runner.form(own)
        self.times = 1

    def check(self) -> Checked:
        started = perf_counter()
        found, grown = columns_memory.peak(lambda: self.runner.run(self.frame))
        self.times = int(max(1, _SHORT / (perf_counter() - started)))
        totals, grades = self.runner.answer(found)
        wrong = np.count_nonzero((totals != self.truth[0]) | (grades != self.truth[1]))
        return Checked(self.rows, int(wrong), columns_memory.size(found), grown)

    def seconds(self) -> float:
        started = perf_counter()
        for _ in range(self.times):
            self.runner.run(self.frame)
        return (perf_counter() - started) / self.times / self.rows


def _serve(other: Connection, names: Sequence[str], base: Path, rows: int, rounded: bool) -> None:  # noqa: FBT001 - given by position
    """Answer until the parent hangs up."""
    lanes: dict[str, _Lane | None] = {}
    for name in names:
        try:
            lanes[name] = _Lane(BY_NAME[name], base, rows, rounded=rounded)
        except ImportError:
            lanes[name] = None
    try:
        while True:
            what, name = other.recv()
            lane = lanes[name]
            other.send(None if lane is None else lane.check() if what == "check" else lane.seconds())
    except EOFError:
        pass
