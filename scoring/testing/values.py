"""Many nodes of one program for one case after the other: only what depends on a changed input is worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scoring.graph import Op, Unknown, walk
from scoring.interpret import GIVEN, interpret, operated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.graph import Node, Value
    from scoring.reading import Read
    from scoring.result import Result

Inputs = dict[str, "Read | Unknown"]


class Values:
    """The values of some nodes."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Nothing is worked out yet."""
        self._order = list(walk(nodes))
        self._place = {node: place for place, node in enumerate(self._order)}
        self._inputs = [node for node in self._order if node.op is Op.INPUT]
        self._above: dict[Node, list[int]] = {}
        self._values: dict[Node, Value] = {}

    def of(self, inputs: Mapping[str, Read | Unknown]) -> dict[Node, Value]:
        """Return the values of all the nodes for some inputs; it holds until the next case."""
        values = self._values
        first = not values
        changed: list[Node] = []
        for node in self._inputs:
            value = interpret([node], inputs)[node] if first else _input(node, inputs)
            if first or value != values[node] or isinstance(value, bool) is not isinstance(values[node], bool):
                values[node] = value
                changed.append(node)
        if first:
            for node in self._order:
                if node.op is Op.CONST:
                    values[node] = cast("Value", node.payload)
                elif node.op is not Op.INPUT:
                    values[node] = operated(node, [values[each] for each in node.args])
            return values
        places = {place for node in changed for place in self._dependents(node)}
        for place in sorted(places):
            node = self._order[place]
            values[node] = operated(node, [values[each] for each in node.args])
        return values

    def _dependents(self, node: Node) -> list[int]:
        """Return the places of all that depends on an input."""
        if node not in self._above:
            found = {node}
            places = []
            for place in range(self._place[node] + 1, len(self._order)):
                each = self._order[place]
                if not found.isdisjoint(each.args):
                    found.add(each)
                    places.append(place)
            self._above[node] = places
        return self._above[node]


def _input(node: Node, inputs: Mapping[str, Read | Unknown]) -> Value:
    found = inputs.get(str(node.payload))
    return interpret([node], inputs)[node] if found is None else found


def inputs_of(result: Result) -> Inputs:
    """Return the inputs a result was computed from, defaults in place, and which of them were given."""
    bound = {} if result.bound is None else result.bound.inputs
    defaults = {name: each.default for name, each in result.program.domains.items() if each.default is not None}
    given = {GIVEN + name: True for name, value in bound.items() if not isinstance(value, Unknown)}
    return {**defaults, **bound, **given}
