"""A snapshot in at most eight lines: what is not as it was kept, and how to take what is there now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.diagnostic import clean
from scoring.source import brief
from scoring.testing.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scoring.testing.model import Snapshot
    from scoring.testing.snapshots import Accepted, CellDifference, SnapshotVerdict

LINES = 8
"""Lines of one snapshot, at most."""

_CELLS = LINES - 3
_NAMES = 3
_LONGEST = 160

WORDS = {
    "en": {
        "passed": "{at}: {cases} cases as kept in {path}",
        "failed": "{at}: failed: not as kept in {path}: {counts}",
        "differences": "cells that differ: {count}, of cases: {cases}",
        "added": "new cases: {count} ({names})",
        "removed": "cases gone: {count} ({names})",
        "columns_added": "new columns: {count} ({names})",
        "columns_removed": "columns gone: {count} ({names})",
        "cell": "  {case}, {column}: {expected} kept, {got} now",
        "rest": "  … and {count} more",
        "accept": "  `scoring test --accept` takes the results of now",
        "accepted": "{path}: {counts}",
        "cells": "cells changed: {count}",
        "rows_added": "rows added: {count}",
        "rows_removed": "rows removed: {count}",
        "columns_added:": "columns added: {count}",
        "columns_removed:": "columns removed: {count}",
        "written": "written, all results as they were",
        "same": "as it was",
        "nothing": "nothing",
        "join": "; ",
        "names": ", ",
    },
    "zh": {
        "passed": "{at}：{cases}个案例与{path}一致",
        "failed": "{at}：未通过：与{path}不一致：{counts}",
        "differences": "不同的单元格{count}个，涉及{cases}个案例",
        "added": "新增案例{count}个（{names}）",
        "removed": "缺少案例{count}个（{names}）",
        "columns_added": "新增列{count}个（{names}）",
        "columns_removed": "缺少列{count}个（{names}）",
        "cell": "  {case}，{column}：原为{expected}，现为{got}",
        "rest": "  ……另有{count}处",
        "accept": "  “scoring test --accept”采用现在的结果",
        "accepted": "{path}：{counts}",
        "cells": "改动单元格{count}个",
        "rows_added": "新增{count}行",
        "rows_removed": "删除{count}行",
        "columns_added:": "新增{count}列",
        "columns_removed:": "删除{count}列",
        "written": "已重写，结果不变",
        "same": "没有变化",
        "nothing": "空",
        "join": "；",
        "names": "、",
    },
}


def snapshot_text(verdict: SnapshotVerdict, lang: str = "en") -> str:
    """Return what is told of a snapshot: one line where it is as it was kept, else at most `LINES`."""
    words, snapshot = WORDS[lang], verdict.snapshot
    facts = {"at": brief(snapshot.at), "path": snapshot.expect, "cases": verdict.cases}
    if verdict.status is Status.PASSED:
        return words["passed"].format_map(facts)
    if verdict.problems:
        lines = "\n".join(each.render(lang) for each in verdict.problems).split("\n")
        return "\n".join(lines if len(lines) <= LINES else [*lines[: LINES - 1], _rest(lines[LINES - 1 :], lang)])
    lines = [_cut(words["failed"].format(**facts, counts=words["join"].join(_counts(verdict, lang))))]
    lines += [_cell(each, lang) for each in verdict.differences[:_CELLS]]
    if len(verdict.differences) > _CELLS:
        lines.append(_rest(verdict.differences[_CELLS:], lang))
    return "\n".join([*lines, words["accept"]])


def accepted_text(snapshot: Snapshot, accepted: Accepted, lang: str = "en") -> str:
    """Return in one line what accepting results has changed in their file."""
    words = WORDS[lang]
    counts = zip(("cells", "rows_added", "rows_removed", "columns_added", "columns_removed"), accepted, strict=False)
    told = [
        words[f"{key}:" if key.startswith("columns") else key].format(count=count) for key, count in counts if count
    ]
    if not told:
        told = [words["written" if accepted.written else "same"]]
    return words["accepted"].format(path=snapshot.expect, counts=words["join"].join(told))


def _counts(verdict: SnapshotVerdict, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    if verdict.differences:
        cases = len({each.case for each in verdict.differences})
        yield words["differences"].format(count=len(verdict.differences), cases=cases)
    for key in ("added", "removed", "columns_added", "columns_removed"):
        names: tuple[str, ...] = getattr(verdict, key)
        if names:
            shown = [*map(clean, names[:_NAMES]), *(["…"] if len(names) > _NAMES else [])]
            yield words[key].format(count=len(names), names=words["names"].join(shown))


def _cell(each: CellDifference, lang: str) -> str:
    words = WORDS[lang]
    expected, got = (clean(text) or words["nothing"] for text in (each.expected, each.got))
    return _cut(words["cell"].format(case=clean(each.case), column=clean(each.column), expected=expected, got=got))


def _rest(more: Sequence[object], lang: str) -> str:
    return WORDS[lang]["rest"].format(count=len(more))


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
