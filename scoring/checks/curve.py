"""``scoring check --curve``: how a leaf's points go with each figure it reads, as a table and as a small picture.

Words and truth values stand still in one table, and combinations of them with the same table are told together. Of the
other numbers one usual set of values is taken at which points change, if a few tries find one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product
from math import prod
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.analysis.piece import NotProved, Piece
from scoring.analysis.pieces import pieces
from scoring.checks.curve_names import condition, heading, titled
from scoring.checks.curve_rows import Row, rows
from scoring.checks.curve_show import picture, table
from scoring.checks.words import called, number
from scoring.graph import Unknown, walk
from scoring.interpret import GIVEN
from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.analysis.subject import Subject, Variable
    from scoring.checks.look import Seen
    from scoring.graph import Node
    from scoring.program import Plan
    from scoring.reading import Read

_SHOWN = 8
"""Tables of one figure of a leaf; of a group there is one, since it has many figures."""

_ALIKE = 4
"""Lines of words with the same table."""

_FIGURES = 12
"""Figures of which there are tables."""

_COMBINATIONS = 64
"""Combinations of words that are looked at, at most."""

_FEWEST = 4
"""Combinations of words that are looked at however large a node is."""

_TRIED = 25
"""Values of the other figures of which the first that tells something is taken."""

_WORK = 200_000
"""Nodes that are looked at for one indicator, about."""

_WORDS = {
    "en": {
        "of": "points by {figure}",
        "with": "with {others}",
        "or": "or with {others}",
        "else": "or with {n} more combinations",
        "not": "points by {figure}: no curve, since it is not made of straight lines and steps",
        "flat": "no change with: {figures}",
        "usual": " (at usual values of the other figures)",
        "constant": "{points} points whatever the figures are",
        "always": "always",
        "none": "no score",
        "comma": ", ",
        "shown": "{n} more table{s} for other words, not shown",
        "more": "{n} further combinations of words were not looked at",
        "figures": "further figures, not shown: {figures}",
        "many": "more than a million",
    },
    "zh": {
        "of": "得分随{figure}的变化",
        "with": "其中{others}",
        "or": "或{others}",
        "else": "或另外{n}种组合",
        "not": "得分随{figure}的变化不是由直线和台阶组成的，不画曲线",
        "flat": "得分不随以下数据变化：{figures}",
        "usual": "（其他数据取常见值时）",
        "constant": "与数据无关，总是{points}分",
        "always": "任何情况",
        "none": "无得分",
        "comma": "、",
        "shown": "其他选项另有{n}张表未列出",
        "more": "另有{n}种选项组合没有查看",
        "figures": "其他数据未列出：{figures}",
        "many": "一百多万",
    },
}
_MANY = 1_000_000
Words = dict[str, frozenset["Read"]]
"""Name of a variable → the words or truth values that it may have."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of a node by one figure, the others standing still.

    Attributes:
        words: what words and truth values may be for it.
        fixed: the values of the other numbers.
        rows: its table.
        run: its pieces.
    """

    words: Words
    fixed: dict[str, Read]
    rows: tuple[Row, ...]
    run: tuple[Piece, ...]

    @property
    def telling(self) -> int:
        """How much it shows: 0 no score, 1 one score, 2 a score that changes."""
        values = {each for row in self.rows if row.scored for each in (row.at_low, row.at_high)}
        return min(len(values), 2) if values else 0


def curve_text(seen: Seen, plan: Plan, lang: str, width: int = 72) -> str:
    """Return tables and pictures of a node's points by each number it reads."""
    words, subject = _WORDS[lang], seen.subject
    node = subject.score(plan.score)
    lines = [heading(seen, plan, lang), ""]
    numbers, others = subject.numbers(node), subject.others(node)
    if not numbers and not others:
        value = g.number_of(node)
        return "\n".join([*lines, words["constant"].format(points="–" if value is None else number(value)), ""])
    if not numbers:
        return "\n".join([*lines, *_by_words(subject, node, plan, lang), ""])
    flat: list[str] = []
    for variable in numbers[:_FIGURES]:
        title = titled(variable, plan, lang)
        try:
            looked = _Looked(subject, node, variable, _WORK // min(len(numbers), _FIGURES))
        except NotProved:
            lines += [words["not"].format(figure=title), ""]
            continue
        if len(numbers) > 1 and all(curve.telling < 2 for curve in looked.curves):  # noqa: PLR2004  # nothing changes
            flat.append(called(variable))
            continue
        lines += _tables(looked, plan, title, lang, width)
    if flat:
        lines += [words["flat"].format(figures=words["comma"].join(flat)) + words["usual"], ""]
    if len(numbers) > _FIGURES:
        lines += [words["figures"].format(figures=words["comma"].join(map(called, numbers[_FIGURES:]))), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _tables(looked: _Looked, plan: Plan, title: str, lang: str, width: int) -> Iterator[str]:
    words, variable = _WORDS[lang], looked.variable
    groups: dict[tuple[Row, ...], list[Curve]] = {}
    for curve in looked.curves:
        groups.setdefault(curve.rows, []).append(curve)
    alike = list(groups.values())
    most = 1 if plan.children else _SHOWN
    if plan.children:
        alike.sort(key=lambda each: -each[0].telling)
    for curves in alike[:most]:
        yield words["of"].format(figure=title)
        for place, curve in enumerate(curves[:_ALIKE]):
            others = condition(looked.subject, plan, curve.words, curve.fixed, lang)
            if others:
                yield "  " + words["or" if place else "with"].format(others=others)
        if len(curves) > _ALIKE:
            yield "  " + words["else"].format(n=len(curves) - _ALIKE)
        yield from table(variable, curves[0].rows, lang)
        yield from picture(variable, curves[0].rows, curves[0].run, width)
        yield ""
    if len(alike) > most:
        left = len(alike) - most
        yield words["shown"].format(n=left, s="" if left == 1 else "s")
        yield ""
    if looked.left:
        yield _more(looked.left, lang)
        yield ""


def _more(left: int, lang: str) -> str:
    words = _WORDS[lang]
    return words["more"].format(n=words["many"] if left > _MANY else left)


class _Looked:
    """One look at a node by one number.

    Attributes:
        curves: those that differ, in the order of the words.
        left: combinations of words that were not looked at.
    """

    def __init__(self, subject: Subject, node: Node, variable: Variable, work: int) -> None:
        """Find the curves.

        Raises:
            NotProved: the node is no chain of straight lines and steps in the number.
        """
        self.subject, self.node, self.variable = subject, node, variable
        size = sum(1 for _ in walk([node]))
        words = subject.others(node)
        total = prod(len(_options(each, variable)) for each in words)
        count = min(total, _COMBINATIONS, max(_FEWEST, work // size))
        self.tries = min(_TRIED, max(1, work // size // count))
        self.left = total - count
        found = [
            self.curve(dict(zip((each.name for each in words), options, strict=True)))
            for options in islice(product(*(_options(each, variable) for each in words)), count)
        ]
        self.curves = merged([(each.words, (each.rows, *sorted(each.fixed.items()))) for each in found], found)

    def curve(self, named: dict[str, Read]) -> Curve:
        """Return the curve for some words that tells the most: usual values of the other numbers are tried."""
        subject, variable = self.subject, self.variable
        (bare,) = replaced([self.node], {subject.variable(name).node: g.const(value) for name, value in named.items()})
        low, high = variable.low, variable.high
        if variable.name.endswith("/mark") and named:
            by = {subject.variable(name).node: g.const(value) for name, value in named.items()}
            low, high = subject.marks.range(variable.name, by)
        others = [each for each in subject.numbers(bare) if each.name != variable.name]
        best: Curve | None = None
        for fixed in islice(_tried(others), self.tries):
            (here,) = replaced([bare], {subject.variable(name).node: g.const(value) for name, value in fixed.items()})
            run = pieces([here], variable.node, {}, low, high)
            if variable.open and high is not None and run and run[-1].is_point and run[-1].low == high:
                run.pop()
            words = {name: frozenset((value,)) for name, value in named.items()}
            curve = Curve(words, dict(fixed), tuple(rows(run, whole=variable.whole)), tuple(run))
            if best is None or curve.telling > best.telling:
                best = curve
            if best.telling == 2:  # noqa: PLR2004  # there is no more to tell
                break
        if best is None:
            raise NotProved
        return best


def _options(each: Variable, variable: Variable | None = None) -> Sequence[Read]:
    """Return what a word may be; the figure itself that a curve goes by is given."""
    return (True,) if variable is not None and each.name == f"{GIVEN}{variable.name}" else each.options


def merged(found: Iterable[tuple[Words, object]], curves: Sequence[Curve]) -> list[Curve]:
    """Return curves, those that show the same and differ in the words of one variable as one.

    Args:
        found: of each curve its words and what it shows.
        curves: the curves.
    """
    groups = [(words, shows, curve) for (words, shows), curve in zip(found, curves, strict=True)]
    names = list(groups[0][0]) if groups else []
    count = 0
    while count != len(groups):
        count = len(groups)
        for name in names:
            alike: dict[object, tuple[Words, object, Curve]] = {}
            for words, shows, curve in groups:
                key = (shows, tuple(sorted((each, own) for each, own in words.items() if each != name)))
                known = alike.get(key)
                union = words if known is None else {**words, name: words[name] | known[0][name]}
                alike[key] = (union, shows, curve if known is None else known[2])
            groups = list(alike.values())
    return [Curve(words, curve.fixed, curve.rows, curve.run) for words, _, curve in groups]


def _tried(others: Sequence[Variable]) -> Iterator[dict[str, Read]]:
    """Yield values of numbers: the usual ones, then others for one of them, then for two, and so on."""
    usual = {each.name: _usual(each) for each in others}
    first: dict[str, Read] = {name: values[0] for name, values in usual.items()}
    yield first
    for count in range(1, len(others) + 1):
        for names in combinations(usual, count):
            for values in product(*(usual[name][1:] for name in names)):
                yield {**first, **dict(zip(names, values, strict=True))}


def _usual(variable: Variable) -> list[Fraction]:
    """Return values another figure may have while one is looked at, the usual ones first: nothing found, full marks."""
    low, high = variable.low, variable.high
    wanted = [Fraction(0), low, high, Fraction(100), Fraction(1)]
    if variable.name.endswith("/mark"):
        wanted.insert(0, high)
    fitting = [
        each for each in wanted if each is not None and (low is None or low <= each) and (high is None or each <= high)
    ]
    return list(dict.fromkeys(fitting)) or [Fraction(0)]


def _by_words(subject: Subject, node: Node, plan: Plan, lang: str) -> Iterator[str]:
    """Yield the points of a node that reads no number, for each combination of words."""
    said, words = _WORDS[lang], subject.others(node)
    total = prod(len(each.options) for each in words)
    found: list[tuple[Words, object]] = []
    for options in islice(product(*map(_options, words)), _COMBINATIONS):
        by = {each.node: g.const(value) for each, value in zip(words, options, strict=True)}
        (value,) = replaced([node], by)
        points = g.number_of(value)
        shown = said["none"] if points is None or isinstance(value.payload, Unknown) else number(points)
        found.append(({each.name: frozenset((value,)) for each, value in zip(words, options, strict=True)}, shown))
    curves = [Curve(own, {"": shown}, (), ()) for own, shown in found]  # type: ignore[dict-item]  # a text of ours
    figures = [titled(each, plan, lang) for each in words if not each.name.startswith(GIVEN)]
    yield said["of"].format(figure=said["comma"].join(figures))
    for curve in merged(found, curves):
        others = condition(subject, plan, curve.words, {}, lang) or said["always"]
        yield f"  {others}  {curve.fixed['']}"
    if total > len(found):
        yield _more(total - len(found), lang)
