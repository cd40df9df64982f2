"""Suggested tests as a file: a new one in whatever folder, or what is still missing added to one that stands there.

What stands in a file of suggested tests may have been confirmed or corrected since: none of it is changed.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from scoring.command_tools import Wrong, begins_with_mark, problem, write_file
from scoring.diagnostic import Problems, ScoringError
from scoring.document import load_source, read_yaml
from scoring.source import Source
from scoring.testing.coverage import coverage_of
from scoring.testing.running import open_suite, run
from scoring.testing.suggest import Suggestions, language_of
from scoring.testing.suggest_check import Trial
from scoring.testing.suggest_write import Writer, from_folder, scalar
from scoring.testing.targets import SUGGESTED
from scoring.testing.text import Edit, edited
from scoring.tree import Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.testing.coverage import Coverage
    from scoring.testing.due import Due
    from scoring.testing.running import Suite, Verdict
    from scoring.testing.suggest import Progress
    from scoring.tree import Item

_HEAD = {
    "en": (
        SUGGESTED["en"],
        "# The expectations are what the ruleset makes of these cases, not what is right: check them, or go through",
        "# them with scoring test --review, which confirms one after the other.",
    ),
    "zh": (
        SUGGESTED["zh"],
        "# 预期值是规则集自己算出的，不等于正确：请逐条核对，或用 scoring test --review 逐条确认。",
    ),
}
_LEFT = {
    "en": "# No case was found for these; they may need a test of several cases, or be impossible:",
    "zh": "# 以下各项没有找到案例，可能要用多个案例的测试，也可能不会出现：",
}
_NOTHING = {"en": "# Nothing is missing.", "zh": "# 没有缺项。"}
_WORDS = {
    "en": {
        "written": "{n} test{s} written to {name}",
        "added": "{n} test{s} added to {name}; what stood there is unchanged",
        "nothing": "nothing is missing; {name} is unchanged",
        "none": "no further test was found; {name} is unchanged",
        "left": "{text}; for {left} more no case was found",
    },
    "zh": {
        "written": "已将{n}项测试写入{name}",
        "added": "已在{name}中补充{n}项测试，原有内容未改动",
        "nothing": "没有缺项，{name}未改动",
        "none": "没有找到更多测试，{name}未改动",
        "left": "{text}；另有{left}项结果或界限没有找到案例",
    },
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ITEM = re.compile(r"( *)- ")
_EMPTY = re.compile(r"(tests:)(?:\s*\[\s*\])?(\s*(?:#.*)?)")


class Made(NamedTuple):
    """Suggested tests: their lines, how many, and for how many outcomes and edges there is none."""

    lines: list[str]
    tests: int
    left: list[str]


# A new file


def suggested(suite: Suite, coverage: Coverage, place: str | None = None, progress: Progress | None = None) -> str:
    """Return the text of a file of tests that shows what a coverage misses.

    Args:
        suite: the tests, from whose base the new ones start.
        coverage: of them.
        place: where the file is to stand; beside the tests unless said.
        progress: told how many outcomes and edges of how many are done.
    """
    place = place or suite.file.path
    return _new(suite, coverage, _made(suite, coverage, place, progress), place)


def write_new(name: str, suite: Suite, coverage: Coverage, lang: str, progress: Progress | None) -> str:
    """Write a file of what is missing, and return in words what was done.

    Raises:
        Wrong: it cannot be written.
    """
    made = _made(suite, coverage, name, progress)
    write_file(name, _new(suite, coverage, made, name))
    return _said(lang, "written", name, made)


def _new(suite: Suite, coverage: Coverage, made: Made, place: str) -> str:
    lang = language_of(coverage.program)
    lines = [*_HEAD[lang], *_taken_over(suite, Path(place).parent)]
    lines += ["tests:", *made.lines] if made.lines else [_NOTHING[lang], "tests: []"]
    return "\n".join((*lines, *made.left)) + "\n"


def _made(suite: Suite, coverage: Coverage, place: str, progress: Progress | None) -> Made:
    lang = language_of(coverage.program)
    found, _ = Suggestions(suite, coverage, lang, Path(place).parent).all(progress)
    writer, trial = Writer(lang), Trial(suite, coverage, place, _taken_over(suite, Path(place).parent))
    kept = trial.kept(found, writer)
    gone = {due.key for each in kept for due in each.dues}
    left = [each.due for each in coverage.missing if each.due.key not in gone]
    return Made(trial.lines(kept, writer), len(kept), list(_told(left, lang)))


def _told(left: Sequence[Due], lang: str) -> Iterator[str]:
    if left:
        yield from ("", _LEFT[lang])
    for each in left:
        place = f"{PurePath(each.at.source.name).name}:{each.at.line}"
        yield f"# - {place} {each.path or each.figure}: {' '.join(each.label.text(lang).split())}"


def _said(lang: str, key: str, name: str, made: Made) -> str:
    words, left = _WORDS[lang], max(0, len(made.left) - 2)
    text = words[key].format(n=made.tests, s="" if made.tests == 1 else "s", name=name)
    return words["left"].format(text=text, left=left) if left else text


def _taken_over(suite: Suite, folder: Path) -> list[str]:
    """Return what the file of tests says of its ruleset, method and base, as it is written there.

    Paths are as they are from the folder of the new file.
    """
    source = load_source(suite.file.path, Problems())
    table = None if source is None else read_yaml(source, Problems())
    if source is None or table is None:
        return [f"ruleset: {scalar(from_folder(suite.file.ruleset, folder))}"]
    source = Source(source.name, edited(source.text, list(_moved(source, table, folder))))
    places = sorted(field.key.at.line for field in table.fields.values())
    text = source.text.split("\n")
    lines: list[str] = []
    for key in ("ruleset", "method", "base"):
        if key in table.fields:
            start = table.fields[key].key.at.line
            end = next((line for line in places if line > start), len(text) + 1)
            own = [line.rstrip("\r") for line in text[start - 1 : end - 1]]
            while own and (not own[-1].strip() or own[-1].startswith("#")):
                own.pop()
            lines += own
    return lines


def _moved(source: Source, table: Table, folder: Path) -> Iterator[Edit]:
    """Yield the paths in the head of a file of tests as they are from another folder."""
    home = Path(source.name).parent
    if os.path.realpath(home) == os.path.realpath(folder):
        return
    base = table.fields["base"].value if "base" in table.fields else None
    for field in (table.fields.get("ruleset"), base.fields.get("from") if isinstance(base, Table) else None):
        if field is not None and isinstance(field.value, Scalar):
            at, name = field.value.at, field.value.text.strip()
            start = source.offset(at)
            yield Edit(start, start + at.end - at.column, scalar(from_folder(str(home / name), folder)))


# A file that stands there


def add_to(name: str, suite: Suite, verdicts: Sequence[Verdict], lang: str, progress: Progress | None) -> str:
    """Add what is still missing to a file of suggested tests, and return in words what was done.

    Args:
        name: of the file; its tests count, whether they are among those that were run or not.
        suite: the tests that were run.
        verdicts: of those.
        lang: ``en`` or ``zh``.
        progress: told how many outcomes and edges of how many are done.

    Raises:
        Wrong: the file cannot be read, is of another ruleset, or is written so that nothing can be added.
    """
    ruleset = suite.ruleset
    try:
        stands = open_suite(name, {os.path.realpath(suite.file.ruleset): ruleset})
    except ScoringError as error:
        raise Wrong(error.diagnostics) from None
    if stands.ruleset is not ruleset:
        raise Wrong([problem("suggest-other", name, name=name, ruleset=stands.file.ruleset)])
    place = os.path.realpath(name)
    others = [each for each in verdicts if os.path.realpath(each.test.at.source.name) != place]
    tests = (*stands.file.tests, *(each.test for each in others))
    whole = replace(stands, file=replace(stands.file, tests=tests))
    made = _made(whole, coverage_of(whole, [*run(stands), *others]), name, progress)
    if not made.tests:
        return _said(lang, "none" if made.left else "nothing", name, made)
    text = _appended(name, made)
    if text is None:
        raise Wrong([problem("suggest-append", name, name=name)])
    write_file(name, text, mark=begins_with_mark(name))
    return _said(lang, "added", name, made)


def _appended(name: str, made: Made) -> str | None:
    """Return the text of a file with more tests, None where it is written so that they cannot stand in it."""
    source = load_source(name, Problems())
    table = None if source is None else read_yaml(source, Problems())
    if source is None or table is None or "tests" not in table.fields:
        return None
    lines = _LINE.findall(source.text)
    ends = "\r\n" if "\r\n" in source.text else "\n"
    tests, before = table.fields["tests"], _items(table)
    _forget_left(lines)
    if before:
        found = _ITEM.match(source.line(before[0].at.line))
        if found is None:
            return None
        place, indent = _end(lines, table, tests.key.at.line), found[1]
    else:
        place, indent = tests.key.at.line, ""
        found = _EMPTY.fullmatch(lines[place - 1].rstrip("\r\n"))
        if found is None:
            return None
        lines[place - 1] = f"{found[1]}{found[2].rstrip()}{ends}"
        if place > 1 and lines[place - 2].rstrip("\r\n") in _NOTHING.values():
            lines[place - 2] = ""
    if lines[place - 1 : place] and not lines[place - 1].endswith(("\n", "\r")):
        lines[place - 1] += ends
    own = [f"{indent}{line}" if line else "" for line in made.lines]
    lines[place:place] = [line + ends for line in own]
    text = "".join(lines)
    text = "".join([text.rstrip(), ends, *(line + ends for line in made.left)])
    return text if _is_more(text, name, table, made) else None


def _end(lines: list[str], table: Table, start: int) -> int:
    """Return after how many lines the tests end: before the next key and the comments above it, else at the end."""
    after = min((field.key.at.line for field in table.fields.values() if field.key.at.line > start), default=None)
    place = len(lines) if after is None else after - 1
    while place > start and (not lines[place - 1].strip() or (after is not None and lines[place - 1].startswith("#"))):
        place -= 1
    return place


def _forget_left(lines: list[str]) -> None:
    """Empty the lines that tell for what there was no case; they are written anew."""
    inside = False
    for number, line in enumerate(lines):
        inside = line.rstrip("\r\n") in _LEFT.values() or (inside and line.startswith("# - "))
        if inside:
            lines[number] = ""


def _is_more(text: str, name: str, table: Table, made: Made) -> bool:
    """Whether a text says all that a file says, and more tests below those that stand there."""
    problems = Problems()
    found = read_yaml(Source(name, text), problems)
    if found is None or problems.errors:
        return False
    before, after = _items(table), _items(found)
    added = sum(line.startswith("- ") for line in made.lines)
    rest = {key: field for key, field in table.fields.items() if key != "tests"}
    return (
        after[: len(before)] == before
        and len(after) == len(before) + added
        and rest == {key: field for key, field in found.fields.items() if key != "tests"}
    )


def _items(table: Table) -> list[Item]:
    value = table.fields["tests"].value
    return list(value.items) if isinstance(value, Listing) else [value] if isinstance(value, Table) else []
