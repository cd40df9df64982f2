"""Nutri-Score: what Open Food Facts expects of real products, and every bound of both editions."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scoring
from scoring.check import check

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "rulesets" / "nutri-score"
OFFICIAL = ROOT.parent / "shared" / "policies" / "nutri-score.json"
DATES = {"2021": date(2023, 12, 31), "2023": date(2024, 1, 1)}
COMPONENTS = {
    "energy": "for_energy",
    "energy_from_saturated_fat": "for_energy",
    "sugars": "for_sugars",
    "saturated_fat": "for_saturates",
    "saturated_fat_ratio": "for_saturates",
    "salt": "for_salt",
    "sodium": "for_salt",
    "sweeteners": "for_sweeteners",
    "fruits": "for_fruit",
    "fiber": "for_fibre",
    "proteins": "for_protein",
}
FIGURES = {
    "energy": "energy",
    "sugars": "sugars",
    "fat": "fat",
    "saturated_fat": "saturates",
    "salt": "salt",
    "sodium": "sodium",
    "fiber": "fibre",
    "proteins": "protein",
}


@cache
def ruleset() -> scoring.Ruleset:
    """Load the ruleset once."""
    return scoring.load(FOLDER / "ruleset.yaml")


def scored(edition: str, **figures: object) -> scoring.Result:
    """Score a food by an edition; what is not given counts as 0."""
    return ruleset().score(scoring.Case(date=DATES[edition], figures={"food": "general", **figures}))


def product(facts: Mapping[str, Any], edition: str) -> dict[str, object]:
    """Return the figures of a product of the official file."""
    inputs = facts["in"]
    food = "red meat" if facts.get("red_meat") else "milk drink" if facts["product"] == "milk" else facts["type"]
    figures = {name: inputs.get(printed) for printed, name in FIGURES.items()}
    fruit = inputs["fruits_2021" if edition == "2021" else "fruits"]
    figures |= {"fruit": None if fruit is None else f"{fruit}%", "sweeteners": facts.get("sweeteners", False)}
    return {"food": food, **{name: value for name, value in figures.items() if value is not None}}


def test_check_finds_nothing() -> None:
    assert check(ruleset()) == []


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"the expected results of the products are not here: {OFFICIAL}")
def test_every_product_by_both_editions() -> None:
    products = json.loads(OFFICIAL.read_text(encoding="utf-8"), parse_float=str)
    count, wrong = 0, []
    for facts in products:
        for edition in DATES.keys() & facts.keys():
            expected = facts[edition]
            result = scored(edition, **product(facts, edition))
            counted = result["for_protein"].outcome == "scored"
            points = {name: result[COMPONENTS[name]].score or 0 for name in expected["points"]}
            found: dict[str, object] = {
                "points": points,
                "negative": result["negative"].score,
                "positive": result["positive"].score,
                "score": result.total,
                "grade": (result.grade or "").lower(),
                "proteins_counted": counted,
            }
            if found != {"proteins_counted": counted, **expected}:
                wrong.append((facts["product"], edition, found, expected))
            count += 1
    assert wrong == []
    assert count == 22


# Points of products as the tests of Open Food Facts expect them: N, P, score, grade.
@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("milk_2021", (1, 2, -1, "A")),
        ("milk_2023", (6, 7, -1, "B")),
        ("cereals", (18, 4, 14, "D")),
        ("steak", (9, 2, 7, "C")),
        ("ice_tea", (8, 0, 8, "D")),
        ("sunflower_oil", (4, 0, 4, "C")),
        ("water", (0, 0, 0, "A")),
    ],
)
def test_the_cases(case: str, expected: tuple[int, int, int, str]) -> None:
    (found,) = (each for each in scoring.load_cases(FOLDER / "cases.yaml") if each.id == case)
    result = ruleset().score(found)
    numbers = [result["negative"].score, result["positive"].score, result.total]
    assert [*numbers, result.grade] == list(expected)


# Edition, food, figure, component → the thresholds, each worth one point; ">" unless it is the share of saturated fat.
STEPS = [
    ("2023", "general", "energy", "for_energy", [335 * step for step in range(1, 11)]),
    ("2023", "beverage", "energy", "for_energy", [30, 90, 150, 210, 240, 270, 300, 330, 360, 390]),
    (
        "2023",
        "general",
        "sugars",
        "for_sugars",
        ("3.4", "6.8", "10", "14", "17", "20", "24", "27", "31", "34", "37", "41", "44", "48", "51"),
    ),
    ("2023", "beverage", "sugars", "for_sugars", ("0.5", "2", "3.5", "5", "6", "7", "8", "9", "10", "11")),
    ("2023", "general", "saturates", "for_saturates", list(range(1, 11))),
    ("2023", "general", "salt", "for_salt", [f"{step * 2 // 10}.{step * 2 % 10}" for step in range(1, 21)]),
    ("2023", "general", "fibre", "for_fibre", ("3", "4.1", "5.2", "6.3", "7.4")),
    ("2023", "general", "protein", "for_protein", ("2.4", "4.8", "7.2", "9.6", "12", "14", "17")),
    ("2023", "beverage", "protein", "for_protein", ("1.2", "1.5", "1.8", "2.1", "2.4", "2.7", "3")),
    ("2021", "general", "energy", "for_energy", [335 * step for step in range(1, 11)]),
    ("2021", "beverage", "energy", "for_energy", [30 * step for step in range(10)]),
    ("2021", "general", "sugars", "for_sugars", ("4.5", "9", "13.5", "18", "22.5", "27", "31", "36", "40", "45")),
    ("2021", "beverage", "sugars", "for_sugars", ("0", "1.5", "3", "4.5", "6", "7.5", "9", "10.5", "12", "13.5")),
    ("2021", "general", "saturates", "for_saturates", list(range(1, 11))),
    ("2021", "general", "sodium", "for_salt", [90 * step for step in range(1, 11)]),
    ("2021", "general", "fibre", "for_fibre", ("0.9", "1.9", "2.8", "3.7", "4.7")),
    ("2021", "general", "protein", "for_protein", ("1.6", "3.2", "4.8", "6.4", "8")),
]


@pytest.mark.parametrize(("edition", "food", "figure", "component", "thresholds"), STEPS)
def test_a_threshold_counts_when_it_is_exceeded(
    edition: str, food: str, figure: str, component: str, thresholds: Sequence[object]
) -> None:
    at = [Fraction(str(each)) for each in thresholds]
    little = Fraction(1, 50 if figure in {"salt", "fibre", "protein"} else 5)  # no rounding of 2021 undoes it
    for values, first in ((at, 0), ([each + little for each in at], 1)):
        points = [scored(edition, food=food, **{figure: each})[component].score for each in values]
        assert points == list(range(first, first + len(at)))


@pytest.mark.parametrize("edition", list(DATES))
def test_a_threshold_of_the_share_of_saturated_fat_counts_when_it_is_reached(edition: str) -> None:
    shares = [10, 16, 22, 28, 34, 40, 46, 52, 58, 64]
    at = [scored(edition, food="fat", fat=100, saturates=each)["for_saturates"].score for each in shares]
    below = [scored(edition, food="fat", fat=100, saturates=f"{each - 1}.9")["for_saturates"].score for each in shares]
    assert at == list(range(1, 11))
    assert below == list(range(10))


def test_energy_of_a_fat_is_that_of_its_saturated_fat() -> None:
    points = [
        scored("2023", food="fat", fat=100, energy=3700, saturates=each)["for_energy"].score for each in (3, 4, 33)
    ]
    assert points == [0, 1, 10]  # 111, 148, 1221 kJ


@pytest.mark.parametrize(
    ("edition", "food", "points"),
    [
        ("2023", "general", [0, 1, 1, 2, 2, 5]),
        ("2023", "beverage", [0, 2, 2, 4, 4, 6]),
        ("2021", "general", [0, 1, 1, 2, 2, 5]),
        ("2021", "beverage", [0, 2, 2, 4, 4, 10]),
    ],
)
def test_points_for_fruit(edition: str, food: str, points: list[int]) -> None:
    shares = ("40%", "40.1%", "60%", "60.1%", "80%", "80.1%")
    assert [scored(edition, food=food, fruit=each)["for_fruit"].score for each in shares] == points


@pytest.mark.parametrize(
    ("figure", "component", "value", "points"),
    [
        ("energy", "for_energy", "335.04", 0),  # 335.0
        ("energy", "for_energy", "335.05", 1),  # 335.1
        ("saturates", "for_saturates", "1.04", 0),
        ("saturates", "for_saturates", "1.05", 1),
        ("sodium", "for_salt", "90.04", 0),
        ("sodium", "for_salt", "90.05", 1),
        ("sugars", "for_sugars", "4.504", 0),  # 4.50
        ("sugars", "for_sugars", "4.505", 1),  # 4.51
        ("sugars", "for_sugars", "9.04", 1),  # a fraction below 0.1: 9.0
        ("sugars", "for_sugars", "9.05", 2),  # 9.1
        ("sugars", "for_sugars", "8.96", 1),  # a fraction above 0.9: 9.0
        ("fibre", "for_fibre", "0.904", 0),
        ("fibre", "for_fibre", "0.905", 1),
        ("protein", "for_protein", "1.604", 0),
        ("protein", "for_protein", "1.605", 1),
        ("fruit", "for_fruit", "40.04%", 0),
        ("fruit", "for_fruit", "40.05%", 1),
    ],
)
def test_the_edition_of_2021_rounds_its_values_first(figure: str, component: str, value: str, points: int) -> None:
    assert scored("2021", **{figure: value})[component].score == points
    if figure in {"energy", "saturates"}:
        assert scored("2023", **{figure: value})[component].score == 1


@pytest.mark.parametrize(
    ("edition", "food", "figures", "counts"),
    [
        ("2023", "general", {"energy": 3351, "salt": "0.1"}, True),  # N = 10
        ("2023", "general", {"energy": 3351, "salt": "0.3"}, False),  # N = 11
        ("2023", "cheese", {"energy": 3351, "salt": "0.3"}, True),
        ("2023", "beverage", {"energy": 400, "salt": "0.3"}, True),
        ("2023", "general", {"energy": 3351, "salt": "0.3", "fruit": "90%"}, False),
        ("2023", "fat", {"salt": "1.3"}, True),  # N = 6
        ("2023", "fat", {"salt": "1.5"}, False),  # N = 7
        ("2021", "general", {"energy": 3351}, True),
        ("2021", "general", {"energy": 3351, "sodium": 91}, False),
        ("2021", "cheese", {"energy": 3351, "sodium": 91}, True),
        ("2021", "beverage", {"energy": 400, "sodium": 91}, False),
        ("2021", "general", {"energy": 3351, "sodium": 91, "fruit": "80%"}, False),
        ("2021", "general", {"energy": 3351, "sodium": 91, "fruit": "80.1%"}, True),
        ("2021", "fat", {"sodium": 650}, True),
    ],
)
def test_when_protein_counts(edition: str, food: str, figures: dict[str, object], *, counts: bool) -> None:
    result = scored(edition, food=food, protein=20, **figures)
    assert result["for_protein"].outcome == ("scored" if counts else "not_applicable")
    assert (result["positive"].score or 0) >= (5 if counts else 0)


def test_sweeteners_cost_four_points_in_beverages_of_the_edition_of_2023() -> None:
    assert scored("2023", food="beverage", sweeteners=True).total == 4
    assert scored("2023", food="beverage").total == 0
    assert scored("2023", sweeteners=True).total == 0
    assert scored("2021", food="beverage", sweeteners=True).total == 0


@pytest.mark.parametrize(
    ("edition", "food", "bounds"),
    [
        ("2023", "general", (0, 2, 10, 18)),
        ("2023", "fat", (-6, 2, 10, 18)),
        ("2023", "beverage", (None, 2, 6, 9)),
        ("2021", "general", (-1, 2, 10, 18)),
        ("2021", "fat", (-1, 2, 10, 18)),
        ("2021", "beverage", (None, 1, 5, 9)),
    ],
)
def test_grades(edition: str, food: str, bounds: tuple[int | None, ...]) -> None:
    wanted = {bound + more: grade for grade, bound in zip("ABCD", bounds, strict=True) if bound is not None
              for more, grade in ((0, grade), (1, chr(ord(grade) + 1)))}  # fmt: skip
    results = [scored(edition, food=food, **with_total(edition, total)) for total in wanted]
    assert {int(result.total or 0): result.grade for result in results} == wanted


def with_total(edition: str, total: int) -> dict[str, object]:
    """Return figures of a food with this total."""
    if total < 0:
        fruit = {} if total == -1 else {"fruit": "90%"}
        return {**fruit, **{-1: {"fibre": 1}, -5: {}, -6: {"protein": 3}}[total]}
    if edition == "2023":
        return {"salt": f"{total * 0.2 + 0.1:.1f}" if total else 0}
    sugars = 4.6 * max(total - 10, 0)  # every 4.5 g one point, as far as is needed here
    return {"sodium": min(total, 10) * 90 + 5, "sugars": f"{sugars:.1f}"}


@pytest.mark.parametrize("edition", list(DATES))
def test_water_is_the_only_drink_with_an_a(edition: str) -> None:
    assert (scored(edition, food="water").grade, scored(edition, food="beverage").grade) == ("A", "B")


def test_milk_drinks_became_beverages() -> None:
    totals = [scored(edition, food="milk drink", energy=200).total for edition in DATES]
    assert totals == [0, 3]


def test_without_a_day_there_is_no_edition() -> None:
    result = ruleset().score({"food": "general", "energy": 400})
    assert (result.outcome, result.missing) == ("missing", ("date",))
