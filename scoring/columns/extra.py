"""Where tables come in: what is installed only with the extra ``data`` is loaded here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.columns.tables import TableScorer
    from scoring.ruleset import Ruleset


def tables_of(ruleset: Ruleset, method: str | None, *, nodes: bool = True, reasons: bool = False) -> TableScorer:
    """Return what scores tables by a ruleset; it keeps its kernels.

    Raises:
        ImportError: NumPy or pyarrow is not installed.
    """
    try:
        tables = import_module("scoring.columns.tables")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("numpy", "pyarrow"):
            raise
        what = f"scoring tables needs {error.name}: pip install 'declarative-scoring[data]'"
        raise ImportError(what, name=error.name) from None
    kept: dict[tuple[str | None, bool, bool], TableScorer] = ruleset.__dict__.setdefault("_columns", {})
    key = method, nodes, reasons
    if key not in kept:
        kept[key] = tables.TableScorer(ruleset, method, nodes=nodes, reasons=reasons)
    return kept[key]
