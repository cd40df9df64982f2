"""What a finding says of values, tried out: its example is scored as a case, with plain values for all other figures."""

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
    """Return the figures that a case gives; None where some are lists, or figures of one indicator."""
    figures = [figure for figure, _ in rules.program(None).figures.values() if figure.form is None]
    if any(each.items or each.home or each.type == "list" for each in figures):
        return None
    return {each.id: each for each in figures}


def values(shown: str) -> dict[str, str]:
    """Return what an example says: ``rate = 95%, kind = city``."""
    return {name.strip(): value.strip() for name, value in _PAIR.findall(shown)}


def case(figures: Mapping[str, Figure], given: Mapping[str, str]) -> dict[str, object] | None:
    """Return a case with some values and plain ones for all other figures; None where a value is of no figure."""
    if given.keys() - figures.keys():
        return None
    plain = {name: _plain(each) for name, each in figures.items()}
    return {**plain, **{name: _read(value) for name, value in given.items() if value != "null"}}


def _read(value: str) -> object:
    return {"true": True, "false": False}.get(value, value)


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
