"""Shapes: unfinished nodes, filled in where a node uses one.

A node has the keys of its shape and its own, its own first. What the shape needs stays with the node as its
arguments, which are read outside of the shape when the node is lowered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.build_functions import FunctionBuild
from scoring.document import Field, Item, Scalar, Table
from scoring.keys import SHAPE
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SHAPED = 2_000
"""Nodes that a ruleset makes from shapes, at most: shapes that hold others would grow without bound."""
_PAIR = ("use", "with")
_CONTENT = (
    "rules",
    "indicators",
    "criteria",
    "each",
    "variants",
    "figures",
    "start",
    "floor",
    "cap",
    "round",
    "spread",
)


class Shape(NamedTuple):
    """A shape as written; no needs: they cannot be read."""

    name: str
    needs: tuple[str, ...] | None
    table: Table


class Shaped(NamedTuple):
    """A node's keys with those of its shape.

    Attributes:
        table: the keys.
        shape: name of the shape, empty if it has none.
        arguments: parameter → value.
        inside: names of the shapes that the node stands in, its own last.
        flawed: its shape cannot be used as written.
    """

    table: Table
    shape: str = ""
    arguments: Mapping[str, Item] = {}
    inside: tuple[str, ...] = ()
    flawed: bool = False


NO_SHAPE = Shaped(Table({}, NOWHERE))


class ShapeBuild(FunctionBuild):
    """Reads shapes, and fills them in.

    Attributes:
        shapes: name → shape.
        used: names of the shapes that some node uses.
    """

    def read_shapes(self, table: Table) -> None:
        """Read the shapes of the ruleset; what is wrong inside them shows at their place, used or not."""
        self.shapes: dict[str, Shape] = {}
        self.used: set[str] = set()
        self.shaped = 0
        for key, value in (self.table(table, "shapes") or Table({}, table.at)).fields.values():
            known = self.check_id(key)
            if not isinstance(value, Table):
                self.problems.error("shape-shape", value.at, name=key.text)
                self.shapes[key.text] = Shape(key.text, None, Table({}, value.at))
                continue
            self.check_keys(value, SHAPE, "shape")
            self.accepted(value)
            needs = self.needs(value, key) if "needs" in value.fields else ()
            body = Table({name: field for name, field in value.fields.items() if name != "needs"}, value.at)
            self.shapes[key.text] = Shape(key.text, needs if known else None, body)

    def begun(self, table: Table, before: Shaped) -> Shaped:
        """Return a node's keys with those of the shape it names itself, as it was ``before`` where it names none.

        Of a node with variants it is the variants that use the shape: what it needs may differ among them. The node
        itself has of it only what others ask of a node.
        """
        if "use" not in table.fields:
            return before._replace(table=table)
        if "variants" not in table.fields:
            return self.filled(table, before)
        shape = self.shapes.get(getattr(table.fields["use"].value, "text", ""))
        own = {key: field for key, field in table.fields.items() if key not in _PAIR}
        if shape is None:
            return before._replace(table=Table(own, table.at))
        outer = {key: field for key, field in shape.table.fields.items() if key not in _CONTENT}
        given = table.fields["with"].value if "with" in table.fields else None
        arguments = {key: field.value for key, field in given.fields.items()} if isinstance(given, Table) else {}
        return Shaped(Table({**outer, **own}, table.at), shape.name, arguments, before.inside)

    def filled(self, table: Table, before: Shaped) -> Shaped:
        """Return a node's keys with those of the shape it uses."""
        use = table.fields["use"]
        own = {key: field for key, field in table.fields.items() if key not in _PAIR}
        shape = self.shape(use, before.inside)
        if shape is None:
            return Shaped(Table(own, table.at), inside=before.inside, flawed=True)
        arguments = self.arguments(shape, table, use)
        if arguments is None:
            return Shaped(Table(own, table.at), inside=before.inside, flawed=True)
        whole = Table({**shape.table.fields, **own}, table.at)
        return Shaped(whole, shape.name, arguments, (*before.inside, shape.name))

    def shape(self, use: Field, inside: tuple[str, ...]) -> Shape | None:
        """Return the shape that a node names, None where it cannot be used."""
        name = use.value.text if isinstance(use.value, Scalar) else ""
        shape = self.shapes.get(name)
        self.used.add(name)
        if shape is None:
            known = ", ".join(self.shapes) or "–"
            near = self.problems.near(name, self.shapes)
            self.problems.error("unknown-shape", use.value.at, name=name, shapes=known, near=near)
            return None
        if name in inside:
            steps = " → ".join((*inside[inside.index(name) :], name))
            self.problems.error("shape-circle", use.value.at, steps=steps)
            return None
        self.shaped += 1
        if self.shaped > MAX_SHAPED:
            if self.shaped == MAX_SHAPED + 1:
                self.problems.error("shapes-many", use.value.at, limit=MAX_SHAPED)
            return None
        return None if shape.needs is None or self.misread(shape.table) else shape

    def arguments(self, shape: Shape, table: Table, use: Field) -> dict[str, Item] | None:
        """Return what a node says for each parameter of its shape, None where something is wrong."""
        given = self.table(table, "with")
        if given is None and "with" in table.fields:
            return None
        needs = shape.needs or ()
        fields = given.fields if given is not None else {}
        wrong = [name for name in fields if name not in needs]
        for name in wrong:
            near = self.problems.near(name, needs)
            listed = ", ".join(needs) or "–"
            self.problems.error(
                "shape-parameter", fields[name].key.at, name=name, shape=shape.name, needs=listed, near=near
            )
        missing = [name for name in needs if name not in fields]
        if missing and not wrong:
            self.problems.error("shape-needs", use.value.at, shape=shape.name, missing=", ".join(missing))
        return None if missing or wrong else {name: field.value for name, field in fields.items()}


def completed(table: Table, eaches: list[Table]) -> Table:
    """Return a lowest node's keys with what it lacks, the nearest ``each`` first.

    ``use`` and ``with`` go together: a node that has a shape of its own takes neither, and one that says only
    ``with`` adds to what the ``each`` says for the same shape.
    """
    fields = dict(table.fields)
    shaped = "use" in fields
    for each in eaches:
        for key, field in each.fields.items():
            if key not in _PAIR:
                fields.setdefault(key, field)
        if not shaped:
            for key in _PAIR:
                if key in each.fields:
                    fields[key] = joined(fields.get(key), each.fields[key])
            shaped = "use" in each.fields
    return Table(fields, table.at)


def without_shape(table: Table) -> Table:
    """Return an ``each`` without its shape, for the nodes that the shape itself brings."""
    return Table({key: field for key, field in table.fields.items() if key not in _PAIR}, table.at)


def joined(own: Field | None, outer: Field) -> Field:
    """Return two ``with`` as one, the node's own values first."""
    if own is None or not isinstance(own.value, Table) or not isinstance(outer.value, Table):
        return outer if own is None else own
    return Field(own.key, Table({**outer.value.fields, **own.value.fields}, own.value.at))
