"""Where tables come in: what is installed only with the extra ``data`` is loaded here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.columns.study import Study
    from scoring.columns.tables import TableScorer
    from scoring.ruleset import Ruleset


def tables_of(ruleset: Ruleset, method: str | None, **asked: bool | None) -> TableScorer:
    """Return what scores tables by a ruleset; it keeps its kernels.

    Raises:
        ImportError: NumPy or pyarrow is not installed; or LLVM, where machine code is asked for.
    """
    tables = _loaded("tables")
    kept: dict[object, TableScorer] = ruleset.__dict__.setdefault("_columns", {})
    key = method, frozenset(asked.items())
    if key not in kept:
        kept[key] = tables.TableScorer(ruleset, method, **asked)
    return kept[key]


def study_of(ruleset: Ruleset, cases: Any, draws: Any, method: str | None) -> Study:  # noqa: ANN401  # see `scoring.columns.study`
    """Return what drawn numbers make of some cases.

    Raises:
        ImportError: NumPy is not installed.
    """
    found: Study = _loaded("study").study_of(ruleset, cases, draws, method)
    return found


def _loaded(name: str) -> Any:  # noqa: ANN401  # a module
    try:
        return import_module(f"scoring.columns.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("numpy", "pyarrow"):
            raise
        what = f"scoring tables needs {error.name}: pip install 'declarative-scoring[data]'"
        raise ImportError(what, name=error.name) from None
