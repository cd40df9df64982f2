"""Tables of pyarrow, Polars, pandas and DuckDB, in and out: whatever speaks the Arrow C stream.

The columns of a table are found by the canonical name of a figure, or by any address of it: code, printed name, unique
tail; what is said of a node stands under ``PATH.mark``, ``PATH.findings``, ``PATH.set`` and the like. Other columns
(names, keys) are given back as they came, before the results.
"""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from numbers import Integral
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from scoring.addresses import Found
from scoring.columns.arrays import read_array
from scoring.columns.draws import Draws
from scoring.columns.places import RATIO
from scoring.columns.runner import Columns
from scoring.columns.schema import results, written_results
from scoring.diagnostic import CaseError, Diagnostic
from scoring.graph import Op, walk
from scoring.interpret import GIVEN
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scoring.columns.cohort import Cohort
    from scoring.columns.column import Column
    from scoring.columns.draws import DrawnColumns
    from scoring.columns.taken import Known
    from scoring.result import Result
    from scoring.ruleset import Ruleset

NODE_KEYS = ("mark", "mark.deduct", "mark.because", "findings", "amount", "set", "not_applicable")
_ALIKE = 3 / 4
"""How alike the name of a column must be to a figure's to be taken for a mistyped one."""

_SAID = {**{key: key for key in NODE_KEYS}, "because": "mark.because"}
"""How a column's name ends → what it says of a node; the last is the word of case files."""


class TableScorer:
    """Scores tables of any library by one ruleset."""

    def __init__(  # noqa: PLR0913  # a word for each choice
        self, ruleset: Ruleset, method: str | None, *, nodes: bool = True, reasons: bool = False,
        exact_parts: bool = False, fast: bool | None = None,
    ) -> None:  # fmt: skip
        """Prepare.

        Args:
            ruleset: what scores.
            method: of the ruleset.
            nodes: with the score of every node.
            reasons: also with what it lost, and why.
            exact_parts: also where it adds several unrounded ratios.
            fast: as machine code (see `Columns`).

        Raises:
            RulesetError: there is no such method.
            ImportError: machine code is wanted, and LLVM is not installed.
        """
        self.columns = Columns(ruleset, method, parts=nodes, reasons=reasons, exact_parts=exact_parts, fast=fast)
        self.draws = Draws(self.columns)

    def score(self, frame: Any, threads: int, *, fixed: bool = False, cohort: Known | None = None) -> Any:  # noqa: ANN401  # a table of any library
        """Return the results of a table as a table of the same library.

        Args:
            frame: the table.
            threads: how many blocks are computed at a time.
            fixed: whether the types of the results depend on the ruleset and the columns' types alone.
            cohort: what was taken over all rows, if these are some of them.

        Raises:
            CaseError: it is no table, or lacks columns.
        """
        table = _arrow(frame)
        columns, inputs = self._for(table)
        given = _given(columns, table, inputs)
        written = written_results(columns, {own: table.field(name).type for name, own in inputs.items()})
        more = {} if cohort is None else {"cohort": cohort}
        scored = columns.score(given, threads=threads, decimals=True, **more)
        if not fixed and columns is not self.columns:  # ratios, where the ruleset as it is written has none
            written.update((key, RATIO) for key in columns.ratios & written.keys() if written[key].kind < RATIO.kind)
        found = results(columns, scored, written, fixed=fixed)
        kept = {name: table.column(name) for name in table.column_names if name not in found and name not in inputs}
        return _like(frame, pa.table({**kept, **found}))

    def add(self, frame: Any, cohort: Cohort) -> None:  # noqa: ANN401  # a table of any library
        """Take the rows of a table into what is taken over all rows.

        Raises:
            CaseError: it is no table, or lacks columns.
        """
        table = _arrow(frame)
        columns, inputs = self._for(table)
        cohort.add(_given(columns, table, inputs))

    def explain_row(self, frame: Any, key: object, column: str | None = None) -> Result:  # noqa: ANN401  # a table of any library
        """Return the whole result of one row, with its reasons.

        Args:
            frame: the table.
            key: number of the row from 0 on, or what stands in a column: the one named, else the first.
            column: name of the column that the key stands in; a whole number is then no row number.

        Raises:
            CaseError: it is no table, lacks columns, or the values of the row are refused.
            KeyError: no row has this key, several have it, or there is no such column.
        """
        table = _arrow(frame)
        row = int(key) if column is None and isinstance(key, Integral) else _row(table, key, column)
        if not 0 <= row < table.num_rows:
            raise KeyError(f"there is no row {row}: the {table.num_rows} rows are numbered from 0 on")
        columns, inputs = self._for(table)
        if not self.columns.program.cohorts:
            table, row = table.slice(row, 1), 0
        return columns.result(_given(columns, table, inputs), row)

    def _for(self, table: Any) -> tuple[Columns | DrawnColumns, dict[str, str]]:  # noqa: ANN401  # an Arrow table
        """Return what scores a table, and column → input; columns that hold drawn numbers have inputs of their own.

        Raises:
            CaseError: a column is called as both a figure and a parameter, or nearly as a parameter.
        """
        inputs = {name: input_of(self.columns, name) for name in table.column_names}
        columns = self.draws.columns(inputs)
        found = {name: own for name, own in inputs.items() if own is not None}
        return columns, found if columns is self.columns else {**found, **cast("DrawnColumns", columns).drawn}


def _row(table: Any, key: object, name: str | None) -> int:  # noqa: ANN401  # an Arrow table
    """Return the number of the only row that has a key in a column, by default the first one."""
    if not table.num_columns or (name is not None and table.column_names.count(name) != 1):
        raise KeyError(f"the table has no column {name!r}, or several: {', '.join(table.column_names)}")
    name, values = (table.column_names[0], table.column(0)) if name is None else (name, table.column(name))
    rows = [row for row, value in enumerate(values.to_pylist()) if value == key]
    if len(rows) != 1:
        where = f"rows {rows[0]} and {rows[1]} both have" if rows else "no row has"
        raise KeyError(f"{where} {key!r} in column {name!r}")
    return rows[0]


# --- in ---------------------------------------------------------------------------------------------------------


def _arrow(frame: Any) -> Any:  # noqa: ANN401  # a table of any library
    """Return any table as one of pyarrow.

    Raises:
        CaseError: it is none, has two columns of one name, or values that Arrow does not take.
    """
    try:
        if _library(frame) == "pandas":
            _alone(map(str, getattr(frame, "columns", ())))
        table = _converted(frame)
    except (pa.ArrowException, OverflowError, TypeError, ValueError) as error:
        raise CaseError([Diagnostic("table-unread", NOWHERE, {"why": " ".join(str(error).split())})]) from error
    _alone(table.column_names)
    return table


def _alone(names: Iterable[str]) -> None:
    """Refuse names that several columns have."""
    several = [name for name, many in Counter(names).items() if many > 1]
    if several:
        raise CaseError([Diagnostic("table-names", NOWHERE, {"names": ", ".join(several)})])


def _converted(frame: Any) -> Any:  # noqa: ANN401  # a table of any library
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame])
    if _library(frame) == "pandas":
        return pa.Table.from_pandas(frame, preserve_index=False)
    if hasattr(frame, "__arrow_c_stream__"):
        return pa.table(frame)
    if hasattr(frame, "fetch_arrow_table"):  # a DuckDB relation of an older version
        return frame.fetch_arrow_table()
    raise CaseError([Diagnostic("table-kind", NOWHERE, {"found": type(frame).__name__})])


def _library(frame: object) -> str:
    return type(frame).__module__.partition(".")[0].removeprefix("_")


def input_of(columns: Columns, name: str) -> str | None:
    """Return the input that a column's name means, None for a column that is none of ours."""
    program = columns.program
    if name in program.lists or (name in program.domains and not name.startswith(GIVEN)):
        return name
    for said, key in _SAID.items():
        node = program.addresses.find(name.removesuffix(f".{said}")) if name.endswith(f".{said}") else None
        if isinstance(node, Found) and (f"{node.path}/{key}" in program.domains or (key == "amount" and any(
            each.path == node.path for each in program.counted))):  # fmt: skip
            return f"{node.path}/{key}"
    found = program.addresses.find(name, first="figure")
    if not isinstance(found, Found) or found.kind != "figure":
        return None
    return found.path if found.path in program.domains or found.path in program.lists else None


def lacking(missing: Iterable[str], others: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield codes and facts of what is wrong where figures have no column.

    Args:
        missing: the figures.
        others: names of columns that mean nothing; one that is nearly a figure's is told for it.
    """
    known = {name.casefold(): name for name in others}
    left = []
    for name in missing:
        near = get_close_matches(name.casefold(), known, n=1, cutoff=_ALIKE)
        if near:
            yield "table-column-near", {"found": known[near[0]], "near": name}
        else:
            left.append(name)
    if left:
        yield "table-columns", {"names": ", ".join(left)}


def _given(columns: Columns | DrawnColumns, table: Any, inputs: Mapping[str, str]) -> dict[str, Column]:  # noqa: ANN401  # Arrow
    """Return the columns of a table by input; ``inputs``: column → the input that it means, of those that mean any.

    Raises:
        CaseError: some are missing, given twice or of a type that is no figure's.
    """
    names: dict[str, str] = {}
    wrong: list[Diagnostic] = []
    for name in table.column_names:
        own = inputs.get(name)
        if own is not None and own in names:
            wrong.append(Diagnostic("table-twice", NOWHERE, {"first": names[own], "second": name, "name": own}))
        elif own is not None:
            names[own] = name
    missing = [name for name in required(columns) if name not in names]
    if missing:
        others = [name for name in table.column_names if name not in inputs]
        wrong += [Diagnostic(code, NOWHERE, facts) for code, facts in lacking(missing, others)]
    found: dict[str, Column] = {}
    for own, name in names.items():
        try:
            read = read_array(table.column(name), lists=own in columns.program.lists)
        except pa.ArrowException as error:
            wrong.append(Diagnostic("table-unread", NOWHERE, {"why": f"{name}: {error}"}))
            continue
        if read is None:
            facts = {"name": name, "found": str(table.column(name).type)}
            wrong.append(Diagnostic("table-column", NOWHERE, facts))
        else:
            found[own] = read
    if wrong:
        raise CaseError(wrong)
    return found


def required(columns: Columns | DrawnColumns) -> list[str]:
    """Return the figures that a score needs and that no rule lets be missing, in the order of the ruleset."""
    program = columns.program
    read = {str(node.payload) for node in walk(program.deciding) if node.op is Op.INPUT}
    return [
        name
        for name, domain in program.domains.items()
        if name in read and GIVEN + name not in read and "/" not in name and domain.default is None
        and name in program.figures
    ]  # fmt: skip


# --- out --------------------------------------------------------------------------------------------------------


def _like(frame: Any, table: Any) -> Any:  # noqa: ANN401  # tables of any library
    """Return an Arrow table as one of the library that another table is of."""
    library = _library(frame)
    if isinstance(frame, pa.RecordBatch):
        return (
            table.combine_chunks().to_batches()[0] if table.num_rows else pa.RecordBatch.from_pylist([], table.schema)
        )
    if library == "polars":
        import polars as pl  # noqa: PLC0415  # whoever gives such a table has it

        return pl.from_arrow(table)
    if library == "pandas":
        return table.to_pandas()
    if library in ("duckdb", "duckdb_duckdb"):
        import duckdb  # noqa: PLC0415  # likewise

        return duckdb.from_arrow(table)
    return table
