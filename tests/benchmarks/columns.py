"""How many rows a second: `scoring` over columns beside the same policy by hand in NumPy and Polars, in one run.

    python tests/benchmarks/columns.py [--quick] [--rows N …] [--rounds N]

All get the same columns: counts as int64, sums, marks and shares as float64, flags as truth values, words as codes.
All give total, grade and the scores of leaves; the last line of ours gives total and grade alone. A row is wrong where
its total or grade is not the exact one. Polars takes as many threads as the machine has (POLARS_MAX_THREADS).
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

import scoring

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import by_hand, columns_by_hand, policy_figures
from scoring.columns.figures import Coded
from scoring.columns.runner import Columns

POLICY = Path(__file__).with_name("policy.yaml")
WORDS = {"kind": ("city", "district"), "rectified": ("all", "none", "some")}
FLOATS = (*policy_figures.MONEY, *policy_figures.MARKS, "satisfaction")
DIFFERENT = 20_000
"""Different rows; a table of more has them several times, in another order."""


class Data(NamedTuple):
    """One table: plain columns, those that `scoring` takes, the exact totals in hundredths and places of grades."""

    plain: dict[str, Any]
    ours: dict[str, object]
    totals: Any
    grades: Any


class Runner(NamedTuple):
    """One competitor: what it runs, and its totals in hundredths and places of grades from what it returns."""

    name: str
    run: Callable[[], Any]
    answer: Callable[[Any], tuple[Any, Any]]


def data(rows: int) -> Data:
    """Return a table of generated cases."""
    cases = policy_figures.cases(min(rows, DIFFERENT))
    order = np.random.default_rng(1).integers(0, len(cases), rows) if rows > len(cases) else np.arange(rows)
    plain: dict[str, Any] = {}
    for name in cases[0].floats:
        values = [each.floats[name] for each in cases]
        if name in WORDS:
            plain[name] = np.asarray([WORDS[name].index(str(each)) for each in values], "i1")[order]
        elif name in FLOATS or isinstance(values[0], bool):
            plain[name] = np.asarray(values)[order]
        else:
            plain[name] = np.asarray(values).astype("i8")[order]
    ours = {name: Coded(each, WORDS[name]) if name in WORDS else each for name, each in plain.items()}
    exact = [by_hand.score(each.scaled) for each in cases]
    totals = np.asarray([each.total for each in exact])[order]
    grades = np.asarray([columns_by_hand.GRADES.index(each.grade) for each in exact])[order]
    return Data(plain, ours, totals, grades)


def ours(name: str, columns: Columns, frame: dict[str, object], threads: int) -> Runner:
    """Return `scoring` as a competitor."""
    places = [columns.words.get(word, -1) for word in columns_by_hand.GRADES]
    back = np.zeros(len(columns.words), int)
    back[places] = range(len(places))

    def answer(table: Any) -> tuple[Any, Any]:  # noqa: ANN401 - each competitor has its own types
        return table.columns["total"].values, back[table.columns["grade"].values]

    return Runner(name, lambda: columns.score(frame, threads=threads), answer)


def runners(table: Data) -> list[Runner]:
    """Return all competitors that are there."""
    ruleset = scoring.load(str(POLICY))
    every, short = Columns(ruleset), Columns(ruleset, parts=False)
    found = [
        ours("scoring, 1 thread", every, table.ours, 1),
        ours("scoring, 2 threads", every, table.ours, 2),
        ours("scoring, total alone, 1 thread", short, table.ours, 1),
        ours("scoring, total alone, 2 threads", short, table.ours, 2),
        Runner(
            "NumPy float64",
            lambda: columns_by_hand.with_numpy(table.plain),
            lambda found: (np.rint(found[0] * 100), found[1]),
        ),
    ]
    try:
        import polars as pl  # noqa: PLC0415 - a peer, not everywhere installed

        polars = columns_by_hand.with_polars()
    except ImportError:
        print("Polars: not installed, left out")  # noqa: T201 - a script prints
        return found
    frame = pl.DataFrame(table.plain)
    found.append(
        Runner(
            f"Polars float64, {pl.thread_pool_size()} threads",
            lambda: polars(frame),
            lambda found: (np.rint(found["total"].to_numpy() * 100), found["grade"].to_numpy()),
        )
    )
    return found


def measure(rows: int, rounds: int) -> None:
    """Let all score the same table, in turn in every round, and print what each showed."""
    table = data(rows)
    competitors = runners(table)
    wrong = {}
    for each in competitors:
        totals, grades = each.answer(each.run())
        wrong[each.name] = int(np.count_nonzero((totals != table.totals) | (grades != table.grades)))
    times: dict[str, list[float]] = {each.name: [] for each in competitors}
    for _ in range(rounds):
        for each in competitors:
            started = perf_counter()
            each.run()
            times[each.name].append(perf_counter() - started)
    print(f"{rows} rows, median of {rounds} rounds")  # noqa: T201 - a script prints
    print(f"{'':34}{'Mrow/s':>8}{'wrong rows':>12}")  # noqa: T201 - a script prints
    for name, own in times.items():
        print(f"{name:34}{rows / median(own) / 1e6:8.2f}{wrong[name]:12}")  # noqa: T201 - a script prints


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table for each number of rows."""
    parser = argparse.ArgumentParser(description="Time tables in `scoring` and by hand.")
    parser.add_argument("--quick", action="store_true", help="few rows and rounds: does it work at all?")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000], help="rows (1e5 and 1e6)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of which the median counts (9)")
    chosen = parser.parse_args(arguments)
    for rows in [2000] if chosen.quick else chosen.rows:
        measure(rows, 2 if chosen.quick else chosen.rounds)


if __name__ == "__main__":
    main()
