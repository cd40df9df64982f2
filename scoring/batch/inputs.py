"""The files of the input: found, opened, their headings read; what is unusable as a whole is told at once."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from scoring.addresses import folded
from scoring.batch.csv_lines import EndlessRowError, stretches
from scoring.batch.job import InputFile
from scoring.batch.parquet_rows import open_parquet
from scoring.command_tools import Wrong, problem
from scoring.csv_cases import rows_of
from scoring.diagnostic import Problems
from scoring.document import decoded, sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.diagnostic import Diagnostic

CSV, PARQUET = ".csv", ".parquet"
_SEPARATORS = {";": ";", "\t": "tab", "|": "|", "，": "，", "；": "；"}


def input_files(path: str, encoding: str) -> tuple[InputFile, ...]:
    """Return the files that are meant: one, or those of a folder by name.

    Raises:
        Wrong: there is none, or one of them is unusable.
    """
    paths = list(_paths(path))
    kinds = {each.suffix.lower() for each in paths}
    if len(kinds) > 1:
        raise Wrong([problem("batch-mixed", path)])
    found: list[InputFile] = []
    wrong: list[Diagnostic] = []
    for each in paths:
        try:
            found.append(_opened(each, encoding))
        except Wrong as error:
            wrong += error.diagnostics
    if wrong:
        raise Wrong(wrong)
    return tuple(found)


def _paths(path: str) -> Iterator[Path]:
    given = Path(path)
    try:
        if not given.is_dir():
            if not given.exists():
                raise Wrong([problem("file-missing", path)])
            if given.suffix.lower() not in (CSV, PARQUET):
                raise Wrong([problem("batch-input", path, suffix=given.suffix)])
            yield given
            return
        found = sorted(
            each
            for each in given.iterdir()
            if each.suffix.lower() in (CSV, PARQUET) and each.name[0] not in "._" and not each.is_dir()
        )
    except (OSError, ValueError):
        raise Wrong([problem("file-unreadable", path)]) from None
    if not found:
        raise Wrong([problem("batch-folder", path)])
    yield from found


def _opened(path: Path, encoding: str) -> InputFile:
    try:
        about = path.stat()
        own = InputFile(str(path), path.name, about.st_size, about.st_mtime_ns, ())
        return _csv(own, encoding) if path.suffix.lower() == CSV else _parquet(own)
    except OSError:
        raise Wrong([problem("file-unreadable", str(path))]) from None


def _parquet(own: InputFile) -> InputFile:
    try:
        file = open_parquet(own.path)
    except pa.ArrowException as error:
        reason = str(error).partition("\n")[0]
        raise Wrong([problem("batch-parquet", own.path, reason=reason)]) from None
    with file:
        about = file.metadata
        names = tuple(file.schema_arrow.names)
        groups = tuple(about.row_group(each).num_rows for each in range(about.num_row_groups))
    twice = [problem("table-twice", own.path, first=name, second=name, name=name)
             for place, name in enumerate(names) if name in names[:place]]  # fmt: skip
    if twice:
        raise Wrong(twice)
    return InputFile(own.path, own.name, own.size, own.changed, names, groups=groups)


def _csv(own: InputFile, encoding: str) -> InputFile:
    """Read the headings of a CSV file, by the rules of case files."""
    problems = Problems()
    with Path(own.path).open("rb") as file:
        mark = len(codecs.BOM_UTF8) if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 else 0
        file.seek(0)
        first = file.read(4)
        if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\0" in first:
            raise Wrong([problem("encoding-utf16", own.path)])
        try:
            head = next(stretches(file, mark, 1), None)
        except EndlessRowError:
            raise Wrong([problem("batch-endless", own.path)]) from None
        if head is None:
            raise Wrong([problem("csv-empty", own.path)])
        file.seek(mark)
        line = file.read(head.length)
    source = decoded(own.path, line, problems, encoding)
    headings: tuple[str, ...] = ()
    if source is not None and sound(source, problems):
        cells = next(rows_of(source, problems), [])
        headings = tuple(each.text for each in cells)
        seen: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name, at = folded(cell.text), source.span(cell.start, cell.end)
            if name in seen:
                before = cells[seen[name]]
                at_first = source.span(before.start, before.end)
                problems.error("csv-heading-twice", at, heading=cell.text, first=at_first)
            elif name:
                seen[name] = place
    problems.raise_as(Wrong)
    wrong = _no_headings(own.path, headings)
    if wrong is not None:
        raise Wrong([wrong])
    return InputFile(own.path, own.name, own.size, own.changed, headings, data=mark + head.length)


def _no_headings(path: str, headings: tuple[str, ...]) -> Diagnostic | None:
    """Return what is wrong with headings that are none, or that stand in one cell."""
    if not any(headings):
        return problem("csv-empty", path)
    other = next((name for char, name in _SEPARATORS.items() if char in headings[0]), None)
    return problem("csv-separator", path, found=other) if len(headings) == 1 and other else None
