"""Nodes of the graph as rows of a table: an operation, the rows of its operands, and what else it needs.

A row stands after those that it uses, so that whoever reads the table computes it from the top down.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.graph import Op, Rounding, Type, Unknown, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.graph import Node
    from scoring.reading import Domain, Read

Row = list[object]


class Rows:
    """The rows of some nodes and of all below them; equal nodes share one.

    Attributes:
        rows: in order.
    """

    def __init__(self) -> None:
        """Start without rows."""
        self.rows: list[Row] = []
        self._places: dict[Node, int] = {}

    def place(self, node: Node) -> int:
        """Return the number of a node's row; rows that are not there yet are made."""
        for each in walk((node,), self._places):
            self._places[each] = len(self.rows)
            operands = [self._places[operand] for operand in each.args]
            self.rows.append([str(each.op), operands, _rest(each)])
        return self._places[node]

    def places(self, nodes: Iterable[Node]) -> list[int]:
        """Return the numbers of the rows of several nodes."""
        return [self.place(each) for each in nodes]


def rows_of(node: Node | None) -> list[Row] | None:
    """Return the rows of one node, which is the last of them."""
    if node is None:
        return None
    made = Rows()
    made.place(node)
    return made.rows


def number_text(value: Fraction) -> str:
    """Return a fraction as a script reads it: ``n`` or ``n/d``, however long."""
    over, under = value.as_integer_ratio()
    return f"{over:d}" if under == 1 else f"{over:d}/{under:d}"


def read_text(value: Read | None) -> object:
    """Return a value that was read as JSON holds it."""
    return number_text(value) if isinstance(value, Fraction) else value


def domain_row(domain: Domain) -> dict[str, object]:
    """Return what an input may be as a script reads it."""
    return {
        "name": domain.name,
        "type": str(domain.type),
        "low": read_text(domain.low),
        "high": read_text(domain.high),
        "whole": domain.whole,
        "percent": domain.percent and domain.type is Type.NUMBER,
        "words": list(domain.words),
        "default": read_text(domain.default),
        "blanks": list(domain.blanks),
        "date": domain.date,
    }


def _rest(node: Node) -> Row:
    payload = node.payload
    if node.op is Op.CONST:
        return _constant(payload)
    if isinstance(payload, Rounding):
        return [payload.mode, number_text(payload.step)]
    if isinstance(payload, tuple):
        return list(payload)
    return [] if payload is None else [payload]


def _constant(payload: object) -> Row:
    if isinstance(payload, Unknown):
        return ["unknown", sorted([cause.kind, cause.name] for cause in payload.causes)]
    if isinstance(payload, Fraction):
        return ["number", number_text(payload)]
    return ["plain", payload]
