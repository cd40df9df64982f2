"""What parts of a formula are to an author: values with unit and words, and what gives names their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scoring import graph as g

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from scoring.graph import Node


@dataclass(frozen=True, slots=True)
class Term:
    """A node as an author sees it.

    Attributes:
        node: what it computes.
        unit: declared unit, ``%`` for a percent literal, `scoring.dates.DATE` of a date, empty if none is known.
        words: the words a choice may be; empty for a single written word.
        written: ``number``, ``percent``, ``date`` or ``word`` for a literal, else empty.
        listed: the words of its figure in the figure's order; empty where there is no such list.
        ordered: that order is one of merit, the best first.
        scaled: it is something times or divided by a written number, which may be the factor to another unit.
    """

    node: Node
    unit: str = ""
    words: tuple[str, ...] = ()
    written: str = ""
    listed: tuple[str, ...] = ()
    ordered: bool = False
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class ListTerm:
    """A list as an author sees it.

    Attributes:
        name: what its reductions are called by, such as ``marks`` or ``sites.area``.
        source: canonical name of the list that a case gives.
        element: what an entry counts as; None for records, which can only be counted.
    """

    name: str
    source: str
    element: Term | None


class Resolver(Protocol):
    """Gives the names of a formula their meaning; raises `FormulaError` for what it does not know."""

    def name(self, name: str, offset: int) -> Term:
        """Return a plain name: a figure, ``total``, or the rule's own findings, mark or amount."""

    def attribute(self, address: str, attribute: str, offset: int) -> Term:
        """Return an attribute of an indicator: score, lost, points, findings, mark, applies, lowest."""

    def given(self, name: str, offset: int) -> Term:
        """Return the truth value "the case states this figure"."""

    def list_of(self, name: str, offset: int) -> ListTerm | None:
        """Return the list that a name means, None if it is none."""

    def reduced(self, of: ListTerm, how: str, trims: tuple[int, int]) -> Term:
        """Return what a list is reduced to."""

    def whole(self, node: Node) -> bool:
        """Return whether a number is whole whatever the case says."""

    def functions(self) -> Mapping[str, tuple[str, ...] | None]:
        """Return the author's own functions: name → names of its parameters, None where they are not known."""

    def call(self, name: str, arguments: Sequence[Term | ListTerm], offset: int, length: int) -> Term:
        """Return what one of the author's own functions makes of these values."""

    def asked(self, condition: Node, offset: int, length: int) -> None:
        """Note a condition inside a formula, for ``check``."""

    def doubt(self, code: str, offset: int, length: int, **facts: str) -> None:
        """Note something doubtful about a part of the formula, for ``check``."""

    def near(self, name: str, known: Iterable[str]) -> dict[str, str]:
        """Return the known name that may have been meant, as a fact, nothing if there is none."""


def possible(term: Term) -> tuple[str, ...]:
    """Return the words that a choice may be."""
    word = g.value_of(term.node)
    return (word,) if isinstance(word, str) else term.words


def percent_share(term: Term) -> Fraction | None:
    """Return the ratio of a bare percent literal, None for anything else."""
    return g.number_of(term.node) if term.written == "percent" else None
