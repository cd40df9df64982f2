"""How long one case takes: `scoring` beside a hand-written function and other engines, in one run on one policy.

    python tests/benchmarks/one_case.py [--quick] [--cases N] [--rounds N]

All score the same generated cases, in turn in every round; the table shows the median over the rounds, the ratio to
the hand-written function and how many rows differ from the exact answer in any digit. `scoring` reads mixed text,
Decimal and int; the hand-written function gets ready integers, the other engines ready floats. Engines that are not
installed (`pip install -e '.[bench]'`) are left out.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from typing import Any, NamedTuple

import scoring

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import by_hand, peers, policy_figures

POLICY = Path(__file__).with_name("policy.yaml")
HAND_WRITTEN = "hand-written"


class Runner(NamedTuple):
    """One competitor: what it runs on which form of a case, and its total in points and grade from what it returns."""

    name: str
    form: str
    run: Callable[[Any], Any]
    answer: Callable[[Any], tuple[Fraction, str]]


class Measured(NamedTuple):
    """What a run showed: median microseconds for one case, median ratio to the floor, wrong rows."""

    name: str
    microseconds: float
    ratio: float
    wrong: int


def last_digit(total: float) -> Fraction:
    """Return a binary float as the hundredths it means."""
    return Fraction(round(total * 100), 100)


def ours() -> list[Runner]:
    """Return the two ways `scoring` is read: total and grade, and with every deduction."""
    ruleset = scoring.load(str(POLICY))

    def plain(figures: Any) -> Any:  # noqa: ANN401 - each competitor has its own types
        result = ruleset.score(figures)
        return result.total, result.grade

    def with_reasons(figures: Any) -> Any:  # noqa: ANN401 - each competitor has its own types
        result = ruleset.score(figures)
        reasons = [(each.points, each.code, each.indicator) for each in result.deductions]
        return result.total, result.grade, reasons

    return [
        Runner("scoring: total, grade", "mixed", plain, lambda found: (found[0], found[1])),
        Runner("scoring: every deduction", "mixed", with_reasons, lambda found: (found[0], found[1])),
    ]


def others() -> list[Runner]:
    """Return the engines of others that are installed."""
    makers: dict[str, Callable[[], peers.Scorer]] = {
        "simpleeval, pre-parsed": peers.with_simpleeval,
        "Rust CEL, compiled": peers.with_cel,
        "zen-engine": peers.with_zen,
        "zen-engine, with trace": lambda: peers.with_zen(trace=True),
    }
    found = []
    for name, make in makers.items():
        try:
            found.append(Runner(name, "floats", make(), lambda answer: (last_digit(answer[0]), answer[1])))
        except ImportError:
            print(f"{name}: not installed, left out")  # noqa: T201 - a script prints
    return found


def runners() -> list[Runner]:
    """Return all competitors, the floor first."""
    floor = Runner(HAND_WRITTEN, "scaled", by_hand.score, lambda found: (Fraction(found.total, 100), found.grade))
    unrolled = Runner(
        "hand-written, unrolled", "scaled", by_hand.total_only, lambda found: (Fraction(found[0], 100), found[1])
    )
    return [floor, unrolled, *ours(), *others()]


def microseconds(run: Callable[[Any], Any], inputs: Sequence[Any]) -> float:
    """Return the mean time of one call over all inputs."""
    started = perf_counter_ns()
    for each in inputs:
        run(each)
    return (perf_counter_ns() - started) / len(inputs) / 1000


def measure(count: int, rounds: int) -> list[Measured]:
    """Let all competitors score the same cases and return what each showed, the floor first."""
    cases = policy_figures.cases(count)
    exact = peers.exact()
    truth = [exact(case.exact) for case in cases]
    competitors = runners()
    inputs = {each.name: [getattr(case, each.form) for case in cases] for each in competitors}
    wrong = {
        each.name: sum(each.answer(each.run(case)) != true for case, true in zip(inputs[each.name], truth, strict=True))
        for each in competitors
    }
    times: dict[str, list[float]] = {each.name: [] for each in competitors}
    for _ in range(rounds):
        for each in competitors:
            times[each.name].append(microseconds(each.run, inputs[each.name]))
    floor = times[HAND_WRITTEN]
    return [
        Measured(name, median(own), median(t / f for t, f in zip(own, floor, strict=True)), wrong[name])
        for name, own in times.items()
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Time one case in `scoring`, by hand and in other engines.")
    parser.add_argument("--quick", action="store_true", help="few cases and rounds: does it work at all?")
    parser.add_argument("--cases", type=int, default=2000, help="different cases (2000)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of which the median counts (9)")
    chosen = parser.parse_args(arguments)
    count, rounds = (60, 2) if chosen.quick else (chosen.cases, chosen.rounds)
    measured = measure(count, rounds)
    print(f"{count} cases, median of {rounds} rounds")  # noqa: T201 - a script prints
    print(f"{'':26}{'µs a case':>10}{'× by hand':>11}{'wrong rows':>12}")  # noqa: T201 - a script prints
    for each in measured:
        print(f"{each.name:26}{each.microseconds:10.1f}{each.ratio:11.2f}{each.wrong:12}")  # noqa: T201 - a script prints


if __name__ == "__main__":
    main()
