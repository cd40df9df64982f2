"""The rows that the benchmark of columns scores, in every form that its competitors take, and what is exact of them.

There are at most `DIFFERENT` different rows; a table of more has them several times, in another order. A form is made
anew from the few different rows, so that a process holds no form but the one that it scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks import by_hand, peers, policy_figures
from benchmarks.columns_by_hand import GRADES, Array

if TYPE_CHECKING:
    from pathlib import Path

DIFFERENT = 20_000
WORDS = {"kind": ("city", "district"), "rectified": ("all", "none", "some")}
FRACTIONS = (*policy_figures.MONEY, *policy_figures.MARKS, "satisfaction")
"""The figures that are no whole numbers."""

Form = Any


class Rows(NamedTuple):
    """Different rows and their exact answers.

    Attributes:
        plain: figure → column: counts as int64, sums, marks and shares as float64, flags as truth values, words as
            their places in `WORDS`.
        totals: exact, in hundredths.
        grades: exact, as places in `GRADES`.
    """

    plain: Mapping[str, Array]
    totals: Array
    grades: Array

    def many(self, count: int) -> Rows:
        """Return that many rows."""
        different = len(self.totals)
        order = np.random.default_rng(1).integers(0, different, count) if count > different else slice(count)
        plain = {name: each[order] for name, each in self.plain.items()}
        return Rows(plain, self.totals[order], self.grades[order])

    def save(self, path: Path) -> None:
        """Write the rows to a file."""
        figures = {f"figure {name}": each for name, each in self.plain.items()}
        np.savez(path, allow_pickle=False, totals=self.totals, grades=self.grades, **figures)


def saved(path: Path) -> Rows:
    """Return the rows of a file."""
    with np.load(path) as found:
        names = [name for name in found.files if name.startswith("figure ")]
        return Rows({name.removeprefix("figure "): found[name] for name in names}, found["totals"], found["grades"])


def generated(count: int, *, rounded: bool) -> Rows:
    """Return different rows with exact answers; ``rounded``: of the policy that rounds its leaves."""
    cases = policy_figures.cases(count)
    plain: dict[str, Array] = {}
    for name in cases[0].floats:
        values = [each.floats[name] for each in cases]
        if name in WORDS:
            plain[name] = np.asarray([WORDS[name].index(str(each)) for each in values], "i1")
        elif name in FRACTIONS or isinstance(values[0], bool):
            plain[name] = np.asarray(values)
        else:
            plain[name] = np.asarray(values).astype("i8")
    if rounded:
        answers = [(each.total, each.grade) for each in (by_hand.score(case.scaled) for case in cases)]
    else:
        exact = peers.exact(rounded=False)
        found = [exact(case.exact) for case in cases]
        answers = [(int(100 * total), str(grade)) for total, grade in found]  # type: ignore[operator]  # a fraction
    totals = np.asarray([total for total, _ in answers])
    return Rows(plain, totals, np.asarray([GRADES.index(grade) for _, grade in answers]))


# --- forms ------------------------------------------------------------------------------------------------------


def plain(rows: Rows) -> Form:
    """Return NumPy arrays by figure."""
    return dict(rows.plain)


def coded(rows: Rows) -> Form:
    """Return NumPy arrays as `scoring.columns` takes them: words with what their places mean."""
    from scoring.columns.column import Coded  # noqa: PLC0415 - only who takes it loads it

    return {name: Coded(each, WORDS[name]) if name in WORDS else each for name, each in rows.plain.items()}


def arrow(rows: Rows) -> Form:
    """Return an Arrow table, words as a dictionary."""
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise; it ships no types

    return pa.table(
        {
            name: pa.DictionaryArray.from_arrays(each, WORDS[name]) if name in WORDS else pa.array(each)
            for name, each in rows.plain.items()
        }
    )


def scaled(rows: Rows) -> dict[str, Array]:
    """Return whole numbers: the satisfaction in ten-thousandths, the rest of the `FRACTIONS` in hundredths."""
    power = {name: 10_000 if name == "satisfaction" else 100 for name in FRACTIONS}
    return {
        name: np.rint(each * power[name]).astype("i8") if name in power else each for name, each in rows.plain.items()
    }


def scaled_arrow(rows: Rows) -> Form:
    """Return the whole numbers as an Arrow table."""
    import pyarrow as pa  # noqa: PLC0415 - likewise

    return pa.table(scaled(rows))


def polars(rows: Rows) -> Form:
    """Return a Polars frame."""
    import polars as pl  # noqa: PLC0415 - likewise

    return pl.DataFrame(rows.plain)


def scaled_polars(rows: Rows) -> Form:
    """Return the whole numbers as a Polars frame."""
    import polars as pl  # noqa: PLC0415 - likewise

    return pl.DataFrame(scaled(rows))


def cases(rows: Rows) -> Form:
    """Return a dict of Python values for each row."""
    columns = {
        name: [WORDS[name][place] for place in each] if name in WORDS else each.tolist()
        for name, each in rows.plain.items()
    }
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


Maker = Callable[[Rows], Form]
