"""The files of a ruleset: itself, those it extends, those it uses; from a path to texts, from texts to one table.

The texts are all that a ruleset is made from, so they are what it is told by (its hash) and what it pickles as: in
the order in which they are read, a file behind all that it extends and uses.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.diagnostic import Diagnostic, Problems, RulesetError
from scoring.document import Field, Listing, Scalar, Source, Table, load_source, read_yaml
from scoring.keys import SHARED
from scoring.merge import overlaid
from scoring.source import brief, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.document import Item

MAX_EXTENDS = 8
MAX_USED = 50
Texts = tuple[tuple[str, str], ...]
Tables = Mapping[str, Table]
_PARTS = ("functions", "shapes", "figures")


def texts_of(path: Path) -> tuple[Texts, Tables]:
    """Return the texts of a ruleset, of those it extends and of those they use, the lowest first; and what they hold.

    Raises:
        RulesetError: a file cannot be read, or names one that it may not.
    """
    files = _Files(path)
    return files.texts(path), files.tables


class _Files:
    """The files of one ruleset; what is extended or used lies in the ruleset's folder or beside it."""

    def __init__(self, path: Path) -> None:
        self.within = path.resolve().parent.parent
        self.extended: list[Path] = []
        self.used: set[Path] = set()
        self.tables: dict[str, Table] = {}

    def texts(self, path: Path) -> Texts:
        found: list[tuple[str, str]] = []
        while True:
            source, table = self.read(path)
            self.extended.append(path.resolve())
            # What a file uses stands before it, what it extends before both.
            found = [*self.texts_used(path, table, ()), (source.name, source.text), *found]
            base = table.fields.get("extends")
            if base is None:
                return tuple(found)
            path = self.base(path, base)

    def read(self, path: Path) -> tuple[Source, Table]:
        problems = Problems()
        if path.suffix.lower() == ".csv":
            problems.error("ruleset-is-cases", whole(str(path)))
        elif path.suffix.lower().partition("#")[0] in (".xlsx", ".ods", ".xls"):
            problems.error("ruleset-is-sheet", whole(str(path)))
        problems.raise_as(RulesetError)
        source = load_source(path, problems)
        table = None if source is None else read_yaml(source, problems)
        if table is not None and (key := _of_cases(table)) is not None:
            problems.error("ruleset-is-cases", table.fields[key].key.at)
        problems.raise_as(RulesetError)
        if source is None or table is None:
            raise RulesetError(problems.diagnostics)
        self.tables[source.name] = table
        return source, table

    def base(self, path: Path, field: Field) -> Path:
        """Return the file that is extended."""
        problems = Problems()
        name = field.value.text if isinstance(field.value, Scalar) else ""
        wanted = path.parent / name
        there = _resolved(wanted)
        if there is None or self.is_foreign(name, there):
            problems.error("extends-path", field.value.at, path=name)
        elif there in self.extended or len(self.extended) >= MAX_EXTENDS:
            problems.error("extends-cycle", field.value.at, path=name)
        elif not there.exists():
            problems.error("file-missing", field.value.at)
        problems.raise_as(RulesetError)
        return wanted

    def is_foreign(self, name: str, there: Path) -> bool:
        """Whether a file may not be read: only relative paths with slashes, to the folder and those beside it."""
        return not name or Path(name).is_absolute() or "\\" in name or not there.is_relative_to(self.within)

    def texts_used(self, path: Path, table: Table, above: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
        """Yield the texts that a file uses, those that they use before them, each once."""
        for item in _named(table):
            problems = Problems()
            name = item.text if isinstance(item, Scalar) else ""
            wanted = Path(_beside(str(path), name))
            there = _resolved(wanted)
            if not isinstance(item, Scalar):
                problems.error("use-shape", item.at)
            elif there is None or self.is_foreign(name, there):
                problems.error("use-path", item.at, path=name)
            elif there in (*above, path.resolve(), *self.extended) or len(self.used) >= MAX_USED:
                problems.error("use-cycle", item.at, path=name)
            elif not there.exists():
                problems.error("file-missing", item.at)
            problems.raise_as(RulesetError)
            if there is None or there in self.used:
                continue
            self.used.add(there)
            source, below = self.read(wanted)
            yield from self.texts_used(wanted, below, (*above, path.resolve()))
            yield source.name, source.text


def _of_cases(table: Table) -> str | None:
    """Return a key by which a table is one of cases, or a case, None if it may be a ruleset or a part of one."""
    if {"ruleset", "indicators", "functions", "shapes"} & table.fields.keys():
        return None
    for key in ("cases", "findings", "marks", "set"):
        if key in table.fields:
            return key
    figures = table.fields.get("figures")
    if figures is None or not isinstance(figures.value, Table) or not figures.value.fields:
        return None
    values = [each.value for each in figures.value.fields.values()]
    given = all(isinstance(each, Scalar) and each.text[:1].isdigit() for each in values)
    return "figures" if given else None


def _resolved(path: Path) -> Path | None:
    """Return where a path leads, None for a name that no file can have and for links in a circle."""
    try:
        there = path.resolve()
        there.exists()  # a name that is too long shows only here
    except (OSError, RuntimeError, ValueError):
        return None
    return there


def _named(table: Table) -> tuple[Item, ...]:
    """Return the files that a table says it uses."""
    if "use" not in table.fields:
        return ()
    item = table.fields["use"].value
    return item.items if isinstance(item, Listing) else (item,)


def _beside(path: str, name: str) -> str:
    """Return the path of a file that another names: one text for one file, by which it is found again."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def merged(texts: Texts, read: Tables) -> tuple[Table, Problems]:
    """Return the table that texts make together, and the problems on the way.

    Args:
        texts: the texts.
        read: what some of them hold, by their names, where that has been read without a problem.

    Raises:
        RulesetError: a text cannot be read, or what they say does not fit together.
    """
    problems = Problems()
    tables = {name: read.get(name) or read_yaml(Source(name, text), problems) for name, text in texts}
    problems.raise_as(RulesetError)
    read = {name: table for name, table in tables.items() if table is not None}
    shared = frozenset(
        _beside(name, item.text) for name, table in read.items() for item in _named(table) if isinstance(item, Scalar)
    )
    whole_table: Table | None = None
    waiting: list[Table] = []
    for name, table in read.items():
        if name in shared:
            _check_shared(table, problems)
            waiting.append(table)
            continue
        if whole_table is None:
            whole_table = _joined([*waiting, table], table, problems)
        else:
            whole_table = overlaid(_joined([whole_table, *waiting], whole_table, problems), table, problems)
        waiting = []
    problems.raise_as(RulesetError)
    if whole_table is None:
        raise RulesetError([Diagnostic("missing-key", whole("<ruleset>"), {"key": "ruleset"})])
    return whole_table, problems


def _check_shared(table: Table, problems: Problems) -> None:
    for key, field in table.fields.items():
        if key not in SHARED:
            problems.error("shared-key", field.key.at, key=key)


def _joined(tables: list[Table], whole_table: Table, problems: Problems) -> Table:
    """Return a ruleset's table with the functions, shapes and figures of all these; no name stands twice."""
    if len(tables) == 1:
        return whole_table
    fields = dict(whole_table.fields)
    for part in _PARTS:
        found: dict[str, Field] = {}
        fields_of = [each.fields[part] for each in tables if part in each.fields]
        for field in fields_of:
            if not isinstance(field.value, Table):
                problems.error("table-expected", field.value.at, key=part)
                continue
            _add(found, field.value.fields, problems)
        if fields_of:
            at = fields_of[-1].value.at
            fields[part] = Field(fields_of[-1].key, Table(found, at))
    return Table(fields, whole_table.at)


def _add(found: dict[str, Field], more: Mapping[str, Field], problems: Problems) -> None:
    for name, field in more.items():
        if name in found:
            problems.error("name-twice", field.key.at, name=name, first=brief(found[name].key.at, field.key.at))
        found.setdefault(name, field)
