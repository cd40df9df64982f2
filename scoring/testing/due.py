"""What tests of a ruleset are due to show: one outcome of a rule, or one edge of a threshold, as a truth node.

An outcome or edge is the same in every program of the ruleset that has it (of a method, of a case with more records):
it is known by where it is written, the node it stands in and what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.graph import Unknown

if TYPE_CHECKING:
    from fractions import Fraction

    from scoring.graph import Node, Value
    from scoring.model import Label
    from scoring.source import Span

OUTCOME, EDGE = "outcome", "edge"

_RECORD = re.compile(r"\[[0-9]+\]|\.[0-9]+(?=\.|$)")


class Key(NamedTuple):
    """What makes an outcome or edge the same in two programs."""

    path: str
    at: Span
    kind: str
    name: str


class Window(NamedTuple):
    """Where a number must lie for an edge: from ``low`` to ``high``, and the value that stands for it.

    Attributes:
        number: the node that is compared.
        value: the value of the edge itself, such as one unit below a bound.
        unit: one unit of the number there.
        edge: the bound itself.
    """

    number: Node
    value: Fraction
    unit: Fraction
    edge: Fraction


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to show.

    Attributes:
        kind: `OUTCOME` or `EDGE`.
        path: of the node, without the numbers of records; empty for what stands in no node.
        home: path as it is in the program.
        at: where it is written.
        label: what it is, in English and in Chinese.
        called: what its node or figure is called.
        holds: the truth node that holds where it is shown.
        about: nodes of the program that it is part of: a test must look at one that depends on any of them.
        lost: for "a figure is missing": the score that has no value then; None for all else.
        window: of an edge.
        clause: of the official text.
        figure: name of the figure it belongs to, where it stands in no node.
        whole: it is about the case as a whole: ``grade`` or ``outcome``; else empty.
    """

    kind: str
    home: str
    at: Span
    label: Label
    called: Label
    holds: Node
    about: tuple[Node, ...] = ()
    lost: Node | None = None
    window: Window | None = None
    clause: str = ""
    figure: str = ""
    whole: str = ""
    path: str = field(init=False)

    def __post_init__(self) -> None:
        """Leave the numbers of records out of the path."""
        object.__setattr__(self, "path", _RECORD.sub("", self.home))

    @property
    def key(self) -> Key:
        """What makes it the same in another program."""
        return Key(self.path, self.at, self.kind, self.label.text("en"))

    @property
    def node(self) -> Node:
        """The node whose value says whether it is shown."""
        return self.holds if self.lost is None else self.lost

    def is_shown(self, value: Value) -> bool:
        """Whether it is shown where its node has a value."""
        if self.lost is None:
            return value is True
        return isinstance(value, Unknown) and any(each.kind == "missing" for each in value.causes)


def never(node: Node) -> bool:
    """Whether a truth node surely never holds, as far as its own shape says."""
    stack, seen = [node], {node}
    while stack:
        each = stack.pop()
        if each is g.FALSE or g.is_nothing(each) or (each.op is g.Op.LT and each.args[0] is each.args[1]):
            return True
        if each.op is g.Op.AND:
            stack += [arg for arg in each.args if arg not in seen]
            seen.update(each.args)
    return False
