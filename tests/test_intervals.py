"""Ranges hold every value a node can get, and are exact where each missing input reaches it once."""

import random
from fractions import Fraction

import pytest

import random_graphs as rg
from scoring import graph as g
from scoring.approx import value as exact
from scoring.evaluator import Evaluator
from scoring.graph import Node, Type, Unknown, Value
from scoring.interpret import GIVEN, interpret
from scoring.intervals import Between, OneOf, Range, ranges
from scoring.reading import Domain, Read

F = Fraction
X, Y = g.input_("x"), g.input_("y")
P = g.input_("p", Type.TRUTH)
KIND = g.input_("kind", Type.CHOICE)
DOMAINS = {
    "x": Domain("x", low=F(0), high=F(10)),
    "y": Domain("y", low=F(-2), high=F(3)),
    "z": Domain("z", low=F(1)),
    "p": Domain("p", Type.TRUTH),
    "kind": Domain("kind", Type.CHOICE, words=("city", "district")),
}


def holds(possible: Range, value: Value) -> bool:
    """Return whether a range allows a value."""
    if isinstance(value, Unknown):
        return possible.undefined
    if isinstance(possible, OneOf):
        return value in possible.values
    assert isinstance(value, Fraction)
    low, high, _ = possible
    return (low is None or low <= value) and (high is None or value <= high)


def contained(seed: int) -> None:
    """Fill in the missing inputs of a random case again and again; no node may leave its range."""
    dice = random.Random(seed)  # noqa: S311 - figures, not secrets
    program = rg.program(dice, 30)
    full = rg.case(dice, program.domains, absent=0)
    known: dict[str, Read] = {name: value for name, value in full.items() if dice.random() < 0.5}
    possible = ranges(program.outputs, known, program.domains)
    for _ in range(25):
        other = rg.case(dice, program.domains, absent=0)
        inputs = {**other, **known}
        values = interpret(program.outputs, {**inputs, **{GIVEN + name: True for name in inputs}})
        for node, value in values.items():
            assert holds(possible[node], value), (seed, node, possible[node], value)


def test_no_value_leaves_its_range() -> None:
    for seed in range(120):
        contained(seed)


@pytest.mark.long
def test_no_value_leaves_its_range_at_length() -> None:
    for seed in range(1000, 6000):
        contained(seed)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (g.add(X, Y), Between(F(-2), F(13))),
        (X - Y, Between(F(-3), F(12))),
        (X * Y, Between(F(-20), F(30))),
        (Y * Y, Between(F(0), F(9))),
        (X - X, Between(F(0), F(0))),
        (g.absolute(Y), Between(F(-2), F(3))),
        (X / g.input_("z"), Between(F(0), F(10))),
        (g.const(1) / g.input_("z"), Between(F(0), F(1))),
        (g.const(-1) / g.input_("z"), Between(F(-1), F(0))),
        (g.const(1) / X, Between(F(1, 10), None, undefined=True)),
        (g.const(1) / Y, Between(None, None, undefined=True)),
        (g.const(1) / (g.const(-1) - X), Between(F(-1), F(-1, 11))),
        (g.minimum(X, g.const(4)), Between(F(0), F(4))),
        (g.minimum(g.input_("z"), g.const(4)), Between(F(1), F(4))),
        (g.maximum(g.input_("z"), X), Between(F(1), None)),
        (g.floor(Y / g.const(4)), Between(F(-1), F(0))),
        (g.rounded(Y, "half_up", F(4)), Between(F(-4), F(4))),
        (g.less(X, g.ZERO), OneOf(frozenset((False,)))),
        (g.at_most(Y, g.const(3)), OneOf(frozenset((True,)))),
        (g.equal(X, g.const(11)), OneOf(frozenset((False,)))),
        (g.equal(KIND, g.const("village")), OneOf(frozenset((False,)))),
        (g.both(P, g.less(X, g.ZERO)), OneOf(frozenset((False,)))),
        (g.either(P, g.less(g.ZERO, X + g.ONE)), OneOf(frozenset((True,)))),
        (g.negated(P), OneOf(frozenset((True, False)))),
        (g.if_(P, X, Y), Between(F(-2), F(10))),
        (g.if_(P, X, g.undefined("no-band")), Between(F(0), F(10), undefined=True)),
        (g.if_(g.less(X, g.ZERO), X / g.ZERO, Y), Between(F(-2), F(3))),
        (g.pick(KIND, {"city": X, "district": Y}, g.undefined("no-entry")), Between(F(-2), F(10))),
        (g.pick(KIND, {"city": X}, g.undefined("no-entry")), Between(F(0), F(10), undefined=True)),
        (g.approx("ln", X), Between(None, exact("ln", F(10)), undefined=True)),
        (g.approx("log10", X + g.ONE), Between(F(0), exact("log10", F(11)))),
        (g.approx("exp", Y), Between(exact("exp", F(-2)), exact("exp", F(3)))),
        (g.approx("exp", X * g.const(1000)), Between(F(1), exact("exp", F(2302)), undefined=True)),
        (g.approx("normal", g.input_("z")), Between(exact("normal", F(1)), F(1))),
        (g.approx("root", X - g.const(11), g.const(2)), Between(F(1), F(0), undefined=True)),
        (g.approx("root", g.const(8), g.const(3)), Between(F(2), F(2))),
        (g.approx("power", X - g.const(11), g.input_("z")), Between(None, None, undefined=True)),
        (g.approx("power", X, Y), Between(F(0), None, undefined=True)),
    ],
)
def test_ranges(node: Node, expected: Range) -> None:
    assert ranges([node], {}, DOMAINS)[node] == expected


@pytest.mark.parametrize(
    ("node", "low", "high", "undefined"),
    [
        (g.approx("root", X, g.const(2)), F(0), exact("root", F(10), F(2)), False),
        (g.approx("root", Y, g.const(3)), exact("root", F(-2), F(3)), exact("root", F(3), F(3)), False),
        (g.approx("root", Y, g.const(4)), F(0), exact("root", F(3), F(4)), True),
        (g.approx("power", X + g.ONE, g.const(F(-1, 2))), exact("power", F(11), F(-1, 2)), F(1), False),
        (g.approx("power", X, g.const(F(3, 2))), F(0), exact("power", F(10), F(3, 2)), True),
        (g.approx("power", X + g.ONE, Y), F(1, 121), F(1331), False),
    ],
)
def test_ranges_of_roots_and_powers_reach_past_a_rounding(node: Node, low: F, high: F, *, undefined: bool) -> None:
    """A root that is a fraction may lie below the rounded root of a number before it."""
    found = ranges([node], {}, DOMAINS)[node]
    assert isinstance(found, Between)
    assert found.low is not None
    assert found.high is not None
    assert low - abs(low) * F(2, 10**49) <= found.low <= low
    assert high <= found.high <= high + abs(high) * F(2, 10**49)
    assert found.undefined is undefined


def test_what_never_has_a_value() -> None:
    for node in (X / g.ZERO, g.add(X, g.undefined("no-row")), g.if_(P, X / g.ZERO, g.undefined("no-row"))):
        found = ranges([node], {}, DOMAINS)[node]
        assert found.empty
        assert found.undefined


def test_known_inputs_leave_one_value() -> None:
    node = g.if_(g.given("x"), X, Y)
    assert ranges([node], {"x": F(4)}, DOMAINS)[node] == Between(F(4), F(4))
    assert ranges([node], {"y": F(1)}, DOMAINS)[node] == Between(F(0), F(10))
    assert ranges([node], {"y": F(1), GIVEN + "x": False}, DOMAINS)[node] == Between(F(1), F(1))


def test_a_default_widens_what_an_input_may_be() -> None:
    domain = {"x": Domain("x", low=F(0), high=F(1), default=F(-1))}
    assert ranges([X], {}, domain)[X] == Between(F(-1), F(1))


def test_an_evaluation_knows_that_a_default_stays() -> None:
    domains = {"x": Domain("x", low=F(0), high=F(1), default=F(0)), "y": DOMAINS["y"]}
    total = g.add(g.if_(g.given("x"), g.const(5), X), Y)
    evaluation = Evaluator((total,), (), (), domains).run({})
    assert evaluation is not None
    assert evaluation.ranges((total,))[total] == Between(F(-2), F(3))


def test_a_choice_needs_its_words() -> None:
    with pytest.raises(ValueError, match="kind"):
        ranges([KIND], {}, {})
