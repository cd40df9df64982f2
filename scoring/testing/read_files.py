"""The files that tests were read from, with their hashes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scoring.case import Given, Record
from scoring.source import Sheet, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.case import Case
    from scoring.source import Span
    from scoring.testing.model import Test
    from scoring.testing.running import Suite
    from scoring.testing.snapshots import SnapshotVerdict


class ReadFile(NamedTuple):
    """A file: what for (``ruleset``, ``inherited``, ``tests``, ``cases``, ``kept``), its name, its SHA-256."""

    kind: str
    name: str
    sha256: str


def files_of(suite: Suite, snapshots: Iterable[SnapshotVerdict] = ()) -> list[ReadFile]:
    """Return the files that a ruleset and its tests were read from, the ruleset first.

    The hash is that of the file, so that ``sha256sum`` gives it too; where the file is another one by now, that of the
    text that was read.
    """
    *inherited, (name, text) = suite.ruleset.texts
    found = {name: ReadFile("ruleset", name, _hash(name, text))}
    found |= {name: ReadFile("inherited", name, _hash(name, text)) for name, text in inherited}
    for kind, sources in (("tests", _of_tests(suite)), ("cases", _of_cases(suite.file.tests))):
        for source in sources:
            name = _file(source)
            if name not in found and source.text + name:
                found[name] = ReadFile(kind, name, _hash(name, None if isinstance(source, Sheet) else source.text))
    for each in snapshots:
        folder = Path(each.snapshot.at.source.name).parent
        for kind, name in (("cases", each.snapshot.cases), ("kept", each.snapshot.expect)):
            path = str(folder / name)
            found.setdefault(path, ReadFile(kind, path, _hash(path, None)))
    return list(found.values())


def _of_tests(suite: Suite) -> Iterator[Source]:
    at = suite.file.at
    if at is not None:
        yield at.source
    yield from _different([*(each.at for each in suite.file.tests), *(each.at for each in suite.file.snapshots)])


def _of_cases(tests: Iterable[Test]) -> Iterator[Source]:
    seen: set[int] = set()
    for test in tests:
        for case in test.cases:
            if id(case) not in seen:
                seen.add(id(case))
                yield from _different(_places(case))


def _places(case: Case) -> Iterator[Span]:
    """Yield where a case and what it says is written."""
    yield case.at
    for value in (*case.figures.values(), *case.not_applicable.values()):
        yield from _of_value(value)
    yield from (each.origin.at for each in case.findings)
    yield from (each.origin.at for each in case.marks.values())
    yield from (each.origin.at for each in case.set.values())


def _of_value(value: object) -> Iterator[Span]:
    if isinstance(value, Given):
        yield value.origin.at
        yield from _of_value(value.value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _of_value(each)
    elif isinstance(value, Record):
        for each in value.values():
            yield from _of_value(each)


def _different(places: Iterable[Span]) -> Iterator[Source]:
    """Yield the files of some places, each once, those that are written in one."""
    last: Source | None = None
    seen: set[str] = set()
    for at in places:
        if at.source is last or not at.line:
            continue
        last = at.source
        if last.name not in seen:
            seen.add(last.name)
            yield last


def _file(source: Source) -> str:
    return source.name.removesuffix(f"#{source.sheet}") if isinstance(source, Sheet) else source.name


def _hash(name: str, text: str | None) -> str:
    """Return the SHA-256 of a file, or of the text that was read from it where that is another one."""
    try:
        data = Path(name).read_bytes()
    except (OSError, ValueError):
        data = None
    if data is None or (text is not None and data.removeprefix(b"\xef\xbb\xbf") != text.encode("utf-8", "replace")):
        data = (text or "").encode("utf-8", "replace")
    return hashlib.sha256(data).hexdigest()
