"""Which rows of a table a figure of a case comes from: those of a list, or those that count in a reduction."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.graph import Op, Unknown
from scoring.list_origin import RowsOrigin
from scoring.lower_lists import ENTRY
from scoring.row_ranges import rows_text
from scoring.run import entry_value, inputs_so_far

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.binding_lists import Entry, ListValue
    from scoring.graph import Node
    from scoring.program import Reduction
    from scoring.result import Result

_NUMBERED = re.compile(r"(?P<list>[^\[\]]+)\[(?P<number>[0-9]+)\](?P<field>\..+)?")


class TableRows(NamedTuple):
    """Rows of a table: the file (with ``#`` and its sheet) as it was named, and the numbers of the rows."""

    table: str
    rows: tuple[int, ...]

    def text(self, lang: str = "en") -> str:
        """Return how a person is told: "projects.csv rows 6, 10"."""
        return rows_text(self.table, self.rows, lang)


class MissingEntry(NamedTuple):
    """A value that a record lacks: name of the list, its field (``.paid``), the table, and the record's row there."""

    list: str
    field: str
    table: str
    row: int


def rows_behind(result: Result, name: str) -> tuple[TableRows, ...]:
    """Return the rows that a figure comes from; none where it does not come from a table.

    Of a list they are all its rows. Of a figure whose own formula reduces lists they are those that count: for a sum
    the rows that add something, for the least or greatest those that are it, else all of them. What other derived
    figures it reads come from, is theirs to tell.

    Args:
        result: of a case.
        name: of a figure, as `Result.figures` has it, or of a list.
    """
    bound, program = result.bound, result.program
    if bound is None or not any(isinstance(each.origin, RowsOrigin) for each in bound.lists.values()):
        return ()
    if name in program.lists:
        found = bound.lists.get(name)
        return () if found is None else _told(found, found.entries)
    if name not in program.figures or program.figures[name][0].form is None:
        return ()
    own = {each.name: each for each in program.reductions if ENTRY not in each.name}
    told: dict[str, dict[int, None]] = {}
    for reduction in _reductions(result, program.figures[name][1], own):
        found = bound.lists.get(reduction.source)
        for each in () if found is None else _told(found, tuple(_counted(result, reduction, found))):
            told.setdefault(each.table, {}).update(dict.fromkeys(each.rows))
    return tuple(TableRows(table, tuple(sorted(rows))) for table, rows in told.items())


def missing_entry(result: Result, name: str) -> MissingEntry | None:
    """Return where a missing value of a record stands, None for any other missing figure and lists without a table.

    Args:
        result: of a case.
        name: as `Result.missing` has it, such as ``projects[3].paid``.
    """
    match = _NUMBERED.fullmatch(name)
    found = None if match is None or result.bound is None else result.bound.lists.get(match["list"])
    if match is None or found is None or int(match["number"]) > len(found.entries):
        return None
    row = found.entries[int(match["number"]) - 1].row
    table = found.origin.at.source.name if isinstance(found.origin, RowsOrigin) else ""
    return MissingEntry(match["list"], match["field"] or "", table, row) if table else None


def _told(found: ListValue, entries: tuple[Entry, ...]) -> tuple[TableRows, ...]:
    """Return the rows of some entries of a list, nothing where the list is not from a table."""
    if not isinstance(found.origin, RowsOrigin):
        return ()
    return (TableRows(found.origin.at.source.name, tuple(each.row for each in entries)),)


def _reductions(result: Result, node: Node, own: dict[str, Reduction]) -> Iterator[Reduction]:
    """Yield what a formula reduces itself: what lies behind other derived figures is left out."""
    others = {id(made) for figure, made in result.program.figures.values() if figure.form is not None}
    waiting, seen = [node], {id(node)}
    while waiting:
        each = waiting.pop()
        if each.op is Op.INPUT and str(each.payload) in own:
            yield own[str(each.payload)]
        for below in each.args:
            if id(below) not in seen and id(below) not in others:
                seen.add(id(below))
                waiting.append(below)


def _counted(result: Result, reduction: Reduction, found: ListValue) -> Iterator[Entry]:
    """Yield the entries that count in what a list is reduced to."""
    bound = result.bound
    if bound is None or reduction.element is None or reduction.how not in ("sum", "min", "max"):
        yield from found.entries
        return
    defaults = {name: each.default for name, each in result.program.domains.items() if each.default is not None}
    inputs = inputs_so_far(defaults, bound)
    reached = bound.inputs.get(reduction.name)
    for entry in found.entries:
        value = entry_value(reduction, entry, bound.lists, inputs)
        if isinstance(value, Unknown):
            continue
        counts = value != Fraction(0) if reduction.how == "sum" else value == reached
        if counts:
            yield entry
