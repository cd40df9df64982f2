"""Whether a node has a value, as a node of its own: what ``known`` and ``if_undefined`` lower to."""

from __future__ import annotations

from scoring import graph as g
from scoring.approx import MAX_DEGREE, MAX_EXP, MAX_EXPONENT
from scoring.graph import Node, Op, Unknown

_ALWAYS_THERE = ("findings", "amount", "not_applicable", "mark.because")


def known(node: Node) -> Node:
    """Return the truth node "this has a value": its inputs are given, its divisors not 0, its functions in reach.

    It is known itself wherever the conditions inside the node are.
    """
    return _defined(node, inputs=True)


def computable(node: Node) -> Node:
    """Return the truth node "every divisor that is reached is not 0, every function within its domain".

    Missing inputs do not make it false: it is unknown where a divisor itself is.
    """
    return _defined(node, inputs=False)


def is_fixed(node: Node) -> bool:
    """Whether no figure changes a node: it is a constant, or a number that is lifted to an input just now."""
    return node.is_const or g.number_of(node) is not None


def _own_domain(node: Node) -> Node:
    """Return the truth node "an operation whose operands have values has one"."""
    if node.op is Op.DIV:
        return g.negated(g.equal(node.args[1], g.ZERO))
    return domain(str(node.payload), *node.args)


def domain(function: str, *args: Node) -> Node:
    """Return the truth node "a function of `scoring.approx` has a value here", known where the operands are."""
    x = args[0]
    if function in {"ln", "log10"}:
        return g.less(g.ZERO, x)
    if function == "exp":
        return g.both(g.at_most(g.const(-MAX_EXP), x), g.at_most(x, g.const(MAX_EXP)))
    if function == "power":
        return _power_domain(*args)
    if function == "root":
        degree = args[1]
        half = degree / g.const(2)
        return g.both(
            _whole(degree), g.at_most(g.ONE, degree), g.at_most(degree, g.const(MAX_DEGREE)),
            g.either(g.at_most(g.ZERO, x), g.negated(_whole(half))),
        )  # fmt: skip
    return g.TRUE


def _power_domain(x: Node, y: Node) -> Node:
    """A base of 0 has powers from 0 on, one below 0 only whole ones, and no result has too many digits."""
    size = y * g.approx("log10", g.absolute(x))
    reached = g.at_most(g.absolute(size), g.const(MAX_EXPONENT))
    other = g.both(g.either(g.less(g.ZERO, x), _whole(y)), reached)
    return g.if_(g.equal(x, g.ZERO), g.at_most(g.ZERO, y), other)


def _whole(x: Node) -> Node:
    return g.equal(g.floor(x), x)


def _defined(node: Node, *, inputs: bool) -> Node:
    done: dict[Node, Node] = {}
    for each in g.walk([node]):
        done[each] = _condition(each, done, inputs=inputs)
    return done[node]


def _condition(node: Node, done: dict[Node, Node], *, inputs: bool) -> Node:
    parts = [done[each] for each in node.args]
    match node.op:
        case Op.CONST:
            return g.const(not (inputs and isinstance(node.payload, Unknown)))
        case Op.INPUT:
            name = str(node.payload)
            return g.given(name) if inputs and _may_be_absent(name) else g.TRUE
        case Op.DIV | Op.APPROX:
            asked = parts if node.op is Op.APPROX else parts[1:]
            return g.both(*parts, _guarded(g.both(*asked), _own_domain(node), inputs=inputs))
        case Op.IF | Op.PICK:
            return _branching(node, parts, inputs=inputs)
        case Op.AND | Op.OR:
            return g.either(g.both(*parts), *_deciding(node, parts, inputs=inputs))
        case _:
            return g.both(*parts)


def _branching(node: Node, parts: list[Node], *, inputs: bool) -> Node:
    """Return the condition of ``if`` and ``pick``: that of the choice, and of the branch it takes."""
    first = parts[0]
    asked = set(first.args) if first.op is Op.AND else {first}
    # What the choice needs anyway is not asked again; branches that need nothing do not wait for the choice.
    branches = [g.both(*(each for each in _conjuncts(part) if each not in asked)) for part in parts[1:]]
    if node.op is Op.IF:  # nor is what holds in a branch anyway, since its condition says so
        holding = (_conjuncts(node.args[0]), _conjuncts(g.negated(node.args[0])))
        branches = [
            g.both(*(each for each in _conjuncts(branch) if each not in held))
            for branch, held in zip(branches, holding, strict=True)
        ]
    if all(branch is g.TRUE for branch in branches):
        return first
    if node.op is Op.IF:
        chosen = g.if_(node.args[0], *branches)
    else:
        members: tuple[str, ...] = node.payload  # type: ignore[assignment]  # pick holds its words
        chosen = g.pick(node.args[0], dict(zip(members, branches[:-1], strict=True)), branches[-1])
    return g.both(first, _guarded(first, chosen, inputs=inputs))


def _conjuncts(condition: Node) -> tuple[Node, ...]:
    return condition.args if condition.op is Op.AND else (condition,)


def _may_be_absent(name: str) -> bool:
    """Whether an input can be missing: counts of findings, reasons of marks and declarations cannot."""
    _, slash, own = name.rpartition("/")  # a figure has no slash, whatever it is called
    return not name.startswith("given:") and not (slash and own.startswith(_ALWAYS_THERE))


def _deciding(node: Node, parts: list[Node], *, inputs: bool) -> list[Node]:
    """One false operand decides an ``and``, one true operand an ``or``, whatever the others are."""
    wanted = (lambda x: x) if node.op is Op.OR else g.negated
    return [
        g.both(part, _guarded(part, wanted(arg), inputs=inputs)) for part, arg in zip(parts, node.args, strict=True)
    ]


def _guarded(defined: Node, condition: Node, *, inputs: bool) -> Node:
    """Return the condition where its operand has a value, false elsewhere, so that it is always known."""
    return g.if_(defined, condition, g.FALSE) if inputs else condition
