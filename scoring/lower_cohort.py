"""What is taken over all cases of a run, who takes part, and how cases are ranked: lowered.

A figure over all cases is an input of its own (``lowest/cases``); beside it stands what each case gives to it. Inputs
are worked out one after another, so that one may rest on another.
"""

from __future__ import annotations

from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.document import Listing, Table
from scoring.keys import ADMIT, ORDER
from scoring.program import Admission, Cohort, Order
from scoring.reading import Domain
from scoring.scope import Scope
from scoring.statistic import TIES
from scoring.term import Term
from scoring.typed import read_label

if TYPE_CHECKING:
    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Figure

TAKES = ("min", "max", "mean", "median", "trimmed_mean", "count", "rank", "percentile")
RUN = "/cases"
"""What follows a name in the name of its input over all cases."""

_BEST = ("high", "low")
_PLACED = ("rank", "percentile")
_IDLE = ("min", "max", "places", "type", "words", "if_undefined", "if_missing", "missing")


class CohortFigures:
    """The figures over all cases of a ruleset being lowered.

    Attributes:
        inputs: input → how it is worked out, each after those that it needs.
    """

    def __init__(self, context: Lowering) -> None:
        """Nothing is taken yet."""
        self.context = context
        self.inputs: dict[str, Cohort] = {}

    def figure(self, figure: Figure) -> Term:
        """Return a figure that is taken over all cases."""
        scope, keys = self.context.figures.scope(figure), figure.keys
        scope.word(keys, "over", ("cases",))
        take = scope.word(keys, "take", TAKES)
        if figure.home and "[" in figure.home:
            scope.fail("cohort-in-list", figure.at, name=figure.id)
        for key, wanted in (("best", take in _PLACED), ("ties", take == "rank"), *((key, False) for key in _IDLE)):
            if key in keys.fields and not wanted:
                scope.fail("cohort-idle", keys.fields[key].key.at, key=key, take=take)
        best = scope.word(keys, "best", _BEST) if take in _PLACED else ""
        ties = scope.word(keys, "ties", TIES) if take == "rank" else ""
        of = None
        unit = "%" if take == "percentile" else ""
        if take != "count" or "of" in keys.fields:
            item = scope.need(keys, "of")
            term = scope.measure(item) if take in (*_PLACED, "count") else scope.number_term(item)
            of, unit = term.node, unit if take in (*_PLACED, "count") else term.unit
        where = scope.condition(keys.fields["where"].value) if "where" in keys.fields else g.TRUE
        if figure.unit and unit and figure.unit != unit:
            scope.fail("units-differ", figure.at, left=figure.unit, right=unit)
        node = self.add(Cohort(f"{figure.name}{RUN}", take, of, where, best, ties))
        return Term(self.context.figures.rounded(figure, node), figure.unit or unit)

    def mean(self, path: str, score: Node, applies: Node) -> Node:
        """Return the mean score of a node over the cases where it is scored, 0 where it is in none."""
        counted = self.counted(path)
        name = str(counted.payload)
        self.inputs[name] = Cohort(name, "count", score, applies)
        mean = self.add(Cohort(f"{path}/score{RUN}", "mean", score, applies))
        return g.if_(g.less(g.ZERO, counted), mean, g.ZERO)

    def counted(self, path: str) -> Node:
        """Return in how many cases a node is scored."""
        name = f"{path}/count{RUN}"
        self.context.inputs.domains[name] = Domain(name, low=Fraction(0), places=0, whole=True)
        return g.input_(name)

    def ordered(self) -> tuple[Cohort, ...]:
        """Return all of them, each after those that it needs; what needs itself is noted."""
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for name, cohort in self.inputs.items():
            nodes = [each for each in (cohort.of, cohort.where) if each is not None]
            sorter.add(name, *sorted(frozenset().union(*map(self.context.over_cases, nodes))))
        try:
            return tuple(self.inputs[name] for name in sorter.static_order())
        except CycleError as error:
            steps = " → ".join(each.partition("/")[0] for each in error.args[1])
            self.context.problems.error("cycle", self.context.definition.keys.at, steps=steps)
            return ()

    def add(self, cohort: Cohort) -> Node:
        """Return the input that something taken over all cases is."""
        self.inputs[cohort.name] = cohort
        whole = cohort.take in ("count", "rank")
        low = Fraction(cohort.take == "rank") if whole or cohort.take == "percentile" else None
        high = Fraction(1) if cohort.take == "percentile" else None
        domains = self.context.inputs.domains
        domains[cohort.name] = Domain(cohort.name, low=low, high=high, places=0 if whole else None, whole=whole)
        return g.input_(cohort.name)


def admission(context: Lowering) -> Admission | None:
    """Return who is scored at all, None where every case is."""
    field = context.definition.keys.fields.get("admit")
    if field is None:
        return None
    scope = Scope(context)
    if not isinstance(field.value, Table):
        scope.fail("admit-shape", field.value.at)
    keys = field.value
    scope.check_keys(keys, ADMIT, "admit")
    item = scope.need(keys, "when")
    condition = scope.told_condition(item)
    if context.over_cases(condition.holds):
        scope.fail("admit-over-cases", item.at)
    because = keys.fields["because"].value if "because" in keys.fields else None
    label = None if because is None else read_label(context.problems, because, "because")
    source = keys.fields["source"].value if "source" in keys.fields else None
    return Admission(condition, label, keys.at, getattr(source, "text", "") or context.definition.source)


def ranking(context: Lowering) -> tuple[Order, ...]:
    """Return what the cases are ranked by."""
    field = context.definition.keys.fields.get("order")
    if field is None:
        return ()
    scope = Scope(context)
    listed = field.value.items if isinstance(field.value, Listing) else (field.value,)
    found: list[Order] = []
    for each in listed:
        if not isinstance(each, Table):
            scope.fail("order-shape", each.at)
        scope.check_keys(each, ORDER, "order")
        item = scope.need(each, "by")
        by = scope.measure(item)
        found.append(Order(by.node, scope.word(each, "best", _BEST), scope.spoken(item), by.unit))
    if not found:
        scope.fail("order-shape", field.value.at)
    return tuple(found)
