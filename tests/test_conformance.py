"""The language-neutral suite of `conformance/`, by every evaluator there is; and that it leaves nothing out."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

import oracle
import scoring
from conformance_check import differences, portfolio_differences, referee_differences
from conformance_files import EDGES, Case, Refused, Run, Suite, Texts, all_errors, suites
from scoring.diagnostic import MESSAGES
from scoring.evaluator import Evaluator
from scoring.messages_case import CASE
from scoring.messages_document import DOCUMENT
from scoring.messages_formula import FORMULA
from scoring.messages_lists import LISTS
from scoring.messages_reuse import REUSE
from scoring.messages_ruleset import RULESET
from scoring.messages_types import TYPES
from scoring.messages_value import VALUE
from scoring.rules import kinds
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scoring.diagnostic import ScoringError

SUITES = suites()
NEVER = 10**9
LEAST = 1_000
LEAST_ERRORS = 0.3

NOT_HERE = {
    **dict.fromkeys(("case-mapping", "case-deep", "ratio-range"), "of calls from Python"),
    **dict.fromkeys(("mark-both", "not-applicable-reason"), "of calls from Python; files have codes of their own"),
    **dict.fromkeys(("case-suffix", "ruleset-is-sheet"), "of a file's name; here are texts"),
    **dict.fromkeys(("file-unreadable", "file-too-large"), "of a file system, or larger than a file for people"),
    **dict.fromkeys(("encoding-utf16", "encoding-gbk", "encoding", "encoding-unknown"), "of bytes; here are texts"),
    **dict.fromkeys(("date-with-time", "no-order"), "of calls from Python"),
    **dict.fromkeys(
        ("too-many-nodes", "csv-cell-long", "key-long", "list-long", "functions-many", "shapes-many"),
        "larger than a file for people",
    ),
}
"""Codes that no file of the suite can show, and why."""

BEYOND_REFEREE: dict[str, str] = {
    **dict.fromkeys(("lists", "errors-lists"), "it reads no lists"),
    "reuse: a list and a date may be passed": "it reads no lists",
    "cohort": "it scores cases one by one",
    "addresses: names in several languages": "it knows nodes by path, code and a plain name",
    "figures: a local figure by its name alone, a figure by its printed name": "it knows figures by id and path alone",
    "judge: a mark's share of points that differ from case to case": "it has no points that differ from case to case",
    "judge: a finding against a leaf whose criteria are all judged asks for a mark on it or on any of them": (
        "it names the mark of the leaf, and keeps those of the criteria"
    ),
}
"""Suites, or files of them, that the plain referee does not take, and why."""


@pytest.mark.parametrize("suite", SUITES, ids=str)
def test_suite(suite: Suite, tmp_path: Path) -> None:
    wrong = [f"{suite.file}.yaml, {suite.about}, {line}" for line in _wrong(suite, tmp_path)]
    assert not wrong, "\n".join(wrong)


def _wrong(suite: Suite, folder: Path) -> Iterator[str]:
    for refused in suite.refused:
        yield from (f"{refused.name}: {line}" for line in _wrong_refusal(refused, folder))
    for case in suite.cases:
        yield from (f"{case.name}: {line}" for line in _wrong_case(suite, case, folder))
    for run in suite.runs:
        yield from (f"{run.name}: {line}" for line in _wrong_run(suite, run, folder))


# Errors


def _wrong_refusal(refused: Refused, folder: Path) -> Iterator[str]:
    path = _written(refused.texts, folder)
    try:
        scoring.load(path)
    except scoring.RulesetError as error:
        yield from _other_errors(refused, error)
    else:
        yield f"{refused.errors[0].code} expected, but it loads"


def _other_errors(expected: Refused | Case | Run, error: ScoringError) -> Iterator[str]:
    wanted = sorted(expected.errors, key=lambda each: (each.code, each.lines))
    found = sorted((each.code, each.at.line) for each in error.diagnostics)
    fits = len(wanted) == len(found) and all(
        each.code == code and (not each.lines or line in each.lines)
        for each, (code, line) in zip(wanted, found, strict=True)
    )
    if not fits:
        yield f"expected {[(each.code, *each.lines) for each in wanted]}, was {found}"


def _written(texts: Texts, folder: Path) -> Path:
    for name, text in {**texts.files, "ruleset.yaml": texts.ruleset}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return folder / "ruleset.yaml"


# Cases


@cache
def _ruleset(texts: Texts) -> Ruleset:
    return Ruleset((("ruleset.yaml", texts.ruleset),))


@cache
def _evaluators(own: Evaluator) -> dict[str, Evaluator]:
    """Return one evaluator that never compiles, and one that does so at once."""
    ways = {"interpreter": NEVER, "generated code": 0}
    return {
        way: Evaluator(own.scores, own.ledger, own.checks, own.domains, patience=patience)
        for way, patience in ways.items()
    }


def _loaded(texts: Texts, folder: Path) -> Ruleset:
    return scoring.load(_written(texts, folder)) if texts.files else _ruleset(texts)


def _cases(cases: dict[str, object], of: Case | Run, folder: Path) -> list[scoring.Case]:
    """Read cases from a file, so that values are read as written."""
    suffix, content = of.text or ("yaml", json.dumps({"cases": cases}, ensure_ascii=False))
    for old in folder.glob("cases.*.csv"):
        old.unlink()
    for name, sheet in of.sheets.items():
        (folder / f"cases.{name}.csv").write_text(sheet, "utf-8", newline="")
    path = folder / f"cases.{suffix}"
    path.write_text(content, "utf-8", newline="")
    return scoring.load_cases(path)


def _wrong_case(suite: Suite, case: Case, folder: Path) -> Iterator[str]:
    try:
        ruleset = _loaded(case.texts, folder)
        (read,) = _cases({"case": case.given}, case, folder)
        result = ruleset.score(read, method=case.method, allow_missing=True)
    except scoring.ScoringError as error:
        yield from _other_errors(case, error)
        return
    if case.errors:
        yield f"{case.errors[0].code} expected, but it is {result!r}"
        return
    yield from _wrong_result(case.expect, result)
    if not _beyond(suite) and case.text is None:
        rules = _plain(case.texts, folder)
        yield from referee_differences(result, oracle.score(rules, case.given, case.method))


def _plain(texts: Texts, folder: Path) -> Path | dict[str, object]:
    return _written(texts, folder) if texts.files else dict(oracle.read_yaml(texts.ruleset))


def _beyond(suite: Suite) -> bool:
    return bool(BEYOND_REFEREE.keys() & {suite.file, str(suite)})


def _wrong_result(expect: dict[str, object], result: scoring.Result) -> list[str]:
    """Compare the results of the interpreter and of generated code with what is expected, and their books."""
    assert result.bound is not None
    wrong: list[str] = []
    own_evaluator = result._compiled.evaluator  # noqa: SLF001  # for as many records as this case has
    for by, evaluator in _evaluators(own_evaluator).items():
        evaluation = evaluator.evaluate(result.bound.inputs)
        own = scoring.Result(result._compiled, result.case, result.bound, evaluation, allow_missing=True)  # noqa: SLF001  # by this evaluator
        wrong.extend(f"{line} ({by})" for line in (*differences(expect, own), *_unbalanced(own)))
    return wrong


def _unbalanced(result: scoring.Result) -> Iterator[str]:
    """Reading the ledger asserts that every account balances; the effects add up to what the total lost."""
    won, lost = (
        [effect for each in reasons if (effect := each.effect) is not None]
        for reasons in (result.awards, result.deductions)
    )
    points = result["total"].points
    known = len(won) == len(result.awards) and len(lost) == len(result.deductions)
    if result.total is not None and points is not None and known:
        effects = sum(won, Fraction(0)) - sum(lost, Fraction(0))
        if effects != result.total - points:
            yield f"effects add up to {effects}, but the total is {result.total} of {points}"
    for node in result.nodes:
        if not node.children and node.outcome == "scored" and node.score is not None and node.points is not None:
            own = [*(each.points for each in node.awards), *(-each.points for each in node.deductions)]
            settled = sum(filter(None, own), Fraction(0))
            if settled != node.score - node.points:
                yield f"reasons of {node.path} do not add up to {node.score} of {node.points}"


# Several cases


def _wrong_run(suite: Suite, run: Run, folder: Path) -> Iterator[str]:
    try:
        ruleset = _loaded(run.texts, folder)
        cases = _cases(dict(run.cases), run, folder)
        results = ruleset.score_all(cases, allow_missing=True, method=run.method)
        whole = None if run.portfolio is None else ruleset.score_portfolio(cases, method=run.method)
        ranked = () if run.ranks is None else ruleset.ranked(results)
    except scoring.ScoringError as error:
        yield from _other_errors(run, error)
        return
    if run.errors:
        yield f"{run.errors[0].code} expected"
        return
    by_id = {case.id: result for case, result in zip(cases, results, strict=True)}
    ranks = {result.case.id: None if rank is None else str(rank) for rank, result in ranked if result.case is not None}
    for name, expect in run.expect.items():
        wrong = _wrong_result(expect, by_id[name])
        yield from (f"{name}: {line}" for line in wrong)
    if run.ranks is not None and ranks != run.ranks:
        yield f"ranks: expected {run.ranks}, were {ranks}"
    if whole is not None and run.portfolio is not None:
        yield from portfolio_differences(run.portfolio, whole)
        if not _beyond(suite) and run.text is None:
            plain = oracle.portfolio(_plain(run.texts, folder), run.cases, run.method)
            if (plain.outcome, plain.total, plain.grade) != (str(whole.outcome), whole.total, whole.grade):
                yield f"referee's portfolio: {plain.outcome} {plain.total} {plain.grade}"


# That nothing is left out


def test_there_are_enough_cases_and_enough_errors_among_them() -> None:
    size, errors = sum(suite.size for suite in SUITES), sum(suite.errors for suite in SUITES)
    assert size >= LEAST
    assert errors >= LEAST_ERRORS * size, f"{errors} of {size}"


def test_every_rule_kind_has_a_file_and_cases_on_and_beside_its_edges() -> None:
    for kind in kinds().values():
        shown = {case.edge for suite in SUITES if kind.name in suite.kinds for case in suite.cases}
        assert shown >= set(EDGES), f"{kind.name}: {set(EDGES) - shown}"


def test_every_code_is_expected_somewhere_or_left_out_for_a_reason() -> None:
    shown = all_errors(SUITES)
    codes = {*RULESET, *FORMULA, *DOCUMENT, *CASE, *VALUE, *LISTS, *REUSE, *TYPES, "no-such-node"}
    assert sorted(shown - MESSAGES.keys()) == []
    assert sorted(codes - shown - NOT_HERE.keys()) == []
    assert sorted(shown & NOT_HERE.keys()) == []


def test_names_within_a_suite_differ() -> None:
    for suite in SUITES:
        names = [each.name for each in suite.scored]
        assert len(set(names)) == len(names), f"{suite}: {[name for name in names if names.count(name) > 1]}"
