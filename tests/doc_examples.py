"""Run the examples of a documentation page and write their outputs as they really are.

A page is a Markdown file; its examples run in order in one folder of its own, which also holds ``rulesets``:

- a block whose first line is ``# file: NAME`` becomes that file (JSON and CSV lose that line, YAML keeps it);
- in a ``sh`` or ``console`` block each line ``$ COMMAND`` runs, and what it prints stands below it;
- a ``python`` block runs with the names of the earlier ones; with ``>>>`` what it prints stands below each statement;
- any other YAML must be an excerpt of a file of the page or of ``rulesets``; ``text`` blocks are not looked at.

A line ``...`` in an output stands for any lines. ``python tests/doc_examples.py [PAGE…]`` rewrites outputs in place.
"""

import ast
import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[1]
SHELL = ("sh", "console")
FILES = ("yaml", "json", "csv")
NAMED = re.compile(r"# file: (?P<name>\S+)")
ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1"}


class BadExampleError(Exception):
    """An example cannot be run as it is written."""


def pages() -> list[Path]:
    """Return every page that may hold examples."""
    found = [*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rulesets/*/README*.md")]
    return sorted(found)


def blocks(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the language of each fenced block with the range of its lines, fences excluded."""
    start, language = 0, ""
    inside = False
    for number, line in enumerate(lines):
        if inside and line == "```":
            yield language, start, number
            inside = False
        elif not inside and line.startswith("```"):
            inside, start, language = True, number + 1, line[3:].strip()


def rewritten(page: Path) -> str:
    """Return the text of a page with every output as it really is; an output that fits stays as it stands."""
    lines = page.read_text("utf-8").splitlines()
    fresh: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory() as name, mock.patch.dict(os.environ, ENVIRONMENT), contextlib.chdir(name):
        run = Run()
        for language, start, stop in blocks(lines):
            fresh += lines[done:start]
            try:
                fresh += run.block(language, lines[start:stop])
            except BadExampleError as error:
                raise BadExampleError(f"{page.name}:{start + 1}: {error}") from None
            done = stop
    return "\n".join([*fresh, *lines[done:]]) + "\n"


class Run:
    """The examples of one page, run one after the other in the current folder."""

    def __init__(self) -> None:
        """Begin with the shipped rulesets in the folder, no names and no status."""
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.status = 0
        if (ROOT / "rulesets").is_dir():
            shutil.copytree(ROOT / "rulesets", "rulesets")

    def block(self, language: str, content: list[str]) -> list[str]:
        """Run one block and return its lines with their real outputs."""
        if language in FILES:
            self.store(language, content)
            return content
        if language in SHELL:
            return list(self.shell(content))
        if language == "python" and any(line.startswith(">>> ") for line in content):
            return list(self.session(content))
        if language == "python":
            self.statements(content)
        return content

    def store(self, language: str, content: list[str]) -> None:
        """Write a block that is a file; else see that it is an excerpt of one."""
        if content and (named := NAMED.fullmatch(content[0])):
            path = Path(named["name"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(content if language == "yaml" else content[1:]) + "\n", "utf-8")
        elif language == "yaml" and not any(is_excerpt(content, path) for path in Path().rglob("*.yaml")):
            raise BadExampleError(
                "begin the block with '# file: NAME', or show an excerpt of a file as it stands there"
            )

    def shell(self, content: list[str]) -> Iterator[str]:
        """Yield the lines of a shell block with what each command really prints."""
        at = 0
        while at < len(content):
            line = content[at]
            at += 1
            yield line
            if not line.startswith("$ "):
                continue
            command = line[2:]
            while command.endswith("\\"):
                command = command[:-1] + content[at].strip()
                yield content[at]
                at += 1
            expected = []
            while at < len(content) and not content[at].startswith("$ "):
                expected.append(content[at])
                at += 1
            yield from settled(expected, self.command(command))

    def command(self, command: str) -> list[str]:
        """Run one command line and return what it prints; only what a page may need is understood."""
        words = shlex.shlex(command, posix=True, punctuation_chars=True)
        words.whitespace_split = True
        parts: list[list[str]] = [[]]
        for word in words:
            if word in ("|", ">"):
                parts.append([word])
            else:
                parts[-1].append(word)
        lines = self.program(parts[0])
        for part in parts[1:]:
            match part:
                case ["|", "head" | "tail" as end, "-n", count]:
                    lines = lines[: int(count)] if end == "head" else lines[-int(count) :]
                case [">", name]:
                    Path(name).write_text("\n".join(lines) + "\n", "utf-8")
                    lines = []
                case _:
                    raise BadExampleError(f"only '| head -n N', '| tail -n N' and '> FILE' may follow: {command}")
        return lines

    def program(self, words: list[str]) -> list[str]:
        """Run one program and return its output and its errors as lines."""
        match words:
            case ["scoring", *_]:
                self.status, lines = run_scoring(words)
                return lines
            case ["echo", "$?"]:
                return [str(self.status)]
            case ["cat", name]:
                return Path(name).read_text("utf-8").splitlines()
        raise BadExampleError(f"cannot run: {shlex.join(words)}")

    def statements(self, content: list[str]) -> None:
        """Run a block of statements that must print nothing."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile("\n".join(content), "<page>", "exec"), self.names)  # noqa: S102 - our own pages
        if printed.getvalue():
            raise BadExampleError("this prints something: show it with >>>")

    def session(self, content: list[str]) -> Iterator[str]:
        """Yield the lines of an interactive session with what each statement really prints."""
        at = 0
        for piece in doctest.DocTestParser().parse("\n".join(content) + "\n"):
            if isinstance(piece, str):
                kept = len(piece.splitlines())
                yield from content[at : at + kept]
                at += kept
            else:
                prompts = piece.source.count("\n")
                yield from content[at : at + prompts]
                at += prompts + piece.want.count("\n")
                yield from settled(piece.want.splitlines(), self.statement(piece.source))

    def statement(self, source: str) -> list[str]:
        """Run one statement as an interactive interpreter does and return what it shows."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            try:
                tree = ast.Interactive(ast.parse(source).body)
                exec(compile(tree, "<page>", "single"), self.names)  # noqa: S102 - our own pages
            except Exception as error:  # noqa: BLE001 - an interpreter shows them all
                shown = "".join(traceback.format_exception_only(error))
                printed.write(f"Traceback (most recent call last):\n    ...\n{shown}")
        return [line or "<BLANKLINE>" for line in printed.getvalue().splitlines()]


def run_scoring(words: list[str]) -> tuple[int, list[str]]:
    """Run the command line in this process; return its exit status and what it prints, errors included."""
    from scoring.cli import main  # noqa: PLC0415 - pages without commands do not need it

    terminal = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with (
        mock.patch.object(sys, "argv", words),
        contextlib.redirect_stdout(terminal),
        contextlib.redirect_stderr(terminal),
    ):
        try:
            status = main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
    terminal.flush()
    printed = terminal.buffer.getvalue() if isinstance(terminal.buffer, io.BytesIO) else b""
    return status or 0, [line.rstrip() for line in printed.decode("utf-8").splitlines()]


def settled(expected: list[str], actual: list[str]) -> list[str]:
    """Return the expected lines if they fit the actual ones (``...`` is any lines), else the actual ones."""
    body = expected[: len(expected) - trailing_blanks(expected)]
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in body)
    if re.fullmatch(pattern, "".join(f"{line}\n" for line in actual)):
        return expected
    return [*actual, *expected[len(body) :]]


def trailing_blanks(lines: list[str]) -> int:
    """Return how many blank lines stand at the end; they part an output from the next command."""
    count = 0
    while count < len(lines) and not lines[-1 - count]:
        count += 1
    return count


def is_excerpt(content: list[str], path: Path) -> bool:
    """Tell whether lines stand in a file one after the other, whatever their indent."""
    wanted = [line.strip() for line in content]
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    return any(lines[at : at + len(wanted)] == wanted for at in range(len(lines) - len(wanted) + 1))


def main(names: list[str]) -> None:
    """Rewrite the outputs of the named pages, or of all."""
    for page in [Path(name).resolve() for name in names] or pages():
        fresh = rewritten(page)
        if fresh != page.read_text("utf-8"):
            page.write_text(fresh, "utf-8")
            print(f"rewritten: {page}")  # noqa: T201 - a script prints


if __name__ == "__main__":
    main(sys.argv[1:])
