"""The author's own functions of a document → `Function`: names and keys checked, circles found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.build_figures import FigureBuild
from scoring.document import Listing, Scalar, Table
from scoring.keys import FUNCTION
from scoring.model import Function
from scoring.reads import calls_in
from scoring.rules import form_keys, form_leads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class FunctionBuild(FigureBuild):
    """Reads functions."""

    def functions(self, table: Table) -> dict[str, Function]:
        """Return the functions of the ruleset by name."""
        found: dict[str, Function] = {}
        for key, value in (self.table(table, "functions") or Table({}, table.at)).fields.values():
            flawed = not self.check_id(key, figure=True)
            found[key.text] = self.function(key, value, flawed=flawed)
        circles = self.circles(found)
        return {name: _flawed(each) if name in circles else each for name, each in found.items()}

    def function(self, key: Scalar, value: object, *, flawed: bool) -> Function:
        """Return one function."""
        if not isinstance(value, Table) or not any(lead in value.fields for lead in form_leads()):
            table = value if isinstance(value, Table) else Table({}, key.at)
            self.check_keys(table, (*FUNCTION, *form_keys()), "function")
            if not self.misread(table):
                self.problems.error("function-shape", key.at, name=key.text)
            return Function(key.text, (), (), table, table, key.at, flawed=True)
        self.check_keys(value, (*FUNCTION, *form_keys()), "function")
        self.accepted(value)
        words = self.words(value)
        needs = self.needs(value, key)
        form = Table({name: field for name, field in value.fields.items() if name not in FUNCTION}, value.at)
        flawed = flawed or needs is None or self.misread(value) or ("words" in value.fields and not words)
        return Function(key.text, needs or (), words, form, value, key.at, flawed)

    def needs(self, table: Table, key: Scalar) -> tuple[str, ...] | None:
        """Return the names that a function or a shape needs, None where they cannot be read."""
        if "needs" not in table.fields:
            if not self.misread(table):
                self.problems.error("needs-missing", key.at, name=key.text)
            return None
        item = table.fields["needs"].value
        listed = item.items if isinstance(item, Listing) else (item,)
        names = [each for each in listed if isinstance(each, Scalar) and isinstance(each.value, str)]
        if len(names) < len(listed):
            self.problems.error("needs-shape", item.at)
            return None
        texts = [each.text for each in names]
        twice = [each for number, each in enumerate(names) if each.text in texts[:number]]
        for each in twice:
            self.problems.error("needs-twice", each.at, name=each.text)
        known = [self.check_id(each, figure=True) for each in names]
        return None if twice or not all(known) else tuple(texts)

    def circles(self, functions: Mapping[str, Function]) -> set[str]:
        """Record the functions that need themselves, each circle once; return those that stand in one."""
        inside: set[str] = set()
        done: set[str] = set()
        for name in functions:
            path: list[tuple[str, list[str]]] = [] if name in done else [(name, _called(functions, name))]
            while path:
                here, waiting = path[-1]
                if not waiting:
                    done.add(here)
                    path.pop()
                    continue
                after = waiting.pop()
                names = [each for each, _ in path]
                if after in names:
                    steps = names[names.index(after) :]
                    if not inside & set(steps):
                        self.problems.error("function-circle", functions[after].at, steps=" → ".join([*steps, after]))
                    inside.update(steps)
                elif after not in done:
                    path.append((after, _called(functions, after)))
        return inside

    def check_functions(self, functions: Iterable[Function], figures: set[str]) -> None:
        """Record functions that have the name of a figure."""
        for each in functions:
            if each.name in figures:
                self.problems.error("function-is-figure", each.at, name=each.name)


def _called(functions: Mapping[str, Function], name: str) -> list[str]:
    """Return the functions that a function calls, last first."""
    return [each for each in reversed([*dict.fromkeys(calls_in(functions[name].form))]) if each in functions]


def _flawed(function: Function) -> Function:
    return Function(
        function.name, function.needs, function.words, function.form, function.keys, function.at, flawed=True
    )
