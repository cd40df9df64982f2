"""A case being made: figures as a file would write them, findings, and marks within the ranges that the case has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from scoring.addresses import Ambiguous
from scoring.case import Case, Finding, Mark
from scoring.dates import day_text
from scoring.diagnostic import CaseError
from scoring.graph import Op, Unknown
from scoring.interpret import GIVEN
from scoring.lower_figures import domain_of
from scoring.number import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scoring.model import Figure
    from scoring.program import Program
    from scoring.reading import Domain, Read
    from scoring.result import Result
    from scoring.ruleset import Ruleset

REASON = "made up"
"""Why a mark is what it is, and why a node does not apply, in a case that is made."""

_FIELD = re.compile(r"(?P<list>.+?)\[(?:[0-9]+)?\]\.?(?P<field>.*)")


class Range(NamedTuple):
    """What a mark may be in one case, both ends included unless it is ``open`` at the upper one."""

    path: str
    low: Fraction
    high: Fraction


def written(value: Read, domain: Domain | None) -> object:
    """Return a value as a file writes it: a number as its text with its ``%``, a date by its day."""
    if isinstance(value, bool | str):
        return value
    if domain is not None and domain.date:
        return day_text(value)
    if domain is not None and domain.percent:
        return f"{decimal_text(value * 100)}%"
    text = decimal_text(value)
    return value if "/" in text else text


def scored(ruleset: Ruleset, case: Case | Mapping[str, object], method: str | None = None) -> Result:
    """Score a case; where the ruleset has figures over all cases, as the only one of its run.

    Raises:
        CaseError: a value is wrong.
    """
    if ruleset.program(method).cohorts:
        return ruleset.score_all([case], method=method)[0]
    return ruleset.score(case, method=method)


def plain_figures(program: Program) -> list[Figure]:
    """Return the figures that a case gives as one value."""
    return [
        figure
        for name, (figure, _) in program.figures.items()
        if figure.role == "input" and figure.form is None and name in program.domains and "[" not in name
    ]


def lists(program: Program) -> list[Figure]:
    """Return the lists that a case gives."""
    return [each for each in program.lists.values() if each.role == "list" and "[" not in each.name]


def figure_of(program: Program, address: str) -> Figure | None:
    """Return the figure or list that a case's address means, None if it means none, or several."""
    found = program.addresses.find(address, first="figure")
    owner, _, id_ = address.rpartition(".")
    if found is None and owner:
        node = program.addresses.find(owner)
        if node is not None and not isinstance(node, Ambiguous) and node.kind == "node":
            found = program.addresses.find(f"{node.path}.{id_}", first="figure")
    if found is None or isinstance(found, Ambiguous) or found.kind != "figure":
        return None
    return program.lists.get(found.path) or program.figures.get(found.path, (None,))[0]


@dataclass
class Draft:
    """A case that is not finished; figures have their canonical names."""

    figures: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    marks: dict[str, Fraction] = field(default_factory=dict)
    not_applicable: list[str] = field(default_factory=list)

    def case(self, called: str = "") -> Case:
        """Return the case."""
        marks = {path: Mark(score=written(score, None), because=REASON) for path, score in self.marks.items()}
        why: dict[str, object] = dict.fromkeys(self.not_applicable, REASON)
        return Case(called, figures=self.figures, findings=tuple(self.findings), marks=marks, not_applicable=why)

    def take(self, program: Program, inputs: Mapping[str, Read]) -> bool:
        """Take values of inputs of the program; return whether a case can say them all."""
        absent = {name.removeprefix(GIVEN) for name, value in inputs.items() if name.startswith(GIVEN) and not value}
        for name, value in inputs.items():
            if not name.startswith(GIVEN) and name not in absent and not self._take(program, name, value):
                return False
        for name in absent:
            self.figures.pop(name, None)
        return True

    def _take(self, program: Program, name: str, value: Read) -> bool:
        path, own, what = name.rpartition("/")
        if not own:
            return self._take_figure(program, name, value)
        if isinstance(value, bool | str):
            if value is True and what == "not_applicable":
                self.not_applicable.append(path)
            return what in ("not_applicable", "mark.because")
        if what == "mark":
            self.marks[path] = value
        elif what == "findings" or what.startswith("findings?"):
            amount = "0" if any(each.path == path for each in program.counted) else None
            self.findings += [Finding((path,), int(value), amount)] if value > 0 else []
        elif what == "amount":
            self.findings += [Finding((path,), 1, written(value, None))] if value else []
        else:
            return self._take_list(program, name, value)
        return True

    def _take_figure(self, program: Program, name: str, value: Read) -> bool:
        inside = _FIELD.fullmatch(name)
        if inside is None:
            domain = program.domains.get(name)
            shown = written(value, domain)
            if domain is None or shown in domain.blanks:
                return False
            self.figures[name] = shown
            return True
        figure = program.lists.get(inside["list"])
        item = None if figure is None else figure.items.get(inside["field"] or "each")
        if figure is None or item is None or item.is_list:
            return False
        entries = self.figures.get(figure.name)
        first, *others = list(entries) if isinstance(entries, list) and entries else [{}]
        one = written(value, domain_of(item))
        self.figures[figure.name] = [{**first, item.id: one} if figure.records else one, *others]
        return True

    def _take_list(self, program: Program, name: str, value: Fraction) -> bool:
        """Take what a list is reduced to: so many entries, or one entry (as many as it takes) that makes it so."""
        reduction = next((each for each in program.reductions if each.name == name), None)
        figure = None if reduction is None else program.lists.get(reduction.source)
        before = None if figure is None else self.figures.get(figure.name)
        if reduction is None or figure is None or not isinstance(before, list) or not before:
            return False
        if reduction.how == "count":
            self.figures[figure.name] = before[:1] * int(value)
            return value <= _LONGEST
        element = reduction.element
        if element is None or element.op is not Op.INPUT or not self._take_figure(program, str(element.payload), value):
            return False
        first = self.figures[figure.name]
        count = 1 + sum(reduction.trims) if reduction.how == "trimmed_mean" else 1
        self.figures[figure.name] = first[:1] * count if isinstance(first, list) else first
        return True


_LONGEST = 50


def taken(result: Result, path: str) -> bool:
    """Whether a node stands in no variant that the case does not have."""
    node = result.program.taken.get(path)
    return node is None or result.value(node) is True


def ranges(result: Result) -> Iterator[Range]:
    """Yield what marks may be in a case without them: one range for each node that a person judges in it."""
    program = result.program
    done: set[str] = set()
    for check in program.checks:
        path = check.path
        if check.code != "mark-range" or path in done or not {"low", "high"} <= check.facts.keys():
            continue
        if program.plans[path].children or not taken(result, path):  # one mark for all criteria is not made
            continue
        low, high = (result.value(check.facts[end].node) for end in ("low", "high"))
        if isinstance(low, Fraction) and isinstance(high, Fraction) and low <= high and (low or high):
            done.add(path)
            yield Range(path, low, high)


def needs_mark(result: Result, path: str) -> bool:
    """Whether a node, or the whole, has no score until the node is marked."""
    if f"{path}.mark" in result.missing:
        return True
    score = result.value(result.program.plans[path].score)
    return isinstance(score, Unknown) and any(cause.name.startswith(f"{path}/mark") for cause in score.causes)


def finished(ruleset: Ruleset, draft: Draft, method: str | None, unit: Fraction, called: str = "") -> Case | None:
    """Return a draft as a case that can be scored, None if it cannot be.

    A mark at the end of a range that does not belong to it is brought inside.

    Args:
        ruleset: the ruleset.
        draft: the draft.
        method: of the ruleset.
        unit: the least step between two marks.
        called: id of the case.
    """
    case = draft.case(called)
    try:
        scored(ruleset, case, method)
    except CaseError:
        before = Draft(draft.figures, draft.findings, {}, draft.not_applicable)
        try:
            found = {each.path: each for each in ranges(scored(ruleset, before.case(), method))}
            marks = {path: _inside(mark, found[path], unit) for path, mark in draft.marks.items()
                     if path in found}  # fmt: skip
            case = Draft(draft.figures, draft.findings, marks, draft.not_applicable).case(called)
            scored(ruleset, case, method)
        except CaseError:
            return None
    return case


def _inside(mark: Fraction, span: Range, unit: Fraction) -> Fraction:
    """Return a mark within a range, and below its upper end."""
    return max(span.low, min(mark, span.high - unit))
