"""What a finding says of values, tried out: its example is scored as a case, with plain values for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.model import Figure

_PAIR = re.compile(r"([^=,]+) = ([^,]+)")


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
