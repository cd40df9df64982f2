"""Libraries that only some files need, loaded when they do; which extra brings each."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from scoring.diagnostic import Diagnostic, ScoringError
from scoring.source import whole

_EXTRAS = {"xlsxwriter": "excel", "docxtpl": "word"}


def needed(library: str, path: str) -> Any:  # noqa: ANN401  # a module
    """Return a library that an extra brings.

    Args:
        library: name of the module.
        path: of the file that is to be written.

    Raises:
        ScoringError: it is not installed.
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        facts = {"name": path, "library": error.name or library, "extra": _EXTRAS[library]}
        raise ScoringError([Diagnostic("needs-package", whole(path), facts)]) from None
