"""What a case may say of a node: findings, marks, set scores, that it does not apply; each an input of the graph."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.graph import Node, Type
from scoring.names import Failed
from scoring.program import Counted
from scoring.reading import Domain

if TYPE_CHECKING:
    from scoring.lower import Lowering
    from scoring.model import Indicator
    from scoring.source import Span

_NONE = Fraction(0)


class NodeInputs:
    """The inputs that nodes have of their own.

    Attributes:
        domains: name → what each input may be, figures among them.
        counts: inputs that count the findings which satisfy a condition.
        judged: paths of nodes that take a mark.
        reads_findings: paths of nodes whose findings are counted.
        declarable: paths of nodes that may be declared not applicable.
        refused_findings: whether the ruleset was told that it does not say what no finding means.
    """

    def __init__(self, context: Lowering) -> None:
        """No node has asked for anything yet."""
        self.context = context
        self.domains: dict[str, Domain] = {}
        self.counts: dict[str, Counted] = {}
        self.judged: set[str] = set()
        self.reads_findings: set[str] = set()
        self.declarable: set[str] = set()
        self.refused_findings = False

    def _count(self, path: str) -> Node:
        """Return the count of a node's findings, without asking what no finding means."""
        name = f"{path}/findings"
        self.reads_findings.add(path)
        self.domains[name] = Domain(name, low=_NONE, places=0, whole=True, default=_NONE)
        return g.input_(name)

    def own(self, kind: str, path: str, at: Span | None) -> Node:
        """Return the node's findings, their amount, or its mark."""
        if kind == "mark":
            self.needs_mark(path)
            return g.input_(f"{path}/mark")
        if self.context.definition.keeps_findings is not True:
            code = "without-findings" if self.context.definition.keeps_findings is None else "findings-left-out"
            if not self.refused_findings:  # one word is wrong, not every rule that reads findings
                self.context.problems.error(code, at or self.context.definition.keys.at)
            self.refused_findings = True
            raise Failed
        count = self._count(path)
        if kind == "findings":
            return count
        name = f"{path}/amount"
        self.domains[name] = Domain(name, default=_NONE)
        return g.input_(name)

    def counted(self, path: str, which: str, condition: Node, at: Span) -> Node:
        """Return the count of a node's findings that satisfy a condition."""
        self.own("findings", path, at)
        name = f"{path}/findings?{which}"
        self.domains[name] = Domain(name, low=_NONE, places=0, whole=True, default=_NONE)
        self.counts[name] = Counted(name, path, condition)
        return g.input_(name)

    def needs_mark(self, path: str) -> None:
        """Note that a node takes a mark."""
        self.judged.add(path)
        for name in (f"{path}/mark", f"{path}/mark.deduct"):
            self.domains[name] = Domain(name)

    def reasoned(self, path: str) -> Node:
        """Return the truth node "the node's mark has a reason"."""
        name = f"{path}/mark.because"
        self.domains[name] = Domain(name, Type.TRUTH, default=False)
        return g.input_(name, Type.TRUTH)

    def declare(self, path: str) -> None:
        """Note that a case may declare a node not applicable."""
        self.declarable.add(path)
        name = f"{path}/not_applicable"
        self.domains[name] = Domain(name, Type.TRUTH, default=False)

    def settable(self, path: str) -> tuple[Node, Node]:
        """Return whether a person has set a node's score, and the score set."""
        name = f"{path}/set"
        self.domains[name] = Domain(name)
        return g.given(name), g.input_(name)

    def keeps(self, path: str) -> Node:
        """Return the truth node "without a mark this node keeps its best"."""
        if self.context.definition.keeps_findings is not True:
            return g.FALSE
        own = g.equal(self._count(path), g.ZERO)
        leaf = path.rpartition(".")[0]
        siblings = self.judged_criteria(path)
        if not siblings:
            return own
        marks = [g.given(f"{each}/mark{end}") for each in (leaf, *siblings) for end in ("", ".deduct")]
        return g.both(own, g.either(g.equal(self._count(leaf), g.ZERO), *marks))

    def judged_criteria(self, path: str) -> list[str]:
        """Return the criteria of a criterion's leaf if a person judges all of them, else nothing."""
        node = self.context.nodes[self.context.holders[path][0]]
        if node.kind != "criterion":
            return []
        parent = self.context.nodes[self.context.parent[self.context.holders[path][0]]]
        return [each.path for each in parent.children] if all_judged(parent) else []


def all_judged(node: Indicator) -> bool:
    """Whether a leaf with points has criteria and a person judges every one of them."""
    if node.open:
        return False
    rules = [each.rules for each in node.children]
    return bool(rules) and all(
        child.kind == "criterion" and len(child.rules) == 1 and child.rules[0].kind.name == "judge"
        for child in node.children
    )
