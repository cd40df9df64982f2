"""Values as people write them: what is read, what is refused, and that the lean reader reads the same."""

import random
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from scoring.diagnostic import MESSAGES
from scoring.graph import Type
from scoring.lean import needed, promised, reader
from scoring.reading import Domain, Refusal, read_value

F = Fraction
MONEY = Domain("spent", low=F(0), places=2, blanks=("—", "-1"), unit="万元")
RATE = Domain("rate", low=F(0), high=F(1), percent=True, unit="%")
COUNT = Domain("faults", low=F(0), whole=True)
SIGNED = Domain("gap", low=F(-5), high=F(5), places=1)
ANY = Domain("any")
FLAG = Domain("flag", Type.TRUTH)
WORD = Domain("kind", Type.CHOICE, words=("city", "district"))
DOMAINS = (MONEY, RATE, COUNT, SIGNED, ANY, FLAG, WORD)


@pytest.mark.parametrize(
    ("raw", "domain", "value"),
    [
        ("83.06", MONEY, F(8306, 100)),
        ("0", MONEY, F(0)),
        ("83.0600", MONEY, F(8306, 100)),
        (Decimal("83.06"), MONEY, F(8306, 100)),
        (Decimal("1E+3"), MONEY, F(1000)),
        (Decimal("-0.0"), MONEY, F(0)),
        (Decimal("0E-999999"), MONEY, F(0)),
        (0.1, MONEY, F(1, 10)),
        (1e-7, ANY, F(1, 10**7)),
        (0.30000000000000004, ANY, F(30000000000000004, 10**17)),
        (F(1, 3), ANY, F(1, 3)),
        (7, COUNT, F(7)),
        ("7.0", COUNT, F(7)),
        ("83.06%", RATE, F(8306, 10000)),
        ("0%", RATE, F(0)),
        (F(95, 100), RATE, F(95, 100)),
        (0.95, RATE, F(95, 100)),
        (1, RATE, F(1)),
        ("-0.5", SIGNED, F(-1, 2)),
        ("-0", SIGNED, F(0)),
        (True, FLAG, True),
        ("false", FLAG, False),
        ("city", WORD, "city"),
        (None, MONEY, None),
        ("", FLAG, None),
        ("—", MONEY, None),
        ("-1", MONEY, None),
    ],
)
def test_what_is_read_from_python(raw: object, domain: Domain, value: object) -> None:
    found = read_value(raw, domain, written=False)
    assert (found, type(found)) == (value, type(value))


REFUSED = [
    ("１２", ANY, "value-wide"),
    ("٣.٥", ANY, "not-a-number"),
    ("1_000", ANY, "not-a-number"),
    ("1,922.00", ANY, "thousands"),
    ("1e3", ANY, "not-a-number"),
    ("+5", ANY, "not-a-number"),
    (".5", ANY, "not-a-number"),
    ("007", ANY, "not-a-number"),
    ("5.", ANY, "not-a-number"),
    (" 5", ANY, "not-a-number"),
    ("5\n", ANY, "not-a-number"),
    ("nan", ANY, "not-a-number"),
    ("Infinity", ANY, "not-a-number"),
    ("1" * 16, ANY, "too-many-digits"),
    ("0." + "1" * 16, ANY, "too-many-digits"),
    (float("nan"), ANY, "not-a-number"),
    (float("inf"), ANY, "not-a-number"),
    (Decimal("NaN"), ANY, "not-a-number"),
    (Decimal("sNaN"), ANY, "not-a-number"),
    (Decimal("1E+999999999"), ANY, "too-many-digits"),
    (Decimal("1E-999999999"), ANY, "too-many-digits"),
    (10**15, ANY, "too-many-digits"),
    pytest.param(10**5000, ANY, "too-many-digits", id="an integer too long to print"),
    (F(1, 10**31), ANY, "too-many-digits"),
    (True, ANY, "not-a-number"),
    (True, COUNT, "not-a-number"),
    ([1], ANY, "not-a-number"),
    (1j, ANY, "not-a-number"),
    ("95", RATE, "percent-sign"),
    ("83%", ANY, "unexpected-percent"),
    ("101%", RATE, "out-of-range"),
    (95, RATE, "ratio-range"),
    (101, RATE, "out-of-range"),
    (Decimal("1.0001"), RATE, "out-of-range"),
    ("-0.01", MONEY, "out-of-range"),
    (-5.1, SIGNED, "out-of-range"),
    ("1.5", COUNT, "not-whole"),
    (F(1, 2), COUNT, "not-whole"),
    (1, FLAG, "not-a-truth-value"),
    ("yes", FLAG, "not-a-truth-value"),
    ("TRUE", FLAG, "not-a-truth-value"),
    ("town", WORD, "not-a-word"),
    (1, WORD, "not-a-word"),
    (["city"], WORD, "not-a-word"),
]


@pytest.mark.parametrize(("raw", "domain", "code"), REFUSED)
def test_what_is_refused(raw: object, domain: Domain, code: str) -> None:
    found = read_value(raw, domain, written=False)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert all(len(fact) <= 80 for fact in found.facts.values())
    message = MESSAGES[code]
    for text in message:
        text.format(**found.facts)


@pytest.mark.parametrize("raw", [91.5, Decimal("91.5"), F(183, 2)])
def test_a_percentage_that_should_be_a_ratio_is_told_so(raw: object) -> None:
    found = read_value(raw, RATE, written=False)
    assert isinstance(found, Refusal)
    facts = {"name": "rate", "value": "91.5", "low": "0%", "high": "100%", "ratio": "0.915", "percent": "91.5%"}
    assert (found.code, found.facts) == ("ratio-range", facts)


@pytest.mark.parametrize("raw", ["95", F(95), F(95, 100), 1])
def test_a_written_percentage_carries_its_sign(raw: object) -> None:
    found = read_value(raw, RATE, written=True)
    assert isinstance(found, Refusal)
    assert found.code == "percent-sign"
    assert read_value("95%", RATE, written=True) == F(95, 100)


def test_a_refusal_shows_limits_as_written() -> None:
    found = read_value("101%", RATE, written=True)
    assert isinstance(found, Refusal)
    assert found.facts == {"name": "rate", "value": "101%", "low": "0%", "high": "100%"}


def raw_value(dice: random.Random) -> object:
    number = dice.randint(-200, 1200)
    places = dice.choice((0, 1, 2, 3, 4, 6))
    value = Decimal(number) / 10**places if dice.random() < 0.9 else Decimal(number) * 10**14
    text = f"{value:f}"
    return dice.choice(
        (
            number,
            text,
            text + "%",
            text + "0",
            value,
            float(value),
            F(value),
            F(number, 3),
            bool(number % 2),
            None,
            "",
            "—",
            "-1",
            "city",
            "true",
            "007",
            "1e3",
            "nan",
            10**15,
            -(10**15),
            "１２",
        )
    )


def test_the_lean_reader_reads_the_same_or_nothing() -> None:
    dice = random.Random(5)  # noqa: S311 - figures, not secrets
    taken = 0
    for _ in range(300):
        domains = {each.name: each for each in dice.sample(DOMAINS, dice.randint(1, 3))}
        places = {name: dice.choice((promised(each), 4, 8)) for name, each in domains.items()}
        places = {name: most if domains[name].type is Type.NUMBER else 0 for name, most in places.items()}
        read = reader(domains, places)
        for _ in range(60):
            raw = {name: raw_value(dice) for name in domains}
            found = read(raw)
            if found is None:
                continue
            taken += 1
            for (name, most), value in zip(places.items(), found, strict=True):
                got = F(value, 10**most) if domains[name].type is Type.NUMBER else value  # type: ignore[call-overload]  # int
                assert got == read_value(raw[name], domains[name], written=False), (raw, name)
    assert taken > 500


def test_the_lean_reader_takes_what_an_office_writes() -> None:
    domains = {each.name: each for each in DOMAINS}
    places = {name: promised(each) for name, each in domains.items()}
    raw = {
        "spent": "355.49",
        "rate": "95%",
        "faults": 3,
        "gap": Decimal("-0.5"),
        "any": 0.25,
        "flag": True,
        "kind": "city",
    }
    assert reader(domains, places)(raw) == (35549, 9500, 3, -5, 25, True, "city")
    assert reader(domains, places)({**raw, "more": 1}) is None
    assert reader(domains, places)({**raw, "spent": None}) is None


def test_decimals_that_a_value_needs() -> None:
    assert needed(F(1, 4), 2) == 2
    assert needed(F(1, 8), 2) == 4
    assert needed(F(1, 10**6), 2) == 8
    assert needed(F(1, 10**15), 2) == 17
    assert needed(F(1, 10**18), 2) is None
    assert needed(F(1, 3), 2) is None
    assert promised(RATE) == 4
    assert promised(COUNT) == 0


def test_no_ambient_decimal_context_takes_part() -> None:
    with localcontext() as context:
        context.prec = 1
        context.Emax, context.Emin = 1, -1
        assert read_value(Decimal("83.0612345678"), MONEY, written=False) == F(830612345678, 10**10)
        assert read_value(83.0612, MONEY, written=False) == F(830612, 10**4)
        domains = {"spent": MONEY}
        assert reader(domains, {"spent": 4})({"spent": Decimal("83.0612")}) == (830612,)


@pytest.mark.parametrize(
    ("raw", "domain", "half"),
    [("91.5％", RATE, "91.5%"), ("９５%", RATE, "95%"), ("１２", COUNT, "12"), ("－３．５", SIGNED, "-3.5")],
)
def test_full_width_numbers_are_refused_with_their_half_width_form(raw: str, domain: Domain, half: str) -> None:
    found = read_value(raw, domain, written=True)
    assert found == Refusal("value-wide", {"name": domain.name, "value": raw, "half": half})


@pytest.mark.parametrize("raw", ["１，０００", "％", "９" * 99, "十二"])
def test_what_is_no_number_at_any_width_is_just_no_number(raw: str) -> None:
    found = read_value(raw, ANY, written=True)
    assert isinstance(found, Refusal)
    assert found.code == "not-a-number"
