"""Results: every node of a case, the grade, and the portfolio of several cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from oracle.forms import value_of
from oracle.plain import Spec, Table, listing, load_ruleset, plain, table, text_of
from oracle.run import Reached, Run
from oracle.tree import by_address
from oracle.values import (
    ZERO,
    Cause,
    Numeric,
    Unknown,
    Value,
    all_of,
    joined,
    number,
    read_number,
    round_to,
    undefined,
)

if TYPE_CHECKING:
    from oracle.tree import Node

_READ_KEYS = ("read",)


@dataclass(frozen=True)
class NodeResult:
    """One node: its effective points, its score, its outcome and why it is not scored."""

    points: Fraction | None
    score: Fraction | None
    outcome: str
    causes: frozenset[Cause]


@dataclass(frozen=True)
class OracleResult:
    """One case.

    Attributes:
        outcome: scored, missing, undefined or not_applicable.
        total: the rounded total, None unless the root is scored.
        grade: the grade, None if there is none or it is not known.
        causes: why total or grade is not known.
        nodes: by path in document order; the root is `total`.
        reached: the judged ranges that were reached (for the generator).
        problems: marks outside their ranges (for the generator).
        outputs: the further results; None where one has no value.
    """

    outcome: str
    total: Fraction | None
    grade: str | None
    causes: frozenset[Cause]
    nodes: Mapping[str, NodeResult]
    reached: Mapping[str, Reached]
    problems: tuple[str, ...]
    outputs: Mapping[str, Fraction | bool | str | None]


@dataclass(frozen=True)
class PortfolioResult:
    """Several cases weighted into one; weights by case, groups by path."""

    outcome: str
    total: Fraction | None
    grade: str | None
    groups: Mapping[str, Fraction]
    weights: Mapping[str, Fraction]
    causes: frozenset[Cause]


Source = Path | Mapping[str, object]


def score(ruleset: Source, case: Mapping[str, object], method: str | None = None) -> OracleResult:
    """Score one case (figures, findings, marks, set, not_applicable) by a ruleset."""
    return _result(Run(load_ruleset(ruleset, method), table(plain(case))))


def _result(run: Run) -> OracleResult:
    nodes = {node.name: _node(run, node) for node in run.root.below()}
    root = nodes[run.root.name]
    outputs = {name: _further(run, name) for name in map(text_of, listing(run.ruleset.get("outputs", [])))}
    told = {name: None if isinstance(value, Unknown) else value for name, value in outputs.items()}
    rest = (nodes, run.reached, tuple(run.problems), told)
    if root.outcome == "not_applicable":
        return OracleResult("not_applicable", None, None, frozenset(), *rest)
    grade = _grade(run)
    causes = root.causes | (grade.causes if isinstance(grade, Unknown) else frozenset())
    if grade is None and run.ruleset.get("total") == "none":
        unknown = joined(outputs.values())
        causes = frozenset() if unknown is None else unknown.causes
    word = grade if isinstance(grade, str) else None
    return OracleResult(_outcome(causes), root.score, word, causes, *rest)


def _further(run: Run, name: str) -> Value:
    """The value of a further result: the score of a node, or a figure."""
    try:
        node = by_address(run.root, name)
    except KeyError:
        return run.scope(run.root).read(name)
    return undefined("not-applicable") if run.applies(node) is False else run.score(node)


def _outcome(causes: frozenset[Cause]) -> str:
    if not causes:
        return "scored"
    return "missing" if all(kind == "missing" for kind, _ in causes) else "undefined"


def _known(value: Numeric) -> Fraction | None:
    return None if isinstance(value, Unknown) else value


def _node(run: Run, node: Node) -> NodeResult:
    points, value = _known(run.points(node)), run.score(node)
    if run.applies(node) is False:
        return NodeResult(points, _known(value), "not_applicable", frozenset())
    causes = value.causes if isinstance(value, Unknown) else frozenset()
    if node.parent is None and run.ruleset.get("total") == "none":
        return NodeResult(points, None, "scored", frozenset())
    return NodeResult(points, _known(value), _outcome(causes), causes)


def _words(grades: Spec) -> list[str]:
    """The grades, best first."""
    if isinstance(grades, dict):
        return [name for name in grades if name not in _READ_KEYS]
    return [text_of(table(row)["grade"]) for row in listing(grades)]


def _grade(run: Run) -> Value | None:
    if "grade" in run.ruleset:
        written = run.ruleset["grade"]
        if isinstance(written, dict):
            words = list(map(text_of, listing(written["words"])))
        else:
            words = run.scope(run.root).words(text_of(written))
        return _overridden(run, value_of(written, run.scope(run.root)), words)
    grades = run.ruleset.get("grades")
    if grades is None:
        return None
    exact = isinstance(grades, dict) and grades.get("read") == "exact"
    total = run.exact(run.root) if exact else run.score(run.root)
    return _overridden(run, grade_of(run, grades, total, run.ruleset.get("better")), _words(grades))


def grade_of(run: Run | None, grades: Spec, total: Numeric, better: Spec | None) -> Value:
    """Read the grade of a total; without a run nothing is required."""
    rows: list[Table]
    lower = better == "lower"
    if isinstance(grades, dict):
        rows = [{"grade": name, "at_least": edge} for name, edge in grades.items() if name not in _READ_KEYS]
    else:
        rows = [table(row) for row in listing(grades)]
    for row in rows:
        held = _reaches(run, row, total, lower=lower)
        if isinstance(held, Unknown):
            return held
        if held:
            return row["grade"] if isinstance(row["grade"], str) else ""
    return undefined("no-band")


def _reaches(run: Run | None, row: Table, total: Numeric, *, lower: bool) -> Value:
    edge = row.get("at_least", row.get("at_most", "else"))
    held: list[Value] = []
    if edge != "else":
        bound = read_number(text_of(edge))
        if isinstance(total, Unknown) or bound is None:
            held.append(total)
        else:
            held.append(total <= bound if lower else total >= bound)
    if run is not None and "require" in row:
        held.append(value_of(row["require"], run.scope(run.root)))
    return all_of(held)


def _overridden(run: Run, grade: Value, words: list[str]) -> Value:
    overrides = [table(each) for each in listing(run.ruleset.get("overrides", []))]
    held = [value_of(each["when"], run.scope(run.root)) for each in overrides]
    sets = [(each, holds) for each, holds in zip(overrides, held, strict=True) if "grade" in each]
    caps = [(each, holds) for each, holds in zip(overrides, held, strict=True) if "grade" not in each]
    set_ = [words.index(text_of(each["grade"])) for each, holds in sets if holds is True]
    # as long as it is not known whether one of them sets the grade, the grade itself is not asked
    grade = joined(holds for _, holds in sets) or (words[max(set_)] if set_ else grade)
    unknown = joined([grade, *(holds for _, holds in caps)])
    if unknown is not None:
        return unknown
    return words[
        max([words.index(str(grade)), *(words.index(text_of(each["grade_at_most"])) for each, at in caps if at)])
    ]


def portfolio(ruleset: Source, cases: Mapping[str, Mapping[str, object]], method: str | None = None) -> PortfolioResult:
    """Weight several cases into one result."""
    rules = load_ruleset(ruleset, method)
    runs = {name: Run(rules, table(plain(case))) for name, case in cases.items()}
    results = {name: _result(run) for name, run in runs.items()}
    said = table(rules["portfolio"])
    scored = [name for name, result in results.items() if result.outcome == "scored"]
    bad = [result for result in results.values() if result.outcome in ("missing", "undefined")]
    if bad and said.get("missing_cases") != "leave_out":
        return _no_portfolio(frozenset().union(*[result.causes for result in bad]))
    sizes = {name: value_of(said["weight"], runs[name].scope(runs[name].root)) for name in scored}
    unknown = joined(sizes.values())
    if unknown is not None:
        return _no_portfolio(unknown.causes)
    whole = sum(map(number, sizes.values()), ZERO)
    if whole == 0:
        return _no_portfolio(frozenset({("undefined", "weights")}))
    mode = text_of(table(rules.get("rounding")).get("mode", "half_up"))
    weights = {name: _weight(number(size) / whole, said, mode) for name, size in sizes.items()}
    return _weighted(rules, said, {name: runs[name] for name in scored}, weights)


def _no_portfolio(causes: frozenset[Cause]) -> PortfolioResult:
    return PortfolioResult(_outcome(causes), None, None, {}, {}, causes)


def _weight(share: Fraction, said: Table, mode: str) -> Fraction:
    places = said.get("round_weights", "none")
    return share if places == "none" else round_to(share, mode, Fraction(1, 10 ** int(text_of(places))))


def _weighted(rules: Table, said: Table, runs: Mapping[str, Run], weights: Mapping[str, Fraction]) -> PortfolioResult:
    run = next(iter(runs.values()))

    def mean(level: str, scores: Sequence[Numeric]) -> Fraction:
        settled = [number(each) if isinstance(each, Fraction) else ZERO for each in scores]
        pairs = zip(weights.values(), settled, strict=True)
        return number(run.round_level(level, sum((weight * each for weight, each in pairs), ZERO)))

    tops = [child.name for child in run.root.children if not child.beside]
    groups = {top: mean("group", [_top(each, top) for each in runs.values()]) for top in tops}
    if said.get("total") == "of_groups":
        exact = sum(groups.values(), ZERO)
        total = number(run.round_level("total", exact))
    else:
        pairs = zip(weights.values(), runs.values(), strict=True)
        exact = sum((weight * number(each.score(each.root)) for weight, each in pairs), ZERO)
        total = number(run.round_level("total", exact))
    grades = rules.get("grades")
    read = exact if isinstance(grades, dict) and grades.get("read") == "exact" else total
    better = rules.get("better")
    grade = None if grades is None or said.get("grade") == "false" else grade_of(None, grades, read, better)
    return PortfolioResult("scored", total, grade if isinstance(grade, str) else None, groups, weights, frozenset())


def _top(run: Run, name: str) -> Numeric:
    return next(run.score(child) for child in run.root.children if child.name == name)
