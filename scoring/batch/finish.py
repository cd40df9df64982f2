"""The end of a run: parts become the output, the quarantine and the manifest, each whole or not at all."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from scoring.batch.chunks import LEFT_OUT, part_path
from scoring.batch.encode import csv_line
from scoring.batch.parquet_join import Join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.batch.job import Done


_PART = re.compile(r"part-[0-9]{8,}(\.bad)?(?P<unfinished>\.[0-9]+)?")


class Lost(Exception):  # noqa: N818  # said to the user as it is
    """A part of the output is not what was written."""


class Places(NamedTuple):
    """Where the files of a run stand.

    Attributes:
        output: the output.
        quarantine: the bad rows.
    """

    output: Path
    quarantine: Path

    @property
    def journal(self) -> str:
        """What is finished."""
        return f"{self.output}.journal"

    @property
    def parts(self) -> str:
        """Folder of finished chunks."""
        return f"{self.output}.parts"

    @property
    def manifest(self) -> Path:
        """What was made, of what, by what."""
        return Path(f"{self.output}.manifest.json")

    @property
    def beside(self) -> tuple[Path, ...]:
        """Files that are not yet whole."""
        return tuple(_beside(each) for each in (self.output, self.quarantine, self.manifest))


class Written(NamedTuple):
    """A file that is whole, and not yet in its place."""

    path: Path
    size: int
    sha256: str

    def data(self) -> dict[str, Any]:
        """Return what a manifest says of it."""
        return {"name": self.path.name, "bytes": self.size, "sha256": self.sha256}


class _Hashed:
    """Writes to a file, and hashes what it writes."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def put(self, data: bytes) -> None:
        self.file.write(data)
        self.digest.update(data)
        self.size += len(data)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.unfinished")


@contextmanager
def _new(path: Path) -> Iterator[_Hashed]:
    """Write a file beside its place, whole or not at all, with the permissions of the one that stands there.

    Raises:
        OSError: it cannot be written.
    """
    beside = _beside(path)
    try:
        with beside.open("wb") as file:
            if path.exists():
                beside.chmod(stat.S_IMODE(path.stat().st_mode))
            yield _Hashed(file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def write_output(places: Places, done: Sequence[Done], names: Sequence[str], *, csv: bool) -> Written:
    """Write the output of all parts, in their order.

    Raises:
        Lost: a part is damaged.
        OSError: it cannot be written.
    """
    with _new(places.output) as file:
        if csv:
            file.put(codecs.BOM_UTF8 + csv_line(names))
            for each in done:
                file.put(_part(places, each.chunk, each.sha256))
        else:
            with TemporaryFile(dir=places.parts) as aside:
                join = Join(file.put, aside)
                for each in done:
                    join.add(_part(places, each.chunk, each.sha256))
                join.finish()
    return Written(places.output, file.size, file.digest.hexdigest())


def write_quarantine(places: Places, done: Sequence[Done]) -> Written:
    """Write the bad rows of all parts, in their order.

    Raises:
        Lost: a part is damaged.
        OSError: it cannot be written.
    """
    with _new(places.quarantine) as file:
        file.put(codecs.BOM_UTF8 + csv_line(LEFT_OUT))
        for each in done:
            if each.bad_size:
                file.put(_part(places, each.chunk, each.bad_sha256, ".bad"))
    return Written(places.quarantine, file.size, file.digest.hexdigest())


def write_manifest(places: Places, about: dict[str, Any]) -> None:
    """Write the manifest.

    Raises:
        OSError: it cannot be written.
    """
    with _new(places.manifest) as file:
        file.put((json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode())


def _part(places: Places, chunk: int, sha256: str, tail: str = "") -> bytes:
    try:
        data = Path(part_path(places.parts, chunk) + tail).read_bytes()
    except FileNotFoundError:
        raise Lost from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Lost
    return data


def is_there(places: Places, done: Done) -> bool:
    """Whether a finished chunk still stands as it was written."""
    for tail, size, sha256 in (("", done.size, done.sha256), (".bad", done.bad_size, done.bad_sha256)):
        if not sha256:
            continue
        path = Path(part_path(places.parts, done.chunk) + tail)
        try:
            if path.stat().st_size != size:
                return False
            _part(places, done.chunk, sha256, tail)
        except (OSError, Lost):
            return False
    return True


def put_in_place(*paths: Path) -> None:
    """Put whole files in their places, one after the other.

    Raises:
        OSError: that cannot be done.
    """
    for path in paths:
        _beside(path).replace(path)
    for folder in {path.parent for path in paths}:
        with suppress(OSError):  # some systems open no folders
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def clear(places: Places) -> None:
    """Delete what a run leaves besides its results."""
    for each in own_parts(places):
        with suppress(OSError):
            each.unlink()
    with suppress(OSError):  # something else stands in it
        Path(places.parts).rmdir()
    for each in places.beside:
        with suppress(OSError):
            each.unlink()


def own_parts(places: Places, *, unfinished: bool = False) -> list[Path]:
    """Return the files of a run in the folder of its parts, where others may have files too.

    Args:
        places: of the run.
        unfinished: only those that a killed worker has left.
    """
    try:
        found = [(each, _PART.fullmatch(each.name)) for each in Path(places.parts).iterdir()]
    except OSError:
        return []
    return [each for each, own in found if own is not None and (own["unfinished"] or not unfinished)]
