"""Whether a change to a policy changes any score at all, and a case that shows it."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.chain import Chain
from scoring.analysis.piece import NotProved, Piece
from scoring.analysis.pieces import pieces
from scoring.analysis.search import Search
from scoring.analysis.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from scoring.analysis.subject import Variable
    from scoring.graph import Node
    from scoring.program import Program
    from scoring.reading import Read
    from scoring.testing.bench import Other

_MOST_WORDS = 256
_TRIES, _FEWEST = 300, 20
_WORK = 20_000
"""Operations that are worked out for two nodes in looking for a case that tells them apart."""


class Shown(NamedTuple):
    """A case that shows a change: the inputs that matter."""

    inputs: Mapping[str, Read]


class Compared(NamedTuple):
    """Whether a change surely makes no difference, and a case that shows one."""

    equivalent: bool
    shown: Shown | None


class Equivalence:
    """Compares a program with others."""

    def __init__(self, program: Program) -> None:
        """Nothing is looked at yet."""
        self.program = program
        self._search: Search | None = None

    @property
    def search(self) -> Search:
        """Finds cases of the program."""
        if self._search is None:
            self._search = Search(Subject(self.program))
        return self._search

    def compared(self, other: Other) -> Compared:
        """Return whether another program is the same for all cases, as far as can be told."""
        subject = self.search.subject
        proved = True
        for old, new in sorted(other.first, key=_order):
            views = (subject.uncut(old), subject.uncut(new))
            if views[0] is views[1]:
                continue
            cut = (subject.score(old), subject.score(new))
            found = self._by_pieces(*cut) or self._by_pieces(*views)
            if found is None:
                shown = self._sampled(*views)
                if shown is not None:
                    return Compared(equivalent=False, shown=shown)
                proved = False
            elif found.shown is not None or not found.equivalent:
                return found
        return Compared(proved, None)

    def _by_pieces(self, old: Node, new: Node) -> Compared | None:
        """Compare two nodes of one number piece by piece; None where they are not of that kind."""
        subject = self.search.subject
        numbers, words = subject.numbers(old, new), subject.others(old, new)
        if old.type is not g.Type.NUMBER or len(numbers) > 1 or prod(len(each.options) for each in words) > _MOST_WORDS:
            return None
        differs = False
        for options in product(*(each.options for each in words)):
            fixed: dict[str, Read] = dict(zip((each.name for each in words), options, strict=True))
            try:
                found = list(self._differing(old, new, numbers, fixed))
            except NotProved:
                return None
            for piece in found:
                differs = True
                wanted = {**fixed, **({numbers[0].name: _inside(piece, numbers[0])} if numbers else {})}
                case = self.search.realised(wanted)
                if case is not None:
                    return Compared(equivalent=False, shown=Shown(case))
        exact = all(each.exact for each in (*numbers, *words))
        if differs:
            return Compared(equivalent=False, shown=None) if exact else None
        return Compared(equivalent=True, shown=None)

    def _differing(self, old: Node, new: Node, numbers: list[Variable], fixed: Mapping[str, Read]) -> Iterator[Piece]:
        """Yield the pieces in which two nodes are not the same."""
        if not numbers:
            nothing = g.input_("=")
            run = pieces([old, new], nothing, fixed, None, None)
        else:
            run = pieces([old, new], numbers[0].node, fixed, numbers[0].low, numbers[0].high)
        for piece in run:
            one, other = piece.parts
            if one != other and (not numbers or not numbers[0].whole or _holds_whole(piece)):
                if isinstance(one, Chain) and isinstance(other, Chain) and _same_inside(piece, one, other):
                    continue
                yield piece

    def _sampled(self, old: Node, new: Node) -> Shown | None:
        """Look for a case in which two nodes are not the same."""
        if old.type is not g.Type.NUMBER or (old.is_const and new.is_const):
            return None
        tries = max(_FEWEST, min(_TRIES, _WORK // sum(1 for _ in g.walk([old, new]))))
        found = self.search.holds(g.negated(g.equal(old, new)), tries)
        return None if found.case is None else Shown(found.case)


def _order(pair: tuple[Node, Node]) -> bool:
    """Numbers that change come first, points as they are written last."""
    return pair[0].is_const or pair[0].type is not g.Type.NUMBER


def _same_inside(piece: Piece, one: Chain, other: Chain) -> bool:
    """Whether two staircases that are written in different ways surely are the same; never said of others."""
    return piece.is_point and one.at(piece.inside) == other.at(piece.inside)


def _holds_whole(piece: Piece) -> bool:
    return piece.whole() is not None


def _inside(piece: Piece, variable: Variable) -> Fraction:
    if variable.whole:
        ends = piece.whole()
        assert ends is not None  # noqa: S101  # pieces without a whole number were passed over
        low, high = ends
        found = low if low is not None else high
        return piece.inside if found is None else found
    return piece.inside
