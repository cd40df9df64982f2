"""The graph of the cases that give the same inputs: what is absent becomes a constant, and what follows is folded.

Folding never changes whether a node is known: an operand is dropped only where it always has a value, and an
operation becomes unknown only where the causes are the same in every such case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scoring.graph import Node, Op, Unknown, const, nothing, walk
from scoring.interpret import GIVEN
from scoring.intervals import Between, Range, ranges
from scoring.rewrite import rebuilt, replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scoring.reading import Domain

_PASSES = 3
"""What is folded may settle the range of what uses it; more passes than this find next to nothing."""


def specialise(outputs: Iterable[Node], present: Collection[str], domains: Mapping[str, Domain]) -> tuple[Node, ...]:
    """Return the outputs for the cases that give exactly the inputs named ``present``."""
    outputs = tuple(outputs)
    fixed = {node: _fixed(node, present, domains) for node in walk(outputs) if node.op is Op.INPUT}
    found = replaced(outputs, {node: new for node, new in fixed.items() if new is not None})
    for _ in range(_PASSES):
        before, found = found, _simpler(found, domains)
        if found == before:
            break
    return found


def _simpler(outputs: tuple[Node, ...], domains: Mapping[str, Domain]) -> tuple[Node, ...]:
    possible = ranges(outputs, {}, domains)
    new: dict[Node, Node] = {}
    for node in walk(outputs):
        new[node] = _folded(node, tuple(new[each] for each in node.args), possible)
    return tuple(new[each] for each in outputs)


def _fixed(node: Node, present: Collection[str], domains: Mapping[str, Domain]) -> Node | None:
    """Return the constant that stands for an input, None if the input is there."""
    name = str(node.payload)
    if name.startswith(GIVEN):
        return const(name.removeprefix(GIVEN) in present)
    if name in present:
        return None
    domain = domains.get(name)
    return nothing("missing", name, node.type) if domain is None or domain.default is None else const(domain.default)


def _folded(node: Node, args: tuple[Node, ...], possible: Mapping[Node, Range]) -> Node:
    settled = _settled(possible[node])
    if settled is not None:
        return settled
    causes = _causes(node, args, possible)
    if causes is not None:
        return const(causes, node.type)
    if node.op in {Op.MIN, Op.MAX}:
        args = _undominated(node, args, possible)
        if len(args) == 1:
            return args[0]
    return rebuilt(node, args)


def _settled(possible: Range) -> Node | None:
    """Return the constant that a node always is."""
    if possible.undefined:
        return None
    if isinstance(possible, Between):
        return const(possible.low) if possible.low is not None and possible.low == possible.high else None
    return const(next(iter(possible.values))) if len(possible.values) == 1 else None


def _causes(node: Node, args: tuple[Node, ...], possible: Mapping[Node, Range]) -> Unknown | None:
    """Return why a node is unknown in all these cases, None if it is not, or not always for the same reason."""
    deciding = zip(args[:1] if node.op in {Op.IF, Op.PICK} else args, node.args, strict=False)
    found: Unknown | None = None
    for new, old in deciding:
        if new.op is Op.CONST and isinstance(new.payload, Unknown):
            found = new.payload if found is None else found.joined(new.payload)
        elif possible[old].undefined or node.op in {Op.AND, Op.OR}:
            return None
    return found


def _undominated(node: Node, args: tuple[Node, ...], possible: Mapping[Node, Range]) -> tuple[Node, ...]:
    """Leave out of a ``min`` or ``max`` the operands that always have a value and are never the one taken."""
    bounds = [cast("Between", possible[each]) for each in node.args]
    kept = list(range(len(args)))
    for place, bound in enumerate(bounds):
        others = [bounds[each] for each in kept if each != place]
        if not bound.undefined and any(_beats(node.op, other, bound) for other in others):
            kept.remove(place)
    return tuple(args[each] for each in kept)


def _beats(op: Op, other: Between, bound: Between) -> bool:
    low, high = (other.high, bound.low) if op is Op.MIN else (bound.high, other.low)
    return not other.empty and low is not None and high is not None and low <= high
