"""Where a ruleset changes: the numbers of its inputs, and of what is made from them, that are worth a test.

A threshold, a corner of ``min`` or ``max``, the first and the last step of a staircase, each with a little to either
side. Of a figure that is derived from others, values of those are looked for that make it what is wanted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product
from typing import TYPE_CHECKING

from scoring.analysis.chain import Chain, Floor
from scoring.analysis.piece import NotProved, part_ends
from scoring.analysis.pieces import pieces
from scoring.analysis.search import Search
from scoring.analysis.subject import Subject
from scoring.graph import Op, Rounding, Type, at_most, walk
from scoring.lower_cohort import RUN
from scoring.lower_figures import domain_of
from scoring.lower_lists import ENTRY
from scoring.number import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.analysis.piece import Piece
    from scoring.analysis.subject import Variable
    from scoring.graph import Node
    from scoring.program import Program
    from scoring.reading import Domain, Read

MOST = 40
"""Numbers of one input, and of one derived figure, that are kept; of more, those at both ends are."""

_MOST_COMBINED = 8
"""Combinations of words for which a comparison is looked at."""

_COMPARES = frozenset((Op.LT, Op.LE, Op.EQ, Op.MIN, Op.MAX))
_STEPS = frozenset((Op.FLOOR, Op.ROUND))
_PAIRS = 6
_MOST_MEETING = 3
"""Figures that two numbers may depend on for values to be looked for at which they meet, …"""

_MOST_NODES = 12
"""… and operations that make them."""

_RECORD = re.compile(r"\[[0-9]+\]")
_CENT, _ONE = Fraction(1, 100), Fraction(1)


@dataclass(frozen=True, slots=True)
class Edge:
    """A case in part: what some inputs are, so that something is right at, below or above where it changes.

    Attributes:
        of: what is there: a name of a figure or node.
        value: what that is.
        inputs: values of inputs of the program.
    """

    of: str
    value: Read
    inputs: Mapping[str, Read]


class EdgeValues:
    """The edges of a program.

    Attributes:
        numbers: name of an input (``sites[].area`` for every record) → numbers, rising.
        joint: edges of each thing that is derived from several inputs.
        open_marks: paths of nodes whose mark stays below the upper end of its range.
    """

    def __init__(self, program: Program) -> None:
        """Look for them."""
        self.program = program
        self._subject = Subject(program)
        self._search = Search(self._subject)
        self._places: dict[str, set[Fraction]] = {}
        self._seen: set[Node] = set()
        for root in self._roots():
            self._look(root)
        marks = {path: self._subject.variable(f"{path}/mark") for path in program.judged}
        self.open_marks = frozenset(
            path for path, each in marks.items() if self._subject.marks.is_open(each.name, each.node)
        )
        self.numbers: dict[str, list[Fraction]] = {}
        self.joint: dict[str, list[Edge]] = {}
        for name in sorted(self._places):
            self._keep(self._subject.variable(name), sorted(self._places[name]))

    def _roots(self) -> Iterator[Node]:
        """Yield all that may change: scores, grades, conditions, and what derived figures and lists are made from."""
        program, subject = self.program, self._subject
        own = [*program.scores, *(plan.exact for plan in program.root.walk())]
        own += [plan.applies for plan in program.root.walk()]
        own += [] if program.admit is None else [program.admit.condition]
        own += [node for node, _ in (each for plan in program.root.walk() for each in plan.variants)]
        own += [node for each in program.cohorts for node in (each.of, each.where) if node is not None]
        own += [each.element for each in program.reductions if each.element is not None]
        yield from map(subject.score, own)
        for variable in list(subject.variables.values()):
            if variable.formula is not None and not variable.name.startswith("#"):
                yield subject.uncut(variable.formula)

    # Looking

    def _look(self, root: Node) -> None:
        for node in walk([root]):
            if node in self._seen:
                continue
            self._seen.add(node)
            if node.op in _COMPARES and all(each.type is Type.NUMBER for each in node.args):
                for left, right in islice(combinations(node.args, 2), _PAIRS):
                    self._meeting(left, right)
            elif node.op in _STEPS:
                self._steps(node)

    def _meeting(self, left: Node, right: Node) -> None:
        """Look where two numbers change sides."""
        numbers = self._subject.numbers(left, right)
        if len(numbers) == 1:
            for run in self._runs(at_most(left, right), numbers[0]):
                self._note(numbers[0], (each for piece in run for each in (piece.low, piece.high)))
        elif numbers and self._are_figures(left - right):
            apart = self._subject.named(left - right)
            if apart.op is Op.INPUT:
                self._note(self._subject.variable(str(apart.payload)), [Fraction(0)])

    def _are_figures(self, apart: Node) -> bool:
        """Whether it is a few figures that are compared, not scores that are made of them."""
        names = self._subject.base(self._subject.used(apart))
        few = len(names) <= _MOST_MEETING and len(list(islice(walk([apart]), _MOST_NODES + 1))) <= _MOST_NODES
        return few and names <= self.program.figures.keys()

    def _steps(self, node: Node) -> None:
        """Look where a staircase takes its first and its last step."""
        numbers = self._subject.numbers(node)
        if len(numbers) == 1:
            for run in self._runs(node, numbers[0]):
                self._note(numbers[0], (place for piece in run for place in _first_and_last(piece)))

    def _runs(self, node: Node, variable: Variable) -> Iterator[list[Piece]]:
        others = self._subject.others(node)
        for options in islice(product(*(each.options for each in others)), _MOST_COMBINED):
            fixed: dict[str, Read] = dict(zip((each.name for each in others), options, strict=True))
            try:
                yield pieces([node], variable.node, fixed, variable.low, variable.high)
            except NotProved:
                continue

    def _note(self, variable: Variable, places: Iterator[Fraction | None] | list[Fraction]) -> None:
        found = sorted({each for each in places if each is not None})
        self._places.setdefault(variable.name, set()).update(found[: MOST // 2], found[-MOST // 2 :])

    # Keeping

    def domain(self, name: str) -> Domain | None:
        """Return what an input may be, also a field of a list's records; None for what is no input of a case."""
        source, inside, field = name.partition(ENTRY)
        figure = self.program.lists.get(source) if inside else None
        item = None if figure is None else figure.items.get(field.removeprefix(".") or "each")
        if item is not None:
            return None if item.is_list else domain_of(item)
        return self.program.domains.get(name)

    def reduced(self, name: str) -> list[Fraction]:
        """Return the edges of what a list, of which a name is a value or field, is reduced to."""
        own = name.replace(ENTRY, "")
        return [each for other, found in self.numbers.items() if other.rpartition("/")[0] == own for each in found]

    def _keep(self, variable: Variable, places: list[Fraction]) -> None:
        if variable.name.endswith(RUN):
            return
        domain = self.domain(variable.name)
        if variable.formula is None:
            values = sorted({near for each in places for near in beside(each, domain, whole=variable.whole)})
            self.numbers.setdefault(_RECORD.sub(ENTRY, variable.name), []).extend(_ends(values))
            return
        figure = variable.figure
        percent = figure is not None and figure.unit == "%"
        unit = _CENT / 100 if percent or variable.name.startswith("~") else _CENT
        values = [each + shift for each in places for shift in (Fraction(0), -unit, unit)]
        edges = [edge for value in _ends(values) if (edge := self._edge(variable, value)) is not None]
        if edges:
            self.joint[variable.name] = edges

    def _edge(self, variable: Variable, value: Fraction) -> Edge | None:
        """Return inputs that make a derived figure what is wanted, None if none are found that a case would write."""
        inputs = self._search.realised({variable.name: value})
        if inputs is None or not all(self._is_written(name, each) for name, each in inputs.items()):
            return None
        return Edge(_called(variable), value, inputs)

    def _is_written(self, name: str, value: Read) -> bool:
        """Whether a case would write such a number: no longer than its figure promises."""
        if isinstance(value, bool | str):
            return True
        domain = self.domain(name)
        return (value / unit_of(domain)).denominator == 1 if domain is not None else places_of(value) is not None


def unit_of(domain: Domain | None) -> Fraction:
    """Return the least step between two values of a number as they are written: a cent where nothing is said."""
    if domain is None:
        return _CENT
    if domain.whole:
        return _ONE
    places = 2 if domain.places is None else domain.places
    return Fraction(1, 10**places) / (100 if domain.percent else 1)


def beside(value: Fraction, domain: Domain | None, *, whole: bool = False) -> list[Fraction]:
    """Return a number, one unit below it and one above, as its figure can have them; of one between two, those two."""
    unit = _ONE if whole else unit_of(domain)
    places = places_of(value)
    if not whole and domain is not None and domain.places is None and places is not None:
        unit = min(unit, Fraction(1, 10**places))
    below = (value / unit).__floor__() * unit
    found = [below, below + unit] if below != value else [value - unit, value, value + unit]
    return [each for each in found if fits(each, domain)]


def fits(value: Fraction, domain: Domain | None) -> bool:
    """Whether a number lies within the limits of its figure."""
    low, high = (None, None) if domain is None else (domain.low, domain.high)
    return (low is None or low <= value) and (high is None or value <= high)


def _called(variable: Variable) -> str:
    """Return what is at an edge, in the author's names."""
    if variable.figure is not None:
        return variable.figure.name
    if variable.name.startswith("#"):
        return " − ".join(sorted(variable.base))
    path = variable.name.lstrip("~+").partition(":")[0]
    return f"{path} {variable.label}" if variable.label and variable.label != path else path


def _first_and_last(piece: Piece) -> Iterator[Fraction]:
    """Yield where a staircase leaves its first step, and where it comes to its last."""
    part = piece.parts[0]
    if not isinstance(part, Chain) or not part.steps or not isinstance(part.steps[-1], Floor | Rounding):
        return
    last = part.steps[-1]
    size = last.step if isinstance(last, Rounding) else _ONE
    ends = [each.value for each in part_ends(part, piece.low, piece.high)]
    rising = 1 if ends[0] is None or ends[1] is None or ends[0] <= ends[1] else -1
    levels = [ends[0] + rising * size * part.slope] if ends[0] is not None else []
    levels += [ends[1]] if ends[1] is not None else []
    for level in levels:
        for place in part.crossings(level):
            if (piece.low is None or piece.low <= place) and (piece.high is None or place <= piece.high):
                yield place


def _ends(values: list[Fraction]) -> list[Fraction]:
    return values if len(values) <= MOST else [*values[: MOST // 2], *values[-MOST // 2 :]]
