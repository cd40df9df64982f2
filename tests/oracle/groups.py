"""How the children of a node make its opening score."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm, prod
from typing import TYPE_CHECKING, Protocol

from oracle import digits
from oracle.forms import value_of
from oracle.plain import text_of
from oracle.values import ONE, ZERO, Numeric, Unknown, Value, joined, lift, number, read_number, undefined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from oracle.formula import Scope
    from oracle.tree import Node


_WEIGHTED = ("weighted_mean", "geometric_mean")


class Nodes(Protocol):
    """What is known of nodes in one run."""

    def scope(self, node: Node) -> Scope:
        """The scope of a node's rules."""

    def applies(self, node: Node) -> bool | Unknown:
        """Whether the node applies."""

    def in_play(self, node: Node) -> bool | Unknown:
        """Whether the node takes part in the combination."""

    def points(self, node: Node) -> Numeric:
        """Effective points."""

    def score(self, node: Node) -> Numeric:
        """The score that enters the node above."""


def combined(nodes: Nodes, group: Node, points: Numeric) -> Numeric:
    """Combine the children, on the points of the group, and add the items outside."""
    items = [item for item in group.extras if nodes.in_play(item) is not False]
    extra = lift(lambda *scores: sum(scores, ZERO), *[nodes.score(item) for item in items])
    if not group.main:
        return extra
    return lift(lambda inside, outside: inside + outside, _main(nodes, group, points), extra)


def _main(nodes: Nodes, group: Node, points: Numeric) -> Numeric:
    kept = [child for child in group.main if nodes.in_play(child) is not False]
    combine = text_of(group.spec.get("combine", "sum"))
    if group.open:
        return _on_open_scale(nodes, group, kept, combine)
    weights = [_weight(nodes, group, child) for child in kept] if combine in _WEIGHTED else [ONE for _ in kept]
    scores, shares = [nodes.score(child) for child in kept], [nodes.points(child) for child in kept]
    faults = _geometric_faults(scores, weights) if combine == "geometric_mean" else []
    unknown = joined([points, *scores, *shares, *weights, *faults, _nothing_left(nodes, group, combine, weights)])
    if unknown is not None:
        return unknown
    whole = number(points)
    if combine == "sum":
        available = sum(map(number, shares), ZERO)
        return sum(map(number, scores), ZERO) * whole / available
    parts = [number(score) / number(share) for score, share in zip(scores, shares, strict=True)]
    if combine in ("weighted_mean", "mean"):
        return _weighted(parts, list(map(number, weights)), whole)
    if combine == "trimmed_mean":
        inner = sorted(parts)[1:-1]
        return sum(inner, ZERO) / len(inner) * whole
    ways: dict[str, Callable[[], Fraction]] = {
        "product": lambda: _product(parts),
        "min": lambda: min(parts),
        "max": lambda: max(parts),
        "geometric_mean": lambda: _geometric(parts, list(map(number, weights)), constant=_constant_weights(group)),
    }
    return ways[combine]() * whole


def _on_open_scale(nodes: Nodes, group: Node, kept: list[Node], combine: str) -> Numeric:
    """Scores count as they are; the weight of a sum is a factor."""
    plain = combine in ("mean", "min", "max")
    weights = [ONE if plain else value_of(child.spec.get("weight", "1"), nodes.scope(group)) for child in kept]
    scores = [nodes.score(child) for child in kept]
    taking = [nodes.in_play(child) for child in group.main]
    unknown = joined([*taking, *scores, *weights, _nothing_left(nodes, group, combine, weights)])
    if unknown is not None:
        return unknown
    found, heavy = list(map(number, scores)), list(map(number, weights))
    if combine in ("min", "max"):
        return min(found) if combine == "min" else max(found)
    added = sum((score * weight for score, weight in zip(found, heavy, strict=True)), ZERO)
    return added if combine == "sum" else added / sum(heavy, ZERO)


def _nothing_left(nodes: Nodes, group: Node, combine: str, weights: Sequence[Value]) -> Value:
    """What a mean of nothing is, whatever the scores are; as long as who takes part is not known, that comes first."""
    taking = [nodes.in_play(child) for child in group.main]
    if any(isinstance(each, Unknown) for each in taking):
        return ONE
    count = taking.count(True)
    if combine == "trimmed_mean" and count <= 2:
        return undefined("none-left")
    if combine in _WEIGHTED and not any(isinstance(each, Unknown) or number(each) for each in weights):
        return undefined("weights")
    return ONE


def _geometric_faults(scores: Sequence[Value], weights: Sequence[Value]) -> list[Value]:
    """What has no geometric mean: a score below 0, a weight below 0."""
    below = [undefined("negative-share") for each in scores if not isinstance(each, Unknown) and number(each) < 0]
    return [*below, *(undefined("weights") for each in weights if not isinstance(each, Unknown) and number(each) < 0)]


def _constant_weights(group: Node) -> list[Fraction] | None:
    """The weights of all children, None if one of them is read from a figure or the like."""
    written = [text_of(each.spec.get("weight", "1")) for each in group.main]
    values = [read_number(each) for each in written]
    return [each for each in values if each is not None] if None not in values else None


def _geometric(parts: list[Fraction], weights: list[Fraction], *, constant: list[Fraction] | None) -> Fraction:
    """One root of a product where the weights are constants in ratios of small whole numbers, else several powers."""
    if constant is not None:
        common = lcm(*(each.denominator for each in constant))
        unit = Fraction(gcd(*(int(each * common) for each in constant)), common)
        if sum(constant) / unit <= 100:
            product = prod((part ** int(weight / unit) for part, weight in zip(parts, weights, strict=True)), start=ONE)
            return _found(digits.function("root", product, sum(weights, ZERO) / unit))
    heavy = sum(weights, ZERO)
    powers = [
        _found(digits.function("power", part, weight / heavy)) for part, weight in zip(parts, weights, strict=True)
    ]
    return min(max(prod(powers, start=ONE), min(parts)), max(parts))


def _found(value: Fraction | None) -> Fraction:
    if value is None:
        raise ValueError("shares of points have no such power")
    return value


def _product(parts: list[Fraction]) -> Fraction:
    return prod(parts, start=ONE)


def _weight(nodes: Nodes, group: Node, child: Node) -> Value:
    if not any("weight" in each.spec for each in group.main):
        return ONE
    return value_of(child.spec.get("weight", "0"), nodes.scope(child))


def _weighted(parts: list[Fraction], weights: list[Fraction], whole: Fraction) -> Numeric:
    heavy = sum(weights, ZERO)
    return sum((part * weight for part, weight in zip(parts, weights, strict=True)), ZERO) / heavy * whole


def lowest(nodes: Nodes, group: Node) -> Value:
    """The lowest score ÷ points among the children that apply."""
    maybe = [child for child in group.main if nodes.applies(child) is not False]
    parts = [lift(lambda score, points: score / points, nodes.score(child), nodes.points(child)) for child in maybe]
    unknown = joined([*parts, *map(nodes.applies, maybe)])
    if unknown is not None:
        return unknown
    return lift(min, *parts, parts[0]) if parts else undefined("not-applicable")
