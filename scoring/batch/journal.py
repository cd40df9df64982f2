"""The journal of a run: what it does, and which chunks are finished, so that another run can go on with it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from scoring.batch.job import Done
from scoring.command_tools import Wrong, problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

try:
    import fcntl
except ImportError:  # Windows; there nobody sees to it that only one run writes
    fcntl = None  # type: ignore[assignment]  # Windows has none


def in_use(path: Path) -> bool:
    """Whether another run is writing a journal."""
    if fcntl is None:
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _locked(path: str) -> BinaryIO:
    """Open or make the file, for this run alone.

    Raises:
        Wrong: another run is writing it.
        OSError: it cannot be opened.
    """
    while True:
        file: BinaryIO = Path(path).open("a+b")  # noqa: SIM115  # it is closed with the journal
        if fcntl is None:
            return file
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise Wrong([problem("batch-running", path)]) from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), Path(path).stat()):
                return file
        file.close()  # the run that held it has ended meanwhile, and deleted it


class Journal:
    """One line about the run, then one line a finished chunk; each is on the disk before the next is begun.

    Attributes:
        head: what is told about the run, None where nothing is.
        done: number of a finished chunk → the chunk, without what was counted: that stays on the disk.
    """

    def __init__(self, path: str) -> None:
        """Open or make the file, and read it.

        Raises:
            Wrong: another run is writing it.
            OSError: it cannot be opened.
        """
        self.path = path
        self.file = _locked(path)
        self.lines: dict[int, int] = {}
        self.head, self.done = self._read()

    def _read(self) -> tuple[dict[str, Any] | None, dict[int, Done]]:
        """Return what stands in the file; a last line that was not written whole is dropped, and all from it on."""
        self.file.seek(0)
        head: dict[str, Any] | None = None
        done: dict[int, Done] = {}
        good = 0
        for line in self.file:
            try:
                told = json.loads(line) if line.endswith(b"\n") else None
                if head is None:
                    head = told if isinstance(told, dict) else None
                elif told is not None:
                    each = Done(**told)
                    done[each.chunk] = each._replace(tally={})
                    self.lines[each.chunk] = good
            except (ValueError, TypeError):
                told = None
            if told is None:
                break
            good += len(line)
        self.file.truncate(good)
        return head, done

    def tallies(self) -> Iterator[dict[str, Any]]:
        """Yield what was counted in every chunk that was finished when the file was opened."""
        for number in self.done:
            self.file.seek(self.lines[number])
            yield json.loads(self.file.readline())["tally"]

    def start(self, head: dict[str, Any]) -> None:
        """Begin anew.

        Raises:
            OSError: it cannot be written.
        """
        self.file.truncate(0)
        self.head, self.done = head, {}
        self._put(head)

    def add(self, done: Done) -> None:
        """Note that a chunk is finished.

        Raises:
            OSError: it cannot be written.
        """
        self.done[done.chunk] = done._replace(tally={})
        self._put(done._asdict())

    def _put(self, what: dict[str, Any]) -> None:
        self.file.write(json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self.file.flush()
        os.fsync(self.file.fileno())

    def remove(self) -> None:
        """Delete the file; nothing is left to go on with."""
        Path(self.path).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file; it stays where it is."""
        try:
            self.file.close()
        except OSError:
            if error is None:
                raise
