"""How far a run has come, on standard error: rows a second, and how long it may still take."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

from scoring.command_tools import say

if TYPE_CHECKING:
    from typing import TextIO

_OFTEN, _SELDOM = 500, 10_000  # milliseconds between two lines, on a terminal and elsewhere
_MINUTE, _HOUR = 60, 3600
_TEXTS = {
    "en": "{percent} % · {rows} rows · {speed} rows/s · {left} left",
    "zh": "{percent}% · {rows}行 · 每秒{speed}行 · 剩余{left}",
}


class Progress:
    """Tells how far a run has come: on a terminal in one line that changes, elsewhere in a line now and then."""

    def __init__(self, total: int, lang: str, *, wanted: bool | None) -> None:
        """Start.

        Args:
            total: of what is counted as done, bytes or rows.
            lang: of the words.
            wanted: whether anything is told; None: on a terminal only.
        """
        stream: TextIO | None = sys.stderr
        self.terminal = stream is not None and stream.isatty()
        self.told = self.terminal if wanted is None else wanted
        self.total, self.lang = max(total, 1), lang
        self.done = self.rows = self.width = 0
        self.started = self.last = monotonic()

    def skip(self, done: int) -> None:
        """Take as done what an earlier run has done; it says nothing of speed."""
        self.total = max(self.total - done, 1)

    def add(self, done: int, rows: int) -> None:
        """Take some more as done."""
        self.done += done
        self.rows += rows
        now = monotonic()
        if self.told and (now - self.last) * 1000 >= (_OFTEN if self.terminal else _SELDOM):
            self.last = now
            self._tell(now - self.started)

    def _tell(self, seconds: float) -> None:
        done = min(self.done, self.total)
        left = round(seconds * (self.total - done) / max(done, 1))
        text = _TEXTS[self.lang].format(
            percent=100 * done // self.total, rows=f"{self.rows:,}", speed=f"{round(self.rows / seconds):,}",
            left=duration(left),
        )  # fmt: skip
        say(f"\r{text:<{self.width}}" if self.terminal else f"{text}\n")
        self.width = len(text)

    def end(self) -> None:
        """Leave the line of a terminal clean."""
        if self.told and self.terminal and self.width:
            say(f"\r{'':<{2 * self.width}}\r")


def duration(seconds: int) -> str:
    """Return a time as hours, minutes and seconds."""
    hours, rest = divmod(seconds, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
