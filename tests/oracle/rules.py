"""The rules of one node: its opening score, its changes, its vetoes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Protocol

from oracle.forms import Judge, Range, Want, is_form, value_of
from oracle.formula import Scope, ceil_of, divide, floor_of
from oracle.plain import Spec, Table, listing, table, text_of
from oracle.values import (
    NULLS,
    ONE,
    ZERO,
    Numeric,
    Unknown,
    Value,
    all_of,
    first_true,
    guard_of,
    joined,
    lift,
    number,
    numeric,
    read_number,
    round_to,
    two_of,
    undefined,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.facts import Finding

PARTS: dict[str, Callable[[Fraction], Fraction]] = {
    "exact": lambda steps: steps,
    "drop": floor_of,
    "count": ceil_of,
    "nearest": lambda steps: floor_of(steps + Fraction(1, 2)),
}


class Own(Scope, Protocol):
    """Where a rule stands: the scope of its node, with the findings against it."""

    def against(self) -> list[Finding]:
        """Return the findings against this node."""

    def of_finding(self, finding: Finding) -> Scope:
        """Return the scope in which `amount` is that of one finding."""


@dataclass(frozen=True)
class Setting:
    """What the rules of a node need.

    Attributes:
        own: the scope of the node.
        share: the points of which a bare percent is a share.
        top: the opening score of a node that starts full.
        mode: the rounding mode of the ruleset.
        paid: asks for the mark in a range of a base; told whether the range is that of a `judge`.
        taken: asks for the mark in a range of a change.
    """

    own: Own
    share: Numeric
    top: Numeric
    mode: str
    paid: Callable[[Range, bool], Value]
    taken: Callable[[Range], Value]


def is_base(rule: Table) -> bool:
    """Whether the rule makes the opening score."""
    return not any(kind in rule for kind in ("deduct", "award", "lose_all"))


def rounded(value: Numeric, steps: Spec | None, mode: str) -> Numeric:
    """Round by a `round:` key: a step, `{to: …, mode: …}` or a list of them in order."""
    for written in [] if steps is None else listing(steps):
        step = table(written) if isinstance(written, dict) else {"to": written}
        if step["to"] != "none":
            to, way = read_number(text_of(step["to"])) or ONE, text_of(step.get("mode", mode))
            value = lift(partial(_round, way, to), value)
    return value


def _round(mode: str, step: Fraction, value: Fraction) -> Fraction:
    return round_to(value, mode, step)


def opening(setting: Setting, rules: list[Table], start: Spec | None) -> Numeric:
    """The opening score of a node without children."""
    own = setting.own
    bases = [rule for rule in rules if is_base(rule)]
    reached = [value_of(rule["when"], own) if "when" in rule else True for rule in bases]
    values = [partial(_base, setting, rule) for rule in bases]
    begun = _start(setting, rules, start)
    if not bases:
        return begun
    chain = partial(first_true, own.watch, iter([*zip(reached, values, strict=True), (True, lambda: begun)]), _NEVER)
    return numeric(own.watch.choose(two_of(reached), lambda: undefined("two-bases"), chain))


_NEVER = undefined("never")


def _start(setting: Setting, rules: list[Table], start: Spec | None) -> Numeric:
    if start is None:
        start = "full" if any("deduct" in rule or "lose_all" in rule for rule in rules) else "zero"
    if start in ("full", "zero"):
        return setting.top if start == "full" else ZERO
    return numeric(value_of(start, setting.own, Want(share=setting.share)))


def _base(setting: Setting, rule: Table) -> Value:
    value, divisors = setting.own.watch.during(partial(_base_value, setting, rule))
    if "if_undefined" not in rule:
        setting.own.watch.note(*divisors)
        return rounded(numeric(value), rule.get("round"), setting.mode)
    other: Spec = rule["if_undefined"]
    alternative = {"zero": ZERO, "full": setting.top}
    return setting.own.watch.choose(
        guard_of(divisors),
        lambda: rounded(numeric(value), rule.get("round"), setting.mode),
        lambda: (
            alternative[other]
            if isinstance(other, str) and other in alternative
            else value_of(other, setting.own, Want(share=setting.share))
        ),
    )


def _base_value(setting: Setting, rule: Table) -> Value:
    own, share = setting.own, setting.share
    if "judge" in rule:
        return _judged(setting, text_of(rule["judge"]))
    if "ratio" in rule:
        return lift(lambda r, whole: r * whole, _ratio(own, rule), share)
    want = Want(share=share, judge=lambda within: setting.paid(within, False))  # noqa: FBT003 (see Setting)
    return value_of(rule if is_form(rule) else rule["points"], own, want)


def _judged(setting: Setting, written: str) -> Value:
    text = "0%..100%" if written in NULLS else written
    want = Want(share=setting.share, judge=lambda within: setting.paid(within, True))  # noqa: FBT003 (see Setting)
    return value_of(text, setting.own, want)


def _ratio(own: Own, rule: Table) -> Numeric:
    actual, target = value_of(rule["ratio"], own), value_of(rule["to"], own)
    if rule.get("better") != "lower":
        ratio = divide(own.watch, actual, target)
    elif rule["form"] == "ratio":
        ratio = divide(own.watch, target, actual)
    else:
        ratio = lift(lambda r: 2 - r, divide(own.watch, actual, target))
    cap = rule.get("cap", "100%")
    capped = ratio if cap == "none" else lift(min, ratio, value_of(cap, own))
    if "zero_below" not in rule:
        return numeric(capped)
    low = joined((ratio, value_of(rule["zero_below"], own))) or number(ratio) < number(
        value_of(rule["zero_below"], own)
    )
    return numeric(own.watch.choose(low, lambda: ZERO, lambda: capped))


def changes(setting: Setting, rules: list[Table]) -> list[Numeric]:
    """The signed amounts of all changes."""
    return [
        lift(lambda amount, sign: amount * sign, _amount(setting, rule, kind), Fraction(sign))
        for rule in rules
        for kind, sign in (("deduct", -1), ("award", 1))
        if kind in rule
    ]


def _amount(setting: Setting, rule: Table, kind: str) -> Numeric:
    own = setting.own
    per = rule.get("per")
    if per == "finding" or "when" not in rule:
        return _capped(setting, rule, partial(_asked, setting, rule, kind))
    capped = partial(_capped, setting, rule, partial(_asked, setting, rule, kind))
    return numeric(own.watch.choose(value_of(rule["when"], own), capped, lambda: ZERO))


def _capped(setting: Setting, rule: Table, asked: Callable[[], Numeric]) -> Numeric:
    amount = asked()
    if "up_to" in rule:
        amount = lift(min, amount, value_of(rule["up_to"], setting.own, Want(share=setting.share)))
    return rounded(amount, rule.get("round"), setting.mode)


def _asked(setting: Setting, rule: Table, kind: str) -> Numeric:
    own = setting.own
    steps = _steps(own, rule)
    judge: Judge = setting.taken
    written = rule[kind]
    if isinstance(written, str) and ".." in written:
        if "per" in rule:
            # the range holds for each finding, each step; the mark is the sum
            if isinstance(steps, Unknown):
                return steps
            count = number(steps)
            judge = partial(_many, setting.taken, count)
            return ZERO if count == 0 else numeric(value_of(written, own, Want(share=setting.share, judge=judge)))
        return numeric(value_of(written, own, Want(share=setting.share, judge=judge)))
    each = value_of(written, own, Want(share=setting.share, judge=judge))
    return lift(lambda amount, count: amount * count, each, steps)


def _many(taken: Judge, count: Fraction, within: Range) -> Value:
    return taken(Range(within.low * count, within.high * count, within.open))


def _steps(own: Own, rule: Table) -> Numeric:
    per = rule.get("per")
    if per is None:
        return ONE
    if per == "finding":
        counted = [each.count for each in own.against() if _counts(own, rule, each)]
        return sum(counted, ZERO)
    if isinstance(per, list):
        return _thresholds(own, rule, per)
    step, value = value_of(per, own), value_of(rule["of"], own)
    if "below" in rule:
        gap = lift(lambda edge, x: max(ZERO, edge - x), value_of(rule["below"], own), value)
    else:
        gap = lift(lambda edge, x: max(ZERO, x - edge), value_of(rule.get("above", "0"), own), value)
    if not isinstance(step, Unknown) and number(step) <= 0:
        step = undefined("not-step")
    part = PARTS[text_of(rule.get("part", "exact"))]
    return lift(lambda short, long: part(short / long), gap, step)


def _thresholds(own: Own, rule: Table, per: list[Spec]) -> Numeric:
    """How many of the thresholds are passed."""
    sides: dict[str, Callable[[Fraction, Fraction], bool]] = {"above": gt, "at_least": ge, "at_most": le, "below": lt}
    passes = next(test for side, test in sides.items() if side in rule)
    value = value_of(rule["of"], own)
    edges = [value_of(each, own) for each in per]
    return lift(lambda x, *bounds: Fraction(sum(passes(x, bound) for bound in bounds)), value, *edges)


def _counts(own: Own, rule: Table, finding: Finding) -> bool:
    return "when" not in rule or value_of(rule["when"], own.of_finding(finding)) is True


def veto(own: Own, rule: Table) -> Value:
    """Whether a `lose_all` strikes."""
    guards = [rule["when"]] if "when" in rule else []
    return all_of([value_of(condition, own) for condition in [*guards, rule["lose_all"]]])
