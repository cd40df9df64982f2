"""Curves of ``scoring check --curve`` against the scores of the shipped rulesets, and the sizes of steps."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING

import pytest

from scoring.analysis.chain import Chain, Floor, Inverse, Line
from scoring.analysis.piece import NotProved
from scoring.checks.curve import _Looked
from scoring.checks.curve_rows import Row, Steps, in_stairs, steps_of
from scoring.checks.look import Look
from scoring.checks.settings import Settings
from scoring.graph import Rounding
from scoring.interpret import interpret
from scoring.ruleset import load
from test_structure import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.analysis.subject import Subject
    from scoring.checks.curve import Curve
    from scoring.reading import Read

F = Fraction
RULESETS = sorted(
    path
    for path in ROOT.glob("rulesets/*/*.yaml")
    if not path.name.startswith("cases") and not path.name.endswith(".test.yaml")
)


def looks(path: str) -> Iterator[_Looked]:
    """Yield the curves of every leaf of a ruleset, by each of its first numbers."""
    seen = Look(load(path), Settings(), [None]).first
    for plan in seen.plans():
        node = seen.subject.score(plan.score)
        for variable in () if plan.children else seen.subject.numbers(node)[:6]:
            try:
                yield _Looked(seen.subject, node, variable, 50_000)
            except NotProved:
                continue


def cases(subject: Subject, looked: _Looked, curve: Curve) -> Iterator[dict[str, Read]]:
    """Yield some cases that a curve is said to hold for, without the figure that it goes by."""
    others = {name: F(0) for name in subject.used(looked.node) - {looked.variable.name}}
    for words in islice(product(*curve.words.values()), 4):
        yield {**others, **dict(zip(curve.words, words, strict=True)), **curve.fixed}


def places(row: Row, *, whole: bool) -> set[Fraction]:
    """Return some places of a row, its ends among them if they belong to it."""
    low = (F(0) if row.high is None else row.high) - 7 if row.low is None else row.low
    high = low + 7 if row.high is None else row.high
    if whole:
        return {low, high, F(((low + high) / 2).__floor__())}
    ends = {low} if row.from_low or row.low is None else set()
    ends |= {high} if row.to_high or row.high is None else set()
    return ends | {(low + high) / 2, low + (high - low) / 3}


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_rows_say_what_cases_score(path: object) -> None:
    for looked in looks(str(path)):
        for curve in looked.curves:
            for case in cases(looked.subject, looked, curve):
                for row in curve.rows:
                    for place in places(row, whole=looked.variable.whole):
                        score = interpret([looked.node], {**case, looked.variable.name: place})[looked.node]
                        assert isinstance(score, Fraction) is row.scored, (looked.variable.name, case, place)
                        if isinstance(score, Fraction):
                            assert is_between(row, place, score), (looked.variable.name, case, place, score, row)


def is_between(row: Row, place: Fraction, score: Fraction) -> bool:
    """Whether a score lies where a row says: on its line, or between its ends where it goes in steps or bends."""
    if row.at_low is None or row.at_high is None:
        return True  # without limit
    if row.level is not None:
        return score == row.level
    if place in (row.low, row.high):
        return score == (row.at_low if place == row.low else row.at_high)
    return min(row.at_low, row.at_high) <= score <= max(row.at_low, row.at_high)


def test_steps_are_told_by_height_and_width() -> None:
    half = Rounding("half_up", F(1, 100))
    each_percent = (Line(F(100), F(0)), Floor())
    assert steps_of(Chain((), F(2), F(0))) is None
    assert steps_of(Chain(each_percent, F(-1, 10), F(5))) == Steps(F(1, 10), F(1, 100))
    assert steps_of(Chain((*each_percent, Line(F(-1, 10), F(5)), half), F(1), F(0))) == Steps(F(1, 10), F(1, 100))
    assert steps_of(Chain((*each_percent, Line(F(1, 3), F(0)), half), F(1), F(0))) == Steps()
    assert steps_of(Chain((Line(F(5), F(0)), half), F(1), F(0))) == Steps(F(1, 100), F(1, 500), rounded=True)
    assert steps_of(Chain((Inverse(), Floor()), F(2), F(0))) == Steps(F(2), None)


def test_equal_steps_are_one_staircase() -> None:
    def level(low: int, high: int, points: int) -> Row:
        return Row(F(low), F(high), True, False, F(points), F(points), steps=None, scored=True)  # noqa: FBT003  # ends

    stairs = [level(0, 10, 1), level(10, 20, 2), level(20, 30, 3), level(30, 40, 4)]
    (one,) = in_stairs(stairs)
    assert one == Row(F(0), F(40), True, False, F(1), F(4), steps=Steps(F(1), F(10)), scored=True)  # noqa: FBT003  # ends
    last = level(40, 45, 5)
    assert in_stairs([*stairs, last]) == [one, last]
    assert in_stairs(stairs[:2]) == stairs[:2]
