"""Logarithms, powers, roots and the normal distribution to 50 digits: series in whole numbers, at some 200 digits."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

_PLACES = 220
_UNIT = 10**_PLACES


@lru_cache(maxsize=10_000)
def function(name: str, x: Fraction, y: Fraction | None = None) -> Fraction | None:
    """Return ln, log10, exp, normal, root or power; None where it has no value."""
    if y is not None:
        return _root(x, y) if name == "root" else _power(x, y)
    return {"ln": _ln, "log10": _log10, "exp": _exp, "normal": _normal}[name](x)


def fifty(value: Fraction) -> Fraction:
    """Round half-even to 50 significant digits."""
    if not value:
        return value
    size, places = abs(value), 0
    while size * Fraction(10) ** places >= 10**50:
        places -= 1
    while size * Fraction(10) ** places < 10**49:
        places += 1
    whole = Fraction(round(size * Fraction(10) ** places))
    return (whole if value > 0 else -whole) / Fraction(10) ** places


def logarithm(x: Fraction) -> Fraction:
    """Natural logarithm of a number above 0: x = m · 2^k, ln m = 2 artanh((m − 1) ÷ (m + 1))."""
    k = 0
    while x > Fraction(4, 3):
        x, k = x / 2, k + 1
    while x < Fraction(2, 3):
        x, k = x * 2, k - 1
    return _artanh((x - 1) / (x + 1)) * 2 + k * 2 * _artanh(Fraction(1, 3))


@lru_cache(maxsize=1000)
def _artanh(x: Fraction) -> Fraction:
    term = x.numerator * _UNIT // x.denominator
    square = term * term // _UNIT
    total, n = 0, 1
    while term not in (0, -1):
        total += term // n
        term = term * square // _UNIT
        n += 2
    return Fraction(total, _UNIT)


def exponential(x: Fraction) -> Fraction:
    """The exponential function: e^x = 2^k · e^r."""
    two = logarithm(Fraction(2))
    k = round(x / two)
    rest = x - k * two
    small = rest.numerator * _UNIT // rest.denominator
    term = total = _UNIT
    n = 1
    while term not in (0, -1):
        term = term * small // (_UNIT * n)
        total += term
        n += 1
    return Fraction(total, _UNIT) * Fraction(2) ** k


def _ln(x: Fraction) -> Fraction | None:
    return fifty(logarithm(x)) if x > 0 else None


def _log10(x: Fraction) -> Fraction | None:
    if x <= 0:
        return None
    found = logarithm(x) / logarithm(Fraction(10))
    near = round(found)
    return Fraction(near) if Fraction(10) ** near == x else fifty(found)


def _exp(x: Fraction) -> Fraction | None:
    return fifty(exponential(x)) if abs(x) <= 2302 else None


def _normal(x: Fraction) -> Fraction | None:
    """1/2 + 1/√(2π) · (x − x³/(2·3) + x⁵/(2²·2!·5) − …), with as many digits as its terms cancel."""
    if x < -67:
        return Fraction(0)
    if x > 30:
        return Fraction(1)
    unit = 10 ** (_PLACES + int(x * x))
    return fifty(Fraction(1, 2) + Fraction(_series(x, unit), unit) / _square_root(2 * _pi()))


def _series(x: Fraction, unit: int) -> int:
    term = x.numerator * unit // x.denominator
    total, k = 0, 0
    while term not in (0, -1):
        total += term // (2 * k + 1)
        k += 1
        term = -term * x.numerator**2 // (2 * k * x.denominator**2)
    return total


@lru_cache(maxsize=1)
def _pi() -> Fraction:
    """π = 4 (arctan 1/2 + arctan 1/3)."""
    return 4 * (_arctan(2, 1500) + _arctan(3, 1500))


def _arctan(of: int, places: int) -> Fraction:
    unit = 10**places
    total, sign, n = 0, 1, 1
    term = unit // of
    while term:
        total += sign * (term // n)
        term //= of * of
        sign, n = -sign, n + 2
    return Fraction(total, unit)


def _square_root(x: Fraction) -> Fraction:
    unit = 10**1200
    return Fraction(_whole_root(x.numerator * unit**2 // x.denominator, 2), unit)


def _whole_root(whole: int, degree: int) -> int:
    """Return the greatest whole number whose power is not above another, by halving."""
    low, high = 0, 1 << (whole.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= whole else (low, middle)
    return low


def _root(x: Fraction, degree: Fraction) -> Fraction | None:
    n = int(degree)
    if x < 0:
        other = _root(-x, degree) if n % 2 else None
        return None if other is None else -other
    exact = _perfect(x, n)
    if exact is not None:
        return exact
    return fifty(exponential(logarithm(x) / n))


def _perfect(x: Fraction, n: int) -> Fraction | None:
    """Return the n-th root of a number that is a fraction."""
    if x in (0, 1) or n > max(x.numerator.bit_length(), x.denominator.bit_length()):
        return x if x in (0, 1) else None
    found = Fraction(_whole_root(x.numerator, n), _whole_root(x.denominator, n))
    return found if found**n == x else None


def _power(x: Fraction, y: Fraction) -> Fraction | None:
    if x == 0:
        return None if y < 0 else Fraction(y == 0)
    tens = _log10(abs(x))
    if (x < 0 and y.denominator > 1) or tens is None or abs(y * tens) > 1000:
        return None
    base = _perfect(abs(x), y.denominator)
    sign = -1 if x < 0 and y % 2 == 1 else 1
    if base is not None and (abs(y.numerator) <= 20 or base == 1):
        return sign * base**y.numerator
    if base is not None and abs(y.numerator) <= 5000:
        return sign * fifty(base**y.numerator)
    return sign * fifty(exponential(y * logarithm(abs(x))))
