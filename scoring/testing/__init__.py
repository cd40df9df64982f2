"""Tests of a policy: files of them, and what Python tests need.

A name is loaded when it is first asked for, so that what runs files of tests needs neither Hypothesis nor the analysis.
"""

from importlib import import_module

TYPE_CHECKING = False  # as in `typing`, which would have to be loaded for it
if TYPE_CHECKING:
    from scoring.testing.assertion import assert_score
    from scoring.testing.better_values import monotone
    from scoring.testing.properties import books_balance, bounded, check_properties
    from scoring.testing.strategies import edges, inputs, with_edges

__all__ = [
    "assert_score",
    "books_balance",
    "bounded",
    "check_properties",
    "edges",
    "inputs",
    "monotone",
    "with_edges",
]

_HOMES = {
    "assert_score": "assertion",
    "books_balance": "properties",
    "bounded": "properties",
    "check_properties": "properties",
    "edges": "strategies",
    "inputs": "strategies",
    "monotone": "better_values",
    "with_edges": "strategies",
}
"""The module in which each public name is at home."""


if not TYPE_CHECKING:  # a type checker would take any name for one of ours

    def __getattr__(name: str) -> object:
        """Load a public name, and keep it."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"scoring.testing.{_HOMES[name]}"), name)
        return globals().setdefault(name, found)


def __dir__() -> list[str]:
    """Return all names, loaded or not."""
    return sorted({*globals(), *__all__})
