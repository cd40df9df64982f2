"""What a case may not say, told once its values are computed: a mark outside its range, a node of another variant."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from scoring.diagnostic import CaseError, Diagnostic
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scoring.binding import Bound
    from scoring.diagnostic import Problems
    from scoring.evaluator import Evaluation
    from scoring.program import Check, Program
    from scoring.source import Span

One = TypeVar("One")
Done = TypeVar("Done")


def check_case(program: Program, inputs: Bound, evaluation: Evaluation, problems: Problems) -> None:
    """Record what a case may not say, such as a mark outside its range or a node of a variant not taken."""
    for path, at in inputs.addressed.items():
        taken = program.taken.get(path)
        if taken is not None and evaluation.value(taken) is False:
            problems.error("variant-not-taken", at, path=path)
    if not evaluation.check_failed:
        return
    failed = evaluation.values(check.node for check in program.checks)
    for check, wrong in zip(program.checks, failed, strict=True):
        if wrong is True:
            _report(program, check, inputs, problems, evaluation)


def _report(program: Program, check: Check, inputs: Bound, problems: Problems, evaluation: Evaluation) -> None:
    origin = inputs.origins.get(check.subject) or inputs.origins.get(f"{check.subject}.deduct")
    facts = {name: evaluation.value(each.node) for name, each in check.facts.items()}
    plan = program.plans[check.path]
    at = NOWHERE if origin is None else origin.at
    problems.error(check.code, at, name=plan.code or plan.path, **facts)


def each_case(cases: Iterable[One], do: Callable[[One], Done]) -> list[Done]:
    """Return what is done with each case; the problems of all of them are raised together."""
    done: list[Done] = []
    wrong: list[Diagnostic] = []
    places: set[tuple[str, Span]] = set()  # the heading of a CSV file is wrong once, not once a case
    for case in cases:
        try:
            done.append(do(case))
        except CaseError as error:
            wrong.extend(each for each in error.diagnostics if (each.code, each.at) not in places)
            places |= {(each.code, each.at) for each in error.diagnostics if each.at is not NOWHERE}
    if wrong:
        raise CaseError(wrong)
    return done
