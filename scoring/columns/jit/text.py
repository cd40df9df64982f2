"""The language of LLVM, as far as kernels need it: lines of a function, lanes, constants, loops."""

from __future__ import annotations

from fractions import Fraction
from struct import pack
from typing import TYPE_CHECKING

from scoring.columns.code import BOOL, FLOAT, STATE, is_constant

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPES = {BOOL: "i1", STATE: "i8", "i1": "i8", "i2": "i16", "i4": "i32", "i8": "i64", FLOAT: "double"}
"""Of what a lane holds while it is computed with."""

MEMORY = {**TYPES, BOOL: "i8"}
"""Of what a lane holds where it is kept."""

SIZES = {BOOL: 1, STATE: 1, "i1": 1, "i2": 2, "i4": 4, "i8": 8, FLOAT: 8}
"""Bytes of each."""


class Unsupported(Exception):  # noqa: N818  # no error: NumPy does it then
    """There is no machine code for it."""


class Lines:
    """Lines of one function.

    Attributes:
        lines: so far.
        declared: the functions of LLVM that they call.
    """

    def __init__(self) -> None:
        """Start without any."""
        self.lines: list[str] = []
        self.declared: set[str] = set()

    def put(self, line: str) -> None:
        """Add a line."""
        self.lines.append(f"  {line}")

    def let(self, value: str) -> str:
        """Add a line; return the name of what it gives."""
        name = f"%x{len(self.lines)}"
        self.put(f"{name} = {value}")
        return name

    def call(self, name: str, kind: str, *operands: str, flag: bool = False) -> str:
        """Call a function of LLVM whose operands are of one type; ``flag``: it takes a ``false`` after them."""
        full = f"@llvm.{name}.{'f64' if kind == 'double' else kind}"
        more = ["i1"] if flag else []
        self.declared.add(f"declare {kind} {full}({', '.join([kind] * len(operands) + more)})")
        given = [f"{kind} {each}" for each in operands] + [f"{each} false" for each in more]
        return self.let(f"call {kind} {full}({', '.join(given)})")

    def load(self, lane: str, pointer: str, index: str, stride: int) -> str:
        """Return an element as it is kept."""
        where = self._where(lane, pointer, index, stride)
        return self.let(f"load {MEMORY[lane]}, ptr {where}, align {SIZES[lane]}")

    def store(self, lane: str, value: str, pointer: str, index: str, stride: int) -> None:
        """Keep an element."""
        where = self._where(lane, pointer, index, stride)
        self.put(f"store {MEMORY[lane]} {value}, ptr {where}, align {SIZES[lane]}")

    def _where(self, lane: str, pointer: str, index: str, stride: int) -> str:
        if stride == SIZES[lane]:
            return self.let(f"getelementptr inbounds {MEMORY[lane]}, ptr {pointer}, i64 {index}")
        return self.moved(pointer, index, stride)

    def moved(self, pointer: str, index: str, stride: int) -> str:
        """Return where the element after so many others is."""
        offset = self.let(f"mul i64 {index}, {stride}")
        return self.let(f"getelementptr i8, ptr {pointer}, i64 {offset}")

    def truth(self, pointer: str) -> str:
        """Return whether a byte of the row is not 0."""
        return self.let(f"icmp ne i8 {self.load(BOOL, pointer, '%i', 1)}, 0")

    def all_of(self, truths: Iterable[str]) -> str:
        """Return the conjunction."""
        found = "true"
        for each in truths:
            found = each if found == "true" else self.let(f"and i1 {found}, {each}")
        return found


def constant(code: str, lane: str) -> str:
    """Return a written constant as LLVM writes it.

    Raises:
        Unsupported: it is none.
    """
    plain = code.strip("()").replace(" ", "")
    if not is_constant(plain.replace("/", "")):
        raise Unsupported(code)
    if plain in ("True", "False"):
        plain = str(int(plain == "True"))
    if lane == BOOL:
        return "false" if plain == "0" else "true"
    if lane != FLOAT:
        return str(int(plain, 0))
    try:
        return f"0x{pack('>d', Fraction(plain) if '/' in plain else int(plain, 0)).hex().upper()}"
    except OverflowError:
        raise Unsupported(code) from None


def looped(name: str, parameters: Iterable[str], body: Lines, good: str) -> str:
    """Return a function that does lines for each of its ``%n`` rows ``%i``, and says whether all of them were good."""
    return "\n".join([
        f"define internal i1 @{name}(i64 %n, {', '.join(parameters)}) noinline {{",
        "entry:",
        "  br label %loop",
        "loop:",
        "  %i = phi i64 [0, %entry], [%after, %loop]",
        "  %before = phi i32 [0, %entry], [%bad, %loop]",
        *body.lines,
        f"  %wrong = xor i1 {good}, true",
        "  %bit = zext i1 %wrong to i32",  # a truth value would be gathered one by one
        "  %bad = or i32 %before, %bit",
        "  %after = add nuw i64 %i, 1",
        "  %more = icmp ult i64 %after, %n",
        "  br i1 %more, label %loop, label %done",
        "done:",
        "  %fine = icmp eq i32 %bad, 0",
        "  ret i1 %fine",
        "}",
    ])  # fmt: skip
