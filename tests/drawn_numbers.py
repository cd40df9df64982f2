"""Rulesets with another number written in the place of one: the text itself is changed, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.parameters import written
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from scoring.parameters import Parameter


def edited(ruleset: Ruleset, values: Mapping[Parameter, Fraction]) -> Ruleset:
    """Return the ruleset in whose text other numbers stand.

    Raises:
        RulesetError: that is none.
    """
    texts = []
    for name, text in ruleset.texts:
        lines = text.split("\n")
        own = [(each.place, each, value) for each, value in values.items() if each.place.source.name == name]
        for place, parameter, value in sorted(own, key=lambda each: each[0][1:3], reverse=True):
            line, start = lines[place.line - 1], place.column - 1
            end = start + place.end - place.column
            assert written(parameter.value, parameter.unit)[:1] == line[start], (parameter, line)
            lines[place.line - 1] = line[:start] + written(value, parameter.unit) + line[end:]
        texts.append((name, "\n".join(lines)))
    return Ruleset(tuple(texts))
