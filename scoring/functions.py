"""The functions of formulas: name → how many operands, and the nodes they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.approx import EXACT_POWER, MAX_DEGREE
from scoring.definedness import known
from scoring.formula import MAX_NODES
from scoring.graph import Node, Op
from scoring.sizes import MAX_BITS, size

if TYPE_CHECKING:
    from collections.abc import Callable


class WrongOperand(Exception):  # noqa: N818  # told as a `FormulaError`, by who knows the place
    """A function cannot have these operands.

    Attributes:
        code: of the catalogue.
        place: of the operand that is wrong; None: the whole call.
        facts: of the message.
    """

    def __init__(self, code: str, place: int | None = None, **facts: str) -> None:
        """Keep what is wrong."""
        super().__init__(code)
        self.code, self.place, self.facts = code, place, facts


def _approx(function: str, code: str) -> Callable[..., Node]:
    """Return the builder of a function to 50 digits; numbers it has no value for are a mistake, told by ``code``."""

    def build(*args: Node) -> Node:
        node = g.approx(function, *args)
        if node.op is Op.APPROX and all(g.number_of(each) is not None for each in args):
            raise WrongOperand(code)
        return node

    return build


_root, _power_of = _approx("root", "root-domain"), _approx("power", "power-domain")


def _root_of(x: Node, degree: Node) -> Node:
    n = g.number_of(degree)
    if n is None or n.denominator != 1 or not 1 <= n <= MAX_DEGREE:
        raise WrongOperand("root-degree", 1, limit=str(MAX_DEGREE))
    return x if n == 1 else _root(x, degree)


def _power(x: Node, exponent: Node) -> Node:
    """A whole exponent that is written and not below 0 makes products."""
    n = g.number_of(exponent)
    if n is None or n.denominator != 1 or not 0 <= n <= EXACT_POWER:
        return _power_of(x, exponent)
    if size(x).bits * n > MAX_BITS:
        raise WrongOperand("number-too-large")
    result = g.ONE
    for _ in range(int(n)):
        result = result * x
    return result


def _truncated(x: Node) -> Node:
    return g.if_(g.less(x, g.ZERO), g.ceil(x), g.floor(x))


FUNCTIONS: dict[str, tuple[int, int, Callable[..., Node]]] = {
    "abs": (1, 1, g.absolute),
    "min": (1, MAX_NODES, g.minimum),
    "max": (1, MAX_NODES, g.maximum),
    "clip": (3, 3, g.clamp),
    "floor": (1, 1, g.floor),
    "ceil": (1, 1, g.ceil),
    "truncate": (1, 1, _truncated),
    "quotient": (2, 2, lambda x, y: g.floor(x / y)),
    "remainder": (2, 2, lambda x, y: x - y * g.floor(x / y)),
    "power": (2, 2, _power),
    "root": (2, 2, _root_of),
    "ln": (1, 1, _approx("ln", "logarithm-domain")),
    "log10": (1, 1, _approx("log10", "logarithm-domain")),
    "exp": (1, 1, _approx("exp", "exp-domain")),
    "normal": (1, 1, lambda x: g.approx("normal", x)),
    "known": (1, 1, known),
    "first_known": (2, MAX_NODES, known),
    "given": (1, 1, known),
    "position": (1, 1, known),
}

UNITLESS = frozenset(("known", "quotient", "power", "root", "ln", "log10", "exp", "normal"))
"""Functions whose result has no unit, whatever that of their operands is."""
