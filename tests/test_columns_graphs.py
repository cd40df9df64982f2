"""Generated kernels against the reference interpreter, on random graphs: values, and why there is none."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import random_graphs
from scoring import graph as g
from scoring.columns.column import Column, column
from scoring.columns.figures import Reader
from scoring.columns.kernel import THERE, Kernel, plain_kernel
from scoring.graph import Op, Unknown, walk
from scoring.interpret import GIVEN, interpret
from scoring.number import MODES
from scoring.reading import Domain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.graph import Value
    from scoring.reading import Read

CHUNK = 20
ROWS = 40


def state_of(value: Value) -> int:
    """Return the kinds of causes of a value as the bits of a state."""
    if not isinstance(value, Unknown):
        return 0
    return sum({1 if cause.kind == "missing" else 2 for cause in value.causes})


def known(case: Mapping[str, Read], domains: Mapping[str, Domain]) -> dict[str, Read]:
    """Return the inputs as the interpreter takes them."""
    inputs = {name: each.default for name, each in domains.items() if each.default is not None} | dict(case)
    return {**inputs, **{GIVEN + name: name in case for name in inputs}}


def columns_of(cases: list[dict[str, Read]], domains: Mapping[str, Domain], dice: random.Random) -> dict[str, Column]:
    """Return cases as columns of objects, leaving out those that no case gives."""
    found: dict[str, Column] = {}
    for name in domains:
        values = [case.get(name) for case in cases]
        if all(each is None for each in values) and dice.random() < 0.5:
            continue
        found[name] = column(values)
    return found


def value(kernel: Kernel, found: tuple[Any, ...], key: str, row: int, words: tuple[str, ...]) -> object:
    """Return what a kernel found for a row."""
    out = next(each for each in kernel.outs if each.key == key)

    def at(place: int | None) -> Any:  # noqa: ANN401 - an element of an array
        each = 1 if place is None else found[place]
        return each[row] if isinstance(each, np.ndarray) else each

    if out.what == "number":
        return Fraction(int(at(out.values)), int(at(out.under))) * out.unit
    return words[int(at(out.values))] if out.what == "word" else bool(at(out.values))


def check(seed: int) -> int:
    """Compare every output of one program on its cases, say the seed where they differ; return doubtful rows."""
    dice = random.Random(seed)  # noqa: S311 - figures to score, not secrets
    program = random_graphs.program(dice, size=dice.choice((8, 25, 25, 60)))
    absent = dice.choice((0, 0.1, 0.5))
    cases = [random_graphs.case(dice, program.domains, absent=absent) for _ in range(ROWS)]
    words = tuple(sorted(random_graphs.WORDS))
    places = {word: place for place, word in enumerate(words)}
    given = columns_of(cases, program.domains, dice)
    pieces = {name: Reader(program.domains[name], places).read(each) for name, each in given.items()}
    shapes = {name: each.shape for name, each in pieces.items()}
    expected = [interpret(program.outputs, known(case, program.domains)) for case in cases]
    odd = [any(piece.odd is not None and piece.odd[row] for piece in pieces.values()) for row in range(ROWS)]
    doubtful = 0
    for floats in (False, True):
        kernel = plain_kernel(program.outputs, program.domains, shapes, places, floats=floats)
        arrays = []
        for name in kernel.names:
            piece = pieces[name.removeprefix(THERE)]
            there = np.ones(ROWS, bool) if piece.there is None else piece.there
            arrays.append(there if name.startswith(THERE) else piece.values.astype(kernel.lanes[name]))
        with np.errstate(all="ignore"):
            found = kernel.run(ROWS, *arrays)
        doubts = np.broadcast_to(found[kernel.doubtful], ROWS)
        assert floats or not doubts.any()
        doubtful += int(np.count_nonzero(doubts))
        states = {each.key: np.broadcast_to(found[each.values], ROWS) for each in kernel.outs if each.what == "flags"}
        for row, values in enumerate(expected):
            if odd[row] or doubts[row]:
                continue
            for place, node in enumerate(program.outputs):
                own = int(states[f"state {place}"][row])
                assert own == state_of(values[node]), (seed, row, place, cases[row], values[node])
                if not own:
                    got = value(kernel, found, str(place), row, words)
                    assert got == values[node], (seed, row, place, cases[row], got, values[node])
    return doubtful


@pytest.mark.parametrize("first", range(0, 400, CHUNK))
def test_kernels_agree_with_the_interpreter(first: int) -> None:
    for seed in range(first, first + CHUNK):
        check(seed)


@pytest.mark.parametrize("seed", [82, 261, 1363, 2518, 13_289])
def test_graphs_that_once_differed(seed: int) -> None:
    check(seed)


@pytest.mark.parametrize("power", [3, 900, 5000])
def test_numbers_of_any_size(power: int) -> None:
    domain = Domain("x", low=Fraction(0), high=Fraction(9))
    x = g.input_("x")
    nodes = [
        x * g.const(7**power),
        g.less(x * g.const(7**power), g.const(5**power)),
        g.approx("exp", x * g.const(power)),
    ]
    piece = Reader(domain, {}).read(column([Fraction(each, 4) for each in range(9)]))
    kernel = plain_kernel(nodes, {"x": domain}, {"x": piece.shape}, {})
    found = kernel.run(9, piece.values.astype(kernel.lanes["x"]))
    for row in range(9):
        values = interpret(nodes, {"x": Fraction(row, 4)})
        for place, node in enumerate(nodes):
            if not isinstance(values[node], Unknown):
                assert value(kernel, found, str(place), row, ()) == values[node]


@pytest.mark.long
@pytest.mark.parametrize("first", range(400, 20_400, 20 * CHUNK))
def test_kernels_agree_with_the_interpreter_at_length(first: int) -> None:
    for seed in range(first, first + 20 * CHUNK):
        check(seed)


def test_random_graphs_hold_every_operation() -> None:
    programs = [random_graphs.program(random.Random(seed)) for seed in range(60)]  # noqa: S311 - not secrets
    assert {node.op for each in programs for node in walk(each.outputs)} == set(Op)


def test_sums_of_many_ratios_are_rounded_right_also_on_the_edge() -> None:
    """Sums of ratios whose exact value is a half, or as near to one as such sums come."""
    names = [f"{part}{place}" for place in range(9) for part in "nd"]
    domains = {name: Domain(name, low=Fraction(1), high=Fraction(10**6), whole=True) for name in names}
    terms = [g.input_(f"n{place}") / g.input_(f"d{place}") for place in range(9)]
    total = g.add(*terms)
    nodes = [g.rounded(total, mode, Fraction(1, 100)) for mode in MODES]
    nodes += [g.floor(total), g.less(total, g.const(9)), g.at_most(total, g.const(9)), g.equal(total, g.const(9))]
    nodes += [g.rounded(g.minimum(total * g.const(Fraction(1, 3)), g.const(5)), "half_up", Fraction(1, 10))]
    dice = random.Random(9)  # noqa: S311 - figures, not secrets
    cases = []
    for _ in range(600):
        unders = [dice.choice((3, 7, 200, 999_983, 999_979, 999_961)) for _ in range(9)]
        overs = [dice.choice((1, under, max(1, under // 2), dice.randint(1, 10**6))) for under in unders]
        case = {f"d{place}": Fraction(each) for place, each in enumerate(unders)}
        cases.append({**case, **{f"n{place}": Fraction(each) for place, each in enumerate(overs)}})
    given = {name: column([case[name] for case in cases]) for name in names}
    pieces = {name: Reader(domains[name], {}).read(each) for name, each in given.items()}
    kernel = plain_kernel(nodes, domains, {name: each.shape for name, each in pieces.items()}, {})
    found = kernel.run(600, *(pieces[name].values.astype(kernel.lanes[name]) for name in kernel.names))
    doubts = np.broadcast_to(found[kernel.doubtful], 600)
    assert 0 < np.count_nonzero(doubts) < 200
    for row, case in enumerate(cases):
        values = interpret(nodes, case)
        for place, node in enumerate(nodes):
            assert doubts[row] or value(kernel, found, str(place), row, ()) == values[node], (row, place)
