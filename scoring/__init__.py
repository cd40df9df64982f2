"""Declarative scoring rules: a written policy as YAML, exact scores, and the reason for every lost point.

A name is loaded when it is first asked for: a command's ``--help``, or pytest in a folder without rulesets, needs none.
"""

from importlib import import_module

TYPE_CHECKING = False  # as in `typing`, which alone would cost more than all else here
if TYPE_CHECKING:
    from scoring.case import Case, Finding, Given, Mark, SetScore
    from scoring.cases import load_cases
    from scoring.diagnostic import CaseError, Diagnostic, RulesetError, ScoringError
    from scoring.frames import to_frame
    from scoring.number import Number
    from scoring.outcome import Outcome
    from scoring.portfolio import Portfolio
    from scoring.reasons import Deduction, NodeResult
    from scoring.result import Result
    from scoring.ruleset import Ruleset, load

    __version__: str

__all__ = [
    "Case",
    "CaseError",
    "Deduction",
    "Diagnostic",
    "Finding",
    "Given",
    "Mark",
    "NodeResult",
    "Number",
    "Outcome",
    "Portfolio",
    "Result",
    "Ruleset",
    "RulesetError",
    "ScoringError",
    "SetScore",
    "__version__",
    "load",
    "load_cases",
    "to_frame",
]

_HOMES = {
    "Case": "case",
    "CaseError": "diagnostic",
    "Deduction": "reasons",
    "Diagnostic": "diagnostic",
    "Finding": "case",
    "Given": "case",
    "Mark": "case",
    "NodeResult": "reasons",
    "Number": "number",
    "Outcome": "outcome",
    "Portfolio": "portfolio",
    "Result": "result",
    "Ruleset": "ruleset",
    "RulesetError": "diagnostic",
    "ScoringError": "diagnostic",
    "SetScore": "case",
    "__version__": "ruleset",
    "load": "ruleset",
    "load_cases": "cases",
    "to_frame": "frames",
}
"""The module in which each public name is at home."""


if not TYPE_CHECKING:  # a type checker would take any name for one of ours

    def __getattr__(name: str) -> object:
        """Load a public name, and keep it."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"scoring.{_HOMES[name]}"), "LIBRARY" if name == "__version__" else name)
        return globals().setdefault(name, found)


def __dir__() -> list[str]:
    """Return all names, loaded or not."""
    return sorted({*globals(), *__all__})
