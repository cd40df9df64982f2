"""Whether a change to a policy changes any score at all, and a case that shows it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.chain import Chain
from scoring.analysis.grid import grids, idle
from scoring.analysis.piece import NotProved, Piece
from scoring.analysis.pieces import pieces
from scoring.analysis.search import Search
from scoring.analysis.subject import Subject
from scoring.graph import Unknown, walk
from scoring.interpret import interpret
from scoring.rewrite import replaced
from scoring.testing.near_cases import beside, declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.analysis.piece import Constant, Part
    from scoring.analysis.subject import Variable
    from scoring.graph import Node
    from scoring.program import Plan, Program
    from scoring.reading import Read
    from scoring.testing.bench import Other, Tried

_MOST_WORDS = 256
_TRIES, _FEWEST = 300, 20
_MOST_PAIRS = 2
"""Nodes of one change for which a case is looked for by trying."""
_WORK = 20_000
"""Operations that are worked out for two nodes in looking for a case that tells them apart."""


_STEPS = [Fraction(way * each, 10**power) for power in range(1, 6) for each in (5, 2, 1) for way in (1, -1)]
"""Where else in a piece two nodes may differ that are the same at one place of it."""

_NONE = Fraction(0)

_NEVER = g.const(-(10**9))
"""The score of a node in a variant that is not taken, for comparing scores."""


class Shown(NamedTuple):
    """A case that shows a change.

    Attributes:
        inputs: those that matter.
        node: what comes to something else, as the ruleset stands.
        path: of the indicator that it is the score of, "" for the whole.
        program: the ruleset as it stands.
        other: the ruleset with the change.
        rest: what a case of a test gives, for inputs that do not matter.
        method: of the ruleset, by which that case is scored.
    """

    inputs: Mapping[str, Read]
    node: Node
    path: str
    program: Program
    other: Program
    rest: Mapping[str, Read | Unknown] = {}
    method: str | None = None


_Views = tuple["Node", "Node", tuple["Node", "Node"]]
"""What a node was, what it is then, and both over the inputs alone."""


class Compared(NamedTuple):
    """Whether a change surely makes no difference, a case that shows one, and what only trying can tell."""

    equivalent: bool
    shown: Shown | None
    open: tuple[_Views, ...] = ()


class _Found(NamedTuple):
    """A case in which two nodes differ, whether they surely do in some case, and whether they surely never do."""

    case: Mapping[str, Read] | None
    differs: bool = False
    proved: bool = False


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

    def compared(self, other: Other, *, rounds: bool) -> Compared:
        """Return whether another program is the same for all cases, as far as can be told without trying any.

        Args:
            other: the program.
            rounds: whether it rounds otherwise, and may do so in vain.
        """
        subject = self.search.subject
        acts = _taken(other)
        open_: list[_Views] = []
        for old, new in sorted(other.first, key=_order):
            here, there = acts.get((old, new), (g.TRUE, g.TRUE))
            views = (_where(here, subject.uncut(old)), _where(there, subject.uncut(new)))
            if self._same(*views, rounds=rounds):
                if not self._always(old, new, rounds=rounds):
                    open_.append((old, new, views))
                continue
            cut = (_where(here, subject.score(old)), _where(there, subject.score(new)))
            found = self._by_pieces(*cut) or self._by_pieces(*views)
            if found is None:
                open_.append((old, new, views))
            elif found.case is not None:
                return Compared(equivalent=False, shown=self._shown(other, found.case, (old, new, views)))
            elif found.differs:
                return Compared(equivalent=False, shown=None, open=(*open_, (old, new, views)))
            elif not self._always(old, new, rounds=rounds):
                open_.append((old, new, views))
        return Compared(not open_, None, tuple(open_))

    def _same(self, old: Node, new: Node, *, rounds: bool) -> bool:
        return old is new or (rounds and self._plain(old) is self._plain(new))

    def _always(self, old: Node, new: Node, *, rounds: bool) -> bool:
        """Whether two nodes that ordinary cases never tell apart are so for those with set scores and the like, too.

        Where they read what only such a case gives, they have to read it alike, and what differs has to be below that.
        """
        subject, waiting = self.search.subject, [(old, new)]
        while waiting:
            one, other = waiting.pop()
            if one is other:
                continue
            if not any(self._is_special(each) for each in walk((one, other))):
                views = subject.uncut(one), subject.uncut(other)
                if not self._same(*views, rounds=rounds):
                    found = self._by_pieces(*views)
                    if found is None or not found.proved:
                        return False
            elif one.args and (one.op, one.payload, len(one.args)) == (other.op, other.payload, len(other.args)):
                waiting += zip(one.args, other.args, strict=True)
            else:
                return False
        return True

    def _is_special(self, node: Node) -> bool:
        """Whether a node is an input of which ordinary cases all say the same."""
        return node.op is g.Op.INPUT and self.search.subject.uncut(node).is_const

    def looked_for(self, other: Other, found: Compared, cases: Sequence[Tried]) -> Shown | None:
        """Return a case that shows a change, found by trying where none is known yet.

        Args:
            other: the other program.
            found: what is known of it.
            cases: of tests, beside which a case is looked for first.
        """
        shown = found.shown or self._tried(other, found, cases)
        if shown is None or not cases:
            return shown
        return shown._replace(rest=cases[0].inputs, method=cases[0].test.method)

    def _tried(self, other: Other, found: Compared, cases: Sequence[Tried]) -> Shown | None:
        acts = _taken(other)
        for each in found.open[:_MOST_PAIRS]:
            old, new, _ = each
            here, there = acts.get((old, new), (g.TRUE, g.TRUE))
            here_and_there = _where(here, old), _where(there, new)
            near = beside(self.search.subject, cases, *here_and_there) or declared(cases, *here_and_there)
            if near is not None and interpret((here,), near)[here] is True:
                return Shown(near, old, _path(other, old, new), self.program, other.program)
            case = self._sampled(*each[2])
            if case is not None:
                return self._shown(other, case, each)
        return None

    def _shown(self, other: Other, case: Mapping[str, Read], found: _Views) -> Shown:
        old, new, views = found
        path = _path(other, old, new)
        inputs = self._as_decimals(case, *views)
        return Shown(inputs, self.search.subject.uncut(old), path, self.program, other.program)

    def _plain(self, node: Node) -> Node:
        """Return a node without roundings that change nothing, since what they round is as round already."""
        whole = self.search.subject.is_whole
        while True:
            found = grids([node], whole)
            idle_ones = {each: each.args[0] for each in found if each.op is g.Op.ROUND and idle(each, found)}
            if not idle_ones:
                return node
            (node,) = replaced([node], idle_ones)

    def _as_decimals(self, case: Mapping[str, Read], old: Node, new: Node) -> Mapping[str, Read]:
        """Return a case that can be written, all its numbers being as many times as large, if it shows the same."""
        odd = [_rest(value) for value in case.values() if isinstance(value, Fraction)]
        if max(odd, default=1) == 1:
            return case
        times = lcm(*odd)
        larger = {name: value * times if isinstance(value, Fraction) else value for name, value in case.items()}
        found = interpret((old, new), larger)
        return larger if found[old] != found[new] and self.search.allowed(larger) else case

    def _by_pieces(self, old: Node, new: Node) -> _Found | None:
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
                    return _Found(case, differs=True)
        exact = all(each.exact for each in (*numbers, *words))
        if differs:
            return _Found(None, differs=True) if exact else None
        return _Found(None, proved=True)

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

    def _sampled(self, old: Node, new: Node) -> Mapping[str, Read] | None:
        """Look for a case in which two nodes are not the same."""
        if old.type is not g.Type.NUMBER or (old.is_const and new.is_const):
            return None
        tries = max(_FEWEST, min(_TRIES, _WORK // sum(1 for _ in g.walk([old, new]))))
        return self.search.holds(g.negated(g.equal(old, new)), tries).case


def _path(other: Other, old: Node, new: Node) -> str:
    """Return the path of the indicator that two nodes are of."""
    return next((path for path, pairs in other.scores.items() if (old, new) in pairs), "")


def _taken(other: Other) -> dict[tuple[Node, Node], tuple[Node, Node]]:
    """Return of scores that stand in variants alone the conditions that these are taken, in both programs."""
    found: dict[tuple[Node, Node], tuple[Node, Node]] = {}
    for pair, taken in _acts(other):
        found[pair] = taken if found.get(pair, taken) == taken else (g.TRUE, g.TRUE)
    return found


def _acts(other: Other) -> Iterator[tuple[tuple[Node, Node], tuple[Node, Node]]]:
    """Yield for scores of nodes the conditions that they are taken, in both programs."""
    waiting: list[tuple[Plan, Plan, Node, Node]] = [(other.base.root, other.program.root, g.TRUE, g.TRUE)]
    while waiting:
        one, two, here, there = waiting.pop()
        yield (one.score, two.score), (here, there)
        waiting += [(*pair, here, there) for pair in zip(one.children, two.children, strict=False)]
        for (old, first), (new, second) in zip(one.variants, two.variants, strict=False):
            waiting.append((first, second, g.both(here, old), g.both(there, new)))
            here, there = g.both(here, g.negated(old)), g.both(there, g.negated(new))


def _where(taken: Node, score: Node) -> Node:
    """Return a score where its variant is taken, and else what it never is."""
    return score if taken is g.TRUE or score.type is not g.Type.NUMBER else g.if_(taken, score, _NEVER)


def _rest(value: Fraction) -> int:
    """Return what of a denominator keeps a number from being a decimal."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest


def _order(pair: tuple[Node, Node]) -> bool:
    """Numbers that change come first, points as they are written last."""
    return pair[0].is_const or pair[0].type is not g.Type.NUMBER


def _same_inside(piece: Piece, one: Chain, other: Chain) -> bool:
    """Whether two staircases that are written in different ways surely are the same; never said of others."""
    return piece.is_point and one.at(piece.inside) == other.at(piece.inside)


def _holds_whole(piece: Piece) -> bool:
    return piece.whole() is not None


def _inside(piece: Piece, variable: Variable) -> Fraction:
    """Return a number of a piece, one at which what the nodes are there differs if there is one near."""
    first = piece.inside
    if variable.whole:
        ends = piece.whole()
        assert ends is not None  # noqa: S101  # pieces without a whole number were passed over
        low, high = ends
        first = low if low is not None else high if high is not None else first
    for step in (_NONE, Fraction(1), Fraction(-1)) if variable.whole else (_NONE, *_STEPS):
        place = first + step
        within = (piece.low is None or piece.low < place) and (piece.high is None or place < piece.high)
        if (within or not step) and len({_at(part, place) for part in piece.parts}) > 1:
            return place
    return first


def _at(part: Part, place: Fraction) -> Constant:
    return part.at(place) if isinstance(part, Chain) else part
