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

import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.checks.pages import PAGES
from scoring.diagnostic import Problems, ScoringError
from scoring.number import parse_number
from scoring.source import Source, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.diagnostic import Diagnostic
    from scoring.source import Span

CLIFF = Fraction(1, 2)
SEVERITIES = ("error", "warning", "note", "off")
_FILE = "pyproject.toml"
_BYTES = 1 << 20
"""Size of a file with settings, at most."""

_KEYS = ("cliff", "severity")
_WHOLE = Fraction(100)
_HEADER = re.compile(r"[ \t]*\[[ \t]*([^\[\]#]+?)[ \t]*\]")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


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

    Args:
        path: of the file; the real folder it lies in counts, whatever way leads to it.
        codes: all that a message may have.

    Raises:
        SettingsError: they cannot be read; all that is wrong is listed.
    """
    for folder in _folders(path):
        found = _Reading(folder / _FILE, frozenset(codes))
        settings = found.settings()
        if found.wrong:
            raise SettingsError(sorted(found.wrong, key=lambda each: (each.at.line, each.at.column)))
        if settings is not None:
            return settings
    return Settings()


def _folders(path: str) -> tuple[Path, ...]:
    """Return the folders above a file, the nearest first; none where the path leads nowhere."""
    try:
        folder = Path(path).parent.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL: that is said when the file is read
        return ()
    return folder, *folder.parents


class _Reading:
    """One reading of a file with settings.

    Attributes:
        wrong: all that is wrong in it.
    """

    def __init__(self, file: Path, codes: frozenset[str]) -> None:
        self.file, self.codes = file, codes
        self.source = Source(str(file), "")
        self.wrong: list[Diagnostic] = []

    def error(self, code: str, at: Span, near: tuple[str, Iterable[str]] | None = None, **facts: object) -> None:
        """Note something wrong; several may stand on one line."""
        problems = Problems()
        if near is not None:
            facts["near"] = problems.near(*near)
        problems.error(code, at, **facts)
        self.wrong += problems.diagnostics

    def settings(self) -> Settings | None:
        """Return what the file says, None where it says nothing."""
        table = self.table()
        if table is None:
            return None
        if not isinstance(table, dict):
            self.error("settings-table", self.at("tool", "scoring"), key="scoring", example="[tool.scoring]")
            return None
        for key in table:
            if key not in _KEYS:
                self.error("settings-key", self.at("tool.scoring", key), (key, _KEYS), key=key, keys=", ".join(_KEYS))
        return Settings(dict(self.severities(table.get("severity", {}))), self.cliff(table.get("cliff", "50%")))

    def table(self) -> object:
        """Return what stands under ``tool.scoring``."""
        try:
            if not self.file.is_file():
                return None
            with self.file.open("rb") as stream:
                data = stream.read(_BYTES + 1)
            if len(data) > _BYTES:
                self.error("file-too-large", whole(str(self.file)), limit=_BYTES)
                return None
            self.source = Source(str(self.file), data.decode("utf-8"))
            tool = tomllib.loads(self.source.text.replace("\r\n", "\n")).get("tool", {})
        except PermissionError:
            return None  # of a folder above that is closed to us; it cannot be ours
        except RecursionError:
            self.error("settings-deep", whole(str(self.file)))
            return None
        except (OSError, ValueError) as error:
            reason = " ".join(str(error).split())
            found = _AT.search(reason)
            at = whole(str(self.file)) if found is None else self.place(int(found[1]), int(found[2]))
            self.error("settings-unreadable", at, reason=reason)
            return None
        return tool.get("scoring") if isinstance(tool, dict) else None

    def cliff(self, found: object) -> Fraction:
        """Return the share of a leaf's points above which a jump is a finding."""
        text = found if isinstance(found, str) else ""
        share = parse_number(text.removesuffix("%")) if text.endswith("%") else None
        if share is None or not 0 <= share <= _WHOLE:
            self.error("settings-cliff", self.at("tool.scoring", "cliff"), found=found)
            return CLIFF
        return share / 100

    def severities(self, found: object) -> Iterator[tuple[str, str]]:
        """Yield the severity of each code."""
        if not isinstance(found, dict):
            at = self.at("tool.scoring", "severity")
            self.error("settings-table", at, key="severity", example='severity = {cliff = "warning"}')
            return
        for code, word in found.items():
            at = self.at("tool.scoring.severity", code)
            if code not in PAGES:
                known = code in self.codes
                self.error(
                    "settings-fixed" if known else "unknown-code", at, None if known else (code, PAGES), name=code
                )
            elif word not in SEVERITIES:
                options = ", ".join(SEVERITIES)
                self.error("unknown-option", at, (str(word), SEVERITIES), key=code, found=word, options=options)
            else:
                yield code, str(word)

    # Places

    def place(self, line: int, column: int, length: int = 1) -> Span:
        """Return a place by line and column, the file as a whole where there is no such line."""
        start = self.source.span(0, 1)._replace(line=line, column=column, end=column + length)
        return start if self.source.line(line) else whole(str(self.file))

    def at(self, table: str, key: str) -> Span:
        """Return where a key stands: under the header of its table, else the first line that begins or goes on with it.

        Keys of other tables are called like ours too, so headers are followed; what is written in another way is found
        at the table above, or not at all.
        """
        wanted = re.compile(rf"""(?<![\w-])["']?(?P<key>{re.escape(key)})["']?[ \t]*[=.\]]""")
        header, line_of = "", 0
        for number, line in enumerate(self.source.text.splitlines(), 1):
            begun = _HEADER.match(line)
            if begun is not None:
                header = re.sub(r"[ \t\"']", "", begun[1])
            inside = header == table or table.startswith(f"{header}.") or f"{header}.".startswith(f"{table}.{key}.")
            if not inside and (header or "tool" not in line):
                continue
            line_of = line_of or number
            found = wanted.search(line.partition("#")[0])
            if found is not None:
                return self.place(number, found.start("key") + 1, len(key))
        return self.place(line_of, 1) if line_of else whole(str(self.file))
