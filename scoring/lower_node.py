"""One node of the tree → its `Plan`: opening, changes, limits, veto, rounding, and the ledger of all that.

The order at any node is combine → items outside the points → changes → limits → veto → round; what a
person sets comes last. What supersedes the ordinary account (a set value, not applicable, a mark on a leaf
of judged criteria, a figure's policy, a veto) makes every amount below it 0, by ``if``, so that amounts
which cannot be known do not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.definedness import known
from scoring.document import Scalar
from scoring.lower_groups import Grouped, grouped
from scoring.lower_rules import Changes, check_rules, lower_rules
from scoring.names import Failed
from scoring.node_inputs import all_judged
from scoring.number import is_multiple
from scoring.program import Check, Entry, Plan
from scoring.rounding import places_after, steps
from scoring.rule_scope import PointsScope
from scoring.rules import Quantity
from scoring.scope import Scope

if TYPE_CHECKING:
    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator, Records

Told = Mapping[str, Quantity]
_LEVELS = {"root": "total", "group": "group", "leaf": "leaf", "criterion": "criterion"}


@dataclass(slots=True)
class _Stop:
    """What supersedes the ordinary account: where it holds, the score, and kind and code of the entry it makes."""

    condition: Node
    score: Node
    code: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Stages:
    """A score on its way: the opening (None where children make it), with changes, in limits, after vetoes, rounded."""

    opening: Node | None
    raw: Node
    limited: Node
    exact: Node
    rounded: Node


class _Lowered:
    """A node being lowered.

    Attributes:
        points: effective points of the ledger; 0 for items outside the points.
        judged: the points its rules see.
        stretch: what opening, changes and limits are multiplied by (points that moved here, ``as: scaled``).
    """

    def __init__(self, context: Lowering, key: str, node: Indicator) -> None:
        self.context, self.key, self.node = context, key, node
        if node.flawed:
            raise Failed
        if node.item and node.open:
            context.problems.error("item-open", node.keys.fields["points"].value.at, item=node.item)
            raise Failed
        if node.open and node.records is not None and node.records.if_empty == "full":
            context.problems.error("open-policy", node.keys.fields["if_empty"].value.at, text="if_empty: full")
            raise Failed
        points = context.points
        self.printed = points.printed(key, node.at)
        gross = points.gross(key, node.at)
        self.applies = points.applies(key, node.at)
        self.present = points.present(key, node.at)
        self.points = g.ZERO if node.item else points.effective(key, node.at)
        scaled = any(how == "scaled" for _, how in points.givers(key))
        self.judged = self.printed if scaled else gross
        self.stretch = gross / self.printed if scaled else g.ONE
        self.gross = gross
        self.children = [context.plan(child, node.at) for child in context.children_of(key)]
        self.entries: list[Entry] = []
        self._limits: tuple[Node | None, Node | None] | None = None

    def plan(self) -> Plan:
        """Return the finished plan."""
        node, context = self.node, self.context
        group = grouped(context, node, self.children, self.judged, self.printed) if self.children else None
        combined, factors = (None, ()) if group is None else (group.score, group.factors)
        if node.records is not None and combined is not None:
            field = node.keys.fields.get("combine")
            how = field.value.text if field is not None and isinstance(field.value, Scalar) else "sum"
            context.noted.many(node, combined, how, self.empty(node.records))
        changes = lower_rules(context, self.key, node, self.judged)
        opening = self.opening(changes) if combined is None else combined
        raw = g.add(opening, *(entry.amount for entry in changes.entries))
        limited = self.limited(raw)
        veto = self.veto(changes)
        before = limited * self.stretch
        exact = g.if_(veto, g.ZERO, before) if veto is not g.FALSE else before
        rounded, places = self.rounded(exact)
        stops = self.stops(changes, rounded)
        score, unrounded = rounded, exact
        for stop in reversed(stops):
            score = g.if_(stop.condition, stop.score, score)
            unrounded = g.if_(stop.condition, stop.score, unrounded)
        stages = _Stages(None if combined is not None else opening, raw, limited, exact, rounded)
        self.account(stages, changes, stops, veto, group or Grouped(g.ZERO, ()))
        superseded = g.either(*(stop.condition for stop in stops), veto)
        return Plan(
            path=node.path, code=node.code, label=node.label, level=node.level, kind=node.kind, item=node.item,
            beside=node.beside, points=self.points, printed=self.printed, score=score, applies=self.applies,
            present=self.present, entries=tuple(self.entries), children=tuple(self.children),
            factors=tuple(self.guarded(factor * self.stretch, [*stops, veto]) for factor in factors),
            superseded=superseded, opens_at_zero=changes.opens_at_zero and combined is None,
            plain=combined is None and self.plain(), exact=unrounded,
            places=places, at=node.at, clause=node.clause, open=node.open,
        )  # fmt: skip

    # Opening, limits, rounding

    def opening(self, changes: Changes) -> Node:
        """Return the opening score of a node without children."""
        records = self.node.records
        if records is not None and records.count is None:
            return g.input_(records.figure)  # never given: what it will be, nobody can say
        if records is not None:
            return self.empty(records)
        if changes.opening is not None:
            return changes.opening
        return g.ZERO if changes.opens_at_zero or self.node.item == "penalty" else self.judged

    def empty(self, records: Records) -> Node:
        """Return the opening score where a list has no records."""
        return self.judged if records.if_empty == "full" and not self.node.item else g.ZERO

    def limit(self, key: str, otherwise: Node | None) -> Node | None:
        """Return a limit as written, None where it is lifted."""
        field = self.node.keys.fields.get(key)
        if field is None:
            return otherwise
        if isinstance(field.value, Scalar) and field.value.text == "none":
            return None
        return PointsScope(self.context, self.node, self.judged).points_value(field.value)

    def limited(self, raw: Node) -> Node:
        """Return a score within floor and cap."""
        floor, cap = self.limits()
        return g.clamp(raw, floor, cap)

    def limits(self) -> tuple[Node | None, Node | None]:
        """Return floor and cap, read once."""
        if self._limits is None:
            self._limits = self.limits_read()
        return self._limits

    def limits_read(self) -> tuple[Node | None, Node | None]:
        """Return floor and cap as they are written, or as they are by default."""
        penalty = self.node.item == "penalty"
        bonuses = [
            child.printed
            for child in self.children
            if child.item == "bonus" and not child.beside and not self.node.item
        ]
        if self.node.open:
            floor, cap = self.limit("floor", None), self.limit("cap", None)
        else:
            floor = self.limit("floor", -self.judged if penalty else g.ZERO)
            cap = self.limit("cap", g.ZERO if penalty else g.add(self.judged, *bonuses))
        low, high = (None if each is None else g.number_of(each) for each in (floor, cap))
        if low is not None and high is not None and low > high:
            written = self.node.keys.fields.get("floor") or self.node.keys.fields["cap"]
            self.context.problems.error("limits-order", written.value.at)
            raise Failed
        return floor, cap

    def rounded(self, exact: Node) -> tuple[Node, int | None]:
        """Return the rounded score and its decimals."""
        return rounded_score(self.context, self.node, self.printed, exact)

    def plain(self) -> bool:
        """Whether the limits are 0 and the points, and rounding leaves the points as they are."""
        points = g.number_of(self.points)
        if self.node.outside or points is None or any(key in self.node.keys.fields for key in ("floor", "cap")):
            return False
        node, _ = self.rounded(self.points)
        while isinstance(node.payload, g.Rounding):
            if not is_multiple(points, node.payload.step):
                return False
            node = node.args[0]
        return True

    # What supersedes

    def stops(self, changes: Changes, rounded: Node) -> list[_Stop]:
        """Return all that supersedes the account but vetoes, the strongest first."""
        stops = []
        if self.node.kind != "criterion" and all_judged(self.node):
            stops.append(self.mark_stop())
        for condition, way in changes.policies:
            if way == "full" and self.node.open:
                self.context.problems.error("open-policy", self.node.at, text="if_missing: full")
                raise Failed
            score = g.ZERO if way == "zero" else self.judged * self.stretch
            stops.append(_Stop(condition, score, ("missing", f"missing-{way}")))
        by_person = [self.set_stop()] if self.node.kind != "root" else []
        if self.applies is not g.TRUE:
            scored = rounded  # the score where it applies, which others may take the mean of
            for stop in reversed([*by_person, *stops]):
                scored = g.if_(stop.condition, stop.score, scored)
            stops.insert(0, self.not_applicable_stop(scored))
        return [*by_person, *stops]

    def set_stop(self) -> _Stop:
        """Return what a set value does."""
        path = self.node.path
        condition, value = self.context.inputs.settable(path)
        floor, cap = self.limits()
        low = g.FALSE if floor is None else g.less(value, floor * self.stretch)
        high = g.FALSE if cap is None else g.less(cap * self.stretch, value)
        self.check("set", g.both(condition, self.node_applies(g.either(low, high))), "set-range", f"{path}/set")
        rounded, places = self.rounded(value)
        if places is not None:
            off = g.negated(g.equal(rounded, value))
            self.check("set-places", g.both(condition, off), "set-places", f"{path}/set")
        return _Stop(condition, value, ("set", "set"))

    def node_applies(self, condition: Node) -> Node:
        """Return a condition that only matters where the node applies."""
        return condition if self.applies is g.TRUE else g.if_(self.applies, condition, g.FALSE)

    def check(self, name: str, node: Node, code: str, subject: str, **said: Node) -> None:
        """Note what must not hold for a case; ``said`` are facts beside (or in place of) the limits."""
        floor, cap = self.limits()
        facts = {fact: Quantity(each) for fact, each in {"low": floor or g.ZERO, "high": cap or g.ZERO, **said}.items()}
        self.context.checks[self.key, name] = Check(node, code, subject, self.node.path, facts)

    def not_applicable_stop(self, scored: Node) -> _Stop:
        """Return what the node's policy does where it does not apply."""
        way, _ = self.context.points.policy(self.key)
        score = self.judged * self.stretch if way == "full" else g.ZERO
        if way == "mean_of_cases":
            score, _ = self.rounded(self.context.cohort.mean(self.node.path, scored, self.applies))
        return _Stop(g.negated(self.applies), score, ("not_applicable", f"not-applicable-{way}"))

    def mark_stop(self) -> _Stop:
        """Return what one mark on a leaf of judged criteria does."""
        path = self.node.path
        self.context.inputs.needs_mark(path)
        score, taken = f"{path}/mark", f"{path}/mark.deduct"
        value = g.if_(g.given(taken), self.judged - g.input_(taken), g.input_(score))
        condition = g.either(g.given(score), g.given(taken))
        outside = g.either(g.less(value, g.ZERO), g.less(self.judged, value))
        self.check("mark", g.both(condition, outside), "mark-range", score, low=g.ZERO, high=self.judged, mark=value)
        below = g.both(condition, g.less(value, self.judged), g.negated(self.context.inputs.reasoned(path)))
        self.check("reason", below, "mark-reason", score)
        return _Stop(condition, value * self.stretch, ("mark", "judged-whole"))

    def veto(self, changes: Changes) -> Node:
        """Return whether any veto empties the node, its own or one from below."""
        own = [condition for condition, _ in changes.vetoes]
        below = [condition for condition, _ in self.context.vetoes.get(self.node.path, {}).values()]
        return g.either(*own, *below)

    # The ledger

    def guarded(self, amount: Node, stops: list[_Stop | Node]) -> Node:
        """Return an amount that is 0 where anything supersedes it."""
        for stop in reversed(stops):
            amount = g.if_(stop.condition if isinstance(stop, _Stop) else stop, g.ZERO, amount)
        return amount

    def add(self, entry: Entry, amount: Node, behind: list[_Stop | Node]) -> None:
        """Make a line of the ledger, which is 0 where anything before it supersedes it."""
        if amount is g.ZERO:
            return
        guarded = self.guarded(amount, behind)
        quantities = entry.quantities
        if "amount" in quantities:
            quantities = {**quantities, "amount": Quantity(guarded)}
        self.entries.append(entry.superseded(guarded, amount, quantities))

    def line(self, code: tuple[str, str], amount: Node, behind: list[_Stop | Node], told: Told | None = None) -> None:
        """Make a line of the ledger of the node itself, likewise, from its kind and code."""
        if amount is g.ZERO:
            return
        guarded, node = self.guarded(amount, behind), self.node
        quantities = told or {"points": Quantity(self.points), "amount": Quantity(guarded)}
        self.entries.append(Entry(*code, guarded, amount, quantities, at=node.at, clause=node.clause, home=node.path))

    def account(self, stages: _Stages, changes: Changes, stops: list[_Stop], veto: Node, group: Grouped) -> None:
        """Make the entries, in the order of the ledger."""
        below: list[_Stop | Node] = [*stops, veto]
        if stages.opening is not None:
            records = self.node.records
            whole = stages.opening * self.stretch - (g.ZERO if self.node.item else self.judged * self.stretch)
            for reached, line in changes.openings or [(g.TRUE, None)]:
                amount = g.if_(reached, whole, g.ZERO)
                if line is not None:
                    self.add(line, amount, below)
                elif changes.opens_at_zero:
                    told = {"points": Quantity(self.points), "score": Quantity(stages.rounded)}
                    self.line(("start", "not-earned"), amount, below, told)
                else:
                    code = f"no-records-{records.if_empty}" if records else "start"
                    self.line(("start", code), amount, below)
        self.line(("combine", "full-marks"), group.full, below)
        uneven = g.ZERO if group.uneven is g.ZERO else group.uneven * self.stretch
        self.line(("combine", "uneven"), uneven, below)
        for entry in changes.entries:
            self.add(entry, entry.amount * self.stretch, below)
        if stages.limited is not stages.raw:
            cut = stages.limited * self.stretch - stages.raw * self.stretch
            self.line(("limit", "limit"), cut, below)
        for number, stop in enumerate(stops):
            amount = g.if_(stop.condition, stop.score - self.points, g.ZERO)
            self.line(stop.code, amount, list(stops[:number]))
        self.veto_account(changes, stops)
        if stages.rounded is not stages.exact:
            self.line(("round", "round"), stages.rounded - stages.exact, list(stops))

    def veto_account(self, changes: Changes, stops: list[_Stop]) -> None:
        """Give all points to the first veto that holds."""
        previous: list[Node] = []
        vetoes = [*changes.vetoes, *self.context.vetoes.get(self.node.path, {}).values()]
        for condition, entry in vetoes:
            # The first that is known to hold has the account, also where an earlier one is not known.
            holds = condition if len(vetoes) == 1 else g.both(known(condition), condition)
            fired = g.both(holds, *(g.negated(each) for each in previous))
            previous.append(holds)
            own = replace(entry, quantities={**entry.quantities, "points": Quantity(self.points)})
            if self.node.open:  # there are no points to lose: a line of 0 that tells why the score is 0
                holds = g.both(fired, *(g.negated(stop.condition) for stop in stops))
                self.entries.append(replace(own, amount=g.ZERO, asked=g.ZERO, events={**own.events, "holds": holds}))
                continue
            self.add(own, g.if_(fired, -self.points, g.ZERO), list(stops))


def lower_node(context: Lowering, key: str, node: Indicator) -> Plan:
    """Return the plan of a node without variants."""
    try:
        return _Lowered(context, key, node).plan()
    except Failed:
        check_rules(context, node)  # what else is wrong is said at once, too
        raise


def rounded_score(context: Lowering, node: Indicator, printed: Node, exact: Node) -> tuple[Node, int | None]:
    """Return a node's score rounded by its own ``round`` or as its level is, and its decimals."""
    definition = context.definition
    field = node.keys.fields.get("round")
    if field is not None:
        places = None
        for step, mode in steps(Scope(context, node), field.value):
            exact, places = g.rounded(exact, mode, step), places_after(step)
        return exact, places
    level = _LEVELS[node.kind]
    places = definition.places.get(level)
    if places is None:
        return exact, None
    points = g.number_of(printed)
    if level == "leaf" and points is not None and not is_multiple(points, Fraction(1, 10**places)):
        return exact, None
    return g.rounded(exact, definition.mode, Fraction(1, 10**places)), places


def own_entry(node: Indicator, kind: str, code: str, amount: Node, points: Node) -> Entry:
    """Return a ledger line of a node itself, not of a rule."""
    quantities = {"points": Quantity(points), "amount": Quantity(amount)}
    return Entry(kind, code, amount, amount, quantities, at=node.at, clause=node.clause, home=node.path)
