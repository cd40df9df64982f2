"""Arrays of whole numbers with the limits that are proved of them; each operation is done in the narrowest lane.

The limits hold in every row in which the number is known. In the others stands anything: an operation may wrap
around there, and nothing may come of it but another number that nobody reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scoring.columns.code import BOOL, FLOAT, OBJECT, STATE, Code, is_constant, lane_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FLOAT_LIMIT = 1 << 53
"""Below this a binary float is a whole number's own value, and quotients of two round down to the right one."""


_LONG = 1 << 1000
"""From here on numbers are written in hex: Python refuses to write very long ones by str()."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An array of whole numbers, or one for all rows.

    Attributes:
        code: its name, or the number itself.
        low: no known number is less.
        high: no known number is greater.
    """

    code: str
    low: int
    high: int

    @property
    def fixed(self) -> int | None:
        """The number of a constant."""
        return self.low if self.low == self.high else None

    @property
    def lane(self) -> str:
        """The narrowest lane that holds it."""
        return lane_of(self.low, self.high)


def number(value: int) -> Whole:
    """Return a constant."""
    return Whole(str(value) if -_LONG < value < _LONG else hex(value), value, value)


ZERO, ONE = number(0), number(1)


def whole(code: str, low: int, high: int) -> Whole:
    """Return an array, or the constant it is."""
    return number(low) if low == high else Whole(code, low, high)


def limited(given: Whole, low: int | None, high: int | None) -> Whole:
    """Return a number that is known to lie from low to high, too."""
    low = given.low if low is None else max(low, given.low)
    high = given.high if high is None else min(high, given.high)
    return given if low > high else whole(given.code, low, high)


class Threshold(NamedTuple):
    """Where an array is at least (``up``), or at most, a constant."""

    code: str
    value: int
    up: bool

    def beyond(self, other: Threshold) -> bool:
        """Whether it holds nowhere but where another one does."""
        same = self.code == other.code and self.up == other.up
        return same and (self.value >= other.value if self.up else self.value <= other.value)

    def opposite(self) -> Threshold:
        """Return where it does not hold."""
        return Threshold(self.code, self.value - 1 if self.up else self.value + 1, not self.up)


class Stairs(NamedTuple):
    """A number that goes in steps with an array: beyond the last threshold it is always the same."""

    last: Threshold
    top: int


class Wholes(Code):
    """Arithmetic of whole numbers, truth values and states, as statements.

    Attributes:
        state: the lane of states.
    """

    state = STATE

    def __init__(self) -> None:
        """Start without any."""
        super().__init__()
        self.lines: dict[str, tuple[Whole, int, int]] = {}
        self.stairs: dict[str, Stairs] = {}

    def _lane(self, low: int, high: int, operands: Iterable[Whole]) -> str:
        ends = [low, high, *(end for each in operands for end in (each.low, each.high))]
        return lane_of(min(ends), max(ends))

    def _do(self, op: str, low: int, high: int, *operands: Whole) -> Whole:
        if low == high:
            return number(low)
        lane = self._lane(low, high, operands)
        return whole(self.emit(lane, op, *(self.cast(each.code, lane) for each in operands)), low, high)

    def plus(self, a: Whole, b: Whole) -> Whole:
        """Return a + b."""
        for one, other in ((a, b), (b, a)):
            if other.fixed is not None:
                base, factor, offset = self._line_of(one)
                return self._line(base, factor, offset + other.fixed, one.low + other.fixed, one.high + other.fixed)
        return self._do("add", a.low + b.low, a.high + b.high, a, b)

    def minus(self, a: Whole, b: Whole) -> Whole:
        """Return a − b."""
        if b.fixed is not None:
            return self.plus(a, number(-b.fixed))
        if a.code == b.code:
            return ZERO
        return self._do("subtract", a.low - b.high, a.high - b.low, a, b)

    def times(self, a: Whole, factor: int) -> Whole:
        """Return a number times a constant."""
        base, before, offset = self._line_of(a)
        ends = sorted((a.low * factor, a.high * factor))
        return self._line(base, before * factor, offset * factor, *ends)

    def _line_of(self, a: Whole) -> tuple[Whole, int, int]:
        """Return a number as another one times a factor, plus an offset."""
        if a.fixed is not None:
            return ZERO, 0, a.fixed
        return self.lines.get(a.code, (a, 1, 0))

    def _line(self, base: Whole, factor: int, offset: int, low: int, high: int) -> Whole:
        """Return a number times a factor, plus an offset, which is known to lie from low to high."""
        ends = sorted((base.low * factor + offset, base.high * factor + offset))
        low, high = max(low, ends[0]), min(high, ends[1])
        if low >= high:
            return number(low)
        if (factor, offset) == (1, 0):
            return Whole(base.code, low, high)
        if factor == 1:
            found = self._do("add", low, high, base, number(offset))
        elif factor == -1 and not offset:
            found = self._do("negative", low, high, base)
        elif factor < 0:
            found = self._do("subtract", low, high, number(offset), self.times(base, -factor))
        elif offset:
            found = self._do("add", low, high, self.times(base, factor), number(offset))
        else:
            found = self._do("multiply", low, high, base, number(factor))
        self.lines[found.code] = base, factor, offset
        return found

    def product(self, a: Whole, b: Whole) -> Whole:
        """Return a · b."""
        if a.fixed is not None or b.fixed is not None:
            return self.times(b, a.fixed) if a.fixed is not None else self.times(a, b.fixed or 0)
        ends = [p * q for p in (a.low, a.high) for q in (b.low, b.high)]
        low = max(min(ends), 0) if a.code == b.code else min(ends)
        return self._do("multiply", low, max(ends), a, b)

    def sum(self, terms: Sequence[Whole]) -> Whole:
        """Return the sum of some, those in narrow lanes first, what is added to all of them last."""
        fixed = 0
        parts: dict[str, tuple[Whole, int]] = {}
        for each in terms:
            base, factor, offset = self._line_of(each)
            fixed += offset
            if factor:
                parts[base.code] = base, factor + parts.get(base.code, (base, 0))[1]
        more = self._added([self.times(base, factor) for base, factor in parts.values() if factor > 0])
        less = self._added([self.times(base, -factor) for base, factor in parts.values() if factor < 0])
        if more.fixed is not None:
            return self.plus(self.times(less, -1), number(fixed + more.fixed))
        return self.plus(more if less.fixed == 0 else self.minus(more, less), number(fixed))

    def _added(self, terms: Sequence[Whole]) -> Whole:
        found = ZERO
        for each in sorted(terms, key=lambda each: max(abs(each.low), abs(each.high))):
            found = self.plus(found, each)
        return found

    def minimum(self, a: Whole, b: Whole) -> Whole:
        """Return the less of two."""
        if a.high <= b.low or b.high <= a.low or a.code == b.code:
            return a if a.high <= b.low or a.code == b.code else b
        return self._extreme("minimum", min(a.low, b.low), min(a.high, b.high), a, b)

    def maximum(self, a: Whole, b: Whole) -> Whole:
        """Return the greater of two."""
        if a.low >= b.high or b.low >= a.high or a.code == b.code:
            return a if a.low >= b.high or a.code == b.code else b
        return self._extreme("maximum", max(a.low, b.low), max(a.high, b.high), a, b)

    def _extreme(self, op: str, low: int, high: int, a: Whole, b: Whole) -> Whole:
        if low == high:
            return number(low)
        lane = self._lane(low, high, (a, b))
        codes = [self.filled(each.code, lane) if each.fixed is not None and lane != OBJECT
                 else self.cast(each.code, lane) for each in (a, b)]  # fmt: skip
        return whole(self.emit(lane, op, *codes), low, high)

    def floor(self, over: Whole, under: Whole, low: int, high: int) -> Whole:
        """Return ⌊over / under⌋, which is known to lie from low to high; ``under`` is more than zero."""
        if over.fixed is not None and under.fixed is not None:
            return number(over.fixed // under.fixed)
        if under.fixed == 1:
            return over
        ends = [p // q for p in (over.low, over.high) for q in (under.low, under.high)]
        low, high = max(low, min(ends)), min(high, max(ends))
        if low >= high:
            return number(low)
        lane = self._lane(0, 0, (over, under))
        if under.fixed is not None:
            return self._by_constant(over, under.fixed, lane, low, high)
        if max(abs(over.low), abs(over.high), under.high) < FLOAT_LIMIT:
            codes = (self.cast(each.code, FLOAT) for each in (over, under))
            quotient = self.emit(FLOAT, "divide", *codes)
            if over.low < 0:
                quotient = self.emit(FLOAT, "floor", quotient)
            return whole(self.cast(quotient, lane_of(low, high)), low, high)
        divisor = self.cast(under.code, lane)
        if lane == OBJECT:  # what is not known may be 0
            divisor = self.emit(lane, "maximum", divisor, "1")
        return whole(self.emit(lane, "floor_divide", self.cast(over.code, lane), divisor), low, high)

    def _by_constant(self, over: Whole, under: int, lane: str, low: int, high: int) -> Whole:
        code = self.cast(over.code, lane)
        if not under & (under - 1) and lane != OBJECT:
            return whole(self.emit(lane, "right_shift", code, str(under.bit_length() - 1)), low, high)
        return whole(self.emit(lane, "floor_divide", code, str(under)), low, high)

    # --- truth values -------------------------------------------------------------------------------------------

    def compared(self, op: str, a: Whole, b: Whole) -> str:
        """Return a < b, a <= b or a == b; ``op`` is the ufunc."""
        if a.code == b.code or (a.fixed is not None and b.fixed is not None):
            return str(op != "less" if a.fixed is None or b.fixed is None else _holds(op, a.fixed, b.fixed))
        if op == "equal" and (a.low > b.high or a.high < b.low):
            return "False"
        if op != "equal" and (a.high < b.low if op == "less" else a.high <= b.low):
            return "True"
        if op != "equal" and (a.low >= b.high if op == "less" else a.low > b.high):
            return "False"
        lane = self._lane(0, 0, (a, b))
        return self.emit(BOOL, op, self.cast(a.code, lane), self.cast(b.code, lane))

    def flag(self, truth: str) -> Whole:
        """Return a truth value as 0 or 1."""
        step = self.steps.get(truth)
        if step is not None and step.op == "logical_not":
            return self.plus(self.times(self.flag(step.operands[0]), -1), ONE)
        code = self.bits(truth, "i1")
        return number(int(code)) if is_constant(code) else Whole(code, 0, 1)

    def negated(self, a: str) -> str:
        """Return not a."""
        if is_constant(a):
            return str(a == "False")
        step = self.steps.get(a)
        return step.operands[0] if step is not None and step.op == "logical_not" else self.emit(BOOL, "logical_not", a)

    def all_of(self, truths: Iterable[str]) -> str:
        """Return the conjunction."""
        return self._joined("logical_and", truths, "False", "True")

    def any_of(self, truths: Iterable[str]) -> str:
        """Return the disjunction."""
        return self._joined("logical_or", truths, "True", "False")

    def _joined(self, op: str, truths: Iterable[str], decides: str, neutral: str) -> str:
        found = neutral
        for each in dict.fromkeys(truths):
            if decides in (each, found):
                return decides
            found = each if found == neutral else found if each == neutral else self.emit(BOOL, op, found, each)
        return found

    def chosen(self, truth: str, a: Whole, b: Whole) -> Whole:
        """Return a where a truth value holds, else b."""
        if is_constant(truth) or a.code == b.code:
            return a if truth == "True" or a.code == b.code else b
        low, high = min(a.low, b.low), max(a.high, b.high)
        lane = lane_of(low, high)
        if lane == OBJECT:
            codes = (self.cast(each.code, OBJECT) if each.fixed is None else self.filled(each.code, OBJECT)
                     for each in (a, b))  # fmt: skip
            return Whole(self.emit(OBJECT, "where", truth, *codes), low, high)
        top = self._top(truth, b)
        if a.fixed is not None and top is not None:
            step = self.times(self.flag(truth), a.fixed - top)
            found = limited(self.sum((b, step)), low, high)
            threshold = self._threshold(truth)
            if threshold is not None:
                self.stairs[found.code] = Stairs(threshold, a.fixed)
            return found
        mask = self._mask(truth, lane, where=a.fixed != 0)
        if 0 in (a.fixed, b.fixed):
            some = b if a.fixed == 0 else a
            return Whole(self.emit(lane, "bitwise_and", mask, self.cast(some.code, lane)), low, high)
        other = self.cast(b.code, lane)
        apart = self.emit(lane, "bitwise_xor", self.cast(a.code, lane), other)
        return Whole(self.emit(lane, "bitwise_xor", self.emit(lane, "bitwise_and", mask, apart), other), low, high)

    def _top(self, truth: str, b: Whole) -> int | None:
        """Return what a number is wherever a truth value holds, if it is the same everywhere there."""
        stairs = self.stairs.get(b.code)
        if b.fixed is not None or stairs is None:
            return b.fixed
        threshold = self._threshold(truth)
        return stairs.top if threshold is not None and threshold.beyond(stairs.last) else None

    def _threshold(self, truth: str) -> Threshold | None:
        """Return from where on a truth value holds, if it compares an array with a constant."""
        step = self.steps.get(truth)
        if step is None:
            return None
        if step.op == "logical_not":
            found = self._threshold(step.operands[0])
            return None if found is None else found.opposite()
        if step.op not in {"less", "less_equal"}:
            return None
        left, right = step.operands
        apart = int(step.op == "less")
        if is_constant(left):
            return Threshold(right, int(left, 0) + apart, up=True)
        return Threshold(left, int(right, 0) - apart, up=False) if is_constant(right) else None

    def _mask(self, truth: str, lane: str, *, where: bool) -> str:
        """Return all bits where a truth value holds (or does not hold) and none elsewhere."""
        step = self.steps.get(truth)
        if step is not None and step.op == "logical_not":
            return self._mask(step.operands[0], lane, where=not where)
        bits = self.bits(truth, lane)
        return self.emit(lane, "negative", bits) if where else self.emit(lane, "subtract", bits, "1")

    def chosen_truth(self, truth: str, a: str, b: str) -> str:
        """Return the truth value a where one holds, else b."""
        if is_constant(truth) or a == b:
            return a if truth == "True" or a == b else b
        return self.any_of((self.all_of((truth, a)), self.all_of((self.negated(truth), b))))

    # --- states: 0 where a value is known, else the kinds of its causes ------------------------------------------

    def states(self, parts: Iterable[str]) -> str:
        """Return the causes of all."""
        fixed = 0
        found = ""
        for each in dict.fromkeys(parts):
            if is_constant(each):
                fixed |= int(each)
            else:
                found = each if not found else self.emit(self.state, "bitwise_or", found, each)
        if not found or not fixed:
            return found or str(fixed)
        return self.emit(self.state, "bitwise_or", found, str(fixed))

    def where(self, state: str, truth: str) -> str:
        """Return a state where a truth value holds, 0 elsewhere."""
        if state == "0" or is_constant(truth):
            return state if truth == "True" else "0"
        bits = self.bits(truth, self.state)
        return bits if state == "1" else self.emit(self.state, "multiply", bits, state)

    def chosen_state(self, truth: str, a: str, b: str) -> str:
        """Return the state a where a truth value holds, else b."""
        if a == b:
            return a
        return self.states((self.where(a, truth), self.where(b, self.negated(truth))))

    def is_known(self, state: str) -> str:
        """Return where a state is 0."""
        return str(state == "0") if is_constant(state) else self.emit(BOOL, "equal", state, "0")


def _holds(op: str, a: int, b: int) -> bool:
    return a < b if op == "less" else a <= b if op == "less_equal" else a == b
