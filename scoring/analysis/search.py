"""Cases that show something: values of the inputs for which a condition holds, found by trying, never assumed.

Values worth trying are those at which the graph changes, with a little to either side. A cut figure gets the value that
is wanted by solving its formula for one of its inputs.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from scoring.analysis.chain import Chain
from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.analysis.trial import Trial
from scoring.graph import Node, Op, Unknown, both, either, walk
from scoring.interpret import GIVEN, interpret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.analysis.subject import Subject, Variable
    from scoring.graph import Value
    from scoring.reading import Read

TRIES = 300
"""Cases that are tried for one question."""

WORK = 1_000_000
"""Operations that are worked out in all trying of one program; what is asked after that is told as not tried."""

_SEED = 20230618
_COMBINED = 200
"""Combinations of plain values that are tried for a word."""

_MOST_NODES = 60
"""Operations of a comparison that is solved for one of its inputs; a whole total is not."""

_FEW = 8
"""Values of each other input that are tried when a formula is solved for one."""
_PLAIN = tuple(map(Fraction, (1, 100, 0, 10, 1000)))


class Tried(NamedTuple):
    """What trying came to.

    Attributes:
        case: values of the inputs for which the condition holds; None if none was found.
        tries: how many cases were tried.
    """

    case: dict[str, Read] | None
    tries: int


class Search:
    """Looks for cases of a subject."""

    def __init__(self, subject: Subject) -> None:
        """Nothing is tried yet."""
        self.subject = subject
        self.left = WORK
        self._values: dict[tuple[Node, str], list[Read]] = {}

    def holds(self, condition: Node, tries: int = TRIES) -> Tried:
        """Look for a case in which a condition over the inputs alone holds."""
        count = 0
        for case in self.cases(condition, tries):
            count += 1
            if interpret([condition], case)[condition] is True and self.allowed(case):
                return Tried(case, count)
        return Tried(None, count)

    def first(self, guard: Node, conditions: Sequence[Node], *, alone: bool) -> set[int]:
        """Return which of some conditions are found to hold in some case, looking at all of them in each case.

        Args:
            guard: what must hold as well.
            conditions: the conditions.
            alone: whether only the first that holds counts.
        """
        found: set[int] = set()
        whole = both(guard, either(*conditions))
        for case in self.cases(whole):
            values = interpret([guard, *conditions], case)
            if values[guard] is not True or not self.allowed(case):
                continue
            for number, each in enumerate(conditions):
                if values[each] is True:
                    found.add(number)
                if alone and values[each] is not False:
                    break
        return found

    def cases(self, node: Node, tries: int = TRIES) -> Iterator[dict[str, Read]]:
        """Yield cases that are worth trying for a node over the inputs alone."""
        if self.left <= 0:
            return
        options = {name: self.values(node, self.subject.variable(name)) for name in sorted(self.subject.used(node))}
        nodes = sum(1 for _ in walk([node]))
        random = Random(_SEED)  # noqa: S311  # the same cases every time
        for count in range(1, tries + 1):
            if self.left <= 0:
                return
            self.left -= nodes
            yield self._case(options, count, random)

    def _case(self, options: Mapping[str, Sequence[Read]], count: int, random: Random) -> dict[str, Read]:
        if count <= 2:  # noqa: PLR2004  # all at one end first, then all at the other
            case = {name: values[0 if count == 1 else -1] for name, values in options.items()}
        else:
            case = {name: random.choice(values) for name, values in options.items()}
        absent = {name.removeprefix(GIVEN) for name, value in case.items() if name.startswith(GIVEN) and not value}
        return {name: value for name, value in case.items() if name not in absent}

    def climbs(
        self,
        score: Node,
        way: int,
        enough: Callable[[Fraction], bool],
        tries: int = TRIES,
        start: Mapping[str, Read] | None = None,
    ) -> tuple[bool, int]:
        """Change one input at a time so that a number grows (way 1) or falls (-1); return whether it came far enough.

        Args:
            score: the number, over the inputs alone.
            way: 1 or -1.
            enough: whether a value is as wanted.
            tries: cases at most.
            start: values to begin with of some inputs.

        Returns:
            Whether it did, and how many cases were tried.
        """
        done = 0
        for found, (case, name, value) in self.climbed(score, way, tries, start):
            done += 1
            if found is not None and enough(found) and self.allowed({**case, name: value}):
                return True, done
        return False, done

    def allowed(self, case: Mapping[str, Read]) -> bool:
        """Whether a case says nothing that it may not say, such as a mark outside the range that is reached."""
        if not any(name.endswith("/mark") for name in case):
            return True
        wrong = [self.subject.uncut(each.node) for each in self.subject.program.checks if each.subject in case]
        found = interpret(wrong, case)
        return not any(found[each] is True for each in wrong)

    def climbed(
        self, score: Node, way: int, tries: int = TRIES, start: Mapping[str, Read] | None = None
    ) -> Iterator[tuple[Fraction | None, tuple[Mapping[str, Read], str, Read]]]:
        """Yield what a number is as one input at a time is changed, so that it grows (way 1) or falls (-1).

        With it come the case before the change, the input, and its value.

        It starts with cases that tend to score high, or low: nothing found and all done, much found and nothing done.
        """
        options = {name: self.values(score, self.subject.variable(name)) for name in sorted(self.subject.used(score))}
        good = {name: _good(name, values) for name, values in options.items()}
        bad = {name: values[-1 if name.endswith(("/findings", "/amount")) else 0] for name, values in options.items()}
        last = {name: values[-1] for name, values in options.items()}
        starts = [good, last, bad] if way > 0 else [bad, last, good]
        if start:
            starts.insert(0, {**starts[0], **{name: value for name, value in start.items() if name in options}})
        done = 0
        for case in starts:
            trial = Trial(score, case)
            self.left -= trial.size
            here = _number(trial.value)
            if case:
                yield here, (case, *next(iter(case.items())))
            for name in [*options, *options]:
                for value in options[name]:
                    if done >= tries or self.left <= 0:
                        return
                    done += 1
                    self.left -= trial.cost(name)
                    found = _number(trial(name, value))
                    yield found, (case, name, value)
                    if found is not None and (here is None or (found - here) * way > 0):
                        trial.take()
                        case[name] = value
                        here = found

    def values(self, node: Node, variable: Variable) -> list[Read]:
        """Return the values of a variable that are worth trying in a node."""
        key = (node, variable.name)
        if key not in self._values:
            self._values[key] = list(variable.options) or [*_numbers(node, variable)]
        return self._values[key]

    # A value for a cut figure

    def realised(self, wanted: Mapping[str, Read]) -> dict[str, Read] | None:
        """Return values of the inputs that give some variables their values, None if none are found."""
        case: dict[str, Read] = {}
        names = sorted(wanted, key=lambda name: _depth(self.subject.variable(name)))
        for name in names:
            value, variable = wanted[name], self.subject.variable(name)
            if variable.formula is None:
                if case.get(name, value) != value:
                    return None
                case[name] = value
            elif not self._solve(variable, value, case):
                return None
        return case if self.allowed(case) else None

    def _solve(self, variable: Variable, value: Read, case: dict[str, Read]) -> bool:
        """Add the inputs of a variable that stands for a formula, so that it has a value; return whether it has."""
        formula = variable.formula or variable.node
        if variable.name.startswith("#"):
            if sum(1 for _ in walk([formula])) > _MOST_NODES:
                return False
            formula = self.subject.original(formula)
        else:
            formula = self.subject.uncut(formula)
        asked = (each for each in variable.base if each.startswith(GIVEN) and each not in case)
        case.update(dict.fromkeys(asked, True))  # what a value is looked for is given
        free = [each for each in sorted(variable.base) if each not in case and not each.startswith(GIVEN)]
        for name in free:
            own = self.subject.variable(name)
            if not own.is_number:
                continue
            others = [self.subject.variable(each) for each in free if each != name]
            for number in range(_FEW):
                fixed = {**case, **{each.name: _plain(each, number, value) for each in others}}
                found = _solved(formula, own, fixed, value)
                if found is not None:
                    case.update(fixed, **{name: found})
                    return True
        for fixed in islice(self._plain_cases(free, value), _COMBINED):
            together = {**case, **fixed}
            if interpret([formula], together)[formula] == value:
                case.update(fixed)
                return True
        return False

    def _plain_cases(self, names: Sequence[str], value: Read) -> Iterator[dict[str, Read]]:
        """Yield plain values of some inputs: every combination of words, with a few numbers each."""
        variables = [self.subject.variable(name) for name in names]
        options: list[Sequence[Read]] = [
            each.options or [_plain(each, number, value) for number in range(2)] for each in variables
        ]
        for values in product(*options):
            yield dict(zip(names, values, strict=True))


def _good(name: str, values: Sequence[Read]) -> Read:
    """Return the value of an input that tends to score high: nothing found, the full mark, 1 or what is next to it."""
    numbers = [each for each in values if isinstance(each, Fraction)]
    if not numbers or name.endswith(("/findings", "/amount")):
        return values[0]
    return numbers[-1] if name.endswith("/mark") else min(numbers, key=lambda each: (abs(each - 1), each))


def _depth(variable: Variable) -> int:
    """Return when a variable is seen to: inputs first, then what was cut, then what compares such."""
    return 0 if variable.formula is None else 2 if variable.name.startswith("#") else 1


def _number(value: Value) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _plain(variable: Variable, number: int, value: Read) -> Read:
    """Return one of a few plain values of a variable that another is solved beside."""
    if variable.options:
        return variable.options[number % len(variable.options)]
    wanted = [*_PLAIN]
    if isinstance(value, Fraction):
        wanted[0:0] = [Fraction(value.denominator), Fraction(value.denominator * 10)]
    wanted += [each for each in (variable.low, variable.high) if each is not None]
    fitting = [each for each in wanted if _fits(variable, each)]
    return fitting[number % len(fitting)] if fitting else Fraction(0)


def _fits(variable: Variable, value: Fraction) -> bool:
    low, high = variable.low, variable.high
    if variable.whole and value.denominator != 1:
        return False
    return (low is None or low <= value) and (high is None or value <= high)


def _solved(formula: Node, variable: Variable, fixed: Mapping[str, Read], value: Read) -> Fraction | None:
    """Return a value of one input for which a formula has a value, the others being fixed."""
    try:
        found = pieces([formula], variable.node, fixed, variable.low, variable.high)
    except NotProved:
        return None
    for piece in found:
        part = piece.parts[0]
        places = [piece.inside] if part == value else []
        if isinstance(part, Chain) and isinstance(value, Fraction):
            places.extend(part.crossings(value))
        for place in places:
            inside = (piece.low is None or piece.low <= place) and (piece.high is None or place <= piece.high)
            if inside and _fits(variable, place):
                result = interpret([formula], {**fixed, variable.name: place})[formula]
                if not isinstance(result, Unknown) and result == value:
                    return place
    return None


_MOST_NEAR = 150
"""Numbers of a node that are all tried for each of its inputs; of more, those that another input meets are not."""

_NEAR = frozenset((Op.LT, Op.LE, Op.EQ, Op.MIN, Op.MAX, Op.SUB, Op.ADD))


def _numbers(node: Node, variable: Variable) -> list[Fraction]:
    """Return numbers at and around which a node may change as one variable does, its ends first and last."""
    near: set[Fraction] = set()
    own: set[Fraction] = set()
    for each in walk([node]):
        if each.op in _NEAR:
            numbers = [number for arg in each.args if isinstance(number := arg.payload, Fraction)]
            near.update(numbers)
            if not any(arg.op is Op.INPUT and arg is not variable.node for arg in each.args):
                own.update(numbers)
    if len(near) > _MOST_NEAR:
        near = own
    step = Fraction(1) if variable.whole else Fraction(1, 10000)
    found = {shifted for number in near for shifted in (number - step, number, number + step)}
    found |= {Fraction(0), Fraction(1), Fraction(1, 2), *(Fraction(10**power) for power in (1, 2, 3, 6))}
    found |= {each for each in (variable.low, variable.high) if each is not None}
    if variable.low is not None and variable.high is not None:
        found.add((variable.low + variable.high) / 2)
    return sorted(each for each in found if _fits(variable, each)) or [Fraction(0)]
