"""What every command needs: exit status, printing, languages, and files that are written whole or not at all."""

from __future__ import annotations

import codecs
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.diagnostic import Diagnostic, Problems, ScoringError, clean
from scoring.language import is_chinese, language_of
from scoring.source import whole

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from scoring.ruleset import Ruleset

FINE, FINDINGS, UNUSABLE = 0, 1, 2
_CLOSED = "it is closed"
_LONGEST = 100_000
_NARROWEST = 40


class Wrong(ScoringError):  # noqa: N818  # said to the user as any other problem
    """Something that was asked for on the command line cannot be done."""


class Unwritten(Exception):  # noqa: N818  # said to the user as it is
    """The output cannot be written; the text says why."""


def output(text: str) -> None:
    """Print a text as it is; who has stopped reading hinders nothing, and the exit status stays what it would be.

    Raises:
        Unwritten: it cannot be written, as on a full disk.
    """
    _put(lambda stream: stream.write(text))


def finish() -> None:
    """Hand over all that was printed.

    Raises:
        Unwritten: it cannot be written.
    """
    _put(lambda stream: stream.flush())


def _put(do: Callable[[TextIO], object]) -> None:
    stream: TextIO | None = sys.stdout  # None where the process was started without one
    if stream is None:
        raise Unwritten(_CLOSED)
    try:
        do(stream)
    except BrokenPipeError:
        _let_go(stream)
    except OSError as error:
        _let_go(stream)
        raise Unwritten(error.strerror or str(error)) from None


def _let_go(stream: TextIO) -> None:
    """Send what is printed from now on, and what waits to be, nowhere."""
    with suppress(OSError, ValueError):  # ValueError: a stream without a file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def say(text: str) -> None:
    """Print to standard error, if there is one."""
    stream: TextIO | None = sys.stderr
    if stream is not None:
        with suppress(OSError):
            stream.write(text)


def write(text: str) -> None:
    """Print a text; what could steer a terminal is escaped."""
    output("\n".join(clean(line, _LONGEST) for line in text.split("\n")))


def complain(error: ScoringError, lang: str) -> int:
    """Print the problems of something unusable."""
    if not error.diagnostics:  # a fault of our own, not of the input
        raise error
    say(f"{error.text(lang)}\n")
    return UNUSABLE


# Languages


def language(options: argparse.Namespace, ruleset: Ruleset) -> str:
    """Return the language asked for, else the one of the ruleset's title and names."""
    return str(options.lang or language_of(ruleset.program().definition))


def language_of_file(options: argparse.Namespace, path: str) -> str:
    """Return the language asked for, else the one of a file that may be unusable, its comments left out.

    Of a file that cannot be read, or that is no text, the name tells.
    """
    if options.lang:
        return str(options.lang)
    try:
        with Path(path).open("rb") as file:
            data = file.read(_LONGEST)
    except (OSError, ValueError):
        data = b"\0"
    text = path if b"\0" in data else data.decode("utf-8", "ignore")
    return "zh" if any(is_chinese(line.partition("#")[0]) for line in text.splitlines()) else "en"


def room() -> int | None:
    """Return the columns of the terminal, None where the output goes elsewhere."""
    stream: TextIO | None = sys.stdout
    if stream is None or not stream.isatty():
        return None
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def problem(code: str, path: str, known: Iterable[str] = (), /, **facts: str) -> Diagnostic:
    """Return a problem with what was asked for on the command line."""
    problems = Problems()
    name = facts.get("name") or facts.get("address") or ""
    near = facts.pop("near", None) or problems.near(name, [each for each in known if each])
    problems.error(code, whole(path), **facts, near=near)
    return problems.diagnostics[0]


def begins_with_mark(name: str) -> bool:
    """Whether a file begins with a byte order mark of UTF-8."""
    with Path(name).open("rb") as file:
        return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8


def keep_inputs(written: Iterable[str | None], read: Iterable[str | None]) -> None:
    """Refuse to write into a file that is read in the same run; None for no file.

    Args:
        written: names of files.
        read: likewise, a sheet perhaps behind ``#``.

    Raises:
        Wrong: one of the files is both.
    """
    names = {each for name in read if name for each in (name, name.rpartition("#")[0]) if each}
    places = {os.path.realpath(each) for each in names if "\0" not in each}
    for name in written:
        if name and "\0" not in name and os.path.realpath(name) in places:
            raise Wrong([problem("output-input", name, name=name)])


def write_file(name: str, text: str | bytes, *, mark: bool = False) -> None:
    """Write a whole file or none: beside it first, then in its place, with the permissions that it had.

    Args:
        name: of the file; a link to one stays a link, and what is no ordinary file (a pipe) is written to as it is.
        text: its content; bytes are written as they are.
        mark: whether it begins with a byte order mark, by which spreadsheets know UTF-8.

    Raises:
        Wrong: it cannot be written.
    """
    encoding = "utf-8-sig" if mark else "utf-8"
    content = text.encode(encoding, "backslashreplace") if isinstance(text, str) else text
    beside: Path | None = None
    try:
        path = Path(name).resolve()
        mode = path.stat().st_mode if path.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with Path(name).open("wb") as file:
                file.write(content)
            return
        beside = path.with_name(f"{path.name}.part-{os.getpid()}")
        with beside.open("wb") as file:
            if mode is not None:
                beside.chmod(stat.S_IMODE(mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle; a NUL in the name
        if beside is not None:
            with suppress(OSError, ValueError):
                beside.unlink(missing_ok=True)
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Wrong([problem("cannot-write", name, name=name, reason=reason)]) from None
