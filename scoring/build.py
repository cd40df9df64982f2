"""Document → `Definition`: keys checked, ``each`` and ``variants`` spread out, figures read; nothing lowered yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from scoring.build_rules import RuleBuild
from scoring.build_shapes import NO_SHAPE, ShapeBuild, Shaped, completed, joined, without_shape
from scoring.document import Field, Item, Listing, Scalar, Table
from scoring.keys import IF_EMPTY, LEVELS, MODES, NODE, PORTFOLIO, ROOT, ROUNDING, WEIGHTED
from scoring.model import Definition, Indicator, Label, Records
from scoring.rules import leads
from scoring.typed import is_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.diagnostic import Problems
    from scoring.model import Figure
    from scoring.source import Span

_OF_RECORDS = ("rules", "criteria")
_OF_SUM = ("points", "combine", "weights", "on_drop", "rules", "start", "floor", "cap")
"""What makes the total of the indicators, and does nothing beside a ``total`` of its own."""
_READ_ELSEWHERE = ("figures", "functions", "shapes", "indicators")
"""Keys of the whole with names that other parts of it read."""
_GROUPS = ("combine", "weights", "on_drop", "spread")  # what only a node with children can have


def definition(table: Table, problems: Problems, counts: Mapping[str, int | None] | None = None) -> Definition:
    """Return the ruleset that a document holds; what is wrong is recorded.

    Args:
        table: the document.
        problems: where to record.
        counts: how many records the lists have that nodes are made from, by canonical name; None: not given. A list
            that is not named has one, so that what is wrong with its node is said once.
    """
    return _Build(problems, counts or {}).whole(table)


class _Build(ShapeBuild, RuleBuild):
    def __init__(self, problems: Problems, counts: Mapping[str, int | None]) -> None:
        super().__init__(problems)
        self.source, self.counts = "", counts

    # The whole

    def whole(self, table: Table) -> Definition:
        """Return the definition."""
        self.check_keys(table, ROOT, "ruleset")
        table = self.as_meant(table)
        for key in ("ruleset", "indicators") if "total" not in table.fields else ("ruleset",):
            if key not in table.fields and not self.misread(table):
                self.problems.error("missing-key", table.at, key=key)
        self.source = self.text(table, "source")
        title = self.label(table, "title", self.text(table, "ruleset"))
        figures = self.figures(table, "", "")
        functions = self.functions(table)
        self.read_shapes(table)
        rounding = self.table(table, "rounding")
        mode = ""
        places: dict[str, int] = {}
        if rounding is not None:
            self.check_keys(rounding, ROUNDING, "rounding")
            mode = self.option(rounding, "mode", MODES)
            found = {level: self.whole_number(rounding, level) for level in LEVELS if not is_none(rounding, level)}
            places = {level: value for level, value in found.items() if value is not None}
            if places and "mode" not in rounding.fields and not self.misread(rounding):
                self.problems.error("rounding-mode", rounding.at, modes=", ".join(MODES))
        self.portfolio(table)
        self.table(table, "methods")
        self.results(table)
        lower = self.option(table, "better", ("higher", "lower")) == "lower"
        findings = self.option(table, "without_findings", ("keep", "left out"))
        lists = {name: figure for name, figure in figures.items() if figure.role == "list"}
        root = self.node(_Place("", "", 0, "root", "", (), lists=lists), table, [], title)
        local = (figure for node in root.walk() for figure in node.figures)
        self.check_functions(functions.values(), {*figures, *local})
        return Definition(
            self.text(table, "ruleset"), self.text(table, "version"), title, self.source, table,
            MappingProxyType(figures), root, mode, MappingProxyType(places),
            {"keep": True, "left out": False}.get(findings, True if "without_findings" in table.fields else None),
            self.grade(table), lower, MappingProxyType(functions), frozenset(self.used),
        )  # fmt: skip

    def as_meant(self, table: Table) -> Table:
        """Return the whole with a mistyped key read as what was meant, where others would be taken for mistakes too."""
        meant: dict[str, Field] = {}
        for key, each in table.fields.items():
            near = None if key in ROOT else self.problems.near(key, ROOT)
            meant[near if near in _READ_ELSEWHERE and near not in {*table.fields, *meant} else key] = each
        return table if meant.keys() == table.fields.keys() else Table(meant, table.at)

    def results(self, table: Table) -> None:
        """Check what a ruleset yields: no key beside ``total`` that would do nothing, and one way to a grade."""
        fields = table.fields
        if "grade" in fields and "grades" in fields:
            self.problems.error("grade-and-grades", fields["grade"].key.at)
        if "total" not in fields:
            return
        for key in _OF_SUM:
            if key in fields:
                self.problems.error("total-idle", fields[key].key.at, key=key)
        if not is_none(table, "total"):
            return
        for key in ("grades", "portfolio", "better"):
            if key in fields:
                self.problems.error("total-none", fields[key].key.at, key=key)
        if not {"grade", "grades", "outputs"} & fields.keys() and not self.misread(table):
            self.problems.error("total-none-bare", fields["total"].value.at)

    def grade(self, table: Table) -> Figure | None:
        """Return the form under ``grade``, read as a figure's is; a formula or a figure's name is none."""
        item = table.fields["grade"].value if "grade" in table.fields else None
        if not isinstance(item, Table):
            return None
        return self.figure(table.fields["grade"].key, item, "", "", flawed=False)

    def portfolio(self, table: Table) -> None:
        """Check how cases are weighted into one result."""
        keys = self.table(table, "portfolio")
        if keys is None:
            return
        self.check_keys(keys, PORTFOLIO, "portfolio")
        self.whole_number(keys, "round_weights")
        self.option(keys, "total", ("of_groups", "of_totals"))
        self.option(keys, "missing_cases", ("leave_out",))
        self.flag(keys, "grade")

    # The tree

    def node(self, place: _Place, table: Table, eaches: list[Table], label: Label | None = None) -> Indicator:
        """Return a node with everything below it."""
        self.check_keys(table, ROOT if place.kind == "root" else NODE, "ruleset" if place.kind == "root" else "node")
        # What stands at a node of variants may be for some of them, and nothing of a sum stands beside a total.
        by_formula = place.kind == "root" and "total" in table.fields
        checked = (label is not None and place.kind != "root") or by_formula
        made = self.content(place, table, eaches, checked=checked)
        written, own, table, tree, eaches, shaped = (table, *made)
        label = label or self.label(own, "name", place.id)
        item = self.item(place, table, own)
        self.weights(own)
        self.option(own, "spread", ("leaves", "children"))
        self.accepted(own)
        beside = self.flag(table, "beside")
        names = place.names if place.kind == "root" else (*place.names, label)
        clause = self.text(table, "source") or " ".join(
            part for part in (self.source, " / ".join(each.printed for each in names)) if part
        )
        kind = {"root": "root", "criterion": "criterion"}.get(
            place.kind, "leaf" if tree in (None, "criteria") else "group"
        )
        figures = {**place.fields, **(self.figures(table, place.path, self.text(table, "unit")) if place.path else {})}
        lists = {**place.lists, **{name: each for name, each in figures.items() if each.role == "list"}}
        inside = NO_SHAPE._replace(inside=shaped.inside)
        below = _Place(place.id, place.path, place.level, place.kind, item, names, shaped=inside, lists=lists)
        records = self.records_of(below, own) if tree == "for_each" else None
        children: list[Indicator | None] = []
        if tree == "for_each":
            children.extend(self.records(below, own, records, eaches, label))
        elif tree is not None:
            children.extend(self.children(below, table, tree, eaches))
        rules = list(self.rules(table, clause))
        if any(each and each.kind.role == "base" and "when" not in each.keys.fields for each in rules):
            self.idle(own, ("start",))
        variants = self.all_variants(place, written, made, label)
        at = place.at or table.at
        flawed = (
            shaped.flawed
            or self.misread(own, *eaches)
            or None in children
            or None in rules
            or (tree is not None and not children and records is None)
        )
        if tree is None and not rules and "variants" not in table.fields and place.kind != "root" and not flawed:
            name = place.names[-1] if place.kind == "record" else label
            self.problems.error("leaf-without-rules", at, name=name.text())
            flawed = True
        flawed = flawed or not (children or rules or variants or by_formula or records is not None)
        return Indicator(
            place.path, label, self.text(table, "code"), clause, place.level, kind, item, beside,
            table, tuple(each for each in rules if each is not None), MappingProxyType(figures),
            tuple(each for each in children if each is not None), at, variants, flawed,
            records, place.kind == "record", shaped.shape, MappingProxyType(shaped.arguments),
        )  # fmt: skip

    def content(self, place: _Place, table: Table, eaches: list[Table], *, checked: bool) -> _Content:
        """Return what a node is made of: its own keys, those of its shape, and of a lowest node what it lacked."""
        shaped = self.begun(table, place.shaped) if place.kind != "root" else NO_SHAPE._replace(table=table)
        table = own = shaped.table
        tree = self.children_key(table)
        if not checked:
            has_children = tree or "for_each" in table.fields
            self.idle(table, ("start",) if has_children else _GROUPS if "variants" not in table.fields else ())
            self.idle(table, ("if_empty",) if "for_each" not in table.fields else ())
        eaches = self.nearest(table, eaches)
        if "for_each" in table.fields:
            self.idle(table, ("variants", "spread"))
            if "indicators" in table.fields:
                self.problems.error("records-indicators", table.fields["indicators"].key.at)
            tree = "for_each"
            table = Table({key: field for key, field in table.fields.items() if key not in _OF_RECORDS}, table.at)
        elif tree is None and "variants" not in table.fields:
            table = completed(table, eaches)
            if place.kind != "root" and "use" in table.fields:  # by an `each`; what the shape brings takes it no more
                shaped = self.filled(table, place.shaped)
                table, tree = shaped.table, self.children_key(shaped.table)
                eaches = self.nearest(table, [without_shape(each) for each in eaches])
        if "with" in table.fields and "variants" not in table.fields:
            self.problems.error("with-without-use", table.fields["with"].key.at)
            shaped = shaped._replace(flawed=True)
        return _Content(own, table, tree, eaches, shaped)

    def nearest(self, table: Table, eaches: list[Table]) -> list[Table]:
        """Return what lowest nodes below lack, that of this node first."""
        return [self.each(table.fields["each"].value), *eaches] if "each" in table.fields else eaches

    def records_of(self, place: _Place, table: Table) -> Records | None:
        """Return what makes the children of a node with ``for_each``; None where that is wrong."""
        name, if_empty = self.text(table, "for_each"), self.option(table, "if_empty", IF_EMPTY)
        figure, item = place.lists.get(name), table.fields["for_each"].value
        if figure is None:
            lists, near = ", ".join(place.lists) or "–", self.problems.near(name, place.lists)
            self.problems.error("for-each-list", item.at, name=name, lists=lists, near=near)
        elif "if_empty" not in table.fields and not self.misread(table):
            self.problems.error("if-empty-needed", item.at, name=name)
        if (self.text(table, "combine") or "sum") == "sum" and not is_none(table, "points"):
            at = table.fields["combine"].value.at if "combine" in table.fields else item.at
            self.problems.error("records-sum", at, name=name)
            return None
        if figure is None or not if_empty or figure.flawed:
            return None
        return Records(figure.name, self.counts.get(figure.name, 1), if_empty)

    def records(
        self, place: _Place, table: Table, made: Records | None, eaches: list[Table], label: Label
    ) -> Iterable[Indicator]:
        """Yield one child for each record of a list; its rules and criteria stand at the node of the list."""
        if made is None:
            return
        keys = [key for key in _OF_RECORDS if key in table.fields]
        if is_none(table, "points"):
            keys.append("points")
        own = Table({key: table.fields[key] for key in keys}, table.at)
        figure = place.lists[self.text(table, "for_each")]
        for number in range(1, (made.count or 0) + 1):
            path, entry = f"{place.path}.{number}", f"{made.figure}[{number}]"
            named = Label({lang: f"{text} {number}" for lang, text in label.texts.items()})
            fields = {
                id_: replace(each, name=entry if id_ == "each" and not figure.records else f"{entry}.{id_}", home=path)
                for id_, each in figure.items.items()
            }
            here = _Place(
                str(number), path, place.level + 1, "record", place.item, place.names, table.at,
                shaped=place.shaped, lists=place.lists, fields=fields,
            )  # fmt: skip
            yield self.node(here, own, eaches, named)

    def item(self, place: _Place, table: Table, own: Table) -> str:
        """Return whether a node is a bonus or a penalty, or stands below one."""
        item = place.item
        for name in ("bonus", "penalty"):
            item = name if self.flag(table, name) else item
        if item:
            self.idle(own, ("weight", "combine", "weights", "on_drop", *(("bonus",) if item == "penalty" else ())))
        return item

    def weights(self, table: Table) -> None:
        """Record that weights are said to be relative where they make no mean."""
        combine = table.fields["combine"].value if "combine" in table.fields else None
        if not isinstance(combine, Scalar) or combine.text not in WEIGHTED:
            self.idle(table, ("weights",))

    def children_key(self, table: Table) -> str | None:
        """Return ``indicators`` or ``criteria``, whichever stands."""
        both = [key for key in ("indicators", "criteria") if key in table.fields]
        if len(both) > 1:
            self.problems.error("criteria-and-indicators", table.fields["criteria"].key.at)
        return both[0] if both else None

    def children(self, place: _Place, table: Table, tree: str, eaches: list[Table]) -> Iterable[Indicator | None]:
        """Yield the children of a node, None for each that cannot be read; ``place`` is the parent's."""
        nodes = self.table(table, tree)
        if nodes is None or not nodes.fields:
            if nodes is not None:
                code = "no-indicators" if place.kind == "root" else "no-children"
                self.problems.error(code, nodes.at, key=tree)
            return
        for key, value in nodes.fields.values():
            if not self.check_id(key):
                yield None
                continue
            child = value
            if isinstance(value, Scalar) and tree == "criteria":
                child = Table({"points": Field(Scalar("points", "points", value.at), value)}, key.at)
            if not isinstance(child, Table):
                self.problems.error("node-shape", value.at, name=key.text)
                yield None
                continue
            path = f"{place.path}.{key.text}" if place.path else key.text
            kind = "criterion" if tree == "criteria" else "node"
            own = _Place(
                key.text, path, place.level + 1, kind, place.item, place.names, key.at, place.shaped, place.lists
            )  # fmt: skip
            yield self.node(own, child, eaches)

    def all_variants(
        self, place: _Place, written: Table, made: _Content, label: Label
    ) -> tuple[tuple[Item | None, Indicator], ...]:
        """Return the variants of a node: those it says itself may name a shape each, those of a shape stand in it."""
        if "variants" in written.fields:
            return tuple(self.variants(place, written, made.eaches, label))
        if "variants" in made.table.fields:
            return tuple(self.variants(replace(place, shaped=made.shaped), made.table, made.eaches, label))
        return ()

    def variants(
        self, place: _Place, table: Table, eaches: list[Table], label: Label
    ) -> Iterable[tuple[Item | None, Indicator]]:
        """Yield condition and node of each variant: its keys replace the node's."""
        listed = table.fields["variants"].value
        if not isinstance(listed, Listing) or not listed.items:
            self.problems.error("variants-shape", listed.at)
            return
        own = {key: field for key, field in table.fields.items() if key != "variants"}
        for variant in listed.items:
            if not isinstance(variant, Table):
                self.problems.error("variants-shape", variant.at)
                continue
            self.check_keys(variant, {**NODE, "when": None}, "node")
            fields = {**own, **{key: field for key, field in variant.fields.items() if key != "when"}}
            if "with" in own and "with" in variant.fields:
                fields["with"] = joined(variant.fields["with"], own["with"])
            if "criteria" in variant.fields or "indicators" in variant.fields:
                fields = {
                    key: field
                    for key, field in fields.items()
                    if key in variant.fields or key not in ("rules", "criteria", "indicators")
                }
            when = variant.fields["when"].value if "when" in variant.fields else None
            yield when, self.node(replace(place, at=variant.at), Table(fields, variant.at), eaches, label)

    def each(self, item: Item) -> Table:
        """Return what every lowest node below lacks, as keys of a node."""
        is_rule = not isinstance(item, Table) or any(key in leads() and key != "points" for key in item.fields)
        if isinstance(item, Table) and not any(key in NODE for key in item.fields):
            is_rule = is_rule or any(self.problems.near(key, sorted(leads())) for key in item.fields)
        if not is_rule and isinstance(item, Table):
            self.check_keys(item, NODE, "node")
            return item
        return Table({"rules": Field(Scalar("rules", "rules", item.at), item)}, item.at)


class _Content(NamedTuple):
    """What a node is made of.

    Attributes:
        own: the node's keys with those of the shape it names.
        table: of a lowest node also what it lacked by an ``each``; of a node with records without what is theirs.
        tree: where its children stand, None if it has none.
        eaches: what lowest nodes below lack, nearest first.
        shaped: its shape.
    """

    own: Table
    table: Table
    tree: str | None
    eaches: list[Table]
    shaped: Shaped


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: its id, path, level and kind, and what it takes over from its parent.

    Attributes:
        shaped: what a variant has of the shape that its node is made from; of a child the shapes around it.
        lists: the lists of the case seen from here, by id.
        fields: the fields of its record.
    """

    id: str
    path: str
    level: int
    kind: str
    item: str
    names: tuple[Label, ...]
    at: Span | None = None
    shaped: Shaped = NO_SHAPE
    lists: Mapping[str, Figure] = field(default_factory=dict)
    fields: Mapping[str, Figure] = field(default_factory=dict)
