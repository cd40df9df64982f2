"""Columns that replace numbers written in a ruleset, against the ruleset in whose text these numbers stand."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

import scoring
from column_rows import Rows, table
from conformance_files import suites
from drawn_numbers import edited
from oracle.generator import cases_text, generate
from scoring.columns.column import column
from scoring.columns.draws import DrawnColumns
from scoring.columns.runner import Columns
from scoring.ruleset import Ruleset
from test_columns_generated import fits
from test_columns_generated import table as table_of
from test_columns_rulesets import POLICY, RULESETS, compare_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scoring.columns.column import Column
    from scoring.columns.table import Table
    from scoring.parameters import Parameter

SUITES = suites()
CHUNK = 10
CASES = 6
Draws = dict["Parameter", list[Fraction]]


def dice(seed: int) -> random.Random:
    """Return a source of draws."""
    return random.Random(seed)  # noqa: S311 - not secrets


def near(value: Fraction, dice: random.Random) -> Fraction:
    """Return a number that might be drawn for a written one: near, on, far off, of the wrong sign."""
    steps = (0, 1, -1, Fraction(1, 2), Fraction(-3, 10), Fraction(1, 100))
    choice = dice.choice(("near", "near", "near", "same", "zero", "minus", "far"))
    found = {
        "near": value + dice.choice(steps) * max(abs(value), Fraction(1, 10)) / 4,
        "same": value,
        "zero": Fraction(0),
        "minus": -value,
        "far": value * 3 + Fraction(7, 100),
    }[choice]
    return Fraction(round(found * 10**4), 10**4)


def alike(draws: Draws) -> bool:
    """Whether what is drawn means the same as it does where it is written: points and weights share what there is."""
    return not any(name.endswith((".points", ".weight")) for each in draws for name in each.names)


def compare(
    plain: Columns, columns: DrawnColumns, cases: Sequence[scoring.Case | dict[str, object]], draws: Draws, found: Table
) -> tuple[int, int]:
    """Compare every row with its case in the edited ruleset; return how many rows were scored, and refused."""
    rulesets: dict[tuple[Fraction, ...], Ruleset | scoring.RulesetError] = {}
    scored = refused = 0
    for row in range(found.rows):
        key = tuple(values[row] for values in draws.values())
        if key not in rulesets:
            try:
                rulesets[key] = edited(plain.ruleset, dict(zip(draws, key, strict=True)))
            except scoring.RulesetError as error:
                rulesets[key] = error
        other = rulesets[key]
        if isinstance(other, scoring.RulesetError):
            assert row in found.refused, (row, key, str(other))
            told = [each.message() for each in found.refused[row]]
            wanted = [each.message() for each in other.diagnostics]
            assert told[0].endswith("this is no ruleset") or "as in row" in told[0]
            twice = any(each.code in ("duplicate-key", "equal-keys") for each in other.diagnostics)  # of the text alone
            assert twice or len(told) == 1 or sorted(told[1:]) == sorted(wanted)
            refused += 1
            continue
        result = outcome(other, cases[row], columns.method)
        if isinstance(result, scoring.CaseError):
            assert sorted(each.message() for each in found.refused[row]) == sorted(
                each.message() for each in result.diagnostics
            ), row
            refused += 1
            continue
        assert row not in found.refused, (row, key, found.refused[row])
        compare_row(result, found, row)
        scored += 1
    return scored, refused


def outcome(
    ruleset: Ruleset, case: scoring.Case | dict[str, object], method: str | None
) -> scoring.Result | scoring.CaseError:
    """Return what the scalar function says of a case, also where it refuses it."""
    try:
        return ruleset.score(case, method=method)
    except scoring.CaseError as error:
        return error


def drawn(
    plain: Columns, given: dict[str, Column], draws: Draws, cases: Sequence[scoring.Case | dict[str, object]] = ()
) -> tuple[int, int]:
    """Score a table with drawn numbers and compare it; ``cases``: of its rows, where its columns do not say all."""
    columns = DrawnColumns(plain, {each.name: each for each in draws})
    objects = {each.name: column(np.asarray([*values, None], "O")[:-1]) for each, values in draws.items()}
    whole = {**given, **objects}
    cases = cases or [plain.case(given, row) for row in range(len(next(iter(whole.values()))))]
    return compare(plain, columns, cases, draws, columns.score(whole))


def check(path: Path, method: str | None, seed: int, parameters: Sequence[Parameter], *, together: int) -> int:
    """Draw some parameters, so many at a time, and compare; return how many rows were scored."""
    ruleset, dice = scoring.load(str(path)), random.Random(seed)  # noqa: S311 - not secrets
    plain, draw = Columns(ruleset, method, reasons=True), Rows(ruleset, method, seed)
    scored = 0
    for start in range(0, len(parameters), together):
        own = parameters[start : start + together]
        given = table([draw.row(kind) for kind in ("edges", "plain", "gaps", "wild") for _ in range(2)],
                      dict(draw.program.domains), dice)  # fmt: skip
        rows = len(next(iter(given.values())))
        numbers = {each: [near(Fraction(each.value), dice) for _ in range(2)] for each in own}
        found = {each: [values[row % 2] for row in range(rows)] for each, values in numbers.items()}
        scored += drawn(plain, given, found)[0]
    return scored


def of(path: Path) -> list[Parameter]:
    """Return the parameters of a ruleset whose rows do not depend on each other, but points."""
    ruleset = scoring.load(str(path))
    if not Columns(ruleset, None, parts=False).direct:
        pytest.skip("its rows depend on each other, or have lists: see the generated ones")
    return [each for each in ruleset.parameters() if alike({each: []})]


@pytest.mark.parametrize("path", [*RULESETS, POLICY], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_one_number_at_a_time(path: Path) -> None:
    found = of(path)
    assert check(path, None, 1, dice(1).sample(found, min(6, len(found))), together=1) or len(found) < 3


@pytest.mark.parametrize("path", [*RULESETS, POLICY], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_several_numbers_at_once(path: Path) -> None:
    found = of(path)
    check(path, None, 2, dice(2).sample(found, min(4, len(found))), together=4)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("path", [*RULESETS, POLICY], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_number(path: Path, seed: int) -> None:
    found = of(path)
    check(path, None, seed, found, together=1)
    check(path, None, seed, found, together=5)


def check_any(ruleset: Ruleset, method: str | None, cases: Sequence[scoring.Case], dice: random.Random) -> int:
    """Draw one or two numbers of any ruleset for some cases and compare; return how many rows were compared."""
    plain = Columns(ruleset, method, reasons=True)
    results = {number: outcome(ruleset, each, method) for number, each in enumerate(cases)}
    fitting = {number: each for number, each in results.items() if isinstance(each, scoring.Result)
               and fits(plain, each)}  # fmt: skip
    found = [each for each in ruleset.parameters(method=method) if alike({each: []})]
    # A method finds the bands that it changes by their bounds as written: in a changed text it would find others.
    found = [each for each in found if method is None or not each.name.endswith(".bound")]
    given = table_of(plain, [*fitting.values()])
    if not found or not given or plain.program.cohorts:  # rows that depend on each other are studied, draw by draw
        return 0
    compared = 0
    for _ in range(2):
        own = dice.sample(found, min(len(found), dice.randint(1, 2)))
        draws = {each: [near(Fraction(each.value), dice) for _ in fitting] for each in own}
        compared += sum(drawn(plain, given, draws, [cases[number] for number in fitting]))
    return compared


def check_generated(seed: int, folder: Path) -> int:
    """Compare one generated ruleset; return how many rows were compared."""
    made, dice = generate(seed), random.Random(seed)  # noqa: S311 - not secrets
    try:
        ruleset = Ruleset(((f"made-{seed}.yaml", made.text),))
    except scoring.RulesetError:
        return 0  # some seeds divide by what is always 0, and the like
    path = folder / f"{seed}.yaml"
    path.write_text(cases_text(made.cases(CASES)), "utf-8")
    return check_any(ruleset, None, scoring.load_cases(path), dice)


@pytest.mark.parametrize("first", range(0, 20, CHUNK))
def test_generated_rulesets(first: int, tmp_path: Path) -> None:
    assert sum(check_generated(seed, tmp_path) for seed in range(first, first + CHUNK))


@pytest.mark.long
@pytest.mark.parametrize("first", range(20, 420, CHUNK))
def test_generated_rulesets_at_length(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        check_generated(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("suite", SUITES, ids=str)
def test_the_conformance_suite(suite: object, tmp_path: Path) -> None:
    groups: dict[tuple[str, str | None], list[object]] = {}
    for case in suite.cases:  # type: ignore[attr-defined]  # a suite
        if not case.errors and case.text is None and not case.texts.files:
            groups.setdefault((case.texts.ruleset, case.method), []).append(case.given)
    for number, ((text, method), cases) in enumerate(groups.items()):
        path = tmp_path / "cases.yaml"
        path.write_text(json.dumps({"cases": {str(place): each for place, each in enumerate(cases)}}), "utf-8")
        ruleset = Ruleset((("ruleset.yaml", text),))
        check_any(ruleset, method, scoring.load_cases(path), random.Random(number))  # noqa: S311 - not secrets
