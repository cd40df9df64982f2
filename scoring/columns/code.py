"""NumPy source as it is written: one statement an operation, equal ones once, arrays dropped after their last use.

An array is a name, a constant a written whole number (or True, False). Every array has a *lane*, the type of its
elements. Where an operand is read for the last time and has the lane of the result, the result is written over it:
what is computed then stays in the cache of the processor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTHS = (("i1", 7), ("i2", 15), ("i4", 31), ("i8", 63))
"""Lanes of whole numbers with the bits they hold; what is wider are Python's own, lane ``O``."""

BOOL, STATE, FLOAT, OBJECT, TUPLE = "b1", "u1", "f8", "O", "T"

_COMMUTES = frozenset(
    ("add", "multiply", "minimum", "maximum", "equal", "logical_and", "logical_or", "bitwise_or", "bitwise_and")
)
_INTO = frozenset(
    ("add", "subtract", "multiply", "minimum", "maximum", "floor_divide", "right_shift", "logical_and", "logical_or",
     "logical_not", "bitwise_or", "bitwise_and", "bitwise_xor", "negative", "absolute", "divide", "floor", "copysign")
)  # fmt: skip
"""Operations that can write their result over an operand."""


class Step(NamedTuple):
    """One operation: the name of its result, what it does, names or constants, the lane of the result."""

    name: str
    op: str
    operands: tuple[str, ...]
    lane: str


def lane_of(low: int, high: int) -> str:
    """Return the narrowest lane that holds all whole numbers from low to high."""
    bits = max(low if low >= 0 else ~low, high if high >= 0 else ~high).bit_length()
    return next((lane for lane, width in WIDTHS if bits <= width), OBJECT)


def is_constant(code: str) -> bool:
    """Return whether code is a written constant."""
    return code.removeprefix("-").removeprefix("0x").isalnum() and code[0] in "-0123456789TF"


class Code:
    """Operations in their order."""

    def __init__(self) -> None:
        """Start without any."""
        self.steps: dict[str, Step] = {}
        self.lanes: dict[str, str] = {}
        self._same: dict[tuple[str, ...], str] = {}

    def input(self, place: int, lane: str) -> str:
        """Return the name of an array that is handed in."""
        name = f"v{place}"
        self.lanes[name] = lane
        return name

    def emit(self, lane: str, op: str, *operands: str) -> str:
        """Return the name of an operation's result."""
        if op in _COMMUTES:
            operands = tuple(sorted(operands))
        key = lane, op, *operands
        name = self._same.get(key)
        if name is None:
            name = self._same[key] = f"t{len(self.steps)}"
            self.steps[name] = Step(name, op, operands, lane)
            self.lanes[name] = lane
        return name

    def cast(self, code: str, lane: str) -> str:
        """Return an array in another lane; of a constant, itself."""
        if is_constant(code) or self.lanes[code] == lane:
            return code
        return self.emit(lane, "cast", code)

    def bits(self, truth: str, lane: str) -> str:
        """Return truth values as 0 and 1 in a lane."""
        if is_constant(truth):
            return str(int(truth == "True"))
        if lane == STATE:
            return self.emit(STATE, "view", truth)
        return self.cast(self.emit("i1", "view", truth), lane)

    def filled(self, number: str, lane: str) -> str:
        """Return an array full of a constant, which is faster than the constant for some operations."""
        return self.emit(lane, "filled", number)

    def text(self, outputs: Sequence[str], names: Sequence[str]) -> str:
        """Return the source of the function ``compute(n, NAMES)``, which returns the outputs as a tuple."""
        needed = self.needed(outputs)
        last = self._last_uses(needed, outputs)
        shared = {step.operands[0] for step in needed if step.op in {"view", "item"}}
        lines = [f"def compute(n, {''.join(f'{name}, ' for name in names)}):"]
        for place, step in enumerate(needed):
            own = [each for each in dict.fromkeys(step.operands) if last.get(each) == place and each in self.steps]
            free = [each for each in own if each not in shared and self.lanes[each] == step.lane
                    and self.steps[each].op not in {"view", "filled", "item"}]  # fmt: skip
            into = f", out={free[0]}" if free and step.op in _INTO else ""
            lines.append(f" {step.name} = {self._written(step, into)}")
            if own:
                lines.append(f" del {', '.join(own)}")
        lines.append(f" return ({''.join(f'{each}, ' for each in outputs)})")
        return "\n".join([*lines, ""])

    def needed(self, outputs: Sequence[str]) -> list[Step]:
        """Return the operations that outputs take, in their order."""
        wanted = set(outputs)
        found: list[Step] = []
        for step in reversed(self.steps.values()):
            if step.name in wanted:
                wanted.update(step.operands)
                found.append(step)
        return found[::-1]

    def _last_uses(self, steps: Sequence[Step], outputs: Sequence[str]) -> dict[str, int]:
        last = {each: place for place, step in enumerate(steps) for each in step.operands}
        return {**last, **dict.fromkeys(outputs, len(steps))}

    def _written(self, step: Step, into: str) -> str:
        first, *rest = step.operands
        if step.op == "cast":
            return self._cast(first, step.lane)
        if step.op == "view":
            return f"{first}.view({step.lane})"
        if step.op == "item":
            return f"{first}[{rest[0]}]"
        if step.op == "filled":
            return f"filled({first}, {step.lane!r})[:n]"
        return f"{step.op}({', '.join(step.operands)}{into})"

    def _cast(self, code: str, lane: str) -> str:
        if lane == OBJECT:
            return f"{code}.astype(O)"
        if self.lanes[code] == OBJECT:
            return f"narrowed({code}, {lane!r})"
        return f"{code}.astype({lane})"
