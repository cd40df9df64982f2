"""A ruleset over a Spark DataFrame: every partition is scored where it lies, to the last digit as on one machine.

``pip install 'declarative-scoring[spark]'`` where the program runs; the workers need Python of the same version with
``declarative-scoring[data]``, which a tiny job sees to once a session.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from scoring.columns.extra import tables_of
from scoring.diagnostic import CaseError, Diagnostic
from scoring.source import NOWHERE
from scoring.spark_workers import check_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType

    from scoring.ruleset import Ruleset


def score_dataframe(
    df: DataFrame, ruleset: Ruleset, method: str | None = None, *, nodes: bool = True, reasons: bool = False
) -> DataFrame:
    """Return the results of every row of a DataFrame.

    Figures over all cases are taken first, by a job for each level of them, when this is called; ``df`` is then read
    again for the scores, so it may be worth a ``cache()``.

    The columns are those of `Ruleset.score_table`: what is no figure comes back first, then outcome, total, grade and
    the scores of all nodes. Their types depend on the ruleset and the types of the given columns alone. Names with a
    dot stand in backticks in Spark: ``scored["`process.funds`"]``.

    Args:
        df: a row for each case.
        ruleset: what scores.
        method: of the ruleset.
        nodes: whether the score of every node is wanted, or totals alone.
        reasons: whether what every node lost, and why, is wanted too.

    Raises:
        CaseError: it is no DataFrame, or lacks columns; or the workers cannot score. A row whose values are refused
            is told in ``refused``.
        RulesetError: there is no such method.
        ImportError: PySpark, NumPy or pyarrow is not installed.
    """
    sql = _pyspark("pyspark.sql")
    if not isinstance(df, sql.DataFrame):
        raise CaseError([Diagnostic("spark-frame", NOWHERE, {"found": type(df).__name__})])
    scorer = tables_of(ruleset, method, nodes=nodes, reasons=reasons)
    for cohort in () if scorer.columns.alike else scorer.columns.program.cohorts[:1]:
        raise CaseError([Diagnostic("spark-cohort", NOWHERE, {"name": cohort.name.rpartition("/")[0]})])
    names = list(df.columns)
    _told_apart(names, exactly=True)
    empty = scorer.score(df.limit(0).toArrow(), 1, fixed=True)
    _told_apart(empty.column_names, exactly=df.sparkSession.conf.get("spark.sql.caseSensitive") == "true")
    check_workers(df.sparkSession)
    stream = import_module("scoring.columns.stream")
    task = stream.Task(ruleset, method, nodes, reasons, tuple(names), known={})
    plain = df.toDF(*(f"c{place}" for place in range(len(names))))  # a name with a dot would be looked up as a field
    while (cohort := task.cohort()) is not None:
        for row in plain.mapInArrow(_working("taken", task.packed()), f"{stream.PART} binary").collect():
            cohort.merge(pickle.loads(row[0]))  # noqa: S301  # our own workers made it
        task = replace(task, known=cohort.finish())
    return plain.mapInArrow(_working("scored", task.packed()), _schema(df, empty.schema))


def _working(what: str, task: bytes) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Return what every worker runs on the batches of a partition: a function of `scoring.columns.stream`."""

    def work(batches: Iterable[Any]) -> Iterator[Any]:
        from scoring.columns import stream  # noqa: PLC0415  # it is run elsewhere

        yield from getattr(stream, what)(task, batches)

    return work


def _told_apart(names: list[str], *, exactly: bool) -> None:
    """Refuse columns that Spark cannot tell apart."""
    seen: dict[str, str] = {}
    for name in names:
        key = name if exactly else name.lower()
        if key in seen:
            raise CaseError([Diagnostic("spark-column", NOWHERE, {"first": seen[key], "second": name})])
        seen[key] = name


def _schema(df: DataFrame, found: Any) -> StructType:  # noqa: ANN401  # an Arrow schema
    """Return the schema of the results: other columns as they came, then ours."""
    types = _pyspark("pyspark.sql.types")
    kept = {field.name: field for field in df.schema.fields}
    first = found.names.index("outcome")  # of the results, which may be called as columns that came
    own = [types.StructField(field.name, _type(types, field.type)) for field in list(found)[first:]]
    return types.StructType([*(kept[name] for name in found.names[:first]), *own])


def _type(types: Any, kind: Any) -> DataType:  # noqa: ANN401  # PySpark's types, an Arrow type
    """Return the type of Spark that results of an Arrow type have there."""
    kinds = import_module("pyarrow.types")
    if kinds.is_decimal(kind):
        return types.DecimalType(kind.precision, kind.scale)
    if kinds.is_struct(kind):
        return types.StructType([types.StructField(each.name, _type(types, each.type)) for each in kind])
    if kinds.is_date(kind):
        return types.DateType()
    return types.BooleanType() if kinds.is_boolean(kind) else types.StringType()


def _pyspark(name: str) -> Any:  # noqa: ANN401  # a module
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pyspark":
            raise
        what = "scoring on Spark needs pyspark: pip install 'declarative-scoring[spark]'"
        raise ImportError(what, name=error.name) from None
