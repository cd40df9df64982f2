"""Some cases under many draws of the numbers in a ruleset: how totals, grades and ranks come out."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from scoring.case import Case
from scoring.columns.column import Coded, Column, column
from scoring.columns.drawn import parameter_columns
from scoring.columns.draws import DrawnColumns
from scoring.columns.results import Numbers, Outcomes, Values
from scoring.columns.runner import Columns
from scoring.diagnostic import CaseError, Diagnostic
from scoring.language import language_of
from scoring.number import Number
from scoring.source import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scoring.columns.draws import Job
    from scoring.columns.lifts import Draw
    from scoring.columns.names import Array
    from scoring.columns.table import Table
    from scoring.ruleset import Ruleset

Told = TypeVar("Told")

_TOLD = 50
"""Refused cases that are told why; where many draws are refused, most are for the same reason."""

_SHOWN = 3
"""Reasons for refusals that are shown."""

_SHARES = (Fraction(0), Fraction(1, 20), Fraction(1, 2), Fraction(19, 20), Fraction(1))
"""Which totals are told: the least, those that 5 %, half and 95 % of the draws do not exceed, the greatest."""


@dataclass(frozen=True)
class CaseStudy:
    """One case under all draws.

    Attributes:
        case: its id.
        total: as the ruleset is written, None without one.
        grade: likewise.
        rank: among the cases by total, equal ones sharing the better one; likewise.
        scored: draws in which it has a total.
        totals: of these draws the least total, those that 5 %, 50 % and 95 % do not exceed, and the greatest.
        grades: grade → draws that give it, best first.
        ranks: the best and the worst rank.
        grade_changes: draws whose grade is not the written one.
        rank_changes: draws whose rank is not the written one.
    """

    case: str
    total: Number | None
    grade: str | None
    rank: int | None
    scored: int
    totals: tuple[Number, ...]
    grades: Mapping[str, int]
    ranks: tuple[int, int] | None
    grade_changes: int
    rank_changes: int


class Study:
    """What many draws make of some cases.

    Attributes:
        cases: each case under all draws.
        draws: how many draws there are.
        refused: draws with which there is no ruleset, or a case is refused.
        refusals: the first reasons for that, in words.
        grade_changes: draws in which any case has another grade than as written.
        rank_changes: draws in which any case has another rank.
        totals: the total of every draw (rows) and case (columns), None without one.
        grades: likewise the grade.
    """

    def __init__(self, scorer: _Cases, table: Table, first: Table) -> None:
        """Take the results, draw by draw, and those of the ruleset as written."""
        self._scorer, self._table = scorer, table
        self._lang = language_of(scorer.program.definition)
        results = _Results(scorer, table, first)
        self.draws = table.rows // results.many
        self.refused = len({row // results.many for row in table.refused})
        told = ("; ".join(each.message(self._lang) for each in own) for own in table.refused.values() if own)
        self.refusals = tuple(dict.fromkeys(told))[:_SHOWN]
        cases, grades, ranks = zip(*map(results.case, range(results.many)), strict=True)
        self.cases: tuple[CaseStudy, ...] = cases
        self.grade_changes = int(np.logical_or.reduce(grades).sum())
        self.rank_changes = int(np.logical_or.reduce(ranks).sum())

    @cached_property
    def totals(self) -> list[list[Number | None]]:
        """The total of every draw and case."""
        places = self._scorer.program.root.places
        return self._by_draw("total", lambda each: None if each is None else Number(cast("Fraction", each), places))

    @cached_property
    def grades(self) -> list[list[str | None]]:
        """The grade of every draw and case."""
        return self._by_draw("grade", lambda each: cast("str | None", each))

    def _by_draw(self, key: str, told: Callable[[object], Told]) -> list[list[Told]]:
        own, many = self._table.columns.get(key), len(self.cases)
        values = [told(None if own is None else own[row]) for row in range(self._table.rows)]
        return [values[start : start + many] for start in range(0, len(values), many)]

    def __str__(self) -> str:
        """Return a line a case: total, grade and rank as written, and what the draws make of them."""
        return self.text()

    def text(self, lang: str | None = None) -> str:
        """Return the same, ``zh`` or ``en``; unless said, in the language of the ruleset's title."""
        return told_study(self, lang or self._lang)


def told_study(study: Study, lang: str) -> str:
    """Return a study in words."""
    words = _WORDS[lang]
    lines = [words["head"].format(draws=study.draws, refused=study.refused)]
    lines += [*(f"  {each}" for each in study.refusals), ""]
    rows = [words["columns"]]
    for each in study.cases:
        spans = " – ".join(str(each.totals[place]) for place in (1, 2, 3)) if each.totals else "–"
        grades = ", ".join(f"{name} {_share(many, each.scored)}" for name, many in each.grades.items()) or "–"
        ranks = "–" if each.ranks is None else f"{each.ranks[0]} – {each.ranks[1]}"
        shown = [each.case, each.total, each.grade, each.rank]
        rows.append([*("–" if item is None else str(item) for item in shown), spans, grades, ranks])
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    changes = words["changes"].format(
        grade=_share(study.grade_changes, study.draws), rank=_share(study.rank_changes, study.draws)
    )
    return "\n".join([*lines, "", changes])


_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "head": "{draws} draws, {refused} of them refused",
        "columns": ["case", "total", "grade", "rank", "total in 5 – 50 – 95 % of draws", "grades", "ranks"],
        "changes": "another grade for some case in {grade} of draws, another rank in {rank}",
    },
    "zh": {
        "head": "共抽取{draws}次，其中{refused}次不成立",
        "columns": ["单位", "总分", "等级", "名次", "抽取结果的5% – 50% – 95%分位", "各等级占比", "名次范围"],
        "changes": "{grade}的抽取中有单位等级改变，{rank}的抽取中有单位名次改变",
    },
}


def _width(text: str) -> int:
    return sum(1 + (ord(char) >= 0x1100) for char in text if char)  # noqa: PLR2004  # where wide characters begin


def _share(part: int, whole: int) -> str:
    return "–" if not whole else format(Number(Fraction(part, whole)), ".1%")


def _total(table: Table) -> Numbers | None:
    own = table.columns.get("total")
    return own if isinstance(own, Numbers) else None


def _present(table: Table) -> Array:
    """Return which rows have a total; where there is no number at all, which have an outcome of their own."""
    own = _total(table)
    if own is None:
        outcomes = cast("Outcomes", table.columns["outcome"])
        return np.asarray(outcomes.bits == 0)
    without: Array = np.zeros(table.rows, bool) if own.without is None else own.without
    return ~without


def _exact(own: Numbers) -> Array:
    """Return numbers that compare exactly: whole multiples of one unit, else fractions."""
    if own.under is None:
        return own.values if len(own.values) else np.zeros(own.rows, "i8")
    found = np.empty(own.rows, "O")
    found[:] = [Fraction(0) if each is None else each for each in map(own.__getitem__, range(own.rows))]
    return found


def _ranks(scorer: _Cases, table: Table, many: int) -> Array:
    """Return the rank of every case in every draw, 0 where it has no total."""
    own = _total(table)
    if own is None:
        return np.zeros((table.rows // many, many), "i4")
    values, there = _exact(own).reshape(-1, many), _present(table).reshape(-1, many)
    lower = scorer.program.definition.lower_is_better
    ranks = np.zeros(values.shape, "i4")
    for place in range(many):
        mine = values[:, [place]]
        better = ((values < mine if lower else values > mine) & there).sum(axis=1)
        ranks[:, place] = np.where(there[:, place], better + 1, 0)
    return ranks


class _Results:
    """The results of a study, read case by case.

    Attributes:
        ranks: of every draw (rows) and case (columns), 0 where it has no total.
        there: where there is a total.
    """

    def __init__(self, scorer: _Cases, table: Table, first: Table) -> None:
        self.scorer, self.table, self.first, self.many = scorer, table, first, len(scorer.cases)
        self.there = _present(table).reshape(-1, self.many)
        self.ranks, self.before = _ranks(scorer, table, self.many), _ranks(scorer, first, self.many)[0]

    def case(self, place: int) -> tuple[CaseStudy, Array, Array]:
        """Return a case under all draws, and in which of them its grade and its rank are not the written ones."""
        there, own = self.there[:, place], self.ranks[:, place]
        written, grades, other = self.grades(place)
        seen, moved = own[own > 0], there & (own != self.before[place])
        total = _total(self.first)
        now = None if total is None else total[place]
        study = CaseStudy(
            case=self.scorer.ids[place],
            total=None if now is None else self.number(now),
            grade=written,
            rank=int(self.before[place]) or None,
            scored=int(there.sum()),
            totals=self.totals(place),
            grades=grades,
            ranks=(int(seen.min()), int(seen.max())) if len(seen) else None,
            grade_changes=int(other.sum()),
            rank_changes=int(moved.sum()),
        )
        return study, other, moved

    def number(self, value: Fraction) -> Number:
        """Return a total as the report prints it."""
        return Number(value, self.scorer.program.root.places)

    def totals(self, place: int) -> tuple[Number, ...]:
        """Return the totals of a case that are told, by their order."""
        own = _total(self.table)
        if own is None:
            return ()
        values = np.sort(_exact(own)[place :: self.many][self.there[:, place]])
        if not len(values):
            return ()
        told = [values[max((len(values) * share).__ceil__() - 1, 0)] for share in _SHARES]
        if own.under is not None:
            return tuple(map(self.number, told))
        unit = own.unit or Fraction(1)
        return tuple(self.number(int(each) * unit) for each in told)

    def grades(self, place: int) -> tuple[str | None, dict[str, int], Array]:
        """Return the written grade of a case, how many draws give which, and where it is another."""
        own, there = self.table.columns.get("grade"), self.there[:, place]
        if not isinstance(own, Values):
            return None, {}, np.zeros(len(there), bool)
        codes = own.values[place :: self.many]
        known = there if own.without is None else there & ~own.without[place :: self.many]
        written = cast("str | None", self.first.columns["grade"][place])
        names = [name for name in self.scorer.program.grades if name in own.words]
        here = {name: known & (codes == own.words.index(name)) for name in names}
        found = {name: int(each.sum()) for name, each in here.items() if each.any()}
        return written, found, there & ~here[written] if written in here else there


class _Cases(DrawnColumns):
    """Scores whole cases under draws: row ``draw · cases + case``."""

    def __init__(self, ruleset: Ruleset, cases: Sequence[Case], names: Sequence[str], method: str | None) -> None:
        plain = Columns(ruleset, method, parts=False)
        self.cases = cases
        self.ids = tuple(each.id or str(number) for number, each in enumerate(cases, 1))
        found, self.figures = parameter_columns(plain, names)
        super().__init__(plain, found)
        scores = (each.score for case in cases for each in case.set.values())
        self.shares = any(isinstance(each, str) and each.endswith("%") for each in scores)
        self.inputs = [ruleset._bound(each, method).bound.inputs for each in cases]  # noqa: SLF001  # a further reader

    def rows(self, draws: Mapping[str, Column], many: int) -> dict[str, Column]:
        """Return the columns of all cases under all draws."""
        places = np.tile(np.arange(len(self.cases), dtype="i4"), many)
        found: dict[str, Column] = {}
        for name in dict.fromkeys(name for each in self.inputs for name in each if name in self.program.domains):
            values = tuple(each.get(name) for each in self.inputs)
            there = np.asarray([each is not None for each in values])
            found[name] = Column(Coded(places, values), None if there.all() else there[places])
        again = np.repeat(np.arange(many), len(self.cases))
        for name, given in draws.items():
            found[self.drawn.get(name) or self.figures[name]] = given.part(again)
        if not found:  # no case says anything, and nothing is drawn
            name = next(iter((*self.drawn.values(), *self.figures.values())))
            found[name] = Column(np.zeros(len(places), "i8"), np.zeros(len(places), bool))
        return found

    @property
    def by_runs(self) -> bool:
        """Whether each draw is a run of its own: cases have lists, or are compared with each other."""
        return not self.columns.direct

    def runs(self, job: Job) -> Iterator[tuple[Draw, list[int]]]:
        """Yield the cases of each draw: they are a run, also where another draw has the same numbers."""
        many = len(self.cases)
        for start in range(0, job.table.rows, many):
            yield from self.by_draw(job, range(start, start + many)).items()

    def score(self, frame: Mapping[str, object], *, threads: int = 1, decimals: bool = False) -> Table:
        """Score every case under every draw; a set share of points that are drawn is worked out draw by draw."""
        if self.by_runs or not self.shares:
            return super().score(frame, threads=threads, decimals=decimals)
        job = self.job(frame, decimals=decimals)
        self.columns.start(job.inputs, job.table)
        for draw, rows in self.by_draw(job, range(job.table.rows)).items():
            self.singly(job, draw, rows, self.lifts.path_of(draw))
        return job.table

    def singly(self, job: Job, draw: Draw, rows: Sequence[int], number: int | None) -> None:
        """Score cases of one draw; after some that are refused, of further ones only that they are, not why."""
        path, rest = self.lifts.path(number), list(rows)
        if path is not None and path.columns is not None and len(job.table.refused) >= _TOLD and not self.figures:
            evaluator = path.columns.ruleset.evaluator(self.method)
            values = self.lifts.values(draw)
            wrong = [
                row for row in rows
                if evaluator.evaluate({**self.inputs[row % len(self.cases)], **values}).check_failed
            ]  # fmt: skip
            job.table.refuse_all(dict.fromkeys(wrong, ()))
            rest = [row for row in rows if row not in wrong]
        if rest:
            super().singly(job, draw, rest, number)

    def case(self, cased: Mapping[str, Column], row: int) -> Case:
        """Return the case of a row, with what is drawn for it."""
        case = self.cases[row % len(self.cases)]
        own = {name: cased[name].raw(row) for name in self.figures.values() if name in cased}
        return replace(case, figures={**case.figures, **own}) if own else case


def study_of(
    ruleset: Ruleset,
    cases: Case | Mapping[str, object] | Iterable[Case | Mapping[str, object]],
    draws: Mapping[str, object],
    method: str | None,
) -> Study:
    """Score every case under every draw.

    Args:
        ruleset: what scores.
        cases: the cases, or one.
        draws: parameter (or figure, which all cases then share) → its drawn numbers, all equally many.
        method: of the ruleset.

    Raises:
        CaseError: a name means no number of the ruleset, or values are wrong.
    """
    several = (cases,) if isinstance(cases, Case | Mapping) else cases
    every = [each if isinstance(each, Case) else Case(figures=each) for each in several]
    for name, each in draws.items():
        if not isinstance(each, Sized) or isinstance(each, str | bytes | Mapping) or getattr(each, "ndim", 1) != 1:
            told = " ".join(repr(each).split())
            raise CaseError([Diagnostic("draws-length", NOWHERE, {"lengths": f"{name}: {told}"})])
    columns = {name: column(each) for name, each in draws.items()}
    lengths = {name: len(each) for name, each in columns.items()}
    if len(set(lengths.values())) != 1 or not every:
        told = ", ".join(f"{name}: {many}" for name, many in lengths.items())
        raise CaseError([Diagnostic("draws-length", NOWHERE, {"lengths": told or "–"})])
    scorer = _Cases(ruleset, every, tuple(columns), method)
    many = next(iter(lengths.values()))
    first = scorer.score(scorer.rows({}, 1))
    return Study(scorer, scorer.score(scorer.rows(columns, many)), first)
