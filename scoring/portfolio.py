"""Several cases weighted into one result (`docs/semantics.md`, Portfolio)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.diagnostic import CaseError, Diagnostic
from scoring.document import Scalar, Table
from scoring.interpret import interpret
from scoring.lower_grades import TOTAL
from scoring.number import Number, round_to
from scoring.outcome import Outcome, outcome_of
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.program import Program
    from scoring.result import Result
    from scoring.source import Span


@dataclass(frozen=True)
class Portfolio:
    """The weighted result of several cases.

    Attributes:
        outcome: `scored`, or why there is no total.
        total: weighted total, None without one.
        grade: read from the portfolio's own total.
        groups: path of each level-1 node in the total → its weighted score; unrounded where ``rounding`` names no
            ``group``.
        weights: case id → weight as used, so rounded where the ruleset rounds weights.
        contributions: case id → weight × total.
        left_out: ids of the cases that do not count: excluded, not applicable, or missing and left out.
        results: one result a case, in the order of the cases.
    """

    outcome: Outcome
    total: Number | None
    grade: str | None
    groups: Mapping[str, Number]
    weights: Mapping[str, Number]
    contributions: Mapping[str, Number]
    left_out: tuple[str, ...]
    results: tuple[Result, ...]

    def _repr_html_(self) -> str:
        """Return the portfolio as a notebook shows it."""
        from scoring.notebook import portfolio_html  # noqa: PLC0415  # only notebooks ask for it

        return portfolio_html(self)

    def to_frame(self, kind: str = "pandas", *, lang: str | None = None) -> Any:  # noqa: ANN401  # of any library
        """Return a frame with a row a node of each case and its weight (see `scoring.to_frame`).

        Raises:
            ImportError: the library is not installed.
            ValueError: there is no such kind.
        """
        from scoring.frames import weighed_frame  # noqa: PLC0415  # few ask for it

        return weighed_frame(self.results, self.weights, kind, lang)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with plain dicts: a read-only view of one cannot be pickled."""
        values = (getattr(self, each.name) for each in fields(self))
        return _again, tuple(dict(value) if isinstance(value, MappingProxyType) else value for value in values)


def _again(*values: Any) -> Portfolio:  # noqa: ANN401  # the fields, in their order
    kept: list[Any] = [MappingProxyType(value) if isinstance(value, dict) else value for value in values]
    return Portfolio(*kept)


class PortfolioRules(NamedTuple):
    """How cases are weighted into one.

    Attributes:
        leave_out: cases without a score are left out.
        of_groups: the total is the sum of the weighted groups.
        graded: there is a grade.
        mode: of rounding.
        weight_places: decimals of the weights, None where they are not rounded.
        group_places: of the weighted groups.
        total_places: of the total.
    """

    leave_out: bool
    of_groups: bool
    graded: bool
    mode: str
    weight_places: int | None
    group_places: int | None
    total_places: int | None


def portfolio_rules(program: Program) -> PortfolioRules:
    """Return how a ruleset that has a portfolio weights its cases."""
    table = program.definition.keys.fields["portfolio"].value
    fields = table.fields if isinstance(table, Table) else {}
    said = {key: field.value.text for key, field in fields.items() if isinstance(field.value, Scalar)}
    places = program.definition.places
    return PortfolioRules(
        said.get("missing_cases") == "leave_out",
        said.get("total") == "of_groups",
        said.get("grade") != "false" and program.portfolio_grade is not None,
        program.definition.mode,
        int(said["round_weights"]) if said.get("round_weights") else None,
        places.get("group"),
        places.get("total"),
    )


def portfolio_of(program: Program, results: Sequence[Result]) -> Portfolio:
    """Return the portfolio of the results of one ruleset.

    Raises:
        CaseError: two cases have one id, so that one would weigh for both.
    """
    _check_ids(results)
    return _Weighing(program, tuple(results)).run()


_APPLIES = True


class _Weighing:
    def __init__(self, program: Program, results: tuple[Result, ...]) -> None:
        self.program, self.results = program, results
        self.rules = portfolio_rules(program)

    def run(self) -> Portfolio:
        """Return the portfolio."""
        kept: list[tuple[str, Result, Fraction]] = []
        left: list[str] = []
        worst = Outcome.SCORED
        for number, result in enumerate(self.results, 1):
            name = _id(result, number)
            own = result.program.weight  # it may read nodes, and these are made for the records of the case
            weight = None if own is None else result.value(own)
            outcome = result.outcome
            if outcome in (Outcome.EXCLUDED, Outcome.NOT_APPLICABLE):
                left.append(name)
            elif outcome is Outcome.SCORED and isinstance(weight, Fraction):
                kept.append((name, result, weight))
            elif outcome is not Outcome.SCORED and self.rules.leave_out:
                left.append(name)
            elif worst is not Outcome.UNDEFINED:
                # A case that is scored counts: without its weight nobody can say how much.
                worst = outcome if outcome is not Outcome.SCORED or weight is None else outcome_of(_APPLIES, weight)
        return self.unscored(worst, left) if worst is not Outcome.SCORED else self.weighed(kept, left)

    def unscored(self, outcome: Outcome, left: Sequence[str]) -> Portfolio:
        """Return a portfolio without a total."""
        empty: Mapping[str, Number] = MappingProxyType({})
        return Portfolio(outcome, None, None, empty, empty, empty, tuple(left), self.results)

    def weighed(self, kept: list[tuple[str, Result, Fraction]], left: Sequence[str]) -> Portfolio:
        """Return the portfolio of cases that are scored."""
        whole = sum((weight for _, _, weight in kept), Fraction(0))
        if not whole:
            return self.unscored(Outcome.UNDEFINED, left)
        weights = {name: self.rounded(weight / whole, self.rules.weight_places) for name, _, weight in kept}
        groups = self.groups(kept, weights)
        if self.rules.of_groups:
            exact = sum(groups.values(), Fraction(0))
        else:
            exact = sum((weights[name] * _total(result) for name, result, _ in kept), Fraction(0))
        total = self.rounded(exact, self.rules.total_places)
        contributions = {name: Number(weights[name] * _total(result)) for name, result, _ in kept}
        grade = self.grade(exact if self.program.grades_exact else total)
        return Portfolio(
            Outcome.SCORED, total, grade, MappingProxyType(groups), MappingProxyType(weights),
            MappingProxyType(contributions), tuple(left), self.results,
        )  # fmt: skip

    def groups(self, kept: list[tuple[str, Result, Fraction]], weights: Mapping[str, Number]) -> dict[str, Number]:
        """Return the weighted score of each level-1 node."""
        found: dict[str, Number] = {}
        own = {name: {plan.path: plan for plan in result.program.root.children} for name, result, _ in kept}
        for plan in self.program.root.children:
            if plan.beside:
                continue
            parts: list[Fraction] = []
            for name, result, _ in kept:
                score = result.value(own[name][plan.path].score)
                parts.append(weights[name] * score if isinstance(score, Fraction) else Fraction(0))
            found[plan.path] = self.rounded(sum(parts, Fraction(0)), self.rules.group_places)
        return found

    def rounded(self, value: Fraction, places: int | None) -> Number:
        """Return a number rounded to some places, by the ruleset's mode."""
        if places is None:
            return Number(value)
        return Number(round_to(value, self.rules.mode, Fraction(1, 10**places)), places)

    def grade(self, total: Fraction) -> str | None:
        """Return the grade of a total."""
        node = self.program.portfolio_grade
        if node is None or not self.rules.graded:
            return None
        value = interpret([node], {TOTAL: Fraction(total)})[node]
        return value if isinstance(value, str) else None


def _total(result: Result) -> Fraction:
    return Fraction(0) if result.total is None else Fraction(result.total)


def _check_ids(results: Sequence[Result]) -> None:
    first: dict[str, Span | int] = {}
    twice: list[Diagnostic] = []
    for number, result in enumerate(results, 1):
        name, at = _id(result, number), NOWHERE if result.case is None else result.case.at
        if name in first:
            twice.append(Diagnostic("case-id-twice", at, {"id": name, "first": str(first[name])}))
        first.setdefault(name, at if at.line else number)
    if twice:
        raise CaseError(twice)


def _id(result: Result, number: int) -> str:
    return result.case.id if result.case is not None and result.case.id else str(number)
