"""What the figures of a ruleset are used for: which indicators read them, directly or through other figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.graph import Op, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scoring.graph import Node
    from scoring.program import Plan, Program

_WORDS = {
    "total": ("total", "总分"),
    "veto": ("total, which it can empty", "总分（一票否决）"),
    "grade": ("grade", "等级"),
    "weight": ("weight among the cases", "汇总权重"),
    "admit": ("who is scored", "参评条件"),
    "order": ("ranks", "名次"),
    "outputs": ("further results", "其他结果"),
}


class Uses:
    """Which nodes, and what else, read an input."""

    def __init__(self, program: Program) -> None:
        """Walk the graph of every node once."""
        self._program = program
        self._nodes: dict[str, dict[str, None]] = {}
        self._else: dict[str, dict[str, None]] = {}
        above = {each.name: self._below(each.of, each.where) for each in program.cohorts}
        for reduction in program.reductions:
            source = reduction.source.replace("[]", "")
            names = [] if reduction.element is None else self._inputs([reduction.element])
            above[reduction.name] = [source, *(name for name in names if "[]" not in name)]
        self._above = above
        for plan in program.root.walk():
            for name in self._all(self._read_by(plan)):
                self._nodes.setdefault(name, {})[plan.path] = None
        for key, nodes in self._others().items():
            for name in self._all(self._inputs(nodes)):
                self._else.setdefault(name, {})[key] = None

    def paths(self, name: str) -> list[str]:
        """Return the nodes that read a figure or a list, in document order."""
        found = [path for path in self._nodes.get(name, ()) if path]
        return [path for path in found if not any(each.startswith(f"{path}.") for each in found)]

    def words(self, name: str, lang: str) -> list[str]:
        """Return what else reads it, in words."""
        return [_WORDS[key][lang == "zh"] for key in self._else.get(name, ())]

    def _read_by(self, plan: Plan) -> list[str]:
        """Return the inputs of a leaf; of a group those that its own rules and conditions read."""
        conditions = [each.node for told in self._program.conditions.get(plan.path, ()) for _, each in told.values]
        nodes: list[Node] = [*conditions, *(condition for condition, _ in plan.variants)]
        if not plan.children and not plan.variants:
            nodes += [plan.score, plan.points, plan.applies]
        for entry in plan.entries:
            nodes += [self._program.figures[name][1] for name in entry.reads if name in self._program.figures]
        return self._inputs(nodes)

    def _others(self) -> dict[str, list[Node]]:
        program = self._program
        own = [(entry.kind == "veto", program.figures[name][1]) for entry in program.root.entries
               for name in entry.reads if name in program.figures]  # fmt: skip
        return {
            "total": [node for veto, node in own if not veto],
            "veto": [node for veto, node in own if veto],
            "grade": [*(rule.condition for rule in program.grade_rules),
                      *([] if program.grade is None or program.definition.has_total else [program.grade])],
            "weight": [] if program.weight is None else [program.weight],
            "admit": [] if program.admit is None else [program.admit.condition],
            "order": [each.by for each in program.order],
            "outputs": [each.node for each in program.outputs if not each.path],
        }  # fmt: skip

    def _below(self, *nodes: Node | None) -> list[str]:
        return self._inputs(node for node in nodes if node is not None)

    @staticmethod
    def _inputs(nodes: Iterable[Node]) -> list[str]:
        return [str(node.payload) for node in walk(nodes) if node.op is Op.INPUT]

    def _all(self, names: Iterable[str]) -> dict[str, None]:
        """Return the inputs with those that they are worked out from."""
        found: dict[str, None] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += self._above.get(name, ())
        return found
