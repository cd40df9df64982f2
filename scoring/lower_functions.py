"""The author's own functions: what a call makes of its arguments, worked into the graph where it stands.

A function is pure: it reads what it is given, constants and other functions, and nothing else. What is wrong in its
body by itself is told there, once; where the values of a call do not fit, the call is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from scoring.formula import FormulaError
from scoring.names import Failed, within
from scoring.scope import Scope
from scoring.term import ListTerm, Term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.lower import Lowering
    from scoring.model import Function
    from scoring.names import Names
    from scoring.source import Span

MAX_CALLS = 3_000
"""Calls worked out in one ruleset, at most: functions that call others twice and more would grow without bound."""

Arguments = tuple["Term | ListTerm", ...]


class _Call(NamedTuple):
    """One call: the function, what it is given, and the first place that asked for it."""

    name: str
    arguments: Arguments
    caller: Names
    at: Span


class Functions:
    """The functions of a ruleset being lowered; each call with other arguments is a task.

    Attributes:
        all: name → function.
        needs: name → names of its parameters, None where they cannot be read.
        blamed: call → code and facts of what is wrong with its arguments.
    """

    def __init__(self, context: Lowering) -> None:
        """No call is worked out yet."""
        self.context = context
        self.all: Mapping[str, Function] = context.definition.functions
        self.needs = {name: None if each.flawed else each.needs for name, each in self.all.items()}
        self.blamed: dict[str, tuple[str, dict[str, object]]] = {}
        self._ids: dict[tuple[str, Arguments], str] = {}
        self._calls: dict[str, _Call] = {}

    def call(self, caller: Names, name: str, arguments: Sequence[Term | ListTerm], at: Span) -> Term:
        """Return what a function makes of these values; equal calls are worked out once."""
        if self.all[name].flawed:
            raise Failed
        key = (name, tuple(arguments))
        id_ = self._ids.setdefault(key, str(len(self._ids)))
        if id_ in self.blamed:
            code, facts = self.blamed[id_]
            caller.fail(code, at, **facts)
        if id_ not in self._calls:
            if len(self._calls) >= MAX_CALLS:
                caller.fail("functions-many", at, name=name, calls=MAX_CALLS)
            self._calls[id_] = _Call(*key, caller, at)
        term = self.context.done(("call", id_), at)
        assert isinstance(term, Term)  # noqa: S101  # the task's own result
        return term

    def lower(self, id_: str) -> Term:
        """Return what one call yields."""
        return FunctionScope(self.context, id_, self._calls[id_]).value()


class FunctionScope(Scope):
    """The body of a function in one call."""

    def __init__(self, context: Lowering, id_: str, call: _Call) -> None:
        """Take what is called, with the values it is given and the place that calls it."""
        super().__init__(context)
        self.id, self.made = id_, call
        self.function = context.functions.all[call.name]
        self.values = dict(zip(self.function.needs, call.arguments, strict=True))

    def value(self) -> Term:
        """Return what the function yields: a value like any other, no longer as it may have been written."""
        term = self.term(self.function.form, self.function.words, checked=True)
        words = self.function.words
        return replace(term, written="", words=words, listed=words) if words else replace(term, written="")

    def fail(self, code: str, at: Span, **facts: object) -> NoReturn:
        """Record a problem: at the call where it comes from the values given there, else in the body."""
        if self.context.arguments.may_blame(self, code, facts, self.values):
            told = {**within(self.function.name, at), **facts}
            self.context.functions.blamed[self.id] = (code, told)
            self.made.caller.fail(code, self.made.at, **told)
        super().fail(code, at, **facts)

    def name(self, name: str, offset: int) -> Term:
        """Return the value of a parameter."""
        value = self.values.get(name)
        if isinstance(value, ListTerm):
            raise FormulaError("list-alone", offset, len(name), name=name)
        if value is not None:
            return value
        if name in self.context.functions.all:
            raise FormulaError("function-without-call", offset, len(name), name=name)
        raise self._unread(name, offset)

    def attribute(self, address: str, attribute: str, offset: int) -> Term:
        """Refuse: a function reads no indicator."""
        raise self._unread(f"{address}.{attribute}", offset)

    def list_of(self, name: str, offset: int) -> ListTerm | None:
        """Return the list that a parameter stands for; no other can be read."""
        del offset
        value = self.values.get(name)
        return value if isinstance(value, ListTerm) else None

    def given(self, name: str, offset: int) -> Term:
        """Refuse: what a function is given need not be a figure."""
        raise FormulaError("function-given", offset, len(name), name=name)

    def _unread(self, name: str, offset: int) -> FormulaError:
        near = self.near(name, self.values)
        return FormulaError("function-reads", offset, len(name), name=name, function=self.function.name, **near)

    def _is_name(self, name: str) -> bool:
        return name in self.values or super()._is_name(name)
