"""Tests on a bench: what every node came to for their cases, so that another policy is tried only where it differs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scoring.binding import bound
from scoring.binding_lists import read_lists
from scoring.diagnostic import Problems
from scoring.evaluator import Evaluation, Evaluator
from scoring.graph import Node, Op, Unknown, walk
from scoring.interpret import GIVEN, interpret, operated
from scoring.ledger import layout
from scoring.result import Compiled, Result, parts_of
from scoring.run import Member, complete
from scoring.testing.bench_pairs import by_path, differ, differs_unseen, own_changes, paired, parts
from scoring.testing.judge import aim_of, differences, is_open
from scoring.testing.model import Exact, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.graph import Value
    from scoring.program import Check, Plan, Program
    from scoring.reading import Read
    from scoring.testing.model import Expectation, Test

_ANY = ("range", "grades", "perhaps_missing", "rank")
"""Aspects that more decides than the nodes of one score."""


_NUMBERED: dict[tuple[type, Value], int] = {}
"""Number of each value that any case came to."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One case of a test that passes.

    Attributes:
        test: the test.
        result: of the case.
        expects: what is expected of it.
        inputs: what the case gives.
        values: what every node that scores depend on came to.
    """

    test: Test
    result: Result
    expects: tuple[Expectation, ...]
    inputs: Mapping[str, Read | Unknown]
    values: dict[Node, Value]
    _plans: dict[str, Plan] = field(default_factory=dict)
    _numbers: dict[Node, int] = field(default_factory=dict)

    def number(self, node: Node) -> int:
        """Return a number that stands for the value of a node, the same for the same value: quicker to compare."""
        found = self._numbers.get(node)
        if found is None:
            value = self.values[node]
            found = self._numbers[node] = _NUMBERED.setdefault((value.__class__, value), len(_NUMBERED))
        return found

    def plan(self, path: str) -> Plan | None:
        """Return the plan that the case has of a node, None where it stands in a variant that is not taken."""
        if not self._plans:
            self._plans.update((each.path, each) for each in self.result.plans())
        return self._plans.get(path)


def tried(test: Test, result: Result, expects: tuple[Expectation, ...]) -> Tried:
    """Return a case with the values of all nodes that scores depend on."""
    inputs = parts_of(result)[1].known()
    return Tried(test, result, expects, inputs, interpret(scored(result.program), inputs))


def scored(program: Program) -> list[Node]:
    """Return the nodes that are looked at."""
    found = [*program.scores, *(node for plan in program.root.walk() for node in parts(plan))]
    found += [node for _, node in program.figures.values()]
    found += [rule.condition for rule in program.grade_rules]
    found += [] if program.weight is None else [program.weight]
    return found + ([] if program.admit is None else [program.admit.condition])


class Other:
    """Another program for the same cases, and what of it is different.

    Attributes:
        program: the other one.
        scores: path → what is different of that node: the one it has, the one it has here.
        deepest: those of the paths below which nothing is different.
        first: what is different by itself, and not only since something below it is.
        asked: what must not hold for a case here, and is not asked there.
        asks_otherwise: whether other cases are refused here.
        differs_unseen: whether anything is different, or may be, that is no node that is looked at.
        taken: path → whether its variant is taken, where that is different.
        binds_otherwise: whether inputs are made of a case in another way.
    """

    def __init__(self, base: Program, known: frozenset[Node], program: Program) -> None:
        """Compare two programs; ``known``: the nodes of the first one."""
        self.base, self.program, self.known = base, program, known
        plans = [*paired(base.root, program.root)]
        self._again = {(one.path, one.score): other.score for one, other in plans}
        pairs = [
            (one.path, old, new) for one, other in plans for old, new in zip(parts(one), parts(other), strict=False)
        ]
        self.scores = {path: changed for path, found in by_path(pairs).items() if (changed := differ(found))}
        self.deepest = [path for path in self.scores if not self._above(path)]
        self.first = own_changes(base, program)
        self.differs_unseen = differs_unseen(base, program)
        checks = {each.node for each in base.checks}
        self.asked = [each for each in program.checks if each.node not in checks]
        own = {each.node for each in program.checks}
        self.asks_otherwise = bool(self.asked) or any(node not in own for node in checks)
        self.taken = [(path, node) for path, node in program.taken.items() if base.taken.get(path) is not node]
        self.binds_otherwise = _differs_in(base.counted, program.counted) or _differs_in(
            base.reductions, program.reductions
        )
        self._orders: dict[tuple[Node, ...], tuple[Node, ...]] = {}
        self._seen: dict[tuple[int | Read | Unknown | None, ...], bool] = {}
        self._observed: dict[tuple[str, str, str], list[tuple[Node, Node]] | None] = {}
        order = self.order(tuple(new for _, new in self.first))
        self.frontier = tuple(
            dict.fromkeys(
                [each for pair in self.first for each in pair if each in known and each.op is not Op.CONST]
                + [arg for node in order for arg in node.args if arg in known and arg.op is not Op.CONST]
            )
        )
        self.reads = tuple(str(node.payload) for node in order if node.op is Op.INPUT)

    def _above(self, path: str) -> bool:
        """Whether a node below a path is different itself, so that the path only follows."""
        return any(other != path and _is_below(other, path) for other in self.scores)

    def order(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Return the new ones among nodes and those below them, each behind those that it needs."""
        if nodes not in self._orders:
            found: dict[Node, None] = {}
            stack: list[tuple[Node, bool]] = [(node, False) for node in nodes]
            while stack:
                node, ready = stack.pop()
                if node in self.known or node in found:
                    continue
                if ready or not node.args:
                    found[node] = None
                else:
                    stack.append((node, True))
                    stack += [(each, False) for each in node.args]
            self._orders[nodes] = tuple(found)
        return self._orders[nodes]

    def values(self, case: Tried, nodes: tuple[Node, ...]) -> dict[Node, Value]:
        """Return what new nodes come to for a case."""
        found: dict[Node, Value] = {}
        for node in self.order(nodes):
            if not node.args:
                found[node] = interpret((node,), case.inputs)[node]
            else:
                values = case.values
                found[node] = operated(node, [found[each] if each in found else values[each] for each in node.args])
        return found

    def touches(self, case: Tried) -> bool:
        """Whether what is different at first comes to something else for a case."""
        key = (*map(case.number, self.frontier), *(case.inputs.get(name) for name in self.reads))
        if key not in self._seen:
            news = self.values(case, tuple(new for _, new in self.first))
            self._seen[key] = any(_value(case, old) != _new(case, news, new) for old, new in self.first)
        return self._seen[key]

    def differs(self, case: Tried, expectation: Expectation) -> bool:
        """Whether what is observed comes to something else, so that the expectation has to be looked at again."""
        observed = self.observed(expectation)
        if observed is None:
            return True
        news = self.values(case, tuple(new for _, new in observed))
        return any(_value(case, old) != _new(case, news, new) for old, new in observed)

    def observed(self, expectation: Expectation) -> list[tuple[Node, Node]] | None:
        """Return the nodes that an expectation looks at, where they differ; None where it may be any."""
        wanted = expectation.wanted
        key = (expectation.address, expectation.aspect, wanted.at if isinstance(wanted, Reason) else "")
        if key not in self._observed:
            self._observed[key] = self._look(expectation)
        return self._observed[key]

    def _look(self, expectation: Expectation) -> list[tuple[Node, Node]] | None:
        if isinstance(expectation.wanted, Reason) and expectation.wanted.at:
            home = aim_of(self.base, expectation.wanted.at).path
            return None if any(_in_line(path, home) for path in self.deepest) else []
        if isinstance(expectation.wanted, Reason) or expectation.aspect in _ANY:
            return None if self.first else []
        if not expectation.address:
            grade = [(self.base.grade, self.program.grade)] if expectation.aspect == "grade" else []
            nodes = [*zip(self.base.deciding, self.program.deciding, strict=True), *grade]
            return differ([(one, other) for one, other in nodes if one is not None and other is not None])
        aim = aim_of(self.base, expectation.address)
        if aim.kind == "node":
            return self.scores.get(aim.path, [])
        if aim.kind == "figure":
            return differ([(self.base.figures[aim.path][1], self.program.figures[aim.path][1])])
        outputs = zip(self.base.outputs, self.program.outputs, strict=True)
        return differ([(one.node, other.node) for one, other in outputs if one.name == aim.path])

    def result(self, case: Tried) -> Result:
        """Return the result of a case under the other program, of the same inputs."""
        compiled = self.compiled(case.result)
        given: dict[str, Read] = {}
        unknown: dict[str, Unknown] = {}
        for name, value in case.inputs.items():
            if isinstance(value, Unknown):
                unknown[name] = value
            elif case.inputs.get(GIVEN + name) is True:
                given[name] = value
        evaluation = Evaluation(compiled.evaluator, given, unknown, case.values)
        open_ = is_open(case.expects)
        return Result(compiled, case.result.case, case.result.bound, evaluation, allow_missing=open_)

    def compiled(self, result: Result) -> Compiled:
        """Return the other program, ready to score with."""
        plan = layout(self.program.root)
        checks = tuple(check.node for check in self.program.checks)
        evaluator = Evaluator(self.program.scores, plan, checks, self.program.domains)
        return replace(parts_of(result)[0], program=self.program, layout=plan, evaluator=evaluator)

    def kills_plainly(self, case: Tried) -> bool:
        """Whether a number or grade that a test expects is another one."""
        return any(self._is_another(case, each) for each in self._looked_at(case))

    def kills(self, case: Tried) -> bool:
        """Whether a test notices that the policy is another one."""
        if self.binds_otherwise:
            return self.kills_bound(case)
        if self.refuses(case):
            return True
        looked_at = self._looked_at(case)
        if any(self._is_another(case, each) for each in looked_at):
            return True
        seen = [each for each in looked_at if self.differs(case, each)]
        return bool(seen) and bool(differences(self.result(case), seen))

    def kills_bound(self, case: Tried) -> bool:
        """Whether a test notices, its inputs made of the case anew."""
        member = self.member(case)
        if member is None:
            return True
        complete([member], alone=True)
        result = again(self, case, member)
        return self.refuses_bound(result) or bool(differences(result, case.expects))

    def refuses(self, case: Tried) -> bool:
        """Whether a case is refused here that is not there."""
        nodes = [each.node for each in self.asked if _concerns(each, case)]
        addressed = {} if case.result.bound is None else case.result.bound.addressed
        taken = [node for path, node in self.taken if path in addressed]
        if not nodes and not taken:
            return False
        news = self.values(case, (*nodes, *taken))
        return any(_new(case, news, each) is True for each in nodes) or any(
            _new(case, news, each) is False for each in taken
        )

    def refuses_bound(self, result: Result) -> bool:
        """Whether a case of which a result was made is refused here."""
        addressed = {} if result.bound is None else result.bound.addressed
        taken = self.program.taken
        return any(result.value(each.node) is True for each in self.program.checks) or any(
            result.value(taken[path]) is False for path in addressed if path in taken
        )

    def member(self, case: Tried) -> Member | None:
        """Return a case as it takes part in a run here, None where it is refused."""
        before = case.result.bound
        if not self.binds_otherwise and before is not None:
            anew = {each.name for each in self.program.cohorts} | {each.name for each in self.program.reductions}
            inputs = {name: value for name, value in before.inputs.items() if name not in anew}
            return Member(self.program, replace(before, inputs=inputs))
        if case.result.case is None:
            return None
        problems = Problems()
        lists = read_lists(self.program, case.result.case, problems)
        found = bound(self.program, case.result.case, lists, problems)
        return None if problems.errors else Member(self.program, found)

    def _looked_at(self, case: Tried) -> list[Expectation]:
        """Return the expectations of which something may come out otherwise."""
        seen = [each for each in case.expects if self.observed(each) != []]
        return seen if seen and self.touches(case) else []

    def _is_another(self, case: Tried, expectation: Expectation) -> bool:
        """Whether a number or grade that is expected surely is another one."""
        pair = self._plain(case, expectation)
        if pair is None:
            return False
        old, new = pair
        if old is new:
            return False
        return _value(case, old) != _new(case, self.values(case, (new,)), new)

    def _plain(self, case: Tried, expectation: Expectation) -> tuple[Node, Node] | None:
        """Return the one node that an expectation looks at, of which another value is not the one expected."""
        wanted = expectation.wanted
        if not isinstance(wanted, Exact) or wanted.value is None or expectation.aspect not in ("score", "grade"):
            return None
        if not expectation.address:
            one, other = self.base.grade, self.program.grade
            return None if one is None or other is None or expectation.aspect != "grade" else (one, other)
        aim = aim_of(self.base, expectation.address)
        if aim.kind == "figure":
            return self.base.figures[aim.path][1], self.program.figures[aim.path][1]
        if aim.kind != "node":
            return None
        if aim.path not in self.base.taken and not self.base.plans[aim.path].variants:
            return self.base.plans[aim.path].score, self.program.plans[aim.path].score
        return self._taken(case, aim.path)

    def _taken(self, case: Tried, path: str) -> tuple[Node, Node] | None:
        """Return the scores of a node in variants, None where others may be taken here, or none is."""
        if self.taken:
            return None
        plan = case.plan(path)
        return None if plan is None else (plan.score, self._again[path, plan.score])


def _concerns(check: Check, case: Tried) -> bool:
    """Whether a case gives what is checked."""
    return any(f"{check.subject}{end}" in case.inputs for end in ("", ".deduct"))


def _differs_in(before: Sequence[object], after: Sequence[object]) -> bool:
    return len(before) != len(after) or any(each not in before for each in after)


def again(other: Other, case: Tried, member: Member) -> Result:
    """Return the result of a case under another program, of inputs made anew."""
    compiled = other.compiled(case.result)
    evaluation = compiled.evaluator.evaluate(member.bound.inputs)
    return Result(compiled, case.result.case, member.bound, evaluation, allow_missing=is_open(case.expects))


def _is_below(path: str, above: str) -> bool:
    return not above or path == above or path.startswith(f"{above}.")


def _in_line(one: str, other: str) -> bool:
    """Whether one of two nodes is the other, or stands above it."""
    return _is_below(one, other) or _is_below(other, one)


def _value(case: Tried, node: Node) -> Value:
    return case.values[node] if node in case.values else interpret((node,), case.inputs)[node]


def _new(case: Tried, news: Mapping[Node, Value], node: Node) -> Value:
    return news[node] if node in news else _value(case, node)


def nodes_of(program: Program) -> frozenset[Node]:
    """Return every node that is looked at, or below one."""
    return frozenset(walk(scored(program)))
