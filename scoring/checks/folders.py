"""The rulesets that are meant by what is named: files as they are, folders by all rulesets in them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.diagnostic import Diagnostic
from scoring.source import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUFFIXES = (".yaml", ".yml")
_TEST = (".test.yaml", ".test.yml")
_FOREIGN = "node_modules"
_ENVIRONMENT = "pyvenv.cfg"
_READ = 1 << 20
"""Bytes of a file in which the keys of its top level are looked for."""

_KEY = re.compile(r"""^["']?(ruleset|cases|tests)["']?[ \t]*:""", re.MULTILINE)
_FLOW = re.compile(r"""\A(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*\{\s*["']?ruleset["']?\s*:""")


def rulesets_of(names: Iterable[str]) -> Iterator[str | Diagnostic]:
    """Yield the files that names mean, in order, and a problem for each name that means none.

    What is found in a folder is yielded once, whatever way leads there.
    """
    seen: set[str] = set()
    for name in names:
        if not name:
            yield Diagnostic("name-empty", whole(name))
        elif not os.path.isdir(name):  # noqa: PTH112  # Path raises at a NUL
            seen.add(os.path.realpath(name) if "\0" not in name else name)
            yield name
        else:
            found = list(_in_folder(name))
            if not found:
                yield Diagnostic("folder-empty", whole(name))
            for each in found:
                real = each if isinstance(each, Diagnostic) else os.path.realpath(each)
                if isinstance(real, str):
                    if real in seen:
                        continue
                    seen.add(real)
                yield each


def _in_folder(name: str) -> Iterator[str | Diagnostic]:
    """Yield every ruleset below a folder by the names of folders and files, and folders that cannot be read."""
    wrong: list[OSError] = []
    for folder, below, files in os.walk(name, onerror=wrong.append):  # links to folders are not followed
        below[:] = sorted(each for each in below if not _is_passed(folder, each))
        for file in sorted(files):
            path = Path(folder, file)
            if file.lower().endswith(_SUFFIXES) and not file.lower().endswith(_TEST) and _is_ruleset(path):
                yield str(path)
    for error in wrong:
        reason = error.strerror or str(error)
        yield Diagnostic("folder-unreadable", whole(str(error.filename or name)), {"reason": reason})


def _is_passed(folder: str, name: str) -> bool:
    """Whether a folder is hidden, or holds what others wrote."""
    return name.startswith(".") or name == _FOREIGN or Path(folder, name, _ENVIRONMENT).exists()


def _is_ruleset(path: Path) -> bool:
    """Whether a file says that it is a ruleset, also where it cannot be read as one, and is none of cases or tests."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as file:
            text = file.read(_READ).decode("utf-8-sig", "replace").replace("\r", "\n")
    except OSError:
        return False
    keys = set(_KEY.findall(text))
    return keys == {"ruleset"} or (not keys and _FLOW.match(text) is not None)
