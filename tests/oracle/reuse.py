"""What is written once and used often: an author's functions in a call, shapes filled in, shared files read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oracle.plain import Table, table, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.formula import Scope
    from oracle.values import Value, Watch


@dataclass(frozen=True)
class Passed:
    """One value of a call: worked out when it is read, as if it stood there; `name` if it is a plain name."""

    value: Callable[[], Value]
    scope: Scope
    name: str


@dataclass(frozen=True)
class Inside:
    """The inside of a function: its parameters and nothing else."""

    functions: Table
    watch: Watch
    bound: dict[str, Passed]

    def read(self, name: str) -> Value:
        """Return the value of a parameter."""
        return self.bound[name].value()

    def given(self, name: str) -> bool:
        """Fail: a function cannot ask that."""
        raise KeyError(name)

    def words(self, name: str) -> list[str]:
        """Return the words of the figure that was passed."""
        passed = self.bound[name]
        return passed.scope.words(passed.name)

    def written(self, text: str) -> str:
        """Return the text itself."""
        return text

    def function(self, name: str, passed: list[Passed]) -> tuple[Table, Scope]:
        """Return the form of a function and the scope inside it."""
        return called(self.functions, self.watch, name, passed)


def called(functions: Table, watch: Watch, name: str, passed: list[Passed]) -> tuple[Table, Scope]:
    """Return the form of a function and the scope inside it."""
    spec = table(functions[name])
    needs = spec["needs"]
    names = [text_of(each) for each in needs] if isinstance(needs, list) else [text_of(needs)]
    form = {key: value for key, value in spec.items() if key != "needs"}
    return form, Inside(functions, watch, dict(zip(names, passed, strict=True)))


def filled(spec: Table, shapes: Table) -> tuple[Table, Table]:
    """Return the keys of a node with those of its shape, its own first; and what it gives to the shape."""
    if "use" not in spec:
        return spec, {}
    shape = {key: value for key, value in table(shapes[text_of(spec["use"])]).items() if key != "needs"}
    own = {key: value for key, value in spec.items() if key not in ("use", "with")}
    return {**shape, **own}, table(spec.get("with"))


def completed(spec: Table, each: Table) -> Table:
    """Return the keys of a lowest node with those of an `each` that it lacks; what both give to a shape is joined."""
    joined: Table = {**each, **spec}
    if "use" in spec:
        return {**joined, "with": spec.get("with", "")}
    if "with" in spec and "with" in each:
        joined["with"] = {**table(each["with"]), **table(spec["with"])}
    return joined
