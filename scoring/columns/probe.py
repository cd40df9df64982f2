"""Some nodes of a program over the rows of a table, for what is worked out before the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scoring.columns.blocks import Blocks
from scoring.columns.kernel import plain_kernel
from scoring.columns.layout import words_of
from scoring.columns.results import Numbers, Outcomes, Values
from scoring.columns.table import Table
from scoring.columns.writer import MISSING, UNDEFINED
from scoring.diagnostic import CaseError
from scoring.graph import Unknown, walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from scoring.columns.inputs import Inputs
    from scoring.columns.kernel import Kernel, Shape
    from scoring.columns.names import Array
    from scoring.columns.runner import Columns
    from scoring.graph import Node, Value


class Probe(Blocks):
    """Evaluates some nodes of a program over tables; it keeps its kernels."""

    def __init__(self, columns: Columns, nodes: tuple[Node, ...]) -> None:
        """Start; the nodes are of the program of ``columns``."""
        words = {word: place for place, word in enumerate(words_of(columns.program, walk(nodes)))}
        super().__init__(columns.domains, words, columns.steady, fast=columns.fast)
        self.columns, self.nodes = columns, nodes

    def make(self, shapes: Mapping[str, Shape], *, floats: bool) -> Kernel:
        """Return a new kernel for columns of such shapes."""
        return plain_kernel(self.nodes, self.domains, shapes, self.words, floats=floats)

    def table(self, inputs: Inputs) -> Table:
        """Return the value of each node under its number, its state under ``state``; also of odd rows, one by one."""
        table = Table(inputs.rows, self.words, {}, {})
        rest = self.columns.left(inputs, self, table)
        for row in rest.tolist():
            try:
                evaluation = self.columns.evaluated(inputs.cased, row, inputs.known(row))
            except CaseError as error:
                table.refuse(row, error.diagnostics)
                inputs.refused[row] = tuple(error.diagnostics)
                continue
            for place, node in enumerate(self.nodes):
                self._set(table, place, row, evaluation.value(node))
        return table

    def _set(self, table: Table, place: int, row: int, value: Value) -> None:
        own, states = table.columns[str(place)], cast("Outcomes", table.columns[f"state {place}"])
        known = not isinstance(value, Unknown)
        if isinstance(own, Numbers):
            own.set(row, cast("Fraction", value) if known else None)
        elif isinstance(own, Values):
            own.set(row, value if known else None)
        causes = value.causes if isinstance(value, Unknown) else ()
        states.bits[row] = sum({MISSING if each.kind == "missing" else UNDEFINED for each in causes})


def truths(found: Table, place: int) -> Array:
    """Return where a truth node is true, and known to be."""
    own = cast("Values", found.columns[str(place)])
    return own.values.astype(bool) if own.without is None else own.values.astype(bool) & ~own.without
