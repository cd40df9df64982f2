"""A ruleset with some of its written numbers lifted to inputs, and the ruleset in which drawn ones stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.diagnostic import RulesetError
from scoring.evaluator import Evaluator
from scoring.lifted import Lifting
from scoring.parameters import place_of, written, written_in
from scoring.program import Check
from scoring.reading import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.graph import Numeral
    from scoring.parameters import Parameter, Place
    from scoring.ruleset import Ruleset


@dataclass(frozen=True)
class Lift:
    """A ruleset lowered with inputs in the places of some numbers.

    Attributes:
        lifting: what was asked of the numbers.
        made: the ruleset. Its program has an input of the name of each parameter, by default the written number, and a
            check that fails where the program does not hold. None where the numbers make no ruleset.
        error: what is wrong with them then.
    """

    lifting: Lifting
    made: Ruleset | None
    error: RulesetError | None = None

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset.

        Raises:
            RulesetError: the numbers make none.
        """
        if self.made is None:
            assert self.error is not None  # noqa: S101  # one of the two
            raise self.error
        return self.made


def candidates(ruleset: Ruleset, method: str | None) -> tuple[Parameter, ...]:
    """Return the written numbers that may be parameters, whether or not all of them are read as numbers."""
    return written_in(ruleset.program(method).definition)


def parameters(ruleset: Ruleset, method: str | None) -> tuple[Parameter, ...]:
    """Return the written numbers that a column may replace, in the order of the text.

    Raises:
        RulesetError: there is no such method.
    """
    found = candidates(ruleset, method)
    every = lifted(ruleset, method, found, {each.name: each.value for each in found})
    used = every.lifting.used
    if every.made is None:  # too many at once, as where numbers could get too large
        used = set().union(*(_alone(ruleset, method, each) for each in found))
    return tuple(sorted((each for each in found if each.name in used), key=lambda each: place_of(each.place)))


def _alone(ruleset: Ruleset, method: str | None, parameter: Parameter) -> set[str]:
    own = lifted(ruleset, method, (parameter,), {parameter.name: parameter.value})
    return own.lifting.used if own.made is not None else set()


def lifted(ruleset: Ruleset, method: str | None, chosen: Iterable[Parameter], values: Mapping[str, Fraction]) -> Lift:
    """Return a ruleset with some parameters lifted to inputs.

    Args:
        ruleset: as written.
        method: of it.
        chosen: the parameters.
        values: by name, the numbers that the lowering is gone through with.

    Raises:
        RulesetError: there is no such method.
    """
    ruleset.program(method)  # so that what follows can fail for the numbers alone
    lifting = Lifting(values)
    numbers: dict[Place, tuple[str, Numeral]] = {
        place_of(each.place): (written(values[each.name], each.unit), lifting.number(each.name)) for each in chosen
    }
    made = ruleset._with_numbers(numbers)  # noqa: SLF001  # what makes others of it
    try:
        with lifting.during():
            compiled = made._for(method)  # noqa: SLF001  # a further maker of what it is made of
    except RulesetError as error:
        return Lift(lifting, None, error)
    domains = {
        each.name: Domain(each.name, percent=each.unit == "%", default=Fraction(each.value), unit=each.unit)
        for each in chosen
    }
    program = compiled.program
    checks = program.checks
    if lifting.conditions:
        checks = (*checks, Check(lifting.otherwise, "drawn-otherwise", "", "", {}))
    program = replace(program, domains={**program.domains, **domains}, checks=checks)
    evaluator = Evaluator(program.scores, compiled.layout, tuple(each.node for each in checks), program.domains)
    made._compiled[method, ()] = replace(compiled, program=program, evaluator=evaluator)  # noqa: SLF001  # likewise
    return Lift(lifting, made)
