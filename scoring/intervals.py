"""What every node can still be: outward ranges, with some inputs known or none.

With the inputs of a case, the range of the total contains every total that the case can still get once the missing
figures come; it is exact where each of them reaches the node once. With no inputs, the ranges hold for every case,
which is how the sign of a divisor is proved.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from scoring.approx_bounds import Limits, bounds
from scoring.graph import Node, Op, Rounding, Type, Unknown, walk
from scoring.interpret import GIVEN
from scoring.number import round_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scoring.reading import Domain, Read


class Between(NamedTuple):
    """The numbers from low to high, both included; None: no limit.

    Attributes:
        low: least possible number.
        high: greatest; less than low where there is no possible number at all.
        undefined: whether it may also have no value, for another reason than that an input is missing.
    """

    low: Fraction | None
    high: Fraction | None
    undefined: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number is possible."""
        return self.low is not None and self.high is not None and self.low > self.high


class OneOf(NamedTuple):
    """The truth values or words that are possible, and whether there may be none (see `Between`)."""

    values: frozenset[bool | str]
    undefined: bool = False

    @property
    def empty(self) -> bool:
        """Whether no value is possible."""
        return not self.values


Range: TypeAlias = Between | OneOf
_Numbers = list[Between]

_ZERO, _ONE = Fraction(0), Fraction(1)
ANY = Between(None, None)
_NO_NUMBER = Between(_ONE, _ZERO, undefined=True)
_NO_WORD = OneOf(frozenset(), undefined=True)
_BOTH: frozenset[bool | str] = frozenset((False, True))


def ranges(
    outputs: Iterable[Node],
    inputs: Mapping[str, Read | Unknown],
    domains: Mapping[str, Domain],
) -> dict[Node, Range]:
    """Return what every node below the outputs can be.

    Args:
        outputs: the nodes wanted.
        inputs: values known, by name, defaults in place, `Unknown` for what never has a value; an input that is not
            among them may still be anything in its domain (or its default). ``given:x`` is known where it stands here
            or x does; else it is either.
        domains: what inputs may be; an input without one may be anything of its type.
    """
    found: dict[Node, Range] = {}
    for node in walk(outputs):
        if node.op is Op.INPUT:
            found[node] = _input(node, inputs, domains)
        elif node.op is Op.CONST:
            found[node] = _constant(node)
        else:
            found[node] = operation(node, [found[each] for each in node.args])
    return found


def exactly(value: Read) -> Range:
    """Return the range of one known value."""
    return Between(value, value) if isinstance(value, Fraction) else OneOf(frozenset((value,)))


def _input(node: Node, inputs: Mapping[str, Read | Unknown], domains: Mapping[str, Domain]) -> Range:
    name = str(node.payload)
    if name in inputs:
        known = inputs[name]
        return _never(node) if isinstance(known, Unknown) else exactly(known)
    if name.startswith(GIVEN):
        return OneOf(frozenset((True,)) if name.removeprefix(GIVEN) in inputs else _BOTH)
    domain = domains.get(name)
    if domain is None and node.type is not Type.CHOICE:
        return ANY if node.type is Type.NUMBER else OneOf(_BOTH)
    if domain is None:
        raise ValueError(f"a choice has words: {name}")
    if node.type is Type.NUMBER:
        whole = Between(domain.low, domain.high)
        return whole if domain.default is None else hull([whole, exactly(domain.default)])
    possible = _BOTH if node.type is Type.TRUTH else frozenset(domain.words)
    return OneOf(possible if domain.default is None else possible | {cast("bool | str", domain.default)})


def _constant(node: Node) -> Range:
    return _never(node) if isinstance(node.payload, Unknown) else exactly(cast("Read", node.payload))


def _never(node: Node) -> Range:
    return _NO_NUMBER if node.type is Type.NUMBER else _NO_WORD


def operation(node: Node, operands: list[Range]) -> Range:
    """Return what an operation can be, of what its operands can be."""
    if node.op in _LAZY:
        return _LAZY[node.op](node, operands)
    if any(each.empty for each in operands):
        return _never(node)
    found = _STRICT[node.op](node, operands)
    return found._replace(undefined=True) if any(each.undefined for each in operands) else found


def hull(parts: Iterable[Range]) -> Range:
    """Return the least range that holds all of some."""
    parts = list(parts)
    undefined = any(each.undefined for each in parts)
    if isinstance(parts[0], OneOf):
        words = cast("list[OneOf]", parts)
        return OneOf(frozenset().union(*(each.values for each in words)), undefined)
    real = [each for each in cast("_Numbers", parts) if not each.empty]
    if not real:
        return _NO_NUMBER
    lows, highs = [each.low for each in real], [each.high for each in real]
    return Between(_extreme(min, lows), _extreme(max, highs), undefined)


def _extreme(least: Callable[..., Fraction], limits: list[Fraction | None]) -> Fraction | None:
    """Return the least (or greatest) limit; one that is open opens all."""
    return None if None in limits else least(limits)


def _nearest(least: Callable[..., Fraction], limits: list[Fraction | None]) -> Fraction | None:
    """Return the least (or greatest) limit of those that are not open."""
    known = [each for each in limits if each is not None]
    return least(known) if known else None


# --- lazy operations --------------------------------------------------------------------------------------------


def _if(node: Node, operands: list[Range]) -> Range:
    possible = cast("OneOf", operands[0]).values
    return _chosen(
        node, operands[0], [each for holds, each in zip((True, False), operands[1:], strict=True) if holds in possible]
    )


def _pick(node: Node, operands: list[Range]) -> Range:
    possible = cast("OneOf", operands[0]).values
    members = cast("tuple[str, ...]", node.payload)
    branches = [each for word, each in zip(members, operands[1:-1], strict=True) if word in possible]
    return _chosen(node, operands[0], branches if possible <= set(members) else [*branches, operands[-1]])


def _chosen(node: Node, choice: Range, branches: list[Range]) -> Range:
    if not branches:
        return _never(node)
    found = hull(branches)
    return found._replace(undefined=True) if choice.undefined else found


def _junction(node: Node, operands: list[Range]) -> Range:
    decides = node.op is Op.OR
    parts = cast("list[OneOf]", operands)
    possible: set[bool | str] = set()
    if any(decides in each.values for each in parts):
        possible.add(decides)
    if all((not decides) in each.values for each in parts):
        possible.add(not decides)
    settled = any(each.values == {decides} and not each.undefined for each in parts)
    return OneOf(frozenset(possible), not settled and any(each.undefined for each in parts))


# --- strict operations; no operand is empty ---------------------------------------------------------------------


def _plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _negative(x: Between) -> Between:
    return Between(None if x.high is None else -x.high, None if x.low is None else -x.low)


def _add(_: Node, operands: list[Range]) -> Range:
    low: Fraction | None = _ZERO
    high: Fraction | None = _ZERO
    for each in cast("_Numbers", operands):
        low, high = _plus(low, each.low), _plus(high, each.high)
    return Between(low, high)


def _sub(node: Node, operands: list[Range]) -> Range:
    left, right = cast("_Numbers", operands)
    if node.args[0] is node.args[1]:
        return Between(_ZERO, _ZERO)
    return _add(node, [left, _negative(right)])


def _mul(node: Node, operands: list[Range]) -> Range:
    a, b = cast("_Numbers", operands)
    product = _product(a, b)
    square = node.args[0] is node.args[1]
    return product._replace(low=max(product.low or _ZERO, _ZERO)) if square else product


def _product(a: Between, b: Between) -> Between:
    """Multiply end by end; an open end opens the side that its sign reaches."""
    ends: list[Fraction] = []
    signs: set[int] = set()
    for p, p_side in ((a.low, -1), (a.high, 1)):
        for q, q_side in ((b.low, -1), (b.high, 1)):
            sign = _sign(p, p_side) * _sign(q, q_side)
            if p is not None and q is not None:
                ends.append(p * q)
            elif sign:
                signs.add(sign)
            else:
                ends.append(_ZERO)
    return Between(None if -1 in signs else min(ends), None if 1 in signs else max(ends))


def _sign(end: Fraction | None, side: int) -> int:
    return side if end is None else (end > 0) - (end < 0)


def _div(node: Node, operands: list[Range]) -> Range:
    over, under = cast("_Numbers", operands)
    if under.low is not None and under.low == under.high == 0:
        return _NO_NUMBER
    positive, negative = under.low is not None and under.low >= 0, under.high is not None and under.high <= 0
    touches = (under.low is None or under.low <= 0) and (under.high is None or under.high >= 0)
    if not positive and not negative:
        return ANY._replace(undefined=True)
    if node.args[0] is node.args[1]:
        return Between(_ONE, _ONE, touches)
    least = 1 / under.low if under.low else None
    most = 1 / under.high if under.high else None
    if positive:
        inverse = Between(_ZERO if under.high is None else most, least)
    else:
        inverse = Between(most, _ZERO if under.low is None else least)
    return _product(over, inverse)._replace(undefined=touches)


def _min(_: Node, operands: list[Range]) -> Range:
    parts = cast("_Numbers", operands)
    return Between(_extreme(min, [each.low for each in parts]), _nearest(min, [each.high for each in parts]))


def _max(_: Node, operands: list[Range]) -> Range:
    parts = cast("_Numbers", operands)
    return Between(_nearest(max, [each.low for each in parts]), _extreme(max, [each.high for each in parts]))


def _rising(function: Callable[[Fraction], Fraction], x: Between) -> Between:
    return Between(None if x.low is None else function(x.low), None if x.high is None else function(x.high))


def _floor(_: Node, operands: list[Range]) -> Range:
    return _rising(lambda end: Fraction(end.__floor__()), cast("Between", operands[0]))


def _round(node: Node, operands: list[Range]) -> Range:
    how = cast("Rounding", node.payload)
    return _rising(lambda end: round_to(end, how.mode, how.step), cast("Between", operands[0]))


def _approx(node: Node, operands: list[Range]) -> Range:
    found = bounds(str(node.payload), *(Limits(each.low, each.high) for each in cast("_Numbers", operands)))
    return _NO_NUMBER if found is None else Between(*found)


def _ordered(node: Node, operands: list[Range]) -> Range:
    a, b = cast("_Numbers", operands)
    strict = node.op is Op.LT
    if node.args[0] is node.args[1]:
        return OneOf(frozenset((not strict,)))
    always = a.high is not None and b.low is not None and (a.high < b.low if strict else a.high <= b.low)
    never = a.low is not None and b.high is not None and (a.low >= b.high if strict else a.low > b.high)
    return OneOf(frozenset((always,)) if always or never else _BOTH)


def _eq(node: Node, operands: list[Range]) -> Range:
    a, b = operands
    if node.args[0] is node.args[1]:
        return OneOf(frozenset((True,)))
    if isinstance(a, OneOf) or isinstance(b, OneOf):
        left, right = cast("OneOf", a).values, cast("OneOf", b).values
        alike, fixed = not left.isdisjoint(right), len(left) == len(right) == 1
    else:
        alike = all(x.high is None or y.low is None or x.high >= y.low for x, y in ((a, b), (b, a)))
        fixed = a.low is not None and a.low == a.high == b.low == b.high
    if not alike:
        return OneOf(frozenset((False,)))
    return OneOf(frozenset((True,)) if fixed else _BOTH)


def _not(_: Node, operands: list[Range]) -> Range:
    return OneOf(frozenset(not each for each in cast("OneOf", operands[0]).values))


_LAZY: dict[Op, Callable[[Node, list[Range]], Range]] = {
    Op.IF: _if,
    Op.PICK: _pick,
    Op.AND: _junction,
    Op.OR: _junction,
}
_STRICT: dict[Op, Callable[[Node, list[Range]], Range]] = {
    Op.ADD: _add,
    Op.SUB: _sub,
    Op.MUL: _mul,
    Op.DIV: _div,
    Op.MIN: _min,
    Op.MAX: _max,
    Op.FLOOR: _floor,
    Op.ROUND: _round,
    Op.APPROX: _approx,
    Op.LT: _ordered,
    Op.LE: _ordered,
    Op.EQ: _eq,
    Op.NOT: _not,
}
