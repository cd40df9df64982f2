"""What a number can come to: a range that holds every value, and whether its ends are really reached.

A node of one number and a few words is looked at piece by piece and is exact. Where several such parts meet that share
no input, their ends can occur together, and the range stays exact; where they share one, it only bounds.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, cast

from scoring.analysis.boxes import Boxes
from scoring.analysis.chain import Chain, Near
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.analysis.search import TRIES, Search
from scoring.analysis.sure import Reach, Sure, best, ends
from scoring.approx import value
from scoring.graph import Node, Op, Type, Unknown, const, input_, number_of, walk
from scoring.intervals import Between, OneOf, exactly, hull, operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.analysis.piece import Piece
    from scoring.analysis.subject import Subject, Variable
    from scoring.reading import Read

_Runs = list[tuple[dict[str, "Read"], list["Piece"]]]

_FEW = 4
"""Pieces of which is tried whether a case can lie in them."""

_MOST_NODES = 1_500
"""Operations of a node for whose ends cases are tried."""

_WORK = 200_000
"""Operations that are worked out in trying."""

_MOST_WORK = 1_000_000
"""Operations that are looked at for one node, all combinations of words and truth values together."""

_MOST_TIMES = 64
"""Combinations of words and truth values for each of which a node is looked at piece by piece."""


_NO_INPUT = input_("nothing")
_EMPTY = Reach(Fraction(1), Fraction(0), Sure.HIT, Sure.HIT, undefined=True)


class Reaches:
    """What the nodes of a subject can come to."""

    def __init__(self, subject: Subject) -> None:
        """Nothing is worked out yet."""
        self.subject = subject
        self.search = Search(subject)
        self._found: dict[Node, Reach | OneOf] = {}
        self._runs: dict[Node, _Runs | None] = {}
        self._cases: dict[tuple[Node, int], dict[str, Read]] = {}
        self._unsure: set[Node] = set()
        self._untried: set[Node] = set()

    def number(self, node: Node) -> Reach:
        """Return what a number node of the subject can come to."""
        if node in self._untried:
            self._untried.discard(node)
            self._found.pop(node, None)
        found = self._of(node)
        assert isinstance(found, Reach)  # noqa: S101  # a number
        return found

    def _of(self, root: Node) -> Reach | OneOf:
        found, stack = self._found, [root]
        while stack:
            node = stack[-1]
            if node in found:
                stack.pop()
                continue
            own = self._directly(node)
            if own is None:
                waiting = [each for each in node.args if each not in found]
                if waiting:
                    self._untried.update(self._bound_to(node))
                    stack.extend(waiting)
                    continue
                own = self._joined(node, [found[each] for each in node.args])
            found[node] = own
            self._keep(node)
            stack.pop()
        return found[root]

    def _keep(self, node: Node) -> None:
        """Keep a case for each end of a number that is worked out of others: theirs, joined, to try first."""
        if node.type is not Type.NUMBER or (node, 1) in self._cases:
            return
        for way in (1, -1):
            joined: dict[str, Read] = {}
            for place, each in enumerate(node.args):
                turned = node.op is Op.SUB and place == 1
                joined.update(self._cases.get((each, -way if turned else way), {}))
            self._cases[node, way] = joined

    def _directly(self, node: Node) -> Reach | OneOf | None:
        """Return what a node can be that is looked at as a whole, None for one that is worked out of its operands."""
        if node.op is Op.CONST or node.type is not Type.NUMBER:
            return _exact(node) if node.op is Op.CONST else self._truth(node)
        subject = self.subject
        numbers = subject.numbers(node)
        if len(numbers) > 1 or prod(len(each.options) for each in subject.others(node)) > _MOST_TIMES:
            return None
        return self._lifted(node) or self._by_pieces(node, numbers)

    def _by_pieces(self, node: Node, numbers: list[Variable]) -> Reach | None:
        whole = any(each.whole for each in numbers)
        try:
            runs = self.runs(node)
        except NotProved:
            return None if node.args else self._bounded(node)
        found = _whole(runs, whole=whole)
        if any(each.undefined for each in numbers):
            found = found._replace(undefined=True)
        if found.empty:
            return found
        low, high = (self._case(node, runs, end, way) for end, way in ((found.low, -1), (found.high, 1)))
        if all(each.exact for each in numbers):
            return found
        at_low, at_high = (Sure.HIT if each else Sure.BOUND for each in (low, high))
        return found._replace(at_low=at_low, at_high=at_high)

    def _case(self, node: Node, runs: _Runs, end: Fraction | None, way: int) -> bool:
        """Look for a case in which a node of one number reaches an end, and keep it."""
        numbers, tried = self.subject.numbers(node), 0
        for fixed, run in runs:
            for piece in run:
                place, part = piece.inside, piece.parts[0]
                if end is None or (part.at(place) if isinstance(part, Chain) else part) != end:
                    continue
                wanted = {**fixed, **{each.name: place for each in numbers}}
                case = self.search.realised(wanted)
                if case is not None:
                    self._cases[node, way] = case
                    return True
                tried += 1
                if tried >= _FEW:
                    return False
        return False

    def _lifted(self, node: Node) -> Reach | None:
        """Return what a rounding or a limit makes of a range whose ends are reached; None where that is not enough."""
        others = [each for each in node.args if each.op is not Op.CONST]
        if node.op is Op.APPROX:
            return self._function(node)
        if node.op not in {Op.ROUND, Op.MIN, Op.MAX} or len(others) != 1 or len(node.args) > 2:  # noqa: PLR2004  # and a limit
            return None
        inner = self._of(others[0])
        if not isinstance(inner, Reach) or inner.empty or inner.at_low is not Sure.HIT or inner.at_high is not Sure.HIT:
            return None
        parts = [inner if each is others[0] else cast("Reach", _exact(each)) for each in node.args]
        found = cast("Between", operation(node, [each.between for each in parts]))
        if found.empty:
            return _EMPTY
        return Reach(found.low, found.high, Sure.HIT, Sure.HIT, inner.undefined or found.undefined)

    def _function(self, node: Node) -> Reach | None:
        """Return what a function to 50 digits can be that rises: its values at the ends are the ends."""
        inner, *more = node.args
        found = self._of(inner)
        fixed = [number_of(each) for each in more]
        if not isinstance(found, Reach) or found.empty or None in fixed or min(found.at_low, found.at_high) < Sure.HIT:
            return None
        name, numbers = str(node.payload), cast("list[Fraction]", fixed)
        if more and (found.low is None or found.low < 0 or (name == "power" and numbers[0] <= 0)):
            return None
        assert found.low is not None  # noqa: S101  # an end that is reached is a number
        assert found.high is not None  # noqa: S101  # likewise
        low, high = value(name, found.low, *numbers), value(name, found.high, *numbers)
        return None if low is None or high is None else Reach(low, high, Sure.HIT, Sure.HIT, found.undefined)

    def runs(self, node: Node) -> _Runs:
        """Return the pieces of a node of one number, for each combination of the words it reads.

        Raises:
            NotProved: it is not made of pieces.
        """
        if node not in self._runs:
            try:
                self._runs[node] = list(self._run(node))
            except NotProved:
                self._runs[node] = None
        found = self._runs[node]
        if found is None:
            raise NotProved
        return found

    def _run(self, node: Node) -> Iterator[tuple[dict[str, Read], list[Piece]]]:
        subject = self.subject
        words, numbers = subject.others(node), subject.numbers(node)
        times = prod(len(each.options) for each in words)
        if times > 1 and times * sum(1 for _ in walk([node])) > _MOST_WORK:
            raise NotProved
        for options in product(*(each.options for each in words)):
            fixed: dict[str, Read] = dict(zip((each.name for each in words), options, strict=True))
            if not numbers:
                yield fixed, pieces([node], _NO_INPUT, fixed, Fraction(0), Fraction(0))
                continue
            (variable,) = numbers
            low, high = variable.low, variable.high
            if variable.name.endswith("/mark") and fixed:
                by = {each.node: const(value) for each, value in zip(words, options, strict=True)}
                low, high = subject.marks.range(variable.name, by)
            found = pieces([node], variable.node, fixed, low, high)
            yield fixed, [each for each in found if _holds(each, variable)]

    def _bounded(self, node: Node) -> Reach:
        found = self.subject.possible(node)[node]
        assert isinstance(found, Between)  # noqa: S101  # a number
        return Reach(found.low, found.high, Sure.BOUND, Sure.BOUND, found.undefined)

    def _is_met(self, boxes: Boxes, where: int) -> bool:
        """Whether a case lies in some boxes: surely where variables are free, else if one is found."""
        subject = self.subject
        if subject.free(boxes.axes):
            return True
        tried = islice(boxes.each(where), 5 * _FEW)
        return any(self.search.realised(boxes.values(box)) is not None for box in tried)

    def _truth(self, node: Node) -> OneOf:
        """Return what a truth value or a word can be."""
        if node.type is Type.TRUTH:
            try:
                boxes = Boxes(self.subject, [node])
            except NotProved:
                self._unsure.add(node)
                return OneOf(frozenset((True, False)), undefined=True)
            yes, no = boxes.where(node)
            if not all(self._is_met(boxes, where) for where in (yes, no) if where):
                self._unsure.add(node)
            possible: set[bool | str] = {value for value, where in ((True, yes), (False, no)) if where}
            return OneOf(frozenset(possible), boxes.partial or bool(boxes.all & ~(yes | no)))
        found = self.subject.possible(node)[node]
        return cast("OneOf", found)

    def _joined(self, node: Node, parts: list[Reach | OneOf]) -> Reach:
        apart = self._apart(node)
        if node.op in {Op.IF, Op.PICK}:
            return self._chosen(node, parts, apart=apart)
        numbers = cast("list[Reach]", parts)
        found = operation(node, [each.between for each in numbers])
        assert isinstance(found, Between)  # noqa: S101  # truth values are looked at as a whole
        if found.empty:
            return _EMPTY
        at_low, at_high = ends(node, numbers, found) if apart else self._tried(node, found)
        if apart and Sure.BOUND in (at_low, at_high) and len(self.subject.numbers(node)) == 1:
            at_low, at_high = self._tried(node, found)
        at_low = min(at_low, Sure.NEAR) if found.low is None else at_low
        at_high = min(at_high, Sure.NEAR) if found.high is None else at_high
        return Reach(found.low, found.high, at_low, at_high, found.undefined)

    def _chosen(self, node: Node, parts: list[Reach | OneOf], *, apart: bool) -> Reach:
        choice = cast("OneOf", parts[0]).values
        members = (True, False) if node.op is Op.IF else cast("tuple[str, ...]", node.payload)
        taken = [each for word, each in zip(members, parts[1:], strict=False) if word in choice]
        if node.op is Op.PICK and not choice <= set(members):
            taken.append(parts[-1])
        real = [each for each in cast("list[Reach]", taken) if not each.empty]
        if not real:
            return _EMPTY
        found = cast("Between", hull([each.between for each in real]))
        undefined = len(real) < len(taken) or found.undefined or cast("OneOf", parts[0]).undefined
        apart = apart and node.args[0] not in self._unsure
        free = [apart or self._free(node, each, parts) for each in real]
        known = list(zip(real, free, strict=True))
        at_low = best(each.at_low if sure else Sure.BOUND for each, sure in known if each.low == found.low)
        at_high = best(each.at_high if sure else Sure.BOUND for each, sure in known if each.high == found.high)
        if Sure.BOUND in (at_low, at_high) and not apart and node not in self._untried:
            tried = self._tried(node, found, at_low, at_high)
            at_low, at_high = max(at_low, tried[0]), max(at_high, tried[1])
        return Reach(found.low, found.high, at_low, at_high, undefined)

    def _bound_to(self, node: Node) -> Iterator[Node]:
        """Yield the choices of which a choice takes no more than their bounds, since both read an input.

        Cases for their ends are not tried one by one: those of a long table would be tried for every row.
        """
        if node.op in {Op.IF, Op.PICK}:
            choice = self._base(self.subject.used(node.args[0]))
            for each in node.args[1:]:
                if each.op in {Op.IF, Op.PICK} and choice & self._base(self.subject.used(each)):
                    yield each

    def _free(self, node: Node, branch: Reach, parts: list[Reach | OneOf]) -> bool:
        """Whether a branch shares no input with what chooses it, and is surely chosen for some case."""
        if node.args[0] in self._unsure:
            return False
        place = next(number for number, each in enumerate(parts) if each is branch)
        choice, own = (self.subject.base(self.subject.used(node.args[each])) for each in (0, place))
        return not choice & own

    def _tried(
        self, node: Node, found: Between, at_low: Sure = Sure.BOUND, at_high: Sure = Sure.BOUND
    ) -> tuple[Sure, Sure]:
        """Return whether cases are found that reach the ends of a node whose operands share an input."""
        low = found.low if at_low is Sure.BOUND else None
        high = found.high if at_high is Sure.BOUND else None
        score = self.subject.original(node)
        nodes = sum(1 for _ in walk([score]))
        if nodes > _MOST_NODES:
            return Sure.BOUND, Sure.BOUND
        tries = min(2 * TRIES, _WORK // nodes)
        starts = [self._joined_case(node, way) for way in (-1, 1)]
        down = low is not None and self.search.climbs(score, -1, lambda value: value <= low, tries, starts[0])[0]
        up = high is not None and self.search.climbs(score, 1, lambda value: value >= high, tries, starts[1])[0]
        return Sure.HIT if down else Sure.BOUND, Sure.HIT if up else Sure.BOUND

    def _joined_case(self, node: Node, way: int) -> dict[str, Read]:
        """Return the cases of the operands of a node for one of its ends, joined."""
        self._keep(node)
        return self._cases.get((node, way), {})

    def _apart(self, node: Node) -> bool:
        """Whether the operands share no input; of a choice, whether what chooses shares none with what is chosen."""
        subject = self.subject
        bases = [self._base(subject.used(each)) for each in node.args]
        if node.op in {Op.IF, Op.PICK}:
            return not bases[0] & frozenset().union(*bases[1:])
        return len(frozenset().union(*bases)) == sum(map(len, bases))

    def _base(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.subject.variable(each).base for each in names))


def _exact(node: Node) -> Reach | OneOf:
    if isinstance(node.payload, Unknown):
        return _EMPTY if node.type is Type.NUMBER else OneOf(frozenset(), undefined=True)
    found = exactly(cast("Read", node.payload))
    return found if isinstance(found, OneOf) else Reach(found.low, found.high, Sure.HIT, Sure.HIT)


def _holds(piece: Piece, variable: Variable) -> bool:
    """Whether a piece holds a value of a variable."""
    if variable.open and piece.is_point and piece.low == variable.high:
        return False
    return not variable.whole or piece.whole() is not None


def _whole(runs: _Runs, *, whole: bool) -> Reach:
    ends: list[Near] = []
    undefined = False
    for _, run in runs:
        for piece in run:
            part = piece.parts[0]
            if isinstance(part, Unknown):
                undefined = True
            else:
                ends.extend(piece.whole_ends(part) if whole else piece.ends(part))
    if not ends:
        return _EMPTY
    low, at_low = _extreme(ends, -1)
    high, at_high = _extreme(ends, 1)
    return Reach(low, high, at_low, at_high, undefined)


def _extreme(ends: list[Near], way: int) -> tuple[Fraction | None, Sure]:
    """Return the least (way -1) or greatest (1) of some limits, and whether it is reached."""
    if any(each.value is None and each.side == way for each in ends):
        return None, Sure.NEAR
    known = [(each.value, each.side) for each in ends if each.value is not None]
    best = max(value * way for value, _ in known) * way
    return best, max(Sure.NEAR if side else Sure.HIT for value, side in known if value == best)
