"""What was found, as text, as JSON, as annotations of GitHub, or as SARIF 2.1.0."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from scoring.checks.explain import bare
from scoring.checks.pages import PAGES
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
        "line": each.at.line or None,  # None: the file as a whole
        "column": each.at.column or None,
        "end": each.at.end or None,
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
        place = {"file": _for_github(each.at.source.name), "line": max(each.at.line, 1), "title": each.code}
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
            "message": {"text": _sentences(lang, each.message(lang), each.hint(lang))},
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
        message = MESSAGES[code]
        said, hint = (message.zh, message.hint_zh) if lang == "zh" else (message.en, message.hint_en)
        rule: dict[str, object] = {"id": code, "shortDescription": {"text": _sentences(lang, bare(said))}}
        return {**rule, "help": {"text": _sentences(lang, bare(hint))}} if hint else rule
    return {
        "id": code,
        "shortDescription": {"text": page.what.text(lang)},
        "fullDescription": {"text": page.why.text(lang)},
        "help": {"text": page.options.text(lang)},
        "defaultConfiguration": {"level": page.severity},
    }


def _sentences(lang: str, *texts: str) -> str:
    """Return texts that begin small and have no stop as sentences."""
    stop, between = ("。", "") if lang == "zh" else (".", " ")
    ended = (text if text[-1] in ".?!。？！" else text + stop for text in texts if text)
    return between.join(text[0].upper() + text[1:] for text in ended)


def _location(each: Diagnostic) -> dict[str, object]:
    path = _real(each.at.source.name)
    inside = path.is_relative_to(Path.cwd())
    uri = quote(path.relative_to(Path.cwd()).as_posix()) if inside else path.as_uri()
    place: dict[str, object] = {"artifactLocation": {"uri": uri}}
    if each.at.line:
        place["region"] = {"startLine": each.at.line, "startColumn": each.at.column, "endColumn": each.at.end}
    return place


def _for_github(name: str) -> str:
    """Return a path as GitHub wants it: below the checked-out repository, else below the folder the command runs in."""
    path = _real(name)
    checkout = os.environ.get("GITHUB_WORKSPACE")
    for base in (*([Path(checkout).resolve()] if checkout else []), Path.cwd()):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()


def _real(name: str) -> Path:
    """Return the path of a file from the root, without ``..``; a link stays what it is."""
    path = Path(name)
    try:
        return path.parent.resolve() / path.name
    except (OSError, RuntimeError, ValueError):  # a path that leads nowhere; that is what is found there
        return Path.cwd() / path.name
