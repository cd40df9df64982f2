"""The tree of an indicator table as the rows that are printed, each name over all the rows that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.printed.model import Line, Paragraph, PrintedTable

_WORDS = {
    "level": ("Level {n}", "{n}级指标"),
    "points": ("Points", "分值"),
    "weight": ("Weight", "权重"),
    "criteria": ("How it is scored", "评分标准"),
    "indicators": ("Indicators", "指标体系"),
    "whole": ("The whole", "总体规定"),
    "figures": ("Figures", "数据"),
    "functions": ("Functions", "函数"),
    "reading": ("How to read this", "说明"),
    "own": ("(as a whole)", "（本级规定）"),
    "of-points": (" ({n} points)", "（{n}分）"),
    "of-weight": (", weight {n}", "，权重{n}"),
    "id": ("Id", "标识"),
    "name": ("Name", "名称"),
    "unit": ("Unit", "单位"),
    "kind": ("What it is", "类型"),
    "range": ("Range", "取值范围"),
    "how": ("How it is made, what stands in for it", "计算方法和缺数据时的处理"),
    "home": (" (of {n})", "（{n}）"),
    "ruleset": ("Indicator table", "评分表"),
}
_CHINESE = "一二三四五六七八九十"


class Cell(NamedTuple):
    """A cell of the level columns: its column, text, and over how many rows and columns it reaches."""

    column: int
    text: str
    rows: int = 1
    columns: int = 1
    group: bool = False


class Row(NamedTuple):
    """A printed row: the level cells that begin in it, points, weight, and what is said."""

    cells: tuple[Cell, ...]
    points: str
    weight: str
    said: tuple[Paragraph, ...]


def word(lang: str, key: str, n: str = "") -> str:
    """Return a word of the table."""
    return _WORDS[key][lang == "zh"].format(n=n)


def head(table: PrintedTable) -> list[str]:
    """Return the headings of the columns."""
    levels = [
        word(
            table.lang, "level", _CHINESE[number] if table.lang == "zh" and number < len(_CHINESE) else str(number + 1)
        )
        for number in range(table.depth)
    ]
    weight = [word(table.lang, "weight")] if table.weighted else []
    return [*levels, *weight, word(table.lang, "points"), word(table.lang, "criteria")]


def rows(table: PrintedTable) -> list[Row]:
    """Return all rows of the tree."""
    return [row for line in table.lines for row in _rows(line, 0, table)]


def _rows(line: Line, level: int, table: PrintedTable) -> list[Row]:
    if not line.children:
        return [Row((Cell(level, line.called, 1, table.depth - level),), line.points, line.weight, line.said)]
    found: list[Row] = []
    if line.said:
        own = Cell(level + 1, word(table.lang, "own"), 1, table.depth - level - 1)
        found.append(Row((own,), line.points, line.weight, line.said))
    for child in line.children:
        found.extend(_rows(child, level + 1, table))
    name = Cell(level, line.called + _marks(line, table.lang), len(found), 1, group=True)
    first = found[0]
    return [first._replace(cells=(name, *first.cells)), *found[1:]]


def _marks(line: Line, lang: str) -> str:
    """Return points and weight of a group, which stand beside its name."""
    number = line.points.replace(".", "").replace("/", "")
    if not number.isdigit():
        text = f"（{line.points}）" if lang == "zh" else f" ({line.points})"
        return text if line.points else ""
    text = word(lang, "of-points", line.points)
    if line.weight:
        text = text[:-1] + word(lang, "of-weight", line.weight) + text[-1]
    return text


def figure_head(lang: str) -> list[str]:
    """Return the headings of the table of figures."""
    return [word(lang, key) for key in ("id", "name", "unit", "kind", "range", "how")]


def figure_rows(table: PrintedTable) -> Iterator[list[str]]:
    """Yield the rows of the table of figures."""
    for each in table.figures:
        name = each.name + (word(table.lang, "home", each.home) if each.home else "")
        yield [each.id, name, each.unit, each.kind, each.range, each.how]
