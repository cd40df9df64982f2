"""``scoring check``: what is wrong or doubtful in a ruleset, before any case is scored.

Errors and warnings of the loader come first, then what `scoring.checks` finds. A finding is accepted with a reason by
``allow: {CODE: reason}`` on the node it is about or one above it, on the figure, or for the whole ruleset.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from scoring.checks.catalogue import CHECKS
from scoring.checks.look import Look
from scoring.checks.output import Checked, checked_github, checked_json, checked_sarif, checked_text
from scoring.checks.settings import Settings, SettingsError, settings_for
from scoring.diagnostic import MESSAGES, Diagnostic, RulesetError
from scoring.ruleset import Ruleset, load

if TYPE_CHECKING:
    from scoring.diagnostic import Severity

__all__ = [
    "Checked", "check", "check_file", "checked_github", "checked_json", "checked_sarif", "checked_text", "settings_of",
]  # fmt: skip


def check_file(path: str) -> Checked:
    """Return what is found in a ruleset file, by the settings of the project it lies in."""
    try:
        settings = settings_of(path)
        ruleset = load(path)
    except (RulesetError, SettingsError) as error:
        return Checked(path, None, error.diagnostics)
    return Checked(path, ruleset, tuple(check(ruleset, settings)))


def settings_of(path: str) -> Settings:
    """Return the settings of the project that a file lies in.

    Raises:
        SettingsError: they cannot be read.
    """
    return settings_for(path, MESSAGES)


def check(ruleset: Ruleset, settings: Settings | None = None) -> list[Diagnostic]:
    """Return what is doubtful in a ruleset that can be scored by, the loader's warnings among it.

    Args:
        ruleset: as loaded.
        settings: how strict to be; as usual unless given.
    """
    settings = settings or Settings()
    look = Look(ruleset, settings)
    for each in CHECKS:
        each(look)
    loader = [each for method in (None, *ruleset.methods) for each in ruleset.warnings(method)]
    found = {(each.code, each.at): each for each in (*loader, *look.diagnostics)}
    wanted = [_graded(each, settings) for each in found.values() if settings.severity.get(each.code) != "off"]
    return sorted(wanted, key=lambda each: (each.at.source.name, each.at.line, each.at.column))


def _graded(found: Diagnostic, settings: Settings) -> Diagnostic:
    severity = settings.severity.get(found.code, found.severity)
    return found if severity == found.severity else replace(found, severity=cast("Severity", severity))
