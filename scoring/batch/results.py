"""Which results of a chunk are written, under which headings; their types are those of tables of fixed types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.addresses import Found
from scoring.columns.places import widest
from scoring.columns.schema import coded_results, column_name, written_results
from scoring.command_tools import Wrong, problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.columns.places import Written
    from scoring.columns.runner import Columns
    from scoring.columns.table import Table

_OF_NODES = ("outcome", "score", "lost", "reasons")


class Field(NamedTuple):
    """One column of the output: key among the results, heading, Arrow type; words are coded."""

    key: str
    name: str
    type: Any


def written_in(columns: Columns, files: Sequence[Mapping[str, Any]]) -> dict[str, Written]:
    """Return how the numbers of the results are written, whichever file a row is of.

    Args:
        columns: what scores.
        files: of each file, input → Arrow type of its column.
    """
    found = [written_results(columns, each) for each in files]
    return {key: widest(each[key] for each in found) for key in found[0]}


def fields_out(columns: Columns, written: Mapping[str, Written], *, nodes: bool, reasons: bool) -> tuple[Field, ...]:
    """Return all columns of results, in their order.

    Args:
        columns: what scores.
        written: how the numbers are written.
        nodes: whether with those of nodes.
        reasons: whether with what was lost, and why.
    """
    empty = columns.score({})
    keys = {column_name(key): key for key in empty.columns if _is_asked(key, nodes=nodes, reasons=reasons)}
    arrays = coded_results(columns, empty, written, fixed=True)
    return tuple(Field(keys[name], name, each.type) for name, each in arrays.items() if name in keys)


def _is_asked(key: str, *, nodes: bool, reasons: bool) -> bool:
    what, _, path = key.partition(" ")
    return not (what in _OF_NODES and path and not nodes) and (reasons or what not in ("lost", "reasons"))


def chosen(columns: Columns, fields: Sequence[Field], wanted: Sequence[str], path: str) -> tuple[Field, ...]:
    """Return the columns that are asked for: by heading, or an indicator by any address of it.

    Raises:
        Wrong: there is no such column.
    """
    known = {each.name: each for each in fields}
    found: dict[str, Field] = {}
    wrong = []
    for name in wanted:
        own = known.get(name) or known.get(f"outputs.{name}")
        address, _, last = name.rpartition(".")
        for tail, part in (("", name), (f".{last}", address)):
            node = columns.program.addresses.find(part) if part and own is None else None
            if isinstance(node, Found):
                own = known.get(f"{node.path}{tail}")
        if own is None:
            wrong.append(problem("batch-column", path, known, name=name))
        else:
            found[own.name] = own
    if wrong:
        raise Wrong(wrong)
    return tuple(found.values())


def results_of(
    columns: Columns, table: Table, written: Mapping[str, Written], fields: Sequence[Field]
) -> dict[str, Any]:
    """Return columns of a table of results as Arrow arrays, by heading; a row with too long a number is refused."""
    found = coded_results(columns, table, written, fixed=True, wanted={each.key for each in fields})
    return {each.name: found[each.name] for each in fields}
