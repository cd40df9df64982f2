"""Text in columns: a Chinese character takes two, numbers stand on the right, long texts are wrapped or cut."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GAP = "  "
_CLOSING = frozenset("，。；：！？、）》”’】％%,.;:!?)")
"""Characters that never begin a line."""
_OPENING = frozenset("（《“‘【")
"""Characters that never end a line."""


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, room: int, *, right: bool = False) -> str:
    """Return a text filled up with blanks to a number of columns."""
    blanks = " " * (room - width(text))
    return blanks + text if right else text + blanks


def cut(text: str, room: int | None) -> str:
    """Return a text that takes at most ``room`` columns, its end replaced by "…" where it is longer."""
    if room is None or width(text) <= room:
        return text
    kept, left = "", room - 1
    for char in text:
        left -= _columns(char)
        if left < 0:
            break
        kept += char
    return f"{kept}…"


def wrapped(text: str, room: int | None, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield a text in lines of at most ``room`` columns; one line where there is no limit.

    Args:
        text: without line breaks.
        room: columns of a line, None for no limit.
        first: what the first line begins with.
        rest: what every other line begins with; blanks as wide as ``first`` unless said.
    """
    rest = " " * width(first) if rest is None else rest
    if room is None or width(first) + width(text) <= room:
        yield first + text
        return
    room -= 2  # a closing bracket or stop may still follow
    line, used, empty = first, width(first), True
    for piece in _pieces(text):
        size = width(piece)
        if not empty and used + width(piece.rstrip()) > room and piece not in _CLOSING:
            yield line.rstrip()
            line, used, empty = rest, width(rest), True
            piece = piece.lstrip()  # noqa: PLW2901  # a line does not begin with a blank
            size = width(piece)
        line, used, empty = line + piece, used + size, False
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield what must stay on one line: a wide character, or a word with the blank behind it."""
    word = ""
    for char in text:
        if char in _OPENING:
            if word:
                yield word
            word = char
        elif _columns(char) > 1:
            if word and word not in _OPENING:
                yield word
                word = ""
            yield word + char
            word = ""
        else:
            word += char
            if char == " ":
                yield word
                word = ""
    if word:
        yield word


def by_point(rows: Iterable[Sequence[str]], right: Sequence[bool]) -> list[list[str]]:
    """Return rows with blanks behind the numbers of a column on the right, so that their points stand in line.

    Args:
        rows: texts, as many in each row; the first holds the headings.
        right: for each column whether it stands on the right.
    """
    cells = [list(row) for row in rows]
    for number in (number for number, on in enumerate(right) if on):
        numbers = [row for row in cells[1:] if any(map(str.isdigit, row[number]))]
        ends = [len("".join(row[number].partition(".")[1:])) for row in numbers]
        for row, end in zip(numbers, ends, strict=True):
            row[number] += " " * (max(ends) - end)
    return cells


def fits(rows: Sequence[Sequence[str]], room: int | None) -> bool:
    """Return whether the lines of a table take at most ``room`` columns."""
    columns = zip(*rows, strict=True)
    return room is None or sum(max(map(width, column)) + len(_GAP) for column in columns) - len(_GAP) <= room


def table(
    rows: Iterable[Sequence[str]], right: Sequence[bool], room: int | None = None, flexible: int = 0
) -> list[str]:
    """Return rows as aligned lines.

    Args:
        rows: texts, as many in each row.
        right: for each column whether it stands on the right.
        room: columns of a line, None for no limit.
        flexible: the column that is cut where a line would be too long.
    """
    cells = [list(row) for row in rows]
    if not cells:
        return []
    widths = [max(width(row[number]) for row in cells) for number in range(len(right))]
    if room is not None:
        over = sum(widths) + len(_GAP) * (len(widths) - 1) - room
        widths[flexible] = max(8, widths[flexible] - over) if over > 0 else widths[flexible]
        for row in cells:
            row[flexible] = cut(row[flexible], widths[flexible])
    return [
        _GAP.join(padded(cell, size, right=on) for cell, size, on in zip(row, widths, right, strict=True)).rstrip()
        for row in cells
    ]
