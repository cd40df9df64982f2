"""The test that would notice a mutant: offered only if it passes on the ruleset and fails on the mutant."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.binding import bound
from scoring.binding_lists import read_lists
from scoring.diagnostic import Problems
from scoring.graph import Unknown
from scoring.interpret import GIVEN, interpret
from scoring.number import decimal_text
from scoring.run import Member, complete
from scoring.testing.drafts import Draft
from scoring.testing.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.case import Case
    from scoring.graph import Node, Value
    from scoring.program import Plan, Program
    from scoring.reading import Read
    from scoring.testing.equivalence import Shown
    from scoring.testing.mutation import Fate

_Seen = dict[tuple[str, str], "Value"]
"""What a test can expect of a case: address and aspect → value."""


def noticing(fate: Fate) -> str:
    """Return the test that would notice a mutant, as a line of a file of tests; "" where none was found."""
    shown = fate.shown
    if shown is None:
        return ""
    given = {name: value for name, value in shown.rest.items() if not isinstance(value, Unknown)}
    return _test(shown, shown.inputs) or (_test(shown, {**given, **shown.inputs}) if given else "")


def _test(shown: Shown, inputs: Mapping[str, Read]) -> str:
    draft = Draft()
    if not draft.take(shown.program, inputs):
        return ""
    case = draft.case()
    before, after = _scored(shown.program, case, shown.path), _scored(shown.other, case, shown.path)
    if before is None:
        return ""
    for (address, aspect), value in before.items():
        if isinstance(value, Unknown) or (after is not None and after.get((address, aspect)) == value):
            continue
        expected = decimal_text(value) if isinstance(value, Fraction) else value
        if aspect == "percent" and isinstance(value, Fraction):
            expected = f"{decimal_text(value * 100)}%"
        if not (isinstance(expected, str) and "/" in expected and isinstance(value, Fraction)):
            return _line(shown, draft, address, {"points": expected} if aspect == "points" else expected)
    return ""


def _line(shown: Shown, draft: Draft, address: str, expected: object) -> str:
    says: dict[str, object] = {}
    if shown.method is not None:
        says["method"] = shown.method
    if draft.figures:
        says["figures"] = draft.figures
    if draft.findings:
        says["findings"] = [
            {"against": list(each.against), "count": each.count}
            | ({} if each.amount is None else {"amount": each.amount})
            for each in draft.findings
        ]
    if draft.marks:
        marks = {path: {"score": decimal_text(mark), "because": "…"} for path, mark in draft.marks.items()}
        says["marks"] = marks
    if draft.not_applicable:
        says["not_applicable"] = dict.fromkeys(draft.not_applicable, "…")
    says["expect"] = {address: expected}
    return f"- {flow(says)}"


def _scored(program: Program, case: Case, path: str) -> _Seen | None:
    """Return what a case comes to under a program, None where it is refused; what is of one path comes first."""
    problems = Problems()
    own = bound(program, case, read_lists(program, case, problems), problems)
    if problems.errors:
        return None
    complete([Member(program, own)], alone=True)
    defaults = {name: each.default for name, each in program.domains.items() if each.default is not None}
    given = {GIVEN + name: True for name, value in own.inputs.items() if not isinstance(value, Unknown)}
    inputs: dict[str, Read | Unknown] = {**defaults, **own.inputs, **given}
    taken = [program.taken[each] for each in own.addressed if each in program.taken]
    asked = [each.node for each in program.checks]
    whens = [when for plan in program.root.walk() for when, _ in plan.variants]
    admit = [] if program.admit is None else [program.admit.condition]
    values = interpret([*asked, *taken, *whens, *admit], inputs)
    if any(values[each] is True for each in asked) or any(values[each] is not True for each in (*taken, *admit)):
        return None
    plans = sorted(_active(program.root, values), key=lambda each: (each.path != path, bool(each.path)))
    nodes: dict[tuple[str, str], Node] = {}
    for plan in plans:
        address = "total" if not plan.path else plan.code or plan.path
        nodes[address, "score"] = plan.score
        if plan.path == path and path:
            nodes[address, "points"] = plan.points
        if not plan.path and program.grade is not None:
            nodes["grade", "grade"] = program.grade
    for each in program.outputs:
        nodes.setdefault((each.name, "percent" if each.unit == "%" and not each.path else "score"), each.node)
    found = interpret(nodes.values(), inputs, values)
    return {key: found[node] for key, node in nodes.items()}


def _active(plan: Plan, values: Mapping[Node, Value]) -> Iterator[Plan]:
    """Yield the plans of a case: of variants those that are taken."""
    yield plan
    for child in plan.children:
        yield from _active(child, values)
    for when, variant in plan.variants:
        if values[when] is True:
            yield from (each for each in _active(variant, values) if each.path != plan.path)
            return
