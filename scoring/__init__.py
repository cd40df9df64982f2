"""Declarative scoring rules: a written policy as YAML, exact scores, and the reason for every lost point."""

from scoring.case import Case, Finding, Given, Mark, SetScore
from scoring.cases import load_cases
from scoring.diagnostic import CaseError, Diagnostic, RulesetError, ScoringError
from scoring.number import Number
from scoring.outcome import Outcome
from scoring.portfolio import Portfolio
from scoring.reasons import Deduction, NodeResult
from scoring.result import Result
from scoring.ruleset import LIBRARY, Ruleset, load

__version__ = LIBRARY

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
]
