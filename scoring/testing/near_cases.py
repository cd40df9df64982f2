"""A case that shows a change to a policy, found beside the cases of its tests: one of them with one number changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.analysis.piece import NotProved
from scoring.analysis.pieces import pieces
from scoring.graph import Op, Unknown, walk
from scoring.interpret import GIVEN, interpret
from scoring.number import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from scoring.analysis.piece import Piece
    from scoring.analysis.subject import Subject, Variable
    from scoring.graph import Node
    from scoring.reading import Read
    from scoring.testing.bench import Tried

_CASES = 3
"""Cases that are looked beside."""

_WORK = 60_000
"""Operations of the two nodes that are looked through, piece by piece, for all numbers and cases together."""


def beside(subject: Subject, cases: Sequence[Tried], old: Node, new: Node) -> dict[str, Read] | None:
    """Return a case like one of some but for one number, in which two nodes are not the same; None if none is found."""
    left = max(1, _WORK // sum(1 for _ in walk([old, new])))
    for case in cases[:_CASES]:
        given = {name: value for name, value in case.inputs.items() if not isinstance(value, Unknown)}
        for variable in subject.numbers(old, new):
            if not left:
                return None
            left -= 1
            found = next(_found(variable, given, old, new), None)
            if found is not None:
                return found
    return None


def declared(cases: Sequence[Tried], old: Node, new: Node) -> dict[str, Read] | None:
    """Return a case like one of some but for a node that does not apply, in which two nodes are not the same."""
    names = {str(each.payload) for each in walk([old, new]) if each.op is Op.INPUT}
    for case in cases[:_CASES]:
        given = {name: value for name, value in case.inputs.items() if not isinstance(value, Unknown)}
        for name in sorted(each for each in names if each.endswith("/not_applicable")):
            told: dict[str, Read] = {**given, name: True, GIVEN + name: True}
            values = interpret((old, new), told)
            if values[old] != values[new]:
                return told
    return None


def _found(variable: Variable, given: Mapping[str, Read], old: Node, new: Node) -> Iterator[dict[str, Read]]:
    """Yield a case as given but for one number, in which two nodes are not the same."""
    fixed = {name: value for name, value in given.items() if name != variable.name}
    try:
        run = pieces([old, new], variable.node, fixed, variable.low, variable.high)
    except NotProved:
        return
    for piece in run:
        place = _place(piece, variable)
        if piece.parts[0] != piece.parts[1] and place is not None:
            case: dict[str, Read] = {**fixed, variable.name: place}
            values = interpret((old, new), case)
            if values[old] != values[new]:
                yield case


def _place(piece: Piece, variable: Variable) -> Fraction | None:
    """Return a number of a piece that can be written, None if there is none."""
    if variable.whole:
        ends = piece.whole()
        return None if ends is None else ends[0] if ends[0] is not None else ends[1]
    return piece.inside if places_of(piece.inside) is not None else None
