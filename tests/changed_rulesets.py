"""Rulesets with a change made in the slow and sure way: the whole is lowered again, and scores as any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scoring.diagnostic import Problems
from scoring.evaluator import Evaluator
from scoring.ledger import layout
from scoring.lower import Lowering
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from scoring.model import Definition, Indicator
    from scoring.program import Program
    from scoring.relower import Change, Relowering
    from scoring.result import Compiled


def definition_with(lowering: Relowering, change: Change) -> Definition:
    """Return a definition with a change made in it."""

    def node(key: str, own: Indicator) -> Indicator:
        changed = change.nodes.get(key, own)
        figures = {name: change.figures.get(each.name, each) for name, each in changed.figures.items()}
        children = tuple(node(child, each) for child, each in zip(lowering.children_of(key), own.children, strict=True))
        numbered = enumerate(zip(changed.variants, own.variants, strict=True), 1)
        variants = tuple((new[0], node(f"{key}#{number}", old[1])) for number, (new, old) in numbered)
        return replace(changed, figures=figures, children=children, variants=variants)

    whole = change.definition or lowering.definition
    figures = {name: change.figures.get(each.name, each) for name, each in whole.figures.items()}
    return replace(whole, root=node("", lowering.definition.root), figures=figures)


def lowered(definition: Definition) -> Program | None:
    """Return the program of a definition, None where something in it is wrong."""
    problems = Problems()
    program = Lowering(definition, problems).program()
    return None if problems.errors else program


def ruleset_of(program: Program, base: Ruleset) -> Ruleset:
    """Return a ruleset that scores by a program and by nothing else: a change made in all its shapes is not asked for.

    Args:
        program: what it computes.
        base: the ruleset that the program comes from.
    """
    ruleset = Ruleset(base.texts)
    plan = layout(program.root)
    evaluator = Evaluator(program.scores, plan, tuple(each.node for each in program.checks), program.domains)
    made: dict[object, Compiled] = dict(ruleset.__dict__["_compiled"])
    for key, compiled in made.items():
        made[key] = replace(compiled, program=program, layout=plan, evaluator=evaluator)
    ruleset.__dict__["_compiled"] = made
    return ruleset
