"""What is said of how scores go with a figure against every score of a ruleset: a function for each thing said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import analysis_said as said
from analysis_brute import EPS
from analysis_compare_scores import CLOSE, applied, one_number, opened
from scoring.analysis.direction import certain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from analysis_brute import Brute, Cases
    from scoring.graph import Node, Value
    from scoring.program import Entry

    Shows = Callable[[Value], "Fraction | None"]

F = Fraction


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
            here = acting(cases, entry)
            largest = max((size for _, size in jumps(here, node, name, shows)), default=F(0))
            if largest > points * F(11, 20):
                assert found, (cases.leaf.path, largest)
            if found and cases.complete:
                before, after = (said.value(str(found[0].facts[end])) for end in ("before", "after"))
                size = abs(after - before)  # type: ignore[operator]  # numbers
                assert size > largest - CLOSE * points, (found[0].facts, largest)
                place = said.example(str(found[0].facts["where"]))[name]
                near = [each for x, each in jumps(here, node, name, shows) if abs(x - place) <= EPS]  # type: ignore[operator]  # numbers
                assert any(abs(each - size) < CLOSE * points for each in near), found[0].facts


def acting(cases: Cases, entry: Entry) -> Cases:
    """Return the cases in which a rule acts, as far as it does not say so itself: elsewhere it makes no jump."""
    return opened(cases) if entry.kind == "base" else replace(cases, scored=applied(cases))


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


def jumps(cases: Cases, node: Node, name: str, shows: Shows) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield where and by how much neighbours that lie very close differ, everything else being the same."""
    rows: dict[object, list[tuple[Fraction, Fraction]]] = {}
    skip = {name, "y"} | ({"x", "r"} - cases.leaf.reads if name == "x" else {"x"} if name == "r" else set())
    for each in cases.scored:
        value, x = shows(each.values[node]), each.case[name]
        if value is not None and isinstance(x, Fraction):
            others = tuple(sorted((key, str(other)) for key, other in each.case.items() if key not in skip))
            rows.setdefault(others, []).append((x, value))
    for row in rows.values():
        row.sort()
        for (x, one), (z, other) in pairwise(row):
            if 0 < z - x <= EPS:
                yield x, abs(other - one)


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
                lines = cases.leaf.lines  # a rule of the leaf may be told of for what it does to the total
                found += [each for each in brute.found("wrong-direction")
                          if each.facts["name"] == figure.name and each.at.line in lines]  # fmt: skip
                assert found or not wrong, (figure.name, cases.leaf.path)
                opened = [each for each in brute.open("wrong-direction") if each.at.line in cases.leaf.lines]
                total = brute.subject.score(brute.program.root.exact)
                assert not opened or len(brute.subject.numbers(total)) > 1, figure.name


def curves(cases: Cases, name: str) -> list[list[tuple[Fraction, Fraction]]]:
    """Return values and scores of a figure in order, for each combination of the others."""
    rows: dict[object, list[tuple[Fraction, Fraction]]] = {}
    for each in applied(cases):
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
    found = []
    for end in ("low", "high"):
        case = brute.whole({**others, name: said.value(str(facts[end]))})
        assert case is not None, facts
        found.append((case[name], brute.one(case, cases.plan.exact)))
        assert said.alike(str(facts[f"at_{end}"]), found[-1][1]), (facts, found)
    assert found[0][0] < found[1][0]  # type: ignore[operator]  # numbers
    assert goes_against(found, way), facts  # type: ignore[arg-type]  # numbers


COMPARED: tuple[Callable[[Brute], None], ...] = (cliffs, directions)
