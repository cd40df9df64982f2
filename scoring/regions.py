"""Where generated code computes each node: once, and never before it is known that it is needed if it may fail.

A *region* is code that runs under one condition: the whole function, a branch of an ``if`` or ``pick``, an operand
of ``and`` or ``or`` after the first. A node that is used several times is computed in the innermost region that
holds all its uses. A node that may be undefined is not moved out of a branch like that: it is computed once in each
of the outermost regions that use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.graph import Node, Op, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.intervals import Range

_EAGER = {Op.IF: 1, Op.PICK: 1, Op.AND: 1, Op.OR: 1}
"""How many of the first operands are always computed, for operations that may not need all."""

_COPIES = 8
"""A node in more regions than this is computed once for all of them, even if it may be undefined."""

_HEIGHT = 20
"""How many operations one expression nests; this bounds the recursion of who writes it."""


class Region:
    """Code under one condition.

    Attributes:
        parent: the region around it, None for the whole function.
        depth: how many regions are around it.
        kept: nodes to compute first, in order, since more than one operation uses them.
        inner: the region of an operation's operand, by the operation and the operand's place.
    """

    __slots__ = ("depth", "inner", "kept", "parent")

    def __init__(self, parent: Region | None) -> None:
        """Make an empty region."""
        self.parent = parent
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.kept: list[Node] = []
        self.inner: dict[tuple[Node, int], Region] = {}


def placed(outputs: Iterable[Node], possible: Mapping[Node, Range]) -> Region:
    """Return the region of the whole function that computes the outputs.

    Args:
        outputs: the nodes wanted.
        possible: what each node below them can be; it says which ones may be undefined.
    """
    root = Region(None)
    uses: dict[Node, list[Region]] = {each: [root] for each in outputs}
    order = list(walk(uses))
    where: dict[Node, list[Region]] = {}
    used: dict[Node, int] = {}
    for node in reversed(order):
        regions = uses.pop(node)
        if not node.args:
            continue  # inputs and constants are there anyway
        used[node] = len(regions)
        where[node] = [_meeting(regions)] if not possible[node].undefined else _outermost(regions)
        eager = _EAGER.get(node.op, len(node.args))
        for region in where[node]:
            for place, arg in enumerate(node.args):
                if place >= eager:
                    region.inner[node, place] = Region(region)
                uses.setdefault(arg, []).append(region.inner.get((node, place), region))
    _keep(order, where, used)
    return root


def _meeting(regions: list[Region]) -> Region:
    """Return the innermost region around all of some."""
    found = regions[0]
    for each in regions[1:]:
        other = each
        while other is not found:
            if other.parent is not None and other.depth >= found.depth:
                other = other.parent
            elif found.parent is not None:
                found = found.parent
    return found


def _outermost(regions: list[Region]) -> list[Region]:
    """Return the regions that are inside no other of them."""
    own = dict.fromkeys(regions)
    found = [each for each in own if not _inside(each, own)]
    return found if len(found) <= _COPIES else [_meeting(found)]


def _inside(region: Region, others: Mapping[Region, None]) -> bool:
    around = region.parent
    while around is not None:
        if around in others:
            return True
        around = around.parent
    return False


def _keep(order: list[Node], where: Mapping[Node, list[Region]], used: Mapping[Node, int]) -> None:
    """Decide which nodes are computed ahead: those used several times, and now and then one that nests deep."""
    height: dict[Node, int] = {}
    for node in order:
        if not node.args:
            height[node] = 0
            continue
        height[node] = 1 + max(_height(node, each, height) for each in node.args)
        if used[node] > len(where[node]) or height[node] > _HEIGHT:
            height[node] = 0
            for region in where[node]:
                region.kept.append(node)


def _height(node: Node, arg: Node, height: Mapping[Node, int]) -> int:
    """Return how deep an operand nests; a chain of ``if`` does not, since it becomes a list of ``elif``."""
    return height[arg] - (node.op is Op.IF and arg is node.args[2] and arg.op is Op.IF)
