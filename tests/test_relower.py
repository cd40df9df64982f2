"""A ruleset that is lowered anew only where it is different is the one that is lowered anew as a whole."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest

import scoring
from changed_rulesets import definition_with, lowered
from conformance_files import Texts, suites
from oracle.generator import generate
from scoring.diagnostic import ScoringError
from scoring.relower import Relowering
from scoring.ruleset import Ruleset, load
from scoring.testing.mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.graph import Node
    from scoring.model import Definition
    from scoring.program import Plan, Program

RULESETS = Path(scoring.__file__).parents[1] / "rulesets"
SHIPPED = [
    path
    for path in sorted(RULESETS.glob("*/*.yaml"))
    if not path.name.endswith(".test.yaml") and re.search("^ruleset:", path.read_text("utf-8"), re.MULTILINE)
]


class Told(NamedTuple):
    """All that a program says of scores, and of what is read from a case for them."""

    nodes: dict[str, object]
    tables: dict[str, object]


def told(program: Program) -> Told:
    """Return what a program says; nodes of the graph are the same one where they are equal."""
    nodes: dict[str, object] = {
        "grade": program.grade, "grades": program.grades, "of portfolio": program.portfolio_grade,
        "weight": program.weight, "outputs": [each.node for each in program.outputs],
        "rules": [each.condition for each in program.grade_rules], "order": [each.by for each in program.order],
        "admit": None if program.admit is None else program.admit.condition, "taken": dict(program.taken),
        "checks": {(each.code, each.subject, each.path, each.node) for each in program.checks},
    }  # fmt: skip
    for place, plan in _plans(program.root, ""):
        nodes[place] = _plan(plan)
    tables: dict[str, object] = {each.name: each for each in program.reductions}
    tables |= {each.name: each for each in program.cohorts}
    tables |= {each.name: each for each in program.counted}
    tables |= {f"domain of {name}": each for name, each in program.domains.items()}
    tables |= {f"figure {name}": node for name, (_, node) in program.figures.items()}
    for name in ("judged", "reads_findings", "declarable"):
        tables |= {f"{path} is {name}": True for path in getattr(program, name)}
    return Told(nodes, tables)


def _plans(plan: Plan, place: str) -> Iterator[tuple[str, Plan]]:
    yield place or ".", plan
    for child in plan.children:
        yield from _plans(child, f"{place}/{child.path}")
    for number, (_, variant) in enumerate(plan.variants):
        yield from _plans(variant, f"{place}#{number}")


def _plan(plan: Plan) -> object:
    entries = [
        (each.kind, each.code, each.amount, each.asked, dict(each.events), list(map(_node, each.quantities.values())))
        for each in plan.entries
    ]  # fmt: skip
    return (
        plan.score, plan.points, plan.printed, plan.applies, plan.present, plan.exact, plan.superseded, plan.factors,
        plan.places, plan.plain, plan.open, [when for when, _ in plan.variants], entries,
    )  # fmt: skip


def _node(quantity: object) -> Node:
    node: Node = quantity.node  # type: ignore[attr-defined]  # a Quantity
    return node


def differing(one: Program | None, whole: Program | None) -> list[str]:
    """Return what is not the same; tables of what a case may say may hold more than is needed."""
    if one is None or whole is None:
        return [] if one is whole else ["only one of them is a ruleset"]
    part, full = told(one), told(whole)
    found = [name for name in part.nodes.keys() | full.nodes.keys() if part.nodes.get(name) != full.nodes.get(name)]
    return found + [name for name, each in full.tables.items() if part.tables.get(name) != each]


def check(definition: Definition, name: str, most: int | None = None) -> int:
    """Compare the mutants of a ruleset, or so many of them; return how many."""
    lowering = Relowering(definition)
    before = told(lowering.base)
    chosen = list(mutants(lowering))
    if most is not None and len(chosen) > most:
        chosen = Random(name).sample(chosen, most)  # noqa: S311  # the same ones each time
    for mutant in chosen:
        found = differing(lowering.changed(mutant.change), lowered(definition_with(lowering, mutant.change)))
        assert not found, (name, mutant.key, mutant.kind, found)
    again = lowering.program()
    assert again is not None
    assert told(again) == before, name
    return len(chosen)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_mutants_of_shipped_rulesets(path: Path) -> None:
    ruleset = load(path)
    assert check(ruleset.program().definition, str(path.name), 60)
    if ruleset.program().lists:
        assert check(ruleset.program_of_two().definition, f"two {path.name}", 60)


@pytest.mark.long
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_all_mutants_of_shipped_rulesets_by_all_methods(path: Path) -> None:
    ruleset = load(path)
    for method in (None, *ruleset.methods):
        assert check(ruleset.program(method).definition, str(path.name))


def _conformance() -> Iterator[Definition]:
    texts: dict[tuple[Texts, str | None], None] = {}
    for suite in suites():
        texts |= {(each.texts, each.method): None for each in suite.scored}
    for each, method in texts:
        if each.files:
            continue
        try:
            ruleset = Ruleset((("ruleset.yaml", each.ruleset),))
            program = ruleset.program(method)
        except ScoringError:
            continue
        yield program.definition
        if program.lists:
            yield ruleset.program_of_two(method).definition


def test_mutants_of_every_pattern_of_the_language() -> None:
    assert sum(check(each, f"conformance {number}", 6) for number, each in enumerate(_conformance())) > 1_500


@pytest.mark.long
def test_all_mutants_of_every_pattern_of_the_language() -> None:
    assert sum(check(each, f"conformance {number}") for number, each in enumerate(_conformance())) > 4_000


def _generated(seeds: range) -> Iterator[tuple[str, Definition]]:
    for seed in seeds:
        try:
            yield f"made {seed}", Ruleset((("made.yaml", generate(seed).text),)).program().definition
        except ScoringError:
            continue  # some are no rulesets: thresholds that are computed may be out of order


def test_mutants_of_random_rulesets() -> None:
    assert sum(check(each, name, 8) for name, each in _generated(range(60))) > 300


@pytest.mark.long
def test_more_mutants_of_random_rulesets() -> None:
    assert sum(check(each, name, 40) for name, each in _generated(range(60, 400))) > 10_000


SHARED = """
ruleset: shared
points: 30
spread: children
figures: {x: {min: 0}, y: {min: 0}, limit: {is: y * 2}}
shapes:
  pair:
    needs: [goal]
    criteria: {one: {points: 40%, rules: {ratio: x, to: goal}}, two: {points: 60%, rules: {ratio: x, to: goal}}}
indicators:
  a: {use: pair, with: {goal: limit + 1}}
  b: {rules: {deduct: 1, when: x > 3}}
  c: {points: 10, rules: {deduct: 1, when: x > 3}}
"""


def test_what_several_parts_share_changes_for_all_of_them() -> None:
    lowering = Relowering(Ruleset((("shared.yaml", SHARED),)).program().definition)
    by_text = {(each.before, each.after): each for each in mutants(lowering)}
    change = by_text["is: 2", "is: 3"].change
    changed = lowering.changed(change)
    assert not differing(changed, lowered(definition_with(lowering, change)))
    assert changed is not None
    for path in ("a.one", "a.two"):
        assert changed.plans[path].score is not lowering.base.plans[path].score
