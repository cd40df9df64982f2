"""PySpark in local mode: the same results as on one machine, to the last digit, and messages that say what to do.

All of them share one Spark, whose start takes some ten seconds; ``conftest.py`` puts them first, so that one process of
pytest-xdist has them all.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise
import pytest

import scale_recipes
import scoring
import spark_rows
from scoring import spark_workers
from scoring.columns.names import BLOCK
from scoring.columns.stream import Task, blocks, unpacked
from scoring.spark import score_dataframe

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
YONGZHOU = ROOT / "rulesets/yongzhou-2023/ruleset.yaml"
FREE = """\
ruleset: free
version: "1"
points: none
figures:
  done: {min: 0}
  of: {type: count}
  day: {type: date, if_missing: '2024-01-01'}
  large: {type: flag, is: done > 1}
  marks: {list_of: {min: 0, max: 10}}
indicators:
  share: {code: A1, points: none, rules: {points: done / of}}
  curve: {points: none, rules: {points: ln(done + 1)}}
  panel: {points: 10, rules: {points: mean(marks)}, round: 0.01}
  visit: {points: 4, rules: {judge: 0..4}}
outputs: [done, day, large]
rounding: {mode: half_up, total: 2}
"""
COHORT = """\
ruleset: cohort
points: 10
figures:
  offer: {min: 1}
  lowest: {over: cases, take: min, of: offer}
  middle: {over: cases, take: median, of: offer / lowest}
  place: {over: cases, take: rank, of: offer, best: low, ties: share}
indicators:
  price: {points: 6, rules: {ratio: lowest, to: offer}}
  far: {points: 4, rules: {lose_all: offer / lowest > middle and place > 10}}
rounding: {mode: half_up, leaf: 2, total: 2}
"""
DRAWN = """\
ruleset: drawn
points: 10
figures: {rate: {unit: "%", min: 0%, max: 100%}}
indicators:
  execution: {code: A1, points: 10, rules: {deduct: 0.5, per: 1%, below: 90%, of: rate, part: exact}}
grades: {good: 8, poor: else}
rounding: {mode: half_up, leaf: 2, total: 2}
"""
RECORDS = """\
ruleset: records
points: 10
figures:
  offer: {min: 1}
  lowest: {over: cases, take: min, of: offer}
  sites: {list_of: {area: {min: 0}}}
indicators:
  price: {points: 4, rules: {ratio: lowest, to: offer}}
  state: {points: 6, for_each: sites, combine: mean, if_empty: full, rules: {lose_all: area < 5}}
rounding: {mode: half_up, leaf: 2, group: 2, total: 2}
"""

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Yield the one session of all tests; where CI has no Java that is a failure, elsewhere they are left out."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        why = "Spark needs Java 17 or later: sh tests/debian.sh installs it on Debian and Ubuntu"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    try:
        from pyspark import sql  # noqa: PLC0415 - it is not installed everywhere
    except ModuleNotFoundError:
        if os.environ.get("CI"):
            raise
        pytest.skip("Spark is not installed: pip install -e '.[spark]'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.memory": "2g",
                    "spark.sql.session.timeZone": "Asia/Shanghai"}  # fmt: skip
        builder = sql.SparkSession.builder.master("local[2]").appName("scoring tests")
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def through_files(spark: Any, ruleset: scoring.Ruleset, table: Any, folder: Path) -> Any:  # noqa: ANN401
    """Return what Spark makes of a table, from Parquet to Parquet."""
    pq.write_table(table, folder / "cases.parquet", row_group_size=20_000)
    df = spark.read.parquet(str(folder / "cases.parquet")).repartition(3)
    score_dataframe(df, ruleset).write.parquet(str(folder / "scores"))
    return pq.read_table(folder / "scores")


def agree(spark: Any, rows: int, folder: Path) -> Any:  # noqa: ANN401 - a session, an Arrow table
    ruleset = scoring.load(str(YONGZHOU))
    table = spark_rows.table(ruleset, rows)
    own = ruleset.score_table(table, fixed=True)
    names, digest = own.column_names, spark_rows.digest(own)
    del own  # a million rows of them take gigabytes
    found = through_files(spark, ruleset, table, folder)
    assert found.column_names == names
    assert found.num_rows == rows
    assert spark_rows.digest(found) == digest
    return found


def test_the_same_results_as_columns(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a session
    found = agree(spark, 50_000, tmp_path)
    outcomes = set(found.column("outcome").to_pylist())
    assert {"scored", "missing", None} <= outcomes  # None: of refused rows
    assert 0 < found.column("refused").null_count < found.num_rows
    changed = found.set_column(1, "outcome", pa.array(["scored"] * found.num_rows))
    assert spark_rows.digest(changed) != spark_rows.digest(found)


@pytest.mark.long
def test_the_same_results_as_columns_on_a_million_rows(spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    agree(spark, 1_000_000, tmp_path)


def free(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - an Arrow array
    """Return columns for a ruleset with all sorts of figures."""
    return {
        "name": pa.array(["a", "b", "c", "d"]),
        "done": pa.array([Decimal("1.25"), None, Decimal(3), Decimal(2)], pa.decimal128(12, 2)),
        "of": pa.array([3, 4, 0, None], pa.int32()),
        "day": pa.array([dt.date(2024, 2, 29), None, dt.date(1, 1, 1), dt.date(2023, 1, 1)]),
        "marks": pa.array([[8, 9, 10], [1], [], None], pa.list_(pa.int64())),
        "visit.mark": pa.array(["4", "3.5", "9", None]),
        "visit.mark.because": pa.array(["", "late", "none", ""]),
        **changes,
    }


def test_all_sorts_of_figures_and_results(spark: Any) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("free.yaml", FREE),))
    table = pa.table(free())
    df = score_dataframe(spark.createDataFrame(table), ruleset)
    assert [field.name for field in df.schema] == ruleset.score_table(table).column_names
    assert df.schema["share"].dataType.simpleString() == ("struct<numerator:decimal(38,0),denominator:decimal(38,0)>")
    assert df.schema["curve"].dataType.simpleString() == "string"
    assert df.schema["outputs.done"].dataType.simpleString() == "decimal(38,2)"
    own = ruleset.score_table(table, fixed=True)
    assert [tuple(row.asDict(recursive=True).values()) for row in df.orderBy("name").collect()] == [
        tuple(row.values()) for row in own.to_pylist()
    ]
    assert own.column("refused").to_pylist()[2] is not None


@pytest.mark.parametrize("options", [{"reasons": True}, {"nodes": False}], ids=str)
def test_as_much_is_told_as_is_asked_for(spark: Any, options: dict[str, Any]) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("free.yaml", FREE),))
    own = ruleset.score_table(pa.table(free()), fixed=True, **options)
    found = score_dataframe(spark.createDataFrame(pa.table(free())), ruleset, **options).toArrow()
    assert found.column_names == own.column_names
    assert spark_rows.digest(found, "name") == spark_rows.digest(own, "name")


def test_the_recipe_of_the_page(spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    monkeypatch.chdir(tmp_path)
    ruleset, cases = scale_recipes.prepared(tmp_path)
    recipe = scale_recipes.recipe("pyspark").replace('"cases.parquet"', f'"{tmp_path}/cases.parquet"')
    names: dict[str, Any] = {}
    exec(recipe.replace('"scores-spark"', f'"{tmp_path}/scores-spark"'), names)  # noqa: S102 - our own page
    assert names["spark"] is spark
    own = ruleset.score_table(cases, fixed=True)
    assert pq.read_table("scores-spark").sort_by("village").cast(own.schema).equals(own)


@pytest.mark.parametrize(
    "other",
    [
        {"A1.below": pa.array([0.8, 0.9, 0.85])},
        {"total": pa.array([1.5, 2.5, 3.5]), "grade": pa.array(["x", "y", "z"])},
    ],
    ids=["drawn", "results"],
)
def test_columns_that_are_called_as_numbers_of_the_ruleset_or_as_results(spark: Any, other: dict[str, Any]) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("drawn.yaml", DRAWN),))
    table = pa.table({"name": ["a", "b", "c"], "rate": [0.7, 0.82, 0.95], **other})
    own = ruleset.score_table(table, fixed=True)
    found = score_dataframe(spark.createDataFrame(table), ruleset).toArrow()
    assert found.column_names == own.column_names
    assert spark_rows.digest(found, "name") == spark_rows.digest(own, "name")


def test_midnight_in_the_zone_of_the_session_is_a_day(spark: Any) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("free.yaml", FREE),))
    df = spark.createDataFrame(pa.table(free())).selectExpr("* except (day)", "timestamp '2024-03-01' as day")
    scored = score_dataframe(df, ruleset).select("`outputs.day`").distinct().collect()
    assert {row[0] for row in scored} == {dt.date(2024, 3, 1), None}  # None: of the row that is refused


def test_methods_and_rows_without_partitions(spark: Any) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("free.yaml", FREE + "methods: {coarse: {rounding: {total: 0}}}\n"),))
    df = spark.createDataFrame(pa.table(free()))
    assert score_dataframe(df, ruleset, "coarse").schema["total"].dataType.simpleString() == "decimal(38,0)"
    none = score_dataframe(df.limit(0), ruleset)
    assert none.count() == 0
    assert none.columns == score_dataframe(df, ruleset).columns
    with pytest.raises(scoring.RulesetError, match="no method"):
        score_dataframe(df, ruleset, "fine")


def test_what_is_wrong_with_columns_is_told_before_anything_runs(spark: Any) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("free.yaml", FREE),))
    frame = spark.createDataFrame(pa.table(free()))
    with pytest.raises(scoring.CaseError, match="the table has no column for done, of"):
        score_dataframe(frame.drop("done", "of"), ruleset)
    with pytest.raises(scoring.CaseError, match="'name' and 'name' have one name for Spark"):
        score_dataframe(frame.join(frame.select("done", "name"), "done"), ruleset)
    with pytest.raises(scoring.CaseError, match="'Total' and 'total' have one name for Spark"):
        score_dataframe(frame.withColumnRenamed("name", "Total"), ruleset)
    with pytest.raises(scoring.CaseError, match="no Spark DataFrame but a Table"):
        score_dataframe(pa.table(free()), ruleset)


@pytest.mark.parametrize("rows", [0, 5_000])
def test_figures_over_all_cases_are_taken_over_all_partitions(spark: Any, rows: int) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("cohort.yaml", COHORT),))
    offers = [None if row % 97 == 0 else Decimal(100 + row * 7919 % 10_007) / 100 for row in range(rows)]
    table = pa.table({"id": pa.array(range(rows), pa.int64()), "offer": pa.array(offers, pa.decimal128(9, 2))})
    df = score_dataframe(spark.createDataFrame(table).repartition(3), ruleset)
    own = ruleset.score_table(table, fixed=True)
    assert df.toArrow().sort_by("id").cast(own.schema).equals(own)
    assert rows == 0 or len(set(own.column("price").to_pylist())) > 100


def test_figures_over_all_cases_where_records_make_nodes_are_refused(spark: Any) -> None:  # noqa: ANN401
    ruleset = scoring.Ruleset((("records.yaml", RECORDS),))
    frame = spark.createDataFrame([(1,)], "offer int")
    with pytest.raises(scoring.CaseError, match="'lowest' is taken over all cases, and records make nodes"):
        score_dataframe(frame, ruleset)


@pytest.fixture
def unchecked(spark: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the session's context as if no worker had been looked at."""
    before = spark.sparkContext.pythonExec, spark.sparkContext.pythonVer
    spark_workers._checked.clear()  # noqa: SLF001 - as in a new session
    yield spark.sparkContext
    spark.sparkContext.pythonExec, spark.sparkContext.pythonVer = before
    spark_workers._checked.clear()  # noqa: SLF001 - likewise


def python_with(folder: Path, *packages: str) -> str:
    """Return a Python that has no packages but those."""
    import pyspark  # noqa: PLC0415 - only where there is Spark

    (folder / "packages").mkdir()
    for name in packages:
        (folder / "packages" / name).symlink_to(Path(pyspark.__file__).parents[1] / name)
    program = folder / "python"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={folder}/packages exec "{sys.executable}" -S -P "$@"\n', "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def test_workers_without_the_library_are_told_of_in_one_line(unchecked: Any, spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    unchecked.pythonExec = python_with(tmp_path, "pyspark", "py4j")
    with pytest.raises(scoring.CaseError) as error:
        score_dataframe(spark.createDataFrame(pa.table(free())), scoring.Ruleset((("free.yaml", FREE),)))
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.message() == "the Python of Spark's workers has no numpy, pyarrow, scoring"
    assert "declarative-scoring[data]==0.1.0" in str(error.value)


def test_workers_of_another_python_or_none_are_told_of(unchecked: Any, spark: Any, tmp_path: Path) -> None:  # noqa: ANN401
    ruleset, frame = scoring.Ruleset((("free.yaml", FREE),)), spark.createDataFrame(pa.table(free()))
    unchecked.pythonVer = "3.9"  # what workers compare theirs with
    with pytest.raises(scoring.CaseError, match=r"the Python of Spark's workers is 3\.\d+, and here it is 3\.\d+"):
        score_dataframe(frame, ruleset)
    unchecked.pythonExec = str(tmp_path / "nowhere")
    with pytest.raises(scoring.CaseError, match=r"Spark's workers cannot run Python: Cannot run program .*nowhere"):
        score_dataframe(frame, ruleset)


def test_another_version_on_the_workers_is_told_of(unchecked: Any, spark: Any, monkeypatch: Any) -> None:  # noqa: ANN401
    assert unchecked is spark.sparkContext
    monkeypatch.setattr(spark_workers, "LIBRARY", "9.9.9")
    with pytest.raises(
        scoring.CaseError, match=r"workers have version 0\.1\.0 of this library, and here it is 9\.9\.9"
    ):
        score_dataframe(spark.createDataFrame(pa.table(free())), scoring.Ruleset((("free.yaml", FREE),)))


def test_batches_are_put_together_and_cut_to_whole_blocks() -> None:
    sizes = (BLOCK // 3, BLOCK // 3, 0, 3 * BLOCK, 3)
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    batches = [pa.record_batch({"x": pa.array(range(start, start + many), pa.int64())})
               for start, many in zip(starts, sizes, strict=True)]  # fmt: skip
    found = list(blocks(batches))
    assert [each.num_rows for each in found] == [BLOCK] * 3 + [sum(sizes) - 3 * BLOCK]
    assert pa.concat_tables(found).column("x").to_pylist() == list(range(sum(sizes)))
    assert list(blocks([])) == []


def test_a_worker_reads_a_ruleset_once() -> None:
    task = Task(scoring.load(str(YONGZHOU)), None, nodes=True, reasons=False, names=("id",), known={}).packed()
    assert unpacked(bytes(bytearray(task))) is unpacked(task)
