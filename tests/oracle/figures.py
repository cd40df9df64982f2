"""Figures: given ones are read, derived ones worked out; with what holds where they are missing or undefined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oracle.facts import Facts, read_figure
from oracle.forms import KINDS, Want, value_of
from oracle.formula import Scope, formula
from oracle.kinds import ranked
from oracle.plain import Spec, Table, listing, table, text_of
from oracle.rules import rounded
from oracle.tree import passed
from oracle.values import NULL, NULLS, Unknown, Value, Watch, guard_of, missing, negation, numeric

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oracle.tree import Node

POLICIES = ("not_applicable", "zero", "full")
_NOT_READ = {"because", "source", "text", "code", "part", "edge", "hit", "beyond", "form", "better", "words", "name"}


@dataclass(frozen=True)
class Figure:
    """A declared figure: its canonical name, its keys, and the node it is declared at."""

    name: str
    spec: Table
    home: Node

    @property
    def derived(self) -> bool:
        """Whether it has a value form."""
        return any(kind in self.spec for kind in KINDS)


def find_figure(node: Node, name: str) -> Figure | None:
    """The figure that a bare name means: the nearest local one, else one of the ruleset."""
    for home in node.outwards():
        declared = table(home.spec.get("figures"))
        if name in declared:
            spec = table(declared[name])
            return Figure(f"{home.name}.{name}" if home.path else name, spec, home)
    root = list(node.outwards())[-1]
    return Figure("date", {"type": "date"}, root) if name == "date" else None


@dataclass(frozen=True)
class Known:
    """What came out for a figure.

    Attributes:
        value: its value.
        divisors: those it reached and that `if_undefined` further out still has to look at.
        policy: not_applicable, zero or full, where the figure says so.
        acts: whether that policy acts in this case.
    """

    value: Value
    divisors: tuple[Value, ...] = ()
    policy: str = ""
    acts: Value = False


class Figures:
    """The figures of one case, each worked out once."""

    def __init__(self, facts: Facts, mode: str, watch: Watch, scope_at: Callable[[Node], Scope]) -> None:
        """Remember the case, the rounding mode, and how to make the scope of a node."""
        self._facts = facts
        self._mode = mode
        self._watch = watch
        self._scope_at = scope_at
        self._known: dict[str, Known] = {}

    def given(self, figure: Figure) -> bool:
        """Whether the case states it."""
        text = self._facts.figures.get(figure.name)
        return text is not None and text not in listing(figure.spec.get("missing", []))

    def value(self, figure: Figure) -> Value:
        """Its value; notes the divisors it reached."""
        known = self.known(figure)
        self._watch.note(*known.divisors)
        if "ordered" in figure.spec and isinstance(known.value, str):
            return ranked(known.value, map(text_of, listing(figure.spec["words"])))
        return known.value

    def known(self, figure: Figure) -> Known:
        """Work it out, once."""
        if figure.name not in self._known:
            self._known[figure.name] = self._derive(figure) if figure.derived else self._read(figure)
        return self._known[figure.name]

    def _read(self, figure: Figure) -> Known:
        if self.given(figure):
            return Known(self._round(figure, read_figure(self._facts.figures[figure.name], figure.spec)))
        policy = text_of(figure.spec.get("if_missing", "stop"))
        if policy in POLICIES:
            return Known(missing(figure.name), (), policy, acts=True)
        if policy == "stop":
            return Known(missing(figure.name))
        return Known(NULL if policy in NULLS else read_figure(policy, figure.spec))

    def _derive(self, figure: Figure) -> Known:
        scope = self._scope_at(figure.home)
        value, divisors = self._watch.during(lambda: value_of(figure.spec, scope))
        value = self._round(figure, value)
        other = figure.spec.get("if_undefined")
        if other is None:
            return Known(value, tuple(divisors))
        guard = guard_of(divisors)
        if isinstance(other, str) and other in POLICIES:
            return Known(value, tuple(divisors), other, negation(guard))
        words = tuple(map(text_of, listing(figure.spec.get("words", []))))
        return Known(self._watch.choose(guard, lambda: value, lambda: value_of(other, scope, Want(words=words))))

    def _round(self, figure: Figure, value: Value) -> Value:
        if "round" not in figure.spec or isinstance(value, Unknown):
            return value
        return rounded(numeric(value), figure.spec["round"], self._mode)

    def policies(self, node: Node) -> Iterator[Known]:
        """What the figures that a node's own rules read, also through others, say about being without a value."""
        seen: set[str] = set()
        keys = ("rules", "floor", "cap", "start")
        waiting = [(node, name, False) for key in keys for name in names_in(node.spec.get(key))]
        while waiting:
            at, name, outside = waiting.pop()
            given = passed(at, name, outside=outside)
            if given is not None:
                waiting.extend((given[0], inner, True) for inner in names_in(given[1]))
                continue
            figure = find_figure(at, name)
            if figure is None or figure.name in seen:
                continue
            seen.add(figure.name)
            known = self.known(figure)
            if known.policy:
                yield known
            forms = [figure.spec[key] for key in (*KINDS, "of", "edge", "if_undefined") if key in figure.spec]
            waiting.extend((figure.home, inner, False) for form in forms for inner in names_in(form))


def names_in(spec: Spec | None) -> Iterator[str]:
    """Every name that a formula somewhere in a rule or form mentions."""
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key not in _NOT_READ:
                yield from names_in(value)
    elif isinstance(spec, list):
        for item in spec:
            yield from names_in(item)
    elif spec:
        try:
            yield from formula(spec).names
        except ValueError:
            return
