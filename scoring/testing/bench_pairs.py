"""What of two programs is different by itself, and what only follows from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.rewrite import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scoring.graph import Node
    from scoring.program import Plan, Program

Pair = tuple["Node", "Node"]


def parts(plan: Plan) -> tuple[Node, ...]:
    """Return what is said of a node: score, points, whether it applies and counts, which variant it is."""
    return plan.score, plan.points, plan.applies, plan.present, *(when for when, _ in plan.variants)


def paired(one: Plan, other: Plan) -> Iterator[tuple[Plan, Plan]]:
    """Yield the plans of two programs by twos, those above first."""
    yield one, other
    for pair in zip(one.children, other.children, strict=False):
        yield from paired(*pair)
    for (_, first), (_, second) in zip(one.variants, other.variants, strict=False):
        yield from paired(first, second)


def by_path(pairs: Iterable[tuple[str, Node, Node]]) -> dict[str, list[Pair]]:
    """Return pairs by the path that they are of."""
    found: dict[str, list[Pair]] = {}
    for path, old, new in pairs:
        found.setdefault(path, []).append((old, new))
    return found


def differ(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that are not the same."""
    return [(old, new) for old, new in pairs if old is not new]


def own_changes(base: Program, program: Program) -> list[Pair]:
    """Return what is different by itself: where all of it comes to the same, so does all else that is looked at."""
    by: dict[Node, Node] = {}
    found: dict[Pair, None] = {}
    for old, new in _from_below(base, program):
        if old is new or by.get(old) is new:
            continue
        if not _follows(old, new, by):
            found[old, new] = None
        by.setdefault(old, new)
    return list(found)


def _from_below(base: Program, program: Program) -> Iterator[Pair]:
    """Yield all that is looked at, each behind what it is made of as far as that is looked at."""
    yield from ((node, program.figures[name][1]) for name, (_, node) in base.figures.items())
    for one, other in reversed([*paired(base.root, program.root)]):
        pairs = [*zip(parts(one), parts(other), strict=False)]
        yield from (*pairs[1:], pairs[0])
    rules = zip(base.grade_rules, program.grade_rules, strict=False)
    yield from ((one.condition, other.condition) for one, other in rules)
    yield from zip(base.scores, program.scores, strict=True)
    if base.admit is not None and program.admit is not None:
        yield base.admit.condition, program.admit.condition
    if base.weight is not None and program.weight is not None:
        yield base.weight, program.weight


def _follows(old: Node, new: Node, by: Mapping[Node, Node]) -> bool:
    """Whether a node becomes the other one by what became of nodes below it."""
    return bool(by) and (_alike(old, new, by) or replaced([old], by)[0] is new)


def _alike(old: Node, new: Node, by: Mapping[Node, Node]) -> bool:
    """Whether two nodes are the same operations; quicker to tell, as only what is different is looked at."""
    waiting, seen = [(old, new)], {(old, new)}
    while waiting:
        one, other = waiting.pop()
        if one is other or by.get(one) is other:
            continue
        same = (one.op, one.type, one.payload, len(one.args)) == (other.op, other.type, other.payload, len(other.args))
        if not same or not one.args:
            return False
        for pair in zip(one.args, other.args, strict=True):
            if pair not in seen:
                seen.add(pair)
                waiting.append(pair)
    return True


def differs_unseen(base: Program, program: Program) -> bool:
    """Whether programs differ, or may, in what is no node that is compared: then nothing is ever said to be the same.

    That is checks (but for how round a score may be that is set by hand), inputs made of findings, lists and all cases,
    ranks, the total of all cases, and which nodes are.
    """
    return (
        _checks(base) != _checks(program)
        or base.counted != program.counted
        or base.reductions != program.reductions
        or base.cohorts != program.cohorts
        or base.domains != program.domains
        or base.taken != program.taken
        or [(each.by, each.best) for each in base.order] != [(each.by, each.best) for each in program.order]
        or (base.weight is not None and base.definition is not program.definition)
        or (base.grades, len(base.grade_rules)) != (program.grades, len(program.grade_rules))
        or [*map(_shape, base.root.walk())] != [*map(_shape, program.root.walk())]
    )


def _checks(program: Program) -> list[tuple[Node, str, str]]:
    return [(each.node, each.code, each.subject) for each in program.checks if not each.subject.endswith("/set")]


def _shape(plan: Plan) -> tuple[str, int, int]:
    return plan.path, len(plan.children), len(plan.variants)
