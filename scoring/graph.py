"""The expression graph: nineteen kinds of immutable, shared node that every evaluator reads.

A node is a number, a truth value or a choice (a member of a declared list of words). Absence is not a
value: an evaluator that cannot know a node's value carries the causes of that, and ``Unknown`` is
how a cause is written down, also as the value of a constant where the author wrote "no value".

Builders fold constants and never change what is known: ``0 * x`` stays, since x may be missing, while
``x and false`` is false whatever x is. Equal nodes are one object, so nodes are compared by identity.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from threading import get_ident
from typing import TYPE_CHECKING, Any

from scoring.approx import value as computed
from scoring.interning import Interned
from scoring.operation import Cause, Op, Payload, Rounding, Type, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from scoring.sizes import Size


__all__ = ["Cause", "Op", "Payload", "Rounding", "Type", "Unknown", "Value"]  # what goes with nodes is had with them


class Node:
    """One operation over other nodes; build it with the functions of this module.

    Attributes:
        op: the operation.
        args: operands, in order. ``pick``: the choice, one result a member, the default.
        payload: the constant's value, the input's name, the `Rounding`, the members of ``pick``, or the
            name of the ``approx`` function.
        type: what its value is.
        bounds: how large its value can get, once `scoring.sizes` has been asked.
    """

    __slots__ = ("__weakref__", "args", "bounds", "op", "payload", "type")

    op: Op
    args: tuple[Node, ...]
    payload: Payload
    type: Type
    bounds: Size | None

    def __init__(self, op: Op, args: tuple[Node, ...], payload: Payload, kind: Type) -> None:
        """Make a node that is not shared; use the builders."""
        _set_op(self, op)
        _set_args(self, args)
        _set_payload(self, payload)
        _set_type(self, kind)
        set_bounds(self, None)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a node cannot be changed."""
        raise AttributeError(f"a node cannot be changed: {name}")

    def __repr__(self) -> str:
        """Return the operation and its operands, one level deep."""
        return f"{self.op}({', '.join(each.op for each in self.args) or self.payload})"

    @property
    def is_const(self) -> bool:
        """Whether this is a constant (also one without a value)."""
        return self.op is Op.CONST

    def __add__(self, other: Node) -> Node:
        """Return the sum."""
        return add(self, other)

    def __sub__(self, other: Node) -> Node:
        """Return the difference."""
        return sub(self, other)

    def __mul__(self, other: Node) -> Node:
        """Return the product."""
        return mul(self, other)

    def __truediv__(self, other: Node) -> Node:
        """Return the quotient."""
        return div(self, other)

    def __neg__(self) -> Node:
        """Return 0 - x."""
        return sub(ZERO, self)


_slots: Any = Node  # a slot's own setter passes by the refusal above; nodes are made by the ten thousand
_set_op, _set_args = _slots.op.__set__, _slots.args.__set__
_set_payload, _set_type, set_bounds = _slots.payload.__set__, _slots.type.__set__, _slots.bounds.__set__
_shared: Interned[Node] = Interned()
_found = _shared.found


def _node(op: Op, args: tuple[Node, ...], payload: Payload, kind: Type) -> Node:
    key = op, payload, kind, *map(id, args)
    found = _found.get(key)
    return (None if found is None else found()) or _shared.keep(key, Node(op, args, payload, kind))


def _number(value: Fraction) -> Node:
    key = value.numerator, value.denominator  # a fraction takes long to hash and to compare
    found = _found.get(key)
    return (None if found is None else found()) or _shared.keep(key, Node(Op.CONST, (), value, Type.NUMBER))


class Numeral(Fraction):
    """A number in whose place another one may be put: it comes with the node that stands for it in the graph."""

    __slots__ = ("node",)
    node: Node

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Pickle the number; the node is made again."""
        return numeral, (Fraction(*self.as_integer_ratio()),)


def numeral(value: Fraction) -> Numeral:
    """Return a number put in the place of another one; its node is a constant."""
    made = Numeral(value)
    made.node = _number(Fraction(value))
    return made


STANDING: dict[int, Callable[[Node], Fraction | None]] = {}
"""While a thread lifts numbers to inputs: what tells the number that such a node has for now (`scoring.lifted`)."""


def const(value: Value | int, of: Type | None = None) -> Node:
    """Return the constant node of a number, a truth value, a word, or of no value (of the type ``of``)."""
    if type(value) is Fraction:
        return _number(value)
    if isinstance(value, Numeral):
        return value.node
    if not isinstance(value, bool | str | Unknown):
        return _number(Fraction(value))
    usual = Type.TRUTH if isinstance(value, bool) else Type.CHOICE if isinstance(value, str) else Type.NUMBER
    return _node(Op.CONST, (), value, of or usual)


def nothing(kind: str, name: str, of: Type = Type.NUMBER) -> Node:
    """Return the constant without a value, whose one cause is ``Cause(kind, name)``."""
    return const(Unknown(frozenset((Cause(kind, name),))), of)


def input_(name: str, kind: Type = Type.NUMBER) -> Node:
    """Return the node that stands for an input."""
    return _node(Op.INPUT, (), name, kind)


def given(name: str) -> Node:
    """Return the truth node "was this input given", which is always known."""
    return input_(f"given:{name}", Type.TRUTH)


def value_of(node: Node) -> Value | None:
    """Return the value of a constant, None for any other node."""
    return node.payload if node.op is Op.CONST else None  # type: ignore[return-value]  # a constant's payload


def is_nothing(node: Node) -> bool:
    """Return whether a node is a constant without a value."""
    return isinstance(node.payload, Unknown)


def number_of(node: Node) -> Fraction | None:
    """Return the number a constant holds, None for any other node; also one that is lifted to an input just now."""
    found = _fixed(node)
    return STANDING[get_ident()](node) if found is None and get_ident() in STANDING else found


def _fixed(node: Node) -> Fraction | None:
    payload = node.payload
    return payload if type(payload) is Fraction else None


ZERO = const(0)
ONE = const(1)
TRUE = const(True)  # noqa: FBT003  # a constant's value, not a switch
FALSE = const(False)  # noqa: FBT003  # a constant's value, not a switch


def add(*terms: Node) -> Node:
    """Return the sum of any number of nodes."""
    rest = []
    fixed: Fraction | int = 0
    for each in terms:
        number = each.payload
        if type(number) is Fraction:
            fixed = fixed + number if fixed else number
        else:
            rest.append(each)
    if fixed or not rest:
        rest.append(const(fixed))
    return rest[0] if len(rest) == 1 else _node(Op.ADD, tuple(rest), None, Type.NUMBER)


def sub(left: Node, right: Node) -> Node:
    """Return left − right."""
    if right is ZERO:
        return left
    a, b = _fixed(left), _fixed(right)
    if a is not None and b is not None:
        return const(a - b)
    return _node(Op.SUB, (left, right), None, Type.NUMBER)


def mul(left: Node, right: Node) -> Node:
    """Return left · right."""
    if left is ONE or right is ONE:
        return left if right is ONE else right
    a, b = _fixed(left), _fixed(right)
    if a is not None and b is not None:
        return const(a * b)
    return _node(Op.MUL, (left, right), None, Type.NUMBER)


def div(left: Node, right: Node) -> Node:
    """Return left ÷ right, undefined (``division-by-zero``) where right is 0."""
    if right is ONE:
        return left
    a, b = _fixed(left), _fixed(right)
    if a is not None and b:
        return const(a / b)
    return _node(Op.DIV, (left, right), None, Type.NUMBER)


def _extreme(op: Op, terms: tuple[Node, ...]) -> Node:
    rest, numbers = [], []
    for each in dict.fromkeys(terms):
        number = each.payload
        if type(number) is Fraction:
            numbers.append(number)
        else:
            rest.append(each)
    if numbers:
        rest.append(const(min(numbers) if op is Op.MIN else max(numbers)))
    return rest[0] if len(rest) == 1 else _node(op, tuple(rest), None, Type.NUMBER)


def minimum(*terms: Node) -> Node:
    """Return the least of one or more numbers."""
    return _extreme(Op.MIN, terms)


def maximum(*terms: Node) -> Node:
    """Return the greatest of one or more numbers."""
    return _extreme(Op.MAX, terms)


def floor(x: Node) -> Node:
    """Return the greatest whole number ≤ x, also below zero (−0.5 → −1)."""
    number = _fixed(x)
    return _node(Op.FLOOR, (x,), None, Type.NUMBER) if number is None else const(number.__floor__())


def ceil(x: Node) -> Node:
    """Return the least whole number ≥ x."""
    return -floor(-x)


def nearest(x: Node) -> Node:
    """Return the nearest whole number, halves up."""
    return floor(x + const(Fraction(1, 2)))


def absolute(x: Node) -> Node:
    """Return x without its sign."""
    return maximum(x, -x)


def clamp(x: Node, low: Node | None, high: Node | None) -> Node:
    """Return x within low…high; None leaves a side open."""
    x = x if high is None else minimum(x, high)
    return x if low is None else maximum(x, low)


def rounded(x: Node, mode: str, step: Fraction) -> Node:
    """Return x rounded to a multiple of ``step`` by ``mode`` (a mode of `scoring.number`)."""
    return _node(Op.ROUND, (x,), Rounding(mode, step), Type.NUMBER)


def approx(function: str, *args: Node) -> Node:
    """Return a function of `scoring.approx`, undefined (``outside-domain``) where that has no value."""
    numbers = [number for each in args if (number := _fixed(each)) is not None]
    exact = computed(function, *numbers) if len(numbers) == len(args) else None
    return _node(Op.APPROX, args, function, Type.NUMBER) if exact is None else const(exact)


def _ordered(op: Op, left: Node, right: Node) -> Node:
    a, b = _fixed(left), _fixed(right)
    if a is None or b is None:
        return _node(op, (left, right), None, Type.TRUTH)
    return TRUE if (a < b if op is Op.LT else a <= b) else FALSE


def less(left: Node, right: Node) -> Node:
    """Return left < right."""
    return _ordered(Op.LT, left, right)


def at_most(left: Node, right: Node) -> Node:
    """Return left ≤ right."""
    return _ordered(Op.LE, left, right)


def equal(left: Node, right: Node) -> Node:
    """Return whether two numbers, two words or two truth values are the same."""
    a, b = value_of(left), value_of(right)
    if a is None or b is None or type(a) is Unknown or type(b) is Unknown:
        return _node(Op.EQ, (left, right), None, Type.TRUTH)
    return const(a == b)


def _joined(op: Op, terms: Iterable[Node], decides: Node, neutral: Node) -> Node:
    rest = dict.fromkeys(terms)
    if decides in rest:
        return decides
    rest.pop(neutral, None)
    if len(rest) < 2:  # noqa: PLR2004  # none or one left
        return next(iter(rest), neutral)
    return _node(op, tuple(rest), None, Type.TRUTH)


def both(*terms: Node) -> Node:
    """Return the conjunction: false if any is false, else unknown if any is unknown, else true."""
    return _joined(Op.AND, terms, FALSE, TRUE)


def either(*terms: Node) -> Node:
    """Return the disjunction: true if any is true, else unknown if any is unknown, else false."""
    return _joined(Op.OR, terms, TRUE, FALSE)


def two_of(*terms: Node) -> Node:
    """Return whether at least two hold; two that do decide, whatever the others are."""
    before, found = FALSE, FALSE
    for term in terms:
        found = either(found, both(before, term))
        before = either(before, term)
    return found


def negated(x: Node) -> Node:
    """Return not x."""
    value = value_of(x)
    if isinstance(value, bool):
        return const(not value)
    return x.args[0] if x.op is Op.NOT else _node(Op.NOT, (x,), None, Type.TRUTH)


def if_(condition: Node, then: Node, otherwise: Node) -> Node:
    """Return ``then`` where the condition holds, else ``otherwise``; the other one is not looked at."""
    if condition is TRUE:
        return then
    if condition is FALSE:
        return otherwise
    if condition.op is Op.NOT:
        return if_(condition.args[0], otherwise, then)
    return _node(Op.IF, (condition, then, otherwise), None, then.type)


def pick(choice: Node, results: Mapping[str, Node], default: Node) -> Node:
    """Return the result of the choice's word, ``default`` for every other word."""
    if isinstance(word := value_of(choice), str):
        return results.get(word, default)
    return _node(Op.PICK, (choice, *results.values(), default), tuple(results), default.type)


def walk(outputs: Iterable[Node], beyond: Container[Node] = ()) -> Iterator[Node]:
    """Yield every node below the outputs once, operands before the operations that use them.

    Args:
        outputs: the nodes to begin with.
        beyond: nodes to leave out, with all that only they use.
    """
    done: set[Node] = set()
    stack = [(each, False) for each in reversed(tuple(outputs))]
    while stack:
        node, ready = stack.pop()
        if node in done or node in beyond:
            continue
        if ready or not node.args:
            done.add(node)
            yield node
        else:
            stack.append((node, True))
            stack.extend((each, False) for each in reversed(node.args) if each not in done)


@cache
def undefined(code: str, of: Type = Type.NUMBER) -> Node:
    """Return the constant that is undefined for a reason named by ``code``."""
    return nothing("undefined", code, of)
