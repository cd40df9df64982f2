"""Numbers of rows in words: "rows 2–5, 7", cut where there are very many."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 30  # runs of rows that are all told; of more the first …
_FIRST = 24  # … and the last one


def rows_text(name: str, rows: Iterable[int], lang: str = "en") -> str:
    """Return which rows of a table are meant: "projects.csv rows 2–5, 7".

    Args:
        name: of the file, with ``#`` and the sheet where there is one.
        rows: their numbers in any order; none at all is told too.
        lang: ``zh`` or ``en``.
    """
    file = PurePath(name).name
    runs = _runs(rows)
    if not runs:
        return f"{file} 无计入的行" if lang == "zh" else f"no row of {file}"
    texts = [f"{first}" if first == last else f"{first}–{last}" for first, last in runs]
    between = "、" if lang == "zh" else ", "
    count = sum(last - first + 1 for first, last in runs)
    text = between.join(texts)
    if len(texts) > _MOST:
        text = between.join([*texts[:_FIRST], "…", texts[-1]])
        tail = f"行，共{count}行" if lang == "zh" else f" ({count} rows)"
    else:
        tail = "行" if lang == "zh" else ""
    return f"{file} 第{text}{tail}" if lang == "zh" else f"{file} row{'' if count == 1 else 's'} {text}{tail}"


def all_rows(rows: Iterable[int]) -> str:
    """Return every row, for other programs: "2-5, 7"."""
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in _runs(rows))


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return the rows as runs without gaps, by first and last row."""
    runs: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs
