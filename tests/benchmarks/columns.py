"""How many rows a second: `scoring` over columns beside the same policy by hand and in other engines, in one run.

    python tests/benchmarks/columns.py [--quick] [--rows N …] [--rounds N] [--policy rounded|unrounded] [--only WORD …]

Two policies: that of `policy.yaml`, which rounds leaves, groups and total, and the same with the total alone rounded.
All score the same rows and give total, grade and the scores of leaves; those called so give total and grade alone.
A row is wrong where its total or grade is not the exact one. Every competitor has a process of its own that holds its
form of the rows; they run in turn in every round, or one after the other where the rows of all would not fit.

Input is what each takes at its best: NumPy, OpenFisca and `scoring` columns get arrays (counts int64, sums and marks
float64, flags, codes of words), Arrow and Polars their tables of these; what counts in whole numbers gets them scaled
beforehand; who goes row by row gets ready dicts, few of them, and its rate is that of these rows.

Memory is how far that of the process rises during a run: at its peak, results included, and what of that is beside the
results as a multiple of them. Engines not installed (`pip install -e '.[bench]'`) are left out.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import columns_rows
from benchmarks.columns_runners import BY_NAME, COMPETITORS, NUMPY, ONE_THREAD, POLARS
from benchmarks.columns_worker import Checked, Gone, Worker

TOGETHER = 2_000_000
"""With more rows than these competitors run one after the other, and in few rounds."""
FEW = 3
SURE = 10_000_000
"""Results of fewer bytes are small beside one block of rows, and say nothing of memory."""
POLICIES = {"rounded": "leaves, groups and total rounded", "unrounded": "the total alone rounded"}


class Measured(NamedTuple):
    """What a competitor showed: its first run, and the seconds a row of every round."""

    checked: Checked
    seconds: list[float]

    @property
    def rate(self) -> float:
        """Million rows a second."""
        return 1e-6 / median(self.seconds)


Found = dict[str, Measured]


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)  # noqa: T201 - a script prints


def measured(
    groups: Sequence[Sequence[str]], base: Path, rows: int, rounds: int, *, rounded: bool
) -> tuple[Found, bool]:
    """Let competitors, each group in a process of its own, score the same rows, in turn in every round.

    Returns:
        What they showed, and whether all that are installed answered to the end.
    """
    found: Found = {}
    gone: list[str] = []
    with ExitStack() as stack:
        started = [stack.enter_context(Worker(names, base, rows, rounded=rounded)) for names in groups]
        at = {name: each for each in started for name in each.names}
        for name, worker in at.items():
            with _told(gone):
                checked = worker.check(name)
                if checked is None:
                    say(f"{name}: not installed, left out")
                else:
                    found[name] = Measured(checked, [])
        for _ in range(rounds):
            for name, own in found.items():
                with _told(gone):
                    own.seconds.append(at[name].seconds(name))
    return {name: own for name, own in found.items() if len(own.seconds) == rounds}, not gone


@contextmanager
def _told(gone: list[str]) -> Iterator[None]:
    """Go on without a competitor whose process ended, and say so once."""
    try:
        yield
    except Gone as told:
        if str(told) not in gone:
            say(str(told))
        gone.append(str(told))


def table(found: Found, rows: int) -> None:
    """Print what all showed with a number of rows."""
    say(f"{'':42}{'Mrow/s':>8}{'× Polars':>10}{'× NumPy':>10}{'wrong':>8}{'results MB':>12}{'peak MB':>9}{'beside':>8}")
    for name, own in found.items():
        ratios = "".join(_ratio(found.get(peer), own) for peer in (POLARS, NUMPY))
        checked = own.checked
        few = f"   ({checked.rows} rows)" if checked.rows < rows else ""
        memory = "" if BY_NAME[name].most else _memory(checked)
        say(f"{name:42}{own.rate:8.3f}{ratios}{checked.wrong:8}{memory}{few}")


def _memory(checked: Checked) -> str:
    """Return the size of results, how far memory rose, and what of that was beside them, as a multiple of them."""
    told = f"{checked.results / 1e6:12.1f}"
    if checked.grown is None:
        return told
    beside = f"{checked.grown / checked.results - 1:8.2f}" if checked.results >= SURE else f"{'–':>8}"
    return f"{told}{checked.grown / 1e6:9.1f}{beside}"


def _ratio(peer: Measured | None, own: Measured) -> str:
    """Return how many times as fast as a peer one is, the median over the rounds."""
    if peer is None:
        return f"{'–':>10}"
    ratio = median(theirs / ours for theirs, ours in zip(peer.seconds, own.seconds, strict=True))
    return f"{ratio:10.{2 if ratio >= 0.1 else 4}f}"


def compare(chosen: argparse.Namespace, policy: str, base: Path) -> bool:
    """Measure all numbers of rows for one policy; return whether all answered, and those that must be exact were."""
    rounded = policy == "rounded"
    names = [
        each.name
        for each in COMPETITORS
        if (rounded or each.unrounded) and (not chosen.only or any(word in each.name for word in chosen.only))
    ]
    rates: dict[int, dict[str, float]] = {}
    fine = True
    for rows in chosen.rows:
        alone = rows > TOGETHER
        rounds = min(chosen.rounds, FEW) if alone else chosen.rounds
        order = ", one after the other" if alone else ""
        say(f"\n{POLICIES[policy]}: {rows} rows, median of {rounds} rounds{order}")
        groups = [[each] for each in names]
        if chosen.quick:  # one process for all saves starts; only Polars cannot have two numbers of threads in it
            groups = [[each for each in names if BY_NAME[each].environment != ONE_THREAD]]
        found: Found = {}
        for part in [[each] for each in groups] if alone else [groups]:
            more, complete = measured(part, base, rows, rounds, rounded=rounded)
            found |= more
            fine &= complete
        table(found, rows)
        rates[rows] = {name: own.rate for name, own in found.items() if own.checked.rows == rows}
        for name in [name for name, own in found.items() if own.checked.wrong and BY_NAME[name].exact]:
            say(f"{name}: is to be exact, and is not")
            fine = False
    if len(rates) > 1:
        last, most = sorted(rates)[-2:]
        say(f"\n{POLICIES[policy]}: rows a second with {most} rows as a share of those with {last}")
        for name in [name for name in rates[most] if name in rates[last]]:
            say(f"{name:42}{rates[most][name] / rates[last][name]:8.2f}")
    return fine


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table for each policy and number of rows."""
    parser = argparse.ArgumentParser(description="Time tables in `scoring`, by hand and in other engines.")
    parser.add_argument("--quick", action="store_true", help="few rows and rounds: does it work at all?")
    parser.add_argument(
        "--rows", type=lambda text: int(float(text)), nargs="+", default=[1000, 100_000, 1_000_000, 10_000_000],
        help="numbers of rows (1e3 1e5 1e6 1e7)",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=7, help="rounds of which the median counts (7; at 1e7 rows 3)")
    parser.add_argument("--policy", choices=POLICIES, help="one policy alone")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="those competitors whose name contains a word")
    chosen = parser.parse_args(arguments)
    if chosen.quick:
        chosen.rows, chosen.rounds = [500], 2
    fine = True
    with TemporaryDirectory() as folder:
        for policy in [chosen.policy] if chosen.policy else POLICIES:
            base = Path(folder) / f"{policy}.npz"
            most = min(max(chosen.rows), columns_rows.DIFFERENT)
            columns_rows.generated(most, rounded=policy == "rounded").save(base)
            fine &= compare(chosen, policy, base)
    if not fine:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
