"""Coverage as text: how much is covered, and what is not, by where it is written."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from scoring.testing.coverage import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.source import Span
    from scoring.testing.coverage import Coverage, Item

_WORDS = {
    "en": {
        "all": (
            "coverage {percent}%: {covered} of {all}"
            " ({outcomes} of {all_outcomes} outcomes, {edges} of {all_edges} edges)"
        ),
        "confirmed": "without tests that nobody has confirmed: {percent}%",
        "missing": "not covered:",
        "unconfirmed": "covered only by tests that nobody has confirmed:",
        "impossible": "{n} more cannot occur and are not counted",
        "named": "{name} ({path})",
        "comma": "; ",
        "and": ", ",
    },
    "zh": {
        "all": (
            "覆盖率{percent}%：共{all}项，已覆盖{covered}项（结果{outcomes}/{all_outcomes}，界限{edges}/{all_edges}）"
        ),
        "confirmed": "不计未确认的测试：{percent}%",
        "missing": "未覆盖：",
        "unconfirmed": "只有未确认的测试覆盖：",
        "impossible": "另有{n}项不可能出现，不计",
        "named": "{name}（{path}）",
        "comma": "；",
        "and": "、",
    },
}


def coverage_text(coverage: Coverage, lang: str) -> str:
    """Return coverage as text."""
    words = _WORDS[lang]
    lines = [summary(coverage, lang)]
    if coverage.percent_confirmed != coverage.percent or coverage.unconfirmed:
        lines.append(words["confirmed"].format(percent=coverage.percent_confirmed))
    if coverage.impossible:
        lines.append(words["impossible"].format(n=len(coverage.impossible)))
    for key, items in (("missing", coverage.missing), ("unconfirmed", coverage.unconfirmed)):
        if items:
            lines += ["", words[key], *_listed(items, lang)]
    return "\n".join(lines) + "\n"


def summary(coverage: Coverage, lang: str) -> str:
    """Return how much is covered, in one line."""
    edges = [each for each in coverage.items if each.is_edge]
    outcomes = [each for each in coverage.items if not each.is_edge]
    return _WORDS[lang]["all"].format(
        percent=coverage.percent,
        covered=_covered(coverage.items), all=len(coverage.items),
        outcomes=_covered(outcomes), all_outcomes=len(outcomes),
        edges=_covered(edges), all_edges=len(edges),
    )  # fmt: skip


def _covered(items: Sequence[Item]) -> int:
    return sum(each.is_covered for each in items)


def _listed(items: Iterable[Item], lang: str) -> Iterator[str]:
    """Yield items by the line they are written on; nodes of which the same is missing stand together."""
    for place, on_line in groupby(items, key=lambda each: _place(each.due.at)):
        for who, labels in together(on_line, lang):
            yield f"  {place} {who}"
            yield f"    {labels}"


def together(items: Iterable[Item], lang: str) -> list[tuple[str, str]]:
    """Return the nodes that some items belong to, and what the items are: nodes with the same items as one."""
    comma = _WORDS[lang]["comma"]
    by_node: dict[tuple[str, str], dict[str, Item]] = {}
    for each in items:
        by_node.setdefault((each.due.path, each.due.figure), {})[each.due.label.text(lang)] = each
    alike: dict[str, list[Item]] = {}
    for labels in by_node.values():
        alike.setdefault(comma.join(labels), []).append(next(iter(labels.values())))
    return [
        (
            named(found[0], lang)
            if len(found) == 1
            else _WORDS[lang]["and"].join(each.due.called.text(lang) for each in found),
            labels,
        )
        for labels, found in alike.items()
    ]


def named(item: Item, lang: str) -> str:
    """Return what the node or figure of an item is called, with its path."""
    due = item.due
    name, path = due.called.text(lang), due.path or due.figure
    return _WORDS[lang]["named"].format(name=name, path=path) if path and path != name else name or path


def _place(at: Span) -> str:
    return f"{PurePath(at.source.name).name}:{at.line}"


def shares(items: Sequence[Item]) -> tuple[int, int, int]:
    """Return how many of some items are covered, how many there are, and the share in a hundred, rounded down."""
    covered = _covered(items)
    return covered, len(items), share(covered, len(items))
