"""The reference interpreter: every node of a graph, in order, with `Fraction`.

It is the arbiter of what a ruleset means and the slow path of the generated code. A node that has no value has an
`Unknown` with every cause of that: a strict operation joins the causes of its operands; ``and`` is false if any
operand is false whatever the others are, ``or`` the mirror; ``if`` and ``pick`` look only at what they choose.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from scoring import approx
from scoring.graph import Cause, Node, Op, Rounding, Unknown, Value, walk
from scoring.number import round_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scoring.reading import Read

GIVEN = "given:"
"""What the name of an input begins with that says whether another one was given."""

_ZERO = Fraction(0)
OUTSIDE = Unknown(frozenset((Cause("undefined", "outside-domain"),)))
DIVISION = Unknown(frozenset((Cause("undefined", "division-by-zero"),)))


def interpret(
    outputs: Iterable[Node],
    inputs: Mapping[str, Read | Unknown],
    known: dict[Node, Value] | None = None,
) -> dict[Node, Value]:
    """Return the value of every node below the outputs.

    Args:
        outputs: the nodes wanted.
        inputs: values by name, defaults in place, an `Unknown` for one whose causes are known; ``given:x`` is true
            where x was given, false where it is not here.
        known: values found before for the same inputs; what is found now comes to them, and they are returned.
    """
    values = {} if known is None else known
    for node in tuple(walk(outputs, values)):
        if node.op is Op.CONST:
            values[node] = cast("Value", node.payload)
        elif node.op is Op.INPUT:
            values[node] = _input(str(node.payload), inputs)
        else:
            values[node] = operated(node, [values[each] for each in node.args])
    return values


def operated(node: Node, operands: list[Value]) -> Value:
    """Return the value of one operation, of the values of its operands."""
    return _EVALUATE.get(node.op, _strict)(node, operands)


def perhaps_missing(outputs: Iterable[Node], values: Mapping[Node, Value]) -> frozenset[str]:
    """Return the inputs missing in branches whose condition is unknown, which may be needed once it is known.

    Args:
        outputs: the nodes wanted.
        values: what `interpret` returned for them.
    """
    names: set[str] = set()
    for node in walk(outputs):
        if node.op in {Op.IF, Op.PICK} and isinstance(values[node.args[0]], Unknown):
            for branch in node.args[1:]:
                names.update(missing(values[branch]))
    return frozenset(names)


def missing(value: Value) -> frozenset[str]:
    """Return the names of the missing inputs that leave a value unknown."""
    if not isinstance(value, Unknown):
        return frozenset()
    return frozenset(cause.name for cause in value.causes if cause.kind == "missing")


def _input(name: str, inputs: Mapping[str, Read | Unknown]) -> Value:
    value = inputs.get(name)
    if value is not None:
        return value
    return False if name.startswith(GIVEN) else Unknown(frozenset((Cause("missing", name),)))


def _joined(operands: list[Value]) -> Unknown | None:
    found: Unknown | None = None
    for each in operands:
        if isinstance(each, Unknown):
            found = each if found is None else found.joined(each)
    return found


def _strict(node: Node, operands: list[Value]) -> Value:
    return _joined(operands) or _STRICT[node.op](node, operands)


def _and(_: Node, operands: list[Value]) -> Value:
    return False if False in operands else _joined(operands) or True


def _or(_: Node, operands: list[Value]) -> Value:
    return True if True in operands else _joined(operands) or False


def _if(_: Node, operands: list[Value]) -> Value:
    condition, then, otherwise = operands
    return condition if isinstance(condition, Unknown) else then if condition else otherwise


def _pick(node: Node, operands: list[Value]) -> Value:
    word = operands[0]
    if isinstance(word, Unknown):
        return word
    members = cast("tuple[str, ...]", node.payload)
    return operands[1 + members.index(word)] if word in members else operands[-1]


def _divided(_: Node, operands: list[Value]) -> Value:
    over, under = cast("list[Fraction]", operands)
    return over / under if under else DIVISION


def _rounded(node: Node, operands: list[Value]) -> Value:
    how = cast("Rounding", node.payload)
    return round_to(cast("Fraction", operands[0]), how.mode, how.step)


def _approximate(node: Node, operands: list[Value]) -> Value:
    value = approx.value(str(node.payload), *cast("list[Fraction]", operands))
    return OUTSIDE if value is None else value


def _plain(operation: Callable[..., Value]) -> Callable[[Node, list[Value]], Value]:
    return lambda _, operands: operation(*operands)


_EVALUATE: dict[Op, Callable[[Node, list[Value]], Value]] = {Op.AND: _and, Op.OR: _or, Op.IF: _if, Op.PICK: _pick}
_STRICT: dict[Op, Callable[[Node, list[Value]], Value]] = {
    Op.ADD: _plain(lambda *terms: sum(terms, _ZERO)),
    Op.SUB: _plain(lambda left, right: left - right),
    Op.MUL: _plain(lambda left, right: left * right),
    Op.DIV: _divided,
    Op.MIN: _plain(min),
    Op.MAX: _plain(max),
    Op.FLOOR: _plain(lambda x: Fraction(x.__floor__())),
    Op.ROUND: _rounded,
    Op.APPROX: _approximate,
    Op.LT: _plain(lambda left, right: left < right),
    Op.LE: _plain(lambda left, right: left <= right),
    Op.EQ: _plain(lambda left, right: left == right),
    Op.NOT: _plain(lambda x: not x),
}
