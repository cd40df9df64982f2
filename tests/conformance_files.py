"""The files of `conformance/`, read into suites: holes filled, rows made into cases, mistakes in them refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDER = Path(__file__).parent / "conformance"
EDGES = ("on", "below", "above")

Table = dict[str, Any]

_FILE = {"about", "kinds", "suites"}
_SUITE = {
    "about",
    "ruleset",
    "files",
    "put",
    "method",
    "base",
    "cases",
    "figures",
    "expect",
    "rows",
    "together",
    "runs",
}
_SUITE |= {"refused"}
_GIVEN = {"name", "date", "by", "figures", "findings", "marks", "set", "not_applicable"}
_TEXTS = ("yaml", "json", "csv")
_CASE = {"case", "edge", "why", "put", "method", "expect", "error", "errors", "line", "lines", "sheets"}
_CASE |= {*_TEXTS, *_GIVEN}
_RUN = {"case", "why", "put", "method", "cases", "expect", "portfolio", "ranks", "error", "errors", "line", "sheets"}
_RUN |= {*_TEXTS}
_REFUSED = {"case", "why", "put", "ruleset", "files", "error", "errors", "line"}


class _Loader(yaml.SafeLoader):
    """Every scalar is text but a plain true, false or null; a key that stands twice is refused."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]  # the stub has it on instances

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  # theirs
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"{node.start_mark}: {twice} stands twice")
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:null|~|)$"), ["n", "~", ""])


@dataclass(frozen=True)
class Error:
    """A code that is expected, and the lines any of which it may stand on (none: not said)."""

    code: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Texts:
    """A ruleset as text, with the files it may extend beside it."""

    ruleset: str
    files: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Hash the texts, so that a ruleset is loaded once."""
        return hash((self.ruleset, *self.files.items()))


@dataclass(frozen=True)
class Refused:
    """A ruleset that cannot be loaded, and why."""

    name: str
    texts: Texts
    errors: tuple[Error, ...]


@dataclass(frozen=True)
class Case:
    """One case and what is expected of it.

    Attributes:
        given: its keys as in a case file.
        text: suffix and content of a whole case file, in place of `given`.
        sheets: of a CSV file, the files of its lists beside it, by list.
        expect: what is expected, by key.
        errors: or why the case is refused.
        edge: on which side of an edge it lies, "" if none.
    """

    name: str
    texts: Texts
    method: str | None
    given: Table
    text: tuple[str, str] | None
    expect: Table
    errors: tuple[Error, ...]
    edge: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """Several cases scored together; expectations by case, of their portfolio and of their ranks."""

    name: str
    texts: Texts
    method: str | None
    cases: Mapping[str, Table]
    text: tuple[str, str] | None
    expect: Mapping[str, Table]
    portfolio: Table | None
    ranks: Table | None
    errors: tuple[Error, ...]
    sheets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suite:
    """One ruleset, or one with holes, and what is shown by it."""

    file: str
    about: str
    kinds: tuple[str, ...]
    refused: tuple[Refused, ...]
    cases: tuple[Case, ...]
    runs: tuple[Run, ...]

    def __str__(self) -> str:
        """Return what failures call it."""
        return f"{self.file}: {self.about}"

    @property
    def scored(self) -> tuple[Case | Run, ...]:
        """What meets a ruleset that loads."""
        return (*self.cases, *self.runs)

    @property
    def size(self) -> int:
        """How many cases it counts for: one for each case that is scored or refused."""
        return len(self.refused) + len(self.cases) + sum(len(run.cases) or 1 for run in self.runs)

    @property
    def errors(self) -> int:
        """How many of them are errors."""
        return len(self.refused) + sum(bool(each.errors) for each in self.scored)


def suites() -> list[Suite]:
    """Return the suites of every file."""
    return [suite for path in sorted(FOLDER.glob("*.yaml")) for suite in _file(path)]


def _file(path: Path) -> Iterator[Suite]:
    table = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506  # a safe loader
    _known(table, _FILE, path.name)
    for each in table["suites"]:
        where = f"{path.name}: {each.get('about')}"
        try:
            _known(each, _SUITE, where)
            yield _suite(path.stem, tuple(table.get("kinds", ())), each)
        except (KeyError, TypeError, ValueError) as error:
            error.add_note(where)
            raise


def _suite(file: str, kinds: tuple[str, ...], table: Table) -> Suite:
    rows = [_row(table, row) for row in table.get("rows", ())]
    return Suite(
        file,
        table["about"],
        kinds,
        tuple(_refused(table, each) for each in table.get("refused", ())),
        tuple(_case(table, each) for each in [*table.get("cases", ()), *rows]),
        tuple(_run(table, each) for each in table.get("runs", ())),
    )


def _known(table: Mapping[str, object], keys: set[str], where: str) -> None:
    unknown = table.keys() - keys
    if unknown:
        raise ValueError(f"{where}: {sorted(unknown)} not known")


def _row(suite: Table, row: list[object]) -> Table:
    """Return a row as a case: its name or edge, its figures, what is expected of them."""
    given, expected = suite["figures"], suite["expect"]
    if len(row) != 1 + len(given) + len(expected):
        raise ValueError(f"{row} has another number of cells than its headings")
    first, values, results = row[0], row[1 : 1 + len(given)], row[1 + len(given) :]
    shown = ", ".join(f"{name} {value}" for name, value in zip(given, values, strict=True))
    name = {"case": shown, "edge": first} if first in EDGES else {"case": f"{first} ({shown})"}
    figures = dict(zip(given, values, strict=True))
    return {**name, "figures": figures, "expect": dict(zip(expected, results, strict=True))}


def _texts(suite: Table, each: Table) -> Texts:
    """Return the ruleset of a case with its holes filled."""
    holes: dict[str, str] = {}
    for put in (suite.get("put"), each.get("put")):
        holes |= {"": put} if isinstance(put, str) else put or {}

    def filled(text: str) -> str:
        for name, value in holes.items():
            text = text.replace(f"«{name}»", value)
        if "«" in text:
            raise ValueError(f"a hole is left open in {text!r}")
        return text

    files = {**suite.get("files", {}), **each.get("files", {})}
    text = str(each.get("ruleset") or suite.get("ruleset") or "")
    return Texts(filled(text), {name: filled(file) for name, file in files.items()})


def _errors(each: Table) -> tuple[Error, ...]:
    if "error" in each:
        return (Error(each["error"], _lines(each.get("line"))),)
    return tuple(Error(code, _lines(*line)) for code, *line in each.get("errors", ()))


def _lines(line: str | list[str] | None = None) -> tuple[int, ...]:
    return () if line is None else tuple(map(int, line if isinstance(line, list) else (line,)))


def _refused(suite: Table, each: Table) -> Refused:
    _known(each, _REFUSED, str(each))
    texts = _texts(suite, each)
    errors = _errors(each)
    if "line" not in each and "error" in each:
        errors = (Error(each["error"], _line_of_hole(suite)),)
    if not errors or not all(error.lines for error in errors):
        raise ValueError(f"{each}: an error and its line are needed")
    return Refused(str(each.get("case", each.get("put", errors[0].code))), texts, errors)


def _line_of_hole(suite: Table) -> tuple[int, ...]:
    """Return the line of the hole in a suite's ruleset: there the error is, unless it says otherwise."""
    before, hole, _ = suite.get("ruleset", "").partition("«")
    return (before.count("\n") + 1,) if hole else ()


def _text(each: Table) -> tuple[str, str] | None:
    return next(((suffix, each[suffix]) for suffix in _TEXTS if suffix in each), None)


def _case(suite: Table, each: Table) -> Case:
    _known(each, _CASE, str(each))
    errors, expect = _errors(each), each.get("expect", {})
    if bool(errors) is bool(expect):
        raise ValueError(f"{each}: something is expected, or an error")
    edge = each.get("edge", "")
    if edge not in ("", *EDGES):
        raise ValueError(f"{each}: the edge is one of {EDGES}")
    given = _merged(suite.get("base", {}), {key: each[key] for key in _GIVEN & each.keys()})
    text = _text(each)
    method = each.get("method", suite.get("method"))
    name, sheets = str(each.get("case", edge)), each.get("sheets", {})
    return Case(name, _texts(suite, each), method, given, text, expect, errors, edge, sheets)


def _merged(base: Table, given: Table) -> Table:
    """Return a case on top of what all cases of its suite give: findings are added, all else replaced by address."""
    merged = {**base, **given}
    for key in ("figures", "marks", "set", "not_applicable"):
        if key in base and key in given:
            merged[key] = {**base[key], **given[key]}
    if "findings" in base and "findings" in given:
        merged["findings"] = [*base["findings"], *given["findings"]]
    return merged


def _run(suite: Table, each: Table) -> Run:
    _known(each, _RUN, str(each))
    errors, expect, portfolio, ranks = _errors(each), each.get("expect", {}), each.get("portfolio"), each.get("ranks")
    if not errors and not expect and not portfolio and not ranks:
        raise ValueError(f"{each}: something is expected, or an error")
    together = {**suite.get("together", {}), **each.get("cases", {})}
    for case in together.values():
        _known(case or {}, _GIVEN, str(each))
    cases = {name: _merged(suite.get("base", {}), case or {}) for name, case in together.items()}
    method = each.get("method", suite.get("method"))
    texts, sheets = _texts(suite, each), each.get("sheets", {})
    return Run(each["case"], texts, method, cases, _text(each), expect, portfolio, ranks, errors, sheets)


def all_errors(made: Iterable[Suite]) -> set[str]:
    """Return every code that is expected anywhere."""
    errors = {error for suite in made for each in suite.scored for error in each.errors}
    return {
        error.code for error in errors | {error for suite in made for each in suite.refused for error in each.errors}
    }
