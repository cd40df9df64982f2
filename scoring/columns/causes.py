"""Why rows have no value: the causes themselves, a bit each, carried through the graph by the rules of states.

A table is scored with states that say of what kinds causes are. Only for the rows in which something is missing a
kernel of its own is written, whose states hold a bit for every cause; what rests on inputs that were worked out has
the causes of those. Where there are more causes than bits, there are more kernels: in each, all other causes are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from scoring.columns.blocks import Blocks
from scoring.columns.figures import Reader, arrays_of
from scoring.columns.kernel import EXCLUDED, finished
from scoring.columns.names import BLOCK
from scoring.columns.writer import MISSING, Writer
from scoring.graph import Cause, Op, Unknown, walk
from scoring.interpret import DIVISION, GIVEN, OUTSIDE
from scoring.run import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.columns.column import Column
    from scoring.columns.figures import Piece
    from scoring.columns.inputs import Inputs
    from scoring.columns.kernel import Kernel, Shape
    from scoring.columns.missing import Causes
    from scoring.columns.names import Array
    from scoring.columns.results import Outcomes
    from scoring.columns.runner import Columns
    from scoring.columns.table import Table
    from scoring.graph import Node
    from scoring.reading import Domain

WORD = 62
"""Causes that have a bit of their own in one kernel; the bit above them stands for all others."""

Set = frozenset[Cause]


class _Word(Blocks):
    """Kernels whose states hold some of the causes, a bit each."""

    def __init__(
        self, nodes: tuple[Node, ...], domains: Mapping[str, Domain], words: Mapping[str, int],
        steady: frozenset[str], causes: Sequence[Cause],
    ) -> None:  # fmt: skip
        super().__init__(domains, words, steady)
        self.nodes, self.causes = nodes, tuple(causes)
        places = {cause: 1 << place for place, cause in enumerate(causes)}

        class Causing(Writer):
            """Writes states that are these bits."""

            state = "i8"

            def bits_of(self, unknown: Unknown) -> str:
                return str(sum({places.get(each, 1 << WORD) for each in unknown.causes}))

        self.writer = Causing

    def make(self, shapes: Mapping[str, Shape], *, floats: bool) -> Kernel:
        """Return a new kernel for columns of such shapes, which never takes a float for a number."""
        del floats
        finish = finished(self.nodes, self.domains, shapes, self.words, floats=False, writer=self.writer)
        finish.flags("", finish.writer.states(finish.value(node).state for node in self.nodes))
        return finish.made("False")

    def told(self, pieces: Mapping[str, Piece], rows: int) -> tuple[Array, list[Set]]:
        """Return the causes of every row, by code; the bit above all is told by another kernel."""
        kernel = self.kernel({name: each.shape for name, each in pieces.items()})
        with np.errstate(all="ignore"):
            found = kernel.run(rows, *arrays_of(pieces, kernel, rows))
        some, places = np.unique(np.broadcast_to(found[kernel.outs[0].values], rows), return_inverse=True)
        sets = [
            frozenset(cause for place, cause in enumerate(self.causes) if bits >> place & 1) for bits in some.tolist()
        ]
        return places.astype("i8"), sets


class Why:
    """Tells why some nodes have no value; it keeps its kernels."""

    def __init__(
        self, nodes: Sequence[Node], domains: Mapping[str, Domain], words: Mapping[str, int], steady: frozenset[str]
    ) -> None:
        """Start; ``steady``: see `Blocks`."""
        self.domains, self.words = domains, words
        self.read = {str(node.payload) for node in walk(nodes) if node.op is Op.INPUT}
        every = _possible(nodes, domains)
        own = tuple(dict.fromkeys(nodes))
        self.kernels = [_Word(own, domains, words, steady, every[first : first + WORD])
                        for first in range(0, len(every), WORD)]  # fmt: skip

    def tell(self, given: Mapping[str, Column], rows: int) -> tuple[Array, list[Set], Array | None]:
        """Return the joined causes of the nodes in every row: a code of each, and the sets of causes they stand for.

        Args:
            given: columns of rows whose values are not refused.
            rows: how many there are.

        Returns:
            The codes, the sets, and the rows in which a value takes a closer look.
        """
        odd: Array | None = None
        pieces: dict[str, Piece] = {}
        for name, each in given.items():
            if name in self.read or GIVEN + name in self.read:
                piece = Reader(self.domains[name], self.words).read(each)
                if piece.odd is not None:
                    piece = Reader(self.domains[name], self.words, by_value=True).read(each)
                if piece.odd is not None:
                    odd = piece.odd if odd is None else odd | piece.odd
                pieces[name] = piece
        codes, sets = np.zeros(rows, "i8"), [frozenset[Cause]()]
        for word in self.kernels:
            codes, sets = _paired(codes, sets, *word.told(pieces, rows))
        codes, sets = _expanded(codes, sets, pieces)
        return codes, sets, odd


def _possible(nodes: Sequence[Node], domains: Mapping[str, Domain]) -> list[Cause]:
    """Return every cause that nodes may have."""
    found = dict.fromkeys((*DIVISION.causes, *OUTSIDE.causes))
    for node in walk(nodes):
        name = str(node.payload)
        if (
            node.op is Op.INPUT
            and not name.startswith(GIVEN)
            and (name not in domains or domains[name].default is None)
        ):
            found[Cause("missing", name)] = None
        elif isinstance(node.payload, Unknown):
            found.update(dict.fromkeys(sorted(node.payload.causes)))
    return [*found]


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
    given = {name: each.part(rows) for name, each in inputs.columns.items()}
    codes, sets, doubts = columns.why(tuple(nodes)).tell(given, len(rows))
    odd = np.isin(rows, inputs.odd)
    if doubts is not None:
        odd |= doubts
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
