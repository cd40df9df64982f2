"""What marks may be: the ranges that are written for them, of which a word or a figure may decide which one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scoring import graph as g
from scoring.graph import Node, Op, Unknown
from scoring.intervals import Between, ranges
from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from scoring.analysis.subject import Subject
    from scoring.program import Check


class Marks:
    """The marks of a subject."""

    def __init__(self, subject: Subject) -> None:
        """Look at none yet."""
        self.subject = subject

    def range(self, name: str, by: Mapping[Node, Node]) -> tuple[Fraction | None, Fraction | None]:
        """Return the least and the greatest that a mark may be, where some nodes are others; None: no limit."""
        lows: list[Fraction | None] = []
        highs: list[Fraction | None] = []
        for check in self._checks(name):
            for low, high in self._ends(check, by):
                domains = self.subject.domains(self.subject.used(low, high))
                found = ranges([low, high], {}, domains)
                lows.append(cast("Between", found[low]).low)
                highs.append(cast("Between", found[high]).high)
        least = None if None in lows or not lows else min(cast("list[Fraction]", lows))
        return least, None if None in highs or not highs else max(cast("list[Fraction]", highs))

    def decided_by(self, name: str) -> frozenset[str]:
        """Return the inputs that decide which range holds for a mark."""
        ends = [self.subject.score(check.facts[end].node) for check in self._checks(name) for end in ("low", "high")]
        return self.subject.used(*ends) if ends else frozenset()

    def is_open(self, name: str, mark: Node) -> bool:
        """Whether a mark may not be the upper end of its range itself."""
        return all(
            replaced([self.subject.score(check.node)], {mark: top})[0] is g.TRUE
            for check in self._checks(name)
            for _, top in self._ends(check)
        )

    def _checks(self, name: str) -> Iterator[Check]:
        for check in self.subject.program.checks:
            if check.code == "mark-range" and check.subject == name and {"low", "high"} <= check.facts.keys():
                yield check

    def _ends(self, check: Check, by: Mapping[Node, Node] | None = None) -> Iterator[tuple[Node, Node]]:
        """Yield the ends of every range of a mark; where there is none, both ends are 0, or have no value."""
        ends = replaced([self.subject.score(check.facts[end].node) for end in ("low", "high")], by or {})
        stack = [(ends[0], ends[1])]
        while stack:
            one, other = stack.pop()
            if one.op is other.op and one.op in {Op.IF, Op.PICK} and one.args[0] is other.args[0]:
                stack.extend(zip(one.args[1:], other.args[1:], strict=True))
            elif not (one is g.ZERO and other is g.ZERO) and not isinstance(one.payload, Unknown):
                yield one, other
