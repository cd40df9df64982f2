"""Files → text, and YAML → values with places.

YAML is read as a stream of parser events, never constructed: no anchors, tags or merge keys, no types but null,
true, false and plain decimals, nothing recursive. libyaml parses where it is installed, pure Python elsewhere.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.source import Source, Span, whole
from scoring.tree import FAULTS, Field, Item, Listing, Scalar, Table
from scoring.yaml_reader import INVISIBLE, YamlReader

if TYPE_CHECKING:
    from os import PathLike

    from scoring.diagnostic import Problems

__all__ = [
    "BYTES",
    "Field",
    "Item",
    "Listing",
    "Scalar",
    "Source",
    "Table",
    "decoded",
    "load_source",
    "read_yaml",
    "sound",
]

BYTES = 1 << 20
"""Size of a document, at most."""

_TAB = re.compile(r"(?:^|(?<=\r))(?![ \t]*#)[^\t\r\n]*(\t)", re.MULTILINE)  # in a comment it does no harm
_DIRECTIVE = re.compile(r"(?:^|(?<=\r))%[^\r\n]*", re.MULTILINE)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def load_source(
    path: str | PathLike[str], problems: Problems, encoding: str = "utf-8", limit: int = BYTES
) -> Source | None:
    """Return the text of a file, None if it cannot be had; what is wrong is noted.

    Args:
        path: an ordinary file.
        problems: where to note what is wrong.
        encoding: of the file; a byte order mark of UTF-8 is passed over.
        limit: bytes that it has at most.
    """
    name = str(path)
    try:
        file = Path(path)
        if not file.is_file():
            problems.error("file-unreadable" if file.exists() else "file-missing", whole(name))
            return None
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except (OSError, ValueError):  # ValueError: a path with a NUL in it
        problems.error("file-unreadable", whole(name))
        return None
    if len(data) > limit:
        problems.error("file-too-large", whole(name), limit=limit)
        return None
    return decoded(name, data, problems, encoding)


def decoded(name: str, data: bytes, problems: Problems, encoding: str = "utf-8") -> Source | None:
    """Return the source that some bytes hold, None if they are not in the encoding; what is wrong is noted."""
    data = data.removeprefix(codecs.BOM_UTF8)
    wide = data.startswith(_WIDE_MARKS) or b"\0" in data[:4]
    if wide and not data.startswith(b"\0\0\0\0"):
        problems.error("encoding-utf16", whole(name))
        return None
    try:
        return Source(name, data.decode(encoding))
    except LookupError:
        problems.error("encoding-unknown", whole(name), encoding=encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        _undecodable(name, data, start, problems, encoding)
    return None


def _undecodable(name: str, data: bytes, start: int, problems: Problems, encoding: str) -> None:
    """Note where the bytes stop being what they were said to be, and that they are GBK if they are."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text, code = data.decode("utf-8", "replace"), "encoding"
    else:
        code = "encoding-gbk" if codecs.lookup(encoding).name == "utf-8" else "encoding"
    line = 1 + len(re.findall(rb"\r\n|\r|\n", data[:start]))
    source = Source(name, text)
    first = next((at for at, char in enumerate(source.line(line)) if not char.isascii()), 0)
    at = Span(source, line, first + 1, first + 2)
    if code == "encoding":
        problems.error("encoding", at, encoding=encoding)
    else:
        problems.error("encoding-gbk", at)


def sound(source: Source, problems: Problems, limit: int = BYTES) -> bool:
    """Return whether a text is small enough and free of invisible characters; note what is wrong."""
    text = source.text
    if len(text) > limit or (not text.isascii() and len(text.encode("utf-8", "surrogatepass")) > limit):
        problems.error("file-too-large", whole(source.name), limit=limit)
        return False
    before = problems.errors
    for match in islice(INVISIBLE.finditer(text), FAULTS):
        problems.error("invisible-character", source.span(*match.span()), character=f"U+{ord(match[0]):04X}")
    return problems.errors == before


def read_yaml(source: Source, problems: Problems) -> Table | None:
    """Return the one table that a YAML text holds.

    Problems are noted, all that can be found. None is returned where too little is left to go on with: after
    a syntax error, or where a part of the document was refused.
    """
    if not sound(source, problems) or not _sober(source, problems):
        return None
    return YamlReader(source, problems).read()


def _sober(source: Source, problems: Problems) -> bool:
    """Return whether the text has no tabs and no directives, which the two parsers read differently."""
    before, text = problems.errors, source.text
    if "\t" in text:
        for match in islice(_TAB.finditer(text), FAULTS):
            problems.error("tab", source.span(*match.span(1)))
    if text.startswith("%") or "\n%" in text or "\r%" in text:
        for match in islice(_DIRECTIVE.finditer(text), FAULTS):
            problems.error("directive", source.span(*match.span()))
    return problems.errors == before
