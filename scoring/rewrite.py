"""Graphs made from graphs: the same operations over other operands, folded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.graph import (
    Op,
    add,
    approx,
    at_most,
    both,
    div,
    either,
    equal,
    floor,
    if_,
    less,
    maximum,
    minimum,
    mul,
    negated,
    pick,
    rounded,
    sub,
    walk,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scoring.graph import Node

_BUILD: dict[Op, Callable[..., Node]] = {
    Op.ADD: add, Op.SUB: sub, Op.MUL: mul, Op.DIV: div, Op.MIN: minimum, Op.MAX: maximum, Op.FLOOR: floor,
    Op.LT: less, Op.LE: at_most, Op.EQ: equal, Op.AND: both, Op.OR: either, Op.NOT: negated, Op.IF: if_,
}  # fmt: skip


def rebuilt(node: Node, args: tuple[Node, ...]) -> Node:
    """Return the same operation over other operands, folded again."""
    if args == node.args:
        return node
    if node.op is Op.ROUND:
        how = node.payload
        return rounded(args[0], how.mode, how.step)  # type: ignore[union-attr]  # a round node's payload
    if node.op is Op.PICK:
        return pick(args[0], dict(zip(node.payload, args[1:-1], strict=True)), args[-1])  # type: ignore[arg-type]  # words
    if node.op is Op.APPROX:
        return approx(str(node.payload), *args)
    return _BUILD[node.op](*args)


def replaced(outputs: Iterable[Node], by: Mapping[Node, Node]) -> tuple[Node, ...]:
    """Return the outputs with some nodes replaced."""
    outputs = tuple(outputs)
    new: dict[Node, Node] = {}
    for node in walk(outputs):
        new[node] = by[node] if node in by else rebuilt(node, tuple(new[each] for each in node.args))
    return tuple(new[each] for each in outputs)


def rewritten(root: Node, memo: dict[Node, Node], leaf: Callable[[Node], Node]) -> Node:
    """Return a node with others put in, and remember what became of every node on the way.

    Args:
        root: the node.
        memo: what nodes became before, or are to become.
        leaf: what an input or a constant becomes that is not in ``memo``.
    """
    stack = [root]
    while stack:
        node = stack[-1]
        if node in memo:
            stack.pop()
            continue
        waiting = [each for each in node.args if each not in memo]
        if waiting:
            stack.extend(waiting)
            continue
        memo[node] = rebuilt(node, tuple(memo[each] for each in node.args)) if node.args else leaf(node)
        stack.pop()
    return memo[root]
