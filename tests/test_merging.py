"""Methods and ``extends``: what replaces, what merges."""

import pytest

from scoring.ruleset import Ruleset

TREE = """ruleset: r
source: s
points: 10
figures: {x: {min: 0, max: 100}, y: {over: cases, take: min, of: x}}
indicators:
  a:
    points: 10
    each: {figures: {z: {min: 0, name: printed}}, rules: {points: z}}
    indicators: {b: {points: 4}, c: {points: 6, rules: {points: y}}}
methods: {other: {%s}}
"""


def score(change: str, address: str) -> str:
    """Score two cases by a method, and return the first one's score of a node."""
    ruleset = Ruleset((("r.yaml", TREE % change),))
    cases = [{"x": 5, "b.z": "3"}, {"x": 2, "b.z": "1"}]
    return str(ruleset.score_all(cases, method="other")[0][address].score)


@pytest.mark.parametrize(
    ("change", "address", "expected"),
    [
        ("version: '2'", "c", "2"),
        ("figures: {y: {take: max}}", "c", "5"),
        ("figures: {y: {is: x + 0.5}}", "c", "5.5"),
        ("figures: {y: {of: x, edge: at_least, bands: {5: 1, else: 0}}}", "c", "1"),
        ("indicators: {c: {rules: {hit: first, rows: [{is: 0.5}]}}}", "c", "0.5"),
        ("indicators: {a: {each: {rules: {ratio: z, to: 6}}}}", "b", "2"),
        ("indicators: {a: {each: {rules: {points: z / 2}}}}", "b", "1.5"),
        ("indicators: {a: {each: {figures: {z: {name: other}}}}}", "b", "3"),
        ("indicators: {a: {each: {rules: {deduct: 1, per: 1, of: z, part: drop}}}}", "b", "1"),
    ],
)
def test_the_same_kind_merges_and_another_kind_replaces(change: str, address: str, expected: str) -> None:
    assert score(change, address) == expected
