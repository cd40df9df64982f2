"""Kernels as machine code against the same kernels in NumPy, which other tests compare with the scalar function."""

from __future__ import annotations

import random
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pytest

import scoring
from column_rows import Rows, fast_rows, table
from scoring.columns import blocks
from scoring.columns.code import Code
from scoring.columns.column import Coded, Column, Scaled
from scoring.columns.jit import compiler, runs
from scoring.columns.jit.machine import machine
from scoring.columns.jit.module import Target
from scoring.columns.jit.sources import Sources, direct, sources_of
from scoring.columns.kernel import Kernel
from scoring.columns.names import compiled
from scoring.columns.runner import Columns
from scoring.columns.table import Table
from scoring.ruleset import Ruleset
from test_columns_generated import CHUNK, SUITES, check_generated, check_suite
from test_columns_rulesets import KINDS, POLICY, RULESETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scoring.columns.names import Array

UNROUNDED = POLICY.with_name("policy_unrounded.yaml")


HEAD = 8
"""Rows that NumPy does before, in these tests."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small tables have several blocks."""
    monkeypatch.setattr(blocks, "FEW", 16)
    monkeypatch.setattr(blocks, "FIRST", HEAD)
    monkeypatch.setattr(blocks, "SIZE", 512)


def same(one: Table, other: Table) -> None:
    """Compare two tables of results, row by row."""
    assert one.columns.keys() == other.columns.keys()
    for key, own in one.columns.items():
        found = other.columns[key]
        assert [own[row] for row in range(one.rows)] == [found[row] for row in range(one.rows)], key
    assert {row: [*map(str, why)] for row, why in one.refused.items()} == {
        row: [*map(str, why)] for row, why in other.refused.items()
    }


def both(ruleset: Ruleset, given: Mapping[str, Any], method: str | None = None, *, threads: int = 1) -> Table:
    """Compare a table by NumPy with the same by machine code; return the latter of two runs."""
    plain = Columns(ruleset, method, reasons=True, fast=False).score(given)
    columns = Columns(ruleset, method, reasons=True, fast=True)
    same(plain, columns.score(given))
    found = columns.score(given, threads=threads)
    same(plain, found)
    assert plain.fast == 0
    assert (plain.careful, plain.doubtful) == (found.careful, found.doubtful)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", [*RULESETS, POLICY, UNROUNDED], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_rulesets(path: Path, kind: str) -> None:
    ruleset = scoring.load(str(path))
    draw = Rows(ruleset, None, 5)
    rows = [draw.row(kind) for _ in range(60)]
    given = table(rows, dict(draw.program.domains), random.Random(5))  # noqa: S311 - figures to score
    columns = Columns(ruleset, reasons=True, fast=True)
    if not columns.direct:
        pytest.skip("its rows depend on each other and have lists: see test_columns_runs")
    found = fast_rows(columns, given)
    same(fast_rows(Columns(ruleset, reasons=True, fast=False), given), found)
    if path == POLICY and kind != "wild":
        assert found.fast == 60


@pytest.mark.parametrize("first", range(0, 40, CHUNK))
def test_generated_rulesets(first: int, tmp_path: Path) -> None:
    found = [check_generated(seed, tmp_path, fast=True) for seed in range(first, first + CHUNK)]
    assert sum(quick for _, quick in found) > sum(rows for rows, _ in found) / 4


@pytest.mark.long
@pytest.mark.parametrize("first", range(40, 2040, CHUNK))
def test_generated_rulesets_at_length(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        check_generated(seed, tmp_path, fast=True)


def test_the_conformance_suite(tmp_path: Path) -> None:
    assert sum(check_suite(suite, tmp_path, fast=True) for suite in SUITES) > 200


# --- operations ---------------------------------------------------------------------------------------------------

BOTH = ("add", "subtract", "multiply", "minimum", "maximum", "bitwise_and", "bitwise_or", "bitwise_xor")
COMPARED = ("less", "less_equal", "equal")


def computed(code: Code, outputs: list[str], given: dict[str, Array]) -> None:
    """Compare outputs by NumPy with the same by machine code."""
    codes = [*outputs, "False"]
    lanes = {name: own.dtype.str[1:] for name, own in given.items()}
    source = code.text(codes, [f"v{place}" for place in range(len(given))])
    no = len(outputs)
    own = Kernel({}, (*given,), lanes, compiled(source), (), no, no, source, tuple(code.needed(codes)), tuple(codes))
    rows = len(next(iter(given.values())))
    with np.errstate(all="ignore"):
        expected = own.run(rows, *given.values())
    kinds = [code.lanes[each] for each in outputs]
    found = [np.zeros(rows, kind) for kind in kinds]
    targets = [Target(kind, each.itemsize, place) for place, (kind, each) in enumerate(zip(kinds, found, strict=True))]
    sources = Sources(tuple(direct(each, lanes[name]) for name, each in given.items()), (), ())
    made = machine(own, sources, targets)
    pointers, room = runs.pointers_of(sources, tuple(found)), np.zeros(made.room, "u1")
    assert made.run(0, rows, pointers.ctypes.data, room.ctypes.data, room.ctypes.data) == rows
    for step, one, other in zip(own.steps[-len(outputs) :], expected, found, strict=False):
        assert one.tolist() == other.tolist(), step


def numbers_of(lane: str, dice: np.random.Generator) -> Array:
    """Return numbers of a lane, its ends among them."""
    ends = np.iinfo(lane)
    edges = np.asarray([ends.min, ends.min + 1, -1, 0, 1, 2, ends.max - 1, ends.max], lane)
    return dice.permutation(np.concatenate([dice.integers(ends.min, ends.max, 3000, lane, endpoint=True), edges]))


@pytest.mark.parametrize("lane", ["i1", "i2", "i4", "i8"])
def test_operations_of_whole_numbers(lane: str) -> None:
    dice = np.random.default_rng(5)
    code = Code()
    a, b, c = code.input(0, lane), code.input(1, lane), code.input(2, lane)
    outputs = [code.emit(lane, op, a, each) for op in BOTH for each in (b, "7")]
    outputs += [code.emit("b1", op, *each) for op in COMPARED for each in ((a, b), (a, "3"), ("-2", b))]
    outputs += [code.emit(lane, "negative", a), code.emit(lane, "right_shift", a, "3"), code.filled("5", lane)]
    outputs += [code.emit(lane, "floor_divide", a, "10"), code.emit(lane, "floor_divide", a, c)]
    outputs += [
        code.emit(lane, "absolute", c),
        *(code.cast(a, each) for each in ("i1", "i2", "i4", "i8") if each != lane),
    ]
    positive = np.maximum(np.abs(np.maximum(numbers_of(lane, dice), -np.iinfo(lane).max)), 1)
    computed(code, outputs, {"a": numbers_of(lane, dice), "b": numbers_of(lane, dice), "c": positive})


def test_operations_of_truth_values_and_states() -> None:
    dice = np.random.default_rng(5)
    code = Code()
    a, b = code.input(0, "b1"), code.input(1, "b1")
    no = code.emit("b1", "logical_not", a)
    outputs = [no, *(code.emit("b1", op, no, b) for op in ("logical_and", "logical_or", "equal"))]
    outputs += [code.bits(each, lane) for each in (a, no) for lane in ("u1", "i1", "i2", "i8")]
    one, other = (code.emit("u1", "multiply", code.bits(each, "u1"), state) for each, state in ((a, "3"), (b, "16")))
    state = code.emit("u1", "bitwise_or", one, other)
    outputs += [state, code.emit("u1", "bitwise_or", state, "128"), code.emit("b1", "equal", state, "0")]
    computed(code, outputs, {"a": dice.random(3000) < 0.5, "b": dice.random(3000) < 0.5})


def test_operations_of_binary_floats() -> None:
    dice = np.random.default_rng(5)
    code = Code()
    a, b, c = code.input(0, "f8"), code.input(1, "f8"), code.input(2, "b1")
    found = [code.emit("f8", op, a, each) for op in ("add", "subtract", "multiply", "minimum", "maximum", "divide")
             for each in (b, "(1 / 2)", "3")]  # fmt: skip
    found += [code.emit("f8", op, a) for op in ("floor", "negative", "absolute")] + [code.emit("f8", "where", c, a, b)]
    big = [code.emit("f8", "multiply", each, str(1 << 20)) for each in found]
    outputs = [code.cast(code.emit("f8", "floor", each), "i8") for each in big]
    outputs += [code.emit("b1", op, one, b) for op in COMPARED for one in (a, "(3 / 8)")]
    whole = np.rint(dice.uniform(-9, 9, 3000)) / 8
    computed(code, outputs, {"a": whole, "b": np.where(whole == 0, 1.0, dice.permutation(whole) + 0.0625),
                             "c": dice.random(3000) < 0.5})  # fmt: skip


def test_what_divides_by_nothing_harms_nobody() -> None:
    code = Code()
    a, b = code.input(0, "i8"), code.input(1, "i8")
    quotient = code.emit("i8", "floor_divide", a, b)
    ratio = code.emit("f8", "divide", code.cast(a, "f8"), code.cast(b, "f8"))
    known = code.emit("i8", "negative", code.bits(code.emit("b1", "less", "0", b), "i8"))
    outputs = [code.emit("i8", "bitwise_and", known, each) for each in (quotient, code.cast(ratio, "i8"))]
    least = -(2**63)
    computed(code, outputs, {"a": np.asarray([7, -7, least, least, 5], "i8"), "b": np.asarray([2, 2, 0, -1, 0], "i8")})


# --- what is read -------------------------------------------------------------------------------------------------

RULES = Ruleset(
    (
        (
            "read.yaml",
            """\
ruleset: read
points: 100
figures:
  money: {min: -1000, max: 1000000, places: 2}
  count: {type: count}
  kind: {words: [a, b, c]}
  done: {type: flag}
indicators:
  worth: {points: 60, rules: {points: "clip(money / 1000, 0, 60)"}, round: 2}
  rest:
    points: 40
    start: zero
    rules: [{award: 10, when: done}, {award: 20, when: "kind == 'b'"}, {award: 1, per: 1, of: count, up_to: 10}]
rounding: {mode: half_up, leaf: 2, total: 2}
""",
        ),
    )
)
ROWS = 5000


def plain_rows(rows: int = ROWS) -> dict[str, Any]:
    """Return columns that machine code reads as they are."""
    dice = np.random.default_rng(7)
    return {
        "money": np.round(dice.uniform(-900, 60_000, rows), 2),
        "count": dice.integers(0, 12, rows),
        "kind": Coded(dice.integers(0, 3, rows).astype("i1"), ("a", "b", "c")),
        "done": dice.random(rows) < 0.5,
    }


def apart(values: Array) -> Array:
    """Return an array whose elements lie apart."""
    found = np.zeros((len(values), 3), values.dtype)
    found[:, 1] = values
    return found[:, 1]


def unaligned(values: Array) -> Array:
    """Return an array that starts at an odd place."""
    room = np.zeros(values.nbytes + 1, "u1")
    found = room[1:].view(values.dtype) if values.itemsize == 1 else np.frombuffer(room, values.dtype, len(values), 1)
    found.flags.writeable = True
    found[:] = values
    return found


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("money", lambda own: own),
        ("money", lambda own: own.astype("f4").astype("f8").round(2)),
        ("money", lambda own: Scaled(np.rint(own * 100).astype("i8"), 2)),
        ("money", lambda own: Scaled(apart(np.rint(own * 100).astype("i4")), 2)),
        ("money", lambda own: own.astype(">f8")),
        ("money", apart),
        ("money", unaligned),
        ("money", lambda own: np.where(np.arange(len(own)) % 2, -0.0, own)),
        ("count", lambda own: own.astype("i1")),
        ("count", lambda own: own.astype("u2")),
        ("count", lambda own: own.astype("f8")),
        ("count", apart),
        ("kind", lambda own: Coded(own.codes.astype("i8"), own.words)),
        ("kind", lambda own: np.asarray(own.words, "O")[own.codes]),
        ("done", apart),
        ("done", lambda own: own.astype("O")),
    ],
)
def test_arrays_of_all_kinds(name: str, change: Any) -> None:  # noqa: ANN401  # a function of an array
    rows = plain_rows()
    found = both(RULES, {**rows, name: change(rows[name])})
    assert found.fast == ROWS - HEAD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("money", 0.1 + 0.2), ("money", 1e-9), ("money", 1_000_000.01), ("money", -1000.01), ("money", np.nan),
        ("money", np.inf), ("money", -np.inf), ("money", 1e300), ("count", -1), ("count", 2**62), ("count", -(2**63)),
    ],
)  # fmt: skip
def test_one_value_that_is_not_plain_is_left_to_others(
    name: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "SIZE", 1024)
    monkeypatch.setattr(blocks, "SIZE", 1024)
    rows = plain_rows()
    before = both(RULES, rows)
    rows[name][ROWS // 2] = value
    found = both(RULES, rows)
    assert found.fast == ROWS - HEAD - 1024
    for key, own in found.columns.items():
        assert all(own[row] == before.columns[key][row] for row in range(ROWS) if row != ROWS // 2)


def test_where_there_is_no_value_anything_may_stand() -> None:
    rows = plain_rows()
    there = np.random.default_rng(1).random((len(rows), ROWS)) < 0.9
    given = {}
    for (name, own), here in zip(rows.items(), there, strict=True):
        if name in ("money", "count"):
            own[~here] = np.nan if name == "money" else -(2**63)
        given[name] = Column(own, here)
    assert both(RULES, given).fast == ROWS - HEAD
    first = {name: Column(each.values, np.arange(ROWS) > 0) for name, each in given.items()}
    columns = Columns(RULES, fast=True)
    columns.score(plain_rows())
    found = columns.score(first)  # kernels for columns without gaps do not take them
    same(Columns(RULES, fast=False).score(first), found)


def test_rows_that_the_rules_do_not_allow_are_refused() -> None:
    ruleset = Ruleset((("mark.yaml", """\
ruleset: mark
points: 10
figures: {size: {min: 0, max: 9, places: 1}}
indicators:
  care: {points: 10, rules: {judge: 0..size}}
"""),))  # fmt: skip
    dice = np.random.default_rng(3)
    marks = {"care/mark": dice.integers(0, 7, ROWS), "care/mark.because": np.full(ROWS, "seen", "O")}
    found = both(ruleset, {"size": dice.integers(0, 90, ROWS) / 10, **marks})
    assert found.refused
    assert found.fast == ROWS - HEAD


def test_doubtful_rows_are_decided_by_whole_numbers() -> None:
    leaves = "\n".join(f'  {name}: {{points: 20, rules: {{points: "clip(top / {name}, 0, 20)"}}}}' for name in "abcde")
    figures = "\n".join(f"  {name}: {{min: 1, max: 99999}}" for name in "abcde")
    text = f"ruleset: ties\npoints: 100\nfigures:\n  top: {{min: 0, max: 99}}\n{figures}\nindicators:\n{leaves}\n"
    ruleset = Ruleset((("ties.yaml", f"{text}rounding: {{mode: half_up, total: 1}}\n"),))
    dice = np.random.default_rng(3)
    given = {name: dice.choice((8, 20, 99_989), ROWS) for name in "abcde"}
    found = both(ruleset, {"top": dice.integers(0, 10, ROWS), **given})
    assert found.fast == ROWS - HEAD
    assert found.doubtful > ROWS / 100


def test_threads_and_tables_of_arrow() -> None:
    for path in (POLICY, UNROUNDED):
        ruleset = scoring.load(str(path))
        draw = Rows(ruleset, None, 2)
        some = [draw.row("plain") for _ in range(50)]
        rows = table(some, dict(draw.program.domains), random.Random(1))  # noqa: S311 - figures to score
        order = np.random.default_rng(2).integers(0, 50, 1000)
        many = {name: own.part(order) for name, own in rows.items()}
        found = fast_rows(Columns(ruleset, reasons=True, fast=True), many, threads=2)
        same(fast_rows(Columns(ruleset, reasons=True, fast=False), many), found)
        assert found.fast == 1000
    frame = pa.table({
        "money": pa.array([1.25, 2.5, None] * 3000), "count": pa.array([1, 2, 3] * 3000, pa.int16()),
        "kind": pa.array(["a", "b", "c"] * 3000).dictionary_encode(), "done": pa.array([True, False, True] * 3000),
    })  # fmt: skip
    for _ in range(2):
        assert RULES.score_table(frame, fast=True).equals(RULES.score_table(frame, fast=False))


def test_what_machine_code_wrote_before_it_stopped_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a later row is not plain, another kernel may know that there is no outcome to write, and leave it out."""
    names = "abcde"
    lines = "\n".join(f"  {name}: {{min: 1}}" for name in names)
    whole = " + ".join(f"top / {name} / 11" for name in names)  # five times 1/11 is above 5/11 in binary floats
    ruleset = Ruleset(
        (
            (
                "stop.yaml",
                f"""\
ruleset: stop
points: 100
figures:
  top: {{min: 0, type: count}}
  w: {{min: 0, type: count}}
{lines}
indicators:
  y: {{points: 80, rules: {{points: "clip(w / 10, 0, 80)"}}}}
  z:
    points: 20
    applies_when: "{whole} <= 5 / 11"
    if_not_applicable: zero
    rules: {{points: "clip(top / e, 0, 20)"}}
rounding: {{mode: half_up, leaf: 2, total: 1}}
""",
            ),
        )
    )
    dice, rows = np.random.default_rng(1), 4096
    monkeypatch.setattr(blocks, "FIRST", rows)
    monkeypatch.setattr(blocks, "SIZE", rows)

    def drawn(top: int, w: int) -> dict[str, Array]:
        return {"top": dice.integers(0, top, rows), "w": dice.integers(0, w, rows),
                **{name: dice.integers(1, 90_000, rows) for name in names}}  # fmt: skip

    wide, steep = drawn(10**6, 10), drawn(2, 10**9)
    even = {name: np.ones(rows, "i8") for name in ("top", "w", *names)}
    even["w"][3000] = 10**9 - 1
    given = {name: np.concatenate([own, even[name]]) for name, own in wide.items()}
    columns = Columns(ruleset, fast=True)
    for each in (wide, steep):
        columns.score(each)
    tried = []
    clear = Table.clear

    def told(self: Table, rows: slice) -> None:
        tried.append(rows)
        clear(self, rows)

    monkeypatch.setattr(Table, "clear", told)
    same(Columns(ruleset, fast=False).score(given), columns.score(given))
    assert tried == [slice(rows, 2 * rows)]


def test_a_float_in_a_unit_that_is_no_float_is_left_to_the_careful_way() -> None:
    ruleset = Ruleset(
        (
            (
                "tiny.yaml",
                """\
ruleset: tiny
points: 20
figures: {x: {min: 0, max: 1}}
indicators:
  i: {points: 20, start: zero, rules: [{award: 20, when: "x >= 999 / 10000000000 / 1000000000"}]}
""",
            ),
        )
    )
    columns = Columns(ruleset, fast=True)
    columns.score({"x": np.asarray([Fraction(98_800_000_000_001 + 10**13 * k, 10**30) for k in range(40)], "O")})
    given = {"x": np.full(600, 9.989999999999999e-17)}
    same(Columns(ruleset, fast=False).score(given), columns.score(given))


@pytest.mark.parametrize("name", ["count", "done", "kind"])
@pytest.mark.parametrize("fast", [False, True])
def test_columns_of_other_lengths_are_refused(name: str, *, fast: bool) -> None:
    columns = Columns(RULES, fast=fast)
    columns.score(plain_rows())
    rows = plain_rows()
    short = plain_rows(4000)[name]
    for each in (short, Column(rows[name], np.arange(4000) > 0)):
        with pytest.raises(ValueError, match=f"'{name}' has 4000 rows, the first column has {ROWS}"):
            columns.score({**rows, name: each})


def test_codes_below_zero_mean_what_they_mean_to_numpy() -> None:
    words = [f"w{number}" for number in range(200)]
    ruleset = Ruleset(
        (
            (
                "words.yaml",
                f"""\
ruleset: words
points: 10
figures: {{kind: {{words: [{", ".join(words)}]}}}}
indicators:
  x: {{points: 10, start: zero, rules: [{{award: 3, when: "kind == 'w156'"}}, {{award: 5, when: "kind == 'w100'"}}]}}
""",
            ),
        )
    )
    codes = np.full(ROWS, 5, "i1")
    assert both(ruleset, {"kind": Coded(codes, tuple(words))}).fast == ROWS - HEAD
    codes[ROWS // 2] = -100
    assert both(ruleset, {"kind": Coded(codes, tuple(words))}).columns["total"][ROWS // 2] == 5


def test_the_types_of_a_table_do_not_depend_on_those_before() -> None:
    text = """\
ruleset: a
points: 100
figures: {money: {min: 0, max: 1000}}
indicators:
  x: {points: 100, rules: {points: "clip(money / 10, 0, 100)"}}
"""
    dice = np.random.default_rng(1)
    fine, rough = (pa.table({"money": np.round(dice.uniform(0, 1000, ROWS), places)}) for places in (5, 2))
    kinds = []
    for fast in (False, True):
        ruleset = Ruleset((("a.yaml", text),))
        frames = (fine, fine, rough, fine, rough)
        kinds += [ruleset.score_table(frame, fast=fast).schema for frame in frames]
    assert kinds[:5] == kinds[5:]


def test_drawn_numbers_are_scored_as_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool | None] = []
    start = Columns.__init__

    def told(self: Columns, *given: Any, **named: Any) -> None:  # noqa: ANN401  # whatever it takes
        made.append(named.get("fast"))
        start(self, *given, **named)

    monkeypatch.setattr(Columns, "__init__", told)
    points = {"worth.points": [60.0, 50.0] * 20, "rest.points": [40.0, 50.0] * 20}
    frame = pa.table({"money": [1, 2] * 20, "count": [1, 2] * 20, "done": [True] * 40, "kind": ["a"] * 40, **points})
    tables = []
    for fast in (False, True):
        made.clear()
        tables.append(Ruleset(RULES.texts).score_table(frame, fast=fast))
        assert len(made) > 1
        assert set(made) == {fast}
    assert tables[0].equals(tables[1])


def test_arrays_that_are_written_to_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[runs.Bound] = []
    run = runs.Fast._run  # noqa: SLF001  # where the addresses are used

    def told(self: runs.Fast, bound: runs.Bound, rows: slice) -> Array | None:
        found.append(bound)
        return run(self, bound, rows)

    monkeypatch.setattr(runs.Fast, "_run", told)
    Columns(RULES, fast=True).score(plain_rows())
    kept = [each.ctypes.data for each in found[0].targets]
    assert kept == found[0].pointers[-len(kept) :].tolist()


def test_a_kernel_that_cannot_be_machine_code_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    factors = " * ".join(["money"] * 9)
    ruleset = Ruleset(
        (
            (
                "long.yaml",
                f"""\
ruleset: long
points: 100
figures: {{money: {{min: 1, max: 1000, places: 2}}}}
indicators:
  x: {{points: 100, rules: {{points: "clip({factors} / 10, 0, 100)"}}}}
""",
            ),
        )
    )
    tried = []
    look = sources_of

    def told(*given: Any) -> Any:  # noqa: ANN401  # whatever it takes
        tried.append(given)
        return look(*given)

    monkeypatch.setattr("scoring.columns.jit.runs.sources_of", told)
    monkeypatch.setattr(blocks, "BLOCK", 64)
    money = np.round(np.random.default_rng(1).uniform(1, 1000, ROWS), 2)
    assert Columns(ruleset, fast=True).score({"money": money}).fast == 0
    assert len(tried) == 1


def test_one_function_for_tables_with_gaps_anywhere() -> None:
    columns = Columns(RULES, fast=True)
    dice = np.random.default_rng(5)
    gone = {name: Column(own, dice.random(ROWS) < 0.9) for name, own in plain_rows().items()}
    columns.score(gone)
    for some in range(16):
        given = {
            name: gone[name] if some >> place & 1 else own for place, (name, own) in enumerate(plain_rows().items())
        }
        found = columns.score(given)
        assert found.fast == ROWS - HEAD
        same(Columns(RULES, fast=False).score(given), found)


# --- when ---------------------------------------------------------------------------------------------------------


def test_kernels_that_are_used_for_long_become_machine_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "PAYS", 20_000)
    monkeypatch.setattr(blocks, "BLOCK", 8192)
    columns, rows = Columns(RULES), plain_rows(40_000)
    plain = Columns(RULES, fast=False).score(rows)
    first, second = columns.score(rows), columns.score(rows)
    assert 0 < first.fast < 40_000
    assert second.fast == 40_000 - HEAD
    same(plain, first)
    same(plain, second)
    assert columns.score(plain_rows(15)).fast == 0  # too few to look


def test_blocks_that_are_never_plain_are_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SIZE", 64)
    rows = plain_rows()
    columns = Columns(RULES, fast=True)
    columns.score(rows)
    rows["money"][::50] = np.nan
    tried = []
    run = runs.Fast.run

    def told(self: runs.Fast, part: slice) -> Array | None:
        tried.append(self.bound is not None)
        return run(self, part)

    monkeypatch.setattr(runs.Fast, "run", told)
    found = columns.score(rows)
    same(Columns(RULES, fast=False).score(rows), found)
    assert 0 < sum(tried) < len(tried) / 2


def test_without_llvm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "find_spec", lambda _: None)
    with pytest.raises(ImportError, match=r"needs llvmlite: pip install 'declarative-scoring\[fast\]'"):
        scoring.load(str(POLICY)).score_table(pa.table({"budget": [1.0]}), fast=True)
    monkeypatch.setattr(compiler, "PAYS", 1)
    columns = Columns(RULES)
    columns.score(plain_rows())
    assert columns.score(plain_rows()).fast == 0


def test_an_llvm_that_does_not_work_is_an_error_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("libLLVM.so: cannot open shared object file")

    monkeypatch.setattr(compiler, "machine", broken)
    monkeypatch.setattr(compiler, "PAYS", 1)
    columns = Columns(RULES)
    for _ in range(2):
        assert columns.score(plain_rows()).fast == 0
    with pytest.raises(OSError, match="libLLVM"):
        Columns(RULES, fast=True).score(plain_rows())


def test_llvm_is_loaded_by_nobody_who_does_not_want_it() -> None:
    code = f"""
import sys, numpy, scoring
from scoring.columns.runner import Columns
Columns(scoring.load({str(POLICY)!r})).score({{'budget': numpy.asarray([1])}})
print('llvmlite' in sys.modules)
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert found.stdout == "False\n"
