"""A ruleset over columns: blocks through kernels, odd rows through the scalar function."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scoring.columns.blocks import Blocks
from scoring.columns.causes import Why, missing_in
from scoring.columns.cohort import APART, taken_over
from scoring.columns.inputs import Inputs
from scoring.columns.kernel import Kernel, Shape, kernel
from scoring.columns.layout import layout, words_of
from scoring.columns.probe import Probe
from scoring.columns.refusals import refused_in
from scoring.columns.rows import RowByRow
from scoring.columns.table import Table
from scoring.columns.taken import steady_of
from scoring.dates import DATE
from scoring.graph import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.columns.names import Array
    from scoring.columns.taken import Known
    from scoring.graph import Node
    from scoring.result import Result
    from scoring.ruleset import Ruleset

_FEW = 16
"""So many odd rows are scored one by one; more of them are tried as a table first."""


class Columns(Blocks, RowByRow):
    """Scores tables by one ruleset; it keeps the kernels that it makes, and is safe in threads.

    Attributes:
        ruleset: what scores.
        method: of the ruleset.
        alike: whether all rows have the same nodes; where records make nodes, they are scored one by one.
    """

    def __init__(  # noqa: PLR0913  # a word for each choice
        self, ruleset: Ruleset, method: str | None = None, *, parts: bool = True, reasons: bool = False,
        exact_parts: bool = False, fast: bool | None = None,
    ) -> None:  # fmt: skip
        """Prepare.

        Args:
            ruleset: what scores.
            method: of the ruleset.
            parts: whether the score of every node is wanted too.
            reasons: whether what every node lost, and why, is wanted as well.
            exact_parts: whether scores that add several unrounded ratios are wanted, too.
            fast: whether kernels become machine code (extra ``fast``); None: those that are used for long.

        Raises:
            RulesetError: there is no such method.
            ImportError: machine code is wanted, and LLVM is not installed.
        """
        self.ruleset, self.method = ruleset, method
        compiled = ruleset._for(method)  # noqa: SLF001  # a further reader of what it is made of
        self.program = compiled.program
        self.direct = compiled.direct
        self.alike = not self.program.record_lists
        self.asked = layout(
            self.program,
            always_applies=compiled.always_applies,
            numbered=compiled.numbered,
            parts=parts,
            ledger=compiled.layout if reasons and parts else None,
            exact_parts=exact_parts,
        )
        self.vocabulary = words_of(self.program, walk(self.asked.nodes))
        words = {word: place for place, word in enumerate(self.vocabulary)}
        self._probes: dict[tuple[Node, ...], Probe] = {}
        self._whys: dict[tuple[Node, ...], Why] = {}
        super().__init__(self.program.domains, words, steady_of(self.program), fast=fast)

    def make(self, shapes: Mapping[str, Shape], *, floats: bool) -> Kernel:
        """Return a new kernel for columns of such shapes."""
        return kernel(self.asked, shapes, self.words, floats=floats)

    def probe(self, nodes: tuple[Node, ...]) -> Probe:
        """Return what evaluates some nodes of the program over tables."""
        if nodes not in self._probes:
            self._probes[nodes] = Probe(self, nodes)
        return self._probes[nodes]

    def why(self, nodes: tuple[Node, ...]) -> Why:
        """Return what tells why some nodes of the program have no value."""
        if nodes not in self._whys:
            words = {word: place for place, word in enumerate(words_of(self.program, walk(nodes)))}
            self._whys[nodes] = Why(nodes, self.domains, words, self.steady)
        return self._whys[nodes]

    @property
    def units(self) -> dict[str, Fraction | None]:
        """The unit of every column of numbers whose places the ruleset says."""
        found = {f"{what} {part.path}": part.places for part in self.asked.parts for what in ("score", "lost")}
        found["total"] = self.program.root.places
        return {key: None if places is None else Fraction(1, 10**places) for key, places in found.items()}

    @property
    def ratios(self) -> frozenset[str]:
        """The columns of numbers that need not have a finite decimal."""
        found = {f"{what} {part.path}": part.is_ratio for part in self.asked.parts for what in ("score", "lost")}
        root = self.program.root
        found["total"] = root.places is None and self.asked.is_ratio(root.score)
        found.update((f"output {each.name}", self.asked.is_ratio(each.node)) for each in self.program.outputs)
        return frozenset(key for key, is_ratio in found.items() if is_ratio)

    @property
    def dates(self) -> frozenset[str]:
        """The columns of numbers that are dates, as days of `datetime.date.toordinal`."""
        return frozenset(f"output {each.name}" for each in self.program.outputs if each.unit == DATE)

    def score(
        self, frame: Mapping[str, object], *, threads: int = 1, decimals: bool = False, cohort: Known | None = None
    ) -> Table:
        """Score every row of some columns.

        Args:
            frame: input name → column (see `scoring.columns.column.column`). A figure by its canonical name; of a
                node ``PATH/mark``, ``PATH/findings``, ``PATH/amount``, ``PATH/set``, ``PATH/not_applicable``.
            threads: how many blocks are computed at a time.
            decimals: whether numbers that have places are kept as decimals are in Arrow.
            cohort: what was taken over all rows, if these are some of them (see `scoring.columns.cohort.Cohort`); None:
                it is taken over these.
        """
        inputs = Inputs(self, frame)
        table = self.table(inputs.rows, decimals=decimals)
        if not self.alike and cohort is not None:
            raise ValueError(APART)
        if not self.alike:
            self.start(inputs, table)
            self.score_run(self.ruleset, partial(self.case, inputs.given), range(table.rows), table)
            return table
        if self.program.cohorts:
            inputs.place(taken_over(self, inputs) if cohort is None else cohort)
        inputs.reduce(())
        rest = self.left(inputs, self, table, threads=threads)
        self._careful(inputs.cased, rest.tolist(), table, inputs.known)
        missing_in(self, inputs, table)
        return table

    def table(self, rows: int, *, decimals: bool = False) -> Table:
        """Return an empty table for the results of so many rows; ``decimals``: as in `score`."""
        codes = {f"reasons {account.path}": account.codes for account in self.asked.accounts}
        wide = self.units.keys() - self.ratios - self.dates if decimals else ()
        return Table(rows, self.words, self.units, codes, frozenset(wide))

    def start(self, inputs: Inputs, table: Table) -> None:
        """Make the columns of a table that no kernel fills."""
        shapes = {name: Shape(gaps=True) for name in inputs.given if name in self.domains}
        table.start(self.make(shapes, floats=True).outs)

    def result(self, frame: Mapping[str, object], row: int, *, cohort: Known | None = None) -> Result:
        """Return the whole result of one row of a table, with its reasons; ``cohort``: as in `score`.

        Raises:
            CaseError: its values are refused.
        """
        inputs = Inputs(self, frame)
        if self.program.cohorts and not self.alike:
            return self.ruleset.score_all([self.case(inputs.given, each) for each in range(inputs.rows)],
                                          method=self.method)[row]  # fmt: skip
        if self.program.cohorts:
            inputs.place(taken_over(self, inputs) if cohort is None else cohort)
        return self.scored(inputs.cased, row, inputs.known(row))

    def left(self, inputs: Inputs, blocks: Blocks, table: Table, *, threads: int = 1) -> Array:
        """Fill a table by some kernels, and refuse what is plainly refused; return the rows left to be scored."""
        rest = self.fill(inputs, blocks, table, threads=threads)
        if len(rest) > _FEW:
            inputs.refused.update(refused_in(self, inputs, rest))
            rest = np.asarray([row for row in rest.tolist() if row not in inputs.refused], "i8")
        if len(rest) > _FEW:  # as a table of their own, value by value
            again = blocks.run_again(inputs.columns, table, rest)
            rest = np.union1d(again, rest[np.isin(rest, inputs.odd)]).astype("i8")
        if inputs.refused:
            table.refuse_all(inputs.refused)
            rest = np.asarray([row for row in rest.tolist() if row not in inputs.refused], "i8")
        return rest

    def fill(self, inputs: Inputs, blocks: Blocks, table: Table, *, threads: int = 1) -> Array:
        """Fill a table by some kernels; return the rows that need a closer look."""
        rest: Array = np.union1d(blocks.run(inputs.columns, table, threads=threads), inputs.odd).astype("i8")
        return rest
