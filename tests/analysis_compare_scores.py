"""What is said of ranges of scores against every score of a small ruleset: a function for each thing said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import analysis_said as said
from analysis_conditions import both
from scoring.analysis.piece import NotProved
from scoring.analysis.sure import Sure
from scoring.graph import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from analysis_brute import Brute, Cases, Scored
    from analysis_conditions import Case
    from analysis_rules import Leaf, Option
    from scoring.analysis.subject import Variable
    from scoring.analysis.sure import Reach
    from scoring.diagnostic import Diagnostic
    from scoring.graph import Node, Value
    from scoring.program import Entry

F = Fraction
CLOSE = F(1, 50)
"""How near the grid must come to what is only come near to."""


def ranges(brute: Brute) -> None:
    """No score of a leaf lies outside its range, and an end that is reached is reached in the grid."""
    for cases in brute.cases:
        opening = opened(cases)
        wanted = [(node, cases) for node in (cases.plan.score, cases.plan.exact)]
        wanted += [(entry.quantities["score"].node, opening) for entry in bases(cases)]
        for node, those in wanted:
            reach = brute.reaches.number(brute.subject.score(node))
            within(reach, [each.values[node] for each in those.scored], node)
            if those.complete:
                reached(reach, those.numbers(node), node)


def bases(cases: Cases) -> list[Entry]:
    """Return the entries of opening scores."""
    return [entry for entry in cases.plan.entries if entry.kind == "base" and "score" in entry.quantities]


def opened(cases: Cases) -> Cases:
    """Return the cases in which the opening score acts."""
    guard = both(cases.leaf.applies, cases.leaf.guard)
    if guard is None:
        return cases
    return replace(cases, complete=False, scored=[each for each in cases.scored if guard.holds(each.case) is True])


def applied(cases: Cases) -> list[Scored]:
    """Return the cases in which the leaf applies."""
    applies = cases.leaf.applies
    return [each for each in cases.scored if applies is None or applies.holds(each.case) is True]


def within(reach: Reach, values: Iterable[Value], what: object) -> None:
    """No value lies outside a range."""
    for value in values:
        if isinstance(value, Unknown):
            assert reach.undefined, (what, reach, value)
            continue
        assert isinstance(value, Fraction)
        assert reach.low is None or reach.low <= value, (what, reach, value)
        assert reach.high is None or value <= reach.high, (what, reach, value)


def reached(reach: Reach, values: list[Fraction], what: object) -> None:
    """The ends of a range are as sure as they are said to be."""
    if reach.empty or not values:
        assert not values or not reach.empty
        assert reach.empty or Sure.HIT not in (reach.at_low, reach.at_high), (what, reach)
        return
    for end, sure, found in ((reach.low, reach.at_low, min(values)), (reach.high, reach.at_high, max(values))):
        if sure is Sure.HIT:
            assert found == end, (what, reach, found)
        elif sure is Sure.NEAR and end is None:
            assert abs(found) > 1000, (what, reach, found)
        elif sure is Sure.NEAR and end is not None:
            assert abs(found - end) < CLOSE, (what, reach, found)


# Scores


def own_findings(brute: Brute, cases: Cases, *codes: str) -> list[Diagnostic]:
    """Return findings about a leaf as a whole, by the line of the leaf or of its rules."""
    found = [each for each in brute.found(*codes) if each.facts.get("name") == cases.leaf.path]
    variants = {option.line for option in variants_of(cases.leaf)}
    return [each for each in found if each.at.line not in variants]


def variants_of(leaf: Leaf) -> list[Option]:
    """Return the variants of a leaf."""
    return [option for choice in leaf.choices if choice.kind == "variants" for option in choice.options]


def variants(brute: Brute) -> None:
    """What is said of one variant holds in the cases that take it."""
    for cases in brute.cases:
        before: list[Option] = []
        for option in variants_of(cases.leaf):
            here = [each for each in applied(cases) if takes(option, before, each.case)]
            before.append(option)
            values = [value for each in here if isinstance(value := each.values[cases.plan.score], Fraction)]
            for each in brute.found("full-unreachable", "zero-unreachable"):
                if each.at.line == option.line and values:
                    ends = {"full-unreachable": ("high", max(values)), "zero-unreachable": ("low", min(values))}
                    fact, end = ends[each.code]
                    assert said.alike(str(each.facts[fact]), end) or cases.leaf.rounded, each.facts


def takes(option: Option, before: list[Option], case: Case) -> bool:
    """Whether a case takes a variant: it holds, and none before it."""
    earlier = [each.condition.holds(case) for each in before if each.condition is not None]
    own = option.condition is None or option.condition.holds(case) is True
    return own and all(each is False for each in earlier)


def one_number(brute: Brute, cases: Cases) -> bool:
    """Whether a leaf's score depends on one number, and is made of pieces in it."""
    return is_pieces(brute, cases.plan.score)


def is_pieces(brute: Brute, score: Node) -> bool:
    """Whether a score depends on one number, and is made of pieces in it."""
    node = brute.subject.score(score)
    if len(brute.subject.numbers(node)) > 1:
        return False
    try:
        brute.reaches.runs(node)
    except NotProved:
        return False
    return True


def full_marks(brute: Brute) -> None:
    """Full marks are said to be out of reach where no case gets them, and with the best that a case gets."""
    for cases in brute.cases:
        values = cases.numbers(cases.plan.score)
        best, points = max(values, default=F(0)), cases.leaf.points
        exact = cases.complete and bool(values) and one_number(brute, cases)
        found = own_findings(brute, cases, "full-unreachable")
        for each in found:
            assert best < points, (each.facts, best)
            high = said.value(str(each.facts["high"]))
            assert isinstance(high, Fraction)
            assert best <= high
            assert not exact or high - best < CLOSE, (each.facts, best)
        if exact and is_ruled(cases) and "cap" not in cases.leaf.keys and best < points - CLOSE:
            assert found, (cases.leaf.path, best, points)


def is_ruled(cases: Cases) -> bool:
    """Whether a leaf's account has lines of rules."""
    return any(each.kind in ("base", "start", "change", "limit") for each in cases.plan.entries)


def no_points(brute: Brute) -> None:
    """A score is said to stay above zero where it does in every case."""
    for cases in brute.cases:
        values = cases.numbers(cases.plan.score)
        least = min(values, default=F(0))
        exact = cases.complete and bool(values) and one_number(brute, cases)
        found = own_findings(brute, cases, "zero-unreachable", "cannot-exhaust")
        for each in found:
            assert least > 0 or not values, (each.facts, least)
            low = said.value(str(each.facts["low"]))
            assert isinstance(low, Fraction)
            assert low <= least or not values
            assert not exact or least - low < CLOSE, (each.facts, least)
        unknown = any(isinstance(each.values[cases.plan.score], Unknown) for each in cases.scored)
        silent = "floor" in cases.leaf.keys or cases.leaf.bonus or unknown  # not "always" where a case has no score
        if exact and is_ruled(cases) and not silent and least > CLOSE:
            assert found, (cases.leaf.path, least)


def reach_left_open(brute: Brute) -> None:
    """Whether a score reaches its ends is never left open where it depends on one number."""
    for cases in brute.cases:
        for what in ("full-unreachable", "zero-unreachable"):
            opened = [each for each in brute.open(what) if each.at == cases.plan.at]
            assert not opened or not one_number(brute, cases), (what, cases.leaf.path)


def opening_scores(brute: Brute) -> None:
    """An opening score is said to leave 0 to the points where it does in some case, with a case that shows it."""
    for cases in brute.cases:
        for entry in bases(cases):
            node, points = entry.quantities["score"].node, cases.leaf.points
            over = [value for value in opened(cases).numbers(node) if value > points]
            found = [each for each in own_findings(brute, cases, "score-outside") if each.at == entry.at]
            for each in found:
                score = said.value(str(each.facts["score"]))
                assert isinstance(score, Fraction)
                assert not 0 <= score <= points
                shown = brute.shown(str(each.facts["example"]))
                assert shown is not None, each.facts
                assert brute.one(shown, node) == score, each.facts
                guard = both(cases.leaf.applies, cases.leaf.guard)
                assert guard is None or guard.holds({**brute.usual(), **shown}) is True, each.facts
            if over and "cap" not in cases.leaf.keys and len(numbers_of(brute, node)) <= 1:
                assert found, (cases.leaf.path, over[0])


def numbers_of(brute: Brute, node: Node) -> list[Variable]:
    """Return the numbers that a node depends on."""
    return brute.subject.numbers(brute.subject.score(node))


def deductions(brute: Brute) -> None:
    """What is said to take everything at once does so in some case; where one time does, it is said."""
    for cases in brute.cases:
        for entry in cases.plan.entries:
            here = replace(cases, scored=applied(cases))  # elsewhere nothing is taken
            asked = here.numbers(entry.asked)
            if entry.kind != "change" or not asked:
                continue
            found = [each for each in own_findings(brute, cases, "exhausts-at-once") if each.at == entry.at]
            assert not found or min(asked) <= -cases.leaf.points, (found[0].facts, min(asked))
            scored = bool(cases.numbers(cases.plan.score))
            if cases.complete and scored and max(asked) <= 0 and takes_all_at_once(here, entry):
                assert found, (entry.at, min(asked))


def takes_all_at_once(cases: Cases, entry: Entry) -> bool:
    """Whether one time, or one whole step, of a deduction takes all points, as far as its own cap lets it."""
    least, points = min(cases.numbers(entry.asked)), cases.leaf.points
    each, steps = entry.quantities.get("each"), entry.quantities.get("steps")
    if each is None:
        return least < -points
    counts = [] if steps is None else cases.numbers(steps.node)
    whole = all(count.denominator == 1 for count in counts)
    return whole and min(cases.numbers(each.node)) >= points and least <= -points


def twice(brute: Brute) -> None:
    """Rules of two leaves that are said to take points for one figure do so in one case; where some do, it is said."""
    changes = [(cases, entry) for cases in brute.cases for entry in cases.plan.entries if entry.kind == "change"]
    for number, (cases, entry) in enumerate(changes):
        found = [each for each in brute.found("deducts-twice") if each.at == entry.at]
        firsts = {str(each.facts["first"]) for each in found}
        for other_cases, other in changes[:number]:
            shared = figures_of(brute, entry) & figures_of(brute, other)
            if cases is other_cases or not shared:
                continue
            both = take_together(brute, entry, other, cases.leaf.reads | other_cases.leaf.reads)
            assert both is not False or str(other.at) not in firsts, (entry.at, other.at)
            never_gives = all(max(each.numbers(one.asked), default=F(0)) <= 0
                              for each, one in ((cases, entry), (other_cases, other)))  # fmt: skip
            if both and never_gives and cases.complete and other_cases.complete:
                assert found, (entry.at, other.at, shared)


def take_together(brute: Brute, one: Entry, other: Entry, names: Iterable[str]) -> bool | None:
    """Whether two rules both take points in some case; None if no case of many shows it."""
    found, complete = brute.combined(names, near=False)
    for each in brute.evaluated(found, [one.asked, other.asked]):
        if number_of(each.values[one.asked]) < 0 and number_of(each.values[other.asked]) < 0:
            return True
    return False if complete else None


def figures_of(brute: Brute, entry: Entry) -> set[str]:
    """Return the figures that a rule takes points for."""
    value = entry.quantities.get("value")
    node = brute.subject.score(entry.asked if value is None else value.node)
    variables = [brute.subject.variable(name) for name in brute.subject.used(node)]
    return {each.name for each in variables if each.figure is not None}


def number_of(value: Value) -> Fraction:
    """Return a number, 0 where there is none."""
    return value if isinstance(value, Fraction) else F(0)


# The total


def totals(brute: Brute) -> None:
    """No total lies outside its range; its ends are reached; and a grade is out of reach where no total gets it."""
    names = brute.made.reads
    found, complete = brute.combined(names, near=True, most=3_000, missing=True)
    if not complete:
        found += best_together(brute)
    total = brute.program.root.score
    wrong = [each.node for each in brute.program.checks]
    every = [each for each in brute.evaluated(found, [total, *wrong]) if not any(each.values[w] is True for w in wrong)]
    reach = brute.reaches.number(brute.subject.score(total))
    within(reach, [each.values[total] for each in every], "total")
    values = [value for each in every if isinstance(value := each.values[total], Fraction)]
    shown = apart(brute) or (complete and not any(each.rounded for each in brute.made.leaves))
    if shown and values and Sure.NEAR not in (reach.at_low, reach.at_high):
        reached(reach, values, "total")
    grades(brute, values, complete=complete)


def apart(brute: Brute) -> bool:
    """Whether no two leaves read the same."""
    reads = [leaf.reads for leaf in brute.made.leaves]
    if brute.made.conditions:
        return False
    return sum(map(len, reads)) == len(set().union(*reads)) and not brute.made.derived


def best_together(brute: Brute) -> list[Case]:
    """Return cases in which every leaf has its least, or its greatest score, as far as they go together."""
    found: list[Case] = []
    for way in (1, -1):
        case = dict(brute.usual())
        for cases in brute.cases:
            known = [(value * way, each) for each in cases.scored
                     if isinstance(value := each.values[cases.plan.score], Fraction)]  # fmt: skip
            if known:
                case.update(max(known, key=lambda pair: pair[0])[1].case)
        found.append(case)
    return found


def grades(brute: Brute, values: list[Fraction], *, complete: bool) -> None:
    """No total gets a grade that is said to be out of reach; one beyond the ends of all totals is said to be."""
    before: Fraction | None = None
    unreachable = {str(each.facts["name"]) for each in brute.found("grade-unreachable")}
    least, most = min(values, default=F(0)), max(values, default=F(0))
    for name, bound in brute.made.grades.items():
        got = [value for value in values if (bound is None or value >= bound) and (before is None or value < before)]
        assert not got or name not in unreachable, (name, got[0])
        beyond = (bound is not None and most < bound) or (before is not None and least >= before)
        if values and complete and beyond and is_pieces(brute, brute.program.root.score):
            assert name in unreachable, (name, least, most)
        before = bound if bound is not None else before


COMPARED: tuple[Callable[[Brute], None], ...] = (
    ranges, variants, full_marks, no_points, reach_left_open, opening_scores, deductions, twice, totals,
)  # fmt: skip
