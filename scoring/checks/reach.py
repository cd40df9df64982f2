"""Scores that cannot be reached: full marks, zero, a grade; amounts that take more or less than there is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.analysis.chain import Chain
from scoring.analysis.grid import grids
from scoring.analysis.piece import NotProved
from scoring.analysis.search import TRIES
from scoring.analysis.sure import Sure
from scoring.checks.look import owners_of
from scoring.checks.words import example, number
from scoring.document import Scalar
from scoring.interpret import interpret
from scoring.lower_cohort import RUN

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring.analysis.sure import Reach
    from scoring.checks.look import Look, Seen
    from scoring.graph import Node
    from scoring.program import Entry, Plan


_FEWEST = 100
_WORK = 60_000
"""Operations that are worked out, each way, to find cases with the grades."""

_FEW_WORDS = 4
"""Words and truth values for whose combinations a grade is looked at."""


class _Limits(NamedTuple):
    """Full mark and least score of a node."""

    least: Fraction
    full: Fraction


def _limits(plan: Plan) -> _Limits | None:
    """Return what a node's points allow; None for an open scale, or where figures decide it."""
    points = g.number_of(plan.printed)
    if plan.open or plan.by_formula or points is None or not points:
        return None
    return _Limits(-points, Fraction(0)) if plan.item == "penalty" else _Limits(Fraction(0), points)


def scores(look: Look) -> None:
    """Look for nodes with rules that never get full marks, or always keep some."""
    for seen, plan in look.plans("scores"):
        limits = _limits(plan)
        own = [each for each in plan.entries if each.kind in ("base", "start", "change", "limit")]
        if limits is not None and own:
            _Node(look, seen, plan, limits).look_through()


class _Node:
    """One node with rules, in one program."""

    def __init__(self, look: Look, seen: Seen, plan: Plan, limits: _Limits) -> None:
        self.look, self.seen, self.plan, self.limits = look, seen, plan, limits
        self.owners = owners_of(seen, plan.path, at=plan.at)
        self.score = seen.subject.score(plan.score)
        self.changes = [each for each in plan.entries if each.kind == "change"]
        self.name = plan.called

    def look_through(self) -> None:
        """Look at the whole score, then at its rules."""
        if self.plan.children:
            for each in self.plan.entries:
                self.change(each)
            return
        found = self.seen.reaches.number(self.score)
        if found.empty:
            return
        self.full(found)
        self.zero(found)
        for each in self.plan.entries:
            self.base(each)
            self.change(each)

    def full(self, found: Reach) -> None:
        """Report full marks that are out of reach."""
        full = self.limits.full
        if found.high is not None and found.high < full and self._capped(found.high):
            return  # said by the author himself
        alone = len(self.seen.subject.numbers(self.score)) <= 1  # then "near" is also "never reached"
        if found.high is not None and (
            found.high < full or (found.high == full and found.at_high is Sure.NEAR and alone)
        ):
            facts = {"name": self.name, "points": number(full), "high": number(found.high)}
            self.look.warn("full-unreachable", self.plan.at, self.owners, **facts)
        elif found.at_high is not Sure.HIT and not (found.high is None and found.at_high is Sure.NEAR):
            self.open("full-unreachable", lambda best: best >= full, 1)

    def zero(self, found: Reach) -> None:
        """Report a score that always stays above the least."""
        least = self.limits.least
        floor = self.owners[0].fields.get("floor")
        if found.low is None or self.plan.item or (floor is not None and getattr(floor.value, "text", "") != "none"):
            return
        if found.low > least:
            takes = [each for each in self.changes if self._takes(each)]
            deducts = takes and not any(each.kind == "base" for each in self.plan.entries)
            code = "cannot-exhaust" if deducts else "zero-unreachable"
            at = takes[-1].at if deducts else self.plan.at
            facts = {"name": self.name, "points": number(self.limits.full), "low": number(found.low)}
            self.look.note(code, at or self.plan.at, self.owners, **facts)
        elif found.at_low is Sure.BOUND:
            self.open("zero-unreachable", lambda best: best <= least, -1)

    def _capped(self, high: Fraction) -> bool:
        """Whether the node's own cap is what its score comes to at best."""
        field = self.owners[0].fields.get("cap")
        value = field.value.value if field is not None and isinstance(field.value, Scalar) else None
        return field is not None and (value == high or not isinstance(value, Fraction | str))

    def _is_whole(self, node: Node) -> bool:
        grid = grids([node], self.seen.subject.is_whole)[node]
        return grid is not None and grid.denominator == 1

    def _takes(self, entry: Entry) -> bool:
        asked = self.seen.reaches.number(self.seen.subject.score(entry.asked))
        return asked.high is not None and asked.high <= 0

    def open(self, what: str, fine: Callable[[Fraction], bool], way: int) -> None:
        """Try to show by a case that nothing is wrong, and say so if that fails."""
        names = self.seen.subject.used(self.score)
        if self._shown(fine) or any(of_others(name) for name in self.seen.subject.base(names)):
            return  # what other cases make of it is not known here
        done, tried = self.seen.search.climbs(self.seen.subject.uncut(self.plan.score), way, fine)
        if not done:
            self.look.not_proved(what, tried, self.plan.at, self.owners)

    def _shown(self, fine: Callable[[Fraction], bool]) -> bool:
        """Whether a case is found for a piece of the score, as one number runs through its range, that is as wanted."""
        subject = self.seen.subject
        numbers = subject.numbers(self.score)
        if len(numbers) != 1:
            return False
        try:
            runs = self.seen.reaches.runs(self.score)
        except NotProved:
            return False
        for fixed, run in runs:
            for piece in run:
                part, place = piece.parts[0], piece.inside
                value = part.at(place) if isinstance(part, Chain) else part
                wanted = {**fixed, numbers[0].name: place}
                if isinstance(value, Fraction) and fine(value) and self.seen.search.realised(wanted) is not None:
                    return True
        return False

    def base(self, entry: Entry) -> None:
        """Report an opening score that pays more than the points, or less than nothing."""
        score = entry.quantities.get("score")
        if entry.kind != "base" or score is None or entry.at is None:
            return
        subject, limits, keys = self.seen.subject, self.limits, self.owners[0].fields
        node = subject.score(score.node)
        low, high = g.const(limits.least), g.const(limits.full)
        over = g.FALSE if "cap" in keys else g.less(high, score.node)
        under = g.less(score.node, low) if "floor" not in keys and self._written(node, -1) else g.FALSE
        found = self.seen.reaches.number(node)
        others = any(of_others(name) for name in subject.base(subject.used(node)))
        if found.empty or (others and not self._written(node, 1)):
            return  # what other cases make of it is not known here
        if (found.high is not None and found.high <= limits.full) and (
            found.low is not None and found.low >= limits.least
        ):
            return
        acts = g.both(self.plan.applies, entry.events.get("reached", g.TRUE))
        shown = self.seen.shown(g.both(acts, g.either(over, under)))
        if shown.values is None:
            if not shown.proved:
                self.look.not_proved("score-outside", TRIES, entry.at, self.owners)
            return
        value = interpret([shown.view(score.node)], shown.values)[shown.view(score.node)]
        facts = {
            "name": self.name,
            "points": number(limits.full),
            "score": number(value) if isinstance(value, Fraction) else "–",
        }
        self.look.warn("score-outside", entry.at, self.owners, **facts, example=example(subject, shown.values))

    def _written(self, node: Node, way: int) -> bool:
        """Whether a score beyond the points (way 1) or below the least (-1) is written, and no line that goes on."""
        limit = self.limits.full if way > 0 else self.limits.least
        stack = [node]
        while stack:
            each = stack.pop()
            if each.op in {g.Op.IF, g.Op.PICK}:
                stack.extend(each.args[1:])
            elif (value := g.number_of(each)) is not None and (value - limit) * way > 0:
                return True
        if len(self.seen.subject.numbers(node)) > 1:
            return False
        try:
            runs = [run for _, run in self.seen.reaches.runs(node)]
        except NotProved:
            return False
        parts = [piece.parts[0] for run in runs for piece in run if not piece.is_point]
        return any(isinstance(part, Fraction) and (part - limit) * way > 0 for part in parts)

    def change(self, entry: Entry) -> None:
        """Report one step or one finding that takes everything, and an amount larger than what there is."""
        if entry.kind != "change" or entry.at is None:
            return
        subject, points = self.seen.subject, self.limits.full - self.limits.least
        asked = self.seen.reaches.number(subject.score(entry.asked))
        each = entry.quantities.get("each")
        if asked.empty or asked.high is None or asked.high > 0 or (asked.low is not None and not asked.low):
            return
        if each is not None:
            steps = entry.quantities.get("steps")
            if steps is not None and not self._is_whole(subject.score(steps.node)):
                return  # what is in proportion has no single step
            one = self.seen.reaches.number(subject.score(each.node))
            reached = asked.low is None or -asked.low >= points
            if one.low is not None and one.low >= points and reached and self._takes_all(entry, points):
                facts = {"each": number(one.low), "points": number(points), "name": self.name}
                self.look.note("exhausts-at-once", entry.at, self.owners, **facts)
        elif (
            asked.low is not None
            and -asked.low > points
            and asked.at_low is Sure.HIT
            and self._takes_all(entry, points)
        ):
            facts = {"each": number(-asked.low), "points": number(points), "name": self.name}
            self.look.note("exhausts-at-once", entry.at, self.owners, **facts)

    def _takes_all(self, entry: Entry, points: Fraction) -> bool:
        """Whether a rule is found to take all points in some case in which the node applies."""
        return self.seen.shown(g.both(self.plan.applies, g.at_most(entry.asked, g.const(-points)))).values is not None


def of_others(name: str) -> bool:
    """Whether an input is taken over all cases."""
    return name.endswith(RUN)
