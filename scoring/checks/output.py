"""What was found, as text, as JSON, as annotations of GitHub, or as SARIF 2.1.0."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.checks.catalogue import PAGES
from scoring.diagnostic import MESSAGES, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.diagnostic import Diagnostic
    from scoring.ruleset import Ruleset

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
        "example": each.facts.get("example", ""),
        "facts": dict(each.facts),
    }


_ANNOTATIONS = {"error": "error", "warning": "warning", "note": "notice"}


def checked_github(found: Sequence[Checked], lang: str) -> str:
    """Return the findings as commands that GitHub shows beside the lines of a pull request."""
    lines = []
    for each in (one for checked in found for one in checked.diagnostics):
        place = {"file": _relative(each.at.source.name), "line": max(each.at.line, 1), "title": each.code}
        if each.at.line:
            place |= {"col": each.at.column, "endColumn": each.at.end}
        written = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items())
        hint = each.hint(lang)
        text = each.message(lang) + (f"\n{hint}" if hint else "")
        lines.append(f"::{_ANNOTATIONS[each.severity]} {written}::{_escaped(text)}\n")
    return "".join(lines)


def _escaped(text: str, also: str = "") -> str:
    """Escape what would end a command or one of its values."""
    for char in ("%", "\r", "\n", *also):
        text = text.replace(char, f"%{ord(char):02X}")
    return "".join(part if part == "\n" else clean(part, len(part) + 1) for part in text)


def checked_sarif(found: Sequence[Checked], lang: str, version: str) -> str:
    """Return the findings as SARIF 2.1.0, which code hosts and editors read."""
    every = [one for checked in found for one in checked.diagnostics]
    codes = sorted({each.code for each in every})
    results = [
        {
            "ruleId": each.code,
            "ruleIndex": codes.index(each.code),
            "level": each.severity,
            "message": {"text": " ".join(filter(None, (each.message(lang), each.hint(lang))))},
            "locations": [{"physicalLocation": _location(each)}],
        }
        for each in every
    ]
    driver = {"name": "scoring", "version": version, "rules": [_rule(code, lang) for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str, lang: str) -> dict[str, object]:
    page = PAGES.get(code)
    if page is None:
        return {"id": code, "shortDescription": {"text": MESSAGES[code].zh if lang == "zh" else MESSAGES[code].en}}
    return {
        "id": code,
        "shortDescription": {"text": page.what.text(lang)},
        "fullDescription": {"text": page.why.text(lang)},
        "help": {"text": page.options.text(lang)},
        "defaultConfiguration": {"level": page.severity},
    }


def _location(each: Diagnostic) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": _relative(each.at.source.name)}}
    if each.at.line:
        place["region"] = {"startLine": each.at.line, "startColumn": each.at.column, "endColumn": each.at.end}
    return place


def _relative(name: str) -> str:
    """Return a path below the folder the command runs in as hosts want it: relative, with slashes."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()
