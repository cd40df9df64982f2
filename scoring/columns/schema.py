"""The results of a table as Arrow columns; on request of types that no row can change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.types as kinds  # type: ignore[import-untyped]  # likewise

from scoring.columns.arrays import causes_array, dates_array, outcomes_array, reasons_array, values_array
from scoring.columns.decimals import Fitted, long_array, numbers_array
from scoring.columns.missing import Causes
from scoring.columns.places import numbers_of
from scoring.columns.results import Numbers, Outcomes, Reasons
from scoring.diagnostic import Diagnostic
from scoring.outcome import Outcome
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from scoring.columns.draws import DrawnColumns
    from scoring.columns.places import Written
    from scoring.columns.results import Values
    from scoring.columns.runner import Columns
    from scoring.columns.table import Table

_OWN = ("outcome", "missing", "total", "grade", "refused")


def places_of_type(kind: Any) -> int | None:  # noqa: ANN401  # an Arrow type
    """Return how many decimals the values of a column have, None where any number of them."""
    if kinds.is_dictionary(kind):
        return places_of_type(kind.value_type)
    if kinds.is_decimal(kind):
        return max(int(kind.scale), 0)
    return 0 if kinds.is_integer(kind) or kinds.is_boolean(kind) or kinds.is_null(kind) else None


def written_results(columns: Columns | DrawnColumns, given: Mapping[str, Any]) -> dict[str, Written]:
    """Return how the numbers of a table's results are written; ``given``: input → Arrow type of its column."""
    return numbers_of(columns.asked, {name: places_of_type(kind) for name, kind in given.items()})


def results(
    columns: Columns | DrawnColumns, found: Table, written: Mapping[str, Written], *, fixed: bool
) -> dict[str, Any]:
    """Return the results as named Arrow arrays: of a node its score under its path, the rest under PATH.outcome, ….

    A row with a number of more digits than its column takes is refused where types are fixed; else its column gets a
    type for longer ones.

    Args:
        columns: what scored.
        found: the results.
        written: how the numbers are written.
        fixed: whether the types depend on the ruleset and the given columns alone: numbers as they are written, words
            as plain texts. Else decimals have as many places as these rows need, and words are coded.
    """
    arrays = coded_results(columns, found, written, fixed=fixed)
    if fixed:
        scored = pa.repeat(pa.scalar(Outcome.SCORED.value), found.rows)
        always = {column_name(key) for key, own in found.columns.items()
                  if isinstance(own, Outcomes) and not own.bits.any()}  # fmt: skip
        arrays = {name: scored if name in always else _text(each) for name, each in arrays.items()}
    return {**arrays, "refused": _refused(found)}


def coded_results(
    columns: Columns | DrawnColumns,
    found: Table,
    written: Mapping[str, Written],
    *,
    fixed: bool,
    wanted: Container[str] | None = None,
) -> dict[str, Any]:
    """Return results as `results` does, with coded words and without what was refused.

    Args:
        columns: what scored.
        found: the results.
        written: how the numbers are written.
        fixed: whether as many places are kept as they are written with.
        wanted: keys of the results that are given, None: all.
    """
    every = {key: own for key, own in found.columns.items() if wanted is None or key in wanted}
    numbers = {key: own for key, own in every.items() if isinstance(own, Numbers) and key not in columns.dates}
    fitted = {key: numbers_array(own, written[key], as_needed=not fixed) for key, own in numbers.items()}
    misfits = {key: each.misfits for key, each in fitted.items() if each.misfits is not None}
    if misfits and not fixed:
        fitted.update({key: Fitted(long_array(numbers[key], written[key])) for key in misfits})
    elif misfits:
        for key, odd in misfits.items():
            for row in np.flatnonzero(odd).tolist():
                found.refuse(row, (Diagnostic("table-digits", NOWHERE, {"name": column_name(key)}),))
        fitted = {key: numbers_array(own, written[key], as_needed=not fixed) for key, own in numbers.items()}
    causes = {key: own for key, own in every.items() if isinstance(own, Causes)}
    arrays = {
        column_name(key): fitted[key].array if key in fitted else _array(own)
        for key, own in every.items()
        if not isinstance(own, Causes)
    }
    return {**arrays, **{key: causes_array(own) for key, own in causes.items()}}


def _refused(found: Table) -> Any:  # noqa: ANN401  # an Arrow array
    """Return what is wrong with the values of every row, null where nothing is."""
    if not found.refused:
        return pa.nulls(found.rows, pa.string())
    told = ["\n".join(each.message() for each in diagnostics) for diagnostics in found.refused.values()]
    places = np.full(found.rows, -1)
    places[list(found.refused)] = np.arange(len(told))
    return pa.array(told, pa.string()).take(pa.array(places, mask=places < 0))


def _array(own: Outcomes | Values | Numbers | Reasons) -> Any:  # noqa: ANN401  # an Arrow array
    """Return a column that is no number."""
    if isinstance(own, Numbers):
        return dates_array(own)
    if isinstance(own, Outcomes):
        return outcomes_array(own)
    return reasons_array(own) if isinstance(own, Reasons) else values_array(own)


def _text(array: Any) -> Any:  # noqa: ANN401  # Arrow arrays
    """Return a column of coded words as one of texts."""
    return array.cast(pa.string()) if kinds.is_dictionary(array.type) else array


def column_name(key: str) -> str:
    """Return the name of a column of results: of a score the path of its node, unless something else is called so."""
    what, _, path = key.partition(" ")
    if not path:
        return what
    if what == "score":
        return path if path not in _OWN else f"{path}.score"
    return f"outputs.{path}" if what == "output" else f"{path}.{what}"
