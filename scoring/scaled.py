"""Numbers as generated code sees them: an integer times a constant unit, or a ratio of two integers times one.

Everything here writes source text; what the text computes is exact, with ``+ - * //`` of integers only. Sums bring
numbers to the greatest unit that divides all of theirs, ratios are cross-multiplied, rounding is ``//``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from scoring.graph import Op

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.graph import Rounding

_LONG = 240
"""Characters of one expression; longer ones get a name, which also bounds how deep brackets nest."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """The number ``code`` · unit.

    Attributes:
        code: an integer: a name, a literal, or an expression in brackets.
        unit: more than zero; zero only for the literal 0, which fits every unit.
    """

    code: str
    unit: Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """The number ``over`` / ``under`` · unit; ``under`` is more than zero."""

    over: str
    under: str
    unit: Fraction


Form = Scaled | Ratio


class Block:
    """Statements that are written one after another; names come from a counter shared by all blocks of a function."""

    def __init__(self, names: Iterator[int]) -> None:
        """Start an empty block."""
        self.names = names
        self.lines: list[tuple[int, str]] = []

    def inner(self) -> Block:
        """Return an empty block that may become part of this one."""
        return Block(self.names)

    def line(self, text: str) -> None:
        """Add a statement."""
        self.lines.append((0, text))

    def put(self, inner: Block, depth: int) -> None:
        """Add the statements of another block, so many levels deeper."""
        self.lines.extend((depth + each, text) for each, text in inner.lines)

    def fresh(self) -> str:
        """Return a name that stands nowhere yet."""
        return f"t{next(self.names)}"

    def named(self, code: str) -> str:
        """Return a new name for the value of an expression."""
        name = self.fresh()
        self.line(f"{name} = {_bare(code)}")
        return name

    def atom(self, code: str) -> str:
        """Return a name or literal for an expression that is used twice."""
        return code if code.isidentifier() or is_literal(code) else self.named(code)

    def short(self, code: str) -> str:
        """Return an expression of bounded length."""
        return code if len(code) <= _LONG else self.named(code)


_multiple = re.compile(r"\((\w+) \* (-?[0-9]+)\)", re.ASCII).fullmatch
_opposite = re.compile(r"\(-(\w+)\)", re.ASCII).fullmatch


def _bare(code: str) -> str:
    """Leave out the brackets around a whole expression."""
    if not code.startswith("("):
        return code
    depth = 0
    for place, char in enumerate(code):
        depth += (char == "(") - (char == ")")
        if not depth:
            return code[1:-1] if place == len(code) - 1 else code
    return code


def is_literal(code: str) -> bool:
    """Return whether code is a whole number."""
    return code.removeprefix("-").isdigit()


def literal(value: Fraction) -> Scaled:
    """Return the form of a constant."""
    return Scaled("0" if not value else "1" if value > 0 else "-1", abs(value))


def constant(form: Form) -> Fraction | None:
    """Return the number of a form that is a constant."""
    return int(form.code) * form.unit if isinstance(form, Scaled) and is_literal(form.code) else None


def times(code: str, factor: int) -> str:
    """Return an integer expression times a constant."""
    if is_literal(code):
        return str(int(code) * factor)
    if factor == 1:
        return code
    if match := _multiple(code):
        return times(match[1], int(match[2]) * factor)
    if match := _opposite(code):
        return times(match[1], -factor)
    return f"(-{code})" if factor == -1 else f"({code} * {factor})"


def product(*codes: str) -> str:
    """Return the product of integer expressions."""
    factor = 1
    rest: list[str] = []
    for code in codes:
        if is_literal(code):
            factor *= int(code)
        else:
            rest.append(code)
    if not rest or not factor:
        return str(factor)
    return times(rest[0] if len(rest) == 1 else f"({' * '.join(rest)})", factor)


def common_unit(units: Iterable[Fraction]) -> Fraction:
    """Return the greatest unit of which all are whole multiples."""
    found = Fraction(0)
    for each in units:
        over = gcd(found.numerator * each.denominator, each.numerator * found.denominator)
        found = Fraction(over, found.denominator * each.denominator)
    return found or Fraction(1)


def in_unit(code: str, unit: Fraction, wanted: Fraction) -> str:
    """Return an integer of one unit in another that divides it."""
    return times(code, (unit / wanted).numerator)


def parts(form: Form) -> tuple[str, str]:
    """Return a form's integers over and under."""
    return (form.code, "1") if isinstance(form, Scaled) else (form.over, form.under)


def total(block: Block, forms: Sequence[Form]) -> Form:
    """Return a sum."""
    plain = [each for each in forms if isinstance(each, Scaled)]
    ratios = [each for each in forms if isinstance(each, Ratio)]
    unit = common_unit(each.unit for each in forms)
    terms: list[str] = []
    for each in plain:
        code = in_unit(each.code, each.unit, unit)
        if (opposite := times(code, -1)) in terms:
            terms.remove(opposite)
        elif code != "0":
            terms.append(code)
    over, under = " + ".join(terms) or "0", "1"
    over = f"({over})" if len(terms) > 1 else over
    for ratio in ratios:
        more, by = in_unit(ratio.over, ratio.unit, unit), block.atom(ratio.under)
        if by == under:
            over = f"({over} + {more})"
            continue
        under = block.atom(under)
        over = more if over == "0" else f"({product(over, by)} + {product(more, under)})"
        under = product(under, by)
        over = block.short(over)
    return Ratio(over, under, unit) if ratios else Scaled(over, unit)


def negative(form: Form) -> Form:
    """Return 0 - a number."""
    if isinstance(form, Scaled):
        return Scaled(times(form.code, -1), form.unit)
    return Ratio(times(form.over, -1), form.under, form.unit)


def multiplied(a: Form, b: Form) -> Form:
    """Return a product."""
    (over, under), (more, by) = parts(a), parts(b)
    unit = a.unit * b.unit
    if under == by == "1":
        return Scaled(product(over, more), unit or Fraction(1))
    return Ratio(product(over, more), product(under, by), unit or Fraction(1))


def inverse(block: Block, form: Form, *, zero: bool, positive: bool, negative: bool) -> Form:
    """Return 1 / a number.

    Args:
        block: where the tests go.
        form: the divisor.
        zero: whether it may be zero; then the code leaves.
        positive: whether it may be more than zero.
        negative: whether it may be less.
    """
    fixed = constant(form)
    if fixed:
        return literal(1 / fixed)
    over, under = parts(form)
    if zero or (positive and negative):
        over = block.named(over)
    if zero:
        block.line(f"if not {over}: raise Odd")
    if negative and positive:
        under = block.named(under)
        block.line(f"if {over} < 0: {over} = -{over}; {under} = -{under}")
    elif negative:
        over, under = times(over, -1), times(under, -1)
    unit = 1 / form.unit if form.unit else Fraction(1)
    return Ratio(under, over, unit)


def extreme(block: Block, op: Op, forms: Sequence[Form]) -> Form:
    """Return the least or the greatest of numbers; of a ratio and a constant the constant is tried against it."""
    unit = common_unit(each.unit for each in forms)
    sign = "<" if op is Op.MIN else ">"
    integers = [in_unit(each.code, each.unit, unit) for each in forms if isinstance(each, Scaled)]
    ratios = [each for each in forms if isinstance(each, Ratio)]
    best = _integer_extreme(block, sign, integers) if integers else ""
    if not ratios:
        return Scaled(best, unit)
    pairs = [(in_unit(each.over, each.unit, unit), each.under) for each in ratios]
    pairs = [(best, "1"), *pairs] if integers else pairs
    (first, below), *rest = [(block.atom(over), block.atom(under)) for over, under in pairs]
    over, under = block.fresh(), block.fresh()
    for place, (other, by) in enumerate(rest):
        condition = f"{product(other, below)} {sign} {product(first, by)}"
        block.line(f"if {condition}: {over} = {other}; {under} = {by}")
        if not place:
            block.line(f"else: {over} = {first}; {under} = {below}")
            first, below = over, under
    return Ratio(over, under, unit) if rest else Ratio(first, below, unit)


def _integer_extreme(block: Block, sign: str, codes: list[str]) -> str:
    codes = sorted(codes, key=is_literal)
    if len(codes) == 2 and is_literal(codes[1]):  # noqa: PLR2004  # the commonest: one limit
        name = block.atom(codes[0])
        return f"({codes[1]} if {codes[1]} {sign} {name} else {name})"
    best = codes[0]
    if len(codes) > 1:
        best = block.named(best)
        for code in codes[1:]:
            name = block.atom(code)
            block.line(f"if {name} {sign} {best}: {best} = {name}")
    return best


def quotient(form: Form, step: Fraction) -> tuple[str, str]:
    """Return two integers whose quotient is the number in steps; the second is more than zero."""
    over, under = parts(form)
    ratio = form.unit / step
    return times(over, ratio.numerator), times(under, ratio.denominator)


def floored(form: Form) -> Form:
    """Return the greatest whole number that is not above a number."""
    over, under = quotient(form, Fraction(1))
    return form if under == "1" else Scaled(f"({over} // {under})", Fraction(1))


def rounded(block: Block, form: Form, how: Rounding, *, positive: bool, negative: bool) -> Form:
    """Return a number rounded to a multiple of a step.

    Args:
        block: where statements go.
        form: the number.
        how: the rounding.
        positive: whether the number may be more than zero.
        negative: whether it may be less.
    """
    over, under = quotient(form, how.step)
    if under == "1":
        return form
    under = block.atom(under) if how.mode in {"half_up", "half_even"} else under
    if how.mode == "half_even":
        code = _half_even(block, block.atom(over), under)
    elif how.mode == "down":
        code = f"({over} // {under})"
    elif how.mode == "up":
        code = times(f"({times(over, -1)} // {under})", -1)
    elif not negative:
        code = _up_from_zero(over, under, how.mode)
    elif not positive:
        code = times(_up_from_zero(times(over, -1), under, how.mode), -1)
    else:
        over, under = block.atom(over), block.atom(under)
        below = times(_up_from_zero(times(over, -1), under, how.mode), -1)
        code = f"({_up_from_zero(over, under, how.mode)} if {over} >= 0 else {below})"
    return Scaled(code, how.step)


def _up_from_zero(over: str, under: str, mode: str) -> str:
    """Return the rounding of a quotient that is not negative."""
    if mode == "truncate":
        return f"({over} // {under})"
    if is_literal(under) and int(under) % 2 == 0:
        return f"(({over} + {int(under) // 2}) // {under})"
    return f"(({times(over, 2)} + {under}) // {times(under, 2)})"


def _half_even(block: Block, over: str, under: str) -> str:
    steps = block.named(f"(({times(over, 2)} + {under}) // {times(under, 2)})")
    block.line(f"if {steps} & 1 and {times(over, 2)} == (2 * {steps} - 1) * {under}: {steps} -= 1")
    return steps


def compared(op: Op, a: Form, b: Form) -> str:
    """Return the condition a < b, a <= b or a == b."""
    left, right = constant(a), constant(b)
    if isinstance(a, Scaled) and a.unit and right is not None:
        return _against(op, a.code, right / a.unit)
    if isinstance(b, Scaled) and b.unit and left is not None:
        return _flipped(op, left / b.unit, b.code)
    unit = common_unit((a.unit, b.unit))
    (over, under), (more, by) = parts(a), parts(b)
    if under == by:
        under = by = "1"
    sign = {Op.LT: "<", Op.LE: "<=", Op.EQ: "=="}[op]
    return f"({product(in_unit(over, a.unit, unit), by)} {sign} {product(in_unit(more, b.unit, unit), under)})"


def _against(op: Op, code: str, limit: Fraction) -> str:
    """Compare an integer with a constant, which need not be whole."""
    if op is Op.EQ:
        return f"({code} == {limit})" if limit.denominator == 1 else "False"
    return f"({code} < {limit.__ceil__()})" if op is Op.LT else f"({code} <= {limit.__floor__()})"


def _flipped(op: Op, limit: Fraction, code: str) -> str:
    if op is Op.EQ:
        return _against(op, code, limit)
    return f"({code} > {limit.__floor__()})" if op is Op.LT else f"({code} >= {limit.__ceil__()})"
