"""Rows for tables of any ruleset: values at the edges of its rules, plain ones, gaps, zeros, and what is refused."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

from scoring.columns import blocks
from scoring.columns.column import Coded, Column, Scaled, column
from scoring.graph import Type
from scoring.number import places_of
from scoring.reading import Domain, Refusal, read_value
from scoring.testing.making import Maker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.columns.names import Array
    from scoring.columns.runner import Columns
    from scoring.columns.table import Table
    from scoring.reading import Read
    from scoring.ruleset import Ruleset

Row = dict[str, object]


def fast_rows(columns: Columns, given: Mapping[str, Column], *, threads: int = 1) -> Table:
    """Score rows twice in one table, the second time as machine code if that is possible; return all the results."""
    many = len(next(iter(given.values())))
    twice = {name: each.part(np.r_[:many, :many]) for name, each in given.items()}
    with patch.multiple(blocks, FEW=1, FIRST=many, SIZE=max(many // threads, 1)):
        return columns.score(twice, threads=threads)


def narrow(given: Column) -> Column:
    """Return a column of values of Python as an array of their kind, if they are of one that has such."""
    if not isinstance(given.values, np.ndarray) or given.values.dtype != object or given.there is None:
        return given
    there = given.there
    some = [each for each, is_given in zip(given.values, there, strict=True) if is_given]
    kinds = {type(each) for each in some}
    if kinds == {bool}:
        return Column(np.asarray([each is True for each in given.values]), there)
    if kinds == {str}:
        words = tuple(dict.fromkeys(some))
        codes = [words.index(each) if is_given else 0 for each, is_given in zip(given.values, there, strict=True)]
        return Column(Coded(np.asarray(codes, "i4"), words), there)
    return _narrow_numbers(given, there) if some and kinds <= {int, Fraction, Decimal} else given


def _narrow_numbers(given: Column, there: Array) -> Column:
    numbers = [Fraction(each) if is_given else Fraction(0) for each, is_given in zip(given.values, there, strict=True)]
    places = [places_of(each) for each in numbers]
    known = [each for each in places if each is not None]
    if len(known) < len(places) or max(abs(each) for each in numbers) * 10 ** max(known) >= 10**15:
        return given
    if not max(known):
        return Column(np.asarray([int(each) for each in numbers], "i8"), there)
    if len(numbers) % 2:
        return Column(Scaled(np.asarray([int(each * 10 ** max(known)) for each in numbers], "i8"), max(known)), there)
    return Column(np.asarray([each.numerator / each.denominator for each in numbers]), there)


class Rows:
    """Draws rows of one ruleset."""

    def __init__(self, ruleset: Ruleset, method: str | None, seed: int) -> None:
        """Look for the edges."""
        self.dice = random.Random(seed)  # noqa: S311 - figures to score, not secrets
        self.program = ruleset.program(method)
        self.evaluator = ruleset.evaluator(method)
        maker = Maker(ruleset, method)
        self.figures = {name: each for name, each in self.program.domains.items() if "/" not in name}
        self.nodes = {name: each for name, each in self.program.domains.items() if "/" in name}
        self.edges: dict[str, Sequence[Read]] = {name: maker.options(name, each) for name, each in self.figures.items()}

    def row(self, kind: str) -> Row:
        """Return a row: ``edges`` only, ``plain``, with ``gaps``, or ``wild``: zeros, far and refused values."""
        found: Row = {}
        for name, domain in self.figures.items():
            absent = {"gaps": 0.15, "wild": 0.03}.get(kind, 0.0)
            if self.dice.random() >= absent:
                found[name] = self._figure(name, domain, kind)
        for name in self.nodes:
            value = self._node(name, kind)
            if value is not None:
                found[name] = value
        return found if kind == "wild" else self._repaired(found)

    def _repaired(self, row: Row) -> Row:
        """Return a row with marks that the ruleset allows, and none of nodes that it does not have."""
        for _ in range(3):
            inputs = {name: value for name, raw in row.items() if (value := self._read(name, raw)) is not None}
            evaluation = self.evaluator.evaluate(inputs)
            wrong = [check for check in self.program.checks if evaluation.value(check.node) is True]
            for check in wrong:
                low, high = (evaluation.value(check.facts[end].node) if end in check.facts else None
                             for end in ("low", "high"))  # fmt: skip
                if check.code == "mark-range" and isinstance(low, Fraction) and isinstance(high, Fraction):
                    row[check.subject] = low + (high - low) * self.dice.randint(0, 3) / 4
                elif check.code == "mark-reason":
                    row[f"{check.subject.removesuffix('.deduct')}.because"] = True
                else:
                    row.pop(check.subject, None)
            for path, taken in self.program.taken.items():
                if evaluation.value(taken) is False:
                    row = {name: value for name, value in row.items() if name.rpartition("/")[0] != path}
        return row

    def _read(self, name: str, raw: object) -> Read | None:
        value = read_value(raw, self.program.domains[name], written=False)
        return None if isinstance(value, Refusal) else value

    def _figure(self, name: str, domain: Domain, kind: str) -> object:
        edges = self.edges[name]
        if kind == "wild" and self.dice.random() < 0.02:
            return self.dice.choice(("", "nonsense", -1, 10**16, True, 1.5, Decimal("NaN"), Fraction(1, 3), "12.5"))
        if domain.type is not Type.NUMBER or domain.date or kind == "edges" or self.dice.random() < 0.4:
            value = self.dice.choice(edges)
        else:
            value = self._number(domain, kind)
        if domain.date:
            return np.datetime64(int(value) - 719_163, "D").item()
        return value

    def _number(self, domain: Domain, kind: str) -> Fraction:
        if kind == "wild" and self.dice.random() < 0.2:
            value = Fraction(self.dice.choice((0, 0, -3, 10**9, 10**14, Fraction(1, 10**9), Fraction(7, 10**17))))
        else:
            most = domain.high if domain.high is not None else Fraction(self.dice.choice((1, 10, 2000, 10**6)))
            steps = self.dice.choice((1, 10, 100, 100, 1000, 12345))
            value = most * self.dice.randint(0, steps) / steps
        if domain.whole:
            value = Fraction(value.__floor__())
        value = value if domain.low is None else max(value, domain.low)
        value = value if domain.high is None else min(value, domain.high)
        rounded = Fraction(round(value * 10**6), 10**6)
        return value if kind == "wild" or places_of(value) is not None else rounded

    def _node(self, name: str, kind: str) -> object:
        """Return a mark, a set score, a count of findings, a reason, mostly none."""
        path, _, key = name.rpartition("/")
        often = {"mark": 0.9, "findings": 0.2, "set": 0.01, "not_applicable": 0.02, "mark.because": 0.95}.get(key, 0)
        if kind == "gaps" and key == "mark":
            often = 0.7
        if path not in self.program.plans or self.dice.random() >= often:
            return None
        points = self.program.plans[path].printed.payload
        top = points if isinstance(points, Fraction) else Fraction(1)
        if key == "findings":
            return self.dice.randint(0, 3)
        if key in ("not_applicable", "mark.because"):
            return True
        wrong = kind == "wild" and self.dice.random() < 0.02
        return top * self.dice.randint(0, 10) / 10 + (1 if wrong else 0)


def table(rows: Sequence[Row], domains: dict[str, Domain], dice: random.Random) -> dict[str, Column]:
    """Return rows as columns, in one of the forms that fit: objects, binary floats, whole numbers, truth values."""
    found: dict[str, Column] = {}
    for name in domains:
        values = [row.get(name) for row in rows]
        there = np.asarray([each is not None for each in values])
        if there.any():
            found[name] = Column(_array(values, dice), None if there.all() else there)
    return found


def _array(values: Sequence[object], dice: random.Random) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
    some = [each for each in values if each is not None]
    if all(isinstance(each, bool) for each in some):
        return np.asarray([each is True for each in values])
    if all(isinstance(each, Fraction | int) and not isinstance(each, bool) for each in some) and dice.random() < 0.7:
        numbers = [Fraction(0) if each is None else Fraction(str(each)) for each in values]
        if all(each.denominator == 1 and abs(each) < 2**62 for each in numbers):
            return np.asarray([int(each) for each in numbers])
        floats = [float(each) for each in numbers]
        if all(Fraction(repr(each)) == exact for each, exact in zip(floats, numbers, strict=True)):
            return np.asarray(floats)
    return np.asarray(column(list(values)).values)
