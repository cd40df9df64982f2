"""Clauses of the official text: which of them tests cite, and which rules rest on one that no test cites."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scoring.program import Plan, Program
    from scoring.testing.coverage import Coverage
    from scoring.testing.model import Test

_RULES = frozenset(("base", "change", "veto"))
_PARTS = re.compile(r"[;；,，、]|和|(?<=\s)and(?=\s)|(?<=\s)to(?=\s)")


@dataclass(slots=True, eq=False)
class Clause:
    """A clause that rules rest on.

    Attributes:
        text: as the ruleset says it, without the official text that all of its rules are from.
        nodes: the indicators whose rules rest on it.
        tests: how many tests cite it.
        covered: how many of its outcomes and edges tests show.
        items: how many there are.
    """

    text: str
    nodes: list[Plan] = field(default_factory=list)
    tests: int = 0
    covered: int = 0
    items: int = 0


def cited(tests: Iterable[Test]) -> list[tuple[str, int]]:
    """Return what tests cite as they say it, and how many do, in the order in which it comes first."""
    return list(Counter(each.cite for each in tests if each.cite).items())


def clauses(program: Program, tests: Sequence[Test], coverage: Coverage | None = None) -> list[Clause]:
    """Return the clauses of all rules, in their order.

    A test cites a clause by its text, or by code, name or path of an indicator whose rules rest on it, alone or among
    others in one ``cite``. To cite a leaf is to cite the criteria that are printed in its cell.
    """
    found = dict(_rules(program))
    for item in coverage.items if coverage else ():
        if item.due.clause in found:
            found[item.due.clause].items += 1
            found[item.due.clause].covered += item.is_covered
    names = _called(found, program)
    for test in tests:
        for clause in {each for part in _parts(test.cite) for each in names.get(part, ())}:
            clause.tests += 1
    return list(found.values())


def unknown(program: Program, cites: Iterable[str]) -> frozenset[str]:
    """Return those of some citations that no rule of a program rests on, as far as their words tell."""
    names = _called(dict(_rules(program)), program)
    return frozenset(each for each in cites if not _parts(each) & names.keys())


def _called(found: dict[str, Clause], program: Program) -> dict[str, list[Clause]]:
    """Return the clauses by all that they may be called by."""
    names: dict[str, list[Clause]] = {}
    for text, clause in found.items():
        for name in {_key(each) for each in (text, clause.text, *_names(clause.nodes, program)) if each}:
            names.setdefault(name, []).append(clause)
    return names


def _parts(cite: str) -> set[str]:
    return {_key(part) for part in (cite, *_PARTS.split(cite)) if part}


def _rules(program: Program) -> Iterator[tuple[str, Clause]]:
    """Yield the clauses that rules of a program rest on."""
    source = program.definition.source
    found: dict[str, Clause] = {}
    for plan in program.root.walk():
        for text in dict.fromkeys(entry.clause for entry in plan.entries if entry.kind in _RULES):
            clause = found.setdefault(text, Clause(_short(text, source)))
            if plan not in clause.nodes:
                clause.nodes.append(plan)
    others = [each.clause for each in program.grade_rules]
    for text in (*others, *([program.admit.clause] if program.admit else [])):
        found.setdefault(text, Clause(_short(text, source)))
    yield from ((text, clause) for text, clause in found.items() if text)


def _short(text: str, source: str) -> str:
    return text.removeprefix(source).strip() or text


def _names(nodes: Iterable[Plan], program: Program) -> Iterator[str]:
    for each in nodes:
        yield from (each.code, each.path, each.path.rpartition(".")[2], *each.label.texts.values())
        parent = program.plans.get(each.path.rpartition(".")[0])
        if each.kind == "criterion" and parent is not None:
            yield from _names((parent,), program)


def _key(text: str) -> str:
    """Return a text as it compares: whatever its case, its spaces and the width of its characters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
