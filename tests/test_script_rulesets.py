"""The calculator against Python on every shipped ruleset: totals, grades, outcomes, every node, every reason."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import scoring
from column_rows import Rows
from run_rulesets import Made
from scoring.ruleset import Ruleset
from scoring.script import calculator_of
from scoring.script.calculator import script_of
from script_runs import Typing, compare, compare_portfolio, portfolios, said, scored
from test_columns_rulesets import RULESETS

YONGZHOU = Path(__file__).parents[1] / "rulesets/yongzhou-2023"
PROCUREMENT = Path(__file__).parents[1] / "rulesets/procurement-comprehensive/ruleset.yaml"
ALONE = [path for path in RULESETS if path != PROCUREMENT]
KINDS = ("edges", "plain", "gaps", "wild")
BATCH = 500


def agree(path: Path, method: str | None, cases: int, seed: int) -> tuple[int, int]:
    """Compare cases of every kind; return how many were compared, and how many of them are refused."""
    ruleset = scoring.load(str(path))
    program = ruleset.program(method)
    assert not program.cohorts
    ruleset.evaluator(method)._patience = 10**9  # noqa: SLF001  # the interpreter is the arbiter; compiling each kind takes long
    draw = Rows(ruleset, method, seed)
    typing = Typing(program.domains, seed, 0.0)
    pairs = []
    for number in range(cases):
        kind = KINDS[number % len(KINDS)]
        typing.odd = 0.01 if kind == "wild" else 0.0
        pairs.append(typing.case(draw.row(kind)))
    script, refused = script_of([program]), 0
    for start in range(0, cases, BATCH):
        part = pairs[start : start + BATCH]
        (told,) = said([script], [(0, False, [page for _, page in part])])
        for (case, _), each in zip(part, told, strict=True):
            result = scored(ruleset, case, method)
            refused += isinstance(result, scoring.CaseError)
            compare(result, each)
    return cases, refused


@pytest.mark.parametrize("path", ALONE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_rulesets(path: Path) -> None:
    cases, refused = agree(path, None, 200, 1)
    assert refused < cases / 3


@pytest.mark.parametrize("path", ALONE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_their_methods(path: Path) -> None:
    for method in scoring.load(str(path)).methods:
        agree(path, method, 4, 2)


@pytest.mark.long
@pytest.mark.parametrize("path", ALONE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_ten_thousand_cases(path: Path) -> None:
    cases, refused = agree(path, None, 10_000, 3)
    assert cases == 10_000
    assert refused < cases / 3


@pytest.mark.long
@pytest.mark.parametrize("path", ALONE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_thousand_cases_by_each_method(path: Path) -> None:
    for method in scoring.load(str(path)).methods:
        agree(path, method, 1_000, 4)


def bids(program: scoring.program.Program, dice: random.Random, count: int) -> list[dict[str, object]]:
    """Return so many bids of one procurement, some with gaps."""
    cases: list[dict[str, object]] = []
    for _ in range(count):
        case: dict[str, object] = {
            "qualified": dice.random() < 0.9,
            "offer": dice.choice((0, 100, 100, dice.randint(5000, 20000))),
            "small": dice.random() < 0.4,
        }
        for name in program.lists:
            case[name] = [str(dice.randint(0, 16) / 2) for _ in range(dice.choice((0, 1, 3, 6, 7)))]
        if dice.random() < 0.3:
            del case[dice.choice(list(case))]
        cases.append(case)
    return cases


def agree_run(ruleset: Ruleset, method: str | None, rows: list[dict[str, object]]) -> None:
    """Compare the run of all cases that are not refused, and each of its cases alone."""
    cases = [scoring.Case(figures=each) for each in rows]
    sound = [case for case in cases if not isinstance(scored(ruleset, case, method), scoring.CaseError)]
    results = ruleset.score_all(sound, method=method)
    made = calculator_of(results)
    together, alone = said([made.script], [(0, True, made.cases), (0, False, made.cases)])
    for result, told in zip(results, together, strict=True):
        compare(result, told)
    for case, told in zip(sound, alone, strict=True):
        compare(scored(ruleset, case, method), told)


@pytest.mark.parametrize("method", [None, *scoring.load(str(PROCUREMENT)).methods])
def test_procurement(method: str | None) -> None:
    ruleset = scoring.load(str(PROCUREMENT))
    for seed in range(2):
        dice = random.Random(seed)  # noqa: S311  # figures, not secrets
        agree_run(ruleset, method, bids(ruleset.program(method), dice, dice.randint(1, 14)))


@pytest.mark.long
@pytest.mark.parametrize("method", [None, *scoring.load(str(PROCUREMENT)).methods])
def test_ten_thousand_bids(method: str | None) -> None:
    ruleset = scoring.load(str(PROCUREMENT))
    for seed in range(100 if method is None else 10):
        dice = random.Random(seed)  # noqa: S311  # figures, not secrets
        agree_run(ruleset, method, bids(ruleset.program(method), dice, 100))


@pytest.mark.parametrize("first", range(0, 10, 10))
def test_made_runs(first: int) -> None:
    for seed in range(first, first + 10):
        made = Made(seed)
        ruleset = Ruleset(((f"made-{seed}.yaml", made.text),))
        rows = [{name: value for name, value in made.case().items() if "/" not in name} for _ in range(12)]
        agree_run(ruleset, None, rows)


@pytest.mark.parametrize("method", [None, *scoring.load(str(YONGZHOU / "ruleset.yaml")).methods])
def test_portfolios(method: str | None) -> None:
    ruleset = scoring.load(str(YONGZHOU / "ruleset.yaml"))
    cases = scoring.load_cases(YONGZHOU / "cases.yaml")
    made = calculator_of(ruleset.score_all(cases, method=method))
    (told,) = portfolios([made.script], [made.cases])
    compare_portfolio(ruleset.score_portfolio(cases, method=method), told, cases)
    gap = [{**each, "figures": dict(list(each["figures"].items())[: 3 * at])} for at, each in enumerate(made.cases)]
    (told,) = portfolios([made.script], [gap])
    assert told["portfolio"]["outcome"] == "missing"
