"""How long a long ruleset takes: to load, to load and check, and as a whole `scoring check` process.

    python tests/benchmarks/loading.py [--quick] [--lines N] [--rounds N]

Two generated rulesets of 5,000 lines are read, with libyaml where it is installed and without: one as an author writes
it, a key a line, and one with a figure and a rule a line, which says twice as much on as many lines. The table shows
medians over the rounds, in milliseconds.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import yaml

import scoring
from scoring import yaml_reader
from scoring.check import check

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import written

PARSERS = {
    name: getattr(yaml, loader)
    for name, loader in (("libyaml", "CSafeLoader"), ("pure", "SafeLoader"))
    if hasattr(yaml, loader)
}
WRITERS: dict[str, Callable[[int], str]] = {"authored": written.authored, "dense": written.dense}


def milliseconds(run: Callable[[], object], rounds: int) -> float:
    """Return the median time of a call; what one gives is gone before the next, which is not counted."""
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        made = run()
        taken.append(1000 * (perf_counter() - started))
        del made
    return median(taken)


def process(path: Path, parser: str) -> None:
    """Run `scoring check` on a ruleset, which a parser of that name reads."""
    code = (
        "import yaml\n"
        "from scoring import yaml_reader\n"
        "from scoring.cli import main\n"
        f"yaml_reader.PARSER = yaml.{parser}\n"
        f"main(['check', {str(path)!r}])\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # noqa: S603 - our own code


def measure(path: Path, rounds: int) -> list[tuple[str, float, float, float]]:
    """Return for each parser the medians of loading a file, of loading and checking it, and of the whole process."""
    found = []
    for name, parser in PARSERS.items():
        yaml_reader.PARSER = parser
        load = milliseconds(lambda: scoring.load(path), rounds)
        both = milliseconds(lambda: check(scoring.load(path)), rounds)
        whole = milliseconds(partial(process, path, parser.__name__), rounds)
        found.append((name, load, both, whole))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Time the loading and checking of long rulesets.")
    parser.add_argument("--quick", action="store_true", help="short rulesets and few rounds: does it work at all?")
    parser.add_argument("--lines", type=int, default=5000, help="lines of each ruleset (5000)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of which the median counts (9)")
    chosen = parser.parse_args(arguments)
    lines, rounds = (300, 2) if chosen.quick else (chosen.lines, chosen.rounds)
    print(f"scoring, median of {rounds} rounds, ms")  # noqa: T201 - a script prints
    print(f"{'':30}{'parser':10}{'load':>8}{'load + check':>14}{'scoring check':>15}")  # noqa: T201 - a script prints
    with tempfile.TemporaryDirectory() as folder:
        for name, write in WRITERS.items():
            path, text = Path(folder, f"{name}.yaml"), write(lines)
            path.write_text(text, "utf-8")
            size = f"{name}: {text.count(chr(10))} lines, {len(text) // 1000} kB"
            for reader, load, both, whole in measure(path, rounds):
                print(f"{size:30}{reader:10}{load:8.0f}{both:14.0f}{whole:15.0f}")  # noqa: T201 - a script prints


if __name__ == "__main__":
    main()
