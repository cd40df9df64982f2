"""Document → `Definition`: keys checked, ``each`` and ``variants`` spread out, figures read; nothing lowered yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from scoring.diagnostic import Problems
from scoring.document import Field, Item, Listing, Scalar, Table
from scoring.expression import FUNCTIONS
from scoring.formula import FormulaError, check_name
from scoring.keys import FIGURE, LEVELS, MODES, NODE, ROOT, ROUNDING, Keys
from scoring.model import Definition, Figure, Indicator, Label, Rule
from scoring.number import parse_number
from scoring.rules import COMMON, form_leads, kind_of, kinds, leads
from scoring.source import Span

MAX_PLACES = 15
_RESERVED = frozenset(("and", "or", "not", "in", "if", "else", "is", "true", "false", "null", "none", "total", "findings",
                       "amount", "mark", *FUNCTIONS))  # fmt: skip
_FORM_KEYS = frozenset(key for kind in kinds().values() if kind.form for key in kind.keys) | {"is"}


def definition(table: Table, problems: Problems) -> Definition:
    """Return the ruleset that a document holds; what is wrong is recorded."""
    return _Build(problems).whole(table)


class _Build:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.source = ""

    # Typed values

    def check_keys(self, table: Table, allowed: Iterable[str], where: str) -> None:
        """Record every key that may not stand here."""
        check_keys(self.problems, table, allowed, where)

    def text(self, table: Table, key: str) -> str:
        """Return a text, empty where the key does not stand."""
        item = table.fields[key].value if key in table.fields else None
        if item is None:
            return ""
        if not isinstance(item, Scalar):
            self.problems.error("text-expected", item.at, key=key)
            return ""
        return item.text

    def label(self, table: Table, key: str, otherwise: str = "") -> Label:
        """Return a text that may differ by language."""
        return read_label(self.problems, table.fields[key].value if key in table.fields else None, key, otherwise)

    def option(self, table: Table, key: str, options: Sequence[str]) -> str:
        """Return one of some words, empty where the key does not stand."""
        text = self.text(table, key)
        if key in table.fields and text not in options:
            at = table.fields[key].value.at
            near = self.problems.near(text, options)
            self.problems.error("unknown-option", at, key=key, found=text, options=", ".join(options), near=near)
            return ""
        return text

    def number(self, item: Item, key: str, *, percent: bool = False) -> Fraction | None:
        """Return a constant number; with ``percent`` it must carry its sign unless it is 0."""
        text = item.text if isinstance(item, Scalar) else ""
        value = parse_number(text.removesuffix("%"))
        if value is None:
            self.problems.error("number-expected", item.at, key=key, text=text)
            return None
        if text.endswith("%") and not percent:
            self.problems.error("percent-unexpected", item.at, key=key, text=text)
            return None
        if percent and value and not text.endswith("%"):
            self.problems.error("percent-missing", item.at, text=text)
            return None
        return value / 100 if text.endswith("%") else value

    def flag(self, table: Table, key: str) -> bool:
        """Return a truth value, false where the key does not stand."""
        if key not in table.fields:
            return False
        item = table.fields[key].value
        if not isinstance(item, Scalar) or not isinstance(item.value, bool):
            self.problems.error("flag-expected", item.at, key=key, text=getattr(item, "text", ""))
            return False
        return item.value

    def whole_number(self, table: Table, key: str) -> int | None:
        """Return a small whole number such as a number of decimals."""
        if key not in table.fields:
            return None
        item = table.fields[key].value
        value = item.value if isinstance(item, Scalar) else None
        if not isinstance(value, Fraction) or value.denominator != 1 or not 0 <= value <= MAX_PLACES:
            self.problems.error("places-expected", item.at, key=key, limit=MAX_PLACES)
            return None
        return int(value)

    # The whole

    def whole(self, table: Table) -> Definition:
        """Return the definition."""
        self.check_keys(table, ROOT, "ruleset")
        for key in ("ruleset", "indicators"):
            if key not in table.fields:
                self.problems.error("missing-key", table.at, key=key)
        self.source = self.text(table, "source")
        title = self.label(table, "title", self.text(table, "ruleset"))
        figures = self.figures(table, "", "")
        rounding = self.table(table, "rounding")
        mode = ""
        places: dict[str, int] = {}
        if rounding is not None:
            self.check_keys(rounding, ROUNDING, "rounding")
            mode = self.option(rounding, "mode", MODES)
            found = {level: self.whole_number(rounding, level) for level in LEVELS if not _is_none(rounding, level)}
            places = {level: value for level, value in found.items() if value is not None}
            if places and "mode" not in rounding.fields:
                self.problems.error("rounding-mode", rounding.at, modes=", ".join(MODES))
        findings = self.option(table, "without_findings", ("keep", "left out"))
        root = self.node(_Place("", "", 0, "root", "", ()), table, [], title)
        return Definition(
            self.text(table, "ruleset"), self.text(table, "version"), title, self.source, table,
            MappingProxyType(figures), root, mode, MappingProxyType(places),
            {"keep": True, "left out": False}.get(findings),
        )  # fmt: skip

    def table(self, table: Table, key: str) -> Table | None:
        """Return a table, None where the key does not stand."""
        if key not in table.fields:
            return None
        item = table.fields[key].value
        if isinstance(item, Table):
            return item
        self.problems.error("table-expected", item.at, key=key)
        return None

    # Figures

    def figures(self, table: Table, home: str, unit: str) -> dict[str, Figure]:
        """Return the figures of the ruleset or of one node, by their ids."""
        found: dict[str, Figure] = {}
        for field in (self.table(table, "figures") or Table({}, table.at)).fields.values():
            if self.check_id(field.key, figure=True):
                value = field.value if isinstance(field.value, Table) else None
                if value is None and not (isinstance(field.value, Scalar) and field.value.value is None):
                    self.problems.error("figure-shape", field.value.at, name=field.key.text)
                    continue
                found[field.key.text] = self.figure(field.key, value or Table({}, field.key.at), home, unit)
        return found

    def figure(self, key: Scalar, table: Table, home: str, unit: str) -> Figure:
        """Return one figure."""
        derived = any(lead in table.fields for lead in form_leads())
        self.check_keys(table, {**FIGURE, **dict.fromkeys(_FORM_KEYS)} if derived else FIGURE, "figure")
        own_unit = self.text(table, "unit") or unit
        percent = own_unit == "%"
        words = self.words(table)
        kind = self.option(table, "type", ("number", "count", "flag")) or ("words" if words else "number")
        limits: dict[str, Fraction | None] = {}
        for name in ("min", "max"):
            there = name in table.fields and not _is_none(table, name)
            limits[name] = self.number(table.fields[name].value, name, percent=percent) if there else None
        if percent and not derived and "max" not in table.fields and not (home and "unit" not in table.fields):
            self.problems.error("percent-needs-max", key.at, name=key.text)
        missing = table.fields["missing"].value if "missing" in table.fields else None
        texts = missing.items if isinstance(missing, Listing) else () if missing is None else (missing,)
        return Figure(
            f"{home}.{key.text}" if home else key.text, key.text, self.label(table, "name", key.text), own_unit, kind,
            limits["min"], limits["max"], self.whole_number(table, "places"), words,
            tuple(each.text for each in texts if isinstance(each, Scalar)), table if derived else None, table, key.at, home,
        )  # fmt: skip

    def words(self, table: Table) -> tuple[str, ...]:
        """Return the words a figure may be."""
        if "words" not in table.fields:
            return ()
        item = table.fields["words"].value
        if not isinstance(item, Listing) or not item.items:
            self.problems.error("words-shape", item.at)
            return ()
        words = [each.text for each in item.items if isinstance(each, Scalar)]
        for number, each in enumerate(item.items):
            if isinstance(each, Scalar) and each.text in words[:number]:
                self.problems.error("word-twice", each.at, word=each.text)
        return tuple(words)

    def check_id(self, key: Scalar, *, figure: bool = False) -> bool:
        """Record an id that no formula could read."""
        name = key.text
        try:
            check_name(name)
        except FormulaError as error:
            self.problems.error(error.code, key.at, **error.facts)
            return False
        if not name.isidentifier() or (figure and name in _RESERVED):
            self.problems.error("id-reserved" if name.isidentifier() else "id-characters", key.at, name=name)
            return False
        return True

    # The tree

    def node(self, place: _Place, table: Table, eaches: list[Table], label: Label | None = None) -> Indicator:
        """Return a node with everything below it."""
        self.check_keys(table, ROOT if place.kind == "root" else NODE, "ruleset" if place.kind == "root" else "node")
        label = label or self.label(table, "name", place.id)
        if "each" in table.fields:
            eaches = [self.each(table.fields["each"].value), *eaches]
        tree = self.children_key(table)
        if tree is None and "variants" not in table.fields:
            table = _completed(table, eaches)
        item = place.item
        for name in ("bonus", "penalty"):
            item = name if self.flag(table, name) else item
        names = place.names if place.kind == "root" else (*place.names, label)
        clause = self.text(table, "source") or " ".join(
            part for part in (self.source, " / ".join(each.text("zh") for each in names)) if part
        )
        kind = {"root": "root", "criterion": "criterion"}.get(
            place.kind, "leaf" if tree in (None, "criteria") else "group"
        )
        children = () if tree is None else tuple(self.children(place, table, tree, eaches, item, names))
        rules = tuple(self.rules(table, clause))
        variants = tuple(self.variants(place, table, eaches, label)) if "variants" in table.fields else ()
        if tree is None and not rules and not variants and place.kind != "root":
            self.problems.error("leaf-without-rules", table.at, name=label.text())
        return Indicator(
            place.path, label, self.text(table, "code"), clause, place.level, kind, item, self.flag(table, "beside"),
            table, rules, MappingProxyType(self.figures(table, place.path, self.text(table, "unit"))) if place.path
            else MappingProxyType({}), children, place.at or table.at, variants,
        )  # fmt: skip

    def children_key(self, table: Table) -> str | None:
        """Return ``indicators`` or ``criteria``, whichever stands."""
        both = [key for key in ("indicators", "criteria") if key in table.fields]
        if len(both) > 1:
            self.problems.error("criteria-and-indicators", table.fields["criteria"].key.at)
        return both[0] if both else None

    def children(
        self, place: _Place, table: Table, tree: str, eaches: list[Table], item: str, names: tuple[Label, ...]
    ) -> Iterable[Indicator]:
        """Yield the children of a node."""
        nodes = self.table(table, tree)
        if nodes is None or not nodes.fields:
            if nodes is not None:
                self.problems.error("no-children", nodes.at, key=tree)
            return
        for key, value in nodes.fields.values():
            if not self.check_id(key):
                continue
            child = value
            if isinstance(value, Scalar) and tree == "criteria":
                child = Table({"points": Field(Scalar("points", "points", value.at), value)}, key.at)
            if not isinstance(child, Table):
                self.problems.error("node-shape", value.at, name=key.text)
                continue
            path = f"{place.path}.{key.text}" if place.path else key.text
            kind = "criterion" if tree == "criteria" else "node"
            yield self.node(_Place(key.text, path, place.level + 1, kind, item, names, key.at), child, eaches)

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
            if "criteria" in variant.fields or "indicators" in variant.fields:
                fields = {
                    key: field
                    for key, field in fields.items()
                    if key in variant.fields or key not in ("rules", "criteria", "indicators")
                }
            when = variant.fields["when"].value if "when" in variant.fields else None
            yield when, self.node(place, Table(fields, variant.at), eaches, label)

    def each(self, item: Item) -> Table:
        """Return what every lowest node below lacks, as keys of a node."""
        is_rule = not isinstance(item, Table) or any(key in leads() and key != "points" for key in item.fields)
        if not is_rule and isinstance(item, Table):
            self.check_keys(item, NODE, "node")
            return item
        return Table({"rules": Field(Scalar("rules", "rules", item.at), item)}, item.at)

    def rules(self, table: Table, clause: str) -> Iterable[Rule]:
        """Yield the rules of a node."""
        if "rules" not in table.fields:
            return
        item = table.fields["rules"].value
        for each in item.items if isinstance(item, Listing) else (item,):
            rule = self.rule(each, clause)
            if rule is not None:
                yield rule

    def rule(self, item: Item, clause: str) -> Rule | None:
        """Return one rule, None where its kind is not known."""
        if isinstance(item, Scalar) and item.text == "judge":
            item = Table({"judge": Field(item, Scalar("", None, item.at))}, item.at)
        if not isinstance(item, Table):
            self.problems.error("rule-shape", item.at, kinds=", ".join(sorted(leads())))
            return None
        kind = kind_of(item)
        if kind is None:
            near = next((n for key in item.fields if (n := self.problems.near(key, leads()))), None)
            wrong = next(iter(item.fields.values())).key if item.fields else None
            for key, field in item.fields.items():
                wrong = field.key if self.problems.near(key, leads()) == near and near else wrong
            at = wrong.at if wrong else item.at
            self.problems.error(
                "unknown-rule", at, kinds=", ".join(sorted(leads())), key=wrong.text if wrong else "", near=near
            )
            return None
        self.check_keys(item, {**kind.keys, **COMMON}, "rule")
        for key in kind.needs:
            if key not in item.fields:
                self.problems.error(
                    "rule-needs", item.at, key=key, lead=next(lead for lead in kind.leads if lead in item.fields)
                )
                return None
        return Rule(kind, item, self.text(item, "source") or clause, item.at)


class _Place:
    """Where a node stands."""

    __slots__ = ("at", "id", "item", "kind", "level", "names", "path")

    def __init__(
        self, id_: str, path: str, level: int, kind: str, item: str, names: tuple[Label, ...], at: Span | None = None
    ) -> None:
        self.id, self.path, self.level, self.kind, self.item, self.names, self.at = (
            id_,
            path,
            level,
            kind,
            item,
            names,
            at,
        )


def _completed(table: Table, eaches: list[Table]) -> Table:
    """Return a lowest node's keys with what it lacks, the nearest ``each`` first."""
    fields = dict(table.fields)
    for each in eaches:
        for key, field in each.fields.items():
            fields.setdefault(key, field)
    return Table(fields, table.at)


def _is_none(table: Table, key: str) -> bool:
    return key in table.fields and getattr(table.fields[key].value, "text", "") == "none"


def check_keys(problems: Problems, table: Table, allowed: Iterable[str] | Keys, where: str) -> None:
    """Record every key of a table that may not stand there."""
    allowed = tuple(allowed)
    for key, field in table.fields.items():
        if key not in allowed:
            known, near = ", ".join(allowed), problems.near(key, allowed)
            problems.error("unknown-key", field.key.at, key=key, where=where, known=known, near=near)


def read_label(problems: Problems, item: Item | None, key: str, otherwise: str = "") -> Label:
    """Return a text that may differ by language."""
    if isinstance(item, Scalar):
        return Label({"": item.text})
    if isinstance(item, Table):
        texts: Mapping[str, str] = {lang: getattr(field.value, "text", "") for lang, field in item.fields.items()}
        for lang, field in item.fields.items():
            if lang not in ("zh", "en") or not isinstance(field.value, Scalar):
                problems.error("label-shape", field.key.at, key=key)
        return Label(MappingProxyType(texts))
    if item is not None:
        problems.error("label-shape", item.at, key=key)
    return Label({"": otherwise})
