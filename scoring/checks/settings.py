"""What a project says about its checks, under ``[tool.scoring]`` in its ``pyproject.toml``.

Example:
    [tool.scoring]
    cliff = "40%"

    [tool.scoring.severity]
    cliff = "warning"
    no-source = "error"
    deducts-twice = "off"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.diagnostic import Problems, ScoringError
from scoring.number import parse_number
from scoring.source import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CLIFF = Fraction(1, 2)
SEVERITIES = ("error", "warning", "note", "off")
_FILE = "pyproject.toml"
_KEYS = ("cliff", "severity")


class SettingsError(ScoringError):
    """What a project says about its checks cannot be read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How strict checks are.

    Attributes:
        severity: code → ``error``, ``warning``, ``note`` or ``off``.
        cliff: the share of a leaf's points above which a jump is a finding.
    """

    severity: Mapping[str, str] = field(default_factory=dict)
    cliff: Fraction = CLIFF


def settings_for(path: str, codes: Iterable[str]) -> Settings:
    """Return the settings of the project a file lies in: of the nearest ``pyproject.toml`` with ``[tool.scoring]``.

    Raises:
        SettingsError: they cannot be read; all that is wrong is listed.
    """
    for folder in Path(path).absolute().parents:
        file = folder / _FILE
        if not file.is_file():
            continue
        problems = Problems()
        found = _table(file, problems)
        if found is not None:
            settings = _settings(found, str(file), frozenset(codes), problems)
            problems.raise_as(SettingsError)
            return settings
        problems.raise_as(SettingsError)
    return Settings()


def _table(file: Path, problems: Problems) -> dict[str, object] | None:
    try:
        tool = tomllib.loads(file.read_text("utf-8")).get("tool", {})
    except (OSError, ValueError) as error:
        problems.error("settings-unreadable", whole(str(file)), reason=" ".join(str(error).split()))
        return None
    table = tool.get("scoring") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _settings(table: dict[str, object], name: str, codes: frozenset[str], problems: Problems) -> Settings:
    at = whole(name)
    for key in table.keys() - set(_KEYS):
        problems.error("settings-key", at, key=key, keys=", ".join(_KEYS), near=problems.near(key, _KEYS))
    cliff = table.get("cliff", "50%")
    text = cliff if isinstance(cliff, str) else ""
    share = parse_number(text.removesuffix("%")) if text.endswith("%") else None
    if share is None or share < 0:
        problems.error("settings-cliff", at, found=cliff)
    severity = table.get("severity", {})
    for code, word in severity.items() if isinstance(severity, dict) else ():
        if code not in codes:
            problems.error("allow-unknown", at, name=code, near=problems.near(code, codes))
        if word not in SEVERITIES:
            facts = {"key": code, "found": word, "options": ", ".join(SEVERITIES)}
            problems.error("unknown-option", at, **facts)
    return Settings(dict(severity) if isinstance(severity, dict) else {}, (share or Fraction(0)) / 100)
