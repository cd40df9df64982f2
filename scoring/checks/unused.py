"""What is written and has no effect: figures, functions, shapes and methods that nothing uses, and idle ``allow``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import graph as g
from scoring.checks.look import owners_of
from scoring.diagnostic import MESSAGES
from scoring.document import Scalar, Table
from scoring.lower_lists import ENTRY
from scoring.messages_check import CHECK
from scoring.reads import calls_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.checks.look import Look
    from scoring.document import Item
    from scoring.graph import Node
    from scoring.program import Program


def figures(look: Look) -> None:
    """Look for figures that nothing reads, by no method: no rule, formula, weight, grade, admission or order."""
    used = {name for seen in look.seen for name in _used(seen.program)}
    for name, (figure, _) in look.first.program.figures.items():
        own = figure.at.source.name not in look.ruleset.inherited  # a shared file may hold more than one ruleset reads
        if own and name not in used:
            look.warn("unused-figure", figure.at, owners_of(look.first, figure.home, figure), name=figure.id)


def lists(look: Look) -> None:
    """Look for lists, and fields of their records, that nothing reads, by no method."""
    programs = [seen.program for seen in look.seen]
    read = {name for program in programs for name in _lists_read(program)}
    fields = {name for program in programs for name in _inputs(set(g.walk(_over_cases(program))))}
    for name, figure in look.first.program.lists.items():
        if figure.at.source.name in look.ruleset.inherited:
            continue
        owners = owners_of(look.first, figure.home, figure)
        if name not in read:
            look.warn("unused-figure", figure.at, owners, name=figure.id)
        elif figure.records and not any(name in program.record_lists for program in programs):
            for field, each in figure.items.items():
                if not each.is_list and f"{name}{ENTRY}.{field}" not in fields:
                    look.warn("unused-figure", each.at, (each.keys, *owners), name=field)


def _lists_read(program: Program) -> Iterator[str]:
    """Yield the names of the lists that something reads."""
    yield from program.record_lists
    reductions = list(program.reductions)
    for each in reductions:
        reductions += each.inner
        yield each.source
        yield each.name.rpartition("/")[0]
    for figure in program.lists.values():
        made = figure.keys.fields.get("for_each")
        if made is not None and isinstance(made.value, Scalar):
            yield from (name for name in program.lists if name.rpartition(".")[2] == made.value.text)


def _used(program: Program) -> set[str]:
    read = {name for plan in program.root.walk() for entry in plan.entries for name in entry.reads}
    derived = {name: node for name, (figure, node) in program.figures.items() if figure.form is not None}
    reached = set(g.walk([*_outputs(program), *(each for node in derived.values() for each in node.args)]))
    used = {name for name, node in derived.items() if node in reached}
    return read | used | _inputs(reached) | _inputs(set(derived.values()))


def _inputs(nodes: set[Node]) -> set[str]:
    return {str(node.payload).removeprefix("given:") for node in nodes if node.op is g.Op.INPUT}


def _over_cases(program: Program) -> Iterator[Node]:
    """Yield what lists are reduced to, what is taken over all cases, who takes part and what cases are ranked by."""
    lists = list(program.reductions)
    for each in lists:
        lists += each.inner
        yield from () if each.element is None else (each.element,)
    yield from (node for each in program.cohorts for node in (each.of, each.where) if node is not None)
    if program.admit is not None:
        yield program.admit.condition
    yield from (each.by for each in program.order)


def _outputs(program: Program) -> Iterator[Node]:
    yield from (node for node in (*program.scores, program.weight) if node is not None)
    yield from (check.node for check in program.checks)
    yield from _over_cases(program)
    yield from (node for plan in program.root.walk() for node in (plan.score, plan.points, plan.applies))


def functions(look: Look) -> None:
    """Look for functions of the ruleset's own that nothing calls, by no method; other files may hold more."""
    called = {name for seen in look.seen for name in _called(seen.program)}
    for name, function in look.definition.functions.items():
        own = function.at.source.name not in look.ruleset.inherited
        if own and name not in called:
            look.warn("unused-function", function.at, (function.keys,), name=name)


def _called(program: Program) -> set[str]:
    own = program.definition.functions
    elsewhere = {key: field for key, field in program.definition.keys.fields.items() if key != "functions"}
    found: set[str] = set()
    waiting = set(calls_in(Table(elsewhere, program.definition.keys.at)))
    while waiting:
        found |= waiting
        waiting = {each for name in waiting & own.keys() for each in calls_in(own[name].form)} - found
    return found


def shapes(look: Look) -> None:
    """Look for shapes of the ruleset's own that no indicator uses, by no method; other files may hold more."""
    used = {name for seen in look.seen for name in seen.program.definition.shapes_used}
    table = look.definition.keys.fields.get("shapes")
    for name, field in table.value.fields.items() if table and isinstance(table.value, Table) else ():
        own = field.key.at.source.name not in look.ruleset.inherited
        if own and name not in used:
            owners = (field.value,) if isinstance(field.value, Table) else ()
            look.warn("unused-shape", field.key.at, owners, name=name)


_OF_A_RUN = ("reductions", "cohorts", "admit", "order")
"""Parts of a program that change results and stand behind inputs or beside the scores."""


def methods(look: Look) -> None:
    """Look for methods of the ruleset's own that compute the same as it does as it stands."""
    plain = look.first.program
    for seen in look.seen[1:]:
        program, method = seen.program, str(seen.method)
        alike = program.scores == plain.scores and program.definition.has_total is plain.definition.has_total
        alike = alike and all(getattr(program, part) == getattr(plain, part) for part in _OF_A_RUN)
        weighs = [each.definition.keys.fields.get("portfolio") for each in (plain, program)]
        alike = alike and weighs[0] == weighs[1] and program.weight is plain.weight
        table = plain.definition.keys.fields["methods"].value
        at = table.fields[method].key.at if isinstance(table, Table) else None
        if alike and at and at.source.name not in look.ruleset.inherited:
            look.warn("unused-method", at, (), name=method)


# Accepted findings


def allowances(look: Look) -> None:
    """Look at every ``allow``: its codes exist, have a reason, and were found. To be asked last."""
    for table in _allows(look.definition.keys):
        for code, (key, reason) in table.fields.items():
            if key.at.source.name in look.ruleset.inherited:
                continue
            if code in MESSAGES and code not in CHECK:
                look.warn("allow-error", key.at, (), name=code)
            elif code not in CHECK:
                look.warn("allow-unknown", key.at, (), name=code, near=look.near(code, CHECK))
            elif not _is_reason(reason):
                look.warn("allow-reason", key.at, (), name=code)
            elif not look.was_used(table, code):
                look.warn("allow-unused", key.at, (), name=code)


_NO_REASON = ("true", "false", "none", "null")
_SHORTEST = 4
"""Letters of the shortest reason; one that is as wide as two, such as a Chinese one, counts as two."""


def _is_reason(item: Item) -> bool:
    """Whether something says why, in some words: a text, or one for each language."""
    if isinstance(item, Table):
        texts = [field.value for field in item.fields.values() if isinstance(field.value, Scalar)]
        each_said = 0 < len(texts) == len(item.fields) and all(map(_is_reason, texts))
        return each_said and item.fields.keys() <= {"en", "zh"}
    if not isinstance(item, Scalar) or not isinstance(item.value, str) or item.text.casefold() in _NO_REASON:
        return False
    told = [char for char in item.text if char.isalnum() or char == "§"]
    width = sum(1 if char.isascii() else 2 for char in told)
    return width >= _SHORTEST and any(char.isalpha() or char == "§" for char in told)


def _allows(table: Table) -> Iterator[Table]:
    stack: list[object] = [table]
    while stack:
        item = stack.pop()
        if isinstance(item, Table):
            for name, field in item.fields.items():
                if name == "allow" and isinstance(field.value, Table):
                    yield field.value
                else:
                    stack.append(field.value)
        else:
            stack.extend(getattr(item, "items", ()))
