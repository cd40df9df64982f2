"""Figures of a document → `Figure`: their keys checked, their limits and words read."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from scoring.dates import DATE, parse_day
from scoring.document import Listing, Scalar, Table
from scoring.formula import FormulaError, check_name
from scoring.functions import FUNCTIONS
from scoring.keys import COHORT, FIGURE, LIST
from scoring.model import Figure
from scoring.rules import form_keys, form_leads, form_of
from scoring.typed import Typed, is_none

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.document import Item

_KEYWORDS = ("and", "or", "not", "in", "if", "else", "is", "true", "false", "null", "none")
_RESERVED = frozenset((*_KEYWORDS, "total", "findings", "amount", "mark", *FUNCTIONS))
_NOT_OF_DATES = ("unit", "places", "words", "round", "ordered")
_ROLES = {"for_each": "mapped", "over": "cohort"}
_OF_AN_ENTRY = ("unit", "min", "max", "places", "type", "words", "ordered", "round", "missing", "if_missing",
                "if_undefined", "better")  # fmt: skip


def _allowed(role: str, *, derived: bool) -> dict[str, object]:
    """Return the keys of a figure by what it is."""
    found: dict[str, object] = {**FIGURE}
    if role == "cohort":
        return {**found, **COHORT}
    if derived:
        found |= dict.fromkeys(form_keys())
    return {**found, "for_each": LIST["for_each"]} if role == "mapped" else found


def _is_records(entry: Table) -> bool:
    """Whether what a list is of are the fields of a record, not the keys of one value."""
    return any(isinstance(field.value, Table) and key not in ("name", "text", "allow")
               for key, field in entry.fields.items()) or (
        bool(entry.fields) and not any(key in FIGURE for key in entry.fields)
    )  # fmt: skip


def _form_keys(table: Table) -> Mapping[str, object]:
    """Return the keys of the form that makes a figure, the one that shows it first; none for an input."""
    kind = None if "is" in table.fields else form_of(table)
    own = {"is": None} if "is" in table.fields else {} if kind is None else dict.fromkeys((*kind.leads, *kind.keys))
    return {key: None for key in own if key in table.fields}


class FigureBuild(Typed):
    """Reads figures."""

    def figures(self, table: Table, home: str, unit: str) -> dict[str, Figure]:
        """Return the figures of the ruleset or of one node, by their ids."""
        found: dict[str, Figure] = {}
        for key, value in (self.table(table, "figures") or Table({}, table.at)).fields.values():
            flawed = not self.check_id(key, figure=True)
            keys = value if isinstance(value, Table) else Table({}, key.at)
            if not isinstance(value, Table) and not (isinstance(value, Scalar) and value.value is None):
                self.problems.error("figure-shape", value.at, name=key.text)
                flawed = True
            found[key.text] = self.figure(key, keys, home, unit, flawed=flawed)
        return found

    def figure(self, key: Scalar, table: Table, home: str, unit: str, *, flawed: bool) -> Figure:
        """Return one figure."""
        if "list_of" in table.fields:
            return self.list_figure(key, table, home, flawed=flawed)
        role = next((role for lead, role in _ROLES.items() if lead in table.fields), "")
        formed = not form_leads().isdisjoint(table.fields)
        derived = bool(role) or formed
        self.check_keys(table, _allowed(role, derived=derived), "figure")
        if role != "cohort":
            self.idle(table, ("if_missing", "missing") if derived else ("if_undefined",))
            form = _form_keys(table)
            others = (key for key in table.fields if key in set(form_keys()) - form.keys())
            self.exclusive(table, others, next(iter(form), ""))
        if role == "mapped" and not formed and not self.misread(table):
            self.problems.error("list-without-form", key.at, name=key.text)
            flawed = True
        flawed = flawed or self.misread(table)
        self.accepted(table)
        own_unit = self.text(table, "unit") or unit
        words, ordered = self.words(table), self.flag(table, "ordered")
        kind = self.option(table, "type", ("number", "count", "flag", "date")) or ("words" if words else "number")
        self.option(table, "better", ("higher", "lower"))
        flawed = self.misused(key, table, kind) or flawed
        if kind == "date":
            own_unit, words = DATE, ()
        low, high = (None, None) if flawed else self.limits(table, own_unit, whole=kind == "count")
        if own_unit == "%" and not (
            derived or flawed or "max" in table.fields or (home and "unit" not in table.fields)
        ):
            self.problems.error("percent-needs-max", key.at, name=key.text)
        missing = table.fields["missing"].value if "missing" in table.fields else None
        texts = missing.items if isinstance(missing, Listing) else () if missing is None else (missing,)
        flawed = flawed or ("words" in table.fields and not words)
        return Figure(
            f"{home}.{key.text}" if home else key.text, key.text, self.label(table, "name", key.text), own_unit, kind,
            low, high, self.whole_number(table, "places"), words,
            tuple(each.text for each in texts if isinstance(each, Scalar)), table if derived else None, table, key.at,
            home, flawed, role or ("derived" if derived else "input"), ordered=ordered,
        )  # fmt: skip

    def list_figure(self, key: Scalar, table: Table, home: str, *, flawed: bool) -> Figure:
        """Return a figure that is a list of values or of records."""
        self.check_keys(table, (*(name for name in FIGURE if name not in _OF_AN_ENTRY), "list_of"), "list")
        self.accepted(table)
        item = table.fields["list_of"].value
        entry = item if isinstance(item, Table) else Table({}, item.at)
        if not isinstance(item, Table) and not (isinstance(item, Scalar) and item.value is None):
            self.problems.error("list-shape", item.at, name=key.text)
            flawed = True
        records = _is_records(entry)
        items: dict[str, Figure] = {}
        if not records:
            items["each"] = self.figure(key, entry, "", "", flawed=flawed)
        for field, value in entry.fields.values() if records else ():
            wrong = not self.check_id(field, figure=True)
            if field.text in ("name", "each"):
                self.problems.error("field-reserved", field.at, name=field.text)
                wrong = True
            if not isinstance(value, Table) and not (isinstance(value, Scalar) and value.value is None):
                self.problems.error("figure-shape", value.at, name=field.text)
                wrong = True
            keys = value if isinstance(value, Table) else Table({}, field.at)
            items[field.text] = self.figure(field, keys, "", "", flawed=wrong)
        flawed = flawed or self.misread(table) or any(each.flawed for each in items.values())
        return Figure(
            f"{home}.{key.text}" if home else key.text, key.text, self.label(table, "name", key.text), "", "number",
            None, None, None, (), (), None, table, key.at, home, flawed, "list", items, records,
        )  # fmt: skip

    def misused(self, key: Scalar, table: Table, kind: str) -> bool:
        """Record keys that do not fit the type of a figure, and return whether there are any."""
        unit = table.fields.get("unit")
        stray = [each for each in _NOT_OF_DATES if kind == "date" and each in table.fields]
        if unit is not None and getattr(unit.value, "text", "") == DATE:
            self.problems.error("date-unit", unit.value.at)
        elif stray:
            self.problems.error("date-key", table.fields[stray[0]].key.at, key=stray[0])
        elif "ordered" in table.fields and "words" not in table.fields:
            self.problems.error("ordered-words", table.fields["ordered"].key.at, name=key.text)
        elif "better" in table.fields and (kind == "flag" or "words" in table.fields):
            self.problems.error("better-of-words", table.fields["better"].key.at, name=key.text)
        else:
            return False
        return True

    def limits(self, table: Table, unit: str, *, whole: bool) -> tuple[Fraction | None, Fraction | None]:
        """Return the least and the greatest value of a figure, of which some value must lie between."""
        low, high = (
            self.day(table.fields[name].value, name)
            if unit == DATE and name in table.fields and not is_none(table, name)
            else self.number(table.fields[name].value, name, percent=unit == "%")
            if name in table.fields and not is_none(table, name)
            else None
            for name in ("min", "max")
        )
        if low is not None and high is not None and low > high:
            self.problems.error("limits-order", table.fields["min"].value.at)
        elif whole and high is not None and floor(high) < max(0, ceil(low or 0)):
            self.problems.error("limits-whole", table.fields["max"].value.at)
        return low, high

    def day(self, item: Item, key: str) -> Fraction | None:
        """Return a constant date."""
        text = item.text if isinstance(item, Scalar) else ""
        day = parse_day(text)
        if day is None:
            self.problems.error("date-bound", item.at, key=key, text=text)
            return None
        return Fraction(day)

    def words(self, table: Table) -> tuple[str, ...]:
        """Return the words a figure may be."""
        if "words" not in table.fields:
            return ()
        item = table.fields["words"].value
        listed = item.items if isinstance(item, Listing) else ()
        words = [each for each in listed if isinstance(each, Scalar)]
        if not words or len(words) < len(listed):
            self.problems.error("words-shape", item.at)
            return ()
        texts = [each.text for each in words]
        for number, each in enumerate(words):
            if each.text in texts[:number]:
                self.problems.error("word-twice", each.at, word=each.text)
        return tuple(texts)

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
