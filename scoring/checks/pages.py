"""The page of every finding of ``scoring check``, by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.checks.page import Page, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGES: Mapping[str, Page] = {
    "gap": Page(
        "warning",
        Text(
            "Values of a figure for which no band, row or variant holds. The place is the list, the values are exact.",
            "某些取值没有任何一档、一行或变体符合。指出的位置是该列表，取值范围是精确的。",
        ),
        """points: 2
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 2
    rules: {of: rate, bands: [{at_least: 100%, is: 2}, {below: 90%, is: 0}]}
""",
        """points: 2
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution:
    points: 2
    rules: {of: rate, bands: [{at_least: 100%, is: 2}, {at_least: 90%, is: 1}, {is: 0}]}
""",
        Text(
            "A case that falls into the gap has no score, and which score it should have is then fought about with a name on it.",
            "落入空档的单位没有得分，应得多少分只能在事后争论，而那时已经关系到具体单位。",
        ),
        Text(
            "A gap that is meant is one more band or row with 'is: null'; 'else' takes all that is left.",
            "有意留空的，加一档写 is: null；其余情形用else。",
        ),
    ),
}
