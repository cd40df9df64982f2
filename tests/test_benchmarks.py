"""The benchmarks run, and what they compare is one and the same policy. No times are asserted here."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import scoring
from benchmarks import by_hand, peers, policy_figures

FOLDER = Path(__file__).parent / "benchmarks"


@pytest.mark.parametrize("script", ["columns.py", "loading.py", "one_case.py", "process.py"])
def test_a_benchmark_runs(script: str) -> None:
    command = [sys.executable, str(FOLDER / script), "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - our own script
    assert done.returncode == 0, done.stderr
    assert "scoring" in done.stdout


def test_hand_written_functions_are_exact() -> None:
    exact = peers.exact()
    for case in policy_figures.cases(500):
        by = by_hand.score(case.scaled)
        assert (Fraction(by.total, 100), by.grade) == exact(case.exact)
        assert (by.total, by.grade) == by_hand.total_only(case.scaled)


def test_scoring_agrees_with_the_hand_written_function_on_every_leaf() -> None:
    ruleset = scoring.load(str(FOLDER / "policy.yaml"))
    for case in policy_figures.cases(200):
        result = ruleset.score(case.mixed)
        by = by_hand.score(case.scaled)
        assert (result.total, result.grade) == (Fraction(by.total, 100), by.grade)
        assert {code: result[code].score for code in by.leaves} == {
            code: Fraction(score, 100) for code, score in by.leaves.items()
        }
