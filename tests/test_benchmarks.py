"""The benchmarks run, and what they compare is one and the same policy. No times are asserted here."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import scoring
from benchmarks import by_hand, columns, columns_memory, peers, policy_figures
from benchmarks.columns_runners import BY_NAME, COMPETITORS, NUMPY, ONE_THREAD

FOLDER = Path(__file__).parent / "benchmarks"


@pytest.mark.parametrize("script", ["loading.py", "one_case.py", "process.py"])
def test_a_benchmark_runs(script: str) -> None:
    command = [sys.executable, str(FOLDER / script), "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - our own script
    assert done.returncode == 0, done.stderr
    assert "scoring" in done.stdout


def test_the_columns_of_every_competitor_are_timed_or_said_to_be_missing(capfd: pytest.CaptureFixture[str]) -> None:
    columns.main(["--quick"])
    rounded, unrounded = capfd.readouterr().out.split("the total alone rounded")
    for each in COMPETITORS:
        for wanted, table in ((True, rounded), (each.unrounded, unrounded)):
            shown = f"\n{each.name} " in table or f"\n{each.name}: not installed, left out" in table
            assert shown == (wanted and each.environment != ONE_THREAD), each.name


def test_a_wrong_row_of_who_must_be_exact_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    once = ["--rows", "2000", "--rounds", "1", "--policy", "rounded", "--only", NUMPY]
    columns.main(once)
    monkeypatch.setitem(BY_NAME, NUMPY, BY_NAME[NUMPY]._replace(exact=True))
    with pytest.raises(SystemExit):
        columns.main(once)
    assert f"{NUMPY}: is to be exact, and is not" in capfd.readouterr().out


def test_memory_of_a_call_is_that_at_its_peak_and_shared_columns_count_once() -> None:
    def call() -> dict[str, object]:
        beside = np.ones(4_000_000)
        kept = np.ones(1_000_000) + beside.sum()
        return {"one": kept, "half": kept[:500_000], "more": (np.ones(1_000_000),)}

    found, grown = columns_memory.peak(call)
    assert columns_memory.size(found) == 16_000_000
    assert grown is None or 40_000_000 <= grown < 64_000_000


def test_hand_written_functions_are_exact() -> None:
    exact = peers.exact()
    for case in policy_figures.cases(500):
        by = by_hand.score(case.scaled)
        assert (Fraction(by.total, 100), by.grade) == exact(case.exact)
        assert (by.total, by.grade) == by_hand.total_only(case.scaled)


def test_the_policy_without_rounded_leaves_is_the_same_formulas_over_fractions() -> None:
    exact = peers.exact(rounded=False)
    ruleset = scoring.load(str(FOLDER / "policy_unrounded.yaml"))
    rounded = peers.exact()
    different = 0
    for case in policy_figures.cases(300):
        result = ruleset.score(case.mixed)
        assert (result.total, result.grade) == exact(case.exact)
        different += exact(case.exact) != rounded(case.exact)
    assert different


def test_scoring_agrees_with_the_hand_written_function_on_every_leaf() -> None:
    ruleset = scoring.load(str(FOLDER / "policy.yaml"))
    for case in policy_figures.cases(200):
        result = ruleset.score(case.mixed)
        by = by_hand.score(case.scaled)
        assert (result.total, result.grade) == (Fraction(by.total, 100), by.grade)
        assert {code: result[code].score for code in by.leaves} == {
            code: Fraction(score, 100) for code, score in by.leaves.items()
        }
