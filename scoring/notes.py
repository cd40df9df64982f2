"""What an author wrote and the graph no longer shows: conditions and alternatives with their places, for ``check``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.graph import Node
    from scoring.source import Span


@dataclass(frozen=True, slots=True)
class Option:
    """One of several alternatives.

    Attributes:
        holds: its truth node (`graph.TRUE` for the rest).
        at: where its condition was written.
        whole: where all of it begins: the item of its list, or the entry of its table.
    """

    holds: Node
    at: Span
    whole: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives as an author wrote them: bands, rows, entries of a table, variants.

    Attributes:
        kind: ``bands``, ``rows``, ``by`` or ``variants``.
        hit: what several that hold mean: ``first``, ``unique``, or that all of them count.
        options: the alternatives.
        at: where they were written.
        home: path of the node they stand in, empty for none.
        guard: when they are looked at.
    """

    kind: str
    hit: str
    options: tuple[Option, ...]
    at: Span
    home: str
    guard: Node


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition as an author wrote it, where it stands, and when it is looked at."""

    holds: Node
    at: Span
    home: str
    guard: Node


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful that lowering itself meets: the code of a finding of ``check``, its place and facts."""

    code: str
    at: Span
    home: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Many:
    """What the records of a list make together, in a program that was lowered for one record.

    Attributes:
        home: path of the node.
        made: what they make, before the node's own rules and limits.
        grows: whether it grows with their number, as a sum does.
        shrinks: whether it comes nearer to 0 with their number, as a product does.
        empty: what stands there if there are none.
    """

    home: str
    made: Node
    grows: bool
    shrinks: bool
    empty: Node


@dataclass(frozen=True, slots=True)
class Notes:
    """What was written and is no longer seen in the graph, for ``check`` alone."""

    choices: tuple[Choice, ...] = ()
    asked: tuple[Asked, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    many: tuple[Many, ...] = ()
