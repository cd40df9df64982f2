"""What a run is asked for → a job that can be done, or what forbids it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from scoring.batch.chunks import Chunks
from scoring.batch.encode import in_csv
from scoring.batch.finish import Places
from scoring.batch.inputs import CSV, PARQUET, input_files
from scoring.batch.job import Job
from scoring.batch.parquet_rows import types_of
from scoring.command_tools import Wrong, problem
from scoring.number import parse_written
from scoring.ruleset import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from scoring.batch.job import InputFile
    from scoring.diagnostic import Diagnostic
    from scoring.ruleset import Ruleset

CHUNK = 1 << 16
"""Rows of a chunk, unless something else is asked for."""

_SLOW = 1 << 12
"""Rows of a chunk of a ruleset with lists, whose rows are scored one by one."""

_LIMIT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(\.[0-9]{1,15})?%")


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for; the names are those of the options of ``scoring batch``."""

    ruleset: Ruleset
    path: str
    input: str
    output: str
    method: str | None = None
    encoding: str = "utf-8"
    keep: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    nodes: bool = True
    reasons: bool = False
    id: str | None = None
    quarantine: str | None = None
    max_bad: str | None = None
    chunk: int | None = None
    workers: int = 1
    resume: bool = False
    progress: bool | None = None
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Plan:
    """A run that can begin.

    Attributes:
        request: what was asked for.
        job: what the workers are told.
        places: where its files stand.
        chunks: does the work in this process.
        names: headings of the output.
        most_bad: so many bad rows are allowed, or such a share of all (below 1, or 1 for all); None: any number.
        share: whether ``most_bad`` is a share.
    """

    request: Request
    job: Job
    places: Places
    chunks: Chunks
    names: tuple[str, ...]
    most_bad: Fraction | None
    share: bool

    def head(self) -> dict[str, Any]:
        """Return what another run must have in common with this one to go on with it."""
        job = self.job
        return {
            "journal": 1, "library": LIBRARY, "pyarrow": pa.__version__,
            "ruleset": job.ruleset.sha256, "method": job.method,
            "input": [[each.name, each.size, each.changed] for each in job.files],
            "options": {
                "chunk": job.size, "encoding": job.encoding, "keep": job.keep, "columns": [*self.names],
                "reasons": job.reasons, "id": job.id, "lang": job.lang,
            },
        }  # fmt: skip

    def too_many(self, refused: int, rows: int) -> bool:
        """Whether more rows were refused than may be."""
        if self.most_bad is None:
            return False
        return refused > self.most_bad * (rows if self.share else 1)


def planned(request: Request) -> Plan:
    """Return what is to be done.

    Raises:
        Wrong: something that is asked for cannot be done, or the input is unusable as a whole.
    """
    limit, share = _limit(request.max_bad)
    places = _places(request)
    files = input_files(request.input, request.encoding)
    csv = Path(files[0].path).suffix.lower() == CSV
    _apart(request, places, files)
    job = Job(
        request.ruleset, request.method, files, csv, request.encoding, places.output.suffix.lower() == CSV,
        places.parts, (), request.columns, request.nodes, request.reasons, "", request.lang, request.chunk or CHUNK,
    )  # fmt: skip
    chunks = Chunks(job)
    program = chunks.columns.program
    size = request.chunk or (_SLOW if program.lists and not program.cohorts else CHUNK)
    wrong: list[Diagnostic] = []
    for place in range(len(files)):
        try:
            chunks.fields(place)
        except Wrong as error:
            wrong += error.diagnostics
    if wrong:
        raise Wrong(wrong)
    keep = _kept(request, chunks, files)
    name = _id(request, files)
    job = replace(job, keep=keep, id=name, size=size)
    chunks.job = job
    if not csv:
        _types(job)
    twice = [each.name for each in chunks.out if each.name in keep]
    if twice:
        raise Wrong([problem("batch-taken", files[0].path, name=twice[0])])
    names = (*keep, *(each.name for each in chunks.out))
    return Plan(request, job, places, chunks, names, limit, share)


def _limit(text: str | None) -> tuple[Fraction | None, bool]:
    if text is None:
        return None, False
    number = parse_written(text) if _LIMIT.fullmatch(text) else None
    if number is None or (text.endswith("%") and number > 1):
        raise Wrong([problem("batch-limit", "--max-bad", found=text)])
    return number, text.endswith("%")


def _places(request: Request) -> Places:
    try:
        output = Path(request.output).resolve()
        quarantine = Path(request.quarantine or f"{output}.bad.csv").resolve()
        folders = {output.parent, quarantine.parent}
        taken = [each for each in (output, quarantine) if each.is_dir()]
    except (OSError, RuntimeError, ValueError) as error:
        raise Wrong([problem("cannot-write", request.output, name=request.output, reason=str(error))]) from None
    if output.suffix.lower() not in (CSV, PARQUET) or request.output.endswith(("/", "\\")) or taken:
        raise Wrong([problem("batch-output", request.output, name=request.output)])
    for each in folders:
        if not each.is_dir():
            raise Wrong([problem("batch-no-folder", request.output, folder=str(each))])
    return Places(output, quarantine)


def _apart(request: Request, places: Places, files: Sequence[InputFile]) -> None:
    """Refuse to write what is read, or into the folder that is read."""
    read = {Path(each.path).resolve() for each in files} | {Path(request.path).resolve()}
    folder = Path(request.input).resolve() if Path(request.input).is_dir() else None
    parts = Path(places.parts)
    for path, option in ((places.output, "-o"), (places.quarantine, "--quarantine")):
        if path in read or path.parent == folder:
            code = "batch-in-folder" if path not in read else "batch-read"
            raise Wrong([problem(code, str(path), name=path.name, option=option)])
    if any(parts in (each, *each.parents) for each in (*read, folder) if each is not None):
        raise Wrong([problem("batch-read", str(parts), name=parts.name, option="-o")])
    others = (places.output, places.manifest, Path(places.journal), parts, *places.beside)
    if places.quarantine in others or parts in places.quarantine.parents:
        raise Wrong([problem("output-for-both", str(places.quarantine), name=places.quarantine.name, other="-o",
                             option="--quarantine")])  # fmt: skip


def _kept(request: Request, chunks: Chunks, files: Sequence[InputFile]) -> tuple[str, ...]:
    """Return the columns that are handed on; every file has them."""
    first = chunks.fields(0)
    keep = first.others if request.keep is None else tuple(dict.fromkeys(request.keep))
    for file in files:
        for name in keep:
            if not name or name not in file.headings:
                raise Wrong([problem("batch-keep", file.path, [each for each in file.headings if each], name=name)])
    return keep


def _id(request: Request, files: Sequence[InputFile]) -> str:
    if request.id is None:
        return "id" if all("id" in each.headings for each in files) else ""
    for file in files:
        if request.id not in file.headings:
            raise Wrong([problem("batch-keep", file.path, [each for each in file.headings if each], name=request.id)])
    return request.id


def _types(job: Job) -> None:
    """Refuse columns that cannot be handed on: of another type in another file, or of one that no cell holds."""
    before: dict[str, Any] = {}
    for own in job.files:
        types = types_of(own.path)
        for name in job.keep:
            kind = types[name]
            if before.setdefault(name, kind) != kind:
                facts = {"name": name, "found": str(kind), "before": str(before[name])}
                raise Wrong([problem("batch-types", own.path, **facts)])
            if job.to_csv and not in_csv(kind):
                raise Wrong([problem("batch-nested", own.path, name=name, found=str(kind))])
