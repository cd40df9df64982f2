"""The operations of a kernel for one row, each as what LLVM has for it.

They give what those of NumPy give, to the last bit: whole numbers wrap around, binary floats are rounded once an
operation, in its order. Where NumPy gives anything at all (a quotient by zero, a float that no lane holds), nobody
reads it: here it is a number, too.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from scoring.columns.code import BOOL, FLOAT, STATE
from scoring.columns.jit.text import SIZES, TYPES, Unsupported, constant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.columns.code import Step
    from scoring.columns.jit.text import Lines

_ORDERS = {"less": "lt", "less_equal": "le", "equal": "eq"}
_PLAIN = {
    "add": "add", "subtract": "sub", "multiply": "mul", "bitwise_and": "and", "bitwise_or": "or", "bitwise_xor": "xor",
    "right_shift": "ashr",
}  # fmt: skip
_OF_FLOATS = {"add": "fadd", "subtract": "fsub", "multiply": "fmul", "divide": "fdiv"}
_CALLS = {"minimum": "smin", "maximum": "smax"}
_CALLS_OF_FLOATS = {"minimum": "minimum", "maximum": "maximum", "floor": "floor", "absolute": "fabs"}


class Steps:
    """Writes operations; it knows the value and the lane of each name."""

    def __init__(self, lines: Lines, constants: Mapping[str, str] = MappingProxyType({})) -> None:
        """Start without any; ``constants``: names that stand for one number in all rows."""
        self.lines, self.constants = lines, constants
        self.values: dict[str, str] = {}
        self.lanes: dict[str, str] = {}

    def know(self, name: str, lane: str, value: str) -> None:
        """Give a name to a value."""
        self.values[name], self.lanes[name] = value, lane

    def read(self, code: str, lane: str) -> str:
        """Return a name or a constant in a lane."""
        if code in self.values:
            return self.cast(self.values[code], self.lanes[code], lane)
        return constant(self.constants.get(code, code), lane)

    def cast(self, value: str, lane: str, into: str) -> str:  # noqa: PLR0911  # one for each pair of kinds
        """Return a value in another lane."""
        if lane == into:
            return value
        old, new = TYPES[lane], TYPES[into]
        if into == FLOAT:
            return self.lines.let(f"{'uitofp' if lane in (BOOL, STATE) else 'sitofp'} {old} {value} to {new}")
        if lane == FLOAT:  # frozen: what fits no lane is some number, not none
            return self.lines.let(f"freeze {new} {self.lines.let(f'fptosi {old} {value} to {new}')}")
        if lane == BOOL:
            return self.lines.let(f"zext {old} {value} to {new}")
        if into == BOOL:
            raise Unsupported(into)
        if SIZES[lane] == SIZES[into]:
            return value
        if SIZES[lane] > SIZES[into]:
            return self.lines.let(f"trunc {old} {value} to {new}")
        return self.lines.let(f"{'zext' if lane == STATE else 'sext'} {old} {value} to {new}")

    def write(self, step: Step) -> None:
        """Write an operation whose operands are written."""
        if step.lane not in TYPES:
            raise Unsupported(step.lane)
        self.know(step.name, step.lane, self._written(step))

    def _written(self, step: Step) -> str:
        op, operands, lane = step.op, step.operands, step.lane
        if op in ("cast", "view"):
            return self.read(operands[0], lane)
        if op in _ORDERS:
            return self._compared(op, operands)
        if op == "where":
            truth, one, other = self.read(operands[0], BOOL), *(self.read(each, lane) for each in operands[1:])
            return self.lines.let(f"select i1 {truth}, {TYPES[lane]} {one}, {TYPES[lane]} {other}")
        if op.startswith("logical_"):
            truths = [self.read(each, BOOL) for each in operands]
            plain = "xor" if op == "logical_not" else op.removeprefix("logical_")
            return self.lines.let(f"{plain} i1 {', '.join([*truths, 'true'][:2])}")
        given = [self.read(each, lane) for each in operands]
        return self._float(op, given) if lane == FLOAT else self._whole(op, given, lane, operands)

    def _compared(self, op: str, operands: Sequence[str]) -> str:
        lanes = [self.lanes[each] for each in operands if each in self.lanes]
        lane = max(lanes, key=SIZES.__getitem__, default="i8")
        one, other = (self.read(each, lane) for each in operands)
        order = _ORDERS[op]
        if lane == FLOAT:
            return self.lines.let(f"fcmp o{order} double {one}, {other}")
        if lane in (STATE, BOOL) and order != "eq":
            raise Unsupported(op)
        return self.lines.let(f"icmp {'' if order == 'eq' else 's'}{order} {TYPES[lane]} {one}, {other}")

    def _float(self, op: str, given: list[str]) -> str:
        if op in _OF_FLOATS:
            return self.lines.let(f"{_OF_FLOATS[op]} double {', '.join(given)}")
        if op in _CALLS_OF_FLOATS:
            return self.lines.call(_CALLS_OF_FLOATS[op], "double", *given)
        if op == "negative":
            return self.lines.let(f"fneg double {given[0]}")
        raise Unsupported(op)

    def _whole(self, op: str, given: list[str], lane: str, operands: Sequence[str]) -> str:
        kind, let = TYPES[lane], self.lines.let
        if op in _PLAIN:
            return let(f"{_PLAIN[op]} {kind} {', '.join(given)}")
        if op in _CALLS:
            return self.lines.call(_CALLS[op], kind, *given)
        if op == "negative":
            return let(f"sub {kind} 0, {given[0]}")
        if op == "absolute":
            return self.lines.call("abs", kind, *given, flag=True)
        if op == "floor_divide":
            over, under = given
            if operands[1] in self.values:  # where it is not known it may be 0 or less
                under = let(f"select i1 {let(f'icmp slt {kind} {under}, 1')}, {kind} 1, {kind} {under}")
            return self._floor(let, kind, over, under)
        raise Unsupported(op)

    @staticmethod
    def _floor(let: Callable[[str], str], kind: str, over: str, under: str) -> str:
        """Return a quotient rounded down; LLVM's own goes towards 0."""
        found = let(f"sdiv {kind} {over}, {under}")
        back = let(f"mul {kind} {found}, {under}")
        below = let(f"icmp slt {kind} {over}, {back}")
        return let(f"add {kind} {found}, {let(f'sext i1 {below} to {kind}')}")
