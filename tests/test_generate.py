"""Generated code and the interpreter say the same: on value and on every cause."""

import ast
import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_UP, Decimal, localcontext
from fractions import Fraction

import pytest

import random_graphs as rg
from scoring import evaluator as evaluators
from scoring import graph as g
from scoring.approx import FUNCTIONS
from scoring.evaluator import Evaluation, Evaluator
from scoring.graph import Cause, Node, Type, Unknown
from scoring.reading import Domain, Read

F = Fraction
X, Y, Z = (g.input_(name) for name in "xyz")
P = g.input_("p", Type.TRUTH)
DOMAINS = {
    "x": Domain("x", low=F(0), places=2),
    "y": Domain("y", places=2),
    "z": Domain("z", low=F(1), high=F(100)),
    "p": Domain("p", Type.TRUTH),
}


def eager(*scores: Node, ledger: tuple[Node, ...] = (), domains: Mapping[str, Domain] = DOMAINS) -> Evaluator:
    """Return an evaluator that compiles at once."""
    return Evaluator(scores, ledger, (), domains, patience=0)


def fast(found: Evaluation | None) -> bool:
    """Return whether the generated function decided."""
    assert found is not None
    return found._variant is not None  # noqa: SLF001 - how it was computed shows nowhere else


def scored(evaluator: Evaluator, **figures: object) -> tuple[object, ...]:
    """Return the scores of a case and, last, whether the generated function decided."""
    found = evaluator.run(figures)
    assert found is not None
    return (*found.scores(), fast(found))


@contextmanager
def ambient(dice: random.Random) -> Iterator[None]:
    """Set a decimal context that would spoil any arithmetic which took part in it."""
    with localcontext() as context:
        context.prec = dice.randint(1, 50)
        context.rounding = dice.choice((ROUND_UP, ROUND_DOWN, ROUND_FLOOR, ROUND_CEILING))
        context.capitals = dice.randint(0, 1)
        yield


# --- random programs ---------------------------------------------------------------------------------------------


def agree(seed: int, cases: int = 12) -> int:
    """Compare a random program's generated code with the interpreter; return how often it decided itself."""
    dice = random.Random(seed)  # noqa: S311 - figures, not secrets
    program = rg.program(dice, dice.choice((8, 25, 60)))
    half = len(program.outputs) // 2
    scores, ledger = program.outputs[half:], program.outputs[:half]
    checks = tuple(each for each in program.outputs if each.type is Type.TRUTH)
    quick = Evaluator(scores, ledger, checks, program.domains, patience=0)
    careful = Evaluator(scores, ledger, checks, program.domains, patience=10**9)
    decided = 0
    for _ in range(cases):
        given = rg.case(dice, program.domains)
        wanted = careful.evaluate(given)
        with ambient(dice):
            found = [quick.evaluate(given), quick.evaluate(given), ran(quick, given, dice)]
        for each in found:
            assert seen(each) == seen(wanted), (seed, given)
            decided += fast(each)
    return decided


def ran(evaluator: Evaluator, given: dict[str, Read], dice: random.Random) -> Evaluation:
    """Evaluate figures written as a caller may write them."""
    with localcontext() as context:
        context.prec = 60
        raw = {name: rg.raw(dice, value, evaluator.domains[name]) for name, value in given.items()}
    found = evaluator.run(raw)
    assert found is not None
    raw.clear()  # what becomes of the caller's figures changes nothing
    return found


def seen(found: Evaluation) -> tuple[object, ...]:
    """Return all that an evaluation says."""
    scores = found.scores()
    assert scores == tuple(found.score(place) for place in range(len(scores)))
    return scores, found.ledger(), found.check_failed, dict(found.inputs), dict(found.given)


def test_random_programs() -> None:
    decided = sum(agree(seed) for seed in range(250))
    assert decided > 250 * 20


@pytest.mark.long
def test_many_random_programs() -> None:
    for seed in range(1000, 11000):
        agree(seed)


# --- what the code is like ----------------------------------------------------------------------------------------


def test_the_source_holds_integers_only() -> None:
    allowed = {"Odd", "inputs", *FUNCTIONS}
    for seed in range(60):
        program = rg.program(random.Random(seed))  # noqa: S311 - figures, not secrets
        evaluator = Evaluator(program.outputs, (), (), program.domains, patience=0)
        found = evaluator.evaluate(rg.case(random.Random(seed), program.domains, absent=0))  # noqa: S311
        if found._variant is None:  # noqa: SLF001 - to see the source
            continue
        for node in ast.walk(ast.parse(found._variant.scores.source)):  # noqa: SLF001
            assert not isinstance(node, ast.Attribute | ast.Import | ast.Div | ast.Subscript)
            if isinstance(node, ast.Call):
                assert isinstance(node.func, ast.Name)
                assert node.func.id in FUNCTIONS
            if isinstance(node, ast.Constant):
                assert node.value is None or isinstance(node.value, int | str)
            if isinstance(node, ast.Name):
                assert node.id in allowed or node.id[0] in "vt"


def test_words_cannot_break_out_of_the_source() -> None:
    words = ("'", '"""', "\\", "\n", "' + __import__('os') + '", "其他")
    kind = g.input_("k'\n", Type.CHOICE)
    node = g.pick(kind, {word: g.const(place) for place, word in enumerate(words)}, g.const(-1))
    evaluator = eager(
        node, g.equal(kind, g.const(words[4])), domains={"k'\n": Domain("k'\n", Type.CHOICE, words=words)}
    )
    for place, word in enumerate(words):
        found = evaluator.run({"k'\n": word})
        assert fast(found)
        assert found is not None
        assert found.scores() == (F(place), place == 4)


def test_a_chain_of_500() -> None:
    node: Node = g.undefined("no-band")
    for bound in range(500):
        node = g.if_(g.at_most(g.const(F(bound, 3)), X), g.const(F(bound, 7)) * X, node)
    assert scored(eager(node), x=100) == (F(300, 7) * 100, True)
    assert scored(eager(node), x=F(1, 4)) == (F(0), True)
    ratios: Node = g.undefined("no-band")
    for bound in range(500):
        ratios = g.if_(g.at_most(g.const(bound), X / Z), X / g.const(bound + 1), ratios)
    assert scored(eager(ratios), x=90, z=2) == (F(90, 46), True)


def test_interpolation_over_500_points() -> None:
    node: Node = g.const(0)
    for bound in range(500):
        piece = g.const(bound) + (X - g.const(bound)) * g.const(F(2, 3))
        node = g.if_(g.at_most(X, g.const(499 - bound)), piece, node)
    (value, decided) = scored(eager(g.rounded(node, "half_up", F(1, 100)), ledger=(node,)), x="17.25")
    assert decided
    assert value == F(17183, 100)  # 481 + (17.25 - 481) * 2/3


@pytest.mark.parametrize("shape", ["sums", "branches", "conditions", "products", "extremes"])
def test_deep_nesting_is_decided_all_the_same(shape: str) -> None:
    node: Node = X
    for step in range(1, 700):
        if shape == "sums":
            node = g.const(step) - node
        elif shape == "branches":
            node = g.if_(g.less(g.const(step), Y), g.if_(P, node, X - g.const(step)), node - g.ONE)
        elif shape == "conditions":
            node = g.if_(g.either(P, g.both(g.less(Y, node), g.less(node, g.const(step)))), node + g.ONE, X)
        elif shape == "products":
            node = g.minimum(node * (Y / Z), g.const(step))
        else:
            node = g.maximum(g.minimum(node + g.ONE, Z), X, Y)
    quick, careful = eager(node), Evaluator((node,), (), (), DOMAINS, patience=10**9)
    for figures in ({"x": 1, "y": 2, "z": 3, "p": True}, {"x": 5, "y": "-0.5", "z": 9, "p": False}):
        found, wanted = quick.run(figures), careful.run(figures)
        assert found is not None
        assert wanted is not None
        assert found.scores() == wanted.scores()


@pytest.mark.parametrize("depth", [150, 1500])
def test_a_graph_that_nests_too_deep_for_python_is_interpreted(depth: int) -> None:
    node: Node = X
    for step in range(1, depth):
        node = g.if_(g.less(g.const(step), Y), g.add(node, X / (Y - g.const(step + depth))), g.ZERO)
    assert scored(eager(node), x=1, y=0) == (F(0), False)
    evaluator = eager(Y, ledger=(node,))
    for _ in range(2):
        found = evaluator.run({"x": 1, "y": 3 * depth})
        assert fast(found)
        assert found is not None
        assert found.ledger() == (sum((F(1, 2 * depth - step) for step in range(1, depth)), F(1)),)


# --- when it decides ----------------------------------------------------------------------------------------------


def test_a_division_in_a_branch_that_is_not_taken_stays_there() -> None:
    rate = X / Y
    guarded = g.if_(g.equal(Y, g.ZERO), g.ZERO, rate)
    twice = g.add(guarded, g.if_(g.equal(Y, g.ZERO), g.ONE, rate * rate))
    assert scored(eager(twice), x=6, y=0) == (F(1), True)
    assert scored(eager(twice), x=6, y=-2) == (F(6), True)


def test_a_condition_that_is_not_needed_is_not_computed() -> None:
    rate = g.less(X / Y, g.ONE)
    lazy = g.if_(g.both(P, rate), g.ONE, g.ZERO)
    assert scored(eager(lazy), x=1, y=0, p=False) == (F(0), True)
    eager_one = g.if_(g.both(rate, P), g.ONE, g.ZERO)
    assert scored(eager(eager_one), x=1, y=0, p=False) == (F(0), False)
    assert scored(eager(eager_one), x=1, y=0, p=True) == (
        Unknown(frozenset((Cause("undefined", "division-by-zero"),))),
        False,
    )


def test_absent_inputs_are_folded_away() -> None:
    domains = {**DOMAINS, "y": Domain("y", default=F(2))}
    node = g.add(X, g.if_(g.given("z"), Z, g.ZERO), Y)
    evaluator = eager(node, Z, domains=domains)
    assert scored(evaluator, x=1) == (F(3), Unknown(frozenset((Cause("missing", "z"),))), True)
    assert scored(evaluator, x=1, z=5, y="") == (F(8), F(5), True)
    assert scored(evaluator, x=1, z=5, y=7) == (F(13), F(5), True)


def test_more_digits_than_promised_take_a_wider_variant() -> None:
    evaluator = eager(X * Y)
    for x, y in (("1.25", 2), ("1.255", 2), ("1.25", "2.12345678"), ("0.123456789012345", "-1.1"), ("1", 1)):
        found = evaluator.run({"x": x, "y": y})
        assert fast(found)
        assert found is not None
        assert found.scores() == (F(x) * F(y),)
    assert scored(evaluator, x=F(1, 3), y=3) == (F(1), False)


def test_nothing_is_compiled_for_a_few_cases() -> None:
    evaluator = Evaluator((X * X,), (), (), DOMAINS)
    for _ in range(evaluators.PATIENCE):
        assert not fast(evaluator.run({"x": 3}))
    assert fast(evaluator.run({"x": 3}))
    assert fast(evaluator.run({"x": Decimal("3.10")}))


def test_odd_figures_are_left_to_the_careful_way() -> None:
    evaluator = eager(X, g.if_(P, g.ONE, g.ZERO))
    assert scored(evaluator, x=1, p=True) == (F(1), F(1), True)
    odds: list[dict[str, object]] = [{"x": -1}, {"x": True}, {"x": "１"}, {"x": []}, {"x": "1e1"}]
    odds += [{"x": 1, "other": 2}, {"x": 1, "p": 1}, {"x": 1, "given:x": True}]
    for odd in odds:
        assert evaluator.run(odd) is None
    assert scored(evaluator, x=None)[:1] == (Unknown(frozenset((Cause("missing", "x"),))),)


def test_values_outside_their_domain_are_never_compiled() -> None:
    evaluator = eager(X / (X + g.ONE))
    assert evaluator.evaluate({"x": F(-3)}).scores() == (F(3, 2),)
    assert evaluator.evaluate({"x": F(1)}).scores() == (F(1, 2),)
    assert evaluator.evaluate({"x": F(-1)}).scores() == (Unknown(frozenset((Cause("undefined", "division-by-zero"),))),)


def test_variants_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluators, "_VARIANTS", 4)
    monkeypatch.setattr(evaluators, "_SEEN", 8)
    names = [f"n{place}" for place in range(6)]
    total = g.add(*(g.input_(name) for name in names))
    evaluator = eager(total, domains={name: Domain(name, default=F(0)) for name in names})
    dice = random.Random(3)  # noqa: S311 - figures, not secrets
    for _ in range(60):
        chosen = dice.sample(names, dice.randint(0, 6))
        found = evaluator.run(dict.fromkeys(chosen, 1))
        assert found is not None
        assert found.scores() == (F(len(chosen)),)
    assert len(evaluator._variants) <= 4  # noqa: SLF001 - a bound on memory shows nowhere else


def test_checks() -> None:
    evaluator = Evaluator((X,), (), (g.less(g.ONE, X), g.less(X, Y)), DOMAINS, patience=0)
    for figures, failed in (({"x": 0}, False), ({"x": 2}, True), ({"x": 0, "y": 1}, True), ({"x": 1, "y": 1}, False)):
        found = evaluator.run(figures)
        assert found is not None
        assert found.check_failed is failed


def test_any_node_can_be_asked_for() -> None:
    found = eager(X + Y).run({"x": 1, "y": 2})
    assert found is not None
    assert found.value(X * Y) == F(2)
    assert found.value(g.given("x")) is True
    assert dict(found.inputs) == {"x": F(1), "y": F(2)}


def test_threads_get_their_own_answers() -> None:
    evaluator = Evaluator((X * Y, X / Z), (g.rounded(X / Z, "half_up", F(1, 100)),), (), DOMAINS, patience=3)
    wrong: list[object] = []

    def work(seed: int) -> None:
        dice = random.Random(seed)  # noqa: S311 - figures, not secrets
        for _ in range(300):
            x, y, z = dice.randint(0, 99), dice.randint(-9, 9), dice.randint(1, 9)
            places = dice.choice((1, 10, 1000))
            with ambient(dice):
                found = evaluator.run({"x": F(x, places), "y": y, **({"z": z} if places > 1 else {"z": z, "p": True})})
            if found is None or found.scores() != (F(x * y, places), F(x, places * z)):
                wrong.append((x, y, z))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not wrong
