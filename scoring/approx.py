"""Logarithms, powers, roots and the normal distribution: defined to 50 significant digits, the same everywhere.

The value of a function is the exact one where that is a fraction (the page on semantics says where this is looked
for), else the exact one rounded half-even to 50 significant digits. A result is never trusted for its last digit: it
is computed with a proved error, and with more digits until both ends of what it may be round to the same number.
Decimal arithmetic takes part with contexts of its own, so neither a thread nor its ambient context plays a part.

Example:
    >>> value("root", Fraction(27, 8), Fraction(3)), value("log10", Fraction(1, 100)), value("ln", Fraction(0))
    (Fraction(3, 2), Fraction(-2, 1), None)
"""

from __future__ import annotations

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

DIGITS = 50
"""Significant digits of a result that is no fraction."""

MAX_EXPONENT = 1000
"""A power is undefined where its decimal logarithm (to 50 digits) lies beyond ± this."""

MAX_EXP = 2302
"""``exp`` is defined from minus to plus this, so that its results have some thousand digits at most."""

LEAST_NORMAL = -67
"""``normal`` is 0 below this; there it is less than 10**-977."""

MAX_DEGREE = 100
"""The greatest n of an n-th root."""

EXACT_POWER = 20
"""A power of a fraction is a fraction up to this exponent, and down to minus it."""

FUNCTIONS = {"ln": 1, "log10": 1, "exp": 1, "normal": 1, "root": 2, "power": 2}
"""Name → number of operands."""

_START = DIGITS + 20
_CERTAIN = 15  # from here on ``normal`` is 1 to 50 digits
_BITS = 20_000  # of a power that is worked out with integers
_REMEMBERED = 4096
_ONE = Fraction(1)


class _Within(NamedTuple):
    """A result that is ``over`` ± ``error``, both divided by ``under``."""

    over: int
    error: int
    under: int


@lru_cache(_REMEMBERED)
def value(function: str, *args: Fraction) -> Fraction | None:
    """Return the value of a function, None where it is undefined.

    Args:
        function: one of `FUNCTIONS`.
        args: its operands. The second one of ``root`` is the degree, a whole number from 1 to `MAX_DEGREE`.
    """
    return _COMPUTE[function](*args)


def _ln(x: Fraction) -> Fraction | None:
    if x <= 0:
        return None
    return Fraction(0) if x == 1 else _decided(lambda digits: _logarithm(Context.ln, x, digits))


def _log10(x: Fraction) -> Fraction | None:
    if x <= 0:
        return None
    over, under = _tens(x.numerator), _tens(x.denominator)
    if over is not None and under is not None:
        return Fraction(over - under)
    return _decided(lambda digits: _logarithm(Context.log10, x, digits))


def _tens(whole: int) -> int | None:
    """Return k of a whole number that is 10**k, None for any other."""
    zeros = whole.bit_length() * 30103 // 100_000
    return next((k for k in (zeros - 1, zeros) if k >= 0 and 10**k == whole), None)


def _logarithm(function: Callable[[Context, Decimal], Decimal], x: Fraction, digits: int) -> _Within:
    """Work out a logarithm; an operand with a relative error of d gives an absolute one of d."""
    context = _context(digits)
    found = function(context, _decimal(context, x))
    return _about(found, digits - 3 - max(0, found.adjusted()))


def _exp(x: Fraction) -> Fraction | None:
    if abs(x) > MAX_EXP:
        return None
    return _decided(lambda digits: _exponential(x, digits)) if x else _ONE


def _exponential(x: Fraction, digits: int) -> _Within:
    """Work out e**x; |x| has four digits before the point, which its absolute error and so the result lose."""
    context = _context(digits)
    found = context.exp(_decimal(context, x))
    return _about(found, digits - 6 - found.adjusted())


def _normal(x: Fraction) -> Fraction | None:
    if x >= _CERTAIN or x < LEAST_NORMAL:
        return _ONE if x > 0 else Fraction(0)
    lost = 0 if x > 0 else int(x * x * Fraction(22, 100)) + 3  # digits before the first one of a small result
    return _decided(lambda digits: _distribution(x, digits), _START + lost) if x else Fraction(1, 2)


def _distribution(x: Fraction, digits: int) -> _Within:
    """Work out the normal distribution as 1/2 ± φ(a) · (a + a³/3 + a⁵/(3·5) + …), a = |x|.

    Terms are whole multiples of 2**-bits, each rounded down. As the factors a²/(2k + 1) fall, an error of one unit
    grows to at most the whole series divided by its first term, which is less than 2 / φ(a); so the product is less
    than 2 units away for each term.
    """
    bits = digits * 10 // 3 + 16
    a = abs(x.numerator << bits) // x.denominator
    square = a * a
    term, series, count = a, a, 1
    while term:
        term = (term * square >> 2 * bits) // (2 * count + 1)
        series += term
        count += 1
    context = _context(digits + 12)
    density = context.exp(_decimal(context, Fraction(-square, 1 << 2 * bits + 1)))
    over, under = density.as_integer_ratio()
    half = 1 << bits - 1
    part = (series * over << bits) // (under * isqrt(_two_pi(bits) << bits))
    return _Within(half + part if x > 0 else half - part, 2 * count + 16, 1 << bits)


@lru_cache(8)
def _two_pi(bits: int) -> int:
    """Return 2π in units of 2**-bits, by Machin's formula."""
    spare = 16
    unit = 1 << bits + spare

    def arctan(of: int) -> int:
        """Return the arc whose tangent is 1 / of."""
        power, total, k = unit // of, 0, 1
        while power:
            total += power // k if k % 4 == 1 else -(power // k)
            power //= of * of
            k += 2
        return total

    return 8 * (4 * arctan(5) - arctan(239)) >> spare


def _root(x: Fraction, degree: Fraction) -> Fraction | None:
    if degree.denominator != 1 or not 1 <= degree <= MAX_DEGREE or (x < 0 and degree % 2 == 0):
        return None
    if not x:
        return x
    found = _positive_power(abs(x), 1 / degree)
    return found if x > 0 else -found


def _power(x: Fraction, y: Fraction) -> Fraction | None:
    if not x:
        return None if y < 0 else Fraction(not y)
    if (x < 0 and y.denominator != 1) or not _in_reach(abs(x), y):
        return None
    found = _positive_power(abs(x), y)
    return -found if x < 0 and y % 2 == 1 else found


def _in_reach(x: Fraction, y: Fraction) -> bool:
    """Return whether the logarithm of a power lies within `MAX_EXPONENT`."""
    bits = max(x.numerator.bit_length(), x.denominator.bit_length())
    if abs(y) * bits <= 3 * MAX_EXPONENT:  # a bit is less than 1/3 of a decimal digit
        return True
    logarithm = value("log10", x)
    return logarithm is not None and abs(y * logarithm) <= MAX_EXPONENT


def _positive_power(x: Fraction, y: Fraction) -> Fraction:
    """Return x**y of an x above 0."""
    base = _exact_root(x, y.denominator)
    if base == 1 or not y:
        return _ONE
    if base is not None:
        exponent = y.numerator
        if abs(exponent) <= EXACT_POWER:
            return base**exponent
        # A fraction in between two numbers of 50 digits has 51 of them: its power then has no more than `_BITS`.
        if abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length()) <= _BITS:
            exact = base**exponent
            return _shortened(exact.numerator, exact.denominator)
    return _decided(lambda digits: _broken_power(x, y, digits))


def _broken_power(x: Fraction, y: Fraction, digits: int) -> _Within:
    """Work out e**(y · ln x); the product has an error of (|y| + 10⁴) units of the last digit at most."""
    context = _context(digits)
    exponent = _decimal(context, y)
    found = context.exp(context.multiply(exponent, context.ln(_decimal(context, x))))
    lost = max(0, exponent.adjusted() + 1)
    return _about(found, digits - 7 - lost - found.adjusted())


def _exact_root(x: Fraction, degree: int) -> Fraction | None:
    """Return the n-th root of a number above 0 that is a fraction, None where it is none."""
    if degree == 1:
        return x
    over = _whole_root(x.numerator, degree)
    under = None if over is None else _whole_root(x.denominator, degree)
    return None if over is None or under is None else Fraction(over, under)


def _whole_root(whole: int, degree: int) -> int | None:
    """Return the n-th root of a whole number above 0 that is whole, None where it is not: guessed, then proved."""
    if whole == 1 or degree >= whole.bit_length():
        return 1 if whole == 1 else None
    if degree == 2:  # noqa: PLR2004  # the commonest by far
        guess = isqrt(whole)
    else:
        context = _context(whole.bit_length() // (3 * degree) + 16)
        logarithm = context.divide(context.ln(Decimal(whole)), Decimal(degree))
        guess = int(context.to_integral_value(context.exp(logarithm)))
    return guess if guess**degree == whole else None


_COMPUTE: dict[str, Callable[..., Fraction | None]] = {
    "ln": _ln, "log10": _log10, "exp": _exp, "normal": _normal, "root": _root, "power": _power,
}  # fmt: skip


# --- to the last digit ------------------------------------------------------------------------------------------


def _decided(compute: Callable[[int], _Within], digits: int = _START) -> Fraction:
    """Return a result that is no fraction, rounded: with more digits until its last one is certain."""
    while True:
        over, error, under = compute(digits)
        low = _shortened(over - error, under)
        if low == _shortened(over + error, under):
            return low
        digits *= 2


def _shortened(over: int, under: int) -> Fraction:
    """Return a fraction rounded half-even to 50 significant digits."""
    size = abs(over)
    if not size:
        return Fraction(0)
    places = DIGITS - (size.bit_length() - under.bit_length()) * 30103 // 100_000
    while True:
        scaled, by = (size * 10**places, under) if places >= 0 else (size, under * 10**-places)
        if scaled >= by * 10**DIGITS:
            places -= 1
        elif scaled < by * 10 ** (DIGITS - 1):
            places += 1
        else:
            break
    whole, rest = divmod(scaled, by)
    if 2 * rest > by or (2 * rest == by and whole % 2):
        whole += 1
    signed = whole if over > 0 else -whole
    return Fraction(signed, 10**places) if places >= 0 else Fraction(signed * 10**-places)


def _context(digits: int) -> Context:
    """Return a context that nothing outside can have changed."""
    traps = [InvalidOperation, DivisionByZero, Overflow]
    return Context(digits, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, 1, 0, [], traps)


def _decimal(context: Context, x: Fraction) -> Decimal:
    return context.divide(Decimal(x.numerator), Decimal(x.denominator))


def _about(found: Decimal, places: int) -> _Within:
    """Return a decimal that is off by 10**-places at most."""
    over, under = found.as_integer_ratio()
    if places < 0:
        return _Within(over, under * 10**-places, under)
    return _Within(over * 10**places, under, under * 10**places)
