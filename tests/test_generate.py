"""Generated code and the interpreter say the same: on value and on every cause."""

import ast
import random
import threading
from decimal import ROUND_DOWN, ROUND_UP, Decimal, localcontext
from fractions import Fraction

import pytest
import random_graphs as rg

from scoring import graph as g
from scoring.evaluator import Evaluation, Evaluator
from scoring.graph import Node, Type
from scoring.reading import Domain, Read

F = Fraction


def agree(seed: int, cases: int = 12) -> int:
    """Compare a random program's generated code with the interpreter; return how many cases it decided itself."""
    dice = random.Random(seed)  # noqa: S311 - figures, not secrets
    program = rg.program(dice, dice.choice((8, 25, 60)))
    half = len(program.outputs) // 2
    scores, ledger = program.outputs[half:], program.outputs[:half]
    checks = tuple(each for each in program.outputs if each.type is Type.TRUTH)
    eager = Evaluator(scores, ledger, checks, program.domains, patience=0)
    careful = Evaluator(scores, ledger, checks, program.domains, patience=10**9)
    decided = 0
    for _ in range(cases):
        given = rg.case(dice, program.domains)
        wanted = careful.evaluate(given)
        for found in (eager.evaluate(given), eager.evaluate(given), ran(eager, given, dice)):
            assert seen(found) == seen(wanted), (seed, given)
            decided += fast(found)
    return decided


def ran(evaluator: Evaluator, given: dict[str, Read], dice: random.Random) -> Evaluation:
    """Evaluate figures written as a caller may write them."""
    found = evaluator.run({name: rg.raw(dice, value, evaluator.domains[name]) for name, value in given.items()})
    assert found is not None
    return found


def seen(found: Evaluation) -> tuple[object, ...]:
    """Return all that an evaluation says."""
    scores = found.scores()
    assert scores == tuple(found.score(place) for place in range(len(scores)))
    return scores, found.ledger(), found.check_failed, dict(found.inputs), dict(found.given)


def fast(found: Evaluation) -> bool:
    """Return whether the generated function decided."""
    return found._variant is not None  # noqa: SLF001 - how it was computed shows nowhere else


def test_random_programs() -> None:
    decided = sum(agree(seed) for seed in range(150))
    assert decided > 150 * 12


@pytest.mark.long
def test_many_random_programs() -> None:
    for seed in range(1000, 9000):
        agree(seed)
