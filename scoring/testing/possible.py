"""Whether an outcome can occur at all: only what the analysis proves to be impossible is left out of coverage."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from scoring.analysis.boxes import Boxes
from scoring.analysis.chain import Chain
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.analysis.subject import Subject
from scoring.graph import Op, walk
from scoring.interpret import GIVEN, interpret
from scoring.intervals import Between, OneOf, ranges
from scoring.number import places_of
from scoring.testing.due import OUTCOME, never

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.analysis.piece import Piece
    from scoring.analysis.subject import Variable
    from scoring.graph import Node
    from scoring.program import Program
    from scoring.reading import Read
    from scoring.testing.due import Due, Window

_MOST_NODES = 3_000
"""Nodes of a condition that is looked at closely; of a whole total only ranges are."""

_MANY = 200
"""Outcomes of one node that are looked at together."""

_MOST_LEVELS = 100
"""Levels of a staircase that are looked at for one edge."""

_MOST_WORDS = 400
"""Combinations of words for each of which a number is looked at."""


class Possible:
    """What can occur in a program."""

    def __init__(self, program: Program, dues: Iterable[Due] = ()) -> None:
        """Nothing is looked at yet; ``dues``: what will be asked for, of which much is looked at together."""
        self.program = program
        self._together: dict[str, list[Due]] = {}
        self._boxes: dict[str, Boxes | None] = {}
        for due in dues:
            if due.kind == OUTCOME and due.lost is None:
                self._together.setdefault(due.home, []).append(due)
        self._subject: Subject | None = None
        self._values: dict[tuple[Node, Fraction | None], list[Piece] | None] = {}

    @property
    def subject(self) -> Subject:
        """The program as it is analysed."""
        if self._subject is None:
            self._subject = Subject(self.program)
        return self._subject

    def __call__(self, due: Due) -> bool:
        """Whether an outcome or edge may occur, as far as is known."""
        if due.lost is not None:
            return self._may_lack(due)
        node = self.subject.condition(due.holds)
        boxes = self._of_many(due)
        if boxes is not None:
            return bool(boxes.where(node).yes)
        if never(node) or (due.window is not None and not self._is_met(due.window)):
            return False
        used = self.subject.used(node)
        found = ranges([node], {}, self.subject.domains(used))[node]
        if isinstance(found, OneOf) and True not in found.values:
            return False
        alone = self._alone(node)
        return alone is None or bool(alone.where(node).yes)

    def _alone(self, node: Node) -> Boxes | None:
        """Return the boxes of one condition, None where it is too large or there are none."""
        if sum(1 for _ in walk([node])) > _MOST_NODES:
            return None
        try:
            return Boxes(self.subject, [node])
        except NotProved:
            return None

    def _of_many(self, due: Due) -> Boxes | None:
        """Return the boxes of all outcomes of a node that has very many; None for others, and where there are none.

        The conditions of its rows are made of one another, so that each alone would be looked at all over again.
        """
        many = self._together.get(due.home, ()) if due.kind == OUTCOME else ()
        if len(many) < _MANY:
            return None
        if due.home not in self._boxes:
            try:
                found = Boxes(self.subject, [self.subject.condition(each.holds) for each in many])
            except NotProved:
                found = None
            self._boxes[due.home] = found
        return self._boxes[due.home]

    def _is_met(self, window: Window) -> bool:
        """Whether a case can write down values for which a number lies at an edge, where that can be told.

        A case is written in decimals: a figure of which 37 times must be 120 cannot be written.
        """
        subject, number = self.subject, self.subject.uncut(window.number)
        numbers, words = subject.numbers(number), subject.others(number)
        if (
            len(numbers) != 1
            or prod(len(each.options) for each in words) > _MOST_WORDS
            or numbers[0].name.endswith("/mark")
        ):
            return True
        if number.op is Op.INPUT:
            return True
        high = max(window.value, window.edge)
        found = self._of(number, numbers[0], words, None) or self._of(number, numbers[0], words, high)
        if found is None:
            return True
        return any(_meets(piece, window) for piece in found)

    def _of(self, number: Node, variable: Variable, words: list[Variable], most: Fraction | None) -> list[Piece] | None:
        """Return what a number can be, where it is at most so much; None where that cannot be told."""
        top = variable.high
        if most is not None:
            top = Fraction(10 ** (len(str(abs(most.__ceil__()))) + 1))
            beyond = replace(self.subject.domains([variable.name])[variable.name], low=top)
            found = ranges([number], {}, {**self.subject.domains(each.name for each in words), variable.name: beyond})
            least = found[number]
            if variable.high is not None or not isinstance(least, Between) or least.low is None or least.low <= most:
                return None
        key = number, top
        if key not in self._values:
            self._values[key] = self._pieces(number, variable, words, top)
        return self._values[key]

    def _pieces(
        self, number: Node, variable: Variable, words: list[Variable], top: Fraction | None
    ) -> list[Piece] | None:
        """Return what a number is, piece by piece up to a value of its input, for all words."""
        found: list[Piece] = []
        try:
            for options in product(*(each.options for each in words)):
                fixed: dict[str, Read] = dict(zip((each.name for each in words), options, strict=True))
                run = pieces([number], variable.node, fixed, variable.low, top)
                found += [piece for piece in run if not variable.whole or piece.whole() is not None]
        except NotProved:
            return None
        return found

    def _may_lack(self, due: Due) -> bool:
        """Whether a score has no value where nothing is given, or only findings are."""
        inputs: dict[str, Read] = {
            name: each.default for name, each in self.program.domains.items() if each.default is not None
        }
        if due.is_shown(interpret([due.node], inputs)[due.node]):
            return True
        found = [name for name in self.program.domains if name.endswith("/findings")]
        inputs.update({name: Fraction(1) for name in found})
        inputs.update({GIVEN + name: True for name in found})
        return due.is_shown(interpret([due.node], inputs)[due.node])


def _meets(piece: Piece, window: Window) -> bool:
    """Whether a number lies at an edge somewhere on a piece, with a value of its input that can be written."""
    part, (low, high) = piece.parts[0], sorted((window.value, window.edge))
    if isinstance(part, Fraction):
        return low <= part <= high and (part == window.value or part != window.edge)
    if not isinstance(part, Chain):
        return False
    if part.stepped:
        count = min(int((high - low) / window.unit), _MOST_LEVELS)
        levels = [low + window.unit * number for number in range(count + 1)]
        return any(_takes(part, piece, level) for level in levels if level == window.value or level != window.edge)
    if low == high:
        return any(places_of(each) is not None for each in part.crossings(low))
    first, last = (each.value for each in piece.ends(part))
    if first is None or last is None:
        return True
    return (min(first, last) < high and max(first, last) > low) or window.value in (first, last)


def _takes(part: Chain, piece: Piece, level: Fraction) -> bool:
    """Whether a staircase has a step at a level, on a piece or at its ends."""
    for place in part.crossings(level):
        if (piece.low is None or piece.low <= place) and (piece.high is None or place <= piece.high):
            near = (part.at(place), part.end(place, -1).value, part.end(place, 1).value)
            if level in near:
                return True
    return False
