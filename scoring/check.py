"""``scoring check``: what is wrong or doubtful in a ruleset, before any case is scored.

Errors and warnings of the loader come first, then what `scoring.checks` finds. A finding is accepted with a reason by
``allow: {CODE: reason}`` on the node it is about or one above it, on the figure, or for the whole ruleset.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.checks.catalogue import CHECKS
from scoring.checks.look import Look
from scoring.checks.settings import Settings
from scoring.diagnostic import Diagnostic, RulesetError
from scoring.ruleset import Ruleset, load

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file.

    Attributes:
        path: of the file, as it was named.
        ruleset: None where it is unusable.
        diagnostics: all that was found, in the order of the file.
    """

    path: str
    ruleset: Ruleset | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def findings(self) -> int:
        """Errors and warnings; notes are no findings."""
        return sum(each.severity != NOTE for each in self.diagnostics)


def check_file(path: str) -> Checked:
    """Return what is found in a ruleset file."""
    try:
        ruleset = load(path)
    except RulesetError as error:
        return Checked(path, None, error.diagnostics)
    return Checked(path, ruleset, tuple(check(ruleset)))


def check(ruleset: Ruleset, settings: Settings | None = None) -> list[Diagnostic]:
    """Return what is doubtful in a ruleset that can be scored by, the loader's warnings among it."""
    look = Look(ruleset, settings or Settings())
    for each in CHECKS:
        each(look)
    loader = [each for method in (None, *ruleset.methods) for each in ruleset.warnings(method)]
    found = {(each.code, each.at): each for each in (*loader, *look.diagnostics)}
    return sorted(found.values(), key=lambda each: (each.at.source.name, each.at.line, each.at.column))


# Output

_WORDS = {
    "en": {"fine": "nothing found", "error": "{n} error{s}", "warning": "{n} warning{s}", "note": "{n} note{s}"},
    "zh": {"fine": "没有发现问题", "error": "{n}个错误", "warning": "{n}个警告", "note": "{n}条说明"},
}


def checked_text(checked: Checked, lang: str) -> str:
    """Return the findings of a file as text, and how many there are."""
    words = _WORDS[lang]
    counts = {kind: sum(each.severity == kind for each in checked.diagnostics) for kind in ("error", "warning", "note")}
    parts = [words[kind].format(n=n, s="" if n == 1 else "s") for kind, n in counts.items() if n]
    summary = ("，" if lang == "zh" else ", ").join(parts) or words["fine"]
    lines = [each.render(lang) for each in checked.diagnostics]
    return "\n".join([*lines, f"{checked.path}{'：' if lang == 'zh' else ': '}{summary}", ""])


def checked_json(found: Sequence[Checked], lang: str) -> str:
    """Return the findings of several files as JSON text."""
    files = [{"file": each.path, "findings": [_finding(one, lang) for one in each.diagnostics]} for each in found]
    return json.dumps(files, ensure_ascii=False, indent=1) + "\n"


def _finding(each: Diagnostic, lang: str) -> dict[str, object]:
    return {
        "code": each.code,
        "severity": each.severity,
        "file": each.at.source.name,
        "line": each.at.line,
        "column": each.at.column,
        "end": each.at.end,
        "message": each.message(lang),
        "hint": each.hint(lang),
        "facts": dict(each.facts),
    }
