"""What the analysis says of a small ruleset against all its scores; each function compares one thing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import analysis_said as said
from analysis_brute import EPS
from scoring.analysis.direction import certain
from scoring.analysis.piece import NotProved
from scoring.analysis.reach import Sure
from scoring.graph import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from analysis_brute import Brute, Cases
    from analysis_rulesets import Case, Choice, Condition, Leaf
    from scoring.analysis.reach import Reach
    from scoring.analysis.subject import Variable
    from scoring.diagnostic import Diagnostic
    from scoring.graph import Node, Value
    from scoring.program import Entry

    Shows = Callable[[Value], "Fraction | None"]

F = Fraction
LOGIC = 20_000
"""Cases that conditions are tried for."""
CLOSE = F(1, 50)
"""How near the grid must come to what is only come near to."""


# Ranges


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
    guard = cases.leaf.guard
    if guard is None:
        return cases
    return replace(cases, complete=False, scored=[each for each in cases.scored if guard.holds(each.case) is True])


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


# Alternatives


def tried(brute: Brute, reads: Iterable[str]) -> tuple[list[Case], bool]:
    """Return the cases that conditions are tried for, and whether they are all there are."""
    return brute.combined(reads, near=False, most=LOGIC, missing=True)


def held(choice: Choice, case: Case) -> list[bool | None] | None:
    """Return which options hold, None where the choice is not looked at."""
    if choice.guard is not None and choice.guard.holds(case) is not True:
        return None
    return [True if each.condition is None else each.condition.holds(case) for each in choice.options]


def at_lines(found: Iterable[Diagnostic], lines: range) -> list[Diagnostic]:
    """Return the findings on some lines."""
    return [each for each in found if each.at.line in lines]


def every_choice(brute: Brute) -> list[tuple[Leaf, Choice, list[Case], bool]]:
    """Return the choices of all leaves, with the cases they are tried for."""
    return [(leaf, choice, *tried(brute, choice.reads)) for leaf in brute.made.leaves for choice in leaf.choices]


def gaps(brute: Brute) -> None:
    """A gap is found where no option holds in some case that is not vetoed anyway, and nowhere else."""
    for leaf, choice, cases, complete in every_choice(brute):
        is_gap = partial(in_gap, choice, known_veto(leaf, choice))
        findings = at_lines(brute.found("gap"), choice.lines)
        left = [] if choice.kind == "by" or emptied(brute, leaf) else [case for case in cases if is_gap(case)]
        for finding in findings:
            assert left or not complete or choice.joint, finding.facts
            stands_for(choice, finding.facts, cases, is_gap)
        if left and not choice.joint:
            assert findings, (choice.lines, left[0])


def in_gap(choice: Choice, veto: Condition | None, case: Case) -> bool:
    """Whether nothing holds in a case, and no veto either."""
    found = held(choice, case)
    return found is not None and not any_or_unknown(found) and (veto is None or veto.holds(case) is not True)


def known_veto(leaf: Leaf, choice: Choice) -> Condition | None:
    """Return the veto of a leaf that depends on nothing but what its alternatives do."""
    return leaf.veto if leaf.veto is not None and not leaf.veto.joint and leaf.veto.reads <= choice.reads else None


def emptied(brute: Brute, leaf: Leaf) -> bool:
    """Whether a veto strikes in every case."""
    return leaf.veto is not None and all(leaf.veto.holds(case) is True for case in tried(brute, leaf.veto.reads)[0])


def any_or_unknown(found: list[bool | None]) -> bool:
    """Whether an option holds, or may."""
    return any(each is not False for each in found)


def stands_for(choice: Choice, facts: Mapping[str, object], cases: list[Case], wanted: Callable[[Case], bool]) -> None:
    """The text of a finding says where something is so: all of it, for one figure; a part of it, for several."""
    shown = said.example(str(facts["example"]))
    assert wanted(shown), facts
    if choice.joint and facts["where"] == facts["example"]:
        return
    where = said.stretches(str(facts["where"]))
    one = len({each.name for each in where}) == 1 and len(choice.reads) == 1
    inside = any if one else all
    for case in cases:
        if inside(each.holds(case) for each in where):
            assert wanted(case), (facts, case)
        elif one:
            assert not wanted(case), (facts, case)
    assert inside(each.holds(shown) for each in where), facts


def gaps_are_not_scored(brute: Brute) -> None:
    """Where a gap is found, no case in it has a score that is not vetoed."""
    for cases in brute.cases:
        for choice in cases.leaf.choices:
            for finding in at_lines(brute.found("gap"), choice.lines):
                where = said.stretches(str(finding.facts["where"]))
                several = len({each.name for each in where}) > 1
                inside = all if several or len(where) == 1 else any
                veto = cases.leaf.veto
                for each in cases.scored:
                    if inside(one.holds(each.case) for one in where) and held(choice, each.case):
                        vetoed = veto is not None and veto.holds(each.case) is True
                        unknown = isinstance(each.values[cases.plan.score], Unknown)
                        assert unknown or vetoed, (finding.facts, each.case)


def unscored_is_found(brute: Brute) -> None:
    """A case without a score for want of a band or a row lies in a gap that was found."""
    for cases in brute.cases:
        causes = {cause.name: each.case for each in cases.scored if isinstance(value := each.values[cases.plan.score], Unknown)
                  for cause in value.causes}  # fmt: skip
        joint = any(choice.joint for choice in cases.leaf.choices)
        for code in ("no-band", "no-row"):
            if code in causes and not joint:
                assert at_lines(brute.found("gap"), cases.leaf.lines), (code, causes[code])


def overlaps(brute: Brute) -> None:
    """An overlap is found where two bands hold (but for one that goes on where the other ends), or two unique rows."""
    for _, choice, cases, complete in every_choice(brute):
        if choice.joint or not complete or (choice.kind != "bands" and choice.hit != "unique"):
            continue
        rows = [(case, found) for case in cases if (found := held(choice, case)) is not None]
        for later, option in enumerate(choice.options):
            partners = [earlier for earlier in range(later) if overlap(choice, rows, earlier, later)]
            findings = [each for each in brute.found("overlap") if each.at.line == option.line]
            assert bool(findings) is bool(partners), (option.line, partners)
            for finding in findings:
                lines = {int(each.rpartition(":")[2]) for each in str(finding.facts["first"]).split(", ")}
                assert lines == {choice.options[each].line for each in partners}, (finding.facts, partners)
                shared = partial(held_with_any, choice, partners, later)
                stands_for(choice, finding.facts, cases, shared)


def overlap(choice: Choice, rows: list[tuple[Case, list[bool | None]]], earlier: int, later: int) -> bool:
    """Whether two options claim the same, other than by design."""
    condition = choice.options[later].condition
    if condition is None or not any(found[earlier] is True and found[later] is True for _, found in rows):
        return False
    if choice.kind != "bands":
        return True
    left = any(found[later] is True and found[earlier] is not True for _, found in rows)
    (name,) = condition.reads
    return left and not goes_on(rows, name, earlier, later)


def held_with_any(choice: Choice, partners: list[int], later: int, case: Case) -> bool:
    """Whether an option holds together with any of some others."""
    found = held(choice, case)
    return found is not None and found[later] is True and any(found[each] is True for each in partners)


def goes_on(rows: list[tuple[Case, list[bool | None]]], name: str, earlier: int, later: int) -> bool:
    """Whether a later band holds all of an earlier one and reaches beyond each end that it has."""
    one = {case[name] for case, found in rows if found[earlier] is True}
    other = {case[name] for case, found in rows if found[later] is True}
    every = {value for case, _ in rows if (value := case[name]) is not None}
    if not one <= other:
        return False
    low, high = min(one), max(one)  # type: ignore[type-var]  # numbers
    below, above = [v for v in every if v < low], [v for v in every if v > high]  # type: ignore[operator]  # numbers
    return (not below or max(below) in other) and (not above or min(above) in other)  # type: ignore[type-var]  # numbers


def taken(brute: Brute) -> None:
    """An option is said to be never taken, or masked, where it is in no case; and where the grid shows it, it is said."""
    for leaf, choice, cases, complete in every_choice(brute):
        if emptied(brute, leaf):
            continue
        rows = [found for case in cases if (found := held(choice, case)) is not None]
        first = choice.hit == "first"
        for number, option in enumerate(choice.options):
            never = not any(found[number] is True for found in rows)
            masked = first and not any(found[number] is True and not any_or_unknown(found[:number]) for found in rows)
            expected = "never-taken" if never else "masked" if masked and option.condition else "else-unused" if masked else ""
            codes = {each.code for each in brute.found("never-taken", "masked", "else-unused") if each.at.line == option.line}
            entangled = brute.made.derived and {"r", "x"} <= choice.reads
            if not rows or choice.joint or entangled:
                assert not codes or (complete and codes == {expected}), (option.line, codes, expected)
                continue
            if complete:
                assert codes == ({expected} if expected else set()), (option.line, codes, expected)
            elif not masked and not never:
                assert not codes, (option.line, codes)


def conditions(brute: Brute) -> None:
    """A condition is said to hold never, or always, where it does in no case, or in every case."""
    for line, condition, guard in every_condition(brute):
        cases, complete = tried(brute, condition.reads | (frozenset() if guard is None else guard.reads))
        values = {condition.holds(case) for case in cases if guard is None or guard.holds(case) is True}
        codes = {each.code for each in brute.found("never-holds", "always-holds") if each.at.line == line}
        expected = "never-holds" if True not in values else "always-holds" if False not in values else ""
        if not expected:
            assert not codes, (condition.text, codes)
        elif complete and values and not (condition.joint or (guard is not None and guard.joint)):
            assert codes == {expected}, (condition.text, codes, expected)


def every_condition(brute: Brute) -> Iterator[tuple[int, Condition, Condition | None]]:
    """Yield every condition with its line, and when it is looked at."""
    yield from ((line, condition, None) for line, condition in brute.made.conditions.items())
    for leaf in brute.made.leaves:
        for line, condition in leaf.conditions.items():
            yield line, condition, None if condition is leaf.applies else leaf.applies


def nothing_is_left_open(brute: Brute) -> None:
    """Questions about alternatives and conditions that compare one figure at a time are never left open."""
    for what in ("gap", "never-holds", "always-holds", "overlap"):
        for finding in brute.open(what):
            joint = [choice.joint for leaf in brute.made.leaves for choice in leaf.choices
                     if finding.at.line in choice.lines]  # fmt: skip
            joint += [condition.joint for line, condition, _ in every_condition(brute) if line == finding.at.line]
            assert any(joint) or brute.made.derived, (what, finding.at.line)


# Scores


def own_findings(brute: Brute, cases: Cases, *codes: str) -> list[Diagnostic]:
    """Return findings about a leaf, by the line of the leaf or of its rules."""
    return [each for each in brute.found(*codes) if each.facts.get("name") == cases.leaf.path]


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
        silent = "floor" in cases.leaf.keys or cases.leaf.bonus
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
                shown = brute.whole(said.example(str(each.facts["example"])))
                assert shown is not None, each.facts
                assert brute.one(shown, node) == score, each.facts
            if over and "cap" not in cases.leaf.keys and len(numbers_of(brute, node)) <= 1:
                assert found, (cases.leaf.path, over[0])


def numbers_of(brute: Brute, node: Node) -> list[Variable]:
    """Return the numbers that a node depends on."""
    return brute.subject.numbers(brute.subject.score(node))


def deductions(brute: Brute) -> None:
    """What is said to take everything at once does so in some case."""
    for cases in brute.cases:
        for entry in cases.plan.entries:
            if entry.kind != "change":
                continue
            asked = cases.numbers(entry.asked)
            found = [each for each in own_findings(brute, cases, "exhausts-at-once") if each.at == entry.at]
            for each in found:
                assert min(asked) <= -cases.leaf.points, (each.facts, min(asked))


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


# Curves


def cliffs(brute: Brute) -> None:
    """A jump that is found is there and as large, and a larger one than half the points is found."""
    for cases in brute.cases:
        for entry in cases.plan.entries:
            node = looked_up(entry)
            numbers = [] if node is None else brute.subject.numbers(brute.subject.score(node))
            if node is None or len(numbers) != 1 or numbers[0].whole or "/" in numbers[0].name:
                continue
            name, points = numbers[0].name.removeprefix("="), cases.leaf.points
            start = points if entry.kind == "change" and not cases.plan.opens_at_zero else F(0)
            shows = partial(within_points, start, points)
            found = [each for each in brute.found("cliff") if each.at == entry.at]
            for each in found:
                jump_is_there(brute, node, name, shows, each.facts)
            largest = max(jumps(cases, node, name, shows), default=F(0))
            if largest > points * F(11, 20):
                assert found, (cases.leaf.path, largest)
            if found and cases.complete:
                before, after = (said.value(str(found[0].facts[end])) for end in ("before", "after"))
                size = abs(after - before)  # type: ignore[operator]  # numbers
                assert size > largest - CLOSE * points, (found[0].facts, largest)


def looked_up(entry: Entry) -> Node | None:
    """Return what a rule gives or takes by a figure that it looks up, None for other lines of an account."""
    if entry.kind == "base" and "score" in entry.quantities:
        return entry.quantities["score"].node
    return entry.asked if entry.kind == "change" and "value" in entry.quantities else None


def jump_is_there(brute: Brute, node: Node, name: str, shows: Shows, facts: Mapping[str, object]) -> None:
    """What a rule gives just before or at a place, and at it or just after, are the ends of the jump."""
    place = said.example(str(facts["where"]))
    ends = (said.value(str(facts["before"])), said.value(str(facts["after"])))
    at = place[name]
    assert isinstance(at, Fraction)
    found = []
    for x in (at - EPS * EPS, at, at + EPS * EPS):
        case = brute.whole({**place, name: x})
        found.append(None if case is None else shows(brute.one(case, node)))
    pairs = [(found[0], found[1]), (found[1], found[2])]
    if found[1] is None:
        pairs.append((found[0], found[2]))
    close = [
        all(value is not None and abs(value - end) < EPS for value, end in zip(pair, ends, strict=True))  # type: ignore[operator]  # numbers
        for pair in pairs
    ]
    assert any(close), (facts, found)


def within_points(start: Fraction, points: Fraction, value: Value) -> Fraction | None:
    """Return the score that an amount makes, as far as it can show between 0 and the points."""
    return max(F(0), min(points, start + value)) if isinstance(value, Fraction) else None


def jumps(cases: Cases, node: Node, name: str, shows: Shows) -> Iterator[Fraction]:
    """Yield by how much neighbours that lie very close differ, everything else being the same."""
    rows: dict[object, list[tuple[Fraction, Fraction]]] = {}
    for each in cases.scored:
        value, x = shows(each.values[node]), each.case[name]
        if value is not None and isinstance(x, Fraction):
            skip = (name, "x", "y") if name == "r" else (name,)
            others = tuple(sorted((key, str(other)) for key, other in each.case.items() if key not in skip))
            rows.setdefault(others, []).append((x, value))
    for row in rows.values():
        row.sort()
        for (x, one), (z, other) in pairwise(row):
            if 0 < z - x <= EPS:
                yield abs(other - one)


def directions(brute: Brute) -> None:
    """A wrong direction that is found is real; where the grid shows one, it is found; what is certain is so."""
    for cases in brute.cases:
        node = brute.subject.score(cases.plan.exact)
        for figure in brute.made.figures.values():
            if not figure.is_number or figure.name not in brute.subject.used(node):
                continue
            way = certain(brute.subject, node, brute.subject.variable(figure.name))
            rows = curves(cases, figure.name)
            for sign in (1, -1):
                if way is not None and way * sign >= 0 and not (brute.made.derived and figure.name == "x"):
                    assert not any(goes_against(row, sign) for row in rows), (figure.name, way)
            if not figure.better:
                continue
            found = [each for each in brute.found("wrong-direction")
                     if (each.facts["name"], each.facts["node"]) == (figure.name, cases.leaf.path)]  # fmt: skip
            for each in found:
                shows_wrong_direction(brute, cases, figure.name, figure.better, each.facts)
            wrong = any(goes_against(row, figure.better) for row in rows)
            if one_number(brute, cases):
                assert found or not wrong, (figure.name, cases.leaf.path)
                opened = [each for each in brute.open("wrong-direction") if each.at.line in cases.leaf.lines]
                assert not opened, figure.name


def curves(cases: Cases, name: str) -> list[list[tuple[Fraction, Fraction]]]:
    """Return values and scores of a figure in order, for each combination of the others."""
    rows: dict[object, list[tuple[Fraction, Fraction]]] = {}
    for each in cases.scored:
        value, x = each.values[cases.plan.exact], each.case[name]
        if isinstance(value, Fraction) and isinstance(x, Fraction):
            others = tuple(sorted((key, str(other)) for key, other in each.case.items() if key != name))
            rows.setdefault(others, []).append((x, value))
    return [sorted(row) for row in rows.values()]


def goes_against(row: list[tuple[Fraction, Fraction]], way: int) -> bool:
    """Whether a score falls (way 1) or rises somewhere."""
    return any((after - before) * way < 0 for (_, before), (_, after) in pairwise(row))


def shows_wrong_direction(brute: Brute, cases: Cases, name: str, way: int, facts: Mapping[str, object]) -> None:
    """Both values of a finding really give the scores that it names, and they go the wrong way."""
    others = said.example(str(facts["others"]).strip().removeprefix("(").removesuffix(")") or "–")
    low, high = said.value(str(facts["low"])), said.value(str(facts["high"]))
    at_low, at_high = said.value(str(facts["at_low"])), said.value(str(facts["at_high"]))
    assert isinstance(at_low, Fraction)
    assert isinstance(at_high, Fraction)
    assert low < high  # type: ignore[operator]  # numbers
    assert (at_high - at_low) * way < 0, facts
    for x, score in ((low, at_low), (high, at_high)):
        case = brute.whole({**others, name: x})
        assert case is not None, facts
        assert brute.one(case, cases.plan.exact) == score, (facts, brute.one(case, cases.plan.exact))


# The total


def totals(brute: Brute) -> None:
    """No total lies outside its range; its ends are reached; and a grade is out of reach where no total gets it."""
    names = brute.made.reads
    found, complete = brute.combined(names, near=True, most=3_000)
    if not complete:
        found += best_together(brute)
    total = brute.program.root.score
    wrong = [each.node for each in brute.program.checks]
    every = [each for each in brute.evaluated(found, [total, *wrong]) if not any(each.values[w] is True for w in wrong)]
    reach = brute.reaches.number(brute.subject.score(total))
    within(reach, [each.values[total] for each in every], "total")
    values = [value for each in every if isinstance(value := each.values[total], Fraction)]
    if (complete or apart(brute)) and values and Sure.NEAR not in (reach.at_low, reach.at_high):
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
        case: dict[str, object] = {}
        for cases in brute.cases:
            known = [(value * way, each) for each in cases.scored
                     if isinstance(value := each.values[cases.plan.score], Fraction)]  # fmt: skip
            if known:
                case.update(max(known, key=lambda pair: pair[0])[1].case)
        found.append(case)  # type: ignore[arg-type]  # values of figures
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
    ranges, gaps, gaps_are_not_scored, unscored_is_found, overlaps, taken, conditions, nothing_is_left_open, full_marks,
    no_points, reach_left_open, opening_scores, deductions, twice, cliffs, directions, totals,
)  # fmt: skip
