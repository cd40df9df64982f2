"""Where things stand in one another in a ruleset: which table holds which, and what a place says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.tree import Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.program import Program
    from scoring.source import Span
    from scoring.tree import Item

_LONGEST = 60


class Written:
    """What a ruleset says, by place."""

    def __init__(self, program: Program) -> None:
        """Go once through all that the ruleset says."""
        self._above: dict[Span, Span] = {}
        self._texts: dict[Span, str] = {}
        self._lines: dict[tuple[str, int], list[Span]] = {}
        whole = program.definition.keys.at  # where a figure stands that nobody has written, such as the date
        figures = {name: figure.keys.at for name, (figure, _) in program.figures.items()}
        self._figures = {at: name for name, at in figures.items() if at != whole}
        stack: list[Item] = [program.definition.keys]
        while stack:
            item = stack.pop()
            if isinstance(item, Table):
                for key, value in item.fields.values():
                    self._above.setdefault(key.at, item.at)
                    self._above.setdefault(value.at, key.at)
                    self._texts.setdefault(key.at, key.text)
                    stack.append(value)
            elif isinstance(item, Listing):
                for each in item.items:
                    self._above.setdefault(each.at, item.at)
                stack += item.items
            if isinstance(item, Scalar):
                self._texts.setdefault(item.at, item.text)
                self._lines.setdefault((item.at.source.name, item.at.line), []).append(item.at)

    def above(self, at: Span) -> Iterator[Span]:
        """Yield the places that a place stands in, the nearest first; a part of a formula stands in the formula."""
        seen = {at}
        if at not in self._above:
            around = self._lines.get((at.source.name, at.line), ())
            whole = next((each for each in around if each.column <= at.column and at.end <= each.end), None)
            if whole is not None:
                yield whole
                at = whole
        while (found := self._above.get(at)) is not None and found not in seen:
            yield found
            seen.add(found)
            at = found

    def text(self, at: Span) -> str:
        """Return the key or value that stands at a place, or that part of a formula; "" for a table or list."""
        part = "" if at in self._above else at.source.line(at.line)[at.column - 1 : at.end - 1]
        text = " ".join(self._texts.get(at, part).split())
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

    def figure(self, at: Span) -> str:
        """Return the name of the figure in whose table a place stands, "" if there is none."""
        return next((self._figures[each] for each in (at, *self.above(at)) if each in self._figures), "")
