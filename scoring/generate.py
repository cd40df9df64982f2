"""One Python function for a program's outputs: scaled integers, no `Fraction`, no float.

The function takes the values of the inputs (numbers as whole multiples of their input's unit) and returns one *cell*
an output. Whatever it cannot decide, because a node may be undefined there, it leaves by raising `Odd`; the caller
then asks the interpreter.

Safe: the source is built from the graph alone. Names in it are made here (``v3``, ``t7``) or are those of the functions
of `scoring.approx`, numbers are written from integers, and the only text of an author's, the words of a choice, goes in
by `repr`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, cast

from scoring.branches import Code, Link, chained
from scoring.compiled import CALLS, Cell, Compiled, Odd
from scoring.graph import Node, Op, Rounding, Type, Unknown, Value
from scoring.intervals import ranges
from scoring.regions import Region, placed
from scoring.scaled import (
    Block,
    Form,
    Ratio,
    Scaled,
    compared,
    constant,
    extreme,
    floored,
    inverse,
    literal,
    multiplied,
    negative,
    parts,
    quotient,
    rounded,
    times,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.intervals import Between, Range
    from scoring.reading import Domain

_ZERO = Fraction(0)
_DEEPEST = 90
"""Levels of indented code; Python's parser stops at 100."""


class TooDeep(Exception):  # noqa: N818  # not an error either
    """A graph nests too deep to be written as Python."""


def generate(
    outputs: Sequence[Node],
    inputs: Mapping[str, Fraction],
    domains: Mapping[str, Domain],
) -> Compiled:
    """Compile the outputs.

    Args:
        outputs: nodes over inputs that are all there (see `scoring.specialise`).
        inputs: the inputs' names in the order of their values, with the unit of a number (any for others).
        domains: what the inputs may be; their values must have been checked against it.

    Raises:
        TooDeep: where the code would nest deeper than Python takes.
    """
    wanted = [node for node in outputs if node.op is not Op.CONST]
    writer = _Writer({name: Scaled(f"v{place}", unit) for place, (name, unit) in enumerate(inputs.items())})
    writer.possible = ranges(wanted, {}, domains)
    root = placed(wanted, writer.possible)
    block = Block(count())
    try:
        writer.keep(root, block)
        cells = [_cell(node, None if node.op is Op.CONST else writer.code(node, root, block)) for node in outputs]
    except RecursionError:
        raise TooDeep from None
    if any(depth > _DEEPEST for depth, _ in block.lines):
        raise TooDeep
    block.line(f"return ({''.join(f'{each.code}, ' for each in cells)})")
    head = "".join(f"v{place}, " for place in range(len(inputs)))
    unpack = [f" {head}= inputs"] if head else []
    source = "\n".join(
        ["def compute(inputs):", *unpack, *(" " * (depth + 1) + text for depth, text in block.lines), ""]
    )
    settled = {place: each.settled for place, each in enumerate(cells) if each.settled is not None}
    scales = tuple(each.scale for each in cells)
    try:
        run = compiled(source, "compute", {"Odd": Odd, **CALLS})
    except RecursionError:  # the caller himself is near Python's limit
        raise TooDeep from None
    return Compiled(run, source, scales, settled)


def compiled(source: str, name: str, names: dict[str, object]) -> Callable[..., tuple[Cell, ...]]:
    """Return the function of a generated text, which sees no names but its own and those given."""
    space: dict[str, object] = {"__builtins__": {}, **names}
    # The text is made by this package alone, from node operations, whole numbers and words written by repr.
    exec(compile(source, "<scoring>", "exec"), space)  # noqa: S102
    return cast("Callable[..., tuple[Cell, ...]]", space[name])


class _Cell(NamedTuple):
    """The code of an output's cell, its scale (see `Compiled`), and its value where that is always the same."""

    code: str
    scale: int
    settled: Value | None = None


def _cell(node: Node, form: Code | None) -> _Cell:
    if form is None:
        return _Cell("None", 0, cast("Value", node.payload))
    if isinstance(form, str):
        return _Cell(form, 0)
    fixed = constant(form)
    if fixed is not None:
        return _Cell("None", 0, fixed)
    over, under = parts(form)
    over, bottom = times(over, form.unit.numerator), form.unit.denominator
    return _Cell(over, bottom) if isinstance(form, Scaled) else _Cell(f"({over}, {times(under, bottom)})", -1)


class _Writer:
    """Writes nodes into blocks. A value is a `Form` for a number, an expression for a truth value or a word."""

    possible: Mapping[Node, Range]

    def __init__(self, inputs: Mapping[str, Scaled]) -> None:
        self.inputs = inputs
        self.known: dict[Node, dict[Region, Code]] = {}

    def keep(self, region: Region, block: Block) -> None:
        """Compute a region's kept nodes, each under a name."""
        for node in region.kept:
            code = self.operation(node, region, block)
            self.known.setdefault(node, {})[region] = _named(code, block)

    def code(self, node: Node, region: Region, block: Block) -> Code:
        """Return the code of a node, as the region sees it."""
        if node.op is Op.CONST:
            return _constant(node, block)
        if node.op is Op.INPUT:
            form = self.inputs[str(node.payload)]
            return form if node.type is Type.NUMBER else form.code
        kept = self.known.get(node)
        around: Region | None = region
        while kept is not None and around is not None:
            if around in kept:
                return kept[around]
            around = around.parent
        return _short(self.operation(node, region, block), block)

    def form(self, node: Node, region: Region, block: Block) -> Form:
        """Return the code of a number."""
        return cast("Form", self.code(node, region, block))

    def text(self, node: Node, region: Region, block: Block) -> str:
        """Return the code of a truth value or a word."""
        return cast("str", self.code(node, region, block))

    def signs(self, node: Node) -> tuple[bool, bool, bool]:
        """Return whether a number may be zero, more and less."""
        low, high, _ = cast("Between", self.possible[node])
        more, less = high is None or high > 0, low is None or low < 0
        return (low is None or low <= 0) and (high is None or high >= 0), more, less

    def operation(self, node: Node, region: Region, block: Block) -> Code:
        """Return the code that computes a node in a region."""
        return _WRITE[node.op](self, node, region, block)

    # --- numbers -------------------------------------------------------------------------------------------------

    def add(self, node: Node, region: Region, block: Block) -> Code:
        """Write a sum."""
        return total(block, [self.form(each, region, block) for each in node.args])

    def sub(self, node: Node, region: Region, block: Block) -> Code:
        """Write a difference."""
        if node.args[0] is node.args[1]:
            self.form(node.args[0], region, block)  # whether there is a value still counts
            return literal(Fraction(0))
        left, right = (self.form(each, region, block) for each in node.args)
        return total(block, (left, negative(right)))

    def mul(self, node: Node, region: Region, block: Block) -> Code:
        """Write a product."""
        left, right = (self.form(each, region, block) for each in node.args)
        return multiplied(left, right)

    def div(self, node: Node, region: Region, block: Block) -> Code:
        """Write a quotient; the code leaves where the divisor is zero."""
        left, right = (self.form(each, region, block) for each in node.args)
        zero, more, less = self.signs(node.args[1])
        return multiplied(left, inverse(block, right, zero=zero, positive=more, negative=less))

    def least(self, node: Node, region: Region, block: Block) -> Code:
        """Write a ``min`` or ``max``."""
        return extreme(block, node.op, [self.form(each, region, block) for each in node.args])

    def floor(self, node: Node, region: Region, block: Block) -> Code:
        """Write a floor."""
        return floored(self.form(node.args[0], region, block))

    def round(self, node: Node, region: Region, block: Block) -> Code:
        """Write a rounding."""
        _, more, less = self.signs(node.args[0])
        form = self.form(node.args[0], region, block)
        return rounded(block, form, cast("Rounding", node.payload), positive=more, negative=less)

    def approx(self, node: Node, region: Region, block: Block) -> Code:
        """Write the call of a function, which leaves where it has no value."""
        operands = [quotient(self.form(each, region, block), Fraction(1)) for each in node.args]
        over, under = block.fresh(), block.fresh()
        codes = ", ".join(code for each in operands for code in each)
        block.line(f"{over}, {under} = {node.payload}({codes})")
        return Ratio(over, under, Fraction(1))

    # --- conditions ----------------------------------------------------------------------------------------------

    def compare(self, node: Node, region: Region, block: Block) -> Code:
        """Write ``<``, ``<=`` or ``==``."""
        left, right = (self.code(each, region, block) for each in node.args)
        if isinstance(left, str) or isinstance(right, str):
            return f"({left} == {right})"
        return compared(node.op, left, right)

    def negated(self, node: Node, region: Region, block: Block) -> Code:
        """Write a ``not``."""
        return f"(not {self.text(node.args[0], region, block)})"

    def junction(self, node: Node, region: Region, block: Block) -> Code:
        """Write an ``and`` or ``or``; what an operand needs is computed only if the operand is."""
        word = node.op.value
        codes = [self.text(node.args[0], region, block)]
        for place, arg in enumerate(node.args[1:], start=1):
            inner, code = self.branch(node, place, arg, region, block)
            if inner.lines:
                name = block.named(f" {word} ".join(codes))
                block.line(f"if {name if word == 'and' else f'not {name}'}:")
                inner.line(f"{name} = {code}")
                block.put(inner, 1)
                codes = [name]
            else:
                codes.append(cast("str", code))
        return codes[0] if len(codes) == 1 else f"({f' {word} '.join(codes)})"

    def branch(self, node: Node, place: int, arg: Node, region: Region, block: Block) -> tuple[Block, Code]:
        """Return the block of an operand that may not be needed, and its code."""
        own = region.inner[node, place]
        inner = block.inner()
        self.keep(own, inner)
        return inner, self.code(arg, own, inner)

    # --- choices -------------------------------------------------------------------------------------------------

    def choose(self, node: Node, region: Region, block: Block) -> Code:
        """Write an ``if`` with all that stand in its else as one list of ``elif``."""
        links: list[Link] = []
        before = block.inner()
        while True:
            condition = self.text(node.args[0], region, before)
            links.append(Link(before, condition, *self.branch(node, 1, node.args[1], region, block)))
            region, rest = region.inner[node, 2], node.args[2]
            before = block.inner()
            self.keep(region, before)
            if rest.op is not Op.IF or rest in self.known:
                break
            node = rest
        code = self.code(rest, region, before)
        return chained(block, [*links, Link(block.inner(), "", before, code)])

    def pick(self, node: Node, region: Region, block: Block) -> Code:
        """Write a choice by word as a list of ``elif``."""
        word = block.atom(self.text(node.args[0], region, block))
        conditions = [f"({word} == {each!r})" for each in cast("tuple[str, ...]", node.payload)]
        links = [
            Link(block.inner(), condition, *self.branch(node, place, arg, region, block))
            for place, (arg, condition) in enumerate(zip(node.args[1:], [*conditions, ""], strict=True), start=1)
        ]
        return chained(block, links)


def _constant(node: Node, block: Block) -> Code:
    if isinstance(node.payload, Unknown):
        block.line("raise Odd")
        return literal(Fraction(0)) if node.type is Type.NUMBER else "None"
    return literal(node.payload) if isinstance(node.payload, Fraction) else repr(node.payload)


def _named(code: Code, block: Block) -> Code:
    if isinstance(code, str):
        return block.atom(code)
    if isinstance(code, Scaled):
        return Scaled(block.atom(code.code), code.unit)
    return Ratio(block.atom(code.over), block.atom(code.under), code.unit)


def _short(code: Code, block: Block) -> Code:
    if isinstance(code, str):
        return block.short(code)
    if isinstance(code, Scaled):
        return Scaled(block.short(code.code), code.unit)
    return Ratio(block.short(code.over), block.short(code.under), code.unit)


_WRITE: dict[Op, Callable[[_Writer, Node, Region, Block], Code]] = {
    Op.ADD: _Writer.add,
    Op.SUB: _Writer.sub,
    Op.MUL: _Writer.mul,
    Op.DIV: _Writer.div,
    Op.MIN: _Writer.least,
    Op.MAX: _Writer.least,
    Op.FLOOR: _Writer.floor,
    Op.ROUND: _Writer.round,
    Op.APPROX: _Writer.approx,
    Op.LT: _Writer.compare,
    Op.LE: _Writer.compare,
    Op.EQ: _Writer.compare,
    Op.NOT: _Writer.negated,
    Op.AND: _Writer.junction,
    Op.OR: _Writer.junction,
    Op.IF: _Writer.choose,
    Op.PICK: _Writer.pick,
}
