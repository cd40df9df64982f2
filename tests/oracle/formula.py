"""Formulas: a recursive-descent parser that returns closures over a scope."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from math import floor
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Protocol, TypeAlias

from oracle import digits
from oracle.kinds import Day, in_calendar, merits, read_day
from oracle.reuse import Passed
from oracle.values import (
    Unknown,
    Value,
    Watch,
    all_of,
    any_of,
    joined,
    lift,
    negation,
    number,
    read_number,
    undefined,
)

if TYPE_CHECKING:
    from oracle.plain import Table

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?%?)|(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<word>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign><=|>=|==|!=|[-+*/<>(),]))"
)
_COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lambda a, b: lt(*merits((a, b))),
    "<=": lambda a, b: le(*merits((a, b))),
    ">": lambda a, b: gt(*merits((a, b))),
    ">=": lambda a, b: ge(*merits((a, b))),
}


class Scope(Protocol):
    """Where a formula stands: what its names mean."""

    @property
    def watch(self) -> Watch:
        """The notes of divisors."""

    def read(self, name: str) -> Value:
        """Return the value of a name."""

    def given(self, name: str) -> bool:
        """Whether the case states this figure."""

    def words(self, name: str) -> list[str]:
        """Return the words of a figure, in their order."""

    def written(self, text: str) -> str:
        """Return what a name stands for as it was written, where a shape was given a bare percent; else the text."""

    def function(self, name: str, passed: list[Passed]) -> tuple[Table, Scope]:
        """Return the form of one of the author's functions, and the scope inside it with these values."""


Run: TypeAlias = Callable[[Scope], Value]


@dataclass(frozen=True)
class Formula:
    """A formula that can be run, and the names it mentions anywhere."""

    run: Run
    names: frozenset[str]


@lru_cache(maxsize=10_000)
def formula(text: str) -> Formula:
    """Parse a formula; ValueError if it is none."""
    parser = _Parser(text)
    run = parser.conditional()
    if parser.at < len(parser.tokens):
        raise ValueError(f"formula {text!r} goes on after its end")
    return Formula(run, frozenset(parser.names))


def divide(watch: Watch, value: Value, divisor: Value, *, constant: bool = False) -> Value:
    """Divide; undefined by 0. A divisor that is not constant is noted."""
    if not constant:
        watch.note(divisor)
    known = joined((value, divisor))
    if known is not None:
        return known
    return number(value) / number(divisor) if divisor != 0 else undefined("division-by-zero")


def _compare(sign: str, left: Value, right: Value) -> Value:
    return joined((left, right)) or _COMPARISONS[sign](left, right)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.names: list[str] = []
        place = 0
        while self.text[place:].strip():
            found = _TOKEN.match(self.text, place)
            if found is None or found.lastgroup is None:
                raise ValueError(f"no formula: {text!r}")
            kind = found.lastgroup
            token = found[kind] if kind == "word" else unicodedata.normalize("NFKC", found[kind])
            self.tokens.append((kind, token))
            place = found.end()

    def peek(self, *texts: str) -> bool:
        """Whether the next token is one of these signs or keywords."""
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")
        return kind in ("sign", "name") and text in texts

    def take(self, *texts: str) -> str:
        """Take the next token, which must be one of these if any are said."""
        if self.at >= len(self.tokens) or (texts and not self.peek(*texts)):
            raise ValueError(f"{texts} expected in {self.text!r}")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def conditional(self) -> Run:
        then = self.any()
        if not self.peek("if"):
            return then
        self.take()
        condition = self.any()
        self.take("else")
        other = self.conditional()
        return lambda scope: scope.watch.choose(condition(scope), partial(then, scope), partial(other, scope))

    def any(self) -> Run:
        parts = [self.all()]
        while self.peek("or"):
            self.take()
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else partial(_junction, any_of, parts, decides=True)

    def all(self) -> Run:
        parts = [self.negated()]
        while self.peek("and"):
            self.take()
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else partial(_junction, all_of, parts, decides=False)

    def negated(self) -> Run:
        if not self.peek("not"):
            return self.comparison()
        self.take()
        inner = self.negated()
        return lambda scope: negation(inner(scope))

    def comparison(self) -> Run:
        operands = [self.sum()]
        signs: list[str] = []
        while self.peek(*_COMPARISONS):
            signs.append(self.take())
            operands.append(self.sum())
        if self.peek("in", "not"):
            return self.member(operands[0])
        if not signs:
            return operands[0]

        def run(scope: Scope) -> Value:
            values = [operand(scope) for operand in operands]
            return all_of(map(_compare, signs, values, values[1:]))

        return run

    def member(self, operand: Run) -> Run:
        negative = self.take("in", "not") == "not"
        if negative:
            self.take("in")
        self.take("(")
        words = []
        while not self.peek(")"):
            words.append(self.atom())
            if self.peek(","):
                self.take()
        self.take(")")

        def run(scope: Scope) -> Value:
            value = operand(scope)
            found = any_of([_compare("==", value, word(scope)) for word in words])
            return negation(found) if negative else found

        return run

    def sum(self) -> Run:
        left = self.term()
        while self.peek("+", "-"):
            left = _added(self.take(), left, self.term())
        return left

    def term(self) -> Run:
        left = self.signed()
        while self.peek("*", "/"):
            sign = self.take()
            names = len(self.names)
            right = self.signed()
            left = _multiplied(left, right) if sign == "*" else _divided(left, right, constant=names == len(self.names))
        return left

    def signed(self) -> Run:
        if not self.peek("-", "+"):
            return self.atom()
        sign = self.take()
        inner = self.signed()
        return inner if sign == "+" else lambda scope: lift(lambda x: -x, inner(scope))

    def atom(self) -> Run:
        if self.peek("("):
            self.take()
            inner = self.conditional()
            self.take(")")
            return inner
        text = self.take()
        kind = self.tokens[self.at - 1][0]
        if kind == "number":
            value = read_number(text)
            return lambda _: value if value is not None else undefined("never")
        if kind == "word":
            literal = read_day(text[1:-1]) or text[1:-1]
            return lambda _: literal
        if kind != "name":
            raise ValueError(f"{text!r} stands where a value should, in {self.text!r}")
        if text in ("true", "false"):
            return lambda _: text == "true"
        if self.peek("("):
            return self.call(text)
        self.names.append(text)
        return lambda scope: scope.read(text)

    def call(self, name: str) -> Run:
        self.take("(")
        first = self.tokens[self.at][1]
        names = len(self.names)
        operands: list[Run] = []
        texts: list[str] = []
        while not self.peek(")"):
            before = self.at
            operands.append(self.conditional())
            texts.append(self.tokens[before][1] if self.at == before + 1 else "")
            if self.peek(","):
                self.take()
        self.take(")")
        special: dict[str, Run] = {
            "given": lambda scope: scope.given(first),
            "position": lambda scope: _position(scope, first),
            "known": lambda scope: not isinstance(scope.watch.during(partial(operands[0], scope))[0], Unknown),
            "first_known": lambda scope: _first_known(scope, operands),
        }
        if name in special:
            return special[name]
        if name in ("quotient", "remainder"):
            constant = names == len(self.names)
            return lambda scope: _whole_division(name, scope, operands, constant=constant)
        if name not in _FUNCTIONS and name not in _TO_50_DIGITS:
            return lambda scope: _own(name, scope, operands, texts)
        return lambda scope: _applied(name, scope.watch, [operand(scope) for operand in operands])


def _own(name: str, scope: Scope, operands: list[Run], texts: list[str]) -> Value:
    """Return what one of the author's functions makes of its operands."""
    passed = [Passed(partial(run, scope), scope, text) for run, text in zip(operands, texts, strict=True)]
    form, inside = scope.function(name, passed)
    return evaluate_form[0](form, inside)


evaluate_form: list[Callable[[Table, Scope], Value]] = []
"""How a value form is worked out; `forms`, which stands on formulas, says so."""


def _added(sign: str, left: Run, right: Run) -> Run:
    return lambda scope: _sum(sign, left(scope), right(scope))


def _sum(sign: str, left: Value, right: Value) -> Value:
    """Add or take; a date moved by days is a date, and undefined outside the calendar."""
    found = lift((lambda a, b: a + b) if sign == "+" else (lambda a, b: a - b), left, right)
    if isinstance(found, Unknown) or isinstance(left, Day) is isinstance(right, Day):
        return found
    return Day(found) if in_calendar(found) else undefined("beyond-calendar")


def _extreme(choose: Callable[..., Fraction], *values: Value) -> Value:
    """The least or the greatest of numbers, dates or words."""
    unknown = joined(values)
    if unknown is not None:
        return unknown
    sizes = merits(values)
    return values[sizes.index(choose(sizes))]


def _multiplied(left: Run, right: Run) -> Run:
    return lambda scope: lift(lambda a, b: a * b, left(scope), right(scope))


def _divided(left: Run, right: Run, *, constant: bool) -> Run:
    return lambda scope: divide(scope.watch, left(scope), right(scope), constant=constant)


def _position(scope: Scope, name: str) -> Value:
    word = scope.read(name)
    return word if isinstance(word, Unknown) else Fraction(scope.words(name).index(str(word)) + 1)


def _first_known(scope: Scope, operands: list[Run]) -> Value:
    for operand in operands[:-1]:
        value, _ = scope.watch.during(partial(operand, scope))
        if not isinstance(value, Unknown):
            return value
    return operands[-1](scope)


def _whole_division(name: str, scope: Scope, operands: list[Run], *, constant: bool) -> Value:
    value, divisor = [operand(scope) for operand in operands]
    whole = lift(floor_of, divide(scope.watch, value, divisor, constant=constant))
    return whole if name == "quotient" else lift(lambda x, y, n: x - y * n, value, divisor, whole)


def _applied(name: str, watch: Watch, operands: list[Value]) -> Value:
    """A strict function; whether one to 50 digits has a value is noted as a divisor would be: 0 where it has none."""
    if name in _FUNCTIONS:
        join = _extreme if name in ("min", "max") else lift
        return join(_FUNCTIONS[name], *operands)
    first = next((each for each in operands if isinstance(each, Unknown)), None)
    found = None if first else digits.function(name, *map(number, operands))
    watch.note(first or Fraction(found is not None))
    return joined(operands) or (undefined("outside-domain") if found is None else found)


def floor_of(value: Fraction) -> Fraction:
    """Greatest whole number not above the value."""
    return Fraction(floor(value))


def ceil_of(value: Fraction) -> Fraction:
    """Smallest whole number not below the value."""
    return Fraction(-floor(-value))


_TO_50_DIGITS = ("ln", "log10", "exp", "normal", "root", "power")
_FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "abs": abs,
    "min": min,
    "max": max,
    "clip": lambda x, low, high: min(max(x, low), high),
    "floor": floor_of,
    "ceil": ceil_of,
    "truncate": lambda x: Fraction(int(x)),
}


def _junction(join: Callable[[Iterable[Value]], Value], parts: list[Run], scope: Scope, *, decides: bool) -> Value:
    """Kleene's `and` and `or`; where one operand decides, the divisors of the others do not matter."""
    values, divisors = scope.watch.during(lambda: [part(scope) for part in parts])
    if not any(value is decides for value in values):
        scope.watch.note(*divisors)
    return join(values)
