"""Whether two rulesets score alike, where one of them lacks what the other never uses.

What differs is narrowed down first: to the figures and the nodes that something was taken out of. Where the rest is the
same whatever these come to, only they are compared, on cases at all their edges, with missing figures and with scores
that a person sets among them.
"""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.analysis.search import Search
from scoring.analysis.subject import Subject
from scoring.interpret import GIVEN, interpret
from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scoring.graph import Node
    from scoring.program import Plan, Program
    from scoring.reading import Read
    from scoring.ruleset import Ruleset

CASES = 300
"""Cases for which a node is compared."""

_FEWEST = 60
_WORK = 3_000_000
"""Operations that are worked out in comparing, all cases and nodes together."""

_SEED = 20230618
_SELDOM = 4
"""Of so many cases one lacks a figure, or has a score that a person sets."""

_Pair = tuple["Node", "Node"]


def difference(one: Ruleset, other: Ruleset, homes: Collection[str]) -> str:
    """Return why two rulesets cannot be said to score alike: ``scores``, ``large``, or nothing where they do.

    Args:
        one: a ruleset.
        other: the same without some of its text.
        homes: paths of the nodes that the text stands in.
    """
    work = _WORK
    for method in (None, *one.methods):
        before, after = one.program(method), other.program(method)
        pairs = _apart(before, after, homes)
        if pairs is None:
            return "scores"
        search = Search(Subject(before)) if pairs else None
        for pair in pairs:
            size = sum(1 for _ in g.walk(pair))
            count = min(CASES, work // size)
            if count < _FEWEST:
                return "large"
            work -= count * size
            if search is not None and not all(_is_same(pair, case) for case in islice(cases(search, pair), count)):
                return "scores"
    return ""


def _is_same(pair: _Pair, case: dict[str, Read]) -> bool:
    found = interpret(pair, case)
    return found[pair[0]] == found[pair[1]]


def cases(search: Search, nodes: Sequence[Node]) -> Iterator[dict[str, Read]]:
    """Yield cases for some nodes: each input missing, every value of it that is worth trying, then a mixture."""
    options = {name: _values(search, nodes, name) for name in sorted(search.subject.used(*nodes))}
    random = Random(_SEED)  # noqa: S311  # the same cases every time
    yield {}
    for name in options:
        case = _case(options, random, {})
        case.pop(name, None)
        yield case
    for name, values in options.items():
        for value in values:
            yield _case(options, random, {name: value})
    while options:
        yield _case(options, random, {})


def _values(search: Search, nodes: Sequence[Node], name: str) -> list[Read]:
    found = [value for node in nodes for value in search.values(node, search.subject.variable(name))]
    return list(dict.fromkeys(found))


def _case(options: dict[str, list[Read]], random: Random, fixed: dict[str, Read]) -> dict[str, Read]:
    case = {name: random.choice(values) for name, values in options.items()}
    for name in case:
        if name.startswith(GIVEN):
            seldom = random.randrange(_SELDOM) == 0
            case[name] = seldom if name.endswith(("/set", "/mark.deduct")) else not seldom
        elif name.endswith("/not_applicable"):
            case[name] = random.randrange(_SELDOM) == 0
    absent = {name for name in case if random.randrange(_SELDOM * len(case)) == 0} - fixed.keys()
    case |= fixed
    absent |= {name.removeprefix(GIVEN) for name, value in case.items() if name.startswith(GIVEN) and not value}
    return {name: value for name, value in case.items() if name not in absent}


# What is to be compared


def _apart(before: Program, after: Program, homes: Collection[str]) -> list[_Pair] | None:
    """Return the nodes of two programs that differ and on which all other differences hang; None if too much does."""
    figures = {name: node for name, (_, node) in before.figures.items()}
    plans, others = list(_plans(before.root, after.root)), [list(_others(each)) for each in (before, after)]
    if figures.keys() != after.figures.keys() or len(others[0]) != len(others[1]):
        return None
    own = [(node, after.figures[name][1]) for name, node in figures.items()]
    own += [pair for each in plans if each[0].path in homes for pair in _parts(*each)]
    everything = [*zip(*others, strict=True), *_checks(before, after)]
    everything += [pair for each in plans for pair in _parts(*each)]
    found, roots = ([pair for pair in dict.fromkeys(each) if pair[0] is not pair[1]] for each in (own, everything))
    return found if _same_above(found, roots) else list(dict.fromkeys([*found, *roots]))


def _same_above(found: Sequence[_Pair], roots: Sequence[_Pair]) -> bool:
    """Whether nodes are the same but for some below them, whatever these come to."""
    if any(one.type is not other.type for one, other in found):
        return False
    stands = [g.input_(f"≈{number}", one.type) for number, (one, _) in enumerate(found)]
    sides = [
        replaced([pair[side] for pair in roots], {pair[side]: by for pair, by in zip(found, stands, strict=True)})
        for side in (0, 1)
    ]
    return all(one is other for one, other in zip(*sides, strict=True))


def _plans(one: Plan, other: Plan) -> Iterator[tuple[Plan, Plan]]:
    """Yield the plans of every node before and after; where a variant is gone, the node tells of the others."""
    yield one, other
    below = [(one.children, other.children), *([] if len(one.variants) != len(other.variants) else
             [([plan for _, plan in one.variants], [plan for _, plan in other.variants])])]  # fmt: skip
    for plans in below:
        for pair in zip(*plans, strict=True):
            yield from _plans(*pair)


def _parts(one: Plan, other: Plan) -> Iterator[_Pair]:
    yield one.score, other.score
    yield one.exact, other.exact
    yield one.points, other.points
    yield one.applies, other.applies


def _checks(*programs: Program) -> Iterator[_Pair]:
    """Yield what a case may not say; a variant that is gone has taken its own checks with it."""
    found: list[dict[tuple[str, str, str], Node]] = [{}, {}]
    for program, wrong in zip(programs, found, strict=True):
        for each in program.checks:
            key = each.code, each.path, each.subject
            wrong[key] = g.either(wrong.get(key, g.FALSE), each.node)
    for key in {**found[0], **found[1]}:
        yield found[0].get(key, g.FALSE), found[1].get(key, g.FALSE)


def _others(program: Program) -> Iterator[Node]:
    """Yield what results hang on beside the accounts of nodes."""
    yield from program.scores
    yield from (node for node in (program.weight, program.portfolio_grade) if node is not None)
    yield from (each.condition for each in program.counted)
    yield from (each.by for each in program.order)
    yield from (node for each in program.cohorts for node in (each.of, each.where) if node is not None)
    if program.admit is not None:
        yield program.admit.condition
    lists = list(program.reductions)
    for each in lists:
        lists += each.inner
        yield from () if each.element is None else (each.element,)
