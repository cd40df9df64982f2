"""What a finding says of values, tried out: its example is scored as a case, with plain values for the rest."""

from __future__ import annotations

import re
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from scoring.dates import day_text, parse_day
from scoring.number import decimal_text
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.model import Figure

_PAIR = re.compile(r"([^=,]+) = ([^,]+)")
_NUMBER = re.compile(r"(?<![\w.-])(-?\d+(?:\.\d+)?)(%?)(?![\w.-])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def ruleset(text: str) -> Ruleset:
    """Return a ruleset of one file."""
    return Ruleset((("r.yaml", text),))


def inputs(rules: Ruleset) -> dict[str, Figure] | None:
    """Return the figures that a case gives; None where lists, other cases or the indicators' own figures matter."""
    figures = [figure for figure, _ in rules.program(None).figures.values()]
    if any(each.home or each.role in ("list", "mapped", "cohort") for each in figures):
        return None
    return {each.id: each for each in figures if each.form is None}


def case(rules: Ruleset, given: Mapping[str, str]) -> dict[str, object] | None:
    """Return a case with some values and plain ones for all other figures; None where it cannot be made of figures."""
    figures = inputs(rules)
    if figures is None or given.keys() - figures.keys():
        return None
    plain = {name: _plain(each) for name, each in figures.items()}
    return {**plain, **{name: _read(value) for name, value in given.items()}}


def values(shown: str) -> dict[str, str]:
    """Return what an example says: ``rate = 95%, kind = city``."""
    return {name.strip(" ("): value.strip(" )") for name, value in _PAIR.findall(shown)}


def _read(value: str) -> object:
    return {"true": True, "false": False, "null": None}.get(value, value)


def _plain(figure: Figure) -> object:
    """Return the greatest value where there is one, the first word, false."""
    if figure.words:
        return figure.words[0]
    if figure.type == "flag":
        return False
    if figure.type == "date":
        return "2024-01-31"
    if figure.high is not None:
        return figure.high
    return (figure.low or 0) + 60


def samples(rules: Ruleset, text: str, count: int) -> Iterator[dict[str, object]]:
    """Yield cases that give all figures, at random near the numbers that are written in the text; none with lists."""
    figures = inputs(rules)
    random = Random(text)  # noqa: S311  # the same cases every time
    for _ in range(count if figures is not None else 0):
        yield {name: random.choice(_worth(each, text)) for name, each in (figures or {}).items()}


def _worth(figure: Figure, text: str) -> list[object]:
    """Return values of a figure at which something may change."""
    if figure.words:
        return list(figure.words)
    if figure.type == "flag":
        return [True, False]
    if figure.type == "date":
        days = [Fraction(parse_day(each) or 0) for each in ("2024-01-31", *_DAY.findall(text))]
        return [day_text(each) for each in days if _fits(figure, each)]
    scale = 100 if figure.unit == "%" else 1
    step = Fraction(1, 1 if figure.type == "count" else 100)
    numbers = {Fraction(number) for number, sign in _NUMBER.findall(text) if bool(sign) == (scale != 1)}
    near = {each + by for each in numbers for by in (-step, 0, step)}
    near |= {end * scale for end in (figure.low, figure.high, Fraction(0)) if end is not None}
    return [decimal_text(each) + "%" * (scale != 1) for each in sorted(near) if _fits(figure, each / scale)]


def _fits(figure: Figure, value: Fraction) -> bool:
    low = Fraction(0) if figure.low is None and figure.type == "count" else figure.low
    whole = figure.type != "count" or value.denominator == 1
    return whole and (low is None or low <= value) and (figure.high is None or value <= figure.high)
