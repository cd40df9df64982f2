"""All that check says of small rulesets against every score they give, over a grid of all their figures."""

from __future__ import annotations

import pytest

import analysis_compare_curves as curves
import analysis_compare_scores as scores
import analysis_compare_tables as tables
from analysis_brute import Brute
from analysis_graphs import dice_of
from analysis_rulesets import make

COMPARED = (*tables.COMPARED, *scores.COMPARED, *curves.COMPARED)


def compared(seed: int) -> None:
    """Compare all that is said of one random ruleset."""
    dice = dice_of(seed)
    brute = Brute(make(seed, dice), dice)
    for compare in COMPARED:
        try:
            compare(brute)
        except (AssertionError, LookupError) as error:  # an example may lack a figure
            text = "\n".join(f"{number:3} {line}" for number, line in enumerate(brute.made.text.splitlines(), 1))
            said = "\n".join(f"{each.at} {each.code} {dict(each.facts)}" for each in brute.findings)
            raise AssertionError(f"seed {seed}, {compare.__name__}: {error}\n{text}\n{said}") from error


def test_what_is_said_of_rulesets_is_so() -> None:
    for seed in range(40):
        compared(seed)


@pytest.mark.long
@pytest.mark.parametrize("first", range(10_000, 14_000, 500))
def test_what_is_said_of_rulesets_is_so_at_length(first: int) -> None:
    for seed in range(first, first + 500):
        compared(seed)
