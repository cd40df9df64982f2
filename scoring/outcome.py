"""The five words for what became of a score."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from scoring.graph import Unknown

if TYPE_CHECKING:
    from scoring.graph import Value


class Outcome(StrEnum):
    """What became of a score."""

    SCORED = "scored"
    MISSING = "missing"
    UNDEFINED = "undefined"
    NOT_APPLICABLE = "not_applicable"
    EXCLUDED = "excluded"


def outcome_of(applies: Value, *values: Value) -> Outcome:
    """Return the outcome: not applicable before undefined before missing before scored."""
    if applies is False:
        return Outcome.NOT_APPLICABLE
    causes = {cause.kind for value in (applies, *values) if isinstance(value, Unknown) for cause in value.causes}
    if causes & {"undefined", "none"}:
        return Outcome.UNDEFINED
    return Outcome.MISSING if causes else Outcome.SCORED
