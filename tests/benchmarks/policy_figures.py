"""Generated cases of the benchmark's policy, in the forms that its competitors take.

The figures are office-like: whole sums and sums with two places, small counts, marks in steps of a tenth or a
twentieth. That is where last digits go wrong, since exact halves are common.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

Raw = Fraction | bool | str
Mixed = str | Decimal | int | bool

POLICY = yaml.safe_load(Path(__file__).with_name("policy.yaml").read_text("utf-8"))
DECLARED: dict[str, dict[str, Any]] = POLICY["figures"]
FLAGS = tuple(name for name, given in DECLARED.items() if given.get("type") == "flag")
RARE_FLAGS = ("severe", "petition")
MARKS = {name: Fraction(str(given["max"])) for name, given in DECLARED.items() if name.endswith("_mark")}
MOST = {"approval_gaps": 4, "undecided": 2, "off_budget": 2, "undisclosed": 2, "uncorrected": 2, "breaches": 1}
PROJECTS = ("planned", "completed", "produced", "qualified")
COUNTS = tuple(name for name, given in DECLARED.items() if given.get("type") == "count" and name not in PROJECTS)
MONEY = ("budget", "received", "spent")


@dataclass(frozen=True, slots=True)
class Forms:
    """One case in each form: exact values, the mixed input of an office, ready integers, floats."""

    exact: Mapping[str, Raw]
    mixed: Mapping[str, Mixed]
    scaled: Mapping[str, int | bool | str]
    floats: Mapping[str, float | bool | str]


def cases(count: int, seed: int = 2023) -> list[Forms]:
    """Return that many different cases; the same seed gives the same ones."""
    dice = random.Random(seed)  # noqa: S311 - figures to score, not secrets
    return [forms(raw_case(dice), dice) for _ in range(count)]


def raw_case(dice: random.Random) -> dict[str, Raw]:
    """Draw the 59 figures of one case."""
    raw: dict[str, Raw] = {"kind": dice.choices(("city", "district"), (1, 4))[0]}
    raw |= {name: dice.random() < (0.02 if name in RARE_FLAGS else 0.92) for name in FLAGS}
    raw |= {name: mark(top, dice) for name, top in MARKS.items()}
    raw |= {name: Fraction(dice.randint(1, MOST.get(name, 6)) if dice.random() < 0.22 else 0) for name in COUNTS}
    raw["diversions"] = Fraction(dice.random() < 0.05)
    raw |= money(dice) | projects(dice)
    raw["rectified"] = dice.choices(("all", "some", "none"), (6, 3, 1))[0]
    raw["satisfaction"] = Fraction(dice.choice((dice.randint(5500, 10000), 100 * dice.randint(55, 100))), 10_000)
    return raw


def mark(top: Fraction, dice: random.Random) -> Fraction:
    """Draw a mark: mostly the full one, else some multiple of a tenth or a twentieth of a point."""
    if dice.random() < 0.78:
        return top
    step = Fraction(1, dice.choice((10, 20)))
    return step * dice.randint(0, int(top / step))


def money(dice: random.Random) -> dict[str, Raw]:
    """Draw the budget, what of it was received and what of that was spent, in whole sums or to two places."""

    def part_of(whole: Fraction, least: int) -> Fraction:
        if dice.random() < 0.4:
            return whole
        steps = dice.choice((100, 100, 1000, 2000))
        share = Fraction(dice.randint(least * steps // 100, steps), steps)
        places = dice.choice((1, 10, 100))
        return max(Fraction(1, 100), Fraction(round(whole * share * places), places))

    budget = Fraction(dice.choice((dice.randint(20, 1500), 10 * dice.randint(2, 150), 200 * dice.randint(1, 10))))
    received = part_of(budget, 80)
    return {"budget": budget, "received": received, "spent": part_of(received, 65)}


def projects(dice: random.Random) -> dict[str, Raw]:
    """Draw how many projects were planned and completed, produced and up to standard."""
    planned = dice.randint(1, 80)
    completed = planned if dice.random() < 0.6 else dice.randint(planned // 2, planned)
    produced = max(1, completed)
    qualified = produced if dice.random() < 0.6 else dice.randint(produced // 2, produced)
    numbers = (planned, completed, produced, qualified)
    return {name: Fraction(number) for name, number in zip(PROJECTS, numbers, strict=True)}


def forms(raw: dict[str, Raw], dice: random.Random) -> Forms:
    """Write one case in every form."""
    return Forms(
        exact=raw,
        mixed={name: mixed(name, value, dice) for name, value in raw.items()},
        scaled={name: scaled(name, value) for name, value in raw.items()},
        floats={name: float(value) if isinstance(value, Fraction) else value for name, value in raw.items()},
    )


def mixed(name: str, value: Raw, dice: random.Random) -> Mixed:
    """Write a value as it may come from an office: text, Decimal or int."""
    if not isinstance(value, Fraction):
        return value
    number = Decimal(value.numerator) / value.denominator
    if name == "satisfaction":
        return dice.choice((f"{number * 100:f}%", number))
    if name in MONEY or name in MARKS:
        number = number.quantize(Decimal("0.01")) if value.denominator > 1 else number
        return dice.choice((f"{number:f}", number, int(value) if value.denominator == 1 else number))
    return dice.choice((int(value), int(value), str(value)))


def scaled(name: str, value: Raw) -> int | bool | str:
    """Return the ready integer that the hand-written function takes."""
    if not isinstance(value, Fraction):
        return value
    scale = 10_000 if name == "satisfaction" else 100 if name in MONEY or name in MARKS else 1
    return int(value * scale)
