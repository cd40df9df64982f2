"""Values made to mislead, in cases of every kind: each is refused with code and place, or means what it says."""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from scoring import Case, CaseError, load_cases
from scoring.ruleset import Ruleset
from timing import refused_within

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 0.05 * (10 if sys.gettrace() is not None else 1)  # where coverage is measured, time is not
RULESET = Ruleset((("values.yaml", """ruleset: values
points: 10
figures:
  paid: {name: 金额, min: -1000, max: 1000, if_missing: stop, missing: "—"}
  rate: {unit: "%", max: 100%, if_missing: 0%}
  flag: {type: flag, if_missing: false}
  kind: {words: [city, district], if_missing: city}
indicators:
  a: {points: 10, rules: [{deduct: 1, when: paid > 0}, {deduct: 1, when: rate > 90%}, {deduct: 1, when: flag}]}
"""),))  # fmt: skip

NUMBERS = {
    "full-width": "１２", "Arabic": "٣.٥", "underscore": "1_000", "nan": "nan", "signalling nan": "sNaN",
    "infinity": "Infinity", "short infinity": "-inf", "exponent": "1e999999999", "small exponent": "1e3",
    "grouped": "1,922.00", "comma": "1,92", "plus": "+5", "half": ".5", "leading zeros": "007", "hexadecimal": "0x1F",
    "sixteen digits": "1" * 16, "sixteen decimals": "0." + "1" * 16, "thousands of digits": "9" * 5000,
    "truth": "TRUE", "word": "text", "fraction": "1/3", "date": "2024-01-01", "time": "1:30", "formula": "=1+1",
    "out of range": "1001", "percent of a plain figure": "83.06%",
}  # fmt: skip
OTHERS = {
    "percent without its sign": ("rate", "95"), "ratio": ("rate", "0.95"), "share above": ("rate", "8306%"),
    "two signs": ("rate", "5%%"), "yes": ("flag", "yes"), "one": ("flag", "1"), "wide": ("flag", "ＴＲＵＥ"),
    "other word": ("kind", "City"), "full-width word": ("kind", "ｃｉｔｙ"),
}  # fmt: skip
WRITTEN = {**{name: ("paid", value) for name, value in NUMBERS.items()}, **OTHERS}
KINDS = ("yaml", "json", "csv")


def written(kind: str, figure: str, value: str) -> str:
    quoted = json.dumps(value, ensure_ascii=False)
    if kind == "csv":
        return f'id,{figure}\none,"{value}"\n'
    if kind == "json":
        return f'{{"cases": {{"one": {{"figures": {{"{figure}": {quoted}}}}}}}}}'
    return f"cases:\n  one:\n    figures: {{{figure}: {quoted}}}\n"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", WRITTEN)
def test_a_hostile_value_of_a_file_is_refused_at_its_place(name: str, kind: str, tmp_path: Path) -> None:
    figure, value = WRITTEN[name]
    path = tmp_path / f"cases.{kind}"
    path.write_text(written(kind, figure, value), "utf-8")
    error = refused_within(SECONDS, CaseError, lambda: RULESET.score(load_cases(path)[0]))
    (problem,) = error.diagnostics
    assert problem.at.source.name.endswith(f"cases.{kind}")
    assert problem.at.line == {"yaml": 3, "json": 1, "csv": 2}[kind]
    assert max(len(problem.render("en")), len(problem.render("zh"))) <= 500 + len(str(tmp_path))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", ["", "—"])
def test_a_blank_is_missing_and_never_zero(value: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"cases.{kind}"
    path.write_text(written(kind, "paid", value), "utf-8")
    result = RULESET.score(load_cases(path)[0])
    assert (result.outcome, result.total, result.missing) == ("missing", None, ("paid",))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "true", "[1]", "{}", '{"deep": 1}'])
def test_json_has_no_numbers_of_its_own(value: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(f'{{"cases": {{"one": {{"figures": {{"paid": {value}}}}}}}}}', "utf-8")
    if value == "{}":  # local figures, of which there are none
        assert RULESET.score(load_cases(path)[0]).missing == ("paid",)
        return
    with pytest.raises(CaseError) as caught:
        RULESET.score(load_cases(path)[0])
    assert all(each.at.line == 1 for each in caught.value.diagnostics)


class Hostile:
    """An object that refuses to be looked at."""

    def __str__(self) -> str:
        """Fail."""
        raise RuntimeError

    __repr__ = __str__


PYTHON = {
    "nan": float("nan"), "infinity": float("inf"), "large float": 1e308, "Decimal nan": Decimal("NaN"),
    "signalling nan": Decimal("sNaN"), "huge Decimal": Decimal("1e999999999"), "tiny Decimal": Decimal("1e-999999999"),
    "huge int": 10**5000, "long fraction": Fraction(1, 10**40), "truth": True, "complex": 1j, "bytes": b"1",
    "list": [1], "hostile object": Hostile(), "type": int, "surrogate": "\ud800", "line end": "3\n",
}  # fmt: skip


@pytest.mark.parametrize("name", PYTHON)
@pytest.mark.parametrize("as_case", [False, True])
def test_a_hostile_value_from_python_is_refused(name: str, *, as_case: bool) -> None:
    figures = {"paid": PYTHON[name]}
    start = time.thread_time()
    with pytest.raises(CaseError) as caught:
        RULESET.score(Case(figures=figures) if as_case else figures)
    assert time.thread_time() - start < SECONDS
    assert len(caught.value.diagnostics[0].render("zh")) <= 500


@pytest.mark.parametrize("value", ["-0", -0.0, Decimal("-0"), Decimal("0E-999999"), 0])
def test_zero_has_no_sign(value: object) -> None:
    assert str(RULESET.score({"paid": value}).figures["paid"]) == "0"
