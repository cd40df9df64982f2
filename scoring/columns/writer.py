"""Nodes of the graph as NumPy statements: a number, a truth value or a word of every row, and the state of each.

A *state* says in which rows a node has no value and why: 0 where it has one, else the kinds of its causes, added up.
It is carried only where it can be something else than 0: below a divisor that may be zero, below an input that is
missing in some rows. Which inputs are missing is in the graph, as ``if(there, input, missing)``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from scoring.columns.code import BOOL, OBJECT, TUPLE, is_constant
from scoring.columns.forms import Form, constant
from scoring.columns.nearly import Nearly
from scoring.columns.wholes import Whole, number
from scoring.graph import Node, Op, Rounding, Type, Unknown
from scoring.interpret import DIVISION, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scoring.intervals import Between, OneOf, Range

MISSING, UNDEFINED = 1, 2
_NOUGHT, _UNITY = Fraction(0), Fraction(1)
_ENDLESS = 1 << 400_000
"""Limits of what a function to 50 digits gives, of which nothing is proved."""

Read = Form | Whole | str
"""A number, a word by its place in the vocabulary, or a truth value."""


class Value(NamedTuple):
    """What a node is in every row, and its state."""

    form: Read
    state: str


class Writer(Nearly):
    """Writes nodes, operands first."""

    def __init__(
        self, possible: Mapping[Node, Range], words: Mapping[str, int], inputs: dict[str, Read], *, floats: bool
    ) -> None:
        """Start with what is known of the nodes, the places of the words, the arrays of the inputs (see `Nearly`)."""
        super().__init__(floats=floats)
        self.possible, self.words, self.inputs = possible, words, inputs
        self.values: dict[Node, Value] = {}

    def write(self, node: Node) -> Value:
        """Write a node whose operands are written."""
        before = len(self.doubts)
        if node.op is Op.CONST:
            found = self._constant(node)
        elif node.op is Op.INPUT:
            found = Value(self.inputs[str(node.payload)], "0")
        else:
            operands = [self.values[each] for each in node.args]
            found = _WRITE[node.op](self, node, operands)
        if isinstance(found.form, Form):
            bounds = cast("Between", self.possible[node])
            if not bounds.empty:
                found = found._replace(form=self.within(found.form, bounds.low, bounds.high))
        self.values[node] = found
        known = self.is_known(found.state) if len(self.doubts) > before else "True"
        self.doubts[before:] = [self.all_of((each, known)) for each in self.doubts[before:]]
        return found

    def _constant(self, node: Node) -> Value:
        value = node.payload
        if isinstance(value, Unknown):
            nothing: dict[Type, Read] = {Type.TRUTH: "False", Type.CHOICE: number(0)}
            return Value(nothing.get(node.type, constant(_NOUGHT)), self.bits_of(value))
        if isinstance(value, bool):
            return Value(str(value), "0")
        if isinstance(value, str):
            return Value(number(self.words[value]), "0")
        return Value(constant(cast("Fraction", value)), "0")

    def bits_of(self, unknown: Unknown) -> str:
        """Return the state of what has no value for these causes."""
        return str(sum({MISSING if each.kind == "missing" else UNDEFINED for each in unknown.causes}))

    def joined(self, operands: Sequence[Value]) -> str:
        """Return the state of an operation that needs all its operands."""
        return self.states(each.state for each in operands)

    # --- numbers ------------------------------------------------------------------------------------------------

    def add(self, _: Node, operands: Sequence[Value]) -> Value:
        """Write a sum."""
        return Value(self.total(_forms(operands)), self.joined(operands))

    def sub(self, _: Node, operands: Sequence[Value]) -> Value:
        """Write a difference."""
        left, right = _forms(operands)
        return Value(self.total((left, self.negative(right))), self.joined(operands))

    def mul(self, _: Node, operands: Sequence[Value]) -> Value:
        """Write a product."""
        left, right = _forms(operands)
        return Value(self.multiplied(left, right), self.joined(operands))

    def div(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write a quotient, which is undefined where the divisor is 0."""
        left, right = _forms(operands)
        state = self.joined(operands)
        bounds = cast("Between", self.possible[node.args[1]])
        apart = (bounds.low is not None and bounds.low > 0) or (bounds.high is not None and bounds.high < 0)
        zero = "False" if apart and right.over.fixed != 0 else self.compared("equal", right.over, number(0))
        if zero == "True":
            undefined = self.where(self.bits_of(DIVISION), self.is_known(state))
            return Value(constant(_NOUGHT), self.states((state, undefined)))
        here = self.all_of((zero, self.is_known(state)))
        found = self.multiplied(left, self.inverse(right, zero))
        return Value(found, self.states((state, self.where(self.bits_of(DIVISION), here))))

    def least(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write a ``min`` or ``max``."""
        return Value(self.extreme(node.op, _forms(operands)), self.joined(operands))

    def floor_of(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write a floor."""
        low, high = self.ends(node)
        (form,) = _forms(operands)
        return Value(self.floored(form, low, high), self.joined(operands))

    def round(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write a rounding."""
        how = cast("Rounding", node.payload)
        low, high = self.ends(node, how.step)
        (form,) = _forms(operands)
        return Value(self.rounded(form, how, low, high), self.joined(operands))

    def ends(self, node: Node, step: Fraction | int = 1) -> tuple[int, int]:
        """Return the limits of a rounded number in its steps."""
        low, high, _ = cast("Between", self.possible[node])
        if low is not None and high is not None and low > high:  # it never has a value
            return -_ENDLESS, _ENDLESS
        return (-_ENDLESS if low is None else (low / step).__ceil__()), (
            _ENDLESS if high is None else (high / step).__floor__()
        )

    def approx(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write a function to 50 digits, row by row; it is undefined outside its domain."""
        state = self.joined(operands)
        codes = []
        for each in _forms(operands):
            over = self.times(each.over, each.unit.numerator)
            under = self.times(each.under, each.unit.denominator)
            codes += [self.cast(part.code, OBJECT) for part in (over, under)]
        found = self.emit(TUPLE, f"fn_{node.payload}", "n", self.is_known(state), *codes)
        over, under = (Whole(self.emit(OBJECT, "item", found, str(place)), low, _ENDLESS)
                       for place, low in enumerate((-_ENDLESS, 1)))  # fmt: skip
        outside = self.emit(BOOL, "item", found, "2")
        return Value(Form(over, _UNITY, under), self.states((state, self.where(self.bits_of(OUTSIDE), outside))))

    # --- truth values -------------------------------------------------------------------------------------------

    def compare(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write ``<``, ``<=`` or ``==``."""
        left, right = (each.form for each in operands)
        state = self.joined(operands)
        if isinstance(left, Form) and isinstance(right, Form):
            return Value(self.compared_forms(node.op, left, right), state)
        if isinstance(left, Whole) and isinstance(right, Whole):
            return Value(self.compared("equal", left, right), state)
        return Value(self.alike(cast("str", left), cast("str", right)), state)

    def alike(self, left: str, right: str) -> str:
        """Return where two truth values are the same."""
        for one, other in ((left, right), (right, left)):
            if is_constant(one):
                return other if one == "True" else self.negated(other)
        return "True" if left == right else self.emit(BOOL, "equal", left, right)

    def negation(self, _: Node, operands: Sequence[Value]) -> Value:
        """Write a ``not``."""
        return Value(self.negated(cast("str", operands[0].form)), operands[0].state)

    def junction(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write an ``and`` or ``or``: known where an operand decides, whatever the others are."""
        decided = []
        for form, state in operands:
            truth = self.negated(cast("str", form)) if node.op is Op.AND else cast("str", form)
            decided.append(self.all_of((truth, self.is_known(state))))
        some = self.any_of(decided)
        state = self.where(self.joined(operands), self.negated(some))
        return Value(self.negated(some) if node.op is Op.AND else some, state)

    # --- choices ------------------------------------------------------------------------------------------------

    def if_(self, _: Node, operands: Sequence[Value]) -> Value:
        """Write an ``if``; what is not chosen does not matter."""
        condition, then, otherwise = operands
        return self._after(condition, self.choose(cast("str", condition.form), then, otherwise))

    def _after(self, condition: Value, chosen: Value) -> Value:
        if condition.state == "0":
            return chosen
        state = self.where(chosen.state, self.is_known(condition.state))
        return chosen._replace(state=self.states((condition.state, state)))

    def choose(self, truth: str, then: Value, otherwise: Value) -> Value:
        """Return one value where a truth value holds, else the other."""
        if is_constant(truth):
            return then if truth == "True" else otherwise
        state = self.chosen_state(truth, then.state, otherwise.state)
        for one, other in ((then, otherwise), (otherwise, then)):
            if is_constant(one.state) and one.state != "0":  # it never has a value: the other one is as good
                return Value(other.form, state)
        a, b = then.form, otherwise.form
        if isinstance(a, Form) and isinstance(b, Form):
            known = then.state == "0", otherwise.state == "0"
            return Value(self.chosen_form(truth, a, b, known=known), state)
        if isinstance(a, Whole) and isinstance(b, Whole):
            return Value(self.chosen(truth, a, b), state)
        return Value(self.chosen_truth(truth, cast("str", a), cast("str", b)), state)

    def pick(self, node: Node, operands: Sequence[Value]) -> Value:
        """Write a ``pick``."""
        choice, *results, default = operands
        members = cast("tuple[str, ...]", node.payload)
        possible = cast("OneOf", self.possible[node.args[0]]).values
        branches = [(self.words[word], each) for word, each in zip(members, results, strict=True) if word in possible]
        if not branches or not possible <= set(members):
            branches.insert(0, (-1, default))
        found = branches[0][1]
        code = cast("Whole", choice.form)
        if all(each.state == "0" and isinstance(each.form, Form) and each.form.fixed is not None
               for _, each in branches):  # fmt: skip
            return self._after(choice, Value(self._table(code, branches), "0"))
        for place, each in branches[1:]:
            found = self.choose(self.compared("equal", code, number(place)), each, found)
        return self._after(choice, found)

    def _table(self, code: Whole, branches: Sequence[tuple[int, Value]]) -> Form:
        """Return the constants of words as a sum: what each adds to that of the first."""
        first = cast("Form", branches[0][1].form)
        terms = [first]
        for place, each in branches[1:]:
            more = cast("Fraction", cast("Form", each.form).fixed) - cast("Fraction", first.fixed)
            found = self.flag(self.compared("equal", code, number(place)))
            if more:
                terms.append(Form(self.times(found, 1 if more > 0 else -1), abs(more)))
        return self.total(terms)


def _forms(operands: Sequence[Value]) -> list[Form]:
    return [cast("Form", each.form) for each in operands]


_WRITE: dict[Op, Callable[[Writer, Node, Sequence[Value]], Value]] = {
    Op.ADD: Writer.add,
    Op.SUB: Writer.sub,
    Op.MUL: Writer.mul,
    Op.DIV: Writer.div,
    Op.MIN: Writer.least,
    Op.MAX: Writer.least,
    Op.FLOOR: Writer.floor_of,
    Op.ROUND: Writer.round,
    Op.APPROX: Writer.approx,
    Op.LT: Writer.compare,
    Op.LE: Writer.compare,
    Op.EQ: Writer.compare,
    Op.AND: Writer.junction,
    Op.OR: Writer.junction,
    Op.NOT: Writer.negation,
    Op.IF: Writer.if_,
    Op.PICK: Writer.pick,
}
