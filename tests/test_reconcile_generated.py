"""Generated rulesets of every kind: what is printed as computed has no finding, and one slip is told with its sums."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

import scoring
from oracle.generator import cases_text, generate
from printed_tables import compared, rows_of, statuses, written
from scoring.reconcile.printed import Key
from scoring.reconcile.text import reconcile_text
from scoring.report.text import Page

if TYPE_CHECKING:
    from pathlib import Path

    from scoring import Result, Ruleset

SHORT, LONG = range(20), range(20, 320)
CASES = 3


def scored(seed: int, folder: Path) -> tuple[Ruleset, list[Result]]:
    """Make a ruleset and the results of those of its cases that can be scored."""
    made = generate(seed)
    (folder / "ruleset.yaml").write_text(made.text, "utf-8")
    (folder / "cases.yaml").write_text(cases_text(made.cases(CASES)), "utf-8")
    ruleset = scoring.load(folder / "ruleset.yaml")
    results = []
    for case in scoring.load_cases(folder / "cases.yaml"):
        try:
            results.append(ruleset.score(case))
        except scoring.CaseError:  # made so
            continue
    return ruleset, results


def slips(seed: int, folder: Path) -> bool:
    """Check a table as computed, then with one number changed; whether there was a number to change."""
    ruleset, results = scored(seed, folder)
    rows = rows_of(results) if results else []
    places = [
        (line, column)
        for line in range(1, len(rows))
        for column in range(1, len(results) + 1)
        if rows[line][column] and rows[line][0] not in {"weight", "contribution"}
    ]
    if not places:
        return False
    clean = compared(ruleset, results, written(folder / "p.csv", rows))
    assert clean.is_clean, (seed, statuses(clean))
    rng = Random(seed)  # noqa: S311  # the same every time
    line, column = rng.choice(places)
    number = scoring.Number(rows[line][column])
    rows[line][column] = str(scoring.Number(number + rng.choice((1, -1)), number.places))
    path, case = rows[line][0].removeprefix("total"), rows[0][column]
    found = compared(ruleset, results, written(folder / "p.csv", rows))
    told = statuses(found)
    slip = Key("score", case, path)
    assert told.get(slip) in {"differs", "reading", "conflict"}, (seed, slip, told)
    above = {key for key in told if key.case == case and (not key.path or path.startswith(f"{key.path}."))}
    together = {key for key in told if not key.case}
    assert set(told) - above - together <= {slip}, (seed, slip, told)
    for lang in ("zh", "en"):
        assert rows[line][column] in "\n".join(reconcile_text(found, "p.csv", Page(lang, 80)))
    return True


@pytest.mark.parametrize("seed", SHORT)
def test_no_finding_without_a_slip_and_exactly_one_with_it(seed: int, tmp_path: Path) -> None:
    slips(seed, tmp_path)


def test_most_generated_rulesets_have_a_number_to_change(tmp_path: Path) -> None:
    assert sum(bool(scored(seed, tmp_path)[1]) for seed in SHORT) > len(SHORT) // 2


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
def test_more_of_them(seed: int, tmp_path: Path) -> None:
    slips(seed, tmp_path)
