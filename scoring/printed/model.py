"""What an indicator table holds: lines of the tree with their sentences, the figures, and what is said of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Paragraph(NamedTuple):
    """A finished sentence, or what leads to a list.

    Attributes:
        text: the sentence with its full stop, or what leads to the rows.
        rows: of a list, one after the other.
        after: a sentence behind the list.
        head: what it is about, such as a criterion with its number and points.
    """

    text: str
    rows: tuple[str, ...] = ()
    after: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator, or one variant of an indicator that has a tree of its own.

    Attributes:
        path: dotted ids from the top.
        code: number as printed.
        name: as printed; of a variant, for which cases it is.
        points: full marks in words, "" where there are none to print.
        weight: share within its group, "" without one.
        said: what holds for it; of a group, for the whole of it.
        children: lines below it; the criteria of a leaf stand in what it says.
    """

    path: str
    code: str
    name: str
    points: str
    weight: str
    said: tuple[Paragraph, ...]
    children: tuple[Line, ...] = ()

    @property
    def called(self) -> str:
        """Number and name."""
        return f"{self.code} {self.name}" if self.code and self.code != self.name else self.name

    @property
    def depth(self) -> int:
        """How many levels it has with its own."""
        return 1 + max((child.depth for child in self.children), default=0)


class FigureLine(NamedTuple):
    """A figure: its id, printed name, unit, what it may be, how it is made or what stands in for it."""

    id: str
    name: str
    unit: str
    kind: str
    range: str
    how: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """An indicator table.

    Attributes:
        lang: its language.
        title: of the ruleset.
        facts: what is said of the ruleset itself, name and value.
        lines: the top indicators.
        figures: what the scores rest on: inputs first, then what is derived from them.
        functions: formulas with a name, as paragraphs.
        whole: how total, grade and ranking come about.
        reading: how the table is to be read where it says nothing else.
    """

    lang: str
    title: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    figures: tuple[FigureLine, ...]
    functions: tuple[Paragraph, ...]
    whole: tuple[Paragraph, ...]
    reading: tuple[str, ...]

    @property
    def depth(self) -> int:
        """How many levels of indicators there are."""
        return max((line.depth for line in self.lines), default=0)

    @property
    def weighted(self) -> bool:
        """Whether any indicator has a weight."""
        waiting = list(self.lines)
        while waiting:
            line = waiting.pop()
            if line.weight:
                return True
            waiting.extend(line.children)
        return False
