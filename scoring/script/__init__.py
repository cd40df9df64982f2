"""A ruleset as JavaScript: the same exact scores in a browser, without a server and without any other library."""

from scoring.script.calculator import Calculator, calculator_of
from scoring.script.describe import inputs_of

__all__ = ["Calculator", "calculator_of", "inputs_of"]
