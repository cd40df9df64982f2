"""Interpreter, generated code and the plain referee agree on generated rulesets and cases, and the books balance."""

from __future__ import annotations

import datetime as dt
import decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

import scoring
from oracle import OracleResult
from oracle import portfolio as plain_portfolio
from oracle import score as plain_score
from oracle.generator import Generated, cases_text, generate
from scoring.evaluator import Evaluator
from scoring.graph import Unknown
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scoring.graph import Value

CASES = 4
REFUSED = {
    *("division-by-zero", "step-sign", "points-sign", "power-domain", "logarithm-domain", "number-too-large"),
    "thresholds-order",
}
CHUNK = 25  # rulesets a test
CONTEXTS = [(1, decimal.ROUND_UP), (6, decimal.ROUND_DOWN), (28, decimal.ROUND_HALF_EVEN), (50, decimal.ROUND_FLOOR)]


@pytest.mark.parametrize("first", range(0, 300, CHUNK))
def test_all_agree(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        check(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("first", range(300, 10_300, CHUNK))
def test_all_agree_at_length(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        check(seed, tmp_path)


def check(seed: int, folder: Path) -> None:
    """Score the cases of one generated ruleset in every way; say the seed where they differ."""
    made = generate(seed)
    try:
        ruleset = Ruleset(((f"made-{seed}.yaml", made.text),))
    except scoring.RulesetError as error:
        # Some seeds divide or step by what is always 0, or spread less than nothing, or let numbers grow without end.
        if {each.code for each in error.diagnostics} <= REFUSED:
            return
        raise
    raw = made.cases(CASES)
    path = folder / f"{seed}.yaml"
    path.write_text(cases_text(raw), "utf-8")
    precision, rounding = CONTEXTS[seed % len(CONTEXTS)]
    with decimal.localcontext(prec=precision, rounding=rounding):
        for method in (None, made.method) if made.method else (None,):
            for case in scoring.load_cases(path):
                plain = plain_score(made.ruleset, raw[case.id], method)
                compare_case(ruleset, case, plain, method, open_=leaves_open(made))
            compare_portfolio(ruleset, made, path, method)


def leaves_open(made: Generated) -> bool:
    """Whether the pages leave it open why something has no score.

    A figure that makes its readers not applicable, read by one variant of a node of which it is not known which
    variant it is: whether the node applies is unknown to us, and to the referee it applies. Scores are the same.
    """
    return "if_missing: not_applicable" in made.text and "variants:" in made.text


def compare_case(ruleset: Ruleset, case: scoring.Case, plain: OracleResult, method: str | None, *, open_: bool) -> None:
    """Compare value, outcome and causes of total, grade and every node."""
    where = f"{ruleset.id} {case.id} {method or ''}"
    result = scored(ruleset, case, method)
    if not isinstance(result, scoring.Result):
        # The referee takes any set score; a mark outside its range both refuse.
        assert plain.problems or result <= {"set-range"}, f"{where}: {result}"
        return
    assert not plain.problems, where
    assert result.total == plain.total, where
    assert open_ or str(result.outcome) == plain.outcome, where
    if plain.total is not None or ruleset.program(method).definition.has_total is False:
        assert result.grade == plain.grade, where
    assert result.outcome == "not_applicable" or days_counted(result.outputs) == dict(plain.outputs), where
    nodes = {node.path or "total": node for node in (result["total"], *result.nodes)}
    assert set(nodes) == set(plain.nodes), where
    for name, expected in plain.nodes.items():
        node = nodes[name]
        value = result.value(node.plan.score)
        assert node.score == expected.score, f"{where} {name}"
        if not (open_ and node.score is None):
            found = (str(node.outcome), frozenset() if node.outcome == "not_applicable" else causes(value))
            assert found == (expected.outcome, expected.causes), f"{where} {name}"
    compare_books(result, where)
    compare_generated(ruleset, result, method, where)


def days_counted(outputs: Mapping[str, object]) -> dict[str, object]:
    """Return further results with the dates among them as numbers of days, as the referee counts them."""
    return {name: each.toordinal() if isinstance(each, dt.date) else each for name, each in outputs.items()}


def scored(ruleset: Ruleset, case: scoring.Case, method: str | None) -> scoring.Result | set[str]:
    """Return the result of a case, or the codes of what is wrong with it."""
    try:
        return ruleset.score(case, method=method)
    except scoring.CaseError as error:
        return {each.code for each in error.diagnostics}


def causes(value: Value) -> frozenset[tuple[str, str]]:
    """Return why a value is unknown."""
    return frozenset(map(tuple, value.causes)) if isinstance(value, Unknown) else frozenset()  # type: ignore[arg-type]  # pairs


def compare_books(result: scoring.Result, where: str) -> None:
    """Every account balances (reading the ledger asserts it), and the effects add up to what the total lost."""
    lost = [each.effect for each in result.deductions]
    won = [each.effect for each in result.awards]
    points = result["total"].points
    if result.total is not None and points is not None:
        effects = sum(filter(None, won)) - sum(filter(None, lost))
        assert effects == result.total - points, where
    for node in result.nodes:
        if node.score is not None and node.points is not None and not node.children and node.outcome == "scored":
            own = [each.points for each in node.awards], [each.points for each in node.deductions]
            assert sum(own[0]) - sum(own[1]) == node.score - node.points, f"{where} {node.path}"


def compare_generated(ruleset: Ruleset, result: scoring.Result, method: str | None, where: str) -> None:
    """The generated functions give what the interpreter gives."""
    program = ruleset.program(method)
    assert result.bound is not None
    for evaluator in evaluators(ruleset, method):
        evaluation = evaluator.evaluate(result.bound.inputs)
        assert evaluation.scores() == tuple(map(result.value, evaluator.scores)), where
        assert evaluation.ledger() == tuple(map(result.value, evaluator.ledger)), where
        assert evaluation.check_failed is any(result.value(each.node) is True for each in program.checks), where


def evaluators(ruleset: Ruleset, method: str | None) -> Iterator[Evaluator]:
    """Yield an evaluator that compiles at once."""
    own = ruleset.evaluator(method)
    yield Evaluator(own.scores, own.ledger, own.checks, own.domains, patience=0)


def compare_portfolio(ruleset: Ruleset, made: Generated, path: Path, method: str | None) -> None:
    """Compare total, grade, groups and weights of all cases together."""
    if ruleset.program(method).weight is None:
        return
    try:
        found = ruleset.score_portfolio(scoring.load_cases(path), method=method)
    except scoring.CaseError:
        return
    plain = plain_portfolio(made.ruleset, made.cases(CASES), method)
    where = f"{ruleset.id} portfolio {method or ''}"
    assert (str(found.outcome), found.total, found.grade) == (plain.outcome, plain.total, plain.grade), where
    assert dict(found.weights) == dict(plain.weights), where
    assert {path: found.groups[path] for path in plain.groups} == dict(plain.groups), where


def test_another_seed_gives_another_ruleset() -> None:
    seeds = Random(1).sample(range(10_000), 5)  # noqa: S311  # reproducible, not secret
    assert len({generate(seed).text for seed in seeds}) == len(seeds)
