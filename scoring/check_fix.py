"""``scoring check --fix``: mends what has one safe answer, which is to delete what is never used.

A band, row or entry that is never taken, an ``else`` for which nothing is left, an ``allow`` of what is not found: each
is taken out of the text, and nothing else changes. A change is kept only if the ruleset still loads, the finding is
gone, no other has come, and it still scores the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import yaml

from scoring.check import check
from scoring.checks.catalogue import PAGES
from scoring.diagnostic import RulesetError
from scoring.interpret import interpret
from scoring.ruleset import Ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.checks.settings import Settings
    from scoring.diagnostic import Diagnostic
    from scoring.source import Span

_MOST = 200
"""Changes in one run."""


class Fixed(NamedTuple):
    """What became of a file.

    Attributes:
        text: its new text.
        done: what was mended, each as it was found.
        ruleset: what the new text says.
    """

    text: str
    done: tuple[Diagnostic, ...]
    ruleset: Ruleset


def fixed(ruleset: Ruleset, settings: Settings) -> Fixed:
    """Mend the last file of a ruleset: the one that uses or extends the others."""
    done: list[Diagnostic] = []
    given_up: set[tuple[str, str]] = set()
    for _ in range(_MOST):
        name, text = ruleset.texts[-1]
        found = check(ruleset, settings)
        for each in reversed(found):
            line = each.at.source.line(each.at.line)
            if not _mendable(each, name) or (each.code, line) in given_up:
                continue
            other = _without(ruleset, text, each, found, settings)
            if other is not None:
                ruleset = other
                done.append(each)
                break
            given_up.add((each.code, line))
        else:
            break
    return Fixed(ruleset.texts[-1][1], tuple(done), ruleset)


def _mendable(found: Diagnostic, name: str) -> bool:
    page = PAGES.get(found.code)
    return page is not None and page.fixed and found.at.source.name == name and found.at.line > 0


def _without(
    ruleset: Ruleset, text: str, found: Diagnostic, before: list[Diagnostic], settings: Settings
) -> Ruleset | None:
    """Return the ruleset without what a finding is about, None if that is not safe."""
    place = _entry(text, found.at)
    if place is None:
        return None
    changed = text[: place[0]] + text[place[1] :]
    try:
        other = Ruleset((*ruleset.texts[:-1], (ruleset.texts[-1][0], changed)))
    except RulesetError:
        return None
    left = sorted(each.code for each in check(other, settings))
    expected = sorted(each.code for each in before)
    expected.remove(found.code)
    gone = all(left.count(code) <= expected.count(code) for code in set(left))
    return other if gone and _alike(ruleset, other) else None


def _alike(one: Ruleset, other: Ruleset) -> bool:
    """Whether two rulesets score a number of cases alike, edges among them."""
    from scoring.checks.look import Look  # noqa: PLC0415  # it prepares much that is only wanted here
    from scoring.checks.settings import Settings  # noqa: PLC0415  # likewise

    for before, after in zip(Look(one, Settings()).seen, Look(other, Settings()).seen, strict=True):
        nodes = [(a, b) for a, b in zip(before.program.scores, after.program.scores, strict=True) if a is not b]
        for old, new in nodes:
            for case in before.search.cases(before.subject.whole(old)):
                if interpret([old], case)[old] != interpret([new], case)[new]:
                    return False
    return True


# What to take out of the text


def _entry(text: str, at: Span) -> tuple[int, int] | None:
    """Return where an entry of a table or an item of a list begins and ends, with what separates it from the next.

    An entry whose table would be empty without it is taken out with the table.
    """
    offset = at.source.offset(at)
    best: tuple[yaml.CollectionNode, int] | None = None
    for parent, number in _parts(yaml.compose(text, Loader=yaml.SafeLoader)):
        start, end = _extent(parent, number)
        if start <= offset < end:
            best = parent, number
    while best is not None:
        parent, number = best
        if len(parent.value) > 1:
            return _cut(text, parent, number)
        best = next(
            ((outer, place) for outer, place in _parts(yaml.compose(text, Loader=yaml.SafeLoader))
             if _value(outer, place).start_mark.index == parent.start_mark.index
             and _value(outer, place).end_mark.index == parent.end_mark.index),
            None,
        )  # fmt: skip
    return None


def _parts(root: yaml.Node | None) -> Iterator[tuple[yaml.CollectionNode, int]]:
    """Yield every entry and item of a document, those outside first."""
    waiting = [root]
    for node in waiting:
        if isinstance(node, yaml.CollectionNode):
            inside = [_value(node, number) for number in range(len(node.value))]
            yield from ((node, number) for number in range(len(inside)))
            waiting.extend(inside)


def _value(node: yaml.CollectionNode, number: int) -> yaml.Node:
    entry = node.value[number]
    found: yaml.Node = entry[1] if isinstance(node, yaml.MappingNode) else entry
    return found


def _extent(node: yaml.CollectionNode, number: int) -> tuple[int, int]:
    entry = node.value[number]
    first, last = entry if isinstance(node, yaml.MappingNode) else (entry, entry)
    return first.start_mark.index, max(first.end_mark.index, last.end_mark.index)


def _cut(text: str, node: yaml.CollectionNode, number: int) -> tuple[int, int]:
    """Return what to delete of the text so that an entry is gone and the others stay as they are written."""
    start, end = _extent(node, number)
    if node.flow_style:
        if number + 1 < len(node.value):
            return start, _extent(node, number + 1)[0]
        return _extent(node, number - 1)[1], end
    start = text.rfind("\n", 0, start) + 1
    lines = text[start:end].split("\n")
    while len(lines) > 1 and not lines[-1].partition("#")[0].strip():
        lines.pop()  # what stands behind the entry: blank lines, and comments on the next one
    line = text.find("\n", start + len("\n".join(lines)))
    return start, len(text) if line < 0 else line + 1
