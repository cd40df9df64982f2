"""Templates of other people: read within limits, and allowed only what filling in a document needs.

A template may name variables, walk through lists, ask conditions and use a few filters. It calls nothing, computes
nothing, sets nothing and reads no file; so it can neither reach what it is not given nor grow without limit.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scoring.diagnostic import Diagnostic, ScoringError, clean
from scoring.sheet_package import BYTES, UNPACKED, Package, Refused
from scoring.source import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import NoReturn

FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
"""Filters that a template may use."""

TESTS = ("defined", "undefined", "none", "string", "even", "odd")
"""Tests that a template may use."""

LONGEST = 1 << 26
"""Characters that a template may come to, filled in."""

_DEEPEST = 4
_SHOWN = 60
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.For, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Const, nodes.Filter, nodes.Test,
    nodes.Tuple, nodes.List,
)  # fmt: skip
_NAMES = {
    nodes.Call: "…()", nodes.Assign: "{% set %}", nodes.AssignBlock: "{% set %}", nodes.Include: "{% include %}",
    nodes.Import: "{% import %}", nodes.FromImport: "{% from %}", nodes.Extends: "{% extends %}",
    nodes.Macro: "{% macro %}", nodes.Block: "{% block %}", nodes.Concat: "~", nodes.Mul: "*", nodes.Add: "+",
    nodes.Sub: "-", nodes.Div: "/", nodes.Mod: "%", nodes.Pow: "**", nodes.FloorDiv: "//", nodes.Slice: "[:]",
    nodes.FilterBlock: "{% filter %}", nodes.CallBlock: "{% call %}", nodes.With: "{% with %}",
}  # fmt: skip
_LINKS = "/hyperlink"


def refuse(code: str, path: str, **facts: object) -> NoReturn:
    """Refuse a template.

    Raises:
        ScoringError: always.
    """
    raise ScoringError([Diagnostic(code, whole(path), {name: str(value) for name, value in facts.items()})])


# The file


class _Relations:
    """Looks for parts of a document that lie elsewhere: opened, it would ask for them."""

    def __init__(self) -> None:
        self.outside: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        elsewhere = name == "Relationship" and attributes.get("TargetMode") == "External"
        if elsewhere and not attributes.get("Type", "").endswith(_LINKS):
            self.outside.append(attributes.get("Target", ""))

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def text(self, text: str) -> None:
        """No text is looked at."""


def read_template(path: Path) -> bytes:
    """Return a template that may be opened: no larger than it says, without DTDs, without parts that lie elsewhere.

    Raises:
        ScoringError: it may not, or cannot be read.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            content = file.read(BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        refuse("template-unreadable", name, name=name, reason=reason)
    if len(content) > BYTES:
        refuse("template-large", name, name=name, limit=BYTES)
    found = _Relations()
    try:
        package = Package(io.BytesIO(content))
        for part in package.names:
            if part.endswith((".xml", ".rels")):
                package.parse(part, found)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(each.file_size for each in parts.infolist())
    except Refused as error:
        if error.code == "sheet-large":
            refuse("template-large", name, name=name, limit=UNPACKED)
        refuse("template-not-word", name, name=name, reason=error.facts.get("why", "zip"))
    if unpacked > UNPACKED:
        refuse("template-large", name, name=name, limit=UNPACKED)
    for target in found.outside:
        refuse("template-outside", name, name=name, target=target)
    return content


# What it says


class Guarded(ImmutableSandboxedEnvironment):
    """Templates that may do only what is listed here; everything that is filled in is escaped."""

    def __init__(self, path: str) -> None:
        """Begin with a template.

        Args:
            path: of the template, for messages.
        """
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: test for name, test in self.tests.items() if name in TESTS or not name.isidentifier()}
        self.path, self.source = path, ""

    def from_string(self, source: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401  # as jinja2 has it
        """Return a template, once all that it does is known to be allowed."""
        self.source = source
        self.check(self.parse(source))
        return super().from_string(source, *args, **options)

    def check(self, node: nodes.Node, depth: int = 0) -> None:
        """Refuse what is not allowed, here and below.

        Raises:
            ScoringError: there is something.
        """
        if not isinstance(node, _NODES):
            self.forbid(_NAMES.get(type(node), type(node).__name__), node)
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            self.forbid(f"| {node.name}", node)
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            self.forbid(f"is {node.name}", node)
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            self.forbid(f".{node.attr}", node)
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const | nodes.Name | nodes.Getattr):
            self.forbid("[…]", node)
        if isinstance(node, nodes.For):
            depth += 1
            if node.recursive or depth > _DEEPEST:
                self.forbid("{% for %}" * depth, node)
        for child in node.iter_child_nodes():
            self.check(child, depth)

    def forbid(self, what: str, node: nodes.Node) -> NoReturn:
        """Refuse something at its place."""
        refuse("template-forbidden", self.path, what=what, place=self.near(node.lineno), filters=", ".join(FILTERS))

    def concat(self, pieces: Iterable[str]) -> str:
        """Return a filled template, no longer than may be."""
        found: list[str] = []
        size = 0
        for each in pieces:
            size += len(each)
            if size > LONGEST:
                refuse("template-large", self.path, name=self.path, limit=LONGEST)
            found.append(each)
        return "".join(found)

    def near(self, line: int | None) -> str:
        """Return what stands at a line of the template, as its reader sees it."""
        lines = self.source.splitlines()
        for text in lines[max(0, (line or 1) - 1) :]:
            shown = _shown(text)
            if shown:
                return clean(shown, _SHOWN)
        return "…"

    def explain(self, error: TemplateError, known: Iterable[str]) -> NoReturn:
        """Refuse a template by an error of jinja2.

        Raises:
            ScoringError: always.
        """
        line = getattr(error, "lineno", None) or _line_of(error)
        if isinstance(error, SecurityError):  # what only shows when it is filled in
            self.forbid(error.message or "…", nodes.Const(None, lineno=line))
        if isinstance(error, UndefinedError):
            refuse("template-unknown", self.path, reason=str(error), place=self.near(line), known=", ".join(known))
        refuse("template-wrong", self.path, reason=error.message or type(error).__name__, place=self.near(line))

    def blame(self, error: Exception) -> None:
        """Refuse a template that does with a value what cannot be done with it; any other error is left alone.

        Raises:
            ScoringError: what the template says has led to the error.
        """
        line = _line_of(error)
        if line is not None:
            refuse("template-wrong", self.path, reason=str(error), place=self.near(line))


def _line_of(error: Exception) -> int | None:
    """Return the line of the template that was being filled in, None where none was."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def _shown(xml: str) -> str:
    """Return the text of a piece of a document: without its tags."""
    found: list[str] = []
    inside = False
    for char in xml:
        if char == "<" and not inside:
            inside = True
        elif char == ">" and inside:
            inside = False
        elif not inside:
            found.append(char)
    return "".join(found).strip()
