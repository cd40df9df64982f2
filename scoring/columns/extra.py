"""Where tables come in: what is installed only with the extra ``data`` is loaded here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.ruleset import Ruleset


def tables_of(ruleset: Ruleset, method: str | None) -> tuple[Any, Any]:
    """Return the module of tables, and what scores them by a ruleset, which keeps its kernels.

    Raises:
        ImportError: NumPy or pyarrow is not installed.
    """
    try:
        tables = import_module("scoring.columns.tables")
        runner = import_module("scoring.columns.runner")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("numpy", "pyarrow"):
            raise
        what = f"scoring tables needs {error.name}: pip install 'declarative-scoring[data]'"
        raise ImportError(what, name=error.name) from None
    kept = ruleset.__dict__.setdefault("_columns", {})
    if method not in kept:
        kept[method] = runner.Columns(ruleset, method)
    return tables, kept[method]
