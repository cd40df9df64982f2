"""The reference interpreter: what each operation means, and what is unknown for which causes."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from scoring import graph as g
from scoring.graph import Cause, Node, Type, Unknown, Value
from scoring.interpret import interpret, missing, perhaps_missing
from scoring.reading import Read

F = Fraction
X, Y, Z = (g.input_(name) for name in "xyz")
P, Q = (g.input_(name, Type.TRUTH) for name in "pq")
KIND = g.input_("kind", Type.CHOICE)


def value(node: Node, inputs: Mapping[str, Read] | None = None, **more: Read | int) -> Value:
    """Return a node's value; whole numbers may be given as such."""
    given = {name: F(each) if type(each) is int else each for name, each in {**(inputs or {}), **more}.items()}
    return interpret([node], given)[node]  # type: ignore[arg-type]  # ints became fractions


def absent(*names: str) -> Unknown:
    """Return the unknown of missing inputs."""
    return Unknown(frozenset(Cause("missing", name) for name in names))


def undefined(code: str = "division-by-zero") -> Unknown:
    """Return the unknown of an operation without result."""
    return Unknown(frozenset((Cause("undefined", code),)))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (g.add(X, Y, X), F(11)),
        (X - Y, F(1)),
        (X * Y, F(12)),
        (X / Y, F(4, 3)),
        (g.minimum(X, Y, g.const(7)), F(3)),
        (g.maximum(X, Y), F(4)),
        (g.floor(g.ZERO - X / Y), F(-2)),
        (g.ceil(g.ZERO - X / Y), F(-1)),
        (g.nearest(g.ZERO - X / g.const(8)), F(0)),
        (g.absolute(Y - X), F(1)),
        (g.less(X, Y), False),
        (g.at_most(X, X), True),
        (g.equal(X, Y), False),
        (g.negated(g.less(X, Y)), True),
        (g.clamp(X, None, g.const(2)), F(2)),
    ],
)
def test_operations(node: Node, expected: Value) -> None:
    assert value(node, x=4, y=3) == expected


@pytest.mark.parametrize(
    ("mode", "shown"),
    [
        ("half_up", "-0.01 0.01 -0.02 0.03 0.01"),
        ("half_even", "0 0 -0.02 0.02 0.01"),
        ("up", "0 0.01 -0.01 0.03 0.02"),
        ("down", "-0.01 0 -0.02 0.02 0.01"),
        ("truncate", "0 0 -0.01 0.02 0.01"),
    ],
)
def test_rounding_at_halves_and_below_zero(mode: str, shown: str) -> None:
    numbers = [F(-5, 1000), F(5, 1000), F(-16, 1000), F(25, 1000), F(14, 1000)]
    rounded = [value(g.rounded(X, mode, F(1, 100)), x=each) for each in numbers]
    assert rounded == [F(each) for each in shown.split()]


@pytest.mark.parametrize("node", [X * Y, g.minimum(g.ZERO, X, Y), g.less(X, Y), g.floor(X + Y), g.equal(X, Y)])
def test_an_operation_is_unknown_with_the_causes_of_all_its_operands(node: Node) -> None:
    assert value(node, x=0) == absent("y")
    assert value(node) == absent("x", "y")


def test_zero_times_unknown_is_unknown() -> None:
    assert value(g.mul(g.ZERO, X)) == absent("x")


@pytest.mark.parametrize("terms", [(P, Q), (Q, P)])
def test_and_or_do_not_depend_on_order(terms: tuple[Node, Node]) -> None:
    assert value(g.both(*terms), p=False) is False
    assert value(g.both(*terms), p=True) == absent("q")
    assert value(g.either(*terms), p=True) is True
    assert value(g.either(*terms), p=False) == absent("q")
    assert value(g.both(*terms)) == absent("p", "q")


def test_a_choice_looks_at_what_it_chooses_only() -> None:
    node = g.if_(P, X / Y, Z)
    assert value(node, p=False, z=1) == F(1)
    assert value(node, p=True, x=1, y=0) == undefined()
    assert value(node, x=1, y=1, z=1) == absent("p")
    by = g.pick(KIND, {"city": X, "district": Y}, g.undefined("no-entry"))
    assert value(by, kind="city", x=1) == F(1)
    assert value(by, kind="district", x=1) == absent("y")
    assert value(by, kind="village") == undefined("no-entry")
    assert value(by, x=1) == absent("kind")


def test_division_by_zero_is_undefined() -> None:
    assert value(X / Y, x=0, y=0) == undefined()
    assert value(X / Y, y=0) == absent("x")
    both = value(g.add(X / Y, Z), x=1, y=0)
    assert both == Unknown(undefined().causes | absent("z").causes)


def test_null_and_functions_to_come_have_causes_of_their_own() -> None:
    assert value(g.nothing("none", "null")) == Unknown(frozenset((Cause("none", "null"),)))
    assert value(g.approx("ln", X), x=0) == undefined("outside-domain")
    assert value(g.approx("root", X, g.const(3)), x=27) == 3
    assert value(g.approx("ln", X)) == absent("x")


def test_given_is_always_known() -> None:
    assert value(g.given("x")) is False
    assert value(g.given("x"), {"given:x": True}) is True
    assert value(g.given("x"), {"given:x": False}) is False


def test_what_is_missing_and_what_perhaps() -> None:
    node = g.if_(P, X, Y)
    values = interpret([node], {"x": F(1)})
    assert missing(values[node]) == {"p"}
    assert perhaps_missing([node], values) == {"y"}
    by = g.pick(KIND, {"city": X}, Y)
    assert perhaps_missing([by], interpret([by], {})) == {"x", "y"}
    assert missing(F(1)) == frozenset()


def test_long_chains_need_no_recursion() -> None:
    node: Node = g.undefined("no-band")
    for bound in range(5000):
        node = g.if_(g.at_most(g.const(bound), X), g.const(bound), node)
    assert value(node, x=4000) == F(4000)


def test_values_found_before_are_kept() -> None:
    first = interpret([X * X], {"x": F(3)})
    second = interpret([g.add(X * X, X)], {"x": F(3)}, {X * X: F(10)})
    assert first[X * X] == F(9)
    assert second[g.add(X * X, X)] == F(13)
    assert second.keys() >= first.keys()
