"""Rulesets with a change made in the slow and sure way: the whole is lowered again, and scores as any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scoring.diagnostic import Problems
from scoring.evaluator import Evaluator
from scoring.graph import TRUE
from scoring.ledger import layout
from scoring.lower import Lowering
from scoring.relower import Relowering
from scoring.ruleset import Ruleset
from scoring.testing.mutants import mutants

if TYPE_CHECKING:
    from scoring.model import Definition, Indicator
    from scoring.program import Program
    from scoring.records import Counts
    from scoring.relower import Change
    from scoring.result import Compiled

Key = tuple[str, int, int, str, str]


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


class NoRuleset(Exception):  # noqa: N818  # that is what it says
    """A change makes no ruleset of what a case needs."""


class Changed(Ruleset):
    """A ruleset with one of its mutants in the place of every program that it scores by."""

    def __init__(self, base: Ruleset, key: Key) -> None:
        """Take the ruleset and what tells the mutant from others."""
        self.__dict__.update(base.__dict__)
        self.__dict__.update(base=base, key=key, changed={})

    def _for(self, method: str | None, counts: Counts = ()) -> Compiled:
        compiled: Compiled = self.__dict__["base"]._for(method, counts)  # noqa: SLF001  # of the same class
        known = self.__dict__["changed"]
        if id(compiled) not in known:
            known[id(compiled)] = compiled, self._again(compiled)
        again: Compiled = known[id(compiled)][1]
        return again

    def _again(self, compiled: Compiled) -> Compiled:
        lowering = Relowering(compiled.program.definition)
        mutant = next((each for each in mutants(lowering) if each.key == self.__dict__["key"]), None)
        if mutant is None:
            return compiled
        program = lowered(definition_with(lowering, mutant.change))
        if program is None:
            raise NoRuleset
        plan = layout(program.root)
        checks = tuple(each.node for each in program.checks)
        evaluator = Evaluator(program.scores, plan, checks, program.domains)
        always = program.root.applies is TRUE and program.admit is None
        return replace(compiled, program=program, layout=plan, evaluator=evaluator, always_applies=always)
