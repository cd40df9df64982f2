"""One case against one ruleset: the score of every node, worked out when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from oracle import groups
from oracle.facts import Finding, read_global, read_rest
from oracle.figures import Figure, Figures, find_figure
from oracle.forms import Range, Want, points_of, value_of
from oracle.plain import Spec, Table, listing, table, text_of
from oracle.reuse import Passed, called
from oracle.rules import Setting, changes, opening, rounded, veto
from oracle.tree import Node, build, by_address, by_tail, passed
from oracle.values import (
    ZERO,
    Numeric,
    Unknown,
    Value,
    Watch,
    all_of,
    any_of,
    has_more_places,
    is_percent,
    lift,
    missing,
    negation,
    number,
    numeric,
    round_to,
    undefined,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.formula import Scope

_T = TypeVar("_T")


@dataclass(frozen=True)
class Reached:
    """A range that was reached: what a person may mark there (for the generator of cases)."""

    path: str
    way: str
    within: Range


class Run:
    """A ruleset and a case."""

    def __init__(self, ruleset: Table, case: Table) -> None:
        """Read the case and build the tree that it meets."""
        self.ruleset = ruleset
        self.watch = Watch()
        self.facts = read_global(case)
        rounding = table(ruleset.get("rounding"))
        self.mode = text_of(rounding.get("mode", "half_up"))
        self.levels = {level: places for level, places in rounding.items() if level != "mode"}
        self.keep = ruleset.get("without_findings") == "keep"
        self.figures = Figures(self.facts, self.mode, self.watch, self.scope)
        self.reached: dict[str, Reached] = {}
        self.problems: list[str] = []
        self._memo: dict[tuple[str, str], object] = {}
        self.root = build(ruleset, self._decide, lambda spec: number(value_of(spec, Place(self, Node((), {}, "root")))))
        read_rest(case, self.facts, partial(by_address, self.root))

    def _decide(self, node: Node, when: Spec) -> Value:
        return value_of(when, self.scope(node))

    def scope(self, node: Node) -> Place:
        """The scope of a node's rules."""
        return Place(self, node)

    def once(self, what: str, node: Node, work: Callable[[], _T]) -> _T:
        """Work something out about a node once, away from any watch."""
        key = (what, node.name)
        if key not in self._memo:
            self._memo[key] = self.watch.during(work)[0]
        return self._memo[key]  # type: ignore[return-value]

    # whether a node applies, and its points

    def applies(self, node: Node) -> bool | Unknown:
        """Whether the node applies."""
        return self.once("applies", node, lambda: self._applies(node))

    def _applies(self, node: Node) -> bool | Unknown:
        if node.parent is None and "total" in self.ruleset:
            return True
        said = [value_of(node.spec["applies_when"], self.scope(node))] if "applies_when" in node.spec else []
        children = node.extras if node.item else node.main
        some = [any_of([self.in_play(child) for child in children])] if children else []
        return all_of(
            [*said, node.name not in self.facts.declared, negation(self._acting("not_applicable", node)), *some]
        )

    def _acting(self, policy: str, node: Node) -> bool | Unknown:
        return any_of([known.acts for known in self.figures.policies(node) if known.policy == policy])

    def policy(self, node: Node) -> str:
        """What happens to a node that does not apply: drop, full, zero or give_to."""
        policy = node.spec.get("if_not_applicable", "drop")
        return "give_to" if isinstance(policy, dict) else policy if isinstance(policy, str) else "drop"

    def in_play(self, node: Node) -> bool | Unknown:
        """Whether the node takes part in the combination."""
        return True if self.policy(node) in ("full", "zero") else self.applies(node)

    def points(self, node: Node) -> Numeric:
        """Effective points."""
        return self.once("points", node, lambda: self._points(node))

    def _points(self, node: Node) -> Numeric:
        if node.parent is None:
            return node.points
        whole = self.whole(node)
        return numeric(self.watch.choose(self.in_play(node), lambda: whole, lambda: ZERO))

    def own_points(self, node: Node) -> Numeric:
        """Printed points, less those of dropped children where the group shrinks."""
        if node.parent is None or not node.main or node.spec.get("on_drop") != "shrink":
            return node.points
        left = lift(lambda *shares: sum(shares, ZERO), *[self.points(child) for child in node.main])
        # what happens to a group that does not apply at all happens to all its points
        return numeric(self.watch.choose(self.applies(node), lambda: left, lambda: node.points))

    def whole(self, node: Node) -> Numeric:
        """Own points and those that others gave to it."""
        given = [self._given(giver) for giver in self._givers(node)]
        return lift(lambda *shares: sum(shares, ZERO), self.own_points(node), *given)

    def _givers(self, node: Node) -> list[Node]:
        beside = [] if node.parent is None else node.parent.main
        return [each for each in beside if self.policy(each) == "give_to" and self._receiver(each) is node]

    def _receiver(self, giver: Node) -> Node:
        return by_tail(giver, text_of(table(giver.spec["if_not_applicable"])["give_to"]))

    def _given(self, giver: Node) -> Numeric:
        return numeric(self.watch.choose(self.applies(giver), lambda: ZERO, lambda: self.whole(giver)))

    # the score of a node

    def score(self, node: Node) -> Numeric:
        """The score that enters the node above."""
        return self.once("score", node, lambda: self._score(node))

    def _score(self, node: Node) -> Numeric:
        if node.parent is None and "total" in self.ruleset:
            return self._round(node, self.exact(node))
        applies = self.applies(node)
        if applies is False:
            alternatives = {"full": self.points(node), "zero": ZERO}
            return alternatives.get(self.policy(node), undefined("not-applicable"))
        if node.name in self.facts.overruled:
            return points_of(self.facts.overruled[node.name], node.points)
        if isinstance(applies, Unknown):
            return applies
        marked = self._mark_instead(node)
        if node.torn or marked is not None:
            return node.torn or self._round(node, self.exact(node))
        # the full mark of a policy is the points as they are, however many digits they have
        return self._by_policy(node, lambda: self._round(node, self.exact(node)))

    def exact(self, node: Node) -> Numeric:
        """The score before it is rounded."""
        return self.once("exact", node, lambda: self._exact(node))

    def _exact(self, node: Node) -> Numeric:
        if node.parent is None and "total" in self.ruleset:
            written = self.ruleset["total"]
            return ZERO if written == "none" else numeric(value_of(written, self.scope(node)))
        marked = self._mark_instead(node)
        if marked is not None:
            return marked
        return self._by_policy(
            node, lambda: self.watch.choose(self._vetoed(node), lambda: ZERO, lambda: self._limited(node))
        )

    def _by_policy(self, node: Node, earned: Callable[[], Value]) -> Numeric:
        """What a figure's policy gives for the node, else what it earned."""
        full = partial(self.watch.choose, self._acting("full", node), lambda: self.whole(node), earned)
        return numeric(self.watch.choose(self._acting("zero", node), lambda: ZERO, full))

    def _mark_instead(self, node: Node) -> Numeric | None:
        """A mark on a leaf whose criteria are all judged replaces them."""
        if node.kind == "group" or node.open or not node.children:
            return None
        if not all(any("judge" in rule for rule in child.rules) for child in node.children):
            return None
        mark = self.facts.marks.get(node.name)
        if mark is not None:
            scaled = any(self._as_scaled(giver) for giver in self._givers(node))
            own = self.own_points(node) if scaled else self.whole(node)
            points = points_of(mark.points, own)
            kept = points if mark.way == "score" else lift(lambda top, lost: top - lost, own, points)
            # a person judges on the printed points, and what came to them stretches the mark like a sum of marks
            return lift(lambda s, new, old: s * new / old, kept, self.whole(node), own) if scaled else kept
        marked = any(child.name in self.facts.marks for child in node.children)
        # what a person set replaces also what is missing
        overruled = all(child.name in self.facts.overruled for child in node.children)
        if self.facts.findings.get(node.name) and not marked and not overruled:
            return missing(f"{node.name}/mark")
        return None

    def _vetoed(self, node: Node) -> bool | Unknown:
        own = [veto(self.scope(node), rule) for rule in node.rules if "lose_all" in rule]
        below = [
            self._scoped(source, node, rule)
            for source in node.below()
            if source is not node
            for rule in source.rules
            if "scope" in rule and by_tail(source, text_of(rule["scope"])) is node
        ]
        return any_of([*own, *below])

    def _scoped(self, source: Node, ancestor: Node, rule: Table) -> Value:
        """A veto from below; the rules of a node that does not apply, or stands in for lack of figures, do not act."""
        chain = []
        for node in source.outwards():
            if node is ancestor:
                break
            chain.append(self.applies(node))
        replaced = [negation(self._acting(policy, source)) for policy in ("zero", "full")]
        return all_of([*chain, *replaced, veto(self.scope(source), rule)])

    def _limited(self, node: Node) -> Numeric:
        """Opening score and changes within the limits; stretched where points came to be judged as printed."""
        scaled = any(self._as_scaled(giver) for giver in self._givers(node))
        share = self.own_points(node) if scaled else self.whole(node)
        setting = self._setting(node, share)
        opened = (
            groups.combined(self, node, share)
            if node.children
            else opening(setting, node.rules, node.spec.get("start"))
        )
        score = lift(lambda *amounts: sum(amounts, ZERO), opened, *changes(setting, node.rules))
        floor, cap = self._limit(node, "floor", setting), self._limit(node, "cap", setting)
        score = score if floor is None else lift(max, score, floor)
        score = score if cap is None else lift(min, score, cap)
        return lift(lambda s, new, old: s * new / old, score, self.whole(node), share) if scaled else score

    def _as_scaled(self, giver: Node) -> bool:
        return table(giver.spec["if_not_applicable"]).get("as") == "scaled"

    def _limit(self, node: Node, key: str, setting: Setting) -> Numeric | None:
        if key in node.spec:
            return (
                None
                if node.spec[key] == "none"
                else numeric(value_of(node.spec[key], setting.own, Want(share=setting.share)))
            )
        if node.open:
            return None
        if node.item == "penalty":
            return -node.points if key == "floor" else ZERO
        if key == "floor":
            return ZERO
        bonus = [self.points(item) for item in node.extras if item.item == "bonus" and not node.item]
        return lift(lambda *shares: sum(shares, ZERO), setting.share, *bonus)

    def _setting(self, node: Node, share: Numeric) -> Setting:
        return Setting(
            self.scope(node),
            share,
            ZERO if node.item == "penalty" else share,
            self.mode,
            partial(self._paid, node, share),
            partial(self._taken, node, share),
        )

    def _paid(self, node: Node, share: Numeric, within: Range, judge: bool) -> Value:  # noqa: FBT001 (a callback)
        self.reached[node.name] = Reached(node.name, "score", within)
        mark = self.facts.marks.get(node.name)
        if mark is None:
            found = bool(self.facts.findings.get(node.name))
            best = judge and self.keep and not within.open and not found
            return within.high if best else missing(f"{node.name}/mark")
        points = points_of(mark.points, share)
        points = points if mark.way == "score" else lift(lambda lost: within.high - lost, points)
        return self._checked(node, points, within)

    def _taken(self, node: Node, share: Numeric, within: Range) -> Value:
        self.reached[node.name] = Reached(node.name, "deduct", within)
        mark = self.facts.marks.get(node.name)
        if mark is None:
            return missing(f"{node.name}/mark")
        return self._checked(node, points_of(mark.points, share), within)

    def _checked(self, node: Node, points: Numeric, within: Range) -> Numeric:
        fits = isinstance(points, Unknown) or within.low <= points <= within.high
        if not fits or (within.open and points == within.high):
            self.problems.append(f"the mark of {node.name} is outside its range")
        return points

    def _round(self, node: Node, score: Numeric) -> Numeric:
        if "round" in node.spec:
            return rounded(score, node.spec["round"], self.mode)
        level = "total" if node.kind == "root" else node.kind
        places = self.levels.get(level, "none")
        countable = isinstance(places, str) and places != "none"
        if node.kind == "leaf" and countable and has_more_places(node.points, int(text_of(places))):
            return score
        return self.round_level(level, score)

    def round_level(self, level: str, score: Numeric) -> Numeric:
        """Round as the ruleset says for a level: to places, or by `{to: …, mode: …}`."""
        places = self.levels.get(level, "none")
        if not isinstance(places, str):
            return rounded(score, places, self.mode)
        if places == "none":
            return score
        return lift(lambda value: round_to(value, self.mode, Fraction(1, 10 ** int(places))), score)


@dataclass(frozen=True)
class Place:
    """Where a formula stands in a run: at a node; inside `per: finding`, at one finding too."""

    run: Run
    node: Node
    amount: Fraction | None = None
    outside: bool = False

    @property
    def watch(self) -> Watch:
        """The notes of divisors."""
        return self.run.watch

    def against(self) -> list[Finding]:
        """Return the findings against this node."""
        return self.run.facts.findings.get(self.node.name, [])

    def of_finding(self, finding: Finding) -> Scope:
        """Return the scope in which `amount` is that of one finding."""
        return Place(self.run, self.node, finding.amount)

    def function(self, name: str, passed: list[Passed]) -> tuple[Table, Scope]:
        """Return the form of one of the author's functions, and the scope inside it with these values."""
        return called(table(self.run.ruleset["functions"]), self.watch, name, passed)

    def _passed(self, name: str) -> tuple[Place, Spec] | None:
        """What a name stands for that is a parameter of a shape, and where that is read."""
        found = passed(self.node, name, outside=self.outside)
        return None if found is None else (Place(self.run, found[0], outside=True), found[1])

    def written(self, text: str) -> str:
        """Return what a name stands for as it was written, where a shape was given a bare percent; else the text."""
        found = self._passed(text)
        if found is None or not isinstance(found[1], str):
            return text
        told = found[0].written(text_of(found[1]))
        return told if is_percent(told) else text

    def given(self, name: str) -> bool:
        """Whether the case states this figure."""
        found = self._passed(name)
        if found is not None:
            return found[0].given(text_of(found[1]))
        return self.run.figures.given(self._figure(name))

    def words(self, name: str) -> list[str]:
        """Return the words of a figure, in their order."""
        found = self._passed(name)
        if found is not None:
            return found[0].words(text_of(found[1]))
        return [text_of(word) for word in listing(self._figure(name).spec["words"])]

    def read(self, name: str) -> Value:
        """Return the value of a name: a figure, the total, or an attribute of a node."""
        tail, _, attribute = name.rpartition(".")
        if tail:
            return self._attribute(by_tail(self.node, tail), attribute)
        if name == "amount" and self.amount is not None:
            return self.amount
        if name in ("findings", "mark", "amount"):
            return self._attribute(self.node, name)
        if name == "total":
            return self._attribute(self.run.root, "score")
        found = self._passed(name)
        if found is not None:
            return value_of(found[1], found[0])
        return self.run.figures.value(self._figure(name))

    def _figure(self, name: str) -> Figure:
        figure = find_figure(self.node, name)
        if figure is None:
            raise KeyError(name)
        return figure

    def _attribute(self, node: Node, attribute: str) -> Value:
        found: dict[str, Callable[[], Value]] = {
            "score": lambda: self._score(node),
            "lost": lambda: lift(lambda points, score: points - score, self._full(node), self._score(node)),
            "points": lambda: self.run.points(node),
            "applies": lambda: self.run.applies(node),
            "lowest": lambda: groups.lowest(self.run, node),
            "findings": lambda: sum((each.count for each in Place(self.run, node).against()), ZERO),
            "amount": lambda: sum((each.amount for each in Place(self.run, node).against()), ZERO),
            "mark": lambda: self._mark(node),
        }
        return found[attribute]()

    def _full(self, node: Node) -> Numeric:
        """The points a loss is measured against: none for an item outside the points."""
        return ZERO if node.item else self.run.points(node)

    def _score(self, node: Node) -> Value:
        return undefined("not-applicable") if self.run.applies(node) is False else self.run.score(node)

    def _mark(self, node: Node) -> Value:
        mark = self.run.facts.marks.get(node.name)
        return missing(f"{node.name}/mark") if mark is None else points_of(mark.points, self.run.whole(node))
