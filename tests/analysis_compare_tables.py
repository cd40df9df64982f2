"""What is said of bands, rows and conditions against every case of a small ruleset: a function for each thing said."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import analysis_said as said
from analysis_brute import MISSING
from scoring.graph import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from analysis_brute import Brute
    from analysis_conditions import Case, Condition
    from analysis_rules import Choice, Leaf
    from scoring.diagnostic import Diagnostic

LOGIC = 20_000
"""Cases that conditions are tried for."""


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
            stands_for(brute, choice, finding.facts, cases, is_gap)
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
    """Whether a veto strikes in every case in which the leaf applies."""
    veto, applies = leaf.veto, leaf.applies
    if veto is None:
        return False
    cases, _ = tried(brute, veto.reads | (frozenset() if applies is None else applies.reads))
    return not any(veto.holds(case) is False for case in cases if applies is None or applies.holds(case) is True)


def any_or_unknown(found: list[bool | None]) -> bool:
    """Whether an option holds, or may."""
    return any(each is not False for each in found)


def stands_for(
    brute: Brute, choice: Choice, facts: Mapping[str, object], cases: list[Case], wanted: Callable[[Case], bool]
) -> None:
    """The text of a finding says where something is so: all of it, for one figure; a part of it, for several."""
    shown = brute.shown(str(facts["example"]))
    assert shown is not None, facts
    assert wanted(shown), facts
    if choice.joint and facts["where"] == facts["example"]:
        return
    where = said.stretches(str(facts["where"]))
    others = any(MISSING in brute.values(name, near=False, missing=True) for name in choice.reads)
    alone = len({each.name for each in where}) == 1
    one = alone and len(choice.reads) == 1 and not others
    inside = any if alone else all
    for case in cases:
        if inside(each.holds(case) for each in where):
            assert wanted(case) or is_open(choice, case), (facts, case)
        elif one:
            assert not wanted(case), (facts, case)
    assert inside(each.holds(shown) for each in where), facts


def is_open(choice: Choice, case: Case) -> bool:
    """Whether it is not known in a case what holds, or a figure is not given, which a text says only if it must."""
    return None in (held(choice, case) or ()) or any(
        value is False for name, value in case.items() if name.startswith("given:")
    )


def gaps_are_not_scored(brute: Brute) -> None:
    """Where a gap is found, no case in it has a score that is not vetoed."""
    for cases in brute.cases:
        for choice in cases.leaf.choices:
            for finding in at_lines(brute.found("gap"), choice.lines):
                where = said.stretches(str(finding.facts["where"]))
                inside = any if len({each.name for each in where}) == 1 else all
                veto = cases.leaf.veto
                for each in cases.scored:
                    if inside(one.holds(each.case) for one in where) and held(choice, each.case):
                        vetoed = veto is not None and veto.holds(each.case) is True
                        unknown = isinstance(each.values[cases.plan.score], Unknown)
                        assert unknown or vetoed, (finding.facts, each.case)


def unscored_is_found(brute: Brute) -> None:
    """A case without a score for want of a band or a row lies in a gap that was found."""
    for cases in brute.cases:
        causes: dict[str, Case] = {}
        for each in cases.scored:
            value = each.values[cases.plan.score]
            causes |= {cause.name: each.case for cause in value.causes} if isinstance(value, Unknown) else {}
        joint = any(choice.joint for choice in cases.leaf.choices)
        for code in ("no-band", "no-row", "no-variant"):
            if code in causes and not joint:
                assert at_lines(brute.found("gap"), cases.leaf.lines), (code, causes[code])


def overlaps(brute: Brute) -> None:
    """An overlap is found where two bands hold (but for one that goes on where the other ends), or two unique rows."""
    for leaf, choice, cases, complete in every_choice(brute):
        if choice.kind != "bands" and choice.hit != "unique":
            continue
        if choice.joint or not complete or emptied(brute, leaf):
            continue
        rows = [(case, found) for case in cases if (found := held(choice, case)) is not None]
        for later, option in enumerate(choice.options):
            partners = [earlier for earlier in range(later) if overlap(choice, rows, earlier, later)]
            findings = [each for each in brute.found("overlap") if each.at.line == option.line]
            if choice.guard is not None and choice.kind == "bands" and not partners:
                continue  # what goes on by design within the guard need not do so without it
            assert bool(findings) is bool(partners), (option.line, partners)
            for finding in findings:
                lines = {int(each.rpartition(":")[2]) for each in str(finding.facts["first"]).split(", ")}
                assert lines == {choice.options[each].line for each in partners}, (finding.facts, partners)
                shared = partial(held_with_any, choice, partners, later)
                stands_for(brute, choice, finding.facts, cases, shared)


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
    values = [(value, found) for case, found in rows if isinstance(value := case[name], Fraction)]
    one = {value for value, found in values if found[earlier] is True}
    other = {value for value, found in values if found[later] is True}
    below = [value for value, _ in values if value < min(one)]
    above = [value for value, _ in values if value > max(one)]
    reaches_on = (not below or max(below) in other) and (not above or min(above) in other)
    return one <= other and reaches_on


def taken(brute: Brute) -> None:
    """An option is said to be never taken, or masked, where it is in no case, and wherever the grid shows it."""
    for leaf, choice, cases, complete in every_choice(brute):
        if emptied(brute, leaf):
            continue
        rows = [found for case in cases if (found := held(choice, case)) is not None]
        entangled = choice.joint or (brute.made.derived and {"r", "x"} <= choice.reads)
        for number, option in enumerate(choice.options):
            expected = fate(choice, number, rows)
            here = [each for each in brute.findings if each.at.line == option.line]
            codes = {each.code for each in here if each.code in ("never-taken", "masked", "else-unused")}
            if not rows or entangled:
                # What is never taken is masked as well, and only that may be seen where x decides x / y.
                fits = codes == {expected} or (expected == "never-taken" and codes == {"masked"})
                assert not codes or (complete and fits), (option.line, codes, expected)
            elif complete:
                assert codes == ({expected} if expected else set()), (option.line, codes, expected)
            else:
                assert expected or not codes, (option.line, codes)


def fate(choice: Choice, number: int, rows: list[list[bool | None]]) -> str:
    """Return what is to be said of an option: nothing, where some case takes it."""
    if not any(found[number] is True for found in rows):
        return "never-taken"
    if choice.hit != "first" or any(found[number] is True and not any_or_unknown(found[:number]) for found in rows):
        return ""
    if choice.options[number].condition is None:
        return "" if choice.kind == "by" else "else-unused"  # of whole numbers the loader asks for one
    return "masked"


def conditions(brute: Brute) -> None:
    """A condition is said to hold never, or always, where it does in no case, or in every case."""
    for line, condition, guard in every_condition(brute):
        reads = condition.reads | (frozenset() if guard is None else guard.reads)
        cases, complete = tried(brute, reads)
        values = {condition.holds(case) for case in cases if guard is None or guard.holds(case) is True}
        codes = {each.code for each in brute.found("never-holds", "always-holds") if each.at.line == line}
        expected = "never-holds" if True not in values else "always-holds" if False not in values else ""
        if not expected:
            assert not codes, (condition.text, codes)
        joint = condition.joint or (guard is not None and guard.joint) or {"r", "x"} <= reads
        if expected and complete and values and not joint:
            assert codes == {expected}, (condition.text, codes, expected)


def every_condition(brute: Brute) -> Iterator[tuple[int, Condition, Condition | None]]:
    """Yield every condition with its line, and when it is looked at."""
    yield from ((line, condition, None) for line, condition in brute.made.conditions.items())
    for leaf in brute.made.leaves:
        for line, condition in leaf.conditions.items():
            yield line, condition, None if condition is leaf.applies else leaf.applies


def nothing_is_left_open(brute: Brute) -> None:
    """Questions about alternatives and conditions that compare one figure at a time are never left open."""
    if brute.made.derived:
        return
    asked = {line: condition.joint for line, condition, _ in every_condition(brute)}
    asked |= {line: choice.joint for leaf in brute.made.leaves for choice in leaf.choices for line in choice.lines}
    for what in ("gap", "never-holds", "always-holds", "overlap"):
        for finding in brute.open(what):
            assert asked.get(finding.at.line, True), (what, finding.at.line)


COMPARED: tuple[Callable[[Brute], None], ...] = (
    gaps, gaps_are_not_scored, unscored_is_found, overlaps, taken, conditions, nothing_is_left_open,
)  # fmt: skip
