"""Workbooks as packages: a zip of XML parts, read piece by piece within limits, without DTDs and entities.

Nothing is unpacked to disk, and nothing large exists before it is refused: what a part really holds is counted,
whatever its heading says.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, NoReturn, Protocol
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping

BYTES = 1 << 24
"""Size of a workbook, at most."""

UNPACKED = 1 << 26
"""Size of all parts that are read, unpacked, at most, unless it is said."""

RATIO = 100
"""How many times its packed size a part may have, unpacked, once it is larger than `_SMALL`."""

_SMALL = 1 << 20
_PIECE = 1 << 16
_DEEPEST = 100
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
_SPACE = " "


class Refused(Exception):  # noqa: N818  # it says why a workbook cannot be read
    """A workbook cannot be read: code and facts of the message."""

    def __init__(self, code: str, **facts: object) -> None:
        """Take code and facts."""
        super().__init__(code)
        self.code, self.facts = code, facts


def damaged(why: object) -> NoReturn:
    """Refuse a workbook that is not as it should be.

    Raises:
        Refused: always.
    """
    raise Refused("sheet-damaged", why=why)


class Handler(Protocol):
    """What is told of the elements of a part; names are local, attributes too unless two have one local name."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some text, perhaps not all of it."""


class Package:
    """The parts of a workbook."""

    def __init__(self, file: BinaryIO, unpacked: int = 0) -> None:
        """Open it; ``unpacked``: bytes of all parts that are read, unpacked, at most (0: `UNPACKED`).

        Raises:
            Refused: it is no workbook, or too large.
        """
        head = file.read(len(_ZIP))
        if head.startswith(_OLD):
            raise Refused("sheet-old")
        if head != _ZIP:
            raise Refused("sheet-not-workbook")
        if file.seek(0, 2) > BYTES:
            raise Refused("sheet-large", limit=BYTES)
        self._left = self._most = unpacked or UNPACKED
        try:
            self._zip = zipfile.ZipFile(file)
            self.names = frozenset(self._zip.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            damaged(error)

    def parse(self, part: str, handler: Handler) -> None:
        """Tell a handler of all elements of a part; one that is not there has none.

        Raises:
            Refused: it is not sound, or too large.
        """
        if part not in self.names:
            return
        parser = _parser(handler)
        try:
            most = max(_SMALL, RATIO * self._zip.getinfo(part).compress_size)
            with self._zip.open(part) as stream:
                while piece := stream.read(_PIECE):
                    self._left -= len(piece)
                    most -= len(piece)
                    if self._left < 0:
                        raise Refused("sheet-large", limit=self._most)
                    if most < 0:
                        damaged(f"{part}: unpacked, it has more than {RATIO} times its size")
                    parser.Parse(piece)
            parser.Parse(b"", True)  # noqa: FBT003  # as expat has it
        except (
            expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
            ValueError,
        ) as error:  # fmt: skip  # RuntimeError: it has a password
            damaged(f"{part}: {error}")


def _parser(handler: Handler) -> expat.XMLParserType:
    """Return a parser that tells a handler, and refuses what no workbook needs."""
    parser = expat.ParserCreate(namespace_separator=_SPACE)
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            damaged("nested too deep")
        handler.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(name))

    def refuse(*_: object) -> None:
        damaged("it has a DTD")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _local(name: str) -> str:
    """Return a name without its namespace; the extensions of LibreOffice keep a prefix, since they repeat names."""
    space, _, local = name.rpartition(_SPACE)
    return f"ext:{local}" if ":calcext:" in space else local
