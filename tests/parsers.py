"""Both YAML parsers for the tests, and short ways to read a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from scoring import yaml_reader
from scoring.diagnostic import Diagnostic, Problems
from scoring.document import read_yaml
from scoring.json_document import read_json
from scoring.source import Source

if TYPE_CHECKING:
    from scoring.tree import Table

PARSERS = ["libyaml", "pure"]


def use_parser(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read YAML with libyaml or in pure Python; skip where libyaml is not there."""
    if name == "pure":
        monkeypatch.setattr(yaml_reader, "PARSER", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML is installed without libyaml")


def read(text: str, *, json: bool = False) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    """Return what a text is read into, and its problems."""
    problems = Problems()
    source = Source("a.json" if json else "a.yaml", text)
    table = read_json(source, problems) if json else read_yaml(source, problems)
    return table, problems.diagnostics


def verdict(text: str, *, json: bool = False) -> list[tuple[str, int, int]]:
    """Return code, line and column of every problem."""
    return [(each.code, each.at.line, each.at.column) for each in read(text, json=json)[1]]
