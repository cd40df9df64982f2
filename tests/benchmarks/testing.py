"""How fast tests of a policy run, and its mutants are tried; process time, the median of several rounds.

    python tests/benchmarks/testing.py [ROUNDS]

Wanted: 10,000 tests of one file read and run in 5 s; 300 mutants on 200 tests in 3 s.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.testing.model import Status
from scoring.testing.mutation import mutate
from scoring.testing.running import open_suite, run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
TESTS = 10_000
MUTANTS, NOTICED = 300, 200

RULESET = """\
ruleset: many-tests
points: 20
source: x
figures:
  received: {min: 0, places: 2}
  spent: {min: 0, places: 2}
  rate: {unit: "%", is: spent / received}
  satisfied: {unit: "%", min: 0%, max: 100%}
indicators:
  execution: {points: 10, rules: {deduct: 0.1, per: 1%, below: 90%, of: rate, part: exact}}
  people: {points: 10, rules: {of: satisfied, edge: at_least, bands: {95%: 10, 90%: 8, 80%: 5, else: 0}}}
grades: {good: 16, fair: 12, poor: else}
rounding: {mode: half_up, leaf: 2, total: 2}
"""


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def taken(work: Callable[[], object]) -> float:
    """Return the process time of one round, in seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def file_of(folder: Path) -> Path:
    """Write a file of many tests, all of which pass."""
    (folder / "ruleset.yaml").write_text(RULESET, "utf-8")
    lines = ["ruleset: ruleset.yaml", "base: {figures: {received: 100, satisfied: 96%}}", "tests:"]
    for number in range(TESTS):
        spent = number % 90
        score = f"{(10 + spent) // 10}.{(10 + spent) % 10}"  # a tenth less for each of the points below 90 %
        lines.append(f"- {{name: test {number}, figures: {{spent: {spent}}}, expect: {{execution: {score}}}}}")
    path = folder / "many.test.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def read_and_run(path: Path) -> None:
    """Read and run all tests of a file."""
    verdicts = list(run(open_suite(str(path))))
    assert len(verdicts) == TESTS
    assert all(each.status is Status.PASSED for each in verdicts)


def mutants_of(path: Path, rounds: int) -> tuple[float, int, int]:
    """Return how long so many mutants take on so many tests, and how many of both there were."""
    verdicts = [each for each in run(open_suite(str(path))) if each.status is Status.PASSED]
    verdicts = verdicts[:: max(1, len(verdicts) // NOTICED)][:NOTICED]
    found: list[int] = []
    seconds = statistics.median(taken(lambda: found.append(len(mutate(verdicts).fates))) for _ in range(rounds))
    return seconds, found[0], len(verdicts)


def main(rounds: int) -> None:
    """Print what all takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = file_of(Path(folder))
        seconds = statistics.median(taken(lambda: read_and_run(path)) for _ in range(rounds))
        say(f"{TESTS:,} tests of one file read and run: {seconds:.2f} s (wanted: 5)")
    for name in ("nutri-score", "yongzhou-2023"):
        seconds, found, tests = mutants_of(ROOT / "rulesets" / name / "ruleset.test.yaml", rounds)
        say(f"{name}: {found} mutants on {tests} tests: {seconds:.2f} s (wanted: 3 for {MUTANTS} on {NOTICED})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
