"""Truth over every combination of some variables: where conditions hold, as sets of boxes.

Each variable is cut where a comparison that reads it changes sides; the combinations of the parts are boxes, on each
of which every condition is the same all over. A set of boxes is one large whole number, a bit a box, so that "and" and
"or" of conditions over a hundred thousand boxes are single operations.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from itertools import accumulate, product
from math import prod
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, cast

from scoring.analysis.piece import NotProved, between
from scoring.analysis.pieces import pieces
from scoring.graph import Node, Op, Type, Unknown, const
from scoring.interpret import interpret
from scoring.rewrite import rebuilt, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.analysis.subject import Subject, Variable
    from scoring.reading import Read

MOST_BOXES = 100_000
"""Boxes of one question; what needs more is not proved."""

_MOST_TIMES = 4_096
"""Combinations of words and truth values that one comparison may depend on."""


class Part(NamedTuple):
    """What a variable is in a box: a word or truth value, a number, or an open interval (None: without end).

    Attributes:
        value: the value, or a number inside the interval.
        low: lower end.
        high: upper end; the same as ``low`` for a single number.
    """

    value: Read
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def is_point(self) -> bool:
        """Whether it is a single value."""
        return not isinstance(self.value, Fraction) or (self.low is not None and self.low == self.high)


class Where(NamedTuple):
    """Boxes in which a condition holds, and in which it does not; in the others it is not known."""

    yes: int
    no: int


class Boxes:
    """The boxes of some conditions.

    Attributes:
        axes: each variable with its parts, in order.
        all: the set of all boxes.
        partial: whether a comparison may also have no value in a box in which it has one.
    """

    def __init__(self, subject: Subject, conditions: Sequence[Node]) -> None:
        """Cut the variables of some conditions, as `Subject.condition` or `score` returns them.

        Raises:
            NotProved: a comparison depends on two numbers at once, or there are too many boxes.
        """
        self.subject = subject
        self._atoms = _atoms(conditions)
        cuts: dict[str, set[Fraction]] = {}
        named = {atom: self._named(atom) for atom in self._atoms}
        self._reduced = {atom: list(self._cases(node, cuts)) for atom, node in named.items()}
        self.partial = any(subject.variable(name).undefined for name in cuts)
        words = subject.others(*named.values()) if named else []
        self.axes: dict[str, list[Part]] = {each.name: [Part(option) for option in each.options] for each in words}
        self.axes |= {name: _parts(subject.variable(name), found) for name, found in cuts.items()}
        self._count = prod(len(parts) for parts in self.axes.values())
        if self._count > MOST_BOXES:
            raise NotProved
        self.all = (1 << self._count) - 1
        self._strides: dict[str, int] = {}
        self._parts: dict[str, list[int]] = {}
        self._firsts: dict[str, list[int]] = {}
        stride = 1
        for name, parts in self.axes.items():
            self._strides[name] = stride
            stride *= len(parts)
        self._found: dict[Node, Where] = {atom: self._atom(atom) for atom in self._atoms}

    def _cases(self, atom: Node, cuts: dict[str, set[Fraction]]) -> Iterator[tuple[dict[str, Read], Node, str]]:
        """Yield a comparison for each combination of its words, with the one number it reads then; note its cuts."""
        words = self.subject.others(atom)
        for options in product(*(each.options for each in words)):
            fixed: dict[str, Read] = dict(zip((each.name for each in words), options, strict=True))
            node = atom
            if fixed:
                by = {each.node: const(value) for each, value in zip(words, options, strict=True)}
                (node,) = replaced([atom], by)
            numbers = self.subject.numbers(node)
            if len(numbers) > 1:
                raise NotProved
            for each in numbers:
                for piece in pieces([node], each.node, {}, each.low, each.high):
                    cuts.setdefault(each.name, set()).update(end for end in (piece.low, piece.high) if end is not None)
            yield fixed, node, numbers[0].name if numbers else ""

    def _named(self, atom: Node) -> Node:
        """Return a comparison with what it compares as variables of their own, where that depends on too much."""
        words = self.subject.others(atom)
        if len(self.subject.numbers(atom)) <= 1 and prod(len(each.options) for each in words) <= _MOST_TIMES:
            return atom
        if atom.op not in {Op.LT, Op.LE, Op.EQ}:
            raise NotProved
        found = rebuilt(atom, tuple(self.subject.named(each) for each in atom.args))
        if len(self.subject.numbers(found)) <= 1 or atom.args[0].type is not Type.NUMBER:
            return found
        left, right = atom.args  # the sign of the difference says the same
        other = right - left
        if self.subject.is_named(other):
            return rebuilt(atom, (const(0), self.subject.named(other)))
        return rebuilt(atom, (self.subject.named(left - right), const(0)))

    def part(self, name: str, number: int) -> int:
        """Return the boxes in which a variable is in one of its parts."""
        return self._axis(name)[number]

    def _axis(self, name: str) -> list[int]:
        found = self._parts.get(name)
        if found is None:
            stride, count = self._strides[name], len(self.axes[name])
            repeated = self.all // ((1 << (stride * count)) - 1)
            block = ((1 << stride) - 1) * repeated
            found = self._parts[name] = [block << (stride * number) for number in range(count)]
        return found

    def extent(self, boxes: int, name: str) -> tuple[int, int]:
        """Return the first and the last part of a variable that a set which is not empty reaches."""
        parts = self._axis(name)
        first = next(number for number, part in enumerate(parts) if boxes & part)
        last = next(number for number in range(len(parts) - 1, -1, -1) if boxes & parts[number])
        return first, last

    def _atom(self, atom: Node) -> Where:
        yes = no = 0
        for fixed, node, name in self._reduced[atom]:
            here = self.all
            for other, value in fixed.items():
                options = [part.value for part in self.axes[other]]
                here &= self.part(other, options.index(value))
            found = self._plain(node, name) or self._tried(node, name)
            yes, no = yes | (here & found.yes), no | (here & found.no)
        return Where(yes, no)

    def _plain(self, node: Node, name: str) -> Where | None:
        """Return where a variable lies on one side of a number, None for any other comparison."""
        if node.op not in {Op.LT, Op.LE} or not name:
            return None
        left, right = node.args
        above = right.op is Op.INPUT and isinstance(left.payload, Fraction)
        if not above and not (left.op is Op.INPUT and isinstance(right.payload, Fraction)):
            return None
        values = cast("list[Fraction]", [part.value for part in self.axes[name]])
        bound = cast("Fraction", (left if above else right).payload)
        # What is equal to the bound goes with "less or equal", on either side.
        count = (bisect_right if above is (node.op is Op.LT) else bisect_left)(values, bound)
        under = self._under(name)
        below, over = under[count], self.all & ~under[count]
        return Where(over, below) if above else Where(below, over)

    def _under(self, name: str) -> list[int]:
        """Return the boxes in which a variable is in one of its first parts, for every number of parts."""
        if name not in self._firsts:
            self._firsts[name] = list(accumulate(self._axis(name), or_, initial=0))
        return self._firsts[name]

    def _tried(self, node: Node, name: str) -> Where:
        yes = no = 0
        for number, part in enumerate(self.axes[name] if name else [Part(False)]):  # noqa: FBT003  # any value
            holds = interpret([node], {name: part.value})[node]
            box = self.part(name, number) if name else self.all
            if holds is True:
                yes |= box
            elif holds is False:
                no |= box
        return Where(yes, no)

    def where(self, condition: Node) -> Where:
        """Return where one of the conditions holds."""
        found = self._found
        stack = [condition]
        while stack:
            node = stack[-1]
            if node in found:
                stack.pop()
                continue
            waiting = [each for each in node.args if each not in found]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            found[node] = self._joined(node, [found[each] for each in node.args])
        return found[condition]

    def _joined(self, node: Node, parts: list[Where]) -> Where:
        yes, no = parts[0] if parts else (0, 0)
        match node.op:
            case Op.CONST:
                if isinstance(node.payload, Unknown):
                    return Where(0, 0)
                return Where(self.all, 0) if node.payload else Where(0, self.all)
            case Op.AND:
                for each in parts[1:]:
                    yes, no = yes & each.yes, no | each.no
            case Op.OR:
                for each in parts[1:]:
                    yes, no = yes | each.yes, no & each.no
            case Op.NOT:
                yes, no = no, yes
            case _:  # if: `_atoms` lets nothing else through
                then, other = parts[1], parts[2]
                yes, no = (yes & then.yes) | (no & other.yes), (yes & then.no) | (no & other.no)
        return Where(yes, no)

    # What a set of boxes is

    def first(self, boxes: int) -> dict[str, int]:
        """Return the parts of the first box of a set that is not empty."""
        number = (boxes & -boxes).bit_length() - 1
        return self._parts_of(number)

    def _parts_of(self, number: int) -> dict[str, int]:
        found = {}
        for name, parts in self.axes.items():
            number, found[name] = divmod(number, len(parts))
        return found

    def each(self, boxes: int) -> Iterator[dict[str, int]]:
        """Yield the parts of every box of a set."""
        while boxes:
            lowest = boxes & -boxes
            yield self._parts_of(lowest.bit_length() - 1)
            boxes ^= lowest

    def number(self, box: Mapping[str, int]) -> int:
        """Return the number of a box among all."""
        return sum(self._strides[name] * part for name, part in box.items())

    def values(self, box: Mapping[str, int]) -> dict[str, Read]:
        """Return a value of every variable in a box."""
        return {name: self.axes[name][number].value for name, number in box.items()}

    def runs(self, boxes: int, name: str) -> list[tuple[int, int]]:
        """Return first and last part of each stretch of a variable over which a set goes on."""
        numbers = [n for n in range(len(self.axes[name])) if boxes & self.part(name, n)]
        found: list[tuple[int, int]] = []
        for number in numbers:
            if found and found[-1][1] == number - 1 and self._neighbours(name, number):
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
        return found

    def _neighbours(self, name: str, number: int) -> bool:
        return isinstance(self.axes[name][number].value, Fraction)

    def around(self, boxes: int) -> dict[str, tuple[int, int]]:
        """Return the largest block of parts around the first box of a set that lies in the set, by first and last part.

        A variable whose every part would do is left out.
        """
        first = self.first(boxes)
        block = {name: (number, number) for name, number in first.items()}
        for name, parts in self.axes.items():
            for step in (1, -1):
                while True:
                    low, high = block[name]
                    low, high = (low, high + 1) if step > 0 else (low - 1, high)
                    if low < 0 or high >= len(parts) or not self._within({**block, name: (low, high)}, boxes):
                        break
                    block[name] = (low, high)
        return {name: run for name, run in block.items() if run != (0, len(self.axes[name]) - 1)}

    def _within(self, block: Mapping[str, tuple[int, int]], boxes: int) -> bool:
        inside = self.all
        for name, (low, high) in block.items():
            parts = 0
            for number in range(low, high + 1):
                parts |= self.part(name, number)
            inside &= parts
        return not inside & ~boxes


def _atoms(conditions: Sequence[Node]) -> list[Node]:
    """Return the nodes that conditions are joined of."""
    found: dict[Node, None] = {}
    stack, seen = list(conditions), set(conditions)
    while stack:
        node = stack.pop()
        joins = node.op in {Op.AND, Op.OR, Op.NOT, Op.IF} and node.type is Type.TRUTH
        if not joins:
            if node.op is not Op.CONST:
                found[node] = None
            continue
        new = [each for each in node.args if each not in seen]
        seen.update(new)
        stack.extend(new)
    return list(found)


def _parts(variable: Variable, cuts: set[Fraction]) -> list[Part]:
    """Return the points and open intervals between cuts that hold a value of the variable."""
    ends = {each for each in (variable.low, variable.high) if each is not None}
    low, high = variable.low, variable.high
    inside = {each for each in cuts if (low is None or each >= low) and (high is None or each <= high)}
    points: list[Fraction | None] = [*sorted(inside | ends)]
    if low is None:
        points.insert(0, None)
    if high is None:
        points.append(None)
    found: list[Part] = []
    for place, point in enumerate(points):
        outside = variable.open and point == high
        if point is not None and not outside and (not variable.whole or point.denominator == 1):
            found.append(Part(point, point, point))
        if place + 1 == len(points):
            break
        after = points[place + 1]
        value = _inside(point, after, whole=variable.whole)
        if value is not None:
            found.append(Part(value, point, after))
    return found


def _inside(low: Fraction | None, high: Fraction | None, *, whole: bool) -> Fraction | None:
    if not whole:
        return between(low, high)
    if low is None:
        return Fraction(0) if high is None else Fraction(high.__ceil__() - 1)
    first = Fraction(low.__floor__() + 1)
    return first if high is None or first < high else None
