"""What shapes are given: a parameter inside a shape is what the node that uses it says, read outside of the shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scoring.document import Item, Scalar
from scoring.formula import FormulaError
from scoring.model import Label
from scoring.reads import names_in
from scoring.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from scoring.lower import Lowering
    from scoring.model import Indicator
    from scoring.names import Names
    from scoring.term import Term

_OF_VALUES = frozenset(
    (
        *("formula-type", "value-type", "units-differ", "percent-missing", "formula-order", "not-constant"),
        *("unknown-word", "by-else", "by-incomplete", "by-list", "by-number"),
        *("number-too-large", "division-by-zero", "power-exponent", "step-sign", "amount-sign"),
        "thresholds-order",
    )
)
"""What can be wrong with a formula because of the values that its names stand for."""


class Argument(NamedTuple):
    """What a parameter of a shape stands for at one node.

    Attributes:
        node: the node made from the shape.
        shape: name of the shape.
        name: of the parameter.
        item: the value as written.
    """

    node: Indicator
    shape: str
    name: str
    item: Item


class Outside(Scope):
    """The scope of what a shape is given: the names around the shape, at the node that uses it."""


class Arguments:
    """What the shapes of a ruleset being lowered are given."""

    def __init__(self, context: Lowering) -> None:
        """Nothing is read yet."""
        self.context = context
        self._any = any(node.arguments for node in context.nodes.values())
        self._known: dict[tuple[str, str], tuple[Term, dict[str, None]]] = {}

    def find(self, scope: Names, name: str) -> Argument | None:
        """Return what a name stands for where it is a parameter, None where it means something else."""
        if not self._any or scope.home is None:
            return None
        return self._around(scope.home, name, outside=isinstance(scope, Outside))

    def _around(self, home: Indicator, name: str, *, outside: bool) -> Argument | None:
        """Return the parameter of the nearest node around, if no nearer node has a figure of that name."""
        context = self.context
        key: str | None = context.keys[id(home)]
        while key is not None:
            node = context.nodes[key]
            if name in node.arguments and not (outside and node is home):
                return Argument(node, node.shape, name, node.arguments[name])
            if name in node.figures:
                return None
            key = context.parent.get(key)
        return None

    def outside(self, passed: Argument) -> Scope:
        """Return the scope that an argument is read in."""
        return Outside(self.context, passed.node, own=True)

    def term(self, scope: Names, passed: Argument) -> Term:
        """Return the value of a parameter, read once for its node."""
        key = (self.context.keys[id(passed.node)], passed.name)
        if key not in self._known:
            outside = self.outside(passed)
            self._known[key] = outside.term(passed.item), outside.reads
        term, reads = self._known[key]
        scope.reads.update(reads)
        return term

    def given(self, passed: Argument, name: str, offset: int) -> Term:
        """Return "the case states this figure" of the figure that a parameter stands for."""
        item = passed.item
        if not isinstance(item, Scalar) or not item.text.isidentifier():
            raise FormulaError("given-derived", offset, len(name), name=name)
        return self.outside(passed).given(item.text, offset)

    def spoken(self, passed: Argument, *, whole: bool) -> Label:
        """Return a parameter in the words of what it stands for; in brackets where it is a part of a formula."""
        if not isinstance(passed.item, Scalar):
            return Label({"": passed.name})
        label = self.outside(passed).spoken(passed.item)
        text = passed.item.text
        if whole or text.isidentifier() or not any(sign in text for sign in (" ", "+", "-", "*", "/")):
            return label
        return Label({lang: f"({each})" for lang, each in label.texts.items()})

    def names_read(self, item: Item, node: Indicator, *, outside: bool = False) -> Iterator[tuple[str, str]]:
        """Yield path of the node and name of all that a value may read, through the parameters of shapes."""
        seen: set[tuple[int, str, bool]] = set()
        waiting = [(name, node, outside) for name in names_in(item)]
        while waiting:
            name, home, out = waiting.pop(0)
            if (id(home), name, out) in seen:
                continue
            seen.add((id(home), name, out))
            passed = self._around(home, name, outside=out) if self._any else None
            if passed is None:
                yield home.path, name
            else:
                waiting.extend((each, passed.node, True) for each in names_in(passed.item))

    # What is to blame

    def may_blame(self, scope: Names, code: str, facts: Mapping[str, object], names: Container[str]) -> bool:
        """Whether a problem may come from what names stand for; a mistyped word is the formula's own."""
        if code not in _OF_VALUES or (code == "unknown-word" and facts.get("near")):
            return False
        return scope.item is not None and any(name in names for name in names_in(scope.item))

    def to_blame(self, scope: Names, code: str, facts: Mapping[str, object]) -> Argument | None:
        """Return what a shape was given, where that makes the problem."""
        if not self._any or scope.item is None or code not in _OF_VALUES:
            return None
        found = {name: passed for name in names_in(scope.item) if (passed := self.find(scope, name))}
        return next(iter(found.values())) if self.may_blame(scope, code, facts, found) else None
