"""Functions to 50 digits: every digit is right, the same in every thread, and no value is missed or made up."""

import decimal
import pickle
import random
import threading
import time
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import digits as plain
from scoring import approx
from scoring import graph as g
from scoring.approx import value
from scoring.approx_bounds import Limits, bounds
from scoring.definedness import domain, known
from scoring.graph import Op
from scoring.interpret import interpret
from scoring.number import places_of
from scoring.sizes import inexact, size

F = Fraction
HALF = F(1, 2)
numbers = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**9)
positive = st.fractions(min_value=F(1, 10**9), max_value=10**6, max_denominator=10**9)
small = st.fractions(min_value=-60, max_value=60, max_denominator=10**6)


def text(x: Fraction | None) -> str:
    """Write a number of at most 50 digits."""
    assert x is not None
    with decimal.localcontext(prec=80):
        return str(Decimal(x.numerator) / Decimal(x.denominator))


# --- the digits ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "args", "digits"),
    [
        # Values printed in tables (Abramowitz and Stegun; OEIS A002162, A001113, A002285, A002580, A007525).
        ("ln", (F(2),), "0.69314718055994530941723212145817656807550013436026"),
        ("exp", (F(1),), "2.7182818284590452353602874713526624977572470937000"),
        ("log10", (F(2),), "0.30102999566398119521373889472449302676818988146211"),
        ("root", (F(2), F(3)), "1.2599210498948731647672106072782283505702514647015"),
        ("root", (F(2), F(2)), "1.4142135623730950488016887242096980785696718753769"),
        ("power", (F(2), F(-1, 2)), "0.70710678118654752440084436210484903928483593768847"),
        ("ln", (F(10),), "2.3025850929940456840179914546843642076011014886288"),
    ],
)
def test_known_constants(function: str, args: tuple[Fraction, ...], digits: str) -> None:
    found = value(function, *args)
    assert found == F(digits)


def test_the_normal_distribution_at_its_quantile() -> None:
    # 1.959963984540054235524594430520551527955550... is where 97.5 % lie below.
    found = value("normal", F("1.9599639845400542355245944305205515279555500778"))
    assert found is not None
    assert abs(found - F("0.975")) < F(1, 10**46)


@settings(max_examples=150, deadline=None)
@given(positive)
def test_logarithms_agree_with_series_at_220_digits(x: Fraction) -> None:
    assert value("ln", x) == plain.function("ln", x)
    assert value("log10", x) == plain.function("log10", x)


@settings(max_examples=150, deadline=None)
@given(small)
def test_exp_and_normal_agree_with_series_at_220_digits(x: Fraction) -> None:
    assert value("exp", x) == plain.function("exp", x)
    if abs(x) < 20:
        assert value("normal", x) == plain.function("normal", x)


@settings(max_examples=200, deadline=None)
@given(numbers, st.integers(1, 100))
def test_roots_agree_with_series_at_220_digits(x: Fraction, degree: int) -> None:
    n = F(degree)
    assert value("root", x, n) == plain.function("root", x, n)
    if x > 0:
        assert value("root", x, n) == value("power", x, 1 / n)


@settings(max_examples=200, deadline=None)
@given(numbers, st.fractions(min_value=-400, max_value=400, max_denominator=12))
def test_powers_agree_with_series_at_220_digits(x: Fraction, y: Fraction) -> None:
    assert value("power", x, y) == plain.function("power", x, y)


@settings(max_examples=200, deadline=None)
@given(positive, st.integers(2, 40))
def test_a_root_lies_within_half_a_unit_of_its_last_digit(x: Fraction, degree: int) -> None:
    """Powers of both neighbours, in whole numbers, hold the operand between them."""
    found = value("root", x, F(degree))
    assert found is not None
    if found**degree == x:
        return
    unit = F(1)
    while found >= unit * 10**approx.DIGITS:
        unit *= 10
    while found < unit * 10 ** (approx.DIGITS - 1):
        unit /= 10
    assert (found / unit).denominator == 1
    assert (found - unit / 2) ** degree < x < (found + unit / 2) ** degree


@settings(max_examples=100, deadline=None)
@given(small, small)
def test_exp_turns_sums_into_products(x: Fraction, y: Fraction) -> None:
    one, other, both = (value("exp", each) for each in (x, y, x + y))
    assert one is not None
    assert other is not None
    assert both is not None
    assert abs(one * other - both) <= both * F(2, 10**49)


@settings(max_examples=100, deadline=None)
@given(small)
def test_both_sides_of_the_normal_distribution_make_one(x: Fraction) -> None:
    left, right = value("normal", -x), value("normal", x)
    assert left is not None
    assert right is not None
    assert abs(left + right - 1) <= F(1, 10**49)


# --- exact where it is a fraction ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "args", "expected"),
    [
        ("ln", (F(1),), F(0)),
        ("exp", (F(0),), F(1)),
        ("normal", (F(0),), HALF),
        ("log10", (F(1),), F(0)),
        ("log10", (F(10**30),), F(30)),
        ("log10", (F(1, 10**15),), F(-15)),
        ("root", (F(27, 8), F(3)), F(3, 2)),
        ("root", (F(-27, 8), F(3)), F(-3, 2)),
        ("root", (F(0), F(7)), F(0)),
        ("root", (F(1, 3), F(1)), F(1, 3)),
        ("root", (F(3**97, 7**97), F(97)), F(3, 7)),
        ("root", (F((10**60 + 7) ** 5), F(5)), F(10**60 + 7)),
        ("power", (F(8, 27), F(-2, 3)), F(9, 4)),
        ("power", (F(1, 3), F(-20)), F(3**20)),
        ("power", (F(1, 3), F(20)), F(1, 3**20)),
        ("power", (F(-2), F(-3)), F(-1, 8)),
        ("power", (F(0), F(0)), F(1)),
        ("power", (F(0), F(1, 9)), F(0)),
        ("power", (F(1), F(10**15)), F(1)),
        ("power", (F(-1), F(10**15)), F(1)),
        ("power", (F(10), F(999)), F(10**999)),
        ("power", (F(1, 10), F(1000)), F(1, 10**1000)),
    ],
)
def test_fractions_stay_exact(function: str, args: tuple[Fraction, ...], expected: Fraction) -> None:
    assert value(function, *args) == expected


def test_beyond_20_a_power_has_50_digits() -> None:
    third = value("power", F(1, 3), F(21))
    assert third != F(1, 3**21)
    assert third == plain.fifty(F(1, 3**21))
    assert value("power", F(1, 3), F(-21)) == 3**21  # eleven digits are no more than fifty


@settings(max_examples=100, deadline=None)
@given(st.fractions(min_value=F(1, 1000), max_value=1000, max_denominator=1000), st.integers(2, 60))
def test_the_root_of_a_power_is_what_it_was(x: Fraction, degree: int) -> None:
    assert value("root", x**degree, F(degree)) == x


# --- hard cases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [0, 1, -1])
def test_long_operands_are_not_cut(more: int) -> None:
    """The operand has 51 digits, and a touch more or less in its 71st moves the result."""
    x = F(10**50 + 5, 10**50) + F(more, 10**70)
    assert value("power", x, F(21)) == plain.fifty(x**21)
    assert value("power", 1 / x, F(-20)) == x**20


def test_an_exact_tie_goes_to_the_even_digit() -> None:
    # 5**72 has 51 digits and ends in 5: it lies halfway between two numbers of 50 digits.
    assert len(str(5**72)) == 51
    found = value("power", F(5), F(72))
    assert found in {F(5**72 - 5), F(5**72 + 5)}
    assert found is not None
    assert (found / 10) % 2 == 0
    assert value("power", F(1, 5), F(-72)) == found
    assert value("power", F(25), F(36)) == found


@pytest.mark.parametrize("digits", [20, 49, 50, 51, 60, 100, 300])
def test_results_next_to_a_short_number_are_decided(digits: int) -> None:
    """exp(x) = 1 + x + x²/2 + …: with x = 5 · 10**-50 it lies next to halfway between 1 and the number after it."""
    tiny = F(1, 10**digits)
    for x in (tiny, 5 * tiny, -tiny, -5 * tiny):
        assert value("exp", x) == plain.fifty(1 + x + x**2 / 2 + x**3 / 6 + x**4 / 24 + x**5 / 120)
        series = x - x**2 / 2 + x**3 / 3 - x**4 / 4 + x**5 / 5
        assert value("ln", 1 + x) == plain.fifty(series)


def test_near_one_and_far_from_it() -> None:
    assert text(value("normal", F("14.9"))) == "0." + "9" * 49 + "8"
    assert value("normal", F(15)) == 1
    assert text(value("normal", F(-10))).startswith("7.6198530241605260659733432515993083635040332779")
    assert value("normal", F(-66)) == plain.function("normal", F(-66))
    assert value("normal", F("-67.01")) == 0
    assert value("normal", F(10**15)) == 1
    assert value("normal", F(-(10**15))) == 0


# --- domains ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("ln", (F(0),)),
        ("ln", (F(-1),)),
        ("log10", (F(0),)),
        ("exp", (F(23021, 10),)),
        ("exp", (F(-2303),)),
        ("root", (F(-4), F(2))),
        ("root", (F(4), F(0))),
        ("root", (F(4), F(-2))),
        ("root", (F(4), F(1, 2))),
        ("root", (F(4), F(101))),
        ("power", (F(0), F(-1))),
        ("power", (F(-8), F(1, 3))),
        ("power", (F(-8), F(1, 2))),
        ("power", (F(10), F(10001, 10))),
        ("power", (F(1, 10), F(1001))),
        ("power", (F(2), F(10**15))),
    ],
)
def test_outside_their_domain_functions_are_undefined(function: str, args: tuple[Fraction, ...]) -> None:
    assert value(function, *args) is None
    node = g.approx(function, *map(g.const, args))
    assert node.op is Op.APPROX
    assert interpret([node], {})[node] == g.undefined("outside-domain").payload


AWKWARD = [F(n) for n in (0, 1, -1, 2, -2, 3, 10, -8, 20, 21, 100, 101, 2302, -2302, 2303, -67, 10**15)]
AWKWARD += [F(1, 2), F(-1, 3), F(1, 10), F(2, 3), F(1001, 1000), F(10**15 - 1, 10**15), F(4, 9), F(-3, 2)]


def test_the_domain_as_a_condition_is_where_there_is_a_value() -> None:
    x, y = g.input_("x"), g.input_("y")
    for function, count in approx.FUNCTIONS.items():
        operands = (x, y)[:count]
        condition, node = domain(function, *operands), g.approx(function, *operands)
        for args in product(AWKWARD, repeat=count):
            inputs = dict(zip("xy", args, strict=False))
            found = interpret([condition, known(node), node], {**inputs, "given:x": True, "given:y": True})
            has_value = value(function, *args) is not None
            assert found[condition] is has_value, (function, args)
            assert found[known(node)] is has_value, (function, args)
            assert isinstance(found[node], Fraction) is has_value, (function, args)


def test_a_value_lies_within_its_bounds_and_its_size() -> None:
    dice = random.Random(5)  # noqa: S311 - figures, not secrets
    x, y = g.input_("x"), g.input_("y")
    for function, count in approx.FUNCTIONS.items():
        most = size(g.approx(function, *(x, y)[:count]))
        for _ in range(400):
            args = [dice.choice(AWKWARD) for _ in range(count)]
            ends = [sorted((each, dice.choice(AWKWARD))) for each in args]
            if function == "root":
                ends[1] = [args[1], args[1]]
            limits = bounds(function, *(Limits(low, high) for low, high in ends))
            found = value(function, *args)
            if found is None:
                assert limits is None or limits.undefined, (function, args, ends)
                continue
            assert limits is not None
            assert limits.low is None or limits.low <= found, (function, args, ends)
            assert limits.high is None or found <= limits.high, (function, args, ends)
            assert max(found.numerator.bit_length(), found.denominator.bit_length()) <= most.bits
            places = places_of(found)
            assert most.rest or (places is not None and places <= most.places)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["ln", "log10", "exp", "normal"]), small, small)
def test_they_rise(function: str, one: Fraction, other: Fraction) -> None:
    low, high = (value(function, each) for each in sorted((one, other)))
    assert low is None or high is None or low <= high


# --- nothing around them matters ----------------------------------------------------------------------------------

SAMPLE = [
    ("ln", (F(7, 3),)), ("log10", (F(7, 3),)), ("exp", (F(-7, 3),)), ("normal", (F(-7, 3),)),
    ("root", (F(7, 3), F(5))), ("power", (F(7, 3), F(22, 7))), ("power", (F(1205, 1200), F(-360))),
]  # fmt: skip
WANTED = [plain.function(function, *args) for function, args in SAMPLE]


def fresh() -> list[Fraction | None]:
    """Compute the sample, nothing remembered."""
    return [value.__wrapped__(function, *args) for function, args in SAMPLE]


def test_the_ambient_context_plays_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    for precision in (1, 6, 28, 100):
        for rounding in (decimal.ROUND_UP, decimal.ROUND_FLOOR, decimal.ROUND_05UP):
            with decimal.localcontext(prec=precision, rounding=rounding, Emax=1, Emin=-1, clamp=1) as context:
                context.traps[decimal.Inexact] = True
                context.traps[decimal.FloatOperation] = True
                context.clear_flags()
                assert fresh() == WANTED
                assert not any(context.flags.values())
    monkeypatch.setattr(decimal.DefaultContext, "prec", 3)
    monkeypatch.setattr(decimal.DefaultContext, "rounding", decimal.ROUND_UP)
    assert fresh() == WANTED


def test_every_thread_gets_the_same() -> None:
    wrong: list[object] = []

    def work() -> None:
        for _ in range(15):
            found = fresh()
            if found != WANTED:
                wrong.append(found)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not wrong


def test_usual_arguments_are_quick() -> None:
    dice = random.Random(2)  # noqa: S311 - figures, not secrets
    args = [F(dice.randint(1, 10**6), 10**3) for _ in range(200)]
    started = time.process_time()
    for each in args:
        value.__wrapped__("power", each, F(1, 3))
    assert time.process_time() - started < 200 * 0.002


def test_a_result_is_a_plain_fraction() -> None:
    found = value("ln", F(2))
    assert type(found) is Fraction
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own


# --- what is marked -----------------------------------------------------------------------------------------------


def test_what_nothing_has_rounded_since_is_marked() -> None:
    x = g.input_("x")
    curve = g.approx("ln", x)
    assert inexact(g.add(curve, x) * x)
    assert inexact(g.if_(g.less(x, g.ONE), curve, x))
    assert not inexact(g.rounded(curve, "half_up", F(1, 100)) * x)
    assert not inexact(g.if_(g.less(curve, g.ONE), g.ONE, x))
    assert not inexact(g.floor(curve))
