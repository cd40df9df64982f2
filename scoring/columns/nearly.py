"""Numbers that fit no lane, such as the sum of many ratios: a binary float with a proved bound of its error decides.

Wherever such a number is rounded or compared, the float decides in the rows in which its error cannot matter; the other
rows are marked as doubtful, and computed again with Python's own whole numbers. The exact number is written beside the
float all the time; what nobody reads of it is not computed.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.columns.code import BOOL, FLOAT, OBJECT, lane_of
from scoring.columns.forms import Form, Forms
from scoring.columns.wholes import Whole, number
from scoring.graph import Op

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.operation import Rounding

_ULP = Fraction(1, 1 << 53)
"""How far the result of one operation of binary floats is off at most, of its size."""

_GRAIN = 1 << 52
_HUGE = 1 << 900
"""Numbers from here on are left to Python: a binary float ends at about 2**1024."""

_SLACK = Fraction(9, 8)
"""Room for what the bounds leave out: products of two errors."""


class Near(NamedTuple):
    """A number as a binary float.

    Attributes:
        code: the array.
        error: it is off by no more.
        size: the number is no further from 0.
    """

    code: str
    error: Fraction
    size: Fraction


def is_wide(form: Form) -> bool:
    """Return whether a number fits no lane."""
    return OBJECT in (form.over.lane, form.under.lane)


def size_of(form: Form) -> Fraction:
    """Return how far from 0 a number may be."""
    most = Fraction(max(abs(form.over.low), abs(form.over.high)), max(form.under.low, 1)) * form.unit
    return most if form.size is None else min(most, form.size)


class Nearly(Forms):
    """Arithmetic of numbers, of wide ones by floats too.

    Attributes:
        floats: whether floats may decide.
        doubts: truth values that say in which rows they do not.
    """

    def __init__(self, *, floats: bool) -> None:
        """Start without any."""
        super().__init__()
        self.floats = floats
        self.doubts: list[str] = []

    def near(self, form: Form) -> Near | None:
        """Return a number as a float."""
        if form.near is not None:
            return form.near
        if is_wide(form):
            return None
        over = self.times(form.over, form.unit.numerator)
        under = self.times(form.under, form.unit.denominator)
        if OBJECT in (over.lane, under.lane):
            return None
        size = size_of(form)
        if size >= _HUGE:
            return None
        code = self._float(over)
        if under.fixed != 1:
            code = self.emit(FLOAT, "divide", code, self._float(under))
        return Near(code, 4 * _ULP * size, size)

    def _float(self, given: Whole) -> str:
        return self.filled(given.code, FLOAT) if given.fixed is not None else self.cast(given.code, FLOAT)

    def _near(self, found: Form, near: Near | None) -> Form:
        """Return a wide number with its float, any other as it is."""
        fits = near is not None and near.size < _HUGE and self.floats and is_wide(found)
        return replace(found, near=near) if fits else found

    def _nears(self, forms: Sequence[Form]) -> list[Near] | None:
        found = [near for each in forms if (near := self.near(each)) is not None]
        return found if len(found) == len(forms) else None

    def total(self, forms: Sequence[Form]) -> Form:
        """Return a sum."""
        found = super().total(forms)
        return self._near(found, self._sum(forms)) if self.floats and is_wide(found) else found

    def _sum(self, forms: Sequence[Form]) -> Near | None:
        parts = self._nears(forms)
        if parts is None:
            return None
        code = parts[0].code
        for each in parts[1:]:
            code = self.emit(FLOAT, "add", code, each.code)
        size = sum((each.size for each in parts), Fraction(0))
        return Near(code, sum((each.error for each in parts), len(parts) * _ULP * size), size)

    def negative(self, form: Form) -> Form:
        """Return 0 − a number."""
        found = super().negative(form)
        if form.near is None:
            return found
        return self._near(found, form.near._replace(code=self.emit(FLOAT, "negative", form.near.code)))

    def multiplied(self, a: Form, b: Form) -> Form:
        """Return a product."""
        found = super().multiplied(a, b)
        if not self.floats or not is_wide(found):
            return found
        parts = self._nears((a, b))
        if parts is None:
            return found
        one, other = parts
        size = one.size * other.size
        error = one.error * other.size + other.error * one.size + one.error * other.error + 2 * _ULP * size
        return self._near(found, Near(self.emit(FLOAT, "multiply", one.code, other.code), error, size))

    def extreme(self, op: Op, forms: Sequence[Form]) -> Form:
        """Return the least or the greatest of numbers."""
        found = super().extreme(op, forms)
        parts = self._nears(forms) if self.floats and is_wide(found) else None
        if parts is None:
            return found
        code = parts[0].code
        for each in parts[1:]:
            code = self.emit(FLOAT, "minimum" if op is Op.MIN else "maximum", code, each.code)
        return self._near(found, Near(code, max(each.error for each in parts), max(each.size for each in parts)))

    def chosen_form(self, truth: str, a: Form, b: Form, *, known: tuple[bool, bool]) -> Form:
        """Return a where a truth value holds, else b."""
        found = super().chosen_form(truth, a, b, known=known)
        parts = self._nears((a, b)) if self.floats and is_wide(found) else None
        if parts is None:
            return found
        one, other = parts
        code = self.emit(FLOAT, "where", truth, one.code, other.code)
        return self._near(found, Near(code, max(one.error, other.error), max(one.size, other.size)))

    def within(self, form: Form, low: Fraction | None, high: Fraction | None) -> Form:
        """Return a number that is known to lie from low to high."""
        form = super().within(form, low, high)
        if low is None or high is None or form.plain:
            return form
        size = max(abs(low), abs(high))
        near = form.near
        if near is not None:
            near = near._replace(size=min(near.size, size))
        return replace(form, size=size, near=near)

    # --- decisions ----------------------------------------------------------------------------------------------

    def _steps(self, near: Near, step: Fraction) -> Near:
        """Return a number in steps."""
        code = near.code
        if step.denominator != 1:
            code = self.emit(FLOAT, "multiply", code, str(step.denominator))
        if step.numerator != 1:
            code = self.emit(FLOAT, "divide", code, str(step.numerator))
        size = near.size / step
        return Near(code, near.error / step + 3 * _ULP * size, size)

    def _doubt(self, apart: str, error: Fraction) -> None:
        """Mark the rows whose distance from where the answer changes is no more than the error."""
        self.doubts.append(self.negated(self.emit(BOOL, "less", _up(error * _SLACK), apart)))

    def rounded(self, form: Form, how: Rounding, low: int, high: int) -> Form:
        """Return a number rounded to a multiple of a step."""
        near = form.near
        fits = near is not None and near.size / how.step < 1 << 50
        if near is None or not fits or how.step.denominator >= _GRAIN or how.step.numerator >= _GRAIN:
            return super().rounded(form, how, low, high)
        steps = self._steps(near, how.step)
        if low >= 0:
            mode = {"truncate": "down", "half_even": "half", "half_up": "half"}.get(how.mode, how.mode)
        elif how.mode in ("up", "down"):
            mode = how.mode
        else:
            return super().rounded(form, how, low, high)
        return Form(self._floor(steps, low, high, mode), how.step)

    def floored(self, form: Form, low: int, high: int) -> Form:
        """Return the greatest whole number that is not above a number."""
        near = form.near
        if near is None or near.size >= 1 << 50:
            return super().floored(form, low, high)
        return Form(self._floor(near, low, high, "down"), Fraction(1))

    def _floor(self, near: Near, low: int, high: int, mode: str) -> Whole:
        code, error = near.code, near.error
        if mode == "half":
            code = self.emit(FLOAT, "add", code, "(1 / 2)")
            error += _ULP * (near.size + 1)
        elif mode == "up":
            code = self.emit(FLOAT, "negative", code)
        floor = self.emit(FLOAT, "floor", code)
        over = self.emit(FLOAT, "subtract", code, floor)  # exact: what stands behind the point
        apart = self.emit(FLOAT, "minimum", over, self.emit(FLOAT, "subtract", "1", over))
        self._doubt(apart, error + 2 * _ULP)
        most = int(near.size) + 2
        low, high = max(low, -most), min(high, most)
        if low >= high:
            return number(low)
        ends = (-high, -low) if mode == "up" else (low, high)
        found = Whole(self.cast(floor, lane_of(*ends)), *ends)
        return self.times(found, -1) if mode == "up" else found

    def compared_forms(self, op: Op, a: Form, b: Form) -> str:
        """Return the truth value a < b, a <= b or a == b."""
        if a.near is None and b.near is None:
            return super().compared_forms(op, a, b)
        parts = self._nears((a, b))
        if parts is None:
            return super().compared_forms(op, a, b)
        one, other = parts
        apart = self.emit(FLOAT, "subtract", one.code, other.code)
        size = one.size + other.size
        self._doubt(self.emit(FLOAT, "absolute", apart), one.error + other.error + _ULP * size)
        return "False" if op is Op.EQ else self.emit(BOOL, "less", apart, "0")


def _up(value: Fraction) -> str:
    """Return the text of a binary float that is no less than a number from 0 on."""
    power = 1
    while value * power < _GRAIN // 2:
        power *= 2
        if power >= 1 << 1000:
            return f"(1 / {power})"
    return f"({(value * power).__ceil__()} / {power})"
