"""Results as plain data, and where two of them differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from oracle.result import OracleResult, PortfolioResult
    from oracle.values import Cause

Flat = dict[str, str]


def _text(value: Fraction | None) -> str:
    return "none" if value is None else str(value)


def _causes(causes: Iterable[Cause]) -> str:
    return ", ".join(sorted(f"{kind} {name}" for kind, name in causes))


def flat(result: OracleResult) -> Flat:
    """A case as texts by key: `total`, `a.b score`, `a.b causes`, …; numbers as `n/d` in lowest terms."""
    made = {
        "outcome": result.outcome,
        "total": _text(result.total),
        "grade": result.grade or "none",
        "causes": _causes(result.causes),
    }
    made.update({f"output {name}": str(value) for name, value in result.outputs.items()})
    for path, node in result.nodes.items():
        made[f"{path} points"] = _text(node.points)
        made[f"{path} score"] = _text(node.score)
        made[f"{path} outcome"] = node.outcome
        made[f"{path} causes"] = _causes(node.causes)
    return made


def flat_portfolio(result: PortfolioResult) -> Flat:
    """A portfolio as texts by key."""
    made = {"outcome": result.outcome, "total": _text(result.total), "grade": result.grade or "none"}
    made["causes"] = _causes(result.causes)
    made.update({f"group {path}": _text(score) for path, score in result.groups.items()})
    made.update({f"weight {case}": _text(weight) for case, weight in result.weights.items()})
    return made


def differences(expected: Mapping[str, str], actual: Mapping[str, str]) -> Iterator[str]:
    """One line for each key whose texts differ."""
    for key in [*expected, *(key for key in actual if key not in expected)]:
        if expected.get(key) != actual.get(key):
            yield f"{key}: expected {expected.get(key)}, was {actual.get(key)}"
