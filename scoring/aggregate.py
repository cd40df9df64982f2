"""Children → parent: the score of a group, and the factor by which each child's loss reaches it.

Every way to combine gives the score by its own formula and, beside it, factors k and an own amount with
``score = P + own + Σ k · (s − P_c)``, on which the ledger rests. A child that is not present has factor 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import gcd, lcm

from scoring import graph as g
from scoring.approx import MAX_DEGREE
from scoring.graph import Node


@dataclass(frozen=True, slots=True)
class Part:
    """A child as its parent sees it.

    Attributes:
        points: its effective points (0 where it is dropped).
        score: its score (0 where it is dropped).
        present: whether it counts.
        weight: its share as written; 1 where none is.
        drawn: whether the weight was put in the place of a written one.
    """

    points: Node
    score: Node
    present: Node
    weight: Node
    drawn: bool = False

    @property
    def ratio(self) -> Node:
        """Share of its points that it scored."""
        return self.score / self.points


@dataclass(frozen=True, slots=True)
class Combined:
    """The score of a group before its own rules.

    Attributes:
        score: in points of the group.
        factors: one a child.
        own: what the children's losses times their factors do not explain; 0 for most ways to combine.
    """

    score: Node
    factors: tuple[Node, ...]
    own: Node = g.ZERO


Combine = Callable[[Sequence[Part], Node], Combined]


def _sum(parts: Sequence[Part], points: Node) -> Combined:
    total = g.add(*(part.score for part in parts))
    full = g.add(*(part.points for part in parts))
    factor = g.ONE if full is points else points / full
    return Combined(total * factor, tuple(g.if_(part.present, factor, g.ZERO) for part in parts))


def _weighted(parts: Sequence[Part], points: Node) -> Combined:
    weights = [g.if_(part.present, part.weight, g.ZERO) for part in parts]
    whole = _some(g.add(*weights))
    score = g.add(
        *(g.if_(part.present, part.ratio * weight, g.ZERO) for part, weight in zip(parts, weights, strict=True))
    )
    factors = tuple(
        g.if_(part.present, points * weight / (whole * part.points), g.ZERO)
        for part, weight in zip(parts, weights, strict=True)
    )
    return Combined(points * score / whole, factors)


def _geometric(parts: Sequence[Part], points: Node) -> Combined:
    """The children's losses weigh as in the weighted mean; what unevenness costs beyond that is an own amount."""
    mean = _weighted(parts, points)
    shares = [g.if_(g.less(part.score, g.ZERO), g.undefined("negative-share"), part.ratio) for part in parts]
    whole = _whole_weights(parts)
    share = _powers(parts, shares) if whole is None else _rooted(parts, shares, whole)
    score = points * share
    return Combined(score, mean.factors, score - mean.score)


def _whole_weights(parts: Sequence[Part]) -> list[int] | None:
    """Return weights as the least whole numbers, None where one is drawn, a figure or below 0, or makes a high root."""
    if any(part.drawn for part in parts):
        return None
    numbers = [number for part in parts if (number := g.number_of(part.weight)) is not None and number >= 0]
    if len(numbers) < len(parts) or not any(numbers):
        return None
    common = lcm(*(each.denominator for each in numbers))
    whole = [int(each * common) for each in numbers]
    shared = gcd(*whole)
    return [each // shared for each in whole] if sum(whole) <= MAX_DEGREE * shared else None


def _rooted(parts: Sequence[Part], shares: Sequence[Node], weights: Sequence[int]) -> Node:
    """Return the root of one product, so that a mean that is a fraction is exact."""
    product, degree = g.ONE, g.ZERO
    for part, share, weight in zip(parts, shares, weights, strict=True):
        product = product * g.if_(part.present, _times_itself(share, weight), g.ONE)
        degree = degree + g.if_(part.present, g.const(weight), g.ZERO)
    return g.approx("root", product, _some(degree))


def _times_itself(x: Node, count: int) -> Node:
    """Return x multiplied by itself so often; also x to the power of 0 needs x."""
    if not count:
        return g.ONE + x * g.ZERO
    half = _times_itself(x, count // 2) if count > 1 else g.ONE
    return half * half * x if count % 2 else half * half


def _powers(parts: Sequence[Part], shares: Sequence[Node]) -> Node:
    """Return the product of powers; it lies between the lowest and the highest share, roundings or not."""
    weights = [g.if_(g.less(part.weight, g.ZERO), g.undefined("weights"), part.weight) for part in parts]
    whole = _some(g.add(*(g.if_(part.present, weight, g.ZERO) for part, weight in zip(parts, weights, strict=True))))
    product = g.ONE
    for part, share, weight in zip(parts, shares, weights, strict=True):
        product = product * g.if_(part.present, g.approx("power", share, weight / whole), g.ONE)
    return g.clamp(product, _extreme_ratio(parts, lowest=True), _extreme_ratio(parts, lowest=False))


def _some(whole: Node) -> Node:
    """Return what weights add up to, undefined where that is 0."""
    constant = g.number_of(whole)
    return whole if constant else g.if_(g.equal(whole, g.ZERO), g.undefined("weights"), whole)


def _before(parts: Sequence[Part], one: int, other: int, *, lowest: bool) -> Node:
    """Return whether ``one`` comes before ``other``: lower (or higher) ratio, ties by document order."""
    a, b = parts[one].ratio, parts[other].ratio
    compare = g.at_most if one < other else g.less
    better = compare(a, b) if lowest else compare(b, a)
    return g.either(g.negated(parts[other].present), better)


def _extreme(parts: Sequence[Part], *, lowest: bool, skip: Sequence[Node] = ()) -> list[Node]:
    """Return for each child whether it is the first with the lowest (highest) ratio among those present."""
    chosen: list[Node] = []
    for one, part in enumerate(parts):
        others = [
            g.either(skip[other], _before(parts, one, other, lowest=lowest))
            if skip
            else _before(parts, one, other, lowest=lowest)
            for other in range(len(parts))
            if other != one
        ]
        here = g.both(part.present, *([g.negated(skip[one])] if skip else []))
        chosen.append(g.if_(here, g.both(*others), g.FALSE))
    return chosen


def _extreme_ratio(parts: Sequence[Part], *, lowest: bool) -> Node:
    """Return the lowest (highest) ratio among the children present; one that is not stands back for the first."""
    first = g.undefined("not-applicable")
    for part in reversed(parts):
        first = g.if_(part.present, part.ratio, first)
    ratios = (g.if_(part.present, part.ratio, first) for part in parts)
    return (g.minimum if lowest else g.maximum)(*ratios)


def _chosen(lowest: bool) -> Combine:  # noqa: FBT001  # two builders from one, called below
    def combine(parts: Sequence[Part], points: Node) -> Combined:
        factors = tuple(
            g.if_(is_it, points / part.points, g.ZERO)
            for part, is_it in zip(parts, _extreme(parts, lowest=lowest), strict=True)
        )
        return Combined(points * _extreme_ratio(parts, lowest=lowest), factors)

    return combine


def _trimmed(parts: Sequence[Part], points: Node) -> Combined:
    lowest = _extreme(parts, lowest=True)
    highest = _extreme(parts, lowest=False, skip=lowest)
    kept = [
        g.both(part.present, g.negated(low), g.negated(high))
        for part, low, high in zip(parts, lowest, highest, strict=True)
    ]
    count = g.add(*(g.if_(part.present, g.ONE, g.ZERO) for part in parts)) - g.const(2)
    left = g.if_(g.less(g.ZERO, count), count, g.undefined("none-left"))
    all_ = g.add(*(g.if_(part.present, part.ratio, g.ZERO) for part in parts))
    ratios = all_ - _extreme_ratio(parts, lowest=True) - _extreme_ratio(parts, lowest=False)
    factors = tuple(g.if_(keep, points / (count * part.points), g.ZERO) for keep, part in zip(kept, parts, strict=True))
    return Combined(points * ratios / left, factors)


def _product(parts: Sequence[Part], points: Node) -> Combined:
    before = g.ONE
    factors: list[Node] = []
    for part in parts:
        factors.append(g.if_(part.present, points * before / part.points, g.ZERO))
        before = before * g.if_(part.present, part.ratio, g.ONE)
    return Combined(points * before, tuple(factors))


COMBINES: dict[str, Combine] = {
    "sum": _sum,
    "weighted_mean": _weighted,
    "mean": _weighted,
    "trimmed_mean": _trimmed,
    "geometric_mean": _geometric,
    "product": _product,
    "min": _chosen(lowest=True),
    "max": _chosen(lowest=False),
}


def _open_sum(parts: Sequence[Part], points: Node) -> Combined:
    del points  # an open scale has none
    factors = tuple(g.if_(part.present, part.weight, g.ZERO) for part in parts)
    terms = (g.if_(part.present, part.score * part.weight, g.ZERO) for part in parts)
    return Combined(g.add(*terms), factors)


def _on_scores(combine: Combine) -> Combine:
    """Return a combination of scores as they are: shares of 1, on 1 point."""
    return lambda parts, _: combine(parts, g.ONE)


#: Ways to combine scores without points, for children whose points are taken as 1; a weight of a sum is a factor.
OPEN: dict[str, Combine] = {
    "sum": _open_sum, **{how: _on_scores(COMBINES[how]) for how in ("weighted_mean", "mean", "min", "max")}
}  # fmt: skip


def lowest_ratio(parts: Sequence[Part]) -> Node:
    """Return the lowest share of points that a present child scored."""
    return _extreme_ratio(parts, lowest=True)
