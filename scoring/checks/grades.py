"""Grades that no total gets, and bounds that a rounding of the total decides."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.analysis.grid import grids, idle
from scoring.analysis.piece import NotProved
from scoring.analysis.sure import Sure
from scoring.checks.look import owners_of
from scoring.checks.rounding import own_roundings
from scoring.checks.words import number
from scoring.document import Scalar, Table
from scoring.number import round_to
from scoring.rounding import places_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.analysis.sure import Reach
    from scoring.checks.look import Look, Seen
    from scoring.source import Span


_FEWEST = 100
_WORK = 60_000
"""Operations that are worked out, each way, to find cases with the grades."""

_FEW_WORDS = 4
"""Words and truth values for whose combinations a grade is looked at."""


def reachable(look: Look) -> None:
    """Look for grades that no total gets."""
    for seen in look.seen:
        table = seen.program.definition.keys.fields.get("grades")
        root = seen.program.root
        if table is None or seen.program.grade is None or not look.is_new("grades", root.at, (root.score,)):
            continue
        total = seen.reaches.number(seen.subject.score(root.score))
        if total.empty:
            continue
        lower = seen.program.definition.lower_is_better
        given = {rule.grade for rule in seen.program.grade_rules}
        named, tried = _grades_of_one(seen), None
        before: Fraction | None = None
        for name, bound, at in bounds_of(table.value):
            missed = _misses(total, bound, before, lower=lower) or (named is not None and name not in named)
            if name not in given and missed:
                facts = {"name": name, "low": _end(total.low, "−∞"), "high": _end(total.high, "∞")}
                look.warn("grade-unreachable", at, owners_of(seen, ""), **facts)
            elif name not in given and named is None and _open(total, bound, before, lower=lower):
                if tried is None:
                    tried = _totals(seen)
                if all(not _between(each, bound, before, lower=lower) for each in tried):
                    look.not_proved("grade-unreachable", len(tried), at, owners_of(seen, ""))
            before = bound if bound is not None else before


def _open(total: Reach, bound: Fraction | None, before: Fraction | None, *, lower: bool) -> bool:
    """Whether a grade lies at an end of the totals of which is not known whether it is reached."""
    best, worst = (total.at_low, total.at_high) if lower else (total.at_high, total.at_low)
    return (before is None and best is Sure.BOUND) or (bound is None and worst is Sure.BOUND)


def _totals(seen: Seen) -> list[Fraction]:
    """Return totals that cases get."""
    score = seen.subject.uncut(seen.program.root.score)
    tries = max(_FEWEST, _WORK // sum(1 for _ in g.walk([score])))
    return [each for way in (1, -1) for each, _ in seen.search.climbed(score, way, tries) if each is not None]


def _between(total: Fraction, bound: Fraction | None, before: Fraction | None, *, lower: bool) -> bool:
    """Whether a total lies between a grade's own bound and that of the better one."""
    if lower:
        return (bound is None or total <= bound) and (before is None or total > before)
    return (bound is None or total >= bound) and (before is None or total < before)


def _grades_of_one(seen: Seen) -> set[str] | None:
    """Return the grades that occur where the grade depends on one number; None where it depends on more."""
    assert seen.program.grade is not None  # noqa: S101  # the caller has asked
    grade = seen.subject.score(seen.program.grade)
    if len(seen.subject.numbers(grade)) > 1 or len(seen.subject.others(grade)) > _FEW_WORDS:
        return None
    try:
        runs = seen.reaches.runs(grade)
    except NotProved:
        return None
    return {str(piece.parts[0]) for _, run in runs for piece in run}


def _end(value: Fraction | None, none: str) -> str:
    return none if value is None else number(value)


def _misses(total: Reach, bound: Fraction | None, before: Fraction | None, *, lower: bool) -> bool:
    """Whether no total lies between a grade's own bound and that of the better one."""
    worst, best = (total.high, total.low) if lower else (total.low, total.high)
    if bound is not None and best is not None and (best > bound if lower else best < bound):
        return True
    if before is None or worst is None:
        return False
    return worst <= before if lower else worst >= before


def bounds_of(grades_: object) -> Iterable[tuple[str, Fraction | None, Span]]:
    """Yield each grade as it is written: its name, its bound (None of the rest) and its place."""
    if isinstance(grades_, Table):
        for key, item in grades_.fields.values():
            if key.text != "read" and isinstance(item, Scalar):
                yield key.text, item.value if isinstance(item.value, Fraction) else None, item.at
        return
    for each in getattr(grades_, "items", ()):
        if isinstance(each, Table):
            edge = each.fields.get("at_least") or each.fields.get("at_most")
            bound = edge.value.value if edge is not None and isinstance(edge.value, Scalar) else None
            name = each.fields.get("grade")
            text = name.value.text if name is not None and isinstance(name.value, Scalar) else ""
            yield text, bound if isinstance(bound, Fraction) else None, each.at


def before_rounding(look: Look) -> None:
    """Look for grades of which nobody said whether they read the total before or after it is rounded."""
    for seen in look.seen:
        root, keys = seen.program.root, seen.program.definition.keys.fields
        grades = keys.get("grades")
        if grades is None or seen.program.grades_exact or (root.places is None and root.score is root.exact):
            continue
        if isinstance(grades.value, Table) and "read" in grades.value.fields:
            continue
        rounding = next(own_roundings(seen, root), None)
        if rounding is None or not isinstance(rounding.payload, g.Rounding):
            continue
        found = grids([rounding], seen.subject.is_whole)
        if idle(rounding, found) or places_after(rounding.payload.step) is None:
            continue
        exact = seen.reaches.number(seen.subject.score(root.exact))
        lower = seen.program.definition.lower_is_better
        for name, bound, _ in bounds_of(grades.value):
            total = None if bound is None else _lifted(bound, rounding.payload, lower=lower)
            if bound is None or total is None or not _holds(exact, total):
                continue
            facts = {"name": name, "total": number(total), "bound": number(bound)}
            look.note("grade-rounding", grades.key.at, owners_of(seen, ""), **facts)
            break


def _holds(found: Reach, value: Fraction) -> bool:
    """Whether a number lies within a range."""
    return (found.low is None or found.low <= value) and (found.high is None or value <= found.high)


def _lifted(bound: Fraction, how: g.Rounding, *, lower: bool) -> Fraction | None:
    """Return a total that misses a bound and is rounded to it, None where there is none."""
    way = 1 if lower else -1
    reached = how.step * (bound // how.step if lower else -(-bound // how.step))
    for share in (Fraction(1, 2), Fraction(2, 5)):
        total = reached + way * how.step * share
        found = round_to(total, how.mode, how.step)
        if (total - bound) * way > 0 >= (found - bound) * way:
            return total
    return None
