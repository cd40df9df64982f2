"""Suggested tests as the text of a file: tables where one figure varies, else single tests."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.case import Case, Given, Record
from scoring.number import parse_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scoring.testing.due import Due

_PLAIN = re.compile(r"[A-Za-z\u3400-\u9fff](?:[\w\u3400-\u9fff.%/()（）·、；：“”《》<>=-]| (?=[^ #]))*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?%?")
_WORD = re.compile(r"(?i)(?:y|n|yes|no|on|off|true|false|null|nan|none|~)")
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One test.

    Attributes:
        dues: what it shows, first what it was made for.
        spec: what it starts from, "" for the base of the file.
        says: what it says of the case, by key of a test, as text.
        figures: figures that it changes, as text by address.
        expects: what it expects, as text by address.
    """

    dues: tuple[Due, ...]
    spec: str
    says: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    expects: tuple[tuple[str, str], ...]

    @property
    def due(self) -> Due:
        """What it was made for."""
        return self.dues[0]

    @property
    def group(self) -> tuple[object, ...] | None:
        """What tests have in common that stand in one table; None for a test that stands alone."""
        if self.says or len(self.figures) != 1 or self.figures[0][1].startswith(("[", "{")):
            return None
        return self.spec, self.figures[0][0], tuple(address for address, _ in self.expects), self.due.clause


def scalar(value: object) -> str:
    """Return a value as YAML writes it: text that YAML would take for something else in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and not _WORD.fullmatch(text)
    if plain or _NUMBER.fullmatch(text) or _DAY.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def word(value: str) -> str:
    """Return a text that stays text."""
    return json.dumps(value, ensure_ascii=False) if _NUMBER.fullmatch(value) else scalar(value)


def from_folder(name: str, folder: Path) -> str:
    """Return the path of a file as it is from a folder, with slashes."""
    whole = Path(os.path.realpath(Path(name).parent)) / Path(name).name
    try:
        return Path(os.path.relpath(whole, os.path.realpath(folder))).as_posix()
    except ValueError:  # on another drive
        return whole.as_posix()


def flow(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a table on one line."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


def listed(value: object) -> str:
    """Return a value of a case, a list and records in it too."""
    if isinstance(value, Given):
        return listed(value.value)
    if isinstance(value, Record):
        return flow((word(key), listed(each)) for key, each in value.items())
    if isinstance(value, tuple):
        return "[" + ", ".join(map(listed, value)) + "]"
    return scalar(value)


def differing(
    case: Case, base: Case, short: Callable[[str], str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what a test says of a case beside its figures, and its figures, where it starts from another one.

    Args:
        case: the case.
        base: what it starts from.
        short: the shortest address of a node, by its path.
    """
    figures = [(word(address), listed(value)) for address, value in case.figures.items()
               if address not in base.figures or _plain(base.figures[address]) != _plain(value)]  # fmt: skip
    says: list[tuple[str, str]] = []
    if case.date != base.date and case.date is not None:
        says.append(("date", case.date.isoformat()))
    findings = case.findings[len(base.findings) :]
    if findings:
        told = (
            flow([("against", scalar(short(each.against[0])) if len(each.against) == 1 else listed(each.against)),
                  *([("count", scalar(each.count))] if each.count != 1 else []),
                  *([("amount", scalar(each.amount))] if each.amount is not None else [])])
            for each in findings
        )  # fmt: skip
        says.append(("findings", f"[{', '.join(told)}]"))
    marks = [
        (word(short(address)), _mark(mark)) for address, mark in case.marks.items() if base.marks.get(address) != mark
    ]
    if marks:
        says.append(("marks", flow(marks)))
    absent = [(word(short(address)), listed(why)) for address, why in case.not_applicable.items()
              if address not in base.not_applicable or _plain(base.not_applicable[address]) != _plain(why)]  # fmt: skip
    if absent:
        says.append(("not_applicable", flow(absent)))
    return says, figures


def _plain(value: object) -> object:
    return value.value if isinstance(value, Given) else value


def _mark(mark: object) -> str:
    score, deduct, because = (getattr(mark, name) for name in ("score", "deduct", "because"))
    if score is None and deduct is None:
        return "null"
    key, value = ("score", score) if deduct is None else ("deduct", deduct)
    return flow([(key, scalar(value)), *([("because", scalar(because))] if because else [])])


class Writer:
    """Writes suggested tests."""

    def __init__(self, lang: str) -> None:
        """Write in a language."""
        self.lang = lang

    def tests(self, found: Iterable[Suggestion]) -> Iterator[str]:
        """Yield the lines of some tests, those that vary one figure as tables."""
        groups: dict[object, list[Suggestion]] = {}
        for number, each in enumerate(found):
            key = each.group
            groups.setdefault((number,) if key is None else key, []).append(each)
        for same in groups.values():
            if len(same) > 1:
                yield from self.table(same)
            else:
                yield from self.single(same[0])

    def single(self, test: Suggestion) -> Iterator[str]:
        """Yield the lines of one test."""
        yield f"- name: {scalar(self.name(test.due, [self.labels(test)]))}"
        yield from self.about(test)
        if test.figures:
            yield f"  figures: {flow(test.figures)}"
        for key, value in test.says:
            yield f"  {key}: {value}"
        yield f"  expect: {flow(test.expects)}"

    def table(self, tests: list[Suggestion]) -> Iterator[str]:
        """Yield the lines of a table of tests that vary one figure."""
        first = tests[0]
        address = first.figures[0][0]
        aims = [aim for aim, _ in first.expects]
        yield f"- name: {scalar(self.name(first.due, [_ROWS[self.lang].format(figure=address.strip(chr(34)))]))}"
        yield from self.about(first)
        yield f"  vary: {address}"
        yield f"  expect_of: {aims[0] if len(aims) == 1 else '[' + ', '.join(aims) + ']'}"
        yield "  rows:"
        for each in sorted(tests, key=_value):
            value, expects = each.figures[0][1], [value for _, value in each.expects]
            row = f"{value}: {expects[0]}" if len(expects) == 1 else f"- [{', '.join((value, *expects))}]"
            yield f"    {row}    # {self.labels(each)}"

    def about(self, test: Suggestion) -> Iterator[str]:
        """Yield what every test says: its clause, that nobody has confirmed it, what it starts from."""
        if test.due.clause:
            yield f"  cite: {scalar(' '.join(test.due.clause.split()))}"
        yield "  unconfirmed: true"
        if test.spec:
            yield f"  base: {test.spec}"

    def name(self, due: Due, labels: list[str]) -> str:
        """Return the name of a test: what it is about, and what it shows."""
        node, what = due.called.text(self.lang), _AND[self.lang].join(labels)
        return what if what.startswith(node) else _NAME[self.lang].format(node=node, what=what)

    def labels(self, test: Suggestion) -> str:
        """Return what a test shows, the first few of it."""
        texts = list(dict.fromkeys(each.label.text(self.lang) for each in test.dues))
        shown = _AND[self.lang].join(texts[:_NAMED])
        text = shown if len(texts) <= _NAMED else _MORE[self.lang].format(shown=shown, n=len(texts) - _NAMED)
        return " ".join(text.split())


def _value(test: Suggestion) -> tuple[bool, Fraction, str]:
    """Return what rows of a table are ordered by: their numbers, then days and words."""
    text = test.figures[0][1]
    number = parse_written(text)
    return number is None, number or Fraction(0), text


_NAME = {"en": "{node}: {what}", "zh": "{node}：{what}"}
_AND = {"en": "; ", "zh": "；"}
_MORE = {"en": "{shown}; and {n} more", "zh": "{shown}；另{n}项"}
_ROWS = {"en": "bounds and outcomes by {figure}", "zh": "按{figure}的各界限和结果"}
