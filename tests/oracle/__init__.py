"""The independent referee: scores worked out plainly from the YAML, for comparison only."""

from oracle.plain import load_cases, load_ruleset, merged_case, read_yaml
from oracle.result import NodeResult, OracleResult, PortfolioResult, portfolio, score

__all__ = [
    "NodeResult",
    "OracleResult",
    "PortfolioResult",
    "load_cases",
    "load_ruleset",
    "merged_case",
    "portfolio",
    "read_yaml",
    "score",
]
