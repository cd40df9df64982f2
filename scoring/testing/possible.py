"""Whether an outcome can occur at all: only what the analysis proves to be impossible is left out of coverage."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.analysis.boxes import Boxes
from scoring.analysis.piece import NotProved
from scoring.analysis.subject import Subject
from scoring.graph import walk
from scoring.interpret import GIVEN, interpret
from scoring.intervals import OneOf, ranges
from scoring.testing.due import never

if TYPE_CHECKING:
    from scoring.program import Program
    from scoring.reading import Read
    from scoring.testing.due import Due

_MOST_NODES = 3_000
"""Nodes of a condition that is looked at closely; of a whole total only ranges are."""


class Possible:
    """What can occur in a program."""

    def __init__(self, program: Program) -> None:
        """Nothing is looked at yet."""
        self.program = program
        self._subject: Subject | None = None

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
        if never(node):
            return False
        used = self.subject.used(node)
        found = ranges([node], {}, self.subject.domains(used))[node]
        if isinstance(found, OneOf) and True not in found.values:
            return False
        if sum(1 for _ in walk([node])) > _MOST_NODES:
            return True
        try:
            boxes = Boxes(self.subject, [node])
        except NotProved:
            return True
        return bool(boxes.where(node).yes)

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
