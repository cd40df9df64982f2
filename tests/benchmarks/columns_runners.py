"""Who takes part in the benchmark of columns: each with its form of the rows, what it runs, and what it answers."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import scoring
from benchmarks import columns_by_hand, columns_rows, peers
from benchmarks.columns_by_hand import GRADES, Array

POLICIES = {rounded: Path(__file__).with_name(name) for rounded, name in
            ((True, "policy.yaml"), (False, "policy_unrounded.yaml"))}  # fmt: skip
NUMPY = "NumPy float64"
POLARS = "Polars float64, 2 threads"

Form = Any
Found = Any
Answer = tuple[Array, Array]


class Runner(NamedTuple):
    """One competitor at work.

    Attributes:
        form: makes what it takes of rows.
        run: scores that.
        answer: totals in hundredths and places of grades in `GRADES`, of what it returned.
    """

    form: columns_rows.Maker
    run: Callable[[Form], Found]
    answer: Callable[[Found], Answer]


class Competitor(NamedTuple):
    """One competitor.

    Attributes:
        name: as the table shows it.
        make: returns it at work on the rounded policy or the other one; raises ImportError if it is not installed.
        most: so many rows are scored, and the rate is that of these; None: all.
        exact: whether every row must be right.
        unrounded: whether it takes part for the policy that does not round its leaves.
        environment: what its process is started with.
    """

    name: str
    make: Callable[[bool], Runner]
    most: int | None = None
    exact: bool = True
    unrounded: bool = True
    environment: Mapping[str, str] = {}


@cache
def _ruleset(rounded: bool) -> scoring.Ruleset:  # noqa: FBT001 - the one argument of all makers
    return scoring.load(str(POLICIES[rounded]))


# --- ours -------------------------------------------------------------------------------------------------------


def _row_by_row(rounded: bool) -> Runner:  # noqa: FBT001 - likewise
    ruleset = _ruleset(rounded)

    def run(cases: Form) -> Found:
        return [(found.total, found.grade) for found in map(ruleset.score, cases)]

    return Runner(columns_rows.cases, run, _pairs)


def _columns(threads: int, *, parts: bool, fast: bool = False) -> Callable[[bool], Runner]:
    def make(rounded: bool) -> Runner:  # noqa: FBT001 - likewise
        from scoring.columns.runner import Columns  # noqa: PLC0415 - only who needs it loads it

        columns = Columns(_ruleset(rounded), parts=parts, fast=fast)
        places = np.zeros(len(columns.words), int)
        for place, word in enumerate(GRADES):
            places[columns.words[word]] = place

        def answer(table: Found) -> Answer:
            total = table.columns["total"]
            over, under = (100 * total.unit).as_integer_ratio()
            return total.values.astype("i8") * over // under, places[table.columns["grade"].values]

        return Runner(columns_rows.coded, lambda frame: columns.score(frame, threads=threads), answer)

    return make


def _arrow(threads: int, *, nodes: bool, fast: bool = False) -> Callable[[bool], Runner]:
    def make(rounded: bool) -> Runner:  # noqa: FBT001 - likewise
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise; it ships no types
        import pyarrow.compute as pc  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise

        ruleset = _ruleset(rounded)

        def answer(table: Found) -> Answer:
            grades = pc.index_in(table["grade"].cast(pa.string()), pa.array(GRADES)).to_numpy()
            return np.rint(table["total"].cast(pa.float64()).to_numpy() * 100), grades

        return Runner(
            columns_rows.arrow,
            lambda frame: ruleset.score_table(frame, nodes=nodes, threads=threads, fast=fast),
            answer,
        )

    return make


# --- by hand ----------------------------------------------------------------------------------------------------


def _numpy(rounded: bool) -> Runner:  # noqa: FBT001 - likewise
    return Runner(
        columns_rows.plain,
        lambda frame: columns_by_hand.with_numpy(frame, rounded=rounded),
        lambda found: (np.rint(found[0] * 100), found[1]),
    )


def _polars(rounded: bool) -> Runner:  # noqa: FBT001 - likewise
    from benchmarks import columns_polars  # noqa: PLC0415 - a peer, not everywhere installed

    return Runner(
        columns_rows.polars,
        columns_polars.with_polars(rounded=rounded),
        lambda found: (np.rint(found["total"].to_numpy() * 100), found["grade"].to_numpy()),
    )


def _polars_scaled(_: bool) -> Runner:  # noqa: FBT001 - likewise
    from benchmarks import columns_scaled  # noqa: PLC0415 - likewise

    run = columns_scaled.with_polars()
    return Runner(columns_rows.scaled_polars, run, lambda found: (found["total"].to_numpy(), found["grade"].to_numpy()))


def _duckdb(_: bool) -> Runner:  # noqa: FBT001 - likewise
    from benchmarks import columns_scaled  # noqa: PLC0415 - likewise

    run = columns_scaled.with_duckdb(threads=2)
    return Runner(columns_rows.scaled_arrow, run, lambda found: (found["total"].to_numpy(), found["grade"].to_numpy()))


# --- engines ----------------------------------------------------------------------------------------------------


def _openfisca(_: bool) -> Runner:  # noqa: FBT001 - likewise
    from benchmarks import columns_openfisca  # noqa: PLC0415 - likewise

    run = columns_openfisca.with_openfisca()
    return Runner(columns_rows.plain, run, lambda found: (np.rint(found["total"].astype("f8") * 100), found["grade"]))


def _zen(_: bool) -> Runner:  # noqa: FBT001 - likewise
    run = peers.with_zen()
    return Runner(columns_rows.cases, lambda cases: [run(each) for each in cases], _pairs)


def _zen_batch(_: bool) -> Runner:  # noqa: FBT001 - likewise
    return Runner(columns_rows.cases, peers.with_zen_batch(), _pairs)


def _pairs(found: Found) -> Answer:
    """Return the answer of a list of totals and grades."""
    return np.rint(np.asarray([float(total) for total, _ in found]) * 100), np.asarray(
        [GRADES.index(grade) for _, grade in found]
    )


ONE_THREAD, TWO_THREADS = {"POLARS_MAX_THREADS": "1"}, {"POLARS_MAX_THREADS": "2"}
COMPETITORS = (
    Competitor("scoring, row by row", _row_by_row, most=5000),
    Competitor("scoring, columns, 1 thread", _columns(1, parts=True)),
    Competitor("scoring, columns, 2 threads", _columns(2, parts=True)),
    Competitor("scoring, columns, fast, 1 thread", _columns(1, parts=True, fast=True)),
    Competitor("scoring, columns, fast, 2 threads", _columns(2, parts=True, fast=True)),
    Competitor("scoring, total and grade, 1 thread", _columns(1, parts=False)),
    Competitor("scoring, total and grade, 2 threads", _columns(2, parts=False)),
    Competitor("scoring, Arrow, 1 thread", _arrow(1, nodes=True)),
    Competitor("scoring, Arrow, 2 threads", _arrow(2, nodes=True)),
    Competitor("scoring, Arrow, fast, 2 threads", _arrow(2, nodes=True, fast=True)),
    Competitor("scoring, Arrow, total and grade, 2 threads", _arrow(2, nodes=False)),
    Competitor(NUMPY, _numpy, exact=False),
    Competitor("Polars float64, 1 thread", _polars, exact=False, environment=ONE_THREAD),
    Competitor(POLARS, _polars, exact=False, environment=TWO_THREADS),
    Competitor("Polars int64, 2 threads", _polars_scaled, unrounded=False, environment=TWO_THREADS),
    Competitor("DuckDB BIGINT, 2 threads", _duckdb, unrounded=False),
    Competitor("OpenFisca", _openfisca, exact=False, unrounded=False),
    Competitor("zen-engine, row by row", _zen, most=2000, unrounded=False),
    Competitor("zen-engine, batch", _zen_batch, most=2000, unrounded=False),
)
BY_NAME = {each.name: each for each in COMPETITORS}
