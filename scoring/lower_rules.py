"""The rules of one node → its opening score, its changes, its vetoes, and the checks of its mark."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.definedness import computable
from scoring.document import Scalar
from scoring.names import Failed
from scoring.notes import Option
from scoring.program import Check, Entry
from scoring.rounding import rounded_by
from scoring.rule_scope import PointsScope, RuleScope
from scoring.rules import Effect, Quantity, Role
from scoring.typed import read_label

if TYPE_CHECKING:
    from scoring.graph import Node
    from scoring.lower import Lowering
    from scoring.model import Indicator, Rule


@dataclass(slots=True)
class Changes:
    """What the rules of a node do.

    Attributes:
        opening: the opening score that a base or ``start`` gives, None for the default.
        openings: the ledger lines of the opening and where each is reached; none for the default start.
        entries: the changes, amounts signed.
        vetoes: conditions and their lines.
        policies: conditions under which a figure's policy scores the node ``zero`` or ``full``.
        opens_at_zero: without a base it starts at zero.
    """

    opening: Node | None = None
    openings: list[tuple[Node, Entry | None]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    vetoes: list[tuple[Node, Entry]] = field(default_factory=list)
    policies: list[tuple[Node, str]] = field(default_factory=list)
    opens_at_zero: bool = False


@dataclass(frozen=True, slots=True)
class _Lowered:
    rule: Rule
    scope: RuleScope
    when: Node
    effect: Effect

    def entry(self, amount: Node) -> Entry:
        """Return the ledger line of the rule."""
        fields, kind = self.rule.keys.fields, self.rule.kind
        because = fields.get("because")
        problems = self.scope.context.problems
        role = {"base": "base", "change": "change", "veto": "veto"}[kind.role.value]
        code = fields["code"].value if "code" in fields else None
        quantities = {**self.effect.quantities, "points": Quantity(self.scope.points)}
        events = {**self.effect.events, "reached": self.when}
        return Entry(
            role, code.text if isinstance(code, Scalar) else self.effect.code, amount, amount, quantities,
            events, self.effect.words, kind.sentences.get(self.effect.sentence or self.effect.code),
            None if because is None else read_label(problems, because.value, "because"), self.rule.at, self.rule.clause,
            tuple(self.scope.reads), self.scope.path,
        )  # fmt: skip


def lower_rules(context: Lowering, key: str, node: Indicator, points: Node) -> Changes:
    """Return what a node's rules do to its score."""
    lowered = [_lower(context, node, rule, points, number) for number, rule in enumerate(node.rules)]
    changes = Changes(policies=_policies(context, node))
    bases = [each for each in lowered if each.rule.kind.role is Role.BASE]
    for each in lowered:
        if each.rule.kind.role is Role.CHANGE:
            gives = each.rule.kind.adds(each.rule.keys)
            changes.entries.append(each.entry(each.effect.amount if gives else -each.effect.amount))
        elif each.rule.kind.role is Role.VETO:
            changes.vetoes.append((each.effect.amount, each.entry(each.effect.amount)))
            _scope_of(context, key, node, each, changes)
    _opening(context, node, bases, changes, lowered, points)
    _check_marks(context, key, node, lowered)
    return changes


def _policies(context: Lowering, node: Indicator) -> list[tuple[Node, str]]:
    """Return what the figures that a node reads do to its score where they have no value."""
    if not context.figures.policies:
        return []
    policies = [
        each
        for name in context.figures.read_by(node)
        for each in context.figures.policies.get(name, ())
        if each[1] != "not_applicable"
    ]
    return sorted(dict.fromkeys(policies), key=lambda each: each[1] == "full")  # zero goes before full


def check_rules(context: Lowering, node: Indicator) -> None:
    """Record what is wrong with the rules of a node that cannot be lowered for another reason."""
    for number, rule in enumerate(node.rules):
        with suppress(Failed):
            _lower(context, node, rule, g.ONE, number)


def _lower(context: Lowering, node: Indicator, rule: Rule, points: Node, number: int) -> _Lowered:
    scope = RuleScope(context, node, rule, points, number)
    noted = context.noted.so_far()
    effect = rule.kind.lower(scope)
    fields = rule.keys.fields
    when = g.TRUE
    if "when" in fields and not rule.kind.own_when:
        when = scope.condition(fields["when"].value)
        context.noted.guard(noted, when)
    amount = effect.amount
    if "round" in fields:
        if rule.kind.role is Role.VETO:
            scope.fail("key-idle", fields["round"].key.at, key="round")
        amount = rounded_by(scope, fields["round"].value, amount)
    if "if_undefined" in fields:
        amount = _if_undefined(scope, rule, amount)
    if rule.kind.role is Role.CHANGE:
        amount = g.if_(when, amount, g.ZERO)
    elif rule.kind.role is Role.VETO:
        amount = g.both(when, amount)
    if when is not g.TRUE or amount is not effect.amount:
        reached, violated, below = (g.both(when, each) for each in (effect.reached, effect.violated, effect.below))
        effect = replace(effect, amount=amount, reached=reached, violated=violated, below=below)
    return _Lowered(rule, scope, when, effect)


def _if_undefined(scope: RuleScope, rule: Rule, amount: Node) -> Node:
    item = rule.keys.fields["if_undefined"].value
    if rule.kind.role is not Role.BASE:
        scope.fail("if-undefined-base", item.at)
    text = item.text if isinstance(item, Scalar) else ""
    other = {"zero": g.ZERO, "full": scope.points}.get(text)
    if text == "full":
        scope.full(item.at, text)
    if other is None:
        other = scope.points_value(item)
    return g.if_(computable(amount), amount, other)


def _scope_of(context: Lowering, key: str, node: Indicator, lowered: _Lowered, changes: Changes) -> None:
    """Add a veto to the ancestor it names."""
    scope_field = lowered.rule.keys.fields.get("scope")
    if scope_field is None:
        return
    item = scope_field.value
    name = item.text if isinstance(item, Scalar) else ""
    above: dict[str, str] = {}
    parent = context.parent.get(key)
    while parent is not None:
        above[context.nodes[parent].path] = parent
        parent = context.parent.get(parent)
    found = context.addresses.find(name, node.path)
    path = "" if name == "total" else getattr(found, "path", None)
    if path == "" and context.nodes[""].by_formula:
        lowered.scope.fail("veto-total", item.at)
    if path is None or path not in above:
        names = [*(each.rpartition(".")[2] for each in above if each), "total"]
        near = context.problems.near(name, names)
        lowered.scope.fail("veto-scope", item.at, name=name, ancestors=", ".join(names), near=near)
    condition, entry = changes.vetoes[-1]
    # The rules of a node that does not apply, or whose score a figure's policy gives, do not act further up either.
    between = [key, *(each for name, each in above.items() if len(name) > len(path))]
    acts = [context.points.taken(key, item.at), *(context.points.applies(each, item.at) for each in between)]
    acts.extend(g.negated(absent) for absent, _ in changes.policies)
    context.vetoes.setdefault(path, {})[f"{key}/{lowered.scope.counter}"] = (g.both(*acts, condition), entry)


def _opening(  # noqa: PLR0913, PLR0917  # the parts of one decision
    context: Lowering, node: Indicator, bases: list[_Lowered], changes: Changes, lowered: list[_Lowered], points: Node
) -> None:
    if bases and node.children:
        context.problems.error("base-on-group", bases[0].rule.at, lead=next(iter(bases[0].rule.kind.leads)))
        raise Failed
    certain = [each for each in bases if "when" not in each.rule.keys.fields]
    if len(certain) > 1 or (certain and len(bases) > 1):
        context.problems.error("two-bases", (certain[1] if len(certain) > 1 else certain[0]).rule.at)
        raise Failed
    if node.children or node.records is not None:
        return
    start = _start(context, node, lowered, points, needed=not certain)
    changes.opens_at_zero = start is not None and not (bases or node.item or node.open) and g.number_of(start) == 0
    if not bases:
        changes.opening = start
        return
    opening = start if start is not None else g.ZERO
    for each in reversed(bases):
        opening = g.if_(each.when, each.effect.amount, opening)
    if len(bases) > 1:
        places = [each.rule.keys.fields["when"].value.at for each in bases]
        options = [Option(each.when, at, each.rule.keys.at) for each, at in zip(bases, places, strict=True)]
        context.noted.choice("rules", "unique", options, bases[0].rule.at, node)
        opening = g.if_(g.two_of(*(each.when for each in bases)), g.undefined("two-bases"), opening)
    changes.opening = opening
    changes.openings.extend((each.when, each.entry(opening)) for each in bases)
    if not certain:
        changes.openings.append((g.negated(g.either(*(each.when for each in bases))), None))


def _start(context: Lowering, node: Indicator, lowered: list[_Lowered], points: Node, *, needed: bool) -> Node | None:
    item = node.keys.fields["start"].value if "start" in node.keys.fields else None
    if item is not None:
        text = item.text if isinstance(item, Scalar) else ""
        full = {"full": points, "zero": g.ZERO}.get(text)
        if text == "full":
            PointsScope(context, node, points).full(item.at, text)
        if full is None and text.isidentifier() and context.figures.find(text, node.path) is None:
            near = context.problems.near(text, ("full", "zero"))
            found = {"key": "start", "found": text, "options": "full, zero, 5", "near": near}
            context.problems.error("unknown-option", item.at, **found)
            raise Failed
        return full if full is not None else PointsScope(context, node, points).points_value(item)
    if not needed:
        return None
    if node.open:
        return g.ZERO
    roles = {(each.rule.kind.role, each.rule.kind.adds(each.rule.keys)) for each in lowered}
    awards, deducts = (Role.CHANGE, True) in roles, (Role.CHANGE, False) in roles
    if node.item == "penalty":
        return g.ZERO
    vetoes = (Role.VETO, False) in roles
    if awards and not deducts:
        return g.ZERO
    if awards or not (deducts or vetoes):
        context.problems.error("start-needed", node.at, name=node.called)
        raise Failed
    return points


def _check_marks(context: Lowering, key: str, node: Indicator, lowered: list[_Lowered]) -> None:
    ranged = [each for each in lowered if each.effect.reached is not g.FALSE]
    for number, each in enumerate(ranged):
        applies = context.points.applies(key, each.rule.at)
        taken = context.points.taken(key, each.rule.at)
        here = g.both(taken, applies)
        unreasoned = g.both(each.effect.below, g.negated(context.inputs.reasoned(node.path)))
        for name, wrong in (("mark-range", each.effect.violated), ("mark-reason", unreasoned)):
            condition = wrong if here is g.TRUE else g.if_(here, wrong, g.FALSE)
            ends = each.scope.marked_range if name == "mark-range" else None
            facts = {} if ends is None else dict(zip(("low", "high", "mark"), map(Quantity, ends), strict=True))
            context.checks[key, f"{name}{number}"] = Check(condition, name, f"{node.path}/mark", node.path, facts)
    if len(ranged) > 1 and not _exclusive(ranged):
        context.problems.error("two-ranges", ranged[1].rule.at)
        raise Failed


def _exclusive(ranged: list[_Lowered]) -> bool:
    """Whether at most one of several judged rules may be reached: none always, no two on the same condition."""
    reached = [each.effect.reached for each in ranged]
    return g.TRUE not in reached and len(set(reached)) == len(reached)
