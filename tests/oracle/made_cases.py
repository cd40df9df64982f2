"""Random cases of a ruleset: on the edges, with gaps, findings, marks, scores set, and nodes that do not apply."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from oracle.authored import short
from oracle.forms import KINDS
from oracle.plain import Spec, Table, load_ruleset, table
from oracle.pool import DAYS, EDGES, SHARES
from oracle.run import Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from oracle.tree import Node

_T = TypeVar("_T")
_TYPICAL = {
    "flag": ["true", "false", "false"],
    "date": [*DAYS, "2024-01-30", "2023-07-01"],
    "count": ["0", "0", "1", "2", "3", "5", "12"],
}
_LAST_PLACE = {"0": Fraction(1), "1": Fraction(1, 10)}


def make_cases(ruleset: Table, rng: Random, count: int) -> dict[str, Table]:
    """Make cases; ids are `case1`, `case2`, …."""
    rulesets = [ruleset, *(load_ruleset(ruleset, name) for name in table(ruleset.get("methods")))]
    return {f"case{at + 1}": _Maker(rulesets, rng).case() for at in range(count)}


class _Maker:
    def __init__(self, rulesets: list[Table], rng: Random) -> None:
        self.rulesets = rulesets
        self.ruleset = rulesets[0]
        self.rng = rng
        self.gaps = rng.choice([0, 0, 0, 3, 25])

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def pick(self, options: Sequence[_T]) -> _T:
        return options[self.rng.randrange(len(options))]

    def case(self) -> Table:
        figures = self.figures(table(self.ruleset["figures"]))
        case: Table = {"figures": figures}
        if self.chance(70):
            case["date"] = self.pick(DAYS)
        nodes = [node for node in self.run(case).root.below() if node.path]
        for node in nodes:
            local = self.figures(table(node.spec.get("figures")))
            if local:
                figures[self.address(node, nodes)] = local
        case["not_applicable"] = {
            self.address(node, nodes): "无此事项"
            for node in nodes
            if "if_not_applicable" in node.spec and self.chance(18)
        }
        case["findings"] = [self.finding(nodes) for _ in range(self.rng.choice([0, 0, 1, 2, 4]))]
        case["set"] = {
            self.address(node, nodes): {"score": self.score(node), "because": "复核"}
            for node in nodes
            if self.may_set(node, nodes)
        }
        self.mark(case)
        return {key: value for key, value in case.items() if value}

    def run(self, case: Table, ruleset: Table | None = None) -> Run:
        run = Run(ruleset or self.ruleset, case)
        for node in run.root.below():
            run.score(node)
        return run

    def address(self, node: Node, nodes: Sequence[Node]) -> str:
        """One of the addresses that mean the node."""
        tail = node.path[-1]
        options = [node.name, *(str(node.spec[key]) for key in ("code", "name") if key in node.spec)]
        if sum(each.path[-1] == tail for each in nodes) == 1:
            options.append(tail)
        return self.pick(options)

    def figures(self, declared: Table) -> Table:
        made: Table = {}
        for name, written in declared.items():
            spec = table(written)
            if not any(kind in spec for kind in KINDS) and not self.chance(
                max(self.gaps, 30 if "if_missing" in spec else 0)
            ):
                made[name] = self.text(spec)
        return made

    def text(self, spec: Table) -> str:
        if "words" in spec:
            return self.pick([word for word in spec["words"] if isinstance(word, str)])
        if spec.get("type") in _TYPICAL:
            return self.pick(_TYPICAL[str(spec["type"])])
        if spec.get("unit") == "%":
            near = ["59.99%", "60.01%", "84.9%", "89.9%", "89.99%", "94.99%", "83.06%", "0.1%"]
            return self.pick([*SHARES, *SHARES, *near])
        if "missing" in spec and self.chance(15):
            return self.pick(["-1", "—"])
        places = int(str(spec.get("places", "1")))
        free = short(Fraction(self.rng.randrange(0, 99 * 10**places), 10**places))
        least = short(Fraction(1, 10**places))
        return self.pick([*EDGES, *EDGES, free, free, free, free, least])

    def finding(self, nodes: Sequence[Node]) -> Table:
        chosen = self.rng.sample(nodes, min(len(nodes), self.rng.choice([1, 1, 2])))
        against: list[Spec] = [self.address(node, nodes) for node in chosen]
        finding: Table = {"against": against if len(against) > 1 or self.chance(30) else against[0]}
        if self.chance(50):
            finding["count"] = str(self.rng.randint(1, 5))
        # a rule that reads amounts needs them
        finding["amount"] = self.pick(["5", "10", "10.01", "50", "334.05"])
        return finding

    def may_set(self, node: Node, nodes: Sequence[Node]) -> bool:
        awkward = {"floor", "cap", "round", "applies_when", "if_not_applicable"} & set(node.spec)
        receives = any(
            isinstance(each.spec.get("if_not_applicable"), dict)
            and table(each.spec["if_not_applicable"]).get("give_to") == node.path[-1]
            for each in nodes
        )
        return not awkward and not receives and not node.item and not node.beside and self.chance(5)

    def score(self, node: Node) -> str:
        """A score within the points and the places of the node's level."""
        places = table(self.ruleset["rounding"]).get(node.kind, "none")
        step = _LAST_PLACE.get(str(places), Fraction(1, 10))
        return short(self.rng.randint(0, int(node.points / step)) * step)

    def mark(self, case: Table) -> None:
        """Mark most of the ranges that are reached; a mark may make others reached, so look again."""
        marks: Table = {}
        case["marks"] = marks
        for node in self.run(case).root.below():
            judged = node.kind == "leaf" and node.children and all(_is_judged(child) for child in node.children)
            if judged and self.chance(20):
                marks[node.name] = {self.pick(["score", "deduct"]): self.score(node), "because": "见附表"}
        for _ in range(3):
            self.add_marks(case, marks)
        # a mark that fits no longer is taken away again
        while True:
            problems = [problem for ruleset in self.rulesets for problem in self.run(case, ruleset).problems]
            bad = [name for name in marks if any(f"of {name} is" in problem for problem in problems)]
            if not bad:
                return
            del marks[bad[0]]

    def add_marks(self, case: Table, marks: Table) -> None:
        for name, reached in self.run(case).reached.items():
            if name in marks or not self.chance(70 if self.gaps else 85):
                continue
            low, high = reached.within.low, reached.within.high
            steps = int((high - low) * 10)
            value = low + Fraction(self.rng.randint(0, max(steps - 1, 0)), 10)
            way = reached.way
            if way == "score" and self.chance(30):
                way, value = "deduct", high - value
            elif way == "score" and not reached.within.open and self.chance(20):
                value = high
            if (value * 1000).denominator == 1 and (value > 0 or not reached.within.open):
                marks[name] = {way: short_places(value), "because": "见附表"}


def _is_judged(node: Node) -> bool:
    return any("judge" in rule for rule in node.rules)


def short_places(value: Fraction) -> str:
    """A decimal of at most three places."""
    thousandths = int(value * 1000)
    return f"{thousandths // 1000}.{thousandths % 1000:03d}".rstrip("0").rstrip(".")
