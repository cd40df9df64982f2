"""One table laid over another: ``extends``, ``methods`` and what a test changes.

A deep merge by key. Under ``indicators`` a key may be any address of the base. A form or a single rule of
the same kind merges, of another kind replaces; a list is replaced; ``remove: [ID, …]`` takes keys away. What
hits nothing is an error, except a new node with points and a new figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.addresses import Addresses, Ambiguous, Entry
from scoring.diagnostic import RulesetError
from scoring.document import Field, Item, Listing, Scalar, Table
from scoring.keys import COHORT, FIGURE, FUNCTION, NODE, PORTFOLIO, ROUNDING
from scoring.reads import names_in
from scoring.rules import form_keys, leads

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.diagnostic import Problems

_OPEN = {"figures": FIGURE, "rounding": ROUNDING, "portfolio": PORTFOLIO}
_TREES = ("indicators", "criteria")


def overlaid(base: Table, over: Table, problems: Problems) -> Table:
    """Return the ruleset ``base`` with the changes of ``over``."""
    return _Merge(base, problems).top(over)


class _Merge:
    def __init__(self, base: Table, problems: Problems) -> None:
        self.base, self.problems = base, problems
        self.nodes = _nodes(base, ())
        self.addresses = Addresses(_entries(self.nodes))
        self.added: list[Field] = []

    def top(self, over: Table) -> Table:
        fields = dict(self._kept(self.base, over))
        for key, field in over.fields.items():
            if key in ("remove", "indicators", "extends", "methods", "use"):
                continue
            fields[key] = Field(field.key, self._value(key, fields.get(key), field.value))
        if "methods" in over.fields:
            methods = over.fields["methods"]
            fields["methods"] = Field(methods.key, self._value("methods", fields.get("methods"), methods.value))
        merged = Table(fields, self.base.at)
        tree = over.fields.get("indicators")
        if tree is not None and isinstance(tree.value, Table):
            for field in tree.value.fields.values():
                merged = self._node(merged, field)
            merged = self._removed(merged, tree.value)
        elif tree is not None:
            self.problems.error("table-expected", tree.value.at, key="indicators")
        self._check_read(merged)
        return merged

    def _check_read(self, merged: Table) -> None:
        """A new figure that nothing reads is a mistyped one."""
        if not self.added:
            return
        names = set(names_in(merged))
        for field in self.added:
            if field.key.text not in names:
                near = self.problems.near(field.key.text, _figure_ids(self.base))
                self.problems.error("change-hits-nothing", field.key.at, key=field.key.text, near=near)

    def _value(self, key: str, old: Field | None, new: Item) -> Item:
        if old is None or not isinstance(old.value, Table) or not isinstance(new, Table):
            return new
        if key == "figures":
            return self._figures(old.value, new)
        if key in ("functions", "shapes"):
            return self.plain(old.value, new, lambda _: True, self._function if key == "functions" else self._shape)
        if key == "each" and not (_is_rule(old.value) or _is_rule(new)):
            return self._shape(old.value, new)
        if key in ("rules", "cap", "floor", "each", "points", "start", "weight", "total", "grade"):
            return self._rule(old.value, new)
        known = _OPEN.get(key)
        return self.plain(old.value, new, lambda name: known is None or name in known)

    def _function(self, old: Table, new: Table) -> Table:
        """Merge two functions of one name; another form replaces what made the old one, not what it needs."""
        merged = self._rule(old, new)
        kept = {key: field for key, field in self._kept(old, new).items() if key in FUNCTION}
        return Table({**kept, **merged.fields}, merged.at)

    def _shape(self, old: Table, new: Table) -> Table:
        """Merge keys of nodes, of two shapes or of ``each``, as nodes are merged, children by id."""
        fields = dict(self._kept(old, new))
        for key, field in new.fields.items():
            if key != "remove":
                fields[key] = Field(field.key, self._value(key, fields.get(key), field.value))
        return Table(fields, old.at)

    def plain(
        self,
        old: Table,
        new: Table,
        known: Callable[[str], bool],
        inner: Callable[[Table, Table], Table] | None = None,
    ) -> Table:
        """Merge by key, one level; nested tables likewise, or by ``inner``."""
        fields = dict(self._kept(old, new))
        for key, field in new.fields.items():
            if key == "remove":
                continue
            before = fields.get(key)
            if before is None and not known(key):
                near = self.problems.near(key, fields)
                self.problems.error("change-hits-nothing", field.key.at, key=key, near=near)
                continue
            value = field.value
            if before is not None and isinstance(before.value, Table) and isinstance(value, Table):
                value = (inner or self._plainly)(before.value, value)
            fields[key] = Field(field.key, value)
        return Table(fields, new.at)

    def _plainly(self, old: Table, new: Table) -> Table:
        return self.plain(old, new, lambda _: True)

    def _figures(self, old: Table, new: Table) -> Table:
        fields = dict(self._kept(old, new))
        for key, field in new.fields.items():
            if key == "remove":
                continue
            before = fields.get(key)
            if before is None:
                self.added.append(field)
            if before is None or not isinstance(before.value, Table) or not isinstance(field.value, Table):
                fields[key] = field
            else:
                fields[key] = Field(field.key, self._rule(before.value, field.value))
        return Table(fields, old.at)

    def _rule(self, old: Table, new: Table) -> Table:
        """Merge two rules or forms of one kind; another kind replaces what made the old one."""
        own, other = _kind(new), _kind(old)
        fields = dict(self._kept(old, new))
        if own and own != other:
            if not any(key in FIGURE for key in fields):
                return new
            fields = {
                key: field for key, field in fields.items() if key not in leads() | set(form_keys()) | COHORT.keys()
            }
        for key, field in new.fields.items():
            if key == "remove":
                continue
            before = fields.get(key)
            if before is not None and isinstance(before.value, Table) and isinstance(field.value, Table):
                fields[key] = Field(field.key, self.plain(before.value, field.value, lambda _: True))
            else:
                fields[key] = field
        return Table(fields, new.at)

    def _node(self, table: Table, field: Field, inside: tuple[str, ...] = ()) -> Table:
        """Lay one changed or new node over the tree below ``inside``."""
        key = field.key
        if key.text == "remove":
            return table
        direct = (*inside, key.text)
        found = self.addresses.find(".".join(direct)) or self.addresses.find(key.text)
        if isinstance(found, Ambiguous):
            candidates = ", ".join(found.candidates)
            self.problems.error("ambiguous-address", key.at, address=key.text, candidates=candidates)
            return table
        if found is None or found.kind != "node":
            return self._new(table, field, inside)
        path = tuple(found.path.split("."))
        return _replaced(table, path, lambda old: self._changed(old, field.value, path))

    def _changed(self, old: Item, new: Item, path: tuple[str, ...]) -> Item:
        if isinstance(old, Scalar) and isinstance(new, Table):  # a criterion that is just its points
            old = Table({"points": Field(Scalar("points", "points", old.at), old)}, old.at)
        if not isinstance(old, Table) or not isinstance(new, Table):
            return new
        fields = dict(self._kept(old, new))
        for key, field in new.fields.items():
            if key in ("remove", *_TREES):
                continue
            if key not in NODE:
                known, near = ", ".join(NODE), self.problems.near(key, NODE)
                self.problems.error("unknown-key", field.key.at, key=key, where="node", known=known, near=near)
                continue
            fields[key] = Field(field.key, self._value(key, fields.get(key), field.value))
        merged = Table(fields, old.at)
        for tree in _TREES:
            below = new.fields.get(tree)
            if below is None:
                continue
            if not isinstance(below.value, Table):
                self.problems.error("table-expected", below.value.at, key=tree)
                continue
            holder = Table({tree: merged.fields.get(tree) or Field(below.key, Table({}, below.value.at))}, merged.at)
            for child in below.value.fields.values():
                holder = self._child(holder, tree, child, path)
            merged = Table({**merged.fields, tree: holder.fields[tree]}, merged.at)
            merged = self._removed(merged, below.value, tree)
        return merged

    def _child(self, holder: Table, tree: str, child: Field, path: tuple[str, ...]) -> Table:
        nodes = holder.fields[tree].value
        if child.key.text == "remove" or not isinstance(nodes, Table):
            return holder
        old = nodes.fields.get(child.key.text)
        if old is None:
            self._check_new(child)
            value = child.value
        else:
            value = self._changed(old.value, child.value, (*path, child.key.text))
        kept = {**nodes.fields, child.key.text: Field(child.key if old is None else old.key, value)}
        return Table({tree: Field(holder.fields[tree].key, Table(kept, nodes.at))}, holder.at)

    def _new(self, table: Table, field: Field, inside: tuple[str, ...]) -> Table:
        del inside
        if not self._check_new(field):
            return table
        tree = table.fields.get("indicators")
        nodes = tree.value if tree is not None and isinstance(tree.value, Table) else Table({}, field.key.at)
        key = tree.key if tree is not None else field.key
        added = Table({**nodes.fields, field.key.text: field}, nodes.at)
        return Table({**table.fields, "indicators": Field(key, added)}, table.at)

    def _check_new(self, field: Field) -> bool:
        value = field.value
        spread = "spread" in self.base.fields or any("spread" in node.fields for _, _, node in self.nodes)
        if isinstance(value, Scalar) or (isinstance(value, Table) and ("points" in value.fields or spread)):
            return True
        near = self.problems.near(field.key.text, [path for path, _, _ in self.nodes])
        self.problems.error("change-hits-nothing", field.key.at, key=field.key.text, near=near)
        return False

    def _removed(self, table: Table, over: Table, tree: str = "indicators") -> Table:
        """Take away what ``remove`` in a table of nodes names."""
        nodes = table.fields.get(tree)
        if "remove" not in over.fields or nodes is None or not isinstance(nodes.value, Table):
            return table
        kept = dict(self._kept(nodes.value, over))
        return Table({**table.fields, tree: Field(nodes.key, Table(kept, nodes.value.at))}, table.at)

    def _kept(self, old: Table, new: Table) -> dict[str, Field]:
        """Return the fields of ``old`` without those that ``new`` removes."""
        removed = new.fields.get("remove")
        if removed is None:
            return old.fields
        names = removed.value.items if isinstance(removed.value, Listing) else (removed.value,)
        fields = dict(old.fields)
        for name in names:
            text = getattr(name, "text", "")
            if fields.pop(text, None) is None:
                near = self.problems.near(text, fields)
                self.problems.error("change-hits-nothing", name.at, key=text, near=near)
        return fields


def _is_rule(table: Table) -> bool:
    """Tell whether what stands under ``each`` is a rule; else it is keys of a node, among which points may be."""
    return any(key in leads() and key != "points" for key in table.fields)


def _kind(table: Table) -> frozenset[str]:
    return frozenset(key for key in table.fields if key in leads() or key in ("is", "over"))


def _figure_ids(table: Table) -> list[str]:
    figures = table.fields["figures"].value if "figures" in table.fields else None
    return list(figures.fields) if isinstance(figures, Table) else []


def _nodes(table: Table, path: tuple[str, ...]) -> list[tuple[str, tuple[str, ...], Table]]:
    """Return id, path and table of every node, also of those that are just their points."""
    found: list[tuple[str, tuple[str, ...], Table]] = []
    for tree in _TREES:
        nodes = table.fields.get(tree)
        for key, field in nodes.value.fields.items() if nodes and isinstance(nodes.value, Table) else ():
            here = (*path, key)
            value = field.value if isinstance(field.value, Table) else Table({}, field.value.at)
            found.append((key, here, value))
            found.extend(_nodes(value, here))
    return found


def _entries(nodes: list[tuple[str, tuple[str, ...], Table]]) -> list[Entry]:
    entries: list[Entry] = []
    for _, here, table in nodes:
        code = getattr(table.fields["code"].value, "text", "") if "code" in table.fields else ""
        name = table.fields["name"].value if "name" in table.fields else None
        names = [getattr(each.value, "text", "") for each in name.fields.values()] if isinstance(name, Table) else []
        entries.append(Entry("node", here, code, [name.text] if isinstance(name, Scalar) else names))
    return entries


def _replaced(table: Table, path: tuple[str, ...], change: Callable[[Item], Item]) -> Table:
    """Return a table with the node at ``path`` changed."""
    head, rest = path[0], path[1:]
    for tree in _TREES:
        nodes = table.fields.get(tree)
        if nodes is None or not isinstance(nodes.value, Table) or head not in nodes.value.fields:
            continue
        field = nodes.value.fields[head]
        value = _replaced(field.value, rest, change) if rest and isinstance(field.value, Table) else change(field.value)
        below = Table({**nodes.value.fields, head: Field(field.key, value)}, nodes.value.at)
        return Table({**table.fields, tree: Field(nodes.key, below)}, table.at)
    return table


def with_method(table: Table, method: str, problems: Problems) -> Table:
    """Return a ruleset as one of its methods changes it.

    Raises:
        RulesetError: there is no such method.
    """
    methods = table.fields.get("methods")
    known = methods.value.fields if methods is not None and isinstance(methods.value, Table) else {}
    if method not in known:
        near = problems.near(str(method), known)
        at = methods.value.at if methods is not None else table.at
        code = "unknown-method" if known else "no-methods"
        problems.error(code, at, name=method, methods=", ".join(known), near=near)
        problems.raise_as(RulesetError)
    changes = known[method].value
    if not isinstance(changes, Table):
        problems.error("table-expected", changes.at, key=method)
        problems.raise_as(RulesetError)
        return table
    for key in ("ruleset", "extends", "methods", "use"):  # a method is none of these
        if key in changes.fields:
            problems.error("key-idle", changes.fields[key].key.at, key=key)
    return overlaid(table, changes, problems)
