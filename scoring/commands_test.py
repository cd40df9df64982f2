"""``scoring test``: runs the tests of policies, and tells how good they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.command_tools import FINDINGS, FINE, Wrong, complain, language_of_file, output, problem, write, write_file
from scoring.diagnostic import ScoringError
from scoring.testing.failure import failure_text
from scoring.testing.output import Ran, junit, summary, json_text
from scoring.testing.reading import SUFFIX, is_test_file
from scoring.testing.running import open_suite
from scoring.testing.running import run as run_tests

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

_LEFT_OUT = frozenset((".git", ".venv", "node_modules", "__pycache__"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked for."""
    try:
        paths = list(files_of(options.paths or ["."]))
    except Wrong as error:
        return complain(error, options.lang or "en")
    runs: list[Ran] = []
    status = FINE
    for path in paths:
        lang = language_of_file(options, path)
        try:
            suite = open_suite(path)
            tests = [each for each in suite.file.tests if wanted(each.name, options.k)]
            ran = Ran(suite, list(run_tests(suite, tests)))
        except ScoringError as error:
            status = max(status, complain(error, lang))
            continue
        runs.append(ran)
        if options.format == "text":
            tell(ran, lang)
    return max(status, finish(options, runs))


def finish(options: argparse.Namespace, runs: Sequence[Ran]) -> int:
    """Write what is told of all files, and return the exit status."""
    lang = options.lang or "en"
    verdicts = [each for ran in runs for each in ran.verdicts]
    if options.format == "json":
        output(json_text(runs, lang))
    elif len(runs) > 1:
        write(f"{summary(verdicts, lang)}\n")
    if options.junit:
        try:
            write_file(options.junit, junit(runs, lang))
        except Wrong as error:
            return complain(error, lang)
    return FINE if all(each.status.is_fine for each in verdicts) else FINDINGS


def tell(ran: Ran, lang: str) -> None:
    """Print what failed in a file, and how many did not."""
    for each in ran.verdicts:
        if not each.status.is_fine:
            write(f"{failure_text(each, lang)}\n")
    colon = "：" if lang == "zh" else ": "
    write(f"{ran.suite.file.path}{colon}{summary(ran.verdicts, lang)}\n")


def wanted(name: str, part: str | None) -> bool:
    """Whether a test is asked for: its name contains what was said."""
    return part is None or part.casefold() in name.casefold()


def files_of(paths: Sequence[str]) -> Iterator[str]:
    """Yield the files of tests that paths mean, those of folders in the order of their names.

    Raises:
        Wrong: a path means none.
    """
    for path in paths:
        there = Path(path)
        if not there.is_dir():
            yield path
            continue
        found = [str(each) for each in _below(there) if is_test_file(each)]
        if not found:
            raise Wrong([problem("no-tests", path, path=path)])
        yield from found


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in _LEFT_OUT and not each.startswith("."))
        yield from (Path(place) / name for name in sorted(names) if name.endswith(SUFFIX))
