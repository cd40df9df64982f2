"""Files that options of ``scoring test`` write: none of what is read, and nothing that another hand has written.

Each kind of output begins with a mark of its own, by which the option knows what it may write anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.diagnostic import Diagnostic, Problems, ScoringError
from scoring.document import load_source, read_yaml
from scoring.source import whole
from scoring.tree import Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.tree import Item

SUGGESTED = {
    "en": "# Suggested by scoring test --suggest: what the other tests do not show yet.",
    "zh": "# 由 scoring test --suggest 生成：其他测试尚未覆盖的结果和界限。",
}
"""The first line of a file of suggested tests."""

COVERAGE_PAGE = '<meta name="generator" content="scoring test --coverage-html">'
REPORT_PAGE = '<meta name="generator" content="scoring test --report">'
REPORT_LINE = "<!-- written by scoring test --report -->"

_EXAMPLES = {
    "--suggest": "more.test.yaml",
    "--coverage-html": "coverage.html",
    "--junit": "results.xml",
    "--report": "sign-off.html",
}
_NAMING = frozenset(("ruleset", "from", "cases", "expect"))
_BEGINNING = 2_000


class TargetError(ScoringError):
    """A file that is not to be written."""


def check_targets(targets: Mapping[str, str], paths: Iterable[str]) -> None:
    """Refuse files to be written, before anything is run, that would take the place of something else.

    Args:
        targets: option → its file.
        paths: the files of tests.

    Raises:
        TargetError: a file is read in this run, is to be written twice, or exists and is not one of that option.
    """
    seen: dict[str, str] = {}
    read = list(_read(paths)) if targets else []
    for option, name in targets.items():
        place, example = os.path.realpath(name), _EXAMPLES[option]
        if place in seen:
            _refuse(Diagnostic("output-for-both", whole(name), {"name": name, "option": option, "other": seen[place]}))
        seen[place] = option
        own = is_own(option, name)
        facts = {"name": name, "option": option, "example": example}
        if any(os.path.realpath(each) == place for each in read) and not (own and option == "--suggest"):
            _refuse(Diagnostic("output-read", whole(name), facts))
        if not own and not _is_free(name):
            _refuse(Diagnostic("output-exists", whole(name), facts))


def _refuse(problem: Diagnostic) -> None:
    raise TargetError([problem])


def is_own(option: str, name: str) -> bool:
    """Whether a file is there that an option has written."""
    try:
        with Path(name).open("rb") as file:
            text = file.read(_BEGINNING).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return False
    match option:
        case "--suggest":
            return text.startswith(tuple(SUGGESTED.values()))
        case "--coverage-html":
            return COVERAGE_PAGE in text
        case "--report":
            return REPORT_PAGE in text or text.startswith(REPORT_LINE)
        case _:
            return text.startswith("<?xml") and text.partition("?>")[2].lstrip().startswith("<testsuites")


def _is_free(name: str) -> bool:
    """Whether nothing is lost where a file is written: there is none, an empty one, or something like a pipe."""
    try:
        path = Path(name)
        return not path.exists() or not (path.is_file() and path.stat().st_size)
    except (OSError, ValueError):
        return True  # what is wrong with it is told where it is written


def _read(paths: Iterable[str]) -> Iterator[str]:
    """Yield the files of tests and all that they name: rulesets, cases, snapshots."""
    for path in paths:
        yield path
        source = load_source(path, Problems())
        table = None if source is None else read_yaml(source, Problems())
        if table is not None:
            folder = Path(path).parent
            for name in _named(table):
                yield str(folder / name)


def _named(item: Item) -> Iterator[str]:
    if isinstance(item, Table):
        for key, field in item.fields.items():
            if key in _NAMING and isinstance(field.value, Scalar):
                if "\0" not in field.value.text:
                    yield field.value.text.strip()
            else:
                yield from _named(field.value)
    elif isinstance(item, Listing):
        for each in item.items:
            yield from _named(each)
