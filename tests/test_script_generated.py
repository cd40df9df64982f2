"""The calculator against Python on generated rulesets, on the conformance suite, and on graphs of any nodes."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

import random_graphs
import scoring
from conformance_files import suites
from oracle.generator import cases_text, generate
from scoring import graph as g
from scoring.graph import Unknown
from scoring.interpret import interpret
from scoring.ruleset import Ruleset
from scoring.script import calculator_of
from scoring.script.rows import Rows, number_text, read_text
from script_runs import compare, compare_portfolio, node_says, portfolios, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from conformance_files import Run

CHUNK = 20
CASES = 5
SUITES = suites()
RUNS = [run for suite in SUITES for run in suite.runs
        if not run.errors and run.text is None and not run.texts.files and not run.sheets]  # fmt: skip


def check(groups: Iterable[tuple[Sequence[scoring.Result], bool]]) -> int:
    """Compare groups of results, each of one ruleset; ``True``: they are a run. Return how many were compared."""
    kept = [(results, together) for results, together in groups if results]
    made = [calculator_of(results) for results, _ in kept]
    asked = [(at, together, each.cases) for at, (each, (_, together)) in enumerate(zip(made, kept, strict=True))]
    told = said([each.script for each in made], asked)
    for (results, _), answers in zip(kept, told, strict=True):
        for result, answer in zip(results, answers, strict=True):
            compare(result, answer)
    return sum(len(results) for results, _ in kept)


def generated(seed: int, folder: Path) -> Iterable[tuple[Sequence[scoring.Result], bool]]:
    """Yield the results of the cases of a generated ruleset, by each of its methods."""
    made = generate(seed)
    try:
        ruleset = Ruleset(((f"made-{seed}.yaml", made.text),))
    except scoring.RulesetError:
        return  # some seeds divide by what is always 0, and the like
    path = folder / f"{seed}.yaml"
    path.write_text(cases_text(made.cases(CASES)), "utf-8")
    for method in (None, made.method) if made.method else (None,):
        yield [ruleset.score(case, method=method) for case in scoring.load_cases(path)], False


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_generated_rulesets(first: int, tmp_path: Path) -> None:
    assert check(each for seed in range(first, first + CHUNK) for each in generated(seed, tmp_path)) > CHUNK


@pytest.mark.long
@pytest.mark.parametrize("first", range(100, 1100, CHUNK))
def test_generated_rulesets_at_length(first: int, tmp_path: Path) -> None:
    assert check(each for seed in range(first, first + CHUNK) for each in generated(seed, tmp_path)) > CHUNK


def test_the_conformance_suite(tmp_path: Path) -> None:
    groups: dict[tuple[str, str | None], list[object]] = {}
    for case in (case for suite in SUITES for case in suite.cases):
        if not case.errors and case.text is None and not case.texts.files:
            groups.setdefault((case.texts.ruleset, case.method), []).append(case.given)
    compared = []
    for (text, method), cases in groups.items():
        path = tmp_path / "cases.yaml"
        path.write_text(json.dumps({"cases": {str(place): each for place, each in enumerate(cases)}}), "utf-8")
        ruleset = Ruleset((("ruleset.yaml", text),))
        compared.append(([ruleset.score(case, method=method) for case in scoring.load_cases(path)], False))
    assert check(compared) > 1000


def run_of(run: Run, folder: Path) -> tuple[Sequence[scoring.Result], bool]:
    """Return the results of a run of the conformance suite."""
    path = folder / "cases.yaml"
    path.write_text(json.dumps({"cases": run.cases}), "utf-8")
    ruleset = Ruleset((("ruleset.yaml", run.texts.ruleset),))
    return ruleset.score_all(scoring.load_cases(path), method=run.method), True


def test_the_runs_of_the_conformance_suite(tmp_path: Path) -> None:
    assert check(run_of(run, tmp_path) for run in RUNS) > len(RUNS)


def test_the_portfolios_of_the_conformance_suite(tmp_path: Path) -> None:
    found = []
    for run in RUNS:
        path = tmp_path / "cases.yaml"
        path.write_text(json.dumps({"cases": run.cases}), "utf-8")
        ruleset, cases = Ruleset((("ruleset.yaml", run.texts.ruleset),)), scoring.load_cases(path)
        if cases and ruleset.program(run.method).weight is not None:
            portfolio = ruleset.score_portfolio(cases, method=run.method)
            found.append((portfolio, cases, calculator_of(portfolio.results)))
    told = portfolios([made.script for _, _, made in found], [made.cases for _, _, made in found])
    for (portfolio, cases, _), each in zip(found, told, strict=True):
        compare_portfolio(portfolio, each, cases)
    assert len(found) > 20


# --- graphs ------------------------------------------------------------------------------------------------------

_DRIVER = """
const text = (value) => isNumber(value) ? `${value.n}/${value.d}` : isUnknown(value)
  ? ["unknown", [...value.causes.values()].map(String).sort()] : value;
for (const line of require("fs").readFileSync(0, "utf8").split("\\n")) {
  const { rows, cases, wanted } = JSON.parse(line);
  const steps = prepared(rows);
  const told = cases.map((inputs) => {
    const known = new Map(inputs.map(([name, value]) => [name, typeof value === "string" && value.startsWith("#")
      ? parsed(value.slice(1)) : value]));
    const values = evaluated(steps, inputsOf(known, new Map()));
    return wanted.map((place) => text(values[place]));
  });
  process.stdout.write(JSON.stringify(told) + "\\n");
}
"""


def evaluated(programs: Sequence[tuple[Sequence[g.Node], Sequence[dict[str, scoring.reading.Read]]]]) -> list[object]:
    """Return what a script says of nodes over inputs."""
    lines = []
    for nodes, cases in programs:
        rows = Rows()
        wanted = rows.places(nodes)
        given = [
            [[name, value if isinstance(value, bool | str) else f"#{read_text(value)}"] for name, value in case.items()]
            for case in cases
        ]
        lines.append(json.dumps({"rows": rows.rows, "cases": given, "wanted": wanted}))
    parts = [
        files("scoring.script").joinpath(f"{name}.js").read_text("utf-8") for name in ("rational", "approx", "graph")
    ]
    return [json.loads(line) for line in node_says("\n".join([*parts, _DRIVER]), "\n".join(lines)).split("\n") if line]


def as_told(value: g.Value) -> object:
    """Return a value as the driver tells it."""
    if isinstance(value, Unknown):
        return ["unknown", sorted(f"{cause.kind},{cause.name}" for cause in value.causes)]
    if isinstance(value, bool | str):
        return value
    return number_text(value) if value.denominator != 1 else f"{value.numerator}/1"


def check_graphs(seeds: Iterable[int], cases: int) -> None:
    """Compare every output of random programs over random cases."""
    programs = []
    for seed in seeds:
        dice = random.Random(seed)  # noqa: S311  # programs, not secrets
        made = random_graphs.program(dice)
        programs.append((made.outputs, [random_graphs.case(dice, made.domains, absent=0.1) for _ in range(cases)]))
    for (nodes, given), told in zip(programs, evaluated(programs), strict=True):
        for case, answer in zip(given, told, strict=True):  # type: ignore[call-overload]  # JSON
            marks = {f"given:{name}": True for name in case}
            values = interpret(nodes, {**case, **marks})
            assert [as_told(values[each]) for each in nodes] == answer, case


def test_random_graphs() -> None:
    check_graphs(range(300), 6)


@pytest.mark.long
@pytest.mark.parametrize("first", range(300, 20_300, 1000))
def test_random_graphs_at_length(first: int) -> None:
    check_graphs(range(first, first + 1000), 10)


def operand(dice: random.Random) -> Fraction:
    """Draw an operand of a function: of any size, near 1, near 0, powers, with many digits."""
    digits = dice.choice((1, 10, 100, 10**6, 10**15, 7, 3**20))
    kind = dice.randrange(6)
    if kind == 0:
        return Fraction(dice.randint(-3000, 3000), dice.choice((1, 1, 7, 100)))
    if kind == 1:
        return 1 + Fraction(dice.randint(-9, 9), 10 ** dice.randint(1, 30))
    if kind == 2:
        return Fraction(dice.randint(1, 50) ** dice.randint(1, 12), dice.randint(1, 20) ** dice.randint(1, 9))
    if kind == 3:
        return Fraction(dice.randint(-(10**15), 10**15), dice.choice((1, 10**15, 10**9)))
    if kind == 4:
        return Fraction(10) ** dice.randint(-40, 40)
    return Fraction(dice.randint(-70 * digits, 70 * digits), digits)


def check_functions(seed: int, cases: int) -> None:
    """Compare the functions that are defined to 50 digits, each over operands of its own."""
    dice = random.Random(seed)  # noqa: S311  # operands, not secrets
    x, y = g.input_("x"), g.input_("y")
    degree = g.input_("degree")
    nodes = [*(g.approx(name, x) for name in ("ln", "log10", "exp", "normal")), g.approx("power", x, y),
             g.approx("root", x, degree)]  # fmt: skip
    given: list[dict[str, scoring.reading.Read]] = [
        {"x": operand(dice), "y": operand(dice), "degree": Fraction(dice.randint(0, 101), dice.choice((1, 1, 1, 2)))}
        for _ in range(cases)
    ]
    # Powers of 51 digits, the last one a 5: exactly between two numbers of 50, and the even one is taken.
    given += [{"x": Fraction(x), "y": Fraction(y), "degree": Fraction(1)} for x, y in ((5, 72), (15, 43), (35, 33))]
    (told,) = evaluated([(nodes, given)])
    for case, answer in zip(given, told, strict=True):  # type: ignore[call-overload]  # JSON
        values = interpret(nodes, case)
        assert [as_told(values[each]) for each in nodes] == answer, case


def test_functions_to_fifty_digits() -> None:
    check_functions(1, 250)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 22))
def test_functions_at_length(seed: int) -> None:
    check_functions(seed, 2000)
