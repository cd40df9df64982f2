"""Numbers of a ruleset that are lifted to inputs while it is lowered, so that other numbers may stand for them.

A ruleset is lowered with the numbers that stand in it, but each lifted one is an input of the graph. Where lowering
asks how large such a number is (do bands rise, is a step above 0), the answer for these numbers is noted as a
condition. So the program holds for all numbers that answer alike, whatever the rule kinds ask; for others the ruleset
is lowered anew, and says in its own words what is wrong. Nobody has to state a check a second time.
"""

from __future__ import annotations

import operator
from contextlib import contextmanager
from fractions import Fraction
from threading import get_ident
from typing import TYPE_CHECKING, Any, cast

from scoring import graph as g
from scoring.definedness import known
from scoring.graph import STANDING, Node, Numeral, Op, Unknown
from scoring.interpret import interpret, operated
from scoring.number import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NEVER_FOLDED = frozenset((Op.ROUND, Op.INPUT))
"""What stays a node of its own also over constants."""


class Lifting:
    """A lowering under way in which some numbers are inputs.

    Attributes:
        values: input → the number that stands for it meanwhile.
        used: the inputs that became part of something.
        conditions: what was asked of the numbers, as truth nodes that are true of `values`.
    """

    def __init__(self, values: Mapping[str, Fraction]) -> None:
        """Prepare; nothing is asked yet."""
        self.values = values
        self.used: set[str] = set()
        self.conditions: dict[Node, None] = {}
        self._open = True
        self._known: dict[Node, object] = {}

    def number(self, name: str) -> Drawn:
        """Return the number that is to stand in the place of a written one."""
        return Drawn.made(self.values[name], g.input_(name), self, name)

    @contextmanager
    def during(self) -> Iterator[None]:
        """Lift numbers of whatever this thread lowers."""
        STANDING[get_ident()] = self.number_of
        try:
            yield
        finally:
            del STANDING[get_ident()]
            self._open = False

    def number_of(self, node: Node) -> Drawn | None:
        """Return the number of a node that no figure changes, as lowering would have folded it; None for any other."""
        value = self._value(node)
        return Drawn.made(value, node, self) if isinstance(value, Fraction) else None

    def note(self, condition: Node) -> None:
        """Keep what was found to hold."""
        if self._open and condition is not g.TRUE:
            self.conditions[condition] = None

    def holds(self, values: Mapping[str, Fraction]) -> bool:
        """Whether everything that was asked has the same answer for other numbers."""
        found = interpret(self.conditions, values)
        return all(found[condition] is True for condition in self.conditions)

    @property
    def otherwise(self) -> Node:
        """The truth node "something that was asked has another answer"; always known."""
        return g.negated(g.both(*(g.if_(known(each), each, g.FALSE) for each in self.conditions)))

    def _value(self, node: Node) -> object:
        """Return the value of a node that no figure changes, None for any other."""
        waiting = [node]
        while waiting:
            each = waiting[-1]
            if each in self._known:
                waiting.pop()
            elif each.op is Op.CONST:
                self._known[each] = None if isinstance(each.payload, Unknown) else each.payload
            elif each.op in _NEVER_FOLDED:
                self._known[each] = self.values.get(str(each.payload)) if each.op is Op.INPUT else None
            elif (missing := next((arg for arg in each.args if arg not in self._known), None)) is not None:
                if each.args[0] in self._known and self._known[each.args[0]] is None and each.op is not Op.PICK:
                    self._known[each] = None  # the rest need not be looked at
                else:
                    waiting.append(missing)
            else:
                self._known[each] = self._folded(each)
        return self._known[node]

    def _folded(self, node: Node) -> object:
        operands = [self._known[each] for each in node.args]
        if node.op is Op.IF and isinstance(operands[0], bool):
            self.note(node.args[0] if operands[0] else g.negated(node.args[0]))
            return operands[1 if operands[0] else 2]
        if any(each is None for each in operands):
            return None
        found = operated(node, cast("list[g.Value]", operands))
        if node.op is Op.DIV and not isinstance(found, Unknown):
            self.note(g.negated(g.equal(node.args[1], g.ZERO)))
        return None if isinstance(found, Unknown) else found


def _plain(other: object) -> Any:  # noqa: ANN401  # a Fraction or an int
    return other.plain if isinstance(other, Drawn) else other


def _node(other: Fraction | int) -> Node:
    return other.node if isinstance(other, Numeral) else g.const(other)


class Drawn(Numeral):
    """A number that stands for an input meanwhile: computed with, it keeps the node; compared, it notes the answer."""

    __slots__ = ("_node", "lifting", "name", "plain")
    plain: Fraction
    lifting: Lifting
    name: str
    _node: Node
    _numerator: int  # of Fraction, whose stub leaves them out
    _denominator: int

    @classmethod
    def made(cls, value: Fraction, node: Node, lifting: Lifting, name: str = "") -> Drawn:
        """Make one; ``name``: of the input it is, "" for what is computed from several."""
        self = object.__new__(cls)
        self._numerator, self._denominator = value.numerator, value.denominator
        self.plain = Fraction(value.numerator, value.denominator)
        self._node, self.lifting, self.name = node, lifting, name
        return self

    @property
    def node(self) -> Node:  # type: ignore[override]  # read only
        """The node that stands for it."""
        if self.name:
            self.lifting.used.add(self.name)
        return self._node

    def told(self) -> Fraction:
        """Return the number itself; what is done with it then holds for this number alone."""
        self.lifting.note(g.equal(self.node, g.const(self.plain)))
        return self.plain

    numerator = property(lambda self: self.told().numerator)
    denominator = property(lambda self: self.told().denominator)

    def __floor__(self) -> Drawn:  # type: ignore[override]  # a whole number that keeps its node
        """Return the greatest whole number below."""
        return self._with(Fraction(self.plain.__floor__()), g.floor(self.node))

    def __neg__(self) -> Drawn:
        """Return the number with the other sign."""
        return self._with(-self.plain, -self.node)

    def __pos__(self) -> Drawn:
        """Return the number."""
        return self

    def __abs__(self) -> Drawn:
        """Return the number without its sign."""
        return self._with(abs(self.plain), g.absolute(self.node))

    def __bool__(self) -> bool:
        """Whether it is not 0."""
        return bool(self != 0)

    def __str__(self) -> str:
        """Return the number in words alone, which ask nothing."""
        return decimal_text(self.plain)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        """Return the number in words, likewise."""
        return format(self.plain, spec) if spec else str(self)

    def __hash__(self) -> int:  # type: ignore[override]  # as of any number
        """Return the hash of the number itself."""
        return hash(self.told())

    def __copy__(self) -> Drawn:
        """Return the number itself: it cannot change."""
        return self

    def __deepcopy__(self, memo: object) -> Drawn:
        """Return the number itself, likewise."""
        return self

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Pickle the number alone."""
        return Fraction, (self._numerator, self._denominator)

    def _with(self, value: Fraction, node: Node) -> Drawn:
        return Drawn.made(value, node, self.lifting)


def _arithmetic(plain: Callable[[Any, Any], Any], build: Callable[[Node, Node], Node], *, swapped: bool) -> Any:  # noqa: ANN401  # a method
    def method(self: Drawn, other: object) -> Any:  # noqa: ANN401  # a number, or NotImplemented
        if not isinstance(other, int | Fraction):
            return NotImplemented
        left, right = (other, self) if swapped else (self, other)
        if plain is operator.truediv and isinstance(right, Drawn):
            right.__bool__()
        return self._with(Fraction(plain(_plain(left), _plain(right))), build(_node(left), _node(right)))

    return method


def _comparison(plain: Callable[[Any, Any], Any], build: Callable[[Node, Node], Node]) -> Any:  # noqa: ANN401  # a method
    def method(self: Drawn, other: object) -> Any:  # noqa: ANN401  # a truth value, or NotImplemented
        if not isinstance(other, int | Fraction):
            return NotImplemented
        holds = plain(self.plain, _plain(other))
        node = build(self.node, _node(other))
        self.lifting.note(node if holds else g.negated(node))
        return holds

    return method


def _told(name: str) -> Any:  # noqa: ANN401  # a method
    def method(self: Drawn, *others: Any) -> Any:  # noqa: ANN401  # whatever the operation takes
        return getattr(self.told(), name)(*(each.told() if isinstance(each, Drawn) else each for each in others))

    return method


for _name, _plainly, _build in (
    ("add", operator.add, g.add), ("sub", operator.sub, g.sub), ("mul", operator.mul, g.mul),
    ("truediv", operator.truediv, g.div), ("floordiv", operator.floordiv, lambda a, b: g.floor(g.div(a, b))),
):  # fmt: skip
    setattr(Drawn, f"__{_name}__", _arithmetic(_plainly, _build, swapped=False))
    setattr(Drawn, f"__r{_name}__", _arithmetic(_plainly, _build, swapped=True))
for _name, _plainly, _build in (
    ("lt", operator.lt, g.less), ("le", operator.le, g.at_most), ("eq", operator.eq, g.equal),
    ("gt", operator.gt, lambda a, b: g.less(b, a)), ("ge", operator.ge, lambda a, b: g.at_most(b, a)),
    ("ne", operator.ne, lambda a, b: g.negated(g.equal(a, b))),
):  # fmt: skip
    setattr(Drawn, f"__{_name}__", _comparison(_plainly, _build))
for _name in (
    "ceil", "trunc", "round", "int", "float", "complex", "pow", "rpow", "mod", "rmod", "divmod", "rdivmod",
):  # fmt: skip
    setattr(Drawn, f"__{_name}__", _told(f"__{_name}__"))
for _name in ("as_integer_ratio", "limit_denominator"):
    setattr(Drawn, _name, _told(_name))
