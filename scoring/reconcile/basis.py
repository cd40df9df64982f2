"""What a case comes to by the rules, and what it comes to if the scores that are printed below are put in.

A printed sum is checked against the printed numbers that it is made of: their nodes are set, as a person sets a score,
and the sum is computed anew. So a slip in an indicator is told there, and its sums are only told if they do not follow.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from scoring.interpret import GIVEN, interpret
from scoring.reconcile.printed import SCORE, Key
from scoring.reconcile.verdict import agrees, row_places
from scoring.result import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.graph import Node, Unknown, Value
    from scoring.program import Plan
    from scoring.reading import Read
    from scoring.reconcile.printed import Cell
    from scoring.result import Result

Inputs = dict[str, "Read | Unknown"]


class Basis:
    """One case, and the scores that are printed of it.

    Attributes:
        result: by the rules.
        id: of the case.
        plans: path → what this case has of a node.
        printed: path → printed score.
    """

    def __init__(self, result: Result, id_: str, cells: Mapping[Key, Cell], places: dict[str, int]) -> None:
        """Take a result and the table, and with how many decimals the scores of an indicator are printed."""
        self.result, self.id, self.places = result, id_, places
        self.plans = {each.path: each for each in result.plans()}
        self.printed = {
            key.path: cell
            for key, cell in cells.items()
            if key.what == SCORE and key.case == id_ and key.path in self.plans
        }
        self._known: dict[int, tuple[Inputs, dict[Node, Value]]] = {}
        self._heights: dict[str, int] = {}

    @cached_property
    def inputs(self) -> Inputs:
        """The inputs that the case gives."""
        return parts_of(self.result)[1].known()

    def height(self, path: str) -> int:
        """Return how many levels of printed scores stand below a node."""
        if path not in self._heights:
            below = [self.height(each.path) for each in self.printed_below(path)]
            self._heights[path] = 1 + max(below) if below else 0
        return self._heights[path]

    def printed_below(self, path: str) -> list[Plan]:
        """Return the nearest nodes below a node of which a score is printed."""
        return list(self._nearest(self.plans[path]))

    def _nearest(self, plan: Plan) -> Iterator[Plan]:
        for child in plan.children:
            taken = self.result.taken(child)
            if taken.path in self.printed:
                yield taken
            else:
                yield from self._nearest(taken)

    def blank_below(self, path: str) -> list[Plan]:
        """Return the leaves below a node of which neither a score is printed nor that of anything below it."""
        return [each for each in self._blank(self.plans[path]) if each.path != path]

    def _blank(self, plan: Plan) -> Iterator[Plan]:
        children = [self.result.taken(child) for child in plan.children]
        if all(child.kind == "criterion" for child in children) and not any(
            child.path in self.printed for child in children
        ):
            yield plan
            return
        for child in children:
            if child.path not in self.printed:
                yield from self._blank(child)

    def set(self, scores: Mapping[str, Fraction], inputs: Inputs | None = None) -> Inputs:
        """Return inputs in which some scores are set by hand."""
        found = dict(self.inputs if inputs is None else inputs)
        for path, score in scores.items():
            found[f"{path}/set"] = Fraction(score)
            found[f"{GIVEN}{path}/set"] = True
        return found

    def sets(self, height: int) -> dict[str, Fraction]:
        """Return the printed scores that are put in for all nodes of a height."""
        found: dict[str, Fraction] = {}
        if height:
            for path in self.printed:
                if self.height(path) == height:
                    found.update((each.path, self.put(each.path)) for each in self.printed_below(path))
        return found

    def put(self, path: str) -> Fraction:
        """Return the printed score of a node; where the ruleset does not round it, what was rounded to be printed."""
        own, cell = self.own(path), self.printed[path]
        return own if isinstance(own, Fraction) and self.agrees(path, own) else cell.value

    def agrees(self, path: str, value: object, cell: Cell | None = None) -> bool:
        """Whether a computed score of a node is the printed one, or another that is said to be printed."""
        printed = self.printed[path] if cell is None else cell
        mode = self.result.program.definition.mode
        return agrees(value, printed, self.plans[path].places, self.places.get(path, printed.places), mode)

    def value(self, node: Node, height: int) -> Value:
        """Return the value of a node of any program that reads the same inputs, printed scores of a height put in."""
        if height not in self._known:
            self._known[height] = self.set(self.sets(height)), {}
        inputs, known = self._known[height]
        return interpret([node], inputs, known)[node]

    def by_rule(self, path: str) -> Value:
        """Return the score of a node by the rules."""
        return self.result.value(self.plans[path].score)

    def own(self, path: str) -> Value:
        """Return the score of a node made of what is printed below it; by the rules where nothing is."""
        return self.value(self.plans[path].score, self.height(path))

    def with_scores(self, path: str, scores: Mapping[str, Fraction]) -> Value:
        """Return what a node comes to with further scores put in."""
        node = self.plans[path].score
        inputs = self.set(scores, self.set(self.sets(self.height(path))))
        return interpret([node], inputs)[node]

    def by_hand(self, path: str) -> bool:
        """Whether the case itself gives the score of a node: by a mark, or a score that was set."""
        ends = ("/set", "/mark", "/mark.deduct")
        paths = [path, *(each.path for each in self.plans[path].children if each.kind == "criterion")]
        return any(self.inputs.get(f"{GIVEN}{each}{end}") is True for each in paths for end in ends)


def bases_of(results: Sequence[Result], cells: Mapping[Key, Cell]) -> dict[str, Basis]:
    """Return the cases by id, each with what is printed of it."""
    found: dict[str, Basis] = {}
    places: dict[str, int] = {}
    for result in results:
        if result.case is not None:
            found[result.case.id] = Basis(result, result.case.id, cells, places)
    rows: dict[str, list[tuple[Cell, object]]] = {}
    for basis in found.values():
        for path, cell in basis.printed.items():
            rows.setdefault(path, []).append((cell, basis.by_rule(path)))
    places.update((path, row_places(row)) for path, row in rows.items())
    return found
