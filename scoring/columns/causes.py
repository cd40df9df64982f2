"""Why rows have no value: the causes themselves, a bit each, carried through the graph by the rules of states.

A table is scored with states that say of what kinds causes are. Only for the rows in which something is missing a
kernel of its own is written, whose states hold a bit for every cause; what rests on inputs that were worked out has
the causes of those. Where there are more causes than bits, there are more kernels: in each, all other causes are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from scoring.columns.figures import Reader, arrays_of
from scoring.columns.kernel import EXCLUDED, finished
from scoring.columns.layout import words_of
from scoring.columns.names import BLOCK
from scoring.columns.writer import MISSING, Writer
from scoring.graph import Cause, Op, Unknown, walk
from scoring.interpret import DIVISION, GIVEN, OUTSIDE
from scoring.run import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.columns.figures import Piece
    from scoring.columns.inputs import Inputs
    from scoring.columns.missing import Causes
    from scoring.columns.names import Array
    from scoring.columns.results import Outcomes, Table
    from scoring.columns.runner import Columns
    from scoring.graph import Node
    from scoring.reading import Domain

WORD = 62
"""Causes that have a bit of their own in one kernel; the bit above them stands for all others."""

Set = frozenset[Cause]


class Bits:
    """Which causes have which bits."""

    def __init__(self, causes: Sequence[Cause]) -> None:
        """Take the causes of one kernel, at most `WORD`."""
        self.causes = tuple(causes)
        self.places = {cause: 1 << place for place, cause in enumerate(causes)}

    def writer(self) -> type[Writer]:
        """Return the writer of nodes whose states are these bits."""
        places = self.places

        class Causing(Writer):
            state = "i8"

            def bits_of(self, unknown: Unknown) -> str:
                return str(sum({places.get(each, 1 << WORD) for each in unknown.causes}))

        return Causing

    def told(self, bits: int) -> Set:
        """Return the causes of some bits; the one above all is told by another kernel."""
        return frozenset(cause for place, cause in enumerate(self.causes) if bits >> place & 1)


def causes_of(
    nodes: Sequence[Node], domains: Mapping[str, Domain], pieces: Mapping[str, Piece], words: Mapping[str, int],
    rows: int,
) -> tuple[Array, list[Set]]:  # fmt: skip
    """Return the joined causes of some nodes in every row: a code of each row, and the sets of causes they stand for.

    Args:
        nodes: of the program.
        domains: what its inputs may be.
        pieces: the columns of the rows, read; none of them is odd.
        words: the places of the words.
        rows: how many there are.
    """
    shapes = {name: each.shape for name, each in pieces.items()}
    codes, sets = np.zeros(rows, "i8"), [frozenset[Cause]()]
    every = _possible(nodes, pieces)
    for first in range(0, len(every), WORD):
        bits = Bits(every[first : first + WORD])
        finish = finished(tuple(dict.fromkeys(nodes)), domains, shapes, words, floats=False, writer=bits.writer())
        finish.flags("", finish.writer.states(finish.value(node).state for node in nodes))
        kernel = finish.made("False")
        with np.errstate(all="ignore"):
            found = kernel.run(rows, *arrays_of(pieces, kernel, rows))
        some, places = np.unique(np.broadcast_to(found[kernel.outs[0].values], rows), return_inverse=True)
        codes, sets = _paired(codes, sets, places.astype("i8"), [bits.told(int(each)) for each in some])
    return _expanded(codes, sets, pieces)


def _possible(nodes: Sequence[Node], pieces: Mapping[str, Piece]) -> list[Cause]:
    """Return every cause that nodes may have."""
    found = dict.fromkeys((*DIVISION.causes, *OUTSIDE.causes))
    for node in walk(nodes):
        if node.op is Op.INPUT and not str(node.payload).startswith(GIVEN):
            found[Cause("missing", str(node.payload))] = None
        elif isinstance(node.payload, Unknown):
            found.update(dict.fromkeys(sorted(node.payload.causes)))
    return [each for each in found if each.kind != "missing" or each.name not in pieces
            or pieces[each.name].there is not None]  # fmt: skip


def _paired(codes: Array, sets: Sequence[Set], more: Array, others: Sequence[Set]) -> tuple[Array, list[Set]]:
    """Return the unions of the sets that rows have by two codes."""
    some, places = np.unique(codes * len(others) + more, return_inverse=True)
    told: list[Set] = []
    where: dict[Set, int] = {}
    table = np.zeros(max(len(some), 1), "i8")
    for place, both in enumerate(some.tolist()):
        union = sets[both // len(others)] | others[both % len(others)]
        table[place] = where.setdefault(union, len(told))
        if where[union] == len(told):
            told.append(union)
    return table[places], told


def _expanded(codes: Array, sets: list[Set], pieces: Mapping[str, Piece]) -> tuple[Array, list[Set]]:
    """Return sets in which the inputs that were worked out stand no more, but why they have no value."""
    for name, piece in pieces.items():
        cause = Cause("missing", name)
        if piece.made is None or piece.made.why is None or not any(cause in each for each in sets):
            continue
        has = np.asarray([cause in each for each in sets])[codes]
        why = piece.made.why
        others = [frozenset[Cause](), *why.words]
        more = np.where(has, why.codes.astype("i8") + 1, 0)
        codes, sets = _paired(codes, [each - {cause} for each in sets], more, others)  # type: ignore[arg-type]  # sets of causes
    return codes, sets


def causes_in(columns: Columns, inputs: Inputs, nodes: Sequence[Node], rows: Array) -> tuple[Array, list[Set]]:
    """Return the joined causes of some nodes in some rows, whose values are not refused.

    Args:
        columns: what scores.
        inputs: of the table.
        nodes: of its program.
        rows: numbers of rows.
    """
    words = {word: place for place, word in enumerate(words_of(columns.program, walk(nodes)))}
    pieces: dict[str, Piece] = {}
    odd = np.isin(rows, inputs.odd)
    for name, each in inputs.columns.items():
        part = each.part(rows)
        piece = Reader(columns.domain(name), words).read(part)
        if piece.odd is not None:
            piece = Reader(columns.domain(name), words, by_value=True).read(part)
            odd = odd if piece.odd is None else odd | piece.odd
        pieces[name] = piece
    codes, sets = causes_of(nodes, columns.domains, pieces, words, len(rows))
    for place in np.flatnonzero(odd).tolist():
        row = int(rows[place])
        evaluation = columns.evaluated(inputs.cased, row, inputs.known(row))
        values = [evaluation.value(node) for node in nodes]
        sets.append(frozenset(cause for each in values if isinstance(each, Unknown) for cause in each.causes))
        codes[place] = len(sets) - 1
    return codes, sets


def missing_in(columns: Columns, inputs: Inputs, table: Table) -> None:
    """Tell what is missing in the rows of a table that are not scored for that."""
    program = columns.program
    bits, told = cast("Outcomes", table.columns["outcome"]).bits, cast("Causes", table.columns["missing"])
    open_ = (bits & MISSING != 0) & (bits & EXCLUDED == 0)
    if len(told.codes):  # by the scalar function
        open_ &= told.codes == 0
    rows = np.flatnonzero(open_)
    nodes = (columns.asked.admitted, *program.deciding)
    for first in range(0, len(rows), BLOCK):
        part = rows[first : first + BLOCK]
        codes, sets = causes_in(columns, inputs, nodes, part)
        names = [frozenset(each.name for each in causes if each.kind == "missing") for causes in sets]
        told.put(part, codes, [named(program, each) for each in names])
