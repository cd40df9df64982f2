"""Numbers of a block as arrays: whole multiples of a constant unit, or a ratio of two whole numbers times one.

The same arithmetic as `scoring.scaled`, on arrays with proved limits: no branch is taken, so what one row needs is
computed in all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.columns.code import lane_of
from scoring.columns.wholes import ONE, ZERO, Whole, Wholes, limited, number
from scoring.graph import Op
from scoring.scaled import common_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.columns.nearly import Near
    from scoring.operation import Rounding

_ZERO, _ONE = Fraction(0), Fraction(1)
_UFUNC = {Op.LT: "less", Op.LE: "less_equal", Op.EQ: "equal"}


@dataclass(frozen=True, slots=True)
class Form:
    """The number over · unit / under.

    Attributes:
        over: any whole number.
        under: more than zero; the constant 1 for a whole multiple of the unit.
        unit: more than zero.
        size: how far a ratio is from 0 at most, as far as is known.
        near: the number as a binary float, where it fits no lane.
    """

    over: Whole
    unit: Fraction
    under: Whole = ONE
    size: Fraction | None = None
    near: Near | None = None

    @property
    def plain(self) -> bool:
        """Whether it is a whole multiple of its unit."""
        return self.under.fixed == 1

    @property
    def fixed(self) -> Fraction | None:
        """The number of a constant."""
        over, under = self.over.fixed, self.under.fixed
        return None if over is None or under is None else self.unit * over / under

    def scaled_unit(self) -> Fraction:
        """Return the unit, 0 for the constant 0, which fits every unit."""
        return _ZERO if self.over.fixed == 0 else self.unit


def constant(value: Fraction) -> Form:
    """Return a constant."""
    return Form(ZERO, _ONE) if not value else Form(number(1 if value > 0 else -1), abs(value))


class Forms(Wholes):
    """Arithmetic of such numbers, as statements."""

    def in_unit(self, form: Form, wanted: Fraction) -> Whole:
        """Return what stands over, in a unit that divides the form's own."""
        return self.times(form.over, (form.scaled_unit() / wanted).numerator)

    def total(self, forms: Sequence[Form]) -> Form:
        """Return a sum."""
        unit = common_unit(each.scaled_unit() for each in forms)
        parts: dict[Whole, list[Whole]] = {}
        for each in forms:
            parts.setdefault(each.under, []).append(self.in_unit(each, unit))
        unders = [each for each in parts if each.fixed != 1]
        plain = self.sum(parts.get(ONE, []))
        if not unders:
            return Form(plain, unit)
        over, under = ZERO, ONE
        for by in unders:
            over = self.sum((self.product(over, by), self.product(self.sum(parts[by]), under)))
            under = self.product(under, by)
        return Form(self.sum((over, self.product(plain, under))), unit, under)

    def negative(self, form: Form) -> Form:
        """Return 0 − a number."""
        return replace(form, over=self.times(form.over, -1), near=None)

    def multiplied(self, a: Form, b: Form) -> Form:
        """Return a product."""
        over = self.product(a.over, b.over)
        return Form(over, a.unit * b.unit, self.product(a.under, b.under) if over.fixed != 0 else ONE)

    def inverse(self, form: Form, zero: str) -> Form:
        """Return 1 / a number; where the truth value ``zero`` holds, the number is 0 and the result unknown."""
        over, under = form.over, form.under
        if over.fixed is not None:
            return Form(self.times(under, -1 if over.fixed < 0 else 1), 1 / form.unit / abs(over.fixed))
        if over.low < 0 < over.high:
            under = self.chosen(self.compared("less", over, ZERO), self.times(under, -1), under)
            high = max(-over.low, over.high)
            over = Whole(
                self.emit(lane_of(-high, high), "absolute", self.cast(over.code, lane_of(-high, high))), 0, high
            )
        elif over.high <= 0:
            over, under = self.times(over, -1), self.times(under, -1)
        if zero != "False" or over.low < 1:
            over = self.maximum(Whole(over.code, min(over.low, 0), over.high), ONE)
        return Form(under, 1 / form.unit, over)

    def extreme(self, op: Op, forms: Sequence[Form]) -> Form:
        """Return the least or the greatest of numbers; those that have the same ``under`` are compared as they are."""
        unit = common_unit(each.scaled_unit() for each in forms)
        least = self.minimum if op is Op.MIN else self.maximum
        best: dict[Whole, Whole] = {}
        for each in forms:
            over = self.in_unit(each, unit)
            best[each.under] = over if each.under not in best else least(best[each.under], over)
        plain = best.pop(ONE, None)
        if not best:
            return Form(plain or ZERO, unit)
        (under, over), *rest = best.items()
        if plain is not None:
            over = least(over, self.product(plain, under))
        for other, more in rest:
            left, right = self.product(more, under), self.product(over, other)
            takes = self.compared("less", *((left, right) if op is Op.MIN else (right, left)))
            over, under = self.chosen(takes, more, over), self.chosen(takes, other, under)
        return Form(over, unit, under)

    def quotient(self, form: Form, step: Fraction) -> tuple[Whole, Whole]:
        """Return two whole numbers whose quotient is the number in steps; the second is more than zero."""
        ratio = form.scaled_unit() / step
        return self.times(form.over, ratio.numerator), self.times(form.under, ratio.denominator)

    def floored(self, form: Form, low: int, high: int) -> Form:
        """Return the greatest whole number that is not above a number, known to lie from low to high."""
        over, under = self.quotient(form, _ONE)
        return form if under.fixed == 1 else Form(self.floor(over, under, low, high), _ONE)

    def rounded(self, form: Form, how: Rounding, low: int, high: int) -> Form:
        """Return a number rounded to a multiple of a step, known to be from low to high steps."""
        over, under = self.quotient(form, how.step)
        if under.fixed == 1:
            return Form(over, how.step)
        opposite = self.times(over, -1)
        if how.mode == "down":
            steps = self.floor(over, under, low, high)
        elif how.mode == "up":
            steps = self.times(self.floor(opposite, under, -high, -low), -1)
        elif how.mode == "half_even":
            steps = self._half_even(over, under, low, high)
        elif over.low >= 0:
            steps = self._from_zero(over, under, how.mode, low, high)
        elif over.high <= 0:
            steps = self.times(self._from_zero(opposite, under, how.mode, -high, -low), -1)
        else:
            steps = self._both_signs(over, under, how.mode, low, high)
        return Form(steps, how.step)

    def _from_zero(self, over: Whole, under: Whole, mode: str, low: int, high: int) -> Whole:
        """Return the rounding of a quotient that is not negative."""
        if mode == "truncate":
            return self.floor(over, under, low, high)
        if under.fixed is not None and under.fixed % 2 == 0:
            return self.floor(self.plus(over, number(under.fixed // 2)), under, low, high)
        return self.floor(self.plus(self.times(over, 2), under), self.times(under, 2), low, high)

    def _both_signs(self, over: Whole, under: Whole, mode: str, low: int, high: int) -> Whole:
        negative = self.compared("less", over, ZERO)
        size = limited(self.maximum(over, self.times(over, -1)), 0, None)
        steps = self._from_zero(size, under, mode, 0, max(abs(low), abs(high)))
        return limited(self.chosen(negative, self.times(steps, -1), steps), low, high)

    def _half_even(self, over: Whole, under: Whole, low: int, high: int) -> Whole:
        twice, double = self.plus(self.times(over, 2), under), self.times(under, 2)
        up = self.floor(twice, double, low, high + 1)
        tie = self.compared("equal", twice, self.product(up, double))
        odd = self.compared("equal", self._parity(up), ONE)
        found = self.minus(up, self.flag(self.all_of((tie, odd))))
        return limited(found, low, high)

    def _parity(self, steps: Whole) -> Whole:
        if steps.fixed is not None:
            return number(steps.fixed & 1)
        lane = lane_of(steps.low, steps.high)
        return Whole(self.emit(lane, "bitwise_and", self.cast(steps.code, lane), "1"), 0, 1)

    def compared_forms(self, op: Op, a: Form, b: Form) -> str:
        """Return the truth value a < b, a <= b or a == b."""
        for one, other, flipped in ((a, b, False), (b, a, True)):
            limit = other.fixed
            if limit is not None and one.plain and one.fixed is None:
                return self._against(op, one.over, limit / one.unit, flipped=flipped)
        unit = common_unit((a.scaled_unit(), b.scaled_unit()))
        over, more = self.in_unit(a, unit), self.in_unit(b, unit)
        if a.under != b.under:
            over, more = self.product(over, b.under), self.product(more, a.under)
        return self.compared(_UFUNC[op], over, more)

    def _against(self, op: Op, over: Whole, limit: Fraction, *, flipped: bool) -> str:
        """Compare whole numbers with a constant, which need not be whole; ``flipped``: it stands on the left."""
        if op is Op.EQ:
            return self.compared("equal", over, number(limit.numerator)) if limit.denominator == 1 else "False"
        if flipped:  # limit < over, limit <= over
            end = limit.__floor__() if op is Op.LT else limit.__ceil__() - 1
            return self.compared("less", number(end), over)
        end = limit.__ceil__() - 1 if op is Op.LT else limit.__floor__()
        return self.compared("less_equal", over, number(end))

    def chosen_form(self, truth: str, a: Form, b: Form, *, known: tuple[bool, bool]) -> Form:
        """Return a where a truth value holds, else b; ``known``: which of them have a value in every row."""
        unit = common_unit((a.scaled_unit(), b.scaled_unit()))
        over, more = self.in_unit(a, unit), self.in_unit(b, unit)
        if a.under == b.under:
            return Form(self.chosen(truth, over, more), unit, a.under)
        if a.fixed is not None and a.plain and known[1]:
            return Form(self.chosen(truth, self.product(over, b.under), more), unit, b.under)
        if b.fixed is not None and b.plain and known[0]:
            return Form(self.chosen(truth, over, self.product(more, a.under)), unit, a.under)
        return Form(self.chosen(truth, over, more), unit, self.chosen(truth, a.under, b.under))

    def within(self, form: Form, low: Fraction | None, high: Fraction | None) -> Form:
        """Return a number that is known to lie from low to high."""
        if not form.plain or form.over.fixed is not None:
            return form
        least = None if low is None else (low / form.unit).__ceil__()
        most = None if high is None else (high / form.unit).__floor__()
        return replace(form, over=limited(form.over, least, most))
