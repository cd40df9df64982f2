"""``scoring check``: what is wrong or doubtful in a ruleset, before any case is scored.

Errors and warnings of the loader come first; then each check below, a function named for what it looks for. A
finding is accepted with a reason by ``allow: {CODE: reason}`` on the node, the figure or the ruleset.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from scoring import graph as g
from scoring.diagnostic import Diagnostic, Problems, RulesetError
from scoring.document import Scalar, Table
from scoring.intervals import Between, ranges
from scoring.number import places_of
from scoring.reads import calls_in
from scoring.rewrite import replaced
from scoring.ruleset import Ruleset, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scoring.graph import Node
    from scoring.model import Indicator
    from scoring.program import Program
    from scoring.reading import Domain, Read
    from scoring.source import Span

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file.

    Attributes:
        path: of the file, as it was named.
        ruleset: None where it is unusable.
        diagnostics: all that was found, in the order of the file.
    """

    path: str
    ruleset: Ruleset | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def findings(self) -> int:
        """Errors and warnings; notes are no findings."""
        return sum(each.severity != NOTE for each in self.diagnostics)


def check_file(path: str) -> Checked:
    """Return what is found in a ruleset file."""
    try:
        ruleset = load(path)
    except RulesetError as error:
        return Checked(path, None, error.diagnostics)
    return Checked(path, ruleset, tuple(check(ruleset)))


def check(ruleset: Ruleset) -> list[Diagnostic]:
    """Return what is doubtful in a ruleset that can be scored by, the loader's warnings among it."""
    problems = Problems()
    for look in CHECKS:
        look(ruleset, problems)
    loader = [each for method in (None, *ruleset.methods) for each in ruleset.warnings(method)]
    found = {(each.code, each.at): each for each in (*loader, *problems.diagnostics)}
    return sorted(found.values(), key=lambda each: (each.at.source.name, each.at.line, each.at.column))


# Figures


def unused_figures(ruleset: Ruleset, problems: Problems) -> None:
    """Look for figures that nothing reads, by no method: no rule, formula, weight, grade, admission or order."""
    programs = [ruleset.program(method) for method in (None, *ruleset.methods)]
    used = {name for program in programs for name in _used(program)}
    for name, (figure, _) in programs[0].figures.items():
        own = figure.at.source.name not in ruleset.inherited  # a shared file may hold more than one ruleset reads
        if own and name not in used and not _allowed(programs[0], figure.keys, "unused-figure"):
            problems.warning("unused-figure", figure.at, name=figure.id)


def _used(program: Program) -> set[str]:
    read = {name for plan in program.root.walk() for entry in plan.entries for name in entry.reads}
    reached = set(g.walk(_outputs(program)))
    names = _inputs(reached)
    derived = {name: node for name, (figure, node) in program.figures.items() if figure.form is not None}
    below = {name: set(g.walk([node])) for name, node in derived.items()}
    for name, nodes in below.items():
        names |= _inputs(nodes)
        if derived[name] in reached or any(derived[name] in other for at, other in below.items() if at != name):
            names.add(name)
    return read | names


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


# What is written once and used often


def unused_functions(ruleset: Ruleset, problems: Problems) -> None:
    """Look for functions of the ruleset's own that nothing calls, by no method; other files may hold more."""
    programs = [ruleset.program(method) for method in (None, *ruleset.methods)]
    called = {name for program in programs for name in _called(program)}
    for name, function in programs[0].definition.functions.items():
        own = function.at.source.name not in ruleset.inherited
        if own and name not in called and not _allowed(programs[0], function.keys, "unused-function"):
            problems.warning("unused-function", function.at, name=name)


def _called(program: Program) -> set[str]:
    functions = program.definition.functions
    elsewhere = {key: field for key, field in program.definition.keys.fields.items() if key != "functions"}
    found: set[str] = set()
    waiting = set(calls_in(Table(elsewhere, program.definition.keys.at)))
    while waiting:
        found |= waiting
        waiting = {each for name in waiting & functions.keys() for each in calls_in(functions[name].form)} - found
    return found


def unused_shapes(ruleset: Ruleset, problems: Problems) -> None:
    """Look for shapes of the ruleset's own that no indicator uses, by no method; other files may hold more."""
    programs = [ruleset.program(method) for method in (None, *ruleset.methods)]
    used = {name for program in programs for name in program.definition.shapes_used}
    shapes = programs[0].definition.keys.fields.get("shapes")
    for name, field in shapes.value.fields.items() if shapes and isinstance(shapes.value, Table) else ():
        keys = field.value if isinstance(field.value, Table) else programs[0].definition.keys
        own = field.key.at.source.name not in ruleset.inherited
        if own and name not in used and not _allowed(programs[0], keys, "unused-shape"):
            problems.warning("unused-shape", field.key.at, name=name)


# Codes


def duplicate_codes(ruleset: Ruleset, problems: Problems) -> None:
    """Look for codes that stand at two nodes which a case can have at once."""
    program = ruleset.program()
    seen: dict[str, list[_Coded]] = {}
    for coded in _coded(program.definition.root):
        node = coded.node
        before = seen.setdefault(node.code, [])
        first = next((each for each in before if each.node.path != node.path and not each.excludes(coded)), None)
        before.append(coded)
        if first is not None and not _allowed(program, node.keys, "duplicate-code"):
            problems.warning("duplicate-code", coded.at, name=node.code, first=first.at)


class _Coded(NamedTuple):
    """A node with a code, and which variant it belongs to of each node that has variants."""

    node: Indicator
    choices: tuple[tuple[str, int], ...]

    @property
    def at(self) -> Span:
        return self.node.keys.fields["code"].value.at

    def excludes(self, other: _Coded) -> bool:
        """Whether the two stand in different variants of one node."""
        mine = dict(self.choices)
        return any(mine.get(path, number) != number for path, number in other.choices)


def _coded(node: Indicator, choices: tuple[tuple[str, int], ...] = ()) -> Iterator[_Coded]:
    if node.code and "code" in node.keys.fields:
        yield _Coded(node, choices)
    for child in node.children:
        yield from _coded(child, choices)
    for number, (_, variant) in enumerate(node.variants):
        yield from _coded(variant, (*choices, (node.path, number)))


# Rounding, clauses, grades, methods


def leaves_not_rounded(ruleset: Ruleset, problems: Problems) -> None:
    """Look for leaves whose points have more decimals than their rounding would leave."""
    program = ruleset.program()
    places = program.definition.places.get("leaf")
    if places is None:
        return
    for node in program.definition.root.walk():
        plan = program.plans.get(node.path)
        points = None if plan is None else g.number_of(plan.printed)
        if node.kind != "leaf" or node.variants or points is None or "round" in node.keys.fields:
            continue
        own = places_of(points)
        if (own is None or own > places) and not _allowed(program, node.keys, "leaf-not-rounded"):
            problems.note("leaf-not-rounded", node.at, name=node.label.text(), points=points, places=places)


def rules_without_source(ruleset: Ruleset, problems: Problems) -> None:
    """Look for rules that follow no text that is named, in a ruleset that names none as a whole."""
    program = ruleset.program()
    definition = program.definition
    nodes = [node for node in definition.root.walk() if "source" not in node.keys.fields]
    bare = [rule for node in nodes for rule in node.rules if "source" not in rule.keys.fields]
    if bare and not definition.source and not _allowed(program, definition.keys, "no-source"):
        problems.note("no-source", definition.keys.fields["ruleset"].key.at, count=len(bare))


def grades_out_of_reach(ruleset: Ruleset, problems: Problems) -> None:
    """Look for grades whose bound no total reaches: above the points, or below 0 where less is better."""
    program = ruleset.program()
    field = program.definition.keys.fields.get("grades")
    points = g.number_of(program.root.points)
    lower = program.definition.lower_is_better
    moved = any(plan.item == ("penalty" if lower else "bonus") for plan in program.root.walk())
    if field is None or not isinstance(field.value, Table) or points is None or moved or program.root.open:
        return
    limit = "floor" if lower else "cap"
    if limit in program.definition.keys.fields or _allowed(program, program.definition.keys, "unused-grade"):
        return
    for key, item in field.value.fields.values():
        bound = item.value if isinstance(item, Scalar) else None
        if isinstance(bound, Fraction) and (bound < 0 if lower else bound > points):
            problems.warning("unused-grade", item.at, name=key.text, bound=bound, points=points)


_OF_A_RUN = ("reductions", "cohorts", "admit", "order")
"""Parts of a program that change results and stand behind inputs or beside the scores."""


def methods_without_effect(ruleset: Ruleset, problems: Problems) -> None:
    """Look for methods of the ruleset's own that compute the same as it does as it stands."""
    plain = ruleset.program()
    for method in ruleset.methods:
        program = ruleset.program(method)
        same = program.scores == plain.scores and program.definition.has_total is plain.definition.has_total
        same = same and all(getattr(program, part) == getattr(plain, part) for part in _OF_A_RUN)
        weighs = [each.definition.keys.fields.get("portfolio") for each in (plain, program)]
        same = same and weighs[0] == weighs[1]
        table = plain.definition.keys.fields["methods"].value
        at = table.fields[method].key.at if isinstance(table, Table) else None
        if same and program.weight is plain.weight and at and at.source.name not in ruleset.inherited:
            problems.warning("unused-method", at, name=method)


# Words with an order

_MOST_TRIALS = 256
"""Combinations of other words and truth values that are tried; with more nothing is proved."""


def worse_words_that_pay_more(ruleset: Ruleset, problems: Problems) -> None:
    """Look for opening scores that rise where a word of an ordered figure gets worse, whatever the numbers are."""
    program = ruleset.program()
    nodes = {node.path: node for node in program.definition.root.walk()}
    for figure, word in program.figures.values():
        ordered = figure.ordered and not _allowed(program, figure.keys, "worse-pays-more")
        for plan in program.root.walk() if ordered else ():
            if _allowed(program, nodes[plan.path].keys, "worse-pays-more"):
                continue
            for entry in plan.entries:
                score = entry.quantities.get("score")
                if entry.kind != "base" or score is None or entry.at is None or figure.name not in entry.reads:
                    continue
                found = _rise(score.node, word, figure.words, program.domains)
                if found is not None:
                    problems.warning("worse-pays-more", entry.at, name=figure.label.text(), **found)


def _rise(score: Node, word: Node, words: Sequence[str], domains: Mapping[str, Domain]) -> dict[str, object] | None:
    """Return two neighbouring words of which the worse one surely gives more, None if none is found."""
    results = [replaced([score], {word: g.const(each)})[0] for each in words]
    inputs = {str(node.payload): node for node in g.walk(results) if node.op is g.Op.INPUT}
    options: dict[str, tuple[bool | str, ...]] = {
        name: domains[name].words if node.type is g.Type.CHOICE else (True, False)
        for name, node in inputs.items()
        if node.type is not g.Type.NUMBER
    }
    if prod(map(len, options.values())) > _MOST_TRIALS:
        return None
    for values in product(*options.values()):
        known: dict[str, Read] = dict(zip(options, values, strict=True))
        possible = ranges(results, known, domains)
        pays = [possible[each] for each in results]
        for number, (better, worse) in enumerate(pairwise(pays)):
            if not isinstance(better, Between) or not isinstance(worse, Between) or better.empty or worse.empty:
                continue
            if better.high is not None and worse.low is not None and worse.low > better.high:
                two = {"better": words[number], "worse": words[number + 1]}
                return {**two, "less": better.high, "more": worse.low}
    return None


def _allowed(program: Program, keys: Table, code: str) -> bool:
    """Whether the author accepts this finding, at its place or for the whole ruleset."""
    for table in (keys, program.definition.keys):
        allow = table.fields.get("allow")
        if allow is not None and isinstance(allow.value, Table) and code in allow.value.fields:
            return True
    return False


CHECKS: Sequence[Callable[[Ruleset, Problems], None]] = (
    unused_figures,
    unused_functions,
    unused_shapes,
    duplicate_codes,
    leaves_not_rounded,
    rules_without_source,
    grades_out_of_reach,
    methods_without_effect,
    worse_words_that_pay_more,
)

# Output

_WORDS = {
    "en": {"fine": "nothing found", "error": "{n} error{s}", "warning": "{n} warning{s}", "note": "{n} note{s}"},
    "zh": {"fine": "没有发现问题", "error": "{n}个错误", "warning": "{n}个警告", "note": "{n}条说明"},
}


def checked_text(checked: Checked, lang: str) -> str:
    """Return the findings of a file as text, and how many there are."""
    words = _WORDS[lang]
    counts = {kind: sum(each.severity == kind for each in checked.diagnostics) for kind in ("error", "warning", "note")}
    parts = [words[kind].format(n=n, s="" if n == 1 else "s") for kind, n in counts.items() if n]
    summary = ("，" if lang == "zh" else ", ").join(parts) or words["fine"]
    lines = [each.render(lang) for each in checked.diagnostics]
    return "\n".join([*lines, f"{checked.path}{'：' if lang == 'zh' else ': '}{summary}", ""])


def checked_json(found: Sequence[Checked], lang: str) -> str:
    """Return the findings of several files as JSON text."""
    files = [{"file": each.path, "findings": [_finding(one, lang) for one in each.diagnostics]} for each in found]
    return json.dumps(files, ensure_ascii=False, indent=1) + "\n"


def _finding(each: Diagnostic, lang: str) -> dict[str, object]:
    return {
        "code": each.code,
        "severity": each.severity,
        "file": each.at.source.name,
        "line": each.at.line,
        "column": each.at.column,
        "end": each.at.end,
        "message": each.message(lang),
        "hint": each.hint(lang),
        "facts": dict(each.facts),
    }
