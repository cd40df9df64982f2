"""Exact numbers: the grammar, the text, the rounding and the type that results show."""

import copy
import pickle
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.number import MODES, Number, decimal_text, parse_number, places_of, round_to

CENT = Fraction(1, 100)
fractions = st.fractions(max_denominator=10**6)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("0.1", Fraction(1, 10)),
        ("83.06", Fraction(8306, 100)),
        ("1.10", Fraction(11, 10)),
        ("-2.5", Fraction(-5, 2)),
        ("-0.5", Fraction(-1, 2)),
        ("999999999999999.999999999999999", Fraction(10**30 - 1, 10**15)),
    ],
)
def test_a_plain_decimal_is_read_exactly(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "+5", ".5", "5.", "007", "00", "1e3", "1.0e+400", "1_000", "1,000", "nan", "NaN", "sNaN", "inf"),
        *("Infinity", "１２", "٣.٥", " 1", "1 ", "1\n", "0x1F", "1/2", "95%", "--1", "1.2.3"),
        *("1000000000000000", "0.1234567890123456"),
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(fractions)
def test_a_finite_decimal_is_written_and_read_back(value: Fraction) -> None:
    text = decimal_text(value)
    assert Fraction(text) == value
    assert parse_number(text) in (value, None)  # None beyond 15 decimals
    assert ("/" in text) is (places_of(value) is None)


def test_the_text_of_a_number() -> None:
    assert str(Number(Fraction(843, 10), places=2)) == "84.30"
    assert str(Number(Fraction(199, 10), 2)) == "19.90"
    assert str(Number(Fraction(843, 10))) == "84.3"
    assert str(Number(Fraction(547, 420))) == "547/420"
    assert str(Number(Fraction(-1, 2))) == "-0.5"
    assert str(Number(-5, 2)) == "-5.00"
    assert str(Number(0, 2)) == "0.00"
    assert str(Number(1200)) == "1200"
    assert repr(Number("84.30")) == "Number('84.30')"


def test_places_never_hide_digits() -> None:
    assert str(Number(Fraction(1, 8), places=2)) == "0.125"
    assert str(Number(Fraction(1, 3), places=2)) == "1/3"


def test_a_number_longer_than_python_likes_to_write() -> None:
    long = Fraction(10**6000 + 1)
    assert decimal_text(long) == "1" + "0" * 5999 + "1"
    assert len(decimal_text(long / 3)) > 6000


def test_made_of_text_it_keeps_its_places() -> None:
    assert (str(Number("84.30")), Number("84.30").places) == ("84.30", 2)
    assert Number("547/420") == Fraction(547, 420)
    for text in ("", "1/0", "x", "1e3", "1/2/3"):
        with pytest.raises(ValueError, match="is not a number"):
            Number(text)


@pytest.mark.parametrize("value", [0.1, True])
def test_floats_and_truth_values_are_no_numbers(value: float) -> None:
    with pytest.raises(TypeError, match="a number is made of"):
        Number(value)  # type: ignore[arg-type]  # the mistake shown


def test_it_equals_and_hashes_like_its_fraction_and_decimal() -> None:
    number = Number(Fraction(8431, 100), 2)
    assert number == Decimal("84.31") == Fraction(8431, 100)
    assert hash(number) == hash(Decimal("84.31")) == hash(Fraction(8431, 100))
    assert {number: 1}[Decimal("84.31")] == 1  # type: ignore[index]  # equal and hashed alike


def test_arithmetic_gives_a_plain_fraction() -> None:
    number = Number("84.30")
    for result in (number + 1, 1 - number, number * number, number / 3, -number, abs(number), +number, number**2):
        assert type(result) is Fraction
    assert sum([number, Number("0.70")]) == 85


def test_it_cannot_change_and_travels() -> None:
    number = Number("84.30")
    with pytest.raises(AttributeError):
        number.places = 3  # type: ignore[misc]  # the mistake shown
    for other in (pickle.loads(pickle.dumps(number)), copy.copy(number), copy.deepcopy(number)):  # noqa: S301  # our own
        assert (type(other), other, str(other)) == (Number, number, "84.30")


def test_its_decimal_is_exact_whatever_the_context() -> None:
    with localcontext() as context:
        context.prec = 2
        assert str(Number("123456.7890").decimal()) == "123456.7890"
    with pytest.raises(ValueError, match="1/3 has no finite decimal"):
        Number(Fraction(1, 3)).decimal()


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        ("84.305", ".2f", "84.31"),
        ("-84.305", ".2f", "-84.31"),
        ("-0.001", ".2f", "0.00"),
        ("1/3", ".3f", "0.333"),
        ("1/3", "f", "0.333333"),
        ("84.3", "+.1f", "+84.3"),
        ("84.3", " .1f", " 84.3"),
        ("1234567.5", ",.2f", "1,234,567.50"),
        ("5", "8.2f", "    5.00"),
        ("5", "<8.2f", "5.00    "),
        ("5", "*^8.2f", "**5.00**"),
        ("-5", "08.2f", "-0005.00"),
        ("0.9506", ".1%", "95.1%"),
        ("84.30", "", "84.30"),
        ("1/3", ">6", "   1/3"),
    ],
)
def test_formats(value: str, spec: str, text: str) -> None:
    assert format(Number(value), spec) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2.665", ["2.67", "2.66", "2.67", "2.66", "2.66"]),
        ("2.675", ["2.68", "2.68", "2.68", "2.67", "2.67"]),
        ("-0.005", ["-0.01", "0", "0", "-0.01", "0"]),
        ("-2.664", ["-2.66", "-2.66", "-2.66", "-2.67", "-2.66"]),
        ("2.66", ["2.66"] * 5),
    ],
)
def test_the_five_ways_to_round(value: str, expected: list[str]) -> None:
    assert [decimal_text(round_to(Number(value), mode, CENT)) for mode in MODES] == expected


def test_rounding_to_halves_and_hundreds() -> None:
    assert round_to(Fraction(83, 100), "up", Fraction(1, 2)) == 1
    assert round_to(Fraction(250), "half_up", Fraction(100)) == 300
    assert round_to(Fraction(-250), "half_up", Fraction(100)) == -300
    assert round_to(Fraction(250), "half_even", Fraction(100)) == 200


@given(fractions, st.sampled_from(MODES), st.sampled_from([CENT, Fraction(1, 2), Fraction(100)]))
def test_rounding_agrees_with_decimal(value: Fraction, mode: str, step: Fraction) -> None:
    decimals = {"half_up": "ROUND_HALF_UP", "half_even": "ROUND_HALF_EVEN", "truncate": "ROUND_DOWN"}
    decimals |= {"up": "ROUND_CEILING", "down": "ROUND_FLOOR"}
    steps = value / step
    with localcontext() as context:
        context.prec = 60
        quotient = Decimal(steps.numerator) / Decimal(steps.denominator)
        expected = Fraction(quotient.quantize(Decimal(1), rounding=decimals[mode])) * step
    assert round_to(value, mode, step) == expected
