"""Results as a frame of pandas, Polars or Arrow: a row an indicator, every number exact."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Any

from scoring.language import language_of
from scoring.model import WHOLE
from scoring.number import places_of
from scoring.reasons import own_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scoring.reasons import NodeResult
    from scoring.result import Result

_NUMBERS = ("weight", "points", "score", "lost")
_WHOLE = "level"
_COLUMNS = ("case", "path", "code", "name", "level", "points", "score", "lost", "outcome", "reasons")
_WIDTH = 38
"""Digits of an ordinary decimal column; more need one of twice the width."""
_MOST = 76
Column = list[Any]
Columns = dict[str, Column]


def to_frame(results: Iterable[Result], kind: str = "pandas", *, lang: str | None = None) -> Any:  # noqa: ANN401  # of any library
    """Return a frame with a row for the whole and each indicator of every result.

    Args:
        results: of one ruleset or several; ``case`` is the case's id, else its number.
        kind: ``pandas``, ``polars`` or ``arrow``.
        lang: of names and sentences, ``zh`` or ``en``; that of the ruleset unless said.

    Returns:
        Columns ``case``, ``path`` (``total`` for the whole), ``code``, ``name``, ``level``, ``points``, ``score``,
        ``lost``, ``outcome`` and ``reasons``, a sentence a line. Numbers are exact (see docs/python.md).

    Raises:
        ImportError: the library is not installed.
        ValueError: there is no such kind.
    """
    found = [_rows(result, number, lang) for number, result in enumerate(results, 1)]
    return made([row for rows in found for row in rows], kind)


def frame_of(result: Result, kind: str = "pandas", *, lang: str | None = None) -> Any:  # noqa: ANN401  # of any library
    """Return a frame with a row for the whole and each indicator.

    Args:
        result: of one case.
        kind: ``pandas``, ``polars`` or ``arrow``.
        lang: of names and sentences, ``zh`` or ``en``; that of the ruleset unless said.

    Returns:
        The columns of `to_frame`, but for ``case``.

    Raises:
        ImportError: the library is not installed.
        ValueError: there is no such kind.
    """
    rows = _rows(result, 1, lang)
    return made([{name: value for name, value in row.items() if name != "case"} for row in rows], kind)


def weighed_frame(results: Sequence[Result], weights: Mapping[str, Fraction], kind: str, lang: str | None) -> Any:  # noqa: ANN401  # of any library
    """Return the frame of the results of a portfolio, with what each case weighs; None where it does not count."""
    rows: list[dict[str, Any]] = []
    for number, result in enumerate(results, 1):
        own = _rows(result, number, lang)
        rows.extend({"case": row["case"], "weight": weights.get(row["case"]), **row} for row in own)
    return made(rows, kind)


def _rows(result: Result, number: int, lang: str | None) -> list[dict[str, Any]]:
    """Return what is told of each node of a result."""
    lang = lang or language_of(result.program.definition)
    case = result.case.id if result.case is not None and result.case.id else str(number)
    reasons = own_sentences(result, lang)
    return [_row(case, node, reasons.get(node.path, []), lang) for node in (result["total"], *result.nodes)]


def _row(case: str, node: NodeResult, reasons: list[str], lang: str) -> dict[str, Any]:
    name = (node.plan.called if node.path else WHOLE).text(lang)
    return {
        "case": case, "path": node.path or "total", "code": node.plan.code, "name": name, "level": node.plan.level,
        "points": node.points, "score": node.score, "lost": node.lost, "outcome": str(node.outcome),
        "reasons": "\n".join(reasons),
    }  # fmt: skip


def made(rows: Sequence[Mapping[str, Any]], kind: str) -> Any:  # noqa: ANN401  # of any library
    """Return rows as a frame of a kind."""
    make = _KINDS.get(kind)
    if make is None:
        raise ValueError(f"to_frame makes a frame of {', '.join(_KINDS)}; there is no {kind!r}")
    names = list(rows[0]) if rows else list(_COLUMNS)
    return make({name: [row[name] for row in rows] for name in names})


def _pandas(columns: Columns) -> Any:  # noqa: ANN401  # of that library
    """Return a frame of pandas: numbers are ``Decimal``, all ``Fraction`` where one has no finite decimal."""
    pandas = _library("pandas", "pandas")
    series = {
        name: pandas.Series(_exact(values) if name in _NUMBERS else values, dtype="int64" if name == _WHOLE else object)
        for name, values in columns.items()
    }
    return pandas.DataFrame(series)


def _polars(columns: Columns) -> Any:  # noqa: ANN401  # of that library
    """Return a frame of Polars: numbers are decimals, or texts in a column where one has no finite decimal."""
    polars = _library("polars", "polars")
    series = []
    for name, values in columns.items():
        if name in _NUMBERS:
            told, scale, width = _decimals(values)
            fits = width <= _WIDTH and scale is not None
            kind = polars.Decimal(_WIDTH, scale) if fits else polars.String
            series.append(polars.Series(name, told if fits else _texts(values), dtype=kind))
        else:
            series.append(polars.Series(name, values, dtype=polars.Int64 if name == _WHOLE else polars.String))
    return polars.DataFrame(series)


def _arrow(columns: Columns) -> Any:  # noqa: ANN401  # of that library
    """Return a table of Arrow: numbers are decimals, or texts in a column where one has no finite decimal."""
    arrow = _library("pyarrow", "declarative-scoring[data]")
    arrays = {}
    for name, values in columns.items():
        if name in _NUMBERS:
            told, scale, width = _decimals(values)
            kind = arrow.string() if scale is None or width > _MOST else (
                arrow.decimal128(_WIDTH, scale) if width <= _WIDTH else arrow.decimal256(_MOST, scale)
            )  # fmt: skip
            arrays[name] = arrow.array(_texts(values) if kind == arrow.string() else told, kind)
        else:
            arrays[name] = arrow.array(values, arrow.int64() if name == _WHOLE else arrow.string())
    return arrow.table(arrays)


_KINDS: dict[str, Callable[[Columns], Any]] = {"pandas": _pandas, "polars": _polars, "arrow": _arrow}


def _library(name: str, install: str) -> Any:  # noqa: ANN401  # a module
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != name:
            raise
        other = " or ask for to_frame('polars') or to_frame('arrow')" if name == "pandas" else ""
        raise ImportError(f"this frame needs {name}: pip install '{install}'{',' if other else ''}{other}", name=name) \
            from None  # fmt: skip


def _exact(values: Column) -> Column:
    """Return numbers as decimals with the places they are printed with, or all as fractions."""
    if any(value is not None and places_of(value) is None for value in values):
        return [None if value is None else Fraction(value) for value in values]
    return [None if value is None else value.decimal() for value in values]


def _decimals(values: Column) -> tuple[Column, int | None, int]:
    """Return numbers as decimals, the places they need together (None: one has no finite decimal), and the digits."""
    if any(value is not None and places_of(value) is None for value in values):
        return [], None, 0
    told = [None if value is None else value.decimal() for value in values]
    scale = max((-int(each.as_tuple().exponent) for each in told if each is not None), default=0)
    scale = max(scale, 0)
    whole = max((len(str(abs(int(each)))) for each in told if each is not None), default=1)
    return told, scale, whole + scale


def _texts(values: Column) -> Column:
    return [None if value is None else str(value) for value in values]
